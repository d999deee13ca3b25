"""Compounds as one word and as two: what the index finds, against the truth, and the truth against spelling it out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexed_calls import indexed
from test_text_index import Corpus, check

from evidence.query.compounds import is_compound
from evidence.query.grammar import parse_query
from evidence.query.match import match
from evidence.query.tree import And, Near, Not, Or, Phrase, Query, Wildcard, Word
from evidence.text import stem, words
from strategies import examples

TEXTS = (
    "I'd say the roll-back is what scares me most.",
    "A rollback takes an hour, and the setup is slow.",
    "And the set-up fee?",
    "The roll back is worse.",
    "Rollbacks and roll backs; the back roll. We roll it back.",
    "They set up the on-boarding, then onboarding set them back.",
    "on boarding roll, back",
    "It may be slow. Maybe they re-sign, or resign over time: overtime!",
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    records = [indexed("one", TEXTS, date="2026-01-12"), indexed("two", TEXTS[::-1], date="2026-02-12")]
    return Corpus(tmp_path_factory.mktemp("index"), records)


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        ("rollback", {1, 2, 4, 5, 7}),
        ("roll-back", {1, 2, 4, 5, 7}),
        ('"roll back"', {1, 2, 4, 5, 7}),
        ("roll back", {1, 2, 4, 5, 7}),
        ("rollbacks", {1, 2, 4, 5, 7}),
        ('"the rollback is"', {1, 4}),
        ('"roll-back takes"', {2}),
        ("=rollback", {2}),
        ('="roll-back"', {1}),
        ('="roll back"', {4}),
        ("rollback*", {2, 5}),
        ("setup", {2, 3, 6}),
        ("set-up", {2, 3, 6}),
        ("onboarding", {6, 7}),
        ("rollback NEAR/3 scares", {1}),
        ("hour NEAR/4 rollback", {2}),
        ("maybe", {8}),
        ("resign", {8}),
        ("overtime", {8}),
        ('"may be" NOT maybe', set()),
    ],
)
def test_a_compound_is_found_however_it_is_written(corpus, query, lines):
    node = parse_query(query).root
    check(corpus, node)
    assert {n for n, text in enumerate(TEXTS, 1) if match(Query("", node), text) is not None} == lines


def test_both_halves_are_marked_and_other_words_are_not():
    text = "The roll-back, a rollback; they maybe re-sign over time."
    spans = match(parse_query("rollback"), text)
    assert [text[start:end] for start, end in spans] == ["roll-back", "rollback"]
    assert match(parse_query("resign OR overtime"), text) is None
    assert match(parse_query("may-be"), text) is None


def test_other_languages_write_their_own_compounds():
    assert match(parse_query("rollback"), "Der roll back war teuer", language="de") is None
    assert match(parse_query("rollback"), "roll back", language="ja") == ((0, 9),)


HALVES = ["roll", "back", "set", "up", "on", "boarding", "the", "may", "be", "rolls"]
WHOLES = ["rollback", "setup", "onboarding", "maybe", "rollbacks", "backup", "setback"]
tokens = st.sampled_from([*HALVES, *WHOLES])
parts = st.one_of(tokens.map(Word), tokens.map(Word), st.sampled_from(["roll*", "*"]).map(Wildcard))
phrases = st.builds(Phrase, st.lists(parts, min_size=1, max_size=4).map(tuple), st.sampled_from([0, 0, 0, 2]))
nodes = st.recursive(
    parts | phrases,
    lambda inner: (
        st.builds(Near, inner, inner, st.integers(0, 3))
        | st.lists(inner, min_size=1, max_size=3).map(tuple).flatmap(lambda c: st.sampled_from([And(c), Or(c)]))
        | inner.map(Not)
    ),
    max_leaves=5,
)


@given(st.data())
@examples(40)
def test_the_index_finds_what_the_truth_finds_in_any_spelling(tmp_path_factory, data):
    texts = data.draw(st.lists(st.lists(tokens, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=6))
    corpus = Corpus(tmp_path_factory.mktemp("any"), [indexed("c", texts)])
    for node in data.draw(st.lists(nodes, min_size=1, max_size=6)):
        if not isinstance(node, Near | Not) or not holds_not(node):
            check(corpus, node)


def holds_not(node):
    """Whether NOT stands inside NEAR, which no grammar writes."""
    match node:
        case Near(left, right):
            return any(isinstance(part, Not | And) or holds_not(part) for part in (left, right))
        case And(children) | Or(children):
            return any(map(holds_not, children))
        case Not(child):
            return holds_not(child)
    return False


def spelled_out(text):
    """Return every way to write a text with any of its neighbours joined: the slow, obvious way."""
    ways = [[]]
    for word in words(text):
        both = [[*way[:-1], way[-1] + word] for way in ways if way and way[-1].isalpha() and is_compound(way[-1], word)]
        ways = [[*way, word] for way in ways] + both
    return ways


@given(st.lists(tokens, min_size=1, max_size=5), tokens)
@examples(300)
def test_a_word_matches_where_one_of_all_spellings_has_it(said, asked):
    # The first half is as it is written, the second in any form: `rolls back` is no form of rollback.
    found = match(Query("", Word(asked)), " ".join(said)) is not None
    spelled = any(
        stem(token) == stem(asked) and (token in said or asked.startswith(first_half(token, said)))
        for way in spelled_out(" ".join(said))
        for token in way
    )
    assert found == spelled


def first_half(token, said):
    return next(one for one in said if token.startswith(one) and token[len(one) :] in said)
