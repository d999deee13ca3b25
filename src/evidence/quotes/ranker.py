"""An order learned from review: what is like the quotes that people accepted comes before what is like the others.

Logistic regression (L2) over the score of the rules, the kinds of its reasons, cue
families among them, and the stems of a quote's words, single and in pairs, hashed:
no word of a call is kept in a model. The same examples give the same weights, in
whatever order they come. A model counts and hides nothing; it only sorts.

Whether it sorts better than the rules is measured on calls that it was not trained
on: by the chance that an accepted quote stands above a rejected one of its list (AUC).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import sqrt
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from evidence.quotes.keyness import COMMON
from evidence.text import plural, stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

BUCKETS = 1 << 20  # 50,000 terms of 10,000 quotes: one in twenty shares its bucket
PENALTY = 0.5
KIND = 0.5  # what a kind of reason is worth where a quote's words have the length 1
FOLDS = 5
MANY = 8  # words that are not judged in two calls by chance
FEWEST_CALLS = 10  # below it the error of the measurement is itself a guess
SURE = 2.0  # standard errors by which the order must be better: by chance it is in 1 of 44
DIGITS = 4  # of a weight: machines differ in the fifteenth
LEAST = 0.05  # that is worth a word
SHOWN = 3  # terms that a reason names
_MATCHED = "matched"  # a reason that every quote of a tracker has


class Example(NamedTuple):
    """A quote that was judged: the list it stands in, its call, its words, what the rules say, and the verdict."""

    group: str
    call_id: str
    text: str
    score: float
    reasons: tuple[str, ...]
    accepted: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """How well an order does on calls that it was not trained on.

    learned, rules: the chance that an accepted quote stands above a rejected one of its list, of the
    learned order and of the rule score; None where no list holds both. error: the standard error of
    their difference, calls taken as the units.
    """

    accepted: int
    rejected: int
    calls: int
    learned: float | None = None
    rules: float | None = None
    error: float = 0.0

    @property
    def better(self) -> bool:
        """Whether the learned order beats the rules by more than chance does."""
        if self.learned is None or self.rules is None or self.calls < FEWEST_CALLS:
            return False
        return self.learned - self.rules > SURE * self.error

    def __str__(self) -> str:
        """`AUC 0.81, rules 0.66: used (230 accepted, 182 rejected, 96 calls)`."""
        judged = f"({self.accepted:,} accepted, {self.rejected:,} rejected, {plural(self.calls, 'call')})"
        if self.learned is None or self.rules is None:
            return f"cannot be measured: not used {judged}"
        use = "used" if self.better else "not used"
        return f"AUC {self.learned:.2f}, rules {self.rules:.2f}: {use} {judged}"


@dataclass(frozen=True, slots=True)
class Ranker:
    """A trained order: a weight for every bucket and for a point of the rule score; `usual` is the examples' mean."""

    weights: Mapping[int, float]
    point: float
    usual: float

    def place(self, text: str, score: float, reasons: Sequence[str]) -> tuple[float, str]:
        """Return how far up a quote belongs (log odds; higher is better), and why, "" where nothing speaks for it.

        >>> Ranker({bucket("night"): 0.8}, 0.5, 0.0).place("Nights.", 2.0, ())
        (1.8, 'like what you accepted: nights +0.8')
        """
        said = words(text)
        spots, kinds = _spots(said), _kinds(reasons)
        value, weight = _value(spots), self.weights.get
        parts = [weight(one, 0.0) * value for one in spots] + [weight(one, 0.0) * KIND for one in kinds]
        like = sum(parts) - self.usual
        why = _reason(zip(parts, (*spots.values(), *kinds.values()), strict=True), said, like)
        return round(like + self.point * score, DIGITS - 1), why


def _reason(found: Iterable[tuple[float, int | str]], said: Sequence[str], like: float) -> str:
    """Name the terms that say most; of a pair of words and one of them only the stronger."""
    if abs(like) < LEAST:
        return ""
    sign = 1 if like > 0 else -1
    named: list[str] = []
    telling = [(sign * part, spot) for part, spot in found if sign * part >= LEAST / 2]
    for _, spot in sorted(telling, key=itemgetter(0), reverse=True):
        name = spot if isinstance(spot, str) else said[spot] if spot >= 0 else f"{said[~spot]} {said[~spot + 1]}"
        if not any(set(name.split()) & set(one.split()) for one in named):
            named.append(name)
        if len(named) == SHOWN:
            break
    judged = "accepted" if like > 0 else "rejected"
    return f"like what you {judged}: {', '.join(named)} {like:+.1f}" if named else ""


# -- what is seen of a quote ------------------------------------------------------------------------


@cache
def bucket(term: str) -> int:
    """Return where a word's stem is counted: the same in every process and on every machine."""
    return crc32(stem(term).encode()) % BUCKETS


def _spots(said: Sequence[str]) -> dict[int, int]:
    """Return the buckets of words that say something, and of pairs with such a word, and where: `~place` of a pair."""
    seen = [(bucket(word), word not in COMMON) for word in said]
    spots = {code: place for place, (code, tells) in enumerate(seen) if tells}
    for place, ((left, some), (right, more)) in enumerate(pairwise(seen)):
        if some or more:
            spots[(left * 0x9E3779B1 + right * 0x85EBCA6B + 1) % BUCKETS] = ~place
    return spots


def _value(spots: Mapping[int, int]) -> float:
    """Return what one of a quote's terms is worth: all of them are a vector of length 1."""
    return 1 / sqrt(len(spots) or 1)


def _kinds(reasons: Sequence[str]) -> dict[int, str]:
    """Return the buckets of the kinds of reasons, and their names."""
    return {_marked(kind): kind for kind in sorted({*map(_kind, reasons)} - {_MATCHED})}


@cache
def _marked(kind: str) -> int:
    return crc32(f"\0{kind}".encode()) % BUCKETS  # no word holds this sign


def _kind(reason: str) -> str:
    """Return what a reason is about, without its words and numbers: `quantity` of `quantity: ten hours +0.5`."""
    kind, _, told = reason.partition(":")
    return (kind if told else reason.rsplit(" ", 1)[0]).lstrip("0123456789 ")


# -- training --------------------------------------------------------------------------------------


class _Table(NamedTuple):
    """Examples as a sparse matrix: row, column and value of each cell; `buckets` names the first columns.

    The others are the intercept, the rule score (from its mean, in standard deviations) and the groups.
    """

    rows: Whole
    columns: Whole
    values: Floats
    size: tuple[int, int]
    buckets: list[int]
    scores: Floats
    accepted: NDArray[np.bool_]
    groups: Whole
    calls: Whole

    def times(self, weights: Floats) -> Floats:
        """Return the sum over the columns of each row."""
        return _sums(self.rows, self.values * weights[self.columns], self.size[0])

    def across(self, amounts: Floats) -> Floats:
        """Return the sum over the rows of each column."""
        return _sums(self.columns, self.values * amounts[self.rows], self.size[1])


def _sums(places: Whole, amounts: Floats, size: int) -> Floats:
    import numpy as np  # loaded only where there is enough to learn from

    return np.bincount(places, amounts, size).astype(np.float64, copy=False)


def _table(examples: Sequence[Example]) -> _Table:
    import numpy as np

    found = [(_spots(words(example.text)), _kinds(example.reasons)) for example in examples]
    sizes = [len(part) for one in found for part in one]
    seen = np.array([one for pair in found for part in pair for one in part], np.int64)
    rows = np.repeat(np.arange(len(sizes)) // 2, sizes)
    values = np.repeat([value for spots, _ in found for value in (_value(spots), KIND)], sizes)
    buckets, columns, counts = np.unique(seen, return_inverse=True, return_counts=True)
    often = counts > 1  # what stands in one quote says nothing of others
    kept, place = often[columns], np.cumsum(often) - 1
    count, width = len(examples), int(often.sum())
    scores = np.array([example.score for example in examples])
    _, groups = np.unique([example.group for example in examples], return_inverse=True)
    _, calls = np.unique([example.call_id for example in examples], return_inverse=True)
    every = np.arange(count)
    return _Table(
        np.concatenate([rows[kept], every, every, every]),
        np.concatenate([place[columns[kept]], np.full(count, width), np.full(count, width + 1), width + 2 + groups]),
        np.concatenate([values[kept], np.ones(count), _standard(scores), np.ones(count)]),
        (count, width + 2 + int(groups.max()) + 1),
        buckets[often].tolist(),
        scores,
        np.array([example.accepted for example in examples]),
        groups,
        calls,
    )


def _standard(scores: Floats) -> Floats:
    spread: Floats = (scores - scores.mean()) / (scores.std() or 1.0)
    return spread


def study(examples: Sequence[Example]) -> tuple[Trial, Ranker | None]:
    """Return how well an order learned from the examples does, and the order where it beats the rules.

    There must be some of both kinds. 10,000 examples take 3 s, most of it to measure.
    """
    table = _table(distinct_examples(examples))
    trial = _measure(table)
    return trial, _train(table) if trial.better else None


def _train(table: _Table) -> Ranker:
    import numpy as np

    width = len(table.buckets)
    weights = np.round(_fit(table, np.ones(table.size[0], dtype=bool)), DIGITS)
    like = table.times(np.concatenate([weights[:width], np.zeros(table.size[1] - width)]))
    known = {one: weight for one, weight in zip(table.buckets, weights[:width].tolist(), strict=True) if weight}
    point = float(weights[width + 1]) / (float(table.scores.std()) or 1.0)
    return Ranker(known, round(point, DIGITS), round(float(like.mean()), DIGITS))


def _fit(table: _Table, taught: NDArray[np.bool_]) -> Floats:
    """Return the weights for the examples that are `taught`, both kinds of equal weight in sum.

    Newton's method, its steps found by conjugate gradients over the diagonal (Lin, Weng and Keerthi,
    JMLR 9, 2008), halved until the loss falls: fixed numbers of steps, so that all machines go the same way.
    """
    import numpy as np

    kinds = np.where(table.accepted, 1.0, -1.0)
    shares = np.where(table.accepted, (taught & table.accepted).sum(), (taught & ~table.accepted).sum())
    stakes = np.where(taught, taught.sum() / 2 / np.maximum(shares, 1), 0.0)
    penalty = np.full(table.size[1], PENALTY)
    penalty[len(table.buckets)] = 1e-6  # the intercept is free, and the matrix still has an inverse

    def loss(weights: Floats) -> float:
        margins = kinds * table.times(weights)
        return _dot(stakes, np.logaddexp(0.0, -margins)) + _dot(penalty, weights**2) / 2

    weights = np.zeros(table.size[1])
    now = loss(weights)
    for _ in range(8):
        chance = 1 / (1 + np.exp(np.clip(kinds * table.times(weights), -30, 30)))
        slope = penalty * weights - table.across(stakes * kinds * chance)
        step = _solve(table, stakes * chance * (1 - chance), penalty, slope)
        while (then := loss(weights - step)) > now and np.abs(step).max() > 1e-6:
            step /= 2
        if then > now - 1e-4 * now:
            break
        weights, now = weights - step, then
    return weights


def _solve(table: _Table, curve: Floats, penalty: Floats, slope: Floats) -> Floats:
    """Return the Newton step: (X'CX + penalty) step = slope."""
    import numpy as np

    diagonal = _sums(table.columns, table.values**2 * curve[table.rows], table.size[1]) + penalty
    step, left = np.zeros_like(slope), slope.copy()
    along = left / diagonal
    size = _dot(left, along)
    for _ in range(10):
        if size < 1e-12:
            break
        bent = table.across(curve * table.times(along)) + penalty * along
        stride = size / _dot(along, bent)
        step += stride * along
        left -= stride * bent
        eased = left / diagonal
        size, before = _dot(left, eased), size
        along = eased + size / before * along
    return step


def _dot(left: Floats, right: Floats) -> float:
    # Not `@`: its threads took 6 s of 0.5 on a busy machine, and its sums differ from one to the other.
    return float((left * right).sum())


# -- measuring -------------------------------------------------------------------------------------


def distinct_examples(examples: Sequence[Example]) -> list[Example]:
    """Return the examples in their own order, words that stand in several calls from the first of these alone.

    Of a call that was exported twice one copy would else be trained on and the other tested on.
    """
    first: dict[tuple[str, ...], str] = {}
    for example in examples:
        said = tuple(words(example.text))
        if len(said) >= MANY:
            first[said] = min(example.call_id, first.get(said, example.call_id))
    return sorted(e for e in examples if first.get(tuple(words(e.text)), e.call_id) == e.call_id)


def _measure(table: _Table) -> Trial:
    """Return how an order that is learned on four fifths of the calls does on the rest, for every fifth."""
    import numpy as np

    count, accepted = table.size[0], int(table.accepted.sum())
    trial = Trial(accepted, count - accepted, int(table.calls.max()) + 1)
    width = len(table.buckets)
    learned = np.zeros(count)
    for fold in range(FOLDS):
        held = table.calls % FOLDS == fold
        if not held.any() or held.all():
            continue
        weights = _fit(table, ~held)
        # Only what sorts within a list, from the mean of those it learned from: folds are compared, too.
        weights[width] = 0
        weights[width + 2 :] = 0
        order = table.times(weights)
        learned[held] = (order - order[~held].mean())[held]
    return _compared(trial, table, np.round(learned, 6))


def _compared(trial: Trial, table: _Table, learned: Floats) -> Trial:
    """Fill in both AUCs and the standard error of their difference: the infinitesimal jackknife over calls."""
    (above, rivals), (by_rules, _) = _wins(table, learned), _wins(table, table.scores)
    pairs = rivals[table.accepted].sum()
    if not pairs:
        return trial
    auc, rules = (float(wins[table.accepted].sum() / pairs) for wins in (above, by_rules))
    pulls = _sums(table.calls, (above - by_rules - (auc - rules) * rivals) / pairs, trial.calls)
    spare = len(pulls) / max(1, len(pulls) - 1)
    error = sqrt(_dot(pulls, pulls) * spare)
    return Trial(trial.accepted, trial.rejected, trial.calls, round(auc, 4), round(rules, 4), round(error, 4))


def _wins(table: _Table, scores: Floats) -> tuple[Floats, Floats]:
    """Return for each example in how many pairs of its list the accepted one is above, ties half, and how many."""
    import numpy as np

    wins, rivals = np.zeros(len(scores)), np.zeros(len(scores))
    for group in range(int(table.groups.max()) + 1):
        here = table.groups == group
        good, bad = here & table.accepted, here & ~table.accepted
        wins[good] = _below(scores[good], scores[bad])
        wins[bad] = good.sum() - _below(scores[bad], scores[good])
        rivals[good], rivals[bad] = bad.sum(), good.sum()
    return wins, rivals


def _below(scores: Floats, others: Floats) -> Floats:
    import numpy as np

    ordered = np.sort(others)
    return (np.searchsorted(ordered, scores, "left") + np.searchsorted(ordered, scores, "right")) / 2
