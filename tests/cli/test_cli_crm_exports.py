"""Exports of a CRM as they come, from ingest to stats, without a column renamed."""

from __future__ import annotations

import json

import pytest

COMPANIES = """\
"Record ID","Company name","Company owner","Create Date","Industry","Lead Source"
"11","Northquay Lending","Lee Park","2025-01-02 09:30","WINE_AND_SPIRITS","Fair"
"12","Fernhill Systems","Lee Park","2025-01-03 09:30","BANKING","Web"
"""
DEALS = """\
Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date,Pipeline,Associated Company IDs,Closed Lost Reason
71,Northquay annual,Closed Won (Sales Pipeline),12000,2025-09-29 01:47,2025-08-25 09:00,Sales Pipeline,11;12,
72,Fernhill pilot,Closed Lost (Sales Pipeline),8000,2025-06-30 01:11,2025-04-08 09:00,Sales Pipeline,12,Price
73,Fernhill upsell,On ice (Sales Pipeline),2500,2026-04-06 17:05,2025-12-20 09:00,Sales Pipeline,12,
74,Fernhill late,Closed Won (Sales Pipeline),2500,2026-06-06 17:05,2025-12-20 09:00,Sales Pipeline,12,
"""
NAMES = {
    "hubspot-crm-exports-all-companies-2026-03-01.csv": COMPANIES,
    "hubspot-crm-exports-all-deals-2026-03-01.csv": DEALS,
}


@pytest.fixture
def exported(bare):
    for name, text in NAMES.items():
        (bare / "source/crm/exports" / name).write_text(f"\ufeff{text}", encoding="utf-8")
    return bare


@pytest.mark.usefixtures("exported")
def test_a_screen_export_of_hubspot_goes_through_ingest_and_stats_as_it_is(run):
    answer = run("ingest")
    assert answer.code == 0
    told = [line.partition("all-")[2] for line in answer.err.splitlines() if "all-" in line]
    assert [line.partition(": ")[2].partition(".")[0] for line in told] == [
        "read as HubSpot export of accounts, dated 2026-03-01 by its name (2 rows)",
        "codes in 'Industry' are kept as words: WINE_AND_SPIRITS is 'Wine and spirits'",
        "read as HubSpot export of deals, dated 2026-03-01 by its name (4 rows)",
        "1 row lists several records in 'Associated Company IDs'; the first counts, as the primary one",
        "stage 'On ice (Sales Pipeline)' is neither won nor lost, so 1 deal counts as open",
    ]
    assert "1 closed deal closed after 2026-03-01, the as-of date, and counts as open" in answer.err
    answer = run("stats", "--json")
    row = json.loads(answer.out.splitlines()[-1])
    assert (row["accounts"], row["won"], row["lost"], row["open"]) == (2, 1, 1, 2)
    assert (row["median_amount"], row["median_cycle_days"], row["loss_reasons"]) == (
        12000, 35, [{"reason": "Price", "deals": 1}],
    )  # fmt: skip
    assert "stage 'On ice (Sales Pipeline)'" in answer.err


def test_what_was_decided_is_told_once_by_ingest_and_stands_in_status(exported, run):
    run("ingest")
    assert "HubSpot" not in run("ingest").err
    (topic,) = [t for t in map(json.loads, run("status", "--json").out.splitlines()) if t["topic"] == "tables"]
    assert topic["count"] == 6
    assert "decisions about the CRM's files" in run("status").out
    (exported / "evidence.yaml").write_text(
        "stages: {lost: [Closed Lost, On ice]}\nas_of: 2026-06-06\n", encoding="utf-8"
    )
    answer = run("ingest")
    assert ("On ice" in answer.err, "as-of date" in answer.err) == (False, False)
    row = json.loads(run("stats", "--json").out.splitlines()[-1])
    assert (row["won"], row["lost"], row["open"]) == (2, 2, 0)


@pytest.mark.usefixtures("exported")
def test_stats_compare_the_values_of_any_column(run):
    run("ingest")
    answer = run("stats", "--by", "lead_source")
    rows = [line.split("  ") for line in answer.out.splitlines()]
    assert [row[0] for row in rows] == ["lead_source", "Fair", "Web", "All accounts"]
    record = json.loads(run("stats", "--by", "Lead Source", "--json").out.splitlines()[0])
    assert (record["by"], record["value"], record["won"], record["lost"]) == ("Lead Source", "Fair", 1, 0)
    answer = run("stats", "--by", "led_source")
    assert (answer.code, "Did you mean lead_source" in answer.err) == (2, True)
    assert run("stats", "all", "--by", "industry").code == 2


@pytest.mark.usefixtures("exported")
def test_other_columns_are_exported_under_their_own_names(run):
    run("ingest")
    row = json.loads(run("export", "accounts", "--to", "jsonl").out.splitlines()[0])
    assert (row["industry"], row["lead_source"], row["company_owner"]) == ("Wine and spirits", "Fair", "Lee Park")
