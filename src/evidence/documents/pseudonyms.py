"""`source/pseudonyms.csv`: which account is shown as what. Whoever has the table can tell, nobody else.

    account_id,pseudonym
    0015g00000XyZ,Account_001

People may write lines of their own. An account without one gets the next free number, in the order of
the ids of those that are new, so that the same table and the same accounts always give the same lines.
An id such as `Account_023` is a pseudonym already and stands for itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.additions import StandingTable
from evidence.errors import TableError
from evidence.sheets import ColumnNames, parse_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HEADER = ("account_id", "pseudonym")
PSEUDONYMS = ColumnNames.of(*HEADER, needed=HEADER)
_NUMBERED = re.compile(r"Account_(\d{1,9})", re.IGNORECASE)


def parse_pseudonyms(table: bytes | str, path: str) -> tuple[dict[str, str], tuple[TableError, ...]]:
    """Return the pseudonym of every account id; a faulty line is left out and reported with its number.

    Two accounts may share no pseudonym: the second would be told apart by nobody.
    """
    try:
        sheet = parse_sheet(table, PSEUDONYMS, path)
    except TableError as error:
        return {}, (error,)
    found: dict[str, str] = {}
    problems = [*sheet.problems]
    taken: dict[str, str] = {}
    for line, cells in sheet.cells():
        account_id, pseudonym = cells["account_id"], cells["pseudonym"]
        if problem := _problem(account_id, pseudonym, found, taken):
            problems.append(TableError(problem, hint="Fix or delete the line.", path=path, line=line))
        else:
            found[account_id] = pseudonym
            taken[pseudonym.casefold()] = account_id
    return found, tuple(sorted(problems, key=lambda problem: problem.line or 0))


def _problem(account_id: str, pseudonym: str, found: Mapping[str, str], taken: Mapping[str, str]) -> str:
    if not account_id or not pseudonym:
        return "the line needs an account id and a pseudonym"
    if account_id in found:
        return f"{account_id} appears twice"
    if (other := taken.get(pseudonym.casefold())) is not None:
        return f"{pseudonym} is already the pseudonym of {other}"
    return ""


def assign(known: Mapping[str, str], account_ids: Iterable[str]) -> dict[str, str]:
    """Return the pseudonyms of accounts that have none yet.

    >>> assign({"A-7": "Account_001"}, ["B-1", "A-7", "Account_023"])
    {'Account_023': 'Account_023', 'B-1': 'Account_024'}
    """
    ids = set(account_ids)
    new = sorted(ids - known.keys())
    used = {name.casefold() for name in known.values()}
    own = {name: name for name in new if _NUMBERED.fullmatch(name) and name.casefold() not in used}
    # A number that some id bears stays free: `Account_023` must never stand for two accounts.
    numbers = [int(found[1]) for name in (*known.values(), *ids) if (found := _NUMBERED.fullmatch(name))]
    rest = enumerate((name for name in new if name not in own), max(numbers, default=0) + 1)
    return own | {name: f"Account_{number:03d}" for number, name in rest}


def append_lines(data: bytes, added: Mapping[str, str], path: str) -> bytes:
    """Return the table with the new lines at its end, in its own line ends; what stands in it stays."""
    rows = [{"account_id": account_id, "pseudonym": pseudonym} for account_id, pseudonym in added.items()]
    return StandingTable(data, PSEUDONYMS, path, HEADER).appended(rows) if rows else data
