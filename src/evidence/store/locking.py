"""The place of the one writer of an index: who holds it, and what stands in its way."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from typing import TYPE_CHECKING

from evidence.errors import ReadOnlyIndexError, StoreError, disk_advice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextlib.contextmanager
def alone(folder: Path, patience_s: float = 5.0) -> Iterator[None]:
    """Keep every writer out. Raises StoreError where one is at work, ReadOnlyIndexError where none can be."""
    if (held := take_lock(folder, patience_s)) is None:
        raise busy_index(folder)
    with contextlib.closing(held):
        yield


def take_lock(folder: Path, patience_s: float) -> sqlite3.Connection | None:
    """Take the one writer's place, None where another keeps it.

    SQLite's own file lock waits, works on every system and dies with its process.
    Raises StoreError where the folder cannot be written.
    """
    connection = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(_refused_by(folder), "it is read-only")
        connection = sqlite3.connect(folder / "lock", timeout=patience_s, isolation_level=None)
        connection.execute("BEGIN EXCLUSIVE")
    except (OSError, sqlite3.Error) as error:
        if connection:
            connection.close()
        if "locked" in str(error):
            return None
        kind = ReadOnlyIndexError if _is_refused(error) else StoreError
        what = f"the index cannot be written ({getattr(error, 'strerror', None) or error})"
        raise kind(what, hint=disk_advice(error), path=folder.name) from error
    return connection


def _is_refused(error: Exception) -> bool:
    """Whether it is the permissions, which do not change by waiting."""
    number = getattr(error, "errno", None) or getattr(error, "sqlite_errorcode", None)
    return number in ({errno.EACCES, errno.EPERM, errno.EROFS} if isinstance(error, OSError) else {3, 8})


def _refused_by(folder: Path) -> int:
    """Return why a folder may not be written: its disk is read-only, or it is somebody else's."""
    disk = os.statvfs(folder).f_flag & os.ST_RDONLY if hasattr(os, "statvfs") else 0
    return errno.EROFS if disk else errno.EACCES


def busy_index(folder: Path) -> StoreError:
    """Return what is said where another command writes."""
    return StoreError(
        "another evidence command is writing the index", hint="Run this again when it has finished.", path=folder.name
    )


@contextlib.contextmanager
def telling_of_index(folder: Path, what: str = "written", kind: type[StoreError] = StoreError) -> Iterator[None]:
    """Say of what fails that it is the index."""
    try:
        yield
    except OSError as error:
        said = f"the index cannot be {what} ({error.strerror})"
        raise kind(said, hint=disk_advice(error), path=folder.name) from error
