"""Phrases as the files of rules write them, as patterns: `a b`, `one|of|these`, `wor*`, `a_blank`, `a ... b`."""

from __future__ import annotations

import re

_SIGNS = {"<n>": r"#?\d+", "<end>": r"(?:[.,;:!?)]|$)"}


def phrase_pattern(phrase: str) -> str:
    """Return the pattern of a phrase: words with white space between them, `...` for up to three words.

    >>> re.findall(phrase_pattern("solve|solves ... problem*"), "to solve all of these problems")
    ['solve all of these problems']
    """
    pattern, gap = "", False
    for part in phrase.split():
        if part == "...":
            gap = True
            continue
        words = "|".join(map(_word, part.split("|")))
        join = (r"(?:\s+\S+){0,3}?\s+" if gap else r"\s+") if pattern else ""
        pattern, gap = f"{pattern}{join}(?:{words})", False
    return pattern


def _word(word: str) -> str:
    """Return a pattern of one word of a phrase: `'s` ends any, `*` any end, `_` is a blank, `<n>` any number."""
    if word in _SIGNS:
        return _SIGNS[word]
    escaped = re.escape(word).replace(r"\*", r"\w*").replace("_", r"\s+")
    return rf"\w*{escaped}" if word.startswith("'") else escaped
