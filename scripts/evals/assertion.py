"""Measure how mentions of a pain are judged: present, resolved, absent, hypothetical, question, other.

The gold set is in tests/gold/assertion (GUIDELINE.md says what was labelled and by whom). Two passes labelled every
mention; a figure is the mean over the passes, and kappa says how far they agree. What is judged are the words that
a query matches within the labelled ones; the commands judge all that it matches in the utterance. Beside it two plain
ways:

    all       every mention counts
    negex     a mention counts unless a negation stands in the six words before it, in its sentence

Options: `--half first` (rules were made with it) or `held` (written after they stood still), `--show` prints what is
judged otherwise than the first pass says, `--json FILE` keeps the figures.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from json import dumps
from pathlib import Path

from evidence.query.assertion import assertion_of
from evidence.query.context import is_negated
from evidence.text import tokenize
from measuring.keeping import TRANSCRIPTS
from measuring.mentions import Mention, read_mentions

LABELS = ("present", "resolved", "absent", "hypothetical", "question", "other")


def judged(mention: Mention) -> str:
    """Return how the rules take a mention."""
    return assertion_of(mention.text, mention.spans, kind=mention.kind, later=mention.later).assertion


def negex(mention: Mention) -> str:
    """Return how a window of six words takes it."""
    denied = is_negated(mention.text, tokenize(mention.text), (mention.spans[0][0], mention.spans[-1][1]))
    return "absent" if denied is (mention.kind == "have") else "present"


WAYS: dict[str, Callable[[Mention], str]] = {"rules": judged, "all": lambda _: "present", "negex": negex}


def figures(mentions: Sequence[Mention], answers: Sequence[str]) -> dict[str, float]:
    """Return accuracy of counted against not, precision and recall of present, accuracy of all labels."""
    passes = [[one.labels[at] for one in mentions] for at in range(len(mentions[0].labels))]
    return {
        name: round(sum(measure(truth, answers) for truth in passes) / len(passes), 4)
        for name, measure in MEASURES.items()
    }


def _counted(truth: Sequence[str], answers: Sequence[str]) -> float:
    return sum((a == "present") == (b == "present") for a, b in zip(truth, answers, strict=True)) / len(truth)


def _precision(truth: Sequence[str], answers: Sequence[str]) -> float:
    said = [t for t, a in zip(truth, answers, strict=True) if a == "present"]
    return said.count("present") / len(said) if said else 0.0


def _recall(truth: Sequence[str], answers: Sequence[str]) -> float:
    return _precision(answers, truth)


def _exact(truth: Sequence[str], answers: Sequence[str]) -> float:
    return sum(map(str.__eq__, truth, answers)) / len(truth)


MEASURES = {"counted": _counted, "precision": _precision, "recall": _recall, "label": _exact}


def kappa(mentions: Sequence[Mention]) -> float:
    """Cohen's kappa of the two passes."""
    pairs = [one.labels[:2] for one in mentions]
    agreed = sum(one == two for one, two in pairs) / len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    by_chance = sum(first[label] * second[label] for label in first) / len(pairs) ** 2
    return (agreed - by_chance) / (1 - by_chance)


def main(*, half: str = "first", show: bool = False, json: Path | None = None) -> None:
    """Print the figures of a half, part by part and label by label."""
    mentions = read_mentions(TRANSCRIPTS, half)
    answers = {name: [way(one) for one in mentions] for name, way in WAYS.items()}
    parts = {"all": mentions, "invented": [m for m in mentions if m.item[0] in "sh"]}
    parts["real"] = [m for m in mentions if m.item[0] in "rq"]
    kept: dict[str, object] = {"half": half}
    for part, members in parts.items():
        if not members:
            continue
        places = [at for at, one in enumerate(mentions) if one in members]
        found = {name: figures(members, [said[at] for at in places]) for name, said in answers.items()}
        kept[part] = {"n": len(members), **found}
        for name, one in found.items():
            print(f"{part:9} {len(members):4} {name:6} " + "  ".join(f"{k} {v:.3f}" for k, v in one.items()))
    if len(mentions[0].labels) > 1:
        kept["kappa"] = round(kappa(mentions), 4)
        print(f"kappa of the passes {kept['kappa']:.3f}")
    kept["labels"] = by_label(mentions, answers["rules"])
    if show:
        print_wrong(mentions, answers["rules"])
    if json:
        json.write_text(dumps(kept, indent=2) + "\n", encoding="utf-8")


def by_label(mentions: Sequence[Mention], answers: Sequence[str]) -> dict[str, dict[str, int]]:
    """Print what the rules make of every label of the first pass."""
    table = {
        label: Counter(a for m, a in zip(mentions, answers, strict=True) if m.labels[0] == label) for label in LABELS
    }
    for label, taken in table.items():
        print(f"{label:13} {sum(taken.values()):4}  " + ", ".join(f"{name} {n}" for name, n in taken.most_common()))
    return {label: dict(taken) for label, taken in table.items()}


def print_wrong(mentions: Sequence[Mention], answers: Sequence[str]) -> None:
    """Print what is judged otherwise than the first pass says."""
    for one, answer in zip(mentions, answers, strict=True):
        if answer != one.labels[0]:
            start, end = one.spans[0][0], one.spans[-1][1]
            around = f"{one.text[max(0, start - 160) : start]}[{one.text[start:end]}]{one.text[end : end + 120]}"
            print(f"{one.item} {one.kind} {one.labels[0]} -> {answer}: {around} || {one.later[:80]}")


if __name__ == "__main__":
    main()
