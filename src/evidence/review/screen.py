"""The full screen: Textual shows the lines of a pure frame and hands keys and clicks to a pure session.

One widget draws whole lines. No widget of Textual's own reads what people said, so nothing
of it can become markup, and a list of thousands costs what stands on the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from evidence.errors import EvidenceError
from evidence.review.driver import Moment
from evidence.review.pages import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events

    from evidence.review.driver import Deck
    from evidence.review.pages import Line

S = TypeVar("S", bound=Moment)
_LOOKS = {
    "": "", "head": "bold", "bold": "bold", "dim": "dim", "cursor": "reverse", "match": "bold underline yellow",
    "quote": "bold", "good": "green", "bad": "red", "warn": "yellow",
}  # fmt: skip


def run(state: S, deck: Deck[S]) -> None:
    """Show a review until it is done. Raises the EvidenceError that ended it."""
    play = Play(state, deck)
    make_app(play).run()
    if play.failure is not None:
        raise play.failure


class Play(Generic[S]):
    """A session on a screen of some size: takes what hands do, holds the lines to show."""

    def __init__(self, state: S, deck: Deck[S]) -> None:
        """Begin with a state; `failure` is what could not be written, and ends the review."""
        self.state, self.deck = state, deck
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
        return "\n".join(map(plain, self.lines))

    def resize(self, width: int, height: int) -> None:
        """Draw for another size."""
        self.size = (width, height)
        self._settle(self.state)

    def press(self, keys: Iterable[str]) -> None:
        """Take keys as the session names them."""
        for key in keys:
            if not self.over:
                self._settle(self.deck.step(self.state, key))

    def paste(self, text: str) -> None:
        """Take text as text: where keys are commands, nobody meant it."""
        if self.deck.takes_text(self.state):
            self.press(sign for sign in text if sign.isprintable())

    def click(self, line: int) -> None:
        """Take a click on a line of the screen."""
        self._settle(self.deck.row(self.state, line, self.size[1]))

    def _settle(self, changed: S) -> None:
        try:
            self.state = self.deck.settle(changed)
        except EvidenceError as error:
            self.failure = error
        self.lines = self.deck.frame(self.state, *self.size)


def make_app(play: Play[S]) -> Any:  # its class exists once Textual is loaded
    """Return the application, not yet running, that shows a play."""
    from textual.app import App, ComposeResult  # 160 ms, for this one command
    from textual.binding import Binding

    class Review(App[None]):
        """A review on the screen."""

        CSS = "#sheet { width: 100%; height: 100%; }"
        ENABLE_COMMAND_PALETTE = False
        BINDINGS = [Binding("ctrl+c", "quit", priority=True)]  # noqa: RUF012  Textual's own way

        def compose(self) -> ComposeResult:
            yield _make_sheet(play)

        def on_resize(self, event: events.Resize) -> None:
            play.resize(*event.size)
            self.after()

        def on_key(self, event: events.Key) -> None:
            event.stop()
            play.press([event.character if event.is_printable and event.character else event.key])
            self.after()

        def on_paste(self, event: events.Paste) -> None:
            play.paste(event.text)
            self.after()

        def on_click(self, event: events.Click) -> None:
            play.click(int(event.y))
            self.after()

        def on_mouse_scroll_down(self) -> None:
            play.press(["down"])
            self.after()

        def on_mouse_scroll_up(self) -> None:
            play.press(["up"])
            self.after()

        def after(self) -> None:
            self.query_one("#sheet").refresh()
            if play.over:
                self.exit()

    return Review()


def _make_sheet(play: Play[S]) -> Any:
    """Return the widget that draws the lines of a play."""
    from rich.segment import Segment
    from rich.style import Style
    from textual.strip import Strip
    from textual.widget import Widget

    styles = {name: Style.parse(look) if look else Style() for name, look in _LOOKS.items()}

    class Sheet(Widget):
        """Draws lines."""

        def render_line(self, y: int) -> Strip:
            line = play.lines[y] if y < len(play.lines) else ()
            strip = Strip([Segment(text, styles[style]) for text, style in line])
            return strip.adjust_cell_length(self.size.width, self.rich_style).apply_style(self.rich_style)

    return Sheet(id="sheet")
