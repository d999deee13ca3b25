"""What a cue tells: the share of pains among the utterances that state it plainly, beside that of their length.

Counted on the half that may be tuned on, every cue at full weight. Long utterances hold more of everything, pains too:
the base is the share of pains among utterances of the same fifth by length. Few utterances tell little: a cue's share
is smoothed by five utterances of its family's share, that by five of the base. `TIERS` says what follows for cues.yaml.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from evidence.quotes.cues import Lexicon, standard
from evidence.quotes.mining import PainText, weigh
from evidence.quotes.nlp import load_pipeline
from measuring.gold import Gold
from measuring.intervals import Array

PRIOR = 5  # utterances that smooth a share
FEWEST = 3  # utterances below which nothing follows
TIERS = (1.0, 1.2)  # times the base: up to the first a cue is idle, up to the second it is weak


class CueShare(NamedTuple):
    """A cue, what it has now, how many utterances hold it, how many are pains, its share and the base, the tier."""

    family: str
    cue: str
    now: str
    count: int
    pains: int
    share: float
    base: float
    tier: str


def cue_shares(gold: Sequence[Gold], positive: Array) -> list[CueShare]:
    """Return every cue that stands plainly in one of the utterances, the most frequent first."""
    lexicon = standard()
    families = [replace(f, cues=tuple(replace(cue, share=1.0) for cue in f.cues)) for f in lexicon.families]
    pains = weigh([PainText(one.text, one.before) for one in gold], load_pipeline(None, Lexicon(tuple(families))))
    base = base_rates(gold, positive)
    holding: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for place, pain in enumerate(pains):
        for sign in pain.signs:
            if sign.gain > 0 and not sign.contexts:
                holding[sign.family, sign.cue].add(place)
                holding[sign.family, ""].add(place)
    wholes = {name: smoothed(base, positive, places) for (name, cue), places in holding.items() if not cue}
    now = {(cue.family, cue.text): written(cue.share, amount=cue.beside_amount) for cue in lexicon.cues}
    found = []
    for (family, cue), places in holding.items():
        if cue:
            at = sorted(places)
            share, usual = smoothed(base, positive, places, wholes[family]), float(base[at].mean())
            tier = tier_of(now[family, cue], len(at), share / usual)
            found.append(CueShare(family, cue, now[family, cue], len(at), int(positive[at].sum()), share, usual, tier))
    return sorted(found, key=lambda one: (-one.count, one.family, one.cue))


def base_rates(gold: Sequence[Gold], positive: Array) -> Array:
    """Return for each utterance the share of pains among those of its fifth by length."""
    lengths = np.array([len(one.text.split()) for one in gold])
    fifths = np.searchsorted(np.quantile(lengths, (0.2, 0.4, 0.6, 0.8)), lengths, side="right")
    return np.array([positive[fifths == fifth].mean() for fifth in fifths])


def smoothed(base: Array, positive: Array, places: Iterable[int], prior: float | None = None) -> float:
    """Return the share of pains with `PRIOR` utterances of the prior share among them, by default of the base."""
    at = sorted(places)
    prior = float(base[at].mean()) if prior is None else prior
    return (float(positive[at].sum()) + PRIOR * prior) / (len(at) + PRIOR)


def written(share: float, *, amount: bool) -> str:
    """Return the list of cues.yaml in which such a cue stands."""
    return "amounts" if amount else {0.0: "idle", 0.5: "weak", 1.0: "cues"}[share]


def tier_of(now: str, count: int, times: float) -> str:
    """Return the list in which a cue should stand: as `TIERS` says, else where it stands."""
    idle, weak = TIERS
    if count < FEWEST:
        return now
    if times <= idle:
        return "idle"
    return "weak" if times <= weak and now == "cues" else now


def print_shares(gold: Sequence[Gold], positive: Array) -> None:
    """Print the table."""
    print(f"{'':34}  n  pains  share  base  times  now      by the rule")
    for one in cue_shares(gold, positive):
        times = f"{one.share:6.2f}{one.base:6.2f}{one.share / one.base:6.2f}"
        change = f"{one.now:9}{one.tier if one.tier != one.now else ''}"
        print(f"{one.family:12}{one.cue:20.20}{one.count:5}{one.pains:7}{times}  {change}".rstrip())
