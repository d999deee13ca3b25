"""Links in a workspace: read where they lead to another place in it, left out and named where they lead out."""

import os
import shutil
import subprocess

import pytest
from running import run_in

import evidence
from evidence import git
from evidence.settings import parse_settings
from faults import fresh
from small_world import HARBOUR, MILL, RAW, REED

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links are of POSIX")
FOLLOW = "links: follow"
CALLS = "source/transcripts/normalized"


@pytest.fixture
def world(tmp_path):
    """The small workspace before the first ingest."""
    (tmp_path / "w").mkdir()
    fresh(tmp_path / "w")
    return tmp_path / "w"


@pytest.fixture
def move_out(world, tmp_path):
    """Move a file or folder of the workspace elsewhere and leave a link in its place."""

    def move(name):
        (tmp_path / "elsewhere").mkdir(exist_ok=True)
        target = shutil.move(world / name, tmp_path / "elsewhere" / name.replace("/", "-"))
        (world / name).symlink_to(target)

    return move


def allow(world):
    path = world / "evidence.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"{FOLLOW}\n", encoding="utf-8")


def commit(world):
    git.is_tracked.cache_clear()
    who = {f"GIT_{role}_{part}": "kim" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "start"]):
        subprocess.run(
            [shutil.which("git"), "-C", world, *words],
            check=True,
            env={**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull},
        )


PLACES = {
    "a raw file": f"{RAW}/{REED}.vtt",
    "a table": "source/crm/exports/crm_accounts_2026-03-31.csv",
    "all tables": "source/crm/exports",
    "corrections of people": "source/people.csv",
    "a mapping": "source/joins/mappings/calls.csv",
    "segments": "segments/segments.yaml",
}


@pytest.mark.parametrize("name", PLACES.values(), ids=PLACES)
def test_what_lies_behind_a_link_that_leads_out_is_left_out_in_one_line(world, move_out, name):
    move_out(name)
    answer = run_in(world, "ingest")
    told = [line for line in (answer.err + answer.out).splitlines() if "left out" in line]
    assert answer.code == 2
    assert [line for line in told if name in line and FOLLOW in line] == told
    assert len(told) == 1, told


@pytest.mark.parametrize("name", PLACES.values(), ids=PLACES)
def test_links_that_a_person_allows_are_followed(world, move_out, name, tmp_path):
    expected = tmp_path / "expected"
    shutil.copytree(world, expected)
    move_out(name)
    allow(world)
    for place in (world, expected):
        assert run_in(place, "ingest").code == 0
    for command in (
        ("export", "calls", "--to", "jsonl"),
        ("export", "accounts", "--to", "jsonl"),
        ("quotes", "--json"),
    ):
        assert run_in(world, *command).out == run_in(expected, *command).out


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git here")
@pytest.mark.parametrize("name", PLACES.values(), ids=PLACES)
def test_a_link_that_came_with_the_repository_is_never_followed(world, move_out, name):
    move_out(name)
    allow(world)
    commit(world)
    answer = run_in(world, "ingest")
    assert answer.code == 2
    assert f"{name}: left out: a link that leads out of the workspace and is kept in git" in answer.err + answer.out


def test_a_call_behind_a_link_is_no_call(world, tmp_path):
    evidence.ingest_calls(world)
    secret = tmp_path / "secret.md"
    path = world / CALLS / f"{MILL}.md"
    shutil.move(path, secret)
    path.symlink_to(secret)
    answer = run_in(world, "ingest")
    assert "left out" in answer.err + answer.out
    assert run_in(world, "search", "hand", "--json").out.count(MILL) == 0
    again = run_in(world, "ingest", "--force")
    assert f"{CALLS}/{MILL}.md" in again.err + again.out
    assert path.is_symlink()


def test_a_folder_of_calls_behind_a_link_is_not_written_into(world, tmp_path):
    (tmp_path / "disk").mkdir()
    (world / CALLS).symlink_to(tmp_path / "disk")
    answer = run_in(world, "ingest")
    assert answer.code == 2
    assert f"{CALLS}: is a link, and nothing is written through links" in answer.err
    assert list((tmp_path / "disk").iterdir()) == []


def test_links_within_the_workspace_are_what_they_lead_to(world):
    shutil.move(world / RAW / f"{REED}.vtt", world / "reed.vtt")
    (world / RAW / f"{REED}.vtt").symlink_to("../../../reed.vtt")
    shutil.move(world / "source/people.csv", world / "who.csv")
    (world / "source/people.csv").symlink_to("../who.csv")
    assert run_in(world, "ingest").code == 0
    assert run_in(world, "search", "boxes", "--json").out.count(REED) > 0


def test_a_document_behind_a_link_is_neither_read_nor_written(world, move_out, tmp_path):
    move_out("segments/lenders.md")
    target = tmp_path / "elsewhere" / "segments-lenders.md"
    before = target.read_bytes()
    answer = run_in(world, "attach")
    assert answer.code == 2
    assert "left out" in answer.err
    assert FOLLOW in answer.err
    allow(world)
    answer = run_in(world, "attach")
    assert answer.code == 2
    assert "segments/lenders.md: is a link, and nothing is written through links" in answer.err
    assert target.read_bytes() == before


def test_a_link_that_leads_to_itself_ends(world):
    (world / RAW / "round").symlink_to(".")
    (world / RAW / "loop").symlink_to("loop")
    assert run_in(world, "ingest").code == 0
    assert run_in(world, "search", "hand", "--json").out.count(HARBOUR) > 0


def test_settings_behind_a_link_are_not_read(world, move_out):
    allow(world)
    move_out("evidence.yaml")
    answer = run_in(world, "search", "hand")
    assert answer.code == 2
    assert "evidence.yaml: left out" in answer.err


def test_an_export_goes_through_no_link_of_the_workspace(world, tmp_path):
    evidence.ingest_calls(world)
    (tmp_path / "home").mkdir()
    (world / "exports").symlink_to(tmp_path / "home")
    (world / "out.csv").symlink_to(tmp_path / "home" / "out.csv")
    for out in ("exports/calls.csv", "out.csv"):
        answer = run_in(world, "export", "calls", "--to", "csv", "-o", out)
        assert (answer.code, "nothing is written through links" in answer.err) == (2, True), answer.err
    assert list((tmp_path / "home").iterdir()) == []
    (tmp_path / "mine").symlink_to(tmp_path / "home")
    assert run_in(world, "export", "calls", "--to", "csv", "-o", tmp_path / "mine" / "calls.csv").code == 0
    assert (tmp_path / "home" / "calls.csv").is_file()


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git here")
def test_a_link_whose_name_is_a_pattern_of_git_is_tracked_all_the_same(world, tmp_path):
    (tmp_path / "s.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nAda: TOPSECRET\n", encoding="utf-8")
    for name in (":colon.vtt", "st*r.vtt", ":(top)x.vtt"):
        (world / RAW / name).symlink_to(tmp_path / "s.vtt")
    allow(world)
    commit(world)
    answer = run_in(world, "ingest")
    assert (answer.err + answer.out).count("is kept in git") == 3
    assert run_in(world, "search", "TOPSECRET").code == 1


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git here")
def test_settings_of_a_repository_start_no_program(world, tmp_path):
    evidence.ingest_calls(world)
    commit(world)
    script = tmp_path / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch {tmp_path}/started\ncat $1\n", encoding="utf-8")
    script.chmod(0o755)
    config = f'[diff "evil"]\ntextconv={script}\ncommand={script}\n[core]\nfsmonitor={script}\npager={script}\n'
    config += f"[diff]\nexternal={script}\n[log]\nshowSignature=true\n[gpg]\nprogram={script}\n"
    with (world / ".git/config").open("a", encoding="utf-8") as file:
        file.write(config)
    (world / ".git/info").mkdir(exist_ok=True)
    (world / ".git/info/attributes").write_text("* diff=evil\n", encoding="utf-8")
    run_in(world, "forget", "Odile Marchetti", "--dry-run")
    run_in(world, "forget", HARBOUR, "--yes")
    assert not (tmp_path / "started").exists()


GONE = "left out: a link whose target is gone. Bring back what it leads to, or delete it."


@pytest.mark.parametrize("target", ["gone.vtt", "/nowhere/of/anybody"], ids=["inside", "outside"])
@pytest.mark.parametrize("name", [*PLACES.values(), f"{CALLS}/{MILL}.md"])
def test_a_link_whose_target_is_gone_is_told_in_one_line(world, name, target):
    evidence.ingest_calls(world)
    if target[0] == "/":
        allow(world)
    path = world / name
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    path.symlink_to(target)
    for command in ("ingest", "check"):
        answer = run_in(world, command, env={"COLUMNS": "300"})
        told = [line for line in (answer.err + answer.out).splitlines() if "left out" in line]
        assert (answer.code, len(told)) == (2 if command == "ingest" else 1, 1), (command, told)
        assert told[0].startswith(f"{name}: {GONE[:37]}"), told


def test_a_list_of_pain_points_behind_a_link_to_nothing_is_not_an_empty_one(world):
    (world / "source/trackers.yaml").unlink()
    (world / "source/trackers.yaml").symlink_to("elsewhere.yaml")
    answer = run_in(world, "quotes")
    assert (answer.code, f"source/trackers.yaml: {GONE}" in answer.err) == (2, True)


def test_nobody_comes_back_because_the_list_of_the_forgotten_is_a_link_to_nothing(world):
    (world / "source/forgotten.csv").symlink_to("elsewhere.csv")
    answer = run_in(world, "ingest")
    assert (answer.code, f"source/forgotten.csv: {GONE}" in answer.err) == (2, True)
    assert not list((world / CALLS).glob("*.md"))


def test_a_document_behind_a_link_is_told_once_by_check(world, move_out):
    evidence.ingest_calls(world)
    evidence.attach_evidence(world)
    move_out("segments/lenders.md")
    answer = run_in(world, "check", env={"COLUMNS": "300"})
    assert (answer.code, answer.out.count("left out"), answer.out.count("lenders.md")) == (1, 1, 1), answer.out


def test_only_links_that_are_followed_are_a_setting():
    with pytest.raises(evidence.errors.SettingsError, match="follow"):
        parse_settings("links: inside\n")


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git here")
def test_a_link_in_place_of_a_file_that_git_keeps_says_what_happened(world, tmp_path):
    allow(world)
    commit(world)
    document = world / "segments/lenders.md"
    document.rename(tmp_path / "lenders.md")
    document.symlink_to(tmp_path / "lenders.md")
    answer = run_in(world, "verify", "segments")
    said = "segments/lenders.md: left out: a link that leads out of the workspace stands where git keeps a file"
    assert said in answer.err + answer.out
    assert "git restore 'segments/lenders.md'" in answer.err + answer.out
    assert "is kept in git" not in answer.err + answer.out
