"""The full screen: Textual shows the lines of a pure frame and hands keys and clicks to a pure session.

One widget draws whole lines. No widget of Textual's own reads what people said, so nothing
of it can become markup, and a list of thousands costs what stands on the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evidence.review.driver import Driver

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events

    from evidence.review.state import State

_LOOKS = {
    "": "", "head": "bold", "bold": "bold", "dim": "dim", "cursor": "reverse", "match": "bold underline yellow",
    "found": "bold underline yellow", "quote": "bold", "good": "green", "bad": "red", "warn": "yellow",
}  # fmt: skip


def show_review(state: State, flush: Callable[[State], State]) -> None:
    """Show a review until it is done. Raises the EvidenceError that ended it."""
    driver = Driver(state, flush)
    make_app(driver).run()
    if driver.failure is not None:
        raise driver.failure


def make_app(driver: Driver) -> Any:
    """Return the application, not yet running, that shows a driver."""
    from textual.app import App, ComposeResult  # 160 ms, for this one command
    from textual.binding import Binding

    class ReviewApp(App[None]):
        """A review on the screen."""

        CSS = "#sheet { width: 100%; height: 100%; }"
        ENABLE_COMMAND_PALETTE = False
        BINDINGS = [Binding("ctrl+c", "quit", priority=True)]  # noqa: RUF012  Textual's own way

        def compose(self) -> ComposeResult:
            yield _make_sheet(driver)

        def on_resize(self, event: events.Resize) -> None:
            driver.resize(*event.size)
            self.after()

        def on_key(self, event: events.Key) -> None:
            event.stop()
            driver.press([event.character if event.is_printable and event.character else event.key])
            self.after()

        def on_paste(self, event: events.Paste) -> None:
            driver.paste(event.text)
            self.after()

        def on_click(self, event: events.Click) -> None:
            driver.click(int(event.y))
            self.after()

        def on_mouse_scroll_down(self) -> None:
            driver.press(["down"])
            self.after()

        def on_mouse_scroll_up(self) -> None:
            driver.press(["up"])
            self.after()

        def after(self) -> None:
            self.query_one("#sheet").refresh()
            if driver.over:
                self.exit()

    return ReviewApp()


def _make_sheet(driver: Driver) -> Any:
    """Return the widget that draws the lines of a driver."""
    from rich.segment import Segment
    from rich.style import Style
    from textual.strip import Strip
    from textual.widget import Widget

    styles = {name: Style.parse(look) if look else Style() for name, look in _LOOKS.items()}

    class FrameWidget(Widget):
        """Draws lines."""

        def render_line(self, y: int) -> Strip:
            line = driver.lines[y] if y < len(driver.lines) else ()
            strip = Strip([Segment(text, styles[style]) for text, style in line])
            return strip.adjust_cell_length(self.size.width, self.rich_style).apply_style(self.rich_style)

    return FrameWidget(id="sheet")
