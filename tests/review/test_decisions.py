"""What holds for a quote after everything that reviewers decided."""

import json
import random

import pytest

from evidence.model import Decision
from evidence.review.decisions import in_force, parse_decisions

PATH = "segments/decisions.jsonl"
FIRST, SECOND = "q0123456789ab", "qba9876543210"


def decision(verdict, day, *, tracker="slow", quote_id=FIRST, **more):
    at = f"2026-01-{day:02d}T00:00:00Z"
    return Decision(at, "kim", "smb", tracker, quote_id, verdict, "c1", 1, 0, 4, "Slow", **more)


def held(*decisions):
    return {key[1:]: (one.verdict, one.note) for key, one in in_force(decisions).items()}


def line(**changes):
    known = {
        "v": 1, "at": "2026-01-01T00:00:00Z", "by": "kim", "segment": "smb", "tracker": "slow", "quote_id": FIRST,
        "verdict": "accept", "call_id": "c1", "utterance": 1, "start": 0, "end": 4, "exact": "Slow", "note": None,
    }  # fmt: skip
    return json.dumps(known | changes, ensure_ascii=False)


def test_the_latest_decision_holds_whatever_the_order_of_lines():
    decisions = [decision("accept", 1), decision("later", 2), decision("reject", 3)]
    for seed in range(4):
        random.Random(seed).shuffle(decisions)  # noqa: S311  any order will do
        assert held(*decisions) == {("slow", FIRST): ("reject", None)}


def test_what_is_undone_never_was():
    assert held(decision("undo", 1)) == {}
    assert held(decision("accept", 1), decision("undo", 2)) == {}
    assert held(decision("accept", 1), decision("reject", 2), decision("undo", 3)) == {
        ("slow", FIRST): ("accept", None)
    }


def test_a_note_stays_on_the_decision_it_was_put_on():
    noted = (decision("accept", 1), decision("note", 2, note="Use it."))
    assert held(*noted) == {("slow", FIRST): ("accept", "Use it.")}
    assert held(*noted, decision("undo", 3)) == {("slow", FIRST): ("accept", None)}


def test_a_note_alone_decides_nothing_and_is_kept():
    assert held(decision("note", 1, note="Ask.")) == {("slow", FIRST): ("note", "Ask.")}


def test_a_quote_that_moves_to_another_tracker_takes_its_verdict_along():
    moved = (decision("accept", 1, note="Good."), decision("move", 2, tracker="manual", replaces="slow"))
    assert held(*moved) == {("slow", FIRST): ("reject", None), ("manual", FIRST): ("accept", "Good.")}
    undone = (*moved, decision("undo", 3, tracker="manual"))
    assert held(*undone) == {("slow", FIRST): ("accept", "Good.")}
    back = (*moved, decision("move", 3, replaces="manual"))
    assert held(*back)["slow", FIRST][0] == "accept"
    assert held(*back)["manual", FIRST][0] == "reject"


def test_putting_a_moved_quote_off_and_taking_that_back_leaves_it_where_it_was_moved():
    moved = decision("accept", 1), decision("move", 2, tracker="manual", replaces="slow")
    off = decision("later", 3, tracker="manual"), decision("undo", 4, tracker="manual")
    assert held(*moved, *off) == held(*moved)
    assert held(*moved, *off, decision("undo", 5, tracker="manual")) == {("slow", FIRST): ("accept", None)}


def test_taking_a_move_back_keeps_what_was_decided_since_where_it_came_from():
    moved = decision("accept", 1), decision("move", 2, tracker="manual", replaces="slow")
    since = decision("accept", 3, note="Here after all.")
    assert held(*moved, since, decision("undo", 4, tracker="manual")) == {
        ("slow", FIRST): ("accept", "Here after all.")
    }


def test_a_new_cut_takes_the_place_of_the_one_it_replaces():
    assert held(decision("accept", 1, quote_id=SECOND, replaces=FIRST)) == {
        ("slow", FIRST): ("reject", None),
        ("slow", SECOND): ("accept", None),
    }


def test_a_line_may_hold_every_sign_that_json_allows():
    text = line(exact="Slow\u2028and\x85slower") + "\r\n\n" + line(quote_id=SECOND)
    decisions, problems = parse_decisions(text, PATH)
    assert problems == ()
    assert [one.exact for one in decisions] == ["Slow\u2028and\x85slower", "Slow"]


@pytest.mark.parametrize(
    "changes",
    [{"utterance": "1"}, {"start": None}, {"end": 1.5}, {"utterance": True}, {"prefix": 3}, {"note": []}, {"by": None}],
)
def test_a_value_of_the_wrong_type_is_reported_with_its_line(changes):
    decisions, problems = parse_decisions(f"{line()}\n{line(**changes)}\n", PATH)
    assert len(decisions) == 1
    assert str(problems[0]).startswith(f"{PATH}:2: not a decision ({next(iter(changes))} must be a ")


@pytest.mark.parametrize("wrong", ["[]", "{", '{"verdict": "accept"}', line(verdict="maybe"), line(v=1)[:-2]])
def test_what_is_no_decision_is_left_out_and_reported(wrong):
    decisions, problems = parse_decisions(f"{wrong}\n{line()}\n", PATH)
    assert len(decisions) == 1
    assert [(one.path, one.line) for one in problems] == [(PATH, 1)]


def test_marks_of_a_merge_are_reported_and_both_sides_read():
    text = "\n".join(["<<<<<<< ours", line(), "=======", line(quote_id=SECOND), ">>>>>>> theirs"])
    decisions, problems = parse_decisions(text, PATH)
    assert [one.quote_id for one in decisions] == [FIRST, SECOND]
    assert [one.line for one in problems] == [1, 3, 5]


HALF = (
    f"{PATH}:2: half a decision: the line breaks off, so it decides nothing. "
    "Delete the line, then judge the quote again: evidence review."
)


@pytest.mark.parametrize("length", [1, 20, 120, -3])
def test_a_line_that_breaks_off_says_where_and_what_to_do(length):
    whole = line()
    problem = parse_decisions(f"{whole}\n{whole[:length]}", PATH)[1][0]
    assert str(problem) == HALF


@pytest.mark.parametrize("broken", ["nonsense", "{'a': 1}", '{"a": 1} x', "[" * 100_000, '{"a"}'])
def test_what_is_no_json_is_told_without_the_words_of_its_reader(broken):
    decided, problems = parse_decisions(f"{line()}\n{broken}\n", PATH)
    assert len(decided) == len(problems) == 1
    assert str(problems[0]) in {
        f"{PATH}:2: not a decision: the line cannot be read as JSON. Fix or delete the line.",
        HALF,
    }


def test_a_decision_that_lacks_something_is_told_what():
    problem = parse_decisions('{"at": "2026-01-01T00:00:00Z"}', PATH)[1][0]
    assert str(problem) == f"{PATH}:1: not a decision (by must be a text). Fix or delete the line."
