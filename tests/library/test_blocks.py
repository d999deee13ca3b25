"""Blocks written into documents: what may be written over, and what a person must decide."""

from __future__ import annotations

import pytest

from evidence import open_library, open_workspace
from evidence.errors import DocumentError
from evidence.library.blocks import attach, preview_block


def attached(place, **options):
    with open_library(open_workspace(place)) as library:
        return attach(library, library.segments.values(), **options)


def test_a_preview_is_what_is_attached(world):
    with open_library(open_workspace(world)) as library:
        body = preview_block(library, library.segments["lenders"])
    attached(world)
    assert body.strip() in (world / "segments/lenders.md").read_text(encoding="utf-8")


def test_a_hand_edit_is_refused_written_over_or_moved_out(world):
    document = world / "segments/lenders.md"
    attached(world)
    clean = document.read_text(encoding="utf-8")
    edited = clean.replace("Audits", "Audits, as I see them", 1)
    document.write_text(edited, encoding="utf-8")
    (report,) = attached(world)
    assert (report.refused, report.changed, document.read_text(encoding="utf-8")) == (True, False, edited)
    assert "as I see them" in report.diff
    (report,) = attached(world, move_out=True)
    moved = document.read_text(encoding="utf-8")
    assert report.changed
    assert "Audits, as I see them" in moved[moved.index("evidence:end") :], "kept below the block"
    document.write_text(edited, encoding="utf-8")
    attached(world, force=True)
    assert document.read_text(encoding="utf-8") == clean


def test_a_document_that_is_not_there_fails_and_the_others_are_written(world):
    path = world / "segments/segments.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "[{path: lenders.md}]", "[{path: none.md}, {path: lenders.md, block: compact}]"
    )
    path.write_text(text, encoding="utf-8")
    reports = {report.path: report for report in attached(world)}
    assert reports["segments/none.md"].failed
    assert "segments.yaml" in reports["segments/none.md"].reason
    assert reports["segments/lenders.md"].changed


def test_nothing_is_written_through_a_link_to_elsewhere(world, tmp_path):
    outside = tmp_path / "outside.md"
    outside.write_text("# Theirs\n", encoding="utf-8")
    (world / "segments/lenders.md").unlink()
    (world / "segments/lenders.md").symlink_to(outside)
    (report,) = attached(world)
    assert report.failed
    assert outside.read_text(encoding="utf-8") == "# Theirs\n"


def test_a_segment_of_no_document_has_no_block(world):
    path = world / "segments/segments.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("path: lenders.md", "path: lenders.md, block: none"), "utf-8"
    )
    assert attached(world) == ()
    with open_library(open_workspace(world)) as library, pytest.raises(DocumentError, match="has no document"):
        preview_block(library, library.segments["lenders"])
