"""What each segment comes to: accounts, calls, deals, win rate, size, cycle, losses, pains; against all accounts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from evidence.accounts.measures import Lift, deal_outcome, lift, summarise
from evidence.library.asking import Asking, Filters, left_out, left_out_by_date
from evidence.library.findings import Finder
from evidence.library.groups import Group, groups_by, of_persona
from evidence.library.languages import unjudged_note, unsearched_notes
from evidence.model import Segment
from evidence.query.grammar import make_field
from evidence.query.tree import And, Field, Not, Query, days
from evidence.review.recall import recall
from evidence.segments.counting import asserted, is_counted, standings, unjudged
from evidence.segments.figures import PainAccount, PainFigures, Stats, UnjudgedMentions
from evidence.segments.gather import (
    Choice,
    Scope,
    TrackerFindings,
    account_of,
    by_rules,
    distinct,
    gather,
    kept_findings,
    unrejected_findings,
)
from evidence.store.plan import Among
from evidence.text import day_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidence.library.library import Library
    from evidence.model import Deal, Decision, Finding, Tracker
    from evidence.query.tree import Node
    from evidence.segments.gather import Address, DecisionKey

ALL, UNKNOWN = "All accounts", "(unknown)"
_VERDICTS = {"reject": 1, "accept": 2}
"""Of two verdicts on one quote in two segments the higher holds for all accounts."""


def stats(library: Library, segments: Iterable[Segment], filters: Filters | None = None) -> tuple[Stats, ...]:
    """Return the figures of each segment, and of all accounts last.

    filters: `account` restricts accounts and their deals, `outcome` deals and calls, `since` and `until` calls by
    their day and deals by the day that they closed (open ones: were created); the others restrict what was said.
    Raises SettingsError and QuerySyntaxError for filters that name nothing.
    """
    return _Counting(library, filters or Filters()).count(tuple(segments))


def stats_by(library: Library, column: str, filters: Filters | None = None) -> tuple[Stats, ...]:
    """Return the figures of each value of a column of the CRM, of all accounts last.

    Of a column of deals a value has its own deals, and the accounts that they belong to; of `persona`, `role` and
    `month` the accounts in which it was heard, and what was said. Raises SettingsError where no table has the
    column, and as `stats` does.
    """
    return _Counting(library, filters or Filters()).count_by(column, groups_by(library, column))


def pain_accounts(
    library: Library, tracker: str, segments: Iterable[Segment] = (), filters: Filters | None = None
) -> tuple[PainAccount, ...]:
    """Return the accounts that stand behind the figures of a pain in each segment, else among all accounts.

    Those that have it come first, then those for whom it is over; each with the quote that goes before its others.
    Raises SettingsError and QuerySyntaxError for names that name nothing.
    """
    counting = _Counting(library, replace(filters or Filters(), tracker=tracker))
    asked = library.tracker(tracker).tracker_id
    found = [counting.findings(one) for one in counting.finder.trackers.values() if one.tracker_id == asked]
    library.notes += left_out(len(counting.unknown), "mention")
    kept = (UnjudgedMentions(each.tracker, unjudged(distinct(by_rules(each.found)))) for each in found)
    library.notes += unjudged_note(str(one) for one in kept if one.languages)
    counting.tell_unsearched(found)
    groups = [(segment, counting.group(segment)) for segment in segments]
    groups = groups or [(Segment("", ALL), Group(None, tuple(library.accounts)))]
    return tuple(one for segment, group in groups for each in found for one in counting.behind(segment, group, each))


def mentions_counted(
    library: Library, segments: Iterable[Segment], filters: Filters | None = None
) -> Iterator[tuple[Segment | None, Finding]]:
    """Yield every mention that `stats` counts by or leaves out for how it is meant, by segment, tracker, account, day.

    A mention stands once for each segment that it counts in, and with None where it counts in none of them, as long as
    no segments are chosen. What was rejected, and the second copy of a call, are left out.
    Raises SettingsError and QuerySyntaxError for filters that name nothing.
    """
    counting = _Counting(library, filters or Filters())
    found = [counting.findings(one) for one in counting.finder.trackers.values() if counting.asks(one)]
    library.notes += left_out(len(counting.unknown), "mention")
    chosen = tuple(segments)
    groups = [(segment, counting.group(segment)) for segment in chosen or library.segments.values()]
    said: set[tuple[str, str]] = set()
    for segment, group in groups:
        for one in found:
            if one.tracker.tracker_id in segment.trackers:
                theirs = list(counting.kept(segment, group, one))
                said |= {(one.tracker.tracker_id, finding.quote.quote_id) for finding in theirs}
                yield from ((segment, finding) for finding in theirs)
    for one in () if chosen else found:
        everybody = counting.kept(Segment("", ALL), Group(None, tuple(library.accounts)), one)
        yield from ((None, f) for f in everybody if (f.tracker, f.quote.quote_id) not in said)


class _Counting:
    """One count over a library: what trackers find is read once, and dealt out to the segments."""

    def __init__(self, library: Library, filters: Filters) -> None:
        self.library, self.filters = library, filters
        self.finder = Finder(library)
        self.wanted = self._wanted()
        self.present = dict(self._present())
        self.unknown: set[Address] = set()

    def count(self, segments: Sequence[Segment]) -> tuple[Stats, ...]:
        asked = [t for t in self.finder.trackers.values() if self.asks(t)]
        found = [self.findings(tracker) for tracker in asked]
        self.library.notes += left_out(len(self.unknown), "mention")
        names = tuple(tracker.tracker_id for tracker in asked)
        everybody = Segment("", ALL, trackers=names)
        own = [self.figures(s, self.group(s), found) for s in segments]
        overall = self.figures(everybody, Group(None, tuple(self.library.accounts)), found)
        self.library.notes += unjudged_note(map(str, overall.unjudged))
        self.tell_unsearched(found)
        return (*own, replace(overall, segment=None))

    def tell_unsearched(self, found: Iterable[TrackerFindings]) -> None:
        """Say in the library's notes which calls, by language, trackers cannot be said to have searched."""
        searched = [(one.tracker, self.finder.searched(one.tracker)) for one in found]
        self.library.notes += unsearched_notes(self.library.catalog.calls(), searched)

    def count_by(self, column: str, groups: Iterable[Group]) -> tuple[Stats, ...]:
        *_, overall = self.count(())
        found = [self.findings(tracker) for tracker in self.finder.trackers.values() if self.asks(tracker)]
        names = tuple(one.tracker.tracker_id for one in found)
        counted = [(g, self.figures(Segment(g.segment_id, ALL, trackers=names), g, found)) for g in groups]
        own = [replace(one, segment=None, name=g.value or UNKNOWN, group=(column, g.value)) for g, one in counted]
        return (*(one for one in own if one.accounts), overall)

    def behind(self, segment: Segment, group: Group, found: TrackerFindings) -> Iterator[PainAccount]:
        """Yield the accounts of a group that have a pain or had it, with their best quotes."""
        theirs = _among(found, frozenset(group.accounts) & self.wanted, group)
        kept = unrejected_findings(segment, theirs, self.decisions(segment, [theirs]))
        ways = standings(kept)
        for way in ("present", "resolved"):
            for account_id in sorted(name for name, standing in ways.items() if standing == way):
                own = [finding for finding in kept if account_of(finding) == account_id]
                best = next(finding for finding in own if asserted(finding) == way)
                count = sum(map(is_counted, distinct(own)))
                yield PainAccount(
                    segment.segment_id or None,
                    found.tracker.tracker_id,
                    self.library.accounts[account_id],
                    way,
                    count,
                    best,
                )

    def kept(self, segment: Segment, group: Group, found: TrackerFindings) -> list[Finding]:
        """Return what a group's accounts said of a pain, by account and day, without what was rejected."""
        theirs = _among(found, frozenset(group.accounts) & self.wanted, group)
        kept = kept_findings(segment, theirs, self.decisions(segment, [theirs]))
        return sorted(kept, key=lambda f: (account_of(f) or "", f.attribution.date or "", f.quote.citation))

    def group(self, segment: Segment) -> Group:
        """Return the accounts of a segment; of a segment of people also who was heard in which call."""
        people = self.library.personas.people(segment.segment_id)
        if people is None:
            return Group(None, self.library.members(segment.segment_id))
        return Group(None, people.accounts, None, people.calls, partial(of_persona, segment.segment_id))

    def figures(self, segment: Segment, group: Group, found: Sequence[TrackerFindings]) -> Stats:
        """Return what the accounts of a group come to, with the pains that a segment tracks."""
        members = frozenset(group.accounts) & self.wanted
        heard = {call: present for call, (_, present) in self.present.items()}
        if group.calls is not None:
            heard = {call: group.calls[call] for call in heard if call in group.calls}
        calls = [(call, self.present[call][0]) for call, accounts in heard.items() if accounts & members]
        called = frozenset[str]().union(*(heard[call] for call, _ in calls)) & members
        outcomes = {name: self.library.outcomes[name] for name in sorted(members) if name in self.library.outcomes}
        linked = tuple(sorted(called))
        scope = Scope((), tuple(outcomes.items()), linked, tuple(calls), self.finder.as_of)
        theirs = [_among(one, members, group) for one in found if one.tracker.tracker_id in segment.trackers]
        evidence = gather(segment, scope, theirs, decisions=self.decisions(segment, theirs), choice=Choice())
        closed = {way: {name for name in called if outcomes.get(name) == way} for way in ("won", "lost")}
        pains = [
            PainFigures(one.tracker, one.accounts, one.mentions, _lift(one.accounts, closed), one.resolved)
            for one in evidence.trackers
            if one.mentions or one.resolved
        ]
        pains.sort(key=lambda pain: (-len(pain.accounts), -pain.mentions, pain.tracker.tracker_id))
        kept = (deal for deal in self.deals(members) if group.deals is None or deal.opportunity_id in group.deals)
        deals = summarise(kept, self.finder.as_of)
        return Stats(
            segment, segment.name, tuple(sorted(members)), linked, len(calls), deals, tuple(pains), self.finder.as_of,
            unjudged=tuple(UnjudgedMentions(one.tracker, one.unjudged) for one in evidence.trackers if one.unjudged),
        )  # fmt: skip

    def decisions(self, segment: Segment, found: Iterable[TrackerFindings]) -> dict[DecisionKey, Decision]:
        """Return what reviewers decided in a segment, by the quotes as they are found today; of all accounts, anywhere.

        What was rejected in one segment and accepted in another is accepted.
        """
        held: dict[DecisionKey, Decision] = {}
        for one in found:
            place = (segment.segment_id, one.tracker.tracker_id)
            here = {key: made for key, made in self.finder.decisions.items() if key[1] == place[1]}
            if segment.segment_id:
                here = {key: made for key, made in here.items() if key[:2] == place}
            ordered = sorted(here.items(), key=lambda one: (_VERDICTS.get(one[1].verdict, 0), one[0]))
            decided = {key[2]: made for key, made in ordered}
            today = recall(list(one.found), decided, self.finder.words).held if decided else {}
            held |= {(*place, quote_id): made for quote_id, made in today.items()}
        return held

    def deals(self, members: frozenset[str]) -> Iterator[Deal]:
        """Yield the deals of accounts that the filters leave."""
        for account_id in sorted(members):
            for deal in self.library.deals_of(account_id):
                outcome = deal_outcome(deal, self.finder.as_of)
                day = deal.created_date if outcome == "open" else deal.close_date
                if self.filters.outcome in (None, outcome) and _between(day, self.filters):
                    yield deal

    def findings(self, tracker: Tracker) -> TrackerFindings:
        """Return what a tracker finds in the calls of all accounts; what was left out for its side is kept in mind."""
        found = self.finder.everywhere(tracker, self._nodes())
        self.unknown |= found.unknown
        return found

    def _nodes(self) -> tuple[Node, ...]:
        """Return what every hit must meet: the filters, and the as-of day, which a call without a date may be before.

        The account is that of the speaker, who may be a guest in another account's call: it is looked at later.
        """
        filters = replace(self.filters, account=None, tracker=None)
        later = day_after(self.finder.as_of) if self.finder.as_of else None
        return (*filters.nodes(), *((Not(Field("date", f"{later}..")),) if later else ()))

    def asks(self, tracker: Tracker) -> bool:
        """Say whether the filters leave a tracker."""
        name = self.filters.tracker
        return name is None or self.library.tracker(name).tracker_id == tracker.tracker_id

    def _wanted(self) -> frozenset[str]:
        """Return the accounts that the filters leave."""
        if self.filters.account is None:
            return frozenset(self.library.accounts)
        field = make_field("account", self.filters.account)
        among = self.library.resolve(field) if isinstance(field, Field) else None
        return frozenset(among.ids) if isinstance(among, Among) else frozenset()

    def _present(self) -> Iterator[tuple[str, tuple[str | None, frozenset[str]]]]:
        """Yield the calls that the filters leave, with their day and the accounts that speak in them."""
        library, as_of = self.library, self.finder.as_of
        place = replace(self.filters, account=None, tracker=None)
        left_out_by_date(library, And(place.nodes()))
        left = Asking(library, Query("", And(place.nodes()))).by_call() if place != Filters() else None
        for entry in library.catalog.calls():
            account = library.account_of(entry.call_id)
            present = self.finder.guests.get(entry.call_id, frozenset()) | ({account.account_id} if account else set())
            late = entry.date and as_of and entry.date > as_of
            if present and entry.call_id not in library.copies and not late and (left is None or entry.call_id in left):
                yield entry.call_id, (entry.date, present)


def _among(one: TrackerFindings, members: frozenset[str], group: Group) -> TrackerFindings:
    return replace(one, found=tuple(f for f in one.found if account_of(f) in members and group.says(f)))


def _lift(accounts: Iterable[str], closed: Mapping[str, set[str]]) -> Lift:
    having = frozenset(accounts)
    counts: defaultdict[str, int] = defaultdict(int)
    for way, ids in closed.items():
        counts[way] = len(ids & having)
    return lift(counts["won"], len(closed["won"]), counts["lost"], len(closed["lost"]))


def _between(day: str | None, filters: Filters) -> bool:
    """Whether a day lies between `since` and `until`, which may be a month or a year; no day lies nowhere."""
    if not (filters.since or filters.until):
        return True
    first, last = days(f"{filters.since or ''}..{filters.until or ''}")
    return day is not None and first <= int(day.replace("-", "")) <= last
