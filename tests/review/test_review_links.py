"""The same session over calls without an account and speakers without a side."""

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.model import AccountLink, Candidate, Utterance
from evidence.review import plain
from evidence.review.dialogue import keys_typed, prompt, reply
from evidence.review.driver import Driver
from evidence.review.links import answered
from evidence.review.pages import frame
from evidence.review.queue import LinkItem
from evidence.review.screen import make_app
from evidence.review.session import press as pressed
from evidence.review.session import step
from evidence.review.state import LinkAnswer, begin, heard, posted, wants
from evidence.terminal import bare, cells
from strategies import examples, messy

TWO = (Candidate("A1", "Example Mill", "name", 0.8), Candidate("A2", "Example Mills", "name", 0.7))
WORDS = (Utterance(1, 1, "Guest", "We run the [b]mill[/b]."), Utterance(2, 2, "Ada", "I see."))
ITEMS = (
    LinkItem("c1", "First talk", "2026-01-12", AccountLink("c1", "ambiguous", candidates=TWO, reason="Two names fit.")),
    LinkItem("c2", "Second talk", label="Guest", alike=2),
    LinkItem("c3", "Third talk", label="Guest", alike=2),
)


def read(state, *, failed=False):
    for answer in state.outbox:
        refused = replace(state, said="It is mapped already.")
        state = refused if failed else answered(state, answer, "Written.")
    state = posted(state)
    call_id = wants(state)
    return state if call_id is None else heard(state, call_id, WORDS)


def press(*keys, failed=False):
    state, written = read(begin(ITEMS)), []
    for key in keys:
        state = step(state, key)
        written += state.outbox
        state = read(state, failed=failed)
    return state, written


@pytest.mark.parametrize("keys", ["2", ["tab", "a"], ["tab", "enter"]])
def test_a_candidate_is_accepted_by_its_number_or_by_pointing(keys):
    state, written = press(*keys)
    assert written == [LinkAnswer("link", "c1", "A2")]
    assert (state.items[0].verdict, state.at, state.said) == ("A2", 1, "Written.")


def test_keys_that_name_nothing_write_nothing():
    assert press("9", "0", "c", "x", "u", "j", "1", "a", "tab", "n")[1] == []


def test_another_name_of_an_account_is_typed():
    _, written = press("tab", "n", *"The  Mil", "backspace", "l", "enter")
    assert written == [LinkAnswer("alias", None, "A2", alias="The Mil")]
    assert press("n", *"So", "escape")[1] == press("n", "enter")[1] == []


def test_a_label_gets_a_side_in_one_call_or_in_all():
    state, written = press("j", "c")
    assert written == [LinkAnswer("person", "c2", label="Guest", side="customer")]
    assert [item.verdict for item in state.items] == ["", "customer", ""]
    state, written = press("j", "I")
    assert written == [LinkAnswer("person", None, label="Guest", side="internal")]
    assert [item.verdict for item in state.items] == ["", "internal", "internal"]


def test_what_could_not_be_written_stays_open_and_says_why():
    state, _ = press("1", failed=True)
    assert (state.items[0].verdict, state.at, state.said) == ("", 0, "It is mapped already.")


def test_the_screen_shows_who_might_be_meant():
    driver = Driver(begin(ITEMS), read)

    async def act():
        async with make_app(driver).run_test(size=(80, 24)) as pilot:
            first = driver.text
            await pilot.press("j")
            second = driver.text
            await pilot.click(offset=(5, 1))
            at = driver.state.at
            await pilot.press("question_mark")
            return first, second, at, driver.text

    first, second, at, help_ = asyncio.run(act())
    assert first.splitlines()[0].split(None, 3) == ["Calls", "and", "speakers", "0 of 3 answered [..........]"]
    assert first.splitlines()[1].startswith(">  ambiguous, 2 accounts")
    assert first.splitlines()[2].startswith("   Is Guest a customer or one of us?")
    assert "First talk, 2026-01-12, c1\nTwo names fit.\n> 1 A1 Example Mill (name, 0.8)\n  2 A2 Example Mills" in first
    assert "Guest speaks in 2 calls. Customer or one of us?\nGuest: We run the [b]mill[/b]." in second
    assert second.endswith("c customer  i internal  C/I same in every call  space skip  j k move  ? help\nq quit")
    assert "Ada: I see." not in second
    assert at == 0
    assert "customer, internal: in this call" in help_


@given(messy, st.integers(40, 100), st.integers(12, 40))
@examples(30)
def test_every_frame_has_the_size_of_the_screen(text, width, height):
    odd = Candidate(text or "A", text, text, 0.5)
    call = LinkItem("c1", text, None, AccountLink("c1", "suggested", candidates=(odd,), reason=text))
    for one in (call, LinkItem("c2", text, label=text)):
        state = read(begin((one,)))
        for shown in (state, step(state, "n"), step(state, "?")):
            lines = [bare(line) for line in frame(shown, width, height)]
            assert len(lines) == height
            assert max(map(cells, lines)) <= width
            assert not any(sign in line for line in lines for sign in "\x1b\n\t\u202e")


def test_the_dialogue_takes_words_and_answers():
    state = read(begin(ITEMS))
    assert [keys_typed(state, line) for line in ("2", "tab", "customer", "I", "n So", "what", "leave", "skip")] == [
        ["2"], ["tab"], ["c"], ["I"], ["n", "S", "o", "enter"], [], [" "], [" "],
    ]  # fmt: skip
    assert bare(reply(None, state, 80)[0]) == "1 of 3"
    assert bare(reply(state, pressed(state, ["1"], read), 80)[0]) == "Written."
    naming = pressed(state, ["n"], read)
    assert prompt(naming) == "Another name of this account > "
    assert reply(state, naming, 80) == []
    assert keys_typed(naming, "So") == ["S", "o", "enter"]
    assert reply(state, pressed(state, ["?"], read), 80)
    assert reply(state, pressed(state, ["q"], read), 80) == []
    assert prompt(state).startswith("1-9 a accept  tab point")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([""], "Nothing was typed."),
        (["9"], "I don't know 9. Possible here: 1-9 a accept, tab point, n alias,"),
        (["x"], "I don't know x."),
        (["t 2"], "I don't know t 2."),
        (["g"], "I don't know g."),
        (["j", "1"], "I don't know 1. Possible here: c customer, i internal,"),
        (["j", "n Ida c"], "I don't know n Ida c."),
        (["n", ""], "No name was added."),
        (["n"], "The input ended before the name: none was added."),
    ],
)
def test_a_line_that_means_nothing_here_answers_nothing_for_anybody(lines, told):
    written, answers, typed = [], [], iter(lines)

    def flush(state):
        written.extend(state.outbox)
        return read(state)

    plain.converse(read(begin(ITEMS)), flush, width=80, ask=lambda _: next(typed, None), tell=answers.append)
    assert told in " ".join(" ".join(map(bare, (line for said in answers for line in said))).split())
    assert written == []


def test_what_points_elsewhere_is_shown_again():
    state = read(begin(ITEMS))
    assert "> 2 A2 Example Mills (name, 0.7)" in map(bare, reply(state, pressed(state, ["tab"], read), 80))


def test_counts_agree_in_number():
    one = replace(ITEMS[0].link, status="suggested", candidates=TWO[:1])
    state = read(begin((replace(ITEMS[0], link=one), replace(ITEMS[1], alike=1))))
    shown = "\n".join(bare(line) for line in frame(step(state, "j"), 80, 24))
    assert "1 suggestion " in shown
    assert "Guest speaks in 1 call. " in shown


def test_what_is_skipped_stays_open_and_the_last_one_says_so():
    assert press(" ", " ", " ")[0].at == 0
    state = read(begin(ITEMS[:1]))
    assert step(state, " ").said == "Nothing else is left."
    assert press("2", "j", "I")[0].said == "Written. Nothing left to judge here."


def test_where_more_is_said_than_is_shown_a_sign_says_so():
    state = heard(begin(ITEMS), "c1", (Utterance(1, 1, "Guest", "word " * 80),))
    assert [bare(line)[-6:] for line in frame(state, 60, 30)].count("word \u2026") == 1


def test_nothing_to_match_is_said():
    state = begin(())
    assert any("Nothing left" in bare(line) for line in frame(state, 80, 24))
    assert step(state, "a") == step(state, " ") == state
