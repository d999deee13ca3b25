"""Everything this package raises on purpose.

    EvidenceError
    ├── WorkspaceError       no workspace, or one that cannot be used
    │   ├── LinkError              a link where none may be followed
    │   └── UnreadableError        a file that is there and that the system does not let be read
    ├── SettingsError        evidence.yaml, trackers.yaml, segments.yaml
    ├── FormatError          a raw file that cannot be read as a transcript
    │   ├── UnknownFormatError     nobody claims it
    │   ├── AmbiguousFormatError   several formats claim it
    │   └── EmptyTranscriptError   it holds no speech
    ├── NormalizedError      a normalized call that people broke
    ├── QuerySyntaxError     a query that cannot be understood
    ├── TableError           a CRM export or mapping file
    ├── SqlError             SQL that is not one harmless SELECT, or fails
    ├── DocumentError        a segment document: markers, headings
    ├── StoreError           the index cannot be opened or written
    │   ├── DamagedIndexError      it holds what nobody put there; it is made anew
    │   ├── ReadOnlyIndexError     whoever asks may not write it
    │   └── UnreadableIndexError   it may be whole, but the system does not let it be read
    ├── PluginError          a format or an export of another distribution that does not work
    ├── ChangedOnDiskError   a file changed between reading and writing
    └── CitationError        words that do not stand where a citation points

Every message reads `where: what is wrong. What to do.`: `where` is `path:line`,
`path`, or nothing where no file is at fault.
"""

from __future__ import annotations

import errno
import re

_FULL = "The disk is full: free some space, then run it again."
_QUOTA = "Your share of the disk is used up: delete something of yours, then run it again."
_DENIED = "Your user may not do that: check who owns the folder and its permissions."
_READ_ONLY = "The disk is mounted read-only: make it writable, or copy the workspace elsewhere."
_FAILING = "The disk reports an error: check its health, and that it is still connected."
_OPEN = "Too many files are open: close other programs, then run it again."
_ADVICE = {
    errno.ENOSPC: _FULL, errno.EDQUOT: _QUOTA, errno.EFBIG: "A file may not grow that large here: raise the limit.",
    errno.EACCES: _DENIED, errno.EPERM: _DENIED, errno.EROFS: _READ_ONLY, errno.EIO: _FAILING,
    errno.EMFILE: _OPEN, errno.ENFILE: _OPEN,
}  # fmt: skip
# What SQLite calls them (https://sqlite.org/rescode.html), and how tantivy quotes the system.
_OF_SQLITE = {3: errno.EACCES, 8: errno.EACCES, 10: errno.EIO, 13: errno.ENOSPC, 14: errno.EACCES, 23: errno.EACCES}
_QUOTED = re.compile(r"\bos error (\d+)|\bOs \{ code: (\d+)")


def disk_advice(error: BaseException, *, otherwise: str = "Check the permissions and the disk.") -> str:
    """Say what to do about an error of the disk: by its number, whether the system, SQLite or tantivy raised it.

    otherwise: what to do about all for which there is nothing better to say.
    """
    number = getattr(error, "errno", None)
    if number is None and (code := getattr(error, "sqlite_errorcode", None)):
        number = _OF_SQLITE.get(code & 0xFF)
    if number is None and (found := _QUOTED.search(str(error))):
        number = int(found[1] or found[2])
    return _ADVICE.get(number or 0, otherwise)


class EvidenceError(Exception):
    """Base of all errors of this package.

    what: what is wrong, a full sentence without its stop.
    hint: what to do about it, or "".
    path, line: where; `path` is relative to the workspace, `line` counts from 1.
    """

    def __init__(self, what: str, *, hint: str = "", path: str | None = None, line: int | None = None) -> None:
        """Keep the four parts; the message is made of them when printed."""
        super().__init__(what)
        self.what = what
        self.hint = hint
        self.path = path
        self.line = line

    def __str__(self) -> str:
        """`path:line: what. hint`, in one line whatever the name of the file or its words hold."""
        where = "" if self.path is None else f"{self.path}:{self.line}: " if self.line else f"{self.path}: "
        end = "" if self.what.endswith((".", "?", "!")) or not self.hint else "."
        return " ".join(f"{where}{self.what}{end}{' ' + self.hint if self.hint else ''}".splitlines())

    def __reduce__(self) -> tuple[object, ...]:
        """Survive pickling: work over many calls runs in other processes."""
        return _rebuild, (type(self), self.what, self.hint, self.path, self.line, self.__dict__)

    def at(self, path: str, line: int | None = None) -> EvidenceError:
        """Return this error with its place filled in where it had none."""
        self.path = self.path or path
        self.line = self.line or line
        return self


def _rebuild(
    kind: type[EvidenceError],
    what: str,
    hint: str,
    path: str | None,
    line: int | None,
    extra: dict[str, object],
) -> EvidenceError:
    error = kind.__new__(kind)
    EvidenceError.__init__(error, what, hint=hint, path=path, line=line)
    error.__dict__.update(extra)
    return error


class WorkspaceError(EvidenceError):
    """There is no workspace here, or it cannot be used."""


class LinkError(WorkspaceError):
    """A link stands where none may be followed; nothing was read or written through it."""


class UnreadableError(WorkspaceError):
    """A file that is there cannot be read now: what it says is unknown, so nothing is made without it."""


class SettingsError(EvidenceError):
    """A YAML file of people says something that cannot be understood."""


class FormatError(EvidenceError):
    """A raw file cannot be read as a transcript."""


class UnknownFormatError(FormatError):
    """No format claims the file."""


class AmbiguousFormatError(FormatError):
    """Several formats claim the file with the same right."""


class EmptyTranscriptError(FormatError):
    """The file is a transcript without speech."""


class NormalizedError(EvidenceError):
    """A normalized call does not follow its grammar."""


class QuerySyntaxError(EvidenceError):
    """A query cannot be understood; `position` is the code point at fault."""

    def __init__(self, what: str, *, query: str = "", position: int = 0, hint: str = "") -> None:
        """Keep the query and the place, so that a caret can be drawn."""
        super().__init__(what, hint=hint)
        self.query = query
        self.position = position

    def __str__(self) -> str:
        """Draw a caret under the fault, within 80 columns."""
        left = max(0, self.position - 50)
        shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in self.query[left : left + 76])
        caret = " " * (self.position - left) + "^"
        return f"{super().__str__()}\n  {shown}\n  {caret}" if self.query else super().__str__()


class TableError(EvidenceError):
    """A CRM export or a mapping file cannot be read."""


class SqlError(EvidenceError):
    """SQL that is not exactly one harmless SELECT, or that fails."""


class DocumentError(EvidenceError):
    """A segment document cannot be understood or written."""


class StoreError(EvidenceError):
    """The index cannot be opened or written."""


class DamagedIndexError(StoreError):
    """The index holds what nobody put there: a disk or a program damaged it. The next run makes it anew."""


class ReadOnlyIndexError(StoreError):
    """The index cannot be written by this user: it stays as old as it is until somebody else brings it up to date."""


class UnreadableIndexError(StoreError):
    """The index cannot be read now; whether it is whole is unknown, so it is left as it is."""


class PluginError(EvidenceError):
    """A format or an export that another distribution brings does not work."""


class ChangedOnDiskError(EvidenceError):
    """A file changed between reading and writing; nothing was written."""


class CitationError(EvidenceError):
    """The words of a quote do not stand where its citation points."""
