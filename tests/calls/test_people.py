import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.calls.people import (
    Correction,
    Rules,
    from_label,
    hash_email,
    parse_people_csv,
    resolve_people,
    with_corrected_sides,
)
from evidence.model import Call, Contact, Participant
from strategies import examples


@pytest.mark.parametrize(
    ("label", "name", "org"),
    [
        ("Dana Reyes", "Dana Reyes", None),
        ("Dana Reyes (Acme)", "Dana Reyes", "Acme"),
        ("Dana | Acme", "Dana", "Acme"),
        ("Reyes, Dana", "Dana Reyes", None),
        ("Reyes, Dana (Acme)", "Dana Reyes", "Acme"),
        ("Dana Reyes, PhD", "Dana Reyes, PhD", None),
        ("Acme, Inc.", "Acme, Inc.", None),
        ("Dana Reyes (she/her)", "Dana Reyes", None),
        ("Dana Reyes (Guest)", "Dana Reyes", None),
        ("Dana - Base", "Dana - Base", None),
        ("Dana Reyes (Cisco)", "Dana Reyes", "Cisco"),
        ("Dana Reyes (Founder Institute)", "Dana Reyes", "Founder Institute"),
        ("Dana Reyes (Lead Edge Capital)", "Dana Reyes", "Lead Edge Capital"),
        ("Dana Reyes (Manager Systems GmbH)", "Dana Reyes", "Manager Systems GmbH"),
        ("Dana Reyes (Berlin, Acme)", "Dana Reyes", "Berlin, Acme"),
        ("Speaker 3", None, None),
        ("SPEAKER_00", None, None),
        ("Unknown Speaker", None, None),
    ],
)
def test_a_label_says_name_and_organisation(label, name, org):
    person = from_label(label)
    assert (person.label, person.name, person.org, person.side, person.role) == (label, name, org, "unknown", None)


@pytest.mark.parametrize(
    ("label", "org", "role"),
    [
        ("Dana Reyes (CFO)", None, "CFO"),
        ("Dana Reyes | Head of Ops", None, "Head of Ops"),
        ("Dana Reyes (Leiterin IT)", None, "Leiterin IT"),
        ("Dana Reyes (Directora de Operaciones)", None, "Directora de Operaciones"),
        ("Dana Reyes (Responsable achats)", None, "Responsable achats"),
        ("Dana Reyes (Direttore vendite)", None, "Direttore vendite"),
        ("Dana Reyes (Geschäftsführerin)", None, "Geschäftsführerin"),
        ("Dana Reyes (Platform Engineer)", None, "Platform Engineer"),
        ("Dana Reyes (CFO, Acme)", "Acme", "CFO"),
        ("Dana Reyes (Head of Ops at Acme)", "Acme", "Head of Ops"),
    ],
)
def test_a_title_beside_a_name_is_a_role_and_no_company(label, org, role):
    person = from_label(label)
    assert (person.label, person.name, person.org, person.role) == (label, "Dana Reyes", org, role)
    assert (person.side, person.side_source) == ("unknown", None)


@pytest.mark.parametrize(
    ("label", "name", "side", "role"),
    [
        ("Rep", None, "internal", "rep"),
        ("Rep 2", None, "internal", "rep"),
        ("AGENT", None, "internal", "agent"),
        ("Prospect", None, "customer", "prospect"),
        ("Customer", None, "customer", None),
        ("Caller", None, "customer", "caller"),
        ("Economic Buyer", None, "customer", "economic buyer"),
        ("technical_buyer", None, "customer", "technical buyer"),
        ("Dana Reyes (Champion)", "Dana Reyes", "customer", "champion"),
        ("Champion (Dana Reyes)", "Dana Reyes", "customer", "champion"),
        ("Dana Reyes | End User", "Dana Reyes", "customer", "end user"),
    ],
)
def test_a_label_that_names_a_role_states_the_side(label, name, side, role):
    person = from_label(label)
    assert (person.name, person.side, person.side_source, person.role) == (name, side, "label", role)


def test_unknown_states_nothing_and_a_customer_success_manager_is_no_customer():
    assert from_label("Unknown").side_source is None
    assert from_label("Customer Success").side == "unknown"


@pytest.mark.parametrize("label", ["Fireflies.ai Notetaker Lena", "Otter.ai", "Read.ai meeting notes", "Call Recorder"])
def test_bots_are_marked(label):
    assert from_label(label).bot


def test_a_room_is_marked_and_is_no_person():
    assert (from_label("Conference Room 4B").role, from_label("Conference Room 4B").name) == ("room", None)


def test_an_email_becomes_a_hash_and_its_domain():
    assert hash_email(" Dana@Acme.Example ") == (hashlib.sha256(b"dana@acme.example").hexdigest(), "acme.example")
    assert [hash_email(text) for text in ("None", "", "dana@acme", "a b@c.d")] == [None] * 4


HASH = "f" * 64
CONTACT = Contact("C1", "A1", HASH, "acme.example", "Dana Reyes", "Head of Builds", "champion")
RULES = Rules(
    own_domains=("ours.example",),
    own_names=("Iris Holm",),
    linked_account_id="A1",
    contacts=(CONTACT, Contact("C2", "A1", name="Kim Lund"), Contact("C3", "A1", name="Kim Lund")),
)


def one(participant, rules=RULES):
    call = Call("c-1", "", "", "", "", "", participants=(participant,))
    person = resolve_people(call, rules)[0]
    return person.side, person.side_source


def test_the_ladder_of_sides_is_climbed_from_the_top():
    known = {"email_domain": "ours.example", "email_sha256": HASH}
    rules = Rules(**{f: getattr(RULES, f) for f in ("own_domains", "own_names", "linked_account_id", "contacts")})
    corrected = Rules(own_domains=("ours.example",), corrections=(Correction("Dana", side="customer"),))
    assert one(Participant("Dana", side="customer", side_source="hand", **known)) == ("customer", "hand")
    assert one(Participant("Dana", side="internal", **known)) == ("internal", "hand")
    assert one(Participant("Dana", side="unknown", side_source="hand", **known)) == ("unknown", "hand")
    assert one(Participant("Dana", side="customer", side_source="provider", **known)) == ("customer", "provider")
    assert one(Participant("Dana", side="unknown", side_source="provider", **known)) == ("internal", "domain")
    assert one(Participant("Dana", **known), corrected) == ("customer", "people.csv")
    assert one(Participant("Dana", email_domain="eu.ours.example"), rules) == ("internal", "domain")
    assert one(Participant("Iris Holm", side="customer", side_source="label")) == ("internal", "own_names")
    assert one(Participant("x", email_sha256=HASH, email_domain="gmail.com")) == ("customer", "contact")
    assert one(Participant("x", name="dana reyes", side="internal", side_source="label")) == ("customer", "contact")
    assert one(Participant("Rep", side="internal", side_source="label")) == ("internal", "label")
    assert one(Participant("Dana", name="Dana")) == ("unknown", None)


def held(participant, correction=None, **settings):
    corrections = (correction,) if correction else ()
    call = Call("c-1", "", "", "", "", "", participants=(participant,))
    (person,) = resolve_people(call, Rules(corrections=corrections, **settings))
    return person.side, person.side_source, person.overruled


def provided(side, **known):
    return Participant("AGENT", side=side, side_source="provider", **known)


@pytest.mark.parametrize("side", ["customer", "unknown"])
def test_a_persons_line_stands_above_what_a_provider_states_and_that_is_told(side):
    told = f"{side} by people.csv, not internal as the transcript says"
    assert held(provided("internal"), Correction("AGENT", side=side)) == (side, "people.csv", told)
    assert held(provided("internal"), Correction("AGENT", "c-1", side=side)) == (side, "people.csv", told)
    assert held(provided("internal"), Correction("AGENT", "c-2", side=side)) == ("internal", "provider", "")


def test_what_agrees_is_not_told():
    assert held(provided("internal"), Correction("AGENT", side="internal")) == ("internal", "people.csv", "")
    assert held(provided("internal"), Correction("AGENT", role="rep")) == ("internal", "provider", "")
    assert held(provided("unknown"), Correction("AGENT", side="customer")) == ("customer", "people.csv", "")
    assert held(provided("internal", email_domain="ours.example"), own_domains=("ours.example",))[2] == ""


def test_a_line_of_people_csv_that_a_call_contradicts_by_hand_is_told():
    person = Participant("AGENT", side="customer", side_source="hand", role="buyer")
    side, source, told = held(person, Correction("AGENT", side="internal", role="rep"))
    assert (side, source) == ("customer", "hand")
    assert told == (
        "customer by hand in the call, not internal as people.csv says; "
        "buyer by hand in the call, not rep as people.csv says"
    )


def test_a_setting_that_a_provider_contradicts_is_told():
    domain = held(provided("customer", email_domain="ours.example"), own_domains=("ours.example",))
    assert domain[2] == "customer by the transcript, not internal as own_domains says"
    assert held(provided("customer"), own_names=("agent",))[2] == (
        "customer by the transcript, not internal as own_names says"
    )


def test_a_call_is_linked_by_the_sides_that_people_wrote():
    swapped = Call("c-1", "", "", "", "", "", participants=(provided("internal"), Participant("B", side="customer")))
    lines = (Correction("AGENT", side="customer"), Correction("B", side="internal"))
    assert [p.side for p in with_corrected_sides(swapped, lines).participants] == ["customer", "customer"]
    assert with_corrected_sides(swapped, ()) is swapped


def test_a_name_that_two_contacts_share_decides_nothing():
    assert one(Participant("Kim Lund", name="Kim Lund")) == ("unknown", None)


def test_a_foreign_domain_is_the_customers_only_where_it_is_the_accounts():
    person = Participant("x", email_domain="acme.example")
    assert one(person) == ("unknown", None)
    assert one(person, Rules(linked_account_id="A1", account_domains=("acme.example",))) == ("customer", "domain")
    assert one(person, Rules(account_domains=("acme.example",))) == ("unknown", None)
    assert one(Participant("x", email_domain="gmail.com"), Rules(own_domains=("gmail.com",))) == ("unknown", None)


def test_a_contact_gives_title_role_and_account_and_a_correction_stands_above_it():
    rules = Rules(
        linked_account_id="A1", contacts=(CONTACT,), corrections=(Correction("DR", name="Dana Reyes", role="buyer"),)
    )
    person = resolve_people(Call("c-1", "", "", "", "", "", participants=(Participant("DR"),)), rules)[0]
    assert (person.participant.name, person.side, person.side_source) == ("Dana Reyes", "customer", "contact")
    assert (person.role, person.title, person.account_id) == ("buyer", "Head of Builds", "A1")


def test_a_correction_for_one_call_stands_above_the_one_for_all():
    rules = Rules(
        corrections=(Correction("S1", side="internal"), Correction("S1", "c-1", side="customer", account_id="A9"))
    )
    call = Call("c-1", "", "", "", "", "", participants=(Participant("S1"),))
    assert [(p.side, p.account_id) for p in resolve_people(call, rules)] == [("customer", "A9")]


@pytest.mark.parametrize(
    ("here", "held"),
    [
        ({"role": "CFO"}, ("Dana", "internal", "CFO", "A1")),  # the same person, and more of her
        ({"account_id": "A9"}, ("Dana", "internal", "rep", "A9")),
        ({"side": "customer"}, (None, "customer", None, None)),  # somebody else in that call
        ({"name": "Pat"}, ("Pat", "unknown", None, None)),
    ],
)
def test_a_line_for_one_call_that_says_neither_who_nor_which_side_adds_to_the_one_for_all(here, held):
    everywhere = Correction("S1", name="Dana", side="internal", role="rep", account_id="A1")
    call = Call("c-1", "", "", "", "", "", participants=(Participant("S1"),))
    for lines in ((everywhere, Correction("S1", "c-1", **here)), (Correction("S1", "c-1", **here), everywhere)):
        (person,) = resolve_people(call, Rules(corrections=lines))
        assert (person.participant.name, person.side, person.role, person.account_id) == held


OTHERS = (
    Participant("Rep", side="internal", side_source="label"),
    Participant("Dana"),
    Participant("Notetaker", bot=True),
    Participant("Pat", side="unknown", side_source="hand"),
)


def test_others_are_assumed_customers_only_beside_an_own_participant_and_with_one_account():
    call = Call("c-1", "", "", "", "", "", participants=OTHERS)
    rules = Rules(assume_others="customer", linked_account_id="A1")
    assert [(p.side, p.assumed) for p in resolve_people(call, rules)] == [
        ("internal", False),
        ("customer", True),
        ("unknown", False),
        ("unknown", False),
    ]
    unlinked = Rules(assume_others="customer")
    assert not any(p.assumed for p in resolve_people(call, unlinked))
    alone = Call("c-2", "", "", "", "", "", participants=OTHERS[1:])
    assert not any(p.assumed for p in resolve_people(alone, rules))


def test_people_csv_reads_what_it_can_and_names_the_line_of_what_it_cannot():
    rows = ["label,call_id,side,role", "Speaker 1,c-1,Customer,champion", "Speaker 2,,friend,", ",,,", ",c-1,,"]
    text = "\ufeff" + "\n".join([*rows, "Speaker 1,c-1,internal,"])
    corrections, problems = parse_people_csv(text, "source/people.csv")
    assert corrections == (Correction("Speaker 1", "c-1", side="customer", role="champion"),)
    assert [str(p).split(". ")[0] for p in problems] == [
        "source/people.csv:3: 'friend' is not a side",
        "source/people.csv:5: the line has no label",
        "source/people.csv:6: 'Speaker 1' is corrected twice in different ways; the first line was used",
    ]


def test_people_csv_with_semicolons_is_read_and_without_a_label_column_refused():
    assert parse_people_csv("label;side\nRep;internal\n", "p.csv")[0] == (Correction("Rep", side="internal"),)
    corrections, (problem,) = parse_people_csv("name,side\nDana,customer\n", "p.csv")
    assert not corrections
    assert str(problem).startswith("p.csv:1: the column `label` is missing")
    assert parse_people_csv("", "p.csv") == ((), ())


@examples(100)
@given(st.text())
def test_no_label_and_no_people_csv_crashes(text):
    assert from_label(text).label == text
    parse_people_csv("label,side\n" + text, "p.csv")
    parse_people_csv(text, "p.csv")
