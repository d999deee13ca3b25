"""Which quote comes next, and what the judged ones say about those that nobody judged.

One quote in eight, chosen by its id alone, belongs to a random slice. Those are shown in
the order of their ids, one after seven others, and never because of their score: at any
time the judged ones are a random sample of all quotes, so the share accepted among them
is an honest estimate of precision. The other seven are six of the best and an uncertain one.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from evidence.accounts.measures import wilson
from evidence.segments.counting import standings
from evidence.segments.gather import WEAK, account_of, ranked

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evidence.model import AccountLink, Decision, Finding, Quote

Slice = Literal["best", "uncertain", "random"]
Standing = Literal["", "accept", "reject", "later", "orphaned"]

SLICE = 8
_PATTERN: tuple[Slice, ...] = ("best", "best", "best", "uncertain", "best", "best", "best", "random")


@dataclass(frozen=True, slots=True)
class QuoteItem:
    """A quote to judge under one tracker of one segment.

    verdict: what holds, "" where nothing was decided; `past` are the verdicts and notes before it.
    against: found by a counter query. A decision whose words are gone has `orphan`, and `finding` holds
    the nearest words there are today; `finding.quote.text` is empty where there are none.
    """

    segment: str
    finding: Finding
    verdict: Standing = ""
    note: str | None = None
    slice: Slice = "best"
    against: bool = False
    past: tuple[tuple[Standing, str | None], ...] = ()
    orphan: Decision | None = None

    @property
    def quote(self) -> Quote:
        """The words that are judged."""
        return self.finding.quote

    @property
    def tracker(self) -> str:
        """The id of the tracker that it stands under."""
        return self.finding.tracker

    @property
    def call_id(self) -> str:
        """The call that it was said in."""
        return self.finding.quote.citation.call_id

    @property
    def settled(self) -> bool:
        """Whether it counts as judged: what was put off does not."""
        return self.verdict not in {"", "later"}


@dataclass(frozen=True, slots=True)
class LinkItem:
    """A call without a settled account (`link`), or a speaker of a call whose side nobody knows (`label`).

    alike: in how many calls the label stands. verdict: the account or the side that was named in this session,
    told: the same in words. role: of the speaker, as far as somebody stated it.
    """

    call_id: str
    title: str
    date: str | None = None
    link: AccountLink | None = None
    label: str = ""
    alike: int = 1
    verdict: str = ""
    told: str = ""
    role: str = ""

    @property
    def settled(self) -> bool:
        """Whether it was answered."""
        return bool(self.verdict)


Item = QuoteItem | LinkItem


def is_sampled(quote_id: str) -> bool:
    """Whether a quote belongs to the random slice; its id is a hash already."""
    return int(quote_id[1:], 16) % SLICE == 0


def arrange_queue(items: Sequence[QuoteItem]) -> tuple[QuoteItem, ...]:
    """Return the queue: undecided, put off, orphaned, then decided, each best first; only the first are mixed.

    Items must carry the slice that `slice_of` gives them. Same items, same order, whatever theirs was.
    """
    rank = {id(finding): place for place, finding in enumerate(ranked(item.finding for item in items))}
    ordered = sorted(items, key=lambda item: (rank[id(item.finding)], item.segment, item.tracker))
    groups: dict[str, list[QuoteItem]] = {"": [], "later": [], "orphaned": [], "decided": []}
    for item in ordered:
        groups[item.verdict if item.verdict in groups else "decided"].append(item)
    undecided = groups.pop("")
    # A review that is resumed goes on where it was in the pattern, else its beginnings would hold no random ones.
    return (*_mixed(undecided, len(items) - len(undecided)), *(item for group in groups.values() for item in group))


def _mixed(ordered: Sequence[QuoteItem], begun: int) -> list[QuoteItem]:
    """Draw from three streams in turn; where one has run dry the next best is taken instead."""
    sampled = [item for item in ordered if item.slice == "random"]
    sampled.sort(key=lambda item: (item.quote.quote_id, item.segment, item.tracker))
    others = [item for item in ordered if item.slice != "random"]
    streams = {
        "best": deque(others),
        "uncertain": deque(sorted(others, key=lambda i: abs(i.finding.score - WEAK))),
        "random": deque(sampled),
    }
    taken: set[int] = set()
    queue: list[QuoteItem] = []
    while len(queue) < len(ordered):
        wanted = _PATTERN[(begun + len(queue)) % len(_PATTERN)]
        for name in (wanted, "best", "random"):
            item = _next(streams[name], taken)
            if item is not None:
                taken.add(id(item))
                queue.append(item)
                break
    return queue


def _next(stream: deque[QuoteItem], taken: set[int]) -> QuoteItem | None:
    while stream:
        item = stream.popleft()
        if id(item) not in taken:
            return item
    return None


def slice_of(finding: Finding, *, against: bool = False) -> Slice:
    """Return how a quote comes up. Counter-evidence is no sample of what a tracker finds."""
    if is_sampled(finding.quote.quote_id) and not against:
        return "random"
    return "uncertain" if abs(finding.score - WEAK) <= 0.25 else "best"


@dataclass(frozen=True, slots=True)
class TrackerProgress:
    """How far the review of one tracker in one segment went.

    heard: accounts that have the pain by quotes that were not rejected; accepted_from: those with an accepted one.
    """

    heard: int
    accepted: int
    accepted_from: int
    left: int


def progress(items: Iterable[QuoteItem]) -> dict[tuple[str, str], TrackerProgress]:
    """Count the queue by (segment, tracker), as blocks are counted; counter-evidence speaks for no account."""
    groups: defaultdict[tuple[str, str], list[QuoteItem]] = defaultdict(list)
    for item in items:
        groups[item.segment, item.finding.tracker].append(item)
    return {key: _progress(group) for key, group in groups.items()}


def _progress(group: Sequence[QuoteItem]) -> TrackerProgress:
    accepted = [item for item in group if item.verdict == "accept" and not item.against]
    kept = [item for item in group if not item.against and item.verdict not in {"reject", "orphaned"}]
    ways = standings(
        replace(item.finding, status="accepted") if item.verdict == "accept" else item.finding for item in kept
    )
    heard = [account for account, way in ways.items() if way == "present"]
    left = sum(item.verdict in {"", "later"} for item in group)
    return TrackerProgress(len(heard), len(accepted), len(_accounts(accepted)), left)


def _accounts(items: Iterable[QuoteItem]) -> set[str]:
    return {account for item in items if (account := account_of(item.finding))}


@dataclass(frozen=True, slots=True)
class Precision:
    """How many of the judged quotes of the random slice were accepted, with Wilson's 95 % interval."""

    tracker: str
    accepted: int
    judged: int

    @property
    def interval(self) -> tuple[float, float]:
        """The ends, between 0 and 1."""
        return wilson(self.accepted, self.judged) or (0.0, 1.0)

    def __str__(self) -> str:
        """`manual-deploys 75 % (9 of 12, 47–91 %)`."""
        low, high = (f"{100 * end:.0f}" for end in self.interval)
        share = f"{100 * self.accepted / self.judged:.0f} %" if self.judged else "unknown"
        return f"{self.tracker} {share} ({self.accepted} of {self.judged}, {low}\N{EN DASH}{high} %)"


def precision(decisions: Iterable[Decision]) -> tuple[Precision, ...]:
    """Return the precision of every tracker, by name, from what holds for the quotes of the random slice."""
    judged: Counter[str] = Counter()
    accepted: Counter[str] = Counter()
    for decision in decisions:
        if decision.slice == "random" and decision.verdict in {"accept", "reject"}:
            judged[decision.tracker] += 1
            accepted[decision.tracker] += decision.verdict == "accept"
    return tuple(Precision(tracker, accepted[tracker], judged[tracker]) for tracker in sorted(judged))
