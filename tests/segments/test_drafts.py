"""Drafted queries hold a word of trouble: they find who suffers, not who praises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.query.assertion import assertion_of
from evidence.query.grammar import parse_query
from evidence.query.match import match
from evidence.quotes.cues import parse_cues, standard
from evidence.segments import drafts
from evidence.segments.drafts import draft
from evidence.segments.proposals import DocumentWords, Portrait, propose
from evidence.text import stem, words
from strategies import examples

MISSING = '(no OR "not enough" OR "too few" OR "too little" OR lack OR without OR missing OR need)'


def finds(pain, sentence):
    """Say whether a draft finds a sentence and counts it: a lack is one only where it is said to be missing."""
    kind = "lack" if drafts.says_lack(pain) else "have"
    found = [spans for query in draft(pain).queries if (spans := match(parse_query(query), sentence))]
    return any(kind == "have" or assertion_of(sentence, one, kind=kind).assertion == "present" for one in found)


@pytest.mark.parametrize(
    ("pain", "hurt", "praise"),
    [
        ("Lack of shared checklists", "we have no shared checklists", "the shared checklists you use are fantastic"),
        ("Missing audit logs", "the logs lack half of the audit", "the audit logs are lovely"),
        ("Inconsistent naming across ships", "naming is inconsistent", "naming of ships is my job"),
        ("Slow berth planning", "planning a berth takes too long", "berth planning is a joy"),
        ("Manual berth planning", "we plan each berth by hand", "I like berth planning"),
        ("Security concerns with cranes", "we worry about the cranes", "our cranes got security badges"),
        ("Time-consuming setup", "the setup was tedious", "the setup was a breeze"),
        ("Plans that don't scale", "our plans can't scale", "our plans scale"),
        ("Systems don't talk", "the systems won't talk", "the systems talk"),
        ("Without a view of stock", "there's no view of it", "a view of stock every day"),
        ("Difficulty hiring pilots", "hiring pilots is hard", "we are hiring pilots"),
        ("Tech debt", "it is tech debt", "it is tech"),
    ],
)
def test_what_a_pain_drafts_finds_who_suffers_and_not_who_praises(pain, hurt, praise):
    assert draft(pain).stated
    assert finds(pain, hurt)
    assert not finds(pain, praise)


@pytest.mark.parametrize(
    ("label", "hurt", "other"),
    [
        ("Reports arrive late", "the report was late once more", "she was late for lunch"),
        ("Everyone has their own version of the numbers", "each has their own version of it", "the new version is out"),
        ("Tickets bounce between teams", "a ticket bounces five times", "the ball bounces"),
        ("Shifts change overnight", "they change a shift overnight", "a change of air"),
    ],
)
def test_a_label_without_a_word_of_trouble_is_asked_by_its_own_words(label, hurt, other):
    drafted = draft(label)
    assert not drafted.stated
    assert finds(label, hurt)
    assert not finds(label, other)
    assert not {"problem", "issue", "struggle", "worry"} & {word for query in drafted.queries for word in words(query)}


def test_what_a_label_alone_is_asked_by_is_marked():
    text = propose([Portrait("A", "a.md", 1, pains=(DocumentWords("Audit trail for cranes", 2),))])[1].yaml
    assert "- '\"audit trail\"'" in text
    assert "    # these are words of the label alone: what praises them would match, too" in text


def test_a_denial_in_a_label_is_kept():
    assert finds("Screens don't show stock", "the screen doesn't show our stock")
    assert not finds("Screens don't show stock", "the screen will show it")


@pytest.mark.parametrize("pain", ["AWS", "Hard drive rental", "No problem with cranes", "Cost planning"])
def test_a_word_that_only_looks_like_trouble_is_none(pain):
    assert not draft(pain).stated


def test_a_pain_without_a_telling_word_has_no_tracker_but_a_comment():
    segment, tracker = propose([Portrait("A", "a.md", 1, pains=(DocumentWords("It is what it is", 2),))])
    assert all(line.startswith("#") for line in tracker.yaml.splitlines())
    assert "write its queries yourself" in tracker.yaml
    assert "  # without a query yet: it-is-what-it" in segment.yaml
    assert "trackers:\n" not in segment.yaml


def test_a_workspace_says_itself_what_is_trouble():
    own = parse_cues("problem: {cues: [barnacle]}", "cues.yaml")
    assert draft("Barnacles below the line", own).stated
    assert not draft("Barnacles below the line").stated


def test_words_that_say_the_same_are_cues():
    known = {tuple(map(stem, words(cue.parts[0]))) for cue in standard().cues}
    listed = {term for group in drafts._ALIKE for term in group}
    assert not {term for term in listed if tuple(map(stem, words(term))) not in known}


@given(st.text(st.sampled_from("abn ot'\"()*?~=:NEAROT/6-\u2019\u00e9\u4e00"), max_size=40))
@examples(80)
def test_whatever_a_pain_says_its_queries_parse(text):
    drafted = draft(text)
    for query in (*drafted.queries, *drafted.wide):
        parse_query(query)


@pytest.mark.parametrize(
    ("label", "query"),
    [
        ("Lack of documentation", f"{MISSING} NEAR/4 documentation"),
        ("No single source of truth", "single NEAR/5 source"),
        ("Missing audit trail for price changes", "audit NEAR/5 trail"),
        ("Too few nurses on the night shift", f"{MISSING} NEAR/4 nurses"),
        ("Insufficient training of new staff", f"{MISSING} NEAR/4 training"),
        ("Nobody signs off the plan", '(nobody OR "no one") NEAR/5 (signs OR plan)'),
        ("No one’s desk", None),
        ("No longer profitable", None),
        ("No way to undo a booking", None),
        ("Nothing is ever finished", None),
        ("Notes get lost", None),
        ("Norway takes three weeks", None),
    ],
)
def test_for_what_is_missing_its_name_is_asked(label, query):
    assert drafts.says_lack(label) is (query is not None)
    if query:
        assert draft(label).queries == (query,)


def test_a_query_holds_more_than_a_word_that_everybody_says():
    assert "too" not in draft("Too many spreadsheets").queries
