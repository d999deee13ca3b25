"""A block goes where the document wants it, and every other byte stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.documents.markers import END_MARKER, begin_marker, find_blocks
from evidence.documents.placement import find_place, link_prefix, place, remove
from evidence.documents.structure import read_document
from evidence.errors import DocumentError
from strategies import examples

BODY = '| a |\n| --- |\n| 1 |\n\n> "Words."\n>\n> — Baker at Account_1\n\n_Searched._\n'


def attach(
    text: str, segment: str = "bakers", *, name: str = "Bakers", heading: str | None = None, body: str = BODY
) -> str:
    document = read_document(text)
    return place(document, find_place(document, segment, name=name, heading=heading), body)


def outside(text: str) -> str:
    """Return everything but the block's lines."""
    document = read_document(text)
    (block,) = document.blocks
    return "".join((*document.lines[: block.begin - 1], *document.lines[block.end :]))


WHERE = {
    "at the end of the evidence heading": (
        "## Bakers\n\n### Evidence & Citations\n\nMine.\n\n#### Old\n\nx\n\n---\n\n## Next\n",
        11,
        (),
        3,
    ),
    "at the end of an evidence label": ("## Bakers\n\n**Evidence**:\n- mine\n\n**Other**:\n- x\n\n## Next\n", 6, (), 2),
    "as a heading one level below": ("## Bakers\n\nText.\n\n---\n\n## Next\n", 5, ("### Evidence",), 3),
    "as a bold label where parts are bold labels": (
        "## Bakers\n\n**Needs**:\n- x\n\n## Next\n",
        6,
        ("**Evidence**:",),
        2,
    ),
    "as a bold label, colon inside": ("## Bakers\n\n**Needs:**\n- x\n\n## Next\n", 6, ("**Evidence:**",), 2),
    "after the pains": ("## Bakers\n\n### Pain Points\n\n- x\n\n### Value\n\ny\n", 7, ("### Evidence",), 3),
    "after the traits": ("## Bakers\n\n### Key Attributes\n\n- x\n\n### Value\n\ny\n", 7, ("### Evidence",), 3),
    "below a setext heading": ("Bakers\n------\n\nText.\n\nNext\n----\n", 6, ("### Evidence",), 3),
    "at the deepest level as a label": ("###### Bakers\n\nText.\n", 4, ("**Evidence**:",), 6),
    "in a document of its own": ("# Bakers\n\nText.\n\n## See also\n\n- x\n", 5, ("## Evidence",), 2),
}


@pytest.mark.parametrize("name", WHERE)
def test_a_block_goes(name):
    text, line, opening, level = WHERE[name]
    heading = None if text.startswith("# ") else "Bakers"
    found = find_place(read_document(text), "bakers", name="Bakers", heading=heading)
    assert (found.line, found.opening, found.style.level, found.block) == (line, opening, level, None)
    new = attach(text, heading=heading)
    assert attach(new, heading=heading) == new
    assert remove(new, "bakers") == text


def test_segments_without_a_section_share_one_heading_before_see_also():
    text = "# Our segments\n\n1. Bakers\n2. Brewers\n\n---\n\n## See Also\n\n- x\n"
    one = attach(text)
    both = attach(one, "brewers", name="Brewers & Co")
    assert (
        both.index("## Evidence")
        < both.index("### Bakers")
        < both.index("### Brewers & Co")
        < both.index("## See Also")
    )
    assert both.count("## Evidence") == 1
    assert attach(attach(both), "brewers", name="Brewers & Co") == both
    assert remove(remove(both, "brewers"), "bakers") == remove(remove(both, "bakers"), "brewers") == text
    left = attach(remove(both, "bakers"), "brewers", name="Brewers & Co")
    assert left.count("## Evidence") == 1


def test_segments_without_a_section_go_under_peoples_own_evidence():
    text = "# All\n\n## Evidence\n\nMine.\n\n## Costs\n\nx\n"
    new = attach(text)
    assert new.startswith("# All\n\n## Evidence\n\nMine.\n\n<!-- evidence:begin")
    assert "### Bakers" in new
    assert remove(new, "bakers") == text


def test_a_heading_that_is_not_there_names_the_nearest():
    with pytest.raises(DocumentError, match=r"no heading 'Backers'. Closest matches: 'Bakers' \(line 3\)") as caught:
        find_place(read_document("# All\n\n## Bakers\n"), "b", name="B", heading="Backers", path="segments/all.md")
    assert (caught.value.path, caught.value.line) == ("segments/all.md", None)


def test_a_block_that_people_moved_stays_where_they_put_it():
    text = attach("## Bakers\n\nText.\n\n## Proof\n\nMine.\n", heading="Bakers")
    block = text[text.index("<!-- evidence:begin") : text.index(END_MARKER) + len(END_MARKER) + 1]
    moved = text.replace(block + "\n", "") + "\n" + block
    assert attach(moved, heading="Bakers") == moved
    assert attach(moved, heading="Bakers", body="New.\n").index("New.") > moved.index("Mine.")


def test_a_hand_edit_is_kept_until_force():
    text = attach("## Bakers\n\nText.\n", heading="Bakers").replace("_Searched._", "_Searched by me._")
    document = read_document(text)
    found = find_place(document, "bakers", name="Bakers", heading="Bakers")
    with pytest.raises(DocumentError, match="was edited by hand") as caught:
        place(document, found, BODY)
    assert caught.value.line == 5
    assert place(document, found, BODY, force=True) == attach("## Bakers\n\nText.\n", heading="Bakers")


def test_a_merge_of_two_clean_blocks_is_made_anew():
    text = attach("## Bakers\n\nText.\n\n## Next\n", heading="Bakers")
    lines = text.splitlines(keepends=True)
    begin, end = read_document(text).blocks[0].begin, read_document(text).blocks[0].end
    other = attach("## Bakers\n\nText.\n\n## Next\n", heading="Bakers", body="Other.\n").splitlines(keepends=True)
    theirs = other[begin - 1 : read_document("".join(other)).blocks[0].end]
    ours = lines[begin - 1 : end]
    merged = [*lines[: begin - 1], "<<<<<<< a\n", *ours, "=======\n", *theirs, ">>>>>>> b\n", *lines[end:]]
    assert attach("".join(merged), heading="Bakers") == text
    mine = "".join(merged).replace("Other.", "Mine.")
    with pytest.raises(DocumentError, match="merge conflict with edits made by hand"):
        attach(mine, heading="Bakers")


@pytest.mark.parametrize("above", ["```\ncode\n", "<!-- a comment\n", "<pre>\n"])
def test_a_block_is_never_put_where_it_would_be_hidden(above):
    with pytest.raises(DocumentError, match="cannot be placed here") as caught:
        attach(f"# Bakers\n\n{above}")
    assert caught.value.line == 3 + above.count("\n")


def test_line_ends_of_the_document_are_used():
    new = attach("\ufeff# Bakers\r\n\r\nText.\r\n")
    assert new.startswith("\ufeff# Bakers\r\n")
    assert new.count("\n") == new.count("\r\n")


def test_the_way_to_the_calls_is_relative_to_the_document():
    assert link_prefix("segments/a.md") == "../source/transcripts/normalized/"
    assert link_prefix("README.md") == "source/transcripts/normalized/"
    assert link_prefix("segments/eu/bakers/a.md") == "../../../source/transcripts/normalized/"


LINES = (
    "## Bakers",
    "## Brewers",
    "### Evidence",
    "### Pain Points",
    "# Title",
    "**Evidence**:",
    "**Pain**: slow",
    "- item",
    "* item",
    "  deeper",
    "text",
    "text  ",
    "",
    "",
    "",
    "   ",
    "---",
    '> "Words."',
    "> — Baker, Account_1",
    "| a | b |",
    "|---|---|",
    "<!-- note -->",
    "```",
    "```",
    "<div>",
    "</div>",
    "    code",
    "Title",
    "====",
    "## See Also",
    "\tTab",
    "1. one",
    "[x]: /y",
    "~~~",
    "<!--",
    "-->",
    "### Bakers",
    "## Evidence",
    "é \u202e",
    "> [!NOTE]",
    "\x0bodd",
    "\u2028",
)
documents = st.builds(
    lambda lines, newline, end, bom, front: (
        ("\ufeff" * bom) + front.replace("\n", newline) + newline.join(lines) + end * newline
    ),
    st.lists(st.sampled_from(LINES), max_size=25),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "", "---\ntitle: x\n---\n"]),
)


@examples(400)
@given(documents, st.sampled_from([None, "Bakers", "Bakers", "Brewers"]))
def test_any_document_keeps_every_other_byte(text, heading):
    try:
        new = attach(text, heading=heading)
    except DocumentError:
        return
    assert remove(new, "bakers") == text
    assert attach(new, heading=heading) == new
    changed = attach(new, heading=heading, body="Other.\n")
    assert outside(changed) == outside(new)
    assert attach(changed, heading=heading) == new
    # What people add above and below is theirs, blank lines at the edge of the block apart.
    seen = read_document(new)
    edited = (
        "".join(seen.lines[: seen.blocks[0].begin - 1]) + "mine\n\n" + "".join(seen.lines[seen.blocks[0].begin - 1 :])
    )
    assert find_blocks(edited)[0].state == "clean"
    assert outside(attach(edited, heading=None, body="Other.\n")) == outside(edited)
    before = read_document(text)
    assert [(h.level, h.text) for h in seen.headings] == [(h.level, h.text) for h in before.headings]
    assert [line.text for line in seen.prose] == [line.text for line in before.prose]
    assert [pain.text for pain in seen.pains] == [pain.text for pain in before.pains]


@examples(150)
@given(documents, st.permutations(["a", "b", "c"]), st.permutations(["a", "b", "c"]))
def test_several_blocks_come_and_go_in_any_order(text, coming, going):
    new = text
    try:
        for segment in coming:
            new = attach(new, segment, name=segment.upper())
    except DocumentError:
        return
    again = new
    for segment in coming:
        again = attach(again, segment, name=segment.upper())
    assert again == new
    for segment in going:
        new = remove(new, segment)
    assert new == text


def test_a_segment_id_that_no_marker_can_hold_is_refused():
    with pytest.raises(DocumentError, match="cannot be placed here"):
        attach("# Bakers\n", "two words")
    assert begin_marker("a", "").startswith("<!-- evidence:begin segment=a sha256=")


@pytest.mark.parametrize("text", ["# B\n\nText.\n", "| a | b |\n====", "Text.\n"])
def test_blocks_that_came_one_after_another_stay_as_they_came(text):
    new = text
    for segment in ("a", "b", "c"):
        new = attach(new, segment, name=segment.upper())
    again = new
    for segment in ("a", "b", "c"):
        again = attach(again, segment, name=segment.upper())
    assert again == new
