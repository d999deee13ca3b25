"""What reading costs beside an earlier commit: user time of `evidence ingest --jobs 1 --force`, taking turns.

scripts/bench reading COMMIT TRANSCRIPTS. Half of the calls are texts as people paste and enrich them (the half `dev`
of measuring/layouts.py), half are captions (measuring/corpus.py). What only one of the two commits reads costs the
other nothing and is left out. Each run begins with a fresh copy of the workspace; the first pair only warms up.
Seconds belong to one machine; ratios of medians travel. Kept in benchmarks/.
"""

import os
import re
import resource
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from measuring.corpus import as_vtt, invented_calls, write
from measuring.keeping import ROOT, keep
from measuring.layouts import documents, half
from measuring.timing import EVIDENCE, tell

MOST = 1.0
SOURCE = re.compile(r'^source: "(.+)"$', re.MULTILINE)


def git(*arguments: str | Path) -> str:
    """Return what git says."""
    command = ["/usr/bin/env", "git", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def made(root: Path, files: Mapping[str, bytes]) -> Path:
    """Make a workspace of raw files."""
    write(root, "evidence.yaml", "# Made by scripts/bench.\n")
    raw = root / "source/transcripts/raw"
    raw.mkdir(parents=True)
    for name, data in files.items():
        (raw / name).write_bytes(data)
    return root


def ingested(root: Path, tree: Path, copy: Path) -> float:
    """Ingest a fresh copy of a workspace by the sources of a tree; return the seconds of user time."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(root, copy)
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [EVIDENCE, "--workspace", copy, "ingest", "--jobs", "1", "--force"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    # It ends with 2 where some of the files are no transcripts.
    subprocess.run(command, env=kept | {"PYTHONPATH": str(tree / "src")}, capture_output=True, check=False)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def read_of(copy: Path) -> set[str]:
    """Return the raw files of which there are calls."""
    texts = (path.read_text(encoding="utf-8") for path in (copy / "source/transcripts/normalized").glob("*.md"))
    return {found[1] for text in texts if (found := SOURCE.search(text))}


def measured(root: Path, trees: Mapping[str, Path], pairs: int) -> dict[str, Any]:
    """Return the seconds of both trees and their ratio, over what both of them read."""
    copy = root.with_name("copy")
    read: list[set[str]] = []
    for tree in trees.values():
        ingested(root, tree, copy)
        read.append(read_of(copy))
    raw = root / "source/transcripts/raw"
    for name in {path.name for path in raw.iterdir()} - set.intersection(*read):
        (raw / name).unlink()
    seconds: dict[str, list[float]] = {name: [] for name in trees}
    for pair in range(pairs):
        for name in list(trees) if pair % 2 else reversed(list(trees)):
            seconds[name].append(round(ingested(root, trees[name], copy), 2))
    before, now = (statistics.median(each) for each in seconds.values())
    return {"files": len(list(raw.iterdir())), **seconds, "now / before": round(now / before, 3)}


def main(before: str, transcripts: Path, *, calls: int = 2_000, pairs: int = 5, label: str = "reading") -> None:
    """Make the calls, measure, print, keep."""
    chosen = half("dev")
    assert chosen
    texts = {f"text-{one.name}": one.data for one in documents(chosen)}
    spoken = {f"call-{at:05}.vtt": as_vtt(t).encode() for at, t in enumerate(invented_calls(transcripts, calls // 2))}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        git("worktree", "add", "--detach", folder / "tree", before)
        try:
            trees = {"before": folder / "tree", "now": ROOT}
            rows = {}
            for kind, files in {"texts": texts, "captions": spoken, "both": texts | spoken}.items():
                rows[kind] = measured(made(folder / kind, files), trees, pairs)
                tell(f"{kind}: user time, now / before", rows[kind]["now / before"], MOST)
        finally:
            git("worktree", "remove", "--force", folder / "tree")
    keep(label, {"before": before, "now": git("rev-parse", "--short", "HEAD"), "pairs": pairs, **rows})
