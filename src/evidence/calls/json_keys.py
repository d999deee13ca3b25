r"""Where the keys of a JSON text stand: what formats made of JSON are told apart by.

`$` is the whole, `[]` stands for every item of a list. A document is asked level by level, which costs a fifth of
parsing it; bytes are scanned where they are too many to be parsed twice, hold one object a line, or are broken.

>>> sorted(paths_in({"calls": [{"id": 7}, {"parties": []}]}))
['$.calls', '$.calls[].id', '$.calls[].parties']
>>> paths_in({"a": [[{"b": 1}]]}) == scan_paths(b'{"a": [[{"b": 1}]]}')
True
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

DEEPEST = 12
"""Keys below this depth tell no format, and a file of brackets alone stays cheap."""
LONGEST = 60
MOST = 300
"""An object of more keys than these is a map by ids; the formats know no object of more than sixty."""

_LINES, _ENOUGH = 20, 1 << 16
_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*+\{")
_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
_TOKEN = re.compile(
    rb'([\[{])|([\]}])|"([^"\\]*+(?:\\.[^"\\]*+)*+)(?:"(\s*+:(?:\s*+' + _STRING + rb")?+)?+|\\?\Z)", re.DOTALL
)
_HOLDERS = {dict, list}
_OPENS, _CLOSES, _IS_KEY = 1, 2, 4  # the group that a token ends with
_DEAD = ""
"""The path of what is left out, and of all that stands in it."""


def paths_in(document: Any) -> frozenset[str]:
    """Return the path of every key of a document."""
    found: set[str] = set()
    level = [("$", 1, [document])]
    while level:
        path, depth, values = level.pop()
        if depth > DEEPEST:
            continue
        if items := [item for value in values if type(value) is list for item in value if type(item) in _HOLDERS]:
            level.append((f"{path}[]", depth + 1, items))
        maps = [value for value in values if type(value) is dict]
        keys = _few(set().union(*maps))
        found.update(f"{path}.{key}" for key in keys)
        holders = [each for each in maps if not _HOLDERS.isdisjoint(map(type, each.values()))]
        inside = ((key, [v for each in holders if type(v := each.get(key)) in _HOLDERS]) for key in keys if holders)
        level += ((f"{path}.{key}", depth + 1, inner) for key, inner in inside if inner)
    return frozenset(found)


def _few(keys: set[str]) -> list[str]:
    known = [key for key in keys if len(key) <= LONGEST]
    return known if len(known) <= MOST else sorted(known)[:MOST]


def scan_paths(data: bytes) -> frozenset[str]:
    """Return the path of every key in the bytes of a JSON text, which may be cut off or broken."""
    value, inside = "$", [_DEAD]
    found: set[str] = set()
    many: Counter[str] = Counter()
    for token in _TOKEN.finditer(data):
        kind = token.lastindex
        if kind == _OPENS:
            inside.append(value if len(inside) <= DEEPEST else _DEAD)
            value = f"{value}[]" if inside[-1] and token[1] == b"[" else inside[-1]
        elif kind == _CLOSES:
            value = inside.pop() if len(inside) > 1 else "$"
        elif kind == _IS_KEY and (parent := inside[-1]):
            key = _key(token[3])
            value = _DEAD if key is None else f"{parent}.{key}"
            if value and value not in found:
                many[parent] += 1
                if many[parent] > MOST:
                    value = _DEAD
                else:
                    found.add(value)
    return frozenset(found)


def _key(raw: bytes) -> str | None:
    """Return a key as JSON spells it; None where it is too long to tell a format."""
    if len(raw) > LONGEST * 6:
        return None
    key = raw.decode("utf-8", "replace")
    if "\\" in key:
        try:
            key = json.loads(f'"{key}"')
        except ValueError:
            return None
    return key if len(key) <= LONGEST else None


def first_lines(data: bytes) -> int | None:
    """Return where the first lines of JSON lines end; None where the bytes are no such thing.

    One object a line: what the first lines hold all do, and there may be a million.
    """
    begin = _OBJECT.match(data)
    end = _line_end(data, begin.end()) if begin else 0
    if not end or data[max(0, end - 80) : end].rstrip()[-1:] != b"}" or not _OBJECT.match(data, end):
        return None
    for _ in range(_LINES):
        end = _line_end(data, end) or end
    return max(end, data.find(b"\n", _ENOUGH))


def _line_end(data: bytes, at: int) -> int:
    """Return where a line ends that goes on at a place; 0 for the last one."""
    return data.find(b"\n", at) + 1 or data.find(b"\r", at) + 1
