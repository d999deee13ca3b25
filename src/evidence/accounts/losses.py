"""What a snapshot of the CRM lacks that the one before it had: columns, or half of its rows.

An export with one field unticked, or of one page, is a sound table: only the last one shows that something is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.accounts.columns import columns_of_sql, filled_by
from evidence.errors import TableError
from evidence.sheets import fold_header
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from evidence.sheets import Sheet

_KEYS = {"account_id", "opportunity_id", "contact_id"}  # a table without them is told as such
MOST_NAMED = 8  # of the columns that only conditions and SQL may read


def losses(
    kind: str, before: tuple[str, Sheet], now: tuple[str, Sheet], *, elsewhere: Collection[str] = ()
) -> Iterator[TableError]:
    """Yield what the sheet of now lacks against the one before, both with their paths: a line a column, and the rows.

    kind: accounts, deals, contacts or enrichment. elsewhere: columns that another table fills by now. A column under
    another header that is read as the same, or out of which the same is worked out, is none that is lost.
    """
    (earlier, old), (path, new) = before, now
    known = columns_of_sql("accounts" if kind == "enrichment" else kind)
    held = {*filled_by(kind, new.columns), *elsewhere, *_KEYS}
    for column in sorted((filled_by(kind, old.columns) & known) - held):
        what = f"the column {column} is gone; {earlier} had it"
        yield TableError(what, hint="Export it again with that column.", path=path)
    if others := _others(old, new):
        named = ", ".join(others[:MOST_NAMED]) + (", ..." if len(others) > MOST_NAMED else "")
        what = f"columns beyond the known ones are gone ({named}); {earlier} had them"
        yield TableError(what, hint="Export them again if a condition or SQL reads them.", path=path)
    if len(old.rows) >= 2 * len(new.rows) and len(old.rows) > 1:
        what = f"has {plural(len(new.rows), 'row')}; {earlier} had {len(old.rows):,}"
        yield TableError(what, hint="Export all rows again, unless they are really gone.", path=path)


def _others(old: Sheet, new: Sheet) -> list[str]:
    """Return the headers of columns that no field is and that are no longer there, in their order."""
    fields = {*old.columns.values()}
    standing = {*map(fold_header, new.header)}
    return [
        name
        for at, name in enumerate(old.header)
        if at not in fields and name.strip() and fold_header(name) not in standing
    ]
