"""Every call to the disk of every command that writes fails once in four ways: what survives.

The commands, and what makes a call fail, are those of tests/faults.py: opening, reading, writing, waiting for the disk,
renaming and deleting files, statements of SQLite, calls of tantivy; no space, an error of the disk, no permission,
interrupted. After each the command ended as it should, every file of people is the old one or the new one, and the
same command run again leaves what one without a fault leaves; else it is lost. Then the whole program runs with
files that may not grow beyond a size, sixty sizes of them. --quick takes one of the four ways at each call. Prints a
line a command and one for all; exit code 1 where anything was lost.
"""

import json
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import evidence
from measuring.keeping import ROOT, keep

sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "cli")]
from faults import ERRORS, LIMITED, SCENARIOS, Play, files_of, fresh  # noqa: E402  where the tests find it

SIZES = [round(1.2**step) for step in range(60)]


def of_scenario(name: str, *, quick: bool) -> dict[str, object]:
    """Let every call of a command fail."""
    scenario = next(one for one in SCENARIOS if one.name == name)
    with tempfile.TemporaryDirectory() as place:
        play = Play(scenario, Path(place).resolve())
        calls = [(at, ERRORS[at % 4]) for at in range(1, play.steps + 1)]
        faults = calls if quick else [(at, error) for at, _ in calls for error in ERRORS]
        lost = [f"{at} {error}: {said}" for at, error in faults if (said := play.faults(at, error))]
    return {
        "command": name,
        "calls": play.steps,
        "injected": len(faults),
        "survived": len(faults) - len(lost),
        "lost": lost,
    }


def of_sizes() -> dict[str, object]:
    """Run ingest where no file may grow beyond a size."""
    lost = []
    with tempfile.TemporaryDirectory() as place:
        whole = Path(place).resolve() / "whole"
        whole.mkdir()
        fresh(whole)
        evidence.ingest_calls(whole)
        wanted = files_of(whole)
        for size in SIZES:
            world = Path(place).resolve() / str(size)
            world.mkdir(exist_ok=True)
            fresh(world)
            command = [sys.executable, "-c", LIMITED, str(size), "--workspace", str(world), "ingest"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode not in {0, 2} or "Traceback" in done.stderr:
                lost.append(f"{size} bytes: exit code {done.returncode}: {done.stderr[-200:]}")
            elif evidence.ingest_calls(world).failed or files_of(world) != wanted:
                lost.append(f"{size} bytes: the next run differs")
    survived = len(SIZES) - len(lost)
    return {"command": "ingest, files of at most n bytes", "injected": len(SIZES), "survived": survived, "lost": lost}


def main(*, quick: bool = False) -> int:
    """Run them all, two at a time."""
    with ProcessPoolExecutor(2) as pool:
        waiting = [pool.submit(of_scenario, one.name, quick=quick) for one in SCENARIOS] + [pool.submit(of_sizes)]
        results = [one.result() for one in waiting]
    for one in results:
        print(
            f"{one['command']:34} {one['injected']:>6} injected"
            f" {one['survived']:>6} survived {len(one['lost']):>4} lost"
        )
        for said in one["lost"][:10]:
            print(f"    {said}")
    total = {key: sum(one[key] for one in results) for key in ("injected", "survived")}
    total["lost"] = sum(len(one["lost"]) for one in results)
    print(json.dumps(total))
    keep("eval-faults", {"all": total, "commands": results})
    return int(total["lost"] > 0)
