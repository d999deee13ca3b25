"""What a block was made from: short hashes on its last line, in a comment that no reader sees.

    <!-- made from: definitions 1a2b3c4d; CRM 2026-03-31 9f8e7d6c; 25 calls 5b6a7c8d; 14 decisions 0e1f2a3b -->

It is told apart from what the block says: a block that says the same stays as it is, with the line that it has.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from evidence.documents.canonical import canonical


class MadeFrom(NamedTuple):
    """The sources of a block, each as it is printed: a count or a day, and the first 8 hex of a SHA-256.

    definitions: the segment and its trackers. crm: the day of the newest tables and the rows of its accounts.
    calls: those searched for it. decisions: those in force for it.
    """

    definitions: str
    crm: str
    calls: str
    decisions: str


_HASH = r"[0-9a-f]{8}"
_LINE = re.compile(
    rf"^ {{0,3}}<!-- made from: definitions (?P<definitions>{_HASH}); CRM (?P<crm>(?:\d{{4}}-\d\d-\d\d )?{_HASH}); "
    rf"(?P<calls>[\d,]+ calls? {_HASH}); (?P<decisions>[\d,]+ decisions? {_HASH}) -->[ \t]*\r?$",
    re.MULTILINE,
)


def made_from_line(made: MadeFrom) -> str:
    """Return the line that says what a block was made from.

    >>> made_from_line(MadeFrom("1a2b3c4d", "2026-03-31 9f8e7d6c", "1 call 5b6a7c8d", "0 decisions 0e1f2a3b"))
    '<!-- made from: definitions 1a2b3c4d; CRM 2026-03-31 9f8e7d6c; 1 call 5b6a7c8d; 0 decisions 0e1f2a3b -->'
    """
    return f"<!-- made from: definitions {made.definitions}; CRM {made.crm}; {made.calls}; {made.decisions} -->"


def read_made_from(body: str) -> MadeFrom | None:
    """Return what the body of a block says that it was made from; None of a block of an earlier version."""
    found = _last(body)
    return MadeFrom(**found.groupdict()) if found else None


def without_made_from(body: str) -> str:
    """Return what the body of a block says, without the line that tells what it was made from."""
    found = _last(body)
    return body[: found.start()] if found else body


def _last(body: str) -> re.Match[str] | None:
    """Return the line where it ends the body; anywhere else somebody put it there."""
    found = list(_LINE.finditer(body))[-1:]
    return found[0] if found and not body[found[0].end() :].strip() else None


def reads_alike(left: str, right: str) -> bool:
    """Say whether two bodies of a block say the same, whatever their typography and what they were made from."""
    return canonical(without_made_from(left)) == canonical(without_made_from(right))


def moved(before: MadeFrom, now: MadeFrom) -> tuple[str, ...]:
    """Return the names of the sources whose hash is another: fields of MadeFrom.

    A newer day with the same rows moves nothing.
    """
    return tuple(name for name, old, new in zip(MadeFrom._fields, before, now, strict=True) if old[-8:] != new[-8:])


_NAMES = {
    "definitions": "the definitions of the segment and its trackers",
    "crm": "the CRM",
    "calls": "the calls",
    "decisions": "the decisions",
}


def what_moved(before: MadeFrom, now: MadeFrom) -> str:
    """Say which sources of a block changed since it was written, and which did not.

    >>> old = MadeFrom("1a2b3c4d", "2026-06-30 9f8e7d6c", "25 calls 5b6a7c8d", "14 decisions 0e1f2a3b")
    >>> what_moved(old, old._replace(crm="2026-07-31 11111111"))[:74]
    'since this block was written, the CRM changed: 2026-06-30 -> 2026-07-31. U'
    """
    changed = moved(before, now)
    names = _NAMES | {"crm": _crm(before, now)} if "crm" not in changed else _NAMES
    if not changed:
        return "none of what this block was made from changed; evidence.yaml, people.csv or the program did"
    told = "; ".join(f"{names[name]} changed{_step(getattr(before, name), getattr(now, name))}" for name in changed)
    same = ", ".join(names[name] for name in MadeFrom._fields if name not in changed)
    return f"since this block was written, {told}.{f' Unchanged: {same}.' if same else ''}"


def _step(old: str, new: str) -> str:
    """Return the days or counts from which and to which a source changed, "" where they are the same."""
    before, now = old[:-9], new[:-9]
    return f": {before or 'undated'} -> {now or 'undated'}" if before != now else ""


def _crm(before: MadeFrom, now: MadeFrom) -> str:
    """Name a CRM that says the same of the accounts, perhaps on another day."""
    step = _step(before.crm, now.crm).removeprefix(": ")
    return f"what the CRM says of its accounts ({step})" if step else _NAMES["crm"]
