"""`evidence review`: judge quotes in the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli import options
from evidence.cli.app import Exit
from evidence.text import plural

if TYPE_CHECKING:
    from typing import Any

    from evidence.cli.console import Console
    from evidence.commands.review import ReviewService
    from evidence.library.asking import Filters
    from evidence.review.state import State


@options.filtered(without="segment")
def run(
    context: typer.Context,
    segments: Annotated[list[str] | None, typer.Argument(help="Segments by id, name or alias. Default: all.")] = None,
    *,
    filters: Filters,
    plain: Annotated[bool, typer.Option("--plain", help="Line by line, for pipes and screen readers.")] = False,
    links: Annotated[bool, typer.Option("--links", help="Match calls to customers, and speakers to sides.")] = False,
    accept: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Accept a quote without the review screen.")
    ] = None,
    reject: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Reject a quote without the review screen.")
    ] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="Add a note to those decisions.")] = None,
    limit: options.Limit = 0,
) -> int:
    """Judge quotes in the terminal, one key each.

    Every decision is saved at once in segments/decisions.jsonl.
    Undecided quotes come first, mostly the best; one in eight is a random one,
    so that evidence status can tell how accurate the trackers are. Without a
    terminal the review is a line-by-line dialogue. --accept and --reject may be
    given several times, or with several ids separated by commas; --json alone
    prints the queue. Exit code 1 if there is nothing to review.
    """
    from evidence.commands.review import ReviewService, decide_by_id, item_record

    console: Console = context.obj
    given = {"accept": _ids(accept), "reject": _ids(reject)}
    if note is not None and not any(given.values()):
        raise typer.BadParameter("a note needs --accept ID or --reject ID", param_hint="--note")
    if links and any(given.values()):
        raise typer.BadParameter(
            "judges quotes; calls and speakers are answered in the review", param_hint="--accept, --reject"
        )
    with console.library() as library:
        service = ReviewService(library)
        state = (
            service.begin_links()
            if links
            else service.begin(library.chosen(segments or ()), filters=filters, limit=limit)
        )
        if any(given.values()):
            print_decided(console, decide_by_id(state, service, **given, note=note))
        elif console.json:
            console.records(map(item_record, state.items))
        else:
            hold(console, state, service, links=links, plain=plain)
        troubled = console.tell(library)
    return Exit.TROUBLE if troubled else Exit.YES if state.items else Exit.NO


def _ids(given: list[str] | None) -> list[str]:
    return [one for text in given or () for one in text.replace(",", " ").split()]


def hold(console: Console, state: State, service: ReviewService, *, links: bool, plain: bool) -> None:
    """Show a review on the screen, or in lines, until it is done; say where its answers are kept."""
    waiting = sum(link.awaits_export for link in service.library.links.values()) if links else 0
    if waiting:
        are, their = ("is", "its") if waiting == 1 else ("are", "their")
        console.note(
            f"{plural(waiting, 'call')} {are} not asked about: {their} account is not in the newest snapshot "
            "(evidence status)."
        )
    if not state.items:
        matched = "Nothing to match: every call has an account, and every speaker has a side."
        matched = "Nothing else to match." if waiting else matched
        if links and not service.library.accounts:
            matched = "Nothing to match: there are no accounts yet. Put an export of them into source/crm/exports."
        silent = "Nothing to review: the trackers of these segments find nothing. List trackers: evidence trackers."
        console.note(matched if links else silent)
    elif plain or not (sys.stdin.isatty() and sys.stdout.isatty()):
        from evidence.review.plain import converse

        converse(state, service.flush, width=console.width)
    else:
        from evidence.review.screen import show_review

        show_review(state, service.flush)
    if state.items:
        workspace = service.library.workspace
        kept = f"Your decisions are saved in {workspace.name(workspace.decisions)}."
        console.note("To use the answers, run evidence ingest." if links else kept)


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
