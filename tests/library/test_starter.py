"""What `evidence init` laid out is known again until somebody touches it."""

from __future__ import annotations

import pytest

from evidence.commands.init import make_workspace
from evidence.library.starter import is_untouched, starter_files


@pytest.mark.parametrize("change", [b"# mine\n", b" "])
def test_a_file_is_an_example_until_a_byte_of_it_is_a_persons(tmp_path, change):
    workspace = make_workspace(tmp_path)
    path = workspace.trackers
    assert is_untouched(workspace, path)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert is_untouched(workspace, path)  # git changes line ends, no person
    path.write_bytes(path.read_bytes() + change)
    assert not is_untouched(workspace, path)


def test_a_file_of_a_person_is_no_example(tmp_path):
    workspace = make_workspace(tmp_path)
    own = workspace.segments / "own.md"
    own.write_bytes(b"# Ours\n")
    assert not is_untouched(workspace, own)
    assert not is_untouched(workspace, workspace.segments / "gone.md")


def test_a_link_to_an_example_is_none(tmp_path):
    workspace = make_workspace(tmp_path)
    kept = workspace.root / "kept.yaml"
    workspace.trackers.rename(kept)
    workspace.trackers.symlink_to(kept)
    assert not is_untouched(workspace, workspace.trackers)
    assert "source/trackers.yaml" in dict(starter_files())
