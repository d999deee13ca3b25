"""`evidence search`: keyword search, printed as words in context."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from evidence.cli import options
from evidence.cli.app import Exit
from evidence.model import clock
from evidence.terminal import cells, fit
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.cli.console import Console
    from evidence.commands.search import By
    from evidence.library.asking import Filters, SearchResult, SearchRow
    from evidence.library.library import Library
    from evidence.model import Span
    from evidence.query.tree import Query
    from evidence.terminal import Piece

_Row = TypeVar("_Row", bound="SearchRow")
_BY = ("call", "account", "segment", "persona", "role", "speaker", "tracker", "month")
WIDE = 120  # columns from which on a hit fits on one line


@options.filtered()
def run(
    context: typer.Context,
    query: Annotated[
        list[str] | None, typer.Argument(help="What to look for, such as: '\"manual deploy*\" OR babysit*'")
    ] = None,
    *,
    filters: Filters,
    limit: options.Limit = 20,
    around: Annotated[
        int, typer.Option("--context", min=0, max=20, help="How many turns to show before and after.")
    ] = 0,
    count: Annotated[bool, typer.Option("--count", help="Print only how many utterances match.")] = False,
    by: Annotated[str | None, typer.Option(help=f"Count by {', '.join(_BY)}: accounts, calls, mentions.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what each term finds: word forms, hits, accounts.")
    ] = False,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print quote blocks to paste; evidence verify accepts them.")
    ] = False,
    natural: Annotated[bool, typer.Option("--natural", hidden=True)] = False,
) -> int:
    """Find words in the calls.

    \b
      manual deploy              both words, in any form: deploys, deploying
      "manual deploy"            the phrase            ="SOC 2"   as written
      deploy* dep?oy deplyo~     wildcards, fuzzy      a OR b, a NOT b, ( )
      babysit* NEAR/5 deploy*    at most five words between
      side:customer account:"Northquay" date:2026-01..2026-03 is:question

    Newest call first; every line names call, utterance and time. Exit code 1
    if nothing is found. Put the query in '...', or the shell removes its
    quotation marks and stars.
    """
    from evidence.library.asking import ask
    from evidence.text import nearest

    console: Console = context.obj
    if natural:
        raise typer.BadParameter('is a command now: evidence ask "..."', param_hint="--natural")
    if by is not None and by not in _BY:
        close = nearest(by, _BY)
        meant = f"; did you mean {close}?" if close else ""
        raise typer.BadParameter(f"{by!r} is not one of {', '.join(_BY)}{meant}", param_hint="--by")
    said = " ".join(query or ())
    wanted = {"count": count, "by": by is not None, "explain": explain, "markdown": markdown}
    shape, *others = [name for name, given in wanted.items() if given] or ["rows"]
    if others:
        raise typer.BadParameter(f"--{shape} and --{others[0]} cannot be combined", param_hint=f"--{others[0]}")
    asked = ask(said, filters)
    with console.library(refresh="calls") as library:
        found = _PRINTERS[shape](console, library, asked, limit=limit, around=around, by=by or "call")
        troubled = console.tell(library)
        if not found:
            from evidence.library.absence import absence

            console.note(str(absence(library, asked)))
    return Exit.TROUBLE if troubled else Exit.YES if found else Exit.NO


def print_terms(console: Console, library: Library, asked: Query, **_: object) -> bool:
    """Print what each term brings; return whether any brings something."""
    from evidence.commands.search_explain import explain

    terms = explain(library, asked)
    if console.json:
        console.records(term.record() for term in terms)
    else:
        rows = [
            (
                term.term,
                f"{'' if term.hits_exact else '>= '}{term.hits:,}",
                f"{term.accounts:,}",
                f"{term.alone:,}",
                ", ".join(f"{form} {hits:,}" for form, hits in term.forms),
            )
            for term in terms
        ]
        console.table(("term", "hits", "accounts", "only by it", "word forms"), rows)
    return any(term.hits for term in terms)


def print_markdown(console: Console, library: Library, asked: Query, *, limit: int, **_: object) -> bool:
    """Print quotes as they stand in a block; return whether there are any."""
    from evidence.commands.search_markdown import markdown

    found = list(markdown(library, asked, limit=limit))
    if console.json:
        console.records({"markdown": block} for block in found)
    for block in () if console.json else found:
        console.print(*block.split("\n"), "")
    return bool(found)


def print_count(console: Console, library: Library, asked: Query, **_: object) -> bool:
    """Print how many; return whether there are any."""
    from evidence.commands.search import count_hits

    number, exact = count_hits(library, asked)
    if console.json:
        console.records([{"count": number, "count_exact": exact}])
    else:
        console.print(f"{'' if exact else 'at least '}{number:,}")
    return number > 0


def print_tallies(console: Console, library: Library, asked: Query, *, by: By, limit: int, **_: object) -> bool:
    """Print counts, most accounts first; return whether there are any.

    Bars count accounts: one that says a thing ten times is one. What belongs to one account is
    told apart by its calls, a call by its mentions.
    """
    from evidence.commands.search import tally

    tallies = tally(library, asked, by)[: limit or None]
    if console.json:
        console.records(one.record() for one in tallies)
        return bool(tallies)
    measure = {"account": "calls", "call": "mentions"}.get(by, "accounts")
    most = max((getattr(one, measure) for one in tallies), default=1) or 1
    rows = [
        (
            shown_key(library, one.key, by),
            f"{one.accounts:,}",
            f"{one.calls:,}",
            f"{one.mentions:,}",
            "\u2588" * -(-20 * getattr(one, measure) // most),
        )
        for one in tallies
    ]
    console.table((by, "accounts", "calls", "mentions", ""), rows)
    return bool(tallies)


def shown_key(library: Library, key: str | None, by: str) -> str:
    """Return a key as people know it: an account with its name."""
    if key is None:
        return f"(no {by})"
    account = library.accounts.get(key) if by == "account" else None
    return key if account is None or account.account_name == key else f"{key} {account.account_name}"


def print_rows(console: Console, library: Library, asked: Query, *, limit: int, around: int, **_: object) -> bool:
    """Print the hits, newest call first; return whether there are any."""
    from evidence.commands.search import search

    return print_hits(console, library, search(library, asked, limit=limit, context=around))


def print_hits(console: Console, library: Library, found: SearchResult) -> bool:
    """Print rows in their order, neighbours of one call under one heading; return whether there are any."""
    if console.json:
        console.records(row.record() for row in found.rows)
        return bool(found.rows)
    print_by_call(console, library, found.rows, print_row)
    if found.rows:
        shown, exact = len(found.rows), "" if found.count_exact else "at least "
        more = f", {shown} shown (--limit 0 shows all)" if shown < found.count else ""
        console.note("", f"{exact}{plural(found.count, 'utterance')}{more}")
    return bool(found.rows)


def print_by_call(
    console: Console, library: Library, rows: Iterable[_Row], printed: Callable[[Console, Library, _Row], None]
) -> None:
    """Print rows in their order, neighbours of one call under one heading; `printed` prints one."""
    for number, (_, some) in enumerate(groupby(rows, key=lambda row: row.hit.call_id)):
        first, *others = some
        console.print(*[""] * (number > 0), heading(console, library, first))
        for row in (first, *others):
            printed(console, library, row)


def heading(console: Console, library: Library, row: SearchRow) -> str:
    """Return the line above the hits of one call."""
    outcome = library.outcome(row.hit.call_id)
    account = f"{row.account.account_name} ({outcome})" if row.account else "no account"
    parts = [row.hit.call_id, row.date or "no date", account]
    name = console.link(console.style(parts[0], "head"), library.workspace.call_path(row.hit.call_id))
    return " \u00b7 ".join([name, *(console.style(part, "dim") for part in parts[1:])])


def print_row(console: Console, library: Library, row: SearchRow) -> None:
    """Print one hit: who said it where, and the words in context, on one line where the terminal is wide."""
    for utterance in row.before:
        print_turn(console, utterance.speaker, utterance.text)
    u = row.hit.utterance
    side = row.person.participant.side if row.person else "unknown"
    anchor = console.link(f"#u{u.number}", library.workspace.call_path(row.hit.call_id), f"u{u.number}")
    time = times(row)
    who = f"{u.speaker or 'unknown speaker'}, {side}{f', {row.status}' * (row.status != 'new')}"
    if row.before or row.after:
        console.print(f"  {anchor}{time} {console.style(who, 'bold')}")
        print_turn(console, None, u.text, row.hit.spans)
    elif console.width >= WIDE:
        place = (
            f"{' ' * max(0, 6 - len(f'#u{u.number}'))}{time:19}"  # as wide where no time is known, or none is derived
        )
        lead = f"  {anchor}{place} {console.style(fit(who, 30), 'bold')} "
        console.print(lead + kwic(console, u.text, row.hit.spans, console.width - 59))
    else:
        console.print(f"  {anchor}{time} {console.style(who, 'bold')}")
        console.print(f"    {kwic(console, u.text, row.hit.spans, console.width - 5)}")
    for utterance in row.after:
        print_turn(console, utterance.speaker, utterance.text)


def times(row: SearchRow) -> str:
    """Return the time at which the utterance begins, where it is stated, and that of the words, where it is another."""
    u = row.hit.utterance
    begins = clock(u.start_ms) if u.start_ms is not None and u.start_source == "stated" else None
    return "".join(f" {time}" for time in dict.fromkeys((begins, row.citation.time)) if time)


def print_turn(console: Console, speaker: str | None, text: str, spans: Iterable[Span] = ()) -> None:
    """Print a whole turn, wrapped and indented."""
    lead = [(f"{speaker}: ", "")] if speaker else []
    console.wrapped([*lead, *_pieces(console, text, spans)], 8)


def kwic(console: Console, text: str, spans: tuple[Span, ...], width: int) -> str:
    """Return the words in context: the first match at the same column in every line, all matches marked."""
    start, end = spans[0] if spans else (0, 0)
    left = width * 2 // 5
    begin = start
    while begin > 0 and cells(text[begin - 1 : start]) <= left - 1:
        begin -= 1
    stop = begin
    used = max(0, left - cells(text[begin:start])) if spans else 0
    brackets = () if console.colour else tuple(a for a, _ in spans)
    while stop < len(text):
        taken = cells(text[begin : stop + 1]) + 2 * sum(begin <= a <= stop for a in brackets)
        if used + taken > width - 1:
            break
        stop += 1
    stop = max(stop, min(end, len(text)))
    shown = [(max(a, begin) - begin, min(b, stop) - begin) for a, b in spans if a < stop and b > begin]
    head = "\u2026" if begin > 0 else " "
    tail = "\u2026" if stop < len(text) else ""
    return " " * max(0, used - 1) + head + paint(console, text[begin:stop], shown) + tail


def paint(console: Console, text: str, spans: Iterable[Span]) -> str:
    """Return the text with the spans in colour, or in brackets where there is no colour."""
    return "".join(console.style(part, style) if style else part for part, style in _pieces(console, text, spans))


def _pieces(console: Console, text: str, spans: Iterable[Span]) -> Iterator[Piece]:
    at = 0
    for start, end in spans:
        match = text[start:end]
        yield text[at:start], ""
        yield (match, "match") if console.colour else (f"[{match}]", "")
        at = end
    yield text[at:], ""


_PRINTERS: dict[str, Callable[..., bool]] = {
    "rows": print_rows,
    "count": print_count,
    "by": print_tallies,
    "explain": print_terms,
    "markdown": print_markdown,
}
