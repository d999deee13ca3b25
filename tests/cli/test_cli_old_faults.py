"""Faults of an earlier commit (f8f3504), each shown by the command alone: over that commit's source these fail.

No new part of the package is imported, so that the file runs over any source that Python finds first:
`PYTHONPATH=.../src pytest --noconftest tests/cli/test_cli_old_faults.py`.
"""

# ruff: noqa: S608  hostile SQL is what this is about

import csv
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from small_world import FILES, HARBOUR, MILL, RAW, REED

# Slow, of sixty processes: where each part is tested by itself, the same promises are kept in less time.
pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="links, modes and limits are of POSIX")]
MAIN = "from evidence.cli.app import main; main()"
CALLS = "source/transcripts/normalized"
ACCOUNTS = "source/crm/exports/crm_accounts_2026-03-31.csv"
WORDS = b"ten hours a week"
PLAIN = dict.fromkeys(("CI", "GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION", "FORCE_COLOR"), "")


KILLED = """
import os
real = os.replace
def replace(source, target, **kept):
    os._exit(9) if str(target).endswith(".md") else real(source, target, **kept)
os.replace = replace
"""


def lay(folder, files=()):
    """Write the small workspace, with some of its files otherwise."""
    for name, text in {**FILES, **dict(files)}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def world(tmp_path):
    """The small workspace before the first ingest."""
    return lay(tmp_path / "w")


@pytest.fixture
def ingested(world):
    """The small workspace, its index made where it lies."""
    assert run(world, "ingest").returncode == 0
    return world


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """The small workspace, ingested; only its document and settings may be changed."""
    world = lay(tmp_path_factory.mktemp("shared") / "w")
    before = os.umask(0o022)
    try:
        assert run(world, "ingest").returncode == 0
    finally:
        os.umask(before)
    return world


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """The small workspace after a kill between a transcript that was written and its name."""
    world = lay(tmp_path_factory.mktemp("killed") / "w")
    assert run(world, "ingest", "--jobs", "1", before=KILLED).returncode == 9
    assert len(holding(world, WORDS)) == 1
    return world


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """The small workspace with a table that a spreadsheet wrote."""
    table = (
        'account_id,account_name,arr,headcount\nA1,Harbour Lending,"30,000","1,200"\nA2,Mill;=1+1,,\nA3,Reed Boxes,,\n'
    )
    world = lay(tmp_path_factory.mktemp("filled") / "w", {ACCOUNTS: table})
    run(world, "ingest")
    return world


@pytest.fixture
def outside(tmp_path):
    """A folder of somebody's, elsewhere."""
    (tmp_path / "home/text").mkdir(parents=True)
    for name in ("profile", "text/novel.md"):
        (tmp_path / "home" / name).write_text("mine\n", encoding="utf-8")
    return tmp_path / "home"


def run(world, *arguments, before="", seconds=30, **environment):
    """Run a command in a process of its own; `before` is Python that comes before the program."""
    command = [sys.executable, "-c", before + MAIN, *map(str, arguments)]
    with subprocess.Popen(
        command, cwd=world, env={**os.environ, **PLAIN, **environment}, stdin=subprocess.DEVNULL, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            pytest.fail(f"{' '.join(command[3:])} did not end within {seconds} s")
    assert "Traceback" not in err, err[-500:]
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def holding(world, words):
    """Every file that holds words, but raw files and the index of words."""
    files = (path.relative_to(world) for path in world.rglob("*") if path.is_file())
    ours = (".evidence/text", ".evidence/catalog", "source/transcripts/raw")
    return [f.as_posix() for f in files if not f.as_posix().startswith(ours) and words in (world / f).read_bytes()]


# -- links, and an index that somebody else made -----------------------------------------------------


@pytest.mark.parametrize("name", [".evidence", ".evidence/.gitignore", ".evidence/pending.new"])
def test_a_link_of_a_repository_makes_no_search_write_or_delete_elsewhere(world, outside, name):
    if name.endswith("new"):
        run(world, "ingest")
        call = world / CALLS / f"{MILL}.md"
        call.write_text(call.read_text(encoding="utf-8").replace("Sundays", "Saturdays"), encoding="utf-8")
    (world / name).parent.mkdir(exist_ok=True)
    (world / name).symlink_to(outside if name == ".evidence" else outside / "profile")
    answer = run(world, "search", "hand")
    assert {path: path.read_text(encoding="utf-8") for path in outside.rglob("*") if path.is_file()} == {
        outside / "profile": "mine\n", outside / "text/novel.md": "mine\n",
    }  # fmt: skip
    assert answer.returncode == 2


@pytest.mark.parametrize("name", [f"{RAW}/{REED}.vtt", ACCOUNTS])
def test_what_lies_behind_a_link_that_leads_out_is_left_out_in_a_line(world, outside, name):
    shutil.move(world / name, outside / "moved")
    (world / name).symlink_to(outside / "moved")
    answer = run(world, "ingest")
    (line,) = [line for line in (answer.stdout + answer.stderr).splitlines() if name in line]
    assert "links: follow" in line
    assert answer.returncode == 2
    assert "Reed Boxes" not in run(world, "export", "accounts", "--to", "jsonl").stdout or name != ACCOUNTS


def craft(world, script):
    database = sqlite3.connect(world / ".evidence/catalog.sqlite")
    database.executescript(script)
    database.close()


def test_a_view_without_an_end_in_place_of_a_table_is_not_asked(ingested):
    endless = "WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more)"
    craft(ingested, f"DROP TABLE meta; CREATE VIEW meta AS {endless} SELECT n AS key, n AS value FROM more;")
    assert "by [hand]" in run(ingested, "search", "hand", seconds=20).stdout


def test_a_view_that_answers_in_place_of_a_table_is_not_believed(ingested, shared):
    before = run(shared, "export", "accounts", "--to", "jsonl").stdout
    database = sqlite3.connect(ingested / ".evidence/catalog.sqlite")
    columns = [row[1] for row in database.execute("PRAGMA table_info(accounts)")]
    database.close()
    shown = ", ".join("'Stranger' AS account_name" if name == "account_name" else name for name in columns)
    craft(ingested, f"ALTER TABLE accounts RENAME TO old; CREATE VIEW accounts AS SELECT {shown} FROM old;")
    assert run(ingested, "export", "accounts", "--to", "jsonl").stdout == before


# -- kills, disks that are full or fail, damage ------------------------------------------------------


def test_git_does_not_see_what_a_killed_command_left(killed):
    git = shutil.which("git")
    subprocess.run([git, "init", "-q"], cwd=killed, check=True)
    seen = subprocess.run(
        [git, "status", "--short", "-uall"], cwd=killed, check=True, capture_output=True
    ).stdout.decode()
    assert [name for name in holding(killed, WORDS) if Path(name).name in seen] == []


def test_the_next_writer_sweeps_what_a_killed_command_left(killed, tmp_path):
    world = shutil.copytree(killed, tmp_path / "w")
    assert run(world, "ingest").returncode == 0
    assert holding(world, WORDS) == [f"{CALLS}/{HARBOUR}.md"]


def test_forget_removes_or_names_what_a_killed_command_left(shared, tmp_path):
    world = shutil.copytree(shared, tmp_path / "w")
    raw = world / RAW / f"{HARBOUR}.vtt"
    raw.write_text(raw.read_text(encoding="utf-8").replace("Tell me how", "Tell us how"), encoding="utf-8")
    assert run(world, "ingest", "--jobs", "1", before=KILLED).returncode == 9
    assert len(holding(world, WORDS)) == 2
    answer = run(world, "forget", HARBOUR, "--yes")
    assert [name for name in holding(world, WORDS) if name not in answer.stdout] == []
    assert not (world / CALLS / f"{HARBOUR}.md").exists()


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
"""


def test_a_disk_that_takes_no_more_is_told_in_a_line(world):
    answer = run(world, 30_000, "ingest", before=FULL)
    assert (answer.returncode, len(re.findall("(?m)^evidence: ", answer.stderr))) == (2, 1), answer.stderr


FAILING = """
import errno, os, sys
name, error = sys.argv.pop(1), getattr(errno, sys.argv.pop(1))
here, real = os.getcwd(), getattr(os, name)
def failing(first, *rest, **kept):
    if isinstance(first, int) or os.path.abspath(first).startswith(here):
        setattr(os, name, real)
        raise OSError(error, os.strerror(error), *([] if isinstance(first, int) else [str(first)]))
    return real(first, *rest, **kept)
setattr(os, name, failing)
"""


@pytest.mark.parametrize(("name", "error"), [("fsync", "EIO"), ("fsync", "EINTR"), ("unlink", "EACCES")])
def test_a_call_to_the_disk_that_fails_is_told_in_a_line(world, name, error):
    answer = run(world, name, error, "ingest", "--jobs", "1", before=FAILING)
    assert (answer.returncode, len(re.findall("(?m)^evidence: ", answer.stderr))) == (2, 1), answer.stderr
    assert {path.name for path in (world / CALLS).glob("*")} <= {f"{HARBOUR}.md", f"{MILL}.md", f"{REED}.md"}


def test_flipped_bytes_of_the_index_are_mended_without_being_asked(ingested, shared):
    before = run(shared, "search", "hand", "--json").stdout
    largest = max((ingested / ".evidence/text").glob("*.store"), key=lambda path: path.stat().st_size)
    data = largest.read_bytes()
    largest.write_bytes(bytes(byte ^ 0xFF for byte in data[:64]) + data[64:])
    answer = run(ingested, "search", "hand", "--json")
    assert (answer.returncode, answer.stdout) == (0, before)
    assert "damaged" in answer.stderr


def test_another_user_may_read_the_index_where_the_umask_lets_him(shared):
    modes = {path.name: path.stat().st_mode & 0o777 for path in (shared / ".evidence").rglob("*") if path.is_file()}
    assert {name: mode for name, mode in modes.items() if mode != 0o644} == {}


def test_an_edit_of_the_same_size_and_time_is_seen(ingested):
    call = ingested / CALLS / f"{MILL}.md"
    seen = call.stat()
    call.write_text(call.read_text(encoding="utf-8").replace("Sundays", "Mondays"), encoding="utf-8")
    os.utime(call, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert call.stat().st_size == seen.st_size
    assert "[Mondays]" in run(ingested, "search", "Mondays").stdout


def test_a_command_compares_the_index_with_the_files(ingested):
    craft(ingested, "UPDATE calls SET date = '2020-01-01';")
    answer = run(ingested, "check")
    assert answer.returncode == 1
    assert "evidence check --repair mends 3" in answer.stdout


# -- SQL of documents --------------------------------------------------------------------------------

SOON = """
import threading
class Soon(threading.Timer):
    def __init__(self, seconds, *rest, **kept):
        super().__init__(min(seconds, 1.0) if seconds <= 10 else seconds, *rest, **kept)
threading.Timer = Soon
"""
STEPS = [f"a{n} AS NOT MATERIALIZED (SELECT p.x FROM a{n - 1} p JOIN a{n - 1} q USING (x))" for n in range(1, 30)]
DOUBLING = ", ".join(["WITH a0 AS NOT MATERIALIZED (SELECT account_id AS x FROM accounts)", *STEPS])
GROWING = "SELECT length(" + "replace(" * 8 + "'x'" + ", 'x', 'xxxxxxxxxxxxxxxx')" * 8 + ")"


def ask(world, sql, **kept):
    document = world / "segments/lenders.md"
    document.write_text(f"# Lenders\n\n```sql\n{sql}\n```\n", encoding="utf-8")
    return run(world, "stats", "lenders", **kept)


def test_a_statement_that_never_leaves_the_planner_is_stopped(shared):
    answer = ask(shared, f"{DOUBLING} SELECT count(*) FROM a29", before=SOON, seconds=20)
    assert re.search(r"took more than|needs more than", answer.stdout)


MEASURED = """
import atexit, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (4_000_000_000,) * 2)
most = lambda: max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
atexit.register(lambda: print("most", most(), file=sys.stderr))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="which alone limits the memory of a process")
def test_texts_that_grow_do_not_take_the_memory_of_the_system(shared):
    """The engine may take 512 MB; 650 were measured for its process, and 1.9 GB while it ran in the program's own."""
    answer = ask(shared, GROWING, before=MEASURED + SOON, seconds=20)
    assert re.search(r"took more than|needs more than|made the SQL engine stop", answer.stdout)
    assert int(answer.stderr.rpartition("most ")[2]) < 1_200_000, "kB"


def test_no_progress_bar_stands_among_the_results(shared):
    sql = "SELECT count(*) FROM accounts a, accounts b, range(9000000) c WHERE sha256(c.range || a.account_id) > '1'"
    answer = ask(shared, sql, before=SOON.replace("1.0", "3.0"))
    assert "took more than" in answer.stdout
    assert re.findall(r"[0-9]+% .*remaining", answer.stdout) == []


def test_a_sample_by_chance_is_refused(shared):
    assert "takes a random sample" in ask(shared, "SELECT reservoir_quantile(headcount, 0.5) FROM accounts").stdout


# -- what is read and what is printed ----------------------------------------------------------------


def test_a_comma_that_the_other_columns_settle_is_read(filled):
    first = json.loads(run(filled, "export", "accounts", "--to", "jsonl").stdout.splitlines()[0])
    assert (first["arr"], first["headcount"]) == (30_000, 1_200)


def test_a_cell_is_no_formula_for_whoever_splits_at_semicolons(filled):
    written = run(filled, "export", "accounts", "--to", "csv").stdout
    assert "Mill" in written
    assert [cell for row in csv.reader(written.splitlines(), delimiter=";") for cell in row if cell[:1] == "="] == []


def test_an_export_goes_over_no_file_of_people(shared):
    path = shared / "segments/segments.yaml"
    before = path.read_bytes()
    assert run(shared, "export", "calls", "--to", "csv", "--out", path).returncode == 2
    assert path.read_bytes() == before


@pytest.mark.parametrize("words", [("search", "::error::x AND ("), ("segments", "\n::error::x")])
def test_no_line_is_a_command_of_the_machine_that_runs_it(shared, words):
    answer = run(shared, *words, GITHUB_ACTIONS="true")
    printed = (answer.stdout + answer.stderr).splitlines()
    assert any("error" in line for line in printed)
    assert [line for line in printed if line.strip().startswith("::")] == []


def test_a_trained_model_that_lies_in_the_workspace_is_not_loaded(shared):
    """As a folder may be laid out to be taken for an installed package, whose code runs when it is loaded."""
    (shared / "here_sm").mkdir()
    (shared / "here_sm/__init__.py").write_text("open('ran', 'w')\nraise SystemExit(3)\n", encoding="utf-8")
    (shared / "here_sm-1.0.dist-info").mkdir()
    (shared / "here_sm-1.0.dist-info/METADATA").write_text("Metadata-Version: 2.1\nName: here_sm\nVersion: 1.0\n")
    settings = shared / "evidence.yaml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(f"{before}nlp: here_sm\n", encoding="utf-8")
    answer = run(shared, "pains")
    settings.write_text(before, encoding="utf-8")
    assert not (shared / "ran").exists()
    assert (answer.returncode, len(re.findall("(?m)^evidence: ", answer.stderr))) == (2, 1)
