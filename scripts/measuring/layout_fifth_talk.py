"""Conversations of the fifth half, and the sheet that a transcript of them is written on."""

import random
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from . import layout_fifth_words as vocabulary
from .layout_fifth_words import WORDS
from .layout_shapes import UNSTATED, Body, Layout, Turn, stated
from .layout_talk import Bounds, Person, Said, Talk

ANYBODY = Bounds(names=("full",), people=(2, 2), languages=False)
ASIDE = re.compile(r"\[(?:inaudible|unclear|laughter|crosstalk)[^\]]*\]|\((?:laughs|sighs|pause)\)")
ASIDES = ("[inaudible]", "[unclear]", "[laughter]", "(laughs)", "(sighs)", "(pause)", "[crosstalk]")
POOLS = {
    "work": (vocabulary.ASKED["en"], WORDS.speech["en"]),
    "support": (vocabulary.SUPPORT_ASKED, vocabulary.SUPPORT),
    "show": (vocabulary.SHOW_ASKED, vocabulary.SHOW),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Who is on a call and how they talk.

    names: full, first or `labels` that stand for everybody; brackets: what stands behind a name in its head. odd: how
    often the last person has a name of another kind. loose: aside marks and words that look like marks are said, too.
    """

    least: int = 2
    most: int = 4
    turns: tuple[int, int] = (8, 24)
    names: str = "full"
    labels: tuple[str, ...] = ()
    brackets: tuple[str, ...] = ()
    pool: str = "work"
    tongue: str = ""  # one language alone
    paragraphs: int = 1
    odd: float = 0.15
    loose: bool = True


def completed(chance: random.Random, tongue: str, sentence: str) -> str:
    """Return a sentence with its places filled in."""
    for place, choices in (
        ("{thing}", WORDS.things[tongue]),
        ("{when}", WORDS.whens[tongue]),
        ("{other}", vocabulary.TOOLS),
        ("{number}", [str(number) for number in range(4, 90)]),
    ):
        while place in sentence:
            sentence = sentence.replace(place, chance.choice(choices), 1)
    return sentence[0].upper() + sentence[1:]


def answer(chance: random.Random, tongue: str, group: Group) -> str:
    """Return a paragraph of somebody who was asked."""
    if chance.random() < 0.12:
        return chance.choice(WORDS.short[tongue])
    pool = POOLS[group.pool][1] if tongue == "en" else WORDS.speech[tongue]
    said = chance.sample(pool, min(len(pool), chance.choice((1, 1, 2, 3, 3, 4, 7))))
    if group.loose and tongue == "en":
        if chance.random() < 0.18:
            said.insert(chance.randrange(1, len(said) + 1), chance.choice(WORDS.traps))
        if chance.random() < 0.04:
            said.insert(0, chance.choice(WORDS.starts))
    said = [completed(chance, tongue, one) for one in said]
    if group.loose and len(said) > 1 and chance.random() < 0.08:
        said.insert(chance.randrange(1, len(said)), chance.choice(ASIDES))
    if chance.random() < 0.04:
        said[-1] = said[-1].rstrip(".?") + "—"  # cut off by the next
    return " ".join(said)


def question(chance: random.Random, tongue: str, group: Group) -> str:
    """Return a paragraph of somebody who asks."""
    if chance.random() < 0.1:
        return chance.choice(WORDS.short[tongue])
    asked = POOLS[group.pool][0] if tongue == "en" else vocabulary.ASKED[tongue]
    said = [chance.choice(asked)]
    if chance.random() < 0.25:
        said.insert(0, chance.choice(WORDS.short[tongue]))
    return " ".join(completed(chance, tongue, one) for one in said)


def invited(chance: random.Random, group: Group) -> list[Person]:
    """Return the people of a call, no two of whom share a first or a last name."""
    number = chance.randint(group.least, group.most)
    if group.labels:
        return [Person(label) for label in group.labels[:number]]
    first, last = chance.sample(WORDS.first, number), chance.sample(WORDS.last, number)
    found = first if group.names == "first" else [f"{one} {two}" for one, two in zip(first, last, strict=True)]
    if group.names != "first" and chance.random() < group.odd:
        taken = " ".join(found)
        odd = [name for names in WORDS.names.values() for name in names]
        found[-1] = chance.choice([one for one in odd if not any(part in taken for part in one.split())])
    return [Person(name, chance.choice(group.brackets) if group.brackets else "") for name in found]


def order_of(chance: random.Random, people: Sequence[Person], turns: int) -> list[Person]:
    """Return who speaks when: the first asks, the others answer and now and then talk to each other."""
    host, guests = people[0], people[1:]
    if not guests:
        return [host] * turns
    line = [host, *guests]
    while len(line) < turns:
        free = [one for one in people if one is not line[-1]]
        ask = line[-1] is not host and chance.random() < 0.75
        line.append(host if ask else chance.choice([one for one in free if one is not host] or [host]))
    return [*line, host] if line[-1] is not host and chance.random() < 0.5 else line


def exchanged(chance: random.Random, talk: Talk, group: Group) -> Iterator[tuple[Person, tuple[str, ...]]]:
    """Yield who says what; now and then somebody is interrupted by a short word and goes on behind a dash."""
    host, tongue = talk.people[0], talk.language
    for who in order_of(chance, talk.people, chance.randint(*group.turns)):
        asks = who is host and len(talk.people) > 1
        said = [(question if asks else answer)(chance, tongue, group)]
        if group.paragraphs > 1 and not asks and chance.random() < 0.3:
            said.append(answer(chance, tongue, group))
        words = said[-1].split()
        if len(talk.people) > 1 and len(words) > 11 and not ASIDE.search(said[-1]) and chance.random() < 0.04:
            at = chance.randrange(4, len(words) - 4)
            yield who, (*said[:-1], f"{' '.join(words[:at]).rstrip('.,:')}—")
            yield chance.choice([one for one in talk.people if one is not who]), (chance.choice(WORDS.short[tongue]),)
            yield who, (f"—{' '.join(words[at:])}",)
            talk.features.add("interruptions")
        else:
            yield who, tuple(dict.fromkeys(said))


def conversation(chance: random.Random, talk: Talk, group: Group) -> None:
    """Put a conversation of a group into `talk`, in place of what is there."""
    languages, weights = zip(*vocabulary.LANGUAGES, strict=True)
    drawn = str(chance.choices(languages, weights)[0])
    talk.language = group.tongue or ("en" if group.pool != "work" else drawn)
    talk.people = invited(chance, group)
    talk.features.clear()
    talk.said, clock, pauses = [], chance.choice((0, 0, 3_000, 7_000, 62_000)), chance.random() < 0.15
    for who, said in exchanged(chance, talk, group):
        length = 340 * sum(len(part.split()) for part in said) + chance.randint(400, 2_200)
        talk.said.append(Said(who, said, clock, clock + length))
        clock += length + chance.randint(1_000, 6_000) + (chance.randint(120_000, 500_000) if pauses else 0)
    talk.features |= {talk.language} - {"en"}
    talk.features |= {"longer than an hour"} if clock > 3_600_000 else set()
    talk.features |= {"one speaker"} if len(talk.people) == 1 else set()
    talk.features |= {"turns of several paragraphs"} if any(len(one.paragraphs) > 1 for one in talk.said) else set()


@dataclass
class Sheet:
    """A file that is being written, and the truth about it."""

    chance: random.Random
    talk: Talk
    group: Group
    body: Body = field(default_factory=Body)

    def mark(self, *lines: str) -> None:
        """Add heads, marks and blank lines, which are neither words nor notes."""
        self.body.lines += lines

    def note(self, *lines: str) -> None:
        """Add lines that nobody said."""
        self.mark(*lines)
        self.body.notes += [line for line in lines if line.strip()]

    def words(self, who: Person | None, *lines: str, at: int | None = None, lead: str = "", other: str = "") -> None:
        """Add the words of a turn, of nobody if `who` is None; lead: before the first line, other: before the rest."""
        for number, line in enumerate(lines):
            self.mark(f"{other if number else lead}{line}" if line else "")
        text = "\n".join(lines)
        for aside in ASIDE.findall(text):
            self.body.optional += [aside, aside.split()[0]]
            self.body.features.add("asides between words")
        said = [part.strip() for part in ASIDE.sub("\n", text).split("\n")]
        self.body.turns.append(Turn(who.name if who else None, "\n".join(part for part in said if part), at))

    def close(self, clock: str = UNSTATED, labels: dict[str, set[str]] | None = None) -> None:
        """State what the times are and which labels everybody who spoke may have; labels: by name, instead of it."""
        self.body.clock = clock
        spoke = {turn.who for turn in self.body.turns}
        for one in self.talk.people:
            if one.name in spoke:
                self.body.people[one.name] = (labels or {}).get(one.name, {one.name, one.shown})


def spaced(said: Said) -> list[str]:
    """Return the paragraphs of a turn, a blank line between them."""
    return [line for part in said.paragraphs for line in ("", part)][1:]


def wrapped(said: Said, width: int, taken: int = 0) -> list[str]:
    """Return a turn in lines of a width; taken: what stands before the words in the first of them."""
    text = " ".join(said.paragraphs)
    return textwrap.wrap(f"{'x' * taken}{text}", width, break_long_words=False, break_on_hyphens=False)


def filled_lines(said: Said, width: int, lead: str) -> list[str]:
    """Return the words of a turn in lines of a width, of which the first has room for its lead."""
    lines = wrapped(said, width, len(lead))
    return [lines[0].removeprefix("x" * len(lead)), *lines[1:]]


def snippets(sheet: Sheet, size: int = 10) -> list[Said]:
    """Return all turns in pieces of some words, as captions have them."""
    found = []
    for said in sheet.talk.said:
        words = " ".join(said.paragraphs).split()
        number = max(1, round(len(words) / size))
        each = (said.end - said.at) // number
        for part in range(number):
            text = " ".join(words[part * len(words) // number : (part + 1) * len(words) // number])
            found.append(Said(said.who, (text,), said.at + part * each, said.at + (part + 1) * each))
    return found


def time_of(form: str, said: Said, start: int = 0) -> tuple[str, int]:
    """Return when a turn begins, as it is written and in milliseconds."""
    return stated(form, said.at + start)


def sheet(name: str, write: Callable[[Sheet], None], suffix: str = ".txt", group: Group | None = None) -> Layout:
    """Return a layout that holds a conversation of its own."""

    def made(chance: random.Random, talk: Talk) -> Body:
        page = Sheet(chance, talk, group or Group())
        conversation(chance, talk, page.group)
        write(page)
        return page.body

    return Layout(name, made, suffix, around="", bounds=ANYBODY)
