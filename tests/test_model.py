import dataclasses
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import model
from evidence.model import Call, Citation, Deal, clock
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
    )


@given(citations())
def test_a_citation_prints_and_parses_back(citation):
    assert Citation.parse(str(citation)) == citation
    assert Citation.parse(f"  {citation}\n") == citation


@given(citations(), st.integers(1, 999))
def test_a_printed_time_is_cut_to_the_whole_second(citation, rest):
    if citation.time_ms is not None:
        assert str(dataclasses.replace(citation, time_ms=citation.time_ms + rest)) == str(citation)


@pytest.mark.parametrize(
    ("citation", "printed"),
    [
        (Citation("acme-2026", 17, 3, 9), "acme-2026#u17"),
        (Citation("acme-2026", 17, time_ms=754_900), "acme-2026#u17 @ 00:12:34"),
        (Citation("acme-2026", 17, time_ms=0), "acme-2026#u17 @ 00:00:00"),
        (Citation("a.b_c", 17, time_ms=400 * 3_600_000, last=18), "a.b_c#u17-u18 @ 400:00:00"),
    ],
)
def test_a_citation_prints_as_the_contract_says(citation, printed):
    assert str(citation) == printed


@pytest.mark.parametrize(
    "text",
    ["", "acme", "acme#17", "acme#u0", "acme#u017", "Acme#u17", "-acme#u17", "acme#u17 @ 12:34", "acme#u17 @ 00:61:00",
     "acme#u17-18", "acme#u17 @ 00:12:34.5", "acme#u17\n#u18", f"{'a' * 81}#u1", "acme #u17"],
)  # fmt: skip
def test_what_is_no_citation_is_refused(text):
    with pytest.raises(ValueError, match="not a citation"):
        Citation.parse(text)


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
