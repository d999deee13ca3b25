"""Blocks in documents, made anew by one call."""

from __future__ import annotations

import pytest
from running import run_in

from evidence import attach_evidence, open_library, open_workspace

WORDS = "We do every release by hand, and it takes ten hours a week."


def test_the_block_of_a_segment_goes_into_its_document_once(world):
    document = world / "segments/lenders.md"
    before = document.read_text(encoding="utf-8")
    (report,) = attach_evidence(world)
    after = document.read_text(encoding="utf-8")
    assert (report.segment, report.path, report.changed) == ("lenders", "segments/lenders.md", True)
    assert (report.quotes, report.accounts) == (3, 2)
    assert WORDS in after
    assert "".join(line for line in before.splitlines(keepends=True) if line in after) == before
    assert not attach_evidence(world)[0].changed


def test_without_writing_the_document_stays_and_the_difference_is_told(world):
    document = world / "segments/lenders.md"
    before = document.read_bytes()
    (report,) = attach_evidence(world, "Banks", write=False)
    assert document.read_bytes() == before
    assert f"+> {WORDS}" in report.diff or WORDS in report.diff


def test_an_opened_library_is_asked_as_it_is(world):
    with open_library(open_workspace(world), as_of="2026-03-31") as library:
        (report,) = attach_evidence(library, "lenders", write=False)
    assert (report.quotes, report.accounts) == (2, 1), "Mill spoke in April"


CRM = "source/crm/exports/crm_accounts_2026-03-31.csv"


@pytest.fixture
def lacking(world):
    """An attached workspace whose newest accounts lack the column that the segment's `where` asks for."""
    attach_evidence(world)
    lack(world)
    return world


def lack(world):
    lines = (world / CRM).read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in lines]
    (world / CRM).write_text("".join(",".join(row[:3] + row[4:]) + "\n" for row in rows), encoding="utf-8")


SAID = f"segments/segments.yaml:1: lenders where: the column industry is missing in {CRM}."


def test_a_segment_whose_column_is_missing_keeps_its_block(lacking):
    before = (lacking / "segments/lenders.md").read_bytes()
    for command in (["attach"], ["attach", "--check"], ["attach", "lenders"]):
        answer = run_in(lacking, *command)
        assert (answer.code, SAID in answer.err, answer.out) == (2, True, "")
    assert (lacking / "segments/lenders.md").read_bytes() == before
    run_in(lacking, "attach", "--force")
    assert (lacking / "segments/lenders.md").read_bytes() != before, "a person may have it so"


def test_a_segment_whose_column_is_missing_gets_no_first_block_either(world):
    lack(world)
    before = (world / "segments/lenders.md").read_bytes()
    answer = run_in(world, "attach")
    assert (answer.code, "segments/lenders.md: no block was written, because" in answer.err) == (2, True)
    assert (world / "segments/lenders.md").read_bytes() == before


def test_a_block_of_which_few_quotes_would_go_is_kept_too(world):
    """Who is included by hand stays in, but nobody knows who else belongs."""
    path = world / "segments/segments.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "  accounts: {include: [A1, A2]}\n", encoding="utf-8")
    attach_evidence(world)
    lack(world)
    assert run_in(world, "attach").code == 2


def test_other_segments_are_attached_all_the_same(lacking):
    path = lacking / "segments/segments.yaml"
    more = "makers:\n  documents: [{path: makers.md}]\n  accounts: {include: [A3]}\n  trackers: [by-hand]\n"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    (lacking / "segments/makers.md").write_text("# makers\n", encoding="utf-8")
    assert run_in(lacking, "attach").code == 2
    assert "evidence:begin" in (lacking / "segments/makers.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "command",
    [
        ("ingest",), ("search", "hand", "--segment", "lenders"), ("search", "segment:lenders"), ("stats", "lenders"),
        ("quotes", "lenders"), ("segments",),
    ],
)  # fmt: skip
def test_every_command_that_asks_for_the_segment_says_so_in_one_line(lacking, command):
    run_in(lacking, "ingest")
    answer = run_in(lacking, *command)
    assert (answer.code, answer.err.count(SAID)) == (2, 1), answer.err
    assert "without accounts" not in answer.err
    assert run_in(lacking, "status").out.count(SAID) == 1


@pytest.mark.parametrize(
    ("where", "missing"),
    [
        ("headcount > 10", False),
        ("INDUSTRY LIKE '%serv%'", True),
        ("account_name = 'industry'", False),
        ("headcount > 10 OR accounts.industry = 'Packaging'", True),
        ("account_id IN (SELECT account_id FROM deals WHERE is_won)", False),
        ("account_id IN (SELECT account_id FROM contacts WHERE persona = 'Buyer')", True),
        ("account_id IN (SELECT account_id FROM contacts WHERE email_domain = 'x.example')", False),
        ("tech_stack IS NULL", True),
    ],
)
def test_a_condition_is_judged_where_all_its_columns_are_exported(lacking, where, missing):
    path = lacking / "segments/segments.yaml"
    text = path.read_text(encoding="utf-8").replace("industry = 'Financial Services'", where)
    path.write_text(text, encoding="utf-8")
    answer = run_in(lacking, "ingest")
    assert (answer.code, "missing in source/crm/exports" in answer.err) == ((2, True) if missing else (0, False))


def test_what_enrichment_has_is_not_missing(lacking):
    path = lacking / "source/enrichment/outputs/accounts_enriched_2026-03-01.csv"
    path.parent.mkdir(parents=True)
    path.write_text("domain,industry\nharbour.example,Financial Services\n", encoding="utf-8")
    assert run_in(lacking, "ingest").code == 0
    path.write_text("domain,employees\nharbour.example,350\n", encoding="utf-8")
    assert f"missing in {CRM} and source/enrichment" in run_in(lacking, "ingest").err
