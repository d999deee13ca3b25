"""Calls that are one call twice: told until somebody decides, and counted once."""

from __future__ import annotations

import re
import shutil

import pytest

import evidence
from copies import copied
from evidence.calls.duplicates import Duplicates
from evidence.library.copies import call_traits, counted_with_another
from evidence.store.storage import Store
from small_world import FILES, HARBOUR, MILL, RAW, REED


def test_traits_name_who_spoke_in_each_call(small_world):
    with Store.open(small_world / ".evidence") as store:
        people = {one.call_id: one.people for one in call_traits(store)}
    assert people == {
        HARBOUR: {"ines vale", "odile marchetti"}, MILL: {"ines vale", "bo trent"}, REED: {"ines vale", "cy lund"},
    }  # fmt: skip


def test_the_copy_that_was_judged_counts_then_the_linked_one_and_two_that_were_judged_both():
    pairs = [Duplicates("a", "b", "their words")]
    accounts = {"b": "A1"}.get
    assert counted_with_another(pairs, set(), {}.get) == {"b": "a"}
    assert counted_with_another(pairs, set(), accounts) == {"a": "b"}
    assert counted_with_another(pairs, {"a"}, accounts) == {"b": "a"}
    assert counted_with_another(pairs, {"a", "b"}, accounts) == {}
    assert counted_with_another([Duplicates("a", "b", "start", sure=False)], set(), {}.get) == {}


def test_of_three_copies_one_counts():
    pairs = [Duplicates(one, other, "") for one, other in (("a", "b"), ("a", "c"), ("b", "c"))]
    assert counted_with_another(pairs, set(), {}.get) == {"b": "a", "c": "a"}


MEANWHILE = "mill-by-another-tool"


def copied_call(world):
    """The small workspace with one call exported twice: once as cues, once as text without times."""
    said = re.findall(r"^(?:Ines Vale|Bo Trent): .*$", FILES[f"{RAW}/{MILL}.vtt"], re.MULTILINE)
    (world / RAW / f"{MEANWHILE}.txt").write_text("\n".join(said), encoding="utf-8")
    mappings = world / "source/joins/mappings/calls.csv"
    mappings.write_text(mappings.read_text(encoding="utf-8") + f"{MEANWHILE},A2\n", encoding="utf-8")
    evidence.ingest_calls(world, jobs=1)
    return world


def figures(world):
    """What every command counts of two remarks that were made once."""
    (lenders,) = [one for one in evidence.segment_stats(world) if one.segment and one.segment.segment_id == "lenders"]
    return (
        evidence.count_quotes(world, "nightmare"),
        [(one.key, one.calls, one.mentions) for one in evidence.tally_quotes(world, "nightmare", by="account")],
        [(one.tracker.tracker_id, one.mentions) for one in lenders.pains],
        lenders.calls,
        sorted(row.row.hit.utterance.text for row in evidence.find_pains(world).rows),
        len(evidence.judge_quotes(world)),
    )


def test_a_call_from_two_tools_counts_once_in_every_command(small_world, world):
    assert figures(copied_call(world)) == figures(small_world)
    assert len(list((world / "source/transcripts/normalized").glob("*.md"))) == 4


def test_the_block_shows_and_counts_a_remark_of_both_once(small_world, world, tmp_path):
    once = copied(small_world, tmp_path / "once")
    evidence.attach_evidence(once)
    evidence.attach_evidence(copied_call(world))
    assert (world / "segments/lenders.md").read_bytes() == (once / "segments/lenders.md").read_bytes()


def test_a_copy_that_is_named_is_searched_and_words_that_go_are_looked_for_in_it(world):
    copied_call(world)
    assert evidence.count_quotes(world, "nightmare", call=MEANWHILE) == (1, True)


def pairs(world):
    return next(one for one in evidence.examine_workspace(world).topics if one.topic == "duplicates").items


def test_two_copies_stay_in_status_until_somebody_decides(world):
    copied_call(world)
    for _ in range(2):
        evidence.ingest_calls(world, jobs=1)
        assert pairs(world) == (f"{MILL} and {MEANWHILE} (all their words are the same)",)
    shutil.rmtree(world / ".evidence")
    evidence.ingest_calls(world, jobs=1)
    assert len(pairs(world)) == 1
    different = world / "source/joins/different.csv"
    different.write_text(f"call_id,other_call_id\n{MEANWHILE},{MILL}\n", encoding="utf-8")
    assert pairs(world) == ()
    assert evidence.count_quotes(world, "nightmare") == (2, True)
    different.unlink()
    (world / RAW / f"{MEANWHILE}.txt").unlink()
    (world / f"source/transcripts/normalized/{MEANWHILE}.md").unlink()
    evidence.ingest_calls(world, jobs=1)
    assert pairs(world) == ()


def test_a_decision_about_a_copy_stays_in_sight(world):
    copied_call(world)
    first = next(one for one in evidence.judge_quotes(world) if one["call_id"] == MILL)
    evidence.judge_quotes(world, accept=[first["quote_id"]], by="kim")
    assert evidence.count_quotes(world, f"nightmare call:{MILL}") == (1, True)
    assert evidence.count_quotes(world, "nightmare") == (1, True)


def test_a_table_of_decisions_that_cannot_be_read_is_a_problem_and_hides_nothing(world):
    copied_call(world)
    (world / "source/joins/different.csv").write_text("one,two\na,b\n", encoding="utf-8")
    with pytest.warns(UserWarning, match=r"different\.csv:1: the column `call_id` is missing"):
        assert len(pairs(world)) == 1


def test_copies_in_an_index_of_before_are_found_by_the_next_ingest(world):
    copied_call(world)
    with Store.open(world / ".evidence", writable=True) as store:
        store.catalog._db.execute("DELETE FROM meta WHERE key = 'duplicates'")
        store.catalog.commit()
    assert pairs(world) == ()
    evidence.ingest_calls(world, jobs=1)
    assert len(pairs(world)) == 1
