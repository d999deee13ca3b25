r"""A large JSON document whose long lists are parsed item by item, and never stand in memory as a whole.

A word of Amazon Transcribe takes 175 bytes in its file and 900 as a dictionary. Of a document everything is parsed but
the lists at the paths that a format names; these are gone over once, so that what is broken in them is told at once,
and again, item by item, whenever somebody iterates over them.

>>> document = parse_with_lists('{"a": {"id": 7, "words": [{"w": 1}, {"w": 2}]}}', ("a.words",))
>>> document["a"]["id"], list(document["a"]["words"])
(7, [{'w': 1}, {'w': 2}])
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BLANK = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder(parse_constant=lambda _: None)


@dataclass(frozen=True, slots=True)
class JsonItems:
    """A list of a JSON text, which begins at a place: its items, parsed anew each time it is gone over."""

    text: str
    begin: int

    def __iter__(self) -> Iterator[Any]:
        """Yield the items. Raises ValueError where the list is broken."""
        return (item for item, _ in self._placed())

    def end(self) -> int:
        """Return where the list ends, behind its bracket. Raises ValueError where it is broken."""
        at = _past_blanks(self.text, self.begin + 1)
        for _, at in self._placed():  # noqa: B007  the last one counts
            pass
        return at + 1

    def _placed(self) -> Iterator[tuple[Any, int]]:
        """Yield the items, each with the place where the next one begins, or the list ends."""
        at = _past_blanks(self.text, self.begin + 1)
        while self.text[at : at + 1] != "]":
            item, at = _DECODER.raw_decode(self.text, at)
            at = _past_comma(self.text, at, "]")
            yield item, at


def parse_with_lists(text: str, paths: Sequence[str]) -> Any:
    """Parse a JSON text; the lists at the paths, keys joined by dots, are `JsonItems`. NaN and Infinity are None.

    Raises JSONDecodeError, other ValueErrors and RecursionError as `json.loads` does.
    """
    value, at = _value(text, _past_blanks(text, 0), [path.split(".") for path in paths])
    if at != len(text):
        raise json.JSONDecodeError("Extra data", text, at)
    return value


def _value(text: str, at: int, paths: Sequence[Sequence[str]]) -> tuple[Any, int]:
    """Return the value at a place and where what follows begins; paths lead from it to the lists."""
    sign = text[at : at + 1]
    if sign == "[" and any(not path for path in paths):
        items = JsonItems(text, at)
        return items, _past_blanks(text, items.end())
    if sign != "{" or not any(paths):
        value, at = _DECODER.raw_decode(text, at)
        return value, _past_blanks(text, at)
    return _object(text, at, paths)


def _object(text: str, at: int, paths: Sequence[Sequence[str]]) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    at = _past_blanks(text, at + 1)
    while text[at : at + 1] != "}":
        if text[at : at + 1] != '"':
            raise json.JSONDecodeError("Expecting property name enclosed in double quotes", text, at)
        key, at = _DECODER.raw_decode(text, at)
        at = _past_blanks(text, at)
        if text[at : at + 1] != ":":
            raise json.JSONDecodeError("Expecting ':' delimiter", text, at)
        inner = [path[1:] for path in paths if path and path[0] == key]
        found[key], at = _value(text, _past_blanks(text, at + 1), inner)
        at = _past_comma(text, at, "}")
    return found, _past_blanks(text, at + 1)


def _past_blanks(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _past_comma(text: str, at: int, closing: str) -> int:
    """Return where the next item or member begins, or the place of the sign that ends all."""
    at = _past_blanks(text, at)
    sign = text[at : at + 1]
    if sign == closing:
        return at
    if sign != ",":
        raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
    following = _past_blanks(text, at + 1)
    if text[following : following + 1] == closing:
        raise json.JSONDecodeError("Illegal trailing comma before end of list or object", text, at)
    return following
