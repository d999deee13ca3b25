"""Utterances that sound like pain, found without a list of words."""

from __future__ import annotations

import pytest

from evidence import find_pains
from evidence.commands.pains import pains
from evidence.errors import QuerySyntaxError
from evidence.library.asking import Filters
from evidence.quotes.mining import THRESHOLD
from small_world import MILL


def test_what_hurts_is_found_and_small_talk_is_not(small):
    found = find_pains(small)
    assert (MILL, 4) in [(one.row.hit.call_id, one.row.hit.utterance.number) for one in found.rows]
    assert not [one for one in found.rows if one.quote.text in {"Thank you, Cy.", "You are welcome.", "Ten hours."}]
    assert found.count == len(found.rows)


def test_the_best_come_first_and_none_is_below_the_threshold(small):
    scores = [one.pain.score for one in find_pains(small).rows]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) >= THRESHOLD
    assert len(find_pains(small, min_score=-100).rows) > len(scores)


def test_a_limit_shows_fewer_and_counts_all(small):
    everything = pains(small, Filters(), limit=0)
    one = pains(small, Filters(), limit=1)
    assert (len(one.rows), one.count) == (1, everything.count)


def test_filters_hold_for_every_row(small):
    rows = find_pains(small, account="Mill Bank").rows
    assert rows
    assert {one.row.hit.call_id for one in rows} == {MILL}
    with pytest.raises(QuerySyntaxError):
        find_pains(small, side="buyer")
