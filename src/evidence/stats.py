"""What each segment comes to: accounts, calls, deals, win rate, size, cycle, losses, pains; against all accounts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from evidence.accounts.measures import Lift, Summary, deal_outcome, lift, summarise
from evidence.model import Finding, Segment
from evidence.query.grammar import make_field
from evidence.query.tree import And, Field, Not, Query, days
from evidence.quotes.cut import cut
from evidence.quotes.mining import polarity_of
from evidence.quoting import Quoting
from evidence.review.recall import recall
from evidence.search import Asking, Filters, left_out_by_date
from evidence.segments.gather import Choice, Scope, TrackerFindings, account_of, address, gather, spoken_for
from evidence.segments.trackers import query as tracker_query
from evidence.store.plan import Among
from evidence.text import day_after
from evidence.tracking import left_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidence.library import Library
    from evidence.model import Deal, Decision, Tracker
    from evidence.query.tree import Node
    from evidence.segments.gather import Address, DecisionKey

ALL = "All accounts"


@dataclass(frozen=True, slots=True)
class Pain:
    """A pain point as it was heard: by account, as blocks count it.

    won, lost: how many of the closed accounts with calls have it; `lift` compares these.
    """

    tracker: Tracker
    accounts: tuple[str, ...]
    mentions: int
    lift: Lift

    def record(self) -> dict[str, Any]:
        """Return the pain as `--json` prints it."""
        said = {name: value for name, value in asdict(self.lift).items() if name not in {"won", "lost"}}
        won, lost = self.lift.won, self.lift.lost
        return {
            "tracker": self.tracker.tracker_id,
            "label": self.tracker.label,
            "accounts": len(self.accounts),
            "mentions": self.mentions,
            "won": won.successes if won else 0,
            "of_won": won.n if won else 0,
            "lost": lost.successes if lost else 0,
            "of_lost": lost.n if lost else 0,
            "lift": {**said, "few": self.lift.few},
        }


@dataclass(frozen=True, slots=True)
class Stats:
    """The figures of one segment, or of all accounts, whose `segment` is None.

    `called` are the accounts with a call, `calls` their number up to the as-of day; pains by account, most first.
    """

    segment: Segment | None
    name: str
    accounts: tuple[str, ...]
    called: tuple[str, ...]
    calls: int
    deals: Summary
    pains: tuple[Pain, ...]
    as_of: str | None = None

    def record(self) -> dict[str, Any]:
        """Return the figures as `--json` prints them."""
        deals, rate = self.deals, self.deals.win_rate
        return {
            "segment": self.segment.segment_id if self.segment else None,
            "name": self.name,
            "accounts": len(self.accounts),
            "accounts_with_calls": len(self.called),
            "calls": self.calls,
            "deals": deals.deals,
            "won": deals.won,
            "lost": deals.lost,
            "open": deals.open,
            "win_rate": rate.rate if rate else None,
            "win_rate_interval": [rate.low, rate.high] if rate else None,
            "median_amount": deals.median_amount,
            "median_amount_n": deals.amount_n,
            "median_cycle_days": deals.median_cycle_days,
            "median_cycle_n": deals.cycle_n,
            "loss_reasons": [{"reason": reason, "deals": count} for reason, count in deals.loss_reasons],
            "top_pains": [pain.record() for pain in self.pains],
            "as_of": self.as_of,
        }


def stats(library: Library, segments: Iterable[Segment], filters: Filters | None = None) -> tuple[Stats, ...]:
    """Return the figures of each segment, and of all accounts last.

    filters: `account` restricts accounts and their deals, `outcome` deals and calls, `since` and `until` calls by
    their day and deals by the day that they closed (open ones: were created); the others restrict what was said.
    Raises SettingsError and QuerySyntaxError for filters that name nothing.
    """
    return _Counting(library, filters or Filters()).count(tuple(segments))


class _Counting:
    """One count over a library: what trackers find is read once, and dealt out to the segments."""

    def __init__(self, library: Library, filters: Filters) -> None:
        self.library, self.filters = library, filters
        self.quoting = Quoting(library)
        self.wanted = self._wanted()
        self.heard = dict(self._heard())
        self.unknown: set[Address] = set()

    def count(self, segments: Sequence[Segment]) -> tuple[Stats, ...]:
        asked = [t for t in self.quoting.trackers.values() if self._asks(t)]
        found = [self.findings(tracker) for tracker in asked]
        self.library.notes += left_out(len(self.unknown), "mention")
        names = tuple(tracker.tracker_id for tracker in asked)
        everybody = Segment("", ALL, trackers=names)
        own = [self.figures(s, self.library.catalog.members(s.segment_id), found) for s in segments]
        overall = self.figures(everybody, tuple(self.library.accounts), found)
        return (*own, replace(overall, segment=None))

    def figures(self, segment: Segment, ids: Iterable[str], found: Sequence[TrackerFindings]) -> Stats:
        members = frozenset(ids) & self.wanted
        calls = [(call, date) for call, (date, heard) in self.heard.items() if heard & members]
        called = frozenset[str]().union(*(self.heard[call][1] for call, _ in calls)) & members
        outcomes = {name: self.library.outcomes[name] for name in sorted(members) if name in self.library.outcomes}
        linked = tuple(sorted(called))
        scope = Scope((), tuple(outcomes.items()), linked, tuple(calls), self.quoting.as_of)
        theirs = [_among(one, members) for one in found if one.tracker.tracker_id in segment.trackers]
        evidence = gather(segment, scope, theirs, decisions=self.decisions(segment, theirs), choice=Choice())
        closed = {way: {name for name in called if outcomes.get(name) == way} for way in ("won", "lost")}
        pains = [
            Pain(one.tracker, one.accounts, one.mentions, _lift(one.accounts, closed))
            for one in evidence.trackers
            if one.mentions
        ]
        pains.sort(key=lambda pain: (-len(pain.accounts), -pain.mentions, pain.tracker.tracker_id))
        deals = summarise(self.deals(members), self.quoting.as_of)
        return Stats(
            segment, segment.name, tuple(sorted(members)), linked, len(calls), deals, tuple(pains), self.quoting.as_of
        )

    def decisions(self, segment: Segment, found: Iterable[TrackerFindings]) -> dict[DecisionKey, Decision]:
        """Return what reviewers decided in a segment, by the quotes as they are found today."""
        held: dict[DecisionKey, Decision] = {}
        for one in found:
            place = (segment.segment_id, one.tracker.tracker_id)
            decided = {key[2]: made for key, made in self.quoting.decisions.items() if key[:2] == place}
            today = recall(list(one.found), decided, self.quoting.words).held if decided else {}
            held |= {(*place, quote_id): made for quote_id, made in today.items()}
        return held

    def deals(self, members: frozenset[str]) -> Iterator[Deal]:
        """Yield the deals of accounts that the filters leave."""
        for account_id in sorted(members):
            for deal in self.library.deals_of(account_id):
                outcome = deal_outcome(deal, self.quoting.as_of)
                day = deal.created_date if outcome == "open" else deal.close_date
                if self.filters.outcome in (None, outcome) and _between(day, self.filters):
                    yield deal

    def findings(self, tracker: Tracker) -> TrackerFindings:
        """Return what a tracker finds in the calls of all accounts, as `Quoting.findings` does for one segment."""
        found = list(self._found(tracker))
        against = list(self._found(tracker, counter=True)) if tracker.counter else []
        sided = [f for f in found if tracker.side in ("any", f.attribution.side)]
        self.unknown |= {address(f) for f in found if tracker.side != "any" and f.attribution.side == "unknown"}
        return TrackerFindings(tracker, tuple(spoken_for(sided, against)))

    def _found(self, tracker: Tracker, *, counter: bool = False) -> Iterator[Finding]:
        asked = tracker_query(tracker, counter=counter, sided=False)
        asking = Asking(self.library, replace(asked, root=And((asked.root, *self._nodes()))))
        for hit in asking.hits():
            attribution = self.quoting.attribution(asking, hit)
            if attribution and attribution.account:
                # How a quote scores does not count here, and to score it takes spaCy.
                quote, polarity = cut(hit, self.quoting.words(hit.call_id)), polarity_of(hit.utterance.text, hit.spans)
                yield Finding(quote, tracker.tracker_id, attribution, hit.spans, polarity=polarity)

    def _nodes(self) -> tuple[Node, ...]:
        """Return what every hit must meet: the filters, and the as-of day, which a call without a date may be before.

        The account is that of the speaker, who may be a guest in another account's call: it is looked at later.
        """
        filters = replace(self.filters, account=None, tracker=None)
        later = day_after(self.quoting.as_of) if self.quoting.as_of else None
        return (*filters.nodes(), *((Not(Field("date", f"{later}..")),) if later else ()))

    def _asks(self, tracker: Tracker) -> bool:
        name = self.filters.tracker
        return name is None or self.library.tracker(name).tracker_id == tracker.tracker_id

    def _wanted(self) -> frozenset[str]:
        """Return the accounts that the filters leave."""
        if self.filters.account is None:
            return frozenset(self.library.accounts)
        field = make_field("account", self.filters.account)
        among = self.library.resolve(field) if isinstance(field, Field) else None
        return frozenset(among.ids) if isinstance(among, Among) else frozenset()

    def _heard(self) -> Iterator[tuple[str, tuple[str | None, frozenset[str]]]]:
        """Yield the calls that the filters leave, with their day and the accounts that speak in them."""
        library, as_of = self.library, self.quoting.as_of
        place = replace(self.filters, account=None, tracker=None)
        left_out_by_date(library, And(place.nodes()))
        left = Asking(library, Query("", And(place.nodes()))).by_call() if place != Filters() else None
        for entry in library.catalog.calls():
            account = library.account_of(entry.call_id)
            heard = self.quoting.guests.get(entry.call_id, frozenset()) | ({account.account_id} if account else set())
            late = entry.date and as_of and entry.date > as_of
            if heard and not late and (left is None or entry.call_id in left):
                yield entry.call_id, (entry.date, heard)


def _among(one: TrackerFindings, members: frozenset[str]) -> TrackerFindings:
    return replace(one, found=tuple(finding for finding in one.found if account_of(finding) in members))


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
