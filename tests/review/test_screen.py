"""The screen, driven as by a hand: keys and clicks in, text out."""

import asyncio

import pytest
from small_queue import read
from textual.events import Paste

from evidence.errors import WorkspaceError
from evidence.review.driver import Driver
from evidence.review.screen import make_app, show_review
from evidence.review.state import posted, previewed


@pytest.fixture
def drive(state):
    """Press keys on the screen; what it shows, what was written, and the application."""
    written = []

    def flush(state):
        written.extend(state.outbox)
        state = read(posted(state))
        return previewed(state, "The block.") if state.mode == "preview" and state.block is None else state

    def session(*keys, size=(80, 24), click=None, paste=None):
        driver = Driver(state, flush)

        async def act():
            app = make_app(driver)
            async with app.run_test(size=size) as pilot:
                await pilot.press(*keys)
                if click:
                    await pilot.click(offset=click)
                if paste:
                    app.on_paste(Paste(paste))
                await pilot.pause()
                sheet = app.query_one("#sheet")
                drawn = [sheet.render_line(y) for y in range(size[1])]
                assert "\n".join("".join(s.text for s in line).rstrip() for line in drawn) == driver.text

        asyncio.run(act())
        return driver.text, written, driver

    return session


def test_keys_judge_and_the_screen_says_so(drive):
    text, written, app = drive("a", "x", "u")
    assert [draft.verdict for draft in written] == ["accept", "reject", "undo"]
    assert text.splitlines()[0].endswith("1 of 4 judged [##........]")
    assert text.splitlines()[1].startswith(" +  2.0 hand")
    assert text.splitlines()[2].startswith(">   1.0 hand")
    assert "Undone." in text
    assert app.state.at == 1


def test_words_with_brackets_are_words_and_no_markup(drive):
    text, _, _ = drive("end")
    assert "»The [b][audit][/b] asks who approved it, and we cannot say.«" in text


def test_boundaries_notes_and_help_work_on_the_screen(drive):
    text, written, _ = drive("e", "down", "enter", "n", "q", "space", "b", "enter")
    assert written[0].quote.text == "We deploy by hand on Sundays. It takes two of us all night, every time."
    assert (written[1].verdict, written[1].note) == ("note", "q b")
    assert "Note: q b" in text
    assert "put it off" in drive("question_mark")[0]
    assert "The block." in drive("p")[0]
    assert "#u2 00:02:00" in drive("g")[0]


def test_a_click_chooses_a_quote(drive):
    assert drive(click=(10, 3))[2].state.at == 2


def test_pasted_text_is_text_and_never_keys(drive):
    assert drive(paste="aaxx")[1] == []
    assert "Note: aaxx_" in drive("n", paste="aa\nxx")[0]


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (132, 50)])
def test_the_screen_fits_the_terminal(drive, size):
    text, _, _ = drive("j", size=size)
    assert len(text.splitlines()) == size[1]
    assert max(map(len, text.splitlines())) <= size[0]


def test_q_ends_the_screen(drive):
    assert drive("a", "q")[2].state.done


def test_what_cannot_be_written_ends_the_review_with_its_error(state, monkeypatch):
    def flush(state):
        if state.outbox:
            raise WorkspaceError("cannot be written")
        return state

    class Finger:
        """Presses one key as soon as it may."""

        def __init__(self, driver):
            self.driver = driver

        def run(self):
            self.driver.press("ax")

    monkeypatch.setattr("evidence.review.screen.make_app", Finger)
    with pytest.raises(WorkspaceError, match="cannot be written"):
        show_review(state, flush)
