"""Who drives a session on a screen: takes what hands do, has it written and read, holds the lines to show. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.errors import EvidenceError
from evidence.review import pages
from evidence.review.session import step
from evidence.review.state import TYPING
from evidence.terminal import bare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from evidence.review.state import State
    from evidence.terminal import Line


class Driver:
    """A session on a screen of some size."""

    def __init__(self, state: State, flush: Callable[[State], State]) -> None:
        """Begin with a state.

        flush: writes what a state puts out and reads what it wants. `failure` is what could not be
        written, and ends the review.
        """
        self.state, self.flush = state, flush
        self.failure: EvidenceError | None = None
        self.lines: list[Line] = []
        self.size = (80, 24)

    @property
    def over(self) -> bool:
        """Whether the screen is to be left."""
        return self.state.done or self.failure is not None

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(map(bare, self.lines))

    def resize(self, width: int, height: int) -> None:
        """Draw for another size."""
        self.size = (width, height)
        self._take(self.state)
        self._draw()

    def press(self, keys: Iterable[str]) -> None:
        """Take keys as the session names them, and draw what comes of them all: a pasted text is thousands."""
        for key in keys:
            if not self.over:
                self._take(step(self.state, key))
        self._draw()

    def paste(self, text: str) -> None:
        """Take text as text: where keys are commands, nobody meant it."""
        if self.state.mode in TYPING:
            self.press(sign for sign in text if sign.isprintable())

    def click(self, line: int) -> None:
        """Take a click on a line of the screen."""
        self._take(pages.clicked(self.state, line, *self.size))
        self._draw()

    def _take(self, changed: State) -> None:
        try:
            self.state = self.flush(changed)
        except EvidenceError as error:
            self.failure = error

    def _draw(self) -> None:
        self.lines = pages.frame(self.state, *self.size)
