"""Personas, ICPs and audiences are recognised by what they carry, and a title only where nothing below it is one."""

from __future__ import annotations

import pytest

from evidence.documents.placement import find_place, place
from evidence.documents.shapes import pains_of, recognise, unused_headings
from evidence.documents.structure import read_document

IDA = "- **Role:** pilot\n- **Goals:** quiet\n\n**Pain points:**\n- slow\n\n"
BOB = "- **Role:** baker\n- **Goals:** sleep\n\n**Pain points:**\n- dear\n\n"
BOTH = {"Ida": ["slow"], "Bob": ["dear"]}
SHAPES = {
    "the title announces, names carry fields": (f"# Customer Segments\n\n## Ida\n\n{IDA}## Bob\n\n{BOB}", BOTH),
    "a kind alone, a name below": (
        f"# Users\n\n## Primary Persona\n\n### Ida\n\n{IDA}## Secondary Persona\n\n### Bob\n\n{BOB}",
        BOTH,
    ),
    "a name as a label": (
        "## Persona 1\n\n- Name: Ida\n- Pain point: slow\n\n## Persona 2\n\nName: Bob\nPain point: dear\n",
        BOTH,
    ),
    "the kind behind": (f"# Acme\n\n## Ida Persona\n\n{IDA}## Bob (Persona)\n\n{BOB}", BOTH),
    "numbers in bold": (
        "## Personas\n\n**1. Ida**\n\n- Role: pilot\n- Pain: slow\n\n**2. Bob**\n\n- Pain: dear\n",
        BOTH,
    ),
    "a list of names": (
        "## Personas\n\n1. **Ida** — pilot\n   - Pain:\n     - slow\n2. **Bob**\n   - Pain: dear\n",
        BOTH,
    ),
    "rows": ("# Acme\n\n| Persona | Goal | Pain |\n|---|---|---|\n| Ida | x | slow |\n| Bob | y | dear |\n", BOTH),
    "numbered rows": (
        "| # | User | Needs | Pain |\n|--|--|--|--|\n| 1 | Ida | x | slow |\n| 2 | Bob | y | dear |\n",
        BOTH,
    ),
    "columns": ("# Personas\n\n| | Ida | Bob |\n|--|--|--|\n| Role | x | y |\n| Pain | slow | dear |\n", BOTH),
    "columns below an overview": (
        "# Persona overview\n\n| | Ida | Bob |\n|--|--|--|\n| Role | x | y |\n| Pain | slow | dear |\n",
        BOTH,
    ),
    "columns below people": (
        "# Who buys\n\n| | Ida | Bob |\n|--|--|--|\n| Age | 30 | 40 |\n| Pain | slow | dear |\n",
        BOTH,
    ),
    "rows of HTML": (
        (
            "<table>\n<tr><th>Persona</th><th>Pain</th></tr>\n<tr><td>Ida</td><td>slow</td></tr>\n"
            "<tr><td>Bob</td>\n<td><ul><li>dear</li></ul></td></tr>\n</table>\n"
        ),
        BOTH,
    ),
    "a page of one": ("# Ida\n\n## Role\n\nx\n\n## Goals\n\n- y\n\n## Pain points\n\n- slow\n", {"Ida": ["slow"]}),
    "parts of one are none": (
        "# Persona: Ida\n\n## At work\n\n- **Role:** x\n- **Tools:** y\n\n## At home\n\n- **Age:** 3\n- **Needs:** z\n",
        {"Ida": []},
    ),
    "two columns of one": (
        "## ICP: Ida\n\n| Field | Details |\n|--|--|\n| Pain points | slow<br>late |\n",
        {"Ida": ["slow", "late"]},
    ),
    "which one, then the name": (
        "# Personas\n\n## Primary: Ida\n\n- Pain: slow\n\n## Secondary user – Bob\n\n- Pain: dear\n",
        BOTH,
    ),
    "words behind the kind": (
        (
            "## Persona principal : Ida\n\n- x\n**Frustrations :**\n- slow\n**Objectifs :**\n- y\n\n"
            "## Persona secondaire : Bob\n\n**Frustrations :**\n- dear\n"
        ),
        BOTH,
    ),
    "numbers in Han": (
        "# 用户画像\n\n## 一、核心用户：Ida\n\n**痛点**：\n- slow\n\n## 二、次要用户：Bob\n\n**痛点**：\n- dear\n",
        BOTH,
    ),
    "a name in a row": (
        (
            "## Persona 1\n\n| Field | Text |\n|--|--|\n| Name | Ida |\n| Pain | slow |\n\n"
            "## Persona 2\n\n### Name: Bob\n\n- Pain: dear\n"
        ),
        BOTH,
    ),
    "a kind that has no plural over a list": (
        "# ターゲット\n\n1. **Ida**\n   - 課題: slow\n2. **Bob**\n   - 課題: dear\n",
        BOTH,
    ),
    "portraits that nothing announces": (f"# Who pays us\n\nWords.\n\n## Ida\n\n{IDA}## Bob\n\n{BOB}", BOTH),
    "portraits without a title": (f"## Ida\n\n{IDA}## Bob\n\n{BOB}", BOTH),
    "a title for each portrait": (f"# Ida\n\n{IDA}# Bob\n\n{BOB}", BOTH),
    "portraits whose fields are headings": (
        (
            "# Field work 2026\n\n## Ida\n\n### Job title\n\nx\n\n### Frustrations\n\n- slow\n\n"
            "## Bob\n\n### Industry\n\ny\n\n### Challenges\n\n- dear\n"
        ),
        BOTH,
    ),
    "portraits of other fields each": (
        (
            "# Harbour research\n\n## Ida\n\nRole: x\nGoals: y\nPain points: slow\n\n"
            "## Bob\n\nCompany: z\nNeeds: w\nFrustrations: dear\n\n## Sources\n\n- Role: none\n- Age: none\n"
        ),
        BOTH,
    ),
    "portraits below parts of a market": (
        f"# Market\n\n## North\n\n### Ida\n\n{IDA}## South\n\n### Bob\n\n{BOB}",
        BOTH,
    ),
    "goals and pains below people": (
        ("# The people we help\n\n## Ida\n\n- Goals: x\n- Pains: slow\n\n## Bob\n\n- Goals: y\n- Pains: dear\n"),
        BOTH,
    ),
    "a portrait with an overview above": (
        f"# Buyers\n\n| Buyer | Goals |\n|--|--|\n| Ida | x |\n| Bob | y |\n\n## Ida\n\n{IDA}## Bob\n\n{BOB}",
        BOTH,
    ),
    "one portrait below people": (f"# Customers of ours\n\n## Ida\n\n{IDA}", {"Ida": ["slow"]}),
    "people of one company": (f"# ICP: Ports\n\n## Ida\n\n{IDA}## Bob\n\n{BOB}", {"Ports": ["slow", "dear"]}),
    "an audience with people in it": (f"# Audience: Ports\n\n## Ida\n\n{IDA}## Bob\n\n{BOB}", BOTH),
    "portraits in German": (
        (
            "# Wen wir beliefern\n\n## Ida\n\n**Beruf:** x\n**Herausforderungen:** slow\n\n"
            "## Bob\n\n**Branche:** y\n**Schmerzpunkte:** dear\n"
        ),
        BOTH,
    ),
    "lines in bold below people": (
        "# Our customers\n\n**Ida**\nRole: pilot\nPains: slow\n\n**Bob**\nCompany: mill\nPains: dear\n",
        BOTH,
    ),
    "an ICP in running text": (
        "# Plan\n\n## Our Ideal Customer Profile (ICP)\n\nPorts that still ring a bell.\n\n## Price\n\n- low\n",
        {"Our Ideal Customer Profile": []},
    ),
    "ICPs as lists": ("## ICP 1\n\n- ports\n\n## ICP 2\n\n### Who\n\n- canals\n", {"ICP 1": [], "ICP 2": []}),
    "an ICP beside personas": (f"# Plan\n\n## ICP\n\nPorts.\n\n## Personas\n\n### Ida\n\n{IDA}### Bob\n\n{BOB}", BOTH),
    "labels nobody knows, shared": (
        "# Personas\n\n## Ida\n\n**Kolor**: x\n**Zwierz**: y\n\n## Bob\n\n**Kolor**: x\n**Zwierz**: y\n",
        {"Ida": [], "Bob": []},
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_segments_and_their_pains(name):
    text, expected = SHAPES[name]
    document = read_document(text)
    found = {one.name: [p.text for p in pains_of(document, one, (one.name,))] for one in recognise(document)}
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "# Roadmap\n\n## Goals\n\n- x\n\n## Challenges\n\n- y\n",
        f"# Anti-Personas\n\n## Ida\n\n{IDA}",
        "# Personas\n\n## How to use them\n\n- **Role:** x\n- **Goals:** y\n",
        "## Persona 1: [Name]\n\n- **Pain points:** {{pain}}\n",
        "# Persona\n\n## [Persona Name]\n\n**Role:** [Job title]\n",
        "# Copy\n\n**Audience: developers**\n\nWords.\n",
        "## Plans\n\n| Plan | Users | Price |\n|--|--|--|\n| Small | 5 | 10 |\n",
        "# Plan\n\n## North\n\n**Goals:** x\n**Challenges:** y\n\n## South\n\n**Goals:** x\n**Challenges:** z\n",
        "# Stories\n\n## Larch\n\n**Industry:** x\n**Challenge:** y\n\n## Alder\n\n**Industry:** x\n**Challenge:** z\n",
        (
            "# Work\n\n## Larch\n\n**Industry:** x\n**Challenge:** y\n**Results:** v\n\n"
            "## Alder\n\n**Industry:** x\n**Challenge:** z\n**Results:** v\n"
        ),
        "# Our team\n\n## Ida\n\n**Role:** x\n**Location:** y\n\n## Bob\n\n**Role:** x\n**Location:** y\n",
        f"# Interviews\n\n## Ida\n\n{IDA}## Bob\n\n{BOB}",
        f"# People\n\n## Not a fit\n\n### Ida\n\n{IDA}### Bob\n\n{BOB}",
        "# Ida's week\n\n## At work\n\n- **Role:** x\n- **Goals:** y\n\n## At home\n\n- **Age:** 3\n- **Needs:** z\n",
        "# Our customers\n\n**Larch**\n- Goal: x\n- Pain: y\n\n**Alder**\n- Goal: x\n- Pain: y\n",
        "# Decisions\n\n## Queues\n\n**Role:** x\n**Problem:** y\n\n## Caches\n\n**Role:** x\n**Problem:** y\n",
        "# Segment report\n\n| | 2025 | 2026 |\n|--|--|--|\n| Revenue | 1 | 2 |\n| Headcount | 3 | 4 |\n",
        "# Plan\n\n## ICP\n\nTBD\n\n## ICP criteria\n\n- late\n",
        "# Plan\n\n## Audience\n\nWhoever reads plans.\n",
        "# Plan\n\n## Anti-ICP\n\nHobbyists.\n",
        "# Personas\n\n## See also\n\n- [Roadmap](roadmap.md)\n",
    ],
)
def test_what_is_no_segment(text):
    assert recognise(read_document(text)) == ()


UNUSED = {
    "# Plan\n\n## Audience\n\nWhoever reads plans.\n\n## Price\n\n- low\n": ["Audience"],
    f"# Plan\n\n## ICP\n\n- ports\n\n## Personas\n\nTwo.\n\n### Ida\n\n{IDA}### Bob\n\n{BOB}": ["ICP"],
    "# Plan\n\n## ICP\n\n- ports\n": [],
    "# Plan\n\n## Our customers\n\nPorts.\n": [],
    "# Plan\n\n## Primary Target Segment\n\n**Why:** [Agent to populate: x]\n": [],
    "# Plan\n\n## Target users\n\n- TBD\n- [Ida](ida.md)\n": [],
    "# Plan\n\n## Persona 1: Ida\n\n- Pain: fog\n\n### Audience\n\nHers.\n": [],
    "# Plan\n\n## Not a fit\n\n### Audience\n\nHobbyists.\n": [],
}


@pytest.mark.parametrize("text", UNUSED)
def test_headings_that_announce_segments_of_which_none_was_made_are_told(text):
    assert [heading.text for heading in unused_headings(read_document(text))] == UNUSED[text]


def test_personas_beside_segments_are_people_in_them():
    text = f"# Market\n\n## Segment 1: Ports\n\n- x\n\n## Buyer Personas\n\n### Persona 1: Ida\n\n{IDA}"
    assert [one.name for one in recognise(read_document(text))] == ["Ports"]


def test_links_of_a_list_are_an_index():
    text = "# Personas\n\n- [Ida](./ida.md) - pilot\n- [Bob](https://x.example/bob.md)\n- see [Cy](cy.md)\n"
    (found,) = recognise(read_document(text))
    assert (found.name, found.shape, found.places[0].href) == ("Ida", "index", "./ida.md")


@pytest.mark.parametrize("name", [name for name in SHAPES if "#" in SHAPES[name][0]])
def test_blocks_stand_below_the_segment_they_are_about(name):
    text = SHAPES[name][0]
    for one in recognise(read_document(text)):
        if one.heading is None:
            continue
        document = read_document(text)
        changed = place(
            document, find_place(document, "s", name=one.name, heading=one.heading.text), "| a |\n| --- |\n"
        )
        after = read_document(changed)
        (block,) = after.blocks
        own = next(h for h in after.headings if h.line == one.line)
        assert own.line < block.begin <= block.end <= own.stop
        assert [other.name for other in recognise(after)] == [other.name for other in recognise(document)]


PLACEHOLDERS = {
    "slots": ("- {{pain}}\n- x ${pain}\n", ["{{pain}}", "${pain}"]),
    "words": ("- TBD\n- **Role:** TODO\n- To be determined\n", ["TBD", "TODO", "To be determined"]),
    "templates": ("- [Name]\n- **Role:** [Role], [Seniority]\n", ["[Name]", "[Role], [Seniority]"]),
    "comments": ("<!-- TODO: ask -->\n\nx <!-- TBD -->\n", ["<!-- TODO: ask -->", "<!-- TBD -->"]),
    "none": ("- [ ] open\n- [x]\n\n[!NOTE]\n\nIn [Region] it is slow.\n\n<!-- our own -->\n\nTodo lists help.\n", []),
}


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_what_waits_to_be_written_is_counted_and_no_pain(name):
    text, expected = PLACEHOLDERS[name]
    document = read_document(f"## Pains\n\n{text}")
    assert [spot.text for spot in document.placeholders] == expected
    waiting = {pain.text for pain in document.pains} & set(expected)
    assert not waiting
