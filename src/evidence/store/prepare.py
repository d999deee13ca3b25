"""Call -> what the index keeps of it: plain, picklable values, so that any process may work them out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from evidence.query.match import fold_value
from evidence.text import stem, words

if TYPE_CHECKING:
    from evidence.model import AccountLink, Call, Participant, Utterance

# Made once: `json.dumps` makes one a call where it is asked for anything unusual.
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# The index drops terms above 65,530 bytes without a word; a code point takes four at most.
MAX_TERM = 16_000
MAX_NUMBER = (1 << 18) - 1
MAX_DAYS = (1 << 17) - 1
_YEAR_1900 = dt.date(1900, 1, 1).toordinal()
# What `*` leaves out: an utterance such as "..." holds no token.
WORDLESS = "wordless"


@dataclass(frozen=True, slots=True)
class Person:
    """A participant with side and role as they hold after settings, people and CRM were asked.

    `assumed` is true where `assume_others` made the side; `title` is the CRM's job title.
    """

    participant: Participant
    assumed: bool = False
    title: str | None = None
    account_id: str | None = None


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it was last read; `path` is relative to the workspace, `mtime_ns` in nanoseconds."""

    path: str
    size: int
    mtime_ns: int
    sha256: str


@dataclass(frozen=True, slots=True)
class IndexedCall:
    """Everything that the index knows of one call."""

    call: Call
    people: tuple[Person, ...]
    link: AccountLink | None
    file: FileState
    text_sha256: str
    edited: bool = False


@dataclass(frozen=True, slots=True)
class CallEntry:
    """A call without its words: one row of the catalog. `account_id` is what the call itself states."""

    call_id: str
    title: str
    date: str | None
    started_at: str | None
    source: str
    format: str
    source_sha256: str
    text_sha256: str
    edited: bool
    duration_ms: int | None
    utterances: int
    words: int
    account_id: str | None
    opportunity_id: str | None
    path: str
    size: int
    mtime_ns: int
    sha256: str


class Document(NamedTuple):
    """One utterance for the text index; `tokens`, `stems` and `about` are parted by blanks.

    `about` holds a token such as `speaker:dana` for every word of a property,
    `facts` its whole value, such as `speaker=dana reyes`. `rank` sorts them all, see `rank_of`.
    """

    tokens: str
    stems: str
    about: str
    facts: tuple[str, ...]
    call_id: str
    date: int
    rank: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Prepared:
    """A call ready for `Store.put_prepared`."""

    entry: CallEntry
    people: tuple[Person, ...]
    link: AccountLink | None
    documents: tuple[Document, ...]
    forms: tuple[str, ...]


def prepare(record: IndexedCall) -> Prepared:
    """Work out the documents of a call; pure, and most of the work of indexing."""
    call = record.call
    known = {person.participant.label: person for person in record.people}
    labels = {utterance.speaker for utterance in call.utterances}
    speakers = {label: _searchable(record, label, known.get(label or "")) for label in labels}
    rank = rank_of(call.call_id, call.date)
    forms: set[str] = set()
    count = 0
    documents = []
    for utterance in call.utterances:
        tokens = words(utterance.text)
        forms.update(tokens)
        count += len(tokens)
        about, facts = speakers[utterance.speaker]
        documents.append(
            Document(
                *_joined(tokens),
                about=about,
                facts=facts if tokens else (*facts, WORDLESS),
                call_id=call.call_id,
                date=day(call.date),
                rank=rank + min(utterance.number, MAX_NUMBER),
                data=_encode((call.call_id, *_stored(utterance))).encode(),
            )
        )
    return Prepared(
        _entry(record, count), record.people, record.link, tuple(documents), tuple(map(clip, sorted(forms)))
    )


def properties_of(call: Call | CallEntry, label: str | None, person: Person | None) -> dict[str, tuple[str, ...]]:
    """Return what is known of an utterance of `label`, by field name, as `query.match` takes it.

    Account, segment and outcome are not among them: they belong to the CRM and the caller adds them.
    """
    who = person.participant if person else None
    return {
        "speaker": tuple(dict.fromkeys(name for name in (label, who and who.name) if name)),
        "side": (who.side if who else "unknown",),
        "role": (who.role,) if who and who.role else (),
        "title": (call.title,),
        "call": (call.call_id,),
        "date": (call.date,) if call.date else (),
    }


def clip(token: str) -> str:
    """Return the token as far as the index can hold it."""
    return token if len(token) <= MAX_TERM else token[:MAX_TERM]


def _joined(tokens: list[str]) -> tuple[str, str]:
    """Return tokens and stems as the index reads them."""
    joined = " ".join(tokens)
    if len(joined) > MAX_TERM:
        tokens = [clip(token) for token in tokens]
        joined = " ".join(tokens)
    return joined, " ".join(map(stem, tokens))


def _stored(u: Utterance) -> tuple[object, ...]:
    return u.number, u.turn, u.speaker, u.text, u.start_ms, u.end_ms, u.start_source, u.end_source, u.line


def rank_of(call_id: str, date: str | None) -> int:
    """Return the place of a call among all calls, to which the numbers of its utterances are added.

    Newest first, undated last, 63 bits: 17 for the day, 28 of a hash for the call, 18 for
    the number. So the order depends on nothing but the calls, and an integer sorts
    a thousand times faster than a text. Should two calls of one day share a hash (a
    chance of 2 % among 3,000 calls of one day), their utterances stand between each other.
    """
    days = min(max(1, dt.date.fromisoformat(date).toordinal() - _YEAR_1900), MAX_DAYS) if date else 0
    call = int.from_bytes(hashlib.sha256(call_id.encode()).digest()[:4], "big") >> 4
    return (MAX_DAYS - days) << 46 | call << 18


def day(date: str | None) -> int:
    """Return a date as YYYYMMDD, 0 where there is none.

    >>> day("2026-01-12")
    20260112
    """
    return int(date.replace("-", "")) if date else 0


def _searchable(record: IndexedCall, label: str | None, person: Person | None) -> tuple[str, tuple[str, ...]]:
    """Return `about` and `facts` of what `label` says; dates are a number of their own."""
    values = properties_of(record.call, label, person)
    pairs = [(name, value) for name, several in values.items() if name != "date" for value in several]
    phrases = (" ".join(f"{name}:{clip(word)}" for word in words(value)) for name, value in pairs)
    facts = [f"id={record.call.call_id}", *(f"{name}={clip(fold_value(value))}" for name, value in pairs)]
    if record.link and record.link.status == "linked":
        facts.append(f"account={record.link.account_id}")
    # A lone sign keeps phrases from running over the border of a value.
    return " | ".join(phrase for phrase in phrases if phrase), tuple(facts)


def _entry(record: IndexedCall, count: int) -> CallEntry:
    call, file = record.call, record.file
    return CallEntry(
        call_id=call.call_id,
        title=call.title,
        date=call.date,
        started_at=call.started_at,
        source=call.source,
        format=call.format,
        source_sha256=call.source_sha256,
        text_sha256=record.text_sha256,
        edited=record.edited,
        duration_ms=call.duration_ms,
        utterances=len(call.utterances),
        words=count,
        account_id=call.account_id,
        opportunity_id=call.opportunity_id,
        path=file.path,
        size=file.size,
        mtime_ns=file.mtime_ns,
        sha256=file.sha256,
    )
