"""`evidence export`: quotes, calls and accounts for other tools."""

import csv
import io
import json
from hashlib import sha256

import pytest

from evidence.commands.export import COLUMNS


def rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_accounts_come_with_facts_deals_and_pains_in_a_fixed_order(run):
    answer = run("export", "accounts", "--to", "csv", "--segment", "smb-saas")
    assert answer.code == 0
    assert answer.out == run("export", "accounts", "--to", "csv", "--segment", "SMB SaaS").out
    found = rows(answer.out)
    assert tuple(found[0]) == COLUMNS["accounts"]
    assert [row["account_id"] for row in found] == [
        "Account_201", "Account_214", "Account_226", "Account_237", "Account_248",
    ]  # fmt: skip
    assert (found[0]["headcount"], found[0]["arr"], found[0]["outcome"]) == ("45", "14400", "won")
    assert found[2]["loss_reason"] == "Price"
    assert "manual-deploys" in found[0]["pains"].split("; ")


def test_a_tracker_leaves_the_accounts_that_have_the_pain(run):
    found = rows(run("export", "accounts", "--to", "csv", "--tracker", "visibility").out)
    assert found
    assert all(row["pains"] == "visibility" for row in found)


def test_addresses_are_hashes_unless_they_are_asked_for(run):
    plain = run("export", "accounts", "--to", "csv").out
    assert "@" not in plain
    asked = rows(run("export", "accounts", "--to", "csv", "--with-emails").out)
    pinfold = next(row for row in asked if row["account_id"] == "Account_201")
    addresses = pinfold["contact_emails"].split("; ")
    assert all(sha256(a.strip().lower().encode()).hexdigest() in pinfold["contact_email_hashes"] for a in addresses)


def test_a_campaign_gets_its_customers_with_the_best_accepted_quote(ingested, run):
    quotes = run("quotes", "smb-saas", "--json", "--limit", "0").records
    chosen = next(q for q in quotes if q["account_id"] == "Account_237")
    assert run("review", "smb-saas", "--accept", chosen["quote_id"]).code == 0
    answer = run("export", "accounts", "--to", "csv", "--segment", "smb-saas", "--campaign", "spring-26")
    assert answer.code == 0
    assert answer.out == "campaigns/spring-26/pulled_customers.csv: 5 accounts\n"
    path = ingested / "campaigns/spring-26/pulled_customers.csv"
    data = path.read_bytes()
    told = {row["account_id"]: row for row in rows(data.decode())}
    kelpnote = told["Account_237"]
    assert kelpnote["quote"] == chosen["quote"]
    assert kelpnote["citation"].startswith(f"{chosen['call_id']}#u{chosen['utterance']}")
    assert kelpnote["link"].endswith(f"{chosen['call_id']}.md#u{chosen['utterance']}")
    assert told["Account_201"]["quote"] == ""
    run("export", "accounts", "--to", "csv", "--segment", "smb-saas", "--campaign", "spring-26")
    assert path.read_bytes() == data


@pytest.mark.parametrize("name", ["../out", "/srv/x", "a/b", "..", ".", "", "-x", "a\\b", "x\n", "con:"])
def test_the_name_of_a_campaign_never_becomes_a_path(example, run, name):
    before = sorted(path for path in example.rglob("*") if path.name == "pulled_customers.csv")
    answer = run("export", "accounts", "--to", "csv", f"--campaign={name}", "--segment", "smb-saas")
    assert (answer.code, answer.out) == (2, "")
    assert sorted(path for path in example.rglob("*") if path.name == "pulled_customers.csv") == before


def test_a_campaign_folder_that_is_a_link_elsewhere_is_refused(ingested, run, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (ingested / "campaigns").mkdir()
    (ingested / "campaigns/spring").symlink_to(elsewhere)
    answer = run("export", "accounts", "--to", "csv", "--campaign", "spring")
    assert answer.code == 2
    assert "leads out of campaigns/" in answer.err
    assert not list(elsewhere.iterdir())


def test_calls_pass_the_filters_and_carry_their_account(run):
    answer = run("export", "calls", "--to", "jsonl", "--since", "2026-06", "--outcome", "open")
    found = [json.loads(line) for line in answer.lines]
    assert found
    assert all(tuple(record) == COLUMNS["calls"] for record in found)
    assert all(record["date"] >= "2026-06" and record["outcome"] == "open" for record in found)
    everything = [json.loads(line) for line in run("export", "calls", "--to", "jsonl").lines]
    assert len(everything) == 20
    assert [r["date"] for r in everything] == sorted(r["date"] for r in everything)


def test_quotes_are_those_of_the_list_and_go_into_a_file(ingested, run):
    listed = [
        q["quote_id"] for q in run("quotes", "smb-saas", "--tracker", "pricing", "--json", "--limit", "0").records
    ]
    answer = run("export", "quotes", "--to", "csv", "--segment", "smb-saas", "--tracker", "pricing", "-o", "q.csv")
    assert answer.out == f"q.csv: {len(listed)} quotes\n"
    found = rows((ingested / "q.csv").read_text(encoding="utf-8"))
    assert [row["quote_id"] for row in found] == listed
    (said,) = run("export", "quotes", "--to", "parquet", "-o", "q.parquet", "--json").records
    assert (said["path"], said["export"]) == ("q.parquet", "quotes")


@pytest.fixture
def kept(ingested):
    """The workspace, and what its files hold, those of git too."""
    (ingested / ".git").mkdir()
    (ingested / ".git/config").write_text("[core]\n")
    (ingested / "notes.txt").write_text("mine\n")
    (ingested / "source/other.csv").write_text("mine\n")

    def files():
        ours = (path for path in ingested.rglob("*") if path.is_file() and ".evidence" not in path.parts)
        return {path.relative_to(ingested).as_posix(): path.read_bytes() for path in ours}

    return ingested, files


@pytest.mark.parametrize(
    "target",
    [
        "segments/segments.yaml", "segments/../segments/segments.yaml", "segments/market-segmentation.md",
        "evidence.yaml",
        "source/people.csv", "source/other.csv", "source/trackers.yaml", "source/cues.yaml", "segments/decisions.jsonl",
        "source/crm/exports/crm_accounts_2026-06-30.csv", "source/transcripts/raw/new.csv", "notes.txt",
        ".evidence/catalog.sqlite", ".evidence/new.csv", ".git/config", ".git/new.csv", ".GIT/new.csv", "segments", ".",
        "source/crm/exports/crm_accounts_2027-01-01.csv", "source/new/calls.csv", "segments/new.csv", "mine.csv",
        "by-link.csv", "by-folder/segments.yaml", "round.csv", "sub/.git/hooks/x.csv", "../.git/hooks/x.csv",
    ],
)  # fmt: skip
def test_an_export_never_goes_over_a_file_of_the_workspace(kept, run, target):
    root, files = kept
    (root / "mine.csv").write_text("x,y\n1,2\n")
    (root / "by-link.csv").symlink_to("segments/segments.yaml")
    (root / "by-folder").symlink_to("segments")
    (root / "round.csv").symlink_to("round.csv")
    before = files()
    answer = run("export", "calls", "--to", "csv", "-o", target)
    assert (answer.code, answer.out, files()) == (2, "", before)
    assert answer.err.startswith("evidence: ")
    assert "Traceback" not in answer.err
    assert not (root / ".evidence/new.csv").exists()
    assert not (root.parent / ".git").exists()


@pytest.mark.usefixtures("kept")
def test_the_message_says_where_an_export_may_go(run):
    assert run("export", "calls", "--to", "csv", "--out", "segments/segments.yaml").err == (
        "evidence: segments/segments.yaml: is not an earlier export; it was not overwritten. "
        "Choose another name, such as exports/segments.csv.\n"
    )


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("target", ["exports/calls.csv", "calls.CSV", "elsewhere.dat"])
def test_an_export_goes_over_an_earlier_one_and_over_no_other_file(run, tmp_path, target):
    target = tmp_path / target if target == "elsewhere.dat" else target
    assert run("export", "calls", "--to", "csv", "-o", target).code == 0
    for what in ("calls", "quotes", "accounts", "calls"):
        for to in ("csv", "jsonl", "parquet", "csv"):
            assert run("export", what, "--to", to, "-o", target).code == 0
    mine = tmp_path / "mine.csv"
    mine.write_text("my only copy\n")
    assert run("export", "calls", "--to", "csv", "-o", mine).code == 2
    assert mine.read_text() == "my only copy\n"


def test_options_that_do_not_go_together_are_refused(run):
    assert run("export", "quotes", "--to", "csv", "--campaign", "x").code == 2
    assert run("export", "calls", "--to", "csv", "--with-emails").code == 2
    assert run("export", "calls", "--to", "parquet").code == 2
    answer = run("export", "calls", "--to", "csv", "--json")
    assert (answer.code, answer.out) == (2, "")
    assert len(run("export", "calls", "--to", "jsonl", "--json", "--limit", 2).records) == 2
    assert run("export", "accounts", "--to", "csv", "--segment", "nowhere").code == 2


def test_nothing_that_passes_is_a_header_and_code_1(run):
    answer = run("export", "calls", "--to", "csv", "--since", "2031")
    assert (answer.code, answer.lines) == (1, [",".join(f'"{name}"' for name in COLUMNS["calls"])])
