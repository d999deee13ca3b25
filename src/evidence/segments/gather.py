"""Quotes, links and decisions -> SegmentEvidence: de-duplicate, count by account, choose."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evidence.model import SegmentEvidence, TrackerEvidence
from evidence.segments.counting import asserted, is_counted, standings, unjudged
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evidence.model import Account, Assertion, Decision, Finding, Outcome, QuoteStatus, Segment, Tracker

DecisionKey = tuple[str, str, str]
"""(segment, tracker, quote_id): what a decision holds for."""

Address = tuple[str, int]
"""(call_id, utterance)."""

_STATUS: dict[str, QuoteStatus] = {"accept": "accepted", "reject": "rejected"}
MAX_AGAINST = 2
_SENTENCE = 5  # words; below it is a crumb
_NOT_STATED = ("question", "hypothetical", "other")
"""What speaks neither for nor against: "Has it gone back by itself?"."""
WEAK = 1.0  # of `quotes.mining`: below it more speaks against a quote than for it


@dataclass(frozen=True, slots=True)
class TrackerFindings:
    """What the queries of one tracker found on the segment's calls, before any choice.

    `counter` is what its counter queries found; `unknown` are the utterances that
    were left out because nobody knows the speaker's side; `languages` those beside English in which it searched.
    """

    tracker: Tracker
    found: tuple[Finding, ...] = ()
    counter: tuple[Finding, ...] = ()
    unknown: frozenset[Address] = frozenset()
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Scope:
    """What was searched for a segment: its accounts, their outcomes, their calls with dates.

    `closings` are the days on which the last closed deal of an account ended. Of a segment of people,
    `untitled` of the `customers` heard have no title. `languages` are those beside English, and how many calls are in
    each.
    """

    accounts: tuple[Account, ...]
    outcomes: tuple[tuple[str, Outcome], ...]
    linked: tuple[str, ...]
    calls: tuple[tuple[str, str | None], ...]
    as_of: str | None = None
    closings: tuple[tuple[str, str], ...] = ()
    untitled: int = 0
    customers: int = 0
    languages: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """How many quotes a pain point shows, and which."""

    quotes: int = 3
    per_account: int = 1
    only_accepted: bool = False


def gather(
    segment: Segment,
    scope: Scope,
    findings: Iterable[TrackerFindings],
    *,
    decisions: Mapping[DecisionKey, Decision],
    choice: Choice,
) -> SegmentEvidence:
    """Count and choose what stands under one segment. Same input, same output, whatever its order."""
    dates = sorted(date for _, date in scope.calls if date)
    judged = [(one, kept_findings(segment, one, decisions)) for one in findings]
    chosen = _chosen(segment, judged, decisions, choice)
    unsure = (finding for _, kept in judged for finding in kept if is_counted(finding) and _is_unsure(finding))
    return SegmentEvidence(
        segment=segment,
        trackers=tuple(
            _tracker(segment, one, scope, decisions, choice, quotes)
            for (one, _), quotes in zip(judged, chosen, strict=True)
        ),
        accounts=scope.accounts,
        outcomes=scope.outcomes,
        linked=scope.linked,
        calls=tuple(sorted(call for call, _ in scope.calls)),
        first_date=dates[0] if dates else None,
        last_date=dates[-1] if dates else None,
        as_of=scope.as_of,
        undated=sum(date is None for _, date in scope.calls),
        unknown_left_out=len({place for one, _ in judged for place in one.unknown}),
        unknown_counted=len(set(map(address, unsure))),
        untitled=scope.untitled,
        customers=scope.customers,
    )


def unrejected_findings(
    segment: Segment, one: TrackerFindings, decisions: Mapping[DecisionKey, Decision]
) -> list[Finding]:
    """Return what was not rejected, by the rules' order; words of an account that were rejected once are gone."""
    judged = by_rules(with_decisions(segment.segment_id, one.found, decisions))
    gone = {_spoken(finding) for finding in distinct(sorted(judged, key=_undecided)) if finding.status == "rejected"}
    return [finding for finding in judged if _spoken(finding) not in gone]


def _undecided(finding: Finding) -> bool:
    return finding.status == "new"


def kept_findings(segment: Segment, one: TrackerFindings, decisions: Mapping[DecisionKey, Decision]) -> list[Finding]:
    """Return what was not rejected, the same words of one account once, best first."""
    judged = by_rules(with_decisions(segment.segment_id, one.found, decisions))  # what was learned counts nothing
    # Of a call that was exported twice one copy is judged: what was decided of it goes before the other.
    decided = distinct(sorted(judged, key=_undecided))
    return ranked(finding for finding in decided if finding.status != "rejected")


def _overlap(one: Finding, other: Finding) -> bool:
    """Whether two quotes share words: another cut of the same remark."""
    a, b = one.quote.citation, other.quote.citation
    return (a.call_id, a.utterance) == (b.call_id, b.utterance) and a.start < b.end and b.start < a.end


def _is_unsure(finding: Finding) -> bool:
    return finding.attribution.side == "unknown"


@dataclass(frozen=True, slots=True)
class _Quotes:
    """What was not rejected of a pain, how accounts stand to it, how many quotes there are, and which are shown."""

    kept: Sequence[Finding]
    standing: Mapping[str, Assertion]
    available: int
    chosen: tuple[Finding, ...]


def _chosen(
    segment: Segment,
    judged: Sequence[tuple[TrackerFindings, Sequence[Finding]]],
    decisions: Mapping[DecisionKey, Decision],
    choice: Choice,
) -> list[_Quotes]:
    """Return what stands under each pain: a quote under one of them, unless another matches in other words of it.

    The pain with fewer quotes chooses first; what a reviewer accepted under several stands under each.
    """
    standing = [standings(unrejected_findings(segment, one, decisions)) for one, _ in judged]
    found = [_candidates(kept, ways, choice) for (_, kept), ways in zip(judged, standing, strict=True)]
    taken: list[Finding] = []
    chosen: dict[int, tuple[Finding, ...]] = {}
    for place in sorted(range(len(found)), key=lambda place: len(found[place])):
        free = [f for f in found[place] if f.status == "accepted" or not any(_tells_same(f, other) for other in taken)]
        chosen[place] = choose(free, choice)
        taken += chosen[place]
    return [_Quotes(judged[place][1], ways, len(found[place]), chosen[place]) for place, ways in enumerate(standing)]


def _candidates(kept: Iterable[Finding], standing: Mapping[str, Assertion], choice: Choice) -> list[Finding]:
    """Return the mentions of accounts that have the pain."""
    present = {account for account, way in standing.items() if way == "present"}
    return [
        f
        for f in kept
        if is_counted(f)
        and (f.status == "accepted" or not (choice.only_accepted or (account_of(f) and account_of(f) not in present)))
    ]


def _tells_same(one: Finding, other: Finding) -> bool:
    """Say whether two quotes share words, and what matched in them as well."""
    matched = any(a < d and c < b for a, b in one.spans for c, d in other.spans)
    return _overlap(one, other) and (matched or not (one.spans and other.spans))


def _tracker(
    segment: Segment,
    one: TrackerFindings,
    scope: Scope,
    decisions: Mapping[DecisionKey, Decision],
    choice: Choice,
    quotes: _Quotes,
) -> TrackerEvidence:
    kept = quotes.kept
    meant = [finding for finding in kept if is_counted(finding)]
    standing = quotes.standing
    accounts = sorted(account for account, way in standing.items() if way == "present")
    ways = Counter(map(asserted, kept))
    outcomes = dict(scope.outcomes)
    countered = ranked(with_decisions(segment.segment_id, one.counter, decisions))
    over = [finding for finding in kept if asserted(finding) in ("absent", "resolved")]
    seen = {finding.quote.quote_id for finding in meant}
    rejected = [
        f for f in (*with_decisions(segment.segment_id, one.found, decisions), *countered) if f.status == "rejected"
    ]
    against = distinct(
        [
            f
            for f in (*over, *countered)
            if f.quote.quote_id not in seen and not any(_overlap(f, other) for other in rejected)
        ]
    )
    chosen = _marked(quotes.chosen, segment, scope, decisions)
    told = [f for f in against if f.status == "accepted" or not (choice.only_accepted or f.assertion in _NOT_STATED)]
    shown = _marked(choose(told, replace(choice, quotes=MAX_AGAINST, per_account=1)), segment, scope, decisions)
    return TrackerEvidence(
        tracker=one.tracker,
        accounts=tuple(accounts),
        mentions=len(meant),
        won=sum(outcomes.get(account) == "won" for account in accounts),
        lost=sum(outcomes.get(account) == "lost" for account in accounts),
        last_heard=max((f.attribution.date for f in meant if f.attribution.date), default=None),
        unknown_side=len(one.unknown),
        unknown_counted=sum(map(_is_unsure, meant)),
        chosen=chosen,
        available=quotes.available,
        against=shown,
        volunteered=sum(not finding.prompted for finding in meant),
        resolved=tuple(sorted(account for account, way in standing.items() if way == "resolved")),
        supposed=ways["hypothetical"],
        asked=ways["question"],
        others=ways["other"],
        countered=len(against),
        unjudged=unjudged(kept),
        unsearched=tuple((name, calls) for name, calls in scope.languages if name not in one.languages),
    )


def _marked(
    findings: Iterable[Finding], segment: Segment, scope: Scope, decisions: Mapping[DecisionKey, Decision]
) -> tuple[Finding, ...]:
    """Return the findings with how a deal ended since they were reviewed: what was accepted may read otherwise now."""
    closings, outcomes = dict(scope.closings), dict(scope.outcomes)
    marked = []
    for finding in findings:
        decision = decisions.get((segment.segment_id, finding.tracker, finding.quote.quote_id))
        account = account_of(finding) or ""
        since = decision is not None and closings.get(account, "") > decision.at[:10]
        marked.append(replace(finding, closed=outcomes.get(account)) if since else finding)
    return tuple(marked)


def with_decisions(
    segment_id: str, findings: Iterable[Finding], decisions: Mapping[DecisionKey, Decision]
) -> tuple[Finding, ...]:
    """Return the findings with status and note of what reviewers decided."""
    return tuple(_judged(finding, decisions, segment_id) for finding in findings)


def _judged(finding: Finding, decisions: Mapping[DecisionKey, Decision], segment_id: str) -> Finding:
    decision = decisions.get((segment_id, finding.tracker, finding.quote.quote_id))
    if decision is None:
        return finding
    return replace(finding, status=_STATUS.get(decision.verdict, "new"), note=decision.note)


def ranked(findings: Iterable[Finding]) -> list[Finding]:
    """Best first: accepted, then volunteered, then what reviewers' decisions put first, then as the rules rank them."""
    return sorted(by_rules(findings), key=lambda f: (f.status != "accepted", _place(f), -f.learned))


def by_rules(findings: Iterable[Finding]) -> list[Finding]:
    """Best first: accepted, then volunteered, prompted, over, then score, newest, address; never as they arrive."""
    ordered = sorted(findings, key=lambda f: f.quote.citation)
    ordered.sort(key=lambda f: f.attribution.date or "", reverse=True)
    ordered.sort(key=lambda f: (f.status != "accepted", _place(f), -f.score))
    return ordered


def _place(finding: Finding) -> int:
    """Return how soon a mention is worth reading: what is there and volunteered, what was prompted, what is over."""
    if asserted(finding) == "present":
        return int(finding.prompted)
    return 2 if finding.assertion == "resolved" else 3


def distinct(findings: Sequence[Finding]) -> list[Finding]:
    """Keep the first of those in which one account says the same words: calls are exported twice."""
    seen: set[tuple[str, ...]] = set()
    kept: list[Finding] = []
    for finding in findings:
        key = _spoken(finding)
        if key not in seen:
            seen.add(key)
            kept.append(finding)
    return kept


def _spoken(finding: Finding) -> tuple[str, ...]:
    """Return who said what: calls are exported twice."""
    return (account_of(finding) or finding.quote.citation.call_id, *words(finding.quote.text))


def choose(findings: Sequence[Finding], choice: Choice) -> tuple[Finding, ...]:
    """Take the best quote of every account, then the second best, up to the limits.

    Accepted quotes go before all others, whatever the cap per account. What is weak (a crumb such as
    "They ring me.") is left out as long as there is anything better, unless it is a
    sentence of an account of which there is nothing else.
    """
    by_account: defaultdict[str, list[Finding]] = defaultdict(list)
    strong = [f for f in findings if f.status == "accepted" or f.score >= WEAK]
    heard = set(map(account_of, strong))
    strong += [f for f in findings if account_of(f) not in heard and len(words(f.quote.text)) >= _SENTENCE]
    for finding in sorted(strong or findings[:1], key=lambda f: f.status != "accepted"):
        by_account[account_of(finding) or finding.quote.citation.call_id].append(finding)
    longest = max(map(len, by_account.values()), default=0)
    chosen = [
        queue[turn]
        for turn in range(longest)
        for queue in by_account.values()
        if turn < len(queue) and (turn < choice.per_account or queue[turn].status == "accepted")
    ]
    chosen.sort(key=lambda finding: finding.status != "accepted")
    return tuple(ranked(chosen[: choice.quotes]))


def spoken_for(found: Iterable[Finding], counter: Iterable[Finding]) -> list[Finding]:
    """Return what a tracker found but for words that its counter queries found too.

    The same words cannot speak for a pain and against it; whoever wrote the counter query meant them.
    """
    counter = tuple(counter)
    against = {finding.quote.quote_id for finding in counter}
    said = {(address(finding), place) for finding in counter for span in finding.spans for place in range(*span)}
    return [
        f
        for f in found
        if f.quote.quote_id not in against
        and not any((address(f), place) in said for span in f.spans for place in range(*span))
    ]


def address(finding: Finding) -> Address:
    """Return where a finding stands: what two trackers find there is one thing said."""
    return finding.quote.citation.call_id, finding.quote.citation.utterance


def account_of(finding: Finding) -> str | None:
    """Return the id of the account that said it, where it is known."""
    account = finding.attribution.account
    return account.account_id if account else None
