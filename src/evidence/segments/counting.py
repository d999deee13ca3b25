"""The one definition of a count: what each account says of a pain, the latest statement deciding.

Blocks, `stats`, reports, the review and exports count by it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.model import Assertion, Finding

DECIDING: tuple[Assertion, ...] = ("present", "resolved", "absent")
"""What decides how an account stands; where statements of one day differ the first of these does."""


def asserted(finding: Finding) -> Assertion:
    """Return how a mention is taken: what a reviewer accepted speaks for the pain, unless it is over or denied."""
    return taken_as(finding.assertion, accepted=finding.status == "accepted")


def taken_as(assertion: Assertion, *, accepted: bool) -> Assertion:
    """Return how words that mean `assertion` are taken, accepted by a reviewer or not."""
    return "present" if accepted and assertion not in ("resolved", "absent") else assertion


def is_counted(finding: Finding) -> bool:
    """Say whether a mention counts: the pain is theirs, now."""
    return asserted(finding) == "present"


def standings(findings: Iterable[Finding]) -> dict[str, Assertion]:
    """Return how each account stands to a pain: account id -> present, resolved or absent.

    The statements of its latest day decide, with those of calls without a date, which may be of any day. What was
    supposed, asked or said of others decides nothing.
    """
    said: defaultdict[str, list[tuple[str, Assertion]]] = defaultdict(list)
    for finding in findings:
        account = finding.attribution.account
        if account and asserted(finding) in DECIDING:
            said[account.account_id].append((finding.attribution.date or "", asserted(finding)))
    return {account: _latest(statements) for account, statements in said.items()}


def _latest(statements: list[tuple[str, Assertion]]) -> Assertion:
    day = max(date[:10] for date, _ in statements)
    return min((way for date, way in statements if date[:10] in (day, "")), key=DECIDING.index)
