"""A list of company names -> accounts: what is the same name links, what is alike only suggests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from evidence.accounts.cells import canonical_id, is_missing
from evidence.accounts.names import MARGIN
from evidence.errors import TableError
from evidence.escape import plain_cell
from evidence.model import Candidate
from evidence.sheets import ColumnNames, decode_table, find_header, read_records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.accounts.crm_index import CrmIndex
    from evidence.model import LinkStatus

NAMES = ColumnNames(
    {"name": (
        "accountname", "companyname", "company", "account", "organization", "organisation", "name", "customer",
        "customername", "client", "clientname", "names", "companies", "accounts", "customers",
    )},
    required=(("name",),),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Whose name it is: `account_id` only where one account alone bears it; `candidates` best first."""

    name: str
    status: LinkStatus
    account_id: str | None = None
    score: float | None = None
    candidates: tuple[Candidate, ...] = ()


def match_names(names: Iterable[str], crm_index: CrmIndex) -> list[NameMatch]:
    """Match each name, in the order given.

    linked: one account bears the name or has it as an alias (case, punctuation and legal forms
    aside). ambiguous: several bear it, or several are about as alike (`names.MARGIN`).
    suggested: one is alike; its score is that of `names.NameIndex.resembling`.
    """
    return [*map(lru_cache(lambda name: match_name(name, crm_index)), names)]


def match_name(name: str, crm_index: CrmIndex) -> NameMatch:
    """Match one name."""
    bearers = crm_index.names.bearers(name)
    if bearers:
        candidates = tuple(_candidate(key, "name", round(1 / len(bearers), 3), crm_index) for key in bearers)
        if len(bearers) == 1:
            return NameMatch(name, "linked", bearers[0], 1.0, candidates)
        return NameMatch(name, "ambiguous", candidates=candidates)
    alike = crm_index.names.resembling(name)
    if not alike:
        return NameMatch(name, "unlinked")
    candidates = tuple(_candidate(like.account_id, "similar", like.score, crm_index) for like in alike)
    alone = len(alike) == 1 or alike[0].score - alike[1].score >= MARGIN
    return NameMatch(name, "suggested" if alone else "ambiguous", None, alike[0].score, candidates)


def _candidate(account_id: str, method: str, score: float, crm_index: CrmIndex) -> Candidate:
    return Candidate(account_id, crm_index.accounts[canonical_id(account_id)].account_name, method, score)


def read_names(data: bytes, path: str) -> list[str]:
    """Return the names of a CSV with a column such as `Company name`, or of a text with one name a line.

    Raises TableError for an empty file, and where no column of several looks like names.
    """
    text, _, _ = decode_table(data, path)
    if not text.strip():
        raise TableError(
            "contains no names", hint="Write one company per line, or a CSV with a column `name`.", path=path
        )
    separator, skip = find_header(text, NAMES, path)
    rows = [(line, row) for line, row in list(read_records(text, separator, path))[skip:] if row]
    head, header = rows[0]
    place = NAMES.places(header).get("name")
    if place is None and len(header) > 1 and all(len(row) == len(header) for _, row in rows[1:]) and len(rows) > 1:
        what = f"no column looks like company names (columns found: {', '.join(header)[:300]})"
        raise TableError(what, hint="Call one of them `name`.", path=path, line=head)
    if place is None:  # one name a line: a comma is then a part of the name, as in `Larch, Inc.`
        lines = [plain_cell(line.strip().strip('"')) for line in text.splitlines()]
    elif len(header) == 1:
        lines = [plain_cell(separator.join(row)) for _, row in rows[1:]]
    else:
        lines = [plain_cell(row[place]) for _, row in rows[1:] if place < len(row)]
    return [name for name in lines if not is_missing(name)]
