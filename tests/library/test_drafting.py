"""A label put to what customers say: what is near to it, and what is not theirs."""

from __future__ import annotations

import pytest

from evidence import open_library, open_workspace
from evidence.library import drafting
from evidence.library.drafting import LabelDraft, label_drafter
from small_world import HARBOUR, MILL, lay


def said(draft, limit=20):
    return [one.quote.text for one in draft.nearest(limit)]


def test_only_customers_are_heard_and_each_quote_stands_where_it_says(small):
    draft = LabelDraft(small, "Releases by hand")
    shown = draft.nearest()
    assert {one.row.hit.call_id for one in shown} == {HARBOUR, MILL}, "nobody knows whose side Cy is on"
    for one in shown:
        citation = one.quote.citation
        call = {u.number: u.text for u in small.store.text.call(citation.call_id)}
        assert call[citation.utterance][citation.start : citation.end] == one.quote.text
    draft.note_unknown()
    assert "1 utterance left out" in small.notes[-1]


def test_the_limit_holds_and_the_nearest_comes_first(small):
    draft = LabelDraft(small, "Releases by hand")
    assert said(draft, 1) == said(draft)[:1]
    assert "every release by hand" in said(draft)[0]


def test_a_word_said_too_often_is_read_where_another_is_near(tmp_path, monkeypatch):
    monkeypatch.setattr(drafting, "_MOST", 10)
    turns = "".join(f"Vale: The quay number {n} is open.\n\n" for n in range(30))
    files = {
        "evidence.yaml": "own_names: [Ines Hall]\n",
        "source/people.csv": "label,side\nVale,customer\n",
        "source/transcripts/raw/a.txt": f"{turns}Vale: The quay floods in spring.\n\nInes Hall: Quay floods.\n",
    }
    with open_library(open_workspace(lay(tmp_path, files))) as library:
        draft = LabelDraft(library, "Floods on the quay")
        assert len(draft.hits) <= 11
        assert said(draft)[0] == "The quay floods in spring."
        assert draft.holding("quay") == 31
        assert draft.size == 31


def test_no_customer_no_utterance(tmp_path):
    files = {"evidence.yaml": "{}\n", "source/transcripts/raw/a.txt": "Vale: It rains.\n\nHall: It rains.\n"}
    with open_library(open_workspace(lay(tmp_path, files))) as library:
        draft = LabelDraft(library, "Rain")
        assert (draft.size, draft.nearest(), draft.queries({})) == (0, (), ())
        assert label_drafter(library)("Rain on the roof").heard == 0


@pytest.mark.parametrize("label", ["Audits", "Releases by hand"])
def test_what_nobody_judged_says_how_many_utterances_it_is_made_of(small, label):
    drafted = label_drafter(small)(label)
    assert drafted.queries
    assert drafted.heard >= 1


def test_the_same_words_of_two_calls_are_shown_once(tmp_path):
    files = {
        "evidence.yaml": "own_names: [Ines Hall]\n",
        "source/people.csv": "label,side\nVale,customer\nOrme,customer\n",
        "source/transcripts/raw/a.txt": "Vale: The quay floods.\n\nInes Hall: I see.\n\nVale: It does.\n",
        "source/transcripts/raw/b.txt": "Orme: The quay floods. So it goes.\n\nInes Hall: Oh.\n\nOrme: Yes.\n",
    }
    with open_library(open_workspace(lay(tmp_path, files))) as library:
        assert len([one for one in said(LabelDraft(library, "Quays flood")) if "quay" in one]) == 1
