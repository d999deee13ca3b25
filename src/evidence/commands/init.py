"""A new workspace: commented example files, which people then make their own."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from evidence.model.records import Recorded
from evidence.settings import SETTINGS
from evidence.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

# Packaging tools and git take files called .gitignore for themselves; they travel without their dots.
_DOTTED = {"gitignore": ".gitignore", "gitattributes": ".gitattributes"}
# Git keeps no empty folder, and each of these waits for files of people.
_FOLDERS = ("source/crm/exports", "source/enrichment/outputs", "source/joins/mappings", "source/transcripts/normalized")


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
    for name, data in sorted(_files()):
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


def _files() -> Iterator[tuple[str, bytes]]:
    yield from _below(files("evidence") / "starter", "")
    for folder in _FOLDERS:
        yield f"{folder}/.gitkeep", b""


def _below(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _below(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + _DOTTED.get(entry.name, entry.name), entry.read_bytes()


def make_workspace(root: Path | str) -> Workspace:
    """Make a workspace in a folder, or complete one, and return it: `evidence init`. Raises WorkspaceError."""
    lay_out(Path(root))
    return Workspace(Path(root).resolve())
