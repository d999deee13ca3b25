"""JSON and JSON lines of anybody's making: some list of objects that say who spoke, or when, and what.

The list with the most speech that names speakers is taken; list and keys are
said. What any other format is sure of is not ours.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.calls.formats._json import key_paths, load, moment_or_none, number, record, text_or_none
from evidence.calls.formats._rows import EPOCH, Meta, Row, columns, describe, drafts, holds_speech, row_of, unit_of
from evidence.calls.formats.base import Claim, Draft, Note
from evidence.calls.source import lines
from evidence.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

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
    for path in sorted(key_paths(source.head)):
        parent, _, key = path.rpartition(".")
        if parent.endswith("[]") or (parent == "$" and _is_json_lines(source.head)):
            inside.setdefault(parent, []).append(key)
    found = {parent: keys for parent, names in inside.items() if holds_speech(keys := columns(names))}
    if not found:
        return None
    parent = max(found, key=lambda path: "speaker" in found[path])
    return Claim(40 if "speaker" in found[parent] else 32, f"JSON objects in {parent} with {describe(found[parent])}")


def _is_json_lines(text: str) -> bool:
    """Say whether the first line is an object by itself, and the next one begins another."""
    first, second = [*islice((line.strip() for _, line in lines(text) if line.strip()), 2), "", ""][:2]
    return first[:1] + first[-1:] == "{}" and second[:1] == "{"


class _List(NamedTuple):
    """A list of objects with their lines, where it stands, and the object that holds it."""

    path: str
    items: list[tuple[int | None, Any]]
    parent: dict[str, Any]


def read(source: Source) -> Iterator[Draft | Note]:
    """Read the calls of a file. Raises FormatError where no list holds speech."""
    rows, metas, unit = yield from _take(source)
    if len({meta.source_id for meta in metas if meta.source_id}) == len(rows) > 1:
        for said, meta in zip(rows, metas, strict=True):
            yield from drafts(said, unit, meta)
    else:  # lists whose holders have no ids of their own are parts of one call
        yield from drafts([row for said in rows for row in said], unit, metas[0] if len(metas) == 1 else None)


def _take(source: Source) -> Generator[Note, None, tuple[list[list[Row]], list[Meta], int | None]]:
    """Return the rows of the lists that hold the speech, what stands about each, and the unit of times.

    The document itself, ten times the size of its rows, ends with this function.
    """
    if _is_json_lines(source.text):
        document, records = None, (yield from _json_lines(source))
        found = [_List("$[]", records, {})]
        found += [entry for line, value in records for entry in _lists(value, "$[]", {}, line)]
    else:
        document = load(source)
        found = list(_lists(document, "$", {}, None))
    keys = {path: _columns(found, path) for path in dict.fromkeys(entry.path for entry in found)}
    best = max(keys, key=lambda path: _speech(found, path, keys[path]), default="")
    if not best or not holds_speech(keys[best]):
        raise FormatError("no list of objects says who spoke, or when, and what", hint="Look at the export.")
    yield Note(f"taken: objects in {best} with {describe(keys[best])}")
    taken = [entry for entry in found if entry.path == best]
    above = record(document) if len(taken) == 1 else {}  # it may say of the one call what its list does not
    rows = [[row for line, item in entry.items if (row := row_of(record(item), keys[best], line))] for entry in taken]
    metas = [_meta(above | entry.parent) for entry in taken]
    return rows, metas, unit_of(keys[best]["start"]) if "start" in keys[best] else None


def _json_lines(source: Source) -> Generator[Note, None, list[tuple[int | None, Any]]]:
    records: list[tuple[int | None, Any]] = []
    for place, line in lines(source.text):
        if line.strip():
            try:
                records.append((place, json.loads(line, parse_constant=lambda _: None)))
            except (ValueError, RecursionError):
                yield Note("not valid JSON; left out", place, fault=True, hint="Mend this line.")
    return records


def _lists(
    value: Any,  # noqa: ANN401
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


def _columns(found: list[_List], path: str) -> dict[str, str]:
    keys = {key: None for entry in found if entry.path == path for _, item in entry.items for key in record(item)}
    return columns(keys)


def _speech(found: list[_List], path: str, keys: dict[str, str]) -> tuple[bool, bool, int]:
    """Rank a place: speech at all, by speakers with names, and how much."""
    if not holds_speech(keys):
        return False, False, 0
    texts = (record(item).get(keys["text"]) for entry in found if entry.path == path for _, item in entry.items)
    return True, "speaker" in keys, sum(len(text) for text in texts if isinstance(text, str))


def _meta(holder: dict[str, Any]) -> Meta:
    def first(keys: tuple[str, ...]) -> Any:  # noqa: ANN401
        return next((holder[key] for key in keys if holder.get(key)), None)

    date = first(_DATE)
    stated = date if isinstance(date, str) or (number(date) or 0) >= EPOCH else None
    return Meta(text_or_none(first(_ID)), text_or_none(first(_TITLE)), moment_or_none(stated))
