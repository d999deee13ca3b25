"""`evidence ask` without a terminal: the twin, and why there is no answer."""

import pytest

from evidence import answer_question, to_frame
from evidence.commands.ask import unanswered
from evidence.errors import QuerySyntaxError
from evidence.library.answering import evidence_for
from evidence.library.asking import Filters


def test_the_twin_answers_as_the_command_does(small_world):
    found = answer_question(small_world, "How long does a release take?", limit=2)
    best = found.rows[0]
    assert (best.hit.utterance.speaker, best.account.account_name) == ("Odile Marchetti", "Harbour Lending")
    assert best.words == "Honestly? We do every release by hand, and it takes ten hours a week."
    assert best.asked is None
    assert len(to_frame(found.rows)) == 2


def test_filters_are_those_of_every_command(small_world):
    found = answer_question(small_world, "What is done by hand?", account="Mill Bank", outcome="lost")
    assert {row.hit.call_id for row in found.rows} == {"mill-2026-04-02"}
    with pytest.raises(QuerySyntaxError):
        answer_question(small_world, "What is done by hand?", since="yesterday")


@pytest.mark.parametrize(
    ("question", "filters", "told"),
    [
        ("zeppelins?", Filters(), "No call contains 'zeppelins'"),
        ("auditors?", Filters(since="2030"), "No call is dated 2030"),
        ("auditors?", Filters(account="Mill Bank"), "occurs, but not with these filters"),
    ],
)
def test_it_says_why_nothing_answers(small, question, filters, told):
    found = evidence_for(small, question, filters)
    assert not found.rows
    assert told in unanswered(small, question, filters, found)
