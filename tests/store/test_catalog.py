import sqlite3
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.errors import StoreError
from evidence.files import FileStamp
from evidence.model import Account, AccountLink, Candidate, Contact, Deal
from evidence.store.catalog import SCHEMA, Catalog, RawFile
from evidence.store.prepare import CallEntry, FileState, IndexedCall, IndexedParticipant, prepare
from strategies import calls, maybe, spoken

ACCOUNTS = (Account("A2", "Northquay", headcount=350, arr=50_000.0), Account("A1", "Harbour'); DROP TABLE calls; --"))
DEALS = tuple(
    Deal(f"D{i}", "A1", "Closed", 10.5, is_won=won, is_closed=won) for i, won in enumerate((True, False, None))
)
CONTACTS = (Contact("C1", "A1", "ab", "harbour.example", "Dana Reyes", "Engineer", "champion"),)


@pytest.fixture
def catalog(tmp_path):
    opened = Catalog.create(tmp_path / "catalog.sqlite")
    yield opened
    opened.close()


@given(calls(), st.booleans(), maybe(spoken), maybe(st.floats(0, 1)))
def test_a_call_comes_back_as_it_was_put(tmp_path_factory, call, flag, text, score):
    people = tuple(IndexedParticipant(participant, flag, text, text) for participant in call.participants)
    link = AccountLink(call.call_id, "linked", text, score=score, candidates=(Candidate("A", "B", "name", 0.5),))
    prepared = prepare(IndexedCall(call, people, link, FileState("x.md", FileStamp(1, 2, 0, 0), "ab"), "cd", flag))
    catalog = Catalog.create(tmp_path_factory.mktemp("catalog") / "catalog.sqlite")
    catalog.put(prepared)
    catalog.put(prepared)
    assert list(catalog.calls()) == [prepared.entry] == [catalog.call(call.call_id)]
    assert catalog.people(call.call_id) == people
    assert list(catalog.everybody()) == [(call.call_id, person) for person in people]
    assert list(catalog.links()) == [link] == [catalog.link(call.call_id)]
    catalog.remove(call.call_id)
    assert (catalog.call(call.call_id), catalog.link(call.call_id), list(catalog.everybody())) == (None, None, [])
    catalog.close()


def test_a_snapshot_takes_the_place_of_the_one_before(catalog):
    catalog.replace_crm([Account("old", "Old")], [Deal("old", "old")], [])
    catalog.replace_crm(ACCOUNTS, DEALS, CONTACTS)
    assert list(catalog.accounts()) == sorted(ACCOUNTS, key=lambda account: account.account_id)
    assert list(catalog.deals()) == list(DEALS)
    assert list(catalog.contacts()) == list(CONTACTS)
    catalog.replace_members({"smb": ["A2", "A1"], "none": []})
    catalog.replace_members({"fintech": ["A2", "A1", "A1"]})
    assert (catalog.members("fintech"), catalog.members("smb")) == (("A1", "A2"), ())
    assert catalog.all_members() == [("fintech", "A1"), ("fintech", "A2")]


def test_notes_forms_and_raw_files_are_kept(catalog):
    catalog.set("crm", "1")
    catalog.set("crm", "2")
    assert (catalog.get("crm"), catalog.get("other")) == ("2", None)
    catalog.add_forms([("deploy", "deploys"), ("deploy", "deploy"), ("deploy", "deploys")])
    catalog.add_forms([("deploy", "deploys"), ("hand", "hands")])
    assert catalog.forms("deploy") == ("deploy", "deploys")
    file = RawFile("b.vtt", 1, 2, 3, 4, "ab", ("one", "two"), "webvtt", "failed", "b.vtt:3: broken")
    catalog.put_raw(RawFile("a.vtt", 1, 2, 3, 4, "ab"))
    catalog.put_raw(file)
    assert list(catalog.raw_files()) == [RawFile("a.vtt", 1, 2, 3, 4, "ab"), file]
    catalog.remove_raw("a.vtt")
    assert list(catalog.raw_files()) == [file]


def test_only_what_was_committed_stays(tmp_path):
    catalog = Catalog.create(tmp_path / "catalog.sqlite")
    catalog.set("kept", "yes")
    catalog.commit()
    catalog.set("lost", "yes")
    catalog.close()
    again = Catalog.open(tmp_path / "catalog.sqlite")
    assert (again.get("kept"), again.get("lost")) == ("yes", None)
    again.close()


def test_a_full_disk_is_named_so(catalog):
    catalog.commit()
    catalog._db.execute("PRAGMA max_page_count = 1")
    with pytest.raises(StoreError, match=r"cannot be written .*full"):
        catalog.replace_crm((Account(f"A{i}", "x" * 1000) for i in range(1000)), [], [])


def test_a_reader_holds_on_to_one_state(catalog, tmp_path):
    catalog.set("state", "old")
    catalog.commit()
    reader = Catalog.open(tmp_path / "catalog.sqlite")
    reader.begin()
    assert reader.get("state") == "old"
    catalog.set("state", "new")
    catalog.commit()
    assert reader.get("state") == "old"
    reader.close()


@pytest.mark.parametrize("content", [None, b"", b"not a database" * 100])
def test_what_is_no_catalog_is_named_so(tmp_path, content):
    path = tmp_path / "catalog.sqlite"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises((StoreError, sqlite3.OperationalError)):
        Catalog.open(path).get("version")


@pytest.mark.parametrize(
    ("table", "kind"),
    [("calls", CallEntry), ("accounts", Account), ("deals", Deal), ("contacts", Contact), ("raw_files", RawFile)],
)
def test_tables_have_the_columns_of_the_nouns(table, kind):
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    columns = connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
    connection.close()
    assert [column for (column,) in columns] == [field.name for field in fields(kind)]
