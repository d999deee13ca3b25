"""What is claimed about whom: trackers, segments, what was found for them, decisions and verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from evidence.model.accounts import Account, Outcome
    from evidence.model.calls import Citation, Quote, Side, Span

QuoteStatus = Literal["new", "accepted", "rejected", "orphaned"]
Assertion = Literal["present", "resolved", "absent", "hypothetical", "question", "other", "unjudged"]
"""How a pain is stated: theirs now, theirs and over, denied, supposed, asked, somebody else's; in a language that the
rules do not know nobody has judged it."""
PainKind = Literal["have", "lack"]
"""Whether a pain is something that people have, or something that they lack."""


class VerdictName(StrEnum):
    """Everything that verification may say of a quote, one line each: its name, how it is taken, what it says.

    What is `good` passes, what is `warn` passes and is shown, what is `bad` fails. The command line
    (colours, counts, annotations) and the table of docs/verify.md follow from here.
    """

    level: Literal["good", "warn", "bad"]
    says: str

    def __new__(cls, name: str, level: Literal["good", "warn", "bad"], says: str) -> Self:
        """Keep the three parts of a line."""
        verdict = str.__new__(cls, name)
        verdict._value_, verdict.level, verdict.says = name, level, says
        return verdict

    EXACT = "exact", "good", "the characters stand at the cited place"
    NORMALIZED = (
        "normalized",
        "good",
        ("the words do, however they are written; an editor's brackets and notes are named"),
    )
    ELIDED = "elided", "good", "an ellipsis leaves words out, all parts in order within one turn"
    MOVED = "moved", "warn", "any of these at another address; `--fix` rewrites it"
    REDACTED = "redacted", "good", "placeholders stand exactly where the redactor puts them"
    STITCHED = "stitched", "bad", "the parts come from different turns"
    HEDGE_DROPPED = "hedge-dropped", "bad", '"not", "sometimes", "kind of" was said and is left out'
    ALTERED = "altered", "bad", "near, not equal; the difference is shown"
    MISATTRIBUTED = (
        "misattributed",
        "bad",
        (
            "the words are real, but another company, person or side said them, "
            "or their title or the deal's outcome differs"
        ),
    )
    CUT_SHORT = (
        "cut-short",
        "bad",
        'real words, cut so that they lie: "we will renew" of "I can\'t say we will renew"',
    )
    ABSENT = "absent", "bad", "nobody said anything near it"
    UNSUPPORTED = (
        "unsupported",
        "warn",
        "nobody said it in these calls, and it names none of our calls, people or accounts",
    )
    NOT_JUDGED = (
        "not-judged",
        "warn",
        "nobody can tell here: another source, an unlinked call, unnamed speakers, no CRM",
    )
    NO_SOURCE = "no-source", "bad", "the cited call is not here; `--allow-missing` passes it"

    @property
    def passes(self) -> bool:
        """Whether a quote of this verdict passes, where nothing else is wrong."""
        return self.level != "bad"


@dataclass(frozen=True, slots=True)
class Tracker:
    """A named set of queries that stands for one pain point.

    `line` is where it begins in `source/trackers.yaml`; `was` are the ids that it had before.
    """

    tracker_id: str
    label: str
    queries: tuple[str, ...]
    counter: tuple[str, ...] = ()
    side: Literal["customer", "internal", "any"] = "customer"
    should_match: tuple[str, ...] = ()
    should_not_match: tuple[str, ...] = ()
    line: int = 0
    kind: PainKind = "have"
    was: tuple[str, ...] = ()


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
    """A named set of accounts, or of people in them, and the documents and headings where people describe it.

    people: patterns of titles and roles; what a speaker says counts for the segment where their title fits one.
    was: the ids that it had before.
    """

    segment_id: str
    name: str
    aliases: tuple[str, ...] = ()
    documents: tuple[DocumentRef, ...] = ()
    where: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    trackers: tuple[str, ...] = ()
    line: int = 0
    unless: str | None = None
    people: tuple[str, ...] = ()
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said a quote, as far as it is known; every unknown is None.

    `side_assumed` is true where `assume_others` made the speaker a customer. `personas` are the ids of the
    segments of people that the speaker fits.
    """

    speaker: str | None = None
    side: Side = "unknown"
    side_assumed: bool = False
    role: str | None = None
    title: str | None = None
    account: Account | None = None
    outcome: Outcome | None = None
    date: str | None = None
    personas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A quote found for a tracker, with who said it and why it is worth citing.

    `learned` is how far up it belongs by what reviewers decided, 0 where that says nothing.
    `prompted` says that the other side used the matched words in the two turns before, `edited`
    that a person changed the call's words, `closed` how a deal of the account ended after the review. `language`
    is that of the utterance (`query.language`).
    """

    quote: Quote
    tracker: str
    attribution: Attribution
    spans: tuple[Span, ...] = ()
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    assertion: Assertion = "present"
    status: QuoteStatus = "new"
    note: str | None = None
    learned: float = 0.0
    prompted: bool = False
    edited: bool = False
    closed: Outcome | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class TrackerEvidence:
    """What one tracker found in one segment, counted by account.

    `accounts` are those linked accounts of the segment whose latest statement is that the pain is there, `resolved`
    those whose latest is that it is over; `mentions` are all present ones. Of hits whose
    side nobody knows, `unknown_side` were left out, `unknown_counted` are among the mentions.
    Of these `volunteered` are those that nobody else had brought up in the two turns before.
    `supposed`, `asked` and `others` were said and count nowhere; `countered` is how much speaks against, shown or not.
    `unjudged` are the mentions that nobody judged, by language; `unsearched` the calls, by language, in which its
    queries cannot be said to have searched.
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
    volunteered: int = 0
    resolved: tuple[str, ...] = ()
    supposed: int = 0
    asked: int = 0
    others: int = 0
    countered: int = 0
    unjudged: tuple[tuple[str, int], ...] = ()
    unsearched: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SegmentEvidence:
    """What was found for one segment, and what was searched to find it.

    `accounts` are all members; `linked` those with a linked call; `calls` the ids of those searched.
    `trackers` holds those without a hit too. `unknown_*` count each utterance of theirs once. Of a segment
    of people: `untitled` of `customers` who spoke have no title, so that nobody knows whether they belong.
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
    untitled: int = 0
    customers: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer said of a quote; one line of `segments/decisions.jsonl`.

    It holds for (segment, tracker, quote). `at` is UTC, RFC 3339. `slice` says how the quote came
    up: `best`, `uncertain` or `random`; only the last may be counted as a sample.
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
    slice: str | None = None
    v: int = 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification says of one quote. `detail` shows the difference in words.

    `ok` may differ from what the name says: real words under a wrong attribution fail, missing calls may be allowed,
    hearsay before the words is only told, and `--strict` fails what nobody can judge.
    """

    name: VerdictName
    ok: bool
    citation: Citation | None = None
    detail: str = ""
    edited: bool = False

    @property
    def level(self) -> Literal["good", "warn", "bad"]:
        """How the quote is taken: `good` passes, `warn` passes and is shown, `bad` fails."""
        if not self.ok:
            return "bad"
        if self.name == VerdictName.CUT_SHORT:
            return "warn"
        return self.name.level if self.name.passes else "good"
