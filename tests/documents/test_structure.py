"""What people write is read as what it is, with its lines."""

from __future__ import annotations

import pytest

from evidence.documents.pains import pain_kind
from evidence.documents.shapes import name_key, pains_of, recognise
from evidence.documents.structure import read_document


def pains(text: str) -> list[tuple[str, int]]:
    return [(pain.text, pain.line) for pain in read_document(text).pains]


PAINS = {
    "bullets under a bold label": (
        "**Pain Points**:\n- slow\n- dear\n\n**Drivers**:\n- joy\n",
        [("slow", 2), ("dear", 3)],
    ),
    "bullets after a blank line": ("**Pain Points:**\n\n* slow\n", [("slow", 3)]),
    "bullets under a heading": ("## Challenges\n\n1. slow\n2. dear\n\n## Next\n\n- joy\n", [("slow", 3), ("dear", 4)]),
    "nested bullets": (
        "### Pains\n- **Primary:**\n  - slow\n  - dear\n- **Current Solutions:** none\n",
        [("slow", 3), ("dear", 4)],
    ),
    "labelled bullets": ("### Pains\n- **Speed:** too slow\n", [("Speed: too slow", 2)]),
    "a bold bullet": ("### Pains\n- **Slow ovens**\n", [("Slow ovens", 2)]),
    "inline": ("Text.\n\n* **Pain Point:** too slow\n* **Value:** quick\n", [("too slow", 3)]),
    "inline among lines": ("**Who**: bakers\n**Primary Pain Point**: slow\n**Size**: 3\n", [("slow", 2)]),
    "a label in a list with deeper bullets": ("- **Pain Points:**\n  - slow\n- other\n", [("slow", 2)]),
    "a bullet over two lines": ("**Pains**:\n- slow and\n  dear\n", [("slow and dear", 2)]),
    "a label over two lines": ("**Pain**: slow and\ndear\n", [("slow and dear", 1)]),
    "a row of a table": ("| | Bakers | Brewers |\n|---|---|---|\n| **Key Fear** | rats | [TBD] |\n", [("rats", 3)]),
    "a column of a table": ("| Segment | Top Pain |\n|---|---|\n| Bakers | slow |\n", [("slow", 3)]),
    "other languages": ("## Herausforderungen\n\n- langsam\n\n**Problèmes**:\n- lent\n", [("langsam", 3), ("lent", 6)]),
    "a setext heading, tabs": ("Pain Points\n-----------\n\n-\tslow\n", [("slow", 4)]),
    "front matter": ("---\npains:\n  - no\n---\n## Pains\n\n- slow\n", [("slow", 7)]),
    "labels without marks": (
        "Role: x\nPain point: slow\nGoal: y\n\nPain points:\n- dear\n\nGoals:\n- z\n",
        [("slow", 2), ("dear", 6)],
    ),
    "full-width colons": ("痛点：慢\n\n**課題**：\n- 遅い\n", [("慢", 1), ("遅い", 4)]),
    "typed bullets": ("Pain points:\n\u2022 slow\n\u2022 dear\n\nNext\n", [("slow", 2), ("dear", 3)]),
    "signs before a label": ("\N{POUTING FACE} **Pain points:**\n\n- slow\n", [("slow", 3)]),
    "bullets below a bare bullet": ("- Role\n  - x\n- Pain points\n  - slow\n- Goals\n  - y\n", [("slow", 4)]),
    "cells with breaks": ("| Who | Pain |\n|---|---|\n| Bakers | slow<br>- dear |\n", [("slow", 3), ("dear", 3)]),
    "a question as a label, ended by the next label": (
        "What keeps him up at night:\n- rust\n- tides\nHis goals:\n- sleep\nQuote: ahoy\n",
        [("rust", 2), ("tides", 3)],
    ),
    "questions with their marks": (
        "What slows her down?\n- fog\n\nWhat would make her day?\n- sun\n\nWhat frustrates her? Wet charts\n",
        [("fog", 2), ("Wet charts", 7)],
    ),
    "a bare label below the pains of a heading": (
        "### What keeps them up at night\n\n- fog\n\nNeeds:\n\n- sun\n\n### Tools\n\n- chart\n",
        [("fog", 3)],
    ),
    "a word alone that is a field": ("### Pains\n\n- fog\n\nGoals\n\n- sun\n", [("fog", 3)]),
    "a question that parts the pains of a heading": (
        "### Pains\n\nWhere it shows:\n- fog\n\nWhat they want:\n- sun\n",
        [("fog", 4)],
    ),
    "an indented remark ends nothing": (
        "Pains:\n- fog\n  Tools: a horn\n- rust\n",
        [("fog", 2), ("Tools: a horn", 3), ("rust", 4)],
    ),
    "a question without a mark": (
        "What keeps her up at night\n\n- fog\n\nGoals\n\n- sun\n\nWhat keeps her up at night is fog.\n\n- no\n",
        [("fog", 3)],
    ),
    "questions behind signs and in bullets": (
        (
            "\N{CRESCENT MOON} What keeps her up at night?\n- fog\n\n\N{DIRECT HIT} Goals:\n- sun\n\n"
            "- What slows him down?\n  - rust\n- What does he want?\n  - oil\n"
        ),
        [("fog", 2), ("rust", 8)],
    ),
    "topics of pains": (
        "### Pains\n- Technology:\n  - rust\n- **Budget:** too small\n",
        [("rust", 3), ("Budget: too small", 4)],
    ),
    "none in what helps": ("## Problem solving\n\n- quick\n\n**課題解決**:\n- 速い\n", []),
    "none in code, comments, quotations": ("## Pains\n\n```\n- a\n```\n<!--\n- b\n-->\n> - c\n\nprose\n", []),
    "none in placeholders": ("## Pains\n- [Agent to populate: x]\n- **A:** [to fill in: y]\n- _[Fill in]_\n", []),
}


@pytest.mark.parametrize("name", PAINS)
def test_pain_points_are_read_from(name):
    text, expected = PAINS[name]
    assert pains(text) == expected
    assert pains("\ufeff" + text.replace("\n", "\r\n")) == expected
    assert pains(text.rstrip("\n")) == expected


@pytest.mark.parametrize(
    "text", ["**What\nthey say**: much\n", "> **What they\n> say:** much\n", "- **What\n  they say**\n"]
)
def test_a_label_that_a_formatter_wrapped_is_text_and_stops_nothing(text):
    first, second = read_document(text).prose
    assert (first.bold, first.label, second.label) == (None, None, None)
    assert f"{first.text} {second.text}".startswith("What they say")


def test_labels_say_what_kind_of_pain_they_hold():
    said = {
        title: pain_kind(title)
        for title in ("Why This Hurts Them", "What They've Tried", "Current State", "Solution Satisfaction")
    }
    assert list(said.values()) == ["effect", "tried", "state", None]


def test_placeholders_are_counted_and_other_brackets_left_alone():
    text = (
        "# [Fill in the title]\n\nIn [Region], see [the guide](x.md) and [a][b].\n\n- [ ] open [x] done\n\n"
        "| _[Add more]_ | [Agent to populate: Score] |\n|---|---|\n| *[YYYY-MM-DD]* | [TODO] |\n\n"
        "`[TODO]`\n\n```\n[TODO]\n```\n<!-- [TODO] -->\n\n[b]: /url\n"
    )
    found = [(p.text, p.line) for p in read_document(text).placeholders]
    assert found == [
        ("[Fill in the title]", 1),
        ("[Add more]", 7),
        ("[Agent to populate: Score]", 7),
        ("[YYYY-MM-DD]", 9),
        ("[TODO]", 9),
    ]


def test_code_in_running_text_is_no_placeholder():
    assert read_document("Write `[TODO]` here.\n").placeholders == ()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("---\na: 1\n---\n# T\n", 3),
        ("\ufeff---\r\na: 1\r\n...\r\n", 3),
        ("---\n\n# T\n\n---\n", 0),
        ("---\na: 1\n", 0),
        ("", 0),
    ],
)
def test_front_matter_is_known_from_a_rule(text, lines):
    assert read_document(text).front_matter == lines


def test_a_document_keeps_its_text_line_ends_and_bullets():
    text = "\ufeff# T\r\n\r\n*   a\r\n*   b\r\n- c\nmixed\r"
    document = read_document(text)
    assert "".join(document.lines) == document.text == text
    assert (document.newline, document.bom, document.bullet) == ("\r\n", True, "*   ")
    assert read_document("").bullet == "- "


def test_what_stands_in_a_block_is_not_peoples_own():
    from evidence.documents.placement import find_place, place  # noqa: PLC0415  this test alone writes

    document = read_document("# Bakers\n\n## Pains\n\n- slow\n")
    body = '## Pains\n\n- no\n\n[TODO]\n\n```\nx\n```\n\n> "Slow."\n>\n> — Ida\n\n---\n'
    seen = read_document(place(document, find_place(document, "bakers", name="Bakers"), body))
    assert [pain.text for pain in seen.pains] == ["slow"]
    assert (seen.placeholders, seen.fences, seen.rules) == ((), (), frozenset())
    assert [heading.text for heading in seen.headings] == ["Bakers", "Pains"]
    assert [(q.text, q.block) for q in seen.quotations] == [("Slow.", "bakers")]


SHAPES = {
    "headings that say so": (
        "## Segment 1: Bakers (core)\n\n## Example Segment: Brewers\n",
        "heading",
        ["Bakers", "Brewers"],
    ),
    "names below headings": ('## 1. Main Segment\n**"The Baker"** — busy\n', "name", ["The Baker"]),
    "headings below one for all": (
        '## Secondary Segments\n\n### A. "Bakers" (old)\n\n### Brewers\n',
        "group",
        ["Bakers", "Brewers"],
    ),
    "lines in bold": ("**Segment 1: Bakers**\n- a\n\n**Segment 2: Brewers**\n- b\n", "label", ["Bakers", "Brewers"]),
    "rows of a table": (
        "| Segment | Size |\n|---|---|\n| **Bakers** | 1 |\n| [Brewers](b.md) | 2 |\n| _[Add]_ | |\n",
        "index",
        ["Bakers", "Brewers"],
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_segments_are_recognised_as(name):
    text, shape, names = SHAPES[name]
    found = recognise(read_document(text))
    assert [segment.name for segment in found] == names
    assert {segment.shape for segment in found} == {shape}


def test_headings_about_segments_are_none():
    text = "# Customer Segments\n\n## Segment Overview\n\n## Segment Comparison\n\n## Updating Segments\n\n### When\n"
    assert recognise(read_document(text)) == ()


def test_every_place_that_names_a_segment_is_listed():
    text = (
        "## Segment 1: Baking Teams at Hotels\n\n- **Hotel baking teams** - many\n- hotel baking teams\n\n"
        "**Hotel Baking Teams**:\n\n[Hotel Baking Teams](./hotels.md)\n\n| Segment |\n|---|\n| Hotel Baking Teams |\n"
    )
    (segment,) = recognise(read_document(text))
    assert [(place.line, place.kind) for place in segment.places] == [
        (1, "heading"),
        (3, "list"),
        (4, "list"),
        (6, "label"),
        (8, "link"),
        (12, "table"),
    ]
    assert name_key("The Bakers") == name_key("bakers (core)")
    assert name_key("Technology Bakers") != name_key("Bakers")


def test_a_table_gives_its_pains_to_the_segments_it_names():
    table = "| | Bakers | Brewers |\n|---|---|---|\n| Fear | rats | rain |\n"
    text = f"## Segment: Bakers\n\n**Pain**: slow\n\n## All\n\n{table}"
    document = read_document(text)
    (segment,) = recognise(document)
    assert [pain.text for pain in pains_of(document, segment.heading, ("Bakers",))] == ["slow", "rats"]
    assert [pain.text for pain in pains_of(document, None, ("Brewers",))] == ["rain"]
