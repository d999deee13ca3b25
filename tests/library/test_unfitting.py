"""Lines of mappings and of people.csv that fit no call and nobody."""

from __future__ import annotations

from evidence import open_library, open_workspace
from evidence.errors import TableError
from evidence.library.assignments import source_id_of
from evidence.library.refresh import build_context
from evidence.library.unfitting import unfitting, unfitting_counts
from small_world import HARBOUR, MILL


def unfit(place):
    with open_library(open_workspace(place)) as library:
        context, crm, _ = build_context(library.workspace, None)
        return [str(one) for one in unfitting(library.workspace, library.catalog, crm, context.corrections)]


def test_lines_of_people_that_fit_nothing_are_told_with_their_place(world):
    assert unfit(world) == []
    people, mappings = world / "source/people.csv", world / "source/joins/mappings/more.csv"
    people.write_text(
        f"label,call_id,side\nOdile Marchetti,,customer\nBo Trent,{HARBOUR},customer\n"
        f"Bo Trent,{MILL},customer\nOdile Marchetto,,customer\n",
        encoding="utf-8",
    )
    mappings.write_text(f"transcript_id,account_id\n{MILL.upper()},A2\nmil-2026-04-02,A2\n", encoding="utf-8")
    assert unfit(world) == [
        "source/joins/mappings/more.csv:3: no call has the id 'mil-2026-04-02'",
        f"source/people.csv:3: nobody is labelled 'Bo Trent' in call {HARBOUR}",
        "source/people.csv:5: nobody is labelled 'Odile Marchetto'",
    ]


def test_the_id_of_the_provider_fits_its_call(world):
    call = world / f"source/transcripts/normalized/{MILL}.md"
    head = f'call_id: "{MILL}"\n'
    text = call.read_text(encoding="utf-8")
    call.write_text(text.replace(head, f'{head}source_id: "Rec-77"\n'), encoding="utf-8")
    text = "gong_call_id,account_id\nREC-77,A2\nrec-78,A2\n"
    (world / "source/joins/mappings/more.csv").write_text(text, encoding="utf-8")
    assert source_id_of(open_workspace(world), MILL) == "rec-77"
    assert unfit(world) == ["source/joins/mappings/more.csv:3: no call has the id 'rec-78'"]


def test_how_many_lines_fit_nothing_is_said_by_file():
    lines = [
        TableError("no call has the id 'x'", path="m.csv", line=2),
        TableError("no call has the id 'y'", path="m.csv", line=3),
        TableError("nobody is labelled 'z'", path="people.csv", line=3),
    ]
    assert unfitting_counts(lines) == [
        "m.csv: 2 lines fit no call (evidence status)",
        "people.csv: 1 line fits nobody who speaks or is listed (evidence status)",
    ]
