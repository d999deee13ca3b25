"""Whom attributions name: turned names, jobs, companies, roles, by what call and CRM know."""

from __future__ import annotations

import pytest

from evidence.documents.structure import read_document
from evidence.library.library import opened
from evidence.library.verifying_quote import Checker
from small_world import FILES, MILL, RAW, lay, vtt

WORDS = "We deploy by hand on Sundays"
RELEASES = "We do every release by hand"


def judge(library, credit, words=WORDS):
    (quotation,) = read_document(f'# Page\n\n> "{words}"\n> — {credit}\n').quotations
    one = Checker(library).check("page.md", quotation)
    return one.verdict.name.value, one.verdict.ok


@pytest.mark.parametrize("credit", ["Trent, Bo", "Trent, Bo, Mill Bank", "Trent, B.", "B. Trent, Mill Bank"])
def test_a_name_may_stand_last_name_first_or_with_an_initial(small, credit):
    assert judge(small, credit) == ("exact", True)


@pytest.mark.parametrize("credit", ["Marchetti, Odile", "Quark, Zelda", "Trent, Goldman"])
def test_a_turned_name_of_somebody_else_is_misattributed(small, credit):
    assert judge(small, credit) == ("misattributed", False)


@pytest.mark.parametrize(
    ("credit", "right"),
    [
        ("Odile Marchetti, our champion", True), ("Odile Marchetti (champion, Head of Releases)", True),
        ("Odile Marchetti, executive sponsor", True), ("champion at Harbour Lending", True),
        ("Odile Marchetti, decision maker, Harbour Lending", False), ("Odile, blocker", False),
        ("Odile Marchetti, Head of Releases (end user)", False), ("Economic buyer, Harbour Lending", False),
        ("Odile Marchetti, Accounts Clerk", False), ("Night Dispatcher, Harbour Lending", False),
        ("Dir. Releases, Harbour Lending", True),
    ],
)  # fmt: skip
def test_roles_and_jobs_are_held_against_those_of_the_speaker(small, credit, right):
    assert judge(small, credit, RELEASES) == (("exact", True) if right else ("misattributed", False))


@pytest.mark.parametrize(
    ("credit", "right"),
    [
        ("user at a 500-person bank", True), ("user at a financial company", True), ("Bo Trent, a large lender", True),
        ("user at a 40-person bank", False), ("user at a logistics company", False),
        ("Bo Trent, a large hospital group", False), ("user at a food manufacturing company", False),
    ],
)  # fmt: skip
def test_a_description_of_a_company_is_held_against_its_facts(small, credit, right):
    assert judge(small, credit) == ("exact", right)


def test_a_company_alone_contradicts_a_call_whose_speakers_have_no_names_and_a_person_does_not(tmp_path):
    raw = {f"{RAW}/{MILL}.vtt": vtt((1, "Speaker 1", "Go on."), (4, "Speaker 2", "We deploy by hand on Sundays."))}
    lay(tmp_path, FILES | raw)
    with opened(tmp_path) as library:
        assert judge(library, "Harrow Pumps Ltd.") == ("misattributed", False)
        assert judge(library, "Wendeline Marchbank") == ("not-judged", True)
        assert judge(library, "VP Engineering") == ("not-judged", True)
        assert judge(library, "VP Engineering, Mill Bank") == ("exact", True)


def test_title_and_facts_are_open_where_the_call_is_linked_to_no_account(tmp_path):
    files = {name: text for name, text in FILES.items() if "mappings" not in name}
    files["source/crm/exports/crm_contacts_2026-03-31.csv"] = "contact_id,account_id,name\n"
    lay(tmp_path, files)
    with opened(tmp_path) as library:
        for credit in ("Bo Trent, VP Engineering", "Bo Trent, packaging", "Bo Trent, 500 people"):
            assert judge(library, credit) == ("not-judged", True), credit
        assert judge(library, "Bo Trent, April 2, 2026") == ("exact", True)


def test_a_role_that_contradicts_is_no_title_of_an_earlier_snapshot(tmp_path):
    before = {
        "source/crm/exports/crm_contacts_2025-12-31.csv": (
            "contact_id,account_id,name,email,job_title\nC1,A1,Odile Marchetti,odile@harbour.example,CFO\n"
        )
    }
    lay(tmp_path, FILES | before)
    with opened(tmp_path) as library:
        assert judge(library, "Odile Marchetti, CFO", RELEASES) == ("exact", True)
        assert judge(library, "Odile Marchetti, blocker", RELEASES) == ("misattributed", False)
