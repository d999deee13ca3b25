"""Raw exports -> normalized calls -> index, and CRM, links and members with them.

A raw file is read again only when it, or the format's reading of it, changed.
Normalized calls are written where raw is new or changed and never deleted.
"""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from evidence.calls import formats
from evidence.calls.corrections import keep
from evidence.calls.normalized import render
from evidence.calls.source import Source
from evidence.errors import EmptyTranscriptError, EvidenceError, FormatError, WorkspaceError
from evidence.indexing import BATCH, FEW, SPAWN, in_order, refresh
from evidence.store.catalog import RawFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from evidence.calls.formats import Note
    from evidence.indexing import Progress
    from evidence.model import Call
    from evidence.store.storage import Store
    from evidence.workspace import Workspace

Status = Literal["new", "changed", "unchanged", "duplicate", "failed", "empty"]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What came of one raw file, or of one call of a file that holds many."""

    path: str
    status: Status
    call_id: str | None = None
    format: str | None = None
    utterances: int = 0
    warnings: tuple[str, ...] = ()
    error: str | None = None

    def record(self) -> dict[str, Any]:
        """Return the report as `--json` prints it."""
        return {**asdict(self), "warnings": list(self.warnings)}


@dataclass
class Ingested:
    """What an ingest did. `problems` are what is wrong outside of the raw files: CRM, definitions, broken calls."""

    reports: list[FileReport] = field(default_factory=list)
    problems: list[EvidenceError] = field(default_factory=list)
    indexed: int = 0
    removed: int = 0

    @property
    def failed(self) -> bool:
        """Whether anything could not be read as it should."""
        return bool(self.problems) or any(report.status in {"failed", "empty"} for report in self.reports)


@dataclass(frozen=True, slots=True)
class RawReading:
    """One raw file as a worker read it: every call as Markdown, or the error that stopped it."""

    path: str
    size: int
    mtime_ns: int
    sha256: str
    format: str | None = None
    calls: tuple[tuple[Call, str], ...] = ()
    notes: tuple[Note, ...] = ()
    reasons: tuple[str, ...] = ()
    error: FormatError | None = None


def ingest(
    workspace: Workspace,
    store: Store,
    paths: Sequence[Path] = (),
    *,
    format: str | None = None,  # noqa: A002  the word of the command line
    jobs: int | None = None,
    force: bool = False,
    as_of: str | None = None,
    progress: Progress | None = None,
) -> Ingested:
    """Read what is new or changed below `raw` (or in `paths`), and bring the index up to date.

    force: read every file again, also those that did not change.
    Raises WorkspaceError for a path that is not below `raw`.
    """
    done = Ingested()
    _normalize(
        workspace, store, _wanted(workspace, paths), done, format=format, jobs=jobs, force=force, progress=progress
    )
    refreshed = refresh(workspace, store, as_of=as_of, jobs=jobs, progress=progress)
    done.problems += refreshed.problems
    done.indexed, done.removed = refreshed.indexed, refreshed.removed
    return done


def _wanted(workspace: Workspace, paths: Sequence[Path]) -> list[Path]:
    # What formats read beside a transcript is no transcript itself.
    beside = formats.beside_names()
    everything = [path for path in workspace.raw_files() if path.name not in beside]
    if not paths:
        return everything
    wanted: list[Path] = []
    for path in paths:
        target = path.resolve()
        found = [raw for raw in everything if raw.resolve() == target or raw.resolve().is_relative_to(target)]
        if not found:
            raise WorkspaceError(
                f"{path} is no file below {workspace.name(workspace.raw)}", hint="Put the export there, then ingest it."
            )
        wanted += found
    return sorted(set(wanted))


def _normalize(
    workspace: Workspace,
    store: Store,
    wanted: list[Path],
    done: Ingested,
    *,
    format: str | None,  # noqa: A002
    jobs: int | None,
    force: bool,
    progress: Progress | None,
) -> None:
    """Read the raw files that changed and write their calls; remember what came of each."""
    desk = _Desk(workspace, store)
    changed: list[Path] = []
    for path in wanted:
        report = None if force or format else desk.unchanged(path)
        if report is None:
            changed.append(path)
        else:
            done.reports += report
    for number, reading in enumerate(_readings(workspace, changed, format, jobs), 1):
        done.reports += desk.take(reading)
        if progress:
            progress("reading", number, len(changed))
    done.reports.sort(key=lambda report: (report.path, report.call_id or ""))


def read_raw(workspace: Workspace, format: str | None, paths: Sequence[Path]) -> list[RawReading]:  # noqa: A002
    """Read raw files; pure but for the disk, so that any process can do it."""
    return [_read(workspace, format, path) for path in paths]


def _read(workspace: Workspace, format: str | None, path: Path) -> RawReading:  # noqa: A002
    stat = path.stat()
    data = workspace.read_bytes(path)
    name = path.relative_to(workspace.raw).as_posix()
    state = (name, stat.st_size, stat.st_mtime_ns, hashlib.sha256(data).hexdigest())
    try:
        reading = formats.read(Source(name, data, partial(workspace.beside, path)), format=format)
    except FormatError as error:
        return RawReading(*state, error=error)
    calls = tuple((call, render(call)) for call in reading.calls)
    return RawReading(*state, reading.format, calls, reading.notes, reading.reasons)


def _readings(workspace: Workspace, paths: list[Path], format: str | None, jobs: int | None) -> Iterator[RawReading]:  # noqa: A002
    work = partial(read_raw, workspace, format)
    workers = min(jobs or os.cpu_count() or 1, -(-len(paths) // FEW))
    if workers <= 1:
        for path in paths:
            yield from work([path])
        return
    with ProcessPoolExecutor(workers, SPAWN) as pool:
        batches: Iterable[Sequence[Path]] = (paths[i : i + BATCH] for i in range(0, len(paths), BATCH))
        for readings in in_order(pool, work, batches, workers):
            yield from readings


class _Desk:
    """Decides what each reading becomes: knows what was ingested before, and whose id is whose."""

    def __init__(self, workspace: Workspace, store: Store) -> None:
        self.workspace = workspace
        self.store = store
        self.known = {file.path: file for file in store.catalog.raw_files()}
        self.by_content = {file.sha256: file.path for file in self.known.values() if file.status != "duplicate"}
        entries = list(store.catalog.calls())
        self.sources = {entry.call_id: entry.source for entry in entries}
        self.counts = {entry.call_id: entry.utterances for entry in entries}
        self.raw = {path.relative_to(workspace.raw).as_posix() for path in workspace.raw_files()}
        for path in self.known.keys() - self.raw:
            store.catalog.remove_raw(path)

    def unchanged(self, path: Path) -> list[FileReport] | None:
        """Report a file that needs no reading; None where it does."""
        name = path.relative_to(self.workspace.raw).as_posix()
        before = self.known.get(name)
        if before is None:
            return None
        stat = path.stat()
        if (before.size, before.mtime_ns) != (stat.st_size, stat.st_mtime_ns):
            return None
        if before.status in {"failed", "empty"}:
            return None  # said again, with its line, until it is mended
        if before.status == "duplicate":
            first = next(iter(before.call_ids), None)
            return [FileReport(name, "duplicate", first, before.format, warnings=(before.message,))]
        return [
            FileReport(name, "unchanged", call_id, before.format, self.counts.get(call_id, 0))
            for call_id in before.call_ids
        ]

    def take(self, reading: RawReading) -> list[FileReport]:
        """Write the calls of a reading where they are new or changed; report and remember it."""
        reports = self._reports(reading)
        call_ids = tuple(report.call_id for report in reports if report.call_id and report.status != "failed")
        worst = next((r for r in reports if r.status in {"failed", "empty", "duplicate"}), reports[0])
        message = worst.error or (worst.warnings[0] if worst.warnings else "")
        file = RawFile(
            reading.path,
            reading.size,
            reading.mtime_ns,
            reading.sha256,
            call_ids,
            reading.format,
            worst.status,
            message,
        )
        self.store.catalog.put_raw(file)
        return reports

    def _reports(self, reading: RawReading) -> list[FileReport]:
        name = f"{self.workspace.name(self.workspace.raw)}/{reading.path}"
        twin = self.by_content.setdefault(reading.sha256, reading.path)
        if reading.error is not None:
            reading.error.path = name
            empty = isinstance(reading.error, EmptyTranscriptError)
            return [FileReport(reading.path, "empty" if empty else "failed", error=str(reading.error))]
        if twin != reading.path and twin in self.raw:
            said = (f"the same file as {twin}",)
            return [FileReport(reading.path, "duplicate", reading.calls[0][0].call_id, reading.format, warnings=said)]
        warnings = tuple(
            f"line {note.line}: {note.text}" if note.line else note.text for note in reading.notes if not note.fault
        )
        faults = [
            FileReport(
                reading.path,
                "failed",
                None,
                reading.format,
                error=str(FormatError(note.text, hint=note.hint, path=name, line=note.line)),
            )
            for note in reading.notes
            if note.fault
        ]
        return [self._call(reading, call, markdown, warnings) for call, markdown in reading.calls] + faults

    def _call(self, reading: RawReading, call: Call, markdown: str, warnings: tuple[str, ...]) -> FileReport:
        owner = self.sources.setdefault(call.call_id, reading.path)
        report = partial(
            FileReport, reading.path, call_id=call.call_id, format=reading.format, utterances=len(call.utterances)
        )
        if owner != reading.path and owner in self.raw:
            error = FormatError(
                f"the call id {call.call_id!r} is taken by {owner}",
                hint="Rename one of the files, or delete the one that is a copy.",
                path=f"{self.workspace.name(self.workspace.raw)}/{reading.path}",
            )
            return report(status="failed", error=str(error))
        self.sources[call.call_id] = reading.path
        path = self.workspace.call_path(call.call_id)
        if not path.is_file():
            self.workspace.write(path, markdown.encode(), durable=False)
            return report(status="new", warnings=warnings)
        standing = self.workspace.read_bytes(path)
        if standing == markdown.encode():
            return report(status="unchanged", warnings=warnings)
        try:
            kept = keep(standing.decode(), call, self.workspace.name(path))
        except (EvidenceError, UnicodeDecodeError) as error:
            return report(status="failed", error=str(error))
        if kept.markdown.encode() == standing:
            return report(status="unchanged", warnings=(*warnings, *kept.notes))
        self.workspace.write(path, kept.markdown.encode(), read=standing)
        return report(status="changed", warnings=(*warnings, *kept.notes))
