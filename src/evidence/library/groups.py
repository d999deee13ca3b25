"""Accounts and deals by what a column of the CRM says: of a record's own columns, or of those beyond them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from evidence.errors import SettingsError
from evidence.library.more import more_of
from evidence.model.accounts import Account, Deal, crm_columns
from evidence.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.library.library import Library

_OF_DEALS = ("stage", "loss_reason")


class Group(NamedTuple):
    """One value of a column, None where it is missing: the accounts that have it, and the deals where deals do."""

    value: str | None
    accounts: tuple[str, ...]
    deals: frozenset[str] | None = None


def groups_by(library: Library, column: str) -> tuple[Group, ...]:
    """Return the groups of a column of accounts, else of deals: most accounts first, what is missing last.

    Raises SettingsError with the nearest right name.
    """
    more = more_of(library.catalog)
    beyond = {kind: list(held.types) for kind, held in more.items()}
    own = [name for name, one in crm_columns(Account).items() if one.kind != "record_id"]
    name = column.strip().casefold().replace(" ", "_")
    if name in own:
        return _of_accounts((account.account_id, getattr(account, name)) for account in library.accounts.values())
    if name in beyond.get("accounts", ()):
        at = beyond["accounts"].index(name)
        return _of_accounts((key, more["accounts"].of(key)[at]) for key in library.accounts)
    if name in _OF_DEALS:
        return _of_deals(library, ((deal, getattr(deal, name)) for deal in library.deals))
    if name in beyond.get("deals", ()):
        at = beyond["deals"].index(name)
        return _of_deals(library, ((deal, more["deals"].of(deal.opportunity_id)[at]) for deal in library.deals))
    known = [*own, *beyond.get("accounts", ()), *_OF_DEALS, *beyond.get("deals", ())]
    close = nearest(name, known)
    hint = f"Did you mean {close}?" if close else f"Columns: {', '.join(known[:20])}."
    raise SettingsError(f"no column {column!r} in the CRM's tables of accounts and deals", hint=hint)


def _of_accounts(pairs: Iterable[tuple[str, object]]) -> tuple[Group, ...]:
    found: defaultdict[str | None, list[str]] = defaultdict(list)
    for account_id, value in pairs:
        found[_said(value)].append(account_id)
    return _ordered(Group(value, tuple(sorted(ids))) for value, ids in found.items())


def _of_deals(library: Library, pairs: Iterable[tuple[Deal, object]]) -> tuple[Group, ...]:
    found: defaultdict[str | None, list[Deal]] = defaultdict(list)
    for deal, value in pairs:
        if deal.account_id in library.accounts:
            found[_said(value)].append(deal)
    return _ordered(
        Group(value, tuple(sorted({d.account_id for d in deals})), frozenset(d.opportunity_id for d in deals))
        for value, deals in found.items()
    )


def _ordered(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(sorted(groups, key=lambda one: (one.value is None, -len(one.accounts), one.value or "")))


def _said(value: object) -> str | None:
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)
