"""Patterns that people state are tried in a process of their own first, which is killed where they take too long.

What Python's `re` does with a pattern such as `(a|a)*b` can't be stopped in this process on every system, and no look
at the pattern tells all of that kind. What went well there takes as long here: the same pattern sees the same lines.
"""

from __future__ import annotations

import sys
import threading
import time
import weakref
from contextlib import contextmanager, suppress
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from evidence.errors import SettingsError
from evidence.library import pattern_worker
from evidence.settings import MATCHES_EMPTY, SETTINGS

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterable, Iterator

    from evidence.settings import TurnPattern

SECONDS = 3.0
"""How long the lines of a file may take, beside what each may take. A pattern without fault takes 1 us a line."""

_A_LINE = 0.0002  # seconds: what a line costs with its way to the process and back, 30 times over
_PATIENCE = 60.0  # seconds for what people did not write: to start
_AT_ONCE = 1000  # lines
_SLOW = "Write [^:]+ instead of .*, and let no part repeat what repeats or can be read in two ways."


class PatternProcess:
    """At most one process at a time, for one pattern."""

    def __init__(self) -> None:
        """Start nothing: few workspaces state a pattern."""
        self._running: subprocess.Popen[bytes] | None = None
        self._pattern = ""
        self._end: Callable[[], object] = int  # nothing yet
        self._refused: dict[str, SettingsError] = {}

    def try_on(self, stated: TurnPattern, name: str, numbered: Iterable[tuple[int, str]]) -> None:
        """Try a pattern on the numbered lines of a file. Raises SettingsError where it takes too long."""
        if stated.pattern in self._refused:
            raise self._refused[stated.pattern]
        flow = iter(numbered)
        spent, allowed = 0.0, SECONDS
        while some := list(islice(flow, _AT_ONCE)):
            if self._running is None or self._pattern != stated.pattern:
                self._start(stated)
            allowed += _A_LINE * len(some)
            begun = time.monotonic()
            answers = self._exchange("\n".join(line for _, line in some), len(some), allowed - spent)
            spent += time.monotonic() - begun
            if len(answers) < len(some):
                raise self._refuse(stated, f"takes more than {SECONDS:g} s on {name}:{some[len(answers)][0]}", _SLOW)

    def close(self) -> None:
        """End the process, whatever it does: it has nothing to save."""
        self._end()
        self._running = None

    def _start(self, stated: TurnPattern) -> None:
        import subprocess  # 5 ms

        self.close()
        # -I -S: nothing that lies about is imported, and no package is looked for.
        command = [sys.executable, "-I", "-S", pattern_worker.__file__]
        try:
            self._running = subprocess.Popen(  # noqa: S603  words of our own
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise SettingsError(
                f"formats: can't be tried: Python does not start ({error})", hint="Is it installed as it was?"
            ) from error
        self._end = weakref.finalize(self, partial(_end, self._running))
        self._pattern = stated.pattern
        if not self._exchange(stated.pattern, 1, _PATIENCE):
            raise SettingsError("formats: can't be tried: Python does not start", hint="Is there memory left?")
        answer = self._exchange("", 1, SECONDS)
        if answer == b"+":
            raise self._refuse(stated, *MATCHES_EMPTY)
        if not answer:
            raise self._refuse(stated, f"takes more than {SECONDS:g} s on an empty line", _SLOW)

    def _exchange(self, text: str, answers: int, seconds: float) -> bytes:
        """Send a message; return as many answers as came within the time. Where some lack, the process is gone."""
        process = self._running
        assert process is not None  # noqa: S101  who calls has started it
        assert process.stdin is not None  # noqa: S101  both are pipes
        assert process.stdout is not None  # noqa: S101
        message = text.encode("utf-8", "surrogatepass")
        timer = threading.Timer(max(seconds, 0), process.kill)
        timer.daemon = True
        timer.start()
        got = b""
        try:
            with suppress(OSError):  # it is gone: killed, or out of memory
                process.stdin.write(len(message).to_bytes(pattern_worker.HEAD, "big") + message)
                process.stdin.flush()
            got = process.stdout.read(answers)
        finally:
            timer.cancel()
            timer.join()
            if len(got) < answers:  # also at Ctrl-C
                self.close()
        return got

    def _refuse(self, stated: TurnPattern, fault: str, hint: str) -> SettingsError:
        """Return what to say of a pattern; of the next file it is said at once."""
        error = SettingsError(f"formats: {stated.name}: the pattern {fault}", hint=hint, path=SETTINGS)
        self._refused[stated.pattern] = error
        return error


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):  # what was not written yet can't be any more
                pipe.close()


class _Shared(threading.local):
    """The process of one thread."""

    def __init__(self) -> None:
        self.process = PatternProcess()


_shared = _Shared()


def try_pattern(stated: TurnPattern, name: str, numbered: Iterable[tuple[int, str]]) -> None:
    """Try a pattern on the numbered lines of a file, in the process of this thread.

    It stays for the next file and ends with the thread. Raises SettingsError where it takes too long.
    """
    _shared.process.try_on(stated, name, numbered)


@contextmanager
def trials() -> Iterator[None]:
    """End the process of this thread when the files are read, and forget what was refused."""
    try:
        yield
    finally:
        _shared.process.close()
        _shared.process = PatternProcess()
