"""What a plain import of the exports makes of a query: rows twice, truth as text."""

from __future__ import annotations

import pytest

from evidence.accounts import tables
from evidence.accounts.exported import addresses, as_exported
from evidence.errors import SqlError
from evidence.workspace import Workspace
from selecting import run_select

SQL = """SELECT count(DISTINCT o.opportunity_id) AS n, round(avg(CASE WHEN o.is_won THEN 100.0 ELSE 0 END), 1) AS rate
FROM opportunities o JOIN accounts a ON o.account_id = a.account_id WHERE o.is_closed = true"""
ACCOUNTS = "account_id,account_name,headcount\nA1,Larch,350\nA1,Larch,350\nA2,Alder,420\n"
DEALS = "opportunity_id,account_id,stage,amount,is_won,is_closed\nO1,A1,Won,5,{yes},{yes}\nO2,A2,Lost,5,{no},{yes}\n"
CLEAN = DEALS.format(yes="true", no="false")


@pytest.fixture
def load(tmp_path):
    def write(accounts=ACCOUNTS, deals=CLEAN, **more):
        folder = tmp_path / "source/crm/exports"
        folder.mkdir(parents=True, exist_ok=True)
        (tmp_path / "evidence.yaml").write_text("own_domains: [us.example]\n", encoding="utf-8")
        for name, text in {"accounts": accounts, "deals": deals, **more}.items():
            (folder / f"crm_{name}_2026-01-31.csv").write_text(text, encoding="utf-8")
        workspace = Workspace(tmp_path)
        return workspace, tables.load_crm(workspace)

    return write


def test_a_duplicated_account_makes_a_half_two_thirds_and_is_to_blame(load):
    workspace, crm = load()
    assert run_select(crm, SQL).rows == ((2, 50.0),)
    exported = as_exported(workspace, crm)
    assert exported.run(SQL).rows == ((2, 66.7),)
    (cause,) = exported.blame(SQL)
    assert cause.startswith("source/crm/exports/crm_accounts_2026-01-31.csv: A1 is on lines 2, 3;")


def test_truth_as_text_is_named_where_a_query_asks_for_it(load):
    workspace, crm = load(ACCOUNTS.replace("A1,Larch,350\n", "", 1), DEALS.format(yes="Ja", no="Nein"))
    assert run_select(crm, SQL).rows == ((2, 50.0),)
    exported = as_exported(workspace, crm)
    with pytest.raises(SqlError):
        exported.run(SQL)
    assert any("is_won contains text such as 'Ja'" in cause for cause in exported.blame(SQL))
    assert exported.blame("SELECT count(*) FROM accounts") == ()


def test_clean_exports_make_no_difference(load):
    assert as_exported(*load(ACCOUNTS.replace("A1,Larch,350\n", "", 1))) is None


def test_cells_that_an_export_lacks_come_from_what_was_joined(load):
    workspace, crm = load("account_id,account_name\nA1,Larch\nA1,Larch\n")
    exported = as_exported(workspace, crm)
    assert exported.run("SELECT count(*), count(headcount) FROM accounts").rows == ((2, 0),)


def test_addresses_are_read_from_the_file_that_alone_keeps_them(load):
    contacts = "contact_id,account_id,email\nC1,A1,ana@larch.example\nC2,A1,\n"
    workspace, _ = load(contacts=contacts)
    assert addresses(workspace, None) == (("C1", "ana@larch.example"),)
    assert addresses(workspace, "2025-01-01") == ()
