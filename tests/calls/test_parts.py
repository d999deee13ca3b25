"""What is read part by part is what is read as a whole: texts, cues, lines, normalized calls."""

import re
from dataclasses import replace
from importlib import import_module
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.calls import formats, packed
from evidence.calls.normalized import parse, parse_bytes, render
from evidence.calls.source import Source, decode_source
from evidence.errors import FormatError, NormalizedError
from large_files import limits_lowered
from strategies import calls, examples, messy

TIMES = [
    "00:00:0{}.000 --> 00:00:0{}.900",
    "00:0{}.000 --> 00:0{}.900",
    "00:00:0{},000 --> 00:00:0{},900",
    "0:00:0{}.000,0:00:0{}.900",
]
CUES = st.builds(
    "{}{}\n{}".format,
    st.sampled_from(["", "7\n", "8\n", "id 9\n", "NOTE x\n", " 7 \n"]),
    st.builds(lambda times, at: times.format(at, at), st.sampled_from(TIMES), st.integers(0, 9)),
    st.sampled_from(["Ann: Hello.", "Bo: a\nb", "<v Ann>Yes.</v>", "it’s 🙂", "a --> b", "", "11", "x\n\n12\ny"]),
)
BETWEEN = st.sampled_from(
    ["", "\n", "\n\n", "NOTE x\n\n", "words outside\n\n", "7\n\n", "-->\n", "00:01 --> \n", "WEBVTT\n", "\r", "\0"]
)
CAPTIONS = st.builds(
    "".join, st.tuples(st.sampled_from(["", "WEBVTT\n\n", "WEBVTT x\n", "before\n\n", "\n"]))
    | st.builds(
        lambda head, gap, pairs: [head, *(f"{cue}\n{gap}{between}" for cue, between in pairs)],
        st.sampled_from(["", "WEBVTT\n\n", "WEBVTT - x\nkind: y\n\n", "before\n\n", "\n"]),
        st.sampled_from(["\n", ""]),
        st.lists(st.tuples(CUES, st.just("") | BETWEEN), max_size=12),
    ),
)  # fmt: skip
NAMED = st.lists(
    st.sampled_from(["Ann: Hello.", "Bo: Yes.", "[00:01:02] Ann: so", "**Bo:** well", "# Title", "more", "", "---"]),
    max_size=20,
).map("\n".join)


def in_parts(size):
    """Read everything as if it were large, in parts of so many bytes."""
    return limits_lowered(part=size, many=3)


def reading_of(name, text, encoding="utf-8"):
    """Return what a format reads, or the message of its error."""
    try:
        return formats.read(Source("call.x", text.encode(encoding)), format=name)
    except FormatError as error:
        return str(error)


@examples(200)
@given(st.sampled_from(["vtt", "srt", "sbv", "youtube_vtt"]), CAPTIONS, st.integers(1, 120))
def test_captions_read_in_parts_are_those_of_the_whole(name, text, size):
    whole = reading_of(name, text)
    with in_parts(size):
        assert reading_of(name, text) == whole


@examples(100)
@given(NAMED, st.integers(16, 120))
def test_lines_with_names_read_in_parts_are_those_of_the_whole(text, size):
    text = f"Ann: One.\n{text}"
    whole = reading_of("speaker_text", text)
    with in_parts(size):
        assert reading_of("speaker_text", text) == whole


@examples(100)
@given(messy, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"]), st.integers(1, 9))
def test_a_text_decoded_in_parts_is_that_of_the_whole(text, encoding, size):
    data = f"Plain words first, é and then {text}\r\n\rend".encode(encoding, "replace")
    try:
        whole = decode_source(data)
    except FormatError as error:
        with in_parts(size), pytest.raises(FormatError, match=re.escape(str(error))):
            list(Source("a.txt", data).lines())
        return
    with in_parts(size):
        source = Source("a.txt", data)
        assert "".join(part for _, part in source.parts()) == whole.text
        assert [line for _, line in source.lines()] == whole.text.removesuffix("\n").split("\n")
        assert source.guess == (whole.encoding if whole.guessed else None)


@pytest.mark.parametrize("cue", ["{n}\n{times}\nAnn: Hello.\n\n", "{times}\nAnn: Hello.\n\n", "{times}\nAnn: Hello.\n"])
@pytest.mark.parametrize("name", ["vtt", "srt"])
def test_a_part_ends_soon_and_only_before_a_cue(name, cue):
    border = import_module(f"evidence.calls.formats.{name}")._BORDER
    cues = [cue.format(n=n, times=f"00:00:{n:02d}.000 --> 00:00:{n:02d}.900") for n in range(60)]
    with in_parts(100):
        found = list(Source("a.vtt", ("WEBVTT\n\n" + "".join(cues)).encode()).parts(border))
    assert len(found) > 15
    assert all(re.match(r"\n?(\d+\n)?00:00:\d\d", text) for _, text in found[1:])
    assert [before for before, _ in found] == [
        sum(text.count("\n") for _, text in found[:place]) for place in range(len(found))
    ]


def test_a_large_binary_is_refused_by_name():
    with in_parts(9), pytest.raises(FormatError, match=r"^a/b\.bin: this is a binary file"):
        list(Source("a/b.bin", bytes(range(256)) * 8).lines())


@examples(100)
@given(calls(), st.integers(1, 200), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))
def test_a_normalized_call_read_in_parts_is_that_of_the_whole(call, size, newline, mark):
    data = (mark + render(call).replace("\n", newline)).encode()
    with in_parts(size):
        assert parse_bytes(data)[0] == parse(data.decode()) == call


@examples(60)
@given(calls(), st.integers(1, 200), st.data())
def test_a_broken_normalized_call_is_told_with_its_line_in_parts_too(call, size, data):
    lines = render(call).split("\n")
    lines[data.draw(st.integers(0, len(lines) - 1))] = data.draw(
        st.sampled_from(["", "x", '<a id="u1"></a>', "- chat"])
    )
    text = "\n".join(lines)
    told = []
    for read in (parse, lambda text, path: parse_bytes(text.encode(), path)[0]):
        with in_parts(size):
            try:
                told.append(read(text, "c.md"))
            except NormalizedError as error:
                told.append(str(error))
    assert told[0] == told[1]


def test_what_is_no_utf_8_is_said_of_a_large_call_too():
    with in_parts(5), pytest.raises(NormalizedError, match="not UTF-8"):
        parse_bytes(b"---\ncall_id: \xff", "c.md")


@examples(60)
@given(calls())
def test_a_call_of_very_many_is_rendered_deflated_and_the_same(call):
    many = replace(call, utterances=packed.Packed(call.utterances))
    with patch("evidence.calls.packed.MANY", 0):
        assert render(many) == render(call)
