"""Tables whose cells hold pieces of calls, one call a row: `Dana Reyes  0:43` over words, or `Dana Reyes: words`.

A column that names the file, the call or who was asked tells which rows are one call. Cells in which nobody is named
are notes: what was asked of whom is no speech, and no call ever mixes the people of two rows.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from evidence.calls.formats._names import MOST, is_plausible, is_sure_name
from evidence.calls.formats._parts import CallDraft, Note
from evidence.calls.formats._rows import Meta, about_call, columns, order_of_days, stated_about
from evidence.calls.people import is_nameless
from evidence.calls.turns import Piece
from evidence.model import Event
from evidence.text import milliseconds, one_line, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_TIME = r"[\[(]?(?P<time>(?:\d{1,2}:)?\d{1,3}:\d{2})[\])]?"
_ABOVE = re.compile(rf"(?P<name>\S.{{0,59}}?)(?:[ \t\xa0]{{2,}}|\t|[ ](?=[\[(])){_TIME}\s*")
_BEFORE = re.compile(rf"(?P<name>[^:\n]{{1,60}}?)(?:\s*{_TIME})?:\s+(?P<words>\S.*)")
_CALL = re.compile(r"(?:call|meeting|recording|transcript|conversation|interview)(?:id|name|file)?|.*file(?:name)?")
_PARTICLE = 3
_ASKED = re.compile(r"interviewees?|participants?|respondents?|speaker|customer|name|person")


class InterviewRow(NamedTuple):
    """The cells of a row, by their columns, and the line it begins at."""

    cells: dict[str, str]
    line: int


class _Names(NamedTuple):
    """Who is named in cells: above words, and before them."""

    above: frozenset[str]
    before: frozenset[str]


class _Columns(NamedTuple):
    """The columns that tell calls and people apart, those of `_rows`, and which part of a date comes first."""

    call: str | None
    asked: str | None
    found: dict[str, str]
    order: str | None


def holds_pieces(rows: Iterable[Sequence[str]]) -> bool:
    """Say whether some cell of several lines says who speaks."""
    return any(_is_speech(cell) for row in rows for cell in row if "\n" in cell.strip())


def _is_speech(cell: str) -> bool:
    """Say whether a name and a time stand above words, or the first line and others begin with a name."""
    lines = _lines(cell)
    if any((found := _ABOVE.fullmatch(line)) and is_plausible(found["name"]) for line in lines[:-1]):
        return True
    heads = [bool(name and _is_name(name)) for name in map(_name_before, lines)]
    return heads[:1] == [True] and any(heads[1:])


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.splitlines() if line.strip()]


def _name_before(line: str) -> str | None:
    found = _BEFORE.match(line)
    return found["name"].strip() if found else None


def _is_name(name: str) -> bool:
    """Say whether a text reads as a name, `Ana de la Cruz` too."""
    first, *between = name.split()
    inner = all(not word[0].islower() or len(word) <= _PARTICLE for word in between[:-1])
    bare = " ".join([first, *between[-1:]])
    return is_nameless(name) or (is_plausible(name) and inner and is_sure_name(bare))


def interviews(rows: Sequence[InterviewRow], stem: str) -> Iterator[CallDraft | Note]:
    """Yield a call for each file, call or person asked, else for each row of the table of that name."""
    names = _names(cell for row in rows for cell in row.cells.values())
    said = {key for row in rows for key, cell in row.cells.items() if "\n" in cell.strip()}
    keys = [key for key in (rows[0].cells if rows else ()) if key not in said]
    found = columns(keys)
    call, asked = found.get("call") or _column(keys, _CALL), _column(keys, _ASKED)
    groups: dict[str, list[InterviewRow]] = {}
    for number, row in enumerate(rows, 1):
        key = row.cells[call].strip() if call else ""
        titled = " ".join(filter(None, about_call(row.cells, found)[:2]))
        person = row.cells[asked].strip() if asked else ""
        groups.setdefault(key or f"{stem} {person or titled or f'row {number}'}", []).append(row)
    order = order_of_days(row.cells.get(found.get("date", "")) for row in rows)
    yield Note(f"cells hold pieces of {plural(len(groups), 'call')}, one for each {call or asked or 'row'!r}")
    for key, of_one in groups.items():
        yield from _draft(key, of_one, names, _Columns(call, asked, found, order))


def _column(keys: list[str], pattern: re.Pattern[str]) -> str | None:
    return next((key for key in keys if pattern.fullmatch(re.sub(r"[^a-z0-9]", "", key.casefold()))), None)


def _draft(key: str, rows: list[InterviewRow], names: _Names, of: _Columns) -> Iterator[CallDraft | Note]:
    pieces: list[Piece] = []
    events: list[Event] = []
    used = {of.call, of.asked, *of.found.values()}
    for row in rows:
        line = row.line
        for column, cell in row.cells.items():
            if _is_headed(cell, names):
                pieces += _pieces(cell, names, line)
            elif cell.strip() and column not in used:
                events.append(Event("notes", f"{column}: {one_line(cell)}", line=line))
            line += cell.count("\n")
    if not pieces:
        yield Note(f"nobody is named in the cells of {key!r}; left out", rows[0].line, fault=True)
        return
    if all(piece.start_ms is not None for piece in pieces):
        pieces.sort(key=lambda piece: piece.start_ms or 0)
    person = rows[0].cells[of.asked].strip() if of.asked else ""
    about = stated_about((about_call(row.cells, of.found) for row in rows), Meta(key, person or None), of.order)
    yield from about.notes(rows[0].line)
    yield CallDraft(
        [piece._replace(turn=turn) for turn, piece in enumerate(pieces, 1)],
        events=(*events, *(Event("notice", f"Account: {name}") for name in about.accounts)),
        line=rows[0].line,
        source_id=key,
        title=about.title or key,
        started_at=about.started_at,
        account_id=about.account_id,
        opportunity_id=about.opportunity_id,
        account_hint=about.account_hint,
    )


def _names(cells: Iterable[str]) -> _Names:
    """Return who speaks: above words with a time; before words where most lines have a name, or it comes twice."""
    above: set[str] = set()
    before: Counter[str] = Counter()
    plain: Counter[str] = Counter()  # in cells without times
    total = 0
    for lines in (_lines(cell) for cell in cells if _is_speech(cell)):
        timed = {found["name"] for line in lines if (found := _ABOVE.fullmatch(line)) and is_plausible(found["name"])}
        above |= timed
        heads = [name for line in lines if (name := _name_before(line)) and _is_name(name)]
        before.update(heads)
        plain.update(() if timed else heads)
        total += 0 if timed else len(lines)
    most = set(plain) if plain.total() >= MOST * total else set()
    return _Names(frozenset(above), frozenset(most | {name for name, count in before.items() if count > 1}))


def _is_headed(cell: str, names: _Names) -> bool:
    lines = _lines(cell)
    timed = any((found := _ABOVE.fullmatch(line)) and found["name"] in names.above for line in lines)
    return timed or bool(lines and _name_before(lines[0]) in names.before)


class _Head(NamedTuple):
    speaker: str | None
    start_ms: int | None
    words: str


def _head(line: str, names: _Names) -> _Head | None:
    """Return who begins to speak in a line; of a name that is not believed nobody knows whose words follow."""
    if (found := _ABOVE.fullmatch(line)) and found["name"] in names.above:
        return _Head(found["name"], milliseconds(found["time"]), "")
    if not (name := _name_before(line)) or not (found := _BEFORE.match(line)):
        return None
    if name in names.before | names.above:
        return _Head(name, milliseconds(found["time"]) if found["time"] else None, found["words"])
    return _Head(None, None, line) if _is_name(name) else None


def _pieces(cell: str, names: _Names, line: int) -> Iterator[Piece]:
    """Yield the turns of a cell; words before its first name are nobody's."""
    piece = Piece(None, "", line=line)
    for number, text in enumerate(cell.splitlines(), line):
        if head := _head(text.strip(), names):
            if piece.text:
                yield piece
            piece = Piece(head.speaker, head.words, head.start_ms, line=number)
        elif text.strip():
            piece = piece._replace(text=f"{piece.text} {text.strip()}".lstrip())
    if piece.text:
        yield piece
