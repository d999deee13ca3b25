"""How fast quotes are verified: 10,000 of them against 46 million words, by index, not by scan.

The calls are the workspace of measuring/corpus.py. The quotes (seeded) are the first 8 to 30
words of an utterance: six in ten cite their place, one in ten cites another place of the call, three in ten cite
nothing, so that the index has to find them; one in eight of all has a word replaced and must fail. They stand in
five hundred documents, as people write them. Prints how long reading and judging took, and what came of each kind;
kept in benchmarks/.
"""

import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from evidence.escape import escape
from evidence.library.library import Library, open_library
from evidence.library.verifying import verify
from evidence.workspace import Workspace
from measuring.corpus import workspace, write
from measuring.keeping import keep
from measuring.timing import clocked

DOCUMENTS = 500
KINDS = ("cited",) * 6 + ("moved",) + ("uncited",) * 3
LINKS = "../../source/transcripts/normalized"
GOAL_S = 60


@dataclass(frozen=True, slots=True)
class Drawn:
    """A quote as it was drawn: how it is cited, whether a word of it was replaced, its Markdown."""

    kind: str
    changed: bool
    markdown: str


def draw(library: Library, number: int) -> list[Drawn]:
    """Draw quotes from random utterances of random calls."""
    chance = random.Random(20_260_112)
    calls = [entry.call_id for entry in library.catalog.calls()]
    drawn: list[Drawn] = []
    while len(drawn) < number:
        call_id = chance.choice(calls)
        utterances = library.store.text.call(call_id)
        for utterance in chance.sample(utterances, min(3, len(utterances))):
            words, length = utterance.text.split(), chance.randint(8, 30)
            if len(words) < length or sum(map(str.isalpha, words)) < 6:
                continue
            kind, changed = chance.choice(KINDS), chance.random() < 1 / 8
            chosen = words[:length]  # cut at random, one in eight would be cut short
            if changed:
                chosen[length // 2] = "zeppelin"
            place = utterance.number if kind == "cited" else chance.choice(utterances).number
            credit = "Customer" if kind == "uncited" else f"Customer, [there]({LINKS}/{call_id}.md#u{place})"
            drawn.append(Drawn(kind, changed, f"> {escape(' '.join(chosen))}\n>\n> \u2014 {credit}\n"))
    return drawn[:number]


def document(root: Path, drawn: list[Drawn]) -> dict[tuple[str, int], Drawn]:
    """Write the quotes into documents; return which stands where."""
    places: dict[tuple[str, int], Drawn] = {}
    size = -(-len(drawn) // DOCUMENTS)
    for at in range(DOCUMENTS):
        name, lines = f"campaigns/bench/page-{at:03d}.md", [f"# Page {at}", ""]
        for quote in drawn[at * size : (at + 1) * size]:
            places[name, len(lines) + 1] = quote
            lines += [*quote.markdown.splitlines(), ""]
        write(root, name, "\n".join(lines))
    return places


def main(
    transcripts: Path, *, calls: int = 7_000, quotes: int = 10_000, corpus: Path | None = None, label: str | None = None
) -> int:
    """Make the corpus, measure, print, keep; 1 where the goal is missed."""
    root = workspace(transcripts, calls, corpus)
    with open_library(Workspace(root)) as library:
        words = sum(entry.words for entry in library.catalog.calls())
        places = document(root, draw(library, quotes))
        checked, took, worked = clocked(lambda: list(verify(library, [root / "campaigns/bench"])))
    given: dict[str, Counter[str]] = {}
    right = 0
    for one in checked:
        quote = places[one.path, one.line]
        given.setdefault(f"{quote.kind}{', changed' * quote.changed}", Counter())[one.verdict.name] += 1
        right += one.verdict.ok != quote.changed
    print(f"{len(checked):,} quotes against {words:,} words in {calls:,} calls:")
    print(f"  {took:.1f} s, {worked:.1f} s of one core, {1000 * worked / len(checked):.1f} ms each (goal {GOAL_S} s)")
    print(f"passed where unchanged, failed where changed: {right:,} of {len(checked):,}")
    for kind, names in sorted(given.items()):
        print(f"  {kind:18}{sum(names.values()):6}  " + ", ".join(f"{n} {name}" for name, n in names.most_common()))
    figures = {"quotes": len(checked), "words": words, "calls": calls, "seconds": round(took, 2)}
    figures |= {"core_seconds": round(worked, 2), "right": right, "verdicts": dict(sorted(given.items()))}
    keep(label or f"verify-{calls}-calls", figures)
    return int(worked > GOAL_S)
