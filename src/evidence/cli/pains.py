"""`evidence pains`: what people suffer from, without a tracker that looks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli import options
from evidence.cli.app import Exit
from evidence.terminal import flow
from evidence.text import plural

if TYPE_CHECKING:
    from evidence.cli.console import Console
    from evidence.commands.pains import Pains
    from evidence.library.asking import Filters
    from evidence.library.library import Library
    from evidence.library.mining import PainRow

SHOWN_THEMES = 12


@options.filtered()
def run(
    context: typer.Context,
    *,
    filters: Filters,
    min_score: Annotated[
        float | None,
        typer.Option(min=0, metavar="S", help="The lowest score to show; 0 lists every passage. Default: 1.2."),
    ] = None,
    limit: options.Limit = 40,
    jobs: options.Jobs = None,
) -> int:
    """List what sounds like pain, best first, each with the reasons. No tracker is needed.

    Short utterances of one speaker are weighed together, as one passage.
    At most three quotes come from one account, every account's best one first, and
    nearly the same words once; --limit 0 lists all by score. Themes are what several
    of the pains that no tracker finds are about. Exit code 1 if there are none.
    """
    from evidence.commands.pains import pains
    from evidence.quotes.mining import THRESHOLD

    console: Console = context.obj
    least = THRESHOLD if min_score is None else min_score
    with console.library() as library:
        found = pains(library, filters, min_score=least, limit=limit, jobs=jobs, progress=console.progress())
        if console.json:
            console.records(row.record() for row in found.rows)
        else:
            print_themes(console, found)
            for row in found.rows:
                print_pain(console, library, row)
            print_sum(console, found)
        if not found.rows:
            from evidence.library.absence import unmatched

            console.note(*unmatched(library, filters))
        troubled = console.tell(library)
    return Exit.TROUBLE if troubled else Exit.YES if found.rows else Exit.NO


def print_themes(console: Console, found: Pains) -> None:
    """Print what several pains that no tracker finds are about."""
    if not found.themes:
        return
    console.print(console.style("Themes that no tracker finds", "head"))
    rows = [(one.label, f"{one.groups:,}", f"{len(one.members):,}") for one in found.themes[:SHOWN_THEMES]]
    console.table(("words people use", "accounts", "quotes"), rows)
    console.print()


def print_pain(console: Console, library: Library, one: PainRow) -> None:
    """Print a pain as somebody would forward it: the words, who said them where, and why they are here."""
    row, account = one.row, one.row.account
    who = row.person.participant if row.person else None
    outcome = library.outcome(row.hit.call_id)
    company = f"{account.account_name}{f' ({outcome})' if outcome else ''}" if account else row.title
    name = ((who.name or who.label) if who else None) or "unknown speaker"
    line = [name, *([who.role] if who and who.role else []), company, row.date or "no date"]
    console.wrapped(" · ".join(line), 7, f"{one.pain.score:5.1f}", style="bold")
    console.wrapped(f"\u201c{one.quote.text}\u201d", 7)
    console.wrapped(f"why: {'; '.join(one.pain.reasons)}", 7, style="dim")
    marks = [str(one.quote.citation), one.quote.quote_id]
    marks += [one.status] * (one.status != "new")
    marks += [f"tracker {name}" for name in one.trackers[:1]] + [f"theme {one.theme}"] * bool(one.theme)
    for text in flow(marks, console.width - 7):
        console.print(console.style(f"       {text}", "dim"))
    console.print()


def print_sum(console: Console, found: Pains) -> None:
    """Say how many there are."""
    count = plural(found.count, "passage")
    more = f", {len(found.rows)} shown (--limit 0 shows all)" if len(found.rows) < found.count else ""
    again = f"; {found.again:,} more with the same words" if found.again else ""
    console.note(f"{count}{more}{again}")
