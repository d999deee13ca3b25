"""Decisions and blocks of what is gone: `attach --check` fails for them, and says how to settle each."""

from __future__ import annotations

import pytest
from running import run_in

from evidence import attach_evidence, judge_quotes
from small_world import MILL

SEGMENTS = "segments/segments.yaml"


@pytest.fixture
def judged(world):
    judge_quotes(world, accept=[one["quote_id"] for one in judge_quotes(world)], by="kim")
    attach_evidence(world)
    return world


def test_where_everything_has_its_home_nothing_is_told(judged):
    assert [one.refused for one in attach_evidence(judged, check=True)] == [False]


def test_decisions_without_their_tracker_fail_the_check_and_change_nothing(judged):
    path = judged / "source/trackers.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("audits:", "auditing:").replace("auditor*", "auditors"), "utf-8"
    )
    path = judged / SEGMENTS
    path.write_text(path.read_text(encoding="utf-8").replace("audits", "auditing"), encoding="utf-8")
    attach_evidence(judged)
    answer = run_in(judged, "attach", "--check")
    assert answer.code == 1
    assert "segments/decisions.jsonl: decisions without their tracker or segment: audits in lenders (1)." in answer.err
    assert "add `was:`" in answer.err
    assert run_in(judged, "attach", "--check", "lenders").code == 1
    assert run_in(judged, "attach").code == 0
    assert "audits in lenders (1)" in run_in(judged, "status").out


def test_blocks_and_decisions_of_a_segment_that_is_gone_fail_the_whole_check(judged):
    path = judged / SEGMENTS
    other = "  documents: [{path: %s.md}]\n  accounts: {include: [A3]}\n  trackers: [by-hand]\n"
    path.write_text("".join(f"{name}:\n{other % name}" for name in ("makers", "printers")), encoding="utf-8")
    for name in ("makers", "printers"):
        (judged / f"segments/{name}.md").write_text(f"# {name}\n", encoding="utf-8")
    assert run_in(judged, "attach").code == 0
    answer = run_in(judged, "attach", "--check")
    assert answer.code == 1
    assert "segments/lenders.md:9: a block of 'lenders', and there is no such segment. To settle it:" in answer.err
    assert "by-hand in lenders (2)" in answer.err
    records = run_in(judged, "attach", "--check", "--json").records
    assert [one["refused"] for one in records] == [False, False, True, True, True]
    assert run_in(judged, "attach", "--check", "makers").code == 0, "the others were not asked for"
    assert "segments/lenders.md:9 (lenders)" in run_in(judged, "status").out


def test_decisions_whose_words_are_gone_fail_the_check(judged):
    call = judged / f"source/transcripts/normalized/{MILL}.md"
    call.write_text(call.read_text(encoding="utf-8").replace("by hand on Sundays", "at night on Mondays"), "utf-8")
    run_in(judged, "attach", "--force")
    answer = run_in(judged, "attach", "--check")
    assert answer.code == 1
    assert f"1 decision of lenders about words that have changed or are gone: {MILL}#u2" in answer.err
