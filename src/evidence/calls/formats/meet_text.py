"""Google Meet's transcript: the document as text, pasted into Markdown, or inside Word.

    Harbour weekly (2026-01-15 10:04 GMT-3) - Transcript     or - 2026/01/15 10:04 CET - Notes by Gemini
    Attendees
    Dana Reyes, Noor Haddad, Dana Reyes's Presentation
    00:05:00                            the time of a block of turns
    Dana Reyes: We pack at night.       also **Dana Reyes:**
    Transcription ended after 00:42:07

Speech begins after the heading of the transcript. What an assistant wrote before it
("Notes by Gemini") is kept as notes and never as speech. The stamp of a block is the
time of its first turn; nobody knows that of the others. The day stands in the name of the document (a meeting without
a title is called `Meeting started 2026/01/15 10:04 CET`), or alone on a line beside a heading.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import replace
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Literal

from evidence.calls.formats._dates import ORDERS, read_dates
from evidence.calls.formats._heads import turn_head
from evidence.calls.formats._names import is_name_like, speakers
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.formats.speaker_text import is_markdown
from evidence.calls.packed import repeatable
from evidence.calls.people import from_label, hash_email
from evidence.calls.source import lines
from evidence.calls.turns import Piece
from evidence.escape import unescape_written
from evidence.model import Event, Participant
from evidence.text import milliseconds, one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from evidence.calls.source import Source

NAME = "meet_text"
SUFFIXES = (".md", ".txt")
COUNTED = True

Line = tuple[int, str]

_OWN = ("gemini", "ended after", "computer generated", "📝", "📖")
"""One of these stands in whatever is claimed, in small letters, or a time alone below a heading of the transcript."""
_FOOTER = re.compile(
    r"[*_#\s]*(?:This editable transcript was computer generated|You should review Gemini['’]s notes)", re.IGNORECASE
)
_ENDED = re.compile(r"[*_#\s]*(?:Meeting|Transcription) ended after (\d{1,3}:\d\d:\d\d)\b")
_STAMP = re.compile(r"[*_#\s]*(\d{1,3}:\d\d:\d\d)[*_\s]*$")
_STAMPS = re.compile("^" + _STAMP.pattern, re.MULTILINE)
_NOTES = re.compile(r"[*_#\s]*(?:📝\s*Notes|Notes by Gemini)\b")
_ATTENDEES = re.compile(r"[*_#\s]*Attendees[*_:\s]*$", re.IGNORECASE)
_INVITED = re.compile(r"[*_#\s]*Invited[*_:\s]+(?=\S)")
_ADDRESS = r"[^\s<>\[\](),;:]{1,64}@[^\s<>\[\](),;:]{1,190}"
_INVITEE = re.compile(
    rf"\[(?P<linked>[^\[\]]{{1,80}})\]\(mailto:(?P<target>{_ADDRESS})\)"
    rf"|<?(?P<address>{_ADDRESS})>?[ \t]{{1,9}}(?P<name>[^@<>\[\],;\n]{{1,80}}?)(?=[,;]|[ \t]{{1,9}}<?{_ADDRESS}|\s*$)"
)
_TRANSCRIPT = re.compile(r"(?:Transcript|Transkript|Transcripción|Transcrição|Trascrizione)$")
_NAMED = re.compile(r"^Meeting started\b|\W(?:Notes by Gemini|Transcript|Recording|Chat)\W*$", re.IGNORECASE)
"""How Meet names its documents; the title of a meeting and when it began stand there, too."""
_BELOW = 5  # lines below the heading of the transcript, among which its day may stand
_UNTITLED = re.compile(r"Meeting started(?: at)?", re.IGNORECASE)
_MARKS = "#*_ 📖📝\t\N{NO-BREAK SPACE}"
_WHEN = re.compile(
    r"[ (–—-]*(\d{4})[/-](\d\d)[/-](\d\d)"
    r"(?:[ T](\d\d:\d\d)(?: (GMT|UTC)(?:([+-]\d{1,2})(?::?(\d\d))?)?| [A-Z]{2,5})?)?\)?"
)


def claim(source: Source) -> Claim | None:
    """Claim what carries Meet's own sentences, or its stamps under the heading of a transcript."""
    headed = False
    head = source.head.casefold()
    if not any(word in head for word in _OWN) and not ("transcript" in head and _STAMPS.search(head)):
        return None
    for _, line in lines(source.head):
        if _FOOTER.match(line) or _ENDED.match(line):
            return Claim(90, "carries a notice that Google Meet puts into its transcripts")
        if _NOTES.match(line) or line.strip("#* ").startswith("📖"):
            return Claim(90, "carries a heading of Google Meet's notes")
        if headed and _STAMP.match(line):
            return Claim(70, "times stand alone on lines under the heading of a transcript")
        headed = headed or _heading(line) is not None
    return None


def _heading(line: str) -> str | None:
    """Return the title in the heading of a transcript, "" where it has none; None for any other line."""
    words = _plain(line)
    found = _TRANSCRIPT.search(words)
    if not found or len(words) > 200:
        return None
    title = words[: found.start()].rstrip()
    return title.rstrip("-–—: ") if not title or title[-1] in "-–—:" else None


def _plain(line: str) -> str:
    return unescape_written(line).strip(_MARKS)


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file: in several passes, so that a long one is never held as a list of lines."""
    begin = _last_before(source)
    before = list(takewhile(lambda line: line[0] <= begin, source.lines()))
    people = _people(before)
    names = _speakers(_after(source, begin), people)
    behind: list[Event] = []
    pieces = repeatable(lambda: _pieces(_after(source, begin), names, behind))
    deque(pieces(), maxlen=0)
    events = (*_events(before), *behind)
    below = takewhile(lambda line: not _STAMP.match(line[1]), islice(_after(source, begin), _BELOW))
    started_at, doubts = _started_at([*before, *below])
    yield from doubts
    ended = next((found for event in reversed(events) if (found := _ENDED.match(event.text))), None)
    yield CallDraft(
        (p._replace(text=unescape_written(p.text)) for p in pieces()) if is_markdown(source) else pieces(),
        people=tuple(people.items()),
        events=events,
        title=_title(before),
        started_at=started_at,
        duration_ms=milliseconds(ended[1]) if ended else None,
    )


def _last_before(source: Source) -> int:
    """Return the last line before the speech: the last heading of a transcript, or list of people, above any stamp."""
    last = number = 0
    headed = notes = listed = False
    for number, line in source.lines():
        if _STAMP.match(line):
            break
        heading = _heading(line) is not None
        attendees = bool(_ATTENDEES.match(line))
        if heading or attendees or _invited(line) or (listed and line.strip()):
            last, listed = number, attendees
        headed, notes = headed or heading, notes or bool(_NOTES.match(line))
    return number if notes and not headed else last


def _invited(line: str) -> re.Match[str] | None:
    return _INVITED.match(line) if "@" in line else None


def _after(source: Source, begin: int) -> Iterator[Line]:
    return (line for line in source.lines() if line[0] > begin)


def _title(before: Sequence[Line]) -> str | None:
    """Return the title in the heading of the transcript, or in the name of the document, without when it began."""
    named = (_plain(line) for _, line in before if _WHEN.search(_plain(line)) and _NAMED.search(_plain(line)))
    titles = [*(title for _, line in reversed(before) if (title := _heading(line))), *named]
    for title in titles:
        found = _WHEN.search(title)
        bare = (title[: found.start()] if found else title).strip(" -–—:(")
        if bare and not _UNTITLED.fullmatch(bare):
            return bare
    return None


def _started_at(before: Sequence[Line]) -> tuple[str | None, list[Note]]:
    """Return when the meeting began, as a date or a moment, and what there is to tell where that is not sure.

    A time of day counts only with an offset from UTC, which `CEST` is not.
    """
    stated = list(_stated(before, None))
    days = {reading[:10] for _, readings in stated for reading in readings}
    sure = {readings[0][:10] for _, readings in stated if len(readings) == 1}
    if len(sure) == 1 and all(sure & {each[:10] for each in readings} for _, readings in stated):
        return max((readings[0] for _, readings in stated if len(readings) == 1), key=len), []
    if not days:
        return None, []
    line = stated[0][0]
    if len(stated) == 1 or len({frozenset(readings) for _, readings in stated}) == 1:
        settled = ((order, next(iter(_stated(before, order)))[1]) for order in ORDERS)
        by_order = tuple((order, readings[0]) for order, readings in settled if len(readings) == 1)
        said = f"the date of the meeting may be {' or '.join(sorted(days))}, so it was not used"
        return None, [Note(said, line, by_order=by_order)]
    return None, [Note(f"the dates differ, so none was used: {', '.join(sorted(days))}", line)]


def _stated(before: Sequence[Line], order: str | None) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the lines that state when the meeting began, and what each may mean.

    These are the name of the document, and a date alone on its line, above or below the title or a heading of Meet.
    """
    filled = [(number, _plain(line), line) for number, line in before if _plain(line)]
    for at, (number, plain, line) in enumerate(filled):
        found = _WHEN.search(plain)
        if found and (_NAMED.search(plain) or _heading(line) is not None):
            if moment := _moment(found):
                yield number, (moment,)
            continue
        if not any(map(str.isdigit, plain)) or not (readings := read_dates(plain, order=order)):
            continue
        beside = [line for _, _, line in (*filled[max(at - 2, 0) : at], *filled[at + 1 : at + 2])]
        if any(_NOTES.match(one) or _heading(one) is not None for one in beside):
            yield number, readings


def _moment(found: re.Match[str]) -> str | None:
    """Return the day, and the time where its offset is known; None where the calendar has no such day."""
    year, month, day, clock, zone, hours, minutes = found.groups()
    started = f"{year}-{month}-{day}"
    if clock and zone:
        started += f"T{clock}:00{int(hours or 0):+03d}:{minutes or '00'}"
    return started if read_dates(started) else None


def _people(before: Sequence[Line]) -> dict[str, Participant]:
    """Return who was there or invited, by name; two addresses under one name leave it without any."""
    people: dict[str, Participant] = {}
    hashes: dict[str, set[tuple[str, str]]] = {}
    for index, (_, line) in enumerate(before):
        if _ATTENDEES.match(line):
            listed = next((words for _, words in before[index + 1 :] if words.strip()), "")
            names = (one_line(name.strip("*_ ")) for name in listed.split(","))
            people |= {n: from_label(n) for n in names if n and not re.search(r"['’]s Presentation$", n)}
        elif found := _invited(line):
            for invitee in _INVITEE.finditer(line, found.end()):
                name = one_line(invitee["linked"] or invitee["name"])
                hashed = hash_email(invitee["target"] or invitee["address"])
                if name and hashed:
                    people.setdefault(name, from_label(name))
                    hashes.setdefault(name, set()).add(hashed)
    for name, found_hashes in hashes.items():
        if len(found_hashes) == 1:
            sha256, domain = next(iter(found_hashes))
            people[name] = replace(people[name], email_sha256=sha256, email_domain=domain)
    return people


def _events(before: Sequence[Line]) -> Iterator[Event]:
    """Yield what stands before the speech; lines of addresses became people and stay away."""
    kind: Literal["notes", "notice"] = "notice"
    for number, line in before:
        kind = "notes" if _NOTES.match(line) else "notice" if _heading(line) is not None else kind
        if line.strip() and not _invited(line):
            yield Event(kind, line, line=number)


def _speakers(body: Iterable[Line], people: Collection[str]) -> frozenset[str]:
    """Return the names that begin turns: attendees, names in bold, full names, and what stands again and again."""
    counts: Counter[str] = Counter()
    sure: set[str] = set()
    total = 0
    for _, line in body:
        total += bool(line.strip() and not _STAMP.match(line))
        if (head := turn_head(line)) and head.name:
            counts[head.name] += 1
            if counts[head.name] == 1 and is_name_like(head.name) and (head.strong or " " in head.name):
                sure.add(head.name)
    return speakers(counts, total, {*people, *sure}, most=0.3)


def _pieces(body: Iterable[Line], names: frozenset[str], events: list[Event]) -> Iterator[Piece]:
    events.clear()
    turn, speaker, stamp = 0, None, None
    ended = False
    for number, line in body:
        if not line.strip():
            continue
        ended = ended or bool(_ENDED.match(line))
        head = turn_head(line)
        if found := _STAMP.match(line):
            stamp = milliseconds(found[1])
        elif ended or _FOOTER.match(line) or not (turn or (head and head.name in names)):
            events.append(Event("notice", line, line=number))
        else:
            words = line
            if head and head.name in names:
                turn, speaker, words = turn + 1, head.name, head.words
            yield Piece(speaker, words, stamp, None, number, turn)
            stamp = None if words.strip() else stamp
