"""Forget a call or a person: their words leave calls, decisions and blocks; what remains elsewhere is said.

Raw exports are never written and git keeps what was committed: both are named. The index holds every word and
is made anew. `source/forgotten.csv` keeps the next ingest from bringing anything back.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from evidence.additions import StandingTable
from evidence.calls.forgotten import (
    Forgotten,
    append_forgotten,
    digest,
    digest_words,
    keys_of,
    names_to_hide,
    without,
)
from evidence.calls.normalized import head_sha256, is_edited, parse, render, rest_sha256, stated_sha256, text_sha256
from evidence.calls.people import PEOPLE, is_nameless
from evidence.commands.forget_remains import ForgetPlan, Gone, Trace, quotations_of, remains, stands
from evidence.documents.markers import find_blocks
from evidence.documents.redact import name_parts
from evidence.errors import DocumentError, EvidenceError, WorkspaceError
from evidence.library.blocks import attach
from evidence.library.library import Library, open_workspace, opened
from evidence.library.raw_files import forgotten_of
from evidence.quotes.alignment import FoldedText
from evidence.store.storage import empty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from evidence.commands.forget_remains import Place
    from evidence.documents.markers import Block
    from evidence.library.library import WorkspaceLike
    from evidence.model import Call, Contact, Participant
    from evidence.workspace import Workspace


def plan(library: Library, who: str, *, call: str | None = None) -> ForgetPlan:
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
        return ForgetPlan(who, person=False, gone=gone, rows=((who, ""),), again=again)
    if call is None and is_nameless(who):
        what = f"{who} can be a different person in each call"
        raise WorkspaceError(what, hint=f"Name the call: evidence forget '{who}' --call CALL")
    key, found = digest(who), dict[str, set[str]]()
    contacts = [contact for contact in library.catalog.contacts() if key in _keys(contact)]
    for call_id, person in library.catalog.everybody():
        if call in {None, call_id} and (
            key in keys_of(person.participant) or _is_contact(library, call_id, person.participant, contacts)
        ):
            found.setdefault(call_id, set()).add(digest(person.participant.label))
    again = any(key == kept and call in {None, where} for where, kept in listed.labels)
    if not found and not again and not contacts:
        hint = "Write a call id, a speaker's label or name, or an e-mail address as in the calls."
        raise WorkspaceError(f"no call and no speaker called {who!r}", hint=hint)
    # A label that a person's line in people.csv gave the name to is kept out call by call.
    rows = {(call_id, label) for call_id, labels in found.items() for label in labels if call or label != key}
    rows |= set() if call else {("", key)}
    added = Forgotten(labels=frozenset(rows))
    gone = tuple(_gone(workspace, call_id, added) for call_id in sorted(found))
    known = tuple(contact.name for contact in contacts if contact.name)
    return ForgetPlan(who, person=True, gone=gone, rows=tuple(sorted(rows)), call=call, again=again, contacts=known)


def _keys(contact: Contact) -> set[str]:
    return {*filter(None, [contact.email_sha256]), *([digest(contact.name)] if contact.name else [])}


def _is_contact(library: Library, call_id: str, person: Participant, contacts: Sequence[Contact]) -> bool:
    """Whether a participant is one of these contacts: the address says so, or the name in a call of their account."""
    if any(contact.email_sha256 and contact.email_sha256 == person.email_sha256 for contact in contacts):
        return True
    named = [contact for contact in contacts if contact.name and digest(contact.name) == digest(person.name or "")]
    account = library.account_of(call_id) if named else None
    return bool(account) and any(contact.account_id == account.account_id for contact in named if account)


def _gone(workspace: Workspace, call_id: str, listed: Forgotten) -> Gone:
    path = workspace.call_path(call_id)
    text = workspace.read_text(path)
    before = parse(text, workspace.name(path))
    return Gone(before, without(before, listed), text)


def preview_forget(library: Library, planned: ForgetPlan) -> tuple[Trace, ...]:
    """Return what would go and what would remain; nothing is written."""
    blocks = [_block_trace(block) for block in _blocks(library, planned)]
    lines = _lines(library.workspace, planned)[0]
    gone = (*_calls(library.workspace, planned), *lines, *blocks)
    going = frozenset((trace.path, trace.line) for trace in lines if trace.line)
    return (*gone, *remains(library, planned, gone, going=going))


def forget(
    workspace: Workspace, planned: ForgetPlan, *, as_of: str | None = None
) -> tuple[tuple[Trace, ...], list[EvidenceError]]:
    """Remove everything that was planned; return what went and what remains, and what was wrong on the way.

    The list is written first: a run that is killed can be repeated, and nothing comes back.
    Raises EvidenceError where a file changed meanwhile or cannot be written.
    """
    path = workspace.forgotten
    data = workspace.read_bytes(path) if path.is_file() else b""
    listed = append_forgotten(data, planned.rows, workspace.name(path), names=_hidden(planned))
    workspace.write(path, listed, read=data)
    with opened(workspace, as_of=as_of) as library:
        affected = _blocks(library, planned)
    traces, tables = _lines(workspace, planned)
    for name, (before, after) in tables.items():
        workspace.write(workspace.root / name, after, read=before)
    problems = _drop_index(workspace)
    for gone in planned.gone:
        path = workspace.call_path(gone.before.call_id)
        if gone.after is None:
            workspace.delete(path)
        else:
            workspace.write(path, _rendered(gone, gone.after).encode(), read=gone.text.encode())
    with opened(workspace, as_of=as_of) as library:
        removed = (*_calls(workspace, planned), *traces, *_attached(library, affected))
        kept = tuple(remains(library, planned, removed))
        return (*removed, *kept), [*problems, *library.problems]


def _hidden(planned: ForgetPlan) -> set[str]:
    """Return the hashes under which redaction goes on to hide the person, once nothing else holds the name."""
    names = names_to_hide((*planned.names, *planned.contacts))
    parts = {digest_words(said) for name in names for said in name_parts(name)}
    return parts | {key for where, key in planned.rows if parts and not where}


def _drop_index(workspace: Workspace) -> list[EvidenceError]:
    """Delete the index: deleted words stay in its files until they are merged. Return what stood in the way."""
    try:
        empty(workspace.cache)
        workspace.sweep()
    except EvidenceError as error:
        hint = f"{error.hint} Or delete it by hand: it still contains the words."
        return [WorkspaceError(error.what, hint=hint, path=error.path)]
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


def _calls(workspace: Workspace, planned: ForgetPlan) -> Iterator[Trace]:
    for gone in planned.gone:
        name = workspace.name(workspace.call_path(gone.before.call_id))
        count = len(gone.numbers)
        what = f"{count} utterance{'s' * (count != 1)}" if gone.after else "the whole call"
        yield Trace("call", name, what)


def _lines(workspace: Workspace, planned: ForgetPlan) -> tuple[list[Trace], dict[str, tuple[bytes, bytes]]]:
    """Return the lines of decisions and people.csv that go, and both files before and after."""
    traces: list[Trace] = []
    files: dict[str, tuple[bytes, bytes]] = {}
    tables: tuple[tuple[Place, Path, Callable[[bytes, ForgetPlan, str], tuple[list[int], bytes]]], ...] = (
        ("decision", workspace.decisions, _without_decisions),
        ("person", workspace.people, _without_corrections),
    )
    for place, path, take_out in tables:
        data, name = workspace.read_bytes(path) if path.is_file() else b"", workspace.name(path)
        gone, left = take_out(data, planned, name)
        if gone:
            traces += [Trace(place, name, "the line", number) for number in gone]
            files[name] = (data, left)
    return traces, files


def _without_decisions(data: bytes, planned: ForgetPlan, path: str) -> tuple[list[int], bytes]:
    del path
    # Only a line feed ends a line: JSON may hold every other sign that `splitlines` knows.
    lines = re.findall(rb"[^\n]*\n|[^\n]+", data)
    gone = list(_deciding([line.decode(errors="replace") for line in lines], planned))
    return gone, b"".join(line for number, line in enumerate(lines, 1) if number not in set(gone))


def _without_corrections(data: bytes, planned: ForgetPlan, path: str) -> tuple[list[int], bytes]:
    table = StandingTable(data, PEOPLE, path)
    gone = [line for line, cells in table.cells() if _corrects(cells, planned)]
    return gone, table.without(gone)


def _deciding(lines: Sequence[str], planned: ForgetPlan) -> Iterator[int]:
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


def _decides(data: dict[str, Any], planned: ForgetPlan) -> bool:
    gone = next((gone for gone in planned.gone if gone.before.call_id == data.get("call_id")), None)
    if gone is None or gone.after is None or data.get("utterance") in gone.numbers:
        return gone is not None
    exact = FoldedText(str(data.get("exact", "")))
    others = (u.text for u in gone.after.utterances if u.number == data.get("utterance"))
    # "Yes, exactly." of somebody else stays, whoever said it too.
    return stands(exact, gone) and not any(exact.rough_line in FoldedText(text).rough_line for text in others)


def _corrects(row: dict[str, str], planned: ForgetPlan) -> bool:
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


def _blocks(library: Library, planned: ForgetPlan) -> tuple[tuple[str, Block], ...]:
    """Return the blocks that hold words which go, each with its document."""
    wanted = dict.fromkeys(
        (name, quotation.block) for name, quotation in quotations_of(library, planned) if quotation.block
    )
    found: list[tuple[str, Block]] = []
    for name in dict.fromkeys(name for name, _ in wanted):
        blocks = find_blocks(library.workspace.read_text(library.workspace.root / name))
        found += [(name, block) for block in blocks if (name, block.segment) in wanted]
    return tuple(found)


def _block_trace(found: tuple[str, Block], reason: str = "") -> Trace:
    """Say that a block is made anew, or, where a person edited it, that it stays with the words."""
    name, block = found
    if not reason and not block.disposable:
        reason = f"the block of {block.segment} was edited by hand: `evidence attach --force` writes it again"
    return Trace("block", name, reason or f"the block of {block.segment}", block.begin, removed=not reason)


def _attached(library: Library, affected: Sequence[tuple[str, Block]]) -> Iterator[Trace]:
    """Regenerate the blocks that held the words; one that a person edited stays."""
    names = sorted({block.segment for _, block in affected})
    chosen = [library.segments[name] for name in names if name in library.segments]
    reports = attach(library, chosen, guard=False)
    library.report([DocumentError(report.reason) for report in reports if report.failed])
    done = {(report.path, report.segment) for report in reports if report.changed}
    why = {(report.path, report.segment): report.reason for report in reports}
    for name, block in affected:
        key = name, block.segment
        # A segment that is no more makes no block: its old one stays.
        reason = (
            ""
            if key in done or not block.disposable
            else why.get(key) or "there is no segment with this name: delete it"
        )
        yield _block_trace((name, block), reason)


def forget_words(
    place: WorkspaceLike,
    who: str,
    *,
    call: str | None = None,
    write: bool = True,
    as_of: str | None = None,
) -> tuple[Trace, ...]:
    """Take the words of a call or a person out, and return what went and what remains: `evidence forget`.

    write: without it nothing is written, and what would go is returned. No library may be open while it is: what
    one has opened still holds the words. Raises WorkspaceError for an opened library.
    """
    if write and isinstance(place, Library):
        raise WorkspaceError(
            "words cannot be forgotten while the library is open",
            hint="Leave `with evidence.open(...)` first, and name the workspace.",
        )
    workspace = open_workspace(place)
    with opened(workspace, as_of=as_of) as library:
        planned = plan(library, who, call=call)
        if not write:
            return preview_forget(library, planned)
    return forget(workspace, planned, as_of=as_of)[0]
