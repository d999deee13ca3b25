"""Words that are quoted out of their sentence: what the rest of it does to them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.calls.normalized import parse
from evidence.model import Call, Citation, Hit, Utterance
from evidence.quotes.alignment import CallSpeech
from evidence.quotes.answering import answer_span
from evidence.quotes.cut import cut, cut_around, quote_at
from evidence.quotes.verdicts import judge
from evidence.text import tokenize
from example_workspace import ROOT

CUTS = [
    cut
    for name in ("cuts", "cuts_second", "cuts_third")
    for cut in re.findall(
        r"^- (fail|warn|silent): (.+)$",
        (Path(__file__).parent / f"{name}.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
]


def speech(*lines):
    """Make a call of (speaker, text)."""
    utterances = (Utterance(n, n, who, text) for n, (who, text) in enumerate(lines, 1))
    return CallSpeech(Call("c", "t", "t.vtt", "", "vtt", "1", utterances=tuple(utterances)))


def told(verdict):
    """Return `fail`, `warn` or `silent`."""
    if verdict.name != "cut-short":
        assert verdict.ok, verdict
        return "silent"
    return "warn" if verdict.ok else "fail"


@pytest.mark.parametrize("cited", [True, False])
@pytest.mark.parametrize(("right", "marked"), CUTS)
def test_cuts_at_the_edge_are_told(right, marked, cited):
    before, quoted, behind = re.split(r"[\[\]]", marked)
    said = speech(("Dana", f"Right. {before}{quoted}{behind} Thanks."))
    verdict = judge(quoted, Citation("c", 1), said) if cited else judge(quoted, candidates=[said])
    assert told(verdict) == right


@pytest.mark.parametrize(
    ("quoted", "right"),
    [
        ("\u2026 we are going to renew", "fail"),
        ("[...] we are going to renew.", "fail"),
        ("I can't say we are going to renew", "silent"),
        ("can't say we are going to renew", "silent"),
        ("We like it.", "warn"),
        ("We like it \u2026", "silent"),
        ("We like it \u2026 too much", "silent"),
        ("We like it, but it costs too much.", "silent"),
        ("the tool is fine", "warn"),
        ("\u2026 the tool is fine", "silent"),
    ],
)
def test_an_ellipsis_tells_that_words_are_missing_but_not_that_they_are_denied(quoted, right):
    text = "I can't say we are going to renew. We like it, but it costs too much. My boss says the tool is fine."
    assert told(judge(quoted, Citation("c", 1), speech(("Dana", text)))) == right


def test_the_detail_shows_the_rest_of_the_sentence():
    said = speech(("Dana", "Well. I can't say we are going to renew. We like it, but it costs too much."))
    failed = judge("We are going to renew.", Citation("c", 1), said)
    assert failed.detail == 'the sentence begins "I can\'t say", which denies the quoted words'
    warned = judge("We like it.", Citation("c", 1), said)
    assert warned.detail.startswith('the sentence goes on "but it costs too much.", which limits the quoted words')
    assert (failed.citation.start, failed.citation.end) == (18, 39)


def test_a_place_where_the_words_are_whole_wins():
    said = speech(
        ("Dana", "I doubt we renew it."), ("Rep", "Hm, and why is that, do you think?"), ("Dana", "We renew it.")
    )
    verdict = judge("We renew it.", Citation("c", 1), said)
    assert (verdict.name, verdict.citation.utterance) == ("moved", 3)
    assert judge("We renew it.", candidates=[said]).citation.utterance == 3
    elsewhere = speech(("Dana", "We renew it."))
    alone = speech(("Dana", "I doubt we renew it."))
    assert judge("We renew it.", candidates=[alone, elsewhere]).name == "exact"


def test_a_sentence_may_begin_before_somebody_put_in_a_word():
    said = speech(
        ("Dana", "That is fine. I can't say that next"), ("Rep", "Right."), ("Dana", "year we are going to renew.")
    )
    assert told(judge("we are going to renew.", Citation("c", 3), said)) == "fail"
    said = speech(("Dana", "That is fine. I really can't"), ("Rep", "Right."), ("Dana", "say we are going to renew."))
    assert told(judge("we are going to renew.", Citation("c", 3), said)) == "fail"
    assert told(judge("we are going to renew.", candidates=[said])) == "fail"


def test_without_stops_the_utterance_before_says_nothing():
    said = speech(("Dana", "and i really can't"), ("Rep", "right"), ("Dana", "say we are going to renew"))
    assert told(judge("we are going to renew", Citation("c", 3), said)) == "silent"


@pytest.mark.parametrize(
    "text",
    [
        "Ich glaube nicht, dass wir no way den Vertrag im Herbst noch einmal verlängern werden, so gern ich das hätte.",
        "Nous ne pensons pas que la commission no way va renouveler le contrat pour une autre année avec vous.",
    ],
)
def test_in_a_language_that_the_rules_do_not_know_nothing_is_judged(text):
    place = text.index("no way") + len("no way ")
    assert told(judge(text[place:], Citation("c", 1), speech(("Dana", text)))) == "silent"


# What speech is made of: clauses that deny, doubt, condition, tell and limit, with and without stops.
OPENINGS = (
    "I can't say", "I doubt that", "if the price drops", "my boss says", "we never", "maybe", "it is not true that",
    "they told us", "unless you fix it", "nobody here", "we might", "I'm not sure whether", "apparently",
)  # fmt: skip
CLAUSES = (
    "we are going to renew", "the ledger goes out", "lose receipts on a Friday", "the import is quick",
    "everybody types it in by hand", "and the approvals take three weeks", "so somebody stays late",
)  # fmt: skip
ENDS = ("but it costs too much", "except in May", "unless somebody complains", "only if legal agrees", "if you pay")
pieces = st.tuples(
    st.sampled_from((*OPENINGS, *CLAUSES, *CLAUSES, *ENDS)), st.sampled_from((" ", ", ", " ", ". ", "; "))
)
talk = st.lists(pieces, min_size=1, max_size=40).map(lambda found: "".join(map("".join, found)).strip(" ,;"))


def own_quotes(call_id, utterance, span, utterances):
    """Return what each way of cutting makes of a hit."""
    marks = {span: 1.0}
    yield cut(Hit(call_id, utterance, (span,)), utterances)
    yield cut_around(call_id, utterance, span, utterances)
    yield quote_at(call_id, utterance, answer_span(utterance.text, marks), utterances)


@given(st.lists(talk, min_size=1, max_size=4), st.data())
def test_our_own_cutting_never_cuts_short(texts, data):
    said = speech(*((("Dana", "Rep")[n % 2], text) for n, text in enumerate(texts)))
    utterance = data.draw(st.sampled_from(said.call.utterances))
    token = data.draw(st.sampled_from(tokenize(utterance.text)))
    for quote in own_quotes("c", utterance, (token.start, token.end), said.call.utterances):
        verdict = judge(quote.text, quote.citation, said)
        assert (verdict.name, verdict.detail) == ("exact", ""), quote.text


def test_no_quote_of_the_example_is_cut_short():
    for path in sorted((ROOT / "source" / "transcripts" / "normalized").glob("*.md")):
        said = CallSpeech(parse(path.read_text(encoding="utf-8")))
        for utterance in said.call.utterances:
            for token in tokenize(utterance.text)[::7]:
                for quote in own_quotes(said.call.call_id, utterance, (token.start, token.end), said.call.utterances):
                    assert judge(quote.text, quote.citation, said).name == "exact", quote.text
