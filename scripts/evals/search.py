"""Measure `evidence ask`: human questions, and the turns of a meeting that answer them.

The meetings of QMSum (Zhong et al., NAACL 2021) are written as transcripts, marks such as
{vocalsound} taken out, and ingested. Each question is put to the command itself,
`evidence ask --call MEETING --limit 0 --json`, and what it prints is judged turn by turn as
the file numbers them. The figures, each a mean over questions; where the command says that
nothing answers, all are 0:

    hit@1, hit@5   whether the first turn, or one of the first five, is a gold turn
    P@5            the part of the first five that is gold
    AP             average precision over all turns
    gold words     of the words in gold turns, the part in the first turns that together
                   hold a sixth of the meeting's words (the turn at the edge counts in part)

`the command` has the weights that are shipped. THE figure is `left out`: the weights of
each domain (product, academic, committee) are those of the grid that do best on the two
others, by the sum of hit@1, hit@5 and gold words, mean over the two; with them, what the
command calls is asked. Intervals are 95 %, from 2,000 draws of whole meetings, since
questions of one meeting are alike. Beside it stand BM25 turn by turn, and BM25 smoothed
over eight turns either side (a turn n away counts 1 - n/9), both with the same words of
the question.

`nothing answers` is how often the command says so: of a question to its own meeting, where
that is wrong, and of one put to a meeting of another domain, each to one of either, where it
is nearly always right. `left out` has the highest of five borders that is wrong for 3 in 100
at most in the two other domains. Figures are kept in benchmarks/ with date and machine.
"""

import itertools
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from evidence.library.answering import evidence_for
from evidence.library.asking import Filters
from evidence.model import Utterance
from evidence.query.lemmas import load_lemmas
from evidence.query.ranking import (
    DEFAULT,
    SPOKEN,
    Talk,
    Weights,
    count_turns,
    listen,
    order,
    rarest,
    read_question,
    speaks_to,
    weigh_turns,
)
from measuring.asked import Asked, call_of
from measuring.intervals import Array, draws, interval
from measuring.keeping import TRANSCRIPTS, keep
from measuring.meetings import Meeting, read_meetings

DOMAINS = ("product", "academic", "committee")
NAMES = ("hit@1", "hit@5", "P@5", "AP", "gold words")
CHOSEN_BY = (0, 1, 4)
GRID = [
    Weights(reach, own, apart, speaker)
    for reach, speaker, own, apart in itertools.product(
        (400, 600, 800), (0, 0.2, 0.5), (0.25, 0.5, 0.75), (80, 120, 160)
    )
]
NAMED = (0, 0.25, 0.5, 1)
BORDERS = (0.05, 0.1, 0.15, 0.2, 0.25)
MOST_WRONG = 0.03
ROOTS = load_lemmas().root  # as `ask` does

Figures = tuple[float, ...]
Choice = TypeVar("Choice", Weights, float)


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


def questions_of(meetings: Iterable[Meeting]) -> list[Question]:
    """Return the questions of the meetings, with their turns."""
    found = []
    for name, said, asked in meetings:
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


def by_choice(asked: Asked, questions: Sequence[Question], choice: Mapping[str, Weights]) -> Array:
    """Return the figures of what the command calls, with the weights that were chosen without each domain."""
    found = []
    with asked.library() as library:
        for question in questions:
            filters = Filters(call=call_of(question.meeting))
            rows = evidence_for(library, question.text, filters, limit=0, weights=choice[question.domain]).rows
            found.append(judge(question, asked.turns((row.hit.call_id, row.hit.utterance.number) for row in rows)))
    return np.array(found)


def with_named(asked: Asked, questions: Sequence[Question], choice: Mapping[str, Weights]) -> dict[str, Weights]:
    """Add to what was chosen without each domain how much more the speaker counts whom a question names."""
    tried = {
        named: by_choice(asked, questions, {part: one._replace(named=named) for part, one in choice.items()})
        for named in NAMED
    }
    return {part: one._replace(named=best(questions, tried, part)) for part, one in choice.items()}


def refused(question: Question, talk: Talk, border: float) -> bool:
    """Say whether nothing in a meeting speaks to a question."""
    terms = read_question(question.text, ROOTS)
    counts = count_turns(terms, [talk])
    terms = rarest(terms, counts)
    return not speaks_to(weigh_turns(terms, [talk], counts), terms, counts, border)


def elsewhere(questions: Sequence[Question]) -> list[tuple[Question, str]]:
    """Return each question with a meeting of either other domain, all of them in turn."""
    meetings = {name: list(dict.fromkeys(q.meeting for q in questions if q.domain == name)) for name in DOMAINS}
    return [
        (question, meetings[name][number % len(meetings[name])])
        for number, question in enumerate(questions)
        for name in DOMAINS
        if name != question.domain
    ]


def best_border(questions: Sequence[Question], wrong: Mapping[float, Array], left: str) -> float:
    """Return the highest border that is wrong for few questions of all domains but one, each counting the same."""

    def mean(border: float) -> float:
        return float(np.mean([m[0] for name, m in by_domain(questions, wrong[border]).items() if name != left]))

    return max((border for border in BORDERS if mean(border) <= MOST_WRONG), default=BORDERS[0])


def refusals(asked: Asked, questions: Sequence[Question], own: Sequence[list[int]]) -> dict[str, float]:
    """Print and return how often nothing answers: by the command, and by the border chosen without each domain."""
    talks = {question.meeting: question.talk for question in questions}
    others = elsewhere(questions)
    wrong = {b: np.array([[float(refused(q, q.talk, b))] for q in questions]) for b in BORDERS}
    kept = {
        "own": np.mean([not ranking for ranking in own]),
        "elsewhere": np.mean([not asked.command(question.text, meeting) for question, meeting in others]),
    }
    border = {left: best_border(questions, wrong, left) for left in DOMAINS}
    kept["left out, own"] = np.mean([refused(q, q.talk, border[q.domain]) for q in questions])
    kept["left out, elsewhere"] = np.mean([refused(q, talks[name], border[q.domain]) for q, name in others])
    print(f"nothing answers (shipped border {SPOKEN}; chosen without each domain: {border})")
    for name, share in kept.items():
        print(f"  {name:20}{share:12.3f}")
    return {name: round(float(share), 4) for name, share in kept.items()}


def by_domain(questions: Sequence[Question], figures: Array) -> dict[str, Array]:
    """Return the mean figures of each domain."""
    domains = np.array([question.domain for question in questions])
    return {name: figures[domains == name].mean(axis=0) for name in DOMAINS}


def best(questions: Sequence[Question], found: Mapping[Choice, Array], left: str) -> Choice:
    """Return the choice that does best in all domains but one, each counting the same."""
    others = [name for name in DOMAINS if name != left]

    def merit(choice: Choice) -> float:
        means = by_domain(questions, found[choice])
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
    """Ask, choose, print, keep."""
    meetings = list(read_meetings(qmsum))
    questions = questions_of(meetings)
    if not questions:
        sys.exit(f"no meetings in {qmsum}")
    with tempfile.TemporaryDirectory() as folder:
        asked = Asked(Path(folder), meetings)
        command = [asked.command(question.text, question.meeting) for question in questions]
        found = by_weights(questions)
        choice = with_named(asked, questions, {left: best(questions, found, left) for left in DOMAINS})
        rankings = {
            "left out": by_choice(asked, questions, choice),
            "the command": np.array(list(map(judge, questions, command))),
            "BM25": np.array([judge(question, by_words(question, 0)) for question in questions]),
            "BM25 over 8 turns": np.array([judge(question, by_words(question, 8)) for question in questions]),
        }
        print(f"{len(questions)} questions     " + "".join(f"{name:>12}" for name in NAMES))
        kept = {name: describe(name, questions, figures) for name, figures in rankings.items()}
        nothing = refusals(asked, questions, command)
    for left, weights in choice.items():
        print(f"without {left}: {weights}")
    print(row("lowest of the grid", np.min([figures.mean(axis=0) for figures in found.values()], axis=0)))
    chosen = {left: weights._asdict() for left, weights in choice.items()}
    figures = {"questions": len(questions), "rankings": kept, "nothing answers": nothing}
    keep("eval-search", figures | {"chosen without": chosen, "shipped": DEFAULT._asdict()})
