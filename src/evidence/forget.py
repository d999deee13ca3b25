"""Forget a call or a person: their words leave calls, decisions and blocks; what remains elsewhere is said.

Raw exports are never written and git keeps what was committed: both are named. The index holds every word and
is made anew. `source/forgotten.csv` keeps the next ingest from bringing anything back.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from evidence.attach import attach
from evidence.calls.forgotten import Forgotten, append_forgotten, digest, keys_of, without
from evidence.calls.normalized import (
    head_sha256,
    is_edited,
    parse,
    render,
    rest_sha256,
    stated_sha256,
    text_sha256,
)
from evidence.calls.people import is_nameless, plain_cell
from evidence.documents.structure import read
from evidence.errors import EvidenceError, WorkspaceError
from evidence.library import open_library
from evidence.query.tree import Phrase, Query, Word
from evidence.quotes.floors import Wording
from evidence.search import Asking
from evidence.sources import forgotten_of
from evidence.text import words
from evidence.verify import documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from evidence.documents.quotations import Quotation
    from evidence.library import Library
    from evidence.model import Call, Citation
    from evidence.workspace import Workspace

Place = Literal["call", "decision", "person", "block", "document", "raw", "git", "crm", "mention"]


@dataclass(frozen=True, slots=True)
class Trace:
    """A place where somebody's words or name stand. `removed` is False for what remains, with what to do."""

    place: Place
    path: str
    what: str
    line: int | None = None
    removed: bool = True

    def record(self) -> dict[str, Any]:
        """Return the trace as `--json` prints it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Gone:
    """What leaves one call: the call as it was read, what is left of it (None: nothing), the words that go."""

    before: Call
    after: Call | None
    text: str

    @property
    def words(self) -> Wording:
        """The words that go, ready to be looked up."""
        kept = {u.number for u in self.after.utterances} if self.after else set()
        return Wording("\n".join(u.text for u in self.before.utterances if u.number not in kept))

    @property
    def numbers(self) -> set[int]:
        """The numbers of the utterances that go."""
        kept = {u.number for u in self.after.utterances} if self.after else set()
        return {u.number for u in self.before.utterances} - kept


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that forgetting would touch. `rows` are the lines of the forgotten list, (call id, hash).

    again: some of them stand there already. A run that was killed may have left words in blocks whose call is gone.
    """

    who: str
    person: bool
    gone: tuple[Gone, ...]
    rows: tuple[tuple[str, str], ...]
    call: str | None = None
    again: bool = False


def plan(library: Library, who: str, *, call: str | None = None) -> Plan:
    """Find a call by its id, or a person by label, name or e-mail address, in one call or in all.

    Who was forgotten already is found again, so that a run that was killed can be repeated. Raises
    WorkspaceError where there is neither, or where a label such as `Speaker 1` would mean many people,
    TableError for a list that cannot be read.
    """
    workspace, listed = library.workspace, forgotten_of(library.workspace)
    again = who in listed.calls
    if call is None and (again or library.catalog.has(who)):
        calls = [who] if library.catalog.has(who) else []
        gone = tuple(_gone(workspace, call_id, Forgotten(frozenset({who}))) for call_id in calls)
        return Plan(who, person=False, gone=gone, rows=((who, ""),), again=again)
    if call is None and is_nameless(who):
        what = f"{who} is somebody else in every call"
        raise WorkspaceError(what, hint=f"Name the call: evidence forget '{who}' --call CALL")
    key = digest(who)
    found: dict[str, set[str]] = {}
    for call_id, person in library.catalog.everybody():
        if call in {None, call_id} and key in keys_of(person.participant):
            found.setdefault(call_id, set()).add(digest(person.participant.label))
    again = any(key == kept and call in {None, where} for where, kept in listed.labels)
    if not found and not again:
        hint = "Write a call id, a speaker's label or name, or an e-mail address as in the calls."
        raise WorkspaceError(f"there is no call and nobody called {who!r}", hint=hint)
    # A label that a person's line in people.csv gave the name to is kept out call by call.
    rows = {(call_id, label) for call_id, labels in found.items() for label in labels if call or label != key}
    rows |= set() if call else {("", key)}
    added = Forgotten(labels=frozenset(rows))
    gone = tuple(_gone(workspace, call_id, added) for call_id in sorted(found))
    return Plan(who, person=True, gone=gone, rows=tuple(sorted(rows)), call=call, again=again)


def _gone(workspace: Workspace, call_id: str, listed: Forgotten) -> Gone:
    path = workspace.call_path(call_id)
    text = workspace.read_text(path)
    before = parse(text, workspace.name(path))
    return Gone(before, without(before, listed), text)


def preview(library: Library, planned: Plan) -> tuple[Trace, ...]:
    """Return what would go and what would remain; nothing is written."""
    affected = _blocks(library, planned)
    blocks = [Trace("block", path, f"the block of {segment}", line) for path, line, segment in affected]
    gone = (*_calls(library.workspace, planned), *_lines(library.workspace, planned)[0], *blocks)
    return (*gone, *remains(library, planned, gone))


def forget(
    workspace: Workspace, planned: Plan, *, as_of: str | None = None
) -> tuple[tuple[Trace, ...], list[EvidenceError]]:
    """Remove everything that was planned; return what went and what remains, and what was wrong on the way.

    The list is written first: a run that is killed can be repeated, and nothing comes back.
    Raises EvidenceError where a file changed meanwhile or cannot be written.
    """
    path = workspace.forgotten
    text = workspace.read_text(path) if path.is_file() else ""
    workspace.write(path, append_forgotten(text, planned.rows).encode(), read=text.encode())
    with open_library(workspace, as_of=as_of) as library:
        affected = _blocks(library, planned)
    traces, tables = _lines(workspace, planned)
    for name, (before, after) in tables.items():
        workspace.write(workspace.root / name, after.encode(), read=before.encode())
    problems = _drop_index(workspace)
    for gone in planned.gone:
        path = workspace.call_path(gone.before.call_id)
        if gone.after is None:
            path.unlink(missing_ok=True)
        else:
            workspace.write(path, _rendered(gone, gone.after).encode(), read=gone.text.encode())
    with open_library(workspace, as_of=as_of) as library:
        removed = (*_calls(workspace, planned), *traces, *_attached(library, affected))
        kept = tuple(remains(library, planned, removed))
        return (*removed, *kept), [*problems, *library.problems]


def _drop_index(workspace: Workspace) -> list[EvidenceError]:
    """Delete the index: deleted words stay in its files until they are merged. Return what stood in the way."""
    try:
        shutil.rmtree(workspace.cache)
    except FileNotFoundError:
        return []
    except OSError as error:
        what, hint = f"cannot be deleted ({error.strerror})", "Delete it by hand: it still holds the words."
        return [WorkspaceError(what, hint=hint, path=workspace.name(workspace.cache))]
    return []


def _rendered(gone: Gone, after: Call) -> str:
    """Return the call without them; what people had edited by hand is still known as edited."""
    before, text = gone.before, gone.text
    head = stated_sha256(text, "head_sha256")
    made = render(after, head=head if head != head_sha256(before) else None)
    if is_edited(text, before) and (stated := stated_sha256(text)):
        made = made.replace(f'text_sha256: "{text_sha256(after)}"', f'text_sha256: "{stated}"', 1)
    rest = stated_sha256(text, "rest_sha256")
    if rest is not None and rest != rest_sha256(before):
        made = made.replace(f'rest_sha256: "{rest_sha256(after)}"', f'rest_sha256: "{rest}"', 1)
    return made


def _calls(workspace: Workspace, planned: Plan) -> Iterator[Trace]:
    for gone in planned.gone:
        name = workspace.name(workspace.call_path(gone.before.call_id))
        count = len(gone.numbers)
        what = f"{count} utterance{'s' * (count != 1)}" if gone.after else "the whole call"
        yield Trace("call", name, what)


def _lines(workspace: Workspace, planned: Plan) -> tuple[list[Trace], dict[str, tuple[str, str]]]:
    """Return the lines of decisions and people.csv that go, and both files before and after."""
    traces: list[Trace] = []
    files: dict[str, tuple[str, str]] = {}
    tables: tuple[tuple[Place, Path, Callable[[Sequence[str], Plan], Iterator[int]]], ...] = (
        ("decision", workspace.decisions, _deciding),
        ("person", workspace.people, _correcting),
    )
    for place, path, numbers in tables:
        text = workspace.read_text(path) if path.is_file() else ""
        # Only a line feed ends a line: JSON may hold every other sign that `splitlines` knows.
        lines = re.findall(r"[^\n]*\n|[^\n]+", text)
        gone = list(numbers(lines, planned))
        if gone:
            name = workspace.name(path)
            traces += [Trace(place, name, "the line", number) for number in gone]
            files[name] = (text, "".join(line for number, line in enumerate(lines, 1) if number not in set(gone)))
    return traces, files


def _deciding(lines: Sequence[str], planned: Plan) -> Iterator[int]:
    """Yield the numbers of the lines of decisions that are about words which go."""
    for number, line in enumerate(lines, 1):
        try:
            data = json.loads(line)
        except ValueError:
            # Half a line of a run that was killed decides nothing, and may hold the words.
            if any(json.dumps(gone.before.call_id) in line for gone in planned.gone):
                yield number
            continue
        if isinstance(data, dict) and _decides(data, planned):
            yield number


def _decides(data: dict[str, Any], planned: Plan) -> bool:
    gone = next((gone for gone in planned.gone if gone.before.call_id == data.get("call_id")), None)
    if gone is None or gone.after is None or data.get("utterance") in gone.numbers:
        return gone is not None
    exact = Wording(str(data.get("exact", "")))
    others = (u.text for u in gone.after.utterances if u.number == data.get("utterance"))
    # "Yes, exactly." of somebody else stays, whoever said it too.
    return _stands(exact, gone) and not any(exact.rough_line in Wording(text).rough_line for text in others)


def _correcting(lines: Sequence[str], planned: Plan) -> Iterator[int]:
    """Yield the numbers of the lines of people.csv that are about who goes."""
    head = lines[0].removeprefix("\N{BYTE ORDER MARK}") if lines else ""
    delimiter = ";" if ";" in head and "," not in head else ","
    columns = [cell.lower() for cell in _cells(head, delimiter)]
    for number, line in enumerate(lines[1:], 2):
        if _corrects(dict(zip(columns, _cells(line, delimiter), strict=False)), planned):
            yield number


def _cells(line: str, delimiter: str) -> list[str]:
    return [plain_cell(cell) for cell in next(csv.reader([line], delimiter=delimiter), [])]


def _corrects(row: dict[str, str], planned: Plan) -> bool:
    label, where = row.get("label", ""), row.get("call_id", "")
    if not planned.person:
        return where == planned.who
    if planned.call not in {None, where}:
        return False
    # Who was found by an e-mail address stands here under the label alone.
    everywhere = not where and not is_nameless(label)
    labels = {key for call_id, key in planned.rows if everywhere or call_id == where}
    named = {digest(cell) for cell in (label, row.get("name", "")) if cell}
    return digest(planned.who) in named or digest(label) in labels


def _stands(sought: Wording, gone: Gone) -> bool:
    """Whether these words are among those that go."""
    return bool(sought.rough) and sought.rough_line in gone.words.rough_line.replace("\n", " ")


def _cites(library: Library, quotation: Quotation, planned: Plan) -> bool:
    """Whether a quotation holds words that go, or cites what is no more."""
    cited, quoted = quotation.credit.citation, Wording(quotation.text)
    if planned.again and cited and _is_left(library, cited, planned):
        return True
    for gone in planned.gone:
        if cited and cited.call_id == gone.before.call_id and (gone.after is None or cited.utterance in gone.numbers):
            return True
        if len(quoted.rough) > 2 and _stands(quoted, gone):
            return True
    return False


def _is_left(library: Library, cited: Citation, planned: Plan) -> bool:
    """Whether a run that was killed took the words that are cited, and left the quotation."""
    if not planned.person:
        return cited.call_id == planned.who
    here = library.catalog.has(cited.call_id)
    return here and not library.store.text.neighbours(cited.call_id, cited.utterance, 0)


def _quoting(library: Library, planned: Plan) -> Iterator[tuple[str, Quotation]]:
    for path in documents(library):
        name = library.workspace.name(path)
        try:
            document = read(library.workspace.read_text(path), name)
        except EvidenceError as error:
            library.problems.append(error)
            continue
        yield from ((name, quotation) for quotation in document.quotations if _cites(library, quotation, planned))


def _blocks(library: Library, planned: Plan) -> tuple[tuple[str, int, str], ...]:
    """Return path, line and segment of the blocks that hold words which go."""
    found: dict[tuple[str, str], int] = {}
    for name, quotation in _quoting(library, planned):
        if quotation.block:
            found.setdefault((name, quotation.block), quotation.line)
    return tuple((name, line, segment) for (name, segment), line in found.items())


def _attached(library: Library, affected: Sequence[tuple[str, int, str]]) -> Iterator[Trace]:
    """Regenerate the blocks that held the words; one that a person edited stays and is named by `remains`."""
    segments = [library.segments[name] for name in sorted({one[2] for one in affected}) if name in library.segments]
    for report in attach(library, segments):
        if report.changed:
            yield Trace("block", report.path, f"the block of {report.segment}", report.line)
        elif report.reason:
            yield Trace("block", report.path, report.reason, report.line, removed=False)


def remains(library: Library, planned: Plan, removed: Iterable[Trace]) -> Iterator[Trace]:
    """Yield where words or name still stand, and what to do: documents, raw files, git, CRM, other people's words.

    removed: what goes; git may keep a version of each of these files.
    """
    workspace = library.workspace
    for name, quotation in _quoting(library, planned):
        if not quotation.block:
            what = "a quotation that people wrote: delete it by hand"
            yield Trace("document", name, what, quotation.line, removed=False)
    raw = sorted({gone.before.source for gone in planned.gone})
    for source in raw:
        path = workspace.raw / source
        if path.resolve().is_relative_to(workspace.raw.resolve()) and path.is_file():
            yield Trace("raw", workspace.name(path), "the export: delete it by hand", removed=False)
    if planned.person:
        yield from _named(library, planned)
    names = {trace.path for trace in removed} | {workspace.name(workspace.raw / source) for source in raw}
    for name, count in _commits(workspace, sorted(names)):
        what = f"{count} commit{'s' * (count != 1)}: rewrite the history, for example with git filter-repo"
        yield Trace("git", name, what, removed=False)


def _named(library: Library, planned: Plan) -> Iterator[Trace]:
    """Yield where a person's name stands in CRM and in the words of others."""
    key = digest(planned.who)
    contacts = sum(key in {digest(c.name or ""), c.email_sha256} for c in library.catalog.contacts())
    if contacts:
        crm = library.workspace.name(library.workspace.crm)
        yield Trace("crm", crm, f"{contacts} contact{'s' * (contacts != 1)}: delete them by hand", removed=False)
    said = words(planned.who)
    if not said or "@" in planned.who or planned.call:
        return
    ended = {gone.before.call_id for gone in planned.gone if gone.after is None}
    for entry in library.catalog.calls():
        shown = (f" {' '.join(words(text))} " for text in (entry.title, entry.call_id))
        if any(f" {' '.join(said)} " in text for text in shown) and entry.call_id not in ended:
            what = "the name in the title or the id of the call: change it by hand"
            yield Trace("mention", entry.path, what, removed=False)
    own = {(gone.before.call_id, number) for gone in planned.gone for number in gone.numbers}
    hits = Asking(library, Query("", Phrase(tuple(map(Word, said))))).hits()
    left = sum((hit.call_id, hit.utterance.number) not in own for hit in hits)
    if left:
        calls = library.workspace.name(library.workspace.normalized)
        what = f"the name in {left} utterance{'s' * (left != 1)} of others: evidence search '\"{' '.join(said)}\"'"
        yield Trace("mention", calls, what, removed=False)


def _commits(workspace: Workspace, names: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield the files of which git keeps a version, with the number of commits; nothing where there is no git."""
    git = shutil.which("git")
    for name in names if git else ():
        command = [str(git), "-C", str(workspace.root), "log", "--all", "--format=%h", "--", f":(literal){name}"]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603
        if done.returncode == 0 and (count := len(done.stdout.split())):
            yield name, count
