"""What each reading of a raw file becomes: a call, a sibling of one, something passed over, or an error."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Literal

from evidence.calls import formats
from evidence.calls.corrections import keep
from evidence.calls.normalized import parse
from evidence.calls.packed import are_same
from evidence.calls.source import decode_source
from evidence.errors import EmptyTranscriptError, EvidenceError, FormatError
from evidence.files import FileStamp, sha256_of
from evidence.library.raw_files import (
    found_beside,
    look_beside,
    other_ids,
    passed_by_name,
    read_batch,
    source_of,
    transcripts,
)
from evidence.library.refresh import COMMIT_EVERY, put
from evidence.library.siblings import groups, one_call, same_words
from evidence.model.records import Recorded
from evidence.store.catalog import RawFile
from evidence.store.prepare import IndexedCall
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from evidence.calls.passed_over import PassedOver
    from evidence.library.raw_files import RawReading, ReadCall
    from evidence.library.refresh import Context, Indexed
    from evidence.store.storage import Store
    from evidence.workspace import Workspace

Status = Literal["new", "changed", "unchanged", "duplicate", "sibling", "skipped", "failed", "empty"]


_ROOM = 120  # columns in which a call names its other files
_COPIED = {"duplicate", "sibling"}
_SIBLING = "belongs to the call of "
_SOURCE = re.compile(rb'^source: (".*")$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FileReport(Recorded):
    """What came of one raw file, or of one call of a file that holds many.

    `error` says why nothing came of it, or, a line each, what of it could not be read. A sibling says what the
    call of another file says; `kind` is what a skipped file is. `not_speech` counts the lines of a text that was read
    which nobody said: titles, notes, notices. `date` is the day of the call as it stands in the index.
    """

    path: str
    status: Status
    call_id: str | None = None
    format: str | None = None
    utterances: int = 0
    warnings: tuple[str, ...] = ()
    error: str | None = None
    kind: str | None = None
    not_speech: int = 0
    date: str | None = None


def skipped(name: str, passed: PassedOver) -> FileReport:
    """Return the report on a raw file that is no transcript."""
    return FileReport(name, "skipped", warnings=(passed.said,), kind=passed.kind)


class Intake:
    """Decides what each reading becomes: knows what was ingested before, and whose id is whose.

    `raw` are the raw files by name, `fresh` the calls that went into the index as they were read.
    """

    def __init__(self, workspace: Workspace, store: Store, *, format: str | None = None) -> None:
        """Look at what lies below `raw` and at what is known of it; with a stated format every file is for itself."""
        self.workspace = workspace
        self.store = store
        self.raw, self.others = transcripts(workspace)
        self.left_out = workspace.below(workspace.raw)[1]
        self.fresh: set[str] = set()
        self.grouped = {} if format else groups(self.raw)
        self._format = format
        self._known = {file.path: file for file in store.catalog.raw_files()}
        self._by_content = {file.sha256: file.path for file in self._known.values() if file.status != "duplicate"}
        self._calls_of = {file.path: file.call_ids for file in self._known.values()}
        gone = (file for file in self._known.values() if file.path not in self.raw and file.call_ids)
        self._gone = {file.sha256: file for file in gone if file.status != "sibling"}
        self._entries = {entry.call_id: entry for entry in store.catalog.calls()}
        self._sources = {call_id: entry.source for call_id, entry in self._entries.items()} | self._stated_sources()
        self._attached: set[str] = set()
        version = formats.reader_version(workspace.settings.formats, workspace.settings.date_order)
        self._outdated = store.catalog.get("normalizer") not in {None, "", version}
        for name in self._known.keys() - self.raw.keys():
            store.catalog.remove_raw(name)

    def _stated_sources(self) -> dict[str, str]:
        """Return of which raw file each call is that stands and that the index does not know: one that was deleted."""
        found = {}
        for call_id in self.workspace.normalized_files().keys() - self._entries.keys():
            with suppress(OSError), self.workspace.call_path(call_id).open("rb") as file:
                if stated := _SOURCE.search(file.read(4096)):
                    found[call_id] = json.loads(stated[1])
        return found

    @cached_property
    def ids(self) -> dict[str, str]:
        """What the calls of files are called whose own id was another's when they were first read."""
        return {
            source: call_id
            for call_id, source in self._sources.items()
            if source in self.raw and call_id in other_ids(source)
        }

    def passed_by_name(self, wanted: AbstractSet[str]) -> Iterator[FileReport]:
        """Yield what was not looked into; a chat or a companion only where no transcript was read with it."""
        for name in sorted(self.others.keys() & wanted - self._attached):
            yield skipped(name, passed_by_name(self.others[name]))

    def with_group(self, names: Iterable[str]) -> list[str]:
        """Return names with all that may be one call with them: what is richest is seen only side by side."""
        return list(dict.fromkeys(one for name in names for one in self.grouped.get(name, (name,))))

    def belongs(self, report: FileReport) -> bool:
        """Whether a file without speech of its own, a chat above all, was read with a transcript beside it."""
        return report.status in {"empty", "skipped"} and report.path in self._attached

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
        if self._is_said_again(before):
            return None
        if before.status == "skipped":
            kind, _, said = before.message.partition("\t")
            return [FileReport(name, "skipped", warnings=(said,), kind=kind)]
        if before.status in _COPIED:
            status: Status = "duplicate" if before.status == "duplicate" else "sibling"
            first = next(iter(before.call_ids), None)
            return [FileReport(name, status, first, before.format, warnings=(before.message,))]
        return [
            FileReport(name, "unchanged", call_id, before.format, entry.utterances if entry else 0)
            for call_id in before.call_ids
            for entry in [self._entries.get(call_id)]
        ]

    def _is_said_again(self, before: RawFile) -> bool:
        """Whether a file is read again that did not change: a fault until it is mended, one whose main file is gone."""
        if before.status == "duplicate":
            return before.sha256 in self._gone
        if before.status == "sibling":
            return before.message.removeprefix(_SIBLING) not in self.raw
        return before.status in {"failed", "empty"}

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

    def take(self, readings: Sequence[RawReading], context: Context) -> list[FileReport]:
        """Write the calls of readings that may be one call, where they are new or changed; report and remember them.

        context: for a call whose id is taken and that is read once more under another.
        """
        main_of = one_call(readings, self._text_of) if len(readings) > 1 else {}
        main_of = {name: main for name, main in main_of.items() if not self._stands_alone(name, main, readings)}
        readings = self._without_forgotten(readings)
        reports: list[FileReport] = []
        for reading in sorted(readings, key=lambda one: one.path in main_of):
            several = tuple(sorted(name for name, main in main_of.items() if main == reading.path))
            if reading.path in main_of:
                made = [self._sibling(reading, main_of[reading.path], reports)]
            else:
                if several:
                    taken = [one for one, source in self._sources.items() if source in several]
                    self._sources.update(dict.fromkeys(taken, reading.path))
                made = self._reports(self._named_anew(reading, context))
                made = [_with_siblings(made[0], several), *made[1:]] if several else made
            self._remember(reading, made)
            reports += made
        return reports

    def _stands_alone(self, name: str, main: str, readings: Sequence[RawReading]) -> bool:
        """Whether a sibling is the source of a call of its own that stands: its id may stand in documents."""
        ids = {call.call_id for one in readings if one.path == main for call in one.calls}
        own = {call.call_id for one in readings if one.path == name for call in one.calls}
        return any(self._sources.get(call_id) == name and self._stand([call_id]) for call_id in own - ids)

    def _without_forgotten(self, readings: Sequence[RawReading]) -> list[RawReading]:
        """Take the calls out of files that say what a forgotten file of their group says, under whatever id."""
        gone = [one for one in readings if _is_forgotten(one)] if len(readings) > 1 else []
        forgotten = [self._words_of(one.path) for one in gone]
        return [
            replace(one, calls=())
            if one.calls and any(same_words(self._words_of(one.path), words_) for words_ in forgotten)
            else one
            for one in readings
        ]

    def _words_of(self, name: str) -> list[str]:
        calls = formats.read(source_of(self.workspace, name, []), format=self._format).calls
        return [word for call in calls for utterance in call.utterances for word in words(utterance.text)]

    def _text_of(self, name: str) -> str:
        try:
            return decode_source(self.workspace.read_bytes(self.raw[name])).text
        except FormatError:
            return ""

    def _sibling(self, reading: RawReading, main: str, reports: Sequence[FileReport]) -> FileReport:
        self._by_content.setdefault(reading.sha256, reading.path)
        call_id = next((report.call_id for report in reports if report.path == main), None)
        return FileReport(reading.path, "sibling", call_id, reading.format, warnings=(f"{_SIBLING}{main}",))

    def _named_anew(self, reading: RawReading, context: Context) -> RawReading:
        """Read a file once more under an id of its own where another file of the same name has the one it asks for."""
        if len(reading.calls) != 1 or reading.calls[0].stated or not self._is_taken(reading, reading.calls[0].call_id):
            return reading
        if self._renamed_from(reading, look=True) or self._is_copy(reading):
            return reading
        free = next((one for one in other_ids(reading.path) if not self._is_taken(reading, one)), None)
        if free is None:
            return reading
        return read_batch(context, [reading.path], format=self._format, ids={reading.path: free})[0]

    def _is_taken(self, reading: RawReading, call_id: str) -> bool:
        owner = self._sources.get(call_id, reading.path)
        return owner != reading.path and owner in self.raw

    def _is_copy(self, reading: RawReading) -> bool:
        twin = self._by_content.get(reading.sha256, reading.path)
        return twin != reading.path and twin in self.raw

    def _remember(self, reading: RawReading, reports: Sequence[FileReport]) -> None:
        call_ids = tuple(report.call_id for report in reports if report.call_id and report.status != "failed")
        worst = next((r for r in reports if r.error), None)
        worst = worst or next((r for r in reports if r.status not in _COPIED), reports[0])
        message = worst.error or (worst.warnings[0] if worst.warnings else "")
        if worst.kind:
            message = f"{worst.kind}\t{message}"
        status = "failed" if worst.error and worst.status != "empty" else worst.status
        self._calls_of[reading.path] = call_ids
        state = (reading.path, *reading.stamp, reading.sha256)
        self.store.catalog.put_raw(RawFile(*state, call_ids, reading.format, status, message, reading.beside))
        self._attached.update(found_beside(reading.beside))

    def _reports(self, reading: RawReading) -> list[FileReport]:
        name = f"{self.workspace.name(self.workspace.raw)}/{reading.path}"
        twin = self._by_content.setdefault(reading.sha256, reading.path)
        if reading.error is not None:
            reading.error.path = name
            empty = isinstance(reading.error, EmptyTranscriptError)
            return [FileReport(reading.path, "empty" if empty else "failed", error=str(reading.error))]
        if reading.passed is not None:
            return [skipped(reading.path, reading.passed)]
        if _is_forgotten(reading):
            said = (f"forgotten, as {self.workspace.name(self.workspace.forgotten)} says",)
            return [FileReport(reading.path, "unchanged", None, reading.format, warnings=said)]
        if (before := self._renamed_from(reading)) and self._stand(before.call_ids):
            return self._kept(reading, before)
        if twin != reading.path and twin in self.raw:
            said = (f"the same file as {twin}",)
            call_id = next(iter(self._calls_of.get(twin, ())), reading.calls[0].call_id)
            return [FileReport(reading.path, "duplicate", call_id, reading.format, warnings=said)]
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

    def _renamed_from(self, reading: RawReading, *, look: bool = False) -> RawFile | None:
        """Return what is known of the same words under an earlier name; `look` leaves it to be found again."""
        known = self._known.get(reading.path)
        named = {call.call_id for call in reading.calls}
        own = known is not None and known.sha256 == reading.sha256 and known.status not in _COPIED
        if known and own and known.call_ids and not named & set(known.call_ids):
            return known
        return self._gone.get(reading.sha256) if look else self._gone.pop(reading.sha256, None)

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
            FileReport,
            reading.path,
            call_id=call.call_id,
            format=reading.format,
            utterances=call.utterances,
            not_speech=call.not_speech,
        )
        if self._is_taken(reading, call.call_id):
            if self._says_what(call):
                said = (f"{_SIBLING}{owner}",)
                return FileReport(reading.path, "sibling", call.call_id, reading.format, warnings=said)
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

    def _says_what(self, call: ReadCall) -> bool:
        """Whether the call of the same id that stands says the same: one call, exported twice."""
        path = self.workspace.call_path(call.call_id)
        try:
            standing = parse(self.workspace.read_bytes(path).decode(), self.workspace.name(path))
        except (EvidenceError, UnicodeDecodeError):
            return False
        texts = ([word for u in one.utterances for word in words(u.text)] for one in (call.read(), standing))
        return same_words(*texts)

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


def _is_forgotten(reading: RawReading) -> bool:
    """Whether a file was read and all of its calls were left out, for people forgot them."""
    read = reading.error is None and reading.passed is None
    return read and not reading.calls and not any(note.fault for note in reading.notes)


def _with_siblings(report: FileReport, names: Sequence[str]) -> FileReport:
    """Return the report of a call with the files that say the same, in one line."""
    folder = report.path.rpartition("/")[0]
    shown = ", ".join(name.removeprefix(f"{folder}/") for name in names)
    said = f"also of this call: {shown if len(shown) <= _ROOM else f'{shown[:_ROOM]}…'}"
    return replace(report, warnings=(*report.warnings, said)) if report.status in {"new", "changed"} else report
