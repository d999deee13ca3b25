"""Which companies a document names as accounts."""

from __future__ import annotations

import pytest

from evidence.documents.companies import id_pattern, named_companies
from evidence.documents.structure import read_document


def named(text, ids=("Account_023", "Account_900")):
    return [(one.name, one.line) for one in named_companies(read_document(text, "a.md"), id_pattern(ids))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('> "We deploy it all by hand."\n>\n> — CTO at Northquay (lending, won)\n', [("Northquay", 3)]),
        ('> "We deploy it all by hand."\n>\n> — Dana Whitlow, Larch Mills\n', [("Larch Mills", 3)]),
        ('> "We deploy it all by hand."\n>\n> — CTO at a mid-size bank\n', []),
        ('> "We deploy it all by hand."\n>\n> — Senior Engineer at Mid-Market Bank\n', []),
        ("| Account | Size |\n|---|---|\n| Larch (won) | 3 |\n| [Company] | 4 |\n| TBD | 5 |\n", [("Larch", 3)]),
        ("| Segment | Size |\n|---|---|\n| Larch | 3 |\n", []),
        ("It is so for Account_7, not for Account_x.\n\nAccount_023 too.\n", [("Account_7", 1), ("Account_023", 3)]),
        ("Northquay is mentioned here, and that says nothing of an account.\n", []),
    ],
)
def test_attributions_columns_of_accounts_and_ids_name_accounts(text, found):
    assert named(text) == found


def test_ids_that_do_not_look_alike_or_could_be_any_number_have_no_pattern():
    assert id_pattern(["A1", "A2"]) is None
    assert id_pattern(["001D01", "001D02"]) is None
    assert id_pattern(["Account_1", "acme"]) is None
    assert id_pattern([]) is None
    assert named("A1 and Account_7 are here.\n", ids=("A1", "A2")) == []
