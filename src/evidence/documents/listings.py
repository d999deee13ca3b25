"""Segments without a heading of their own: lines in bold, rows and columns of tables, links to other documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.documents.headings import name_of
from evidence.documents.markdown import lines_between
from evidence.documents.pains import is_placeholder, read_placeholders
from evidence.documents.people_words import announces_people, is_full
from evidence.documents.recognised import Place, Recognised, name_key, places_of
from evidence.documents.sections import announced_fields, enough
from evidence.documents.titles import (
    bare_title,
    field_of,
    is_field,
    is_segmentish,
    is_unserved,
    only_announces,
    read_title,
    speaks_of_all,
)
from evidence.english import word_set
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidence.documents.headings import Heading
    from evidence.documents.markdown import Line
    from evidence.documents.structure import Document

_COLUMNS = word_set("columns of segments")
_FAR = 40  # a cell in HTML may hold a list
_NUMBERS = frozenset(("", "#", "no", "nr", "id", "n"))


# -- lines in bold -----------------------------------------------------------------------------


def by_label(document: Document, headings: Sequence[Heading]) -> Iterator[Recognised]:
    """Yield what a line in bold names with its kind: `**Segment 1: Name**`."""
    lines = [line for line in document.prose if line.kind != "heading" and line.bold and not line.cell]
    inside = [h for h in headings if (read := read_title(h.text)) and read.form == "named"]
    told = []
    for line in lines:
        read = read_title(line.bold or "")
        if not read or read.form != "named" or is_placeholder(read.name) or is_field(line.bold or ""):
            continue
        if is_segmentish(line.bold or "") or not any(h.line < line.number <= h.stop for h in inside if h.level > 1):
            told.append(line)
    several = len(told) > 1
    for line, stop in _reaching(document, told):
        below = lines_between(document.prose, line.number + 1, stop)
        # `**Audience: developers**` on its own is a remark.
        if several or is_segmentish(line.bold or "") or enough(announced_fields(below)):
            yield Recognised(name_of(line.bold or ""), line.number, "label", stop=stop)


def by_bold_line(document: Document) -> Iterator[Recognised]:
    """Yield lines in bold below a heading that announces segments, where fields stand below: `1. **Name**`."""
    told = [line for line in document.prose if _may_name(line) and _announced(document, line.number)]
    shallow = min((line.depth for line in told), default=0)
    told = [line for line in told if line.depth == shallow]
    for line, stop in _reaching(document, told):
        below = lines_between(document.prose, line.number + 1, stop)
        if enough(announced_fields(below)):
            name = _bold_name(line)
            yield Recognised(name, line.number, "label", stop=stop)


def by_bold_portrait(document: Document) -> Iterator[Recognised]:
    """Yield lines in bold below a heading that announces people, where two or more carry the fields of a portrait."""
    told = [line for line in document.prose if _may_name(line) and _among_people(document, line.number)]
    shallow = min((line.depth for line in told), default=0)
    reaching = list(_reaching(document, [line for line in told if line.depth == shallow]))
    fields = [announced_fields(lines_between(document.prose, line.number + 1, stop)) for line, stop in reaching]
    if sum(map(is_full, fields)) > 1:
        for (line, stop), carried in zip(reaching, fields, strict=True):
            if enough(carried):
                yield Recognised(_bold_name(line), line.number, "portrait", stop=stop)


def _among_people(document: Document, number: int) -> bool:
    """Whether the heading above a line announces people, and is none of people whom nobody serves."""
    above = [heading for heading in document.headings if heading.line < number <= heading.stop]
    served = bool(above) and not any(is_unserved(title) for title in above[-1].path)
    return served and announces_people(above[-1].text)


def _may_name(line: Line) -> bool:
    if line.kind == "heading" or not line.bold or line.cell or line.quoted or not line.lead:
        return False
    bare = bare_title(line.bold).strip(" :\uff1a")
    said = field_of(bare) if len(words(bare)) < 4 else None
    return bool(words(bare)) and not (said and line.label) and not is_field(bare) and not is_placeholder(bare)


def _bold_name(line: Line) -> str:
    bold = (line.bold or "").rstrip(" :\uff1a")
    read = read_title(bold)
    return name_of(read.name if read and read.form == "behind" and read.name else bold)


def _announced(document: Document, number: int) -> bool:
    """Whether the heading above a line, or the title where there is none between, announces segments."""
    above = [heading for heading in document.headings if heading.line < number <= heading.stop]
    if not above or any(is_unserved(title) for title in above[-1].path):
        return False
    read = read_title(above[-1].text)
    return bool(read and read.form in {"many", "one"} and not speaks_of_all(above[-1].text))


def _reaching(document: Document, lines: Sequence[Line]) -> Iterator[tuple[Line, int]]:
    """Yield each line with the last one that is about it: before the next of them, or the next heading."""
    starts = [line.number for line in lines] + [heading.line for heading in document.headings]
    for line in lines:
        yield line, min((start - 1 for start in starts if start > line.number), default=len(document.lines))


# -- tables ------------------------------------------------------------------------------------


def by_table(document: Document) -> Iterator[Recognised]:
    """Yield what the first column of a table names, or the columns of one whose rows are fields."""
    seen: set[frozenset[str]] = set()
    for table in (*_tables(document.prose), *_tables(document.cells, apart=_FAR)):
        for cell in _named_cells(document, table):
            key = name_key(cell.text)
            if key and key not in seen and not read_placeholders([cell]) and not is_placeholder(cell.text):
                seen.add(key)
                name = _cell_name(cell.text)
                places = places_of(document, (name,)) or (Place(cell.number, "table", cell.text),)
                yield Recognised(name, places[0].line, "index", places=places)


def _cell_name(text: str) -> str:
    read = read_title(text)
    return name_of(text) if read and read.form == "named" else text


def _tables(lines: Iterable[Line], apart: int = 2) -> Iterator[list[Line]]:
    """Part the cells of several tables; apart: how many lines may lie between two rows of one."""
    table: list[Line] = []
    for line in lines:
        fresh = table and (line.number > table[-1].number + apart or (line.kind == "th" and table[-1].kind == "td"))
        if table and (fresh or not line.cell):
            yield table
            table = []
        if line.cell:
            table.append(line)
    if table:
        yield table


def _named_cells(document: Document, table: Sequence[Line]) -> list[Line]:
    headers = {line.column: line.text for line in table if line.kind == "th"}
    rows = [line.text for line in table if line.kind == "td" and not line.column]
    if not headers or not rows or any(is_unserved(title) for title in _path(document, table[0].number)):
        return []
    fields = [text for text in rows if field_of(text)]
    if len(fields) * 2 >= len(rows) and (len(fields) > 1 or field_of(rows[0]) == "pain"):
        return _columns(document, table, headers)
    if (column := _column(document, headers, table[0].number)) is None:
        return []
    return [line for line in table if line.kind == "td" and line.column == column]


def _columns(document: Document, table: Sequence[Line], headers: dict[int, str]) -> list[Line]:
    """Return the headers of a table whose rows are fields, where several are named, or its corner says so."""
    named = [line for line in table if line.kind == "th" and line.column]
    corner = read_title(headers.get(0, ""))
    rows = {field for line in table if line.kind == "td" and not line.column and (field := field_of(line.text))}
    path = _path(document, table[0].number)
    about = is_full(rows) and any(read_title(title) or announces_people(title) for title in path)
    told = corner or about or _announced(document, table[0].number) or all(read_title(line.text) for line in named)
    asides = any(field_of(line.text) or speaks_of_all(line.text) or only_announces(line.text) for line in named)
    return named if told and not asides and (len(named) > 1 or corner) else []


def _column(document: Document, headers: dict[int, str], number: int) -> int | None:
    """Return the column that names segments: one headed so, the first where the others say what users need."""
    segment = next((at for at, text in headers.items() if words(text) in (["segment"], ["customer", "segment"])), None)
    if segment is not None:
        return segment
    first = 1 if " ".join(words(headers.get(0, ""))) in _NUMBERS and 1 in headers else 0
    others = frozenset(field for at, text in headers.items() if at != first and (field := field_of(text)))
    read = read_title(headers.get(first, ""))
    if read and read.form in {"one", "many"} and (others or _announced(document, number)):
        return first
    people = set(words(headers.get(first, ""))) & _COLUMNS or field_of(headers.get(first, "")) is None
    named = set(words(headers.get(first, ""))) & (_COLUMNS | {"name"}) or tuple(words(headers.get(first, ""))) in _NAMES
    announced = _announced(document, number)
    return first if people and named and (announced or enough(others)) and others else None


_NAMES = frozenset(
    tuple(words(text)) for text in ("nom", "nombre", "nome", "name", "名前", "氏名", "姓名", "名称", "이름")
)


def _path(document: Document, number: int) -> tuple[str, ...]:
    above = [heading for heading in document.headings if heading.line < number <= heading.stop]
    return above[-1].path if above else ()


# -- links -------------------------------------------------------------------------------------


def by_link(document: Document) -> Iterator[Recognised]:
    """Yield what a list below a heading that announces segments links to: other documents beside this one."""
    for line in document.prose:
        if not line.links or line.cell or line.quoted or line.kind == "heading" or not line.depth:
            continue
        link = line.links[0]
        if line.text.startswith(link.text) and is_page(link.href) and _announced(document, line.number):
            yield Recognised(name_of(link.text), line.number, "index")


def is_page(href: str) -> bool:
    """Whether a link points to a Markdown document by a relative path."""
    path = href.partition("#")[0]
    return path.lower().endswith(".md") and not path.startswith("/") and ":" not in path
