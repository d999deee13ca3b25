"""Asking git about the workspace, where there is a git and a repository.

The repository may be a stranger's: no hook, pager or file watcher that its settings name is started.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_HARMLESS = ("core.fsmonitor=false", f"core.hooksPath={os.devnull}", "core.pager=cat", "diff.external=")


def ask_git(folder: Path, *arguments: str) -> str | None:
    """Return what git prints, None where there is no git, no repository or no answer."""
    import shutil  # noqa: PLC0415
    import subprocess  # noqa: PLC0415  5 ms, and a search asks git nothing

    git = shutil.which("git")
    if not git:
        return None
    settings = [part for setting in _HARMLESS for part in ("-c", setting)]
    command = [git, "-C", str(folder), "--no-optional-locks", *settings, *arguments]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


@cache
def is_tracked(path: Path) -> bool:
    """Whether git keeps the file or link; yes where that cannot be found out though a repository is there."""
    answer = ask_git(path.parent, "ls-files", "--", path.name)
    if answer is None:
        return any((folder / ".git").exists() for folder in path.parents)
    return bool(answer.strip())
