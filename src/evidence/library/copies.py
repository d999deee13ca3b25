"""Calls that are one call twice: found when calls change, told until somebody decides, and counted once.

Somebody decides by deleting one of the two files, or by a line in `source/joins/different.csv` that says that they
are two calls:

    call_id,other_call_id
    acme-2026-01-12,acme-2026-01-12-2
"""

from __future__ import annotations

import json
from array import array
from collections import Counter, defaultdict
from typing import TYPE_CHECKING
from zlib import crc32

from evidence.calls.duplicates import FEWEST, FEWEST_WORDS, CallTraits, Duplicates, find_duplicates
from evidence.errors import EvidenceError
from evidence.text import plural, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from evidence.model import Decision
    from evidence.review.decisions import Key
    from evidence.store.storage import Store
    from evidence.workspace import Workspace

    AccountOf = Callable[[str], object | None]

COPIES = "duplicates"
"""Under this key the catalog keeps the pairs."""

_IDS = ("call_id", "other_call_id")


def call_traits(store: Store) -> Iterator[CallTraits]:
    """Yield what of every call may show that another one is the same."""
    people: defaultdict[str, set[str]] = defaultdict(set)
    for call_id, person in store.catalog.everybody():
        who = person.participant
        if who.name and not who.bot:
            people[call_id].add(who.name.casefold())
    entries = list(store.catalog.calls())
    short = [entry for entry in entries if len(entry.prints) < 4 * FEWEST and entry.words >= FEWEST_WORDS]
    lengths = Counter(entry.words for entry in short)
    alike = {entry.call_id for entry in short if lengths[entry.words] > 1}
    for entry in entries:
        call_id, sampled = entry.call_id, frozenset(array("I", entry.prints))
        said = _said(store, call_id) if call_id in alike else None
        yield CallTraits(call_id, entry.meeting_id, entry.started_at, frozenset(people[call_id]), sampled, said)


def _said(store: Store, call_id: str) -> int:
    return crc32(" ".join(word for one in store.text.call(call_id) for word in words(one.text)).encode())


def look_for_copies(store: Store) -> None:
    """Compare all calls as they were committed, and keep in the catalog which may be one."""
    store.catalog.set(COPIES, note_of_copies(store))
    store.commit()


def note_of_copies(store: Store) -> str:
    """Return what the catalog is to note of its calls: which may be one."""
    return json.dumps([(one.one, one.other, one.why, one.sure) for one in find_duplicates(call_traits(store))])


def copies_in(store: Store, workspace: Workspace) -> tuple[tuple[Duplicates, ...], list[EvidenceError]]:
    """Return the pairs about which nobody decided, and what is wrong in the table of decisions."""
    pairs = [Duplicates(*row) for row in store.catalog.get_list(COPIES)]
    apart, problems = _said_to_differ(workspace) if pairs else (frozenset(), [])
    has = store.catalog.has
    left = (p for p in pairs if frozenset((p.one, p.other)) not in apart)
    return tuple(p for p in left if has(p.one) and has(p.other)), problems


def _said_to_differ(workspace: Workspace) -> tuple[frozenset[frozenset[str]], list[EvidenceError]]:
    path = workspace.different
    if not workspace.holds(path):
        return frozenset(), []
    from evidence.sheets import ColumnNames, parse_sheet  # 5 ms, and few workspaces have such a table

    columns = ColumnNames.of(*_IDS, needed=_IDS)
    try:
        sheet = parse_sheet(workspace.read_bytes(path), columns, workspace.name(path))
    except EvidenceError as error:
        return frozenset(), [error]
    pairs = frozenset(frozenset((cells["call_id"], cells["other_call_id"])) for _, cells in sheet.cells())
    return pairs, [*sheet.problems]


def counted_once(
    store: Store, workspace: Workspace, decisions: Callable[[], Mapping[Key, Decision]], account_of: AccountOf
) -> tuple[dict[str, str], list[EvidenceError], list[str]]:
    """Return the calls that another one counts for, what is wrong in the table of decisions, and what to know."""
    pairs, problems = copies_in(store, workspace)
    decided = {decision.call_id for decision in decisions().values()} if pairs else set()
    found = counted_with_another(pairs, decided, account_of)
    said = f"Counted once: {plural(len(found), 'call')} exported twice (evidence status)."
    return found, problems, [said] if found else []


def counted_with_another(
    pairs: Iterable[Duplicates], decided: AbstractSet[str], account_of: AccountOf
) -> dict[str, str]:
    """Return the calls whose mentions another call counts, with that call.

    Of two the one that somebody judged quotes of counts, else the one that is linked, else the first by id. Where
    quotes of both were judged both count: a decision never goes out of sight.
    """

    def last(call_id: str) -> tuple[bool, bool, str]:
        return call_id not in decided, account_of(call_id) is None, call_id

    found: dict[str, str] = {}
    for pair in sorted(pairs, key=lambda pair: min(last(pair.one), last(pair.other))):
        kept, other = sorted((pair.one, pair.other), key=last)
        if pair.sure and other not in decided:
            found.setdefault(other, found.get(kept, kept))
    return found
