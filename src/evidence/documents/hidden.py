"""What HTML in a document hides from its reader: no words of a quotation, and no quotation.

Hidden are comments, the contents of `<script>`, `<style>`, `<template>`, `<title>` and `<head>`, and whatever has the
attribute `hidden` or a style that shows nothing. An element that is never closed hides what stands in its own piece of
HTML and nothing below it: what may be seen is verified. Raised figures behind words are marks of footnotes; behind
figures and units they are powers (`10^6`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<close>/?)(?P<name>[a-z][a-z0-9-]*)(?P<rest>(?=[\s/>])(?:\"[^\"]*\"|'[^']*'|[^\"'<>])*)>",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s\"'=/]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"']+))?")
_SHOWS_NOTHING = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_UNSEEN = frozenset({"head", "script", "style", "template", "title"})
_RAW = frozenset({"script", "style", "title"})  # what looks like a tag in them is none
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_WORDS = frozenset({"text", "code_inline", "image", "text_special"})
_MARK = re.compile(r"\s*(?:\[?\d{1,3}\]?(?:\s*,\s*\d{1,3})*|[a-z]|[*\u2020\u2021\u00a7]+)\s*", re.IGNORECASE)
_POWER = re.compile("[-\u2212+]?\\d{1,3}")
_POWER_OF = re.compile(r"(?:\d|\)|\b(?:[mcdk]?m|ft|in|yd|mi))$", re.IGNORECASE)
_RAISED = re.compile(r"<sup\b[^<>]*>([^<>]{0,40})</sup\s*>", re.IGNORECASE)
_FAR = 80  # signs before a raised figure that say whether it is a power, tags among them


class Hiding:
    """Which element hides what comes next; fed tag by tag. A class because the tags come from several places."""

    def __init__(self) -> None:
        """Begin where everything is seen."""
        self.name, self.depth = "", 0

    def feed(self, tag: re.Match[str]) -> bool:
        """Take a tag or comment and return whether it, or what it stands in, is hidden."""
        name = (tag["name"] or "").lower()
        if not self.depth:
            if name and not tag["close"] and name not in _VOID and _hides(name, tag["rest"]):
                self.name, self.depth = name, int(not tag["rest"].endswith("/"))
            return bool(self.depth) or not name
        if name == self.name:
            if tag["close"]:
                self.depth -= 1
            elif name not in _RAW and not tag["rest"].endswith("/"):
                self.depth += 1
        return True


def _hides(name: str, rest: str) -> bool:
    attributes = {found[1].lower(): found[2] or "" for found in _ATTRIBUTE.finditer(rest)}
    return name in _UNSEEN or "hidden" in attributes or bool(_SHOWS_NOTHING.search(attributes.get("style", "")))


def strip_hidden(html: str, hiding: Hiding | None = None) -> str:
    """Return HTML without what it hides, its line breaks kept.

    hiding: what was open before, and is open behind it.

    >>> strip_hidden("We <b hidden>never</b> copy <!-- not --> it")
    'We  copy  it'
    """
    hiding = hiding or Hiding()
    shown, end = list[str](), 0
    for tag in _TAG.finditer(html):
        before = html[end : tag.start()]
        shown.append(_breaks(before) if hiding.depth else before)
        shown.append(_breaks(tag[0]) if hiding.feed(tag) else tag[0])
        end = tag.end()
    shown.append(_breaks(html[end:]) if hiding.depth else html[end:])
    return "".join(shown)


def _breaks(text: str) -> str:
    return "\n" * text.count("\n")


HtmlPiece = tuple[int, int, str]
"""A piece of HTML in a document: first and last line, and its content."""


def show_pieces(html: Sequence[HtmlPiece]) -> tuple[tuple[HtmlPiece, ...], tuple[tuple[int, int], ...]]:
    """Return the HTML of a document without what is hidden, and the first and last lines that it hides between."""
    shown, gone = list[HtmlPiece](), list[tuple[int, int]]()
    unclosed, at = set[str](), 0
    while at < len(html):
        hiding = Hiding()
        group = [_shown(html[at], hiding)]
        if hiding.depth and hiding.name not in unclosed:
            opened = hiding.name
            for piece in html[at + 1 :]:
                group.append(_shown(piece, hiding))
                if not hiding.depth:
                    gone.append((group[0][1] + 1, piece[0] - 1))
                    break
            else:
                unclosed.add(opened)
                group = group[:1]
        shown += group
        at += len(group)
    return tuple(shown), tuple(gone)


def _shown(piece: HtmlPiece, hiding: Hiding) -> HtmlPiece:
    return *piece[:2], _RAISED.sub(_raised, strip_hidden(piece[2], hiding))


def _raised(found: re.Match[str]) -> str:
    if _POWER.fullmatch(found[1]) and _POWER_OF.search(
        _TAG.sub("", found.string[max(0, found.start() - _FAR) : found.start()])
    ):
        return f"^{found[1]}"
    return "" if _MARK.fullmatch(found[1]) else found[0]


def show_tokens(children: Sequence[Token]) -> list[Token]:
    """Return inline tokens without the words that HTML among them hides, and without the marks of footnotes.

    Tags, emphasis and line breaks stay: they tell where a line ends.
    """
    if not any(child.type == "html_inline" for child in children):
        return list(children)
    hiding, dropped = Hiding(), False
    shown: list[Token] = []
    for child in _without_marks(children):
        if child.type == "html_inline":
            if tag := _TAG.fullmatch(child.content):
                hiding.feed(tag)
        elif child.type == "link_open" and hiding.depth:
            dropped = True
            continue
        elif child.type == "link_close" and dropped:
            dropped = False
            continue
        elif child.type in _WORDS and hiding.depth:
            continue
        shown.append(child)
    return shown


def _without_marks(children: Sequence[Token]) -> Iterator[Token]:
    """Leave out raised marks of footnotes, and put the sign of a power before raised figures."""
    said, at = "", 0
    while at < len(children):
        child = children[at]
        inside = children[at + 1] if at + 2 < len(children) and _is_tag(child, "<sup") else None
        raised = inside is not None and inside.type in _WORDS and _is_tag(children[at + 2], "</sup")
        if inside is not None and raised and _POWER_OF.search(said) and _POWER.fullmatch(inside.content):
            yield child
            yield inside.copy(content=f"^{inside.content}")
            at += 2
        elif inside is not None and raised and _MARK.fullmatch(inside.content):
            yield child
            at += 2
        else:
            said = child.content if child.type in _WORDS else said
            yield child
            at += 1


def _is_tag(token: Token, begins: str) -> bool:
    return token.type == "html_inline" and re.match(rf"{begins}[\s>]", token.content, re.IGNORECASE) is not None
