"""The same session over calls without an account and speakers without a side."""

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.model import AccountLink, Candidate, Citation, Utterance
from evidence.review import plain
from evidence.review.dialogue import keys_typed, prompt, reply
from evidence.review.driver import Driver
from evidence.review.links import answered
from evidence.review.lookup import Mention, known_account
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
    assert second.endswith(
        "c customer  i internal  C/I same in every call  r role  R role in every call\n"
        "/ of an account  space skip  u undo  j k move  ? help  q quit"
    )
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
        (["9"], "I don't know 9. Possible here: 1-9 a accept, tab point, / find an account, n alias,"),
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
    assert "   0.80 Example Mill?  " in shown
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


# -- calls that nothing is suggested for, and taking back -------------------------------------------

ACCOUNTS = (
    known_account("A1", "Example Mill", ["mill.example"], ["mill.example"]),
    known_account("A2", "Example Mills"),
    known_account("A3", "Österreichische Eisenbahn-Güterverkehrsgesellschaft & Söhne Beteiligungsverwaltung"),
    *(known_account(f"B{n}", f"Quarry {n}") for n in range(1, 13)),
)
OPEN = LinkItem(
    "c0",
    "Some talk",
    link=AccountLink("c0", "unlinked", reason="no guest is known. To settle it: evidence review --links."),
)
MENTION = Mention(Citation("c1", 1, 0, 16, 61_000), "We at the Mills.")


def open_state(*, mentions=None):
    state = begin((OPEN, *ITEMS), accounts=ACCOUNTS)
    return heard(state, "c0", WORDS, mentions)


def drive(state, *keys):
    written = []
    for key in keys:
        state = step(state, key)
        written += state.outbox
        state = posted(answered(state, state.outbox[0], "Written.")) if state.outbox else state
    return state, written


@pytest.mark.parametrize(
    ("keys", "account"),
    [
        (["/", *"mill.ex", "enter"], "A1"),
        (["/", *"osterr", "enter"], "A3"),
        (["/", *"exa", "down", "enter"], "A2"),
        (["/", *"exa", "tab", "tab", "enter"], "A1"),
        (["/", *"quarryx", "backspace", "end", "up", "enter"], "B8"),
        (["/", "end", "home", "down", "down", "up", "enter"], "A2"),
        (["/", *"Q 1 2", "escape", "/", *"mills", "enter"], "A2"),
    ],
)
def test_any_account_is_found_by_letters_of_its_name(keys, account):
    state, written = drive(open_state(), *keys)
    assert written == [LinkAnswer("link", "c0", account)]
    assert (state.mode, state.typed, state.items[0].verdict, state.at) == ("judge", "", account, 1)


def test_letters_that_fit_nothing_are_told_and_stay_to_be_changed():
    state, written = drive(open_state(), "/", *"exz", "enter")
    assert (written, state.typed, state.mode) == ([], "exz", "find")
    shown = "\n".join(bare(line) for line in frame(state, 80, 24))
    assert "No account is called so: fewer letters find more." in shown
    assert "Company: exz_" in shown
    assert drive(state, "escape", "1")[1] == []


@pytest.mark.parametrize("keys", [[], ["e", "backspace"], [" "], ["tab", "x", "backspace"]])
def test_enter_takes_nobody_before_a_letter_was_typed_or_one_was_pointed_at(keys):
    state, written = drive(open_state(), "/", *keys, "enter")
    assert (written, state.mode) == ([], "find")
    assert state.said == "Type letters of its name, or point at one."
    assert not any(text.startswith("> A") for text in map(bare, frame(state, 80, 24)))
    assert drive(state, "down", "enter")[1] == [LinkAnswer("link", "c0", "A1")]


def test_a_speaker_becomes_a_customer_of_the_account_that_is_found():
    state, written = drive(open_state(), "j", "j", "/", *"mills", "enter")
    assert written == [LinkAnswer("person", "c2", "A2", label="Guest", side="customer")]
    assert [item.verdict for item in state.items] == ["", "", "customer", ""]
    shown = "\n".join(bare(line) for line in frame(step(state, "k"), 80, 24))
    assert "Guest is a customer of Example Mills." in shown
    assert drive(state, "u")[0].items == open_state().items
    assert drive(open_state(), "j", "j", "/", *"mills", "escape", "r", "x", "escape")[1] == []


def test_without_accounts_a_search_says_so_on_the_screen_and_in_the_dialogue():
    state = read(begin(ITEMS[1:]))
    assert step(state, "/").said.startswith("There are no accounts to find")
    assert step(state, "/").mode == "judge"


@pytest.mark.parametrize("place", [0, 1])
def test_a_call_of_our_own_people_is_settled_without_an_account_and_taken_back(place):
    begun = open_state()
    state, written = drive(begun, *["j"] * place, "o")
    assert written == [LinkAnswer("link", f"c{place}", "internal")]
    assert (state.items[place].verdict, state.at) == ("internal", place + 1)
    shown = "\n".join(bare(line) for line in frame(step(state, "k"), 80, 24))
    assert ">+ internal: no account" in shown
    assert "Internal, with no account." in shown
    assert drive(state, "u")[0].items == begun.items
    # What is meant for a speaker settles no call, and the other way round.
    assert drive(begun, "i", "I", "c")[1] == drive(begun, "j", "j", "o")[1] == []


@pytest.mark.parametrize(("width", "height"), [(80, 24), (60, 24), (40, 24), (100, 40)])
def test_the_search_shows_what_is_typed_every_name_whole_and_all_keys(width, height):
    state, _ = drive(open_state(), "/", *"oster")
    lines = [bare(line) for line in frame(state, width, height)]
    assert (len(lines), max(map(cells, lines)) <= width) == (height, True)
    text = "".join("".join(lines).split())
    for words in (
        ACCOUNTS[2].name,
        "Company: oster_",
        "letters of the company's name",
        "up down tab point",
        "enter take it",
        "escape leave",
    ):
        assert "".join(words.split()) in text


def test_the_one_pointed_at_is_on_the_screen_however_many_fit():
    many = tuple(known_account(f"A{n}", f"Firm {n:03}") for n in range(300))
    state = step(replace(open_state(), accounts=many), "/")
    for keys in (["down"], ["end"], ["end", "pageup", "pageup"], ["pagedown"] * 9):
        shown = drive(state, *keys)[0]
        (line,) = [text for text in map(bare, frame(shown, 80, 24)) if text.startswith("> A")]
        assert line == f"> A{shown.choice} Firm {shown.choice:03}"


def test_while_an_account_is_looked_for_only_its_list_points():
    state, _ = drive(open_state(mentions={"A2": MENTION}), "/", *"mill", "down")
    pointed = [text for text in map(bare, frame(state, 80, 24)) if text.startswith("> ") and "account yet" not in text]
    assert pointed == ["> A2 Example Mills"]


def test_what_the_call_says_is_shown_with_its_place_and_can_be_taken():
    state = open_state(mentions={"A2": MENTION})
    shown = "\n".join(bare(line) for line in frame(state, 80, 24))
    assert '> 1 A2 Example Mills (said in the call)\n    "We at the Mills." c1#u1 @ 00:01:01' in shown
    assert drive(state, "1")[1] == [LinkAnswer("link", "c0", "A2")]


def test_the_reason_does_not_send_people_to_where_they_are():
    shown = "\n".join(bare(line) for line in frame(open_state(), 80, 24))
    assert "no guest is known.\n/ finds its account: type a few letters of the company's name." in shown
    assert "evidence review" not in shown


def test_undo_takes_back_one_answer_after_the_other_and_goes_to_it():
    state, written = drive(open_state(), "/", *"mills", "enter", "1", "I", "u")
    assert [one.kind for one in written] == ["link", "link", "person", "undo"]
    assert [item.verdict for item in state.items] == ["A2", "A1", "", ""]
    assert state.at == 2
    state, written = drive(state, "u", "u", "u")
    assert [one.kind for one in written] == ["undo", "undo"]
    assert ([item.verdict for item in state.items], state.at) == ([""] * 4, 0)
    assert state.said == "Nothing to undo: no answer of this review is left."


@given(st.lists(st.sampled_from([*"123acCiIuRr/njk ", "tab", "enter", "escape", "down"]), max_size=30))
@examples(80)
def test_whatever_was_pressed_undo_leads_back_to_the_beginning(keys):
    begun = open_state()
    state, _ = drive(begun, *keys, "escape" if keys else "j")
    state = replace(state, done=False, mode="judge")
    for _ in range(len(keys) + 1):
        state, _ = drive(state, "u")
    assert (state.items, state.steps) == (begun.items, ())


@pytest.mark.parametrize(("key", "where"), [("r", "c2"), ("R", None)])
def test_a_role_is_typed_in_this_call_or_in_every_one_and_leaves_the_side_open(key, where):
    state, written = drive(read(begin(ITEMS)), "j", key, *"Head  of Ops", "enter")
    assert written == [LinkAnswer("person", where, label="Guest", role="Head of Ops")]
    assert [item.role for item in state.items] == ["", "Head of Ops", "Head of Ops" if where is None else ""]
    assert (state.at, state.items[1].verdict) == (1, "")
    assert "Role: Head of Ops" in map(bare, frame(state, 80, 24))
    assert drive(state, "r", "enter")[0].said == "No role was written."
    assert drive(state, "r", "x", "escape")[1] == []


def test_the_dialogue_finds_accounts_by_lines_and_numbers():
    asked, answers, written = [], [], []
    typed = iter(["/ exam", "quarry", "2", "u", "/", "quarry", "zz", "", "find", "mills", "1", "/", "1", "u", "q"])

    def flush(state):
        written.extend(state.outbox)
        return posted(answered(state, state.outbox[0], "Written.")) if state.outbox else state

    def ask(prompt):
        asked.append(prompt)
        return next(typed, None)

    state = plain.converse(
        open_state(), flush, width=80, ask=ask, tell=lambda said: answers.append("\n".join(map(bare, said)))
    )
    assert [(one.kind, one.account_id) for one in written] == [
        ("link", "B10"), ("undo", ""), ("link", "A2"), ("link", "A1"), ("undo", ""),
    ]  # fmt: skip
    assert answers[1] == "> 1 A1 Example Mill (mill.example)\n  2 A2 Example Mills"
    assert answers[2].endswith("  and 3 more: other letters find fewer")
    assert len(answers[2].splitlines()) == 10
    assert "No account is called so." in answers
    assert "Number of an account, other letters, or an empty line to leave > " in asked
    assert state.done


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["/ exa"], "The input ended before an account was taken: nothing was changed."),
        (["j", "j", "r"], "The input ended before the role: none was written."),
        (["j", "j", "R CEO", "u", "u"], "Nothing to undo: no answer of this review is left."),
        (["j", "j", "/ exa"], "The input ended before an account was taken: nothing was changed."),
        (["r CEO"], "I don't know r CEO."),
    ],
)
def test_a_line_of_the_search_that_leads_nowhere_says_so(lines, told):
    answers, typed = [], iter(lines)

    def flush(state):
        return posted(answered(state, state.outbox[0], "Written.")) if state.outbox else state

    plain.converse(open_state(), flush, width=80, ask=lambda _: next(typed, None), tell=answers.append)
    assert told in " ".join(" ".join(map(bare, (line for said in answers for line in said))).split())


def test_pasted_letters_search_and_never_answer():
    driver = Driver(open_state(), lambda state: state)
    driver.paste("aaii1")
    assert driver.state.outbox == ()
    driver.press("/")
    driver.paste("Example\nMills")
    assert (driver.state.typed, driver.state.outbox) == ("ExampleMills", ())


def test_the_screen_finds_an_account_by_letters_and_takes_it_back():
    written = []

    def flush(state):
        written.extend(state.outbox)
        return posted(answered(state, state.outbox[0], "Written.")) if state.outbox else state

    driver = Driver(open_state(), flush)

    async def act():
        async with make_app(driver).run_test(size=(80, 24)) as pilot:
            await pilot.press("slash", *"mills")
            searching = driver.text
            await pilot.press("enter")
            taken = driver.text
            await pilot.press("u")
            return searching, taken, driver.text

    searching, taken, undone = asyncio.run(act())
    assert "> A2 Example Mills\n" in searching
    assert searching.endswith(
        "Company: mills_\nletters of the company's name  up down tab point  enter take it  escape leave"
    )
    assert taken.splitlines()[1].startswith(" + linked to Example Mills")
    assert undone.splitlines()[1].startswith(">  no account yet")
    assert [one.kind for one in written] == ["link", "undo"]
