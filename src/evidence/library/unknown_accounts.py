"""Accounts that people's documents name and the CRM lacks, with the nearest one that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.accounts.cells import canonical_id
from evidence.accounts.crm_index import own_companies, run_together
from evidence.accounts.names import NameIndex, fold_name
from evidence.documents.companies import id_pattern, named_companies
from evidence.documents.structure import read_document
from evidence.errors import DocumentError, EvidenceError
from evidence.library.pages import documents

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from evidence.library.library import Library

_OFTEN = 3  # lines that are named of one account in one document


def unknown_accounts(library: Library, paths: Sequence[Path] = ()) -> tuple[DocumentError, ...]:
    """Return one remark for each account that a document names and the CRM lacks: path:line, the name, the nearest.

    paths: of documents, those that `verify` reads where there are none. It is no fault: the document may be ahead of
    the CRM. Without a CRM nothing can be lacking. A document that cannot be read is told where it is asked for.
    """
    if not library.accounts:
        return ()
    known = {fold_name(name) for account in library.accounts.values() for name in library.names_of(account)}
    ids = {canonical_id(account_id) for account_id in library.accounts}
    ours, pattern = own_companies(library.workspace.settings), id_pattern(library.accounts)
    names = NameIndex(
        tuple((each, a.account_id) for a in library.accounts.values() for each in library.names_of(a)[1:])
    )
    found: list[DocumentError] = []
    for path in documents(library, paths):
        shown = library.workspace.name(path)
        try:
            page = read_document(library.workspace.read_text(path), shown)
        except EvidenceError:
            continue
        lines: dict[str, list[int]] = {}
        for name, line in named_companies(page, pattern):
            if fold_name(name) not in known and canonical_id(name) not in ids and run_together(name) not in ours:
                lines.setdefault(name, []).append(line)
        found += [_remark(name, shown, at, _nearest(library, name, names)) for name, at in lines.items()]
    return tuple(found)


def _remark(name: str, path: str, lines: list[int], near: str) -> DocumentError:
    more = ", ".join(map(str, lines[1:_OFTEN])) + ", ..." * (len(lines) > _OFTEN)
    again = f" (also in line {more})" if len(lines) > 1 else ""
    hint = f"Nearest: {near}." if near else "No account has a name like it."
    return DocumentError(f"the CRM has no account {name}{again}", hint=hint, path=path, line=lines[0])


def _nearest(library: Library, name: str, names: NameIndex) -> str:
    """Return the account that a name or an id is most like; "" where none is near enough."""
    found = [like.account_id for like in names.resembling(name, limit=1)]
    found += [account_id for account_id in sorted(library.accounts) if not found and _is_slip(name, account_id)]
    if not found:
        return ""
    account = library.accounts[found[0]]
    return found[0] if account.account_name == found[0] else f"{account.account_name} ({found[0]})"


def _is_slip(one: str, other: str) -> bool:
    """Whether two ids differ in one sign, or in two that changed places."""
    if len(one) != len(other):
        return False
    apart = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(apart) == 1 or (len(apart) == 2 and apart[0] == apart[1][::-1])
