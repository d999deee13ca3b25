"""JSON and JSON lines of anybody's making: some list of objects that say who spoke, or when, and what.

The list with the most speech that names speakers is taken; list and keys are
said. What any other format is sure of is not ours.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.calls.formats._json import json_object, moment_or_none, number, parse_json, text_or_none
from evidence.calls.formats._rows import (
    EPOCH,
    Meta,
    TurnRow,
    columns,
    describe_columns,
    drafts,
    holds_speech,
    row_of,
    unit_of,
    unused,
)
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from evidence.calls.source import Source

NAME = "generic_json"
SUFFIXES = (".json", ".jsonl", ".ndjson")
COUNTED = True
_DEEPEST = 8
_ID = ("call_id", "callId", "transcript_id", "conversation_id", "meeting_id", "recording_id", "id")
_TITLE = ("title", "name", "subject", "topic")
_DATE = ("started_at", "start_time", "date")


def claim(source: Source) -> Claim | None:
    """Claim objects with the keys of speech."""
    inside: dict[str, list[str]] = {}
    for path in sorted(source.key_paths):
        parent, _, key = path.rpartition(".")
        if parent.endswith("[]") or (parent == "$" and source.json_lines):
            inside.setdefault(parent, []).append(key)
    found = {parent: keys for parent, names in inside.items() if holds_speech(keys := columns(names))}
    if not found:
        return None
    parent = max(found, key=lambda path: "speaker" in found[path])
    return Claim(
        40 if "speaker" in found[parent] else 32, f"JSON objects in {parent} with {describe_columns(found[parent])}"
    )


class _List(NamedTuple):
    """A list of objects with their lines, where it stands, and the object that holds it."""

    path: str
    items: Iterable[tuple[int | None, Any]]
    parent: dict[str, Any]


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the calls of a file. Raises FormatError where no list holds speech."""
    rows, metas, unit = yield from _take(source)
    if len({meta.source_id for meta in metas if meta.source_id}) == len(rows) > 1:
        for said, meta in zip(rows, metas, strict=True):
            yield from drafts(said, unit, meta)
    else:  # lists whose holders have no ids of their own are parts of one call
        yield from drafts([row for said in rows for row in said], unit, metas[0] if len(metas) == 1 else None)


def _take(source: Source) -> Generator[Note, None, tuple[list[list[TurnRow]], list[Meta], int | None]]:
    """Return the rows of the lists that hold the speech, what stands about each, and the unit of times.

    A document, ten times the size of its rows, ends with this function; lines are read twice instead of kept.
    """
    document = None if source.json_lines else parse_json(source)
    if document is None:
        yield from (item for item in _json_lines(source) if isinstance(item, Note))
    shapes: dict[str, Counter[str]] = {}
    filled: dict[str, set[str]] = {}
    for entry in _found(source, document):
        _measure(entry, shapes.setdefault(entry.path, Counter()), filled.setdefault(entry.path, set()))
    keys = {path: columns(shape) for path, shape in shapes.items()}
    best = max(keys, key=lambda path: _speech(shapes[path], keys[path]), default="")
    if not best or not holds_speech(keys[best]):
        raise FormatError("no list of objects says who spoke (or when) and what was said", hint="Check the export.")
    yield Note(f"taken: objects in {best} with {describe_columns(keys[best])}")
    yield from unused("keys", (key for key in shapes[best] if key in filled[best]), keys[best])
    rows, parents = [], []
    for entry in _found(source, document, best):
        rows.append([row for line, item in entry.items if (row := row_of(json_object(item), keys[best], line))])
        parents.append(entry.parent)
    above = json_object(document) if len(rows) == 1 else {}  # it may say of the one call what its list does not
    metas = [_meta(above | parent) for parent in parents]
    return rows, metas, unit_of(keys[best]["start"]) if "start" in keys[best] else None


def _found(source: Source, document: Any, path: str | None = None) -> Iterator[_List]:
    """Yield the lists of a document, or of lines, that stand at a path, or anywhere."""
    if document is not None:
        yield from (entry for entry in _lists(document, "$", {}, None) if path in (None, entry.path))
        return
    if path in (None, "$[]"):
        yield _List("$[]", _records(source), {})
    if path != "$[]":
        for line, value in _records(source):
            yield from (entry for entry in _lists(value, "$[]", {}, line) if path in (None, entry.path))


def _records(source: Source) -> Iterator[tuple[int | None, Any]]:
    return (item for item in _json_lines(source) if not isinstance(item, Note))


_decode = json.JSONDecoder(parse_constant=lambda _: None).decode  # made once: `loads` would make one for every line


def _json_lines(source: Source) -> Iterator[tuple[int | None, Any] | Note]:
    for place, line in source.lines():
        if line.strip():
            try:
                value = _decode(line)
            except (ValueError, RecursionError):
                yield Note("not valid JSON; left out", place, fault=True, hint="Fix this line.")
            else:
                yield place, value


def _lists(
    value: Any,
    path: str,
    parent: dict[str, Any],
    line: int | None,
    depth: int = 0,
) -> Iterator[_List]:
    """Yield every list that holds an object."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, dict | list):
                yield from _lists(inner, f"{path}.{key}", value, line, depth + 1)
    elif isinstance(value, list):
        if any(isinstance(item, dict) for item in value):
            yield _List(f"{path}[]", [(line, item) for item in value], parent)
        for item in value:
            if isinstance(item, dict | list):
                yield from _lists(item, f"{path}[]", parent, line, depth + 1)


def _measure(entry: _List, shape: Counter[str], filled: set[str]) -> None:
    """Add the keys of a list to those of its place, how much text stands under each, and which hold anything."""
    for _, item in entry.items:
        for key, value in json_object(item).items():
            shape[key] += len(value) if isinstance(value, str) else 0
            if value or value == 0:
                filled.add(key)


def _speech(shape: Counter[str], keys: dict[str, str]) -> tuple[bool, bool, int]:
    """Rank a place: speech at all, by speakers with names, and how much."""
    return (True, "speaker" in keys, shape[keys["text"]]) if holds_speech(keys) else (False, False, 0)


def _meta(holder: dict[str, Any]) -> Meta:
    def first(keys: tuple[str, ...]) -> Any:
        return next((holder[key] for key in keys if holder.get(key)), None)

    date = first(_DATE)
    stated = date if isinstance(date, str) or (number(date) or 0) >= EPOCH else None
    return Meta(text_or_none(first(_ID)), text_or_none(first(_TITLE)), moment_or_none(stated))
