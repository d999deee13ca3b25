"""Quotes under segments: what the trackers find, whose words they are, which are chosen."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from evidence.library.asking import Asking, askable, hit_record, left_out
from evidence.library.judged import goes_on, is_prompted
from evidence.library.languages import calls_by_language, searched_languages
from evidence.library.learning import learn
from evidence.model import Attribution, Finding, Hit
from evidence.query.assertion import assertion_of
from evidence.query.language import is_judged
from evidence.query.tree import And, Field, Not, Or, Query
from evidence.quotes.appraisal import Matched, appraise
from evidence.quotes.cut import cut
from evidence.review.recall import recall
from evidence.segments.gather import (
    Choice,
    Scope,
    TrackerFindings,
    account_of,
    address,
    gather,
    ranked,
    spoken_for,
    with_decisions,
)
from evidence.segments.trackers import query as tracker_query
from evidence.text import day_after

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from evidence.library.asking import Filters
    from evidence.library.learning import Lesson
    from evidence.library.library import Library
    from evidence.model import Assertion, Decision, Quote, Segment, SegmentEvidence, Tracker, Utterance
    from evidence.query.tree import Node
    from evidence.quotes.nlp import Pipeline
    from evidence.segments.gather import Address
    from evidence.store.prepare import CallEntry

TOGETHER = 256  # quotes that are weighed at once
KEPT_CALLS = 256  # calls whose words are held while quotes are cut; hits come call by call


class Finder:
    """Finds quotes in one library; keeps what several trackers need."""

    def __init__(self, library: Library) -> None:
        """Read the decisions; what is wrong in them joins the library's problems."""
        self.library = library
        self.as_of = library.day
        self.decisions = self._judged = library.decisions()
        self.orphans: dict[tuple[str, str, str], Decision] = {}
        self._searched: dict[Tracker, frozenset[str]] = {}
        self.words: Callable[[str], tuple[Utterance, ...]] = lru_cache(KEPT_CALLS)(library.store.text.call)

    def evidence(self, segment: Segment, *, choice: Choice | None = None) -> SegmentEvidence:
        """Return everything that was found for a segment, counted and chosen."""
        return gather(
            segment,
            self.scope(segment),
            [self.findings(self.trackers[name], segment) for name in segment.trackers if name in self.trackers],
            decisions=self.decisions,
            choice=choice or self.library.choice,
        )

    @cached_property
    def trackers(self) -> dict[str, Tracker]:
        """The trackers that can be asked, by id; what is wrong in the others joins the library's problems."""
        return {tracker.tracker_id: tracker for tracker in askable(self.library, self.library.trackers.values())}

    @cached_property
    def guests(self) -> dict[str, frozenset[str]]:
        """The accounts, by call, of those who belong to another account than the call does."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for call_id, person in self.library.catalog.everybody():
            if call_id in self.library.copies:
                continue
            theirs, calls = self.library.speaks_for(call_id, person), self.library.account_of(call_id)
            if theirs and theirs != calls:
                found[call_id].add(theirs.account_id)
        return {call_id: frozenset(ids) for call_id, ids in found.items()}

    def scope(self, segment: Segment) -> Scope:
        """Return what there is to search for a segment, up to the as-of date."""
        library = self.library
        members = frozenset(library.members(segment.segment_id))
        people = library.personas.people(segment.segment_id)
        calls: list[tuple[str, str | None, frozenset[str]]] = []
        entries: list[CallEntry] = []
        for entry in library.catalog.calls():
            if entry.call_id in library.copies:
                continue
            present = people.calls.get(entry.call_id) if people else members & self.present(entry.call_id)
            if present and not (entry.date and self.as_of and entry.date > self.as_of):
                calls.append((entry.call_id, entry.date, present))
                entries.append(entry)
        accounts = tuple(library.accounts[name] for name in sorted(members) if name in library.accounts)
        outcomes = tuple((name, library.outcomes[name]) for name in sorted(members) if name in library.outcomes)
        linked = tuple(sorted({account for _, _, present in calls for account in present}))
        dates = tuple((call, date) for call, date, _ in calls)
        closings = tuple((name, day) for name, day in sorted(self.closings.items()) if name in members)
        unsure = (people.untitled, people.customers) if people else (0, 0)
        spoken = tuple(sorted(calls_by_language(entries).items()))
        return Scope(accounts, outcomes, linked, dates, self.as_of, closings, *unsure, spoken)

    @cached_property
    def closings(self) -> dict[str, str]:
        """The day on which the last closed deal of each account ended, up to the as-of date."""
        days: dict[str, str] = {}
        for deal in self.library.deals:
            day = deal.close_date or ""
            if deal.outcome != "open" and day and not (self.as_of and day > self.as_of):
                days[deal.account_id] = max(day, days.get(deal.account_id, ""))
        return days

    def findings(self, tracker: Tracker, segment: Segment, *, filters: Filters | None = None) -> TrackerFindings:
        """Return what a tracker and its counter queries find on the calls of a segment."""
        found = self.find(tracker, segment, filters=filters)
        both = self.find(tracker, segment, counter=True, filters=filters) if tracker.counter else ()
        kept, counter, unknown = take_sides(tracker, found, both)
        spoken_against = {finding.quote.quote_id for finding in counter}
        revived = self._reviewed(tracker, segment, [*kept, *counter], filters)
        against = [f for f, over in revived if over in spoken_against]
        kept += [f for f, over in revived if over not in spoken_against]
        return TrackerFindings(tracker, tuple(kept), (*counter, *against), unknown, self.searched(tracker))

    def searched(self, tracker: Tracker) -> frozenset[str]:
        """Return the languages beside English in which a tracker searched."""
        if tracker not in self._searched:
            self._searched[tracker] = searched_languages(self.library, tracker, self.languages)
        return self._searched[tracker]

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages beside English that calls are in."""
        return frozenset(calls_by_language(self.library.catalog.calls()))

    def everywhere(self, tracker: Tracker, within: Sequence[Node]) -> TrackerFindings:
        """Return what a tracker finds on the calls of all accounts, not weighed: counts need no spaCy.

        within: what every hit must meet.
        """
        found = self._unweighed(tracker, within)
        both = self._unweighed(tracker, within, counter=True) if tracker.counter else ()
        kept, counter, unknown = take_sides(tracker, found, both)
        return TrackerFindings(tracker, tuple(kept), tuple(counter), unknown)

    def _unweighed(self, tracker: Tracker, within: Sequence[Node], *, counter: bool = False) -> Iterator[Finding]:
        asked = tracker_query(tracker, counter=counter, sided=False)
        for hit, who in self.attributed(replace(asked, root=And((asked.root, *within)))):
            quote = cut(hit, self.words(hit.call_id))
            meant, prompted, language = self.assertion(hit, tracker), self.is_prompted(hit), hit.utterance.language
            yield Finding(
                quote, tracker.tracker_id, who, hit.spans, assertion=meant, prompted=prompted, language=language
            )

    def _reviewed(
        self, tracker: Tracker, segment: Segment, found: list[Finding], filters: Filters | None
    ) -> list[tuple[Finding, str | None]]:
        """Return the quotes that reviewers cut anew or moved here, with the id of what is found in their place.

        Decisions follow their words: `self.decisions` is keyed by the quotes as they are found today.
        """
        place = (segment.segment_id, tracker.tracker_id)
        decided = {key[2]: one for key, one in self.decisions.items() if key[:2] == place}
        recalled = recall(found, decided, self.words)
        self.decisions = {key: one for key, one in self.decisions.items() if key[:2] != place}
        self.decisions |= {(*place, quote_id): one for quote_id, one in recalled.held.items()}
        self.orphans |= {(*place, one.quote_id): one for one in recalled.orphans}
        if not recalled.revived:
            return []
        members = frozenset(self.library.members(segment.segment_id))
        calls = Or(tuple(Field("call", one.decision.call_id, exact=True) for one in recalled.revived))
        asking = Asking(self.library, self._within(Query("", calls), segment, members, filters))
        hits = {(hit.call_id, hit.utterance.number): hit for hit in asking.hits()}
        revived = []
        for one in recalled.revived:
            hit = hits.get((one.quote.citation.call_id, one.quote.citation.utterance))
            who = self.attribution(asking, hit) if hit else None
            if hit and who and who.account and who.account.account_id in members and tracker.side in ("any", who.side):
                over = one.over
                finding = self.weighed(replace(hit, spans=over.spans if over else ()), one.quote, tracker, who)
                revived.append((finding, over.quote.quote_id if over else None))
        return revived

    def find(
        self, tracker: Tracker, segment: Segment, *, counter: bool = False, filters: Filters | None = None
    ) -> Iterator[Finding]:
        """Yield every hit of a tracker on the calls of a segment as a quote, whatever side said it."""
        theirs = self.hits(tracker, segment, counter=counter, filters=filters)
        while some := list(islice(theirs, TOGETHER)):
            # Calls are not read for it: of 250 utterances, a few hold the words of a quote.
            holding = self.library.store.text.holding
            cuts = [(hit, cut(hit, partial(holding, hit.call_id)), who) for hit, who in some]
            yield from self.weighed_together(cuts, tracker)

    def hits(
        self, tracker: Tracker, segment: Segment, *, counter: bool = False, filters: Filters | None = None
    ) -> Iterator[tuple[Hit, Attribution]]:
        """Yield every hit of a tracker on the calls of a segment, neither cut nor weighed, and who said it."""
        members = frozenset(self.library.members(segment.segment_id))
        asked = tracker_query(tracker, counter=counter, sided=False)
        for hit, who in self.attributed(self._within(asked, segment, members, filters)):
            if who.account and who.account.account_id in members:
                yield hit, who

    def attributed(self, query: Query) -> Iterator[tuple[Hit, Attribution]]:
        """Yield every hit of a query that an account's people or ours said, and who said it."""
        asking = Asking(self.library, query)
        for hit in asking.hits():
            who = self.attribution(asking, hit)
            if who and who.account:
                yield hit, who

    def present(self, call_id: str) -> frozenset[str]:
        """Return the accounts that speak in a call: its own, and those of guests."""
        account = self.library.account_of(call_id)
        return self.guests.get(call_id, frozenset()) | ({account.account_id} if account else set())

    def _within(self, query: Query, segment: Segment, members: frozenset[str], filters: Filters | None) -> Query:
        # Of a segment of people the field itself names its speakers, guests among them.
        hosts = [] if segment.people else [call_id for call_id, guests in self.guests.items() if guests & members]
        places = (Field("segment", segment.segment_id, exact=True), *(Field("call", c, exact=True) for c in hosts))
        parts: list[Node] = [query.root, Or(places) if hosts else places[0]]
        if self.as_of and (later := day_after(self.as_of)):
            # A call without a date may be of any day; it is left in.
            parts.append(Not(Field("date", f"{later}..")))
        if filters:
            parts += filters.nodes()
        return replace(query, root=And(tuple(parts)))

    def attribution(self, asking: Asking, hit: Hit) -> Attribution | None:
        """Say who said a hit, as far as it is known; None for a bot."""
        person = asking.person(hit.call_id, hit.utterance.speaker)
        who = person.participant if person else None
        if who and who.bot:
            return None
        entry = asking.entry(hit.call_id)
        account = self.library.speaks_for(hit.call_id, person)
        guest = account and account != self.library.account_of(hit.call_id)
        return Attribution(
            speaker=(who.name or who.label) if who else None,
            side=who.side if who else "unknown",
            side_assumed=bool(person and person.assumed),
            role=who.role if who else None,
            title=person.title if person else None,
            account=account,
            outcome=self.library.outcomes.get(account.account_id, "open")
            if account and guest
            else self.library.outcome(hit.call_id),
            date=entry.date if entry else None,
            personas=self.library.personas.of(hit.call_id, hit.utterance.speaker),
        )

    def weighed(self, hit: Hit, quote: Quote, tracker: Tracker, attribution: Attribution) -> Finding:
        """Return what a quote around a hit is worth."""
        return self.weighed_together([(hit, quote, attribution)], tracker)[0]

    def weighed_together(self, cuts: Sequence[tuple[Hit, Quote, Attribution]], tracker: Tracker) -> list[Finding]:
        """Return what quotes are worth; spaCy is quick at many sentences and slow at one."""
        matched = [
            Matched(
                hit.utterance.text,
                hit.spans,
                (quote.citation.start, quote.citation.end),
                self.assertion(hit, tracker),
                tracker.label,
            )
            for hit, quote, _ in cuts
        ]
        findings = [
            Finding(
                quote, tracker.tracker_id, who, hit.spans, worth.score, worth.reasons, one.assertion,
                prompted=self.is_prompted(hit), edited=hit.call_id in self.edited, language=hit.utterance.language,
            )
            for (hit, quote, who), one, worth in zip(cuts, matched, appraise(matched, self.pipeline), strict=True)
        ]  # fmt: skip
        return self.lesson.sort(findings) if self.lesson else findings

    def assertion(self, hit: Hit, tracker: Tracker) -> Assertion:
        """Say how a mention of a pain is meant, by what is said there and next."""
        call, number = self.words(hit.call_id), hit.utterance.number
        place = bisect_left(call, number, key=lambda one: one.number)
        one, later = hit.utterance, goes_on(call, place)
        return assertion_of(one.text, hit.spans, kind=tracker.kind, later=later, language=one.language).assertion

    def is_prompted(self, hit: Hit) -> bool:
        """Whether others used all of the matched words in the two turns before."""
        call = self.words(hit.call_id)
        return is_prompted(call, bisect_left(call, hit.utterance.number, key=lambda one: one.number), hit.spans)

    @cached_property
    def edited(self) -> frozenset[str]:
        """The calls whose words a person changed."""
        return frozenset(entry.call_id for entry in self.library.catalog.calls() if entry.edited)

    @cached_property
    def lesson(self) -> Lesson | None:
        """What the decisions teach about the order of quotes. Raises SettingsError."""
        return learn(self.library, self._judged.values(), lambda: self.pipeline)

    @cached_property
    def pipeline(self) -> Pipeline:
        """The spaCy pipeline of the settings with the cues of the workspace. Raises SettingsError."""
        return self.library.pipeline


def take_sides(
    tracker: Tracker, found: Iterable[Finding], both: Iterable[Finding]
) -> tuple[list[Finding], list[Finding], frozenset[Address]]:
    """Return what speaks for a tracker and what against it, said by its side, and where nobody knows the side.

    both: what its counter queries find.
    """
    sided: list[Finding] = []
    unknown: set[Address] = set()
    for finding in found:
        if tracker.side in ("any", finding.attribution.side):
            sided.append(finding)
        elif finding.attribution.side == "unknown":
            unknown.add(address(finding))
    counter = [finding for finding in both if tracker.side in ("any", finding.attribution.side)]
    return spoken_for(sided, counter), counter, frozenset(unknown)


def unjudged_mentions(library: Library) -> dict[str, int]:
    """Return how many mentions of trackers are in each language that the rules do not know."""
    found: Counter[str] = Counter()
    for tracker in Finder(library).trackers.values():
        hits = Asking(library, tracker_query(tracker)).hits()
        found.update(hit.utterance.language for hit in hits if not is_judged(hit.utterance.language))
    return dict(found)


def quotes(
    library: Library, segments: Iterable[Segment], *, tracker: str | None, filters: Filters
) -> Iterator[dict[str, Any]]:
    """Yield every quote that could be attached, best first in each tracker, as `--json` prints it."""
    finder = Finder(library)
    gathered: list[tuple[Segment, TrackerFindings]] = [
        (segment, finder.findings(finder.trackers[name], segment, filters=filters))
        for segment in segments
        for name in segment.trackers
        if name in finder.trackers and tracker in (None, name)
    ]
    library.notes += left_out(len({place for _, one in gathered for place in one.unknown}), "quote")
    for segment, one in gathered:
        for finding in ranked(with_decisions(segment.segment_id, one.found, finder.decisions)):
            yield quote_record(finding, segment, finder)


def quote_record(finding: Finding, segment: Segment, finder: Finder) -> dict[str, Any]:
    """Return a finding as `--json` prints it."""
    quote, who = finding.quote, finding.attribution
    utterance = next(u for u in finder.words(quote.citation.call_id) if u.number == quote.citation.utterance)
    account = account_of(finding)
    known = hit_record(
        Hit(quote.citation.call_id, utterance, finding.spans, finding.score),
        quote.citation,
        side=who.side,
        role=who.role,
        account_id=account,
        segments=tuple(sorted((*finder.library.segments_of.get(account or "", ()), *who.personas))),
        date=who.date,
    )
    return {
        **known,
        "quote_id": quote.quote_id,
        "quote": quote.text,
        "segment": segment.segment_id,
        "tracker": finding.tracker,
        "reasons": list(finding.reasons),
        "assertion": finding.assertion,
        "prompted": finding.prompted,
        "status": finding.status,
        "nlp": finder.pipeline.name,
    }


def undecided(library: Library) -> dict[str, int]:
    """Return how many utterances wait for a decision, by segment, those with none left out."""
    return undecided_and_heard(Finder(library))[0]


def undecided_and_heard(finder: Finder) -> tuple[dict[str, int], frozenset[tuple[str, str]]]:
    """Return how many utterances wait for a decision, by segment, and the (segment, tracker) that found anything.

    Nothing is cut or weighed for it; of a call that was exported twice both copies count. What was rejected, and
    what another side said, is nothing found.
    """
    judged = {
        (one.segment, one.tracker, one.call_id, one.utterance): one.verdict
        for one in finder.decisions.values()
        if one.verdict in {"accept", "reject"}
    }
    waiting: Counter[str] = Counter()
    heard: set[tuple[str, str]] = set()
    for segment in finder.library.segments.values():
        for tracker in (finder.trackers[name] for name in segment.trackers if name in finder.trackers):
            pair = (segment.segment_id, tracker.tracker_id)
            for hit, who in finder.hits(tracker, segment):
                verdict = judged.get((*pair, hit.call_id, hit.utterance.number))
                waiting[segment.segment_id] += tracker.side in ("any", who.side) and verdict is None
                if verdict != "reject" and (tracker.side in ("any", who.side) or who.side == "unknown"):
                    heard.add(pair)
    return {segment: count for segment, count in waiting.items() if count}, frozenset(heard)
