"""Accounts, deals and what was said by a column of the CRM, by persona, role or month."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from evidence.accounts.measures import deal_outcome
from evidence.errors import SettingsError
from evidence.library.more import more_of
from evidence.model.accounts import Account, Deal, crm_columns
from evidence.query.match import fold_value
from evidence.text import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from evidence.library.library import Library
    from evidence.model import Finding

_OF_DEALS = ("stage", "loss_reason")


class Group(NamedTuple):
    """One value, None where it is missing: the accounts that have it, and the deals where deals do.

    calls: where it is of speakers or calls, those in which it was heard, with the accounts heard there; `says`
    whether a finding is of it. segment_id: whose reviewers judged it.
    """

    value: str | None
    accounts: tuple[str, ...]
    deals: frozenset[str] | None = None
    calls: Mapping[str, frozenset[str]] | None = None
    says: Callable[[Finding], bool] = lambda _: True
    segment_id: str = ""


def groups_by(library: Library, column: str) -> tuple[Group, ...]:
    """Return the groups of a column of accounts, else of deals: most accounts first, what is missing last.

    `persona`, `role` and `month` group what was said, and the accounts in which it was; months go by date.
    Raises SettingsError with the nearest right name.
    """
    if column in _SPOKEN:
        return _SPOKEN[column](library)
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
    known = [*_SPOKEN, *own, *beyond.get("accounts", ()), *_OF_DEALS, *beyond.get("deals", ())]
    close = nearest(name, known)
    hint = f"Did you mean {close}?" if close else f"Columns: {', '.join(known[:20])}."
    raise SettingsError(f"no column {column!r} in the CRM's tables of accounts and deals", hint=hint)


def _by_persona(library: Library) -> tuple[Group, ...]:
    if not library.personas.found:
        hint = "Give one titles in segments/segments.yaml: people: [CFO, '*Controller*']"
        raise SettingsError("there is no persona: no segment has people:", hint=hint)
    library.note_empty(one for key, one in library.segments.items() if key in library.personas.found)
    return _ordered(
        Group(key, people.accounts, None, people.calls, partial(of_persona, key), key)
        for key, people in library.personas.found.items()
    )


def of_persona(segment_id: str, finding: Finding) -> bool:
    """Whether a segment of people has who said a finding."""
    return segment_id in finding.attribution.personas


def _by_role(library: Library) -> tuple[Group, ...]:
    """Group by everything that is known of a speaker's work; spellings of one role are one, under the commonest."""
    calls: defaultdict[str | None, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    spelt: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in library.personas.heard:
        if one.counted and one.account_id in library.accounts:
            for title in one.person.titles or (None,):
                key = fold_value(title) if title else None
                calls[key][one.call_id].add(one.account_id or "")
                spelt[key or ""][title or ""] += 1
    return _ordered(
        _spoken(_commonest(spelt[key]) if key else None, heard, partial(_of_role, key)) for key, heard in calls.items()
    )


def _commonest(spelt: Counter[str]) -> str:
    return min(spelt, key=lambda said: (-spelt[said], said))


def _of_role(role: str | None, finding: Finding) -> bool:
    if finding.attribution.side == "internal":
        return False
    titles = [fold_value(said) for said in (finding.attribution.role, finding.attribution.title) if said]
    return role in titles if role else not titles


def _by_month(library: Library) -> tuple[Group, ...]:
    """Group by the month of calls, and of the days on which deals closed or, while they are open, began."""
    calls: defaultdict[str | None, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    days = {entry.call_id: entry.date for entry in library.catalog.calls() if entry.call_id not in library.copies}
    for call_id, accounts in accounts_heard(library).items():
        day = days.get(call_id)
        if call_id in days and not (day and library.day and day > library.day):
            calls[day[:7] if day else None][call_id] |= accounts
    deals: defaultdict[str | None, dict[str, str]] = defaultdict(dict)
    for deal in library.deals:
        day = deal.created_date if deal_outcome(deal, library.day) == "open" else deal.close_date
        if deal.account_id in library.accounts:
            deals[day[:7] if day else None][deal.opportunity_id] = deal.account_id
    groups = [_spoken(month, calls[month], partial(_of_month, month), deals[month]) for month in {*calls, *deals}]
    return tuple(sorted(groups, key=lambda one: (one.value is None, one.value or "")))


def accounts_heard(library: Library) -> dict[str, set[str]]:
    """Return the accounts that speak in each call: its own, and those of guests."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for entry in library.catalog.calls():
        if account := library.account_of(entry.call_id):
            found[entry.call_id].add(account.account_id)
    for call_id, person in library.catalog.everybody():
        if account := library.speaks_for(call_id, person):
            found[call_id].add(account.account_id)
    return dict(found)


def _of_month(month: str | None, finding: Finding) -> bool:
    date = finding.attribution.date
    return (date[:7] if date else None) == month


def _spoken(
    value: str | None,
    heard: Mapping[str, set[str]],
    says: Callable[[Finding], bool],
    deals: Mapping[str, str] | None = None,
) -> Group:
    """Make a group of calls with the accounts heard in them. deals: their own by id, with the accounts."""
    calls = {call: frozenset(accounts) for call, accounts in sorted(heard.items())}
    accounts = {a for several in calls.values() for a in several} | {*(deals or {}).values()}
    return Group(value, tuple(sorted(accounts)), None if deals is None else frozenset(deals), calls, says)


_SPOKEN = {"persona": _by_persona, "role": _by_role, "month": _by_month}


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
