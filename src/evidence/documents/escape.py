r"""Other people's words as Markdown that says exactly these words, and back.

Transcript text is hostile: it may hold markers, headings, tables, HTML, links,
formulas or signs that turn the reading direction. As little is escaped as makes
Markdown (CommonMark; GitHub's tables, strikethrough, links and formulas) do
nothing, so that `grep` still finds words.

>>> print(escape("<!-- evidence:end --> *R&D* at snake_case, $50K"))
&lt;!-- evidence:end --&gt; \*R&D\* at snake_case, $50K
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.documents.markdown import parser, plain
from evidence.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

# `_` between letters and `$` before a number mean nothing to Markdown. Embeddings, overrides
# and isolates reach beyond the words; the plain marks (LRM, RLM) do not and stay.
_ACTIVE = re.compile(
    r"(?P<sign>[\\`*\[\]|~]|(?<![^\W_])_|_(?![^\W_])|\$(?!\d))"
    r"|(?P<angle>[<>]|&(?=#?\w+;))"
    r"|(?P<bidi>[\u202a-\u202e\u2066-\u2069])"
    r"|(?P<before>\b(?:https?|ftp|mailto|xmpp)(?=:)|\bwww(?=\.)|⟨U(?=\+[0-9A-F]{4}⟩))",
    re.IGNORECASE,
)
_START = re.compile(r"(?=[#+\-=:])|\d{1,9}(?=[.)](?:\s|$))")
_SHOWN = re.compile(r"⟨U\+(202[A-E]|206[6-9])⟩")
_STRUCK = re.compile(r"<(?P<close>/?)(?:del|s|strike)\b", re.IGNORECASE)
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}


def escape(text: str) -> str:
    """Return one line of Markdown that reads `text`, white space folded to single spaces.

    It may stand at the start of a line, in a table cell, in emphasis, as a link's
    text. Signs that override the reading direction are shown as `⟨U+202E⟩`.
    """
    line = _ACTIVE.sub(_inactive, one_line(text))
    start = _START.match(line)
    return f"{start[0]}\\{line[start.end() :]}" if start else line


def _inactive(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "sign":
            return f"\\{found[0]}"
        case "angle":
            return _ENTITIES[found[0]]
        case "bidi":
            return f"⟨U+{ord(found[0]):04X}⟩"
        case _:
            return f"{found[0]}\\"


def unescape(markdown: str) -> str:
    r"""Return the words that inline Markdown says: the inverse of `escape`, whoever wrote it.

    >>> unescape(r"so **very** \*slow\*<br>and &lt;late&gt;")
    'so very *slow* and <late>'
    """
    given_back = _SHOWN.sub(lambda found: chr(int(found[1], 16)), markdown)
    return plain(list(_said(parser().parseInline(given_back)[0].children or [])))


def _said(children: list[Token]) -> Iterator[Token]:
    """Yield what a reader takes for words: not the text behind an image, nor what is struck out."""
    struck = 0
    for child in children:
        if tag := _STRUCK.match(child.content) if child.type == "html_inline" else None:
            struck = max(0, struck + (-1 if tag["close"] else 1))
        elif not struck and child.type != "image":
            yield child
