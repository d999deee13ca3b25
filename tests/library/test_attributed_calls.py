"""Calls that attributions name without an utterance, held against where the words stand."""

from __future__ import annotations

import pytest

from evidence.documents.structure import read_document
from evidence.library.verifying_quote import Checker
from small_world import HARBOUR, MILL

WORDS = "We deploy by hand on Sundays"  # in MILL


def judge(library, credit):
    (quotation,) = read_document(f'# Page\n\n> "{WORDS}"\n> — {credit}\n').quotations
    one = Checker(library).check("page.md", quotation)
    return one.verdict.name.value, one.verdict.ok, one.verdict.detail


WRITINGS = (
    "[the call](calls/{call}.md)", "Bo Trent, [call](../calls/{call}.md)", "Bo Trent, [[{call}]]",
    "{call}.vtt, Bo Trent",
    "Mill Bank, calls/{call}.md", "Mill Bank ([[{call}|in April]])", "Bo, [{call} @ 00:05](calls/{call}.md)",
)  # fmt: skip


@pytest.mark.parametrize("credit", WRITINGS)
def test_the_call_that_has_the_words_passes_and_another_one_is_misattributed(small, credit):
    assert judge(small, credit.format(call=MILL))[:2] == ("exact", True)
    name, ok, detail = judge(small, credit.format(call=HARBOUR))
    assert (name, ok) == ("misattributed", False)
    assert f"the words are in {MILL}, not in {HARBOUR}" in detail


def test_a_page_that_is_no_call_says_nothing_of_the_place(small):
    assert judge(small, "Bo Trent, [notes](notes/april.md)")[:2] == ("exact", True)
    assert judge(small, "Bo Trent, notes/april-2026.md")[:2] == ("exact", True)


@pytest.mark.parametrize("credit", ["Bo Trent, {call}", "Bo Trent, call {call}"])
def test_an_id_without_a_link_contradicts_too_if_only_by_the_day_at_its_end(small, credit):
    assert judge(small, credit.format(call=MILL))[:2] == ("exact", True)
    assert not judge(small, credit.format(call=HARBOUR))[1]
