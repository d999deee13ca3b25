"""The same session over calls without an account and labels without a side."""

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.model import AccountLink, Candidate, Utterance
from evidence.review import links
from evidence.review.driver import links_deck
from evidence.review.pages import cells, plain
from evidence.review.screen import Play, make_app
from strategies import messy

TWO = (Candidate("A1", "Example Mill", "name", 0.8), Candidate("A2", "Example Mills", "name", 0.7))
WORDS = (Utterance(1, 1, "Guest", "We run the [b]mill[/b]."), Utterance(2, 2, "Ada", "I see."))
CASES = (
    links.Case(
        "c1", "First talk", "2026-01-12", AccountLink("c1", "ambiguous", candidates=TWO, reason="Two names fit.")
    ),
    links.Case("c2", "Second talk", label="Guest", alike=2),
    links.Case("c3", "Third talk", label="Guest", alike=2),
)


def read(state, *, failed=False):
    if state.outbox:
        state = links.posted(state, "Written." if not failed else "It is mapped already.", failed=failed)
    call_id = links.wants(state)
    return state if call_id is None else links.heard(state, call_id, WORDS)


def press(*keys, failed=False):
    state, written = read(links.State(CASES)), []
    for key in keys:
        state = links.step(state, key)
        written += state.outbox
        state = read(state, failed=failed)
    return state, written


@pytest.mark.parametrize("keys", ["2", ["tab", "a"], ["tab", "enter"]])
def test_a_candidate_is_accepted_by_its_number_or_by_pointing(keys):
    state, written = press(*keys)
    assert written == [links.Answer("link", "c1", "A2")]
    assert (state.cases[0].answer, state.at, state.said) == ("A2", 1, "Written.")


def test_keys_that_name_nothing_write_nothing():
    assert press("9", "0", "c", "x", "u", "j", "1", "a", "tab", "n")[1] == []


def test_another_name_of_an_account_is_typed():
    _, written = press("tab", "n", *"The  Mil", "backspace", "l", "enter")
    assert written == [links.Answer("alias", None, "A2", alias="The Mil")]
    assert press("n", *"So", "escape")[1] == press("n", "enter")[1] == []


def test_a_label_gets_a_side_in_one_call_or_in_all():
    state, written = press("j", "c")
    assert written == [links.Answer("person", "c2", label="Guest", side="customer")]
    assert [case.answer for case in state.cases] == ["", "customer", ""]
    state, written = press("j", "I")
    assert written == [links.Answer("person", None, label="Guest", side="internal")]
    assert [case.answer for case in state.cases] == ["", "internal", "internal"]


def test_what_could_not_be_written_stays_open_and_says_why():
    state, _ = press("1", failed=True)
    assert (state.cases[0].answer, state.at, state.said) == ("", 0, "It is mapped already.")


def test_the_screen_shows_who_might_be_meant():
    play = Play(links.State(CASES), links_deck(read))

    async def act():
        async with make_app(play).run_test(size=(80, 24)) as pilot:
            first = play.text
            await pilot.press("j")
            second = play.text
            await pilot.click(offset=(5, 1))
            at = play.state.at
            await pilot.press("question_mark")
            return first, second, at, play.text

    first, second, at, help_ = asyncio.run(act())
    assert first.startswith("Whose words: 0 of 3 answered\n>  ambiguous, 2 accounts")
    assert "First talk, 2026-01-12, c1\nTwo names fit.\n> 1 A1 Example Mill (name, 0.8)\n  2 A2 Example Mills" in first
    assert "Guest: We run the [b]mill[/b]." in second
    assert "Ada: I see." not in second
    assert at == 0
    assert "customer, internal: in this call" in help_


@given(messy, st.integers(40, 100), st.integers(12, 40))
@settings(max_examples=30, deadline=None)
def test_every_frame_has_the_size_of_the_screen(text, width, height):
    odd = Candidate(text or "A", text, text, 0.5)
    case = links.Case("c1", text, None, AccountLink("c1", "suggested", candidates=(odd,), reason=text))
    for one in (case, links.Case("c2", text, label=text)):
        state = read(links.State((one,)))
        for shown in (state, links.step(state, "n"), links.step(state, "?")):
            lines = [plain(line) for line in links.frame(shown, width, height)]
            assert len(lines) == height
            assert max(map(cells, lines)) <= width
            assert not any(sign in line for line in lines for sign in "\x1b\n\t\u202e")


def test_the_dialogue_takes_words_and_answers():
    state = read(links.State(CASES))
    deck = links_deck(read)
    assert [deck.keys(state, line) for line in ("2", "tab", "customer", "I", "n So", "what", "leave")] == [
        ["2"], ["tab"], ["c"], ["I"], ["n", "S", "o", "enter"], [], [" "],
    ]  # fmt: skip
    assert plain(deck.reply(None, state, 80)[0]) == "1 of 3"
    assert plain(deck.reply(state, deck.press(state, ["1"]), 80)[0]) == "Written."
    assert deck.prompt(deck.press(state, ["n"])) == "Another name of this account > "
    assert deck.keys(deck.press(state, ["n"]), "So") == ["S", "o", "enter"]
    assert deck.reply(state, deck.press(state, ["?"]), 80)
    assert deck.reply(state, deck.press(state, ["q"]), 80) == []


def test_nothing_to_settle_is_said():
    state = links.State(())
    assert "Nothing waits" in plain(links.frame(state, 80, 24)[8])
    assert links.step(state, "a") == state
