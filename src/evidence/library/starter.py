"""The files that `evidence init` lays out, and whether somebody has touched one since."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from evidence.workspace import Workspace

# Packaging tools and git take files called .gitignore for themselves; they travel without their dots.
_DOTTED = {"gitignore": ".gitignore", "gitattributes": ".gitattributes"}
# Git keeps no empty folder, and each of these waits for files of people.
_FOLDERS = ("source/crm/exports", "source/enrichment/outputs", "source/joins/mappings", "source/transcripts/normalized")


def starter_files() -> Iterator[tuple[str, bytes]]:
    """Yield every file of a new workspace: its path in it, and its content."""
    yield from _below(files("evidence") / "starter", "")
    for folder in _FOLDERS:
        yield f"{folder}/.gitkeep", b""


def is_untouched(workspace: Workspace, path: Path) -> bool:
    """Whether a file still is the example of `evidence init`; git may have changed its line ends."""
    name = workspace.name(path)
    given = next((data for other, data in starter_files() if other == name), None)
    if given is None or path.is_symlink() or not path.is_file():
        return False
    return path.read_bytes().replace(b"\r\n", b"\n") == given.replace(b"\r\n", b"\n")


def _below(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _below(entry, f"{prefix}{entry.name}/")
        else:
            yield prefix + _DOTTED.get(entry.name, entry.name), entry.read_bytes()
