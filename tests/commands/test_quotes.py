"""The quotes that could be attached."""

from __future__ import annotations

import pytest

from evidence import gather_quotes
from evidence.errors import SettingsError
from small_world import HARBOUR, MILL


def told(records):
    return [(one["tracker"], one["call_id"], one["utterance"]) for one in records]


def test_each_quote_is_one_hit_of_a_tracker_in_a_call_of_the_segment(small):
    assert sorted(told(gather_quotes(small))) == [
        ("audits", HARBOUR, 4), ("by-hand", HARBOUR, 2), ("by-hand", MILL, 2),
    ]  # fmt: skip


def test_a_quote_stands_word_for_word_where_its_citation_says(small):
    for one in gather_quotes(small, "Banks"):
        place = one["citation"]
        assert one["text"][place["start"] : place["end"]] == one["quote"]
        assert place["link"].endswith(f"{one['call_id']}.md#u{one['utterance']}")


def test_tracker_day_and_filters_choose(small, world):
    assert told(gather_quotes(small, tracker="audits")) == [("audits", HARBOUR, 4)]
    assert told(gather_quotes(small, account="A2")) == [("by-hand", MILL, 2)]
    assert told(gather_quotes(world, as_of="2026-03-31", tracker="by-hand")) == [("by-hand", HARBOUR, 2)]


def test_a_name_that_does_not_exist_is_answered_with_the_nearest(small):
    with pytest.raises(SettingsError, match="Did you mean audits"):
        gather_quotes(small, tracker="audit")
    with pytest.raises(SettingsError, match="no segment"):
        gather_quotes(small, "lender")
