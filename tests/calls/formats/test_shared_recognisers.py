"""Real answers of recognisers, where they are at hand: read under their own format, word for word, or refused."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from evidence.calls import formats
from evidence.calls.source import Source
from evidence.errors import EmptyTranscriptError, FormatError, UnknownFormatError
from evidence.text import words

SHARED = Path(__file__).resolve().parents[4] / "shared"
SAMPLES = SHARED / "format-samples"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")

# The name in the list of samples -> the format that reads it; None where no format should.
FORMATS = {
    "assemblyai_json": "assemblyai",
    "aws_call_analytics_json": "aws_call_analytics",
    "aws_transcribe_json": "aws_transcribe",
    "azure_speech_json": "azure_speech",
    "connector_doc_json": None,  # a connector's own documents, which no product exports
    "csv": None,  # tables about calls, without speech
    "deepgram_json": "deepgram",
    "google_stt_json": "google_stt",
    "otter_json": "generic_json",  # made by an author: nobody's shape
    "podcast_ns": "podcast",
    "rev_json": "rev_ai",
    "sembly": None,  # made by an author, under keys that nobody else uses for speech
    "speechmatics_json": "speechmatics",
    "vcon": "vcon",
    "whisper_json": "whisper",
    "whisperx_json": "whisper",
}
SILENT = ("sdk_wiremock.json", "examples_ab.vcon", "examples_ab_call_ext_rec.vcon")


def listed():
    if not SAMPLES.is_dir():
        return []
    with (SAMPLES / "index.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["format"] in FORMATS]
    return [(row["file"], FORMATS[row["format"]]) for row in rows if not row["file"].endswith(".srt")]


def source_of(name):
    return Source(name, (SAMPLES / name).read_bytes())


@pytest.mark.parametrize(("name", "expected"), listed())
def test_a_sample_is_read_under_its_format_or_refused_with_the_reason(name, expected):
    if expected is None:
        with pytest.raises(UnknownFormatError, match="how this file is laid out"):
            formats.read(source_of(name))
    elif name.endswith(SILENT):
        assert formats.detect(source_of(name)).format == expected
        with pytest.raises(EmptyTranscriptError):
            formats.read(source_of(name))
    else:
        reading = formats.read(source_of(name))
        assert reading.format == expected
        assert all(u.text for call in reading.calls for u in call.utterances)


def own_transcript(answer):
    """Return the whole text that an answer itself holds."""
    if "text" in answer:
        return answer["text"]
    results = answer.get("results", [])
    if isinstance(results, dict):
        parts = results.get("transcripts") or [c["alternatives"][0] for c in results["channels"]]
        return " ".join(part["transcript"] for part in parts)
    if "combinedRecognizedPhrases" in answer:
        return " ".join(part["display"] for part in answer["combinedRecognizedPhrases"])
    if "Transcript" in answer:
        return " ".join(part["Content"] for part in answer["Transcript"])
    return " ".join(result["alternatives"][0]["transcript"] for result in results)


HAVE_TEXT = ["assemblyai", "aws_transcribe", "aws_call_analytics", "azure_speech", "deepgram", "google_stt", "whisper"]
WITH_TEXT = [
    name
    for name, expected in listed()
    if expected in HAVE_TEXT and not name.startswith("whisperx") and not name.endswith(SILENT)
]


@pytest.mark.parametrize("name", WITH_TEXT)
def test_every_word_of_the_transcript_is_there_and_none_besides(name):
    said = Counter(w for call in formats.read(source_of(name)).calls for u in call.utterances for w in words(u.text))
    expected = Counter(words(own_transcript(json.loads((SAMPLES / name).read_text()))))
    assert not said - expected
    assert (expected - said).total() <= 0.01 * expected.total()


@pytest.mark.parametrize("name", [name for name, expected in listed() if expected and name.endswith(("json", "vcon"))])
def test_half_a_file_is_refused_and_not_read_in_part(name):
    data = (SAMPLES / name).read_bytes()
    with pytest.raises(FormatError):
        formats.read(Source(name, data[: len(data) // 2]))
