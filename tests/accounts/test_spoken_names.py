"""Companies as they are named in speech: behind an article, with an 's, in short."""

from __future__ import annotations

import pytest

from evidence.accounts.crm_index import CallKeys, build_crm_index
from evidence.accounts.linking import link_call
from evidence.accounts.records import Crm
from evidence.model import Account, Participant, Utterance
from evidence.settings import Settings

NAMES = (
    "Marlow",
    "Harbour Freight Lines",
    "Sedge Group Holdings",
    "Target",
    "Osier Group",
    "Osier Foods",
    "Penn's Bakery",
)
CRM_INDEX = build_crm_index(Crm(accounts=tuple(Account(name, name) for name in NAMES)), Settings())


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("Welcome to Marlow for our review.", "Marlow"),
        ("Welcome to the Marlow review.", "Marlow"),
        ("A look at Marlow's winter.", "Marlow"),
        ("A look at Marlow\u2019s winter.", "Marlow"),
        ("All of the Harbour Freight Lines' ships.", "Harbour Freight Lines"),
        ("So Sedge, are you ready?", "Sedge Group Holdings"),
        ("That is how the Sedge team works.", "Sedge Group Holdings"),
        ("We buy at Penn's Bakery every day.", "Penn's Bakery"),
        ("We hit the target's edge, and marlow is a wine.", None),
        ("Sedge grows at the river.", None),
        ("The sedge's flowers are brown.", None),
        ("So Osier, are you ready?", None),
        ("Target is what we aim at. The Target.", "Target"),
        ("Then the Freight Lines came.", None),
    ],
)
def test_a_name_in_speech_is_suggested_and_never_links(said, named):
    link = link_call(CallKeys("call", utterances=(Utterance(1, 1, None, said),)), CRM_INDEX)
    assert link.status in {"suggested", "unlinked"}
    assert [one.account_id for one in link.candidates if one.method == "speech"] == ([named] if named else [])


# -- where a name ends, and what it may be called besides ------------------------------------------

STOPPED = (
    "Fennimore Cardiology",
    "Fennimore",
    "St. Osyth's Trust",
    "J. R. Brandeck Haulage",
    "Yippo! Toys",
    "Wexcombe Dairy",
)


def suggested(names, said, *, by=None, people=(), own=()):
    """Return account -> score of what a sentence suggests by speech."""
    crm_index = build_crm_index(Crm(accounts=tuple(Account(name, name) for name in names)), Settings(own_names=own))
    call = CallKeys("call", participants=people, utterances=(Utterance(1, 1, by, said),))
    return {one.account_id: one.score for one in link_call(call, crm_index).candidates if one.method == "speech"}


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("We at Fennimore Cardiology see it daily.", "Fennimore Cardiology"),
        ("We at Fennimore. Cardiology is where it began.", "Fennimore"),
        ("Are you with Fennimore? Cardiology has a wait.", "Fennimore"),
        ("Hello Fennimore! Cardiology next.", "Fennimore"),
        ("He said \u201chello Fennimore.\u201d Cardiology is next.", "Fennimore"),
        ("We at Fennimore\u2026 Cardiology is hard.", "Fennimore"),
        ("I'm from St. Osyth's Trust.", "St. Osyth's Trust"),
        ("I'm from St Osyth's Trust.", "St. Osyth's Trust"),
        ("I'm from J. R. Brandeck Haulage.", "J. R. Brandeck Haulage"),
        ("I'm from Yippo! Toys.", "Yippo! Toys"),
        ("I'm from Wexcombe Dairy.", "Wexcombe Dairy"),
    ],
)
def test_no_name_goes_on_behind_the_end_of_a_sentence(said, named):
    assert list(suggested(STOPPED, said)) == [named]


JOINTS = ("&", "and", "+", "And", "und", "et", "'n'")
PAIRS = (("Tamsin", "Orrel"), ("Salt", "Lantern"), ("Quill", "Brisk Foods"))


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize(
    "said", ["We at {} do it.", "Welcome to the {} team.", "{}'s plant is full.", "I am with {} now."]
)
def test_however_two_words_are_joined_the_name_is_one(pair, said):
    scores = {
        tuple(
            suggested([f"{pair[0]} {written} {pair[1]}", "Tarn"], said.format(f"{pair[0]} {spoken} {pair[1]}")).values()
        )
        for written in JOINTS[:4]
        for spoken in JOINTS
    }
    assert len(scores) == 1
    assert len(*scores) == 1


@pytest.mark.parametrize(
    ("account", "spoken"),
    [
        ("Kanzlei Dr. Mondorf", "Kanzlei Mondorf"),
        ("Kanzlei Mondorf", "Kanzlei Dr. Mondorf"),
        ("Kanzlei Dr. Mondorf", "Kanzlei Doktor Mondorf"),
        ("Zahnklinik Prof. Dr. med. dent. Verhoeven", "Zahnklinik Verhoeven"),
        ("Zahnklinik Verhoeven", "Zahnklinik Professor Verhoeven"),
        ("Cabinet Mme Delacq", "Cabinet Delacq"),
        ("Estudio Sra. Ibarrola", "Estudio Ibarrola"),
        ("Studio Dott. Pellerani & Figli", "Studio Pellerani and Figli"),
    ],
)
def test_an_honorific_inside_of_a_name_does_not_hinder(account, spoken):
    if "Sra" in account:
        account = account.replace("Sra.", "Senora")
    assert (
        suggested([account, "Kanzlei Ohlert", "Cabinet Roux"], f"We at {spoken} do it by hand.").get(account, 0) > 0.7
    )


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["Praxis Dr. Uhlmann", "Praxis Prof. Uhlmann"], "We at Praxis Uhlmann do it."),  # which of them?
        (["Dr. Salt Lamps"], "We at Salt Lamps do it."),  # the name begins with it
        (["Phone Doctor Repairs"], "We do Phone Repairs."),  # no surname behind it
    ],
)
def test_where_an_honorific_is_part_of_the_name_it_stays(names, said):
    assert max(suggested(names, said).values(), default=0) <= 0.6
    assert not set(suggested(["Praxis Dr. Uhlmann", "Praxis Prof. Uhlmann"], "We at Praxis Uhlmann do it."))


OURS, GUEST = Participant("Nell", side="internal"), Participant("Otto", side="customer")
OWN = (
    ("Merrowdown",),
    ("Merrowdown Analytics GmbH",),
    ("Nell Hart (Merrowdown)",),
    ("Nell Hart (Merrowdown Labs)", "Io"),
)


@pytest.mark.parametrize("own", OWN)
@pytest.mark.parametrize("said", ["We at {} do it.", "I'm Nell from {}.", "Welcome to {}.", "This is how {} works."])
def test_our_own_name_in_our_mouth_names_no_account(own, said):
    accounts = ["Merrowdown Dental Care", "Tarn"]
    for by, people in (("Nell", (OURS, GUEST)), (None, (OURS, GUEST)), (None, ())):
        assert suggested(accounts, said.format("Merrowdown"), by=by, people=people, own=own) == {}
    whole = suggested(accounts, said.format("Merrowdown Dental Care"), by="Nell", people=(OURS, GUEST), own=own)
    assert list(whole) == ["Merrowdown Dental Care"]
    assert suggested(accounts, said.format("Merrowdown"), by="Nell", people=(OURS, GUEST))


@pytest.mark.parametrize("own", OWN)
def test_a_guest_who_says_our_name_of_himself_is_of_the_account_that_is_called_so(own):
    found = suggested(["Merrowdown Dental Care"], "We at Merrowdown do it.", by="Otto", people=(OURS, GUEST), own=own)
    assert found["Merrowdown Dental Care"] > 0.7


def test_what_is_like_our_own_name_is_not_heard_as_an_account():
    people = (OURS, GUEST)
    for by in ("Nell", None):
        assert suggested(["Merrowdawn Inc"], "We at Merrowdown do it.", by=by, people=people, own=("Merrowdown",)) == {}
    assert suggested(["Merrowdawn Inc"], "We at Merrowdown do it.", people=people)


def test_our_longer_name_is_no_mention_of_the_account_that_begins_it():
    names, own = ["Merrowdown", "Tarn"], ("Merrowdown Analytics",)
    assert suggested(names, "We at Merrowdown Analytics do it.", by="Otto", people=(OURS, GUEST), own=own) == {}
    assert suggested(names, "We at Merrowdown do it.", by="Nell", people=(OURS, GUEST), own=own) == {}
    assert list(suggested(names, "How is Merrowdown doing?", by="Nell", people=(OURS, GUEST), own=own)) == [
        "Merrowdown"
    ]
