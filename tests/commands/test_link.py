"""Which account each call belongs to, why, and what in people's files is worth a look."""

from __future__ import annotations

import pytest

from evidence import account_links, ingest_calls
from evidence.commands.link import explain_call, match_list, remarks
from evidence.errors import SettingsError
from evidence.library.library import open_library
from evidence.workspace import Workspace
from small_world import HARBOUR, MILL, REED


def test_every_call_has_its_account_and_how_that_is_known(small):
    links = account_links(small)
    assert [(one["call_id"], one["account_id"], one["status"], one["method"]) for one in links] == [
        (HARBOUR, "A1", "linked", "mapping"), (MILL, "A2", "linked", "mapping"), (REED, "A3", "linked", "mapping"),
    ]  # fmt: skip


def test_an_explanation_marks_the_rule_that_decided(small):
    found = explain_call(small, MILL)
    assert [(r["name"], r["call_id"]) for r in found.records() if r["decided"]] == [("mapping", MILL)]
    assert found.names["A2"] == "Mill Bank"
    with pytest.raises(SettingsError, match=f"Did you mean {MILL}"):
        explain_call(small, "mill-2026-04-03")


def test_a_list_of_companies_is_matched_by_name(world):
    path = world / "prospects.csv"
    path.write_text("company\nHarbour Lending Ltd\nZeppelin Works\n", encoding="utf-8")
    found, problems = match_list(Workspace(world), path)
    assert problems == ()
    assert [(one.name, one.account_id) for one in found] == [("Harbour Lending Ltd", "A1"), ("Zeppelin Works", None)]


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "evidence.yaml").write_text("")
    crm = tmp_path / "source/crm/exports"
    crm.mkdir(parents=True)
    accounts = "account_id,account_name\n001D000000IRFmaIAH,Larch\nA2,Alder\n"
    (crm / "crm_accounts_2026-01-31.csv").write_text(accounts)
    (tmp_path / "source/joins/mappings").mkdir(parents=True)
    return Workspace(tmp_path)


CALL = "Kim Vale: Good day to you.\nLo Marsh: We draw each tide table by hand.\nKim Vale: How long does it take?\n"


def remarked(workspace, source_id="Gong-77"):
    (workspace.normalized / "larch-intro.md").unlink(missing_ok=True)
    raw = workspace.root / "source/transcripts/raw"
    raw.mkdir(parents=True, exist_ok=True)
    (raw / "larch-intro.txt").write_text(CALL)
    ingest_calls(workspace.root, jobs=1)
    path = workspace.normalized / "larch-intro.md"
    front, rest = path.read_text().split("\ntitle:", 1)
    path.write_text(f'{front}\nsource_id: "{source_id}"\ntitle:{rest}' if "source_id" not in front else front + rest)
    with open_library(workspace) as library:
        return [str(remark).split(". ")[0] for remark in remarks(library)]


def linked(workspace, head):
    raw = workspace.root / "source/transcripts/raw"
    raw.mkdir(parents=True, exist_ok=True)
    (raw / "intro.txt").write_text(f"{head}\n\n{CALL}")
    ingest_calls(workspace.root, jobs=1)
    return next(link for link in account_links(workspace.root) if link["call_id"] == "intro")


def test_the_client_that_a_text_names_is_suggested_until_a_person_decides(workspace):
    link = linked(workspace, "Date: 2026-01-05\nClient: Larch GmbH")
    assert (link["status"], link["account_id"]) == ("suggested", None)
    assert [(one["account_name"], one["method"], one["score"]) for one in link["candidates"]] == [
        ("Larch", "client", 0.95)
    ]
    assert link["reason"].startswith("Probably Larch (the file names Larch GmbH as its client). To confirm:")
    call = workspace.normalized / "intro.md"
    assert 'account_hint: "Larch GmbH"' in call.read_text()
    call.write_text(call.read_text().replace('"Larch GmbH"', '"Alder"'))
    link = linked(workspace, "Date: 2026-01-06\nClient: Larch GmbH")
    assert [one["account_name"] for one in link["candidates"]] == ["Alder"]


def test_the_company_that_an_attendee_states_finds_its_account(workspace):
    link = linked(workspace, "Date: 2026-01-05\nAttendees: Lo Marsh (Alder Works), Kim Vale")
    assert (link["status"], [one["account_name"] for one in link["candidates"]]) == ("suggested", ["Alder"])


def test_mappings_of_calls_that_are_not_here_are_remarked_by_either_id(workspace):
    (workspace.mappings / "by_hand.csv").write_text(
        "transcript_id,gong_call_id,account_id\n,GONG-77,A2\nLARCH-intro,,A2\n,x,A2\n"
    )
    assert remarked(workspace) == ["source/joins/mappings/by_hand.csv:4: no call called x"]


def test_lines_of_people_who_are_in_no_call_are_remarked(workspace):
    workspace.people.write_text(
        "label,call_id,side\nKim Vale,,customer\nLo Marsh,larch-intro,customer\nKim Vael,,customer\n"
        "Lo Marsh,elsewhere,customer\n"
    )
    assert remarked(workspace) == [
        "source/people.csv:4: nobody is called 'Kim Vael' in any call",
        "source/people.csv:5: nobody is called 'Lo Marsh' in call elsewhere",
    ]
