"""Query x utterance -> spans: the truth about what matches.

The index may propose too much; what is printed, counted one by one or used as
the oracle in tests comes from here. Everything works on `text.tokenize`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from fnmatch import translate
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from evidence.query import lemmas as tables
from evidence.query.compounds import halves, joined
from evidence.query.context import is_negated, is_question
from evidence.query.stems import STEMMERS
from evidence.query.tree import And, Exact, Field, Fuzzy, Is, Near, Node, Not, Or, Phrase, Query, Wildcard, Word, days
from evidence.text import fold, tokenize, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidence.model import Span
    from evidence.query.lemmas import Lemmas
    from evidence.query.tree import Part
    from evidence.text import Token

Facts = Mapping[str, tuple[str, ...]]
"""What is known of an utterance and its call, by field name: `{"side": ("customer",)}`."""


MOST_JOINED = 8
"""So many parts of an AND or a phrase are read as halves of compounds; longer ones are pasted and take too long."""


class Matcher(Protocol):
    """A query, compiled: (text, facts, language) -> spans, as `match` returns them."""

    def __call__(self, text: str, facts: Facts, language: str = "") -> tuple[Span, ...] | None:
        """Return the spans that match, None where the text does not match."""


Found = tuple[int, int, tuple["Span", ...]]
"""First and last token, both included, and the spans to show for them."""


class TokenizedText:
    """A text and its language, with its tokens, worked out once and only when asked for."""

    def __init__(self, text: str, language: str = "") -> None:
        """Keep the text; language: as `query.language` names it, "" to take it as English."""
        self.text, self.language = text, language

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens in order."""
        return tokenize(self.text)

    def span(self, first: int, last: int) -> Span:
        """Return the span from token `first` to token `last`, both included."""
        return self.tokens[first].start, self.tokens[last].end


def match(query: Query, text: str, facts: Facts | None = None, language: str = "") -> tuple[Span, ...] | None:
    """Return the spans of `text` that match, in order and merged; None where it does not match.

    Words match by the stems of the text's language (`query.language`), "" being taken as English.
    A query of filters alone matches with no spans. `tracker:` and `segment:`
    fields must have been replaced by `expand` before.
    """
    return matcher(query)(text, facts or {}, language)


def matcher(query: Query, lemmas: Lemmas | None = None) -> Matcher:
    """Compile a query once for many texts; `lemmas` are those of the package unless a catalog has them at hand."""
    test = _compile(query.root, lemmas)

    def run(text: str, facts: Facts, language: str = "") -> tuple[Span, ...] | None:
        found = test(TokenizedText(text, language), facts)
        return None if found is None else merge(span for _, _, spans in found for span in spans)

    return run


def joined_ways(node: And) -> Iterator[And]:
    """Yield the query with two neighbouring words as one, for each pair that is a compound's halves."""
    children = node.children
    for at, word in joined([child.token if isinstance(child, Word) else None for child in children]):
        if len(children) <= MOST_JOINED:
            yield And((*children[:at], Word(word), *children[at + 2 :]))


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sort spans and join those that overlap."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


def expand(query: Query, meaning: Callable[[Field], Node | None]) -> Query:
    """Replace fields by what they stand for, such as a tracker by its queries.

    meaning: field -> node, or None where the field stays; may raise an EvidenceError for an unknown name.
    """

    def walk(node: Node) -> Node:
        match node:
            case Field():
                return meaning(node) or node
            case And(children):
                return And(tuple(map(walk, children)))
            case Or(children):
                return Or(tuple(map(walk, children)))
            case Not(child):
                return Not(walk(child))
            case _:
                return node

    return replace(query, root=walk(query.root))


_Test = Callable[[TokenizedText, Facts], "list[Found] | None"]


def _compile(node: Node, lemmas: Lemmas | None) -> _Test:
    match node:
        case Word() | Wildcard() | Fuzzy() | Phrase():
            return _phrase_test(node, lemmas)
        case Exact(text):
            return _exact_test(text)
        case Near(left, right, distance):
            return _near_test(_compile(left, lemmas), _compile(right, lemmas), distance)
        case And(children):
            ways = [_and_test(way.children, lemmas) for way in (node, *joined_ways(node))]
            return ways[0] if len(ways) == 1 else _first_test(ways)
        case Or(children):
            return _or_test([_compile(child, lemmas) for child in children])
        case Not(child):
            return _not_test(_compile(child, lemmas))
        case Field():
            return _field_test(node)
        case Is(kind):
            return _is_test(kind)


def part_test(part: Part, lemmas: Lemmas | None = None, language: str = "") -> Callable[[str], bool]:
    """Return whether a folded token of a language is what the part asks for."""
    match part:
        case Word(token):
            known = lemmas or tables.load_lemmas()
            keys, key = frozenset(known.keys_in(language, token)), known.key_in(language)
            return lambda other: key(other) in keys
        case Wildcard(pattern):
            # fnmatch builds atomic groups, so that a*a*a*b cannot run away on long tokens.
            compiled = re.compile(translate(pattern.replace("[", "[[]")))
            return cache(lambda other: compiled.match(other) is not None)
        case Fuzzy(token, edits):
            return cache(_edits_within(token, edits))


def _edits_within(token: str, edits: int) -> Callable[[str], bool]:
    from rapidfuzz.distance import OSA  # 24 ms, and few queries are fuzzy

    return lambda other: OSA.distance(token, other, score_cutoff=edits) <= edits


def near_words(word: str, vocabulary: Sequence[str], *, limit: int) -> tuple[str, ...]:
    """Return the words within two edits of a folded word, one of a short word; a word of two is near to everything."""
    if len(word) < 3:
        return ()
    from rapidfuzz import process  # 24 ms, and most queries find something
    from rapidfuzz.distance import OSA

    edits = 1 if len(word) < 5 else 2
    found = process.extract(word, vocabulary, scorer=OSA.distance, score_cutoff=edits, limit=limit)
    return tuple(near for near, _, _ in found)


class _Step(NamedTuple):
    """A part of a phrase: what a token must be, how it is written as two, what it is as one with the next part."""

    fits: Callable[[str], bool]
    halves: Mapping[str, str]
    second: Callable[[str], Callable[[str], bool]]
    joined: Callable[[str], bool] | None


def _phrase_test(node: Part | Phrase, lemmas: Lemmas | None) -> _Test:
    parts, slop = (node.parts, node.slop) if isinstance(node, Phrase) else ((node,), 0)
    compiled: Callable[[str], list[_Step]] = cache(lambda language: _steps(parts, lemmas, language, slop))

    def far_end(passage: TokenizedText, steps: list[_Step], first: int) -> int | None:
        """Return the earliest end of the phrase whose first part stands at token `first`, or None.

        Taking the earliest place of every part leaves the later ones the most room.
        """
        tokens, last = passage.tokens, first
        for part, step in enumerate(steps[1:], 1):
            limit = min(first + part + slop + 1, len(tokens))
            last = next((i for i in range(last + 1, limit) if step.fits(tokens[i].folded)), limit)
            if last == limit:
                return None
        return last

    def test(passage: TokenizedText, _: Facts) -> list[Found] | None:
        steps = compiled(passage.language)
        fits, halved, whole = steps[0].fits, steps[0].halves, steps[0].joined
        places = [
            i
            for i, token in enumerate(passage.tokens)
            if fits(token.folded) or token.folded in halved or (whole and whole(token.folded))
        ]
        if slop or len(parts) > MOST_JOINED:
            ends = [(i, far_end(passage, steps, i)) for i in places]
        else:
            ends = [(i, min(_ends(passage.tokens, steps, 0, i), default=None)) for i in places]
        return [(first, last, (passage.span(first, last),)) for first, last in ends if last is not None] or None

    return test


def _steps(parts: Sequence[Part], lemmas: Lemmas | None, language: str, slop: int) -> list[_Step]:
    """Compile the parts of a phrase; compounds are known in English alone, and a gap parts their halves."""
    words = [part.token if isinstance(part, Word) else None for part in parts]
    english = language not in STEMMERS and not slop and len(parts) <= MOST_JOINED
    wholes = {at: part_test(Word(word), lemmas, language) for at, word in (joined(words) if english else ())}
    second = cache(lambda half: part_test(Word(half), lemmas, language))
    return [
        _Step(
            part_test(part, lemmas, language),
            dict(halves(part.token)) if english and isinstance(part, Word) else {},
            second,
            wholes.get(at),
        )
        for at, part in enumerate(parts)
    ]


def _ends(tokens: Sequence[Token], steps: Sequence[_Step], part: int, at: int) -> Iterator[int]:
    """Yield the last tokens of a phrase without gaps whose parts from `part` on stand from token `at` on."""
    if part == len(steps):
        yield at - 1
    elif at < len(tokens):
        step, folded = steps[part], tokens[at].folded
        if step.fits(folded):
            yield from _ends(tokens, steps, part + 1, at + 1)
        half = step.halves.get(folded)
        if half and at + 1 < len(tokens) and step.second(half)(tokens[at + 1].folded):
            yield from _ends(tokens, steps, part + 1, at + 2)
        if step.joined and step.joined(folded):
            yield from _ends(tokens, steps, part + 2, at + 1)


def _exact_test(wanted: str) -> _Test:
    # A lookahead finds overlapping places too; every character is escaped.
    letters = (
        re.escape(c) if c.isupper() or c.lower() == c.upper() else f"(?:{re.escape(c)}|{re.escape(c.upper())})"
        for c in wanted
    )
    pattern = re.compile(f"(?=({''.join(letters)}))")

    def test(passage: TokenizedText, _: Facts) -> list[Found] | None:
        found: list[Found] = []
        for place in pattern.finditer(passage.text):
            start, end = place.span(1)
            inside = [i for i, t in enumerate(passage.tokens) if t.start < end and start < t.end]
            cut = any(t.start < start < t.end or t.start < end < t.end for t in (passage.tokens[i] for i in inside))
            if not cut:
                # Signs alone (`=->`) stand between two tokens: an empty stretch before the next one.
                following = sum(t.end <= start for t in passage.tokens)
                first, last = (inside[0], inside[-1]) if inside else (following, following - 1)
                found.append((first, last, ((start, end),)))
        return found or None

    return test


def _near_test(left: _Test, right: _Test, distance: int) -> _Test:
    def test(passage: TokenizedText, facts: Facts) -> list[Found] | None:
        lefts = left(passage, facts)
        rights = right(passage, facts) if lefts else None
        if not lefts or not rights:
            return None
        pairs: dict[tuple[int, int], set[Span]] = {}
        for first, last, spans in lefts:
            for other_first, other_last, other_spans in rights:
                gap = max(first, other_first) - min(last, other_last) - 1
                if 0 <= gap <= distance:
                    cover = min(first, other_first), max(last, other_last)
                    pairs.setdefault(cover, set()).update(spans, other_spans)
        return [(first, last, tuple(sorted(spans))) for (first, last), spans in sorted(pairs.items())] or None

    return test


def _and_test(children: tuple[Node, ...], lemmas: Lemmas | None) -> _Test:
    """All children; `is:` looks at the words that the other children matched."""
    about = [asked for child in children if (asked := _about(child))]
    rest = [_compile(child, lemmas) for child in children if not _about(child)]

    def test(passage: TokenizedText, facts: Facts) -> list[Found] | None:
        found: list[Found] = []
        for child in rest:
            part = child(passage, facts)
            if part is None:
                return None
            found += part
        for kind, wanted in about:
            kept = _keep(kind, passage, found, wanted=wanted)
            if kept is None:
                return None
            found = kept
        return found

    return test


def _about(node: Node) -> tuple[str, bool] | None:
    """Return what `is:x` or `NOT is:x` asks of the words beside it: (x, whether it must hold)."""
    match node:
        case Is(kind):
            return kind, True
        case Not(Is(kind)):
            return kind, False
        case _:
            return None


def _keep(kind: str, passage: TokenizedText, found: list[Found], *, wanted: bool) -> list[Found] | None:
    """Keep the finds whose words are (or are not) negated or asked; None where none is left."""
    if not found:
        return [] if _holds(kind, passage, None) is wanted else None
    return [one for one in found if any(_holds(kind, passage, span) for span in one[2]) is wanted] or None


def _holds(kind: str, passage: TokenizedText, span: Span | None) -> bool:
    test = is_question if kind == "question" else is_negated
    return test(passage.text, passage.tokens, span)


def _first_test(ways: list[_Test]) -> _Test:
    """Take the first way that matches: two words, then two that are written as one."""
    return lambda passage, facts: next((found for way in ways if (found := way(passage, facts)) is not None), None)


def _or_test(children: list[_Test]) -> _Test:
    def test(passage: TokenizedText, facts: Facts) -> list[Found] | None:
        parts = [part for child in children if (part := child(passage, facts)) is not None]
        return [found for part in parts for found in part] if parts else None

    return test


def _not_test(child: _Test) -> _Test:
    return lambda passage, facts: [] if child(passage, facts) is None else None


def _is_test(kind: str) -> _Test:
    return lambda passage, _: [] if _holds(kind, passage, None) else None


def _field_test(field: Field) -> _Test:
    fits = field_fits(field)
    return lambda _, facts: [] if any(map(fits, facts.get(field.name, ()))) else None


def field_fits(field: Field) -> Callable[[str], bool]:
    """Return whether a value is what the field asks for.

    Whole words inside the value, any case; with `=` the whole value. Dates are
    compared as days; a call without a date fits no range.
    """
    if field.name == "date":
        low, high = days(field.value)
        return lambda value: bool(value) and low <= int(value[:10].replace("-", "")) <= high
    if field.exact:
        wanted = fold_value(field.value)
        return lambda value: fold_value(value) == wanted
    asked = words(field.value)
    return lambda value: _stands_in(asked, words(value))


def fold_value(value: str) -> str:
    """Return a field's value as it is compared whole: words folded, white space single."""
    return " ".join(fold(part) for part in value.split())


def _stands_in(asked: list[str], value: list[str]) -> bool:
    return any(value[i : i + len(asked)] == asked for i in range(len(value) - len(asked) + 1))
