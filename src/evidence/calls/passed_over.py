"""What lies among transcripts and is none: told by its name, or by its content where no format reads it.

A README that is a transcript is read, so a name alone decides only where there are no words: media, locks, backups.
The other way round, what looks like a transcript is never passed over (`talk_signs`): it is an error until somebody
says how to read it.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.calls import parts
from evidence.calls.formats._docx import Paragraph, docx_blocks, is_word
from evidence.calls.formats._names import NameKind, is_role, is_voice, name_kind
from evidence.calls.formats._rows import columns, holds_speech
from evidence.calls.spoken import is_spoken
from evidence.calls.talk_signs import TalkSign, ends, talk_sign, talks

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
_CUES = frozenset({".vtt", ".srt", ".sbv"})

_STAMP = re.compile(r"(?<![\d:/-])\d{1,2}:\d\d(?::\d\d)?(?![\d/-])")
_LABEL = re.compile(r"^[\s>*#_\[(-]*((?=[^\W\d_])[^:\n.!?]{1,40}?)[\s*_\])]*:(?!//)[\s*_]*(?=\S)")
_SAID_SO = re.compile(
    r"^[\W_]*(?:(?:full|call|meeting|raw)\W+)?transcript(?:ion)?[\W_]*$|\b(?:started|stopped) transcription$",
    re.IGNORECASE,
)
_SPEECH = re.compile(r"transcript|utterance|dialog|captions|conversation", re.IGNORECASE)
_OF_TEXT = frozenset({"docx", "speaker_text"})
_SEVERAL = 5  # turns, in which whoever talks says I or you, or asks
_SPOKEN = 0.2  # of the lines of notes, at most: an objection is told in the words of whoever makes it
_LOOKED_AT = 500  # utterances: who talks says I or you in far fewer
_SENTENCE_END = re.compile(r"(?<=[.?!…])\s+")
_SHORT = 40  # letters, up to which a text is the language or the state of a transcript rather than one
_FEW = 3  # rows, from which on a column shows whether people speak
_SENTENCE = 4  # words in a cell, on average, from which on a column is what people say rather than a value


class PassedOver(NamedTuple):
    """A file that is no transcript: what kind of thing it is, and a short line that says so."""

    kind: str
    said: str


NOTES = PassedOver(
    "notes file", "notes without speech. If it is a call: formats: in evidence.yaml says how turns begin"
)


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
    """Return why a file that a format reads is none: a README in which few lines look like turns, notes, a summary."""
    kind = project_kind(source.name)
    if kind and not _is_spoken(source, reading):
        return PassedOver(kind, f"{kind}, no transcript")
    return NOTES if reading.format in _OF_TEXT and _is_written(source, reading) else None


def _is_written(source: Source, reading: Reading) -> bool:
    """Whether people wrote a text down, and nobody says it: no time, no whole name, nobody speaks or asks.

    Where no line names anybody it is a summary. Labels of one word (`Risk: the vendor is late`) are those of notes
    where there are several, or where more lines have none.
    """
    said = list(islice((each for call in reading.calls for each in call.utterances), _LOOKED_AT))
    labels = {utterance.speaker for utterance in said if utterance.speaker}
    if len(source.data) >= parts.LARGE or any(utterance.start_ms is not None for utterance in said):
        return False
    if not labels:
        sentences = [one for utterance in said for one in _SENTENCE_END.split(utterance.text)]
        return not talks(sentences) and talk_sign(_text_of(source)) is None
    if any(is_voice(label) or (" " in label and name_kind(label) == NameKind.NAME) for label in labels):
        return False
    noted = any(name_kind(label) == NameKind.LISTED and not is_role(label) for label in labels)
    spoken = (utterance for utterance in said if is_spoken(utterance.text))
    if next(islice(spoken, int(_SPOKEN * len(said)) if noted else 0, None), None):
        return False
    return len(said) >= _SEVERAL or 2 * len(said) <= sum(bool(line.strip()) for line in _text_of(source).split("\n"))


def _text_of(source: Source) -> str:
    """Return the text of a file, that of the paragraphs where it is a Word document. Raises FormatError."""
    if not is_word(source.data):
        return source.text
    return "\n\n".join(block.text for block in docx_blocks(source.data) if isinstance(block, Paragraph))


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


def unread(source: Source) -> PassedOver | TalkSign | None:
    """Return what a file is that no format reads, or what speaks for a transcript; None where it is one by its kind.

    Raises FormatError.
    """
    if kind := project_kind(source.name):
        return PassedOver(kind, f"{kind}, no transcript")
    suffix = source.path.suffix.lower()
    if suffix in _CUES:
        return None
    text = _text_of(source)
    if suffix == ".json" or text.lstrip()[:1] in {"{", "["}:
        found = _data(text)
        return found if found or suffix == ".json" or _is_json(text) else talk_sign(text) or NOTES
    if suffix in _TABLES and (rows := sample_rows(text)):
        return _table(rows)
    return talk_sign(text) or NOTES


def _is_json(text: str) -> bool:
    """Whether a text begins as JSON does: `{Dana} Hello.` and `[0:05] Hello.` begin with brackets, too."""
    return bool(re.match(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])", text))


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
    """Return that no column of a table holds what people say; None where one does.

    Columns of tasks and of descriptions hold sentences, too, but in several rows nobody speaks and no stop ends them.
    """
    below = rows[1:]
    wordy = [
        cells
        for cells in zip(*below, strict=True)
        if sum(len(cell.split()) for cell in cells) >= _SENTENCE * len(below)
    ]
    told = [cells for cells in wordy if len(below) < _FEW or talks(cells) or ends(cells) >= 0.5 * len(below)]
    return None if told else PassedOver("table", "a table without speech")


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
