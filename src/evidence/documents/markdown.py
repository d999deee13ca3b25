"""Markdown as numbered lines: markdown-it finds the structure, nothing is ever re-serialised.

A document is read as `Line`s, one for each line of running text, with what the
structure says about it. Code fences, comments, front matter and link definitions
give no `Line`, so nothing inside them can be taken for content.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

from evidence.documents.hidden import show_tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# markdown-it ends lines at these three; str.splitlines knows more and would count differently.
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_YAML_KEY = re.compile(r"""["']?[^\s#:"'][^:]*:(?:\s|$)""")
_REMARK = re.compile(r"(?:\([^()]*\)\s*)?[:\uff1a]\s*")
_SHOWN = re.compile(r"⟨U\+(202[A-E]|206[6-9])⟩")  # a sign that turns the reading direction
_STRUCK = re.compile(r"<(?P<close>/?)(?:del|s|strike)\b", re.IGNORECASE)
_NUMBERED = 3  # cells of a row, the number before it included
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a line: its text, where it points, and the title that it shows under a pointer."""

    text: str
    href: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of running text.

    number: its 1-based line in the file. text: without markup. written: the Markdown
    of the whole line. label, value: of `**Label:** value`; a line that is bold from end to end has a
    label and the value "". depth: how many lists it stands in. lead: it begins its paragraph.
    cell: (first cell of the row but its number, header of the column) in a table; "" in the header row.
    emphasised: the texts that are wrapped in emphasis as a whole. code: those of code spans.
    """

    number: int
    text: str
    written: str
    kind: str
    bold: str | None = None
    label: str | None = None
    value: str = ""
    depth: int = 0
    quoted: int = 0
    lead: bool = True
    column: int = 0
    cell: tuple[str, str] | None = None
    links: tuple[Link, ...] = ()
    emphasised: tuple[str, ...] = ()
    code: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced code block: 1-based first and last line, fences included."""

    info: str
    line: int
    end: int
    content: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What the parser saw at top level, and every line of text. Ranges are 1-based and include both ends.

    html: (first, last, content). headings: (level, first, last, text, as written). quotes: (first,
    last, lists around it). bullets: lines of bullet items.
    """

    lines: tuple[Line, ...]
    fences: tuple[Fence, ...]
    html: tuple[tuple[int, int, str], ...]
    rules: frozenset[int]
    headings: tuple[tuple[int, int, int, str, str], ...]
    quotes: tuple[tuple[int, int, int], ...]
    bullets: tuple[int, ...]


def split_lines(text: str) -> list[str]:
    """Return the lines with their ends; joined again they are `text`."""
    return _LINE.findall(text)


def lines_between(lines: Sequence[Line], first: int, last: int) -> Sequence[Line]:
    """Return the lines with these numbers, both included; `lines` stand in order."""
    start = bisect_left(lines, first, key=attrgetter("number"))
    return lines[start : bisect_right(lines, last, lo=start, key=attrgetter("number"))]


def newline_of(text: str) -> str:
    r"""Return the line end that occurs most often, `\n` where there is none."""
    ends = re.findall(r"\r\n?|\n", text)
    return max(("\n", "\r\n", "\r"), key=ends.count)


def front_matter(lines: list[str]) -> int:
    """Return how many lines the YAML front matter takes, its fences included; 0 without one.

    A document may also begin with a rule, so the line after `---` must be a YAML key.
    """
    if len(lines) < 3 or lines[0].lstrip(BOM).rstrip() != "---" or not _YAML_KEY.match(lines[1]):
        return 0
    return next((n for n, line in enumerate(lines[1:], 2) if line.rstrip() in {"---", "..."}), 0)


@cache
def markdown_parser() -> MarkdownIt:
    """Return the one parser: CommonMark and tables."""
    from markdown_it import MarkdownIt  # 48 ms, and a search reads no documents

    return MarkdownIt("commonmark").enable("table")


def outline(text: str) -> Outline:
    """Parse a document; line numbers are those of `text`, BOM and front matter included."""
    lines = split_lines(text)
    hidden = front_matter(lines)
    body = "\n" * hidden + "".join(lines[hidden:])
    return _Walk(markdown_parser().parse(body.removeprefix(BOM))).done()


# What opens and closes the containers that a line of text can stand in.
_LISTS = {"bullet_list_open": 1, "ordered_list_open": 1, "bullet_list_close": -1, "ordered_list_close": -1}
_QUOTES = {"blockquote_open": 1, "blockquote_close": -1}


class _Walk:
    """One pass over the tokens. A class only because the containers nest."""

    def __init__(self, tokens: list[Token]) -> None:
        self.lists = self.quoted = 0
        self.header: list[str] = []
        self.row: list[str] = []
        self.lines: list[Line] = []
        self.fences: list[Fence] = []
        self.html: list[tuple[int, int, str]] = []
        self.rules: list[int] = []
        self.headings: list[tuple[int, int, int, str, str]] = []
        self.quotes: list[tuple[int, int, int]] = []
        self.bullets: list[int] = []
        for before, token in zip([None, *tokens], tokens, strict=False):
            self.lists += _LISTS.get(token.type, 0)
            self.quoted += _QUOTES.get(token.type, 0)
            if token.type == "inline" and before:
                self.inline(token, before)
            elif token.map:
                self.keep(token, token.map[0] + 1, token.map[1])

    def keep(self, token: Token, first: int, last: int) -> None:
        match token.type:
            case "list_item_open" if token.markup in {"-", "*", "+"}:
                self.bullets.append(first)
            case "blockquote_open" if self.quoted == 1:
                self.quotes.append((first, last, self.lists))
            case "fence":
                self.fences.append(Fence(token.info.strip(), first, last, token.content))
            case "html_block" if token.level == 0:
                self.html.append((first, last, token.content))
            case "hr" if token.level == 0:
                self.rules.append(first)
            case "thead_open":
                self.header = []
            case "tr_open":
                self.row = []

    def inline(self, token: Token, before: Token) -> None:
        first = token.map[0] + 1 if token.map else 0
        kind = before.type.removesuffix("_open")
        here = Line(first, "", token.content, kind, depth=self.lists, quoted=self.quoted)
        if kind in {"th", "td"}:
            self.cell(token, here)
            return
        if kind == "heading" and before.level == 0 and before.map:
            text = " ".join(plain(piece) for piece, _ in _pieces(token))
            self.headings.append((int(before.tag[1]), first, before.map[1], text, token.content))
        written = token.content.split("\n")
        pieces = list(_pieces(token))
        # The last takes the rest: a code span may hold a line break that its token does not show.
        stops = [*(offset for _, offset in pieces[1:]), len(written)]
        for (piece, offset), stop in zip(pieces, stops, strict=True):
            line = replace(here, number=first + offset, written="\n".join(written[offset:stop]), lead=not offset)
            self.lines.append(_line(piece, line))

    def cell(self, token: Token, here: Line) -> None:
        children = show_tokens(token.children or [])
        text = plain(children)
        self.row.append(text)
        if here.kind == "th":
            self.header.append(text)
        column = len(self.row) - 1
        about = ("", text) if here.kind == "th" else (first_of(self.row), self.header[column])
        self.lines.append(_line(children, replace(here, column=column, cell=about)))

    def done(self) -> Outline:
        return Outline(
            tuple(self.lines),
            tuple(self.fences),
            tuple(self.html),
            frozenset(self.rules),
            tuple(self.headings),
            tuple(self.quotes),
            tuple(self.bullets),
        )


def first_of(row: Sequence[str]) -> str:
    """Return the first cell of a row that says more than its number: of `| 2 | Bakers | slow |` the second.

    A row of numbers has its first.
    """
    said = (cell for cell in row if not cell.strip(" .#").isdecimal())
    return row[0] if not row[0] or len(row) < _NUMBERED else next(said, row[0])


def _pieces(token: Token) -> Iterator[tuple[list[Token], int]]:
    """Cut the children of a block into lines, each with its offset from the first."""
    piece: list[Token] = []
    offset = start = 0
    for child in show_tokens(token.children or []):
        if child.type in {"softbreak", "hardbreak"}:
            yield piece, start
            offset += 1
            piece, start = [], offset
            continue
        offset += child.content.count("\n") if child.type == "html_inline" else 0
        piece.append(child)
    yield piece, start


def plain(children: list[Token]) -> str:
    """Return the words of inline tokens; comments and tags say nothing, code says its content."""
    shown = ("text", "code_inline", "image", "text_special")
    words = "".join(c.content if c.type in shown else " " * _breaks(c) for c in children)
    return " ".join(words.split())


def read_inline(markdown: str) -> str:
    r"""Return the words that inline Markdown says: the inverse of `escape.escape`, whoever wrote it.

    >>> read_inline(r"so **very** \*slow\*<br>and &lt;late&gt;")
    'so very *slow* and <late>'
    """
    given_back = _SHOWN.sub(lambda found: chr(int(found[1], 16)), markdown)
    return plain(list(_said(show_tokens(markdown_parser().parseInline(given_back)[0].children or []))))


def _said(children: list[Token]) -> Iterator[Token]:
    """Yield what a reader takes for words: not the text behind an image, nor what is struck out."""
    struck = 0
    for child in children:
        if tag := _STRUCK.match(child.content) if child.type == "html_inline" else None:
            struck = max(0, struck + (-1 if tag["close"] else 1))
        elif not struck and child.type != "image":
            yield child


def _breaks(token: Token) -> bool:
    return token.type in {"softbreak", "hardbreak"} or token.content.lower().startswith("<br")


def _line(children: list[Token], here: Line) -> Line:
    bold, label, value = _label(children)
    return replace(
        here,
        text=plain(children),
        bold=bold,
        label=label,
        value=value,
        links=tuple(_links(children)),
        emphasised=tuple(_emphasised(children)),
        code=tuple(child.content for child in children if child.type == "code_inline"),
    )


def _label(children: list[Token]) -> tuple[str | None, str | None, str]:
    """Read `**Label**: value`, `**Label:** value`, `**Label**`, `**Label** (more): value`."""
    visible = [c for c in children if c.content.strip() or c.type != "text"]
    if not visible or visible[0].type != "strong_open":
        return None, None, ""
    ends = (i for i, c in enumerate(visible) if c.type == "strong_close" and c.level == visible[0].level)
    end = next(ends, None)
    if end is None:  # bold goes on in the next line: formatters wrap within it
        return None, None, ""
    bold, rest = plain(visible[1:end]), plain(visible[end + 1 :])
    if bold.endswith((":", "\uff1a")):
        return bold, bold[:-1].rstrip(), rest
    if not rest:
        return bold, bold, ""
    remark = _REMARK.match(rest)
    return (bold, bold, rest[remark.end() :]) if remark else (bold, None, "")


def _links(children: list[Token]) -> Iterator[Link]:
    opened = None
    for i, child in enumerate(children):
        if child.type == "link_open":
            opened = i
        elif child.type == "link_close" and opened is not None:
            href, title = (str(children[opened].attrGet(name) or "") for name in ("href", "title"))
            yield Link(plain(children[opened + 1 : i]), href, title)


def _emphasised(children: list[Token]) -> Iterator[str]:
    for opening, inner, closing in zip(children, children[1:], children[2:], strict=False):
        pair = opening.type, closing.type
        if pair in {("em_open", "em_close"), ("strong_open", "strong_close")}:
            yield inner.content.strip()
