"""What an attribution or a label names that is no call: a web address, a review site, a survey, a book."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from evidence.english import word_set
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.documents.markdown import Link

LONGEST_PHRASE = 5
"""Words of the longest phrase in the lists."""
_URL = re.compile(
    r"(?:https?://|www\.)\S+|(?<![@\w-])[\w-]+\.(?:com|org|net|io|dev|co|de|fr|es|ai)(?:/\S*)?\b", re.IGNORECASE
)
_PARTS = re.compile(r"[,;()|\u2014\u2013]|\bvia\b|\bfrom\b|\bin\b|\bon\b|\bat\b|\bthe\b", re.IGNORECASE)
_BESIDE_SOURCES = word_set("beside other sources", "months")


def known_phrase(said: Sequence[str], known: frozenset[str]) -> str:
    """Return the longest known word or phrase among folded words, "" where none stands there."""
    for length in range(LONGEST_PHRASE, 0, -1):
        for start in range(len(said) - length + 1):
            if (phrase := " ".join(said[start : start + length])) in known:
                return phrase
    return ""


def other_source(texts: Sequence[str], links: Sequence[Link] = ()) -> str:
    """Return what texts around a quotation name that is no call, or the address that they link; "" where neither.

    >>> other_source(["— a review on G2"]), other_source(["— Dana Reyes, CTO"])
    ('G2', '')
    """
    for link in links:
        if urlsplit(link.href).scheme in {"http", "https"}:
            return link.href
    for text in texts:
        if address := _URL.search(text):
            return address[0]
        for part in sorted(_PARTS.split(text), key=_names_no_outlet):
            phrase = known_phrase(words(part), word_set("other sources"))
            # `newsletter analytics` is an industry, `a newsletter` and `G2 review, 2026` are sources.
            rest = {word for word in words(part) if not word.isdigit()} - set(phrase.split()) - _BESIDE_SOURCES
            if phrase and (
                not rest or " ".join(words(part)).startswith(known_phrase(phrase.split(), word_set("outlets")) or "\0")
            ):
                found = re.search(r"\W+".join(map(re.escape, phrase.split())), part, re.IGNORECASE)
                return found[0] if found else phrase
    return ""


def _names_no_outlet(part: str) -> bool:
    return not known_phrase(words(part), word_set("outlets"))


def _is_source(said: Sequence[str], phrase: str) -> bool:
    """Whether a part of a text says nothing but the phrase, or begins with the name of an outlet."""
    rest = {word for word in said if not word.isdigit()} - set(phrase.split()) - _BESIDE_SOURCES
    outlet = known_phrase(phrase.split(), word_set("outlets"))
    return not rest or bool(outlet and " ".join(said).startswith(outlet))
