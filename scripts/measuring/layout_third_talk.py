"""Conversations of the third half: casts, and who says what when, in fifteen languages and on five subjects."""

import random
import re
from dataclasses import dataclass

from .layout_talk import Person, Said, Talk
from .layout_words import Words

FULL = ("full",)
PLAIN = ("full", "particle", "honorific", "single", "unicode", "numbered")
ANY = (*PLAIN, "initials", "lower", "role", "japanese", "address", "capitals")


@dataclass(frozen=True, slots=True)
class Cast:
    """What a layout asks of a conversation. names: the kinds there may be, `full` in most documents."""

    people: tuple[int, int] = (1, 6)
    names: tuple[str, ...] = PLAIN
    paragraphs: int = 1
    turns: tuple[int, int] = (6, 22)
    subject: str = ""  # what English sentences are drawn from besides the common ones
    languages: float = 0.3  # the share of documents in another language
    bracket: str = ""  # company, role, or nothing
    tongues: tuple[str, ...] = ()  # the other languages, all of them where none is named


def speakers(chance: random.Random, words: Words, cast: Cast) -> list[Person]:
    """Return the people of a conversation: most have two names, in some documents one or all are called oddly."""
    number = min(max(chance.choice((1, 2, 2, 2, 3, 3, 4, 6)), cast.people[0]), cast.people[1])
    odd = [kind for kind in cast.names if kind != "full"]
    style = chance.random() if "full" in cast.names else 0.6
    kinds = ["full"] * number
    if odd and style > 0.55:
        kinds = [chance.choice(odd)] * number
    elif odd and style > 0.3:
        kinds[chance.randrange(number)] = chance.choice(odd)
    found: list[Person] = []
    for kind in kinds:
        taken = {word for one in found for word in one.name.split()}
        free = [name for name in words.names.get(kind, ()) if name not in {one.name for one in found}]
        if kind == "full" or not free:
            free = [
                f"{first} {chance.choice([last for last in words.last if last not in taken])}"
                for first in words.first
                if first not in taken
            ]
        name = chance.choice(free)
        pool = words.companies if cast.bracket == "company" else words.roles
        bare = not cast.bracket or "@" in name or chance.random() < 0.2
        found.append(Person(name, "" if bare else chance.choice(pool)))
    return found


def filled(chance: random.Random, words: Words, sentence: str, others: list[Person]) -> str:
    """Fill in the places of a sentence."""
    named = [one.name.split()[0] for one in others if re.fullmatch(r"[A-Z][a-z]+ [A-Z]\S+", one.name)] or ["somebody"]

    def pick(place: re.Match[str]) -> str:
        if place[1] == "number":
            return str(chance.randint(3, 90))
        found = {"thing": words.things["en"], "when": words.whens["en"], "other": named}[place[1]]
        return chance.choice(found)

    filled_in = re.sub(r"\{(\w+)\}", pick, sentence)
    return filled_in[0].upper() + filled_in[1:]


def utterance(chance: random.Random, talk: Talk, who: Person, cast: Cast) -> str:
    """Return a paragraph of speech."""
    words, language = talk.words, talk.language
    if chance.random() < 0.15:
        return chance.choice(words.short[language])
    pool = words.speech[language]
    if cast.subject and language == "en":
        pool = words.speech[cast.subject] if chance.random() < 0.7 else pool
    number = min(chance.choice((1, 1, 2, 2, 3, 4, 7)), len(pool))
    others = [one for one in talk.people if one is not who]
    sentences = [filled(chance, words, one, others) for one in chance.sample(pool, number)]
    if language == "en" and chance.random() < 0.15:
        sentences.insert(chance.randint(0, len(sentences)), chance.choice(words.traps))
        talk.features.add("words that look like marks")
    if language == "en" and chance.random() < 0.025:
        sentences.insert(0, chance.choice(words.starts))
        talk.features.add("colon in the first words")
    return ("" if language in {"ja", "zh"} else " ").join(sentences)


def order(chance: random.Random, persons: list[Person], turns: int) -> list[Person]:
    """Return who speaks turn by turn: everybody does, some of them once."""
    often = persons[: max(2, len(persons) - 1)]
    line = [often[0]]
    while len(line) < turns:
        line.append(chance.choice([one for one in often if one is not line[-1]] or often))
    for one in persons:
        if one not in line:
            line.insert(chance.randint(1, len(line)), one)
    return line


def converse(chance: random.Random, words: Words, cast: Cast) -> Talk:
    """Return a conversation for a layout."""
    foreign = cast.tongues or tuple(language for language in words.short if language != "en")
    language = chance.choice(foreign) if chance.random() < cast.languages and not cast.subject else "en"
    persons = speakers(chance, words, cast)
    talk = Talk(words, language, persons)
    talk.features |= {language} - {"en"}
    called = {one.name for one in persons}
    talk.features |= {f"names: {kind}" for kind, names in words.names.items() if called & set(names)}
    talk.features |= {"one speaker"} if len(persons) == 1 else set()
    clock = chance.choice((0, 0, chance.randint(0, 9_000)))
    slow = 1 if chance.random() < 0.85 else chance.randint(40, 90)  # some go on for hours
    for who in order(chance, persons, chance.randint(*cast.turns)):
        number = chance.choice((1, 1, 2, 3)) if cast.paragraphs > 1 else 1
        said = tuple(utterance(chance, talk, who, cast) for _ in range(min(number, cast.paragraphs)))
        length = 90 * sum(len(one) for one in said) + chance.randint(700, 2_900)
        talk.said.append(Said(who, said, clock, clock + length))
        clock += length + chance.randint(1_000, 5_000) * slow
    talk.features |= {"longer than an hour"} if clock > 3_600_000 else set()
    talk.features |= {"turns of several paragraphs"} if any(len(one.paragraphs) > 1 for one in talk.said) else set()
    line = [one.who for one in talk.said]
    talk.features |= {"somebody speaks once"} if any(line.count(one) == 1 for one in persons) else set()
    return talk
