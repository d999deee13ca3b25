import pytest

import evidence
from evidence.commands.search import count_hits, search, tally
from evidence.library.answering import evidence_for
from evidence.library.asking import Filters, ask
from evidence.library.library import open_library
from evidence.workspace import Workspace

SEGMENT = """
fintech:
  name: Fintech
  documents: [{path: smb-saas.md, block: none}]
  accounts: {include: [Account_201]}
"""


@pytest.fixture
def place(ingested):
    return ingested


def test_looking_at_an_earlier_day_does_not_stick(place):
    now = evidence.count_quotes(place, "deploy outcome:won")
    evidence.gather_quotes(place, "smb-saas", as_of="2026-04-15")
    then = evidence.count_quotes(place, "deploy outcome:won", as_of="2026-04-15")
    assert then != now
    assert evidence.count_quotes(place, "deploy outcome:won") == now


def test_a_segment_whose_name_holds_that_of_another_is_not_it(place):
    path = place / "segments" / "segments.yaml"
    path.write_text(path.read_text(encoding="utf-8") + SEGMENT, encoding="utf-8")
    with open_library(Workspace(place)) as library:
        assert library.catalog.members("fintech") == ("Account_201",)
    inside = {row.hit.call_id for row in evidence.find_quotes(place, "=the segment:fintech").rows}
    assert inside
    outside = evidence.find_quotes(place, "=the NOT segment:fintech")
    assert outside.count > 0
    assert not inside & {row.hit.call_id for row in outside.rows}


def test_calls_without_a_date_are_counted_as_left_out(place):
    raw = place / "source" / "transcripts" / "raw" / "undated.txt"
    raw.write_text("Ann: We deploy by hand.\nBo: How?\nAnn: By hand.\nBo: Oh.\n", encoding="utf-8")
    evidence.ingest_calls(place, jobs=1)
    found = evidence.find_quotes(place, '"by hand" date:2026')
    assert found.undated == 1
    assert all(row.date for row in found.rows)
    assert evidence.find_quotes(place, '"by hand" NOT date:2026').undated == 0, "they pass what is negated"
    with open_library(Workspace(place)) as library:
        asked = ask("deploy", Filters(since="2026"))
        assert [count_hits(library, asked)[1], bool(tally(library, asked, "call"))] == [True, True]
        assert evidence_for(library, "who deploys?", Filters(until="2026")).undated == 1
        assert library.notes == ["1 call without a date left out by the date filter (evidence status lists them)."]


def test_where_nothing_of_a_file_can_be_read_that_is_why_a_name_is_missing(place):
    (place / "source" / "trackers.yaml").write_text("{{{", encoding="utf-8")
    with pytest.raises(evidence.EvidenceError, match=r"source/trackers.yaml:2: not valid YAML"):
        evidence.count_quotes(place, "tracker:on-call")


def test_a_segment_named_twice_is_chosen_once(place):
    with open_library(Workspace(place)) as library:
        assert [s.segment_id for s in library.chosen(["smb-saas", "SMB SaaS"])] == ["smb-saas"]


@pytest.mark.parametrize("limit", [10**12, 10**20])
def test_a_limit_beyond_all_that_was_said_shows_it_all(place, limit):
    with open_library(Workspace(place)) as library:
        assert len(search(library, ask("deploy"), limit=limit).rows) == count_hits(library, ask("deploy"))[0]
        assert evidence_for(library, "who deploys?", limit=limit).rows


def test_filters_are_values_never_queries(place):
    assert evidence.count_quotes(place, "deploy", speaker="x\u201d OR side:internal \u201cy") == (0, True)
    with pytest.raises(evidence.EvidenceError, match="side: cannot be"):
        evidence.count_quotes(place, "deploy", side="custmer")


def test_the_turn_around_a_long_one_is_found(place):
    talk = "Ann: Shall we?\nBo: " + "We go on and on about it. " * 400 + "And so we stop here.\nAnn: Right.\nBo: Yes.\n"
    (place / "source" / "transcripts" / "raw" / "long-2026-05-05.txt").write_text(talk, encoding="utf-8")
    evidence.ingest_calls(place, jobs=1)
    (row,) = evidence.find_quotes(place, '"so we stop here"', context=1).rows
    assert row.before[0].text == "Shall we?"
    assert row.after[0].text == "Right."


def test_a_broken_call_is_read_once_told_until_it_is_mended_and_its_last_good_state_stays(place, monkeypatch):
    path = next((place / "source" / "transcripts" / "normalized").glob("northquay-discovery*.md"))
    good = path.read_bytes()
    with open_library(Workspace(place), current=False) as library:
        count = len(library.store.text.call(path.stem))
    path.write_bytes(good.replace(b"started_at: ", b"begun: ", 1))
    with open_library(Workspace(place), current=False) as library:
        told = list(map(str, library.problems))
    assert len(told) == 1
    assert path.stem in told[0]
    with monkeypatch.context() as patched:
        patched.setattr("evidence.library.refresh.refresh", lambda *_, **__: pytest.fail("it was read again"))
        for current in (True, False):
            with open_library(Workspace(place), current=current) as library:
                assert list(map(str, library.problems)) == told
                assert len(library.store.text.call(path.stem)) == count
    path.write_bytes(good)
    with open_library(Workspace(place), current=False) as library:
        assert not library.problems
    path.write_bytes(good.replace(b"started_at: ", b"begun: ", 1))
    with open_library(Workspace(place), current=False) as library:
        assert list(map(str, library.problems)) == told
    path.unlink()
    with open_library(Workspace(place), current=False) as library:
        assert not library.problems
        assert not library.store.text.call(path.stem)
