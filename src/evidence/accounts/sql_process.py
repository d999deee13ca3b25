"""The process in which people's SQL runs: started for the first statement, killed at the time limit.

DuckDB's interrupt does not reach its planner, and its memory limit does not count texts: a process can be stopped in
either. What comes back from it is JSON of a limited length, and is looked at before it is believed.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from evidence.errors import SqlError

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator, Mapping
    from typing import IO

_T = TypeVar("_T")

ANSWER = 8 * 2**20
"""Bytes of an answer. Read as JSON it takes at most twenty times as much here: 8 MB of empty lists."""

_PATIENCE = 60.0  # seconds for what people did not write: to start, and to take some thousand rows
_AT_ONCE = 5_000  # rows that are sent into a table in one message
_HEAD = 4  # bytes of a frame that say how long the rest is
# What the interpreter itself needs to start. The rest of the environment holds people's keys.
_KEPT = ("SYSTEMROOT", "PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True, eq=False)
class TableSource:
    """A table for the engine, by columns; it is there already where one of the same `origin` is."""

    origin: object
    types: Mapping[str, str]
    columns: Callable[[], list[list[Any]]]

    def parts(self) -> Iterator[list[list[Any]]]:
        """Yield the columns, some thousand rows at a time."""
        columns = self.columns()
        for start in range(0, len(columns[0]) if columns else 0, _AT_ONCE):
            yield [column[start : start + _AT_ONCE] for column in columns]


class SqlProcess:
    """At most one process at a time, with the tables that were put into it last."""

    def __init__(self) -> None:
        """Start nothing: most commands run no SQL."""
        self._running: subprocess.Popen[bytes] | None = None
        self._filled: dict[str, object] = {}

    @property
    def pid(self) -> int | None:
        """The process that runs, None where none does."""
        return self._running.pid if self._running else None

    def ask(
        self,
        what: str,
        *given: Any,
        read: Callable[[Any], _T],
        seconds: float,
        tables: Mapping[str, TableSource] | None = None,
    ) -> _T:
        """Have the process do one thing (sql_worker names them), over these tables, within the time.

        read: turns the answer into what is wanted; where it is nothing of the kind, it fails on that.
        Raises SqlError.
        """
        if self._running and self._running.poll() is not None:
            self.close()
        if self._running is None:
            self._start()
        if tables is not None:
            self._fill(tables)
        answer = self._exchange([what, *given], seconds, f"took more than {seconds:g} s")
        try:
            return read(answer)
        except (TypeError, ValueError, LookupError) as error:
            self.close()
            raise _stopped() from error

    def close(self) -> None:
        """End the process, whatever it does: it has nothing to save."""
        process, self._running = self._running, None
        self._filled = {}
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was not written yet can't be any more
                    pipe.close()

    def _start(self) -> None:
        import subprocess  # 5 ms

        # -P: a folder `evidence` or a `json.py` where the command runs is not to be imported.
        command = [sys.executable, "-P", "-m", "evidence.accounts.sql_worker"]
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        places = os.pathsep.join(filter(os.path.isabs, sys.path))
        try:
            self._running = subprocess.Popen(  # noqa: S603  words of our own
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=kept | {"PYTHONPATH": places},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise SqlError(
                f"can't be run: Python does not start ({error})", hint="Is it installed as it was?"
            ) from error
        late = "can't be run: the SQL engine does not start"
        try:
            self._exchange(None, _PATIENCE, late)
        except SqlError as error:
            raise SqlError(late, hint="Is there memory left?") from error

    def _fill(self, tables: Mapping[str, TableSource]) -> None:
        """Bring the tables in the process to these: to put fifty thousand accounts into it takes a second."""
        late = "can't be run: the SQL engine does not take the tables"
        for name in self._filled.keys() - tables.keys():
            del self._filled[name]
            self._exchange(["drop", name], _PATIENCE, late)
        for name, table in tables.items():
            if self._filled.get(name) is table.origin:
                continue
            self._filled.pop(name, None)
            self._exchange(["make", name, dict(table.types)], _PATIENCE, late)
            for columns in table.parts():
                self._exchange(["add", name, columns], _PATIENCE, late)
            self._filled[name] = table.origin

    def _exchange(self, request: Any, seconds: float, late: str) -> Any:
        """Send a request, None for none, and return the answer. Raises SqlError; the process is then gone or ready."""
        process = self._running
        assert process is not None  # noqa: S101  who calls has started it
        killed = threading.Event()
        timer = threading.Timer(seconds, _kill, (process, killed))
        timer.daemon = True
        timer.start()
        answered = False
        try:
            answer = _converse(process, request)
            answered = True
        finally:
            timer.cancel()
            timer.join()
            if not answered:  # Ctrl-C: the answer would be taken for that of the next statement
                self.close()
        if answer is None or killed.is_set() or answer.get("last"):
            self.close()
        if killed.is_set():
            raise SqlError(late, hint="Ask for less.")
        if answer is None:
            raise _stopped()
        if wrong := answer.get("wrong"):
            raise SqlError(str(wrong), hint=str(answer.get("hint") or ""))
        return answer.get("found")


def _kill(process: subprocess.Popen[bytes], killed: threading.Event) -> None:
    killed.set()
    process.kill()


def _converse(process: subprocess.Popen[bytes], request: Any) -> dict[str, Any] | None:
    """Send a request, None for none, and return the answer; None where the process has ended, or says nonsense."""
    assert process.stdin is not None  # noqa: S101  both are pipes
    assert process.stdout is not None  # noqa: S101
    try:
        if request is not None:
            write_message(process.stdin, request)
        answer = read_message(process.stdout, ANSWER)
    except (OSError, ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _stopped() -> SqlError:
    """Return what to say of a statement at which the process ended: a crash, or killed by the system."""
    return SqlError("made the SQL engine stop: it is too large or too deeply nested", hint="Ask for less.")


def write_message(pipe: IO[bytes], message: Any) -> None:
    """Write a message. Raises OSError where nobody reads it."""
    text = json.dumps(message).encode("ascii")
    pipe.write(len(text).to_bytes(_HEAD, "big"))
    pipe.write(text)
    pipe.flush()


def read_message(pipe: IO[bytes], most: int) -> Any:
    """Read a message, None at the end. Raises ValueError where it is longer than that or no JSON."""
    head = pipe.read(_HEAD)
    if not head:
        return None
    length = int.from_bytes(head, "big")
    if length > most:
        raise ValueError(f"{length} bytes")
    return json.loads(pipe.read(length))


class _Shared(threading.local):
    """What the users of one thread share."""

    def __init__(self) -> None:
        self.process = SqlProcess()
        self.users = [0]  # a list: who leaves in another thread lowers the number that it raised


_shared = _Shared()


@contextmanager
def sql_process() -> Iterator[SqlProcess]:
    """Give the process of this thread, which ends with its outermost user: a library, and what is asked within."""
    process, users = _shared.process, _shared.users
    users[0] += 1
    try:
        yield process
    finally:
        users[0] -= 1
        if not users[0]:
            process.close()
