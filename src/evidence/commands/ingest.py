"""Raw exports -> normalized calls -> index, and CRM, links and members with them.

A raw file is read again only when it, or the format's reading of it, changed.
Normalized calls are written where raw is new or changed and never deleted.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from evidence.calls import formats, parts
from evidence.calls.corrections import keep
from evidence.calls.duplicates import CallTraits, find_duplicates
from evidence.calls.packed import are_same
from evidence.errors import EmptyTranscriptError, EvidenceError, FormatError, WorkspaceError
from evidence.files import FileStamp, sha256_of
from evidence.library.library import open_workspace
from evidence.library.raw_files import found_beside, look_beside, originals_first, read_batch, source_of, transcripts
from evidence.library.refresh import COMMIT_EVERY, look_outside, put, refresh
from evidence.library.workers import in_order
from evidence.model.records import Recorded
from evidence.store.catalog import RawFile
from evidence.store.prepare import IndexedCall
from evidence.store.storage import Store
from evidence.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from evidence.calls.duplicates import Duplicates
    from evidence.calls.formats import Reading
    from evidence.library.raw_files import RawReading, ReadCall
    from evidence.library.refresh import Indexed, Progress
    from evidence.workspace import Workspace

Status = Literal["new", "changed", "unchanged", "duplicate", "failed", "empty"]


@dataclass(frozen=True, slots=True)
class FileReport(Recorded):
    """What came of one raw file, or of one call of a file that holds many.

    `error` says why nothing came of it, or, a line each, what of it could not be read.
    """

    path: str
    status: Status
    call_id: str | None = None
    format: str | None = None
    utterances: int = 0
    warnings: tuple[str, ...] = ()
    error: str | None = None


@dataclass
class Ingested:
    """What an ingest did; `duplicates` are looked for when something was indexed.

    `problems` are what is wrong outside of the raw files: CRM, definitions, broken calls.
    `recordings` counts the files that by their suffix hold sound or pictures, and no words; `tables`
    the accounts, deals and contacts where the CRM was read, `links` the calls by the state of their
    link where anything was indexed.
    """

    reports: list[FileReport] = field(default_factory=list)
    problems: list[EvidenceError] = field(default_factory=list)
    indexed: int = 0
    removed: int = 0
    duplicates: tuple[Duplicates, ...] = ()
    recordings: int = 0
    tables: tuple[int, int, int] | None = None
    links: Mapping[str, int] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        """Whether anything could not be read as it should."""
        return bool(self.problems) or any(report.error is not None for report in self.reports)


def ingest(
    workspace: Workspace,
    store: Store,
    paths: Sequence[Path] = (),
    *,
    format: str | None = None,
    jobs: int | None = None,
    force: bool = False,
    as_of: str | None = None,
    progress: Progress | None = None,
) -> Ingested:
    """Read what is new or changed below `raw` (or in `paths`), and bring the index up to date.

    paths: as they are, or as reports name them, relative to `raw`.
    force: read every file again, also those that did not change.
    Raises WorkspaceError for a path that is not below `raw`.
    """
    done = Ingested()
    workspace.sweep()
    intake = _Intake(workspace, store)
    done.recordings = intake.recordings
    done.problems += intake.left_out
    changed: list[str] = []
    for name in _wanted(workspace, intake.raw, paths):
        if (clean := one_line(name)) != name:
            said = FormatError("its file name is not readable text", hint="Rename the file.", path=clean)
            done.reports.append(FileReport(clean, "failed", error=str(said)))
            continue
        again = force or format or (paths and intake.is_lost(name))
        reports = None if again else intake.unchanged(name)
        if reports is None:
            changed.append(name)
        else:
            done.reports += reports
    outside = None
    if changed := sorted(changed, key=originals_first):
        outside = look_outside(workspace, as_of)
        store.begin()
        work = partial(read_batch, format=format)
        large = {name for name in changed if intake.raw[name].stat().st_size >= parts.LARGE}
        readings = in_order(work, outside.context, changed, jobs, large=large)
        for number, reading in enumerate(readings, 1):
            done.reports += intake.take(reading)
            if progress:
                progress("reading", number, len(changed))
    done.reports = [report for report in done.reports if not intake.belongs(report)]
    done.reports.sort(key=lambda report: (report.path, report.call_id or ""))
    refreshed = refresh(
        workspace, store, as_of=as_of, jobs=jobs, progress=progress, outside=outside, fresh=intake.fresh
    )
    done.problems += refreshed.problems
    if not paths:
        store.catalog.set("normalizer", formats.reader_version())
        store.commit()
    done.indexed, done.removed = len(intake.fresh) + refreshed.indexed, refreshed.removed
    done.tables = refreshed.tables
    if done.indexed:
        done.links = Counter(link.status for link in store.catalog.links())
        done.duplicates = find_duplicates(call_traits(store))
    return done


def call_traits(store: Store) -> Iterator[CallTraits]:
    """Yield what of every call may show that another one is the same."""
    people: defaultdict[str, set[str]] = defaultdict(set)
    for call_id, person in store.catalog.everybody():
        who = person.participant
        if who.name and not who.bot:
            people[call_id].add(who.name.casefold())
    for entry in store.catalog.calls():
        sampled = frozenset(array("I", entry.prints))
        yield CallTraits(entry.call_id, entry.meeting_id, entry.started_at, frozenset(people[entry.call_id]), sampled)


def _wanted(workspace: Workspace, raw: Mapping[str, Path], paths: Sequence[Path]) -> list[str]:
    """Return the names of the files at or below the paths, of all where none is given."""
    if not paths:
        return list(raw)
    wanted: set[str] = set()
    for path in paths:
        # What stands in the report is relative to `raw`; a file that is there as given is the one that is meant.
        target = (path if path.exists() else workspace.raw / path).resolve()
        found = {name for name, file in raw.items() if file.resolve().is_relative_to(target)}
        if not found:
            folder, hint = workspace.name(workspace.raw), "Copy it there first, then run evidence ingest."
            if path.exists():
                raise WorkspaceError(f"{path} is outside {folder}", hint=hint)
            raise WorkspaceError(f"there is no {path}, here or in {folder}", hint=f"Check the name. {hint}")
        wanted |= found
    return sorted(wanted)


def explain_file(workspace: Workspace, path: Path, *, format: str | None = None) -> tuple[str, Reading]:
    """Read one raw file as `ingest` does, and write nothing; return its name and what it holds.

    path: as for `ingest`. Raises FormatError, and WorkspaceError for a path that is not below `raw`.
    """
    raw = {file.relative_to(workspace.raw).as_posix(): file for file in workspace.raw_files()}
    name = _wanted(workspace, raw, [path])[0]
    return name, formats.read(source_of(workspace, name, []), format=format)


class _Intake:
    """Decides what each reading becomes: knows what was ingested before, and whose id is whose.

    `raw` are the raw files by name, `fresh` the calls that went into the index as they were read.
    """

    def __init__(self, workspace: Workspace, store: Store) -> None:
        self.workspace = workspace
        self.store = store
        self.raw, self.recordings = transcripts(workspace)
        self.left_out = workspace.below(workspace.raw)[1]
        self.fresh: set[str] = set()
        self._known = {file.path: file for file in store.catalog.raw_files()}
        self._by_content = {file.sha256: file.path for file in self._known.values() if file.status != "duplicate"}
        self._gone = {file.sha256: file for file in self._known.values() if file.path not in self.raw and file.call_ids}
        self._entries = {entry.call_id: entry for entry in store.catalog.calls()}
        self._sources = {call_id: entry.source for call_id, entry in self._entries.items()}
        self._attached: set[str] = set()
        self._outdated = store.catalog.get("normalizer") not in {None, "", formats.reader_version()}
        for name in self._known.keys() - self.raw.keys():
            store.catalog.remove_raw(name)

    def belongs(self, report: FileReport) -> bool:
        """Whether a file without speech of its own, a chat above all, was read with a transcript beside it."""
        return report.status == "empty" and report.path in self._attached

    def is_lost(self, name: str) -> bool:
        """Whether somebody deleted a call that came of a file; naming the file brings it back."""
        before = self._known.get(name)
        if before is None or before.status == "duplicate":
            return False
        return not all(self.workspace.call_path(one).is_file() for one in before.call_ids)

    def unchanged(self, name: str) -> list[FileReport] | None:
        """Report a file that needs no reading; None where it does."""
        before = self._known.get(name)
        if before is None or self._outdated:
            return None
        if not self._says_the_same(before):
            return None
        if any(line != look_beside(self.workspace, self.raw[name], line.partition("\t")[0]) for line in before.beside):
            return None
        self._attached.update(found_beside(before.beside))
        if before.status in {"failed", "empty"}:
            return None  # said again, with its line, until it is mended
        if before.status == "duplicate" and before.sha256 in self._gone:
            return None  # the file it was a copy of is gone: now it is the one
        if before.status == "duplicate":
            first = next(iter(before.call_ids), None)
            return [FileReport(name, "duplicate", first, before.format, warnings=(before.message,))]
        return [
            FileReport(name, "unchanged", call_id, before.format, entry.utterances if entry else 0)
            for call_id in before.call_ids
            for entry in [self._entries.get(call_id)]
        ]

    def _says_the_same(self, before: RawFile) -> bool:
        """Whether a raw file is as it was read; one that only looks otherwise is remembered as it looks now."""
        path = self.raw[before.path]
        stamp = FileStamp.of(path.stat())
        if before.stamp == stamp:
            return True
        if before.size != stamp.size or sha256_of(path) != before.sha256:
            return False
        self.store.catalog.put_raw(before.stamped(stamp))
        return True

    def take(self, reading: RawReading) -> list[FileReport]:
        """Write the calls of a reading where they are new or changed; report and remember it."""
        reports = self._reports(reading)
        call_ids = tuple(report.call_id for report in reports if report.call_id and report.status != "failed")
        worst = next((r for r in reports if r.error or r.status == "duplicate"), reports[0])
        message = worst.error or (worst.warnings[0] if worst.warnings else "")
        status = "failed" if worst.error and worst.status != "empty" else worst.status
        state = (reading.path, *reading.stamp, reading.sha256)
        self.store.catalog.put_raw(RawFile(*state, call_ids, reading.format, status, message, reading.beside))
        self._attached.update(found_beside(reading.beside))
        return reports

    def _reports(self, reading: RawReading) -> list[FileReport]:
        name = f"{self.workspace.name(self.workspace.raw)}/{reading.path}"
        twin = self._by_content.setdefault(reading.sha256, reading.path)
        if reading.error is not None:
            reading.error.path = name
            empty = isinstance(reading.error, EmptyTranscriptError)
            return [FileReport(reading.path, "empty" if empty else "failed", error=str(reading.error))]
        if not reading.calls and not any(note.fault for note in reading.notes):
            said = (f"forgotten, as {self.workspace.name(self.workspace.forgotten)} says",)
            return [FileReport(reading.path, "unchanged", None, reading.format, warnings=said)]
        if (before := self._renamed_from(reading)) and self._stand(before.call_ids):
            return self._kept(reading, before)
        if twin != reading.path and twin in self.raw:
            said = (f"the same file as {twin}",)
            return [FileReport(reading.path, "duplicate", reading.calls[0].call_id, reading.format, warnings=said)]
        warnings = tuple(
            f"line {note.line}: {note.text}" if note.line else note.text for note in reading.notes if not note.fault
        )
        faults = [
            str(FormatError(note.text, hint=note.hint, path=name, line=note.line))
            for note in reading.notes
            if note.fault
        ]
        reports = [self._call(reading, call, warnings) for call in reading.calls]
        if faults and len(reports) == 1 and reports[0].error is None:
            return [replace(reports[0], error="\n".join(faults))]
        return reports + [FileReport(reading.path, "failed", None, reading.format, error=fault) for fault in faults]

    def _stand(self, call_ids: Sequence[str]) -> bool:
        return all(self.workspace.call_path(call_id).is_file() for call_id in call_ids)

    def _renamed_from(self, reading: RawReading) -> RawFile | None:
        """Return what is known of the same words under an earlier name."""
        known = self._known.get(reading.path)
        named = {call.call_id for call in reading.calls}
        if known and known.sha256 == reading.sha256 and known.call_ids and not named & set(known.call_ids):
            return known
        return self._gone.pop(reading.sha256, None)

    def _kept(self, reading: RawReading, before: RawFile) -> list[FileReport]:
        """Keep the calls of a file that was renamed: their ids stand in documents and decisions."""
        self._by_content[reading.sha256] = reading.path
        self._sources.update(dict.fromkeys(before.call_ids, reading.path))
        said = (f"it used to be {before.path}",) if before.path != reading.path else ()
        entries = [(call_id, self._entries.get(call_id)) for call_id in before.call_ids]
        return [
            FileReport(reading.path, "unchanged", call_id, reading.format, entry.utterances if entry else 0, said)
            for call_id, entry in entries
        ]

    def _call(self, reading: RawReading, call: ReadCall, warnings: tuple[str, ...]) -> FileReport:
        owner = self._sources.setdefault(call.call_id, reading.path)
        report = partial(
            FileReport, reading.path, call_id=call.call_id, format=reading.format, utterances=call.utterances
        )
        if owner != reading.path and owner in self.raw:
            error = FormatError(
                f"the call id {call.call_id!r} is already used by {owner}",
                hint="Rename one of the files, or delete the one that is a copy.",
                path=f"{self.workspace.name(self.workspace.raw)}/{reading.path}",
            )
            return report(status="failed", error=str(error))
        self._sources[call.call_id] = reading.path
        path = self.workspace.call_path(call.call_id)
        if not path.is_file():
            self.workspace.write(path, call.drain(), durable=False)
            self._index(call, FileStamp.of(path.stat()))
            return report(status="new", warnings=warnings)
        stamp = FileStamp.of(path.stat())
        if stamp.size == call.state.stamp.size and self.workspace.sha256(path) == call.state.sha256:
            self._index(call, stamp)
            return report(status="unchanged", warnings=warnings)
        standing = self.workspace.read_bytes(path)
        try:
            kept = keep(standing, call.read(), self.workspace.name(path))
        except EvidenceError as error:
            return report(status="failed", error=str(error))
        if are_same(kept.markdown, standing):
            return report(status="unchanged", warnings=(*warnings, *kept.notes))
        self.workspace.write(path, kept.markdown, read=standing)
        return report(status="changed", warnings=(*warnings, *kept.notes))

    def _index(self, call: ReadCall, stamp: FileStamp) -> None:
        """Put a call whose file says what was read; anything else is read from its file when the index is refreshed."""
        entry = self._entries.get(call.call_id)
        if stamp.size != call.state.stamp.size or (entry and entry.stamp == stamp):
            return
        put(self.store, _stamped(call.indexed, stamp))
        self.fresh.add(call.call_id)
        if len(self.fresh) % COMMIT_EVERY == 0:
            self.store.commit()


def _stamped(indexed: Indexed, stamp: FileStamp) -> Indexed:
    """Return the call with what its file looks like, now that it is written."""
    if isinstance(indexed, IndexedCall):
        return replace(indexed, file=replace(indexed.file, stamp=stamp))
    return replace(indexed, entry=indexed.entry.stamped(stamp))


def ingest_calls(
    place: Workspace | Path | str | None = None,
    *paths: Path | str,
    format: str | None = None,
    jobs: int | None = 1,
    force: bool = False,
    as_of: str | None = None,
) -> Ingested:
    """Read transcripts and bring the index up to date: `evidence ingest`. jobs: None for a process a core."""
    workspace = open_workspace(place)
    with Store.open(workspace.cache, writable=True) as store:
        given = [*map(Path, paths)]
        return ingest(workspace, store, given, format=format, jobs=jobs, force=force, as_of=as_of or workspace.as_of)
