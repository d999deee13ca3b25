import dataclasses
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import model
from evidence.model import Call, Citation, Deal, Utterance, clock
from evidence.text import hash_of_words
from strategies import call_ids, calls

NOUNS = [kind for kind in vars(model).values() if dataclasses.is_dataclass(kind)]


@st.composite
def citations(draw):
    first = draw(st.integers(1, 10_000))
    return Citation(
        draw(call_ids()),
        first,
        time_ms=draw(st.none() | st.integers(0, 400_000).map(lambda seconds: seconds * 1000)),
        last=draw(st.none() | st.integers(first + 1, first + 20)),
        time_source=draw(st.sampled_from(["stated", "derived"])),
    )


@given(citations())
def test_a_citation_prints_and_parses_back(citation):
    assert Citation.parse(str(citation)) == citation
    assert str(Citation.parse(str(citation))) == str(citation)
    assert Citation.parse(f"  {citation}\n") == citation


@given(citations(), st.integers(1, 999))
def test_a_stated_time_is_cut_to_the_whole_second_and_a_derived_one_rounded(citation, rest):
    if citation.time_ms is not None:
        late = citation.time_source == "derived" and rest >= 500
        printed = dataclasses.replace(citation, time_ms=citation.time_ms + 1000 * late)
        assert str(dataclasses.replace(citation, time_ms=citation.time_ms + rest)) == str(printed)


@pytest.mark.parametrize(
    ("citation", "printed"),
    [
        (Citation("acme-2026", 17, 3, 9), "acme-2026#u17"),
        (Citation("acme-2026", 17, time_ms=754_900), "acme-2026#u17 @ 00:12:34"),
        (Citation("acme-2026", 17, time_ms=0), "acme-2026#u17 @ 00:00:00"),
        (Citation("a.b_c", 17, time_ms=400 * 3_600_000, last=18), "a.b_c#u17-u18 @ 400:00:00"),
        (Citation("acme-2026", 17, time_ms=111_600, time_source="derived"), "acme-2026#u17 @ ~00:01:52"),
    ],
)
def test_a_citation_prints_as_the_contract_says(citation, printed):
    assert str(citation) == printed


@pytest.mark.parametrize(
    "text",
    ["", "acme", "acme#17", "acme#u0", "acme#u017", "Acme#u17", "-acme#u17", "acme#u17 @ 12:34", "acme#u17 @ 00:61:00",
     "acme#u17 @ ~", "acme#u17 @ ~~00:12:34", "acme#u17-18", "acme#u17 @ 00:12:34.5", "acme#u17\n#u18",
     f"{'a' * 81}#u1", "acme #u17"],
)  # fmt: skip
def test_what_is_no_citation_is_refused(text):
    with pytest.raises(ValueError, match="not a citation"):
        Citation.parse(text)


@pytest.mark.parametrize(
    ("citation", "printed"),
    [
        (Citation("acme-2026", 17, 120, 180), "acme-2026#u17:120-180:c9616cb5"),
        (Citation("acme-2026", 17, 120, 40, last=18), "acme-2026#u17:120-u18:40:c9616cb5"),
    ],
)
def test_a_cite_states_code_points_and_the_hash_of_the_words(citation, printed):
    assert citation.cite(hash_of_words("By hand.")) == printed
    read = Citation.parse(printed)
    assert (read, read.words_hash, read.cite()) == (citation, "c9616cb5", printed)
    assert citation.cite() == ""


@pytest.mark.parametrize(
    "text", ["a#u1:2-3", "a#u1:2-3:xyz", "a#u1:2-u3:4", "a#u1-u2:3-4:c9616cb5", "a#u1:2-3:c9616cb5 @ 00:00:01"]
)
def test_half_a_cite_is_refused(text):
    with pytest.raises(ValueError, match="not a citation"):
        Citation.parse(text)


def spoken(text, start=10_000, end=20_000, *, stamps=(), ended="stated"):
    return Utterance(1, 1, None, text, start, end, None if start is None else "stated", ended, stamps=stamps)


@pytest.mark.parametrize(
    ("utterance", "place", "time"),
    [
        (spoken("ten letters by ten"), 0, (10_000, "stated")),
        (spoken("one two six ten"), 8, (15_333, "derived")),
        (spoken("We stop. Then it runs."), 9, (14_286, "derived")),  # a stop takes three more: 12 of 28
        (spoken("one two six ten", end=None, ended=None), 8, (10_000, "stated")),
        (spoken("one two six ten", None, 20_000), 8, (None, None)),
        (spoken("one two six ten", 20_000, 10_000), 8, (20_000, "stated")),
        (spoken("one two six ten", stamps=((8, 11_000),)), 8, (11_000, "stated")),
        (spoken("one two six ten", stamps=((8, 11_000),)), 4, (10_500, "derived")),
        (spoken("one two six ten", stamps=((8, 13_000), (99, 99_000))), 12, (17_000, "derived")),
        (spoken("one two six ten", end=None, ended=None, stamps=((8, 13_000),)), 12, (13_000, "stated")),
    ],
)
def test_words_begin_when_an_even_pace_between_known_times_reaches_them(utterance, place, time):
    assert utterance.time_at(place) == time


def test_an_end_derived_from_the_next_turn_is_not_believed_where_nobody_speaks_so_slowly():
    assert spoken("one two six ten", 0, 14_000, ended="derived").time_at(8) == (7467, "derived")
    assert spoken("one two six ten", 0, 3_600_000, ended="derived").time_at(8) == (0, "stated")


def test_a_citation_has_the_time_of_its_words():
    citation = Citation.of("acme-2026", spoken("one two six ten"), 8, 11)
    assert (citation.start, citation.end, citation.time, citation.time_source) == (8, 11, "~00:00:15", "derived")
    assert Citation.of("acme-2026", spoken("one two six ten")).time == "00:00:10"


def test_citations_sort_as_they_are_read_aloud():
    late, early, other = Citation("a", 10, 5), Citation("a", 9, 7), Citation("b", 1)
    assert sorted([other, late, early]) == [early, late, other]


@pytest.mark.parametrize(
    ("ms", "shown"),
    [(0, "00:00:00"), (999, "00:00:00"), (-999, "00:00:00"), (-1000, "-00:00:01"), (359_999_999, "99:59:59")],
)
def test_a_clock_is_cut_towards_the_start(ms, shown):
    assert clock(ms) == shown


@pytest.mark.parametrize("kind", NOUNS, ids=lambda kind: kind.__name__)
def test_every_noun_is_frozen_and_slotted(kind):
    assert kind.__dataclass_params__.frozen
    assert "__slots__" in vars(kind)


@given(calls())
def test_a_call_is_a_value_that_other_processes_can_have(call):
    again = pickle.loads(pickle.dumps(call))  # noqa: S301  our own bytes
    assert again == call
    assert hash(again) == hash(call)


@pytest.mark.parametrize(
    ("started_at", "date"), [("2026-01-12T23:30:00-08:00", "2026-01-12"), ("2026-01-12", "2026-01-12"), (None, None)]
)
def test_a_call_is_dated_by_the_clock_of_its_source(started_at, date):
    call = Call("acme", "Acme", "acme.vtt", "", "webvtt", "1", started_at=started_at)
    assert call.date == date


@pytest.mark.parametrize(
    ("is_won", "is_closed", "outcome"),
    [(True, True, "won"), (True, None, "won"), (False, True, "lost"), (None, True, "lost"), (False, False, "open"),
     (None, None, "open")],
)  # fmt: skip
def test_a_deal_is_open_while_nothing_says_that_it_is_closed(is_won, is_closed, outcome):
    assert Deal("006", "001", is_won=is_won, is_closed=is_closed).outcome == outcome
