"""What people call segments, trackers and accounts, looked up; a wrong name is answered with the nearest right one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from evidence.errors import SettingsError
from evidence.text import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

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


NONE_YET = {
    "segment": "No segments yet: define them in segments/segments.yaml, or run evidence segments --suggest.",
    "tracker": "No trackers yet: define them in source/trackers.yaml, or run evidence trackers --themes.",
    "account": "No accounts yet: put a CRM export such as crm_accounts_2026-01-31.csv into source/crm/exports.",
}
