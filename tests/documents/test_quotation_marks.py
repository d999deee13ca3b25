"""Pairs of quotation marks, of any language, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.documents.quotation_marks import CLOSED_BY, spoken_in

PAIRS = ["“”", '""', "„“", "„”", "«»", "»«", "‹›", "››", "””", "‘’", "‚‘", "''", "「」", "『』", "＂＂", "❝❞", "《》"]


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("around", ["{}", "She said {}, twice.", "- {} (P1)", "**{}**", "({})", "| {} |"])
def test_words_in_the_marks_of_any_language_are_found(pair, around):
    words = "We don't copy it by hand."
    (found,) = spoken_in(around.format(f"{pair[0]}{words}{pair[1]}"))
    assert found.words == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("« On copie tout. »", ["On copie tout."]),
        ("'We lost the customers' names, all of them.' (P3)", ["We lost the customers' names, all of them."]),
        ('He said "they told us "no" and left" to me.', ['they told us "no" and left']),
        ("'It's fine' and 'so what'", ["It's fine", "so what"]),
        ('a 5" disk and a 7" disk', []),
        ("don't, can't, the teams' names", []),
        ('"nobody closes this', []),
        ('"One." "Two."', ["One.", "Two."]),
    ],
)
def test_apostrophes_inches_and_marks_in_marks(text, words):
    assert [one.words for one in spoken_in(text)] == words


@given(st.text(alphabet=[*CLOSED_BY, "a", "b", " ", ".", "\n"], max_size=80))
def test_pairs_never_overlap_and_stand_where_they_say(text):
    end = 0
    for one in spoken_in(text):
        assert end <= one.start < one.end <= len(text)
        assert (text[one.start], text[one.start + 1 : one.end - 1].strip()) == (one.mark, one.words)
        end = one.end


def test_marks_that_nobody_closes_take_no_time():
    assert [*spoken_in('"a ' * 30_000)] == []
    assert [*spoken_in("'a " * 30_000)] == []
