"""SQL taken apart: what it asks of accounts, and the deals behind a rate."""

from __future__ import annotations

import pytest

from evidence.accounts.conditions import asked_of_accounts, behind, coded_industry, deals_query, split_conditions
from evidence.accounts.records import Crm
from evidence.accounts.sql_process import sql_process
from evidence.errors import SqlError
from evidence.model import Account, Deal
from selecting import run_select

RATE = """-- closed deals
SELECT count(DISTINCT o.opportunity_id) AS n, avg(CASE WHEN o.is_won THEN 1.0 ELSE 0.0 END) AS win_rate
FROM deals o JOIN accounts a ON o.account_id = a.account_id AND a.arr > 3
WHERE a.industry = 'Retail; AND' AND (headcount BETWEEN 1 AND 9 OR tech_stack ILIKE '%~~ x%') AND o.is_closed = true
"""


@pytest.fixture(autouse=True, scope="module")
def process():
    """One for all of them: to start one for each takes most of the time."""
    with sql_process():
        yield


@pytest.mark.parametrize(
    ("where", "parts"),
    [
        ("headcount > 5", ("headcount > 5",)),
        ("a = 'x AND y' AND (b OR c) and not d;", ("a = 'x AND y'", "b OR c", "NOT d")),
        ("(a AND b) AND c", ("a", "b", "c")),
        ("industry LIKE '%a ~~ b%'", ("industry LIKE '%a ~~ b%'",)),
    ],
)
def test_a_condition_falls_into_the_parts_that_and_joins(where, parts):
    assert split_conditions(where) == parts


@pytest.mark.parametrize("where", ["headcount >", "1=1) UNION SELECT account_id FROM accounts WHERE (1=1"])
def test_what_is_no_condition_is_refused(where):
    with pytest.raises(SqlError):
        split_conditions(where)


def test_a_query_says_what_it_asks_of_accounts_and_what_else():
    stated = asked_of_accounts(RATE)
    assert stated.conditions == (
        "arr > 3",
        "industry = 'Retail; AND'",
        "(headcount BETWEEN 1 AND 9) OR (tech_stack ILIKE '%~~ x%')",
    )
    assert stated.others == ("o.is_closed = true",)
    assert stated.where.endswith("AND ((headcount BETWEEN 1 AND 9) OR (tech_stack ILIKE '%~~ x%'))")


@pytest.mark.parametrize(
    "sql", ["SELECT 1", "SELECT count(*) FROM deals", "SELECT * FROM (SELECT * FROM accounts) WHERE headcount > 3"]
)
def test_a_query_that_reads_no_accounts_or_reads_them_in_another_way_says_nothing(sql):
    assert asked_of_accounts(sql) is None


def test_what_asks_other_tables_too_is_no_condition_of_accounts():
    sql = "SELECT 1 FROM accounts a JOIN deals d USING (account_id) WHERE a.arr > d.amount AND account_id = 'A1'"
    stated = asked_of_accounts(sql)
    assert stated.conditions == ()
    assert len(stated.others) == 2


def test_the_deals_behind_a_rate_are_counted_once_and_its_rows_as_often_as_a_join_repeats_them():
    crm = Crm(
        accounts=(Account("A1", "Larch", "retail", "Retail; AND", 5, 10.0),),
        deals=(Deal("O1", "A1", is_won=True, is_closed=True), Deal("O2", "A1", is_won=False, is_closed=False)),
    )
    found = behind(run_select(crm, deals_query(RATE)))
    assert (found.deals, found.lines, found.closed) == (frozenset({"O1"}), 1, True)
    twice = "SELECT count(*) FROM deals d JOIN accounts a ON true JOIN accounts b ON true, accounts c"
    found = behind(run_select(crm, deals_query(twice)))
    assert (found.deals, found.lines, found.closed) == (frozenset({"O1", "O2"}), 2, False)


def test_a_table_may_go_by_any_name():
    (alias, twice) = ('"o""x"', deals_query('SELECT count(*) FROM deals "o""x" WHERE "o""x".amount > 1'))
    assert alias in twice


def test_a_query_that_counts_no_deals_or_is_none_has_none_behind_it():
    assert deals_query("SELECT count(*) FROM accounts") is None
    with pytest.raises(SqlError):
        deals_query("DROP TABLE accounts")


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("industry = 'WINE_AND_SPIRITS'", "Wine and spirits"),
        ("headcount > 5 AND industry IN ('Paper', 'BANKING')", "Banking"),
        ("industry = 'Banking'", None),
        ("industry = 'SAAS'", None),
        ("industry = 'MINING'", None),
        ("geography = 'BANKING'", None),
    ],
)
def test_a_code_of_an_industry_is_answered_with_its_words(where, words):
    known = ("Wine and spirits", "Banking", "Paper", "SAAS", None)
    wrong = coded_industry(where, [Account(str(at), "x", industry=one) for at, one in enumerate(known)])
    assert (wrong.hint if wrong else None) == (f"Write {words!r}." if words else None)
