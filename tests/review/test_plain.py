"""The dialogue in lines: what a typed line means, what is answered."""

import io

import pytest
from small_queue import read

from evidence.review import plain
from evidence.review.state import posted, previewed
from evidence.terminal import bare


@pytest.fixture
def talk(state):
    """Type lines; what was answered to each, what was written, and the last state."""

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


def test_a_pipe_is_read_and_answered_in_lines(state, monkeypatch):
    said = io.StringIO()
    monkeypatch.setattr("sys.stdin", io.StringIO("a\nq"))
    monkeypatch.setattr("sys.stdout", said)
    plain.converse(state, lambda s: read(posted(s)), width=80)
    text = said.getvalue()
    assert "? help, q quit > Accepted.\nQuote 2 of 4" in text
    assert text.endswith("q quit > \n")
    assert "\x1b" not in text
