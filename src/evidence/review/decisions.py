"""`segments/decisions.jsonl` -> what holds for each quote: the latest word, whatever the order of lines."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from evidence.errors import EvidenceError
from evidence.model import Decision

if TYPE_CHECKING:
    from collections.abc import Iterable

_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("at", "by", "segment", "tracker", "quote_id", "verdict", "call_id", "exact"), (str,)),
    **dict.fromkeys(("utterance", "start", "end"), (int,)),
    **dict.fromkeys(("prefix", "suffix"), (str,)),
    **dict.fromkeys(("note", "replaces"), (str, type(None))),
}
_VERDICTS = ("accept", "reject", "later", "note", "undo", "move")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
Key = tuple[str, str, str]
"""(segment, tracker, quote_id): what a decision holds for."""

_QUOTE_ID = re.compile(r"q[0-9a-f]{12}")
_OPTIONAL = ("prefix", "suffix", "note", "replaces")
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
    for name, kinds in _TYPES.items():
        if name not in _OPTIONAL or name in data:
            _check(name, data[name], kinds)
    if data["verdict"] not in _VERDICTS:
        raise ValueError(f"{data['verdict']!r} is not one of {', '.join(_VERDICTS)}")
    return Decision(**{name: value for name, value in data.items() if name in _KNOWN})


def _check(name: str, value: Any, kinds: tuple[type, ...]) -> None:  # noqa: ANN401
    if type(value) not in kinds:  # `true` is no number
        raise TypeError(f"{name} must be a {'text' if str in kinds else 'whole number'}")


def in_force(decisions: Iterable[Decision]) -> dict[Key, Decision]:
    """Return what holds for each (segment, tracker, quote): the latest that was not undone.

    A note is put on what was decided before; alone it decides nothing. A move carries verdict and
    note along. `replaces` is the id of an earlier cut of the quote or the tracker that it stood
    under; what is replaced counts as rejected until that is undone. Ties in time go by the line's content,
    never by the order of lines.
    """
    standing: defaultdict[Key, list[Decision]] = defaultdict(list)
    for decision in sorted(decisions, key=lambda d: (d.at, repr(d))):
        history = standing[_key(decision)]
        if decision.verdict == "undo":
            if history and (source := _replaced(history.pop())):
                del standing[source][-1:]
            continue
        source = _replaced(decision)
        held = _carried(decision, history, standing[source] if source else [])
        history.append(held)
        if source and held.replaces:
            gone = replace(decision, tracker=source[1], quote_id=source[2], verdict="reject", replaces=None)
            standing[source].append(gone)
    return {key: history[-1] for key, history in standing.items() if history}


def _carried(decision: Decision, history: list[Decision], source: list[Decision]) -> Decision:
    """Return what a decision comes to, given what was decided of the quote and of the one that it replaces."""
    if decision.verdict == "note" and history:
        return replace(history[-1], note=decision.note, replaces=None)
    if decision.verdict == "move" and source:
        return replace(decision, verdict=source[-1].verdict, note=decision.note or source[-1].note)
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
