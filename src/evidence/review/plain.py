"""A review line by line: for pipes, CI and screen readers. No colour, no drawing, nothing is overwritten."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from evidence.review.dialogue import keys_typed, prompt, reply
from evidence.review.session import press
from evidence.review.state import LONG
from evidence.terminal import bare, clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from evidence.review.state import State
    from evidence.terminal import Line


def converse(
    state: State,
    flush: Callable[[State], State],
    *,
    width: int,
    ask: Callable[[str], str | None] | None = None,
    tell: Callable[[list[Line]], None] | None = None,
) -> State:
    """Ask until the session is done or the input ends; return the last state.

    flush: writes what a state puts out and reads what it wants. ask: prints a prompt, returns a line or
    None at the end. tell: prints lines. Default: stdin and stdout.
    """
    ask, tell = ask or _ask, tell or _tell
    state = flush(state)
    tell(reply(None, state, width))
    while not state.done:
        line = ask(prompt(state))
        if line is None:
            break
        before, pressed = state, keys_typed(state, line)
        state = press(state, pressed, flush)
        if not pressed and line.strip():
            tell([((f"I don't know {clean(line.strip()[:60])}. ? lists the keys.", "warn"),)])
        else:
            tell(reply(before if pressed else None, state, width))
        if state.mode in LONG:  # it was printed at once
            state = press(state, ["escape"], flush)
    return state


def _ask(prompt: str) -> str | None:
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line.endswith("\n"):
        sys.stdout.write("\n")
    return line.rstrip("\n") if line else None


def _tell(lines: list[Line]) -> None:
    sys.stdout.write("".join(f"{bare(line)}\n" for line in lines))
    sys.stdout.flush()
