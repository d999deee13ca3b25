"""A raw file as a format sees it: its name, its bytes, its text, and what lies beside it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.calls import parts
from evidence.calls.json_keys import first_lines, paths_in, scan_paths
from evidence.calls.json_stream import parse_with_lists
from evidence.encodings import as_utf8, encoding_of
from evidence.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from evidence.settings import TurnPattern

HEAD = 1 << 16
"""Detection looks at this many bytes, so that it costs the same for every file; at all of what is JSON."""

_MAGIC = (
    b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"ID3", b"RIFF", b"OggS", b"fLaC",
    b"\x1f\x8b", b"\x1a\x45\xdf\xa3", b"\xd0\xcf\x11\xe0", b"SQLite format 3",
)  # fmt: skip
_LINE_END = re.compile(r"\n")
_SAMPLE = 8192
_HIGH = re.compile(rb"[\x80-\xff]")
_WESTERN = ("cp1252", "mac_roman", "cp850", "latin_1")
_CONTROL = bytes(sorted({*range(32), 127} - {9, 10, 11, 12, 13, 27}))


class Decoded(NamedTuple):
    """Text with LF line ends; `guessed` where neither a mark nor strict UTF-8 told the encoding."""

    text: str
    encoding: str
    guessed: bool


@dataclass(frozen=True)
class Source:
    """One raw file. `name` is its path below `raw/`, with `/`.

    `beside` gives the bytes of a file by its name, from the same folder or
    else from the nearest folder above it inside `raw/`; None where there is none.
    `patterns` are the formats that a person states in the settings; `trial` is asked before one is matched against
    numbered lines of the file, and raises SettingsError where that would take too long. `date_order` is `DMY`, `MDY`,
    or None where nobody said which of two numbers is the day.
    """

    name: str
    data: bytes
    beside: Callable[[str], bytes | None] = lambda _: None
    patterns: tuple[TurnPattern, ...] = ()
    trial: Callable[[TurnPattern, str, Iterable[tuple[int, str]]], None] = lambda *_: None
    date_order: str | None = None

    @property
    def path(self) -> PurePosixPath:
        """The name, to take apart."""
        return PurePosixPath(self.name)

    @cached_property
    def decoded(self) -> Decoded:
        """The whole file as text. Raises FormatError for a binary."""
        try:
            decoded = decode_source(self.data)
        except FormatError as error:
            raise error.at(self.name) from None
        self.__dict__["guess"] = decoded.encoding if decoded.guessed else None
        return decoded

    @property
    def text(self) -> str:
        """The whole text, LF line ends. Raises FormatError for a binary."""
        return self.decoded.text

    def parts(self, border: re.Pattern[str] = _LINE_END) -> Iterator[tuple[int, str]]:
        """Yield the text in parts that end where `border` does, each with the number of lines before it.

        One part is nearly every file. Raises FormatError for a binary.
        """
        if len(self.data) < parts.LARGE:
            yield 0, self.text
            return
        encoding, mark, errors = self._encoding
        texts = parts.decode_parts(self.data, encoding, errors, at=mark, tidy=True)
        yield from parts.in_parts((text.replace("\0", "\N{REPLACEMENT CHARACTER}") for text in texts), border)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield the numbered lines of the text, which never stands in memory as a whole where the file is large."""
        for before, text in self.parts():
            yield from lines(text, before + 1)

    @cached_property
    def _encoding(self) -> tuple[str, int, str]:
        """The encoding of a large file, where its text begins, and how strictly it is decoded."""
        encoding, mark = encoding_of(self.data)
        guessed = None
        if encoding == "utf-8":
            try:
                _refuse_binary(self.data[len(mark) : len(mark) + _SAMPLE])
                if not _is_utf8(self.data, len(mark)):
                    guessed = _guess(_with_lf(self.data[len(mark) :]))
            except FormatError as error:
                raise error.at(self.name) from None
        self.__dict__["guess"] = guessed
        return guessed or encoding, len(mark), "strict" if encoding == "utf-8" and not guessed else "replace"

    @cached_property
    def guess(self) -> str | None:
        """The encoding where it was guessed; None where it is known, or no text was asked for."""
        return None

    def forget(self) -> None:
        """Let the text go, which takes up to four times the memory of the bytes; asked for again it is decoded anew."""
        self.__dict__.pop("decoded", None)

    @cached_property
    def key_paths(self) -> frozenset[str]:
        """Where the keys of a JSON file stand, of the whole file: `$.calls[].parties`; empty for what is no JSON.

        A text may stand before everything else and take 70 KB. What is parsed for this is kept for `document`.
        """
        begins = self.head[:2000].split(maxsplit=1)
        first = "".join(begins)[:2] if begins else ""
        if first[:1] != "{" and first not in ("[{", "[["):  # `[0:05] Dana: ...` is a list of nothing with keys
            return frozenset()
        if self.json_lines:
            return scan_paths(self._plain[: self.json_lines])
        if len(self.data) < parts.LARGE:
            try:
                self.__dict__["_parsed"] = loads(self.text)
                return paths_in(self._parsed)
            except (ValueError, RecursionError):
                pass
            finally:
                self.forget()
        found = scan_paths(self.head.encode("utf-8", "replace"))
        return scan_paths(self._plain) if found else found  # a text such as `[0:05] Dana: ...` has none

    @cached_property
    def json_lines(self) -> int:
        """How many bytes tell what the objects of JSON lines hold; 0 where the file has not one object a line."""
        return (first_lines(self._plain) or 0) if self.head.lstrip()[:1] == "{" else 0

    @cached_property
    def _parsed(self) -> Any:
        return None

    def document(self, lists: tuple[str, ...] = ()) -> Any:
        """Give the whole of a JSON file away, parsed. Raises ValueError or RecursionError where it cannot be.

        Integers stay exact however long (ids have 20 digits); NaN and Infinity are None.
        lists: paths of lists, keys joined by dots, that are `JsonItems` where the file is large.
        """
        known = self.__dict__.pop("_parsed", None)
        if known is not None:
            return known
        return parse_with_lists(self.text, lists) if lists and len(self.data) >= parts.LARGE else loads(self.text)

    @property
    def _plain(self) -> bytes:
        """The bytes in an encoding whose quotation marks and brackets are those of ASCII."""
        encoding, mark = encoding_of(self.data)
        if encoding == "utf-8":
            return self.data
        texts = parts.decode_parts(self.data, encoding, "replace", at=len(mark))
        return b"".join(text.encode("utf-8", "replace") for text in texts)

    @cached_property
    def head(self) -> str:
        """The beginning of the text for detection; empty for a binary."""
        try:
            return decode_source(self.data[:HEAD], cut=True).text if len(self.data) > HEAD else self.text
        except FormatError:
            return ""


class LineOf:
    """Tells the 1-based line of places in a text that are asked for in rising order."""

    def __init__(self, text: str, before: int = 0) -> None:
        """Begin at the first line; so many stand before the text."""
        self._text, self._line, self._at = text, before + 1, 0

    def __call__(self, place: int) -> int:
        """Return the line that holds `place`."""
        if place > self._at:
            self._line += self._text.count("\n", self._at, place)
            self._at = place
        return self._line


def loads(text: str) -> Any:
    """Parse JSON; NaN and Infinity are None."""
    return json.loads(text, parse_constant=lambda _: None)


def lines(text: str, number: int = 1) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text one by one, numbered from `number` on; only LF ends a line."""
    at = 0
    while (end := text.find("\n", at)) >= 0:
        yield number, text[at:end]
        at, number = end + 1, number + 1
    if at < len(text):
        yield number, text[at:]


def decode_source(data: bytes, *, cut: bool = False) -> Decoded:
    """Decode by byte order mark, UTF-16 pattern, strict UTF-8, then charset-normalizer's guess.

    cut: the bytes end anywhere, so half a character at the end is no fault.
    NUL becomes U+FFFD and every line end LF. Raises FormatError for a binary.
    """
    encoding, mark = encoding_of(data)
    data = data[len(mark) :]
    if encoding != "utf-8":
        return Decoded(_tidy(data.decode(encoding, "replace")), encoding, guessed=False)
    _refuse_binary(data)
    data = _with_lf(data)
    if (text := as_utf8(data, cut=cut)) is not None:
        return Decoded(_tidy(text), "utf-8", guessed=False)
    guessed = _guess(data)
    return Decoded(_tidy(data.decode(guessed, "replace")), guessed, guessed=True)


def _with_lf(data: bytes) -> bytes:
    """Return bytes with LF line ends: a text with one emoji takes four times the memory."""
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in data else data


def _is_utf8(data: bytes, at: int) -> bool:
    try:
        return all(True for _ in parts.decode_parts(data, "utf-8", "strict", at=at))
    except UnicodeDecodeError:
        return False


def _tidy(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def _refuse_binary(data: bytes) -> None:
    sample = data[:_SAMPLE]
    if sample.startswith(b"{\\rtf"):
        raise FormatError("this is a Rich Text file, whose marks are no words", hint="Save it as .docx or .txt.")
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    # In UTF-8 text a stray control is possible; compressed data has about one in ten bytes.
    if sample.startswith(_MAGIC) or controls > 0.2 * len(sample) or (controls and as_utf8(sample, cut=True) is None):
        raise FormatError(
            "this is a binary file, not text", hint="Export the transcript as text and put that file here."
        )


def _guess(data: bytes) -> str:
    from charset_normalizer import from_bytes  # 20 ms, and nearly every file is UTF-8

    matches = from_bytes(b"\n".join(islice(_odd(data), 200))[:HEAD])
    best = matches.best()
    if best is None:
        raise FormatError("can't tell which encoding the file uses", hint="Save the file as UTF-8.")
    # Equals come by the alphabet: of 13 short texts, each in cp1252 and in Mac OS Roman, 8 of 26 were read as
    # written, with these first 23.
    equal = {
        name
        for m in matches
        if (m.chaos, m.coherence) == (best.chaos, best.coherence)
        for name in m.could_be_from_charset
    }
    return next((name for name in _WESTERN if name in equal), best.encoding)


def _odd(data: bytes) -> Iterator[bytes]:
    """Yield what stands around the signs that are not ASCII: the rest says nothing of the encoding and is slow."""
    at = 0
    while found := _HIGH.search(data, at):
        begin = max(at, data.rfind(b"\n", at, found.start()) + 1, found.start() - 200)
        at = data.find(b"\n", found.end(), begin + 4096)
        at = begin + 4096 if at < 0 else at
        yield data[begin:at]
