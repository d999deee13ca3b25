import pytest
from hypothesis import given

from evidence.query.context import echoes, is_negated, passages, sentences
from evidence.text import tokenize, words
from strategies import spoken


def test_an_echo_holds_the_telling_words_of_the_other_side():
    assert echoes("exports are slow", ["Is your export slow?"])
    assert not echoes("exports are slow", ["How are you?"])
    assert not echoes("it is", ["it is"])


def test_search_still_knows_negation_and_sides_with_the_same_rules():
    text = "We don't need it, but we need that."
    assert is_negated(text, tokenize(text), (9, 13))
    assert not is_negated(text, tokenize(text), (25, 29))


@pytest.mark.parametrize("word", ["hardly", "rarely", "seldom", "nowhere near"])
def test_search_takes_for_a_negation_what_verification_takes_for_one(word):
    text = f"It {word} works."
    assert is_negated(text, tokenize(text), (len(text) - 6, len(text) - 1))


@given(spoken)
def test_sentences_and_passages_leave_out_nothing_but_blanks(text):
    for cut in ([*sentences(text)], passages(text)):
        covered = "".join(text[a:b] for a, b in cut)
        assert covered.replace(" ", "") == text.replace(" ", "")
        assert [a for a, _ in cut] == sorted(a for a, _ in cut)
        assert all(a < b for a, b in cut)


def test_a_run_without_full_stops_is_cut_where_clauses_open():
    text = "we copy the numbers into the sheet every week " + "and then we send it to the bank and wait for them " * 6
    pieces = [text[a:b] for a, b in passages(text.strip())]
    assert len(pieces) > 2
    assert pieces[1].startswith("and then we send it")
    assert all(len(words(piece)) >= 8 for piece in pieces)


def test_a_short_sentence_is_left_whole():
    text = "We do it by hand, and then we send it, and then we wait."
    assert passages(text) == [(0, len(text))]
