"""The SQL of people's documents, run as written; where its answer is another than ours, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from evidence.accounts.conditions import behind, deals_query
from evidence.accounts.exported import as_exported
from evidence.accounts.measures import FEW, deal_outcome
from evidence.accounts.sql import CallRow, Table, run_selects
from evidence.errors import SqlError
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidence.accounts.conditions import Behind
    from evidence.accounts.exported import Exported
    from evidence.accounts.records import Crm
    from evidence.documents.markdown import Fence
    from evidence.library.library import Library
    from evidence.library.pages import Passage
    from evidence.segments.figures import Stats

_RATE = re.compile(r"rate|percent|pct|share|ratio|quota", re.IGNORECASE)
_WIN = re.compile(r"win|won", re.IGNORECASE)
_ROUNDING = 0.0051  # of a share: people round rates to whole per cents


@dataclass(frozen=True, slots=True)
class SqlAnswer:
    """What one query of a document says. `n`: the deals behind it, None where it reads none.

    A rate of no deals is None, whatever the query makes of it. `remarks` say in sentences what to know of it, `why`
    why it differs from the figures of `stats`; `exported` is what it gives over the files as they were exported.
    """

    segment: str
    path: str
    line: int
    table: Table | None = None
    n: int | None = None
    error: str = ""
    remarks: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    exported: Table | None = None

    def record(self) -> dict[str, Any]:
        """Return the answer as `--json` prints it."""
        rows = [list(row) for row in self.table.rows] if self.table else []
        return {
            "path": self.path,
            "line": self.line,
            "columns": list(self.table.columns) if self.table else [],
            "rows": rows,
            "n": self.n,
            "error": self.error or None,
            "remarks": list(self.remarks),
            "differs_because": list(self.why),
            "rows_as_exported": [list(row) for row in self.exported.rows] if self.exported else None,
        }


def answers(
    library: Library, passages: Mapping[str, Sequence[Passage]], figures: Iterable[Stats]
) -> tuple[SqlAnswer, ...]:
    """Run every query that the documents hold in the sections of these segments.

    passages: by segment, from `library.pages.passages_of`; figures: of the segments, from `stats`.
    """
    asked = [
        (one, passage.path, fence)
        for one in figures
        for passage in (passages.get(one.segment.segment_id, ()) if one.segment else ())
        for fence in passage.queries
    ]
    if not asked:
        return ()
    queries = [fence.content for _, _, fence in asked]
    counts = [_deals_query(sql) for sql in queries]
    answers = _Answers(library, library.crm())
    results = run_selects(answers.crm, [*queries, *filter(None, counts)], calls=answers.calls())
    tables, rest = results[: len(queries)], iter(results[len(queries) :])
    behinds = [next(rest) if count else None for count in counts]
    return tuple(
        answers.answer(one, path, fence, table, behind(counted) if isinstance(counted, Table) else None)
        for (one, path, fence), table, counted in zip(asked, tables, behinds, strict=True)
    )


def _deals_query(sql: str) -> str | None:
    try:
        return deals_query(sql)
    except SqlError:
        return None  # running it says what is wrong


@dataclass
class _Answers:
    library: Library
    crm: Crm

    @cached_property
    def exported(self) -> Exported | None:
        """The tables as exported, read once, and only where a query is there to be run over them."""
        return as_exported(self.library.workspace, self.crm)

    def calls(self) -> Iterator[CallRow]:
        links = self.library.links
        for entry in self.library.catalog.calls():
            link = links.get(entry.call_id)
            linked = link is not None and link.status == "linked"
            account, deal = (link.account_id, link.opportunity_id) if link and linked else (None, None)
            yield CallRow(entry.call_id, entry.title, entry.date, entry.duration_ms, account, deal)

    def answer(
        self, stats: Stats, path: str, fence: Fence, table: Table | SqlError, behind: Behind | None
    ) -> SqlAnswer:
        name = stats.segment.segment_id if stats.segment else ""
        if isinstance(table, SqlError):
            return SqlAnswer(name, path, fence.line, error=str(table.at(path, fence.line)))
        n = len(behind.deals) if behind else None
        remarks = tuple(_remarks(behind, table))
        why = tuple(self.why(stats, behind, table))
        exported, causes = self.over_exports(fence.content, table)
        if n == 0:
            table = _without_rates(table)
        return SqlAnswer(name, path, fence.line, table, n, "", remarks, (*why, *causes), exported)

    def over_exports(self, sql: str, table: Table) -> tuple[Table | None, tuple[str, ...]]:
        """Return what the files as exported give where that differs, and what in them is to blame."""
        if self.exported is None:
            return None, ()
        try:
            other = self.exported.run(sql)
        except SqlError as error:
            return None, (f"on the files as exported it fails:  {error.what}", *self.exported.blame(sql))
        return (None, ()) if other.rows == table.rows else (other, self.exported.blame(sql))

    def why(self, stats: Stats, behind: Behind | None, table: Table) -> Iterator[str]:
        """Yield why the query counts other deals than the segment has, and how far that moves the win rate."""
        if behind is None:
            return
        as_of = self.library.day
        own = {deal.opportunity_id: deal for key in stats.accounts for deal in self.library.deals_of(key)}
        if behind.closed:
            own = {key: deal for key, deal in own.items() if deal_outcome(deal, as_of) != "open"}
        theirs = {deal.opportunity_id: deal for deal in self.library.deals if deal.opportunity_id in behind.deals}
        extra = sorted({deal.account_id for key, deal in theirs.items() if key not in own})
        missing = sorted({deal.account_id for key, deal in own.items() if key not in theirs})
        stated, rate = _win_rate(table), stats.deals.win_rate
        if stated is not None and rate is not None and abs(stated - rate.rate) > _ROUNDING:
            ours = f"{100 * rate.rate:.1f} % ({rate.successes} of {rate.n})"
            yield f"it states a win rate of {100 * stated:.1f} %; computed from the deals, it is {ours}"
        if extra:
            yield f"it counts deals from {_few(extra)}, which are not in the segment or were still open"
        if missing:
            yield f"it leaves out deals from {_few(missing)}, which are in the segment"
        if behind.lines > len(behind.deals):
            yield f"its joins repeat deals: {plural(behind.lines, 'row')} for {plural(len(behind.deals), 'deal')}"


def _remarks(behind: Behind | None, table: Table) -> Iterator[str]:
    if table.cut:
        yield f"only the first {len(table.rows):,} rows were read"
    if behind is None:
        return
    n = len(behind.deals)
    rates = [column for column in table.columns if _RATE.search(column)]
    if n == 0 and rates:
        yield f"no {' and no '.join(rates)}: no deals match (n = 0)"
    elif 0 < n < FEW:
        yield f"too few deals to compare (n = {n})"


def _without_rates(table: Table) -> Table:
    rates = [bool(_RATE.search(column)) for column in table.columns]
    rows = tuple(tuple(None if r else cell for cell, r in zip(row, rates, strict=True)) for row in table.rows)
    return replace(table, rows=rows)


def _win_rate(table: Table) -> float | None:
    """Return the win rate that a result of one row states, as a share."""
    if len(table.rows) != 1:
        return None
    for column, cell in zip(table.columns, table.rows[0], strict=True):
        if _RATE.search(column) and _WIN.search(column) and isinstance(cell, int | float):
            return cell / 100 if cell > 1 else float(cell)
    return None


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - 4} more" if len(names) > 5 else ""
    return ", ".join(names[: 4 if more else 5]) + more
