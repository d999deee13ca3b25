"""Quotations in people's Markdown, and who is said to have said them.

A quotation counts as a quote when it is attributed: a blockquote with an
attribution line, or words in quotation marks followed by a citation. Slogans in
quotation marks are no quotes.

    > "Words."  > — Title at Account (facts), [2026-01-12, 00:12:34](call-id.md#u17)
    > Words.    > _— Name, Title, Company_
    > Words.    > - Name, Title, Company
    > "Words." — Name, Title, Company
    She said "words" (call-id#u17 @ 00:12:34) and "more words" ([there](call-id.md#u18)).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from evidence.documents.escape import unescape
from evidence.documents.markdown import lines_between
from evidence.model import Citation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.documents.markdown import Line, Link, Outline

_DASH = re.compile(r"(?:[\u2014\u2013\u2015]|--+)\s*(?=\S)")
_MARKS = '"\u201c\u201d\u201e\u00ab\u00bb'
_SAME_LINE = re.compile(
    rf"(?P<said>.*[{_MARKS}])[\s_*]*(?:[\u2014\u2013\u2015]|--+|-(?=\s))\s*(?P<credit>[^\s{_MARKS}-][^{_MARKS}]*)"
)
_CALLOUT = re.compile(r"\[!\w+\]")
_HREF = re.compile(r"(?:^|/)(?P<call>[a-z0-9][a-z0-9._-]{0,79})\.md#u(?P<first>[1-9]\d*)$")
_PRINTED = re.compile(
    r"(?<![\w./-])[a-z0-9][a-z0-9._-]{0,79}#u[1-9]\d*(?:-u[1-9]\d*)?(?: @ \d{2,}:[0-5]\d:[0-5]\d)?(?!\w)"
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d$")
_TIME = re.compile(r"\d{2,}:[0-5]\d:[0-5]\d$")
_LONGEST = 12  # signs that a date or a time at the end may take: looking no further back keeps long lines quick
_FACTS = re.compile(r"(?P<who>.*?)\s*\((?P<facts>[^()]*(?:\([^()]*\)[^()]*)*)\)[\s,]*")
# What `credits` writes behind an attribution; read as one, it would hide who is named from verification.
_MARK = re.compile(
    r"\s*\((?:(?:unreviewed|side assumed|hypothetical|question|prompted|transcript edited"
    r"|(?:won|lost) since the review|older than \d+ days)(?:, )?)+\)$"
)
_RELATION = re.compile(r"(?P<person>.*?),? (?:on a call with|at) (?P<account>.+)")
_COMMA = re.compile(r",(?!\d{3}\b)")
_PAIRS = {'"': '"', "\u201c": "\u201d", "\u201e": "\u201c\u201d", "\u00ab": "\u00bb", "\u2018": "\u2019", "'": "'"}
_SPOKEN = re.compile('"([^"]+)"|\u201c([^\u201c\u201d]+)\u201d|\u201e([^\u201c\u201d\u201e]+)[\u201c\u201d]|«([^«»]+)»')


@dataclass(frozen=True, slots=True)
class Credit:
    """An attribution as it stands in a document; what it does not say is None.

    text: the line without its dash. facts: the parts of the parentheses, as written.
    citation: from the address of the link, or printed in the text; it has no span.
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


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a document presents as somebody's, without their quotation marks.

    line, end: 1-based, from the first word to the attribution.
    block: the segment of the block they stand in, None for people's own text.
    """

    text: str
    line: int
    end: int
    kind: Literal["blockquote", "inline"]
    credit: Credit
    block: str | None = None


def read_quotations(seen: Outline) -> tuple[Quotation, ...]:
    """Return the attributed quotations of a document, in order."""
    found = list(_blockquotes(seen))
    taken = {number for quotation in found for number in range(quotation.line, quotation.end + 1)}
    found += _inline([line for line in seen.lines if line.number not in taken])
    return tuple(sorted(found, key=lambda quotation: (quotation.line, quotation.end)))


def _blockquotes(seen: Outline) -> Iterator[Quotation]:
    for first, last, depth in seen.quotes:
        inside = [replace(line, depth=line.depth - depth) for line in lines_between(seen.lines, first, last)]
        # An attribution may also stand right below the blockquote.
        below = lines_between(seen.lines, last + 1, last + 2)
        if below and not below[0].quoted and _DASH.match(below[0].text):
            inside.append(below[0])
        yield from _attributed(inside)


def _attributed(lines: Sequence[Line]) -> Iterator[Quotation]:
    """Cut a blockquote at its attribution lines, which may run on over the next line."""
    spoken: list[Line] = []
    credit: list[Line] = []
    if lines and not any(_DASH.match(line.text) for line in lines):
        lines = [*lines[:-1], *_parted(lines[-1])]
    for at, line in enumerate(lines):
        ends = at == len(lines) - 1
        if (credit and not line.lead) or (spoken and not credit and _is_credit(line, ends=ends)):
            credit.append(line)
        elif credit:
            yield from _quotation(spoken, credit)
            spoken, credit = [line], []
        elif not _CALLOUT.match(line.text):
            spoken.append(line)
    if credit:
        yield from _quotation(spoken, credit)


def _parted(line: Line) -> tuple[Line, ...]:
    """Cut a line that ends its quotation marks and goes on with the attribution."""
    text, written = _SAME_LINE.fullmatch(line.text), _SAME_LINE.fullmatch(line.written)
    if not text or not written:
        return (line,)
    credit = replace(line, text=f"\u2014 {text['credit']}", written=f"\u2014 {written['credit']}", lead=False)
    return replace(line, text=text["said"], written=written["said"], links=()), credit


def _is_credit(line: Line, *, ends: bool) -> bool:
    """Whether a line begins with a dash; a list item only as the last line, and if it names two things."""
    if line.depth and line.lead and ends:
        return "," in line.text or " at " in line.text
    return bool(_DASH.match(line.text))


def _quotation(spoken: Sequence[Line], credit: Sequence[Line]) -> Iterator[Quotation]:
    text = strip_quotes(unescape("\n".join(line.written for line in spoken)))
    if text:
        links = [link for line in credit for link in line.links]
        said = parse_credit(" ".join(line.text for line in credit), credit[0].number, links)
        yield Quotation(text, spoken[0].number, credit[-1].number, "blockquote", said)


def strip_quotes(text: str) -> str:
    """Take off one pair of quotation marks, if a pair stands around the whole text."""
    text = text.strip()
    if len(text) > 1 and text[-1] in _PAIRS.get(text[0], ""):
        return text[1:-1].strip()
    return text


def parse_credit(text: str, line: int = 0, links: Sequence[Link] = ()) -> Credit:
    """Read the words of an attribution; `links` are those that its words carry.

    >>> credit = parse_credit("— Baker at Account_7 (Food, 1,200 employees), 2026-01-12, 00:12:34")
    >>> credit.title, credit.account, credit.facts, credit.date, credit.time
    ('Baker', 'Account_7', ('Food', '1,200 employees'), '2026-01-12', '00:12:34')
    """
    text = _DASH.sub("", text.strip(), count=1)
    citation, link = _cited(text, links)
    said = _PRINTED.sub("", _MARK.sub("", text)).rstrip(" ,([])") if citation and not link else _MARK.sub("", text)
    if link and _when(link.text)[0]:
        said = said.replace(link.text, "")
    rest, date, time = _when(said)
    who = rest if date or time else said.rstrip(" .,")
    facts = _FACTS.fullmatch(who)
    person, title, account = _who(facts["who"] if facts else who)
    return Credit(
        text,
        line,
        person,
        title,
        account,
        _parts(facts["facts"]) if facts else (),
        date,
        time,
        link.href if link else None,
        citation,
    )


def _when(text: str) -> tuple[str, str | None, str | None]:
    """Return what stands before the date and the time at the end of a text, and these."""
    rest = _trim(text, ".,)")
    time = _TIME.search(rest, max(0, len(rest) - _LONGEST))
    rest = _trim(rest[: time.start()], ",") if time else rest
    date = _DATE.search(rest, max(0, len(rest) - _LONGEST))
    rest = _trim(rest[: date.start()], ",") if date else rest
    return rest, date and date[0], time and time[0]


def _trim(text: str, signs: str) -> str:
    """Take white space and these signs off the end; a pattern would look at every place between."""
    end = len(text)
    while end and (text[end - 1] in signs or text[end - 1].isspace()):
        end -= 1
    return text[:end]


def _parts(text: str) -> tuple[str, ...]:
    """Cut at commas, those inside of numbers apart."""
    return tuple(part.strip() for part in _COMMA.split(text) if part.strip())


def _who(text: str) -> tuple[str | None, str | None, str | None]:
    """Return person, title, account; what stands alone before `at` is a title, as blocks write it."""
    related = _RELATION.fullmatch(text)
    if related:
        first, *more = _parts(related["person"]) or ("",)
        return (
            (first, ", ".join(more), related["account"].strip()) if more else (None, first or None, related["account"])
        )
    first, *more = _parts(text) or ("",)
    return first or None, ", ".join(more[:-1]) or None, more[-1] if more else None


def _cited(text: str, links: Sequence[Link]) -> tuple[Citation | None, Link | None]:
    for link in links:
        found = _HREF.search(unquote(link.href))
        if found:
            return Citation(found["call"], int(found["first"])), link
    printed = _PRINTED.search(text)
    return (Citation.parse(printed[0]) if printed else None), None


def _inline(lines: Sequence[Line]) -> Iterator[Quotation]:
    """Find words in quotation marks with a citation before the next quotation marks."""
    for paragraph in _paragraphs(lines):
        text = " ".join(line.text for line in paragraph)
        links = [link for line in paragraph for link in line.links if _HREF.search(unquote(link.href))]
        if not links and not _PRINTED.search(text):
            continue
        spoken = list(_SPOKEN.finditer(text))
        for found, following in zip(spoken, [*spoken[1:], None], strict=False):
            after = text[found.end() : following.start() if following else len(text)]
            # A quotation may itself be the text of the link.
            near = [link for link in links if link.text in after or link.text == found[0]]
            citation, link = _cited(after, near)
            if citation:
                first, last = _number(paragraph, found.start()), _number(paragraph, found.end())
                credit = Credit(after.strip(" .,;()"), last, href=link.href if link else None, citation=citation)
                said = next(group for group in found.groups() if group)
                yield Quotation(said.strip(), first, last, "inline", credit)


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and line.lead:
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _number(paragraph: Sequence[Line], offset: int) -> int:
    """Return the line on which a place of the joined paragraph stands."""
    for line in paragraph:
        if offset <= len(line.text):
            return line.number
        offset -= len(line.text) + 1
    return paragraph[-1].number
