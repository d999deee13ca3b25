r"""What the formats made of JSON share: reading a source, where its keys stand, careful values.

Formats are told apart by where their keys stand, not by which words occur: a claim asks for paths, which are those
of the whole file (`calls.json_keys`), in whatever order and layout they come.

>>> from evidence.calls.source import Source
>>> source = Source("calls.json", b'{"calls": [{"metaData": {"id": "7"}, "parties": []}]}')
>>> has_keys(source, "$.calls[].parties", "metaData.id"), has_keys(source, "$.parties")
(True, False)
"""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from evidence.calls.formats._parts import Note
from evidence.calls.json_keys import scan_paths
from evidence.calls.json_stream import JsonItems
from evidence.errors import FormatError
from evidence.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source

UNCONFIRMED = Note(
    "this format has not been checked against a real file", hint="Compare a few turns with the original."
)
"""What a format says that is known from documentation alone."""


@lru_cache(maxsize=4)
def _paths_of(text: str) -> frozenset[str]:
    """Return the paths of a text, which a format of another distribution may ask for with its `source.head`."""
    return scan_paths(text.encode("utf-8", "replace")) if text.lstrip()[:1] in ("{", "[") else frozenset()


def has_keys(source: Source | str, *paths: str) -> bool:
    """Say whether each path occurs in a JSON file, or in the beginning of a JSON text.

    A path that begins with `$` stands where it says, any other one anywhere: `words[].start`.
    """
    known = _paths_of(source) if isinstance(source, str) else source.key_paths
    if not known:  # as of every text
        return False
    return all(path in known or (path[0] != "$" and any(k.endswith(f".{path}") for k in known)) for path in paths)


def parse_json(source: Source, lists: tuple[str, ...] = ()) -> Any:
    """Parse a whole source. Raises FormatError with the line where it is broken.

    Integers stay exact however long (ids have 20 digits); NaN and Infinity are None. lists: as for `Source.document`;
    what stands at these paths is gone over with `each_object` alone.
    """
    try:
        return source.document(lists)
    except json.JSONDecodeError as error:
        what, line = f"not valid JSON: {error.msg} at column {error.colno}", error.lineno
    except RecursionError:
        what, line = "unreadable JSON: too deeply nested", None
    except ValueError:
        what, line = "unreadable JSON: a number with thousands of digits", None
    finally:
        source.forget()  # the document takes enough by itself
    raise FormatError(what, hint="Export it again.", path=source.name, line=line)


def objects(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a list, without whatever else stands among them; empty for what is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def each_object(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a list, one by one where it is a long one of a large file."""
    if isinstance(value, list | JsonItems):
        yield from (item for item in value if isinstance(item, dict))


def json_object(value: Any) -> dict[str, Any]:
    """Return an object, or an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def text_or_none(value: Any) -> str | None:
    """Return a string as one line, an integer as its digits, None for everything else and for blanks."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return one_line(value) or None if isinstance(value, str) else None


def number(value: Any) -> float | None:
    """Return a finite number below 10**15 in size, also where it stands in a string; else None.

    >>> number("5.24"), number(True), number("1e999"), number(10**400)
    (5.24, None, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) and abs(found) < 1e15 else None


def seconds_to_ms(value: Any) -> int | None:
    """Return seconds as milliseconds.

    >>> seconds_to_ms(5.24), seconds_to_ms("0.05"), seconds_to_ms(None)
    (5240, 50, None)
    """
    found = number(value)
    return None if found is None else round(found * 1000)


def whole_milliseconds(value: Any) -> int | None:
    """Return a number of milliseconds, rounded."""
    found = number(value)
    return None if found is None else round(found)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def epoch_ms(value: Any) -> int | None:
    """Return milliseconds since 1970 of an epoch in s or ms, or of an ISO time with offset; None for all else.

    Milliseconds are told from seconds by their size: 10**11 s is the year 5138, 10**11 ms is 1973.
    """
    found = number(value)
    if found is not None:
        return round(found if abs(found) >= 1e11 else found * 1000)
    try:
        moment = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None
    return round((moment - _EPOCH) / timedelta(milliseconds=1)) if moment and moment.tzinfo else None


def moment_or_none(value: Any) -> str | None:
    """Return an epoch as a time in UTC and a time in words as it stands; None for everything else.

    >>> moment_or_none(1770000000), moment_or_none("2026-02-02")
    ('2026-02-02T02:40:00+00:00', '2026-02-02')
    """
    if number(value) is None:
        return text_or_none(value)
    try:
        moment = _EPOCH + timedelta(milliseconds=epoch_ms(value) or 0)
    except OverflowError:
        return None
    return moment.isoformat(timespec="seconds")
