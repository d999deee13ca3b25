"""A review as a value: `step(state, key) -> state`. No clock, no terminal, no file.

A key is a printable sign, or the name of a key: `enter`, `escape`, `backspace`, `tab`, `up`,
`down`, `left`, `right`, `pageup`, `pagedown`, `home`, `end`. What is to be written comes
out as `State.outbox`, what must be read as `wants`; whoever drives the session writes,
reads, and hands the state back through `posted`, `answered`, `heard` and `previewed`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from evidence.review import judging, links
from evidence.review.keys import LINK_HELP, QUOTE_HELP
from evidence.review.state import LONG, TRAVEL, TYPING, point

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from evidence.review.state import State


def step(state: State, key: str) -> State:
    """Return what a key makes of a session; a key that means nothing here changes nothing."""
    state = replace(state, said="")
    if state.mode in LONG:
        return _read(state, key)
    if state.mode in TYPING:
        return _type(state, key)
    return {"edit": judging.edit, "move": judging.move, "judge": _judge}[state.mode](state, key)


def press(state: State, keys: Iterable[str], flush: Callable[[State], State]) -> State:
    """Return what keys make of a session, everything written and read between them."""
    for key in keys:
        if not state.done:
            state = flush(step(state, key))
    return state


def _judge(state: State, key: str) -> State:
    if key in {"q", "escape"}:
        return replace(state, done=True)
    if key == "?":
        return replace(state, mode="help", top=0)
    if (far := TRAVEL.get(key)) is not None:
        return point(state, state.at + far)
    return judging.press_on_quote(state, key) if state.segments else links.press_on_link(state, key)


def _type(state: State, key: str) -> State:
    if state.mode == "find":
        return links.find(state, key)
    if key == "enter":
        return _ENTERED[state.mode](replace(state, mode="judge", typed=""), " ".join(state.typed.split()))
    if key == "escape":
        return replace(state, mode="judge", typed="")
    if key == "backspace":
        return replace(state, typed=state.typed[:-1])
    return replace(state, typed=state.typed + key) if len(key) == 1 else state


_ENTERED: dict[str, Callable[[State, str], State]] = {
    "note": judging.note,
    "filter": judging.show_only,
    "alias": links.name_account,
    "role": partial(links.name_role, everywhere=False),
    "roles": partial(links.name_role, everywhere=True),
}


def _read(state: State, key: str) -> State:
    """Turn pages in the call, the preview or the help; what opened them closes them."""
    if key in {"escape", "q", "enter", {"call": "g", "preview": "p", "help": "?"}[state.mode]}:
        return replace(state, mode="judge", top=0)
    if key not in TRAVEL:
        return state
    last = len(state.words) if state.mode == "call" else long_text(state).count("\n")
    return replace(state, top=max(0, min(state.top + TRAVEL[key], max(0, last - 1))))


def long_text(state: State) -> str:
    """Return the block that is previewed, else the help."""
    if state.mode == "preview":
        return state.block or ""
    return QUOTE_HELP if state.segments else LINK_HELP
