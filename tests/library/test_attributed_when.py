"""Dates and times of attributions held against the places where the words stand."""

from __future__ import annotations

import pytest

from evidence.documents.structure import read_document
from evidence.library.verifying_quote import Checker
from small_world import MILL

WORDS = "We deploy by hand on Sundays"  # 2026-04-02, at 5 s


@pytest.mark.parametrize(
    ("when", "right"),
    [
        ("April 2, 2026", True), ("2 April 2026", True), ("Q2 2026", True), ("2026", True), ("04/02/2026", True),
        ("02/04/2026", True), ("2. April 2026", True), ("00:05", True), ("0 minutes", True), ("2026-04-02, 0:05", True),
        ("April 9, 2026", False), ("Q3", False), ("March 2026", False), ("2025", False), ("05/02/2026", False),
        ("at 12 minutes", False), ("00:45", False), ("9 avril 2026", False),
    ],
)  # fmt: skip
def test_a_date_or_a_time_in_any_writing_is_compared(small, when, right):
    for credit in (f"User at Mill Bank, {when}", f"Bo Trent, Mill Bank, {when}", f"User at Mill Bank ({when})"):
        (quotation,) = read_document(f'# Page\n\n> "{WORDS}"\n> — {credit}\n').quotations
        one = Checker(small).check("page.md", quotation)
        assert (one.verdict.ok, one.verdict.citation.call_id) == (right, MILL), credit
