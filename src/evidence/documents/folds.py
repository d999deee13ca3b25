"""Folded parts of a document (`<details>`), read as sections: the summary is a heading where it announces something.

    <details><summary>Persona: Ops Olga</summary>     a heading one level below the one above
    ### Pain points                                   one below that, whatever its own level
    </details>                                        its section ends here

Only how a document is read changes: no line moves, and what is written back is its text as it was.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from evidence.documents.people_words import announces_people
from evidence.documents.titles import is_field, read_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.documents.markdown import Outline

_TAG = re.compile(r"<(?P<close>/?)(?P<name>details|summary)\b[^>]*>", re.IGNORECASE)
_BEGINS = re.compile(r"\s*</?(?:details|summary)\b", re.IGNORECASE)
_CLOSES = re.compile(r"</details\s*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]+>")
_MARKS = re.compile(r" {0,3}(#{1,6})(?=\s|$)")
_DEEPEST = 6  # the level that Markdown ends at


class Fold(NamedTuple):
    """A folded part: 1-based lines of its summary (first, last), and the last line of its content."""

    summary: int
    end: int
    stop: int
    title: str


def unfold(lines: Sequence[str], seen: Outline) -> tuple[str, tuple[Fold, ...]]:
    """Return the text with summaries as headings, line for line, and the folded parts; the text as it is without any.

    lines: of the document, with their ends. seen: as it was parsed.
    """
    tagged = _tagged(lines, seen) if any(_BEGINS.match(content) for *_, content in seen.html) else []
    every = tuple(_folds(lines, tagged))
    folds = [fold for fold in every if _announces(fold, every, seen)]
    if not folds:
        return "".join(lines), ()
    new = list(lines)
    for fold in folds:
        inner = [level for level, first, *_ in seen.headings if fold.end < first <= fold.stop]
        level = min(_level(fold, folds, seen), _DEEPEST - bool(inner))
        for number in _tag_lines(lines, tagged, fold):
            new[number - 1] = _end_of(lines[number - 1])
        new[fold.summary - 1] = f"{'#' * level} {fold.title}{_end_of(lines[fold.summary - 1])}"
        deeper = level + 1 - min(inner, default=level + 1)
        for _, first, *_ in seen.headings if deeper > 0 else ():
            if fold.end < first <= fold.stop and (marks := _MARKS.match(new[first - 1])):
                more = "#" * min(deeper, _DEEPEST - len(marks[1]))
                new[first - 1] = more + new[first - 1].lstrip(" ")
    return "".join(new), tuple(folds)


def _end_of(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _folds(lines: Sequence[str], tagged: Sequence[int]) -> Iterator[Fold]:
    """Yield the parts whose tags stand on lines of their own, in order of their ends."""
    opened: list[tuple[int, int, str] | None] = []
    begun: tuple[int, int] | None = None  # line and column behind `<summary>`
    for number in tagged:
        line = lines[number - 1]
        for tag in _TAG.finditer(line):
            kind = tag["close"] + tag["name"].lower()
            if kind == "details":
                opened.append(None)
            elif kind == "summary":
                begun = number, tag.end()
            elif kind == "/summary" and begun and opened and "<" not in _TAG.sub("", line[tag.end() :]):
                opened[-1] = begun[0], number, _said(lines, begun, (number, tag.start()))
            elif kind == "/details" and opened and (held := opened.pop()):
                yield Fold(held[0], held[1], max(number - 1, held[1]), held[2])
    yield from (Fold(held[0], held[1], len(lines), held[2]) for held in reversed(opened) if held)


def _tagged(lines: Sequence[str], seen: Outline) -> list[int]:
    """Return the lines of HTML that begins with such a tag, and those that only close, which may stand in a list."""
    html = {n: bool(_BEGINS.match(content)) for first, last, content in seen.html for n in range(first, last + 1)}
    fenced = {n for fence in seen.fences for n in range(fence.line, fence.end + 1)}
    closing = {
        n for n, line in enumerate(lines, 1) if n not in html and n not in fenced and _CLOSES.fullmatch(line.strip())
    }
    return sorted(closing.union(n for n, told in html.items() if told))


def _said(lines: Sequence[str], begin: tuple[int, int], end: tuple[int, int]) -> str:
    """Return the words of a summary, which may stand on several lines."""
    (first, left), (last, right) = begin, end
    text = "".join(lines[first - 1 : last])
    cut = len(lines[last - 1]) - right
    return " ".join(_ANY_TAG.sub(" ", text[left : len(text) - cut]).split())


def _announces(fold: Fold, folds: Sequence[Fold], seen: Outline) -> bool:
    """Whether a summary names a kind or a field, or stands below a heading that says that segments or people follow."""
    if read_title(fold.title) is not None or is_field(fold.title):
        return True
    above = [title for _, title in _above(fold, folds, seen)]
    over = (read_title(title) for title in above)
    people = any(map(announces_people, above))
    return bool(fold.title) and (people or any(read is not None and read.form in {"many", "one"} for read in over))


def _above(fold: Fold, folds: Sequence[Fold], seen: Outline) -> list[tuple[int, str]]:
    """Return level and text of the headings above a part, the next one first; not those in parts that are closed."""
    closed = [other for other in folds if other.stop < fold.summary]
    found: list[tuple[int, str]] = []
    for level, first, _, title, _ in reversed(seen.headings):
        hidden = first > fold.summary or any(other.summary < first <= other.stop for other in closed)
        if not hidden and (not found or level < found[-1][0]):
            found.append((level, title))
    return found


def _level(fold: Fold, folds: Sequence[Fold], seen: Outline) -> int:
    """Return one level below the heading above, or below the part around it."""
    above = _above(fold, folds, seen)
    around = sum(other.summary < fold.summary <= other.stop for other in folds)
    return min(_DEEPEST, (above[0][0] if above else 0) + 1 + around)


def _tag_lines(lines: Sequence[str], tagged: Sequence[int], fold: Fold) -> Iterator[int]:
    """Yield the lines of a part that hold its tags and nothing else."""
    for number in tagged[bisect_left(tagged, fold.summary - 1) : bisect_right(tagged, fold.stop + 1)]:
        if not _TAG.sub("", lines[number - 1]).strip():
            yield number
    yield from range(fold.summary, fold.end + 1)
