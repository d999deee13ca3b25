"""Every sample has its golden result beside it: drop in a file, run with UPDATE_GOLDEN=1, read what it wrote."""

import dataclasses
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from evidence.calls import formats
from evidence.calls.formats._docx import docx_blocks, is_word
from evidence.calls.source import Source
from evidence.text import words
from large_files import limits_lowered

SAMPLES = Path(__file__).parent / "samples"
FILES = sorted(
    p
    for p in SAMPLES.rglob("*")
    if p.is_file() and not p.name.endswith(".golden.json") and p.name not in formats.beside_names()
)


def source_of(path):
    def beside(name):
        found = path.parent / name
        return found.read_bytes() if found.is_file() else None

    return Source(path.relative_to(SAMPLES).as_posix(), path.read_bytes(), beside)


def plain(value):
    """Turn a dataclass into what JSON holds, without what is None, empty or False."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if not dataclasses.is_dataclass(value):
        return value
    items = {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    dull = ("source", "source_sha256", "format", "normalizer")
    return {k: v for k, v in items.items() if k not in dull and v is not None and v is not False and v not in ([], "")}


def text_of(source):
    """The text of a sample, as a person sees it who opens the file."""
    if not is_word(source.data):
        return source.text
    return "\n".join(
        " ".join(block[-1]) if isinstance(block[-1], tuple) else block[-1] for block in docx_blocks(source.data)
    )


def spoken(reading):
    return Counter(word for call in reading.calls for u in call.utterances for word in words(u.text))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_sample_reads_as_its_golden_result_says(path):
    source = source_of(path)
    reading = formats.read(source)
    result = {
        "format": reading.format,
        "reasons": list(reading.reasons),
        "notes": plain(reading.notes),
        "calls": plain(reading.calls),
        # A spoken word that gets lost appears here.
        "not_speech": sorted(set(words(text_of(source))) - set(spoken(reading))),
    }
    golden = path.with_name(path.name + ".golden.json")
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    assert golden.is_file(), (
        f"{path.name} has no golden result: run this test with UPDATE_GOLDEN=1 and read what it wrote"
    )
    assert json.loads(golden.read_text()) == result


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_sample_read_in_parts_is_what_it_is_as_a_whole(path):
    whole = formats.read(source_of(path))
    with limits_lowered(part=4096, many=3):
        assert formats.read(source_of(path)) == whole


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_exactly_one_format_claims_a_sample_above_all_others(path):
    source = source_of(path)
    claims = {name: claim.score for name in formats.names() if (claim := formats._module(name).claim(source))}
    best = max(claims.values())
    assert best >= formats.ENOUGH
    assert [name for name, score in claims.items() if score == best] == [formats.detect(source).format]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_no_word_of_a_sample_is_invented(path):
    source = source_of(path)
    written = Counter(words(text_of(source).replace("\\n", " ").replace("\\r", " ")))
    assert not spoken(formats.read(source)) - written


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_times_of_a_sample_never_run_backwards_without_a_note(path):
    reading = formats.read(source_of(path))
    for call in reading.calls:
        starts = [u.start_ms for u in call.utterances if u.start_ms is not None]
        assert starts == sorted(starts) or any("backwards" in note.text for note in reading.notes)


def test_every_format_has_a_sample_and_every_golden_result_its_file():
    # A chat is no transcript by itself: lantern/chat.txt lies beside one.
    assert {formats.detect(source_of(path)).format for path in FILES} == set(formats.names()) - {"zoom_chat"}
    assert {p.name.removesuffix(".golden.json") for p in SAMPLES.rglob("*.golden.json")} == {p.name for p in FILES}


def test_a_format_is_named_after_its_file():
    assert all(name == formats._module(name).NAME for name in formats.names())
