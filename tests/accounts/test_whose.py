"""What the words around a company's name make of it: whose company it is said to be, and whose it is not."""

from __future__ import annotations

import pytest

from evidence.accounts.whose import around, make_of
from evidence.text import tokenize

REVIEWED = (
    "I'm not with Tarn.", "We are not at Tarn, we are their landlord.", "We use Tarn here for payroll.",
    "We've been using the software from Tarn.", "I'm waiting for a quote from Tarn.", "Our bank is Tarn.",
    "I'm a big fan of Tarn.", "We work with a lot of people at Tarn.", "I'm on the phone with Tarn.",
    "I'm married to a guy at Tarn.", "I own shares of Tarn.", "I manage the relationship with Tarn.",
    "Ich bin Kunde von Tarn.",
)  # fmt: skip
THIRD = (
    "I never worked at Tarn.", "I don't work for Tarn.", "No, we aren't from Tarn.", "I'm no longer at Tarn.",
    "I'm a shareholder of Tarn.", "I'm a long time customer at Tarn.", "I'm in touch with somebody at Tarn.",
    "We have our savings at Tarn.", "I do my shopping at Tarn.", "We sell our honey at Tarn.",
    "I handle the contract with Tarn.", "I'm happy with Tarn so far.", "This is an invoice from Tarn.",
    "This is cheaper than at Tarn.", "I'm looking at Tarn as well.", "We're working with Tarn on a pilot.",
    "My account manager at Tarn never calls back.", "Our contact at Tarn has left.", "Our school is next to Tarn.",
    "I've been reading about the layoffs at Tarn.", "We had a call with Tarn last week.",
    "I have an interview at Tarn tomorrow.", "We're trying to get away from Tarn.",
    "I'm good friends with the owner of Tarn.",
    "I applied for a job at Tarn.", "Our agency is Tarn.",
    "Ich bin nicht bei Tarn.", "Wir sind keine Tochter von Tarn.", "Ich arbeite nicht bei Tarn.",
    "Wir sind Lieferant von Tarn.", "Ich habe ein Konto bei Tarn.", "Wir kaufen unsere Schrauben bei Tarn.",
    "Meine Frau arbeitet bei Tarn.", "Wir arbeiten viel mit Leuten von Tarn.", "Ich warte auf ein Angebot von Tarn.",
    "Wir sind bei Tarn Kunde.", "Ich kenne jemanden bei Tarn.",
    "I'm not sure anybody at Tarn knows.", "I'm an avid reader of Tarn.", "We're a reseller of Tarn.",
    "I'm a lawyer for a client at Tarn.", "I've been at Tarn twice to visit them.", "I run my ads at Tarn.",
    "We run payroll with Tarn.", "I'm here because of Tarn.", "I'm tired of Tarn.",
    "I'm coming from a meeting with Tarn.", "We're at war with Tarn.", "I lead a band with a drummer from Tarn.",
    "I'm the son of the founder of Tarn.", "I'm in a dispute with Tarn.", "We're waiting on Tarn.",
    "I'm subscribed to three newsletters of Tarn.", "I'm a supplier for Tarn.", "I'm a supplier of Tarn.",
    "I'm an investor in Tarn.", "We are neighbours of Tarn.", "I'm switching from Tarn.",
    "We're moving away from Tarn.", "We manage buildings for Tarn.", "Our team works with the engineers of Tarn.",
    "This is the third letter of Tarn.", "I've got a ticket open with Tarn.", "I'm jealous of Tarn.",
    "We are competitors of Tarn.", "Ich bin mit einem Mann von Tarn verheiratet.", "Ich bin ein Fan von Tarn.",
    "Wir sind zufrieden mit der Software von Tarn.", "Ich bin gerade am Telefon mit Tarn.",
    "Wir sind Mieter von Tarn.", "Ich leite die Gespräche mit Tarn.", "Wir sind weder von Tarn noch von Inivex.",
    "I'm more of a Tarn user.", "We do our banking with Tarn.", "We work at a site that Tarn owns.",
    "We're located next to Tarn.", "I work across the street from Tarn.", "I'm an Uber driver for Tarn.",
    "I've been a customer with Tarn for years.", "I've been with Tarn as a customer.", "I head to lunch at Tarn.",
    "We're staying at Tarn.", "I'm sitting at Tarn, in the cafe.", "My office is at Tarn.",
    "I'm a plaintiff in a case with Tarn.", "We're a small fish next to Tarn.", "I'm on hold with Tarn.",
    "I'm a regular at Tarn.", "I'm getting a discount from Tarn.", "We aren't affiliated with Tarn.",
    "I work on the same floor as the guys at Tarn.", "I run a newsletter for customers of Tarn.",
    "I'm the landlord of Tarn.", "I lead our negotiations with Tarn.", "I'm learning a lot from Tarn.",
    "We're ten minutes from Tarn.", "I'm seeing a dentist from Tarn.", "I sit next to a developer from Tarn.",
    "I'm replacing a contractor from Tarn.", "Ich bin auf der Suche nach einem Job bei Tarn.",
    "Wir sind Aktionäre von Tarn.", "Ich leite ein Projekt mit Tarn.", "Ich bin weg von Tarn.",
    "Wir arbeiten mit Beratern von Tarn.",
)  # fmt: skip
THIRD_OF_OURS = (
    "With me today is my colleague from Tarn.", "With us is our partner from Tarn.",
    "On the line is my friend from Tarn.", "I'm married to a nurse at Tarn.", "My old boss at Tarn said so.",
    "I was not hired by Tarn.", "I was on the phone with Tarn.", "We work with many people at Tarn.",
    "Unser Kunde ist Tarn.", "Ich war gestern bei Tarn.", "Meine Kollegin von Tarn lässt grüßen.",
)  # fmt: skip
THEIRS = (
    "I'm a forklift driver at Tarn.", "I'm the deputy head of logistics at Tarn.", "We're calling from Tarn.",
    "I run the night shift at Tarn.", "I look after travel and expenses at Tarn.", "This is Anna from Tarn.",
    "Hi, I'm Peter Holt with Tarn.", "I've been with Tarn for six years.", "We at Tarn count every box.",
    "I'm in procurement at Tarn.", "My employer is Tarn.", "At Tarn we print all of it.", "Tarn here, hello.",
    "I'm one of the three buyers at Tarn.", "I'm responsible for the fleet at Tarn.", "I am an electrician at Tarn.",
    "I've been working at Tarn since spring.",
    "Ich arbeite seit drei Jahren bei Tarn.", "Ich bin Einkäuferin bei Tarn.", "Mein Name ist Gus Holt von Tarn.",
    "Ich leite die Buchhaltung bei Tarn.", "Wir bei Tarn machen das mit der Hand.", "Mein Arbeitgeber ist Tarn.",
    "I'm a welder at Tarn.", "I manage vendors at Tarn.", "I'm the new plant manager for Tarn.", "We're with Tarn.",
    "I'm over at Tarn in Leeds.", "I work in compliance at Tarn.", "I work as a nurse at Tarn.",
    "So I handle all customer complaints at Tarn.", "I'm a senior product manager at Tarn.",
    "My name is Sandra and I do payroll at Tarn.", "Good morning, Thomas from Tarn here.",
    "I'm Sandra, I'm the CFO of Tarn.", "I head up sales at Tarn.", "Here at Tarn we do it differently.",
    "Our company is Tarn.", "I lead a team of twelve at Tarn.", "I'm based at Tarn in Ohio.",
    "Ich bin Projektleiter bei Tarn.", "Ich kümmere mich um den Fuhrpark bei Tarn.", "Bei Tarn arbeite ich im Lager.",
    "Wir sind von Tarn.", "Hier ist Peter von Tarn.", "I work for a small company called Tarn.", "I work for Tarn.",
    "I joined Tarn two years ago.", "I'm a partner at Tarn.", "I own the onboarding process at Tarn.",
    "I'm a baker at Tarn.", "I'm the only accountant at Tarn.", "I've worked at Tarn since the nineties.",
    "I do quality control at Tarn.", "Good morning, this is Maria from Tarn.", "I oversee three warehouses at Tarn.",
    "We work for Tarn.", "I'm in charge of training at Tarn.", "I am an assistant to the CEO at Tarn.",
    "Ich arbeite als Einkäufer bei Tarn.", "Ich bin im Vertrieb bei Tarn.", "I'm calling on behalf of Tarn.",
)  # fmt: skip


def made_of(turn, by):
    tokens = tokenize(turn)
    at = next(number for number, token in enumerate(tokens) if token.folded == "tarn")
    return make_of(around(turn, tokens, at, at + 1, signs=True), by)


@pytest.mark.parametrize("by", ["guest", "unknown"])
@pytest.mark.parametrize("turn", [*REVIEWED, *THIRD])
def test_who_deals_with_a_company_or_is_not_of_it_does_not_make_it_his(turn, by):
    assert made_of(turn, by) != "theirs"


@pytest.mark.parametrize("turn", THIRD_OF_OURS)
def test_whom_our_side_calls_its_own_is_not_whose_call_it_is(turn):
    assert made_of(turn, "ours") != "theirs"


@pytest.mark.parametrize("by", ["guest", "unknown"])
@pytest.mark.parametrize("turn", THEIRS)
def test_who_says_what_he_does_and_where_is_believed(turn, by):
    assert made_of(turn, by) == "theirs"


def test_only_a_guest_s_own_people_are_those_of_whose_call_it_is():
    turn = "My colleagues at Tarn asked for this."
    assert [made_of(turn, by) == "theirs" for by in ("guest", "unknown", "ours")] == [True, False, False]


@pytest.mark.parametrize("turn", ["I'm not with Tarn.", "We aren't at Tarn.", "Ich arbeite nicht bei Tarn."])
def test_who_denies_it_names_a_third_party(turn):
    assert made_of(turn, "guest") == "other"
