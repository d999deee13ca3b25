"""What a screen or a dialogue drives: a pure session and the one function that reads and writes for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from evidence.review import dialogue, links, pages, session

if TYPE_CHECKING:
    from collections.abc import Callable

    from evidence.review.pages import Line


class Moment(Protocol):
    """A state of a session, as far as whoever drives it looks into it."""

    @property
    def done(self) -> bool:
        """Whether the session is over."""

    @property
    def mode(self) -> str:
        """What the keys mean: `note`, `filter` and `alias` take text; `help`, `preview`, `call` show a long one."""


S = TypeVar("S", bound=Moment)


@dataclass(frozen=True)
class Deck(Generic[S]):
    """One kind of review.

    settle: writes what a state puts out and reads what it wants. frame: (state, width, height) -> lines.
    row: (state, line of the frame, height) -> the state after a click. keys: (state, line) -> what a line
    of the dialogue stands for. reply: (before or None, state, width) -> what the dialogue answers.
    """

    step: Callable[[S, str], S]
    settle: Callable[[S], S]
    frame: Callable[[S, int, int], list[Line]]
    row: Callable[[S, int, int], S]
    keys: Callable[[S, str], list[str]]
    reply: Callable[[S | None, S, int], list[Line]]
    prompt: Callable[[S], str]

    def shows_text(self, state: S) -> bool:
        """Whether a long text is open, which a dialogue prints at once and leaves."""
        return state.mode in {"help", "preview", "call"}

    def takes_text(self, state: S) -> bool:
        """Whether signs are text and no keys."""
        return state.mode in {"note", "filter", "alias"}

    def press(self, state: S, keys: list[str]) -> S:
        """Return what keys make of a state, everything written and read between them."""
        for key in keys:
            if not state.done:
                state = self.settle(self.step(state, key))
        return state


def quotes_deck(settle: Callable[[session.State], session.State]) -> Deck[session.State]:
    """Return what drives a review of quotes."""
    return Deck(session.step, settle, pages.frame, pages.clicked, dialogue.keys, dialogue.reply, dialogue.prompt)


def links_deck(settle: Callable[[links.State], links.State]) -> Deck[links.State]:
    """Return what drives a review of links."""
    return Deck(links.step, settle, links.frame, links.clicked, links.keys, links.reply, links.prompt)
