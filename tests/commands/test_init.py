"""A new workspace, and one that was there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import evidence
from evidence.commands.init import OurOwn, lay_out, read_domains, read_own_names, with_own
from evidence.errors import EvidenceError, WorkspaceError
from evidence.library.starter import starter_files
from evidence.settings import Settings, parse_settings
from strategies import examples, messy


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


def test_who_we_are_can_be_said_from_python_and_is_left_where_settings_stand(tmp_path):
    made = evidence.make_workspace(tmp_path, own_domains=("firm.example",), own_names=("Kim Vale",))
    assert (made.settings.own_domains, made.settings.own_names) == (("firm.example",), ("Kim Vale",))
    again = evidence.make_workspace(tmp_path, own_domains=("other.example",))
    assert again.settings.own_domains == ("firm.example",)
    with pytest.raises(EvidenceError, match="is not a domain"):
        evidence.make_workspace(tmp_path / "no", own_domains=("firm",))
    assert not (tmp_path / "no").exists()


@given(st.lists(messy, max_size=4), st.lists(messy, max_size=4))
@examples(80)
def test_whatever_is_typed_is_read_back_from_the_settings_as_it_was_meant(names, domains):
    example = dict(starter_files())["evidence.yaml"].decode()
    own_names = read_own_names(",".join(names))
    found = []
    for text in domains:
        try:
            found += read_domains(text)
        except EvidenceError:
            continue
    settings = parse_settings(with_own(example, OurOwn(tuple(found), own_names)))
    assert settings == Settings(own_names=own_names, own_domains=tuple(found))
    assert all(name == " ".join(name.split()) for name in own_names)
