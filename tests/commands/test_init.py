"""A new workspace, and one that was there."""

from __future__ import annotations

import pytest

import evidence
from evidence.commands.init import lay_out
from evidence.errors import WorkspaceError


def test_a_new_workspace_can_be_used_at_once(tmp_path):
    workspace = evidence.make_workspace(tmp_path / "new")
    assert evidence.ingest_calls(workspace, jobs=1).reports == []
    assert evidence.find_quotes(workspace, "deploy").count == 0
    with evidence.open(workspace) as library:
        assert library.problems == []


def test_what_stands_there_is_left_and_the_rest_is_completed(tmp_path):
    (tmp_path / "evidence.yaml").write_text("own_names: [Kim]\n", encoding="utf-8")
    laid = {one.path: one.written for one in lay_out(tmp_path)}
    assert not laid["evidence.yaml"]
    assert laid["source/trackers.yaml"]
    assert (tmp_path / "evidence.yaml").read_text(encoding="utf-8") == "own_names: [Kim]\n"
    assert not any(one.written for one in lay_out(tmp_path))


def test_files_that_begin_with_a_dot_travel_without_and_arrive_with_it(tmp_path):
    names = [one.path for one in lay_out(tmp_path)]
    assert ".gitignore" in names
    assert not {"gitignore", "gitattributes"} & {name.rpartition("/")[2] for name in names}
    assert (tmp_path / "source/transcripts/normalized").is_dir()


def test_a_file_in_the_way_is_an_error(tmp_path):
    (tmp_path / "source").write_text("", encoding="utf-8")
    with pytest.raises(WorkspaceError):
        lay_out(tmp_path)
