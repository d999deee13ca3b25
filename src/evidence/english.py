"""English words by what they do in a sentence, a title or a heading: the lists of `english.txt`, read when asked for.

Words that belong to no language or to several (signs, fields of exports, headings in German) stand where they are
used, and the cues of pain in `quotes/cues.yaml`.
"""

from __future__ import annotations

import re
from functools import cache


def word_list(*sections: str) -> tuple[str, ...]:
    """Return the words and phrases of sections in their order, each once.

    >>> word_list("months")[:2], word_list("linking words")
    (('january', 'february'), ('and', 'of', 'the'))
    """
    return tuple(dict.fromkeys(word for section in sections for row in word_rows(section) for word in row))


def word_set(*sections: str) -> frozenset[str]:
    """Return the words and phrases of sections."""
    return frozenset(word_list(*sections))


def word_pattern(*sections: str) -> str:
    r"""Return a pattern of the words of sections, to stand before `\b`; of two beginnings of one text the first counts.

    >>> word_pattern("linking words")
    '(?:a(?:nd)|o(?:f)|t(?:he))'
    """
    # Letter by letter: at a place where no word begins, all are ruled out by as many looks as there are letters.
    tails: dict[str, list[str]] = {}
    for word in word_list(*sections):
        tails.setdefault(word[0], []).append(re.escape(word[1:]))
    letters = (f"{head}(?:{'|'.join(tail)})" for head, tail in tails.items())
    return f"(?:{'|'.join(letters)})"


def word_rows(section: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of a section line by line; `@name` stands for the lines of another one."""
    rows: list[tuple[str, ...]] = []
    for line in _sections()[section].splitlines():
        if line.startswith("@"):
            rows += word_rows(line[1:])
        elif line and not line.startswith("#"):
            rows.append(tuple(word.replace("_", " ") for word in line.split()))
    return tuple(rows)


@cache
def _sections() -> dict[str, str]:
    import pkgutil  # noqa: PLC0415  not every command asks for words; importlib.resources would take 15 ms more

    text = (pkgutil.get_data("evidence", "english.txt") or b"").decode()
    parts = (part.partition("]\n") for part in text.split("\n[")[1:])
    return {name: body for name, _, body in parts}
