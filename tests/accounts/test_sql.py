from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from evidence.accounts.guard import admit
from evidence.accounts.measures import summarise
from evidence.accounts.records import Crm
from evidence.accounts.sql import ROWS, CallRow, account_verdicts
from evidence.accounts.sql_process import sql_process
from evidence.errors import SqlError
from evidence.model import Account, Contact, Deal
from selecting import run_select, select_accounts

SHARED = Path(__file__).resolve().parents[3] / "shared"

CRM = Crm(
    accounts=(
        Account("A1", "Larch", industry="Financial Services", headcount=350),
        Account("A2", "Alder", industry="Financial Services"),
        Account("A3", "Yew", industry="Retail", headcount=5000, domain="yew.example"),
    ),
    deals=(
        Deal("O1", "A1", "Closed Won", 50_000.0, True, True, "2025-10-01", "2025-12-01"),  # noqa: FBT003
        Deal("O2", "A1", "Closed Lost", None, False, True, None, "2025-11-01", "price"),  # noqa: FBT003
        Deal("O3", "A3", "New", 10.0, False, False),  # noqa: FBT003
    ),
    contacts=(Contact("C1", "A1", "ab" * 32, "larch.example"),),
)
CALLS = (CallRow("larch-1", "Intro", "2026-01-12", 60_000, "A1", None), CallRow("x", "Yard", None, None, None, None))


@pytest.fixture(autouse=True, scope="module")
def process():
    """One for all of them: to start one for each takes most of the time."""
    with sql_process():
        yield


@pytest.mark.parametrize(
    "where", ["unnest([true, false])", "unnest(CASE WHEN headcount > 200 THEN [true] ELSE [] END)", "unnest([true])"]
)
def test_a_condition_that_gives_no_single_answer_is_none(where):
    verdicts, problems = account_verdicts(CRM, {"w": where})
    assert verdicts == {"w": {"A1": True, "A2": True, "A3": True}} or "one answer an account" in str(problems["w"])
    assert where == "unnest([true])" or problems


def test_a_select_over_the_four_tables_gives_plain_values():
    sql = """-- calls of accounts that won
        SELECT a.account_name, c.date, count(*) AS n, max(o.close_date) AS last, sum(d.amount) AS sum
        FROM accounts a JOIN calls c USING (account_id) JOIN opportunities o USING (account_id)
        JOIN Deals d ON d.opportunity_id = o.opportunity_id JOIN contacts k ON k.account_id = a.account_id
        WHERE o.is_won AND k.email_hash LIKE 'ab%' GROUP BY ALL; -- the end"""
    table = run_select(CRM, sql, calls=CALLS)
    assert table.columns == ("account_name", "date", "n", "last", "sum")
    assert table.rows == (("Larch", "2026-01-12", 1, "2025-12-01", 50_000.0),)
    assert not table.cut


@pytest.mark.parametrize(
    "sql",
    [
        "WITH big AS (SELECT * FROM accounts WHERE headcount > 1000) SELECT account_id FROM big",
        "SELECT account_id FROM accounts WHERE headcount > 1000 UNION SELECT 'A3' ORDER BY 1",
        "SELECT account_id FROM Main.Accounts WHERE headcount > 1000",
        "SELECT account_id FROM main.accounts WHERE account_id IN (SELECT account_id FROM deals WHERE stage = 'New')",
        "FROM accounts SELECT account_id WHERE industry ILIKE 'retail'",
        "SELECT max(account_id) FILTER (headcount > 1000) FROM accounts, unnest([1, 2]) u(n)",
    ],
)
def test_what_an_analyst_writes_is_run(sql):
    assert run_select(CRM, sql).rows == (("A3",),)


@pytest.mark.parametrize(
    "sql",
    [
        "COPY accounts TO 'out.csv'",
        "ATTACH 'other.db'",
        "PRAGMA version",
        "CREATE TABLE t AS SELECT 1",
        "INSERT INTO accounts SELECT * FROM accounts",
        "DROP TABLE accounts",
        "SET memory_limit = '9GB'",
        "INSTALL httpfs",
        "CALL pragma_version()",
        "EXPLAIN SELECT 1",
        "DESCRIBE accounts",
        "SHOW TABLES",
        "SUMMARIZE accounts",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP TABLE accounts",
        "SELECT * FROM read_csv('evidence.yaml')",
        "SELECT * FROM read_text('evidence.yaml')",
        "SELECT * FROM 'evidence.yaml'",
        "SELECT * FROM glob('*')",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM query('SELECT 1')",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM pg_catalog.pg_tables",
        "SELECT * FROM sqlite_master, (WITH sqlite_master AS (SELECT 1) SELECT 1)",
        "SELECT * FROM pragma_table_info('accounts')",
        "SELECT getenv('HOME')",
        "SELECT current_setting('memory_limit')",
        "SELECT pg_catalog.version()",
        "SELECT current_user",
        "SELECT (SELECT count(*) FROM range(9) WHERE getvariable('x') IS NULL)",
        "SELECT json_execute_serialized_sql('{}')",
        "SELECT random()",
        "SELECT now()",
        "SELECT current_date",
        "SELECT sleep_ms(10)",
        "SELECT length(repeat('x', 900000000))",
        "SELECT $1",
        "SELECT",
        "",
        "SELECT nothing FROM",
        "SELECT " + "(" * 5000 + "1" + ")" * 5000,
        "SELECT '" + "x" * 200_000 + "'",
        "SELECT " + "NOT " * 900 + "true",
        "SELECT wholly_unlike_any FROM accounts",
    ],
)
def test_anything_but_one_harmless_select_is_refused(sql):
    with pytest.raises(SqlError):
        run_select(CRM, sql)


@pytest.mark.parametrize(
    ("sql", "hint"),
    [
        ("SELECT headcont FROM accounts", "Did you mean headcount?"),
        ("SELECT a.industri FROM accounts a", "Did you mean industry?"),
        ("SELECT 1 FROM acounts", "Did you mean accounts?"),
        ("SELECT 1 FROM warehouse.public.accounts", "Did you mean accounts?"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest_right_one(sql, hint):
    with pytest.raises(SqlError) as caught:
        run_select(CRM, sql)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("headcount - 50 > 200", ("A1", "A3")),
        ("headcount + 50 > 200 AND -headcount < 0 AND headcount * 2 / 2 = headcount", ("A1", "A3")),
        ("account_name LIKE 'L%' AND NOT account_name ILIKE 'x%' AND account_name || '!' = 'Larch!'", ("A1",)),
        ("account_id IN (SELECT account_id FROM deals WHERE year(close_date) = 2025)", ("A1",)),
        ("account_id IN (SELECT account_id FROM deals WHERE extract(year FROM close_date) = 2025)", ("A1",)),
        ("account_id IN (SELECT account_id FROM deals WHERE close_date - created_date > 60)", ("A1",)),
        (
            """account_id IN (SELECT account_id FROM deals WHERE date_diff('day', created_date, close_date) > 60
            AND date_trunc('month', close_date) = '2025-12-01' AND close_date + INTERVAL 1 MONTH > '2025-12-31'
            AND strftime(close_date, '%Y') = '2025' AND dayname(close_date) = 'Monday'
            AND age(close_date, created_date) > INTERVAL 1 DAY)""",
            ("A1",),
        ),
        ("headcount IN (SELECT range * 350 FROM range(1, 2)) AND len(range(headcount)) = 350", ("A1",)),
        ("position('arc' IN account_name) = 2 AND substring(account_name FROM 1 FOR 1) = 'L'", ("A1",)),
        # Moments with a time zone: the same on a machine in Tokyo and one in Thailand.
        ("year(TIMESTAMPTZ '2025-01-01 00:00:00+05') = 2024", ("A1", "A2", "A3")),
        ("CAST(TIMESTAMP '2025-01-01 00:00:00' AT TIME ZONE 'Asia/Tokyo' AS DATE) = '2024-12-31'", ("A1", "A2", "A3")),
        ("TIMESTAMPTZ '2025-01-01 00:00:00' - INTERVAL 1 HOUR < '2024-12-31 23:00:01+00'", ("A1", "A2", "A3")),
    ],
)
def test_what_answers_the_same_every_day_is_run(where, found):
    assert select_accounts(CRM, where) == found


@pytest.mark.parametrize(
    "said",
    [
        *(
            "now()",
            "today()",
            "get_current_timestamp()",
            "transaction_timestamp()",
            "main.now()",
            "current_localtime()",
        ),
        *("current_date", "CURRENT_DATE", "current_time", "current_timestamp", "localtime", "localtimestamp"),
        *("random()", "setseed(0.5)", "uuid()", "gen_random_uuid()", "age(DATE '2020-01-01')", "nextval('s')"),
        "age(TIMESTAMPTZ '2020-01-01')",
    ],
)
def test_the_clock_and_chance_are_not_asked(said):
    with pytest.raises(SqlError, match="gives a different answer each time") as caught:
        run_select(CRM, f"SELECT {said}")
    assert caught.value.hint == "Write out the date or the value."
    with pytest.raises(SqlError, match="gives a different answer each time"):
        select_accounts(CRM, f"[1] = (SELECT list(1 ORDER BY {said}))")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM accounts USING SAMPLE 2",
        "SELECT * FROM accounts TABLESAMPLE 10%",
        "SELECT * FROM (SELECT * FROM deals) d TABLESAMPLE reservoir(2 ROWS) REPEATABLE (3)",
        "WITH few AS (SELECT * FROM accounts USING SAMPLE 50 PERCENT (bernoulli)) SELECT count(*) FROM few",
    ],
)
def test_a_random_sample_is_not_taken(sql):
    with pytest.raises(SqlError, match="takes a random sample"):
        run_select(CRM, sql)


def test_an_operator_is_called_one():
    tree = {"class": "FUNCTION", "function_name": "-", "is_operator": True}
    with pytest.raises(SqlError, match="the operator - gives a different answer each time"):
        admit(tree, unsteady={"-"}, tables=())


def test_a_column_of_ones_own_may_begin_like_a_word_of_the_system():
    sql = "SELECT current_arr, local_name FROM (SELECT 1 AS current_arr, 'Larch' AS local_name)"
    assert run_select(CRM, sql).rows == ((1, "Larch"),)


def test_neither_time_zone_nor_calendar_of_the_machine_count():
    program = """
from evidence.accounts.records import Crm
from evidence.accounts.sql import run_selects
sql = "SELECT year(t), strftime(t, '%d %H') FROM (SELECT TIMESTAMPTZ '2026-01-01 00:30:00Z' t)"
print(run_selects(Crm(), [sql])[0].rows)
"""
    abroad = os.environ | {"TZ": "America/New_York", "LANG": "th_TH.UTF-8", "LC_ALL": "th_TH.UTF-8"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=abroad)
    assert done.stdout == "((2026, '01 00'),)\n"


def test_a_query_that_takes_too_long_is_stopped():
    with pytest.raises(SqlError, match=r"took more than 0\.05 s"):
        run_select(CRM, "SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b", seconds=0.05)


def test_a_query_that_wants_too_much_memory_is_stopped():
    with pytest.raises(SqlError, match="needs more than 512MB"):
        run_select(CRM, "SELECT count(DISTINCT range) FROM range(100000000)", seconds=100)


def test_a_huge_result_is_cut_and_says_so():
    table = run_select(CRM, "SELECT * FROM range(20000)")
    assert len(table.rows) == ROWS
    assert table.cut


def test_a_condition_is_true_false_or_lacks_the_data():
    verdicts, problems = account_verdicts(CRM, {"mid": "industry = 'Financial Services' AND headcount > 200"})
    assert problems == {}
    assert verdicts == {"mid": {"A1": True, "A2": None, "A3": False}}
    assert select_accounts(CRM, "headcount BETWEEN 200 AND 1000 -- people") == ("A1",)
    assert select_accounts(CRM, "account_id IN (SELECT account_id FROM deals WHERE is_won);") == ("A1",)


@pytest.mark.parametrize(
    "where",
    [
        "1=1) UNION SELECT account_id, true FROM contacts WHERE (1=1",
        "1=1) OR (2=2",
        "1=1 THEN 1 END, CASE WHEN 2=2",
        "1=1) AS verdict FROM accounts GROUP BY (account_id",
        "1=1), (2=2",
        "true) FROM read_csv('x') --",
        "1=1; DROP TABLE accounts",
        "headcount",
        "industry",
        "count(*) > 1",
        "row_number() OVER () = 1",
        "COLUMNS(*) IS NULL",
        "headcont > 3",
        "",
        "-- nothing",
        "account_id IN (SELECT name FROM duckdb_settings())",
    ],
)
def test_a_condition_cannot_leave_its_brackets(where):
    with pytest.raises(SqlError):
        select_accounts(CRM, where)


def test_one_wrong_condition_does_not_stop_the_others():
    verdicts, problems = account_verdicts(CRM, {"good": "headcount > 1", "bad": "nonsense >"})
    assert set(verdicts) == {"good"}
    assert set(problems) == {"bad"}


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
def test_the_sql_of_a_public_segment_document_runs_as_written_and_agrees_with_the_measures():
    document = next(SHARED.glob("segments/004*.md")).read_text()
    sql = re.search(r"```sql\n(.*?)```", document, re.DOTALL)
    assert sql
    table = run_select(CRM, sql[1])
    assert table.columns == ("total_deals", "won_deals", "win_rate")
    assert table.rows == ((2, 1, 50.0),)
    rate = summarise(deal for deal in CRM.deals if deal.account_id == "A1").win_rate
    assert rate
    assert (rate.n, rate.successes, rate.rate * 100) == table.rows[0]
