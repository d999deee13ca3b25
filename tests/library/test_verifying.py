"""Every quotation of every document, in order, with what could not be read said aloud."""

from __future__ import annotations

import pytest

from evidence import open_library, open_workspace
from evidence.library.verifying import verify
from small_world import HARBOUR, MILL, RAW

LINK = "[{0} {2}](../source/transcripts/normalized/{0}.md#u{1})"
FIRST = f'> "Ten hours, yes."\n> — a lender, {LINK.format(HARBOUR, 4, "00:12:45")}\n'
SECOND = f'> "It is a nightmare and we can not sleep."\n> — a banker, {LINK.format(MILL, 4, "00:00:15")}\n'
GONE = f'> "Who knows, in the end?"\n> — a banker, {LINK.format("gone-2026-01-01", 4, "00:00:15")}\n'


@pytest.fixture
def verified(world):
    def read(*parts, **options):
        (world / "segments/lenders.md").write_text("\n".join(["# Lenders\n", *parts]), encoding="utf-8")
        with open_library(open_workspace(world)) as library:
            found = [(one.line, one.verdict.name.value, one.verdict.ok) for one in verify(library, **options)]
            return found, library

    return read


def test_quotations_come_by_line_however_their_calls_are_read(verified):
    assert verified(SECOND, FIRST)[0] == [(3, "exact", True), (6, "exact", True)]


def test_a_missing_call_fails_unless_that_is_allowed(verified):
    assert verified(FIRST, GONE)[0][1] == (6, "no-source", False)
    assert verified(FIRST, GONE, allow_missing=True)[0][1] == (6, "no-source", True)


def test_a_document_in_a_merge_conflict_is_a_problem_and_the_others_are_checked(world, verified):
    (world / "campaigns").mkdir()
    (world / "campaigns/spring.md").write_text(f"# Spring\n\n{SECOND}", encoding="utf-8")
    found, library = verified("<<<<<<< ours", "=======", ">>>>>>> theirs\n", FIRST)
    assert found == [(3, "exact", True)]
    assert [problem.path for problem in library.problems] == ["segments/lenders.md"]
    assert "conflict" in library.problems[0].what


def test_against_the_raw_file_words_that_only_the_call_has_fail(world, verified):
    raw = world / RAW / f"{MILL}.vtt"
    raw.write_text(raw.read_text("utf-8").replace("nightmare", "bad dream"), encoding="utf-8")
    assert verified(FIRST, SECOND)[0] == [(3, "exact", True), (6, "exact", True)]
    assert [ok for _, _, ok in verified(FIRST, SECOND, raw=True)[0]] == [True, False]
    raw.unlink()
    found, library = verified(FIRST, SECOND, raw=True)
    assert [ok for _, _, ok in found] == [True, True]
    assert library.notes[-1].startswith("1 quote could not be compared")
