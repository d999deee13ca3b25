"""Rev's transcript editor: `monologues[].spans` and names in `speakers`; times in seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.calls.formats._json import has_keys, json_object, parse_json
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.formats.rev_ai import draft_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source

NAME = "rev_editor"
SUFFIXES = (".json",)


def claim(source: Source) -> Claim | None:
    """Claim monologues made of spans."""
    found = has_keys(source, "$.monologues[].spans[].value")
    return Claim(100, "JSON with monologues[].spans") if found else None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file."""
    yield draft_of(json_object(parse_json(source)), "spans", "endTs")
