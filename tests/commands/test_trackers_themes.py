"""Themes of pains that no tracker covers, as trackers to take over."""

from __future__ import annotations

import pytest

from evidence import open_library, open_workspace
from evidence.commands.trackers_themes import propose_trackers
from evidence.query.match import match
from evidence.segments.trackers import parse_trackers, query
from small_world import lay

HURTS = (
    "It is a nightmare, the bilge pump broke again and we lost a whole night.",
    "Honestly the bilge pump is a huge problem for us, it fails each week.",
    "I hate it, the bilge pump is so slow that we bail by hand.",
)
TALK = ("Thank you for the call.", "We met on Monday and had lunch.", "The weather was good, people were happy.") * 6


@pytest.fixture
def proposed(tmp_path):
    def read(hurts, trackers="{}\n"):
        people, files = ["label,side"], {"evidence.yaml": "own_names: [Ines Hall]\n", "source/trackers.yaml": trackers}
        for at, hurt in enumerate(hurts):
            people.append(f"Vale{at},customer")
            said = [hurt, *TALK]
            files[f"source/transcripts/raw/c{at}.txt"] = "".join(
                f"Vale{at}: {one}\n\nInes Hall: Yes.\n\n" for one in said
            )
        files["source/people.csv"] = "\n".join(people) + "\n"
        with open_library(open_workspace(lay(tmp_path, files))) as library:
            return propose_trackers(library)

    return read


def test_a_theme_is_named_by_a_phrase_that_somebody_said_and_has_three_quotes(proposed):
    (one,) = proposed(HURTS)
    assert one.label == "bilge pump"
    assert {row.quote.citation.call_id for row in one.quotes} == {"c0", "c1", "c2"}
    (tracker,), problems = parse_trackers(f"{one.tracker}:\n  queries: {list(one.queries)!r}\n", "trackers.yaml")
    assert problems == ()
    assert all(match(query(tracker, sided=False), row.quote.text) for row in one.quotes)
    record = one.record()
    assert record["example"] == record["quotes"][0]["quote"]
    assert record["mentions"] == 3


@pytest.mark.parametrize(
    "hurts",
    [
        HURTS[:2],
        tuple(text.replace("bilge pump", "question") for text in HURTS),
        ("It is a nightmare, the bilge broke.", "I hate it, the keel is slow.", "The mast is a huge problem for us."),
    ],
)
def test_too_few_quotes_words_of_all_talk_and_words_apart_make_no_theme(proposed, hurts):
    assert proposed(hurts) == ()


def test_what_a_tracker_finds_already_is_not_proposed(proposed):
    assert proposed(HURTS, "pumps:\n  queries: ['bilge']\n") == ()


def test_the_limit_holds_and_little_makes_no_theme(small):
    assert propose_trackers(small, limit=2) == ()
