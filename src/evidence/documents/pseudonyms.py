"""`source/pseudonyms.csv`: which account is shown as what. Whoever has the table can tell, nobody else.

    account_id,pseudonym
    0015g00000XyZ,Account_001

People may write lines of their own. An account without one gets the next free number, in the order of
the ids of those that are new, so that the same table and the same accounts always give the same lines.
An id such as `Account_023` is a pseudonym already and stands for itself.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from evidence.errors import TableError
from evidence.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HEADER = "account_id,pseudonym"
_NUMBERED = re.compile(r"Account_(\d{1,9})", re.IGNORECASE)


def parse_pseudonyms(text: str, path: str) -> tuple[dict[str, str], tuple[TableError, ...]]:
    """Return the pseudonym of every account id; a faulty line is left out and reported with its number.

    Two accounts may share no pseudonym: the second would be told apart by nobody.
    """
    rows = csv.reader(io.StringIO(text.removeprefix("\N{BYTE ORDER MARK}").replace("\0", ""), newline=""))
    found: dict[str, str] = {}
    problems: list[TableError] = []
    taken: dict[str, str] = {}
    line = 1
    try:
        for row in rows:
            cells = [one_line(cell) for cell in row]
            if line > 1 and any(cells):
                if problem := _problem(cells, found, taken):
                    problems.append(TableError(problem, hint="Mend or delete the line.", path=path, line=line))
                else:
                    found[cells[0]] = cells[1]
                    taken[cells[1].casefold()] = cells[0]
            elif line == 1 and [cell.lower() for cell in cells[:2]] != HEADER.split(","):
                return {}, (TableError(f"the first line must be `{HEADER}`", path=path, line=1),)
            line = rows.line_num + 1
    except csv.Error as error:
        problems.append(TableError(f"not valid CSV: {error}", path=path, line=line))
    return found, tuple(problems)


def _problem(cells: list[str], found: Mapping[str, str], taken: Mapping[str, str]) -> str:
    if len(cells) < 2 or not cells[0] or not cells[1]:
        return "an account id and a pseudonym are needed"
    if cells[0] in found:
        return f"{cells[0]} stands twice"
    if (other := taken.get(cells[1].casefold())) is not None:
        return f"{cells[1]} is the pseudonym of {other} already"
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


def append_lines(text: str, added: Mapping[str, str]) -> str:
    """Return the table with the new lines at its end, in its own line ends; what stands in it stays."""
    newline = "\r\n" if "\r\n" in text else "\n"
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=newline).writerows(added.items())
    head = text if text.strip("\N{BYTE ORDER MARK}\r\n ") else f"{HEADER}{newline}"
    return f"{head}{'' if head.endswith(chr(10)) else newline}{out.getvalue()}"
