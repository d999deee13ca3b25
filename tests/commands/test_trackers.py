"""What trackers find, what they get wrong, and where two find the same."""

from __future__ import annotations

from evidence import open_library, open_workspace, survey_trackers
from evidence.commands.trackers import check_trackers, overlaps


def test_each_tracker_is_counted_by_accounts_calls_and_mentions(small):
    found = [(one.tracker.tracker_id, one.accounts, one.calls, one.mentions) for one in survey_trackers(small)]
    assert found == [("by-hand", 2, 2, 2), ("audits", 1, 1, 1)]
    assert len(small.notes) == 1, "Cy's words are of nobody's side"
    assert small.notes[0].startswith("1 mention")


def test_queries_that_find_nothing_and_sentences_that_fail_are_named(world):
    path = world / "source/trackers.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("[Give me a hand.]", "[Done by hand.]"), encoding="utf-8")
    with open_library(open_workspace(world)) as library:
        hand, audits = check_trackers(library)
    assert (hand.record()["ok"], hand.dead) == (False, ("painless",))
    assert hand.record()["failures"] == [{"sentence": "Done by hand.", "expected": False}]
    assert (audits.record()["ok"], audits.dead) == (True, ("zeppelin",))


def test_trackers_that_find_the_same_utterance_overlap(world):
    path = world / "source/trackers.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "weeks:\n  queries: [week]\n", encoding="utf-8")
    with open_library(open_workspace(world)) as library:
        assert overlaps(library) == (("by-hand", "weeks", 1),)
