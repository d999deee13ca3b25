"""Transcripts of the podcast namespace: JSON `segments[].body`, times in seconds, and HTML of cite, time and p."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from evidence.calls.formats._json import has_keys, json_object, objects, parse_json, seconds_to_ms, text_or_none
from evidence.calls.formats._words import RecognisedWord, named, voice, word_sentences
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.source import LineOf
from evidence.calls.turns import Piece
from evidence.escape import unescape_html
from evidence.text import milliseconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source

NAME = "podcast"
SUFFIXES = (".json", ".html", ".htm")
_TAG = re.compile(r"<(/?)(cite|time|p)(?:\s[^<>]*)?>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[/!]?[A-Za-z][^<>]*>")


def claim(source: Source) -> Claim | None:
    """Claim either form."""
    if has_keys(source, "$.segments[].body", "$.segments[].startTime"):
        return Claim(95, "JSON with segments[].body and startTime")
    if source.head.lstrip()[:1] != "<":
        return None
    found = {tag[2].lower() for tag in _TAG.finditer(source.head)}
    return Claim(90, "HTML with cite, time and p") if {"cite", "time", "p"} <= found else None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one episode of a file."""
    if source.head.lstrip()[:1] == "<":
        yield CallDraft(_paragraphs(source.text))
        return
    segments = objects(json_object(parse_json(source)).get("segments"))
    # Segments may be sentences or single words with signs of their own.
    words = (
        RecognisedWord(
            text_or_none(segment.get("body")) or "",
            seconds_to_ms(segment.get("startTime")),
            seconds_to_ms(segment.get("endTime")),
            voice(segment.get("speaker")),
        )
        for segment in segments
    )
    pieces = list(word_sentences(words))
    yield CallDraft(pieces, people=named(pieces, {}))


def _paragraphs(text: str) -> Iterator[Piece]:
    """Yield the paragraphs; one without a name of its own belongs to the turn before."""
    line_of = LineOf(text)
    turn, speaker, start_ms = 0, None, None
    inside, at = "", 0
    for tag in chain(_TAG.finditer(text), [None]):
        words = _plain(text[at : tag.start() if tag else len(text)])
        if inside == "cite" and words:
            turn, speaker = turn + 1, words.removesuffix(":").strip() or None
        elif inside == "time":
            start_ms = milliseconds(words) if len(words) <= 20 and words.isascii() else None
        elif inside == "p" and words:
            yield Piece(speaker, words, start_ms, None, line_of(at), turn)
            start_ms = None
        if tag:
            inside, at = "" if tag[1] else tag[2].lower(), tag.end()


def _plain(markup: str) -> str:
    return unescape_html(_ANY_TAG.sub("", markup)).strip()
