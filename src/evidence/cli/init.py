"""`evidence init`: a new workspace."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli.app import Exit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.cli.console import Console
    from evidence.commands.init import Laid, OurOwn

_NEXT = (
    ("evidence ingest", "reads what you put into source/transcripts/raw"),
    ("evidence search 'by hand'", "finds words in the calls"),
    ("evidence status", "shows what is missing, and what to do about it"),
)


def run(
    context: typer.Context,
    directory: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Folder for the workspace. Default: this folder.")
    ] = None,
) -> int:
    """Create a workspace with commented example files.

    Settings, trackers, a segment and its document, each with comments.
    On a terminal, new settings ask who you are: your e-mail domains and names.
    Existing files are listed and left unchanged, so running it again only
    restores what is missing.
    """
    from evidence.commands.init import has_settings, lay_out, surrounding

    console: Console = context.obj
    root = directory or console.directory or Path()
    around = surrounding(root)
    asked = sys.stdin.isatty() and not (console.json or console.quiet or has_settings(root))
    laid = lay_out(root, ask_who(console) if asked else None)
    if console.json:
        console.records(file.record() for file in laid)
    else:
        print_laid(console, root, laid)
    if around:
        console.note(f"Note: {root} is inside the workspace {around}. Commands run here use the inner workspace.")
    return Exit.YES


def ask_who(console: Console) -> OurOwn:
    """Ask who we are, until what is typed can be used; an empty line leaves it open."""
    from evidence.commands.init import OurOwn, read_domains, read_own_names
    from evidence.errors import SettingsError

    console.error("Who are you? Your own people are then never taken for customers.")
    domains: tuple[str, ...] | None = None
    while domains is None:
        try:
            domains = read_domains(console.ask("Your e-mail domains, such as our-company.com (Enter: later):"))
        except SettingsError as error:
            console.error(str(error))
    names = read_own_names(console.ask("Your colleagues and company, separated by commas (Enter: later):"))
    console.error("")
    return OurOwn(domains, names)


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
