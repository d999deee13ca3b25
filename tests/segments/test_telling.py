"""Queries out of what was accepted: each finds it, and little else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence.query.grammar import parse_query
from evidence.query.match import match
from evidence.segments.heard import Heard, hear, label_terms
from evidence.segments.telling import Teller
from evidence.text import words
from strategies import examples

SAID = (
    "The tide tables come late, and the pilots wait.",
    "We got the tide table a day late again.",
    "Our tables for the tide were delayed in spring.",
    "The tables in the canteen are made of oak.",
    "She was late for lunch.",
    "The late ferry goes at nine.",
    "A table for two, please.",
    "We bought four tables for the canteen.",
)


WORDS = ["tide", "table", "late", "wet", "oak", "don't", "the", "by", "hand", "C++", "9"]


def queries(label, verdicts, said=SAID, **known):
    heard = Heard(label_terms(label), [hear(text) for text in said], **known)
    return [str(asked) for asked in Teller(heard, verdicts).choose()]


def found(asked, said=SAID):
    return {at for at, text in enumerate(said) for query in asked if match(parse_query(query), text)}


def test_accepted_ones_are_found_and_what_speaks_of_another_thing_is_not():
    asked = queries("Tide tables arrive late", {0: True, 1: True, 3: False})
    assert {0, 1, 2} <= found(asked)
    assert not {3, 4, 5, 6} & found(asked)


def test_what_nobody_judged_is_drafted_from_the_words_of_the_label():
    asked = queries("Late tide tables", {})
    assert {0, 1, 2} <= found(asked)
    assert not {4, 5, 6} & found(asked)


def test_a_word_that_much_other_talk_holds_is_no_query():
    said = (*SAID, *(f"Quay {n} is busy." for n in range(40)), "The quay floods at spring tide.")
    asked = queries("Floods on the quay", {len(said) - 1: True}, said)
    assert len(said) - 1 in found(asked, said)
    assert "quay" not in asked


def test_the_index_knows_of_more_than_was_read():
    few = queries("Oak worms", {3: True}, SAID, holding=lambda _: 3)
    many = queries("Oak worms", {3: True}, SAID, holding=lambda text: 3 if "NEAR" in text or " " in text else 5_000)
    assert any("NEAR" not in query and " " not in query for query in few)
    assert not any("NEAR" not in query and " " not in query for query in many)


def test_nothing_heard_gives_no_query():
    assert queries("Barnacles", {}) == []


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=9),
    st.data(),
)
@examples(60)
def test_whatever_was_accepted_is_found_and_queries_parse(said, data):
    texts = [" ".join(said), *SAID]
    label = data.draw(st.sampled_from(["Tide tables arrive late", "Work by hand", "Wet oak"]))
    asked = queries(label, {0: True}, texts)
    telling = any(word in {"tide", "table", "late", "wet", "oak"} for word in said)
    assert not telling or 0 in found(asked, texts)


def test_where_nothing_was_accepted_each_query_has_a_word_of_the_label():
    said = (*SAID, "Late tide tables cost us the zanzibar contract.")
    label = {"late", "tide", "tables", "delayed"}
    for verdicts in ({}, {3: False}):
        assert all(label & {*words(one)} for one in queries("Late tide tables", verdicts, said))
    assert len(said) - 1 in found(queries("Port fees", {len(said) - 1: True}, said), said)
