"""`evidence quotes`: what would be attached, best first."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli import options
from evidence.cli.app import Exit
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from evidence.cli.console import Console
    from evidence.library.asking import Filters
    from evidence.library.library import Library
    from evidence.model import Segment


@options.filtered(without="segment")
def run(
    context: typer.Context,
    segments: Annotated[list[str] | None, typer.Argument(help="Segments by id, name or alias. Default: all.")] = None,
    *,
    filters: Filters,
    limit: options.Limit = 20,
) -> int:
    """List the quotes found under each segment, best first.

    With score and status.
    These are all the quotes that could be attached; `evidence attach` chooses
    among them, by account first. Exit code 1 if there are none.
    """
    from evidence.library.findings import quotes

    console: Console = context.obj
    with console.library() as library:
        chosen = library.chosen(segments or ())
        name = library.tracker(filters.tracker).tracker_id if filters.tracker else None
        gathered = quotes(library, chosen, tracker=name, filters=replace(filters, tracker=None))
        found = list(islice(gathered, limit or None))
        print_quotes(console, library, found)
        if found and not console.json:
            count = len(found) + sum(1 for _ in gathered)
            more = f", {len(found)} shown (--limit 0 shows all)" if len(found) < count else ""
            console.note("", f"{plural(count, 'quote')}{more}")
        if not found:
            console.note(*why_none(library, chosen, filters))
        troubled = console.tell(library)
    return Exit.TROUBLE if troubled else Exit.YES if found else Exit.NO


def why_none(library: Library, segments: Sequence[Segment], filters: Filters) -> Sequence[str]:
    """Say why there are no quotes: no segments, filters that match nothing, or trackers that find nothing."""
    from evidence.library.absence import unmatched

    if not segments:
        return ["No segments yet: define them in segments/segments.yaml, or run evidence segments --suggest."]
    if any("left out" in note for note in library.notes):
        return unmatched(library, filters)  # the note says why
    silent = "No quotes: the trackers of these segments find nothing here. To list all trackers: evidence trackers."
    return unmatched(library, filters) or [silent]


def print_quotes(console: Console, library: Library, records: Iterable[dict[str, Any]]) -> None:
    """Print quotes under their segment and tracker."""
    from evidence.exports.frames import print_citation

    if console.json:
        console.records(records)
        return
    above = None
    for record in records:
        group = (record["segment"], record["tracker"])
        if group != above:
            if above is not None:
                console.print()
            console.line([(f"{group[0]} / {group[1]}", "head")])
            above = group
        account = library.accounts.get(record["account_id"] or "")
        who = ", ".join(part for part in (record["speaker"], account and account.account_name) if part)
        marks = ", ".join([record["status"], *([record["assertion"]] if record["assertion"] != "present" else [])])
        line = [(who, "bold"), (f"  {record['date'] or ''}  ", ""), (marks, "dim")]
        console.wrapped(line, 7, f"{record['score']:5.1f}")
        console.wrapped(f'"{record["quote"]}"', 7)
        console.wrapped(f"{print_citation(record['citation'])}  {record['quote_id']}", 7, style="dim")
