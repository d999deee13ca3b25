"""`evidence review`: judge quotes in the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli import options
from evidence.cli.app import Exit
from evidence.cli.console import plural

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from evidence.cli.console import Console
    from evidence.library.asking import Filters
    from evidence.library.library import Library


@options.filtered(without="segment")
def run(
    context: typer.Context,
    segments: Annotated[list[str] | None, typer.Argument(help="Segments by id, name or alias. Default: all.")] = None,
    *,
    filters: Filters,
    plain: Annotated[bool, typer.Option("--plain", help="Line by line: for pipes and screen readers.")] = False,
    links: Annotated[
        bool, typer.Option("--links", help="Say whose calls and speakers are, where nobody knows.")
    ] = False,
    accept: Annotated[list[str] | None, typer.Option(metavar="ID", help="Accept a quote without a dialogue.")] = None,
    reject: Annotated[list[str] | None, typer.Option(metavar="ID", help="Reject a quote without a dialogue.")] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="Put a note on those decisions.")] = None,
    limit: options.Limit = 0,
) -> int:
    """Judge quotes, one key each; every decision is kept at once in segments/decisions.jsonl.

    Undecided quotes come first, mostly the best; one in eight is a random one,
    so that evidence status can tell how good the trackers are. Without a
    terminal the review is a dialogue in lines. --accept and --reject may be
    given several times, or hold several ids parted by commas; with --json
    alone the queue is printed. Exit code 1 where there is nothing to review.
    """
    console: Console = context.obj
    given = {"accept": _ids(accept), "reject": _ids(reject)}
    if note is not None and not any(given.values()):
        raise typer.BadParameter("a note needs --accept ID or --reject ID", param_hint="--note")
    with console.library() as library:
        plain = plain or not (sys.stdin.isatty() and sys.stdout.isatty())
        if links:
            some = _links(console, library, plain=plain)
        else:
            some = _quotes(console, library, segments or (), filters, {**given, "note": note}, limit, plain=plain)
        troubled = console.tell(library)
    return Exit.TROUBLE if troubled else Exit.YES if some else Exit.NO


def _ids(given: list[str] | None) -> list[str]:
    return [one for text in given or () for one in text.replace(",", " ").split()]


def _quotes(
    console: Console,
    library: Library,
    names: Iterable[str],
    filters: Filters,
    given: dict[str, Any],
    limit: int,
    *,
    plain: bool,
) -> bool:
    from evidence.commands.review import Bench, decide_by_id, review_record
    from evidence.review.driver import quotes_deck

    bench = Bench(library)
    state = bench.begin(library.chosen(names), filters=filters, limit=limit)
    if given["accept"] or given["reject"]:
        print_decided(console, decide_by_id(state, bench, **given))
    elif console.json:
        console.records(map(review_record, state.items))
    elif not state.items:
        console.note("Nothing to review: no tracker of these segments finds anything here.")
    else:
        _hold(console, state, quotes_deck(bench.settle), plain=plain)
        console.note(f"Decisions are kept in {library.workspace.name(library.workspace.decisions)}.")
    return bool(state.items)


def _links(console: Console, library: Library, *, plain: bool) -> bool:
    from evidence.commands.review import LinkBench, link_record
    from evidence.review.driver import links_deck

    bench = LinkBench(library)
    state = bench.begin()
    if console.json:
        console.records(map(link_record, state.cases))
    elif not state.cases:
        console.note("Nothing to settle: every call has an account or no candidate, every label a side.")
    else:
        _hold(console, state, links_deck(bench.settle), plain=plain)
        console.note("evidence ingest uses the answers.")
    return bool(state.cases)


def _hold(console: Console, state: Any, deck: Any, *, plain: bool) -> None:  # noqa: ANN401  of either kind
    if plain:
        from evidence.review.plain import converse

        converse(state, deck, width=console.width)
    else:
        from evidence.review.screen import run as show

        show(state, deck)


def print_decided(console: Console, records: list[dict[str, Any]]) -> None:
    """Print what was decided, one line a quote."""
    if console.json:
        console.records(records)
        return
    for one in records:
        said = "" if one["changed"] else " already"
        console.print(f"{one['status']}{said}  {one['quote_id']}  {one['segment']} / {one['tracker']}")
        console.print(console.style(f"    {one['quote']}", "dim"))
    changed = sum(one["changed"] for one in records)
    console.note(f"{plural(changed, 'decision')} written.")
