"""The whole path on real calls, by scripts/eval real."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TRANSCRIPTS = ROOT.parent / "shared" / "transcripts"

pytestmark = pytest.mark.skipif(not TRANSCRIPTS.is_dir(), reason="../shared/transcripts is not here")


def real(out):
    return subprocess.run(
        [sys.executable, ROOT / "scripts" / "eval", "real", TRANSCRIPTS, out],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def verify(out):
    """The exit code, and the records, of `evidence verify`."""
    command = [Path(sys.executable).with_name("evidence"), "--workspace", out, "--json", "verify"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def contents(out):
    """Every file but the derived ones."""
    files = (path for path in out.rglob("*") if path.is_file())
    return {path: path.read_bytes() for path in files if path.relative_to(out).parts[0] != ".evidence"}


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    out = tmp_path_factory.mktemp("real")
    done = real(out)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def test_real_calls_give_cited_quotes_and_every_one_is_verified(out):
    code, verdicts = verify(out)
    assert code == 0
    assert all(record["ok"] for record in verdicts)
    assert len({(record["call_id"], record["utterance"], record["quote"]) for record in verdicts}) >= 100
    assert len({record["call_id"] for record in verdicts}) >= 20


def test_one_changed_word_makes_exactly_that_line_fail(out):
    _, verdicts = verify(out)
    chosen = max(verdicts, key=lambda record: (len(record["quote"]), record["path"], record["line"]))
    path = out / chosen["path"]
    kept = path.read_bytes()
    lines = kept.decode().split("\n")
    lines[chosen["line"] - 1] = re.sub(r"[a-z]{6,}", "zeppelin", lines[chosen["line"] - 1], count=1)
    path.write_bytes("\n".join(lines).encode())
    try:
        code, verdicts = verify(out)
    finally:
        path.write_bytes(kept)
    assert code == 1
    assert [(r["path"], r["line"]) for r in verdicts if not r["ok"]] == [(chosen["path"], chosen["line"])]


@pytest.mark.slow  # on the example: test_promises.py, the third
def test_nothing_is_lost_with_what_is_derived(out):
    before = contents(out)
    shutil.rmtree(out / ".evidence")
    done = real(out)
    assert done.returncode == 0, done.stdout + done.stderr
    assert contents(out) == before


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "notes.md").touch()
    assert real(tmp_path).returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["notes.md"]
