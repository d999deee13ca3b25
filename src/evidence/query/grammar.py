"""Read a query: text -> Query."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word; its word forms match too (same stem). `token` is folded."""

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
    """A property of the matched words: `question` or `negated`."""

    kind: str


Node = Word | Wildcard | Fuzzy | Phrase | Exact | Near | And | Or | Not | Field | Is


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked: the text as typed and the tree it stands for."""

    text: str
    root: Node
