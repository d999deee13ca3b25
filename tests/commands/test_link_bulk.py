"""Suggested links accepted together and taken back together; of what people wrote nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import evidence
from evidence.commands.link_bulk import (
    accept_links_of,
    accept_suggested,
    accepted_links,
    best_suggestions,
    mark_of,
    read_score,
    suggested_links,
    take_back_links,
)
from evidence.errors import SettingsError, TableError
from evidence.model import AccountLink, Candidate
from strategies import examples

CALL = "Quill: Who are you?\nBo: Nobody. It takes {} weeks.\nQuill: I see.\nBo: Yes.\n"
TITLES = ("intro-larch-mills", "second-call-with-alder", "larch-mills-and-alder", "nobody-knows")
ACCOUNTS = "account_id,account_name\nA1,Larch Mills\nA2,Alder\n"


@pytest.fixture
def place(tmp_path):
    (tmp_path / "evidence.yaml").write_text("")
    for folder in ("transcripts/raw", "crm/exports", "joins/mappings"):
        (tmp_path / "source" / folder).mkdir(parents=True)
    (tmp_path / "source/crm/exports/crm_accounts_2026-01-31.csv").write_text(ACCOUNTS)
    for weeks, name in enumerate(TITLES, 2):
        (tmp_path / f"source/transcripts/raw/{name}.txt").write_text(CALL.format(weeks))
    evidence.ingest_calls(tmp_path)
    return tmp_path


@pytest.fixture
def accepted(place):
    return place / "source/joins/mappings/accepted.csv"


def test_only_a_single_best_suggestion_is_accepted_and_all_carry_one_mark(place, accepted):
    shown = accept_suggested(place, 0.9, dry_run=True)
    assert [(one["call_id"], one["account_id"], one["score"], one["reason"], one["changed"]) for one in shown] == [
        ("intro-larch-mills", "A1", 0.9, "named in the title", False),
        ("second-call-with-alder", "A2", 0.9, "named in the title", False),
    ]
    assert not accepted.exists()
    done = accept_suggested(place, 0.9)
    assert [one["changed"] for one in done] == [True, True]
    rows = [line.split(",") for line in accepted.read_text().splitlines()]
    assert rows[0] == ["transcript_id", "account_id", "mapped_by", "mapped_date"]
    assert [row[:3] for row in rows[1:]] == [
        ["intro-larch-mills", "A1", "bulk 0.9 intro-larch-mills A1"],
        ["second-call-with-alder", "A2", "bulk 0.9 second-call-with-alder A2"],
    ]
    evidence.ingest_calls(place)
    links = {one["call_id"]: (one["status"], one["method"]) for one in evidence.account_links(place)}
    assert links["intro-larch-mills"] == links["second-call-with-alder"] == ("linked", "mapping")
    assert links["larch-mills-and-alder"][0] == "suggested"
    assert accept_suggested(place, 0.9) == []


def test_they_are_taken_back_as_one_and_every_other_byte_stays(place, accepted):
    before = (
        'transcript_id;account_id;"our note";mapped_by\r\n'
        'nobody-knows;A1;" as typed ";kim\r\n\r\nlarch-mills-and-alder;A2;why;bulk 0.8\r\n'
    )
    accepted.write_bytes(before.encode())
    accept_suggested(place, 0.9)
    rows = accepted.read_bytes().decode()
    assert rows == before + (
        "intro-larch-mills;A1;;bulk 0.9 intro-larch-mills A1\r\n"
        "second-call-with-alder;A2;;bulk 0.9 second-call-with-alder A2\r\n"
    )
    assert [one["line"] for one in accept_suggested(place, 0.9, undo=True, dry_run=True)] == [5, 6]
    assert accepted.read_bytes().decode() == rows
    assert [one["changed"] for one in accept_suggested(place, 0.9, undo=True)] == [True, True]
    assert accepted.read_bytes().decode() == before
    assert accept_suggested(place, 0.9, undo=True) == []


def test_a_line_into_which_somebody_wrote_stays_and_is_named(place, accepted):
    accept_suggested(place, 0.9)
    lines = accepted.read_text().splitlines()
    lines[0] += ",note"
    lines[2] += ",asked Bo"
    accepted.write_text("\n".join(lines) + "\n")
    found = {one["call_id"]: (one["changed"], one["kept"]) for one in accept_suggested(place, 0.9, undo=True)}
    assert found == {"intro-larch-mills": (True, False), "second-call-with-alder": (False, True)}
    assert accepted.read_text().splitlines() == [lines[0], lines[2]]


@pytest.mark.parametrize(
    ("said", "corrected"),
    [
        ("alder,A2,bulk", "alder,A1,bulk"),  # the account
        ("second-call-with-alder,A2,bulk", "larch-mills-and-alder,A2,bulk"),  # the call
        ("bulk 0.9 second-call-with-alder A2", "bulk 0.9"),  # whose it was is unknown
    ],
)
def test_a_line_that_somebody_corrected_stays_and_is_named(place, accepted, said, corrected):
    accept_suggested(place, 0.9)
    text = accepted.read_text()
    accepted.write_text(text.replace(said, corrected))
    assert accepted.read_text() != text
    lines = accepted.read_text().splitlines()
    found = [(one["changed"], one["kept"], one["reason"]) for one in accept_suggested(place, 0.9, undo=True)]
    assert found == [(True, False, ""), (False, True, "its line is not as it was accepted")]
    assert accepted.read_text().splitlines() == [lines[0], lines[2]]


def test_what_is_written_after_the_links_were_shown_stays(place, accepted):
    accept_suggested(place, 0.9)
    with evidence.open_library(place) as library:
        shown = accepted_links(library, 0.9)
        text = accepted.read_text().replace("alder,A2,bulk", "alder,A1,bulk")
        added = "nobody-knows,A1,bulk 0.9,2026-02-01\nlarch-mills-and-alder,A2,bulk 0.9 larch-mills-and-alder A2,\n"
        accepted.write_text(text + added)
        found = take_back_links(library, shown, 0.9)
    assert [(one.changed, one.kept, one.reason) for one in found] == [
        (True, False, ""),
        (False, True, "its line changed meanwhile"),
    ]
    lines = text.splitlines()
    assert accepted.read_text() == "\n".join([lines[0], lines[2], added])


@pytest.mark.parametrize(
    "before",
    [
        "call_id,account_id\nnobody-knows,A1\n",
        "call_id;account_id\r\n",
        '# ours\n"call_id","account_id"\n\n"nobody-knows", A1\n\n',
    ],
)
def test_a_file_without_a_column_for_the_mark_gets_one_until_the_links_are_taken_back(place, accepted, before):
    accepted.write_bytes(before.encode())
    accept_suggested(place, 0.9)
    assert "mapped_by" in accepted.read_text()
    assert "bulk 0.9 intro-larch-mills A1 (column added)" in accepted.read_text()
    assert all(one["changed"] for one in accept_suggested(place, 0.9, undo=True))
    assert accepted.read_bytes().decode() == before


@pytest.mark.parametrize("row", ["nobody-knows,A1,kim\n", "nobody-knows,A1,\n"])
def test_an_added_column_that_somebody_uses_stays(place, accepted, row):
    accepted.write_text("call_id,account_id\n")
    accept_suggested(place, 0.9)
    accepted.write_text(accepted.read_text() + row)
    accept_suggested(place, 0.9, undo=True)
    assert accepted.read_text() == "call_id,account_id,mapped_by\n" + row


def test_a_column_that_was_there_stays(place, accepted):
    before = "call_id,account_id,mapped_by\nnobody-knows,A1\n"
    accepted.write_text(before)
    accept_suggested(place, 0.9)
    accept_suggested(place, 0.9, undo=True)
    assert accepted.read_text() == before


def test_where_one_call_is_given_away_meanwhile_none_is_linked(place, accepted):
    with evidence.open_library(place) as library:
        links = suggested_links(library, 0.9)
        (place / "source/joins/mappings/ours.csv").write_text("transcript_id,account_id\nsecond-call-with-alder,A1\n")
        with pytest.raises(TableError, match=r"second-call-with-alder is mapped to A1, so it was not linked to A2"):
            accept_links_of(library, links, 0.9)
    assert not accepted.exists()


LINK_STATUSES = ("suggested", "ambiguous", "unlinked", "linked")
scores = st.integers(0, 20).map(lambda n: n / 20)


@given(st.lists(st.lists(scores, max_size=3), max_size=6), st.sampled_from(LINK_STATUSES), scores)
@examples(100)
def test_nothing_below_the_score_no_tie_and_no_other_status_is_ever_accepted(all_scores, status, least):
    links = [
        AccountLink(
            f"c{n}", status, candidates=tuple(Candidate(f"A{m}", f"N{m}", "title", s) for m, s in enumerate(each))
        )
        for n, each in enumerate(all_scores)
    ]
    found = {one.call_id: one.account_id for one in best_suggestions(links, least)}
    expected = {
        f"c{n}": "A0"
        for n, each in enumerate(all_scores)
        if status == "suggested" and each and each[0] >= least and each.count(max(each)) == 1 and max(each) == each[0]
    }
    assert found == expected


@pytest.mark.parametrize("text", ["", "high", "0", "-0.5", "1.01", "90", "nan", "inf", "0,9"])
def test_what_is_no_score_is_refused(text):
    with pytest.raises(SettingsError, match="is not a score"):
        read_score(text)


def test_a_score_has_one_mark_however_it_is_typed():
    assert mark_of(read_score("0.90")) == mark_of(read_score(".9")) == "bulk 0.9"
    assert mark_of(read_score("1")) == "bulk 1"


# -- files that changed since the calls were indexed ----------------------------------------------------


def told(records):
    return [(one["call_id"], one["account_id"], one["kept"], one["reason"]) for one in records]


NEWER = "source/crm/exports/crm_accounts_2026-02-28.csv"


@pytest.mark.filterwarnings("ignore:.*lacks 1 account")
@pytest.mark.parametrize("indexed", [True, False])
@pytest.mark.parametrize(
    "files",
    [
        {"source/joins/mappings/kim.csv": "transcript_id,account_id\nintro-larch-mills,A2\n"},
        {"source/joins/mappings/kim.csv": "transcript_id,account_id\nintro-larch-mills,A1\n"},
        {"source/joins/mappings/kim.csv": "transcript_id,account_id\nIntro-Larch-Mills,internal\n"},
        {NEWER: "account_id,account_name\nA2,Alder\n"},
        {NEWER: "account_id,account_name\nA1,Larch Mills\nA3,Yarrow\n"},
        {
            NEWER: "account_id,account_name\nA2,Alder\nA3,Yarrow\n",
            "source/joins/mappings/kim.csv": "transcript_id,account_id\nsecond-call-with-alder,A1\n",
        },
    ],
)
def test_the_dry_run_lists_what_the_run_does(place, accepted, files, indexed):
    for name, text in files.items():
        (place / name).write_text(text)
    if indexed:
        evidence.ingest_calls(place)
    shown = accept_suggested(place, 0.9, dry_run=True)
    done = accept_suggested(place, 0.9)
    assert told(done) == told(shown)
    assert all(one["changed"] != one["kept"] for one in done)
    written = accepted.read_text().splitlines()[1:] if accepted.exists() else []
    assert sorted(line.split(",")[0] for line in written) == sorted(o["call_id"] for o in shown if not o["kept"])
    mapped = files.get("source/joins/mappings/kim.csv", "").lower()
    assert not any(line.split(",")[0] in mapped for line in written)
