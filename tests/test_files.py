"""Whole files or none; unfinished ones are swept, unless somebody is writing them."""

import fcntl
import hashlib
import os
import subprocess
import sys

import pytest

from evidence import cache
from evidence.errors import ChangedOnDiskError, LinkError
from evidence.files import PREFIX, FileStamp, append_durably, leftovers, sha256_of, sweep, write_file
from evidence.settings import SETTINGS
from evidence.workspace import Workspace


def test_what_a_killed_run_left_is_swept_and_what_is_being_written_is_not(tmp_path):
    dead, live = tmp_path / f"{PREFIX}dead", tmp_path / f"{PREFIX}live"
    dead.write_text("half a transcript", encoding="utf-8")
    with live.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert sweep(tmp_path) == [dead]
        assert leftovers(tmp_path) == [live]
    assert sweep(tmp_path) == [live]
    assert leftovers(tmp_path / "nowhere") == []


KILL = """
import os, sys
from pathlib import Path
from evidence import files
from evidence.workspace import Workspace
os.fsync = lambda _: os._exit(9)
workspace = Workspace(Path(sys.argv[1]))
workspace.write(workspace.segments / "a.md", b"half a document")
"""


def test_a_kill_leaves_its_file_in_one_folder_that_git_does_not_see(tmp_path):
    (tmp_path / SETTINGS).touch()
    done = subprocess.run([sys.executable, "-c", KILL, tmp_path], check=False)
    assert done.returncode == 9
    workspace = Workspace(tmp_path)
    (left,) = (path for path in tmp_path.rglob("*") if path.name.startswith(PREFIX))
    assert left.parent == tmp_path / ".evidence" / "tmp"
    assert (tmp_path / ".evidence" / ".gitignore").read_text() == "*\n"
    assert workspace.sweep() == [left]
    assert not left.exists()


def test_without_a_folder_of_ours_the_file_is_made_beside_its_target(tmp_path, monkeypatch):
    (tmp_path / ".evidence").mkdir()
    (tmp_path / ".evidence" / "theirs").touch()
    seen = []
    monkeypatch.setattr(os, "fsync", lambda _: seen.extend(leftovers(tmp_path / "segments")))
    workspace = Workspace(tmp_path)
    workspace.write(workspace.segments / "a.md", b"text")
    assert [path.parent.name for path in seen] == ["segments"]
    assert [path.name for path in (tmp_path / ".evidence").iterdir()] == ["theirs"]


def test_a_disk_that_takes_a_part_gets_the_rest(tmp_path, monkeypatch):
    write = os.write
    monkeypatch.setattr(os, "write", lambda number, data: write(number, data[:3]))
    write_file(tmp_path / "a", b"all of these words")
    append_durably(tmp_path / "a", b"\nand these\n")
    assert (tmp_path / "a").read_bytes() == b"all of these words\n\nand these\n"


def test_lines_that_cannot_be_added_whole_are_not_added(tmp_path, monkeypatch):
    path = tmp_path / "lines"
    append_durably(path, b"one\n")
    write = os.write

    def full(number, data):
        monkeypatch.setattr(os, "write", refuse)
        return write(number, data[:5])

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space left"):
        append_durably(path, b"two, which is longer\n")
    assert path.read_bytes() == b"one\n"


def test_what_is_promised_as_kept_is_on_the_disk_and_so_is_its_name(tmp_path, monkeypatch):
    """A power failure takes what was not waited for: the words before the name, the name before the command ends."""
    calls, opened = [], {}
    for name in ("open", "write", "fsync", "replace", "close"):
        monkeypatch.setattr(os, name, recorded(name, getattr(os, name), calls, opened))
    write_file(tmp_path / "a.md", b"words")
    steps = [(name, where) for name, where in calls if name in {"write", "fsync", "replace"}]
    assert [name for name, _ in steps] == ["write", "fsync", "replace", "fsync"]
    assert steps[-1][1] == str(tmp_path)
    calls.clear()
    append_durably(tmp_path / "lines", b"one\n")
    steps = [(name, where) for name, where in calls if name in {"write", "fsync", "replace"}]
    assert steps == [("write", str(tmp_path / "lines")), ("fsync", str(tmp_path / "lines")), ("fsync", str(tmp_path))]


def recorded(name, real, calls, opened):
    def call(*arguments, **options):
        done = real(*arguments, **options)
        if name == "open":
            opened[done] = str(arguments[0])
        calls.append((name, opened.get(arguments[0], str(arguments[0]))))
        return done

    return call


def test_a_stamp_tells_an_edit_that_kept_size_and_time(tmp_path):
    path = tmp_path / "a"
    path.write_text("one", encoding="utf-8")
    before = FileStamp.of(path.stat())
    path.write_text("two", encoding="utf-8")
    os.utime(path, ns=(before.mtime_ns, before.mtime_ns))
    after = FileStamp.of(path.stat())
    assert (after.size, after.mtime_ns) == (before.size, before.mtime_ns)
    assert after != before
    assert sha256_of(path) == hashlib.sha256(b"two").hexdigest()


def test_an_inode_of_64_bits_fits_into_the_catalog():
    seen = os.stat_result((0, (1 << 64) - 5, 0, 0, 0, 0, 1, 0, 0, 0))
    assert FileStamp.of(seen).inode == -5


@pytest.mark.parametrize("deep", [False, True])
def test_no_link_below_the_root_is_written_through(tmp_path, deep):
    root, elsewhere = tmp_path / "w", tmp_path / "elsewhere"
    elsewhere.mkdir()
    root.mkdir()
    (root / "segments").symlink_to(elsewhere)
    workspace = Workspace(root)
    path = workspace.segments / ("drafts/a.md" if deep else "a.md")
    for write in (workspace.write, workspace.append, workspace.export):
        with pytest.raises(LinkError, match=r"^segments: is a link"):
            write(path, b"x")
    assert list(elsewhere.iterdir()) == []
    assert cache.owner(workspace.cache) in {"new", "ours"}


def test_the_root_may_lie_behind_links(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / SETTINGS).touch()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    workspace = Workspace.find(tmp_path / "link")
    workspace.write(workspace.segments / "a.md", b"x")
    assert (tmp_path / "real" / "segments" / "a.md").read_bytes() == b"x"


ADDING = """
import sys
from pathlib import Path
from evidence.workspace import Workspace
workspace = Workspace(Path(sys.argv[1]))
for number in range(150):
    workspace.append(workspace.decisions, f"{sys.argv[2]}-{number}\\n".encode())
"""


def test_lines_that_are_added_while_others_rewrite_the_file_stay(tmp_path):
    """`review` adds decisions while `forget` takes some out: none of the new ones may go with the old file."""
    (tmp_path / SETTINGS).touch()
    workspace = Workspace(tmp_path)
    workspace.append(workspace.decisions, b"begin\n")
    adding = [subprocess.Popen([sys.executable, "-c", ADDING, tmp_path, name]) for name in ("a", "b")]
    rewritten = 0
    while any(process.poll() is None for process in adding):
        read = workspace.decisions.read_bytes()
        try:
            workspace.write(workspace.decisions, b"again\n" + read, read=read)
            rewritten += 1
        except ChangedOnDiskError:
            continue
    lines = set(workspace.decisions.read_text(encoding="utf-8").split())
    assert rewritten > 0
    assert lines == {"begin", "again", *(f"{name}-{number}" for name in ("a", "b") for number in range(150))}


def test_another_user_s_leftover_stops_nothing(tmp_path, monkeypatch):
    (tmp_path / f"{PREFIX}theirs").touch()
    real = os.open

    def refused(path, *rest, **options):
        if PREFIX in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *rest, **options)

    monkeypatch.setattr(os, "open", refused)
    assert sweep(tmp_path) == []
