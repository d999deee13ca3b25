"""What reviewers decided in a workspace: in force, as histories, and of words that are gone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from evidence.errors import EvidenceError, UnreadableError
from evidence.review.decisions import in_force, parse_decisions, standing
from evidence.review.recall import is_present

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.model import Decision
    from evidence.review.decisions import Key
    from evidence.store.storage import Store
    from evidence.workspace import Workspace


def read_decisions(workspace: Workspace) -> tuple[dict[Key, Decision], tuple[EvidenceError, ...]]:
    """Return the decisions in force, and what is wrong in their file."""
    decisions, problems = _read(workspace)
    return in_force(decisions), problems


def read_histories(workspace: Workspace) -> dict[Key, tuple[Decision, ...]]:
    """Return what was decided of every quote and not undone; problems are for `read_decisions` to tell."""
    return standing(_read(workspace)[0])


def _read(workspace: Workspace) -> tuple[tuple[Decision, ...], tuple[EvidenceError, ...]]:
    path = workspace.decisions
    if not path.is_file():
        return (), ()
    try:
        return parse_decisions(workspace.read_text(path), workspace.name(path))
    except UnreadableError:
        raise
    except EvidenceError as error:
        return (), (error,)


def orphaned(store: Store, decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions in force whose words do not stand in the calls today."""
    by_call: defaultdict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.exact:
            by_call[decision.call_id].append(decision)
    found = []
    for call_id, made in sorted(by_call.items()):
        words = store.text.call(call_id)
        found += [decision for decision in made if not is_present(decision, words)]
    return found
