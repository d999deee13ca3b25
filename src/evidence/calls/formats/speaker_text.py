"""Text and Markdown whose turns begin with a name.

    Dana Reyes: Hello.                    a name that stands at least twice
    [00:01:02] Dana Reyes: Hello.         with a time, in brackets or not
    Dana Reyes: 00:01:02                  a heading of its own, the words below it
    **Dana Reyes:** Hello.                in bold, as in Markdown

A line without a name belongs to the turn before. YAML front matter gives title,
date, speakers and media; so do `Title:` and `Date:` lines. Headings and what stands before the first turn are
notices, not speech. A text whose front matter names speakers but whose lines
name nobody is speech of unknown speakers, a paragraph a turn.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from evidence.calls.formats._names import HEADINGS, is_name_like, is_plausible, named_once, speakers
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.packed import repeatable
from evidence.calls.source import lines
from evidence.calls.turns import Piece
from evidence.escape import unescape_line
from evidence.model import Event
from evidence.text import milliseconds, plural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from evidence.calls.source import Source

NAME = "speaker_text"
SUFFIXES = (".txt", ".md", ".markdown", ".text")
COUNTED = True

_TIME = r"(?:[0-9]{1,4}:)?[0-9]{1,3}:[0-9]{2}(?:[.,][0-9]{1,3})?"
_NAME = r"[^\s:：*\[\]<>{}\"=][^:：*\[\]<>{}\"=\t]{0,59}?"
_TURN = re.compile(
    rf"(?:[\[(]?(?P<before>{_TIME})[\])]?[ ]+(?:[-–][ ]+)?)?"
    rf"(?:(?P<bold>\*\*|__)(?P<strong>{_NAME})[ ]?(?::(?P=bold)|(?P=bold)[ ]?:)|\[?(?P<name>{_NAME})\]?)"
    rf"(?(strong)(?:\s+|$)|[ ]?(?:[\[(](?P<behind>{_TIME})[\])])?(?::(?:\s+|$)|：\s*))"
    rf"(?:\\?[\[(](?P<after>{_TIME})\\?[\])](?:\s+|$)|(?P<alone>{_TIME})\s*$)?"
)
_BOLD_NAME = re.compile(rf"^(?:[\[(]?{_TIME}[\])]?[ ]+(?:[-–][ ]+)?)?(\*\*|__){_NAME}[ ]?(?::\1|\1[ ]?:)", re.MULTILINE)
_HEADING = re.compile(r"#{1,6}\s+(.*)")
_RULE = re.compile(r"\s*(?:[-*_]\s*){3,}$")
_SAID = re.compile(r"(Title|Date):[ \t]+(\S.*)")
_STAMP = re.compile(rf"\s*[\[(]?{_TIME}[\])]?\s*$")


class TextHeader(NamedTuple):
    """A line that may begin a turn: the possible name, its time, the words behind it.

    `strong` where bold type or a time says that this is no mere colon.
    """

    name: str
    start_ms: int | None
    words: str
    strong: bool


def text_header(line: str) -> TextHeader | None:
    """Take a line apart that may begin a turn.

    >>> header("[00:01:02] Dana Reyes: Hello.")
    Header(name='Dana Reyes', start_ms=62000, words='Hello.', strong=True)
    """
    found = _TURN.match(line)
    if not found:
        return None
    time = found["before"] or found["behind"] or found["after"] or found["alone"]
    name = (found["strong"] or found["name"]).strip()
    return TextHeader(name, milliseconds(time) if time else None, line[found.end() :], bool(found["strong"] or time))


def claim(source: Source) -> Claim | None:
    """Claim text whose lines begin with names often enough."""
    meta, body, _ = split_front_matter(source.head)
    names = _speakers(lines(body), meta.speakers)
    total = turns = marked = 0
    for _, line in lines(body):
        total += bool(line.strip())
        if (found := text_header(line)) and found.name in names:
            turns += 1
            marked += found.strong
    if marked > 1 and marked >= 0.1 * total:
        return Claim(60, f"{plural(marked, 'line')} with a time and a name, or a name in bold, at the beginning")
    if turns > 1 and turns >= 0.3 * total:
        return Claim(50, f"{turns} of {plural(total, 'line')} begin with one of {plural(len(names), 'name')}")
    if meta.speakers and total:
        return Claim(40, "its front matter names speakers")
    return Claim(10, f"{turns} of {plural(total, 'line')} begin with a name") if turns else None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file."""
    meta, _, first = split_front_matter(next(source.parts())[1])
    names = _speakers(islice(source.lines(), first, None), meta.speakers)
    markdown = is_markdown(source)

    events: list[Event] = []
    title: list[str] = []

    def make() -> Iterator[Piece]:
        events.clear()  # once the first piece is asked for: until then they are those of the pass before
        title.clear()
        speech = _speech(islice(source.lines(), first, None), events, title)
        made = _pieces(speech, names, events, unescape=markdown) if names else _paragraphs(speech, unescape=markdown)
        yield from made

    if not names:
        yield Note("no line names a speaker, so every speaker stays unknown")
    pieces = repeatable(make)
    deque(pieces(), maxlen=0)  # for what is no speech
    said = {found[1]: found[2] for event in events if (found := _SAID.match(event.text))}
    yield CallDraft(
        pieces(),
        events=tuple(sorted(events, key=lambda event: event.line or 0)),
        title=meta.title or next(iter(title), None) or said.get("Title"),
        started_at=meta.date or said.get("Date"),
        recording_url=meta.media,
    )


def is_markdown(source: Source) -> bool:
    r"""Say whether `\*` is a mere star here: in a Markdown file, or where names stand in bold before the words."""
    return source.path.suffix.lower() in (".md", ".markdown") or bool(_BOLD_NAME.search(source.head))


def _speakers(numbered: Iterable[tuple[int, str]], declared: Collection[str]) -> frozenset[str]:
    """Return the names that begin turns: marked ones that read as names, others by their number."""
    strong: Counter[str] = Counter()
    weak: Counter[str] = Counter()
    total = 0
    for _, line in numbered:
        total += bool(line.strip())
        if (found := text_header(line)) and not found.words.lstrip().startswith(("http://", "https://")):
            (strong if found.strong else weak)[found.name] += 1
    marked = {n for n, count in strong.items() if is_plausible(n) and (count > 1 or is_name_like(n))}
    # Paragraphs without a name are common in edited text, so fewer lines need one than in captions.
    often = speakers(weak, total, {*declared, *marked}, most=0.3) | marked
    # Words may not be put into the mouth of whoever spoke before, so a name may stand once between others.
    return often | named_once(weak, total) if often else often


def _speech(numbered: Iterable[tuple[int, str]], events: list[Event], title: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines that may be speech, and put headings and lone times aside; a rule is nothing."""
    for number, line in numbered:
        if heading := _HEADING.match(line):
            events.append(Event("notice", heading[1], line=number))
            if line.startswith("# "):
                title.append(heading[1])
        elif _STAMP.match(line):
            events.append(Event("notice", line.strip(), line=number))
        elif not _RULE.match(line):
            yield number, line


def _pieces(
    speech: Iterable[tuple[int, str]], names: frozenset[str], events: list[Event], *, unescape: bool
) -> Iterator[Piece]:
    turn, speaker, waiting = 0, None, None
    for number, line in speech:
        found = text_header(line)
        if found and found.name in names:
            turn, speaker = turn + 1, found.name
            start_ms, words = found.start_ms, found.words
            if not words.strip():  # the words come below; the time is theirs
                waiting = start_ms
                continue
        elif not line.strip():
            continue
        elif not turn or (found and found.strong and found.name.casefold() in HEADINGS):
            events.append(Event("notice", line, line=number))
            continue
        else:
            start_ms, words = waiting, line
        waiting = None
        yield Piece(speaker, unescape_line(words) if unescape else words, start_ms, None, number, turn)


def label_pieces(text: str, declared: Collection[str], line: int) -> Iterator[Piece]:
    """Yield the turns of a text that stands inside one `line` of another file.

    What comes before the first label is speech of an unknown speaker.
    """
    names = _speakers(lines(text), declared)
    turn, speaker = 1, None
    for _, words in lines(text.replace("\r\n", "\n").replace("\r", "\n")):
        found = text_header(words)
        if found and found.name in names:
            turn, speaker = turn + 1, found.name
            yield Piece(speaker, found.words, found.start_ms, None, line, turn)
        else:
            yield Piece(speaker, words, None, None, line, turn)


def _paragraphs(speech: Iterable[tuple[int, str]], *, unescape: bool) -> Iterator[Piece]:
    turn = 1
    for number, line in speech:
        if line.strip():
            yield Piece(None, unescape_line(line) if unescape else line, line=number, turn=turn)
        else:
            turn += 1


class FrontMatter(NamedTuple):
    """What the head of a text says of the call."""

    title: str | None = None
    date: str | None = None
    media: str | None = None
    speakers: tuple[str, ...] = ()


def split_front_matter(text: str) -> tuple[FrontMatter, str, int]:
    """Split front matter off: what it says, the text after it, and the number of lines before that.

    Only plain `key: value` lines and lists are understood: a transcript is
    nobody's friend, and YAML with anchors can grow without end.
    """
    if not text.startswith("---\n"):
        return FrontMatter(), text, 0
    end = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE).search(text, 4)
    if not end:
        return FrontMatter(), text, 0
    found: dict[str, list[str]] = {}
    key = ""
    for _, line in lines(text[4 : end.start()]):
        if pair := re.match(r"([A-Za-z_]+):[ \t]*(.*)$", line):
            key = pair[1].lower()
            found[key] = (
                [item for item in re.split(r",\s*", pair[2].strip("[] ")) if item] if pair[2][:1] == "[" else [pair[2]]
            )
        elif item := re.match(r"\s*-\s+(.*)$", line):
            found.setdefault(key, []).append(item[1])
    values = {name: [v for raw in items if (v := raw.strip().strip("'\""))] for name, items in found.items()}

    def one(name: str) -> str | None:
        return next(iter(values.get(name, ())), None)

    meta = FrontMatter(one("title"), one("date"), one("media"), tuple(values.get("speakers", ())))
    return meta, text[end.end() + 1 :], text.count("\n", 0, end.end()) + 1
