"""What a review is at one moment, of quotes or of links, and what all of its steps share. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from evidence.review.queue import LinkItem, QuoteItem, progress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.model import Quote, Span, Utterance
    from evidence.review.lookup import AccountName, Mention
    from evidence.review.queue import Item, TrackerProgress

Mode = Literal["judge", "edit", "move", "note", "filter", "alias", "find", "role", "roles", "call", "preview", "help"]
LONG = frozenset({"call", "preview", "help"})
"""Modes in which a long text is read."""
TYPING = frozenset({"note", "filter", "alias", "find", "role", "roles"})
"""Modes in which signs are text and no keys."""
PAGE = 10  # rows that pageup and pagedown go
TRAVEL = {
    "j": 1, "down": 1, "k": -1, "up": -1, "pagedown": PAGE, "pageup": -PAGE, "home": -(10**9), "end": 10**9,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """A decision to be written; who and when is not a session's to know. Fields as in `model.Decision`."""

    segment: str
    tracker: str
    quote: Quote
    verdict: Literal["accept", "reject", "later", "note", "undo", "move"]
    note: str | None = None
    replaces: str | None = None
    slice: str | None = None


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """What is to be written of a call, of an account's other name or of a speaker. `call_id` None: in every call.

    side, role: of a speaker; None and "" say nothing. `undo` takes back what was written last.
    """

    kind: Literal["link", "alias", "person", "undo"]
    call_id: str | None
    account_id: str = ""
    alias: str = ""
    label: str = ""
    side: Literal["customer", "internal"] | None = None
    role: str = ""


class LinkStep(NamedTuple):
    """An answer that was written: where the cursor stood, and the items as they were before it, by their places."""

    at: int
    before: tuple[tuple[int, Item], ...]


@dataclass(frozen=True, slots=True)
class ReviewedSegment:
    """A segment under review: its id, its name, how many accounts are linked, its trackers with their labels."""

    segment: str
    name: str
    linked: int
    trackers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class State:
    """Everything a review is at one moment. A review of links has no segments.

    shown: the places in `items` that pass the filter; at: the place in `shown`. span, edge: the
    boundaries that are being changed. choice: the tracker or candidate that is pointed at. top: the
    first utterance or line of a long text. words: the call `words_of`. history: items before each
    decision of this session, for `u`; steps: the same of answers about links. accounts: those that a
    call may be given. mentions: account id -> where the call `mentions_of` names it.
    """

    items: tuple[Item, ...]
    segments: tuple[ReviewedSegment, ...] = ()
    shown: tuple[int, ...] = ()
    at: int = 0
    mode: Mode = "judge"
    typed: str = ""
    filter: str = ""
    span: Span = (0, 0)
    edge: Literal["start", "end"] = "end"
    choice: int = 0
    top: int = 0
    words: tuple[Utterance, ...] = ()
    words_of: str = ""
    block: str | None = None
    said: str = ""
    outbox: tuple[DecisionDraft | LinkAnswer, ...] = ()
    history: tuple[tuple[int, QuoteItem], ...] = ()
    accounts: tuple[AccountName, ...] = ()
    mentions: Mapping[str, Mention] = field(default_factory=dict)
    mentions_of: str = ""
    steps: tuple[LinkStep, ...] = ()
    counts: Mapping[tuple[str, str], TrackerProgress] = field(default_factory=dict)
    done: bool = False

    @property
    def judged(self) -> int:
        """How many items were decided."""
        return sum(item.settled for item in self.items)

    @property
    def item(self) -> Item | None:
        """What is under the cursor; None where the filter leaves nothing."""
        return self.items[self.shown[self.at]] if self.shown else None

    @property
    def quote(self) -> QuoteItem:
        """The quote under the cursor, where it is known that there is one."""
        item = self.item
        assert isinstance(item, QuoteItem)  # the caller saw it
        return item

    @property
    def segment(self) -> ReviewedSegment:
        """The segment of the quote under the cursor."""
        item = self.item
        wanted = item.segment if isinstance(item, QuoteItem) else self.segments[0].segment
        return next(segment for segment in self.segments if segment.segment == wanted)

    @property
    def utterance(self) -> Utterance | None:
        """Where the quote stands, once its call was read."""
        item = self.item
        if not isinstance(item, QuoteItem) or self.words_of != item.call_id:
            return None
        return next((u for u in self.words if u.number == item.quote.citation.utterance), None)


def begin(
    items: tuple[Item, ...], segments: tuple[ReviewedSegment, ...] = (), accounts: tuple[AccountName, ...] = ()
) -> State:
    """Return a session over a queue, at its first item. accounts: those that a call may be given."""
    shown = tuple(range(len(items)))
    return State(items, segments, shown, counts=count_progress(items), accounts=accounts)


def count_progress(items: tuple[Item, ...]) -> Mapping[tuple[str, str], TrackerProgress]:
    """Return how far each tracker's quotes were judged."""
    return progress(item for item in items if isinstance(item, QuoteItem))


def wants(state: State) -> str | None:
    """Return the id of the call whose words are needed, None where they are there."""
    call_id = state.item.call_id if state.item else state.words_of
    return call_id if call_id != state.words_of else None


def unheard(state: State) -> str | None:
    """Return the id of the call in which names of accounts are to be looked for, None where that was done."""
    item = state.item
    waits = isinstance(item, LinkItem) and item.link and item.call_id != state.mentions_of
    return item.call_id if item and waits else None


def heard(
    state: State, call_id: str, words: tuple[Utterance, ...], mentions: Mapping[str, Mention] | None = None
) -> State:
    """Return the session with the words of a call, and where they name accounts, once that was looked for."""
    known = state if mentions is None else replace(state, mentions=mentions, mentions_of=call_id)
    return replace(known, words=words, words_of=call_id)


def previewed(state: State, block: str) -> State:
    """Return the session with the text of the block."""
    return replace(state, block=block)


def posted(state: State) -> State:
    """Return the session after its outbox was written."""
    return replace(state, outbox=())


def point(state: State, place: int) -> State:
    """Return the session with the cursor on a row of the list: what a mouse does."""
    return replace(state, at=max(0, min(place, len(state.shown) - 1)), choice=0, said="")


def next_open(state: State) -> State:
    """Go to the next item that nobody decided, from the top again at the end of the list."""
    size = len(state.shown)
    for place in (place % size for place in range(state.at + 1, state.at + size + 1)):
        if not state.items[state.shown[place]].verdict:
            return replace(point(state, place), said=state.said)
    last = point(state, state.at + 1)
    return replace(last, said=f"{state.said} Nothing left to judge here.".strip())
