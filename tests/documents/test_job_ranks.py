"""Two titles contradict where their rank or their function do."""

import pytest

from evidence.documents.job_ranks import is_work_title, may_be_one


@pytest.mark.parametrize(
    ("stated", "known"),
    [
        ("Sr. Eng", "Senior Engineer"), ("Engineer", "Senior Software Engineer"), ("CFO", "Chief Financial Officer"),
        ("VP Eng", "Vice President of Engineering"), ("VP, Engineering", "VP of Engineering"),
        ("Head of Platform Engineering", "Head of Platform"), ("Platform Lead", "Head of Platform"),
        ("SVP Sales", "VP Sales"), ("CTO", "CTO and co-founder"), ("Co-founder", "CTO and co-founder"),
        ("Director, Finance", "Director of Financial Planning"), ("Software Developer", "Senior Engineer"),
        ("Founder", "CEO"), ("Director of Engineering", "Engineering Director"), ("Head of IT", "Head of Technology"),
        ("Leiterin IT", "Head of IT"), ("Engineering Lead", "Lead Engineer"),
    ],
)  # fmt: skip
def test_titles_of_one_person(stated, known):
    assert may_be_one(stated, known)
    assert may_be_one(known, stated)


@pytest.mark.parametrize(
    ("stated", "known"),
    [
        ("VP Engineering", "Senior Engineer"), ("CFO", "Head of Platform"), ("CTO", "CFO"), ("CTO", "VP Engineering"),
        ("Director of Engineering", "Engineering Manager"), ("Head of Finance", "Head of Platform"),
        ("Senior Engineer", "Junior Engineer"), ("Staff Engineer", "Principal Engineer"),
        ("VP Sales", "VP Engineering"),
        ("Data Engineer", "Security Engineer"), ("CEO", "CTO"), ("Assistant to the CFO", "CFO"),
        ("Product Manager", "Engineering Manager"), ("Chief of Staff", "COO"), ("CISO", "CTO"),
    ],
)  # fmt: skip
def test_titles_of_two_persons(stated, known):
    assert not may_be_one(stated, known)
    assert not may_be_one(known, stated)


def test_what_somebody_is_to_us_is_no_work():
    assert [is_work_title(title) for title in ("Champion", "End user", "Prospect", "Controller")] == [
        False, False, False, True,
    ]  # fmt: skip
