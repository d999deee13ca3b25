"""Pains that stand side by side in one line: `late orders, lost forms and dead scanners`.

A sentence with commas is one pain, so a line is parted only where every part is a short phrase: no part has a
subject or a finite verb behind its first word, none begins as a clause or an addition does (`which`, `so`, `with`),
and adjectives of one noun (`slow, manual reporting`) stay together. Semicolons part clauses too.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from evidence.documents.titles import list_of
from evidence.english import word_set
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_ADJECTIVES = word_set("adjectives of pains")
_ONE_PAIN = word_set("labels of one pain")
_OPENERS = word_set("openers of an addition")
_DETERMINERS = word_set("determiners")
_PREPOSITIONS = word_set("governing a noun")
_ALONE = word_set("openers of a pain")
_VERBS = word_set("verbs of a clause", "negated verbs")
_SUBJECTS = word_set("subjects of a clause")
_EXAMPLES = re.compile(r"\b(?:such as|like|including|e\.g|for example|for instance|i\.e)\b", re.IGNORECASE)
# Quotation marks, an aside behind a dash, a colon, the end of a sentence: what is more than a list.
_MORE = re.compile(r"[\"\u201c\u201d\u201e\u00ab\u00bb?!:]|\s[\u2013\u2014-]{1,2}\s|\u2014|[.]\s+\S")
_SEMICOLON = re.compile(r"\s*;\s*(?:(?:and|or)\s+)?")
_SIGN = re.compile(r"\s+[/|\u2022\u00b7]\s+")
_COMMA = re.compile(r",\s+(?:(?:and|or|&)\s+)?")
_JOINT = re.compile(r",\s+(?:and|or|&)\s")
_AND = re.compile(r"\s+(?:and|&)\s+")
_CLAUSE, _PHRASE, _PAIR = 12, 6, 5  # words of a part: between semicolons, in a list, of only two


def enumerated(text: str, label: str = "") -> tuple[str, ...]:
    """Return the phrases of an inline list, the text alone where it says one thing. label: what announces it.

    >>> enumerated("late orders, lost forms and dead scanners")
    ('late orders', 'lost forms', 'dead scanners')
    >>> enumerated("The scanner dies by noon, so forms get lost")
    ('The scanner dies by noon, so forms get lost',)
    """
    whole = (text,)
    bare = text.strip().removesuffix(".")
    if _is_of_one(label) or _MORE.search(bare) or _EXAMPLES.search(bare):
        return whole
    if len(parts := _cut(bare, _SEMICOLON)) > 1:
        return parts if all(_is_part(part, _CLAUSE) for part in parts) else whole
    if len(parts := _cut(bare, _SIGN)) > 1:
        parts = _with_their_noun(parts, " / ")
        return parts if len(parts) > 1 and all(_is_phrase(part) for part in parts) else whole
    parts = _with_their_noun(_cut(bare, _COMMA), ", ")
    joint = bool(_JOINT.search(bare))
    if len(parts) > 1 and not joint:
        *_, left, right = ("", *_AND.split(parts[-1], maxsplit=1))
        joint = bool(left) and not (_governs(left) and not _stands_alone(right))
        parts = (*parts[:-1], left, right) if joint else parts
    return parts if _are_list(parts) and not _are_objects(parts, joint=joint) else whole


@cache
def _is_of_one(label: str) -> bool:
    """Whether a label announces a single pain: `Primary pain point`."""
    return " ".join(words(label)[-2:]) in _ONE_PAIN or " ".join(words(label)[-1:]) in _ONE_PAIN


def _cut(text: str, sign: re.Pattern[str]) -> tuple[str, ...]:
    """Cut at a sign, but not inside of brackets."""
    parts, start = [], 0
    for found in sign.finditer(text):
        if text.count("(", 0, found.start()) == text.count(")", 0, found.start()):
            parts.append(text[start : found.start()])
            start = found.end()
    return tuple(part.strip() for part in (*parts, text[start:]) if words(part))


def _with_their_noun(parts: Sequence[str], sign: str) -> tuple[str, ...]:
    """Join adjectives to the part behind them: `slow`, `manual reporting`."""
    joined: list[str] = []
    open_ = False
    for part in parts:
        if open_:
            joined[-1] += f"{sign}{part}"
        else:
            joined.append(part)
        open_ = " ".join(words(part)) in _ADJECTIVES
    return tuple(joined)


def _are_list(parts: Sequence[str]) -> bool:
    room = _PHRASE if len(parts) > 2 else _PAIR
    if len(parts) < 2 or not all(_is_phrase(part, room) for part in parts):
        return False
    first, *others = (len(words(part)) > 1 and words(part)[0] in _DETERMINERS for part in parts)
    # `The scanner, bought in May, dies by noon`: what follows a subject is said of it.
    foreign = list_of("words of sentences")
    return (all(others) or not first) and not any((word,) in foreign for part in parts for word in words(part))


def _are_objects(parts: Sequence[str], *, joint: bool) -> bool:
    """Whether later parts only go on with what the first governs, or share its verb: `Lack of time, money and people`.

    joint: whether `and` stands before the last: without it a list is the likelier.
    """
    later = parts[1:]
    if not _governs(parts[0]):
        # `Orders, forms and invoices vanish`
        single = [len(part.split()) == 1 for part in parts]
        return joint and all(single[:-1]) and not single[-1]
    if any(len(part.split()) == 1 and not _governs(part) for part in later):
        return True
    return joint and not all(map(_stands_alone, later))


def _governs(part: str) -> bool:
    """Whether a part may have objects behind it: `juggling rotas`, `lack of time`, `loses forms`."""
    tokens = words(part)
    return (len(tokens) > 1 and tokens[0].endswith("ing")) or not _PREPOSITIONS.isdisjoint(tokens[1:])


def _stands_alone(part: str) -> bool:
    """Whether a part says what is wrong by itself: `no visibility`, `slow builds`, `chasing invoices`."""
    tokens = words(part)
    return bool(tokens) and (tokens[0] in _ALONE or tokens[0] in _ADJECTIVES or _governs(part))


def _is_part(part: str, room: int) -> bool:
    tokens = words(part)
    return 0 < len(tokens) <= room and tokens[0] not in _OPENERS


def _is_phrase(part: str, room: int = _PHRASE) -> bool:
    """Whether a part is a phrase: no opener of a clause, no subject, no finite verb behind its first word."""
    tokens = words(part)
    # `IT` is no pronoun.
    said = {word for one in part.split() if one == "I" or not one.strip(".,()").isupper() for word in words(one)}
    begin = 2 if tokens[:1] and tokens[0] in _VERBS else 1  # `can't see spend`
    return _is_part(part, room) and not said & _SUBJECTS and _VERBS.isdisjoint(tokens[begin:])
