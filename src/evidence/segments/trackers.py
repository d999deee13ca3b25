"""Read trackers.yaml: pain points, their queries and test sentences."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, cast

from evidence.errors import QuerySyntaxError
from evidence.model import Tracker
from evidence.query.assertion import assertion_of
from evidence.query.grammar import parse_query
from evidence.query.language import language_of
from evidence.query.match import match
from evidence.query.tree import And, Field, Or, Query, judged_in
from evidence.segments.renames import check_earlier_ids
from evidence.yaml_text import YamlEntry, YamlFile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.errors import EvidenceError
    from evidence.model import PainKind
    from evidence.query.tree import Node
    from evidence.yaml_text import Place

_KEYS = ("label", "kind", "queries", "counter", "side", "should_match", "should_not_match", "was")
_SIDES = ("customer", "internal", "any")
_KINDS = ("have", "lack")

Side = Literal["customer", "internal", "any"]


@dataclass(frozen=True, slots=True)
class Failure:
    """A test sentence that a tracker gets wrong: `expected` says whether it should match.

    reason: of one that is found and counts nowhere, how it is meant and the phrase that says so; else empty.
    """

    tracker: str
    sentence: str
    expected: bool
    reason: str = ""


def parse_trackers(text: str, path: str) -> tuple[tuple[Tracker, ...], tuple[EvidenceError, ...]]:
    """Read the file; what cannot be understood is left out and reported with its line.

    A tracker keeps its other queries when one of them is broken.
    Raises SettingsError where the file as a whole is no YAML mapping.
    """
    file = YamlFile(text, path)
    given = file.entries(file.data, (), "expected `tracker-name:` lines", "See evidence trackers --help.")
    if file.data is not None and not isinstance(file.data, dict):
        file.check()
    trackers = [tracker for key, value in given.items() if (tracker := _tracker(file, key, value))]
    was = check_earlier_ids(file, given, {tracker.tracker_id: tracker.was for tracker in trackers})
    return tuple(replace(one, was=was[one.tracker_id]) for one in trackers), tuple(file.problems)


def _tracker(file: YamlFile, key: str, value: Any) -> Tracker | None:
    if not isinstance(value, dict):
        file.wrong((key,), f"tracker {key!r} has no queries", "Put `queries: [...]` below it.")
        return None
    entry = file.below(value, (key,), _KEYS, f"tracker {key!r}")
    queries, counter = _queries(entry, "queries"), _queries(entry, "counter")
    if not queries:
        file.wrong((key,), f"tracker {key!r} has no valid query", "Put `queries: [...]` below it.")
        return None
    return Tracker(
        key,
        entry.text("label") or key,
        queries,
        counter=counter,
        side=cast("Side", entry.choice("side", _SIDES) or "customer"),
        should_match=entry.texts("should_match"),
        should_not_match=entry.texts("should_not_match"),
        line=file.lines[entry.at],
        kind=cast("PainKind", entry.choice("kind", _KINDS) or "have"),
        was=entry.texts("was"),
    )


def _queries(entry: YamlEntry, name: str) -> tuple[str, ...]:
    return tuple(query for at, query in entry.placed_texts(name) if _sound(query, at, entry.file))


def _sound(query: str, at: Place, file: YamlFile) -> bool:
    try:
        node = parse_query(query).root
    except QuerySyntaxError as error:
        file.problems.append(error.at(file.path, file.line(at)))
        return False
    if judged := next(judged_in(node), None):
        file.wrong(at, f"is:{judged.kind} cannot stand in a tracker's query", "Every mention is judged as it is.")
        return False
    if _names_tracker(node):
        file.wrong(at, "a tracker's query cannot use another tracker", "Write that tracker's queries here.")
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
    children = tuple(parse_query(query).root for query in queries)
    any_of = children[0] if len(children) == 1 else Or(children)
    return And((any_of, Field("side", tracker.side))) if sided and tracker.side != "any" else any_of


def query(tracker: Tracker, *, counter: bool = False, sided: bool = True) -> Query:
    """Return `node` as a query that says in words what it asks."""
    queries = tracker.counter if counter else tracker.queries
    return Query(" OR ".join(queries), node(tracker, counter=counter, sided=sided))


_COUNTED = ("present", "unjudged")  # what is not judged may count one day


def counts(tracker: Tracker, sentence: str) -> tuple[bool, str]:
    """Say whether a tracker counts a sentence, whoever says it; of one that it finds and does not count, say why.

    A sentence that denies a pain, has it in the past, supposes or asks it is found, and counts nowhere.
    """
    language = language_of(sentence)
    spans = match(query(tracker, sided=False), sentence, language=language)
    if spans is None:
        return False, ""
    meant = assertion_of(sentence, spans, kind=tracker.kind, language=language)
    if meant.assertion in _COUNTED:
        return True, ""
    return False, f"{meant.assertion}: {meant.reason}" if meant.reason else meant.assertion


def failing_sentences(trackers: Iterable[Tracker]) -> tuple[Failure, ...]:
    """Run `should_match` and `should_not_match`, by what would be counted; return what fails, in order."""
    failures: list[Failure] = []
    for tracker in trackers:
        wanted = [(s, True) for s in tracker.should_match] + [(s, False) for s in tracker.should_not_match]
        for sentence, expected in wanted:
            counted, reason = counts(tracker, sentence)
            if counted is not expected:
                failures.append(Failure(tracker.tracker_id, sentence, expected, reason))
    return tuple(failures)
