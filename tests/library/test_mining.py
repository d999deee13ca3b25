"""Utterances of a library weighed for pain."""

from __future__ import annotations

from evidence.library.asking import Filters
from evidence.library.mining import Miner, Mining, mine_batch
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
    assert covering[HARBOUR, 4] == ("audits",)
    assert covering[MILL, 4] == ()


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
