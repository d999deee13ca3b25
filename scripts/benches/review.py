"""How fast a review of 5,000 quotes opens and moves.

A seeded workspace is made in a temporary folder: calls of 120 utterances, 20 of which
a tracker finds. `gather` is the time from the opened index to the queue, `open` from
there to the first screen at 80x24 (both after imports), `key` what one key costs on the
screen, with the words of the next call read and the lines drawn, `decide` a key that
writes a decision and waits for the disk. Milliseconds belong to one machine; kept in benchmarks/.
"""

import asyncio
import random
import statistics
import tempfile
import time
from pathlib import Path

from evidence.calls.normalized import render
from evidence.commands.review import ReviewService
from evidence.library.asking import Filters
from evidence.library.library import open_library
from evidence.model import Call, Participant, Utterance
from evidence.review.driver import Driver
from evidence.review.screen import make_app
from evidence.workspace import Workspace
from measuring.corpus import write
from measuring.keeping import keep
from measuring.timing import against, clocked

UTTERANCES, FOUND = 120, 20  # a call
SEGMENT = "banks:\n  name: Banks\n  documents: [{path: banks.md, heading: Banks}]\n"
SEGMENT += "  where: industry = 'Banking'\n  trackers: [hand]\n"
LIMITS_MS = {"open_ms": 1_000, "key_ms": 30}
WORDS = tuple(
    "we the team ship release build server night morning customer ticket wait cluster queue branch review "  # noqa: SIM905
    "test script week month quarter budget plan people because then again always usually maybe whole".split()
)


def sentence(chance: random.Random, *found: str) -> str:
    """Return some words that end with a stop."""
    said = [*chance.choices(WORDS, k=chance.randint(6, 24)), *found]
    chance.shuffle(said)
    return f"{' '.join(said).capitalize()}."


def make_workspace(root: Path, quotes: int) -> Workspace:
    """Write calls, accounts, a tracker and a segment."""
    chance = random.Random(8)
    accounts = "".join(f"Account_{i:03d},Example {i:03d},example{i:03d}.example,Banking\n" for i in range(60))
    files = {
        "evidence.yaml": "own_names: [Robin Vale]\n",
        "source/crm/exports/crm_accounts_2026-01-31.csv": f"account_id,account_name,domain,industry\n{accounts}",
        "source/trackers.yaml": "hand:\n  label: Work by hand\n  queries: [by hand]\n  side: customer\n",
        "segments/segments.yaml": SEGMENT,
        "segments/banks.md": "# Banks\n",
    }
    for i in range(-(-quotes // FOUND)):
        files[f"source/transcripts/normalized/call-{i:04d}.md"] = render(make_call(chance, i))
    for name, text in files.items():
        write(root, name, text)
    return Workspace(root)


def make_call(chance: random.Random, number: int) -> Call:
    """Return a call of two people, in which one of them does things by hand."""
    found = set(chance.sample(range(0, UTTERANCES, 2), FOUND))
    spoken = tuple(
        Utterance(i + 1, i + 1, "Robin Vale" if i % 2 else "Customer", said, i * 9_000, None, "stated", None)
        for i in range(UTTERANCES)
        for said in [" ".join(sentence(chance, *(["by hand"] if i in found and not j else [])) for j in range(3))]
    )
    people = (Participant("Customer", side="customer", side_source="provider"), Participant("Robin Vale"))
    day = f"2025-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    return Call(
        f"call-{number:04d}", f"Call {number}", f"call-{number:04d}.txt", "0" * 64, "speaker_text", "1",
        people, spoken, started_at=day, account_id=f"Account_{number % 60:03d}",
    )  # fmt: skip


async def drive(driver: Driver, keys: list[str]) -> tuple[float, list[float]]:
    """Return the milliseconds to the first screen, and those of each key."""
    started = time.perf_counter()
    times: list[float] = []
    app = make_app(driver)
    async with app.run_test(size=(80, 24)) as pilot:
        opened = 1_000 * (time.perf_counter() - started)
        sheet = app.query_one("#sheet")
        for key in keys:
            before = time.perf_counter()
            driver.press([key])
            sheet.render_lines(sheet.region.reset_offset)
            times.append(1_000 * (time.perf_counter() - before))
        await pilot.pause()
    return opened, times


def measure(workspace: Workspace) -> dict[str, float]:
    """Return every figure of a run."""
    with open_library(workspace) as library:
        service = ReviewService(library, by="bench")
        state, gather_s, gather_cpu_s = clocked(lambda: service.begin(library.segments.values(), filters=Filters()))
        moves = ["j"] * 150 + ["pagedown"] * 100 + ["k"] * 50
        decisions = ["a", "x", " "] * 20
        open_ms, times = asyncio.run(drive(Driver(state, service.flush), [*moves, *decisions]))
    moved, decided = sorted(times[: len(moves)]), times[len(moves) :]
    figures = {
        "quotes": len(state.items),
        "gather_ms": 1_000 * gather_s,
        "gather_cpu_ms": 1_000 * gather_cpu_s,
        "open_ms": open_ms,
        "key_ms": statistics.median(moved),
        "key_95_ms": moved[len(moved) * 95 // 100],
        "key_worst_ms": moved[-1],
        "decide_ms": statistics.median(decided),
        "decide_worst_ms": max(decided),
    }
    return {name: round(value, 2) for name, value in figures.items()}


def main(*, quotes: int = 5_000, label: str = "review") -> None:
    """Make the workspace, measure, print, keep."""
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(make_workspace(Path(folder), quotes))
    for name, value in figures.items():
        print(f"{name:20}{value:12,.2f}{against(value, LIMITS_MS.get(name))}")
    keep(label, figures)
