"""`evidence forget`: words leave and do not come back; what remains is said."""

import json

DEMO = "brightmoor-demo-2026-02-03"
PAGE = "segments/market-segmentation.md"


def decide(workspace, call_id, exact):
    line = {"at": "2026-06-30T10:00:00Z", "by": "Sable", "segment": "s", "tracker": "t", "quote_id": "q" + 12 * "0",
            "verdict": "accept", "call_id": call_id, "utterance": 1, "start": 0, "end": 1, "exact": exact}  # fmt: skip
    with (workspace / "segments/decisions.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def test_a_person_is_forgotten_everywhere_and_stays_forgotten(attached, run):
    decide(attached, DEMO, "Audit prep takes us three weeks")
    decide(attached, DEMO, "Good luck with that.")
    normalized = attached / f"source/transcripts/normalized/{DEMO}.md"
    raw = {path: path.read_bytes() for path in (attached / "source/transcripts/raw").rglob("*") if path.is_file()}
    before = normalized.read_bytes()
    assert run("forget", "Ruth Kallinen", "--dry-run").code == 0
    assert normalized.read_bytes() == before
    assert run("forget", "Ruth Kallinen").code == 2  # nobody is here to be asked
    answer = run("forget", "ruth kallinen", "--yes", "--json")
    assert answer.code == 1  # a quotation that people wrote remains
    left = {(record["place"], record["path"]) for record in answer.records if not record["removed"]}
    assert {("document", PAGE), ("raw", f"source/transcripts/raw/teams/{DEMO}.vtt")} <= left
    text = normalized.read_text(encoding="utf-8")
    assert "Kallinen" not in text
    assert "Audit prep" not in text
    assert "Good luck with that." in text
    assert "Ruth" not in (attached / "source/people.csv").read_text(encoding="utf-8")
    assert len((attached / "segments/decisions.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    assert (attached / PAGE).read_text(encoding="utf-8").count("Audit prep takes us") == 1
    assert "allinen" not in (attached / "source/forgotten.csv").read_text(encoding="utf-8")
    assert run("search", '"audit prep takes"').code == 1
    assert run("ingest", "--force").code == 0
    assert normalized.read_text(encoding="utf-8") == text
    assert {path: path.read_bytes() for path in raw} == raw
    assert run("forget", "Ruth Kallinen", "--yes").code == 2


def test_a_call_is_forgotten_and_its_raw_file_read_no_more(attached, run):
    decide(attached, DEMO, "Good luck with that.")
    assert run("forget", DEMO, "--yes").code == 1
    path = attached / f"source/transcripts/normalized/{DEMO}.md"
    assert not path.exists()
    assert not (attached / "segments/decisions.jsonl").read_text(encoding="utf-8")
    answer = run("ingest", "--json")
    (report,) = [record for record in answer.records if DEMO in record["path"]]
    assert (report["status"], report["warnings"]) == ("unchanged", ["forgotten, as source/forgotten.csv says"])
    assert not path.exists()
    assert DEMO not in (attached / PAGE).read_text(encoding="utf-8")


def test_a_list_that_cannot_be_read_stops_the_ingest(ingested, run):
    (ingested / "source/forgotten.csv").write_text("call_id,label_sha256\nNot a call,\n", encoding="utf-8")
    answer = run("ingest", "--force")
    assert answer.code == 2
    assert "source/forgotten.csv:2: not a call id, a hash or both" in answer.err


def test_nobody_of_that_name_is_an_error(run):
    assert "there is no call and nobody called 'Nobody'" in run("forget", "Nobody", "--yes").err
    assert "somebody else in every call" in run("forget", "Speaker 1", "--yes").err
