"""What a snapshot lacks against the one before it, by column and by rows; never what is only called otherwise."""

from __future__ import annotations

import random

import pytest

from evidence.accounts.tables import load_crm
from evidence.workspace import Workspace

CRM = "source/crm/exports"
OLD = (
    "account_id,account_name,industry,headcount,Lead Source\n"
    "A1,Larch,Tools,5,Fair\nA2,Yew,Tools,6,Web\nA3,Elm,Inns,7,Web\n"
)


@pytest.fixture
def lost(tmp_path):
    def read(now, *, old=OLD, kind="accounts", as_of=None, more=None):
        (tmp_path / "evidence.yaml").touch()
        files = {f"{CRM}/crm_{kind}_2026-01-31.csv": old, f"{CRM}/crm_{kind}_2026-02-28.csv": now, **(more or {})}
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return [str(one) for one in load_crm(Workspace(tmp_path), as_of).losses]

    return read


def test_a_column_that_is_gone_is_told_with_both_files(lost):
    (said,) = lost("account_id,account_name,headcount,Lead Source\nA1,Larch,5,Fair\nA2,Yew,6,Web\n")
    assert said == (
        f"{CRM}/crm_accounts_2026-02-28.csv: the column industry is gone; crm_accounts_2026-01-31.csv had it. "
        "Export it again with that column."
    )


def test_columns_that_no_field_is_share_a_line(lost):
    (said,) = lost("account_id,account_name,industry,headcount\nA1,Larch,Tools,5\nA2,Yew,Tools,6\n")
    assert "columns beyond the known ones are gone (Lead Source)" in said


def test_a_column_under_another_name_is_none_that_is_gone(lost):
    renamed = "Account ID,Account Name,Vertical,Employees,lead_source\nA1,Larch,Tools,5,Fair\nA2,Yew,Tools,6,Web\n"
    assert lost(renamed) == []


def test_a_column_that_enrichment_has_is_none_that_is_gone(lost):
    now = "account_id,account_name,headcount,Lead Source\nA1,Larch,5,Fair\nA2,Yew,6,Web\n"
    bought = {"source/enrichment/outputs/accounts_enriched_2026-02-28.csv": "account_name,industry\nLarch,Tools\n"}
    assert lost(now, more=bought) == []


def test_what_enrichment_no_longer_has_is_told(lost):
    folder = "source/enrichment/outputs/accounts_enriched"
    bought = {
        f"{folder}_2026-01-31.csv": "account_name,funding_stage\nLarch,Seed\n",
        f"{folder}_2026-02-28.csv": "account_name,industry\nLarch,Tools\n",
    }
    (said,) = lost(OLD, more=bought)
    assert "accounts_enriched_2026-02-28.csv: the column funding_stage is gone" in said


def test_what_is_worked_out_of_another_column_is_none_that_is_gone(lost):
    old = "opportunity_id,account_id,stage,amount,is_won\nD1,A1,Closed Won,5,true\nD2,A1,New,5,false\n"
    assert (
        lost("opportunity_id,account_id,stage,amount\nD1,A1,Closed Won,5\nD2,A1,New,5\n", old=old, kind="deals") == []
    )


def _titles(filled, rows, header="job_title", blank=""):
    cells = "".join(f"C{n},A1,{'Head of Dyes' if n < filled else blank},Wool {n}\n" for n in range(rows))
    return f"contact_id,account_id,{header},name\n" + cells


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ((9, 10), (0, 10), "is filled in 0 of 10 rows; crm_contacts_2026-01-31.csv: 9 of 10"),
        ((9, 10), (4, 10), "is filled in 4 of 10 rows; crm_contacts_2026-01-31.csv: 9 of 10"),
        ((8, 10), (4, 10), ""),
        ((1, 10), (0, 10), "is filled in 0 of 10 rows"),
        ((0, 10), (0, 10), ""),
        ((3, 10), (3, 40), ""),  # rows were added; no value went
        ((900, 1000), (3, 1000), "is filled in 3 of 1,000 rows; crm_contacts_2026-01-31.csv: 900 of 1,000"),
    ],
)
@pytest.mark.parametrize("exports", [1, 3])
@pytest.mark.parametrize("blank", ["", "N/A", " - "])
def test_a_column_whose_cells_went_is_told_also_when_its_header_stands(lost, before, now, told, exports, blank):
    emptied = _titles(*now, blank=blank)
    more = {f"{CRM}/crm_contacts_2026-03-{day:02}.csv": emptied for day in range(1, exports)}
    said = lost(emptied, old=_titles(*before, blank=blank), kind="contacts", more=more)
    assert [f"the column job_title {told}" in one for one in said] == ([True] if told else [])


def test_what_is_worked_out_of_an_emptied_column_is_told_unless_another_says_it(lost):
    old = "contact_id,account_id,email,first_name,last_name\nC1,A1,a@wool.example,Wim,Oat\n"
    now = "contact_id,account_id,email,first_name,last_name\nC1,A1,,,Oat\n"
    columns = [one.partition("the column ")[2].split()[0] for one in lost(now, old=old, kind="contacts")]
    assert columns == ["email_domain", "email_hash"]
    none = "contact_id,account_id,email,first_name,last_name\nC1,A1,a@wool.example,,\n"
    assert ["the column name is filled in 0 of 1 row" in one for one in lost(none, old=old, kind="contacts")] == [True]


def test_an_emptied_column_that_enrichment_has_is_none_that_is_gone(lost):
    now = OLD.replace("Tools", "").replace("Inns", "")
    assert ["the column industry is filled in 0 of 3 rows" in one for one in lost(now)] == [True]
    bought = {"source/enrichment/outputs/accounts_enriched_2026-02-28.csv": "account_name,industry\nLarch,Tools\n"}
    assert lost(now, more=bought) == []


@pytest.mark.parametrize("seed", range(20))
def test_a_table_is_short_from_half_of_the_rows_on(lost, seed):
    chance = random.Random(seed)  # noqa: S311  the same numbers on every run
    before, now = chance.randint(1, 12), chance.randint(1, 12)

    def table(rows):
        return "account_id,account_name\n" + "".join(f"A{n},Name {n}\n" for n in range(rows))

    said = lost(table(now), old=table(before))
    assert bool(said) is (now <= before / 2), (before, now)
    assert all(f"had {before}" in one for one in said)


def test_only_earlier_days_are_held_against_it_and_nothing_on_that_day(lost):
    shorter = "account_id,account_name\nA1,Larch\n"
    assert lost(shorter, as_of="2026-02-01") == []
    assert len(lost(shorter)) == 4


@pytest.mark.parametrize("exports", [1, 2, 5])
def test_more_exports_that_lack_it_do_not_make_a_loss_forgotten(lost, exports):
    shorter = "account_id,account_name\nA1,Larch\n"
    more = {f"{CRM}/crm_accounts_2026-03-{day:02}.csv": shorter for day in range(1, exports)}
    said = lost(shorter, more=more)
    assert len(said) == 4
    assert all("crm_accounts_2026-01-31.csv had" in one for one in said)


def test_a_loss_is_told_until_an_export_has_it_again(lost):
    shorter = "account_id,account_name\nA1,Larch\n"
    assert lost(shorter, more={f"{CRM}/crm_accounts_2026-03-31.csv": OLD}) == []
    between = "account_id,account_name,industry\nA1,Larch,Tools\nA2,Yew,Tools\nA3,Elm,Inns\n"
    said = lost(between, more={f"{CRM}/crm_accounts_2026-03-31.csv": shorter})
    had = sorted(one.partition(" is gone; ")[2][:27] for one in said if " is gone; " in one)
    assert had == ["crm_accounts_2026-01-31.csv", "crm_accounts_2026-02-28.csv"]


def _accounts(rows, width=0):
    return "account_id,account_name,notes\n" + "".join(f"A{n},Name {n},{'n' * width}\n" for n in range(rows))


@pytest.mark.parametrize("width", [0, 900])  # small ones, and such as are read by their first rows
@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((400, 200, 200), "had 400"),  # oldest first
        ((400, 201, 201), ""),
        ((400, 150, 250), ""),  # came back
        ((400, 290, 210, 150), ""),  # little by little
        ((900, 400, 390, 150), "had 390"),
        ((900, 150, 160, 150), "had 900"),
    ],
)
def test_rows_are_held_against_the_newest_snapshot_before_they_fell(lost, counts, told, width):
    old, *others, last = (_accounts(count, width) for count in counts)
    more = {f"{CRM}/crm_accounts_2026-03-{n:02}.csv": text for n, text in enumerate(others, 1)}
    more[f"{CRM}/crm_accounts_2026-02-28.csv"] = others[0]
    said = lost(others[0], old=old, more={**more, f"{CRM}/crm_accounts_2026-04-30.csv": last})
    assert [told in one for one in said] == ([True] if told else [])


def test_the_first_rows_of_a_large_snapshot_are_cut_in_no_character(lost):
    old = "account_id,account_name,Größe\n" + "".join(f"A{n},Öre,{'ü' * (n % 7)}\n" for n in range(9000))
    now = old.replace(",Größe", ",Maß")
    more = {f"{CRM}/crm_accounts_2026-03-31.csv": now}
    (said,) = lost(now, old=old, more=more)
    assert "gone (Größe); crm_accounts_2026-01-31.csv" in said


def test_an_earlier_table_that_cannot_be_read_says_nothing(lost):
    assert lost(OLD, old="\x00\x01\x02 no table") == []
