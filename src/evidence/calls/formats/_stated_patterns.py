r"""Turns whose beginning a person describes: `formats:` of `evidence.yaml`.

    formats:
      desk: '(?P<time>\d+:\d\d) \| (?P<name>[^|]+) \| '

A pattern says where turns begin, who speaks and when, and its word goes before that of every format. All else is as in
other text (`_speech`): what stands before the first turn, under headings over notes and in remarks is no speech, and
a line that begins no turn goes on with the one before.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from itertools import islice, tee
from typing import TYPE_CHECKING

from evidence.calls.formats._heads import TurnHead
from evidence.calls.formats._layout import STATED, layout_of_stated
from evidence.calls.formats._names import NameKind, name_kind
from evidence.calls.formats._outside import opens_notes, says_transcript, text_lines
from evidence.calls.formats._parts import CallDraft, Note
from evidence.calls.formats._people import SIDES
from evidence.calls.formats._stamps import stamp_at, stamp_ms
from evidence.calls.formats._stated import split_front
from evidence.calls.formats.speaker_text import LARGE, SUFFIXES, ParsedText, read_parsed
from evidence.calls.people import from_label, role_of
from evidence.calls.source import lines
from evidence.errors import UnknownFormatError
from evidence.text import one_line, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from evidence.calls.formats._outside import TextLine
    from evidence.calls.source import Source
    from evidence.model import Participant, Side
    from evidence.settings import TurnPattern

TEXTS = frozenset({*SUFFIXES, ".log", ""})
"""Suffixes of the files that a pattern without `files` is tried on: `(?P<name>[^:]+): ` fits every line of JSON."""

_MOST_MATCHED = 2000
"""Characters of a line that a pattern is tried on."""
_SECONDS = re.compile(r"\d{1,6}(?:[.,]\d{1,6})? ?s?")
_KEY = "\t"  # stands between a name and a company where two people have one name; no label holds one


def stated_for(source: Source) -> tuple[TurnPattern, str] | None:
    """Return the first stated format that fits a file, and why: its `files` name it, or two of its lines are heads."""
    for stated in source.patterns:
        if stated.files is None and source.path.suffix.lower() not in TEXTS:
            continue
        if stated.files is not None and not fnmatchcase(source.name, stated.files):
            continue
        source.trial(stated, source.name, _matched(lines(source.head)))
        pattern = re.compile(stated.pattern)
        found = sum(bool(pattern.match(line)) for _, line in _matched(lines(source.head)))
        if found > (stated.files is None):
            begin = "line begins" if found == 1 else "lines begin"
            return stated, f"{found:,} {begin} as formats: in evidence.yaml says"
    return None


def _matched(numbered: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield what of numbered lines a pattern is matched against."""
    return ((number, line[:_MOST_MATCHED]) for number, line in numbered if line.strip())


def read_stated(source: Source, stated: TurnPattern) -> Iterator[CallDraft | Note]:
    """Read the one call of a file by a stated pattern. Raises FormatError for a binary, and where no turn begins."""
    reader = _PatternReader(re.compile(stated.pattern))
    front, first = split_front(next(source.parts())[1])
    source.trial(stated, source.name, _matched(islice(source.lines(), first, None)))
    reader.look(islice(source.lines(), first, None))
    again = _again(source, first, reader)
    layout = layout_of_stated(lambda: map(_countable, again()), reader.names if reader.is_named else None)
    if not layout.holds_speech:
        raise UnknownFormatError(
            f"no turn begins as formats: {stated.name} says",
            hint="What stands under headings over notes is no turn." if reader.counts else "Check the pattern.",
        )
    yield from reader.notes()
    yield from read_parsed(source, ParsedText(front, again, (), layout), reader.person)


def _again(source: Source, first: int, reader: _PatternReader) -> Callable[[], Iterable[TextLine]]:
    """Return what gives the lines behind the front matter as often as asked; those of a large file are never held."""
    if len(source.data) >= LARGE:
        return lambda: reader.lines(islice(source.lines(), first, None))
    held = list(reader.lines(islice(source.lines(), first, None)))
    return lambda: held


def _countable(line: TextLine) -> TextLine:
    """Return a line whose head counts whatever its name looks like: that it is one, a person said."""
    head = line.head
    if head is None or head.name is None or name_kind(head.name) > NameKind.NONE:
        return line
    return line._replace(head=head._replace(name="Speaker"))


@dataclass(slots=True)
class _PatternReader:
    """Finds the heads of one file by a pattern; who speaks is known once all lines were looked at."""

    pattern: re.Pattern[str]
    counts: Counter[str] = field(default_factory=Counter)
    orgs: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    sides: dict[tuple[str, str], dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    timeless: list[tuple[int, str]] = field(default_factory=list)

    @property
    def is_named(self) -> bool:
        """Whether the pattern says who speaks."""
        return "name" in self.pattern.groupindex

    @property
    def names(self) -> frozenset[str]:
        """The keys of everybody; an empty one is that of somebody unknown."""
        several = (f"{name}{_KEY}{org}" for name, orgs in self.orgs.items() if len(orgs) > 1 for org in orgs)
        return frozenset((*self.counts, *several))

    def look(self, numbered: Iterable[tuple[int, str]]) -> None:
        """Take in who has a head anywhere, of which company and side."""
        for number, line in _matched(numbered):
            if not (match := self.pattern.match(line)):
                continue
            name, org = _group(match, "name"), _group(match, "org")
            self.counts[name] += 1
            if org:
                self.orgs[name][org] = None
            if side := _group(match, "side"):
                self.sides[name, org].setdefault(side.casefold(), number)
            if (time := _group(match, "time")) and _time(time)[0] is None:
                self.timeless.append((number, time))

    def _match(self, line: str) -> re.Match[str] | None:
        return self.pattern.match(line[:_MOST_MATCHED]) if line.strip() else None

    def _key(self, match: re.Match[str]) -> str:
        """Return who speaks: a name, with its company where people of several have it."""
        name, org = _group(match, "name"), _group(match, "org")
        return f"{name}{_KEY}{org}" if org and len(self.orgs[name]) > 1 else name

    def person(self, key: str) -> Participant:
        """Return who a key is, as the heads say."""
        name, _, org = key.partition(_KEY)
        known, orgs = from_label(name), list(self.orgs.get(name, ()))
        if org or len(orgs) == 1:
            known = replace(known, org=org or orgs[0])
        said = {side for word in self._sides_of(name, org) if (side := _side(word))}
        return replace(known, side=said.pop(), side_source="provider") if len(said) == 1 else known

    def _sides_of(self, name: str, org: str) -> dict[str, int]:
        """Return the sides that heads state of somebody, each with its first line."""
        one = [org] if len(self.orgs.get(name, ())) > 1 else ["", *self.orgs.get(name, ())]
        return {word: line for beside in one for word, line in self.sides.get((name, beside), {}).items()}

    def notes(self) -> Iterator[Note]:
        """Yield what the heads say and nobody can use."""
        if self.timeless:
            number, time = self.timeless[0]
            yield Note(f"{plural(len(self.timeless), 'time')} could not be read, the first is {time!r}", number)
        for key in sorted(self.names):
            name, _, org = key.partition(_KEY)
            words = self._sides_of(name, org)
            if odd := next((word for word in words if not _side(word)), None):
                yield Note(f"side {odd!r} says neither internal nor customer", words[odd])
            if len({side for word in words if (side := _side(word))}) > 1:
                yield Note(f"{name!r} has two sides, so neither is taken", max(words.values()))

    def lines(self, numbered: Iterable[tuple[int, str]]) -> Iterator[TextLine]:
        """Yield the lines of a text; those that the pattern matches are heads, and no others."""
        begun = fenced = False  # a turn; a fence around turns
        raw, taken = tee(numbered)
        for (_, line), made in zip(raw, text_lines(taken), strict=True):
            match = self._match(line)
            head = self._head(match, line) if match else None
            if head and _is_none(made, head):
                head = None
            if head and not begun and self._is_statement(head):
                head = None
            begun = begun or head is not None
            fenced = made.fenced and (fenced or head is not None)
            if head:
                made = made._replace(kind="text", text=line, head=head, level=0)  # noqa: PLW2901
            yield made._replace(head=head, fenced=made.fenced and not fenced)

    def _is_statement(self, head: TurnHead) -> bool:
        """Say whether a head before the first turn is a label such as `Date:` that comes never again."""
        name = head.name or ""
        return head.start_ms is None and self.counts[name] == 1 and name_kind(name) == NameKind.LISTED

    def _head(self, match: re.Match[str], line: str) -> TurnHead:
        (start, end, clock), later = _time(_group(match, "time")), _time(_group(match, "end"))[0]
        words = line[match.end() :]
        if (inner := _group(match, "words", strip=False)).strip():
            words = inner + ("" if match.end("words") == match.end() else " ") + words
        name = self._key(match) if self.is_named else None
        return TurnHead(name, start, end if later is None else later, words.strip(), STATED, strong=True, clock=clock)


def _group(match: re.Match[str], name: str, *, strip: bool = True) -> str:
    """Return what a group holds, nothing where the pattern has none of that name or it took no part."""
    found = (match[name] or "") if name in match.re.groupindex else ""
    return one_line(found) if strip else found


def _is_none(line: TextLine, head: TurnHead) -> bool:
    """Say whether a line is surely no turn, whatever matches: a heading over notes, a notice without a time."""
    if line.kind == "title":
        return opens_notes(line.text) or says_transcript(line.text)
    return line.kind == "notice" and head.start_ms is None


def _time(text: str) -> tuple[int | None, int | None, bool]:
    """Return start, end and whether it is a time of day; seconds may stand alone."""
    stamp = stamp_at(text)
    if stamp and stamp.stop == len(text):
        return stamp.start_ms, stamp.end_ms, stamp.clock
    if _SECONDS.fullmatch(text):
        return stamp_ms(text.replace(",", ".")), None, False
    return None, None, False


def _side(word: str) -> Side | None:
    """Return the side that a word names: that of providers, a role such as `rep`, `client`."""
    stated = role_of(word)
    return SIDES.get(word) or ("customer" if word == "client" else stated[0] if stated else None)
