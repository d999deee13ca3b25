"""What takes how long, and how much memory: of actions in this process, and of whole programs."""

import json
import os
import re
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

SCRIPTS = Path(__file__).resolve().parents[1]
EVIDENCE = Path(sys.executable).with_name("evidence")
LEAST_RUNS, MOST_RUNS, PATIENCE_S = 5, 41, 1.5
BARE = """
import typer
app = typer.Typer()
@app.command()
def main(word: str) -> None:
    print(word)
app()
"""

Command = Sequence[str | Path]
Result = TypeVar("Result")


def spent() -> float:
    """Return the seconds of processor time of this process and those it ran."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def clocked(action: Callable[[], Result]) -> tuple[Result, float, float]:
    """Return what an action returns, its seconds, and those of processor time."""
    started, used = time.perf_counter(), spent()
    result = action()
    return result, time.perf_counter() - started, spent() - used


def warm(action: Callable[[], object]) -> tuple[float, float]:
    """Return the least and the median milliseconds of processor time of warm runs."""
    action()
    times: list[float] = []
    until = time.perf_counter() + PATIENCE_S
    while len(times) < LEAST_RUNS or (len(times) < MOST_RUNS and time.perf_counter() < until):
        times.append(clocked(action)[2] * 1000)
    return round(min(times), 3), round(statistics.median(times), 3)


def kilobytes(field: str, file: Path = Path("/proc/self/status")) -> int:
    """Return what Linux says of a process: VmHWM is its highest memory, RssAnon what no file stands behind; else 0."""
    try:
        found = re.search(rf"^{field}:\s+(\d+) kB", file.read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) if found else 0


def alone(function: Callable[..., object], *arguments: object) -> list[str]:
    """Return the command that calls a function in a process of its own and prints the result as JSON."""
    name = function.__name__
    code = f"import json, sys; sys.path[0] = {str(SCRIPTS)!r}; from {function.__module__} import {name}; "
    return [sys.executable, "-c", f"{code}print(json.dumps({name}(*sys.argv[1:])))", *map(str, arguments)]


def apart(function: Callable[..., object], *arguments: object) -> Any:
    """Return the result of a function that runs in a process of its own."""
    done = subprocess.run(alone(function, *arguments), capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{function.__name__} of {arguments} ended with exit code {done.returncode}:\n{done.stderr}")
    return json.loads(done.stdout)


def run(*command: str | Path) -> tuple[float, int]:
    """Run a command; return its seconds and the bytes of its highest moment."""
    peak = 0
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:

        def watch() -> None:
            nonlocal peak
            while process.poll() is None:
                peak = max(peak, tree_memory(process.pid))
                time.sleep(0.1)

        watcher = threading.Thread(target=watch)
        watcher.start()
        _, complaint = process.communicate()
        seconds = time.perf_counter() - started
        watcher.join()
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with exit code {process.returncode}:\n{complaint}")
    return seconds, peak


def tree_memory(pid: int) -> int:
    """Return the bytes that a process and its children hold, shared pages shared out; 0 where nobody says."""
    total, waiting = 0, [str(pid)]
    while waiting:
        process = Path("/proc", waiting.pop())
        total += kilobytes("Pss", process / "smaps_rollup") * 1024
        try:
            tasks = [(task / "children").read_text(encoding="utf-8") for task in (process / "task").iterdir()]
        except OSError:  # it ended meanwhile, or this is no Linux
            continue
        waiting += [child for children in tasks for child in children.split()]
    return total


def in_turns(commands: Sequence[Command], rounds: int, clock: Callable[[], float] = spent) -> list[list[float]]:
    """Return the seconds of each round of each command, all of them taking turns; the first round only warms up."""
    # Bytecode is cached as that of an installed program is.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def seconds(command: Command) -> float:
        started = clock()
        subprocess.run(command, env=kept, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        return clock() - started

    times = [[seconds(command) for command in commands] for _ in range(rounds + 1)]
    return [list(column) for column in zip(*times[1:], strict=True)]


def against(value: float, limit: float | None) -> str:
    """Say what a value should stay below, and whether it does."""
    return "" if limit is None else f"   at most {limit:g}{'' if value <= limit else ': MISSED'}"


def tell(name: str, value: float, limit: float | None = None) -> None:
    """Print a ratio."""
    print(f"{name:45}{value:9.3f}{against(value, limit)}")
