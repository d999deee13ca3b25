"""Titles in short forms, and jobs that may be names."""

import pytest

from evidence.documents.work_titles import may_be_job, names_work, undotted


@pytest.mark.parametrize(
    "part", ["Dir. Store Ops", "AP Mgr.", "decision maker", "CTO", "Champion", "Vice President, Operations"]
)
def test_short_titles_and_roles_are_titles(part):
    assert names_work(part)


@pytest.mark.parametrize("part", ["Mgr. Jana Novak", "Dir", "Tarn Foods", "Una Feld"])
def test_what_is_a_name_is_no_title(part):
    assert not names_work(part)


def test_a_job_behind_another_word_may_be_a_job_unless_a_first_name_stands_there():
    assert may_be_job("Accounts Clerk")
    assert not may_be_job("Clerk")
    assert not may_be_job("David Clerk")


def test_dots_of_titles_go_and_those_of_initials_stay():
    assert undotted("V.P. Ops, J.P. Field") == "VP Ops, J.P. Field"
