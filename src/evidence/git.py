"""Asking git about the workspace, where there is a git and a repository.

The repository may be a stranger's: no hook, pager or file watcher that its settings name is started.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Of all that a repository's own settings can name, nothing is run: what is asked here starts no other program.
_HARMLESS = (
    "safe.bareRepository=explicit",  # a folder of the clone may be a repository with settings of its own
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.pager=cat",
    "log.showSignature=false",
)
LOG = ("log", "--no-textconv", "--no-ext-diff", "--no-show-signature")
"""How git is asked for its history."""
_SECONDS = 60


def ask_git(folder: Path, *arguments: str) -> str | None:
    """Return what git prints, None where there is no git, no repository or no answer. Names are taken as they are."""
    import shutil  # noqa: PLC0415
    import subprocess  # noqa: PLC0415  5 ms, and a search asks git nothing

    git = shutil.which("git")
    if not git:
        return None
    settings = [part for setting in _HARMLESS for part in ("-c", setting)]
    command = [git, "-C", str(folder), "--no-optional-locks", "--literal-pathspecs", *settings, *arguments]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"},
            timeout=_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


@cache
def is_tracked(root: Path, path: Path) -> bool:
    """Whether git keeps a file or link of a workspace; yes where that cannot be found out though a repository is there.

    Both are asked: the repository of the workspace, and one that the folder of the file may be of its own.
    """
    answers = (
        ask_git(root, "ls-files", "--", path.relative_to(root).as_posix()),
        ask_git(path.parent, "ls-files", "--", path.name),
    )
    if any(answer is None for answer in answers):
        return any((folder / ".git").exists() for folder in path.parents)
    return any(answer.strip() for answer in answers if answer)


def is_kept_as_file(root: Path, path: Path) -> bool:
    """Whether git keeps a file, not a link, under this name: somebody put a link in its place."""
    listed = ask_git(root, "ls-files", "--stage", "--", path.relative_to(root).as_posix()) or ""
    return listed.startswith("100")
