"""Text index and catalog together: the same however it was built, whole after any kill."""

import pickle
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexed_calls import SAID, indexed

from evidence.errors import StoreError
from evidence.files import FileStamp
from evidence.model import AccountLink
from evidence.query.grammar import parse_query
from evidence.store.prepare import FileState, IndexedCall, IndexedParticipant, prepare
from evidence.store.storage import Store
from strategies import calls, examples, lines

QUERIES = (
    "deploy",
    "*",
    "NOT deploy",
    '"manual deploy*"',
    "dep* NEAR/3 hand",
    "deplyo~",
    "date:2000..",
    "side:customer",
)


def record(call, *, sha256="1"):
    people = tuple(map(IndexedParticipant, call.participants))
    link = AccountLink(call.call_id, "linked", "Account_001", score=1.0)
    return IndexedCall(call, people, link, FileState(f"{call.call_id}.md", FileStamp(10, 20, 0, 0), sha256), "cd")


def refresh(store, wanted):
    """What a search does before it looks: bring the store to the files as they are."""
    for entry in list(store.catalog.calls()):
        if entry.call_id not in wanted:
            store.remove(entry.call_id)
    for call_id, one in wanted.items():
        known = store.catalog.call(call_id)
        if known is None or known.sha256 != one.file.sha256:
            store.put(one)


def content(store):
    """Everything that can be asked of a store."""
    answers = []
    for query in QUERIES:
        plan = store.candidates(parse_query(query, filtered=True).root, lambda field: field)
        answers.append((plan.exact, store.text.count(plan), store.text.page(plan, 1000), store.text.tally(plan)))
    catalog = store.catalog
    return answers, list(catalog.calls()), list(catalog.everybody()), list(catalog.links())


def built(folder, wanted):
    with Store.open(folder, writable=True) as store:
        refresh(store, wanted)
    with Store.open(folder) as store:
        return content(store)


some_calls = st.lists(calls(texts=lines), min_size=1, max_size=5, unique_by=lambda call: call.call_id)


@examples(25)
@given(some_calls, some_calls, st.randoms(use_true_random=False))
def test_built_at_once_is_built_in_pieces_in_any_order(tmp_path_factory, first, last, chance):
    folder = tmp_path_factory.mktemp("store")
    wanted = {call.call_id: record(call) for call in last}
    steps = [record(call, sha256="0") for call in first] + list(wanted.values())
    chance.shuffle(steps)
    with Store.open(folder / "pieces", writable=True) as store:
        for step in steps:
            store.put(step)
            if chance.random() < 0.5:
                store.commit()
            if chance.random() < 0.3:
                store.remove(chance.choice(steps).call.call_id)
        refresh(store, wanted)
    with Store.open(folder / "pieces") as store:
        assert content(store) == built(folder / "once", wanted)


@examples(25)
@given(some_calls, st.integers(1, 4))
def test_a_call_put_some_utterances_after_the_others_is_the_one_that_was_prepared_whole(tmp_path_factory, some, few):
    folder = tmp_path_factory.mktemp("store")
    records = [record(call) for call in some]
    with Store.open(folder / "whole", writable=True) as store:
        for one in records:
            store.put_prepared(prepare(one))
        forms = {form for one in records for form in prepare(one).forms}
    with patch("evidence.calls.packed.FEW", few), Store.open(folder / "some", writable=True) as store:
        for one in records:
            store.put(one)
    with Store.open(folder / "whole") as whole, Store.open(folder / "some") as other:
        assert content(other) == content(whole)
        assert other.catalog.all_forms() == whole.catalog.all_forms() == sorted(forms)


@pytest.fixture(scope="module")
def states():
    """Two states of a workspace: a call changed, one gone, one new, one as it was."""
    before = {name: indexed(name, SAID, date="2026-01-12") for name in ("changed", "gone", "kept")}
    new = {name: indexed(name, SAID[:3], date="2026-02-01") for name in ("changed", "new")}
    after = {"kept": before["kept"], **{k: replace(v, file=replace(v.file, sha256="new")) for k, v in new.items()}}
    return before, after


STEP = """
import os, pathlib, pickle, sys
from evidence.store import storage
folder, records, point = pickle.load(sys.stdin.buffer)
place, _, name = point.partition(" ")
owner = {"pending": storage, "text": storage.TextIndex, "catalog": storage.Catalog, "end": pathlib.Path}[name]
method = {"pending": "_write_pending", "text": "commit", "catalog": "commit", "end": "unlink"}[name]
done = getattr(owner, method)
store = storage.Store.open(folder, writable=True)

def die(*arguments, **options):
    if place == "before":
        os._exit(9)
    done(*arguments, **options)
    os._exit(9)

setattr(owner, method, die)
for call_id in ("changed", "gone"):
    store.remove(call_id)
for record in records:
    store.put(record)
store.commit()
"""
POINTS = [f"{when} {what}" for what in ("pending", "text", "catalog", "end") for when in ("before", "after")]


@pytest.mark.parametrize("back", [False, True], ids=["files as new", "files as they were"])
@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_any_point_of_a_commit_ends_in_what_the_files_say(tmp_path, states, point, back):
    before, after = states
    built(tmp_path / "store", before)
    work = pickle.dumps((tmp_path / "store", list(after.values()), point))
    assert subprocess.run([sys.executable, "-c", STEP], input=work, check=False).returncode == 9
    with Store.open(tmp_path / "store") as store:
        assert store.rebuilt is None
        found = [hit.call_id for hit in store.text.scan(store.candidates(parse_query("*").root, None))]
        assert set(found) == {entry.call_id for entry in store.catalog.calls()}
    wanted = before if back else after
    assert built(tmp_path / "store", wanted) == built(tmp_path / "fresh", wanted)
    assert not (tmp_path / "store" / "pending").exists()


LOOP = """
import pickle, sys
from evidence.store.storage import Store
folder, before, after = pickle.load(sys.stdin.buffer)
store = Store.open(folder, writable=True)
print("ready", flush=True)
while True:
    for state, other in ((after, before), (before, after)):
        for call_id in other:
            store.remove(call_id)
        for record in state.values():
            store.put(record)
        store.commit()
"""


def test_a_kill_in_the_middle_of_the_writing_ends_in_what_the_files_say(tmp_path, states):
    chance = random.Random(7)  # noqa: S311  moments, not secrets
    before, after = states
    expected = [built(tmp_path / name, state) for name, state in (("a", before), ("b", after))]
    for _ in range(6):
        with subprocess.Popen([sys.executable, "-c", LOOP], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
            child.stdin.write(pickle.dumps((tmp_path / "store", before, after)))
            child.stdin.close()
            child.stdout.readline()
            time.sleep(chance.uniform(0.05, 0.3))
            child.send_signal(signal.SIGKILL)
        with Store.open(tmp_path / "store") as store:
            assert store.rebuilt is None
        for wanted, content_ in zip((after, before), expected[::-1], strict=True):
            assert built(tmp_path / "store", wanted) == content_


def test_what_was_not_committed_is_not_there(tmp_path, states):
    before, after = states
    built(tmp_path, before)
    with pytest.raises(KeyboardInterrupt), Store.open(tmp_path, writable=True) as store:  # noqa: PT012
        refresh(store, after)
        raise KeyboardInterrupt
    with Store.open(tmp_path) as store:
        assert {entry.call_id for entry in store.catalog.calls()} == set(before)


def overwrite(key):
    def change(folder):
        with sqlite3.connect(folder / "catalog.sqlite") as connection:
            connection.execute("UPDATE meta SET value = '1' WHERE key = ?", (key,))
        connection.close()

    return change


def cut(pattern, size):
    def change(folder):
        path = next(folder.glob(pattern))
        path.write_bytes(path.read_bytes()[:size])

    return change


DAMAGES = {
    "catalog gone": lambda folder: (folder / "catalog.sqlite").unlink(),
    "catalog garbage": lambda folder: (folder / "catalog.sqlite").write_bytes(b"no database at all" * 500),
    "catalog empty": cut("catalog.sqlite", 0),
    "catalog cut": cut("catalog.sqlite", 5000),
    "catalog of another version": overwrite("version"),
    "catalog of another commit": overwrite("opstamp"),
    "text gone": lambda folder: shutil.rmtree(folder / "text"),
    "a file of the text gone": lambda folder: next(folder.glob("text/*.pos")).unlink(),
    "a file of the text cut": cut("text/*.store", 20),
    "meta gone": lambda folder: (folder / "text" / "meta.json").unlink(),
    "meta cut": cut("text/meta.json", 20),
}


@pytest.mark.parametrize("writable", [False, True])
@pytest.mark.parametrize("how", DAMAGES)
def test_a_broken_or_older_store_starts_again_and_says_why(tmp_path, states, how, writable):
    before, _ = states
    expected = built(tmp_path, before)
    DAMAGES[how](tmp_path)
    with Store.open(tmp_path, writable=writable) as store:
        assert store.rebuilt
        assert "\n" not in store.rebuilt
        assert list(store.catalog.calls()) == []
        assert len(store.text) == 0
    assert built(tmp_path, before) == expected


def test_a_first_store_says_that_there_was_none(tmp_path):
    with Store.open(tmp_path / "new") as store:
        assert store.rebuilt == "first run"
    with Store.open(tmp_path / "new") as store:
        assert store.rebuilt is None


def test_one_writer_at_a_time_and_readers_do_not_wait(tmp_path, states, monkeypatch):
    before, after = states
    built(tmp_path, before)
    monkeypatch.setattr("evidence.store.storage.PATIENCE_S", 0.1)
    with Store.open(tmp_path, writable=True) as writer:
        refresh(writer, after)
        with pytest.raises(StoreError, match="another evidence command is writing"):
            Store.open(tmp_path, writable=True)
        with Store.open(tmp_path) as reader:
            seen = content(reader)
            writer.commit()
            assert content(reader) == seen
        with Store.open(tmp_path) as reader:
            assert content(reader) != seen
    Store.open(tmp_path, writable=True).close()


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match=r"^file: cannot be read \(Not a directory\)\. Delete it"):
        Store.open(tmp_path / "file")


def test_changes_are_told_by_what_a_file_looks_like(tmp_path, states):
    before, _ = states
    built(tmp_path, before)
    with Store.open(tmp_path) as store:
        seen = {"kept": (1, 2, 0, 0), "changed": (1, 3, 0, 0), "new": (1, 2, 0, 0)}
        assert store.changes(seen) == (["changed", "new"], ["gone"])
        for place in range(4):
            other = tuple(9 if place == at else value for at, value in enumerate((1, 2, 0, 0)))
            assert store.changes({"kept": (1, 2, 0, 0), "changed": other, "gone": (1, 2, 0, 0)}) == (["changed"], [])


def test_putting_a_call_again_replaces_it(tmp_path, states):
    _, after = states
    with Store.open(tmp_path, writable=True) as store:
        for _ in range(3):
            store.put(after["new"])
        store.commit()
        store.put(after["new"])
    with Store.open(tmp_path) as store:
        assert len(store.text) == len(after["new"].call.utterances)


def test_a_store_in_a_read_only_place_can_be_read_but_not_begun(tmp_path, states, monkeypatch):
    before, _ = states
    expected = built(tmp_path, before)
    monkeypatch.setattr("os.access", lambda *_: False)
    with Store.open(tmp_path) as store:
        assert content(store) == expected
    with pytest.raises(StoreError, match="read-only"):
        Store.open(tmp_path / "new")
