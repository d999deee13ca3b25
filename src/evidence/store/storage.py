"""Text index and catalog as one: opened or rebuilt, written together, found whole after a kill.

A commit goes: name the calls it touches in `pending`; commit the text index;
commit the catalog with the text index's opstamp; delete `pending`. When opening,

- equal opstamps: both stand at one state (and `pending`, if there, is a leftover);
- unequal, with `pending`: a kill fell between the two commits. The calls named
  there are taken out of both, their file state with them, so that the next
  refresh reads and puts them again;
- anything else (missing, broken, another version, unequal for no known reason, or made elsewhere: see
  `evidence.cache`): both start again, empty. Nothing is lost: they are derived from files.

Damage may show only while something is read. Then the folder is marked, and the next one that opens it starts again.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import time
import unicodedata
from typing import TYPE_CHECKING, Self
from zlib import crc32

from evidence import cache
from evidence.calls import packed
from evidence.errors import DamagedIndexError, ReadOnlyIndexError, StoreError, UnreadableIndexError
from evidence.files import sweep, write_file
from evidence.query import language, lemmas
from evidence.store.catalog import SCHEMA, Catalog
from evidence.store.locking import alone, busy_index, take_lock, telling_of_index
from evidence.store.prepare import Preparation
from evidence.store.text_index import TextIndex, is_sound
from evidence.text import stem

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from types import TracebackType

    from evidence.files import FileStamp
    from evidence.query.tree import Node
    from evidence.store.plan import Plan, Resolver
    from evidence.store.prepare import IndexedCall, Prepared

# Raise it when what is written into the tables or the text index changes; their columns tell of themselves.
LAYOUT = 8
PATIENCE_S = 5.0
_UNFINISHED = "unfinished"
_LANGUAGES = "languages"
# Bytes, those of some 150 calls, whose checksums are compared at every opening, in 3 ms. Damage in a larger index
# shows where it makes a file unreadable or a text another; `evidence check` compares all.
SMALL = 4_000_000


class Store:
    """Everything derived, below one folder. Readers see the last commit as of `open`; one writer at a time."""

    def __init__(self, folder: Path, text: TextIndex, catalog: Catalog, *, rebuilt: str | None) -> None:
        """Use `Store.open`. `rebuilt` says in one line why everything started again, if it did."""
        self.text, self.catalog, self.rebuilt = text, catalog, rebuilt
        self._folder = folder
        self._made = _made(folder)
        self._lock: sqlite3.Connection | None = None
        self._written = False
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

    @classmethod
    def look(cls, folder: Path) -> Store:
        """Open the store as it stands, mending nothing. Raises StoreError where it cannot be used so."""
        whose = cache.owner(folder)
        if whose != "ours":
            raise StoreError(_WHY[whose])
        text, catalog = _parts(folder, hold=True, compared=False)
        store = cls(folder, text, catalog, rebuilt=None)
        if _stamp(catalog) != text.opstamp:
            store.close()
            raise StoreError("the text index and the catalog do not match")
        return store

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
            if isinstance(error, DamagedIndexError):
                self._condemn()

    def _condemn(self) -> None:
        """Have the index made anew that turned out damaged, unless another command is at it or has done so already."""
        with contextlib.suppress(StoreError), alone(self._folder, PATIENCE_S):
            if self._made == _made(self._folder):
                discard(self._folder)

    def close(self) -> None:
        """Drop what was not committed and let the next writer in."""
        self.text.close()
        self.catalog.close()
        if self._written:
            _seal(self._folder)
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
        new = {*prepared.vocabulary.split()} - self._forms
        self._forms |= new
        self._new_forms += new

    def remove(self, call_id: str) -> None:
        """Take a call out; one that is not here is no fault."""
        self._touched.add(call_id)
        self.text.remove([call_id])
        self.catalog.remove(call_id)

    def begin(self) -> None:
        """Note that work has begun that takes several commits, so that a kill is told as one; `finish` takes it back.

        Called before anything else is written.
        """
        if not self.interrupted:
            self.catalog.set(_UNFINISHED, "1")
            self.catalog.commit()

    @property
    def interrupted(self) -> bool:
        """Whether a run that took several commits was killed, or is still at work."""
        return bool(self.catalog.get(_UNFINISHED))

    def finish(self) -> None:
        """Commit what is the last of its work."""
        if self.interrupted:
            self.catalog.set(_UNFINISHED, "")
        self.commit()

    def commit(self) -> None:
        """Make everything since the last commit visible at once, or after a kill not at all."""
        if self._touched:
            _write_pending(self._folder / "pending", self._touched)
            # In their order: the table is a tree, and filling it here and there took three times as long.
            self.catalog.add_forms(sorted(map(self._keyed, self._new_forms)))
            self._note_languages()
            self._new_forms.clear()
            self.catalog.set("opstamp", str(self.text.commit()))
        self.catalog.commit()
        if self._touched:
            _unlink(self._folder / "pending")
            self._touched.clear()
            cache.share(self._folder)

    def _keyed(self, form: str) -> tuple[str, str]:
        """Return the key and the token of a form of `Prepared.vocabulary`."""
        language, _, token = form.rpartition(":")
        return self.catalog.lemmas.key_in(language)(token), token

    def _note_languages(self) -> None:
        """Note the languages with stems of their own; never forgotten, as forms are."""
        known = self.catalog.get_list(_LANGUAGES)
        new = {form.partition(":")[0] for form in self._new_forms if ":" in form}
        if not new <= {*known}:
            self.catalog.set(_LANGUAGES, json.dumps(sorted({*known, *new})))
            vars(self.catalog).pop("lemmas", None)  # they hold the languages

    # Reading

    def changes(self, standing: Mapping[str, FileStamp]) -> tuple[list[str], list[str]]:
        """Return the ids of calls that are new or look changed, and of those that are gone.

        standing: what the file of every normalized call looks like, by id.
        """
        known = self.catalog.file_stamps()
        if known == standing:  # nearly always
            return [], []
        return [call for call, stamp in standing.items() if known.get(call) != stamp], sorted(known.keys() - standing)

    def candidates(self, node: Node, resolver: Resolver) -> Plan:
        """Return the index's query for a tree: exact, or a superset that `query.match` has to check."""
        catalog = self.catalog
        return self.text.candidates(
            node, forms=catalog.forms, like=catalog.forms_like, lemmas=catalog.lemmas, resolver=resolver
        )


def empty(folder: Path) -> None:
    """Delete everything that is derived. Raises StoreError where another command writes it, or it is not ours."""
    if cache.owner(folder) == "new":
        return
    with alone(folder, PATIENCE_S), telling_of_index(folder):
        cache.clear(folder)


def discard(folder: Path) -> None:
    """Have the next one that opens the store start again."""
    with contextlib.suppress(OSError):  # where nothing can be written, nothing can be mended either
        (folder / cache.DAMAGED).touch()


def _writer(folder: Path) -> Store:
    cache.owner(folder)
    lock = take_lock(folder, PATIENCE_S)
    if lock is None:
        raise busy_index(folder)
    with contextlib.ExitStack() as held:
        held.callback(lock.close)
        with telling_of_index(folder):
            sweep(folder)
            sweep(folder / cache.SCRATCH)
        store = _mended(folder)
        held.pop_all()
    store._lock = lock  # noqa: SLF001  its own module
    return store


def _reader(folder: Path) -> Store:
    """Open for reading. A writer may be between its two commits, which takes moments; a dead one left them so."""
    rebuilt, until = None, time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if cache.owner(folder) == "ours" and (store := _standing(folder)) is not None:
            store.rebuilt = rebuilt
            return store
        try:
            lock = take_lock(folder, 0.1)
        except ReadOnlyIndexError as error:
            why = _WHY.get(cache.owner(folder), "it does not stand as it was written")
            hint = "Let somebody who may write here run evidence ingest."
            raise ReadOnlyIndexError(
                f"{error.what}, and has to be made anew: {why}", hint=hint, path=error.path
            ) from error
        if lock:
            with contextlib.closing(lock), contextlib.closing(_mended(folder)) as mended:
                rebuilt = mended.rebuilt or rebuilt
    raise busy_index(folder)


def _standing(folder: Path) -> Store | None:
    """Return the store at one state, None where it has to be mended or waited for."""
    try:
        text, catalog = _parts(folder, hold=True)
    except UnreadableIndexError:
        raise
    except StoreError:
        return None
    store = Store(folder, text, catalog, rebuilt=None)
    if _stamp(catalog) == text.opstamp:
        return store
    store.close()
    return None


_WHY = {
    "new": "first run",
    "copied": "it came from elsewhere",
    "earlier": "the index was built by another version",
}


def _mended(folder: Path) -> Store:
    """Return the store at one state; the lock is ours."""
    if (whose := cache.owner(folder)) != "ours":
        return _fresh(folder, _WHY[whose])
    try:
        text, catalog = _parts(folder, writable=True)
    except UnreadableIndexError:
        raise
    except DamagedIndexError:
        return _fresh(folder, "the old one was damaged")
    except StoreError as error:
        return _fresh(folder, error.what)
    store = _written(Store(folder, text, catalog, rebuilt=None))
    pending = folder / "pending"
    if _stamp(catalog) != text.opstamp:
        touched = _read_pending(pending)
        if touched is None:
            store.close()
            return _fresh(folder, "the text index and the catalog do not match")
        for call_id in touched:
            store.remove(call_id)
        store.commit()
    _unlink(pending)
    return store


def _parts(
    folder: Path, *, writable: bool = False, hold: bool = False, compared: bool = True
) -> tuple[TextIndex, Catalog]:
    """Open both. Raises StoreError with the reason where one is missing, broken or of another version."""
    if (folder / cache.DAMAGED).exists():
        raise StoreError("the old one was damaged")
    catalog = Catalog.open(folder / cache.CATALOG, writable=writable)
    try:
        if hold:
            catalog.begin()
        if catalog.get("version") != version():
            raise StoreError("the index was built by another version")
        with telling_of_index(folder, "read", UnreadableIndexError):
            if compared and not _is_sealed(folder):
                raise StoreError("the old one was damaged")
        return TextIndex.open(folder / cache.TEXT), catalog
    except StoreError:
        catalog.close()
        raise


def _fresh(folder: Path, why: str) -> Store:
    """Start again, empty. The catalog's version is written last: without it nothing counts."""
    # What ids stood for cannot be made again; what a clone brought along is not believed.
    keep = (cache.DEFINITIONS,) if cache.owner(folder) == "ours" else ()
    with telling_of_index(folder):
        cache.clear(folder, keep=keep)
        cache.mark(folder)
        (folder / cache.TEXT).mkdir()
    text = TextIndex.create(folder / cache.TEXT)
    try:
        catalog = Catalog.create(folder / cache.CATALOG)
    except StoreError:
        text.close()
        raise
    catalog.set("opstamp", str(text.opstamp))
    catalog.set("lemmas", lemmas.dump(lemmas.load_lemmas()))
    catalog.set("version", version())
    catalog.commit()
    cache.share(folder)
    return _written(Store(folder, text, catalog, rebuilt=why))


def _made(folder: Path) -> str:
    """Return what is another one as soon as the index is made anew: the moment at which it was marked."""
    try:
        return (folder / cache.MADE).read_text(encoding="ascii")
    except (OSError, ValueError):
        return ""


def _written(store: Store) -> Store:
    """Take the sums away from a store that is about to change; they come back when it is closed."""
    _unlink(store._folder / cache.SUMS)  # noqa: SLF001  its own module
    store._written = True  # noqa: SLF001
    return store


def _seal(folder: Path) -> None:
    """Keep the checksums of what has none of its own, where it is small; nothing changes it until the next writer."""
    with contextlib.suppress(OSError):  # without them less is compared
        if (folder / f"{cache.CATALOG}-wal").exists() or sum(
            (folder / name).stat().st_size for name in _SUMMED
        ) > SMALL:
            return
        write_file(folder / cache.SUMS, json.dumps(_sums(folder)).encode(), durable=False)


def _is_sealed(folder: Path) -> bool:
    """Whether a small index is byte for byte what its writer left, as far as a checksum can tell."""
    try:
        stated = json.loads((folder / cache.SUMS).read_bytes())
    except FileNotFoundError:  # being written, left by a kill, or large
        return is_sound(folder / cache.TEXT, most=SMALL)
    except ValueError:
        return False
    return bool(stated == _sums(folder)) and is_sound(folder / cache.TEXT, most=SMALL)


_SUMMED = (cache.CATALOG, f"{cache.TEXT}/meta.json")


def _sums(folder: Path) -> dict[str, int]:
    return {name: crc32((folder / name).read_bytes()) for name in _SUMMED if (folder / name).is_file()}


@functools.cache
def version() -> str:
    """Return what an index must have been built with to be of use here: its tables and columns first of all.

    The stems are of words on which releases of the stemmer differ, the sizes those of the tables of lemmas and of
    function words.
    """
    import tantivy  # 13 ms

    stems = "evenings added egging laterally organiser universities generously skis internal ions yogis"
    index = tantivy.__version__  # type: ignore[attr-defined]  # its stub leaves it out
    sizes = (os.stat(path).st_size for path in (*lemmas.paths(), *language.word_files()))  # noqa: PTH116  no path is made of it
    schema = hashlib.sha256(SCHEMA.encode()).hexdigest()[:12]
    return " ".join(map(str, (LAYOUT, schema, index, unicodedata.unidata_version, *sizes, *map(stem, stems.split()))))


def _stamp(catalog: Catalog) -> int | None:
    stamp = catalog.get("opstamp")
    return int(stamp) if stamp else None


def _unlink(path: Path) -> None:
    with telling_of_index(path.parent):
        path.unlink(missing_ok=True)


def _read_pending(path: Path) -> list[str] | None:
    try:
        return [str(call_id) for call_id in json.loads(path.read_bytes())]
    except (OSError, ValueError):
        return None


def _write_pending(path: Path, touched: Iterable[str]) -> None:
    """Write it whole or not at all, and on the disk before the first commit begins."""
    with telling_of_index(path.parent):
        write_file(path, json.dumps(sorted(touched)).encode())
