"""What is wrong is said on stderr in whole words: within a terminal, and a message a line for other programs."""

import io
import os
import re
import unicodedata
from unittest import mock

import pytest
from rich.progress import Progress

from evidence.cli.app import run
from evidence.cli.console import Console, _Bar
from evidence.errors import EvidenceError
from evidence.terminal import cells


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


def told(arguments, *, width, stream=Terminal):
    err = stream(newline="")
    with mock.patch.dict(os.environ, {"COLUMNS": str(width), "CI": ""}), mock.patch("sys.stderr", err):
        assert run(arguments) == 2
    return err.getvalue()


@pytest.mark.parametrize(
    "arguments",
    [
        ["ingest", "a\0b"],
        ["--workspace", "a\0b", "status"],
        ["verify", "a\0b"],
        ["link", "--match-names", "\0"],
        ["export", "everything", "--to", "csv"],
        ["search", "price", "--limit", "ten"],
        ["ingest", "--jobs", "0"],
        ["pains", "--min-score", "high"],
        ["verify", "--format", "html"],
    ],
    ids=repr,
)
def test_a_wrong_value_is_told_without_the_words_of_the_library_that_checks_it(arguments):
    said = told(arguments, width=200, stream=io.StringIO)
    assert "Error: Invalid value for" in said
    assert not re.search("Value error|Assertion failed|Input should|parse string", said)


WIDE = ["--as-of", "the last day of the quarter before the one that we are in now, whichever that may be", "status"]


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("arguments", [WIDE, ["search", "a AND (b OR c", *["--side", "x" * 20]]], ids=["day", "query"])
def test_errors_are_wrapped_on_a_terminal_and_a_line_each_in_a_pipe(bare, monkeypatch, arguments, width):
    monkeypatch.chdir(bare)
    shown, piped = told(arguments, width=width), told(arguments, width=width, stream=io.StringIO)
    assert shown.split() == piped.split()
    assert [line for line in shown.split("\n") if cells(line) > width and not line.startswith(" ")] == []
    assert piped.count("evidence: ") == shown.count("evidence: ") == 1
    assert len(piped.split("\n")[0]) > 40


def test_a_path_is_whole_however_narrow_the_terminal_is(bare, monkeypatch):
    name = "source/transcripts/raw/the calls of march/with a name of several words.vtt"
    problem = EvidenceError("cannot be read at all, whatever is tried", hint="Export it again.", path=name, line=7)
    console = Console(bare, json=False, quiet=False, as_of=None, colour=False, width=40)
    err = Terminal(newline="")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("sys.stderr", err)
    assert console.problems([problem])
    assert err.getvalue().split("\n")[0] == f"{name}:7:"
    assert err.getvalue().split() == str(problem).split()


HOSTILE = [
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J a\rb\tc\u2028d", "\u202egnp.exe\u202c \u2066x\u2069",
    "[red]markup[/red] [link=http://x.example]here[/link] [/] [bold", "x" * 10_000, "\u65e5\u672c" * 5_000,
    "e" + "\u0301" * 3000, "one\ntwo\n\nthree", "", "\ud800",
]  # fmt: skip
OWN = re.compile(r"\x1b\[(?:\?25[lh]|[0-9;]*m|1A|2K)")


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("what", HOSTILE, ids=lambda text: ascii(text)[:24])
def test_a_progress_bar_says_hostile_names_as_words(monkeypatch, what, width):
    err = Terminal(newline="")
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr("sys.stderr", err)
    bar = _Bar()
    for done in range(3):
        bar(what, done, 3)
        bar.bars.refresh()
    bar(what, 3, 3)
    drawn = OWN.sub("", err.getvalue()).replace("\r", "\n")  # every drawing goes over the one before
    bidi = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
    assert not {sign for sign in drawn if unicodedata.category(sign) in {"Cc", "Cs"} or sign in bidi} - {"\n"}
    assert max(map(cells, drawn.split("\n"))) <= width
    assert "2/3" in drawn
    if what.startswith("[red]"):
        assert "[red]markup[/red]" in drawn


def test_every_activity_has_a_bar_of_its_own(monkeypatch):
    monkeypatch.setattr("sys.stderr", Terminal(newline=""))
    bar = _Bar()
    bar("reading", 1, 2)
    bar("indexing", 1, 2)
    assert isinstance(bar.bars, Progress)
    assert [task.description for task in bar.bars.tasks] == ["indexing"]
    bar("indexing", 2, 2)
