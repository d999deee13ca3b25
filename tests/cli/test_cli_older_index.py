"""An index of another schema is derived data of another program: it is made anew, and nobody sees a traceback."""

import contextlib
import sqlite3

import pytest

from evidence.store import storage


@pytest.fixture
def older(ingested, monkeypatch):
    """The example with an index as a program left it whose accounts had no funding stage."""
    with monkeypatch.context() as then:
        then.setattr(storage, "SCHEMA", storage.SCHEMA.replace(" funding_stage TEXT,", ""))
        storage.version.cache_clear()
        version = storage.version()
    storage.version.cache_clear()
    assert version != storage.version()
    with contextlib.closing(sqlite3.connect(ingested / ".evidence/catalog.sqlite")) as database, database:
        database.execute("ALTER TABLE accounts DROP COLUMN funding_stage")
        database.execute("UPDATE meta SET value = ? WHERE key = 'version'", (version,))
    return ingested


@pytest.mark.usefixtures("older")
@pytest.mark.parametrize("arguments", [("search", "babysit*"), ("ingest",)])
def test_an_index_of_an_older_schema_is_made_anew_at_the_next_run(run, example, arguments):
    answer = run(*arguments)
    assert (answer.code, "the index was built by another version" in answer.err) == (0, True), answer.err
    assert run("export", "accounts", "--to", "csv").out == run("export", "accounts", "--to", "csv", cwd=example).out
    assert "another version" not in run("search", "babysit*").err
