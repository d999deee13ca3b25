"""How results are printed: to people with width and colour, to programs as JSON lines."""

from __future__ import annotations

import json as json_
import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import typer

from evidence.errors import WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from evidence.errors import EvidenceError
    from evidence.indexing import Progress
    from evidence.library import Library
    from evidence.workspace import Workspace

_STYLES = {"match": "1;31", "dim": "2", "bold": "1", "good": "32", "bad": "31", "warn": "33", "head": "1;36"}


@dataclass(frozen=True)
class Console:
    """The terminal, pipe or program that reads the results."""

    directory: Path | None
    json: bool
    quiet: bool
    as_of: str | None
    colour: bool
    width: int

    @classmethod
    def open(cls, *, workspace: Path | None, json: bool, quiet: bool, as_of: str | None) -> Console:
        """Look at the terminal once. Raises WorkspaceError for an `--as-of` that is no date."""
        from evidence.query.tree import days

        try:
            if as_of is not None and days(as_of)[0] != days(as_of)[1]:
                raise ValueError(f"{as_of!r} is no day")
        except ValueError as error:
            raise WorkspaceError(f"--as-of: {error}", hint="Write a day such as 2026-03-31.") from error
        terminal = sys.stdout.isatty()
        colour = terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        # A pipe has no width: 80 columns, unless COLUMNS says otherwise.
        width = shutil.get_terminal_size((80, 24)).columns
        return cls(workspace, json, quiet, as_of, colour, max(width, 40))

    def workspace(self) -> Workspace:
        """Return the workspace at hand. Raises WorkspaceError."""
        from evidence.workspace import Workspace

        return Workspace.find(explicit=self.directory)

    def style(self, text: str, name: str) -> str:
        """Return the text coloured, where there is colour."""
        return f"\x1b[{_STYLES[name]}m{text}\x1b[0m" if self.colour and text else text

    def link(self, text: str, path: Path, anchor: str = "") -> str:
        """Return the text as a link that a terminal can click (OSC 8)."""
        if not self.colour:
            return text
        return f"\x1b]8;;{path.as_uri()}{'#' if anchor else ''}{anchor}\x1b\\{text}\x1b]8;;\x1b\\"

    def print(self, text: str = "") -> None:
        """Print a line of results."""
        self._write(f"{text}\n")

    def _write(self, text: str) -> None:
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except BrokenPipeError as error:
            # `| head` has seen enough. Point stdout away, so that the flush at exit does not complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from error

    def note(self, text: str) -> None:
        """Print a line that is no result."""
        if not self.quiet:
            sys.stderr.write(f"{text}\n")

    def tell(self, library: Library) -> bool:
        """Print notes and problems of an opened workspace; return whether there were problems."""
        for note in library.notes:
            self.note(note)
        return self.problems(library.problems)

    def progress(self) -> Progress | None:
        """Return what draws a progress bar on a terminal, None elsewhere."""
        return None if self.quiet or self.json or not sys.stderr.isatty() else _Bar()

    def records(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Print one JSON object a line."""
        for record in records:
            self._write(json_.dumps(record, ensure_ascii=False) + "\n")

    def problems(self, problems: Sequence[EvidenceError]) -> bool:
        """Print what is wrong, each with its place; return whether anything was."""
        for problem in dict.fromkeys(map(str, problems)):
            sys.stderr.write(f"{problem}\n")
        return bool(problems)

    def table(self, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Print columns within the width: numbers right, the widest text column cut first."""
        lines = [[*map(str, row)] for row in rows]
        if not lines:
            return
        widths = [max(cells(line[i]) for line in [list(header), *lines]) for i in range(len(header))]
        while sum(widths) + 2 * (len(widths) - 1) > self.width and max(widths) > 8:
            widths[widths.index(max(widths))] -= 1
        right = [all(line[i].strip("%$-,. /").isdecimal() or not line[i] for line in lines) for i in range(len(header))]
        for number, line in enumerate([list(header), *lines]):
            shown = [fit(cell, widths[i], right=right[i]) for i, cell in enumerate(line)]
            text = "  ".join(shown).rstrip()
            self.print(self.style(text, "dim") if number == 0 else text)


class _Bar:
    """A progress bar that appears with the first step and vanishes with the last."""

    def __init__(self) -> None:
        from rich.console import Console as Rich
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self.bars = Progress(*columns, console=Rich(stderr=True), transient=True)
        self.task: Any = None
        self.what = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        """Move the bar; a new activity starts a new one."""
        if what != self.what:
            self.bars.start()
            if self.task is not None:
                self.bars.remove_task(self.task)
            self.task, self.what = self.bars.add_task(what, total=total), what
        self.bars.update(self.task, completed=done)
        if done >= total:
            self.bars.stop()


def cells(text: str) -> int:
    """Return how many terminal columns a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return the text cut (with an ellipsis) or padded to `width` columns."""
    if cells(text) > width:
        while text and cells(text) > width - 1:
            text = text[:-1]
        text += "\u2026"
    padding = " " * (width - cells(text))
    return padding + text if right else text + padding
