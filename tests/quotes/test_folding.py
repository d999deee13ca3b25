from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.quotes.folding import is_joined, read_words, rough
from strategies import examples


def keys(text):
    return [word.key for word in read_words(text)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We deploy by hand.", "we DEPLOY by hand"),
        ("it’s “fine”", "it's 'fine'"),
        ("don‘t", "don't"),
        ("well-known — really", "well known, really"),
        ("so, um, we uh wait", "So we wait"),
        ("depl\u00adoy it\u200b now", "deploy it now"),
        ("cafe\u0301", "café"),
        ("about 5–10 hours", "about 5-10 hours"),
        ("...5 hours", "5 hours"),
    ],
)
def test_what_is_only_written_differently_folds_to_the_same_words(one, other):
    assert keys(one) == keys(other)
    assert rough(one) == rough(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("C#", "C"),
        ("C++", "C"),
        ("$50K", "50K"),
        ("€5", "$5"),
        ("3.5", "3 5"),
        ("3.5", "3,5"),
        (".5", "5"),
        ("10%", "10"),
        ("at -5 degrees", "at 5 degrees"),
        ("at −5 degrees", "at 5 degrees"),
        ("24/7", "24 7"),
        ("10:30", "10 30"),
        ("R&D", "R D"),
        ("résumé", "resume"),
        ("the ER", "the"),
        ("don't", "do"),
        ("5 mm", "5"),
        ("5 Ah", "5"),
        ("₪50", "50"),
        ("10^6", "10 6"),
        ("20 ℃", "20"),
        ("apart", "a\U000e0001 part"),
    ],
)
def test_a_sign_that_carries_meaning_is_not_folded_away(one, other):
    assert keys(one) != keys(other)


def test_a_minus_is_one_however_it_is_typed_and_a_dash_is_none():
    assert keys("it fell -5 points") == keys("it fell −5 points")
    assert keys("from 10-12") == keys("from 10 – 12") == ["from", "10", "12"]


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("$50", True),
        ("50 %", False),
        ("non-toxic", True),
        ("I-I", False),
        ("ten million", True),
        ("ten, million", False),
    ],
)
def test_what_means_one_thing_together_is_joined(text, joined):
    left, right, *_ = read_words(text)
    assert is_joined(left, right, text[left.end : right.start]) is joined


@given(st.text())
@examples(100)
def test_words_have_their_places_in_order_and_equal_words_are_roughly_equal(text):
    words = read_words(text)
    places = [place for word in words for place in (word.start, word.end)]
    assert places == sorted(places)
    assert all(0 <= word.start < word.end <= len(text) for word in words)
    assert all(word.key and not any(map(str.isspace, word.key)) for word in words)
    again = " ".join(text[word.start : word.end] for word in words)
    if [word.key for word in read_words(again)] == [word.key for word in words]:
        assert rough(again) == rough(text)
