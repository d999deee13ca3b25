"""Which file of the CRM's folder is which table, as of which day."""

from __future__ import annotations

import os

import pytest

from evidence.accounts.snapshots import crm_folder, day_in_name, kind_of
from evidence.accounts.tables import load_crm
from evidence.workspace import Workspace

COMPANIES = "Record ID,Company name,Industry,Create Date\n1,Larch,WINE_AND_SPIRITS,2026-01-05 10:00\n"
DEALS = (
    "Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date,Associated Company IDs\n"
    "7,One,Closed Won (Sales Pipeline),10,2026-02-03,2026-01-02,1\n"
    "8,Two,Demo (Sales Pipeline),5,2027-01-31,2026-02-01,1\n"
)


@pytest.fixture
def put(tmp_path):
    def put_files(**files):
        (tmp_path / "evidence.yaml").write_text("")
        folder = tmp_path / "source/crm/exports"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        return Workspace(tmp_path)

    return put_files


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Record ID,Company name,Company owner", "accounts"),
        ("Record ID,Deal Name,Deal Stage,Amount,Associated Company", "deals"),
        ("Record ID,First Name,Last Name,Email,Associated Company", "contacts"),
        ("Account Owner,Account Name,Industry,Employees", "accounts"),
        ("Account Name,Opportunity Name,Stage,Amount,Close Date", "deals"),
        ("Organization - ID,Organization - Name", "accounts"),
        ("Deal - ID,Deal - Title,Deal - Value,Deal - Status,Organization - Name", "deals"),
        ("Company,Stage,Amount,Close date", "deals"),
        ("Company,Industry,Headcount", "accounts"),
        ("Lead ID,Company,Email", "leads"),
        ("Name,Price", None),
        ("id,name", None),
        ("speaker,text,start", None),
        ("Stage,Amount", None),
    ],
)
def test_the_columns_tell_the_kind(header, kind):
    assert kind_of(f"{header}\n{'x,' * header.count(',')}x\n".encode()) == kind


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("hubspot-crm-exports-all-deals-2026-03-01.csv", "2026-03-01"),
        ("hubspot-crm-exports-all-deals-2026-03-01-1.csv", "2026-03-01"),
        ("report1772323200000.csv", "2026-03-01"),
        ("Pipeline 20260301.csv", "2026-03-01"),
        ("Pipeline report-2026-03-01-10-05-00.csv", "2026-03-01"),
        ("deals-1234567-12.csv", None),
        ("deals-20261301.csv", None),
        ("Opportunity.csv", None),
    ],
)
def test_the_name_of_a_file_tells_the_day(name, day):
    assert day_in_name(name) == day


def test_files_are_taken_as_they_lie_in_downloads(put):
    workspace = put(**{"hubspot-crm-exports-all-companies-2026-03-01.csv": COMPANIES, "deals.csv": DEALS})
    found = {one.path.name: (one.kind, one.day, one.found) for one in crm_folder(workspace).exports}
    assert found == {
        "hubspot-crm-exports-all-companies-2026-03-01.csv": ("accounts", "2026-03-01", "its name"),
        # What happened last: the won deal's end, not the hope of the open one.
        "deals.csv": ("deals", "2026-02-03", "the newest date in its rows"),
    }
    crm = load_crm(workspace)
    assert ([deal.outcome for deal in crm.deals], crm.accounts[0].industry) == (["won", "open"], "Wine and spirits")
    assert (crm.problems, crm.day) == ((), "2026-03-01")
    said = [str(one).partition("exports/")[2] for one in crm.readings]
    assert said[1].startswith("hubspot-crm-exports-all-companies-2026-03-01.csv: codes in 'Industry' are kept as words")
    assert (
        said[2]
        == "deals.csv: read as HubSpot export of deals, dated 2026-02-03 by the newest date in its rows (2 rows)"
    )


def test_the_newest_of_all_names_is_read_as_of_a_day_and_one_of_its_day_is_told(put):
    ours = "opportunity_id,account_id,stage,amount\nO1,A1,Closed Won,1\n"
    workspace = put(
        **{"crm_deals_2026-01-31.csv": ours, "all-deals-2026-03-01.csv": DEALS, "all-deals-2026-03-01-1.csv": DEALS}
    )
    assert len(load_crm(workspace).deals) == 2
    assert len(load_crm(workspace, "2026-02-01").deals) == 1
    (said,) = [one for one in load_crm(workspace).readings if "not read" in one.what]
    assert said.path == "source/crm/exports/all-deals-2026-03-01.csv"


def test_the_time_of_a_file_changes_nothing(put):
    workspace = put(**{"deals.csv": DEALS})
    day = load_crm(workspace).day
    os.utime(workspace.crm / "deals.csv", (0, 0))
    assert load_crm(workspace).day == day == "2026-02-03"


def test_a_table_without_any_date_is_told_how_to_be_named(put):
    (problem,) = load_crm(put(**{"accounts.csv": "Company,Industry\nLarch,Paper\n"})).problems
    assert "rename it to crm_accounts_2026-01-31.csv" in str(problem)
