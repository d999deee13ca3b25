"""Who belongs to a segment, why, and what documents say of it."""

from __future__ import annotations

from evidence import describe_segments, open_library, open_workspace
from evidence.commands.segments import describe


def test_members_are_those_of_whom_the_condition_is_true(small):
    (one,) = describe_segments(small)
    assert (one.segment.segment_id, one.accounts, one.called) == ("lenders", ("A1", "A2"), ("A1", "A2"))
    assert [(account.account_id, why) for account, why in one.ways] == [
        ("A1", "passed"), ("A2", "passed"), ("A3", "failed"),
    ]  # fmt: skip


def test_a_persons_word_outweighs_the_condition(world):
    path = world / "segments/segments.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "  accounts: {include: [A3], exclude: [A1]}\n", encoding="utf-8")
    (one,) = describe_segments(world)
    assert one.accounts == ("A2", "A3")
    assert {account.account_id: why for account, why in one.ways} == {
        "A1": "excluded", "A2": "passed", "A3": "included",
    }  # fmt: skip


def test_a_document_is_read_for_what_it_says_of_the_segment(small):
    (passage,) = describe_segments(small)[0].passages
    assert (passage.path, passage.line, passage.shape) == ("segments/lenders.md", 1, "document")
    assert [(pain.text, pain.line) for pain in passage.pains] == [("Releases by hand", 7)]
    (record,) = describe_segments(small)[0].records(explained=True)
    assert (record["accounts"], record["calls_with"]) == (["A1", "A2"], 2)
    assert record["members"][-1] == {"account_id": "A3", "why": "failed"}


def test_a_segment_that_only_a_document_describes_is_listed_beside(world):
    other = world / "segments/more.md"
    other.write_text("# More\n\n## Segment 1: Boat Yards\n\n### Pain Points\n\n- Rust\n", encoding="utf-8")
    with open_library(open_workspace(world)) as library:
        found = describe(library, [other]).descriptions
        assert [(one.name, one.segment) for one in found] == [("Boat Yards", None)]
        assert [pain.text for pain in found[0].passages[0].pains] == ["Rust"]
        missing = describe(library, [world / "segments/none.md"])
    assert missing.descriptions == ()
    assert [problem.path for problem in library.problems] == [str(world / "segments/none.md")]


def test_an_account_of_two_segments_is_told(world):
    path = world / "segments/segments.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "big:\n  name: Big\n  documents: [lenders.md]\n  where: headcount > 400\n", encoding="utf-8")
    with open_library(open_workspace(world)) as library:
        assert describe(library).shared == (("A2", ("big", "lenders")),)
