from itertools import groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from evidence.calls.turns import LONGEST_TEXT, STAMP_MS, Piece, make_utterances
from evidence.text import one_line
from strategies import examples


def said(pieces):
    return [(u.turn, u.speaker, u.text) for u in make_utterances(pieces)]


def test_cues_of_one_speaker_are_one_turn_until_somebody_else_speaks():
    cues = [Piece("A", "One", 0, 1), Piece("A", "two.", 1, 2), Piece("B", "Three.", 2, 3), Piece("A", "Four.", 3, 4)]
    assert said(cues) == [(1, "A", "One two."), (2, "B", "Three."), (3, "A", "Four.")]


def test_turns_that_a_format_states_stay_two():
    assert said([Piece("A", "One.", turn=1), Piece("A", "Two.", turn=2)]) == [(1, "A", "One."), (2, "A", "Two.")]


def test_a_long_silence_ends_the_turn_of_an_unknown_speaker_only():
    assert len(said([Piece(None, "One.", 0, 1000), Piece(None, "Two.", 7000, 8000)])) == 2
    assert len(said([Piece("A", "One.", 0, 1000), Piece("A", "Two.", 7000, 8000)])) == 1


def test_a_turn_of_more_than_a_minute_is_cut_at_a_sentence_end_with_the_times_of_its_cues():
    cues = [
        Piece("A", f"Cue {n} goes on{'.' if n % 3 == 2 else ''}", n * 10_000, n * 10_000 + 9_000, n) for n in range(9)
    ]
    first, second = make_utterances(cues)
    assert (first.turn, second.turn) == (1, 1)
    assert first.text.endswith("Cue 5 goes on.")
    assert (first.start_ms, first.end_ms, second.start_ms, second.end_ms) == (0, 59_000, 60_000, 89_000)
    assert {first.end_source, second.start_source} == {"stated"}
    assert (first.line, second.line) == (0, 6)


def test_a_cut_inside_a_cue_is_timed_by_the_pace_of_the_cue_and_marked_derived():
    sentence = "x" * 899 + "."  # with a blank between them the second begins at 901 of 1,801
    first, second = make_utterances([Piece("A", f"{sentence} {sentence}", 1000, 10_005)])
    assert (first.start_ms, first.start_source, first.end_ms, first.end_source) == (1000, "stated", 5500, "derived")
    assert (second.start_ms, second.start_source) == (5505, "derived")
    assert (second.end_ms, second.end_source) == (10_005, "stated")


def test_a_cut_in_a_silence_of_minutes_has_the_time_before_it_since_nobody_knows_when_the_words_were_said():
    cues = [Piece("A", "It stood. " * 20 + "Nobody knows why.", 1000), Piece("B", "Right.", 600_000, 601_000)]
    first, *more, last = make_utterances(cues)
    assert (first.start_ms, last.start_ms) == (1000, 600_000)
    assert {(u.start_ms, u.start_source) for u in more} == {(1000, "derived")}


def stamps_of(*cues):
    (made,) = make_utterances([Piece("A", text, start, end) for text, start, end in cues])
    return {made.text[at:]: ms for at, ms in made.stamps}


def test_times_inside_a_turn_stay_where_an_even_pace_would_miss_them():
    assert stamps_of(("We print at night.", 0, 1500), ("Then it stops.", 20_000, 21_000), ("Why?", 21_100, 21_500)) == {
        " Then it stops. Why?": 1500,
        "Then it stops. Why?": 20_000,
    }


def test_an_even_pace_needs_no_stamps():
    assert stamps_of(("We print at night.", 0, 1800), ("Then it stops.", 2000, 3400), ("Why?", 3600, 4000)) == {}


def test_only_stated_times_between_start_and_end_become_stamps():
    cues = [Piece("A", "We print at night.", 0, 900), Piece("A", "It stops.", 9000, 9500), Piece("A", "Why?", 99, 9900)]
    assert [stamp for u in make_utterances(cues) for stamp in u.stamps if not 0 <= stamp[1] <= 9900] == []
    derived = [piece._replace(start_source="derived", end_source="derived") for piece in cues]
    assert [u.stamps for u in make_utterances(derived)] == [()]


@examples(60)
@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 9000), st.integers(0, 9000)), min_size=1, max_size=9))
def test_every_stated_time_is_found_again_within_a_second_or_so(cues):
    pieces, now = [], 0
    for length, pause, lasts in cues:
        pieces.append(Piece("A", "w" * length, now + pause, now + pause + lasts))
        now += pause + lasts
    made, words = list(make_utterances(pieces)), iter(pieces)
    for utterance in made:
        at = 0
        while at < len(utterance.text):
            piece = next(words)
            time_ms, _ = utterance.time_at(at)
            assert abs(time_ms - piece.start_ms) <= STAMP_MS + 1
            at += len(piece.text) + 1


@given(
    st.lists(st.text("ab. ", min_size=1, max_size=400).filter(str.strip), min_size=1, max_size=6),
    st.none() | st.integers(0, 90_000),
    st.none() | st.integers(0, 90_000),
)
def test_lines_of_a_turn_of_which_only_the_first_has_a_time_are_what_they_are_in_one_piece(lines, start, after):
    turn = [Piece("A", text, start if at == 0 else None, None, 1, 1) for at, text in enumerate(lines)]
    whole = Piece("A", " ".join(map(one_line, lines)), start, None, 1, 1)
    other = Piece("B", "Yes.", after, None, 9, 2)
    shown = [list(make_utterances([*pieces, other])) for pieces in (turn, [whole])]
    cut = len(whole.text) > LONGEST_TEXT or (None not in (start, after) and after - start > 60_000)
    assert cut or shown[0] == shown[1]


def test_a_long_turn_without_sentences_is_cut_between_cues_else_between_words():
    cues = [Piece("A", "word " * 150 + "end") for _ in range(3)]
    assert [u.text.endswith("end") for u in make_utterances(cues)] == [True, True, True]
    pieces = list(make_utterances([Piece("A", "word " * 700)]))
    assert [len(u.text) <= LONGEST_TEXT for u in pieces] == [True] * 3
    assert {word for u in pieces for word in u.text.split()} == {"word"}


def test_no_cut_follows_a_title_or_an_initial():
    text = "a" * 700 + ". " + "b" * 780 + " said Dr. Quill and J. Marsh " + "c" * 100
    assert next(make_utterances([Piece("A", text)])).text == "a" * 700 + "."


def test_a_slow_sentence_is_not_torn_to_keep_the_minute():
    assert len(list(make_utterances([Piece("A", "It took us all of that time.", 0, 3_600_000)]))) == 1


def test_a_missing_end_is_derived_from_the_next_turn_and_nothing_else_is_invented():
    first, second, third = make_utterances([Piece("A", "One.", 1000), Piece("B", "Two.", 3000), Piece("C", "Three.")])
    assert (first.end_ms, first.end_source) == (3000, "derived")
    assert (second.end_ms, second.end_source) == (None, None)
    assert (third.start_ms, third.start_source) == (None, None)


PIECES = st.lists(
    st.builds(
        Piece,
        st.sampled_from(["A", "B", None]),
        st.text(st.sampled_from("ab. !?\n\u00a0"), max_size=600),
        st.none() | st.integers(-5_000, 200_000),
        st.none() | st.integers(-5_000, 200_000),
        st.none() | st.integers(1, 9),
        st.none() | st.integers(1, 3),
    ),
    max_size=12,
)


@examples(150)
@given(PIECES)
def test_every_word_stays_in_order_and_the_numbers_count(pieces):
    made = tuple(make_utterances(pieces))
    assert " ".join(u.text for u in made).split() == " ".join(p.text for p in pieces).split()
    assert [u.number for u in made] == list(range(1, len(made) + 1))
    assert all(b.turn - a.turn in (0, 1) for a, b in pairwise(made))
    for _, turn in groupby(made, lambda u: u.turn):
        assert len({u.speaker for u in turn}) == 1
    for u in made:
        assert u.text
        assert u.text == one_line(u.text)
        assert (u.start_ms is None) == (u.start_source is None)
        assert (u.end_ms is None) == (u.end_source is None)
        assert len(u.text) <= LONGEST_TEXT or " " not in u.text
