"""The SQL of people's documents, over the CRM's tables, in a locked-down DuckDB; and Parquet.

The one home of DuckDB. Two walls stand around what a document says: its syntax tree must be one
SELECT over the tables below, with functions that answer the same every time; and the engine
that runs it reaches no file and no network, with a limit on time and memory.
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

from evidence.errors import SqlError, TableError
from evidence.model.accounts import Account, Contact, Deal, crm_columns
from evidence.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import duckdb

    from evidence.accounts.records import Crm

Columns = dict[str, tuple[str, list[str | None]]]
"""Column -> (type, cells as text)."""

SECONDS = 10.0
ROWS = 10_000
_MEMORY = "512MB"
_LENGTH = 100_000  # characters; more is no query of a person


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
    _admit(database, tree_of(database, sql))
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
    _admit(database, tree)
    if any(node.get("class") in {"WINDOW", "STAR"} for node in nodes_of(tree["select_list"])):
        raise SqlError("a condition holds no window function and no *", hint="Compare columns of accounts.")
    _, rows = _fetch(database, sql, seconds)
    if any(not isinstance(verdict, bool | None) for _, verdict in rows):
        raise SqlError("is no condition: it is neither true nor false", hint="Compare: headcount > 200.")
    return dict(rows)


# -- what is let through -----------------------------------------------------------------------

_TABLE_FUNCTIONS = ("unnest", "range", "generate_series")
# The second wall stops what these could reach; they are named so that the message is a plain one.
_SYSTEM = re.compile(
    r"(?:getenv|getvariable|current_\w+|session_user|user|version|pg_\w+|duckdb_\w+|has_\w+_privilege|inet_\w+"
    r"|in_search_path|sqlite_\w+|pragma_\w+|txid_current|write_log|sleep\w*|query\w*|sniff_\w+|read_\w+|\w+_scan|glob|json_execute\w*|ago)"
)

# Texts live outside the engine's memory limit: measured, one repeat() took 3.6 GB.
_PADDING = frozenset(("repeat", "lpad", "rpad", "bar", "printf", "format", "list_resize", "array_resize"))


def tree_of(database: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    """Return the syntax tree of the one SELECT in `sql`, by DuckDB's own parser. Raises SqlError."""
    if len(sql) > _LENGTH:
        raise SqlError(f"is longer than {_LENGTH:,} characters")
    rows = _fetch(database, "SELECT json_serialize_sql(?)", SECONDS, [sql])[1]
    try:
        parsed = json.loads(rows[0][0])
    except RecursionError as error:
        raise SqlError("is nested too deeply") from error
    if parsed["error"]:
        if parsed.get("error_type") == "parser":
            raise SqlError(_first_line(parsed["error_message"]), hint="Correct the SQL.")
        raise SqlError("is not a SELECT", hint="Only one SELECT is run; it cannot change anything.")
    if len(parsed["statements"]) != 1:
        raise SqlError(f"holds {len(parsed['statements'])} statements", hint="Only one SELECT is run.")
    tree: dict[str, Any] = parsed["statements"][0]["node"]
    return tree


def nodes_of(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield every node of a syntax tree."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            yield node
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)


# How people write what DuckDB prints as signs; texts are matched first, and stay.
_LIKES = {" ~~ ": " LIKE ", " ~~* ": " ILIKE ", " !~~ ": " NOT LIKE ", " !~~* ": " NOT ILIKE "}
_LIKE = re.compile(r"'(?:[^']|'')*'| !?~~\*? ")


def print_expression(database: duckdb.DuckDBPyConnection, expression: dict[str, Any]) -> str:
    """Return an expression of a syntax tree as SQL, without the brackets around it."""
    frame = tree_of(database, "SELECT 1")
    said = print_tree(database, {**frame, "select_list": [expression]}).removeprefix("SELECT ")
    said = _LIKE.sub(lambda found: _LIKES.get(found[0], found[0]), said)
    return said[1:-1] if said.startswith("(") and said.endswith(")") else said


def print_tree(database: duckdb.DuckDBPyConnection, tree: dict[str, Any]) -> str:
    """Return a syntax tree as SQL."""
    whole = json.loads(_fetch(database, "SELECT json_serialize_sql('SELECT 1')", SECONDS)[1][0][0])
    whole["statements"][0]["node"] = tree
    return str(_fetch(database, "SELECT json_deserialize_sql(?::JSON)", SECONDS, [json.dumps(whole)])[1][0][0])


def _admit(database: duckdb.DuckDBPyConnection, tree: dict[str, Any]) -> None:
    """Raise SqlError where the tree names a table, a function or a setting that it may not."""
    nodes = list(nodes_of(tree))
    own = {name.lower() for node in nodes for name in _cte_names(node)}
    if system := sorted(filter(_SYSTEM.fullmatch, own)):
        raise SqlError(f"takes the name of a system table ({system[0]})", hint="Choose another name.")
    unsteady = _unsteady(database)
    for node in nodes:
        _admit_source(node, own)
        for name in _called(node):
            if node.get("schema") or node.get("catalog") or _SYSTEM.fullmatch(name):
                raise SqlError(f"asks the system ({name})", hint=_known_tables())
            if name in _PADDING:
                raise SqlError(f"{name} can fill the memory", hint="Leave the layout to whoever reads the result.")
            if name in unsteady:
                raise SqlError(f"{name} answers differently each time", hint="Write the date or the value.")


def _admit_source(node: dict[str, Any], own: set[str]) -> None:
    kind = node.get("type")
    if kind == "BASE_TABLE":
        _admit_table(node, own)
    elif kind == "TABLE_FUNCTION":
        name = str(node["function"]["function_name"]).lower()
        if name not in _TABLE_FUNCTIONS:
            raise SqlError(f"reads from {name}(...)", hint=_known_tables())
    elif kind == "SHOW_REF":
        raise SqlError("asks for the tables instead of their rows", hint=_known_tables())
    elif node.get("class") == "PARAMETER":
        raise SqlError("has a placeholder", hint="Write the value.")


def _called(node: dict[str, Any]) -> tuple[str, ...]:
    """Return the function that a node calls; `current_date` and its like are written as columns."""
    if node.get("function_name"):
        return (str(node["function_name"]).lower(),)
    names = node.get("column_names") or []
    if node.get("class") == "COLUMN_REF" and len(names) == 1:
        name = str(names[0]).lower()
        return (name,) if name.startswith(("current_", "local")) or name in {"user", "session_user"} else ()
    return ()


def _cte_names(node: dict[str, Any]) -> list[str]:
    listed = node.get("cte_map")
    return [str(entry["key"]) for entry in listed.get("map", ())] if isinstance(listed, dict) else []


def _admit_table(node: dict[str, Any], own: set[str]) -> None:
    name = str(node["table_name"])
    known = (*TABLES, "deals")
    place = {str(node.get("schema_name") or "main"), str(node.get("catalog_name") or "memory")}
    if place == {"main", "memory"} and name.lower() in {*known, *own}:
        return
    close = nearest(name, known)
    raise SqlError(f"no table {name!r}", hint=f"Did you mean {close}?" if close else _known_tables())


def _known_tables() -> str:
    return f"Tables: {', '.join(TABLES)} (also deals)."


def _unsteady(database: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the functions of this DuckDB that answer differently each time, by its own account."""
    sql = "SELECT DISTINCT function_name FROM duckdb_functions() WHERE stability <> 'CONSISTENT'"
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
        raise SqlError(_first_line(str(error)), hint=_hint(str(error)) or "Correct the SQL.") from error
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
    return f"The nearest columns: {', '.join(difflib.get_close_matches(wrong.casefold(), known, 3, 0.0))}."


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
