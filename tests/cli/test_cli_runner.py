"""What is printed in CI holds no command of the machine that runs it, but those of `verify --format github`."""

import io
import json
import os
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.cli.runner import _Inert
from evidence.cli.verify import annotation
from evidence.escape import no_command
from evidence.exports import as_jsonl
from strategies import examples

COMMANDS = (
    "::error file=x::boo", "::add-mask::x", "::set-output name=a::b", "::stop-commands::x", "##[set-env name=PATH]/x",
    "##[error]x", "##vso[task.setvariable variable=PATH]/x", "##VSO[task.complete]",
    "##teamcity[buildStop comment='x']",
)  # fmt: skip
MACHINES = ("CI", "GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")


def commands(printed):
    """Return the lines that GitHub, Azure or TeamCity would obey."""
    lines = re.split(r"\r\n|\r|\n", printed)
    amid = ("##[", "##vso[", "##teamcity[")
    return [line for line in lines if line.lstrip().startswith("::") or any(sign in line.lower() for sign in amid)]


@given(
    st.lists(
        st.sampled_from([*COMMANDS, *COMMANDS, ":", "::", "#", "##", "[", " ", "\n", "\r", "\u2003", "word", "vso"])
    ),
    st.randoms(use_true_random=False),
)
@examples(400)
def test_no_line_is_a_command_however_it_is_written(parts, random):
    stream = io.StringIO(newline="")
    text, inert = "".join(parts), _Inert(stream)
    while text:
        cut = random.randint(1, len(text))
        assert inert.write(text[:cut]) == cut
        text = text[cut:]
    assert not commands(stream.getvalue())
    assert stream.getvalue().replace("\\", "") == "".join(parts)


def test_other_lines_stay_as_they_are():
    stream = io.StringIO()
    text = "std::vector\nsee a::b, ## Title [1], #1 [x]\n# # [x]\n"
    _Inert(stream).write(text)
    assert stream.getvalue() == text


@given(st.text(st.sampled_from('#[]vso\\"x'), max_size=12), st.sampled_from(COMMANDS))
def test_json_means_the_same_and_is_no_command(around, command):
    record = {"text": f"{around}{command}{around}"}
    line = no_command(json.dumps(record))
    assert not commands(line)
    assert json.loads(line) == record
    exported = as_jsonl.write([record], ("text",)).decode()
    assert not commands(exported)
    assert json.loads(exported) == record


@pytest.fixture
def hostile(put, run):
    """A workspace in which people say commands, and are called so."""
    turns = "".join(
        f"{at}\n00:00:{at:02}.000 --> 00:00:{at:02}.900\n{command.split(' ')[0]}x: {command}\n\n"
        for at, command in enumerate(COMMANDS, 10)
    )
    put("a.vtt", f"WEBVTT\n\n{turns}40\n00:00:40.000 --> 00:00:44.000\nAda: We release ##vso[x] by hand.\n\n")
    assert run("ingest").code == 0
    return run


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "boo OR x"), ("search", "boo OR x", "--json"), ("search", "::error:: AND ("), ("search", "zz  ::x"),
        ("export", "calls", "--to", "csv"), ("export", "calls", "--to", "jsonl"), ("ingest", "::error::x"), ("link",),
        ("segments", "\n::error::x"), ("export", "\n::error::x", "--to", "csv"), ("--\n::error::x",), ("status",),
        ("review", "--plain"), ("quotes", "\n  ::add-mask::y"), ("verify", "\n::add-mask::y"), ("pains",),
        ("export", "calls", "--to", "##vso[task.complete]"), ("search", "x", "--group-by", "##[error]"),
    ],
)  # fmt: skip
def test_no_command_of_the_program_prints_one_in_ci(hostile, arguments, machine):
    answer = hostile(*arguments, env={**dict.fromkeys(MACHINES, ""), machine: "true"})
    assert not commands(answer.out), answer.out
    assert not commands(answer.err), answer.err
    if "--json" in arguments:
        assert any("##vso[task" in record["text"] for record in answer.records)


def test_outside_of_ci_lines_are_what_was_said(hostile):
    said = hostile("search", "release", env=dict.fromkeys(MACHINES, "")).out
    assert "##vso[x]" in said
    in_ci = hostile("search", "release", env={**dict.fromkeys(MACHINES, ""), "CI": "1"}).out
    assert r"#\#vso[x]" in in_ci
    assert in_ci.replace("\\", "") == said
    assert hostile("search", "release", env={**dict.fromkeys(MACHINES, ""), "CI": "false"}).out == said


def test_the_parser_of_options_and_a_real_process_print_none_either(bare):
    environment = {**os.environ, "GITHUB_ACTIONS": "true"}
    code = "from evidence.cli.app import main; main()"
    for argument in ("\n::error::x", "--x\n::error::y", "\r##[error]"):
        done = subprocess.run(
            [sys.executable, "-c", code, "search", argument, argument], cwd=bare, env=environment, capture_output=True,
            text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        assert done.returncode
        assert not commands(done.stdout + done.stderr), done.stderr


HOSTILE_NAMES = ["a::b.md", "a,line=9::x.md", "a%0A::error::x.md", "a\n::add-mask::x.md", "100%,:.md", "##vso[x].md"]
QUOTE = (
    "> We never said anything of the kind ::error:: 100 % \u2028::x ##vso[task.complete]\n> \u2014 Ada, CTO at Nobody\n"
)


@pytest.mark.parametrize("name", HOSTILE_NAMES)
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_annotations_hold_with_hostile_names_and_quotes(hostile, bare, name):
    (bare / "segments" / name).write_text(f"# T\n\n{QUOTE}", encoding="utf-8")
    answer = hostile("verify", "--format", "github", env={**dict.fromkeys(MACHINES, ""), "GITHUB_ACTIONS": "true"})
    (line,) = answer.lines
    found = re.fullmatch(r"::(error|warning) file=([^,:]*),line=3,title=([^,:]*)::(.*)", line)
    assert found, line
    decoded = found[2].replace("%2C", ",").replace("%3A", ":").replace("%0A", "\n").replace("%25", "%")
    assert decoded.replace("\\", "") == f"segments/{name}"
    assert "100 %25" in found[4]
    assert "##vso[" not in line
    assert not commands(answer.err)


@given(*[st.text(st.sampled_from("a%:,\r\n\u2028[]#=x01ADC "), max_size=12)] * 3)
def test_an_annotation_is_one_line_and_its_parts_read_back(path, title, message):
    line = annotation("error", path, 3, title, message)
    found = re.fullmatch(r"::error file=([^,:\r\n]*),line=3,title=([^,:\r\n]*)::([^\r\n]*)", line)
    decoded = []
    for written in found.groups():
        part = written
        for sign in ":,\r\n%":
            part = part.replace(f"%{ord(sign):02X}", sign)
        decoded.append(part)
    assert decoded == [path, title, message]
