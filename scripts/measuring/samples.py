"""The samples of each format in tests/calls/formats/samples; those with a golden result are calls."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from .keeping import ROOT

SAMPLES = ROOT / "tests/calls/formats/samples"


def samples() -> dict[str, list[Path]]:
    """Return the samples of every format."""
    found: defaultdict[str, list[Path]] = defaultdict(list)
    for result in sorted(SAMPLES.rglob("*.golden.json")):
        path = result.with_name(result.name.removesuffix(".golden.json"))
        found[json.loads(result.read_bytes())["format"]].append(path)
    return {**found, "zoom_chat": [SAMPLES / "lantern/chat.txt"]}


def source_of(path: Path) -> Any:
    """Return a file as `ingest` hands it to the formats, with the files beside it."""
    from evidence.calls.source import Source  # parsers measured beside ours start without it

    def beside(name: str) -> bytes | None:
        found = path.parent / name
        return found.read_bytes() if found.is_file() else None

    return Source(path.name, path.read_bytes(), beside)
