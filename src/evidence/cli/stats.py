"""`evidence stats`: what each segment comes to, against all accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from evidence.accounts.measures import FEW, TOO_FEW
from evidence.cli import options
from evidence.cli.app import Exit
from evidence.errors import SettingsError
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evidence.accounts.measures import Lift, Rate
    from evidence.accounts.sql import Table
    from evidence.cli.console import Console
    from evidence.commands.stats_sql import SqlAnswer
    from evidence.library.asking import Filters
    from evidence.segments.figures import PainAccount, PainFigures, Stats

_SCALE = 20  # signs for 100 %
_ROWS = 10  # of a result of SQL
_NARROW = 12  # columns of the terminal that a column of such a result wants


@options.filtered(without="segment")
def run(
    context: typer.Context,
    segments: Annotated[list[str] | None, typer.Argument(help="Segments by id, name or alias. Default: all.")] = None,
    *,
    filters: Filters,
    by: Annotated[
        str | None,
        typer.Option(help="Compare, in place of segments, a column of the CRM such as industry; persona, role, month."),
    ] = None,
    accounts: Annotated[
        str | None, typer.Option(help="List which accounts have this pain (a tracker), each with its best quote.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="How many pain points to show per segment; 0 for all.")] = 5,
) -> int:
    """Show deals, win rates, losses and pains of each segment.

    Also accounts, calls, deal sizes and cycles.
    Every rate has its n and its 95 % interval (Wilson); medians are over won
    deals; pains are counted by account, as evidence blocks count them. A lift
    compares won accounts with lost ones. The SQL in the documents is run as
    written; if it gives another figure, the reasons follow. Below five deals or
    accounts no percentage is printed (--json has them all).

    Since and until restrict calls by date, and deals by closing date.
    """
    from evidence.commands.stats_sql import answers
    from evidence.library.absence import unmatched
    from evidence.library.figures import pain_accounts, stats, stats_by
    from evidence.library.more import standing_remarks
    from evidence.library.pages import passages_of

    console: Console = context.obj
    with console.library() as library:
        if by and segments:
            raise SettingsError("--by compares all accounts", hint="Name no segment, or no column.")
        if by and accounts:
            raise SettingsError("--accounts lists accounts, --by compares them", hint="Use one of them.")
        if accounts is not None and filters.tracker:
            raise SettingsError("--accounts names the tracker itself", hint="Leave --tracker out.")
        if accounts is not None:
            behind = pain_accounts(library, accounts, library.chosen(segments) if segments else (), filters)
            print_accounts(console, behind)
            console.note(*unmatched(library, filters))
            found = Exit.YES if behind else Exit.NO
            return Exit.TROUBLE if console.tell(library, tables=True) else found
        chosen = library.chosen(segments or ())
        figures = stats_by(library, by, filters) if by else stats(library, chosen, filters)
        asked = () if by else answers(library, passages_of(library, chosen), figures)
        print_stats(console, figures, asked, limit=limit)
        if not (library.segments or by):
            console.note("No segments yet: define them in segments/segments.yaml, or run evidence segments --suggest.")
        console.note(*unmatched(library, filters))
        console.remarks(standing_remarks(library.catalog, library.deals, library.day))
        troubled = console.tell(library, tables=True)
    return Exit.TROUBLE if troubled or any(one.error for one in asked) else Exit.YES


def print_stats(console: Console, figures: Sequence[Stats], asked: Sequence[SqlAnswer], *, limit: int) -> None:
    """Print the figures by segment with the SQL below, then all of them side by side."""
    if console.json:
        for one in figures:
            mine = [answer.record() for answer in asked if one.segment and answer.segment == one.segment.segment_id]
            record = one.record()
            console.records([{**record, "top_pains": record["top_pains"][: limit or None], "sql": mine}])
        return
    if figures[0].group:
        print_comparison(console, figures, figures[0].group[0])
        return
    for one in figures:
        print_segment(console, one, limit)
        for answer in asked:
            if one.segment and answer.segment == one.segment.segment_id:
                print_answer(console, answer)
        console.print()
    print_comparison(console, figures)


def print_accounts(console: Console, behind: Sequence[PainAccount]) -> None:
    """Print the accounts behind a figure by segment, each with its best quote and where that was said."""
    if console.json:
        console.records(one.record() for one in behind)
        return
    above = None
    for one in behind:
        group = (one.segment or "(all)", one.tracker)
        if group != above:
            has, over = (
                sum((other.segment, other.standing) == (one.segment, way) for other in behind)
                for way in ("present", "resolved")
            )
            resolved = f", {over:,} resolved" * bool(over)
            console.print(*[""] * (above is not None), console.style(f"{' / '.join(group)}", "head"))
            console.print(f"  {plural(has, 'account')}{resolved}")
            above = group
        marks = [one.best.status, *(["resolved"] if one.standing == "resolved" else [])]
        said = f"  {one.best.attribution.date or 'no date'}  "
        if one.standing == "present":
            said += f"{plural(one.mentions, 'mention')}  "
        console.wrapped([(one.account.account_name, "bold"), (said, ""), (", ".join(marks), "dim")], 2)
        console.wrapped(f'"{one.best.quote.text}"', 4)
        console.wrapped(str(one.best.quote.citation), 4, style="dim")
    if not behind:
        console.note("No linked account is heard to say it, or to have said it.")


def print_segment(console: Console, one: Stats, limit: int) -> None:
    """Print what one segment comes to."""
    deals = one.deals
    name = one.segment.segment_id if one.segment else "(all)"
    console.wrapped([(name, "head"), (f"  {one.name}", "")], hanging=2)
    calls = f"{len(one.called):,} with calls, {plural(one.calls, 'call')}"
    console.print(f"  {plural(len(one.accounts), 'account')}, {calls}")
    console.print(f"  {plural(deals.deals, 'deal')}: {deals.won:,} won, {deals.lost:,} lost, {deals.open:,} open")
    console.print(f"  win rate  {rate_line(deals.win_rate)}")
    if deals.median_amount is not None:
        console.print(f"  amount    {deals.median_amount:,.0f}, median of {deals.amount_n:,} won")
    if deals.median_cycle_days is not None:
        console.print(f"  cycle     {_days(deals.median_cycle_days)}, median of {deals.cycle_n:,} won")
    for label, (reason, count) in zip(["lost for", *[""] * 4], deals.loss_reasons, strict=False):
        console.wrapped(f"{count:,} {reason}", 12, f"  {label}", hanging=2)
    print_pains(console, one.pains[: limit or None], len(one.called))


def rate_line(rate: Rate | None) -> str:
    """Return a rate with its n, and its interval drawn on a line from 0 to 100 %.

    A rate of nothing is refused in words.
    """
    if rate is None:
        return "n/a (no closed deals yet)"
    if rate.n < FEW:
        return f"{rate.successes:,} of {plural(rate.n, 'closed deal')} ({TOO_FEW})"
    marks = ["\u00b7"] * _SCALE
    first, last, at = (min(int(share * _SCALE), _SCALE - 1) for share in (rate.low, rate.high, rate.rate))
    marks[first : last + 1] = ["\u2500"] * (last + 1 - first)
    marks[at] = "\u25cf"
    interval = f"95 % {100 * rate.low:.0f}\u2013{100 * rate.high:.0f} %"
    return f"{100 * rate.rate:3.0f} % {''.join(marks)}  {rate.successes:,} of {rate.n:,} deals, {interval}"


def _rate_cell(rate: Rate | None) -> str:
    """Return a rate for the table side by side; under five deals how many were won alone."""
    if rate is None:
        return "n/a"
    return f"{rate.successes} of {rate.n}" if rate.n < FEW else f"{100 * rate.rate:.0f} % ({rate.successes}/{rate.n})"


def _days(number: float) -> str:
    return f"{number:g} day{'' if number == 1 else 's'}"


def print_pains(console: Console, pains: Iterable[PainFigures], called: int) -> None:
    """Print pains by account, with bars, and how they go with winning."""
    rows = []
    pains = tuple(pains)
    over = any(pain.resolved for pain in pains)
    for pain in pains:
        share = len(pain.accounts) / called if called else 0
        bar = "\u2588" * round(8 * share) + "\u2591" * (8 - round(8 * share))
        about = f"{len(pain.accounts):,} {bar}"
        gone = (f"{len(pain.resolved):,}",) if over else ()
        rows.append((" ", pain.tracker.tracker_id, about, *gone, f"{pain.mentions:,}", *lift_cells(pain.lift)))
    if rows:
        titles = ("", "pain", "accounts", *(("resolved",) if over else ()), "said", "won", "lost", "lift (95 %)")
        few = all(row[-1] == TOO_FEW for row in rows)
        console.table(titles[:-1] if few else titles, [row[:-1] if few else row for row in rows])
        console.wrapped(f"won, lost: accounts with a closed deal{f'; {TOO_FEW}' * few}", 3, style="dim")


def lift_cells(lift: Lift) -> tuple[str, str, str]:
    """Return how many won and lost accounts have a pain, and how many times as many of the won."""
    shares = tuple(f"{side.successes}/{side.n}" if side else "" for side in (lift.won, lift.lost))
    if lift.low is None or lift.high is None:
        said = "no closed deals yet" if lift.won is None and lift.lost is None else "nothing to compare"
        return (*shares, said)  # type: ignore[return-value]
    if lift.few:
        return (*shares, TOO_FEW)  # type: ignore[return-value]
    ratio = "only won" if lift.ratio is None else f"\u00d7{lift.ratio:.1f}"
    high = f"{lift.high:.1f}" if lift.high < 100 else "100+"
    return (*shares, f"{ratio} ({lift.low:.1f}\u2013{high})")  # type: ignore[return-value]


def print_answer(console: Console, answer: SqlAnswer) -> None:
    """Print what a document's SQL says, with its n, and why it says something else."""
    console.print(f"  SQL of {answer.path}:{answer.line}" + (f", n = {answer.n:,}" if answer.n is not None else ""))
    if answer.table:
        print_table(console, answer.table)
    lines = [answer.error] if answer.error else [*answer.remarks, *answer.why]
    if answer.exported:
        console.print(console.style("    run on the files as exported:", "warn"))
        print_table(console, answer.exported)
    for line in lines:
        console.wrapped(line, 4, style="warn")


def print_table(console: Console, table: Table) -> None:
    """Print the first rows and columns of a result, and how many more there are; what is missing is a dash."""
    wide = max(1, console.width // _NARROW)
    rows = [["  ", *("-" if cell is None else _cell(cell) for cell in row[:wide])] for row in table.rows[:_ROWS]]
    console.table(["  ", *table.columns[:wide]], rows)
    if not rows:
        console.print("    no rows")
    left = ((len(table.rows) - _ROWS, "row"), (len(table.columns) - wide, "column"))
    if more := " and ".join(plural(number, word) for number, word in left if number > 0):
        console.print(f"    {more} more (--json shows all)")


def _cell(value: object) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def print_comparison(console: Console, figures: Sequence[Stats], of: str = "segment") -> None:
    """Print the segments, or the values of a column, side by side, all accounts last."""
    from evidence.amounts import render_money

    rows = []
    for one in figures if len(figures) > 2 or figures[0].group else ():
        deals, rate = one.deals, one.deals.win_rate
        rows.append(
            (
                one.name,
                f"{len(one.accounts):,}",
                _rate_cell(rate),
                render_money(deals.median_amount) if deals.median_amount is not None else "-",
                _days(deals.median_cycle_days) if deals.median_cycle_days is not None else "-",
                one.pains[0].tracker.tracker_id if one.pains else "-",
            )
        )
    console.table((of, "accounts", "win rate", "deal", "cycle", "top pain"), rows)
