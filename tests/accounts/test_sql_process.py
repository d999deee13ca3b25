"""The process in which people's SQL runs: one for a command, gone with it, killed at its limits, silent."""
# ruff: noqa: S608  hostile SQL is what this is about

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from functools import partial

import pytest
from running import run_in

import evidence
from evidence.accounts import sql_process as module
from evidence.accounts import sql_worker
from evidence.accounts.records import Crm
from evidence.accounts.sql import account_verdicts, run_selects
from evidence.accounts.sql_process import sql_process
from evidence.errors import SqlError
from evidence.model import Account

STEPS = (f"a{n} AS NOT MATERIALIZED (SELECT p.x FROM a{n - 1} p JOIN a{n - 1} q USING (x))" for n in range(1, 30))
DOUBLING = ", ".join(["WITH a0 AS NOT MATERIALIZED (SELECT account_id AS x FROM accounts)", *STEPS])
GROWING = f"SELECT length({'replace(' * 40}'xx'{', repeat_, repeat_ || repeat_)' * 40}) FROM (SELECT 'x' AS repeat_)"
LIMITED = r"took more than|needs more than|made the SQL engine stop|is too large"


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def ask(sql, seconds=60.0):
    return run_selects(Crm(), [sql], seconds=seconds)[0]


def test_the_planner_is_stopped_too():
    with sql_process():
        assert ask("SELECT 1").rows == ((1,),)
        found = ask(f"{DOUBLING} SELECT count(*) FROM a29", seconds=0.5)
    assert re.search(LIMITED, str(found))


def test_texts_that_grow_are_stopped_and_the_system_keeps_its_memory():
    found = ask(GROWING, seconds=2)
    assert re.search(LIMITED, str(found))
    if sys.platform == "linux":
        assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1_700_000, "kB of the largest child so far"


def test_one_process_answers_all_and_is_gone_afterwards():
    with sql_process() as process:
        assert process.pid is None, "nothing was asked"
        assert ask("SELECT 1").rows == ((1,),)
        first = process.pid
        assert account_verdicts(Crm(), {"a": "headcount > 1"}) == ({"a": {}}, {})
        assert process.pid == first
        assert is_alive(first)
    assert not is_alive(first)


def test_after_one_that_was_killed_the_next_one_is_answered():
    """Only what has to be stopped has little time: a busy machine may need long for the others."""
    with sql_process() as process:
        assert ask("SELECT 1", 60.0).rows == ((1,),)
        stopped = ask("SELECT sum(a.range * b.range) FROM range(9000000) a, range(9000000) b", 0.4)
        assert "took more than 0.4 s" in str(stopped)
        assert ask("SELECT 2", 60.0).rows == ((2,),)
        assert is_alive(process.pid)


def test_a_process_that_somebody_else_ended_is_replaced():
    with sql_process() as process:
        ask("SELECT 1")
        process._running.kill()
        process._running.wait()
        assert ask("SELECT 2").rows == ((2,),)


PRETENDING = """
import sys
sys.stdout.buffer.write(b"\\x00\\x00\\x00\\x02{}" + bytes.fromhex(sys.argv[1]))
sys.stdout.buffer.flush()
sys.stdin.read()
"""


def found(text):
    """The answers to four tables and a statement."""
    said = b'{"found": %s}' % text
    return (len(said).to_bytes(4, "big") + said) * 5


@pytest.mark.parametrize(
    "answer",
    [
        b"\x00\x00\x00\x02{}",
        b"\x00\x00\x00\x05nonse",
        b"\xff\xff\xff\xff",
        b"",
        found(b"5"),
        found(b'{"columns": 5, "rows": [], "cut": false}'),
        found(b'{"columns": ["a"], "rows": [5], "cut": false}'),
        found(b'{"columns": ["a"], "rows": [[[1]]], "cut": false}'),
        found(b'{"columns": ["a"], "rows": [[NaN]], "cut": false}'),
        found(b'{"columns": ["a"], "rows": [[1, 2]], "cut": false}'),
    ],
)
def test_nonsense_from_the_process_is_an_error_and_nothing_else(monkeypatch, answer):
    real, command = subprocess.Popen, [sys.executable, "-c", PRETENDING, answer.hex()]
    monkeypatch.setattr(subprocess, "Popen", lambda _, **kept: real(command, **kept))
    monkeypatch.setattr(module, "_PATIENCE", 1.0)
    assert isinstance(ask("SELECT 1", seconds=1.0), SqlError)


def test_what_is_no_number_is_unknown_and_the_json_is_json():
    table = ask("SELECT 'NaN'::DOUBLE AS a, 'Infinity'::DOUBLE AS b, 0.5::DOUBLE AS c, 1e308 * 10 AS d")
    assert table.rows == ((None, None, 0.5, None),)
    json.dumps(table.rows, allow_nan=False)


def test_a_result_of_too_many_bytes_is_refused():
    found = ask("SELECT string_agg(range::VARCHAR, ',') FROM range(3000000)")
    assert "returns more than 8 MB" in str(found)
    assert ask("SELECT 1").rows == ((1,),)


def test_conditions_are_asked_of_accounts_whose_names_alone_are_more_than_an_answer_may_be():
    crm = Crm(tuple(Account(f"{'A' * 200}{n:06d}", "Larch", headcount=n) for n in range(45_000)))
    verdicts, problems = account_verdicts(crm, {"large": "headcount > 44997"})
    assert problems == {}
    assert len(verdicts["large"]) == 45_000
    assert [name[-5:] for name, verdict in verdicts["large"].items() if verdict] == ["44998", "44999"]


def test_what_python_has_no_word_for_stops_nothing():
    with sql_process() as process:
        assert "can't be read" in str(ask("SELECT INTERVAL 3000000 YEAR"))
        first = process.pid
        assert ask("SELECT 1").rows == ((1,),)
        assert process.pid == first


@pytest.mark.skipif(sys.platform != "linux", reason="which alone keeps to such a limit")
def test_a_narrower_limit_of_somebody_else_holds(monkeypatch):
    """Only root may widen it: anybody else's process did not start."""
    narrow, limited = 2**26, {}
    monkeypatch.setattr(resource, "getrlimit", lambda _: (narrow, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", limited.__setitem__)
    sql_worker._limit()
    assert limited[resource.RLIMIT_AS] == (narrow, narrow)
    assert limited[resource.RLIMIT_CORE] == (0, 0)


HANGING = f"""
import threading, time
from evidence.accounts.records import Crm
from evidence.accounts.sql import run_selects
from evidence.accounts.sql_process import sql_process
with sql_process() as process:
    run_selects(Crm(), ["SELECT 1"])
    print(process.pid, flush=True)
    run_selects(Crm(), [{f"{DOUBLING} SELECT count(*) FROM a29"!r}], seconds=600)
"""


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_in_the_midst_of_a_statement_it_ends_with_whoever_started_it(ending):
    """Ctrl-C reaches both, as a terminal sends it to every process in the foreground."""
    process = subprocess.Popen(
        [sys.executable, "-c", HANGING], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    pid = int(process.stdout.readline())
    time.sleep(0.5)
    if ending == signal.SIGINT:
        os.killpg(process.pid, ending)
    else:
        process.send_signal(ending)
    out, err = process.communicate(timeout=60)
    assert out == b""
    assert err.count(b"Traceback") <= (ending == signal.SIGINT), (
        "the program's own, which has no command line around it"
    )
    assert_gone(pid)


def assert_gone(pid):
    for _ in range(200):
        if not is_alive(pid):
            return
        time.sleep(0.05)
    pytest.fail(f"{pid} is still there")


END = """
import os, sys
from evidence.accounts.records import Crm
from evidence.accounts.sql import run_selects
from evidence.accounts.sql_process import sql_process
with sql_process() as process:
    print(run_selects(Crm(), ["SELECT 1"])[0].rows, process.pid, flush=True)
    os._exit(0)
"""


def test_it_ends_with_whoever_started_it_and_says_nothing():
    done = subprocess.run([sys.executable, "-c", END], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    rows, _, pid = done.stdout.strip().rpartition(" ")
    assert rows == "((1,),)"
    assert_gone(int(pid))


def test_a_search_starts_none(small_world, monkeypatch):
    evidence.count_quotes(small_world, "hand")  # others may have asked the shared workspace as of an earlier day
    monkeypatch.setattr(subprocess, "Popen", lambda *_, **__: pytest.fail("a process was started"))
    assert evidence.count_quotes(small_world, "hand")[0] == 3


def test_a_document_that_would_have_hung_stats_is_told_in_a_line(world, monkeypatch):
    monkeypatch.setattr("evidence.commands.stats_sql.run_selects", partial(run_selects, seconds=0.5))
    path = world / "segments/lenders.md"
    path.write_text(f"# Lenders\n\n```sql\n{DOUBLING} SELECT count(*) FROM a29\n```\n", encoding="utf-8")
    answer = run_in(world, "stats", "lenders")
    assert re.search(LIMITED, answer.out + answer.err), (answer.out, answer.err)
    assert "Traceback" not in answer.err
