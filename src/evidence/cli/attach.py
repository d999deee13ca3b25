"""`evidence attach`: regenerate the evidence blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli.app import Exit
from evidence.text import plural

if TYPE_CHECKING:
    from evidence.cli.console import Console
    from evidence.library.blocks import Attached


def run(
    context: typer.Context,
    segments: Annotated[list[str] | None, typer.Argument(help="Segments by id, name or alias. Default: all.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit code 1 if a block would change.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; list what would be attached.")] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Overwrite blocks that were edited by hand or would lose most of their quotes."),
    ] = False,
    move_out: Annotated[
        bool, typer.Option("--move-out", help="Keep your edits below the block, and write the block again.")
    ] = False,
) -> int:
    """Write cited quotes under each segment of your documents.

    The documents are those listed in segments.yaml.
    Only the block between the evidence markers is written; every other byte
    stays. A block that somebody edited by hand is left alone and shown as a
    diff (exit code 1) until --move-out or --force. So is one that would lose
    more than half of its quotes, with the likeliest reason, until --force; what
    you rejected or moved in review is no loss. --check also fails for decisions
    and blocks of trackers, segments and words that are gone (evidence status).
    Running it twice changes nothing.
    """
    from evidence.library.blocks import attach
    from evidence.library.orphans import orphans

    console: Console = context.obj
    with console.library() as library:
        chosen = library.chosen(segments or ())
        done = attach(library, chosen, write=not (check or diff or dry_run), force=force, move_out=move_out)
        if check:
            done += tuple(orphans(library, [segment.segment_id for segment in chosen]))
        print_attached(console, done, diff=diff, would=check or diff or dry_run)
        troubled = console.tell(library)
    if troubled or any(report.failed for report in done):
        return Exit.TROUBLE
    pending = check and any(report.changed for report in done)
    return Exit.NO if pending or any(report.refused for report in done) else Exit.YES


def print_attached(console: Console, done: tuple[Attached, ...], *, diff: bool, would: bool) -> None:
    """Print one line a block, the reasons of those left alone, and diffs."""
    from evidence.cli.console import error_lines
    from evidence.documents.comparison import BLOCK

    if console.json:
        console.records(report.record() for report in done)
        return
    for report in done:
        if report.failed or report.refused:
            told = error_lines(report.reason, report.path)
            console.error(*(console.style(line, "bad") for line in told))
            if report.diff and report.refused:
                console.error(*report.diff.split("\n"))
            continue
        state = ("would change" if would else "written") if report.changed else "unchanged"
        held = f"{plural(report.quotes, 'quote')} from {plural(report.accounts, 'account')}"
        what = "comparison of segments:" if report.segment == BLOCK else f"{report.segment}: {held},"
        style = "good" if report.changed else "dim"
        console.line([(f"{report.path}:{report.line}  {what} ", ""), (state, style)])
        if report.why and would:
            console.line(f"  {report.why}")
        if report.reason:
            console.note(f"  warning: {report.reason}")
        if diff and report.diff:
            console.print(*report.diff.split("\n"))
    if not done:
        console.note(
            "No segment has a document yet: add one in segments/segments.yaml, or run evidence segments --suggest."
        )
