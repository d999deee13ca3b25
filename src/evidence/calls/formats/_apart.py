"""Lines that nobody said among turns of a known layout: on every page, over a part, below the last turn."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from evidence.calls.formats._evidence import is_stamp, running_line
from evidence.calls.formats._labels import fact_of
from evidence.calls.formats._names import NameKind, name_kind, opens_sentence
from evidence.calls.formats._outside import is_labelled, label_of, may_open_speech
from evidence.calls.formats._turn_words import SENTENCE_END
from evidence.calls.spoken import is_spoken, speaks
from evidence.english import word_set
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.calls.formats._layout import Layout
    from evidence.calls.formats._outside import TextLine
    from evidence.calls.formats._turn_words import TurnWords


_LONGEST_FIELD = 4
"""Words of a label; a sentence before a colon may end with one, `on the form there is Name: ...`."""
_LONGEST_ABOVE = 60
_MOST_BELOW, _MOST_SIGNED = 0.2, 0.6
"""Lines right below another, to a turn: where words are wrapped there are more than turns."""
_FEWEST_BELOW = 3
"""Words of such a line: below them are answers, `Sure.`, and no note."""
_NUMBER = re.compile(r"[0-9]")
_REMARK = re.compile(r"[ \t]*(?:--+[ ].+[ ]--+|/\*.+\*/|\*{3}[A-Z ]{3,30}\*{3}[ ].+)[ \t]*")
_MARGIN = re.compile(
    r"[ \t]*(?:=>|-?->|[\u2192\u27a4\u25ba\u25b6]|<--?|\^{1,3}|//|!!+|>{3,}|§|¶|(?:TODO|FIXME|NB)\b:?)[ \t]+\S"
)
_TO_READERS = re.compile(r"[ \t]*(?:>{2}[ \t]|@\w|\[[^\]\n]{2,60}:[ ])")
"""Signs before what is written to colleagues, whoever speaks in it: `@Tom can you`, `[Slack from Jo: I will]`."""
_EVERYDAY = word_set("everyday words", "glue", "talk", "topicless words") | {"sorry", "please", "option"}
_INTERJECTED = re.compile(r"[ \t]*[\[(]([^:\[\]()\n]{1,60}): ([^\[\]()\n]+)[\])][ \t]*")


def is_margin_note(text: str) -> bool:
    """Say whether a line begins with a sign that nobody says: a reader wrote it between the turns.

    >>> [is_margin_note(text) for text in ("=> ask product", "// check", "-- and then?", ">> Dana")]
    [True, True, False, False]
    """
    return bool(_MARGIN.match(text) or _REMARK.fullmatch(text))


def interjection(text: str, layout: Layout) -> tuple[str, str] | None:
    """Return who says what in a line in brackets, `[Dana: Right.]`; None for any other line, `(Sorry: I was wrong)`."""
    found = _INTERJECTED.fullmatch(text) if text.rstrip()[-1:] in ("]", ")") else None
    known = found and (found[1] in layout.names or _may_be_name(found[1]))
    return (found[1], found[2]) if found and known else None


def _may_be_name(label: str) -> bool:
    kind = name_kind(label)
    return kind == NameKind.NAME or (kind == NameKind.ONE and label.casefold() not in _EVERYDAY)


def is_waiting(line: TextLine, layout: Layout) -> bool:
    """Say whether a line is a time that stands above the first turn."""
    trusted = line.head is not None and line.head.shape in layout.stamped
    return trusted and bool(layout.shapes) and is_stamp(line)


def is_sentence(line: TextLine) -> bool:
    """Say whether a line before the first turn may have been said: its sentence ends, and no label begins it."""
    return line.kind == "text" and may_open_speech(line) and SENTENCE_END.search(line.text) is not None


def is_below(line: TextLine, layout: Layout, before: TurnWords) -> bool:
    """Say whether a line right below the words `before` is nobody's known: it is not as people talk.

    Turns are single lines there. What is written to colleagues, or of the speaker by name, may stand below many turns.
    """
    timed = line.head is not None and (line.head.start_ms is not None or line.head.name is None)
    if not (before.ended and layout.beside) or line.blank_before or timed or len(line.text.split()) < _FEWEST_BELOW:
        return False
    if _TO_READERS.match(line.text) or (_names(line.text, before.speaker) and not is_spoken(line.text)):
        return layout.below <= _MOST_SIGNED
    return layout.below <= _MOST_BELOW and (is_labelled(line) or not is_spoken(line.text))


def _names(text: str, speaker: str | None) -> bool:
    """Say whether a line begins with a name of its speaker, as nobody speaks of themselves: `Kofi was annoyed`."""
    first = next(iter(words(text)), "")
    return first in words(speaker or "") and not opens_sentence(first) and first not in _EVERYDAY


def is_of_page(text: str, layout: Layout) -> bool:
    """Say whether a line is the number of a page, or what stands on every page."""
    running = running_line(text) if layout.running and len(text) < 80 else None
    return bool(running and running[0] in layout.running) or (layout.pages and text.strip("-– ").isdecimal())


def is_caption(line: TextLine, after: TextLine | None, layout: Layout) -> bool:
    """Say whether a line alone is the title of a part of what is said, `Prepared remarks:` over the next turn."""
    if after is None or not (line.blank_before and after.blank_before):
        return False
    label = label_of(line.text)
    titled = line.text.rstrip().endswith(":") and len(line.text.split()) > 1 and line.text.istitle()
    named = after.head.name if after.head and after.head.name else after.text.strip().strip("*_ ")
    return label is not None and label not in layout.names and (titled or named in layout.names)


def is_form_field(line: TextLine, layout: Layout) -> bool:
    """Say whether a line is a label with its value, `Deal size: 40k`, and neither a sentence nor somebody's words."""
    head = line.head
    if head is None or not (head.name and head.words) or head.start_ms is not None or not head.shape.endswith("1"):
        return False
    return (
        head.name not in layout.again
        and not head.name[0].islower()
        and len(head.name.split()) <= _LONGEST_FIELD
        and not opens_sentence(head.name)
        and NameKind.NONE < name_kind(head.name) < NameKind.NAME
        and not SENTENCE_END.search(head.words)
        and not speaks(head.words)
    )


def are_above(lines: Sequence[TextLine], layout: Layout) -> bool:
    """Say whether lines before a turn stand above it as those of a new part, `Date: 3 June`."""
    fields = [line for line in lines if is_form_field(line, layout)]
    return _are_fields(fields, alone=False) and not any(SENTENCE_END.search(line.text) for line in lines)


def is_among_fields(line: TextLine, after: TextLine | None, layout: Layout, *, within: bool) -> bool:
    """Say whether a believed head stands below other fields (`within`), or over one, and its name comes never again."""
    if not is_form_field(line, layout):
        return False
    if not line.blank_before:
        return within
    return after is not None and not after.blank_before and is_form_field(after, layout)


def opens_fields(line: TextLine, after: TextLine | None, layout: Layout) -> bool:
    """Say whether a line behind an empty one begins fields, or is the title right above them."""
    if is_form_field(line, layout):
        return True
    below = after is not None and not after.blank_before and is_form_field(after, layout) and is_labelled(after)
    return below and line.head is None and len(line.text) <= _LONGEST_ABOVE and not SENTENCE_END.search(line.text)


def leading_fields(lines: Sequence[TextLine], layout: Layout) -> list[TextLine]:
    """Return the fields with which lines below the last turn begin, up to an empty line, with the title above them.

    One of them has to be known as a label over notes, or several to be no whole names: `Ada: Bye` may be
    somebody's, but not where every turn has its time.
    """
    title = [line for line in lines[:1] if not is_form_field(line, layout)]
    fields = list(takewhile(lambda line: is_form_field(line, layout), lines[len(title) :]))
    behind = lines[len(title) + len(fields) :]
    if behind and not behind[0].blank_before:
        return []  # a paragraph that begins as one
    return [*title, *fields] if _are_fields(fields, alone=layout.timed) else []


def _are_fields(fields: Sequence[TextLine], *, alone: bool) -> bool:
    """Say whether labels with their values are fields: facts of a call, or several of which some are no names.

    alone: one that is no name is enough, as where every turn has its time.
    """
    said = [(line.head.name, line.head.words) for line in fields if line.head and line.head.name]
    if any(fact_of(label) for label, _ in said):
        return True
    first = list(takewhile(lambda line: not line.blank_before, fields[1:]))  # below the first, in its paragraph
    kinds = {name_kind(label) for label, _ in said}
    known = (
        NameKind.LISTED in kinds or NameKind.WORDS in kinds or any(map(_NUMBER.search, (words for _, words in said)))
    )
    return known and (bool(first) or (alone and kinds != {NameKind.ONE}))
