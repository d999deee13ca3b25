"""Documents of any shape become segments and trackers that the program itself can load and ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.accounts.records import Crm
from evidence.commands.init import make_workspace
from evidence.commands.segments import describe
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


PAIN = "# Segment: Lenders\n\n## Pain points\n\n- **Month end** - the close takes three people\n"


def run(root: Path, *documents: str):
    with open_library(Workspace(root)) as library:
        return suggest_segments(library, [root / "segments" / name for name in documents])


def test_examples_that_nobody_touched_give_way_and_a_second_run_says_the_same(tmp_path):
    make_workspace(tmp_path)
    (tmp_path / "segments/mine.md").write_text(PAIN, encoding="utf-8")
    first = run(tmp_path)
    assert first.written == ("segments/segments.yaml", "source/trackers.yaml")
    assert first.documents == ("mine.md",)  # the example of init is nobody's
    kept = [(tmp_path / name).read_bytes() for name in first.written]
    second = run(tmp_path)
    assert second.written == ()
    assert (second.segments, second.trackers) == (first.segments, first.trackers)
    assert [(tmp_path / name).read_bytes() for name in first.written] == kept


@pytest.mark.parametrize("touched", ["segments/segments.yaml", "source/trackers.yaml"])
def test_an_example_that_somebody_touched_stays_and_what_it_names_too(tmp_path, touched):
    make_workspace(tmp_path)
    (tmp_path / "segments/mine.md").write_text(PAIN, encoding="utf-8")
    path = tmp_path / touched
    path.write_bytes(path.read_bytes() + b"# mine\n")
    held = path.read_bytes()
    found = run(tmp_path)
    assert path.read_bytes() == held
    assert touched not in found.written
    if touched == "segments/segments.yaml":  # it names the example's tracker
        assert found.written == ()


def test_a_column_that_calls_a_segment_by_another_name_gives_its_pains(propose):
    page = (
        "# ICP\n\n## Segment 1: The Overworked Agency Owner\n\n- x\n\n## Segment 2: The Classic Developer\n\n- y\n\n"
        "## All\n\n| | Small Agency | Classic Dev |\n|--|--|--|\n| Key Fear | churn at night | rain |\n"
    )
    found, segments, _ = propose(all=page)
    assert "churn at night" in found.trackers
    assert [len(segment.trackers) for segment in segments.values()] == [1, 1]


def test_no_pain_that_is_recognised_is_lost_when_it_is_suggested(propose, tmp_path):
    page = (
        "# Personas\n\n## Ida\n\n- Role: pilot\n- Pain points:\n  - slow\n  - what\n  - \u75db\u3044\n\n"
        "## Bob\n\n| Field | Text |\n|--|--|\n| Role | baker |\n| Pain | dear<br>late |\n"
    )
    found, _, _ = propose(all=page)
    with open_library(Workspace(tmp_path)) as library:
        described = describe(library).descriptions
    seen = {one.name: [p.text for passage in one.passages for p in passage.pains] for one in described}
    assert seen == {"Ida": ["slow", "what", "\u75db\u3044"], "Bob": ["dear", "late"]}
    assert all(pain in found.trackers for pains in seen.values() for pain in pains)


def test_links_are_followed_once_and_never_out_of_the_workspace(tmp_path):
    root = tmp_path / "workspace"
    make_workspace(root)
    outside = tmp_path / "outside.md"
    outside.write_text("# Cy\n\n**Pain**: no\n", encoding="utf-8")
    pages = {
        "index.md": "# Personas\n\n- [Ida](p/ida.md)\n- [Bob](p/bob.md)\n- [Cy](../../outside.md)\n- [Di](p/di.md)\n",
        "p/ida.md": "# Ida\n\n**Pain points**:\n- slow\n\n[back](../index.md)\n",
        "p/bob.md": "# Personas\n\n- [Index](../index.md)\n- [Bob](bob.md)\n",
    }
    for name, text in pages.items():
        path = root / "segments" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "segments/p/di.md").symlink_to(outside)
    with open_library(Workspace(root)) as library:
        described = describe(library, [root / "segments/index.md"]).descriptions
    found = run(root, "index.md")
    assert set(found.documents) == {"index.md", "p/ida.md", "p/bob.md"}
    pains = {one.name: [p.text for passage in one.passages for p in passage.pains] for one in described}
    assert pains["Ida"] == ["slow"]
    assert "no" not in [pain for own in pains.values() for pain in own]


def test_a_title_that_announces_several_swallows_none(propose):
    page = "# User Personas\n\n## Ida\n\n- **Pain points:** slow\n\n## Bob\n\n- **Pain points:** dear\n"
    _, segments, _ = propose(all=page)
    assert [segment.name for segment in segments.values()] == ["Ida", "Bob"]


PAINS = "\n\n**Pain points:** slips\n"
PERSONAS = {
    "one label": "# Buyer Personas\n\n## Ledger Lou\n\n- Role: Treasurer, Head of Treasury" + PAINS,
    "a list below": "# Persona: Ledger Lou\n\n**Job titles**\n- Treasurer\n- Head of Treasury" + PAINS,
    "a heading": "# Personas\n\n## Ledger Lou\n\n### Role\n\n- Treasurer\n- Head of Treasury" + PAINS,
    "a row": "# Personas\n\n## Ledger Lou\n\n| Field | |\n| --- | --- |\n| Title | Treasurer / Head of Treasury |"
    + PAINS,
    "a column": (
        "# Personas\n\n| Persona | Job title | Pain points |\n| --- | --- | --- |\n"
        "| Ledger Lou | Treasurer or Head of Treasury | Slips |\n| Slip Sam | Clerk | Slips |\n"
    ),
    "a column that nothing announces": (
        "# Go to market\n\n| User | Title | Pains |\n| --- | --- | --- |\n"
        "| Ledger Lou | Treasurer; Head of Treasury | Slips |\n| Slip Sam | Clerk | Slips |\n"
    ),
    "a column for each": (
        "# Personas\n\n| | Ledger Lou | Slip Sam |\n| --- | --- | --- |\n"
        "| Job title | Treasurer / Head of Treasury | Clerk |\n| Pains | Slips | Dust |\n"
    ),
    "a table in HTML": (
        "<table>\n<tr><th>Target</th><th>Job title</th><th>Pains</th></tr>\n<tr><td>Ledger Lou</td>\n"
        "<td>Treasurer / Head of Treasury</td><td>Slips</td></tr>\n"
        "<tr><td>Slip Sam</td><td>Clerk</td><td>Dust</td></tr>\n</table>\n"
    ),
    "portraits that nothing announces": (
        "# Who signs\n\n## Ledger Lou\n\nRole: Treasurer / Head of Treasury\nPains: slips\n\n"
        "## Slip Sam\n\nRole: Clerk\nPains: dust\n"
    ),
    "another language": (
        "# Persona: Ledger Lou\n\n- Position: Treasurer / Head of Treasury\n- Ziele: Ruhe\n- Probleme: Belege\n"
    ),
}
COMPANIES = {
    "an ICP": "# ICP 1: Ledger Lou\n\n- Role: Treasurer, Head of Treasury" + PAINS,
    "a table of segments": (
        "# Buyers\n\n| Segment | Title | Pains |\n| --- | --- | --- |\n| Ledger Lou | Treasurer | Slips |\n"
    ),
    "a segment": "## Segment 1: Ledger Lou\n\n- Title: Treasurer, Head of Treasury" + PAINS,
}


@pytest.mark.parametrize("shape", [*PERSONAS, *COMPANIES])
def test_a_persona_gets_the_titles_that_its_document_states_and_companies_get_none(tmp_path, shape):
    make_workspace(tmp_path)
    page = tmp_path / "segments/who.md"
    page.write_text((PERSONAS | COMPANIES)[shape], encoding="utf-8")
    with open_library(Workspace(tmp_path)) as library:
        segments, problems = parse_segments(suggest_segments(library, [page]).segments)
    assert problems == ()
    assert segments[0].people == (("Treasurer", "Head of Treasury") if shape in PERSONAS else ())


def test_a_role_that_is_no_title_is_a_remark_and_condition_and_people_stand_side_by_side(tmp_path):
    make_workspace(tmp_path)
    page = tmp_path / "segments/who.md"
    page.write_text(
        "# Personas\n\n## Ledger Lou\n\n- Title: Treasurer\n- Company size: 30 to 90 employees\n- Pains: slips\n\n"
        "## Slip Sam\n\n- Role: Files whatever lands on the second desk\n- Pain points: slips\n",
        encoding="utf-8",
    )
    with open_library(Workspace(tmp_path)) as library:
        text = suggest_segments(library, [page]).segments
        (lou, sam), _ = parse_segments(text)
    assert (lou.people, lou.where) == (("Treasurer",), "headcount BETWEEN 30 AND 90")
    assert sam.people == ()
    assert "# who.md:11, a role that is no title: Files whatever lands on the second desk" in text


TABLE = (
    "# Buyers\n\n| {} | Role | Title | Company | Industry | Quote | Pains |\n|--|--|--|--|--|--|--|\n"
    "| Lou | Signs what others file | Treasurer | Small ports | Ports | TBD | Slips; dust |\n"
    "| Sam | Files | Clerk | | Canals | | Cold |\n"
)


def test_columns_of_a_table_are_used_as_fields_of_a_text_are_or_named_in_one_line(propose):
    found, segments, _ = propose(all=TABLE.format("Persona"))
    assert [(one.people, one.where) for one in segments.values()] == [
        (("Treasurer",), "industry = 'Ports'"),
        (("Clerk",), "industry = 'Canals'"),
    ]
    assert "# all.md:5, a role that is no title: Signs what others file" in found.segments
    assert [label in found.trackers for label in ("Slips", "dust", "Slips; dust")] == [True, True, False]
    assert found.unused == ("segments/all.md:5: seen in the table and not used: Company",)


def test_titles_in_a_table_of_segments_are_named_as_not_used(propose):
    found, segments, _ = propose(all=TABLE.format("Segment"))
    assert [one.people for one in segments.values()] == [(), ()]
    assert found.unused == ("segments/all.md:5: seen in the table and not used: Role, Title, Company",)


def test_nothing_is_named_where_all_is_used(propose):
    found, _, _ = propose(
        all="# Personas\n\n| Persona | Job title | Pains |\n|--|--|--|\n| Lou | Treasurer | Slips |\n"
    )
    assert found.unused == ()


def test_an_icp_in_running_text_says_who_belongs(propose):
    found, segments, _ = propose(
        all="# Plan\n\n## ICP\n\nPorts with 40 to 90 employees that ring a bell.\n\n- Series A\n\n## Price\n\n- low\n"
    )
    (icp,) = segments.values()
    assert (icp.name, icp.documents[0].heading, icp.trackers, found.unused) == ("ICP", "ICP", (), ())
    assert icp.where.startswith("headcount BETWEEN 40 AND 90")
