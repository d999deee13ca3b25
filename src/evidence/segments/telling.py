"""Queries out of a pain's label and what customers say of it: which words tell this pain from all other talk.

A query is a word, words side by side, or two words near each other, each as its stem covers its forms. What it is
worth is what it finds: utterances that a person accepted speak for it, rejected ones against it, and every other one
counts by how far it says what the label says. So a word that stands in much other talk is no query, and a rare one is.
Chosen are those that together find most, until no further one finds more of the pain than of anything else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from evidence.query.assertion import assertion_of
from evidence.segments.heard import Heard, stem_places, untelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from evidence.segments.heard import LabelTerm, Spoken

_FORMS = 5  # of one term in a query
_NEAREST, _FARTHEST = 4, 8  # words between the two of a query
_TELLING = 3.0  # weight of a word that may be a query: said in one of 20 utterances or fewer
_SURE = 2.0  # what a judged one counts beside one that nobody judged
_MOST = 8  # queries
_TRIED = 12  # queries for one accepted utterance that the index is asked about
_FEW = 3  # words of an accepted one that are tried, however common
_FEEDBACK = 0.5  # of what an utterance is worth comes from what was accepted, the rest from the label


class Rates(NamedTuple):
    """What an utterance must be worth not to count against a query that finds it; and the price of a query."""

    doubt: float
    price: float


_JUDGED, _UNJUDGED = Rates(0.3, 0.2), Rates(0.45, 0.2)


class Side(NamedTuple):
    """One side of a query: alternatives, each as stems, and how each is written."""

    forms: tuple[tuple[str, ...], ...]
    written: tuple[str, ...]

    def __str__(self) -> str:
        """Write it as a query does."""
        quoted = [f'"{one}"' if not one.isalnum() else one for one in self.written]
        return quoted[0] if len(quoted) == 1 else f"({' OR '.join(quoted)})"


class Asked(NamedTuple):
    """A query: one side, or two with at most `near` words between."""

    sides: tuple[Side, ...]
    near: int = 0

    def __str__(self) -> str:
        """Write the query."""
        return f" NEAR/{self.near} ".join(map(str, self.sides))


@dataclass
class Teller:
    """Makes queries of what is heard, and of what a person made of some of it, by place among the turns.

    lack: the label says that something is missing, whose name is what counts. Of a lack, and where nothing was
    accepted, each query holds a word of the label: what else an utterance speaks of may be anything.
    """

    heard: Heard
    verdicts: Mapping[int, bool]
    lack: bool = False
    _outside: dict[str, float] = field(default_factory=dict)
    _words: dict[str, Side] = field(default_factory=dict)

    @property
    def rates(self) -> Rates:
        """What is asked of a query: less where a person judged."""
        return _JUDGED if any(self.verdicts.values()) else _UNJUDGED

    @cached_property
    def _postings(self) -> dict[str, dict[int, list[int]]]:
        found: defaultdict[str, dict[int, list[int]]] = defaultdict(dict)
        for at, turn in enumerate(self.heard.turns):
            for place, root in enumerate(turn.roots):
                found[root].setdefault(at, []).append(place)
        return dict(found)

    @cached_property
    def value(self) -> list[float]:
        """What finding each turn is worth: above 0 for the pain, below 0 for anything else."""
        told = self._told
        most = max((self._sum(told, at) for at, verdict in self.verdicts.items() if verdict), default=0.0)
        values = []
        for at, (worth, _, _) in enumerate(self.heard.worths):
            verdict = self.verdicts.get(at)
            if verdict is not None:
                values.append(_SURE if verdict else 0.0 if self._is_uncounted(at) else -_SURE)
                continue
            like = min(1.0, self._sum(told, at) / most) if most else worth
            values.append(_FEEDBACK * like + (1 - _FEEDBACK) * worth - self.rates.doubt)
        return values

    def _is_uncounted(self, at: int) -> bool:
        """Whether an utterance denies what the label says, or has it in the past: it does no harm to find it."""
        spans = self.heard.spans(self.heard.turns[at])
        meant = assertion_of(self.heard.turns[at].text, spans, kind="lack" if self.lack else "have")
        return bool(spans) and meant.assertion != "present"

    @cached_property
    def _told(self) -> dict[str, float]:
        """Stems of what was accepted and not rejected, by what they tell."""
        shares: defaultdict[str, float] = defaultdict(float)
        for verdict, sign in ((True, 1.0), (False, -1.0)):
            judged = [at for at, one in self.verdicts.items() if one is verdict]
            for at in judged:
                for root in set(self._thought(at)):
                    shares[root] += sign / len(judged)
        return {
            root: share * self.heard.weight(root)
            for root, share in shares.items()
            if share > 0 and root not in untelling()
        }

    def _thought(self, at: int) -> tuple[str, ...]:
        _, start, end = self.heard.worths[at]
        return self.heard.turns[at].roots[start:end]

    def _sum(self, told: Mapping[str, float], at: int) -> float:
        return sum(told.get(root, 0.0) for root in set(self._thought(at)))

    def finds(self, asked: Asked) -> frozenset[int]:
        """Return the places of the turns that a query finds."""
        first, *rest = (self._side(side) for side in asked.sides)
        if not rest:
            return frozenset(first)
        (second,) = rest
        near = asked.near + 1
        return frozenset(
            at
            for at in first.keys() & second.keys()
            if any(
                0 < (start - last if start > last else begun - stop) <= near
                for begun, last in first[at]
                for start, stop in second[at]
            )
        )

    def _side(self, side: Side) -> dict[int, list[tuple[int, int]]]:
        found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for form in side.forms:
            for at, places in self._postings.get(form[0], {}).items():
                roots = self.heard.turns[at].roots
                found[at] += [
                    (place, place + len(form) - 1)
                    for place in places
                    if len(form) == 1 or roots[place : place + len(form)] == form
                ]
        return {at: places for at, places in found.items() if places}

    def choose(self) -> list[Asked]:
        """Return queries, most telling first: each finds more of the pain than of anything else beside the others."""
        pool = {asked: found for asked in self._candidates() if (found := self.finds(asked))}
        covered: set[int] = set()
        chosen: list[Asked] = []
        while len(chosen) < _MOST and pool:
            best = self._best(pool, covered)
            if best is None:
                break
            chosen.append(best)
            covered |= pool.pop(best)
        return [*chosen, *self._forced(pool, covered)]

    def _best(self, pool: Mapping[Asked, frozenset[int]], covered: set[int]) -> Asked | None:
        """Return the query that gains most, None where none gains; the index is asked about the best only."""
        gains = sorted(
            ((-self._inside(found - covered), len(str(asked)), str(asked), asked) for asked, found in pool.items()),
            key=lambda one: one[:3],
        )
        best, most = None, 0.0
        for gain, _, _, asked in gains:
            if -gain <= most:
                break
            gained = -gain - self._elsewhere(asked, pool[asked])
            if gained > most:
                best, most = asked, gained
        return best

    def _forced(self, pool: Mapping[Asked, frozenset[int]], covered: set[int]) -> Iterator[Asked]:
        """Yield a query for each accepted turn that no other one finds."""
        for at in sorted(at for at, verdict in self.verdicts.items() if verdict):
            if at in covered:
                continue
            able = [asked for asked, found in pool.items() if at in found]
            if able:
                near = sorted(
                    able, key=lambda asked: (-self._inside(pool[asked] - covered), len(str(asked)), str(asked))
                )
                best = max(
                    near[:_TRIED],
                    key=lambda asked: self._inside(pool[asked] - covered) - self._elsewhere(asked, pool[asked]),
                )
                covered |= pool[best]
                yield best

    def _inside(self, new: Iterable[int]) -> float:
        return round(sum(self.value[at] for at in new) - self.rates.price, 9)

    def _elsewhere(self, asked: Asked, found: frozenset[int]) -> float:
        """Return what counts against a query beyond the turns read here: the index knows how much it finds."""
        if self.heard.holding is None:
            return 0.0
        text = str(asked)
        if text not in self._outside:
            self._outside[text] = max(0, self.heard.holding(text) - len(found)) * self.rates.doubt
        return self._outside[text]

    # -- candidates ----------------------------------------------------------------------------

    @cached_property
    def good(self) -> list[int]:
        """The turns that queries are made of: the accepted; where nobody judged, those that say most of the label."""
        accepted = sorted(at for at, verdict in self.verdicts.items() if verdict)
        if accepted:
            return accepted
        return [
            at for worth, at in self.heard.ranked()[:12] if worth > self.rates.doubt and self.verdicts.get(at) is None
        ]

    def _candidates(self) -> Iterator[Asked]:
        made: dict[str, Asked] = {}
        free = not self.lack and any(self.verdicts.values())
        for asked in (*self._of_label(), *self._of_speech()):
            if free or self._names(asked):
                made.setdefault(str(asked), asked)
        return iter(made.values())

    def _names(self, asked: Asked) -> bool:
        said = {form for term in self.heard.terms for form in term.forms}
        roots = {root for term in self.heard.terms if len(term.forms[0]) == 1 for root in term.forms[0]}
        return any(form in said or roots & set(form) for side in asked.sides for form in side.forms)

    @cached_property
    def _sides(self) -> list[Side]:
        """The label's words, each with those words for it that were said where the rest was said, too."""
        near = {at for worth, at in self.heard.ranked()[:60] if worth >= 0.4} | set(self.good)
        sides = []
        for term in self.heard.terms:
            kept = [form for form in term.forms if any(stem_places(self.heard.turns[at].roots, form) for at in near)]
            forms = tuple(dict.fromkeys((*kept[:_FORMS],)))
            if forms:
                sides.append(Side(forms, tuple(self._written(form, term) for form in forms)))
        return sides

    def _written(self, form: tuple[str, ...], term: LabelTerm | None = None) -> str:
        """Return stems as they were said most often, the label's own as the label has it."""
        if term and form == term.forms[0]:
            return term.word
        said: Counter[str] = Counter()
        for at in self._postings.get(form[0], {}):
            turn = self.heard.turns[at]
            said.update(" ".join(turn.said[place : place + len(form)]) for place in stem_places(turn.roots, form))
        return min(said, key=lambda one: (-said[one], one)) if said else " ".join(form)

    def _of_label(self) -> Iterator[Asked]:
        for side in self._sides:
            yield Asked((side,))
            yield from (
                Asked((Side((form,), (written,)),)) for form, written in zip(side.forms, side.written, strict=True)
            )
        for left, right in combinations(self._sides, 2):
            yield Asked((left, right), _FARTHEST)
            yield Asked((left, right), _NEAREST)

    def _of_speech(self) -> Iterator[Asked]:
        """Yield queries of what was said: telling words alone, side by side, and beside a word of the label."""
        for at in self.good:
            turn, (_, start, end) = self.heard.turns[at], self.heard.worths[at]
            telling = self._telling(turn, start, end)
            alone = {place: self._word(turn.roots[place]) for place in telling}
            yield from (Asked((side,)) for side in alone.values())
            for left, right in combinations(telling, 2):
                if right - left - 1 <= _FARTHEST and turn.roots[left] != turn.roots[right]:
                    near = min(_FARTHEST, max(_NEAREST, right - left))
                    yield Asked((alone[left], alone[right]), near)
                    for side in self._sides:
                        for mine, other in ((left, right), (right, left)):
                            if (turn.roots[mine],) in side.forms:
                                yield Asked((side, alone[other]), near)
            for place in range(start, end - 1):
                if {place, place + 1} & {*telling}:
                    form = turn.roots[place : place + 2]
                    yield Asked((Side((form,), (" ".join(turn.said[place : place + 2]),)),))

    def _telling(self, turn: Spoken, start: int, end: int) -> list[int]:
        """Return the places of the words that may be queries: the rare ones; of a sentence without, its rarest."""
        able = [at for at in range(start, end) if turn.said[at].isalpha() and turn.said[at] not in untelling()]
        weights = {at: self.heard.weight(turn.roots[at]) for at in able}
        rare = [at for at in able if weights[at] > _TELLING]
        return rare if len(rare) >= _FEW else sorted(sorted(able, key=lambda at: (-weights[at], at))[:_FEW])

    def _word(self, root: str) -> Side:
        if root not in self._words:
            self._words[root] = Side(((root,),), (self._written((root,)),))
        return self._words[root]
