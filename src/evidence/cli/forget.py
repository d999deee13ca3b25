"""`evidence forget`: a call's or a person's words leave the workspace."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli.app import Exit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.cli.console import Console
    from evidence.commands.forget_remains import Trace


def run(
    context: typer.Context,
    who: Annotated[str, typer.Argument(metavar="CALL|LABEL", help="A call's id; a speaker's label, name or e-mail.")],
    call: Annotated[str | None, typer.Option(help="Only in this call.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; show what would be removed and what would remain.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask for confirmation.")] = False,
) -> int:
    """Remove the words of a call or a person.

    They go from calls, decisions and blocks.
    Lists what remains in documents, raw files and git history, for you to clean
    up. source/forgotten.csv keeps the next ingest from bringing anything back.
    Exit code 1 if words remain in a document or a block.
    """
    from evidence.commands.forget import forget, plan, preview_forget

    console: Console = context.obj
    workspace = console.workspace()
    with console.library() as library:
        planned = plan(library, who, call=call)
        traces = preview_forget(library, planned)
        troubled = console.tell(library)
    if dry_run or not _agreed(console, traces, yes=yes):
        print_traces(console, traces, would=True)
        return Exit.TROUBLE if troubled else Exit.YES if dry_run else Exit.NO
    traces, problems = forget(workspace, planned, as_of=console.as_of)
    print_traces(console, traces, would=False)
    if console.problems(problems):
        return Exit.TROUBLE
    left = any(not trace.removed and trace.place in {"document", "block"} for trace in traces)
    return Exit.NO if left else Exit.YES


def _agreed(console: Console, traces: tuple[Trace, ...], *, yes: bool) -> bool:
    """Ask, unless told not to. Raises WorkspaceError where nobody can answer."""
    from evidence.errors import WorkspaceError

    if yes:
        return True
    if console.json or not sys.stdin.isatty():
        raise WorkspaceError(
            "can't ask for confirmation here (no terminal)", hint="Check with --dry-run, then run again with --yes."
        )
    print_traces(console, traces, would=True)
    return typer.confirm("Remove this?", err=True)


def print_traces(console: Console, traces: Iterable[Trace], *, would: bool) -> None:
    """Print what goes, then what remains."""
    if console.json:
        console.records(trace.record() for trace in traces)
        return
    ordered = sorted(traces, key=lambda trace: not trace.removed)
    for trace in ordered:
        gone = ("would be removed", "removed") if trace.place != "block" else ("would be rewritten", "rewrote")
        state = gone[not would] if trace.removed else "remains"
        place = f"{trace.path}:{trace.line}" if trace.line else trace.path
        console.print(f"{console.style(state, 'good' if trace.removed else 'warn')}  {place}: {trace.what}")
