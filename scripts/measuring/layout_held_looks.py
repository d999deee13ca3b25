"""How turns look in the half that is held back: forms of times, wrapped and indented words, wide gaps, hard spaces."""

import random
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from .layout_held_talk import SPACELESS
from .layout_shapes import FORMS, OFFSET, UNCHECKED, UNSTATED, Body, Turn, Write, accepted, full, initials, parts
from .layout_talk import Person, Said, Talk

NARROW, HARD = "\u202f", "\u00a0"


def twenty_four(ms: int) -> str:
    """Write 14:03."""
    return full(ms)[:5]


def twelve_narrow(ms: int) -> str:
    """Write 2:03 PM with the narrow space that systems put there."""
    return FORMS["twelve"][0](ms).replace(" ", NARROW)


def spelt(ms: int) -> str:
    """Write 1h 02m 03s, and 2m 03s before an hour."""
    hours, minutes, seconds, _ = parts(ms)
    return f"{hours}h {minutes:02}m {seconds:02}s" if hours else f"{minutes}m {seconds:02}s"


def abbreviated(ms: int) -> str:
    """Write 1 hr 2 min 3 sec."""
    hours, minutes, seconds, _ = parts(ms)
    return f"{hours} hr {minutes} min {seconds} sec" if hours else f"{minutes} min {seconds} sec"


HELD_FORMS: dict[str, tuple[Callable[[int], str], int]] = {
    **FORMS,
    "seconds": (lambda ms: f"{ms // 1000}.{ms % 1000 // 10:02}s", 10),
    "spelt": (spelt, 1000),
    "abbreviated": (abbreviated, 1000),
    "dots": (lambda ms: full(ms).replace(":", "."), 1000),
    "frames": (lambda ms: f"{full(ms)}:{ms % 1000 // 40:02}", 1000),
    "day": (twenty_four, 60_000),
    "day seconds": (full, 1000),
    "narrow": (twelve_narrow, 60_000),
}


def told(form: str, ms: int) -> tuple[str, int]:
    """Return a time as it is written, and what is left of it."""
    write, exact = HELD_FORMS[form]
    return write(ms), ms // exact * exact


@dataclass(frozen=True, slots=True)
class Look:
    """How a turn looks.

    `head` holds {name} (with what stands in brackets), {bare}, {upper}, {role}, {time}, {end}, {initial}, {number} and
    {second}, in one or several lines. place: the words on the head's line ("same"), on the next ("below"), or after a
    blank one ("apart"). first, rest: what stands before the first line of a turn and before the others; indent: before
    words below; tail: behind the words. break_: what divides paragraphs; gap: blank lines between turns; wrap: width
    of the words' lines; fixed: a program wrote it, so that nobody wrapped or spaced it.
    """

    head: str
    form: str = ""
    place: str = "same"
    first: str = ""
    rest: str = ""
    indent: str = ""
    tail: str = ""
    break_: str = "\n\n"
    gap: int = 1
    wrap: int = 0
    clock: str = OFFSET
    fixed: bool = False


def labels(one: Person) -> set[str]:
    """Return the labels that a reader may give somebody: the name, alone or with the part as it stands there."""
    found = accepted(one) | ({one.name.rpartition("@")[0]} if "@" in one.name else set())
    if one.bracket:
        found |= {f"{one.name}{joint}{one.bracket}" for joint in (", ", " - ", " – ", " — ", " -- ", " | ", " / ", " ")}
        found.add(f"{one.name} [{one.bracket}]")
    return found


def people_of(talk: Talk) -> dict[str, set[str]]:
    """Return the labels of everybody."""
    return {one.name: labels(one) for one in talk.people}


def wrapped(words: str, width: int, before: int = 0) -> list[str]:
    """Return words in lines of a width, the first of which begins behind something."""
    if not width or len(words) + before <= width:
        return [words]
    lead = "\x00" * min(before, width // 2)
    lines = textwrap.wrap(
        words, width, initial_indent=lead, break_long_words=False, break_on_hyphens=False, replace_whitespace=False
    )
    return [line.lstrip("\x00") for line in lines]


def head_of(look: Look, said: Said, number: int, start: int = 0) -> str:
    """Return a turn's head."""
    who = said.who
    return look.head.format(
        name=who.shown,
        bare=who.name,
        upper=who.name.upper(),
        role=who.bracket or "Guest",
        time=told(look.form, said.at + start)[0] if look.form else "",
        end=told(look.form, said.end + start)[0] if look.form else "",
        initial=initials(who.name),
        number=number,
        second=said.at // 1000,
    )


def turned(look: Look, said: Said, head: str) -> tuple[list[str], str]:
    """Return the lines of a turn, and its words, as lines too where they are wrapped."""
    before = len(look.first) + len(head.rpartition("\n")[2]) + 1 if look.place == "same" else 0
    spoken = [wrapped(one, look.wrap, before if at == 0 else 0) for at, one in enumerate(said.paragraphs)]
    joint = {"same": " ", "below": f"\n{look.indent}", "apart": f"\n\n{look.indent}"}[look.place]
    joint = "" if look.place == "same" and head.endswith(("\t", "：", "】", HARD, "\u3000")) else joint
    text = f"{look.break_}{look.indent}".join(f"\n{look.indent}".join(lines) for lines in spoken)
    lines = f"{head}{joint}{text}{look.tail}".split("\n")
    rest = [f"{look.rest}{line}".rstrip(" ") if look.rest else line for line in lines[1:]]
    return [f"{look.first}{lines[0]}", *rest], "\n".join(line for lines in spoken for line in lines)


def varied(chance: random.Random, look: Look, talk: Talk, features: set[str]) -> Look:
    """Return a look with what people and editors do to any text: wide gaps, wrapped lines, hard spaces, blanks."""
    if look.fixed:
        return look
    if look.gap and chance.random() < 0.07:
        look = replace(look, gap=2)
    if look.gap and not look.wrap and not look.indent and talk.language not in SPACELESS and chance.random() < 0.12:
        look = replace(look, wrap=chance.choice((72, 72, 80, 64)))
    features |= {"wrapped lines"} if look.wrap else set()
    mark, _, rest = look.head.partition("{")
    if chance.random() < 0.05 and " " in rest:
        look = replace(look, head=f"{mark}{{{rest.replace(' ', HARD)}")
        features.add("hard spaces in heads")
    if look.place == "below" and not look.head.endswith(("\n", " ")) and chance.random() < 0.06:
        look = replace(look, head=look.head + "  ")
    return look


def hardened(chance: random.Random, talk: Talk, features: set[str]) -> None:
    """Put hard spaces between some words, as web pages do."""
    if chance.random() > 0.06 or talk.language in SPACELESS:
        return
    features.add("hard spaces in words")
    for at, said in enumerate(talk.said):
        if at % 3 == 0:
            spoken = tuple(one.replace(". ", f".{HARD}") for one in said.paragraphs)
            talk.said[at] = replace(said, paragraphs=spoken)


def speak(look: Look, chance: random.Random, talk: Talk, start: int = 0) -> Body:
    """Write the turns of a conversation. start: milliseconds of the day, where the times are of the day."""
    body = Body(people=people_of(talk), clock=look.clock if look.form else UNSTATED)
    hardened(chance, talk, body.features)
    look = varied(chance, look, talk, body.features)
    for number, said in enumerate(talk.said, 1):
        if number > 1:
            body.lines += [""] * look.gap
            body.starts += [len(body.lines)] * bool(look.gap and not look.first)
        lines, words = turned(look, said, head_of(look, said, number, start))
        body.lines += lines
        at = told(look.form, said.at + start)[1] if look.form and look.clock != UNCHECKED else None
        body.turns.append(Turn(said.who.name, words, at))
    return body


def looks(*shown: Look) -> Write:
    """Return what writes turns in one of several looks; times of the day begin at some hour of the day."""

    def write(chance: random.Random, talk: Talk) -> Body:
        look = chance.choice(shown)
        start = chance.randint(8 * 3600, 14 * 3600) * 1000 if look.clock == "clock" else 0
        return speak(look, chance, talk, start)

    return write


def any_of(*writes: Write) -> Write:
    """Return what writes in one of several ways."""

    def write(chance: random.Random, talk: Talk) -> Body:
        return chance.choice(writes)(chance, talk)

    return write


def topped(write: Write, *tops: Sequence[str], ends: Sequence[str] = ()) -> Write:
    """Return what puts lines that nobody said above and below; {title} and {who} are filled in."""

    def whole(chance: random.Random, talk: Talk) -> Body:
        body = write(chance, talk)
        title, who = chance.choice(talk.words.titles), chance.choice(talk.people).name
        top = [line.format(title=title, who=who) for line in chance.choice(tops or ((),))]
        end = [line.format(title=title, who=who) for line in ends]
        body.starts = [at + len(top) for at in body.starts]
        body.lines = [*top, *body.lines, *end]
        body.notes += [*top, *end]
        return body

    return whole
