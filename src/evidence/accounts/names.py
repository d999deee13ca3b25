"""Names of companies: when two are one, and which account a name resembles.

Two names are one when they fold alike (`fold_name`). Everything else only resembles:
words are aligned one to one, as written, misspelt (one edit in five letters), shortened
(`Intl`), run together or apart (`Wal Mart`), or as initials (`IBM`), and weighed by how rare
they are among the accounts. The score is the part of the weight covered in the name that was
asked for, times the part covered in the account's name, so that `Delta Dental` is not
`Delta Air Lines`: what one name has and the other lacks counts against both.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from evidence.accounts.alike import align, are_beginnings, slips_of, spelt_alike
from evidence.english import word_set
from evidence.query.lemmas import ordinary_words
from evidence.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LEGAL = word_set("legal forms")
_GENERAL = word_set("general company words")
_PLAIN = word_set(
    "general company words", "company words of other languages", "industries", "what companies do", "legal forms",
    "first names", "before a distinctive word", "glue", "topicless words",
)  # fmt: skip
# `CORP /DE/`, `Inc (The)`, `Inc. (Class A)`: where a company is registered, an article put behind, which share it is.
_BEHIND = re.compile(
    r"\s*(?:/[A-Za-z]{2,4}/?|[(,]\s*the\s*\)?|,?\s+sp\.?\s*z\s*o\.?\s*o\.?|[(,–—-]\s*(?:class|cl\.?|series)\s+[A-Z]\s*(?:shares|stock)?\s*\)?"
    r"|[(,–—-]\s*(?:common stock|ordinary shares|ad[rs]s?)\s*\)?)\s*$",
    re.IGNORECASE,
)
# `INC / MA`: only behind a legal form is it a state; `Input / Output` is a name.
_STATE = re.compile(r"\s*/\s+[A-Z]{2}\s*/?\s*$")
_STOPPED = re.compile(r"(\w+)[.?!;:…] (?=\w)")
LINKING = word_set("linking words")
TITLES = word_set("honorifics in names")

MARGIN = 0.1  # of the score: nearer runners-up make a name ambiguous
LIKELY = 0.5  # the least score of a candidate
_ENOUGH = 150  # names to look at: 15 ms in the worst case
_COMMON = 1_000  # of the names that share even the rarest word
_LONGEST = 12  # words of a name that are looked at
_MISHEARD = 0.75  # the least likeness of a name that was heard otherwise
_TELLING = 4  # letters of a word that alone may stand for a company
_SHORTENED = 0.6  # the score of initials: many companies share them


@lru_cache(maxsize=1 << 17)
def fold_name(name: str) -> str:
    """Return the name without case, accents, punctuation, a leading `The` and legal forms at the end.

    Words that tell companies apart (Group, Holdings, Dental) stay.

    >>> fold_name("The Smith & Sons Co., Ltd."), fold_name("smith and sons")
    ('smith and sons', 'smith and sons')
    """
    bare = _bare(name)
    parts = _join_letters([word.replace("'", "") for word in words(bare.replace("&", " and ").replace("+", " and "))])
    kept = parts[1:] if parts[:1] == ["the"] and len(parts) > 1 else parts
    while len(kept) > 1 and (kept[-1] in _LEGAL or kept[-1] == "and"):
        kept = kept[:-1]
    return " ".join(kept)


@lru_cache(maxsize=1 << 12)
def without_titles(folded: str) -> str:
    """Return a folded name without honorifics inside of it: `praxis lindqvist` of `praxis dr lindqvist`.

    One at its beginning or end may be the name itself: Dr. Oetker, The Phone Doctor.
    """
    first, *rest = folded.split()
    kept = [word for word in rest[:-1] if word not in TITLES]
    return " ".join([first, *kept, *rest[-1:]])


def _without_general(parts: list[str]) -> list[str]:
    """Return the words of a name without those at its end that many companies have; none where nothing is left out."""
    kept = list(parts)
    while len(kept) > 1 and kept[-1] in _GENERAL:
        kept.pop()
    return kept if len(kept) < len(parts) else []


def _bare(name: str) -> str:
    """Return a name without what registers and lists of shares put behind it."""
    while (shorter := _BEHIND.sub("", name)) not in {name, ""}:
        name = shorter
    company = _STATE.sub("", name)
    return company if words(company)[-1:] and words(company)[-1] in _LEGAL else name


def is_ordinary(word: str) -> bool:
    """Whether a folded word is one of the language, or of many companies' names: it alone names nobody."""
    return word in _PLAIN or word in ordinary_words() or not word.isalpha()


def legal_form(name: str) -> tuple[str, ...]:
    """Return the legal forms at the end of a name.

    >>> legal_form("Tarn Ltd."), legal_form("Tarn")
    (('ltd',), ())
    """
    return tuple(word for word in _join_letters(list(words(name)))[1:] if word in _LEGAL)


def _join_letters(parts: list[str]) -> list[str]:
    """`s a` of S.A. is one word, as in SA; so are the initials of a name."""
    joined: list[str] = []
    run = False
    for part in parts:
        letter = len(part) == 1 and part.isalpha()
        if letter and run:
            joined[-1] += part
        else:
            joined.append(part)
        run = letter
    return joined


class Likeness(NamedTuple):
    """An account that a name resembles, and how much: 1 where every word of both is covered."""

    account_id: str
    score: float


@dataclass(frozen=True, eq=False)  # a hash over 50,000 names, at each look into a cache, would cost 2 ms
class NameIndex:
    """(name, account_id) of every account and alias. What is derived is made on first use, never pickled."""

    pairs: tuple[tuple[str, str], ...]

    def __getstate__(self) -> dict[str, object]:
        """Send the names alone: another process may never need the rest."""
        return {"pairs": self.pairs}

    @cached_property
    def exact(self) -> Mapping[str, tuple[str, ...]]:
        """Folded name -> the accounts that bear it."""
        return owners_of((fold_name(name), account_id) for name, account_id in self.pairs)

    def bearers(self, name: str) -> tuple[str, ...]:
        """Return the accounts that bear a name; of several, those whose legal form is the same too."""
        found = self.exact.get(fold_name(name), ())
        if len(found) < 2:
            return found
        spelt = " ".join(words(name))
        same = tuple(sorted({key for known, key in self.pairs if key in found and " ".join(words(known)) == spelt}))
        return same or found

    @cached_property
    def begins(self) -> Mapping[str, frozenset[str]]:
        """First word of a name -> the words that follow it in names; "" where one ends there. Without `and`, `of`."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for parts, _ in filter(lambda named: named[0], self._names):
            found[parts[0]].add(parts[1] if len(parts) > 1 else "")
        return {first: frozenset(seconds) for first, seconds in found.items()}

    @cached_property
    def short(self) -> Mapping[str, str]:
        """Folded name without `Companies` or `Group` at its end -> the only account whose name begins with it.

        Without an honorific inside of it, too, where a surname stands behind that.
        """
        found = {
            " ".join(parts): account_ids[0]
            for name, account_ids in self.exact.items()
            if (parts := _without_general(name.split())) and len(account_ids) == 1
        }
        firsts = Counter(name.split()[0] for name in self.exact)
        found = {name: key for name, key in found.items() if firsts[name.split()[0]] == 1} | self._untitled
        return {name: key for name, key in found.items() if name not in self.exact}

    @property
    def _untitled(self) -> dict[str, str]:
        titled = [name for name in self.exact if not TITLES.isdisjoint(name.split()[1:-1])]
        surnamed = [name for name in titled if not is_ordinary(name.split()[-1])]
        owners = owners_of((without_titles(name), key) for name in surnamed for key in self.exact[name])
        return {name: account_ids[0] for name, account_ids in owners.items() if len(account_ids) == 1}

    @cached_property
    def stopped(self) -> frozenset[str]:
        """Folded words behind which a sign that ends sentences stands inside of a name: `st` of St. Aldate's."""
        return frozenset(fold(found[1]) for name, _ in self.pairs for found in _STOPPED.finditer(name))

    @cached_property
    def cut(self) -> Mapping[str, str]:
        """First words of a folded name -> the only account whose name begins so: `solvane` of Solvane Water."""
        owner: dict[str, str] = {}
        for name, account_ids in self.exact.items():
            parts, account_id = name.split(), account_ids[0] if len(account_ids) == 1 else ""
            for size in range(1, len(parts)):
                begins = " ".join(parts[:size])
                owner[begins] = account_id if owner.get(begins, account_id) == account_id else ""
        kept = {name: key for name, key in owner.items() if key and name.rpartition(" ")[2] not in LINKING}
        return {n: key for n, key in kept.items() if n not in _PLAIN and n not in self.exact and n not in self.short}

    @cached_property
    def spoken(self) -> Mapping[str, frozenset[str]]:
        """As `begins`, of names that are cut or short, too, and of distinctive words."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for name in (*self.short, *self.cut):  # they are folded, and no name of two letters is among them
            parts = [word for word in name.split() if word not in LINKING] or name.split()
            found[parts[0]].add(parts[1] if len(parts) > 1 else "")
        for word in self.words:
            found[word].add("")
        return dict(self.begins) | {w: self.begins.get(w, frozenset()) | seconds for w, seconds in found.items()}

    @cached_property
    def longest(self) -> Mapping[str, int]:
        """First word of a name -> the words of the longest one that begins so, `and` and `of` among them."""
        found: dict[str, int] = {}
        for name in (*self.exact, *self.short, *self.cut, *self.words):
            parts = name.split()
            first = next((word for word in parts if word not in LINKING), parts[0] if parts else "")
            found[first] = max(len(parts), found.get(first, 0))
        return found

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Distinctive word -> the only account with it: `northquay` of Northquay Traders.

        It is no word of the language, no place and no first name, stands in no other account's name, and behind no
        word of the language: Coca-Cola Femsa is not Femsa.
        """
        owner: dict[str, str] = {}
        for parts, account_id in self._names:
            for word in parts:
                owner[word] = account_id if owner.get(word, account_id) == account_id else ""
        found: dict[str, str] = {}
        for parts, account_id in self._names:
            telling = takewhile(lambda word: not is_ordinary(word), (word for word in parts if word not in _PLAIN))
            found |= {word: account_id for word in telling if len(word) >= _TELLING and owner[word]}
        return {word: key for word, key in found.items() if word not in self.exact and word not in self.short}

    def holders(self, word: str) -> tuple[str, ...]:
        """Return the accounts whose names begin with a word; none where it stands elsewhere in other names."""
        names = [self._names[number] for number in self._holders.get(word, ())[:_ENOUGH]]
        return tuple(sorted({key for parts, key in names})) if all(parts[0] == word for parts, _ in names) else ()

    @cached_property
    def _names(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        return tuple((_parts(name), account_id) for name, account_id in self.pairs)

    @cached_property
    def _holders(self) -> Mapping[str, tuple[int, ...]]:
        """Word -> the numbers of the names that hold it; words run together are among them."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, (parts, _) in enumerate(self._names):
            for word in dict.fromkeys((*parts, *(a + b for a, b in pairwise(parts)), "".join(parts))):
                found[word].append(number)
        return {word: tuple(numbers) for word, numbers in found.items()}

    @cached_property
    def _initials(self) -> Mapping[str, tuple[int, ...]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, (parts, _) in enumerate(self._names):
            whole = ["n" if word == "and" else word for word in fold_name(self.pairs[number][0]).split()]
            for initials in {"".join(word[0] for word in form) for form in (parts, whole) if len(form) > 1}:
                found[initials].append(number)
        return {word: tuple(numbers) for word, numbers in found.items()}

    @cached_property
    def _by_letter(self) -> Mapping[str, tuple[str, ...]]:
        """First letter -> the words of names, sorted."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted({word for parts, _ in self._names for word in parts}):
            found[word[0]].append(word)
        return {letter: tuple(known) for letter, known in found.items()}

    @cached_property
    def _by_length(self) -> Mapping[tuple[str, int], tuple[str, ...]]:
        """First letter and length -> the words of names: slips change a length by two at most."""
        found: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        for letter, known in self._by_letter.items():
            for word in known:
                found[letter, len(word)].append(word)
        return {key: tuple(known) for key, known in found.items()}

    @lru_cache(maxsize=4096)  # noqa: B019  one index lives as long as the program, and calls repeat their companies
    def _near_words(self, word: str) -> tuple[str, ...]:
        """Return the known words that this may be a spelling, the beginning or an end cut off of.

        A slip in the first letter is rare, and looking for it would cost twenty times as much.
        """
        from rapidfuzz import process  # 24 ms, and most names are borne by an account
        from rapidfuzz.distance import OSA

        if not 4 <= len(word) <= 40:
            return ()
        slips = slips_of(len(word))
        sizes = range(len(word) - slips, len(word) + slips + 1)
        spelt = [other for size in sizes for other in self._by_length.get((word[0], size), ())]
        found = process.extract(word, spelt, scorer=OSA.distance, score_cutoff=slips, limit=20)
        near = [other for other, _, _ in found if other != word]
        if len(word) >= 5:
            known = self._by_letter.get(word[0], ())
            begins = bisect_left(known, word)
            near += takewhile(lambda other: other.startswith(word), known[begins : begins + 20])
            near += (word[:end] for end in range(5, len(word)) if word[:end] in self._holders)
        return tuple(dict.fromkeys(near))

    def has_word(self, account_id: str, word: str) -> bool:
        """Whether a folded word stands in a name of an account."""
        return any(self._names[number][1] == account_id for number in self._holders.get(word, ())[:_COMMON])

    def misheard(self, name: str) -> tuple[Likeness, ...]:
        """Return the account whose name, or distinctive word, one was heard otherwise by a letter or two."""
        alike = [like for like in self.resembling(name)[:1] if like.score >= _MISHEARD]
        near = self._near_words(fold_name(name)) if not alike and " " not in name else ()
        scored = ((word, spelt_alike(fold_name(name), word)) for word in near if word in self.words)
        return (*alike, *(Likeness(self.words[word], score) for word, score in scored if score >= _MISHEARD))[:1]

    def weight(self, word: str) -> float:
        """Return how much a word tells: the rarer among the accounts, the more."""
        return math.log(1 + len(self._names) / max(1, len(self._holders.get(word, ()))))

    def resembling(self, name: str, limit: int = 5) -> tuple[Likeness, ...]:
        """Return the accounts that a name resembles at all likely, best first."""
        asked = _parts(name)[:_LONGEST]
        best: dict[str, tuple[float, bool]] = {}
        for number in self._worth_a_look(asked):
            parts, account_id = self._names[number]
            named = len(asked) == 1 and number in self._initials.get(asked[0], ())
            score = round(max(_SHORTENED * named, self._likeness(asked, parts)), 3)
            rank = (score, parts[:1] == asked[:1])  # of equals, the one that begins alike
            if score >= LIKELY and rank > best.get(account_id, (0, False)):
                best[account_id] = rank
        ranked = sorted(best.items(), key=lambda item: (-item[1][0], not item[1][1], item[0]))
        return tuple(Likeness(account_id, rank[0]) for account_id, rank in ranked[:limit])

    def _worth_a_look(self, asked: tuple[str, ...]) -> set[int]:
        """Return the numbers of names that share a word, the rarest words first until there are enough."""
        spelt = dict.fromkeys((*asked, *(a + b for a, b in pairwise(asked)), "".join(asked)))
        # Two words run together are a slip of their own where both are known.
        bare = {a + b for a, b in pairwise(asked) if a in self._holders and b in self._holders}
        terms = {near for word in spelt for near in (word, *(() if word in bare else self._near_words(word)))}
        if len(asked) > 1:
            terms.add("".join(word[0] for word in asked))
        shared = sorted((self._holders[term] for term in terms if term in self._holders), key=lambda h: (len(h), h))
        found: set[int] = set(self._initials.get(asked[0], ())) if len(asked) == 1 else set()
        for holders in shared:
            if found and len(found) + len(holders) > _ENOUGH:
                break
            found.update(holders[:_COMMON])
        return found

    def _likeness(self, asked: tuple[str, ...], known: tuple[str, ...]) -> float:
        short, long = (asked, known) if len(asked) == 1 else (known, asked)
        if len(short) == 1 < len(long) and 2 < len(short[0]) < 10 and are_beginnings(short[0], long):
            return _SHORTENED
        if "".join(asked) == "".join(known):
            return 1.0
        pairs = align(asked, known)
        weights = [self.weight(word) for word in known]
        covered = total = 0.0
        left = set(range(len(asked)))
        for pair in pairs:
            weight = sum(weights[at] for at in pair.known)
            covered += weight * pair.alike
            total += weight
            left -= set(pair.asked)
        rest = sum(self.weight(asked[at]) for at in left)
        score = covered * covered / ((total + rest) * sum(weights)) if covered else 0.0
        # Short forms alone prove little: Bo is no Boscobel, and B. P. no Bluefin Payroll.
        lengths = sorted(len("".join(side)) for side in (asked, known))
        if not any(pair.whole for pair in pairs):
            return score * lengths[0] / lengths[1]
        return max(score, LIKELY) if known[: len(asked)] == asked else score


def _parts(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell it from others."""
    kept = fold_name(name).split()
    return tuple(_join_letters([word for word in kept if word not in LINKING] or kept))


def owners_of(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return key -> the accounts that share it, sorted; empty keys are nobody's."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, account_id in pairs:
        if key:
            found[key].add(account_id)
    return {key: tuple(sorted(ids)) for key, ids in found.items()}
