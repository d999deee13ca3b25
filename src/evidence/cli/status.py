"""`evidence status`: what needs your attention."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from evidence.cli.app import Exit
from evidence.terminal import wrap_message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.cli.console import Console
    from evidence.commands.status import Topic, WorkspaceStatus

_LINES = 3  # about as many of names under a topic


def run(context: typer.Context) -> int:
    """Show what is out of date, broken, unlinked or unreviewed.

    And what was edited by hand, what a new snapshot or new calls make untrue in
    your documents, and what to do about each. Changes none of your files (a
    missing index is built). Whether evidence blocks are what attach would write
    today is shown by evidence attach --check. Exit code 0 whatever is found.
    """
    from evidence.commands.status import examine

    console: Console = context.obj
    with console.library(refresh=False) as library:
        status = examine(library)
        for note in library.notes:
            console.note(note)
    print_status(console, status)
    return Exit.YES


def print_status(console: Console, status: WorkspaceStatus) -> None:
    """Print one line per topic that needs somebody, and which items are meant; all topics for programs."""
    if console.json:
        console.records(topic.record() for topic in status.topics)
        return
    when = f", {status.first_date} to {status.last_date}" if status.first_date else ""
    console.print(f"Calls: {status.calls:,}{when}. Accounts: {status.accounts:,}. Segments: {status.segments:,}.")
    waiting = [topic for topic in status.topics if topic.items]
    for topic in waiting:
        print_topic(console, topic)
    if not waiting:
        console.print(console.style("Nothing to do.", "good"))


def print_topic(console: Console, topic: Topic) -> None:
    """Print how many of what, what to do, and the first that are meant; problems in full."""
    from evidence.commands.status import PROBLEMS, READINGS

    console.wrapped([(str(topic), "bold"), (f" ({topic.do})", "")], hanging=2)
    if topic.topic in {PROBLEMS, READINGS, "broken"}:
        for message in topic.items:
            told = message.split("\n")
            if console.terminal:
                told = [part for line in told for part in wrap_message(line, console.width - 4)]
            console.print(*(f"    {line}" for line in told))
    elif topic.items != (topic.topic,):
        console.wrapped(_first(topic.items, _LINES * (console.width - 4)), 4, style="dim")


def _first(items: Sequence[str], room: int) -> str:
    """Return the first things by name, each whole, and how many more there are where they do not go into the room."""
    shown = 1
    while shown < len(items) and sum(len(one) + 2 for one in items[: shown + 1]) <= room:
        shown += 1
    more = f" and {len(items) - shown:,} more (--json lists all)" if shown < len(items) else ""
    return f"{', '.join(items[:shown])}{more}"
