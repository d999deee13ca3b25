"""`evidence trackers`: pain points, their queries and test sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from evidence.cli.app import Exit
from evidence.terminal import wrap
from evidence.text import plural

if TYPE_CHECKING:
    from evidence.cli.console import Console
    from evidence.commands.trackers_draft import DraftDesk
    from evidence.library.library import Library


def run(
    context: typer.Context,
    test: Annotated[
        bool, typer.Option("--test", help="Run the test sentences, and list queries that find nothing.")
    ] = False,
    suggest: Annotated[
        str | None, typer.Option(metavar="TRACKER", help="Suggest terms that often occur with what a tracker finds.")
    ] = None,
    draft: Annotated[
        str | None,
        typer.Option(metavar="LABEL", help="Draft a tracker from a label and what customers say of it."),
    ] = None,
    yes: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="With --draft: accept the first N, ask nothing.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="With --draft: add the tracker to source/trackers.yaml.")
    ] = False,
    themes: Annotated[
        bool, typer.Option("--themes", help="Draft new trackers from pains that none finds yet.")
    ] = False,
) -> int:
    """List the trackers in source/trackers.yaml and what they find.

    With --test, every sentence under should_match and should_not_match is tried
    (exit code 1 if one fails), and queries that find nothing and trackers that
    find the same are listed. --suggest prints terms that often occur with a
    tracker's hits, for you to add to its queries; where it has few hits, queries
    drafted from its label. --themes drafts trackers for pains of several accounts
    that no tracker finds, ready to paste.

    With --draft the customers' utterances nearest to a label are shown one by
    one, to accept and reject with the keys of a review (a, x, space, u, q). The
    tracker that is printed finds what was accepted and little else, and has the
    accepted sentences as its tests. --write adds it to source/trackers.yaml and
    changes nothing else there. Exit code 1 if nothing was accepted.
    """
    console: Console = context.obj
    for name, given in (("--yes", yes is not None), ("--write", write)):
        if given and draft is None:
            raise typer.BadParameter("belongs to --draft LABEL", param_hint=name)
    with console.library(refresh="calls") as library:
        if draft is not None:
            failed = draft_and_print(console, library, draft, yes, write=write)
        elif themes:
            failed = print_proposals(console, library)
        elif suggest:
            failed = print_suggestions(console, library, suggest)
        else:
            failed = print_test(console, library) if test else print_trackers(console, library)
        troubled = console.tell(library)
        if not library.trackers and draft is None:
            console.note("No trackers yet: define them in source/trackers.yaml, or run evidence trackers --themes.")
    return Exit.TROUBLE if troubled else Exit.NO if failed else Exit.YES


def print_trackers(console: Console, library: Library) -> bool:
    """Print every tracker with what it finds; nothing fails here."""
    from evidence.commands.trackers import survey

    surveys = survey(library)
    if console.json:
        console.records(one.record() for one in surveys)
    else:
        rows = [
            (s.tracker.tracker_id, f"{s.accounts}", f"{s.calls}", f"{s.mentions}", s.tracker.label) for s in surveys
        ]
        console.table(("tracker", "accounts", "calls", "found", "pain point"), rows)
    return False


def print_proposals(console: Console, library: Library) -> bool:
    """Print themes as YAML for source/trackers.yaml, each with a quote; return whether there is none."""
    from evidence.commands.trackers_themes import propose_trackers

    found = propose_trackers(library, progress=console.progress())
    if console.json:
        console.records(one.record() for one in found)
        return not found
    for one in found:
        count = f"{plural(one.theme.groups, 'account')}, {plural(len(one.theme.members), 'quote')}, such as"
        console.print(console.style(f"# {count}", "dim"))
        for row in one.quotes:
            for line in wrap(row.quote.text, console.width - 2):  # a comment of the YAML, every line of it
                console.print(console.style(f"# {line}", "dim"))
            console.print(console.style(f"#   {row.quote.citation}", "dim"))
        queries = ", ".join(f"'{query}'" for query in one.queries)
        label = one.label.replace("'", "''")
        console.print(f"{console.style(one.tracker, 'bold')}:", f"  label: '{label}'", f"  queries: [{queries}]")
    if not found:
        console.note("Nothing new: what hurts and no tracker finds shares no words that are rarer in ordinary talk.")
    return not found


def draft_and_print(console: Console, library: Library, label: str, yes: int | None, *, write: bool) -> bool:
    """Draft a tracker with the person's help and print it as YAML; return whether nothing was accepted."""
    from evidence.commands.trackers_draft import DraftDesk, append_tracker

    desk = DraftDesk(library, label)
    desk.draft.note_unknown()
    if yes is None and not console.json:
        verdicts = accept_and_reject(console, desk)
    else:
        verdicts = desk.take(yes or 0)
        shown = range(len(desk.shown)) if not console.json else ()
        for at in shown:
            console.note(*card_of(desk, at, console.width, "accepted" if at < len(verdicts) else "not judged"))
    made = desk.made(verdicts)
    if write and made.drafted:
        append_tracker(library, made.drafted)
    if console.json:
        console.records([made.record()])
    elif made.drafted:
        console.data(made.drafted.yaml())
    path = library.workspace.name(library.workspace.trackers)
    if made.drafted:
        console.note(
            f"Added to {path}. Test it: evidence trackers --test."
            if write
            else f"Not written: --write adds it to {path}."
        )
    elif not desk.shown:
        console.note(f"No customer says anything near to {desk.label!r}.")
    else:
        console.note("Nothing was accepted, so no tracker was drafted.")
    return made.drafted is None


def accept_and_reject(console: Console, desk: DraftDesk) -> tuple[bool | None, ...]:
    """Ask about each utterance until all are judged, the person is done, or the input ends."""
    from evidence.review.accepting import ACCEPTING_KEYS, Accepting, after_answer

    state = Accepting(desk.limit)
    while not state.done and desk.following(state.verdicts):
        at = len(state.verdicts)
        console.error(*card_of(desk, at, console.width))
        line = console.typed(ACCEPTING_KEYS.rstrip())
        if line is None:
            break
        before, state = state, after_answer(state, line)
        if state == before:
            console.error(f"I don't know {line.strip()!r}.")
    return state.verdicts


def card_of(desk: DraftDesk, at: int, width: int, verdict: str = "") -> list[str]:
    """Return the lines of an utterance: its number, its words, who said them and where."""
    one = desk.shown[at]
    account = one.row.account.account_name if one.row.account else None
    who = [one.row.hit.utterance.speaker, account, one.row.date]
    head = f"{at + 1}{f', {verdict}' if verdict else ''}"
    lines = (one.quote.text, f"{', '.join(filter(None, who))}, {one.quote.citation}")
    return [head, *(f"  {line}" for text in lines for line in wrap(text, width - 2))]


def print_suggestions(console: Console, library: Library, name: str) -> bool:
    """Print terms with an utterance that each would add; return whether there is none."""
    from evidence.commands.trackers_suggest import suggest_terms

    found = suggest_terms(library, library.tracker(name))
    if console.json:
        console.records(one.record() for one in found)
        return not found
    for one in found:
        said = (
            f"  in {one.inside} of its hits, {one.total} in all, {plural(one.accounts, 'account')}, score {one.score}"
        )
        console.wrapped([(one.term, "bold"), (said, "")], hanging=4)
        console.wrapped(one.example, 4)
        console.print(console.style(f"    {one.citation}", "dim"))
    if not found:
        console.note("Not enough matches yet to suggest more words.")
    return not found


def print_test(console: Console, library: Library) -> bool:
    """Print what fails or finds nothing; return whether a sentence failed."""
    from evidence.commands.trackers import check_trackers, overlaps

    results = check_trackers(library)
    if console.json:
        console.records(result.record() for result in results)
    for result in () if console.json else results:
        for failure in result.failures:
            wanted = "should match" if failure.expected else "should not match"
            wanted += f" and counts nowhere ({failure.reason})" * bool(failure.reason)
            console.print(
                f"{library.workspace.name(library.workspace.trackers)}:{result.tracker.line}: "
                f"{console.style(result.tracker.tracker_id, 'bad')} {wanted}: {failure.sentence}"
            )
        for query in result.dead:
            console.print(f"{console.style(result.tracker.tracker_id, 'warn')}: this query finds nothing: {query}")
    for one, other, both in () if console.json else overlaps(library):
        console.print(f"{one} and {other}: {plural(both, 'utterance')} in common")
    failed = sum(len(result.failures) for result in results)
    sentences = sum(len(r.tracker.should_match) + len(r.tracker.should_not_match) for r in results)
    console.note(f"{sentences - failed:,} of {plural(sentences, 'test sentence')} passed")
    return failed > 0
