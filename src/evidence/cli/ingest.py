"""`evidence ingest`: raw exports -> normalized calls -> index."""

from __future__ import annotations

import gc
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evidence.cli import options
from evidence.cli.app import Exit
from evidence.terminal import cells, fit, wrap, wrap_message
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.calls.explained import ExplainedLine
    from evidence.calls.formats import Reading
    from evidence.cli.console import Console
    from evidence.commands.ingest import Ingested
    from evidence.commands.ingest_intake import FileReport
    from evidence.model import Call, Utterance
    from evidence.workspace import Workspace

_COLOURS = {
    "new": "good",
    "changed": "good",
    "failed": "bad",
    "empty": "bad",
    "duplicate": "warn",
    "sibling": "dim",
    "skipped": "dim",
}
MOST_LISTED = 50  # files of which nothing is to be said; beyond, they are only counted
_READ = {"new", "changed"}
_BESIDE = {"sibling", "skipped"}  # told with the call they go with, or after all others
_TAKEN, _LEAST = 28, 20  # columns of what a line was taken for, at most; of its words, at least
_WIDEST, _INDENT = 160, 10  # columns of a line about a file, but for a terminal; and of the status before it
MOST_SIDES = 5
MOST_LINES = 100  # of a text that is explained


def run(
    context: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders below source/transcripts/raw.")] = None,
    format: Annotated[
        str | None, typer.Option(help="Read the named files as this format, whatever they look like.")
    ] = None,
    jobs: options.Jobs = None,
    force: Annotated[bool, typer.Option("--force", help="Read every file again.")] = False,
    explain: Annotated[Path | None, typer.Option(help="Show how one file, anywhere, is read; write nothing.")] = None,
    limit: Annotated[
        int | None, typer.Option(min=0, help=f"Lines that --explain shows: {MOST_LINES}, all in --json; 0 for all.")
    ] = None,
) -> int:
    """Read transcripts; update index, accounts, links and segments.

    Reads what is new or changed below source/transcripts/raw, writes one
    Markdown file per call to source/transcripts/normalized, and never touches raw
    files. A bad file is reported, and the rest is read (exit code 2).
    """
    from evidence.commands.ingest import ingest
    from evidence.library.workers import RARELY
    from evidence.store.storage import Store

    if limit is not None and explain is None:
        raise typer.BadParameter("works only with --explain", param_hint="--limit")
    if format is not None and not paths and explain is None:
        raise typer.BadParameter(
            f"name the files that are to be read so: evidence ingest --format {format} FILE", param_hint="--format"
        )
    console: Console = context.obj
    workspace = console.workspace()
    if explain is not None:
        return print_explanation(console, workspace, explain, format, limit)
    as_of = console.as_of or workspace.settings.as_of
    progress = console.progress()
    gc.set_threshold(RARELY)
    with Store.open(workspace.cache, writable=True) as store:
        if store.rebuilt:
            console.note(f"Building the search index ({store.rebuilt}).")
        done = ingest(
            workspace, store, paths or (), format=format, jobs=jobs, force=force, as_of=as_of, progress=progress
        )
    print_ingested(console, done)
    return Exit.TROUBLE if done.failed else Exit.YES


def print_ingested(console: Console, done: Ingested) -> None:
    """Print what is not as before, then the sums. Of many new files only those with something to say are listed."""
    from evidence.library.unfitting import unfitting_counts

    if console.json:
        console.records(report.record() for report in done.reports)
    else:
        changed = [
            r for r in done.reports if r.status not in _BESIDE and (r.status != "unchanged" or r.warnings or r.error)
        ]
        plain = [r for r in changed if r.status in _READ and not (r.warnings or r.error or r.not_speech)]
        if len(plain) > MOST_LISTED:
            changed = [report for report in changed if report not in plain]
            console.print(f"{len(plain):,} files are new or changed, without problems")
        for report in changed:
            print_report(console, report)
        for report in [r for r in done.reports if r.status == "skipped"][:MOST_LISTED]:
            print_passed(console, report)
    for pair in done.duplicates:
        console.note(f"{pair.one} and {pair.other} may be the same call: {pair.why}. Decide: evidence status.")
    console.problems(done.problems)
    counts = Counter(report.status for report in done.reports if report.status != "skipped")
    said = (
        ", ".join(_counted(status, number) for status, number in sorted(counts.items()))
        or "no transcripts in source/transcripts/raw"
    )
    console.note(f"{said}; {plural(done.indexed, 'call')} indexed, {done.removed:,} removed")
    if mixed := len({report.path for report in done.reports if report.status in _READ and report.not_speech}):
        has = "has" if mixed == 1 else "have"
        console.note(f"{plural(mixed, 'file')} {has} lines that are not speech (evidence ingest --explain FILE)")
    _tell_undated(console, done.undated)
    if done.passed_over:
        kinds = sorted(done.passed_over.items(), key=lambda one: (-one[1], one[0]))
        console.note(f"passed over: {', '.join(plural(number, kind) for kind, number in kinds)}")
    if done.tables:
        accounts, deals, contacts = done.tables
        console.remarks(done.readings)
        console.note(f"CRM: {plural(accounts, 'account')}, {plural(deals, 'deal')}, {plural(contacts, 'contact')}")
    _tell_sides(console, done.overruled)
    console.note(*unfitting_counts(done.unfitting))
    if done.links:
        counted = ", ".join(f"{number:,} {status}" for status, number in sorted(done.links.items()))
        console.note(
            f"Calls by account: {counted}" + ("" if {*done.links} <= {"linked", "internal"} else " (evidence link)")
        )


def _tell_undated(console: Console, number: int) -> None:
    if number:
        have, them = ("has", "it") if number == 1 else ("have", "them")
        calls = plural(number, "call")
        console.note(f"{calls} {have} no date; --since and --until leave {them} out (evidence status)")


def _tell_sides(console: Console, overruled: Sequence[str]) -> None:
    for said in overruled[:MOST_SIDES]:
        console.note(said)
    if more := len(overruled[MOST_SIDES:]):
        console.note(f"{more:,} more sides or roles are stated twice, differently (evidence status)")


def _counted(status: str, number: int) -> str:
    return plural(number, "sibling file") if status == "sibling" else f"{number:,} {status}"


def _counts(report: FileReport) -> str:
    """Return how much was said, and of a text that was read now how many lines were not."""
    said, lines = plural(report.utterances, "utterance"), report.not_speech
    if not lines or report.status not in _READ:
        return said
    return f"{said}; {plural(lines, 'line')} {'is' if lines == 1 else 'are'} not speech"


def _widest(console: Console) -> int:
    return console.width if console.terminal else _WIDEST


def print_passed(console: Console, report: FileReport) -> None:
    """Print the line of a file that is no transcript; of a long path its end is shown."""
    said, lead = report.warnings[0], console.style("skipped  ", "dim")
    path = _shortened(report.path, _widest(console) - _INDENT - 2 - len(said))
    for line in _broken(console, f"{path}  {said}", 2) if console.terminal else [f"{path}  {said}"]:
        console.print(f"{lead} {line}")
        lead = " " * 9


def print_report(console: Console, report: FileReport) -> None:
    """Print what came of one file, and its warnings below: within a terminal, elsewhere within 160 columns."""
    faults = report.error.split("\n") if report.error else []
    if report.utterances and report.status != "failed":
        said = f"  {report.call_id} ({report.format}, {_counts(report)})"
        first = f"{_shortened(report.path, _widest(console) - len(said) - _INDENT)}{said}"
    else:
        first = faults.pop(0) if faults else _shortened(report.path, _widest(console) - _INDENT)
    lead = console.style(f"{report.status:<9}", _COLOURS.get(report.status, "dim"))
    for line in _broken(console, first, 2):
        console.print(f"{lead} {line}")
        lead = " " * 9
    for warning in report.warnings:
        console.print(*(f"{'':9}   {line}" for line in _broken(console, warning)))
    for fault in faults:
        console.print(*(f"{'':9}   {console.style(line, 'bad')}" for line in _broken(console, fault)))


def _broken(console: Console, message: str, indent: int = 0) -> list[str]:
    """Return a message in lines that end before the last column; a path that fills one of its own is broken, too."""
    room = _widest(console) - _INDENT - 2
    return [part for line in wrap_message(message, room) for part in wrap(line, room, " " * indent)]


def _shortened(path: str, room: int) -> str:
    """Return a path that has no more than so many characters: of a long one the end is shown."""
    return path if len(path) <= room else f"…{path[len(path) - max(room, _LEAST) + 1 :]}"


def print_explanation(
    console: Console, workspace: Workspace, path: Path, format_: str | None, limit: int | None
) -> int:
    """Print how a file is read: its format and why, the lines of a text or the first turns, what is left out."""
    from evidence.commands.ingest import explain_file, explain_lines
    from evidence.commands.ingest_intake import FileReport

    name, reading = explain_file(workspace, path, format=format_)
    if isinstance(reading, FileReport):
        if console.json:
            console.records([reading.record()])
        else:
            print_passed(console, reading)
        return Exit.YES
    lines = explain_lines(workspace, path, reading.format)
    if console.json:
        console.records(_explained_records(name, reading, lines[: limit or None]))
        return Exit.YES
    console.wrapped(f"{name}: {reading.format}", hanging=2)
    for reason in reading.reasons:
        console.wrapped(reason, 2, hanging=2)
    for call in reading.calls:
        console.print()
        console.wrapped(f"{call.call_id}: {call.title} ({call.date or 'no date'})", hanging=2)
        for said in _people_lines(call):
            console.wrapped(said, 2, hanging=2)
        for utterance in () if lines else call.utterances[:5]:
            console.print(f"  {fit(_turn_line(utterance), console.width - 2).rstrip()}")
        for event in () if lines else call.events:
            console.print(f"  {fit(f'not speech, {event.kind}: {event.text}', console.width - 2).rstrip()}")
    print_lines(console, lines, MOST_LINES if limit is None else limit)
    for note in reading.notes:
        console.wrapped(f"{f'line {note.line}: ' if note.line else ''}{note.text}", 2, hanging=2)
    return Exit.YES


def _turn_line(utterance: Utterance) -> str:
    return f"#u{utterance.number} {utterance.speaker or '?'}: {utterance.text}"


def _explained_records(name: str, reading: Reading, lines: Sequence[ExplainedLine]) -> Iterator[dict[str, Any]]:
    """Yield what `--explain` says of each call, for programs."""
    notes = [{"text": note.text, "line": note.line} for note in reading.notes]
    for call in reading.calls:
        heard = {utterance.speaker for utterance in call.utterances}
        yield {
            "path": name,
            "format": reading.format,
            "reasons": list(reading.reasons),
            "notes": notes,
            "call_id": call.call_id,
            "title": call.title,
            "date": call.date,
            "utterances": len(call.utterances),
            "speakers": [person.label for person in call.participants if person.label in heard],
            "listed": [person.label for person in call.participants if person.label not in heard],
            "lines": [line.record() for line in lines],
        }


def _people_lines(call: Call) -> Iterator[str]:
    """Yield who speaks, who is only listed, and whom the file names as its client."""
    heard = {utterance.speaker for utterance in call.utterances}
    speakers = ", ".join(person.label for person in call.participants if person.label in heard) or "none named"
    yield f"{plural(len(call.utterances), 'utterance')}; speakers: {speakers}"
    if listed := ", ".join(person.label for person in call.participants if person.label not in heard):
        yield f"listed, and heard nowhere: {listed}"
    if call.account_hint:
        yield f"client: {call.account_hint} (suggests an account, links none)"


def print_lines(console: Console, lines: Sequence[ExplainedLine], limit: int) -> None:
    """Print the first lines of a text, cut to the width, behind what each was taken for, and the sums of all.

    limit: how many lines; 0 for all.
    """
    if not lines:
        return
    shown = lines[: limit or None]
    places, widest = len(str(shown[-1].line)), min(_TAKEN, max(cells(str(line)) for line in shown))
    console.print()
    for line in shown:
        lead = f"  {line.line:>{places}}  {fit(str(line), widest)}  "
        words = fit(line.text, max(console.width - cells(lead), _LEAST)).rstrip()
        console.print(console.style(lead if words else lead.rstrip(), "dim") + words)
    counts = Counter(line.taken for line in lines)
    sums = ", ".join(f"{taken} {number:,}" for taken, number in counts.most_common())
    more = f", {len(shown):,} shown (--limit 0 shows all)" if len(shown) < len(lines) else ""
    console.wrapped(f"{plural(len(lines), 'line')}{more}: {sums}", 2, hanging=2)
