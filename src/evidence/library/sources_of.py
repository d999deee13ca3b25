"""What the block of a segment is made from, hashed: definitions, CRM, calls, decisions."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from evidence.documents.made_from import MadeFrom
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.library.library import Library
    from evidence.model import Decision, Segment, SegmentEvidence
    from evidence.review.decisions import Key

# What of a definition says nothing of the content of a block: lines move, test sentences test.
_ASIDE = frozenset({"line", "should_match", "should_not_match"})


def made_from(library: Library, evidence: SegmentEvidence, decisions: Mapping[Key, Decision]) -> MadeFrom:
    """Return the hashes of what the evidence of a segment was gathered from.

    Each covers what concerns the segment alone: a call with somebody else's account, or a row of it, changes none.
    decisions: those in force. The same files give the same hashes on every machine.
    """
    segment, members = evidence.segment, {account.account_id for account in evidence.accounts}
    about = (
        [_known(asdict(account)) for account in evidence.accounts],
        [_known(asdict(deal)) for account in sorted(members) for deal in library.deals_of(account)],
        [_known(asdict(contact)) for contact in library.catalog.contacts() if contact.account_id in members],
    )
    searched = sorted(evidence.calls)
    entries = {entry.call_id: entry.sha256 for entry in library.catalog.calls()}
    calls = [(call, entries.get(call), _account(library, call)) for call in searched]
    judged = [
        (one.tracker, one.quote_id, one.verdict, one.note)
        for one in decisions.values()
        if one.segment == segment.segment_id and one.tracker in segment.trackers
    ]
    return MadeFrom(
        definitions=_hash(_definitions(library, segment)),
        crm=" ".join(filter(None, (library.catalog.get("snapshot"), _hash(about)))),
        calls=f"{plural(len(calls), 'call')} {_hash(calls)}",
        decisions=f"{plural(len(judged), 'decision')} {_hash(sorted(judged, key=str))}",
    )


def _definitions(library: Library, segment: Segment) -> list[dict[str, Any]]:
    trackers = [library.trackers[name] for name in segment.trackers if name in library.trackers]
    return [_known(one) for one in (asdict(segment), *map(asdict, trackers))]


def _known(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record without what says nothing: a field that a later version adds moves no hash until it is used."""
    return {key: value for key, value in record.items() if key not in _ASIDE and value not in (None, "", ())}


def _account(library: Library, call: str) -> str | None:
    link = library.link_of(call)
    return link.account_id if link else None


def _hash(value: object) -> str:
    data = json.dumps(value, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(data.encode()).hexdigest()[:8]
