"""`evidence trackers`: pain points, their queries and test sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli.app import Exit

if TYPE_CHECKING:
    from evidence.cli.console import Console
    from evidence.library import Library


def run(
    context: typer.Context,
    test: Annotated[
        bool, typer.Option("--test", help="Run the test sentences and name queries that find nothing.")
    ] = False,
) -> int:
    """List the trackers of source/trackers.yaml and what they find.

    With --test, every sentence under should_match and should_not_match is tried
    (exit code 1 where one fails), and queries that find nothing are named.
    """
    from evidence.library import open_library

    console: Console = context.obj
    with open_library(console.workspace(), as_of=console.as_of, current=False) as library:
        failed = print_test(console, library) if test else print_trackers(console, library)
        troubled = console.tell(library)
        if not library.trackers:
            console.note("No trackers yet: write some into source/trackers.yaml.")
    return Exit.TROUBLE if troubled else Exit.NO if failed else Exit.YES


def print_trackers(console: Console, library: Library) -> bool:
    """Print every tracker with what it finds; nothing fails here."""
    from evidence.tracking import survey

    surveys = survey(library)
    if console.json:
        console.records(one.record() for one in surveys)
    else:
        rows = [
            (s.tracker.tracker_id, f"{s.accounts}", f"{s.calls}", f"{s.mentions}", s.tracker.label) for s in surveys
        ]
        console.table(("tracker", "accounts", "calls", "mentions", "pain point"), rows)
    return False


def print_test(console: Console, library: Library) -> bool:
    """Print what fails or finds nothing; return whether a sentence failed."""
    from evidence.tracking import check

    results = check(library)
    if console.json:
        console.records(result.record() for result in results)
    for result in () if console.json else results:
        for failure in result.failures:
            wanted = "should match" if failure.expected else "should not match"
            console.print(
                f"{library.workspace.name(library.workspace.trackers)}:{result.tracker.line}: "
                f"{console.style(result.tracker.tracker_id, 'bad')} {wanted}: {failure.sentence}"
            )
        for query in result.dead:
            console.print(f"{console.style(result.tracker.tracker_id, 'warn')}: finds nothing: {query}")
    failed = sum(len(result.failures) for result in results)
    sentences = sum(len(r.tracker.should_match) + len(r.tracker.should_not_match) for r in results)
    console.note(f"{sentences - failed} of {sentences} test sentences hold")
    return failed > 0
