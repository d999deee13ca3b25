"""`evidence segments`: who belongs, where it is described, what was recognised."""

PAGE = "segments/market-segmentation.md"
FIELDS = {
    "segment", "name", "document", "line", "shape", "pain_points", "quotes", "placeholders", "block", "accounts",
}  # fmt: skip


def line_of(path, text):
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_every_segment_is_listed_with_its_accounts_and_places(example, run):
    answer = run("segments")
    assert answer.code == 0
    heading = line_of(example / PAGE, "## Example Segment: Mid-Market Fintech")
    assert answer.lines[:5] == [
        "mid-market-fintech  Mid-Market Fintech",
        "  7 accounts, 7 with calls",
        "  7 passed, 1 excluded, 9 failed",
        f"  {PAGE}:{heading}  (heading)",
        "    5 pain points, 2 quotes, 0 placeholders",
    ]
    assert "evidence block: absent" in answer.out


def test_a_record_has_the_fields_of_the_contract_and_true_lines(attached_example, run):
    records = run("segments", "--json").records
    assert [(record["segment"], record["document"]) for record in records] == [
        ("mid-market-fintech", PAGE),
        ("smb-saas", "segments/smb-saas.md"),
        ("smb-saas", PAGE),
    ]
    for record in records:
        assert set(record) >= FIELDS
        lines = (attached_example / record["document"]).read_text(encoding="utf-8").splitlines()
        for spot in (*record["pain_points"], *record["quotes"], *record["placeholders"]):
            assert spot["text"].split()[0].strip("*_[") in lines[spot["line"] - 1]
        assert record["block"]["state"] == "clean"
        assert "evidence:begin" in lines[record["block"]["line"] - 1]
        assert record["accounts"] == sorted(record["accounts"])
    assert any("Account_023" in quote["attribution"] for quote in records[0]["quotes"])


def test_it_is_explained_why_each_account_is_in_or_out_and_what_stands_where(run):
    answer = run("segments", "--explain")
    for account, why in (("Account_023", "passed"), ("Account_900", "excluded"), ("Account_201", "failed")):
        assert any(line.split()[:1] == [account] and line.endswith(why) for line in answer.lines)
    assert "tried" in answer.out
    assert "said by" in answer.out
    members = run("segments", "--explain", "--json").records[1]["members"]
    assert {"account_id": "Account_248", "why": "included"} in members


def test_an_account_without_the_data_is_lacking_and_no_member(bare, run):
    rows = "account_id,account_name,headcount\nAccount_001,Acme,20\nAccount_002,Beta,\nAccount_003,Gamma,900\n"
    (bare / "source/crm/exports/crm_accounts_2026-01-31.csv").write_text(rows, encoding="utf-8")
    (record,) = run("segments", "--explain", "--json").records
    assert record["accounts"] == ["Account_001"]
    assert [member["why"] for member in record["members"]] == ["passed", "lacking", "failed"]


def test_accounts_in_two_segments_are_named(ingested, run, change):
    change(ingested / "segments/segments.yaml", "include: [Account_248]", "include: [Account_248, Account_023]")
    answer = run("segments")
    assert answer.code == 0
    assert "Account_023 belongs to several segments: mid-market-fintech, smb-saas" in answer.err


def test_the_state_of_a_block_is_shown(attached, run, change):
    change(attached / PAGE, "_Searched", "_We searched")
    states = [record["block"]["state"] for record in run("segments", "--json").records]
    assert states == ["edited", "clean", "clean"]


def test_a_document_can_be_asked_for_by_name_and_shows_what_nobody_defined(ingested, run):
    (ingested / "segments/more.md").write_text(
        "# More\n\n## Segment 1: Harbour Pilots (new)\n\n**Pain points**:\n- Tides\n\n## Segment 2: Lock Keepers\n",
        encoding="utf-8",
    )
    answer = run("segments", "more.md")
    assert answer.code == 0
    assert answer.lines[0] == "(not in segments.yaml)  Harbour Pilots"
    records = run("segments", "segments/more.md", "--json").records
    assert [(record["segment"], record["name"], record["line"]) for record in records] == [
        (None, "Harbour Pilots", 3),
        (None, "Lock Keepers", 8),
    ]
    assert records[0]["pain_points"] == [{"text": "Tides", "line": 6, "kind": "pain"}]
    assert [r["segment"] for r in run("segments", "smb-saas.md", "--json").records] == ["smb-saas"]


def test_a_document_that_is_missing_is_an_error_and_the_others_are_shown(run):
    answer = run("segments", "nowhere.md", "smb-saas.md")
    assert answer.code == 2
    assert "nowhere.md: there is no such document" in answer.err
    assert answer.out.startswith("smb-saas  SMB SaaS")


def test_without_segments_it_says_where_to_write_them(bare, run):
    (bare / "segments/segments.yaml").unlink()
    answer = run("segments")
    assert (answer.code, answer.out) == (0, "")
    assert "segments/segments.yaml" in answer.err
