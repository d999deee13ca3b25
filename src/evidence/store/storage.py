"""Text index and catalog as one: opened or rebuilt, written together, found whole after a kill.

A commit goes: name the calls it touches in `pending`; commit the text index;
commit the catalog with the text index's opstamp; delete `pending`. When opening,

- equal opstamps: both stand at one state (and `pending`, if there, is a leftover);
- unequal, with `pending`: a kill fell between the two commits. The calls named
  there are taken out of both, their file state with them, so that the next
  refresh reads and puts them again;
- anything else (missing, broken, another version, unequal for no known reason):
  both start again, empty. Nothing is lost: they are derived from files.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import time
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Self

from evidence.calls import packed
from evidence.errors import StoreError
from evidence.query import lemmas
from evidence.store.catalog import SCHEMA, Catalog
from evidence.store.prepare import Preparation
from evidence.store.text_index import TextIndex
from evidence.text import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from types import TracebackType

    from evidence.query.tree import Node
    from evidence.store.plan import Plan, Resolver
    from evidence.store.prepare import IndexedCall, Prepared

# Raise it when what is written into the tables or the text index changes; their columns tell of themselves.
LAYOUT = 5
PATIENCE_S = 5.0


class Store:
    """Everything derived, below one folder. Readers see the last commit as of `open`; one writer at a time."""

    def __init__(self, folder: Path, text: TextIndex, catalog: Catalog, *, rebuilt: str | None) -> None:
        """Use `Store.open`. `rebuilt` says in one line why everything started again, if it did."""
        self.text, self.catalog, self.rebuilt = text, catalog, rebuilt
        self._folder = folder
        self._lock: sqlite3.Connection | None = None
        self._touched: set[str] = set()
        self._forms: set[str] = set()  # seen by this run: a call holds 1,200, nearly all of them not for the first time
        self._new_forms: list[str] = []

    @classmethod
    def open(cls, folder: Path, *, writable: bool = False) -> Store:
        """Open the store, mending what a kill left and starting again where that is not possible.

        A writer holds the store for itself until `close`. Raises StoreError
        where another one does for more than five seconds, or nothing can be written.
        """
        return _writer(folder) if writable else _reader(folder)

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Commit where all went well; close."""
        try:
            if kind is None and self._lock is not None:
                self.commit()
        finally:
            self.close()

    def close(self) -> None:
        """Drop what was not committed and let the next writer in."""
        self.text.close()
        self.catalog.close()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    # Writing

    def put(self, record: IndexedCall) -> None:
        """Index a call in place of what was known of it, some utterances after the others; seen after `commit`."""
        work = Preparation(record)
        self._begin(record.call.call_id)
        for utterances in packed.batches(record.call.utterances, packed.FEW):
            self.text.put(work.documents(utterances))
        self._keep(work.done(work.documents(())))

    def put_prepared(self, prepared: Prepared) -> None:
        """Like `put`, for work done by `prepare` in another process."""
        self._begin(prepared.entry.call_id)
        self.text.put(prepared.documents)
        self._keep(prepared)

    def _begin(self, call_id: str) -> None:
        if call_id in self._touched or self.catalog.has(call_id):
            self.text.remove([call_id])
        self._touched.add(call_id)

    def _keep(self, prepared: Prepared) -> None:
        self.catalog.put(prepared)
        new = prepared.forms - self._forms
        self._forms |= new
        self._new_forms += new

    def remove(self, call_id: str) -> None:
        """Take a call out; one that is not here is no fault."""
        self._touched.add(call_id)
        self.text.remove([call_id])
        self.catalog.remove(call_id)

    def commit(self) -> None:
        """Make everything since the last commit visible at once, or after a kill not at all."""
        if self._touched:
            _write_pending(self._folder / "pending", self._touched)
            # In their order: the table is a tree, and filling it here and there took three times as long.
            self.catalog.add_forms(sorted((self.catalog.lemmas.key(form), form) for form in self._new_forms))
            self._new_forms.clear()
            self.catalog.set("opstamp", str(self.text.commit()))
        self.catalog.commit()
        if self._touched:
            (self._folder / "pending").unlink()
            self._touched.clear()

    # Reading

    def changes(self, standing: Mapping[str, tuple[int, int]]) -> tuple[list[str], list[str]]:
        """Return the ids of calls that are new or look changed, and of those that are gone.

        standing: size and mtime_ns of every normalized call, by id.
        """
        known = self.catalog.file_states()
        if known == standing:  # nearly always
            return [], []
        return [call for call, state in standing.items() if known.get(call) != state], sorted(known.keys() - standing)

    def candidates(self, node: Node, resolver: Resolver) -> Plan:
        """Return the index's query for a tree: exact, or a superset that `query.match` has to check."""
        catalog = self.catalog
        return self.text.candidates(
            node, forms=catalog.forms, like=catalog.forms_like, lemmas=catalog.lemmas, resolver=resolver
        )


def _writer(folder: Path) -> Store:
    lock = _lock(folder, PATIENCE_S)
    if lock is None:
        raise _busy(folder)
    try:
        store = _mended(folder)
    except BaseException:
        lock.close()
        raise
    store._lock = lock  # noqa: SLF001  its own module
    return store


def _reader(folder: Path) -> Store:
    """Open for reading. A writer may be between its two commits, which takes moments; a dead one left them so."""
    rebuilt, until = None, time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        with contextlib.suppress(StoreError):
            text, catalog = _parts(folder, hold=True)
            if _stamp(catalog) == text.opstamp:
                return Store(folder, text, catalog, rebuilt=rebuilt)
            text.close()
            catalog.close()
        if lock := _lock(folder, 0.1):
            with contextlib.closing(lock), contextlib.closing(_mended(folder)) as mended:
                rebuilt = mended.rebuilt or rebuilt
    raise _busy(folder)


def _mended(folder: Path) -> Store:
    """Return the store at one state; the lock is ours."""
    try:
        text, catalog = _parts(folder)
    except StoreError as error:
        return _fresh(folder, error.what)
    store = Store(folder, text, catalog, rebuilt=None)
    pending = folder / "pending"
    if _stamp(catalog) != text.opstamp:
        touched = _read_pending(pending)
        if touched is None:
            store.close()
            return _fresh(folder, "the text index and the catalog do not match")
        for call_id in touched:
            store.remove(call_id)
        store.commit()
    pending.unlink(missing_ok=True)
    return store


def _parts(folder: Path, *, hold: bool = False) -> tuple[TextIndex, Catalog]:
    """Open both. Raises StoreError with the reason where one is missing, broken or of another version."""
    catalog = Catalog.open(folder / "catalog.sqlite")
    try:
        if hold:
            catalog.begin()
        if catalog.get("version") != version():
            raise StoreError("the index was built by another version")
        return TextIndex.open(folder / "text"), catalog
    except sqlite3.DatabaseError as error:
        catalog.close()
        raise StoreError("the catalog is broken") from error
    except StoreError:
        catalog.close()
        raise


def _fresh(folder: Path, why: str) -> Store:
    """Start again, empty. The catalog's version is written last: without it nothing counts."""
    for name in ("catalog.sqlite", "catalog.sqlite-wal", "catalog.sqlite-shm", "pending"):
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / "text", ignore_errors=True)
    (folder / "text").mkdir()
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    text, catalog = TextIndex.create(folder / "text"), Catalog.create(folder / "catalog.sqlite")
    catalog.set("opstamp", str(text.opstamp))
    catalog.set("lemmas", lemmas.dump(lemmas.load_lemmas()))
    catalog.set("version", version())
    catalog.commit()
    return Store(folder, text, catalog, rebuilt=why)


@cache
def version() -> str:
    """Return what an index must have been built with to be of use here: its tables and columns first of all.

    The stems are of words on which releases of the stemmer differ, the sizes those of the tables of lemmas.
    """
    import tantivy  # 13 ms

    stems = "evenings added egging laterally organiser universities generously skis internal ions yogis"
    index = tantivy.__version__  # type: ignore[attr-defined]  # its stub leaves it out
    sizes = (os.stat(path).st_size for path in lemmas.paths())  # noqa: PTH116  no path is made of it
    schema = hashlib.sha256(SCHEMA.encode()).hexdigest()[:12]
    return " ".join(map(str, (LAYOUT, schema, index, unicodedata.unidata_version, *sizes, *map(stem, stems.split()))))


def _stamp(catalog: Catalog) -> int | None:
    stamp = catalog.get("opstamp")
    return int(stamp) if stamp else None


def _lock(folder: Path, patience_s: float) -> sqlite3.Connection | None:
    """Take the one writer's place, None where another keeps it.

    SQLite's own file lock waits, works on every system and dies with its process.
    Raises StoreError where the folder cannot be written.
    """
    connection = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError("it is read-only")
        connection = sqlite3.connect(folder / "lock", timeout=patience_s, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
    except (OSError, sqlite3.Error) as error:
        if connection:
            connection.close()
        if "locked" in str(error):
            return None
        raise StoreError(
            f"the index cannot be written ({error})", hint="Check the permissions and the disk.", path=folder.name
        ) from error
    return connection


def _busy(folder: Path) -> StoreError:
    return StoreError(
        "another evidence command is writing the index", hint="Run this again when it has finished.", path=folder.name
    )


def _read_pending(path: Path) -> list[str] | None:
    try:
        return [str(call_id) for call_id in json.loads(path.read_bytes())]
    except (OSError, ValueError):
        return None


def _write_pending(path: Path, touched: Iterable[str]) -> None:
    """Write it whole or not at all, and on the disk before the first commit begins."""
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        json.dump(sorted(touched), file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
