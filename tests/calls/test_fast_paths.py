"""Every fast path gives what the obvious slow way gives."""

import re
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from evidence.calls import turns
from evidence.calls.formats import vtt
from evidence.calls.turns import Piece, make_utterances
from evidence.escape import escape_line, unescape_line
from evidence.text import one_line, tokenize, words
from strategies import examples

CAPTIONS = st.lists(
    st.sampled_from(
        [
            "\n",
            "\n\n",
            "\n\n\n",
            "00:01.000 --> 00:02.500",
            "1:00:00.000 --> 01:00:01.000 align:start",
            "00:60.000 --> 00:61.000",
            "00:01.000 -->",
            "-->",
            "--> x",
            "a --> b",
            "7",
            "some id",
            "Ann: Hello.",
            "<v Bo>Yes.</v>",
            " ",
            "\t",
            "NOTE x",
            "STYLE",
            "WEBVTT",
            "0:0:1.5 --> 0:0:2.5",
            "99:00:00.000 --> 99:00:01.000",
            "00:01.000 --> 00:02.5000",
            "a > b",
            "\N{REPLACEMENT CHARACTER}",
        ]
    ),
    max_size=30,
)
WHOLE = st.lists(
    st.tuples(
        st.sampled_from(["", "7\n", "id > x\n"]),
        st.integers(0, 59),
        st.sampled_from(["One.", "a\nb", "a\n \nb", "-> c", ""]),
    ),
    max_size=8,
).map(lambda cues: [f"\n\n{name}00:{at:02d}.000 --> 00:{at:02d}.900\n{said}" for name, at, said in cues])


@examples(100)
@given(st.sampled_from(["WEBVTT\n", "WEBVTT - x\n\n", ""]), CAPTIONS | WHOLE)
def test_usual_cues_are_parsed_as_the_specification_says(head, parts):
    text = head + "".join(parts)
    fast = list(vtt.parse_vtt(text))
    with patch.object(vtt, "_USUAL", re.compile(r"(?!)")):
        assert fast == list(vtt.parse_vtt(text))


SIGNS = st.text(
    st.sampled_from("abZ09_'\u2019 -./\n\t\u00e9\u0301\u00df\u4eca\u0e01\u30ab\u201c\u2026\xa0\u200d\U0001f600\u0130")
)


@examples(100)
@given(SIGNS | st.text(max_size=20))
def test_words_are_the_tokens_of_a_text_without_their_places(text):
    assert words(text) == [token.folded for token in tokenize(text)]


@examples(100)
@given(SIGNS | st.text(max_size=20))
def test_a_text_that_is_one_line_already_is_taken_as_it_is(text):
    assert one_line(one_line(text)) == one_line(text)
    assert unescape_line(escape_line(one_line(text))) == one_line(text)
    assert one_line(f" {text}") == one_line(text)  # the blank forces the long way


TIMES = st.none() | st.integers(-1000, 200_000)
PIECES = st.lists(
    st.builds(
        Piece,
        speaker=st.sampled_from(["A", "B", None]),
        text=st.sampled_from(["Yes.", "a b c", "One. Two three.", " x  y ", "", "long " * 200]),
        start_ms=TIMES,
        end_ms=TIMES,
        line=st.none() | st.integers(1, 99),
        turn=st.none() | st.integers(1, 3),
        start_source=st.sampled_from(["stated", "derived"]),
        end_source=st.sampled_from(["stated", "derived"]),
    ),
    max_size=12,
)


@examples(80)
@given(PIECES)
def test_short_turns_become_what_any_turn_becomes(pieces):
    fast = list(make_utterances(pieces))
    with patch.object(turns, "_short", lambda *_: None):
        assert fast == list(make_utterances(pieces))
