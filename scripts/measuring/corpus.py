"""Calls to measure on: as many as are wanted, seeded, made of turns of published ones.

Each has about 6,000 words; one in twenty is replaced by an invented one, because the words of few calls repeat
themselves and those of many do not. The first n calls are the same for every number of them. A workspace is kept in
a folder, by default below that for temporary files, and made anew only where it is not there yet.
"""

import bisect
import datetime as dt
import itertools
import json
import random
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .tables import as_rows
from .timing import EVIDENCE, run

SEED, INVENTED, WORDS_A_CALL = 20_260_112, 150_000, 6_000
ACCOUNTS, INDUSTRIES = 500, ("Banking", "Retail", "Energy", "Media", "Health")
SEGMENTS = "banks:\n  name: Banks\n  documents: [{path: banks.md, heading: Banks}]\n  where: industry = 'Banking'\n"

ZOOM = re.compile(r"--> .*\n([^\n:]{1,60}): (.+)")
INTERVIEW = re.compile(r"^(?:\*\*)?([A-Z][\w .]{0,40}):(?:\*\*)? (.+)", re.MULTILINE)

Turn = tuple[str, str]  # speaker, words


def nlp_turns(text: str) -> list[Turn]:
    """Return the turns of an earnings call; its rows are words."""
    rows = [line.split("|") for line in text.splitlines()[1:] if "|" in line]
    runs = itertools.groupby(rows, key=lambda row: row[1])
    return [(f"Speaker {who}", " ".join(row[0] for row in run)) for who, run in runs]


def json_turns(text: str) -> list[Turn]:
    """Return the turns of a meeting."""
    return [(turn["speaker"], turn["content"]) for turn in json.loads(text)["meeting_transcripts"]]


READERS = {
    "ethereum_pm/*/*/*.vtt": ZOOM.findall,
    "changelog/*/*.md": INTERVIEW.findall,
    "bitcointranscripts/*/*.md": INTERVIEW.findall,
    "earnings2*/*/*.nlp": nlp_turns,
    "qmsum/*.json": json_turns,
}


def invented_words(chance: random.Random) -> list[str]:
    """Return INVENTED different words made of syllables."""
    syllables = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "el", "or")]
    words: dict[str, None] = {}
    while len(words) < INVENTED:
        words["".join(chance.choices(syllables, k=chance.randint(3, 5)))] = None
    return list(words)


def invented_calls(transcripts: Path, number: int) -> Iterator[list[Turn]]:
    """Yield calls."""
    chance = random.Random(SEED)
    files = [(read, file) for pattern, read in READERS.items() for file in sorted(transcripts.glob(pattern))]
    calls = [call for read, file in files if (call := read(file.read_text(encoding="utf-8")))]
    words, weights = invented_words(chance), list(itertools.accumulate(1 / rank for rank in range(1, INVENTED + 1)))

    def spoil(word: str) -> str:
        if chance.random() >= 1 / 20:
            return word
        return words[min(bisect.bisect(weights, chance.random() * weights[-1]), INVENTED - 1)]

    for _ in range(number):
        turns: list[Turn] = []
        size = 0
        while size < WORDS_A_CALL:
            call = chance.choice(calls)
            start = chance.randrange(len(call))
            for speaker, said in call[start : start + 40]:
                spoilt = [spoil(word) for word in said.split()]
                turns.append((speaker, " ".join(spoilt)))
                size += len(spoilt)
        yield turns


def as_vtt(turns: list[Turn]) -> str:
    """Write turns as Zoom does: one cue a sentence."""
    cues, clock = ["WEBVTT\n"], 0
    for speaker, said in turns:
        for sentence in re.split(r"(?<=[.?!]) ", said):
            length = 300 * (sentence.count(" ") + 1)
            cues.append(f"{len(cues)}\n{stamp(clock)} --> {stamp(clock + length)}\n{speaker}: {sentence}\n")
            clock += length + 200
    return "\n".join(cues)


def stamp(ms: int) -> str:
    """Write milliseconds as HH:MM:SS.mmm."""
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


def write(root: Path, name: str, text: str) -> None:
    """Write a file of a workspace."""
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8", newline="\n")


def make(root: Path, transcripts: Path, number: int, *, whole: bool) -> None:
    """Write calls; of a whole workspace with a date each, accounts and a segment. Its settings come last."""
    shutil.rmtree(root, ignore_errors=True)
    names = []
    for count, turns in enumerate(invented_calls(transcripts, number), 1):
        date = f"-{dt.date(2025, 1, 1) + dt.timedelta(days=count % 500)}" if whole else ""
        names.append(f"bench-{count:05d}{date}")
        write(root, f"source/transcripts/raw/{names[-1]}.vtt", as_vtt(turns))
    if whole:
        ids = [f"Account_{number:03d}" for number in range(ACCOUNTS)]
        accounts = [(key, f"Company {key[-3:]}", INDUSTRIES[at % len(INDUSTRIES)]) for at, key in enumerate(ids)]
        mapped = [(name, ids[at % ACCOUNTS], "bench", "2026-01-12") for at, name in enumerate(names)]
        table = as_rows(("account_id", "account_name", "industry"), accounts)
        write(root, "source/crm/exports/crm_accounts_2026-01-12.csv", table)
        table = as_rows(("transcript_id", "account_id", "mapped_by", "mapped_date"), mapped)
        write(root, "source/joins/mappings/calls.csv", table)
        write(root, "segments/segments.yaml", SEGMENTS)
        write(root, "segments/banks.md", "# Banks\n")
    write(root, "evidence.yaml", "# Made by scripts/bench.\n")


def workspace(transcripts: Path, number: int, folder: Path | None, *, whole: bool = True) -> Path:
    """Return a workspace of raw calls; a whole one has dates, accounts and a segment of a hundred, and is ingested."""
    kept = (folder or Path(tempfile.gettempdir(), "evidence-bench")).resolve()
    root = kept / f"{'search' if whole else 'calls'}-{number}"
    new = not (root / "evidence.yaml").exists()
    if new:
        make(root, transcripts, number, whole=whole)
    if whole:
        took, peak = run(EVIDENCE, "--workspace", root, "ingest")
        if new:
            print(f"ingested {number:,} calls in {took:.0f} s, {peak / 1e9:.2f} GB at most")
    return root
