"""SQL taken apart: the conditions that a `where` joins with AND, and those that a query puts to accounts.

DuckDB's own parser takes it apart and prints the parts, so that no part is cut out of a text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evidence.accounts.guard import nodes_of
from evidence.accounts.sql import TABLES, print_expression, print_tree, sql_parser, tree_of
from evidence.errors import SqlError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

    from evidence.accounts.sql import Table

Tree = dict[str, Any]
_ACCOUNTS, _DEALS = "accounts", "opportunities"


@dataclass(frozen=True, slots=True)
class Stated:
    """What a query asks of accounts, as conditions over their columns, and its conditions that ask for more.

    `others` are about deals, contacts and calls, or about several tables at once.
    """

    conditions: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def where(self) -> str:
        """The conditions as one."""
        return " AND ".join(f"({part})" if " OR " in part else part for part in self.conditions)


def split_conditions(where: str) -> tuple[str, ...]:
    """Return the conditions that AND joins at the top of a condition, in order, as DuckDB prints them.

    Raises SqlError where it is not a condition.
    """
    with sql_parser() as database:
        tree = tree_of(database, f"SELECT 1 FROM accounts WHERE (\n{where.strip().rstrip(';')}\n)")  # noqa: S608  only parsed
        if tree.get("type") != "SELECT_NODE":  # `1=1) UNION SELECT ... WHERE (1=1` breaks out of the brackets
            raise SqlError("is not a condition", hint="Compare columns of accounts.")
        return tuple(print_expression(database, part) for part in _conjuncts(tree["where_clause"]))


def asked_of_accounts(sql: str) -> Stated | None:
    """Return what one SELECT asks of accounts, None where it reads none or reads them in a way not understood.

    Conditions of WHERE count, and those of inner joins. Raises SqlError for what is no SELECT.
    """
    with sql_parser() as database:
        tree = tree_of(database, sql)
        tables: dict[str, str] = {}
        joined: list[Tree] = []
        if tree.get("type") != "SELECT_NODE" or not _sources(tree.get("from_table") or {}, tables, joined):
            return None
        if _ACCOUNTS not in tables.values():
            return None
        parts = [*joined, *_conjuncts(tree.get("where_clause"))]
        mine = [part for part in parts if _tables_of(part, tables) == {_ACCOUNTS}]
        others = [part for part in parts if part not in mine and not _is_key(part)]
        return Stated(_printed(database, map(_bare, mine)), _printed(database, others))


@dataclass(frozen=True, slots=True)
class Behind:
    """The deals that a query counts: their ids, how many rows it reads for them, whether it asks for closed ones."""

    deals: frozenset[str]
    lines: int
    closed: bool


def deals_query(sql: str) -> str | None:
    """Return the query that lists the deals which one SELECT counts or averages, with how many rows it reads of each.

    Its FROM and WHERE are taken alone, so that a rate can be told with its n: see `behind`. None where that
    cannot be told from its tables. Raises SqlError for what is no SELECT.
    """
    with sql_parser() as database:
        tree = tree_of(database, sql)
        tables: dict[str, str] = {}
        if tree.get("type") != "SELECT_NODE" or not _sources(tree.get("from_table") or {}, tables, []):
            return None
        places = [alias for alias, table in tables.items() if table == _DEALS]
        if len(places) != 1 or "ANTI" in json.dumps(tree["from_table"]):
            return None
        deal = f'"{places[0].replace(chr(34), chr(34) * 2)}".opportunity_id'
        columns = [str(n["column_names"][-1]) for n in nodes_of(tree.get("where_clause")) if n.get("column_names")]
        closed = any(column.lower() in _CLOSED for column in columns)
        frame = tree_of(database, f"SELECT {deal}, count(*), {closed} FROM accounts WHERE true GROUP BY 1")  # noqa: S608
        return print_tree(database, frame | {part: tree[part] for part in ("from_table", "where_clause", "cte_map")})


def behind(table: Table) -> Behind | None:
    """Read the result of a `deals_query`; None where it was cut."""
    counted = [(str(key), int(lines), bool(closed)) for key, lines, closed in table.rows if key is not None]
    if table.cut:
        return None
    closed = not counted or counted[0][2]
    return Behind(frozenset(key for key, _, _ in counted), sum(lines for _, lines, _ in counted), closed)


_CLOSED = frozenset(("is_closed", "close_date", "stage"))


def _printed(database: duckdb.DuckDBPyConnection, parts: Iterable[Tree]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(print_expression(database, part) for part in parts))


def _conjuncts(tree: Tree | None) -> list[Tree]:
    if not tree:
        return []
    if tree.get("type") == "CONJUNCTION_AND":
        return [part for child in tree["children"] for part in _conjuncts(child)]
    return [tree]


def _sources(source: Tree, tables: dict[str, str], joined: list[Tree]) -> bool:
    """Collect alias -> table, and the conditions of inner joins; whether all of it was understood."""
    if source.get("type") == "BASE_TABLE":
        name = str(source["table_name"]).lower()
        tables[str(source.get("alias") or name).lower()] = _DEALS if name == "deals" else name
        return name in TABLES or name == "deals"
    if source.get("type") != "JOIN":
        return False
    if source.get("join_type", "INNER") == "INNER":
        joined += _conjuncts(source.get("condition"))
    return _sources(source["left"], tables, joined) and _sources(source["right"], tables, joined)


def _tables_of(part: Tree, tables: dict[str, str]) -> set[str]:
    """Return the tables that a condition speaks of; one that cannot be told apart makes it about several."""
    found: set[str] = set()
    for node in nodes_of(part):
        if node.get("class") == "SUBQUERY":
            return {"several"}
        if node.get("class") == "COLUMN_REF":
            *place, column = (str(name).lower() for name in node["column_names"])
            named = [tables[place[-1]]] if place and place[-1] in tables else list(tables.values())
            found |= {table for table in named if column in TABLES.get(table, {})} or {"several"}
    return found


def _is_key(part: Tree) -> bool:
    """Whether a condition only joins two tables: `o.account_id = a.account_id`."""
    return part.get("type") == "COMPARE_EQUAL" and all(
        part.get(side, {}).get("class") == "COLUMN_REF" for side in ("left", "right")
    )


def _bare(part: Tree) -> Tree:
    """Return a condition with its columns named without their table."""
    copy: Tree = json.loads(json.dumps(part))
    for node in nodes_of(copy):
        if node.get("class") == "COLUMN_REF":
            node["column_names"] = node["column_names"][-1:]
    return copy
