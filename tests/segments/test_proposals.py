"""A first segments.yaml and trackers.yaml: they load, and nothing of a document becomes YAML, SQL or a query."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence.segments.definitions import parse_segments
from evidence.segments.firmographics import Trait
from evidence.segments.proposals import DocumentWords, Portrait, propose, render_proposals
from evidence.segments.trackers import failing_sentences, parse_trackers


def load(portraits, known=()):
    proposals = propose(portraits, known)
    segments, wrong = parse_segments(render_proposals(proposals, "segment", ["a.md"]))
    trackers, more = parse_trackers(render_proposals(proposals, "tracker", ["a.md"]), "trackers.yaml")
    assert (wrong, more) == ((), ())
    return {segment.segment_id: segment for segment in segments}, {tracker.tracker_id: tracker for tracker in trackers}


SHOPS = Portrait(
    "Shoe Shops", "a.md", 3, "Segment 1: Shoe Shops",
    aliases=(DocumentWords("Cobblers", 30),),
    traits=(Trait("headcount", "headcount < 50", 5, "Headcount: under 50"),),
    pains=(DocumentWords("Stock counts by hand that take all night", 9), DocumentWords("Count stock", 31)),
    searches=(DocumentWords('"stock count"', 12), DocumentWords('"tax id"', 12)),
    quotes=(DocumentWords("Every stock count ends at two in the morning.", 14),),
    exclusions=((DocumentWords("Chains of 500+ people", 40), Trait("headcount", "headcount >= 500", 40, "")),),
)  # fmt: skip


def test_a_segment_has_its_document_its_conditions_and_the_lines_they_come_from():
    segments, _ = load([SHOPS])
    shops = segments["shoe-shops"]
    assert (shops.name, shops.aliases, shops.where, shops.unless) == (
        "Shoe Shops", ("Cobblers",), "headcount < 50", "(headcount >= 500)",
    )  # fmt: skip
    assert [(d.path, d.heading) for d in shops.documents] == [("a.md", "Segment 1: Shoe Shops")]
    text = propose([SHOPS])[0].yaml
    for said in ("# a.md:5: Headcount: under 50", "# a.md:40, not served: Chains of 500+ people", "# a.md:30"):
        assert said in text


def test_sql_decides_and_what_prose_says_beyond_it_stands_in_comments():
    asked = Portrait(
        "Shops", "a.md", 1, asked=(DocumentWords("arr > 5 OR headcount > 2", 20), DocumentWords("headcount < 50", 20)),
        traits=(*SHOPS.traits, Trait("arr", "geography = 'UK'", 6, "Geography: UK")),
    )  # fmt: skip
    assert load([asked])[0]["shops"].where == "(arr > 5 OR headcount > 2) AND headcount < 50"
    assert "#   AND geography = 'UK'" in propose([asked])[0].yaml.replace("# AND", "#   AND")


def test_pains_searches_and_quotes_become_trackers_that_find_their_own_words():
    segments, trackers = load([SHOPS])
    assert segments["shoe-shops"].trackers == ("stock-counts-hand-take", "tax-id")
    stock = trackers["stock-counts-hand-take"]
    assert stock.label == "Stock counts by hand that take all night"
    assert stock.queries[:2] == ('"stock count"', "stock* NEAR/6 count*")
    assert stock.should_match == ("Every stock count ends at two in the morning.",)
    assert failing_sentences(trackers.values()) == ()


def test_a_tracker_that_exists_is_named_and_not_proposed_again():
    segments, trackers = load([SHOPS], known=["tax-id"])
    assert "tax-id" in segments["shoe-shops"].trackers
    assert "tax-id" not in trackers


def test_one_segment_of_two_documents_is_one():
    other = Portrait("shoe shop", "b.md", 8, "Shoe shop")
    segments, _ = load([SHOPS, other])
    assert [d.path for d in segments["shoe-shops"].documents] == ["a.md", "b.md"]


hostile = st.text(st.sampled_from("ab 9:'\"#{}[]\n\r\u2028|>*&!%@`-\\\u202e,;()="), max_size=30)


@given(st.lists(hostile, min_size=4, max_size=4), hostile, hostile)
def test_whatever_a_document_says_the_files_load_and_say_it_back(pains, name, search):
    portrait = Portrait(
        name, "a.md", 1, name or None, (DocumentWords(search, 2),), (Trait("arr", "arr > 1", 3, name, search),),
        pains=tuple(DocumentWords(pain, 4) for pain in pains if any(c.isalnum() for c in pain)),
        searches=(DocumentWords(search, 5),) if any(c.isalnum() for c in search) else (),
        quotes=(DocumentWords(name, 6),), exclusions=((DocumentWords(search, 7), None),),
    )  # fmt: skip
    proposals = propose([portrait])
    segments, wrong = parse_segments(render_proposals(proposals, "segment", [name]))
    trackers, _ = parse_trackers(render_proposals(proposals, "tracker", [name]), "trackers.yaml")
    assert len(segments) == 1
    assert not [p for p in wrong if "document" not in str(p) and "expected a single text" not in str(p)]
    assert segments[0].where == "arr > 1"
    assert all(isinstance(tracker.label, str) for tracker in trackers)
