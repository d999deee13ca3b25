"""A review line by line: for pipes, CI and screen readers. No colour, no drawing, nothing is overwritten."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

from evidence.review.driver import Moment
from evidence.review.pages import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from evidence.review.driver import Deck
    from evidence.review.pages import Line

S = TypeVar("S", bound=Moment)


def converse(
    state: S,
    deck: Deck[S],
    *,
    width: int,
    ask: Callable[[str], str | None] | None = None,
    tell: Callable[[list[Line]], None] | None = None,
) -> S:
    """Ask until the session is done or the input ends; return the last state.

    ask: prints a prompt, returns a line or None at the end. tell: prints lines. Default: stdin and stdout.
    """
    ask, tell = ask or _ask, tell or _tell
    state = deck.settle(state)
    tell(deck.reply(None, state, width))
    while not state.done:
        line = ask(deck.prompt(state))
        if line is None:
            break
        before, pressed = state, deck.keys(state, line)
        state = deck.press(state, pressed)
        if not pressed and line.strip():
            tell([((f"Not understood: {line.strip()[:60]}. ? tells what is.", "warn"),)])
        else:
            tell(deck.reply(before if pressed else None, state, width))
        if deck.shows_text(state):
            state = deck.press(state, ["escape"])
    return state


def _ask(prompt: str) -> str | None:
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line.endswith("\n"):
        sys.stdout.write("\n")
    return line.rstrip("\n") if line else None


def _tell(lines: list[Line]) -> None:
    sys.stdout.write("".join(f"{plain(line)}\n" for line in lines))
    sys.stdout.flush()
