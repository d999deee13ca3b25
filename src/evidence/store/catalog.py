"""What is known about calls apart from their words: one SQLite file that any SQLite tool opens.

Readers never wait: they see the last commit (write-ahead log). Where the folder
cannot be written, the file is read as it stands.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress
from dataclasses import MISSING, astuple, dataclass, fields, replace
from functools import cached_property
from itertools import starmap
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from evidence.errors import EvidenceError, NormalizedError, StoreError
from evidence.files import FileStamp
from evidence.model import AccountLink, Candidate, Participant
from evidence.model.accounts import Account, Contact, Deal, crm_columns
from evidence.query.lemmas import parse_lemmas
from evidence.store.connection import connect, connect_to_read, is_of_the_disk, sound, unreadable, unwritable
from evidence.store.prepare import CallEntry, IndexedParticipant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from evidence.query.lemmas import Lemmas
    from evidence.store.prepare import Prepared

_TABLES_OF_CALLS = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE calls (
    call_id TEXT PRIMARY KEY, title TEXT NOT NULL, date TEXT, started_at TEXT, source TEXT NOT NULL,
    format TEXT NOT NULL, source_sha256 TEXT NOT NULL, text_sha256 TEXT NOT NULL, edited INTEGER NOT NULL,
    duration_ms INTEGER, utterances INTEGER NOT NULL, words INTEGER NOT NULL, account_id TEXT, opportunity_id TEXT,
    path TEXT NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, inode INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL, sha256 TEXT NOT NULL,
    meeting_id TEXT, prints BLOB NOT NULL, spoken TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX call_files ON calls (call_id, size, mtime_ns, inode, ctime_ns);
CREATE TABLE participants (
    call_id TEXT NOT NULL, place INTEGER NOT NULL, label TEXT NOT NULL, name TEXT, org TEXT, side TEXT NOT NULL,
    side_source TEXT, role TEXT, email_domain TEXT, email_sha256 TEXT, bot INTEGER NOT NULL, assumed INTEGER NOT NULL,
    title TEXT, account_id TEXT, overruled TEXT NOT NULL, utterances INTEGER NOT NULL, PRIMARY KEY (call_id, place)
) WITHOUT ROWID;
CREATE TABLE links (
    call_id TEXT PRIMARY KEY, status TEXT NOT NULL, account_id TEXT, opportunity_id TEXT, method TEXT, score REAL,
    candidates TEXT NOT NULL, reason TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX links_by_account ON links (account_id);
CREATE TABLE broken (
    call_id TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, inode INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL, what TEXT NOT NULL, hint TEXT NOT NULL,
    path TEXT, line INTEGER
) WITHOUT ROWID;
CREATE TABLE members (segment_id TEXT, account_id TEXT, PRIMARY KEY (segment_id, account_id)) WITHOUT ROWID;
CREATE TABLE forms (key TEXT, form TEXT, PRIMARY KEY (key, form)) WITHOUT ROWID;
CREATE TABLE raw_files (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, inode INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL, sha256 TEXT NOT NULL,
    call_ids TEXT NOT NULL, format TEXT, status TEXT NOT NULL, message TEXT NOT NULL, beside TEXT NOT NULL
) WITHOUT ROWID;
"""
_TYPES = {"count": "INTEGER", "money": "REAL", "truth": "INTEGER"}


def _table(name: str, record: type) -> str:
    """Return how a table of the CRM is made: its key first, then a column a field."""
    kinds = {each: _TYPES.get(one.kind, "TEXT") for each, one in crm_columns(record).items()}
    must = {each.name for each in fields(record) if each.default is MISSING}
    key, *rest = (f"{each} {kind}{' NOT NULL' * (each in must)}" for each, kind in kinds.items())
    return f"CREATE TABLE {name} ({', '.join([key.replace('NOT NULL', 'PRIMARY KEY'), *rest])}) WITHOUT ROWID;\n"


SCHEMA = _TABLES_OF_CALLS + "".join(starmap(_table, (("accounts", Account), ("deals", Deal), ("contacts", Contact))))

_MADE = {made.strip() for made in SCHEMA.split(";") if made.strip()}
# Of SQLite's machine: some twenty seconds. The longest statement over 7,000 calls takes a thousandth of it.
_STEPS, _MOST_TURNS = 100_000, 10_000


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file below `raw` as it was last read, and what came of it (statuses of `ingest`).

    `beside` holds a line for every other file that its reading asked for, as `ingest` wrote it.
    """

    path: str
    size: int
    mtime_ns: int
    inode: int
    ctime_ns: int
    sha256: str
    call_ids: tuple[str, ...] = ()
    format: str | None = None
    status: str = "new"
    message: str = ""
    beside: tuple[str, ...] = ()

    @property
    def stamp(self) -> FileStamp:
        """What it looked like when it was last read."""
        return FileStamp(self.size, self.mtime_ns, self.inode, self.ctime_ns)

    def stamped(self, stamp: FileStamp) -> RawFile:
        """Return the same file as it looks now."""
        return replace(self, **stamp._asdict())


_Row = TypeVar("_Row", CallEntry, Account, Deal, Contact, AccountLink, RawFile)
_TABLES: dict[type, str] = {
    CallEntry: "calls",
    Account: "accounts",
    Deal: "deals",
    Contact: "contacts",
    AccountLink: "links",
    RawFile: "raw_files",
}
_COLUMNS = {kind: [field.name for field in fields(kind)] for kind in _TABLES}


class Catalog:
    """Typed functions over the file; writes become visible with `commit`.

    Raises DamagedIndexError where the file holds what this module did not write, StoreError where it cannot be used.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use `Catalog.create` or `Catalog.open`."""
        self._db = connection
        self._turns = 0
        connection.set_progress_handler(self._turn, _STEPS)

    @classmethod
    def create(cls, path: Path) -> Catalog:
        """Make an empty catalog where there is none. Raises StoreError."""
        try:
            connection = connect(path, "rwc")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(f"BEGIN; {SCHEMA} COMMIT;")
        except sqlite3.Error as error:
            raise unwritable(error) from error
        return cls(connection)

    @classmethod
    def open(cls, path: Path, *, writable: bool = False) -> Catalog:
        """Open what stands there. Raises StoreError where it is missing, broken or made otherwise."""
        if not path.is_file():
            raise StoreError("first run")
        try:
            connection = connect(path, "rw") if writable else connect_to_read(path)
        except sqlite3.Error as error:
            raise (unreadable(error) if is_of_the_disk(error) else StoreError("the catalog is broken")) from error
        catalog = cls(connection)
        try:
            catalog._check_schema()
        except StoreError:
            catalog.close()
            raise
        return catalog

    def begin(self) -> None:
        """Hold on to one state: later reads see the catalog as of the first."""
        with sound():
            if not self._db.in_transaction:
                self._db.execute("BEGIN")

    def commit(self) -> None:
        """Make everything since the last commit visible at once."""
        try:
            if self._db.in_transaction:
                self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise unwritable(error) from error

    def close(self) -> None:
        """Drop what was not committed and let go of the file."""
        with suppress(sqlite3.Error):  # a disk that fails has rolled back by itself
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
        self._db.close()

    def is_whole(self) -> bool:
        """Whether every page of the file is as SQLite wrote it; reads all of it."""
        with suppress(StoreError):
            return next(self._rows("PRAGMA integrity_check"), None) == ("ok",)
        return False

    def _check_schema(self) -> None:
        """Compare how the file is made with how this module makes it, before anything else is asked of it."""
        found = {row[0] for row in self._rows("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")}
        if found != _MADE:
            raise StoreError("the index was built by another version")

    def _rows(self, sql: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        with sound():
            self._turns = 0
            yield from self._db.execute(sql, values)

    def _turn(self) -> bool:
        """Stop a statement that runs without end, over pages that lead back to themselves."""
        self._turns += 1
        return self._turns > _MOST_TURNS

    # Meta: schema, opstamp, fingerprints of settings and CRM snapshots

    def get(self, key: str) -> str | None:
        """Return a note, None where there is none."""
        row = next(self._rows("SELECT value FROM meta WHERE key = ?", (key,)), None)
        return str(row[0]) if row else None

    def get_list(self, key: str) -> list[Any]:
        """Return a note that is a list in JSON, an empty one where there is none."""
        with sound():
            return list(json.loads(self.get(key) or "[]"))

    def set(self, key: str, value: str) -> None:
        """Keep a note."""
        self._write("INSERT OR REPLACE INTO meta VALUES (?, ?)", [(key, value)])

    # Calls

    def put(self, prepared: Prepared) -> None:
        """Write a call's rows in place of what was there."""
        call_id = prepared.entry.call_id
        self.remove(call_id)
        self._insert(CallEntry, [prepared.entry])
        people = [(call_id, place, *_person_row(person)) for place, person in enumerate(prepared.people)]
        self._write(f"INSERT INTO participants VALUES ({_marks(16)})", people)
        if prepared.link:
            self._insert(AccountLink, [prepared.link])

    def remove(self, call_id: str) -> None:
        """Delete a call's rows."""
        for table in ("calls", "participants", "links", "broken"):
            self._write(f"DELETE FROM {table} WHERE call_id = ?", [(call_id,)])

    def has(self, call_id: str) -> bool:
        """Return whether the call is here."""
        return next(self._rows("SELECT 1 FROM calls WHERE call_id = ?", (call_id,)), None) is not None

    def call(self, call_id: str) -> CallEntry | None:
        """Return one call."""
        return next(self._select(CallEntry, "WHERE call_id = ?", call_id), None)

    def calls(self) -> Iterator[CallEntry]:
        """Yield every call, by id."""
        return self._select(CallEntry, "ORDER BY call_id")

    def file_stamps(self) -> dict[str, tuple[int, ...]]:
        """Return what every call's file looked like as it was read, by id: the values of a FileStamp."""
        return {
            row[0]: row[1:]
            for table in ("calls", "broken")
            for row in self._rows(f"SELECT call_id, size, mtime_ns, inode, ctime_ns FROM {table}")
        }

    def stamp(self, call_id: str, stamp: FileStamp) -> None:
        """Remember that a call's file looks otherwise and says what it said when it was last understood."""
        sql = "UPDATE calls SET size = ?, mtime_ns = ?, inode = ?, ctime_ns = ? WHERE call_id = ?"
        self._write(sql, [(*stamp, call_id)])
        self._write("DELETE FROM broken WHERE call_id = ?", [(call_id,)])

    def put_broken(self, call_id: str, state: FileStamp, error: EvidenceError) -> None:
        """Remember that a call's file cannot be understood as it stands: it is read again when it changes."""
        row = (call_id, *state, error.what, error.hint, error.path, error.line)
        self._write(f"INSERT OR REPLACE INTO broken VALUES ({_marks(9)})", [row])

    def broken(self) -> list[EvidenceError]:
        """Return what is wrong in files that could not be understood, by call."""
        rows = self._rows("SELECT what, hint, path, line FROM broken ORDER BY call_id")
        return [NormalizedError(what, hint=hint, path=path, line=line) for what, hint, path, line in rows]

    def newest(self) -> str | None:
        """Return the newest day among the calls."""
        found: str | None = next(self._rows("SELECT max(date) FROM calls"))[0]
        return found

    def undated(self) -> int:
        """Return how many calls have no date."""
        return int(next(self._rows("SELECT count(*) FROM calls WHERE date IS NULL"))[0])

    def people(self, call_id: str) -> tuple[IndexedParticipant, ...]:
        """Return a call's participants in its own order."""
        rows = self._rows("SELECT * FROM participants WHERE call_id = ? ORDER BY place", (call_id,))
        return tuple(_person(row[2:]) for row in rows)

    def everybody(self) -> Iterator[tuple[str, IndexedParticipant]]:
        """Yield (call id, participant), by call."""
        for row in self._rows("SELECT * FROM participants ORDER BY call_id, place"):
            yield row[0], _person(row[2:])

    def link(self, call_id: str) -> AccountLink | None:
        """Return how a call was linked."""
        return next(self._select(AccountLink, "WHERE call_id = ?", call_id), None)

    def links(self) -> Iterator[AccountLink]:
        """Yield how every call was linked, by call."""
        return self._select(AccountLink, "ORDER BY call_id")

    # CRM and segments: replaced as a whole, they come from whole snapshots

    def replace_crm(self, accounts: Iterable[Account], deals: Iterable[Deal], contacts: Iterable[Contact]) -> None:
        """Put the rows of new snapshots in place of the old ones."""
        self._replace(Account, accounts)
        self._replace(Deal, deals)
        self._replace(Contact, contacts)

    def accounts(self) -> Iterator[Account]:
        """Yield every account, by id."""
        return self._select(Account, "ORDER BY account_id")

    def deals(self) -> Iterator[Deal]:
        """Yield every deal, by id."""
        return self._select(Deal, "ORDER BY opportunity_id")

    def contacts(self) -> Iterator[Contact]:
        """Yield every contact, by id."""
        return self._select(Contact, "ORDER BY contact_id")

    def replace_members(self, members: Mapping[str, Iterable[str]]) -> None:
        """Put segment -> account ids in place of what was there."""
        self._write("DELETE FROM members", [()])
        rows = ((segment, account) for segment, accounts in members.items() for account in accounts)
        self._write("INSERT OR IGNORE INTO members VALUES (?, ?)", rows)

    def members(self, segment_id: str) -> tuple[str, ...]:
        """Return the accounts of a segment, sorted."""
        found = self._rows("SELECT account_id FROM members WHERE segment_id = ? ORDER BY account_id", (segment_id,))
        return tuple(row[0] for row in found)

    def all_members(self) -> list[tuple[str, str]]:
        """Return (segment, account) pairs, sorted."""
        rows = self._rows("SELECT segment_id, account_id FROM members ORDER BY segment_id, account_id")
        return [(row[0], row[1]) for row in rows]

    # Words

    def add_forms(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Remember (key, token), see `query.lemmas`; never forgotten, for what nobody says any more finds nothing."""
        self._write("INSERT OR IGNORE INTO forms VALUES (?, ?)", pairs)

    @cached_property
    def lemmas(self) -> Lemmas:
        """The word forms that the index was built with, and the languages in it; read once."""
        with sound():
            return parse_lemmas(self.get("lemmas") or "[{}, []]", self.get_list("languages"))

    def forms(self, key: str) -> tuple[str, ...]:
        """Return the tokens that share a key, sorted; a token has one in each language."""
        found = self._rows("SELECT form FROM forms WHERE key = ? ORDER BY form", (key,))
        return tuple(row[0] for row in found)

    def forms_like(self, pattern: str, limit: int) -> tuple[str, ...]:
        """Return up to `limit` tokens that fit a wildcard pattern, in no order."""
        glob = pattern.replace("[", "[[]")
        found = self._rows("SELECT DISTINCT form FROM forms WHERE form GLOB ? LIMIT ?", (glob, limit))
        return tuple(row[0] for row in found)

    def all_forms(self) -> list[str]:
        """Return every token of the calls, sorted."""
        return [row[0] for row in self._rows("SELECT DISTINCT form FROM forms ORDER BY form")]

    # Raw files

    def put_raw(self, file: RawFile) -> None:
        """Remember what came of a raw file."""
        self._insert(RawFile, [file])

    def remove_raw(self, path: str) -> None:
        """Forget a raw file that vanished."""
        self._write("DELETE FROM raw_files WHERE path = ?", [(path,)])

    def raw_files(self) -> Iterator[RawFile]:
        """Yield every raw file, by path."""
        return self._select(RawFile, "ORDER BY path")

    def _write(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        self._turns = 0
        try:
            if not self._db.in_transaction:
                self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(sql, rows)
        except sqlite3.Error as error:
            raise unwritable(error) from error

    def _insert(self, kind: type[_Row], rows: Iterable[_Row]) -> None:
        names = _COLUMNS[kind]
        sql = f"INSERT OR REPLACE INTO {_TABLES[kind]} ({', '.join(names)}) VALUES ({_marks(len(names))})"
        cells = attrgetter(*names)  # a tenth of the price of `astuple`, which copies all
        self._write(sql, (tuple(map(_cell, cells(row))) for row in rows))

    def _replace(self, kind: type[_Row], rows: Iterable[_Row]) -> None:
        self._write(f"DELETE FROM {_TABLES[kind]}", [()])
        self._insert(kind, rows)

    def _select(self, kind: type[_Row], rest: str, *values: str) -> Iterator[_Row]:
        columns = ", ".join(_COLUMNS[kind])
        sql = f"SELECT {columns} FROM {_TABLES[kind]} {rest}"
        readers = _READERS[kind]
        with sound():
            for row in self._rows(sql, values):
                yield kind(*(read(cell) if read else cell for read, cell in zip(readers, row, strict=True)))


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _cell(value: object) -> object:
    return json.dumps(value, ensure_ascii=False, default=astuple) if isinstance(value, tuple) else value


def _candidates(cell: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(*row) for row in json.loads(cell))


def _strings(cell: str) -> tuple[str, ...]:
    return tuple(json.loads(cell))


def _readers(kind: type) -> tuple[Callable[[Any], Any] | None, ...]:
    """Return for every column how its cell becomes a value again; None where it already is one."""
    known: dict[str, Callable[[Any], Any]] = {
        "bool": bool,
        "bool | None": lambda cell: None if cell is None else bool(cell),
        "tuple[Candidate, ...]": _candidates,
        "tuple[str, ...]": _strings,
    }
    return tuple(known.get(str(field.type)) for field in fields(kind))


_READERS = {kind: _readers(kind) for kind in _TABLES}

_PARTICIPANT = tuple(field.name for field in fields(Participant))[:-1]
_participant, _told = attrgetter(*_PARTICIPANT, "bot"), attrgetter("title", "account_id", "overruled", "utterances")


def _person_row(person: IndexedParticipant) -> tuple[object, ...]:
    return (*_participant(person.participant), person.assumed, *_told(person))


def _person(row: tuple[Any, ...]) -> IndexedParticipant:
    bot, assumed, *told = row[8:]
    cells: tuple[Any, ...] = (*row[:8], bool(bot))  # in the order of the fields, in half the time that names take
    return IndexedParticipant(Participant(*cells), bool(assumed), *told)
