"""What lies among transcripts and is none."""

from __future__ import annotations

import pytest

from evidence.calls import formats
from evidence.calls.passed_over import although_read, kind_by_name, looks_like_turns, project_kind, unread
from evidence.calls.source import Source


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a/b.MOV", "media file"), ("~$notes.docx", "lock file"), ("uv.lock", "lock file"), ("a.vtt.BAK", "backup"),
        ("a.vtt~", "backup"), ("a.vtt.crdownload", "backup"), ("desktop.ini", "system file"), ("a.vtt", None),
        ("README.md", None), ("lock.txt", None), ("original.txt", None),
    ],
)  # fmt: skip
def test_what_holds_no_words_is_told_by_its_name(name, kind):
    assert kind_by_name(name) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("README", "README"), ("readme.de.md", "README"), ("LICENSE-MIT", None), ("Licence.txt", "license"),
        ("CHANGES.rst", "changelog"), ("readmeeting.txt", None), ("history.md", "changelog"),
    ],
)  # fmt: skip
def test_what_explains_a_folder_has_a_name_for_it(name, kind):
    assert project_kind(name) == kind


def test_a_call_named_history_is_read():
    source = Source("history.txt", b"Ann: Tell me.\nBo: It was long ago.\nAnn: Go on.\nBo: That is all.\n")
    assert although_read(source, formats.read(source)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Transcript\n\nwe met", "[00:01] hi\n[00:04] ho\n[00:09] hum", "Ann: a\nBo: b\nAnn: c",
        "**Ann**: a\n**Bo**: b\n**Bo**: c", "Ann Lee started transcription\nhello",
    ],
)  # fmt: skip
def test_times_names_that_come_again_and_a_heading_look_like_turns(text):
    assert looks_like_turns(text)


@pytest.mark.parametrize(
    "text",
    [
        "# Plan\n\nWe met at 10:30 and left at 11:45.", "Date: 2026-01-02\nPlace: here\nTopic: figs",
        "See https://a.example and https://b.example: both are good.\nAnd https://c.example: too.", "- one\n- two",
    ],
)  # fmt: skip
def test_prose_forms_and_links_do_not(text):
    assert not looks_like_turns(text)


def test_json_is_a_transcript_where_rows_hold_words_and_who_or_when():
    rows = Source("a.json", b'{"x": [{"author": "Ann", "utterance": "hi", "who": "Ann"}]}')
    assert unread(rows) is None
    assert unread(Source("a.json", b'[{"name": "Ann", "email": "a@b.example"}]')).kind == "data file"
    assert unread(Source("a.json", b"{")) is None
    parts = b'[{"t": "Ann: So?"}, {"t": "Bo: Well."}, {"t": "Ann: Fine."}, {"t": "https://a.example"}]'
    assert unread(Source("a.json", parts)) is None
    assert unread(Source("a.json", b'{"transcript_language": "en", "state": "done"}')).kind == "data file"
    assert unread(Source("a.json", b'{"transcript_body": "So we went there and picked them all by hand."}')) is None
    assert unread(Source("a.json", b'{"log": "Ann: one\\nBo: two\\nAnn: three"}')) is None
