"""What people call segments, trackers and accounts, looked up; a wrong name is answered with the nearest right one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from evidence.errors import SettingsError
from evidence.query.match import field_fits
from evidence.text import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from evidence.model import Account, Segment
    from evidence.query.tree import Field

_T = TypeVar("_T")


def look_up(name: str, known: Mapping[str, _T], kind: str) -> _T:
    """Return what a person named. Raises SettingsError with the nearest right name, or how to have any."""
    if name in known:
        return known[name]
    close = nearest(name, tuple(known))
    some = ", ".join(list(known)[:8])
    if close:
        hint = f"Did you mean {close}?"
    elif known:
        hint = f"You have: {some}{', ...' if len(known) > 8 else '.'}"
    else:
        hint = NONE_YET[kind]
    if kind == "segment" and not close:
        hint += f" To search for words: evidence search {name if name.isalnum() else repr(name)}."
    raise SettingsError(f"no {kind} called {name!r}", hint=hint)


def grouped(pairs: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    """Return the values of each key, in the order in which they come."""
    found: dict[str, list[_T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def called(name: str, segments: Iterable[Segment]) -> Segment | None:
    """Return the segment with this id, name or alias, capitals aside."""
    wanted = name.casefold()
    return next((one for one in segments if wanted in map(str.casefold, _names(one))), None)


def _names(segment: Segment) -> tuple[str, ...]:
    return (segment.segment_id, segment.name, *segment.aliases)


def persona(name: str, segments: Iterable[Segment]) -> Segment:
    """Return a segment of people by id, name or alias. Raises SettingsError with the nearest right name."""
    segments = tuple(segments)
    found = called(name, segments)
    if found and found.people:
        return found
    known = {each: one.segment_id for one in segments if one.people for each in _names(one)}
    if not known:
        what = f"there is no persona {name!r}, because no segment has people:"
        raise SettingsError(what, hint="Give one titles in segments/segments.yaml: people: [CFO, '*Controller*']")
    ids = list(dict.fromkeys(known.values()))
    have = f"You have: {', '.join(ids[:8])}{', ...' if len(ids) > 8 else '.'}"
    if found:
        raise SettingsError(f"{name!r} is a segment without people:", hint=f"Write segment:{found.segment_id}. {have}")
    close = nearest(name, tuple(known))
    hint = f"Did you mean {close}?" if close else have
    raise SettingsError(f"no persona called {name!r}", hint=hint)


def accounts_called(
    asked: Field, accounts: Iterable[Account], names_of: Callable[[Account], tuple[str, ...]]
) -> tuple[str, ...]:
    """Return the ids of the accounts that a field `account:` names. Raises SettingsError where there is none."""
    fits = field_fits(asked)
    names = [(account.account_id, names_of(account)) for account in accounts]
    ids = tuple(account_id for account_id, several in names if any(map(fits, several)))
    if not ids:
        look_up(asked.value, {name: account_id for account_id, several in names for name in several}, "account")
    return ids


NONE_YET = {
    "segment": "No segments yet: define them in segments/segments.yaml, or run evidence segments --suggest.",
    "tracker": "No trackers yet: define them in source/trackers.yaml, or run evidence trackers --themes.",
    "account": "No accounts yet: put a CRM export such as crm_accounts_2026-01-31.csv into source/crm/exports.",
}
