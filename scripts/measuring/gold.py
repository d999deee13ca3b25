"""The gold set for pains: the utterances it is drawn from, and those that were labelled, with their words.

Labellers saw the last 400 characters of the two turns before, and the first 1,200 of the utterance.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from evidence.calls import formats
from evidence.calls.source import Source
from evidence.library.mining import weighed_together
from evidence.model import Utterance
from evidence.text import one_line, slug

from .keeping import ROOT
from .tables import read_rows

GOLD = ROOT / "tests" / "gold"
BEFORE, SAID = 400, 1_200
FILES = {
    "bitcointranscripts": "*/*.md",
    "changelog": "*/*.md",
    "dstc11": "*.jsonl",
    "earnings21": "nlp_references/*.nlp",
    "earnings22": "force_aligned_nlp_references/*.nlp",
    "ethereum_pm": "*/*/transcript.vtt",
    "qmsum": "*.json",
}


class Line(NamedTuple):
    """An utterance, and up to two turns before it, oldest first: whether its speaker said them, and their words.

    `passage` are the numbers of the utterances that `evidence pains` weighs together with it, `together` their words.
    """

    source: str
    call_id: str
    number: int
    text: str
    before: tuple[tuple[bool, str], ...] = ()
    passage: tuple[int, ...] = ()
    together: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """Tell whether a text found again is the one that was labelled."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]


def read_lines(transcripts: Path) -> Iterator[Line]:
    """Yield every utterance of every source, calls in the order of their files."""
    for source, pattern in FILES.items():
        for path in sorted((transcripts / source).glob(pattern)):
            yield from customers(path) if source == "dstc11" else spoken(source, path, transcripts)


def customers(path: Path) -> Iterator[Line]:
    """Yield the lines of customers, each alone."""
    with path.open(encoding="utf-8") as file:
        for said in map(json.loads, file):
            text = one_line(said["utterance"])
            yield Line("dstc11", slug(said["utterance_id"]), 1, text, (), (1,), (text,))


def spoken(source: str, path: Path, transcripts: Path) -> Iterator[Line]:
    """Yield the utterances of the calls in one file."""
    name = path.relative_to(transcripts).as_posix()
    for call in formats.read(Source(name, path.read_bytes())).calls:
        said = call.utterances
        group_of = {place: group for group in weighed_together(said) for place in group}
        for place, utterance in enumerate(said):
            before = turns_before(said[:place], utterance)
            group = [said[one] for one in group_of[place]]
            numbers, together = tuple(one.number for one in group), tuple(one.text for one in group)
            yield Line(source, call.call_id, utterance.number, utterance.text, before, numbers, together)


def turns_before(said: Sequence[Utterance], utterance: Utterance) -> tuple[tuple[bool, str], ...]:
    """Return the two turns before an utterance; the beginning of its own turn counts as one."""
    turns = groupby(said[-12:], key=lambda other: (other.turn, other.speaker))
    joined = [
        (speaker is not None and speaker == utterance.speaker, " ".join(u.text for u in pieces))
        for (_, speaker), pieces in turns
    ]
    return tuple(joined[-2:])


def shown(line: Line) -> tuple[list[tuple[bool, str]], str]:
    """Return what a labeller sees: the ends of the turns before, and the utterance."""
    before = [(same, text if len(text) <= BEFORE else f"[...]{text[-BEFORE:]}") for same, text in line.before]
    return before, line.text if len(line.text) <= SAID else f"{line.text[:SAID]}[...]"


class Gold(NamedTuple):
    """One labelled utterance: where it stands, its text as labellers saw it, what each pass said.

    `again` is what a third reader said, empty where none read it; `passage` and `together` are those of `Line`.
    """

    call_id: str
    source: str
    split: str
    weight: float
    text: str
    before: tuple[str, ...]
    labels: tuple[str, str]
    again: str = ""
    passage: tuple[int, ...] = ()
    together: tuple[str, ...] = ()


def read_gold(transcripts: Path) -> list[Gold]:
    """Join sample, labels and texts. Exits where a text is not the one that was labelled."""
    lines = {(line.call_id, str(line.number)): line for line in read_lines(transcripts)}
    labels = {row["item"]: (row["label_1"], row["label_2"]) for row in read_rows(GOLD / "labels.csv")}
    again = {row["item"]: row["label_3"] for row in read_rows(GOLD / "reread.csv")}
    found = []
    for row in read_rows(GOLD / "sample.csv"):
        line = lines[row["call_id"], row["utterance"]]
        if line.sha256 != row["sha256"]:
            sys.exit(f"the text of {row['call_id']}#u{row['utterance']} is not the one that was labelled")
        before, text = shown(line)
        said = tuple(earlier for same, earlier in before if not same)
        address, item = (line.call_id, line.source, row["split"], float(row["weight"])), row["item"]
        found.append(Gold(*address, text, said, labels[item], again.get(item, ""), line.passage, line.together))
    return found
