"""The figures of a segment, as `stats`, blocks and comparisons show them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from evidence.query.language import counted_languages

if TYPE_CHECKING:
    from evidence.accounts.measures import Lift, Summary
    from evidence.model import Account, Assertion, Finding, Segment, Tracker


@dataclass(frozen=True, slots=True)
class PainFigures:
    """A pain point as it was heard: by account, as blocks count it.

    resolved: the accounts whose latest word is that it is over. won, lost: how many of the closed accounts with calls
    have it; `lift` compares these.
    """

    tracker: Tracker
    accounts: tuple[str, ...]
    mentions: int
    lift: Lift
    resolved: tuple[str, ...] = ()

    def record(self) -> dict[str, Any]:
        """Return the pain as `--json` prints it."""
        said = {name: value for name, value in asdict(self.lift).items() if name not in {"won", "lost"}}
        won, lost = self.lift.won, self.lift.lost
        return {
            "tracker": self.tracker.tracker_id,
            "label": self.tracker.label,
            "accounts": len(self.accounts),
            "resolved": len(self.resolved),
            "mentions": self.mentions,
            "won": won.successes if won else 0,
            "of_won": won.n if won else 0,
            "lost": lost.successes if lost else 0,
            "of_lost": lost.n if lost else 0,
            "lift": {**said, "few": self.lift.few},
        }


@dataclass(frozen=True, slots=True)
class PainAccount:
    """An account behind the figure of a pain in a segment (None: among all accounts), with its best quote.

    standing: `present` or `resolved`, by the latest that it said; mentions: how often it said that it is there.
    """

    segment: str | None
    tracker: str
    account: Account
    standing: Assertion
    mentions: int
    best: Finding

    def record(self) -> dict[str, Any]:
        """Return the account as `--json` prints it."""
        citation, who = self.best.quote.citation, self.best.attribution
        return {
            "segment": self.segment,
            "tracker": self.tracker,
            "account_id": self.account.account_id,
            "account_name": self.account.account_name,
            "assertion": self.standing,
            "mentions": self.mentions,
            "quote_id": self.best.quote.quote_id,
            "quote": self.best.quote.text,
            "status": self.best.status,
            "speaker": who.speaker,
            "date": who.date,
            "call_id": citation.call_id,
            "utterance": citation.utterance,
        }


@dataclass(frozen=True, slots=True)
class UnjudgedMentions:
    """The mentions of a pain in languages that the rules do not know: (language, how many), most first."""

    tracker: Tracker
    languages: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        """Say it in words."""
        return f"{self.tracker.label} ({counted_languages(dict(self.languages), 'mention')})"

    def record(self) -> dict[str, Any]:
        """Return the mentions as `--json` prints them."""
        return {"tracker": self.tracker.tracker_id, "mentions": dict(self.languages)}


@dataclass(frozen=True, slots=True)
class Stats:
    """The figures of one segment, or of all accounts, whose `segment` is None, as is that of a group.

    group: (column, value) where accounts or deals were grouped by a column of the CRM.

    `called` are the accounts with a call, `calls` their number up to the as-of day; pains by account, most first.
    `unjudged` are mentions that count nowhere, since nobody judged them.
    """

    segment: Segment | None
    name: str
    accounts: tuple[str, ...]
    called: tuple[str, ...]
    calls: int
    deals: Summary
    pains: tuple[PainFigures, ...]
    as_of: str | None = None
    group: tuple[str, str | None] | None = None
    unjudged: tuple[UnjudgedMentions, ...] = ()

    def record(self) -> dict[str, Any]:
        """Return the figures as `--json` prints them."""
        deals, rate = self.deals, self.deals.win_rate
        return {
            **({"by": self.group[0], "value": self.group[1]} if self.group else {}),
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
            "unjudged": [one.record() for one in self.unjudged],
            "as_of": self.as_of,
        }
