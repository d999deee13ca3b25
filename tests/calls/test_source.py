import pytest

from evidence.calls.source import HEAD, LineOf, Source, decode_source, lines
from evidence.errors import FormatError

TEXT = "Größe: ½ naïve 😀\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "utf-32"])
def test_unicode_is_told_by_its_mark_or_its_pattern(encoding):
    text = "Plain words first, then " + TEXT
    decoded = decode_source(text.encode(encoding))
    assert (decoded.text, decoded.guessed) == (text, False)


def test_an_old_encoding_is_guessed_and_said_to_be_guessed():
    text = "Größe über alles, müssen wir prüfen, schöne Grüße.\n" * 3
    decoded = decode_source(text.encode("cp1252"))
    assert (decoded.text, decoded.guessed) == (text, True)


@pytest.mark.parametrize("data", [b"PK\x03\x04rest", b"%PDF-1.7", bytes(range(256)) * 8, b"\x00\x01\x02" * 99])
def test_a_binary_is_refused_by_name_and_has_no_head(data):
    source = Source("folder/file.bin", data)
    assert source.head == ""
    with pytest.raises(FormatError, match=r"^folder/file\.bin: this is a binary file"):
        _ = source.text


def test_nul_becomes_the_replacement_character_and_every_line_end_lf():
    assert (
        decode_source(b"a\0b\r\nc\rd\ne words that are long enough").text
        == "a\ufffdb\nc\nd\ne words that are long enough"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_head_may_end_within_a_character(encoding):
    text = "x" + "é" * HEAD
    assert text.startswith(Source("a.txt", text.encode(encoding)).head.rstrip("\ufffd"))


def test_lone_surrogates_do_not_crash():
    assert "\ufffd" in decode_source(b"\xff\xfe" + b"\x00\xd8" + "ab".encode("utf-16-le")).text


def test_only_lf_ends_a_line():
    assert list(lines("a\u2028b\n\nc")) == [(1, "a\u2028b"), (2, ""), (3, "c")]
    line_of = LineOf("a\nb\nc")
    assert [line_of(at) for at in (0, 2, 4)] == [1, 2, 3]


@pytest.mark.parametrize("encoding", ["mac_roman", "cp1252"])
@pytest.mark.parametrize(
    "words",
    ["C’est déjà réglé.", "Não, a reunião é às três.", "Räksmörgås på språket, även ö.", "It’s “fine” – really…"],
)
def test_of_encodings_with_equal_evidence_a_western_one_is_taken(words, encoding):
    text = f"1\n00:00:01,000 --> 00:00:03,000\nDana: {words}\n"
    assert decode_source(text.encode(encoding)) == (text, encoding, True)


def test_evidence_for_another_script_stands():
    text = "Иван: Мы встретились в кафе, потому что офис был закрыт.\nАнна: Хорошо, обсудим цену завтра.\n"
    assert decode_source(text.encode("cp1251")) == (text, "cp1251", True)


def test_that_an_encoding_was_guessed_is_known_after_the_text_was_let_go():
    source = Source("a.json", "Größe und schöne Grüße".encode("cp1252"))
    text = source.text
    source.forget()
    assert source.guess == "cp1252"
    assert source.text == text
