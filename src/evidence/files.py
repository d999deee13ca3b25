"""The one door through which a workspace is written: whole files or none, and never through a link.

What is written comes from calls and documents that anybody may have sent, so a path below the root is taken as
hostile: a link in it, at any place, is refused and not followed. The root itself may lie behind links.

Everything goes through `os`, call by call, so that tests can make any of the calls fail.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from typing import TYPE_CHECKING, NamedTuple, Self

from evidence.errors import ChangedOnDiskError, LinkError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where no file that is open can be deleted
    fcntl = None  # type: ignore[assignment]

PREFIX = ".evidence-tmp-"
"""How the name of every temporary file begins."""

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_BINARY = getattr(os, "O_BINARY", 0)


class FileStamp(NamedTuple):
    """What a file looks like from outside; times in nanoseconds.

    An edit may keep size and time, a copy may keep both of another file: the last two cannot be set at will.
    """

    size: int
    mtime_ns: int
    inode: int
    ctime_ns: int

    @classmethod
    def of(cls, seen: os.stat_result) -> Self:
        """Return the stamp of what `stat` saw."""
        return cls(seen.st_size, seen.st_mtime_ns, _signed(seen.st_ino), seen.st_ctime_ns)


def _signed(number: int) -> int:
    """Fit an inode into what SQLite holds: some file systems number with all 64 bits."""
    return number - (1 << 64) if number >= 1 << 63 else number


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of what stands in a file, in hex; a long one is not held. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def listed(folder: Path) -> list[Path]:
    """Return what is in a folder, sorted, nothing where there is none. Raises OSError where it cannot be looked at.

    `Path.glob` takes a folder that may not be looked at for an empty one.
    """
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def is_link(path: Path) -> bool:
    """Whether the path itself is a link, or a junction of Windows; one that is not there is none."""
    try:
        seen = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    junction = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", -1)
    return stat.S_ISLNK(seen.st_mode) or getattr(seen, "st_reparse_tag", 0) == junction


def leads_nowhere(link: Path) -> bool:
    """Whether what a link leads to is gone; one that may not be looked at, or leads to itself, is not that."""
    try:
        link.stat()
    except OSError as error:
        return error.errno in {errno.ENOENT, errno.ENOTDIR}
    return False


def first_link(root: Path, path: Path) -> Path | None:
    """Return the first link on the way from the root to the path, both absolute; None where there is none."""
    place = root
    for part in path.relative_to(root).parts:
        place /= part
        if is_link(place):
            return place
    return None


def refuse_links(root: Path, path: Path) -> None:
    """Raise LinkError where the path, which has no `..`, leads through a link."""
    if link := first_link(root, path):
        raise LinkError(
            "is a link, and nothing is written through links",
            hint="Put the file or folder itself there.",
            path=link.relative_to(root).as_posix(),
        )


def write_file(
    target: Path,
    data: bytes | Iterable[bytes],
    *,
    scratch: Path | None = None,
    read: bytes | None = None,
    durable: bool = True,
) -> None:
    """Put a whole file in its place; a kill leaves the old one or the new one.

    data: the whole, or pieces of it that need not exist at once.
    scratch: an existing folder for the unfinished file; it is passed over where it lies on another device.
    read: what stood there when it was decided what to write; None for whatever stands there.
    durable: wait for the disk, so that a power failure leaves one of them too.
    Raises ChangedOnDiskError and OSError; the target's folders are made.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = scratch if scratch and _device(scratch) == _device(target.parent) else target.parent
    mode = _mode(target)
    with _temporary(folder) as (temporary, number):
        if mode is not None and hasattr(os, "fchmod"):
            os.fchmod(number, mode)
        for piece in (data,) if isinstance(data, bytes) else data:
            _write_all(number, piece)
        if durable:
            os.fsync(number)
        if fcntl is None:
            os.close(number)
        with _alone_in(target.parent) if read is not None else contextlib.nullcontext():
            if read is not None and not _says(target, read):
                raise ChangedOnDiskError("changed in the meantime; nothing was written", hint="Run the command again.")
            temporary.replace(target)
    if durable:
        sync_folder(target.parent)


def append_durably(path: Path, data: bytes) -> None:
    """Add whole lines to a file and wait for the disk; where that fails nothing was added.

    Half a line of a killed run stays alone on its line. Two processes that add at once wait for each other.
    Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone_in(path.parent):
        _append(path, data)


def _append(path: Path, data: bytes) -> None:
    new = not path.exists()
    number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | _NO_FOLLOW | _BINARY, 0o666)
    try:
        end = os.lseek(number, 0, os.SEEK_END)
        torn = end > 0 and os.lseek(number, end - 1, os.SEEK_SET) >= 0 and os.read(number, 1) != b"\n"
        try:
            _write_all(number, b"\n" * torn + data)
            os.fsync(number)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(number, end)
            if new:
                with contextlib.suppress(OSError):
                    path.unlink()
            raise
    finally:
        os.close(number)
    if new:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk: without it a power failure may take a rename back."""
    if os.name == "nt":  # it opens no folders
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network file systems know no such thing
            raise
    finally:
        os.close(number)


def sweep(folder: Path) -> list[Path]:
    """Delete the temporary files in a folder that no living process holds; return them.

    Raises OSError where one cannot be deleted.
    """
    return [path for path in leftovers(folder) if _deleted(path)]


def leftovers(folder: Path) -> list[Path]:
    """Return the temporary files in a folder, those in use among them."""
    try:
        with os.scandir(folder) as entries:
            names = [e.name for e in entries if e.name.startswith(PREFIX) and e.is_file(follow_symlinks=False)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [folder / name for name in sorted(names)]


def _deleted(path: Path) -> bool:
    """Delete a file unless a living process writes it: that holds a lock, which dies with it."""
    try:
        number = os.open(path, os.O_RDONLY | _NO_FOLLOW)
    except (FileNotFoundError, PermissionError):  # gone already, or another user's, who sweeps it
        return False
    try:
        if fcntl is not None:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
            return True
    except BlockingIOError:
        return False
    finally:
        os.close(number)
    path.unlink()
    return True


@contextlib.contextmanager
def _temporary(folder: Path) -> Iterator[tuple[Path, int]]:
    """Make a file that is deleted where it was not put into its place."""
    path, number = _held(folder)
    try:
        yield path, number
    finally:
        with contextlib.suppress(OSError):  # in its place it has another name
            path.unlink()
        with contextlib.suppress(OSError):  # closed already where an open file cannot be renamed
            os.close(number)


def _held(folder: Path) -> tuple[Path, int]:
    """Make a temporary file and hold it; one that was swept between the two is made again."""
    while True:
        path = folder / f"{PREFIX}{os.urandom(8).hex()}"
        number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _NO_FOLLOW | _BINARY, 0o666)
        _lock(number)
        if fcntl is None or os.fstat(number).st_nlink:
            return path, number
        os.close(number)


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Let one process at a time look at a file of a folder and write what follows from it."""
    if fcntl is None:  # Windows opens no folders
        yield
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        _lock(number)
        yield
    finally:
        os.close(number)


def _lock(number: int) -> None:
    """Hold a file until it is closed; file systems without locks do without."""
    if fcntl is not None:
        with contextlib.suppress(OSError):
            fcntl.flock(number, fcntl.LOCK_EX)


def _write_all(number: int, data: bytes) -> None:
    """Write everything: a disk that is nearly full takes a part and says how much."""
    view = memoryview(data)
    while view:
        view = view[os.write(number, view) :]


def _says(target: Path, data: bytes) -> bool:
    """Whether a file holds these bytes; one that is missing holds none. It is not held as a whole."""
    if not target.is_file():
        return not data
    at = 0
    with target.open("rb") as file:
        while piece := file.read(1 << 20):
            if not data.startswith(piece, at):
                return False
            at += len(piece)
    return at == len(data)


def _mode(target: Path) -> int | None:
    try:
        return stat.S_IMODE(target.lstat().st_mode)
    except FileNotFoundError:
        return None


def _device(folder: Path) -> int:
    return folder.stat().st_dev
