"""What all formats share once they have read: ids, titles, dates, labels, turns."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256 as _sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from evidence.calls.formats._dates import SETTLES, read_dates
from evidence.calls.formats._parts import CallDraft, Note
from evidence.calls.formats._times import WatchedTimes, in_their_unit
from evidence.calls.formats._titles import title_day
from evidence.calls.packed import pack
from evidence.calls.people import from_label
from evidence.calls.turns import Piece, make_utterances
from evidence.english import word_set
from evidence.model import Call, Event, Participant
from evidence.text import one_line, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.calls.source import Source

NORMALIZER = "5"
"""Rises when the same raw file would be read differently: `ingest` then reads it again."""

_IS_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"])")
"""How JSON begins, and no text such as `[0:05] Dana: Hello.`: only bare numbers are taken for another unit."""

_LONGEST_MS = 10**15 - 1
"""Milliseconds, 31,000 years: what is longer is no length, and the normalized call would refuse it."""


def finish(draft: CallDraft, source: Source, name: str, sha256: str) -> tuple[Call, list[Note]]:
    """Make the call of a draft, and notes about what is odd in it."""
    labels = _Labels(draft)
    times = WatchedTimes()
    mended: tuple[Note, ...] = ()
    if _IS_JSON.match(source.head) and name != "generic_json":  # which weighs its numbers by itself
        pieces, mended = in_their_unit(draft.pieces)
        draft = replace(draft, pieces=pieces)
    draft = replace(draft, pieces=times.mend(draft.pieces))
    utterances = pack(times.watch(make_utterances(labels.rename(draft))))
    events = tuple(e for e in map(labels.rename_event, draft.events) if e.text)
    path = list(_named_parts(source))
    started, notes = _started_at(draft, source)
    call = Call(
        call_id=provider_id(draft.source_id) if draft.source_id else file_id(path, source),
        title=_line(draft.title) or _line(re.sub("_+", " ", " ".join(path))) or _line(source.path.stem) or "Call",
        source=source.name.encode(errors="replace").decode(),  # names of files hold bytes that are no text
        source_sha256=sha256,
        format=name,
        normalizer=NORMALIZER,
        participants=labels.participants(),
        utterances=utterances,
        events=events,
        source_id=_line(draft.source_id),
        started_at=started,
        meeting_id=_line(draft.meeting_id),
        duration_ms=draft.duration_ms if 0 <= (draft.duration_ms or 0) <= _LONGEST_MS else None,
        recording_url=safe_url(draft.recording_url),
        account_id=_line(draft.account_id),
        opportunity_id=_line(draft.opportunity_id),
        account_hint=_line(draft.account_hint),
    )
    return call, [*notes, *mended, *times.notes()]


def _line(text: str | None) -> str | None:
    return (one_line(text) or None) if text else None


class _Labels:
    """Gives every speaker of a draft a label of its own: one name with two ids becomes two labels."""

    def __init__(self, draft: CallDraft) -> None:
        self._people: dict[str, Participant] = {}  # by key
        self._labels: set[str] = set()
        for key, person in draft.people:
            self._add(key, person)

    def _add(self, key: str, person: Participant) -> None:
        wanted = one_line(person.label) or "Unknown"
        label, count = wanted, 1
        while label in self._labels:
            count += 1
            label = f"{wanted} [{count}]"
        self._labels.add(label)
        name, org, role = _line(person.name), _line(person.org), _line(person.role)
        tidy = replace(person, label=label, name=name, org=org, role=role)
        self._people[key] = person if tidy == person else tidy

    def of(self, key: str | None) -> str | None:
        """Return the label of a speaker, or None."""
        if key is None:
            return None
        if key not in self._people:
            tidy = one_line(key)
            if not tidy:
                return None
            if tidy not in self._people:
                self._add(tidy, from_label(tidy))
            self._people[key] = self._people[tidy]
        return self._people[key].label

    def rename(self, draft: CallDraft) -> Iterator[Piece]:
        """Yield the pieces with labels for keys."""
        labels: dict[str | None, str | None] = {}
        for piece in _drained(draft.pieces):
            key = piece.speaker
            if not piece.text.strip():
                continue
            if key not in labels:
                labels[key] = self.of(key)
            yield piece if labels[key] == key else piece._replace(speaker=labels[key])

    def rename_event(self, event: Event) -> Event:
        """Return the event with a label for its key and one line of text."""
        speaker, text = self.of(event.speaker), one_line(event.text)
        same = speaker == event.speaker and text == event.text
        return event if same else replace(event, speaker=speaker, text=text)

    def participants(self) -> tuple[Participant, ...]:
        """Return everybody once, in the order of the source."""
        return tuple({person.label: person for person in self._people.values()}.values())


def _drained(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield pieces; those of a list are let go on the way, for utterances take as much memory again."""
    if isinstance(pieces, list):
        pieces.reverse()
        while pieces:
            yield pieces.pop()
    else:
        yield from pieces


def provider_id(source_id: str) -> str:
    """Return the call id for a provider's id: itself where it can be one, else with 6 hex of its hash."""
    if re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,79}", source_id):
        return source_id
    plain = re.sub(r"[^a-z0-9._-]", "-", source_id.lower()).lstrip("._-")[:73] or "call"
    return f"{plain}-{_short_hash(source_id)}"


def _short_hash(text: str) -> str:
    return _sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:6]


_EMPTY = word_set("kinds of files")
_COMMON = word_set("file names of calls")


def _named_parts(source: Source) -> Iterator[str]:
    """Yield what the path says of the call: the file's stem, after as many folders as tell it apart."""
    path = source.path
    stem = re.sub(r"(?<=.)\.[a-zA-Z]\w*$", "", path.stem) if path.stem.count(".") == 1 else path.stem
    folders = [part for part in path.parts[:-1] if part not in ("/", "..", ".")]
    parts: list[str] = []
    for part in [stem, *reversed(folders)]:
        words = [w[3:] if re.fullmatch(r"gmt\d+", w) else w for w in slug(part, limit=len(part) * 4 + 1).split("-")]
        kept = [word for word in words if word not in _EMPTY]
        if not part.isascii() or not all(word.isdecimal() for word in kept):
            parts.insert(0, part)
        elif kept:
            parts.insert(0, "-".join(kept))
        if not part.isascii() or _tell_apart(kept):
            break
    yield from parts


def _tell_apart(words: list[str]) -> bool:
    """Say whether words name one call: a word of its own does, and a lone number that is no date."""
    if all(word.isdecimal() for word in words):
        return len(words) == 1 and len(words[0]) > 4 and _a_date(words[0]) is None
    return any(len(word) > 1 and not word.isdecimal() and word not in _COMMON for word in words)


def file_id(parts: list[str], source: Source) -> str:
    """Return the call id for a file without an id of its own, such as `acme-2026-02-18`."""
    name = "-".join(parts) or source.path.stem
    plain = slug(name, limit=len(name) * 4 + 1)
    lost = any(c.isalnum() and not c.isascii() for c in unicodedata.normalize("NFKD", name))
    if plain and not lost and len(plain) <= 80:
        return plain
    return f"{plain[:73].strip('-') or 'call'}-{_short_hash(name)}"


_DAY = re.compile(
    r"(?<!\d)(?P<gmt>GMT)?(20\d\d)(?P<sep>[-_.]?)(\d\d)(?P=sep)(\d\d)(?:[T_ -](\d\d)[-:_.]?(\d\d)[-:_.]?(\d\d))?(?!\d)",
    re.IGNORECASE,
)


_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)|['’]\d\d(?!\d)")


def _a_date(text: str) -> str | None:
    """Return the one date a name holds, with its time where the name says GMT; None for none or several."""
    found = {}
    for m in _DAY.finditer(text):
        try:
            day = date(int(m[2]), int(m[4]), int(m[5])).isoformat()
            clock = datetime(1, 1, 1, int(m[6]), int(m[7]), int(m[8]), tzinfo=UTC) if m[6] and m["gmt"] else None
        except ValueError:
            continue
        found[day] = f"{day}T{clock:%H:%M:%S}+00:00" if clock else day
    return next(iter(found.values())) if len(found) == 1 else None


def _started_at(draft: CallDraft, source: Source) -> tuple[str | None, list[Note]]:
    if draft.started_at:
        readings = read_dates(draft.started_at, order=source.date_order)
        started = rfc3339(draft.started_at) or (readings[0] if len(readings) == 1 else None)
        why = f"may be {' or '.join(readings)}" if readings else "could not be read"
        hint = "Set date_order: DMY or MDY in evidence.yaml." if readings else ""
        note = Note(f"the date {one_line(draft.started_at)[:40]!r} {why}", draft.line, fault=True, hint=hint)
        return started, _other_day(started, draft, source) if started else [note]
    # A file of many calls is dated by its export; a provider states a call's own date.
    if not draft.source_id:
        for part in reversed(source.path.parts):
            if _DAY.search(part):
                return _a_date(part), []
        return _named_day(source)
    return None, []


def _named_day(source: Source) -> tuple[str | None, list[Note]]:
    """Return the day in a file's name that people gave, `Acme call, 18 June 2026`, as of a title; or why it has none.

    A version or a number has no year of four digits.
    """
    stem = re.sub("_+", " ", source.path.stem)
    found = title_day(stem, order=source.date_order) if _YEAR.search(stem) else None
    if not found:
        return None, []
    if len(found.readings) == 1:
        return found.readings[0], []
    if found.readings:
        either = " or ".join(reading[:10] for reading in found.readings)
        return None, [Note(f"the date in the file's name may be {either}, so it was not used ({SETTLES})")]
    return None, [Note(found.doubt.replace("the title", "the file's name", 1))]


def _other_day(started: str, draft: CallDraft, source: Source) -> list[Note]:
    """Tell the date of the file's name where it is another: people see both, and what the source states stands.

    A moment with its offset may fall on the day before or after where it was named.
    """
    named = None if draft.source_id else _a_date(source.path.stem) or _named_day(source)[0]
    if not named or abs(date.fromisoformat(started[:10]) - date.fromisoformat(named[:10])).days <= (len(started) > 10):
        return []
    return [Note(f"dated {started[:10]} by what the file states; its name says {named[:10]}", draft.line)]


def rfc3339(text: str) -> str | None:
    """Return a date, or a date and time with offset, as RFC 3339; a time without offset keeps its date alone.

    >>> rfc3339("2026-03-01T10:00:00Z"), rfc3339("2026-03-01 10:00"), rfc3339("03/04/2026")
    ('2026-03-01T10:00:00+00:00', '2026-03-01', None)
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.isoformat(timespec="seconds") if moment.tzinfo else moment.date().isoformat()


_SECRET = re.compile(r"(?i)sig|token|expires|key|auth|credential|pass|pwd|secret|policy|x-amz|x-goog")


def safe_url(url: str | None) -> str | None:
    """Return a link without user, fragment or signature; None for what is no web link."""
    try:
        parts = urlsplit(one_line(url or ""))
        host = parts.hostname
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    host = f"[{host}]" if ":" in host else host
    query = "" if _SECRET.search(parts.query) else parts.query
    return urlunsplit((parts.scheme, host + port, parts.path, query, ""))
