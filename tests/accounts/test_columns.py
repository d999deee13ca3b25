"""A column of the CRM is declared once, as a field in `model/accounts.py`."""

import json
import subprocess
import sys
from dataclasses import fields

import pytest

from evidence.accounts import cells
from evidence.accounts.columns import ENRICHED, FIELDS
from evidence.commands.init import lay_out
from evidence.model.accounts import Account, Contact, Deal, crm_columns
from evidence.sheets import fold_header

# A field of each class more, put where the classes are made before anything reads them.
DECLARED = """
import sys
from dataclasses import dataclass, field
import evidence.model.accounts as model

@dataclass(frozen=True, slots=True)
class Account(model.Account):
    seats: "int | None" = field(
        default=None, metadata=model.crm_column("count", "seats", "licences", labels="seat seats", enriched=True)
    )

@dataclass(frozen=True, slots=True)
class Deal(model.Deal):
    renewed: "bool | None" = field(default=None, metadata=model.crm_column("truth", "isrenewal"))

@dataclass(frozen=True, slots=True)
class Contact(model.Contact):
    city: "str | None" = field(default=None, metadata=model.crm_column("text", "city", named="town"))

model.Account, model.Deal, model.Contact = Account, Deal, Contact
"""
RUN = """
from evidence.cli.app import main
main()
"""
ASK = """
import json, pathlib, sqlite3
from evidence.accounts.sql import run_selects
from evidence.accounts.tables import load_crm
from evidence.segments.firmographics import DescriptionLine, read_traits
from evidence.workspace import Workspace
crm = load_crm(Workspace.find(pathlib.Path.cwd()))
sql = "SELECT a.seats, d.renewed, c.town FROM accounts a JOIN deals d USING (account_id), contacts c"
database = sqlite3.connect(".evidence/catalog.sqlite")
print(json.dumps({
    "sql": run_selects(crm, [sql])[0].rows,
    "catalog": [
        database.execute(f"SELECT {column} FROM {table}").fetchone()[0]
        for column, table in (("seats", "accounts"), ("renewed", "deals"), ("city", "contacts"))
    ],
    "traits": [(t.column, t.condition) for t in read_traits([DescriptionLine(1, "Seats", "more than 50")], {})],
}))
"""


SEGMENTS = """
big: {documents: [market-segmentation.md], where: seats > 100}
small: {documents: [market-segmentation.md], where: seats < 100}
"""


@pytest.fixture
def workspace(tmp_path):
    lay_out(tmp_path / "w")
    crm, enriched = tmp_path / "w/source/crm/exports", tmp_path / "w/source/enrichment/outputs"
    for path, text in (
        (crm / "crm_accounts_2026-01-31.csv", "Account ID,Account Name,Domain\nA1,Harbour,harbour.example\n"),
        (
            crm / "crm_deals_2026-01-31.csv",
            "Opportunity ID,Account ID,Stage,Amount,Is Renewal\nO1,A1,Closed Won,5,TRUE\n",
        ),
        (crm / "crm_contacts_2026-01-31.csv", "Contact ID,Account ID,City\nC1,A1,Leith\n"),
        (enriched / "accounts_enriched_2026-01-31.csv", "Domain,Licences\nharbour.example,120\n"),
        (tmp_path / "w/segments/segments.yaml", SEGMENTS),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "w"


def python(code, *arguments, cwd):
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_field_more_is_read_kept_asked_and_exported_everywhere(workspace):
    python(DECLARED + RUN, "ingest", cwd=workspace)
    (row,) = map(json.loads, python(DECLARED + RUN, "export", "accounts", "--to", "jsonl", cwd=workspace).splitlines())
    assert (row["account_id"], row["seats"], row["segments"]) == ("A1", 120, ["big"])
    assert list(row)[:11] == [*list(crm_columns(Account))[:10], "seats"]
    told = json.loads(python(DECLARED + ASK, cwd=workspace))
    assert told == {
        "sql": [[120, True, "Leith"]],
        "catalog": [120, 1, "Leith"],
        "traits": [["seats", "seats > 50"]],
    }


def test_an_index_without_the_column_is_made_anew(workspace):
    (workspace / "segments/segments.yaml").unlink()
    python(RUN, "ingest", cwd=workspace)
    done = python(DECLARED + RUN, "export", "accounts", "--to", "jsonl", cwd=workspace)
    assert json.loads(done)["seats"] == 120


@pytest.mark.parametrize("record", [Account, Deal, Contact])
def test_every_field_of_a_record_is_a_column_that_can_be_read(record):
    assert list(crm_columns(record)) == [field.name for field in fields(record)]
    for one in crm_columns(record).values():
        assert callable(getattr(cells, one.kind))
        assert [fold_header(header) for header in one.headers] == list(one.headers)


def test_headers_and_enrichment_follow_from_the_declaration():
    declared = crm_columns(Account)["headcount"].headers  # what other languages call it comes behind
    assert FIELDS["accounts"]["headcount"][: len(declared)] == declared
    assert list(FIELDS["contacts"]) == [
        "contact_id", "account_id", "email", "account_name", "email_hash", "name", "first_name", "last_name",
        "job_title", "persona",
    ]  # fmt: skip
    assert "arr" not in ENRICHED
    assert "segment" in ENRICHED
