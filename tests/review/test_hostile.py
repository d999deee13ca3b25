"""The full screen draws what hostile people said as words: no control reaches it, no line is wider than it."""

import asyncio
import time
import unicodedata

import pytest

from evidence.model import Account, Attribution, Finding, Utterance
from evidence.quotes.cut import quote_at
from evidence.review.driver import Driver
from evidence.review.queue import QuoteItem
from evidence.review.screen import make_app
from evidence.review.state import ReviewedSegment, begin, heard, posted, previewed, wants
from evidence.terminal import cells

SIGNS = (
    "\x1b[31mred\x1b[0m \x1b]8;;http://x.example\x1b\\link \x1b]52;c;cm0=\x07 \x1bPq\x1b\\ \x9b31m \x90q\x9c \0 "
    "a\rb\tc\x0b\x85\u2028 \u202eevil\u202c \u2066x\u2069 zero\u200b\u200dwidth\ufeff [red]markup[/red] "
    "[link=http://x.example]here[/link] "
    "[@click=app.quit]x[/] [/] \ud800 **b** <b>html</b> 日本語 👩\u200d💻 " + "e" + "\u0301" * 3000
)
LONG = f"We deploy by hand. {SIGNS} {'x' * 10_000}"
WORDS = tuple(Utterance(n, n, f"Eve {SIGNS[:60]}", LONG if n == 2 else SIGNS) for n in (1, 2, 3))


def item():
    end = len(LONG)
    quote = quote_at("mill", WORDS[1], (0, end), WORDS)
    who = Attribution(
        f"Eve {SIGNS[:60]}", "customer", role=SIGNS, account=Account("A1", f"Larch {SIGNS}"), date="2026-01-12"
    )
    finding = Finding(quote, "hand", who, ((10, 17),), 2.0, (f"matched {SIGNS}", "x" * 10_000))
    return QuoteItem("makers", finding, note=f"{SIGNS} {'n' * 10_000}")


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 50)])
@pytest.mark.parametrize("keys", ["", "?", "c", "p", "e", "n", "t", "w"])
def test_the_screen_shows_hostile_words_as_words(size, keys):
    state = begin((item(),), (ReviewedSegment("makers", SIGNS, 3, (("hand", SIGNS), ("audit", SIGNS))),))

    def flush(state):
        state = posted(state)
        call = wants(state)
        state = heard(state, call, WORDS) if call else state
        return previewed(state, f"{SIGNS}\n{LONG}") if state.mode == "preview" and state.block is None else state

    driver = Driver(state, flush)
    drawn = []

    async def act():
        app = make_app(driver)
        async with app.run_test(size=size) as pilot:
            await pilot.press(*keys)
            app.on_paste(type("Pasted", (), {"text": SIGNS})())
            await pilot.pause()
            sheet = app.query_one("#sheet")
            drawn.extend("".join(s.text for s in sheet.render_line(y)) for y in range(size[1]))

    began = time.perf_counter()
    asyncio.run(act())
    assert time.perf_counter() - began < 20
    assert "by hand" in driver.text or keys or size[1] < 24
    for line in drawn:
        odd = {c for c in line if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} or "\u202a" <= c <= "\u202e"}
        assert not odd, (odd, line)
        assert cells(line.rstrip()) <= size[0]
