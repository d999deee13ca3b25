"""Words that were judged with times among them, told by what is said today."""

from dataclasses import replace

import pytest

from evidence.model import Attribution, Decision, Finding, Utterance
from evidence.quotes.cut import quote_at
from evidence.review.recall import find_again, is_present, recall


def call(*said):
    """A call of today: (speaker, text, start in ms), turns by speaker."""
    made, turn = [], 0
    for number, (who, text, start) in enumerate(said, 1):
        turn += not made or made[-1].speaker != who
        made.append(Utterance(number, turn, who, text, start, None, None if start is None else "stated"))
    return tuple(made)


def decision(exact, *, number=2, verdict="accept", prefix="", suffix="", at="2026-01-01T00:00:00Z"):
    return Decision(
        at, "kim", "makers", "hand", "q0123456789ab", verdict, "mill", number, 0, len(exact), exact, prefix, suffix
    )


def found(spoken, *numbers):
    wholes = (quote_at("mill", spoken[n - 1], (0, len(spoken[n - 1].text)), spoken) for n in numbers)
    return [Finding(one, "hand", Attribution()) for one in wholes]


TODAY = call(
    ("Ada", "And then?", None),
    ("Ben", "The pump leaks at 10:30.", None),
    ("Ben", "So we mop by hand.", 90_000),
    ("Ada", "Right.", None),
)


@pytest.mark.parametrize("time", ["[01:30]", "(1:30)", "`01:30`", "[00:01:30.0]", "01:30", "[1m 30s]", "#00:01:30-0#"])
@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("The pump leaks at 10:30. {} So we mop by hand.", ["The pump leaks at 10:30.", "So we mop by hand."]),
        ("{} So we mop by hand.", ["So we mop by hand."]),
        ("{} The pump leaks at 10:30.", ["The pump leaks at 10:30."]),
        ("So we mop by hand. {}", ["So we mop by hand."]),
        ("leaks at 10:30. {} So we", ["leaks at 10:30.", "So we"]),
    ],
)
def test_words_are_the_same_without_the_times_that_stood_at_any_place_of_them(time, written, parts):
    one = decision(written.format(time))
    assert [quote.text for quote in find_again(one, TODAY)] == parts
    assert is_present(one, TODAY)


@pytest.mark.parametrize(
    "exact",
    [
        "The pump leaks at 10:30. [01:30] So we mopped by hand.",
        "The pump leaks at 11:30. [01:30] So we mop by hand.",
        "The pump leaks. [01:30] So we mop by hand.",
        "The pump leaks at 10:30. [01:30] So by hand.",
        "And then? [01:30] The pump leaks at 10:30.",  # two mouths
        "So we mop by hand. [01:30] Right.",
        "We meet at 9:15 and the pump leaks.",  # a time that was said
        "So we mop 1:30 by hand.",
        "[01:30]",
    ],
)
def test_words_that_changed_otherwise_are_gone(exact):
    one = decision(exact)
    assert find_again(one, TODAY) == ()
    assert recall(found(TODAY, 2, 3), {one.quote_id: one}, lambda _: TODAY).orphans == (one,)


def test_of_the_same_words_those_are_meant_whose_time_it_was_and_between_two_mouths_nobody_chooses():
    same = "The belt stops again."
    spoken = call(("Ben", same, 10_000), ("Ada", same, 20_000), ("Ben", same, 30_000))
    (quote,) = find_again(decision(f"[00:20] {same}", number=1), spoken)
    assert quote.citation.utterance == 2
    (quote,) = find_again(decision(f"[00:30] {same}", number=1), spoken)
    assert quote.citation.utterance == 3
    assert find_again(decision(f"[00:40] {same}", number=1), spoken) == ()
    unnamed = tuple(replace(one, speaker=None, turn=one.number) for one in spoken)
    assert find_again(decision(f"[00:40] {same}", number=1), unnamed) == ()
    beside = call(("Ben", f"Well now. {same}", None), ("Ada", same, None))
    (quote,) = find_again(decision(f"[00:40] {same}", number=2, prefix="Well now. "), beside)
    assert (quote.citation.utterance, quote.text) == (1, same)


@pytest.mark.parametrize("verdict", ["accept", "reject", "later"])
def test_what_is_found_in_either_part_is_judged_as_the_whole_was(verdict):
    one = decision("The pump leaks at 10:30. [01:30] So we mop by hand.", verdict=verdict)
    findings = found(TODAY, 2, 3, 4)
    recalled = recall(findings, {one.quote_id: one}, lambda _: TODAY)
    assert recalled.held == {finding.quote.quote_id: one for finding in findings[:2]}
    assert (recalled.revived, recalled.orphans) == ((), ())
    alone = recall(findings[1:2], {one.quote_id: one}, lambda _: TODAY)
    assert alone.held == {findings[1].quote.quote_id: one}
    assert alone.revived == ()


def test_accepted_words_in_which_nothing_is_found_today_stay_by_their_longest_part():
    one = decision("The pump leaks at 10:30. [01:30] So we mop by hand.")
    recalled = recall([], {one.quote_id: one}, lambda _: TODAY)
    (revived,) = recalled.revived
    assert revived.quote.text == "The pump leaks at 10:30."
    assert recalled.held == {revived.quote.quote_id: one}


def test_a_decision_on_the_words_of_today_goes_before_one_that_is_brought_to_them():
    (finding,) = found(TODAY, 3)
    brought = decision("[01:30] So we mop by hand.", at="2026-05-01T00:00:00Z")
    now = replace(
        decision(finding.quote.text, number=3, verdict="reject"), quote_id=finding.quote.quote_id,
        prefix=finding.quote.prefix, suffix=finding.quote.suffix,
    )  # fmt: skip
    held = recall([finding], {one.quote_id: one for one in (brought, now)}, lambda _: TODAY).held
    assert held == {finding.quote.quote_id: now}
    later = replace(brought, quote_id="q00000000000", verdict="reject", at="2026-06-01T00:00:00Z")
    held = recall([finding], {one.quote_id: one for one in (brought, later)}, lambda _: TODAY).held
    assert held == {finding.quote.quote_id: later}, "of two that are brought the later one holds"
    assert recall([finding], held, lambda _: TODAY).held == held, "asked again, the same"
