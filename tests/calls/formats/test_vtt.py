import io

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from evidence.calls import formats
from evidence.calls.formats.base import Note
from evidence.calls.formats.vtt import VttCue, parse_vtt, voices
from evidence.calls.source import Source
from evidence.text import timestamp


def read(text, name="call.vtt"):
    return formats.read(Source(name, text.encode()))


def spoken(reading):
    return [(u.speaker, u.text) for u in reading.calls[0].utterances]


# What the tests of the W3C are about, each with the texts of the cues the specification gives.
CONFORMANCE = {
    "header garbage": ("WEBVTT\nfoobar\n\n00:00:00.000 --> 00:00:01.000\ntext", ["text"]),
    "times right after the header": ("WEBVTT\n00:00:00.000 --> 00:00:01.000\ntext", ["text"]),
    "times in the signature": ("WEBVTT 00:00:00.000 --> 00:00:01.000\ntext", []),
    "a tab after the signature": ("WEBVTT\tx\n\n00:00.000 --> 00:01.000\ntext", ["text"]),
    "ids": ("WEBVTT\n\nfirst\n00:00.000 --> 00:01.000\na\n\n 2\n00:00.000 --> 00:01.000\nb", ["a", "b"]),
    "an arrow ends the text of a cue": ("WEBVTT\n\n00:00.000 --> 00:01.000\na\n00:01.000 --> 00:02.000\nb", ["a", "b"]),
    "a line with an arrow is no id": ("WEBVTT\n\nfoo-->\n00:00.000 --> 00:01.000\na", ["a"]),
    "a blank is no empty line": ("WEBVTT\n\n00:00.000 --> 00:01.000\na\n \nb\n\nc", ["a\n \nb"]),
    "comments": ("WEBVTT\n\nNOTE one\ntwo\n\n00:00.000 --> 00:01.000\na\n\nNOTE\n\n", ["a"]),
    "a style": ("WEBVTT\n\nSTYLE\n::cue {}\n\nREGION\nid:x\n\n00:00.000 --> 00:01.000 region:x\na", ["a"]),
    "no hours, or many": ("WEBVTT\n\n00:00.000 --> 123456:00:01.000\na", ["a"]),
    "blanks around the arrow are free": ("WEBVTT\n\n\t00:00.000-->00:01.000\talign:start\na", ["a"]),
    "sixty minutes": ("WEBVTT\n\n00:60:00.000 --> 00:61:00.000\na", []),
    "too short": ("WEBVTT\n\n00:00.00 --> 00:01.000\na\n\n0:00.000 --> 0:01.000\nb", []),
    "negative": ("WEBVTT\n\n-00:00.000 --> 00:01.000\na", []),
    "garbage": ("WEBVTT\n\nx00:00.000 --> 00:01.000\na\n\n00:00.000 -- > 00:01.000\nb", []),
    "an end before the start": ("WEBVTT\n\n00:02.000 --> 00:01.000\na", ["a"]),
    "no header": ("", []),
}


@pytest.mark.parametrize(("text", "cues"), CONFORMANCE.values(), ids=CONFORMANCE)
def test_cues_are_those_of_the_specification(text, cues):
    assert [cue.text for cue in parse_vtt(text) if isinstance(cue, VttCue) and cue.conforming] == cues


TEXTS = {
    "&amp;&lt;&gt;&nbsp;&copy;&#65;": "&<>\u00a0©A",
    "&amp;lt; is decoded once": "&lt; is decoded once",
    "&amp": "&",
    "<i>a</i> <b.loud>b</b> <lang en>c</lang> <ruby>d<rt>e</rt></ruby>": "a b c de",
    "test<00:00:00.500>test<c.x>!</c>": "testtest!",
    "<0": "",
    "<c.x": "",
    "a < b and c > d": "a < b and c > d",
    "<5 ms": "<5 ms",
    "<unknown>text</unknown>": "text",
    "&#" + "9" * 5000 + ";": "&#" + "9" * 5000 + ";",
}


@pytest.mark.parametrize(("written", "words"), TEXTS.items(), ids=lambda text: text[:20])
def test_tags_and_entities_of_cue_text(written, words):
    assert "".join(text for _, text in voices(written)) == words


def test_a_cue_may_hold_several_voices_and_words_of_nobody():
    assert voices("<v.first.loud Ann>Yes.</v> Hm. <v Bo\nLind>No.") == [
        ("Ann", "Yes."),
        (None, " Hm. "),
        ("Bo\nLind", "No."),
    ]
    reading = read("WEBVTT\n\n00:01.000 --> 00:05.000\n<v Ann>Yes.</v><v Bo\nLind>No.</v>\n")
    assert spoken(reading) == [("Ann", "Yes."), ("Bo Lind", "No.")]
    assert [u.start_source for u in reading.calls[0].utterances] == ["stated", "derived"]


def test_a_cue_without_a_name_among_named_ones_stays_unknown():
    cues = ["Ann: Hello.", "Bo: Hi.", "Just words.", "Ann: Well: no.", "Bo: Yes."]
    reading = read("WEBVTT\n\n" + "\n\n".join(f"00:0{i}.000 --> 00:0{i}.900\n{text}" for i, text in enumerate(cues)))
    assert (None, "Just words.") in spoken(reading)
    assert ("Ann", "Well: no.") in spoken(reading)
    assert reading.notes[0].line == 9


def test_a_colon_is_no_name_where_few_cues_have_one():
    cues = ["So: we begin.", "And it goes on.", "And on.", "So: we end.", "Bye."]
    reading = read("WEBVTT\n\n" + "\n\n".join(f"00:0{i}.000 --> 00:0{i}.900\n{text}" for i, text in enumerate(cues)))
    assert {speaker for speaker, _ in spoken(reading)} == {None}


def test_cues_that_are_records_give_their_words_only():
    record = '{"startDateTime":"2026-01-01T00:00:00Z","speakerName":"Ann","spokenText":"Fine."}'
    reading = read(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{record}\n\n00:03.000 --> 00:04.000\n{{broken\n")
    assert spoken(reading) == [("Ann", "Fine."), (None, "{broken")]


def test_a_broken_cue_is_noted_with_its_line_and_the_rest_goes_on():
    reading = read(
        "WEBVTT\n\n00:01.000 -->\n<v A>Kept.\n\nx --> y\nlost words\n\nno times here\n\n"
        "00:05.000 --> 00:06.000\n<v A>Last."
    )
    assert spoken(reading) == [("A", "Kept. Last.")]
    assert [(note.line, note.fault) for note in reading.notes] == [(3, True), (6, True), (9, True)]


def test_times_that_run_backwards_are_noted():
    reading = read("WEBVTT\n\n00:05.000 --> 00:06.000\n<v A>One.\n\n00:01.000 --> 00:02.000\n<v B>Two.")
    assert any("backwards" in note.text and note.line == 7 for note in reading.notes)


WORDS = st.lists(st.text(st.sampled_from("abcäß<>&'é"), min_size=1, max_size=6), min_size=1, max_size=6).map(" ".join)
CUES = st.lists(
    st.tuples(st.sampled_from(["Ann Lee", "Bo & Co", "Cy"]), WORDS, st.integers(0, 999), st.integers(1, 5000)),
    min_size=1,
    max_size=12,
)


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@given(CUES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_is_written_as_vtt_is_read_back(cues, newline):
    lines, at, expected = ["WEBVTT", ""], 0, []
    for name, words, gap, length in cues:
        start, at = at + gap, at + gap + length
        lines += [f"{timestamp(start)} --> {timestamp(at)}", f"<v {escape(name)}>{escape(words)}</v>", ""]
        if expected and expected[-1][0] == name:
            expected[-1] = (name, f"{expected[-1][1]} {words}", expected[-1][2], at)
        else:
            expected.append((name, words, start, at))
    call = formats.read(Source("a.vtt", newline.join(lines).encode())).calls[0]
    assert [(u.speaker, u.text, u.start_ms, u.end_ms) for u in call.utterances] == expected


@given(
    st.lists(st.tuples(st.integers(0, 10**7), st.text(st.sampled_from("ab \n:-"), min_size=1, max_size=30)), max_size=8)
)
def test_webvtt_py_finds_the_same_cues(cues):
    blocks = [f"{timestamp(start)} --> {timestamp(start + 900)}\nx{' '.join(text.split())}" for start, text in cues]
    text = "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"
    ours = [item for item in parse_vtt(text) if not isinstance(item, Note)]
    theirs = list(webvtt.from_buffer(io.StringIO(text)))
    assert [(timestamp(c.start_ms), c.text) for c in ours] == [(c.start, c.text) for c in theirs]
