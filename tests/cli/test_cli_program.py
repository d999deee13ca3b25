"""The program as a whole: options everywhere, help, exit codes, pipes, interruptions."""

import json
import os
import re
import subprocess
import sys

import pytest

from evidence.cli.app import COMMANDS
from evidence.cli.console import Console
from evidence.errors import EvidenceError

# What the commands are promised to take; typer lists them, and each must be explained.
OPTIONS = {
    "init": (),
    "ingest": ("--format", "--jobs", "--force", "--explain"),
    "search": (
        "--by", "--count", "--context", "--limit", "--call", "--account", "--segment", "--tracker", "--side",
        "--speaker", "--role", "--outcome", "--since", "--until",
    ),
    "ask": ("--markdown", "--context", "--limit", "--side", "--speaker", "--outcome", "--since", "--until"),
    "trackers": ("--test", "--suggest", "--draft", "--yes", "--write", "--themes"),
    "link": ("--explain", "--match-names"),
    "segments": ("--explain", "--suggest", "--limit"),
    "pains": ("--min-score", "--call", "--account", "--side", "--since", "--until", "--limit", "--jobs"),
    "quotes": ("--tracker", "--call", "--account", "--side", "--speaker", "--role", "--outcome", "--limit"),
    "review": ("--plain", "--links", "--accept", "--reject", "--note", "--tracker", "--limit"),
    "attach": ("--check", "--diff", "--force", "--move-out", "--dry-run"),
    "verify": ("--raw", "--fix", "--leaks", "--allow-missing", "--format"),
    "forget": ("--call", "--dry-run", "--yes"),
    "status": (),
    "check": ("--repair",),
    "stats": ("--limit", "--account", "--tracker", "--outcome", "--since", "--until"),
    "export": ("--to", "--campaign", "--with-emails", "--limit", "--segment", "--tracker", "--since", "--until"),
}  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_help_explains_a_command_and_each_of_its_options_within_eighty_columns(run, command):
    answer = run(command, "--help")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(f"Usage: evidence {command}")
    assert len(answer.lines[2].split()) >= 3, "a sentence says what it does"
    assert max(map(len, answer.lines)) <= 80
    assert "\\b" not in answer.out
    for option in OPTIONS[command]:
        (line,) = [line for line in answer.lines if line.strip().startswith(f"{option} ")]
        explained = line.split(maxsplit=2)[-1] if len(line.split()) > 2 else answer.lines[answer.lines.index(line) + 1]
        assert explained.strip()


def test_help_lists_every_command_and_the_options_of_all(run):
    answer = run("--help")
    assert answer.code == 0
    for word in (*COMMANDS, "--workspace", "--json", "--quiet", "--as-of", "--version"):
        assert f"  {word} " in answer.out or f"  {word}\n" in answer.out


@pytest.mark.parametrize("arguments", [["--version"], ["search", "--version"]])
def test_the_version_is_printed_wherever_it_is_asked_for(run, arguments):
    answer = run(*arguments)
    assert answer.code == 0
    assert answer.out.startswith("evidence 0.")


@pytest.mark.parametrize(
    "arguments",
    [["serch", "x"], ["search", "--limitt", "3"], ["search", "x", "--limit", "many"], ["search", "x", "--limit", "-1"]],
)
def test_a_wrong_command_line_is_explained_with_exit_code_two(run, arguments):
    answer = run(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert "Usage: evidence" in answer.err


@pytest.mark.parametrize("option", ["--workspace", "--as-of"])
def test_an_option_that_lacks_its_value_does_not_take_the_command_for_it(run, option):
    answer = run("search", "deploy", option)
    assert (answer.code, answer.out) == (2, "")
    assert f"Option '{option}' requires an argument" in answer.err


def test_options_for_all_commands_stand_before_or_after_the_command(example, run, tmp_path):
    after = run("trackers", "--json", "--workspace", example, cwd=tmp_path)
    before = run("--json", f"--workspace={example}", "trackers", cwd=tmp_path)
    assert after.code == before.code == 0
    assert after.out == before.out


def test_the_workspace_is_the_nearest_above(example, run):
    inside = run("search", "babysitting", "--count", cwd=example / "source/transcripts")
    assert inside.out == run("search", "babysitting", "--count").out


def test_a_word_after_a_mistyped_command_does_not_count_as_one(run):
    assert "'search'" in run("serch", "link").err
    assert run("--workspace", "search", "status").err.startswith("evidence: search has no evidence.yaml")


def test_outside_of_a_workspace_the_message_says_how_to_make_one(run, tmp_path):
    answer = run("search", "x", cwd=tmp_path)
    assert answer.code == 2
    assert "no evidence.yaml here" in answer.err
    assert "evidence init" in answer.err


def test_as_of_goes_back_to_what_was_known_then(ingested, run):
    def accounts(*arguments):
        return {record["segment"]: record["accounts"] for record in run("segments", "--json", *arguments).records}

    now, then = accounts(), accounts("--as-of", "2026-03-31")
    assert ingested
    assert set(now["smb-saas"]) - set(then["smb-saas"]) == {"Account_214"}, "it grew into the segment in between"
    assert now["mid-market-fintech"] == then["mid-market-fintech"]


@pytest.mark.parametrize("day", ["soon", "2026-02-30", "2026", "2026-01-12..2026-01-12"])
def test_an_as_of_that_is_no_day_is_an_error(run, day):
    answer = run("status", "--as-of", day)
    assert answer.code == 2
    assert "--as-of" in answer.err
    assert "2026-03-31" in answer.err


def test_quiet_leaves_only_results_and_errors(run):
    loud, quiet = run("search", "babysitting"), run("search", "babysitting", "--quiet")
    assert loud.out == quiet.out
    assert loud.err
    assert not quiet.err
    assert run("search", "(", "--quiet").err


def test_what_was_left_alone_is_an_error_that_quiet_does_not_keep(attached, run):
    for document in (attached / "segments").glob("*.md"):
        document.write_bytes(document.read_bytes().replace(b"| Pain point", b"| Painful point"))
    answer = run("attach", "--quiet")
    assert answer.code == 1
    assert "edited" in answer.err


HOSTILE = "a\x1b[31mb\x07\u202ec\u2066d\nevidence: forged\x9b1m\ud800e"


@pytest.mark.parametrize("colour", [False, True])
def test_foreign_words_say_nothing_to_the_terminal(capsys, colour):
    console = Console(None, json=False, quiet=False, as_of=None, colour=colour, width=80)
    cleaned = "a\ufffd[31mb\ufffdcd evidence: forged\ufffd1m"
    console.print(HOSTILE)
    console.note(HOSTILE)
    console.problems([EvidenceError(HOSTILE)])
    console.table(["head"], [[HOSTILE]])
    out, err = capsys.readouterr()
    for line in (*out.splitlines()[::2], *err.splitlines()):
        assert line.startswith(cleaned)
    assert len(out.splitlines()) + len(err.splitlines()) == 5
    console.records([{"text": HOSTILE}])
    record = capsys.readouterr().out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066\ud800]", record)
    assert json.loads(record) == {"text": HOSTILE}


def test_styles_are_added_after_cleaning_and_words_stay_as_they_are(capsys, tmp_path):
    console = Console(None, json=False, quiet=False, as_of=None, colour=True, width=80)
    words = "日本語 Café\xa0שלום 🙂\u200d"
    console.print(f"{console.style(words, 'match')} {console.link('u1', tmp_path, 'u1')}")
    assert capsys.readouterr().out == (
        f"\x1b[1;31m{words}\x1b[0m \x1b]8;;{tmp_path.as_uri()}#u1\x1b\\u1\x1b]8;;\x1b\\\n"
    )


def test_nothing_that_is_piped_holds_colours(attached_example, run):
    assert attached_example
    for arguments in (["search", "deploy"], ["link"], ["segments"], ["status"], ["quotes"], ["trackers"], ["verify"]):
        answer = run(*arguments, env={"NO_COLOR": "1"})
        assert answer.code == 0
        assert "\x1b" not in answer.out + answer.err
        assert max(map(len, answer.out.splitlines()), default=0) <= 80


def test_ctrl_c_says_that_nothing_is_lost(run, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("evidence.commands.search.search", interrupted)
    answer = run("search", "babysitting")
    assert (answer.code, answer.out) == (130, "")
    assert "interrupted; the work done so far was kept" in answer.err


def start(*arguments, cwd):
    command = [sys.executable, "-c", "from evidence.cli.app import main; main()", *arguments]
    return subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONUTF8": "0"}
    )


@pytest.mark.parametrize("arguments", [["search", "*", "--limit", "0", "--json"], ["trackers"]])
def test_a_pipe_that_closes_early_is_no_error(example, arguments):
    with start(*arguments, cwd=example) as process:
        if arguments[0] == "search":
            process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def test_results_count_where_nobody_reads_the_notes(example):
    with start("search", "deploy", "--limit", "1", cwd=example) as process:
        process.stderr.close()
        assert b"[deploy" in process.stdout.read()
        assert process.wait(60) == 0
