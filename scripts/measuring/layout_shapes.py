"""Layouts of turns that a head and a few rules describe: its template, the form of its time, where the words stand."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .layout_talk import Bounds, Person, Said, Talk

OFFSET, CLOCK, UNSTATED, UNCHECKED = "offset", "clock", "unstated", "unchecked"
"""What the times are: from the start; of the day; not there; there, but of another moment than the first word."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What was said by whom: `who` is None where nobody can know, `stamps` are (words before, milliseconds)."""

    who: str | None
    words: str
    at: int | None = None
    stamps: tuple[tuple[int, int], ...] = ()


@dataclass
class Body:
    """The lines of a transcript and the truth about them.

    `people` are the labels that a speaker may have in the reading, "" for none at all. `notes` are lines that nobody
    said, `optional` ones that may count as words or not. `date` is what the lines themselves state. `starts` are the
    lines before which something else may stand, where turns begin behind a blank one.
    """

    lines: list[str] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)
    people: dict[str, set[str]] = field(default_factory=dict)
    clock: str = UNSTATED
    notes: list[str] = field(default_factory=list)
    optional: list[str] = field(default_factory=list)
    features: set[str] = field(default_factory=set)
    date: str | None = None
    starts: list[int] = field(default_factory=list)


Write = Callable[[random.Random, Talk], Body]


@dataclass(frozen=True, slots=True)
class Layout:
    """A way of writing turns. `around` is what may stand around them: md, txt, or nothing but what `write` writes."""

    id: str
    write: Write
    suffix: str = ".txt"
    around: str = "txt"
    bounds: Bounds = field(default_factory=Bounds)
    brackets: float = 0.0
    headings: bool = False  # turns are headings


# Forms of a time and the milliseconds that each of them is exact to.


def parts(ms: int) -> tuple[int, int, int, int]:
    """Return hours, minutes, seconds and milliseconds."""
    return ms // 3_600_000, ms // 60_000 % 60, ms // 1000 % 60, ms % 1000


def short(ms: int) -> str:
    """Write 0:05, and 1:00:05 after an hour."""
    hours, minutes, seconds, _ = parts(ms)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def padded(ms: int) -> str:
    """Write 00:05, and 01:00:05 after an hour."""
    hours, minutes, seconds, _ = parts(ms)
    return f"{hours:02}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def full(ms: int) -> str:
    """Write 00:00:05."""
    hours, minutes, seconds, _ = parts(ms)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def in_words(ms: int) -> str:
    """Write 0 minutes 3 seconds."""
    hours, minutes, seconds, _ = parts(ms)
    said = [(hours, "hour")] * bool(hours) + [(minutes, "minute"), (seconds, "second")]
    return " ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in said)


def twelve(ms: int) -> str:
    """Write 10:03 AM."""
    hours, minutes, *_ = parts(ms)
    return f"{(hours - 1) % 12 + 1}:{minutes:02} {'AM' if hours < 12 else 'PM'}"


FORMS: dict[str, tuple[Callable[[int], str], int]] = {
    "short": (short, 1000),
    "padded": (padded, 1000),
    "full": (full, 1000),
    "hundredths": (lambda ms: f"{full(ms)}.{ms % 1000 // 10:02}", 10),
    "thousandths": (lambda ms: f"{full(ms)}.{ms % 1000:03}", 1),
    "comma": (lambda ms: f"{full(ms)},{ms % 1000:03}", 1),
    "minutes": (lambda ms: f"{ms // 60_000:02}:{ms // 1000 % 60:02}.{ms % 1000:03}", 1),
    "tenth": (lambda ms: f"{full(ms)}-{ms % 1000 // 100}", 100),
    "tenths": (lambda ms: f"{full(ms)}.{ms % 1000 // 100}", 100),
    "words": (in_words, 1000),
    "letters": (lambda ms: "{:02}h{:02}m{:02}s".format(*parts(ms)[:3]), 1000),
    "twelve": (twelve, 60_000),
}


def stated(form: str, ms: int) -> tuple[str, int]:
    """Return a time as it is written, and what is left of it."""
    write, exact = FORMS[form]
    return write(ms), ms // exact * exact


def accepted(person: Person) -> set[str]:
    """Return the labels that a reader may give somebody."""
    labels = {person.name, person.shown}
    return labels | {person.name.partition("@")[0]} if "@" in person.name else labels


def names_of(talk: Talk) -> dict[str, set[str]]:
    """Return the labels of everybody."""
    return {one.name: accepted(one) for one in talk.people}


@dataclass(frozen=True, slots=True)
class Shape:
    """How a turn looks. {name}, {time}, {end} and {initial} stand in `head`, which may have several lines.

    place: the words on the head's line ("same"), on the next ("below"), or after a blank one ("apart").
    first, rest: what stands before the first line of a turn and before the others; indent: before words below.
    break_: what divides paragraphs of a turn; gap: a blank line between turns.
    """

    head: str
    form: str = ""
    place: str = "same"
    first: str = ""
    rest: str = ""
    indent: str = ""
    break_: str = "\n\n"
    gap: bool = True
    clock: str = OFFSET


def initials(name: str) -> str:
    """Return what stands in an avatar."""
    return "".join(part[0] for part in name.split()[:2]).upper()


def turn_lines(shape: Shape, said: Said, time: str, end: str) -> list[str]:
    """Return the lines of a turn."""
    head = shape.head.format(name=said.who.shown, time=time, end=end, initial=initials(said.who.name))
    words = f"{shape.break_}{shape.indent}".join(said.paragraphs)
    joint = {"same": " ", "below": f"\n{shape.indent}", "apart": f"\n\n{shape.indent}"}[shape.place]
    joint = "" if shape.place == "same" and head.endswith(("\t", "：")) else joint
    lines = f"{head}{joint}{words}".split("\n")
    rest = [f"{shape.rest}{line}".rstrip() if shape.rest else line for line in lines[1:]]
    return [f"{shape.first}{lines[0]}", *rest]


def written(shape: Shape, talk: Talk, start: int = 0) -> Body:
    """Write the turns of a conversation. start: milliseconds of the day, where the times are of the day."""
    body = Body(people=names_of(talk), clock=shape.clock if shape.form else UNSTATED)
    for number, said in enumerate(talk.said):
        time, at = stated(shape.form, said.at + start) if shape.form else ("", None)
        end = stated(shape.form, said.end + start)[0] if shape.form else ""
        body.lines += [""] * (shape.gap and number > 0)
        body.starts += [len(body.lines)] * (shape.gap and not shape.first and number > 0)
        body.lines += turn_lines(shape, said, time, end)
        known = at if shape.clock != UNCHECKED else None
        body.turns.append(Turn(said.who.name, "\n".join(said.paragraphs), known))
    return body


def shaped(shapes: Sequence[Shape]) -> Write:
    """Return what writes turns in one of several shapes."""

    def write(chance: random.Random, talk: Talk) -> Body:
        start = chance.randint(9 * 3600, 15 * 3600) * 1000
        shape = chance.choice(shapes)
        return written(shape, talk, start if shape.clock == CLOCK else 0)

    return write
