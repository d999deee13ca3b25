"""A segment's heading is found as people name it, and ambiguity is an error."""

from __future__ import annotations

import pytest

from evidence.documents.headings import find_heading, fold_heading, name_of
from evidence.documents.structure import read_document
from evidence.errors import DocumentError

DOCUMENT = """# All of them

## 1. Bakers (first wave)

### Pain Points

## 2. Main Segment
**"The Sleepy Brewer"** — up late

### Pain Points

#### Example Segment: Millers

## Old

### Millers
- **Segment Name:** Wind Millers

Tailors & Co
------------

> ## Quoted

```
## Fenced
```

<!--
## Hidden
-->

- ## Listed

## Last
"""
HEADINGS = read_document(DOCUMENT).headings


def test_only_headings_at_top_level_count():
    assert [(h.level, h.text, h.line, h.stop) for h in HEADINGS if h.level < 3] == [
        (1, "All of them", 1, 34),
        (2, "1. Bakers (first wave)", 3, 6),
        (2, "2. Main Segment", 7, 13),
        (2, "Old", 14, 18),
        (2, "Tailors & Co", 19, 33),
        (2, "Last", 34, 34),
    ]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("1. **Bakers**", "bakers"),
        ("Example Segment: “Mid-Size” Bakers", "mid size bakers"),
        ("Segment 12 – Bakers", "bakers"),
        ('**A. "Bakers"**', "bakers"),
        ("3.1.2. Bakers & Co", "bakers co"),
        ("Kundensegment 1: Bäcker", "backer"),
        ("2.", "2"),
        ("A Bakers' Guide", "a bakers guide"),
    ],
)
def test_marks_numbers_and_example_segment_are_folded(text, folded):
    assert fold_heading(text) == folded


def test_a_name_loses_its_number_marks_and_remark():
    assert name_of('B. "Bakers" (growth)') == "Bakers"
    assert name_of("(all)") == "(all)"


@pytest.mark.parametrize(
    ("wanted", "line"),
    [
        ("bakers first wave", 3),
        ("## 1. Bakers (first wave)", 3),
        ("Bakers", 3),
        ("The Sleepy Brewer", 7),
        ("main segment > pain points", 10),
        ("All of them > Main segment > Millers", 12),
        ("Old > Millers", 16),
        ("Wind Millers", 16),
        ("tailors & co", 19),
    ],
)
def test_a_heading_is_found_as_people_name_it(wanted, line):
    assert find_heading(HEADINGS, wanted).line == line


def test_a_repeated_heading_lists_its_lines_and_paths():
    with pytest.raises(DocumentError) as caught:
        find_heading(HEADINGS, "Pain Points", "segments/all.md")
    assert str(caught.value) == (
        "segments/all.md: the heading 'Pain Points' appears more than once: "
        "5 (All of them > 1. Bakers (first wave) > Pain Points), 10 (All of them > 2. Main Segment > Pain Points). "
        "Use one of these paths."
    )


def test_a_heading_that_is_nowhere_names_what_there_is():
    with pytest.raises(
        DocumentError, match=r"no heading 'Bakerz'. Closest matches: '1. Bakers \(first wave\)' \(line 3\)"
    ):
        find_heading(HEADINGS, "Bakerz")
    with pytest.raises(DocumentError, match="Closest matches: 'All of them'"):
        find_heading(HEADINGS, "qqq xxx")
    with pytest.raises(DocumentError, match="The document has no headings"):
        find_heading((), "Bakers")
