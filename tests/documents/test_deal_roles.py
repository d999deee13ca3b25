"""Roles of a purchase: which texts name one, and which two contradict."""

import pytest

from evidence.documents.deal_roles import deal_role, may_have_role, parted_title


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("our main champion", "champion"), ("technical champion", "champion"), ("Decision-Maker", "decision maker"),
        ("the budget holder", "economic buyer"),
        ("champion on the deal", "champion"), ("technical buyer", "technical evaluator"), ("Power user", "end user"),
        ("Customer", ""), ("Head of IT", ""), ("Buyer, Food", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_role_is_known_in_its_usual_writings(text, role):
    assert deal_role(text) == role


@pytest.mark.parametrize(
    ("stated", "known", "fits"),
    [
        ("economic buyer", ["decision maker"], True), ("sponsor", ["champion"], True), ("user", ["champion"], True),
        ("end user", ["decision maker"], False), ("blocker", ["champion"], False), ("champion", ["end user"], False),
        ("technical evaluator", ["economic buyer"], False), ("champion", ["CFO", "CFO, champion"], True),
        ("blocker", ["CFO"], True), ("blocker", [], True),
    ],
)  # fmt: skip
def test_two_roles_fit_one_person_or_contradict_and_an_unknown_one_is_not_compared(stated, known, fits):
    assert may_have_role(stated, known) is fits


def test_a_title_is_parted_from_the_roles_beside_it():
    assert parted_title("COO / economic buyer") == ("COO", ("economic buyer",))
    assert parted_title("Head of Food and Drink") == ("Head of Food and Drink", ())
