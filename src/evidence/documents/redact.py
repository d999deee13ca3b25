"""What must not be shown, and what stands in its place: found by form, or because a name is known.

Offsets are over the original, so that a redacted quote can still be verified
against the words that were said. This replaces what it recognises and claims no
more: words can point to a person without naming anybody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from evidence.calls.forgotten import digest_words
from evidence.documents.patterns import PLACEHOLDERS, Replacement, find_forms
from evidence.english import word_set
from evidence.text import tokenize, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.model import Account, Quote
    from evidence.text import Token

Level = Literal["none", "people", "pseudonyms", "strict"]
# Words of a forgotten name that are looked up together: signs of Chinese and Japanese names count as words.
# Its parts are found whatever its length.
_LONGEST, _USUAL = 12, 5
_Names = dict[str, tuple[tuple[str, ...], ...]]


@dataclass(frozen=True)
class Redaction:
    """How much is shown. names: of people, replaced from the level `people` on.

    companies: (name, pseudonym) of accounts, replaced from the level `pseudonyms` on;
    `strict` writes `[company]` for all of them. accounts: the pseudonym of every account by id.
    unlinked: calls whose id or title names a customer, to which no link may lead.
    forgotten: the hashes of names of people of whom nothing else is kept, and of the parts of these names;
    forgotten_whole: those of names whose parts are not kept.
    """

    level: Level = "people"
    names: tuple[str, ...] = ()
    companies: tuple[tuple[str, str], ...] = ()
    accounts: tuple[tuple[str, str], ...] = ()
    unlinked: frozenset[str] = field(default=frozenset(), repr=False)
    forgotten: frozenset[str] = field(default=frozenset(), repr=False)
    forgotten_whole: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def hides_accounts(self) -> bool:
        """Whether no customer may be named, in links and paths neither."""
        return self.level in {"pseudonyms", "strict"}

    def pseudonym(self, account: Account) -> str | None:
        """Return what an account is called where customers are hidden; None by `strict`, or where it has none."""
        if self.level == "strict":
            return None
        return self._by_id.get(account.account_id) or self._by_name.get(account.account_name)

    def apply(self, text: str) -> str:
        """Return `text` as it may be shown."""
        return shown(text, self.replacements(text))

    def cut(self, quote: Quote) -> str:
        """Return the words of a quote as they may be shown.

        What stands around them counts: whether `Will` begins a sentence, and a number whose other half was cut off.
        """
        around, start = quote.prefix + quote.text + quote.suffix, len(quote.prefix)
        end = start + len(quote.text)
        inside = [
            Replacement(max(one.start, start) - start, min(one.end, end) - start, one.placeholder)
            for one in self.replacements(around)
            if one.start < end and one.end > start
        ]
        return shown(quote.text, inside)

    def bare(self, text: str) -> str:
        """Return a redacted text without what stands for something else: words that somebody may have said."""
        for sign in self._signs if self.hides_accounts or "[" in text else ():
            text = text.replace(sign, " ")
        return text

    def replacements(self, text: str) -> tuple[Replacement, ...]:
        """Return what is hidden in `text`, in order, without overlaps."""
        if self.level == "none":
            return ()
        tokens = tokenize(text)
        return _leftmost([*find_forms(text), *self.people_in(text, tokens), *self.companies_in(text, tokens)])

    def people_in(self, text: str, tokens: Sequence[Token] | None = None) -> Iterator[Replacement]:
        """Yield the names of people; a single first or last name only with its capital letter, unless `strict`."""
        tokens = tokens or tokenize(text)
        hashed = _hashed(tokens, self.forgotten, self.forgotten_whole)
        for start, end, said in (*_named(tokens, self._people), *hashed):
            strictly = self.level == "strict" and len(said[0]) > 3 and said[0] not in EVERYDAY
            if len(said) > 1 or strictly or _is_name(text, start, said[0]):
                yield Replacement(*_with_initials(text, start, end), "[name]")

    def companies_in(self, text: str, tokens: Sequence[Token] | None = None) -> Iterator[Replacement]:
        """Yield the names of customers where they are hidden; an everyday word only with its capital letter."""
        if not self.hides_accounts:
            return
        for start, end, said in _named(tokens or tokenize(text), self._companies):
            if len(said) > 1 or said[0] not in EVERYDAY or _is_name(text, start, said[0]):
                yield Replacement(start, end, "[company]" if self.level == "strict" else self._pseudonyms[said])

    @cached_property
    def _people(self) -> _Names:
        return _index({said for name in self.names for said in name_parts(name)})

    @cached_property
    def _pseudonyms(self) -> dict[tuple[str, ...], str]:
        return {tuple(words(name)): pseudonym for name, pseudonym in reversed(self.companies)}

    @cached_property
    def _companies(self) -> _Names:
        return _index(set(self._pseudonyms))

    @cached_property
    def _signs(self) -> tuple[str, ...]:
        """Placeholders and pseudonyms, long ones first: Account_1 begins Account_12."""
        pseudonyms = {pseudonym for _, pseudonym in (*self.accounts, *self.companies)} - PLACEHOLDERS.keys()
        return (*PLACEHOLDERS, *sorted(pseudonyms, key=lambda name: (-len(name), name)))

    @cached_property
    def _by_id(self) -> dict[str, str]:
        return dict(self.accounts)

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return dict(reversed(self.companies))


def name_parts(name: str) -> set[tuple[str, ...]]:
    """Return the folded words of a name, and each of them that is a name by itself.

    >>> sorted(name_parts("Ida de Lund"))
    [('ida',), ('ida', 'de', 'lund'), ('lund',)]
    """
    whole = tuple(words(name))
    return {whole} | {(word,) for word in whole if len(word) > 1 and word not in _PARTICLES}


def redact(
    text: str, level: Level, names: Sequence[str] = (), companies: Sequence[tuple[str, str]] = ()
) -> tuple[str, tuple[Replacement, ...]]:
    """Replace what the level hides; return the new text and the places in the old.

    >>> redact("Write to ana@bakery.example, not 2026-01-12.", "people")[0]
    'Write to [email], not 2026-01-12.'
    """
    found = Redaction(level, tuple(names), tuple(companies)).replacements(text)
    return shown(text, found), found


def shown(text: str, replaced: Sequence[Replacement]) -> str:
    """Return the text with placeholders; `replaced` are in order and do not overlap."""
    parts: list[str] = []
    at = 0
    for start, end, placeholder in replaced:
        parts += text[at:start], placeholder
        at = end
    return "".join((*parts, text[at:]))


def _leftmost(found: Sequence[Replacement]) -> tuple[Replacement, ...]:
    """Keep the first of what overlaps, the longer where they begin together.

    What reaches beyond the first goes too: half of a number would be left.
    """
    kept: list[Replacement] = []
    for replacement in sorted(found, key=lambda r: (r.start, -r.end)):
        if not kept or replacement.start >= kept[-1].end:
            kept.append(replacement)
        elif replacement.end > kept[-1].end:
            kept[-1] = kept[-1]._replace(end=replacement.end)
    return tuple(kept)


_WORDS_TOO = word_set("names that are words")
EVERYDAY = _WORDS_TOO | word_set("everyday words", "companies that are words")
# `I` and `A` are words: an initial without its stop stands before the name, and is none of them.
_INITIALS_BEFORE = re.compile(r"(?<![\w.'\u2019])(?:[A-Z]\. ?|[B-HJ-Z] ){1,3}\Z")
_INITIALS_AFTER = re.compile(r",? ?[A-Z]\.(?: ?[A-Z]\.){0,2}(?!\w)")
_HUNG_ON = word_set("hung on")
_PARTICLES = word_set("parts of names")


def _index(names: set[tuple[str, ...]]) -> _Names:
    """Return the folded words of names by their first word, longer names first."""
    index: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for name in names:
        if name:
            index[name[0]].add(name)
    return {first: tuple(sorted(alike, key=lambda one: (-len(one), one))) for first, alike in index.items()}


def _named(tokens: Sequence[Token], index: _Names) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield start, end and folded words of names; the `'s` or `'ll` that speech hangs on them is no part."""
    if not index:
        return
    bare = [_bare(token.folded) for token in tokens]
    for at, token in enumerate(tokens):
        for said in (*index.get(token.folded, ()), *(index.get(bare[at], ()) if bare[at] != token.folded else ())):
            last = at + len(said) - 1
            if last < len(tokens) and [*(t.folded for t in tokens[at:last]), bare[last]] == list(said):
                yield token.start, tokens[last].end - (len(tokens[last].folded) - len(bare[last])), said
                break


def _hashed(
    tokens: Sequence[Token], hashes: frozenset[str], whole: frozenset[str]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield, as `_named` does, what is known by its hash alone.

    A name begins with one of its parts, a `de` or a sign of Chinese: only there are more words hashed, which takes
    0.03 s for 100,000 words. Where the parts are not known every run of five words is hashed, in 1.1 s.
    """
    if not hashes and not whole:
        return
    bare = [_bare(token.folded) for token in tokens]
    known, both = hashes | whole, {*bare, *(token.folded for token in tokens)}
    signs = {word for word in both if len(word) == 1 and not word.isascii()}
    begins = signs | {word for word in both if word in _PARTICLES or digest_words((word,)) in known}
    for at in range(len(bare)):
        begun = bare[at] in begins or tokens[at].folded in begins
        longest = _LONGEST if begun else _USUAL if whole else 0
        for last in range(min(at + longest, len(bare)) - 1, at - 1, -1):
            said = (*(token.folded for token in tokens[at:last]), bare[last])
            if digest_words(said) in known:
                yield tokens[at].start, tokens[last].end - (len(tokens[last].folded) - len(bare[last])), said
                break


def _with_initials(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a name by the initials at its sides: of `Rook, T.` and `T. Rook` nothing may be left."""
    before, after = _INITIALS_BEFORE.search(text[max(0, start - 12) : start]), _INITIALS_AFTER.match(text, end)
    return start - len(before[0]) if before else start, after.end() if after else end


def _bare(word: str) -> str:
    name, _, hung = word.rpartition("'")
    return name if name and hung in _HUNG_ON else word


def _is_name(text: str, start: int, word: str) -> bool:
    """Whether a single word is written as a name: with a capital, and not because a sentence begins."""
    if text[start].islower():
        return False
    before = text[max(0, start - 8) : start].rstrip("\"'\u201c\u2018( ")
    return bool(before and before[-1] not in ".?!") or word not in EVERYDAY
