"""A block that would lose most of its quotes stays, and says why; what reviewers took out may go."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from running import run_in

from evidence import attach_evidence, forget_words, ingest_calls, judge_quotes, open_workspace
from evidence.review.decisions import append_decisions
from small_world import HARBOUR, MILL, decided

SEGMENTS, TRACKERS, DOCUMENT = "segments/segments.yaml", "source/trackers.yaml", "segments/lenders.md"
CALLS = "source/transcripts/normalized"


def swap(place, name, old, new):
    text = (place / name).read_text(encoding="utf-8")
    assert old in text
    (place / name).write_text(text.replace(old, new), encoding="utf-8")


def no_calls(place):
    shutil.rmtree(place / CALLS)
    (place / CALLS).mkdir()


@pytest.fixture
def attached_world(world):
    attach_evidence(world)
    return world


MOST = [
    (lambda w: swap(w, SEGMENTS, "'Financial Services'", "'Finacial Services'"),
     "3 of its 3 quotes would go, because no account fits `where: industry = 'Finacial Services'`"),
    (lambda w: swap(w, SEGMENTS, "'Financial Services'", "'Packaging'"),
     "3 of its 3 quotes would go, because A1, A2 are no longer in the segment"),
    (no_calls, f"3 of its 3 quotes would go, because 2 of 2 cited calls are missing ({HARBOUR}, {MILL})."),
    (lambda w: swap(w, "source/joins/mappings/calls.csv", f"{HARBOUR},A1\n{MILL},A2\n", ""),
     "3 of its 3 quotes would go, because no call is linked to any of its 2 accounts (evidence link)."),
    (lambda w: swap(w, SEGMENTS, "  trackers: [by-hand, audits]\n", ""),
     "3 of its 3 quotes would go, because the segment names no trackers."),
    (lambda w: swap(w, TRACKERS, '"by hand"', '"by hnd"'), "2 of its 3 quotes would go, because its layout"),
    (lambda w: swap(w, "source/people.csv", "customer", "internal"),
     "3 of its 3 quotes would go, because its trackers find nothing more"),
    (lambda w: swap(w, "evidence.yaml", "own_names", "block: {only: accepted}\nown_names"),
     "3 of its 3 quotes would go, because evidence.yaml shows accepted quotes alone"),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "why"), MOST)
def test_a_block_that_would_lose_most_of_its_quotes_is_kept_and_says_why(attached_world, fault, why):
    fault(attached_world)
    before = (attached_world / DOCUMENT).read_bytes()
    for command in (["attach", "--check"], ["attach"]):
        answer = run_in(attached_world, *command)
        assert (answer.code, answer.out) == (1, "")
        assert f"segments/lenders.md:9: the block of lenders was not changed: {why}" in answer.err
        assert answer.err.count("To write it anyway, add --force.") == 1
    assert (attached_world / DOCUMENT).read_bytes() == before
    (report,) = attach_evidence(attached_world, force=True)
    assert report.changed
    assert run_in(attached_world, "attach").code == 0, "what was forced is how it stands"


def test_the_other_blocks_are_written(attached_world):
    more = "makers:\n  documents: [{path: makers.md}]\n  accounts: {include: [A3]}\n  trackers: [by-hand]\n"
    (attached_world / SEGMENTS).write_text((attached_world / SEGMENTS).read_text(encoding="utf-8") + more, "utf-8")
    (attached_world / "segments/makers.md").write_text("# makers\n", encoding="utf-8")
    swap(attached_world, SEGMENTS, "'Financial Services'", "'Finance'")
    assert run_in(attached_world, "attach").code == 1
    assert "segment=makers" in (attached_world / "segments/makers.md").read_text(encoding="utf-8")


def test_what_reviewers_rejected_may_go(attached_world):
    judge_quotes(attached_world, reject=[one["quote_id"] for one in judge_quotes(attached_world)], by="kim")
    (report,) = attach_evidence(attached_world)
    assert (report.changed, report.refused, report.quotes) == (True, False, 0)


def test_what_reviewers_moved_elsewhere_may_go(attached_world):
    """To a pain point of which this segment asks nothing."""
    trackers = (attached_world / TRACKERS).read_text(encoding="utf-8")
    (attached_world / TRACKERS).write_text(f"{trackers}elsewhere:\n  queries: [zebra]\n", encoding="utf-8")
    quotes = [one for one in judge_quotes(attached_world) if one["tracker"] == "by-hand"]
    moved = [replace(decided(one, "move"), tracker="elsewhere", replaces="by-hand") for one in quotes]
    append_decisions(open_workspace(attached_world), moved)
    (report,) = attach_evidence(attached_world)
    assert (len(moved), report.refused, report.quotes) == (2, False, 1)


def test_a_comparison_waits_for_the_blocks_that_were_not_changed(attached_world):
    table = "\n## Comparison\n\n| Segment | Win rate |\n| --- | --- |\n| Lenders | 50 % |\n"
    document = attached_world / DOCUMENT
    document.write_text(document.read_text(encoding="utf-8") + table, encoding="utf-8")
    attach_evidence(attached_world)
    before = document.read_bytes()
    swap(attached_world, SEGMENTS, "'Financial Services'", "'Finance'")
    answer = run_in(attached_world, "attach")
    assert (answer.code, "not changed, because the block of lenders was not" in answer.err) == (1, True)
    assert document.read_bytes() == before


def test_of_what_is_left_after_review_half_may_not_go(attached_world):
    """One of three was rejected: that both others go with it is no decision of anybody's."""
    one = next(q for q in judge_quotes(attached_world) if q["tracker"] == "audits")
    judge_quotes(attached_world, reject=[one["quote_id"]], by="kim")
    swap(attached_world, TRACKERS, '"by hand"', '"by hnd"')
    (report,) = attach_evidence(attached_world)
    assert report.refused
    assert "2 of its 3 quotes would go" in report.reason


def test_words_that_were_forgotten_go_whatever_is_left(attached_world):
    forget_words(attached_world, HARBOUR)
    text = (attached_world / DOCUMENT).read_text(encoding="utf-8")
    assert HARBOUR not in text
    assert MILL in text


def test_a_block_that_never_had_quotes_may_be_empty(world):
    swap(world, SEGMENTS, "'Financial Services'", "'Finance'")
    (report,) = attach_evidence(world)
    assert (report.changed, report.quotes) == (True, 0)
    (report,) = attach_evidence(world)
    assert not report.refused


def test_new_calls_may_bring_other_quotes_in_the_place_of_these(attached_world):
    """What is pushed out by better words is no loss."""
    raw = attached_world / "source/transcripts/raw"
    said = "We do each release by hand, and it costs us twelve people, two weekends and $40,000 a month."
    for number in range(4):
        name = f"harbour-new-{number}"
        (raw / f"{name}.txt").write_text(
            f"Ines Vale: And now?\nOdile Marchetti: {said} Really, {number} times.\n", "utf-8"
        )
        path = attached_world / "source/joins/mappings/calls.csv"
        path.write_text(path.read_text(encoding="utf-8") + f"{name},A1\n", encoding="utf-8")
    ingest_calls(attached_world)
    (report,) = attach_evidence(attached_world)
    assert not report.refused
