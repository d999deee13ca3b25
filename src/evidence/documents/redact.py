"""What must not be shown, found by its form, replaced by what it is.

Offsets are over the original, so that a redacted quote can still be verified
against the words that were said. This replaces what it recognises and claims no
more: words can point to a person without naming anybody.
"""

from __future__ import annotations

import ipaddress
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from evidence.text import tokenize, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from evidence.text import Token

Level = Literal["none", "people", "pseudonyms", "strict"]


class Replacement(NamedTuple):
    """Half-open [start, end) of the original in code points, and what stands there now."""

    start: int
    end: int
    placeholder: str


@dataclass(frozen=True, slots=True)
class Redaction:
    """How much is shown. names: of people, replaced from the level `people` on.

    companies: (name, pseudonym) of accounts, replaced from the level `pseudonyms` on;
    `strict` writes `[company]` for all of them.
    """

    level: Level = "people"
    names: tuple[str, ...] = ()
    companies: tuple[tuple[str, str], ...] = ()

    @property
    def hides_accounts(self) -> bool:
        """Whether no customer may be named, in links and paths neither."""
        return self.level in {"pseudonyms", "strict"}

    def apply(self, text: str) -> str:
        """Return `text` as it may be shown."""
        return redact(text, self.level, self.names, self.companies)[0]


_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_TOKEN = re.compile(
    r"\b(?:eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?|(?:sk|pk|rk)[-_][\w-]{16,}|(?:gh[opsur]|github_pat)_\w{16,}"
    r"|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|A(?:KIA|SIA)[A-Z0-9]{16}|AIza[\w-]{30,}"
    r"|(?=\w*[A-Za-z])(?=(?:\w*?\d){4})\w{32,})(?![\w-])"
)
_MAC = re.compile(r"(?<![\w:-])[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}(?![\w:-])")
_IP4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)")
_IP6 = re.compile(r"(?<![\w:.])(?=[0-9A-Fa-f:]*\d)(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])")
_CARD = re.compile(r"(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-])")
# Phones: after a plus, grouped as in North America, or after a zero; else only where the words before say so.
_PHONE = re.compile(
    r"(?<![\w+.,$€£-])(?:\+\d(?:[ ().-]{0,2}\d){7,14}|(?:1[ .-])?\(?[2-9]\d\d\)?[ .-]\d{3}[ .-]\d{4}"
    r"|0\d{2,4}[ /-]\d{3,}(?:[ -]\d{2,})*)(?!\w|[.,-]\d)"
)
_CALLED = re.compile(
    r"\b(?:phone|telephone|mobile|cell|whatsapp|fax|(?:call|reach|text) (?:me|us)|my number)\b\D{0,20}?"
    r"(?P<what>(?!\d{4}-\d\d-\d\d\b)\d(?:[ ().-]{0,2}\d){6,14})(?!\w)",
    re.IGNORECASE,
)


def redact(
    text: str, level: Level, names: Sequence[str] = (), companies: Sequence[tuple[str, str]] = ()
) -> tuple[str, tuple[Replacement, ...]]:
    """Replace what the level hides; return the new text and the places in the old.

    Conservative with numbers: amounts, dates, versions and `SOC 2` stay. Names match as whole
    words; a single first or last name only with its capital letter.

    >>> redact("Write to ana@bakery.example, not 2026-01-12.", "people")[0]
    'Write to [email], not 2026-01-12.'
    """
    if level == "none":
        return text, ()
    tokens = tokenize(text)
    found = list(_by_form(text))
    for start, end, said in _named(tokens, _index(tuple(names), parts=True)):
        if len(said) > 1 or _is_name(text, start, said[0]):
            found.append(Replacement(start, end, "[name]"))
    if level in {"pseudonyms", "strict"}:
        shown = {tuple(words(name)): pseudonym for name, pseudonym in companies}
        for start, end, said in _named(tokens, _index(tuple(name for name, _ in companies), parts=False)):
            found.append(Replacement(start, end, "[company]" if level == "strict" else shown[said]))
    kept = _leftmost(found)
    parts: list[str] = []
    at = 0
    for start, end, placeholder in kept:
        parts += text[at:start], placeholder
        at = end
    return "".join((*parts, text[at:])), kept


def _leftmost(found: Sequence[Replacement]) -> tuple[Replacement, ...]:
    """Keep the first of what overlaps, the longer where they begin together."""
    kept: list[Replacement] = []
    for replacement in sorted(found, key=lambda r: (r.start, -r.end)):
        if not kept or replacement.start >= kept[-1].end:
            kept.append(replacement)
    return tuple(kept)


def _by_form(text: str) -> Iterator[Replacement]:
    forms: tuple[tuple[re.Pattern[str], str, Callable[[str], bool]], ...] = (
        (_EMAIL, "[email]", bool),
        (_TOKEN, "[token]", bool),
        (_MAC, "[address]", bool),
        (_IP4, "[address]", _is_address),
        (_IP6, "[address]", _is_address),
        (_CARD, "[card]", _luhn),
        (_PHONE, "[phone]", bool),
        (_CALLED, "[phone]", bool),
    )
    for pattern, placeholder, confirms in forms:
        group = "what" if "what" in pattern.groupindex else 0
        for found in pattern.finditer(text):
            if confirms(found[group]):
                yield Replacement(*found.span(group), placeholder)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _luhn(text: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    digits = [int(digit) for digit in text if digit.isdigit()]
    doubled = (2 * digit - 9 * (digit > 4) for digit in digits[-2::-2])
    return len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


# Single names that are common words: at the start of a sentence they are taken for the word.
_WORDS_TOO = frozenset(
    words(
        "will mark may grace bill art hope rich chase faith june april rose drew pat sue frank dean guy miles gene rob "
        "ray penny joy jack max summer dawn iris lance pierce grant wade rusty sunny young long little white black "
        "brown green king price page love day best stone woods rivers banks fields parks bush wood cook baker hall "
        "hill bell"
    )
)
_Names = dict[str, tuple[tuple[str, ...], ...]]


@lru_cache(maxsize=256)
def _index(names: tuple[str, ...], *, parts: bool) -> _Names:
    """Return the folded words of the names by their first word, longer names first; with `parts` each word too."""
    index: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for name in names:
        said = tuple(words(name))
        single = {(word,) for word in said if len(word) > 2} if parts else set()
        for one in single | ({said} if said else set()):
            index[one[0]].add(one)
    return {first: tuple(sorted(alike, key=lambda one: (-len(one), one))) for first, alike in index.items()}


def _named(tokens: Sequence[Token], index: _Names) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield start, end and folded words of names; a possessive at the end is no part of the name."""
    if not index:
        return
    bare = [token.folded.removesuffix("'s") for token in tokens]
    for at, token in enumerate(tokens):
        for said in (*index.get(token.folded, ()), *(index.get(bare[at], ()) if bare[at] != token.folded else ())):
            last = at + len(said) - 1
            if last < len(tokens) and [*(t.folded for t in tokens[at:last]), bare[last]] == list(said):
                yield token.start, tokens[last].end - 2 * (bare[last] != tokens[last].folded), said
                break


def _is_name(text: str, start: int, word: str) -> bool:
    """Whether a single word is written as a name: with a capital, and not because a sentence begins."""
    if text[start].islower():
        return False
    before = text[:start].rstrip("\"'\u201c\u2018( ")
    return bool(before and before[-1] not in ".?!") or word not in _WORDS_TOO
