"""Real transcripts, where they are at hand: what others read from them is read here too."""

import html
import io
import re
from collections import Counter
from pathlib import Path

import pytest
import webvtt

from evidence.calls import formats
from evidence.calls.source import Source, decode_source
from evidence.text import words

SHARED = Path(__file__).resolve().parents[4] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
TRANSCRIPTS = SHARED / "transcripts"


def files(pattern, root=TRANSCRIPTS):
    return sorted(root.glob(pattern))


def read(path, root=TRANSCRIPTS):
    def beside(name):
        folders = [f for f in path.parents if f.is_relative_to(root)]
        return next(((f / name).read_bytes() for f in folders if (f / name).is_file()), None)

    return formats.read(Source(path.relative_to(root).as_posix(), path.read_bytes(), beside))


def spoken(reading):
    return Counter(word for call in reading.calls for u in call.utterances for word in words(u.text))


@pytest.mark.parametrize("path", files("ethereum_pm/*/*/*.vtt"), ids=lambda p: p.parent.name)
def test_a_zoom_call_keeps_every_word_and_names_every_speaker(path):
    reading = read(path)
    captions = webvtt.from_buffer(io.StringIO(path.read_text()))
    expected = Counter(word for c in captions for word in words(re.sub(r"^[^:]{1,60}: ", "", c.text)))
    assert spoken(reading) == expected
    assert not reading.notes
    assert all(u.speaker and u.start_ms is not None for u in reading.calls[0].utterances)


def test_calls_that_share_a_file_name_get_ids_of_their_own():
    found = [read(path).calls[0] for path in files("ethereum_pm/*/*/*.vtt")]
    assert len({call.call_id for call in found}) == len(found) == 27
    assert "allwalletdevs-2026-02-18-038" in {call.call_id for call in found}
    assert all(call.started_at and call.started_at in call.call_id for call in found)


@pytest.mark.parametrize("path", files("earnings2*/*/*.nlp"), ids=lambda p: p.name)
def test_an_earnings_call_keeps_every_token(path):
    call = read(path).calls[0]
    tokens = [line.split("|") for line in path.read_text().splitlines()[1:]]
    assert " ".join(u.text for u in call.utterances).split() == [f"{t[0]}{t[4]}" for t in tokens]
    named = [p.name for p in call.participants if p.name]
    assert bool(named) == ("earnings21" in path.parts)


@pytest.mark.parametrize(
    "path", [*files("changelog/**/*.md"), *files("bitcointranscripts/*/*.md")], ids=lambda p: p.name
)
def test_an_interview_has_its_speakers_and_loses_only_what_is_not_speech(path):
    reading = read(path)
    assert reading.format == "speaker_text"
    assert all(u.speaker for u in reading.calls[0].utterances)
    text = path.read_text()
    body = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    assert not spoken(reading) - Counter(words(text))
    assert spoken(reading).total() > 0.85 * len(words(body))  # the rest: names, times, headings


def cues_of(path):
    text = decode_source(path.read_bytes()).text
    if path.suffix == ".srt":
        # What stands between two lines of times, with the number above them, is what was said.
        said = re.split(
            r"^(?:[ \t]*\d+[ \t]*\n)?[^\n]*\d[ \t]*-->[^\n]*$", text.replace("\r\n", "\n"), flags=re.MULTILINE
        )
        return [re.sub(r"</?[biu]>|</?font[^>]*>|\{\\.*?\}", "", cue) for cue in said[1:]]
    return [re.sub("<[^>]*>", "", c.raw_text) for c in webvtt.from_buffer(io.StringIO(text))]


# The oracles read these otherwise than the standards do, or not at all.
ODD = (
    "missing_timeframe",
    "invalid",
    "missing_caption",
    "wpt-",
    "no_header",
    "style-with-arrow",
    "broken",
    "simple.srt",
)


@pytest.mark.parametrize(
    "path",
    [p for p in (*files("vtt_generic/*", SHARED / "format-samples"), *files("srt/*", SHARED / "format-samples"))
     if p.stat().st_size > 20 and not any(name in p.name.replace("_", "-") or name in p.name for name in ODD)],
    ids=lambda p: p.name,
)  # fmt: skip
def test_captions_hold_the_words_that_other_parsers_find(path):
    expected = Counter(word for text in cues_of(path) for word in words(html.unescape(text)))
    found = spoken(read(path, SHARED / "format-samples"))
    assert not found - expected
    assert (expected - found).total() <= 0.01 * expected.total()
