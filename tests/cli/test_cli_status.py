"""`evidence status`: what waits for somebody, and nothing else."""

import shutil

CALLS = "source/transcripts/normalized"


def topics(run):
    return {record["topic"]: record["items"] for record in run("status", "--json").records}


def waiting(run):
    return {topic: items for topic, items in topics(run).items() if items}


def test_only_what_waits_is_shown_with_what_to_do(attached_example, run):
    answer = run("status")
    assert attached_example
    assert answer.code == 0
    assert answer.lines[0] == "Calls: 20, 2026-01-12 to 2026-06-23. Accounts: 17. Segments: 2."
    assert answer.lines[1] == "3 calls without an account (evidence review --links)"
    assert set(waiting(run)) == {"unlinked", "unknown-side", "undecided"}


def test_every_topic_is_a_flat_record(run):
    records = run("status", "--json").records
    assert all(record["count"] == len(record["items"]) for record in records)
    assert {"changed", "crm", "broken", "vanished", "edited", "duplicate", "unlinked", "unknown-side"} <= {
        record["topic"] for record in records
    }


def test_status_tells_what_changed_since_and_reads_none_of_it(attached, run, change):
    call = attached / CALLS / "northquay-discovery-2026-01-12.md"
    change(call, "it's a metaphor for something", "it's a metaphor for nothing")
    change(attached / "source/joins/aliases.csv", "alias,account_id", "alias,account_id\nNorthie,Account_023")
    (attached / CALLS / "slw-0218-tally.md").unlink()
    (attached / "source/transcripts/raw/new.txt").write_text("Ada: Hello.\nBen: Hello.\n", encoding="utf-8")
    for _ in range(2):
        found = waiting(run)
        assert found["changed"] == ["northquay-discovery-2026-01-12"]
        assert found["removed"] == ["slw-0218-tally"]
        assert found["crm"] == ["crm"]
        assert found["raw"] == ["new.txt"]
    run("ingest")
    found = waiting(run)
    assert not {"changed", "removed", "crm", "raw"} & set(found)
    assert found["edited"] == ["northquay-discovery-2026-01-12"]


def test_a_call_that_lost_its_raw_file_is_named_unless_there_are_none_at_all(ingested, run):
    (ingested / "source/transcripts/raw/notes/pinfold-demo-2026-02-10.txt").unlink()
    assert topics(run)["vanished"] == ["pinfold-demo-2026-02-10"]
    shutil.rmtree(ingested / "source/transcripts/raw")
    assert topics(run)["vanished"] == []


def test_a_broken_call_is_named_with_its_line(ingested, run, change):
    change(ingested / CALLS / "slw-0218-tally.md", '<a id="u2"></a>', "<a id=u2>")
    answer = run("status")
    assert answer.code == 0
    assert f"    {CALLS}/slw-0218-tally.md:" in answer.out


def test_raw_files_that_failed_and_copies_are_named(put, run, call):
    put("a.vtt", call)
    put("b.vtt", call)
    put("c.vtt", "")
    put("d.vtt", b"\x00\x01\x02\xff")
    run("ingest")
    found = waiting(run)
    assert (found["duplicate"], found["empty"], found["failed"]) == (["b.vtt"], ["c.vtt"], ["d.vtt"])
    assert found["unknown-side"] == ["Ada Quill", "Ben Rowan"]


def test_blocks_are_told_by_their_state(attached, run, change):
    change(attached / "segments/market-segmentation.md", "_Based on", "_We searched")
    (place,) = waiting(run)["edited-blocks"]
    assert place.startswith("segments/market-segmentation.md:")
    assert place.endswith("(mid-market-fintech)")


def test_blocks_whose_segment_is_gone_are_named(attached, run, change):
    definitions = attached / "segments/segments.yaml"
    change(definitions, '    - {path: smb-saas.md, heading: "SMB SaaS (self-serve)"}\n', "")
    change(definitions, "mid-market-fintech:", "fintech:")

    def strays():
        return [place.rpartition(":")[0] + place[place.index(" ") :] for place in waiting(run)["stray-blocks"]]

    assert strays() == ["segments/smb-saas.md (smb-saas)"], "the other is known by its document"
    (attached / ".evidence/definitions.json").unlink()
    assert strays() == ["segments/market-segmentation.md (mid-market-fintech)", "segments/smb-saas.md (smb-saas)"]


def test_segments_without_a_block_are_named(run):
    assert len(waiting(run)["unattached"]) == 3


def test_without_an_index_it_is_made_first(ingested, run):
    expected = run("status").lines
    shutil.rmtree(ingested / ".evidence")
    answer = run("status")
    assert answer.code == 0
    assert len(answer.err.splitlines()) == 1
    # What became of raw files is forgotten with the index; all that is in git is not.
    assert [line for line in answer.lines if line in expected] == expected
