"""Measure ranked evidence: human questions, and the turns of a meeting that answer them.

Every meeting of QMSum (Zhong et al., NAACL 2021) is ranked alone for each of its own
questions, turn by turn as the file numbers them, marks such as {vocalsound} taken out.
The figures, each a mean over questions:

    hit@1, hit@5   whether the first turn, or one of the first five, is a gold turn
    P@5            the part of the first five that is gold
    AP             average precision over all turns
    gold words     of the words in gold turns, the part in the first turns that together
                   hold a sixth of the meeting's words (the turn at the edge counts in part)

THE figure is `left out`: the weights of each domain (product, academic, committee) are
those of the grid that do best on the two others, by the sum of hit@1, hit@5 and gold
words, mean over the two. Intervals are 95 %, from 2,000 draws of whole meetings, since
questions of one meeting are alike. Beside it stand BM25 turn by turn, and BM25 smoothed
over eight turns either side (a turn n away counts 1 - n/9), both with the same words of
the question. Figures are kept in benchmarks/ with date and machine.
"""

import itertools
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from evidence.model import Utterance
from evidence.query.lemmas import load_lemmas
from evidence.query.ranking import DEFAULT, Talk, Weights, listen, order, read_question, weigh_turns
from measuring.intervals import Array, draws, interval
from measuring.keeping import TRANSCRIPTS, keep
from measuring.meetings import read_meetings

DOMAINS = ("product", "academic", "committee")
NAMES = ("hit@1", "hit@5", "P@5", "AP", "gold words")
CHOSEN_BY = (0, 1, 4)
GRID = [
    Weights(reach, own, apart, speaker)
    for reach, speaker, own, apart in itertools.product(
        (400, 600, 800), (0, 0.2, 0.5), (0.25, 0.5, 0.75), (80, 120, 160)
    )
]
ROOTS = load_lemmas().root  # as `--natural` does

Figures = tuple[float, ...]


class Question(NamedTuple):
    """A question to a meeting; `gold` are the places of the turns that answer it."""

    meeting: str
    domain: str
    text: str
    gold: frozenset[int]
    talk: Talk


def domain(name: str) -> str:
    """Return the kind of a meeting: AMI's names begin with ES and TS, ICSI's with B."""
    return "product" if name.startswith(("ES", "TS")) else "academic" if name.startswith("B") else "committee"


def read_questions(folder: Path) -> list[Question]:
    """Return the questions of the meetings, with their turns."""
    found = []
    for name, said, asked in read_meetings(folder):
        turns = [Utterance(n, n, speaker, text) for n, (speaker, text) in enumerate(said, 1)]
        talk = listen(name.lower(), turns, ROOTS)
        found += [Question(name, domain(name), text, gold, talk) for text, gold in asked]
    return found


def judge(question: Question, ranking: Iterable[int]) -> Figures:
    """Return the figures of one ranking of places."""
    ranked, gold = list(ranking), question.gold
    lengths = list(map(len, question.talk.stems))
    hits = [rank for rank, place in enumerate(ranked, 1) if place in gold]
    left, found = sum(lengths) / 6, 0.0
    for place in ranked:
        taken = min(left, lengths[place])
        found += taken * (place in gold)
        left -= taken
    first = [place in gold for place in ranked[:5]]
    return (
        float(any(first[:1])),
        float(any(first)),
        sum(first) / 5,
        sum(n / rank for n, rank in enumerate(hits, 1)) / len(gold),
        found / sum(lengths[place] for place in gold),
    )


def by_words(question: Question, reach: int) -> list[int]:
    """Rank by BM25 of a turn and its neighbours within reach, ties in the order of the meeting."""
    worths = [0.0] * len(question.talk.stems)
    for turn in weigh_turns(read_question(question.text, ROOTS), [question.talk], weights=DEFAULT._replace(speaker=0)):
        worths[turn.place] = turn.own
    places, around = range(len(worths)), range(-reach, reach + 1)
    heard = [sum(worths[at + n] * (1 - abs(n) / (reach + 1)) for n in around if at + n in places) for at in places]
    return sorted(places, key=lambda place: (-heard[place], place))


def by_weights(questions: Sequence[Question]) -> dict[Weights, Array]:
    """Return the figures of every question for every choice of weights."""
    found: dict[Weights, list[Figures]] = {weights: [] for weights in GRID}
    for question in questions:
        terms = read_question(question.text, ROOTS)
        for (reach, speaker), several in itertools.groupby(GRID, key=lambda w: (w.reach, w.speaker)):
            turns = weigh_turns(terms, [question.talk], weights=DEFAULT._replace(reach=reach, speaker=speaker))
            for weights in several:
                found[weights].append(judge(question, (turn.place for turn in order(turns, weights=weights))))
    return {weights: np.array(figures) for weights, figures in found.items()}


def by_domain(questions: Sequence[Question], figures: Array) -> dict[str, Array]:
    """Return the mean figures of each domain."""
    domains = np.array([question.domain for question in questions])
    return {name: figures[domains == name].mean(axis=0) for name in DOMAINS}


def best(questions: Sequence[Question], found: dict[Weights, Array], left: str) -> Weights:
    """Return the weights that do best in all domains but one, each counting the same."""
    others = [name for name in DOMAINS if name != left]

    def merit(weights: Weights) -> float:
        means = by_domain(questions, found[weights])
        return round(float(sum(means[name][n] for name in others for n in CHOSEN_BY)), 9)  # equal ones stay equal

    return max(found, key=merit)


def describe(name: str, questions: Sequence[Question], figures: Array) -> dict[str, object]:
    """Print one ranking, whole and by domain; return it as it is kept."""
    drawn = [figures[places].mean(axis=0) for places in draws([question.meeting for question in questions])]
    intervals = [interval(column, 4) for column in np.transpose(drawn)]
    print(row(name, figures.mean(axis=0)))
    print(f"{'  95 %':22}" + "".join(f"{f'{low:.2f}-{high:.2f}':>12}" for low, high in intervals))
    kept: dict[str, object] = {"all": named(figures.mean(axis=0)), "interval": intervals}
    for part, means in by_domain(questions, figures).items():
        print(row(f"  {part}", means))
        kept[part] = named(means)
    return kept


def row(name: str, figures: Array) -> str:
    """Write a row of figures."""
    return f"{name:22}" + "".join(f"{value:12.3f}" for value in figures)


def named(figures: Array) -> dict[str, float]:
    """Return figures as they are kept."""
    return {name: round(float(value), 4) for name, value in zip(NAMES, figures, strict=True)}


def main(qmsum: Path = TRANSCRIPTS / "qmsum") -> None:
    """Rank, choose, print, keep."""
    questions = read_questions(qmsum)
    if not questions:
        sys.exit(f"no meetings in {qmsum}")
    found = by_weights(questions)
    choice = {left: best(questions, found, left) for left in DOMAINS}
    print(f"{len(questions)} questions     " + "".join(f"{name:>12}" for name in NAMES))
    rankings = {
        "left out": [found[choice[question.domain]][n] for n, question in enumerate(questions)],
        "the shipped weights": found[DEFAULT],
        "BM25": [judge(question, by_words(question, 0)) for question in questions],
        "BM25 over 8 turns": [judge(question, by_words(question, 8)) for question in questions],
    }
    kept = {name: describe(name, questions, np.array(figures)) for name, figures in rankings.items()}
    for left, weights in choice.items():
        print(f"without {left}: {weights}")
    print(row("lowest of the grid", np.min([figures.mean(axis=0) for figures in found.values()], axis=0)))
    chosen = {left: weights._asdict() for left, weights in choice.items()}
    figures = {"questions": len(questions), "rankings": kept, "chosen without": chosen, "shipped": DEFAULT._asdict()}
    keep("eval-search", figures)
