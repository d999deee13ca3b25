"""A time range that runs backwards costs its end and no word."""

import json

import pytest

from evidence.calls import formats
from evidence.calls.normalized import parse, render
from evidence.calls.source import Source

ROWS = [("Ann", 1, 3, "Hi there."), ("Bo", 10, 5, "We deploy by hand."), ("Ann", 20, 25, "So?"), ("Bo", 40, 31, "Yes.")]


def clock(seconds):
    return f"00:00:{seconds:02d}"


def cues(between, joint):
    return "".join(f"{clock(a)}{joint} --> {clock(b)}{joint}\n{between.format(n)}{w}\n\n" for n, a, b, w in ROWS)


FILES = {
    "call.txt": "".join(f"[{clock(a)} --> {clock(b)}] {n}: {w}\n" for n, a, b, w in ROWS),
    "heads.txt": "".join(f"{n} [{clock(a)} - {clock(b)}]\n{w}\n\n" for n, a, b, w in ROWS),
    "call.srt": cues("{}: ", ",000"),
    "call.vtt": "WEBVTT\n\n" + cues("<v {}>", ".000"),
    "call.json": json.dumps([{"speaker": n, "start": a, "end": b, "text": w} for n, a, b, w in ROWS]),
}


@pytest.mark.parametrize("name", FILES)
def test_a_range_that_runs_backwards_is_read_with_its_end_unknown_and_told(name):
    reading = formats.read(Source(name, FILES[name].encode()))
    (call,) = reading.calls
    assert [(u.speaker, u.start_ms, u.text) for u in call.utterances] == [(n, a * 1000, w) for n, a, _, w in ROWS]
    assert [(u.end_ms, u.end_source) for u in call.utterances] == [
        (3000, "stated"), (20_000, "derived"), (25_000, "stated"), (None, None),
    ]  # fmt: skip
    (note,) = (note for note in reading.notes if "before they start" in note.text)
    assert note.text == "words end before they start (2 times); when they end is unknown"
    assert not note.fault
    assert parse(render(call)) == call


def test_of_pieces_that_run_together_the_end_is_no_earlier_than_the_start():
    text = "WEBVTT\n\n00:50.000 --> 00:55.000\n<v Ann>Late.\n\n00:01.000 --> 00:04.000\n<v Ann>Early.\n\n"
    reading = formats.read(Source("call.vtt", text.encode()))
    for utterance in reading.calls[0].utterances:
        assert utterance.end_ms is None or utterance.end_ms >= utterance.start_ms
    assert " ".join(u.text for u in reading.calls[0].utterances) == "Late. Early."
