"""People's documents, read once for what they say of segments and companies."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence import open_library, open_workspace
from evidence.accounts.tables import load_crm
from evidence.documents.structure import read_document
from evidence.errors import WorkspaceError
from evidence.library.pages import (
    Pages,
    belonging,
    documents,
    documents_named,
    is_sql,
    passages_of,
    said_in,
    traits_of,
    values_of,
)

PAGE = """# Yards

- Industry: Packaging
- Headcount: 10 to 50 people

## Pain points

- Rust

## Not a fit

- Industry: Banking
"""


def test_a_passage_is_what_stands_under_its_heading(world):
    (world / "segments/lenders.md").write_text(
        "# All\n\n## Lenders\n\n### Pain points\n\n- Releases by hand\n\n```sql\nSELECT 1\n```\n\n## Yards\n\n- Rust\n",
        encoding="utf-8",
    )
    path = world / "segments/segments.yaml"
    path.write_text(path.read_text("utf-8").replace("lenders.md", "lenders.md, heading: Lenders"), encoding="utf-8")
    with open_library(open_workspace(world)) as library:
        ((passage,),) = passages_of(library, library.segments.values()).values()
    assert (passage.line, passage.heading.stop, passage.shape) == (3, 12, "heading")
    assert [pain.text for pain in passage.pains] == ["Releases by hand"]
    assert [fence.line for fence in passage.queries] == [9]
    assert (passage.layout, passage.block_state, passage.record()["block"]["line"]) == ("full", "absent", None)


def test_a_missing_document_and_heading_are_told_where_they_are_asked_for(world):
    path = world / "segments/segments.yaml"
    asked = "{path: none.md}, {path: lenders.md, heading: Yards}"
    path.write_text(path.read_text("utf-8").replace("{path: lenders.md}", asked), encoding="utf-8")
    with open_library(open_workspace(world)) as library:
        desk = Pages(library)
        (segment,) = library.segments.values()
        assert [desk.passage(segment, one).line for one in segment.documents] == [None, None]
        assert [(p.path, p.line) for p in library.problems] == [("segments/segments.yaml", 4)] * 2


def test_traits_are_read_from_what_describes_companies_not_from_pains_or_whom_it_does_not_serve(small):
    page = read_document(PAGE)
    assert [line.text for line in said_in(page, None)][:2] == ["Packaging", "10 to 50 people"]
    assert not {"Rust", "Banking"} & {line.text for line in said_in(page, None)}
    known = values_of(small.accounts.values())
    assert known["industry"] == {"Financial Services", "Packaging"}
    assert [trait.condition for trait in traits_of(page, None, known)] == [
        "industry = 'Packaging'", "headcount BETWEEN 10 AND 50",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("info", "content", "sql"),
    [("sql", "x", True), ("", "-- all\nSELECT 1", True), ("", "selection", False), ("python", "SELECT 1", False)],
)
def test_a_fence_is_sql_by_its_name_or_by_its_first_word(info, content, sql):
    assert is_sql(info, content) is sql


def test_documents_are_those_where_people_write(world):
    for name in ("segments/deep/more.md", "segments/.hidden/no.md", "segments/venv/no.md", "campaigns/c.md", "no.md"):
        path = world / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# Page\n", encoding="utf-8")
    with open_library(open_workspace(world)) as library:
        found = {path.relative_to(world.resolve()).as_posix() for path in documents(library)}
        assert found == {"segments/lenders.md", "segments/deep/more.md", "campaigns/c.md"}
        assert documents(library, [world / "no.md"]) == ((world / "no.md").resolve(),)
        with pytest.raises(WorkspaceError, match="does not exist"):
            documents(library, [world / "none.md"])
        assert list(documents_named(library, [Path("lenders.md"), Path("none.md")])) == [
            (world / "segments/lenders.md").resolve()
        ]
        assert [problem.path for problem in library.problems] == ["none.md"]


def test_who_belongs_is_worked_out_anew(small):
    found = belonging(small, load_crm(small.workspace))
    assert {key: one.accounts for key, one in found.items()} == {"lenders": ("A1", "A2")}
