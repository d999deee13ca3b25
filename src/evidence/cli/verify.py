"""`evidence verify`: check every attributed quote against the calls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli.app import Exit
from evidence.cli.console import fit

if TYPE_CHECKING:
    from evidence.cli.console import Console
    from evidence.verify import Checked


def run(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Markdown files or folders. Default: segments/, campaigns/.")
    ] = None,
    allow_missing: Annotated[bool, typer.Option("--allow-missing", help="Pass quotes whose call is not here.")] = False,
) -> int:
    """Check that every attributed quote is what somebody really said.

    Prints path:line and the verdict of each quote that does not stand word for
    word at its place, with the difference. Exit code 1 where a quote fails.
    """
    from evidence.library import open_library
    from evidence.verify import verify

    console: Console = context.obj
    failed = total = 0
    with open_library(console.workspace(), as_of=console.as_of, progress=console.progress()) as library:
        for checked in verify(library, paths or (), allow_missing=allow_missing):
            total += 1
            failed += not checked.verdict.ok
            print_checked(console, checked)
        troubled = console.tell(library)
    verified = f"{total - failed} of {total} quotes verified"
    console.note(console.style(verified, "bad" if failed else "good"))
    return Exit.TROUBLE if troubled else Exit.NO if failed else Exit.YES


def print_checked(console: Console, checked: Checked) -> None:
    """Print what is not exact; everything for programs."""
    verdict = checked.verdict
    if console.json:
        console.records([checked.record()])
    elif not verdict.ok or verdict.name == "moved" or verdict.edited:
        name = console.style(verdict.name, "warn" if verdict.ok else "bad")
        edited = " (the call was edited by hand)" if verdict.edited else ""
        console.print(f"{checked.path}:{checked.line}: {name}{edited}")
        console.print(f'    quoted "{fit(checked.quote, console.width - 14).rstrip()}"')
        if verdict.detail:
            console.print(f"    {verdict.detail}")
        if verdict.citation:
            who = f" {checked.speaker}" if checked.speaker else ""
            console.print(f"    see {verdict.citation}{who}")
