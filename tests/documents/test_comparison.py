"""The comparison table of segments, and the section of a document that it belongs to."""

from __future__ import annotations

import pytest

from evidence.accounts.measures import lift, summarise
from evidence.documents.comparison import BLOCK, comparison_heading, regenerate, render_comparison
from evidence.documents.markers import find_blocks
from evidence.documents.placement import remove
from evidence.documents.structure import read_document
from evidence.errors import DocumentError
from evidence.model import Deal, Segment, Tracker
from evidence.segments.figures import PainFigures, Stats

DEALS = [
    Deal("O1", "A1", None, 50_000, True, True, "2026-01-01", "2026-02-01"),  # noqa: FBT003
    Deal("O2", "A2", None, 10, False, True, None, "2026-02-01"),  # noqa: FBT003
]
PAGE = """# Market

| Segment | Colour |
|---|---|
| Shops | red |

## Segment Comparison

| Segment | Win Rate | Top Pain Point |
|---------|----------|----------------|
| Shops | 45% | Paper |
| _[Add more]_ | | |

---

## Next
"""


def figures():
    pain = PainFigures(Tracker("paper", "Paper | *and* ink", ("paper",)), ("A1",), 3, lift(1, 1, 0, 1))
    shops = Stats(Segment("shops", "Shops"), "Shops", ("A1", "A2"), ("A1",), 4, summarise(DEALS), (pain,), "2026-03-01")
    none = Stats(None, "All accounts", (), (), 0, summarise([]), ())
    return shops, none


def test_each_rate_has_its_n_and_interval_and_none_is_made_of_nothing():
    lines = render_comparison(figures()).splitlines()
    assert len({len(line) for line in lines[:4]}) == 1, "set as formatters set it"
    assert [" ".join(line.split()) for line in lines[2:]] == [
        (
            r"| Shops | 2 | 1 of 2 (too few accounts to compare) | $50K (n = 1) | 31 days (n = 1) "
            r"| Paper \| \*and\* ink (1 of 1) |"
        ),
        "| All accounts | 0 | no closed deals yet | | | |",
        "",
        (
            "_Win rates cover closed deals, medians cover won deals, pain points count accounts with calls, "
            "as of 2026-03-01._"
        ),
    ]


def test_the_section_is_the_one_whose_table_compares_these_segments():
    document = read_document(PAGE)
    assert comparison_heading(document, ["shops"]).text == "Segment Comparison"
    assert comparison_heading(document, ["Lock Keepers"]) is None


def test_the_block_stands_below_peoples_own_table_and_writing_it_again_changes_nothing():
    text = regenerate(PAGE, figures())
    (block,) = find_blocks(text)
    assert (block.segment, block.state) == (BLOCK, "clean")
    assert text.index("_[Add more]_") < text.index("evidence:begin segment=*") < text.index("\n---\n\n## Next")
    assert regenerate(text, figures()) == text
    assert remove(text, BLOCK) == PAGE
    assert "Evidence" not in text
    assert regenerate("# Nothing\n", figures()) == "# Nothing\n"


def test_a_block_that_somebody_edited_is_left_alone():
    edited = regenerate(PAGE, figures()).replace("31 days", "30 days")
    with pytest.raises(DocumentError):
        regenerate(edited, figures())
    assert regenerate(edited, figures(), force=True) == regenerate(PAGE, figures())
