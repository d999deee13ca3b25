"""Whose words they are: rows of the CRM, and how a call belongs to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["won", "lost", "open"]
LinkStatus = Literal["linked", "ambiguous", "suggested", "unlinked"]


@dataclass(frozen=True, slots=True)
class Account:
    """A row of the CRM's accounts with enrichment joined; None is a missing cell.

    `arr` is what the account pays us, `company_revenue` what it earns, both in
    whole currency units as exported.
    """

    account_id: str
    account_name: str
    domain: str | None = None
    industry: str | None = None
    headcount: int | None = None
    arr: float | None = None
    company_revenue: float | None = None
    geography: str | None = None
    funding_stage: str | None = None
    tech_stack: str | None = None
    segment: str | None = None


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity. `is_won` and `is_closed` are None only where nothing decides them."""

    opportunity_id: str
    account_id: str
    stage: str | None = None
    amount: float | None = None
    is_won: bool | None = None
    is_closed: bool | None = None
    created_date: str | None = None
    close_date: str | None = None
    loss_reason: str | None = None

    @property
    def outcome(self) -> Outcome:
        """Won, lost, or open while nothing says that it is closed."""
        if self.is_won:
            return "won"
        return "lost" if self.is_closed else "open"


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at an account; e-mail addresses are kept as SHA-256 and domain only."""

    contact_id: str
    account_id: str
    email_sha256: str | None = None
    email_domain: str | None = None
    name: str | None = None
    job_title: str | None = None
    persona: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that a call might belong to, and what speaks for it."""

    account_id: str
    account_name: str
    method: str
    score: float


@dataclass(frozen=True, slots=True)
class AccountLink:
    """Call -> account, how it was decided, and the candidates that lost.

    `reason` says in one sentence why, above all for calls that stay unlinked.
    """

    call_id: str
    status: LinkStatus
    account_id: str | None = None
    opportunity_id: str | None = None
    method: str | None = None
    score: float | None = None
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""
