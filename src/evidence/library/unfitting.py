"""Lines that people wrote about calls and speakers, and that fit none: a typing error, or a call that is gone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from evidence.errors import TableError
from evidence.library.assignments import source_id_of
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.accounts.records import Crm
    from evidence.calls.people import Correction
    from evidence.errors import EvidenceError
    from evidence.store.catalog import Catalog
    from evidence.workspace import Workspace


def unfitting(
    workspace: Workspace, catalog: Catalog, crm: Crm, corrections: Iterable[Correction]
) -> tuple[EvidenceError, ...]:
    """Return, by file and line, the links by hand that fit no call, and the lines of `people.csv` that fit nobody.

    None while there are no calls: then nothing can fit.
    """
    calls = {entry.call_id for entry in catalog.calls()}
    if not calls:
        return ()
    lost = [row for row in crm.mappings if row.key.lower() not in calls]
    if lost:  # the provider's ids stand in the files alone
        known = {source_id_of(workspace, call_id) for call_id in calls}
        lost = [row for row in lost if row.key.lower() not in known]
    found = [TableError(f"no call has the id {row.key!r}", path=row.path, line=row.line) for row in lost]
    labels = {(call_id, person.participant.label) for call_id, person in catalog.everybody()}
    anywhere = {label for _, label in labels}
    path = workspace.name(workspace.people)
    for one in corrections:
        if not (one.label in anywhere if one.call_id is None else (one.call_id, one.label) in labels):
            where = f" in call {one.call_id}" if one.call_id else ""
            found.append(TableError(f"nobody is labelled {one.label!r}{where}", path=path, line=one.line))
    return tuple(sorted(found, key=lambda one: (one.path or "", one.line or 0)))


def unfitting_counts(lines: Iterable[EvidenceError]) -> list[str]:
    """Say in a sentence for each file how many of its lines fit no call or nobody."""
    counts = Counter((one.path or "", one.what.startswith("nobody")) for one in lines)
    return [
        f"{path}: {plural(number, 'line')} {'fits' if number == 1 else 'fit'} "
        f"{'nobody who speaks or is listed' if people else 'no call'} (evidence status)"
        for (path, people), number in sorted(counts.items())
    ]
