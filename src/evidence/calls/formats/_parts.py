"""The parts that every format is made of; formats take them from `base`."""

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

    `fault` says that the file itself is broken there, so that the run ends with exit code 2. `by_order` are the days
    that a date of two readings means by `date_order`: where that is set, its day dates the next call and the note goes.
    """

    text: str
    line: int | None = None
    fault: bool = False
    hint: str = ""
    by_order: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CallDraft:
    """One call as a format read it, before ids, labels, turns and dates are seen to.

    `people` are pairs of a key, which pieces and events use as their speaker,
    and what the source says of that person. `started_at` is a date or a date
    and time as the source wrote it; one that is no such thing is left out with a note.
    `account_hint` is the name of the client, as the source has it.
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
    account_hint: str | None = None


class Format(Protocol):
    """A module of this folder."""

    NAME: str
    SUFFIXES: tuple[str, ...]

    def claim(self, source: Source) -> Claim | None:
        """Say how sure the format is."""

    def read(self, source: Source) -> Iterator[CallDraft | Note]:
        """Read the calls."""
