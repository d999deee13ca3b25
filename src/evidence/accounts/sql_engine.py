"""DuckDB in the process of its own: parses, guards and runs one statement after the other.

The one home of DuckDB beside `accounts.sql.read_parquet`. Two walls stand around what a document says: its syntax
tree must pass the guard (guard.py); and the engine that runs it reaches no file and no network, and has a limit of
memory. The third is the process itself, which is killed at the time limit: see sql_process.
"""

from __future__ import annotations

import datetime as dt
import decimal
import difflib
import json
import math
import re
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from evidence.accounts.guard import admit, is_deep, nodes_of
from evidence.accounts.sql import ROWS, TABLES
from evidence.errors import SqlError
from evidence.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Tree = dict[str, Any]

_MEMORY = "512MB"
_MESSAGE = 300
_LENGTH = 100_000  # characters; more is no query of a person
# As deep as all can read: DuckDB 2 gives up at 1,000 brackets, DuckDB 1 never; Python 3.11 at 1,000 levels of JSON.
_NESTED, _LEVELS = re.compile(r"(?:\(\s*){500}"), 800

_LOCKS = (
    "SET autoload_known_extensions = false",
    "SET autoinstall_known_extensions = false",
    "SET allow_community_extensions = false",
    "SET python_enable_replacements = false",
    "SET enable_progress_bar = false",
    "SET temp_directory = ''",  # what does not fit in memory fails instead of filling the disk
    f"SET memory_limit = '{_MEMORY}'",
    "SET threads = 1",  # sums of floats, and rows without ORDER BY, come out the same every time
    "SET TimeZone = 'UTC'",  # else the machine's: it decides on which day a moment falls
    "SET Calendar = 'gregorian'",  # else the locale's: in Thailand, 2026 is 2569
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)

# How people write what DuckDB prints as signs, and DuckDB 1 as casts; texts are matched first, and stay.
_WRITTEN = {
    " ~~ ": " LIKE ",
    " ~~* ": " ILIKE ",
    " !~~ ": " NOT LIKE ",
    " !~~* ": " NOT ILIKE ",
    "CAST('t' AS BOOLEAN)": "true",
    "CAST('f' AS BOOLEAN)": "false",
}
_LETTERS = {True: "t", False: "f", None: "-"}
_PRINTED = re.compile(r"'(?:[^']|'')*'| !?~~\*? |CAST\('[tf]' AS BOOLEAN\)")


class SqlEngine:
    """A locked engine in memory. `spoilt` says that it should answer nothing more."""

    def __init__(self) -> None:
        """Start it, without tables."""
        import duckdb  # 88 ms

        self.spoilt, self._errors = False, duckdb.Error
        self._database = duckdb.connect(":memory:")
        for lock in _LOCKS:
            self._database.execute(lock)

    # Tables

    def make_table(self, name: str, types: Mapping[str, str]) -> None:
        """Make an empty table: column -> type."""
        self.drop_table(name)
        # A column of an export may be called `order`; of its header only letters, digits and _ are left.
        columns = ", ".join(f'"{column}" {kind}' for column, kind in types.items())
        self._database.execute(f"CREATE TABLE {name} ({columns})")
        if name == "opportunities":
            self._database.execute("CREATE VIEW deals AS SELECT * FROM opportunities")

    def add_rows(self, name: str, columns: list[list[Any]]) -> None:
        """Add rows to a table. Columns as lists go in 20 times faster than rows. Raises SqlError for a wrong cell."""
        types = [
            kind for (kind,) in self._fetch("SELECT data_type FROM duckdb_columns() WHERE table_name = ?", [name])[1]
        ]
        given = ", ".join(f"unnest(?::{'VARCHAR' if kind == 'DATE' else kind}[])::{kind}" for kind in types)
        self._fetch(f"INSERT INTO {name} SELECT {given}", columns)

    def drop_table(self, name: str) -> None:
        """Take a table out, where it is there."""
        if name == "opportunities":
            self._database.execute("DROP VIEW IF EXISTS deals")
        self._database.execute(f"DROP TABLE IF EXISTS {name}")

    # Statements

    def select(self, sql: str) -> dict[str, Any]:
        """Run one SELECT as written; return `columns`, at most ROWS `rows`, and whether there were more (`cut`)."""
        admit(self.tree_of(sql), unsteady=self._unsteady, tables=TABLES)
        with self._unchanged():
            columns, rows = self._fetch(sql, most=ROWS + 1)
        return {"columns": columns, "rows": [list(map(_plain, row)) for row in rows[:ROWS]], "cut": len(rows) > ROWS}

    def judge(self, where: str) -> str:
        """Return what a condition says of every account, a letter each, in the order in which they came."""
        # What parses both between brackets and inside a CASE is one whole expression:
        # `1=1) UNION SELECT ... WHERE (1=1` passes the first, `1=1 THEN 1 END, CASE WHEN 2=2` the second.
        bare = where.strip().rstrip(";")
        sql = f"SELECT account_id, (\n{bare}\n) AS verdict FROM accounts"  # noqa: S608  checked below
        self.tree_of(f"SELECT CASE WHEN\n{bare}\nTHEN 1 END")
        tree = self.tree_of(sql)
        admit(tree, unsteady=self._unsteady, tables=TABLES)
        if any(node.get("class") in {"WINDOW", "STAR"} for node in nodes_of(tree["select_list"])):
            raise SqlError("a condition can't contain a window function or *", hint="Compare columns of accounts.")
        with self._unchanged():
            rows = self._fetch(sql)[1]
        verdicts = dict(rows)
        if any(not isinstance(verdict, bool | None) for verdict in verdicts.values()):
            raise SqlError("is not a condition: it is neither true nor false", hint="Compare: headcount > 200.")
        accounts = self._fetch("SELECT account_id FROM accounts ORDER BY rowid")[1]
        if not len(rows) == len(verdicts) == len(accounts):  # unnest() makes rows of one, or none
            raise SqlError(
                "is not a condition: it does not give one answer an account", hint="Compare: headcount > 200."
            )
        return "".join(_LETTERS[verdicts[account_id]] for (account_id,) in accounts)

    @contextmanager
    def _unchanged(self) -> Iterator[None]:
        """Take back whatever a statement changed after all: the tables are those of the next one too."""
        self._database.execute("BEGIN TRANSACTION")
        try:
            yield
        finally:
            with suppress(self._errors):
                self._database.execute("ROLLBACK")

    # Syntax trees

    def tree_of(self, sql: str) -> Tree:
        """Return the syntax tree of the one SELECT in `sql`, by DuckDB's own parser. Raises SqlError."""
        if len(sql) > _LENGTH:
            raise SqlError(f"is longer than {_LENGTH:,} characters")
        if _NESTED.search(sql):
            raise SqlError("is too deeply nested")
        try:
            parsed = json.loads(self._fetch("SELECT json_serialize_sql(?)", [sql])[1][0][0])
        except RecursionError as error:
            raise SqlError("is too deeply nested") from error
        if is_deep(parsed, _LEVELS):
            raise SqlError("is too deeply nested")
        if parsed["error"]:
            if parsed.get("error_type") == "parser":
                raise SqlError(first_line(parsed["error_message"]), hint="Fix the SQL.")
            raise SqlError("is not a SELECT", hint="Write a single SELECT; it cannot change anything.")
        if len(parsed["statements"]) != 1:
            raise SqlError(f"contains {len(parsed['statements'])} statements", hint="Write a single SELECT.")
        tree: Tree = parsed["statements"][0]["node"]
        return tree

    def print_expression(self, expression: Tree) -> str:
        """Return an expression of a syntax tree as SQL, without the brackets around it."""
        frame = self.tree_of("SELECT 1")
        said = self.print_tree({**frame, "select_list": [expression]}).removeprefix("SELECT ")
        said = _PRINTED.sub(lambda found: _WRITTEN.get(found[0], found[0]), said)
        return said[1:-1] if said.startswith("(") and said.endswith(")") else said

    def print_tree(self, tree: Tree) -> str:
        """Return a syntax tree as SQL."""
        whole = json.loads(self._fetch("SELECT json_serialize_sql('SELECT 1')")[1][0][0])
        whole["statements"][0]["node"] = tree
        return str(self._fetch("SELECT json_deserialize_sql(?::JSON)", [json.dumps(whole)])[1][0][0])

    @cached_property
    def _unsteady(self) -> set[str]:
        """The functions of which this DuckDB says that they answer differently each time.

        DuckDB 2 calls some overloads of -, year or date_diff steady within one query only: those for moments
        with a time zone, which `_LOCKS` sets. So a name is unsteady if an overload is by chance, or none is steady.
        """
        sql = """SELECT function_name FROM duckdb_functions() WHERE stability IS NOT NULL GROUP BY function_name
            HAVING bool_or(stability = 'VOLATILE') OR bool_and(stability <> 'CONSISTENT')"""
        return {str(name) for (name,) in self._fetch(sql)[1]}

    def _fetch(
        self, sql: str, values: list[Any] | None = None, most: int = -1
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Return columns and at most `most` rows. Raises SqlError with what the engine says."""
        import duckdb  # loaded already

        try:
            cursor = self._database.execute(sql, values)
            rows = cursor.fetchall() if most < 0 else cursor.fetchmany(most)
        except (duckdb.OutOfMemoryException, MemoryError) as error:
            self.spoilt = True  # what the system did not give may be missing elsewhere
            raise SqlError(f"needs more than {_MEMORY} of memory", hint="Ask for less.") from error
        except duckdb.Error as error:
            self.spoilt = isinstance(error, duckdb.FatalException | duckdb.InternalException)
            raise SqlError(first_line(str(error)), hint=_hint(str(error)) or "Fix the SQL.") from error
        except (OverflowError, UnicodeError) as error:  # three million years: Python has no word for them
            raise SqlError("returns a value that can't be read", hint="Return it as text.") from error
        return [str(column[0]) for column in cursor.description or ()], rows


def _plain(value: Any) -> Any:
    """Return a value that JSON holds; what is no number (NaN, infinity) is unknown."""
    if isinstance(value, decimal.Decimal):
        value = float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def first_line(message: str) -> str:
    """Return what DuckDB says, without the kind of error before it."""
    line = message.strip().split("\n", 1)[0][:_MESSAGE]  # it may quote the whole statement
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
