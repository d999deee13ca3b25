"""Raw exports -> normalized calls -> index, and CRM, links and members with them.

A raw file is read again only when it, or the format's reading of it, changed.
Normalized calls are written where raw is new or changed and never deleted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.calls import formats, parts
from evidence.calls.explained import ExplainedLine, explained
from evidence.calls.formats import speaker_text
from evidence.calls.passed_over import PassedOver, kind_by_name
from evidence.commands.ingest_intake import FileReport, Intake, skipped
from evidence.errors import EvidenceError, FormatError, PluginError, WorkspaceError
from evidence.library.assignments import overruled
from evidence.library.copies import copies_in
from evidence.library.definitions import remember_definitions
from evidence.library.library import open_workspace
from evidence.library.pattern_process import trials
from evidence.library.raw_files import (
    originals_first,
    outside_source,
    passed_by_name,
    read_batch,
    read_or_pass,
    source_of,
    transcripts,
)
from evidence.library.refresh import look_outside, refresh
from evidence.library.siblings import side_by_side, together
from evidence.library.workers import in_order
from evidence.store.storage import Store
from evidence.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evidence.calls.duplicates import Duplicates
    from evidence.calls.formats import Reading
    from evidence.calls.source import Source
    from evidence.library.refresh import Progress
    from evidence.workspace import Workspace


@dataclass
class Ingested:
    """What an ingest did; `duplicates` are looked for when something was indexed.

    `problems` are what is wrong outside of the raw files: CRM, definitions, broken calls.
    `tables` counts the accounts, deals and contacts where the CRM was read, `readings` are what was decided there,
    `links` the calls by the state of their link where anything was indexed, and `overruled` are the sides that are
    stated twice, differently. `undated` counts the calls without a date, where anything was indexed. `unfitting` are
    lines of people that fit no call or nobody, where anything changed.
    """

    reports: list[FileReport] = field(default_factory=list)
    problems: list[EvidenceError] = field(default_factory=list)
    indexed: int = 0
    removed: int = 0
    duplicates: tuple[Duplicates, ...] = ()
    tables: tuple[int, int, int] | None = None
    readings: list[EvidenceError] = field(default_factory=list)
    links: Mapping[str, int] = field(default_factory=dict)
    overruled: tuple[str, ...] = ()
    undated: int = 0
    unfitting: tuple[EvidenceError, ...] = ()

    @property
    def passed_over(self) -> Counter[str]:
        """What was no transcript, by kind."""
        return Counter(report.kind for report in self.reports if report.kind)

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
    intake = Intake(workspace, store, format=format)
    done.problems += intake.left_out
    wanted = _wanted(workspace, intake, paths)
    changed = _look_at(intake, done, wanted, anew=bool(force or format), named=bool(paths))
    outside = None
    if changed:
        outside = look_outside(workspace, as_of)
        store.begin()
        work = partial(read_batch, format=format, ids=intake.ids)
        large = {name for name in changed if intake.raw[name].stat().st_size >= parts.LARGE}
        readings = in_order(work, outside.context, changed, jobs, large=large)
        number = 0
        with trials():
            for several in together(readings, intake.grouped):
                done.reports += intake.take(several, outside.context)
                number += len(several)
                if progress:
                    progress("reading", number, len(changed))
    done.reports = [report for report in done.reports if not intake.belongs(report)]
    done.reports += intake.passed_by_name(set(wanted))
    done.reports.sort(key=lambda report: (report.path, report.call_id or ""))
    refreshed = refresh(
        workspace, store, as_of=as_of, jobs=jobs, progress=progress, outside=outside, fresh=intake.fresh
    )
    done.problems += refreshed.problems
    remember_definitions(workspace)
    if not paths:
        store.catalog.set(
            "normalizer", formats.reader_version(workspace.settings.formats, workspace.settings.date_order)
        )
        store.commit()
    done.indexed, done.removed = len(intake.fresh) + refreshed.indexed, refreshed.removed
    done.tables, done.readings, done.unfitting = refreshed.tables, refreshed.readings, refreshed.unfitting
    days = {entry.call_id: entry.date for entry in store.catalog.calls()}
    done.reports = [replace(report, date=days.get(report.call_id or "")) for report in done.reports]
    if done.indexed:
        done.links = Counter(link.status for link in store.catalog.links())
        done.duplicates, _ = copies_in(store, workspace)
        done.overruled = overruled(store.catalog)
        done.undated = store.catalog.undated()
    return done


def _look_at(intake: Intake, done: Ingested, wanted: Sequence[str], *, anew: bool, named: bool) -> list[str]:
    """Report what needs no reading; return what does, in the order in which it is read, groups side by side."""
    changed: list[str] = []
    for name in intake.with_group(one for one in wanted if one in intake.raw):
        if (clean := one_line(name)) != name:
            said = FormatError("its file name is not readable text", hint="Rename the file.", path=clean)
            done.reports.append(FileReport(clean, "failed", error=str(said)))
            continue
        reports = None if anew or (named and intake.is_lost(name)) else intake.unchanged(name)
        if reports is None:
            changed.append(name)
        else:
            done.reports += reports
    changed = side_by_side(sorted(intake.with_group(changed), key=originals_first), intake.grouped)
    again = set(changed)
    done.reports = [report for report in done.reports if report.path not in again]
    return changed


def _wanted(workspace: Workspace, intake: Intake, paths: Sequence[Path]) -> list[str]:
    """Return the names of the files at or below the paths, of all where none is given."""
    names = [*intake.raw, *intake.others]
    return below_paths(workspace, {name: workspace.raw / name for name in names}, paths) if paths else names


def below_paths(workspace: Workspace, raw: Mapping[str, Path], paths: Sequence[Path]) -> list[str]:
    """Return the names of the files at or below the paths. Raises WorkspaceError for a path below which is none."""
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


def explain_file(workspace: Workspace, path: Path, *, format: str | None = None) -> tuple[str, Reading | FileReport]:
    """Read one file as `ingest` does, and write nothing; return its name and what it holds.

    That is a report where it is no transcript. path: of a file, as for `ingest` or anywhere else.
    Raises FormatError, and WorkspaceError where no file is.
    """
    source = _explained_source(workspace, path)
    if isinstance(source, FileReport):
        return source.path, source
    outside = _is_outside(workspace, path)
    name = path.as_posix() if outside else source.name
    try:
        found = read_or_pass(source, format)
    except (FormatError, PluginError) as error:
        error.path = name if outside else workspace.name(workspace.raw / name)
        raise
    return name, skipped(name, found) if isinstance(found, PassedOver) else found


def explain_lines(workspace: Workspace, path: Path, format: str) -> list[ExplainedLine]:
    """Return what each line of a file was taken for in a format; nothing where that is none of texts.

    path: as for `explain_file`.
    """
    source = _explained_source(workspace, path)
    stated = not isinstance(source, FileReport) and any(pattern.name == format for pattern in source.patterns)
    if isinstance(source, FileReport) or (
        not stated and not set(formats.FORMATS.load(format).SUFFIXES) & set(speaker_text.SUFFIXES)
    ):
        return []
    with formats.FORMATS.blaming(format):
        drafts = (draft for draft in formats.read_drafts(source, format) if not isinstance(draft, formats.Note))
        return list(explained(source.lines(), drafts))


def _explained_source(workspace: Workspace, path: Path) -> Source | FileReport:
    """Return a file to be read, inside of `raw` or not, or the report on one whose name says that it is none."""
    if path.is_dir() or (not path.exists() and (workspace.raw / path).is_dir()):
        raise WorkspaceError(f"{path} is a folder", hint="Name one file: --explain shows how it is read.")
    raw, others = transcripts(workspace)
    known = raw | {other: workspace.raw / other for other in others}
    if _is_outside(workspace, path):
        kind = kind_by_name(path.name)
        return skipped(str(path), passed_by_name(kind)) if kind else outside_source(workspace, path)
    name = below_paths(workspace, known, [path])[0]
    return skipped(name, passed_by_name(others[name])) if name in others else source_of(workspace, name, [])


def _is_outside(workspace: Workspace, path: Path) -> bool:
    return path.is_file() and not path.resolve().is_relative_to(workspace.raw.resolve())


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
