"""The program `evidence`: finds the command, turns errors into messages and exit codes."""

from __future__ import annotations

import io
import os
import sys
from enum import IntEnum
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

COMMANDS = (
    "init", "ingest", "search", "ask", "trackers", "link", "segments", "pains", "quotes", "review", "attach",
    "verify", "stats", "status", "check", "export", "forget",
)  # fmt: skip
"""One module of this package each, with a function `run`. In the order of the work."""

_HELP = "Turn recorded customer calls into verbatim, cited quotes you can count, placed under each segment."
_EPILOG = "To start: run evidence init, put transcripts into source/transcripts/raw, run evidence ingest."

# Options that may stand before or after the command, and whether they take a value.
_EVERYWHERE = {"--workspace": True, "--as-of": True, "--json": False, "--quiet": False, "--version": False}

# Where any of these is set, a machine reads for commands what is printed.
_IN_CI = ("CI", "GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")

# typer may carry a click of its own, so the base of its usage errors is asked for, not imported.
_UsageError: type[Exception] = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")


# What the library that checks values says, in our words.
_ASKED = {
    "Input should be a valid integer": "Write a whole number.",
    "Input should be a valid number": "Write a number.",
}


class Exit(IntEnum):
    """What the exit code says, the same for every command."""

    YES = 0  # done, found
    NO = 1  # nothing found, a check would change something, a quote fails
    TROUBLE = 2  # usage, bad input, a broken file among good ones
    INTERRUPTED = 130


def main(argv: list[str] | None = None) -> None:
    """Run the program and exit."""
    sys.exit(run(sys.argv[1:] if argv is None else argv))


def run(argv: list[str]) -> int:
    """Run one command line; return the exit code."""
    # What is said is Unicode, whatever the machine's locale says.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if all(os.environ.get(name, "").lower() in {"", "0", "false"} for name in _IN_CI):
        return _run(argv)
    from evidence.cli.runner import without_commands

    with without_commands():
        return _run(argv)


def _run(argv: list[str]) -> int:
    """Run the command; the core raises, this translates."""
    from evidence.errors import EvidenceError, disk_advice

    try:
        result = _result(hoist(argv))
    except EvidenceError as error:
        return _trouble(f"evidence: {error}", error.path)
    except OSError as error:  # a disk or a folder that fails where nobody looked for it
        where = f"{error.filename}: " if error.filename else ""
        what = f"cannot be used ({error.strerror or error}). {disk_advice(error)}"
        return _trouble(f"evidence: {where}{what}", str(error.filename or ""))
    except typer.Exit as error:
        result = int(error.exit_code)
    except _UsageError as error:
        told = io.StringIO()
        error.message = _said_by_the_parser(error.message)  # type: ignore[attr-defined]  # as it has `show`
        error.show(file=told)  # type: ignore[attr-defined]  # every ClickException has it
        return _trouble(told.getvalue().removesuffix("\n"))
    except (KeyboardInterrupt, typer.Abort):
        result = Exit.INTERRUPTED
    if result == Exit.INTERRUPTED:  # typer may have turned Ctrl-C into this code already
        sys.stderr.write("evidence: interrupted; the work done so far was kept\n")
    return result


def _result(arguments: list[str]) -> int:
    """Run the command; once more where damage showed before anything was printed: by then the index is made anew."""
    from evidence.cli.console import Console
    from evidence.errors import DamagedIndexError

    program = build(arguments)
    run = partial(program, arguments, prog_name="evidence", standalone_mode=False)
    Console.printed = False
    try:
        result = run()
    except DamagedIndexError as error:
        if Console.printed:
            error.hint = "It is made anew: run the command again."
            raise
        result = run()
    return int(result or Exit.YES)


def _said_by_the_parser(message: str) -> str:
    """Return a message without what the library that checks values says of itself; all of its messages pass here."""
    message = message.removeprefix("Value error, ").removeprefix("Assertion failed, ")
    for begun, said in _ASKED.items():
        if message.startswith(begun):
            return said
    return message.replace("Input should be", "Write a number", 1)


def _trouble(told: str, path: str | None = None) -> Exit:
    """Say what is wrong; words and names in it are other people's. path: what it begins with, which stays whole."""
    from evidence.cli.console import error_lines

    sys.stderr.write("".join(f"{line}\n" for line in error_lines(told, path or "")))
    return Exit.TROUBLE


def hoist(argv: list[str]) -> list[str]:
    """Move the options that may stand anywhere to the front, where the parser knows them.

    >>> hoist(["search", "price", "--json", "--", "--quiet"])
    ['--json', 'search', 'price', '--', '--quiet']
    """
    front: list[str] = []
    rest: list[str] = []
    arguments = iter(argv)
    for argument in arguments:
        name, equals, _ = argument.partition("=")
        if argument == "--":
            rest += [argument, *arguments]
        elif name in _EVERYWHERE:
            front.append(argument)
            if _EVERYWHERE[name] and not equals:
                if (value := next(arguments, None)) is None:
                    return front  # else the command would be taken for its value
                front.append(value)
        else:
            rest.append(argument)
    return [*front, *rest]


def build(argv: list[str]) -> typer.core.TyperGroup:
    """Return the program with the one command that `argv` names, or with all of them.

    Importing one command instead of all keeps a search at the cost of a bare typer program.
    """
    app = typer.Typer(
        help=_HELP,
        epilog=_EPILOG,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_everywhere)
    named = _command(argv)
    for name in [named] if named in COMMANDS else COMMANDS:
        app.command(name)(import_module(f"evidence.cli.{name}").run)
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)  # noqa: S101  a callback makes it one
    return group


def _command(argv: list[str]) -> str | None:
    """Return the first word that is no option and no option's value."""
    words = iter(argv)
    for word in words:
        if not word.startswith("-"):
            return word
        if _EVERYWHERE.get(word):
            next(words, None)
    return None


def _version(wanted: bool) -> None:
    if wanted:
        import evidence

        typer.echo(f"evidence {evidence.__version__}")
        raise typer.Exit


def _everywhere(
    context: typer.Context,
    workspace: Annotated[
        Path | None,
        typer.Option(help="The folder with evidence.yaml. Default: this folder or the nearest one above it."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object per line on stdout, nothing else.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print only errors on stderr.")] = False,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Use accounts and deals as of this day. Default: the newest date in the data."
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    from evidence.cli.console import Console

    del version
    context.obj = Console.open(workspace=workspace, json=json, quiet=quiet, as_of=as_of)
