"""What of somebody forgotten stays where no program may write, each with its place."""

from __future__ import annotations

from evidence import ingest_calls, open_library, open_workspace
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


def test_the_words_of_other_people_are_no_trace(world):
    places = left(world, "Bo Trent")
    assert places == [("raw", f"{RAW}/{MILL}.vtt", None)]
