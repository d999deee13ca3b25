"""`evidence export`: quotes, mentions, calls and accounts for other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evidence import exports
from evidence.cli import options
from evidence.cli.app import Exit
from evidence.text import nearest

if TYPE_CHECKING:
    from evidence.cli.console import Console
    from evidence.library.asking import Filters
    from evidence.workspace import Workspace


class What(StrEnum):
    """What is exported."""

    quotes = "quotes"
    mentions = "mentions"
    calls = "calls"
    accounts = "accounts"


# Those that come with the program: the help of all commands does not wait for what every distribution offers.
_FORMATS = "|".join(exports.EXPORTS.own)
_PLUGGED = ", or one that an installed plug-in adds"


@options.filtered()
def run(
    context: typer.Context,
    what: Annotated[What, typer.Argument(help="What to export.")],
    *,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar=f"<{_FORMATS}>",
            help=f"The format{_PLUGGED}. In CSV, cells that look like formulas are made harmless.",
        ),
    ],
    filters: Filters,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="FILE", help="Write here instead of to stdout; over an earlier export only."
        ),
    ] = None,
    campaign: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="With accounts and csv: write campaigns/NAME/pulled_customers.csv."),
    ] = None,
    with_emails: Annotated[
        bool, typer.Option("--with-emails", help="With accounts: include contacts' e-mail addresses, not only hashes.")
    ] = False,
    limit: Annotated[int, typer.Option(min=0, help="How many records; 0 for all.")] = 0,
) -> int:
    """Write quotes, mentions, calls or accounts as CSV, JSON lines or Parquet.

    A mention is what stats counts by: one row for each segment that it counts in.
    Accounts come with their deals, calls, pains and their best accepted quote,
    with its citation. The order and the bytes are the same every time. Exit
    code 1 where nothing passes the filters: then only a header is written.
    """
    from evidence.commands.export import campaign_path, export_path, records

    console: Console = context.obj
    workspace = console.workspace()
    check_options(console, what, to, out, campaign, with_emails=with_emails)
    target = campaign_path(workspace, campaign) if campaign is not None else out
    if target is not None:
        target = export_path(workspace, target, exports.EXPORTS.load(to).SUFFIX)
    with console.library() as library:
        columns, found = records(library, what.value, filters, limit=limit, with_emails=with_emails)
        send(console, workspace, exports.encode(to, columns, found), target, what.value, len(found))
        troubled = console.tell(library)
    return Exit.TROUBLE if troubled else Exit.YES if found else Exit.NO


def check_options(
    console: Console, what: What, to: str, out: Path | None, campaign: str | None, *, with_emails: bool
) -> None:
    """Refuse a format that there is not, and options that do not go together."""
    if to not in exports.names():
        close = nearest(to, exports.names())
        meant = f"; did you mean {close}?" if close else ""
        raise typer.BadParameter(f"{to!r} is not one of {', '.join(exports.names())}{meant}", param_hint="--to")
    export, shown = exports.EXPORTS.load(to), out is None and campaign is None
    if campaign is not None and (what is not What.accounts or to != "csv" or out):
        raise typer.BadParameter("works only with `export accounts --to csv`, without -o", param_hint="--campaign")
    if with_emails and what is not What.accounts:
        raise typer.BadParameter("works only with `export accounts`", param_hint="--with-emails")
    if shown and getattr(export, "BINARY", False):
        hint = f"-o {what.value}{export.SUFFIX}"
        raise typer.BadParameter(f"{to} is not text: add a file, such as {hint}", param_hint="--to")
    if shown and console.json and not getattr(export, "JSON", False):
        what_else = f"{to} is not JSON: use --to jsonl, or write to a file with -o FILE"
        raise typer.BadParameter(what_else, param_hint="--json")


def send(console: Console, workspace: Workspace, data: bytes, target: Path | None, what: str, count: int) -> None:
    """Write the file, atomically, and say so; or the bytes to stdout, as they are."""
    if target is None:
        console.data(data.decode("utf-8", "replace"))
        return
    workspace.export(target, data)
    name = workspace.name(target)
    if console.json:
        console.records([{"export": what, "path": name, "records": count, "bytes": len(data)}])
    else:
        console.print(f"{name}: {count:,} {what if count != 1 else what[:-1]}")
