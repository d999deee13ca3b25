"""What a text states of its call outside of speech: front matter, and the labelled lines above and below the turns.

    front, first = split_front(text)
    facts = stated_facts(front, lines_outside_of_speech)

Every label of `_labels.LABELS` is read, every other one that stands among them is named in `unused`. Nothing is
guessed: a date with two readings, or two dates of one rank, are told in `doubts` and date nothing. The call's own date
goes before one in a title (`_titles`), and that before the day of publishing it; when a file was made says nothing of
the call. Front matter stands above a line that says the same, and both are told where they differ.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any, TypeVar

from evidence.calls.formats._attendees import Attendees
from evidence.calls.formats._dates import ORDERS, find_range, read_clock, read_dates, read_lengths
from evidence.calls.formats._labels import DAY_FIRST, Labelled, fact_of, read_labels
from evidence.calls.formats._names import HEADINGS
from evidence.calls.formats._parts import Note
from evidence.calls.formats._titles import title_day
from evidence.errors import SettingsError
from evidence.sheets import fold_header
from evidence.text import one_line, plural
from evidence.yaml_text import load_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from evidence.calls.formats._titles import Place
    from evidence.model import Participant

_T = TypeVar("_T")
_LARGEST = 1 << 16  # characters of front matter that YAML is asked for; people write a thousand
_DAY_MS = 86_400_000
_ROUNDED_MS = 90_000
"""Two lengths of one call may differ so far: `42 mins` beside `42:37`."""
_OPEN = re.compile("\N{BYTE ORDER MARK}?---[ \\t]*\\r?\\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_FIRST_KEY = re.compile(r"\s*(?:#.*\n\s*)*[\"']?([^\s:#\"'\-][^:\n\"']{0,60})[\"']?[ \t]*:(?:\s|$)")
_SITE = re.compile(r"(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,})(?:/\S*)?", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"'`\]]+")
_RANK = {"held": 0, "date": 0, "alone": 1, "titled": 1, "published": 2}
_FIRST_LINES = 8
"""Lines of a text without a label of which each may be its title."""


@dataclass(frozen=True, slots=True)
class StatedFacts:
    """What a text states of its call.

    `people` are pairs of a name, which is also their label, and what is stated of them; whoever has no name stands
    under a key that begins with a blank, as `_people.seat` has it. `account_hint` names a customer as people call
    it and may only suggest. `unused` are the labels that were seen and served nothing.
    """

    title: str | None = None
    started_at: str | None = None
    recording_url: str | None = None
    people: tuple[tuple[str, Participant], ...] = ()
    account_hint: str | None = None
    duration_ms: int | None = None
    unused: tuple[str, ...] = ()
    doubts: tuple[Note, ...] = ()

    def notes(self) -> Iterator[Note]:
        """Yield the doubts, and one line that names what was not used."""
        yield from self.doubts
        if self.unused:
            more = f" and {len(self.unused) - 6} more" if self.unused[6:] else ""
            yield Note(f"not used: {', '.join(self.unused[:6])}{more}")


def split_front(text: str) -> tuple[str | None, int]:
    r"""Return the front matter between two `---` lines at the very beginning, and the number of lines before the body.

    What begins with a rule and then with a turn is no front matter.

    >>> split_front("---\ntitle: Weekly\n---\nDana: Hello."), split_front("---\nDana: Hello.\n---\n")
    (('title: Weekly\n', 3), (None, 0))
    """
    begin = _OPEN.match(text)
    end = _CLOSE.search(text, begin.end()) if begin else None
    if not begin or not end:
        return None, 0
    front = text[begin.end() : end.start()]
    first = _FIRST_KEY.match(front)
    # A key begins small, or is a known one: a rule may as well stand above the first turn.
    if front.strip() and not (first and (first[1][0].islower() or fact_of(first[1]))):
        return None, 0
    return front, text.count("\n", 0, end.end()) + 1


def stated_facts(
    front: str | None,
    outside: Iterable[tuple[int, str]],
    *,
    first_said: int | None = None,
    heard: Collection[str] = (),
) -> StatedFacts:
    """Read what front matter and the numbered lines outside of speech state; it never raises.

    first_said: the line of the first turn; what stands below is no title. None where all lines are above it.
    heard: the labels of who speaks.
    """
    statements, doubts = _front_statements(front) if front else ([], [])
    statements = [replace(one, front=True) for one in statements]
    lines = list(outside)
    reading = _Reading([*statements, *read_labels(lines)], doubts, (lines[0][0] if lines else 1, first_said), heard)
    return reading.facts()


def stated_people(front: str | None, outside: Iterable[tuple[int, str]]) -> tuple[tuple[str, Participant], ...]:
    """Return the people of `stated_facts` alone."""
    statements = _front_statements(front)[0] if front else []
    return _Reading([*statements, *read_labels(outside)], [], (1, None), ()).people()


def _front_statements(front: str) -> tuple[list[Labelled], list[Note]]:
    """Return the pairs of front matter; where it is no YAML, those of its plain lines, with a note."""
    text = front.replace("\r\n", "\n").encode("utf-8", "replace").decode()
    plain = read_labels(enumerate(text.split("\n"), 2)) if len(text) > _LARGEST else None
    if plain is not None:
        return plain, [Note("the front matter is too long for YAML; only its plain lines were read", 1)]
    try:
        data, lines = load_yaml(text, "")
    except SettingsError as error:
        note = Note(f"the front matter is {error.what}; only its plain lines were read", 1 + (error.line or 0))
        return read_labels(enumerate(text.split("\n"), 2)), [note]
    if not isinstance(data, dict):
        return [], []
    return [Labelled(key, fact_of(key), value, 1 + lines[key,]) for key, value in data.items()], []


class _Reading:
    """Makes facts of statements, and keeps which of them served."""

    def __init__(
        self,
        statements: Sequence[Labelled],
        doubts: list[Note],
        between: tuple[int, int | None],
        heard: Collection[str],
    ) -> None:
        self._heard = heard
        self._statements = statements
        self._doubts = doubts
        self._begin, self._first_said = between
        self._used: set[int] = set()

    def facts(self) -> StatedFacts:
        """Return the facts of all statements."""
        return StatedFacts(
            title=self._title(),
            started_at=self._started_at(),
            recording_url=self._url(),
            people=self.people(),
            account_hint=self._account(),
            duration_ms=self._duration(),
            unused=tuple(self._unused()),
            doubts=tuple(self._doubts),
        )

    def _of(self, *facts: str, near: bool = True) -> list[tuple[int, Labelled]]:
        """Return the statements of facts, in the order of the facts."""
        found = [(at, one) for at, one in enumerate(self._statements) if one.fact in facts and (one.near or not near)]
        return sorted(found, key=lambda entry: facts.index(entry[1].fact or ""))

    def _doubt(self, text: str, line: int | None) -> None:
        self._doubts.append(Note(text, line))

    def _title(self) -> str | None:
        for at, one in self._of("title", "heading", "subject"):
            title = _text(one.value)
            if title and one.fact == "subject" and read_dates(title):
                continue  # `Meeting: June 18, 2026` says when it was
            if title and not _URL.match(title) and title.casefold() not in HEADINGS:
                self._used.add(at)
                return title
        return None

    def _started_at(self) -> str | None:
        day, doubts = self._dated(None)
        if not day and doubts:
            known = ((order, self._dated(order)[0]) for order in ORDERS)
            by_order = tuple((order, self._with_clock(one)) for order, one in known if one)
            doubts[-1] = replace(doubts[-1], by_order=by_order)
        self._doubts += doubts
        return self._with_clock(day) if day else None

    def _dated(self, order: str | None) -> tuple[str | None, list[Note]]:
        """Return the day that is stated, and what there is to say of it, the reason why there is none last.

        order: `DMY` or `MDY`, where it is known which of two numbers is the day.
        """
        dated, unread = _Dated(), []
        for at, one in self._of("held", "date", "alone", "published", near=False):
            text = _text(one.value) or ""
            readings = read_dates(text, day_first=fold_header(one.label) in DAY_FIRST, order=order)
            if readings:
                self._used.add(at)
                dated.add(one, readings)
            elif one.fact != "alone" and not _is_clock(one.value) and any(c.isdigit() for c in str(one.value)):
                self._used.add(at)
                why = "is a range of days, so it was not used" if find_range(text) else "could not be read"
                unread.append(Note(f"the date {_shown(one.value)} {why}", one.line))
        unsure = [] if self._first_said == 0 else self._add_titles(dated, order)
        day, doubts = dated.decide()
        return day, [*unread, *(doubts or ([] if day else unsure[:1]))]

    def _add_titles(self, dated: _Dated, order: str | None) -> list[Note]:
        """Add the days that titles and first lines state among other words; return what they do not state for sure."""
        unsure: list[Note] = []
        titles = [each for each in self._statements if each.fact in {"title", "heading"} or (each.label == each.value)]
        named = [each for each in titles if str(each.value).casefold() not in HEADINGS]
        top = min((0 if each.front else each.line or 0 for each in named), default=None)
        for at, one in self._of("title", "heading", "subject", "alone"):
            plain = one.fact == "alone" and not one.label
            text = _text(one.value) or ""
            if not self._is_above(one, plain=plain) or (one.fact == "alone" and read_dates(text)):
                continue
            found = title_day(text, self._place(one, top), order)
            if found and found.readings:
                self._used.add(at)
                dated.add(replace(one, label="", fact="titled"), found.readings)
            elif found and found.doubt:
                unsure.append(Note(found.doubt, one.line))
        return unsure

    def _place(self, one: Labelled, top: int | None) -> Place:
        """Say whether a text is the title, may be it, or stands below the line of one; `Transcript` is none."""
        if one.fact in {"title", "heading"}:
            return "title"
        if top is not None and top < (one.line or 0):
            return "line"
        if one.fact == "alone" and one.label:
            return "title"
        return "first" if one.fact == "subject" or one.line == self._begin else "line"

    def _is_above(self, one: Labelled, *, plain: bool) -> bool:
        """Whether a statement stands above the first turn; a line without a label has to be one of the first."""
        if one.front or one.line is None:
            return True
        if plain and not one.label and one.line >= self._begin + _FIRST_LINES:
            return False
        return self._first_said is None or one.line < self._first_said

    def _with_clock(self, day: str) -> str:
        """Add the time of day to a day without any, where exactly one is stated with its offset from UTC."""
        if len(day) > 10:
            return day
        found = [(at, time) for at, one in self._of("clock", "held") if (time := read_clock(_text(one.value) or ""))]
        self._used |= {at for at, _ in found}
        times = {time for _, time in found}
        return f"{day}{times.pop()}" if len(times) == 1 else day

    def _url(self) -> str | None:
        for at, one in self._of("recording", "link", near=False):
            values = one.value if isinstance(one.value, list) else [one.value]
            found = next((m for value in values if isinstance(value, str) and (m := _URL.search(value))), None)
            if found:
                self._used.add(at)
                return found[0].rstrip(".,;)")
        return None

    def people(self) -> tuple[tuple[str, Participant], ...]:
        """Return who is stated to be there."""
        attendees = Attendees(frozenset(label.casefold() for label in self._heard))
        first = None
        for at, one in self._of("people", near=False):
            before = len(attendees.found), attendees.unread
            attendees.add(one.value)
            if (len(attendees.found), attendees.unread) != before:
                self._used.add(at)
            first = first or (one.line if attendees.unread else None)
        if attendees.unread:
            entries = plural(attendees.unread, "entry").replace("entrys", "entries")
            self._doubt(f"{entries} in the list of people could not be read in full", first)
        return attendees.keyed()

    def _account(self) -> str | None:
        """Return whom the source names as its client: an account goes before a company, front matter before a line."""
        named = next((name for fact in ("account", "company") if (name := self._client_by(fact))), None)
        domain = self._client_by("domain")
        return f"{named} ({domain})" if named and domain and domain not in named else named or domain

    def _client_by(self, fact: str) -> str | None:
        found = []
        for at, one in self._of(fact):
            if name := _domain(one.value) if fact == "domain" else _client(one.value):
                self._used.add(at)
                found.append((name, one))
        return self._agreed("client", found, lambda one, other: one.casefold() == other.casefold())

    def _duration(self) -> int | None:
        found = []
        for at, one in self._of("duration", "seconds", "minutes", "ms"):
            lengths = read_lengths(_text(one.value) or "", one.fact or "")
            if lengths:
                self._used.add(at)
            if len(lengths) > 1:
                self._doubt(f"the duration {_shown(one.value)} may be hours or minutes, so it was not used", one.line)
            elif lengths and lengths[0] > _DAY_MS:
                self._doubt(f"the duration {_shown(one.value)} is longer than a day, so it was not used", one.line)
            elif lengths:
                found.append((lengths[0], one))
        return self._agreed("duration", found, lambda one, other: abs(one - other) <= _ROUNDED_MS)

    def _agreed(self, what: str, found: Sequence[tuple[_T, Labelled]], are_same: Callable[[_T, _T], bool]) -> _T | None:
        """Return the first value that is stated, those of front matter first; tell one that differs.

        Where two of front matter, or of lines alone, differ neither stands above the other, and none is taken.
        """
        found = sorted(found, key=lambda entry: not entry[1].front)
        if not found:
            return None
        value, first = found[0]
        other = next((one for each, one in found[1:] if not are_same(value, each)), None)
        if other is None:
            return value
        both = [(_shown(one.value), one) for one in (first, other)]
        if first.front == other.front:
            named = ", ".join(f"{shown} ({one.label})" for shown, one in both)
            self._doubt(f"the {what}s differ, so none was used: {named}", first.line)
            return None
        (one, _), (another, _) = both
        self._doubt(f"the {what} is {one} by the front matter; {other.label!r} says {another}", other.line)
        return value

    def _unused(self) -> Iterator[str]:
        seen = set()
        for at, one in enumerate(self._statements):
            label = one_line(one.label)[:40]
            plain = one.fact not in {"heading", "alone"} and one.near and one.value not in (None, "", [])
            if at not in self._used and plain and "@" not in label and label.casefold() not in seen:
                seen.add(label.casefold())
                yield label


class _Dated:
    """The dates that are stated, by how much they say of the call."""

    def __init__(self) -> None:
        self._groups: dict[tuple[bool, bool, int, bool], list[tuple[Labelled, tuple[str, ...]]]] = {}

    def add(self, one: Labelled, readings: tuple[str, ...]) -> None:
        """Add what a statement may mean."""
        rank = _RANK[one.fact or "date"]
        self._groups.setdefault((rank == 2, not one.near, rank, not one.front), []).append((one, readings))

    def decide(self) -> tuple[str | None, list[Note]]:
        """Return the one date that the best statements agree on, and what there is to say."""
        ordered = [self._groups[rank] for rank in sorted(self._groups)]
        if not ordered:
            return None, []
        first, _ = ordered[0][0]
        days = _common(ordered[0])
        if not days:
            named = dict.fromkeys(f"{' or '.join(sorted(_days(each)))} ({_called(one)})" for one, each in ordered[0])
            return None, [Note(f"the dates differ, so none was used: {', '.join([*named][:4])}", first.line)]
        for later in ordered[1:]:
            if len(days) > 1 and len(also := days & _common(later)) == 1:
                days = also
        if len(days) > 1:
            both = " or ".join(sorted(days))
            what = "in the title" if first.fact == "titled" else _shown(first.value)
            return None, [Note(f"the date {what} may be {both}, so it was not used", first.line)]
        day = days.pop()
        exact = {reading for _, each in ordered[0] for reading in each if reading.startswith(day) and len(reading) > 10}
        return (exact.pop() if len(exact) == 1 else day), _others(ordered, day)


def _called(one: Labelled) -> str:
    """Return what a message calls a statement."""
    return "the title" if one.fact == "titled" else one.label or "a line of its own"


def _common(group: list[tuple[Labelled, tuple[str, ...]]]) -> set[str]:
    return reduce(and_, (_days(readings) for _, readings in group))


def _others(ordered: list[list[tuple[Labelled, tuple[str, ...]]]], day: str) -> list[Note]:
    """Tell once which other date was not taken."""
    taken = ordered[0][0][0]
    for one, readings in (entry for group in ordered[1:] for entry in group):
        if day not in _days(readings):
            stated = " or ".join(sorted(_days(readings)))
            where = " in the front matter" if taken.front and not one.front else ""
            by, other = (repr(_called(each)) if each.label else _called(each) for each in (taken, one))
            return [Note(f"dated {day} by {by}{where}; {other} says {stated}", one.line)]
    return []


def _days(readings: tuple[str, ...]) -> set[str]:
    return {reading[:10] for reading in readings}


def _is_clock(value: Any) -> bool:
    """Whether a value is a time of day without a date."""
    return bool(isinstance(value, str) and re.match(r"\s*\d{1,2}(?::\d\d|\s?[ap]m)", value.lower()))


def _text(value: Any) -> str | None:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    return one_line(value) or None if isinstance(value, str) else None


def _shown(value: Any) -> str:
    """Return a value for a message; one that may hold an address is not shown."""
    text = one_line(str(value))[:40]
    return "that is stated" if "@" in str(value) else repr(text)


def _client(value: Any) -> str | None:
    """Return the name of a client; a sentence and an address are none."""
    named = value.get("name") if isinstance(value, dict) else value
    name = re.sub(
        r"\[\[?(?:[^\[\]|]*\|)?([^\[\]|]*)\]?\](?:\([^()]*\))?",
        r"\1",
        _text(named[0] if isinstance(named, list) and named else named) or "",
    )
    plain = len(name.split()) <= 8 and "@" not in name and not re.search(r"[.!?]\s|[!?]$|//", name)
    return name if name and plain else None


def _domain(value: Any) -> str | None:
    """Return the domain that an address of a site or of e-mail has."""
    found = _SITE.fullmatch((_text(value) or "").strip("<> @"))
    return found[1].lower() if found else None
