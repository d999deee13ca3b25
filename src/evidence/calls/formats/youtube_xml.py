"""YouTube's captions in XML ("timedtext"), old and new.

    <transcript><text start="1.54" dur="4.16">we pack at night</text></transcript>
    <timedtext format="3"><body><p t="1540" d="4160"><s>we</s><s t="120"> pack</s></p></body></timedtext>

Words are escaped twice, and may hold the markup of captions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from evidence.calls.formats.base import CallDraft, Claim
from evidence.calls.formats.vtt import plain_cue
from evidence.calls.formats.youtube_vtt import Words, turns
from evidence.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.formats.base import Note
    from evidence.calls.source import Source

NAME = "youtube_xml"
SUFFIXES = (".xml", ".srv1", ".srv3", ".static")

_CHUNK = 1 << 16
_ROOT = re.compile(r"\s*(?:<\?xml[^>]*\?>\s*)?<(?:transcript>\s*<text start=|timedtext\b)")


def claim(source: Source) -> Claim | None:
    """Claim XML whose root is that of YouTube's captions."""
    return Claim(100, "XML with the root of YouTube's captions") if _ROOT.match(source.head) else None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file. Raises FormatError where it is no XML."""
    yield CallDraft(turns(_parse(source.text)))


class _Open(NamedTuple):
    start_ms: int | None
    end_ms: int | None
    line: int


def _parse(text: str) -> Iterator[Words]:
    """Yield the words of every caption as the XML streams by; a document type is refused."""
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    said: list[Words] = []
    caption: list[_Open] = []
    words: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag in ("text", "p"):
            caption[:] = [_times(tag, attributes, parser.CurrentLineNumber)]
            words.clear()

    def end(tag: str) -> None:
        if tag in ("text", "p") and caption:
            said.append(Words(plain_cue("".join(words)), *caption.pop()))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words.append
    parser.StartDoctypeDeclHandler = _refuse
    for at in range(0, len(text) + 1, _CHUNK):
        chunk = text[at : at + _CHUNK].encode("utf-8", "replace")
        try:
            parser.Parse(chunk, at + _CHUNK > len(text))
        except expat.ExpatError as error:
            what = f"the XML is broken ({expat.ErrorString(error.code)})"
            raise FormatError(what, hint="Export it again.", line=error.lineno) from error
        yield from said
        said.clear()


def _times(tag: str, attributes: dict[str, str], line: int) -> _Open:
    """Read when a caption starts and ends: seconds in the old form, milliseconds in the new."""
    first, length, unit = ("start", "dur", 1000) if tag == "text" else ("t", "d", 1)
    start, lasted = _number(attributes.get(first)), _number(attributes.get(length))
    if start is None:
        return _Open(None, None, line)
    return _Open(round(start * unit), None if lasted is None else round((start + lasted) * unit), line)


def _number(text: str | None) -> float | None:
    found = re.fullmatch(r"\d{1,12}(?:\.\d{1,9})?", text or "")
    return float(found[0]) if found else None


def _refuse(*_: object) -> None:
    raise FormatError("XML with a document type definition cannot be read", hint="Export it again.")
