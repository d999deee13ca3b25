"""Damaged files raise nothing but our own errors: a few rounds of scripts/eval formats for each format."""

import pytest

from evals import formats as fuzz
from evidence.calls import formats
from evidence.calls.source import Source, decode_source
from evidence.errors import FormatError
from measuring.samples import samples

SAMPLES = samples()


@pytest.mark.parametrize("name", formats.names())
def test_a_damaged_file_is_read_whole_or_refused(name):
    for number in range(12):
        fuzz.one_round(name, SAMPLES[name], 0, number)


# What longer runs found: a label with control characters, a path that is no UTF-8, a length of millions of years.
@pytest.mark.parametrize(
    ("name", "file", "data"),
    [
        ("speaker_text", "call.txt", b"Ann\x03\x04 Lee: Hello.\nAnn\x03\x04 Lee: So.\n"),
        ("speaker_text", "a/\udc80  b\x07.txt", b"Ann: Hello.\nAnn: So.\n"),
        (
            "fireflies",
            "f.json",
            b'{"data": {"transcript": {"duration": 1e18, "sentences": [{"speaker_name": "A", "text": "Hi."}]}}}',
        ),
        ("hubspot", "h.json", b'{"transcri\\ud800pt": [{"text": "Hi.", "speaker": "Ann", "start": 1}]}'),
    ],
)
def test_what_fuzzing_found_stays_mended(name, file, data):
    fuzz.check(Source(file, data), name)
    fuzz.check(Source(file, data), None)


def test_a_long_line_in_an_old_encoding_is_looked_at_around_its_signs_only():
    text = "a" * 300_000 + " d\u00e9j\u00e0 vu, le caf\u00e9 est ferm\u00e9 \u00e0 No\u00ebl\n" + "b" * 300_000
    decoded = decode_source(text.encode("cp1252"))
    assert (decoded.guessed, "caf\u00e9" in decoded.text) == (True, True)


@pytest.mark.parametrize(
    ("data", "said", "hint"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "password-protected", "remove the password"),
        (b"PK\x03\x04cut off here", "damaged", "Download it again"),
        (b"\x00\x01\x02\x03" * 100, "not a Word document", "Export it again"),
    ],
)
def test_a_word_document_that_cannot_be_opened_says_what_to_do(data, said, hint):
    for told in (None, "docx"):
        with pytest.raises(FormatError, match=said) as refusal:
            formats.read(Source("march/call.docx", data), format=told)
        assert hint in refusal.value.hint
        assert refusal.value.path == "march/call.docx"


def test_text_that_is_called_a_word_document_is_still_read():
    assert formats.read(Source("call.docx", b"Ann: Hello.\nBo: Hi.\nAnn: So.\nBo: Yes.\n")).format == "speaker_text"
