"""`evidence segments`: who belongs to each segment, and what the documents say of it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli.app import Exit
from evidence.terminal import cells, wrap
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.cli.console import Console
    from evidence.commands.segments import Described, Description
    from evidence.commands.segments_explain import CloseLook
    from evidence.commands.segments_suggest import Suggested
    from evidence.library.library import Library
    from evidence.library.pages import Passage
    from evidence.segments.drift import Drift

_SINGLE_BLANK = re.compile(r"(?<! ) (?! )")
_STATES = {"clean": "good", "absent": "dim", "edited": "warn", "conflict": "bad"}
_SAID = {True: "passed", False: "failed", None: "no data"}
_WHY = {
    "lacking": "no data",
    "not heard": "nobody heard",
}  # why an account is outside, where the word of `--json` is too short for people


def run(
    context: typer.Context,
    documents: Annotated[
        list[Path] | None, typer.Argument(help="Look only at these documents. Default: those in segments.yaml.")
    ] = None,
    *,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain",
            help="Show why each account is in or out, and where definitions drift apart or contradict each other.",
        ),
    ] = False,
    suggest: Annotated[bool, typer.Option("--suggest", help="Draft segments and trackers from the documents.")] = False,
    limit: Annotated[
        int, typer.Option(min=0, help="How many excluded accounts to show for each reason; 0 for all.")
    ] = 20,
) -> int:
    """List the segments, their accounts, and what documents say.

    Segments are defined in segments/segments.yaml: which accounts belong (a
    condition in SQL, or named one by one), whose words count (titles), and
    under which heading of which document people describe them. For documents given here, segments
    that are not defined yet are listed as well.

    With --suggest the documents (default: all below segments/) become a first
    segments.yaml and trackers.yaml, with comments that say which line of which
    document each entry comes from. Files that do not exist yet are written, and
    so are the examples of evidence init that nobody has touched; other files stay.

    With --explain it shows for each account which condition of `where` it passed,
    failed or had no data for; where the prose and the SQL of the documents
    would choose other accounts; and where documents and CRM contradict each
    other. The limit is for excluded accounts.

    Accounts that a document names and the CRM lacks are told on stderr, with
    the nearest account; they change no exit code.
    """
    console: Console = context.obj
    with console.library() as library:
        if suggest:
            found = suggest_and_print(console, library, documents or ())
        else:
            found = show(console, library, documents or (), limit, explain=explain)
        troubled = console.tell(library, tables=True)
    return Exit.TROUBLE if troubled else Exit.YES if found else Exit.NO


def suggest_and_print(console: Console, library: Library, documents: Sequence[Path]) -> bool:
    """Print what the documents suggest; return whether that is anything."""
    from evidence.commands.segments_suggest import suggest_segments

    found = suggest_segments(library, documents)
    print_suggested(console, found)
    return bool(found.proposals)


def show(console: Console, library: Library, documents: Sequence[Path], limit: int, *, explain: bool) -> bool:
    """Print the segments that are defined, with `explain` what a close look finds; return whether there is any.

    A workspace without segments is none to complain about: only documents named in vain are.
    """
    from evidence.commands.segments import describe, named_in_vain, told_in_vain
    from evidence.commands.segments_explain import look_closely

    crm = library.crm()
    described = describe(library, documents, crm=crm)
    print_described(console, described, look_closely(library, described, crm) if explain else None, limit)
    if documents and not described.descriptions:
        console.note("No segment is described in these documents (docs/segments.md shows what is recognised).")
    elif not library.segments:
        console.note("No segments yet: define them in segments/segments.yaml, or run evidence segments --suggest.")
    console.note(*told_in_vain(library, documents))
    library.note_empty(one.segment for one in described.descriptions if one.segment)
    console.note(*map(str, named_in_vain(library, documents)))
    return bool(described.descriptions) or not documents


def print_suggested(console: Console, found: Suggested) -> None:
    """Print the proposals as the two files that they make, and say which were written."""
    if console.json:
        console.records(proposal.record() for proposal in found.proposals)
    else:
        for kind, path, text in (
            ("segment", "segments/segments.yaml", found.segments),
            ("tracker", "source/trackers.yaml", found.trackers),
        ):
            if any(proposal.kind == kind for proposal in found.proposals):
                lines = text.rstrip("\n").split("\n")
                room = console.width if console.terminal else 0
                console.print(f"# -- {path} --", *(part for line in lines for part in draft_lines(line, room)), "")
    console.note(*found.unused)
    for path in found.written:
        console.note(f"{path}: written. Edit it, then run evidence segments --explain.")
    if not found.proposals:
        console.note("No segment is described in your documents (docs/segments.md shows what is recognised).")
    elif not found.written:
        console.note("Not saved: segments.yaml and trackers.yaml already exist. Copy what you want from above.")


def draft_lines(line: str, room: int) -> list[str]:
    """Return a line of YAML in lines of at most `room` columns that say the same; as it is where there is no room.

    A remark goes on behind a `#` of its own; an entry goes on further in, which YAML reads as a blank.
    """
    if not room or cells(line) <= room:
        return [line]
    indent = " " * (len(line) - len(line.lstrip(" ")))
    if line.lstrip(" ").startswith("#"):
        return wrap(line, room, f"{indent}#   ")
    at = _remark_at(line)
    entry, remark = line[:at].rstrip(" "), line[at:].lstrip(" #")
    lines = [""]
    for part in _SINGLE_BLANK.split(entry.lstrip(" ")):  # no word is cut: it would be two
        if lines[-1] and cells(f"{indent}{lines[-1]} {part}") > room:
            lines.append(f"      {part}")
        else:
            lines[-1] = f"{lines[-1]} {part}" if lines[-1] else part
    said = wrap(f"{indent}  # {remark}", room, f"{indent}  #   ") if remark else []
    return [*(f"{indent}{each}" for each in lines), *said]


def _remark_at(line: str) -> int:
    """Return where the remark of a line of YAML begins, its end where there is none: `#` may stand in a text."""
    quoted, escaped = "", False
    for at, sign in enumerate(line):
        if quoted:
            quoted = "" if sign == quoted and not escaped else quoted
            escaped = sign == "\\" and not escaped and quoted == '"'
        elif sign in "\"'" and not line[at - 1].isalnum():
            quoted = sign
        elif line.startswith(" #", at):
            return at
    return len(line)


def print_described(console: Console, described: Described, explanation: CloseLook | None, limit: int) -> None:
    """Print every segment, then what lies across them."""
    if console.json:
        console.records(record for one in described.descriptions for record in segment_records(one, explanation))
    for one in () if console.json else described.descriptions:
        print_description(console, one, explanation, limit)
    for account_id, segments in described.shared:
        console.note(f"{account_id} belongs to several segments: {', '.join(segments)}")
    if explanation and not console.json:
        print_across(console, explanation)


def segment_records(one: Description, explanation: CloseLook | None) -> list[dict[str, object]]:
    """Return a segment as `--json` prints it, an object a document; explained, with what a close look found."""
    found = list(one.records(explained=explanation is not None))
    if explanation is None or one.segment is None:
        return found
    name = one.segment.segment_id
    for record in found:
        for member in record["members"]:
            member["conditions"] = explanation.reasons(name, member["account_id"])
            if one.segment.people:
                member["people"] = explanation.who(name, member["account_id"])
        record["drift"] = [drift.record() for drift in explanation.drifts.get(name, ())]
        ids = {account.account_id for account, _ in one.ways}
        record["contradictions"] = [c.record() for c in explanation.contradictions if c.account_id in ids]
        spots = {record["document"]}
        record["rewordings"] = [r.record() for r in explanation.rewordings if {r.one.path, r.other.path} & spots]
    return found


def print_description(console: Console, one: Description, explanation: CloseLook | None, limit: int) -> None:
    """Print a segment with its members and its documents."""
    name = one.segment.segment_id if one.segment else "(not in segments.yaml)"
    console.wrapped([(name, "head"), (f"  {one.name}", "")], hanging=2)
    if one.segment:
        console.print(f"  {plural(len(one.accounts), 'account')}, {len(one.called):,} with calls")
        if one.segment.people:
            console.wrapped(f"people: {', '.join(one.segment.people)}", 2, hanging=2)
        reasons = Counter(why for _, why in one.ways)
        if reasons:
            console.wrapped(", ".join(f"{number:,} {_WHY.get(why, why)}" for why, number in reasons.items()), 2)
    if explanation:
        print_members(console, one, explanation, limit)
        for drift in explanation.drifts.get(name, ()):
            print_drift(console, drift)
    for passage in one.passages:
        print_passage(console, passage, explain=explanation is not None)
    console.print()


def print_members(console: Console, one: Description, explanation: CloseLook, limit: int) -> None:
    """Print the accounts, members first, and below those outside what they failed or lacked."""
    rows = []
    for why, group in groupby(one.ways, key=lambda pair: pair[1]):
        accounts = [account for account, _ in group]
        shown = accounts if why in {"included", "passed"} else accounts[: limit or None]
        for account in shown:
            rows.append(("", account.account_id, account.account_name, _WHY.get(why, why)))
            who = explanation.who(one.segment.segment_id, account.account_id) if one.segment else ""
            rows += [("", "", f"  {who}", "")] if who else []
            reasons = explanation.reasons(one.segment.segment_id, account.account_id) if one.segment else []
            for reason in reasons if why in {"failed", "lacking", "ruled out"} else ():
                if reason["unless"] is (why == "ruled out") and reason["verdict"] is not (not reason["unless"]):
                    said = "unless" if reason["unless"] else _SAID[reason["verdict"]]
                    rows.append(("", "", f"  {reason['condition']}", said))
        if len(shown) < len(accounts):
            rows.append(("", "", f"and {len(accounts) - len(shown):,} more (--limit 0 shows all)", _WHY.get(why, why)))
    console.table(("", "account", "", "why"), rows)


def print_drift(console: Console, drift: Drift) -> None:
    """Print how another place would choose accounts, next to `where`."""
    reading = drift.reading
    titles = {"prose": "the prose", "sql": "the SQL", "named": "the accounts in lists"}
    state = console.style("drifts", "warn") if drift.drifts else console.style("agrees", "good")
    if not drift.drifts and drift.unsure:
        state = "agrees, as far as the data goes"
    console.print(f"  {titles[reading.source]} of {reading.path}:{reading.line}")
    console.print(f"    {plural(len(reading.accounts), 'account')}, {state}")
    lines = list(reading.conditions)
    lines += [f"only here: {_few(drift.more)}"] if drift.more else []
    lines += [f"only in `where`: {_few(drift.fewer)}"] if drift.fewer else []
    lines += [f"in `where`, but without data for this: {_few(drift.unsure)}"] if drift.unsure else []
    lines += [f"not about accounts: {condition}" for condition in reading.ignored]
    for line in lines:
        console.wrapped(line, 6, hanging=2)


def _few(names: tuple[str, ...]) -> str:
    return ", ".join(names[:12]) + (f" and {len(names) - 12:,} more" if len(names) > 12 else "")


def print_across(console: Console, explanation: CloseLook) -> None:
    """Print what documents and CRM contradict each other about."""
    for found in explanation.contradictions:
        console.print(console.style(f"{found.account_id}: which {found.what}?", "warn"))
        for claim in found.claims:
            console.wrapped(f"{claim.said}  {claim.path}{f':{claim.line}' if claim.line else ' (CRM)'}", 4, hanging=2)
    for pair in explanation.rewordings:
        console.print(console.style("Two versions of one remark?", "warn"))
        for remark in (pair.one, pair.other):
            console.print(f"    {remark.path}:{remark.line}")
            console.wrapped(f'"{remark.text}"', 6, hanging=2)


def print_passage(console: Console, passage: Passage, *, explain: bool) -> None:
    """Print where a document describes a segment, how much of what is there, and its block."""
    if passage.line is None:
        console.print(f"  {passage.path}: {console.style('not found', 'bad')}")
    else:
        console.print(f"  {passage.path}:{passage.line}  ({passage.shape})")
        kinds = Counter(pain.kind for pain in passage.pains)
        console.print(
            f"    {plural(kinds['pain'], 'pain point')}, {plural(len(passage.quotes), 'quote')}, "
            f"{plural(len(passage.placeholders), 'placeholder')}"
        )
    state = console.style(passage.block_state, _STATES[passage.block_state])
    console.print(f"    evidence block: {f'line {passage.block_line}, ' if passage.block_line else ''}{state}")
    if explain:
        print_spots(console, passage)


def print_spots(console: Console, passage: Passage) -> None:
    """Print everything that was recognised, by line."""
    spots = [
        *((place.line, f"named ({place.kind})", place.text) for place in passage.places),
        *((pain.line, pain.kind, pain.text) for pain in passage.pains),
        *((quote.line, "quote", quote.text) for quote in passage.quotes),
        *((quote.end, "said by", quote.attribution.text) for quote in passage.quotes),
        *((spot.line, "placeholder", spot.text) for spot in passage.placeholders),
    ]
    console.table(("", "line", "what", ""), [("   ", str(line), kind, text) for line, kind, text in sorted(spots)])
