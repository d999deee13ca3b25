"""Invented conversations: who says what when, in words of a vocabulary, by a seed."""

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .layout_words import Words

LANGUAGES = (("en", 84), ("de", 5), ("fr", 4), ("es", 4), ("ja", 3))
ODD = (
    "particle",
    "honorific",
    "address",
    "lower",
    "role",
    "unicode",
    "initials",
    "numbered",
    "capitals",
    "single",
    "joined",
)
RETURNS = ("lower", "role", "initials", "japanese")  # nobody takes such a label for a speaker before it came back


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker; `bracket` is what some layouts put behind the name, `returns` that the name has to come back."""

    name: str
    bracket: str = ""
    returns: bool = False

    @property
    def shown(self) -> str:
        """The name with its bracket."""
        return f"{self.name} ({self.bracket})" if self.bracket else self.name


@dataclass(frozen=True, slots=True)
class Said:
    """A turn; times are milliseconds from the start."""

    who: Person
    paragraphs: tuple[str, ...]
    at: int
    end: int


@dataclass
class Talk:
    """A conversation, and what is special in it, which figures are told apart by."""

    words: Words
    language: str
    people: list[Person]
    said: list[Said] = field(default_factory=list)
    features: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a layout can show: how many paragraphs a turn, how many speakers, which kinds of names."""

    paragraphs: int = 3
    people: tuple[int, int] = (1, 8)
    names: tuple[str, ...] = ("full", *ODD)
    languages: bool = True
    markdown: bool = True
    returning: bool = False  # a name that comes once could be anything
    shortest: int = 4


def filled(chance: random.Random, words: Words, language: str, sentence: str, others: Iterable[Person]) -> str:
    """Fill in the places of a sentence."""
    names = [one.name for one in others if re.fullmatch(r"[^\W\d_]+ [^\W\d_]+", one.name)] or ["Somebody"]
    picks = {"thing": words.things[language], "when": words.whens[language], "other": names}

    def pick(place: re.Match[str]) -> str:
        return str(chance.randint(2, 40)) if place[1] == "number" else chance.choice(picks[place[1]])

    return re.sub(r"\{(\w+)\}", pick, sentence)


def paragraph(chance: random.Random, talk: Talk, who: Person, bounds: Bounds, *, first: bool) -> str:
    """Return what is said between two breaks."""
    words, language = talk.words, talk.language
    if chance.random() < 0.18:
        return chance.choice(words.short[language])
    sentences = [chance.choice(words.speech[language]) for _ in range(chance.choice((1, 1, 2, 2, 3, 4)))]
    if language == "en" and chance.random() < 0.16:
        sentences.insert(chance.randint(1, len(sentences)), chance.choice(words.traps))
        talk.features.add("words that look like marks")
    if language == "en" and chance.random() < 0.05:
        sentences.insert(0, chance.choice(words.starts))
        talk.features.add("colon in the first words" if first else "colon at the start of a paragraph")
    others = [one for one in talk.people if one is not who]
    said = ("" if language == "ja" else " ").join(
        filled(chance, words, language, sentence, others) for sentence in sentences
    )
    if bounds.markdown and language == "en" and chance.random() < 0.04 and " the " in said[20:]:
        said = re.sub(r" the (\w+)", r" the **\1**", said, count=1)
        talk.features.add("bold words in speech")
    return said


def person(chance: random.Random, words: Words, kind: str, taken: set[str]) -> Person:
    """Return somebody whose name nobody has yet."""
    free = [] if kind == "full" else [name for name in words.names[kind] if name not in taken]
    name = chance.choice(free) if free else ""
    while not name or name in taken:
        name, kind = f"{chance.choice(words.first)} {chance.choice(words.last)}", "full"
    taken.add(name)
    return Person(name, returns=kind in RETURNS)


def people(chance: random.Random, words: Words, language: str, bounds: Bounds) -> tuple[list[Person], set[str]]:
    """Return the speakers of a conversation, and the kinds of their names."""
    number = chance.choice((1, 2, 2, 2, 2, 3, 3, 4, 5, 8))
    number = min(max(number, bounds.people[0]), bounds.people[1])
    odd = [kind for kind in bounds.names if kind != "full"]
    style = chance.random()
    kinds = ["full"] * number
    if language == "ja" and "full" in bounds.names:
        number, kinds = min(number, 3), ["japanese"] * min(number, 3)
    elif odd and style < 0.25:
        kinds = [chance.choice(odd)] * number
    elif odd and style < 0.6:
        kinds[chance.randrange(number)] = chance.choice(odd)
    taken: set[str] = set()
    found = [person(chance, words, kind, taken) for kind in kinds]
    return found, {f"names: {kind}" for kind in kinds if kind != "full"}


def bracketed(chance: random.Random, words: Words, persons: list[Person]) -> list[Person]:
    """Return the people with a company, a role or an address in brackets behind most of them."""
    kind = chance.choice(("company", "company", "role", "role", "address"))
    found = []
    for one in persons:
        if kind == "address":
            local = re.sub(r"[^a-z]+", ".", one.name.casefold()).strip(".") or "p"
            bracket = f"{local}@{chance.choice(('acme', 'halden'))}.example"
        else:
            bracket = chance.choice(words.companies if kind == "company" else words.roles)
        bare = "@" in one.name or (kind != "address" and chance.random() < 0.25)
        found.append(one if bare else Person(one.name, bracket, one.returns))
    return found


def order(chance: random.Random, persons: list[Person], turns: int, *, returning: bool) -> list[Person]:
    """Return who speaks turn by turn: one who has to come back does so twice, between turns of others."""
    line = [chance.choice(persons)]
    while len(line) < turns:
        others = [one for one in persons if one is not line[-1]] or persons
        line.append(line[-1] if chance.random() < 0.04 else chance.choice(others))
    for one in persons:
        needed = (3 if one.returns or returning or len(persons) == 1 else 1) - line.count(one)
        for _ in range(max(needed, 0)):
            places = [at for at in range(len(line) + 1) if one not in line[max(at - 1, 0) : at + 1]]
            line.insert(chance.choice(places or [len(line)]), one)
    return line


def make_talk(chance: random.Random, words: Words, bounds: Bounds, *, brackets: bool = False) -> Talk:
    """Return a conversation that a layout can show."""
    names, weights = zip(*LANGUAGES, strict=True)
    language = chance.choices(names, weights)[0] if bounds.languages else "en"
    persons, features = people(chance, words, language, bounds)
    persons = bracketed(chance, words, persons) if brackets else persons
    talk = Talk(words, language, persons, features=features)
    line = order(chance, persons, chance.randint(max(bounds.shortest, len(persons)), 22), returning=bounds.returning)
    clock = chance.choice((0, 0, chance.randint(0, 40_000)))
    long = chance.random() < 0.2
    for who in line:
        number = chance.choice((1, 1, 1, 1, 2, 3)) if bounds.paragraphs > 1 else 1
        parts = tuple(
            paragraph(chance, talk, who, bounds, first=at == 0) for at in range(min(number, bounds.paragraphs))
        )
        length = 350 * sum(len(part.split()) + len(part) // 12 for part in parts) + chance.randint(300, 2_500)
        talk.said.append(Said(who, parts, clock, clock + length))
        clock += length + chance.randint(1_000, 4_000) + (chance.randint(200_000, 700_000) if long else 0)
    talk.features |= {language} - {"en"}
    talk.features |= {"one speaker"} if len(persons) == 1 else set()
    talk.features |= {"somebody speaks once"} if any(line.count(one) == 1 for one in persons) else set()
    talk.features |= {"turns of several paragraphs"} if any(len(one.paragraphs) > 1 for one in talk.said) else set()
    talk.features |= {"longer than an hour"} if clock > 3_600_000 else set()
    return talk
