from __future__ import annotations

import duckdb
import pytest

from evidence.accounts.tables import load_crm
from evidence.workspace import Workspace

ACCOUNTS = "source/crm/exports/crm_accounts_2026-01-31.csv"
DEALS = "source/crm/exports/crm_deals_2026-01-31.csv"
CONTACTS = "source/crm/exports/crm_contacts_2026-01-31.csv"
ENRICHED = "source/enrichment/outputs/accounts_enriched_2026-01-31.csv"
MAPPINGS = "source/joins/mappings/by_hand.csv"


@pytest.fixture
def read(tmp_path):
    def read_files(files, as_of=None, settings=""):
        (tmp_path / "evidence.yaml").write_text(settings)
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load_crm(Workspace(tmp_path), as_of)

    return read_files


def said(crm):
    return [str(problem) for problem in crm.problems]


def test_a_workspace_without_a_crm_is_empty_and_whole(read):
    crm = read({})
    assert (crm.accounts, crm.deals, crm.contacts, crm.problems, crm.snapshots) == ((), (), (), (), ())


def test_the_newest_snapshot_not_after_the_day_is_read(read):
    files = {
        "source/crm/exports/crm_accounts_2026-01-31.csv": "account_id,account_name\nA1,Larch\n",
        "source/crm/exports/crm_accounts_2026-02-28.csv": "account_id,account_name\nA1,Larch Works\n",
    }
    assert read(files).accounts[0].account_name == "Larch Works"
    crm = read(files, as_of="2026-02-27")
    assert crm.accounts[0].account_name == "Larch"
    assert crm.snapshots == (ACCOUNTS,)
    assert crm.as_of == "2026-02-27"
    early = read(files, as_of="2025-12-31")
    assert not early.accounts
    assert "no crm_accounts snapshot from 2025-12-31 or earlier" in said(early)[0]


def test_a_salesforce_report_with_titles_groups_totals_and_footer_is_read(read):
    crm = read({
        ACCOUNTS: "Accounts by industry\nFiltered by: All accounts\n\n"
        '"Account: Account ID","Account: Account Name","Website","Employees","Annual Revenue"\n'
        '"Industry: Software (2 records)","","","",""\n'
        '"001D000000IRFma","Larch, Inc.","https://www.larch.example","1,200","$12,500,000"\n'
        '"001D000000IRFmb","Alder","alder.example","80","$900,000"\n'
        '"Subtotal","","","1,280","$13,400,000"\n'
        '"Grand Totals (2 records)","","","",""\n\n'
        '"Copyright (c) 2000-2026 a vendor"\n"Confidential Information - Do Not Distribute"\n"Larch Report"\n'
    })  # fmt: skip
    assert said(crm) == []
    first = crm.accounts[0]
    assert (first.account_id, first.account_name, first.domain) == ("001D000000IRFma", "Larch, Inc.", "larch.example")
    assert (first.headcount, first.company_revenue, first.arr) == (1200, 12_500_000, None)
    assert len(crm.accounts) == 2


def test_a_hubspot_export_is_read_and_ids_meet_across_tables(read):
    crm = read({
        ACCOUNTS: "Record ID,Company name,Company Domain Name,Number of Employees,Country/Region\n"
        "101,Larch,larch.example,40,NA\n",
        DEALS: "Record ID,Deal Name,Deal Stage,Amount,Close Date,Is Closed Won,Associated Company IDs\n"
        "9,Larch deal,closedwon,12000.00,2026-01-12 09:30,true,101\n"
        "10,Two,qualified,,,,101;102\n11,Three,qualified,,,,\n",
        CONTACTS: "Record ID,First Name,Last Name,Email,Job Title,Associated Company IDs\n"
        "5,Kim,Vale,Kim@Larch.example,CTO,101\n6,Lo,,nobody,,101\n7,Ed,,,,\n",
    })  # fmt: skip
    assert crm.accounts[0].geography == "NA"
    first, deal = crm.deals
    assert (first.account_id, first.outcome) == ("101", "open"), "the primary company stands first"
    assert (deal.account_id, deal.amount, deal.close_date, deal.outcome) == ("101", 12000, "2026-01-12", "won")
    assert (crm.contacts[0].name, crm.contacts[0].email_domain) == ("Kim Vale", "larch.example")
    assert crm.contacts[1].email_sha256 is None
    assert [line.split(": ")[0] for line in said(crm)] == [f"{DEALS}:4", f"{CONTACTS}:3", f"{CONTACTS}:4"]
    assert [str(one).partition(": ")[2] for one in crm.readings] == [
        "read as HubSpot export of accounts (1 row)",
        "read as HubSpot export of deals (3 rows)",
        "1 row lists several records in 'Associated Company IDs'; the first counts, as the primary one",
        "read as HubSpot export of contacts (3 rows)",
    ]


@pytest.mark.parametrize(
    "data",
    [
        "account_id;account_name;industry\nA1;Lärche;Bäckerei\n".encode("latin-1"),
        "\ufeffaccount_id\taccount_name\tindustry\r\nA1\tLärche\tBäckerei\r\n".encode(),
        "\ufeffaccount_id,account_name,industry\nA1,Lärche,Bäckerei\n".encode("utf-16-le"),
        "\ufeffaccount_id,account_name,industry\nA1,Lärche,Bäckerei\n".encode("utf-16-be"),
        # As raw transcripts are read: without a mark, and with the one that UTF-32 shares with UTF-16.
        "account_id,account_name,industry\nA1,Lärche,Bäckerei\n".encode("utf-16-le"),
        "account_id,account_name,industry\nA1,Lärche,Bäckerei\n".encode("utf-16-be"),
        "\ufeffaccount_id,account_name,industry\nA1,Lärche,Bäckerei\n".encode("utf-32-le"),
        "sep=|\naccount_id|account_name|industry\nA1|Lärche|Bäckerei\n".encode(),
    ],
)
def test_encodings_and_separators_are_recognised(read, data):
    crm = read({ACCOUNTS: data})
    assert said(crm) == []
    assert (crm.accounts[0].account_name, crm.accounts[0].industry) == ("Lärche", "Bäckerei")


def test_a_missing_column_is_named_with_the_nearest_right_one_and_the_rest_is_read(read):
    crm = read({ACCOUNTS: "account_id,acount nam\nA1,Larch\n", CONTACTS: "contact_id,account_id\nC1,A1\n"})
    assert said(crm) == [
        (
            f"{ACCOUNTS}:1: no column account_name (columns found: account_id, acount nam). "
            "Did you mean 'acount nam'? Rename it to account_name."
        )
    ]
    assert len(crm.contacts) == 1


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04\0\0", "is not text"),
        (b'account_id,account_name\nA1,"' + b"x" * 200_000, "closing quotation mark missing"),
    ],
)
def test_a_file_that_is_no_table_is_reported(read, data, what):
    crm = read({ACCOUNTS: data})
    assert len(crm.problems) == 1
    assert what in said(crm)[0]


def test_a_cell_that_cannot_be_typed_is_missing_and_told_with_its_line(read):
    crm = read({
        ACCOUNTS: "account_id,account_name,headcount,arr,domain\n"
        'A1,Larch,"200 to 1,000",$50K,larch.example\nA2,"Al\nder","5,000+",None,nothing\nA3,Yew,350,-,\n'
    })  # fmt: skip
    assert [(a.headcount, a.arr, a.domain) for a in crm.accounts] == [
        (None, 50_000, "larch.example"),
        (None, None, None),
        (350, None, None),
    ]
    assert [line.split(" ")[0] for line in said(crm)] == [f"{ACCOUNTS}:{line}:" for line in (2, 3, 3)]
    assert "headcount '200 to 1,000' is a range or an estimate; it was treated as missing" in said(crm)[0]


def test_a_column_full_of_faults_is_counted_not_listed(read):
    rows = "".join(f"A{i},Larch {i},many\n" for i in range(100))
    crm = read({ACCOUNTS: f"account_id,account_name,headcount\n{rows}"})
    assert len(crm.problems) == 21
    assert "80 more cells of headcount" in said(crm)[-1]


def test_ambiguous_dates_are_told_until_the_settings_decide(read):
    files = {DEALS: "opportunity_id,account_id,stage,amount,close_date\nO1,A1,Closed Won,1,03/04/2026\n"}
    crm = read(files)
    assert crm.deals[0].close_date is None
    assert "date_order" in said(crm)[0]
    assert read(files, settings="date_order: DMY\n").deals[0].close_date == "2026-04-03"


def test_rows_with_too_many_cells_or_no_key_are_left_out_and_short_ones_kept(read):
    crm = read(
        {ACCOUNTS: "account_id,account_name,industry\nA1,Larch,Paper,Wood\n,Alder,Paper\nA3,Yew\nA4,Oak,Wood,,\n"}
    )
    assert [account.account_id for account in crm.accounts] == ["A3", "A4"]
    assert [line.split(" ")[0] for line in said(crm)] == [f"{ACCOUNTS}:{line}:" for line in (2, 4, 3)]


def test_three_hundred_rows_with_one_fault_are_no_three_hundred_lines(read):
    keyless = "account_id,account_name\nA1,Larch\n" + "".join(f",Alder {at}\n" for at in range(300))
    assert [line.partition(": ")[2] for line in said(read({ACCOUNTS: keyless}))] == [
        "no account_id in 300 rows; they were skipped. Fill in account_id."
    ]
    wide = "account_id,account_name\n" + "".join(f"A{at},Larch,more\n" for at in range(300))
    assert said(read({ACCOUNTS: wide}))[-1].startswith(f"{ACCOUNTS}:22: 280 more rows have too many or too few cells")
    apart = "account_id,account_name\n" + "".join(f"A{at},Larch\nA{at},Yew\n" for at in range(300))
    assert len(said(read({ACCOUNTS: apart}))) == 21
    homeless = "opportunity_id,account_id,stage,amount\n" + "".join(f"O{at},,Demo,1\n" for at in range(300))
    assert said(read({ACCOUNTS: "account_id,account_name\nA1,Larch\n", DEALS: homeless})) == [
        f"{DEALS}:2: deal O0 and 299 more deals have no account_id; they were skipped. Fill in account_id."
    ]


def test_a_column_given_twice_is_told(read):
    crm = read({ACCOUNTS: "account_id,account_name,arr,ARR\nA1,Larch,1,2\n"})
    assert crm.accounts[0].arr == 1
    assert "'arr' appears twice" in said(crm)[0]


def test_identical_duplicates_collapse_and_disagreeing_cells_become_missing(read):
    crm = read({
        ACCOUNTS: "account_id,account_name,headcount,arr\n"
        "001D000000IRFma,Larch,350,$50K\n001D000000IRFmaIAH,Larch,350,50000\nB,Alder,80,1\nC,Yew,1,\nB,Alder,90,\n"
    })  # fmt: skip
    assert [(a.account_id, a.headcount, a.arr) for a in crm.accounts] == [
        ("001D000000IRFma", 350, 50_000),
        ("B", None, 1),
        ("C", 1, None),
    ]
    assert said(crm) == [
        (
            f"{ACCOUNTS}:6: account_id B is on lines 4 and 6, and they disagree (headcount: 80 or 90). "
            "Values that disagree were treated as missing; delete the wrong row."
        )
    ]


def test_a_deal_of_an_account_in_other_spelling_is_that_accounts_and_strangers_are_counted(read):
    crm = read({
        ACCOUNTS: "account_id,account_name\n001D000000IRFmaIAH,Larch\n",
        DEALS: "opportunity_id,account_id,stage,amount\n1,001D000000IRFma,New,1\n2,001d000000irfma,New,1\n3,ZZ,New,1\n",
    })  # fmt: skip
    assert crm.deals[0].account_id == "001D000000IRFmaIAH"
    assert said(crm) == [
        (
            f"{DEALS}:3: 2 deals name accounts that are not in the CRM: 001d000000irfma. "
            "Ids are case-sensitive: did you mean '001D000000IRFmaIAH'?"
        )
    ]


@pytest.mark.parametrize(
    ("stage", "won", "closed", "outcome", "told"),
    [
        ("Closed Won", "", "", "won", False),
        ("closedlost", "", "", "lost", False),
        ("Negotiation", "", "", "open", False),
        ("", "", "", "open", False),
        ("Done", "TRUE", "", "won", False),
        ("Done", "no", "yes", "lost", False),
        ("Done", "", "no", "open", False),
        ("Done", "", "yes", "open", True),
        ("Done", "yes", "no", "open", True),
        ("Closed Won", "no", "yes", "open", True),
        ("Closed Lost", "yes", "yes", "open", True),
        ("Signed", "", "", "won", False),
    ],
)
def test_cells_decide_the_outcome_then_the_stage_and_contradictions_are_told(read, stage, won, closed, outcome, told):
    row = f"O1,A1,{stage},10,{won},{closed}\n"
    files = {DEALS: f"opportunity_id,account_id,stage,amount,is_won,is_closed\n{row}"}
    crm = read(files, settings="stages: {won: [Closed Won, Signed]}\n")
    assert crm.deals[0].outcome == outcome
    assert bool(crm.problems) == told


def test_enrichment_fills_gaps_by_id_domain_and_name_and_never_by_a_shared_domain(read):
    crm = read({
        ACCOUNTS: "account_id,account_name,domain,industry,arr\nA1,Larch Inc,larch.example,Paper,\nA2,Alder,,,\n"
        "A3,North,twin.example,,\nA4,South,twin.example,,\nA5,Yew,yew.example,,\nA6,Oak,,,\n",
        ENRICHED: "account_id,domain,company_name,industry,headcount,arr\n"
        ",larch.example,Larch,Wood,350,$9M\n,,ALDER LLC,Retail,12,\n,twin.example,Twin,Media,99,\n"
        ",yew.other,Yew,Farming,5,\nA6,,,Timber,7,\n,,,Nobody,1,\n",
    })  # fmt: skip
    facts = {a.account_id: (a.industry, a.headcount, a.arr) for a in crm.accounts}
    assert facts["A1"] == ("Paper", 350, None), "cells of the CRM win, and what a company earns is no arr"
    assert facts["A2"] == ("Retail", 12, None)
    assert facts["A3"] == facts["A4"] == (None, None, None)
    assert facts["A5"] == (None, None, None), "one name, two domains: two companies"
    assert facts["A6"] == ("Timber", 7, None)
    assert "names no company" in said(crm)[0]


def test_mappings_and_aliases_are_read_with_their_lines(read):
    crm = read({
        ACCOUNTS: "account_id,account_name\nA1,Larch\n",
        MAPPINGS: "transcript_id,gong_call_id,salesforce_opportunity_id,salesforce_account_id,mapped_by,mapped_date\n"
        "call-1,77,O1,A1,kim,2026-01-05\n,,O2,,,\ncall-3,,,,,\n",
        "source/joins/aliases.csv": "alias,account_id\n\nLarch Paper Works,A1\nnobody,\n",
    })  # fmt: skip
    assert [(m.key, m.account_id, m.opportunity_id, m.mapped_by, m.line) for m in crm.mappings] == [
        ("call-1", "A1", "O1", "kim", 2),
        ("77", "A1", "O1", "kim", 2),
    ]
    assert crm.aliases == (("Larch Paper Works", "A1"),)
    assert [line.split(" ")[0] for line in said(crm)] == [
        f"{MAPPINGS}:3:",
        f"{MAPPINGS}:4:",
        "source/joins/aliases.csv:4:",
    ]


def test_parquet_is_read_like_csv(read, tmp_path):
    read({})
    path = tmp_path / "source/crm/exports/crm_accounts_2026-01-31.parquet"
    path.parent.mkdir(parents=True)
    with duckdb.connect() as database:
        rows = "('A1', 'Larch', 350, 123.456::DOUBLE), ('A2', 'Alder', NULL, 'NaN'::DOUBLE)"
        sql = f"COPY (SELECT * FROM (VALUES {rows}) t(account_id, account_name, headcount, arr)) TO '{path}'"  # noqa: S608
        database.execute(sql)
    crm = load_crm(Workspace(tmp_path))
    assert said(crm) == []
    assert [(a.account_id, a.headcount, a.arr) for a in crm.accounts] == [("A1", 350, 123.456), ("A2", None, None)]
    path.write_bytes(b"no parquet")
    assert "cannot be read" in said(load_crm(Workspace(tmp_path)))[0]


def test_an_export_without_a_date_in_its_name_is_told(read):
    crm = read({"source/crm/exports/crm_accounts.csv": "account_id,account_name\nA1,Larch\n"})
    assert not crm.accounts
    assert "crm_accounts_2026-01-31.csv" in said(crm)[0]


def test_accounts_without_ids_are_refused_where_another_table_needs_them(read):
    names = {ACCOUNTS: "number,account_name\n7,Larch\n"}
    crm = read(names | {DEALS: "opportunity_id,account_id,stage,amount\nO1,7,Closed Won,1\n"})
    assert not crm.accounts
    assert said(crm)[0].startswith(f"{ACCOUNTS}:1: no column account_id")
    crm = read(names | {DEALS: "opportunity_id,account_name,stage,amount\nO1,LARCH,Closed Won,1\n"})
    assert (crm.accounts[0].account_id, crm.deals[0].account_id, said(crm)) == ("larch", "larch", [])


def test_nul_bytes_are_dropped_and_told_and_a_binary_file_is_refused(read):
    deals = b"opportunity_id,account_id,stage,amount,notes\nO1,A1,Closed Won,1,a\0\0b\nO2,A1,Closed Lost,2,\0\n"
    crm = read({DEALS: deals})
    assert ([deal.outcome for deal in crm.deals], said(crm)) == (["won", "lost"], [])
    assert [str(one) for one in crm.readings] == [f"{DEALS}:2: 3 NUL bytes dropped, here and on"]
    assert "is not text" in said(read({DEALS: deals + b"\x01"}))[0]


def test_dates_that_could_be_either_follow_the_other_columns_of_their_file(read):
    head = "opportunity_id,account_id,stage,amount,created_date,close_date\n"
    crm = read({DEALS: head + "O1,A1,Closed Won,1,1/9/2025,13/11/2025\n"})
    assert ((crm.deals[0].created_date, crm.deals[0].close_date), said(crm)) == (("2025-09-01", "2025-11-13"), [])
    crm = read({DEALS: head + "O1,A1,Closed Won,1,1/9/2025,13/11/2025\n"}, settings="date_order: MDY\n")
    assert crm.deals[0].created_date == "2025-01-09", "the settings stand above other columns"


def test_everything_is_sorted_by_id_whatever_the_order_of_rows(read):
    crm = read({ACCOUNTS: "account_id,account_name\nB,Alder\nA,Larch\n"})
    assert [account.account_id for account in crm.accounts] == ["A", "B"]


# -- what messy exports have broken before ---------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "header", "cell", "field", "value"),
    [
        ("accounts", "18 Digit Account ID,Account Name,ARR__c", "001D000000IRFmaIAH,Larch,$50K", "arr", 50_000),
        ("accounts", "Account ID (18),Account Name,Annual Revenue", "1,Larch,$9M", "company_revenue", 9_000_000),
        ("accounts", "Id,Name,NumberOfEmployees", "1,Larch,350", "headcount", 350),
        ("accounts", "Id,Name,BillingCountry", "1,Larch,Peru", "geography", "Peru"),
        ("accounts", "hs_object_id,name,numberofemployees", "1,Larch,350", "headcount", 350),
        ("accounts", "Record ID,Company name,Company Domain Name", "1,Larch,larch.example", "domain", "larch.example"),
        ("deals", "Id,AccountId,StageName,Amount,IsWon", "1,A,Closed Won,5,1", "is_won", True),
        ("deals", "hs_object_id,associatedcompanyid,dealstage,amount,hs_is_closed_won", "1,A,x,5,no", "is_won", False),
        (
            "deals", "Record ID,Associated Company IDs (Primary),Deal Stage,Amount,Closed Lost Reason",
            "1,A,closedlost,5,Price", "loss_reason", "Price",
        ),
        ("contacts", "Id,AccountId,Email,Title", "1,A,a@larch.example,CTO", "job_title", "CTO"),
    ],
)  # fmt: skip
def test_headers_of_salesforce_and_hubspot_are_known(read, kind, header, cell, field, value):
    crm = read({f"source/crm/exports/crm_{kind}_2026-01-31.csv": f"{header}\n{cell}\n"})
    (row,) = getattr(crm, kind)
    assert (getattr(row, field), said(crm)) == (value, [])


def test_a_duplicated_row_counts_once_and_no_rate_moves(read):
    rows = "O1,A1,Closed Won,10\nO2,A2,Closed Lost,20\nO1,A1,Closed Won,10\n"
    crm = read({DEALS: f"opportunity_id,account_id,stage,amount\n{rows}"})
    assert [deal.outcome for deal in crm.deals] == ["won", "lost"]
    assert said(crm) == []


@pytest.mark.parametrize(
    ("yes", "no"), [("TRUE", "FALSE"), ("Yes", "no"), ("1", "0"), ("x", "n"), ("✓", "✗"), ("t", "f")]
)
def test_booleans_kept_as_text_are_booleans(read, yes, no):
    rows = f"O1,A1,Done,10,{yes},{yes}\nO2,A2,Done,20,{no},{yes}\nO3,A2,Done,20,{no},{no}\n"
    crm = read({DEALS: f"opportunity_id,account_id,stage,amount,is_won,is_closed\n{rows}"})
    assert ([deal.outcome for deal in crm.deals], said(crm)) == (["won", "lost", "open"], [])


def test_a_headcount_of_5000_is_one_and_an_open_range_none_or_text_is_missing(read):
    cells = ('"5,000"', '"1,000+"', "200-1000", "<50", "None", "350", '"""350"""', "'350")
    rows = "".join(f"A{at},Larch {at},{cell}\n" for at, cell in enumerate(cells))
    crm = read({ACCOUNTS: f"account_id,account_name,headcount\n{rows}"})
    assert [a.headcount for a in crm.accounts] == [5_000, None, None, None, None, 350, 350, 350]
    assert said(crm) == [
        f"{ACCOUNTS}:{line}: headcount {cell!r} is a range or an estimate; it was treated as missing. Fix the cell."
        for line, cell in ((3, "1,000+"), (4, "200-1000"), (5, "<50"))
    ]


def test_what_a_company_earns_is_never_what_it_pays_us(read):
    crm = read({
        ACCOUNTS: "Id,Name,Website,Annual Revenue,Annual Recurring Revenue\n1,Larch,larch.example,$80M,$50K\n"
        "2,Alder,alder.example,,\n",
        ENRICHED: "domain,revenue,arr\nalder.example,$5M,$4M\n",
    })  # fmt: skip
    assert [(a.arr, a.company_revenue) for a in crm.accounts] == [(50_000, 80_000_000), (None, 5_000_000)]


def test_a_15_character_id_in_the_wrong_case_is_another_record(read):
    crm = read({
        ACCOUNTS: "account_id,account_name\n001D000000IRFma,Larch\n001D000000IRFMA,Alder\n",
        "source/joins/aliases.csv": "alias,account_id\nLa,001d000000irfma\nLarch,001D000000IRFmaIAH\n",
    })  # fmt: skip
    assert [account.account_name for account in crm.accounts] == ["Alder", "Larch"]
    assert crm.aliases[1] == ("Larch", "001D000000IRFma"), "the checksum of 18 characters restores the case"
    assert said(crm)[0].startswith(
        "source/joins/aliases.csv:2: no such account: 001d000000irfma. Ids are case-sensitive"
    )


def test_leads_are_read_with_the_account_they_became_part_of(read):
    crm = read({
        ACCOUNTS: "account_id,account_name\n001D000000IRFmaIAH,Larch\n",
        "source/crm/exports/crm_leads_2026-01-31.csv": "Lead ID,Company,Email,Converted Account ID\n"
        "L1,Larch Inc,kim@larch.example,001D000000IRFma\nL2,Alder,lo@alder.example,\n",
    })  # fmt: skip
    assert [(lead.lead_id, lead.account_id, lead.company) for lead in crm.leads] == [
        ("L1", "001D000000IRFmaIAH", "Larch Inc"),
        ("L2", None, "Alder"),
    ]
    assert said(crm) == []


def test_a_stage_that_nothing_explains_is_remarked_once_with_its_count(read):
    rows = "O1,A1,Lost!,1\nO2,A1,Demo scheduled,1\nO3,A1,Lost!,1\nO4,A1,Closed Won,1\nO5,A1,,1\n"
    crm = read({DEALS: f"opportunity_id,account_id,stage,amount\n{rows}"})
    assert (len(crm.remarks), crm.remarks[0].line, said(crm)) == (1, 2, [])
    assert "stage 'Lost!' is neither won nor lost, so 2 deals count as open" in crm.remarks[0].what
    stated = "opportunity_id,account_id,stage,amount,is_won\nO1,A1,Lost!,1,no\n"
    assert not read({DEALS: stated}).remarks
    settled = {DEALS: f"opportunity_id,account_id,stage,amount\n{rows}"}
    assert not read(settled, settings="stages: {lost: ['Lost!']}\n").remarks


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("accounts.csv", "rename it to crm_accounts_2026-01-31.csv"),
        ("crm_accounts_july.csv", "rename it to crm_accounts_2026-01-31.csv"),
        ("Opportunities.xlsx", "export it as CSV, and name it crm_deals_2026-01-31.csv"),
        ("crm_leads_2026-01-41.csv", "rename it to crm_leads_2026-01-31.csv"),
        ("crm_contacts_2026-01-31.CSV", "rename it to crm_contacts_2026-01-31.csv"),
        ("all.parquet", "rename it to crm_accounts_2026-01-31.parquet (or crm_deals or crm_contacts or crm_leads)"),
    ],
)
def test_an_export_that_is_not_read_for_its_name_is_told_once(read, name, hint):
    (problem,) = said(read({f"source/crm/exports/{name}": "account_id,account_name\nA1,Larch\n"}))
    assert problem.startswith(f"source/crm/exports/{name}: skipped: {hint}")


@pytest.mark.parametrize("name", [".DS_Store", "README.md", "~$accounts.xlsx", "crm_accounts_2020-01-31.csv"])
def test_what_is_no_export_and_older_snapshots_are_not_told(read, name):
    assert said(read({f"source/crm/exports/{name}": "x", ACCOUNTS: "account_id,account_name\nA1,Larch\n"})) == []


def test_columns_that_prove_different_orders_of_day_and_month_are_told_together(read):
    head = "opportunity_id,account_id,stage,amount,created_date,close_date\n"
    accounts = "account_id,account_name\nA1,Larch\n"
    crm = read({ACCOUNTS: accounts, DEALS: head + "O1,A1,New,1,25/01/2026,\nO2,A1,New,1,02/03/2026,03/31/2026\n"})
    (problem,) = said(crm)
    assert problem.startswith(f"{DEALS}:1: dates of created_date put the day first, those of close_date the month.")
    assert "date_order" in problem
    assert said(read({DEALS: head + "O1,A1,New,1,25/01/2026,\nO2,A1,New,1,02/03/2026,31/03/2026\n"})) == []
