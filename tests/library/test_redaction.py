"""What the settings hide in one workspace, and how its customers are called instead."""

from __future__ import annotations

import pytest

from evidence import ingest_calls, open_library, open_workspace
from evidence.library.redaction import pseudonyms

SAID = "Odile Marchetti of Harbour Lending told Ines Vale; write to odile@harbour.example."


@pytest.fixture
def shown(world):
    def show(level):
        (world / "evidence.yaml").write_text(f"own_names: [Ines Vale]\nredaction: {level}\n", encoding="utf-8")
        ingest_calls(world, jobs=1)
        with open_library(open_workspace(world)) as library:
            return library.redaction().apply(SAID)

    return show


def test_nothing_is_hidden_where_nothing_is_to_be(shown):
    assert shown("none") == SAID


def test_people_of_calls_and_crm_are_hidden_and_companies_stay(shown):
    said = shown("people")
    assert not [name for name in ("Odile", "Marchetti", "Ines", "Vale", "odile@") if name in said]
    assert "Harbour Lending" in said


def test_customers_get_pseudonyms(shown):
    said = shown("pseudonyms")
    assert not [name for name in ("Odile", "Harbour", "harbour") if name in said]


def test_pseudonyms_are_written_only_when_they_are_to_be_kept_and_stay(world):
    workspace = open_workspace(world)
    names, problems = pseudonyms(workspace, ["A1", "A2"], keep=False)
    assert (sorted(names), problems) == (["A1", "A2"], ())
    assert len(set(names.values())) == 2
    assert not workspace.pseudonyms.exists()
    assert pseudonyms(workspace, ["A1", "A2"], keep=True)[0] == names
    table = workspace.pseudonyms.read_bytes()
    more, _ = pseudonyms(workspace, ["A3", "A2", "A1"], keep=True)
    assert {key: more[key] for key in names} == names
    assert workspace.pseudonyms.read_bytes().startswith(table)
