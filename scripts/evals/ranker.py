"""Measure the learned order on utterances that people labelled, as if the labels were a reviewer's decisions.

Three reviewers judge the gold set of tests/gold:

    pain      accepts what at least one of two labellers called a pain
    picky     the same, but nothing of the source that holds most pains: a topic that this reviewer does not want
    chance    a coin, 100 times: how often a learned order is used though there is nothing to learn

For each: the chance that an accepted utterance stands above a rejected one (AUC), in the order learned on other
calls and by the pain score alone, the standard error of the difference, and whether `evidence` would use it.
Figures are kept in benchmarks/ with date and machine.
"""

import random
from collections import Counter
from pathlib import Path

from evidence.quotes.mining import PainText, weigh
from evidence.quotes.nlp import load_pipeline
from evidence.quotes.ranker import Example, study
from measuring.gold import read_gold
from measuring.keeping import TRANSCRIPTS, keep

COINS = 100


def judged(examples: list[Example], verdicts: list[bool]) -> list[Example]:
    """Return the examples with other verdicts."""
    return [one._replace(accepted=accepted) for one, accepted in zip(examples, verdicts, strict=True)]


def main(transcripts: Path = TRANSCRIPTS) -> None:
    """Print and keep the figures."""
    gold = read_gold(transcripts)
    pains = weigh([PainText(one.text, one.before) for one in gold], load_pipeline())
    is_pain = ["pain" in one.labels for one in gold]
    examples = [
        Example("gold", one.call_id, one.text, pain.score, pain.reasons, accepted)
        for one, pain, accepted in zip(gold, pains, is_pain, strict=True)
    ]
    unwanted = Counter(one.source for one, accepted in zip(gold, is_pain, strict=True) if accepted).most_common(1)[0][0]
    picky = [accepted and one.source != unwanted for one, accepted in zip(gold, is_pain, strict=True)]
    figures: dict[str, object] = {"unwanted": unwanted}
    for name, verdicts in (("pain", is_pain), ("picky", picky)):
        trial, _ = study(judged(examples, verdicts))
        print(f"{name:8}{trial}, error of the difference {trial.error:.3f}")
        figures[name] = {"learned": trial.learned, "rules": trial.rules, "error": trial.error, "used": trial.better}
    used = 0
    for seed in range(COINS):
        coin = random.Random(seed)
        used += study(judged(examples, [coin.random() < 0.5 for _ in examples]))[0].better
    print(f"chance  used {used} of {COINS} times")
    keep("eval-ranker", {**figures, "chance_used": used, "chance_of": COINS})
