"""`evidence verify`: check every attributed quote against the calls."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli.app import Exit
from evidence.terminal import clean, fit
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.cli.console import Console
    from evidence.documents.leaks import Leak
    from evidence.library.library import Library
    from evidence.library.verifying_quote import Checked


_KINDS = {"warn": "warning", "bad": "error"}  # of annotations; what is good has none


STDIN = Path("-")
"""The path that means what is piped in."""
_PIPED = "<stdin>"


class Form(StrEnum):
    """How verdicts are printed."""

    text = "text"
    github = "github"
    sarif = "sarif"


def run(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Markdown files, folders or - (stdin). Default: segments/, campaigns/."),
    ] = None,
    raw: Annotated[bool, typer.Option("--raw", help="Also compare with the raw files: edited quotes fail.")] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Correct the address and time of moved quotes, and nothing else.")
    ] = False,
    leaks: Annotated[
        bool, typer.Option("--leaks", help="Also fail on anything the redaction should have hidden.")
    ] = False,
    allow_missing: Annotated[
        bool, typer.Option("--allow-missing", help="Accept quotes whose call is not in this workspace.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Also fail what nobody can judge or no call supports.")
    ] = False,
    changed_since: Annotated[
        str | None, typer.Option("--changed-since", help="Only lines that changed since this revision of git.")
    ] = None,
    form: Annotated[
        Form,
        typer.Option(
            "--format", help="github: annotations on a pull request. sarif: for code scanning, not with --json."
        ),
    ] = Form.text,
) -> int:
    """Check that every quotation is what somebody really said.

    Prints path:line and the verdict of each quotation that does not stand word
    for word at its place, with the difference. Exit code 1 if one fails, if
    an attribution contradicts the CRM, or if --leaks finds something.
    """
    from evidence.commands.verify import leaks as find_leaks
    from evidence.library.verifying import verify

    console: Console = context.obj
    if console.json and form is Form.sarif:
        raise typer.BadParameter("--json and --format sarif cannot be combined", param_hint="--format")
    files = [path for path in paths or () if path != STDIN]
    texts = {_PIPED: sys.stdin.read()} if STDIN in (paths or ()) else None
    with console.library() as library:
        checked = []
        edited: set[str] = set()
        for one in verify(
            library, files, allow_missing=allow_missing, raw=raw, strict=strict, since=changed_since, texts=texts
        ):
            checked.append(one)
            print_checked(console, one, form, edited)
        found = tuple(find_leaks(library, files, texts=texts)) if leaks else ()
        _print_rest(console, checked, found, form)
        if leaks and library.workspace.settings.redaction == "none":
            console.note("redaction is set to `none` in evidence.yaml, so nothing counts as a leak")
        if fix:
            print_fixed(console, library, checked, piped=bool(texts))
        troubled = console.tell(library)
    return _conclude(console, checked, found, troubled=troubled)


def _print_rest(console: Console, checked: Sequence[Checked], found: Sequence[Leak], form: Form) -> None:
    """Print what comes behind the verdicts: the leaks, and with SARIF everything in one document."""
    if form is Form.sarif:
        print_sarif(console, checked, found)
    else:
        print_leaks(console, found, form)


def _conclude(console: Console, checked: Sequence[Checked], found: Sequence[Leak], *, troubled: bool) -> Exit:
    from evidence.library.verifying import summed_up

    if not checked and not troubled:
        console.note("No quotations found. To add quotes to your documents: evidence attach.")
    said = [summed_up(checked)]
    if found:
        said.append(plural(len(found), "leak"))
    failed = bool(found) or not all(one.verdict.ok for one in checked)
    console.note(console.style(", ".join(said), "bad" if failed else "good"))
    return Exit.TROUBLE if troubled else Exit.NO if failed else Exit.YES


def print_checked(console: Console, checked: Checked, form: Form, edited_calls: set[str]) -> None:
    """Print what is not exact; everything for programs. edited_calls: those whose edit was told, one line each."""
    from evidence.commands.verify_sarif import is_wrongly_attributed

    verdict = checked.verdict
    if form is Form.sarif:
        return
    if console.json:
        console.records([checked.record()])
        return
    if verdict.level == "good":
        if verdict.edited:
            print_edited(console, checked, form, edited_calls)
        return
    name = f"{verdict.name} words, wrong attribution" if is_wrongly_attributed(checked) else verdict.name
    edited = " (the call was edited by hand)" if verdict.edited else ""
    place = str(verdict.citation) if verdict.citation else ""
    if form is Form.github:
        lines = [f'quoted "{clean(checked.quote)}"', clean(verdict.detail), f"see {place}" if place else ""]
        console.command(
            annotation(
                _KINDS[verdict.level],
                from_repository(console, checked.path),
                checked.line,
                name + edited,
                "\n".join(filter(None, lines)),
            )
        )
        return
    shown = f"{checked.path}:{checked.line}: {console.style(name, verdict.level)}{edited}"
    if verdict.level == "warn" and not place:
        console.wrapped(f'{shown}: "{fit(checked.quote, console.width - 14).rstrip()}"', 0)
        return
    console.print(shown)
    console.print(f'    quoted "{fit(checked.quote, console.width - 14).rstrip()}"')
    if verdict.detail:
        console.wrapped(verdict.detail, 4)
    if verdict.citation:
        who = f" {checked.speaker}" if checked.speaker else ""
        console.print(f"    see {place}{who}")


def print_sarif(console: Console, checked: Sequence[Checked], found: Sequence[Leak]) -> None:
    """Print all verdicts and leaks as one SARIF document."""
    from evidence.commands.verify_sarif import sarif

    console.records([sarif(checked, lambda path: from_repository(console, path), found)])


def print_edited(console: Console, checked: Checked, form: Form, told: set[str]) -> None:
    """Say once a call that it was edited by hand, with the first of its quotes."""
    call_id = checked.verdict.citation.call_id if checked.verdict.citation else ""
    if call_id in told:
        return
    told.add(call_id)
    what = "the call was edited by hand"
    if form is Form.github:
        place = from_repository(console, checked.path)
        console.command(
            annotation("warning", place, checked.line, f"{checked.verdict.name} ({what})", f"see {call_id}")
        )
        return
    name = console.style(checked.verdict.name, "warn")
    console.print(f"{checked.path}:{checked.line}: {name}, like others from {call_id} ({what})")


def print_leaks(console: Console, found: Sequence[Leak], form: Form) -> None:
    """Print where something slipped through, never the whole of it."""
    if console.json:
        console.records(leak.record() for leak in found)
        return
    for leak in found:
        if form is Form.github:
            place = from_repository(console, leak.path)
            console.command(annotation("error", place, leak.line, "leak", f"shows {leak.what}: {leak.hint}"))
        else:
            console.print(f"{leak.path}:{leak.line}: {console.style('leak', 'bad')}: shows {leak.what}: {leak.hint}")


def print_fixed(console: Console, library: Library, checked: Sequence[Checked], *, piped: bool) -> None:
    """Rewrite moved addresses and say what was and was not."""
    from evidence.commands.verify import fix

    count, left = fix(library, [one for one in checked if one.path != _PIPED])
    console.note(f"{count:,} address{'es' * (count != 1)} rewritten")
    for one in left:
        console.note(f"{one.path}:{one.line}: moved, but not rewritten: change it to {one.verdict.citation} by hand")
    if piped:
        console.note(f"{_PIPED} was only checked: --fix writes files, and what is piped in is none")


def from_repository(console: Console, path: str) -> str | None:
    """Return a path of the workspace as GitHub knows it: from the root of the repository, where there is one.

    What is piped in has none.
    """
    if path == _PIPED:
        return None
    root = console.workspace().root
    repository = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    return (root.relative_to(repository) / path).as_posix()


def annotation(kind: str, path: str | None, line: int, title: str, message: str) -> str:
    """Return a workflow command of GitHub, which shows the message at the line, without a path nowhere.

    >>> annotation("error", "a,b.md", 3, "altered", "100 %")
    '::error file=a%2Cb.md,line=3,title=altered::100 %25'
    """
    place = f"file={_property(path)},line={line}," if path is not None else ""
    return f"::{kind} {place}title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
