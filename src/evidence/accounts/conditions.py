"""SQL taken apart: the conditions that a `where` joins with AND, and those that a query puts to accounts.

All of it is the work of sql_trees, in the process that runs people's SQL: the parser, too, may be kept busy for ever.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evidence.accounts.cells import industry
from evidence.accounts.sql import SECONDS
from evidence.accounts.sql_process import sql_process
from evidence.errors import SqlError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evidence.accounts.sql import Table
    from evidence.model import Account


_CODES = re.compile(r"'([A-Z0-9]+(?:_[A-Z0-9]+)*)'")


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
    with sql_process() as process:
        return process.ask("split", where, read=_texts, seconds=SECONDS)


def columns_in(where: str) -> frozenset[str]:
    """Return the names of the columns that a condition reads, in lower case. Raises SqlError for what is none."""
    with sql_process() as process:
        return frozenset(process.ask("columns", where, read=_texts, seconds=SECONDS))


def lacking_in(where: str, lacking: Mapping[str, str]) -> tuple[str, ...]:
    """Return the columns that a condition reads and that no export has, of `lacking`: column -> files.

    A condition that cannot be read reads none: whoever judges by it says what is wrong.
    """
    folded = where.casefold()
    if not any(column in folded for column in lacking):  # parsing costs a moment, and nearly none needs it
        return ()
    try:
        return tuple(sorted(columns_in(where) & lacking.keys()))
    except SqlError:
        return ()


def coded_industry(where: str, accounts: Iterable[Account]) -> SqlError | None:
    """Return what is wrong with a condition that names an industry by the code which the export has for it.

    `industry = 'WINE_AND_SPIRITS'` would be true of nobody, since codes are kept as words.
    """
    codes = _CODES.findall(where) if "industry" in where.casefold() else []
    if not codes:
        return None
    known = {account.industry for account in accounts}
    code = next((code for code in codes if code not in known and industry(code) in known), None)
    if code is None:
        return None
    return SqlError(f"industries are kept as words, so nothing is {code!r}", hint=f"Write {industry(code)!r}.")


def asked_of_accounts(sql: str) -> Stated | None:
    """Return what one SELECT asks of accounts, None where it reads none or reads them in a way not understood.

    Conditions of WHERE count, and those of inner joins. Raises SqlError for what is no SELECT.
    """
    with sql_process() as process:
        return process.ask("asked", sql, read=_stated, seconds=SECONDS)


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
    with sql_process() as process:
        return process.ask("deals", sql, read=_query, seconds=SECONDS)


def behind(table: Table) -> Behind | None:
    """Read the result of a `deals_query`; None where it was cut."""
    counted = [(str(key), int(lines), bool(closed)) for key, lines, closed in table.rows if key is not None]
    if table.cut:
        return None
    closed = not counted or counted[0][2]
    return Behind(frozenset(key for key, _, _ in counted), sum(lines for _, lines, _ in counted), closed)


def _texts(found: Any) -> tuple[str, ...]:
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ValueError("not a list of texts")
    return tuple(found)


def _stated(found: Any) -> Stated | None:
    if found is None:
        return None
    if not isinstance(found, list) or len(found) != 2:
        raise ValueError("not two lists")
    return Stated(_texts(found[0]), _texts(found[1]))


def _query(found: Any) -> str | None:
    if not isinstance(found, str | None):
        raise ValueError("not a text")  # noqa: TRY004  what `ask` expects
    return found
