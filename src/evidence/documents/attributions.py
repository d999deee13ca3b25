"""Whether a line names who said something: people write it in many ways, and a slogan with a dash is none.

— Dana Whitlow        ~ Dana Whitlow        (Dana Whitlow, Northquay)
**Dana Whitlow**, Northquay                 Dana Whitlow, Northquay, 2026-01-12
"""

from __future__ import annotations

import re

from evidence.english import word_set
from evidence.text import words

DASH = re.compile(r"(?:[\u2014\u2013\u2015]|--+|~\s*(?=[A-Z\u00c0-\u00de]))\s*(?=\S)")
"""What opens an attribution at the start of a line."""
BEHIND = re.compile(
    r"[\s_*]*(?:(?P<dash>[\u2014\u2013\u2015]|--+|~(?!~))|(?P<weak>-(?=\s)|(?=\()))\s*(?P<attribution>\S.*)"
)
"""What may stand behind closing quotation marks; a lone hyphen or parentheses say less than a dash."""
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3})[.;](?=\s)|(?<=[)\d])[.;](?=\s)")
_ACCOUNT = re.compile(r"[^\W\d_]+_\d+")
_SPEAKERS = word_set("columns of speakers")
_PARTICLES = frozenset(words("de da di do du la le el al van von der den ter bin ibn of the y e"))
_LONGEST = 16  # words of a name, a title and a company together
_LONGEST_NAME = 4
_SAID = 4  # words from which on a text in quotation marks may be something that somebody said


def first_sentence(text: str) -> str:
    """Return what an attribution within running text may reach to: the end of its sentence."""
    end = _SENTENCE_END.search(text)
    return text[: end.start()] if end else text


def names_somebody(text: str, person: str | None, title: str | None, account: str | None, *, bare: bool = True) -> bool:
    """Whether an attribution says who: `Title at Account`, `Name, Company`; bare: a name alone, too.

    What goes on like a sentence, or lists what nobody is called, names nobody.
    """
    said = [part for part in (person, title, account) if part]
    if not said or sum(len(words(part)) for part in said) > _LONGEST:
        return False
    first, last = said[0], said[-1]
    if not (first[0].isupper() and (last[0].isupper() or last[0].isdigit())):
        return False
    if account and (" at " in text or " on a call with " in text):
        return len(words(first)) <= 2 * _LONGEST_NAME
    if len(said) == 1:
        return bare and is_name(first)
    return is_name(first) and (len(words(first)) > 1 or all(not part[0].islower() for part in said))


def is_name(text: str) -> bool:
    """Whether a text is written as a name: a few words, each with a capital; `Account_023` is one.

    >>> is_name("Dana van der Whit"), is_name("Highest TAM & Velocity"), is_name("engineers hate it")
    (True, False, False)
    """
    parts = text.split()
    if not 0 < len(parts) <= _LONGEST_NAME or re.search(r"[&+/:!?%$#|=<>]", text):
        return False
    return all(
        bool(_ACCOUNT.fullmatch(part)) or (part[0].isupper() and not any(map(str.isdigit, part)))
        for part in parts
        if part.lower() not in _PARTICLES or part is parts[0]
    )


def tells_speaker(header: str) -> bool:
    """Whether the column of a table under this heading says who said something."""
    return not _SPEAKERS.isdisjoint(words(header))


def may_be_said(text: str) -> bool:
    """Whether words in quotation marks may be a statement: a title or slogan is short, or has capitals all over.

    >>> may_be_said("Every deploy is a gamble"), may_be_said("The AI-Native Builder"), may_be_said("No-Ops")
    (True, False, False)
    """
    parts = [part for part in text.split() if part[:1].isalpha()]
    return len(words(text)) >= _SAID and any(part[0].islower() and part not in _PARTICLES for part in parts[1:])
