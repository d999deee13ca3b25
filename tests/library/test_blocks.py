"""Blocks written into documents: what may be written over, and what a person must decide."""

from __future__ import annotations

import pytest

from evidence import open_library, open_workspace
from evidence.documents.structure import read_document
from evidence.errors import DocumentError
from evidence.library.blocks import attach, preview_block
from typography import LAST, crlf, narrow, padded, set_headings, spread, starred_emphasis, starred_lists


def attached(place, **options):
    with open_library(open_workspace(place)) as library:
        return attach(library, library.segments.values(), **options)


def test_a_preview_is_what_is_attached(world):
    with open_library(open_workspace(world)) as library:
        body = preview_block(library, library.segments["lenders"])
    attached(world)
    assert body.strip() in (world / "segments/lenders.md").read_text(encoding="utf-8")


def formatted(path, *habits):
    """Let a formatter loose on a whole document; return what it wrote."""
    text = path.read_text(encoding="utf-8")
    for habit in habits:
        text = habit(text)
    path.write_text(text, encoding="utf-8", newline="")
    return path.read_bytes()


@pytest.mark.parametrize("habits", [*((habit,) for habit in LAST), (starred_lists, starred_emphasis, padded, narrow)])
@pytest.mark.parametrize("opening", ["", "\n**What they say**: much.\n"], ids=["headings", "labels"])
def test_a_formatter_and_attach_share_a_fixed_point(world, habits, opening):
    document = world / "segments/lenders.md"
    document.write_text(document.read_text(encoding="utf-8").replace("\n###", f"{opening}\n###"), encoding="utf-8")
    attached(world)
    left = formatted(document, *habits)
    for check in (True, False):
        (report,) = attached(world, write=not check)
        assert (report.changed, report.refused, report.failed) == (False, False, False), report.reason
        assert document.read_bytes() == left
    assert all(not report.changed for report in attached(world, move_out=True))


@pytest.mark.parametrize("last", LAST)
def test_what_a_formatter_made_of_a_block_is_written_anew_where_it_says_something_else(world, last):
    document = world / "segments/lenders.md"
    attached(world)
    clean = document.read_text(encoding="utf-8")
    trackers = world / "source/trackers.yaml"
    renamed = trackers.read_text(encoding="utf-8").replace("Work by hand", "Toil")
    trackers.write_text(renamed, encoding="utf-8")
    formatted(document, spread, padded, last)
    (report,) = attached(world)
    assert (report.changed, report.moved) == (True, ("definitions",))
    new = document.read_text(encoding="utf-8")
    assert "| Toil " in new
    assert len(read_document(new).blocks) == 1
    assert new.count("### Evidence") == clean.count("### Evidence")


@pytest.mark.parametrize("last", [crlf, narrow, set_headings])
def test_an_edit_in_a_formatted_block_is_refused_and_moved_out_alone(world, last):
    document = world / "segments/lenders.md"
    attached(world)
    formatted(document, padded, starred_emphasis, starred_lists, last)
    text = document.read_text(encoding="utf-8")
    edited = text.replace("\n*Based", "\nOdile says so in every call.\n\n*Based")
    assert edited != text
    document.write_text(edited, encoding="utf-8")
    (report,) = attached(world)
    assert (report.refused, document.read_text(encoding="utf-8")) == (True, edited)
    attached(world, move_out=True)
    moved = document.read_text(encoding="utf-8").split("<!-- evidence:end -->")[1]
    assert " ".join(moved.split()) == "**Moved out of the evidence block:** Odile says so in every call."


def test_force_sets_a_block_as_the_tool_does(world):
    document = world / "segments/lenders.md"
    attached(world)
    clean = document.read_text(encoding="utf-8")
    formatted(document, padded)
    (report,) = attached(world, force=True)
    assert (report.changed, document.read_text(encoding="utf-8")) == (True, clean)
    assert not any(report.changed for report in attached(world, force=True))


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


CRM = "source/crm/exports"


def snapshots(place, day, change=lambda text: text, kinds=("accounts", "deals", "contacts")):
    """Lay the tables of the small workspace once more, as of another day."""
    for kind in kinds:
        text = (place / f"{CRM}/crm_{kind}_2026-03-31.csv").read_text(encoding="utf-8")
        (place / f"{CRM}/crm_{kind}_{day}.csv").write_text(change(text), encoding="utf-8")


def test_a_snapshot_that_changes_nothing_changes_no_block(world):
    document = world / "segments/lenders.md"
    table = "\n## Comparison\n\n| Segment | Win rate |\n| --- | --- |\n| Lenders | 50 % |\n"
    document.write_text(document.read_text(encoding="utf-8") + table, encoding="utf-8")
    attached(world)
    before = document.read_text(encoding="utf-8")
    assert before.count("as of 2026-05-04") == 2, "of the block and of the comparison"
    for day in ("2026-06-30", "2026-07-31"):
        snapshots(world, day)
        assert not any(report.changed for report in attached(world))
        assert document.read_text(encoding="utf-8") == before
    # Rows in another order say the same; what they say of one account does not.
    head, *rows = (world / f"{CRM}/crm_accounts_2026-03-31.csv").read_text(encoding="utf-8").splitlines()
    (world / f"{CRM}/crm_accounts_2026-08-31.csv").write_text("\n".join([head, *rows[::-1]]) + "\n", encoding="utf-8")
    assert not any(report.changed for report in attached(world))
    snapshots(world, "2026-09-30", lambda text: text.replace("350", "360"))
    assert any(report.changed for report in attached(world))
    assert "as of 2026-09-30" in document.read_text(encoding="utf-8")


def test_who_asks_for_a_day_gets_that_day(world):
    attached(world)
    snapshots(world, "2026-06-30")
    with open_library(open_workspace(world), as_of="2026-06-30") as library:
        (report,) = attach(library, library.segments.values())
    assert report.changed
    assert "as of 2026-06-30" in (world / "segments/lenders.md").read_text(encoding="utf-8")


def only_mill(text):
    return "".join(line for line in text.splitlines(keepends=True) if "Harbour" not in line and "Reed" not in line)


def test_a_table_that_lost_half_of_its_rows_empties_no_block(world):
    document = world / "segments/lenders.md"
    attached(world)
    before = document.read_text(encoding="utf-8")
    snapshots(world, "2026-06-30", only_mill, kinds=("accounts",))
    (report,) = attached(world)
    assert (report.refused, report.changed, document.read_text(encoding="utf-8")) == (True, False, before)
    assert "crm_accounts_2026-06-30.csv: has 1 row; crm_accounts_2026-03-31.csv had 3" in report.reason
    assert report.reason.endswith("add --force.")
    (report,) = attached(world, force=True)
    assert report.changed
    assert not any(report.refused for report in attached(world)), "once it is written, nothing falls any more"


def test_a_column_that_is_gone_empties_no_block_and_one_that_nobody_misses_stops_nothing(world):
    document = world / "segments/lenders.md"
    attached(world)
    before = document.read_text(encoding="utf-8")
    snapshots(world, "2026-06-30", lambda text: text.replace(",industry", ",branch of trade"), kinds=("accounts",))
    (report,) = attached(world)
    assert (report.refused, document.read_text(encoding="utf-8")) == (True, before)
    snapshots(world, "2026-06-30", lambda text: text.replace(",domain", ",somewhere"), kinds=("accounts",))
    assert not any(report.refused for report in attached(world))


def untitled(text):
    """Return a table of contacts with its header and without a title in any row."""
    rows = [line.split(",") for line in text.splitlines()]
    at = rows[0].index("job_title")
    return (
        "\n".join(",".join([*row[:at], row[at] if not n else "", *row[at + 1 :]]) for n, row in enumerate(rows)) + "\n"
    )


def test_people_whose_titles_are_gone_empty_no_block(world):
    segments = world / "segments/segments.yaml"
    segments.write_text(
        "releasers:\n  documents: [lenders.md]\n  people: [Head of Releases]\n  trackers: [by-hand]\n", encoding="utf-8"
    )
    attached(world)
    document = world / "segments/lenders.md"
    before = document.read_text(encoding="utf-8")
    assert "by hand" in before
    snapshots(world, "2026-06-30", lambda text: text.replace(",job_title", ",what"), kinds=("contacts",))
    (report,) = attached(world)
    assert (report.refused, document.read_text(encoding="utf-8")) == (True, before)
    assert "the column job_title is gone" in report.reason
    snapshots(world, "2026-07-31", lambda text: text.replace(",job_title", ",what"), kinds=("contacts",))
    (report,) = attached(world)
    assert (report.refused, document.read_text(encoding="utf-8")) == (True, before), "nor does a second such export"
    snapshots(world, "2026-07-31", untitled, kinds=("contacts",))
    (report,) = attached(world)
    assert (report.refused, document.read_text(encoding="utf-8")) == (True, before)
    assert "the column job_title is filled in 0 of" in report.reason
