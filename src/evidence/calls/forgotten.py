"""`source/forgotten.csv`: calls and people that were forgotten and must not come back with the next ingest.

    call_id,label_sha256
    acme-2026-01-12,                 the whole call
    ,3b5d...                         a person in every call
    acme-2026-01-12,9f86...          a label of one call

A person stands here as a SHA-256 of the folded name, so that the list does not tell whom it keeps out; who has
the name can check it, so it is no anonymity.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evidence.additions import StandingTable
from evidence.calls.packed import pack
from evidence.calls.people import hash_email
from evidence.errors import TableError
from evidence.sheets import ColumnNames, parse_sheet
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.model import Call, Participant

HEADER = ("call_id", "label_sha256")
FORGOTTEN = ColumnNames.of(*HEADER, needed=HEADER)
_CALL = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The list, read. `labels` are (call id or "" for all, hash)."""

    calls: frozenset[str] = frozenset()
    labels: frozenset[tuple[str, str]] = frozenset()

    def holds(self, call_id: str, person: Participant) -> bool:
        """Whether a participant of a call was forgotten."""
        return any((where, key) in self.labels for where in ("", call_id) for key in keys_of(person))


def digest(who: str) -> str:
    """Return the hash under which a label, a name or an e-mail address is kept: case and signs do not count."""
    hashed = hash_email(who)
    return hashed[0] if hashed else hashlib.sha256((" ".join(words(who)) or who.strip()).encode()).hexdigest()


def keys_of(person: Participant) -> frozenset[str]:
    """Return every hash by which a participant may be kept: label, name, e-mail."""
    said = (person.label, person.name or person.label)
    return frozenset({*map(digest, said), *([person.email_sha256] if person.email_sha256 else [])})


def without(call: Call, forgotten: Forgotten) -> Call | None:
    """Return the call without forgotten people, their words and their chat; None where nothing is left of it.

    Numbers of utterances stay, so that citations of what others said still lead to it.
    """
    if call.call_id in forgotten.calls:
        return None
    gone = {person.label for person in call.participants if forgotten.holds(call.call_id, person)}
    if not gone:
        return call
    utterances = pack(utterance for utterance in call.utterances if utterance.speaker not in gone)
    events = tuple(event for event in call.events if event.speaker not in gone)
    people = tuple(person for person in call.participants if person.label not in gone)
    return replace(call, participants=people, utterances=utterances, events=events) if utterances else None


def parse_forgotten(table: bytes | str, path: str) -> Forgotten:
    """Read the list. Raises TableError with its line: what is not understood here would come back."""
    sheet = parse_sheet(table, FORGOTTEN, path)
    for problem in sheet.problems:
        raise problem
    calls: set[str] = set()
    labels: set[tuple[str, str]] = set()
    for line, cells in sheet.cells():
        call_id, key = cells["call_id"], cells["label_sha256"]
        if (call_id and not _CALL.fullmatch(call_id)) or (key and not _SHA256.fullmatch(key)) or not (call_id or key):
            what = "not a call id, a hash, or both"
            raise TableError(what, hint="Fix the line: nothing is ingested until then.", path=path, line=line)
        if key:
            labels.add((call_id, key))
        else:
            calls.add(call_id)
    return Forgotten(frozenset(calls), frozenset(labels))


def append_forgotten(data: bytes, added: Iterable[tuple[str, str]], path: str) -> bytes:
    """Return the list with (call id, hash) lines that it does not hold yet, sorted; what stands in it stays."""
    listed = parse_forgotten(data, path)
    standing = listed.labels | {(call_id, "") for call_id in listed.calls}
    rows = [{"call_id": call_id, "label_sha256": key} for call_id, key in sorted({*added} - standing)]
    return StandingTable(data, FORGOTTEN, path, HEADER).appended(rows) if rows else data
