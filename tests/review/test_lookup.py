"""Accounts by a few letters of their names, and where a call names them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.accounts.crm_index import CallKeys
from evidence.accounts.linking import build_crm_index
from evidence.accounts.records import Crm
from evidence.model import Account, Utterance
from evidence.review.lookup import find_accounts, known_account, mentions_in
from evidence.settings import Settings
from strategies import examples, messy

NAMES = (
    "Élan Santé",
    "Peregrine Payments Inc.",
    "Peregrine Pharma",
    "Juniper Vale",
    "Wal-Mart",
    "3M",
    "株式会社タナカ",
)
KNOWN = tuple(known_account(f"A{n}", name, ["Perry"] if n == 3 else []) for n, name in enumerate(NAMES))


def found(typed, known=KNOWN):
    return [one.name for one in find_accounts(known, typed)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("ELAN", ["Élan Santé"]),
        ("sant", ["Élan Santé"]),
        ("per", ["Peregrine Payments Inc.", "Peregrine Pharma", "Juniper Vale"]),
        ("perry", ["Juniper Vale"]),
        ("ph per", ["Peregrine Pharma"]),
        ("walmart", ["Wal-Mart"]),
        ("wal mart", ["Wal-Mart"]),
        ("3", ["3M", "Juniper Vale"]),
        ("タナカ", ["株式会社タナカ"]),
        ("a1", ["Peregrine Payments Inc."]),
        ("zz", []),
        ("&", []),
        ("payments of", []),
    ],
)
def test_letters_find_names_folded_at_their_beginning_then_words_then_inside(typed, names):
    assert found(typed) == names


def test_nothing_typed_lists_all_in_the_order_of_names():
    assert found("") == found("  ") == sorted(NAMES, key=lambda name: known_account("x", name).forms[0])


@given(st.lists(messy, min_size=1, max_size=5), messy)
@examples(60)
def test_the_whole_name_always_finds_its_account_and_any_order_gives_the_same(names, typed):
    known = tuple(known_account(f"A{n}", name) for n, name in enumerate(names))
    assert find_accounts(known, typed) == find_accounts(known[::-1], typed)
    for one in known:
        if one.forms[0]:
            assert one in find_accounts(known, one.name)


def crm_index(*names, own=()):
    accounts = tuple(Account(f"A{n}", name) for n, name in enumerate(names, 1))
    return build_crm_index(Crm(accounts=accounts, aliases=(("The Mill", "A1"),)), Settings(own_names=own))


def said(*texts):
    return tuple(Utterance(n, n, "Guest", text, start_ms=n * 60_000) for n, text in enumerate(texts, 1))


def mentioned(index, words):
    call = CallKeys("c1", utterances=words)
    return {key: (str(one.citation), one.text) for key, one in mentions_in(call, index).items()}


def test_the_first_sentence_that_names_an_account_is_cited_wherever_it_stands():
    words = said(
        "Hello. Nothing so far.", "Well. We at Brackenfell run it by hand. Brackenfell is small.", "The mill: no."
    )
    index = crm_index("Brackenfell", "Gap", "Ostrava Foods")
    assert mentioned(index, words) == {"A1": ("c1#u2 @ 00:02:00", "We at Brackenfell run it by hand.")}


def test_a_name_that_is_a_word_too_counts_with_a_capital():
    index = crm_index("Brackenfell", "Gap")
    assert mentioned(index, said("There is a gap here. We said so to Gap."))["A2"][1] == "We said so to Gap."
    assert mentioned(index, said("There is a gap here. It takes a week.")) == {}


def test_the_sentence_in_which_somebody_says_whose_call_it_is_goes_first():
    index = crm_index("Brackenfell", "Ostrava Foods")
    words = said("Other vendors told us about Ostrava Foods.", "I am the planner at Ostrava Foods, since May.")
    assert mentioned(index, words)["A2"][1] == "I am the planner at Ostrava Foods, since May."


def test_another_name_counts_and_our_own_company_does_not():
    words = said("Yes, The Mill and Tarnwick.")
    assert set(mentioned(crm_index("Brackenfell", "Tarnwick", own=("Tarnwick",)), words)) == {"A1"}


def test_a_full_stop_in_a_name_ends_no_sentence_that_cites_it():
    index = crm_index("Brackenfell", "St. Aldate's Hospital Trust", "Dr. Oetker")
    words = said("Sure. At St. Aldate's Hospital Trust we keep a list. Yes.", "And Dr. Oetker, too.")
    assert mentioned(index, words) == {
        "A2": ("c1#u1 @ 00:01:00", "At St. Aldate's Hospital Trust we keep a list."),
        "A3": ("c1#u2 @ 00:02:00", "And Dr. Oetker, too."),
    }


SHORT = crm_index("Brackenfell", "Copperfield Energy Partners", "Peregrine Payments", "Peregrine Pharma", "Oak Bank")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I think that at Copperfield's office four sign it.", {"A2"}),
        ("We at Peregrine pay on Fridays.", set()),  # two are called so
        ("We at Peregrine Pharma pay. Others at Peregrine do too.", {"A4"}),
        ("Copperfield is what I say first.", {"A2"}),
        ("A copperfield is no name here.", set()),
        ("We at Oak do not know.", set()),  # three letters are too few
        ("We at Partners and Energy.", set()),  # words further on in a name
    ],
)
def test_the_first_word_of_a_name_counts_where_nobody_says_the_whole_one(text, found):
    assert set(mentioned(SHORT, said("Hello.", text))) == found


@given(st.lists(messy, max_size=3), st.lists(messy, max_size=3))
@examples(40)
def test_what_is_cited_was_said_there(names, texts):
    words = said(*texts)
    index = crm_index("Brackenfell", *names)
    for one in mentions_in(CallKeys("c1", utterances=words), index).values():
        place = one.citation
        assert words[place.utterance - 1].text[place.start : place.end] == one.text
