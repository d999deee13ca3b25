"""The hashes of what a block is made from move with what concerns its segment, and with nothing else."""

from __future__ import annotations

import shutil

import evidence
from evidence import open_library, open_workspace
from evidence.documents.made_from import read_made_from
from evidence.documents.markers import begin_marker
from evidence.documents.structure import read_document
from evidence.library.blocks import attach
from evidence.review.decisions import render_decision
from small_world import MILL, RAW, decided, vtt

DOCUMENT = "segments/lenders.md"


def attached(place):
    with open_library(open_workspace(place)) as library:
        (report,) = attach(library, library.segments.values())
        return report


def blocks(place):
    return read_document((place / DOCUMENT).read_text(encoding="utf-8")).blocks


def footer(place):
    (block,) = blocks(place)
    return read_made_from(block.body)


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_block_says_what_it_was_made_from_below_all_that_a_reader_sees(world):
    report = attached(world)
    assert (report.why, report.moved) == ("", ())
    made = footer(world)
    assert (made.crm[:10], made.calls[:7], made.decisions[:11]) == ("2026-03-31", "2 calls", "0 decisions")
    text = (world / DOCUMENT).read_text(encoding="utf-8")
    assert text.index("_Based on") < text.index("<!-- made from: ") < text.index("<!-- evidence:end -->")


def test_an_earlier_block_that_says_the_same_stays_without_the_line(world):
    attached(world)
    path = world / DOCUMENT
    text = path.read_text(encoding="utf-8")
    (block,) = read_document(text).blocks
    body = block.body[: block.body.index("<!-- made from")]
    old = text.replace(block.body, body).replace(begin_marker("lenders", block.body), begin_marker("lenders", body))
    path.write_text(old, encoding="utf-8")
    assert not attached(world).changed
    assert path.read_text(encoding="utf-8") == old
    change(world / "source/trackers.yaml", "Work by hand", "Toil")
    report = attached(world)
    assert (report.changed, report.why) == (True, "")
    assert footer(world)


def test_a_call_of_somebody_else_moves_nothing(world):
    attached(world)
    before = (world / DOCUMENT).read_bytes()
    (world / RAW / "reed-2026-05-09.vtt").write_text(vtt((1, "Cy Lund", "We glue the boxes by hand.")), "utf-8")
    change(world / "source/joins/mappings/calls.csv", f"{MILL},A2\n", f"{MILL},A2\nreed-2026-05-09,A3\n")
    evidence.ingest_calls(world, jobs=1)
    report = attached(world)
    assert (report.changed, (world / DOCUMENT).read_bytes()) == (False, before)


def test_each_source_moves_alone_and_is_named(world):
    attached(world)
    change(world / "source/trackers.yaml", "label: Audits", "label: Audits and proof")
    report = attached(world)
    assert report.moved == ("definitions",)
    assert "Unchanged: the CRM, the calls, the decisions." in report.why

    accounts = (world / "source/crm/exports/crm_accounts_2026-03-31.csv").read_text(encoding="utf-8")
    newer = world / "source/crm/exports/crm_accounts_2026-07-31.csv"
    newer.write_text(accounts.replace(",350", ",360"), encoding="utf-8")
    report = attached(world)
    assert report.moved == ("crm",)
    assert "the CRM changed: 2026-03-31 -> 2026-07-31" in report.why

    call = vtt((1, "Ines Vale", "Still?"), (4, "Bo Trent", "We still deploy by hand on every Sunday, all of us."))
    (world / RAW / "mill-2026-07-01.vtt").write_text(call, encoding="utf-8")
    change(world / "source/joins/mappings/calls.csv", f"{MILL},A2\n", f"{MILL},A2\nmill-2026-07-01,A2\n")
    evidence.ingest_calls(world, jobs=1)
    report = attached(world)
    assert report.moved == ("calls",)
    assert "the calls changed: 2 calls -> 3 calls" in report.why

    record = evidence.gather_quotes(world, "lenders")[0]
    (world / "segments/decisions.jsonl").write_text(render_decision(decided(record)) + "\n", encoding="utf-8")
    report = attached(world)
    assert report.moved == ("decisions",)
    assert "the decisions changed: 0 decisions -> 1 decision" in report.why

    change(world / "source/people.csv", "Bo Trent,customer,user", "Bo Trent,customer,champion")
    report = attached(world)
    assert report.changed
    assert report.moved == ()
    assert "people.csv" in report.why


def test_a_comparison_of_segments_is_made_from_all_of_them(world):
    table = "## Comparison\n\n| Segment | Win rate |\n| --- | --- |\n| Lenders | 50 % |\n\n## More\n"
    change(world / DOCUMENT, "\nHarbour and Mill.\n", f"\nHarbour and Mill.\n\n{table}")

    def reports():
        with open_library(open_workspace(world)) as library:
            return {report.segment: report for report in attach(library, library.segments.values())}

    assert (reports()["*"].changed, reports()["*"].changed) == (True, False)
    made = {block.segment: read_made_from(block.body) for block in blocks(world)}
    assert (made["*"].calls[:7], made["lenders"].calls[:7]) == ("3 calls", "2 calls")
    change(world / "source/crm/exports/crm_accounts_2026-03-31.csv", "Packaging,20", "Financial Services,20")
    found = reports()
    assert found["*"].moved == ("crm",), "the same accounts, of which one is another"
    assert found["lenders"].moved == ("crm", "calls"), "and a member more, with its call"


def test_the_same_files_give_the_same_line_in_another_folder(world, tmp_path):
    attached(world)
    other = tmp_path / "elsewhere"
    shutil.copytree(world, other, ignore=shutil.ignore_patterns(".evidence"))
    change(other / DOCUMENT, "Harbour and Mill.", "Mill and Harbour.")
    assert not attached(other).changed
    assert footer(other) == footer(world)
