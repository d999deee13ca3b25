"""Measure `cut-short`: quotations cut out of their sentence, told where that turns them and let be where it does not.

Invented ones are those of tests/gold/quoting/cuts-*.yaml: a list of `{said, quoted, right, kind}`, where `right` is
`fail`, `warn` or `silent` and `kind` what the rest of the sentence does. They are laid into a workspace, a call for
each, and `evidence verify` reads a document that cites them all; whole-sentences.yaml has `said` and `quoted` alone.
Real ones are those of real-cuts.csv there:
`call,utterance,start,end[,end_utterance]`, where `call` is a path below ../shared/transcripts and `start` and `end` are
code points of the utterances of the call as it is normalised; none of them is turned by what was cut off.

Prints for each kind how many are told rightly, the share of all that are told (goal 95 %), and the false alarms, which
may be 1 % of those where nothing is to be told. `-v` prints every one that missed. Exit code 1 where a goal is missed.
"""

import csv
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from evidence.calls.formats import read
from evidence.calls.normalized import render
from evidence.calls.source import Source
from evidence.escape import escape
from evidence.model import Call, Citation, Participant, Utterance, Verdict
from evidence.quotes.alignment import CallSpeech
from evidence.quotes.verdicts import judge
from evidence.text import one_line
from evidence.yaml_text import load_yaml
from measuring.corpus import write
from measuring.field_cases import Case
from measuring.keeping import ROOT, TRANSCRIPTS, keep

GOLD = ROOT / "tests" / "gold" / "quoting"
TOLD, ALARMS = 0.95, 0.01


class Told(NamedTuple):
    """A cut, what is right to say of it and what was said: `fail`, `warn`, `silent`, or another verdict."""

    kind: str
    right: str
    found: str
    words: str
    detail: str


def main(*, v: bool = False) -> int:
    """Measure what there is; 0 where every goal is reached."""
    halves = [
        (path.stem, [*invented(path)]) for path in sorted([*GOLD.glob("cuts-*.yaml"), *GOLD.glob("whole-*.yaml")])
    ]
    listed = GOLD / "real-cuts.csv"
    if listed.is_file() and TRANSCRIPTS.is_dir():
        halves.append((listed.stem, [*real(listed)]))
    elif listed.is_file():
        print(f"{listed.stem}: skipped, ../shared/transcripts is not here")
    if not halves:
        print(f"cuts: skipped, {GOLD.relative_to(ROOT)} holds neither cuts-*.yaml nor real-cuts.csv")
        return 0
    kept: dict[str, object] = {name: measure(name, cuts, tell=v) for name, cuts in halves}
    keep("eval-cuts", kept)
    return int(any(isinstance(one, dict) and not one["reached"] for one in kept.values()))


def measure(name: str, cuts: list[Told], *, tell: bool) -> dict[str, object]:
    """Print and return the figures of a file; `reached` says whether they reach the goals."""
    print(f"\n{name}: {len(cuts)} cuts")
    for kind in sorted({cut.kind for cut in cuts}):
        own = [cut for cut in cuts if cut.kind == kind]
        found = ", ".join(f"{count} {said}" for said, count in Counter(cut.found for cut in own).most_common())
        print(f"  {kind:12}{sum(cut.found == cut.right for cut in own):5}/{len(own):<5} {found}")
    turned = [cut for cut in cuts if cut.right != "silent"]
    whole = [cut for cut in cuts if cut.right == "silent"]
    told = sum(cut.found == cut.right for cut in turned)
    alarms = sum(cut.found != "silent" for cut in whole)
    if turned:
        print(f"  told: {told}/{len(turned)} = {told / len(turned):.2%} (goal {TOLD:.0%})")
    if whole:
        print(f"  false alarms: {alarms}/{len(whole)} = {alarms / len(whole):.2%} (at most {ALARMS:.0%})")
    for cut in cuts if tell else ():
        if cut.found != cut.right:
            print(f"    {cut.kind}: {cut.right} -> {cut.found}: {cut.words}\n        {cut.detail}")
    reached = told >= TOLD * len(turned) and alarms <= ALARMS * len(whole)
    return {"told": [told, len(turned)], "false alarms": [alarms, len(whole)], "reached": reached}


def invented(path: Path) -> Iterator[Told]:
    """Lay a call for each cut of a file into a workspace, and yield what `evidence verify` says of them."""
    entries: list[dict[str, Any]] = load_yaml(path.read_text(encoding="utf-8"), path.name)[0]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write(root, "evidence.yaml", "own_domains: []\n")
        quotes = []
        for number, entry in enumerate(entries, 1):
            said = Utterance(1, 1, "Dana Reyes", one_line(entry["said"]))
            call = Call(f"cut-{number}", "Cut", "", "", "txt", "1", (Participant("Dana Reyes", "Dana Reyes"),), (said,))
            write(root, f"source/transcripts/normalized/{call.call_id}.md", render(call))
            link = f"[there](../source/transcripts/normalized/{call.call_id}.md#u1)"
            quotes.append(f"> {escape(one_line(entry['quoted']))}\n>\n> \u2014 Dana Reyes, {link}\n")
        write(root, "segments/cuts.md", "\n".join(quotes))
        case = Case(path.stem, root)
        case.run("ingest")
        records = case.records("verify", "segments/cuts.md")
    if len(records) != len(entries):
        print(f"  {path.name}: {len(entries)} cuts, but {len(records)} verdicts")
    for entry, record in zip(entries, records, strict=False):
        found = level(str(record["verdict"]), ok=bool(record["ok"]))
        yield Told(
            entry.get("kind", "none"), entry.get("right", "silent"), found, entry["quoted"], str(record["detail"])
        )


def level(verdict: str, *, ok: bool) -> str:
    """Return what is told: `fail` or `warn` of words that are cut short, the verdict of others that fail."""
    if verdict == "cut-short":
        return "warn" if ok else "fail"
    return "silent" if ok else verdict


def real(path: Path) -> Iterator[Told]:
    """Yield what verification says of words cut out of real calls, each cited where it stands."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            speech = call_at(row["call"])
            words, citation = cited(speech, row)
            verdict = judge(words, citation, speech)
            yield Told("real", "silent", level(verdict.name, ok=verdict.ok), words, shown(verdict))


def shown(verdict: Verdict) -> str:
    """Return the detail of a verdict with its place."""
    return f"{verdict.citation}: {verdict.detail}"


@cache
def call_at(name: str) -> CallSpeech:
    """Read a call as `ingest` would."""
    path = TRANSCRIPTS / name
    return CallSpeech(read(Source(path.name, path.read_bytes())).calls[0])


def cited(speech: CallSpeech, row: dict[str, str]) -> tuple[str, Citation]:
    """Return the words of a line of the list, and their address."""
    number, start, end = int(row["utterance"]), int(row["start"]), int(row["end"])
    last = int(row.get("end_utterance") or number)
    spoken = [one for one in speech.call.utterances if number <= one.number <= last]
    words = " ".join(pieces(spoken, start, end))
    return words, Citation.of(speech.call.call_id, spoken[0], start, end, last if last > number else None)


def pieces(spoken: Iterable[Utterance], start: int, end: int) -> Iterator[str]:
    """Yield the words of the first speaker's utterances from `start` in the first to `end` in the last."""
    first, *more = spoken
    own = [first, *(one for one in more if one.speaker == first.speaker)]
    for one in own:
        yield one.text[start if one is first else 0 : end if one is own[-1] else None]
