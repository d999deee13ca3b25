"""`evidence verify`: no quote stands that nobody said."""

import io
import json
import re
import subprocess

import pytest

PAGE = "segments/market-segmentation.md"
FIELDS = {
    "path", "line", "quote", "standing", "verdict", "ok", "edited", "call_id", "utterance", "speaker", "account_id",
    "detail",
}  # fmt: skip


def test_every_quote_that_was_attached_is_verified(attached_example, run):
    answer = run("verify")
    assert (answer.code, answer.out) == (0, "")
    assert re.search(r"(\d+) quotations: \1 verified$", answer.err.strip())
    records = run("verify", "--json").records
    assert all(set(record) == FIELDS for record in records)
    assert all(record["ok"] for record in records)
    lines = {}
    for record in records:
        lines.setdefault(record["path"], (attached_example / record["path"]).read_text(encoding="utf-8").splitlines())
        first = record["quote"].split()[0].strip("\\\"'.,?!")
        assert first in lines[record["path"]][record["line"] - 1].replace("\\", "")


def test_one_changed_word_makes_exactly_that_line_fail(attached, run):
    page = attached / PAGE
    lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
    number = next(n for n, line in enumerate(lines) if line.startswith("> ") and "babysitting deployments" in line)
    lines[number] = lines[number].replace("babysitting deployments", "enjoying deployments")
    page.write_text("".join(lines), encoding="utf-8")
    answer = run("verify", "--json")
    assert answer.code == 1
    (failed,) = [record for record in answer.records if not record["ok"]]
    assert (failed["path"], failed["verdict"]) == (PAGE, "altered")
    assert failed["line"] - 1 <= number
    assert "enjoying" in failed["quote"]
    assert "babysitting" in failed["detail"]
    shown = run("verify")
    assert shown.code == 1
    assert shown.lines[0] == f"{PAGE}:{failed['line']}: altered"


@pytest.mark.parametrize(
    ("quote", "who", "verdict"),
    [
        ("We have never thought about compliance for a single minute here.", "Account_023", "absent"),
        ("Audit prep takes us three weeks, twice a year, and it's two people.", "Account_201", "misattributed"),
        ("audit prep takes us three weeks \u2013 twice a year \u2013 and it's two people", "Account_041", None),
    ],
)
def test_what_people_quote_by_hand_is_checked_too(ingested, run, quote, who, verdict):
    page = ingested / "campaigns/spring.md"
    page.parent.mkdir()
    page.write_text(f"# Spring\n\n> {quote}\n>\n> \u2014 Somebody at {who}\n", encoding="utf-8")
    answer = run("verify", "campaigns", "--json")
    (record,) = answer.records
    assert (record["path"], record["line"]) == ("campaigns/spring.md", 3)
    assert answer.code == (1 if verdict else 0)
    assert record["ok"] == (verdict is None)
    assert verdict in {None, record["verdict"]}


def test_a_call_that_is_gone_fails_unless_that_is_allowed(attached, run):
    (attached / "source/transcripts/normalized/northquay-discovery-2026-01-12.md").unlink()
    answer = run("verify", "segments", "--json")
    assert answer.code == 1
    missing = {record["verdict"] for record in answer.records if not record["ok"]}
    assert "no-source" in missing
    allowed = run("verify", "segments", "--json", "--allow-missing")
    assert all(record["ok"] for record in allowed.records if record["verdict"] == "no-source")


def test_settings_may_allow_calls_that_are_gone(tmp_path, run):
    (tmp_path / "evidence.yaml").write_text("verify: {allow_missing: yes}\n", encoding="utf-8")
    (tmp_path / "page.md").write_text('"We deploy by hand" (gone-1#u17).\n', encoding="utf-8")
    (record,) = run("verify", "page.md", "--json", cwd=tmp_path).records
    assert (record["verdict"], record["ok"]) == ("no-source", True)


def test_a_name_of_several_accounts_is_not_ours(tmp_path, run, call):
    for name, text in {
        "evidence.yaml": "own_names: [Ben Rowan]\n",
        "source/crm/exports/crm_accounts_2026-01-31.csv": "account_id,account_name\nA1,Example Mill\nA2,Example Mill\n",
        "source/transcripts/raw/mill.vtt": call,
        "page.md": '> "How long does that take you?"\n>\n> — Miller at Example Mill, [there](mill.md#u2)\n',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert run("ingest", cwd=tmp_path).code == 0
    (record,) = run("verify", "page.md", "--json", cwd=tmp_path).records
    assert (record["verdict"], record["ok"]) == ("misattributed", False)


def test_a_cited_call_that_is_broken_is_not_missing(attached, run, change):
    call = attached / "source/transcripts/normalized/northquay-discovery-2026-01-12.md"
    change(call, '<a id="u2"></a>', "<a id=u2>")
    answer = run("verify", "segments", "--json", "--allow-missing")
    assert answer.code == 2
    assert "northquay-discovery-2026-01-12.md:" in answer.err
    broken = [record for record in answer.records if record["verdict"] == "no-source"]
    assert {(record["ok"], record["detail"]) for record in broken} == {(False, "the cited call cannot be read")}


def test_quotes_of_a_call_that_was_edited_pass_and_say_so(attached, run, change):
    call = attached / "source/transcripts/normalized/northquay-discovery-2026-01-12.md"
    change(call, "it's a metaphor for something", "it's a metaphor for nothing")
    answer = run("verify")
    assert answer.code == 0
    (line,) = answer.lines  # one a call, however many of its quotes pass
    assert line.endswith("northquay-discovery-2026-01-12 (the call was edited by hand)")
    assert any(record["edited"] for record in run("verify", "--json").records)


def test_a_path_that_does_not_exist_is_an_error(attached_example, run):
    answer = run("verify", "segments/nowhere.md")
    assert attached_example
    assert answer.code == 2
    assert "nowhere.md does not exist" in answer.err


def test_a_document_with_broken_markers_is_reported_and_the_others_are_checked(attached, run, change):
    change(attached / "segments/smb-saas.md", "<!-- evidence:end -->", "")
    answer = run("verify")
    assert answer.code == 2
    assert re.search(r"segments/smb-saas\.md:\d+: an evidence block begins but never ends", answer.err)
    assert re.search(r"[1-9]\d* quotations: [1-9]\d* verified", answer.err)


CALLS = "../source/transcripts/normalized"
SAID = "Audit prep takes us three weeks, twice a year, and it's two people."
DEMO = "brightmoor-demo-2026-02-03"


@pytest.fixture
def page(ingested):
    """Write a page of one quotation by hand."""

    def write(credit, words=SAID):
        path = ingested / "campaigns/spring.md"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(f'\ufeff# Spring\r\n\r\n> "{words}"\r\n>\r\n> — {credit}\r\n\r\n    #u1'.encode())
        return path

    return write


def test_moved_words_get_their_new_address_and_nothing_else_changes(page, run):
    path = page(f"Customer at Account_041, [there]({CALLS}/{DEMO}.md#u1)")
    before = path.read_bytes()
    assert run("verify", "campaigns", "--json").records[0]["verdict"] == "moved"
    answer = run("verify", "campaigns", "--fix")
    assert answer.code == 0
    assert "1 address rewritten" in answer.err
    place = run("verify", "campaigns", "--json").records[0]
    assert place["verdict"] == "exact"
    assert path.read_bytes() == before.replace(b".md#u1)", f".md#u{place['utterance']})".encode())


@pytest.mark.parametrize(
    ("credit", "verdict", "detail"),
    [
        ("Technology Risk Lead at Account_041 (Fintech, 650 employees, $48K ARR, won)", "exact", ""),
        ("Risk Lead at Account_041 (Fintech, 64 employees)", "exact", "says 64 employees, the CRM says 650"),
        (
            "Account Executive at Account_041",
            "misattributed",
            "says Account Executive, the CRM says Technology Risk Lead",
        ),
        ("Risk Lead at Account_041 (lost)", "misattributed", "says lost, the CRM says won"),
        ("Femi Adelaar, Account_041", "misattributed", "said by Ruth Kallinen, not by Femi Adelaar"),
        ("Wren Hollis, Account_041", "misattributed", "said by Ruth Kallinen, not by Wren Hollis"),
    ],
)
def test_facts_of_the_attribution_are_held_against_the_crm(page, run, credit, verdict, detail):
    page(credit)
    answer = run("verify", "campaigns", "--json")
    (record,) = answer.records
    assert (record["verdict"], record["ok"], answer.code) == (verdict, not detail, 1 if detail else 0)
    hidden = detail.replace("Ruth Kallinen", "[name]")
    assert hidden in record["detail"]
    assert ("1 attribution contradicted by the CRM" in answer.err) == bool(detail)


def test_raw_files_are_read_again(page, run, change, ingested):
    page(f"Customer at Account_041, [there]({CALLS}/{DEMO}.md#u1)", SAID.replace("three", "nine"))
    assert run("verify", "campaigns", "--raw").code == 1
    change(ingested / f"source/transcripts/normalized/{DEMO}.md", "takes us three weeks", "takes us nine weeks")
    assert run("verify", "campaigns").code == 0
    answer = run("verify", "campaigns", "--raw", "--json")
    (record,) = answer.records
    assert (answer.code, record["verdict"], record["edited"]) == (1, "altered", True)
    assert "different in the raw file teams/" in record["detail"]
    (ingested / f"source/transcripts/raw/teams/{DEMO}.vtt").unlink()
    (record,) = run("verify", "campaigns", "--raw", "--json").records
    assert (record["verdict"], record["ok"]) == ("no-source", False)
    assert run("verify", "campaigns", "--raw", "--allow-missing").code == 0


def test_annotations_escape_what_github_would_read_otherwise(page, run, ingested):
    page("Customer", "100 % of nobody said, well: this\u2028::error::x")
    answer = run("verify", "campaigns", "--format", "github")
    assert answer.code == 1
    assert answer.lines[0].startswith('::error file=campaigns/spring.md,line=3,title=absent::quoted "100 %25 of nobody')
    assert "%0A" in answer.lines[0]
    assert len(answer.lines) == 1
    (ingested.parent / ".git").mkdir()
    above = run("verify", "campaigns", "--format", "github")
    assert above.lines[0].startswith(f"::error file={ingested.name}/campaigns/spring.md,line=3,")


def test_leaks_fail_and_are_not_printed_whole(page, run):
    page("Ruth Kallinen, Account_041")
    answer = run("verify", "campaigns", "--leaks")
    assert answer.code == 1
    assert answer.lines[-1] == "campaigns/spring.md:5: leak: shows a person's name: R… (13 characters)"
    assert run("verify", "segments", "--leaks").code == 0


def test_a_block_that_was_edited_is_named(attached, run, change):
    change(attached / PAGE, "babysitting deployments. Ten hours.", "babysitting deployments.")
    assert re.search(rf"{PAGE}:\d+: the block of mid-market-fintech was edited by hand", run("verify").err)


def test_with_pseudonyms_nothing_that_is_attached_names_a_customer(ingested, run, change):
    change(ingested / "evidence.yaml", "redaction: people", "redaction: pseudonyms")
    change(ingested / "source/crm/exports/crm_accounts_2026-06-30.csv", "Account_041,Bright", "0015g-041,Bright")
    assert run("attach").code in {0, 2}
    table = (ingested / "source/pseudonyms.csv").read_text(encoding="utf-8")
    assert "0015g-041,Account_901\n" in table
    answer = run("verify", "--leaks", "--json")
    leaking = [record for record in answer.records if record.get("leak") == "company"]
    assert not [record for record in leaking if record["path"].startswith("segments/smb")]
    assert not re.search("(?i)northquay|pinfold|hatchrow", (ingested / PAGE).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("when", "details"),
    [
        ("2026-02-03, 00:03:00", ()),
        ("2026-02-04, 00:03:00", ("says 2026-02-04, but the call was on 2026-02-03",)),
        ("2026-02-03, 00:03:01", ("says 00:03:01, but the words are at ~00:03:23",)),
        ("2026-02-03, ~00:03:23", ()),
        ("2026-02-03, 00:03:24", ()),
        ("2026-02-03, ~00:03:40", ("says ~00:03:40, but the words are at ~00:03:23",)),
        ("2026-03-03, 00:13:00", ("says 2026-03-03", "says 00:13:00")),
    ],
)
def test_a_forged_date_or_time_fails(page, run, when, details):
    page(f"Technology Risk Lead at Account_041, [{when}]({CALLS}/{DEMO}.md#u23)")
    answer = run("verify", "campaigns", "--json")
    (record,) = answer.records
    assert (record["verdict"], record["ok"], answer.code) == ("exact", not details, 1 if details else 0)
    assert all(detail in record["detail"] for detail in details)


def test_a_date_without_an_address_is_that_of_a_call_with_the_words(page, run):
    page("Technology Risk Lead at Account_041, 2026-02-03, 00:03:00")
    assert run("verify", "campaigns").code == 0
    page("Technology Risk Lead at Account_041, 2026-02-05, 00:03:00")
    assert run("verify", "campaigns").code == 1


def test_an_industry_of_others_fails(page, run):
    page("Technology Risk Lead at Account_041 (Fintech)")
    assert run("verify", "campaigns").code == 0
    page("Technology Risk Lead at Account_041 (SaaS)")
    assert "the CRM says Financial Services" in run("verify", "campaigns").out


def test_the_time_of_moved_words_is_rewritten_with_their_address(page, run):
    path = page(f"Technology Risk Lead at Account_041, [2026-02-03, 00:00:11]({CALLS}/{DEMO}.md#u2)")
    before = path.read_bytes()
    assert run("verify", "campaigns", "--fix").code == 0
    assert path.read_bytes() == before.replace(b"00:00:11", b"~00:03:23").replace(b"#u2)", b"#u23)")
    assert run("verify", "campaigns", "--json").records[0]["verdict"] == "exact"


def test_invented_words_with_any_attribution_fail(ingested, run):
    page = ingested / "campaigns/spring.md"
    page.parent.mkdir()
    page.write_text(
        '"Our pipeline sings to us every night" — Dana Whitlow, Northquay Lending\n\n'
        "<blockquote>Our pipeline sings to us.<footer>Dana Whitlow</footer></blockquote>\n\n"
        'Dana Whitlow said "our pipeline sings to us".\n',
        encoding="utf-8",
    )
    answer = run("verify", "campaigns", "--json")
    assert [(one["line"], one["verdict"]) for one in answer.records] == [(1, "absent"), (3, "absent"), (5, "absent")]
    assert answer.code == 1


def test_what_nobody_can_judge_passes_and_strict_fails_it(ingested, run):
    page = ingested / "campaigns/spring.md"
    page.parent.mkdir()
    page.write_text(
        '> "Deploys are a solved problem for all of us."\n>\n> — Lou Vance, in a review on G2\n\n'
        'Somebody wrote "our pipeline sings to us every single night" on the wall.\n',
        encoding="utf-8",
    )
    answer = run("verify", "campaigns")
    assert answer.code == 0
    assert answer.err.strip() == ("2 quotations: 0 verified, 1 unsupported, 1 not judged (line 1: another source: G2)")
    assert 'campaigns/spring.md:5: unsupported: "our pipeline sings' in answer.out
    strict = run("verify", "campaigns", "--strict", "--json")
    assert (strict.code, [one["ok"] for one in strict.records]) == (1, [False, False])


def test_what_is_piped_in_is_verified(ingested, run, monkeypatch):
    assert ingested
    monkeypatch.setattr("sys.stdin", io.StringIO('Dana Whitlow: "Our pipeline sings to us."\n'))
    answer = run("verify", "-")
    assert (answer.code, answer.lines[0]) == (1, "<stdin>:1: absent")
    monkeypatch.setattr("sys.stdin", io.StringIO("Nothing is quoted here.\n"))
    assert run("verify", "-").code == 0


@pytest.fixture
def piped(ingested, monkeypatch):
    """Give a text to stdin; a document of the default folders holds what must not be looked at with it."""
    (ingested / "campaigns").mkdir(exist_ok=True)
    (ingested / "campaigns/other.md").write_text('Dana Whitlow: "Our kettle sings to us."\n', encoding="utf-8")
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_what_is_piped_in_is_checked_whole_whatever_changed(ingested, run, piped):
    names = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "all"]):
        subprocess.run(["git", *names, *command], cwd=ingested, check=True, capture_output=True)  # noqa: S607
    piped('Dana Whitlow: "Our pipeline sings to us."\n')
    answer = run("verify", "-", "campaigns", "--changed-since", "HEAD")
    assert (answer.code, answer.lines[0]) == (1, "<stdin>:1: absent")
    assert "other.md" not in answer.out


def test_leaks_of_what_is_piped_in_are_found_and_no_others(ingested, run, piped):
    (ingested / "campaigns/other.md").write_text("Ruth Kallinen is our champion.\n", encoding="utf-8")
    piped("Nothing.\n")
    assert run("verify", "-", "--leaks").code == 0
    piped("One\n\nRuth Kallinen signed.\n")
    answer = run("verify", "-", "--leaks")
    assert (answer.code, answer.lines) == (1, ["<stdin>:3: leak: shows a person's name: R… (13 characters)"])
    piped("One\n\nRuth Kallinen signed.\n")
    (only,) = json.loads(run("verify", "-", "--leaks", "--format", "sarif").out)["runs"][0]["results"]
    assert (only["ruleId"], only["locations"]) == ("leak", [])


def test_nothing_that_is_piped_in_is_rewritten_and_that_is_said(run, piped):
    piped("Nothing.\n")
    answer = run("verify", "-", "--fix")
    assert answer.code == 0
    assert "<stdin> was only checked: --fix writes files" in answer.err


def test_annotations_of_what_is_piped_in_name_no_file(run, piped):
    piped('Dana Whitlow: "Our pipeline \x1b[31msings to us."\n')
    answer = run("verify", "-", "--format", "github")
    assert answer.code == 1
    assert answer.lines[0].startswith("::error title=absent::quoted")
    assert "\x1b" not in answer.out


def test_json_and_sarif_exclude_each_other(run, ingested):
    assert ingested
    answer = run("verify", "--json", "--format", "sarif")
    assert (answer.code, answer.out) == (2, "")
    assert "cannot be combined" in answer.err


def test_verdicts_as_sarif(ingested, run):
    page = ingested / "campaigns/spring.md"
    page.parent.mkdir()
    page.write_text('Dana Whitlow: "Our pipeline sings to us."\n', encoding="utf-8")
    answer = run("verify", "campaigns", "--format", "sarif")
    (only,) = json.loads(answer.out)["runs"][0]["results"]
    assert (answer.code, only["ruleId"], only["level"]) == (1, "absent", "error")
    place = only["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("campaigns/spring.md")
    assert place["region"] == {"startLine": 1, "endLine": 1}


def test_what_people_settled_is_left_alone_and_counted(ingested, run):
    page = ingested / "campaigns/spring.md"
    page.parent.mkdir()
    page.write_text(
        '<!-- evidence:ignore -->\nDana Whitlow: "Our pipeline sings to us."\n\n'
        'Dana Whitlow: "Our pipeline hums to us."\n',
        encoding="utf-8",
    )
    answer = run("verify", "campaigns")
    assert (answer.code, answer.lines[0]) == (1, "campaigns/spring.md:4: absent")
    assert "1 quotation left alone" in answer.err
    with (ingested / "evidence.yaml").open("a", encoding="utf-8") as settings:
        settings.write("verify:\n  ignore:\n  - Our pipeline hums to us.\n")
    answer = run("verify", "campaigns")
    assert (answer.code, answer.out) == (0, "")
    assert "2 quotations left alone" in answer.err


def test_quotes_whose_raw_file_is_gone_are_counted(page, run, ingested):
    page(f"Technology Risk Lead at Account_041, [there]({CALLS}/{DEMO}.md#u23)")
    (ingested / f"source/transcripts/raw/teams/{DEMO}.vtt").unlink()
    answer = run("verify", "campaigns", "--raw", "--json")
    assert (answer.code, answer.records[0]["ok"]) == (0, True)
    assert "not compared: the raw file teams/" in answer.records[0]["detail"]
    assert "1 quote could not be compared with the raw file, which is missing" in answer.err


def test_conflict_marks_are_named(attached, run, change):
    change(attached / PAGE, "> ", "<<<<<<< ours\n> ", count=3)
    answer = run("verify")
    assert answer.code == 2
    assert re.search(rf"{PAGE}:\d+: git conflict markers", answer.err)


def test_who_is_meant_is_named_beside_the_id_and_a_part_that_was_said_is_shown(page, run):
    page(f"Risk Lead at Fennwick Insurance, [there]({CALLS}/{DEMO}.md#u23)")
    (record,) = run("verify", "campaigns", "--json").records
    assert record["detail"] == "said by Brightmoor Bank (Account_041), not by Fennwick Insurance (Account_102)"
    page(
        f"Risk Lead at Account_041, [there]({CALLS}/{DEMO}.md#u23)",
        "Audit prep takes us three weeks, and then an elephant walks into the room and plays trumpet for all of us "
        "around while the moon sings.",
    )
    (record,) = run("verify", "campaigns", "--json").records
    assert record["detail"] == 'only part of this was said there: "Audit prep takes us three weeks"'


def test_strict_shows_no_address_and_verifies(ingested, run, change):
    change(ingested / "evidence.yaml", "redaction: people", "redaction: strict")
    assert run("attach").code in {0, 2}
    assert "normalized/" not in (ingested / "segments/smb-saas.md").read_text(encoding="utf-8")
    answer = run("verify", "segments/smb-saas.md", "--json")
    assert answer.code == 0
    assert len(answer.records) > 9
