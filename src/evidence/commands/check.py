"""Is everything that is derived what its files say? Compared byte by byte; nothing is believed that can be read again.

Files of people are compared and never mended. What is derived is made anew where it differs.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from evidence import cache
from evidence.documents.markers import find_blocks
from evidence.errors import DamagedIndexError, EvidenceError, ReadOnlyIndexError, StoreError
from evidence.files import is_link, leftovers, sha256_of
from evidence.git import ask_git
from evidence.library.blocks import attach
from evidence.library.copies import COPIES, note_of_copies
from evidence.library.library import Library, open_workspace, opened
from evidence.library.pages import documents
from evidence.library.raw_files import transcripts
from evidence.library.refresh import index_batch, look_outside, members_of, notes_of, standing_problems
from evidence.library.workers import in_order
from evidence.model.records import Recorded
from evidence.query.lemmas import dump, load_lemmas
from evidence.review.decisions import parse_decisions
from evidence.settings import SETTINGS
from evidence.store.locking import alone
from evidence.store.prepare import IndexedCall, prepare
from evidence.store.storage import Store, discard
from evidence.store.text_index import is_sound
from evidence.text import one_line, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from evidence.library.blocks import Attached
    from evidence.library.refresh import Context, Indexed, Outside, Progress
    from evidence.store.prepare import Prepared
    from evidence.workspace import Workspace

Area = Literal["link", "leftover", "raw", "call", "index", "table", "decision", "block"]
REPAIR = "evidence check --repair"
INGEST = "evidence ingest"
RESTORE = "bring it back, from a backup for instance; --repair cannot"
# What earlier versions left where they were killed: a name of ours, a dot and eight letters.
_OLD_LEFTOVER = re.compile(r"\.(?:.+\.md|decisions\.jsonl|.+\.(?:csv|yaml|json))\.[a-z0-9_]{8}")


@dataclass(frozen=True, slots=True)
class Difference(Recorded):
    """Something that is not as it should be: where, what, and what to do. `derived` says that `--repair` mends it."""

    area: Area
    path: str
    what: str
    do: str
    line: int | None = None
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was compared, by kind, and what differs."""

    differences: tuple[Difference, ...]
    compared: dict[str, int]


def compare_workspace(
    workspace: Workspace, *, as_of: str | None = None, jobs: int | None = 1, progress: Progress | None = None
) -> Comparison:
    """Compare files, calls, index, tables, decisions and blocks; nothing is written.

    What looks like damage is looked at once more while nobody writes: a command that is between its commits, or
    makes the index anew, damages nothing. Raises StoreError where `.evidence/` is not ours, or another command is
    writing the index, and WorkspaceError.
    """
    with _nobody_writing(workspace):
        pass
    found = _compared(workspace, as_of, jobs, progress)
    if _index_differs(found):
        with _nobody_writing(workspace):
            found = _compared(workspace, as_of, jobs, progress)
    return found


@contextlib.contextmanager
def _nobody_writing(workspace: Workspace) -> Iterator[None]:
    """Keep writers out of an index that is there; who may not write it looks without."""
    with contextlib.ExitStack() as held:
        if cache.owner(workspace.cache) == "ours":
            with contextlib.suppress(ReadOnlyIndexError):
                held.enter_context(alone(workspace.cache))
        yield


def _compared(workspace: Workspace, as_of: str | None, jobs: int | None, progress: Progress | None) -> Comparison:
    comparing = _Comparing(workspace, as_of or workspace.as_of, jobs, progress)
    found = [*comparing.links(), *comparing.leftovers(), *comparing.derived(), *comparing.decisions()]
    once = {(one.path, one.line, one.what): one for one in found}
    return Comparison(tuple(once.values()), comparing.compared)


def _index_differs(found: Comparison) -> bool:
    return any(one.derived and one.area != "leftover" for one in found.differences)


def mend_workspace(
    workspace: Workspace, *, as_of: str | None = None, jobs: int | None = 1, progress: Progress | None = None
) -> tuple[Comparison, int]:
    """Compare, delete what killed runs left, and make the index anew where it differs.

    Returns what is left, and how many differences were mended. Raises WorkspaceError and StoreError.
    """
    found = compare_workspace(workspace, as_of=as_of, jobs=jobs, progress=progress)
    mended = sum(one.derived for one in found.differences)
    if not mended:
        return found, 0
    workspace.sweep()
    if _index_differs(found):
        with _nobody_writing(workspace):
            discard(workspace.cache)
        with opened(workspace, as_of=as_of, jobs=jobs, progress=progress):
            pass
    return compare_workspace(workspace, as_of=as_of, jobs=jobs, progress=progress), mended


class _Comparing:
    """One comparison: counts what it compares."""

    def __init__(self, workspace: Workspace, as_of: str | None, jobs: int | None, progress: Progress | None) -> None:
        self.workspace, self.as_of, self.jobs, self.progress = workspace, as_of, jobs, progress
        self.compared: dict[str, int] = {}

    def links(self) -> Iterator[Difference]:
        left = [
            *self.workspace.calls_left_out(),
            *self.workspace.links_left_out(),
            *self.workspace.below(self.workspace.raw)[1],
        ]
        for path, error in {str(error.path): error for error in left}.items():
            yield Difference("link", path, error.what, _advice(error))

    def leftovers(self) -> Iterator[Difference]:
        for folder in self.workspace.written_folders():
            for path in leftovers(folder):
                what = "left unfinished by a command that was killed, or being written now"
                yield Difference("leftover", self.workspace.name(path), what, REPAIR, derived=True)
            for path in sorted(folder.glob(".*")):
                if _OLD_LEFTOVER.fullmatch(path.name) and path.is_file():
                    what = "left unfinished by a killed command of an earlier version"
                    yield Difference("leftover", self.workspace.name(path), what, "look at it, and delete it")

    def derived(self) -> Iterator[Difference]:
        """Compare the index with the files; then blocks, which are made from it."""
        name = self.workspace.name(self.workspace.cache)
        if cache.owner(self.workspace.cache) == "new":
            yield Difference("index", name, "is not there", INGEST, derived=True)
            return
        try:
            store = Store.look(self.workspace.cache)
        except StoreError as error:
            yield Difference("index", name, f"cannot be used: {error.what}", REPAIR, derived=True)
            return
        with contextlib.closing(store):
            try:
                yield from self.of_store(store)
            except DamagedIndexError as error:
                yield Difference("index", name, error.what, REPAIR, derived=True)

    def of_store(self, store: Store) -> Iterator[Difference]:
        if store.interrupted:  # what it did not come to would be a line for every call
            what = "an ingest was interrupted, so the index lacks some of what it read"
            yield Difference("index", self.workspace.name(self.workspace.cache), what, INGEST)
            yield from self.files_of_index(store)
            return
        found = [*self.raw(store), *self.files_of_index(store)]
        if not any(one.derived for one in found):
            found += self.contents(store)
        yield from found
        if not any(one.derived for one in found):
            # With the problems, so that a block is not called old that `attach` would refuse to empty.
            library = Library(self.workspace, store, self.as_of, standing_problems(store), jobs=self.jobs)
            yield from self.blocks(library)
            yield from self.faulty(library.problems)

    def faulty(self, problems: Iterable[EvidenceError]) -> Iterator[Difference]:
        """Yield what is wrong in people's tables and definitions: with what they do not say nothing was compared."""
        for problem in {str(one): one for one in problems}.values():
            path = problem.path or self.workspace.name(self.workspace.root / SETTINGS)
            yield Difference("table", path, problem.what, _advice(problem), problem.line)

    def raw(self, store: Store) -> Iterator[Difference]:
        known = list(store.catalog.raw_files())
        self.compared["raw files"] = len(known)
        if gone := [
            name
            for file in known
            if not is_link(path := self.workspace.raw / (name := file.path)) and not path.exists()
        ]:
            name = f"{self.workspace.name(self.workspace.raw)}/{gone[0]}"
            what = "is gone since it was ingested" + (f", and {len(gone) - 1:,} more" if len(gone) > 1 else "")
            yield Difference("raw", name, what, f"bring it back, or {INGEST}: the call stays")
        for file in known:
            path = self.workspace.raw / file.path
            name = self.workspace.name(path)
            if file.sha256 and self.workspace.holds(path) and sha256_of(path) != file.sha256:
                yield Difference("raw", name, "changed since it was ingested", INGEST)
        # An index that was made anew knows no raw file; a call that stands was read from its own.
        read = {file.path for file in known} | {entry.source for entry in store.catalog.calls()}
        if new := {name for name in transcripts(self.workspace)[0] if one_line(name) == name} - read:
            name = f"{self.workspace.name(self.workspace.raw)}/{min(new)}"
            what = f"{plural(len(new), 'raw file')} not read since the index was made, this one first"
            yield Difference("raw", name, what, INGEST)

    def files_of_index(self, store: Store) -> Iterator[Difference]:
        name = self.workspace.name(self.workspace.cache)
        if not is_sound(self.workspace.cache / cache.TEXT):
            what = "a file of the text index does not agree with its checksum"
            yield Difference("index", f"{name}/{cache.TEXT}", what, REPAIR, derived=True)
        if not store.catalog.is_whole():
            what = "SQLite finds the catalog damaged"
            yield Difference("index", f"{name}/{cache.CATALOG}", what, REPAIR, derived=True)

    def contents(self, store: Store) -> Iterator[Difference]:
        if store.catalog.get("crm") != self.workspace.fingerprint(self.as_of):
            yield from self.changed_files(store)
            return
        outside = look_outside(self.workspace, self.as_of)
        yield from self.calls(store, outside.context)
        yield from self.tables(store, outside)

    def changed_files(self, store: Store) -> Iterator[Difference]:
        """Yield the tables, definitions and settings that are not as they were indexed, each with its name."""
        before = {str(name): stamp for name, *stamp in store.catalog.get_list("files")}
        now = {str(name): stamp for name, *stamp in self.workspace.outside_files()}
        for name in sorted(before.keys() | now):
            if name not in now:
                yield Difference("table", name, "is gone since it was indexed", self.how_to_restore(name))
            elif before.get(name) != now[name]:
                what = "changed since it was indexed" if name in before else "is new since the last ingest"
                yield Difference("table", name, what, INGEST)
        if before == now:
            name, day = self.workspace.name(self.workspace.crm), store.catalog.get("as_of") or "the newest day"
            what = f"was indexed as of {day}, not of {self.as_of or 'the newest day'}"
            yield Difference("table", name, what, INGEST)

    def how_to_restore(self, name: str) -> str:
        """Say how a file of people comes back, and how to go on without it."""
        kept = ask_git(self.workspace.root, "ls-files", "--", name)
        back = f"git checkout -- {name} brings back what was committed" if kept and kept.strip() else RESTORE
        return f"{back}; without it: {INGEST}"

    def calls(self, store: Store, context: Context) -> Iterator[Difference]:
        """Read every call again and compare what comes of it with what the index holds."""
        known = {entry.call_id: entry for entry in store.catalog.calls()}
        forms = {*store.catalog.all_forms()}
        standing = sorted(self.workspace.normalized_files())
        self.compared["calls"] = len(standing)
        results = in_order(index_batch, context, standing, self.jobs)
        for number, (call_id, result) in enumerate(zip(standing, map(_prepared, results), strict=True), 1):
            if self.progress:
                self.progress("comparing", number, len(standing))
            name = self.workspace.name(self.workspace.call_path(call_id))
            if isinstance(result, EvidenceError):
                yield Difference("call", name, result.what, _advice(result), result.line)
            elif call_id not in known or known[call_id].sha256 != result.entry.sha256:
                yield Difference("call", name, "changed since it was indexed", INGEST)
            elif what := _differing(store, forms, result):
                yield Difference("index", name, f"the index has {what} of this call", REPAIR, derived=True)
        for call_id in sorted(known.keys() - standing):
            name = self.workspace.name(self.workspace.call_path(call_id))
            yield Difference("call", name, "is in the index and no longer there", INGEST)
        if extra := sorted({*store.text.calls()} - known.keys()):
            name = self.workspace.name(self.workspace.call_path(extra[0]))
            yield Difference("index", name, "the text index has a call that the catalog lacks", REPAIR, derived=True)

    def tables(self, store: Store, outside: Outside) -> Iterator[Difference]:
        crm = outside.crm
        catalog, name = store.catalog, self.workspace.name(self.workspace.cache)
        wanted = {"accounts": crm.accounts, "deals": crm.deals, "contacts": crm.contacts}
        held = {"accounts": catalog.accounts(), "deals": catalog.deals(), "contacts": catalog.contacts()}
        belonging, wrong = members_of(self.workspace, crm)
        notes = notes_of(outside, self.as_of, belonging, [*outside.problems, *wrong]) | {
            "lemmas": dump(load_lemmas()),
            COPIES: note_of_copies(store),
        }
        self.compared["tables"] = len(wanted) + 1
        for table, rows in wanted.items():
            if sorted(map(repr, rows)) != sorted(map(repr, held[table])):
                yield Difference(
                    "table", name, f"the catalog has other {table} than the CRM's files", REPAIR, derived=True
                )
        if (
            sorted((key, account) for key, one in belonging.items() for account in one.accounts)
            != catalog.all_members()
        ):
            yield Difference("table", name, "the catalog has other members of segments", REPAIR, derived=True)
        for key, value in notes.items():
            if catalog.get(key) != value:
                what = f"the catalog notes something else than the files say ({key})"
                yield Difference("table", name, what, REPAIR, derived=True)

    def decisions(self) -> Iterator[Difference]:
        path = self.workspace.decisions
        name = self.workspace.name(path)
        if not path.is_file() and not is_link(path):
            kept = ask_git(self.workspace.root, "ls-files", "--", name)
            if (kept and kept.strip()) or (self.workspace.cache / cache.DECIDED).is_file():
                back = (
                    f"git checkout -- {name} brings back those that were committed"
                    if kept and kept.strip()
                    else RESTORE
                )
                do = f"{back}. To go on without them, put an empty file there"
                yield Difference("decision", name, "is gone, and with it what was decided in review", do)
            return
        try:
            made, problems = parse_decisions(self.workspace.read_text(path), name)
        except EvidenceError as error:
            yield Difference("decision", name, error.what, _advice(error), error.line)
            return
        self.compared["decisions"] = len(made)
        for problem in problems:
            yield Difference("decision", name, problem.what, _advice(problem), problem.line)

    def blocks(self, library: Library) -> Iterator[Difference]:
        for path in documents(library):
            yield from self._edited(path)
        reports = [report for report in attach(library, library.segments.values(), write=False) if not report.refused]
        self.compared["blocks"] = len(reports)
        for report in reports:
            if report.failed:
                yield from self.unfit(report)
            elif report.changed:
                what = f"the block of {report.segment} is not what the calls say now"
                yield Difference("block", report.path, what, "evidence attach", report.line)

    def unfit(self, report: Attached) -> Iterator[Difference]:
        """Yield why a document takes no block, where that was not said of the document itself."""
        path = self.workspace.root / report.path
        if not is_link(path) or self.workspace.left_out(path) is None:
            yield Difference("block", report.path, report.reason.removeprefix(f"{report.path}: "), "mend the document")

    def _edited(self, path: Path) -> Iterator[Difference]:
        name = self.workspace.name(path)
        try:
            blocks = find_blocks(self.workspace.read_text(path))
        except EvidenceError as error:
            yield Difference("block", name, error.what, _advice(error), error.line)
            return
        for block in blocks:
            if not block.disposable:
                what = f"the block of {block.segment} was edited by hand"
                yield Difference("block", name, what, "evidence attach --diff shows it", block.begin)


def _advice(error: EvidenceError) -> str:
    """Return what to do about an error, as it stands between brackets."""
    hint = error.hint or "Fix it by hand."
    return hint[:1].lower() + hint[1:].removesuffix(".")


def _prepared(result: Indexed | EvidenceError) -> Prepared | EvidenceError:
    """Return what the index should hold of a call, of a very long one too."""
    return prepare(result) if isinstance(result, IndexedCall) else result


def _differing(store: Store, forms: set[str], wanted: Prepared) -> str:
    """Say what of a call the index holds otherwise than it was just worked out, '' for nothing."""
    catalog, entry = store.catalog, wanted.entry
    held = catalog.call(entry.call_id)
    if held is None or held.stamped(entry.stamp) != entry:
        return "another entry"
    if catalog.people(entry.call_id) != wanted.people:
        return "other people"
    if catalog.link(entry.call_id) != wanted.link:
        return "another link"
    if store.text.data(entry.call_id) != [document.data for document in wanted.documents]:
        return "other words"
    return "" if wanted.forms <= forms else "fewer words"


def check_workspace(
    place: Workspace | Path | str | None = None, *, mend: bool = False, jobs: int | None = 1, as_of: str | None = None
) -> tuple[Difference, ...]:
    """Compare what is derived with its files and return what differs: `evidence check`.

    mend: make anew what is derived and differs, and return what is left. jobs: None for a process a core.
    """
    workspace = open_workspace(place)
    if mend:
        return mend_workspace(workspace, as_of=as_of, jobs=jobs)[0].differences
    return compare_workspace(workspace, as_of=as_of, jobs=jobs).differences
