from __future__ import annotations

import hashlib

import pytest

from evidence.accounts.linking import CallKeys, build_ledger, explain, link, link_call
from evidence.accounts.records import Crm, Mapping
from evidence.model import Account, Contact, Deal, Participant
from evidence.settings import Settings

SETTINGS = Settings(own_domains=("vendor.example",), own_names=("Vendor Inc", "Rae Quill"))


def digest(address):
    return hashlib.sha256(address.encode()).hexdigest()


def mapping(key, account_id=None, opportunity_id=None, line=2):
    return Mapping(key, account_id, opportunity_id, "kim", "2026-01-01", "source/joins/mappings/m.csv", line)


CRM = Crm(
    accounts=(
        Account("001D000000IRFmaIAH", "Larch Inc", domain="larch.example"),
        Account("A2", "Alder & Sons", domain="twin.example;alder.example"),
        Account("A3", "Alder Dental", domain="twin.example"),
        Account("A4", "Vendor", domain="vendor.example"),
    ),
    deals=(Deal("O1", "001D000000IRFmaIAH"), Deal("O2", "A2"), Deal("O3", "A2"), Deal("O9", "gone")),
    contacts=(
        Contact("C1", "A2", digest("kim@gmail.com"), "gmail.com"),
        Contact("C2", "A3", digest("lo@both.example"), "both.example"),
        Contact("C3", "A2", digest("lo@both.example"), "both.example"),
        Contact("C4", "A3", digest("uma@branch.example"), "branch.example"),
        Contact("C5", "gone", digest("x@gone.example"), "gone.example"),
    ),
    mappings=(
        mapping("by-hand", "A2"),
        mapping("Raw-77", None, "O1", 3),
        mapping("torn", "A2", None, 4),
        mapping("torn", "A3", None, 5),
        mapping("crossed", "A3", "O2", 6),
        mapping("stale", None, "O404", 7),
        mapping("many", None, "O2", 8),
        mapping("many", None, "O3", 9),
    ),
    aliases=(("Larch Paper Works", "001D000000IRFmaIAH"),),
)
LEDGER = build_ledger(CRM, SETTINGS)
LARCH = "001D000000IRFmaIAH"


def guest(label="Guest", address=None, **more):
    domain = address.partition("@")[2] if address else None
    return Participant(label, email_sha256=digest(address) if address else None, email_domain=domain, **more)


def linked(**keys):
    return link_call(CallKeys(**{"call_id": "c", **keys}), LEDGER)


@pytest.mark.parametrize(
    ("keys", "account", "opportunity", "method"),
    [
        ({"account_id": "001D000000IRFma"}, LARCH, None, "account"),
        ({"account_id": "A2", "opportunity_id": "O2"}, "A2", "O2", "account"),
        ({"account_id": "A3", "opportunity_id": "O2"}, "A3", None, "account"),
        ({"call_id": "by-hand"}, "A2", None, "mapping"),
        ({"call_id": "raw-77-1a2b3c", "source_id": "Raw-77"}, LARCH, "O1", "mapping"),
        ({"call_id": "raw-77"}, LARCH, "O1", "mapping"),
        ({"call_id": "many"}, "A2", None, "mapping"),
        ({"opportunity_id": "O3"}, "A2", "O3", "opportunity"),
        ({"participants": (guest(address="kim@gmail.com"),)}, "A2", None, "contact"),
        ({"participants": (guest(address="new@larch.example"),)}, LARCH, None, "domain"),
        ({"participants": (guest(address="new@alder.example"), guest("B", "x@twin.example"))}, "A2", None, "domain"),
        ({"participants": (guest(address="new@branch.example"),)}, "A3", None, "domain"),
        ({"account_id": "nobody", "call_id": "by-hand"}, "A2", None, "mapping"),
    ],
)
def test_the_best_rung_that_names_one_account_links_the_call(keys, account, opportunity, method):
    result = linked(**keys)
    assert (result.status, result.account_id, result.opportunity_id, result.method) == (
        "linked",
        account,
        opportunity,
        method,
    )


@pytest.mark.parametrize(
    ("keys", "method", "named"),
    [
        ({"call_id": "torn"}, "mapping", ["A2", "A3"]),
        ({"call_id": "crossed"}, "mapping", ["A2", "A3"]),
        ({"participants": (guest(address="lo@both.example"),)}, "contact", ["A2", "A3"]),
        (
            {"participants": (guest(address="a@larch.example"), guest("B", "b@alder.example"))},
            "domain",
            [LARCH, "A2"],
        ),
    ],
)
def test_several_accounts_on_one_rung_are_ambiguous_and_never_guessed(keys, method, named):
    result = linked(**keys)
    assert (result.status, result.account_id, result.method) == ("ambiguous", None, method)
    assert [candidate.account_id for candidate in result.candidates] == named
    assert "Say which with a line in source/joins/mappings" in result.reason


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({}, "nothing in the call says whose it is. Add a line to source/joins/mappings."),
        ({"participants": (guest(address="new@gmail.com"),)}, "gmail.com is a free-mail domain and does not vote"),
        ({"participants": (guest(address="x@twin.example"),)}, "twin.example is shared by A2, A3 and does not vote"),
        ({"participants": (guest(address="x@new.example"),)}, "new.example: no account has it. Add a line to"),
        ({"participants": (guest(address="x@gone.example"),)}, "gone.example: no account has it"),
        ({"participants": (guest(address="x@larch.example", bot=True),)}, "nothing in the call"),
        ({"participants": (guest(address="x@larch.example", side="internal"),)}, "nothing in the call"),
        ({"participants": (guest("Rae Quill", "kim@gmail.com"),)}, "nothing in the call"),
        ({"participants": (guest(address="kim@eu.vendor.example"),)}, "nothing in the call"),
        (
            {"account_id": "001d000000irfma"},
            f"account 001d000000irfma is not in the CRM ({LARCH} differs only in case)",
        ),
        ({"opportunity_id": "O404"}, "opportunity O404 is not in the CRM"),
        ({"opportunity_id": "O9"}, "opportunity O9 is of account gone, which is not in the CRM"),
        ({"call_id": "stale"}, "opportunity O404 is not in the CRM; mapped by kim in source/joins/mappings/m.csv:7"),
        ({"title": "Vendor and Rae Quill, weekly"}, "nothing in the call"),
    ],
)
def test_what_is_not_certain_stays_unlinked_with_its_reason(keys, reason):
    result = linked(**keys)
    assert (result.status, result.account_id) == ("unlinked", None)
    assert reason in result.reason


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ({"title": "Larch <> Vendor: intro"}, [LARCH]),
        ({"title": "Larch Paper Works kick-off"}, [LARCH]),
        ({"title": "Alder and Sons / Alder Dental"}, ["A2", "A3"]),
        ({"title": "ALDER DENTAL renewal"}, ["A3"]),
        ({"participants": (guest("Uma (Larch, Inc.)"),)}, [LARCH]),
        ({"participants": (guest(org="Alder & Sons"),)}, ["A2"]),
        ({"account_id": "nobody", "participants": (guest(address="x@larch.example"),)}, [LARCH]),
        ({"call_id": "stale", "title": "Alder Dental"}, ["A3"]),
    ],
)
def test_names_and_what_stands_below_an_unknown_id_only_suggest(keys, named):
    result = linked(**keys)
    assert (result.status, result.account_id) == ("suggested", None)
    assert [candidate.account_id for candidate in result.candidates] == named


def test_the_candidates_that_lost_stay_listed():
    result = linked(account_id="A3", participants=(guest(address="x@larch.example"),), title="Alder & Sons")
    assert result.account_id == "A3"
    assert [(c.account_id, c.account_name, c.method) for c in result.candidates] == [
        (LARCH, "Larch Inc", "domain"),
        ("A2", "Alder & Sons", "name"),
    ]


def test_an_opportunity_of_another_account_is_told_and_not_taken():
    assert "O2 belongs to A2, so it is not taken" in linked(account_id="A3", opportunity_id="O2").reason
    assert "several opportunities (O2, O3)" in linked(call_id="many").reason


def test_every_rung_says_what_it_looked_at_and_whom_it_named():
    call = CallKeys("by-hand", participants=(guest(address="x@twin.example"),), title="Intro")
    rungs = explain(call, LEDGER)
    assert [rung.name for rung in rungs] == ["account", "mapping", "opportunity", "contact", "domain", "name"]
    assert [rung.named for rung in rungs] == [(), ("A2",), (), (), (), ()]
    assert rungs[1].reason == "mapped to A2 by kim in source/joins/mappings/m.csv:2"
    assert rungs[4].looked_at == ("twin.example",)
    assert all(rung.reason for rung in rungs)


def test_links_stand_in_the_order_of_the_calls():
    calls = [CallKeys("b", account_id="A2"), CallKeys("a")]
    assert [result.call_id for result in link(calls, CRM, SETTINGS)] == ["b", "a"]
