import io

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from evidence.calls import formats
from evidence.calls.formats.base import Note
from evidence.calls.formats.srt import SrtCue, parse_srt, plain_subtitle
from evidence.calls.source import Source
from evidence.text import timestamp


def cues(text):
    return [(c.start_ms, c.end_ms, c.text.strip()) for c in parse_srt(text) if isinstance(c, SrtCue)]


def test_numbers_may_miss_and_fractions_be_short():
    assert cues("00:00:01,5 --> 00:00:02\na\n\n7\n0:00:03.250-->00:00:04,000\nb\n") == [
        (1500, 2000, "a"),
        (3250, 4000, "b"),
    ]


def test_an_empty_line_within_words_and_a_number_that_is_said_are_kept():
    text = "1\n00:00:01,000 --> 00:00:02,000\na\n\nb\n42\n\n2\n00:00:03,000 --> 00:00:04,000\nc"
    assert [c[2] for c in cues(text)] == ["a\n\nb\n42", "c"]


def test_a_cue_that_lost_its_times_keeps_its_words_and_is_noted():
    items = list(parse_srt("1\n00:00:01,000 --> 00:00:02,000\na\n\n2\nlost\n\n3\n00:00:05,000 --> 00:00:06,000\nb"))
    assert [(i.start_ms, i.text.strip()) for i in items if isinstance(i, SrtCue)] == [
        (1000, "a"),
        (None, "lost"),
        (5000, "b"),
    ]
    assert [(i.line, i.fault) for i in items if isinstance(i, Note)] == [(5, True)]


def test_a_cue_without_an_end_is_noted_and_kept():
    items = list(parse_srt("1\n00:00:01,000 -->\na\n"))
    assert [type(i) for i in items] == [Note, SrtCue]
    assert items[0].line == 2


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("<b>a</b> <FONT color='x'>b</font>{\\an8}", "a b"),
        ("<Bob> said {this}", "<Bob> said {this}"),
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("R&D; AT&T", "R&D; AT&T"),
    ],
)
def test_only_the_markup_of_subtitles_is_taken_out(written, words):
    assert plain_subtitle(written) == words


def test_vtt_cues_without_a_header_are_read_as_srt():
    reading = formats.read(Source("a.vtt", b"00:00:01.000 --> 00:00:02.000\nWords.\n"))
    assert (reading.format, reading.calls[0].utterances[0].text) == ("srt", "Words.")


@given(
    st.lists(
        st.tuples(st.integers(0, 10**7), st.text(st.sampled_from("ab :-é\n"), max_size=30)), min_size=1, max_size=8
    )
)
def test_webvtt_py_finds_the_same_cues(found):
    blocks = [
        f"{number}\n{timestamp(start)} --> {timestamp(start + 900)}\nx{' '.join(text.split())}\n"
        for number, (start, text) in enumerate(found, 1)
    ]
    text = "\n".join(blocks).replace(".", ",")
    theirs = [(milliseconds(c.start), c.raw_text) for c in webvtt.from_buffer(io.StringIO(text), format="srt")]
    assert [(start, words) for start, _, words in cues(text)] == theirs


def milliseconds(time):
    hours, minutes, seconds = time.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)
