"""Segments side by side: the rows of the comparison table, and its Markdown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from evidence.accounts.measures import FEW, TOO_FEW
from evidence.amounts import render_money
from evidence.documents.pains import read_placeholders
from evidence.documents.placement import find_place, place
from evidence.documents.structure import read_document
from evidence.documents.tables import render_table
from evidence.english import word_set
from evidence.escape import escape
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from evidence.accounts.measures import Rate
    from evidence.documents.headings import Heading
    from evidence.documents.placement import Placement
    from evidence.documents.structure import Document
    from evidence.segments.figures import Stats


BLOCK = "*"
"""The segment that a comparison block names in its marker: all of them; no segment can be called so."""

_HEADER = ("Segment", "Accounts", "Win rate", "Median deal", "Median cycle", "Top pain point")

_MEASURES = word_set("measures")


def rows_of(figures: Iterable[Stats]) -> list[tuple[str, ...]]:
    """Return the header and a row for each of the figures; every rate and median with its n, unknown cells empty."""
    return [_HEADER, *map(_row, figures)]


def _row(one: Stats) -> tuple[str, ...]:
    deals, rate = one.deals, one.deals.win_rate
    amount = render_money(deals.median_amount) if deals.median_amount is not None else ""
    days = deals.median_cycle_days
    cycle = f"{days:g} day{'' if days == 1 else 's'}" if days is not None else ""
    pain = one.pains[0] if one.pains else None
    return (
        one.name,
        f"{len(one.accounts):,}",
        _rate(rate),
        f"{amount} (n = {deals.amount_n})" if amount else "",
        f"{cycle} (n = {deals.cycle_n})" if cycle else "",
        f"{pain.tracker.label} ({len(pain.accounts)} of {len(one.called)})" if pain else "",
    )


def _rate(rate: Rate | None) -> str:
    """Return a win rate with its n; of fewer than five deals, how many were won alone."""
    if rate is None:
        return "no closed deals yet"
    if rate.n < FEW:
        return f"{rate.successes} of {rate.n} ({TOO_FEW})"
    return f"{100 * rate.rate:.0f} % ({rate.successes} of {rate.n})"


def render_comparison(figures: Sequence[Stats]) -> str:
    """Return the body of the comparison block: the table, with intervals, and one line that says of when it is."""
    header, *rows = rows_of(figures)
    rates = [one.deals.win_rate for one in figures]
    intervals = [f", 95 % {100 * r.low:.0f}\N{EN DASH}{100 * r.high:.0f} %)" if r and r.n >= FEW else "" for r in rates]
    cells = [
        [escape(cell) for cell in (*row[:2], f"{row[2][:-1]}{interval}" if interval else row[2], *row[3:])]
        for row, interval in zip(rows, intervals, strict=True)
    ]
    days = sorted({one.as_of for one in figures if one.as_of})
    scope = "Win rates cover closed deals, medians cover won deals, pain points count accounts with calls"
    as_of = f", as of {days[-1]}" if days else ""
    return f"{render_table([header, *cells])}\n\n_{scope}{as_of}._\n"


def comparison_heading(document: Document, names: Collection[str]) -> Heading | None:
    """Return the section in which people compare segments in a table, None where there is none.

    Such a table has a first column `Segment`, another that a measure heads, and a row for one of these names.
    """
    known = {tuple(words(name)) for name in names}
    for line in document.prose:
        if line.kind != "td" or not line.cell or line.column == 0 or read_placeholders([line]):
            continue
        row, header = line.cell
        if tuple(words(row)) in known and _MEASURES.intersection(words(header)) and _is_segment(document, line.number):
            above = [h for h in document.headings if h.line < line.number <= h.stop]
            return above[-1] if above else None
    return None


def comparison_place(document: Document, names: Collection[str]) -> Placement | None:
    """Return where the comparison block goes: where it stands, else at the end of the section that compares.

    None where nobody compares segments in this document: then there is nothing to regenerate.
    """
    heading = comparison_heading(document, names)
    if heading is None and document.block(BLOCK) is None:
        return None
    title = " > ".join(heading.path) if heading else None
    # It is no evidence of one segment, so it brings no heading along.
    return replace(find_place(document, BLOCK, name="", heading=title), opening=())


def regenerate(
    text: str, figures: Sequence[Stats], *, path: str | None = None, force: bool = False, footer: str = ""
) -> str:
    """Return a document with its comparison block made anew; the same text where nobody compares segments in it.

    figures: from `stats`, all accounts last. footer: what goes below the table and its line.
    Every byte outside of the block stays, people's own table too.
    Raises DocumentError for damaged markers, and for a block that was edited by hand, unless `force` is set.
    """
    document = read_document(text, path)
    segments = [one.segment for one in figures if one.segment]
    spot = comparison_place(document, [name for s in segments for name in (s.name, s.segment_id, *s.aliases)])
    return place(document, spot, f"{render_comparison(figures)}\n{footer}", force=force) if spot else text


def _is_segment(document: Document, number: int) -> bool:
    """Whether the first column of the row's table is headed `Segment`."""
    return any(
        line.number == number and line.column == 0 and line.cell and "segment" in words(line.cell[1])
        for line in document.prose
    )
