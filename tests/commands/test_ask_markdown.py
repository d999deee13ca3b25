"""Answers as blockquotes to paste, which verify passes."""

import pytest

from evidence import open_library, open_workspace, verify_quotes
from evidence.commands.ask_markdown import answer_blocks
from evidence.library.answering import evidence_for
from small_world import HARBOUR, lay, vtt


def pasted(place, question, document):
    with open_library(open_workspace(place)) as library:
        blocks = list(answer_blocks(library, evidence_for(library, question, limit=0)))
    document.parent.mkdir(exist_ok=True)
    document.write_text("# Lenders\n\n" + "\n\n".join(blocks) + "\n", encoding="utf-8")
    return blocks, [one.verdict for one in verify_quotes(place)]


@pytest.mark.parametrize("question", ["How is a release done by hand?", "What do the auditors ask?", "ten hours"])
def test_every_answer_pasted_is_verified(world, question):
    blocks, verdicts = pasted(world, question, world / "segments/lenders.md")
    assert len(blocks) == len(verdicts) > 3
    assert all(verdict.ok for verdict in verdicts)


def test_answers_link_from_the_folder_of_segments_and_hide_names(small):
    best = next(answer_blocks(small, evidence_for(small, "What do the auditors ask?")))
    assert f'(../source/transcripts/normalized/{HARBOUR}.md#u4 "{HARBOUR}#u4:' in best
    assert "Odile" not in best


LONG = (
    "We moved the ledger to the new office, which was a long way off and took the better part of the spring, and then "
    "the people who had kept it went, one by one, so that nobody was left who knew the old codes, and when the "
    "auditors came they asked for the reconciliation of every branch, which we had in eleven different books, and it "
    "cost us forty days, because the books had been bound in the wrong order, and the binder was away at sea "
    "until the autumn."
)


@pytest.mark.parametrize("question", ["What did the auditors ask for?", "When was the binder at sea?", "new office?"])
def test_a_sentence_that_is_too_long_is_cut_at_a_clause_with_an_ellipsis_that_passes(tmp_path, question):
    files = {
        "evidence.yaml": "own_names: [Ines Vale]\n",
        f"source/transcripts/raw/{HARBOUR}.vtt": vtt((1, "Ines Vale", "Well?"), (4, "Odile Brook", LONG)),
        "segments/lenders.md": "# Lenders\n",
    }
    blocks, verdicts = pasted(lay(tmp_path, files), question, tmp_path / "segments/lenders.md")
    cut = [(block, verdict.name.value) for block, verdict in zip(blocks, verdicts, strict=True) if "\u2026" in block]
    assert [name for _, name in cut] == ["elided"]
    assert all(verdict.ok for verdict in verdicts)


def test_speech_is_never_markup(tmp_path):
    said = 'See <script>alert(1)</script> and [this](http://x.example) | `code` *bold* "# not a heading" ::set-output'
    files = {
        "evidence.yaml": "# nothing\n",
        f"source/transcripts/raw/{HARBOUR}.vtt": vtt((1, "Ines Vale", "Well?"), (4, "Odile Brook", said)),
        "segments/lenders.md": "# Lenders\n",
    }
    blocks, verdicts = pasted(lay(tmp_path, files), "what about the heading and the code?", tmp_path / "segments/x.md")
    assert blocks
    assert "<script>" not in "".join(blocks)
    assert all(verdict.ok for verdict in verdicts)
