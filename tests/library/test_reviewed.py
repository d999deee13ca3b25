"""Decisions stand where their words stand, under the tracker that they were made of."""

import pytest

from evidence import gather_quotes
from evidence.library.library import opened
from evidence.library.reviewed import Reviewed
from evidence.review.decisions import render_decision
from small_world import decided


@pytest.mark.parametrize(("verdict", "status"), [("accept", "accepted"), ("reject", "rejected"), ("later", "new")])
def test_matched_words_have_the_status_of_the_quote_that_holds_them(world, verdict, status):
    (quote,) = gather_quotes(world, tracker="audits")
    decision = decided(quote, verdict)
    (world / "segments/decisions.jsonl").write_text(render_decision(decision), encoding="utf-8")
    with opened(world) as library:
        reviewed = Reviewed(library, library.store.text.call)
        place = (quote["call_id"], quote["utterance"])
        spans = [tuple(span) for span in quote["spans"]]
        assert reviewed.status(*place, spans) == status
        assert reviewed.status(*place, spans, "audits") == status
        assert reviewed.status(*place, spans, "other") == "new"
        assert reviewed.status(*place, [(0, 1), *spans]) in {status, "accepted", "new"}
        assert reviewed.status(quote["call_id"], quote["utterance"] + 1, spans) == "new"
        assert reviewed.covers({"audits"}) is (verdict != "later")
        assert not reviewed.covers({"other"})
