"""What was not said: words in the notes and the chat of calls, told of by a search that finds nothing."""

from __future__ import annotations

import pytest

from evidence import open_workspace
from evidence.calls.normalized import parse
from evidence.calls.normalized_body import below_speech, events_below
from evidence.library.absence import absence
from evidence.library.asking import Filters, ask
from evidence.library.library import opened
from evidence.library.unsaid import unsaid
from small_world import lay

TALK = "Ada Quill: We close the month by hand.\nBen Rowan: Oh no.\nAda Quill: Oh yes.\nBen Rowan: Every month?\n"
NOTES = "## Summary\n\nThey want a *ledger* that went live in 2025.\n\nAction items: buy a kestrel\n"


@pytest.fixture
def library(tmp_path):
    files = {
        "evidence.yaml": "# settings\n",
        "source/transcripts/raw/acme-2026-01-12.md": f"# Acme\n\n{NOTES}\n## Transcript\n\n{TALK}",
        "source/transcripts/raw/bolt-2026-02-12.md": f"## Transcript\n\n{TALK}\n{NOTES}",
        "source/transcripts/raw/crag-2026-03-12.md": f"## Transcript\n\n{TALK}",
    }
    with opened(lay(tmp_path / "w", files)) as library:
        yield library


@pytest.mark.parametrize(("query", "calls"), [
    ("kestrel", 2), ("kestrels", 2), ('"buy a kestrel"', 2), ("go live", 2), ("=ledger", 2), ("kest*", 2),
    ('"kestrel buy"', 0), ("zeppelin", 0), ("kestrel zeppelin", 0), ("kestrel call:acme", 1),
    ("kestrel date:2026-02", 1), ("kestrel date:2025", 0), ("kestrel speaker:Ada", 0), ("kestrel NOT buy", 0),
])  # fmt: skip
def test_words_in_notes_are_found_as_the_query_asks(library, query, calls):
    assert len(unsaid(library, ask(query)).calls) == calls


def test_filters_alone_ask_for_no_words(library):
    assert unsaid(library, ask("", Filters(call="acme"))).calls == ()


def test_the_answer_says_that_it_is_no_speech(library):
    said = str(absence(library, ask("kestrel")))
    assert "in the notes of 2 calls, which are not speech (acme-2026-01-12, bolt-2026-02-12)." in said
    assert "No call contains" not in said
    assert "in the notes of 1 call, which are not speech" in str(absence(library, ask("kestrel call:acme")))
    assert "not speech" not in str(absence(library, ask("zeppelin")))


def test_chat_is_called_chat(library):
    path = library.workspace.call_path("crag-2026-03-12")
    path.write_text(path.read_text(encoding="utf-8") + "- chat **Ada Quill**: an osprey\n", "utf-8")
    assert "in the chat of 1 call, which is not speech" in str(unsaid(library, ask("osprey")))


def test_a_call_that_people_broke_or_deleted_is_passed_over(library):
    path = library.workspace.call_path("acme-2026-01-12")
    path.write_text(path.read_text(encoding="utf-8").replace("\n- not", "\n- nonsense"), encoding="utf-8")
    library.workspace.call_path("crag-2026-03-12").unlink()
    assert unsaid(library, ask("kestrel")).calls == ("bolt-2026-02-12",)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_is_no_speech_is_read_without_the_speech(library, end):
    workspace = open_workspace(library.workspace.call_path("x").parents[3])
    for call_id in ("acme-2026-01-12", "bolt-2026-02-12", "crag-2026-03-12"):
        text = workspace.read_text(workspace.call_path(call_id))
        assert events_below(below_speech(text.replace("\n", end).encode())) == parse(text).events
