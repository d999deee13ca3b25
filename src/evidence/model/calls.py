"""What was said: calls, the people in them, addresses of words, and quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Side = Literal["customer", "internal", "unknown"]
TimeSource = Literal["stated", "derived"]

Span = tuple[int, int]
"""Half-open [start, end) in code points of one utterance's text."""

_CITATION = re.compile(
    r"(?P<call>[a-z0-9][a-z0-9._-]{0,79})#u(?P<first>[1-9]\d*)(?:"
    r":(?P<start>\d{1,9})-(?:u(?P<over>[1-9]\d*):)?(?P<end>\d{1,9}):(?P<hash>[0-9a-f]{8})"
    r"|(?:-u(?P<last>[1-9]\d*))?(?: @ (?P<derived>~)?(?P<time>\d{2,}:[0-5]\d:[0-5]\d))?)"
)

SLOWEST_MS = 1_000
"""For a character: more between two turns is silence, and says nothing of when the words were said."""
_BREATH = 3
"""Characters that a comma or a full stop takes beside its own. Of none to 8, with it most words are within 2 s of their
time, and most beginnings of sentences (`scripts/eval times`)."""


@dataclass(frozen=True, slots=True)
class Participant:
    """A person or a label in one call.

    `label` is unique within the call and is what utterances refer to; it is
    the name as the source wrote it (two people with one name and different
    ids get ` [2]`, ` [3]`). `side_source` is `provider` or `label` where the
    source itself states the side, anything else is a person's word; sides that
    follow from settings or CRM are derived when indexing and never stored here.
    """

    label: str
    name: str | None = None
    org: str | None = None
    side: Side = "unknown"
    side_source: str | None = None
    role: str | None = None
    email_domain: str | None = None
    email_sha256: str | None = None
    bot: bool = False


@dataclass(frozen=True, slots=True)
class Utterance:
    """A turn, or a piece of a long one: one line of text by one speaker.

    `speaker` is a participant's label or None. `start_source` and `end_source`
    say how each time is known and are None exactly where the time is None.
    `line` is the 1-based line of the source where the words begin, if it has lines.
    `stamps` are (code point, time) inside the text, as far as the source states them and an even pace would
    miss them by a second. `language` is what the index found (`query.language`), "" before it looked or where it cannot
    tell: it follows from the words and makes no other utterance.
    """

    number: int
    turn: int
    speaker: str | None
    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    start_source: TimeSource | None = None
    end_source: TimeSource | None = None
    line: int | None = None
    stamps: tuple[tuple[int, int], ...] = ()
    language: str = field(default="", compare=False)

    def time_at(self, place: int) -> tuple[int | None, TimeSource | None]:
        """Return when the words at a code point begin, and how that is known.

        Between two times that are known the words are taken as spoken evenly, with a breath at commas and full stops.
        Where no later time is known it is the last one before them.

        >>> Utterance(1, 1, None, "one two six ten", 0, 60_000, "stated", "stated").time_at(8)
        (32000, 'derived')
        """
        if place <= 0 or self.start_ms is None:
            return self.start_ms, self.start_source
        text, before, since = self.text, 0, self.start_ms
        after, until = len(text), self.end_ms
        for at, ms in self.stamps:
            if at <= place:
                before, since = at, ms
            elif at < after:
                after, until = at, ms
        silent = self.end_source == "derived" and after == len(text)
        if silent and until is not None and until - since > SLOWEST_MS * (after - before):
            until = None
        if before == place or until is None or until <= since:
            return since, "stated" if before else self.start_source
        begun = _pace(text, before)
        share = (_pace(text, place) - begun) / (_pace(text, after) - begun)
        return since + round((until - since) * share), "derived"


def _pace(text: str, end: int) -> int:
    """Return how long the text before a place takes to say, in characters."""
    return end + _BREATH * (text.count(",", 0, end) + text.count(".", 0, end))


@dataclass(frozen=True, slots=True)
class Event:
    """What stands in a transcript but was not said: chat, notices, AI notes.

    `kind` is `chat`, `notice` (started, stopped, footers) or `notes`.
    """

    kind: Literal["chat", "notice", "notes"]
    text: str
    speaker: str | None = None
    start_ms: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One recorded conversation, as its source states it.

    `started_at` is RFC 3339 with offset, or a date alone. `source` is the
    path of the raw file below `source/transcripts/raw/`, with `/`. `utterances`
    are a tuple, or equal to one (`calls.packed`) in a call of very many. `account_hint` is whom the source names as
    its client: a name may suggest an account and never links one, a domain links as that of an address does.
    """

    call_id: str
    title: str
    source: str
    source_sha256: str
    format: str
    normalizer: str
    participants: tuple[Participant, ...] = ()
    utterances: Sequence[Utterance] = ()
    events: tuple[Event, ...] = ()
    source_id: str | None = None
    started_at: str | None = None
    meeting_id: str | None = None
    duration_ms: int | None = None
    recording_url: str | None = None
    account_id: str | None = None
    opportunity_id: str | None = None
    account_hint: str | None = None

    @property
    def date(self) -> str | None:
        """The day as `YYYY-MM-DD`, as the source's own clock showed it."""
        return self.started_at[:10] if self.started_at else None


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """The address of words: it prints, parses back and sorts.

    `start` and `end` are code points; `end` lies in utterance `last` where
    the words run over a cut (`last` is None when they do not). `time_ms` is the time of the words;
    how it is known makes no other address. `words_hash` is what a printed one states of its words.

    >>> str(Citation("acme-2026", 17, 0, 12, 754_000))
    'acme-2026#u17 @ 00:12:34'
    >>> str(Citation("acme-2026", 17, 60, 72, 759_800, time_source="derived"))
    'acme-2026#u17 @ ~00:12:40'
    """

    call_id: str
    utterance: int
    start: int = 0
    end: int = 0
    time_ms: int | None = None
    last: int | None = None
    time_source: TimeSource | None = field(default=None, compare=False)
    words_hash: str = field(default="", compare=False)

    @classmethod
    def of(cls, call_id: str, utterance: Utterance, start: int = 0, end: int = 0, last: int | None = None) -> Citation:
        """Return the address of words of an utterance, with the time at which they begin."""
        time_ms, source = utterance.time_at(start)
        return cls(call_id, utterance.number, start, end, time_ms, last, source)

    def cite(self, words_hash: str = "") -> str:
        """Return the address with the code points of the words and their hash: it tells where they are, and which.

        words_hash: of the words that stand there (`text.hash_of_words`), else the one that was read; "" without either.

        >>> Citation("acme-2026", 17, 120, 127).cite("c9616cb5")
        'acme-2026#u17:120-127:c9616cb5'
        """
        known = words_hash or self.words_hash
        over = f"u{self.last}:" if self.last else ""
        return f"{self.call_id}#{self.anchor}:{self.start}-{over}{self.end}:{known}" if known else ""

    @property
    def anchor(self) -> str:
        """The fragment that jumps to the words in the normalized call."""
        return f"u{self.utterance}"

    @property
    def time(self) -> str | None:
        """The time as `HH:MM:SS`: a stated one cut to the second, a derived one rounded, with `~` before it.

        Cutting, too, would make what is derived half a second too early on average.
        """
        if self.time_ms is None:
            return None
        return f"~{clock(self.time_ms + 500)}" if self.time_source == "derived" else clock(self.time_ms)

    def __str__(self) -> str:
        """Print as `call_id#u17 @ 00:12:34`, or `#u17-u18` over a cut."""
        last = f"-u{self.last}" if self.last else ""
        time = f" @ {self.time}" if self.time else ""
        return f"{self.call_id}#{self.anchor}{last}{time}"

    @classmethod
    def parse(cls, text: str) -> Citation:
        """Read a printed citation, or what `cite` returns; a span that is not printed comes back as 0, 0.

        Raises ValueError where `text` is not a citation.
        """
        found = _CITATION.fullmatch(text.strip())
        if not found:
            msg = f"not a citation: {text!r} (expected call_id#u17 @ 00:12:34)"
            raise ValueError(msg)
        last = found["last"] or found["over"]
        return cls(
            found["call"],
            int(found["first"]),
            int(found["start"] or 0),
            int(found["end"] or 0),
            time_ms=None if found["time"] is None else _milliseconds(found["time"]),
            last=int(last) if last else None,
            time_source="derived" if found["derived"] else "stated" if found["time"] else None,
            words_hash=found["hash"] or "",
        )


def clock(milliseconds: int) -> str:
    """`HH:MM:SS`, cut to the whole second; a minus sign for times before the start."""
    seconds = abs(milliseconds) // 1000
    sign = "-" if milliseconds <= -1000 else ""
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _milliseconds(time: str) -> int:
    hours, minutes, seconds = time.split(":")
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000


@dataclass(frozen=True, slots=True)
class Hit:
    """An utterance of a call and the spans in it that matched a query."""

    call_id: str
    utterance: Utterance
    spans: tuple[Span, ...]
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Quote:
    """A citation, the exact words that stand there, and 32 code points either side.

    `quote_id` is `q` and 12 hex digits over call, folded words and occurrence
    (`quotes.cut.quote_id`): it survives renumbered utterances.
    """

    quote_id: str
    citation: Citation
    text: str
    prefix: str = ""
    suffix: str = ""
