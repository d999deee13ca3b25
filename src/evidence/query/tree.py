"""The nodes of a query: what the grammar reads, the index plans and `match` decides."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Word:
    """One word; its word forms match too (see `lemmas`). `token` is folded."""

    token: str


@dataclass(frozen=True, slots=True)
class Wildcard:
    """`*` is any run of characters, `?` exactly one; matched against whole folded tokens."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Tokens within `edits` (1 or 2) edits of `token`, a swap of neighbours being one."""

    token: str
    edits: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Parts in this order, with up to `slop` more tokens in between altogether."""

    parts: tuple[Word | Wildcard | Fuzzy, ...]
    slop: int = 0


@dataclass(frozen=True, slots=True)
class Exact:
    """Characters as written, standing as whole words: no word forms, signs count.

    Any case, but a query letter in upper case asks for upper case.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """Both sides match, at most `distance` tokens between them, either order."""

    left: Node
    right: Node
    distance: int


@dataclass(frozen=True, slots=True)
class And:
    """All of them match in one utterance."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them matches."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """It does not match. Never adds spans."""

    child: Node


@dataclass(frozen=True, slots=True)
class Field:
    """A property of the utterance or its call; `exact` asks for the whole value."""

    name: str
    value: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Is:
    """A property of the matched words, `question` or `negated`, or of the mention of a pain: one of `JUDGED`."""

    kind: str


JUDGED = ("present", "resolved", "absent", "hypothetical", "other", "prompted", "unjudged")
"""What `is:` asks of the mention of a pain, for which the words around it are needed: `library.judged` answers it."""


Part = Word | Wildcard | Fuzzy
Node = Word | Wildcard | Fuzzy | Phrase | Exact | Near | And | Or | Not | Field | Is


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked: the text as typed and the tree it stands for."""

    text: str
    root: Node


def terms(node: Node) -> Iterator[Word | Wildcard | Fuzzy | Phrase | Exact]:
    """Yield the parts of a query that look for words, negated ones left out."""
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from terms(child)
        case Near(left, right, _):
            yield from terms(left)
            yield from terms(right)
        case Word() | Wildcard() | Fuzzy() | Phrase() | Exact():
            yield node
        case _:
            pass


def nodes_in(node: Node) -> Iterator[Node]:
    """Yield a query and all parts that AND, OR and NOT join in it, negated ones included."""
    yield node
    for child in node.children if isinstance(node, And | Or) else (node.child,) if isinstance(node, Not) else ():
        yield from nodes_in(child)


def fields_of(node: Node) -> Iterator[Field]:
    """Yield the fields of a query, negated ones included."""
    return (part for part in nodes_in(node) if isinstance(part, Field))


def judges_mention(node: Node) -> TypeGuard[Is]:
    """Say whether a node judges the mention of a pain."""
    return isinstance(node, Is) and node.kind in JUDGED


def judged_in(node: Node) -> Iterator[Is]:
    """Yield what judges mentions in a query, wherever it stands."""
    return (part for part in nodes_in(node) if judges_mention(part))


def to_text(node: Node) -> str:  # noqa: C901, PLR0911  one line a kind of node
    """Return a node as people type it; `grammar.parse` reads it back.

    >>> to_text(And((Phrase((Word("a"), Wildcard("b*")), 2), Not(Field("side", "customer")))))
    '"a b*"~2 NOT side:customer'
    """
    match node:
        case Word(token):
            return token
        case Wildcard(pattern):
            return pattern
        case Fuzzy(token, edits):
            return f"{token}~{edits}"
        case Phrase(parts, slop):
            return f'"{" ".join(map(to_text, parts))}"{f"~{slop}" if slop else ""}'
        case Exact(text):
            return f'="{text}"'
        case Near(left, right, distance):
            return f"{_inner(left)} NEAR/{distance} {_inner(right)}"
        case And(children):
            return " ".join(map(_inner, children))
        case Or(children):
            return " OR ".join(map(_inner, children))
        case Not(child):
            return f"NOT {_inner(child)}"
        case Field(name, value, exact):
            return f"{name}:{'=' if exact else ''}{f'{chr(34)}{value}{chr(34)}' if ' ' in value else value}"
        case Is(kind):
            return f"is:{kind}"


def _inner(node: Node) -> str:
    return f"({to_text(node)})" if isinstance(node, And | Or | Near) else to_text(node)


def days(value: str) -> tuple[int, int]:
    """Read a date or a range as two numbers YYYYMMDD, both ends included.

    `2026`, `2026-01`, `2026-01-12`, `2026-01..2026-03`, `2026-02..`, `..2026`.
    Raises ValueError with what is wrong.

    >>> days("2026-01..2026-02")
    (20260101, 20260228)
    """
    first, dots, last = value.partition("..")
    if not dots:
        last = first
    if not first and not last:
        raise ValueError("a range needs a date")
    low, high = (_day(first, last=False) if first else 0), (_day(last, last=True) if last else 9999_12_31)
    if low > high:
        raise ValueError("the range ends before it begins")
    return low, high


def _day(text: str, *, last: bool) -> int:
    found = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text, re.ASCII)
    if not found:
        raise ValueError(f"I can't read {text[:40]!r} as a date. Use 2026, 2026-01 or 2026-01-12")
    year, month = int(found[1]), int(found[2] or (12 if last else 1))
    if not 1 <= month <= 12 or year == 0:
        raise ValueError(f"{text[:40]!r} is not a date in the calendar")
    length = calendar.monthrange(year, month)[1]
    day = int(found[3] or (length if last else 1))
    if not 1 <= day <= length:
        raise ValueError(f"{text[:40]!r} is not a date: that month has {length} days")
    return year * 10_000 + month * 100 + day
