"""Bring the index up to date with the files: normalized calls, CRM, links, members.

What is outside of the calls is gathered once into a `Context` of plain data;
`index_batch` turns calls into records with it, in this process or in others.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from evidence.accounts import tables
from evidence.accounts.conditions import coded_industry, lacking_in
from evidence.accounts.linking import CallKeys, build_crm_index, link_call
from evidence.accounts.sql import account_verdicts
from evidence.accounts.stages import closed_later
from evidence.calls import packed, parts
from evidence.calls.normalized import is_edited, parse_bytes, text_sha256
from evidence.calls.people import (
    Correction,
    Rules,
    parse_people_csv,
    resolve_people,
    stated_accounts,
    with_corrected_sides,
)
from evidence.errors import (
    EvidenceError,
    NormalizedError,
    ReadOnlyIndexError,
    SqlError,
    UnreadableError,
    WorkspaceError,
)
from evidence.files import FileStamp, sha256_of
from evidence.library.copies import COPIES, look_for_copies
from evidence.library.unfitting import unfitting
from evidence.library.workers import in_order
from evidence.segments.definitions import members, parse_segments
from evidence.store.prepare import FileState, IndexedCall, IndexedParticipant, Prepared, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from evidence.accounts.linking import CrmIndex
    from evidence.accounts.records import Crm
    from evidence.calls.people import ResolvedParticipant as Resolved
    from evidence.model import Call, Contact, Segment
    from evidence.segments.definitions import Membership
    from evidence.settings import Settings
    from evidence.store.catalog import Catalog
    from evidence.store.storage import Store
    from evidence.workspace import Workspace

    Progress = Callable[[str, int, int], None]
    """Told what is being done, how far it is, and how much there is."""

    Indexed = Prepared | IndexedCall
    """A call for the index: as it is where it has very many utterances."""


COMMIT_EVERY = 500  # calls: what a kill may cost against what a commit costs


@dataclass(frozen=True)
class Context:
    """What is known outside of the calls, ready to be sent to other processes."""

    workspace: Workspace
    settings: Settings
    crm_index: CrmIndex
    corrections: tuple[Correction, ...]
    contacts: Mapping[str, tuple[Contact, ...]]
    domains: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Outside:
    """The context as it was read, from `files` that looked like `fingerprint`, and what was wrong in them."""

    fingerprint: str
    files: tuple[tuple[str | int, ...], ...]
    context: Context
    crm: Crm
    problems: list[EvidenceError]


@dataclass
class Refreshed:
    """What a refresh did, and what was wrong in the files it read."""

    indexed: int = 0
    removed: int = 0
    problems: list[EvidenceError] = field(default_factory=list)
    tables: tuple[int, int, int] | None = None  # accounts, deals and contacts, where they were read
    readings: list[EvidenceError] = field(default_factory=list)  # what was decided while they were read
    unfitting: tuple[EvidenceError, ...] = ()  # lines of people that fit no call or nobody


def refresh(
    workspace: Workspace,
    store: Store,
    *,
    as_of: str | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
    outside: Outside | None = None,
    fresh: Collection[str] = (),
) -> Refreshed:
    """Index what changed, with CRM, links and members as of a day; commit.

    A normalized call that people broke is reported and its last good state stays.
    fresh: calls that were put just now, with what stands in `outside`.
    """
    done = Refreshed(problems=list(workspace.calls_left_out()))
    workspace.remember_decisions()
    standing = workspace.normalized_files()
    changed, removed = store.changes(standing)
    same = [name for name in changed if says_the_same(workspace, store.catalog, name, standing[name])]
    for name in same:
        store.catalog.stamp(name, standing[name])
    changed = sorted({*changed} - {*same})
    stale = store.catalog.get("crm") != (outside.fingerprint if outside else workspace.fingerprint(as_of))
    unknown = fresh or store.catalog.get(COPIES) is None  # an index of before, of which nobody asked
    if not (changed or removed or stale):
        store.commit()
        if unknown:
            look_for_copies(store)
        store.finish()
        done.problems += standing_problems(store)
        return done
    outside = outside or look_outside(workspace, as_of)
    crm, problems = outside.crm, list(outside.problems)
    for call_id in removed:
        store.remove(call_id)
    done.removed = len(removed)
    new = any(not store.catalog.has(name) for name in changed)
    # Where the CRM changed, any call may be another account's; those that are not are left as they are.
    names = sorted(standing.keys() - set(fresh)) if stale else changed
    looked = {name: standing[name] for name in names}
    if len(looked) >= COMMIT_EVERY:  # what goes in by one commit is there, or not at all
        store.begin()
    _index(store, outside.context, looked, set(changed), done, jobs=jobs, progress=progress)
    if stale:
        store.catalog.replace_crm(crm.accounts, crm.deals, crm.contacts)
        done.tables = (len(crm.accounts), len(crm.deals), len(crm.contacts))
        done.readings = [*crm.losses, *crm.readings, *crm.remarks, *closed_later(crm.deals, _day(store, crm, as_of))]
        belonging, wrong = members_of(workspace, crm)
        problems += wrong
        store.catalog.replace_members({key: one.accounts for key, one in belonging.items()})
        for key, value in notes_of(outside, as_of, belonging, problems).items():
            store.catalog.set(key, value)
    done.unfitting = unfitting(workspace, store.catalog, crm, outside.context.corrections)
    store.commit()
    if unknown or new:  # a second for 2,000 calls: what people correct in one makes it no copy of another
        look_for_copies(store)
    store.finish()
    done.problems += problems + store.catalog.broken() if stale else standing_problems(store)
    return done


def _day(store: Store, crm: Crm, as_of: str | None) -> str | None:
    return as_of or max(filter(None, (store.catalog.newest(), crm.day)), default=None)


def standing_problems(store: Store) -> list[EvidenceError]:
    """Return what was wrong in tables, definitions and calls when they were last read: told until it is mended."""
    told = store.catalog.get_list("problems")
    tables = [EvidenceError(what, hint=hint, path=path, line=line) for what, hint, path, line in told]
    return tables + store.catalog.broken()


def says_the_same(workspace: Workspace, catalog: Catalog, call_id: str, stamp: FileStamp) -> bool:
    """Whether a file that looks otherwise holds what it held: it was touched, copied back, or linked to by a backup."""
    entry = catalog.call(call_id)
    if entry is None or entry.size != stamp.size:
        return False
    try:
        return sha256_of(workspace.call_path(call_id)) == entry.sha256
    except OSError:  # whoever reads it next says why
        return False


def look_outside(workspace: Workspace, as_of: str | None) -> Outside:
    """Read everything outside of the calls; what changes there from now on is seen by the next run."""
    fingerprint, files = workspace.fingerprint(as_of), tuple(workspace.outside_files())
    return Outside(fingerprint, files, *build_context(workspace, as_of))


def build_context(workspace: Workspace, as_of: str | None) -> tuple[Context, Crm, list[EvidenceError]]:
    """Read the CRM, the mappings and `people.csv`; what is wrong in them is returned, not raised."""
    crm = tables.load_crm(workspace, as_of)
    problems = [*workspace.links_left_out(), *crm.problems]
    corrections: tuple[Correction, ...] = ()
    if workspace.holds(workspace.people):
        name = workspace.name(workspace.people)
        corrections, wrong = parse_people_csv(workspace.read_bytes(workspace.people), name)
        problems += wrong
    contacts: defaultdict[str, list[Contact]] = defaultdict(list)
    for contact in crm.contacts:
        contacts[contact.account_id].append(contact)
    crm_index = build_crm_index(crm, workspace.settings)
    # Only a domain that belongs to one account says whose somebody is.
    alone: defaultdict[str, list[str]] = defaultdict(list)
    for domain, ids in crm_index.domains.items():
        if len(ids) == 1:
            alone[ids[0]].append(domain)
    context = Context(
        workspace,
        workspace.settings,
        crm_index,
        corrections,
        {key: tuple(rows) for key, rows in contacts.items()},
        {key: tuple(names) for key, names in alone.items()},
    )
    return context, crm, problems


def index_batch(context: Context, call_ids: Sequence[str]) -> list[Indexed | EvidenceError]:
    """Read normalized calls and work out everything that the index keeps of them."""
    results: list[Indexed | EvidenceError] = []
    for call_id in call_ids:
        try:
            results.append(prepared_or_long(index_call(context, call_id)))
        except EvidenceError as error:
            results.append(error)
        except MemoryError:
            path = context.workspace.name(context.workspace.call_path(call_id))
            results.append(WorkspaceError("not enough memory to read it", hint="Close other programs.", path=path))
    return results


def prepared_or_long(record: IndexedCall) -> Indexed:
    """Prepare a call; one of very many utterances stays as it is, to be put some of them after the others."""
    return record if len(record.call.utterances) >= packed.MANY else prepare(record)


def put(store: Store, indexed: Indexed) -> None:
    """Put a call that is prepared, or too long for that."""
    if isinstance(indexed, IndexedCall):
        store.put(indexed)
    else:
        store.put_prepared(indexed)


def index_call(context: Context, call_id: str) -> IndexedCall:
    """Read one normalized call, link it, and say who is who. Raises NormalizedError, WorkspaceError."""
    path = context.workspace.call_path(call_id)
    stamp = FileStamp.of(path.stat())
    data = context.workspace.read_bytes(path)
    name = context.workspace.name(path)
    call, beginning = parse_bytes(data, name)
    if call.call_id != call_id:
        what = f"the file is called {call_id}.md, but its call_id is {call.call_id!r}"
        raise NormalizedError(what, hint="Make the file name and the call_id the same.", path=name, line=2)
    state = FileState(name, stamp, hashlib.sha256(data).hexdigest())
    return index_record(context, call, state, text_sha256(call), edited=is_edited(beginning, call))


def index_record(context: Context, call: Call, state: FileState, sha256: str, *, edited: bool) -> IndexedCall:
    """Link a call and say who is who; `sha256` is the hash over its words."""
    link = link_call(call_keys(call, context.corrections), context.crm_index)
    spoken = Counter(utterance.speaker for utterance in call.utterances)
    people = tuple(_person(person, spoken) for person in resolve_people(call, _rules(context, link.account_id)))
    return IndexedCall(call, people, link, state, sha256, edited)


def call_keys(call: Call, corrections: Sequence[Correction] = ()) -> CallKeys:
    """Return what of a call may say whose it is, and what `people.csv` says of its people."""
    if corrections:
        call = with_corrected_sides(call, corrections)
    return CallKeys(
        call.call_id,
        call.source_id,
        call.title,
        call.date,
        call.account_id,
        call.opportunity_id,
        call.participants,
        call.utterances,
        call.account_hint,
        call.source,
        stated_accounts(call, corrections),
    )


def _rules(context: Context, account_id: str | None) -> Rules:
    settings = context.settings
    return Rules(
        own_domains=settings.own_domains,
        own_names=settings.own_names,
        free_mail_domains=settings.free_mail_domains,
        corrections=context.corrections,
        linked_account_id=account_id,
        contacts=context.contacts.get(account_id or "", ()),
        account_domains=context.domains.get(account_id or "", ()),
        assume_others=settings.assume_others,
    )


def _person(person: Resolved, spoken: Mapping[str | None, int]) -> IndexedParticipant:
    participant, held = person.participant, (person.side, person.side_source, person.role)
    if held != (participant.side, participant.side_source, participant.role):  # rare, and copying costs
        participant = replace(participant, side=person.side, side_source=person.side_source, role=person.role)
    known = person.assumed, person.title, person.account_id, person.overruled
    return IndexedParticipant(participant, *known, spoken.get(participant.label, 0))


def members_of(workspace: Workspace, crm: Crm) -> tuple[dict[str, Membership], list[EvidenceError]]:
    """Work out who belongs to each segment; return what is wrong in the definitions, too."""
    path = workspace.segments_file
    if not workspace.holds(path):
        return {}, []
    name = workspace.name(path)
    try:
        segments, wrong = parse_segments(workspace.read_text(path), name)
    except UnreadableError:
        raise
    except EvidenceError as error:
        return {}, [error]
    belonging, problems = memberships(segments, crm, name)
    return belonging, [*wrong, *(() if is_as_begun(workspace) else problems)]


# What `init` wrote before: an example that asked for a headcount, which not every export has.
_BEGUN_BEFORE = frozenset({"bbce2d5c6c068a2d6a815549b4a5cb0f53abc4486491cecf39306393f934c1e6"})


def is_as_begun(workspace: Workspace) -> bool:
    """Whether `segments.yaml` is still what `init` wrote: what its example asks of accounts is nobody's fault."""
    import pkgutil  # 3 ms

    begun = pkgutil.get_data("evidence", "starter/segments/segments.yaml") or b""
    stands = workspace.read_bytes(workspace.segments_file).split()
    return stands == begun.split() or hashlib.sha256(b" ".join(stands)).hexdigest() in _BEGUN_BEFORE


def as_it_stands(store: Store, as_of: str | None, error: ReadOnlyIndexError) -> str:
    """Say that the index is older than the files. Raises the error where it answers another question."""
    if store.catalog.get("as_of") != (as_of or ""):
        raise error
    return "Files changed since the index was made, and you may not write it: answers are from before the change."


def notes_of(
    outside: Outside, as_of: str | None, belonging: Mapping[str, Membership], problems: Iterable[EvidenceError]
) -> dict[str, str]:
    """Return what the catalog notes of tables and definitions: all that is to be compared with their files."""
    crm = outside.crm
    unjudged = [(key, *_told(one.unjudged[0])) for key, one in belonging.items() if one.unjudged]
    return {
        "aliases": json.dumps(crm.aliases),
        "snapshot": crm.day,
        "crm": outside.fingerprint,
        "files": json.dumps(outside.files),
        "as_of": as_of or "",
        "lacking": json.dumps(crm.lacking),
        "remarks": json.dumps([_told(one) for one in crm.remarks]),
        "more": json.dumps({kind: more.record() for kind, more in crm.more.items()}),
        "unjudged": json.dumps(unjudged),
        "losses": json.dumps([_told(one) for one in crm.losses]),
        "people": json.dumps([(key, one.people) for key, one in belonging.items() if one.people]),
        "problems": json.dumps([_told(problem) for problem in problems]),
    }


def _told(error: EvidenceError) -> tuple[str, str, str | None, int | None]:
    return error.what, error.hint, error.path, error.line


def _index(
    store: Store,
    context: Context,
    looked: Mapping[str, FileStamp],
    changed: set[str],
    done: Refreshed,
    *,
    jobs: int | None,
    progress: Progress | None,
) -> None:
    """Put what changed, and what the context changed; commit now and then, so that a kill costs little."""
    large = {call_id for call_id, state in looked.items() if state[0] >= parts.LARGE}
    results = in_order(index_batch, context, [*looked], jobs, large=large)
    for number, ((call_id, state), result) in enumerate(zip(looked.items(), results, strict=True), 1):
        if progress:
            progress("indexing", number, len(looked))
        if isinstance(result, NormalizedError):
            store.catalog.put_broken(call_id, state, result)
        elif isinstance(result, EvidenceError):  # it could not be opened: that may end without the file changing
            done.problems.append(result)
        elif call_id in changed or _differs(store, call_id, result):
            put(store, result)
            done.indexed += 1
            if done.indexed % COMMIT_EVERY == 0:
                store.commit()


def _differs(store: Store, call_id: str, result: Indexed) -> bool:
    return store.catalog.link(call_id) != result.link or store.catalog.people(call_id) != result.people


def memberships(
    segments: Iterable[Segment], crm: Crm, path: str
) -> tuple[dict[str, Membership], tuple[EvidenceError, ...]]:
    """Return who belongs to each segment by its id, and what is wrong in the definitions.

    path: of `segments.yaml`, for messages. Where `where` or `unless` cannot be asked, only those belong
    who are included by hand: half a condition would let in whom the other half keeps out.
    """
    segments = tuple(segments)
    asked = {f"{s.segment_id} {key}": sql for s in segments for key in ("where", "unless") if (sql := getattr(s, key))}
    verdicts, faults = account_verdicts(crm, asked) if asked else ({}, {})
    faults |= dict(_lacking(crm, asked))
    faults |= {name: fault for name, where in asked.items() if (fault := coded_industry(where, crm.accounts))}
    problems: list[EvidenceError] = []
    found: dict[str, Membership] = {}
    for segment in segments:
        keys = [f"{segment.segment_id} {key}" for key in ("where", "unless")]
        wrong = [
            SqlError(f"{key}: {fault.what}", hint=fault.hint, path=path, line=segment.line)
            for key in keys
            if (fault := faults.get(key))
        ]
        where, unless = ({} if wrong else verdicts.get(key, {}) for key in keys)
        if segment.people and not (segment.where or segment.include):  # people of whatever account
            where = {account.account_id: True for account in crm.accounts} if not wrong else {}
        membership = members(segment, where, crm.accounts, path, unless=unless)
        found[segment.segment_id] = replace(membership, unjudged=tuple(wrong))
        problems += [*wrong, *membership.problems]
    return found, tuple(problems)


def _lacking(crm: Crm, asked: Mapping[str, str]) -> Iterator[tuple[str, SqlError]]:
    """Yield the conditions over columns that no export has: of no account they say anything."""
    files = dict(crm.lacking)
    for name, where in asked.items():
        if columns := lacking_in(where, files):
            which = f"the column {columns[0]}" if len(columns) == 1 else f"the columns {', '.join(columns)}"
            what = f"{which} {'is' if len(columns) == 1 else 'are'} missing in {files[columns[0]]}"
            yield name, SqlError(what, hint="Export the table with it, or take it out of the condition.")
