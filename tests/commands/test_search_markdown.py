"""Hits as blockquotes to paste, which verify passes."""

from __future__ import annotations

from evidence import open_library, open_workspace, verify_quotes
from evidence.commands.search_markdown import markdown
from evidence.library.asking import ask
from small_world import HARBOUR


def test_a_pasted_hit_is_verified_where_it_stands(world):
    with open_library(open_workspace(world)) as library:
        pasted = list(markdown(library, ask('"by hand"'), limit=0))
    assert len(pasted) == 3
    document = world / "segments/lenders.md"
    document.write_text("# Lenders\n\n" + "\n\n".join(pasted), encoding="utf-8")
    checked = verify_quotes(world)
    assert [(one.verdict.name.value, one.verdict.ok) for one in checked] == [("exact", True)] * 3


def test_it_links_from_the_folder_of_segments_and_hides_names(small):
    (one,) = markdown(small, ask("auditors"))
    assert f'(../source/transcripts/normalized/{HARBOUR}.md#u4 "{HARBOUR}#u4:' in one
    assert "the auditors ask who approved it" in one
    assert "Odile" not in one


def test_the_limit_holds(small):
    assert len(list(markdown(small, ask('"by hand"'), limit=1))) == 1
