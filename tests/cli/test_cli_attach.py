"""`evidence attach`: the tool writes between its markers, people own every other byte."""

import re

from evidence.documents.markers import find_blocks
from evidence.documents.placement import remove
from evidence.documents.structure import read

PAGE = "segments/market-segmentation.md"
NOTES = "segments/smb-saas.md"


def documents(workspace):
    return {path.name: path.read_bytes() for path in (workspace / "segments").iterdir()}


def test_every_segment_gets_its_block_with_quotes_that_link_into_the_calls(ingested, run):
    answer = run("attach")
    assert answer.code == 0
    assert [line.split()[1] for line in answer.lines] == ["mid-market-fintech:", "smb-saas:", "smb-saas:"]
    text = (ingested / PAGE).read_text(encoding="utf-8")
    assert [block.state for block in find_blocks(text)] == ["clean", "clean"]
    links = re.findall(r"\]\((\.\./source/transcripts/normalized/[^)]+\.md)#u(\d+)\)", text)
    assert len(links) > 20
    for path, number in links:
        assert f'<a id="u{number}"></a>' in (ingested / "segments" / path).read_text(encoding="utf-8")


def test_attaching_again_changes_nothing(attached, run):
    before = documents(attached)
    answer = run("attach")
    assert answer.code == 0
    assert all(line.endswith("unchanged") for line in answer.lines)
    assert documents(attached) == before


def test_a_record_says_what_came_of_each_block(ingested, run):
    for record in run("attach", "--json", "--dry-run").records:
        assert set(record) >= {"segment", "path", "line", "changed", "quotes", "accounts", "reason"}
        assert record["changed"]
        assert record["quotes"] > 0
    assert not find_blocks((ingested / PAGE).read_text(encoding="utf-8"))


def test_check_and_diff_and_dry_run_write_nothing(ingested, run):
    before = documents(ingested)
    assert run("attach", "--check").code == 1
    assert run("attach", "--dry-run").code == 0
    diff = run("attach", "--diff")
    assert diff.code == 0
    assert f"+++ {PAGE}" in diff.out
    assert "+<!-- evidence:begin segment=smb-saas" in diff.out
    assert documents(ingested) == before
    run("attach")
    assert run("attach", "--check").code == 0


def test_one_segment_is_attached_by_its_alias(ingested, run):
    assert run("attach", "MMF").code == 0
    assert [block.segment for block in find_blocks((ingested / PAGE).read_text(encoding="utf-8"))] == [
        "mid-market-fintech"
    ]
    wrong = run("attach", "smb-sas")
    assert wrong.code == 2
    assert "Did you mean smb-saas?" in wrong.err


def test_a_block_edited_by_hand_is_kept_and_shown_and_the_others_are_written(attached, run, change):
    begin = find_blocks((attached / PAGE).read_text(encoding="utf-8"))[0].begin
    change(attached / PAGE, "_Searched", "_We searched")
    change(attached / NOTES, "<!-- evidence:end -->", "<!-- evidence:end -->\n\nOur own words.")
    change(attached / "source/trackers.yaml", "label: Releases that wake", "label: Deploys that wake")
    edited = (attached / PAGE).read_bytes()
    answer = run("attach", "mid-market-fintech")
    assert answer.code == 1
    assert f"{PAGE}:{begin}: " in answer.err
    assert "was edited by hand" in answer.err
    assert "\n-_We searched" in answer.err, "the diff shows what would be lost"
    assert (attached / PAGE).read_bytes() == edited
    answer = run("attach")
    assert answer.code == 1
    assert sum(line.endswith("written") for line in answer.lines) == 2
    assert "Our own words." in (attached / NOTES).read_text(encoding="utf-8")
    assert "_We searched" in (attached / PAGE).read_text(encoding="utf-8")
    assert run("attach", "--force").code == 0
    assert [block.state for block in find_blocks((attached / PAGE).read_text(encoding="utf-8"))] == ["clean", "clean"]


def test_bytes_outside_of_the_block_stay_with_their_line_ends(ingested, run):
    text = (ingested / NOTES).read_text(encoding="utf-8").rstrip("\n")
    odd = ("\ufeff" + text.replace("\n", "\r\n") + "  ").encode()
    (ingested / NOTES).write_bytes(odd)
    assert run("attach").code == 0
    after = (ingested / NOTES).read_bytes()
    assert after != odd
    assert after.count(b"\n") == after.count(b"\r\n")
    assert remove(after.decode(), "smb-saas").encode() == odd


def test_deleting_the_index_changes_no_document(attached, run):
    before = documents(attached)
    for path in (attached / ".evidence").rglob("*"):
        if path.is_file():
            path.unlink()
    assert run("attach").code == 0
    assert documents(attached) == before


HOSTILE = (
    "<!-- evidence:end -->",
    "<!-- evidence:begin segment=small-teams sha256=0000 -->",
    "# A heading of my own",
    "</details><script>alert(1)</script>",
    "| a | b | and [a link](javascript:alert(1)) and ![picture](x)",
    "```",
    "> quoted",
    "1. a list",
    "*stars* _lines_ `code` \\ backslash &lt; &amp;",
)


def test_what_is_said_cannot_break_a_document(put, bare, run):
    turns = [f"Ada Quill: We do it by hand. {said} And that is by hand too." for said in HOSTILE]
    turns = [turn for pair in zip(turns, ["Ben Rowan: I see."] * len(turns), strict=True) for turn in pair]
    put("month-end.txt", "\n\n".join(turns) + "\n")
    (bare / "source/crm/exports/crm_accounts_2026-01-31.csv").write_text(
        "account_id,account_name,headcount\nAccount_001,Acme,20\n", encoding="utf-8"
    )
    (bare / "source/joins/mappings/calls.csv").write_text(
        "transcript_id,account_id\nmonth-end,Account_001\n", encoding="utf-8"
    )
    (bare / "source/people.csv").write_text(
        "label,call_id,name,side,role,account_id\nAda Quill,,,customer,,\n", encoding="utf-8"
    )
    (bare / "evidence.yaml").write_text("block: {quotes: 50, per_account: 50}\n", encoding="utf-8")
    page = bare / "segments/example.md"
    before = page.read_text(encoding="utf-8")
    assert run("ingest").code == 0
    answer = run("attach", "--json")
    assert answer.code == 0
    assert answer.records[0]["quotes"] >= len(HOSTILE)
    text = page.read_text(encoding="utf-8")
    assert [block.state for block in find_blocks(text)] == ["clean"]
    assert remove(text, "small-teams") == before
    assert [heading.text for heading in read(text).headings] == [heading.text for heading in read(before).headings]
    assert not re.search(r"(?m)^\s*<script|(?<!\\)<script|(?<!\\)\]\(javascript", text)
    assert "unchanged" in run("attach").out
    verified = run("verify", "--json")
    assert verified.code == 0
    assert len(verified.records) == answer.records[0]["quotes"]
