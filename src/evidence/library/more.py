"""The columns of the CRM beyond those of its records, as they were indexed, and what is worth a look in its tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from evidence.accounts.more import MoreColumns
from evidence.accounts.stages import closed_later
from evidence.errors import EvidenceError
from evidence.store.connection import sound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.model import Deal
    from evidence.store.catalog import Catalog


def more_of(catalog: Catalog) -> dict[str, MoreColumns]:
    """Return the columns beyond the records, by kind of table: accounts, deals."""
    with sound():
        held = json.loads(catalog.get("more") or "{}")
        return {str(kind): MoreColumns.parse(columns) for kind, columns in dict(held).items()}


def lacking_of(catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """Return the columns that no export has, with the files that could: see `Crm.lacking`."""
    return tuple((str(column), str(files)) for column, files in catalog.get_list("lacking"))


def standing_losses(catalog: Catalog) -> list[EvidenceError]:
    """Return what the tables that were last read lack against the snapshots before them: see `Crm.losses`."""
    told = catalog.get_list("losses")
    return [EvidenceError(what, hint=hint, path=path, line=line) for what, hint, path, line in told]


def standing_remarks(catalog: Catalog, deals: Iterable[Deal], day: str | None) -> list[EvidenceError]:
    """Return what in the tables that were last read is worth a look: stages that nobody knows, deals that end later."""
    told = catalog.get_list("remarks")
    kept = [EvidenceError(what, hint=hint, path=path, line=line) for what, hint, path, line in told]
    return [*kept, *closed_later(deals, day)]
