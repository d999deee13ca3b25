"""Raw files as workers read them: bytes -> calls and their Markdown, with what lay beside them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from evidence.calls import formats
from evidence.calls.forgotten import Forgotten, parse_forgotten, without
from evidence.calls.formats import read
from evidence.calls.normalized import parse, render_pieces, stated_sha256
from evidence.calls.packed import Deflated
from evidence.calls.source import Source
from evidence.errors import FormatError, PluginError
from evidence.files import FileStamp, is_link
from evidence.library.refresh import index_record, prepared_or_long
from evidence.store.prepare import FileState, IndexedCall

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from evidence.calls.formats import Note
    from evidence.library.refresh import Context, Indexed
    from evidence.model import Call
    from evidence.workspace import Workspace

# A folder of exports holds these too. Anything else is taken for a transcript, and refused by its content.
_RECORDINGS = frozenset({
    ".aac", ".avi", ".flac", ".gif", ".jpeg", ".jpg", ".m4a", ".m4v", ".mkv", ".mov", ".mp3", ".mp4",
    ".oga", ".ogg", ".opus", ".png", ".wav", ".webm", ".webp", ".wma",
})  # fmt: skip

MOST_BYTES = 2 << 30
"""A file above this is a recording or an archive under another name: looking into it would fill the memory."""

_COPY = re.compile(r" \(\d{1,3}\)|\bcopy\b|- Kopie\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadCall:
    """A call as it was read: its Markdown in pieces, and what the index keeps of it where no person changed a word."""

    call_id: str
    utterances: int
    markdown: tuple[bytes] | Deflated
    state: FileState
    indexed: Indexed

    def drain(self) -> Iterable[bytes]:
        """Return the Markdown for the last time: while a long call is indexed, it is no longer held."""
        return self.markdown if isinstance(self.markdown, tuple) else self.markdown.drain()

    def read(self) -> Call:
        """Return the call itself; the Markdown of a long one is let go, for it is what will not be written."""
        if isinstance(self.indexed, IndexedCall):
            if isinstance(self.markdown, Deflated):
                self.markdown.clear()
            return self.indexed.call
        return parse(b"".join(self.markdown).decode())


@dataclass(frozen=True, slots=True)
class RawReading:
    """One raw file as a worker read it: its calls, or the error that stopped it."""

    path: str
    stamp: FileStamp
    sha256: str
    format: str | None = None
    calls: tuple[ReadCall, ...] = ()
    notes: tuple[Note, ...] = ()
    beside: tuple[str, ...] = ()
    error: FormatError | PluginError | None = None


def transcripts(workspace: Workspace) -> tuple[dict[str, Path], int]:
    """Return the raw files that may hold transcripts, by name, and how many recordings lie between them.

    What formats read beside a transcript under a fixed name is none itself.
    """
    besides = formats.beside_names()
    found = {
        path.relative_to(workspace.raw).as_posix(): path for path in workspace.raw_files() if path.name not in besides
    }
    silent = [name for name, path in found.items() if path.suffix.lower() in _RECORDINGS]
    for name in silent:
        del found[name]
    return found, len(silent)


def originals_first(name: str) -> tuple[bool, str]:
    """Order names so that `call.vtt` is read before `call (1).vtt`, which a browser made of it."""
    return bool(_COPY.search(PurePosixPath(name).stem)), name


def read_batch(context: Context, names: Sequence[str], *, format: str | None = None) -> list[RawReading]:
    """Read raw files, and work out what the index keeps of their calls: `parse(render(call))` is the call itself."""
    return [_read(context, name, format) for name in names]


def _read(context: Context, name: str, format: str | None) -> RawReading:
    path = context.workspace.raw / name
    stamp = FileStamp.of(path.stat())
    if stamp.size > MOST_BYTES:
        error = FormatError(f"larger than {MOST_BYTES >> 30} GB", hint="Split it into smaller files.")
        return RawReading(name, stamp, "", error=error)
    try:
        return _reading(context, name, stamp, format)
    except MemoryError:
        error = FormatError("not enough memory to read it", hint="Close other programs, or split it.")
    return RawReading(name, stamp, context.workspace.sha256(path), error=error)


def _reading(context: Context, name: str, stamp: FileStamp, format: str | None) -> RawReading:
    asked: list[str] = []
    source = source_of(context.workspace, name, asked)
    state = (name, stamp, hashlib.sha256(source.data).hexdigest())
    try:
        reading = formats.read(source, format=format)
    except (FormatError, PluginError) as error:
        return RawReading(*state, beside=tuple(asked), error=error)
    del source  # its bytes are needed no more, and a large file has 300 MB of them
    forgotten = forgotten_of(context.workspace)
    calls = tuple(_ready(context, kept) for call in reading.calls if (kept := without(call, forgotten)))
    return RawReading(*state, reading.format, calls, reading.notes, tuple(asked))


def source_of(workspace: Workspace, name: str, asked: list[str]) -> Source:
    """Return a raw file for a format to read; for every file it asks for beside it, a line comes into `asked`."""
    path = workspace.raw / name

    def beside(other: str) -> bytes | None:
        line = look_beside(workspace, path, other)
        if line not in asked:
            asked.append(line)
        found = workspace.beside(path, other)
        return workspace.read_bytes(found) if found else None

    return Source(name, workspace.read_bytes(path), beside)


def look_beside(workspace: Workspace, path: Path, name: str) -> str:
    """Say what is beside a raw file by a name: the name, where it was found, its stamp; tabs between."""
    found = workspace.beside(path, name)
    if found is None:
        return f"{name}\t"
    stamp = FileStamp.of(found.stat())
    return "\t".join((name, found.relative_to(workspace.raw).as_posix(), *map(str, stamp)))


def _ready(context: Context, call: Call) -> ReadCall:
    markdown = render_pieces(call)
    found, size = hashlib.sha256(), 0
    for piece in markdown:
        found.update(piece)
        size += len(piece)
    path = context.workspace.name(context.workspace.call_path(call.call_id))
    state = FileState(path, FileStamp(size, 0, 0, 0), found.hexdigest())  # written when it was decided
    front = next(iter(markdown))
    stated = stated_sha256(front[: front.find(b"\n---\n") + 1].decode())
    indexed = prepared_or_long(index_record(context, call, state, stated or "", edited=False))
    return ReadCall(call.call_id, len(call.utterances), markdown, state, indexed)


def found_beside(beside: Sequence[str]) -> Iterator[str]:
    """Yield the raw names of the files that were found beside another: of what `RawFile.beside` holds."""
    for line in beside:
        if found := line.split("\t")[1]:
            yield found


def raw_call(workspace: Workspace, source: str, call_id: str) -> Call | None:
    """Return a call as its raw file says it, None where that is not here or does not hold it any more.

    source: below `raw`, as the call states it. Raises FormatError, and WorkspaceError where it cannot be read.
    """
    path = workspace.raw / source
    if ".." in PurePosixPath(source).parts or not path.is_relative_to(workspace.raw) or not workspace.holds(path):
        return None

    def beside(name: str) -> bytes | None:
        other = workspace.beside(path, name)
        return workspace.read_bytes(other) if other else None

    found = read(Source(source, workspace.read_bytes(path), beside)).calls
    if len(found) == 1:
        return found[0]  # people may have named the call anew
    return next((call for call in found if call.call_id == call_id), None)


def forgotten_of(workspace: Workspace) -> Forgotten:
    """Return who was forgotten. Raises TableError where a line of the list cannot be read, and WorkspaceError."""
    path = workspace.forgotten
    if not path.is_file() and not is_link(path):  # where a link leads nowhere, nobody knows who was forgotten
        return Forgotten()
    return parse_forgotten(workspace.read_bytes(path), workspace.name(path))
