"""Real documents are read as their README says, line by line; no sentence of theirs stands here."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from evidence.documents.headings import find_heading
from evidence.documents.placement import find_place, place, remove
from evidence.documents.shapes import pains_of, recognise
from evidence.documents.structure import Document, read_document
from evidence.errors import DocumentError

SHARED = Path(__file__).resolve().parents[3] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
NAMES = (
    "000_a1b683b556493987",
    "001_86cba167fd057ca6",
    "002_b9960064014549b1",
    "003_d9aa4e6225b74a82",
    "004_2b660ceab5b54487",
)


def document(number: int) -> Document:
    return read_document((SHARED / "segments" / f"{NAMES[number]}.md").read_bytes().decode())


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


# number -> shapes, and per segment: its line, how many pains, where its block goes, how many opening lines, the level
SEGMENTS = {
    0: ("index", [(9, 0, 86, 2, 3), (10, 0, 86, 2, 3), (11, 0, 86, 2, 3)]),
    1: ("heading", [(9, 4, 39, 1, 3), (39, 4, 69, 1, 3), (69, 4, 99, 1, 3), (99, 4, 129, 1, 3)]),
    2: (
        "heading",
        [(57, 0, 96, 1, 4), (129, 0, 165, 1, 4), (186, 0, 222, 1, 4), (245, 0, 258, 1, 4), (263, 0, 276, 1, 4)],
    ),
    3: ("name group", [(9, 5, 26, 1, 3), (28, 4, 45, 1, 3), (49, 1, 55, 1, 4), (55, 2, 61, 1, 4)]),
    4: ("heading", [(37, 8, 133, 0, 3), (135, 1, 168, 0, 3)]),
}


@pytest.mark.parametrize("number", SEGMENTS)
def test_the_segments_are_recognised_with_their_pains_and_the_place_of_their_evidence(number):
    shapes, expected = SEGMENTS[number]
    seen = document(number)
    found = recognise(seen)
    assert {segment.shape for segment in found} == set(shapes.split())
    places = [find_place(seen, "s", name=s.name, heading=s.heading.text if s.heading else None) for s in found]
    assert [
        (s.line, len(pains_of(seen, s.heading, (s.name,))), p.line, len(p.opening), p.style.level)
        for s, p in zip(found, places, strict=True)
    ] == expected


@pytest.mark.parametrize("number", SEGMENTS)
def test_blocks_come_and_go_without_a_trace(number):
    text = changed = document(number).text
    found = recognise(document(number))
    for attempt in range(2):
        before = changed
        for segment in found:
            seen = read_document(changed)
            heading = segment.heading.text if segment.heading else None
            place_ = find_place(seen, f"s{segment.line}", name=segment.name, heading=heading)
            changed = place(seen, place_, "| a |\n| --- |\n\n> Words.\n")
        assert attempt == 0 or changed == before
    assert [block.state for block in read_document(changed).blocks] == ["clean"] * len(found)
    for segment in found:
        changed = remove(changed, f"s{segment.line}")
    assert changed == text


def test_every_segment_of_the_index_stands_in_four_places():
    places = [[(place_.line, place_.kind) for place_ in segment.places] for segment in recognise(document(0))]
    assert places == [
        [(9 + n, "list"), (19 + n, "table"), (43 + n, "link"), (heading, "heading")]
        for n, heading in enumerate((51, 62, 73))
    ]
    links = [place_.href for segment in recognise(document(0)) for place_ in segment.places if place_.href]
    assert [digest(link) for link in links] == ["16dc236e2d47", "d4a8be9539ec", "cf1dda3d007c"]
    assert [(fence.line, fence.end) for fence in document(0).fences] == [(27, 35)]


def test_drifting_names_are_one_segment():
    by_line = {segment.line: [place_.line for place_ in segment.places] for segment in recognise(document(1))}
    assert by_line == {9: [9, 227, 254], 39: [39, 233, 258], 69: [69, 239, 262], 99: [99]}


def test_pains_stand_on_their_lines():
    lines = {n: [pain.line for pain in document(n).pains if pain.kind == "pain"] for n in range(5)}
    assert lines[0] == lines[2] == []
    assert lines[1][:16] == [*range(18, 22), *range(48, 52), *range(78, 82), *range(108, 112)]
    assert lines[3] == [51, 57, 79, 79, 79, 79]
    assert lines[4] == [72, 174, 175]
    kinds = {kind: [pain.line for pain in document(4).pains if pain.kind == kind] for kind in ("effect", "tried")}
    assert kinds == {"effect": [75, 76, 77], "tried": [80, 81, 82]}
    assert [pain.line for pain in document(3).pains if pain.kind == "state"] == [15, 17, 18, 19, 34, 36, 37, 38]
    assert digest(document(4).pains[0].text) == "e37b387f6e53"


def test_placeholders_are_counted_and_other_brackets_are_text():
    assert [len(document(n).placeholders) for n in range(5)] == [0, 0, 225, 0, 7]
    assert [placeholder.line for placeholder in document(4).placeholders] == [158, 162, 166, 176, 206, 207, 208]


def test_only_the_attributed_quotation_is_a_quote():
    assert [len(document(n).quotations) for n in range(5)] == [0, 0, 0, 0, 1]
    (quotation,) = document(4).quotations
    assert (quotation.line, quotation.end, quotation.block) == (85, 87, None)
    assert digest(quotation.text) == "15c82513f9fe"
    assert (quotation.attribution.account, len(quotation.attribution.facts)) == ("Account_023", 3)


def test_code_that_people_run_is_known_with_its_lines():
    (sql,) = document(4).fences
    assert (sql.info, sql.line, sql.end) == ("sql", 114, 125)


@pytest.mark.parametrize(
    ("number", "heading", "line"),
    [
        (4, "mid-market fintech", 37),
        (2, "Primary Customer Segments > Individual Developers", 57),
        (2, "Segment 1: Individual Developers", 57),
        (3, "The AI-Native Builder", 9),
        (3, "The Funded Startup", 55),
    ],
)
def test_headings_are_found_as_people_say_them(number, heading, line):
    assert find_heading(document(number).headings, heading).line == line


def test_a_name_that_stands_twice_is_refused_with_both_lines():
    with pytest.raises(DocumentError, match=r"57 \(.*\), 319 \("):
        find_heading(document(2).headings, "Individual Developers")
