"""Names of accounts in a text: in full; and as they are spoken, in short and with an 's that hangs on them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from evidence.accounts.names import LINKING, TITLES, fold_name, without_titles
from evidence.english import word_pattern, word_set
from evidence.text import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidence.accounts.names import NameIndex
    from evidence.text import Token

_LONGEST_NAME = 8  # words of a company's name looked for in a text
_INITIALS = 5  # of a name that begins with letters, as J. P. Morgan does
_POSSESSIVE = re.compile(r"(?:['\u2019]s|(?<=s)['\u2019])$", re.IGNORECASE)

_STOP = re.compile(r"[.?!;:\u2026][\"')\]\u201d\u2019]*\s|[\u3002\uff1f\uff01]")
_SHORT = word_set("shortened words in names")
_JOINED = re.compile(rf" '?{word_pattern('other words for and')}'? ", re.IGNORECASE)
_PASSED = LINKING | TITLES | word_set("other words for and")

Form = Literal["full", "short", "cut", "word"]
"""A name; one without `Companies` or `Group` at its end; its first words; its distinctive word."""


class NameSpan(NamedTuple):
    """The words [first, last) of a text that name an account, what they fold to, and which form of the name that is."""

    first: int
    last: int
    name: str
    form: Form


def names_in(text: str, known: NameIndex) -> list[str]:
    """Return the folded names of accounts in a text; of `Delta Dental`, not also `Delta`."""
    if not known.pairs:
        return []
    tokens = tokenize(text)
    plain = [token.folded.replace("'", "") for token in tokens]
    owned = [bare_word(token.folded) for token in tokens]
    found, at = [], 0
    while at < len(tokens):
        if not (_may_begin(plain, at, known.begins) or _may_begin(owned, at, known.begins)):
            at += 1
            continue
        ends = range(_last_end(text, tokens, at, _LONGEST_NAME, known), at, -1)
        named = ((end, _full(text[tokens[at].start : tokens[end - 1].end], known)) for end in ends)
        at, name = next(((end, name) for end, name in named if name), (at + 1, ""))
        found += [name] if name else []
    return found


def bare_word(word: str) -> str:
    """Return a folded token without what is no part of a name when it is spoken.

    >>> bare_word("tarn's"), bare_word("o'hara")
    ('tarn', 'ohara')
    """
    return _POSSESSIVE.sub("", word).replace("'", "") if "'" in word else word


def name_spans(text: str, tokens: Sequence[Token], places: Iterable[int], known: NameIndex) -> Iterator[NameSpan]:
    """Yield where accounts are named as people speak of them, the longest name at each place.

    places: of the tokens with which a name may begin, in order.
    """
    plain = [token.folded.replace("'", "") for token in tokens]
    owned = [bare_word(token.folded) for token in tokens]
    until = 0
    for at in places:
        if at < until or not (_may_begin(plain, at, known.spoken) or _may_begin(owned, at, known.spoken)):
            continue
        # To fold what follows costs the most, and nothing longer than the longest name of this beginning can match.
        longest = max(
            known.longest.get(plain[at], 0), known.longest.get(owned[at], 0), _INITIALS * (len(plain[at]) == 1)
        )
        longest += sum(word in TITLES for word in plain[at : at + longest])
        ends = range(_last_end(text, tokens, at, longest, known), at, -1)
        named = ((end, _spoken(text[tokens[at].start : tokens[end - 1].end], known)) for end in ends)
        until, found = next(((end, found) for end, found in named if found), (at + 1, None))
        if found:
            yield NameSpan(at, until, *found)


def _last_end(text: str, tokens: Sequence[Token], at: int, most: int, known: NameIndex) -> int:
    """Return up to where a name that begins at a word may go: no name goes on behind the end of a sentence.

    `St. Aldate's`, `J. P. Morgan`, `Dr. Lindqvist` end none there.
    """
    last = min(len(tokens), at + most)
    for end in range(at + 1, last):
        word = tokens[end - 1]
        if _STOP.search(text, word.end, tokens[end].start) and not (
            len(word.folded) == 1 or word.folded in TITLES or word.folded in _SHORT or word.folded in known.stopped
        ):
            return end
    return last


def _full(span: str, known: NameIndex) -> str:
    """Return the folded name that some words are, as they are or without an 's that hangs on them; else ""."""
    return next((n for words in _said(span) if (n := fold_name(words)) in known.exact), "")


def _said(span: str) -> Iterable[str]:
    """Yield in which ways some words may be a name: as they are, without an 's, with `and` in place of other words."""
    plain = dict.fromkeys((span, _POSSESSIVE.sub("", span)))
    return plain | dict.fromkeys(_JOINED.sub(" and ", words) for words in plain) if _JOINED.search(span) else plain


def _spoken(span: str, known: NameIndex) -> tuple[str, Form] | None:
    """Return the folded name that some words are, and in which form."""
    folded = dict.fromkeys(fold_name(words) for words in _said(span))
    for name in (*folded, *dict.fromkeys(map(without_titles, filter(None, folded)))):
        if name in known.exact:
            return name, "full"
        forms: dict[Form, Mapping[str, str]] = {"short": known.short, "cut": known.cut, "word": known.words}
        if form := next((form for form, names in forms.items() if name in names), None):
            return name, form
    return None


def _may_begin(plain: Sequence[str], at: int, begins: Mapping[str, frozenset[str]]) -> bool:
    """Whether a name may begin here: asking for every run of words would take most of the time."""
    if plain[at] in LINKING:  # `The Gap`: the word after it decides
        if plain[at] in begins:
            return True
        at = _next_word(plain, at)
        if at == len(plain):
            return False
    first = plain[at]
    if len(first) == 1:
        return any(word in begins for word in _initials(plain, at))
    seconds = begins.get(first)
    if not seconds or "" in seconds:
        return bool(seconds)
    places = (_next_word(plain, at), _next_word(plain, at, _PASSED))
    return any(after < len(plain) and (plain[after] in seconds or len(plain[after]) == 1) for after in places)


def _initials(plain: Sequence[str], at: int) -> Iterator[str]:
    """Yield the words into which single letters may fold, as in J. P. Morgan: `j`, `jp`."""
    word = ""
    while at < len(plain) and len(plain[at]) == 1 and (not word or plain[at].isalpha()):
        word += plain[at]
        yield word
        at = _next_word(plain, at)


def _next_word(plain: Sequence[str], at: int, passed: frozenset[str] = LINKING) -> int:
    """Return the place of the next word that is not passed, such as one that links others; the end without one."""
    return next((after for after in range(at + 1, len(plain)) if plain[after] not in passed), len(plain))
