"""A review as a value: `step(state, key) -> state`. No clock, no terminal, no file.

A key is a printable sign, or the name of a key: `enter`, `escape`, `backspace`, `tab`, `up`,
`down`, `left`, `right`, `pageup`, `pagedown`, `home`, `end`. What is to be written comes
out as `State.outbox`, what must be read as `wants`; whoever drives the session writes,
reads, and hands the state back through `posted`, `heard` and `previewed`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from evidence.model import Citation, Quote
from evidence.query.context import sentence
from evidence.quotes.cut import quote_at
from evidence.review.queue import tally
from evidence.review.recall import closed
from evidence.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from evidence.model import Decision, Span, Utterance
    from evidence.review.queue import Item, Standing, Tally

Mode = Literal["judge", "edit", "move", "note", "filter", "call", "preview", "help"]
PAGE = 10  # rows that pageup and pagedown go
_SIGNS = {"accept": "accepted", "reject": "rejected", "later": "later", "orphaned": "orphaned", "": "new"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision to be written; who and when is not a session's to know. Fields as in `model.Decision`."""

    segment: str
    tracker: str
    quote: Quote
    verdict: Literal["accept", "reject", "later", "note", "undo", "move"]
    note: str | None = None
    replaces: str | None = None
    slice: str | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """A segment under review: its name, how many accounts are linked, its trackers with their labels."""

    segment: str
    name: str
    linked: int
    trackers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class State:
    """Everything a review is at one moment.

    shown: the places in `items` that pass the filter; at: the place in `shown`. span, edge: the
    boundaries that are being changed. choice: the tracker that is pointed at. top: the first
    utterance or line of a long text. words: the call `words_of`. history: items before each
    decision of this session, for `u`.
    """

    items: tuple[Item, ...]
    themes: tuple[Theme, ...]
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
    outbox: tuple[Draft, ...] = ()
    history: tuple[tuple[int, Item], ...] = ()
    tallies: Mapping[tuple[str, str], Tally] = field(default_factory=dict)
    done: bool = False

    @property
    def judged(self) -> int:
        """How many quotes were decided."""
        return len(self.items) - sum(count.left for count in self.tallies.values())

    @property
    def item(self) -> Item | None:
        """The quote under the cursor; None where the filter leaves none."""
        return self.items[self.shown[self.at]] if self.shown else None

    @property
    def theme(self) -> Theme:
        """The segment of the quote under the cursor."""
        segment = self.item.segment if self.item else self.themes[0].segment
        return next(theme for theme in self.themes if theme.segment == segment)

    @property
    def utterance(self) -> Utterance | None:
        """Where the quote stands, once its call was read."""
        if self.item is None or self.words_of != self.item.quote.citation.call_id:
            return None
        number = self.item.quote.citation.utterance
        return next((u for u in self.words if u.number == number), None)


def begin(items: tuple[Item, ...], themes: tuple[Theme, ...]) -> State:
    """Return a session over a queue, at its first quote."""
    return State(items, themes, tuple(range(len(items))), tallies=tally(items))


def step(state: State, key: str) -> State:
    """Return what a key makes of a session; a key that means nothing here changes nothing."""
    return _MODES[state.mode](replace(state, said=""), key)


def wants(state: State) -> str | None:
    """Return the id of the call whose words are needed, None where they are there."""
    call_id = state.item.quote.citation.call_id if state.item else state.words_of
    return call_id if call_id != state.words_of else None


def heard(state: State, call_id: str, words: tuple[Utterance, ...]) -> State:
    """Return the session with the words of a call."""
    return replace(state, words=words, words_of=call_id)


def previewed(state: State, block: str) -> State:
    """Return the session with the text of the block."""
    return replace(state, block=block)


def posted(state: State) -> State:
    """Return the session after its outbox was written."""
    return replace(state, outbox=())


def point(state: State, place: int) -> State:
    """Return the session with the cursor on a row of the list: what a mouse does."""
    return replace(state, at=max(0, min(place, len(state.shown) - 1)), said="")


# -- judging ---------------------------------------------------------------------------------------


def _judge(state: State, key: str) -> State:
    if key in {"q", "escape"}:
        return replace(state, done=True)
    if key == "?":
        return replace(state, mode="help", top=0)
    if key == "/":
        return replace(state, mode="filter", typed=state.filter)
    if key == "u":
        return _undo(state)
    if (far := _TRAVEL.get(key)) is not None:
        return point(state, state.at + far)
    item = state.item
    if item is None:
        return replace(state, said="Nothing is shown. / changes the filter, q quits.")
    action = _ACTIONS.get(key)
    return action(state, item) if action else state


_TRAVEL = {
    "j": 1, "down": 1, "k": -1, "up": -1, "pagedown": PAGE, "pageup": -PAGE, "home": -(10**9), "end": 10**9,
}  # fmt: skip


def _decide(state: State, item: Item, verdict: Literal["accept", "reject"]) -> State:
    if not item.quote.text:
        return replace(state, said="These words are gone, and nothing like them is there. u drops the decision.")
    if item.verdict == verdict:
        return _next_open(replace(state, said=f"Already {_SIGNS[verdict]}."))
    replaces = item.orphan.quote_id if item.orphan else None
    changed = replace(item, verdict=verdict, past=_past(item), orphan=None)
    state = _write(state, changed, Draft(item.segment, item.tracker, item.quote, verdict, item.note, replaces))
    return _next_open(replace(state, said=f"{_SIGNS[verdict].capitalize()}."))


def _later(state: State, item: Item) -> State:
    if item.verdict:
        return _next_open(state)
    changed = replace(item, verdict="later", past=_past(item))
    return _next_open(_write(state, changed, Draft(item.segment, item.tracker, item.quote, "later", item.note)))


def _past(item: Item) -> tuple[tuple[Standing, str | None], ...]:
    return (*item.past, (item.verdict, item.note)) if item.verdict and not item.orphan else ()


def _write(state: State, changed: Item, draft: Draft) -> State:
    """Put a decision out, and the changed item in its place."""
    place = state.shown[state.at]
    items = (*state.items[:place], changed, *state.items[place + 1 :])
    # A quote that somebody looked for is no random one.
    sampled = None if state.filter else state.items[place].slice
    return replace(
        state,
        items=items,
        tallies=tally(items),
        outbox=(*state.outbox, replace(draft, slice=sampled)),
        history=(*state.history, (place, state.items[place])),
        block=None,
    )


def _next_open(state: State) -> State:
    """Go to the next quote that nobody decided, from the top again at the end of the list."""
    count = len(state.shown)
    ahead = (place % count for place in range(state.at + 1, state.at + count + 1))
    for place in ahead:
        if not state.items[state.shown[place]].verdict:
            return replace(state, at=place)
    return replace(state, at=min(state.at + 1, count - 1), said=f"{state.said} Nothing here is undecided.".strip())


def _undo(state: State) -> State:
    if state.history:
        place, before = state.history[-1]
        now = state.items[place]
        shown = state.shown if place in state.shown else (*state.shown, place)
        state = replace(state, shown=shown, at=shown.index(place), history=state.history[:-1])
        return _taken_back(state, before, now.tracker, now.quote)
    item = state.item
    if item is None or not item.verdict:
        return replace(state, said="Nothing to undo.")
    if item.orphan:
        gone = replace(item, verdict="reject", orphan=None, past=())
        return _taken_back(state, gone, item.tracker, quote_of(item.orphan))
    verdict, note = item.past[-1] if item.past else ("", None)
    before = replace(item, verdict=verdict, note=note, past=item.past[:-1])
    return _taken_back(state, before, item.tracker, item.quote)


def _taken_back(state: State, before: Item, tracker: str, quote: Quote) -> State:
    history = state.history
    state = _write(state, before, Draft(before.segment, tracker, quote, "undo"))
    return replace(state, history=history, said="Undone.")


def quote_of(decision: Decision) -> Quote:
    """Return the words of a decision as they stood when it was made."""
    place = Citation(decision.call_id, decision.utterance, decision.start, decision.end)
    return Quote(decision.quote_id, place, decision.exact, decision.prefix, decision.suffix)


# -- changing the boundaries ----------------------------------------------------------------------


def _open_edit(state: State, item: Item) -> State:
    if state.utterance is None or not item.quote.text:
        return replace(state, said="These words are not in the call.")
    return replace(state, mode="edit", span=(item.quote.citation.start, item.quote.citation.end), edge="end")


def _edit(state: State, key: str) -> State:
    if key in {"escape", "q"}:
        return replace(state, mode="judge", said="The boundaries stay as they were.")
    if key == "tab":
        return replace(state, edge="start" if state.edge == "end" else "end")
    if key in {"enter", "a"}:
        return _recut(state)
    stride = _STRIDES.get(key)
    return _stretch(state, *stride) if stride else state


_STRIDES = {
    "h": (False, -1), "left": (False, -1), "l": (False, 1), "right": (False, 1),
    "k": (True, -1), "up": (True, -1), "j": (True, 1), "down": (True, 1),
}  # fmt: skip


def _stretch(state: State, whole_sentence: bool, way: int) -> State:  # noqa: FBT001  read from the table above
    """Move one end to the next border of words or sentences; it never crosses the other end."""
    assert state.utterance is not None  # _open_edit saw it
    text, (start, end) = state.utterance.text, state.span
    spans = sentences(text) if whole_sentence else word_spans(text)
    if state.edge == "start":
        borders = [a for a, _ in spans if (a < start if way < 0 else start < a < end)]
        span = (max(borders) if way < 0 else min(borders), end) if borders else state.span
    else:
        borders = [b for _, b in spans if (start < b < end if way < 0 else b > end)]
        span = (start, max(borders) if way < 0 else min(borders)) if borders else state.span
    said = "" if borders else "No further: a quote stays within one utterance and keeps a word."
    return replace(state, span=span, said=said)


def word_spans(text: str) -> list[Span]:
    """Return the words of a text, each with the closing signs behind it."""
    return [(token.start, closed(text, token.end)) for token in tokenize(text)]


def sentences(text: str) -> list[Span]:
    """Return the sentences of a text."""
    spans: list[Span] = []
    at = 0
    while at < len(text):
        start, end = sentence(text, (at, at + 1))
        if start < end:
            spans.append((start, end))
        at = max(end, at + 1)
    return spans


def _recut(state: State) -> State:
    item, utterance = state.item, state.utterance
    assert item is not None  # _open_edit saw both
    assert utterance is not None
    quote = quote_at(item.quote.citation.call_id, utterance, state.span, state.words)
    state = replace(state, mode="judge")
    if quote.quote_id == item.quote.quote_id:
        return _decide(state, item, "accept")
    replaces = item.orphan.quote_id if item.orphan else item.quote.quote_id
    changed = replace(item, finding=replace(item.finding, quote=quote), verdict="accept", past=(), orphan=None)
    state = _write(state, changed, Draft(item.segment, item.tracker, quote, "accept", item.note, replaces))
    return _next_open(replace(state, said="Accepted with these boundaries."))


# -- moving to another tracker, notes, the filter --------------------------------------------------


def _open_move(state: State, item: Item) -> State:
    if item.orphan:
        return replace(state, said="Accept or reject these words first.")
    return replace(state, mode="move", choice=[name for name, _ in state.theme.trackers].index(item.tracker))


def _move(state: State, key: str) -> State:
    trackers = state.theme.trackers
    if key in {"escape", "q"}:
        return replace(state, mode="judge")
    if key in _TRAVEL:
        return replace(state, choice=max(0, min(state.choice + _TRAVEL[key], len(trackers) - 1)))
    if key.isdecimal() and 1 <= int(key) <= len(trackers):
        return _moved(state, trackers[int(key) - 1][0])
    return _moved(state, trackers[state.choice][0]) if key == "enter" else state


def _moved(state: State, tracker: str) -> State:
    item = state.item
    assert item is not None  # _open_move saw it
    state = replace(state, mode="judge")
    if tracker == item.tracker:
        return replace(state, said="It stands there already.")
    changed = replace(item, finding=replace(item.finding, tracker=tracker), past=(), against=False, slice="best")
    state = _write(state, changed, Draft(item.segment, tracker, item.quote, "move", item.note, item.tracker))
    return replace(state, said=f"Moved to {tracker}." + ("" if item.verdict == "accept" else " Accept it with a."))


def _open_note(state: State, item: Item) -> State:
    if item.orphan:
        return replace(state, said="Accept or reject these words first.")
    return replace(state, mode="note", typed=item.note or "")


def _note(state: State, key: str) -> State:
    if key != "enter":
        return _type(state, key)
    item = state.item
    assert item is not None  # _open_note saw it
    return _noted(replace(state, mode="judge", typed=""), item, " ".join(state.typed.split()))


def _noted(state: State, item: Item, text: str) -> State:
    if text == (item.note or ""):
        return replace(state, said="The note stays as it was.")
    changed = replace(item, note=text or None, past=_past(item))
    state = _write(state, changed, Draft(item.segment, item.tracker, item.quote, "note", text))
    return replace(state, said="Noted." if text else "The note is gone.")


def _filter(state: State, key: str) -> State:
    if key != "enter":
        return _type(state, key)
    wanted = state.typed.casefold().split()
    shown = tuple(i for i, item in enumerate(state.items) if all(word in _about(item) for word in wanted))
    said = f"{len(shown):,} of {len(state.items):,} shown." if wanted else ""
    return replace(state, mode="judge", filter=" ".join(wanted), typed="", shown=shown, at=0, said=said)


def _about(item: Item) -> str:
    """Return what the filter looks at: words, who said them, where they stand, what was decided."""
    who = item.finding.attribution
    account = (who.account.account_id, who.account.account_name) if who.account else ()
    place = (item.segment, item.tracker, item.quote.citation.call_id, who.date, who.outcome)
    said = (item.quote.text, who.speaker, *account, *place, _SIGNS[item.verdict], item.slice, item.note)
    return "\n".join(part for part in said if part).casefold()


def _type(state: State, key: str) -> State:
    if key == "escape":
        return replace(state, mode="judge", typed="")
    if key == "backspace":
        return replace(state, typed=state.typed[:-1])
    return replace(state, typed=state.typed + key) if len(key) == 1 else state


# -- long texts ------------------------------------------------------------------------------------


def _open_call(state: State, item: Item) -> State:
    numbers = [u.number for u in state.words]
    number = item.quote.citation.utterance
    return replace(state, mode="call", top=max(0, numbers.index(number) - 1) if number in numbers else 0)


def _read(state: State, key: str) -> State:
    """Turn pages in the call, the preview or the help; what opened them closes them."""
    if key in {"escape", "q", "enter", {"call": "g", "preview": "p", "help": "?"}[state.mode]}:
        return replace(state, mode="judge", top=0)
    if key not in _TRAVEL:
        return state
    last = len(state.words) if state.mode == "call" else (state.block or "").count("\n")
    return replace(state, top=max(0, min(state.top + _TRAVEL[key], max(0, last - 1))))


_ACTIONS: dict[str, Callable[[State, Item], State]] = {
    "a": lambda state, item: _decide(state, item, "accept"),
    "x": lambda state, item: _decide(state, item, "reject"),
    " ": _later,
    "e": _open_edit,
    "t": _open_move,
    "n": _open_note,
    "g": _open_call,
    "p": lambda state, _: replace(state, mode="preview", top=0),
}
_MODES: dict[Mode, Callable[[State, str], State]] = {
    "judge": _judge,
    "edit": _edit,
    "move": _move,
    "note": _note,
    "filter": _filter,
    "call": _read,
    "preview": _read,
    "help": _read,
}
