"""Every text that stands as quoted is read: how it is meant, and who may have said it."""

from __future__ import annotations

import pytest

from evidence.documents.structure import read_document
from evidence.documents.to_verify import to_verify

WORDS = "We copy the config by hand every night."


def read(text):
    """Return (standing, source, persons named) of the quotations with the words."""
    found = [one for one in to_verify(read_document(text)).quotations if WORDS in one.text]
    return [(one.standing, one.source, [credit.person for credit in one.credits]) for one in found]


@pytest.mark.parametrize(
    ("text", "standing", "person"),
    [
        (f'## Quotes\n\n> "{WORDS}"\n', "placed", None),
        (f'> "{WORDS}"\n', "bare", None),
        (f"## Verbatims\n\n> {WORDS}\n", "placed", None),
        (f"## Plan\n\n> {WORDS}\n", "possible", None),
        (f'Tove Ash: "{WORDS}"\n', "bare", "Tove Ash"),
        (f"**Tove:** {WORDS}\n", "named", "Tove"),
        (f'- "{WORDS}" (P3)\n', "bare", "P3"),
        (f"> [!quote] Tove Ash, Halden\n> {WORDS}\n", "placed", "Tove Ash"),
        (f"> [!tip] Remember\n> {WORDS}\n", "possible", None),
        (f"| Quote | Participant |\n| --- | --- |\n| {WORDS} | Tove Ash |\n", "placed", "Tove Ash"),
        (f"### Tove Ash, CTO\n\n> {WORDS}\n", "possible", "Tove Ash"),
        (f'**Tove Ash, CTO**\n"{WORDS}"\n', "bare", "Tove Ash"),
        (f"<aside>\n“{WORDS}”\n\nTove\n\n</aside>\n", "bare", None),
        (f"quote:: {WORDS}\nspeaker:: Tove Ash\n", "placed", "Tove Ash"),
        (f"Quote: {WORDS}\n", "placed", None),
        (f'Subject: "{WORDS}"\n', "possible", None),
        (f'## Messaging\n\n- "{WORDS}"\n', "possible", None),
        (f'- **"{WORDS}"**\n', "possible", None),
        (f'## "{WORDS}"\n', "bare", None),
        (f'## Why "{WORDS}" matters\n', "possible", None),
        (f"## Verbatims\n\n1. {WORDS} [P3, 2026-02-03]\n", "possible", "P3"),
        (f"**In their own words**\n\n*{WORDS}*\n", "placed", None),
        (f":::quote[Tove Ash]\n\n{WORDS}\n\n:::\n", "possible", "Tove Ash"),
        (f"<CustomerQuote>\n{WORDS}\n<cite>Tove Ash</cite>\n</CustomerQuote>\n", "placed", "Tove Ash"),
        (f'The button reads "{WORDS}"\n', "possible", None),
    ],
)
def test_how_words_are_meant_and_who_may_have_said_them(text, standing, person):
    ((found, source, persons),) = read(text)
    assert (found, source) == (standing, "")
    assert person is None or person in persons


def test_what_stands_below_another_source_is_from_there():
    assert [source for _, source, _ in read(f'## G2 reviews\n\n- "{WORDS}"\n')] == ["G2 reviews"]
    assert [source for _, source, _ in read(f'From [the talk](https://a.example/t):\n\n> "{WORDS}"\n')] != [""]


def test_a_callout_without_words_quotes_nobody():
    assert to_verify(read_document("> [!quote] Tove Ash\n\n> [!note]\n")).quotations == ()


def test_the_title_of_a_document_makes_no_quotes_of_what_stands_below_it():
    assert [standing for standing, _, _ in read(f'# What we heard: freight\n\nSlogan idea: "{WORDS}"\n')] == ["bare"]


def test_words_that_also_stand_in_code_are_read_where_they_are_quoted():
    assert len(read(f'Tove Ash said: "{WORDS}" (`{WORDS}`)\n')) == 1


def test_a_few_words_of_a_named_person_are_read_in_a_column_for_quotes():
    text = "| Who | Quote |\n| --- | --- |\n| Tove Ash | I loved it. |\n"
    assert [one.text for one in to_verify(read_document(text)).quotations] == ["I loved it."]


def test_code_fences_and_spans_and_comments_quote_nobody():
    for text in (f'```\n"{WORDS}"\n```\n', f'Write `"{WORDS}"` here.\n', f'<!-- "{WORDS}" -->\n'):
        assert read(text) == []


def test_words_that_are_read_with_their_attribution_are_read_once():
    for text in (f'> "{WORDS}"\n>\n> — Tove Ash\n', f'"{WORDS}" — Tove Ash, Halden\n', f'"{WORDS}" (acme-1#u3)\n'):
        (only,) = to_verify(read_document(text)).quotations
        assert (only.text, only.standing) == (WORDS, "attributed")


def test_several_quotations_of_one_cell_or_blockquote_are_each_read():
    cell = f'"{WORDS}" (P2); "No time to deploy on Fridays" (P3)'
    text = f"| Theme | Supporting quotes |\n| --- | --- |\n| Night | {cell} |\n"
    assert [one.text for one in to_verify(read_document(text)).quotations] == [WORDS, "No time to deploy on Fridays"]
    text = f'> "{WORDS}"\n> — Tove, CTO, Acme\n> "It never was said."\n> — Tove, CTO, Acme\n'
    assert [one.text for one in to_verify(read_document(text)).quotations] == [WORDS, "It never was said."]


def test_a_comment_settles_its_line_the_block_behind_it_or_a_section():
    mark = "<!-- evidence:ignore -->"
    for text, settled in (
        (f'- "{WORDS}" {mark}\n- "{WORDS} Yes."\n', 1),
        (f'{mark}\n- "{WORDS}"\n- "{WORDS} Yes."\n', 2),
        (f'{mark}\n## Said\n\n"{WORDS}"\n\n"{WORDS} Yes."\n\n## Plan\n\n"{WORDS} No."\n', 2),
    ):
        found = to_verify(read_document(text))
        assert (found.settled, len(found.quotations)) == (settled, text.count(WORDS) - settled)
