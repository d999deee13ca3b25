"""Makes the n-th call to the disk fail, in this process: what a command does to files, to SQLite and to tantivy.

`Disk` counts what happens below one folder while it is in use; where its number comes up it raises the error in place
of the call. A call to SQLite or tantivy fails as those say it, before it did anything.
"""

import contextlib
import errno
import io
import os
import shutil
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from running import run_in

import evidence
from copies import copied
from evidence.review.decisions import parse_decisions
from evidence.store.text_index import TextIndex
from small_world import FILES, HARBOUR, MILL, RAW, REED, lay

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EINTR)
_SAID = {errno.ENOSPC: ("database or disk is full", 13), errno.EIO: ("disk I/O error", 10)}
_OF_PATHS = ("open", "replace", "unlink", "mkdir", "rmdir", "chmod")
_OF_NUMBERS = ("write", "fsync", "ftruncate", "fchmod")


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from evidence.cli.app import main
main(sys.argv[2:])
"""


class Disk:
    """A disk below `folder` whose `at`-th call fails with an error; `steps` is how many there were."""

    def __init__(self, folder, at=0, error=errno.EIO):
        self.folder, self.at, self.error = str(folder), at, error
        self.steps, self.numbers, self.failed = 0, {}, ""
        self.real = {name: getattr(os, name) for name in (*_OF_PATHS, *_OF_NUMBERS)}
        self.read = io.open

    def step(self, what):
        """Count a call; tell whether it is the one that fails."""
        self.steps += 1
        if self.steps == self.at:
            self.failed = what
        return self.steps == self.at

    def within(self, path):
        return isinstance(path, str | os.PathLike) and os.path.abspath(path).startswith(self.folder)  # noqa: PTH100

    def of_path(self, name):
        def call(path, *rest, **options):
            if self.within(path) and self.step(f"{name} {Path(path).name}"):
                raise OSError(self.error, os.strerror(self.error), str(path))
            done = self.real[name](path, *rest, **options)
            if name == "open":
                self.numbers[done] = self.within(path)
            return done

        return call

    def of_number(self, name):
        def call(number, *rest):
            if self.numbers.get(number) and self.step(name):
                raise OSError(self.error, os.strerror(self.error))
            return self.real[name](number, *rest)

        return call

    def opened(self, path, *rest, **options):
        if self.within(path) and self.step(f"read {Path(path).name}"):
            raise OSError(self.error, os.strerror(self.error), str(path))
        return self.read(path, *rest, **options)

    def connection(self):
        disk = self

        class Connection(sqlite3.Connection):
            def _step(self, what):
                if disk.step(f"sqlite {what.split()[0]}"):
                    what, code = _SAID.get(disk.error, ("unable to open database file", 14))
                    error = sqlite3.OperationalError(what)
                    error.sqlite_errorcode = code
                    raise error

            def execute(self, sql, *values):
                self._step(sql)
                return super().execute(sql, *values)

            def executemany(self, sql, rows):
                self._step(sql)
                return super().executemany(sql, rows)

        return Connection

    def writing(self):
        real, disk = TextIndex._writing, self

        @contextlib.contextmanager
        def writing(index):
            with real(index) as writer:
                if disk.step("tantivy"):
                    raise ValueError(f"An IO error occurred: {os.strerror(disk.error)}")
                yield writer

        return writing

    @contextlib.contextmanager
    def in_use(self):
        connect, factory = sqlite3.connect, self.connection()
        patches = {
            **{f"os.{name}": self.of_path(name) for name in _OF_PATHS},
            **{f"os.{name}": self.of_number(name) for name in _OF_NUMBERS},
            "io.open": self.opened,
            "sqlite3.connect": lambda *rest, **options: connect(*rest, factory=factory, **options),
            "evidence.store.text_index.TextIndex._writing": self.writing(),
        }
        with contextlib.ExitStack() as held:
            for name, call in patches.items():
                held.enter_context(mock.patch(name, call))
            yield self


@dataclass(frozen=True)
class Scenario:
    """A command on a workspace that `prepare` made: what it answers from `stdin`, and what may differ each time."""

    name: str
    prepare: object
    command: tuple[str, ...]
    stdin: str = ""
    code: int = 0


def fresh(folder):
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def changed(folder):
    """An ingested workspace in which a raw file, a call and a table changed since."""
    lay(folder)
    path = folder / RAW / f"{REED}.vtt"
    path.write_text(path.read_text(encoding="utf-8").replace("fold the boxes", "fold all boxes"), encoding="utf-8")
    path = folder / f"source/transcripts/normalized/{MILL}.md"
    path.write_text(path.read_text(encoding="utf-8").replace("on Sundays", "on Mondays"), encoding="utf-8")
    (folder / "source/people.csv").write_text("label,side\nBo Trent,customer\n", encoding="utf-8")


def attached(folder):
    lay(folder)
    evidence.attach_evidence(folder)
    quote = evidence.judge_quotes(folder)[0]["quote_id"]
    evidence.judge_quotes(folder, accept=[quote], by="kim")


def moved(folder):
    """An attached workspace in which the words of a call moved to other addresses."""
    attached(folder)
    path = folder / "segments/lenders.md"
    own = f"\n> We deploy by hand on Sundays\n\n[Mill](../source/transcripts/normalized/{MILL}.md#u4)\n"
    path.write_text(path.read_text(encoding="utf-8") + own, encoding="utf-8")


def _change(folder, name, *pairs):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def renamed(folder):
    """Lay an attached workspace with a decision, and give its segment and a tracker new ids."""
    attached(folder)
    _change(folder, "source/trackers.yaml", ("by-hand:", "manual:"))
    _change(folder, "segments/segments.yaml", ("by-hand", "manual"), ("lenders:", "houses:"))


def emptied(folder):
    """Lay an attached workspace whose segment nobody fits."""
    attached(folder)
    _change(folder, "segments/segments.yaml", ("'Financial Services'", "'Finance'"))


SCENARIOS = (
    Scenario("ingest", fresh, ("ingest",)),
    Scenario("ingest again", changed, ("ingest",)),
    Scenario("attach", lay, ("attach",)),
    Scenario("attach under new ids", renamed, ("attach",)),
    Scenario("attach that would empty", emptied, ("attach",), code=1),
    Scenario("review", lay, ("review", "--accept", "QUOTE")),
    Scenario("link decisions", lay, ("review", "--links"), "C\nq\n"),
    Scenario("forget", attached, ("forget", HARBOUR, "--yes")),
    Scenario("export", lay, ("export", "accounts", "--to", "csv", "--campaign", "spring")),
    Scenario("verify --fix", moved, ("verify", "--fix")),
)


@dataclass(frozen=True)
class Outcome:
    """What came of a command: its exit code, and every file that is not derived."""

    code: int
    files: dict[str, bytes]
    err: str = ""


class Play:
    """A scenario on copies of one workspace."""

    def __init__(self, scenario, place):
        self.scenario, self.place = scenario, place
        self.base = place / "base"
        self.base.mkdir(parents=True)
        scenario.prepare(self.base)
        self.quote = ""
        if "QUOTE" in scenario.command:
            self.quote = evidence.judge_quotes(self.base)[0]["quote_id"]
        self.before = files_of(self.base)
        disk = Disk(place / "w")
        self.clean = self.run(disk)
        self.steps = disk.steps
        assert self.clean.code == scenario.code, self.clean.err

    def run(self, disk=None, *, anew=True):
        world = self.place / "w"
        if anew:
            shutil.rmtree(world, ignore_errors=True)
            copied(self.base, world)
        command = [self.quote if part == "QUOTE" else part for part in self.scenario.command]
        failing = disk.in_use() if disk else contextlib.nullcontext()
        with mock.patch.object(sys, "stdin", io.StringIO(self.scenario.stdin)), failing:
            answer = run_in(world, *command, env={"GIT_AUTHOR_NAME": "kim"})
        return Outcome(answer.code, files_of(world), answer.err + answer.out)

    def faults(self, at, error):
        """Let the `at`-th call fail, then run again; return what is wrong, '' for nothing."""
        disk = Disk(self.place / "w", at, error)
        try:
            hurt = self.run(disk)
        except Exception as raised:  # noqa: BLE001  whatever a user would have seen as a traceback
            return f"{disk.failed}: {type(raised).__name__}: {raised}"
        if not disk.failed:
            return ""
        wrong = self._of_hurt(hurt) or self._of_again(hurt, self.run(anew=False))
        return f"{disk.failed}: {wrong}" if wrong else ""

    def _of_hurt(self, hurt):
        if hurt.code not in {2, self.clean.code}:
            return f"exit code {hurt.code}: {hurt.err[-300:]}"
        if "Traceback" in hurt.err:
            return hurt.err[-300:]
        if hurt.code == 2 and "evidence: " not in hurt.err and ": " not in hurt.err:
            return "no message"
        for name in sorted({*self.before, *hurt.files}):
            allowed = {self.before.get(name), self.clean.files.get(name)}
            if hurt.files.get(name) not in allowed:
                return f"{name} is neither the old file nor the new one"
        return ""

    def _of_again(self, hurt, again):
        # What was kept before the call failed leaves nothing to do.
        if again.code != self.clean.code and not (again.code == 1 and hurt.files == self.clean.files):
            return f"run again: exit code {again.code} in place of {self.clean.code}: {again.err[-300:]}"
        for name in sorted({*again.files, *self.clean.files}):
            if again.files.get(name) != self.clean.files.get(name):
                return f"run again: {name} differs from a clean run"
        return ""


def files_of(folder):
    """Every file but what is derived or unfinished; decisions without the moment they were made at."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(".evidence/"):
            found[name] = path.read_bytes() if path.name != "decisions.jsonl" else decided(path)
    return found


def decided(path):
    made, wrong = parse_decisions(path.read_text(encoding="utf-8"), path.name)
    return repr(
        ([(one.segment, one.tracker, one.quote_id, one.verdict) for one in made], list(map(str, wrong)))
    ).encode()
