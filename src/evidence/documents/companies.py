"""Which companies a document names as accounts: in attributions, in tables by account, by ids like those of the CRM.

> - Engineer at Northquay (350 employees, won)      the account of an attribution
| Account | ...  | Northquay | ...                   the cell of a column of accounts
It works (Account_248)                              an id, where those of the CRM look alike
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from evidence.documents.attributions import is_name
from evidence.documents.pains import is_placeholder
from evidence.english import word_set
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from evidence.documents.structure import Document

_COLUMNS = word_set("columns of accounts")
_GENERAL = word_set(
    "industries",
    "legal forms",
    "general company words",
    "what companies do",
    "kinds of accounts",
    "jobs",
    "departments",
)
_TAIL = re.compile(r"\s*[(,;:\u2013\u2014].*$", re.DOTALL)
_SHORTEST_PREFIX = 2


class NamedCompany(NamedTuple):
    """A company that a document names as an account, and its line."""

    name: str
    line: int


def id_pattern(ids: Collection[str]) -> re.Pattern[str] | None:
    """Return what ids of these look like in a text: one beginning with a letter, then digits; None where they differ.

    >>> id_pattern(["Account_023", "Account_900"]).findall("Account_7 and Account_023.")
    ['Account_7', 'Account_023']
    """
    begin = re.sub(r"\d.*", "", min(ids, default=""), flags=re.DOTALL)
    if len(begin) < _SHORTEST_PREFIX or not all(
        each.startswith(begin) and each[len(begin) :].isdigit() for each in ids
    ):
        return None
    return re.compile(rf"(?<![\w-]){re.escape(begin)}\d+(?![\w-])")


def named_companies(page: Document, ids: re.Pattern[str] | None) -> tuple[NamedCompany, ...]:
    """Return the companies that people's own text names as accounts, by line; a description is none."""
    found = [NamedCompany(name, line) for name, line in _stated(page) if _is_company(name)]
    for line in page.prose if ids else ():
        found += [NamedCompany(name, line.number) for name in ids.findall(line.text)] if ids else []
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.line, one.name)))


def _stated(page: Document) -> Iterator[tuple[str, int]]:
    for quotation in page.quotations:
        if quotation.block is None and quotation.attribution.account:
            yield quotation.attribution.account.strip(), quotation.attribution.line
    for line in (*page.prose, *page.cells):
        if line.cell and line.kind == "td" and line.text and not _COLUMNS.isdisjoint(words(line.cell[1])):
            yield _TAIL.sub("", line.text).strip(), line.number


def _is_company(name: str) -> bool:
    """Whether a text is written as the name of one company."""
    said = words(name)
    return is_name(name) and not is_placeholder(name) and not all(word in _GENERAL for word in said)
