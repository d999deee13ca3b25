"""What waits for somebody."""

from __future__ import annotations

import json

from running import run_in

from evidence import attach_evidence, examine_workspace, judge_quotes
from small_world import MILL, RAW


def waiting(place):
    return {one.topic: one.items for one in examine_workspace(place).topics if one.items}


def test_a_small_workspace_waits_for_its_block_its_speaker_and_its_quotes(small):
    health = examine_workspace(small)
    assert (health.calls, health.accounts, health.segments) == (3, 3, 1)
    assert (health.first_date, health.last_date) == ("2026-01-12", "2026-05-04")
    assert {one.topic: one.items for one in health.topics if one.items} == {
        "unknown-side": ("Cy Lund",), "unattached": ("segments/lenders.md:1 (lenders)",), "undecided": ("lenders (3)",),
    }  # fmt: skip


def test_what_is_done_waits_no_more(world):
    attach_evidence(world)
    judge_quotes(world, accept=[one["quote_id"] for one in judge_quotes(world)], by="kim")
    assert set(waiting(world)) == {"unknown-side", "precision"} or set(waiting(world)) == {"unknown-side"}


def test_raw_files_and_calls_that_changed_are_named(world):
    raw = world / RAW
    (raw / "new.txt").write_text("Ann: Hello.\nBo: Hello.\n", encoding="utf-8")
    (raw / f"{MILL}.vtt").unlink()
    call = world / f"source/transcripts/normalized/{MILL}.md"
    call.write_text(call.read_text(encoding="utf-8").replace("nightmare", "trouble"), encoding="utf-8")
    found = waiting(world)
    assert (found["raw"], found["changed"], found["vanished"]) == (("new.txt",), (MILL,), (MILL,))


def test_a_topic_is_a_record_with_its_count(small):
    record = next(one.record() for one in examine_workspace(small).topics if one.topic == "unknown-side")
    assert (record["count"], record["items"]) == (1, ["Cy Lund"])
    assert record["what"]
    assert record["do"]


def test_a_line_of_people_csv_that_overrules_a_transcript_is_told_wherever_sides_are_looked_at(world):
    said = [
        ("AGENT", "We copy the config by hand every night."),
        ("CUSTOMER", "Thank you for calling, how can I help?"),
    ]
    turns = [
        {"Id": str(at), "ParticipantId": who, "ParticipantRole": who, "Content": words, "BeginOffsetMillis": at * 4000,
         "EndOffsetMillis": at * 4000 + 3000, "Sentiment": "NEUTRAL"}
        for at, (who, words) in enumerate(said)
    ]  # fmt: skip
    people = [{"ParticipantRole": "AGENT"}, {"ParticipantRole": "CUSTOMER"}]
    swapped = {"JobStatus": "COMPLETED", "LanguageCode": "en-US", "Participants": people, "Transcript": turns}
    (world / RAW / "swapped.json").write_text(json.dumps(swapped), encoding="utf-8")
    lines = "label,call_id,side\nAGENT,swapped,customer\nCUSTOMER,swapped,internal\n"
    (world / "source/people.csv").write_text(lines, encoding="utf-8")
    told = (
        "AGENT in swapped: customer by people.csv, not internal as the transcript says",
        "CUSTOMER in swapped: internal by people.csv, not customer as the transcript says",
    )
    assert set(told) <= {*run_in(world, "ingest").err.splitlines()}
    assert set(told) <= {*run_in(world, "link").err.splitlines()}
    assert waiting(world)["overruled"] == told
    sides = {one["speaker"]: one["side"] for one in run_in(world, "search", "--json", "call:swapped").records}
    assert sides == {"AGENT": "customer", "CUSTOMER": "internal"}
    assert run_in(world, "ingest").err.count("people.csv") == 0, "what is known is told by link and status"
