"""Readings of one segment as sets of accounts."""

from __future__ import annotations

from evidence.segments.drift import SegmentReading, compare, judged

WHERE = judged("where", "s.yaml", 1, ["a"], {"A1": True, "A2": True, "A3": False, "A4": None})


def test_two_readings_differ_by_accounts_and_an_account_without_data_is_neither_in_nor_out():
    prose = judged("prose", "m.md", 9, ["b"], {"A1": None, "A2": False, "A3": True, "A4": False})
    (drift,) = compare("s", WHERE, [prose])
    assert (drift.more, drift.fewer, drift.unsure, drift.drifts) == (("A3",), ("A2",), ("A1",), True)
    assert drift.record() == {
        "source": "prose", "path": "m.md", "line": 9, "conditions": ["b"], "accounts": 1, "only_here": ["A3"],
        "not_here": ["A2"], "lacking": ["A1"], "ignored": [],
    }  # fmt: skip


def test_a_list_of_examples_is_not_expected_to_name_all():
    (drift,) = compare("s", WHERE, [SegmentReading("named", "m.md", 12, accounts=frozenset({"A1", "A9"}))])
    assert (drift.more, drift.fewer) == (("A9",), ())


def test_accounts_that_a_person_decided_about_do_not_drift():
    (drift,) = compare("s", WHERE, [judged("sql", "m.md", 9, ["c"], {"A3": True})], settled=["A1", "A2", "A3"])
    assert not drift.drifts
