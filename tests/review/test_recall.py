"""A decision finds its words again, or says that they are gone."""

from dataclasses import replace

import pytest

from evidence.model import Attribution, Decision, Finding, Utterance
from evidence.quotes.cut import quote_at
from evidence.review.recall import is_present, locate, nearest_words, recall

TEXTS = (
    "Hello there.",
    "We deploy by hand. It takes all night, you know.",
    "Right.",
    "And we deploy by hand on trains.",
)


def call(*texts):
    return tuple(Utterance(n, n, "Ben", text) for n, text in enumerate(texts, 1))


def quote(words, number, spoken, start=None):
    utterance = spoken[number - 1]
    at = utterance.text.index(words) if start is None else start
    return quote_at("mill", utterance, (at, at + len(words)), spoken)


def judged(words, number, verdict="accept", spoken=None):
    one = quote(words, number, spoken or call(*TEXTS))
    place = one.citation
    return Decision(
        "2026-01-01T00:00:00Z", "kim", "makers", "hand", one.quote_id, verdict, "mill", place.utterance, place.start,
        place.end, one.text, one.prefix, one.suffix,
    )  # fmt: skip


def found(*quotes):
    return [Finding(one, "hand", Attribution()) for one in quotes]


def test_words_are_found_after_utterances_were_renumbered():
    spoken = call("New.", "Also new.", *TEXTS)
    where = locate(judged("We deploy by hand.", 2), spoken)
    assert (where.citation.utterance, where.text) == (4, "We deploy by hand.")


def test_of_the_same_words_those_with_the_same_surroundings_are_meant():
    decision = judged("we deploy by hand", 4)
    before = call("Earlier we deploy by hand too.", *TEXTS)
    assert locate(decision, before).citation.utterance == 5
    recalled = recall(found(quote("we deploy by hand", 5, before)), {decision.quote_id: decision}, lambda _: before)
    assert recalled.held == {quote("we deploy by hand", 5, before).quote_id: decision}


def test_other_punctuation_and_case_are_the_same_words():
    spoken = call(TEXTS[0], "so, WE deploy by hand! it takes all night")
    assert locate(judged("We deploy by hand.", 2), spoken).text == "WE deploy by hand!"


def test_words_that_changed_are_orphaned_and_the_nearest_are_named():
    spoken = call(TEXTS[0], "We deployed it by hand. It takes all night, you know.", "Right.")
    decision = judged("We deploy by hand.", 2)
    assert locate(decision, spoken) is None
    assert not is_present(decision, spoken)
    assert recall([], {decision.quote_id: decision}, lambda _: spoken).orphans == (decision,)
    assert nearest_words(decision, spoken).text == "We deployed it by hand."
    assert nearest_words(decision, ()) is None


def test_an_accepted_cut_takes_the_place_of_what_is_found_there():
    spoken = call(*TEXTS)
    decision = judged("We deploy by hand. It takes all night, you know.", 2)
    short = quote("We deploy by hand.", 2, spoken)
    recalled = recall(found(short), {decision.quote_id: decision}, lambda _: spoken)
    assert [(one.quote.text, one.over.quote) for one in recalled.revived] == [(decision.exact, short)]
    assert recalled.held[short.quote_id].verdict == "reject"
    assert recalled.held[decision.quote_id] == decision


@pytest.mark.parametrize(("verdict", "held"), [("reject", "reject"), ("later", "later")])
def test_a_rejection_holds_for_what_another_cut_finds_there(verdict, held):
    spoken = call(*TEXTS)
    decision = judged("We deploy by hand.", 2, verdict)
    longer = quote("We deploy by hand. It takes all night, you know.", 2, spoken)
    recalled = recall(found(longer), {decision.quote_id: decision}, lambda _: spoken)
    assert recalled.revived == ()
    assert recalled.held[longer.quote_id].verdict == held


def test_what_stands_beside_judged_words_is_not_judged():
    spoken = call(*TEXTS)
    decision = judged("We deploy by hand.", 2, "reject")
    beside = quote("It takes all night, you know.", 2, spoken)
    assert recall(found(beside), {decision.quote_id: decision}, lambda _: spoken).held == {}


def test_calls_are_read_only_where_something_changed():
    spoken = call(*TEXTS)
    decision = judged("We deploy by hand.", 2)
    gone = replace(judged("Right.", 3, "reject"), exact="")  # what was cut anew leaves no words of its own
    decisions = {one.quote_id: one for one in (decision, gone)}
    recalled = recall(found(quote("We deploy by hand.", 2, spoken)), decisions, lambda _: pytest.fail("was read"))
    assert recalled.held == decisions
