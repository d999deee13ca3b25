"""On a terminal of some width no line is wider, but for paths and citations; in a pipe nothing is broken."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from running import run_in

from evidence.cli.segments import draft_lines
from evidence.terminal import cells
from example_workspace import copy_example
from strategies import examples

pty = pytest.importorskip("pty")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

MAIN = "from evidence.cli.app import main; main()"
_STYLED = re.compile(r"\x1b\]8;;.*?\x1b\\\\|\x1b\[[0-9;?]*[A-Za-z]")
DEEP = "source/transcripts/raw/recordings of the spring/with the people of the north/and their many consultants"


def on_terminal(folder, *arguments, width):
    """Run a command on a terminal of some width; return its lines as they stand there, without styles."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    env = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "NO_COLOR"}} | {"TERM": "xterm"}
    with subprocess.Popen(
        [sys.executable, "-c", MAIN, *arguments], cwd=folder, stdin=follower, stdout=follower, stderr=follower, env=env
    ) as process:
        os.close(follower)
        told = b""
        while True:
            try:
                more = os.read(leader, 65536)
            except OSError:  # the other end is closed
                break
            if not more:
                break
            told += more
        process.wait()
    os.close(leader)
    lines = _STYLED.sub("", told.decode()).replace("\r\n", "\n").split("\n")
    return [line.rpartition("\r")[2] for line in lines]  # a bar draws over itself


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    """Read only: the example, with files and lines of which there is much to say."""
    folder = copy_example(tmp_path_factory.mktemp("crowded") / "w")
    deep = folder / DEEP
    deep.mkdir(parents=True)
    (deep / "the one whose times nobody can read.vtt").write_text("WEBVTT\n\n00:00 --> soon\nIt takes a week.\n")
    (deep / "minutes of a talk.txt").write_text("Una: Hello to everybody here.\nRolf: Hello.\n\nNotes\n- one\n- two\n")
    (folder / "source/joins/mappings/more.csv").write_text(
        "transcript_id,account_id\na-call-that-was-deleted-in-the-spring-of-last-year,Account_999\n"
    )
    (folder / "source/people.csv").write_text(
        "label,side,account_id\nSomebody With A Name As Long As People Have Them In The North,customer,Account_998\n"
    )
    (folder / "segments/more.md").write_text(
        "# Example Segment: Makers of very small boats for rivers and lakes in the middle of the country\n\n"
        "Industry: Boats\n\n### Pain points\n\n- Everything that has to be glued waits for somebody who has the time "
        "to glue it, and nobody has\n"
    )
    return folder


def is_address(line):
    """Whether a line holds nothing but what is copied whole: a path, a citation."""
    return " " not in line.strip()


COMMANDS = (
    ["ingest"], ["ingest", "--force"], ["status"], ["link"], ["attach", "--dry-run"], ["attach", "--check"], ["quotes"],
    ["segments", "--suggest"], ["segments"], ["stats"],
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_terminal_of_80_columns_holds_every_line(crowded, command):
    lines = on_terminal(crowded, *command, width=80)
    assert len(lines) > 3, lines
    assert [line for line in lines if cells(line) > 80 and not is_address(line)] == []


@pytest.mark.parametrize("command", [["status"], ["link"], ["attach", "--dry-run"]], ids=" ".join)
def test_what_a_pipe_gets_is_on_one_line_and_a_terminal_has_the_same_words(crowded, command):
    screen = " ".join(" ".join(on_terminal(crowded, *command, width=80)).split())
    answer = run_in(crowded, *command)
    piped = [line for line in (*answer.lines, *answer.err.splitlines()) if cells(line) > 80 and "source/" not in line]
    for line in piped:
        assert " ".join(line.split()) in screen
    if command == ["link"]:
        assert any(cells(line) > 80 for line in answer.err.splitlines())
    if command == ["attach", "--dry-run"]:
        assert any(cells(line) > 80 for line in answer.lines)


@pytest.mark.parametrize("width", [60, 80, 100])
def test_a_draft_in_lines_of_the_screen_is_the_same_yaml(crowded, width):
    made = run_in(crowded, "segments", "--suggest").out
    for text in re.split(r"^# -- .* --$", made, flags=re.MULTILINE):
        broken = "\n".join(part for line in text.split("\n") for part in draft_lines(line, width))
        assert yaml.safe_load(broken) == yaml.safe_load(text)
        assert text.count("\n") == 0 or broken != text or max(map(cells, text.split("\n"))) <= width


words = st.lists(
    st.sampled_from(["glue", "boats", "AND", "it's", "#7", "a  #", "\u65e5\u672c", "x" * 30, "="]), min_size=1
)


@given(words, st.sampled_from(["text", "list", "single"]), st.integers(40, 90), st.integers(0, 3), words)
@examples(80)
def test_any_entry_says_the_same_in_several_lines(said, shape, width, deep, remark):
    text = " ".join(said).replace("  ", " ")
    quoted = f'"{text}"' if shape == "text" else f'["{text}", "and {text}"]'
    if shape == "single":
        quoted = "'" + text.replace("'", "''") + "'"
    line = f"{'  ' * deep}key: {quoted}  # {' '.join(remark)}"
    broken = draft_lines(line, width)
    assert yaml.safe_load("\n".join(broken)) == yaml.safe_load(line)
    assert draft_lines(line, 0) == [line]


def test_the_screen_is_wide_enough_for_what_the_pipe_has_where_it_is_wide(crowded):
    assert not any("\u2026" in line for line in on_terminal(crowded, "ingest", "--force", width=300))
    assert Path(crowded, DEEP).is_dir()
