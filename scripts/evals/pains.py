"""Measure the pain score: utterances that people labelled, and human questions about problems.

Without `--held-out` only the half that may be tuned on is scored, and nothing is kept.

Part one: the gold set of tests/gold (GUIDELINE.md says what was labelled, `scripts/eval gold` what was drawn).
Two passes labelled each utterance alone, both by language models (see the
GUIDELINE); kappa is that of the passes as they are. An utterance is a pain
where at least one of them says so: the list is there for people to judge, and what one careful reader would
forward belongs in it. The stricter reading (both say so) is printed too. What is scored is what labellers
saw, no more. Threshold of `pains` as it ships; those of the baselines chosen on `dev`. Intervals are
95 %, from draws of whole calls; `test` is the half that nothing was tuned on.

    words     any of a plain list of words (problem, issue, missing, ...)
    length    the number of words
    VADER     its compound score, the more negative the more pain (pip install -e ".[measure]")

Part two: QMSum's questions about problems, concerns or disagreements. AUC is the chance that a turn that
answers such a question scores above another turn of the meeting; `smoothed` over eight turns either side.
Figures are kept in benchmarks/ with date and machine.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from evidence.quotes.mining import THRESHOLD, pain_score
from evidence.text import words
from measuring.gold import Gold, read_gold
from measuring.intervals import Array, draws, interval
from measuring.keeping import TRANSCRIPTS, keep
from measuring.meetings import read_meetings

PLAIN_WORDS = frozenset(
    words(
        "problem problems issue issues missing difficult difficulty hard challenge challenges challenging pain painful "
        "frustrating frustrated broken fail fails failed failing failure slow trouble struggle struggling concern "
        "concerns concerned worry worried lack unable error errors bug bugs wrong bad worse annoying impossible"
    )
)
ABOUT_PROBLEMS = re.compile(
    r"\b(?:problem|concern|disagree|disadvantage|demerit|difficult|flaw|accus|issues\b|challenge|worr|delayed|"
    r"couldn't|different opinions|unforeseen|overwhelming|not to go)",
    re.IGNORECASE,
)


def average_precision(positive: Array, scores: Array, weights: Array) -> float:
    """Area under precision over recall, ties taken together."""
    order = np.argsort(-scores, kind="stable")
    hit = np.cumsum((positive * weights)[order])
    seen = np.cumsum(weights[order])
    ends = np.append(np.nonzero(np.diff(scores[order]))[0], len(order) - 1)
    gained = np.diff(np.concatenate(([0.0], hit[ends])))
    return float(np.sum(gained * hit[ends] / seen[ends]) / hit[-1]) if hit[-1] else 0.0


def figures(positive: Array, scores: Array, threshold: float, weights: Array) -> dict[str, float]:
    """Return precision, recall and F1 of the scores from a threshold on, and their average precision."""
    said = scores >= threshold
    right = float(np.sum(weights * positive * said))
    precision = right / total if (total := float(np.sum(weights * said))) else 0.0
    recall = right / total if (total := float(np.sum(weights * positive))) else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"P": precision, "R": recall, "F1": f1, "AP": average_precision(positive, scores, weights)}


def rounded(found: dict[str, float]) -> dict[str, float]:
    """Return figures as they are kept."""
    return {name: round(value, 4) for name, value in found.items()}


def best_threshold(positive: Array, scores: Array) -> float:
    """Return the threshold with the highest F1."""
    ones = np.ones(len(scores))
    return float(max(np.unique(scores), key=lambda at: figures(positive, scores, at, ones)["F1"]))


def kappa(gold: Sequence[Gold], judge: Callable[[str], str]) -> float:
    """Cohen's kappa of the two passes."""
    pairs = [(judge(one), judge(two)) for one, two in (g.labels for g in gold)]
    agreed = sum(one == two for one, two in pairs) / len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    by_chance = sum(first[label] * second[label] for label in first) / len(pairs) ** 2
    return (agreed - by_chance) / (1 - by_chance)


def scores_of(gold: Sequence[Gold]) -> dict[str, Array]:
    """Return what every method gives each utterance."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # this alone needs it

    vader = SentimentIntensityAnalyzer()
    return {
        "pains": np.array(pain_score([(one.text, one.before) for one in gold])),
        "words": np.array([float(bool(PLAIN_WORDS & set(words(one.text)))) for one in gold]),
        "length": np.array([float(len(words(one.text))) for one in gold]),
        "VADER": np.array([-vader.polarity_scores(one.text)["compound"] for one in gold]),
    }


def judge_half(gold: Sequence[Gold], scores: dict[str, Array], positive: Array, half: str) -> dict[str, object]:
    """Print and return the figures of one half."""
    mine, dev = (np.array([one.split == name for one in gold]) for name in (half, "dev"))
    truth, weights = positive[mine], np.array([one.weight for one in gold])[mine]
    drawn = list(draws([one.call_id for one in gold if one.split == half]))
    print(f"\n{half}: {int(truth.sum())} pains among {len(truth)}      P     R    F1          95 %    AP          95 %")
    kept: dict[str, object] = {"utterances": len(truth), "pains": int(truth.sum())}
    samples: dict[str, dict[str, Array]] = {}
    for name, values in scores.items():
        threshold = THRESHOLD if name == "pains" else best_threshold(positive[dev], values[dev])
        own, ones = values[mine], np.ones(len(truth))
        found, weighted = (figures(truth, own, threshold, weight) for weight in (ones, weights))
        again = [figures(truth[d], own[d], threshold, ones[d]) for d in drawn]
        samples[name] = {figure: np.array([each[figure] for each in again]) for figure in ("F1", "AP")}
        f1, ap = (interval(column) for column in samples[name].values())
        print(f"  {name:28}{found['P']:6.3f}{found['R']:6.3f}{found['F1']:6.3f}  {f1}{found['AP']:6.3f}  {ap}")
        kept[name] = rounded(found) | {"F1 interval": f1, "AP interval": ap, "weighted": rounded(weighted)}
    for figure in ("F1", "AP"):
        best = max((name for name in scores if name != "pains"), key=lambda name: kept[name][figure])
        gain = samples["pains"][figure] - samples[best][figure]
        kept[f"{figure} against {best}"] = interval(gain)
        ratio = kept["pains"][figure] / kept[best][figure]
        above = f"{np.mean(gain):+.3f} {interval(gain)}, x {ratio:.2f}"
        print(f"  {figure}: pains above {best}, the best baseline: {above}")
    ratio = kept["pains"]["AP"] / kept["length"]["AP"]
    print(f"  AP: pains against length alone: x {ratio:.2f}")
    kept["AP times length"] = round(ratio, 3)
    return kept


def smooth(values: Array, reach: int = 8) -> Array:
    """Mean over the turns up to `reach` either side, nearer ones counting more."""
    shape = 1 - np.abs(np.arange(-reach, reach + 1)) / (reach + 1)
    return np.convolve(values, shape, "same") / np.convolve(np.ones(len(values)), shape, "same")


def auc(scores: Array, gold: Array) -> float:
    """Return the chance that a gold turn scores above another; ties count a half."""
    ranks = np.empty(len(scores))
    order = np.argsort(scores, kind="stable")
    _, inverse, counts = np.unique(scores[order], return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks[order] = ((ends - counts + 1 + ends) / 2)[inverse]
    inside = int(gold.sum())
    return float((ranks[gold].sum() - inside * (inside + 1) / 2) / (inside * (len(scores) - inside)))


def questions(folder: Path) -> dict[str, object]:
    """Print and return the AUC over questions about problems."""
    rows: list[tuple[str, dict[str, float]]] = []
    for meeting in read_meetings(folder):
        asked = [gold for question, gold in meeting.questions if ABOUT_PROBLEMS.search(question)]
        if not asked:
            continue
        turns = [text for _, text in meeting.turns]
        pains = np.array(pain_score([(text, turns[max(0, n - 2) : n]) for n, text in enumerate(turns)]))
        named = {"pains": pains, "length": np.array([float(len(words(text))) for text in turns])}
        for places in asked:
            gold = np.isin(np.arange(len(turns)), sorted(places))
            if 0 < gold.sum() < len(turns):
                found = {name: auc(values, gold) for name, values in named.items()}
                found |= {f"{name} smoothed": auc(smooth(values), gold) for name, values in named.items()}
                rows.append((meeting.name, found))
    print(f"\n{len(rows)} questions about problems    AUC          95 %")
    kept: dict[str, object] = {"questions": len(rows)}
    drawn = list(draws([name for name, _ in rows]))
    columns = {name: np.array([found[name] for _, found in rows]) for name in rows[0][1]}
    columns["smoothed, above length"] = columns["pains smoothed"] - columns["length smoothed"]
    for name, column in columns.items():
        spread = interval([float(column[d].mean()) for d in drawn])
        print(f"  {name:26}{column.mean():6.3f}  {spread}")
        kept[name] = {"AUC": round(float(column.mean()), 4), "interval": spread}
    return kept


def main(transcripts: Path = TRANSCRIPTS, *, held_out: bool = False) -> None:
    """Score, print, keep."""
    gold = read_gold(transcripts)
    agreement = {
        "three labels": round(kappa(gold, str), 3),
        "pain or not": round(kappa(gold, lambda label: str(label == "pain")), 3),
    }
    either = np.array([float("pain" in one.labels) for one in gold])
    both = np.array([float(one.labels == ("pain", "pain")) for one in gold])
    print(
        f"{len(gold)} utterances; {either.sum():.0f} pains by either pass, {both.sum():.0f} by both; kappa {agreement}"
    )
    scores = scores_of(gold)
    kept: dict[str, object] = {"utterances": len(gold), "kappa": agreement}
    for reading, positive in (("either pass", either), ("both passes", both)):
        print(f"\nA pain where {reading} says so")
        halves = ("dev", "test") if held_out else ("dev",)
        kept[reading] = {half: judge_half(gold, scores, positive, half) for half in halves}
    if held_out:
        kept["QMSum"] = questions(transcripts / "qmsum")
        keep("eval-pains", kept)
