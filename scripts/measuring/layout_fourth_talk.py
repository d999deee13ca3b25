"""Conversations of the fourth half: one side asks and the other answers, with what is between brackets and not said."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from .layout_fourth_words import LANGUAGES, QUESTIONS, TOOLS_MEANT, TOOLS_NAMED, WORDS
from .layout_shapes import UNSTATED, Body, Layout, Turn, Write
from .layout_talk import Bounds, Person, Said, Talk

BETWEEN = re.compile(r"[\[(](?:inaudible|unintelligible|laughs|crosstalk)[^\])]*[\])]|\[\d\d:\d\d:\d\d\]")
NAMELESS = "Unknown Speaker"
BRACKETS = (
    "[inaudible]",
    "[inaudible]",
    "[laughs]",
    "(laughs)",
    "[crosstalk]",
    "[unintelligible]",
    "[inaudible 00:03:19]",
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who may talk, and how: numbers of people and turns, the kind of names, or the `labels` that all are called by."""

    people: tuple[int, int] = (2, 4)
    turns: tuple[int, int] = (7, 22)
    names: str = "full"  # or first, company, plain, unknown: the last of them has no name
    labels: tuple[str, ...] = ()
    languages: bool = True
    paragraphs: int = 1
    once: bool = True  # somebody may speak once only
    brackets: bool = True


def fill_in(chance: random.Random, language: str, sentence: str) -> str:
    """Fill in the places of a sentence."""
    tools = TOOLS_NAMED + (TOOLS_MEANT if language == "en" else ())
    picks = {"thing": WORDS.things[language], "when": WORDS.whens[language], "tool": tools, "other": tools}

    def pick(place: re.Match[str]) -> str:
        return str(chance.randint(3, 60)) if place[1] == "number" else chance.choice(picks[place[1]])

    return re.sub(r"\{(\w+)\}", pick, sentence)


def utter(chance: random.Random, language: str, cast: Cast, *, asks: bool) -> str:
    """Return a paragraph of somebody who asks, or answers."""
    if chance.random() < 0.14:
        return chance.choice(WORDS.short[language])
    said = [
        chance.choice(WORDS.speech[language]) for _ in range(chance.choice((0, 0, 1) if asks else (1, 2, 2, 3, 5, 9)))
    ]
    said = list(dict.fromkeys(said))
    if asks:
        said.append(chance.choice(QUESTIONS[language]))
    if language == "en" and chance.random() < 0.2:
        said.insert(chance.randint(1, len(said)), chance.choice(WORDS.traps))
    if language == "en" and not asks and chance.random() < 0.04:
        said.insert(0, chance.choice(WORDS.starts))
    if cast.brackets and len(said) > 1 and chance.random() < 0.07:
        said.insert(chance.randint(1, len(said) - 1), chance.choice(BRACKETS))
    return fill_in(chance, language, " ".join(said))


def named(chance: random.Random, cast: Cast, number: int) -> list[Person]:
    """Return people of different names: first names, too, are nobody else's."""
    if cast.labels:
        return [Person(label) for label in cast.labels[:number]]
    firsts = chance.sample(WORDS.first, number)
    if cast.names == "first":
        return [Person(first) for first in firsts]
    found = [f"{first} {last}" for first, last in zip(firsts, chance.sample(WORDS.last, number), strict=True)]
    if cast.names not in ("plain", "unknown") and chance.random() < 0.2:
        kind = chance.choice(("particle", "honorific", "unicode", "joined"))
        found[-1] = chance.choice([name for name in WORDS.names[kind] if name.split()[-1] not in " ".join(found)])
    found[-1:] = [NAMELESS] if cast.names == "unknown" else found[-1:]
    if cast.names != "company":
        return [Person(name) for name in found]
    return [Person(name, chance.choice(WORDS.companies) if chance.random() < 0.8 else "") for name in found]


def converse(chance: random.Random, talk: Talk, cast: Cast) -> None:
    """Put another conversation into `talk`: the first of the people asks."""
    number = chance.randint(*cast.people)
    number = min(number, len(cast.labels)) if cast.labels else number
    talk.language = chance.choices(*zip(*LANGUAGES, strict=True))[0] if cast.languages else "en"
    talk.people = named(chance, cast, number)
    host, *guests = talk.people
    passing = guests[-1] if cast.once and len(guests) > 1 and chance.random() < 0.5 else None
    steady = [one for one in guests if one is not passing] or [host]
    turns = chance.randint(cast.turns[0], cast.turns[1])
    line = [host if at % 2 == 0 else chance.choice(steady) for at in range(turns)]
    line += [one for one in steady if line.count(one) < 2 for one in (one, host)] + [steady[0]] * (len(guests) > 0)
    if passing:
        line.insert(chance.randint(2, len(line) - 1), passing)
    line = [one for at, one in enumerate(line) if at == 0 or one is not line[at - 1] or number == 1]
    talk.said, clock, long = [], chance.choice((0, 2_000, 4_000, 11_000)), chance.random() < 0.2
    for who in line:
        several = cast.paragraphs > 1 and chance.random() < 0.25
        asks = who is host and number > 1
        parts = tuple(utter(chance, talk.language, cast, asks=asks) for _ in range(1 + several))
        length = 320 * sum(len(part.split()) for part in parts) + chance.randint(200, 1_900)
        talk.said.append(Said(who, parts, clock, clock + length))
        clock += length + chance.randint(1_000, 9_000) + (chance.randint(90_000, 400_000) if long else 0)
    counted = [line.count(one) for one in talk.people]
    talk.features.clear()
    talk.features |= {talk.language} - {"en"}
    talk.features |= {"one speaker"} if number == 1 else set()
    talk.features |= {"longer than an hour"} if clock > 3_600_000 else set()
    talk.features |= {"somebody speaks once"} if 1 in counted else set()
    talk.features |= {"turns of several paragraphs"} if any(len(one.paragraphs) > 1 for one in talk.said) else set()


@dataclass
class Page:
    """A page while it is being written: its lines, and the truth about them."""

    chance: random.Random
    talk: Talk
    cast: Cast
    body: Body = field(default_factory=Body)

    def mentioned(self) -> list[str]:
        """Return the people as notes name them, who have names there even if turns have labels."""
        names = [one.name for one in self.talk.people if one.name != NAMELESS]
        return [*WORDS.first[3:5]] if self.cast.labels else names

    def bare(self, *lines: str) -> None:
        """Add blank lines, heads of turns and marks."""
        self.body.lines += lines

    def put(self, *lines: str) -> None:
        """Add lines that nobody said."""
        self.body.lines += lines
        self.body.notes += [line for line in lines if line]

    def say(
        self, said: Said, *lines: str, at: int | None = None, first: str = "", rest: str = "", nobody: bool = False
    ) -> None:
        """Add the words of a turn: `first` stands before its first line, `rest` before others that are not blank."""
        shown = [f"{rest if number else first}{line}" if line else "" for number, line in enumerate(lines)]
        self.body.lines += shown
        text = "\n".join(lines)
        for mark in BETWEEN.findall(text):
            self.body.optional += [mark, mark.split()[0]] if re.search("[a-z]", mark) else []
            self.body.features.add("brackets between words")
        parts = [part.strip() for part in BETWEEN.sub("\n", text).split("\n")]
        words = "\n".join(part for part in parts if part)
        self.body.turns.append(Turn(None if nobody else said.who.name, words, at))

    def know(self, clock: str = UNSTATED, **labels: set[str]) -> None:
        """State what the times are, and the labels of everybody who speaks; labels: further ones, by name."""
        self.body.clock = clock
        spoke = {turn.who for turn in self.body.turns}
        labels = {NAMELESS: {""}, **labels}
        for one in self.talk.people:
            if one.name in spoke:
                self.body.people[one.name] = {one.name, one.shown} | labels.get(one.name, set())


def cut(page: Page, said: Said) -> list[Said]:
    """Return a turn as a tool cuts it: into pieces of some words, each with a share of the time."""
    words = " ".join(said.paragraphs).split()
    starts = [0]
    while len(words) - starts[-1] > 18:
        starts.append(starts[-1] + page.chance.randint(8, 14))
    each = (said.end - said.at) // len(starts)
    ends = [*starts[1:], len(words)]
    return [
        Said(said.who, (" ".join(words[first:last]),), said.at + number * each, said.at + (number + 1) * each)
        for number, (first, last) in enumerate(zip(starts, ends, strict=True))
    ]


def cues(page: Page) -> list[Said]:
    """Return the pieces of all turns."""
    return [piece for said in page.talk.said for piece in cut(page, said)]


def apart(said: Said) -> list[str]:
    """Return the paragraphs of a turn with blank lines between."""
    return "\n\n".join(said.paragraphs).split("\n")


def lay(name: str, write: Callable[[Page], None], suffix: str = ".txt", cast: Cast | None = None) -> Layout:
    """Return a layout that writes a page of its own conversation."""

    def made(chance: random.Random, talk: Talk) -> Body:
        page = Page(chance, talk, cast or Cast())
        converse(chance, talk, page.cast)
        write(page)
        return page.body

    wrote: Write = made
    return Layout(name, wrote, suffix, around="", bounds=Bounds(languages=False))
