"""A review line by line: for pipes, CI and screen readers. No colour, no drawing, nothing is overwritten."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from evidence.review.dialogue import farewell, keys_typed, prompt_lines, refusal, reply
from evidence.review.session import press
from evidence.review.state import LONG
from evidence.terminal import bare

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
        *above, asked = prompt_lines(state, width)
        if above:
            tell([((one, ""),) for one in above])
        line = ask(asked)
        if line is None:
            if left := farewell(state, width):
                tell(left)
            break
        before, state = state, _typed(state, line, flush)
        tell(refusal(state, line, width) if state == replace(before, said="") else reply(before, state, width))
        if state.mode in LONG:  # it was printed at once
            state = press(state, ["escape"], flush)
    return state


def _typed(state: State, line: str, flush: Callable[[State], State]) -> State:
    """Return what a line makes of a session; `state` without words to say where it does nothing."""
    before, pressed = replace(state, said=""), keys_typed(state, line)
    opened = press(before, pressed[:1], flush)
    # What follows a key that opened nothing was meant as a text, and would be taken for keys.
    unopened = before.mode == "judge" and opened.mode == "judge"
    return opened if unopened else press(opened, pressed[1:], flush)


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
