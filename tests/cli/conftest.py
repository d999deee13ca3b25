"""Commands are run as a user runs them: on a small workspace in a temporary folder."""

import pytest
from running import run_in

from evidence.commands.init import lay_out

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
