"""Whose call it may be by what is said: what the words around a name make of it, and how much that is worth."""

from __future__ import annotations

import pytest

from evidence.accounts.crm_index import CallKeys, build_crm_index
from evidence.accounts.linking import link_call
from evidence.accounts.records import Crm
from evidence.accounts.speech import OPENING_LETTERS, by_speech
from evidence.library.refresh import call_keys
from evidence.model import Account, Participant, Utterance
from evidence.settings import Settings
from measuring.speech import FOLDER, PARTS, SETTINGS, openings, spoken_accounts, whole_calls

NAMES = (
    "Globarex Corporation", "Quillane Traders", "Target", "Kestrel Foods", "Kestrel Dairy",
    "Feldmoor Aktiengesellschaft",
    "Lowry's Companies Inc", "Cuneira Inc. (Class A)", "Penworth Savings INC / MA", "Tarrow Bank", "Inivex", "Larch",
)  # fmt: skip
PEOPLE = (Participant("Rae Holt"), Participant("Gus"))
CRM_INDEX = build_crm_index(
    Crm(accounts=tuple(Account(name, name) for name in NAMES)), Settings(own_names=("Rae Holt",))
)


def suggested(*turns, people=PEOPLE):
    utterances = tuple(Utterance(at, at, who, text, at * 10_000) for at, (who, text) in enumerate(turns, 1))
    link = link_call(CallKeys("call", participants=people, utterances=utterances), CRM_INDEX)
    assert link.status in {"suggested", "unlinked"}
    return [(one.account_id, one.score) for one in link.candidates if one.method == "speech"]


def ours(*texts):
    return suggested(*(("Rae Holt", text) for text in texts), ("Gus", "Aha."))


def guest(*texts):
    return suggested(*(("Gus", text) for text in texts), ("Rae Holt", "Aha."))


@pytest.mark.parametrize(
    ("turn", "name"),
    [
        ("I work for Globarex.", "Globarex Corporation"),
        ("So I am Gus, the plant manager at Quillane.", "Quillane Traders"),
        ("My name is Gus and I run finance for Inivex.", "Inivex"),
        ("We at Target sell chairs.", "Target"),
        ("Quillane here, good morning.", "Quillane Traders"),
        ("Good afternoon and welcome to the Globarex third quarter call.", "Globarex Corporation"),
        ("You know, here at Tarrow Bank we count twice.", "Tarrow Bank"),
        ("Wir bei Feldmoor machen das von Hand.", "Feldmoor Aktiengesellschaft"),
        ("Chez Cuneira, nous faisons tout à la main, et nous chez Cuneira aimons ça.", "Cuneira Inc. (Class A)"),
    ],
)
def test_who_says_where_he_works_is_nearly_believed(turn, name):
    ((account, score),) = guest(turn)
    assert (account, score > 0.6) == (name, True)


@pytest.mark.parametrize(
    ("turn", "name"),
    [
        ("With me is Imke from Quillane, who runs their finance.", "Quillane Traders"),
        ("Hello and welcome to the Globarex spring review.", "Globarex Corporation"),
        ("Welcome, Tarrow Bank!", "Tarrow Bank"),
        ("Hello to Lowry's, nice to see you.", "Lowry's Companies Inc"),
        ("Good morning to the Penworth Savings team.", "Penworth Savings INC / MA"),
        ("Inivex, are you ready?", "Inivex"),
    ],
)
def test_whom_our_side_greets_is_nearly_believed(turn, name):
    ((account, score),) = ours(turn)
    assert (account, score > 0.6) == (name, True)


THIRD = (
    "Like {} does.", "We love the {} team, they bought in a week.", "The folks at {} love it.",
    "People from {} told us so.",
    "Yesterday in our call with {} they laughed.", "You should talk to the people at {}.", "I work with {} a lot.",
    "We did the same for {} in spring.", "Our friends at {} do it so.", "Thanks to {} we learned a lot.",
    "Today I want to show what {} does.", "Here is how {} does it.", "Compared to {} you are quick.",
    "Many customers, such as {}, start small.", "Have you ever heard of {}?", "Is {} one of your competitors?",
    "{} went live in a month.", "{}'s people found it in a day.", "How does {} do that, you may ask.",
)  # fmt: skip


WRITTEN = (FOLDER / "third_parties.txt").read_text(encoding="utf-8").splitlines()[1:]


@pytest.mark.parametrize("turn", [*THIRD, *WRITTEN])
@pytest.mark.parametrize("name", ["Globarex", "Quillane", "Inivex", "Penworth Savings"])
def test_what_our_side_says_of_a_third_party_is_never_nearly_believed(turn, name):
    said = turn.replace("{}", name)
    found = ours(said, said)
    assert all(score <= 0.6 for _, score in found)


def test_among_ourselves_nobody_is_nearly_believed():
    people = (Participant("Rae Holt"), Participant("Bram", side="internal"))
    turns = (("Rae Holt", "Welcome to the Globarex review."), ("Bram", "The Globarex team is here today."))
    found = suggested(*turns, people=people)
    assert found == [("Globarex Corporation", 0.6)]
    assert suggested(*turns) == [("Globarex Corporation", 0.8)]


@pytest.mark.parametrize(
    "turn",
    [
        "We use Globarex at the moment.",
        "We are a customer of Globarex.",
        "My wife works at Globarex.",
        "Before that I was with Globarex for years.",
        "The next question is from Ann Sato with Globarex.",
    ],
)
def test_a_guest_s_third_party_stands_below_whom_he_works_for(turn):
    ((_, alone),) = guest(turn)
    assert alone <= 0.3
    assert [name for name, _ in guest("I work for Inivex.", turn)] == ["Inivex", "Globarex Corporation"]


@pytest.mark.parametrize(
    "turn",
    [
        "What is the target? Target dates are late.", "Kestrel is doing fine.", "Gus Quillane is on holiday.",
        "I live in Quillane Street.", "the larch is a tree, as are all its kin.",
    ],
)  # fmt: skip
def test_words_and_people_and_streets_and_what_two_begin_with_are_nobody(turn):
    assert guest(turn) == []


PLACES = Crm(
    accounts=tuple(
        Account(n, n) for n in ("Boston Freight Lines", "New York Times Co", "John Deere", "Stark Industries")
    )
)


@pytest.mark.parametrize(
    ("turn", "found"),
    [
        ("I'm from Boston.", []), ("Here in Boston it rains, and in New York it snows.", []),
        ("Hi John, how are you?", []),
        ("We have people in New York, the folks from Boston.", []), ("I live in Boston and work for a bank.", []),
        ("Boston Freight is where I work, we at Boston Freight are many.", [("Boston Freight Lines", 0.6)]),
        ("We at Stark build suits.", [("Stark Industries", 0.6)]),
    ],
)  # fmt: skip
def test_places_and_first_names_that_begin_a_name_are_nobody(turn, found):
    utterances = (Utterance(1, 1, "Gus", turn), Utterance(2, 2, "Rae Holt", "Aha."))
    crm_index = build_crm_index(PLACES, Settings(own_names=("Rae Holt",)))
    link = link_call(CallKeys("call", participants=PEOPLE, utterances=utterances), crm_index)
    assert [(one.account_id, one.score) for one in link.candidates] == found


@pytest.mark.parametrize(
    "turn", ["I'm not with {}.", "We use {} here for payroll.", "I'm married to a guy at {}.", "Ich bin Kunde von {}."]
)
def test_who_deals_with_a_company_or_is_not_of_it_does_not_make_it_nearly_believed(turn):
    assert all(score <= 0.6 for _, score in guest(turn.format("Quillane")))


def test_a_preposition_that_begins_a_sentence_is_no_part_of_a_name():
    assert guest("Bei Quillane arbeite ich im Lager.") == [("Quillane Traders", 0.712)]


def test_two_who_are_both_said_to_be_whose_call_it_is_are_both_uncertain():
    found = guest("I work for Inivex.", "I work for Globarex.")
    assert {score for _, score in found} == {0.6}


def test_speech_without_capitals_needs_names_that_are_no_words():
    assert guest("yeah so at globarex we file by hand", "i am gus from quillane")[0][1] > 0.5
    assert [name for name, _ in guest("the larch and the target")] == []
    assert [name for name, _ in guest("hi there", "we at target sell chairs")] == ["Target"]


def test_german_capitals_mark_no_names():
    text = "Der Stern und das Target sind im Lager, und die Liste mit den Preisen liegt im Keller beim Chef. "
    assert guest(text * 3) == []
    assert [name for name, _ in guest(text * 3 + "Wir bei Target haben das.")] == ["Target"]


def test_a_name_that_is_misheard_by_a_letter_is_suggested_below_what_was_said():
    ((account, score),) = ours("Welcome to our call with the folks from Globerex.")
    assert (account, score <= 0.6) == ("Globarex Corporation", True)
    assert ours("Many people like Globerex.") == []


def test_a_name_late_in_a_long_call_is_found_and_told_with_its_place():
    filler = ("Gus", "and then we went on with it. " * (OPENING_LETTERS // 100))
    utterances = tuple(Utterance(at, at, who, text) for at, (who, text) in enumerate([filler] * 9, 1))
    last = Utterance(10, 10, "Gus", "For eleven years I have worked at Globarex.")
    link = link_call(CallKeys("call", participants=PEOPLE, utterances=(*utterances, last)), CRM_INDEX)
    assert [(one.account_id, one.score) for one in link.candidates] == [("Globarex Corporation", 0.75)]
    rule = by_speech(CallKeys("call", participants=PEOPLE, utterances=(*utterances, last)), CRM_INDEX)
    assert rule.reason == "Globarex is said to be whose call it is (#u10); a name is not proof"


@pytest.mark.parametrize("made", [openings, whole_calls])
def test_in_calls_that_were_written_down_few_first_candidates_are_wrong_and_nobody_s_calls_have_none_nearly_sure(made):
    accounts = tuple(account for part in PARTS for account in spoken_accounts(part)[0])
    crm_index = build_crm_index(Crm(accounts=accounts), SETTINGS)
    links = [(spoken, link_call(call_keys(spoken.call), crm_index)) for part in PARTS for spoken in made(part)]
    assert {link.status for _, link in links} <= {"suggested", "unlinked"}
    assert not [s.call.call_id for s, link in links if not s.account_id and any(c.score > 0.6 for c in link.candidates)]
    theirs = [(spoken.account_id, link.candidates[:1]) for spoken, link in links if spoken.account_id]
    right = sum([one.account_id for one in first] == [wanted] for wanted, first in theirs)
    assert right >= 0.9 * len(theirs) > 50  # 62 of 65 and 60 of 64 when this was written
