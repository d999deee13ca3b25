"""Pain points and placeholders, wherever people write them.

    **Pain Points Addressed**:        a bold label, then a list
    #### Pain Points & Challenges     a heading, then a list; nested lists; `- **Label:** value`
    * **Pain Point:** text            inline
    | Key Fear | text | text |        a row of a table, one column a segment
    | Segment | Top Pain Point |      a column of a table, one row a segment
    Pain point: text                  a label without marks; bullets below it, typed ones (`•`) too
    What keeps her up at night?       a question as a label; the next label or question ends its pains
    <td>text</td>                     cells of tables in HTML

A placeholder is text that waits to be written: `[Agent to populate: ...]`, `_[Fill in ...]_`, `{{pain}}`,
`<!-- TODO -->`, a line, value or cell that is `[Name]` or `TBD` and nothing else. It is counted, and never
content; `[Region]` in a sentence is just text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

from evidence.documents.enumerated import enumerated
from evidence.documents.markdown import read_inline
from evidence.documents.titles import (
    asked,
    bare_title,
    field_of,
    is_field,
    is_pain_alone,
    labelled,
    list_of,
    names_pain,
    names_solution,
)
from evidence.english import word_list, word_set
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidence.documents.headings import Heading
    from evidence.documents.markdown import Line

PainKind = Literal["pain", "effect", "tried", "state"]

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


_SLOT = re.compile(r"\{\{[^{}\n]{1,80}\}\}|\$\{[^{}\n]{1,80}\}")
_WAITING_COMMENT = re.compile(
    rf"<!--\s*(?:{'|'.join(re.escape(word) for word in word_list('waiting words'))})\b.*?-->", re.IGNORECASE | re.DOTALL
)
_TEMPLATE = re.compile(r"\[(?!!)[^\[\]]+\](?:[\s,/]+\[[^\[\]]+\])*")
_WAITING_WORDS = frozenset(word_list("waiting words"))
_BLANKS = frozenset({"", "[ ]", "[x]", "[X]"})
_TICK = 3
_WANTS = word_set("asked of wants")
_ASKING = 8  # words of a question that is a label
_FEW = 4  # words of a line that is a label without a colon
_LONGEST = 30  # code points of the longest waiting word, and some
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LEADING = re.compile(r"^(?:[\u2022\u00b7\u30fb*-]|\d+[.)])\s*")
# Bullets that Markdown takes for words, as word processors and chats write them.
_TYPED = re.compile(
    r"[\u2022\u25cf\u25aa\u25e6\u2023\u2219\u00b7\u30fb\u25cb\u25a0\u25a1\u25c6\u25ba\u25b6\u27a4\u2717\u2718\u2716\u274c\u26a0]\ufe0f?\s*(?=\S)"
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


def read_placeholders(lines: Sequence[Line], html: Sequence[tuple[int, int, str]] = ()) -> tuple[Placeholder, ...]:
    """Return the placeholders in order. html: first and last line and content of what stands there as HTML."""
    found = [Placeholder(text, line.number) for line in lines for text in _placeholders(line)]
    for first, _, content in html:
        for comment in _WAITING_COMMENT.finditer(content):
            number = first + content.count("\n", 0, comment.start())
            found.append(Placeholder(" ".join(comment[0].split()), number))
    return tuple(sorted(found, key=lambda spot: spot.line)) if html else tuple(found)


def is_placeholder(text: str) -> bool:
    """Whether a text is nothing but what waits to be written: `[Name]`, `{{name}}`, `TBD`.

    >>> is_placeholder("[Persona name]"), is_placeholder("[x] done"), is_placeholder("TBD")
    (True, False, True)
    """
    bare = text.strip(" *_`.:\uff1a\"'\u201c\u201d")
    if bare in _BLANKS:
        return False
    if _TEMPLATE.fullmatch(bare) and words(bare) and len(bare) > _TICK:
        return True
    waits = len(bare) < _LONGEST and " ".join(words(bare)) in _WAITING_WORDS
    return waits or ("{" in text and bool(words(text)) and not words(_SLOT.sub("", text)))


def _placeholders(line: Line) -> Iterator[str]:
    others = (*(f"[{link.text}]" for link in line.links), *line.code)
    told = [
        found
        for found in _BRACKETS.findall(line.text)
        if not any(found in other for other in others) and (_WAITING.match(found) or found in line.emphasised)
    ]
    yield from told
    yield from _SLOT.findall(line.text)
    yield from (" ".join(comment[0].split()) for comment in _WAITING_COMMENT.finditer(line.written))
    whole = line.value or line.text
    if not told and not line.links and not line.code and not _SLOT.search(whole) and is_placeholder(whole):
        yield whole


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
    return "pain" if names_pain(tokens) else None


def read_pains(
    lines: Sequence[Line], headings: Sequence[Heading], cells: Sequence[Line] = (), source: Sequence[str] = ()
) -> tuple[PainPoint, ...]:
    """Return the pain points in order. `lines` are people's own, those of blocks left out; cells: of tables in HTML.

    source: all lines of the document, which say where a label begins that Markdown counts to the bullet above it.
    """
    found = (*_listed([_outdented(line, source) for line in lines], headings), *_tabled(lines), *_tabled(cells))
    return tuple(sorted(found, key=lambda pain: pain.line))


def _listed(lines: Sequence[Line], headings: Sequence[Heading]) -> Iterator[PainPoint]:
    """Walk with what is open: the kind a heading announces for lists, or a label for what stands deeper."""
    titles = {heading.line: (pain_kind(heading.text), heading.stop) for heading in headings}
    under: PainKind | None = None
    until = 0  # the last line that the heading is about: a folded part may end before the next heading
    opened: tuple[int, PainKind | None] | None = None
    joined = list(_raised(list(_joined(map(_with_label, lines)))))
    for line, after in zip_longest(joined, joined[1:]):
        if line.kind == "heading":
            (under, until), opened = titles.get(line.number, (under, until)), None
            continue
        if 0 < until < line.number:
            under, until, opened = None, 0, None
        if opened and line.depth <= opened[0]:
            opened = None
        if after and after.depth > line.depth > 0 and not line.label and is_pain_alone(line.text):
            opened = line.depth, "pain"
            continue
        kind = pain_kind(line.label) if line.label else None
        if not kind and not line.bold and _asks_about_pains(line.text):
            opened = None
            continue
        within = kind or (opened[1] if opened else under if line.depth else None)
        text = line.value if kind else line.text
        if line.label and (kind or not line.depth or names_solution(line.label)):
            opened = line.depth, kind
            within = kind
        if within and not text.endswith((":", "\uff1a")) and _says_something(line, line.value or text):
            several = enumerated(text, line.label or "") if kind == "pain" else (text,)
            yield from (PainPoint(part, line.number, within) for part in several)


def _asks_about_pains(text: str) -> bool:
    """Whether a question may part the pains of a heading, and not end them: `How it shows:`, not `What she needs:`."""
    return asked(text) and _WANTS.isdisjoint(words(text)) and not field_of(text)


def _raised(lines: Sequence[Line]) -> Iterator[Line]:
    """Raise a label right below a bullet, which Markdown counts to that bullet: its writer began a list of its own."""
    for line, after in zip_longest(lines, lines[1:]):
        begins = line.label and not line.lead and after and after.lead and after.depth == line.depth > 0
        yield replace(line, depth=line.depth - 1) if begins else line


def _outdented(line: Line, source: Sequence[str]) -> Line:
    """Take a label at the left margin right below a bullet out of the list: it begins the next field.

    An indented one is about the bullet: `- slow` over `  Tools: paper`.
    """
    margin = line.number <= len(source) and source[line.number - 1][:1] not in {" ", "\t", ">"}
    if not margin or line.lead or not line.depth or line.quoted or line.cell:
        return line
    label, value = (line.label, line.value) if line.label else _label_of(line.text)
    begins = label and (pain_kind(label) or is_field(label) or not value)
    return replace(line, depth=0) if begins else line


def _label_of(text: str) -> tuple[str | None, str]:
    """Part a line without marks that ends one field and begins the next: `Goals: x`, `Her goals:`, `What is next?`."""
    label, value = labelled(text)
    if label and (is_field(label) or (not value and field_of(label))):
        return label, value
    if asked(text):
        return bare_title(text), ""
    return (bare_title(text), "") if is_field(text) and len(words(text)) <= _FEW else (None, text)


def _with_label(line: Line) -> Line:
    """Read `Pain point: text` without marks, a line that says `Pain points` alone, and a typed bullet."""
    typed = _TYPED.match(line.text) if line.kind != "heading" and not line.cell and not line.quoted else None
    if typed:
        depth = max(line.depth, 1) if line.depth else 1
        line = replace(line, text=line.text[typed.end() :], depth=depth, lead=True)
    if line.label or line.kind == "heading" or line.cell or line.quoted:
        return line
    label, value = labelled(line.text)
    if label and pain_kind(label):
        return replace(line, label=label, value=value)
    ending, rest = (None, "") if line.depth else _label_of(line.text)
    if ending:
        return replace(line, label=ending, value=rest)
    if label and not line.lead:
        return replace(line, lead=True)
    if not line.depth and (is_pain_alone(line.text) or _asks_for_pains(line.text)):
        return replace(line, label=bare_title(line.text), value="")
    return line


def _asks_for_pains(text: str) -> bool:
    """Whether a line without a mark at its end is a question about pains: `What keeps her up at night`."""
    tokens = tuple(words(text))
    phrases = list_of("labels of pains")
    return tokens[:1] == ("what",) and len(tokens) <= _ASKING and any(tokens[-n:] in phrases for n in range(1, 5))


def _joined(lines: Iterable[Line]) -> Iterator[Line]:
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
        if not line.cell or line.kind == "th":
            continue
        row, header = line.cell
        told = pain_kind(header) == "pain"
        about = None
        if line.column and pain_kind(row) == "pain" and not told:
            about = header or None
        elif line.column and told:
            about = row
        elif not told or pain_kind(line.text):
            continue
        for text in _parts(line):
            if _says_something(replace(line, text=text, value=""), text):
                yield PainPoint(text, line.number, "pain", about)


def _parts(line: Line) -> list[str]:
    """Cut a cell at the line breaks that people set in it."""
    parts = _BREAK.split(line.written)
    if len(parts) == 1:
        row, header = line.cell or ("", "")
        return list(enumerated(_TYPED.sub("", line.text), header if names_pain(words(header)) else row))
    said = (_LEADING.sub("", read_inline(part)) for part in parts)
    return [text for text in said if words(text)]
