"""The nouns of the field: frozen values that open no file and know no storage.

Offsets are code points and half-open, times are integer milliseconds or None,
numbers of utterances and turns start at 1. What is not known is None (or the
side `unknown`); nothing here is ever guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Side = Literal["customer", "internal", "unknown"]
Outcome = Literal["won", "lost", "open"]
LinkStatus = Literal["linked", "ambiguous", "suggested", "unlinked"]
QuoteStatus = Literal["new", "accepted", "rejected", "orphaned"]
Polarity = Literal["affirmed", "negated", "hypothetical", "question"]
TimeSource = Literal["stated", "derived"]

Span = tuple[int, int]
"""Half-open [start, end) in code points of one utterance's text."""


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
    path of the raw file below `source/transcripts/raw/`, with `/`.
    """

    call_id: str
    title: str
    source: str
    source_sha256: str
    format: str
    normalizer: str
    participants: tuple[Participant, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    events: tuple[Event, ...] = ()
    source_id: str | None = None
    started_at: str | None = None
    meeting_id: str | None = None
    duration_ms: int | None = None
    recording_url: str | None = None
    account_id: str | None = None
    opportunity_id: str | None = None

    @property
    def date(self) -> str | None:
        """The day as `YYYY-MM-DD`, as the source's own clock showed it."""
        return self.started_at[:10] if self.started_at else None


_CITATION = re.compile(
    r"(?P<call>[a-z0-9][a-z0-9._-]{0,79})#u(?P<first>[1-9]\d*)(?:-u(?P<last>[1-9]\d*))?"
    r"(?: @ (?P<time>\d{2,}:[0-5]\d:[0-5]\d))?"
)


@dataclass(frozen=True, slots=True, order=True)
class Citation:
    """The address of words: it prints, parses back and sorts.

    `start` and `end` are code points; `end` lies in utterance `last` where
    the words run over a cut (`last` is None when they do not).

    >>> str(Citation("acme-2026", 17, 0, 12, 754_000))
    'acme-2026#u17 @ 00:12:34'
    """

    call_id: str
    utterance: int
    start: int = 0
    end: int = 0
    time_ms: int | None = None
    last: int | None = None

    @property
    def anchor(self) -> str:
        """The fragment that jumps to the words in the normalized call."""
        return f"u{self.utterance}"

    @property
    def time(self) -> str | None:
        """The time as `HH:MM:SS`, cut to the whole second."""
        return None if self.time_ms is None else clock(self.time_ms)

    def __str__(self) -> str:
        """Print as `call_id#u17 @ 00:12:34`, or `#u17-u18` over a cut."""
        last = f"-u{self.last}" if self.last else ""
        time = f" @ {self.time}" if self.time else ""
        return f"{self.call_id}#{self.anchor}{last}{time}"

    @classmethod
    def parse(cls, text: str) -> Citation:
        """Read a printed citation; the span is not printed and comes back as 0, 0.

        Raises ValueError where `text` is not a citation.
        """
        found = _CITATION.fullmatch(text.strip())
        if not found:
            msg = f"not a citation: {text!r} (expected call_id#u17 @ 00:12:34)"
            raise ValueError(msg)
        last = found["last"]
        return cls(
            found["call"],
            int(found["first"]),
            time_ms=None if found["time"] is None else _milliseconds(found["time"]),
            last=int(last) if last else None,
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


@dataclass(frozen=True, slots=True)
class Tracker:
    """A named set of queries that stands for one pain point.

    `line` is where it begins in `source/trackers.yaml`.
    """

    tracker_id: str
    label: str
    queries: tuple[str, ...]
    counter: tuple[str, ...] = ()
    side: Literal["customer", "internal", "any"] = "customer"
    should_match: tuple[str, ...] = ()
    should_not_match: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """A row of the CRM's accounts with enrichment joined; None is a missing cell.

    `arr` is what the account pays us, `company_revenue` what it earns, both in
    whole currency units as exported.
    """

    account_id: str
    account_name: str
    domain: str | None = None
    industry: str | None = None
    headcount: int | None = None
    arr: float | None = None
    company_revenue: float | None = None
    geography: str | None = None
    funding_stage: str | None = None
    tech_stack: str | None = None
    segment: str | None = None


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity. `is_won` and `is_closed` are None only where nothing decides them."""

    opportunity_id: str
    account_id: str
    stage: str | None = None
    amount: float | None = None
    is_won: bool | None = None
    is_closed: bool | None = None
    created_date: str | None = None
    close_date: str | None = None
    loss_reason: str | None = None

    @property
    def outcome(self) -> Outcome:
        """Won, lost, or open while nothing says that it is closed."""
        if self.is_won:
            return "won"
        return "lost" if self.is_closed else "open"


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at an account; e-mail addresses are kept as SHA-256 and domain only."""

    contact_id: str
    account_id: str
    email_sha256: str | None = None
    email_domain: str | None = None
    name: str | None = None
    job_title: str | None = None
    persona: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that a call might belong to, and what speaks for it."""

    account_id: str
    account_name: str
    method: str
    score: float


@dataclass(frozen=True, slots=True)
class AccountLink:
    """Call -> account, how it was decided, and the candidates that lost.

    `reason` says in one sentence why, above all for calls that stay unlinked.
    """

    call_id: str
    status: LinkStatus
    account_id: str | None = None
    opportunity_id: str | None = None
    method: str | None = None
    score: float | None = None
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """Where people describe a segment: a document below `segments/` and a heading in it.

    `heading` None means the whole document. `block` is `full`, `compact` or `none`.
    """

    path: str
    heading: str | None = None
    block: Literal["full", "compact", "none"] = "none"
    line: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """A named set of accounts, and the documents and headings where people describe it."""

    segment_id: str
    name: str
    aliases: tuple[str, ...] = ()
    documents: tuple[DocumentRef, ...] = ()
    where: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    trackers: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said a quote, as far as it is known; every unknown is None.

    `side_assumed` is true where `assume_others` made the speaker a customer.
    """

    speaker: str | None = None
    side: Side = "unknown"
    side_assumed: bool = False
    role: str | None = None
    title: str | None = None
    account: Account | None = None
    outcome: Outcome | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A quote found for a tracker, with who said it and why it is worth citing."""

    quote: Quote
    tracker: str
    attribution: Attribution
    spans: tuple[Span, ...] = ()
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    polarity: Polarity = "affirmed"
    status: QuoteStatus = "new"
    note: str | None = None


@dataclass(frozen=True, slots=True)
class TrackerEvidence:
    """What one tracker found in one segment, counted by account.

    `accounts` are those linked accounts of the segment with at least one hit; of hits whose
    side nobody knows, `unknown_side` were left out, `unknown_counted` are among the mentions.
    """

    tracker: Tracker
    accounts: tuple[str, ...] = ()
    mentions: int = 0
    won: int = 0
    lost: int = 0
    last_heard: str | None = None
    unknown_side: int = 0
    chosen: tuple[Finding, ...] = ()
    available: int = 0
    against: tuple[Finding, ...] = ()
    unknown_counted: int = 0


@dataclass(frozen=True, slots=True)
class SegmentEvidence:
    """What was found for one segment, and what was searched to find it.

    `accounts` are all members; `linked` those with a linked call; `calls` the ids of those searched.
    `trackers` holds those without a hit too. `unknown_*` count each utterance of theirs once.
    """

    segment: Segment
    trackers: tuple[TrackerEvidence, ...]
    accounts: tuple[Account, ...]
    outcomes: tuple[tuple[str, Outcome], ...]
    linked: tuple[str, ...]
    calls: tuple[str, ...]
    first_date: str | None = None
    last_date: str | None = None
    as_of: str | None = None
    undated: int = 0
    unknown_left_out: int = 0
    unknown_counted: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer said of a quote; one line of `segments/decisions.jsonl`.

    It holds for (segment, tracker, quote). `at` is UTC, RFC 3339.
    """

    at: str
    by: str
    segment: str
    tracker: str
    quote_id: str
    verdict: Literal["accept", "reject", "later", "note", "undo", "move"]
    call_id: str
    utterance: int
    start: int
    end: int
    exact: str
    prefix: str = ""
    suffix: str = ""
    note: str | None = None
    replaces: str | None = None
    v: int = 1


VerdictName = Literal[
    "exact", "normalized", "elided", "moved", "redacted",
    "stitched", "hedge-dropped", "altered", "misattributed", "absent", "no-source",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification says of one quote. `detail` shows the difference in words."""

    name: VerdictName
    ok: bool
    citation: Citation | None = None
    detail: str = ""
    edited: bool = False
