"""`evidence ingest`: raw exports -> normalized calls -> index."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli import options
from evidence.cli.app import Exit

if TYPE_CHECKING:
    from evidence.cli.console import Console
    from evidence.ingest import Ingested
    from evidence.workspace import Workspace


def run(
    context: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders below source/transcripts/raw.")] = None,
    format: Annotated[str | None, typer.Option(help="Read as this format, whatever the content says.")] = None,  # noqa: A002
    jobs: options.Jobs = None,
    force: Annotated[bool, typer.Option("--force", help="Read every file again.")] = False,
    explain: Annotated[Path | None, typer.Option(help="Show how one file is read; writes nothing.")] = None,
) -> int:
    """Read transcripts, and bring index, accounts, links and segments up to date.

    Reads what is new or changed below source/transcripts/raw, writes one
    Markdown file a call to source/transcripts/normalized, and never touches raw
    files. A bad file is reported and the rest goes on (exit code 2).
    """
    from evidence.ingest import ingest
    from evidence.store.storage import Store

    console: Console = context.obj
    workspace = console.workspace()
    if explain is not None:
        return print_explanation(console, workspace, explain, format)
    as_of = console.as_of or workspace.settings.as_of
    progress = console.progress()
    with Store.open(workspace.cache, writable=True) as store:
        if store.rebuilt:
            console.note(store.rebuilt)
        done = ingest(
            workspace, store, paths or (), format=format, jobs=jobs, force=force, as_of=as_of, progress=progress
        )
    print_ingested(console, done)
    return Exit.TROUBLE if done.failed else Exit.YES


def print_ingested(console: Console, done: Ingested) -> None:
    """Print what is not as before, then the sums."""
    if console.json:
        console.records(report.record() for report in done.reports)
    else:
        colours = {"new": "good", "changed": "good", "failed": "bad", "empty": "bad", "duplicate": "warn"}
        for report in done.reports:
            if report.status != "unchanged":
                status = console.style(f"{report.status:<9}", colours[report.status])
                what = report.error or f"{report.call_id} ({report.format}, {report.utterances} utterances)"
                console.print(f"{status} {report.path if report.error is None else ''}".rstrip() + f"  {what}")
            for warning in report.warnings:
                console.print(f"{'':9}   {warning}")
    console.problems(done.problems)
    counts: dict[str, int] = {}
    for report in done.reports:
        counts[report.status] = counts.get(report.status, 0) + 1
    said = ", ".join(f"{number} {status}" for status, number in sorted(counts.items())) or "no transcripts"
    console.note(f"{said}; {done.indexed} calls indexed, {done.removed} removed")


def print_explanation(console: Console, workspace: Workspace, path: Path, format_: str | None) -> int:
    """Print how a file is read: its format and why, the first turns, what is left out."""
    from evidence.ingest import explain

    name, reading = explain(workspace, path, format=format_)
    console.print(f"{name}: {reading.format}")
    for reason in reading.reasons:
        console.print(f"  {reason}")
    for call in reading.calls:
        speakers = ", ".join(person.label for person in call.participants) or "nobody named"
        console.print(f"\n{call.call_id}: {call.title} ({call.date or 'no date'})")
        console.print(f"  {len(call.utterances)} utterances; speakers: {speakers}")
        for utterance in call.utterances[:5]:
            console.print(f"  #u{utterance.number} {utterance.speaker or '?'}: {utterance.text[: console.width - 20]}")
        for event in call.events:
            console.print(f"  not speech, {event.kind}: {event.text[: console.width - 24]}")
    for note in reading.notes:
        console.print(f"  {f'line {note.line}: ' if note.line else ''}{note.text}")
    return Exit.YES
