"""The whole path on real calls: a folder of published transcripts -> a workspace with cited evidence.

TRANSCRIPTS holds earnings calls (Rev `.nlp`), recorded Zoom calls (WebVTT) and
interviews (Markdown) as their publishers made them; it is only read. OUT becomes a
workspace: accounts are the companies, the series of calls and the shows; segments
are their sectors, countries and kinds. Sides come from what the publishers say:
guests of interviews are customers, hosts internal, everybody else stays unknown.

Exit code: 0 where at least 100 quotes from at least 20 calls were attached and
every one of them is verified, 1 where not, 2 where a step failed.
"""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from evidence.calls.normalized import parse
from evidence.model import Call
from evidence.text import slug
from evidence.yaml_text import load_yaml
from measuring.corpus import write
from measuring.tables import as_rows, read_rows
from measuring.timing import EVIDENCE

TRACKERS = Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8")
SNAPSHOT = "2026-08-31"  # after the last call
ENOUGH_QUOTES, ENOUGH_CALLS = 100, 20

SETTINGS = """# Made by scripts/eval real.
block: {quotes: 10, per_account: 4}
"""


@dataclass(frozen=True, slots=True)
class Account:
    """A company, a series of calls or a show; "" is what the publisher does not say."""

    account_id: str
    account_name: str
    industry: str = ""
    geography: str = ""
    segment: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A published call, the account it belongs to and where its copy goes below raw/."""

    file: Path
    copy: str
    account: Account


def sources(transcripts: Path) -> Iterator[Source]:
    """Yield every earnings call of a company, Zoom call of a series and interview in Markdown of a show."""
    for row in read_rows(transcripts / "earnings21/earnings21-file-metadata.csv"):
        name = row["company_name"]
        file = transcripts / f"earnings21/nlp_references/{row['file_id']}.nlp"
        account = Account(slug(name), name, row["sector"], segment="Earnings call")
        yield Source(file, f"earnings21/{file.name}", account)
    for row in read_rows(transcripts / "earnings22/metadata.csv"):
        name = row["Ticker Symbol"]
        file = transcripts / f"earnings22/force_aligned_nlp_references/{row['File ID']}.aligned.nlp"
        account = Account(slug(name), name, "", row["Country by Ticker"], "Earnings call")
        yield Source(file, f"earnings22/{file.name}", account)
    for file in sorted(transcripts.glob("ethereum_pm/*/*/transcript.vtt")):  # their folder names the copy
        name, call = file.parent.parent.name, file.parent.name
        yield Source(file, f"{name}/{name}-{call}.vtt", Account(name, name, segment="Working group"))
    for folder in sorted((*transcripts.glob("changelog/*/"), *transcripts.glob("bitcointranscripts/*/"))):
        for file in sorted(folder.glob("*.md")):
            yield Source(file, f"{folder.name}/{file.name}", Account(folder.name, folder.name, segment="Show"))


def evidence(out: Path, *arguments: str, may_say_no: bool = False) -> list[dict[str, object]]:
    """Run one command on the workspace and return its records; stop where it is in trouble."""
    command = [EVIDENCE, "--workspace", out, "--json", *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    sys.stderr.write(done.stderr)
    if done.returncode not in ((0, 1) if may_say_no else (0,)):
        print(done.stdout, f"evidence {' '.join(arguments)} ended with exit code {done.returncode}", file=sys.stderr)
        sys.exit(2)
    return [json.loads(line) for line in done.stdout.splitlines()]


def front_matter(text: str) -> dict[str, object]:
    """Return the YAML front matter of an interview, {} where it has none."""
    found = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    return load_yaml(found[1], "front matter")[0] if found else {}


def is_guest(label: str, guests: list[str]) -> bool:
    """Tell whether a label is the name or the initials of a guest."""
    return any(label in (guest, "".join(word[0] for word in guest.split())) for guest in guests)


def loudest(call: Call) -> set[str]:
    """Return the two labels with the most turns: an interview's host and guest."""
    turns = Counter(label for _, label in {(u.turn, u.speaker) for u in call.utterances if u.speaker})
    return {label for label, _ in sorted(turns.items(), key=lambda item: (-item[1], item[0]))[:2]}


def people(interviews: list[tuple[Source, Call]]) -> list[tuple[str, ...]]:
    """Return label, call_id, side and role of whom an interview's publisher makes known.

    Front matter names the guests; whoever else speaks in several episodes of that
    show is a host. A show without front matter has one host, who is among the two
    main speakers of every episode, and the other one is the guest.
    """
    episodes = defaultdict(list)
    for source, call in interviews:
        guests = front_matter(source.file.read_text("utf-8")).get("speakers")
        episodes[source.account].append((call, list(guests or ())))
    table = []
    for show in episodes.values():
        labels = Counter(p.label for call, _ in show for p in call.participants)
        for call, guests in show:
            for label in sorted(p.label for p in call.participants if guests or p.label in loudest(call)):
                if is_guest(label, guests) or (not guests and labels[label] == 1):
                    table.append((label, call.call_id, "customer", "Guest"))
                elif labels[label] == len(show) or (guests and labels[label] > 1):
                    table.append((label, call.call_id, "internal", "Host"))
    return sorted(table)


def write_segments(out: Path, accounts: list[Account]) -> None:
    """Write segments.yaml, and the documents where there are none: attach owns a block in them."""
    entries = []
    trackers = ", ".join(re.findall(r"^([a-z-]+):", TRACKERS, re.MULTILINE))
    for document, column in {"sectors": "industry", "countries": "geography", "kinds": "segment"}.items():
        sections = [f"# {document.title()}\n"]
        for name in sorted({getattr(account, column) for account in accounts} - {""}):
            where = json.dumps(f"{column} = '{name.replace(chr(39), chr(39) * 2)}'")
            entries.append(
                f"{slug(name)}:\n  name: {json.dumps(name)}\n  where: {where}\n  documents:\n"
                f"  - {{path: {document}.md, heading: {json.dumps(f'Segment: {name}')}}}\n  trackers: [{trackers}]\n"
            )
            sections.append(f"## Segment: {name}\n\nWhoever belongs to {name}, and what they say in their calls.\n")
        if not (out / f"segments/{document}.md").exists():
            write(out, f"segments/{document}.md", "\n".join(sections))
    write(out, "segments/segments.yaml", "\n".join(entries))


def build(transcripts: Path, out: Path) -> None:
    """Make the workspace. The calls are read first: mapping and people need their ids and labels."""
    found = {source.copy: source for source in sources(transcripts)}
    names = "earnings21/speaker-metadata.csv"  # beside the calls that number their speakers
    for copy, file in {names: transcripts / names, **{copy: source.file for copy, source in found.items()}}.items():
        target = out / "source/transcripts/raw" / copy
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    write(out, "evidence.yaml", SETTINGS)
    write(out, "source/trackers.yaml", TRACKERS)
    accounts = sorted({source.account for source in found.values()}, key=lambda account: account.account_id)
    columns = "account_id account_name industry geography segment"
    table = as_rows(columns.split(), map(astuple, accounts))
    write(out, f"source/crm/exports/crm_accounts_{SNAPSHOT}.csv", table)
    write_segments(out, accounts)

    calls = []
    for record in evidence(out, "ingest"):
        if record["call_id"]:
            text = (out / f"source/transcripts/normalized/{record['call_id']}.md").read_text("utf-8")
            calls.append((found[str(record["path"]).removeprefix("source/transcripts/raw/")], parse(text)))
    mapped = sorted((call.call_id, source.account.account_id, "publisher", SNAPSHOT) for source, call in calls)
    columns = "transcript_id account_id mapped_by mapped_date"
    write(out, "source/joins/mappings/calls.csv", as_rows(columns.split(), mapped))
    interviews = [(source, call) for source, call in calls if source.file.suffix == ".md"]
    write(out, "source/people.csv", as_rows(["label", "call_id", "side", "role"], people(interviews)))


def main(transcripts: Path, out: Path) -> int:
    """Build, ingest, link, attach, verify; print what was found."""
    transcripts, out = transcripts.resolve(), out.resolve()
    settings = out / "evidence.yaml"
    if out.exists() and any(out.iterdir()) and not (settings.is_file() and settings.read_text("utf-8") == SETTINGS):
        print(f"{out} is neither empty nor a workspace of this script.", file=sys.stderr)
        return 2
    build(transcripts, out)
    ingested = evidence(out, "ingest")
    evidence(out, "trackers", "--test")
    linked = Counter(str(record["status"]) for record in evidence(out, "link"))
    attached = evidence(out, "attach")
    verdicts = evidence(out, "verify", may_say_no=True)
    quotes = {(record["call_id"], record["utterance"], record["quote"]) for record in verdicts if record["call_id"]}
    quoted = {call_id for call_id, _, _ in quotes}
    failed = [record for record in verdicts if not record["ok"]]
    print(f"{len(ingested)} files ingested; calls {', '.join(f'{n} {status}' for status, n in sorted(linked.items()))}")
    print(f"{len(attached)} blocks with {sum(int(str(record['quotes'])) for record in attached)} quotes")
    print(f"{len(quotes)} different quotes from {len(quoted)} calls")
    print(", ".join(f"{n} {verdict}" for verdict, n in sorted(Counter(str(r["verdict"]) for r in verdicts).items())))
    for record in failed:
        print(f"{record['path']}:{record['line']}: {record['verdict']}: {record['quote']}")
    return 0 if len(quotes) >= ENOUGH_QUOTES and len(quoted) >= ENOUGH_CALLS and not failed else 1
