"""Which lines of the workspace's files changed since a revision, as git tells it: what a pull request is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.errors import WorkspaceError
from evidence.git import ask_git

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_HUNK = re.compile(r"@@ -\S+ \+(?P<first>\d+)(?:,(?P<count>\d+))? @@")
_FILE = "diff --git "
# What the repository's own settings and attributes could say otherwise is said here: .gitattributes hides the
# lines of a file with `-diff`, diff.interHunkContext joins what changed with what did not.
_DIFF = ("diff", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--relative", "--submodule=short")
_LINES = ("--unified=0", "--inter-hunk-context=0", "--text")
_LONE_RETURN = re.compile(rb"\r(?!\n)")
EVERY_LINE = range(1, 2**31)
"""What changed of a file that git does not keep yet, or whose lines it counts otherwise than we do."""


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
    names = ask_git(root, *_DIFF, "--name-only", "-z", base, "--", ".")
    diff = ask_git(root, *_DIFF, *_LINES, base, "--", ".")
    others = ask_git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    if names is None or diff is None or others is None:
        raise WorkspaceError("git did not say what changed", hint="Run git status here; then try again.")
    found = read_diff(diff, [name for name in names.split("\0") if name])
    found |= {name: (EVERY_LINE,) for name in found if _has_lone_return(root / name)}
    return found | {name: (EVERY_LINE,) for name in others.split("\0") if name}


def read_diff(diff: str, names: Sequence[str]) -> dict[str, tuple[range, ...]]:
    r"""Return the lines that a diff without context adds or changes, by file.

    names: the files in the order of the diff, as its own headers quote and prefix them by the repository's settings.
    Where the two do not agree on how many there are, every line of every file counts as changed.

    >>> read_diff("diff --git a/n.md b/n.md\n@@ -3 +3,2 @@\n+x\n+y\n@@ -9,2 +10,0 @@\n", ["n.md"])
    {'n.md': (range(3, 5), range(10, 10))}
    """
    # Lines of files stand behind a sign, so that none of them looks like the head of a file or a hunk.
    files: list[list[range]] = []
    for line in diff.split("\n"):
        if line.startswith(_FILE):
            files.append([])
        elif files and (hunk := _HUNK.match(line)):
            first, count = int(hunk["first"]), int(hunk["count"] or 1)
            files[-1].append(range(first, first + count))
    if len(files) != len(names):
        return dict.fromkeys(names, (EVERY_LINE,))
    return {name: tuple(ranges) for name, ranges in zip(names, files, strict=True) if ranges}


def _has_lone_return(path: Path) -> bool:
    """Whether a file has line ends that are none to git, so that its numbers of lines are others than ours."""
    try:
        return bool(_LONE_RETURN.search(path.read_bytes()))
    except OSError:  # it went, or is a link to nothing
        return False
