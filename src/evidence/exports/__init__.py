"""One file an output, `as_NAME.py`: records -> the bytes of a file. `base` tells how to add one, here or as a plug-in.

>>> names()
('csv', 'jsonl', 'parquet')
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from evidence.exports.base import Export

__all__ = ["EXPORTS", "encode", "names"]

EXPORTS: Registry[Export] = Registry(
    __name__, __path__, group="evidence.exports", what="export", parts=("SUFFIX", "write"), prefix="as_"
)


def names() -> tuple[str, ...]:
    """Return the names of all exports, those of plug-ins too, sorted."""
    return EXPORTS.names


def encode(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Return rows as a file of this export. Raises PluginError where that of another distribution fails."""
    export = EXPORTS.load(name)
    with EXPORTS.blaming(name):
        return bytes(export.write(rows, columns))
