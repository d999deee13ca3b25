"""Segments taken apart: conditions, drift between definition and document, contradictions."""

from __future__ import annotations

from evidence import open_library, open_workspace
from evidence.accounts.tables import load_crm
from evidence.commands.segments import describe
from evidence.commands.segments_explain import look_closely

DEFINED = """
lenders:
  name: Lenders
  documents: [{path: lenders.md}]
  where: industry = 'Financial Services' AND headcount > 400
  unless: headcount > 5000
"""
DOCUMENT = """# Lenders

- Industry: Financial Services
- Harbour Lending: 350 employees (lost)

```sql
SELECT count(*) FROM accounts WHERE industry = 'Financial Services'
```
"""


def looked(place, document="# Lenders\n"):
    (place / "segments/segments.yaml").write_text(DEFINED, encoding="utf-8")
    (place / "segments/lenders.md").write_text(document, encoding="utf-8")
    with open_library(open_workspace(place)) as library:
        crm = load_crm(library.workspace)
        return look_closely(library, describe(library, crm=crm), crm)


def test_each_part_of_a_condition_is_judged_for_each_account(world):
    found = looked(world)
    assert [(r["condition"], r["unless"], r["verdict"]) for r in found.reasons("lenders", "A1")] == [
        ("industry = 'Financial Services'", False, True), ("headcount > 400", False, False),
        ("headcount > 5000", True, False),
    ]  # fmt: skip
    assert [r["verdict"] for r in found.reasons("lenders", "A2")] == [True, True, False]
    assert found.reasons("nobody", "A1") == []


def test_documents_that_mean_more_accounts_than_the_definition_drift(world):
    drifts = looked(world, DOCUMENT).drifts["lenders"]
    assert {(one.reading.source, one.reading.line, one.more) for one in drifts} == {
        ("prose", 3, ("A1",)), ("named", 4, ("A1",)), ("sql", 6, ("A1",)),
    }  # fmt: skip
    assert not looked(world).drifts["lenders"]


def test_what_a_document_says_against_the_crm_is_a_contradiction(world):
    (one,) = looked(world, DOCUMENT).contradictions
    assert "A1" in repr(one)
    assert {"won", "lost"} <= set(repr(one).replace("'", " ").split())
    assert looked(world).contradictions == ()


PEOPLE = """
buyers:
  documents: [lenders.md]
  people: [Head of *]
  where: industry = 'Financial Services'
"""


def test_a_segment_of_people_says_of_each_account_who_fits_or_why_nobody_does(world):
    contacts = world / "source/crm/exports/crm_contacts_2026-03-31.csv"
    contacts.write_text(
        contacts.read_text(encoding="utf-8") + "C2,A2,Una Marsh,una@mill.example,Head of Ovens\n", encoding="utf-8"
    )
    (world / "segments/segments.yaml").write_text(PEOPLE, encoding="utf-8")
    with open_library(open_workspace(world)) as library:
        crm = load_crm(library.workspace)
        described = describe(library, crm=crm)
        (one,) = described.descriptions
        assert (one.accounts, one.called) == (("A1",), ("A1",))
        assert [(account.account_id, why) for account, why in one.ways] == [
            ("A1", "passed"), ("A2", "not heard"), ("A3", "failed"),
        ]  # fmt: skip
        found = look_closely(library, described, crm)
        assert found.who("buyers", "A1") == "Head of Releases (1 call)"
        assert found.who("buyers", "A2") == "1 speaker without a title; 1 contact with such a title not heard"
        assert found.who("buyers", "A3") == ""
