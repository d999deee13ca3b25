"""Decisions are kept the moment they are made: kills, torn lines, two people, wrong clocks."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from evidence.commands.init import lay_out
from evidence.errors import WorkspaceError
from evidence.model import Decision
from evidence.review.decisions import append_decisions, in_force, parse_decisions, render_decision, stamp
from evidence.workspace import Workspace

NAME = "segments/decisions.jsonl"
ONE = Decision("2026-01-01T00:00:00.000001Z", "kim", "smb", "slow", "q0123456789ab", "accept", "c1", 1, 0, 4, "Slow")


KILLER = """
import os, signal, sys, time
from dataclasses import replace
from pathlib import Path
from evidence.model import Decision
from evidence.review.decisions import append_decisions, stamp
from evidence.workspace import Workspace

workspace, made = Workspace(Path(sys.argv[1])), Path(sys.argv[2])

def write(number):
    at = None
    with made.open("a", encoding="utf-8", buffering=1) as said:
        while True:
            number, at = number + 1, stamp(at)
            quote_id = f"q{number:012x}"
            one = Decision(at, "kim", "smb", "slow", quote_id, "accept", "c1", 1, 0, 4, "Slow " * 50)
            append_decisions(workspace, [one])
            print(quote_id, file=said)

for kill in range(50):
    child = os.fork()
    if not child:
        write(1_000_000 * kill)
    time.sleep(0.004 + 0.0007 * (kill * 37 % 50))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
"""


def test_a_line_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "segments" / "decisions.jsonl"
    odd = replace(
        ONE,
        quote_id="q0123456789ac",
        exact="Slow\u2028\u202e\x85 <!-- \ud7ff 日本",
        note="A\nb",
        replaces="fast",
        slice="random",
    )
    append_decisions(Workspace(tmp_path), [ONE, odd])
    assert parse_decisions(path.read_text(encoding="utf-8"), NAME) == ((ONE, odd), ())
    assert path.read_bytes().count(b"\n") == 2


def test_half_a_line_of_a_killed_run_costs_only_itself(tmp_path):
    path = tmp_path / "segments" / "decisions.jsonl"
    path.parent.mkdir()
    path.write_text(render_decision(ONE) + '{"v": 1, "at": "2026', encoding="utf-8")
    later = replace(ONE, at="2026-01-02T00:00:00Z", verdict="reject")
    append_decisions(Workspace(tmp_path), [later])
    decisions, problems = parse_decisions(path.read_text(encoding="utf-8"), NAME)
    assert decisions == (ONE, later)
    assert [problem.line for problem in problems] == [2]


def test_fifty_kills_lose_no_decision_that_was_made(tmp_path):
    """One interpreter forks and kills its writers: fifty starts of Python would take half a minute."""
    path, made = tmp_path / "segments" / "decisions.jsonl", tmp_path / "made"
    subprocess.run([sys.executable, "-c", KILLER, tmp_path, made], check=True)
    decisions, _ = parse_decisions(path.read_text(encoding="utf-8"), NAME)
    said = made.read_text(encoding="utf-8").split()
    assert len(said) > 50
    # A kill may come between two lines of what was said, never between a decision and the disk.
    assert {quote_id for quote_id in said if len(quote_id) == 13} <= {decision.quote_id for decision in decisions}


def test_a_file_that_cannot_be_written_is_an_error(tmp_path):
    (tmp_path / "segments").write_text("", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        append_decisions(Workspace(tmp_path), [ONE])


def test_time_goes_on_where_a_clock_goes_back():
    assert stamp("2999-01-01T00:00:00Z") == "2999-01-01T00:00:00.000001Z"
    assert stamp("soon") > "2026"
    assert stamp(stamp()) > stamp("2020-01-01T00:00:00Z")[:4]


def test_times_of_any_precision_and_zone_are_in_order():
    said = {
        "2026-01-01T00:00:01.500000Z": "accept",
        "2026-01-01T00:00:01Z": "reject",
        "2026-01-01T02:00:01+02:00": "later",
    }
    lines = [replace(ONE, at=at, verdict=verdict) for at, verdict in said.items()]
    (held,) = in_force(lines).values()
    assert held.verdict == "accept"


def test_what_was_put_off_after_it_was_moved_stays_where_it_was_moved():
    moved = replace(ONE, at="2026-01-02T00:00:00Z", tracker="manual", verdict="move", replaces="slow")
    later = replace(moved, at="2026-01-03T00:00:00Z", verdict="later", replaces=None)
    held = in_force([moved, later])
    assert held["smb", "manual", ONE.quote_id].verdict == "move"


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git here")
def test_branches_of_two_people_merge_without_a_conflict(tmp_path):
    def git(*words):
        names = {f"GIT_{role}_{part}": "kim" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
        who = {**names, "GIT_CONFIG_GLOBAL": os.devnull, "PATH": os.environ["PATH"]}
        command = [shutil.which("git"), "-C", tmp_path, *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=who)

    lay_out(tmp_path)
    path = tmp_path / "segments" / "decisions.jsonl"
    append_decisions(Workspace(tmp_path), [ONE])
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "start"]):
        git(*words)
    for by, verdict in (("Kim", "reject"), ("Lee", "later")):
        git("checkout", "-q", "-b", by, "main")
        append_decisions(Workspace(tmp_path), [replace(ONE, at="2026-02-01T00:00:00Z", by=by, verdict=verdict)])
        git("commit", "-q", "-am", by)
    merged = git("merge", "Kim", "-m", "both")
    assert merged.returncode == 0, merged.stdout + merged.stderr
    decisions, problems = parse_decisions(path.read_text(encoding="utf-8"), NAME)
    assert problems == ()
    assert {decision.by for decision in decisions} == {"kim", "Kim", "Lee"}
