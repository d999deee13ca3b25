"""Call exports as JSON lines, and Rev's tables of tokens."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.calls import formats
from evidence.calls.source import Source
from evidence.errors import EmptyTranscriptError, FormatError
from strategies import examples


def export(*records):
    return Source(
        "calls_exports_2026-03-01.jsonl",
        "\n".join(r if isinstance(r, str) else json.dumps(r) for r in records).encode(),
    )


def record(text="Rep: Hi.\nProspect: Hello.", **more):
    return {"transcript_id": "t1", "transcript_text": text} | more


def test_what_comes_before_the_first_label_is_speech_of_nobody_known():
    call = formats.read(export(record("Good morning.\nRep: Hi."))).calls[0]
    assert [(u.speaker, u.text) for u in call.utterances] == [(None, "Good morning."), ("Rep", "Hi.")]


def test_ids_are_text_however_long():
    call = formats.read(export(f'{{"transcript_id": {"7" * 20}, "transcript_text": "Rep: Hi."}}')).calls[0]
    assert (call.call_id, call.source_id) == ("7" * 20, "7" * 20)


def test_the_date_of_the_export_is_not_the_date_of_a_call():
    assert formats.read(export(record())).calls[0].started_at is None


def test_a_date_that_nobody_understands_is_noted_and_left_out():
    reading = formats.read(export(record(call_date="03/04/2026")))
    assert reading.calls[0].started_at is None
    assert reading.notes[0].fault


@pytest.mark.parametrize(
    "broken", ["[1]", "7", '{"transcript_id": "x"}', '{"transcript_text": "Rep: x"}', "[" * 100_000, "{"]
)
def test_a_broken_line_is_noted_with_its_number_and_the_rest_goes_on(broken):
    reading = formats.read(export(record(), broken, record(transcript_id="t2")))
    assert [call.call_id for call in reading.calls] == ["t1", "t2"]
    assert [(note.line, note.fault) for note in reading.notes] == [(2, True)]


def test_an_export_of_nothing_but_broken_lines_is_empty_and_names_the_first():
    with pytest.raises(EmptyTranscriptError, match=r"jsonl:1: no spoken lines found"):
        formats.read(export('{"transcript_id": "x", "transcript_text": true}'))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda x: st.lists(x, max_size=3), max_leaves=5
)


@examples(80)
@given(
    st.dictionaries(
        st.sampled_from(["speakers", "key_moments", "call_date", "account_id", "recording_url", "title"]), JSON
    )
)
def test_odd_values_never_crash(more):
    assert len(formats.read(export(record(), record(transcript_id="t2") | more)).calls) == 2


NLP = "token|speaker|ts|endTs|punctuation|case|tags|wer_tags\n"


def nlp(rows, table=None, name="earnings/77001.nlp"):
    return formats.read(Source(name, (NLP + rows).encode(), {"speaker-metadata.csv": table}.get))


def test_speakers_without_a_table_are_numbers():
    reading = nlp("Yes|4||||UC|[]|[]\nno|5|1.5|2|.|LC|[]|[]\n")
    assert [(u.speaker, u.text, u.start_ms) for u in reading.calls[0].utterances] == [
        ("Speaker 4", "Yes", None),
        ("Speaker 5", "no.", 1500),
    ]


def test_two_people_with_one_name_stay_two():
    table = b"file_id,speaker_id,speaker_name\n77001,4,Michael\n77001,5,Michael\n1,4,Other\n"
    call = nlp("Yes|4||||UC|[]|[]\nno|5||||LC|[]|[]\n", table).calls[0]
    assert [p.label for p in call.participants] == ["Michael", "Michael [2]"]
    assert [u.speaker for u in call.utterances] == ["Michael", "Michael [2]"]


def test_a_table_that_cannot_be_read_is_noted():
    reading = nlp("Yes|4||||UC|[]|[]\n", b"%PDF")
    assert "speaker-metadata.csv" in reading.notes[0].text
    assert reading.calls[0].participants[0].label == "Speaker 4"


def test_a_missing_column_is_named_with_its_line():
    with pytest.raises(FormatError, match=r"^a\.nlp:1: the column `speaker` is missing"):
        formats.read(Source("a.nlp", b"token|ts\nYes|1\n"), format="rev_nlp")
