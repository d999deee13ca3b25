"""The options that commands share, typed once."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

Limit = Annotated[int, typer.Option(min=0, help="How many to show; 0 for all.")]
Jobs = Annotated[int | None, typer.Option(min=1, help="How many processes. Default: one per core.")]

_FILTERS: dict[str, Any] = {
    "call": typer.Option(help="Only calls whose id contains these words."),
    "account": typer.Option(help="Only accounts whose id, name or alias contains these words."),
    "segment": typer.Option(help="Only accounts, or people, in this segment."),
    "tracker": typer.Option(help="Only what this tracker finds."),
    "side": typer.Option(help="Who speaks: customer, internal, unknown or any."),
    "speaker": typer.Option(help="Only speakers whose label or name contains these words."),
    "role": typer.Option(help="Only speakers with this role or job title."),
    "outcome": typer.Option(help="How the deal ended: won, lost or open."),
    "since": typer.Option(metavar="DATE", help="Only calls on or after this day, month or year."),
    "until": typer.Option(metavar="DATE", help="Only calls up to this day, month or year."),
}


def filtered(*, without: str = "") -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command the options that filter calls; it takes them as one keyword, `filters: search.Filters`.

    They stand in its help where `filters` stands among its parameters.
    without: the one filter that the command has another way to say.
    """
    options = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[str | None, option])
        for name, option in _FILTERS.items()
        if name != without
    ]

    def decorate(command: Callable[..., int]) -> Callable[..., int]:
        @functools.wraps(command)
        def run(**given: Any) -> int:  # noqa: ANN401  the values of all options
            from evidence.library.asking import Filters

            filters = Filters(**{option.name: given.pop(option.name) for option in options})
            return command(filters=filters, **given)

        # typer reads the signature, whose types are still texts; it must not look for that of `filters`.
        run.__annotations__ = hints = get_type_hints(command, localns={"Filters": object}, include_extras=True)
        stated = inspect.signature(command)
        parameters = [p.replace(annotation=hints[name]) for name, p in stated.parameters.items()]
        at = [*stated.parameters].index("filters")
        parameters[at : at + 1] = options
        run.__signature__ = stated.replace(parameters=parameters)  # type: ignore[attr-defined]
        return run

    return decorate
