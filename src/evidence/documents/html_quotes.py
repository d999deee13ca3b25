"""Blockquotes that people wrote as HTML, as lines of text: tags only tell where a line or the attribution begins."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING

from evidence.documents.markdown import Line, Link, lines_between
from evidence.escape import unescape_html

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.documents.markdown import Outline

_OPEN = re.compile(r"<blockquote\b[^>]{0,300}>", re.IGNORECASE)
_CLOSE = re.compile(r"</blockquote\s*>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_ATTRIBUTIONS = tuple(
    re.compile(rf"<{tag}\b[^>]{{0,300}}>(?:\s|[\u2014\u2013\u2015~-]|<cite\b[^>]{{0,300}}>)*", re.IGNORECASE)
    for tag in ("(?:footer|figcaption)", "cite")
)
_DASHED = re.compile(r"(?:^|>)\s*[\u2014\u2013\u2015~]", re.MULTILINE)
_BREAK = re.compile(r"<br\s*/?>|</?(?:p|div|footer|figcaption|figure|blockquote)\b[^>]{0,300}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]{0,1000}>", re.IGNORECASE)
_LINK = re.compile(
    r"<a\b[^<>]{0,300}?\bhref=[\"']([^\"'<>]{1,1000})[\"'][^<>]{0,300}>([^<>]{0,1000})</a>", re.IGNORECASE
)


def html_blockquotes(seen: Outline) -> Iterator[tuple[int, int, list[Line]]]:
    """Yield first and last line of each blockquote in HTML, and its lines of text with what follows it at once."""
    closing = [piece for piece in seen.html if _CLOSE.search(piece[2])]
    for first, last, content in seen.html:
        if content.lstrip().startswith("<!--"):
            continue
        text = _COMMENT.sub(_breaks, content)
        opened = list(_OPEN.finditer(text))
        for start, following in zip(opened, [*opened[1:], None], strict=False):
            inside = text[start.end() : following.start() if following else len(text)]
            begin = first + text.count("\n", 0, start.end())
            lines = list(_lines(inside, begin))
            end = begin + inside.rstrip().count("\n")
            if not _CLOSE.search(inside):
                # A blank line inside ends what Markdown takes for HTML; the rest stands there as Markdown.
                stop = next(iter(closing[bisect_right(closing, first, key=itemgetter(0)) :][:1]), None)
                if stop is None:
                    continue
                lines += lines_between(seen.lines, last + 1, stop[0] - 1)
                lines += _lines(_CLOSE.split(stop[2], maxsplit=1)[0], stop[0])
                end = stop[1]
            yield begin, end, lines


def html_lines(seen: Outline) -> Iterator[Line]:
    """Yield the text of HTML that stands in no blockquote, line by line."""
    for first, _, content in seen.html:
        if not content.lstrip().startswith("<!--") and not _OPEN.search(content):
            yield from (replace(line, quoted=0) for line in _lines(_COMMENT.sub(_breaks, content), first))


def _lines(text: str, first: int) -> Iterator[Line]:
    """Cut HTML into lines of text, numbered from `first`."""
    attribution = (
        _ATTRIBUTIONS[0] if _ATTRIBUTIONS[0].search(text) else None if _DASHED.search(text) else _ATTRIBUTIONS[1]
    )
    shown = attribution.sub(lambda found: f"{_breaks(found)}\0\u2014 ", text) if attribution else text
    for number, row in enumerate(shown.split("\n"), first):
        for piece in _BREAK.sub("\0", row).split("\0"):
            said = " ".join(unescape_html(_TAG.sub("", piece)).split())
            if said.strip("\u2014 "):
                links = tuple(
                    Link(unescape_html(shown).strip(), unescape_html(href)) for href, shown in _LINK.findall(piece)
                )
                yield Line(number, said, said, "html", quoted=1, links=links)


def _breaks(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")
