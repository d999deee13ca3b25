"""Commands are run as a user runs them: on a small workspace in a temporary folder."""

import contextlib
import io
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

from evidence.cli import app
from evidence.commands.init import lay_out
from evidence.documents.markers import find_blocks
from evidence.documents.placement import remove

CALL = """WEBVTT

1
00:00:01.000 --> 00:00:04.000
Ada Quill: We still close the month by hand.

2
00:00:05.000 --> 00:00:09.000
Ben Rowan: How long does that take you?

3
00:00:10.000 --> 00:00:14.000
Ada Quill: Nine working days.

4
00:00:15.000 --> 00:00:18.000
Ben Rowan: Every single month?
"""
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Result:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def lines(self):
        return self.out.splitlines()

    @property
    def records(self):
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def statuses(self):
        return {record["path"]: record["status"] for record in self.records}


def run_in(folder, *arguments, env=None):
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, {"COLUMNS": "80", **(env or {})}),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = app.run([str(argument) for argument in arguments])
    return Result(code, out.getvalue(), err.getvalue())


def copy_example(folder):
    """The example workspace as it is before the first run: no calls normalized, no blocks attached."""
    folder.mkdir()
    shutil.copy2(ROOT / "evidence.yaml", folder)
    shutil.copytree(ROOT / "source", folder / "source", ignore=shutil.ignore_patterns("normalized"))
    shutil.copytree(ROOT / "segments", folder / "segments")
    for document in (folder / "segments").glob("*.md"):
        text = document.read_bytes().decode()
        for block in find_blocks(text):
            text = remove(text, block.segment)
        document.write_bytes(text.encode())
    return folder


@pytest.fixture(scope="session")
def example(tmp_path_factory):
    """Read only: the example, ingested."""
    folder = copy_example(tmp_path_factory.mktemp("example") / "w")
    assert run_in(folder, "ingest").code == 0
    return folder


@pytest.fixture(scope="session")
def attached_example(example, tmp_path_factory):
    """Read only: the example, ingested and attached."""
    folder = shutil.copytree(example, tmp_path_factory.mktemp("attached") / "w")
    assert run_in(folder, "attach").code == 0
    return folder


@pytest.fixture
def ingested(example, tmp_path):
    """The example, ingested, to be changed."""
    return shutil.copytree(example, tmp_path / "w")


@pytest.fixture
def attached(attached_example, tmp_path):
    """The example, ingested and attached, to be changed."""
    return shutil.copytree(attached_example, tmp_path / "w")


@pytest.fixture
def bare(tmp_path):
    """A new workspace as `init` makes it."""
    lay_out(tmp_path / "bare")
    return tmp_path / "bare"


@pytest.fixture
def run(request):
    """Run a command: in the folder `cwd`, else in the workspace that the test asks for, else in the example."""
    named = ("bare", "ingested", "attached", "attached_example")
    here = request.getfixturevalue(next((name for name in named if name in request.fixturenames), "example"))
    return lambda *arguments, cwd=here, env=None: run_in(cwd, *arguments, env=env)


@pytest.fixture
def call():
    """A short call as Zoom exports it."""
    return CALL


@pytest.fixture
def put(bare):
    """Put an export into the new workspace."""

    def write(name, content):
        path = bare / "source/transcripts/raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def change():
    """Replace words that must stand in a file; its line ends stay."""

    def replace(path, old, new, count=1):
        text = path.read_bytes().decode()
        assert old in text, f"{old!r} is not in {path.name}"
        path.write_bytes(text.replace(old, new, count).encode())

    return replace
