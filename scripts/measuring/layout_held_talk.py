"""Conversations of the half that is held back: more languages, shorter and longer ones, people with parts."""

import random
import re
from collections.abc import Sequence

from .layout_talk import Bounds, Person, Said, Talk, filled, order, person

LANGUAGES = {"en": 72, "de": 4, "fr": 4, "es": 4, "nl": 4, "it": 3, "pt": 3, "pl": 2, "sv": 2, "ja": 2}
SPACELESS = ("ja", "zh")
NATIVE = {"ja": "japanese", "zh": "chinese", "ko": "korean"}
ODD = (
    *("particle", "honorific", "address", "lower", "role", "unicode"),
    *("initials", "numbered", "capitals", "single", "joined"),
)


def cast(chance: random.Random, talk: Talk, bounds: Bounds) -> list[Person]:
    """Return the speakers: all with usual names, all of one odd kind, or one or two odd ones among usual ones."""
    number = min(max(chance.choice((1, 2, 2, 2, 3, 3, 4, 6, 7)), bounds.people[0]), bounds.people[1])
    odd = [kind for kind in bounds.names if kind != "full" and kind not in NATIVE.values()]
    native = NATIVE.get(talk.language)
    kinds = ["full"] * number
    if native and "full" in bounds.names:
        number = min(number, 2 if native == "korean" else 3)
        kinds = [native] * number
    elif odd and ("full" not in bounds.names or chance.random() < 0.2):
        kinds = [chance.choice(odd)] * number
    elif odd and chance.random() < 0.5:
        for at in chance.sample(range(number), min(number, chance.choice((1, 1, 2)))):
            kinds[at] = chance.choice(odd)
    taken: set[str] = set()
    talk.features = {f"names: {kind}" for kind in kinds if kind != "full"}
    found = [person(chance, talk.words, kind, taken) for kind in kinds]
    return [Person(one.name, returns=True) for one in found] if native in ("chinese", "korean") else found


def parted(chance: random.Random, talk: Talk, persons: Sequence[Person], *, every: bool) -> list[Person]:
    """Return people with a company, an address or a part; every: nobody is left without one."""
    kinds = (talk.words.companies, talk.words.roles, talk.words.roles)
    kind = chance.choice(kinds)
    found = []
    for one in persons:
        bracket = chance.choice(kind)
        if not every and chance.random() < 0.15 and "@" not in one.name:
            local = re.sub(r"[^a-z]+", "-", one.name.casefold()).strip("-") or "x"
            bracket = f"{local}@{chance.choice(('lodeway', 'tidewell'))}.example"
        bare = not every and ("@" in one.name or chance.random() < 0.3)
        found.append(one if bare else Person(one.name, bracket, one.returns))
    return found


def uttered(chance: random.Random, talk: Talk, who: Person, bounds: Bounds, *, first: bool) -> str:
    """Return what is said between two breaks."""
    words, language = talk.words, talk.language
    if chance.random() < 0.16:
        return chance.choice(words.short[language])
    number = chance.choice((1, 1, 2, 2, 3, 5)) if chance.random() > 0.03 else chance.randint(9, 14)
    sentences = [chance.choice(words.speech[language]) for _ in range(number)]
    if language == "en" and chance.random() < 0.15:
        sentences.insert(chance.randint(1, len(sentences)), chance.choice(words.traps))
        talk.features.add("words that look like marks")
    if language == "en" and chance.random() < 0.05:
        sentences.insert(0, chance.choice(words.starts))
        talk.features.add("colon in the first words" if first else "colon at the start of a paragraph")
    others = [one for one in talk.people if one is not who]
    joint = "" if language in SPACELESS else " "
    said = joint.join(filled(chance, words, language, sentence, others) for sentence in sentences)
    if language == "en" and chance.random() < 0.05:
        put = chance.choice(("[inaudible]", "[laughter]", "[crosstalk 00:07:31]", "[inaudible 00:12:05]"))
        said = f"{said} {put}"
        talk.features.add("inaudible or laughter in brackets")
    if bounds.markdown and language == "en" and chance.random() < 0.05 and " the " in said[20:]:
        said = re.sub(r" the (\w+)", chance.choice((r" the *\1*", r" the __\1__", r" the `\1`")), said, count=1)
        talk.features.add("marked words in speech")
    return said


def length(chance: random.Random, shortest: int) -> int:
    """Return how many turns there are."""
    low, high = chance.choices(((3, 5), (6, 14), (15, 28), (29, 60)), (12, 43, 35, 10))[0]
    return max(chance.randint(low, high), shortest)


def retell(chance: random.Random, talk: Talk, bounds: Bounds, language: str = "", parts: str = "") -> None:
    """Put another conversation into a talk. parts: "some" or "every" one has something to be put in brackets."""
    drawn = chance.choices(list(LANGUAGES), list(LANGUAGES.values()))[0] if bounds.languages else "en"
    talk.language = language or drawn
    talk.people = cast(chance, talk, bounds)
    if parts:
        talk.people = parted(chance, talk, talk.people, every=parts == "every")
    turns = max(length(chance, bounds.shortest), len(talk.people))
    line = order(chance, talk.people, turns, returning=bounds.returning)
    clock = chance.choice((0, 0, chance.randint(500, 95_000)))
    long = chance.random() < 0.2
    talk.said = []
    for who in line:
        number = min(chance.choice((1, 1, 1, 1, 1, 2, 2, 4)), bounds.paragraphs)
        parts_ = tuple(uttered(chance, talk, who, bounds, first=at == 0) for at in range(number))
        lasts = 330 * sum(len(one.split()) + len(one) // 10 for one in parts_) + chance.randint(400, 3_000)
        talk.said.append(Said(who, parts_, clock, clock + lasts))
        clock += lasts + chance.randint(1_000, 3_000) + (chance.randint(150_000, 500_000) if long else 0)
    talk.features |= {talk.language} - {"en"}
    talk.features |= {"one speaker"} if len(talk.people) == 1 else set()
    talk.features |= {"somebody speaks once"} if any(line.count(one) == 1 for one in talk.people) else set()
    talk.features |= {"turns of several paragraphs"} if any(len(one.paragraphs) > 1 for one in talk.said) else set()
    talk.features |= {"longer than an hour"} if clock > 3_600_000 else set()
