"""The frame that all formats share: detection, ids, dates, errors."""

import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.calls import formats
from evidence.calls.formats import _finish, base
from evidence.calls.source import Source
from evidence.errors import AmbiguousFormatError, EmptyTranscriptError, EvidenceError, FormatError, UnknownFormatError
from evidence.text import one_line
from strategies import examples

VTT = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Words.\n"


def call_id(name, data=VTT):
    return formats.read(Source(name, data)).calls[0].call_id


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("acme.vtt", "acme"),
        ("Acme Discovery Call.vtt", "acme-discovery-call"),
        ("acme/discovery.vtt", "acme-discovery"),
        ("series/pier-calls/2026-02-18_038/transcript.vtt", "pier-calls-2026-02-18-038"),
        ("acme/2026-02-18.vtt", "acme-2026-02-18"),
        ("zoom/acme/GMT20260218-150405_Recording.transcript.vtt", "acme-20260218-150405"),
        ("nlp/4400123.aligned.vtt", "4400123"),
        ("transcript.vtt", "transcript"),
        ("4400123.vtt", "4400123"),
    ],
)
def test_a_call_is_named_after_its_file_and_as_many_folders_as_it_takes(name, expected):
    assert call_id(name) == expected


def test_names_that_lose_letters_or_are_long_get_a_hash():
    assert call_id("会議-3.vtt") != call_id("電話-3.vtt")
    assert re.fullmatch(r"(word-)+w?o?r?d?-?[0-9a-f]{6}", call_id("word " * 40 + ".vtt"))


def test_a_providers_id_stays_or_gets_a_hash():
    assert _finish.provider_id("abc-1.x") == "abc-1.x"
    assert re.fullmatch(r"abc-def-[0-9a-f]{6}", _finish.provider_id("ABC/def"))
    assert _finish.provider_id("a/b") != _finish.provider_id("a-b") == "a-b"


@examples(100)
@given(st.text(min_size=1))
def test_every_id_has_the_form_of_the_contract(text):
    form = r"[a-z0-9][a-z0-9._-]{0,79}"
    assert re.fullmatch(form, _finish.provider_id(text))
    name = text.replace("/", "-").replace("\0", "") or "x"
    assert re.fullmatch(form, call_id(f"folder/{name}.vtt"))


@pytest.mark.parametrize(
    ("name", "started"),
    [
        ("acme-2026-02-18.vtt", "2026-02-18"),
        ("2026-02-18_038/transcript.vtt", "2026-02-18"),
        ("sync-20260218_150405-Meeting Recording.vtt", "2026-02-18"),
        ("GMT20260218-150405_Recording.vtt", "2026-02-18T15:04:05+00:00"),
        ("2026-02-18 to 2026-02-20.vtt", None),
        ("2026-02-31.vtt", None),
        ("4400123.vtt", None),
    ],
)
def test_a_date_comes_from_the_name_where_it_says_exactly_one(name, started):
    assert formats.read(Source(name, VTT)).calls[0].started_at == started


def test_a_call_says_where_it_comes_from():
    reading = formats.read(Source("folder/acme.vtt", VTT))
    call = reading.calls[0]
    assert (call.source, call.format, len(call.source_sha256)) == ("folder/acme.vtt", "vtt", 64)
    assert call.normalizer == _finish.NORMALIZER
    assert reading.reasons == ("vtt: begins with WEBVTT",)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \n\r\n", b"WEBVTT\n\nNOTE nothing\n", b"WEBVTT"])
def test_a_file_without_speech_is_empty(data):
    with pytest.raises(EmptyTranscriptError, match=r"^a\.vtt"):
        formats.read(Source("a.vtt", data))


def test_what_nobody_claims_names_the_nearest_formats_and_the_way_out():
    with pytest.raises(UnknownFormatError, match=r"Closest matches: vtt\. Try --format vtt, .*formats: in evid"):
        formats.read(Source("a.vtt", b"\nSomething else.\n"))
    with pytest.raises(UnknownFormatError, match=r"no format called 'vt'.*'vtt'"):
        formats.read(Source("a.vtt", VTT), format="vt")


def test_a_binary_is_called_a_binary():
    with pytest.raises(FormatError, match="binary"):
        formats.read(Source("a.zip", b"PK\x03\x04" + bytes(range(256))))


class Fake:
    SUFFIXES = (".aa",)

    def __init__(self, name, suffix):
        self.NAME, self.SUFFIXES = name, (suffix,)

    def claim(self, _source):
        return base.Claim(70, f"looks like {self.NAME}")


def test_two_equal_claims_are_an_error_naming_both_and_the_suffix_breaks_a_tie(monkeypatch):
    fakes = {"one": Fake("one", ".aa"), "two": Fake("two", ".bb")}
    monkeypatch.setattr(formats, "names", lambda: tuple(fakes))
    monkeypatch.setattr(formats, "_module", fakes.__getitem__)
    with pytest.raises(AmbiguousFormatError, match=r"one \(looks like one\) and two .*--format one or --format two"):
        formats.detect(Source("a.txt", b"words"))
    assert formats.detect(Source("a.bb", b"words")).format == "two"


def test_a_link_loses_its_secrets():
    assert _finish.safe_url("https://me:pw@rec.example:444/a?id=7#t") == "https://rec.example:444/a?id=7"
    assert _finish.safe_url("https://rec.example/a?X-Amz-Signature=1") == "https://rec.example/a"
    assert [_finish.safe_url(u) for u in (None, "", "file:///etc/passwd", "javascript:1", "https://[x")] == [None] * 5


BEGINNINGS = [
    b"",
    b"WEBVTT\n\n",
    b"WEBVTT\n\n00:01.000 --> 00:02.000\n",
    b"1\n00:00:01,000 --> 00:00:02,000\n",
    b"---\nspeakers:\n - A\n---\n",
    b"token|speaker|ts|endTs|punctuation\n",
    b'{"transcript_id": "1", "transcript_text": "Rep: a"}\n',
    b"Ann: a\nBo: b\nAnn: c\n",
]
PARTS = st.sampled_from(
    [
        "-->",
        "\n",
        "\n\n",
        "00:00:01.000",
        "<v ",
        ">",
        "&",
        "&#x",
        "|",
        "Rep: ",
        "**A:** ",
        "[0:01] ",
        "{",
        '"',
        "\0",
        "\ud800",
        "1\n",
        "# ",
    ]
)


def read_or_refuse(source, name):
    try:
        return formats.read(source, format=name)
    except EvidenceError as error:
        refusal = error
    assert refusal.path == source.name
    assert str(pickle.loads(pickle.dumps(refusal))) == str(refusal)  # noqa: S301  our own bytes
    return None


@examples(250)
@given(
    st.sampled_from(BEGINNINGS),
    st.binary(max_size=60)
    | st.lists(PARTS | st.text(max_size=8), max_size=30).map(lambda x: "".join(x).encode("utf-8", "replace")),
    st.sampled_from([None, *formats.names()]),
)
def test_random_bytes_raise_nothing_but_our_own_errors(beginning, rest, name):
    source = Source("folder/a.vtt", beginning + rest, lambda _: rest)
    reading = read_or_refuse(source, name)
    for call in reading.calls if reading else ():
        labels = [person.label for person in call.participants]
        assert len(labels) == len(set(labels))
        assert {u.speaker for u in call.utterances} <= {None, *labels}
        assert all(label == one_line(label) for label in labels)
        assert call.title == one_line(call.title)
