"""Ids made of names, and rows joined by them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.accounts.columns import columns_of
from evidence.accounts.keys import ByName, accounts_in, first_of_lists, join_by_name, with_ids
from evidence.accounts.rows import Record
from evidence.model import Account
from evidence.sheets import parse_sheet


def sheet(text, kind="accounts"):
    return parse_sheet(text, columns_of(kind, by_name=True), "x.csv")


def ids(found, key="account_id"):
    return [row[found.columns[key]] for _, row in found.rows]


def test_accounts_get_ids_of_their_names_each_its_own():
    found, told = with_ids(
        sheet("Company,Domain\nAcme Corp,a\nAcme Corp.,b\nÆther & Söhne,c\n株式会社,d\nAcme Corp 2,e\n"),
        "accounts",
        "x",
    )
    assert ids(found)[:3] == ["acme-corp", "acme-corp-3", "ther-sohne"], "Acme Corp 2 has its own"
    assert ids(found)[4] == "acme-corp-2"
    assert ids(found)[3].startswith("name-")
    assert len(set(ids(found))) == 5
    assert "no column account_id, so ids were made of the names of accounts, such as 'acme-corp'" in told[0].what


def test_equal_rows_are_one_and_told_and_rows_without_a_name_get_none():
    found, told = with_ids(sheet("Company,City\nLarch,Leeds\nLarch,Leeds\nLarch,York\n,Bath\n"), "accounts", "x")
    assert ids(found) == ["larch", "larch", "larch-2"]
    assert [(one.line, one.what) for one in told[1:]] == [
        (5, "1 row without a name was skipped"),
        (3, "1 row equals an earlier one in every cell; counted once"),
    ]


def test_a_table_with_ids_keeps_them():
    found, told = with_ids(sheet("Account ID,Company\nA1,Larch\n"), "accounts", "x")
    assert (ids(found), told) == (["A1"], [])


@given(st.lists(st.tuples(st.text("ab A1-2.", max_size=6), st.text("xy", max_size=2)), min_size=1, max_size=12))
def test_ids_are_unique_but_for_equal_rows_and_the_same_each_time(names):
    text = "Company,City\n" + "".join(f'"{name}","{city}"\n' for name, city in names)
    found, _ = with_ids(sheet(text), "accounts", "x")
    again, _ = with_ids(sheet(text), "accounts", "x")
    assert ids(found) == ids(again)
    named = {(tuple(row[:2]), row[-1]) for _, row in found.rows if row[-1]}
    assert len({made for _, made in named}) == len({cells for cells, _ in named}) == len(named)


NAMED = (
    Account("A1", "Northquay Lending"), Account("A2", "Tarn Ltd"), Account("A3", "Tarn plc"), Account("A4", "Alder"),
    Account("A5", "Oak Inc."), Account("A6", "Yew"), Account("A7", "YEW"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "bearers"),
    [
        ("northquay  LENDING", ["A1"]),
        ("Northquay Lending Ltd", ["A1"]),
        ("Northquay", []),
        ("Tarn Ltd.", ["A2"]),
        ("Tarn", ["A2", "A3"]),
        ("Tarn GmbH", []),
        ("Alder LLC", ["A4"]),
        ("Oak GmbH", []),
        ("Oak, Inc", ["A5"]),
        ("Yew", ["A6", "A7"]),
        ("Northquay Lendings", []),
    ],
)
def test_a_name_is_an_accounts_only_where_nothing_speaks_against_it(name, bearers):
    assert ByName(NAMED).bearers(name) == bearers


def test_rows_are_joined_by_the_only_bearer_and_the_rest_is_told():
    names = ("Alder", "Yew", "Nobody", "Nobody Else", None)
    records = [Record((at,), {"account_id": None, "account_name": name}) for at, name in enumerate(names, 2)]
    told = join_by_name(records, NAMED, "deals", "x.csv")
    assert [record.values["account_id"] for record in records] == ["A4", None, None, None, None]
    assert [record.told for record in records] == [False, True, True, True, False]
    assert [(one.line, one.what) for one in told] == [
        (None, "no account id, so 1 deal was joined by account name"),
        (4, "2 deals were skipped: no account has the company's name ('Nobody')"),
        (3, "1 deal was skipped: several accounts have the company's name ('Yew')"),
    ]


def test_an_id_that_a_row_has_is_never_replaced():
    record = Record((2,), {"account_id": "A9", "account_name": "Alder"})
    assert not join_by_name([record], NAMED, "deals", "x.csv")
    assert record.values["account_id"] == "A9"


def test_accounts_are_made_of_deals_where_no_table_has_them():
    named = [
        (None, "9"), ("Larch Ltd", None), ("LARCH LTD.", None), ("Larch", None), ("Alder", "7"), ("Alder Works", "7"),
        (None, None),
    ]  # fmt: skip
    records = [Record((at,), {"account_id": key, "account_name": name}) for at, (name, key) in enumerate(named, 2)]
    accounts, told = accounts_in(records, "x.csv")
    assert [(one.account_id, one.account_name) for one in accounts] == [
        ("larch-ltd", "Larch Ltd"), ("larch", "Larch"), ("7", "Alder"), ("9", "9"),
    ]  # fmt: skip
    whose = [record.values["account_id"] for record in records]
    assert whose == ["9", "larch-ltd", "larch-ltd", "larch", "7", "7", None]
    assert told[0].what.startswith("no table of accounts, so 4 accounts were made of the companies here")
    assert accounts_in(records[:1], "x.csv") == ([], []), "ids alone make no accounts"


def test_of_one_id_and_two_names_nobody_knows_which_is_meant():
    deals = sheet("Deal,Stage,Amount,Company,Company ID\na,x,1,A;B,2\nb,x,1,B,2\nc,x,1,A;C,\n", "deals")
    found, told = first_of_lists(deals, "x.csv", names=True)
    assert (ids(found, "account_name"), [one.line for one in told]) == (["", "B", "A"], [4])


def test_the_first_of_several_companies_counts_and_is_told_once():
    deals = sheet("Deal,Stage,Amount,Company,Company ID\na,x,1,A;B,1;2\nb,x,1,A,1;1\nc,x,1,B;A,2; 1\n", "deals")
    found, told = first_of_lists(deals, "x.csv", names=False)
    assert ids(found) == ["1", "1", "2"]
    assert ids(found, "account_name") == ["A;B", "A", "B;A"]
    assert ids(first_of_lists(deals, "x.csv", names=True)[0], "account_name") == ["A", "A", "B"]
    assert [(one.line, one.what) for one in told] == [
        (2, "2 rows list several records in 'Company ID'; the first counts, as the primary one")
    ]
