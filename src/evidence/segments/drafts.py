"""Queries for a pain point, out of the words that a document has for it, where no call says how people put it.

Where the label has a word of trouble, each query has one: of "lack of standardized protocols" the words `standardized
NEAR/6 protocols` alone would find whoever praises them. Which words are trouble is said by the families of
`quotes/cues.yaml`. A label without any is asked by its own words: what happens to them is the pain.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from evidence.english import word_set
from evidence.errors import QuerySyntaxError
from evidence.query.grammar import parse_query
from evidence.quotes.cues import standard
from evidence.quotes.keyness import TOPICLESS
from evidence.text import stem, tokenize, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidence.quotes.cues import Lexicon
    from evidence.text import Token

STOP = word_set("stop words")
_MOST = 4  # queries for one pain: a start to edit, not a net for everything
_TOPICS = 4  # of the words beside a word of trouble, the nearest
_HURTING = frozenset({
    "problem", "inability", "difficulty", "effort", "workaround", "manual", "frustration", "metaphor", "risk", "fault",
    "attempt",
})  # fmt: skip
_NOT = "not"
_NEGATED = ("not", "don't", "doesn't", "can't", "won't")
_NONE = ("no", "without")
# Which words of the lexicon say the same; their forms and derivations are found in it.
_ALIKE = (
    ("lack", "missing", "shortage", "not enough"),
    ("slow", "sluggish", "take too long", "delay"),
    ("manual", "by hand", "copy and paste"),
    ("difficult", "difficulty", "hard", "struggle"),
    ("complex", "complicated", "convoluted"),
    ("inconsistent", "mismatch", "discrepancy"),
    ("time consuming", "take too long", "tedious"),
    ("concern", "worry", "risky"),
    ("bottleneck", "slow down", "bog down"),
    ("limited", "limitation", "restrict", "not enough"),
    ("expensive", "costly", "overpriced"),
)
_CANNOT = re.compile(r"(?:[\w-]+ ){0,3}?(?:cannot|can't|can not|unable to)\s+(?P<what>[^,;.:()]+)", re.IGNORECASE)
_LACK = re.compile(
    r"(?:no|(?:a )?(?:total |complete )?lack of|missing|zero|insufficient|not enough|too few|shortage of)\s+"
    r"(?:an?\s+|the\s+|any\s+|clear\s+|good\s+|real\s+|proper\s+)*(?P<thing>[\w' -]+?)"
    r"(?=$|[,;.:()]|\s(?:for|to|on|in|at|when|that|which|of|about|between|across|who|with|from|and|or)\b)",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"(?:nobody|no one|no-one)\s+(?P<what>[^,;.:()]+)", re.IGNORECASE)
_LONGEST_THING = 4  # words of its name
_MISSING = ("no", "not enough", "too few", "too little", "lack", "without", "missing", "need")
_NO_THINGS = frozenset({
    "longer", "more", "way", "wonder", "doubt", "one", "one's", "idea", "matter", "time", "problem", "problems",
    "issue", "issues", "trouble", "complaints",
})  # fmt: skip
"""Behind `no` these name nothing that is missing: `no longer`, `no way to`."""
_BREAK = re.compile(r"[,.;:()/\u2013\u2014\"\u201c\u201d]")


@dataclass(frozen=True, slots=True)
class DraftedQueries:
    """Queries for a pain; `stated` says that they hold a word of trouble.

    wide: queries of neutral words alone, which find praise as well: for a comment, not for use.
    heard: of how many utterances of customers they are made; 0 where they are made of the label alone.
    """

    queries: tuple[str, ...] = ()
    wide: tuple[str, ...] = ()
    stated: bool = False
    heard: int = 0


@dataclass(frozen=True, slots=True)
class _Clause:
    tokens: tuple[Token, ...]
    hurts: tuple[tuple[int, int], ...]
    topics: tuple[int, ...]

    def near(self, first: int, stop: int) -> list[str]:
        """Return the neutral words nearest to tokens [first, stop), in their order."""
        ranked = sorted(self.topics, key=lambda at: (first - at if at < first else at - stop + 1, at))
        return list(dict.fromkeys(self.tokens[at].folded for at in sorted(ranked[:_TOPICS])))


def draft(text: str, lexicon: Lexicon | None = None) -> DraftedQueries:
    """Return queries for a pain that a document words like this; none where it has no telling word."""
    if missing := _of_lack(text):
        return DraftedQueries((missing,), (), stated=True)
    clauses = [_clause(part, lexicon or standard()) for part in _BREAK.split(text)]
    spare = list(dict.fromkeys(word for clause in clauses for word in clause.near(0, 0)))[: _TOPICS - 1]
    queries = [
        query
        for clause in clauses
        for first, stop in clause.hurts
        for query in _asked(clause, first, stop, spare, lexicon or standard())
    ]
    stated = bool(queries)
    if not stated:  # what happens to them is the pain: `Reports arrive late`
        return DraftedQueries(_sound(query for part in _BREAK.split(text) for query in _together(part)))
    return DraftedQueries(_sound(queries), _sound(_neutral(clauses)), stated)


def _together(text: str) -> Iterator[str]:
    """Yield the words of a clause that says no trouble, two by two, those that tell most first; one alone as it is."""
    said = words(text)
    places = [
        (at, word)
        for at, word in enumerate(said)
        if word not in STOP and word not in TOPICLESS and not word.isdigit() and len(word) > 1
    ]
    denied = {at for at, word in enumerate(said) if _key(word) == _NOT or word in _NONE}
    for (at, one), (other, two) in combinations(places[:_TOPICS], 2):
        if one != two and not (no := denied & set(range(at, other))):
            yield f'"{one} {two}"' if other == at + 1 else f"{one} NEAR/6 {two}"
        elif one != two and no:  # its denial is the pain: `Systems don't talk`
            yield f"{one} NEAR/6 {_any(_NEGATED)} NEAR/3 {two}"
    if len(places) == 1:
        yield places[0][1]


def says_lack(text: str) -> bool:
    """Say whether a pain is that something is missing, so that its absence is what counts.

    >>> [says_lack(label) for label in ("No DevOps team", "Nobody to call", "Cannot export data", "No more")]
    [True, True, True, False]
    """
    return _of_lack(text) is not None


def _of_lack(text: str) -> str | None:
    """Return the query for what is missing, by its name; for what nobody does, beside the word for nobody."""
    text = text.replace("\u2019", "'").strip()
    if found := _NOBODY.match(text):
        telling = [word for word in words(found["what"]) if word not in STOP][:_TOPICS]
        return f'(nobody OR "no one") NEAR/5 {_any(telling)}' if telling else None
    if found := _CANNOT.match(text):
        telling = [word for word in words(found["what"]) if word not in STOP][:2]
        return " NEAR/5 ".join(telling) if len(telling) > 1 else None
    found = _LACK.match(text)
    thing = words(found["thing"]) if found else []
    if not thing or len(thing) > _LONGEST_THING or thing[0] in _NO_THINGS:
        return None
    # One word is said of much else: it is asked beside what says that it is missing.
    return " NEAR/5 ".join(thing[-2:]) if len(thing) > 1 else f"{_any(_MISSING)} NEAR/4 {thing[0]}"


def _sound(queries: Iterable[str]) -> tuple[str, ...]:
    telling = (query for query in dict.fromkeys(queries) if not STOP.issuperset({*words(query)} - {"too"}))
    return tuple(filter(asks, telling))[:_MOST]


def asks(query: str) -> bool:
    """Whether this is a query."""
    try:
        parse_query(query)
    except QuerySyntaxError:
        return False
    return True


def _neutral(clauses: Iterable[_Clause]) -> Iterator[str]:
    for clause in clauses:
        said = [clause.tokens[at].folded for at in clause.topics]
        yield from (f"{a} NEAR/6 {b}" for a, b in pairwise(said) if a != b)
        yield from said if len(said) == 1 else ()


def _asked(clause: _Clause, first: int, stop: int, spare: Sequence[str], lexicon: Lexicon) -> Iterator[str]:
    """Yield what asks for one word of trouble beside the neutral ones of its clause, else of the whole."""
    said = [token.folded for token in clause.tokens[first:stop]]
    while len(said) > 1 and said[-1] in STOP:  # of `lack of` the first
        said.pop()
    topics = clause.near(first, stop) or spare
    beside = f" {_any(topics)}" if topics else ""
    alike = _alike(said, lexicon)
    if len(said) > 1 or _key(said[0]) != _NOT:
        yield f"{_any(alike)} NEAR/6{beside}" if beside else _any(alike)
    elif following := [clause.tokens[at].folded for at in clause.topics if at >= stop][:2]:
        yield f"{_any(_NEGATED)} NEAR/3 {_any(following)}"
    if beside and "lack" in alike:
        yield f"no NEAR/2{beside}"


def _any(terms: Sequence[str]) -> str:
    quoted = [f'"{term}"' if not term.isalnum() else term for term in terms]
    return quoted[0] if len(quoted) == 1 else f"({' OR '.join(quoted)})"


# -- words of trouble --------------------------------------------------------------------------


def _clause(text: str, lexicon: Lexicon) -> _Clause:
    tokens = tuple(tokenize(text))
    hurts, at = [], 0
    taken: set[int] = set()
    while at < len(tokens):
        length, hurting = _longest(tokens, at, lexicon)
        if hurting:
            hurts.append((at, at + length))
            taken.update(range(at, at + length))
        at += max(length, 1)
    topics = [n for n, token in enumerate(tokens) if n not in taken and _is_topic(text, token)]
    return _Clause(tokens, tuple(hurts), tuple(topics))


def _is_topic(text: str, token: Token) -> bool:
    long = len(token.folded) > 2 or text[token.start : token.end].isupper()
    return long and token.folded not in STOP and not token.folded.isdigit()


def _longest(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[int, bool]:
    """Return how many words the longest cue has that begins here, and whether it hurts; 0 where there is none."""
    said = [token.folded for token in tokens[at:]]
    if said[0] in _NONE and not any(_is_cue(said, cue) for cue, _ in _cues(lexicon).get(said[0], ())):
        return 1, True
    found = [(len(cue), hurting) for cue, hurting in _cues(lexicon).get(_key(said[0]), ()) if _is_cue(said, cue)]
    return max(found, default=(0, False))


def _is_cue(said: Sequence[str], cue: tuple[str, ...]) -> bool:
    return len(said) >= len(cue) and all(_is_form(word, part) for word, part in zip(said, cue, strict=False))


def _is_form(word: str, part: str) -> bool:
    """Whether a word is one of a cue's: cost is no form of costly, nor AWS of aw."""
    if part.startswith("=") or word == part:
        return word == part.removeprefix("=")
    key = _key(word)
    return key == _key(part) and (key == _NOT or (len(key) > 2 and len(word) >= len(part) - 1))


@cache
def _cues(lexicon: Lexicon) -> Mapping[str, tuple[tuple[tuple[str, ...], bool], ...]]:
    """Return the cues by the key of their first word, each as its words (`=`: as written), and whether it hurts."""
    found: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
    for cue in lexicon.cues:
        said = words(cue.parts[0])
        if len(cue.parts) == 1 and said and not cue.beside_amount:
            form = tuple(f"={word}" if cue.exact else word for word in said)
            found.setdefault(_key(said[0]), []).append((form, cue.family in _HURTING))
    return {key: tuple(cues) for key, cues in found.items()}


def _key(word: str) -> str:
    return _NOT if word.endswith("n't") or word == "cannot" else stem(word)


def _alike(said: list[str], lexicon: Lexicon) -> list[str]:
    """Return the words as said, then what says the same."""
    keys = [_key(word) for word in said]
    if said[0] in _NONE and len(said) == 1:
        return [*_ALIKE[0], "without"]
    if _NOT in keys:
        at = keys.index(_NOT)
        return [" ".join([*said[:at], form, *said[at + 1 :]]) for form in dict.fromkeys((said[at], *_NEGATED))]
    found = {tuple(keys): " ".join(said)}
    for term in (*_derived(" ".join(said), lexicon), *_group(keys)):
        found.setdefault(tuple(map(stem, words(term))), term)
    return list(found.values())


def _group(keys: Sequence[str]) -> Sequence[str]:
    """Return the words that say the same; of `lack of` those of `lack`."""
    bare = tuple(key for key in keys if key not in STOP) or tuple(keys)
    return next((group for group in _ALIKE if any(tuple(map(stem, words(term))) == bare for term in group)), ())


def _derived(word: str, lexicon: Lexicon) -> list[str]:
    """Return cues of one word with the same beginning: of `inconsistent` also `inconsistency`."""
    begin = word[: max(6, len(word) - 3)]
    cues = (cue.parts[0] for cue in lexicon.cues if cue.family in _HURTING and not cue.exact and len(cue.parts) == 1)
    return [cue for cue in cues if len(word) > 5 and cue.startswith(begin) and " " not in cue][:3]
