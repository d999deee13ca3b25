"""Draw the utterances of the gold set for pains from published transcripts.

The sample holds addresses and hashes, no words: call and utterance number as `evidence ingest`
gives them with the default settings. Customers' lines to an insurer (dstc11) belong to no call;
each counts as a call of one utterance, named after its id. `--texts` and `--batches` write
what labellers read, without stratum, weight or split: the last 400 characters of the two turns
before, the first 1,200 of the utterance. Whatever is scored has to see no more than that.

The draw. Half of the sample is random: in every source each utterance has the same chance.
The other half is enriched, in every source: utterances of at least 8 words with a cue for pain,
some with a weak hint alone, some long ones with neither, all without what was already drawn.
Every choice follows a SHA-256 over the seed and the address: no generator, no order of files.

    weight          1 / chance of being in the sample at all: for rates over all rows
    random_weight   utterances of the source / random rows of the source, for rates
                    over the random rows alone; empty in enriched ones

The split is by call: in every source calls are paired by length, and the hash says which of
two is `dev` and which is `test`. Nothing may be tuned on `test`.
"""

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from measuring.corpus import write
from measuring.gold import GOLD, Line, read_lines, shown
from measuring.keeping import TRANSCRIPTS
from measuring.tables import as_rows

HEADER = ("item", "call_id", "utterance", "sha256", "source", "stratum", "weight", "random_weight", "split")
SEED = "gold 1"

# Random, with a cue, with a hint, long without either (dstc11 has hardly any). Between equal and proportional:
# qmsum has 14,203 of the 21,335 utterances, and would leave the other six a third of the sample.
DRAWN = {
    "bitcointranscripts": (72, 80, 6, 2),
    "changelog": (84, 84, 6, 4),
    "dstc11": (72, 66, 4, 0),
    "earnings21": (90, 100, 4, 2),
    "earnings22": (78, 76, 4, 2),
    "ethereum_pm": (186, 160, 10, 4),
    "qmsum": (210, 180, 12, 6),
}
ENRICHED_WORDS, LONG_WORDS = 8, 40
BATCH = 100

# Wide on purpose: a set enriched by the words of one method would flatter that method.
CUE = re.compile(
    r"""\b(?:problem|issues?\b|trouble|troubling|difficult|challeng|struggl|pain|annoy|frustrat|confus|concern|worr[iy]
    |fear|risk|fail|broke|break(?:s|ing)?\b|bugs?\b|buggy|error|crash|mistake|wrong|bad|badly|worse|worst|terribl|horribl
    |awful|hate|hurt|suffer|lose|losing|loss|lost|miss(?:ed|ing|es)?\b|lack|waste|wasting|slow|delay|stuck
    |blocked|blocker|bottleneck|manual|by\ hand|workaround|work\ around|hack|tedious|cumbersome|complicat
    |hard(?:er|est)?\b|tough|impossib|unable|can't|cannot|couldn't|not\ able|no\ way|not\ enough|overhead
    |headwind|soft(?:ness|er)|weak|expensive|decline|decreas|shortage
    |too\ (?:much|many|long|few|little|small|big|late|expensive|hard|slow|complex)
    |disrupt|crisis|poor|unfortunate|disappoint|complain|burden|threat|attack|vulnerab|accident|damage|stolen|denied
    |refus|unfair|inadequa|hit\ me|leak|flood)""",
    re.IGNORECASE | re.VERBOSE,
)
HINT = re.compile(
    r"""\b(?:doesn't|didn't|won't|don't\ (?:have|know|want|get|see)|never|nobody|instead\ of|have\ to|had\ to|costs?\b
    |costly|complex|late\b|drop(?:ped)?\b|down\b|pressure|impact|pandemic|sorry|gap|barrier|need|wish|want|should|hope|cancel
    |reject|still|only|unless|every\ time|hours|weeks|months)""",
    re.IGNORECASE | re.VERBOSE,
)


class Row(NamedTuple):
    """A line of the sample: `chance` is that of being in it at all."""

    line: Line
    stratum: str
    chance: float
    random_weight: float | None


def key(*address: object) -> str:
    """Return the number of a lot: the lowest are drawn."""
    return hashlib.sha256(" ".join(map(str, (SEED, *address))).encode()).hexdigest()


def draw(lines: Iterable[Line]) -> Iterator[Row]:
    """Yield the rows of the sample, source by source.

    A row's chance adds up exactly: the enriched draw takes a fixed number from its pool
    less what is drawn already, and by symmetry each line of the pool has the same share in it.
    """
    for source, group in groupby(lines, key=lambda line: line.source):
        everything = list(group)
        wanted, *numbers = DRAWN[source]
        enriched = list(zip(pools(everything), numbers, strict=True))
        chances = dict.fromkeys(everything, wanted / len(everything))
        for pool, number in enriched:
            for line in pool:
                chances[line] += number / len(pool)
        chosen = lots("random", everything, wanted)
        taken = set(chosen)
        yield from (Row(line, "random", chances[line], len(everything) / wanted) for line in chosen)
        for pool, number in enriched:
            left = [line for line in pool if line not in taken]
            yield from (Row(line, "enriched", chances[line], None) for line in lots("enriched", left, number))


def pools(lines: Iterable[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """Return the lines with a cue, those with a hint alone, and the long ones with neither."""
    cues, hints, rest = [], [], []
    for line in lines:
        length, text = len(line.text.split()), line.text.replace("\u2019", "'")
        if length >= ENRICHED_WORDS and CUE.search(text):
            cues.append(line)
        elif length >= ENRICHED_WORDS and HINT.search(text):
            hints.append(line)
        elif length >= LONG_WORDS:
            rest.append(line)
    return cues, hints, rest


def lots(stratum: str, lines: Iterable[Line], number: int) -> list[Line]:
    """Draw a number of lines."""
    drawn = sorted(lines, key=lambda line: key(stratum, line.call_id, line.number))[:number]
    if len(drawn) < number:
        sys.exit(f"{number} {stratum} lines are wanted and {len(drawn)} are there.")
    return drawn


def split(lines: Iterable[Line]) -> dict[str, str]:
    """Return `dev` or `test` for every call: of two calls of like length, one each."""
    sizes = Counter((line.source, line.call_id) for line in lines)
    sides = {}
    for _, group in groupby(sorted(sizes), key=lambda call: call[0]):
        calls = [name for _, name in sorted(group, key=lambda call: (-sizes[call], key("split", *call)))]
        for at in range(0, len(calls), 2):
            pair = sorted(calls[at : at + 2], key=lambda name: key("side", name))
            sides |= dict(zip(pair, sorted(("dev", "test"), key=lambda side: key(side, *pair)), strict=False))
    return sides


def table(rows: Iterable[Row], sides: dict[str, str]) -> str:
    """Return the sample as CSV; items are numbered from 1 in the order of the rows."""
    cells = []
    for item, (line, stratum, chance, random_weight) in enumerate(rows, 1):
        weights = f"{1 / chance:.4f}", "" if random_weight is None else f"{random_weight:.4f}"
        address = (item, line.call_id, line.number, line.sha256, line.source)
        cells.append((*address, stratum, *weights, sides[line.call_id]))
    return as_rows(HEADER, cells)


def as_json(item: int, line: Line) -> str:
    """Return one item for labellers as a line of JSON."""
    before, text = shown(line)
    turns = [{"same_speaker": same, "text": said} for same, said in before]
    return json.dumps({"item": item, "source": line.source, "before": turns, "utterance": text}, ensure_ascii=False)


def as_text(item: int, line: Line) -> str:
    """Return one item for labellers to read."""
    before, text = shown(line)
    turns = [f"before{' (same speaker)' if same else ''}: {said}" for same, said in before]
    return "\n".join((f"#{item} [{line.source}]", *turns, f"SAY: {text}\n"))


def main(
    transcripts: Path = TRANSCRIPTS,
    *,
    out: Path = GOLD / "sample.csv",
    texts: Path | None = None,
    batches: Path | None = None,
) -> None:
    """Draw, and write what was asked for."""
    lines = list(read_lines(transcripts))
    rows = sorted(draw(lines), key=lambda row: key("order", row.line.call_id, row.line.number))
    write(out.parent, out.name, table(rows, split(lines)))
    items = [(item, row.line) for item, row in enumerate(rows, 1)]
    if texts:
        write(texts.parent, texts.name, "".join(f"{as_json(*item)}\n" for item in items))
    for at in range(0, len(items) if batches else 0, BATCH):
        batch = "\n".join(as_text(*item) for item in items[at : at + BATCH])
        write(batches, f"batch_{at // BATCH + 1:02d}.txt", batch)
    print(f"{len(rows)} of {len(lines)} utterances")
