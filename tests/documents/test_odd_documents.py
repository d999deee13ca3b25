"""Whatever a document looks like: a block comes and goes, and nothing a person wrote is lost."""

import pytest
from odd_documents import DOCUMENTS

from evals.documents import make_edits, make_merges
from evidence.documents.markers import find_blocks
from evidence.documents.placement import MOVED_OUT, find_place, move_out, place, remove
from evidence.documents.structure import read_document
from evidence.errors import DocumentError

BODY = '| a |\n| --- |\n| 1 |\n\n> "Words."\n>\n> — Owner at Account_1\n\n_Searched._\n'


def attach(text, heading=None, body=BODY):
    document = read_document(text)
    return place(document, find_place(document, "bakers", name="Bakers", heading=heading), body)


def moved_out(text, body=BODY):
    document = read_document(text)
    return move_out(document, find_place(document, "bakers", name="Bakers"), body)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_block_comes_and_goes_without_a_trace(name):
    text, heading = DOCUMENTS[name]
    once = attach(text, heading)
    assert attach(once) == once
    assert attach(attach(once, body="Other.\n")) == once
    assert remove(once, "bakers") == text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_words_by_hand_in_a_block_can_be_moved_out_of_it(newline):
    text = "## Bakers\n\nText.\n\n## Next\n".replace("\n", newline)
    mine = f"Mine, line one.{newline}{newline}- mine, a point{newline}"
    edited = attach(text, "Bakers").replace("_Searched._", f"{mine}{newline}_Searched._")
    after = moved_out(edited)
    assert find_blocks(after)[0].state == "clean"
    assert f"{MOVED_OUT}{newline}{newline}{mine}" in after
    assert attach(after) == after
    assert after.index(MOVED_OUT) > after.index("evidence:end")


def test_moving_out_leaves_a_clean_block_as_attaching_does():
    text = attach("## Bakers\n\nText.\n", "Bakers")
    assert moved_out(text, "Other.\n") == attach(text, body="Other.\n")


def test_words_of_both_sides_of_a_merge_are_moved_out():
    lines = attach("## Bakers\n\nText.\n", "Bakers").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if "_Searched._" in line)
    sides = ["<<<<<<< a\n", "Mine.\n", "=======\n", "Theirs.\n", ">>>>>>> b\n"]
    merged = "".join((*lines[:at], *sides, *lines[at:]))
    with pytest.raises(DocumentError, match="merge conflict with edits made by hand"):
        attach(merged)
    after = moved_out(merged)
    assert "Mine." in after
    assert "Theirs." in after
    assert "<<<<<<<" not in after


def test_random_edits_and_merges_lose_nothing():
    edited, merged = make_edits(60), make_merges(12)
    assert edited["edits"] >= 60
    assert edited["changed outside"] == 0
    assert merged["regenerated"]
    assert merged["moved out"]
    assert merged["regenerated"] + merged["moved out"] > 3
    assert merged["lost"] == 0
