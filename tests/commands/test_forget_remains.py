"""What of somebody forgotten stays where no program may write, each with its place."""

from __future__ import annotations

import json

from evidence import attach_evidence, forget_words, ingest_calls, open_library, open_workspace
from evidence.commands.forget import plan
from evidence.commands.forget_remains import remains
from small_world import HARBOUR, MILL, RAW

QUOTED = f"""
> "We do every release by hand, and it takes ten hours a week."
> — a lender, [{HARBOUR} 00:12:30](../source/transcripts/normalized/{HARBOUR}.md#u2)
"""


def left(place, who, **options):
    with open_library(open_workspace(place)) as library:
        found = remains(library, plan(library, who, **options), ())
        return [(one.place, one.path, one.line) for one in found]


def test_of_a_call_the_export_and_peoples_own_quotations_remain(world):
    document = world / "segments/lenders.md"
    text = document.read_text(encoding="utf-8")
    document.write_text(text + QUOTED, encoding="utf-8")
    line = text.count("\n") + 2
    assert left(world, HARBOUR) == [
        ("document", "segments/lenders.md", line), ("raw", f"{RAW}/{HARBOUR}.vtt", None),
    ]  # fmt: skip


def test_of_a_person_the_line_of_the_crm_remains(world):
    assert left(world, "Odile Marchetti") == [
        ("raw", f"{RAW}/{HARBOUR}.vtt", None), ("crm", "source/crm/exports/crm_contacts_2026-03-31.csv", 2),
    ]  # fmt: skip


def test_what_others_say_of_a_person_is_counted(world):
    raw = world / RAW / f"{MILL}.vtt"
    said = raw.read_text(encoding="utf-8").replace("Every Sunday?", "Odile Marchetti told me. And Odile knows.")
    raw.write_text(said, encoding="utf-8")
    ingest_calls(world, jobs=1)
    with open_library(open_workspace(world)) as library:
        mentions = [
            one.what for one in remains(library, plan(library, "Odile Marchetti"), ()) if one.place == "mention"
        ]
    assert len(mentions) == 1
    assert f"1 utterance by others: {MILL}#u3" in mentions[0]


def decided(exact, **more):
    line = {"at": "2026-06-30T10:00:00Z", "by": "Sable", "segment": "lenders", "tracker": "by-hand",
            "quote_id": "q" + 12 * "0", "verdict": "accept", "call_id": MILL, "utterance": 4, "start": 0, "end": 9,
            "exact": exact} | more  # fmt: skip
    return json.dumps(line) + "\n"


def test_a_name_in_peoples_own_files_is_named_by_line_and_nothing_is_written(world):
    document, trackers = world / "segments/lenders.md", world / "source/trackers.yaml"
    text = document.read_text(encoding="utf-8")
    document.write_text(f"{text}\nAsk Odile\nMarchetti, or odile@harbour.example.\n\nOdile knows.\n", encoding="utf-8")
    attach_evidence(world)
    pages = document.read_text(encoding="utf-8").splitlines()
    trackers.write_text(trackers.read_text(encoding="utf-8") + "names:\n  label: Names\n  queries: [marchetti]\n")
    decisions = world / "segments/decisions.jsonl"
    note = decided("Every Sunday.", note="Odile Marchetti said so too")
    decisions.write_text(decided("Nothing.") + note + '{"half a line, Odile Marchetti', encoding="utf-8")
    files = (document, trackers, decisions)
    before = [path.read_bytes() for path in files]
    with open_library(open_workspace(world)) as library:
        found = remains(library, plan(library, "odile@harbour.example"), ())
        told = {(one.path, one.line): one.what for one in found if one.place == "mention"}
    assert list(told) == [
        ("segments/lenders.md", pages.index("Ask Odile") + 1),
        ("segments/lenders.md", pages.index("Marchetti, or odile@harbour.example.") + 1),
        ("segments/lenders.md", pages.index("Odile knows.") + 1),
        ("segments/decisions.jsonl", 2),
        ("segments/decisions.jsonl", 3),
        ("source/trackers.yaml", len(trackers.read_text(encoding="utf-8").splitlines())),
    ]
    assert "a part of the name alone" in told["segments/lenders.md", pages.index("Odile knows.") + 1]
    assert [path.read_bytes() for path in files] == before


def test_lines_that_go_are_not_said_to_remain(world):
    hers = decided("Ten hours, yes.", call_id=HARBOUR, note="Odile Marchetti was sure")
    decisions = world / "segments/decisions.jsonl"
    decisions.write_text(hers + decided("Every Sunday.", by="Odile Marchetti"), encoding="utf-8")
    looked = [one for one in forget_words(world, "Odile Marchetti", write=False) if "decisions" in one.path]
    assert [(one.line, one.removed) for one in looked] == [(1, True), (2, False)]
    done = [one for one in forget_words(world, "Odile Marchetti") if "decisions" in one.path]
    assert [(one.line, one.removed) for one in done] == [(1, True), (1, False)]
    assert len(decisions.read_text(encoding="utf-8").splitlines()) == 1


def test_the_words_of_other_people_are_no_trace(world):
    places = left(world, "Bo Trent")
    assert places == [("raw", f"{RAW}/{MILL}.vtt", None)]
