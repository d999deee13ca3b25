"""The W3C's files for parsers of WebVTT, read as the specification's own algorithm reads them."""

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.calls.formats.base import Note
from evidence.calls.formats.vtt import parse_vtt, voices
from evidence.calls.source import decode_source
from evidence.text import words

SHARED = Path(__file__).resolve().parents[4] / "shared"
WPT = sorted((SHARED / "format-samples" / "wpt_vtt").glob("*.vtt"))


def by_the_specification(text):
    """The steps of the WebVTT parser algorithm, one by one: (start, end, text) of each cue."""
    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}").replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    if not first.startswith("WEBVTT") or (len(first) > 6 and first[6] not in " \t"):
        return []
    rows = rest.split("\n") if rest else []
    at, cues = 0, []
    if rows and rows[0]:
        at, _ = block(rows, at, in_header=True)
    while at < len(rows):
        if not rows[at]:
            at += 1
            continue
        at, cue = block(rows, at, in_header=False)
        if cue:
            cues.append(cue)
    return cues


def block(rows, at, *, in_header):
    count, buffer, seen_arrow, timed = 0, [], False, None
    while at < len(rows):
        row = rows[at]
        count += 1
        if "-->" in row:
            if in_header or not (count == 1 or (count == 2 and not seen_arrow)):
                break
            seen_arrow = True
            timed = timings(row)
            buffer = [] if timed else buffer
        elif not row:
            at += 1
            break
        else:
            buffer.append(row)
        at += 1
    return at, (*timed, "\n".join(buffer)) if timed else None


def timings(row):
    start, rest = stamp(row.lstrip(" \t\f"))
    rest = rest.lstrip(" \t\f") if start is not None else ""
    if not rest.startswith("-->"):
        return None
    end, _ = stamp(rest[3:].lstrip(" \t\f"))
    return None if end is None else (start, end)


def digits(text):
    found = re.match("[0-9]*", text)[0]
    return found, text[len(found) :]


def stamp(text):
    first, rest = digits(text)
    if not first:
        return None, text
    hours = len(first) != 2 or int(first) > 59
    second, rest = digits(rest[1:]) if rest.startswith(":") else ("", "")
    if len(second) != 2:
        return None, text
    if hours or rest.startswith(":"):
        third, rest = digits(rest[1:]) if rest.startswith(":") else ("", "")
        if len(third) != 2:
            return None, text
        parts = int(first), int(second), int(third)
    else:
        parts = 0, int(first), int(second)
    fraction, rest = digits(rest[1:]) if rest.startswith(".") else ("", "")
    if len(fraction) != 3 or parts[1] > 59 or parts[2] > 59:
        return None, text
    return ((parts[0] * 60 + parts[1]) * 60 + parts[2]) * 1000 + int(fraction), rest


def ours(text):
    cues = (item for item in parse_vtt(text) if not isinstance(item, Note))
    return [(cue.start_ms, cue.end_ms, cue.text) for cue in cues if cue.conforming]


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
@pytest.mark.parametrize("path", WPT, ids=lambda path: path.stem)
def test_a_file_of_the_w3c_has_the_cues_of_the_specification(path):
    text = decode_source(path.read_bytes()).text
    assert ours(text) == by_the_specification(path.read_bytes().decode())
    assert bool(ours(text)) == ("signature-" not in path.name)


ENTITIES = {"&copy;": "©", "&ClockwiseContourIntegral;": "∲", "&nsubE;": "⫅̸", "&notit;": "¬it;", "&1;": "&1;"}


@pytest.mark.parametrize(("written", "read"), ENTITIES.items())
def test_entities_are_those_of_html(written, read):
    assert voices(written) == [(None, read)]


def without_tags(text):
    """The text tokenizer of the specification, as far as words go: tags end at `>` or the end."""
    parts, at = [], 0
    while at < len(text):
        if text[at] == "<":
            end = text.find(">", at)
            at = len(text) if end < 0 else end + 1
        else:
            end = text.find("<", at)
            end = len(text) if end < 0 else end
            parts.append(html.unescape(text[at:end]))
            at = end
    return "".join(parts)


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
@pytest.mark.parametrize("path", [p for p in WPT if "cue-parsing" in p.name], ids=lambda path: path.stem)
def test_the_words_of_a_cue_are_those_of_the_specification(path):
    for _, _, text in by_the_specification(path.read_bytes().decode()):
        # Signs may differ: a lone `<` begins a tag there, and here it is what somebody wrote.
        assert words("".join(said for _, said in voices(text))) == words(without_tags(text))


LINES = st.sampled_from(
    ["", "", "-->", "00:01.000 --> 00:02.000", "1:00:01.000-->00:02.000 align:start", "00:61.000 --> 00:02.000",
     "00:00:01.0000 --> 00:02.000", "NOTE", "STYLE", "id", "words", " ", "00:01.000 --> 00:02.00",
     "60:00.000 --> 61:00.000"]
)  # fmt: skip


@given(st.sampled_from(["WEBVTT", "WEBVTT x", "WEBVTTx", "\ufeffWEBVTT", ""]), st.lists(LINES, max_size=14))
def test_any_order_of_lines_gives_the_cues_of_the_specification(first, rows):
    text = decode_source("\n".join([first, *rows]).encode()).text
    if text.startswith("WEBVTT") and not text.startswith("WEBVTTx"):
        assert ours(text) == by_the_specification(text)
    else:
        assert by_the_specification(text) == []
