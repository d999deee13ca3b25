"""Quotes in documents held against the calls; moved ones readdressed; what is shown and should be hidden."""

from __future__ import annotations

import pytest

from evidence import find_quotes, ingest_calls, open_library, open_workspace, verify_quotes
from evidence.commands.verify import fix, leaks
from small_world import HARBOUR, RAW, vtt

WORDS = "We do every release by hand, and it takes ten hours a week."


@pytest.fixture
def document(world):
    path = world / "segments/lenders.md"

    def write(words=WORDS, place="u2"):
        link = f"[{HARBOUR} 00:12:30](../source/transcripts/normalized/{HARBOUR}.md#{place})"
        path.write_text(f'# Lenders\n\n> "{words}"\n> — a lender, {link}\n', encoding="utf-8")
        return path

    return write


def test_words_as_they_were_said_pass_and_one_other_word_fails_on_its_line(world, document):
    document()
    assert [(one.verdict.name.value, one.verdict.ok) for one in verify_quotes(world)] == [("exact", True)]
    document(WORDS.replace("ten", "two"))
    (one,) = verify_quotes(world)
    assert (one.path, one.line, one.verdict.name.value, one.verdict.ok) == ("segments/lenders.md", 3, "altered", False)


def test_words_that_moved_get_their_address_again(world, document):
    path = document(place="u4")
    with open_library(open_workspace(world)) as library:
        checked = verify_quotes(library)
        assert [one.verdict.name.value for one in checked] == ["moved"]
        assert fix(library, checked) == (1, ())
    assert f"{HARBOUR}.md#u2" in path.read_text(encoding="utf-8")
    assert [one.verdict.name.value for one in verify_quotes(world)] == ["exact"]


def test_a_document_that_is_given_is_read_alone(world, document, tmp_path):
    document()
    other = tmp_path / "other.md"
    other.write_text("# Nothing\n", encoding="utf-8")
    assert verify_quotes(world, other) == []


def test_names_that_the_settings_hide_are_told_with_their_line(world):
    (world / "segments/lenders.md").write_text("# Lenders\n\nOdile Marchetti is our champion.\n", encoding="utf-8")
    with open_library(open_workspace(world)) as library:
        found = list(leaks(library))
    assert [(one.path, one.line) for one in found] == [("segments/lenders.md", 3)]


WHEEL = "The wheel turns all night long. "  # 32 code points


@pytest.fixture
def mill_wheel(world):
    """A call with captions around a silence, and a caption of two and a half minutes that becomes three utterances."""
    captions = vtt((0, "Ines Vale", "Go on."), (4, "Bo Trent", "First it grinds."), (50, "Bo Trent", "Then it rests."))
    long = f"00:02:00.000 --> 00:04:30.000\nCy Lund: {WHEEL * 20}\n"
    (world / RAW / "wheel-2026-05-05.vtt").write_text(f"{captions}\n{long}", encoding="utf-8")
    ingest_calls(world)
    return world


def judged(world, words, printed):
    path = world / "segments/wheel.md"
    path.write_text(f'# Wheel\n\nHe said "{words}" (wheel-2026-05-05#{printed}).\n', encoding="utf-8")
    (one,) = verify_quotes(world, path)
    return one.verdict.name.value, one.verdict.ok


def test_what_a_search_prints_verifies(mill_wheel):
    for words in ("Then it rests", "it rests", "all night long"):
        for row in find_quotes(mill_wheel, f'"{words}"', call="wheel-2026-05-05").rows:
            assert judged(mill_wheel, words, str(row.citation).partition("#")[2]) == ("exact", True)
    (row,) = find_quotes(mill_wheel, '"then it rests"').rows
    assert str(row.citation) == "wheel-2026-05-05#u2 @ 00:00:50"
    assert row.record()["citation"]["time_source"] == "stated"
    assert row.hit.utterance.start_ms == 4_000


def test_what_was_printed_before_words_had_times_of_their_own_still_verifies(mill_wheel):
    assert judged(mill_wheel, "Then it rests.", "u2 @ 00:00:04") == ("exact", True)
    rows = [row.hit.utterance for row in find_quotes(mill_wheel, "wheel", call="wheel-2026-05-05").rows]
    assert [(u.number, u.start_source) for u in rows] == [(3, "stated"), (4, "derived"), (5, "derived")]
    # Each piece of the long caption had the time of the caption.
    assert [judged(mill_wheel, "The wheel turns", f"u{n} @ 00:02:00") for n in (3, 4, 5)] == [("exact", True)] * 3
    assert [judged(mill_wheel, "The wheel turns", f"u{n} @ 00:01:59") for n in (3, 4, 5)] == [("exact", False)] * 3
    assert judged(mill_wheel, "Then it rests.", "u2 @ 00:00:30") == ("exact", False)
