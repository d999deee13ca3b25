"""What the block of a segment is made from, hashed: definitions, CRM, calls, decisions."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from evidence.documents.made_from import MadeFrom
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evidence.library.library import Library
    from evidence.model import Account, Decision, Segment, SegmentEvidence
    from evidence.review.decisions import Key

# What of a definition says nothing of the content of a block: lines move, test sentences test.
_ASIDE = frozenset({"line", "should_match", "should_not_match"})


def made_from(library: Library, evidence: SegmentEvidence, decisions: Mapping[Key, Decision]) -> MadeFrom:
    """Return the hashes of what the evidence of a segment was gathered from.

    Each covers what concerns the segment alone: a call with somebody else's account, or a row of it, changes none.
    decisions: those in force. The same files give the same hashes on every machine.
    """
    return _made_from(library, (evidence.segment,), evidence.accounts, evidence.calls, decisions)


def all_made_from(library: Library, decisions: Mapping[Key, Decision]) -> MadeFrom:
    """Return the hashes of what a comparison of all segments was made from: everything that is known."""
    calls = [entry.call_id for entry in library.catalog.calls() if entry.call_id not in library.copies]
    segments = tuple(library.segments.values())
    return _made_from(library, segments, tuple(library.accounts.values()), calls, decisions)


def _made_from(
    library: Library,
    segments: Sequence[Segment],
    accounts: Sequence[Account],
    calls: Iterable[str],
    decisions: Mapping[Key, Decision],
) -> MadeFrom:
    members = {account.account_id for account in accounts}
    about = (
        [_known(asdict(account)) for account in accounts],
        [_known(asdict(deal)) for account in sorted(members) for deal in library.deals_of(account)],
        [_known(asdict(contact)) for contact in library.catalog.contacts() if contact.account_id in members],
    )
    entries = {entry.call_id: entry.sha256 for entry in library.catalog.calls()}
    searched = [(call, entries.get(call), _account(library, call)) for call in sorted(calls)]
    trackers = dict.fromkeys(name for one in segments for name in one.trackers if name in library.trackers)
    asked = {(one.segment_id, name) for one in segments for name in one.trackers}
    judged = [
        (one.segment, one.tracker, one.quote_id, one.verdict, one.note)
        for one in decisions.values()
        if (one.segment, one.tracker) in asked
    ]
    defined = [*map(asdict, segments), *(asdict(library.trackers[name]) for name in trackers)]
    return MadeFrom(
        definitions=_hash(list(map(_known, defined))),
        crm=" ".join(filter(None, (library.catalog.get("snapshot"), _hash(about)))),
        calls=f"{plural(len(searched), 'call')} {_hash(searched)}",
        decisions=f"{plural(len(judged), 'decision')} {_hash(sorted(judged, key=str))}",
    )


def _known(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record without what says nothing: a field that a later version adds moves no hash until it is used."""
    return {key: value for key, value in record.items() if key not in _ASIDE and value not in (None, "", ())}


def _account(library: Library, call: str) -> str | None:
    link = library.link_of(call)
    return link.account_id if link else None


def _hash(value: object) -> str:
    data = json.dumps(value, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(data.encode()).hexdigest()[:8]
