"""The one definition of a count: what each account says of a pain, the latest statement deciding.

Blocks, `stats`, reports, the review and exports count by it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.model import Assertion, Finding

DECIDING: tuple[Assertion, ...] = ("present", "resolved", "absent")
"""What decides how an account stands; where statements of one day differ the first of these does."""


def asserted(finding: Finding) -> Assertion:
    """Return how a mention is taken: what a reviewer accepted speaks for the pain, unless it is over or denied.

    One in a language that the rules do not know is `unjudged`, and counts where a reviewer accepted it.
    """
    return taken_as(finding.assertion, accepted=finding.status == "accepted")


def taken_as(assertion: Assertion, *, accepted: bool) -> Assertion:
    """Return how words that mean `assertion` are taken, accepted by a reviewer or not."""
    return "present" if accepted and assertion not in ("resolved", "absent") else assertion


def is_counted(finding: Finding) -> bool:
    """Say whether a mention counts: the pain is theirs, now."""
    return asserted(finding) == "present"


def unjudged(findings: Iterable[Finding]) -> tuple[tuple[str, int], ...]:
    """Return how many mentions nobody judged, by language, most first."""
    found = Counter(finding.language for finding in findings if asserted(finding) == "unjudged")
    return tuple(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def standings(findings: Iterable[Finding]) -> dict[str, Assertion]:
    """Return how each account stands to a pain: account id -> present, resolved or absent.

    The statements of its latest day decide, with those of calls without a date, which may be of any day. What was
    supposed, asked, said of others or in a language that nobody judged decides nothing.
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
