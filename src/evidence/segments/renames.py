"""Trackers and segments under a new id: `was: old-id`, or the same queries or document under a new id.

Decisions and blocks name trackers and segments by id. What `was:` states holds. Without it an id that vanished is
taken for the one new id that says the same; where several do, or several vanished, nobody knows, and nothing is taken.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evidence.model import Decision, Segment, Tracker
    from evidence.yaml_text import YamlFile

Kind = Literal["tracker", "segment"]


class Rename(NamedTuple):
    """An id that vanished and those of today that say what it said: one took its place, several leave it open."""

    kind: Kind
    old: str
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Renames:
    """The ids of today by the earlier ones, stated or found; `found` are those that no `was:` states, `unsure` too."""

    trackers: Mapping[str, str] = field(default_factory=dict)
    segments: Mapping[str, str] = field(default_factory=dict)
    found: tuple[Rename, ...] = ()
    unsure: tuple[Rename, ...] = ()

    def current(self, decision: Decision) -> Decision:
        """Return a decision under the ids of today; its line in the file stays as it is."""
        replaces = decision.replaces
        return replace(
            decision,
            segment=self.segments.get(decision.segment, decision.segment),
            tracker=self.trackers.get(decision.tracker, decision.tracker),
            replaces=self.trackers.get(replaces, replaces) if replaces else replaces,
        )

    def earlier_ids(self, segment_id: str) -> tuple[str, ...]:
        """Return the ids that a segment had before, sorted."""
        return tuple(sorted(old for old, new in self.segments.items() if new == segment_id))


def check_earlier_ids(
    file: YamlFile, standing: Iterable[str], given: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return what each id was before; one that still stands, or that two claim, is reported and left out.

    standing: the ids of the file, broken ones too. given: what `was:` says, by id.
    """
    ids, owners = {*standing}, dict[str, str]()
    kept: defaultdict[str, list[str]] = defaultdict(list)
    for name, earlier in given.items():
        for old in earlier:
            owner = owners.setdefault(old, name)
            if old in ids:
                file.wrong((name, "was"), f"{name}: was: {old!r} still exists", "Delete one of the two.")
            elif owner != name:
                what = f"{name}: was: {old!r} is what {owner} was, too"
                file.wrong((name, "was"), what, "Keep the line of the one that took its place.")
            else:
                kept[name].append(old)
    return {name: tuple(dict.fromkeys(kept.get(name, ()))) for name in given}


# -- what ids stood for ------------------------------------------------------------------------


class Known(NamedTuple):
    """What an id stands for; of one that is gone, the ids that stood beside it."""

    says: str
    beside: tuple[str, ...] | None = None


def queries_of(tracker: Tracker) -> str:
    """Return what makes two trackers the same one under two ids."""
    return json.dumps(sorted({" ".join(query.split()) for query in tracker.queries}))


def places_of_segment(segment: Segment) -> str:
    """Return what makes two segments the same one under two ids."""
    return json.dumps(sorted({(one.path, *words(one.heading or "")) for one in segment.documents}))


def remembered(known: Mapping[str, Known], now: Mapping[str, str]) -> dict[str, Known]:
    """Return what is known of all ids, given what those of today say: one that vanished keeps what it said last."""
    stood = tuple(sorted(name for name, one in known.items() if one.beside is None))
    gone = {name: Known(one.says, one.beside or stood) for name, one in known.items() if name not in now}
    return {name: gone[name] if name in gone else Known(now[name]) for name in sorted({*gone, *now})}


def find_renames(
    kind: Kind, known: Mapping[str, Known], now: Mapping[str, str], stated: Mapping[str, str]
) -> tuple[list[Rename], list[Rename]]:
    """Return the ids that one new id took the place of, and those where nobody knows which.

    known: from `remembered`, with today's ids. stated: what `was:` says; it needs no guess.
    """
    fits = {
        old: tuple(name for name, says in now.items() if says == one.says and name not in one.beside)
        for old, one in known.items()
        if one.beside is not None and old not in stated
    }
    claims: defaultdict[str, list[str]] = defaultdict(list)
    for old, new in fits.items():
        for name in new:
            claims[name].append(old)
    renames = [Rename(kind, old, new) for old, new in fits.items() if new]
    sure = [one for one in renames if len(one.new) == 1 and len(claims[one.new[0]]) == 1]
    return sure, [one for one in renames if one not in sure]


def parse_known(text: str) -> dict[Kind, dict[str, Known]]:
    """Read what was remembered of ids; nothing where it cannot be read."""
    try:
        held = json.loads(text)
        return {kind: {name: _known(one) for name, one in held[kind].items()} for kind in ("tracker", "segment")}
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return {"tracker": {}, "segment": {}}


def _known(one: list[object]) -> Known:
    says, beside = one
    return Known(str(says), None if beside is None else tuple(map(str, beside)))  # type: ignore[call-overload]


def render_known(known: Mapping[Kind, Mapping[str, Known]]) -> str:
    """Return what is known of ids as `parse_known` reads it."""
    return json.dumps(known, ensure_ascii=True, sort_keys=True) + "\n"
