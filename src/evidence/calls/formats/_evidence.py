"""What could be heads of turns in a file, counted: shapes, names that come again, times that rise.

Nothing is decided here; `_layout` does that.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evidence.calls.formats._names import NameKind, is_role, is_voice, name_kind
from evidence.calls.formats._outside import (
    TextLine,
    is_foot,
    is_title_of_transcript,
    label_of,
    opens_notes,
    says_transcript,
)
from evidence.calls.formats._stamps import INSIDE, stamp_ms
from evidence.calls.spoken import speaks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evidence.calls.formats._heads import TurnHead


@dataclass(slots=True)
class Times:
    """Times in their order: how many there are, how many do not run back."""

    count: int = 0
    rising: int = 0
    first: int | None = None
    last: int | None = None
    clocks: int = 0
    later: int = 0

    def add(self, ms: int | None, *, clock: bool = False) -> None:
        if ms is None:
            return
        self.count += 1
        self.rising += self.last is None or ms >= self.last
        self.later += self.last is not None and ms > self.last
        self.first = ms if self.first is None else self.first
        self.last = ms
        self.clocks += clock

    @property
    def rise(self) -> bool:
        return self.rising >= 0.8 * self.count

    def more(self, other: Times) -> None:
        self.count, self.rising = self.count + other.count, self.rising + other.rising
        self.later += other.later
        self.first = other.first if self.first is None else self.first
        self.last, self.clocks = (self.last if other.last is None else other.last), self.clocks + other.clocks


@dataclass(slots=True)
class Heads:
    """What could be heads of one shape."""

    names: Counter[str] = field(default_factory=Counter)
    times: Times = field(default_factory=Times)
    above: int = 0
    below: int = 0
    wordless: Counter[str] = field(default_factory=Counter)
    letters: int = 0
    """Of the words on the lines of the heads."""
    ended: int = 0
    """Sentences that end there."""

    @property
    def count(self) -> int:
        return self.names.total()


@dataclass(slots=True)
class Evidence:
    """What the lines of a stretch of text could be."""

    shapes: dict[str, Heads] = field(default_factory=dict)
    returned: Counter[str] = field(default_factory=Counter)
    spelt: dict[str, str] = field(default_factory=dict)
    """The first spelling of each label: `DANA` and `Dana` are one."""
    turned: bool = False
    tail: int = 0
    """Whether paragraphs without a head stand between turns, and how many stand behind the last one."""
    below: int = 0
    """Lines of words right below another line, in which nobody is named."""
    lines: int = 0
    letters: int = 0
    timed_letters: int = 0
    """Those before the last head with a time."""
    sentences: int = 0
    paragraphs: int = 0
    headed: int = 0
    notices: int = 0
    avatars: int = 0
    topped: int = 0
    title: str = ""
    first: str = ""
    """The first line of a text that has no heading of the first level may be its title."""
    numbers: int = 0
    """Lines that hold the next number and nothing else, as pages have it."""
    running: Counter[str] = field(default_factory=Counter)
    footed: Counter[str] = field(default_factory=Counter)
    """Those of them right behind the foot of a page."""
    """Lines that come again with the next number, as over pages, without numbers."""
    pages: dict[str, int] = field(default_factory=dict)
    inside: Times = field(default_factory=Times)
    last: str | None = None
    declared: frozenset[str] = frozenset()

    def merge(self, other: Evidence) -> None:
        """Add what another stretch holds."""
        for shape, heads in other.shapes.items():
            mine = self.counted(shape)
            mine.names.update(heads.names)
            mine.times.more(heads.times)
            mine.above += heads.above
            mine.below += heads.below
            mine.wordless.update(heads.wordless)
            mine.letters, mine.ended = mine.letters + heads.letters, mine.ended + heads.ended
        self.turned, self.tail = self.turned or other.turned or (self.tail > 0 and other.headed > 0), other.tail
        self.returned.update(other.returned)
        self.lines, self.notices = self.lines + other.lines, self.notices + other.notices
        self.avatars, self.below = self.avatars + other.avatars, self.below + other.below
        self.topped += other.topped
        self.title = self.title or other.title
        self.first = self.first or other.first
        self.numbers = max(self.numbers, other.numbers)
        self.running.update(other.running)
        self.footed.update(other.footed)
        self.spelt = {**other.spelt, **self.spelt}
        self.paragraphs, self.headed = self.paragraphs + other.paragraphs, self.headed + other.headed
        self.timed_letters = self.letters + other.timed_letters if other.timed_letters else self.timed_letters
        self.letters, self.sentences = self.letters + other.letters, self.sentences + other.sentences
        self.inside.more(other.inside)

    def of(self, shape: str) -> Heads:
        """Return the heads of a shape, none where there is none."""
        return self.shapes.get(shape) or _NO_HEADS

    def running_lines(self) -> frozenset[str]:
        """Return what stands on every page: with the number of the page, or the first line of the file again."""
        first = self.first.casefold()
        return frozenset(
            line
            for line, count in self.running.items()
            if ((count > 2 and "#" in line) or self.footed[line] > 1 or "page #" in line or self._is_title(line, first))
            and not self._is_said(line, count)
        )

    def _is_title(self, line: str, first: str) -> bool:
        return self.running[line] > 1 and bool(first) and line.startswith(first)

    def _is_said(self, line: str, count: int) -> bool:
        """Say whether a line is somebody's: its label is before other words, too, or is a name, `Ada Reyes: Yes`."""
        label, colon, words = line.partition(":")
        name = self.spelt.get(label, "") if colon else ""
        named = name_kind(name) == NameKind.NAME and len(words.split()) < 3
        return named or (bool(name) and sum(heads.names[name] for heads in self.shapes.values()) > count + 1)

    def forget_running_labels(self) -> None:
        """Take out labels that stand on every page, `Northquay <> Osmo: pilot`: nobody's name."""
        first = self.first.casefold()
        running = {line.partition(":")[0] for line in self.running_lines() if ":" in line and line.startswith(first)}
        for heads in self.shapes.values():
            for name in [name for name in heads.names if name.casefold() in running]:
                del heads.names[name]

    def are_people(self, shape: str) -> bool:
        """Say whether labels of a shape that words have as well, `Prices - we know them`, are people all the same."""
        heads = self.of(shape)
        if heads.ended < 0.2 * heads.count and heads.letters < 40 * heads.count:
            return False  # `Dana Reyes - Head of sales`, over the words
        people = {name for name in heads.names if len(name) > 1 and name_kind(name) >= NameKind.ONE}
        back = {name for name in people if self.returned[name] > 1}
        return len(back) > 1 and sum(heads.names[name] for name in back) >= 0.6 * heads.count

    def counted(self, shape: str) -> Heads:
        """Return the heads of a shape, to be added to."""
        heads = self.shapes.get(shape)
        if heads is None:
            heads = self.shapes[shape] = Heads()
        return heads


_NO_HEADS = Heads()


_SENTENCE_ENDS = frozenset(".?!…。？！")
APART, LONE, NAME_TIME, TIME_NAME, TIME_TOP = "apart", "lone", "name/time", "time/name", "time name"
"""Shapes that take more than one line: a name over words, with an empty line between or without; a name over a time;
a time over a name; both in one line, over the words."""


def count_lines(lines: Iterable[TextLine], *, notes_too: bool = False) -> tuple[list[Evidence], list[tuple[int, int]]]:
    """Count what lines could be, anew behind each line that announces a transcript; return these lines too.

    notes_too: lines under headings over notes count like others.
    """
    found = [Evidence()]
    markers: list[tuple[int, int]] = []
    notes: int | None = None  # the level of the heading over notes
    above: TextLine | None = None
    before: TextLine | None = None
    for line in lines:
        if line.fenced and not notes_too:
            continue
        if line.kind == "title" and line.level == 1:
            found[-1].title = found[-1].title or line.text
        opened = line.kind == "title" and opens_notes(line.text) and not _is_person(line)
        if line.kind == "title" and (
            says_transcript(line.text) or (line.level == 1 and is_title_of_transcript(line.text))
        ):
            markers.append((line.number, line.level))
            found.append(Evidence())
            notes = None
        elif opened:
            notes = line.level if notes is None else min(notes, line.level)
        elif (
            line.kind == "text"
            and len(line.text) < 80
            and says_transcript(line.text)
            and (label_of(line.text) or line.blank_before)
        ):
            markers.append((line.number, 7))
            found.append(Evidence())
            notes = None
        else:
            if (line.kind == "title" and notes is not None and line.level <= notes) or line.kind == "rule":
                notes = None
            if notes is None or notes_too:
                _count(found[-1], line, above if before and before.kind == "blank" else before)
                found[-1].avatars += (
                    above is not None and before is not None and is_stamp(line) and is_avatar(above.text, before.text)
                )
        if line.kind != "blank" or before is None or before.kind != "blank":
            above, before = before, line
    return found, markers


def _is_person(line: TextLine) -> bool:
    return bool(line.head and line.head.name and is_voice(line.head.name))


def _count(found: Evidence, line: TextLine, before: TextLine | None) -> None:
    if line.kind == "notice":
        found.notices += 1
        return
    if line.kind not in ("text", "title", "row") or (line.kind == "row" and not line.head):
        return
    head = line.head
    timed = head is not None and head.name is None and head.start_ms is not None
    found.timed_letters = found.letters if head and head.start_ms is not None else found.timed_letters
    paragraph = line.blank_before and line.kind == "text" and not timed
    _count_line(found, line, before, timed=timed, paragraph=paragraph)
    _count_inside(found, line)
    _count_below(found, line, before, timed=timed)
    _count_pairs(found, line, before)
    if head is None:
        return
    if head.name is None:
        _count_nameless(found, head)
        return
    name = head.name
    if name_kind(name) == NameKind.NONE or states_person(head) or head.words.startswith(("http://", "https://", "//")):
        return
    found.headed += paragraph
    _add(found, head.shape, name, head)
    if head.above:
        found.shapes[head.shape].above += 1
        found.shapes[head.shape].wordless[name] += 1


def _count_line(found: Evidence, line: TextLine, before: TextLine | None, *, timed: bool, paragraph: bool) -> None:
    """Count what any line is: its length, whether a sentence ends it, whether it is the number of a page."""
    found.numbers += line.blank_before and line.text.strip("-– ") == str(found.numbers + 1)
    plain = line.blank_before and len(line.text) < 80
    # `Northquay <> Osmo: pilot` on every page
    titled = bool(found.first and line.head and line.head.words) and line.text.startswith(found.first)
    headless = titled or line.head is None or line.head.shape.endswith(".d")
    if plain and headless and (running := running_line(line.text)):
        _count_running(found, *running)
        found.footed[running[0]] += before is not None and is_foot(before)
    found.lines += line.kind != "title" and not (timed and not (line.head and line.head.words))
    found.letters += len(line.text)
    found.first = found.first or line.text.strip()[:120]
    found.sentences += line.text.rstrip()[-1:] in _SENTENCE_ENDS
    found.paragraphs += paragraph
    named = line.head is not None and line.head.name is not None and name_kind(line.head.name) >= NameKind.ONE
    found.below += not (named or timed or line.blank_before or line.kind != "text")
    if named:
        found.turned, found.tail = found.turned or found.tail > 0, 0
    elif line.kind == "text" and found.headed:
        found.tail += 1


_SHORTENED = re.compile(r"\b(?:[A-Z]|[JS]r)\.$")
_NUMBER = re.compile(r"[0-9]+")


def running_line(text: str) -> tuple[str, int] | None:
    """Return a line without its numbers, and the one of the page, 0 where it has none; None for what is no such line.

    >>> running_line("Northquay - page 3 of 7"), running_line("We waited 3 weeks.")
    (('northquay - page # of #', 3), None)
    """
    found = _NUMBER.search(text)
    text = text.strip().strip("*_ ")
    if not text or text[-1] in ".?!,;…" or text.strip("-– ").isdecimal() or (found and len(found[0]) > 4):
        return None
    if not found:
        return (text.casefold(), 0) if text.count(" ") > 1 else None
    return _NUMBER.sub("#", text).casefold(), int(_NUMBER.findall(text)[-1 if "page" not in text.casefold() else 0])


def _count_running(found: Evidence, text: str, number: int) -> None:
    before = found.pages.get(text)
    again = number == before and text.count(" ") > 1  # the line of a title, with its date
    if before is None or number == before + 1 or again:
        found.running[text] += 1
    else:
        found.running[text] -= 2
    found.pages[text] = number


def _count_below(found: Evidence, line: TextLine, before: TextLine | None, *, timed: bool) -> None:
    """Count the lines that stand right below what could be a head without words."""
    over = before.head if before else None
    if over is None:
        return
    if over.name and over.above and not (line.head and line.head.name) and over.shape in found.shapes:
        found.shapes[over.shape].below += 1
    found.topped += bool(over.words and over.shape[:2] == "tw" and not timed and not line.blank_before)


def _count_nameless(found: Evidence, head: TurnHead) -> None:
    """Count a time without a name, whose words could be one, and a question in bold."""
    if head.shape == "row":
        return
    heads = found.counted(head.shape)
    heads.names[""] += 1
    found.last = "" if head.shape.endswith("whole") else found.last  # somebody asks
    heads.times.add(head.start_ms, clock=head.clock)
    heads.letters, heads.ended = heads.letters + len(head.words), heads.ended + (head.words[-1:] in _SENTENCE_ENDS)
    short = 0 < len(head.words) <= 80 and head.shape.endswith(("tw", "tw["))
    if short and name_kind(head.words) >= NameKind.LISTED:
        _add(found, TIME_TOP, head.words, head)


def _add(found: Evidence, shape: str, name: str, head: TurnHead | None) -> None:
    name = found.spelt.setdefault(name.casefold(), name)
    heads = found.counted(shape)
    heads.names[name] += 1
    if head:
        heads.times.add(head.start_ms, clock=head.clock)
        heads.letters, heads.ended = heads.letters + len(head.words), heads.ended + (head.words[-1:] in _SENTENCE_ENDS)
    if found.last != name:
        found.returned[name] += found.last is not None
        found.last = name


def _count_inside(found: Evidence, line: TextLine) -> None:
    if "[" in line.text or "(" in line.text:
        for time in INSIDE.finditer(line.text, 1):
            found.inside.add(stamp_ms(time["square"] or time["round"]))


def is_lone_name(line: TextLine) -> bool:
    """Say whether a line could be a name and nothing else."""
    head = line.head  # `Dana Reyes - Head of sales` may be a name over words, too
    if line.kind != "text" or (head and (head.start_ms is not None or (head.words and head.shape[-2:] != ".d"))):
        return False
    text = line.text.strip()
    return bool(
        0 < len(text) <= 60
        and (text[-1] not in ".?!,;:…-" or _SHORTENED.search(text))
        and name_kind(text.strip("*_ ")) >= NameKind.ONE
    )


def is_avatar(text: str, name: str) -> bool:
    """Say whether a line is the initials that a page shows in place of the picture of the person named below.

    >>> is_avatar("DR", "Dana Reyes"), is_avatar("D", "Dana Reyes"), is_avatar("Ok", "Dana Reyes")
    (True, True, False)
    """
    text, name = text.strip(), name.strip()
    words = name.split()
    initials = "".join(word[0] for word in words)
    known = {
        initials[: len(text)].upper(),
        name[: len(text)].upper(),
        (words[0][0] + words[-1][0]).upper() if words else "",
    }
    return 0 < len(text) <= 3 and not text[0].islower() and text.upper() in known


def states_person(head: TurnHead) -> bool:
    """Say whether a head states who somebody is, `Interviewer: Dana Reyes`, and nothing is said."""
    label, said = head.name or "", head.words
    return (
        head.start_ms is None
        and (is_role(label) or is_voice(label))
        and 1 < len(said.split()) < 7
        and said[-1:] not in _SENTENCE_ENDS
        and name_kind(said) == NameKind.NAME
    )


def is_talk(heads: Sequence[TurnHead]) -> bool:
    """Say whether heads below a label over notes are turns of a talk and no list of who does what.

    People come back, their sentences end, and some of them ask, or speak of themselves or to somebody.
    """
    names = [head.name for head in heads]
    back = sum(name in names[: at - 1] and name != names[at - 1] for at, name in enumerate(names) if at > 1)
    ended = sum(head.words[-1:] in _SENTENCE_ENDS for head in heads)
    turned = sum(head.words[-1:] == "?" or speaks(head.words) for head in heads)
    return back > 0 and ended >= 0.6 * len(heads) and turned >= 0.3 * len(heads)


def is_stamp(line: TextLine | None) -> bool:
    """Say whether a line is a time and nothing else."""
    return bool(
        line and line.head and line.head.name is None and not line.head.words and line.head.start_ms is not None
    )


def _count_pairs(found: Evidence, line: TextLine, before: TextLine | None) -> None:
    """Count the heads that take two lines."""
    if before is None:
        return
    if line.blank_before:
        if line.kind == "text" and before.blank_before and is_lone_name(before):
            _add(found, APART, before.text.strip().strip("*_ "), None)
        return
    if is_stamp(line) and is_lone_name(before) and line.head:
        _add(found, NAME_TIME, before.text.strip().strip("*_ "), line.head)
    elif before.head and is_stamp(before) and is_lone_name(line):
        _add(found, TIME_NAME, line.text.strip().strip("*_ "), before.head)
    elif line.kind == "text" and before.blank_before and is_lone_name(before):
        _add(found, LONE, before.text.strip().strip("*_ "), None)
