"""Everything that is derived is compared with its files, and only that is mended."""

import contextlib
import shutil
import sqlite3
import subprocess

import pytest

import evidence
from evidence import cache
from evidence.commands import ingest
from evidence.errors import DamagedIndexError, StoreError
from evidence.files import PREFIX
from evidence.store import locking
from evidence.store.storage import Store
from small_world import MILL, RAW, REED, vtt

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


def said(world):
    return [(one.path, one.what, one.do) for one in evidence.check_workspace(world)]


def test_a_raw_file_that_was_deleted_is_told(whole):
    (whole / RAW / f"{REED}.vtt").unlink()
    assert said(whole) == [
        (f"{RAW}/{REED}.vtt", "is gone since it was ingested", "bring it back, or evidence ingest: the call stays")
    ]
    (whole / RAW / f"{MILL}.vtt").unlink()
    assert [what for _, what, _ in said(whole)] == ["is gone since it was ingested, and 1 more"]
    evidence.ingest_calls(whole)
    assert said(whole) == []


@pytest.mark.parametrize("kept", [False, True], ids=["nowhere", "in git"])
def test_decisions_that_are_gone_are_told_with_what_brings_them_back(whole, kept):
    path = whole / "segments/decisions.jsonl"
    evidence.judge_quotes(whole, accept=[evidence.judge_quotes(whole)[0]["quote_id"]], by="kim")
    evidence.attach_evidence(whole)
    assert said(whole) == []
    if kept:
        if not shutil.which("git"):
            pytest.skip("there is no git here")
        for words in (["init", "-q"], ["add", "segments"]):
            subprocess.run([shutil.which("git"), "-C", whole, *words], check=True)
    path.unlink()
    (found,) = (one for one in evidence.check_workspace(whole, mend=True) if one.area == "decision")
    assert (found.path, found.derived) == ("segments/decisions.jsonl", False)
    back = (
        "git checkout -- segments/decisions.jsonl brings back"
        if kept
        else "from a backup for instance; --repair cannot"
    )
    assert back in found.do
    evidence.ingest_calls(whole)
    assert "decision" in {area for area, _, _ in told(whole)}, "an ingest does not settle it"
    path.touch()
    assert "decision" not in {area for area, _, _ in told(whole)}


@pytest.mark.parametrize("name", ["source/people.csv", "source/joins/mappings/calls.csv", "segments/segments.yaml"])
def test_a_file_of_people_that_is_gone_is_named(whole, name):
    (whole / name).unlink()
    ((path, what, do),) = said(whole)
    assert (path, what) == (name, "is gone since it was indexed")
    assert "--repair cannot; without it: evidence ingest" in do


def test_a_file_of_people_that_is_new_is_named(whole):
    (whole / "source/joins/aliases.csv").write_text("alias,account_id\nHL,A1\n", encoding="utf-8")
    assert said(whole) == [("source/joins/aliases.csv", "is new since the last ingest", "evidence ingest")]


NOTES = (
    "aliases", "snapshot", "problems", "files", "lacking", "unjudged", "lemmas", "duplicates", "remarks", "more",
    "people", "losses",
)  # fmt: skip


@pytest.mark.parametrize("key", NOTES)
def test_every_note_of_the_catalog_is_compared(whole, key):
    change_catalog(whole, f"UPDATE meta SET value = '[[1, 2, 3, 4, 5]]' WHERE key = '{key}'")  # noqa: S608
    assert {one.derived for one in evidence.check_workspace(whole)} == {True}
    assert evidence.check_workspace(whole, mend=True) == ()


def test_no_note_of_the_catalog_is_left_out(whole):
    """Those beside: what the index was made with, and is compared where it is opened."""
    with contextlib.closing(sqlite3.connect(whole / ".evidence/catalog.sqlite")) as database:
        keys = {key for (key,) in database.execute("SELECT key FROM meta")}
    assert keys == {*NOTES, "crm", "as_of", "opstamp", "version", "normalizer", "unfinished"}


def test_an_ingest_that_was_killed_is_one_line(whole, monkeypatch):
    for number in range(3):
        (whole / RAW / f"new-{number}.vtt").write_text(vtt((1, "Bo Trent", f"Number {number}.")), encoding="utf-8")

    def killed(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(ingest, "refresh", killed)
    with pytest.raises(KeyboardInterrupt):
        evidence.ingest_calls(whole)
    monkeypatch.undo()
    what = "an ingest was interrupted, so the index lacks some of what it read"
    assert said(whole) == [(".evidence", what, "evidence ingest")]
    evidence.ingest_calls(whole)
    assert {area for area, _, _ in told(whole)} <= {"block"}


def test_a_command_that_writes_is_waited_for_and_not_taken_for_damage(whole):
    with locking.alone(whole / ".evidence"), pytest.raises(StoreError, match="another evidence command is writing"):
        evidence.check_workspace(whole, mend=True)
    assert not (whole / ".evidence/damaged").exists()


def test_an_index_between_two_commits_is_looked_at_again(whole, monkeypatch):
    real, looks = Store.look.__func__, []

    def look(folder):
        looks.append(folder)
        if len(looks) == 1:
            raise StoreError("the text index and the catalog do not match")
        with pytest.raises(StoreError, match="another evidence command"), locking.alone(folder, 0.01):
            pass
        return real(Store, folder)

    monkeypatch.setattr(Store, "look", look)
    assert evidence.check_workspace(whole) == ()
    assert len(looks) == 2


def test_a_reader_does_not_condemn_an_index_that_was_made_anew_meanwhile(whole):
    folder = whole / ".evidence"
    for anew in (True, False):
        with pytest.raises(DamagedIndexError), Store.open(folder):
            meet_damage(folder, anew=anew)
        assert (folder / "damaged").exists() is not anew


def meet_damage(folder, *, anew):
    if anew:
        cache.mark(folder)
    raise DamagedIndexError("the text index is damaged")


def test_a_table_without_its_header_is_no_reason_to_attach(whole):
    path = whole / "source/crm/exports/crm_accounts_2026-03-31.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("account_id", "number", 1), encoding="utf-8")
    evidence.ingest_calls(whole)
    ((name, what, do),) = said(whole)
    assert name.endswith("crm_accounts_2026-03-31.csv")
    assert "no column account_id" in what
    assert "attach" not in do
