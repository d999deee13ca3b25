"""What a review looks like: pure lines, whatever the size of the screen and the signs people used."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from small_queue import SEGMENTS, make_item, press, read

from evidence.model import Decision, Utterance
from evidence.review import dialogue
from evidence.review.cards import marked
from evidence.review.pages import clicked, frame
from evidence.review.state import begin, heard
from evidence.terminal import bare, cells
from strategies import examples, messy


def shown(state, width=80, height=24):
    return [bare(line) for line in frame(state, width, height)]


def test_the_screen_shows_list_counts_conversation_and_keys(state):
    lines = shown(state)
    assert lines[0].startswith("The Makers")
    assert lines[0].endswith("0 of 4 judged [..........]")
    assert lines[1].startswith(">   2.0 hand            Example A1     We deploy by hand on Sundays.")
    text = "\n".join(lines)
    assert "2 of 3 accounts; accepted 0 from 0, 3 to judge: Work by hand" in text
    assert "Ben, Example A1, customer, 2026-01-12" in text
    assert "mill#u2 @ 00:02:00  score 2.0: matched +1.0" in text
    assert "Ben: Well. »We deploy [by hand] on Sundays.« It takes two of us all night," in text
    assert "Ada: How do you ship today?" in text
    assert "The [b]audit[/b] asks who" in text
    assert "Bye now." not in text  # three turns away
    assert lines[-1].startswith("a accept  x reject  space later  u undo  e edit  t move")


def test_decisions_are_signs_and_change_the_counts(state):
    lines = shown(press(state, "a", "x", " "))
    assert [line[1] for line in lines[1:5]] == ["+", "-", "~", " "]
    assert lines[0].endswith("2 of 4 judged [#####.....]")
    assert "accepted 1 from 1, 2 to judge" in "\n".join(shown(press(state, "a", "k")))


def test_a_note_a_filter_and_the_trackers_are_seen_while_they_are_made(state):
    assert shown(press(state, "n", *"Ask Ben"))[-2] == "Note: Ask Ben_"
    assert shown(press(state, "/", *"sunday"))[-2] == "Show only: sunday_"
    assert shown(press(state, "/", *"sunday", "enter"))[0].startswith("The Makers / sunday")
    assert "> 1 hand (2 of 3 accounts, accepted 0): Work by hand" in shown(press(state, "t"))
    assert "No quotes to show." in shown(press(state, "/", *"zzz", "enter"))


def test_boundaries_are_shown_while_they_move(state):
    text = "\n".join(shown(press(state, "e", "h", "h")))
    assert "Ben: Well. »We deploy [by hand]« on Sundays. It takes" in text
    assert "Moving the end." in text


def test_long_texts_name_what_they_are(state):
    assert shown(press(state, "g"))[0] == "source/transcripts/normalized/mill.md#u2"
    assert "#u1 00:01:00" in shown(press(state, "g"))
    assert shown(press(state, "?"))[0] == "Keys"
    preview = replace(press(state, "p"), block="> *so*\n")
    assert shown(preview)[:2] == ["The block of The Makers as it would be attached", "> *so*"]


@pytest.mark.parametrize("mode", [(), ("e",), ("t",), ("n",), ("g",), ("?",), ("p",), ("/", *"zzz", "enter")])
@pytest.mark.parametrize(("width", "height"), [(80, 24), (40, 12), (200, 60), (20, 10), (30, 6), (30, 2)])
def test_every_frame_has_the_size_of_the_screen(state, mode, width, height):
    lines = frame(press(state, *mode), width, height)
    assert len(lines) == height
    assert max(cells(bare(line)) for line in lines) <= width


@example("<!-- evidence:end --> # heading", 20)  # a note that leaves no room for the quote
@given(messy, st.integers(20, 100))
@examples(30)
def test_no_words_steer_the_terminal_or_leave_the_screen(text, width):
    item = make_item("mill", 2, "We deploy by hand on Sundays.", "hand", 2.0)
    words = tuple(Utterance(n, n, f"B{text}", text or "-") for n in (1, 3, 4))
    spoken = read(begin((replace(item, note=text),), SEGMENTS))
    state = heard(spoken, "mill", tuple(sorted((*words, spoken.words[1]), key=lambda u: u.number)))
    for lines in (frame(state, width, 24), dialogue.card_lines(state, width)):
        assert all(cells(bare(line)) <= width for line in lines)
        assert not any(sign in bare(line) for line in lines for sign in "\x1b\n\r\t\u202e\u2066\x07")


def test_marks_stand_where_the_words_begin_and_end():
    assert "".join(text for text, _ in marked("a bc d", (0, 4), ((2, 4),))) == "»a [bc]« d"
    assert "".join(text for text, _ in marked("a bc d", (2, 6), ((2, 4),))) == "a »[bc] d«"


def test_a_click_on_the_list_goes_there_and_nowhere_else(state):
    assert [clicked(state, line, 80, 24).at for line in (0, 1, 3, 5, 20)] == [0, 0, 2, 0, 0]
    assert clicked(press(state, "?"), 3, 80, 24).at == 0


def test_an_orphan_shows_what_was_judged_and_what_is_nearest(items):
    at = "2026-01-01T00:00:00Z"
    old = Decision(at, "kim", "makers", "hand", "q0123456789ab", "accept", "mill", 2, 0, 9, "We deployed it by hand.")
    item = replace(items[0], verdict="orphaned", orphan=old, note="Good.")
    text = "\n".join(shown(read(begin((item,), SEGMENTS))))
    assert ">!  2.0 hand" in text
    assert (
        "accepted by kim, but its words have changed since. It was:\nWe deployed it by hand.\nClosest words today"
        in text
    )
    assert "»We deploy [by hand] on Sundays.«" in text
    gone = replace(item, finding=replace(item.finding, quote=replace(item.quote, text="")))
    assert "Nothing like it is in the call today." in "\n".join(shown(begin((gone,), SEGMENTS)))


def test_counter_evidence_and_how_it_is_meant_say_so(items):
    odd = replace(items[0], against=True, finding=replace(items[0].finding, assertion="absent"))
    assert "score 2.0: against the pain point, absent, matched +1.0" in "\n".join(shown(read(begin((odd,), SEGMENTS))))
