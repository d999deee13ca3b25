"""`source/forgotten.csv`: calls and people that were forgotten and must not come back with the next ingest.

    call_id,label_sha256,name_sha256
    acme-2026-01-12,,                the whole call
    ,3b5d...,                        a person in every call
    acme-2026-01-12,9f86...,         a label of one call
    ,,c0ff...                        a name, or a part of one, that redaction hides in everybody's words

A person stands here as a SHA-256 of the folded name, so that the list does not tell whom it keeps out; who has
the name can check it, so it is no anonymity, and a first name is found by trying a list of first names. The parts
of a name are kept nevertheless: once calls and CRM no longer name the person, nothing else says that `Odile` is
to be hidden where others say it. A secret beside the hash would have to lie in the same repository.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from evidence.additions import StandingTable
from evidence.calls.packed import pack
from evidence.calls.people import from_label, hash_email
from evidence.errors import TableError
from evidence.sheets import ColumnNames, parse_sheet
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evidence.model import Call, Participant

HEADER = ("call_id", "label_sha256", "name_sha256")
FORGOTTEN = ColumnNames.of(*HEADER, needed=HEADER[:2])  # lists of earlier versions have no names
_CALL = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The list, read. `labels` are (call id or "" for all, hash), `names` the hashes of names and their parts."""

    calls: frozenset[str] = frozenset()
    labels: frozenset[tuple[str, str]] = frozenset()
    names: frozenset[str] = frozenset()

    @property
    def unparted(self) -> frozenset[str]:
        """The hashes of people in lists of earlier versions, which kept the whole name alone."""
        return frozenset(key for where, key in self.labels if not where) - self.names

    def holds(self, call_id: str, person: Participant) -> bool:
        """Whether a participant of a call was forgotten."""
        return bool(self.labels) and any(
            (where, key) in self.labels for where in ("", call_id) for key in keys_of(person)
        )


def digest(who: str) -> str:
    """Return the hash under which a label, a name or an e-mail address is kept: case and signs do not count."""
    hashed = hash_email(who)
    return hashed[0] if hashed else hashlib.sha256((" ".join(words(who)) or who.strip()).encode()).hexdigest()


@lru_cache(1 << 14)  # texts are mostly the same words: every run of up to five is looked up
def digest_words(said: Sequence[str]) -> str:
    """Return the hash of words that are folded already: what `digest` says of them as they were written."""
    return hashlib.sha256(" ".join(said).encode()).hexdigest()


def names_to_hide(labels: Iterable[str]) -> tuple[str, ...]:
    """Return the names in labels: `Speaker 1`, `customer` or a company in brackets would hide everybody's words.

    >>> names_to_hide(["Ida Lund (Harbour)", "Speaker 1", "customer", "Huddle room"])
    ('Ida Lund',)
    """
    people = map(from_label, labels)
    return tuple(dict.fromkeys(person.name for person in people if person.name and not person.bot))


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
    names: set[str] = set()
    for line, cells in sheet.cells():
        call_id, key, named = cells["call_id"], cells["label_sha256"], cells.get("name_sha256", "")
        hashed = all(_SHA256.fullmatch(one) for one in (key, named) if one)
        if (call_id and not _CALL.fullmatch(call_id)) or not hashed or not (call_id or key or named):
            what = "not a call id, a hash, or both"
            raise TableError(what, hint="Fix the line: nothing is ingested until then.", path=path, line=line)
        if named:
            names.add(named)
        if key:
            labels.add((call_id, key))
        elif call_id:
            calls.add(call_id)
    return Forgotten(frozenset(calls), frozenset(labels), frozenset(names))


def append_forgotten(data: bytes, added: Iterable[tuple[str, str]], path: str, *, names: Iterable[str] = ()) -> bytes:
    """Return the list with what it does not hold yet, sorted; what stands in it stays.

    added: (call id, hash). names: hashes of names and their parts.
    """
    listed = parse_forgotten(data, path)
    standing = listed.labels | {(call_id, "") for call_id in listed.calls}
    rows = [dict(zip(HEADER, (*row, ""), strict=True)) for row in sorted({*added} - standing)]
    rows += [{"name_sha256": name} for name in sorted({*names} - listed.names)]
    if not rows:
        return data
    table = StandingTable(data, FORGOTTEN, path, HEADER)
    return (table if HEADER[2] in table.places else table.widened(HEADER[2], FORGOTTEN)).appended(rows)
