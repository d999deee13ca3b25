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
from evidence.calls.people import is_nameless
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
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from evidence.documents.quotations import Quotation
    from evidence.library import Library
    from evidence.model import Call
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
    """Everything that forgetting would touch. `rows` are the lines of the forgotten list."""

    who: str
    person: bool
    gone: tuple[Gone, ...]
    rows: tuple[tuple[str, str], ...]
    call: str | None = None


def plan(library: Library, who: str, *, call: str | None = None) -> Plan:
    """Find a call by its id, or a person by label, name or e-mail address, in one call or in all.

    Raises WorkspaceError where there is neither, or where a label such as `Speaker 1` would mean many people.
    """
    workspace = library.workspace
    if call is None and library.catalog.has(who):
        return Plan(who, person=False, gone=(_gone(workspace, who, Forgotten(frozenset({who}))),), rows=((who, ""),))
    if call is None and is_nameless(who):
        what = f"{who} is somebody else in every call"
        raise WorkspaceError(what, hint=f"Name the call: evidence forget '{who}' --call CALL")
    key = digest(who)
    found: dict[str, set[str]] = {}
    for call_id, person in library.catalog.everybody():
        if call in {None, call_id} and key in keys_of(person.participant):
            found.setdefault(call_id, set()).add(digest(person.participant.label))
    if not found:
        hint = "Write a call id, a speaker's label or name, or an e-mail address as in the calls."
        raise WorkspaceError(f"there is no call and nobody called {who!r}", hint=hint)
    # A label that a person's line in people.csv gave the name to is kept out call by call.
    rows = {(call_id, label) for call_id, labels in found.items() for label in labels if call or label != key}
    rows |= set() if call else {("", key)}
    listed = Forgotten(labels=frozenset(rows))
    gone = tuple(_gone(workspace, call_id, listed) for call_id in sorted(found))
    return Plan(who, person=True, gone=gone, rows=tuple(sorted(rows)), call=call)


def _gone(workspace: Workspace, call_id: str, listed: Forgotten) -> Gone:
    path = workspace.call_path(call_id)
    text = workspace.read_text(path)
    before = parse(text, workspace.name(path))
    return Gone(before, without(before, listed), text)


def preview(library: Library, planned: Plan) -> tuple[Trace, ...]:
    """Return what would go and what would remain; nothing is written."""
    affected = _blocks(library, planned)
    blocks = [Trace("block", path, f"the block of {segment}", line) for path, line, segment in affected]
    return (
        *_calls(library.workspace, planned),
        *_lines(library.workspace, planned)[0],
        *blocks,
        *remains(library, planned),
    )


def forget(
    workspace: Workspace, planned: Plan, *, as_of: str | None = None
) -> tuple[tuple[Trace, ...], list[EvidenceError]]:
    """Remove everything that was planned; return what went and what remains, and what was wrong on the way.

    The list is written first: a run that is killed can be repeated, and nothing comes back.
    Raises EvidenceError where a file changed meanwhile or cannot be written.
    """
    forgotten_of(workspace)  # a list that cannot be read must not grow
    path = workspace.forgotten
    text = workspace.read_text(path) if path.is_file() else ""
    workspace.write(path, append_forgotten(text, planned.rows).encode(), read=text.encode())
    with open_library(workspace, as_of=as_of) as library:
        affected = _blocks(library, planned)
    traces, tables = _lines(workspace, planned)
    for name, (before, after) in tables.items():
        workspace.write(workspace.root / name, after.encode(), read=before.encode())
    for gone in planned.gone:
        path = workspace.call_path(gone.before.call_id)
        if gone.after is None:
            path.unlink(missing_ok=True)
        else:
            workspace.write(path, _rendered(gone, gone.after).encode(), read=gone.text.encode())
    # Deleted words stay in the files of an index until it is merged.
    shutil.rmtree(workspace.cache, ignore_errors=True)
    with open_library(workspace, as_of=as_of) as library:
        blocks = _attached(library, affected)
        kept = remains(library, planned)
        return (*_calls(workspace, planned), *traces, *blocks, *kept), list(library.problems)


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
    tables: tuple[tuple[Place, Path, Callable[[str, Plan], bool]], ...] = (
        ("decision", workspace.decisions, _decides),
        ("person", workspace.people, _corrects),
    )
    for place, path, goes in tables:
        text = workspace.read_text(path) if path.is_file() else ""
        # Only a line feed ends a line: JSON may hold every other sign that `splitlines` knows.
        lines = re.findall(r"[^\n]*\n|[^\n]+", text)
        gone = [number for number, line in enumerate(lines, 1) if goes(line, planned)]
        if gone:
            name = workspace.name(path)
            traces += [Trace(place, name, "the line", number) for number in gone]
            files[name] = (text, "".join(line for number, line in enumerate(lines, 1) if number not in set(gone)))
    return traces, files


def _decides(line: str, planned: Plan) -> bool:
    """Whether a line of decisions is about words that go."""
    try:
        data = json.loads(line)
    except ValueError:
        return False
    if not isinstance(data, dict):
        return False
    gone = next((gone for gone in planned.gone if gone.before.call_id == data.get("call_id")), None)
    return gone is not None and (gone.after is None or _stands(str(data.get("exact", "")), gone))


def _corrects(line: str, planned: Plan) -> bool:
    """Whether a line of people.csv is about who goes."""
    row = next(csv.reader([line], delimiter=";" if ";" in line and "," not in line else ","), [])
    cells = [cell.strip() for cell in row]
    if not planned.person:
        return planned.who in cells[1:2]
    return planned.call in {None, *cells[1:2]} and digest(planned.who) in {digest(cell) for cell in cells if cell}


def _stands(quoted: str, gone: Gone) -> bool:
    """Whether these words are among those that go."""
    sought = Wording(quoted)
    return bool(sought.rough) and sought.rough_line in gone.words.rough_line.replace("\n", " ")


def _cites(quotation: Quotation, planned: Plan) -> bool:
    """Whether a quotation holds words that go, or cites what is no more."""
    cited = quotation.credit.citation
    for gone in planned.gone:
        if cited and cited.call_id == gone.before.call_id and (gone.after is None or cited.utterance in gone.numbers):
            return True
        if len(Wording(quotation.text).rough) > 2 and _stands(quotation.text, gone):
            return True
    return False


def _quoting(library: Library, planned: Plan) -> Iterator[tuple[str, Quotation]]:
    for path in documents(library):
        name = library.workspace.name(path)
        try:
            document = read(library.workspace.read_text(path), name)
        except EvidenceError as error:
            library.problems.append(error)
            continue
        yield from ((name, quotation) for quotation in document.quotations if _cites(quotation, planned))


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


def remains(library: Library, planned: Plan) -> Iterator[Trace]:
    """Yield where words or name still stand, and what to do: documents, raw files, git, CRM, other people's words."""
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
    names = [workspace.name(workspace.call_path(gone.before.call_id)) for gone in planned.gone]
    names += [workspace.name(workspace.raw / source) for source in raw]
    for name, count in _commits(workspace, names):
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
