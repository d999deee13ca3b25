"""Query tree -> index query: exact where the index can be, else a superset, and it says which.

`query.match` is the truth; whatever is not exact here is checked by it. A
superset's complement is no superset, so `NOT` of one selects everything.

What was found by trying, and what the tests hold on to:
- a phrase with slop n matches wherever |gap| <= n, in either order, and with more
  than two parts it misses matches; a phrase with stated offsets is exact. So
  `"a b"~n` becomes one phrase for every way to spread the gap.
- for two parts that no one token can both be, NEAR/n is exactly
  (a b, slop n) OR (b a, slop n). Where they can, a token would stand near itself.
- a phrase of one word is a panic, a boolean of `NOT` alone finds nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import comb, prod
from typing import TYPE_CHECKING, Any

from evidence.query.match import fold_value, joined_ways, part_test
from evidence.query.tree import And, Exact, Field, Fuzzy, Is, Near, Not, Or, Phrase, Wildcard, Word, days
from evidence.store.prepare import COMMON, MAX_TERM, WORDLESS, clip, language_fact
from evidence.store.spellings import Spellings
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import tantivy

    from evidence.query.lemmas import Lemmas
    from evidence.query.tree import Node, Part
    from evidence.store.spellings import Forms

# Phrases for all keys of their words; where there are more, one phrase takes any key at each place.
MAX_WAYS = 8
# One phrase for each way to spread a gap: 64 of them took 12 ms on 2,000 calls.
MAX_VARIANTS = 64
# Tokens of a wildcard that are looked up one by one; the index tries its pattern on every token of every part it has.
MAX_LISTED = 4_000
# Characters of one alternation: tantivy refuses automata of more than 1,000 states.
MAX_STATES = 900
_SPECIAL = re.compile(r"[\\.+*?()|\[\]{}^$]")


@dataclass(frozen=True, slots=True)
class Among:
    """Utterances of these accounts (`kind` account), calls (`id`) or speakers of calls (`who`), by their ids."""

    kind: str
    ids: tuple[str, ...]


if TYPE_CHECKING:
    Resolver = Callable[[Field], Node | Among]
    """What a field means that only the caller knows: account, segment, persona, outcome, tracker."""
    Like = Callable[[str, int], tuple[str, ...]]
    """Tokens of the corpus that fit a wildcard pattern, up to a number."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A query for the index, and whether its count is the count."""

    query: tantivy.Query
    exact: bool


class Planner:
    """Translates trees for one index."""

    def __init__(
        self,
        schema: tantivy.Schema,
        forms: Forms,
        resolver: Resolver,
        lemmas: Lemmas,
        *,
        like: Like | None = None,
        broad: bool = True,
    ) -> None:
        """Take the schema of the index; `forms`, `like` and `resolver` are asked while planning.

        broad: phrases may hold wildcards, which the index refuses where too many tokens fit one.
        `is_broad` says whether such a phrase was made.
        """
        from tantivy import FieldType, Occur, Query  # 13 ms

        self._schema, self._resolver, self._lemmas = schema, resolver, lemmas
        self._spelled_as = Spellings(forms, lemmas)
        self._query, self._occur, self._integer = Query, Occur, FieldType.Integer
        self._broad, self.is_broad = broad, False
        self._like: Callable[[str], tuple[str, ...] | None] = cache(lambda pattern: _listed(like, pattern))

    def plan(self, node: Node) -> Plan:
        """Return the index query for a tree."""
        match node:
            case And():
                ways = self._spelled_as.joined(node)
                plans = [self._and(tuple(_flat(way, And, whole=_has_ways))) for way in (node, *ways)]
                return self._or(plans) if ways else plans[0]
            case Or():
                return self._or([self.plan(child) for child in _flat(node, Or)])
            case Not():
                return self._and((node,))
            case Field():
                return self._field(node)
            case Is():
                return self._unknown()
            case _:
                return self._words(node)

    def _words(self, node: Part | Phrase | Exact | Near) -> Plan:
        match node:
            case Word(token):
                plan = Plan(self._terms("stems", self._lemmas.keys(clip(token))), len(token) <= MAX_TERM)
                return self._or([plan, *self._respelled((node,))])
            case Wildcard(pattern):
                return self._wildcard(pattern)
            case Fuzzy(token, edits):
                query = self._query.fuzzy_term_query(self._schema, "tokens", token, edits, transposition_cost_one=True)
                return Plan(query, exact=True)
            case Phrase(parts, slop):
                others = [] if slop else self._respelled(parts)
                return self._or([self._phrase(parts, slop), *others])
            case Exact(text):
                return self._exact(text)
            case Near(left, right, distance):
                return self._near(left, right, distance)

    def _unknown(self) -> Plan:
        """Everything: what only `query.match` can tell."""
        return Plan(self._query.all_query(), exact=False)

    def _term(self, field: str, value: str) -> tantivy.Query:
        return self._query.term_query(self._schema, field, value)

    def _terms(self, field: str, values: Sequence[str]) -> tantivy.Query:
        if len(values) == 1:
            return self._term(field, values[0])
        return self._any(self._term(field, value) for value in values).query

    def _and(self, children: tuple[Node, ...]) -> Plan:
        clauses, exact = [], True
        for child in children:
            negated = isinstance(child, Not)
            part = self.plan(child.child if isinstance(child, Not) else child)
            exact &= part.exact
            if part.exact or not negated:
                clauses.append((self._occur.MustNot if negated else self._occur.Must, part.query))
        if all(occur == self._occur.MustNot for occur, _ in clauses):
            clauses.append((self._occur.Must, self._query.all_query()))
        return Plan(self._query.boolean_query(clauses), exact)

    def _or(self, parts: list[Plan]) -> Plan:
        if len(parts) == 1:
            return parts[0]
        exact = all(part.exact for part in parts)
        return Plan(self._query.boolean_query([(self._occur.Should, part.query) for part in parts]), exact)

    def _any(self, queries: Iterable[tantivy.Query]) -> Plan:
        return self._or([Plan(query, exact=True) for query in queries])

    def _loosely(self, *nodes: Node) -> Plan:
        """All of them somewhere in the utterance: never too few."""
        return Plan(self._and(nodes).query, exact=False)

    def _wildcard(self, pattern: str) -> Plan:
        if _is_anything(Wildcard(pattern)):
            wordless = self._term("facts", WORDLESS)
            return Plan(self._query.all_query().and_must_not_match(wordless), exact=True)
        if (listed := self._like(pattern)) is not None:
            return Plan(self._query.term_set_query(self._schema, "tokens", [*listed]), exact=True)
        try:
            return Plan(self._query.regex_query(self._schema, "tokens", _regex(pattern)), exact=True)
        except ValueError:  # more than 1,000 states
            return self._unknown()

    def _phrase(self, parts: tuple[Part, ...], slop: int) -> Plan:
        """Look for the parts at every way to spread the gap; a lone `*` only keeps a place between two others."""
        if len(parts) == 1:
            return self.plan(parts[0])
        kept = [place for place, part in enumerate(parts) if not _is_anything(part)]
        exact = bool(kept) and kept[0] == 0 and kept[-1] == len(parts) - 1
        build = self._builder(tuple(parts[place] for place in kept)) if len(kept) > 1 else None
        if build is None or comb(slop + len(parts) - 1, slop) > MAX_VARIANTS:
            return self._loosely(*parts)
        spread = [[places[k] - places[kept[0]] for k in kept] for places in _offsets(len(parts), slop)]
        return Plan(self._any(build(tuple(places), 0) for places in spread).query, exact)

    def _respelled(self, parts: tuple[Part, ...]) -> list[Plan]:
        """Return the queries for a phrase whose compounds are written otherwise: those spellings that somebody used."""
        ways = self._spelled_as.others(parts, MAX_VARIANTS + 1)
        if len(ways) > MAX_VARIANTS:
            return [self._unknown()]
        plans = [self._phrase(way, 0) if len(way) > 1 else Plan(self._english(way[0]), exact=True) for way in ways]
        return [Plan(self._spoken("", plan.query), plan.exact) for plan in plans]

    def _english(self, part: Part) -> tantivy.Query:
        return self._terms("stems", self._lemmas.keys_in("", clip(part.token if isinstance(part, Word) else "")))

    def _builder(self, parts: tuple[Part, ...]) -> Callable[[tuple[int, ...], int], tantivy.Query] | None:
        """Return a maker of phrases from offsets and slop; None where the index cannot look for a part."""
        if not all(isinstance(part, Word) for part in parts):
            return self._spelled(parts)
        tokens = [clip(part.token) for part in parts if isinstance(part, Word)]
        makers = []
        for language in ("", *self._lemmas.languages):  # no utterance has the keys of two
            keys = [self._lemmas.keys_in(language, token) for token in tokens]
            regular = prod(map(len, keys)) > MAX_WAYS
            places = [("|".join(map(_escape, some)),) for some in keys] if regular else keys
            makers.append(self._phrases("stems", places, regular=regular))
        return (
            makers[0] if len(makers) == 1 else lambda offsets, slop: self._any(m(offsets, slop) for m in makers).query
        )

    def _phrases(
        self, field: str, places: Sequence[Sequence[str]], *, regular: bool
    ) -> Callable[[tuple[int, ...], int], tantivy.Query]:
        """Return a maker of phrases: at each place one of its terms (or regular expressions); none finds nothing."""
        make = self._query.regex_phrase_query if regular else self._query.phrase_query

        def phrase(way: tuple[str, ...], offsets: tuple[int, ...], slop: int) -> tantivy.Query:
            if offsets == (0, 1) and not slop and not regular and COMMON.issuperset(way):
                return self._term("pairs", "_".join(way))
            placed: list[Any] = list(zip(offsets, way, strict=True))
            return make(self._schema, field, placed, slop)

        ways = list(product(*places))
        return lambda offsets, slop: self._any(phrase(way, offsets, slop) for way in ways).query

    def _spelled(self, parts: tuple[Part, ...]) -> Callable[[tuple[int, ...], int], tantivy.Query] | None:
        """Like `_builder`, on tokens as written: words as all their forms, wildcards as all that fits them."""
        makers: list[Callable[[tuple[int, ...], int], tantivy.Query]] = []
        # Forms of one language may be other words of another. Without a word there is nothing to tell apart.
        languages = ("", *self._lemmas.languages) if any(isinstance(part, Word) for part in parts) else ("",)
        for language in languages:
            spelled = [self._patterns(part, language) for part in parts]
            patterns = [found for found in spelled if found is not None]
            if len(patterns) < len(parts) or prod(map(len, patterns)) > MAX_VARIANTS:
                return None
            makers.append(self._phrases("tokens", patterns, regular=True))
        if len(languages) == 1:
            return makers[0]
        return lambda offsets, slop: (
            self._any(
                self._spoken(language, make(offsets, slop)) for language, make in zip(languages, makers, strict=True)
            ).query
        )

    def _spoken(self, language: str, query: tantivy.Query) -> tantivy.Query:
        """Return a query within the utterances of a language; "" is what is taken as English."""
        if language:
            clauses = [(self._occur.Must, self._term("facts", language_fact(language)))]
        else:
            others = [*map(language_fact, self._lemmas.languages)]
            clauses = [(self._occur.MustNot, self._query.term_set_query(self._schema, "facts", others))]
        return self._query.boolean_query([(self._occur.Must, query), *clauses])

    def _patterns(self, part: Part, language: str) -> list[str] | None:
        """Return patterns of which one must fit, none for a word that nobody said; None beyond the index."""
        if isinstance(part, Fuzzy):
            return None
        tokens = self._spelled_as.of(part.token, language) if isinstance(part, Word) else self._like(part.pattern)
        if tokens is None and isinstance(part, Wildcard):
            self.is_broad = True
            patterns = [_regex(part.pattern)] if self._broad else None
        else:
            patterns = list(_alternations(tokens or ()))
        try:
            for pattern in patterns or ():
                self._query.regex_query(self._schema, "tokens", pattern)
        except ValueError:  # more than 1,000 states
            return None
        return patterns

    def _exact(self, text: str) -> Plan:
        """Tokens that stand whole in the text are the same ones, but for letters whose capitals fold otherwise."""
        found = words(text)
        if not found or found != words(text.upper()):
            return self._unknown()
        return Plan(self._in_order("tokens", [clip(word) for word in found]), exact=False)

    def _in_order(self, field: str, tokens: list[str]) -> tantivy.Query:
        if len(tokens) == 1:
            return self._term(field, tokens[0])
        return self._query.phrase_query(self._schema, field, [*tokens])

    def _near(self, left: Node, right: Node, distance: int) -> Plan:
        lefts, rights = _alternatives(left), _alternatives(right)
        if any(self._spelled_as.others((part,), 1) for part in (*(lefts or ()), *(rights or ()))):
            return self._loosely(left, right)  # a compound of two words stands near what follows it, in either order
        if lefts is None or rights is None or len(lefts) * len(rights) > MAX_VARIANTS:
            return self._loosely(left, right)
        pairs = [pair for a, b in product(lefts, rights) if (pair := self._pair(a, b, distance))]
        return self._or(pairs) if len(pairs) == len(lefts) * len(rights) else self._loosely(left, right)

    def _pair(self, a: Part, b: Part, distance: int) -> Plan | None:
        one, other = self._builder((a, b)), self._builder((b, a))
        if one is None or other is None:
            return None
        if self._apart(a, b):
            return self._any([one((0, 1), distance), other((0, 1), distance)])
        if 2 * (distance + 1) > MAX_VARIANTS:
            return None
        gaps = [(0, gap + 1) for gap in range(distance + 1)]
        return self._any(build(offsets, 0) for offsets in gaps for build in ([one] if a == b else [one, other]))

    def _apart(self, a: Part, b: Part) -> bool:
        """Whether no token can be both; False where that is not certain."""
        match a, b:
            case Word(left), Word(right):
                return not {*self._lemmas.keys(left)} & {*self._lemmas.keys(right)}
            case (Word(token), Wildcard() as other) | (Wildcard() as other, Word(token)):
                return not any(map(part_test(other), self._spelled_as.of(token)))
            case Wildcard(left), Wildcard(right):
                return _differ(_ends(left), _ends(right)) or self._none_is(left, b) or self._none_is(right, a)
        return False

    def _none_is(self, listed: str, other: Part) -> bool:
        """Whether the tokens of a pattern are known and none is what the other part asks for."""
        tokens = self._like(listed)
        return tokens is not None and not any(map(part_test(other), tokens))

    def _field(self, field: Field) -> Plan:
        name, value = field.name, field.value
        if name in {"account", "segment", "persona", "outcome", "tracker"}:
            found = self._resolver(field)
            return self._among(found) if isinstance(found, Among) else self.plan(found)
        if name == "date":
            low, high = days(value)
            query = self._query.range_query(self._schema, "date", self._integer, max(low, 1), high)
        elif field.exact:
            query = self._term("facts", f"{name}={clip(fold_value(value))}")
        else:
            query = self._in_order("about", [f"{name}:{clip(word)}" for word in words(value)])
        return Plan(query, exact=True)

    def _among(self, found: Among) -> Plan:
        keys = [f"{found.kind}={key}" for key in found.ids]
        return Plan(self._query.term_set_query(self._schema, "facts", keys), exact=True)


def _listed(like: Like | None, pattern: str) -> tuple[str, ...] | None:
    """Return all tokens that fit; None where they are too many, or where the index needs to look at few itself."""
    if not {"*", "?"}.intersection(pattern):
        return (pattern,)  # half of a compound
    if like is None or pattern[0] not in "*?":
        return None
    found = like(pattern, MAX_LISTED + 1)
    return found if len(found) <= MAX_LISTED else None


def _alternations(tokens: Iterable[str]) -> Iterator[str]:
    """Yield patterns for any of the tokens, each within what the index can compile."""
    some: list[str] = []
    for token in map(_escape, tokens):
        if some and sum(map(len, some)) + len(token) > MAX_STATES:
            yield "|".join(some)
            some = []
        some.append(token)
    if some:
        yield "|".join(some)


def _flat(node: Node, kind: type[And | Or], *, whole: Callable[[Node], bool] = lambda _: False) -> Iterator[Node]:
    """Yield the children of nested ANDs (or ORs) as those of one: the index nests its own calls. `whole` ones stay."""
    stack = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, And | Or) and isinstance(top, kind) and (top is node or not whole(top)):
            stack.extend(reversed(top.children))
        else:
            yield top


def _has_ways(node: Node) -> bool:
    """Whether neighbouring words of an AND may be one."""
    return isinstance(node, And) and any(True for _ in joined_ways(node))


def _is_anything(part: Part) -> bool:
    return isinstance(part, Wildcard) and not part.pattern.strip("*")


def _offsets(parts: int, slop: int) -> Iterator[tuple[int, ...]]:
    """Yield the places of all parts, counted from the first, with up to `slop` gaps in all."""
    for gaps in product(range(slop + 1), repeat=parts - 1):
        if sum(gaps) <= slop:
            places = [0]
            for gap in gaps:
                places.append(places[-1] + gap + 1)
            yield tuple(places)


def _alternatives(node: Node) -> list[Part] | None:
    """Return the words and wildcards of which one must match; None where it is anything else."""
    nodes = list(_flat(node, Or))
    parts: list[Part] = [part for part in nodes if isinstance(part, Word | Wildcard)]
    return parts if len(parts) == len(nodes) else None


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _regex(pattern: str) -> str:
    """Return a wildcard pattern as the index's regular expression; it is matched against whole tokens."""
    collapsed = re.sub(r"\*+", "*", pattern)
    return "".join({"*": ".*", "?": "."}.get(sign) or _escape(sign) for sign in collapsed)


def _ends(pattern: str) -> tuple[str, str]:
    """Return what every match begins and ends with."""
    pieces = re.split(r"[*?]", pattern)
    return pieces[0], pieces[-1]


def _differ(one: tuple[str, str], other: tuple[str, str]) -> bool:
    heads, tails = (one[0], other[0]), (one[1], other[1])
    same_head = heads[0].startswith(heads[1]) or heads[1].startswith(heads[0])
    same_tail = tails[0].endswith(tails[1]) or tails[1].endswith(tails[0])
    return not (same_head and same_tail)
