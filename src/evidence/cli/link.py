"""`evidence link`: which account each call belongs to, and why."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli.app import Exit
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.accounts.matching import NameMatch
    from evidence.cli.console import Console
    from evidence.commands.link import LinkExplanation
    from evidence.commands.link_bulk import BulkLink
    from evidence.errors import EvidenceError
    from evidence.library.library import Library
    from evidence.model import AccountLink, LinkStatus

_ORDER: tuple[LinkStatus, ...] = ("ambiguous", "suggested", "unlinked", "internal", "linked")
_SETTLED: tuple[LinkStatus, ...] = ("internal", "linked")
_Least = Annotated[
    str | None,
    typer.Option(metavar="SCORE", help="Accept all suggested accounts with this score or better, such as 0.9."),
]
_DryRun = Annotated[
    bool, typer.Option("--dry-run", help="With --accept-suggested: only show the list; change nothing.")
]
_Undo = Annotated[
    bool, typer.Option("--undo", help="With --accept-suggested: take back what was accepted with this score.")
]
_STYLES = {"ambiguous": "warn", "suggested": "warn", "unlinked": "bad", "internal": "good", "linked": "good"}


def run(
    context: typer.Context,
    explain: Annotated[
        str | None,
        typer.Option(
            metavar="CALL", help="Show for one call what was checked, and why each account was or wasn't chosen."
        ),
    ] = None,
    match_names: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="Match a list of company names: a CSV with a column `name`, or one per line."),
    ] = None,
    accept_suggested: _Least = None,
    dry_run: _DryRun = False,
    undo: _Undo = False,
) -> int:
    """List which account each call belongs to.

    Calls that need your decision come first.
    A call is linked by an account id in the call, a line in
    source/joins/mappings, its opportunity, the e-mail of a contact, or a
    company's own domain. A name alone is only a suggestion; nothing is guessed.
    To decide: evidence review --links, or a line in source/joins/mappings/*.csv:

    \b
      transcript_id,account_id,mapped_by,mapped_date
      acme-2026-01-12,Account_023,you,2026-02-01

    With --match-names, a name is linked if exactly one account has it (ignoring
    legal forms and punctuation) or source/joins/aliases.csv lists it; similar
    names are suggested. Exit code 1 if no name resembles an account.

    --accept-suggested lists the calls whose single best suggestion has the score,
    and links them once you type their number. Exit code 1 if it changes nothing.

    Exit code 0 even if calls stay unlinked.
    """
    from evidence.commands.link import explain_call, match_list, remarks

    console: Console = context.obj
    if (dry_run or undo) and accept_suggested is None:
        raise typer.BadParameter("goes with --accept-suggested SCORE", param_hint="--dry-run" if dry_run else "--undo")
    if accept_suggested is not None:
        return settle_suggested(console, accept_suggested, dry_run=dry_run, undo=undo)
    if match_names is not None:
        return print_matches(console, *match_list(console.workspace(), match_names, as_of=console.as_of))
    with console.library() as library:
        if explain is not None:
            print_climb(console, explain_call(library, explain))
        else:
            print_links(console, library)
            console.note(*map(str, remarks(library)))
        troubled = console.tell(library, tables=True)
    return Exit.TROUBLE if troubled else Exit.YES


def settle_suggested(console: Console, score: str, *, dry_run: bool, undo: bool) -> int:
    """Show the links that have a score, and accept them or take them back once their number was typed."""
    from evidence.commands import link_bulk as bulk

    least = bulk.read_score(score)
    with console.library() as library:
        links = (bulk.accepted_links if undo else bulk.suggested_links)(library, least)
        meant = [link for link in links if not link.kept]
        agreed = bool(meant) and not dry_run and _typed_count(console, links, len(meant), undo=undo)
        if agreed:
            links = (bulk.take_back_links if undo else bulk.accept_links_of)(library, links, least)
        if console.json:
            console.records(link.record() for link in links)
        elif not agreed and (dry_run or not meant):
            print_bulk(console, links)
        done = [link for link in links if link.changed] if agreed else meant
        if done or not meant:
            _say_done(console, len(done), f"{least:g}", agreed=agreed, dry_run=dry_run, undo=undo)
        for link in meant if agreed and undo else ():
            if stays := next((each for each in links if each.line == link.line and each.kept), None):
                console.note(f"{stays.call_id} stays: {stays.reason}.")
        troubled = console.tell(library)
    return Exit.TROUBLE if troubled else Exit.YES if (agreed or dry_run) and done else Exit.NO


def _why_kept(link: BulkLink) -> str:
    return f"kept: {link.reason}" if link.kept else ""


def print_bulk(console: Console, links: Sequence[BulkLink]) -> None:
    """Print a row for each call: whose it would be, how sure that is, and why."""
    if any(link.line for link in links):
        made = [(link.call_id, link.account_id, link.account_name, _why_kept(link)) for link in links]
        console.table(("call", "account", "", ""), made)
        return
    rows = [(link.call_id, link.account_id, link.account_name, f"{link.score:.2f}", link.reason) for link in links]
    console.table(("call", "account", "", "score", "why"), rows)


def _typed_count(console: Console, links: Sequence[BulkLink], count: int, *, undo: bool) -> bool:
    """Show the links and ask for their number. Raises WorkspaceError where nobody can answer."""
    from evidence.errors import WorkspaceError

    if not sys.stdin.isatty():
        raise WorkspaceError(
            "can't ask for the number of calls here (no terminal); nothing was changed",
            hint="See the list with --dry-run, and run the command in a terminal.",
        )
    if console.json:
        for link in links:
            console.error(f"{link.call_id}  {link.account_id}  {link.account_name}  {_why_kept(link)}".rstrip())
    else:
        print_bulk(console, links)
    what = "this call" if count == 1 else f"these {count} calls"
    return console.ask(f"Type {count} to {'take back the links of' if undo else 'link'} {what}:") == str(count)


def _say_done(console: Console, count: int, score: str, *, agreed: bool, dry_run: bool, undo: bool) -> None:
    """Say what was changed and how to take it back, or why nothing was."""
    if not count:
        none = f"No call has a single best suggestion of {score} or better."
        console.note(f"No link was accepted as bulk {score}." if undo else none)
    elif dry_run:
        console.note(f"{plural(count, 'call')} would be {'unlinked again' if undo else 'linked'}; nothing was changed.")
    elif not agreed:
        console.note("Nothing was changed: the number typed is another one.")
    elif undo:
        console.note(f"{plural(count, 'link')} taken back. To bring the index up to date: evidence ingest")
    else:
        console.note(f"{plural(count, 'call')} linked in source/joins/mappings/accepted.csv, as bulk {score}.")
        console.note(f"To take them back: evidence link --accept-suggested {score} --undo")
        console.note("To use the answers: evidence ingest")


def print_matches(console: Console, matches: Sequence[NameMatch], problems: Sequence[EvidenceError]) -> int:
    """Print a row for each name, or its record, and the sums; return the exit code."""
    if console.json:
        console.records(asdict(match) for match in matches)
    else:
        rows = [
            (match.name, match.status, best.account_id if best else "", best.account_name if best else "", score)
            for match in matches
            for best in [match.candidates[0] if match.candidates else None]
            for score in [f"{match.score:.2f}" if match.score else ""]
        ]
        console.table(("name", "", "account", "account name", "score"), rows)
    counts = Counter(match.status for match in matches)
    console.note(", ".join(f"{counts[status]:,} {status}" for status in reversed(_ORDER) if counts[status]))
    if console.problems(problems):
        return Exit.TROUBLE
    return Exit.YES if any(match.candidates for match in matches) else Exit.NO


def print_links(console: Console, library: Library) -> None:
    """Print what needs a person with its candidates, then a table of what is linked, then the sums."""
    links = sorted(library.links.values(), key=lambda link: (_ORDER.index(link.status), link.call_id))
    if console.json:
        console.records(asdict(link) for link in links)
        return
    open_ones: defaultdict[tuple[int, str, str], list[AccountLink]] = defaultdict(list)
    for link in links:
        if link.status not in _SETTLED:
            open_ones[_why(link)].append(link)
    for alike in open_ones.values():
        print_open(console, *alike)
    console.table(
        ("linked call", "account", "", "by"),
        [(link.call_id, *_account(library, link), link.method or "") for link in links if link.status in _SETTLED],
    )
    counts = Counter(link.status for link in links)
    said = ", ".join(f"{counts[status]:,} {status}" for status in reversed(_ORDER) if counts[status])
    console.note(said or "No calls yet: put transcripts into source/transcripts/raw, then run evidence ingest.")
    if library.accounts and any(not link.awaits_export for alike in open_ones.values() for link in alike):
        console.note("To settle the calls without an account: evidence review --links")


def _account(library: Library, link: AccountLink) -> tuple[str, str]:
    if link.status == "internal":
        return "", "internal: no account"
    account = library.accounts.get(link.account_id or "")
    return link.account_id or "", account.account_name if account else ""


def _why(link: AccountLink) -> tuple[int, str, str]:
    """Return what calls share that are printed together: status, candidates, reason."""
    return _ORDER.index(link.status), repr(link.candidates), link.reason


def print_open(console: Console, link: AccountLink, *alike: AccountLink) -> None:
    """Print calls that nobody owns yet, for one reason: who might, and what to do."""
    for each in (link, *alike):
        console.line([(each.status, _STYLES[each.status]), ("  ", ""), (each.call_id, "bold")])
    for candidate in link.candidates:
        named = f"{candidate.account_id}  {candidate.account_name}  ({candidate.method}, {candidate.score:g})"
        console.wrapped(named, 4, hanging=2)
    console.wrapped(link.reason, 4)
    console.print()


def print_climb(console: Console, way: LinkExplanation) -> None:
    """Print every rule: its name, why it decided or did not, what it looked at, whom it named."""
    if console.json:
        console.records(way.records())
        return
    link = way.link
    name = way.names.get(link.account_id or "", "")
    to = f" to {link.account_id} ({name}) by {link.method}" if link.account_id else ""
    console.wrapped([(link.call_id, "head"), (f"  {way.title}", "")], hanging=2)
    console.wrapped([(link.status, _STYLES[link.status]), (to, "")], hanging=2)
    console.wrapped(link.reason, 4)
    for rule in way.rules:
        mark = ">" if way.decided(rule) else "x" if rule.broken else " "
        facts = [rule.reason]
        facts += [f"checked: {', '.join(rule.looked_at)}"] if rule.looked_at else []
        facts += [f"named: {account_id} {way.names[account_id]}" for account_id in rule.named]
        for number, fact in enumerate(facts):
            console.wrapped(fact, 16, "" if number else f"  {mark} {rule.name}")
