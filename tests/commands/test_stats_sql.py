"""The SQL that people keep in documents, run as it is written."""

from __future__ import annotations

import pytest

from evidence import open_library, open_workspace, segment_stats
from evidence.commands.stats_sql import answers
from evidence.library.pages import passages_of

RATE = "SELECT 100.0 * sum(CASE WHEN is_won THEN 1 ELSE 0 END) / count(*) AS win_rate FROM deals d WHERE is_closed"
THEIRS = (
    "SELECT count(*) AS deals FROM deals d JOIN accounts a ON a.account_id = d.account_id"
    " WHERE a.industry = 'Financial Services'"
)


@pytest.fixture
def answer(world):
    def ask(*queries):
        fences = "".join(f"```sql\n{sql}\n```\n\n" for sql in queries)
        (world / "segments/lenders.md").write_text(f"# Lenders\n\n{fences}", encoding="utf-8")
        with open_library(open_workspace(world)) as library:
            return answers(library, passages_of(library, library.segments.values()), segment_stats(library))

    return ask


def test_a_query_is_run_where_it_stands_and_its_deals_are_counted(answer):
    (one,) = answer(THEIRS)
    assert (one.segment, one.path, one.line) == ("lenders", "segments/lenders.md", 3)
    assert (one.table.columns, [list(row) for row in one.table.rows], one.n) == (("deals",), [[2]], 2)
    assert one.error == ""
    assert one.why == ()


def test_few_deals_are_remarked_and_a_rate_of_none_is_no_rate(answer):
    few, none = answer(RATE, f"{RATE} AND account_id = 'A9'")
    assert few.record()["rows"] == [[50.0]]
    assert few.n == 2
    assert "n = 2" in few.remarks[0]
    assert none.record()["rows"] == [[None]]
    assert "n = 0" in none.remarks[0]


def test_deals_of_others_are_the_reason_why_it_differs(answer):
    (one,) = answer("SELECT count(*) AS deals FROM deals")
    assert one.record()["rows"] == [[3]]
    assert len(one.why) == 1
    assert "A3" in one.why[0]


def test_what_cannot_be_run_says_so_on_its_line_and_the_rest_is_done(answer):
    wrong, right = answer("SELECT nothing FROM deals", THEIRS)
    assert wrong.error.startswith("segments/lenders.md:3: ")
    assert wrong.table is None
    assert right.table is not None
