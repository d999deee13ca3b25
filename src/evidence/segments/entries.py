"""Entries of `segments.yaml` and `trackers.yaml` as text: other people's words in them are never YAML of their own."""

from __future__ import annotations

import json

from evidence.text import one_line

_WIDTH = 110


def quoted(text: str) -> str:
    """Return a text as a YAML scalar in double quotes, on one line."""
    return json.dumps(one_line(text), ensure_ascii=False)


def comment(text: str, indent: str = "") -> list[str]:
    """Return comment lines of one text; whatever it holds, no line of it is YAML."""
    lines, line = [], ""
    for word in _printable(one_line(text)).split(" "):
        if line and len(indent) + len(line) + len(word) + 3 > _WIDTH:
            lines.append(f"{indent}# {line}")
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, f"{indent}# {line}".rstrip()]


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def single(text: str) -> str:
    """Return a query as a YAML scalar in single quotes, in which its own double ones stay as they are."""
    return "'" + one_line(text).replace("'", "''") + "'"
