"""`segments/decisions.jsonl`: lines are only ever added; the latest word holds, whatever their order."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from evidence.errors import EvidenceError, WorkspaceError
from evidence.model import Decision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from evidence.workspace import Workspace

_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("at", "by", "segment", "tracker", "quote_id", "verdict", "call_id", "exact"), (str,)),
    **dict.fromkeys(("utterance", "start", "end"), (int,)),
    **dict.fromkeys(("prefix", "suffix"), (str,)),
    **dict.fromkeys(("note", "replaces", "slice"), (str, type(None))),
}
_VERDICTS = ("accept", "reject", "later", "note", "undo", "move")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
Key = tuple[str, str, str]
"""(segment, tracker, quote_id): what a decision holds for."""

Current: TypeAlias = "Callable[[Decision], Decision]"

_CUT_OFF = "Delete the line, then judge the quote again: evidence review."
_QUOTE_ID = re.compile(r"q[0-9a-f]{12}")
_OPTIONAL = ("prefix", "suffix", "note", "replaces", "slice")
_KNOWN = tuple(field.name for field in fields(Decision))


def parse_decisions(text: str, path: str) -> tuple[tuple[Decision, ...], tuple[EvidenceError, ...]]:
    """Read the file; a line that is no decision is left out and reported.

    Conflict marks of git are reported and the lines on both sides read: a union
    of decisions is what a merge should give.
    """
    found: list[Decision] = []
    problems: list[EvidenceError] = []
    # Only a line feed ends a line: JSON may hold every other sign that `splitlines` knows.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        if line.startswith(_CONFLICT):
            what = "git conflict marker; the decisions on both sides are used"
            problems.append(EvidenceError(what, hint="Delete the line.", path=path, line=number))
            continue
        try:
            found.append(_decision(_read(line)))
        except (ValueError, TypeError) as error:
            hint = _CUT_OFF if isinstance(error, _CutOffError) else "Fix or delete the line."
            problems.append(EvidenceError(str(error), hint=hint, path=path, line=number))
    return tuple(found), tuple(problems)


class _CutOffError(ValueError):
    """A line that ends before the decision does, as a kill or a full disk leaves it."""


def _read(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        if line.lstrip().startswith("{") and not line.rstrip().endswith("}"):
            raise _CutOffError("half a decision: the line breaks off, so it decides nothing") from error
        raise ValueError("not a decision: the line cannot be read as JSON") from error


def _decision(data: Any) -> Decision:
    if not isinstance(data, dict):
        raise TypeError("not a decision (expected an object)")
    for name, kinds in _TYPES.items():
        if name not in _OPTIONAL or name in data:
            _check(name, data.get(name), kinds)
    if data["verdict"] not in _VERDICTS:
        raise ValueError(f"not a decision ({data['verdict']!r} is not one of {', '.join(_VERDICTS)})")
    return Decision(**{name: value for name, value in data.items() if name in _KNOWN})


def _check(name: str, value: Any, kinds: tuple[type, ...]) -> None:
    if type(value) not in kinds:  # `true` is no number
        raise TypeError(f"not a decision ({name} must be a {'text' if str in kinds else 'whole number'})")


def _same(decision: Decision) -> Decision:
    return decision


def in_force(decisions: Iterable[Decision], current: Current = _same) -> dict[Key, Decision]:
    """Return what holds for each (segment, tracker, quote): the latest that was not undone.

    A note is put on what was decided before; alone it decides nothing. A move carries verdict and
    note along. `replaces` is the id of an earlier cut of the quote or the tracker that it stood
    under; what is replaced counts as rejected until that is undone (`exact` is empty then: its words are
    those of what took its place). Ties in time go by the line's bytes, never by the order of lines.

    current: gives a decision the ids of today (`segments.renames`); lines keep the order that they had.
    """
    return {key: history[-1] for key, history in standing(decisions, current).items()}


def standing(decisions: Iterable[Decision], current: Current = _same) -> dict[Key, tuple[Decision, ...]]:
    """Return what was decided of each quote and not undone, the last of which holds. current: as of `in_force`."""
    standing: defaultdict[Key, list[Decision]] = defaultdict(list)
    for made in sorted(decisions, key=lambda d: (_moment(d.at) or _NEVER, render_decision(d))):
        decision = current(made)
        history = standing[_key(decision)]
        if decision.verdict == "undo":
            if history and (source := _replaced(undone := history.pop())):
                # What was decided there since stays: only the rejection that came with it goes.
                standing[source] = [one for one in standing[source] if not _came_with(one, undone)]
            continue
        source = _replaced(decision)
        held = _carried(decision, history, standing[source] if source else [])
        history.append(held)
        if source and held.replaces:
            # Words of another pain point were found wrongly; words that were cut anew were not.
            sampled = decision.slice if decision.verdict == "move" else None
            gone = replace(decision, tracker=source[1], quote_id=source[2], verdict="reject", replaces=None)
            standing[source].append(replace(gone, exact="", slice=sampled))
    return {key: tuple(history) for key, history in standing.items() if history}


def _came_with(rejection: Decision, decision: Decision) -> bool:
    return not rejection.exact and (rejection.at, rejection.by) == (decision.at, decision.by)


def _carried(decision: Decision, history: list[Decision], source: list[Decision]) -> Decision:
    """Return what a decision comes to, given what was decided of the quote and of the one that it replaces."""
    if decision.verdict == "note" and history:
        return replace(history[-1], note=decision.note, replaces=None)
    if decision.verdict == "later" and history and history[-1].verdict == "move":
        return replace(history[-1], replaces=None)  # put off, but where somebody moved it
    if decision.verdict == "move":
        held = replace(decision, slice=None)  # its tracker did not find it
        return replace(held, verdict=source[-1].verdict, note=decision.note or source[-1].note) if source else held
    return decision


def _key(decision: Decision) -> Key:
    return decision.segment, decision.tracker, decision.quote_id


def _replaced(decision: Decision) -> Key | None:
    """Return where the quote stood that this one replaces."""
    if decision.replaces is None:
        return None
    if _QUOTE_ID.fullmatch(decision.replaces):
        return decision.segment, decision.tracker, decision.replaces
    return decision.segment, decision.replaces, decision.quote_id


def render_decision(decision: Decision) -> str:
    """Return the decision as one line, its end included; what is not known is left out."""
    known = {"v": decision.v} | {name: value for name, value in asdict(decision).items() if value is not None}
    return json.dumps(known, ensure_ascii=True) + "\n"


def append_decisions(workspace: Workspace, decisions: Sequence[Decision]) -> None:
    """Add lines to the workspace's file, which a kill or a power failure leaves whole up to the last line.

    Raises WorkspaceError where it cannot be written.
    """
    try:
        workspace.append(workspace.decisions, "".join(map(render_decision, decisions)).encode())
    except WorkspaceError as error:
        error.hint = f"{error.hint} The last decision was not kept."
        raise


def stamp(after: str | None = None) -> str:
    """Return the time in UTC; a moment past `after`, where a clock that goes wrong would say less.

    >>> stamp("2999-01-01T00:00:00.000000Z")
    '2999-01-01T00:00:00.000001Z'
    """
    now = datetime.now(UTC)
    if after and (found := _moment(after)) and found >= now:
        now = found + timedelta(microseconds=1)
    return now.isoformat(timespec="microseconds").replace("+00:00", "Z")


_NEVER = datetime.min.replace(tzinfo=UTC)


def _moment(at: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(at)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
