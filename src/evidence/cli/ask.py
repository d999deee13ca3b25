"""`evidence ask`: a question in plain words, answered by quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli import options
from evidence.cli.app import Exit
from evidence.cli.search import print_by_call, print_turn, times
from evidence.model import Citation
from evidence.text import hash_of_words, one_line, plural

if TYPE_CHECKING:
    from evidence.cli.console import Console
    from evidence.library.answering import AnswerRow, Answers
    from evidence.library.asking import Filters
    from evidence.library.library import Library


@options.filtered()
def run(
    context: typer.Context,
    question: Annotated[list[str], typer.Argument(help="A question, such as: 'why did we lose deals?'")],
    *,
    filters: Filters,
    limit: options.Limit = 10,
    around: Annotated[
        int, typer.Option("--context", min=0, max=20, help="How many turns to show before and after.")
    ] = 0,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print quote blocks to paste; evidence verify accepts them.")
    ] = False,
) -> int:
    """Answer a question in plain words by quotes, the best first.

    \b
      evidence ask "why did we lose deals?"
      evidence ask "what does the CFO say about audits?" --side customer

    Turns are ranked by the words of the question and by what is said around
    them, so an answer needs none of the words. A question of our own side
    leads to the customer's answer. A name or role that fits one speaker counts
    for that speaker and leaves nobody out. Exit code 1 if nothing in the calls
    speaks to the question.
    """
    from evidence.commands.ask import outcome_asked, unanswered
    from evidence.library.answering import evidence_for

    console: Console = context.obj
    if markdown and around:
        raise typer.BadParameter("--markdown and --context cannot be combined", param_hint="--context")
    asked = " ".join(question)
    with console.library(refresh="calls") as library:
        found = evidence_for(library, asked, filters, limit=limit, context=around)
        tell_reading(console, found)
        if not filters.outcome and (outcome := outcome_asked(asked)):
            console.note(f"To ask in the calls of {outcome} deals only: --outcome {outcome}")
        if markdown:
            print_blocks(console, library, found)
        elif console.json:
            console.records(row.record() for row in found.rows)
        else:
            print_answers(console, library, found)
        troubled = console.tell(library)
        if not found.rows:
            console.note(unanswered(library, asked, filters, found))
    return Exit.TROUBLE if troubled else Exit.YES if found.rows else Exit.NO


def tell_reading(console: Console, found: Answers) -> None:
    """Say on stderr whom the question was taken to name, and which of its words nobody says."""
    for one in found.named:
        console.note(f"{one.said!r} is taken for {one.name}, who counts more; --speaker leaves out all others.")
    if found.rows and found.missing:
        console.note(f"Nobody says {' or '.join(map(repr, found.missing))}: this is about the rest.")


def print_blocks(console: Console, library: Library, found: Answers) -> None:
    """Print answers as they may stand in a document."""
    from evidence.commands.ask_markdown import answer_blocks

    blocks = answer_blocks(library, found)
    if console.json:
        console.records({"markdown": block} for block in blocks)
    for block in () if console.json else blocks:
        console.print(*block.split("\n"), "")


def print_answers(console: Console, library: Library, found: Answers) -> None:
    """Print answers in their order, neighbours of one call under one heading."""
    print_by_call(console, library, found.rows, print_quoted_turn)
    if found.rows:
        console.note("", f"{plural(len(found.rows), 'answer')}, best first (--limit 0 ranks all)")


def print_quoted_turn(console: Console, library: Library, row: AnswerRow) -> None:
    """Print one answer: who gives it where, our own question before it, and the words to quote."""
    for utterance in row.before:
        print_turn(console, utterance.speaker, utterance.text)
    u = row.hit.utterance
    side = row.person.participant.side if row.person else "unknown"
    anchor = console.link(f"#u{u.number}", library.workspace.call_path(row.hit.call_id), f"u{u.number}")
    who = console.style(f"{u.speaker or 'unknown speaker'}, {side}", "bold")
    console.print(f"  {anchor}{times(row)} {who}")
    if row.asked is not None and not row.before:
        console.wrapped(f"asked: {one_line(row.asked.text)}", 4, style="dim", hanging=2)
    console.wrapped(f'"{one_line(row.words)}"', 4, hanging=1)
    console.wrapped(Citation.of(row.hit.call_id, u, *row.quoted).cite(hash_of_words(row.words)), 4, style="dim")
    for utterance in row.after:
        print_turn(console, utterance.speaker, utterance.text)
