"""Suggested links accepted together, and taken back together: all carry one mark in `mapped_by`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evidence.accounts.linking import why_suggested
from evidence.errors import SettingsError
from evidence.library.assignments import MarkedLink, accept_links, links_marked, remove_links, why_refused
from evidence.library.library import asked_of
from evidence.model.records import Recorded
from evidence.review.decisions import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from evidence.library.library import Library, WorkspaceLike
    from evidence.model import AccountLink


@dataclass(frozen=True, slots=True)
class BulkLink(Recorded):
    """A call and the account of its single best suggestion, or one that was linked so; `changed`: a file says so now.

    line: of `accepted.csv`, of one that may be taken back; kept: somebody wrote into that line, or mapped the call
    meanwhile, so it stays.
    reason: why it was suggested, or stays.
    """

    call_id: str
    account_id: str
    account_name: str
    score: float | None = None
    method: str | None = None
    reason: str = ""
    changed: bool = False
    line: int | None = None
    kept: bool = False


def read_score(text: str) -> float:
    """Return a score as it was typed. Raises SettingsError for what is none."""
    try:
        score = float(text)
    except ValueError:
        score = -1.0
    if not 0 < score <= 1:
        raise SettingsError(f"{text!r} is not a score", hint="Write a number between 0 and 1, such as 0.9.")
    return score


def mark_of(least: float) -> str:
    """Return how `mapped_by` begins in links accepted from a score on: `bulk 0.9`; the call and account follow."""
    return f"bulk {least:g}"


def suggested_links(library: Library, least: float) -> tuple[BulkLink, ...]:
    """Return the calls whose single best suggestion has at least this score, best first.

    The best is the one that the best rule names, and no other may have its score. What was written since the calls were
    indexed is asked as it is now: one that is mapped by now, or to an account that is gone, is kept as it is.
    """
    found = best_suggestions(library.links.values(), least)
    refused = why_refused(library.workspace, [(one.call_id, one.account_id) for one in found])
    return tuple(replace(one, reason=why, kept=True) if (why := refused.get(one.call_id)) else one for one in found)


def best_suggestions(links: Iterable[AccountLink], least: float) -> list[BulkLink]:
    """Return the single best suggestions of calls that have at least this score, best first."""
    found = [
        BulkLink(link.call_id, best.account_id, best.account_name, best.score, best.method, why_suggested(best.method))
        for link in links
        if link.status == "suggested" and _is_single(link)
        for best in link.candidates[:1]
        if best.score >= least
    ]
    return sorted(found, key=lambda one: (-(one.score or 0), one.call_id))


def _is_single(link: AccountLink) -> bool:
    return all(other.score < link.candidates[0].score for other in link.candidates[1:])


def accept_links_of(library: Library, links: tuple[BulkLink, ...], least: float) -> tuple[BulkLink, ...]:
    """Write these links into `accepted.csv`, all or none, and return them as changed.

    Raises TableError where a mapping gives one of the calls to another account.
    """
    pairs = [(link.call_id, link.account_id) for link in links if not link.kept]
    accept_links(library.workspace, pairs, mark_of(least), stamp(), marked=True)
    return tuple(link if link.kept else replace(link, changed=True) for link in links)


def accepted_links(library: Library, least: float) -> tuple[BulkLink, ...]:
    """Return the links that were accepted from this score on, in the order of the file."""
    return tuple(
        BulkLink(
            link.call_id,
            link.account_id,
            _name(library, link.account_id),
            reason=link.kept,
            line=link.line,
            kept=bool(link.kept),
        )
        for link in links_marked(library.workspace, mark_of(least))
    )


def take_back_links(library: Library, links: tuple[BulkLink, ...], least: float) -> tuple[BulkLink, ...]:
    """Take these links out of `accepted.csv`, but for lines into which somebody wrote, also meanwhile; return them."""
    shown = [MarkedLink(link.line or 0, link.call_id, link.account_id) for link in links if not link.kept]
    taken = {link.line for link in remove_links(library.workspace, mark_of(least), shown)}
    return tuple(
        link
        if link.kept
        else replace(link, changed=True)
        if link.line in taken
        else replace(link, kept=True, reason="its line changed meanwhile")
        for link in links
    )


def _name(library: Library, account_id: str) -> str:
    account = library.accounts.get(account_id)
    return account.account_name if account else ""


def accept_suggested(
    place: WorkspaceLike = None, least: float = 0.9, *, dry_run: bool = False, undo: bool = False
) -> list[dict[str, Any]]:
    """Accept the suggested accounts of this score or better, or take back those accepted so: `link --accept-suggested`.

    dry_run: change nothing. Returns one record a call. Raises TableError, and then nothing was written.
    """
    with asked_of(place, None) as library:
        found = accepted_links(library, least) if undo else suggested_links(library, least)
        if not dry_run and found:
            found = (take_back_links if undo else accept_links_of)(library, found, least)
        return [link.record() for link in found]
