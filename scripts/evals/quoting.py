"""Measure how many ways to quote are read: true words must verify, false ones be caught or listed, none be skipped.

tests/gold/quoting/ways-*.yaml holds ways in which people quote customers in Markdown, written by a language model that
had not seen the rules; `first` is the half that rules were made with. Each way is filled with words that somebody said,
with one of them changed, and with words that nobody said, in the marks of five languages, and becomes a document of a
workspace; `evidence verify --json` runs once over all. tests/gold/quoting/no-quotations are documents in which no
customer is quoted: none may fail.

Options: `--half first` or `held`, `--show` prints what is missed, `--json FILE` keeps the figures.
"""

import tempfile
from collections import Counter
from collections.abc import Iterator
from json import dumps, loads
from pathlib import Path
from typing import NamedTuple

import yaml

from evidence.quotes.folding import rough
from measuring.asked import printed
from measuring.corpus import write
from measuring.keeping import ROOT

GOLD = ROOT / "tests" / "gold" / "quoting"
MARKS = {"en": "“”", "straight": '""', "de": "„“", "fr": "«»", "sv": "””"}
PASSING = {"exact", "normalized", "elided", "moved", "redacted"}
LISTED = {"unsupported", "not-judged", "cut-short"}
TARGETS = {"verified": 0.98, "told": 1.0}


class Person(NamedTuple):
    """Somebody who speaks in the invented calls, and what they say."""

    name: str
    title: str
    company: str
    said: tuple[tuple[str, str, str], ...]  # as said, one word changed, never said


PEOPLE = (
    Person(
        "Ilse Brandt",
        "Operations Manager",
        "Kettering Freight",
        (
            (
                "We print the route sheets every morning and half of them are wrong by nine.",
                "We print the route sheets every morning and half of them are ready by nine.",
                "Our drivers would sooner walk the parcels over than open that application again.",
            ),
            (
                "Nobody in the depot trusts the dashboard, so they ring me instead.",
                "Nobody in the depot opens the dashboard, so they ring me instead.",
                "The whole fleet stood still for a weekend because of one expired licence.",
            ),
            (
                "The import takes four hours and I have to sit beside it.",
                "The import takes four minutes and I have to sit beside it.",
                "I keep a paper map in the cab since the tablet gave up on us.",
            ),
        ),
    ),
    Person(
        "Tomasz Hale",
        "Head of Finance",
        "Orlow Textiles",
        (
            (
                "Closing the month means three spreadsheets and a great deal of shouting.",
                "Closing the month means three spreadsheets and a great deal of waiting.",
                "Every invoice goes out twice and comes back with a different number.",
            ),
            (
                "We paid the same supplier twice in March and found out in June.",
                "We paid the same supplier twice in March and found out in July.",
                "Our auditors laughed when they saw how we keep the receipts.",
            ),
            (
                "It would save my team two days a month if approvals were in one place.",
                "It would save my team two weeks a month if approvals were in one place.",
                "Nobody has understood the currency tables since the old controller left.",
            ),
        ),
    ),
)
DATE = "2026-02-03"


class Made(NamedTuple):
    """A document made of one way: its path, the way, whether its words are `true`, `changed` or `unsaid`, and they."""

    path: str
    way: str
    kind: str
    words: tuple[str, ...]
    text: str


def documents(half: str) -> Iterator[Made]:
    """Yield each way in all marks with all kinds of words."""
    for at, way in enumerate(yaml.safe_load((GOLD / f"ways-{half}.yaml").read_text("utf-8"))):
        marks = MARKS if "{open}" in way["markdown"] else {"en": "“”"}
        for n, (language, pair) in enumerate(marks.items()):
            first, second = (PEOPLE[(at + n + k) % 2] for k in (0, 1))
            for k, kind in enumerate(("true", "changed", "unsaid")):
                # Two quotations with one name are of one person.
                other = second.said[(at + n) % 3] if "{name2}" in way["markdown"] else first.said[(at + n + 1) % 3]
                words = first.said[(at + n) % 3][k], other[k]
                text = filled(way["markdown"], pair, first, second, words)
                used = tuple(
                    w for w, name in zip(words, ("{words}", "{words2}"), strict=True) if name in way["markdown"]
                )
                yield Made(f"segments/{way['name']}-{language}-{kind}.md", way["name"], kind, used, text)


def filled(markdown: str, pair: str, first: Person, second: Person, words: tuple[str, str]) -> str:
    """Return a way with all of its places filled."""
    values = {
        "open": pair[0], "close": pair[1], "words": words[0], "words2": words[1], "name": first.name,
        "name2": second.name, "first": first.name.split()[0], "title": first.title, "company": first.company,
        "date": DATE, "label": "P1",
    }  # fmt: skip
    for name, value in values.items():
        markdown = markdown.replace(f"{{{name}}}", value)
    return markdown


def lay(root: Path) -> None:
    """Write the invented calls, their accounts and people, and read them as everybody does."""
    for at, person in enumerate(PEOPLE):
        turns = [f"Mara Quill: And how does that go?\n{person.name}: {said[0]}" for said in person.said]
        name = f"{person.company.split()[0].lower()}-{DATE}"
        write(root, f"source/transcripts/raw/{name}.txt", "\n".join(turns) + "\nMara Quill: Thank you.\n")
        write(root, "source/joins/mappings/calls.csv", "call_id,account_id\n" if not at else "")
    rows = [f"A{at},{person.company},Logistics,{300 + at}" for at, person in enumerate(PEOPLE)]
    accounts = "\n".join(["account_id,account_name,industry,headcount", *rows])
    write(root, "source/crm/exports/crm_accounts_2026-06-30.csv", f"{accounts}\n")
    links = [f"{person.company.split()[0].lower()}-{DATE},A{at}" for at, person in enumerate(PEOPLE)]
    write(root, "source/joins/mappings/calls.csv", "\n".join(["call_id,account_id", *links]) + "\n")
    people = [f"{p.name},,,customer,{p.title},A{at}" for at, p in enumerate(PEOPLE)]
    rows = ["label,call_id,name,side,role,account_id", *people, "Mara Quill,,,internal,,"]
    write(root, "source/people.csv", "\n".join(rows) + "\n")
    write(root, "evidence.yaml", "# Made by scripts/eval quoting.\n")
    printed("--workspace", str(root), "ingest")


def outcome(made: Made, words: str, records: list[dict[str, object]]) -> str:
    """Return what became of words: `verified`, `failed`, `listed`, or `skipped`."""
    sought = " ".join(rough(words))
    own = [one for one in records if one["path"] == made.path and sought in " ".join(rough(str(one["quote"])))]
    if not own:
        return "skipped"
    if not all(one["ok"] for one in own):
        return "failed"
    return "listed" if any(one["verdict"] in LISTED for one in own) else "verified"


def main(*, half: str = "first", show: bool = False, json: Path | None = None) -> int:
    """Run the command over all documents and print the figures."""
    made = list(documents(half))
    others = sorted((GOLD / ("no-quotations" if half == "first" else f"no-quotations-{half}")).glob("*.md"))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        lay(root)
        for one in made:
            write(root, one.path, one.text)
        for path in others:
            write(root, f"other/{path.name}", path.read_text("utf-8"))
        records = [
            loads(line)
            for line in printed("--workspace", str(root), "--json", "verify", str(root / "segments")).splitlines()
        ]
        quiet = [
            loads(line)
            for line in printed("--workspace", str(root), "--json", "verify", str(root / "other")).splitlines()
        ]
    counted: Counter[tuple[str, str]] = Counter()
    for one in made:
        for words in one.words:
            found = outcome(one, words, records)
            counted[one.kind, found] += 1
            if show and found in ({"failed", "listed", "skipped"} if one.kind == "true" else {"verified", "skipped"}):
                print(f"{one.kind:8} {found:9} {one.path}")
    failing = [one for one in quiet if not one["ok"]]
    for one in failing if show else ():
        print(f"no quotation, but fails: {one['path']}:{one['line']} {one['verdict']}: {one['quote']}")
    return told(half, counted, failing, quiet, len(others), json)


def told(
    half: str, counted: Counter[tuple[str, str]], failing: list[dict[str, object]], quiet: list[object], others: int,
    json: Path | None,
) -> int:  # fmt: skip
    """Print and keep the figures; 1 where a goal is missed."""
    kinds = ("true", "changed", "unsaid")
    total = {kind: sum(n for (k, _), n in counted.items() if k == kind) for kind in kinds}
    for kind in kinds:
        print(kind, dict(sorted((found, n) for (k, found), n in counted.items() if k == kind)))
    wrong = sum(total[kind] for kind in kinds[1:])
    caught = sum(counted[kind, found] for kind in kinds[1:] for found in ("failed", "listed"))
    skipped = sum(counted[kind, "skipped"] for kind in kinds)
    figures = {
        "half": half,
        "ways": len(yaml.safe_load((GOLD / f"ways-{half}.yaml").read_text("utf-8"))),
        "verified": round(counted["true", "verified"] / total["true"], 4),
        "told": round(caught / wrong, 4),
        "failed": round(sum(counted[kind, "failed"] for kind in kinds[1:]) / wrong, 4),
        "skipped": skipped,
        "documents without quotations": others,
        "of them failing": len({one["path"] for one in failing}),
        "listed in them": len(quiet) - len(failing),
    }
    print(dumps(figures))
    if json:
        json.write_text(dumps(figures, indent=2) + "\n", encoding="utf-8")
    missed = any(figures[name] < goal for name, goal in TARGETS.items()) or skipped or failing
    return int(bool(missed))
