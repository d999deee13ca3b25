"""Definitions under new ids: decisions and blocks go with them, and what is only guessed is said."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from running import run_in

from evidence import attach_evidence, ingest_calls, judge_quotes, open_library, open_workspace
from evidence.library.definitions import read_definitions, remember_definitions

TRACKERS, SEGMENTS = "source/trackers.yaml", "segments/segments.yaml"


def change(place, name, *pairs):
    path = place / name
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def in_force(place):
    with open_library(open_workspace(place)) as library:
        found = {(d.segment, d.tracker, d.quote_id): d.verdict for d in library.decisions().values()}
        return found, [note for note in library.notes if "took over" in note or "not taken over" in note]


@pytest.fixture
def judged(world):
    """The small workspace, attached, with a decision on each quote."""
    attach_evidence(world)
    ids = [one["quote_id"] for one in judge_quotes(world)]
    judge_quotes(world, accept=ids[:2], reject=ids[2:], by="kim")
    attach_evidence(world)
    return world


def renamed_tracker(place, was=""):
    change(place, TRACKERS, ("by-hand:\n", f"manual:\n{was}"))
    change(place, SEGMENTS, ("by-hand", "manual"))


def renamed_segment(place, was=""):
    change(place, SEGMENTS, ("lenders:\n", f"banks:\n{was}"), ("aliases: [Banks]", "aliases: [Money]"))


def under(found, **new):
    return {(new.get(s, s), new.get(t.replace("-", "_"), t), q): verdict for (s, t, q), verdict in found.items()}


def test_what_was_states_keeps_decisions_and_nothing_is_said_or_written(judged):
    before, _ = in_force(judged)
    lines = (judged / "segments/decisions.jsonl").read_bytes()
    renamed_tracker(judged, "  was: by-hand\n")
    renamed_segment(judged, "  was: [lenders]\n")
    assert in_force(judged) == (under(before, lenders="banks", by_hand="manual"), [])
    assert (judged / "segments/decisions.jsonl").read_bytes() == lines
    assert run_in(judged, "status").err == ""


def test_a_tracker_under_a_new_id_is_known_by_its_queries(judged):
    before, _ = in_force(judged)
    count = sum(tracker == "by-hand" for _, tracker, _ in before)
    renamed_tracker(judged)
    told = f"took over {count} decisions of 'by-hand' as 'manual'; add `was: by-hand` to keep that."
    assert in_force(judged) == (under(before, by_hand="manual"), [told])
    assert told in run_in(judged, "attach", "--check").err
    change(judged, TRACKERS, ('"by hand"', '"by hands"'))
    assert under(before, by_hand="manual") != in_force(judged)[0], "with other queries it is another tracker"


def test_a_segment_under_a_new_id_is_known_by_its_document(judged):
    before, _ = in_force(judged)
    document = judged / "segments/lenders.md"
    text = document.read_text(encoding="utf-8")
    renamed_segment(judged)
    held, (told,) = in_force(judged)
    assert held == under(before, lenders="banks")
    assert told == f"took over {len(before)} decisions of 'lenders' as 'banks'; add `was: lenders` to keep that."
    (report,) = attach_evidence(judged)
    assert report.changed
    assert document.read_text(encoding="utf-8") == text.replace("begin segment=lenders", "begin segment=banks")
    assert not attach_evidence(judged)[0].changed


def test_of_two_new_ids_none_takes_over(judged):
    before, _ = in_force(judged)
    renamed_tracker(judged)
    text = (judged / TRACKERS).read_text(encoding="utf-8")
    change(judged, TRACKERS, ("audits:", text[: text.index("audits:")].replace("manual:", "handwork:") + "audits:"))
    held, (told,) = in_force(judged)
    assert held == before
    assert "of 'by-hand' are not taken over: it may be handwork or manual now" in told.replace(
        "manual or handwork", "handwork or manual"
    )
    assert "ownerless" in run_in(judged, "status", "--json").out


def test_without_the_index_what_was_states_holds_and_the_rest_is_waiting(judged):
    before, _ = in_force(judged)
    renamed_tracker(judged)
    (judged / ".evidence/definitions.json").unlink()
    assert in_force(judged) == (before, [])
    answer = run_in(judged, "attach", "--check")
    assert (answer.code, "by-hand in lenders" in answer.err) == (1, True)
    change(judged, TRACKERS, ("manual:\n", "manual:\n  was: by-hand\n"))
    assert in_force(judged)[0] == under(before, by_hand="manual")
    assert run_in(judged, "attach", "--check").code == 0


def test_an_index_that_is_made_anew_still_knows_what_ids_said_and_a_copied_one_does_not(judged, tmp_path):
    before, _ = in_force(judged)
    (judged / ".evidence/damaged").touch()
    renamed_tracker(judged)
    assert in_force(judged)[0] == under(before, by_hand="manual")
    shutil.copytree(judged, tmp_path / "copy")
    assert in_force(tmp_path / "copy")[0] == before


def committed(place):
    git = ("git", "-c", "user.name=Sable", "-c", "user.email=sable@quillmark.example", "-C", str(place))
    for command in (("init", "-q"), ("add", "source", "segments", "evidence.yaml"), ("commit", "-q", "-m", "first")):
        subprocess.run((*git, *command), check=True)


@pytest.mark.skipif(not shutil.which("git"), reason="there is no git here")
def test_without_the_index_the_last_commit_tells_what_ids_said(judged):
    before, _ = in_force(judged)
    committed(judged)
    renamed_tracker(judged)
    renamed_segment(judged)
    (judged / ".evidence/definitions.json").unlink()
    held, told = in_force(judged)
    assert (held, len(told)) == (under(before, lenders="banks", by_hand="manual"), 2)
    assert in_force(judged)[0] == held, "remembered from now on"


def test_a_block_edited_by_hand_keeps_its_id_until_it_is_written(judged):
    document = judged / "segments/lenders.md"
    change(judged, "segments/lenders.md", ("Audits", "Audits, I say"))
    before = document.read_bytes()
    renamed_segment(judged, "  was: lenders\n")
    (report,) = attach_evidence(judged)
    assert (report.refused, document.read_bytes()) == (True, before)
    attach_evidence(judged, force=True)
    assert b"segment=banks" in document.read_bytes()


def test_a_file_that_is_not_read_whole_hides_nothing(judged):
    before, _ = in_force(judged)
    change(judged, TRACKERS, ("by-hand:", "manual: nothing\nmany:"))
    assert in_force(judged) == (before, [])
    answer = run_in(judged, "status", "--json")
    assert '"topic": "ownerless", "count": 0' in answer.out


def test_definitions_are_remembered_by_ingest(world):
    path = world / ".evidence/definitions.json"
    path.unlink(missing_ok=True)
    ingest_calls(world)
    assert "by-hand" in path.read_text(encoding="ascii")
    before = path.read_bytes()
    remember_definitions(open_workspace(world))
    assert path.read_bytes() == before


def test_a_file_that_is_not_there_holds_nothing(world):
    workspace = open_workspace(world)
    assert read_definitions(workspace, workspace.root / "none.yaml", None) == ((), ())
