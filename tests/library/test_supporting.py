"""What a quotation points at, and what follows where nobody said its words."""

from __future__ import annotations

import pytest

from evidence.documents.quotations import AttributionLine, Quotation, parse_attribution
from evidence.library.supporting import Support
from evidence.model import Verdict, VerdictName

KNOWN = Support({"halden foundry": "A1", "monday.com": "A2"}, lambda: frozenset({"tove ash", "tove"}))
ABSENT = Verdict(VerdictName.ABSENT, ok=False)
ALTERED = Verdict(VerdictName.ALTERED, ok=False)
WORDS = "We copy the config by robot every night"
SAID = "We copy the config by hand every night"


def quotation(standing="bare", *, who="", source="", named=()):
    who = parse_attribution(who) if who else AttributionLine("", 1)
    return Quotation(WORDS, 1, 1, "inline", who, standing=standing, source=source, credits=named)


@pytest.mark.parametrize(
    ("who", "what"),
    [
        ("Tove Ash, CTO, Nowhere Ltd", "person"),
        ("Tove", "person"),
        ("CTO at Halden Foundry", "account"),
        ("Engineer at Account_023", "account"),
        ("P3, Head of Platform", "label"),
        ("Participant 12", "label"),
        ("Head of Platform", "role"),
        ("CTO of a lender", "role"),
        ("Lou Vance, author of many things", ""),
        ("Lou Vance", ""),
    ],
)
def test_whom_an_attribution_points_at(who, what):
    assert KNOWN.points_at(parse_attribution(who)) == what


def test_a_citation_points_at_a_call():
    assert KNOWN.points_at(parse_attribution("Lou Vance, acme-1#u3")) == "call"


def test_words_of_ours_that_nobody_said_fail():
    for who in ("Tove Ash", "CTO at Halden Foundry", "P3"):
        assert KNOWN.settled(quotation("attributed", who=who), ABSENT, str) is ABSENT


def test_words_of_somebody_else_are_told_and_those_that_stand_as_quotes_fail():
    for standing, ok in (("attributed", True), ("bare", True), ("placed", False)):
        verdict = KNOWN.settled(quotation(standing, who="Lou Vance" if standing == "attributed" else ""), ABSENT, str)
        assert (verdict.name, verdict.ok) == ("unsupported", ok)
    assert KNOWN.settled(quotation("possible"), ABSENT, str) is None


def test_words_near_what_was_said_fail_wherever_they_stand():
    for standing in ("attributed", "placed", "bare", "possible"):
        assert KNOWN.settled(quotation(standing), ALTERED, lambda: SAID) is ALTERED
    assert KNOWN.settled(quotation("possible"), ALTERED, lambda: "we copy the song by night") is None


def test_another_source_is_not_judged_unless_its_name_is_a_customer():
    verdict = KNOWN.settled(quotation("attributed", who="Lou Vance", source="G2"), ABSENT, str)
    assert (verdict.name, verdict.ok, verdict.detail) == ("not-judged", True, "another source: G2")
    assert KNOWN.settled(quotation("attributed", who="Tove", source="Monday.com"), ABSENT, str) is ABSENT


def test_a_source_beside_words_of_ours_clears_them_only_where_their_attribution_names_it():
    for who, source, name in (
        ("Tove Ash, by e-mail", "e-mail", "not-judged"),
        ("Tove Ash, halden.io", "halden.io", "absent"),
        ("Tove Ash", "https://crm.example/1", "absent"),
    ):
        assert KNOWN.settled(quotation("attributed", who=who, source=source), ABSENT, str).name == name


def test_an_honorific_goes_with_a_surname():
    known = Support({}, lambda: frozenset({"annika vogt", "annika", "* vogt"}))
    assert known.points_at(parse_attribution("Frau Vogt")) == "person"
    assert known.points_at(parse_attribution("Vogt")) == ""


def test_a_credit_counts_where_it_names_somebody_of_ours():
    named = tuple(map(parse_attribution, ("Lou Vance", "Head of Platform", "Tove Ash")))
    assert KNOWN.resolved(quotation("placed", named=named)).attribution.text == "Head of Platform"
    assert KNOWN.resolved(quotation("bare", named=named)).attribution.text == "Tove Ash"
    assert KNOWN.resolved(quotation("possible", named=named)).attribution.text == "Tove Ash"
    alone = quotation("bare", named=named[:1])
    assert KNOWN.resolved(alone) is alone


def test_a_list_of_names_says_not_who_spoke():
    several = quotation("bare", named=tuple(map(parse_attribution, ("P2, P3", "Halden Foundry, Monday.com"))))
    assert KNOWN.resolved(several) is several


def test_a_note_on_somebody_is_told_only_where_it_is_a_sentence():
    named = quotation("named", named=(parse_attribution("Tove"),))
    resolved = KNOWN.resolved(named)
    assert (resolved.standing, resolved.attribution.text) == ("named", "Tove")
    assert KNOWN.settled(resolved, ABSENT, str) is None
