"""A large JSON document is parsed as any other, though its long lists never stand in memory."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.calls import formats, parts
from evidence.calls.json_stream import JsonItems, parse_with_lists
from evidence.calls.source import Source
from evidence.errors import FormatError

SAMPLES = Path(__file__).parent / "formats" / "samples"
PATHS = ("a", "b.a", "b.c.a")
STREAMED = ("assemblyai", "aws_transcribe", "rev_ai", "speechmatics", "whisper")
_FLOATS = st.floats(allow_nan=False, allow_infinity=False)
_LEAVES = st.none() | st.booleans() | st.integers() | _FLOATS | st.text(max_size=5)
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
    max_leaves=20,
)


def plain(value):
    """Return a document with its lists parsed."""
    if isinstance(value, JsonItems):
        return list(value)
    return {key: plain(inner) for key, inner in value.items()} if isinstance(value, dict) else value


@given(_VALUES, st.sampled_from([None, 0, 2]), st.sampled_from(["", " ", "\n\t"]))
def test_what_is_parsed_item_by_item_says_what_the_whole_says(value, indent, around):
    text = f"{around}{json.dumps(value, indent=indent)}{around}"
    found = parse_with_lists(text, PATHS)
    assert plain(found) == json.loads(text)
    assert plain(found) == json.loads(text)  # a list is gone over as often as asked


@given(_VALUES, st.integers(0, 60), st.sampled_from(["", ",", "]", "}", "[", "{", '"', ":", "x", "1"]))
def test_what_is_broken_is_broken_for_both(value, at, sign):
    text = json.dumps({"a": value, "b": {"a": [value, value]}})
    text = text[:at] + sign + text[at + 1 :]
    try:
        expected = json.loads(text)
    except json.JSONDecodeError:
        with pytest.raises(json.JSONDecodeError):
            parse_with_lists(text, PATHS)
    else:
        assert plain(parse_with_lists(text, PATHS)) == expected


def test_the_lists_that_are_named_are_parsed_when_they_are_gone_over():
    found = parse_with_lists('{"b": {"a": [1, 2], "x": [3]}, "a": 7}', PATHS)
    assert isinstance(found["b"]["a"], JsonItems)
    assert (found["b"]["x"], found["a"]) == ([3], 7)
    assert list(parse_with_lists('{"a": []}', PATHS)["a"]) == []


def test_a_place_that_is_broken_is_told_by_its_line():
    with pytest.raises(json.JSONDecodeError) as caught:
        parse_with_lists('{"a": [\n1,\n2,,\n3]}', PATHS)
    assert caught.value.lineno == 3


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(SAMPLES.iterdir()) if path.suffix == ".json" and path.name.startswith(STREAMED)],
    ids=lambda path: path.name,
)
def test_a_large_file_reads_as_a_small_one(path, monkeypatch):
    whole = formats.read(Source(path.name, path.read_bytes()))
    monkeypatch.setattr(parts, "LARGE", 1)
    assert formats.read(Source(path.name, path.read_bytes())) == whole


def test_a_large_file_that_is_cut_off_is_told_with_its_line(monkeypatch):
    monkeypatch.setattr(parts, "LARGE", 1)
    text = '{"jobName": "x", "results": {"transcripts": [{"transcript": "Hi."}],\n"items": [{"id": 1},\n{"id":'
    with pytest.raises(FormatError, match=r"call\.json:3: not valid JSON"):
        formats.read(Source("call.json", text.encode()), format="aws_transcribe")


def test_the_words_of_a_large_file_never_stand_in_memory_all_at_once(monkeypatch):
    items = [
        {
            "type": "pronunciation",
            "alternatives": [{"confidence": "0.9", "content": f"word{n}"}],
            "start_time": f"{n}.1",
        }
        for n in range(20_000)
    ]
    data = json.dumps({"results": {"transcripts": [{"transcript": ""}], "items": items}, "jobName": "x"}).encode()
    del items
    peaks = []
    for large in (parts.LARGE, 1):
        monkeypatch.setattr(parts, "LARGE", large)
        tracemalloc.start()
        reading = formats.read(Source("call.json", data))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert len(reading.calls) == 1
    assert peaks[1] < 0.5 * peaks[0]
