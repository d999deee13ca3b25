"""The folder `.evidence/`: ours, or refused.

A repository that somebody else made may bring one along, and whoever opens it must not come to harm: no link in
it is followed, nothing in it is deleted that this program did not put there, and no index in it is believed that
was not made in this very folder. The mark says so: it holds the number that the file system gave to the folder, and
beside it stands the nanosecond at which the mark was made, which a clone, an archive or a copy cannot bring along.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from typing import TYPE_CHECKING, Literal

from evidence.errors import StoreError, UnreadableIndexError, disk_advice
from evidence.files import PREFIX, FileStamp, is_link, write_file
from evidence.text import one_line

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

Owner = Literal["ours", "new", "copied", "earlier"]
"""ours: made here. new: nothing there yet. copied: our mark, of another folder. earlier: without one, by its names."""

MARK, MADE = "CACHEDIR.TAG", "made"
# So that programs that make backups leave it out: https://bford.info/cachedir/
_SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55"
_SAID = "# The index of evidence, made from the files beside it. It may be deleted at any time."

TEXT, CATALOG, SCRATCH, DAMAGED, SUMS = "text", "catalog.sqlite", "tmp", "damaged", "sums.json"
DECIDED = "decided"
"""There once people decided something in review: `evidence check` tells when their file is gone."""
DEFINITIONS = "definitions.json"
"""What the ids of trackers and segments stood for: `library.definitions` knows them again under other ids."""
_FILES = (
    MARK, MADE, ".gitignore", CATALOG, "catalog.sqlite-wal", "catalog.sqlite-shm", "catalog.sqlite-journal",
    "pending", "pending.new", "lesson.json", DAMAGED, SUMS, DECIDED,
    DEFINITIONS,
)  # fmt: skip
_FOLDERS = (TEXT, SCRATCH)
# Never deleted: who holds it would hold another file than who comes next.
_LOCK = ("lock", "lock-journal")


def owner(folder: Path) -> Owner:
    """Say whose the folder is. Raises StoreError where it is not ours to read or to write: nothing was touched."""
    if is_link(folder):
        raise _refusal(folder, "is a link", "Delete the link: the index has to be a folder of its own.")
    try:
        names = _listed(folder)
    except FileNotFoundError:
        return "new"
    except OSError as error:
        raise _refusal(folder, f"cannot be read ({error.strerror})", "Delete it: it is made again.") from error
    if MARK in names:
        said = _said(folder)
        if said == _marked(folder) and _made_here(folder):
            return "ours"
        if said.startswith(f"{_SIGNATURE}\n{_SAID}\n"):
            return "copied"
    known = {*_FILES, *_FOLDERS, *_LOCK}
    if CATALOG not in names:
        known.discard(MARK)  # other programs mark what is theirs by the same name
    if strange := sorted(name for name in names - known if not name.startswith(PREFIX)):
        hint = "Move it elsewhere: evidence keeps its index in this folder."
        raise _refusal(folder, f"was not made by evidence: it holds {one_line(strange[0])}", hint)
    return "earlier" if names - {*_LOCK} else "new"


def mark(folder: Path) -> None:
    """Make the folder ours: the mark, and a line that keeps it out of git. Raises OSError."""
    folder.mkdir(exist_ok=True)
    write_file(folder / ".gitignore", b"*\n", durable=False)
    write_file(folder / MARK, _marked(folder).encode(), durable=False)
    write_file(folder / MADE, _moment(folder).encode(), durable=False)


def clear(folder: Path, *, keep: Collection[str] = ()) -> None:
    """Delete what this program puts into the folder, and nothing else; the lock stays, and `keep`. Raises OSError."""
    for name in _FOLDERS:
        with contextlib.suppress(FileNotFoundError):
            _empty(folder / name)
    for name in _FILES:
        if name not in keep:
            (folder / name).unlink(missing_ok=True)


_TRIES = 5
"""A reader that opens the index meanwhile puts a lock of its own into the folder, once."""


def _empty(folder: Path) -> None:
    """Delete a folder of ours with its files, also those that somebody else puts there or takes away meanwhile."""
    for left in reversed(range(_TRIES)):
        for entry in _plain(folder):
            (folder / entry).unlink(missing_ok=True)
        try:
            folder.rmdir()
        except OSError as error:
            if error.errno != errno.ENOTEMPTY or not left:
                raise
        else:
            return


def scratch(folder: Path) -> Path | None:
    """Return the folder for unfinished files where `folder` is ours or can be made so, else None."""
    with contextlib.suppress(StoreError, OSError):  # the next one that needs the index says why it is refused
        whose = owner(folder)
        if whose == "new":
            mark(folder)
        if whose in {"new", "ours"}:
            (folder / SCRATCH).mkdir(exist_ok=True)
            return folder / SCRATCH
    return None


def remember(folder: Path, name: str, data: bytes = b"") -> None:
    """Put a file of ours into the folder, where that is ours; without it less is told. An empty one is written once."""
    with contextlib.suppress(StoreError, OSError):
        if owner(folder) == "ours" and (data or not (folder / name).exists()):
            write_file(folder / name, data, durable=False)


def share(folder: Path) -> None:
    """Let everybody do with the files what the umask lets them: SQLite and tantivy keep theirs to their owner."""
    allowed = stat.S_IMODE((folder / MARK).stat().st_mode)
    for path in (folder / CATALOG, folder / _LOCK[0], *(folder / TEXT).iterdir()):
        with contextlib.suppress(OSError):  # gone already, or somebody else's, who has shared it
            mode = stat.S_IMODE(path.stat().st_mode)
            if mode | allowed != mode:
                path.chmod(mode | allowed)


def _marked(folder: Path) -> str:
    return f"{_SIGNATURE}\n{_SAID}\n# Folder: {folder.stat().st_ino}\n"


def _made_here(folder: Path) -> bool:
    """Whether the mark is the very file that was made here: some file systems give every clone the same numbers."""
    try:
        return (folder / MADE).read_text(encoding="ascii") == _moment(folder)
    except (FileNotFoundError, ValueError):
        return False
    except OSError as error:
        raise _unreadable(folder, error) from error


def _moment(folder: Path) -> str:
    """Return what nobody can say of a file before it is there: the nanosecond of its making."""
    stamp = FileStamp.of((folder / MARK).stat())
    return f"{stamp.inode} {stamp.ctime_ns}\n"


def _unreadable(folder: Path, error: OSError) -> UnreadableIndexError:
    return UnreadableIndexError(f"cannot be read ({error.strerror})", hint=disk_advice(error), path=folder.name)


def _said(folder: Path) -> str:
    try:
        return (folder / MARK).read_bytes()[:500].decode(errors="replace")
    except OSError as error:
        raise _unreadable(folder, error) from error


def _listed(folder: Path) -> set[str]:
    """Return the names in the folder. Raises StoreError where one is no plain file, and FileNotFoundError."""
    names = _plain(folder, _FOLDERS)
    for inner in names & {*_FOLDERS}:
        _plain(folder / inner)
    return names


def _plain(folder: Path, folders: Collection[str] = ()) -> set[str]:
    """Return the names in a folder, all plain files but `folders`; a link or a pipe is what others put there."""
    names = set()
    with os.scandir(folder) as entries:
        for entry in entries:
            wanted = entry.is_dir if entry.name in folders else entry.is_file
            if not wanted(follow_symlinks=False):
                what = (
                    f"holds {one_line(entry.name)}, which is no plain {'folder' if entry.name in folders else 'file'}"
                )
                raise _refusal(folder, what, "Delete .evidence: it is made again.")
            names.add(entry.name)
    return names


def _refusal(folder: Path, what: str, hint: str) -> StoreError:
    return StoreError(what, hint=f"{hint} Nothing was read from it or written to it.", path=folder.name)
