"""What lies among transcripts and is none: told by its name, or by its content where no format reads it.

A README that is a transcript is read, so a name alone decides only where there are no words: media, locks, backups.
The other way round, what looks like a transcript (times, names that come again, a heading that says so) is never
passed over: it is an error until somebody says how to read it.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.calls.formats._rows import columns, holds_speech

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.calls.formats import Reading
    from evidence.calls.source import Source

_MEDIA = frozenset({
    ".3gp", ".aac", ".aif", ".aiff", ".amr", ".avi", ".bmp", ".flac", ".flv", ".gif", ".heic", ".jpeg", ".jpg", ".m4a",
    ".m4v", ".mka", ".mkv", ".mov", ".mp3", ".mp4", ".mpeg", ".mpg", ".oga", ".ogg", ".opus", ".png", ".svg", ".tif",
    ".tiff", ".wav", ".webm", ".webp", ".wma", ".wmv",
})  # fmt: skip
_BACKUP = re.compile(r"(?:~|\.(?:bak|backup|old|orig|rej|sav|swp|tmp|temp|part|partial|crdownload))$", re.IGNORECASE)
_LOCK = re.compile(r"^(?:~\$|\.~lock)|\.(?:lock|lck)$", re.IGNORECASE)
_SYSTEM = frozenset({"desktop.ini", "ehthumbs.db", "icon\r", "thumbs.db"})
# Files that explain a folder: what their names begin with, and what they are called.
_PROJECT = (
    (("readme", "read_me", "read-me", "liesmich", "lisezmoi"), "README"),
    (("license", "licence", "copying", "notice", "copyright"), "license"),
    (("changelog", "changes", "history", "release-notes", "releasenotes"), "changelog"),
    (("contributing", "authors", "contributors", "code_of_conduct", "security", "codeowners", "index", "makefile"),
     "project file"),
)  # fmt: skip
_TABLES = frozenset({".csv", ".tsv", ".tab"})
_CUES = frozenset({".vtt", ".srt", ".sbv", ".docx"})

_STAMP = re.compile(r"(?<![\d:/-])\d{1,2}:\d\d(?::\d\d)?(?![\d/-])")
_LABEL = re.compile(r"^[\s>*#_\[(-]*((?=[^\W\d_])[^:\n.!?]{1,40}?)[\s*_\])]*:(?!//)[\s*_]*(?=\S)")
_SAID_SO = re.compile(
    r"^[\W_]*(?:(?:full|call|meeting|raw)\W+)?transcript(?:ion)?[\W_]*$|\b(?:started|stopped) transcription$",
    re.IGNORECASE,
)
_SPEECH = re.compile(r"transcript|utterance|dialog|captions|conversation", re.IGNORECASE)
_SHORT = 40  # letters, up to which a text is the language or the state of a transcript rather than one
_SENTENCE = 4  # words in a cell, on average, from which on a column is what people say rather than a value


class PassedOver(NamedTuple):
    """A file that is no transcript: what kind of thing it is, and a short line that says so."""

    kind: str
    said: str


def kind_by_name(name: str) -> str | None:
    """Return what a file is by its name alone; None where it has to be looked into.

    >>> kind_by_name("acme/call.MP3"), kind_by_name("~$call.docx"), kind_by_name("call.vtt~"), kind_by_name("README.md")
    ('media file', 'lock file', 'backup', None)
    """
    path = PurePosixPath(name)
    if path.suffix.lower() in _MEDIA:
        return "media file"
    if _LOCK.search(path.name):
        return "lock file"
    if _BACKUP.search(path.name):
        return "backup"
    return "system file" if path.name.lower() in _SYSTEM else None


def project_kind(name: str) -> str | None:
    """Return what a file that explains a folder is called; None for any other name."""
    stem = PurePosixPath(name).name.partition(".")[0].casefold().replace(" ", "-")
    return next((kind for stems, kind in _PROJECT if stem.rstrip("s") in {one.rstrip("s") for one in stems}), None)


def although_read(source: Source, reading: Reading) -> PassedOver | None:
    """Return why a file that a format reads is none: a README in which a few lines look like turns."""
    kind = project_kind(source.name)
    if kind is None or _is_spoken(source, reading):
        return None
    return PassedOver(kind, f"{kind}, no transcript")


def _is_spoken(source: Source, reading: Reading) -> bool:
    """Whether turns make most of a text: half of its letters, and the beginning of every other paragraph."""
    said = [utterance for call in reading.calls for utterance in call.utterances]
    begun = {utterance.line for utterance in said}
    paragraphs = list(_paragraphs(source.text))
    spoken = sum(not begun.isdisjoint(lines_) for lines_ in paragraphs)
    enough = None in begun or 2 * spoken >= len(paragraphs)
    return enough and 2 * sum(len(utterance.text) for utterance in said) >= len(source.text)


def _paragraphs(text: str) -> Iterator[range]:
    """Yield the lines of each paragraph."""
    first = None
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.strip():
            first = first or number
        elif first:
            yield range(first, number)
            first = None


def unread(source: Source) -> PassedOver | None:
    """Return what a file is that no format reads; None where it looks like a transcript. Raises FormatError."""
    if kind := project_kind(source.name):
        return PassedOver(kind, f"{kind}, no transcript")
    suffix, text = source.path.suffix.lower(), source.text
    if suffix in _CUES:
        return None
    if suffix == ".json" or text.lstrip()[:1] in {"{", "["}:
        return _data(text)
    if suffix in _TABLES and (rows := sample_rows(text)):
        return _table(rows)
    if looks_like_turns(text):
        return None
    return PassedOver("notes file", "notes without names or times. If it is a call: --format speaker_text")


def looks_like_turns(text: str) -> bool:
    r"""Whether times, labels that come again, or a heading make it likely that people speak here.

    >>> looks_like_turns("Ann: Hi.\nBo: Hello.\nAnn: So?"), looks_like_turns("Date: today\n- we met\n- it rained")
    (True, False)
    """
    lines = text.splitlines()
    if any(_SAID_SO.search(line.strip()) for line in lines):
        return True
    return sum(bool(_STAMP.search(line)) for line in lines) > 2 or _labels_come_again(lines)


def _labels_come_again(lines: Iterable[str]) -> bool:
    found = (_LABEL.match(line) for line in lines)
    labels = Counter(label[1].casefold() for label in found if label and len(label[1].split()) <= 5)
    return len(labels) > 1 and max(labels.values()) > 1


def _data(text: str) -> PassedOver | None:
    """Return that JSON holds no rows of speech; None where it does, or is broken."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    except RecursionError:
        return None
    rows = list(_rows(found))
    kinds = dict.fromkeys(map(tuple, rows))  # thousands of rows have the same keys
    if any(holds_speech(columns(keys)) for keys in kinds) or any(any(map(_is_speech, row.items())) for row in rows):
        return None
    if _labels_come_again(value for row in rows for value in row.values() if isinstance(value, str)):
        return None
    keys = ", ".join(list(found)[:4]) if isinstance(found, dict) else ""
    return PassedOver("data file", f"data without speech ({keys[:60]})" if keys else "data without speech")


def _is_speech(item: tuple[str, Any]) -> bool:  # anything that JSON holds
    """Whether a key and its value promise speech: its name, or turns in a text."""
    key, value = item
    if isinstance(value, str):
        return looks_like_turns(value) or (len(value) > _SHORT and bool(_SPEECH.search(key)))
    return isinstance(value, list | dict) and bool(value) and bool(_SPEECH.search(key))


def _rows(value: Any) -> Iterator[dict[str, Any]]:  # anything that JSON holds
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def _table(rows: list[list[str]]) -> PassedOver | None:
    """Return that no column of a table holds sentences; None where one does."""
    widths = [0.0] * len(rows[0])
    for row in rows[1:]:
        for at, cell in enumerate(row):
            widths[at] += len(cell.split()) / len(rows[1:])
    return None if max(widths) >= _SENTENCE else PassedOver("table", "a table without speech")


def sample_rows(text: str) -> list[list[str]]:
    """Return the first rows of a table that has the same number of cells, two or more, in all of them; else none."""
    first = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t|", key=first.count)
    try:
        rows = [row for row in islice(csv.reader(text.splitlines(keepends=True), delimiter=delimiter), 50) if row]
    except csv.Error:
        return []
    return rows if rows[1:] and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1 else []


def mixes_cells(source: Source, suffixes: tuple[str, ...]) -> bool:
    """Whether a format of running text reads a table: its turns run from one cell into the next."""
    suffix = source.path.suffix.lower()
    return suffix in _TABLES and suffix not in suffixes and bool(sample_rows(source.text))
