"""Raw files as workers read them: bytes -> calls and their Markdown, with what lay beside them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING

from evidence.accounts.columns import columns_of
from evidence.calls import formats
from evidence.calls.forgotten import Forgotten, parse_forgotten, without
from evidence.calls.formats import read, speaker_text, zoom_chat
from evidence.calls.formats._docx import is_word
from evidence.calls.normalized import parse, render_pieces, stated_sha256
from evidence.calls.packed import Deflated
from evidence.calls.passed_over import (
    NOTES,
    PassedOver,
    although_read,
    kind_by_name,
    mixes_cells,
    sample_rows,
    unread,
)
from evidence.calls.source import Source
from evidence.calls.talk_signs import TalkSign, talk_sign
from evidence.errors import (
    EmptyTranscriptError,
    FormatError,
    PluginError,
    UnknownFormatError,
    UnreadableError,
    disk_advice,
)
from evidence.files import FileStamp, is_link
from evidence.library.pattern_process import try_pattern
from evidence.library.refresh import index_record, prepared_or_long
from evidence.store.prepare import FileState, IndexedCall
from evidence.text import slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from evidence.calls.formats import Note, Reading
    from evidence.library.refresh import Context, Indexed
    from evidence.model import Call
    from evidence.workspace import Workspace

MOST_BYTES = 2 << 30
"""A file above this is a recording or an archive under another name: looking into it would fill the memory."""

COMPANION = "companion"  # of a call: read with it, or part of the same meeting

_TABLES = frozenset({".csv", ".tsv"})
_ENOUGH_COLUMNS = 3  # that a report without ids has of those that a CRM exports

_COPY = re.compile(r" \(\d{1,3}\)|\bcopy\b|- Kopie\b", re.IGNORECASE)


Richness = tuple[int, ...]
"""What a reading knows: speakers, times, facts of the call, utterances; more is better, place by place."""


@dataclass(frozen=True, slots=True)
class ReadCall:
    """A call as it was read: its Markdown in pieces, and what the index keeps of it where no person changed a word."""

    call_id: str
    utterances: int
    markdown: tuple[bytes] | Deflated
    state: FileState
    indexed: Indexed
    stated: bool  # whether the source itself names the call: such an id is never another's
    richness: Richness
    not_speech: int = 0  # lines of a text

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
    """One raw file as a worker read it: its calls, the error that stopped it, or what it is instead of a transcript."""

    path: str
    stamp: FileStamp
    sha256: str
    format: str | None = None
    calls: tuple[ReadCall, ...] = ()
    notes: tuple[Note, ...] = ()
    beside: tuple[str, ...] = ()
    error: FormatError | PluginError | None = None
    passed: PassedOver | None = None


def transcripts(workspace: Workspace) -> tuple[dict[str, Path], dict[str, str]]:
    """Return the raw files that may hold transcripts, by name, and what the others are, by name.

    What formats read beside a transcript under a fixed name is none itself.
    """
    besides, chats = formats.beside_names(), zoom_chat.BESIDE
    found: dict[str, Path] = {}
    others: dict[str, str] = {}
    for path in workspace.raw_files():
        name = path.relative_to(workspace.raw).as_posix()
        kind = "chat" if path.name in chats else COMPANION if path.name in besides else kind_by_name(name)
        if kind is None:
            found[name] = path
        else:
            others[name] = kind
    return found, others


def originals_first(name: str) -> tuple[bool, str]:
    """Order names so that `call.vtt` is read before `call (1).vtt`, which a browser made of it."""
    return bool(_COPY.search(PurePosixPath(name).stem)), name


def other_ids(name: str) -> tuple[str, ...]:
    """Return what the call of a file may be called where its own id is another's: with its folders, suffix, a hash.

    >>> other_ids("2026/week 2/standup.vtt")[:3]
    ('week-2-standup', '2026-week-2-standup', 'standup-vtt')
    """
    path = PurePosixPath(name)
    parts = [*path.parts[:-1], path.stem]
    several = ["-".join(parts[-many:]) for many in range(2, len(parts) + 1)]
    hashed = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    told = [*several, f"{path.stem}{path.suffix.replace('.', '-')}", f"{path.stem[:40]}-{hashed}"]
    return tuple(dict.fromkeys(one for text in told if (one := slug(text, limit=80))))


def read_batch(
    context: Context, names: Sequence[str], *, format: str | None = None, ids: Mapping[str, str] = MappingProxyType({})
) -> list[RawReading]:
    """Read raw files, and work out what the index keeps of their calls: `parse(render(call))` is the call itself.

    ids: what the one call of a file is called, by name, where that is not what the file itself says.
    """
    return [_read(context, name, format, ids.get(name)) for name in names]


def _read(context: Context, name: str, format: str | None, call_id: str | None) -> RawReading:
    path = context.workspace.raw / name
    stamp = FileStamp.of(path.stat())
    if stamp.size > MOST_BYTES:
        error = FormatError(f"larger than {MOST_BYTES >> 30} GB", hint="Split it into smaller files.")
        return RawReading(name, stamp, "", error=error)
    try:
        return _reading(context, name, stamp, format, call_id)
    except MemoryError:
        error = FormatError("not enough memory to read it", hint="Close other programs, or split it.")
    return RawReading(name, stamp, context.workspace.sha256(path), error=error)


def _reading(context: Context, name: str, stamp: FileStamp, format: str | None, call_id: str | None) -> RawReading:
    asked: list[str] = []
    source = source_of(context.workspace, name, asked)
    state = (name, stamp, hashlib.sha256(source.data).hexdigest())
    try:
        reading = read_or_pass(source, format)
    except (FormatError, PluginError) as error:
        return RawReading(*state, beside=tuple(asked), error=error)
    if isinstance(reading, PassedOver):
        return RawReading(*state, beside=tuple(asked), passed=reading)
    del source  # its bytes are needed no more, and a large file has 300 MB of them
    found_calls = reading.calls
    if call_id and len(found_calls) == 1 and found_calls[0].source_id is None:
        found_calls = (replace(found_calls[0], call_id=call_id),)
    calls = _kept(context, name, found_calls)
    return RawReading(*state, reading.format, calls, reading.notes, tuple(asked))


def read_or_pass(source: Source, format: str | None = None) -> Reading | PassedOver:
    """Return what a raw file holds, or what it is instead of a transcript; with a stated format it is one.

    Raises FormatError and PluginError.
    """
    try:
        reading = formats.read(source, format=format)
    except (UnknownFormatError, EmptyTranscriptError) as error:
        found = None if format else _instead(source, error)
        if found is None:
            raise
        return found
    if format:
        return reading
    passed = although_read(source, reading)
    ours = reading.format in formats.names()  # else a person said how its lines are to be read
    if ours and mixes_cells(source, formats.FORMATS.load(reading.format).SUFFIXES):
        raise _mixed(source, reading.format)
    return passed or reading


def _instead(source: Source, error: FormatError) -> PassedOver | None:
    """Return what a file is that was not read; None where it looks like a transcript, which the error then tells."""
    if isinstance(error, EmptyTranscriptError):
        is_text = source.data.strip() and formats.detect(source).format == speaker_text.NAME
        return NOTES if is_text and talk_sign(source.text) is None else None
    found = _crm_export(source) or unread(source)
    if isinstance(found, TalkSign):
        error.what = f"a talk in a layout I don't know ({found.said})"
        error.line = None if is_word(source.data) else found.line  # a document has pages
        closest, tried, how = error.hint.partition("Try ")
        error.hint = f"{tried}{how}" or closest  # the closest format is the one to try
        return None
    return found


def passed_by_name(kind: str) -> PassedOver:
    """Return what is said of a file that `transcripts` does not look into."""
    return PassedOver(kind, "chat, kept apart, no speech" if kind == "chat" else f"{kind}, no transcript")


def _kept(context: Context, name: str, calls: Sequence[Call]) -> tuple[ReadCall, ...]:
    """Return the calls that nobody forgot, under whatever id the file may have had."""
    forgotten = forgotten_of(context.workspace)
    if len(calls) == 1 and calls[0].source_id is None and not forgotten.calls.isdisjoint(other_ids(name)):
        return ()
    return tuple(_ready(context, kept) for call in calls if (kept := without(call, forgotten)))


def _mixed(source: Source, name: str) -> FormatError:
    return FormatError(
        f"a table whose cells hold several texts; read as {name}, they would run together",
        hint="Give each text a file of its own, or name the columns speaker, text and call_id.",
        path=source.name,
    )


def _crm_export(source: Source) -> PassedOver | None:
    """Return that a table is an export of accounts, deals or contacts, and where it belongs."""
    rows = sample_rows(source.text) if source.path.suffix.lower() in _TABLES else []
    if not rows:
        return None
    known = {kind: columns_of(kind).places(rows[0]) for kind in ("accounts", "deals", "contacts", "leads")}
    kind, found = max(known.items(), key=lambda one: (not columns_of(one[0]).lacking(one[1]), len(one[1])))
    if columns_of(kind).lacking(found) and len(found) < _ENOUGH_COLUMNS:
        return None
    return PassedOver("CRM export", f"a CRM export; move it to source/crm/exports/crm_{kind}_YYYY-MM-DD.csv")


def source_of(workspace: Workspace, name: str, asked: list[str]) -> Source:
    """Return a raw file for a format to read; for every file it asks for beside it, a line comes into `asked`."""
    path = workspace.raw / name

    def beside(other: str) -> bytes | None:
        line = look_beside(workspace, path, other)
        if line not in asked:
            asked.append(line)
        found = workspace.beside(path, other)
        return workspace.read_bytes(found) if found else None

    return _source(workspace, name, path, beside)


def outside_source(workspace: Workspace, path: Path) -> Source:
    """Return a file that lies outside of `raw`, as one that lay right in it would be read. Raises WorkspaceError."""

    def beside(name: str) -> bytes | None:
        other = path.parent / name
        return other.read_bytes() if other.is_file() else None

    try:
        known = workspace.settings
        return Source(path.name, path.read_bytes(), beside, known.formats, try_pattern, known.date_order)
    except OSError as error:
        raise UnreadableError(f"cannot be read ({error.strerror})", hint=disk_advice(error), path=str(path)) from error


def _source(workspace: Workspace, name: str, path: Path, beside: Callable[[str], bytes | None]) -> Source:
    known = workspace.settings
    return Source(name, workspace.read_bytes(path), beside, known.formats, try_pattern, known.date_order)


def look_beside(workspace: Workspace, path: Path, name: str) -> str:
    """Say what is beside a raw file by a name: the name, where it was found, its stamp; tabs between."""
    found = workspace.beside(path, name)
    if found is None:
        return f"{name}\t"
    stamp = FileStamp.of(found.stat())
    return "\t".join((name, found.relative_to(workspace.raw).as_posix(), *map(str, stamp)))


def richness(call: Call) -> Richness:
    """Return what a reading knows of a call; of a long one the beginning tells who speaks and when."""
    said = list(islice(call.utterances, 200))
    facts = (call.source_id, call.started_at, call.meeting_id, call.recording_url, call.account_id, call.opportunity_id)
    known = [person for person in call.participants if person.email_domain or person.side_source]
    return (
        len({one.speaker for one in said if one.speaker}),
        sum(one.start_ms is not None for one in said) > len(said) // 2,
        sum(one.end_ms is not None for one in said) > len(said) // 2,
        sum(map(bool, facts)) + len(known),
        len(call.participants),
    )


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
    known = richness(call)
    own, beside = call.source_id is not None, len({event.line for event in call.events if event.line})
    return ReadCall(call.call_id, len(call.utterances), markdown, state, indexed, own, known, beside)


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

    found = read(_source(workspace, source, path, beside)).calls
    if len(found) == 1:
        return found[0]  # people may have named the call anew
    return next((call for call in found if call.call_id == call_id), None)


def forgotten_of(workspace: Workspace) -> Forgotten:
    """Return who was forgotten. Raises TableError where a line of the list cannot be read, and WorkspaceError."""
    path = workspace.forgotten
    if not path.is_file() and not is_link(path):  # where a link leads nowhere, nobody knows who was forgotten
        return Forgotten()
    return parse_forgotten(workspace.read_bytes(path), workspace.name(path))
