"""Which words of a turn are quoted as the answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.quotes.answering import answer_span, shown_words
from evidence.quotes.cut import MAX_WORDS
from evidence.text import words

WORD = st.sampled_from(["ledger", "we", "audit", "very", "not", "the", "$40", "pounds", "Friday", "but"])
SIGN = st.sampled_from(["", "", "", ",", ".", "?", ";", " \u2014", "..."])
TEXT = st.lists(st.tuples(WORD, SIGN), min_size=1, max_size=220).map(lambda parts: " ".join(a + b for a, b in parts))


def marks_in(text, *asked):
    found, at = {}, 0
    for part in text.split(" "):
        bare = part.strip(",.?; \u2014")
        if bare in asked:
            found[at, at + len(bare)] = float(1 + asked.index(bare))
        at += len(part) + 1
    return found


@given(TEXT)
def test_the_words_stand_in_the_turn_whole_and_are_sixty_at_most(text):
    marks = marks_in(text, "ledger", "audit")
    start, end = answer_span(text, marks)
    assert 0 <= start < end <= len(text)
    assert len(words(text[start:end])) <= MAX_WORDS
    assert start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    assert end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
    if marks:
        assert any(start <= a and b <= end for a, b in marks)


@given(TEXT)
def test_an_ellipsis_stands_where_a_sentence_is_cut_and_nowhere_else(text):
    span = answer_span(text, marks_in(text, "audit"))
    shown = shown_words(text, span)
    assert text[slice(*span)] in shown
    assert words(shown) == words(text[slice(*span)])
    if span == (0, len(text)):
        assert shown == text


def test_sentences_that_hold_more_of_what_is_asked_are_chosen():
    idle = "We went on about the boat for a good while and nobody minded it at all. " * 6
    text = f"The audit. {idle}Then the audit of the ledger came and it took us forty days to answer. {idle}"
    start, end = answer_span(text, marks_in(text, "audit", "ledger"))
    assert "audit of the ledger came" in text[start:end]
    assert text[start:].startswith(("Then", "We"))


def test_a_turn_without_a_word_of_it_answers_from_its_beginning():
    text = "Seven weeks. If there is no holiday. " + "Then the next one waits already for the one after it. " * 9
    start, end = answer_span(text, {})
    assert start == 0
    assert text[:end].startswith("Seven weeks. If there is no holiday. Then the next")
    assert 20 <= len(words(text[:end])) <= MAX_WORDS


@pytest.mark.parametrize("reversal", ["but", "except", "unless", "only if"])
def test_a_sentence_is_not_cut_before_what_takes_it_back(reversal):
    head = "the audit of the ledger, which we do in the spring, " + "and then the other one, " * 9
    text = f"{head}is always done on time, {reversal} {'the clerk is ill and then, ' * 12}we wait."
    for word in ("audit", "ledger"):
        _, end = answer_span(text, marks_in(text, word))
        assert not text[end:].lstrip(" ,").startswith(reversal)


def test_nothing_but_signs_is_quoted_whole():
    assert answer_span("...", {}) == (0, 3)
    assert shown_words("...", (0, 3)) == "..."


def test_an_answer_does_not_end_before_what_limits_it():
    said = "We love the exports. They run each night without anybody touching them at all, and all of it is there when "
    said += "we come in. But only in the office here. "
    said += "And then there is the rest, which we do on the way home, with the lights off and the radio on. " * 2
    start, end = answer_span(said, {(12, 19): 1.0})
    assert said[start:end].endswith("But only in the office here.")
