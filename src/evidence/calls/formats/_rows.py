"""Rows of anybody's making, of a table or of JSON: which column is what, the unit of the times, the calls."""

from __future__ import annotations

import re
from array import array
from dataclasses import replace
from functools import lru_cache
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.calls.formats._dates import ORDERS, read_dates
from evidence.calls.formats._json import number, text_or_none
from evidence.calls.formats._parts import CallDraft, Note
from evidence.calls.formats._people import SIDES, person
from evidence.calls.formats._words import voice
from evidence.calls.people import role_of
from evidence.calls.turns import Piece
from evidence.model import Event
from evidence.text import milliseconds, one_line, plural

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence

    from evidence.model import Participant

# For each part of a row its names, the best first, written without blanks, signs and capitals.
_NAMES = {
    "speaker": (
        "speakername",
        "speaker",
        "name",
        "who",
        "participantname",
        "participant",
        "speakerlabel",
        "username",
        "wer",
        "sprecher",
        "sprecherin",
        "quien",
        "hablante",
        "qui",
        "locuteur",
        "chi",
        "quem",
        "wie",
        "spreker",
        "vem",
        "talare",
        "发言人",
        "説話者",
        "話者",
    ),
    "text": (
        "text",
        "content",
        "utterance",
        "body",
        "transcript",
        "transcription",
        "sentence",
        "message",
        "caption",
        "said",
        "whatwassaid",
        "spoken",
        "wassagte",
        "gesagt",
        "texto",
        "texte",
        "testo",
        "tekst",
        "发言",
        "発言",
    ),
    "start": (
        "start",
        "starttime",
        "startts",
        "startoffset",
        "begin",
        "begintime",
        "timestamp",
        "timecode",
        "time",
        "timecodein",
        "tcin",
        "inpoint",
        "in",
    ),
    "end": ("end", "endtime", "endts", "endoffset", "stop", "stoptime", "timecodeout", "tcout", "outpoint", "out"),
    "duration": ("duration", "dur"),
    "call": ("callid", "transcriptid", "conversationid", "meetingid", "recordingid"),
    "id": ("speakerid", "participantid", "userid"),
    "email": ("email", "speakeremail", "emailaddress"),
    "title": ("calltitle", "meetingtitle", "callname", "meetingname"),
    "date": ("calldate", "meetingdate", "startedat", "recordedat"),
    "account": ("accountname", "account", "clientname", "client", "companyname", "company", "customername"),
    "account id": ("accountid", "crmaccountid"),
    "opportunity id": ("opportunityid", "dealid"),
    "side": ("affiliation", "speakeraffiliation", "speakerside", "side"),
}
_ABOUT = ("title", "date", "account", "account id", "opportunity id")  # of the call, not of who speaks
_UNITS = {"ms": 1, "msec": 1, "millis": 1, "milliseconds": 1, "s": 1000, "sec": 1000, "secs": 1000, "seconds": 1000}
_THREE_NUMBERS = re.compile(r"\s*(\d\d?)[-/.](\d\d?)[-/.](?:\d{4}|\d\d)(?!\d)")
_STANDARD = re.compile(r"\s*\d{4}-\d\d-\d\d")
_UNIT = re.compile(rf"(?:in)?({'|'.join(sorted(_UNITS, key=len, reverse=True))})")
_TIMED = ("start", "end", "duration")
_SHOWN, _MOST_NAMED = 40, 6  # characters of a column that is named, and how many are

_FIRST_OF = {"DMY": "day", "MDY": "month"}

SLOWEST = 0.03
"""Words in a second; who seems to speak more slowly has times in milliseconds. People speak two or three."""

EPOCH = 1e9
"""Numbers from here on are dates: as milliseconds they would be a call of eleven days."""


def columns(keys: Iterable[str]) -> dict[str, str]:
    """Return the key of each part that is found among the keys of a row.

    >>> columns(["Speaker Name", "start_ms", "Text", "who"])
    {'speaker': 'Speaker Name', 'text': 'Text', 'start': 'start_ms'}
    """
    plain = {_plain(key): key for key in reversed(list(keys))}
    best: dict[str, tuple[int, str]] = {}
    for key, written in plain.items():
        for part, rank in _parts_of(key):
            if part not in best or rank < best[part][0]:
                best[part] = rank, written
    found = {part: best[part][1] for part in _NAMES if part in best}
    if "end" not in found and _plain(found.get("start", "")) in ("in", "ins"):
        del found["start"]  # it is a place in a recording only beside its Out
    return found


def _plain(key: str) -> str:
    return re.sub(r"[^a-z0-9]", "", key.casefold())


@lru_cache(maxsize=4096)  # the rows of a file have the same keys
def _parts_of(key: str) -> tuple[tuple[str, int], ...]:
    """Return the parts of a row that a key names, with the place among the names of each: the first is the best."""
    found = []
    for part, names in _NAMES.items():
        rank = next((at for at, name in enumerate(names) if _is(key, name, timed=part in _TIMED)), None)
        if rank is not None:
            found.append((part, rank))
    return tuple(found)


def _is(key: str, name: str, *, timed: bool) -> bool:
    return key == name or (timed and key.startswith(name) and bool(_UNIT.fullmatch(key, len(name))))


def holds_speech(found: Mapping[str, str]) -> bool:
    """Say whether columns make a transcript: a text, and who said it or when."""
    return "text" in found and not {"speaker", "id", "start"}.isdisjoint(found)


def describe_columns(found: Mapping[str, str]) -> str:
    """Name the columns that were taken."""
    return ", ".join(f"{part} from {key!r}" if part != key else repr(key) for part, key in found.items())


def unused(what: str, keys: Iterable[str], found: Mapping[str, str]) -> Iterator[Note]:
    """Yield one note that names the columns or keys that hold something and were not taken, nothing where all were.

    keys: those that hold something in any row.
    """
    taken = set(found.values())
    left = [one_line(key)[:_SHOWN] for key in keys if key not in taken and one_line(key)]
    if left:
        more = f" and {len(left) - _MOST_NAMED} more" if left[_MOST_NAMED:] else ""
        yield Note(f"{what} not used:  {', '.join(map(repr, left[:_MOST_NAMED]))}{more}")


def unit_of(key: str) -> int | None:
    """Return the milliseconds of a unit that a column's name states."""
    plain = _plain(key)
    exact = any(plain in _NAMES[part] for part in _TIMED)
    unit = None if exact else re.search(rf"{_UNIT.pattern}$", plain)
    return _UNITS[unit[1]] if unit else None


class TurnRow(NamedTuple):
    """What a row says, as written: times are numbers or text of an unknown unit."""

    speaker: Any
    text: str
    start: Any = None
    end: Any = None
    duration: Any = None
    call: str | None = None
    id: str | None = None
    email: str | None = None
    line: int | None = None
    side: str | None = None
    about: tuple[str | None, ...] = ()


def row_of(values: Mapping[str, Any], found: Mapping[str, str], line: int | None = None) -> TurnRow | None:
    """Take a row apart; None where it has no words."""
    item = {part: values.get(key) for part, key in found.items()}
    text = item.get("text")
    if not isinstance(text, str) or not text.strip():
        return None
    speaker, beside = item.get("speaker"), {}
    if isinstance(speaker, dict):
        beside, names = speaker, columns(speaker)
        speaker = speaker.get(names.get("speaker", "display_name"), speaker.get("label"))
    return TurnRow(
        _shared(speaker),
        text,
        item.get("start"),
        item.get("end"),
        item.get("duration"),
        _shared(text_or_none(item.get("call"))),
        _shared(text_or_none(item.get("id")) or text_or_none(beside.get("id"))),
        _shared(text_or_none(item.get("email")) or text_or_none(beside.get("email"))),
        line,
        _shared(text_or_none(item.get("side"))),
        about_call(values, found),
    )


def about_call(values: Mapping[str, Any], found: Mapping[str, str]) -> tuple[str | None, ...]:
    """Return title, day, account, its id and that of the opportunity; an empty tuple where no row has any."""
    if found.keys().isdisjoint(_ABOUT):
        return ()
    return _same(tuple(text_or_none(values.get(found.get(part, ""))) for part in _ABOUT))


@lru_cache(maxsize=64)  # the rows of a call share theirs
def _same(about: tuple[str | None, ...]) -> tuple[str | None, ...]:
    return about if any(about) else ()


def _shared(value: Any) -> Any:
    """Return a text that stands in many rows as one and the same: a row of 55 bytes took 700."""
    return intern(value) if type(value) is str else value


class Meta(NamedTuple):
    """What stands about a call outside of its rows."""

    source_id: str | None = None
    title: str | None = None
    started_at: str | None = None
    accounts: tuple[str, ...] = ()
    account_id: str | None = None
    opportunity_id: str | None = None
    told: tuple[str, ...] = ()
    by_order: tuple[tuple[str, str], ...] = ()

    def notes(self, line: int | None) -> Iterator[Note]:
        """Yield what there is to tell; the first may be a date that `date_order` settles."""
        for at, text in enumerate(self.told):
            yield Note(text, line, by_order=() if at else self.by_order)

    @property
    def account_hint(self) -> str | None:
        """The name of the account, where the rows have one alone."""
        return self.accounts[0] if len(self.accounts) == 1 else None


def stated_about(stated: Iterable[tuple[str | None, ...]], meta: Meta, order: str | None = None) -> Meta:
    """Return what the rows of a call say of it; an account's name becomes a notice and a hint, which link nothing.

    order: the part of a date with two readings that the column shows to come first, `day` or `month`, else None.
    """
    rows = dict.fromkeys(about for about in stated if about)
    if not rows:
        return meta
    title, days, accounts, account, deal = (tuple(dict.fromkeys(filter(None, c))) for c in zip(*rows, strict=True))
    account_id, deal_id = (values[0] if len(values) == 1 else None for values in (account, deal))
    day, told = _day_of(days, order)
    settled = ((each, _day_of(days, _FIRST_OF[each])[0]) for each in ORDERS if told and not day)
    told += [
        f"the rows have several {what}, {values[0]!r} and {values[1]!r}; {then}"
        for what, values, then in (("titles", title, "the first was used"), ("accounts", accounts, "none is suggested"))
        if len(values) > 1
    ]
    return Meta(
        meta.source_id,
        next(iter(title), meta.title),
        day or (None if days else meta.started_at),
        accounts,
        account_id,
        deal_id,
        tuple(told),
        tuple((each, one) for each, one in settled if one),
    )


def _day_of(days: Sequence[str], order: str | None) -> tuple[str | None, list[str]]:
    """Return the day of a call, or what is to be told of one that cannot be had."""
    readings = {day: _readings(day, order) for day in days}
    first = next(iter(days), None)
    if first is None:
        return None, []
    if (unsure := next((day for day in days if len(readings[day]) > 1), None)) is not None:
        return None, [f"the date {unsure!r} may be {' or '.join(readings[unsure])}, so it was not used"]
    if len({(readings[day] or (day,))[0][:10] for day in days}) > 1:
        return None, [f"the rows have several dates, {days[0]!r} and {days[1]!r}; none was used"]
    return (readings[first] or (first,))[0], []


def _readings(day: str, order: str | None) -> tuple[str, ...]:
    """Return what a cell may mean as a date; nothing where it is none, or what the standard reads by itself."""
    known = next((each for each, first in _FIRST_OF.items() if first == order), None)
    return () if _STANDARD.match(day) else read_dates(day, order=known)


def order_of_days(days: Iterable[str | None]) -> str | None:
    """Return which part of the dates of a column comes first, where one above 12 shows it and none shows the other.

    >>> order_of_days(["03/04/2026", "18/04/2026"]), order_of_days(["03/04/2026"])
    ('day', None)
    """
    shown = {
        "day" if int(found[1]) > 12 else "month"
        for found in (_THREE_NUMBERS.match(day) for day in dict.fromkeys(days) if day)
        if found and (int(found[1]) > 12) != (int(found[2]) > 12)
    }
    return shown.pop() if len(shown) == 1 else None


def drafts(rows: Sequence[TurnRow], unit: int | None, meta: Meta | None = None) -> Iterator[CallDraft | Note]:
    """Yield the calls of rows, in the order they begin, and how the times were read."""
    scale = yield from _scale(rows, unit)
    calls: dict[str | None, list[TurnRow]] = {}
    companies: dict[str, None] = {}
    order = order_of_days(row.about[1] for row in rows if row.about)
    several = len({row.about[:2] for row in rows if row.about}) > 1  # titles or days
    for row in rows:
        named = " ".join(filter(None, row.about[:2])) if several and not row.call else None
        calls.setdefault(row.call or named, []).append(row)
    for source_id, said in calls.items():
        people: dict[str, Participant] = {}
        for row in said:
            _key(row, people)
        about = stated_about((row.about for row in said), meta or Meta(), order)
        yield from about.notes(said[0].line)
        companies |= {who.org: None for who in people.values() if who.org}
        yield CallDraft(
            (_piece(row, turn, scale, people) for turn, row in enumerate(said, 1)),
            people=tuple(people.items()),
            line=said[0].line,
            source_id=source_id or about.source_id,
            title=about.title,
            started_at=about.started_at,
            events=tuple(Event("notice", f"Account: {name}") for name in about.accounts),
            account_id=about.account_id,
            opportunity_id=about.opportunity_id,
            account_hint=about.account_hint,
        )
    if any(row.side for row in rows) and companies:
        some = ", ".join(map(repr, [*companies][:3]))
        yield Note(f"no sides, so taken for companies, and the sides stay unknown: {some}")


def _scale(rows: Sequence[TurnRow], unit: int | None) -> Generator[Note, None, int]:
    """Return the milliseconds of the unit of all numbers, 0 where they are no times of a recording."""
    lost, numbers = 0, array("d")
    for time in (time for row in rows for time in (row.start, row.end) if time is not None):
        if (value := _number(time)) is not None:
            numbers.append(value)
        else:
            lost += isinstance(time, str) and bool(time.strip()) and _clock(time) is None
    if lost:
        yield Note(f"{plural(lost, 'time')} left out: a date, or not readable")
    if not numbers:
        return 0
    top, span = max(numbers), max(numbers) - min(numbers)
    if top >= EPOCH:
        yield Note("the times are dates, not places in a recording; left out")
        return 0
    if unit:
        yield Note(f"times are {_name(unit)}, as their column says")
        return unit
    if any(value % 1 for value in numbers):
        yield Note("times were taken as seconds: they have fractions")
        return 1000
    if not span:
        yield Note("can't tell whether times are seconds or milliseconds; left out")
        return 0
    rate = sum(len(row.text.split()) for row in rows) / span
    unit = 1000 if rate >= SLOWEST else 1
    yield Note(f"times were taken as {_name(unit)}: {plural(len(rows), 'row')} of text span {span:.0f} of them")
    return unit


def _name(unit: int) -> str:
    return "milliseconds" if unit == 1 else "seconds"


def _number(time: object) -> float | None:
    return number(time.strip().removesuffix("s") if isinstance(time, str) else time)


def _clock(time: object) -> int | None:
    return milliseconds(time) if isinstance(time, str) and len(time) <= 20 and time.isascii() else None


def _ms(time: object, scale: int) -> int | None:
    value = _number(time)
    return _clock(time) if value is None else round(value * scale) if scale else None


def _piece(row: TurnRow, turn: int, scale: int, people: dict[str, Participant]) -> Piece:
    start_ms, end_ms, length = (_ms(time, scale) for time in (row.start, row.end, row.duration))
    if end_ms is None and start_ms is not None and length is not None:
        end_ms = start_ms + length
    key = _key(row, people)
    # Rows that say neither who nor when are kept apart as they stand.
    return Piece(key, row.text, start_ms, end_ms, row.line, turn if key is None and start_ms is None else None)


def _key(row: TurnRow, people: dict[str, Participant]) -> str | None:
    """Return the key of the speaker; an id or an address tells two of one name apart."""
    label = voice(row.speaker) or voice(row.id)
    if label is None and row.email is None:
        return None
    key = f"{label}\n{row.id or ''}\n{row.email or ''}"
    if key not in people:
        people[key] = person(label, row.email)
    if row.side and people[key].side_source != "provider" and not people[key].org:
        people[key] = _beside(people[key], row.side)
    return key


def _beside(who: Participant, affiliation: str) -> Participant:
    """Return a person with the side that a table states: `Internal`, `External`, a role; else it is a company."""
    stated = role_of(affiliation)
    side = SIDES.get(affiliation.casefold()) or (stated[0] if stated else None)
    if side == "unknown":
        return who
    return replace(who, side=side, side_source="provider") if side else replace(who, org=affiliation)
