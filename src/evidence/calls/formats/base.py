"""What every transcript format is made of, and how to add one.

A format is one file in this folder and edits no other. Its name is the file's
name, and it has four parts:

    NAME = "acme"                        the file's name; what `--format` takes
    SUFFIXES = (".acme",)                breaks ties between equal claims

    def claim(source: Source) -> Claim | None:
        What speaks for this being our format, from `source.head` (the first
        64 KB as text, "" for a binary) or the first bytes of `source.data`.
        Never from the name. Say why in words: `evidence ingest --explain`
        prints it. Scores: 100 a signature of its own, 80 a structure nobody
        else has, 60 and less for shapes counted over lines; below 30 it is
        only named among the nearest formats.

    def read(source: Source) -> Iterator[Draft | Note]:
        Yield a Draft for each call, and a Note for whatever was left out,
        repaired or guessed. Raise FormatError where nothing can be read.

Optional: `COUNTED = True` where the claim counts lines: it is asked only where
no other format claims 80 or more. `BESIDE = ("people.csv",)`, the names of files that `read` asks for
with `source.beside` and that are no transcripts themselves. `refuse(source)`, which raises what is wrong with a file
of our suffix that nobody claims.

A draft holds the words as Pieces (`calls.turns`): cues for captions, lines or
sentences with a `turn` number where the format states turns. Pieces name their
speaker by a label as written, or by any key of `Draft.people` where the source
knows more of a person than a label. Times are integer milliseconds from the
start of the recording; what the source does not say stays None. Chat, notices
and AI notes are Events, never pieces. White space, control characters, ids,
labels, turns, missing titles and dates are then seen to in one place.

Put an invented sample into tests/calls/formats/samples/, run the test of the
samples with UPDATE_GOLDEN=1, and read the golden result it wrote beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.calls.source import Source
    from evidence.calls.turns import Piece
    from evidence.model import Event, Participant

ENOUGH = 30
"""Claims below this score do not count."""

ENOUGH_TO_STOP = 80
"""What is claimed as surely as this begins with a signature: no lines need counting."""


class Claim(NamedTuple):
    """How sure a format is that a source is its own (0 to 100), and why."""

    score: int
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """What was left out, repaired or guessed while reading, with its line.

    `fault` says that the file itself is broken there, so that the run ends with exit code 2.
    """

    text: str
    line: int | None = None
    fault: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class CallDraft:
    """One call as a format read it, before ids, labels, turns and dates are settled.

    `people` are pairs of a key, which pieces and events use as their speaker,
    and what the source says of that person. `started_at` is a date or a date
    and time as the source wrote it; one that is no such thing is left out with a note.
    """

    pieces: Iterable[Piece]
    people: tuple[tuple[str, Participant], ...] = ()
    events: tuple[Event, ...] = ()
    line: int | None = None
    source_id: str | None = None
    title: str | None = None
    started_at: str | None = None
    meeting_id: str | None = None
    duration_ms: int | None = None
    recording_url: str | None = None
    account_id: str | None = None
    opportunity_id: str | None = None


class Format(Protocol):
    """A module of this folder."""

    NAME: str
    SUFFIXES: tuple[str, ...]

    def claim(self, source: Source) -> Claim | None:
        """Say how sure the format is."""

    def read(self, source: Source) -> Iterator[CallDraft | Note]:
        """Read the calls."""
