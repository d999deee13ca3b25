"""Each line of a text with what it was taken for."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.calls.explained import explained
from evidence.calls.formats import FORMATS, Note, detect, speaker_text
from evidence.calls.source import Source

SAMPLES = sorted(
    path
    for path in (Path(__file__).parent / "formats" / "samples").rglob("*")
    if path.suffix in speaker_text.SUFFIXES and path.name != "chat.txt"
)


def lines_of(text, name="a.md"):
    source = Source(name, text.encode())
    drafts = [one for one in FORMATS.load(detect(source).format).read(source) if not isinstance(one, Note)]
    return [(line.line, str(line)) for line in explained(source.lines(), drafts)]


@pytest.mark.parametrize(("text", "taken"), [
    ("# Call\n\nDana: By hand.\nand slow\nBo: Oh no.\nDana: Yes.\nBo: Why?\n", [
        "not speech: notice", "blank", "turn of Dana", "words of Dana", "turn of Bo", "turn of Dana", "turn of Bo",
    ]),
    ("---\ntitle: Acme\n---\n\n**Dana:** By hand.\n\n**Bo:** Oh no.\n\n**Dana:** Yes.\n\n## Summary\n\nThey pay.\n", [
        "front matter", "front matter", "front matter", "blank", "turn of Dana", "blank", "turn of Bo", "blank",
        "turn of Dana", "blank", "not speech: notice", "blank", "not speech: notes",
    ]),
    ("Dana Reyes  0:19\nBy hand.\nEvery week.\n\nBo Trent  0:27\nOh no.\n\nDana Reyes  0:31\nYes.\n", [
        "turn of Dana Reyes", "words of Dana Reyes", "words of Dana Reyes", "blank", "turn of Bo Trent",
        "words of Bo Trent", "blank", "turn of Dana Reyes", "words of Dana Reyes",
    ]),
    ("0:05\nBy hand.\n0:09\nOh no.\n0:12\nYes.\n", [
        "time", "turn of somebody unknown", "time", "words of somebody unknown", "time", "words of somebody unknown",
    ]),
    ("Dana: By hand.\nDana: Yes.\nBo: Oh no.\nmore of it\nDana: So.\n", [
        "turn of Dana", "turn of Dana", "turn of somebody unknown", "words of somebody unknown", "turn of Dana",
    ]),
])  # fmt: skip
def test_a_line_is_a_turn_words_a_time_or_no_speech(text, taken):
    assert lines_of(text) == list(enumerate(taken, 1))


def test_a_reader_that_gives_no_lines_explains_none():
    assert not list(explained([(1, "{}")], []))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_line_of_every_sample_is_told_once(path):
    source = Source(path.name, path.read_bytes())
    reader = FORMATS.load(detect(source).format)
    told = list(explained(source.lines(), (one for one in reader.read(source) if not isinstance(one, Note))))
    if not told:
        return
    assert [(line.line, line.text) for line in told] == list(source.lines())
    assert all((line.taken == "blank") == (not line.text.strip()) for line in told)
    drafts = [one for one in reader.read(Source(path.name, path.read_bytes())) if not isinstance(one, Note)]
    said = {piece.line for draft in drafts[:1] for piece in draft.pieces}
    assert said <= {line.line for line in told if line.taken in {"turn", "words"}}
