"""Words that a document presents as quoted, whoever is named: what `quotations` does not read as attributed.

Words come first: every text in quotation marks, every blockquote, every cell below a heading such as "Quote" and
every field of that name is read, so that verification can look it up. What surrounds it says how it is meant
(`Quotation.standing`) and who may have said it (`Quotation.credits`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from evidence.documents.attributions import is_name, may_be_said, tells_speaker
from evidence.documents.html_quotes import html_blockquotes, html_lines
from evidence.documents.markdown import lines_between, read_inline
from evidence.documents.other_sources import other_source
from evidence.documents.pains import is_placeholder
from evidence.documents.quotation_marks import CLOSED_BY, spoken_in
from evidence.documents.quotations import AttributionLine, Quotation, cited_beside, strip_quotes
from evidence.documents.quote_credits import credit, credits_above, credits_around
from evidence.documents.quote_fields import quote_fields
from evidence.documents.quote_places import QuotePlace, holds_quotes, kind_of_place, last_sentence, quote_places
from evidence.english import word_set
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from evidence.documents.markdown import Line, Link, Outline
    from evidence.documents.quotation_marks import Marked
    from evidence.documents.quotations import Standing

LEAST = 5
"""Words that a quotation without an attribution has at least."""
LEAST_BESIDE = 7
"""The same for words in single marks or in parentheses."""
_CALLOUT = re.compile(r"\[!(?P<kind>[\w-]+)\][+-]?\s*(?P<title>.*)")
_QUOTING = frozenset({"quote", "cite", "quotation", "verbatim"})
_FOOTNOTE = re.compile(r"\[\^([\w-]+)\]:\s*(.+)")
_FIELD = re.compile(r"\[?(?P<label>[^\W\d_][^:()\[\]\"]{0,60}?)\s*::?\s+(?P<said>.+?)\]?$")
_BEHIND = re.compile(r"(?P<said>.+?[.!?\u2026\w])\s*[\[(](?P<who>[^\[\]()]{1,120})[\])]\.?$", re.DOTALL)
_IGNORE = re.compile(r"<!--\s*evidence:ignore\s*-->")
_MARKERS = re.compile(r"[\s>*+-]*")
_FROM = (["from"], ["by"], ["of"])
_MARKS = tuple(CLOSED_BY)
_BESIDE = 2  # lines above or below a blockquote that may say who spoke
_ENDS = frozenset(".!?\u2026:;")
_MOST = 0.7  # of a blockquote that is nothing but quoted words, whatever stands behind them
_NEAR = 200  # signs behind quoted words in which a link tells where they are from
_WORDS_BEFORE = 4  # before a quotation mark, which say that it marks a term
_WIDEST_ROW = 16  # cells of a row of which each may name who spoke in the others
_WIDEST_CELL = 16  # words of a cell that may name who spoke
_TAIL = 12  # words behind a blockquote that may


@dataclass(frozen=True)
class _Around:
    """What a document says beside its quotations, by line number."""

    places: Mapping[int, QuotePlace]
    notes: Mapping[str, str]
    quoted: tuple[Quotation, ...]
    read: frozenset[int] = field(default_factory=frozenset)

    def place(self, number: int) -> QuotePlace:
        """Return what a line stands below."""
        return self.places.get(number, QuotePlace())

    def is_read(self, number: int, text: str) -> bool:
        """Whether these words are among those that were read with their attribution."""
        return any(q.line <= number <= q.end and (text in q.text or q.text in text) for q in self.quoted)


def read_presented(
    seen: Outline, quotations: Sequence[Quotation], lines: Sequence[str], cells: Sequence[Line] = ()
) -> tuple[Quotation, ...]:
    """Return the other quotations of a document, in order.

    quotations: those that were read with their attribution. lines: of the file. cells: of its tables in HTML.
    """
    footnotes = (_FOOTNOTE.match(line.text) for line in seen.lines)
    notes = {found[1]: found[2] for found in footnotes if found}
    whole = frozenset(n for q in quotations if q.kind == "blockquote" for n in range(q.line, q.end + 1))
    around = _Around(quote_places(seen), notes, tuple(quotations), whole)
    found = [*_blockquotes(seen, around)]
    rest = [line for line in seen.lines if not line.quoted and line.number not in whole]
    found += _rows([line for line in (*rest, *cells) if line.cell], around)
    found += _running([*(line for line in rest if not line.cell), *html_lines(seen)], around)
    code = frozenset(n for fence in seen.fences for n in range(fence.line, fence.end + 1))
    known = {(one.line, one.text) for one in found}
    found += [one for one in _fields(lines, code, around) if (one.line, one.text) not in known]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.line, one.end)))


def ignored_lines(lines: Sequence[str], seen: Outline) -> frozenset[int]:
    """Return the lines that `<!-- evidence:ignore -->` settles: its own, or, alone on a line, the block behind it.

    Before a heading the whole section.
    """
    code = {n for fence in seen.fences for n in range(fence.line, fence.end + 1)}
    sections = {first: level for level, first, _, _, _ in seen.headings}
    found: set[int] = set()
    for number, line in enumerate(lines, 1):
        if not (mark := _IGNORE.search(line)) or number in code:
            continue
        found.add(number)
        if _MARKERS.fullmatch(line[: mark.start()]) and not line[mark.end() :].strip():
            found.update(_behind(lines, number, sections))
    return frozenset(found)


def _behind(lines: Sequence[str], number: int, sections: Mapping[int, int]) -> range:
    first = next((n for n in range(number + 1, len(lines) + 1) if lines[n - 1].strip()), len(lines) + 1)
    if first in sections:
        ends = (n for n, level in sections.items() if n > first and level <= sections[first])
        return range(first, min(ends, default=len(lines) + 1))
    stop = next((n for n in range(first, len(lines) + 1) if not lines[n - 1].strip()), len(lines) + 1)
    return range(first, stop)


def with_source(quotation: Quotation, places: Mapping[int, QuotePlace]) -> Quotation:
    """Return an attributed quotation with the other source that it or its place names; one with a citation has none."""
    attribution = quotation.attribution
    if attribution.citation:
        return quotation
    place = places.get(quotation.line, QuotePlace())
    texts = [attribution.text, attribution.href or "", *([place.text] if place.kind == "source" else [])]
    return replace(quotation, source=other_source(texts) or (place.text if place.kind == "source" else ""))


@dataclass(frozen=True)
class _Unit:
    """A paragraph, a cell or a blockquote, as far as it says how the words in it are meant.

    lines: their texts are joined by blanks. named: who may have said all of them.
    """

    lines: Sequence[Line]
    place: QuotePlace
    standing: Standing
    named: Sequence[AttributionLine] = ()

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def links(self) -> list[Link]:
        return [link for line in self.lines for link in line.links]

    def number(self, offset: int) -> int:
        """Return the line on which a place of the joined texts stands."""
        for line in self.lines:
            if offset <= len(line.text):
                return line.number
            offset -= len(line.text) + 1
        return self.lines[-1].number

    def quotation(
        self, text: str, span: tuple[int, int], named: Sequence[AttributionLine], links: Sequence[Link] = ()
    ) -> Quotation:
        """Make a quotation; below a heading or label of copy nobody is likely to be quoted."""
        standing: Standing = "possible" if self.place.kind == "copy" else self.standing
        source = other_source([one.text for one in named], links) or (
            self.place.text if self.place.kind == "source" else ""
        )
        nobody = AttributionLine("", span[0])
        return Quotation(text, *span, "inline", nobody, standing=standing, source=source, credits=tuple(named))


def _blockquotes(seen: Outline, around: _Around) -> Iterator[Quotation]:
    """Read the blockquotes without an attribution: each text in marks, or, where none is, the whole."""
    quotes = [(first, last, lines_between(seen.lines, first, last)) for first, last, _ in seen.quotes]
    for first, last, lines in (*quotes, *html_blockquotes(seen)):
        free = [line for line in lines if line.number not in around.read]
        beside = [
            *reversed(lines_between(seen.lines, first - _BESIDE, first - 1)),
            *lines_between(seen.lines, last + 1, last + _BESIDE),
        ]
        free_text = (line.text for line in beside if not line.quoted and not line.cell and line.kind != "heading")
        near = [last_sentence(text) for text in free_text]
        yield from _rows([line for line in free if line.cell], around)
        if lines := [line for line in free if not line.cell]:
            yield from _blockquote(lines, [text for text in near if len(words(text)) <= _TAIL], around)


def _blockquote(lines: Sequence[Line], beside: Sequence[str], around: _Around) -> Iterator[Quotation]:
    """Read one blockquote. beside: short lines right above and below it, which may name who spoke."""
    place, title, kind = around.place(lines[0].number), "", ""
    if callout := _CALLOUT.match(lines[0].text):
        kind, title = callout["kind"].lower(), callout["title"]
        lines = lines[1:]
    if not lines:
        return
    place = place._replace(kind="copy") if kind and kind not in _QUOTING and place.kind != "quotes" else place
    text = " ".join(line.text for line in lines)
    spans = list(spoken_in(text))
    tail = lines[-1].text if not spans and _is_credit(lines) else ""
    lines = lines[:-1] if tail else lines
    named = [one for said in (title, tail, *beside, place.label, place.heading) for one in credits_above(said)]
    for one, following in zip(spans, [*spans[1:], None], strict=False):
        alone = one.start < LEAST and (following is None or one.end > _MOST * len(text)) and not one.is_single
        firm = alone and (place.kind == "quotes" or kind in _QUOTING)
        unit = _Unit(lines, place, "placed" if firm else "bare", named)
        yield from _spoken(
            one, (text[: one.start], text[one.end : following.start if following else None]), unit, around
        )
    said = "" if spans else strip_quotes(read_inline("\n".join(line.written for line in lines)))
    if said and (len(words(said)) >= LEAST or named):
        unit = _Unit(lines, place, "placed" if place.kind == "quotes" or kind in _QUOTING else "possible")
        yield unit.quotation(said, (lines[0].number, lines[-1].number), named, unit.links)


def _is_credit(lines: Sequence[Line]) -> bool:
    """Whether the last line of a blockquote without marks is a paragraph that may name who spoke."""
    last = lines[-1].text.strip()
    return len(lines) > 1 and lines[-1].lead and len(words(last)) <= _TAIL and last[-1:] not in _ENDS


def _spoken(one: Marked, beside: tuple[str, str], unit: _Unit, around: _Around) -> Iterator[Quotation]:
    """Read one text in quotation marks. beside: what stands between it and its neighbours."""
    before, after = beside
    first, last = unit.number(one.start), unit.number(one.end - 1)
    is_code = sum(code.count(one.words) for line in unit.lines for code in line.code) >= unit.text.count(one.words)
    is_placeholder_text = one.words.startswith("[") and one.words.endswith("]")
    if not words(one.words) or is_placeholder_text or is_code or around.is_read(first, one.words):
        return
    if cited := cited_beside(before, after, unit.links, first):
        yield Quotation(one.words, first, last, "inline", cited)
        return
    named = [*credits_around(before, after, around.notes), *unit.named]
    if not named and len(words(one.words)) < LEAST:
        return
    if _is_term(before) or (unit.standing == "bare" and not _is_statement(one, beside)):
        unit = replace(unit, standing="possible")
    near = [link for link in unit.links if link.text and (link.text in after[:_NEAR] or one.words in link.text)]
    yield unit.quotation(one.words, (first, last), named, near)


def _is_statement(one: Marked, beside: tuple[str, str]) -> bool:
    """Whether words in marks may be somebody's; few ones in parentheses or single marks are an example or a term."""
    enclosed = beside[0].endswith("(") and beside[1].startswith(")")
    least = LEAST_BESIDE if enclosed or one.is_single else LEAST
    return len(words(one.words)) >= least and may_be_said(one.words)


def _is_term(before: str) -> bool:
    """Whether the words right before quotation marks say that they mark a term, a text on a screen, a thing to say."""
    last = before.rstrip(" *_").rsplit(".", 1)[-1]
    if last.endswith((":", "\uff1a")):
        label = last[:-1].rsplit("|", 1)[-1].strip(" *_-\u2022\u2192")
        return kind_of_place(label, is_label=True) == "copy"
    said = words(last)
    tails = (" ".join(said[-length:]) for length in range(1, _WORDS_BEFORE + 1))
    return last.endswith(("\u2192", "=>", "->")) or not word_set("before a term").isdisjoint(tails)


def _running(lines: Sequence[Line], around: _Around) -> Iterator[Quotation]:
    """Read what stands in quotation marks in paragraphs, items and headings, and behind labels such as `Quote:`."""
    for paragraph in _paragraphs(lines):
        text = " ".join(line.text for line in paragraph)
        place = around.place(paragraph[0].number)
        spans = list(spoken_in(text))
        above = place.label if place.label and not text.startswith(place.label) else ""
        label = paragraph[0].text if len(paragraph) > 1 and paragraph[0].bold == paragraph[0].text else ""
        named = [one for said in (label, above) if not said.startswith(_MARKS) for one in credits_above(said)]
        standing: Standing = "placed" if place.kind == "quotes" else "bare"
        title = paragraph[0].kind == "heading" and not _is_verbatim_heading(spans, text)
        if title or (standing == "bare" and _is_slogan(paragraph, spans, text)):
            standing = "possible"
        unit = _Unit(paragraph, place, standing, named)
        for one, previous, following in zip(spans, [None, *spans], [*spans[1:], None], strict=False):
            before = text[previous.end if previous else 0 : one.start]
            yield from _spoken(one, (before, text[one.end : following.start if following else None]), unit, around)
        if not spans and paragraph[0].kind != "heading":
            fields = list(_labelled(text, replace(unit, standing="placed")))
            yield from fields or _unmarked(text, unit)


def _is_verbatim_heading(spans: Sequence[Marked], text: str) -> bool:
    """Whether a heading is nothing but words in marks: findings are headed by what somebody said."""
    return len(spans) == 1 and spans[0].start == 0 and spans[0].end >= len(text) - 1


def _unmarked(text: str, unit: _Unit) -> Iterator[Quotation]:
    """Read a paragraph without marks where quotes stand: an item, words in emphasis, or what a label announces.

    Behind it in parentheses or brackets may stand who said it. A label and an attribution are none.
    """
    first = unit.lines[0]
    emphasised = text.strip() in first.emphasised
    if unit.place.kind != "quotes" or not (first.depth or emphasised or unit.named) or text.startswith(":::"):
        return
    behind = _BEHIND.match(text)
    said, who = (behind["said"], behind["who"]) if behind else (text, "")
    if _may_be_speech(said) and text.strip()[-1:] not in ":\uff1a":
        named = [*credit(who), *unit.named]
        firm = emphasised and not first.depth
        yield replace(unit, standing="placed" if firm else "possible").quotation(
            said.strip(), (first.number, unit.lines[-1].number), named, unit.links
        )


def _is_slogan(paragraph: Sequence[Line], spans: Sequence[Marked], text: str) -> bool:
    """Whether an item of a list is nothing but words in marks, all of them in bold: slogans are set so."""
    if len(spans) != 1 or len(paragraph) != 1 or spans[0].start or not paragraph[0].depth:
        return False
    bold = (paragraph[0].bold or "").strip(" .:")
    return bold.startswith(text[: spans[0].end].strip(" .:"))


def _may_be_speech(text: str, least: int = LEAST) -> bool:
    """Whether words without marks, behind a label or below a heading for quotes, may be a quote: they begin as one."""
    first = text.lstrip("*_ ")[:1]
    begins = first.isupper() or first.isdigit() or first in {".", "\u2026", "[", "("} or not first.isascii()
    return begins and len(words(text)) >= least and not is_placeholder(text)


def _labelled(text: str, unit: _Unit) -> Iterator[Quotation]:
    """Read `Quote: words` and `quote:: words`, the words without marks, and `Name: words`."""
    fields = [(line.number, found) for line in unit.lines if (found := _FIELD.match(line.text))]
    if len(fields) < 2:  # else each line is a field of its own
        found = _FIELD.match(text)
        fields = [(unit.lines[0].number, found)] if found else []
    told = [found["said"] for _, found in fields if tells_speaker(found["label"])]
    for number, found in fields:
        label, said = words(found["label"]), found["said"].strip()
        named = [*credit(found["label"]), *(one for text in told for one in credit(text)), *unit.named]
        if not label or "said" in label or not _may_be_speech(said):
            continue
        last = number if len(fields) > 1 else unit.lines[-1].number
        if holds_quotes(label[-1]) or (holds_quotes(label[0]) and label[1:2] in _FROM):
            yield unit.quotation(said, (number, last), named, unit.links)
        elif is_name(found["label"].strip()):
            yield replace(unit, standing="named").quotation(said, (number, last), named[:1])


def _rows(cells: Sequence[Line], around: _Around) -> Iterator[Quotation]:
    """Read the cells of tables: each text in marks, and below a heading such as "Quote" the whole cell."""
    for number, row in groupby((cell for cell in cells if cell.kind == "td"), key=lambda cell: cell.number):
        beside = list(row)
        named = {id(one): [*credit(one.text)] if len(words(one.text)) <= _WIDEST_CELL else [] for one in beside}
        cited = next(filter(None, (cited_beside("", one.text, one.links, number) for one in beside)), None)
        for cell in beside:
            others = [one for one in beside if one is not cell] if len(beside) <= _WIDEST_ROW else []
            for one in _cell(cell, [said for other in others for said in named[id(other)]], around):
                own = one.attribution.citation
                yield replace(one, attribution=cited, standing="attributed", credits=()) if cited and not own else one


def _cell(cell: Line, named: Sequence[AttributionLine], around: _Around) -> Iterator[Quotation]:
    first, header = cell.cell or ("", "")
    firm = holds_quotes(header)
    named = [*named, *(credit(header) if not firm else ())]
    place = around.place(cell.number)
    place = QuotePlace("source", header) if other_source([header]) else place
    labels = [header] if first == cell.text else [header, first]
    if not firm and any(kind_of_place(label, is_label=True) == "copy" for label in labels):
        place = place._replace(kind="copy")
    standing: Standing = "placed" if firm or kind_of_place(header) == "quotes" else "bare"
    unit = _Unit([cell], place, standing, named)
    spans = list(spoken_in(cell.text))
    for one, following in zip(spans, [*spans[1:], None], strict=False):
        after = cell.text[one.end : following.start if following else None]
        yield from _spoken(one, (cell.text[: one.start], after), unit, around)
    said = cell.text.strip()
    if firm and not spans and _may_be_speech(said, 2 if named else LEAST) and not around.is_read(cell.number, said):
        yield unit.quotation(said, (cell.number, cell.number), named, cell.links)


def _fields(lines: Sequence[str], code: frozenset[int], around: _Around) -> Iterator[Quotation]:
    """Read components, tags and keys of front matter that hold a quote."""
    for one in quote_fields(lines, code):
        text = strip_quotes(one.text)
        if len(words(text)) < LEAST or around.is_read(one.line, text):
            continue
        place = around.place(one.line)
        named = [credited for said in one.credits for credited in credit(said)]
        standing: Standing = "possible" if one.tag == "cite" else "bare" if one.tag == "q" else "placed"
        yield _Unit((), place, standing).quotation(text, (one.line, one.end), named)


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and (line.lead or line.kind != paragraph[0].kind):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph
