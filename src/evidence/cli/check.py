"""`evidence check`: compare everything that is derived with the files that it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli.app import Exit
from evidence.text import plural

if TYPE_CHECKING:
    from evidence.cli.console import Console
    from evidence.commands.check import Comparison


def run(
    context: typer.Context,
    repair: Annotated[
        bool, typer.Option("--repair", help="Delete unfinished files, and make the index anew where it differs.")
    ] = False,
) -> int:
    """Compare calls, index, tables, decisions and blocks byte by byte.

    Reads every file again and believes nothing that can be made anew; says
    what differs and what to do about it. --repair mends what is derived, and
    never a file of yours. Exit code 1 where something differs.
    """
    from evidence.commands import check

    console: Console = context.obj
    workspace = console.workspace()
    if repair:
        found, mended = check.mend_workspace(workspace, as_of=console.as_of, jobs=None, progress=console.progress())
        if mended:
            console.note(f"{plural(mended, 'difference')} repaired.")
    else:
        found = check.compare_workspace(workspace, as_of=console.as_of, jobs=None, progress=console.progress())
    print_differences(console, found)
    return Exit.NO if found.differences else Exit.YES


def print_differences(console: Console, found: Comparison) -> None:
    """Print one line or two a difference, and how much was compared."""
    if console.json:
        console.records(one.record() for one in found.differences)
        return
    for one in found.differences:
        where = f"{one.path}:{one.line}" if one.line else one.path
        console.wrapped([(f"{where}: ", "bold"), (one.what, "bad"), (f" ({one.do})", "")], hanging=2)
    compared = ", ".join(plural(count, kind.removesuffix("s")) for kind, count in found.compared.items())
    if not found.differences:
        console.print(console.style("Nothing differs", "good") + f" ({compared} compared).")
        return
    derived = sum(one.derived for one in found.differences)
    mends = f"; evidence check --repair mends {derived:,}" if derived else ""
    console.wrapped(f"{plural(len(found.differences), 'difference')}{mends} ({compared or 'nothing'} compared).")
