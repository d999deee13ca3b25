"""What trackers find under a segment: whose words, from which side, up to which day."""

from __future__ import annotations

from evidence import ingest_calls, open_library, open_workspace
from evidence.library.findings import Finder, undecided
from small_world import HARBOUR, MILL, REED


def addresses(findings):
    return sorted((one.quote.citation.call_id, one.quote.citation.utterance) for one in findings)


def test_a_finding_says_who_said_it_and_how_the_deal_ended(small):
    finder = Finder(small)
    found = finder.findings(finder.trackers["by-hand"], small.segments["lenders"])
    assert addresses(found.found) == [(HARBOUR, 2), (MILL, 2)]
    who = {one.quote.citation.call_id: one.attribution for one in found.found}
    assert (who[HARBOUR].account.account_id, who[HARBOUR].outcome, who[HARBOUR].role) == ("A1", "won", "champion")
    assert (who[MILL].account.account_id, who[MILL].outcome, who[MILL].side) == ("A2", "lost", "customer")


def test_everywhere_is_every_account_and_an_unknown_side_is_kept_apart(small):
    finder = Finder(small)
    found = finder.everywhere(finder.trackers["by-hand"], ())
    assert addresses(found.found) == [(HARBOUR, 2), (MILL, 2)]
    assert [place[:2] for place in found.unknown] == [(REED, 2)]


def test_the_scope_of_a_segment_ends_on_the_day(small):
    scope = Finder(small).scope(small.segments["lenders"])
    assert [account.account_id for account in scope.accounts] == ["A1", "A2"]
    assert (scope.linked, dict(scope.outcomes)) == (("A1", "A2"), {"A1": "won", "A2": "lost"})
    with open_library(small.workspace, as_of="2026-03-31") as library:
        assert Finder(library).scope(library.segments["lenders"]).linked == ("A1",)


def test_a_guest_speaks_for_the_account_of_the_guest(world):
    people = world / "source/people.csv"
    text = people.read_text(encoding="utf-8").replace("label,side,role", "label,side,role,account_id")
    people.write_text(text + "Cy Lund,customer,user,A1\n", encoding="utf-8")
    ingest_calls(world, jobs=1)
    with open_library(open_workspace(world)) as library:
        finder = Finder(library)
        found = finder.findings(finder.trackers["by-hand"], library.segments["lenders"])
        assert addresses(found.found) == [(HARBOUR, 2), (MILL, 2), (REED, 2)]
        assert finder.guests == {REED: frozenset({"A1"})}


def test_what_the_counter_queries_find_speaks_against(world):
    trackers = world / "source/trackers.yaml"
    trackers.write_text(trackers.read_text(encoding="utf-8").replace("[painless]", "[week]"), encoding="utf-8")
    with open_library(open_workspace(world)) as library:
        finder = Finder(library)
        found = finder.findings(finder.trackers["by-hand"], library.segments["lenders"])
    assert (addresses(found.found), addresses(found.counter)) == ([(MILL, 2)], [(HARBOUR, 2)])


def test_what_nobody_judged_is_counted_by_segment(small):
    assert undecided(small) == {"lenders": 3}
