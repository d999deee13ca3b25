"""`evidence link`: whose calls they are, and why."""

import io

import pytest

FIELDS = {"call_id", "status", "account_id", "method", "score", "candidates", "opportunity_id", "reason"}


def test_what_needs_a_person_comes_first_with_its_reason_and_the_rest_in_a_table(run):
    answer = run("link")
    assert answer.code == 0
    assert answer.lines[0] == "unlinked  conference-follow-up-2026-03-19"
    assert "To settle it: evidence review --links." in " ".join(answer.out.split())
    wide = run("link", env={"COLUMNS": "100"}).out  # a row is a line where nothing has to be broken
    table = wide[wide.index("linked call") :]
    assert len(table.splitlines()) == 18
    assert "northquay-discovery-2026-01-12" in table
    assert answer.err.splitlines() == [
        "17 linked, 3 unlinked",
        "To settle the calls without an account: evidence review --links",
    ]
    assert max(map(len, answer.lines)) <= 80


def test_a_record_has_the_fields_of_the_contract(run):
    records = {record["call_id"]: record for record in run("link", "--json").records}
    assert len(records) == 20
    assert all(set(record) == FIELDS for record in records.values())
    linked = records["northquay-discovery-2026-01-12"]
    assert [linked[name] for name in ("status", "account_id", "method", "score", "opportunity_id")] == [
        "linked", "Account_023", "mapping", 1.0, "OPP-1001",
    ]  # fmt: skip
    shared = records["slw-0611-oldbr"]
    assert (shared["status"], shared["account_id"]) == ("unlinked", None)
    assert "oldbridge.example is shared by Account_311, Account_312" in shared["reason"]


def test_every_rung_is_explained_with_what_it_looked_at_and_whom_it_named(run):
    answer = run("link", "--explain", "slw-0506-loomb")
    assert answer.code == 0
    assert answer.lines[1] == "linked to Account_214 (Loombird) by contact"
    rungs = [line.split()[:2] for line in answer.lines if line.startswith("  ") and line[2] in "> "]
    assert [">", "contact"] in rungs
    assert "named: Account_214 Loombird" in answer.out
    assert max(map(len, answer.lines)) <= 80


def test_explained_rungs_are_one_record_each_best_first(run):
    records = run("link", "--explain", "slw-0611-oldbr", "--json").records
    assert [record["name"] for record in records] == [
        "account", "mapping", "opportunity", "contact", "lead", "domain", "deal", "name",
        "people", "client", "title", "folder", "person", "similar", "speech",
    ]  # fmt: skip
    domain = records[5]
    assert domain["looked_at"] == ["oldbridge.example"]
    assert domain["named"] == []
    assert not any(record["decided"] for record in records)


@pytest.mark.parametrize("call", ["slw-0506-lomb", "northquay-discovery"])
def test_a_call_that_is_not_there_is_answered_with_the_nearest(run, call):
    answer = run("link", "--explain", call)
    assert answer.code == 2
    assert "Did you mean" in answer.err


def test_a_name_in_the_title_only_suggests_and_a_mapping_settles_it(put, bare, run, call):
    put("acme-tools-month-end.vtt", call)
    tables = bare / "source/crm/exports/crm_accounts_2026-01-31.csv"
    tables.write_text("account_id,account_name\nAccount_001,Acme Tools\n", encoding="utf-8")
    run("ingest")
    (record,) = run("link", "--json").records
    assert (record["status"], record["account_id"]) == ("suggested", None)
    assert [candidate["account_id"] for candidate in record["candidates"]] == ["Account_001"]
    assert "Account_001  Acme Tools" in run("link").out
    mapping = bare / "source/joins/mappings/calls.csv"
    mapping.write_text("transcript_id,account_id\nacme-tools-month-end,Account_001\n", encoding="utf-8")
    (record,) = run("link", "--json").records
    assert (record["status"], record["method"]) == ("linked", "mapping")


def test_lines_that_name_what_is_not_there_are_remarks_and_no_failure(put, bare, run, call):
    put("acme-month-end.vtt", call)
    files = {
        "crm/exports/crm_accounts_2026-01-31.csv": "account_id,account_name,headcount\nA1,Acme,9\n",
        "crm/exports/crm_deals_2026-01-31.csv": (
            "opportunity_id,account_id,stage,amount\nO1,A1,Demo,1\nO2,A1,Lost!,2\nO3,A1,Lost!,2\n"
        ),
        "joins/mappings/late.csv": "call_id,account_id\nacme-month-end,A1\nnobody-here,A1\n",
        "people.csv": "label,side,account_id\nAda Quill,customer,A1\nZed Rowan,customer,A9\n",
    }
    for name, text in files.items():
        (bare / "source" / name).write_text(text, encoding="utf-8")
    run("ingest")
    answer = run("link")
    assert answer.code == 0
    assert answer.err.splitlines() == [
        "1 linked",
        (
            "source/crm/exports/crm_deals_2026-01-31.csv:3: stage 'Lost!' is neither won nor lost, so 2 deals count "
            "as open. If that is wrong, list it in evidence.yaml: stages: {won: [...], lost: [...]}."
        ),
        (
            "source/crm/exports/crm_deals_2026-01-31.csv: none of 3 deals is closed (stages: Demo, Lost!), so there is "
            "no win rate. Name the stages that are an end in evidence.yaml: stages: {won: [...], lost: [...]}."
        ),
        (
            "source/joins/mappings/late.csv:3: no call called nobody-here. Fix the id, or add the call "
            "with evidence ingest."
        ),
        (
            "source/people.csv:3: 'Zed Rowan' belongs to account A9, which is not in the CRM. "
            "Fix account_id, or export all accounts."
        ),
    ]


def test_calls_that_are_open_for_one_reason_share_its_sentence(put, bare, run, call):
    for name in ("larch", "alder"):
        put(f"{name}.vtt", call.replace("Nine", name))
    run("ingest")
    assert "There are no accounts yet: put an export of them into" in " ".join(run("link").out.split())
    tables = bare / "source/crm/exports/crm_accounts_2026-01-31.csv"
    tables.write_text("account_id,account_name,headcount\nA1,Acme,9\n", encoding="utf-8")
    run("ingest")
    answer = run("link")
    assert answer.lines[:2] == ["unlinked  alder", "unlinked  larch"]
    assert " ".join(answer.out.split()).count("To settle it: evidence review --links.") == 1
    assert len(run("link", "--json").records) == 2


def test_names_of_a_list_are_linked_suggested_or_left_open(run, tmp_path):
    listed = tmp_path / "targets.csv"
    listed.write_text(
        'Region;Company Name\nEU;"Northquay Lending, Inc."\nEU;Northquay\nUS;North Quay\n'
        "US;Oldbridge\nUS;Harrow & Finch\nUS;n/a\n",
        encoding="utf-8",
    )
    answer = run("link", "--match-names", listed, "--json")
    assert answer.code == 0
    assert [(r["name"], r["status"], r["account_id"]) for r in answer.records] == [
        ("Northquay Lending, Inc.", "linked", "Account_023"),
        ("Northquay", "linked", "Account_023"),
        ("North Quay", "suggested", None),
        ("Oldbridge", "ambiguous", None),
        ("Harrow & Finch", "unlinked", None),
    ]
    assert all(set(r) == {"name", "status", "account_id", "score", "candidates"} for r in answer.records)
    assert [c["account_id"] for c in answer.records[3]["candidates"]] == ["Account_311", "Account_312"]
    table = run("link", "--match-names", listed)
    assert table.lines[0].split() == ["name", "account", "account", "name", "score"]
    assert max(map(len, table.lines)) <= 80
    assert table.err == "2 linked, 1 unlinked, 1 suggested, 1 ambiguous\n"


def test_a_list_without_names_is_trouble_and_one_of_strangers_finds_nothing(run, tmp_path):
    listed = tmp_path / "names.txt"
    listed.write_text("Harrow & Finch\nGorse, Ltd.\n", encoding="utf-8")
    answer = run("link", "--match-names", listed)
    assert (answer.code, answer.err) == (1, "2 unlinked\n")
    listed.write_text("region,size\nEU,4\n", encoding="utf-8")
    answer = run("link", "--match-names", listed)
    assert answer.code == 2
    assert "names.txt:1: no column looks like company names (columns found: region, size)" in answer.err
    listed.write_text("\n", encoding="utf-8")
    assert run("link", "--match-names", listed).code == 2
    assert run("link", "--match-names", tmp_path / "none.csv").code == 2


def test_without_calls_it_says_where_they_go(bare, run):
    assert bare
    answer = run("link")
    assert (answer.code, answer.out) == (0, "")
    assert "source/transcripts/raw" in answer.err


class Terminal(io.StringIO):
    """A terminal at which somebody types."""

    def isatty(self):
        return True


CALL = "Quill: Who are you?\nBo: Nobody. It takes {} weeks.\nQuill: I see.\nBo: Yes.\n"
LONG = "the-people-of-larch-mills-and-their-many-consultants-who-asked-for-a-second-call"


@pytest.fixture
def suggested(put, bare, run):
    """Three calls with a suggestion, and what `accepted.csv` says of them."""
    for weeks, name in enumerate(("alder-intro", "call-with-alder", LONG), 2):
        put(f"{name}.txt", CALL.format(weeks))
    tables = bare / "source/crm/exports/crm_accounts_2026-01-31.csv"
    tables.write_text("account_id,account_name\nA1,Larch Mills\nA2,Alder\n", encoding="utf-8")
    run("ingest")
    path = bare / "source/joins/mappings/accepted.csv"
    return lambda: [line.split(",")[:3] for line in path.read_text().splitlines()[1:]] if path.exists() else []


@pytest.fixture
def typing(run, monkeypatch):
    def type_at(text, *arguments):
        monkeypatch.setattr("sys.stdin", Terminal(text))
        return run(*arguments)

    return type_at


def test_suggestions_are_listed_and_linked_once_their_number_is_typed(suggested, typing):
    answer = typing("3\n", "link", "--accept-suggested", "0.9")
    assert answer.code == 0
    assert answer.lines[0].split() == ["call", "account", "score", "why"]
    assert "alder-intro" in answer.lines[1]
    assert answer.lines[1].split()[1:] == ["A2", "Alder", "0.90", "named", "in", "the"]
    assert max(map(len, answer.lines)) <= 80
    assert answer.err.splitlines() == [
        ("Type 3 to link these 3 calls: 3 calls linked in source/joins/mappings/accepted.csv, as bulk 0.9."),
        "To take them back: evidence link --accept-suggested 0.9 --undo",
        "To use the answers: evidence ingest",
    ]
    assert suggested() == [
        ["alder-intro", "A2", "bulk 0.9 alder-intro A2"],
        ["call-with-alder", "A2", "bulk 0.9 call-with-alder A2"],
        [LONG, "A1", f"bulk 0.9 {LONG} A1"],
    ]
    taken = typing("3\n", "link", "--accept-suggested", "0.9", "--undo")
    assert taken.code == 0
    assert "Type 3 to take back the links of these 3 calls: 3 links taken back." in taken.err
    assert max(map(len, taken.lines)) <= 80
    assert suggested() == []
    assert typing("3\n", "link", "--accept-suggested", "0.9", "--undo").code == 1


def test_a_line_that_is_corrected_while_the_number_is_typed_stays_and_is_said(
    suggested, typing, run, bare, monkeypatch
):
    typing("3\n", "link", "--accept-suggested", "0.9")
    path = bare / "source/joins/mappings/accepted.csv"

    class Slow(Terminal):
        def readline(self, *size):
            path.write_text(path.read_text().replace("alder-intro,A2", "alder-intro,A1"))
            return super().readline(*size)

    monkeypatch.setattr("sys.stdin", Slow("3\n"))
    taken = run("link", "--accept-suggested", "0.9", "--undo")
    assert "2 links taken back." in taken.err
    assert "alder-intro stays: its line changed meanwhile." in taken.err
    assert suggested() == [["alder-intro", "A1", "bulk 0.9 alder-intro A2"]]


@pytest.mark.parametrize("typed", ["", "\n", "y\n", "2\n", "03\n", "3 calls\n", "yes\n3\n"])
@pytest.mark.parametrize("undo", [(), ("--undo",)])
def test_anything_else_that_is_typed_changes_nothing(suggested, typing, typed, undo):
    if undo:
        typing("3\n", "link", "--accept-suggested", "0.9")
    before = suggested()
    answer = typing(typed, "link", "--accept-suggested", "0.9", *undo)
    assert answer.code == 1
    assert "Nothing was changed: the number typed is another one." in answer.err
    assert suggested() == before


@pytest.mark.parametrize("undo", [(), ("--undo",)])
def test_without_a_terminal_only_a_dry_run_shows_the_list(suggested, typing, run, monkeypatch, undo):
    if undo:
        typing("3\n", "link", "--accept-suggested", "0.9")
    before = suggested()
    monkeypatch.setattr("sys.stdin", io.StringIO("3\n"))
    answer = run("link", "--accept-suggested", "0.9", *undo)
    assert (answer.code, answer.out) == (2, "")
    assert "no terminal); nothing was changed. See the list with --dry-run, and run" in answer.err
    answer = run("link", "--accept-suggested", "0.9", "--dry-run", *undo)
    assert answer.code == 0
    assert len(answer.lines) >= 4
    assert "nothing was changed." in answer.err
    assert suggested() == before


def test_records_say_what_is_and_what_would_be_linked(suggested, typing, run):
    shown = run("link", "--accept-suggested", "0.9", "--dry-run", "--json").records
    assert [(one["call_id"], one["score"], one["changed"]) for one in shown] == [
        ("alder-intro", 0.9, False), ("call-with-alder", 0.9, False), (LONG, 0.9, False),
    ]  # fmt: skip
    done = typing("3\n", "link", "--accept-suggested", "0.9", "--json")
    assert [one["changed"] for one in done.records] == [True] * 3
    assert f"{LONG}  A1  Larch Mills" in done.err
    assert len(suggested()) == 3


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--accept-suggested", "90"], "'90' is not a score. Write a number between 0 and 1, such as 0.9."),
        (["--dry-run"], "goes with --accept-suggested SCORE"),
        (["--undo"], "goes with --accept-suggested SCORE"),
    ],
)
def test_options_that_do_not_go_together_are_told(run, options, complaint):
    answer = run("link", *options)
    assert answer.code == 2
    assert complaint in " ".join(answer.err.split())


def test_where_nothing_is_that_sure_it_is_said(suggested, run):
    answer = run("link", "--accept-suggested", "0.95")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "No call has a single best suggestion of 0.95 or better.\n"
    assert suggested() == []
