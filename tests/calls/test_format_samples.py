"""Every real file at hand is read under the format its index names, or refused with the reason."""

import io
import re
from collections import Counter
from pathlib import Path

import pytest
import webvtt

from evidence.calls import formats
from evidence.calls.source import Source
from evidence.errors import EmptyTranscriptError, FormatError
from evidence.text import words

SHARED = Path(__file__).resolve().parents[3] / "shared"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
SAMPLES = SHARED / "format-samples"

# The families of the index, and the formats their files are read under.
FORMATS = {
    "assemblyai_json": {"assemblyai"},
    "aws_call_analytics_json": {"aws_call_analytics"},
    "aws_docx": {"docx"},
    "aws_transcribe_json": {"aws_transcribe"},
    "azure_speech_json": {"azure_speech"},
    "deepgram_json": {"deepgram"},
    "google_meet_txt": {"meet_text"},
    "google_stt_json": {"google_stt"},
    "markdown_speaker": {"speaker_text"},
    "otter_json": {"generic_json"},  # made by an author: Otter writes no JSON
    "otter_txt": {"otter"},
    "plain_speaker_text": {"speaker_text"},
    "podcast_ns": {"podcast", "srt"},
    "rev_json": {"rev_ai"},
    "rev_nlp": {"rev_nlp"},
    "sbv": {"sbv"},
    "speechmatics_json": {"speechmatics"},
    "srt": {"srt"},
    "teams_vtt": {"vtt", "teams_metadata_vtt"},
    "vcon": {"vcon"},
    "vtt_generic": {"vtt", "srt"},  # without the signature they are read as SRT
    "whisper_json": {"whisper"},
    "whisperx_json": {"whisper"},
    "wpt_vtt": {"vtt"},
    "youtube_xml": {"youtube_xml"},
    "zoom_vtt": {"vtt"},
}
# Files that are no call, each with what the refusal says.
REFUSED = {
    "connector_doc_json/onyx__fireflies_test_fireflies_data.json": "how this file is laid out",
    "csv/earnings21-file-metadata.csv": "how this file is laid out",
    "csv/speaker-metadata.csv": "how this file is laid out",
    "deepgram_json/sdk_wiremock.json": "no spoken lines",
    "sembly/TranscriptX__sembly_sample.json": "how this file is laid out",
    "srt/webvttpy__invalid_format2.srt": "how this file is laid out. Closest matches: srt",
    "srt/webvttpy__invalid_format3.srt": "how this file is laid out. Closest matches: srt",
    "vcon/draft-ietf-vco__examples_ab.vcon": "no readable transcript",
    "vcon/draft-ietf-vco__examples_ab_call_ext_rec.vcon": "no readable transcript",
    "vtt_generic/astisub__broken-1-in.vtt": "how this file is laid out. Closest matches: vtt",
    "vtt_generic/webvttpy__empty.vtt": "the file is empty",
    "vtt_generic/webvttpy__no_captions.vtt": "no spoken lines",
    "wpt_vtt/wpt-file-parsing__signature-space-no-newline.vtt": "no spoken lines",
    "wpt_vtt/wpt-file-parsing__signature-tab-no-newline.vtt": "no spoken lines",
    "wpt_vtt/wpt-file-parsing__signature-tab.vtt": "no spoken lines",
    "wpt_vtt/wpt-file-parsing__signature-timings.vtt": "no spoken lines",
    "zoom_chat_txt/acd_focil_2026-05-19_034_chat.txt": "chat is not speech",
}


def index():
    rows = (SAMPLES / "index.tsv").read_text(encoding="utf-8").splitlines()[1:] if SHARED.is_dir() else []
    return [tuple(row.split("\t")[:2]) for row in rows]


def source_of(name):
    def beside(other):
        found = (SAMPLES / name).parent / other
        return found.read_bytes() if found.is_file() else None

    return Source(name, (SAMPLES / name).read_bytes(), beside)


@pytest.mark.parametrize(("name", "family"), [row for row in index() if row[0] not in REFUSED])
def test_a_file_is_read_under_the_format_of_its_family(name, family):
    reading = formats.read(source_of(name))
    assert reading.format in FORMATS[family]
    assert all(call.utterances for call in reading.calls)


@pytest.mark.parametrize(("name", "reason"), REFUSED.items())
def test_a_file_that_is_no_call_is_refused_with_the_reason(name, reason):
    with pytest.raises(FormatError, match=reason) as refusal:
        formats.read(source_of(name))
    assert refusal.value.path == name
    assert isinstance(refusal.value, EmptyTranscriptError) == ("laid out" not in reason)


def spoken(reading):
    return Counter(word for call in reading.calls for u in call.utterances for word in words(u.text))


# webvtt-py leaves a cue out where this package keeps its words and notes the damage.
DAMAGED = ("invalid_timeframe.sbv",)


@pytest.mark.parametrize("name", [name for name, family in index() if family in ("sbv", "zoom_vtt")])
def test_captions_keep_every_word_that_another_parser_finds(name):
    source = source_of(name)
    captions = webvtt.from_buffer(io.StringIO(source.text), format=name.rpartition(".")[2])
    expected = Counter(word for c in captions for word in words(re.sub(r"^[^:\n]{1,60}: ", "", c.text)))
    found = spoken(formats.read(source))
    assert not expected - found
    assert not found - expected or name.endswith(DAMAGED)
    assert expected
