"""One call in several files: Whisper's five outputs of one recording, the eight files of a meeting's folder.

A name makes files worth comparing, and words alone make them one call: never is one taken for another by its name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from evidence.english import word_set
from evidence.errors import EmptyTranscriptError, UnknownFormatError
from evidence.store.prepare import Prepared
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from evidence.library.raw_files import RawReading

GRAM = 3  # words of a shingle
ALIKE = 0.6  # of the shorter text's shingles: two recognisers that err in one word of ten have two thirds in common
MOST = 30  # files with one name in one folder beyond which the name says nothing

_SUFFIXES = (".json", ".jsonl", ".vtt", ".srt", ".tsv", ".csv", ".docx", ".md", ".txt")


def groups(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return, for every file that may be one call with others, all files of its group, sorted.

    >>> groups(["a.vtt", "a.en.srt", "b.vtt", "m/summary.json", "m/transcript.json", "n/transcript.json"])["a.vtt"]
    ('a.en.srt', 'a.vtt')
    """
    found: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in names:
        path = PurePosixPath(name)
        said = re.findall(r"[^\W_]+", path.stem.casefold())
        found[path.parent.as_posix(), *(word for word in said if word not in _roles())].append(name)
    return {name: tuple(sorted(group)) for group in found.values() if 1 < len(group) <= MOST for name in group}


@cache
def _roles() -> frozenset[str]:
    """Return the words of a name that say which part of a call a file is."""
    return word_set("kinds of files", "files of one call", "files beside a call")


def is_companion(name: str) -> bool:
    """Whether the name says that a file goes with a call: its summary, its participants."""
    return not word_set("files beside a call").isdisjoint(re.findall(r"[^\W_]+", PurePosixPath(name).stem.casefold()))


def together(readings: Iterable[RawReading], grouped: Mapping[str, tuple[str, ...]]) -> Iterator[list[RawReading]]:
    """Yield readings in their order, those of one group, which stand side by side, at once."""
    waiting: list[RawReading] = []
    for reading in readings:
        if waiting and grouped.get(waiting[0].path, ()) != grouped.get(reading.path):
            yield waiting
            waiting = []
        waiting.append(reading)
    if waiting:
        yield waiting


def side_by_side(names: Iterable[str], grouped: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return names in their order, each followed by the others of its group."""
    ordered = list(names)
    wanted = set(ordered)
    return list(dict.fromkeys(one for name in ordered for one in grouped.get(name, (name,)) if one in wanted))


def one_call(readings: Sequence[RawReading], text_of: Callable[[str], str]) -> dict[str, str]:
    """Return the files that say what a richer one of the group says, each with that one.

    text_of: gives the text of a file that no format reads. Of equally rich ones JSON goes first, then cues.
    """
    read = sorted((one for one in readings if len(one.calls) == 1 and one.error is None), key=_rank)
    mains: list[tuple[str, list[str]]] = []
    found: dict[str, str] = {}
    for one in read:
        said = _words(one)
        if main := next((name for name, theirs in mains if same_words(said, theirs)), None):
            found[one.path] = main
        else:
            mains.append((one.path, said))
    for one in readings:
        if mains and _says_nothing(one) and (main := _belongs(one, mains, text_of)):
            found[one.path] = main
    return found


def _rank(reading: RawReading) -> tuple[object, ...]:
    suffix = PurePosixPath(reading.path).suffix.lower()
    place = _SUFFIXES.index(suffix) if suffix in _SUFFIXES else len(_SUFFIXES)
    call = reading.calls[0]
    return tuple(-known for known in call.richness), place, reading.path


def _says_nothing(reading: RawReading) -> bool:
    return bool(reading.passed) or isinstance(reading.error, UnknownFormatError | EmptyTranscriptError)


def _belongs(reading: RawReading, mains: Sequence[tuple[str, list[str]]], text_of: Callable[[str], str]) -> str | None:
    """Return the call with which a file goes that holds none itself."""
    if len(mains) == 1 and is_companion(reading.path):
        return mains[0][0]
    said = words(text_of(reading.path))
    return next((name for name, theirs in mains if same_words(said, theirs)), None)


def _words(reading: RawReading) -> list[str]:
    indexed = reading.calls[0].indexed
    if isinstance(indexed, Prepared):
        return indexed.documents.tokens.split()
    return [word for utterance in indexed.call.utterances for word in words(utterance.text)]


def same_words(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two texts are one conversation: nearly all of the shorter one stands in the longer one.

    >>> same_words("we copy it by hand".split(), "so we copy it by hand every night".split())
    True
    >>> same_words("yes".split(), "yes we do".split())
    False
    """
    few, many = sorted((one, other), key=len)
    if len(few) < GRAM + 1:
        return bool(few) and list(few) == list(many)
    theirs = _shingles(many)
    own = _shingles(few)
    return len(own & theirs) >= ALIKE * len(own)


def _shingles(said: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(said[at : at + GRAM]) for at in range(len(said) - GRAM + 1)}
