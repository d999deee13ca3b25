"""What was true of an account once, in attributions of people's documents."""

from __future__ import annotations

from evidence.library.library import opened
from evidence.library.outdated import outdated_facts

PAGE = """# Lenders

> "We deploy by hand on Sundays"
> — User at Mill Bank (120 people)

> "We deploy by hand on Sundays"
> — User at Mill Bank (500 people, Financial Services)

> "We deploy by hand on Sundays"
> — User at Mill Bank (9,000 people)
"""


def test_only_what_an_earlier_snapshot_has_is_out_of_date(world):
    (world / "segments/lenders.md").write_text(PAGE, encoding="utf-8")
    earlier = "account_id,account_name,domain,industry,headcount\nA2,Mill Bank,mill.example,Financial Services,120\n"
    (world / "source/crm/exports/crm_accounts_2025-12-31.csv").write_text(earlier, encoding="utf-8")
    with opened(world) as library:
        assert list(outdated_facts(library)) == ["segments/lenders.md:4 (120 people)"]


def test_without_an_earlier_snapshot_nothing_is(world):
    (world / "segments/lenders.md").write_text(PAGE, encoding="utf-8")
    with opened(world) as library:
        assert list(outdated_facts(library)) == []
