"""Accept and reject a list with the keys of a review."""

from __future__ import annotations

from evidence.review.accepting import Accepting, after_answer
from evidence.review.keys import QUOTE_WORDS


def after(*lines, length=4):
    state = Accepting(length)
    for line in lines:
        state = after_answer(state, line)
    return state


def test_keys_and_their_words_judge_in_order():
    assert after("a", "x", " ").verdicts == (True, False, None)
    assert after("accept", "reject", "later", "A").verdicts == (True, False, None, True)
    assert after("a", "u", "x").verdicts == (False,)
    assert after("undo").verdicts == ()


def test_what_is_not_understood_judges_nothing():
    assert after("", "yes", "aa", "7", "\t") == Accepting(4)
    assert set("axu") <= set(QUOTE_WORDS.values())


def test_the_end_is_the_last_one_or_a_key():
    assert after("a", "a", length=2).at is None
    assert after("a", "a", "x", length=2).verdicts == (True, True)
    assert after("a", "q").at is None
    assert after("a").at == 1
