"""`segments.yaml` -> segments, and which accounts belong to each."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Literal, cast

from evidence.accounts.cells import canonical_id
from evidence.errors import EvidenceError, SettingsError
from evidence.model import DocumentRef, Segment
from evidence.segments.personas import asks_for_a_title
from evidence.segments.renames import check_earlier_ids
from evidence.text import nearest, slug
from evidence.yaml_text import YamlEntry, YamlFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evidence.model import Account, Tracker
    from evidence.yaml_text import Place

PATH = "segments/segments.yaml"
_KEYS = ("name", "aliases", "documents", "where", "unless", "people", "accounts", "trackers", "was")
EVERYBODY = "TRUE"
"""The condition that `where: all` stands for."""
_BLOCKS = ("full", "compact", "none")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")

Block = Literal["full", "compact", "none"]


@dataclass(frozen=True, slots=True)
class Membership:
    """Who belongs to a segment: `accounts` = passed - ruled out + included - excluded, all sorted.

    `passed`, `failed` and `lacking` say what `where` answered: true, false, or nothing, because
    the account lacks the data. All three are empty where there is no `where`. `ruled_out` are those
    that passed and that `unless` is true of; where an account lacks its data, it rules nothing out.
    `unjudged` says why `where` or `unless` cannot be asked: who belongs is unknown, but for those included by hand.
    `people` are the titles of a segment of people: of `accounts` those belong in which such a person was heard.
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
    unjudged: tuple[EvidenceError, ...] = ()
    people: tuple[str, ...] = ()


def parse_segments(
    text: str, path: str = PATH, *, layout: Block = "full"
) -> tuple[tuple[Segment, ...], tuple[EvidenceError, ...]]:
    """Read `segments.yaml`: the segments in the order of the file, and what is wrong by line.

    The first document of a segment carries its block, in the workspace's `layout` where it
    states none. What cannot be understood is left out, and the rest is read; never raises.
    """
    try:
        file = YamlFile(text, path)
    except SettingsError as error:
        return (), (error,)
    given = file.entries(file.data)
    segments = tuple(s for key, value in given.items() if (s := _segment(file, key, value, layout)))
    _check_names(file, segments)
    was = check_earlier_ids(file, given, {segment.segment_id: segment.was for segment in segments})
    return tuple(replace(one, was=was[one.segment_id]) for one in segments), file.by_line()


def _segment(file: YamlFile, key: str, value: Any, layout: Block) -> Segment | None:
    if not _ID.fullmatch(key):
        hint = f"Write {slug(key) or 'a-name'!r}, and the name people read under `name`."
        file.wrong((key,), f"{key!r} cannot be the id of a segment", hint)
        return None
    entry = file.below(value, (key,), _KEYS)
    accounts = file.below(entry.given.get("accounts"), entry.place("accounts"), ("include", "exclude"))
    people = _people(entry)
    if people is None:
        return None  # without them what everybody said would count
    where = entry.text("where")
    return Segment(
        key,
        entry.text("name") or key,
        _names(entry, "aliases"),
        _documents(entry, layout),
        EVERYBODY if where and where.strip().casefold() == "all" else where,
        _names(accounts, "include"),
        _names(accounts, "exclude"),
        _names(entry, "trackers"),
        file.lines[entry.at],
        entry.text("unless"),
        people,
        _names(entry, "was"),
    )


def _people(entry: YamlEntry) -> tuple[str, ...] | None:
    """Read titles and roles; None where what stands there can't be all of them, () where nothing does."""
    if "people" not in entry.given:
        return ()
    items = entry.items("people")
    titles = [item for _, item in items if isinstance(item, str) and asks_for_a_title(item)]
    if titles and len(titles) == len(items):
        return tuple(dict.fromkeys(titles))
    at = next((at for at, item in items if item not in titles), entry.place("people"))
    hint = "Write titles or roles: people: [CFO, 'VP Finance', '*Controller*']"
    entry.file.wrong(at, f"{entry.at[0]}: people: {_said(items)}", hint)
    return None


def _said(items: Sequence[tuple[Place, Any]]) -> str:
    """Say what is wrong with a list of titles."""
    if not items:
        return "no title is given"
    wrong = next((item for _, item in items if not isinstance(item, str) or not asks_for_a_title(item)), None)
    return f"{wrong!r} is no title" if isinstance(wrong, str) else "expected a list of titles"


def _names(entry: YamlEntry, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.texts(name)))


def _documents(entry: YamlEntry, layout: Block) -> tuple[DocumentRef, ...]:
    items = entry.items("documents")
    if not items:
        hint = "Add one: documents: [{path: market-segmentation.md, heading: ...}]"
        entry.file.wrong(entry.place("documents"), f"segment {entry.at[0]} has no document", hint)
    found: list[DocumentRef] = []
    for at, item in items:
        given = {"path": item} if isinstance(item, str) else item
        document = _document(entry.file.below(given, at, ("path", "heading", "block")), "none" if found else layout)
        found += [document] if document else []
    return tuple(found)


def _document(entry: YamlEntry, layout: Block) -> DocumentRef | None:
    """Read one document; `layout` is that of its block where it states none."""
    path = entry.text("path")
    if path is None or not _is_below(path):
        hint = "Give its place below segments/, such as market-segmentation.md."
        entry.file.wrong(entry.at, f"{path!r} is outside segments/" if path else "a document without a path", hint)
        return None
    stated = entry.given.get("block") is not None
    block = (entry.choice("block", _BLOCKS) or "none") if stated else layout
    heading = entry.text("heading")
    if heading is None and entry.given.get("heading") is not None:
        return None  # without its heading the block would land elsewhere
    return DocumentRef(path, heading, cast("Block", block), entry.file.lines.get(entry.at, 0))


def _check_names(file: YamlFile, segments: Iterable[Segment]) -> None:
    """Report a name or alias by which two segments are called."""
    owners: dict[str, str] = {}
    for segment in segments:
        for name in (segment.segment_id, segment.name, *segment.aliases):
            owner = owners.setdefault(slug(name) or name.casefold(), segment.segment_id)
            if owner != segment.segment_id:
                what = f"{name!r} is used by both {owner} and {segment.segment_id}"
                file.wrong((segment.segment_id,), what, "Give one of them another name or alias.")


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
    accounts = tuple(accounts)
    ids = {canonical_id(account.account_id): account.account_id for account in accounts}
    names = {account.account_name: account.account_id for account in accounts}
    problems: list[SettingsError] = []
    included = _known(segment, segment.include, ids, names, path, problems)
    excluded = _known(segment, segment.exclude, ids, names, path, problems)
    for account_id in sorted(included & excluded):
        what, hint = f"{account_id} is both included and excluded", "Keep one of them; for now it is excluded."
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
        people=segment.people,
    )


def _known(
    segment: Segment,
    given: Iterable[str],
    ids: dict[str, str],
    names: dict[str, str],
    path: str,
    problems: list[SettingsError],
) -> set[str]:
    found = set()
    for account_id in given:
        known = ids.get(canonical_id(account_id))
        if known:
            found.add(known)
            continue
        hint = (
            f"Did you mean {close}?" if (close := _nearest(account_id, ids, names)) else "Export it, or remove it here."
        )
        what = f"{segment.segment_id}: account {account_id} is not in the CRM"
        problems.append(SettingsError(what, hint=hint, path=path, line=segment.line))
    return found


def _nearest(given: str, ids: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Return the id, or the name with its id, that something given in place of an id is nearest to, or ""."""
    close = nearest(given, (*ids.values(), *names)) or ""
    return f"{names[close]} ({close})" if close in names and close not in ids.values() else close


def shared_accounts(memberships: Iterable[Membership]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the accounts that belong to several segments, with the ids of these, sorted."""
    owners: dict[str, list[str]] = defaultdict(list)
    for membership in memberships:
        for account_id in membership.accounts:
            owners[account_id].append(membership.segment_id)
    return tuple((account_id, tuple(sorted(ids))) for account_id, ids in sorted(owners.items()) if len(ids) > 1)


def with_trackers(segments: Iterable[Segment], trackers: Iterable[Tracker]) -> tuple[Segment, ...]:
    """Return the segments with trackers under their ids of today, where `was:` states what they were."""
    today = {old: one.tracker_id for one in trackers for old in one.was}
    return tuple(
        replace(one, trackers=tuple(dict.fromkeys(today.get(name, name) for name in one.trackers)))
        if not today.keys().isdisjoint(one.trackers)
        else one
        for one in segments
    )


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
