"""Blocks in documents, made anew by one call."""

from __future__ import annotations

from evidence import attach_evidence, open_library, open_workspace

WORDS = "We do every release by hand, and it takes ten hours a week."


def test_the_block_of_a_segment_goes_into_its_document_once(world):
    document = world / "segments/lenders.md"
    before = document.read_text(encoding="utf-8")
    (report,) = attach_evidence(world)
    after = document.read_text(encoding="utf-8")
    assert (report.segment, report.path, report.changed) == ("lenders", "segments/lenders.md", True)
    assert (report.quotes, report.accounts) == (3, 2)
    assert WORDS in after
    assert "".join(line for line in before.splitlines(keepends=True) if line in after) == before
    assert not attach_evidence(world)[0].changed


def test_without_writing_the_document_stays_and_the_difference_is_told(world):
    document = world / "segments/lenders.md"
    before = document.read_bytes()
    (report,) = attach_evidence(world, "Banks", write=False)
    assert document.read_bytes() == before
    assert f"+> {WORDS}" in report.diff or WORDS in report.diff


def test_an_opened_library_is_asked_as_it_is(world):
    with open_library(open_workspace(world), as_of="2026-03-31") as library:
        (report,) = attach_evidence(library, "lenders", write=False)
    assert (report.quotes, report.accounts) == (2, 1), "Mill spoke in April"
