"""Themes of pains that no tracker covers, as trackers to take over."""

from __future__ import annotations

import pytest

from evidence import find_quotes, open_library, open_workspace
from evidence.commands.trackers_themes import propose_trackers
from evidence.query.match import match
from evidence.segments.trackers import parse_trackers, query


@pytest.fixture(scope="module")
def proposed(example):
    with open_library(open_workspace(example)) as library:
        yield library, propose_trackers(library)


def test_a_proposal_loads_as_a_tracker_and_finds_its_example(proposed):
    library, found = proposed
    assert found
    text = "".join(f"{one.tracker}:\n  queries: {list(one.queries)!r}\n" for one in found)
    trackers, problems = parse_trackers(text, "trackers.yaml")
    assert problems == ()
    for tracker, one in zip(trackers, found, strict=True):
        hit = one.example.row.hit
        assert match(query(tracker, sided=False), hit.utterance.text), one.tracker
        assert hit.utterance in library.store.text.call(hit.call_id)


def test_those_of_most_accounts_come_first_and_each_has_three_mentions(proposed):
    records = [one.record() for one in proposed[1]]
    accounts = [record["accounts"] for record in records]
    assert accounts == sorted(accounts, reverse=True)
    assert all(record["mentions"] >= 3 for record in records)


def test_what_a_tracker_finds_already_is_not_proposed(proposed):
    library, found = proposed
    covered = {
        (row.hit.call_id, row.hit.utterance.number)
        for name in library.trackers
        for row in find_quotes(library, f"tracker:{name}").rows
    }
    shown = {(one.example.row.hit.call_id, one.example.row.hit.utterance.number) for one in found}
    assert not shown & covered


def test_the_limit_holds_and_little_makes_no_theme(proposed, small):
    library, found = proposed
    assert [one.tracker for one in propose_trackers(library, limit=2)] == [one.tracker for one in found[:2]]
    assert propose_trackers(small) == ()
