"""Documents of any shape become segments and trackers that the program itself can load and ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.accounts.records import Crm
from evidence.commands.segments_suggest import suggest_segments
from evidence.documents.headings import find_heading
from evidence.documents.structure import read_document
from evidence.library.library import open_library
from evidence.model import Account
from evidence.query.grammar import parse_query
from evidence.segments.definitions import parse_segments
from evidence.segments.drafts import draft
from evidence.segments.trackers import failing_sentences, parse_trackers
from evidence.workspace import Workspace
from selecting import select_accounts

SHARED = Path(__file__).resolve().parents[3] / "shared"
CRM = Crm(accounts=(Account("A1", "Larch", industry="Financial Services", headcount=350),))
PAGE = """\
# Who buys

| Segment | Size |
| --- | --- |
| Harbour Pilots | Small |
| Lock Keepers | Small |

## Segment 1: Harbour Pilots (new)

**Firmographics**:
- Industry: Ports
- Headcount: 20 to 90 people

**Industry Verticals**:
- [Agent to populate: which]

### Pain Points
- **Tide tables on paper:** every night anew
- [Fill in]

Search for: "tide table", paper*

> "Each tide table is on paper, and each night we draw it anew."
>
> — Pilot at A1

## Segment 2: Lock Keepers

### Not a Fit
- Companies with more than 500 employees
- Whoever wants it free

### Pain Points

_[Fill in]_

```sql
SELECT count(*) FROM accounts a WHERE a.headcount < 30 AND a.industry = 'Canals'
```

## Anti-Personas
- Hobbyists
"""


@pytest.fixture
def propose(tmp_path):
    def read_pages(**pages):
        (tmp_path / "evidence.yaml").write_text("own_domains: [us.example]\n", encoding="utf-8")
        (tmp_path / "segments").mkdir(exist_ok=True)
        for name, text in pages.items():
            (tmp_path / f"segments/{name}.md").write_text(text, encoding="utf-8")
        with open_library(Workspace(tmp_path)) as library:
            found = suggest_segments(library)
            assert library.problems == []
        segments, wrong = parse_segments(found.segments)
        trackers, more = parse_trackers(found.trackers, "trackers.yaml")
        assert (wrong, more) == ((), ())
        return found, {s.segment_id: s for s in segments}, {t.tracker_id: t for t in trackers}

    return read_pages


def test_a_document_becomes_segments_with_conditions_pains_and_the_lines_they_stand_in(propose):
    found, segments, trackers = propose(market=PAGE)
    assert list(segments) == ["harbour-pilots", "lock-keepers"]
    pilots, keepers = segments.values()
    assert pilots.where == "industry = 'Ports' AND headcount BETWEEN 20 AND 90"
    assert pilots.trackers == ("tide-tables-paper-every",)
    assert [(d.path, d.heading) for d in pilots.documents] == [("market.md", "Segment 1: Harbour Pilots (new)")]
    tides = trackers["tide-tables-paper-every"]
    assert tides.queries[:2] == ('"tide table"', "tide* NEAR/6 table*")
    assert "paper*" in tides.queries
    assert tides.should_match == ("Each tide table is on paper, and each night we draw it anew.",)
    assert (keepers.where, keepers.unless) == ("headcount < 30 AND industry = 'Canals'", "(headcount > 500)")
    assert "# market.md:11: Industry: Ports" in found.segments
    assert "not served: Hobbyists" in found.segments
    assert found.written == ("segments/segments.yaml", "source/trackers.yaml")


def test_what_was_written_stays(propose, tmp_path):
    propose(market=PAGE)
    (tmp_path / "segments/segments.yaml").write_text("mine: {documents: [market.md]}\n", encoding="utf-8")
    found, _, _ = propose(market=PAGE)
    assert found.written == ()
    assert (tmp_path / "segments/segments.yaml").read_text(encoding="utf-8").startswith("mine:")


def test_an_index_points_to_the_documents_that_its_names_link_to(propose):
    index = "# Segments\n\n| Segment | More |\n| --- | --- |\n| [Lock Keepers](./keepers.md) | yes |\n"
    _, segments, _ = propose(index=index, keepers="# Lock Keepers\n\n**Pain points**:\n- Rust on the gates\n")
    assert [d.path for d in segments["lock-keepers"].documents] == ["keepers.md", "index.md"]
    assert segments["lock-keepers"].trackers == ("rust-gates",)


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
def test_real_documents_give_files_that_load_and_queries_that_can_be_asked(propose):
    pages = {path.stem: path.read_bytes().decode() for path in sorted((SHARED / "segments").glob("0*.md"))}
    _, segments, trackers = propose(**pages)
    documents = {f"{name}.md": read_document(text) for name, text in pages.items()}
    assert len(segments) == 17  # one stands in two documents
    for segment in segments.values():
        for reference in segment.documents:
            if reference.heading:
                assert find_heading(documents[reference.path].headings, reference.heading)
        if segment.where:
            select_accounts(CRM, segment.where)
    fintech = segments["mid-market-fintech"]
    assert select_accounts(CRM, fintech.where) == ("A1",)
    assert [parse_query(q).text for t in trackers.values() for q in t.queries]
    assert failing_sentences(trackers.values()) == ()
    for tracker in trackers.values():
        hurts = draft(tracker.label)
        if hurts.stated:
            assert set(hurts.queries) <= set(tracker.queries)
            assert not set(hurts.wide) & set(tracker.queries)
    assert {len(segments[name].trackers) for name in ("ai-application-developers", "enterprise-development-teams")} == {
        4
    }
    assert segments["the-overwhelmed-digital-agency-owner"].where == "headcount BETWEEN 3 AND 15"
    assert "Small Agency" in segments["the-overwhelmed-digital-agency-owner"].aliases
