"""SQL taken apart by its syntax tree, in the process that runs it; what `conditions` hands on.

DuckDB's own parser takes it apart and prints the parts, so that no part is cut out of a text.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from evidence.accounts.guard import nodes_of
from evidence.accounts.sql import TABLES
from evidence.errors import SqlError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.accounts.sql_engine import SqlEngine

Tree = dict[str, Any]
_ACCOUNTS, _DEALS = "accounts", "opportunities"
_CLOSED = frozenset(("is_closed", "close_date", "stage"))


def conjuncts_of(engine: SqlEngine, where: str) -> list[str]:
    """Return the conditions that AND joins at the top of a condition. Raises SqlError where it is not one."""
    tree = engine.tree_of(f"SELECT 1 FROM accounts WHERE (\n{where.strip().rstrip(';')}\n)")  # noqa: S608  only parsed
    if tree.get("type") != "SELECT_NODE":  # `1=1) UNION SELECT ... WHERE (1=1` breaks out of the brackets
        raise SqlError("is not a condition", hint="Compare columns of accounts.")
    return [engine.print_expression(part) for part in _conjuncts(tree["where_clause"])]


def columns_in_condition(engine: SqlEngine, where: str) -> list[str]:
    """Return the names of the columns that a condition reads. Raises SqlError where it is not one."""
    tree = engine.tree_of(f"SELECT 1 FROM accounts WHERE (\n{where.strip().rstrip(';')}\n)")  # noqa: S608  only parsed
    return sorted({str(n["column_names"][-1]).lower() for n in nodes_of(tree) if n.get("column_names")})


def asked_in(engine: SqlEngine, sql: str) -> tuple[list[str], list[str]] | None:
    """Return the conditions that a SELECT puts to accounts, and its others; None where it reads none, or oddly.

    Raises SqlError for what is no SELECT.
    """
    tree = engine.tree_of(sql)
    tables: dict[str, str] = {}
    joined: list[Tree] = []
    if tree.get("type") != "SELECT_NODE" or not _sources(tree.get("from_table") or {}, tables, joined):
        return None
    if _ACCOUNTS not in tables.values():
        return None
    parts = [*joined, *_conjuncts(tree.get("where_clause"))]
    mine = [part for part in parts if _tables_of(part, tables) == {_ACCOUNTS}]
    others = [part for part in parts if part not in mine and not _is_key(part)]
    return _printed(engine, map(_bare, mine)), _printed(engine, others)


def deals_behind(engine: SqlEngine, sql: str) -> str | None:
    """Return the query that lists the deals which a SELECT counts, None where its tables don't tell.

    Raises SqlError for what is no SELECT.
    """
    tree = engine.tree_of(sql)
    tables: dict[str, str] = {}
    if tree.get("type") != "SELECT_NODE" or not _sources(tree.get("from_table") or {}, tables, []):
        return None
    places = [alias for alias, table in tables.items() if table == _DEALS]
    if len(places) != 1 or "ANTI" in json.dumps(tree["from_table"]):
        return None
    deal = f'"{places[0].replace(chr(34), chr(34) * 2)}".opportunity_id'
    columns = [str(n["column_names"][-1]) for n in nodes_of(tree.get("where_clause")) if n.get("column_names")]
    closed = any(column.lower() in _CLOSED for column in columns)
    frame = engine.tree_of(f"SELECT {deal}, count(*), {closed} FROM accounts WHERE true GROUP BY 1")  # noqa: S608
    return engine.print_tree(frame | {part: tree[part] for part in ("from_table", "where_clause", "cte_map")})


def _printed(engine: SqlEngine, parts: Iterable[Tree]) -> list[str]:
    return list(dict.fromkeys(map(engine.print_expression, parts)))


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
