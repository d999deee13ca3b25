"""JSON is told by the keys of the whole file: whatever stands first, in whatever order, and however much of it."""

import dataclasses
import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.calls import formats, parts
from evidence.calls import source as source_module
from evidence.calls.formats import _times
from evidence.calls.json_keys import MOST, first_lines, paths_in, scan_paths
from evidence.calls.source import HEAD, Source
from evidence.errors import FormatError, UnknownFormatError
from evidence.model import clock
from large_files import limits_lowered

SAMPLES = Path(__file__).parent / "samples"
DOCUMENTS = [
    p for p in sorted(SAMPLES.glob("*.json")) if not p.name.endswith(".golden.json") and p.name != "speakers.json"
]
LONG = "we ship by hand every week and it takes a whole afternoon. " * (HEAD // 40)


def read(value, name="call.json", **options):
    text = value if isinstance(value, str) else json.dumps(value)
    return formats.read(Source(name, text.encode()), **options)


def said(reading):
    return [(u.speaker, u.text, u.start_ms, u.end_ms) for call in reading.calls for u in call.utterances]


def shuffled(value, chance):
    """The same JSON with the keys of every object in another order."""
    if isinstance(value, list):
        return [shuffled(item, chance) for item in value]
    if not isinstance(value, dict):
        return value
    keys = list(value)
    chance.shuffle(keys)
    return {key: shuffled(value[key], chance) for key in keys}


def calls_of(reading):
    return [dataclasses.replace(call, source_sha256="") for call in reading.calls]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
@pytest.mark.parametrize("seed", range(4))
def test_a_sample_is_read_alike_in_any_order_and_behind_a_text_longer_than_the_head(path, seed):
    value = json.loads(path.read_bytes())
    chance = random.Random(seed)  # noqa: S311
    other = shuffled(value, chance)
    before = {"zz_remarks": LONG, "zz_more": {"deep": [LONG, 1]}} if seed % 2 and isinstance(other, dict) else {}
    known, changed = (read(v, path.name) for v in (value, before | other if before else other))
    assert (changed.format, calls_of(changed)) == (known.format, calls_of(known))


@given(st.randoms(use_true_random=False), st.integers(0, 5), st.booleans(), st.sampled_from([None, 2]))
def test_speech_in_any_wrapper_is_found(chance, deep, many, indent):
    rows = [{"who": name, "begin": 1.5 * n, "body": f"Line {n} of {name}."} for n, name in enumerate(["Ann", "Bo"] * 3)]
    value = {"lines": rows, "lang": "en"}
    for level in range(deep):
        value = {
            chance.choice(["data", "result", "item"]): value,
            f"x{level}": chance.choice([LONG, "short", [1, 2], {}]),
        }
    value = {"a_text": LONG, **value} if many else value
    reading = read(json.dumps(shuffled(value, chance), indent=indent))
    assert reading.format == "generic_json"
    assert [(speaker, start) for speaker, _, start, _ in said(reading)] == [(r["who"], r["begin"] * 1000) for r in rows]


@pytest.mark.parametrize("large", [0, parts.LARGE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_ninety_minutes_of_text_before_the_segments(encoding, large):
    rows = [{"id": i, "start": 4.0 * i, "end": 4.0 * i + 3.5, "text": f" Line {i}, naïve."} for i in range(1360)]
    call = {"task": "transcribe", "text": "".join(row["text"] for row in rows) * 4, "segments": rows}
    data = json.dumps(call, ensure_ascii=False).encode(encoding)
    with limits_lowered(part=4096, many=3, large=large):
        reading = formats.read(Source("call.json", data))
    assert (reading.format, clock(reading.calls[0].utterances[-1].end_ms)) == ("whisper", "01:30:39")


def test_bedrock_puts_its_segments_behind_summaries_and_the_whole_text():
    sample = json.loads((SAMPLES / "aws_bda.json").read_bytes())
    value = {"metadata": {}, "audio": {"summary": LONG, "transcript": {"representation": {"text": LONG}}}, **sample}
    assert (read(value).format, said(read(value))) == ("aws_bda", said(read(sample)))


def test_a_first_line_longer_than_the_head_is_one_of_json_lines():
    lines = [{"transcript_text": "Rep: " + LONG, "transcript_id": f"t{n}", "call_date": "2026-03-01"} for n in (1, 2)]
    reading = read("\n".join(map(json.dumps, lines)), "calls.jsonl")
    assert (reading.format, [call.call_id for call in reading.calls]) == ("call_export_jsonl", ["t1", "t2"])
    rows = [{"note": LONG, "who": "Ann", "text": "Hi."}, {"who": "Bo", "text": "Yes."}]
    assert read("\n".join(map(json.dumps, rows)), "x.jsonl").format == "generic_json"


@pytest.mark.parametrize(
    ("data", "are_lines"),
    [
        (b'{"a": 1}\n{"b": 2}\n', True),
        (b'\xef\xbb\xbf{"a": 1}\r\n\r\n{"b": 2}', True),
        (b'{"a": 1}\n', False),
        (b'{"a":\n{"b": 2}}', False),
        (b'{"a": [{\n}\n, {"b": 2}]}', False),
        (b"[1]\n[2]", False),
        (b"", False),
    ],
)
def test_json_lines_are_told_from_a_document(data, are_lines):
    assert (first_lines(data) is not None) == are_lines


def test_of_a_map_by_ids_some_keys_are_enough():
    value = {"by_id": {f"id{n}": {"text": n} for n in range(9 * MOST)}, "end": 1}
    for found in (paths_in(value), scan_paths(json.dumps(value).encode())):
        assert "$.end" in found
        assert sum(path.endswith(".text") for path in found) == MOST


@pytest.mark.parametrize("text", ['[0:05] Dana: the key "a": one', "{not json", "[Dana] 10:03\nHello.", '{"a": 1'])
def test_what_only_begins_like_json_is_not_scanned_as_a_whole(text):
    source = Source("a.txt", (text + "\nmore words" * 40_000).encode())
    assert source.key_paths <= {"$.a"}


def test_what_detection_parsed_is_read_without_parsing_it_again(monkeypatch):
    count = []
    loads = source_module.loads
    monkeypatch.setattr(source_module, "loads", lambda text: count.append(1) or loads(text))
    read({"segments": [{"start": 0, "end": 1, "text": "Hi.", "words": []}]})
    assert len(count) == 1


def test_broken_json_is_refused_as_the_format_it_is_with_the_line():
    value = json.dumps({"text": LONG, "segments": [{"start": 0, "end": 1, "text": "x", "words": []}]}, indent=1)
    with pytest.raises(FormatError, match=r"call\.json:\d+: not valid JSON"):
        read(value[:-3])


def words_at(starts, unit, text="by hand", length=900):
    return [{"start": s * unit // 1000, "end": (s + length) * unit // 1000, "text": text} for s in starts]


def test_milliseconds_that_a_format_reads_as_seconds_are_mended_and_said():
    value = {"language": "en", "segments": words_at(range(600, 90_000, 1000), 1000)}
    reading = read(value)
    assert (reading.format, said(reading)[0][2]) == ("whisper", 600)
    assert [note.text for note in reading.notes] == [_times.MENDED.text]


@pytest.mark.parametrize(
    "segments",
    [
        words_at(range(0, 90_000, 3000), 1, length=3000),  # whole seconds
        [{"start": 30 * n, "end": 30 * n + 30, "text": "you"} for n in range(9)],  # what Whisper hears in silence
        [{"start": 40 * n, "end": 40 * n + 40, "text": "今天我们用手工部署所有的东西"} for n in range(9)],
        [{"start": 3600 * n, "end": 3600 * n + 2, "text": "Now then."} for n in range(9)],
        [{"start": 1.5 * n, "end": 1.5 * n + 1, "text": "Now then."} for n in range(9)],
    ],
)
def test_seconds_stay_seconds(segments):
    reading = read({"language": "en", "segments": segments})
    assert said(reading)[0][2] == 0
    assert reading.calls[0].utterances[-1].end_ms == segments[-1]["end"] * 1000
    assert not any("milliseconds, which" in note.text for note in reading.notes)


def test_a_call_longer_than_a_day_and_times_before_its_start_are_said():
    reading = read({"language": "en", "segments": [{"start": -4, "end": 90_000.5, "text": "Now."}]})
    assert [note.text for note in reading.notes] == [
        "words stand before the start of the recording; the times were kept as they are",
        "the last words stand at 25:00:00, so the call is longer than a day",
    ]


def test_offsets_of_read_ai_in_milliseconds():
    value = json.loads((SAMPLES / "read_ai_offsets.json").read_bytes())
    blocks = value["transcript"]["speaker_blocks"]
    blocks[0] |= {"start_time": 3200, "end_time": 6000}
    blocks[1] |= {"start_time": 7400, "end_time": 13100}
    assert [start for *_, start, _ in said(read(value))] == [3200, 7400]


MESSAGES = [
    {"role": "system", "content": "You are kind."},
    {"role": "assistant", "content": "Hello?"},
    {"role": "user", "content": "We pack by hand."},
]


@pytest.mark.parametrize(
    ("value", "sides", "starts"),
    [
        ({"messages": MESSAGES}, ["unknown", "unknown"], [None, None]),
        ({"call_id": "c1", "messages": MESSAGES}, ["internal", "customer"], [None, None]),
        ({"recordingUrl": "https://a.example/r", "artifact": {"messages": MESSAGES}},
         ["internal", "customer"], [None, None]),
        ([m | {"role": {"assistant": "agent", "user": "customer"}.get(m["role"], "tool")} for m in MESSAGES],
         ["internal", "customer"], [None, None]),
        ({"transcript": [{"role": "agent", "message": "Hello?", "time_in_call_secs": 0},
                         {"role": "user", "message": "We pack by hand.", "time_in_call_secs": 7}]},
         ["internal", "customer"], [0, 7000]),
        ({"call_id": "c1", "transcript_object": [
            {"role": "agent", "content": "Hello?", "words": [{"word": "Hello?", "start": 0.7, "end": 1.3}]},
            {"role": "user", "content": "We pack by hand.", "words": [{"word": "We", "start": 2.1, "end": 2.4}]}]},
         ["internal", "customer"], [700, 2100]),
        ({"messages": [{"role": "agent", "text": "Hello?", "created_at": "2026-03-01T10:00:00Z"},
                       {"role": "user", "text": "We pack by hand.", "created_at": "2026-03-01T10:00:04Z"}]},
         ["internal", "customer"], [0, 4000]),
        ({"items": [{"type": "message", "role": "assistant", "content": ["Hello?"]},
                    {"type": "function_call_output", "role": "user", "content": ["secret"]},
                    {"type": "message", "role": "user", "content": ["We pack by hand."]}]},
         ["unknown", "unknown"], [None, None]),
    ],
)  # fmt: skip
def test_messages_of_voice_agents_are_speech_but_for_prompts_and_tools(value, sides, starts):
    reading = read(value)
    assert reading.format == "voice_agent"
    assert [(text, start) for _, text, start, _ in said(reading)] == [
        ("Hello?", starts[0]), ("We pack by hand.", starts[1]),
    ]  # fmt: skip
    assert [person.side for person in reading.calls[0].participants] == sides
    assert all(event.kind == "notes" for event in reading.calls[0].events)


def test_of_several_lists_of_messages_the_one_with_times_is_taken_and_prompts_elsewhere_are_not():
    timed = [m | {"secondsFromStart": float(n)} for n, m in enumerate(MESSAGES)]
    value = {"assistant": {"id": "a1", "messages": [MESSAGES[0]] * 9}, "id": "c1", "chat": MESSAGES, "messages": timed}
    call = read(value).calls[0]
    assert (call.call_id, [u.start_ms for u in call.utterances]) == ("c1", [1000, 2000])
    assert [event.text for event in call.events] == ["You are kind."]


def test_many_calls_of_an_agent_are_calls_of_their_own():
    value = {"data": [{"call_id": f"c{n}", "messages": MESSAGES} for n in (1, 2)]}
    assert [call.call_id for call in read(value).calls] == ["c1", "c2"]


@pytest.mark.parametrize(
    "value",
    [
        {"members": [{"role": "Engineer", "message": "hello"}, {"role": "Designer", "message": "hi"}]},
        "\n".join(json.dumps({"messages": MESSAGES}) for _ in range(3)),
        {"messages": [{"role": "user", "tokens": 5}]},
    ],
)
def test_roles_alone_make_no_call(value):
    with pytest.raises(UnknownFormatError):
        read(value)


def test_many_chats_that_train_a_model_are_no_calls():
    with pytest.raises(FormatError, match="nothing says that they were spoken"):
        read([{"messages": MESSAGES}] * 2)


def test_times_that_say_their_unit_are_never_mended():
    rows = [{"who": "Dana", "start": f"{n:02}:00:00", "end": f"{n:02}:30:00", "text": "Well then."} for n in range(8)]
    assert (read(rows).format, said(read(rows))[0][:1]) == ("generic_json", ("Dana",))
    assert read(rows).calls[0].utterances[-1].end_ms == 7 * 3_600_000 + 1_800_000
    text = "".join(f"[{n:02}:00:00] {name}: Well.\n" for n, name in enumerate(["Dana", "Tom"] * 4))
    reading = formats.read(Source("call.txt", text.encode()))
    assert [start for *_, start, _ in said(reading)] == [n * 3_600_000 for n in range(8)]
    assert not reading.notes
