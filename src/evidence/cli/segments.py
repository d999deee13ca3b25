"""`evidence segments`: who belongs to each segment, and what the documents say of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli.app import Exit

if TYPE_CHECKING:
    from evidence.cli.console import Console
    from evidence.describing import Described, Description, Passage

_STATES = {"clean": "good", "absent": "dim", "edited": "warn", "conflict": "bad"}


def run(
    context: typer.Context,
    documents: Annotated[
        list[Path] | None, typer.Argument(help="Look into these documents alone. Default: those of segments.yaml.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show why each account is in or out, and what was recognised where.")
    ] = False,
) -> int:
    """List the segments: their accounts, where they are described, what was recognised there.

    Segments are defined in segments/segments.yaml: which accounts belong (a
    condition in SQL, or named one by one), and under which heading of which
    document people describe them. Of a document named here, segments that
    nobody defined are listed as well.
    """
    from evidence.describing import describe
    from evidence.library import open_library

    console: Console = context.obj
    with open_library(console.workspace(), as_of=console.as_of, progress=console.progress()) as library:
        described = describe(library, documents or ())
        print_described(console, described, explain=explain)
        if not library.segments:
            console.note("No segments yet: write some into segments/segments.yaml.")
        troubled = console.tell(library)
    return Exit.TROUBLE if troubled else Exit.YES


def print_described(console: Console, described: Described, *, explain: bool) -> None:
    """Print every segment, then the accounts that are in several."""
    if console.json:
        console.records(record for one in described.descriptions for record in one.records(explained=explain))
    for one in () if console.json else described.descriptions:
        print_description(console, one, explain=explain)
    for account_id, segments in described.shared:
        console.note(f"{account_id} belongs to several segments: {', '.join(segments)}")


def print_description(console: Console, one: Description, *, explain: bool) -> None:
    """Print a segment with its members and its documents."""
    name = one.segment.segment_id if one.segment else "(not in segments.yaml)"
    console.print(f"{console.style(name, 'head')}  {one.name}")
    if one.segment:
        count = len(one.accounts)
        console.print(f"  {count:,} {'account' if count == 1 else 'accounts'}, {len(one.called):,} with calls")
        reasons = Counter(why for _, why in one.ways)
        if reasons:
            console.print("  " + ", ".join(f"{number:,} {why}" for why, number in reasons.items()))
    if explain:
        rows = [("", a.account_id, a.account_name, why) for a, why in one.ways]
        console.table(("", "account", "", "why"), rows)
    for passage in one.passages:
        print_passage(console, passage, explain=explain)
    console.print()


def print_passage(console: Console, passage: Passage, *, explain: bool) -> None:
    """Print where a document describes a segment, how much of what is there, and its block."""
    if passage.line is None:
        console.print(f"  {passage.path}: {console.style('not found', 'bad')}")
    else:
        console.print(f"  {passage.path}:{passage.line}  ({passage.shape})")
        kinds = Counter(pain.kind for pain in passage.pains)
        console.print(
            f"    {_many(kinds['pain'], 'pain point')}, {_many(len(passage.quotes), 'quote')}, "
            f"{_many(len(passage.placeholders), 'placeholder')}"
        )
    state = console.style(passage.block_state, _STATES[passage.block_state])
    console.print(f"    evidence block: {f'line {passage.block_line}, ' if passage.block_line else ''}{state}")
    if explain:
        print_spots(console, passage)


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def print_spots(console: Console, passage: Passage) -> None:
    """Print everything that was recognised, by line."""
    spots = [
        *((place.line, f"named ({place.kind})", place.text) for place in passage.places),
        *((pain.line, pain.kind, pain.text) for pain in passage.pains),
        *((quote.line, "quote", quote.text) for quote in passage.quotes),
        *((quote.end, "said by", quote.credit.text) for quote in passage.quotes),
        *((spot.line, "placeholder", spot.text) for spot in passage.placeholders),
    ]
    console.table(("", "line", "what", ""), [("   ", str(line), kind, text) for line, kind, text in sorted(spots)])
