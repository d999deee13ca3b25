"""Which lines changed since a revision."""

from __future__ import annotations

import subprocess

import pytest

from evidence.errors import WorkspaceError
from evidence.library.changed_lines import EVERY_LINE, changed_lines, read_diff


@pytest.fixture
def repository(tmp_path):
    def git(*arguments):
        names = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *names, *arguments], cwd=tmp_path, check=True, capture_output=True)  # noqa: S607

    git("init", "-q", "-b", "main")
    (tmp_path / "ä b.md").write_text("one\ntwo\nthree\n", encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "first")
    return tmp_path, git


def test_changed_and_new_lines_are_those_of_the_files_as_they_stand(repository):
    root, git = repository
    (root / "ä b.md").write_text("one\nTWO\nthree\nfour\n", encoding="utf-8")
    (root / "new.md").write_text("x\n", encoding="utf-8")
    found = changed_lines(root, "main")
    assert found == {"ä b.md": (range(2, 3), range(4, 5)), "new.md": (EVERY_LINE,)}
    git("add", ".")
    git("commit", "-qm", "second")
    assert changed_lines(root, "HEAD~1")["ä b.md"] == (range(2, 3), range(4, 5))
    assert changed_lines(root, "HEAD") == {}


def test_what_others_did_meanwhile_is_not_ours(repository):
    root, git = repository
    git("checkout", "-qb", "ours")
    (root / "ours.md").write_text("x\n", encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "ours")
    git("checkout", "-q", "main")
    (root / "ä b.md").write_text("one\n", encoding="utf-8")
    git("commit", "-qam", "theirs")
    git("checkout", "-q", "ours")
    assert set(changed_lines(root, "main")) == {"ours.md"}


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", ""])
def test_what_git_does_not_know_is_an_error(repository, revision):
    with pytest.raises(WorkspaceError, match="does not know"):
        changed_lines(repository[0], revision)


def test_lines_that_only_went_are_no_lines():
    assert read_diff("+++ b/n.md\n@@ -9,2 +8,0 @@\n") == {"n.md": (range(8, 8),)}
