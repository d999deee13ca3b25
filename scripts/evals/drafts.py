"""Measure trackers drafted from labels of pains: how much of what states a label they count, and how much else.

The gold set is in tests/gold/drafts (GUIDELINE.md says how it was made). All utterances of a half, with the unrelated
turns, become a workspace, each a call of its own. For each label

    reviewed  an honest person answers `trackers --draft LABEL`: accepts what states the label, rejects what does not,
              until the command asks no more
    first 3   the same for `--yes 3`: the first three are taken, whatever they say
    unjudged  what `segments --suggest` drafts from the label and what is said, nobody judging
    label     what it drafts from the label alone, without calls

and the tracker counts in the whole pool. Counted is what commands count: found, and meant as theirs and present.
`rest` leaves out what the person was shown: what a tracker finds that nobody has seen.

Options: `--half first` (rules were made with it) or `held`, `--gold DIR` another set of the same form, `--show` prints
the queries, `--json FILE` keeps the figures.
"""

import tempfile
from collections.abc import Collection, Mapping
from json import dumps
from pathlib import Path
from typing import NamedTuple

from evidence import ingest_calls, open_library, open_workspace
from evidence.commands.trackers_draft import DraftDesk
from evidence.library.drafting import label_drafter
from evidence.library.library import Library
from evidence.model import Tracker
from evidence.segments.drafts import draft, says_lack
from evidence.segments.labels import clean_label
from evidence.segments.trackers import counts
from measuring.gold import GOLD
from measuring.keeping import TRANSCRIPTS
from measuring.pain_labels import PainLabel, Spoken, lay_pool, read_pool

WAYS = ("reviewed", "rest", "first 3", "unjudged", "label")
TARGET = 0.6


class Tally(NamedTuple):
    """Of what a tracker counts, what states the label; how much it counts; how much states the label."""

    right: int
    counted: int
    stated: int

    def add(self, other: "Tally") -> "Tally":
        """Return the sum."""
        return Tally(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))

    @property
    def figures(self) -> dict[str, float]:
        """Return recall and precision; the precision of nothing is 0."""
        return {
            "recall": round(self.right / self.stated, 4) if self.stated else 0.0,
            "precision": round(self.right / self.counted, 4) if self.counted else 0.0,
        }

    def __str__(self) -> str:
        """Print both with their counts."""
        found = self.figures
        return (
            f"{found['recall']:.2f} {found['precision']:.2f} ({self.right}/{self.stated}, {self.right}/{self.counted})"
        )


class Drafted(NamedTuple):
    """A tracker by each way, and the texts that the person was shown and accepted."""

    trackers: Mapping[str, Tracker | None]
    shown: frozenset[str]
    accepted: int


def drafted(library: Library, one: PainLabel, stating: Collection[str]) -> Drafted:
    """Draft the tracker of a label by each way. stating: the texts that state it."""
    desk, verdicts = DraftDesk(library, one.label), []
    while near := desk.following(verdicts):
        verdicts.append(near.row.hit.utterance.text in stating)
    made = desk.made(verdicts).drafted
    first = DraftDesk(library, one.label)
    taken = first.made(first.take(3)).drafted
    label = clean_label(one.label)
    kind = "lack" if says_lack(label) else "have"
    plain = {"unjudged": label_drafter(library)(label).queries, "label": draft(label).queries}
    trackers: dict[str, Tracker | None] = {
        "reviewed": made.tracker if made else None,
        "first 3": taken.tracker if taken else None,
        **{way: Tracker("t", label, queries, kind=kind) if queries else None for way, queries in plain.items()},
    }
    trackers["rest"] = trackers["reviewed"]
    shown = frozenset(near.row.hit.utterance.text for near in desk.shown)
    return Drafted(trackers, shown, sum(map(bool, verdicts)))


def tally(tracker: Tracker | None, texts: Collection[str], stating: Collection[str]) -> Tally:
    """Count what a tracker counts among texts."""
    found = {text for text in texts if tracker and counts(tracker, text)[0]}
    return Tally(len(found & {*stating}), len(found), len({*stating} & {*texts}))


def main(
    transcripts: Path = TRANSCRIPTS,
    *,
    half: str = "first",
    gold: Path = GOLD / "drafts",
    show: bool = False,
    json: Path | None = None,
) -> None:
    """Print recall and precision of each way, by label, and the labels that fall short."""
    labels, pool, missing = read_pool(gold, transcripts, half)
    if missing:
        print(f"{missing} published utterances are left out: {transcripts} does not hold their calls")
    texts = {said.text for said in pool.values()}
    totals = dict.fromkeys(WAYS, Tally(0, 0, 0))
    kept: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        lay_pool(Path(folder), pool)
        ingest_calls(Path(folder), jobs=1)
        with open_library(open_workspace(Path(folder))) as library:
            for one in labels:
                kept[one.label_id] = found = measured(library, one, pool, texts)
                totals = {way: totals[way].add(found[way]) for way in WAYS}
                if show:
                    print_queries(library, one, pool)
    print()
    for way, total in totals.items():
        print(f"{way:9} recall {total.figures['recall']:.3f}  precision {total.figures['precision']:.3f}")
    told = {one.label_id: one.label for one in labels}
    worst = sorted(kept, key=lambda name: kept[name]["reviewed"].figures["recall"])[:5]
    print("worst: " + "; ".join(f"{told[name]} ({kept[name]['reviewed'].figures['recall']:.2f})" for name in worst))
    if json:
        figures = {name: {way: one.figures for way, one in found.items()} for name, found in kept.items()}
        whole = {way: total.figures for way, total in totals.items()}
        text = dumps({"half": half, "target": TARGET, "all": whole, "labels": figures}, indent=2)
        json.write_text(f"{text}\n", encoding="utf-8")


def measured(library: Library, one: PainLabel, pool: Mapping[str, Spoken], texts: Collection[str]) -> dict[str, Tally]:
    """Print and return the tally of each way for a label."""
    stating = {pool[name].text for name in one.stated if name in pool}
    done = drafted(library, one, stating)
    rest = {*texts} - done.shown
    found = {way: tally(done.trackers[way], rest if way == "rest" else texts, stating) for way in WAYS}
    print(f"{one.label}\n    {done.accepted} of {len(stating)} among {len(done.shown)} shown")
    print("    " + "  ".join(f"{way} {found[way]}" for way in WAYS))
    return found


def print_queries(library: Library, one: PainLabel, pool: Mapping[str, Spoken]) -> None:
    """Print the queries of each way."""
    done = drafted(library, one, {pool[name].text for name in one.stated if name in pool})
    for way in ("reviewed", "unjudged"):
        tracker = done.trackers[way]
        print(f"    {way}: {', '.join(tracker.queries) if tracker else 'no query'}")
