"""The cases of ../shared/field-cases: each is laid into a workspace of its own, and checked.

Cases of the folder `runnable` bring their check. The others say in words what is right; a function for each, named in
CHECKS, says it to the program: it takes the case and yields what is wrong.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from evidence.calls.normalized import parse
from evidence.model import Call

from .keeping import ROOT
from .timing import EVIDENCE

CASES = ROOT.parent / "shared" / "field-cases"
WORDS = {"expected.md", "how.md", "make.py"}
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1", "COLUMNS": "200"}


@dataclass
class Case:
    """A case in its workspace, and the program there."""

    name: str
    root: Path

    def run(self, *words: str) -> tuple[int, str]:
        """Run a command; return its exit code and all that it prints."""
        done = subprocess.run(
            [EVIDENCE, *words], cwd=self.root, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False
        )
        return done.returncode, done.stdout + done.stderr

    def records(self, *words: str) -> list[dict[str, object]]:
        """Run a command with --json; return what it prints, line by line."""
        done = subprocess.run(
            [EVIDENCE, *words, "--json"],
            cwd=self.root,
            env=ENVIRONMENT,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]

    @cached_property
    def ingested(self) -> tuple[int, str]:
        """The exit code and the words of an ingest, which happens once."""
        return self.run("ingest")

    @cached_property
    def calls(self) -> list[Call]:
        """The calls of the workspace."""
        _ = self.ingested
        paths = sorted((self.root / "source/transcripts/normalized").glob("*.md"))
        return [parse(path.read_text(encoding="utf-8")) for path in paths]


def lay(folder: Path, root: Path) -> None:
    """Lay a case over a new workspace; files that stand alone go into `raw` of one that is bare."""
    files = [path for path in folder.iterdir() if path.name not in WORDS]
    made = (folder / "make.py").is_file()
    if any(path.is_dir() for path in files) or not (files or made):
        subprocess.run([EVIDENCE, "--quiet", "init", root], env=ENVIRONMENT, capture_output=True, check=False)
        place = root
    else:
        place = root / "source/transcripts/raw"
        place.mkdir(parents=True)
        (root / "evidence.yaml").write_text("own_domains: []\n", encoding="utf-8")
    for path in files:
        if path.is_dir():
            shutil.copytree(path, place / path.name, dirs_exist_ok=True, copy_function=shutil.copyfile)
        else:
            shutil.copyfile(path, place / path.name)
    if made:
        subprocess.run([sys.executable, folder / "make.py"], cwd=place, check=True)


@contextmanager
def laid(folder: Path) -> Iterator[Case]:
    """Hand out a case in a workspace that goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="evidence-case-") as place:
        root = Path(place).resolve() / "w"
        root.mkdir()
        lay(folder, root)
        writable(root)
        yield Case(folder.name, root)


def writable(root: Path) -> None:
    """Make copies of read-only folders people's own."""
    for path in [root, *root.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)


def runnable(folder: Path) -> list[str]:
    """Run the check that a case brings; return what is wrong."""
    done = subprocess.run(
        ["sh", folder / "run.sh"],
        env={**ENVIRONMENT, "EVIDENCE": str(EVIDENCE)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return [] if done.returncode == 0 else (done.stdout + done.stderr).strip().splitlines() or ["wrong"]


def checked(folder: Path) -> list[str]:
    """Lay a case and check it; return what is wrong."""
    from .field_checks import CHECKS

    if folder.name not in CHECKS:
        return ["nobody wrote a check for it"]
    with laid(folder) as case:
        return list(CHECKS[folder.name](case))


def all_cases(names: Collection[str] = ()) -> dict[str, list[str]]:
    """Return what is wrong of every case, or of those that are named; nothing where it is right."""
    kinds = ((CASES, checked), (CASES / "runnable", runnable))
    asked = {
        folder: check
        for place, check in kinds
        for folder in sorted(place.iterdir())
        if folder.is_dir() and folder.name != "runnable" and (not names or folder.name in names)
    }
    with ThreadPoolExecutor(2) as pool:  # they wait for programs
        said = pool.map(lambda folder: asked[folder](folder), asked)
        return {folder.name: found for folder, found in zip(asked, said, strict=True)}
