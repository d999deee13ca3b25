"""`evidence stats`: what segments come to, and what the SQL of documents says."""

import pytest

PAGE = "segments/market-segmentation.md"
FIELDS = {
    "segment", "accounts", "calls", "deals", "won", "lost", "open", "win_rate", "win_rate_interval", "median_amount",
    "median_cycle_days", "top_pains",
}  # fmt: skip


def test_each_segment_has_its_figures_and_all_accounts_come_last(run):
    answer = run("stats", "--json", "--limit", "0")
    assert answer.code == 0
    fintech, saas, everybody = answer.records
    assert set(fintech) >= FIELDS
    assert (fintech["deals"], fintech["won"], fintech["lost"], fintech["open"]) == (8, 3, 2, 3)
    assert fintech["win_rate"] == pytest.approx(0.6)
    assert fintech["win_rate_interval"] == pytest.approx([0.2307, 0.8824], abs=1e-4)
    assert (fintech["median_amount"], fintech["median_cycle_days"]) == (48_000, 56)
    assert {reason["reason"]: reason["deals"] for reason in fintech["loss_reasons"]} == {
        "Building in-house": 1,
        "Staying with Jenkins": 1,
    }
    assert saas["segment"] == "smb-saas"
    assert (everybody["segment"], everybody["name"], everybody["accounts"]) == (None, "All accounts", 17)
    assert everybody["deals"] >= fintech["deals"] + saas["deals"]


def test_pains_are_counted_as_blocks_count_them(attached_example, run):
    block = (attached_example / PAGE).read_text(encoding="utf-8")
    for pain in run("stats", "mid-market-fintech", "--json", "--limit", "0").records[0]["top_pains"]:
        row = next(line for line in block.splitlines() if line.startswith(f"| {pain['label']} "))
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert cells[1].startswith(f"{pain['accounts']} of 7 ")
        assert cells[2] == str(pain["mentions"])


def test_people_see_rates_with_n_and_interval_and_few_deals_named_as_few(run):
    answer = run("stats")
    assert "  win rate   60 % \u00b7\u00b7\u00b7\u00b7" in answer.out
    assert "3 of 5 deals, 95 % 23\u201388 %" in answer.out
    assert "2 of 4 closed deals (too few accounts to compare)" in answer.out
    assert "15\u201385 %" not in answer.out
    assert "only won" not in answer.out
    assert max(map(len, answer.lines)) <= 80
    assert answer.lines[-1].startswith("All accounts")


def test_the_sql_of_a_document_is_run_as_written_with_its_n(run):
    (asked,) = run("stats", "mid-market-fintech", "--json").records[0]["sql"]
    assert asked["columns"] == ["closed_deals", "won_deals", "win_rate"]
    assert (asked["rows"], asked["n"]) == ([[5, 3, 60.0]], 5)
    assert asked["error"] is None
    assert not asked["remarks"]


@pytest.fixture
def shops(bare):
    """A workspace without calls: four closed deals of shops, and a page with the SQL that counts them."""
    (bare / "segments/shops.md").write_text(PAGE_OF_SHOPS, encoding="utf-8")
    (bare / "segments/segments.yaml").write_text("shops: {documents: [shops.md], where: headcount < 90}\n")
    folder = bare / "source/crm/exports"
    (folder / "crm_accounts_2026-01-31.csv").write_text(SHOPS, encoding="utf-8")
    (folder / "crm_deals_2026-01-31.csv").write_text(SOLD, encoding="utf-8")
    return folder


SHOPS = "account_id,account_name,headcount\nA1,Larch,35\nA2,Alder,42\nA3,Yew,60\nA4,Elm,\n"
SOLD = (
    "opportunity_id,account_id,stage,amount,is_won,is_closed,loss_reason\n"
    "O1,A1,Won,5,true,true,\nO2,A2,Lost,5,false,true,=Price\nO3,A3,Lost,5,false,true,=Price\nO4,A4,Won,5,true,true,\n"
)
PAGE_OF_SHOPS = """# Shops

```sql
SELECT count(DISTINCT o.opportunity_id) AS n, round(avg(CASE WHEN o.is_won THEN 100.0 ELSE 0 END), 1) AS win_rate
FROM opportunities o JOIN accounts a ON o.account_id = a.account_id
WHERE a.headcount < 90 AND o.is_closed = true
```
"""


def asked(run):
    return run("stats", "--json").records[0]["sql"][0]


def test_a_duplicated_row_is_named_as_the_reason_of_another_figure(shops, run, change):
    change(shops / "crm_accounts_2026-01-31.csv", "A1,Larch,35\n", "A1,Larch,35\nA1,Larch,35\n")
    answer = run("stats")
    assert answer.code == 0
    assert "run on the files as exported:" in answer.out
    assert "A1 is on lines 2, 3" in answer.out.replace("\n    ", " ")
    said = asked(run)
    assert (said["rows"], said["rows_as_exported"]) == ([[3, 33.3]], [[3, 50.0]])


def test_other_accounts_are_the_reason_of_another_figure(shops, run, change):
    change(shops.parents[2] / "segments/shops.md", "a.headcount < 90", "a.headcount < 50")
    said = asked(run)
    assert said["n"] == 2
    why = " ".join(said["differs_because"])
    assert "leaves out deals from A3, which are in the segment" in why
    assert "it states a win rate of 50.0 %; computed from the deals, it is 33.3 % (1 of 3)" in why


def test_a_rate_of_no_closed_deal_is_refused(shops, run, change):
    change(
        shops / "crm_deals_2026-01-31.csv",
        SOLD,
        SOLD.replace("true", "").replace("false", "").replace("Won", "Demo").replace("Lost", "Demo"),
    )
    answer = run("stats")
    assert answer.code == 0
    assert "win rate  n/a (no closed deals yet)" in answer.out
    assert "no win_rate: no deals match (n = 0)" in answer.out
    record = run("stats", "--json").records[0]
    assert (record["win_rate"], record["win_rate_interval"], record["sql"][0]["rows"]) == (None, None, [[0, None]])


def test_faulty_sql_is_trouble_and_says_where(shops, run, change):
    change(shops.parents[2] / "segments/shops.md", "a.headcount", "a.headcont")
    answer = run("stats")
    assert answer.code == 2
    assert "Did you mean headcount?" in answer.out.replace("\n    ", " ")
    assert asked(run)["error"].startswith("segments/shops.md:3: ")


def test_a_long_and_wide_answer_fits_and_says_how_much_more_there_is(shops, run, change):
    rows = "".join(f"B{n},Shop {n},10\n" for n in range(20))
    change(shops / "crm_accounts_2026-01-31.csv", SHOPS, SHOPS + rows)
    sql = PAGE_OF_SHOPS.split("```")[1]
    change(shops.parents[2] / "segments/shops.md", sql, "sql\nSELECT *, account_name AS again FROM accounts\n")
    answer = run("stats")
    assert "14 rows and 6 columns more (--json shows all)" in answer.out
    assert max(map(len, answer.lines)) <= 80
    change(shops.parents[2] / "segments/shops.md", "FROM accounts", "FROM accounts WHERE false")
    assert "no rows" in run("stats").out


def test_filters_restrict_accounts_deals_and_what_was_said(run):
    one = run("stats", "mid-market-fintech", "--account", "Tallyfin", "--json").records[0]
    assert (one["accounts"], one["deals"], one["won"]) == (1, 1, 1)
    late = run("stats", "mid-market-fintech", "--since", "2026-04", "--json").records[0]
    assert (late["won"], late["lost"]) == (1, 1)
    lost = run("stats", "--outcome", "lost", "--json").records[-1]
    assert (lost["won"], lost["open"], lost["lost"]) == (0, 0, 4)
    pain = run("stats", "--tracker", "compliance", "--json").records[0]["top_pains"]
    assert [one["tracker"] for one in pain] == ["compliance"]
    assert run("stats", "nowhere").code == 2
