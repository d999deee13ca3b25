import pytest

from evidence.quotes.keyness import key_terms, log_likelihood
from evidence.text import stem, words

FOUND = [
    (f"The night pager rang and {word} the {noun} deploys number 2020.", account)
    for word, noun, account in [
        ("stopped", "crane", "A1"), ("woke", "berth", "A2"), ("broke", "crane", "A3"), ("ended", "tide", "A1"),
        ("hurt", "rope", "A2"), ("killed", "rope", "A2"),
    ]
]  # fmt: skip
REST = ["We talked about lunch."] * 200 + ["Lunch at night is fine and we rang.", "The pager is on the table."]


def total_of(term):
    asked = [stem(word) for word in words(term)]
    said = [[stem(word) for word in words(text)] for text in [*(text for text, _ in FOUND), *REST]]
    return sum(any(one[i : i + len(asked)] == asked for i in range(len(one))) for one in said)


def terms(found=FOUND, **more):
    return key_terms(found, len(found) + len(REST), total_of, **more)


def test_two_words_side_by_side_come_first_and_stand_for_their_words():
    found = terms()
    assert [term.term for term in found] == ["deploys number", "night pager", "pager rang"]
    assert (found[1].inside, found[1].groups, found[1].total) == (6, 3, 6)


def test_what_one_account_says_alone_is_not_suggested():
    assert terms([(text, "A1") for text, _ in FOUND]) == ()


def test_a_few_texts_are_too_few_to_tell():
    assert terms(FOUND[:2]) == ()


def test_numbers_and_what_is_to_be_ignored_are_no_terms():
    found = terms(ignored=frozenset({"pager"}))
    assert not any("pager" in term.term or "2020" in term.term for term in found)


def test_the_score_is_that_of_the_textbook():
    # The contingency table of Dunning (1993), table 1: "the swiss".
    assert log_likelihood(110, 2442 + 110, 110 + 111, 31_777) == pytest.approx(270.72, abs=1.5)


def test_a_term_as_common_as_elsewhere_scores_nothing():
    assert log_likelihood(10, 100, 100, 1000) == pytest.approx(0)
