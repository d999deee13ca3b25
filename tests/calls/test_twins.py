import random

from evidence.calls.twins import FEWEST, Trace, find_twins, prints

WORDS = [f"{a}{b}{c}" for a in "bdkmt" for b in "aeiou" for c in "lnrs"]


def talk(seed, length=3000):
    chance = random.Random(seed)  # noqa: S311  the same talk on every run
    return [chance.choice(WORDS) for _ in range(length)]


def test_the_same_meeting_on_one_day_is_one_call():
    one, other = Trace("a", "m1", "2026-01-12T10:00:00Z"), Trace("b", "m1", "2026-01-12T10:04:00Z")
    assert [(t.one, t.other) for t in find_twins([other, one])] == [("a", "b")]
    assert "meeting m1" in find_twins([one, other])[0].why


def test_a_meeting_that_recurs_is_many_calls():
    weekly = [Trace("a", "m1", "2026-01-12T10:00:00Z"), Trace("b", "m1", "2026-01-19T10:00:00Z")]
    twice_a_day = [Trace("a", "m1", "2026-01-12T10:00:00Z"), Trace("b", "m1", "2026-01-12T15:00:00Z")]
    assert find_twins(weekly) == find_twins(twice_a_day) == ()


def test_calls_that_start_together_and_share_people_are_reported():
    people = frozenset({"dana", "ben"})
    one = Trace("a", None, "2026-01-12T10:00:00+00:00", people)
    other = Trace("b", None, "2026-01-12T11:08:00+01:00", people | {"kim"})
    alone = Trace("c", None, "2026-01-12T10:05:00+00:00", frozenset({"ben", "ada", "lou"}))
    assert [(t.one, t.other) for t in find_twins([one, other, alone])] == [("a", "b")]


def test_the_same_words_are_found_after_corrections():
    said = talk(1)
    corrected = ["Hegota" if i % 40 == 0 else word for i, word in enumerate(said)]
    traces = [Trace("a", prints=prints(said)), Trace("b", prints=prints(corrected)), Trace("c", prints=prints(talk(2)))]
    assert [(t.one, t.other) for t in find_twins(traces)] == [("a", "b")]


def test_a_phrase_that_everybody_says_proves_nothing():
    greeting = talk(3, 400)
    traces = [Trace(f"c{i:02}", prints=prints(greeting + talk(10 + i))) for i in range(25)]
    assert find_twins(traces) == ()


def test_short_calls_have_too_few_words_to_tell():
    said = talk(4, 30)
    assert len(prints(said)) < FEWEST
    assert find_twins([Trace("a", prints=prints(said)), Trace("b", prints=prints(said))]) == ()


def test_a_day_alone_says_nothing_of_the_hour():
    people = frozenset({"dana", "ben"})
    assert find_twins([Trace("a", None, "2026-01-12", people), Trace("b", None, "2026-01-12", people)]) == ()
