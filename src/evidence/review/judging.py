"""What the keys of a review of quotes do: judge, cut anew, move, note, undo, filter. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from evidence.model import Citation, Quote
from evidence.query.context import sentence
from evidence.quotes.cut import quote_at
from evidence.review.queue import QuoteItem
from evidence.review.recall import closed
from evidence.review.state import TRAVEL, DecisionDraft, count_progress, next_open
from evidence.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Callable

    from evidence.model import Decision, Span
    from evidence.review.queue import Standing
    from evidence.review.state import State

_SIGNS = {"accept": "accepted", "reject": "rejected", "later": "later", "orphaned": "orphaned", "": "new"}


def press_on_quote(state: State, key: str) -> State:
    """Return what a key makes of the quote under the cursor."""
    if key == "/":
        return replace(state, mode="filter", typed=state.filter)
    if key == "u":
        return _undo(state)
    if state.item is None:
        return replace(state, said="Nothing to show. / changes the filter, q quits.")
    action = _ACTIONS.get(key)
    return action(state, state.quote) if action else state


def _decide(state: State, item: QuoteItem, verdict: Literal["accept", "reject"]) -> State:
    if not item.quote.text:
        return replace(state, said="These words are gone, and nothing like them is left. u drops the decision.")
    if item.verdict == verdict:
        return next_open(replace(state, said=f"Already {_SIGNS[verdict]}."))
    replaces = item.orphan.quote_id if item.orphan else None
    changed = replace(item, verdict=verdict, past=_past(item), orphan=None)
    state = _write(state, changed, DecisionDraft(item.segment, item.tracker, item.quote, verdict, item.note, replaces))
    return next_open(replace(state, said=f"{_SIGNS[verdict].capitalize()}."))


def _later(state: State, item: QuoteItem) -> State:
    if item.verdict:
        return next_open(state)
    changed = replace(item, verdict="later", past=_past(item))
    return next_open(_write(state, changed, DecisionDraft(item.segment, item.tracker, item.quote, "later", item.note)))


def _past(item: QuoteItem) -> tuple[tuple[Standing, str | None], ...]:
    return (*item.past, (item.verdict, item.note)) if item.verdict and not item.orphan else ()


def _write(state: State, changed: QuoteItem, draft: DecisionDraft) -> State:
    """Put a decision out, and the changed item in its place."""
    place = state.shown[state.at]
    items = (*state.items[:place], changed, *state.items[place + 1 :])
    # A quote that somebody looked for is no random one.
    sampled = None if state.filter else state.quote.slice
    return replace(
        state,
        items=items,
        counts=count_progress(items),
        outbox=(*state.outbox, replace(draft, slice=sampled)),
        history=(*state.history, (place, state.quote)),
        block=None,
    )


def _undo(state: State) -> State:
    if state.history:
        place, before = state.history[-1]
        shown = state.shown if place in state.shown else (*state.shown, place)
        state = replace(state, shown=shown, at=shown.index(place), history=state.history[:-1])
        return _taken_back(state, before, state.quote.tracker, state.quote.quote)
    if state.item is None or not state.quote.verdict:
        return replace(state, said="Nothing to undo.")
    item = state.quote
    if item.orphan:
        gone = replace(item, verdict="reject", orphan=None, past=())
        return _taken_back(state, gone, item.tracker, quote_of(item.orphan))
    verdict, note = item.past[-1] if item.past else ("", None)
    before = replace(item, verdict=verdict, note=note, past=item.past[:-1])
    return _taken_back(state, before, item.tracker, item.quote)


def _taken_back(state: State, before: QuoteItem, tracker: str, quote: Quote) -> State:
    history = state.history
    state = _write(state, before, DecisionDraft(before.segment, tracker, quote, "undo"))
    return replace(state, history=history, said="Undone.")


def quote_of(decision: Decision) -> Quote:
    """Return the words of a decision as they stood when it was made."""
    place = Citation(decision.call_id, decision.utterance, decision.start, decision.end)
    return Quote(decision.quote_id, place, decision.exact, decision.prefix, decision.suffix)


# -- changing the boundaries ----------------------------------------------------------------------


def _open_edit(state: State, item: QuoteItem) -> State:
    if state.utterance is None or not item.quote.text:
        return replace(state, said="These words are not in the call.")
    return replace(state, mode="edit", span=(item.quote.citation.start, item.quote.citation.end), edge="end")


def edit(state: State, key: str) -> State:
    """Return what a key makes of the boundaries that are being changed."""
    if key in LEAVING:
        return (
            _recut(state)
            if key in {"enter", "a"}
            else replace(state, mode="judge", said="The quote was left as it was.")
        )
    if key == "tab":
        return replace(state, edge="start" if state.edge == "end" else "end")
    stride = _STRIDES.get(key)
    return _stretch(state, *stride) if stride else state


_STRIDES = {
    "h": (False, -1), "left": (False, -1), "l": (False, 1), "right": (False, 1),
    "k": (True, -1), "up": (True, -1), "j": (True, 1), "down": (True, 1),
}  # fmt: skip
MOVING = frozenset({*_STRIDES, "tab"})
"""Keys that go on changing the boundaries."""
LEAVING = frozenset({"enter", "a", "escape", "q"})
"""Keys that end it."""


def _stretch(state: State, whole_sentence: bool, way: int) -> State:  # noqa: FBT001  read from the table above
    """Move one end to the next border of words or sentences; it never crosses the other end."""
    assert state.utterance is not None  # _open_edit saw it
    text, (start, end) = state.utterance.text, state.span
    spans = sentence_spans(text) if whole_sentence else word_spans(text)
    if state.edge == "start":
        borders = [a for a, _ in spans if (a < start if way < 0 else start < a < end)]
        span = (max(borders) if way < 0 else min(borders), end) if borders else state.span
    else:
        borders = [b for _, b in spans if (start < b < end if way < 0 else b > end)]
        span = (start, max(borders) if way < 0 else min(borders)) if borders else state.span
    said = "" if borders else "No further: a quote stays within one utterance and has at least one word."
    return replace(state, span=span, said=said)


def word_spans(text: str) -> list[Span]:
    """Return the words of a text, each with the closing signs behind it."""
    return [(token.start, closed(text, token.end)) for token in tokenize(text)]


def sentence_spans(text: str) -> list[Span]:
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
    item, utterance = state.quote, state.utterance
    assert utterance is not None  # _open_edit saw it
    quote = quote_at(item.quote.citation.call_id, utterance, state.span, state.words)
    state = replace(state, mode="judge")
    if quote.quote_id == item.quote.quote_id:
        return _decide(state, item, "accept")
    replaces = item.orphan.quote_id if item.orphan else item.quote.quote_id
    changed = replace(item, finding=replace(item.finding, quote=quote), verdict="accept", past=(), orphan=None)
    state = _write(state, changed, DecisionDraft(item.segment, item.tracker, quote, "accept", item.note, replaces))
    return next_open(replace(state, said="Accepted with these boundaries."))


# -- moving to another tracker, notes, the filter --------------------------------------------------


def _open_move(state: State, item: QuoteItem) -> State:
    if item.orphan:
        return replace(state, said="Accept or reject these words first.")
    return replace(state, mode="move", choice=[name for name, _ in state.segment.trackers].index(item.tracker))


def move(state: State, key: str) -> State:
    """Return what a key makes of the list of trackers that a quote may move to."""
    trackers = state.segment.trackers
    if key in {"escape", "q"}:
        return replace(state, mode="judge", said="The quote was left where it is.")
    if key in TRAVEL:
        return replace(state, choice=max(0, min(state.choice + TRAVEL[key], len(trackers) - 1)))
    if key.isdecimal() and 1 <= int(key) <= len(trackers):
        return _moved(state, trackers[int(key) - 1][0])
    return _moved(state, trackers[state.choice][0]) if key == "enter" else state


def _moved(state: State, tracker: str) -> State:
    item, state = state.quote, replace(state, mode="judge")
    if tracker == item.tracker:
        return replace(state, said="It is already there.")
    changed = replace(item, finding=replace(item.finding, tracker=tracker), past=(), against=False, slice="best")
    state = _write(state, changed, DecisionDraft(item.segment, tracker, item.quote, "move", item.note, item.tracker))
    return replace(state, said=f"Moved to {tracker}." + ("" if item.verdict == "accept" else " Accept it with a."))


def _open_note(state: State, item: QuoteItem) -> State:
    if item.orphan:
        return replace(state, said="Accept or reject these words first.")
    return replace(state, mode="note", typed=item.note or "")


def note(state: State, text: str) -> State:
    """Put a note on the quote; an empty one takes it away."""
    item = state.quote
    if text == (item.note or ""):
        return replace(state, said="The note was left as it was.")
    changed = replace(item, note=text or None, past=_past(item))
    state = _write(state, changed, DecisionDraft(item.segment, item.tracker, item.quote, "note", text))
    return replace(state, said="Noted." if text else "The note was deleted.")


def show_only(state: State, text: str) -> State:
    """Show what holds all words of a text."""
    wanted = text.casefold().split()
    quotes = [(place, item) for place, item in enumerate(state.items) if isinstance(item, QuoteItem)]
    shown = tuple(place for place, item in quotes if all(word in _about(item) for word in wanted))
    said = f"{len(shown):,} of {len(state.items):,} shown." if wanted else f"All {len(state.items):,} shown."
    return replace(state, filter=" ".join(wanted), shown=shown, at=0, said=said)


def _about(item: QuoteItem) -> str:
    """Return what the filter looks at: words, who said them, where they stand, what was decided."""
    who = item.finding.attribution
    account = (who.account.account_id, who.account.account_name) if who.account else ()
    place = (item.segment, item.tracker, item.quote.citation.call_id, who.date, who.outcome)
    said = (item.quote.text, who.speaker, *account, *place, _SIGNS[item.verdict], item.slice, item.note)
    return "\n".join(part for part in said if part).casefold()


def _open_call(state: State, item: QuoteItem) -> State:
    numbers = [u.number for u in state.words]
    number = item.quote.citation.utterance
    return replace(state, mode="call", top=max(0, numbers.index(number) - 1) if number in numbers else 0)


_ACTIONS: dict[str, Callable[[State, QuoteItem], State]] = {
    "a": lambda state, item: _decide(state, item, "accept"),
    "x": lambda state, item: _decide(state, item, "reject"),
    " ": _later,
    "e": _open_edit,
    "t": _open_move,
    "n": _open_note,
    "g": _open_call,
    "p": lambda state, _: replace(state, mode="preview", top=0),
}
