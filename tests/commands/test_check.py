"""Everything that is derived is compared with its files, and only that is mended."""

import contextlib
import shutil
import sqlite3

import pytest

import evidence
from evidence.files import PREFIX
from evidence.store.storage import Store
from small_world import MILL, RAW, REED

CALLS = "source/transcripts/normalized"


@pytest.fixture
def whole(world):
    evidence.attach_evidence(world)
    assert evidence.check_workspace(world) == ()
    return world


def told(world):
    return [(one.area, one.path, one.derived) for one in evidence.check_workspace(world)]


def change_catalog(world, sql):
    with contextlib.closing(sqlite3.connect(world / ".evidence/catalog.sqlite")) as database, database:
        database.execute(sql)


@pytest.mark.parametrize(
    ("sql", "area"),
    [
        ("UPDATE accounts SET account_name = 'Harbor Lending' WHERE account_id = 'A1'", "table"),
        ("UPDATE deals SET amount = 1", "table"),
        ("UPDATE contacts SET name = 'Boss'", "table"),
        ("DELETE FROM members WHERE account_id = 'A2'", "table"),
        ("UPDATE participants SET side = 'internal' WHERE label = 'Bo Trent'", "index"),
        ("UPDATE links SET account_id = 'A1'", "index"),
        ("UPDATE calls SET date = '2020-01-01'", "index"),
        ("DELETE FROM forms WHERE form = 'night'", "index"),
    ],
)
def test_one_changed_cell_of_the_catalog_is_found_and_mended(whole, sql, area):
    change_catalog(whole, sql)
    assert {(one.area, one.derived) for one in evidence.check_workspace(whole)} == {(area, True)}
    assert evidence.check_workspace(whole, mend=True) == ()
    evidence.ingest_calls(whole)
    assert evidence.check_workspace(whole) == ()


def test_other_words_in_the_index_are_found(whole):
    with Store.open(whole / ".evidence", writable=True) as store:
        documents = list(store.text.data(MILL))
        store.text.remove([MILL])
        store.catalog.set("opstamp", str(store.text.commit()))
    assert documents
    assert told(whole) == [("index", f"{CALLS}/{MILL}.md", True)]


def test_every_flipped_byte_of_the_text_index_is_found(whole):
    for path in sorted((whole / ".evidence/text").glob("*.*")):
        data = path.read_bytes()
        if path.suffix == ".json" or not data or ".lock" in path.name:
            continue
        body = len(data) - 8 - int.from_bytes(data[-8:-4], "little")  # behind it stand the checksum and a version
        for at in range(0, body, max(1, body // 5)):
            put_in_place(path, data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            assert {one.derived for one in evidence.check_workspace(whole)} == {True}, (path.suffix, at)
        put_in_place(path, data)
    assert evidence.check_workspace(whole) == ()


def put_in_place(path, data):
    """Write another file under the name: to cut one that this process has mapped would kill it."""
    other = path.with_name("other")
    other.write_bytes(data)
    other.replace(path)


def test_files_that_changed_since_are_named_with_what_to_do(whole):
    (whole / RAW / f"{REED}.vtt").write_text("WEBVTT\n", encoding="utf-8")
    (whole / RAW / "new.vtt").write_text("WEBVTT\n", encoding="utf-8")
    path = whole / CALLS / f"{MILL}.md"
    path.write_bytes(path.read_bytes().replace(b"Sundays", b"Mondays"))
    (whole / CALLS / f"{REED}.md").unlink()
    assert told(whole) == [
        ("raw", f"{RAW}/{REED}.vtt", False),
        ("raw", f"{RAW}/new.vtt", False),
        ("call", f"{CALLS}/{MILL}.md", False),
        ("call", f"{CALLS}/{REED}.md", False),
    ]
    evidence.ingest_calls(whole)
    assert {area for area, _, _ in told(whole)} == {"block"}


def test_people_s_files_are_compared_and_never_mended(whole):
    decisions = whole / "segments/decisions.jsonl"
    decisions.write_text('{"v": 1, "at"', encoding="utf-8")
    document = whole / "segments/lenders.md"
    document.write_bytes(document.read_bytes().replace(b"Bo Trent", b"B. Trent").replace(b"> ", b"> so ", 1))
    before = decisions.read_bytes(), document.read_bytes()
    areas = [("decision", "segments/decisions.jsonl", False), ("block", "segments/lenders.md", False)]
    assert sorted({*told(whole)}) == sorted(areas)
    assert sorted({(one.area, one.path, one.derived) for one in evidence.check_workspace(whole, mend=True)}) == sorted(
        areas
    )
    assert (decisions.read_bytes(), document.read_bytes()) == before


def test_what_killed_commands_left_is_named_and_only_ours_is_deleted(whole):
    ours = whole / ".evidence/tmp" / f"{PREFIX}1"
    older = whole / CALLS / f".{MILL}.md.ab12cd34"
    for path in (ours, older):
        path.parent.mkdir(exist_ok=True)
        path.write_text("words", encoding="utf-8")
    assert [path for area, path, _ in told(whole) if area == "leftover"] == [
        f".evidence/tmp/{PREFIX}1", f"{CALLS}/.{MILL}.md.ab12cd34",
    ]  # fmt: skip
    evidence.check_workspace(whole, mend=True)
    assert (ours.exists(), older.exists()) == (False, True)


def test_without_an_index_that_is_said(whole):
    shutil.rmtree(whole / ".evidence")
    assert told(whole)[0] == ("index", ".evidence", True)
    evidence.check_workspace(whole, mend=True)
    assert evidence.check_workspace(whole) == ()


def test_tables_that_changed_since_are_told_and_not_taken_for_damage(whole):
    path = whole / "source/people.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("champion", "buyer"), encoding="utf-8")
    assert [(one.area, one.derived, one.do) for one in evidence.check_workspace(whole)] == [
        ("table", False, "evidence ingest")
    ]
    assert {one.derived for one in evidence.check_workspace(whole, as_of="2026-02-01")} == {False}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("source/trackers.yaml", "by-hand:", "by-hand: ["),
        ("segments/segments.yaml", "lenders:", "lenders: ["),
        ("segments/segments.yaml", "industry =", "industri ="),
        ("source/crm/exports/crm_accounts_2026-03-31.csv", "A2,Mill", ",Mill"),
    ],
)
def test_what_cannot_be_read_is_a_difference_and_not_nothing(whole, name, old, new):
    path = whole / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    evidence.ingest_calls(whole)
    found = evidence.check_workspace(whole)
    assert name in {one.path for one in found}
    assert not any(one.derived for one in found)


def test_damage_that_shows_while_it_compares_is_a_difference_and_changes_nothing(whole):
    change_catalog(whole, "UPDATE calls SET utterances = 'many'")
    change_catalog(whole, "UPDATE raw_files SET call_ids = '[1'")
    assert [(one.area, one.derived) for one in evidence.check_workspace(whole)] == [("index", True)]
    assert not (whole / ".evidence/damaged").exists(), "it only compares"
