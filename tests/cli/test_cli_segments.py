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
    assert ("Account_248", "included") in [(member["account_id"], member["why"]) for member in members]


def test_an_account_without_the_data_is_lacking_and_no_member(bare, run, change):
    change(bare / "segments/segments.yaml", "account_name IS NOT NULL", "headcount BETWEEN 1 AND 50")
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
    change(attached / PAGE, "_Based on", "_We searched")
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
    assert "nowhere.md: no such document" in answer.err
    assert answer.out.startswith("smb-saas  SMB SaaS")


def test_a_document_that_describes_no_segment_is_exit_code_1(run):
    answer = run("segments", "evidence.yaml")
    assert (answer.code, answer.out) == (1, "")
    assert "No segment is described in these documents" in answer.err


def test_a_condition_that_breaks_out_of_its_brackets_is_an_error_of_its_segment(bare, run):
    where = "headcount > 1) UNION SELECT account_id FROM accounts WHERE (1=1"
    (bare / "segments/segments.yaml").write_text(
        f"shops: {{documents: [market-segmentation.md], where: {where!r}}}\n", encoding="utf-8"
    )
    answer = run("segments", "--explain")
    assert answer.code == 2
    assert "segments/segments.yaml:1: shops where: " in answer.err


def test_without_segments_it_says_where_to_write_them(bare, run):
    (bare / "segments/segments.yaml").unlink()
    answer = run("segments")
    assert (answer.code, answer.out) == (0, "")
    assert "segments/segments.yaml" in answer.err


def test_an_explanation_says_which_condition_each_account_failed_or_lacked(bare, run):
    rows = "account_id,account_name,headcount,industry\nA1,Acme,20,Retail\nA2,Beta,,Retail\nA3,Gamma,5000,Retail\n"
    (bare / "source/crm/exports/crm_accounts_2026-01-31.csv").write_text(rows, encoding="utf-8")
    (bare / "segments/segments.yaml").write_text(
        "shops:\n  documents: [market-segmentation.md]\n  where: industry = 'Retail' AND headcount >= 10\n"
        "  unless: headcount > 1000\n",
        encoding="utf-8",
    )
    (record, *_) = run("segments", "--explain", "--json").records
    said = {m["account_id"]: (m["why"], [c["verdict"] for c in m["conditions"]]) for m in record["members"]}
    assert said == {
        "A1": ("passed", [True, True, False]),
        "A2": ("lacking", [True, None, None]),
        "A3": ("ruled out", [True, True, True]),
    }
    assert record["accounts"] == ["A1"]
    assert "headcount > 1000" in run("segments", "--explain").out


def test_prose_and_sql_are_held_against_where_as_sets_of_accounts(ingested, run, change):
    change(ingested / PAGE, "- Headcount: 200 to 1,000", "- Headcount: 300 to 1,000")
    change(ingested / PAGE, "a.headcount BETWEEN 200 AND 1000", "a.headcount BETWEEN 200 AND 600")
    change(ingested / PAGE, "- Account_067: payments", "- Account_201: payments")
    drift = {d["source"]: d for d in run("segments", "--explain", "--json").records[0]["drift"]}
    assert drift["prose"]["not_here"] == ["Account_067", "Account_115"]
    assert drift["sql"]["not_here"] == ["Account_041", "Account_128"]
    assert drift["sql"]["ignored"] == ["o.is_closed = true"]
    assert drift["named"]["only_here"] == ["Account_201"]
    assert "only in `where`: Account_041, Account_128" in run("segments", "--explain").out


def test_what_document_and_crm_contradict_each_other_about_is_shown(ingested, run, change):
    page = ingested / PAGE
    change(page, "- Account_041: digital bank, Series C, 650 employees", "- Account_041: digital bank, 600 employees")
    change(page, "350 employees, $50K ARR (won)", "350 employees, $70K ARR (lost to price)")
    answer = run("segments", "--explain")
    told = answer.out[answer.out.index("which") - 20 :]
    for what in ("Account_023: which arr?", "Account_023: which outcome?", "Account_041: which headcount?"):
        assert what in told
    assert "600 employees" in told
    record = run("segments", "--explain", "--json").records[0]
    assert {(c["account_id"], c["what"]) for c in record["contradictions"]} == {
        ("Account_023", "arr"),
        ("Account_023", "outcome"),
        ("Account_041", "headcount"),
    }


def test_suggestions_are_printed_and_never_written_over_a_file(ingested, run):
    before = (ingested / "segments/segments.yaml").read_bytes(), (ingested / "source/trackers.yaml").read_bytes()
    answer = run("segments", "--suggest")
    assert answer.code == 0
    assert "mid-market-fintech:" in answer.out
    assert "Not saved" in answer.err
    after = (ingested / "segments/segments.yaml").read_bytes(), (ingested / "source/trackers.yaml").read_bytes()
    assert before == after
    kinds = [record["kind"] for record in run("segments", "--suggest", "--json").records]
    assert kinds[0] == "segment"


def test_a_first_segments_yaml_is_written_and_chooses_accounts_with_the_program_itself(bare, run):
    for path in ("segments/segments.yaml", "source/trackers.yaml"):
        (bare / path).unlink()
    for page in (bare / "segments").glob("*.md"):
        page.unlink()
    page = "# Shops\n\n**Pain points**:\n- Stock counts by hand\n\n**Profile**:\n- Headcount: 10 to 50\n"
    (bare / "segments/shops.md").write_text(page, encoding="utf-8")
    rows = "account_id,account_name,headcount\nA1,Acme,20\nA2,Beta,\nA3,Gamma,900\n"
    (bare / "source/crm/exports/crm_accounts_2026-01-31.csv").write_text(rows, encoding="utf-8")
    answer = run("segments", "--suggest")
    assert "  # shops.md:7: Headcount: 10 to 50" in answer.lines
    assert "segments/segments.yaml: written" in answer.err
    assert "source/trackers.yaml: written" in answer.err
    (record,) = run("segments", "--json").records
    assert (record["segment"], record["accounts"]) == ("shops", ["A1"])


def test_a_folder_without_segments_proposes_nothing(bare, run):
    (bare / "notes.md").write_text("# Notes\n\nNothing about anybody.\n", encoding="utf-8")
    answer = run("segments", "--suggest", "notes.md")
    assert (answer.code, answer.out) == (1, "")


PERSONA = """
ship-crew:
  name: Ship crew
  documents: [{path: crew.md}]
  people: ['*Engineer*', CTO]
  trackers: [manual-deploys]
"""


def test_people_are_listed_by_title_and_never_by_name(ingested, run):
    segments = ingested / "segments/segments.yaml"
    segments.write_text(segments.read_text(encoding="utf-8") + PERSONA, encoding="utf-8")
    (ingested / "segments/crew.md").write_text("# Ship crew\n", encoding="utf-8")
    answer = run("segments", "--explain")
    shown = answer.out[answer.out.index("ship-crew  Ship crew") :]
    assert "people: *Engineer*, CTO" in shown
    assert "Senior Engineer (" in shown
    assert "Dana" not in shown
    assert "customer speakers have no title" in answer.err
    (record,) = [one for one in run("segments", "--explain", "--json").records if one["segment"] == "ship-crew"]
    who = {member["account_id"]: (member["why"], member["people"]) for member in record["members"]}
    assert who["Account_023"][0] == "passed"
    assert "Senior Engineer" in who["Account_023"][1]
    assert sorted(record["accounts"]) == sorted(key for key, (why, _) in who.items() if why == "passed")
    # One rule of whose words count, wherever they are counted.
    found = run("search", "persona:ship-crew", "--json", "--limit", "0").records
    assert {one["account_id"] for one in found} == set(record["accounts"])
    assert all("ship-crew" in one["segments"] for one in found)
    assert run("search", "--segment", "Ship crew", "--count").lines == [f"{len(found):,}"]
    (row, *_) = run("stats", "--by", "persona", "--json").records
    assert (row["by"], row["value"], row["accounts"]) == ("persona", "ship-crew", len(record["accounts"]))


def test_a_wrong_people_is_named_with_its_line_and_nothing_of_the_segment_is_counted(ingested, run):
    segments = ingested / "segments/segments.yaml"
    before = segments.read_text(encoding="utf-8")
    segments.write_text(before + PERSONA.replace("['*Engineer*', CTO]", "{CTO: yes}"), encoding="utf-8")
    line = len((before + PERSONA[: PERSONA.index("  people")]).splitlines()) + 1
    answer = run("segments")
    assert answer.code == 2
    assert f"segments/segments.yaml:{line}: ship-crew: people: expected a list of titles" in answer.err
    assert "Ship crew" not in answer.out
    assert run("search", "persona:ship-crew").code == 2


def test_what_a_table_says_and_nobody_uses_is_one_line(bare, run):
    page = bare / "segments/pilots.md"
    page.write_text(
        "# Personas\n\n| Persona | Job title | Company | Quote | Pains |\n|--|--|--|--|--|\n"
        "| Ida | Pilot | Small ports | Ahoy | fog; rust |\n",
        encoding="utf-8",
    )
    answer = run("segments", "--suggest", str(page))
    assert "segments/pilots.md:5: seen in the table and not used: Company, Quote" in answer.err
    assert '- "Pilot"  # pilots.md:5' in answer.out
    assert "not used" in run("segments", "--suggest", "--json", str(page)).err


def test_a_heading_that_makes_no_segment_is_told_for_documents_named(bare, run):
    page = bare / "segments/plan.md"
    text = "# Plan\n\n## Target audience\n\nPorts with a bell.\n\n## Persona 1: Ida\n\n- Pain: fog\n"
    page.write_text(text, encoding="utf-8")
    told = "segments/plan.md:3: 'Target audience' is seen and not used"
    assert told in run("segments", str(page)).err
    assert told in run("segments", "--suggest", str(page)).err
    assert told not in run("segments").err
