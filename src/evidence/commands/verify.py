"""What moved gets its address again, and what documents show although the settings hide it."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.documents.addresses import readdress
from evidence.documents.leaks import find_leaks
from evidence.errors import DocumentError, EvidenceError
from evidence.library.library import asked_of
from evidence.library.verifying import documents_to_verify, verify
from evidence.model import VerdictName

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from evidence.documents.leaks import Leak
    from evidence.documents.redact import Redaction
    from evidence.library.library import Library, WorkspaceLike
    from evidence.library.verifying_quote import Checked


def fix(library: Library, checked: Sequence[Checked]) -> tuple[int, tuple[Checked, ...]]:
    """Rewrite the addresses of moved words, with the time printed beside them; return how many, and those that stay.

    Each document is written once and guarded: one that changed meanwhile joins the library's problems.
    """
    workspace, redaction = library.workspace, library.redaction()
    moved: defaultdict[str, list[Checked]] = defaultdict(list)
    for one in checked:
        if one.verdict.ok and one.verdict.name == VerdictName.MOVED and one.quotation and one.verdict.citation:
            moved[one.path].append(one)
    count, left = 0, []
    for name, ones in sorted(moved.items()):
        # With pseudonyms no address may name a customer that did not before.
        candidates = [one for one in ones if not _tells(one, redaction)]
        left += [one for one in ones if one not in candidates]
        try:
            path = workspace.root / name
            if not path.resolve().is_relative_to(workspace.root.resolve()):
                raise DocumentError("is outside the workspace, so it was not written", path=name)
            before = workspace.read_text(path)
            moves = [
                (one.quotation, one.verdict.citation) for one in candidates if one.quotation and one.verdict.citation
            ]
            calls = {new.call_id: library.catalog.call(new.call_id) for _, new in moves}
            dates = {call_id: entry.date for call_id, entry in calls.items() if entry}
            after, unfound = readdress(before, moves, dates)
            if after != before:
                workspace.write(path, after.encode(), read=before.encode())
        except EvidenceError as error:
            library.problems.append(error)
            left += candidates
            continue
        left += [one for one in candidates if one.quotation in unfound]
        count += len(candidates) - len(unfound)
    return count, tuple(left)


def _tells(checked: Checked, redaction: Redaction) -> bool:
    """Whether the new address names another call than the old one, and that call may not be named."""
    old = checked.quotation.attribution.citation if checked.quotation else None
    new = checked.verdict.citation
    return bool(new and new.call_id in redaction.unlinked and not (old and old.call_id == new.call_id))


def leaks(library: Library, paths: Sequence[Path] = (), *, texts: Mapping[str, str] | None = None) -> Iterator[Leak]:
    """Yield what the documents show although the settings hide it, by document and line.

    texts: documents that are no files, by their names; then nothing else is read but `paths`.
    """
    redaction, settings = library.redaction(), library.workspace.settings
    own = {p.participant.name for _, p in library.catalog.everybody() if p.participant.side == "internal"}
    ours = {name for name in (*own, *settings.own_names) if name}
    for name, document in documents_to_verify(library, paths, texts or {}):
        quoted = {n for q in document.quotations for n in range(q.line, q.end + 1)}
        quoted |= {n for block in document.blocks for n in range(block.begin, block.end + 1)}
        yield from find_leaks(
            document.text, name, redaction, own_names=ours, own_domains=settings.own_domains, quoted=quoted
        )


def verify_quotes(
    place: WorkspaceLike = None,
    *paths: Path | str,
    allow_missing: bool = False,
    raw: bool = False,
    strict: bool = False,
    since: str | None = None,
    texts: Mapping[str, str] | None = None,
    as_of: str | None = None,
) -> list[Checked]:
    """Check every quotation of documents: `evidence verify`. See `library.verifying.verify` for what may be asked."""
    with asked_of(place, as_of) as library:
        found = verify(
            library, [*map(Path, paths)], allow_missing=allow_missing, raw=raw, strict=strict, since=since, texts=texts
        )
        return list(found)
