"""The options that commands share, typed once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from evidence.search import Filters

Call = Annotated[str | None, typer.Option(help="Only calls whose id holds these words.")]
Account = Annotated[str | None, typer.Option(help="Only this account: id, name or alias.")]
Segment = Annotated[str | None, typer.Option(help="Only accounts of this segment.")]
Tracker = Annotated[str | None, typer.Option(help="Only what this tracker finds.")]
Side = Annotated[str | None, typer.Option(help="Who speaks: customer, internal or unknown.")]
Speaker = Annotated[str | None, typer.Option(help="Only speakers whose label or name holds these words.")]
Role = Annotated[str | None, typer.Option(help="Only speakers of this role.")]
OutcomeOption = Annotated[str | None, typer.Option("--outcome", help="How the deal ended: won, lost or open.")]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Calls of this day, month or year and later.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Calls up to this day, month or year.")]
Limit = Annotated[int, typer.Option(min=0, help="How many to show; 0 for all.")]
Jobs = Annotated[int | None, typer.Option(min=1, help="How many processes. Default: one a core.")]


def filters(
    call: str | None,
    account: str | None,
    segment: str | None,
    tracker: str | None,
    side: str | None,
    speaker: str | None,
    role: str | None,
    outcome: str | None,
    since: str | None,
    until: str | None,
) -> Filters:
    """Join the filter options of a command."""
    from evidence.search import Filters

    return Filters(call, account, segment, tracker, side, speaker, role, outcome, since, until)
