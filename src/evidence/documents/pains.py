"""Pain points and placeholders, wherever people write them.

    **Pain Points Addressed**:        a bold label, then a list
    #### Pain Points & Challenges     a heading, then a list; nested lists; `- **Label:** value`
    * **Pain Point:** text            inline
    | Key Fear | text | text |        a row of a table, one column a segment
    | Segment | Top Pain Point |      a column of a table, one row a segment

A placeholder is text that waits to be written: `[Agent to populate: ...]`,
`_[Fill in ...]_`. It is counted, and never content; `[Region]` is just text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.documents.headings import Heading
    from evidence.documents.markdown import Line

PainKind = Literal["pain", "effect", "tried", "state"]

# Words of labels and headings, folded; English, German, French, Spanish, Portuguese, Italian, Dutch.
_PAIN = frozenset(
    words(
        "pain pains painpoint painpoints challenge challenges problem problems fear fears frustration frustrations "
        "schmerzpunkt schmerzpunkte probleme herausforderung herausforderungen douleur douleurs problème problèmes "
        "probleme defi defis dolor dolores problema problemas desafio desafios reto retos dor dores sfida sfide "
        "problemi pijnpunt pijnpunten"
    )
)
_NO_PAIN = frozenset(words("solution solutions satisfaction losung losungen"))
_STATE = frozenset(("current state", "psychographics"))
_EFFECT = re.compile(r"why (?:this|it|that) (?:hurts|matters to)\b")
_TRIED = re.compile(r"what they'?(?:ve| have) (?:already )?tried\b")
_BRACKETS = re.compile(r"\[[^\[\]]+\]")
_WAITING = re.compile(
    r"\[\s*(?:(?:\w+\s+)?to (?:populate|fill(?: in)?|complete)\b"
    r"|(?:fill in|add|insert|replace|describe|enter|tbd|todo|tbc)\b"
    r"|placeholder\b|your\b|\.{3}|…)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PainPoint:
    """A pain as people wrote it, without markup. about: the segment's name in a table, else None.

    kind: `pain`; `effect` (why it hurts), `tried` (what they tried), `state` (current state, psychographics).
    """

    text: str
    line: int
    kind: PainKind = "pain"
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Text that waits to be written."""

    text: str
    line: int


def read_placeholders(lines: Sequence[Line]) -> tuple[Placeholder, ...]:
    """Return the placeholders in order."""
    return tuple(Placeholder(text, line.number) for line in lines for text in _placeholders(line))


def _placeholders(line: Line) -> Iterator[str]:
    others = (*(f"[{link.text}]" for link in line.links), *line.code)
    for found in _BRACKETS.findall(line.text):
        if not any(found in other for other in others) and (_WAITING.match(found) or found in line.emphasised):
            yield found


def _says_something(line: Line, text: str) -> bool:
    for placeholder in _placeholders(line):
        text = text.replace(placeholder, "")
    return bool(words(text))


def pain_kind(title: str) -> PainKind | None:
    """Say what kind of pain a label or heading announces, None where it announces none.

    >>> pain_kind("Primary Pain Point"), pain_kind("What They've Tried"), pain_kind("Value Drivers")
    ('pain', 'tried', None)
    """
    tokens = words(title)
    folded = " ".join(tokens)
    if _EFFECT.match(folded):
        return "effect"
    if _TRIED.match(folded):
        return "tried"
    if folded in _STATE:
        return "state"
    return "pain" if _PAIN & set(tokens) and not _NO_PAIN & set(tokens) else None


def read_pains(lines: Sequence[Line], headings: Sequence[Heading]) -> tuple[PainPoint, ...]:
    """Return the pain points in order. `lines` are people's own, those of blocks left out."""
    return tuple(sorted((*_listed(lines, headings), *_tabled(lines)), key=lambda pain: pain.line))


def _listed(lines: Sequence[Line], headings: Sequence[Heading]) -> Iterator[PainPoint]:
    """Walk with what is open: the kind a heading announces for lists, or a label for what stands deeper."""
    titles = {heading.line: pain_kind(heading.text) for heading in headings}
    under: PainKind | None = None
    opened: tuple[int, PainKind | None] | None = None
    for line in _joined(lines):
        if line.kind == "heading":
            under, opened = titles.get(line.number, under), None
            continue
        if opened and line.depth <= opened[0]:
            opened = None
        kind = pain_kind(line.label) if line.label else None
        within = kind or (opened[1] if opened else under if line.depth else None)
        text = line.value if kind else line.text
        if line.label and (kind or not line.depth or _NO_PAIN & set(words(line.label))):
            opened = line.depth, kind
            within = kind
        if within and not text.endswith(":") and _says_something(line, line.value or text):
            yield PainPoint(text, line.number, within)


def _joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Leave out tables and blockquotes, and join a line that only goes on to the one before it."""
    held: Line | None = None
    for line in lines:
        if line.cell or line.quoted or not line.text:
            continue
        if held and not line.lead and not line.label:
            more = f"{held.value} {line.text}".strip() if held.label else ""
            held = replace(held, text=f"{held.text} {line.text}", value=more)
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _tabled(lines: Sequence[Line]) -> Iterator[PainPoint]:
    for line in lines:
        if not line.cell or line.kind == "th" or not line.column or not _says_something(line, line.text):
            continue
        row, header = line.cell
        if pain_kind(row) == "pain":
            yield PainPoint(line.text, line.number, "pain", header or None)
        elif pain_kind(header) == "pain":
            yield PainPoint(line.text, line.number, "pain", row)
