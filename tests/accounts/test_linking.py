from __future__ import annotations

import hashlib
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.accounts.linking import CallKeys, build_crm_index, explain_link, link_call, link_calls
from evidence.accounts.named import names_in
from evidence.accounts.names import fold_name
from evidence.accounts.records import Crm, Lead, Mapping
from evidence.model import Account, Contact, Deal, Participant, Utterance
from evidence.settings import Settings
from evidence.text import tokenize

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
        Contact("C6", "A3", name="Noa Berg"),
    ),
    leads=(
        Lead("L1", "A2", "Alder", digest("lead@gmail.com")),
        Lead("L2", None, "Alder Dental, Inc.", digest("ada@fund.example")),
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
CRM_INDEX = build_crm_index(CRM, SETTINGS)
LARCH = "001D000000IRFmaIAH"


def guest(label="Guest", address=None, **more):
    domain = address.partition("@")[2] if address else None
    return Participant(label, email_sha256=digest(address) if address else None, email_domain=domain, **more)


def said(*texts):
    return {"utterances": tuple(Utterance(at, at, None, text) for at, text in enumerate(texts, 1))}


def linked(**keys):
    return link_call(CallKeys(**{"call_id": "c", **keys}), CRM_INDEX)


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
        ({"participants": (guest(address="lead@gmail.com"),)}, "A2", None, "lead"),
        ({"participants": (guest(org="ALDER AND SONS, LTD."),)}, "A2", None, "name"),
        ({"participants": (guest(org="Larch Paper Works"),)}, LARCH, None, "name"),
        ({"participants": (guest(address="x@twin.example", org="Alder Dental"),)}, "A3", None, "name"),
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
    assert "To choose: evidence review --links" in result.reason


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({}, "can't tell which customer this call is with. To settle it: evidence review --links."),
        ({"participants": (guest(address="new@gmail.com"),)}, "gmail.com is a free e-mail domain, so it was ignored"),
        ({"participants": (guest(address="x@twin.example"),)}, "twin.example is shared by A2, A3, so it was ignored"),
        ({"participants": (guest(address="x@new.example"),)}, "new.example: no account has it. To settle it: "),
        ({"participants": (guest(address="x@gone.example"),)}, "gone.example: no account has it"),
        ({"participants": (guest(address="x@larch.example", bot=True),)}, "can't tell which customer"),
        ({"participants": (guest(address="x@larch.example", side="internal"),)}, "can't tell which customer"),
        ({"participants": (guest("Rae Quill", "kim@gmail.com"),)}, "can't tell which customer"),
        ({"participants": (guest(address="kim@eu.vendor.example"),)}, "can't tell which customer"),
        (
            {"account_id": "001d000000irfma"},
            f"account 001d000000irfma is not in the newest snapshot ({LARCH} differs only in upper and lower case)",
        ),
        ({"opportunity_id": "O404"}, "opportunity O404 is not in the newest snapshot"),
        ({"opportunity_id": "O9"}, "opportunity O9 belongs to account gone, which is not in the newest snapshot"),
        (
            {"call_id": "stale"},
            "opportunity O404 is not in the newest snapshot; mapped by kim in source/joins/mappings/m.csv:7",
        ),
        ({"title": "Vendor and Rae Quill, weekly"}, "can't tell which customer"),
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
        ({"participants": (guest("Uma | Alder & Sons", org="Alder & Sons"),)}, ["A2"]),
        ({"participants": (guest(org="Larch", address="x@other.example"),)}, [LARCH]),
        ({"participants": (guest(address="ada@fund.example"),)}, ["A3"]),
        ({"participants": (guest("Noa Berg"),)}, ["A3"]),
        ({"title": "Lach Paper Works, discovery call"}, [LARCH]),
        ({"title": "Intro with larchpaperworks"}, [LARCH]),
        (said("Hi. Larch is new to us.", "So at Alder Dental we do it by hand."), ["A3"]),
        (said("we at larch paper works file it"), [LARCH]),
        ({"title": "Dental of Alder - QBR"}, ["A3"]),
        ({"account_id": "nobody", "participants": (guest(address="x@larch.example"),)}, [LARCH]),
    ],
)
def test_names_and_what_stands_below_an_unknown_id_only_suggest(keys, named):
    result = linked(**keys)
    assert (result.status, result.account_id) == ("suggested" if named else "unlinked", None)
    assert [candidate.account_id for candidate in result.candidates] == named


@pytest.mark.parametrize(
    ("hint", "candidates"),
    [
        ("Larch", [(LARCH, 0.95)]), ("LARCH, INC.", [(LARCH, 0.95)]), ("Larch Paper Works", [(LARCH, 0.95)]),
        ("Alder and Sons", [("A2", 0.95)]),
    ],
)  # fmt: skip
def test_the_client_that_a_file_names_is_suggested_and_never_linked(hint, candidates):
    result = linked(account_hint=hint)
    assert (result.status, result.account_id) == ("suggested", None)
    assert [(c.account_id, c.score) for c in result.candidates if c.method == "client"] == candidates
    assert f"(the file names {hint} as its client)" in result.reason


@pytest.mark.parametrize(
    "keys",
    [
        {"account_hint": "larch.example"},
        {"account_hint": "https://www.larch.example/about"},
        {"account_hint": "Larch Paper (larch.example)"},
        {"participants": (guest("Uma (larch.example)"),)},
        {"participants": (guest(org="larch.example"),)},
    ],
)
def test_a_domain_that_the_source_states_links_as_that_of_an_address_does(keys):
    assert (linked(**keys).account_id, linked(**keys).method) == (LARCH, "domain")


@pytest.mark.parametrize("domain", ["twin.example", "gmail.com", "eu.vendor.example", "new.example"])
def test_a_domain_that_never_votes_does_not_where_the_source_states_it_either(domain):
    assert linked(account_hint=f"Quince Mills ({domain})").status == "unlinked"


@pytest.mark.parametrize(
    ("source", "candidates"),
    [
        ("Larch Paper Works/2026/call.txt", [(LARCH, 0.5)]),
        ("alder-sons/call.txt", [("A2", 0.5)]),
        ("sorted/ALDER DENTAL/a.vtt", [("A3", 0.5)]),
        ("larch.txt", []),
        ("2026/03/call.txt", []),
        ("Vendor/call.txt", []),
    ],
)
def test_the_name_of_the_folder_suggests(source, candidates):
    result = linked(source=source)
    assert (result.status, result.account_id) == ("suggested" if candidates else "unlinked", None)
    assert [(c.account_id, c.score) for c in result.candidates] == candidates


def test_a_folder_called_as_no_word_of_the_language_is_worth_more():
    crm_index = build_crm_index(Crm(accounts=(Account("Q", "Quillane Traders Inc"),)), SETTINGS)
    scores = [
        link_call(CallKeys("c", source=f"{folder}/a.txt"), crm_index).candidates[0].score
        for folder in ("quillane-traders", "Quillane", "Quilane Traders")
    ]
    assert scores == [0.8, 0.72, pytest.approx(0.7, abs=0.1)]


def test_of_what_several_rules_suggest_the_best_score_stands_first():
    keys = {"source": "larch-paper-works/a.txt", **said("I am from Alder Dental.", "We at Alder Dental file it.")}
    assert [(c.account_id, c.method) for c in linked(**keys).candidates] == [("A3", "speech"), (LARCH, "folder")]


def test_a_client_that_is_nearly_called_so_scores_as_names_that_are_alike_do():
    (candidate,) = [c for c in linked(account_hint="Lach Paper Works").candidates if c.method == "client"]
    assert (candidate.account_id, candidate.score < 0.95) == (LARCH, True)


def test_a_client_who_is_nobody_of_the_crm_or_ourselves_is_told():
    result = linked(account_hint="Quince Mills")
    assert (result.status, result.candidates) == ("unlinked", ())
    assert result.reason.startswith("the file names Quince Mills as its client; no account is called so")
    assert linked(account_hint="Vendor Inc").status == "unlinked"
    assert linked(account_hint="Vendor").candidates == ()


def test_a_client_that_is_named_changes_no_link_but_stays_listed():
    result = linked(account_id="A3", account_hint="Larch")
    assert (result.account_id, [(c.account_id, c.method) for c in result.candidates]) == ("A3", [(LARCH, "client")])


def test_the_candidates_that_lost_stay_listed():
    result = linked(account_id="A3", participants=(guest(address="x@larch.example"),), title="Alder & Sons")
    assert result.account_id == "A3"
    assert [(c.account_id, c.account_name, c.method) for c in result.candidates] == [
        (LARCH, "Larch Inc", "domain"),
        ("A2", "Alder & Sons", "title"),
    ]


def test_an_opportunity_of_another_account_is_told_and_not_taken():
    assert "O2 belongs to A2, so it was not used" in linked(account_id="A3", opportunity_id="O2").reason
    assert "several opportunities (O2, O3)" in linked(call_id="many").reason


def test_every_rung_says_what_it_looked_at_and_whom_it_named():
    call = CallKeys("by-hand", participants=(guest(address="x@twin.example"),), title="Intro")
    rules = explain_link(call, CRM_INDEX)
    assert [rule.name for rule in rules] == [
        "account", "mapping", "opportunity", "contact", "lead", "domain", "deal", "name",
        "people", "client", "title", "folder", "person", "similar", "speech",
    ]  # fmt: skip
    assert [rule.name for rule in rules if rule.named] == ["mapping"]
    assert rules[1].reason == "mapped to A2 by kim in source/joins/mappings/m.csv:2"
    assert rules[5].looked_at == ("twin.example",)
    assert all(rule.reason for rule in rules)


def test_links_stand_in_the_order_of_the_calls():
    calls = [CallKeys("b", account_id="A2"), CallKeys("a")]
    assert [result.call_id for result in link_calls(calls, CRM, SETTINGS)] == ["b", "a"]


def deal(key, account_id, created, closed=None, **more):
    return Deal(key, account_id, created_date=created, close_date=closed, is_closed=closed is not None, **more)


FAMILY = Crm(
    accounts=(
        Account("P", "Birch Holdings", domain="birch.example"),
        Account("S", "Birch Foods", domain="birch.example"),
        Account("T1", "Rowan Ltd"),
        Account("T2", "Rowan, Inc."),
    ),
    deals=(
        deal("OP", "P", "2026-01-10", "2026-02-10"),
        deal("OT", "T2", "2026-03-01"),
        deal("O1", "S", "2026-01-01", "2026-01-31"),
        deal("O2", "S", "2026-01-20", "2026-03-31"),
    ),
)
KIN = build_crm_index(FAMILY, SETTINGS)


def test_a_parent_and_its_subsidiary_with_one_domain_are_told_apart_by_a_stated_name_alone():
    someone = guest(address="x@birch.example")
    shared = link_call(CallKeys("c", participants=(someone,)), KIN)
    assert shared.status == "unlinked"
    assert "birch.example is shared by P, S, so it was ignored" in shared.reason
    stated = link_call(CallKeys("c", participants=(guest(address="x@birch.example", org="Birch Foods"),)), KIN)
    assert (stated.status, stated.account_id, stated.method) == ("linked", "S", "name")
    vague = link_call(CallKeys("c", title="Birch, weekly", participants=(someone,)), KIN)
    assert (vague.status, {c.account_id for c in vague.candidates}) == ("suggested", {"P", "S"})


@pytest.mark.parametrize(
    ("date", "account", "method", "opportunity"),
    [
        ("2026-02-14", None, "name", None),
        ("2026-02-15", "T2", "deal", "OT"),
        ("2027-01-01", "T2", "deal", "OT"),
        (None, None, "name", None),
    ],
)
def test_of_two_accounts_with_one_name_the_one_whose_deal_was_under_way_is_meant(date, account, method, opportunity):
    result = link_call(CallKeys("c", date=date, participants=(guest(org="Rowan"),)), KIN)
    assert (result.account_id, result.method, result.opportunity_id) == (account, method, opportunity)
    assert result.status == ("linked" if account else "ambiguous")


@pytest.mark.parametrize(
    ("account", "date", "opportunity"),
    [
        ("P", "2025-12-27", "OP"),
        ("P", "2025-12-26", None),
        ("P", "2026-02-24", "OP"),
        ("P", "2026-02-25", None),
        ("S", "2026-01-06", None),
        ("S", "2026-03-01", "O2"),
        ("P", "soon", None),
    ],
)
def test_a_linked_call_is_about_the_only_deal_that_was_under_way_fourteen_days_either_side(account, date, opportunity):
    result = link_call(CallKeys("c", account_id=account, date=date), KIN)
    assert (result.status, result.opportunity_id) == ("linked", opportunity)


def test_of_equal_suggestions_the_one_with_a_deal_under_way_comes_first():
    crm = Crm(accounts=(Account("A", "Elm Works"), Account("B", "Yew Works")), deals=(deal("O", "B", "2026-01-01"),))
    call = CallKeys("c", title="Elm Works / Yew Works", date="2026-01-05")
    assert [c.account_id for c in link_call(call, build_crm_index(crm, SETTINGS)).candidates] == ["B", "A"]


@pytest.mark.parametrize("title", [
    "Call with Petra from {}", "{} <> Vendor Inc", "Discovery - {}", "Petra ({})", "Demo for {}", "{} x Vendor Inc",
])  # fmt: skip
@pytest.mark.parametrize("name", ["Birch Foods", "Birch Foodz"])
def test_a_company_in_a_title_suggests_its_account_and_links_none(title, name):
    crm_index = build_crm_index(Crm(accounts=(Account("S", "Birch Foods Ltd"), Account("T", "Rowan"))), SETTINGS)
    result = link_call(CallKeys("c", title=title.format(name)), crm_index)
    assert (result.status, result.account_id) == ("suggested", None)
    assert [candidate.account_id for candidate in result.candidates] == ["S"]


def test_our_own_name_in_a_title_or_in_speech_is_nobody():
    assert linked(title="Vendor renewal", **said("Thanks for calling Vendor Inc today.")).status == "unlinked"


def test_links_are_the_same_in_another_process():
    again = pickle.loads(pickle.dumps(CRM_INDEX))  # noqa: S301  our own bytes
    call = CallKeys("c", title="Lach Paper Works, discovery call")
    assert link_call(call, again) == link_call(call, CRM_INDEX)


@pytest.mark.parametrize(
    ("account", "own"),
    [
        (Account("A1", "Northmast"), Settings(own_domains=("northmast.example",))),
        (Account("A1", "North Mast, Inc."), Settings(own_domains=("mail.northmast.co.uk",))),
        (
            Account("A1", "Northmast Trading", domain="sea.northmast.example"),
            Settings(own_domains=("northmast.example",)),
        ),
        (Account("A1", "Northmast"), Settings(own_names=("Rae Quill (Northmast)",))),
    ],
)
def test_our_own_company_is_never_suggested(account, own):
    call = CallKeys("c", title="Northmast and guests", **said("So we at Northmast Trading, we at Northmast."))
    assert link_call(call, build_crm_index(Crm(accounts=(account,)), own)).candidates == ()
    others = build_crm_index(Crm(accounts=(account,)), Settings(own_domains=("harbour.example",)))
    assert [c.account_id for c in link_call(call, others).candidates] == ["A1"]


WORDS = (
    "the",
    "The",
    "and",
    "of",
    "a",
    "A",
    "J",
    "P",
    "I",
    "3",
    "Smith",
    "Morgan",
    "Delta",
    "Dental",
    "Co",
    "S.A.",
    "we",
)


def named_at(text, tokens, at, known):
    """Return the end and the name of the longest span from a token on that is an account's name."""
    ends = range(len(tokens), at, -1)
    spans = ((end, fold_name(text[tokens[at].start : tokens[end - 1].end])) for end in ends)
    return next(((end, name) for end, name in spans if name in known), (at + 1, None))


@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), max_size=4),
    st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join),
)
def test_names_are_found_wherever_a_look_at_every_span_finds_them(names, text):
    accounts = tuple(Account(f"A{at}", name) for at, name in enumerate(names))
    crm_index = build_crm_index(Crm(accounts=accounts), Settings())
    tokens, found, at = tokenize(text), [], 0
    while at < len(tokens):
        at, name = named_at(text, tokens, at, crm_index.names.exact)
        found += [name] if name else []
    assert names_in(text, crm_index.names) == found


# -- what a person settled -------------------------------------------------------------------------

SETTLED = Crm(
    accounts=(Account("M1", "Juniper Mills", domain="juniper.example"), Account("M2", "Sorrel Bakery")),
    deals=(Deal("P1", "M1"), Deal("P2", "M9")),
    mappings=(
        mapping("lost", "M9"),
        mapping("lost-deal", None, "P7"),
        mapping("lost-owner", None, "P2"),
        mapping("half", "M1", line=5),
        mapping("half", "M8", line=6),
        mapping("ours", "internal"),
        mapping("both", "internal", line=8),
        mapping("both", "M2", line=9),
        mapping("odd", "internal", "P1"),
    ),
)
SETTLED_INDEX = build_crm_index(SETTLED, SETTINGS)
SAYING = ("We at Sorrel Bakery do it all by hand.", "Welcome to everybody from Juniper Mills.", "It takes a week.")


@given(
    st.sampled_from(["lost", "lost-deal", "lost-owner", "half", "both", "odd"]),
    st.sampled_from(["Sorrel Bakery", "Juniper Mills x us", "intro"]),
    st.lists(st.sampled_from(SAYING), max_size=3),
    st.sampled_from([None, "juniper.example"]),
)
def test_a_call_that_a_person_mapped_is_proposed_to_nobody_else(key, title, said, domain):
    people = (Participant("G", email_domain=domain),)
    talk = tuple(Utterance(n, n, "G", words) for n, words in enumerate(said, 1))
    link = link_call(CallKeys(key, title=title, participants=people, utterances=talk), SETTLED_INDEX)
    assert (link.status, link.account_id, link.candidates, link.awaits_export) == ("unlinked", None, (), True)
    assert "m.csv:" in link.reason
    assert "review" not in link.reason
    # The same call that nobody mapped is open to all that it says.
    free = link_call(CallKeys("free", title=title, participants=people, utterances=talk), SETTLED_INDEX)
    assert bool(free.candidates or free.account_id) == bool(title != "intro" or domain or set(said) & {*SAYING[:2]})


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("lost", "account M9 is not in the newest snapshot; mapped by kim in source/joins/mappings/m.csv:2"),
        ("lost-owner", "opportunity P2 belongs to account M9, which is not in the newest snapshot; mapped by kim"),
        ("half", "account M8 is not in the newest snapshot; mapped to M1 in source/joins/mappings/m.csv:5, "),
        ("both", "mapped to an account, and as internal; mapped to M2 in source/joins/mappings/m.csv:8, "),
    ],
)
def test_it_is_told_why_a_mapping_does_not_hold(key, reason):
    assert link_call(CallKeys(key, title="Sorrel Bakery"), SETTLED_INDEX).reason.startswith(reason)


def test_the_id_on_the_call_holds_where_the_mapping_names_an_account_that_is_gone():
    link = link_call(CallKeys("lost", account_id="M2"), SETTLED_INDEX)
    assert (link.status, link.account_id, link.awaits_export) == ("linked", "M2", False)


def test_a_call_settled_as_internal_is_nobodys_whatever_is_said():
    talk = (Utterance(1, 1, "G", SAYING[0]),)
    keys = CallKeys("ours", title="Sorrel Bakery", participants=(guest(address="x@juniper.example"),), utterances=talk)
    link = link_call(keys, SETTLED_INDEX)
    assert (link.status, link.account_id, link.candidates) == ("internal", None, ())
    assert link.reason == "mapped as internal by kim in source/joins/mappings/m.csv:2"


def test_an_account_whose_id_is_internal_is_an_account():
    crm = Crm(accounts=(Account("internal", "Inner Ltd"),), mappings=(mapping("ours", "internal"),))
    link = link_call(CallKeys("ours"), build_crm_index(crm, SETTINGS))
    assert (link.status, link.account_id) == ("linked", "internal")


GUESTS = (Participant("Io"), Participant("Us", side="internal"), Participant("Ny"))


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ((("Io", "M9"), ("Ny", "M8")), "unlinked"),
        ((("Io", "M9"),), "suggested"),  # Ny may be of the account that is named
        ((("Io", "M9"), ("Ny", "M1")), "suggested"),
        ((("Us", "M9"),), "suggested"),
        ((("Io", "M1"), ("Ny", "M1")), "suggested"),
    ],
)
def test_guests_whom_people_csv_gives_to_accounts_that_are_gone_are_proposed_to_nobody_else(stated, status):
    link = link_call(CallKeys("x", title="Sorrel Bakery", participants=GUESTS, stated=stated), SETTLED_INDEX)
    assert (link.status, link.awaits_export, bool(link.candidates)) == (
        status,
        status == "unlinked",
        status != "unlinked",
    )
    if status == "unlinked":
        assert link.reason.startswith("account M9 is not in the newest snapshot; account M8 is not")
        assert "Io speaks for M9, by people.csv; Ny speaks for M8, by people.csv" in link.reason
