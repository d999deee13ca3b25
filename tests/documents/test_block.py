"""Golden blocks, byte for byte: `EVIDENCE_GOLDEN=write pytest tests/documents/test_block.py` writes them anew."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evidence.documents.attribution_lines import attribution_line
from evidence.documents.block import render_block, shown_quotes
from evidence.documents.markdown import read_inline
from evidence.documents.markers import find_blocks
from evidence.documents.placement import find_place, place
from evidence.documents.quotations import parse_attribution, strip_quotes
from evidence.documents.redact import Redaction
from evidence.documents.structure import Style, read_document
from evidence.model import (
    Account,
    Attribution,
    Citation,
    Finding,
    Quote,
    Segment,
    SegmentEvidence,
    Tracker,
    TrackerEvidence,
)
from evidence.text import one_line
from strategies import examples

GOLDEN = Path(__file__).parent / "golden"
PREFIX = "../source/transcripts/normalized/"
ACCOUNTS = (
    Account("Account_11", "Harbour Bakery", "harbour.example", "Food", 350, 50_000.0),
    Account("Account_12", "Oven & Sons", None, "Food", 1_200, 1_200_000.0),
    Account("Account_13", "Crumb_Works", "crumb.example", None, None, None),
    Account("Account_14", "Rye | Co", None, "Retail", 40, 900.0),
    Account("Account_15", "Tart"),
    Account("Account_16", "Bun"),
)
ATTRIBUTION = Attribution(
    "Ida Lund", "customer", title="Head Baker", account=ACCOUNTS[0], outcome="won", date="2026-01-12"
)


def finding(text="We fill the ovens by hand.", *, call="harbour-1", utterance=17, ms=754_000, **changes) -> Finding:
    known = {"status": "accepted", "attribution": ATTRIBUTION} | changes
    quote = Quote("q0123456789ab", Citation(call, utterance, 0, len(text), ms), text)
    return Finding(quote, "by-hand", **known)


def evidence(**changes) -> SegmentEvidence:
    by_hand = Tracker("by-hand", "Filling by hand", ('"by hand"', "fill* NEAR/4 oven*"))
    silent = Tracker("audits", "Audits & paper", ('="HACCP"', "audit*", "<b>"))
    rep = replace(ATTRIBUTION, side="internal", title=None, account=ACCOUNTS[1], outcome="lost", date="2026-02-03")
    unsure = replace(
        ATTRIBUTION, title=None, role="champion", account=ACCOUNTS[2], outcome=None, date=None, side_assumed=True
    )
    found = TrackerEvidence(
        by_hand,
        accounts=("Account_11", "Account_12", "Account_13"),
        mentions=7,
        won=1,
        lost=1,
        last_heard="2026-02-03",
        unknown_side=2,
        chosen=(
            finding(),
            finding('So you still "do it" by hand?', call="oven-2", ms=None, attribution=rep, assertion="question"),
            finding(
                "By hand, mail ida@harbour.example.",
                call="crumb-3",
                attribution=unsure,
                status="new",
                note="Ask again.",
            ),
        ),
        available=6,
        volunteered=5,
        against=(finding("By hand is fine for us.", call="harbour-4", utterance=3),),
    )
    known = {
        "segment": Segment("bakers", "Bakers"),
        "trackers": (TrackerEvidence(silent), found),
        "accounts": ACCOUNTS,
        "outcomes": (("Account_11", "won"), ("Account_12", "lost"), ("Account_13", "won"), ("Account_14", "open")),
        "linked": ("Account_11", "Account_12", "Account_13", "Account_14"),
        "calls": ("harbour-1", "oven-2", "crumb-3"),
        "unknown_left_out": 2,
        "unknown_counted": 1,
        "first_date": "2026-01-12",
        "last_date": "2026-02-03",
        "as_of": "2026-03-31",
        "undated": 1,
    }
    return SegmentEvidence(**known | changes)


def rendered(what: SegmentEvidence | None = None, **options) -> str:
    known = {"style": Style(), "link_prefix": PREFIX} | options
    return render_block(what or evidence(), **known)


CASES = {
    "full": {},
    "compact": {"layout": "compact"},
    "headings": {"style": Style(3, bold_labels=False, bullet="*   "), "notes": True, "max_age": 60},
    "colon_inside": {"style": Style(4, colon_inside=True), "redaction": Redaction("none")},
    "pseudonyms": {"redaction": Redaction("pseudonyms", ("Ida Lund",), (("Harbour Bakery", "Account A"),))},
    "strict": {"redaction": Redaction("strict")},
}


@pytest.mark.parametrize("name", CASES)
def test_a_block_is_written_as_its_golden_file(name):
    text = rendered(**CASES[name])
    file = GOLDEN / f"block_{name}.md"
    if os.environ.get("EVIDENCE_GOLDEN") == "write":
        file.write_text(text, encoding="utf-8", newline="")
    assert text == file.read_bytes().decode()


def test_parts_without_anything_to_say_are_not_printed():
    nothing = evidence(
        trackers=(), accounts=(), outcomes=(), linked=(), calls=(), first_date=None, undated=0, unknown_left_out=0,
        unknown_counted=0,
    )  # fmt: skip
    assert rendered(nothing) == "_Based on 0 calls with 0 of 0 accounts. CRM data as of 2026-03-31._\n"


@pytest.mark.parametrize(
    ("left_out", "counted", "said"),
    [
        (1, 0, "1 quote left out ("),
        (0, 1_200, "1,200 quotes counted ("),
        (2, 1, "2 quotes left out and 1 quote"),
    ],
)
def test_what_nobody_knows_the_side_of_is_said_with_how_to_mend_it(left_out, counted, said):
    last = rendered(evidence(unknown_left_out=left_out, unknown_counted=counted)).splitlines()[-1]
    assert f" Speakers not yet marked as customer or colleague: {said}" in last
    assert last.endswith(" (evidence review --links)._")


def test_what_was_found_in_any_way_is_not_among_what_was_not_found():
    silent, _ = evidence().trackers
    for found in (replace(silent, against=(finding(),)), replace(silent, countered=1), replace(silent, unknown_side=1)):
        assert "Searched and not found" not in rendered(evidence(trackers=(found,)))
    assert "**Searched and not found** (3 calls):" in rendered(evidence(trackers=(silent,)))


def test_the_quotes_that_a_block_prints_are_known_without_printing_it():
    _, found = evidence().trackers
    more = evidence(trackers=(replace(found, against=(finding(), finding())),))
    for layout in ("full", "compact"):
        assert rendered(more, layout=layout).count("\n> — ") == len(shown_quotes(more, layout))


def test_one_account_that_dominates_is_named():
    (_, found) = evidence().trackers
    other = finding(attribution=replace(ATTRIBUTION, account=ACCOUNTS[1]))
    text = rendered(evidence(trackers=(replace(found, chosen=(finding(), finding(), other)),)))
    assert "Mostly from one account: 2 of 3 quotes are from Harbour Bakery." in text
    assert "Mostly" not in rendered(evidence(trackers=(replace(found, chosen=(finding(), other)),)))


def test_a_lost_account_is_among_the_samples_however_many_won():
    accounts = tuple(Account(f"A{n}", f"Shop {n}") for n in range(9))
    outcomes = tuple((a.account_id, "lost" if a.account_id == "A8" else "won") for a in accounts)
    text = rendered(evidence(accounts=accounts, outcomes=outcomes, linked=tuple(a.account_id for a in accounts)))
    samples = text.partition("**Sample accounts**:")[2]
    assert samples.count("(won)") == 3
    assert "- Shop 8 (lost)" in samples


def test_no_link_names_a_customer_or_a_person_who_is_hidden():
    redaction = Redaction("pseudonyms", ("Ida Lund",), (("Harbour Bakery", "Account A"),))
    (_, found) = evidence().trackers
    for call, linked in (("harbour-bakery-7", False), ("ida-lund-7", False), ("call-7", True)):
        said = finding(call=call, attribution=Attribution(side="customer"))
        text = rendered(evidence(trackers=(replace(found, chosen=(said,), against=()),)), redaction=redaction)
        assert (call in text) == linked


def test_what_was_prompted_is_told_apart_from_what_was_volunteered():
    (silent, found) = evidence().trackers
    (row,) = [line for line in rendered().splitlines() if line.startswith("| Filling by hand ")]
    assert " ".join(row.split()) == "| Filling by hand | 3 of 4 | 7 | 5 | 1 | 1 | 2026-02-03 |"
    unprompted = rendered(evidence(trackers=(silent, replace(found, volunteered=7))))
    assert "Volunteered" not in unprompted


@pytest.mark.parametrize(
    ("changes", "mark"),
    [
        ({"prompted": True}, "prompted"),
        ({"edited": True}, "transcript edited"),
        ({"closed": "lost"}, "lost since the review"),
        ({"closed": "won", "edited": True}, "transcript edited, won since the review"),
    ],
)
def test_what_may_read_otherwise_by_now_is_marked(changes, mark):
    (_, found) = evidence().trackers
    text = rendered(evidence(trackers=(replace(found, chosen=(finding(**changes),)),)))
    assert f"_({mark})_" in text


def test_whatever_marks_stand_behind_it_an_attribution_reads_back():
    marked = finding(
        status="new",
        attribution=replace(ATTRIBUTION, side_assumed=True),
        assertion="question",
        prompted=True,
        edited=True,
        closed="lost",
    )
    line = attribution_line(marked, link_prefix=PREFIX, redaction=Redaction("people"), as_of="2026-12-31", max_age=30)
    said = parse_attribution(read_inline(line))
    assert (said.title, said.account, said.facts[-1]) == ("Head Baker", "Harbour Bakery", "won")
    assert line.endswith("lost since the review, older than 30 days)_")


def test_an_unknown_speaker_stays_unknown():
    said = finding(attribution=Attribution(account=ACCOUNTS[0]), ms=None)
    (_, found) = evidence().trackers
    text = rendered(evidence(trackers=(replace(found, chosen=(said,), against=()),)))
    assert "> — Speaker unknown on a call with Harbour Bakery (Food, 350 employees, $50K ARR), [source](" in text
    text = rendered(evidence(trackers=(replace(found, chosen=(finding(attribution=Attribution(side="customer")),)),)))
    assert "> — Customer, [00:12:34](" in text


HOSTILE = st.text(max_size=40) | st.sampled_from(
    (
        "<!-- evidence:end -->",
        "</details>",
        "# heading",
        "| a | b |\n|---|---|",
        "\u202eback",
        "x" * 10_000,
        "```",
        "<!-- evidence:begin segment=x sha256=0 -->",
        "[a](b)",
        "- [ ] a",
        "<!--",
        "> > a",
        '"',
        "\n\n---\n\n",
        "— Someone, Other",
    )
)


@examples(150)
@given(words=HOSTILE, name=HOSTILE, label=HOSTILE, query=HOSTILE, bold=st.booleans())
def test_hostile_words_cannot_break_a_document(words, name, label, query, bold):
    account = replace(ACCOUNTS[0], account_name=name, industry=name)
    said = finding(words, attribution=replace(ATTRIBUTION, account=account, title=name, speaker=name), note=words)
    tracker = Tracker("t", label, (query,))
    found = TrackerEvidence(tracker, ("Account_11",), 1, chosen=(said,), available=1, against=(said,))
    what = evidence(trackers=(found, TrackerEvidence(tracker)), accounts=(account,))
    body = render_block(
        what, style=Style(bold_labels=bold), link_prefix=PREFIX, redaction=Redaction("none"), notes=True
    )
    before = "# Bakers\n\n## Their ovens\n\nText.\n\n## Last\n"
    document = read_document(before)
    text = place(document, find_place(document, "bakers", name="Bakers", heading="Their ovens"), body)
    seen = read_document(text)
    assert [block.state for block in seen.blocks] == ["clean"]
    assert [heading.text for heading in seen.headings] == ["Bakers", "Their ovens", "Last"]
    assert seen.fences == ()
    expected = strip_quotes(f'"{one_line(words)}"')
    assume(
        expected or '"' not in name
    )  # no quote is without words; where one were, the name's marks would be the only ones
    assert all(" ".join(quotation.text.split()) == expected for quotation in seen.quotations)
    assert [q.attribution.citation.utterance for q in seen.quotations] == ([17, 17] if expected else [])


def test_a_block_reads_back_with_its_attributions():
    document = read_document("# Bakers\n")
    place_ = find_place(document, "bakers", name="Bakers")
    seen = read_document(place(document, place_, rendered()))
    assert find_blocks(seen.text)[0].segment == "bakers"
    first, rep, champion, against = seen.quotations
    assert {q.block for q in seen.quotations} == {"bakers"}
    assert first.text == "We fill the ovens by hand."
    assert (first.attribution.title, first.attribution.account) == ("Head Baker", "Harbour Bakery")
    assert first.attribution.facts == ("Food", "350 employees", "$50K ARR", "won")
    assert (first.attribution.date, first.attribution.time) == ("2026-01-12", "00:12:34")
    assert first.attribution.citation == Citation("harbour-1", 17)
    assert (rep.text, rep.attribution.title, rep.attribution.account) == (
        'So you still "do it" by hand?',
        "Our team",
        "Oven & Sons",
    )
    assert (rep.attribution.facts[1], rep.attribution.date, rep.attribution.time) == (
        "1,200 employees",
        "2026-02-03",
        None,
    )
    assert (champion.text, champion.attribution.time) == ("By hand, mail [email].", "00:12:34")
    assert against.attribution.citation == Citation("harbour-4", 3)
    assert seen.pains == ()


PEOPLE = Segment("cfos", "CFOs", people=("CFO", "*Controller*"))


def test_a_block_of_people_says_where_they_were_heard_and_who_has_no_title():
    said = rendered(evidence(segment=PEOPLE, untitled=31, customers=54)).splitlines()[-1]
    assert "accounts in which they were heard" in said
    assert "31 of 54 customer speakers have no title." in said
    assert "Controller" not in said, "documents show no syntax"


def test_where_nobody_was_heard_no_silence_is_told():
    silent = evidence().trackers[0]
    silent = replace(silent, mentions=0, accounts=(), chosen=(), against=(), unknown_side=0)
    heard = evidence(segment=PEOPLE, trackers=(silent,))
    assert "not found" in rendered(heard)
    assert "not found" not in rendered(replace(heard, linked=(), calls=(), accounts=()))
