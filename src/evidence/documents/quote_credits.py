"""Who may have said words in quotation marks: every place around them where people write it.

Dana Reyes: "words"      Dana told us that "words"      "words" (P3, Head of Platform)      "words," says Dana
As Dana put it, "words"      "words" [^2]      | "words" | Dana |      > [!quote] Dana Reyes, Tallow

What is found here are guesses: they count where they name somebody whom the calls or the CRM know.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.documents.attributions import BEHIND, first_sentence
from evidence.documents.quotations import AttributionLine, parse_attribution
from evidence.english import word_pattern
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


_WIDEST = 240  # signs around the words that may name who said them
_OTHERS_SAY = (
    r"sag(?:t|te|ten)|mein(?:t|te)|erkl\u00e4r(?:t|te)|erz\u00e4hl(?:t|te)|bericht(?:et|ete)|dit|disait|explique|raconte"
    r"|dice|dijo|explica|cuenta|diz|disse|explicou|ha detto|spiega|zeg(?:t|de)|zei|vertelde"
)
_SAYS = rf"(?:{word_pattern('reporting', 'more reporting')}|{_OTHERS_SAY})"
_PART = r"[^\W\d_a-z][\w'\u2019&.-]*"
_JOINT = r"(?:at|of|from|the|von|van|de|di|da|du|la)"
_NAME = rf"(?:{_PART}|P\d+)(?:[ ,]+(?:{_JOINT}\s+)*(?:{_PART}|\d+))*"
_BY = r"according to|in the words of|to quote|quoting|from|laut|selon|d'apr\u00e8s|seg\u00fan|segundo|secondo|volgens"
_LABEL = re.compile(
    r"(?:^|[.!?\u2022\u2013\u2014|>-]\s+|\]\s*)(?P<who>[^.!?:\u2022|\"\u201c\u201d]{1,120}(?:\([^()]*\)\s*)?)\s*(?:[:\uff1a]|[*_]*\s[\u2014\u2013-])\s*[*_]*$"
)
_REPORTED = re.compile(rf"(?P<who>{_NAME})(?:\s*\([^()]{{1,60}}\))?,?\s+(?:\w+ )??(?:{_SAYS})\b[^.!?\"]{{0,60}}$")
_ACCORDING = re.compile(rf"(?i:{_BY})\s+(?P<who>{_NAME})[,:]?\s*$")
_AS_PUT = re.compile(rf"[Aa]s\s+(?P<who>{_NAME})\s+(?:\w+\s+){{1,2}}(?:it|this|that)?[,:]?\s*$")
_SAYS_WHO = re.compile(rf"[\s,.]*(?:{_SAYS})\s+(?P<who>{_NAME}[^.;\"]{{0,80}})")
_WHO_SAYS = re.compile(rf"[\s,.]*(?P<who>{_NAME})(?:\s*\([^()]{{1,60}}\))?,?\s+(?:\w+ )??(?:{_SAYS})\b")
_SO_WHO = re.compile(rf"\s*,\s*so\s+(?P<who>{_NAME})")
_ALONE = re.compile(rf"[\s,/*_@\u00b7]+(?P<who>{_NAME}(?:\s*\([^()]{{1,80}}\))?)[\s*_.]*$")
_NOTE = re.compile(r"\s*\[\^([\w-]+)\]")
_ENCLOSED = re.compile(r"\s*[(\[]([^()\[\]]{1,160})[)\]]")
_LED = re.compile(
    r"^(?:\[\^[\w-]+\]:?|[\d.)\s]+|\[?~?\d{1,2}:\d\d(?::\d\d)?\]?|[*_>\s-])+|"
    r"^(?:(?:key|sample|customer|direct|pull|supporting|customer's)\s+)*(?:quote[sd]?|verbatim|excerpt)s?"
    r"(?:\s+\d+)?(?:\s+(?:from|by|of))?\b[\s:,-]*|^(?:said|as told) by\s+|"
    r"^(?:the|as)\s+|^(?:unlike|like|besides|after|before)\s+[^,]+,\s*|^(?:source|speaker|by|from)\s*:\s*",
    re.IGNORECASE,
)  # fmt: skip


def credits_around(before: str, after: str, notes: Mapping[str, str]) -> Iterator[AttributionLine]:
    """Yield what may name the speaker of words that stand between `before` and `after`; the likeliest first.

    notes: the texts of the document's footnotes by their mark.
    """
    before, after = before[-_WIDEST:], after[:_WIDEST]
    behind = BEHIND.match(after)
    texts = [
        _ENCLOSED.match(after),
        behind if behind and not after.lstrip(" *_").startswith("(") else None,
        _SAYS_WHO.match(after),
        _SO_WHO.match(after),
        _ALONE.match(after),
        _WHO_SAYS.match(after),
        _LABEL.search(before),
        _REPORTED.search(before),
        _ACCORDING.search(before),
        _AS_PUT.search(before),
    ]
    for found in texts:
        if found:
            said = found.groupdict().get("attribution") or found.groupdict().get("who") or found[1]
            yield from credit(first_sentence(said))
    if (noted := _NOTE.match(after)) and noted[1] in notes:
        yield from credit(notes[noted[1]])


def credits_above(label: str) -> Iterator[AttributionLine]:
    """Yield what a label or a line above quoted words may name: itself, or who it says speaks."""
    if label:
        yield from credit(label)
        yield from credits_around(f"{label.rstrip(':')}:", "", {})


def credit(text: str) -> Iterator[AttributionLine]:
    """Yield the attribution that a label, a heading or a cell may be; nothing where it holds no words."""
    bare = text.strip().strip("*_[] ")
    while (shorter := _LED.sub("", bare).strip()) != bare:
        bare = shorter
    if bare and words(bare):
        yield parse_attribution(bare.rstrip(":"))
