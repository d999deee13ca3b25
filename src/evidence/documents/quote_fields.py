"""Quotes in fields: of front matter (`quote: ...`) and of components and tags that pages are made with.

<Quote author="Dana Reyes">Words.</Quote>      <Testimonial quote="Words." name="Dana Reyes" />      <q>Words.</q>
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from evidence.documents.hidden import strip_hidden
from evidence.documents.markdown import front_matter, read_inline
from evidence.errors import SettingsError
from evidence.yaml_text import load_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.yaml_text import Place

_NAMES = "quote|quotation|verbatim|excerpt|testimonial|pullquote|soundbite"
_KEY = re.compile(rf"(?:\w+[_-])?(?!excerpt)(?:{_NAMES})s?", re.IGNORECASE)  # pages have an excerpt of themselves
_WHO = re.compile("author|name|by|speaker|attribution|person|source|who|title|role|company|account|cite")
_WHO_OF_ALL = re.compile("author|by|speaker|who|person|role|company|account")  # a page has a title and a name, too
_TEXTS = frozenset({"text", "words", "body"})
_COMPONENT = re.compile(
    rf"<(?P<tag>(?!blockquote\b)\w*(?:{_NAMES})\w*|q|cite)\b(?P<fields>(?:[^<>\"'{{]|\"[^\"]*\"|'[^']*'|\{{[^}}]*\}}){{0,2000}}?)"
    r"(?:/>|>(?P<inner>.{0,4000}?)</(?P=tag)\s*>)",
    re.IGNORECASE | re.DOTALL,
)
_FIELD = re.compile(
    r"(?P<name>[\w-]+)\s*=\s*(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|\{\s*(?P<mark>[\"'`])(?P<c>.*?)(?P=mark)\s*\})",
    re.DOTALL,
)
_QUOTED_FIELD = re.compile(rf"(?:{_NAMES})(?:text)?|text|body|words|children|content", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,1000}>")


_CREDITED = re.compile(
    r"<(?:cite|footer|figcaption)\b[^<>]*>(?P<who>.{0,400}?)</(?:cite|footer|figcaption)\s*>", re.IGNORECASE | re.DOTALL
)


def _bare(html: str) -> str:
    return " ".join(read_inline(_TAG.sub(" ", html)).split())


class QuoteField(NamedTuple):
    """A quote in a field: its words, the 1-based lines it takes, what other fields say of who said it."""

    text: str
    line: int
    end: int
    credits: tuple[str, ...]
    tag: str = ""


def quote_fields(lines: Sequence[str], code: frozenset[int]) -> Iterator[QuoteField]:
    """Yield the quotes in fields of a document. code: the numbers of lines that are code, which is no content."""
    stop = front_matter(list(lines))
    yield from _front(lines[:stop])
    body = "".join("\n" if n in code or n <= stop else line for n, line in enumerate(lines, 1))
    for found in _COMPONENT.finditer(strip_hidden(body)) if "<" in body else ():
        line = found.string.count("\n", 0, found.start()) + 1
        end = line + found[0].count("\n")
        fields = {
            one["name"].lower(): unescape(one["a"] or one["b"] or one["c"] or "")
            for one in _FIELD.finditer(found["fields"])
        }
        said = [text for name, text in fields.items() if _QUOTED_FIELD.fullmatch(name)]
        told = [_bare(one["who"]) for one in _CREDITED.finditer(found["inner"] or "")]
        inner = " ".join(read_inline(_TAG.sub(" ", _CREDITED.sub(" ", found["inner"] or ""))).split())
        who = [" ".join(value.split()) for name, value in fields.items() if value and _WHO.fullmatch(name)]
        who += [one for one in told if one]
        text = inner or next(iter(said), "")
        if text.strip():
            yield QuoteField(" ".join(text.split()), line, end, (", ".join(who),) if who else (), found["tag"].lower())


def _front(lines: Sequence[str]) -> Iterator[QuoteField]:
    """Yield the texts below keys such as `quote:`, with who stands beside them; what is no YAML has none."""
    try:
        data, places = load_yaml("".join(lines[1:-1]), "") if lines else (None, {})
    except SettingsError:
        return
    for place, text, who in _below(data, (), (), quoted=False):
        first = places.get(place, 1) + 1
        yield QuoteField(" ".join(text.split()), first, first, (", ".join(who),) if who else ())


def _below(
    data: object, at: Place, who: tuple[str, ...], *, quoted: bool
) -> Iterator[tuple[Place, str, tuple[str, ...]]]:
    if isinstance(data, str):
        if quoted and data.strip():
            yield at, data, who
    elif isinstance(data, list):
        for number, one in enumerate(data):
            yield from _below(one, (*at, number), who, quoted=quoted)
    elif isinstance(data, dict):
        about = _WHO if at else _WHO_OF_ALL
        own = tuple(value for key, value in data.items() if isinstance(value, str) and about.fullmatch(key.lower()))
        named = any(_KEY.fullmatch(key) for key in data)
        for key, value in data.items():
            inside = bool(_KEY.fullmatch(key)) or (quoted and not named and key.lower() in _TEXTS)
            yield from _below(value, (*at, key), own or who, quoted=inside and not _WHO.fullmatch(key.lower()))
