"""How results are printed: to people with width and colour, to programs as JSON lines."""

from __future__ import annotations

import json as json_
import os
import re
import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TextIO

import typer

from evidence.errors import WorkspaceError
from evidence.terminal import CLEAN, cells, clean, fit, wrap, wrap_message, wrap_pieces
from evidence.text import is_day, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from evidence.errors import EvidenceError
    from evidence.library.library import Library
    from evidence.library.refresh import Progress
    from evidence.terminal import Piece
    from evidence.workspace import Workspace

_STYLES = {"match": "1;31", "dim": "2", "bold": "1", "good": "32", "bad": "31", "warn": "33", "head": "1;36"}

_NARROW = 12  # columns of a table that are not worth breaking
# Until a line is printed, a lone surrogate stands for a style: no text that was decoded can hold one.
_BEGIN = {name: chr(0xD800 + number) for number, name in enumerate(_STYLES)}
_END, _LINK, _LABEL, _UNLINK = "\ud820", "\ud821", "\ud822", "\ud823"
_COLOURED = CLEAN | {ord(_BEGIN[name]): f"\x1b[{code}m" for name, code in _STYLES.items()}
_COLOURED |= {ord(_END): "\x1b[0m", ord(_LINK): "\x1b]8;;", ord(_LABEL): "\x1b\\", ord(_UNLINK): "\x1b]8;;\x1b\\"}
_RAW = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True)
class Console:
    """The terminal, pipe or program that reads the results."""

    directory: Path | None
    json: bool
    quiet: bool
    as_of: str | None
    colour: bool
    width: int
    terminal: bool = False
    """Whether results go to a screen: a pipe gets each on one line, however long."""
    printed: ClassVar[bool] = False
    """Whether anything of a result was printed: then the command cannot begin again."""

    @classmethod
    def open(cls, *, workspace: Path | None, json: bool, quiet: bool, as_of: str | None) -> Console:
        """Look at the terminal once. Raises WorkspaceError for an `--as-of` that is no date."""
        if as_of is not None and not is_day(as_of):
            raise WorkspaceError(f"--as-of: {as_of!r} is not a date", hint="Write a day such as 2026-03-31.")
        terminal = sys.stdout.isatty()
        colour = terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        # A pipe has no width: 80 columns, unless COLUMNS says otherwise.
        width = shutil.get_terminal_size((80, 24)).columns
        return cls(workspace, json, quiet, as_of, colour, max(width, 40), terminal)

    def workspace(self) -> Workspace:
        """Return the workspace at hand. Raises WorkspaceError."""
        from evidence.workspace import Workspace

        return Workspace.find(explicit=self.directory)

    @contextmanager
    def library(self, *, refresh: bool | Literal["calls"] = True) -> Iterator[Library]:
        """Open the workspace at hand for a command, with a process a core where there is much to read."""
        from evidence.library.library import opened

        progress = self.progress() if refresh is True else None
        with opened(self.workspace(), refresh=refresh, jobs=None, as_of=self.as_of, progress=progress) as library:
            yield library

    def style(self, text: str, name: str) -> str:
        """Return the text coloured, where there is colour."""
        return f"{_BEGIN[name]}{text}{_END}" if self.colour and text else text

    def link(self, text: str, path: Path, anchor: str = "") -> str:
        """Return the text as a link that a terminal can click (OSC 8)."""
        if not self.colour:
            return text
        return f"{_LINK}{path.as_uri()}{'#' if anchor else ''}{anchor}{_LABEL}{text}{_UNLINK}"

    def print(self, *lines: str) -> None:
        """Print lines of results, or an empty one; what ends a line inside of one becomes a blank."""
        self._write("".join(f"{self._shown(line)}\n" for line in lines or ("",)))

    def _shown(self, line: str) -> str:
        return line if line.isprintable() else line.translate(_COLOURED if self.colour else CLEAN)

    def wrapped(
        self, text: str | Sequence[Piece], indent: int = 0, lead: str = "", *, style: str = "", hanging: int = 0
    ) -> None:
        """Print a text within the width, behind a lead that stands in its indent; later lines hang further in."""
        pieces = [(text, style)] if isinstance(text, str) else text
        lead += " " * (indent - cells(lead))
        for line in wrap_pieces(pieces, self.width - indent, " " * hanging):
            self.print(lead + "".join(self.style(part, name) if name else part for part, name in line))
            lead = " " * indent

    def line(self, text: str | Sequence[Piece], hanging: int = 2) -> None:
        """Print one line of results: on a terminal within the width, in a pipe as one."""
        pieces = [(text, "")] if isinstance(text, str) else text
        if self.terminal:
            self.wrapped(pieces, hanging=hanging)
        else:
            self.print("".join(self.style(part, name) if name else part for part, name in pieces))

    def data(self, text: str) -> None:
        """Print what is meant for another program, as it is."""
        self._write(text)

    def command(self, line: str) -> None:
        """Print a line that is a command of the machine that runs this, which in CI nothing else may be."""
        self._write(f"{self._shown(line)}\n", getattr(sys.stdout, "command", None))

    def _write(self, text: str, write: Callable[[str], object] | None = None) -> None:
        Console.printed = True
        try:
            (write or sys.stdout.write)(text)
            sys.stdout.flush()
        except BrokenPipeError as error:  # `| head` has seen enough
            _turn_away(sys.stdout)
            raise typer.Exit(0) from error

    def note(self, *lines: str) -> None:
        """Print lines that are no result: on a terminal within the width."""
        if not self.quiet:
            self.error(*(part for line in lines for part in _note_lines(line)))

    def error(self, *lines: str) -> None:
        """Print lines that say what is wrong; nothing keeps them quiet."""
        try:
            sys.stderr.write("".join(f"{self._shown(line)}\n" for line in lines))
            sys.stderr.flush()
        except BrokenPipeError:  # nobody listens; the results still count
            _turn_away(sys.stderr)

    def tell(self, library: Library, *, tables: bool = False) -> bool:
        """Print notes and problems of an opened workspace; return whether there were problems.

        tables: list what is wrong in the CRM's files, and count it. Elsewhere it is one line: a cell that
        became missing should not hide whether a quote fails.
        """
        for note in library.notes:
            self.note(note)
        if tables:
            return self.problems(library.problems)
        workspace = library.workspace
        folders = tuple(f"{workspace.name(path)}/" for path in (workspace.crm, workspace.enrichment))
        ours = [problem for problem in library.problems if not (problem.path or "").startswith(folders)]
        if left := len(dict.fromkeys(map(str, library.problems))) - len(dict.fromkeys(map(str, ours))):
            self.note(f"{plural(left, 'problem')} in the CRM's files (evidence link lists them)")
        return self.problems(ours)

    def progress(self) -> Progress | None:
        """Return what draws a progress bar on a terminal, None elsewhere."""
        return None if self.quiet or self.json or not sys.stderr.isatty() else _Bar()

    def ask(self, question: str) -> str:
        """Ask something on the terminal and return what was typed, "" at the end of the input; stdout stays clean."""
        return (self.typed(question) or "").strip()

    def typed(self, question: str) -> str | None:
        """Ask something on the terminal and return the line as it was typed, None at the end of the input."""
        sys.stderr.write(f"{self._shown(question)} ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line.endswith("\n"):
            self.error("")
        return line.rstrip("\r\n") if line else None

    def records(self, records: Iterable[Mapping[str, Any]]) -> None:
        """Print one JSON object a line."""
        for record in records:
            line = json_.dumps(record, ensure_ascii=False)
            if "##" in line:
                from evidence.escape import no_command  # its patterns take 2 ms that a search does not have

                line = no_command(line)
            self._write(_RAW.sub(lambda sign: f"\\u{ord(sign[0]):04x}", line) + "\n")

    def problems(self, problems: Sequence[EvidenceError]) -> bool:
        """Print what is wrong, each with its place; return whether anything was."""
        for told, path in {str(problem): problem.path for problem in problems}.items():
            self.error(*error_lines(told, path or ""))
        return bool(problems)

    def remarks(self, remarks: Iterable[EvidenceError]) -> None:
        """Print what was decided, each with its place: nothing of it is wrong."""
        for told, path in {str(remark): remark.path for remark in remarks}.items():
            self.note(*error_lines(told, path or ""))

    def table(self, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Print columns within the width: numbers right, a text that is wider than its column on several lines."""
        lines = [[*map(clean, row)] for row in rows]
        if not lines:
            return
        right = [all(line[i].strip("%$-,. /").isdecimal() or not line[i] for line in lines) for i in range(len(header))]
        widths = _column_widths([list(header), *lines], self.width)
        for number, line in enumerate([list(header), *lines]):
            columns = [wrap(cell, widths[i]) for i, cell in enumerate(line)]
            for parts in zip_longest(*columns, fillvalue=""):
                text = "  ".join(fit(part, widths[i], right=right[i]) for i, part in enumerate(parts)).rstrip()
                self.print(self.style(text, "dim") if number == 0 else text)


def _note_lines(line: str) -> list[str]:
    """Return a note as stderr shows it, its indent before each line; a coloured one stays as it is."""
    if not sys.stderr.isatty() or not line.isprintable():
        return [line]
    indent = " " * (len(line) - len(line.lstrip(" ")))
    return [indent + part for part in wrap_message(line[len(indent) :], _screen_width() - len(indent))]


def _screen_width() -> int:
    return max(shutil.get_terminal_size((80, 24)).columns, 40)


def error_lines(told: str, path: str = "") -> list[str]:
    """Return what is wrong as stderr shows it: within the width of a terminal, elsewhere a message a line.

    Editors, `grep` and CI read `path:line: message` from a pipe, so there a message is never broken.
    """
    if not sys.stderr.isatty():
        return [*map(clean, told.split("\n"))]
    return [line for message in told.split("\n") for line in wrap_message(message, _screen_width(), path)]


def _column_widths(lines: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return how wide columns are: the widest is narrowed first.

    A narrow column stays as it is and words stay whole as long as long names can give way, and these as long
    as others can.
    """
    columns = [[line[i] for line in lines] for i in range(len(lines[0]))]
    widths = [max(map(cells, column)) for column in columns]
    words = [max(cells(word) for cell in column for word in [*cell.split(" ")]) for column in columns]
    whole = [max(word, min(size, _NARROW)) for word, size in zip(words, widths, strict=True)]
    # A screen of 40 columns has no 8 for each of five: names and words are broken there, no line is.
    for least in (whole, [min(size, width // 3) for size in whole], [8] * len(widths), [4] * len(widths)):
        while sum(widths) + 2 * (len(widths) - 1) > width:
            spare = [size - floor for size, floor in zip(widths, least, strict=True)]
            if max(spare) <= 0:
                break
            able = [size if room > 0 else 0 for size, room in zip(widths, spare, strict=True)]
            widths[able.index(max(able))] -= 1
    return widths


def _turn_away(stream: TextIO) -> None:
    """Point a stream that nobody reads elsewhere, so that the flush at exit does not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


_MOST_SAID = 24  # columns before a bar; on a screen of 40 it has a third


class _Bar:
    """A progress bar that appears with the first step and vanishes with the last."""

    def __init__(self) -> None:
        from rich.console import Console as Rich
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        # What is done may name files of other people: markup in it is words, and it leaves room for the bar.
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        self.bars = Progress(*columns, console=Rich(stderr=True), transient=True)
        self.task: Any = None
        self.what = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        """Move the bar; a new activity starts a new one."""
        if self.task is None or what != self.what:
            self.bars.start()
            if self.task is not None:
                self.bars.remove_task(self.task)
            said = clean(what) if cells(clean(what)) <= _MOST_SAID else fit(what, _MOST_SAID)
            self.task, self.what = self.bars.add_task(said, total=total), what
        self.bars.update(self.task, completed=done)
        if done >= total:
            self.bars.stop()
