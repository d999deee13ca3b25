"""What each CRM calls its columns, and how its exports are known."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.accounts.columns import FIELDS, columns_of
from evidence.accounts.providers import PROVIDERS, provider_of
from evidence.accounts.tables import load_crm
from evidence.sheets import TableError, parse_sheet
from evidence.workspace import Workspace

BY_NAME = {one.name: one for one in PROVIDERS}


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda one: one.name)
@pytest.mark.parametrize("kind", ["accounts", "deals", "contacts"])
def test_a_provider_names_fields_that_there_are_and_never_an_owner(provider, kind):
    named = getattr(provider, kind)
    assert set(named) <= set(FIELDS[kind])
    assert not [header for headers in named.values() for header in headers if "owner" in header.lower()]


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda one: one.name)
def test_each_mark_is_the_providers_own(provider):
    for mark in provider.marks:
        assert provider_of([["Something else", *mark]]) is provider, mark


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Record ID,Deal Name,Deal Stage,Pipeline", "HubSpot"),
        ("hs_object_id,name", "HubSpot"),
        ("Opportunity Owner,Account Name,Stage", "Salesforce"),
        ("Id,Name,StageName", "Salesforce"),
        ("Deal - ID,Deal - Status", "Pipedrive"),
        ("lead_id,lead_name,status_type", "Close"),
        ("Record ID,Deal name,Deal value", "Attio"),
        ("Copper ID,Name,Company", "Copper"),
        ("Company,Stage,Amount,Close date", None),
        ("account_id,account_name,domain,industry,headcount,arr", None),
        ("opportunity_id,account_id,stage,amount,is_won,is_closed", None),
        ("Deal Stage,Deal ID,Deal Name", "HubSpot"),
    ],
)
def test_an_export_is_known_by_its_header(header, name):
    found = provider_of([["Report of today"], header.split(",")])
    assert (found.name if found else None) == name


def test_a_name_of_one_provider_is_not_anothers():
    close, salesforce = (columns_of("deals", BY_NAME[name], by_name=True) for name in ("Close", "Salesforce"))
    header = ["lead_id", "Stage", "Amount"]
    assert close.places(header)["account_id"] == 0
    assert "account_id" not in salesforce.places(header)


@pytest.mark.parametrize("owner", ["Account Owner", "Opportunity Owner", "Account Manager", "Deal owner", "Owner ID"])
def test_an_owner_is_never_an_id_nor_advised_as_one(owner):
    table = f"Opportunity ID,{owner},Stage,Amount\n1,Lee Park,Closed Won,5\n"
    with pytest.raises(TableError) as caught:
        parse_sheet(table, columns_of("deals"), "x.csv")
    assert "owner" not in caught.value.hint.lower()
    assert "account_id" not in columns_of("deals", by_name=True).places(table.splitlines()[0].split(","))


HEADERS = sorted({
    header for provider in PROVIDERS for kind in ("accounts", "deals", "contacts")
    for headers in getattr(provider, kind).values() for header in headers
} | {"Company", "Stage", "Status", "Amount", "Owner", "Notes", "order", "2nd", "A", "Close date"})  # fmt: skip
CELLS = st.sampled_from(
    [
        "",
        "1",
        "1;2",
        "Acme",
        "Acme Ltd",
        "Won",
        "Closed Lost (X)",
        "2026-01-02",
        "03/04/2026",
        "1,234",
        "a@b.example",
        "TRUE",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_table_of_known_headers_makes_anything_but_rows_and_messages(tmp_path, data):
    (tmp_path / "evidence.yaml").write_text("")
    folder = tmp_path / "source/crm/exports"
    folder.mkdir(parents=True, exist_ok=True)
    for kind in ("accounts", "deals", "contacts"):
        header = data.draw(st.lists(st.sampled_from(HEADERS), min_size=1, max_size=9, unique=True))
        rows = data.draw(st.lists(st.lists(CELLS, min_size=len(header), max_size=len(header)), max_size=5))
        text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in (header, *rows))
        (folder / f"crm_{kind}_2026-01-31.csv").write_text(text, encoding="utf-8")
    crm = load_crm(Workspace(tmp_path))
    ids = [deal.opportunity_id for deal in crm.deals]
    assert len(ids) == len(set(ids))
    known = {account.account_id for account in crm.accounts}
    assert len(known) == len(crm.accounts)
    # A deal joined by name is an existing account's; a deal of a stranger was told.
    strangers = [deal for deal in crm.deals if deal.account_id not in known]
    assert not (strangers and known) or any("not in the CRM" in p.what or "no such" in p.what for p in crm.problems)
    assert not any("@" in str(cell) for more in crm.more.values() for row in more.rows.values() for cell in row)
