"""The process that runs people's SQL: reads requests from its input and writes answers until the input ends.

Started by sql_process. It is the side that is not trusted: nothing of it reaches the terminal, it holds no
key of the environment, and it ends with whoever started it, also in the midst of a statement.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import IO, Any

from evidence.accounts import sql_trees
from evidence.accounts.sql_engine import SqlEngine
from evidence.accounts.sql_process import ANSWER, read_message, write_message
from evidence.errors import SqlError

_SPARE = 2**30
"""Bytes above what the engine holds when it has started. Its own limit counts half of that, and gives way first:
a count of 100 million different numbers took 730 MB of addresses before it said so."""


def serve() -> None:
    """Answer requests until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever waits; they end this process
    with os.fdopen(os.dup(1), "wb") as answers:
        # Whatever the engine prints, a progress bar or a last word, is none of the answers.
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        requests: SimpleQueue[Any] = SimpleQueue()
        Thread(target=_listen, args=(sys.stdin.buffer, requests), daemon=True).start()
        engine = SqlEngine()
        _limit()
        write_message(answers, {})
        while True:
            write_message(answers, _of_length(answer_request(engine, requests.get())))


def _of_length(answered: dict[str, Any]) -> dict[str, Any]:
    """Return an answer, or that it is too long: whoever waits would not read it."""
    if len(json.dumps(answered)) <= ANSWER:
        return answered
    return {"wrong": f"returns more than {ANSWER >> 20} MB", "hint": "Ask for less."}


def _listen(pipe: IO[bytes], requests: SimpleQueue[Any]) -> None:
    """Take requests in a thread of its own: the end of the input is seen while a statement runs."""
    try:
        while (request := read_message(pipe, 2**32)) is not None:
            requests.put(request)
    finally:
        os._exit(0)


def _limit() -> None:
    """Let the system limit the memory, and write no core file: it would hold customers' data."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        # Of the addresses most are reserved and never used, the more the more cores there are: 100 MB to 700 MB.
        pages = Path("/proc/self/statm").read_text(encoding="ascii")  # Linux, which alone keeps to this limit
        most = int(pages.split()[0]) * resource.getpagesize() + _SPARE
    except OSError:
        return
    narrower = (n for n in resource.getrlimit(resource.RLIMIT_AS) if n != resource.RLIM_INFINITY)  # by ulimit -v
    most = min((most, *narrower))
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def answer_request(engine: SqlEngine, request: list[Any]) -> dict[str, Any]:
    """Return what one request asks for: {"found": ...}, or what is wrong with it."""
    what, *given = request
    try:
        return {"found": _DOES[what](engine, *given)}
    except SqlError as error:
        return {"wrong": error.what, "hint": error.hint, "last": engine.spoilt}
    except (MemoryError, RecursionError):
        return {"wrong": "is too large or too deeply nested", "hint": "Ask for less.", "last": True}


_DOES: dict[str, Any] = {
    "make": SqlEngine.make_table,
    "add": SqlEngine.add_rows,
    "drop": SqlEngine.drop_table,
    "select": SqlEngine.select,
    "judge": SqlEngine.judge,
    "columns": sql_trees.columns_in_condition,
    "split": sql_trees.conjuncts_of,
    "asked": sql_trees.asked_in,
    "deals": sql_trees.deals_behind,
}


if __name__ == "__main__":
    serve()
