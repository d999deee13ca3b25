"""Quotes in front matter, components and tags."""

from __future__ import annotations

from evidence.documents.quote_fields import quote_fields

PAGE = """---
title: Halden
quotes:
  - text: We copy it by hand.
    author: Tove Ash
  - Nobody dares to deploy.
quote: >
  It takes
  two people.
---
a <q>mark of a page</q>

<Quote author="Tove Ash"
  role='CTO'>

We copy **the config**.

</Quote>

<Testimonial quote={"We copy & go"} name="P3" />
"""


def test_fields_are_read_with_their_lines_and_who_stands_beside_them():
    found = [
        (one.text, one.line, one.end, one.credits) for one in quote_fields(PAGE.splitlines(keepends=True), frozenset())
    ]
    assert found == [
        ("We copy it by hand.", 4, 4, ("Tove Ash",)),
        ("Nobody dares to deploy.", 6, 6, ()),
        ("It takes two people.", 7, 7, ()),
        ("mark of a page", 11, 11, ()),
        ("We copy the config.", 13, 18, ("Tove Ash, CTO",)),
        ("We copy & go", 20, 20, ("P3",)),
    ]


def test_code_is_no_content_and_what_is_no_yaml_holds_nothing():
    lines = ["```\n", "<q>nobody says this</q>\n", "```\n"]
    assert [*quote_fields(lines, frozenset({1, 2, 3}))] == []
    assert [*quote_fields(["---\n", "quote: [\n", "---\n"], frozenset())] == []


def test_what_a_page_hides_quotes_nobody_and_lines_stay_right():
    lines = [
        "<!-- <q>\n",
        "hidden</q> -->\n",
        "<template>\n",
        "<Quote>gone</Quote>\n",
        "</template>\n",
        "<q>seen</q>\n",
    ]
    assert [(one.text, one.line) for one in quote_fields(lines, frozenset())] == [("seen", 6)]
