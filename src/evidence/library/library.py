"""An opened workspace: its definitions, and an index that is up to date with its files."""

from __future__ import annotations

import warnings
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Literal, TypeAlias, TypeVar

from evidence.accounts.sql_process import sql_process
from evidence.errors import EvidenceError, ReadOnlyIndexError, SettingsError, SqlError, StoreError
from evidence.library.definitions import read_definitions, renames_of
from evidence.library.names import NONE_YET, accounts_called, called, grouped, look_up, persona
from evidence.query.tree import Field
from evidence.store.plan import Among
from evidence.store.storage import Store
from evidence.text import is_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from evidence.accounts.records import Crm
    from evidence.documents.redact import Redaction
    from evidence.library.definitions import Parser
    from evidence.library.personas import Personas
    from evidence.library.refresh import Progress
    from evidence.model import Account, AccountLink, Deal, Decision, Outcome, Segment, Tracker
    from evidence.query.tree import Node
    from evidence.quotes.nlp import Pipeline
    from evidence.review.decisions import Key
    from evidence.segments.gather import Choice
    from evidence.segments.renames import Renames
    from evidence.store.catalog import Catalog
    from evidence.store.prepare import IndexedParticipant
    from evidence.workspace import Workspace

    WorkspaceLike: TypeAlias = "Library | Workspace | Path | str | None"
    """Where the twin of a command works: an opened library, a workspace, its path, None for the nearest one."""

FEW_CALLS = 50  # whose links are asked for one by one; then all are read at once

_T = TypeVar("_T")


@dataclass
class Library:
    """A workspace and its index. `problems` are what is wrong in the files read so far, `notes` what to know.

    jobs: how many processes may work for it, None for one a core.
    faulty: whether trackers.yaml or segments.yaml, as read so far, have something wrong in them.
    older: why the index is older than the files, None where it is not: it answers, and nothing is written from it.
    """

    workspace: Workspace
    store: Store
    as_of: str | None = None
    problems: list[EvidenceError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    jobs: int | None = 1
    older: StoreError | None = None
    faulty: bool = False
    _asked: dict[str, AccountLink | None] = field(default_factory=dict, repr=False)

    @property
    def catalog(self) -> Catalog:
        """What is known about calls apart from their words."""
        return self.store.catalog

    @cached_property
    def trackers(self) -> dict[str, Tracker]:
        """The trackers by id; what is wrong in their file joins `problems`."""
        from evidence.segments.trackers import parse_trackers  # 4 ms, and most searches name none

        return {tracker.tracker_id: tracker for tracker in self._read(self.workspace.trackers, parse_trackers)}

    @cached_property
    def segments(self) -> dict[str, Segment]:
        """The segments by id; what is wrong in their file joins `problems`."""
        from evidence.segments.definitions import parse_segments, unknown_trackers, with_trackers  # 8 ms

        layout = self.workspace.settings.block.get("layout", "full")
        read = self._read(self.workspace.segments_file, partial(parse_segments, layout=layout))
        found = with_trackers(read, self.trackers.values())
        self.problems += unknown_trackers(found, self.trackers, self.workspace.name(self.workspace.segments_file))
        return {segment.segment_id: segment for segment in found}

    def _read(self, path: Path, parser: Parser[_T]) -> tuple[_T, ...]:
        found, problems = read_definitions(self.workspace, path, parser)
        self.problems += problems
        self.faulty |= bool(problems)
        return found

    @cached_property
    def renames(self) -> Renames:
        """The trackers and segments that stand under a new id; the notes say which no `was:` states."""
        from evidence.library.decisions import renames_told

        found = renames_of(self.workspace, self.trackers, self.segments, sound=not self.faulty)  # in this order
        self.notes += renames_told(self.workspace, found)
        return found

    def report(self, problems: Iterable[EvidenceError]) -> None:
        """Add problems that were not said before: opening a library says those of what it read anew."""
        said = {str(problem) for problem in self.problems}
        self.problems += [problem for problem in problems if str(problem) not in said]

    def decisions(self) -> dict[Key, Decision]:
        """Return the review decisions in force, read anew; what is wrong in their file joins `problems`."""
        from evidence.library.decisions import read_decisions

        found, problems = read_decisions(self.workspace, lambda: self.renames)
        self.problems += problems
        return found

    @cached_property
    def pipeline(self) -> Pipeline:
        """The spaCy pipeline of the settings with the cues of the workspace. Raises SettingsError."""
        from evidence.library.pipeline import pipeline_of  # spaCy: half a second

        return pipeline_of(self.workspace)

    def redaction(self, *, keep: bool = False) -> Redaction:
        """Return what the settings hide; what is wrong in the table of pseudonyms joins `problems`.

        keep: write the pseudonyms of new accounts into their table; without it they are the ones it would write.
        Raises WorkspaceError and ChangedOnDiskError where the table cannot be read or written.
        """
        from evidence.library.redaction import redaction_of

        found, problems = redaction_of(self.workspace, self.catalog, self.accounts, self.names_of, keep=keep)
        self.problems += problems
        return found

    def crm(self) -> Crm:
        """Return the CRM as it was indexed: to read fifty thousand accounts from their files again takes seconds."""
        from evidence.accounts.records import Crm
        from evidence.library.more import lacking_of, more_of

        rows = tuple(self.accounts.values()), self.deals, tuple(self.catalog.contacts())
        return Crm(*rows, as_of=self.as_of, lacking=lacking_of(self.catalog), more=more_of(self.catalog))

    @property
    def choice(self) -> Choice:
        """How many quotes of a pain point the settings ask for."""
        from evidence.segments.gather import Choice

        block, standard = self.workspace.settings.block, Choice()
        shown = block.get("quotes", standard.quotes), block.get("per_account", standard.per_account)
        return Choice(*shown, block.get("only") == "accepted")

    def tracker(self, name: str) -> Tracker:
        """Return a tracker. Raises SettingsError with the nearest right name."""
        self._need(self.trackers, self.workspace.trackers)
        return look_up(name, self.trackers, "tracker")

    def _need(self, found: Mapping[str, object], path: Path) -> None:
        """Raise what is wrong with a file of which nothing could be read: a name is missing because of that."""
        wrong = [problem for problem in self.problems if problem.path == self.workspace.name(path)]
        if wrong and not found:
            raise wrong[0]

    def _looks_for(self, tracker: str) -> Node:
        from evidence.segments.trackers import node

        return node(self.tracker(tracker))

    def segment_of(self, asked: Field) -> Segment:
        """Return the segment that a field `segment:` or `persona:` names. Raises SettingsError."""
        return self.segment(asked.value) if asked.name == "segment" else persona(asked.value, self.segments.values())

    def segment(self, name: str) -> Segment:
        """Return a segment by id, name or alias. Raises SettingsError with the nearest right name."""
        if found := called(name, self.segments.values()):
            return found
        self._need(self.segments, self.workspace.segments_file)
        return look_up(name, self.segments, "segment")

    def chosen(self, names: Iterable[str]) -> list[Segment]:
        """Return the segments named, by id, name or alias, each once; all where none is. Raises SettingsError."""
        found = list({(one := self.segment(name)).segment_id: one for name in names}.values() or self.segments.values())
        self.note_empty(found)
        return found

    def note_empty(self, segments: Iterable[Segment]) -> None:
        """Note, each once, segments without accounts and people without titles; those not judged join the problems."""
        ids = [one.segment_id for one in segments]
        if unknown := [self.unjudged[key] for key in ids if key in self.unjudged]:
            from evidence.library.refresh import is_as_begun  # 20 ms

            self.report(() if is_as_begun(self.workspace) else unknown)
        notes = [note for key in ids if (people := self.personas.people(key)) for note in people.remarks(key)]
        if empty := [key for key in ids if key not in self.unjudged and not self.members(key)]:
            why = "evidence segments --explain shows why" if self.accounts else NONE_YET["account"].rstrip(".")
            notes.append(f"Segment{'s' * (len(empty) > 1)} without accounts: {', '.join(empty)} ({why}).")
        self.notes += [note for note in notes if note not in self.notes]

    @cached_property
    def unjudged(self) -> dict[str, SqlError]:
        """Why it is unknown who belongs to a segment, by id: its `where` or `unless` cannot be asked."""
        notes = self.catalog.get_list("unjudged")
        return {key: SqlError(what, hint=hint, path=path, line=line) for key, what, hint, path, line in notes}

    @cached_property
    def day(self) -> str | None:
        """The day as of which everything is seen: as told, else the newest date among calls and snapshots."""
        dates = (self.catalog.newest(), self.catalog.get("snapshot"))
        return self.as_of or max(filter(None, dates), default=None)

    @cached_property
    def accounts(self) -> dict[str, Account]:
        """Every account by id."""
        return {account.account_id: account for account in self.catalog.accounts()}

    @cached_property
    def deals(self) -> tuple[Deal, ...]:
        """Every deal, by id."""
        return tuple(self.catalog.deals())

    @cached_property
    def links(self) -> dict[str, AccountLink]:
        """How every call is linked, by call."""
        return {link.call_id: link for link in self.catalog.links()}

    @cached_property
    def copies(self) -> Mapping[str, str]:
        """The calls that are another call once more, with that one, which counts for both; the notes say so."""
        from evidence.library.copies import counted_once

        found, problems, notes = counted_once(self.store, self.workspace, self.decisions, self.account_of)
        self.report(problems)
        self.notes += notes
        return found

    def link_of(self, call_id: str) -> AccountLink | None:
        """Return how a call is linked: a page of hits does not ask for the links of all calls."""
        if "links" not in self.__dict__ and len(self._asked) < FEW_CALLS:
            if call_id not in self._asked:
                self._asked[call_id] = self.catalog.link(call_id)
            return self._asked[call_id]
        return self.links.get(call_id)

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """The outcome of every account that has deals."""
        from evidence.accounts.measures import outcomes  # 5 ms, and most searches find no account

        return outcomes(self.deals, self.day)

    @cached_property
    def segments_of(self) -> dict[str, tuple[str, ...]]:
        """The segments of every account that has any, but for those of people."""
        members = self.catalog.all_members()
        return grouped((account, segment) for segment, account in members if segment not in self.personas.fits)

    @cached_property
    def personas(self) -> Personas:
        """The segments of people: who fits them, and where they were heard."""
        from evidence.library.personas import Personas

        return Personas(self.catalog, self.speaks_for, self.day, lambda: self.copies)

    def members(self, segment_id: str) -> tuple[str, ...]:
        """Return the accounts of a segment; of a segment of people those in which such a person was heard."""
        asks = segment_id in self.personas.fits
        return self.personas.found[segment_id].accounts if asks else self.catalog.members(segment_id)

    def outcome(self, call_id: str) -> Outcome | None:
        """Return how the deal of a call ended; None for a call without an account."""
        link = self.link_of(call_id)
        if link is None or link.account_id is None or link.status != "linked":
            return None
        if link.opportunity_id is None:
            return self.outcomes.get(link.account_id, "open")
        from evidence.accounts.measures import call_outcome

        return call_outcome(link.account_id, link.opportunity_id, self.deals_of(link.account_id), self.day)

    def speaks_for(self, call_id: str, person: IndexedParticipant | None) -> Account | None:
        """Return the account that a speaker belongs to; where nothing else is said, and for our own people, the call's.

        None where `source/people.csv` names an account that the CRM does not hold: it is not the call's either.
        """
        if person and person.account_id and person.participant.side != "internal":
            return self.accounts.get(person.account_id)
        return self.account_of(call_id)

    def deals_of(self, account_id: str) -> tuple[Deal, ...]:
        """Return the deals of an account."""
        return self._deals_by_account.get(account_id, ())

    @cached_property
    def _deals_by_account(self) -> dict[str, tuple[Deal, ...]]:
        return grouped((deal.account_id, deal) for deal in self.deals)

    def account_of(self, call_id: str) -> Account | None:
        """Return the account that a call is linked to."""
        link = self.link_of(call_id)
        return self.accounts.get(link.account_id or "") if link and link.status == "linked" else None

    def names_of(self, account: Account) -> tuple[str, ...]:
        """Return what an account may be called in a query: id, name, aliases."""
        return (account.account_id, account.account_name, *self._aliases.get(account.account_id, ()))

    @cached_property
    def _aliases(self) -> dict[str, tuple[str, ...]]:
        return grouped((account_id, alias) for alias, account_id in self.catalog.get_list("aliases"))

    def meaning(self, asked: Field) -> Node | None:
        """Return what a field stands for in a text, None where that is itself. Raises SettingsError for no name."""
        if asked.name == "tracker":
            return self._looks_for(asked.value)
        if asked.name in {"segment", "persona"}:
            return Field("segment", self.segment_of(asked).segment_id, exact=True)
        return None

    def resolve(self, asked: Field) -> Node | Among:
        """Say what a field means that only CRM and definitions know.

        Raises SettingsError for a segment, persona, tracker or account that does not exist.
        """
        if asked.name == "tracker":
            return self._looks_for(asked.value)
        if asked.name in {"segment", "persona"}:
            segment = self.segment_of(asked)
            self.note_empty([segment])
            people = self.personas.people(segment.segment_id)
            return Among("who", people.keys) if people else Among("account", self.members(segment.segment_id))
        if asked.name == "account":
            return Among("account", accounts_called(asked, self.accounts.values(), self.names_of))
        return Among("id", tuple(call for call in self.links if self.outcome(call) == asked.value))


def open_workspace(place: WorkspaceLike = None) -> Workspace:
    """Return the workspace at a path, or the nearest one. Raises WorkspaceError where there is none."""
    from pathlib import Path  # who has a workspace needs no path

    from evidence.workspace import Workspace

    if isinstance(place, Library):
        return place.workspace
    if isinstance(place, Workspace):
        return place
    return Workspace.find(explicit=Path(place) if place is not None else None)


@contextmanager
def opened(
    place: Workspace | Path | str | None = None,
    *,
    refresh: bool | Literal["calls"] = True,
    jobs: int | None = 1,
    as_of: str | None = None,
    progress: Progress | None = None,
) -> Iterator[Library]:
    """Open a workspace: `with evidence.open("calls") as library`.

    refresh: True brings the index up to date with all files; "calls" with the normalized calls alone, and
    notes where CRM, people or settings changed; False takes it as it stands, and makes one where there is none.
    jobs: how many processes may work, None for one a core; with 1 none is started.
    Raises WorkspaceError and StoreError.
    """
    if as_of and not is_day(as_of):
        raise SettingsError(f"as_of: {as_of!r} is no day", hint="Write a day such as 2026-03-31.")
    workspace = open_workspace(place)
    as_of = as_of or workspace.as_of
    problems: list[EvidenceError] = []
    older: StoreError | None = None
    with sql_process(), ExitStack() as standing:
        store = standing.enter_context(Store.open(workspace.cache))
        notes = [f"Building the search index ({store.rebuilt})."] if store.rebuilt else []
        if _is_behind(workspace, store, as_of, refresh=refresh):
            from evidence.library.refresh import as_it_stands, standing_problems  # 20 ms, and nearly never needed
            from evidence.library.refresh import refresh as bring_up

            for _ in range(3):  # another command may take the index away between the writing and the reading
                standing.close()
                try:
                    writer = Store.open(workspace.cache, writable=True)
                except ReadOnlyIndexError as error:
                    older, store = error, standing.enter_context(Store.open(workspace.cache))
                    notes.append(as_it_stands(store, as_of, error))
                    problems += standing_problems(store)
                    break
                with writer:
                    done = bring_up(workspace, writer, as_of=as_of, jobs=jobs, progress=progress)
                problems += done.problems
                store = standing.enter_context(Store.open(workspace.cache))
                if not store.rebuilt and store.catalog.get("as_of") is not None:
                    break
            else:
                hint = "Run this again when it has finished."
                raise StoreError("another command makes the index anew again and again", hint=hint)
        elif refresh is True:
            from evidence.library.refresh import standing_problems

            problems += standing_problems(store)
        elif refresh:
            problems += store.catalog.broken()
            if _is_stale(workspace, store, as_of):
                notes.append(_CHANGED)
        yield Library(workspace, store, as_of, problems, notes, jobs, older)


_CHANGED = "Accounts, people, segments or settings changed since the last ingest: run evidence ingest."


def open_library(
    workspace: Workspace, *, as_of: str | None = None, current: bool = True, progress: Progress | None = None
) -> AbstractContextManager[Library]:
    """Open a workspace: the earlier name of `evidence.open`, without its choices."""
    return opened(workspace, refresh=True if current else "calls", as_of=as_of, progress=progress)


def _is_behind(workspace: Workspace, store: Store, as_of: str | None, *, refresh: bool | str) -> bool:
    """Whether the index has to be brought up to date before it can answer what is asked."""
    indexed_as_of = store.catalog.get("as_of")
    if not refresh:
        return indexed_as_of is None
    # What was indexed as of another day answers another question: that is read again, not noted.
    moved = indexed_as_of != (as_of or "")
    wanted = refresh is True or moved
    return any(store.changes(workspace.normalized_files())) or (wanted and _is_stale(workspace, store, as_of))


def _is_stale(workspace: Workspace, store: Store, as_of: str | None) -> bool:
    return store.catalog.get("crm") != workspace.fingerprint(as_of)


@contextmanager
def asked_of(
    place: WorkspaceLike, as_of: str | None = None, *, refresh: bool | Literal["calls"] = True
) -> Iterator[Library]:
    """Give the Python twin of a command its library; what is wrong in the files of one opened here becomes warnings.

    Raises SettingsError where an opened library is asked about another day than its own.
    """
    if isinstance(place, Library):
        if as_of not in {None, place.as_of}:
            raise SettingsError(
                f"the library is open as of {place.as_of or 'the newest day'}, not {as_of}",
                hint=f"Open one with evidence.open(..., as_of={as_of!r}).",
            )
        yield place
        return
    with opened(place, as_of=as_of, refresh=refresh) as library:
        yield library
        for said in dict.fromkeys(map(str, library.problems)):
            warnings.warn(said, stacklevel=4)
