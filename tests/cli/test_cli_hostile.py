"""Whatever people said, are called or call their files: no command passes it on to the terminal as more than words."""

import contextlib
import io
import os
import re
import time
import unicodedata
from unittest import mock

import pytest
import yaml
from running import run_in

from evidence.cli import app
from evidence.terminal import cells
from example_workspace import copy_example

SIGNS = (
    "\x1b[31mred\x1b[0m \x1b[2J\x1b[H \x1b]0;title\x07 \x1b]8;;http://x.example\x1b\\link\x1b]8;;\x1b\\ "
    "\x1b]52;c;cm0=\x07 \x1bPq#0\x1b\\ \x9b31m \x9d52;c;x\x9c \x90q\x9c \x07\x08\x7f\x00 "
    "a\rb\tc\x0bd\x0ce\x85f\u2028g\u2029h "
    "\u202egnp.exe\u202c \u2066x\u2069 \u200f\u200e zero\u200b\u200c\u200dwidth\ufeff \U000e0041\U000e007f "
    "[red]markup[/red] [link=http://x.example]here[/link] [@click=app.quit]x[/] [/] [bold $accent on red] "
    "**bold** `code` # head <b onclick=x>html</b> &lt; <!-- evidence:end --> | a | b | "
    "👩\u200d💻 ❤\ufe0f 🏴\U000e0067\U000e007f 日本語 \ud83d\ude00 " + "e" + "\u0301" * 3000 + " " + "\u200d" * 500
)
LONG = "x" * 10_000
SAFE = SIGNS.encode("utf-8", "replace").decode()
NAME = "Eve \x1b[31m[red]\u202eB\x9b2J[/red] \u200b日本"


def hostile_names(folder):
    """Write into every file of people what they may not be trusted with."""
    trackers = yaml.safe_load((folder / "source/trackers.yaml").read_text(encoding="utf-8"))
    for one in trackers.values():
        one["label"] = f"{one.get('label', 'x')} {SAFE[:700]}"
    (folder / "source/trackers.yaml").write_text(yaml.safe_dump(trackers), encoding="utf-8")
    segments = yaml.safe_load((folder / "segments/segments.yaml").read_text(encoding="utf-8"))
    for one in segments.values():
        one["name"] = f"{one.get('name', 'x')} {NAME} {SAFE[300:600]}"
    (folder / "segments/segments.yaml").write_text(yaml.safe_dump(segments), encoding="utf-8")
    accounts = folder / "source/crm/exports/crm_accounts_2026-06-30.csv"
    text = accounts.read_text(encoding="utf-8")
    quoted = SAFE[:200].translate({0: "", 10: " ", 13: " ", 34: "'"})
    accounts.write_text(text.replace("Northquay Lending", f'"Northquay {NAME} {quoted}"'), encoding="utf-8")
    # What was edited by hand is not cleaned by ingest.
    said = " ".join(SAFE.splitlines())
    for call in sorted((folder / "source/transcripts/normalized").glob("*.md")):
        text = call.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^.*\bby hand\b.*$", lambda line: f"{line[0]} {said} {LONG}", text, count=1)
        call.write_text(text, encoding="utf-8")
    document = folder / "segments/hostile.md"
    document.write_text(f"# {SAFE}\n\n> We {SAFE} {LONG}\n> — {NAME}, CTO at Nobody\n", encoding="utf-8")
    with contextlib.suppress(OSError):
        (folder / f"source/transcripts/raw/{NAME.replace('/', '')}.vtt").write_text(
            f"WEBVTT {SAFE}\n\n1\n00:00:01.000 --> 00:00:04.000\n{NAME}: We close by hand. {SAFE} {LONG}\n",
            encoding="utf-8",
        )
        (folder / "source/transcripts/raw/bad\x1b[2J\u202e[red].json").write_text("{", encoding="utf-8")
        (folder / "segments/a\x1b]52;c;x\x07[b]\u202e.md").write_text(
            document.read_text(encoding="utf-8"), encoding="utf-8"
        )
    return folder


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = copy_example(tmp_path_factory.mktemp("hostile") / "w")
    assert run_in(folder, "ingest").code == 0
    hostile_names(folder)
    run_in(folder, "ingest")
    (folder / "names.csv").write_text(f"name\n{NAME}\n{LONG}\nNorthquay {SAFE[:80]}\n", encoding="utf-8")
    return folder


class Terminal(io.StringIO):
    """A stream that says it is a terminal, so that there is colour."""

    def isatty(self):
        return True


def run_on_terminal(folder, arguments, width):
    out, err = Terminal(newline=""), io.StringIO(newline="")
    colours = {"COLUMNS": str(width), "TERM": "xterm-256color", "CI": ""}
    with (
        contextlib.chdir(folder), mock.patch.dict(os.environ, colours), mock.patch("sys.stdin", io.StringIO("")),
        contextlib.redirect_stdout(out), contextlib.redirect_stderr(err),
    ):  # fmt: skip
        os.environ.pop("NO_COLOR", None)
        app.run(arguments)
    return out.getvalue(), err.getvalue()


OWN = re.compile(r"\x1b\[(?:1;31|2|1|32|31|33|1;36|0)m|\x1b\]8;;(?:file:///[!-~]*)?\x1b\\")


def odd(printed):
    """Return the signs of a text that steer a terminal, once the program's own colours and links are gone."""
    rest = OWN.sub("", printed)
    bidi = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
    return {sign for sign in rest if sign in bidi or unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}} - {"\n"}


QUERY = "\x1b[31m[red]\u202e hand"
COMMANDS = [
    ["ingest"], ["ingest", "--force"], ["ingest", QUERY], ["search", "hand"], ["search", "hand", "--explain"],
    ["search", "hand", "--count", "account"], ["search", "hand", "--markdown"],
    ["ask", "hand"], ["ask", QUERY], ["ask", "hand", "--markdown"],
    ["search", QUERY], ["search", f'"{QUERY}" AND ('], ["search", "hand", "--account", NAME], ["search", LONG],
    ["search", "hand", "--json"], ["trackers"], ["trackers", "--test"], ["trackers", "--themes"], ["trackers", QUERY],
    ["trackers", "--suggest", "manual-deploys"], ["link"], ["link", "--match-names", "names.csv"],
    ["link", "--explain", QUERY],
    ["link", "--explain", "northquay-discovery-2026-01-12"], ["segments"], ["segments", "--explain"],
    ["segments", "--suggest"],
    ["segments", QUERY], ["pains"], ["pains", "--account", "Account_023"], ["quotes"], ["quotes", QUERY],
    ["review", "--plain"], ["review", "--links", "--plain"], ["review", "--json"], ["verify"], ["verify", "--leaks"],
    ["verify", "--format", "github"], ["verify", "--json"], ["stats"], ["stats", QUERY],
    ["stats", "--sql", f"select '{QUERY}'"],
    ["status"], ["export", "calls", "--to", "jsonl", "--account", QUERY], ["export", QUERY, "--to", "csv"],
    ["export", "calls", "--to", QUERY], ["forget", "--person", NAME], ["attach", "--check"], ["attach", QUERY],
    [QUERY], ["--as-of", QUERY, "status"],
    ["--workspace", QUERY, "status"], ["init", QUERY],
]  # fmt: skip


@pytest.mark.parametrize("width", [40, 80, 200])
@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda words: ascii(" ".join(words))[:40])
def test_no_command_hands_other_peoples_words_to_the_terminal(hostile, arguments, width):
    began = time.perf_counter()
    with mock.patch("sys.stdin", io.StringIO("?\n")):
        plain = run_in(hostile, *arguments, env={"COLUMNS": str(width), "CI": ""})
    coloured, told = run_on_terminal(hostile, arguments, width)
    assert time.perf_counter() - began < 30
    for printed in (plain.out, plain.err, coloured, told):
        assert not odd(printed), (odd(printed), printed[:2000])
    assert "\x1b" not in plain.out + plain.err
    assert "Traceback" not in plain.err


@pytest.mark.parametrize("width", [80, 200])  # what stands in columns needs 80
@pytest.mark.parametrize(
    "arguments",
    [
        ["trackers"],
        ["pains"],
        ["quotes"],
        ["segments"],
        ["stats"],
        ["review", "--plain"],
        ["link", "--match-names", "names.csv"],
    ],
    ids=" ".join,
)
def test_lines_stay_within_the_width_whatever_people_said(hostile, arguments, width):
    with mock.patch("sys.stdin", io.StringIO("?\n")):
        answer = run_in(hostile, *arguments, env={"COLUMNS": str(width), "CI": ""})
    assert answer.lines
    assert [line for line in answer.out.split("\n") if cells(line) > width] == []


@pytest.mark.parametrize(
    "arguments",
    [["trackers"], ["pains"], ["quotes"], ["review", "--plain"], ["link", "--match-names", "names.csv"]],
    ids=" ".join,
)
def test_no_line_is_wider_than_a_screen_of_forty_columns(hostile, arguments):
    with mock.patch("sys.stdin", io.StringIO("?\n")):
        answer = run_in(hostile, *arguments, env={"COLUMNS": "40", "CI": ""})
    assert answer.lines
    assert [line for line in answer.out.split("\n") if cells(line.split(" > ")[0]) > 40] == []


def test_markup_of_others_is_shown_as_it_was_said(hostile):
    assert "[red]markup[/red] [link=http://x.example]here[/link]" in " ".join(
        run_in(hostile, "trackers", env={"COLUMNS": "400"}).out.split()
    )
