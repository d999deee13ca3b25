"""Whatever the width of the screen, no word that a reviewer needs is lost at its right edge."""

import asyncio
from dataclasses import replace

import pytest
from small_queue import make_item

from evidence.model import Account, AccountLink, Attribution, Candidate, Decision, Finding, Utterance
from evidence.quotes.cut import quote_at
from evidence.review import plain
from evidence.review.driver import Driver
from evidence.review.pages import frame
from evidence.review.queue import LinkItem, QuoteItem
from evidence.review.screen import make_app
from evidence.review.session import press
from evidence.review.state import ReviewedSegment, begin, heard, posted, previewed, wants
from evidence.terminal import bare, cells, clean

WIDTHS = (60, 80, 100, 200)
LABEL = "Releases by hand keep two engineers awake on Sundays (日本語の手作業リリース), whatever the size of the change"
LONG = (
    "Well, it is long. We deploy by hand on Sundays, and 毎週日曜日に手作業でリリースしています, which takes two of us "
    "all night 👩\u200d💻 ❤\ufe0f because nobody else may touch the database before Monday morning. Nobody likes it."
)
SPOKEN = (
    "Zuerst: how do you ship these days, and who is awake while it happens?",
    LONG,
    "Every single Sunday, in the whole of last year, or only before an audit?",
)
NAMES = ("Ada Quillfeather", "Benjamin Oakes-Thornbury", "Ada Quillfeather")
WORDS = tuple(Utterance(n, n, who, text) for n, (who, text) in enumerate(zip(NAMES, SPOKEN, strict=True), 1))
REASONS = (
    "matched 'deploy by hand' +1.0", "says how often: on Sundays +0.4", "says how long: all night +0.4",
    "like what you accepted: two of us, production database, before Monday morning +0.3",
)  # fmt: skip
ACCOUNT = "Österreichische Eisenbahn-Güterverkehrsgesellschaft & Söhne 株式会社"
NOTE = "Ask Benjamin whether the night shift of 2025 is over, 来週までに。"
ROLE = "Deputy Head of Infrastructure and Release Engineering"


def long_item():
    start = LONG.index("We deploy")
    quote = quote_at("mill", WORDS[1], (start, LONG.index(" Nobody likes")), WORDS)
    who = Attribution(NAMES[1], "customer", role=ROLE, account=Account("A1", ACCOUNT), date="2026-01-12")
    found = LONG.index("by hand")
    finding = Finding(quote, "hand", who, ((found, found + len("by hand")),), 2.0, REASONS)
    return QuoteItem("makers", finding, note=NOTE)


SEGMENT = ReviewedSegment("makers", "The Makers", 3, (("hand", LABEL), ("audit", f"Audits. {LABEL}")))
ORPHAN = Decision(
    "2026-01-01T00:00:00Z", "kim", "makers", "hand", "q0123456789ab", "accept", "mill", 2, 0, 9,
    "We deployed it by hand on every Sunday of the year, and it took the two of us the whole of the night.",
)  # fmt: skip
REASON = (
    "Two accounts answer to the name in the title, and neither the domain nor the contacts of 会議 decide between them."
)
LINK = LinkItem(
    "a-call-with-a-name-as-long-as-calls-have-them-2026-01-12",
    "Quarterly review with the people of the railway and their consultants",
    "2026-01-12",
    AccountLink("c1", "ambiguous", reason=REASON, candidates=(
        Candidate("A1", ACCOUNT, "name without its legal form, one word misspelt", 0.8),
        Candidate("A2", "Example Mills of the North", "name", 0.7),
    )),
)  # fmt: skip
SPEAKER = LinkItem("c2", LINK.title, label="Konstantina Papadopoulou-Wetherington the Younger", alike=6)


def flush(state):
    state = posted(state)
    if (call_id := wants(state)) is not None:
        state = heard(state, call_id, WORDS)
    return previewed(state, f"> {LONG}") if state.mode == "preview" and state.block is None else state


def stands(words, shown):
    """Every sign stands in what is shown, in order, read as people read it: across the ends of lines, without marks."""
    signs = str.maketrans("", "", "»«[] \n")
    assert clean(words).translate(signs) in shown.translate(signs), f"{words!r} in\n{shown}"


QUOTE_STATE = begin((long_item(),), (SEGMENT,))
ORPHAN_STATE = begin((replace(long_item(), verdict="orphaned", orphan=ORPHAN),), (SEGMENT,))
# What is reviewed, which keys are pressed, the height, and what must be seen then.
SEEN = {
    "quote": (QUOTE_STATE, "", 24, [LABEL, ACCOUNT, ROLE, NAMES[1], *REASONS, NOTE, long_item().quote.text]),
    "context": (QUOTE_STATE, "", 50, SPOKEN[::2]),
    "orphan": (ORPHAN_STATE, "", 40, [ORPHAN.exact, LABEL, ACCOUNT, *REASONS, "u drops the decision."]),
    "move": (QUOTE_STATE, "t", 40, [LABEL, f"2 audit (0 of 3 accounts, accepted 0): Audits. {LABEL}"]),
    "call": (QUOTE_STATE, "g", 40, SPOKEN),
    "preview": (QUOTE_STATE, "p", 24, [LONG]),
    "help": (QUOTE_STATE, "?", 50, ["(or: accepted, rejected, new, random)", "(evidence status prints it)."]),
    "link": (begin((LINK,)), "", 24, [LINK.call_id, LINK.title, REASON, ACCOUNT, LINK.link.candidates[0].method]),
    "speaker": (begin((SPEAKER,)), "", 24, [SPEAKER.label, LINK.title, "in 6 calls. Customer or one of us?"]),
    "links help": (begin((LINK,)), "?", 50, ["source/joins/aliases.csv", "evidence ingest uses them."]),
}  # fmt: skip
KEYS = "a accept x reject space later u undo e edit t move n note ? help q quit"
LINK_KEYS = "1-9 a accept tab point / find an account n alias o ours space skip u undo j k move ? help q quit"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SEEN)
def test_the_frame_holds_every_word(name, width):
    state, keys, height, wanted = SEEN[name]
    lines = [bare(line) for line in frame(press(flush(state), keys, flush), width, height)]
    assert len(lines) == height
    assert max(map(cells, lines)) <= width
    for words in wanted:
        stands(words, "\n".join(lines))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SEEN)
def test_the_screen_draws_every_word(name, width):
    state, keys, height, wanted = SEEN[name]
    driver = Driver(state, flush)

    async def act():
        app = make_app(driver)
        async with app.run_test(size=(width, height)) as pilot:
            driver.press(keys)
            app.after()
            await pilot.pause()
            drawn = app.screen._compositor.render_strips()
            return ["".join(segment.text for segment in strip) for strip in drawn]

    lines = asyncio.run(act())
    for words in wanted:
        stands(words, "\n".join(lines))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", SEEN)
def test_the_dialogue_says_every_word(name, width):
    state, keys, _, wanted = SEEN[name]
    answers, typed = [], iter([*keys])
    plain.converse(
        state, flush, width=width, ask=lambda _: next(typed, None), tell=lambda said: answers.extend(map(bare, said))
    )
    assert max(map(cells, answers)) <= width
    for words in wanted:
        stands(words, "\n".join(answers))


@pytest.mark.parametrize("name", SEEN)
def test_a_window_of_forty_columns_holds_every_word_where_it_is_high_enough(name):
    state, keys, height, wanted = SEEN[name]
    lines = [bare(line) for line in frame(press(flush(state), keys, flush), 40, 2 * height)]
    assert (len(lines), max(map(cells, lines)) <= 40) == (2 * height, True)
    for words in wanted:
        stands(words, "\n".join(lines))


@pytest.mark.parametrize("height", [16, 24])
@pytest.mark.parametrize("width", [40, 60])
def test_a_window_that_is_too_small_for_everything_shows_the_quote(width, height):
    shown = "\n".join(bare(line) for line in frame(flush(QUOTE_STATE), width, height))
    stands("We deploy by hand on Sundays,", shown)
    if (width, height) == (40, 16):
        assert "… a larger window shows the rest" in shown


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("state", "keys"), [(QUOTE_STATE, KEYS), (begin((LINK,)), LINK_KEYS)])
def test_all_keys_and_messages_are_seen(state, keys, width):
    said = (
        "source/joins/mappings/accepted.csv:12: this call is mapped to another account already. Delete that line first."
    )
    shown = "\n".join(bare(line) for line in frame(replace(flush(state), said=said), width, 24))
    stands(keys, shown)
    stands(said, shown)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_quote_longer_than_the_card_is_shown_from_its_beginning(width):
    item = make_item("mill", 2, "We deploy by hand on Sundays.", "hand", 2.0)
    text = "Before it. " * 60 + "Start of it all, " + "and so on and on, " * 80 + "the end."
    words = (Utterance(1, 1, "Ben", text),)
    quote = quote_at("mill", words[0], (text.index("Start"), len(text)), words)
    state = heard(begin((replace(item, finding=replace(item.finding, quote=quote)),), (SEGMENT,)), "mill", words)
    shown = "\n".join(bare(line) for line in frame(state, width, 24))
    stands("Start of it all,", shown)
    assert ("the end.«" in shown) != ("… g shows the whole call" in shown)
