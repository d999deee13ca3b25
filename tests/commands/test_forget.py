"""A call or a person is forgotten: their words leave every file of ours, and do not come back."""

from __future__ import annotations

import pytest

from evidence import attach_evidence, forget_words, ingest_calls
from evidence.errors import WorkspaceError
from small_world import HARBOUR, MILL

NORMALIZED = "source/transcripts/normalized"


def texts(place, *folders):
    files = (path for folder in folders for path in (place / folder).rglob("*") if path.is_file())
    return {path.relative_to(place).as_posix(): path.read_text(encoding="utf-8") for path in files}


def test_a_forgotten_call_leaves_no_word_and_the_next_ingest_brings_none_back(world):
    attach_evidence(world)
    assert "ten hours a week" in (world / "segments/lenders.md").read_text(encoding="utf-8")
    gone = forget_words(world, HARBOUR)
    assert ("call", f"{NORMALIZED}/{HARBOUR}.md", True) in [(one.place, one.path, one.removed) for one in gone]
    assert {one.path for one in gone if one.place == "block"} == {"segments/lenders.md"}
    ingest_calls(world, jobs=1)
    assert not [name for name, text in texts(world, NORMALIZED, "segments").items() if "ten hours a week" in text]
    assert (world / NORMALIZED / f"{MILL}.md").is_file()


def test_a_forgotten_person_leaves_what_others_said(world):
    forget_words(world, "Odile Marchetti")
    said = (world / NORMALIZED / f"{HARBOUR}.md").read_text(encoding="utf-8")
    assert "Tell me how a release goes today." in said
    assert "by hand" not in said
    assert "Odile" not in (world / "source/people.csv").read_text(encoding="utf-8")
    assert "Bo Trent" in (world / "source/people.csv").read_text(encoding="utf-8")


def test_a_look_beforehand_writes_nothing_and_says_the_same_places(world):
    before = texts(world, "source", "segments")
    looked = forget_words(world, HARBOUR, write=False)
    assert texts(world, "source", "segments") == before
    assert forget_words(world, HARBOUR) == looked


def test_nobody_and_everybody_are_no_person(world):
    with pytest.raises(WorkspaceError, match="no speaker called 'Zoe Nobody'"):
        forget_words(world, "Zoe Nobody")
    with pytest.raises(WorkspaceError, match="a different person in each call"):
        forget_words(world, "Speaker 1")
