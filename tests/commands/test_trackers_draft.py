"""A tracker drafted from a label: what was accepted is found and tested, and the file keeps every byte."""

from __future__ import annotations

import pytest

from evidence import draft_from_label, open_library, open_workspace
from evidence.commands.trackers_draft import DraftDesk, append_tracker
from evidence.errors import SettingsError
from evidence.segments.trackers import failing_sentences, parse_trackers
from small_world import lay

FILES = {
    "evidence.yaml": "own_names: [Ines Hall]\n",
    "source/people.csv": "label,side\nVale,customer\nOrr,customer\n",
    "source/trackers.yaml": "# mine\r\nquays:\r\n  queries: [quay]\r\n",
    "source/transcripts/raw/a.txt": (
        "Vale: The tide tables reach us a day late.\n\nInes Hall: Late tide tables, I see.\n\n"
        "Vale: We no longer get the tide tables late, that is over.\n\nVale: The canteen has new tables.\n"
    ),
    "source/transcripts/raw/b.txt": (
        "Orr: Every tide table is late.\n\nInes Hall: Why?\n\nOrr: I was late for lunch.\n\n"
        "Orr: Our pilots have no weather desk.\n\nOrr: We have a weather desk now, since spring.\n"
    ),
}


@pytest.fixture
def library(tmp_path):
    with open_library(open_workspace(lay(tmp_path, FILES))) as opened:
        yield opened


def draft(library, label, judge):
    desk, verdicts = DraftDesk(library, label), []
    while one := desk.following(verdicts):
        verdicts.append(judge(one.quote.text))
    return desk.made(verdicts)


def late(text):
    return "reach us" in text or "Every tide" in text


def test_what_was_accepted_is_tested_and_what_is_over_should_not_match(library):
    made = draft(library, "The pilots complain that tide tables arrive late.", late)
    tracker = made.drafted.tracker
    assert tracker.label == "Tide tables arrive late"
    assert sorted(tracker.should_match) == ["Every tide table is late.", "The tide tables reach us a day late."]
    assert tracker.should_not_match == ("We no longer get the tide tables late, that is over.",)
    assert failing_sentences([tracker]) == ()
    (parsed,), problems = parse_trackers(made.drafted.yaml(), "t.yaml")
    assert problems == ()
    assert (parsed.queries, parsed.should_match) == (tracker.queries, tracker.should_match)
    assert "from 2 accepted sentences and" in made.drafted.yaml().splitlines()[0]


def test_a_lack_is_drafted_as_one(library):
    made = draft(library, "No weather desk", lambda text: "no weather desk" in text)
    tracker = made.drafted.tracker
    assert tracker.kind == "lack"
    assert tracker.should_match == ("Our pilots have no weather desk.",)
    assert tracker.should_not_match == ("We have a weather desk now, since spring.",)


def test_nothing_accepted_drafts_nothing(library):
    made = draft(library, "Tide tables arrive late", lambda _: False)
    assert made.drafted is None
    record = made.record()
    assert (record["tracker"], record["queries"]) == (None, [])
    assert {one["verdict"] for one in record["shown"]} == {"rejected"}
    with pytest.raises(SettingsError, match="no words"):
        DraftDesk(library, "**")


def test_the_twin_takes_the_first_ones(library):
    made = draft_from_label(library, "Tide tables arrive late", accept=2)
    assert made.verdicts == (True, True)
    assert [one["verdict"] for one in made.record()["shown"]][:3] == ["accepted", "accepted", None]


def test_an_entry_is_added_and_every_byte_before_it_stays(library):
    path = library.workspace.trackers
    held = path.read_bytes()
    append_tracker(library, draft(library, "Tide tables arrive late", late).drafted)
    written = path.read_bytes()
    assert written.startswith(held)
    assert b"\n" not in written.replace(b"\r\n", b""), "its line ends are the file's"
    trackers, problems = parse_trackers(written.decode(), "t.yaml")
    assert [one.tracker_id for one in trackers] == ["quays", "tide-tables-arrive-late"]
    assert not problems


@pytest.mark.parametrize(
    "held", ["", "# nothing yet", "quays:\n  queries: [quay]", "\ufeffquays:\n  queries: [quay]\n\n"]
)
def test_files_of_other_shapes_are_added_to(library, held):
    path = library.workspace.trackers
    path.write_bytes(held.encode())
    append_tracker(library, draft(library, "Tide tables arrive late", late).drafted)
    assert path.read_bytes().startswith(held.encode())
    assert parse_trackers(path.read_bytes().decode("utf-8-sig"), "t.yaml")[0][-1].label == "Tide tables arrive late"


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (b"{quays: {queries: [quay]}}\n", "nothing was written"),
        (b"quays:\n  queries: [quay]\n...\n", "nothing was written"),
        (b"quays:\n  label: caf\xe9\n", "not UTF-8"),
        (b"tide-tables-arrive-late:\n  queries: [quay]\n", "nothing was written"),
    ],
)
def test_a_file_that_would_read_otherwise_stays_as_it_is(library, held, said):
    drafted = draft(library, "Tide tables arrive late", late).drafted
    path = library.workspace.trackers
    path.write_bytes(held)
    with pytest.raises(SettingsError, match=said):
        append_tracker(library, drafted)
    assert path.read_bytes() == held


def test_a_label_that_a_tracker_has_is_not_drafted_twice(library):
    append_tracker(library, draft(library, "Tide tables arrive late", late).drafted)
    held = library.workspace.trackers.read_bytes()
    with open_library(library.workspace) as again:
        drafted = draft(again, "Tide tables arrive late", late).drafted
        assert drafted.tracker.tracker_id == "tide-tables-arrive-late-2"
        with pytest.raises(SettingsError, match="this label already"):
            append_tracker(again, drafted)
    assert library.workspace.trackers.read_bytes() == held
