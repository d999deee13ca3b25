from __future__ import annotations

import pytest

from evidence.query.compounds import halves, is_compound, is_hyphenated


@pytest.mark.parametrize(
    "pair",
    [
        "roll back",
        "set up",
        "log in",
        "data base",
        "work flow",
        "e mail",
        "on boarding",
        "re run",
        "time line",
        "hand over",
    ],
)
def test_halves_of_a_compound_are_one_word(pair):
    first, second = pair.split()
    assert is_compound(first, second)
    assert is_hyphenated(first, second)
    assert (first, second) in halves(first + second)


@pytest.mark.parametrize(
    "pair",
    [
        "in to", "may be", "over time", "all ways", "not able", "now here", "no where", "in valid", "use less",
        "some times", "any way", "a part", "to day", "up set", "with out", "can not", "every one", "no body", "re sign",
        "re cover", "for ever", "an other", "co op", "roll 2", "b back",
    ],
)  # fmt: skip
def test_two_words_that_are_another_one_when_joined_stay_two(pair):
    first, second = pair.split()
    assert not is_compound(first, second)
    assert (first, second) not in halves(first + second)


@pytest.mark.parametrize(
    ("pair", "joined"),
    [
        ("over time", True),
        ("co founder", True),
        ("non toxic", True),
        ("re use", True),
        ("re sign", False),
        ("no one", False),
    ],
)
def test_a_hyphen_says_that_two_words_are_one_but_for_other_words(pair, joined):
    assert is_hyphenated(*pair.split()) is joined
