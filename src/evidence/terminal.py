"""Text for a terminal: what may reach it, how many columns it takes, where its lines end.

A line is pieces of (text, style). A style is a name, so that neither markup nor colour is ever
made of what people said.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidence.model import Span

Piece = tuple[str, str]
Line = tuple[Piece, ...]

# Words of other people must not steer a terminal. Controls show as U+FFFD, a line or a column that ends
# as a blank; signs that turn the reading direction beyond their words go, as copying would lose them too.
CLEAN: dict[int, str] = dict.fromkeys([*range(32), *range(127, 160), *range(0xD800, 0xE000)], "\ufffd")
CLEAN |= dict.fromkeys([*range(9, 14), 0x85, 0x2028, 0x2029], " ")
CLEAN |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "")

_JOINER, _AS_EMOJI = "\u200d", "\ufe0f"
# Formats that are seen: the soft hyphen, signs that Arabic, Syriac and Kaithi put before numbers.
_SEEN = frozenset("\u00ad\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd") | frozenset(map(chr, range(0x600, 0x606)))
# Drawn wide since Unicode 16; older tables of Python's say narrow.
_WIDENED = ((0x2630, 0x2637), (0x268A, 0x268F), (0x4DC0, 0x4DFF), (0x1D300, 0x1D376))
_LEAST = 8  # columns that an indent must leave


def clean(text: str) -> str:
    """Return the text as one line that says nothing to the terminal itself."""
    return text if text.isprintable() else text.translate(CLEAN)


def cells(text: str) -> int:
    """Return how many columns a text takes.

    >>> cells("word"), cells("日本"), cells("Cafe\u0301"), cells("❤\ufe0f"), cells("👩\u200d💻")
    (4, 4, 4, 2, 2)
    """
    return len(text) if text.isascii() else sum(_widths(text))


def _widths(text: Iterable[str]) -> Iterator[int]:
    """Yield the columns of each sign: what a joiner joins takes none, a sign that is shown as an emoji two."""
    seen, joined = "", False
    for sign in text:
        if joined:
            joined = False
            yield 0
        elif sign == _AS_EMOJI:
            yield _width(seen) % 2 if seen else 0
            seen = ""
        else:
            size, joined = _width(sign), sign == _JOINER
            seen = sign.strip() if size else seen  # a blank is no emoji
            yield size


@lru_cache(1 << 12)
def _width(sign: str) -> int:
    """Return the columns of one sign; of two opinions the wider one, as a line too long is cut."""
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"} and sign not in _SEEN:
        return 0
    wide = unicodedata.east_asian_width(sign) in {"W", "F"}
    return 2 if wide or any(first <= ord(sign) <= last for first, last in _WIDENED) else 1


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return the text shortened with an ellipsis, or padded, to `width` columns. right: the padding goes before it."""
    text = clean(text)
    if width < 1:
        return ""
    if _room(text, 0, width) < len(text):
        text = f"{text[: _room(text, 0, width - 1)]}\u2026"
    padding = " " * (width - cells(text))
    return padding + text if right else text + padding


def _room(text: str, start: int, width: int) -> int:
    """Return where the signs end that go into `width` columns."""
    # Signs of no width count as well: a line of nothing else ends early instead of never.
    most = min(len(text), start + 4 * width)
    used, stop = 0, start
    for size in _widths(text[start:most]):
        used += size
        if used > width:
            break
        stop += 1
    return stop


def wrap(text: str, width: int, indent: str = "") -> list[str]:
    """Break a text at blanks into lines of at most `width` columns; later lines begin with the indent.

    >>> wrap("a word and unbreakable", 10, "  ")
    ['a word and', '  unbreaka', '  ble']
    """
    return [bare(line) for line in wrap_pieces([(text, "")], width, indent)]


def wrap_pieces(pieces: Iterable[Piece], width: int, indent: str = "") -> list[Line]:
    """Break pieces at blanks, as `wrap` does with a text; blanks at the end of a line go."""
    cleaned = [(clean(text), style) for text, style in pieces]
    text = "".join(part for part, _ in cleaned)
    indent = indent if width - cells(indent) >= _LEAST else ""
    lines: list[Line] = []
    for start, stop in breaks(text, width, width - cells(indent)):
        lead = [(indent, "")] if indent and lines else []
        stop_of_words = start + len(text[start:stop].rstrip(" "))
        lines.append((*lead, *_between(cleaned, start, stop_of_words)))
    return lines


# What a reader copies: a path or a name in quotation marks, a command in backquotes. An apostrophe begins none.
_WHOLE = re.compile(r"(?:(?<!\w)'[^']*'(?!\w)|`[^`]*`|\S)+")


def wrap_message(message: str, width: int, path: str = "") -> list[str]:
    """Break a message at blanks; later lines are indented. What is copied, and the path it begins with, stays whole.

    A line that is drawn below a message, which begins with a blank, stays as it is.

    >>> wrap_message("evidence: my file.csv:2: No. Say `evidence link` then.", 30, "my file.csv")
    ['evidence: my file.csv:2: No.', '  Say `evidence link` then.']
    """
    message = clean(message)
    if message.startswith(" ") or cells(message) <= width:
        return [message]
    begins = re.match(rf"(?:evidence: )?{re.escape(clean(path))}\S*", message) if path else None
    head = begins[0] if begins else ""
    lines = [head]
    for word in _WHOLE.findall(message[len(head) :]):
        if lines[-1].strip() and cells(f"{lines[-1]} {word}") > width:
            lines.append(f"  {word}")
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return lines


def flow(parts: Iterable[str], width: int, gap: str = "  ") -> list[str]:
    """Put parts on lines of at most `width` columns; a part is broken only where it is longer than a line.

    >>> flow(["a accept", "x reject", "q quit"], 20)
    ['a accept  x reject', 'q quit']
    """
    lines: list[str] = []
    for part in map(clean, parts):
        if lines and cells(f"{lines[-1]}{gap}{part}") <= width:
            lines[-1] += f"{gap}{part}"
        else:
            lines.append(part)
    return [broken for line in lines for broken in wrap(line, width)]


def breaks(text: str, first: int, rest: int) -> list[Span]:
    """Return the lines of a clean text: spans that follow each other, blanks at a break with the line before.

    first, rest: the columns of the first line and of the others. A word longer than a line is cut;
    between wide signs a line may end anywhere.
    """
    spans: list[Span] = []
    start, width = 0, first
    while start < len(text):
        stop = max(_room(text, start, width), start + 1)
        stop = _border(text, start, stop) if stop < len(text) else stop
        spans.append((start, stop))
        start, width = stop, rest
    return spans or [(0, 0)]


def _border(text: str, start: int, stop: int) -> int:
    """Return where a line ends that has room up to `stop`."""
    if text[stop] == " ":
        return len(text) - len(text[stop:].lstrip(" "))
    for at in range(stop, start, -1):
        if text[at - 1] == " " and not text[start:at].isspace():
            return at
        if text[at] in {_AS_EMOJI, _JOINER} or text[at - 1] == _JOINER:
            continue
        if _width(text[at]) == 2 or _width(text[at - 1]) == 2:
            return at
    # A long word is cut behind a sign that joins its parts, such as that of a path or a name with hyphens.
    at = 1 + max(text.rfind(sign, start, stop) for sign in "-/_")
    return at if at - start > (stop - start) // 2 else stop


def _between(pieces: Sequence[Piece], start: int, stop: int) -> Iterator[Piece]:
    """Yield what of the pieces lies between two places of their joint text."""
    at = 0
    for text, style in pieces:
        if part := text[max(0, start - at) : max(0, stop - at)]:
            yield part, style
        at += len(text)


def bare(line: Line) -> str:
    """Return a line without its styles."""
    return "".join(text for text, _ in line).rstrip()
