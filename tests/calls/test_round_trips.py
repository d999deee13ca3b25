"""Calls written in every shape that can be written, and read back: the same speakers, words and times."""

import json
import re
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.calls import formats
from evidence.calls.source import Source
from evidence.calls.turns import PAUSE_MS
from evidence.text import one_line, timestamp

NAMES = ("Dana Reyes", "Noor Haddad (Mill Works)", "Okoro, Sam", "Zoë O’Hara", "田中 愛", "Speaker 2")
LABELS = ("Rep", "Prospect", "Champion", "Economic Buyer", "Technical Buyer", "End User", "Customer", "Unknown")
PLAIN = st.text("abcXYZ éßñ日ไ🙂 019.,?!'’\"-–…()$%/:;+=@#|", min_size=1, max_size=60).map(one_line).filter(bool)
"""Words that no shape reads as its own signs."""
ANY = (PLAIN | st.text("ab <>&;{}*[]\\-", min_size=1, max_size=40).map(one_line)).filter(bool)
"""Words in shapes that can write every sign."""
TIMES = ("0:00", "0:00.0", "(1:02)", "00:00:01", "- 0:15", "12")
"""What somebody may say and what is no time of a turn where its label is a role and nothing stands below."""


@st.composite
def talks(draw, names, texts):
    """Draw (speaker, words); everybody speaks twice, for a name that stands once is none where no sign marks it."""
    said = draw(st.lists(st.tuples(names, texts), min_size=1, max_size=6))
    again = draw(st.permutations([name for name, _ in said]))
    return said + [(name, draw(texts)) for name in again]


@st.composite
def cues(draw, names, texts):
    """Draw (speaker, words, start, end) as captions state them; a pause may be long."""
    at, drawn = 0, []
    for name, words in draw(talks(names, texts)):
        start = at + draw(st.integers(0, 9_000))
        at = start + draw(st.integers(1, 30_000))
        drawn.append((name, words, start, at))
    return drawn


def joined(said):
    """The turns of captions: one speaker until another speaks, and nobody only until a long silence."""
    turns = []
    for name, words, start, end in said:
        last = turns[-1] if turns else None
        if last and last[0] == name and (name or start - last[3] <= PAUSE_MS):
            turns[-1] = (name, f"{last[1]} {words}", last[2], end)
        else:
            turns.append((name, words, start, end))
    return turns


def turns_of(name, text):
    """Read a file; (speaker, words, start, end) of each turn, whose long ones are cut into utterances."""
    (call,) = formats.read(Source(name, text.encode())).calls
    pieces = [list(group) for _, group in groupby(call.utterances, key=lambda u: u.turn)]
    return [(turn[0].speaker, " ".join(u.text for u in turn), turn[0].start_ms, turn[-1].end_ms) for turn in pieces]


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def voiced_vtt(said):
    blocks = [
        f"{timestamp(start)} --> {timestamp(end)}\n"
        + (f"<v {escaped(name)}>{escaped(words)}</v>" if name else escaped(words))
        for name, words, start, end in said
    ]
    return "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"


def zoom_vtt(said):
    blocks = [
        f"{number}\r\n{timestamp(start)} --> {timestamp(end)}\r\n{escaped(name)}: {escaped(words)}"
        for number, (name, words, start, end) in enumerate(said, 1)
    ]
    return "WEBVTT\r\n\r\n" + "\r\n\r\n".join(blocks)


def srt(said):
    blocks = [
        f"{number}\n{timestamp(start)} --> {timestamp(end)}".replace(".", ",") + f"\n{name}: {words}\n"
        for number, (name, words, start, end) in enumerate(said, 1)
    ]
    return "\n".join(blocks)


def sbv(said):
    return "\n".join(f"{timestamp(start)},{timestamp(end)}\n{name}: {words}\n" for name, words, start, end in said)


@given(cues(st.none() | st.sampled_from(NAMES), ANY).filter(lambda said: any(name for name, *_ in said)))
def test_webvtt_with_voices_is_read_back(said):
    assert turns_of("call.vtt", voiced_vtt(said)) == joined(said)


@pytest.mark.parametrize(("name", "render"), [("call.vtt", zoom_vtt), ("call.srt", srt), ("call.sbv", sbv)])
@given(cues(st.sampled_from(NAMES), PLAIN))
def test_captions_with_names_before_the_words_are_read_back(name, render, said):
    assert turns_of(name, render(said)) == joined(said)


@given(st.lists(st.tuples(st.sampled_from(NAMES), PLAIN, st.integers(0, 600)), min_size=2, max_size=12))
def test_text_with_times_and_names_is_read_back(drawn):
    at, said = 0, []
    for name, words, gap in drawn:
        at += gap
        said.append((name, words, at * 1000))
    text = "\n".join(f"[{timestamp(start)[:8]}] {name}: {words}" for name, words, start in said)
    ends = [start for *_, start in said[1:]] + [None]
    assert turns_of("call.txt", text) == [(*turn, end) for turn, end in zip(said, ends, strict=True)]


@given(talks(st.sampled_from(NAMES), PLAIN))
def test_text_with_names_alone_is_read_back_without_times(said):
    text = "\n\n".join(f"{name}: {words}" for name, words in said)
    assert turns_of("call.txt", text) == [(name, words, None, None) for name, words in said]


@pytest.mark.parametrize("words", [":", "Yes", "0", "No"])
def test_the_one_answer_of_somebody_is_no_title_of_a_page(words):
    said = [("Noor Haddad", words) if number % 3 == 0 else ("Dana Reyes", "Good") for number in range(13)]
    text = "\n\n".join(f"{name}: {answer}" for name, answer in said)
    assert [turn[:2] for turn in turns_of("call.txt", text)] == said


TYPED = ANY.filter(lambda words: not re.search(r"<\w[^<>]*>|\\$", words))
"""Words without HTML tags and without the backslash that ends a line of Markdown: both are read as what they mean."""
CALL = st.lists(st.tuples(st.sampled_from(LABELS), TYPED | st.sampled_from(TIMES)), min_size=1, max_size=8)


@given(st.lists(CALL, min_size=1, max_size=4))
def test_an_export_of_many_calls_is_read_back(calls):
    records = [
        {
            "transcript_id": f"call-{number}",
            "call_date": "2026-02-03T10:00:00Z",
            "transcript_text": "\n".join(f"{label}: {words}" for label, words in said),
        }
        for number, said in enumerate(calls, 1)
    ]
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    reading = formats.read(Source("crm_exports_2026-03-01.jsonl", text.encode()))
    assert [call.call_id for call in reading.calls] == [record["transcript_id"] for record in records]
    for call, said in zip(reading.calls, calls, strict=True):
        assert [(u.speaker, u.text) for u in call.utterances] == said
        assert {u.start_ms for u in call.utterances} == {None}
