"""Which lines of the workspace's files changed since a revision, as git tells it: what a pull request is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.errors import WorkspaceError
from evidence.git import ask_git

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_HUNK = re.compile(r"@@ -\S+ \+(?P<first>\d+)(?:,(?P<count>\d+))? @@")
_DIFF = ("diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--relative")
_PLAIN = ("-c", "core.quotePath=false")
EVERY_LINE = range(1, 2**31)
"""What changed of a file that git does not keep yet."""


def changed_lines(root: Path, revision: str) -> Mapping[str, tuple[range, ...]]:
    """Return the changed lines of files by their names below `root`, against where the history parted.

    The files are taken as they stand, committed or not. Raises WorkspaceError where git does not know the revision.
    """
    commit = ask_git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if not commit:
        raise WorkspaceError(
            f"git does not know the revision {revision!r} here",
            hint="Give a branch, a tag or a commit of this repository; in CI fetch it first (fetch-depth: 0).",
        )
    base = (ask_git(root, "merge-base", commit.strip(), "HEAD") or commit).strip()
    diff = ask_git(root, *_PLAIN, *_DIFF, base, "--", ".")
    others = ask_git(root, *_PLAIN, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    if diff is None or others is None:
        raise WorkspaceError("git did not say what changed", hint="Run git status here; then try again.")
    return read_diff(diff) | {name: (EVERY_LINE,) for name in others.split("\0") if name}


def read_diff(diff: str) -> dict[str, tuple[range, ...]]:
    r"""Return the lines that a diff without context adds or changes, by file.

    >>> read_diff("--- a/n.md\n+++ b/n.md\n@@ -3 +3,2 @@\n+x\n+y\n@@ -9,2 +10,0 @@\n")
    {'n.md': (range(3, 5), range(10, 10))}
    """
    found: dict[str, list[range]] = {}
    name = ""
    for line in diff.splitlines():
        if line.startswith("+++ "):
            name = line[4:].rstrip("\t").strip('"').removeprefix("b/")
        elif name and (hunk := _HUNK.match(line)):
            first, count = int(hunk["first"]), int(hunk["count"] or 1)
            found.setdefault(name, []).append(range(first, first + count))
    return {name: tuple(ranges) for name, ranges in found.items()}
