"""Where quotes stand in a document, and where words in quotation marks are none: below which headings and labels.

Below `## Customer quotes` or `**Verbatims**:` every quotation is meant as one; below `## Messaging` or behind
`Subject:` it is copy; below `## G2 reviews` it was said elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from evidence.documents.other_sources import LONGEST_PHRASE, known_phrase, other_source
from evidence.documents.quotation_marks import CLOSED_BY
from evidence.english import word_set
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evidence.documents.markdown import Line, Outline

PlaceKind = Literal["quotes", "copy", "source", ""]
_CONVERSATIONS = frozenset(words("call calls conversation conversations interview interviews transcript transcripts"))
_LABEL = 12  # words of a line that ends in a colon and announces what stands below it
_ADMONITION = re.compile(r":::+\s*(?P<kind>quote|quotation|verbatim|cite)\b(?:\[(?P<title>[^\]]+)\])?", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z])")
_HEADER = 4  # words of the header of a column for quotes


class QuotePlace(NamedTuple):
    """What a line stands below. kind: "" where nothing says what its quotation marks mean.

    text: the heading or label that says it. label, heading: the nearest ones, which may name who spoke.
    """

    kind: PlaceKind = ""
    text: str = ""
    label: str = ""
    heading: str = ""


def kind_of_place(text: str, *, is_label: bool = False) -> PlaceKind:
    """Say what stands below a heading or behind a label of these words.

    >>> kind_of_place("Customer quotes"), kind_of_place("Messaging"), kind_of_place("G2 reviews"), kind_of_place("Who")
    ('quotes', 'copy', 'source', '')
    >>> kind_of_place("E-mail subject", is_label=True), kind_of_place("Notes of a subject")
    ('copy', '')
    """
    said = words(text)
    if known_phrase(said, word_set("headings of other sources")) and _CONVERSATIONS.isdisjoint(said):
        return "source"
    if known_phrase(said, word_set("headings of quotes")):
        return "quotes" if word_set("about quotes").isdisjoint(said) else "copy"
    if known_phrase(said, word_set("headings of copy")):
        return "copy"
    tails = (" ".join(said[-length:]) for length in range(1, LONGEST_PHRASE))
    return "copy" if is_label and not word_set("labels of copy").isdisjoint(tails) else ""


def holds_quotes(header: str) -> bool:
    """Whether the cells below the header of a column are quotes, in quotation marks or not.

    >>> holds_quotes("Key quote"), holds_quotes("What they said"), holds_quotes("Quoted by"), holds_quotes("Is said")
    (True, True, False, False)
    """
    said = words(header)
    tails = (" ".join(said[-length:]) for length in range(LONGEST_PHRASE, 0, -1))
    phrase = next((tail for tail in tails if tail in word_set("columns of quotes")), "")
    return bool(phrase) and len(said) <= _HEADER and (phrase != "said" or len(said) == 1)


@dataclass
class _Label:
    text: str
    kind: PlaceKind
    used: bool = False


def quote_places(seen: Outline) -> Mapping[int, QuotePlace]:
    """Return what each line of text stands below, by its number."""
    levels = {first: level for level, first, _, _, _ in seen.headings}
    found: dict[int, QuotePlace] = {}
    above: list[tuple[int, PlaceKind, str, str]] = []  # level, kind, what says so, heading
    label: _Label | None = None
    for line in seen.lines:
        if line.number in levels and line.kind == "heading":
            above = [one for one in above if one[0] < levels[line.number]]
            kind = "" if line.text[:1] in CLOSED_BY else kind_of_place(line.text)
            if kind == "quotes" and levels[line.number] == 1:
                kind = ""  # the title of a document: slogans and notes stand below it, too
            inherited = above[-1][1:3] if above and not kind else (kind, line.text)
            above.append((levels[line.number], *inherited, line.text))
            label = None
        elif announced := _announced(line):
            label = _Label(announced, _kind_of_label(announced, line))
        elif label and label.used and _begins_anew(line):
            label = None
        found[line.number] = _place(above, label)
        if label:
            label.used = label.used or not _announced(line)
    return found


def _kind_of_label(announced: str, line: Line) -> PlaceKind:
    """Say what stands behind a label; one that links or names a source says where it is from."""
    if _ADMONITION.match(line.text):
        return "quotes"
    return "source" if other_source([announced], line.links) else kind_of_place(announced, is_label=True)


def _place(above: Sequence[tuple[int, PlaceKind, str, str]], label: _Label | None) -> QuotePlace:
    _, kind, text, heading = above[-1] if above else (0, "", "", "")
    if label is None or not label.kind:
        return QuotePlace(kind, text, label.text if label else "", heading)
    return QuotePlace(label.kind, label.text, label.text, heading)


def _announced(line: Line) -> str:
    """Return the words of a line that announces what stands below it, "" for any other."""
    text = line.text.strip()
    if line.cell or not text or text[0] in CLOSED_BY:
        return ""
    if admonition := _ADMONITION.match(text):
        return admonition["title"] or admonition["kind"]
    if line.label is not None and not line.value:
        return line.label
    if not text.endswith(":"):
        return ""
    last = last_sentence(text[:-1])
    return last if len(words(last)) <= _LABEL else ""


def last_sentence(text: str) -> str:
    """Return the last sentence of a text.

    >>> last_sentence("It came up again. Dana said")
    'Dana said'
    """
    return _SENTENCE.split(text)[-1]


def _begins_anew(line: Line) -> bool:
    """Whether a paragraph stands below no label any more: it is neither quoted, nor listed, nor in a table."""
    free = line.lead and not line.depth and not line.quoted and not line.cell
    return free and line.text.strip()[:1] not in CLOSED_BY
