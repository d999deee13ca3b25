"""What holds for raw files: reading one once more, and who of them was forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.calls.forgotten import Forgotten, parse_forgotten
from evidence.calls.formats import read
from evidence.calls.source import Source

if TYPE_CHECKING:
    from evidence.model import Call
    from evidence.workspace import Workspace


def raw_call(workspace: Workspace, source: str, call_id: str) -> Call | None:
    """Return a call as its raw file says it, None where that is not here or does not hold it any more.

    source: below `raw`, as the call states it. Raises FormatError, and WorkspaceError where it cannot be read.
    """
    path = workspace.raw / source
    inside = path.resolve().is_relative_to(workspace.raw.resolve())
    if not inside or not path.is_file():
        return None

    def beside(name: str) -> bytes | None:
        other = workspace.beside(path, name)
        return workspace.read_bytes(other) if other else None

    found = read(Source(source, workspace.read_bytes(path), beside)).calls
    if len(found) == 1:
        return found[0]  # people may have named the call anew
    return next((call for call in found if call.call_id == call_id), None)


def forgotten_of(workspace: Workspace) -> Forgotten:
    """Return who was forgotten. Raises TableError where a line of the list cannot be read, and WorkspaceError."""
    path = workspace.forgotten
    return parse_forgotten(workspace.read_text(path), workspace.name(path)) if path.is_file() else Forgotten()
