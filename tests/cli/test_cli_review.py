"""`evidence review`: scripts, pipes and terminals decide, `attach` and `status` follow."""

import io
import json
import os
import pty
import re
import subprocess
import sys

import pytest

import evidence
from copies import copied
from evidence.commands.review import reviewer, write_merge_rule
from evidence.workspace import Workspace

MAKERS, TRACKER = "makers", "hand"
DOCUMENT = "segments/makers.md"
THINGS = ("orders", "prices", "shifts", "drawings", "samples", "labels", "ladders", "holidays", "pallets", "keys")
FILES = {
    "evidence.yaml": "own_names: [Ada Quill]\nassume_others: customer\nblock: {quotes: 9, per_account: 9}\n",
    "source/crm/exports/crm_accounts_2026-01-31.csv": (
        "account_id,account_name,industry\nA1,Example Mill,Wood\nA2,Example Quarry,Wood\nA3,Example Inn,Food\n"
    ),
    "source/joins/mappings/calls.csv": "transcript_id,account_id\nmill,A1\nquarry,A2\n",
    "source/trackers.yaml": (
        "hand:\n  label: Work by hand\n  queries: [by hand]\n"
        "audit:\n  label: Audits\n  queries: [audit*]\n  counter: [audit* NEAR/3 fine]\n"
    ),
    "segments/segments.yaml": (
        "makers:\n  name: The Makers\n  documents: [{path: makers.md, heading: The Makers}]\n"
        "  where: industry = 'Wood'\n  trackers: [hand, audit]\n"
    ),
    DOCUMENT: "# The Makers\n\nThey make things.\n",
}


def speech(who, often):
    said = ["Ada Quill: What is done by hand here?"]
    for n, thing in enumerate(THINGS):
        said.append(
            f"{who}: Well. We still do the {thing} by hand, which takes {n + 2} hours {often}. Nobody likes it."
        )
        said.append("Ada Quill: I see.")
    said.append(f"{who}: The auditors ask {often} who approved it.")
    return "\n".join([*said, "Ada Quill: So?", f"{who}: Audits {often} are fine."])


@pytest.fixture(scope="session")
def makers(tmp_path_factory):
    """Read only: two calls, two accounts, two trackers, ingested."""
    folder = tmp_path_factory.mktemp("makers") / "w"
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for call_id, *said in (
        ("mill", "Ben Oakes", "a week"),
        ("quarry", "Cyd Slate", "a month"),
        ("inn", "Guest", "a year"),
    ):
        path = folder / f"source/transcripts/raw/{call_id}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(speech(*said), encoding="utf-8")
    evidence.ingest_calls(folder)
    return folder


@pytest.fixture
def ingested(makers, tmp_path):
    """The makers, to be changed."""
    return copied(makers, tmp_path / "w")


@pytest.fixture
def decisions(ingested):
    path = ingested / "segments/decisions.jsonl"
    return lambda: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


@pytest.fixture
def queue(run, ingested):
    assert ingested
    return lambda *options: run("review", MAKERS, "--json", *options).records


@pytest.fixture
def block(run, ingested):
    """The block as it is attached, unwrapped."""

    def attach():
        assert run("attach", MAKERS).code == 0
        text = (ingested / DOCUMENT).read_text(encoding="utf-8")
        return re.search(r"evidence:begin segment=makers(.*?)evidence:end", text, re.DOTALL)[1]

    return attach


def of_tracker(records, tracker=TRACKER):
    return sorted((one for one in records if one["tracker"] == tracker), key=lambda one: -one["score"])


def test_a_script_accepts_and_rejects_by_id_and_says_what_changed(run, ingested, queue, decisions, block, change):
    first, second, *_ = of_tracker(queue())
    options = ("--accept", first["quote_id"], "--reject", second["quote_id"], "--note", "Ask again.", "--json")
    done = run("review", MAKERS, "--tracker", TRACKER, *options, env={"GIT_AUTHOR_NAME": "Robin Vale"})
    assert done.code == 0
    assert {(one["quote_id"], one["status"], one["changed"], one["note"]) for one in done.records} == {
        (first["quote_id"], "accepted", True, "Ask again."),
        (second["quote_id"], "rejected", True, "Ask again."),
    }
    lines = decisions()
    assert {line["by"] for line in lines} == {"Robin Vale"}
    assert all("slice" not in line for line in lines)  # chosen by somebody, so no sample
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", lines[0]["at"])
    again = run("review", MAKERS, "--tracker", TRACKER, *options)
    assert [one["changed"] for one in again.records] == [False, False]
    assert len(decisions()) == 2
    text = block()
    assert first["quote"] in text
    assert second["quote"] not in text
    assert "unreviewed" not in text[text.index(first["quote"]) :].split('\n> "')[0]
    assert "Ask again." not in text
    change(ingested / "evidence.yaml", "block: {", "block: {notes: yes, ")
    assert "Note: Ask again." in block()


def test_ids_may_be_parted_by_commas_and_are_answered_in_words(run, queue):
    first, second, *_ = of_tracker(queue())
    done = run("review", MAKERS, "--tracker", TRACKER, "--accept", f"{first['quote_id']},{second['quote_id']}")
    assert done.lines[0].startswith("accepted  q")
    assert done.err.endswith("2 decisions written.\n")


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--accept", "q000000000000"], "no quote called 'q000000000000' here"),
        (["--note", "So"], "a note needs --accept ID or --reject ID"),
        (["--links", "--accept", "q000000000000"], "judges quotes; calls and speakers are answered in the review"),
        (["--links", "--reject", "q000000000000"], "judges quotes; calls and speakers are answered in the review"),
    ],
)
def test_what_cannot_be_decided_is_an_error_and_nothing_is_written(run, decisions, options, complaint):
    done = run("review", *options)
    assert done.code == 2
    assert complaint in " ".join(done.err.split())
    assert decisions() == []


def test_an_id_on_both_sides_is_an_error(run, queue, decisions):
    quote_id = queue()[0]["quote_id"]
    assert run("review", "--accept", quote_id, "--reject", quote_id).code == 2
    assert decisions() == []


def typed(folder, *lines):
    """Run a review in a process of its own behind a pseudo-terminal."""
    program = "from evidence.cli.app import main; main()"
    command = [sys.executable, "-c", program, "review", MAKERS, "--plain"]
    env = {**os.environ, "COLUMNS": "80", "TERM": "dumb"}
    text = "".join(f"{line}\n" for line in lines)
    parent, child = pty.openpty()
    with subprocess.Popen(
        command, cwd=folder, stdin=child, stdout=child, stderr=subprocess.DEVNULL, env=env
    ) as process:
        os.close(child)
        os.write(parent, text.encode())
        said = b""
        while True:
            try:
                some = os.read(parent, 65536)
            except OSError:  # Linux says so where the other end is closed
                break
            if not some:
                break
            said += some
        os.close(parent)
    return process.returncode, said.decode()


def test_the_dialogue_works_behind_a_terminal_and_is_resumed(ingested, decisions, queue):
    before = [one["quote_id"] for one in queue()]
    code, said = typed(ingested, "a", "x", "n Why?", "q")
    assert code == 0
    assert "Quote 1 of" in said
    assert "Accepted." in said
    assert "\x1b" not in said
    lines = decisions()
    assert [line["verdict"] for line in lines] == ["accept", "reject", "note"]
    assert [line["quote_id"] for line in lines] == before[:3]
    assert [line["slice"] for line in lines[:1]] == ["best"]
    after = queue()
    assert [one["quote_id"] for one in after][:2] == before[2:4]
    status = {one["quote_id"]: (one["status"], one["note"]) for one in after}
    assert [status[quote_id] for quote_id in before[:3]] == [("accepted", None), ("rejected", None), ("new", "Why?")]


def test_without_a_terminal_the_review_is_a_dialogue(run, monkeypatch, decisions):
    monkeypatch.setattr("sys.stdin", io.StringIO("a\nq\n"))
    done = run("review", MAKERS)
    assert done.code == 0
    assert "Accepted." in done.out
    assert "Your decisions are saved in segments/decisions.jsonl." in done.err
    assert len(decisions()) == 1


def dialogue(run, monkeypatch, *lines):
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    return run("review", MAKERS, "--tracker", TRACKER).out


def test_boundaries_and_trackers_that_people_chose_are_attached(run, monkeypatch, queue, block):
    before = queue("--tracker", TRACKER)
    found = {one["quote_id"] for one in before}
    first = next(one for one in before if one["status"] == "new")
    dialogue(run, monkeypatch, "e", "tab", "l l", "enter", "q")
    after = queue("--tracker", TRACKER)
    shorter = [one for one in after if one["status"] == "accepted"]
    assert len(shorter) == 1
    assert shorter[0]["quote"] == first["quote"].split(" ", 2)[2]
    assert shorter[0]["quote_id"] not in found
    assert first["quote_id"] not in {one["quote_id"] for one in after}
    assert shorter[0]["account_id"] == first["account_id"]
    text = block()
    assert shorter[0]["quote"] in text
    assert first["quote"] not in text
    dialogue(run, monkeypatch, "t audit", "a", "q")
    moved = [one for one in queue("--tracker", "audit") if one["status"] == "accepted"]
    assert len(moved) == 1
    visible = block()
    assert moved[0]["quote"] in visible[re.search(r"Audits \(\d+ of", visible).start() :]
    assert moved[0]["quote_id"] not in {
        one["quote_id"] for one in queue("--tracker", TRACKER) if one["status"] == "new"
    }


def test_the_preview_is_the_block_or_says_why_there_is_none(run, ingested, monkeypatch):
    said = dialogue(run, monkeypatch, "p", "q")
    assert "The block of The Makers as it would be attached" in said
    assert "Based on 2 calls with 2 of 2 accounts" in said
    (ingested / DOCUMENT).unlink()
    assert f"{DOCUMENT}: cannot be read" in dialogue(run, monkeypatch, "p", "q")


def test_a_decision_survives_corrections_elsewhere_and_is_orphaned_by_those_of_its_words(
    run, ingested, queue, change, decisions
):
    one = next(q for q in of_tracker(queue()) if q["call_id"] == "mill" and "prices" in q["quote"])
    run("review", MAKERS, "--tracker", TRACKER, "--accept", one["quote_id"])
    call = ingested / "source/transcripts/normalized/mill.md"
    change(call, "do the orders by hand", "do the orders and some of the bills by hand")
    assert {q["quote_id"]: q["status"] for q in queue()}[one["quote_id"]] == "accepted"
    change(call, "do the prices by hand", "do the prices and rents by hand")
    (orphan,) = [q for q in queue() if q["status"] == "orphaned"]
    assert orphan["quote_id"] == one["quote_id"]
    assert "do the prices and rents by hand" in orphan["nearest"]
    status = {topic["topic"]: topic["items"] for topic in run("status", "--json").records}
    assert status["orphaned"] == [f"{one['call_id']}#u{one['utterance']} ({MAKERS})"]
    call.unlink()
    assert [q["status"] for q in queue() if q["quote_id"] == one["quote_id"]] == ["orphaned"]
    assert len(decisions()) == 1


def test_marks_of_a_conflict_are_read_over_and_told(run, ingested, queue):
    first, second, *_ = queue()
    run("review", MAKERS, "--accept", first["quote_id"], "--reject", second["quote_id"])
    path = ingested / "segments/decisions.jsonl"
    ours, theirs = path.read_text(encoding="utf-8").splitlines()[:2]
    path.write_text(f"<<<<<<< ours\n{ours}\n=======\n{theirs}\n>>>>>>> theirs\n", encoding="utf-8")
    assert sorted(q["status"] for q in queue())[:1] == ["accepted"]
    told = run("status").out
    assert "segments/decisions.jsonl:1: git conflict marker" in " ".join(told.split())


def test_status_tells_how_good_the_random_quotes_were(run, queue, monkeypatch):
    before = queue()
    drawn = [one for one in before if one["slice"] == "random" and one["status"] == "new"]
    assert drawn
    place = [one["quote_id"] for one in before].index(drawn[0]["quote_id"])
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(["j"] * place + ["a", "q", ""])))
    run("review", MAKERS)
    topics = {topic["topic"]: topic["items"] for topic in run("status", "--json").records}
    assert topics["precision"] == [f"{drawn[0]['tracker']} 100 % (1 of 1, 21\N{EN DASH}100 %)"]
    assert any(item.startswith(MAKERS) for item in topics["undecided"])


def test_git_is_told_to_keep_both_sides(run, ingested, queue):
    run("review", MAKERS, "--accept", queue()[0]["quote_id"])
    rules = ingested / ".gitattributes"
    assert rules.read_text(encoding="utf-8") == "segments/decisions.jsonl merge=union\n"
    rules.write_text("* text=auto\n", encoding="utf-8")
    write_merge_rule(Workspace(ingested))
    assert rules.read_text(encoding="utf-8") == "* text=auto\n"
    assert (ingested / "segments/.gitattributes").read_text(encoding="utf-8") == "decisions.jsonl merge=union\n"


def test_a_new_workspace_tells_git_to_keep_both_sides(bare):
    assert "segments/decisions.jsonl merge=union" in (bare / ".gitattributes").read_text(encoding="utf-8")


def test_links_are_answered_into_peoples_files(run, ingested, monkeypatch):
    call, label = run("review", "--links", "--json").records
    assert (call["call_id"], call["status"], call["candidates"][0]["account_id"]) == ("inn", "suggested", "A3")
    assert (label["label"], label["status"], label["candidates"]) == ("Guest", "unknown-side", [])
    monkeypatch.setattr("sys.stdin", io.StringIO("1\nc\nq\n"))
    done = run("review", "--links")
    assert done.code == 0
    assert "Linked inn to Example Inn." in done.out
    assert "inn,A3" in (ingested / "source/joins/mappings/accepted.csv").read_text(encoding="utf-8")
    assert "Guest" in (ingested / "source/people.csv").read_text(encoding="utf-8")
    assert run("review", "--links", "--json").records == []
    assert run("review", "--links").code == 1


def test_what_was_answered_stays_when_the_review_is_killed(ingested):
    program = "from evidence.cli.app import main; main()"
    command = [sys.executable, "-u", "-c", program, "review", "--links", "--plain"]
    with subprocess.Popen(
        command, cwd=ingested, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        process.stdin.write("1\n")
        process.stdin.flush()
        while "Linked inn to Example Inn." not in (line := process.stdout.readline()):
            assert line
        process.kill()
    mapped = ingested / "source/joins/mappings/accepted.csv"
    assert mapped.read_text(encoding="utf-8").splitlines()[1].startswith("inn,A3,")
    assert [path.name for path in mapped.parent.iterdir() if path.name.startswith(".evidence-tmp")] == []


def test_links_that_nothing_suggests_are_found_undone_and_people_get_roles(run, ingested, monkeypatch):
    mappings, people = ingested / "source/joins/mappings/calls.csv", ingested / "source/people.csv"
    mappings.write_text("transcript_id,account_id\nquarry,A2\n", encoding="utf-8")
    raw = ingested / "source/transcripts/normalized/inn.md"
    raw.rename(raw.with_name("talk.md"))
    text = raw.with_name("talk.md").read_text(encoding="utf-8").replace('"inn"', '"talk"').replace("# inn", "# talk")
    raw.with_name("talk.md").write_text(text, encoding="utf-8")
    run("ingest")
    waiting = {one["call_id"]: one["status"] for one in run("review", "--links", "--json").records if not one["label"]}
    assert waiting == {"mill": "suggested", "talk": "unlinked"}
    assert "evidence review --links" in run("status").out
    lines = ["j", "/ inn", "1", "u", "/ quar", "", "/ exam inn", "1", "end", "j", "r Head of Ops", "C", "q", ""]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    done = run("review", "--links", "--plain", env={"NO_COLOR": "1"})
    assert done.code == 0
    # Without a terminal nobody ends the line of a prompt, so that the answer follows it.
    assert max(len(part) for line in done.lines for part in line.split(" > ")) <= 80
    assert "Taken back: talk is no longer linked to Example Inn." in done.out
    accepted = (ingested / "source/joins/mappings/accepted.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[:2] for line in accepted[1:]] == [["talk", "A3"]]
    assert "Head of Ops" in people.read_text(encoding="utf-8")


def test_nothing_to_review_is_said(run, bare):
    assert bare
    done = run("review")
    assert done.code == 1
    assert "Nothing to review" in done.err


def test_python_decides_as_the_command_does(ingested, decisions):
    first = evidence.judge_quotes(ingested, MAKERS, tracker=TRACKER)[0]
    (done,) = evidence.judge_quotes(ingested, MAKERS, reject=[first["quote_id"]], by="Kim Marsh")
    assert (done["status"], done["changed"]) == ("rejected", True)
    assert [line["by"] for line in decisions()] == ["Kim Marsh"]


def test_a_limit_leaves_the_rest_for_another_day(queue):
    assert queue("--limit", "5") == queue()[:5]


def test_without_git_whoever_is_logged_in_decides(monkeypatch, tmp_path):
    monkeypatch.setenv("GIT_AUTHOR_NAME", " ")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("LOGNAME", "kim")
    assert reviewer(Workspace(tmp_path)) == "kim"
