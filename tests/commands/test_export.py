"""Quotes, calls and accounts as flat records."""

from __future__ import annotations

import pytest

from evidence import export_records
from evidence.commands.export import COLUMNS, campaign_path, records
from evidence.errors import WorkspaceError
from evidence.library.asking import Filters
from small_world import HARBOUR, MILL, REED


def test_accounts_have_what_crm_calls_and_trackers_say_of_them(small):
    rows = export_records(small, "accounts")
    assert [(r["account_id"], r["outcome"], r["segments"], r["calls"], r["pains"]) for r in rows] == [
        ("A1", "won", ["lenders"], 1, ["audits", "by-hand"]),
        ("A2", "lost", ["lenders"], 1, ["by-hand"]),
        ("A3", "open", [], 1, []),
    ]
    assert [(r["amount_won"], r["loss_reason"], r["last_close_date"]) for r in rows] == [
        (40000, None, "2026-02-10"), (None, "Price", "2026-02-20"), (None, None, None),
    ]  # fmt: skip
    assert [r["contacts"] for r in rows] == [1, 0, 0]


def test_calls_come_by_date_with_whose_they_are_and_who_spoke(small):
    rows = export_records(small, "calls")
    assert [(r["call_id"], r["date"], r["account_name"], r["customers"], r["unknown_side"]) for r in rows] == [
        (HARBOUR, "2026-01-12", "Harbour Lending", 1, 0),
        (MILL, "2026-04-02", "Mill Bank", 1, 0),
        (REED, "2026-05-04", "Reed Boxes", 0, 1),
    ]
    assert {(r["utterances"], r["participants"], r["link_status"], r["format"]) for r in rows} == {
        (4, 2, "linked", "vtt")
    }


def test_a_quote_has_the_account_its_outcome_and_an_address(small):
    rows = export_records(small, "quotes", tracker="audits")
    assert [(r["account_name"], r["outcome"], r["citation"]) for r in rows] == [
        ("Harbour Lending", "won", f"{HARBOUR}#u4 @ ~00:12:46")
    ]
    assert rows[0]["link"] == f"source/transcripts/normalized/{HARBOUR}.md#u4"


@pytest.mark.parametrize("what", COLUMNS)
def test_records_have_the_columns_that_are_promised(small, what):
    columns, rows = records(small, what, Filters(), limit=1)
    assert len(rows) == 1
    assert columns == COLUMNS[what]
    assert set(columns) <= set(rows[0])


def test_addresses_of_contacts_come_only_where_they_are_asked_for(small):
    columns, rows = records(small, "accounts", Filters(account="A1"), with_emails=True)
    assert columns[-1] == "contact_emails"
    assert [row["contact_emails"] for row in rows] == [["odile@harbour.example"]]


def test_the_name_of_a_campaign_is_that_of_a_folder(small):
    path = campaign_path(small.workspace, "spring-26")
    assert path.relative_to(small.workspace.root).as_posix() == "campaigns/spring-26/pulled_customers.csv"
    for name in ("../out", "", "a/b", "dots."):
        with pytest.raises(WorkspaceError, match="cannot be used as a campaign name"):
            campaign_path(small.workspace, name)


def test_a_campaign_whose_folder_is_a_link_to_elsewhere_is_refused(world, tmp_path, small):
    (world / "campaigns").mkdir()
    (world / "campaigns/spring").symlink_to(tmp_path)
    with pytest.raises(WorkspaceError, match="leads out of campaigns/"):
        campaign_path(type(small.workspace)(world), "spring")
