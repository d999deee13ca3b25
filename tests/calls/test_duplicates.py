import random

from evidence.calls.duplicates import FEWEST, CallTraits, find_duplicates, prints

WORDS = [f"{a}{b}{c}" for a in "bdkmt" for b in "aeiou" for c in "lnrs"]


def talk(seed, length=3000):
    chance = random.Random(seed)  # noqa: S311  the same talk on every run
    return [chance.choice(WORDS) for _ in range(length)]


def test_the_same_meeting_on_one_day_is_one_call():
    one, other = CallTraits("a", "m1", "2026-01-12T10:00:00Z"), CallTraits("b", "m1", "2026-01-12T10:04:00Z")
    assert [(t.one, t.other) for t in find_duplicates([other, one])] == [("a", "b")]
    assert "meeting m1" in find_duplicates([one, other])[0].why


def test_a_meeting_that_recurs_is_many_calls():
    weekly = [CallTraits("a", "m1", "2026-01-12T10:00:00Z"), CallTraits("b", "m1", "2026-01-19T10:00:00Z")]
    twice_a_day = [CallTraits("a", "m1", "2026-01-12T10:00:00Z"), CallTraits("b", "m1", "2026-01-12T15:00:00Z")]
    assert find_duplicates(weekly) == find_duplicates(twice_a_day) == ()


def test_calls_that_start_together_and_share_people_are_reported():
    people = frozenset({"dana", "ben"})
    one = CallTraits("a", None, "2026-01-12T10:00:00+00:00", people)
    other = CallTraits("b", None, "2026-01-12T11:08:00+01:00", people | {"kim"})
    alone = CallTraits("c", None, "2026-01-12T10:05:00+00:00", frozenset({"ben", "ada", "lou"}))
    assert [(t.one, t.other) for t in find_duplicates([one, other, alone])] == [("a", "b")]


def test_the_same_words_are_found_after_corrections():
    said = talk(1)
    corrected = ["Hegota" if i % 40 == 0 else word for i, word in enumerate(said)]
    traces = [
        CallTraits("a", prints=prints(said)),
        CallTraits("b", prints=prints(corrected)),
        CallTraits("c", prints=prints(talk(2))),
    ]
    assert [(t.one, t.other) for t in find_duplicates(traces)] == [("a", "b")]


def test_a_phrase_that_everybody_says_proves_nothing():
    greeting = talk(3, 400)
    traces = [CallTraits(f"c{i:02}", prints=prints(greeting + talk(10 + i))) for i in range(25)]
    assert find_duplicates(traces) == ()


def test_short_calls_have_too_few_words_to_tell():
    said = talk(4, 30)
    assert len(prints(said)) < FEWEST
    assert find_duplicates([CallTraits("a", prints=prints(said)), CallTraits("b", prints=prints(said))]) == ()


def test_a_day_alone_says_nothing_of_the_hour():
    people = frozenset({"dana", "ben"})
    assert (
        find_duplicates([CallTraits("a", None, "2026-01-12", people), CallTraits("b", None, "2026-01-12", people)])
        == ()
    )
