"""A catalog that somebody made to do harm: compared before it is asked, stopped where it never ends."""

import contextlib
import sqlite3

import pytest

from evidence import cache
from evidence.errors import DamagedIndexError, StoreError
from evidence.store import catalog as module
from evidence.store.catalog import Catalog
from evidence.store.storage import Store

ENDLESS = "WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more) SELECT"


@pytest.fixture
def folder(tmp_path):
    Store.open(tmp_path / ".evidence", writable=True).close()
    return tmp_path / ".evidence"


def craft(folder, *statements):
    (folder / cache.SUMS).unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(folder / "catalog.sqlite")) as database, database:
        for sql in statements:
            database.execute(sql)


CRAFTED = {
    "a view without an end in place of a table": (
        "DROP TABLE meta", f"CREATE VIEW meta AS {ENDLESS} 'version' AS key, n AS value FROM more",
    ),
    "a view beside the tables": (f"CREATE VIEW extra AS {ENDLESS} n FROM more",),
    "a trigger": ("CREATE TRIGGER t AFTER INSERT ON meta BEGIN DELETE FROM calls; END",),
    "a column that computes": ("DROP TABLE members", "CREATE TABLE members (segment_id, account_id AS ('x'))"),
    "an index over an expression": ("CREATE INDEX extra ON calls (upper(title))",),
    "a table more": ("CREATE TABLE extra (x)",),
    "a table less": ("DROP TABLE forms",),
}  # fmt: skip


@pytest.mark.parametrize("writable", [False, True])
@pytest.mark.parametrize("statements", CRAFTED.values(), ids=CRAFTED)
def test_a_catalog_that_is_made_otherwise_is_asked_nothing_and_made_anew(folder, statements, writable):
    craft(folder, *statements)
    with pytest.raises(StoreError, match="another version"):
        Catalog.open(folder / "catalog.sqlite")
    with Store.open(folder, writable=writable) as store:
        assert store.rebuilt == "the index was built by another version"


def test_a_statement_that_never_ends_is_stopped(folder, monkeypatch):
    monkeypatch.setattr(module, "_MOST_TURNS", 3)
    catalog = Catalog.open(folder / "catalog.sqlite")
    with contextlib.closing(catalog), pytest.raises(DamagedIndexError, match="interrupted"):
        next(catalog._rows(f"{ENDLESS} n FROM more WHERE n < 0"))
    with contextlib.closing(Catalog.open(folder / "catalog.sqlite")) as again:
        assert again.get("version"), "the limit holds for one statement"


def test_readers_cannot_write_and_nothing_in_the_file_is_trusted(folder):
    with contextlib.closing(Catalog.open(folder / "catalog.sqlite")) as catalog:
        with pytest.raises(StoreError, match="cannot be written"):
            catalog.set("version", "mine")
        assert catalog._db.execute("PRAGMA trusted_schema").fetchone() == (0,)
        assert catalog._db.execute("PRAGMA cell_size_check").fetchone() == (1,)


@pytest.mark.parametrize("cell", ["'[1, 2'", "x'ff'", "7", "'7'"])
def test_cells_that_are_none_of_ours_are_damage(folder, cell):
    craft(folder, f"INSERT INTO raw_files VALUES ('a', 1, 2, 3, 4, 'ab', {cell}, NULL, 'new', '', '[]')")  # noqa: S608
    with contextlib.closing(Catalog.open(folder / "catalog.sqlite")) as catalog:
        with pytest.raises(DamagedIndexError):
            list(catalog.raw_files())
        catalog.get("version")


def test_a_closed_catalog_says_that_it_is_closed(folder):
    catalog = Catalog.open(folder / "catalog.sqlite")
    catalog.close()
    with pytest.raises(StoreError, match=r"the library is closed\. Ask inside of `with evidence\.open"):
        catalog.get("version")
