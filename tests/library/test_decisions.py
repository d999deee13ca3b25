"""What reviewers decided in one workspace."""

from __future__ import annotations

from dataclasses import replace

from evidence import gather_quotes, open_workspace
from evidence.library.decisions import orphaned, read_decisions, read_histories
from evidence.review.decisions import render_decision
from evidence.store.storage import Store
from small_world import HARBOUR, decided


def write(place, *lines):
    path = place / "segments/decisions.jsonl"
    path.write_text("".join(one if isinstance(one, str) else render_decision(one) for one in lines), encoding="utf-8")


def test_where_nobody_decided_nothing_is_in_force(small):
    assert read_decisions(small.workspace) == ({}, ())
    assert read_histories(small.workspace) == {}


def test_the_last_word_is_in_force_and_the_history_keeps_all(world):
    (quote,) = gather_quotes(world, tracker="audits")
    first, second = decided(quote), decided(quote, "reject", day=2)
    write(world, first, second)
    key = ("lenders", "audits", quote["quote_id"])
    assert read_decisions(open_workspace(world)) == ({key: second}, ())
    assert read_histories(open_workspace(world)) == {key: (first, second)}


def test_a_broken_line_is_told_and_the_others_hold(world):
    (quote,) = gather_quotes(world, tracker="audits")
    write(world, decided(quote), '{"v": 1, "at"\n')
    held, problems = read_decisions(open_workspace(world))
    assert len(held) == 1
    assert [(problem.path, problem.line) for problem in problems] == [("segments/decisions.jsonl", 2)]
    assert len(read_histories(open_workspace(world))) == 1


def test_a_file_that_is_no_text_is_one_problem(world):
    (world / "segments/decisions.jsonl").write_bytes(b"\xff\xfe\x00")
    held, problems = read_decisions(open_workspace(world))
    assert (held, len(problems)) == ({}, 1)


def test_words_that_nobody_says_any_more_are_orphaned(small):
    (quote,) = gather_quotes(small, tracker="audits")
    good = decided(quote)
    changed = replace(good, exact="The auditors never ask who approved it.")
    gone = replace(good, call_id="gone")
    found = orphaned(small.store, [good, changed, gone])
    assert isinstance(small.store, Store)
    assert sorted(one.call_id for one in found) == ["gone", HARBOUR]
    assert good not in found
