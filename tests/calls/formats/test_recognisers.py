"""Recognisers of speech: words with times become sentences, voices stay labels, and nothing is invented."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.calls import formats
from evidence.calls.formats import _words
from evidence.calls.formats._words import RecognisedWord
from evidence.calls.source import Source
from evidence.calls.turns import Piece
from evidence.errors import EmptyTranscriptError
from evidence.text import one_line


def read(value, name="call.json", **options):
    data = value if isinstance(value, str) else json.dumps(value)
    return formats.read(Source(name, data.encode()), **options)


def said(reading):
    return [(u.speaker, u.text, u.start_ms, u.end_ms) for u in reading.calls[0].utterances]


def test_signs_join_the_word_before_and_sentences_end():
    words = [
        RecognisedWord("Hi", 0, 100),
        RecognisedWord(","),
        RecognisedWord("all", 200, 300),
        RecognisedWord("."),
        RecognisedWord("So", 400, 500),
    ]
    assert [(p.text.strip(), p.start_ms, p.end_ms) for p in _words.word_sentences(words)] == [
        ("Hi, all.", 0, 300),
        ("So", 400, 500),
    ]


def test_what_stands_between_words_is_taken_as_written():
    words = [RecognisedWord(w) for w in ("We", "said", "well", "known", "stuff", "Ok", "你好", "今天")]
    written = 'We said (well-known) stuff. "Ok?" 你好。今天!'
    assert "".join(p.text for p in _words.word_sentences(words, written)) == written


def test_words_that_are_not_those_of_the_text_are_joined_by_blanks():
    assert [
        p.text.strip() for p in _words.word_sentences([RecognisedWord("twenty"), RecognisedWord("five")], "25")
    ] == ["twenty five"]


def test_a_word_without_time_or_speaker_belongs_to_its_passage():
    words = [RecognisedWord("In", 0, 100, "A"), RecognisedWord("2026"), RecognisedWord("we", 500, 600, "A")]
    assert list(_words.passage(Piece("A", "In 2026 we", 0, 600), words)) == [Piece("A", "In 2026 we", 0, 600)]


def test_a_time_that_the_first_word_does_not_have_is_derived():
    piece = next(iter(_words.word_sentences([RecognisedWord("2026"), RecognisedWord("was", 500, 600)])))
    assert (piece.start_ms, piece.start_source, piece.end_source) == (500, "derived", "stated")


def test_a_long_silence_of_nobody_known_ends_the_piece():
    pieces = list(_words.word_sentences([RecognisedWord("one", 0, 100), RecognisedWord("two", 9000, 9100)]))
    assert [p.text.strip() for p in pieces] == ["one", "two"]


WORDS = st.lists(
    st.builds(
        RecognisedWord,
        st.sampled_from(["we", "don't", "5%", ".", ",", "¿", "que", "?", "你好", " padded ", "", "-", '"'])
        | st.text(max_size=4),
        st.none() | st.integers(0, 20_000),
        st.none() | st.integers(0, 20_000),
        st.sampled_from([None, "A", "B"]),
    ),
    max_size=25,
)


@given(WORDS, st.text(max_size=40) | st.sampled_from(["we don't", "we 5%. ¿que?"]))
def test_no_sentence_loses_or_invents_a_sign(words, written):
    spoken = "".join(one_line("".join(p.text for p in _words.word_sentences(words, written))).split())
    if not _words.fits(written, (w for w in words if w.text.strip())):
        wanted = "".join(one_line(" ".join(w.text for w in words)).split())
        assert [c for c in spoken if c.isalnum()] == [c for c in wanted if c.isalnum()]
    else:
        assert not any(w.text.strip() for w in words) or spoken == "".join(one_line(written).split())


@given(WORDS)
def test_each_word_keeps_its_speaker(words):
    alone = [w for w in words if any(c.isalnum() for c in w.text)]
    spoken = [(p.speaker, c) for p in _words.word_sentences(alone) for c in p.text if c.isalnum()]
    assert spoken == [(w.speaker, c) for w in alone for c in w.text.strip() if c.isalnum()]


def test_a_speaker_who_never_stops_is_taken_in_parts_with_times():
    pieces = list(_words.word_sentences(RecognisedWord("word", i * 100, i * 100 + 90) for i in range(500)))
    assert len(pieces) > 5
    assert all(len(p.text) < 260 and p.start_ms is not None for p in pieces)


@pytest.mark.parametrize("label", [0, "A", "F4", "S1", "SPEAKER_00", "spk_1", "ch_0"])
def test_a_label_of_a_voice_is_nobodys_name(label):
    reading = read([{"who": label, "text": "Yes."}, {"who": "Dana", "text": "No."}])
    assert [p.name for p in reading.calls[0].participants] == [None, "Dana"]


def channel(*words):
    items = [{"word": w, "punctuated_word": w, "start": s, "end": s + 0.5} | more for w, s, more in words]
    return {"alternatives": [{"transcript": " ".join(w for w, *_ in words), "words": items}]}


def test_deepgram_channels_are_voices_ordered_by_time():
    channels = [channel(("Hello.", 0, {}), ("Bye.", 4, {})), channel(("Yes?", 2, {"speaker": 1}))]
    reading = read({"results": {"channels": channels}})
    assert said(reading) == [
        ("Channel 0", "Hello.", 0, 500),
        ("Channel 1, Speaker 1", "Yes?", 2000, 2500),
        ("Channel 0", "Bye.", 4000, 4500),
    ]
    assert all(p.name is None for p in reading.calls[0].participants)


@pytest.mark.parametrize("channels", [[], [{}], [{"alternatives": []}], [{"alternatives": [{"transcript": ""}]}], 7])
def test_an_answer_without_words_is_empty(channels):
    with pytest.raises(EmptyTranscriptError):
        read({"results": {"channels": channels, "utterances": [{}]}})


def test_a_transcript_without_words_has_no_times():
    assert said(read({"results": {"channels": [{"alternatives": [{"transcript": "Just this."}]}]}})) == [
        (None, "Just this.", None, None)
    ]


def test_assemblyai_says_why_there_is_nothing():
    with pytest.raises(EmptyTranscriptError, match=r"status 'error' \(no audio\)"):
        read({"audio_url": "x", "acoustic_model": "x", "text": None, "status": "error", "error": "no audio"})


def test_nothing_of_an_account_or_a_signed_link_is_kept():
    job = {
        "jobName": "j",
        "accountId": "000011112222",
        "results": {"transcripts": [{"transcript": "Hi."}], "items": []},
    }
    azure = {"source": "https://a.example/?sig=SECRET", "recognizedPhrases": [{"nBest": [{"display": "Hi."}]}]}
    kept = [str(read(value).calls) for value in (job, azure)]
    assert not any(secret in text for text in kept for secret in ("000011112222", "SECRET"))


def test_a_whisper_segment_follows_its_words_where_speakers_change():
    words = [
        {"word": "Ready?", "start": 0, "end": 1, "speaker": "SPEAKER_00"},
        {"word": "Yes.", "speaker": "SPEAKER_01"},
    ]
    segment = {"start": 0, "end": 2, "text": " Ready? Yes.", "speaker": "SPEAKER_00", "words": words}
    assert [u[:2] for u in said(read({"segments": [segment]}))] == [("SPEAKER_00", "Ready?"), ("SPEAKER_01", "Yes.")]


@pytest.mark.parametrize("text", ["Only this.", "word " * 30_000])
def test_a_text_alone_is_whispers_however_long(text):
    reading = read({"text": text, "segments": []} if len(text) > 99 else {"text": text})
    assert reading.format == "whisper"
    assert "has no times" in reading.notes[0].text


def test_a_broken_line_of_a_table_of_whispers_is_noted():
    reading = read("start\tend\ttext\n0\t90\tHi.\nwhat\n", "a.tsv")
    assert [(n.line, n.fault) for n in reading.notes] == [(3, True)]


def test_google_results_without_repetition_are_all_read():
    def result(word, **more):
        return {"alternatives": [{"transcript": word, "words": [{"word": word, "startOffset": "1.5s"} | more]}]}

    reading = read({"results": [result("One.", speakerLabel="1"), result("Two.", speakerLabel="2")]})
    assert [u[:3] for u in said(reading)] == [("Speaker 1", "One.", 1500), ("Speaker 2", "Two.", 1500)]
    assert not reading.notes


@pytest.mark.parametrize(
    ("time", "ms"),
    [
        ({"offsetInTicks": 12_345_678.0}, 1235),
        ({"offset": "PT1H2M3.5S"}, 3_723_500),
        ({"offset": "PT"}, None),
        ({}, None),
    ],
)
def test_azure_times_come_in_ticks_or_as_iso_durations(time, ms):
    reading = read({"recognizedPhrases": [{"recognitionStatus": "Success", "nBest": [{"display": "Hi."}]} | time]})
    assert said(reading)[0][2] == ms


def test_speechmatics_words_between_the_times_of_speakers_are_nobodys():
    speakers = [{"name": "F1", "time": "0.00", "duration": "1.00"}]
    words = [{"name": "Hi", "time": "0.50", "duration": "0.2"}, {"name": "you", "time": "3.00", "duration": "0.2"}]
    reading = read({"job": {"id": 1}, "speakers": speakers, "words": words})
    assert [u[:2] for u in said(reading)] == [("Speaker F1", "Hi"), (None, "you")]
