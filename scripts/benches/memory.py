"""How much memory one transcript of 300 MB takes: `evidence ingest` as people run it, with its children.

The file is made of seeded cues of two to six seconds and five to fifteen words, five people taking turns, one
sentence in fifty with a curly quote and an emoji (Python then keeps four bytes for every letter): WebVTT, SubRip,
SubViewer, a name before each line. Each is ingested into an empty workspace; then one word of the normalized call is
edited and it is read again, and then the raw file changes too. What may be taken is 1 GB. Kept in benchmarks/.
"""

import itertools
import random
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from measuring.corpus import SEED, invented_words, stamp
from measuring.keeping import keep
from measuring.timing import EVIDENCE, run, tell

MOST_MB, SENTENCES, VOCABULARY = 1000, 20_000, 60_000
PEOPLE = ("Dana Reyes", "Tom Okafor", "Priya Nair", "Lee Chan", "Maria Silva")

FORMS: dict[str, Callable[[int, int, int, str], str]] = {
    "vtt": lambda n, start, end, said: f"{n}\n{stamp(start)} --> {stamp(end)}\n{said}\n\n",
    "srt": lambda n, start, end, said: f"{n}\n{stamp(start)} --> {stamp(end)}\n{said}\n\n".replace(".", ",", 2),
    "sbv": lambda _, start, end, said: f"{stamp(start)},{stamp(end)}\n{said}\n\n",
    "txt": lambda _n, _start, _end, said: f"{said}\n",
}


def sentences(chance: random.Random) -> list[str]:
    """Return what is said, over and over, of words as frequent as those of speech."""
    words = invented_words(chance)[:VOCABULARY]
    weights = list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))
    made = [" ".join(chance.choices(words, cum_weights=weights, k=chance.randint(5, 15))) for _ in range(SENTENCES)]
    return [f"{said.capitalize()}{', it’s so 🙂' * (place % 50 == 0)}." for place, said in enumerate(made)]


def cues(form: str, size: int) -> Iterator[str]:
    """Yield a transcript of so many bytes, cue by cue."""
    chance = random.Random(SEED)
    said, clock, written, person = sentences(chance), 0, 0, PEOPLE[0]
    if form == "vtt":
        yield "WEBVTT\n\n"
    for number in itertools.count(1):
        length = chance.randint(2000, 6000)
        person = chance.choice(PEOPLE) if chance.random() < 0.5 else person
        cue = FORMS[form](number, clock, clock + length, f"{person}: {chance.choice(said)}")
        yield cue
        clock, written = clock + length + 100, written + len(cue)
        if written >= size:
            return


def edit(path: Path, old: bytes, new: bytes) -> None:
    """Change the first such word of a file."""
    path.write_bytes(path.read_bytes().replace(old, new, 1))


def measured(form: str, megabytes: int, root: Path) -> dict[str, float]:
    """Ingest one transcript as it comes, after one of its words was edited, and after its source changed."""
    raw = root / f"source/transcripts/raw/long.{form}"
    raw.parent.mkdir(parents=True)
    (root / "evidence.yaml").write_text("# Made by scripts/bench.\n", encoding="utf-8")
    with raw.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(cues(form, megabytes * 1_000_000))
    command = (EVIDENCE, "--workspace", root, "ingest")
    figures: dict[str, float] = {"mb": raw.stat().st_size / 1e6}
    changes = {
        "new": lambda: None,
        "edited": lambda: edit(root / "source/transcripts/normalized/long.md", b"so \xf0\x9f\x99\x82", b"so glad"),
        "changed": lambda: edit(raw, b"so \xf0\x9f\x99\x82", b"so sad"),
    }
    for name, change in changes.items():
        change()
        seconds, peak = run(*command)
        figures |= {f"{name}_s": seconds, f"{name}_peak_mb": peak / 1e6}
        tell(f"{form}, {name}: peak MB", peak / 1e6, MOST_MB)
    return {name: round(value, 1) for name, value in figures.items()}


def main(*forms: str, megabytes: int = 300, label: str = "memory") -> None:
    """Make the files, measure, print, keep."""
    rows = {}
    for form in forms or FORMS:
        with tempfile.TemporaryDirectory() as folder:
            rows[form] = measured(form, megabytes, Path(folder))
    keep(label, {"megabytes": megabytes, "at most, MB": MOST_MB, "transcripts": rows})
