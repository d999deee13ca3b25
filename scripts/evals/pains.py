"""Measure the pain score: utterances that language models labelled, and human questions about problems.

Without `--held-out` only the half that may be tuned on is scored, and nothing is kept.

Part one: the gold set of tests/gold (GUIDELINE.md says what was labelled, `scripts/eval gold` what was drawn).
Two passes labelled each utterance alone, both by language models (see the
GUIDELINE); agreement is that of the passes as they are. An utterance is a pain
where at least one of them says so: the list is there for people to judge, and what one careful reader would
forward belongs in it. The stricter reading (both say so) is printed too. What is scored is what labellers
saw, no more, but by passage. Threshold of `pains` as it ships; those of the baselines chosen on `dev`. Intervals are
95 %, from draws of whole calls; `test` is the half that nothing was tuned on.

    words     any of a plain list of words (problem, issue, missing, ...)
    length    the number of words
    VADER     its compound score, the more negative the more pain (pip install -e ".[measure]"; left out without it)

`weighted` are the figures of all utterances, as far as the sample tells: each counts as often as it stands for others.
By passage: what `evidence pains` weighs together, in full; a passage is a pain where a labelled utterance of it is.

150 utterances were read once more, blind, by a third reader, a language model too (reread.csv): raw agreement and
kappa with each pass. --cues prints what each cue tells on `dev`, and what follows for cues.yaml
(measuring/cue_shares.py).

Plain sentences: 60 of tests/gold/plain.csv, half of them pains, half what only sounds like them; they were written
after the score stood still.

Part two: QMSum's questions about problems, concerns or disagreements. AUC is the chance that a turn that
answers such a question scores above another turn of the meeting; `smoothed` over eight turns either side.
Figures are kept in benchmarks/ with date and machine.
"""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from evidence.quotes.mining import THRESHOLD, PainText, pain_score, weigh
from evidence.quotes.nlp import load_pipeline
from evidence.text import words
from measuring.cue_shares import print_shares
from measuring.gold import GOLD, Gold, read_gold
from measuring.intervals import Array, draws, interval
from measuring.keeping import TRANSCRIPTS, keep
from measuring.meetings import read_meetings
from measuring.tables import read_rows

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


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa of two readers."""
    agreed = sum(one == two for one, two in pairs) / len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    by_chance = sum(first[label] * second[label] for label in first) / len(pairs) ** 2
    return (agreed - by_chance) / (1 - by_chance)


def agreement(gold: Sequence[Gold]) -> dict[str, dict[str, float]]:
    """Print and return how far readers agree: the two passes, and the third reader with each."""
    again = [one for one in gold if one.again]
    readers = {
        "pass 1 and pass 2": [one.labels for one in gold],
        "pass 1 and pass 2, those read again": [one.labels for one in again],
        "pass 1 and the third reader": [(one.labels[0], one.again) for one in again],
        "pass 2 and the third reader": [(one.labels[1], one.again) for one in again],
    }
    print(f"{'agreement':38}    n  labels  kappa  pain or not  kappa")
    kept = {}
    for name, pairs in readers.items():
        binary = [(str(one == "pain"), str(two == "pain")) for one, two in pairs]
        raw, rough = (sum(one == two for one, two in each) / len(each) for each in (pairs, binary))
        found = {"n": len(pairs), "raw": raw, "kappa": kappa(pairs), "pain raw": rough, "pain kappa": kappa(binary)}
        kept[name] = rounded(found)
        print(f"  {name:36}{len(pairs):5}{raw:8.3f}{found['kappa']:7.3f}{rough:13.3f}{found['pain kappa']:7.3f}")
    return kept


def scores_of(texts: Sequence[str], pains: Sequence[float]) -> dict[str, Array]:
    """Return what every method gives each text."""
    found = {
        "pains": np.array(pains),
        "words": np.array([float(bool(PLAIN_WORDS & set(words(text)))) for text in texts]),
        "length": np.array([float(len(words(text))) for text in texts]),
    }
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # this alone needs it
    except ImportError:
        return found
    vader = SentimentIntensityAnalyzer()
    return found | {"VADER": np.array([-vader.polarity_scores(text)["compound"] for text in texts])}


class Labelled(NamedTuple):
    """What is judged, utterances or passages: call, half, weight, whether either or both passes say pain, scores."""

    calls: list[str]
    halves: Array
    weights: Array
    either: Array
    both: Array
    scores: dict[str, Array]


def by_utterance(gold: Sequence[Gold]) -> Labelled:
    """Score each labelled utterance alone."""
    scores = pain_score([(one.text, one.before) for one in gold])
    return labelled([[one] for one in gold], scores_of([one.text for one in gold], scores))


def by_passage(gold: Sequence[Gold]) -> Labelled:
    """Score what is weighed together with a labelled utterance."""
    groups: dict[tuple[str, tuple[int, ...]], list[Gold]] = {}
    for one in gold:
        groups.setdefault((one.call_id, one.passage), []).append(one)
    said = [PainText.of(group[0].together, group[0].before) for group in groups.values()]
    pains = [pain.score for pain in weigh(said, load_pipeline())]
    return labelled(list(groups.values()), scores_of([one.text for one in said], pains))


def labelled(groups: Sequence[Sequence[Gold]], scores: dict[str, Array]) -> Labelled:
    """Return what the labels say of groups of utterances."""
    return Labelled(
        [group[0].call_id for group in groups],
        np.array([group[0].split for group in groups]),
        np.array([np.mean([one.weight for one in group]) for group in groups]),
        np.array([float(any("pain" in one.labels for one in group)) for group in groups]),
        np.array([float(any(one.labels == ("pain", "pain") for one in group)) for group in groups]),
        scores,
    )


def judge_half(set_: Labelled, positive: Array, half: str) -> dict[str, object]:
    """Print and return the figures of one half."""
    mine, dev, scores = set_.halves == half, set_.halves == "dev", set_.scores
    truth, weights = positive[mine], set_.weights[mine]
    drawn = list(draws([call for call, own in zip(set_.calls, mine, strict=True) if own]))
    columns = "    P     R    F1          95 %    AP          95 %  weighted F1    AP"
    print(f"\n{half}: {int(truth.sum())} pains among {len(truth):5}{columns}")
    kept: dict[str, object] = {"utterances": len(truth), "pains": int(truth.sum())}
    samples: dict[str, dict[str, Array]] = {}
    for name, values in scores.items():
        threshold = THRESHOLD if name == "pains" else best_threshold(positive[dev], values[dev])
        own, ones = values[mine], np.ones(len(truth))
        found, weighted = (figures(truth, own, threshold, weight) for weight in (ones, weights))
        again = [figures(truth[d], own[d], threshold, ones[d]) for d in drawn]
        samples[name] = {figure: np.array([each[figure] for each in again]) for figure in ("F1", "AP")}
        f1, ap = (interval(column) for column in samples[name].values())
        print(
            f"  {name:22}{found['P']:6.3f}{found['R']:6.3f}{found['F1']:6.3f}  {f1}{found['AP']:6.3f}  {ap}"
            f"{weighted['F1']:13.3f}{weighted['AP']:6.3f}"
        )
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


def plain_sentences() -> dict[str, int]:
    """Print and return how many plain sentences are told right."""
    rows = read_rows(GOLD / "plain.csv")
    said = [score >= THRESHOLD for score in pain_score([(row["sentence"], ()) for row in rows])]
    pains = [row["pain"] == "yes" for row in rows]
    found = sum(one and two for one, two in zip(said, pains, strict=True))
    passed = sum(not one and not two for one, two in zip(said, pains, strict=True))
    print(f"\nplain sentences: {found} of {sum(pains)} pains, {passed} of {len(pains) - sum(pains)} others right")
    return {"pains": sum(pains), "found": found, "others": len(pains) - sum(pains), "passed over": passed}


def main(transcripts: Path = TRANSCRIPTS, *, held_out: bool = False, cues: bool = False) -> None:
    """Score, print, keep."""
    gold = read_gold(transcripts)
    if cues:
        dev = [one for one in gold if one.split == "dev"]
        print_shares(dev, np.array([float("pain" in one.labels) for one in dev]))
        return
    agreed = agreement(gold)
    kept: dict[str, object] = {"utterances": len(gold), "agreement": agreed}
    halves = ("dev", "test") if held_out else ("dev",)
    for unit, set_ in (("utterance", by_utterance(gold)), ("passage", by_passage(gold))):
        for reading, positive in (("either pass", set_.either), ("both passes", set_.both)):
            print(
                f"\nBy {unit}, a pain where {'either pass says' if reading == 'either pass' else 'both passes say'} so"
            )
            kept[f"{reading}, by {unit}"] = {half: judge_half(set_, positive, half) for half in halves}
    kept["plain sentences"] = plain_sentences()
    if held_out:
        kept["QMSum"] = questions(transcripts / "qmsum")
        keep("eval-pains", kept)
