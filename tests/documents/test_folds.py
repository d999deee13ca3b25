"""Folded parts are sections whose heading is the summary, and no byte of the document changes."""

from __future__ import annotations

import pytest

from evidence.documents.placement import find_place, place, remove
from evidence.documents.shapes import pains_of, recognise
from evidence.documents.structure import read_document

IDA = "**Role:** pilot\n\n**Pain points:**\n- fog\n\n"
BOB = "### Role\n\nbaker\n\n### Pain points\n\n- dust\n\n"
BOTH = {"Ida": ["fog"], "Bob": ["dust"]}
FOLDED = {
    "a kind in each summary": (
        f"# Market\n\n<details><summary>Persona: Ida</summary>\n\n{IDA}</details>\n\n"
        f"<details open>\n<summary>Persona 2 &mdash; Bob</summary>\n\n{BOB}</details>\n"
    ),
    "names below a heading that announces them": (
        f"## Buyer Personas\n\n<details>\n<summary><strong>Ida</strong></summary>\n\n{IDA}</details>\n\n"
        f"<details>\n<summary>\n  Bob\n</summary>\n\n{BOB}</details>\n\n## Pricing\n\n- dear\n"
    ),
    "names below people": (
        f"# Who we sell to\n\n<details>\n<summary>Ida</summary>\n\n{IDA}</details>\n"
        f"<details>\n<summary>Bob</summary>\n\n{BOB}</details>\n\n- not a pain\n"
    ),
    "no blank line and no title": (
        f"<details><summary>Persona: Ida</summary>\n{IDA.strip()}\n</details>\n"
        "<details><summary>Persona: Bob</summary>\n\n- Role: baker\n- Pains: dust\n  </details>\n"
    ),
    "a folded part within": (
        f"# Personas\n\n<details><summary>Persona: Ida</summary>\n\n{IDA}<details>\n<summary>SQL</summary>\n\n"
        "```sql\nSELECT 1\n```\n\n</details>\n\n</details>\n\n"
        "<details><summary>Persona: Bob</summary>\n\n- Role: baker\n\n"
        "<details><summary>Pain points</summary>\n\n- dust\n\n</details>\n\n- no pain\n\n</details>\n"
    ),
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("shape", FOLDED)
def test_summaries_are_headings_of_personas(shape, newline):
    text = FOLDED[shape].replace("\n", newline)
    document = read_document(text)
    assert "".join(document.lines) == document.text == text
    found = {one.name: [p.text for p in pains_of(document, one, (one.name,))] for one in recognise(document)}
    assert found == BOTH
    assert all("<summary" in document.lines[one.line - 1] for one in recognise(document))


@pytest.mark.parametrize("shape", FOLDED)
def test_a_block_stands_inside_of_its_part_and_goes_without_a_trace(shape):
    text = FOLDED[shape]
    for one in recognise(read_document(text)):
        spot = find_place(read_document(text), "s", name=one.name, heading=one.heading.text)
        changed = place(read_document(text), spot, "| a |\n| --- |\n")
        (block,) = read_document(changed).blocks
        own = next(h for h in read_document(changed).headings if h.text == one.heading.text)
        assert own.line < block.begin <= block.end <= own.stop
        assert changed.index("evidence:begin") < changed.rindex("</details>")
        assert remove(changed, "s") == text


@pytest.mark.parametrize(
    "text",
    [
        "# Personas\n\n```html\n<details><summary>Persona: Ida</summary>\n</details>\n```\n",
        "# Personas\n\n<!--\n<details><summary>Persona: Ida</summary>\n</details>\n-->\n",
        f"# Notes\n\n<details><summary>Click to expand</summary>\n\n{IDA}</details>\n",
    ],
)
def test_what_is_shown_or_announces_nothing_is_no_section(text):
    assert [heading.level for heading in read_document(text).headings] == [1]


def test_what_follows_a_part_belongs_to_the_heading_above():
    part = "<details>\n<summary>Pain points</summary>\n\n- fog\n\n</details>\n"
    text = f"# Persona: Ida\n\n{part}\n- sun\n\n**Pains**\n- ice\n"
    document = read_document(text)
    assert [(heading.text, heading.level, heading.stop) for heading in document.headings] == [
        ("Persona: Ida", 1, 13),
        ("Pain points", 2, 7),
    ]
    assert [pain.text for pain in document.pains] == ["fog", "ice"]


def test_words_behind_a_summary_and_a_part_that_nobody_closes():
    text = "# Personas\n\n<details><summary>Persona: Ida</summary> hello\n\n- Pains: fog; ice\n"
    (ida,) = recognise(read_document(text))
    assert (ida.name, ida.line, ida.stop) == ("Ida", 3, 5)
    assert [pain.text for pain in read_document(text).pains] == ["fog", "ice"]
