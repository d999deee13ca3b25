"""Below which headings, labels and columns quotes stand, and below which none does."""

from __future__ import annotations

import pytest

from evidence.documents.markdown import outline
from evidence.documents.quote_places import holds_quotes, kind_of_place, quote_places


def kinds(text):
    return {line: place.kind for line, place in quote_places(outline(text)).items()}


def test_a_heading_holds_for_its_section_and_the_sections_below_it():
    text = "## Customer quotes\n\none\n\n### Releases\n\ntwo\n\n## Plan\n\nthree\n"
    assert kinds(text) == {1: "quotes", 3: "quotes", 5: "quotes", 7: "quotes", 9: "", 11: ""}


def test_a_label_holds_for_what_follows_until_the_next_paragraph():
    text = "## Messaging\n\n**Quotes:**\n\n- one\n- two\n\nthree\n"
    assert kinds(text) == {1: "copy", 3: "quotes", 5: "quotes", 6: "quotes", 8: "copy"}


def test_the_nearest_label_and_heading_are_kept_for_who_spoke():
    place = quote_places(outline("### Petra Lind, CFO\n\nIt came up again. Petra said:\n\n> words\n"))[5]
    assert (place.heading, place.label) == ("Petra Lind, CFO", "Petra said")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Quotes (from real interviews)", "quotes"),
        ("What customers say", "quotes"),
        ("Price quotes", "copy"),
        ("Rules for quotes", "copy"),
        ("Survey responses", "source"),
        ("Survey of our calls", ""),
        ("Objection handling", "copy"),
        ("Pain points", ""),
    ],
)
def test_what_a_heading_says_of_quotation_marks(text, kind):
    assert kind_of_place(text) == kind


def test_columns_for_quotes():
    assert [holds_quotes(one) for one in ("Quote", "Supporting quotes", "Excerpt", "What they said", "Said")] == [
        True
    ] * 5
    assert [holds_quotes(one) for one in ("Quoted by", "What is said", "Said by", "Evidence", "")] == [False] * 5
