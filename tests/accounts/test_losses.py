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


@pytest.mark.parametrize("seed", range(20))
def test_a_table_is_short_from_half_of_the_rows_on(lost, seed):
    chance = random.Random(seed)  # noqa: S311  the same numbers on every run
    before, now = chance.randint(1, 12), chance.randint(1, 12)

    def table(rows):
        return "account_id,account_name\n" + "".join(f"A{n},Name {n}\n" for n in range(rows))

    said = lost(table(now), old=table(before))
    assert bool(said) is (now <= before / 2), (before, now)
    assert all(f"had {before}" in one for one in said)


def test_only_the_day_before_is_held_against_it_and_nothing_on_that_day(lost):
    shorter = "account_id,account_name\nA1,Larch\n"
    assert lost(shorter, as_of="2026-02-01") == []
    assert len(lost(shorter)) == 4
    later = {f"{CRM}/crm_accounts_2026-03-31.csv": shorter}
    assert lost(shorter, more=later) == []


def test_an_earlier_table_that_cannot_be_read_says_nothing(lost):
    assert lost(OLD, old="\x00\x01\x02 no table") == []
