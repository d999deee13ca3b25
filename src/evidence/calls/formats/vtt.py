"""WebVTT: Zoom, Teams, Stream and whoever follows the standard.

`parse` is the cue parser of the WebVTT specification in another order of work:
by its rules every line with `-->` after the first line begins a cue, and the
cue's text runs to the next empty line or the next such line. Beyond the
standard, times as Teams writes them (`0:0:5.320`, negative ones) are read, and
a cue whose end nobody can read keeps its words; both are marked as not conforming.
"""

from __future__ import annotations

import re
from array import array
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from evidence.calls.formats import zoom_chat
from evidence.calls.formats._names import names_of_cues, note_unnamed, split_speaker
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.packed import repeatable
from evidence.calls.source import LineOf
from evidence.calls.turns import Piece
from evidence.escape import unescape_html
from evidence.text import milliseconds, plural

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from evidence.calls.source import Source

NAME = "vtt"
SUFFIXES = (".vtt", ".webvtt")

_SIGNATURE = re.compile(r"\s*WEBVTT(?![^ \t\n])")
_DURATION = re.compile(r'^NOTE duration:"?([0-9:.,]{4,20})"?', re.MULTILINE)  # as Stream writes it


def claim(source: Source) -> Claim | None:
    """Claim what begins with the signature, less surely than its dialects do."""
    return Claim(90, "begins with WEBVTT") if _SIGNATURE.match(source.head) else None


class VttCue(NamedTuple):
    """A cue as it stands in the file: `line` of its times, text with its tags."""

    line: int
    start_ms: int
    end_ms: int | None
    text: str
    conforming: bool


_STAMP = r"((?:[0-9]{1,9}:)?[0-5][0-9]:[0-5][0-9])\.([0-9]{3})(?![0-9])"
_TIMES = re.compile(rf"[ \t\f]*{_STAMP}[ \t\f]*-->[ \t\f]*{_STAMP}")
# A line without an arrow, and a cue as nearly every program writes it: an empty line, an id or none, times, words.
_LINE = r"(?!.*-->).+"
_CUE = rf"(\n\n+(?:[^\n>]+\n)?){_STAMP} --> {_STAMP}.*\n({_LINE}(?:\n{_LINE})*)(?=\n\n|\n?\Z)"
_USUAL = re.compile(_CUE)
_NAMED_ID = re.compile(r'\n[0-9]+ "([^"\n]{1,80})" \([0-9]+\)\n$')
"""The id of a cue as Zoom writes it where it knows who speaks: number, name, number of the person."""
# Before a cue: an empty line, or where no program wrote any, a cue of one line.
_BORDER = re.compile(
    rf"\n(?=\n(?:[^\n>]{{1,200}}\n)?{_STAMP}[ \t]*-->)|-->[ \t]*{_STAMP}[^\n>]*\n[^\n>]+\n(?={_STAMP}[ \t]*-->)"
)


def vtt_cues(source: Source) -> Iterator[VttCue | Note]:
    """Yield the cues of a source, and a note for what is none."""
    for before, text in source.parts(_BORDER):
        yield from parse_vtt(text, before)


def parse_vtt(text: str, before: int = 0) -> Iterator[VttCue | Note]:
    """Yield the cues of a text with LF line ends, and a note for what is none.

    before: lines of the file before the text, which then begins with the empty line before a cue.
    """
    line_of = LineOf(text, before)
    signature = None if before else _SIGNATURE.match(text)
    end = _find(text, "\n", signature.end()) if signature else 0  # the first line is never a cue
    arrow = text.find("-->", end)
    end = blank = _find(text, "\n\n", end) if signature else 0  # of the header
    while arrow >= 0:
        if arrow > end:
            end = yield from _usual(text, end, line_of(end))
            if (arrow := text.find("-->", end)) < 0:
                break
        begin = text.rfind("\n", 0, arrow) + 1
        yield from _between(text, min(end, begin), begin, line_of)
        stop = _find(text, "\n", arrow)
        times, line = text[begin:stop], line_of(begin)
        arrow = text.find("-->", stop)
        if blank < stop:  # looked for once: a file without empty lines is not searched to its end for each cue
            blank = _find(text, "\n\n", stop)
        end = blank if arrow < 0 else min(blank, max(stop, text.rfind("\n", stop, arrow)))
        yield _cue(times, text[stop + 1 : end].removesuffix("\n"), line)
    yield from _between(text, end, len(text), line_of)


def _usual(text: str, end: int, line: int) -> Generator[VttCue, None, int]:
    """Yield the cues that follow each other as usual from a place in a line; return where that ends."""
    while cue := _USUAL.match(text, end):
        gap, clock1, ms1, clock2, ms2, words = cue.groups()
        line += gap.count("\n")
        if '"' in gap and (named := _NAMED_ID.search(gap)):
            words = f"<v {escape(named[1], quote=False)}>{words}"
        yield VttCue(line, _clock(clock1) + int(ms1), _clock(clock2) + int(ms2), words, True)  # noqa: FBT003  half the price
        line += 1 + words.count("\n")
        end = cue.end()
    return end


@lru_cache(maxsize=1 << 14)  # the seconds of one call are those of all others
def _clock(clock: str) -> int:
    """Return the milliseconds of `[hours:]minutes:seconds`."""
    *hours, minutes, seconds = map(int, clock.split(":"))
    return (sum(hours) * 60 + minutes) * 60_000 + seconds * 1000


def _find(text: str, sign: str, at: int) -> int:
    found = text.find(sign, at)
    return len(text) if found < 0 else found


def _cue(times: str, payload: str, line: int) -> VttCue | Note:
    if found := _TIMES.match(times):
        clock1, ms1, clock2, ms2 = found.groups()
        return VttCue(line, _clock(clock1) + int(ms1), _clock(clock2) + int(ms2), payload, conforming=True)
    left, _, right = times.partition("-->")
    start_ms, end_ms = _lenient(left), _lenient(next(iter(right.split()), ""))
    if start_ms is None:
        lost = len(payload.split())
        what = (
            f"a cue without a readable time; {plural(lost, 'word')} left out"
            if lost
            else "a cue without a readable time"
        )
        return Note(what, line, fault=True, hint="Fix the time and run evidence ingest again.")
    return VttCue(line, start_ms, end_ms, payload, conforming=False)


def _lenient(stamp: str) -> int | None:
    """Read a time as Teams writes it; what is longer than any time is none."""
    stamp = stamp.strip()
    return milliseconds(stamp) if len(stamp) <= 20 and stamp.isascii() else None


def _between(text: str, end: int, begin: int, line_of: LineOf) -> Iterator[Note]:
    """Note the blocks between two cues that are neither an id, a comment nor a style."""
    gap = text[end:begin]
    blocks = gap.strip("\n").split("\n\n")
    if begin < len(text) and not gap.endswith("\n\n"):
        blocks[-1] = blocks[-1].rpartition("\n")[0]  # the last line is the id of the next cue
    for block in blocks:
        words = block.split()
        if words and words[0] not in ("NOTE", "STYLE", "REGION"):
            line = line_of(text.find(block, end))
            yield Note(
                f"{plural(len(words), 'word')} outside any cue left out", line, fault=True, hint="Give them a time."
            )
        end += len(block)


_TAG = re.compile(
    r"<(?P<close>/)?(?:(?P<name>[A-Za-z][A-Za-z0-9]*)(?:\.[^\s<>.]*)*(?:[ \t\n\f](?P<rest>[^<>]*))?)?>"
    r"|<[0-9][0-9:.\N{REPLACEMENT CHARACTER}]*(?:>|$)"
    r"|<(?:c|i|b|u|v|rt|ruby|lang)(?:[. \t\n][^<>]*)?$"
)


def voices(text: str) -> list[tuple[str | None, str]]:
    """Split cue text by its voice tags into (name or None, words), entities decoded once.

    >>> voices("<v.loud Dana &amp; Ali>Hi &lt;all&gt;</v> <i>(laughs)</i>")
    [('Dana & Ali', 'Hi <all>'), (None, ' (laughs)')]
    """
    said: list[tuple[str | None, str]] = []
    voice: str | None = None
    words: list[str] = []
    at = 0

    def finish() -> None:
        joined = unescape_html("".join(words))
        if joined.strip():
            said.append((voice, joined))
        words.clear()

    for tag in _TAG.finditer(text):
        words.append(text[at : tag.start()])
        at = tag.end()
        if tag["name"] == "v":
            finish()
            voice = None if tag["close"] else unescape_html(tag["rest"] or "").strip() or None
    words.append(text[at:])
    finish()
    return said


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file: once for its names and oddities, once for the words."""
    odd, items = _Oddities(), repeatable(lambda: vtt_cues(source))
    names = names_of_cues(cue.text for cue in odd.watch(items()))
    yield from odd.notes()
    lasted = _DURATION.search(source.head) if "NOTE duration" in source.head else None
    duration_ms = milliseconds(lasted[1]) if lasted else None
    cues = (item for item in items() if isinstance(item, VttCue))
    if odd.voiced:
        yield CallDraft(_voiced(cues), duration_ms=duration_ms)
    else:
        unnamed = array("q")
        chat, notes = zoom_chat.beside(source, names)
        yield from notes
        yield CallDraft(_named(cues, names, unnamed), events=chat, duration_ms=duration_ms)
        yield from note_unnamed(unnamed, names)


class _Oddities:
    """Looks at the cues of a file while they go by; `voiced` tells whether one of them has a tag of a voice."""

    def __init__(self) -> None:
        self.voiced = False
        self._notes: list[Note] = []
        self._odd = array("q")

    def watch(self, items: Iterable[VttCue | Note]) -> Iterator[VttCue]:
        """Yield the cues."""
        for item in items:
            if isinstance(item, Note):
                self._notes.append(item)
                continue
            if item.end_ms is None:
                what = "a cue without a readable end; its words are kept"
                self._notes.append(Note(what, item.line, fault=True, hint="Fix the time."))
            elif not item.conforming:
                self._odd.append(item.line)
            self.voiced = self.voiced or "<v" in item.text
            yield item

    def notes(self) -> Iterator[Note]:
        """Yield what was found odd."""
        yield from self._notes
        if self._odd:
            many = "1 cue has" if len(self._odd) == 1 else f"{len(self._odd)} cues have"
            yield Note(f"{many} times not written as the standard requires; they were read anyway", self._odd[0])


def _voiced(cues: Iterable[VttCue]) -> Iterator[Piece]:
    for cue in cues:
        said = voices(cue.text)
        for index, (voice, words) in enumerate(said):
            yield Piece(
                voice,
                words,
                cue.start_ms,
                cue.end_ms,
                cue.line + 1,
                start_source="stated" if index == 0 else "derived",
                end_source="stated" if index == len(said) - 1 else "derived",
            )


def plain_cue(text: str) -> str:
    """Return cue text without tags, entities decoded once."""
    return "".join(words for _, words in voices(text)) if "<" in text or "&" in text else text


def _named(cues: Iterable[VttCue], names: frozenset[str], unnamed: array[int]) -> Iterator[Piece]:
    labels = {name: plain_cue(name) for name in names}
    for line, start_ms, end_ms, text, _ in cues:
        speaker, words = split_speaker(text, names)
        if speaker is None and text:
            unnamed.append(line)
        yield Piece(speaker and labels[speaker], plain_cue(words), start_ms, end_ms, line + 1)
