"""Names before the words, as in `Dana Reyes: Hello`: when such a prefix is a speaker."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from evidence.calls.formats._parts import Note
from evidence.calls.people import is_nameless, role_of
from evidence.english import word_set

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_HEAD = re.compile(r"\[?([^\s:\[\]<>{}\"=][^:\[\]<>{}\"=\n]{0,59}?)\]?[ ]?")
"""What stands before the first colon, where it may be a name."""

MOST = 0.6
"""From this share of named cues on, a file is one whose cues carry names."""

NEARLY_ALL = 0.9
"""From this share on, a name that stands only once is one too."""

HEADINGS = word_set("headings of transcripts")


@lru_cache(maxsize=4096)  # as below
def is_plausible(name: str) -> bool:
    """Say whether a prefix may be a name: at most 6 words and 60 characters, no link, no sentence."""
    return (
        0 < len(name) <= 60
        and len(name.split()) <= 6
        and not re.search(r"//|www\.|[?!;]|\d:\d|\.\s+[a-z]", name)
        and any(c.isalpha() for c in name)
        and name.casefold() not in HEADINGS
    )


# Words before a colon that are the beginning of a sentence.
_ASIDES = {
    "also", "antwort", "but", "cons", "cost", "fact", "fazit", "finally", "first", "frage", "fyi", "goal", "here",
    "hinweis", "important", "idea", "issue", "look", "next", "no", "nota", "now", "ok", "okay", "option", "plus",
    "point", "pregunta", "price", "problem", "problema", "pros", "quote", "reason", "remember", "respuesta", "result",
    "right", "second", "so", "status", "step", "then", "thing", "third", "tip", "total", "well", "yeah", "yes",
}  # fmt: skip
LONGEST_LIST = 8
"""Names that all stand once: more of them than this are a list of something."""


def is_name_like(name: str) -> bool:
    """Say whether a prefix reads as a name by itself: every word capital, or one word, or a label."""
    words = re.sub(r"[(|].*", "", name).split()
    return is_plausible(name) and (is_label(name) or len(words) == 1 or all(not w[0].islower() for w in words))


@lru_cache(maxsize=4096)
def is_label(name: str) -> bool:
    """Say whether a prefix is a label of transcripts, such as `Rep` or `Speaker 1`."""
    return bool(role_of(name)) or is_nameless(name)


def speakers(
    prefixes: Counter[str], total: int, declared: Collection[str] = (), *, most: float = MOST
) -> frozenset[str]:
    """Return which of the counted prefixes are speakers, among `total` cues or lines.

    A name stands at least twice, or is declared, or is a label; a name that
    stands once counts only where nearly everything is named. Where too little
    is named at all, only declared names and labels count: never a guess.
    """
    sure = {n for n in prefixes if is_plausible(n) and (n in declared or is_label(n))}
    often = {n for n, count in prefixes.items() if count > 1 and is_plausible(n)} | sure
    share = sum(prefixes[n] for n in often) / total if total else 0
    if share < most:
        return frozenset(sure)
    if share >= NEARLY_ALL:
        often |= {n for n in prefixes if is_name_like(n)}
    return frozenset(often)


def names_of_cues(texts: Iterable[str]) -> frozenset[str]:
    """Return the speakers that stand before the words of caption cues."""
    total = 0

    def heads() -> Iterator[str]:
        nonlocal total
        for text in texts:
            total += bool(text)
            head, _, words = text.partition(":")
            if words[:1].isspace() and not words.isspace():
                yield head

    found: Counter[str] = Counter()
    for head, count in Counter(heads()).items():
        if name := _name(head.lstrip()[:64]):
            found[name] += count
    return speakers(found, total) | named_once(found, total)


def named_once(found: Counter[str], total: int) -> frozenset[str]:
    """Return the names that may stand only once: most of the cues or lines have a name, and these read as one."""
    names = {n for n, count in found.items() if (is_plausible(n) if count > 1 else is_sure_name(n))}
    named = sum(found[n] for n in names)
    listed = len(names) == named > LONGEST_LIST
    return frozenset(names) if named and named >= MOST * total and not listed else frozenset()


def is_sure_name(name: str) -> bool:
    """Say whether a text reads as a name where nothing else tells: capital letters, no aside such as `Okay`."""
    return (
        is_name_like(name)
        and not name[0].islower()
        and name.split(maxsplit=1)[0].casefold() not in (_ASIDES | HEADINGS)
    )


def split_speaker(text: str, names: frozenset[str]) -> tuple[str | None, str]:
    """Split the speaker off a cue's text; None where nobody is named."""
    head, _, words = text.partition(":")
    said = words.lstrip()
    name = _name(head.lstrip()[:64]) if names and said and len(said) < len(words) else None
    return (name, said) if name in names else (None, text)


@lru_cache(maxsize=4096)  # a call has few speakers and many cues
def _name(head: str) -> str | None:
    """Return the name that a head may be, out of its brackets."""
    found = _HEAD.fullmatch(head)
    return found and found[1]


def note_unnamed(lines: Sequence[int], names: Collection[str]) -> Iterator[Note]:
    """Note the lines of cues without a name in a file where others have one; nobody is carried over."""
    if lines and names:
        some = "1 cue has" if len(lines) == 1 else f"{len(lines)} cues have"
        yield Note(f"{some} no name although others do; the speaker stays unknown", lines[0])
