"""The dialogue in lines: what a typed line means, what is answered."""

import io
from dataclasses import replace

import pytest
from small_queue import read

from evidence.model import Decision
from evidence.review import plain
from evidence.review.state import posted, previewed
from evidence.terminal import bare

ORPHAN = Decision(
    "2026-01-01T00:00:00Z", "kim", "makers", "hand", "q0123456789ab", "accept", "mill", 2, 0, 9, "We deployed by hand."
)  # fmt: skip


@pytest.fixture
def talk(state):
    """Type lines; what was answered to each, what was written, and the last state."""
    return talking(state)


@pytest.fixture
def orphaned(state):
    """The same, of a quote whose words have changed since."""
    first = replace(state.items[0], verdict="orphaned", orphan=ORPHAN)
    return talking(replace(state, items=(first, *state.items[1:])))


def talking(state):
    def session(*lines):
        written, answers, typed = [], [], iter(lines)

        def flush(state):
            written.extend(state.outbox)
            state = read(posted(state))
            return previewed(state, "The block.") if state.mode == "preview" and state.block is None else state

        last = plain.converse(
            state,
            flush,
            width=80,
            ask=lambda _: next(typed, None),
            tell=lambda said: answers.append("\n".join(map(bare, said))),
        )
        return answers, written, last

    return session


def test_words_and_keys_judge(talk):
    answers, written, last = talk("accept", "x", "later", "u", "q", "a")
    assert [draft.verdict for draft in written] == ["accept", "reject", "later", "undo"]
    assert answers[0].startswith("Quote 1 of 4, not judged. 0 judged so far.\n2 of 3 accounts")
    assert "Ben: Well. »We deploy [by hand] on Sundays.«" in answers[0]
    assert answers[1].startswith("Accepted.\nQuote 2 of 4, not judged. 1 judged so far.")
    assert last.done


def test_the_end_of_the_input_is_the_end(talk):
    answers, written, last = talk()
    assert (len(answers), written, last.done) == (1, [], False)


def test_an_empty_line_decides_nothing(talk):
    answers, written, _ = talk("", "accept it please", "zz")
    assert written == []
    assert answers[1].startswith("Quote 1 of 4")
    assert "I don't know zz." in answers[3]


def test_notes_filters_and_trackers_take_a_word_or_a_line_of_their_own(talk):
    _, written, last = talk("n Ask Ben", "n", "Ask Cyd", "t audit", "t", "1", "/ quarry", "x", "/")
    assert [(draft.verdict, draft.note, draft.tracker) for draft in written] == [
        ("note", "Ask Ben", "hand"),
        ("note", "Ask Cyd", "hand"),
        ("move", "Ask Cyd", "audit"),
        ("move", "Ask Cyd", "hand"),
        ("reject", None, "hand"),
    ]
    assert last.shown == (0, 1, 2, 3)
    assert talk("t nothing")[2].mode == "judge"


def test_boundaries_are_moved_by_keys_on_a_line(talk):
    answers, written, _ = talk("e", "j", "tab l", "enter")
    assert (
        "Ben: Well. »We deploy [by hand] on Sundays. It takes two of us all night, every\n  time.« Nobody" in answers[2]
    )
    assert written[0].quote.text == "deploy by hand on Sundays. It takes two of us all night, every time."
    assert talk("e", "")[1][0].verdict == "accept"


def test_long_texts_are_printed_and_left(talk):
    answers, _, last = talk("?", "preview", "g")
    assert answers[1].startswith("Keys\nJudge whether")
    assert answers[2] == "The block of The Makers as it would be attached\nThe block."
    assert answers[3].startswith("source/transcripts/normalized/mill.md#u2")
    assert last.mode == "judge"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([""], "Nothing was typed."),
        (["z"], "I don't know z. Possible here: a accept, x reject,"),
        (["7"], "I don't know 7."),
        (["\x1b[2J\u202e"], "I don't know \ufffd[2J."),
        (["accept it"], "I don't know accept it."),
        (["t 9"], "There is no tracker 9. Possible: 1 hand, 2 audit."),
        (["t 0"], "There is no tracker 0."),
        (["t audits"], "There is no tracker audits."),
        (["t", "9"], "There is no tracker 9. Possible: 1 hand, 2 audit. An empty line: it stays where it is."),
        (["t", ""], "The quote was left where it is."),
        (["previous"], "This is the first one."),
        (["k"], "This is the first one."),
        (["end"], "I don't know end."),
        (["/", ""], "All 4 shown."),
        (["e", "accept it"], "I don't know accept it. Possible here: h l word, k j sentence, tab the other end,"),
        (["e", "x"], "I don't know x."),
        (["e", "l l zz"], "I don't know l l zz."),
        (["e", "enter x"], "I don't know enter x."),
        (["e", "a a"], "I don't know a a."),
        (["e", "n So"], "I don't know n So."),
    ],
)
def test_a_line_that_does_nothing_says_what_is_possible_and_decides_nothing(talk, lines, told):
    answers, written, last = talk(*lines)
    assert told in " ".join(next(answer for answer in answers[1:] if told[:12] in answer).split())
    assert (written, last.at, last.shown) == ([], 0, (0, 1, 2, 3))
    assert last.mode == {"t": "move", "e": "edit"}.get(lines[0], "judge") or told == "The quote was left where it is."


@pytest.mark.parametrize("width", [40, 60])
def test_a_prompt_that_is_wider_than_the_screen_is_asked_on_several_lines(state, width):
    asked, told = [], []
    plain.converse(
        state, lambda s: read(posted(s)), width=width, ask=asked.append, tell=lambda said: told.extend(map(bare, said))
    )
    assert max(map(len, [*asked, *told])) <= width
    assert " ".join([*told[-2:], *asked]).endswith("edit, t move, n note, ? help, q quit > ")


def test_a_tracker_is_asked_for_until_there_is_one(talk):
    _, written, last = talk("t", "9", "nothing", "2")
    assert [(draft.verdict, draft.tracker) for draft in written] == [("move", "audit")]
    assert last.mode == "judge"


def test_words_that_end_the_change_of_boundaries_are_taken(talk):
    assert [draft.verdict for draft in talk("e", "Accept")[1]] == ["accept"]
    assert talk("e", "l", "leave")[1:] == ([], talk("e", "l", "escape")[2])


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["a", "e", "l"], "The input ended while the boundaries were changed: this quote was left as it was."),
        (["a", "n"], "The input ended before the note: this quote was left as it was."),
        (["a", "t"], "The input ended before a tracker was chosen: this quote was left where it is."),
    ],
)
def test_an_end_of_the_input_amid_a_change_says_so_and_loses_no_decision(talk, lines, told):
    answers, written, _ = talk(*lines)
    assert " ".join(answers[-1].split()) == told
    assert [draft.verdict for draft in written] == ["accept"]


def test_a_text_behind_a_key_that_opens_nothing_is_never_taken_for_keys(orphaned):
    answers, written, last = orphaned("n accept a x", "t 2")
    assert written == []
    assert answers[1:] == ["Accept or reject these words first."] * 2
    assert last.at == 0


def test_a_pipe_is_read_and_answered_in_lines(state, monkeypatch):
    said = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO("a\nq"))
    monkeypatch.setattr("sys.stdout", said)
    plain.converse(state, lambda s: read(posted(s)), width=80)
    text = said.getvalue()
    assert "? help, q quit > Accepted.\nQuote 2 of 4" in text
    assert text.endswith("q quit > \n")
    assert "\x1b" not in text
