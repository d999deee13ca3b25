"""How often ordinary conversation has a word."""

from __future__ import annotations

from evidence.quotes.everyday import UNLISTED, rate_of


def test_common_words_are_commoner_than_rare_ones_and_every_word_has_a_rate():
    assert rate_of("the") > rate_of("problem") > rate_of("invoic") > rate_of("barnacl")
    assert rate_of("barnacl") == UNLISTED
