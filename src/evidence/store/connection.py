"""A connection to the catalog, taken for what it is: a file that anybody may have written.

Nothing in it is believed, run or called; what SQLite says of it is told in the words of this package.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from evidence.errors import DamagedIndexError, StoreError, UnreadableIndexError, disk_advice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Open for reading, and read once, so that what is broken shows now."""
    try:
        return connect(path, "ro")
    except sqlite3.OperationalError:
        # The log needs a file beside it; where the folder is read-only nobody writes, so none is needed.
        return connect(path, "ro&immutable=1")


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Open as what it is, a file that anybody may have written: nothing in it is believed, run or called."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None)
    try:
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "synchronous = NORMAL"):
            # The log survives a kill at any moment; after a power cut the opstamp tells that a commit is gone.
            connection.execute(f"PRAGMA {pragma}")
        if hasattr(connection, "setconfig"):  # Python 3.12
            connection.setconfig(getattr(sqlite3, "SQLITE_DBCONFIG_DEFENSIVE"))  # noqa: B009  not of Python 3.11
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


# Where the disk, not the file, is at fault; everything else is damage. https://sqlite.org/rescode.html
_OF_THE_DISK = frozenset((3, 5, 6, 7, 8, 10, 13, 14, 22))


@contextmanager
def sound() -> Iterator[None]:
    """Turn what SQLite says while it reads, and cells that are none of ours, into what callers know."""
    try:
        yield
    except sqlite3.ProgrammingError as error:
        raise StoreError("the library is closed", hint="Ask inside of `with evidence.open(...)`.") from error
    except sqlite3.Error as error:
        if is_of_the_disk(error):
            raise unreadable(error) from error
        raise DamagedIndexError(f"the catalog is damaged ({error})") from error
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise DamagedIndexError("the catalog is damaged") from error


def is_of_the_disk(error: sqlite3.Error) -> bool:
    """Whether the disk or a permission stands in the way, so that the file may be whole."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _OF_THE_DISK


def unreadable(error: Exception) -> UnreadableIndexError:
    """Return what stands in the way of reading as what callers know."""
    return UnreadableIndexError(f"the index cannot be read ({error})", hint=disk_advice(error))


def unwritable(error: sqlite3.Error) -> StoreError:
    """Return what SQLite says while it writes as what callers know."""
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in {11, 26}:  # corrupt, not a database
        return DamagedIndexError(f"the catalog is damaged ({error})")
    return StoreError(f"the catalog cannot be written ({error})", hint=disk_advice(error))
