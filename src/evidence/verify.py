"""Check every attributed quote and every citation in people's Markdown against the calls."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from evidence.checking import Checked, Checker
from evidence.documents.addresses import readdress
from evidence.documents.leaks import find_leaks
from evidence.documents.structure import read
from evidence.errors import DocumentError, EvidenceError, WorkspaceError
from evidence.redacting import redaction_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from evidence.documents.leaks import Leak
    from evidence.documents.quotations import Quotation
    from evidence.documents.redact import Redaction
    from evidence.documents.structure import Document
    from evidence.library import Library

MOST_SHOWN = 20  # places of quotations that could not be read
_CONFLICT = re.compile(r"<{7}(?: |\s*$)")
SKIPPED = frozenset({"node_modules", "site-packages", "normalized", "raw", "__pycache__", "venv", "build", "dist"})


def documents(library: Library, paths: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return the Markdown files to verify: those given (folders are searched), else all where people write.

    Raises WorkspaceError for a path that does not exist.
    """
    workspace = library.workspace
    if paths:
        for path in paths:
            if not path.exists():
                raise WorkspaceError(f"{path} does not exist", hint="Name Markdown files or folders.")
        wanted = [path.resolve() for path in paths]
    else:
        named = [workspace.root / entry for entry in workspace.settings.verify.get("paths", ())]
        own = [workspace.segments / r.path for s in library.segments.values() for r in s.documents]
        wanted = [*own, workspace.segments, workspace.root / "campaigns", *named]
    found = {file for path in wanted for file in _markdown(path)}
    return tuple(sorted(found))


def _markdown(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.is_dir():
        for file in path.rglob("*.md"):
            inside = file.relative_to(path).parts[:-1]
            if not any(part in SKIPPED or part.startswith(".") for part in inside) and file.is_file():
                yield file


def _readable(library: Library, paths: Sequence[Path]) -> Iterator[tuple[Path, str, Document]]:
    """Yield path, name and content of every document; one that cannot be read joins the library's problems."""
    for path in documents(library, paths):
        name = library.workspace.name(path)
        try:
            yield path, name, read(library.workspace.read_text(path), name)
        except EvidenceError as error:
            library.problems.append(error)


def verify(
    library: Library, paths: Sequence[Path] = (), *, allow_missing: bool = False, raw: bool = False
) -> Iterator[Checked]:
    """Yield the verdict on every quote, by document and line.

    allow_missing: pass quotes whose call is not here, as the settings may ask, too. raw: what passes must
    stand in the raw file, where it is here; of a call that was edited by hand it must be. A document
    or a call that cannot be read joins the library's problems, and the others are checked; blocks that
    were edited by hand join its notes.
    """
    checker, unread = Checker(library), list[str]()
    allow_missing = allow_missing or bool(library.workspace.settings.verify.get("allow_missing"))
    for _, name, document in _readable(library, paths):
        library.notes += [
            f"{name}:{block.begin}: the block of {block.segment} was edited by hand"
            for block in document.blocks
            if block.state == "edited"
        ]
        library.problems += _conflicts(name, document)
        unread += [f"{name}:{line}" for line in document.unread]
        found = []
        # Call by call, so that each is read once.
        for quotation in sorted(document.quotations, key=_cited):
            checked = checker.check(name, quotation)
            checked = checker.against_raw(checked) if raw and checked.verdict.ok else checked
            found.append(checker.allowed(checked, allow_missing=allow_missing))
        yield from sorted(found, key=lambda one: (one.line, one.quotation.end if one.quotation else 0, one.quote))
    library.notes += _unsaid(unread, checker.uncompared)


def _unsaid(unread: Sequence[str], uncompared: int) -> Iterator[str]:
    """Say what was not verified: the number alone would look as if everything had been."""
    if unread:
        shown = ", ".join(unread[:MOST_SHOWN]) + (", ..." if len(unread) > MOST_SHOWN else "")
        what = "quotation looks" if len(unread) == 1 else "quotations look"
        yield f"{len(unread):,} {what} attributed and could not be read as such: {shown}"
    if uncompared:
        what = "quote" if uncompared == 1 else "quotes"
        yield f"{uncompared:,} {what} could not be compared with the raw file, which is not here"


def _conflicts(name: str, document: Document) -> Iterator[DocumentError]:
    """Yield git's conflict marks: nobody can say which side a document means."""
    code = {number for fence in document.fences for number in range(fence.line, fence.end + 1)}
    hint = "Resolve the conflict first; `attach` makes a block anew."
    for number, line in enumerate(document.lines, 1):
        if _CONFLICT.match(line) and number not in code:
            yield DocumentError("git's conflict marks", hint=hint, path=name, line=number)


def _cited(quotation: Quotation) -> tuple[str, int, int]:
    cited = quotation.credit.citation
    return (cited.call_id if cited else "", cited.utterance if cited else 0, quotation.line)


def fix(library: Library, checked: Sequence[Checked]) -> tuple[int, tuple[Checked, ...]]:
    """Rewrite the addresses of moved words, with the time printed beside them; return how many, and those that stay.

    Each document is written once and guarded: one that changed meanwhile joins the library's problems.
    """
    workspace, redaction = library.workspace, redaction_of(library)
    moved: defaultdict[str, list[Checked]] = defaultdict(list)
    for one in checked:
        if one.verdict.ok and one.verdict.name == "moved" and one.quotation and one.verdict.citation:
            moved[one.path].append(one)
    count, left = 0, []
    for name, ones in sorted(moved.items()):
        # With pseudonyms no address may name a customer that did not before.
        able = [one for one in ones if not _tells(one, redaction)]
        left += [one for one in ones if one not in able]
        try:
            path = workspace.root / name
            if not path.resolve().is_relative_to(workspace.root.resolve()):
                raise DocumentError("lies outside of the workspace and is not written", path=name)
            before = workspace.read_text(path)
            moves = [(one.quotation, one.verdict.citation) for one in able if one.quotation and one.verdict.citation]
            calls = {new.call_id: library.catalog.call(new.call_id) for _, new in moves}
            dates = {call_id: entry.date for call_id, entry in calls.items() if entry}
            after, unfound = readdress(before, moves, dates)
            if after != before:
                workspace.write(path, after.encode(), read=before.encode())
        except EvidenceError as error:
            library.problems.append(error)
            left += able
            continue
        left += [one for one in able if one.quotation in unfound]
        count += len(able) - len(unfound)
    return count, tuple(left)


def _tells(checked: Checked, redaction: Redaction) -> bool:
    """Whether the new address names another call than the old one, and that call may not be named."""
    old = checked.quotation.credit.citation if checked.quotation else None
    new = checked.verdict.citation
    return bool(new and new.call_id in redaction.unlinked and not (old and old.call_id == new.call_id))


def leaks(library: Library, paths: Sequence[Path] = ()) -> Iterator[Leak]:
    """Yield what the documents show although the settings hide it, by document and line."""
    redaction, settings = redaction_of(library), library.workspace.settings
    own = {p.participant.name for _, p in library.catalog.everybody() if p.participant.side == "internal"}
    ours = {name for name in (*own, *settings.own_names) if name}
    for _, name, document in _readable(library, paths):
        quoted = {n for q in document.quotations for n in range(q.line, q.end + 1)}
        quoted |= {n for block in document.blocks for n in range(block.begin, block.end + 1)}
        yield from find_leaks(
            document.text, name, redaction, own_names=ours, own_domains=settings.own_domains, quoted=quoted
        )
