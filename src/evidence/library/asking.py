"""One query put to the calls: filters, candidates from the index checked by `query.match`, rows with who said them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from evidence.errors import QuerySyntaxError, SettingsError, StoreError
from evidence.library.judged import reviewed_in, split_judged
from evidence.model import Citation, Hit
from evidence.query.grammar import make_field, parse_query
from evidence.query.match import expand, field_fits, fold_value, matcher
from evidence.query.tree import And, Field, Not, Or, fields_of
from evidence.store.prepare import properties_of
from evidence.text import hash_of_words, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from evidence.library.library import Library
    from evidence.library.reviewed import Reviewed
    from evidence.model import Account, Assertion, QuoteStatus, Side, Span, Tracker, Utterance
    from evidence.query.tree import Node, Query
    from evidence.store.plan import Plan
    from evidence.store.prepare import CallEntry, IndexedParticipant
    from evidence.store.text_index import Stored

KEPT_CALLS = 8  # whose words are held for context; hits come call by call
MOST_CANDIDATES = 20_000  # what is checked one by one for a count; beyond, a count is "at least"


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters that commands share; every one given must hold. Dates as in `date:` fields."""

    call: str | None = None
    account: str | None = None
    segment: str | None = None
    tracker: str | None = None
    side: str | None = None
    speaker: str | None = None
    role: str | None = None
    outcome: str | None = None
    since: str | None = None
    until: str | None = None

    def nodes(self) -> tuple[Node, ...]:
        """Return the filters as nodes of a query. Raises QuerySyntaxError for a value that a field cannot have."""
        names = ("call", "account", "segment", "tracker", "side", "speaker", "role", "outcome")
        given = [(name, value) for name in names if (value := getattr(self, name))]
        # `any` is a tracker's word for every side, and means the same here.
        given = [one for one in given if one[0] != "side" or one[1].casefold() != "any"]
        if self.since or self.until:
            given.append(("date", f"{self.since or ''}..{self.until or ''}"))
        return tuple(make_field(name, value) for name, value in given)


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A hit with everything that is known of who said it and where. `before` and `after` are turns around it.

    `status` is what reviewers decided of the matched words, under whatever tracker.
    """

    hit: Hit
    title: str
    date: str | None
    person: IndexedParticipant | None
    account: Account | None
    segments: tuple[str, ...]
    before: tuple[Utterance, ...] = ()
    after: tuple[Utterance, ...] = ()
    status: QuoteStatus = "new"

    @property
    def citation(self) -> Citation:
        """The address of the matched words, or of the utterance where a filter alone matched."""
        spans = self.hit.spans or ((0, len(self.hit.utterance.text)),)
        return Citation.of(self.hit.call_id, self.hit.utterance, spans[0][0], spans[-1][1])

    def record(self) -> dict[str, Any]:
        """Return the row as `--json` prints it."""
        who = self.person.participant if self.person else None
        return hit_record(
            self.hit,
            self.citation,
            side=who.side if who else "unknown",
            role=who.role if who else None,
            account_id=self.account.account_id if self.account else None,
            segments=self.segments,
            date=self.date,
        )


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The first rows of what a query finds, how much there is, and how many calls its dates leave out unread."""

    rows: tuple[SearchRow, ...]
    count: int
    count_exact: bool
    undated: int = 0


def hit_record(
    hit: Hit,
    citation: Citation,
    *,
    side: Side,
    role: str | None,
    account_id: str | None,
    segments: Sequence[str],
    date: str | None,
) -> dict[str, Any]:
    """Return a hit as `--json` prints it: the one place that names its fields, for rows, quotes and pains."""
    u = hit.utterance
    return {
        "call_id": hit.call_id,
        "utterance": u.number,
        "turn": u.turn,
        "speaker": u.speaker,
        "side": side,
        "role": role,
        "start_ms": u.start_ms,
        "end_ms": u.end_ms,
        "text": u.text,
        "language": u.language or None,
        "spans": [list(span) for span in hit.spans],
        "score": hit.score,
        "account_id": account_id,
        "segments": list(segments),
        "date": date,
        "citation": citation_record(citation, u.text[citation.start : citation.end]),
    }


def citation_record(citation: Citation, said: str) -> dict[str, Any]:
    """Return a citation of words as `--json` prints it; `link` is relative to the workspace."""
    return {
        "call_id": citation.call_id,
        "utterance": citation.utterance,
        "start": citation.start,
        "end": citation.end,
        "time": citation.time,
        "time_source": citation.time_source,
        "link": f"source/transcripts/normalized/{citation.call_id}.md#{citation.anchor}",
        "cite": citation.cite(hash_of_words(said)),
    }


def ask(text: str, filters: Filters | None = None) -> Query:
    """Read a query with its filters as one. Raises QuerySyntaxError."""
    fields = filters.nodes() if filters else ()
    query = parse_query(text, filtered=bool(fields))
    return replace(query, root=And((query.root, *fields))) if fields else query


def left_out_by_date(library: Library, root: Node) -> int:
    """Return how many calls a query leaves out because they have no date; the library's notes say so once."""
    undated = library.catalog.undated() if _asks_for_date(root) else 0
    note = f"{plural(undated, 'call')} without a date left out by the date filter (evidence status lists them)."
    if undated and note not in library.notes:
        library.notes.append(note)
    return undated


def _asks_for_date(node: Node) -> bool:
    """Whether a call needs a date to be found; what is negated lets those without one pass."""
    match node:
        case And(children) | Or(children):
            return any(map(_asks_for_date, children))
        case Field("date"):
            return True
        case _:
            return False


def accounts_of(library: Library, calls: Mapping[str, int]) -> set[str]:
    """Return the ids of the accounts that calls are linked to."""
    return {account.account_id for call_id in calls if (account := library.account_of(call_id))}


def segments_at(library: Library, call_id: str, label: str | None) -> tuple[str, ...]:
    """Return the segments that what a speaker of a call says counts for, sorted: the account's, and those of people."""
    account = library.account_of(call_id)
    theirs = library.segments_of.get(account.account_id, ()) if account else ()
    personas = library.personas.of(call_id, label)
    return tuple(sorted((*theirs, *personas))) if personas else theirs


class Asking:
    """One query put to one library: candidates from the index, checked by `query.match`."""

    def __init__(self, library: Library, query: Query, *, copies: bool = False) -> None:
        """Plan the query. Raises SettingsError for names that do not exist.

        copies: look into calls, too, that are another call once more; one that the query names always is.
        """
        self.library = library
        if not copies and (left := uncounted(library, query)):
            query = replace(query, root=And((query.root, Not(Or(left)))))
        self.words: Callable[[str], tuple[Utterance, ...]] = lru_cache(KEPT_CALLS)(library.store.text.call)
        query, self.judge = split_judged(library, query, self.words)
        plan: Plan = library.store.candidates(query.root, library.resolve)
        self.plan = replace(plan, exact=plan.exact and self.judge is None)
        self.match = matcher(expand(query, library.meaning), library.catalog.lemmas)
        self.speakers: dict[str, dict[str, IndexedParticipant]] = {}
        self.entries: dict[str, CallEntry | None] = {}

    def page(self, limit: int) -> tuple[list[Hit], int, bool]:
        """Return the first hits, all of them where `limit` is 0; how many there are, and whether that is exact."""
        if self.plan.exact and limit > 0:
            count, found = self.library.store.text.count_and_page(self.plan, limit)
            return [self._hit(stored) for stored in found], count, True
        hits = list(self.first(limit))
        return (hits, *self.count()) if limit and len(hits) == limit else (hits, len(hits), True)

    def first(self, limit: int) -> Iterator[Hit]:
        """Yield the first hits; all of them where `limit` is 0."""
        if self.plan.exact and limit > 0:
            yield from (self._hit(stored) for stored in self.library.store.text.page(self.plan, limit))
            return
        for number, hit in enumerate(self.hits(), 1):
            yield hit
            if number == limit:
                return

    def hits(self) -> Iterator[Hit]:
        """Yield every hit in order."""
        for stored in self.library.store.text.scan(self.plan):
            if self.plan.exact:
                yield self._hit(stored)
            elif (hit := self._checked(stored)) is not None:
                yield hit

    def count(self) -> tuple[int, bool]:
        """Return the number of hits, and whether it is exact."""
        if self.plan.exact:
            return self.library.store.text.count(self.plan), True
        found = 0
        for number, stored in enumerate(self.library.store.text.scan(self.plan)):
            if number == MOST_CANDIDATES:
                return found, False
            found += self._checked(stored) is not None
        return found, True

    def by_call(self) -> dict[str, int]:
        """Return mentions by call."""
        if self.plan.exact:
            return self.library.store.text.tally(self.plan)
        found: defaultdict[str, int] = defaultdict(int)
        for hit in self.hits():
            found[hit.call_id] += 1
        return dict(found)

    def by_group(self, by: str) -> dict[str | None, dict[str, int]]:
        """Return mentions by call, for every call, account, month, segment, persona, role or speaker; None is none."""
        if by in {"persona", "role", "speaker"} or (by == "segment" and self.library.personas.fits):
            return self._by_hit(by)
        groups: defaultdict[str | None, dict[str, int]] = defaultdict(dict)
        for call_id, mentions in self.by_call().items():
            for key in self._keys_of_call(by, call_id):
                groups[key][call_id] = mentions
        return dict(groups)

    def _keys_of_call(self, by: str, call_id: str) -> tuple[str | None, ...]:
        if by == "call":
            return (call_id,)
        if by == "month":
            entry = self.entry(call_id)
            return (entry.date[:7] if entry and entry.date else None,)
        account = self.library.account_of(call_id)
        if by == "segment":
            return self.library.segments_of.get(account.account_id if account else "", ()) or (None,)
        return (account.account_id if account else None,)

    def _by_hit(self, by: str) -> dict[str | None, dict[str, int]]:
        """Group by what depends on who speaks; spellings of one role count as one, under the commonest."""
        groups: defaultdict[str | None, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
        spelt: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
        for hit in self.hits():
            for said in self._keys_of_hit(by, hit) or (None,):
                key = fold_value(said) if said and by == "role" else said
                groups[key][hit.call_id] += 1
                spelt[key][said or ""] += 1
        names = {key: min(known, key=lambda said: (-known[said], said)) for key, known in spelt.items() if key}
        return {key and names[key]: dict(calls) for key, calls in groups.items()}

    def _keys_of_hit(self, by: str, hit: Hit) -> tuple[str, ...]:
        label = hit.utterance.speaker
        if by == "speaker":
            return (label,) if label is not None else ()
        if by == "role":
            person = self.person(hit.call_id, label)
            return tuple({fold_value(said): said for said in person.titles}.values()) if person else ()
        return segments_at(self.library, hit.call_id, label) if by == "segment" else self._personas(hit)

    def _personas(self, hit: Hit) -> tuple[str, ...]:
        return self.library.personas.of(hit.call_id, hit.utterance.speaker)

    def row(self, hit: Hit, context: int = 0) -> SearchRow:
        """Return a hit with what is known of it."""
        entry = self.entry(hit.call_id)
        account = self.library.account_of(hit.call_id)
        around = self._around(hit, context) if context else ()
        return SearchRow(
            hit,
            entry.title if entry else hit.call_id,
            entry.date if entry else None,
            self.person(hit.call_id, hit.utterance.speaker),
            account,
            segments_at(self.library, hit.call_id, hit.utterance.speaker),
            tuple(u for u in around if u.number < hit.utterance.number),
            tuple(u for u in around if u.number > hit.utterance.number),
            self.reviewed.status(hit.call_id, hit.utterance.number, hit.spans) if self.reviewed else "new",
        )

    @cached_property
    def reviewed(self) -> Reviewed | None:
        """What reviewers decided, None where there are no decisions."""
        return reviewed_in(self.library, self.words)

    def person(self, call_id: str, label: str | None) -> IndexedParticipant | None:
        """Return who a label of a call is."""
        return self.people(call_id).get(label or "")

    def people(self, call_id: str) -> dict[str, IndexedParticipant]:
        """Return who takes part in a call, by label."""
        if call_id not in self.speakers:
            people = self.library.catalog.people(call_id)
            self.speakers[call_id] = {person.participant.label: person for person in people}
        return self.speakers[call_id]

    def entry(self, call_id: str) -> CallEntry | None:
        """Return a call without its words."""
        if call_id not in self.entries:
            self.entries[call_id] = self.library.catalog.call(call_id)
        return self.entries[call_id]

    def _around(self, hit: Hit, turns: int) -> tuple[Utterance, ...]:
        return tuple(u for u in self.words(hit.call_id) if abs(u.turn - hit.utterance.turn) <= turns)

    def _hit(self, stored: Stored) -> Hit:
        hit = self._checked(stored)
        if hit is None:
            raise StoreError(
                f"the index has a match in {stored.call_id}#u{stored.utterance.number}, but its words do not match",
                hint="Delete .evidence/, run evidence ingest, and please report the query.",
            )
        return hit

    def spans(self, call_id: str, utterance: Utterance) -> tuple[Span, ...] | None:
        """Return where an utterance matches, None where it does not; the index is not asked."""
        return self.match(utterance.text, _Facts(self, call_id, utterance.speaker), utterance.language)

    def _checked(self, stored: Stored) -> Hit | None:
        spans = self.spans(stored.call_id, stored.utterance)
        if spans is None or (self.judge and not self._wanted(stored)):
            return None
        return Hit(stored.call_id, stored.utterance, spans)

    def assertion(self, hit: Hit) -> Assertion:
        """Return how a mention is meant where the query judges mentions; present where it does not."""
        return self.judge.assertion(self.words(hit.call_id), hit.utterance.number) if self.judge else "present"

    def _wanted(self, stored: Stored) -> bool:
        call_id = stored.call_id
        return self.judge is None or self.judge(call_id, self.words(call_id), stored.utterance.number)


def uncounted(library: Library, query: Query) -> tuple[Node, ...]:
    """Return as fields the calls whose mentions another one counts, but for those that a query names."""
    if not library.copies:
        return ()
    named = [field_fits(field) for field in fields_of(query.root) if field.name == "call"]
    left = (call_id for call_id in library.copies if not any(fits(call_id) for fits in named))
    return tuple(Field("call", call_id, exact=True) for call_id in left)


class _Facts(Mapping[str, tuple[str, ...]]):
    """What is known of an utterance, by field; looked up only when a query asks for it."""

    def __init__(self, asking: Asking, call_id: str, label: str | None) -> None:
        self._asking, self._call_id, self._label = asking, call_id, label

    def __getitem__(self, name: str) -> tuple[str, ...]:
        library = self._asking.library
        if name == "outcome":
            outcome = library.outcome(self._call_id)
            return (outcome,) if outcome else ()
        if name == "account":
            account = library.account_of(self._call_id)
            return library.names_of(account) if account else ()
        if name == "segment":
            return segments_at(library, self._call_id, self._label)
        return self._properties.get(name, ())

    @cached_property
    def _properties(self) -> dict[str, tuple[str, ...]]:
        entry = self._asking.entry(self._call_id)
        if entry is None:
            return {}
        return properties_of(entry, self._label, self._asking.person(self._call_id, self._label))

    def __iter__(self) -> Iterator[str]:
        return iter(("speaker", "side", "role", "title", "call", "date", "account", "segment", "outcome"))

    def __len__(self) -> int:
        return 9


WHO = "Customer or one of us? Mark them: evidence review --links."


def askable(library: Library, trackers: Iterable[Tracker]) -> Iterator[Tracker]:
    """Yield trackers with those queries that can be asked here.

    A query may name an account or a segment that does not exist; that joins the library's
    problems, and a tracker without any other query is left out.
    """
    for tracker in trackers:
        queries, counter = (
            tuple(text for text in texts if _can_ask(library, tracker, text))
            for texts in (tracker.queries, tracker.counter)
        )
        if queries:
            yield replace(tracker, queries=queries, counter=counter)


def _can_ask(library: Library, tracker: Tracker, text: str) -> bool:
    try:
        Asking(library, parse_query(text))
    except (SettingsError, QuerySyntaxError) as error:
        problem = error.at(library.workspace.name(library.workspace.trackers), tracker.line)
        if str(problem) not in map(str, library.problems):
            library.problems.append(problem)
        return False
    return True


def left_out(number: int, what: str) -> list[str]:
    """Say how many quotes or mentions were left out for their speaker's side and how to fix it; nothing for none."""
    return [f"{plural(number, what)} left out: the speaker's side is unknown. {WHO}"] if number else []
