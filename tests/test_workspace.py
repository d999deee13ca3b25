import hashlib
import os
import stat
from pathlib import Path

import pytest

from evidence.errors import ChangedOnDiskError, LinkError, WorkspaceError
from evidence.workspace import Workspace, snapshot


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "evidence.yaml").write_text("own_names: [Northquay]\n", encoding="utf-8")
    return Workspace(tmp_path.resolve())


def names(folder):
    return [path.name for path in folder.iterdir()]


# Finding the root


def test_the_nearest_workspace_above_is_found(workspace):
    deep = workspace.root / "segments" / "drafts"
    deep.mkdir(parents=True)
    assert Workspace.find(deep) == workspace
    (workspace.root / "segments" / "evidence.yaml").touch()
    assert Workspace.find(deep).root == workspace.root / "segments"


def test_the_working_directory_is_where_looking_begins(workspace, monkeypatch):
    monkeypatch.chdir(workspace.root)
    assert Workspace.find() == workspace


def test_a_named_folder_is_the_workspace_and_nothing_above_it(workspace):
    inside = workspace.root / "segments"
    inside.mkdir()
    assert Workspace.find(explicit=workspace.root) == workspace
    with pytest.raises(WorkspaceError, match=r"has no evidence\.yaml\. To create a workspace there: evidence init"):
        Workspace.find(explicit=inside)


def test_no_workspace_anywhere_says_what_to_do(tmp_path):
    with pytest.raises(WorkspaceError, match=r"no evidence\.yaml here or in any folder above\. .*evidence init"):
        Workspace.find(tmp_path)


def test_every_place_is_named_as_the_contract_says(workspace):
    places = {
        workspace.raw: "source/transcripts/raw",
        workspace.normalized: "source/transcripts/normalized",
        workspace.call_path("acme-1"): "source/transcripts/normalized/acme-1.md",
        workspace.people: "source/people.csv",
        workspace.crm: "source/crm/exports",
        workspace.enrichment: "source/enrichment/outputs",
        workspace.mappings: "source/joins/mappings",
        workspace.aliases: "source/joins/aliases.csv",
        workspace.trackers: "source/trackers.yaml",
        workspace.segments_file: "segments/segments.yaml",
        workspace.decisions: "segments/decisions.jsonl",
        workspace.cache: ".evidence",
    }
    assert {workspace.name(path): place for path, place in places.items()} == {p: p for p in places.values()}
    assert workspace.name(Path("/elsewhere/a.vtt")) == "/elsewhere/a.vtt"


def test_settings_are_read_from_the_file_once(workspace):
    assert workspace.settings.own_names == ("Northquay",)
    (workspace.root / "evidence.yaml").unlink()
    assert workspace.settings.own_names == ("Northquay",)


# Reading and writing


def test_a_file_that_is_not_there_is_named_relative_to_the_root(workspace):
    with pytest.raises(WorkspaceError, match=r"^source/people\.csv: cannot be read \(No such file"):
        workspace.read_bytes(workspace.people)


def test_a_file_that_is_not_utf8_is_named_with_its_line(workspace):
    (workspace.root / "notes.md").write_bytes(b"fine\nnot \xe9\n")
    with pytest.raises(WorkspaceError, match=r"^notes\.md:2: not UTF-8 at byte 9\. Save it as UTF-8\."):
        workspace.read_text(workspace.root / "notes.md")


def test_text_is_read_with_its_line_ends_and_its_mark(workspace):
    (workspace.root / "notes.md").write_bytes(b"\xef\xbb\xbfa\r\nb\r")
    assert workspace.read_text(workspace.root / "notes.md") == "\ufeffa\r\nb\r"


def test_writing_makes_the_folders_and_leaves_nothing_beside_the_file(workspace):
    path = workspace.call_path("acme-1")
    workspace.write(path, b"one\r\n")
    workspace.write(path, b"two", read=b"one\r\n")
    assert path.read_bytes() == b"two"
    assert names(path.parent) == ["acme-1.md"]


def test_a_file_that_changed_meanwhile_is_left_alone(workspace):
    path = workspace.segments / "a.md"
    workspace.write(path, b"by a person")
    with pytest.raises(ChangedOnDiskError, match=r"^segments/a\.md: changed in the meantime"):
        workspace.write(path, b"by the tool", read=b"what was read before")
    assert path.read_bytes() == b"by a person"
    assert names(path.parent) == ["a.md"]


def test_a_file_that_vanished_meanwhile_is_not_made_anew(workspace):
    with pytest.raises(ChangedOnDiskError):
        workspace.write(workspace.segments / "a.md", b"new", read=b"old")
    workspace.write(workspace.segments / "a.md", b"new", read=b"")
    assert names(workspace.segments) == ["a.md"]


def test_a_write_that_fails_leaves_the_old_file_whole(workspace, monkeypatch):
    path = workspace.segments / "a.md"
    workspace.write(path, b"old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(WorkspaceError, match=r"segments/a\.md: cannot be written \(No space left on device\)"):
        workspace.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(path.parent) == ["a.md"]


def test_a_write_that_is_interrupted_leaves_the_old_file_whole(workspace, monkeypatch):
    path = workspace.segments / "a.md"
    workspace.write(path, b"old")

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        workspace.write(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(path.parent) == ["a.md"]


@pytest.mark.skipif(os.name == "nt", reason="modes and links are of POSIX")
def test_a_file_keeps_its_mode_and_a_new_one_follows_the_umask(workspace):
    path = workspace.segments / "a.md"
    before = os.umask(0o027)
    try:
        workspace.write(path, b"one")
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
    finally:
        os.umask(before)
    path.chmod(0o600)
    workspace.write(path, b"two")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="modes and links are of POSIX")
def test_nothing_is_written_through_a_link(workspace, tmp_path_factory):
    target = tmp_path_factory.mktemp("elsewhere") / "shared.md"
    target.write_bytes(b"old")
    link = workspace.segments / "a.md"
    link.parent.mkdir()
    link.symlink_to(target)
    for write in (workspace.write, workspace.append, workspace.export):
        with pytest.raises(LinkError, match=r"^segments/a\.md: is a link, and nothing is written through links"):
            write(link, b"new")
    with pytest.raises(LinkError):
        workspace.delete(link)
    assert link.is_symlink()
    assert target.read_bytes() == b"old"


def make_raw(workspace, name, data=b"x"):
    path = workspace.raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["a.vtt", "zoom/b.vtt", "../raw/c.vtt"])
def test_nothing_under_raw_is_ever_written(workspace, name):
    kept = make_raw(workspace, "a.vtt")
    with pytest.raises(WorkspaceError, match="raw exports are never written"):
        workspace.write(workspace.raw / name, b"new")
    assert list(workspace.raw.rglob("*")) == [kept]
    assert kept.read_bytes() == b"x"


@pytest.mark.skipif(os.name == "nt", reason="modes and links are of POSIX")
def test_a_link_into_raw_is_no_way_to_write_there(workspace):
    raw = make_raw(workspace, "a.vtt")
    workspace.normalized.mkdir()
    workspace.call_path("a").symlink_to(raw)
    with pytest.raises(WorkspaceError, match="nothing is written through links"):
        workspace.write(workspace.call_path("a"), b"new")
    assert raw.read_bytes() == b"x"


def test_raw_files_come_sorted_without_hidden_ones_and_folders(workspace):
    for name in ["b.vtt", "a/z.srt", "a/.DS_Store", ".git/config", "B.vtt"]:
        make_raw(workspace, name)
    found = [path.relative_to(workspace.raw).as_posix() for path in workspace.raw_files()]
    assert found == ["B.vtt", "a/z.srt", "b.vtt"]


def test_no_raw_folder_holds_no_files(workspace):
    assert list(workspace.raw_files()) == []


@pytest.mark.skipif(os.name == "nt", reason="modes and links are of POSIX")
def test_a_link_that_leaves_raw_is_left_out(workspace, tmp_path_factory):
    outside = tmp_path_factory.mktemp("elsewhere")
    (outside / "secret.txt").touch()
    kept = make_raw(workspace, "a.vtt")
    (workspace.raw / "again.vtt").symlink_to(kept)
    (workspace.raw / "secret.txt").symlink_to(outside / "secret.txt")
    (workspace.raw / "more").symlink_to(outside)
    (workspace.raw / "broken").symlink_to(outside / "nothing")
    assert [path.name for path in workspace.raw_files()] == ["a.vtt", "again.vtt"]


@pytest.mark.skipif(os.name == "nt", reason="modes and links are of POSIX")
def test_a_link_that_leads_nowhere_is_no_call(workspace):
    workspace.normalized.mkdir(parents=True)
    workspace.call_path("a").write_bytes(b"x")
    workspace.call_path("b").symlink_to(workspace.call_path("a"))
    workspace.call_path("zz").symlink_to("gone.md")
    workspace.call_path("loop").symlink_to("loop.md")
    workspace.call_path("folder").mkdir()
    (workspace.normalized / ".a.md.tmp.md").touch()
    assert list(workspace.normalized_files()) == ["a", "b"]
    assert workspace.normalized_files()["a"][0] == 1


def test_pieces_are_written_and_hashed_like_the_whole(tmp_path):
    workspace = Workspace(tmp_path)
    path = tmp_path / "a.md"
    workspace.write(path, iter([b"one, ", b"", b"two"]))
    assert path.read_bytes() == b"one, two"
    assert workspace.sha256(path) == hashlib.sha256(b"one, two").hexdigest()
    for read in (b"one, tw", b"one, two!", b"one, TWO", b""):
        with pytest.raises(ChangedOnDiskError):
            workspace.write(path, iter([b"lost"]), read=read)
    workspace.write(path, iter([b"new"]), read=b"one, two")
    assert path.read_bytes() == b"new"
    with pytest.raises(WorkspaceError, match=r"^gone\.md: cannot be read"):
        workspace.sha256(tmp_path / "gone.md")


# Snapshots


@pytest.mark.parametrize(
    ("as_of", "chosen"),
    [
        (None, "crm_accounts_2026-03-31.parquet"),
        ("2026-03-31", "crm_accounts_2026-03-31.parquet"),
        ("2026-03-30", "crm_accounts_2026-01-31.csv"),
        ("2026-01-30", None),
    ],
)
def test_the_newest_snapshot_not_after_the_day_is_used(tmp_path, as_of, chosen):
    for day in [
        "2026-13-01.csv",
        "2026-02-30.csv",
        "2026-01-31.csv",
        "2026-03-31.parquet",
        "2026-12-31.csv.bak",
        "latest.csv",
        "2026-4-1.csv",
    ]:
        (tmp_path / f"crm_accounts_{day}").touch()
    (tmp_path / "crm_deals_2026-04-30.csv").touch()
    found = snapshot(tmp_path, "crm_accounts", as_of)
    assert (found.name if found else None) == chosen


def test_a_folder_that_is_not_there_holds_no_snapshot(tmp_path):
    assert snapshot(tmp_path / "exports", "crm_accounts") is None
