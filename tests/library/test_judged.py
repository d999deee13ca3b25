"""What judges mentions in a query: split off, and answered by what is said around them."""

import pytest

from evidence.errors import QuerySyntaxError
from evidence.library.asking import Asking, ask
from evidence.library.judged import goes_on, said_before, split_judged, trackers_named, without_judged
from evidence.model import Utterance
from evidence.query.grammar import parse_query
from evidence.query.tree import to_text

CALL = tuple(
    Utterance(number, turn, speaker, text)
    for number, (turn, speaker, text) in enumerate(
        [(1, "A", "Is it slow?"), (2, "B", "It is slow."), (3, "A", "Oh really?"), (4, "B", "Not any more.")], 1
    )
)


def test_what_others_say_between_is_not_gone_on_with_unless_it_is_an_interjection():
    assert goes_on(CALL, 1) == "Not any more."
    longer = (*CALL[:2], Utterance(3, 3, "A", "Oh, is that really so?"), CALL[3])
    assert goes_on(longer, 1) == ""
    assert said_before(CALL, 1) == ("Is it slow?",)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("manual is:present", "manual"),
        ("manual NOT is:other side:customer", "manual side:customer"),
        ("(manual is:resolved) slow", "manual slow"),
        ("manual is:question", "manual is:question"),
    ],
)
def test_the_rest_of_a_query_is_asked_without_what_judges(text, rest):
    assert to_text(without_judged(parse_query(text).root)).replace("(manual)", "manual") == rest


def test_a_query_without_trackers_and_judging_stays_as_it_is(small):
    query = parse_query("by hand")
    assert split_judged(small, query, small.store.text.call) == (query, None)


def test_trackers_below_not_are_not_named(small):
    root = parse_query("(tracker:audits OR hand) NOT tracker:by-hand").root
    assert trackers_named(small, root) == ("audits",)


def test_what_a_query_asks_is_checked_for_every_hit(small):
    every = {hit.utterance.number for hit in Asking(small, ask("tracker:audits")).hits()}
    present = {hit.utterance.number for hit in Asking(small, ask("tracker:audits is:present")).hits()}
    rest = {hit.utterance.number for hit in Asking(small, ask("tracker:audits NOT is:present")).hits()}
    assert present | rest == every
    assert not present & rest
    with pytest.raises(QuerySyntaxError, match="names none"):
        Asking(small, ask("boxes is:present"))


def test_without_decisions_nothing_of_a_tracker_is_checked_one_by_one(small):
    assert Asking(small, ask("tracker:audits")).judge is None
