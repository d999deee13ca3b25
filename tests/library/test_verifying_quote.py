"""One quotation against calls and CRM: where the words stand, who said them, what is claimed of them."""

from __future__ import annotations

import pytest

from evidence.documents.structure import read_document
from evidence.library.library import opened
from evidence.library.verifying_quote import Checker
from small_world import HARBOUR, MILL

WORDS = "We deploy by hand on Sundays"


@pytest.fixture
def check(small):
    def judge(words, credit):
        (quotation,) = read_document(f'# Page\n\n> "{words}"\n> — {credit}\n').quotations
        one = Checker(small).check("page.md", quotation)
        return one, one.verdict.name.value, one.verdict.ok

    return judge


def cited(call, number, day="there"):
    return f"[{day}](../source/transcripts/normalized/{call}.md#u{number})"


def test_words_are_found_where_they_are_cited(check):
    one, name, ok = check(WORDS, f"User at Mill Bank, {cited(MILL, 2)}")
    assert (name, ok, one.speaker, one.account_id) == ("exact", True, "Bo Trent", "A2")
    record = one.record()
    assert (record["call_id"], record["utterance"], record["line"]) == (MILL, 2, 3)


def test_words_are_found_without_an_address(check):
    one, _, ok = check(WORDS, "User at Mill Bank, 2026-04-02")
    assert (ok, one.verdict.citation.call_id, one.verdict.citation.utterance) == (True, MILL, 2)


def test_words_of_another_place_moved(check):
    one, name, ok = check(WORDS, f"User at Mill Bank, {cited(HARBOUR, 2)}")
    assert (name, ok, one.verdict.citation.call_id) == ("moved", True, MILL)


def test_words_of_one_customer_are_not_those_of_another(check):
    _, name, ok = check(WORDS, "User at Harbour Lending, 2026-04-02")
    assert (name, ok) == ("misattributed", False)


@pytest.mark.parametrize(("way", "day", "right"), [
    ("lost", "2026-04-02", True), ("won", "2026-04-02", False), ("lost", "2026-05-05", False),
])  # fmt: skip
def test_an_outcome_or_a_date_against_the_files_fails(check, way, day, right):
    one, _, ok = check(WORDS, f"User at Mill Bank ({way}), {cited(MILL, 2, day)}")
    assert ok is right
    assert bool(one.verdict.detail) is not right


def test_words_that_nobody_said_are_absent(check):
    _, name, ok = check("Zeppelins carry our whole release to the moon", f"User at Mill Bank, {cited(MILL, 2)}")
    assert (name, ok) == ("absent", False)


def test_words_of_the_notes_are_absent_and_the_reason_is_said(world):
    path = world / f"source/transcripts/normalized/{MILL}.md"
    notes = "\n## Not speech\n\n- notes: They deploy by hand on Sundays, and a kestrel watches\n"
    path.write_text(path.read_text(encoding="utf-8") + notes, encoding="utf-8")
    with opened(world) as library:
        text = f'# Page\n\n> "by hand on Sundays, and a kestrel watches"\n> — User at Mill Bank, {cited(MILL, 2)}\n'
        record = Checker(library).check("page.md", read_document(text).quotations[0]).record()
    assert (record["verdict"], record["ok"]) == ("absent", False)
    assert record["detail"] == "nobody said it: it stands in the call's notes, which are not speech"
