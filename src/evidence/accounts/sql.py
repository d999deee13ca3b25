"""The SQL of people's documents, over the CRM's tables, in a locked-down DuckDB; and Parquet.

The one home of DuckDB. Two walls stand around what a document says: its syntax tree must pass the
guard (guard.py); and the engine that runs it reaches no file and no network, with a limit on time and memory.
"""

from __future__ import annotations

import datetime as dt
import decimal
import difflib
import json
import re
import threading
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.accounts.guard import admit, is_deep, nodes_of
from evidence.errors import SqlError, TableError
from evidence.model.accounts import Account, Contact, Deal, crm_columns
from evidence.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import duckdb

    from evidence.accounts.records import Crm

Columns = dict[str, tuple[str, list[str | None]]]
"""Column -> (type, cells as text)."""

SECONDS = 10.0
ROWS = 10_000
_MEMORY = "512MB"
_LENGTH = 100_000  # characters; more is no query of a person
# As deep as all can read: DuckDB 2 gives up at 1,000 brackets, DuckDB 1 never; Python 3.11 at 1,000 levels of JSON.
_NESTED, _LEVELS = re.compile(r"(?:\(\s*){500}"), 800


class CallRow(NamedTuple):
    """A row of the table `calls`; `date` is `YYYY-MM-DD`."""

    call_id: str
    title: str
    date: str | None
    duration_ms: int | None
    account_id: str | None
    opportunity_id: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """A result of plain values; dates are `YYYY-MM-DD`. `cut` says that there were more than ROWS rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    cut: bool = False


_TYPES = {"count": "BIGINT", "money": "DOUBLE", "truth": "BOOLEAN", "date": "DATE"}


def _typed(record: type) -> dict[str, str]:
    return {one.named: _TYPES.get(one.kind, "VARCHAR") for one in crm_columns(record).values()}


TABLES: dict[str, dict[str, str]] = {
    "accounts": _typed(Account),
    "opportunities": _typed(Deal),
    "contacts": _typed(Contact),
    "calls": {**dict.fromkeys(CallRow._fields, "VARCHAR"), "date": "DATE", "duration_ms": "BIGINT"},
}
"""Table -> column -> type. `deals` is another name of `opportunities`."""


def run_select(crm: Crm, sql: str, *, calls: Iterable[CallRow] = (), seconds: float = SECONDS) -> Table:
    """Run one SELECT as written.

    Raises SqlError for anything else, with the reason and the nearest right name.
    """
    with _open(crm, calls) as database:
        return _answer(database, sql, seconds)


def run_selects(crm: Crm, queries: Iterable[str], *, calls: Iterable[CallRow] = ()) -> tuple[Table | SqlError, ...]:
    """Run several queries over the same tables; what is wrong with one is its result. Filling the tables is dear."""
    found: list[Table | SqlError] = []
    with _open(crm, calls) as database:
        for sql in queries:
            try:
                found.append(_answer(database, sql, SECONDS))
            except SqlError as error:
                found.append(error)
    return tuple(found)


def run_on_text(tables: Mapping[str, Columns], sql: str, *, seconds: float = SECONDS) -> Table:
    """Run one SELECT over tables given as text: table -> column -> (type, cells), None for a missing cell.

    Raises SqlError, also where a cell is none of its column's type.
    """
    with _empty() as database:
        for name, columns in tables.items():
            _create(
                database,
                name,
                {column: kind for column, (kind, _) in columns.items()},
                [c for _, c in columns.values()],
            )
        database.execute("CREATE VIEW deals AS SELECT * FROM opportunities")
        _lock(database)
        return _answer(database, sql, seconds)


def _answer(database: duckdb.DuckDBPyConnection, sql: str, seconds: float) -> Table:
    admit(tree_of(database, sql), unsteady=_unsteady(database), tables=TABLES)
    return _run(database, sql, seconds)


def select_accounts(crm: Crm, where: str) -> tuple[str, ...]:
    """Return the ids of the accounts for which the condition is true, sorted. Raises SqlError."""
    verdicts, problems = account_verdicts(crm, {"": where})
    if problems:
        raise problems[""]
    return tuple(sorted(account_id for account_id, verdict in verdicts[""].items() if verdict))


def account_verdicts(
    crm: Crm, wheres: Mapping[str, str], *, seconds: float = SECONDS
) -> tuple[dict[str, dict[str, bool | None]], dict[str, SqlError]]:
    """Judge every account by every condition: true, false, or None where it lacks the data.

    wheres: name -> condition over the columns of `accounts`; sub-SELECTs over the other tables
    (not `calls`) are allowed. Returns the verdicts by name and account id, and what is wrong by name.
    """
    verdicts: dict[str, dict[str, bool | None]] = {}
    problems: dict[str, SqlError] = {}
    with _open(crm, ()) as database:
        for name, where in wheres.items():
            try:
                verdicts[name] = _verdicts(database, where, seconds)
            except SqlError as error:
                problems[name] = error
    return verdicts, problems


def _verdicts(database: duckdb.DuckDBPyConnection, where: str, seconds: float) -> dict[str, bool | None]:
    # What parses both between brackets and inside a CASE is one whole expression:
    # `1=1) UNION SELECT ... WHERE (1=1` passes the first, `1=1 THEN 1 END, CASE WHEN 2=2` the second.
    bare = where.strip().rstrip(";")
    sql = f"SELECT account_id, (\n{bare}\n) AS verdict FROM accounts"  # noqa: S608  checked below
    tree_of(database, f"SELECT CASE WHEN\n{bare}\nTHEN 1 END")
    tree = tree_of(database, sql)
    admit(tree, unsteady=_unsteady(database), tables=TABLES)
    if any(node.get("class") in {"WINDOW", "STAR"} for node in nodes_of(tree["select_list"])):
        raise SqlError("a condition can't contain a window function or *", hint="Compare columns of accounts.")
    _, rows = _fetch(database, sql, seconds)
    if any(not isinstance(verdict, bool | None) for _, verdict in rows):
        raise SqlError("is not a condition: it is neither true nor false", hint="Compare: headcount > 200.")
    return dict(rows)


# -- syntax trees -----------------------------------------------------------------------------


def tree_of(database: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    """Return the syntax tree of the one SELECT in `sql`, by DuckDB's own parser. Raises SqlError."""
    if len(sql) > _LENGTH:
        raise SqlError(f"is longer than {_LENGTH:,} characters")
    if _NESTED.search(sql):
        raise SqlError("is too deeply nested")
    rows = _fetch(database, "SELECT json_serialize_sql(?)", SECONDS, [sql])[1]
    try:
        parsed = json.loads(rows[0][0])
    except RecursionError as error:
        raise SqlError("is too deeply nested") from error
    if is_deep(parsed, _LEVELS):
        raise SqlError("is too deeply nested")
    if parsed["error"]:
        if parsed.get("error_type") == "parser":
            raise SqlError(_first_line(parsed["error_message"]), hint="Fix the SQL.")
        raise SqlError("is not a SELECT", hint="Write a single SELECT; it cannot change anything.")
    if len(parsed["statements"]) != 1:
        raise SqlError(f"contains {len(parsed['statements'])} statements", hint="Write a single SELECT.")
    tree: dict[str, Any] = parsed["statements"][0]["node"]
    return tree


# How people write what DuckDB prints as signs, and DuckDB 1 as casts; texts are matched first, and stay.
_WRITTEN = {
    " ~~ ": " LIKE ",
    " ~~* ": " ILIKE ",
    " !~~ ": " NOT LIKE ",
    " !~~* ": " NOT ILIKE ",
    "CAST('t' AS BOOLEAN)": "true",
    "CAST('f' AS BOOLEAN)": "false",
}
_PRINTED = re.compile(r"'(?:[^']|'')*'| !?~~\*? |CAST\('[tf]' AS BOOLEAN\)")


def print_expression(database: duckdb.DuckDBPyConnection, expression: dict[str, Any]) -> str:
    """Return an expression of a syntax tree as SQL, without the brackets around it."""
    frame = tree_of(database, "SELECT 1")
    said = print_tree(database, {**frame, "select_list": [expression]}).removeprefix("SELECT ")
    said = _PRINTED.sub(lambda found: _WRITTEN.get(found[0], found[0]), said)
    return said[1:-1] if said.startswith("(") and said.endswith(")") else said


def print_tree(database: duckdb.DuckDBPyConnection, tree: dict[str, Any]) -> str:
    """Return a syntax tree as SQL."""
    whole = json.loads(_fetch(database, "SELECT json_serialize_sql('SELECT 1')", SECONDS)[1][0][0])
    whole["statements"][0]["node"] = tree
    return str(_fetch(database, "SELECT json_deserialize_sql(?::JSON)", SECONDS, [json.dumps(whole)])[1][0][0])


def _unsteady(database: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the functions of which this DuckDB says that they answer differently each time.

    DuckDB 2 calls some overloads of -, year or date_diff steady within one query only: those for moments
    with a time zone, which `_LOCKS` sets. So a name is unsteady if an overload is by chance, or none is steady.
    """
    sql = """SELECT function_name FROM duckdb_functions() WHERE stability IS NOT NULL GROUP BY function_name
        HAVING bool_or(stability = 'VOLATILE') OR bool_and(stability <> 'CONSISTENT')"""
    return {str(name) for (name,) in _fetch(database, sql, SECONDS)[1]}


# -- the engine --------------------------------------------------------------------------------

_LOCKS = (
    "SET autoload_known_extensions = false",
    "SET autoinstall_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET python_enable_replacements = false",
    "SET temp_directory = ''",  # what does not fit in memory fails instead of filling the disk
    f"SET memory_limit = '{_MEMORY}'",
    "SET threads = 1",  # sums of floats, and rows without ORDER BY, come out the same every time
    "SET TimeZone = 'UTC'",  # else the machine's: it decides on which day a moment falls
    "SET Calendar = 'gregorian'",  # else the locale's: in Thailand, 2026 is 2569
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


def _open(crm: Crm, calls: Iterable[CallRow]) -> duckdb.DuckDBPyConnection:
    """Return a connection with the tables in it, locked. Use it as a context manager."""
    database = _empty()
    _fill(database, "accounts", map(_cells_of(Account), crm.accounts))
    _fill(database, "opportunities", map(_cells_of(Deal), crm.deals))
    _fill(database, "contacts", map(_cells_of(Contact), crm.contacts))
    _fill(database, "calls", calls)
    database.execute("CREATE VIEW deals AS SELECT * FROM opportunities")
    _lock(database)
    return database


def sql_parser() -> duckdb.DuckDBPyConnection:
    """Return a locked connection without tables, for taking SQL apart. Use it as a context manager."""
    database = _empty()
    _lock(database)
    return database


def _empty() -> duckdb.DuckDBPyConnection:
    import duckdb  # 88 ms

    return duckdb.connect(":memory:")


def _lock(database: duckdb.DuckDBPyConnection) -> None:
    for lock in _LOCKS:
        database.execute(lock)


def _cells_of(kind: type) -> attrgetter[tuple[Any, ...]]:
    return attrgetter(*(f.name for f in fields(kind)))


def _fill(database: duckdb.DuckDBPyConnection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    types = TABLES[table]
    _create(database, table, types, [list(column) for column in zip(*rows, strict=True)] or [[] for _ in types])


def _create(
    database: duckdb.DuckDBPyConnection, table: str, types: Mapping[str, str], columns: list[list[Any]]
) -> None:
    """Make a table. Columns as lists go in 20 times faster than rows, and need no pandas (450 ms to import)."""
    names = ", ".join(
        f"unnest(?::{'VARCHAR' if kind == 'DATE' else kind}[])::{kind} AS {name}" for name, kind in types.items()
    )
    database.execute(f"CREATE TABLE {table} AS SELECT {names}", columns)


def _fetch(
    database: duckdb.DuckDBPyConnection, sql: str, seconds: float, values: list[Any] | None = None, most: int = -1
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Return columns and at most `most` rows, within the time. Raises SqlError with what the engine says."""
    import duckdb  # loaded already by `_open`

    timer = threading.Timer(seconds, database.interrupt)
    timer.start()
    try:
        cursor = database.execute(sql, values)
        rows = cursor.fetchall() if most < 0 else cursor.fetchmany(most)
    except duckdb.InterruptException as error:
        raise SqlError(f"took more than {seconds:g} s", hint="Ask for less.") from error
    except duckdb.OutOfMemoryException as error:
        raise SqlError(f"needs more than {_MEMORY} of memory", hint="Ask for less.") from error
    except duckdb.Error as error:
        raise SqlError(_first_line(str(error)), hint=_hint(str(error)) or "Fix the SQL.") from error
    finally:
        timer.cancel()
    return tuple(str(column[0]) for column in cursor.description or ()), rows


def _run(database: duckdb.DuckDBPyConnection, sql: str, seconds: float) -> Table:
    columns, rows = _fetch(database, sql, seconds, most=ROWS + 1)
    return Table(columns, tuple(tuple(map(_plain, row)) for row in rows[:ROWS]), len(rows) > ROWS)


def _plain(value: Any) -> Any:
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _first_line(message: str) -> str:
    line = message.strip().split("\n", 1)[0]
    return re.sub(r"^(?:[\w ]+ Error: )+", "", line)


def _hint(message: str) -> str:
    """Return the nearest column for one that does not exist."""
    found = re.search(r'column(?: named)? "?([^"\s]+)"? not found|does not have a column named "([^"]+)"', message)
    if not found:
        return ""
    known = tuple(dict.fromkeys(column for table in TABLES.values() for column in table))
    wrong = found[1] or found[2]
    if close := nearest(wrong, known):
        return f"Did you mean {close}?"
    # All columns of all tables would be three lines that nobody reads.
    return f"Closest columns: {', '.join(difflib.get_close_matches(wrong.casefold(), known, 3, 0.0))}."


# -- Parquet -----------------------------------------------------------------------------------


def read_parquet(path: Path, name: str) -> list[tuple[int, list[str]]]:
    """Return header and rows of a Parquet file as text cells, numbered from 1. Raises TableError with `name`."""
    import duckdb  # 88 ms

    with duckdb.connect(":memory:") as database:
        try:
            cursor = database.read_parquet(str(path))
            rows = [cursor.columns, *cursor.fetchall()]
        except duckdb.Error as error:
            raise TableError(
                f"cannot be read ({_first_line(str(error))})", hint="Export it again.", path=name
            ) from error
    return [(n, [_cell(value) for value in row]) for n, row in enumerate(rows, 1)]


def _cell(value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124  NaN is missing
        return ""
    # Six decimals: three could be taken for thousands.
    return f"{value:.6f}" if isinstance(value, float | decimal.Decimal) else str(value)
