"""What a label speaks of, and which utterances speak of it."""

from __future__ import annotations

import pytest

from evidence.segments.heard import Heard, hear, label_terms, stem_places


def ranked(label, *said):
    heard = Heard(label_terms(label), [hear(text) for text in said])
    return [said[at] for _, at in heard.ranked()]


def test_a_label_speaks_of_its_telling_words_and_of_what_says_the_same():
    terms = {term.word: term for term in label_terms("Manual reports arrive late")}
    assert set(terms) == {"manual", "reports", "arrive", "late"}
    assert ("by", "hand") in terms["manual"].forms
    assert terms["late"].forms[0] == ("late",)
    assert "overdue" in terms["late"].asked


def test_a_phrase_that_says_the_same_is_one_term_and_what_lacks_is_none():
    assert [term.word for term in label_terms("Copies by hand")] == ["copies", "by hand"]
    assert [term.word for term in label_terms("No gate keeper", lack=True)] == ["gate", "keeper"]


def test_who_says_most_of_the_label_comes_first():
    late, other, none = "The tide report is overdue again.", "I read the report.", "The soup is warm."
    assert ranked("Tide reports arrive late", other, none, late) == [late, other]


def test_rare_words_tell_more_than_common_ones():
    common = [f"The boat {n} sails." for n in range(9)]
    assert ranked("Boat worms", *common, "There are worms in it.")[0] == "There are worms in it."


def test_a_long_turn_counts_by_two_of_its_sentences():
    spread = "The gate is old. We had lunch. It was good. Then it rained. Somebody felt rust."
    close = "We had lunch. The gate is full of rust."
    assert ranked("Rust on the gate", spread, close) == [close, spread]
    heard = Heard(label_terms("Rust on the gate"), [hear(close)])
    assert close[slice(*heard.thought(hear(close)))] == "The gate is full of rust"


@pytest.mark.parametrize(("form", "places"), [(("b",), [1, 3]), (("a", "b"), [0]), (("b", "b"), []), (("c",), [])])
def test_stems_side_by_side_are_found(form, places):
    assert stem_places(("a", "b", "d", "b"), form) == places


def test_what_the_index_holds_decides_how_rare_a_word_is():
    turns = [hear("The quay is wet.")]
    often = Heard(label_terms("Quay"), turns, size=1000, holding=lambda _: 900)
    seldom = Heard(label_terms("Quay"), turns, size=1000, holding=lambda _: 2)
    assert often.weight("quay") < seldom.weight("quay")
