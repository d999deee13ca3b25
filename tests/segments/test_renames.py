"""Trackers and segments under new ids: what `was:` may say, and when an id is known again without it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.model import Decision
from evidence.review.decisions import in_force
from evidence.segments.definitions import parse_segments, unknown_trackers, with_trackers
from evidence.segments.renames import Known, Renames, find_renames, parse_known, remembered, render_known
from evidence.segments.trackers import parse_trackers

IDS = ("by-hand", "audits", "price")
QUOTES = tuple(f"q{number:012x}" for number in range(3))


def tracker(name, *lines):
    return f"{name}:\n  queries: [manual*]\n" + "".join(f"  {line}\n" for line in lines)


@pytest.mark.parametrize(("said", "was"), [("old", ("old",)), ("[old, older]", ("old", "older")), ("[]", ())])
def test_was_is_one_id_or_several(said, was):
    (one,), problems = parse_trackers(tracker("new", f"was: {said}"), "t.yaml")
    assert (one.was, problems) == (was, ())
    (segment,), problems = parse_segments(f"new:\n  documents: [a.md]\n  was: {said}\n")
    assert (segment.was, problems) == (was, ())


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (tracker("new", "was: old") + tracker("old"), 3, "new: was: 'old' still exists"),
        (tracker("new", "was: old") + "old:\n  queries: ['(']\n", 3, "new: was: 'old' still exists"),
        (tracker("new", "was: new"), 3, "new: was: 'new' still exists"),
        (tracker("a", "was: old") + tracker("b", "was: [old]"), 6, "b: was: 'old' is what a was, too"),
    ],
)
def test_was_names_what_is_gone_and_once(text, line, what):
    trackers, problems = parse_trackers(text, "t.yaml")
    said = [one for one in problems if what in str(one)]
    assert [one.line for one in said] == [line]
    assert {old for one in trackers for old in one.was} <= {"old"} - {one.tracker_id for one in trackers}
    _, problems = parse_segments(text.replace("queries: [manual*]", "documents: [a.md]"))
    assert any(what in str(one) for one in problems)


def test_a_segment_may_go_on_naming_a_tracker_by_what_it_was():
    trackers, _ = parse_trackers(tracker("deploys", "was: slow-deploys"), "t.yaml")
    segments, _ = parse_segments("a:\n  documents: [a.md]\n  trackers: [slow-deploys, deploys]\n")
    assert with_trackers(segments, trackers)[0].trackers == ("deploys",)
    assert unknown_trackers(with_trackers(segments, trackers), ["deploys"]) == ()


def history(*steps):
    """Return what is known after the definitions were read once a step; a step is id -> what it says."""
    known = {}
    for now in steps:
        known = parse_known(render_known({"tracker": remembered(known, now), "segment": {}}))["tracker"]
    return known


@pytest.mark.parametrize(
    ("steps", "stated", "sure", "unsure"),
    [
        ([{"old": "x"}, {"new": "x"}], {}, [("old", ("new",))], []),
        ([{"old": "x"}, {"new": "x"}, {"new": "x"}, {"new": "y"}], {}, [], []),  # it says something else today
        ([{"old": "x"}, {"new": "y"}], {}, [], []),
        ([{"old": "x", "twin": "x"}, {"twin": "x"}], {}, [], []),  # it stood beside it: nothing took its place
        ([{"old": "x"}, {"a": "x", "b": "x"}], {}, [], [("old", ("a", "b"))]),
        ([{"a": "x", "b": "x"}, {"new": "x"}], {}, [], [("a", ("new",)), ("b", ("new",))]),
        ([{"old": "x"}, {"new": "x"}], {"old": "new"}, [], []),
        ([{"old": "x"}, {"new": "x"}, {"old": "x"}], {}, [("new", ("old",))], []),  # and back again
        ([{"old": "x"}, {}, {"new": "x"}], {}, [("old", ("new",))], []),
        ([{"a": "x"}, {"b": "x"}, {"c": "x"}], {}, [], [("a", ("c",)), ("b", ("c",))]),
    ],
)
def test_an_id_that_vanished_is_known_by_what_it_said(steps, stated, sure, unsure):
    found, open_ = find_renames("tracker", history(*steps), steps[-1], stated)
    assert [(one.old, one.new) for one in found] == sure
    assert sorted((one.old, one.new) for one in open_) == unsure


@pytest.mark.parametrize("text", ["", "{}", "[]", "{", '{"tracker": [], "segment": {}}', '{"tracker": {"a": 1}}'])
def test_what_cannot_be_read_is_not_known(text):
    assert parse_known(text) == {"tracker": {}, "segment": {}}


@given(st.dictionaries(st.sampled_from(IDS), st.tuples(st.text(), st.none() | st.tuples(st.sampled_from(IDS)))))
def test_what_is_known_is_read_as_it_was_written(known):
    known = {name: Known(*one) for name, one in known.items()}
    assert parse_known(render_known({"tracker": known, "segment": {}})) == {"tracker": known, "segment": {}}


VERDICTS = st.sampled_from(["accept", "reject", "later", "note", "undo", "move"])
moments = st.sampled_from(["2026-04-01T00:00:00Z", "2026-04-02T00:00:00Z", "2026-04-03T00:00:00Z"])
decisions = st.builds(
    Decision, moments, st.sampled_from(["kim", "lee"]), st.sampled_from(["lenders", "makers"]),
    st.sampled_from(IDS), st.sampled_from(QUOTES), VERDICTS,
    st.just("mill"), st.integers(1, 3), st.just(0), st.just(4), st.sampled_from(["Yes.", "No."]),
    replaces=st.none() | st.sampled_from([*IDS, *QUOTES]),
)  # fmt: skip
new_ids = st.permutations(["a-new", "m-new", "z-new"])


@given(st.lists(decisions, max_size=12), new_ids)
def test_under_new_ids_the_same_decisions_are_in_force(made, names):
    """Whatever the order of the new ids: lines of one moment keep the order that they had."""
    renames = Renames(dict(zip(IDS, names, strict=True)), {"lenders": "banks"})
    before, after = in_force(made), in_force(made, renames.current)

    def renamed(decision):
        new = replace(
            decision,
            segment={"lenders": "banks"}.get(decision.segment, decision.segment),
            tracker=renames.trackers[decision.tracker],
        )
        return replace(new, replaces=renames.trackers.get(new.replaces, new.replaces))

    assert {(d.segment, d.tracker, d.quote_id): d for d in map(renamed, before.values())} == after
