"""A text of hundreds of megabytes in parts: as a whole it takes up to four times the memory of its bytes.

One sign such as a curly quote makes Python keep two bytes for every letter, one emoji four: a caption file of
300 MB was 1.2 GB of text. A part ends only where a new thing begins, so that reading part by part reads the same.
"""

from __future__ import annotations

import codecs
from io import IncrementalNewlineDecoder
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

LARGE = 1 << 24
"""Bytes from which on a file is read in parts, and in the main process: a week of talk."""

PART = 1 << 21
_NEAR = 1 << 12


def decode_parts(data: bytes, encoding: str, errors: str, *, at: int = 0, tidy: bool = False) -> Iterator[str]:
    """Yield the text of bytes from a place on; `tidy` with LF line ends. Raises UnicodeDecodeError where strict."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    lines = IncrementalNewlineDecoder(decoder, translate=tidy) if tidy else decoder
    for begin in range(at, len(data), PART):
        yield lines.decode(data[begin : begin + PART], begin + PART >= len(data))


def in_parts(texts: Iterable[str], border: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Yield one text as parts that end where `border` does, each with the number of lines before it.

    A part holds another border than that at its end: what stands before the first thing of a file
    is read together with it.
    """
    held, before, enough = "", 0, 0
    for text in texts:
        held += text
        if len(held) < enough:
            continue
        if end := _last_border(held, border):
            yield before, held[:end]
            before += held.count("\n", 0, end)
            held, enough = held[end:], 0
        else:
            enough = 2 * len(held)  # where there are none, they are looked for a few times only
    yield before, held


def _last_border(text: str, border: re.Pattern[str]) -> int:
    """Return where the last border ends, 0 where there is but one or none."""
    first, near, found = border.search(text), _NEAR, None
    while first:
        begin = max(first.end(), len(text) - near)
        for found in border.finditer(text, begin):  # noqa: B007  the last one is wanted
            pass
        if found or begin == first.end():
            return found.end() if found else 0
        near *= 8
    return 0
