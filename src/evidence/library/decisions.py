"""What reviewers decided in a workspace: in force, as histories, and of words that are gone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from evidence.errors import EvidenceError, UnreadableError
from evidence.library.definitions import told_renames
from evidence.review.decisions import in_force, parse_decisions, standing
from evidence.review.recall import is_present
from evidence.segments.renames import Renames

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from evidence.model import Decision
    from evidence.review.decisions import Key
    from evidence.store.storage import Store
    from evidence.workspace import Workspace


def read_decisions(
    workspace: Workspace, renames: Callable[[], Renames] = Renames
) -> tuple[dict[Key, Decision], tuple[EvidenceError, ...]]:
    """Return the decisions in force under the ids of today, and what is wrong in their file.

    renames: asked where there are decisions.
    """
    decisions, problems = _read(workspace)
    return in_force(decisions, renames().current) if decisions else {}, problems


def read_histories(workspace: Workspace, renames: Callable[[], Renames] = Renames) -> dict[Key, tuple[Decision, ...]]:
    """Return what was decided of every quote and not undone; problems are for `read_decisions` to tell."""
    return standing(_read(workspace)[0], renames().current)


def renames_told(workspace: Workspace, renames: Renames) -> tuple[str, ...]:
    """Return what to know of decisions whose tracker or segment stands under a new id that no `was:` states."""
    if not (renames.found or renames.unsure):
        return ()
    return tuple(told_renames(renames, in_force(_read(workspace)[0]).values()))


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
