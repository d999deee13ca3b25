"""The n-th call to the disk fails, for every n: a message, nothing lost, and the next run as if it had not been.

`scripts/eval faults` lets each call fail in four ways; here the ways take turns, and long commands are sampled.
"""

import errno
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from running import run_in

import evidence
import faults
from copies import copied
from evidence.library import refresh
from evidence.store.storage import discard
from faults import ERRORS, LIMITED, SCENARIOS, Play, files_of
from small_world import MILL

MOST = 10  # faults of each command, where not everything is run


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_a_call_to_the_disk_that_fails_costs_nothing(scenario, tmp_path, request):
    play = Play(scenario, tmp_path)
    every = range(1, play.steps + 1)
    chosen = every if request.config.getoption("--full") else every[:: max(1, len(every) // MOST)]
    wrong = {at: said for at in chosen if (said := play.faults(at, ERRORS[at % len(ERRORS)]))}
    assert wrong == {}


def test_the_disk_that_fails_is_seen_to_fail(tmp_path):
    """The tests above would pass if nothing ever failed."""
    scenario = next(one for one in SCENARIOS if one.name == "review")
    play = Play(scenario, tmp_path)
    codes = set()
    for at in range(1, play.steps + 1, 7):
        disk = faults.Disk(tmp_path / "w", at)
        codes.add(play.run(disk).code)
        assert disk.failed
    assert 2 in codes


ADVICE = {
    errno.ENOSPC: "The disk is full",
    errno.EDQUOT: "Your share of the disk is used up",
    errno.EROFS: "The disk is mounted read-only",
    errno.EACCES: "Your user may not do that",
    errno.EIO: "The disk reports an error",
}


@pytest.mark.parametrize("error", ADVICE, ids=errno.errorcode.get)
def test_what_to_do_is_said_by_the_error_of_the_disk(error, tmp_path):
    """Wherever the disk fails in a command, the advice is the one for this error, never that for another."""
    play = Play(next(one for one in SCENARIOS if one.name == "ingest"), tmp_path)
    told = []
    for at in range(1, play.steps + 1, max(1, play.steps // 12)):
        disk = faults.Disk(tmp_path / "w", at, error)
        answer = play.run(disk)
        if answer.code == 2 and not disk.failed.startswith(("read", "tantivy")) and disk.error in faults_said(disk):
            told.append(answer.err)
    assert told
    assert [said for said in told if ADVICE[error] not in said] == []


def faults_said(disk):
    """Return the errors that this call can raise: SQLite knows few, and says the rest as `cannot be opened`."""
    return (errno.ENOSPC, errno.EIO, errno.EACCES) if disk.failed.startswith("sqlite") else (*ADVICE,)


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="this system limits no size of files")
@pytest.mark.parametrize("size", [0, 300, 2000, 5000, 30_000, 100_000])
def test_a_system_that_takes_no_more_bytes_is_told_in_a_line(small_world, tmp_path, size):
    """What SQLite and tantivy themselves write fails too, wherever that is: no file may grow beyond a size."""
    world = tmp_path / "w"
    world.mkdir()
    faults.fresh(world)
    before = files_of(world)
    command = [sys.executable, "-c", LIMITED, str(size), "--workspace", world, "ingest"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == 2, done.stderr
    assert "evidence: " in done.stderr
    assert before.items() <= files_of(world).items()
    assert not evidence.ingest_calls(world).failed
    assert files_of(world) == files_of(small_world)
    assert evidence.check_workspace(world)[1:] == ()


def test_a_second_user_who_may_only_read_can_search(small_world, tmp_path, monkeypatch):
    world = copied(small_world, tmp_path / "w")
    evidence.count_quotes(world, "hand")
    folders = [world, *(path for path in world.rglob("*") if path.is_dir())]
    for path in (world / ".evidence").rglob("*"):
        assert path.is_dir() or path.stat().st_mode & 0o044 == 0o044, path
    monkeypatch.setattr("os.access", lambda *_: False)  # for root, who may write everywhere
    for folder in folders:
        folder.chmod(0o555)
    try:
        assert evidence.count_quotes(world, "hand")[0] == 3
    finally:
        for folder in folders:
            folder.chmod(0o755)
    shutil.rmtree(world)


@pytest.fixture
def read_only(world, monkeypatch):
    """A workspace whose index this user may not write, and in which a colleague changed a call."""
    evidence.attach_evidence(world)
    path = world / f"source/transcripts/normalized/{MILL}.md"
    path.write_text(path.read_text(encoding="utf-8").replace("on Sundays", "on Mondays"), encoding="utf-8")
    real = os.access
    monkeypatch.setattr("os.access", lambda path, *rest: ".evidence" not in str(path) and real(path, *rest))
    return world


OLDER = "Files changed since the index was made, and you may not write it: answers are from before the change.\n"


@pytest.mark.parametrize("command", [("search", "sundays"), ("quotes", "lenders"), ("stats",)])
def test_a_reader_gets_the_answer_of_the_older_index_and_one_line(read_only, command):
    answer = run_in(read_only, *command)
    assert (answer.code, answer.err.count(OLDER)) == (0, 1), answer.err
    assert command[0] != "search" or "on [Sundays]" in answer.out


@pytest.mark.parametrize("command", [("attach",), ("search", "hand", "--as-of", "2026-01-20")])
def test_an_older_index_answers_no_other_question_and_writes_nothing(read_only, command):
    before = files_of(read_only)
    answer = run_in(read_only, *command)
    assert (answer.code, "the index cannot be written (it is read-only)" in answer.err) == (2, True)
    assert files_of(read_only) == before


def test_an_index_that_changed_hands_is_made_anew_by_who_may_write_and_by_nobody_else(world, monkeypatch):
    mark = world / ".evidence/CACHEDIR.TAG"
    mark.chmod(mark.stat().st_mode)  # as `chown -R` does, it moves the time that nobody can set
    with monkeypatch.context() as reader:
        reader.setattr("os.access", lambda *_: False)
        answer = run_in(world, "search", "hand")
    assert answer.code == 2
    assert (
        "has to be made anew: it came from elsewhere. Let somebody who may write here run evidence ingest."
        in answer.err
    )
    answer = run_in(world, "search", "hand")
    assert (answer.code, answer.err.count("Building the search index (it came from elsewhere).")) == (0, 1)
    assert run_in(world, "search", "hand").err.count("Building") == 0


@pytest.mark.parametrize("name", ["source/crm/exports", "source/joins/mappings"])
@pytest.mark.parametrize("command", [("ingest",), ("attach",)])
def test_a_folder_that_cannot_be_looked_at_is_not_an_empty_one(world, monkeypatch, name, command):
    evidence.attach_evidence(world)
    before = files_of(world)
    real = Path.iterdir

    def refused(path):
        if path.as_posix().endswith(name):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(Path, "iterdir", refused)
    answer = run_in(world, *command)
    assert (answer.code, f"{name}: cannot be read (Permission denied)" in answer.err) == (2, True), answer.err
    assert files_of(world) == before


def test_a_pipe_among_the_tables_is_not_opened(world):
    os.mkfifo(world / "source/crm/exports/x.csv")
    assert run_in(world, "forget", "Odile Marchetti", "--dry-run").code == 0


def test_an_index_that_is_taken_away_after_the_refresh_is_made_again(world, monkeypatch):
    (world / "source/people.csv").write_text("label,side\nBo Trent,customer\n", encoding="utf-8")
    real, times = refresh.refresh, []

    def taken(workspace, store, **options):
        times.append(1)
        done = real(workspace, store, **options)
        if len(times) == 1:
            discard(workspace.cache)
        return done

    monkeypatch.setattr(refresh, "refresh", taken)
    with evidence.open(world) as library:
        assert evidence.count_quotes(library, "hand")[0] == 3
    assert len(times) == 2
