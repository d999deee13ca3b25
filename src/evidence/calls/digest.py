"""A hash over lines that never all exist at once."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from evidence.calls.packed import batches

if TYPE_CHECKING:
    from collections.abc import Iterable


class Sha256:
    """The SHA-256 over lines with LF between them, which come a few at a time."""

    def __init__(self) -> None:
        """Begin without any."""
        self._hash, self._between = hashlib.sha256(), ""

    def add(self, lines: Iterable[str]) -> Sha256:
        """Go on with the next lines."""
        for block in batches(lines):
            self._hash.update((self._between + "\n".join(block)).encode())
            self._between = "\n"
        return self

    def hexdigest(self) -> str:
        """Return the hash of all lines so far."""
        return self._hash.hexdigest()
