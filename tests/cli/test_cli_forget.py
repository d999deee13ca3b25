"""`evidence forget`: words leave and do not come back; what remains is said."""

import json
import subprocess
from unittest import mock

import pytest

from evidence.calls.forgotten import digest
from evidence.commands import forget
from evidence.workspace import Workspace

DEMO = "brightmoor-demo-2026-02-03"
PAGE = "segments/market-segmentation.md"
HERS = 6  # the number of an utterance of Ruth Kallinen


def decide(workspace, call_id, exact, utterance=1):
    line = {"at": "2026-06-30T10:00:00Z", "by": "Sable", "segment": "s", "tracker": "t", "quote_id": "q" + 12 * "0",
            "verdict": "accept", "call_id": call_id, "utterance": utterance, "start": 0, "end": 1,
            "exact": exact}  # fmt: skip
    with (workspace / "segments/decisions.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


@pytest.fixture
def attached(attached):
    """The example with the calls of one account alone: the index is made anew in a tenth of the time."""
    for path in (attached / "source/transcripts").rglob("*"):
        if path.is_file() and "brightmoor" not in path.name:
            path.unlink()
    return attached


def commit(folder):
    git = ("git", "-c", "user.name=Sable", "-c", "user.email=sable@quillmark.example", "-C", str(folder))
    for command in (("init", "-q"), ("add", "segments"), ("commit", "-qm", "One")):
        subprocess.run([*git, *command], check=True)


def test_a_person_is_forgotten_everywhere_and_stays_forgotten(attached, run):
    decide(attached, DEMO, "Audit prep takes us three weeks")
    decide(attached, DEMO, "Good luck with that.")
    decide(attached, DEMO, "words of an older transcript", utterance=HERS)
    with (attached / "segments/decisions.jsonl").open("a", encoding="utf-8") as file:
        file.write(f'{{"v": 1, "call_id": "{DEMO}", "exact": "Half a line')
    normalized = attached / f"source/transcripts/normalized/{DEMO}.md"
    raw = {path: path.read_bytes() for path in (attached / "source/transcripts/raw").rglob("*") if path.is_file()}
    before = normalized.read_bytes()
    assert run("forget", "Ruth Kallinen", "--dry-run").code == 0
    assert normalized.read_bytes() == before
    answer = run("forget", "ruth kallinen", "--yes", "--json")
    assert answer.code == 1  # a quotation that people wrote remains
    left = {(record["place"], record["path"]) for record in answer.records if not record["removed"]}
    assert {("document", PAGE), ("raw", f"source/transcripts/raw/teams/{DEMO}.vtt")} <= left
    text = normalized.read_text(encoding="utf-8")
    assert "Kallinen" not in text
    assert "Audit prep" not in text
    assert "Good luck with that." in text
    assert "Ruth" not in (attached / "source/people.csv").read_text(encoding="utf-8")
    assert len((attached / "segments/decisions.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    assert (attached / PAGE).read_text(encoding="utf-8").count("Audit prep takes us") == 1
    assert "allinen" not in (attached / "source/forgotten.csv").read_text(encoding="utf-8")
    assert run("ingest").code == 0
    assert run("search", '"audit prep takes"').code == 1
    assert normalized.read_text(encoding="utf-8") == text
    assert {path: path.read_bytes() for path in raw} == raw


def test_a_call_is_forgotten_and_its_raw_file_read_no_more(attached, run):
    decide(attached, DEMO, "Good luck with that.")
    with mock.patch("evidence.commands.forget._attached", side_effect=KeyboardInterrupt):
        assert run("forget", DEMO, "--yes").code == 130
    assert DEMO in (attached / PAGE).read_text(encoding="utf-8")
    commit(attached)
    answer = run("forget", DEMO, "--yes")
    assert f"remains  {PAGE}: 1 commit: rewrite the history" in answer.out
    assert "rewrote  segments/market-segmentation.md" in answer.out
    path = attached / f"source/transcripts/normalized/{DEMO}.md"
    assert not path.exists()
    assert not (attached / "segments/decisions.jsonl").read_text(encoding="utf-8")
    answer = run("ingest", "--json")
    (report,) = [record for record in answer.records if DEMO in record["path"]]
    assert (report["status"], report["warnings"]) == ("unchanged", ["forgotten, as source/forgotten.csv says"])
    assert not path.exists()
    assert DEMO not in (attached / PAGE).read_text(encoding="utf-8")


def test_a_list_that_cannot_be_read_stops_the_ingest(ingested, run):
    (ingested / "source/forgotten.csv").write_text("call_id,label_sha256\nNot a call,\n", encoding="utf-8")
    answer = run("ingest", "--force")
    assert answer.code == 2
    assert "source/forgotten.csv:2: not a call id, a hash, or both" in answer.err


def test_only_the_lines_of_who_is_meant_leave_the_table_of_people(tmp_path):
    path = tmp_path / "source/people.csv"
    path.parent.mkdir()
    lines = [
        "label,name,side,call_id",
        "ida,Ida Lund,customer,",
        "Speaker 1,Ole,customer,a-1",
        "customer,Ole,customer,a-2",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    workspace = Workspace(tmp_path)

    def left(who, rows, **options):
        _, tables = forget._lines(workspace, forget.ForgetPlan(who, person=True, gone=(), rows=rows, **options))
        return tables["source/people.csv"][1].decode().splitlines()[1:] if tables else lines[1:]

    assert left("Ida Lund", (("", digest("Ida Lund")),)) == lines[2:]
    assert left("ida@harbour.example", (("b-1", digest("ida")),)) == lines[2:]
    assert left("ida@harbour.example", (("a-1", digest("Speaker 1")),)) == [lines[1], lines[3]]
    assert left("customer", (("a-1", digest("customer")),), call="a-1") == lines[1:]


def test_nobody_of_that_name_is_an_error(run):
    assert "can't ask for confirmation here (no terminal)" in run("forget", DEMO).err
    assert "no call and no speaker called 'Nobody'" in run("forget", "Nobody", "--yes").err
    assert "can be a different person in each call" in run("forget", "Speaker 1", "--yes").err


def test_an_address_finds_a_person_of_the_crm_and_everything_that_remains_is_named(attached, run):
    contacts = attached / "source/crm/exports/crm_contacts_2026-06-30.csv"
    lines = contacts.read_text(encoding="utf-8").splitlines()
    number, line = next((n, line) for n, line in enumerate(lines, 1) if "Ruth Kallinen" in line)
    address = next(cell for cell in line.split(",") if "@" in cell)
    git = ("git", "-c", "user.name=Sable", "-c", "user.email=sable@quillmark.example", "-C", str(attached))
    old = attached / "segments/old.md"
    old.write_text("Ruth\tKallinen was here.\n", encoding="utf-8")
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "One")):
        subprocess.run([*git, *command], check=True)
    old.unlink()
    planned = run("forget", address, "--dry-run", "--json")
    answer = run("forget", address, "--yes", "--json")
    assert planned.records == answer.records
    assert {record["place"] for record in answer.records} >= {"call", "block", "crm", "git", "mention", "raw"}
    left = {(record["path"], record["line"]) for record in answer.records if record["place"] == "crm"}
    assert ("source/crm/exports/crm_contacts_2026-06-30.csv", number) in left
    kept = {record["path"] for record in answer.records if record["place"] == "git"}
    assert {"segments/old.md", PAGE, "source/people.csv", "source/crm/exports/crm_contacts_2026-06-30.csv"} <= kept
    assert "segments/smb-saas.md" not in kept
    (mention,) = [record["what"] for record in answer.records if record["place"] == "mention"]
    assert mention.startswith("'Ruth' alone in ")
    assert f"{DEMO}#u" in mention
    assert "Kallinen" not in (attached / f"source/transcripts/normalized/{DEMO}.md").read_text(encoding="utf-8")
