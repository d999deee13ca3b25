"""`evidence attach`: the tool writes between its markers, people own every other byte."""

import re

from evidence.documents.comparison import BLOCK
from evidence.documents.markers import find_blocks
from evidence.documents.placement import remove
from evidence.documents.structure import read_document
from evidence.errors import ChangedOnDiskError
from evidence.workspace import Workspace

PAGE = "segments/market-segmentation.md"
NOTES = "segments/smb-saas.md"


def documents(workspace):
    return {path.name: path.read_bytes() for path in (workspace / "segments").iterdir()}


def test_every_segment_gets_its_block_with_quotes_that_link_into_the_calls(ingested, run):
    answer = run("attach")
    assert answer.code == 0
    assert [line.split()[1] for line in answer.lines] == ["mid-market-fintech:", "smb-saas:", "comparison", "smb-saas:"]
    text = (ingested / PAGE).read_text(encoding="utf-8")
    assert [block.state for block in find_blocks(text)] == ["clean", "clean", "clean"]
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
        assert record["quotes"] > 0 or record["segment"] == BLOCK
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


def test_check_says_what_moved_since_a_block_was_written(attached, run, change):
    change(attached / "source/trackers.yaml", "label: On call for releases", "label: On call for deploys")
    said = run("attach", "mid-market-fintech", "--check")
    assert said.code == 1
    assert (
        "  since this block was written, the definitions of the segment and its trackers changed. "
        "Unchanged: the CRM, the calls, the decisions.\n"
    ) in said.out
    (record,) = run("attach", "mid-market-fintech", "--check", "--json").records
    assert record["moved"] == ["definitions"]
    assert record["why"] in said.out
    assert "since this block" not in run("attach", "mid-market-fintech").out, "it is written"


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
    change(attached / PAGE, "_Based on", "_We searched")
    change(attached / NOTES, "<!-- evidence:end -->", "<!-- evidence:end -->\n\nOur own words.")
    change(attached / "source/trackers.yaml", "label: On call for releases", "label: On call for deploys")
    edited = (attached / PAGE).read_bytes()
    answer = run("attach", "mid-market-fintech")
    assert answer.code == 1
    assert f"{PAGE}:{begin}: " in answer.err
    assert "was edited by hand" in answer.err
    assert "\n-_We searched" in answer.err, "the diff shows what would be lost"
    assert (attached / PAGE).read_bytes() == edited
    answer = run("attach")
    assert answer.code == 1
    assert sum(line.endswith("written") for line in answer.lines) == 3
    assert "Our own words." in (attached / NOTES).read_text(encoding="utf-8")
    assert "_We searched" in (attached / PAGE).read_text(encoding="utf-8")
    assert run("attach", "--force").code == 0
    assert {block.state for block in find_blocks((attached / PAGE).read_text(encoding="utf-8"))} == {"clean"}


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
    "<!-- evidence:begin segment=all-accounts sha256=0000 -->",
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
    assert remove(text, "all-accounts") == before
    assert [heading.text for heading in read_document(text).headings] == [
        heading.text for heading in read_document(before).headings
    ]
    assert not re.search(r"(?m)^\s*<script|(?<!\\)<script|(?<!\\)\]\(javascript", text)
    assert "unchanged" in run("attach").out
    verified = run("verify", "--json")
    assert verified.code == 0
    assert len(verified.records) == answer.records[0]["quotes"]


def test_a_query_that_names_nobody_is_left_out_with_its_line_and_the_rest_is_attached(ingested, run, change):
    trackers = ingested / "source/trackers.yaml"
    change(trackers, "    - '\"roll of the dice\"'", "    - 'dice account:Nosuchaccount'")
    change(trackers, "devops-headcount:\n", "nobody:\n  queries: ['account:Nosuch dice']\n\ndevops-headcount:\n")
    change(ingested / "segments/segments.yaml", "trackers: [manual-deploys,", "trackers: [nobody, manual-deploys,")
    lines = trackers.read_text(encoding="utf-8").splitlines()
    broken = [lines.index(f"{name}:") + 1 for name in ("manual-deploys", "nobody")]
    for command in (("attach",), ("quotes",), ("trackers",), ("trackers", "--test")):
        answer = run(*command)
        assert answer.code == 2, command
        for line in broken:
            assert f"source/trackers.yaml:{line}: no account called" in answer.err
        assert "manual-deploys" in answer.out or command == ("attach",)
    assert len(find_blocks((ingested / PAGE).read_text(encoding="utf-8"))) == 3
    assert run("trackers", "--suggest", "nobody").code == 2


def test_the_words_of_a_guest_stand_with_their_own_account(ingested, run):
    people = ingested / "source/people.csv"

    def spoken(segment):
        records = run("quotes", segment, "--speaker", "Dana Whitlow", "--limit", "0", "--json").records
        return {record["account_id"] for record in records}

    def belongs(old, new):
        text = people.read_text(encoding="utf-8")
        people.write_text(text.replace(f"champion,{old}\n", f"champion,{new}\n"), encoding="utf-8")
        assert run("ingest").code == 0

    assert (spoken("MMF"), spoken("smb-saas")) == ({"Account_023"}, set())
    belongs("Account_023", "Account_248")
    assert (spoken("MMF"), spoken("smb-saas")) == (set(), {"Account_248"})
    assert run("attach").code == 0
    assert "Account_248" in (ingested / NOTES).read_text(encoding="utf-8")
    # What people wrote by hand still says that it was the call's account.
    failed = [record for record in run("verify", "--json").records if not record["ok"]]
    assert {(record["verdict"], record["account_id"]) for record in failed} == {("misattributed", "Account_248")}
    said = [record for record in run("verify", "--json").records if record["path"] == NOTES]
    assert "Account_248" in {record["account_id"] for record in said if record["ok"]}


def test_a_document_that_cannot_be_written_does_not_keep_the_others(ingested, run, monkeypatch):
    write = Workspace.write

    def refuse(self, path, data, **options):
        if path.name == "market-segmentation.md":
            raise ChangedOnDiskError("changed in the meantime", path=self.name(path))
        write(self, path, data, **options)

    monkeypatch.setattr(Workspace, "write", refuse)
    before = (ingested / PAGE).read_bytes()
    answer = run("attach", "--quiet")
    assert answer.code == 2
    assert f"{PAGE}: changed in the meantime" in answer.err
    assert (ingested / PAGE).read_bytes() == before
    assert find_blocks((ingested / NOTES).read_text(encoding="utf-8"))


def test_a_link_that_leads_out_of_the_workspace_is_not_followed(ingested, run, tmp_path):
    outside = tmp_path / "outside.md"
    outside.write_bytes((ingested / NOTES).read_bytes())
    before = outside.read_bytes()
    (ingested / NOTES).unlink()
    (ingested / NOTES).symlink_to(outside)
    answer = run("attach")
    assert answer.code == 2
    assert "smb-saas.md: left out: a link that leads out of the workspace" in answer.err
    assert outside.read_bytes() == before
    assert find_blocks((ingested / PAGE).read_text(encoding="utf-8"))


def test_what_is_counted_is_what_is_printed(attached, run):
    for record in run("attach", "--json").records:
        text = (attached / record["path"]).read_text(encoding="utf-8")
        (body,) = (block.body for block in find_blocks(text) if block.segment == record["segment"])
        assert body.count("\n> \u2014 ") == record["quotes"]


def test_quotes_that_nobody_can_be_credited_with_are_counted_with_how_to_mend_it(put, bare, run, call):
    put("month-end.vtt", call)
    (bare / "source/crm/exports/crm_accounts_2026-01-31.csv").write_text(
        "account_id,account_name,headcount\nAccount_001,Acme,20\n", encoding="utf-8"
    )
    (bare / "source/joins/mappings/calls.csv").write_text(
        "transcript_id,account_id\nmonth-end,Account_001\n", encoding="utf-8"
    )
    assert run("ingest").code == 0
    how = "left out: the speaker's side is unknown. Customer or one of us? Mark them: evidence review --links."
    for command, what in (("quotes", "1 quote"), ("trackers", "1 mention")):
        assert f"{what} {how}" in run(command).err
    assert run("attach").code == 0
    text = (bare / "segments/example.md").read_text(encoding="utf-8")
    assert "not yet marked as customer or colleague: 1 quote left out (evidence review --links)._" in text
    assert "Searched and not found" not in text
    (bare / "source/people.csv").write_text(
        "label,call_id,name,side,role,account_id\nAda Quill,,,customer,,\n", encoding="utf-8"
    )
    assert run("ingest").code == 0
    assert how not in run("quotes").err + run("trackers").err


def test_a_fault_in_a_definition_never_empties_a_good_block(run, attached, change):
    document = attached / "segments" / "market-segmentation.md"
    before = document.read_bytes()
    change(attached / "segments" / "segments.yaml", "headcount BETWEEN 200", "heads BETWEEN 200")
    found = run("attach")
    assert found.code == 2
    assert "was not changed: 34 of its 34 quotes would go, because" in found.err
    assert document.read_bytes() == before
    run("attach", "mid-market-fintech", "--force")
    assert document.read_bytes() != before


def test_the_comparison_of_segments_is_made_anew_below_peoples_own_table(attached, run, change):
    text = (attached / PAGE).read_text(encoding="utf-8")
    block = next(block for block in find_blocks(text) if block.segment == BLOCK)
    assert "| Mid-Market Fintech | 7 | 60 % (3 of 5, 95 % 23–88 %) |" in re.sub(" +", " ", block.body)
    assert text.splitlines()[block.begin - 3].startswith("| SMB SaaS | 50% (2 of 4)"), "people's own table stays"
    change(attached / PAGE, "| All accounts ", "| Everybody    ")
    answer = run("attach")
    assert answer.code == 1
    assert f"the evidence block of {BLOCK} was edited by hand" in answer.err
    assert run("attach", "--force").code == 0
    assert (attached / PAGE).read_text(encoding="utf-8") == text
