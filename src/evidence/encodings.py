"""The bytes of people's files as text: by byte order mark, by the pattern of UTF-16, as strict UTF-8.

What is none of these is for the caller to guess: a transcript may come from anywhere, a table comes out of
a spreadsheet, and is written back in the encoding that it has.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Encoding(NamedTuple):
    """How the text of some bytes is written: its name for `bytes.decode`, and the mark before it.

    `utf-8` is what remains where nothing else was seen; the bytes may still be none.
    """

    name: str
    mark: bytes = b""


def encoding_of(data: bytes) -> Encoding:
    """Return the encoding that mark or pattern tell, else UTF-8."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Encoding(name, mark)
    return Encoding(_wide(data) or "utf-8")


def as_utf8(data: bytes, *, cut: bool = False) -> str | None:
    """Return the text of strict UTF-8, None where it is none. cut: half a character at the end is no fault."""
    try:
        return codecs.utf_8_decode(data, "strict", not cut)[0]
    except UnicodeDecodeError:
        return None


def _wide(data: bytes) -> str | None:
    """Name UTF-16 without a mark where nearly every second byte of the beginning is NUL."""
    sample = data[: 4096 & ~1]
    half = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if half < 4 or max(even, odd) < 0.4 * half or min(even, odd) > 0.05 * half:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"
