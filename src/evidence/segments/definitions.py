"""`segments.yaml` -> segments, and which accounts belong to each."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Literal, cast

from evidence.accounts.cells import canonical_id
from evidence.errors import SettingsError
from evidence.model import DocumentRef, Segment
from evidence.settings import load_yaml, nearest
from evidence.text import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from evidence.model import Account

PATH = "segments/segments.yaml"
_KEYS = ("name", "aliases", "documents", "where", "unless", "accounts", "trackers")
_BLOCKS = ("full", "compact", "none")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")

Block = Literal["full", "compact", "none"]
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Membership:
    """Who belongs to a segment: `accounts` = passed - ruled out + included - excluded, all sorted.

    `passed`, `failed` and `lacking` say what `where` answered: true, false, or nothing, because
    the account lacks the data. All three are empty where there is no `where`. `ruled_out` are those
    that passed and that `unless` is true of; where an account lacks its data, it rules nothing out.
    """

    segment_id: str
    accounts: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    included: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    ruled_out: tuple[str, ...] = ()
    problems: tuple[SettingsError, ...] = ()


def parse_segments(
    text: str, path: str = PATH, *, layout: Block = "full"
) -> tuple[tuple[Segment, ...], tuple[SettingsError, ...]]:
    """Read `segments.yaml`: the segments in the order of the file, and what is wrong by line.

    The first document of a segment carries its block, in the workspace's `layout` where it
    states none. What cannot be understood is left out, and the rest is read; never raises.
    """
    try:
        data, lines = load_yaml(text, path)
    except SettingsError as error:
        return (), (error,)
    if data is None:
        return (), ()
    reading = _Reading(path, lines, layout)
    segments = tuple(segment for key, value in reading.entries(data) if (segment := reading.segment(key, value)))
    reading.check_names(segments)
    return segments, tuple(sorted(reading.problems, key=lambda problem: problem.line or 0))


class _Reading:
    """One reading of the file: knows the line of every place, collects problems."""

    def __init__(self, path: str, lines: dict[Place, int], layout: Block) -> None:
        self.path, self.lines, self.layout = path, lines, layout
        self.problems: list[SettingsError] = []

    def wrong(self, at: Place, what: str, hint: str) -> None:
        self.problems.append(SettingsError(what, hint=hint, path=self.path, line=self.lines.get(at)))

    def entries(self, data: Any, at: Place = ()) -> list[tuple[str, Any]]:  # noqa: ANN401  whatever people wrote
        if isinstance(data, dict):
            return list(data.items())
        if data is not None:
            place = f"{at[-1]}: " if at else ""
            self.wrong(
                at, f"{place}expected `name: value` lines", "Write a name, a colon, and what belongs to it below."
            )
        return []

    def segment(self, key: str, value: Any) -> Segment | None:  # noqa: ANN401
        at: Place = (key,)
        if not _ID.fullmatch(key):
            hint = f"Write {slug(key) or 'a-name'!r}, and the name people read under `name`."
            self.wrong(at, f"{key!r} cannot be the id of a segment", hint)
            return None
        given = dict(self.entries(value, at))
        self.unknown(given, _KEYS, at)
        accounts = dict(self.entries(given.get("accounts"), (*at, "accounts")))
        self.unknown(accounts, ("include", "exclude"), (*at, "accounts"))
        return Segment(
            key,
            self.one(given.get("name"), (*at, "name")) or key,
            self.many(given.get("aliases"), (*at, "aliases")),
            self.documents(given.get("documents"), (*at, "documents")),
            self.one(given.get("where"), (*at, "where")),
            self.many(accounts.get("include"), (*at, "accounts", "include")),
            self.many(accounts.get("exclude"), (*at, "accounts", "exclude")),
            self.many(given.get("trackers"), (*at, "trackers")),
            self.lines[at],
            self.one(given.get("unless"), (*at, "unless")),
        )

    def unknown(self, given: Mapping[str, Any], known: tuple[str, ...], at: Place) -> None:
        for name in given:
            if name not in known:
                close = nearest(name, known)
                hint = f"Did you mean {close!r}?" if close else f"Known: {', '.join(known)}."
                self.wrong((*at, name), f"unknown key {name!r} in {'.'.join(map(str, at))}", hint)

    def one(self, value: Any, at: Place) -> str | None:  # noqa: ANN401
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        self.wrong(at, f"{at[-1]}: expected one text", "Write it behind the colon, in '...' where it holds : or #.")
        return None

    def many(self, value: Any, at: Place) -> tuple[str, ...]:  # noqa: ANN401
        items = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(item, str) and item.strip() for item in items):
            self.wrong(at, f"{at[-1]}: expected a list of texts", "Write it as [a, b].")
        return tuple(dict.fromkeys(item for item in items if isinstance(item, str) and item.strip()))

    def documents(self, value: Any, at: Place) -> tuple[DocumentRef, ...]:  # noqa: ANN401
        items = value if isinstance(value, list) else [] if value is None else [value]
        if not items:
            hint = "Name one: documents: [{path: market-segmentation.md, heading: ...}]"
            self.wrong(at if at in self.lines else at[:-1], f"segment {at[0]} has no document", hint)
        found: list[DocumentRef] = []
        for i, item in enumerate(items):
            place = (*at, i) if isinstance(value, list) else at
            document = self.document({"path": item} if isinstance(item, str) else item, place, first=not found)
            found += [document] if document else []
        return tuple(found)

    def document(self, value: Any, at: Place, *, first: bool) -> DocumentRef | None:  # noqa: ANN401
        given = dict(self.entries(value, at))
        self.unknown(given, ("path", "heading", "block"), at)
        path = self.one(given.get("path"), (*at, "path"))
        if path is None or not _is_below(path):
            hint = "Give its place below segments/, such as market-segmentation.md."
            self.wrong(at, f"{path!r} lies outside segments/" if path else "a document without a path", hint)
            return None
        block = self.one(given.get("block"), (*at, "block")) or (self.layout if first else "none")
        if block not in _BLOCKS:
            self.wrong((*at, "block"), f"block: {block!r} is not one of {', '.join(_BLOCKS)}", "Choose one of them.")
            block = "none"
        heading = self.one(given.get("heading"), (*at, "heading"))
        if heading is None and given.get("heading") is not None:
            return None  # without its heading the block would land elsewhere
        return DocumentRef(path, heading, cast("Block", block), self.lines.get(at, 0))

    def check_names(self, segments: Iterable[Segment]) -> None:
        """Report a name or alias by which two segments are called."""
        owners: dict[str, str] = {}
        for segment in segments:
            for name in (segment.segment_id, segment.name, *segment.aliases):
                owner = owners.setdefault(slug(name) or name.casefold(), segment.segment_id)
                if owner != segment.segment_id:
                    what = f"{name!r} names both {owner} and {segment.segment_id}"
                    self.wrong((segment.segment_id,), what, "Give one of them another name or alias.")


def _is_below(path: str) -> bool:
    place = PurePosixPath(path)
    return not place.is_absolute() and ".." not in place.parts and "\\" not in path and ":" not in path


# -- who belongs -------------------------------------------------------------------------------


def members(
    segment: Segment,
    verdicts: Mapping[str, bool | None],
    accounts: Iterable[Account],
    path: str = PATH,
    *,
    unless: Mapping[str, bool | None] | None = None,
) -> Membership:
    """Return who belongs to a segment.

    verdicts, unless: account id -> what its `where` and `unless` say (`accounts.sql.account_verdicts`),
    empty without one.
    An included or excluded id that is not in the CRM is a problem with the nearest right one.
    """
    ids = {canonical_id(account.account_id): account.account_id for account in accounts}
    problems: list[SettingsError] = []
    included = _known(segment, segment.include, ids, path, problems)
    excluded = _known(segment, segment.exclude, ids, path, problems)
    for account_id in sorted(included & excluded):
        what, hint = f"{account_id} is both included and excluded", "Keep one of them; it counts as excluded."
        problems.append(SettingsError(f"{segment.segment_id}: {what}", hint=hint, path=path, line=segment.line))
    answers: dict[bool | None, list[str]] = defaultdict(list)
    for account_id, verdict in sorted(verdicts.items()):
        answers[verdict].append(account_id)
    ruled_out = {account_id for account_id in answers[True] if (unless or {}).get(account_id)}
    return Membership(
        segment.segment_id,
        tuple(sorted(({*answers[True]} - ruled_out | included) - excluded)),
        tuple(answers[True]),
        tuple(answers[False]),
        tuple(answers[None]),
        tuple(sorted(included)),
        tuple(sorted(excluded)),
        tuple(sorted(ruled_out)),
        tuple(problems),
    )


def _known(
    segment: Segment, given: Iterable[str], ids: dict[str, str], path: str, problems: list[SettingsError]
) -> set[str]:
    found = set()
    for account_id in given:
        known = ids.get(canonical_id(account_id))
        if known:
            found.add(known)
            continue
        close = nearest(account_id, tuple(ids.values()))
        hint = f"Did you mean {close}?" if close else "Export it, or take it out."
        what = f"{segment.segment_id}: account {account_id} is not in the CRM"
        problems.append(SettingsError(what, hint=hint, path=path, line=segment.line))
    return found


def shared_accounts(memberships: Iterable[Membership]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the accounts that belong to several segments, with the ids of these, sorted."""
    owners: dict[str, list[str]] = defaultdict(list)
    for membership in memberships:
        for account_id in membership.accounts:
            owners[account_id].append(membership.segment_id)
    return tuple((account_id, tuple(sorted(ids))) for account_id, ids in sorted(owners.items()) if len(ids) > 1)


def unknown_trackers(segments: Iterable[Segment], known: Iterable[str], path: str = PATH) -> tuple[SettingsError, ...]:
    """Return a problem for every tracker that a segment names and nobody defined."""
    names = tuple(known)
    problems = []
    for segment in segments:
        for tracker in segment.trackers:
            if tracker not in names:
                close = nearest(tracker, names)
                hint = f"Did you mean {close!r}?" if close else "Define it in source/trackers.yaml."
                what = f"{segment.segment_id}: unknown tracker {tracker!r}"
                problems.append(SettingsError(what, hint=hint, path=path, line=segment.line))
    return tuple(problems)
