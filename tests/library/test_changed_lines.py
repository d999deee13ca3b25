"""Which lines changed since a revision."""

from __future__ import annotations

import os
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
    assert read_diff("diff --git a/n.md b/n.md\n@@ -9,2 +8,0 @@\n", ["n.md"]) == {"n.md": (range(8, 8),)}


def test_a_diff_of_other_files_than_were_named_leaves_none_out():
    diff = "diff --git a/n.md b/n.md\n@@ -1 +1 @@\n-a\n+b\n"
    assert read_diff(diff, ["n.md", "o.md"]) == {"n.md": (EVERY_LINE,), "o.md": (EVERY_LINE,)}


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("diff.mnemonicPrefix", "true"),
        ("diff.noprefix", "true"),
        ("diff.srcPrefix", "x/"),
        ("diff.dstPrefix", "y/"),
        ("diff.interHunkContext", "9"),
        ("diff.context", "9"),
        ("core.quotePath", "true"),
        ("color.diff", "always"),
        ("diff.relative", "false"),
    ],
)
def test_no_setting_of_the_repository_hides_a_line(repository, setting, value):
    root, git = repository
    git("config", setting, value)
    (root / "ä b.md").write_text("ONE\ntwo\nTHREE\n", encoding="utf-8")
    assert changed_lines(root, "HEAD") == {"ä b.md": (range(1, 2), range(3, 4))}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize(
    "name", ['a"b.md', "a\\b.md", "a\tb.md", "a\nb.md", "b/ü -> \u2028.md", " x .md", ":(top)y.md"]
)
def test_names_that_git_quotes_are_files_as_others(repository, name):
    root, git = repository
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).write_text("one\ntwo\n", encoding="utf-8")
    git("add", "-A")
    git("commit", "-qm", "second")
    (root / name).write_text("one\nTWO\n", encoding="utf-8")
    (root / "ä b.md").write_text("one\ntwo\n", encoding="utf-8")
    assert changed_lines(root, "HEAD") == {name: (range(2, 3),), "ä b.md": (range(2, 2),)}


def test_lines_that_look_like_a_diff_are_lines(repository):
    root, git = repository
    (root / "p.md").write_text("-- a/old.md\nx\n", encoding="utf-8")
    (root / "q.md").write_text("1\n2\n3\n", encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "second")
    (root / "p.md").write_text("++ b/q.md\n@@ -1 +70 @@\ndiff --git a/r b/r\nx\ny", encoding="utf-8")
    (root / "q.md").write_text("1\n2\nthree\n", encoding="utf-8")
    assert changed_lines(root, "HEAD") == {"p.md": (range(1, 4), range(5, 6)), "q.md": (range(3, 4),)}


@pytest.mark.parametrize("sign", ["\u2028", "\x0c", "\x85", "\x0b", "\x1c", "\0"])
def test_signs_that_end_a_line_elsewhere_end_none_here(repository, sign):
    root, _ = repository
    (root / "ä b.md").write_text(f"one{sign}@@ -1 +50 @@\ntwo\nthree\nfour\n", encoding="utf-8")
    assert changed_lines(root, "HEAD") == {"ä b.md": (range(1, 2), range(4, 5))}


def test_lines_end_as_documents_have_them(repository):
    root, git = repository
    (root / "mac.md").write_bytes(b"one\rtwo\rthree\r")
    (root / "dos.md").write_bytes(b"one\r\ntwo\r\n")
    git("add", ".")
    git("commit", "-qm", "second")
    (root / "mac.md").write_bytes(b"one\rtwo\r@@ -1 +9 @@\r")
    (root / "dos.md").write_bytes(b"one\r\nTWO\r\n")
    assert changed_lines(root, "HEAD") == {"mac.md": (EVERY_LINE,), "dos.md": (range(2, 3),)}


@pytest.mark.parametrize("attribute", ["-diff", "binary", "diff=words"])
def test_no_attribute_hides_a_line(repository, attribute):
    root, git = repository
    git("config", "diff.words.command", "false")
    git("config", "diff.words.binary", "true")
    (root / ".gitattributes").write_text(f"*.md {attribute}\n", encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "second")
    (root / "ä b.md").write_text("one\ntwo\nTHREE\n", encoding="utf-8")
    assert changed_lines(root, "HEAD") == {"ä b.md": (range(3, 4),)}
