"""`.evidence/` is ours or refused: what a stranger's repository brings along does no harm."""

import os
import shutil

import pytest

from evidence import cache
from evidence.errors import StoreError
from evidence.store.storage import Store

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links are of POSIX")


@pytest.fixture
def folder(tmp_path):
    """The folder of an index that was made here."""
    Store.open(tmp_path / ".evidence", writable=True).close()
    return tmp_path / ".evidence"


@pytest.fixture
def outside(tmp_path):
    """A file of somebody's, elsewhere."""
    path = tmp_path / "home" / "profile"
    path.parent.mkdir()
    path.write_text("mine\n", encoding="utf-8")
    return path


def everything(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


NAMES = (
    ".gitignore", "CACHEDIR.TAG", "catalog.sqlite", "catalog.sqlite-wal", "catalog.sqlite-shm", "lock", "pending",
    "pending.new", "lesson.json", "damaged", "text", "tmp", "text/meta.json", "text/x.store", "tmp/.evidence-tmp-1",
    "anything", "text/.tantivy-writer.lock",
)  # fmt: skip


@pytest.mark.parametrize("writable", [False, True])
@pytest.mark.parametrize("marked", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_a_link_in_it_is_refused_and_nothing_is_touched(folder, outside, name, marked, writable):
    if not marked:
        (folder / cache.MARK).unlink()
    target = outside if "." in name or name in {"lock", "pending", "damaged", "anything"} else outside.parent
    link = folder / name
    link.parent.mkdir(exist_ok=True)
    if link.is_dir() and not link.is_symlink():
        shutil.rmtree(link)
    link.unlink(missing_ok=True)
    link.symlink_to(target)
    before = everything(outside.parent)
    with pytest.raises(StoreError, match=r"^\.evidence|text|tmp: holds .*, which is no plain"):
        Store.open(folder, writable=writable)
    assert everything(outside.parent) == before
    assert link.is_symlink()


@pytest.mark.parametrize("writable", [False, True])
def test_the_folder_itself_may_be_no_link(tmp_path, outside, writable):
    (outside.parent / "text").mkdir()
    (outside.parent / "text" / "novel.md").write_text("mine too", encoding="utf-8")
    (tmp_path / ".evidence").symlink_to(outside.parent)
    before = everything(outside.parent)
    with pytest.raises(StoreError, match=r"^\.evidence: is a link"):
        Store.open(tmp_path / ".evidence", writable=writable)
    assert everything(outside.parent) == before


def test_a_pipe_is_not_opened(folder):
    (folder / "pending").unlink(missing_ok=True)
    os.mkfifo(folder / "pending")
    with pytest.raises(StoreError, match="no plain file"):
        Store.open(folder)


def test_what_somebody_else_keeps_there_is_refused(tmp_path):
    (tmp_path / ".evidence").mkdir()
    (tmp_path / ".evidence" / "exhibit-a.md").write_text("theirs", encoding="utf-8")
    with pytest.raises(StoreError, match=r"was not made by evidence: it holds exhibit-a\.md"):
        Store.open(tmp_path / ".evidence", writable=True)
    assert [path.name for path in (tmp_path / ".evidence").iterdir()] == ["exhibit-a.md"]


def test_the_mark_of_another_program_is_not_taken_for_ours(tmp_path):
    (tmp_path / ".evidence").mkdir()
    (tmp_path / ".evidence" / cache.MARK).write_text("Signature: 8a477f597d28d172789f06886806bc55\n", encoding="utf-8")
    with pytest.raises(StoreError, match="was not made by evidence"):
        Store.open(tmp_path / ".evidence")


def test_one_that_was_copied_is_made_anew_without_being_asked(folder, tmp_path):
    copy = shutil.copytree(folder, tmp_path / "copy" / ".evidence")
    catalog = copy / "catalog.sqlite"
    catalog.write_bytes(b"SQLite format 3\0" + b"never to be opened" * 300)
    with Store.open(copy) as store:
        assert store.rebuilt == "it came from elsewhere"
    with Store.open(folder) as store:
        assert store.rebuilt is None


def test_one_of_an_earlier_version_is_known_by_its_names_and_made_anew(folder):
    (folder / cache.MARK).unlink()
    with Store.open(folder) as store:
        assert store.rebuilt == "the index was built by another version"
    assert cache.owner(folder) == "ours"


def test_only_what_is_ours_is_deleted(folder):
    (folder / "notes.txt").write_text("a person's", encoding="utf-8")
    cache.clear(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["lock", "notes.txt"]


def test_a_lock_that_a_reader_puts_there_meanwhile_does_not_stop_the_clearing(folder, monkeypatch):
    listed = cache._plain

    def listed_before_a_reader_came(place, *known):
        names = listed(place, *known)
        if place.name == cache.TEXT:
            (place / ".another.lock").touch()
            monkeypatch.setattr(cache, "_plain", listed)
        return names

    monkeypatch.setattr(cache, "_plain", listed_before_a_reader_came)
    cache.clear(folder)
    assert [path.name for path in folder.iterdir()] == ["lock"]


@pytest.mark.parametrize("umask", [0o022, 0o002, 0o027, 0o077])
def test_files_of_the_index_follow_the_umask(tmp_path, umask):
    before = os.umask(umask)
    try:
        with Store.open(tmp_path / ".evidence", writable=True) as store:
            store.remove("x")
    finally:
        os.umask(before)
    files = [path for path in (tmp_path / ".evidence").rglob("*") if path.is_file()]
    assert len(files) > 5
    assert {
        path.name: path.stat().st_mode & 0o666 for path in files if path.stat().st_mode & 0o666 != 0o666 & ~umask
    } == {}


def test_a_mark_with_the_right_number_that_was_made_elsewhere_is_not_believed(folder, tmp_path):
    """Some file systems give the folder of every clone the same number."""
    copy = shutil.copytree(folder, tmp_path / "copy" / ".evidence")
    (copy / cache.MARK).write_text(cache._marked(copy), encoding="utf-8")
    assert cache.owner(copy) == "copied"
    cache.mark(copy)
    assert cache.owner(copy) == "ours"
