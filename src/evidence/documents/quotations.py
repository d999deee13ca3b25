"""Quotations in people's Markdown, and who is said to have said them.

A quotation counts as a quote when it is attributed: a blockquote with an
attribution line, or words in quotation marks followed by a citation. Slogans in
quotation marks are no quotes.

    > "Words."  > — Title at Account (facts), [2026-01-12, 00:12:34](call-id.md#u17)
    > Words.    > _— Name, Title, Company_
    > Words.    > - Name, Title, Company
    > "Words." — Name, Title, Company       also as a paragraph, a list item, a cell of a table
    > Words.    > **Name**, Company         > Name, Company, 2026-01-12     > ~ Name     > (Name, Company)
    <blockquote>Words. <footer>Name, Company</footer></blockquote>
    She said "words" (call-id#u17 @ 00:12:34) and "more words" ([there](call-id.md#u18)).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from evidence.documents.attribution_parts import named_in
from evidence.documents.attributions import (
    BEHIND,
    DASH,
    first_sentence,
    is_name,
    may_be_said,
    names_somebody,
    tells_speaker,
)
from evidence.documents.html_quotes import html_blockquotes
from evidence.documents.markdown import lines_between, read_inline
from evidence.model import Citation
from evidence.quotes.editorial import NOTE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.documents.markdown import Line, Link, Outline

_MARKS = '"\u201c\u201d\u201e\u00ab\u00bb'
# What an editor puts behind closing quotation marks: notes on emphasis, marks of footnotes.
_NOTES = rf"(?:\s*(?i:{NOTE})|\[\^?\w{{1,40}}\])+\.?"
_SAME_LINE = re.compile(
    rf"(?P<said>.*[{_MARKS}](?:{_NOTES})?)[\s_*]*(?:(?:[\u2014\u2013\u2015~]|--+|-(?=\s))\s*|(?=\())(?P<attribution>[^\s{_MARKS}-][^{_MARKS}]*)"
)
_BEHIND_WORDS = re.compile(rf"\A{_NOTES}")
_CLOSING = frozenset('"\u201d\u201c\u00bb\u2019')
_STOPS = frozenset(".!?\u2026")
_ENCLOSED = re.compile(r"\(([^()]+)\)\.?")
_CALLOUT = re.compile(r"\[!\w+\]")
_HREF = re.compile(r"(?:^|/)(?P<call>[a-z0-9][a-z0-9._-]{0,79})\.md#u(?P<first>[1-9]\d*)$")
_PRINTED = re.compile(
    r"(?<![\w./-])[a-z0-9][a-z0-9._-]{0,79}#u[1-9]\d*(?::\d{1,9}-(?:u[1-9]\d*:)?\d{1,9}:[0-9a-f]{8}"
    r"|(?:-u[1-9]\d*)?(?: @ ~?\d{2,}:[0-5]\d:[0-5]\d)?)(?!\w)"
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d$")
_TIME = re.compile(r"~?\d{2,}:[0-5]\d:[0-5]\d$")
_JOINTS = ",;|\u00b7\u2022/@\u2013\u2014-"  # signs that part an attribution
_WIDEST = 400  # signs of an attribution that no dash opens, or that stands within running text
_LONGEST = 12  # signs that a date or a time at the end may take: looking no further back keeps long lines quick
# What `attribution_lines` writes behind an attribution; read as one, it would hide who is named from verification.
_MARK = re.compile(
    r"\s*\((?:(?:unreviewed|side assumed|hypothetical|question|prompted|transcript edited"
    r"|resolved|other|(?:won|lost) since the review|older than [\d,]+ days?)(?:, )?)+\)$"
)
# An address with a host: of it only the end looks like one of ours.
_ABROAD = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
_PAIRS = {'"': '"', "\u201c": "\u201d", "\u201e": "\u201c\u201d", "\u00ab": "\u00bb", "\u2018": "\u2019", "'": "'"}
_SPOKEN = re.compile('"([^"]+)"|\u201c([^\u201c\u201d]+)\u201d|\u201e([^\u201c\u201d\u201e]+)[\u201c\u201d]|«([^«»]+)»')


@dataclass(frozen=True, slots=True)
class AttributionLine:
    """An attribution as it stands in a document; what it does not say is None.

    text: the line without its dash. facts: the parts of the parentheses, as written.
    citation: from the address of the link, or printed in the text; it has no span. A link to another host is none.
    pages: where other links within the repository lead, `calls/c104.md`.
    """

    text: str
    line: int
    person: str | None = None
    title: str | None = None
    account: str | None = None
    facts: tuple[str, ...] = ()
    date: str | None = None
    time: str | None = None
    href: str | None = None
    citation: Citation | None = None
    pages: tuple[str, ...] = ()


Standing = Literal["attributed", "placed", "bare", "possible", "named"]
"""Why words count as quoted: an attribution says who or where, they stand where quotes stand (below a heading or in a
column for quotes, as a blockquote in quotation marks), or quotation marks alone stand around them. Possible are those
that are more likely none, such as slogans, terms, things to say: only what was said, or nearly, is a quotation.
Named are words without marks behind a label that may be a name (`Dana: we copy it`): so are notes on somebody."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a document presents as somebody's, without their quotation marks.

    line, end: 1-based, from the first word to the attribution.
    block: the segment of the block they stand in, None for people's own text.
    source: what the attribution names that is no call (a web address, a review, a book), "" where it names none.
    credits: what else around words that have no attribution may name who said them, the likeliest first.
    """

    text: str
    line: int
    end: int
    kind: Literal["blockquote", "inline"]
    attribution: AttributionLine
    block: str | None = None
    standing: Standing = "attributed"
    source: str = ""
    credits: tuple[AttributionLine, ...] = ()


def _is_somebody(attribution: AttributionLine, *, bare: bool) -> bool:
    return names_somebody(attribution.text, attribution.person, attribution.title, attribution.account, bare=bare)


def read_quotations(seen: Outline) -> tuple[Quotation, ...]:
    """Return the attributed quotations of a document, in order."""
    found = [quotation for _, _, lines in _quoting(seen) for quotation in _attributed(lines)]
    taken = {number for quotation in found for number in range(quotation.line, quotation.end + 1)}
    rest = [line for line in seen.lines if line.number not in taken]
    found += _inline(rest)
    found += _rows(rest, {quotation.line for quotation in found})
    return tuple(sorted(found, key=lambda quotation: (quotation.line, quotation.end)))


def _quoting(seen: Outline) -> Iterator[tuple[int, int, list[Line]]]:
    """Yield first line, last line and the text of every blockquote, with an attribution right below it."""
    quotes = [
        (first, last, [replace(line, depth=line.depth - depth) for line in lines_between(seen.lines, first, last)])
        for first, last, depth in seen.quotes
    ]
    for first, last, lines in (*quotes, *html_blockquotes(seen)):
        below = [line for line in lines_between(seen.lines, last + 1, last + 3) if not line.quoted]
        if below and below[0].number <= last + 2 and _stands_below(below, lines, last):
            yield first, below[0].number, [*lines, replace(below[0], depth=0)]
        else:
            yield first, last, lines


def _stands_below(below: Sequence[Line], lines: Sequence[Line], last: int) -> bool:
    """Whether the line after a blockquote is its attribution; without a dash, only a line of its own can be."""
    line, *more = below
    if line.kind == "heading" or line.cell:
        return False
    if not line.depth and DASH.match(line.text):
        return True
    alone = not more or more[0].lead
    near = not line.depth or line.number == last + 1
    return alone and near and not any(DASH.match(one.text) for one in lines) and _names(line, lines)


def _attributed(lines: Sequence[Line]) -> Iterator[Quotation]:
    """Cut a blockquote at its attribution lines, which may run on over the next line."""
    spoken: list[Line] = []
    attribution: list[Line] = []
    if lines and not any(DASH.match(line.text) for line in lines):
        lines = [piece for line in lines for piece in _parted(line, ends=line is lines[-1])]
    for at, line in enumerate(lines):
        ends = at == len(lines) - 1
        goes_on = attribution and not line.lead and not _opens_anew(line)
        if goes_on or (spoken and not attribution and _is_attribution(line, spoken, ends=ends)):
            attribution.append(line)
        elif attribution:
            yield from _quotation(spoken, attribution)
            spoken, attribution = [line], []
        elif not _CALLOUT.match(line.text):
            spoken.append(line)
    if attribution:
        yield from _quotation(spoken, attribution)


def _opens_anew(line: Line) -> bool:
    """Whether a line right below an attribution begins the next quotation."""
    return line.text.lstrip()[:1] in _PAIRS and any(True for _ in _SPOKEN.finditer(line.text))


def _is_attribution(line: Line, spoken: Sequence[Line], *, ends: bool) -> bool:
    """Whether a line begins with a dash; another line only as the last one, and if it names somebody."""
    if line.depth and line.lead and ends:
        return "," in line.text or " at " in line.text
    return bool(DASH.match(line.text)) or (ends and _names(line, spoken))


def _names(line: Line, spoken: Sequence[Line]) -> bool:
    """Whether a line without a dash is an attribution: the words before it are closed, or it says when or where."""
    if len(line.text) > _WIDEST:
        return False
    attribution = parse_attribution(line.text, line.number, line.links)
    closed = bool(spoken) and spoken[-1].text.rstrip()[-1:] in _CLOSING
    if not closed and not (line.lead or line.depth):
        return False
    if attribution.citation and closed:
        return True
    name = bool(line.bold and is_name(line.bold.rstrip(":,")))
    if not (closed or name or attribution.date or attribution.citation):
        return False
    return _is_somebody(attribution, bare=closed and name)


def _parted(line: Line, *, ends: bool = True) -> tuple[Line, ...]:
    """Cut a line that ends its quotation marks and goes on with the attribution; ends: nothing follows it."""
    text, written = _SAME_LINE.fullmatch(line.text), _SAME_LINE.fullmatch(line.written)
    if not text or not written:
        return (line,)
    if not ends and not _is_somebody(parse_attribution(text["attribution"]), bare=True):
        return (line,)
    if text["attribution"].startswith("(") and not _is_somebody(parse_attribution(text["attribution"]), bare=False):
        return (line,)
    attribution = replace(
        line, text=f"\u2014 {text['attribution']}", written=f"\u2014 {written['attribution']}", lead=False
    )
    return replace(line, text=text["said"], written=written["said"], links=()), attribution


def _quotation(spoken: Sequence[Line], attribution: Sequence[Line]) -> Iterator[Quotation]:
    text = strip_quotes(read_inline("\n".join(line.written for line in spoken)))
    if text:
        links = [link for line in attribution for link in line.links]
        said = parse_attribution(" ".join(line.text for line in attribution), attribution[0].number, links)
        yield Quotation(text, spoken[0].number, attribution[-1].number, "blockquote", said)


def strip_quotes(text: str) -> str:
    """Take off one pair of quotation marks, if a pair stands around the whole text."""
    text = text.strip()
    if len(text) > 1 and text[-1] in _PAIRS.get(text[0], ""):
        return text[1:-1].strip()
    return text


def parse_attribution(text: str, line: int = 0, links: Sequence[Link] = ()) -> AttributionLine:
    """Read the words of an attribution; `links` are those that its words carry.

    >>> attribution = parse_attribution("— Baker at Account_7 (Food, 1,200 employees), 2026-01-12, 00:12:34")
    >>> attribution.title, attribution.account, attribution.facts, attribution.date, attribution.time
    ('Baker', 'Account_7', ('Food', '1,200 employees'), '2026-01-12', '00:12:34')
    """
    text = DASH.sub("", text.strip(), count=1)
    if (whole := _ENCLOSED.fullmatch(text)) and not DASH.match(text):
        text = whole[1]
    citation, link = _cited(text, links)
    said = _PRINTED.sub("", _MARK.sub("", text)).rstrip(" ,([])") if citation and not link else _MARK.sub("", text)
    if link and _when(link.text)[0] and not (said.strip() == link.text and is_name(link.text.partition(",")[0])):
        said = said.replace(link.text, "")
    rest, date, time = _when(said)
    linked = _when(link.text) if link else ("", None, None)
    who = rest if date or time else said.rstrip(" .,")
    named = named_in(who)
    foreign = None if link or citation else next((one.href for one in links if _leads_abroad(one.href)), None)
    return AttributionLine(
        text,
        line,
        named.person,
        named.title,
        named.account,
        named.facts,
        linked[1] or date,
        linked[2] or time,
        link.href if link else foreign,
        citation,
        tuple(one.href for one in links if not _ABROAD.match(one.href) and not citation_of(one.href)),
    )


def _when(text: str) -> tuple[str, str | None, str | None]:
    """Return what stands before the date and the time at the end of a text, and these."""
    rest = _trim(text, ".,)")
    time = _TIME.search(rest, max(0, len(rest) - _LONGEST))
    rest = _trim(rest[: time.start()], _JOINTS) if time else rest
    date = _DATE.search(rest, max(0, len(rest) - _LONGEST))
    rest = _trim(rest[: date.start()], _JOINTS) if date else rest
    return rest, date and date[0], time and time[0]


def _trim(text: str, signs: str) -> str:
    """Take white space and these signs off the end; a pattern would look at every place between."""
    end = len(text)
    while end and (text[end - 1] in signs or text[end - 1].isspace()):
        end -= 1
    return text[:end]


def _cited(text: str, links: Sequence[Link]) -> tuple[Citation | None, Link | None]:
    for link in links:
        if place := None if _ABROAD.match(link.href) else citation_of(link.href):
            stated = Citation.parse(link.title) if _PRINTED.fullmatch(link.title) else place
            same = (stated.call_id, stated.utterance) == (place.call_id, place.utterance)
            return (stated if same else place), link
    printed = _PRINTED.search(text)
    return (Citation.parse(printed[0]) if printed else None), None


def citation_of(href: str) -> Citation | None:
    """Return the utterance to which an address leads, be it on another host; None where it leads to none."""
    found = _HREF.search(unquote(href))
    return Citation(found["call"], int(found["first"])) if found else None


def _leads_abroad(href: str) -> bool:
    """Whether an address of another host ends as those of our calls do: anybody can write one."""
    return bool(_ABROAD.match(href) and citation_of(href))


def _inline(lines: Sequence[Line]) -> Iterator[Quotation]:
    """Find words in quotation marks that an attribution or a citation follows before the next quotation marks."""
    for paragraph in _paragraphs(lines):
        text, starts = " ".join(line.text for line in paragraph), _starts(paragraph)
        links = [link for line in paragraph for link in line.links]
        spoken = list(_SPOKEN.finditer(text))
        for found, following in zip(spoken, [*spoken[1:], None], strict=False):
            after = text[found.end() : following.start() if following else len(text)]
            after = _BEHIND_WORDS.sub("", after, count=1)
            # A quotation may itself be the text of the link.
            near = [link for link in links if link.text in after or link.text == found[0]]
            first, last = _number(paragraph, starts, found.start()), _number(paragraph, starts, found.end())
            said = next(group for group in found.groups() if group).strip()
            attribution = None if paragraph[0].kind == "heading" else _behind(said, after, near, last)
            if attribution := attribution or _citing(after, near, last):
                yield Quotation(said, first, last, "inline", attribution)


def _rows(lines: Sequence[Line], taken: set[int]) -> Iterator[Quotation]:
    """Find cells of nothing but words in quotation marks whose row says in another cell who said them, or where."""
    cells = [line for line in lines if line.kind == "td" and line.number not in taken]
    for number, row in groupby(cells, key=lambda line: line.number):
        around = list(row)
        for cell in around:
            said = _SPOKEN.fullmatch(cell.text.strip())
            attribution = _of_row([other for other in around if other is not cell], number) if said else None
            if said and attribution:
                inner = next(group for group in said.groups() if group)
                yield Quotation(inner.strip(), number, number, "inline", attribution)


def _of_row(cells: Sequence[Line], line: int) -> AttributionLine | None:
    """Read the attribution from the other cells of a row: a citation, or a name in a column for names."""
    named, cited = None, None
    for cell in cells:
        attribution = parse_attribution(cell.text[:_WIDEST], line, cell.links)
        if attribution.citation:
            cited = cited or _citing(cell.text, cell.links, line)
        elif cell.cell and tells_speaker(cell.cell[1]) and _is_somebody(attribution, bare=True):
            named = named or attribution
    if named and cited:
        return replace(named, date=cited.date, time=cited.time, href=cited.href, citation=cited.citation)
    return cited or named


def _behind(said: str, after: str, links: Sequence[Link], line: int) -> AttributionLine | None:
    """Read an attribution behind closing quotation marks: a slogan with a dash has none."""
    found = BEHIND.match(after)
    if not found:
        return None
    attribution = parse_attribution(first_sentence(found["attribution"][:_WIDEST]), line, links)
    firm = found["dash"] is not None
    if attribution.citation and not firm:
        return None
    bare = not (attribution.account or attribution.date or attribution.citation)
    named = _is_somebody(attribution, bare=firm)
    is_said = bool(attribution.citation) or may_be_said(said) or (not bare and said[-1:] in _STOPS)
    return attribution if named and is_said else None


def cited_beside(before: str, after: str, links: Sequence[Link], line: int) -> AttributionLine | None:
    """Return the citation that stands behind quoted words, or else before them, as an attribution; None without one."""
    for text in (after, before):
        if found := _citing(text, [link for link in links if link.text and link.text in text], line):
            return found
    return None


def _citing(after: str, links: Sequence[Link], line: int) -> AttributionLine | None:
    citation, link = _cited(after, links)
    if not citation:
        return None
    _, date, time = _when(link.text) if link else ("", None, None)
    return AttributionLine(
        after.strip(" .,;()"), line, date=date, time=time, href=link.href if link else None, citation=citation
    )


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and line.lead:
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _starts(paragraph: Sequence[Line]) -> list[int]:
    """Return where each line begins in the joined paragraph."""
    return list(accumulate((len(line.text) + 1 for line in paragraph[:-1]), initial=0))


def _number(paragraph: Sequence[Line], starts: Sequence[int], offset: int) -> int:
    """Return the line on which a place of the joined paragraph stands."""
    return paragraph[bisect_right(starts, offset) - 1].number
