"""What becomes of accepted and rejected sentences in a drafted tracker."""

from __future__ import annotations

import pytest

from evidence.segments.drafted import JudgedSentence, draft_tracker, tracker_id, tracker_kind
from evidence.segments.trackers import parse_trackers


def said(text, verdict):
    return JudgedSentence(text, "c#u1", verdict)


def test_each_sentence_has_its_place():
    made = draft_tracker(
        "Quays flood",
        ("quay",),
        [
            said("The quay floods.", "accepted"),
            said("The pier floods.", "accepted"),
            said("We got rid of the flooding quay.", "accepted"),
            said("We don't have a flooding quay.", "rejected"),
            said("The quay is long.", "rejected"),
            said("Lunch is served.", "rejected"),
            said("A quay in spring.", ""),
        ],
    )
    assert made.tracker.should_match == ("The quay floods.",)
    assert made.tracker.should_not_match == ("We don't have a flooding quay.",)
    told = "\n".join(made.remarks)
    assert "Drafted from 3 accepted sentences and 3 rejected." in told
    assert "accepted, but no query finds it in these words alone: The pier floods." in told
    assert "accepted, but it is found and counts nowhere (resolved: got rid of)" in told
    assert "rejected, and found all the same: The quay is long." in told
    assert "Lunch" not in told + made.yaml()
    assert parse_trackers(made.yaml(), "t.yaml")[1] == ()


@pytest.mark.parametrize(
    ("label", "sentence", "kind"),
    [
        ("No harbour pilot", "We have no harbour pilot.", "lack"),
        ("No harbour pilot", "Our harbour pilot is ill.", "have"),
        ("Pilots are late", "We have no pilot.", "have"),
        ("Cannot book berths online", "We can't book berths online.", "lack"),
    ],
)
def test_a_lack_is_one_unless_what_was_accepted_counts_otherwise(label, sentence, kind):
    query = "pilot" if "ilot" in label else "book NEAR/4 berths"
    assert tracker_kind(label, (query,), [sentence]) == kind


def test_an_id_is_nobody_elses():
    assert tracker_id("The quays flood") == "quays-flood"
    assert tracker_id("The quays flood", {"quays-flood", "quays-flood-2"}) == "quays-flood-3"
    assert tracker_id("\u6f6e") == "pain"
