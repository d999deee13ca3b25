"""How fast and how large the path from raw calls to answers is: ratios between programs that run side by side.

The corpus: N calls of measuring/corpus.py, raw. Seconds belong to one machine; ratios travel. Kept in benchmarks/.
"""

import re
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from measuring.corpus import workspace
from measuring.keeping import keep
from measuring.timing import BARE, EVIDENCE, alone, in_turns, run, tell

WORD = "latency"


def minimal_ingest(raw: str, index: str) -> None:
    """Index cues with as little code as will do: one pattern, one document a cue, two threads."""
    import tantivy  # only this half of the script needs it

    schema = tantivy.SchemaBuilder().add_text_field("call", stored=True).add_text_field("text", stored=True).build()
    Path(index).mkdir(parents=True)
    writer = tantivy.Index(schema, path=index).writer(heap_size=200_000_000, num_threads=2)
    for file in sorted(Path(raw).rglob("*.vtt")):
        for cue in re.findall(r"--> .*\n(.+)", file.read_text(encoding="utf-8")):
            writer.add_document(tantivy.Document(call=file.stem, text=cue))
    writer.commit()
    writer.wait_merging_threads()


def ingest(root: Path) -> tuple[float, int]:
    """Ingest a workspace from nothing."""
    for derived in (root / ".evidence", root / "source/transcripts/normalized"):
        shutil.rmtree(derived, ignore_errors=True)
    return run(EVIDENCE, "--workspace", root, "ingest")


def measure(whole: Path, quarter: Path) -> dict[str, float]:
    """Return every figure of a run: seconds and megabytes."""
    raw, index = whole / "source/transcripts/raw", whole / "minimal"
    shutil.rmtree(index, ignore_errors=True)
    figures: dict[str, float] = {}
    figures["minimal_s"], _ = run(*alone(minimal_ingest, raw, index))
    figures["ingest_s"], peak = ingest(whole)
    again = (EVIDENCE, "--workspace", whole, "ingest")
    figures["unchanged_s"] = min(in_turns([again], 3, time.perf_counter)[0])
    figures["ingest_quarter_s"], peak_quarter = ingest(quarter)
    figures |= {"peak_mb": peak / 1e6, "peak_quarter_mb": peak_quarter / 1e6}
    commands = [(EVIDENCE, "--workspace", whole, "search", WORD), (sys.executable, "-c", BARE, WORD)]
    if rg := shutil.which("rg"):
        commands.append((rg, "--ignore-case", "--count", WORD, raw))
    medians = map(statistics.median, in_turns(commands, 15, time.perf_counter))
    figures |= dict(zip(("search_s", "bare_s", "rg_s"), medians, strict=False))
    return {name: round(value, 4) for name, value in figures.items()}


def ratios(figures: dict[str, float]) -> Iterator[tuple[str, float, float | None]]:
    """Yield what is compared, how it stands, and what it should stay below."""
    yield "ingest / minimal script", figures["ingest_s"] / figures["minimal_s"], 5
    yield "ingest, nothing changed / everything new", figures["unchanged_s"] / figures["ingest_s"], 0.03
    yield "search / bare typer program", figures["search_s"] / figures["bare_s"], 1.8
    if "rg_s" in figures:
        yield "search / rg", figures["search_s"] / figures["rg_s"], None
    if figures["peak_mb"]:
        yield "peak memory, GB", figures["peak_mb"] / 1000, 1.5
        yield "peak memory / with a quarter of the calls", figures["peak_mb"] / figures["peak_quarter_mb"], 1.25


def main(transcripts: Path, *, calls: int = 2_000, corpus: Path | None = None, label: str | None = None) -> None:
    """Make the corpus, measure, print, keep."""
    figures = measure(*(workspace(transcripts, n, corpus, whole=False) for n in (calls, calls // 4)))
    for ratio in ratios(figures):
        tell(*ratio)
    keep(label or f"{calls}-calls", {"calls": calls, **figures})
