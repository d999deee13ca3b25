"""`segments/decisions.jsonl` -> what holds for each quote: the latest word, whatever the order of lines."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from evidence.errors import EvidenceError
from evidence.model import Decision

if TYPE_CHECKING:
    from collections.abc import Iterable

_TEXT = ("at", "by", "segment", "tracker", "quote_id", "verdict", "call_id", "exact")
_VERDICTS = ("accept", "reject", "later", "note", "undo", "move")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_KNOWN = tuple(field.name for field in fields(Decision))


def parse_decisions(text: str, path: str) -> tuple[tuple[Decision, ...], tuple[EvidenceError, ...]]:
    """Read the file; a line that is no decision is left out and reported.

    Conflict marks of git are reported and the lines on both sides read: a union
    of decisions is what a merge should give.
    """
    found: list[Decision] = []
    problems: list[EvidenceError] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        if line.startswith(_CONFLICT):
            what = "git's conflict mark; the decisions on both sides are used"
            problems.append(EvidenceError(what, hint="Delete the line.", path=path, line=number))
            continue
        try:
            found.append(_decision(json.loads(line)))
        except (ValueError, TypeError, KeyError) as error:
            what = f"not a decision ({error})"
            problems.append(EvidenceError(what, hint="Mend or delete the line.", path=path, line=number))
    return tuple(found), tuple(problems)


def _decision(data: Any) -> Decision:  # noqa: ANN401  whatever JSON holds
    if not isinstance(data, dict):
        raise TypeError("expected an object")
    for name in _TEXT:
        if not isinstance(data[name], str):
            raise TypeError(f"{name} must be a text")
    if data["verdict"] not in _VERDICTS:
        raise ValueError(f"{data['verdict']!r} is not one of {', '.join(_VERDICTS)}")
    return Decision(**{name: value for name, value in data.items() if name in _KNOWN})


def in_force(decisions: Iterable[Decision]) -> dict[tuple[str, str, str], Decision]:
    """Return what holds for each (segment, tracker, quote): the latest that was not undone.

    Ties in time go by the line's content, never by the order of lines.
    """
    standing: dict[tuple[str, str, str], list[Decision]] = {}
    for decision in sorted(decisions, key=lambda d: (d.at, repr(d))):
        history = standing.setdefault((decision.segment, decision.tracker, decision.quote_id), [])
        if decision.verdict == "undo":
            if history:
                history.pop()
        elif decision.verdict != "note":
            history.append(decision)
    return {key: history[-1] for key, history in standing.items() if history}
