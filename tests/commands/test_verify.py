"""Quotes in documents held against the calls; moved ones readdressed; what is shown and should be hidden."""

from __future__ import annotations

import pytest

from evidence import open_library, open_workspace, verify_quotes
from evidence.commands.verify import fix, leaks
from small_world import HARBOUR

WORDS = "We do every release by hand, and it takes ten hours a week."


@pytest.fixture
def document(world):
    path = world / "segments/lenders.md"

    def write(words=WORDS, place="u2"):
        link = f"[{HARBOUR} 00:12:30](../source/transcripts/normalized/{HARBOUR}.md#{place})"
        path.write_text(f'# Lenders\n\n> "{words}"\n> — a lender, {link}\n', encoding="utf-8")
        return path

    return write


def test_words_as_they_were_said_pass_and_one_other_word_fails_on_its_line(world, document):
    document()
    assert [(one.verdict.name.value, one.verdict.ok) for one in verify_quotes(world)] == [("exact", True)]
    document(WORDS.replace("ten", "two"))
    (one,) = verify_quotes(world)
    assert (one.path, one.line, one.verdict.name.value, one.verdict.ok) == ("segments/lenders.md", 3, "altered", False)


def test_words_that_moved_get_their_address_again(world, document):
    path = document(place="u4")
    with open_library(open_workspace(world)) as library:
        checked = verify_quotes(library)
        assert [one.verdict.name.value for one in checked] == ["moved"]
        assert fix(library, checked) == (1, ())
    assert f"{HARBOUR}.md#u2" in path.read_text(encoding="utf-8")
    assert [one.verdict.name.value for one in verify_quotes(world)] == ["exact"]


def test_a_document_that_is_given_is_read_alone(world, document, tmp_path):
    document()
    other = tmp_path / "other.md"
    other.write_text("# Nothing\n", encoding="utf-8")
    assert verify_quotes(world, other) == []


def test_names_that_the_settings_hide_are_told_with_their_line(world):
    (world / "segments/lenders.md").write_text("# Lenders\n\nOdile Marchetti is our champion.\n", encoding="utf-8")
    with open_library(open_workspace(world)) as library:
        found = list(leaks(library))
    assert [(one.path, one.line) for one in found] == [("segments/lenders.md", 3)]
