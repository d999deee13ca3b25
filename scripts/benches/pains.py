"""How fast pains are mined, and quotes of 100 trackers found, cut and weighed.

The calls are the workspace of measuring/corpus.py. Words per second are of processor time, so that a busy machine
counts less. Printed, with its goal:

    pains      every utterance read from the index and weighed on one core (350,000 words a second), over the
               first 300 calls; where there are no more, the same list from one process and from two
    quotes     100 trackers (those of the example, and others whose words are drawn by a seed) against spaCy's
               pipe with the same component over every utterance (20 times faster; scaled from a sample by words);
               on some calls the same quotes as a scan of every utterance finds

Kept in benchmarks/.
"""

import random
import resource
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice, pairwise
from pathlib import Path

import spacy

from evidence.commands.pains import pains
from evidence.library.asking import Asking, Filters
from evidence.library.findings import TOGETHER
from evidence.library.library import Library, open_library
from evidence.library.mining import Mining, mine_batch
from evidence.library.pipeline import pipeline_of
from evidence.model import Hit, Tracker
from evidence.query.match import match
from evidence.quotes.appraisal import Matched, appraise
from evidence.quotes.cut import cut
from evidence.quotes.mining import PainText, weigh
from evidence.quotes.nlp import NAME, SPANS, load_pipeline, register
from evidence.segments.trackers import parse_trackers, query
from evidence.store.prepare import CallEntry
from evidence.text import words
from evidence.workspace import Workspace
from measuring.corpus import workspace
from measuring.keeping import ROOT, keep
from measuring.timing import clocked

TRACKERS, SCANNED, PIPED = 100, 5, 5_000
MINED = 300  # calls whose pains are mined: of thousands, the first
GOAL_WORDS, GOAL_TIMES = 350_000, 20


def draw_trackers(library: Library, calls: list[str]) -> list[Tracker]:
    """Return trackers as people write them: those of the example, and others of phrases, a NEAR and a wildcard.

    Their words are drawn by a seed from what is said.
    """
    written, _ = parse_trackers((ROOT / "source/trackers.yaml").read_text("utf-8"), "trackers.yaml")
    trackers = [replace(one, side="any") for one in written]
    chance = random.Random(5)

    def drawn() -> tuple[str, str]:
        while True:
            utterance = chance.choice(library.store.text.call(chance.choice(calls)))
            pairs = [pair for pair in pairwise(words(utterance.text)) if all(len(w) > 6 and w.isalpha() for w in pair)]
            if pairs:
                return chance.choice(pairs)

    while len(trackers) < TRACKERS:
        (a, b), (c, d), (e, f), (g, h) = (drawn() for _ in range(4))
        asked = f'"{a} {b}"', f'"{c} {d}"', f"{e} NEAR/5 {f}", f"{g[:5]}* NEAR/3 {h}"
        trackers.append(Tracker(f"t{len(trackers)}", a, asked, side="any"))
    return trackers


def by_index(library: Library, trackers: list[Tracker]) -> Iterator[tuple[str, str, float]]:
    """Yield tracker, quote and score of everything that trackers find, as `Finder` does it."""
    pipeline = pipeline_of(library.workspace)
    for tracker in trackers:
        hits = iter(Asking(library, query(tracker)).hits())
        while some := list(islice(hits, TOGETHER)):
            calls = [partial(library.store.text.holding, hit.call_id) for hit in some]
            yield from weighed(tracker, some, calls, pipeline)


def weighed(tracker: Tracker, hits: list[Hit], calls: list, pipeline: object) -> Iterator[tuple]:
    """Yield tracker, quote id and score."""
    quotes = [cut(hit, call) for hit, call in zip(hits, calls, strict=True)]
    matched = [
        Matched(hit.utterance.text, hit.spans, (quote.citation.start, quote.citation.end))
        for hit, quote in zip(hits, quotes, strict=True)
    ]
    for quote, worth in zip(quotes, appraise(matched, pipeline), strict=True):
        yield tracker.tracker_id, quote.quote_id, worth.score


def by_scan(library: Library, trackers: list[Tracker], calls: list[str]) -> Iterator[tuple]:
    """Yield the same from a look at every utterance of some calls."""
    pipeline = pipeline_of(library.workspace)
    for tracker in trackers:
        asked = query(tracker)
        for call_id in calls:
            call = library.store.text.call(call_id)
            found = [(u, match(asked, u.text)) for u in call]
            hits = [Hit(call_id, u, spans) for u, spans in found if spans is not None]
            yield from weighed(tracker, hits, [call] * len(hits), pipeline)


def piped_words(texts: list[str]) -> tuple[float, float]:
    """Return the words a second of spaCy's own `pipe` over utterances, and of the blocks in which we give them."""
    register()
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.add_pipe(NAME)
    nlp.initialize()
    nlp("We copy it by hand.")
    said, count = [PainText(text) for text in texts], sum(len(text.split()) for text in texts)
    _, _, pipe = clocked(lambda: [len(doc.spans[SPANS]) for doc in nlp.pipe(texts)])
    _, _, blocks = clocked(lambda: weigh(said, load_pipeline(), all_words=True))
    return count / pipe, count / blocks


def measure_pains(library: Library, entries: list[CallEntry]) -> dict[str, object]:
    """Print and return how fast every utterance is weighed; the least of three runs, since others use the machine."""
    calls, count = [entry.call_id for entry in entries], sum(entry.words for entry in entries)
    mining = Mining(library.workspace, 1.2)
    batches = [calls[i : i + 8] for i in range(0, len(calls), 8)]
    runs = [clocked(lambda: [mine_batch(mining, batch) for batch in batches])[2] for _ in range(3)]
    alone = count / min(runs)
    print(f"pains: {alone:,.0f} words a second of one core (goal {GOAL_WORDS:,}) over {count:,} words")
    return {"pains words": count, "pains words/s/core": round(alone), "pains runs s": [round(run, 2) for run in runs]}


def measure_processes(library: Library) -> dict[str, object]:
    """Print and return whether one process and two find the same."""
    one, two = (pains(library, Filters(), jobs=jobs) for jobs in (1, 2))
    same = [row.record() for row in one.rows] == [row.record() for row in two.rows] and one.count == two.count
    print(f"pains: {one.count:,} found; the same from one process and from two: {same}")
    return {"pains": one.count, "same from two processes": same}


def measure_quotes(library: Library, calls: list[str], count: int) -> dict[str, object]:
    """Print and return how fast the quotes of trackers are, beside piping, which is scaled from a sample by words."""
    trackers = draw_trackers(library, calls)
    found, _, quoting = clocked(lambda: list(by_index(library, trackers)))
    pipe, blocks = piped_words([u.text for call in calls[:200] for u in library.store.text.call(call)][:PIPED])
    times, own = count / pipe / quoting, count / blocks / quoting
    print(f"quotes: {len(found):,} of {TRACKERS} trackers over {count:,} words in {quoting:.1f} s")
    print(f"quotes: spaCy's pipe over {PIPED:,} utterances: {pipe:,.0f} words a second, our blocks {blocks:,.0f}")
    print(f"quotes: {times:.1f} times faster than piping all (goal {GOAL_TIMES}), {own:.1f} than our blocks; scaled")
    ids = {quote_id for _, quote_id, _ in by_scan(library, trackers, calls[:SCANNED])}
    scanned = sorted(by_scan(library, trackers, calls[:SCANNED]))
    identical = sorted(one for one in found if one[1] in ids) == scanned
    print(f"quotes: {len(scanned)} on {SCANNED} calls, identical to a scan: {identical}")
    return {
        "quotes": len(found), "quotes s": round(quoting, 2), "piped words/s": round(pipe),
        "blocks words/s": round(blocks), "times faster": round(times, 1), "times faster than blocks": round(own, 1),
        "identical to a scan": identical,
    }  # fmt: skip


def measure(library: Library) -> dict[str, object]:
    """Print and return the figures."""
    entries = list(library.catalog.calls())
    calls, count = [entry.call_id for entry in entries], sum(entry.words for entry in entries)
    print(f"{len(calls):,} calls, {count:,} words")
    weigh([PainText("We copy it by hand.")], pipeline_of(library.workspace))  # loads what is loaded once
    kept = {"calls": len(calls), "words": count, **measure_pains(library, entries[:MINED])}
    if len(entries) <= MINED:
        kept |= measure_processes(library)
    kept |= measure_quotes(library, calls, count)
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
    print(f"memory: {peak:,} MB at most in one process")
    return {**kept, "peak MB": peak}


def main(transcripts: Path, *, calls: int = 300, corpus: Path | None = None, label: str | None = None) -> None:
    """Make the corpus where it is missing, measure, keep."""
    with open_library(Workspace(workspace(transcripts, calls, corpus))) as library:
        kept = measure(library)
    keep(f"pains-{label}" if label else "pains", kept)
