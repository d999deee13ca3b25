"""Calls in German, French and Italian beside one in English: found, not judged, and no silence reported of them."""

from __future__ import annotations

import json

import pytest

from copies import copied
from evidence import examine_workspace, find_quotes
from evidence.commands.attach import attach
from evidence.commands.pains import pains
from evidence.documents.block import render_block
from evidence.documents.structure import Style
from evidence.library.absence import absence
from evidence.library.asking import Filters, ask
from evidence.library.figures import stats
from evidence.library.findings import Finder, quotes, unjudged_mentions
from evidence.library.languages import calls_by_language, searched_languages, utterances_by_language
from evidence.library.library import opened
from evidence.model import Tracker
from evidence.query.assertion import assertion_of
from evidence.segments.trackers import failing_sentences
from small_world import RAW, lay, vtt

CALLS = {
    "muehle": vtt(
        (1, "Ines Vale", "Wie macht ihr das denn heute mit den Bestellungen und den Rechnungen?"),
        (8, "Jo Brandt", "Ehrlich gesagt machen wir die Bestellungen immer noch von Hand, das ist ein Albtraum."),
        (18, "Ines Vale", "Und die Rechnungen?"),
        (20, "Jo Brandt", "Die Rechnungen prüfen wir nicht von Hand, das macht ein Programm für uns."),
    ),
    "moulin": vtt(
        (1, "Ines Vale", "Comment est-ce que vous gérez les commandes aujourd'hui ?"),
        (8, "Lou Vannier", "On ressaisit toutes les commandes à la main avec l'outil de l'équipe, c'est un cauchemar."),
    ),
    "mulino": vtt(
        (1, "Ines Vale", "Come gestite oggi gli ordini e le fatture della vostra azienda?"),
        (8, "Gia Serra", "Facciamo tutto a mano con gli strumenti dell'azienda, e non funziona mai come dovrebbe."),
    ),
    "mill": vtt(
        (1, "Ines Vale", "How do you handle the orders today?"),
        (8, "Bo Trent", "We still do all of the orders by hand, and it is a nightmare for the whole team."),
    ),
}
TRACKERS = """\
by-hand:
  label: Orders by hand
  queries: ['"by hand"', '"von Hand"', '"à la main"', '"a mano"']
onboarding:
  label: Slow onboarding
  queries: [onboarding NEAR/5 slow]
rechnung:
  label: Zu wenig Personal für die Prüfung der Rechnungen
  queries: [Personal NEAR/5 Rechnung]
"""
FILES = {
    "evidence.yaml": "own_names: [Ines Vale]\nassume_others: customer\n",
    **{f"{RAW}/{name}-2026-03-0{day}.vtt": text for day, (name, text) in enumerate(CALLS.items(), 1)},
    "source/joins/mappings/calls.csv": "transcript_id,account_id\n"
    + "".join(f"{name}-2026-03-0{day},A{day}\n" for day, name in enumerate(CALLS, 1)),
    "source/crm/exports/crm_accounts_2026-03-31.csv": (
        "account_id,account_name,headcount\nA1,Muehle AG,10\nA2,Moulin SA,20\nA3,Mulino Srl,30\nA4,Mill Bank,40\n"
    ),
    "source/trackers.yaml": TRACKERS,
    "segments/segments.yaml": (
        "mills:\n  name: Mills\n  documents: [{path: mills.md}]\n  where: headcount > 0\n"
        "  trackers: [by-hand, onboarding, rechnung]\n"
        "german:\n  name: German\n  documents: [{path: german.md}]\n"
        "  where: headcount = 10\n  trackers: [by-hand, onboarding]\n"
    ),
    "segments/german.md": "# German\n\nOne of them.\n",
    "segments/mills.md": "# Mills\n\nFour of them.\n",
}


@pytest.fixture(scope="module")
def mills(tmp_path_factory):
    return lay(tmp_path_factory.mktemp("mills") / "w", FILES)


@pytest.fixture
def library(mills):
    with opened(mills) as library:
        yield library


def test_calls_and_utterances_are_counted_by_language_english_ones_left_out(library):
    entries = list(library.catalog.calls())
    assert calls_by_language(entries) == {"de": 1, "fr": 1, "it": 1}
    assert utterances_by_language(entries) == {"de": 4, "fr": 2, "it": 2}


@pytest.mark.parametrize(
    ("query", "calls"),
    [
        ("Bestellung", ["muehle"]),
        ("outils", ["moulin"]),
        ("aziende", ["mulino"]),
        ('"die rechnung"', ["muehle"]),
        ("ordine NEAR/4 fattura", ["mulino"]),
        ("order", ["mill"]),
    ],
)
def test_search_finds_the_forms_of_the_language(mills, query, calls):
    found = find_quotes(mills, query)
    assert [
        row.hit.call_id[: -len("-2026-03-01")] for row in {row.hit.call_id: row for row in found.rows}.values()
    ] == calls


def test_records_carry_the_language(library, mills):
    assert {row.record()["language"] for row in find_quotes(mills, "hand").rows} == {"en", "de"}
    told = {
        record["language"]: record["assertion"]
        for record in quotes(library, library.segments.values(), tracker=None, filters=Filters())
    }
    assert told == {"en": "present", "de": "unjudged", "fr": "unjudged", "it": "unjudged"}


def test_mentions_in_them_count_nowhere_and_are_told_apart(library):
    evidence_of = Finder(library).evidence(library.segments["mills"])
    by_hand, onboarding, rechnung = sorted(evidence_of.trackers, key=lambda one: one.tracker.tracker_id)
    assert (by_hand.accounts, by_hand.mentions) == (("A4",), 1)
    assert by_hand.unjudged == (("de", 2), ("fr", 1), ("it", 1))
    assert (onboarding.unjudged, onboarding.unsearched) == ((), (("de", 1), ("fr", 1), ("it", 1)))
    assert rechnung.unsearched == (("fr", 1), ("it", 1))
    assert unjudged_mentions(library) == {"de": 2, "fr": 1, "it": 1}


def test_a_tracker_searches_a_language_that_it_is_written_in_or_whose_words_it_has(library):
    asked = {
        name: searched_languages(library, one, ["de", "fr", "it", "und-Cyrl"]) for name, one in library.trackers.items()
    }
    assert asked == {"by-hand": {"de", "fr", "it"}, "onboarding": frozenset(), "rechnung": {"de"}}


def test_the_block_names_what_is_not_judged_and_what_could_not_be_searched(mills, tmp_path):
    world = copied(mills, tmp_path / "w")
    with opened(world) as library:
        attach(library, library.segments.values())
    text = (world / "segments/mills.md").read_text(encoding="utf-8")
    assert "Not judged: Orders by hand (2 mentions in German, 1 in French, 1 in Italian)." in text
    assert "Slow onboarding (1 call in French, 1 in German, 1 in Italian could not be searched)" in text
    assert (
        "Zu wenig Personal für die Prüfung der Rechnungen (1 call in French, 1 in Italian could not be searched)"
        in text
    )
    assert "Albtraum" not in text


def test_where_no_call_could_be_searched_nothing_is_said_to_be_absent(library):
    found = Finder(library).evidence(library.segments["german"])
    body = render_block(found, style=Style(), link_prefix="")
    assert "Searched and not found" not in body
    assert "Slow onboarding (1 call in German could not be searched)" in body.partition("Not searched")[2]


def test_an_accepted_quote_counts_as_anywhere(mills, tmp_path):
    world = copied(mills, tmp_path / "w")
    with opened(world) as library:
        (one,) = (
            record
            for record in quotes(library, [library.segments["mills"]], tracker="by-hand", filters=Filters())
            if "Albtraum" in record["quote"]
        )
    decision = {
        "v": 1, "at": "2026-04-01T00:00:00Z", "by": "ada", "segment": "mills", "tracker": "by-hand",
        "verdict": "accept",
        "quote_id": one["quote_id"], "call_id": one["call_id"], "utterance": one["utterance"],
        "start": one["citation"]["start"], "end": one["citation"]["end"], "exact": one["quote"],
    }  # fmt: skip
    (world / "segments/decisions.jsonl").write_text(json.dumps(decision) + "\n", encoding="utf-8")
    with opened(world) as library:
        (by_hand,) = (
            one
            for one in Finder(library).evidence(library.segments["mills"]).trackers
            if one.tracker.tracker_id == "by-hand"
        )
    assert (by_hand.accounts, by_hand.mentions) == (("A1", "A4"), 2)
    assert by_hand.unjudged == (("de", 1), ("fr", 1), ("it", 1))


def test_stats_count_them_apart_and_say_so(library):
    found = stats(library, [library.segments["mills"]])[0]
    assert [(pain.tracker.tracker_id, pain.accounts) for pain in found.pains] == [("by-hand", ("A4",))]
    assert found.record()["unjudged"] == [{"tracker": "by-hand", "mentions": {"de": 2, "fr": 1, "it": 1}}]
    said = "Not judged: Orders by hand (2 mentions in German, 1 in French, 1 in Italian)."
    assert any(note.startswith(said) for note in library.notes)
    assert stats(library, [library.segments["german"]])[0].record()["top_pains"] == []


def test_pains_are_not_looked_for_in_them_and_it_is_said(library):
    found = pains(library, Filters(), min_score=-100, limit=0)
    assert {one.row.hit.utterance.language for one in found.rows} == {"en"}
    assert found.unweighed == {"de": 4, "fr": 2, "it": 2}
    assert any(
        note.startswith("Not weighed: 4 utterances in German, 2 in French, 2 in Italian") for note in library.notes
    )


def test_status_names_the_calls_and_counts_the_mentions(mills):
    (topic,) = (topic for topic in examine_workspace(mills).topics if topic.topic == "languages")
    assert [item.split("-")[0] for item in topic.items] == ["moulin", "muehle", "mulino"]
    assert "2 mentions in German, 1 in French, 1 in Italian" in str(topic)


def test_a_search_that_finds_nothing_says_in_which_languages_it_did_not_ask(library):
    assert "1 call in French, 1 in German, 1 in Italian" in absence(library, ask("spreadsheets")).hint


def test_sentences_of_a_tracker_are_found_in_their_language_and_what_denies_is_not_seen_yet():
    tracker = Tracker(
        "by-hand",
        "Von Hand",
        ('"manuelle Rechnung"',),
        should_match=("Wir schreiben immer noch alle manuellen Rechnungen selbst.",),
        should_not_match=("Wir haben keine manuellen Rechnungen mehr, das ist vorbei.",),
    )
    assert [one.sentence for one in failing_sentences([tracker])] == [*tracker.should_not_match]


def test_nothing_is_judged_in_a_language_that_the_rules_do_not_know():
    text = "Wir haben keine manuellen Schritte."
    assert assertion_of(text, [(16, 34)], language="de") == ("unjudged", "German")
    assert assertion_of("We have no manual steps.", [(11, 23)], language="en").assertion == "absent"
    assert assertion_of("We have no manual steps.", [(11, 23)]).assertion == "absent"


def test_a_typed_call_in_german_is_read_and_searched_as_any_other(tmp_path):
    name = f"{RAW}/muehle-2026-03-01.md"
    text = (
        "# Muehle\n\n**Jo Brandt:** Ehrlich gesagt machen wir die Bestellungen immer noch von Hand, das ist mühsam.\n\n"
        "**Ines Vale:** Und wie lange dauert das dann bei euch jede Woche?\n\n"
        "**Jo Brandt:** Das dauert jede Woche zehn Stunden, und keiner hat Zeit dafür.\n\n"
    )
    world = lay(tmp_path / "w", {"evidence.yaml": "own_domains: []\n", name: text})
    with opened(world) as library:
        assert calls_by_language(library.catalog.calls()) == {"de": 1}
        assert find_quotes(library, "Bestellung").count == 1
