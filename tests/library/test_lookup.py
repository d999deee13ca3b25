"""Where the words of a quotation may stand."""

from __future__ import annotations

from evidence.library.lookup import LIKELIEST, Lookup
from evidence.quotes.verdicts import ClaimedSpeaker
from small_world import MILL


def found(library, words, account_id=None):
    hits = Lookup(library, library.redaction()).utterances_with(words, ClaimedSpeaker(account_id))
    return [(hit.call_id, hit.utterance.text) for hit in hits]


def test_the_utterance_that_holds_all_words_comes_first(small):
    call, text = found(small, "We deploy by hand on Sundays")[0]
    assert call == MILL
    assert "We deploy by hand on Sundays" in text


def test_fewer_words_are_enough_and_nothing_is_found_of_none(small):
    assert found(small, "We sometimes deploy by hand on long Sundays")[0][0] == MILL
    assert found(small, "Zeppelins quarrel") == []
    assert len(found(small, "we")) <= LIKELIEST


def test_the_claimed_account_comes_first(small):
    assert found(small, "deploy by hand", "A2")[0][0] == MILL
