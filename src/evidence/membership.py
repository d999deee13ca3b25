"""Who belongs to each segment: its conditions put to every account, and people's word on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.accounts.sql import account_verdicts
from evidence.errors import SqlError
from evidence.segments.definitions import members

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.accounts.records import Crm
    from evidence.errors import EvidenceError
    from evidence.model import Segment
    from evidence.segments.definitions import Membership


def memberships(
    segments: Iterable[Segment], crm: Crm, path: str
) -> tuple[dict[str, Membership], tuple[EvidenceError, ...]]:
    """Return who belongs to each segment by its id, and what is wrong in the definitions.

    path: of `segments.yaml`, for messages. Where `where` or `unless` cannot be asked, only those belong
    who are included by hand: half a condition would let in whom the other half keeps out.
    """
    segments = tuple(segments)
    asked = {f"{s.segment_id} {key}": sql for s in segments for key in ("where", "unless") if (sql := getattr(s, key))}
    verdicts, faults = account_verdicts(crm, asked) if asked else ({}, {})
    problems: list[EvidenceError] = []
    found: dict[str, Membership] = {}
    for segment in segments:
        keys = [f"{segment.segment_id} {key}" for key in ("where", "unless")]
        wrong = [
            SqlError(f"{key}: {fault.what}", hint=fault.hint, path=path, line=segment.line)
            for key in keys
            if (fault := faults.get(key))
        ]
        where, unless = ({} if wrong else verdicts.get(key, {}) for key in keys)
        found[segment.segment_id] = members(segment, where, crm.accounts, path, unless=unless)
        problems += [*wrong, *found[segment.segment_id].problems]
    return found, tuple(problems)
