"""`evidence init`: a new workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli.app import Exit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.cli.console import Console
    from evidence.commands.init import Laid

_NEXT = (
    ("evidence ingest", "reads what you put into source/transcripts/raw"),
    ("evidence search 'by hand'", "finds words in the calls"),
    ("evidence status", "shows what is missing, such as accounts in source/crm/exports"),
)


def run(
    context: typer.Context,
    directory: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Folder for the workspace. Default: this folder.")
    ] = None,
) -> int:
    """Create a workspace with commented example files.

    Settings, trackers, a segment and its document, each with comments.
    Existing files are listed and left unchanged, so running it again only
    restores what is missing.
    """
    from evidence.commands.init import lay_out, surrounding

    console: Console = context.obj
    root = directory or console.directory or Path()
    around = surrounding(root)
    laid = lay_out(root)
    if console.json:
        console.records(file.record() for file in laid)
    else:
        print_laid(console, root, laid)
    if around:
        console.note(f"Note: {root} is inside the workspace {around}. Commands run here use the inner workspace.")
    return Exit.YES


def print_laid(console: Console, root: Path, laid: Sequence[Laid]) -> None:
    """Print what was written and what was left alone, and what to do now."""
    for file in laid:
        state = (
            console.style("written", "good") if file.written else console.style("already there, left unchanged", "dim")
        )
        console.print(f"{file.path}: {state}")
    console.note("", "Next:" if root == Path() else f"Next, in {root}:")
    for command, what in _NEXT:
        console.note(f"  {command:<26} {what}")
