"""Word documents as plain blocks: paragraphs and the rows of tables, in order.

Only `word/document.xml` is read, as a stream, with the standard library. Document type
definitions are refused, for they are what entity bombs are made of, and so is a document
that unpacks to more than any transcript needs.
"""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from evidence.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 1 << 26
"""Bytes of XML: about twenty hours of talk, with all of Word's markup."""

_DOCUMENT = "word/document.xml"
_WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    LookupError,
)


class Paragraph(NamedTuple):
    """A paragraph; its line breaks are LF."""

    text: str


class DocxRow(NamedTuple):
    """A row of a table; `table` counts from 1. Paragraphs within a cell are lines."""

    table: int
    cells: tuple[str, ...]


def is_word(data: bytes) -> bool:
    """Say whether bytes are a Word document."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _DOCUMENT in archive.namelist()
    except _BROKEN:
        return False


def docx_blocks(data: bytes, *, most: int | None = None) -> Iterator[Paragraph | DocxRow]:
    """Yield the blocks of a Word document, of its first `most` bytes of XML.

    Raises FormatError where it is broken, protected, or not what Word writes.
    """
    reader = _Reader()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open(_DOCUMENT) as document:
            size = 0
            while (size < (most or LARGEST)) and (chunk := document.read(1 << 16)):
                size += len(chunk)
                reader.parse(chunk)
                yield from reader.take()
            if most is None:
                if document.read(1):
                    raise FormatError("the Word document is too large", hint="Split it, or save it as plain text.")
                reader.parse(b"", last=True)
    except RuntimeError as error:
        raise FormatError("the Word document is password-protected", hint="Save it without a password.") from error
    except (*_BROKEN, expat.ExpatError) as error:
        raise FormatError("the Word document is broken", hint="Open it in Word and save it again.") from error


class _Reader:
    """Collects text while the XML streams by. A table in a cell is text of that cell."""

    def __init__(self) -> None:
        self._done: list[Paragraph | DocxRow] = []
        self._text: list[str] = []
        self._cells: list[str] = []
        self._open: dict[str, int] = dict.fromkeys(("p", "r", "t", "tbl", "tc"), 0)
        self._table = self._skipped = 0
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._words
        self._parser.StartDoctypeDeclHandler = _refuse

    def parse(self, chunk: bytes, *, last: bool = False) -> None:
        """Go on with the next bytes."""
        self._parser.Parse(chunk, last)

    def take(self) -> list[Paragraph | DocxRow]:
        """Return the blocks that are complete."""
        done, self._done = self._done, []
        return done

    def _start(self, name: str, _: dict[str, str]) -> None:
        tag = _tag(name)
        if name == _FALLBACK or self._skipped:
            self._skipped += 1
        elif tag in _SIGNS and self._open["r"]:
            self._text.append(_SIGNS[tag])
        elif tag in self._open:
            self._open[tag] += 1
            if self._open["tbl"] == 1 and tag in ("tbl", "tc"):
                self._table += tag == "tbl"
                self._text.clear()

    def _words(self, words: str) -> None:
        if self._open["t"] and not self._skipped:
            self._text.append(words)

    def _end(self, name: str) -> None:
        tag = _tag(name)
        if self._skipped:
            self._skipped -= 1
            return
        if tag in self._open:
            self._open[tag] -= 1
        if tag == "p" and (self._open["p"] or self._open["tbl"]):
            self._text.append("\n")
        elif tag == "p":
            self._done.append(Paragraph(self._taken()))
        elif tag == "tc" and self._open["tbl"] == 1:
            self._cells.append(self._taken().strip())
        elif tag == "tr" and self._open["tbl"] == 1:
            self._done.append(DocxRow(self._table, tuple(self._cells)))
            self._cells.clear()

    def _taken(self) -> str:
        text = "".join(self._text)
        self._text.clear()
        return text


def _tag(name: str) -> str:
    space, _, tag = name.rpartition("}")
    return tag if space + "}" in _WORD else ""


def _refuse(*_: object) -> None:
    raise FormatError(
        "the Word document contains a document type definition", hint="Open it in Word and save it again."
    )
