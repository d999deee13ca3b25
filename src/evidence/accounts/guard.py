"""What the SQL of people's documents may ask: the guard over its syntax tree.

One SELECT over the CRM's tables, with functions that answer the same on every machine, every day. DuckDB's
own parser makes the tree; see sql.py. Its shape differs between DuckDB 1 and 2, and tests run on both.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from evidence.errors import SqlError
from evidence.text import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

Node = dict[str, Any]

# What a query may be made of; DuckDB 2 takes DELETE, INSERT and COPY inside of WITH for queries too.
_READING = ("SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE")
_TABLE_FUNCTIONS = ("unnest", "range", "generate_series")

# By the clock or by chance, whatever the engine in use says of them; some of them it does not list.
_UNSTEADY = re.compile(
    r"(?:ago|now|today|(?:get_)?current_(?:date|time(?:stamp)?)|(?:current_)?localtime(?:stamp)?|transaction_timestamp"
    r"|random|setseed|nextval|gen_random_uuid|uuid(?:v\d)?)"
)

# What SQL writes without brackets; the tree has them as columns.
_BARE = re.compile(
    r"(?:current_(?:catalog|date|role|schema|time|timestamp|user)|localtime(?:stamp)?|session_user|user)"
)

# The second wall stops what these could reach; they are named so that the message is a plain one.
_SYSTEM = re.compile(
    r"(?:getenv|getvariable|current_\w+|session_user|user|version|pg_\w+|duckdb_\w+|has_\w+_privilege|inet_\w+"
    r"|in_search_path|get_block_size|vector_type|sqlite_\w+|pragma_\w+|txid_current|write_log|sleep\w*|query\w*|sniff_\w+|read_\w+|\w+_scan|glob|json_execute\w*|json_(?:de)?serialize\w*)"
)

_BY_NAME = frozenset(("list_aggregate", "list_aggr", "array_aggregate", "array_aggr", "aggregate"))

# Texts live outside the engine's memory limit: measured, one repeat() took 3.6 GB.
_PADDING = frozenset(("repeat", "lpad", "rpad", "bar", "printf", "format", "list_resize", "array_resize"))


def admit(tree: Node, *, unsteady: Collection[str], tables: Collection[str]) -> None:
    """Raise SqlError where a syntax tree names a table, a function or a setting that it may not.

    unsteady: what the engine in use says of its own functions. tables: the names that FROM may hold.
    """
    nodes = list(nodes_of(tree))
    own = {name.lower() for node in nodes for name in _cte_names(node)}
    if system := sorted(filter(_SYSTEM.fullmatch, own)):
        raise SqlError(f"uses the name of a system table ({system[0]})", hint="Choose another name.")
    for node in nodes:
        if (kind := str(node.get("type"))).endswith("_NODE") and kind not in _READING:
            raise SqlError("changes data", hint="Write a single SELECT; it cannot change anything.")
        _admit_source(node, own, tables)
        if name := _called(node):
            _admit_call(node, name, unsteady, tables)


def nodes_of(tree: Any) -> Iterator[Node]:
    """Yield every node of a syntax tree."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            yield node
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)


def is_deep(tree: Any, levels: int) -> bool:
    """Whether a syntax tree has more levels than that."""
    level = [tree]
    for _ in range(levels):
        inner = (node.values() if isinstance(node, dict) else node for node in level if isinstance(node, dict | list))
        level = [child for children in inner for child in children]
    return bool(level)


def _admit_source(node: Node, own: set[str], tables: Collection[str]) -> None:
    kind = node.get("type")
    if kind == "BASE_TABLE":
        _admit_table(node, own, tables)
    elif kind == "TABLE_FUNCTION":
        name = str(node["function"]["function_name"]).lower()
        if name not in _TABLE_FUNCTIONS:
            raise SqlError(f"reads from {name}(...)", hint=_known(tables))
    elif kind == "SHOW_REF":
        raise SqlError("asks for the list of tables, not for their rows", hint=_known(tables))
    elif node.get("class") == "PARAMETER":
        raise SqlError("contains a placeholder", hint="Write the value itself.")
    if node.get("sample"):
        raise _sampled()


def _sampled() -> SqlError:
    return SqlError("takes a random sample", hint="Select rows with a condition, or with ORDER BY and LIMIT.")


def _admit_call(node: Node, name: str, unsteady: Collection[str], tables: Collection[str]) -> None:
    shown = f"the operator {name}" if node.get("is_operator") else name
    differs = SqlError(f"{shown} gives a different answer each time", hint="Write out the date or the value.")
    if _UNSTEADY.fullmatch(name) or _is_age_of_today(node, name):
        raise differs
    # DuckDB 1 puts main before what has a syntax of its own: EXTRACT, POSITION, AT TIME ZONE.
    if node.get("catalog") or node.get("schema") not in {None, "", "main"} or _SYSTEM.fullmatch(name):
        raise SqlError(f"asks about the system ({name})", hint=_known(tables))
    if name in _PADDING:
        raise SqlError(
            f"{name} can fill up the memory", hint="Return plain rows; formatting is up to whoever reads the result."
        )
    if name in unsteady:
        raise differs
    if "reservoir_quantile" in {name, _named_in(node) if name in _BY_NAME else ""}:
        raise _sampled()


def _called(node: Node) -> str:
    """Return the function that a node calls, or ''."""
    if node.get("function_name"):
        return str(node["function_name"]).lower()
    names = node.get("column_names") or []
    bare = str(names[0]).lower() if node.get("class") == "COLUMN_REF" and len(names) == 1 else ""
    return bare if _BARE.fullmatch(bare) else ""


def _is_age_of_today(node: Node, name: str) -> bool:
    """Whether a call is age(date), which counts from today; age(to, from) does not."""
    return name == "age" and len(_given(node)) < 2


def _given(node: Node) -> list[Node]:
    """Return what a function is given."""
    return node.get("children") or [one.get("expression") or one for one in node.get("arguments") or ()]


def _named_in(node: Node) -> str:
    """Return what `list_aggregate(list, 'name')` calls. Raises SqlError where the name is no plain text."""
    for named in _given(node)[1:2]:
        text = (named.get("literal") or {}).get("text") or (named.get("value") or {}).get("value")  # DuckDB 2, DuckDB 1
        if named.get("class") != "CONSTANT" or not isinstance(text, str):
            raise SqlError("calls a function by a name that is worked out", hint="Write the name itself in quotes.")
        return text.lower()
    return ""


def _cte_names(node: Node) -> list[str]:
    listed = node.get("cte_map")
    return [str(entry["key"]) for entry in listed.get("map", ())] if isinstance(listed, dict) else []


def _admit_table(node: Node, own: set[str], tables: Collection[str]) -> None:
    name = str(node["table_name"])
    known = (*tables, "deals")
    place = {str(node.get("schema_name") or "main").lower(), str(node.get("catalog_name") or "memory").lower()}
    if place == {"main", "memory"} and name.lower() in {*known, *own}:
        return
    close = nearest(name, known)
    raise SqlError(f"no table {name!r}", hint=f"Did you mean {close}?" if close else _known(tables))


def _known(tables: Collection[str]) -> str:
    return f"Tables: {', '.join(tables)} (also deals)."
