"""Blocks are seen at top level, and marker text anywhere else is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.documents.markers import END_MARKER, begin_marker, body_sha256, find_blocks
from evidence.documents.structure import read_document
from evidence.errors import DocumentError
from strategies import examples

BODY = "\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\nWords.\n\n"
BEGIN = begin_marker("bakers", BODY)
BLOCK = f"{BEGIN}\n{BODY}{END_MARKER}\n"


def test_a_block_is_found_with_its_lines_and_is_clean():
    (block,) = find_blocks(f"# Title\n\n{BLOCK}\nMore.\n")
    assert (block.segment, block.begin, block.end, block.state) == ("bakers", 3, 11, "clean")
    assert block.body == BODY


def test_a_document_without_markers_has_no_blocks():
    document = read_document("# Title\n\n<!-- Evidence: add some here -->\n<!-- evidence: end-users only -->\n")
    assert document.blocks == ()
    assert document.state("bakers") == "absent"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_count_as_an_edit(newline):
    assert find_blocks(BLOCK.replace("\n", newline))[0].state == "clean"


def test_trimmed_lines_and_aligned_tables_do_not_count_as_an_edit():
    aligned = "\n|  a   |b  |\n|:-----|---|\n| 1    | 2 |  \n\nWords.   \n"
    assert body_sha256(aligned.replace(":-", "--")) == body_sha256(BODY)
    assert body_sha256(BODY.replace("Words", "words")) != body_sha256(BODY)
    assert body_sha256(BODY.replace("Words.", "Words.\n\nMine.")) != body_sha256(BODY)


def test_a_changed_word_makes_a_block_edited():
    assert read_document(BLOCK.replace("Words.", "My words.")).state("bakers") == "edited"


REFUSED = {
    "damaged": (f"{BEGIN[:-9]} -->\nx\n{END_MARKER}\n", 1, "damaged"),
    "damaged, its opening gone": (f"Text.\n\n{BEGIN[5:]}\nx\n", 3, "damaged"),
    "misspelt": ("<!-- evidence:begn segment=a -->\n", 1, "damaged"),
    "text behind it": (f"{BEGIN} more\n\nx\n{END_MARKER}\n", 1, "damaged"),
    "nested": (f"{BEGIN}\n\n{BEGIN}\n\n{END_MARKER}\n", 3, "begins inside the block on line 1"),
    "never ends": (f"Text.\n\n{BEGIN}\n\nx\n", 3, "never ends"),
    "ends without a beginning": (f"Text.\n\n{END_MARKER}\n", 3, "ends without a beginning"),
    "twice": (f"{BLOCK}\n{BLOCK}", 11, "a second evidence block of bakers; the first begins on line 1"),
    "in a fence": (f"```md\n{BLOCK}```\n", 2, "inside other text"),
    "in an open fence": (f"Text.\n\n~~~\n\n{BLOCK}", 5, "inside other text"),
    "in a list item": ("- item\n\n" + "".join(f"  {line}\n" for line in BLOCK.splitlines()), 3, "inside other text"),
    "in a comment": (f"<!-- note\n{BEGIN}\n", 2, "inside other text"),
    "in a blockquote": (f"> {BEGIN}\n", 1, "damaged"),
    "in HTML": (f"<div>\n{BLOCK}</div>\n", 2, "inside other text"),
    "as code": (f"    {BEGIN}\n", 1, "damaged"),
    "in a paragraph": (f"See `{END_MARKER}`.\n", 1, "damaged"),
    "an end that a fence in the block hides": (f"{BEGIN}\n\n```\n{END_MARKER}\n", 4, "inside other text"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_marker_text_that_is_no_whole_block_is_refused_with_its_line(name):
    text, line, what = REFUSED[name]
    with pytest.raises(DocumentError, match=what) as caught:
        read_document(text, "segments/a.md")
    assert (caught.value.path, caught.value.line) == ("segments/a.md", line)


def conflicted(ours: str, theirs: str, *, base: str | None = None) -> str:
    middle = "" if base is None else f"||||||| base\n{base}"
    return f"<<<<<<< HEAD\n{ours}{middle}=======\n{theirs}>>>>>>> branch\n"


def block(body: str) -> tuple[str, str, str]:
    return begin_marker("bakers", body) + "\n", body, END_MARKER + "\n"


@pytest.mark.parametrize("base", [None, "old\n"])
def test_two_clean_sides_of_a_merge_may_be_made_anew(base):
    (begin, body, end), (begin2, body2, _) = block("\nA\n\n"), block("\nB\n\n")
    text = f"# T\n\n{conflicted(begin, begin2, base=base)}{conflicted(body, body2)}{end}\nMore.\n"
    document = read_document(text)
    (found,) = document.blocks
    assert (found.state, found.disposable, len(found.sides)) == ("conflict", True, 2)
    assert document.lines[found.begin - 1].startswith("<<<<<<<")
    assert document.lines[found.end - 1] == end


def test_a_conflict_that_holds_the_whole_block_belongs_to_it():
    text = "# T\n\n" + conflicted("".join(block("A\n\n")), "".join(block("B\n\n"))) + "\nMore.\n"
    (found,) = find_blocks(text)
    assert (found.begin, found.end, found.disposable) == (3, len(text.splitlines()) - 2, True)


def test_a_hand_edit_on_one_side_of_a_merge_is_not_disposable():
    (begin, _, end), (begin2, body2, _) = block("\nA\n\n"), block("\nB\n\n")
    (found,) = find_blocks(conflicted(begin, begin2) + conflicted("\nMine\n\n", body2) + end)
    assert (found.state, found.disposable) == ("conflict", False)
    assert [side.state for side in found.sides] == ["edited", "clean"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# T\n\n" + conflicted("mine\n", "theirs\n") + "\n" + BLOCK, 3),
        (conflicted(f"mine\n{BLOCK}", BLOCK.replace("Words", "More")), 1),
        (conflicted(BLOCK, ""), 1),
    ],
)
def test_a_conflict_about_peoples_words_is_theirs_to_resolve(text, line):
    with pytest.raises(DocumentError, match="outside a block") as caught:
        find_blocks(text)
    assert caught.value.line == line


def test_rows_of_signs_are_not_a_conflict():
    assert find_blocks(f"Title\n=======\n\n>>>>>>> odd\n\n{BLOCK}")[0].state == "clean"


@examples(100)
@given(st.text(alphabet="ab |-\n\r\t", max_size=40))
def test_the_checksum_does_not_see_line_ends_or_trailing_blanks(body):
    unix = body.replace("\r\n", "\n").replace("\r", "\n")
    assert body_sha256(unix.replace("\n", "\r\n")) == body_sha256(unix)
    assert body_sha256(unix.replace("\n", "  \n")) == body_sha256(unix)
