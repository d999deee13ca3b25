"""Text and Markdown that people type, paste or enrich: what begins a turn is said in `_heads`.

    Dana Reyes: Hello.                    a name that stands at least twice
    [00:01:02] Dana Reyes: Hello.         with a time, in brackets or not
    Dana Reyes  0:19                      a head of its own, the words below it
    **Dana Reyes:** Hello.                in bold, as in Markdown
    00:01:02 Hello.                       times and words, nobody named

Which of the lines are heads the whole file decides (`_layout`), and what is no speech `_speech` puts aside. Front
matter gives title, date, speakers and media; so do `Title:` and `Date:` lines. A text whose front matter names
speakers but whose lines name nobody is speech of unknown speakers, a paragraph a turn.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from evidence.calls.formats._layout import STATED, Layout, layout_of
from evidence.calls.formats._line_breaks import are_numbered, as_typed
from evidence.calls.formats._names import NameKind, name_kind
from evidence.calls.formats._order import refuse_two_calls
from evidence.calls.formats._outside import says_other, text_lines
from evidence.calls.formats._people import match_first_names, seat
from evidence.calls.formats._speech import SpeechReader
from evidence.calls.formats._stated import split_front, stated_facts, stated_people
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.packed import repeatable
from evidence.calls.people import from_label, role_of
from evidence.calls.source import HEAD, lines
from evidence.calls.turns import Piece
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from evidence.calls.formats._outside import TextLine
    from evidence.calls.source import Source
    from evidence.model import Participant

NAME = "speaker_text"
SUFFIXES = (".txt", ".md", ".markdown", ".text")
COUNTED = True

LARGE = 1 << 18
"""Bytes: the lines of larger files are taken apart anew each time they are gone through, and never held."""

_MOST_HEAD = 40
"""Lines at the beginning of a file among which it may state who is there."""
_PEOPLE = (
    "particip", "attend", "guest", "speaker", "invit", "interview", "host", "moderator", "panel", "teilnehm", "anwesen",
    "présents", "asistent", "partecip", "deelnemer", "参", "出席", "участник",
)  # fmt: skip
_PEOPLE_TOO = re.compile(r"(?:with|present|people|names)[\s*_]*(?:[:：|=–—-]|$)", re.MULTILINE)
"""In whatever states people, in small letters; to read all that is stated takes much longer than to look for them."""
_JSON = re.compile(r"\s*(?:\{(?:[\s\"]|$)|\[\s*\{|\[\s*\n\s*[\[\"])")
"""How JSON begins, and no text such as `[0:05] Dana: Hello.` or `[[Dana]]: Hello.`: it has colons too."""
_BOLD_NAME = re.compile(r"^(?:\S{0,14}[ ]+)?(\*\*|__)[^*_\n]{1,60}?(?::\1|\1[ ]?[:(\[_`·]|\1$)", re.MULTILINE)


class ParsedText(NamedTuple):
    """A text taken apart: its front matter, its lines as often as asked, whom it names, how its turns begin."""

    front: str | None
    lines: Callable[[], Iterable[TextLine]]
    declared: tuple[str, ...]
    layout: Layout


@lru_cache(maxsize=1)  # what claims a text and what reads it ask for the same, one after the other
def parse_head(text: str) -> ParsedText:
    """Take apart the beginning of a file, which is nearly always the whole."""
    front, first = split_front(text)
    numbered = are_numbered(islice(lines(text), first, None))
    held = list(text_lines(as_typed(islice(lines(text), first, None), numbered=numbered)))
    declared = _declared(front, islice(lines(text), first, None))
    return ParsedText(front, lambda: held, declared, layout_of(lambda: held, declared))


def _parse(source: Source) -> ParsedText:
    """Take apart a whole file; the lines of a large one are taken apart each time, and never held."""
    if len(source.data) <= HEAD:
        return parse_head(source.head)
    front, first = split_front(next(source.parts())[1])
    again = _lines_of(source, first)
    declared = _declared(front, islice(source.lines(), first, None))
    return ParsedText(front, again, declared, layout_of(again, declared))


def claim(source: Source) -> Claim | None:
    """Claim text whose lines begin with names or times often enough."""
    if is_json(source):
        return None
    _, _, declared, layout = parse_head(source.head)
    if not layout.marker and _is_something_else(layout):
        return None
    turns, total, marked = layout.heads, layout.lines, layout.marked
    if (marked > 1 and (marked >= 0.1 * total or layout.marker)) or (marked == 1 and total < 8):
        return Claim(60, f"{plural(marked, 'line')} with a time and a name, or a name in bold, at the beginning")
    if turns > 1 and (turns >= 0.08 * total or layout.marker):
        return Claim(50, f"{turns} of {plural(total, 'line')} begin with one of {plural(len(layout.names), 'name')}")
    if layout.interview:
        return Claim(45, "questions in bold, with answers below")
    if layout.timed_words:
        return Claim(45, "its lines begin with times that rise")
    if layout.announced or (declared and total):
        return Claim(40, "a heading announces a transcript" if layout.announced else "its front matter names speakers")
    return Claim(10, f"{turns} of {plural(total, 'line')} begin with a name") if turns else None


_MANY_TURNS = 6
"""Turns under a title such as `Minutes`, between people who come back, are a talk that was taken down."""


def _is_something_else(layout: Layout) -> bool:
    """Say whether the title tells of another text than a call, and nothing in it that it is one all the same."""
    people = sum(name_kind(name) >= NameKind.ONE and len(name) > 1 for name in layout.again) > 1  # `Q` and `A` are none
    talk = layout.several and (layout.timed or (people and layout.heads >= _MANY_TURNS))
    return bool(layout.title) and says_other(layout.title) and not talk


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file."""
    yield from read_parsed(source, _parse(source), from_label)


def read_parsed(source: Source, parsed: ParsedText, person: Callable[[str], Participant]) -> Iterator[CallDraft | Note]:
    """Read the one call of a text that was taken apart. person: who a label in its layout is."""
    front, again, _, layout = parsed
    if not layout.names or not layout.shapes:
        yield Note("no line names a speaker, so every speaker stays unknown")
    if layout.hours:
        yield Note("its times are hours and minutes: nobody says so much in as many minutes and seconds")
    reader = SpeechReader(layout, markdown=is_markdown(source), headed=front is not None)
    pieces = repeatable(lambda: _pieces(again, layout, reader))
    spoken = _Spoken.of(pieces())  # for what is no speech, too
    if STATED not in layout.shapes:
        reader.order.refuse_two_readings()
    if spoken.unnamed and layout.shapes:
        some = "1 line of words has" if spoken.unnamed == 1 else f"{spoken.unnamed} lines of words have"
        yield Note(f"{some} no name above; the speaker stays unknown", spoken.first_unnamed)
    events = sorted(reader.events, key=lambda event: event.line or 0)
    for label, line in reader.unnamed.items():
        yield Note(f"{label!r} may be a speaker: it stands once, so the words are of somebody unknown", line)
    outside = (line for line in reader.outside if not spoken.first <= line[0] <= spoken.last)
    facts = stated_facts(front, outside, first_said=spoken.first, heard=spoken.speakers)
    yield from facts.notes()
    refuse_two_calls(facts.started_at, (line for line in reader.outside if spoken.first < line[0] < spoken.last))
    speakers, listed = match_first_names(
        {label: person(label) for label in spoken.speakers}, [person for _, person in facts.people]
    )
    yield CallDraft(
        pieces(),
        people=tuple(seat(speakers, listed)),
        events=tuple(events),
        title=facts.title or next(iter(reader.titles), None),
        started_at=facts.started_at,
        duration_ms=facts.duration_ms,
        recording_url=facts.recording_url,
        account_hint=facts.account_hint,
    )


@dataclass(slots=True)
class _Spoken:
    """What a first look at the pieces of a file tells: where speech begins and ends, who speaks, what nobody says."""

    first: int = 0
    last: int = 0
    speakers: dict[str, None] = field(default_factory=dict)
    unnamed: int = 0
    first_unnamed: int | None = None

    @classmethod
    def of(cls, pieces: Iterable[Piece]) -> _Spoken:
        found = cls()
        for piece in pieces:
            found.last = piece.line or 0
            found.first = found.first or found.last
            if not piece.speaker:
                found.unnamed += 1
                found.first_unnamed = found.first_unnamed or piece.line
            else:
                found.speakers[piece.speaker] = None
        return found


def _declared(front: str | None, numbered: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    """Return the people whom the first lines of a file name: they speak, though no line may name them twice."""
    first = [line for line in islice(numbered, _MOST_HEAD) if len(line[1]) < 400]
    folded = "\n".join(line for _, line in first).casefold()
    if front is None and not any(word in folded for word in _PEOPLE) and not _PEOPLE_TOO.search(folded):
        return ()
    return tuple(name for name, _ in stated_people(front, first) if not name.startswith(" "))


def _lines_of(source: Source, first: int) -> Callable[[], Iterable[TextLine]]:
    """Return what gives the lines behind the front matter, as often as asked."""
    numbered = are_numbered(islice(source.lines(), first, None))

    def again() -> Iterable[TextLine]:
        return text_lines(as_typed(islice(source.lines(), first, None), numbered=numbered))

    if len(source.data) >= LARGE:
        return again
    held = list(again())
    return lambda: held


def _pieces(again: Callable[[], Iterable[TextLine]], layout: Layout, reader: SpeechReader) -> Iterator[Piece]:
    reader.restart()
    if layout.shapes or layout.timed_words or layout.interview:
        yield from _with_ends(reader.pieces(again())) if layout.timed_words else reader.pieces(again())
    else:
        yield from reader.paragraphs(again())


def _with_ends(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield pieces of timed words: each ends where the next begins."""
    before: Piece | None = None
    for piece in pieces:
        if before:
            known = before.end_ms is not None or before.start_ms is None or piece.start_ms is None
            later = piece.start_ms is not None and before.start_ms is not None and piece.start_ms >= before.start_ms
            yield before if known or not later else before._replace(end_ms=piece.start_ms, end_source="derived")
        before = piece
    if before:
        yield before


def is_json(source: Source) -> bool:
    """Say whether a file begins as JSON does, so that no line of it is worth taking apart."""
    return bool(_JSON.match(source.head))


def is_markdown(source: Source) -> bool:
    r"""Say whether `\*` is a mere star here: in a Markdown file, or where names stand in bold before the words."""
    return source.path.suffix.lower() in (".md", ".markdown") or bool(_BOLD_NAME.search(source.head))


def label_pieces(text: str, declared: Collection[str], line: int) -> Iterator[Piece]:
    """Yield the turns of a text that stands inside one `line` of another file.

    What comes before the first label is speech of an unknown speaker.
    """
    held = list(text_lines(lines(text.replace("\r\n", "\n").replace("\r", "\n"))))
    layout = layout_of(lambda: held, declared)
    turn, speaker = 1, None
    for item, below in zip_longest(held, held[1:]):
        head = item.head if item.head and item.head.name and layout.believes(item.head.shape, item.head.name) else None
        label, colon, words = item.text.partition(":")
        if head and (head.words or (below and not _is_labelled(below.text, declared))):
            turn, speaker = turn + 1, head.name
            yield Piece(speaker, head.words, head.start_ms, head.end_ms, line, turn)
        elif item.head and colon and _is_labelled(item.text, declared):  # `Rep: 0:00`, with nothing below it
            turn, speaker = turn + 1, label.strip()
            yield Piece(speaker, words.strip(), None, None, line, turn)
        else:
            yield Piece(speaker, item.text, None, None, line, turn)


def _is_labelled(text: str, declared: Collection[str]) -> bool:
    """Say whether a line begins with a label that the file declares, or with a role: `Rep: ...`."""
    label, colon, _ = text.partition(":")
    return bool(colon) and (label.strip() in declared or role_of(label) is not None)
