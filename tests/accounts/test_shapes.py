"""The same deals in the shape of every CRM come to the same figures."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evidence.accounts.measures import summarise
from evidence.accounts.tables import load_crm
from evidence.workspace import Workspace

NAMES = ("Alder & Finch", "Brackwater Oy", "Corrivale Foods, Inc.", "Dunmere Bank", "The Elmfold Group", "Zür Öl GmbH")
DAY = dt.date(2025, 1, 1)
DEALS = st.lists(
    st.tuples(
        st.integers(0, len(NAMES) - 1),
        st.sampled_from(["won", "lost", "open"]),
        st.one_of(st.none(), st.integers(1, 90_000)),
        st.integers(0, 200),
        st.integers(0, 100),
        st.sampled_from(["", "Price", "Built it themselves"]),
    ),
    min_size=1,
    max_size=12,
)


def when(days):
    return (DAY + dt.timedelta(days=days)).isoformat()


def facts(deals):
    """Each deal as one row of plain facts."""
    for number, (at, outcome, amount, opened, lasted, reason) in enumerate(deals):
        closed = outcome != "open"
        yield {
            "id": f"D{number}", "aid": f"A{at}", "company": NAMES[at], "deal": f"Deal {number}", "outcome": outcome,
            "amount": "" if amount is None else str(amount), "created": when(opened),
            "closed": when(opened + lasted) if closed else "", "reason": reason if outcome == "lost" else "",
        }  # fmt: skip


def stage(row, won, lost, under_way):
    return {"won": won, "lost": lost, "open": under_way}[row["outcome"]]


# Of each shape: the headers of accounts and of deals, and how a row of facts stands in them.
SHAPES = {
    "HubSpot screen": (
        ("Record ID", "Company name", "Company owner"), lambda aid, name: (aid, name, "Lee Park"),
        ("Record ID", "Deal Name", "Deal Stage", "Amount", "Create Date", "Close Date", "Closed Lost Reason",
         "Associated Company", "Associated Company IDs", "Deal owner"),
        lambda r: (r["id"], r["deal"], stage(r, "Closed won (Sales)", "6. Closed lost (Sales)",
                   "Contract sent (Sales)"),
                   r["amount"], f"{r['created']} 09:00", r["closed"] and f"{r['closed']} 17:00", r["reason"],
                   f"{r['company']};Someone else", f"{r['aid']};A9", "Lee Park"),
    ),
    "HubSpot API": (
        ("hs_object_id", "name"), lambda aid, name: (aid, name),
        ("hs_object_id", "hubspot_company_id", "dealname", "dealstage", "amount", "createdate", "closedate",
         "hs_is_closed_won", "hs_is_closed", "closed_lost_reason"),
        lambda r: (r["id"], r["aid"], r["deal"], "1374482", r["amount"], f"{r['created']}T09:00:00.123Z", r["closed"],
                   str(r["outcome"] == "won").lower(), str(r["outcome"] != "open").lower(), r["reason"]),
    ),
    "Salesforce object": (
        ("Id", "Name", "BillingCountry", "OwnerId"), lambda aid, name: (aid, name, "", "005"),
        ("Id", "AccountId", "Name", "StageName", "Amount", "CreatedDate", "CloseDate", "IsClosed", "IsWon",
         "Loss_Reason__c"),
        lambda r: (r["id"], r["aid"], r["deal"], stage(r, "Closed Won", "Closed Lost", "Prospecting"), r["amount"],
                   r["created"], r["closed"] or "2027-01-01", str(r["outcome"] != "open"), str(r["outcome"] == "won"),
                   r["reason"]),
    ),
    "Salesforce report": (
        ("Account Owner", "Account Name", "Industry"), lambda _, name: ("Lee Park", name, ""),
        ("Opportunity Owner", "Account Name", "Opportunity Name", "Stage", "Amount", "Created Date",
         "Close Date", "Loss Reason"),
        lambda r: ("Lee Park", r["company"].upper(), r["deal"], stage(r, "Closed Won", "Closed Lost", "Qualification"),
                   r["amount"], r["created"], r["closed"] or "2027-01-01", r["reason"]),
    ),
    "Pipedrive": (
        ("Organization - ID", "Organization - Name"), lambda aid, name: (aid, name),
        ("Deal - ID", "Deal - Title", "Organization - Name", "Deal - Status", "Deal - Stage", "Deal - Value",
         "Deal - Deal created", "Deal - Won time", "Deal - Lost time", "Deal - Lost reason", "Deal - Owner"),
        lambda r: (r["id"], r["deal"], r["company"], r["outcome"].title(), "Proposal Made", r["amount"],
                   f"{r['created']} 09:00:00", r["closed"] if r["outcome"] == "won" else "",
                   r["closed"] if r["outcome"] == "lost" else "", r["reason"], "Lee Park"),
    ),
    "Close": (
        ("id", "display_name", "status_label"), lambda aid, name: (aid, name, "Customer"),
        ("id", "lead_id", "lead_name", "status_type", "status_label", "value_formatted", "date_created", "date_won",
         "date_lost", "custom.Lost Reason"),
        lambda r: (r["id"], r["aid"], r["company"], stage(r, "won", "lost", "active"), stage(r, "Signed",
                   "Gone", "Talking"),
                   r["amount"] and f"${int(r['amount']):,}.00", r["created"],
                   r["closed"] if r["outcome"] == "won" else "",
                   r["closed"] if r["outcome"] == "lost" else "", r["reason"]),
    ),
    "Attio": (
        ("Record ID", "Record", "Domains"), lambda aid, name: (aid, name, ""),
        ("Record ID", "Deal name", "Deal stage", "Deal value", "Associated company", "Created at",
         "Close date", "Lost reason"),
        lambda r: (r["id"], r["deal"], stage(r, "Won 🎉", "Lost", "In Progress"), r["amount"], r["company"],
                   f"{r['created']}T09:00:00Z", r["closed"], r["reason"]),
    ),
    "Copper": (
        ("Copper ID", "Name", "Email Domain"), lambda aid, name: (aid, name, ""),
        ("Copper ID", "Name", "Company", "Status", "Stage", "Value", "Created At", "Close Date", "Loss Reason",
         "Owned By"),
        lambda r: (r["id"], r["deal"], r["company"], r["outcome"].title(), "Contract", r["amount"], r["created"],
                   r["closed"], r["reason"], "Lee Park"),
    ),
    "a spreadsheet": (
        ("Company", "Industry"), lambda _, name: (name, "Paper"),
        ("Company", "Deal", "Stage", "Amount", "Created", "Close date", "Reason lost", "Rep"),
        lambda r: (r["company"].lower(), r["deal"], stage(r, "Won", "closed lost", "Negotiation"), r["amount"],
                   r["created"],
                   r["closed"], r["reason"], "Lee Park"),
    ),
}  # fmt: skip


def sheet(header, rows, separator):
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows([header, *rows])
    return text.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize("shape", SHAPES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deals=DEALS, separator=st.sampled_from(",;"), with_accounts=st.booleans())
def test_the_figures_are_those_of_the_deals(tmp_path, shape, deals, separator, with_accounts):
    of_accounts, account, of_deals, deal = SHAPES[shape]
    rows = list(facts(deals))
    (tmp_path / "evidence.yaml").write_text("")
    folder = tmp_path / "source/crm/exports"
    folder.mkdir(parents=True, exist_ok=True)
    accounts = folder / "accounts-2025-12-31.csv"
    accounts.unlink(missing_ok=True)
    named = dict(enumerate(NAMES))
    # Only a table that names companies can stand alone.
    if with_accounts or shape in {"HubSpot API", "Salesforce object"}:
        accounts.write_bytes(sheet(of_accounts, [account(f"A{at}", name) for at, name in named.items()], separator))
    (folder / "deals-2025-12-31.csv").write_bytes(sheet(of_deals, map(deal, rows), separator))
    crm = load_crm(Workspace(tmp_path))
    found, wanted = summarise(crm.deals), [r["outcome"] for r in rows]
    assert [str(problem) for problem in crm.problems] == []
    assert (found.won, found.lost, found.open) == tuple(map(wanted.count, ("won", "lost", "open")))
    won = [r for r in rows if r["outcome"] == "won"]
    assert found.amount_n == sum(bool(r["amount"]) for r in won)
    assert found.cycle_n == len(won)
    assert sorted(d.amount for d in crm.deals if d.amount is not None) == sorted(
        float(r["amount"]) for r in rows if r["amount"]
    )
    assert dict(found.loss_reasons) == {
        reason: count
        for reason in ("Price", "Built it themselves")
        if (count := sum(r["reason"] == reason for r in rows))
    }
    assert {d.account_id for d in crm.deals} <= {a.account_id for a in crm.accounts}
    names = {a.account_id: a.account_name.casefold() for a in crm.accounts}
    assert sorted(names[d.account_id] for d in crm.deals) == sorted(r["company"].casefold() for r in rows)
