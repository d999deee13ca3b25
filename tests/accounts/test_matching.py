"""Company names and the accounts they mean: same name, alike, or somebody else."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.accounts.crm_index import build_crm_index
from evidence.accounts.matching import match_name, match_names, read_names
from evidence.accounts.names import LIKELY, NameIndex, fold_name
from evidence.accounts.records import Crm
from evidence.errors import TableError
from evidence.model import Account
from evidence.settings import Settings

SHARED = Path(__file__).resolve().parents[3] / "shared"
ISSUERS = SHARED / "transcripts/accounts/company_tickers_sec_2023.json"
NAMES = (
    "Harbour Freight Lines, Inc.", "Harbour Dental Partners", "Quill & Rowan LLP", "Marlow Bank Corp /DE/",
    "United Ferry Works", "Larchwood Manufacturing Company", "Sedge International Group", "Tarn Ltd", "Tarn plc",
    "Osier Health", "Osier Foods", "Bracken Technologies Inc", "Fenland Water", "Moss Energy", "Heath Systems",
)  # fmt: skip
CRM_INDEX = build_crm_index(
    Crm(accounts=tuple(Account(name, name) for name in NAMES), aliases=(("HFL", NAMES[0]),)),
    Settings(own_names=("Vendor",)),
)


@pytest.mark.parametrize(
    ("name", "status", "first"),
    [
        ("harbour freight lines", "linked", "Harbour Freight Lines, Inc."),
        ("H.F.L.", "linked", "Harbour Freight Lines, Inc."),
        ("Quill and Rowan", "linked", "Quill & Rowan LLP"),
        ("Marlow Bank", "linked", "Marlow Bank Corp /DE/"),
        ("The Marlow Bank (The)", "linked", "Marlow Bank Corp /DE/"),
        ("Tarn plc", "linked", "Tarn plc"),
        ("Tarn", "ambiguous", "Tarn Ltd"),
        ("Harbour Frieght Lines", "suggested", "Harbour Freight Lines, Inc."),
        ("Rowan & Quill", "suggested", "Quill & Rowan LLP"),
        ("Larch Wood Mfg", "suggested", "Larchwood Manufacturing Company"),
        ("Sedge Int'l Grp", "suggested", "Sedge International Group"),
        ("UFW", "suggested", "United Ferry Works"),
        ("Osier", "ambiguous", "Osier Foods"),
        ("Harbour Logistics", "unlinked", None),
        ("Delta Dental", "unlinked", None),
        ("Vendor", "unlinked", None),
        ("...", "unlinked", None),
    ],
)
def test_the_same_name_links_and_what_is_alike_only_suggests(name, status, first):
    match = match_name(name, CRM_INDEX)
    assert (match.status, match.candidates[0].account_id if match.candidates else None) == (status, first)
    assert (match.account_id == first) == (status == "linked" or first is None)


def test_a_runner_up_that_is_nearly_as_good_makes_it_ambiguous():
    match = match_name("Osier", CRM_INDEX)
    assert [candidate.account_name for candidate in match.candidates] == ["Osier Foods", "Osier Health"]
    assert match.account_id is None


@given(st.lists(st.text(max_size=40), max_size=6), st.text(max_size=60))
def test_no_text_breaks_the_matcher_and_scores_lie_between_likely_and_one(names, asked):
    index = NameIndex(tuple((name, str(number)) for number, name in enumerate(names)))
    found = index.resembling(asked)
    assert all(LIKELY <= like.score <= 1 for like in found)
    assert list(found) == sorted(found, key=lambda like: -like.score)
    for number, name in enumerate(names):
        if fold_name(name):
            assert str(number) in index.exact[fold_name(name)]


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ("Larch, Inc.\n\nAlder & Sons\n", ["Larch, Inc.", "Alder & Sons"]),
        ("name\nLarch\n", ["Larch"]),
        ("id,Account Name\n1,Larch\n2,\n3,'=Alder\n", ["Larch", "=Alder"]),
        ("\ufeffCustomer\tSize\nLärche\t4\n", ["Lärche"]),
    ],
)
def test_names_are_read_from_a_column_or_one_a_line(data, names):
    assert read_names(data.encode(), "list.csv") == names


def test_a_table_without_a_column_of_names_is_told_with_those_it_has():
    with pytest.raises(TableError, match=r"list.csv:1: no column looks like .* \(columns found: id, size\)"):
        read_names(b"id,size\n1,2\n", "list.csv")
    with pytest.raises(TableError, match="contains no names"):
        read_names(b" \n", "list.csv")


@pytest.mark.skipif(not ISSUERS.is_file(), reason="the list of issuers in ../shared is not here")
def test_of_variants_of_issuer_names_the_first_is_right_in_95_of_100_and_no_link_is_wrong():
    rows = json.loads(ISSUERS.read_text(encoding="utf-8"))["data"]
    crm_index = build_crm_index(
        Crm(accounts=tuple(Account(cik, title) for cik, title in {cik: title for cik, _, title in rows}.items())),
        Settings(),
    )
    with Path(__file__).with_name("name_variants.csv").open(encoding="utf-8", newline="") as file:
        variants = [(row["variant"], row["account_id"]) for row in csv.DictReader(file)]
    matches = match_names([name for name, _ in variants], crm_index)
    pairs = [(match, wanted) for match, (_, wanted) in zip(matches, variants, strict=True)]
    assert len(pairs) >= 300
    assert [(match.name, match.account_id) for match, wanted in pairs if match.account_id not in {None, wanted}] == []
    right = sum((match.candidates[0].account_id if match.candidates else "") == wanted for match, wanted in pairs)
    assert right / len(pairs) >= 0.95


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Marlow Bank Corp. (Class A)", "marlow bank"),
        ("MARLOW BANK CORP / DE", "marlow bank"),
        ("Marlow Bank Inc / MA /", "marlow bank"),
        ("Marlow Bank, Inc. - Class B Shares", "marlow bank"),
        ("Marlow Bank Corp /DE/ (Common Stock)", "marlow bank"),
        ("Input / Output", "input output"),
        ("Marlow / MA", "marlow ma"),
        ("World Class A", "world class a"),
        ("(Class A)", "class a"),
    ],
)
def test_share_classes_and_states_behind_a_legal_form_are_no_part_of_a_name(name, folded):
    assert fold_name(name) == folded
