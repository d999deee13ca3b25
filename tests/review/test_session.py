"""`step(state, key) -> state`: everything a review does, without a terminal, a clock or a file."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_queue import SAID, SEGMENTS, make_item, press, utterances

from evidence.model import Decision
from evidence.quotes.cut import quote_at
from evidence.review.decisions import in_force
from evidence.review.judging import sentence_spans, word_spans
from evidence.review.state import begin, point
from strategies import examples

KEYS = (
    *"axu etn/jkgp?qhl123\n",
    "enter",
    "escape",
    "tab",
    "backspace",
    "up",
    "down",
    "left",
    "right",
    "pagedown",
    "end",
)


def drafts(state):
    return [(d.verdict, d.tracker, d.quote.text[:12], d.note, d.replaces and d.replaces[:5]) for d in state.outbox]


def test_accepting_and_rejecting_come_out_as_drafts_and_the_cursor_goes_on(pressed):
    after = pressed("a", "x")
    assert drafts(after) == [
        ("accept", "hand", "We deploy by", None, None),
        ("reject", "hand", "We deploy by", None, None),
    ]
    assert [item.verdict for item in after.items] == ["accept", "reject", "", ""]
    assert (after.at, after.judged, after.said) == (2, 2, "Rejected.")


def test_what_is_put_off_is_not_judged_and_comes_not_again_while_others_wait(pressed):
    after = pressed(" ", "a", "a", "a")
    assert [item.verdict for item in after.items] == ["later", "accept", "accept", "accept"]
    assert after.judged == 3
    assert "Nothing left to judge here." in after.said


def test_undo_takes_back_one_decision_after_the_other_and_goes_there(pressed):
    after = pressed("a", "x", "u", "u")
    assert [draft.verdict for draft in after.outbox] == ["accept", "reject", "undo", "undo"]
    assert [item.verdict for item in after.items] == ["", "", "", ""]
    assert (after.at, pressed("u").said) == (0, "Nothing to undo.")


def test_undo_reaches_what_was_decided_before_this_session(items):
    old = replace(items[0], verdict="reject", note="No.", past=(("accept", None),))
    after = press(begin((old,), SEGMENTS), "u")
    assert (after.item.verdict, after.item.note, after.item.past) == ("accept", None, ())
    assert [draft.verdict for draft in after.outbox] == ["undo"]


def test_deciding_the_same_twice_writes_once(pressed):
    after = pressed("a", "k", "a")
    assert [draft.verdict for draft in after.outbox] == ["accept"]
    assert after.said.startswith("Already accepted.")


def test_boundaries_move_by_word_and_sentence_and_stay_verbatim(pressed):
    after = pressed("e", "j", "tab", "k", "l", "enter")
    assert after.item.verdict == ""  # the next one
    recut = after.items[0]
    text = "deploy by hand on Sundays. It takes two of us all night, every time."
    assert pressed("e", "j", "tab", "l", "enter").items[0].quote.text == text
    assert recut.quote.text in "Well. We deploy by hand on Sundays. It takes two of us all night, every time."
    assert after.outbox[0].replaces == pressed().items[0].quote.quote_id
    assert after.outbox[0].verdict == "accept"


def test_ends_never_cross_and_never_leave_the_utterance(pressed):
    shortest = pressed("e", *["h"] * 50)
    start, end = shortest.span
    assert shortest.utterance.text[start:end] == "We"
    assert "stays within one utterance" in shortest.said
    longest = pressed("e", *["l"] * 90, "tab", *["h"] * 90)
    assert longest.span == (0, len(longest.utterance.text))


def test_leaving_the_boundaries_changes_nothing(pressed):
    after = pressed("e", "l", "escape")
    assert (after.outbox, after.items) == ((), pressed().items)


@given(st.text(max_size=60))
def test_borders_of_words_and_sentences_lie_in_the_text(text):
    for spans in (word_spans(text), sentence_spans(text)):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert spans == sorted(spans)


def test_moving_takes_the_quote_to_another_tracker_and_back(pressed):
    after = pressed("t", "2")
    assert (after.item.tracker, after.said) == ("audit", "Moved to audit. Accept it with a.")
    assert drafts(after) == [("move", "audit", "We deploy by", None, "hand")]
    assert pressed("t", "j", "enter").item.tracker == "audit"
    assert pressed("t", "1").said == "It is already there."
    assert pressed("t", "2", "u").item.tracker == "hand"


def test_a_note_is_typed_and_put_on_the_quote(pressed):
    after = pressed("n", *"Ask  Ben", "backspace", "n", "enter")
    assert (after.item.note, after.outbox[0].note, after.outbox[0].verdict) == ("Ask Ben", "Ask Ben", "note")
    assert pressed("n", *"q?a", "escape").outbox == ()


def test_the_filter_looks_at_words_people_accounts_and_decisions(pressed):
    found = {
        "SUNDAYS": (0,), "a2": (1, 2), "audit": (3,), "cyd fair": (1,), "new": (0, 1, 2, 3), "nothing at all": (),
    }  # fmt: skip
    assert {said: pressed("/", *said, "enter").shown for said in found} == found
    assert pressed("a", "/", *"accepted", "enter").shown == (0,)
    none = pressed("/", *"zzz", "enter")
    assert none.item is None
    assert pressed("/", *"zzz", "enter", "a").outbox == ()
    assert pressed("/", *"zzz", "enter", "/", *["backspace"] * 3, "enter").shown == (0, 1, 2, 3)


def test_a_quote_that_somebody_looked_for_is_no_random_one(state):
    drawn = replace(state, items=tuple(replace(item, slice="random") for item in state.items))
    assert press(drawn, "a").outbox[0].slice == "random"
    assert press(drawn, "/", *"sundays", "enter", "a").outbox[0].slice is None


def test_what_was_moved_is_no_sample_of_its_new_tracker(state):
    drawn = replace(state, items=tuple(replace(item, slice="random") for item in state.items))
    assert [(d.verdict, d.slice) for d in press(drawn, "t", "2", "a").outbox] == [
        ("move", "random"),
        ("accept", "best"),
    ]


def test_the_call_opens_at_the_place_and_closes_again(pressed):
    after = pressed("j", "j", "j", "g")
    assert (after.mode, after.words_of, after.top) == ("call", "mill", 2)
    assert pressed("g", "j", "g").mode == "judge"
    assert pressed("?", "?").mode == "judge"


def test_an_orphan_is_judged_by_the_words_that_are_there_or_dropped(items):
    old = Decision(
        "2026-01-01T00:00:00Z", "kim", "makers", "hand", "q0123456789ab", "accept", "mill", 2, 0, 9, "We deploid"
    )
    orphan = replace(items[0], verdict="orphaned", orphan=old)
    accepted = press(begin((orphan,), SEGMENTS), "a")
    assert [(d.verdict, d.replaces) for d in accepted.outbox] == [("accept", "q0123456789ab")]
    dropped = press(begin((orphan,), SEGMENTS), "u")
    assert [(d.verdict, d.quote.quote_id) for d in dropped.outbox] == [("undo", "q0123456789ab")]
    lost = replace(orphan, finding=replace(orphan.finding, quote=replace(orphan.quote, text="")))
    assert press(begin((lost,), SEGMENTS), "a").outbox == ()
    assert press(begin((lost,), SEGMENTS), "n").mode == "judge"


def as_decisions(state):
    return [
        Decision(
            f"2026-01-01T00:00:00.{n:06d}Z", "kim", d.segment, d.tracker, d.quote.quote_id, d.verdict,
            d.quote.citation.call_id, d.quote.citation.utterance, d.quote.citation.start, d.quote.citation.end,
            d.quote.text, d.quote.prefix, d.quote.suffix, d.note, d.replaces, d.slice,
        )
        for n, d in enumerate(state.outbox)
    ]  # fmt: skip


@given(st.lists(st.sampled_from(KEYS), max_size=40))
@examples(120)
def test_whatever_is_pressed_words_stay_verbatim_and_the_file_says_what_the_screen_says(keys):
    start = (
        make_item("mill", 2, "We deploy by hand on Sundays.", "hand", 2.0),
        make_item("quarry", 1, "We deploy by hand as well, to be fair, and it is fine.", "hand", 1.0),
        make_item("mill", 4, "and we cannot say.", "audit", 1.8),
    )
    state = press(begin(start, SEGMENTS), *keys)
    held = in_force(as_decisions(state))
    for item in state.items:
        citation = item.quote.citation
        spoken = SAID[citation.call_id][citation.utterance - 1][1]
        assert spoken[citation.start : citation.end] == item.quote.text
        again = quote_at(citation.call_id, utterances(citation.call_id)[citation.utterance - 1],
                         (citation.start, citation.end), utterances(citation.call_id))  # fmt: skip
        assert again == item.quote
        decision = held.get((item.segment, item.tracker, item.quote.quote_id))
        if item.verdict in {"accept", "reject"}:
            assert decision
            assert (decision.verdict, decision.note or None) == (item.verdict, item.note)
        else:
            assert decision is None or decision.verdict not in {"accept", "reject"}


@pytest.mark.parametrize("place", [-5, 0, 3, 99])
def test_pointing_stays_inside_the_list(state, place):
    assert 0 <= point(state, place).at < 4
