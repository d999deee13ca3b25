"""Read trackers.yaml: pain points, their queries and test sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evidence.errors import QuerySyntaxError, SettingsError
from evidence.model import Tracker
from evidence.query.grammar import parse
from evidence.query.match import match
from evidence.query.tree import And, Field, Or, Query
from evidence.settings import load_yaml, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from evidence.errors import EvidenceError
    from evidence.query.tree import Node
    from evidence.settings import Lines

_KEYS = ("label", "queries", "counter", "side", "should_match", "should_not_match")
_LISTS = ("queries", "counter", "should_match", "should_not_match")
_SIDES = ("customer", "internal", "any")


@dataclass(frozen=True, slots=True)
class Failure:
    """A test sentence that a tracker gets wrong: `expected` says whether it should match."""

    tracker: str
    sentence: str
    expected: bool


def parse_trackers(text: str, path: str) -> tuple[tuple[Tracker, ...], tuple[EvidenceError, ...]]:
    """Read the file; what cannot be understood is left out and reported with its line.

    A tracker keeps its other queries when one of them is broken.
    Raises SettingsError where the file as a whole is no YAML mapping.
    """
    data, lines = load_yaml(text, path)
    if data is None:
        return (), ()
    if not isinstance(data, dict):
        raise SettingsError("expected `tracker-name:` lines", hint="See evidence trackers --help.", path=path, line=1)
    problems: list[EvidenceError] = []
    trackers = [_tracker(key, entry, lines, path, problems) for key, entry in data.items()]
    return tuple(tracker for tracker in trackers if tracker), tuple(problems)


def _tracker(
    key: str,
    entry: Any,  # noqa: ANN401  whatever people wrote
    lines: Lines,
    path: str,
    problems: list[EvidenceError],
) -> Tracker | None:
    def report(what: str, hint: str, *at: str | int) -> None:
        problems.append(SettingsError(what, hint=hint, path=path, line=lines.get((key, *at), lines[(key,)])))

    if not isinstance(entry, dict):
        report(f"tracker {key!r} holds no queries", "Put `queries: [...]` below it.")
        return None
    values = _values(key, entry, report)
    for name in ("queries", "counter"):
        values[name] = tuple(
            query
            for i, query in enumerate(values.get(name, ()))
            if _sound(query, path, lines.get((key, name, i), lines[(key,)]), problems)
        )
    if not values["queries"]:
        report(f"tracker {key!r} has no query that works", "Put `queries: [...]` below it.")
        return None
    label = values.pop("label", key)
    return Tracker(key, label if isinstance(label, str) else key, line=lines[(key,)], **values)


def _values(key: str, entry: dict[str, Any], report: Callable[..., None]) -> dict[str, Any]:
    """Type what stands below one tracker; report and leave out what cannot be understood."""
    values: dict[str, Any] = {}
    for name, value in entry.items():
        if name not in _KEYS:
            close = nearest(name, _KEYS)
            hint = f"Did you mean {close!r}?" if close else f"Known keys: {', '.join(_KEYS)}."
            report(f"unknown key {name!r} in tracker {key!r}", hint, name)
        elif name in _LISTS:
            items = value if isinstance(value, list) else [] if value is None else [value]
            if all(isinstance(item, str) for item in items):
                values[name] = tuple(items)
            else:
                report(f"{name} must be a list of texts", "Put each text into '...'.", name)
        elif value is not None:
            values[name] = value
    if values.get("side", "customer") not in _SIDES:
        close = nearest(str(values.pop("side")), _SIDES)
        report("side must be customer, internal or any", f"Did you mean {close!r}?" if close else "", "side")
    return values


def _sound(query: str, path: str, line: int, problems: list[EvidenceError]) -> bool:
    try:
        node = parse(query).root
    except QuerySyntaxError as error:
        problems.append(error.at(path, line))
        return False
    if _names_tracker(node):
        hint = "Write the queries of that one here."
        problems.append(SettingsError("a tracker's query cannot name a tracker", hint=hint, path=path, line=line))
        return False
    return True


def _names_tracker(node: Node) -> bool:
    if isinstance(node, Field):
        return node.name == "tracker"
    return any(map(_names_tracker, getattr(node, "children", ()) or filter(None, [getattr(node, "child", None)])))


def node(tracker: Tracker, *, counter: bool = False, sided: bool = True) -> Node:
    """Return what the tracker (or its counter queries) looks for, side included.

    sided: leave False to find what other sides said, too.
    Raises QuerySyntaxError, which `parse_trackers` has excluded.
    """
    queries = tracker.counter if counter else tracker.queries
    children = tuple(parse(query).root for query in queries)
    any_of = children[0] if len(children) == 1 else Or(children)
    return And((any_of, Field("side", tracker.side))) if sided and tracker.side != "any" else any_of


def query(tracker: Tracker, *, counter: bool = False, sided: bool = True) -> Query:
    """Return `node` as a query that says in words what it asks."""
    queries = tracker.counter if counter else tracker.queries
    return Query(" OR ".join(queries), node(tracker, counter=counter, sided=sided))


def failing_sentences(trackers: Iterable[Tracker]) -> tuple[Failure, ...]:
    """Run `should_match` and `should_not_match`; return what fails, in order."""
    failures: list[Failure] = []
    for tracker in trackers:
        asked = query(tracker, sided=False)
        wanted = [(s, True) for s in tracker.should_match] + [(s, False) for s in tracker.should_not_match]
        failures += [
            Failure(tracker.tracker_id, sentence, expected)
            for sentence, expected in wanted
            if (match(asked, sentence) is not None) is not expected
        ]
    return tuple(failures)
