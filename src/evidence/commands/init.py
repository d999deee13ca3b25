"""A new workspace: commented example files, which people then make their own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evidence.library.starter import starter_files
from evidence.model.records import Recorded
from evidence.settings import SETTINGS
from evidence.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Laid(Recorded):
    """A file of a new workspace, and whether it was written or stood there before."""

    path: str
    written: bool


def lay_out(root: Path) -> tuple[Laid, ...]:
    """Make a workspace in `root`, or complete one; a file that is there already is left as it is.

    Raises WorkspaceError where something cannot be written.
    """
    workspace = Workspace(root.resolve())
    laid = []
    for name, data in sorted(starter_files()):
        path = workspace.root / name
        missing = not path.exists()
        if missing:
            workspace.write(path, data)
        laid.append(Laid(name, missing))
    # Nothing is ever written below it, not even what would make git keep it.
    workspace.raw.mkdir(parents=True, exist_ok=True)
    return tuple(laid)


def surrounding(root: Path) -> Path | None:
    """Return the workspace that `root` lies inside of, None where there is none."""
    return next((folder for folder in root.resolve().parents if (folder / SETTINGS).is_file()), None)


def make_workspace(root: Path | str) -> Workspace:
    """Make a workspace in a folder, or complete one, and return it: `evidence init`. Raises WorkspaceError."""
    lay_out(Path(root))
    return Workspace(Path(root).resolve())
