"""Utterances of a library weighed for pain."""

from __future__ import annotations

import pytest

from evidence.library.asking import Filters
from evidence.library.mining import Miner, Mining, mine_batch, weighed_together
from evidence.model import Utterance
from evidence.quotes.mining import THRESHOLD
from small_world import HARBOUR, MILL


def mined(small, least=THRESHOLD, **filters):
    miner = Miner(small, Filters(**filters))
    return miner, miner.mine(least, 1, None)[0]


def test_the_best_sentence_of_an_utterance_is_cut_and_cited(small):
    miner, found = mined(small)
    (one,) = [m for m in found if (m.call_id, m.utterance) == (MILL, 4)]
    row = miner.row(one)
    assert row.quote.text in miner.utterance(one).text
    assert "nightmare" in row.quote.text
    record = row.record()
    assert (record["account_id"], record["segment"], record["is_pain"]) == ("A2", "lenders", True)
    assert (record["tracker"], record["status"]) == (None, "new")


def test_trackers_that_find_the_words_cover_them(small):
    miner, found = mined(small, -100)
    covering = {(one.call_id, one.utterance): miner.covering(one) for one in found}
    assert covering[HARBOUR, 2] == ("by-hand",)
    assert covering[MILL, 4] == ()


def test_what_one_speaker_says_around_a_word_of_another_is_weighed_together(small):
    miner, found = mined(small)
    (one,) = [m for m in found if m.call_id == HARBOUR]
    row = miner.row(one)
    assert row.quote.citation.utterance == 2
    assert {sign.family for sign in row.pain.signs} >= {"manual", "effort"}


def turns(*said):
    return [Utterance(n, n, speaker, text) for n, (speaker, text) in enumerate(said, 1)]


@pytest.mark.parametrize(
    ("said", "groups"),
    [
        ([("A", "We copy it."), ("B", "Mm-hmm."), ("A", "Every week.")], [(0, 2), (1,)]),
        ([("A", "We copy it."), ("B", "Every week?"), ("A", "Every day.")], [(0,), (1,), (2,)]),
        ([("A", "We copy it."), ("B", "I see what you mean there."), ("A", "Yes.")], [(0,), (1,), (2,)]),
        ([("A", "word " * 50), ("A", "word " * 20), ("A", "End.")], [(0,), (1, 2)]),
        ([(None, "We copy it."), (None, "Every week.")], [(0,), (1,)]),
        ([], []),
    ],
)
def test_passages_end_with_the_speaker_a_question_and_a_quote_s_length(said, groups):
    assert weighed_together(turns(*said)) == groups


def test_a_worker_finds_what_is_found_here(small):
    _, here = mined(small)
    (there,) = mine_batch(Mining(small.workspace, THRESHOLD), [MILL])
    assert there == sorted((one for one in here if one.call_id == MILL), key=lambda one: one.utterance)


def test_filters_and_progress(small):
    miner, found = mined(small, account="A2")
    assert miner.calls() == [MILL]
    assert {one.call_id for one in found} == {MILL}
    told = []
    miner.mine(THRESHOLD, 1, lambda *said: told.append(said))
    assert told == [("weighing", 1, 1)]
