"""Measure attributions: of true and false ones in any writing, how many pass and how many are caught.

Cases stand in tests/gold/quoting/attributions-*.yaml: a world (accounts, people, calls) and attributions of words
that were really said in it, each with what is right: `pass`, `fail` or `not-judged`. The world is laid as a workspace,
all cases as one document, and `evidence verify --json` runs once on it. Prints what is right by kind, and three totals;
`-v` prints every miss. Exit code 1 where a goal is missed: 97 % of the false ones caught, 98 % of the true ones passed.
"""

import csv
import json
import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from evidence.calls.normalized import render
from evidence.model import Call, Participant, Utterance
from evidence.text import milliseconds
from measuring.keeping import ROOT
from measuring.timing import EVIDENCE

GOLD = ROOT / "tests" / "gold" / "quoting"
DAY = "2026-06-30"  # of the CRM's snapshot
CAUGHT, PASSED, OPEN = 0.97, 0.98, 0.97
Case = Mapping[str, Any]


def table(path: Path, header: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows as CSV; what a row does not have is an empty cell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header.split(","), extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def lay(world: Mapping[str, Any], root: Path) -> None:
    """Lay the files of a world."""
    accounts, people, calls = world.get("accounts") or [], world.get("people") or [], world["calls"]
    ours = sorted({one["name"] for call in calls for one in call["speakers"] if one.get("name") and ours_is(one)})
    root.mkdir(parents=True, exist_ok=True)
    (root / "evidence.yaml").write_text(json.dumps({"own_names": ours, "redaction": "none"}), encoding="utf-8")
    exports, joins = root / "source/crm/exports", root / "source/joins"
    if accounts:
        table(
            exports / f"crm_accounts_{DAY}.csv",
            "account_id,account_name,domain,industry,headcount,arr,geography",
            accounts,
        )
        table(
            exports / f"crm_deals_{DAY}.csv",
            "opportunity_id,account_id,stage,is_won,is_closed,close_date",
            deals(accounts),
        )
        aliases = [(alias, one["account_id"]) for one in accounts for alias in one.get("aliases") or ()]
        table(joins / "aliases.csv", "alias,account_id", [{"alias": a, "account_id": i} for a, i in aliases])
    known = [one for one in people if one.get("account_id") and accounts]
    contacts = [{**one, "contact_id": f"C{n}", "job_title": one.get("title")} for n, one in enumerate(known)]
    if contacts:
        table(exports / f"crm_contacts_{DAY}.csv", "contact_id,account_id,name,job_title", contacts)
    of_calls = [stated for call in calls for one in call["speakers"] if (stated := corrected(call, one, people))]
    table(root / "source/people.csv", "label,call_id,name,side,role,account_id", of_calls)
    linked = [
        {"transcript_id": call["id"], "account_id": call["account_id"]} for call in calls if call.get("account_id")
    ]
    table(joins / "mappings/calls.csv", "transcript_id,account_id", linked)
    for call in calls:
        write_call(call, root / "source/transcripts/normalized")


def ours_is(speaker: Mapping[str, Any]) -> bool:
    """Whether a speaker is one of us."""
    return speaker.get("side") == "internal"


def deals(accounts: Sequence[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    """Yield the deal of every account that has an outcome."""
    stages = {"won": "Closed Won", "lost": "Closed Lost", "open": "Proposal"}
    for number, one in enumerate(accounts):
        if outcome := one.get("outcome"):
            closed = outcome != "open"
            yield {
                "opportunity_id": f"D{number}", "account_id": one["account_id"], "stage": stages[outcome],
                "is_won": str(outcome == "won").lower(), "is_closed": str(closed).lower(),
                "close_date": one.get("close_date", "2026-05-01") if closed else "",
            }  # fmt: skip


def corrected(
    call: Mapping[str, Any], speaker: Mapping[str, Any], people: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the line of people.csv of a speaker: the name and the role that the world gives."""
    one = next((person for person in people if person["name"] == speaker.get("name")), {})
    return {
        "label": speaker["label"], "call_id": call["id"], "name": speaker.get("name", ""),
        "side": speaker.get("side", ""), "role": one.get("role") or "",
        "account_id": "" if ours_is(speaker) else one.get("account_id") or "",
    }  # fmt: skip


def write_call(call: Mapping[str, Any], folder: Path) -> None:
    """Write a call as a normalized one, of which no reader has anything to guess; a turn lasts until the next one."""
    folder.mkdir(parents=True, exist_ok=True)
    speakers = tuple(
        Participant(one["label"], name=one.get("name"), org=one.get("org"), side=one.get("side") or "unknown")
        for one in call["speakers"]
    )
    # Without quotation marks YAML reads 00:01:02 as 62.
    starts = [
        turn["time"] * 1000 if isinstance(turn["time"], int) else milliseconds(turn["time"]) or 0
        for turn in call["turns"]
    ]
    ends = [*starts[1:], starts[-1] + 10_000]
    said = tuple(
        Utterance(number, number, turn["speaker"], " ".join(turn["words"].split()), start, end, "stated", "stated")
        for number, (turn, start, end) in enumerate(zip(call["turns"], starts, ends, strict=True), 1)
    )
    day = str(call["date"]) if call.get("date") else None
    made = Call(call["id"], call["id"], f"{call['id']}.vtt", "0" * 64, "vtt", "1", speakers, said, started_at=day)
    (folder / f"{call['id']}.md").write_text(render(made), encoding="utf-8")


def run(root: Path, *words: str | Path) -> str:
    """Run a command in a workspace, and return what it prints."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1"}
    done = subprocess.run(
        [EVIDENCE, *words], cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    return done.stdout if done.returncode < 2 else done.stdout + done.stderr


def verdicts(gold: Mapping[str, Any], root: Path) -> list[dict[str, Any]]:
    """Return what the command says of each case, in order; of one that it does not read, an empty record."""
    lay(gold["world"], root)
    run(root, "--quiet", "ingest")
    lines, begins = ["# Quotes", ""], []
    for case in gold["cases"]:
        begins.append(len(lines) + 1)
        credit = case["attribution"].removeprefix("\u2014 ")
        lines += [f'> "{case["words"]}"', ">", f"> \u2014 {credit}", "", "Next.", ""]
    page = root / "segments/quotes.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text("\n".join(lines), encoding="utf-8")
    records = [json.loads(line) for line in run(root, "--json", "verify", page).splitlines() if line.startswith("{")]
    by_line = {record.get("line"): record for record in records}
    return [by_line.get(line, {}) for line in begins]


def said(record: Mapping[str, Any]) -> str:
    """Return what a verdict comes to: `pass`, `fail`, `not-judged`, or `skipped` where there is none."""
    if not record:
        return "skipped"
    if record["verdict"] == "not-judged":
        return "not-judged"
    return "pass" if record["ok"] else "fail"


def tell(case: Case, record: Mapping[str, Any]) -> None:
    """Print a miss."""
    found = f"{said(record)} ({record.get('verdict', '')}: {record.get('detail', '')})"
    print(f"  {case['kind']}: right {case['right']}, found {found}")
    print(f"      {case['attribution']}\n      {case.get('why', '')}")


def measure(path: Path, *, v: bool) -> dict[str, list[int]]:
    """Print the figures of one file; return hits and cases of what is to fail, to pass and to be left open."""
    gold = yaml.safe_load(path.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="evidence-attributions-") as place:
        found = verdicts(gold, Path(place).resolve() / "w")
    right, asked = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    print(f"\n{path.name}: {len(gold['cases'])} cases")
    for case, record in zip(gold["cases"], found, strict=True):
        key = case["kind"], case["right"]
        asked[key] += 1
        right[key] += said(record) == case["right"]
        if v and said(record) != case["right"]:
            tell(case, record)
    for kind in sorted({kind for kind, _ in asked}):
        shown = [f"{right[kind, one]:4}/{asked[kind, one]:<4}" for one in ("fail", "pass", "not-judged")]
        print(f"  {kind:10} false caught {shown[0]} true passed {shown[1]} not judged {shown[2]}")
    return {
        one: [sum(right[key] for key in asked if key[1] == one), sum(asked[key] for key in asked if key[1] == one)]
        for one in ("fail", "pass", "not-judged")
    }


def main(*names: str, v: bool = False, json_: Path | None = None) -> int:
    """Measure every file, or those that are named (`dev`); 0 where all goals are reached. json_: keeps the figures."""
    paths = [path for path in sorted(GOLD.glob("attributions-*.yaml")) if not names or path.stem[13:] in names]
    if not paths:
        print(f"there is no tests/gold/quoting/attributions-{' or '.join(names) or '*'}.yaml")
        return 2
    reached, figures = True, dict[str, object]()
    for path in paths:
        totals = measure(path, v=v)
        figures[path.stem] = {name: {"right": hits, "of": count} for name, (hits, count) in totals.items()}
        for (name, (hits, count)), goal in zip(totals.items(), (CAUGHT, PASSED, OPEN), strict=True):
            if count:
                print(f"  {name}: {hits}/{count} = {hits / count:.1%} (goal {goal:.0%})")
                reached = reached and hits / count >= goal
    if json_:
        json_.write_text(f"{json.dumps(figures, indent=2)}\n", encoding="utf-8")
    return int(not reached)
