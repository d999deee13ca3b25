"""Speech and what is none, line by line, once it is known how a file writes its turns.

What stands before the first turn is no speech, nor what a heading, a label, a rule or a remark sets apart. A label
that looks like a name and is not believed begins a turn of somebody unknown: nothing that was said stands in the mouth
of whoever spoke before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from evidence.calls.formats import _apart
from evidence.calls.formats._evidence import LONE, is_lone_name, is_stamp, is_talk, states_person
from evidence.calls.formats._heads import TurnHead, is_quoted, turn_head
from evidence.calls.formats._known_heads import KnownHeads
from evidence.calls.formats._names import NameKind, bare_name, name_kind
from evidence.calls.formats._notices import ends_transcript
from evidence.calls.formats._order import HeadsAndWords
from evidence.calls.formats._outside import (
    TextLine,
    is_bare_heading,
    is_chapter,
    is_labelled,
    is_title_of_transcript,
    label_of,
    opens_notes,
    opens_notes_at_once,
    says_transcript,
    with_next,
)
from evidence.calls.formats._turn_words import SENTENCE_END, TurnWords
from evidence.calls.turns import Piece
from evidence.model import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.calls.formats._layout import Layout

_QUOTED = re.compile(r"^(?:>[ ]?)+")
_MOST_ITEMS = 12
"""Names below a label over notes: more of them are turns."""
_MOST_HELD = 400
"""Lines behind a rule that wait for the next turn; more of them are no end matter."""


class SpeechReader:
    """Takes the lines of one file in their order and gives its pieces; what was not said it puts aside.

    `events` are the notices and notes, `unnamed` the labels that looked like names and were not believed.
    """

    def __init__(self, layout: Layout, *, markdown: bool, headed: bool) -> None:
        """Begin before the first line; `headed` where front matter stands above it."""
        self._headed = headed
        self._layout = layout
        self._markdown = markdown
        self._known = KnownHeads(layout)
        self._quoted = any(map(is_quoted, layout.shapes))
        self.restart()

    def restart(self) -> None:
        """Begin again before the first line."""
        self.events: list[Event] = []
        self.titles: list[str] = []
        self.outside: list[tuple[int, str]] = []
        self.unnamed: dict[str, int] = {}
        self.order = HeadsAndWords()
        self._zone: Literal["front", "speech", "notes"] = "front"
        self._shut: int | None = None  # the level of the heading over notes that only another heading ends
        self._spoken = TurnWords(self._layout, markdown=self._markdown)
        self._held: list[TextLine] | None = None
        self._labelled = False  # whether it is a label that they wait behind, and no rule
        self._asked = False
        self._brief = False  # a note of one line, which any head ends
        self._notes: list[tuple[TextLine, TextLine | None]] | None = None
        self._front: list[TextLine] = []  # the lines of the paragraph before the first turn
        self._before: list[TextLine] = []  # all lines before it

    def pieces(self, lines: Iterable[TextLine]) -> Iterator[Piece]:
        """Yield what was said."""
        for line, after in with_next(lines):
            yield from self._line(line, after)
        yield from self._end_notes()
        if self._labelled:
            yield from self._end_fields(self._held or [])
        else:
            for line in self._held or ():
                self._aside(line, "notes")

    def paragraphs(self, lines: Iterable[TextLine]) -> Iterator[Piece]:
        """Yield what was said where the file says that it is speech and its lines name nobody: a paragraph a turn."""
        self._spoken.turn = 1
        for line in lines:
            if self._is_outside(line):
                self._outside(line)
            elif line.kind == "blank":
                self._spoken.turn += 1
            elif line.kind == "title":
                self._name_title(line)
                self._aside(line, "notice")
            elif line.kind in ("remark", "notice", "row"):
                self._aside(line, "notice")
            elif line.kind == "text" and self._spoken.turn == 1 and not SENTENCE_END.search(line.text):
                self._aside(line, "notice")  # a title, `Date: 3 June`, `Speaker: Dana Reyes`
            elif line.kind == "text":
                yield from self._spoken.said(line.text, line.number)

    def _is_outside(self, line: TextLine) -> bool:
        """Say whether a line stands above the heading of a transcript that names nobody, or below the next heading."""
        layout = self._layout
        if layout.marker < line.number and line.kind == "title" and line.level <= layout.marker_level:
            self._zone = "notes"
        return line.kind != "blank" and (line.number <= layout.marker or self._zone == "notes")

    def _line(self, line: TextLine, after: TextLine | None) -> Iterator[Piece]:
        if line.kind == "blank":
            return
        if line.number < self._layout.marker:
            self._outside(line)
        elif line.fenced and not self._layout.lenient:
            self._aside(line, "notes")
        elif self._notes is not None:
            yield from self._in_notes(line, after)
        elif (head := self._head(line, after)) and self._may_open(head, line) and not self._is_label(head, line, after):
            yield from self._release()
            yield from self._begin(head, line)
        elif line.kind == "text":
            yield from self._text(line, after)
        else:
            self._between(line)

    def _between(self, line: TextLine) -> None:
        """Put aside what is no text: headings, rules, rows of tables, remarks, notices."""
        if line.kind == "title":
            self._title(line)
        elif line.kind == "rule":
            self._rule(line)
        else:
            self._aside(line, "notes" if line.kind == "row" else "notice")
            if line.kind == "notice" and self._zone == "speech" and ends_transcript(line.text.strip()):
                self._zone, self._brief = "notes", True

    def _rule(self, line: TextLine) -> None:
        if self._spoken.turn == 0:
            self._zone, self._shut, self._front = "front", None, []
            self._before.append(line)
        if self._labelled:
            self._labelled = not _apart.leading_fields(self._held or [], self._layout)
        self._held = self._held if self._held is not None else [] if self._zone == "speech" else None

    def _text(self, line: TextLine, after: TextLine | None) -> Iterator[Piece]:
        """Take a line of text that begins no turn of a known name."""
        if line.blank_before and _apart.is_of_page(line.text, self._layout):
            self._aside(line, "notice")
        elif self._opens_notes(line) or (self._zone == "speech" and is_bare_heading(line, after)):
            self._zone, self._spoken.waiting = "notes", None
            self._aside(line, "notes")
            self._notes = [] if (line.head is None or label_of(line.text)) and not self._layout.timed else None
        elif self._zone == "speech" and _apart.is_caption(line, after, self._layout):
            self._aside(line, "notice")
        elif self._zone == "speech" or self._starts(line):
            if self._held is None and line.blank_before and _apart.opens_fields(line, after, self._layout):
                self._held, self._labelled = [], True
            yield from self._go_further(line, after) if self._held is None else self._hold(line)
        elif self._zone == "front" and line.head and _apart.is_waiting(line, self._layout):
            self._stamp(line.head, line)
            self._aside(line, "notice")
        else:
            self._outside(line)

    def _go_further(self, line: TextLine, after: TextLine | None) -> Iterator[Piece]:
        """Take a line without a believed head as words of the turn; behind the last of turns in one line, of nobody."""
        only = self.order.open  # no word of the turn was said yet
        if not is_stamp(line):
            self.order.words(line)
        set_off = self._layout.tail and line.blank_before and self._spoken.turn > 1 and self._spoken.ended
        if self._layout.shapes and not only and _apart.is_margin_note(line.text):
            self._aside(line, "notes")
        elif interjected := _apart.interjection(line.text, self._layout):
            yield from self._interject(*interjected, line)
        elif (set_off and line.head is None) or _apart.is_below(line, self._layout, self._spoken):
            yield from self._somebody(line.text, line, None)
        else:
            yield from self._words(line, after)

    def _is_speech_before(self) -> bool:
        """Say whether what stands before the first name was said: a sentence or two, and nothing else."""
        self._before = [line for line in self._before if len(line.text.strip()) > 3]  # initials of the first name
        said = sum(map(_apart.is_sentence, self._before))
        return 0 < said == len(self._before) < 4 and not self._layout.marker and not self._headed

    def _outside(self, line: TextLine) -> None:
        if self._zone == "front":
            self._before.append(line)
            self._front = [*([] if line.blank_before else self._front), line]
        if line.kind == "title":
            self._name_title(line)
        if line.kind != "rule":
            self._aside(line, "notes" if self._zone == "notes" and line.kind == "text" else "notice")

    def _aside(self, line: TextLine, kind: Literal["notice", "notes"]) -> None:
        self.outside.append((line.number, f"{'#' * line.level} {line.text}" if line.kind == "title" else line.text))
        self.events.append(Event(kind, line.text.strip(), line=line.number))

    def _name_title(self, line: TextLine) -> None:
        if line.level == 1:
            self.titles.append(line.text)

    # -- what opens and shuts speech ---------------------------------------------------------

    def _title(self, line: TextLine) -> None:
        """Take a heading: of the transcript, of notes, of another part, or a chapter of what is said."""
        layout = self._layout
        self._name_title(line)
        self._aside(line, "notice")
        self._before.append(line)
        self._front, self._spoken.waiting, self._brief = [], None, False
        if (
            says_transcript(line.text)
            or line.number == layout.marker
            or (line.level == 1 and is_title_of_transcript(line.text))
        ):
            self._zone, self._shut = "front", None
        elif opens_notes(line.text):
            chapter = layout.marker and layout.marker_level < line.level and self._held is None
            if self._zone == "notes" and self._shut is not None and line.level > self._shut:
                return
            self._zone, self._shut = "notes", None if chapter else line.level
            self._notes = [] if chapter and not layout.timed else None
        elif self._zone == "notes" and self._shut is not None:
            if line.level <= self._shut:
                self._shut = None
        elif (
            self._zone == "speech" and layout.marker and line.level <= layout.marker_level < 7 and not is_chapter(line)
        ):
            self._zone, self._shut = "notes", line.level

    def _may_open(self, head: TurnHead, line: TextLine) -> bool:
        """Say whether a believed head ends the notes before it; under a heading over notes its time has to go on."""
        if self._zone == "notes" and self._brief:
            return True
        if self._zone == "notes" and ((self._layout.timed and head.start_ms is None) or not self._is_full(head)):
            return False
        if self._layout.lenient and self._spoken.turn == 0:
            return True
        if (
            self._shut is not None
            and line.kind == "title"
            and line.level <= self._shut
            and head.name in self._layout.again
        ):
            return True
        return self._shut is None or (
            head.start_ms is not None and self._spoken.time > 0 and head.start_ms >= self._spoken.time
        )

    def _is_label(self, head: TurnHead, line: TextLine, after: TextLine | None) -> bool:
        """Say whether a head before the first turn stands among labels, `Date: ...`, and its name comes never again."""
        if self._spoken.turn and _apart.is_among_fields(line, after, self._layout, within=self._labelled):
            return True
        if self._spoken.turn == 0 and states_person(head):
            return True
        if self._spoken.turn or head.start_ms is not None or head.name in self._layout.again:
            return False
        title = not self._before and after is not None and after.blank_before and not SENTENCE_END.search(head.words)
        if title or line.level == 1 or is_labelled(after):
            return True
        return not line.blank_before and any(map(is_labelled, self._front))

    def _is_full(self, head: TurnHead) -> bool:
        """Say whether a head has a shape in which the turns of the file begin, and not only a known name."""
        return head.shape in self._layout.shapes or head.shape in (LONE, "tw", "tw[")

    def _opens_notes(self, line: TextLine) -> bool:
        self._brief = False
        if self._zone == "front":
            return False
        if opens_notes_at_once(line):
            within = self._layout.timed and not line.blank_before  # of a turn that its time holds together
            self._brief = not within and line.head is not None and line.head.name not in self._layout.names
            return self._brief
        label = label_of(line.text)
        if label is None and (head := line.head) and head.name and head.shape.lstrip("->")[:1] in ("*", "_"):
            label = bare_name(head.name)
            return head.name not in self._layout.names and name_kind(label) == NameKind.LISTED
        return label is not None and label not in self._layout.names and opens_notes(label)

    def _starts(self, line: TextLine) -> bool:
        """Say whether a line without a name begins speech where nobody is named."""
        if self._zone == "notes":
            return False
        head = line.head
        timed = head is not None and (head.shape in self._layout.stamped or bool(head.rest))
        asked = self._zone == "front" and self._asks(line)
        if (self._layout.timed_words and timed) or asked:
            self._zone = "speech"
            return True
        return False

    def _in_notes(self, line: TextLine, after: TextLine | None) -> Iterator[Piece]:
        """Keep the lines below a label over notes until it is known that they are no speech.

        The items of a list of things to do begin with names as turns do. Many of them are turns: speech goes on.
        """
        notes = self._notes if self._notes is not None else []
        if line.kind != "title" or self._head(line, after):
            notes.append((line, after))
            heads = [index for index, (held, then) in enumerate(notes) if self._head(held, then)]
            if len(heads) > max(_MOST_ITEMS, self._spoken.turn // 4):
                yield from self._go_on(notes, heads[0])
            return
        yield from self._end_notes()
        yield from self._line(line, after)

    def _go_on(self, notes: list[tuple[TextLine, TextLine | None]], at: int) -> Iterator[Piece]:
        """Take lines below a label over notes as notes up to one of them, and from there on as speech."""
        for held, _ in notes[:at]:
            self._aside(held, "notes")
        self._notes = None
        for held, then in notes[at:]:
            yield from self._line(held, then)

    def _end_notes(self) -> Iterator[Piece]:
        """Put aside the lines below a label over notes, which end here, unless people talk to each other in them."""
        notes = self._notes or []
        heads = [(at, head) for at, (held, then) in enumerate(notes) if (head := self._head(held, then))]
        talk = is_talk([head for _, head in heads])
        yield from self._go_on(notes, heads[0][0] if talk else len(notes))

    def _asks(self, line: TextLine) -> bool:
        """Say whether a line is a question in bold that an interviewer asks before the first answer."""
        head = line.head
        return self._layout.questions and head is not None and head.name is None and head.shape.endswith("whole")

    # -- turns --------------------------------------------------------------------------------

    def _head(self, line: TextLine, after: TextLine | None) -> TurnHead | None:
        """Return the head that a line is here."""
        first = self._spoken.turn == 0 and not self._before
        return self._known.head(line, after, waiting=self._spoken.waiting is not None, first=first)

    def _begin(self, head: TurnHead, line: TextLine) -> Iterator[Piece]:
        self.order.head(head, line, early=bool(self._before) and _apart.is_sentence(self._before[-1]))
        if self._spoken.turn == 0 and self._is_speech_before():
            self._spoken.turn = 1
            said, self._before = self._before, []
            self.events = [event for event in self.events if event.line not in {line.number for line in said}]
            for before in said:
                if before.head and before.head.name:
                    self.unnamed.setdefault(before.head.name, before.number)
                yield Piece(None, before.head.words if before.head else before.text, line=before.number, turn=1)
        self._zone, self._shut = "speech", None
        self._spoken.begin(head.name, head)
        if head.words.strip():
            yield from self._spoken.said(head.words, line.number)

    def _words(self, line: TextLine, after: TextLine | None) -> Iterator[Piece]:
        head, layout = line.head, self._layout
        text = _QUOTED.sub("", line.text.strip(), count=1) if self._quoted else line.text
        if head and head.rest and head.name and (layout.timed or layout.stamped):
            self._stamp(head, line)
            if head.shape in layout.shapes and name_kind(head.name) > NameKind.NONE:
                yield from self._somebody(head.rest, line, head.name)  # it has its own time, as turns of others have
                return
            head = turn_head(head.rest)
            text = line.head.rest if line.head else text
        if head and head.name is None and self._is_trusted(head, line):
            self._stamp(head, line)
            text = head.words
        elif self._known.is_avatar(line, after):
            self._aside(line, "notice")
            return
        elif LONE in layout.shapes and after and not after.blank_before and line.blank_before and is_lone_name(line):
            yield from self._somebody(text, line, text.strip())
            return
        elif head and head.shape.endswith("whole") and (head.name is None or layout.shapes):
            yield from self._somebody(head.words if head.name is None else text, line, None)
            self._asked = True
            return
        elif self._asked and layout.interview:
            self._spoken.begin(None)
            self._asked = False
        elif head and head.name and self._known.looks_named(head):
            yield from self._somebody(text, line, head.name)
            return
        if text.strip():
            yield from self._spoken.said(text, line.number)

    def _is_trusted(self, head: TurnHead, line: TextLine) -> bool:
        """Say whether a time without a name is the time of words, and no word itself."""
        layout = self._layout
        return head.shape in layout.stamped or (layout.timed and head.shape == "t" and line.blank_before)

    def _somebody(self, words: str, line: TextLine, label: str | None) -> Iterator[Piece]:
        """Begin a turn of somebody unknown."""
        self._spoken.begin(None, line.head)
        if label:
            self.unnamed.setdefault(label, line.number)
        yield from self._spoken.said(words, line.number)

    def _interject(self, name: str, words: str, line: TextLine) -> Iterator[Piece]:
        """Take a line in brackets that somebody else says within a turn, `[Dana: Right.]`, which goes on behind it."""
        goes_on, known = self._spoken.speaker, self._known.called(name)
        self._spoken.begin(known)
        if known is None:
            self.unnamed.setdefault(name, line.number)
        yield from self._spoken.said(words, line.number)
        self._spoken.begin(goes_on)

    def _stamp(self, head: TurnHead, line: TextLine) -> None:
        """Take a time of its own: that of the words that follow, of nobody known where names stand beside times."""
        otter = (
            self._zone == "speech"
            and head.shape == "t"
            and line.blank_before
            and any(shape in (">0", "**>0", "~>0") for shape in self._layout.shapes)
        )
        if otter:
            self._spoken.begin(None)
        if not self._layout.shapes:
            self.order.head(head, line, early=bool(self._before) and _apart.is_sentence(self._before[-1]))
        self._spoken.at(head)

    def _hold(self, line: TextLine) -> Iterator[Piece]:
        """Keep lines behind a rule until it is known whether a turn follows."""
        self._held = [*(self._held or ()), line]
        if len(self._held) > _MOST_HELD:
            yield from self._release()

    def _end_fields(self, held: list[TextLine]) -> Iterator[Piece]:
        """Put aside the fields below the last turn, `Deal size: 40k`; what follows them is of nobody known."""
        fields = _apart.leading_fields(held, self._layout)
        for line in fields:
            self._aside(line, "notes")
        if fields:
            self._spoken.begin(None)
        self._held = held[len(fields) :]
        yield from self._release()

    def _release(self) -> Iterator[Piece]:
        held, self._held, self._labelled = self._held or [], None, False
        another = _apart.are_above(held, self._layout)
        for line in held:
            if another:
                self._aside(line, "notes")
            else:
                yield from self._words(line, None)
