"""The chat of a Zoom meeting: what people typed, never what they said.

    00:10:37<TAB>Dana Reyes:<TAB>The invoice is in the folder.      a recording in the cloud
    15:04:05 From Dana Reyes to Everyone:                           saved by a participant
        The invoice is in the folder.

A line without such a head goes on with the message before. `beside` finds the chat
that lies next to a transcript, which then carries it; a chat alone is no call. Times of
recordings count from their start; those that a participant saved are a clock on a wall
and stay unknown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.source import decode_source, lines
from evidence.errors import EmptyTranscriptError, FormatError
from evidence.model import Event
from evidence.text import milliseconds, one_line, plural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from evidence.calls.source import Source

NAME = "zoom_chat"
SUFFIXES = (".txt",)
BESIDE = ("chat.txt", "meeting_saved_chat.txt", "meeting_saved_new_chat.txt")

_CLOUD = re.compile(r"(\d\d:\d\d:\d\d)\t([^\t\n]{1,120}):\t(.*)")
_SAVED = re.compile(
    r"\d\d:\d\d:\d\d[ \t]+[Ff]rom[ \t]+(\S.{0,118}?)(?:[ \t]+[Tt]o[ \t]+\S.{0,118}?)?[ \t]*:(?:[ \t]+(.*))?$"
)


class Message(NamedTuple):
    """One message; `start_ms` only where the time counts from the start of the recording."""

    line: int
    speaker: str
    start_ms: int | None
    text: str


def claim(source: Source) -> Claim | None:
    """Claim what begins with a message."""
    first = next((line for _, line in lines(source.head) if line.strip()), "")
    if not _CLOUD.match(first) and not _SAVED.match(first):
        return None
    return Claim(100, "begins with a chat message: a time, a name and what they wrote")


def parse_chat(text: str) -> Iterator[Message]:
    """Yield the messages of a file with LF line ends."""
    message: Message | None = None
    for number, line in lines(text):
        if cloud := _CLOUD.match(line):
            begun = Message(number, cloud[2].strip(), milliseconds(cloud[1]), cloud[3])
        elif saved := _SAVED.match(line):
            begun = Message(number, saved[1].strip(), None, saved[2] or "")
        else:
            message = message and message._replace(text=f"{message.text}\n{line}")
            continue
        if message:
            yield message
        message = begun
    if message:
        yield message


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Refuse a chat that lies alone: it holds no speech."""
    count = sum(1 for _ in parse_chat(source.text))
    raise EmptyTranscriptError(
        f"this is a chat of {plural(count, 'message')}, and chat is not speech",
        hint=f"Put it next to the meeting's transcript as {BESIDE[0]}; it is then kept with that call.",
    )


def beside(source: Source, speakers: Collection[str]) -> tuple[tuple[Event, ...], tuple[Note, ...]]:
    """Return the chat that lies beside a transcript, and a note where it is not of this meeting.

    A folder may hold many transcripts and one chat, so the chat is taken only
    where somebody who wrote in it also speaks.
    """
    for name in _names(source) if speakers else ():
        data = source.beside(name)
        if data is None:
            continue
        try:
            messages = tuple(parse_chat(decode_source(data).text))
        except FormatError:
            continue
        if {one_line(message.speaker) for message in messages} & set(speakers):
            return tuple(Event("chat", m.text, m.speaker, m.start_ms, m.line) for m in messages), ()
        if messages:
            return (), (Note(f"nobody in {name} speaks in this call, so the chat was left out"),)
    return (), ()


def _names(source: Source) -> tuple[str, ...]:
    """Return what the chat of a transcript may be called: by the same name, then by the usual ones."""
    stem = source.path.name.partition(".")[0]
    return (f"{stem}.txt", f"{stem}_chat.txt", f"{stem}newChat.txt", *BESIDE)
