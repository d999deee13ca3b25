"""What in documents was true when it was written and is not now: silences, figures, facts, old words, deals that ended.

Nothing is weighed for it and no block is made: what a block says is held against the calls and the CRM as they are
indexed. Whether a block is what `attach` would write today, `attach --check` tells.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from evidence.documents.attribution_lines import account_facts, account_name
from evidence.text import plural, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from evidence.documents.markers import Block
    from evidence.documents.quotations import Quotation
    from evidence.documents.redact import Redaction
    from evidence.documents.structure import Document
    from evidence.library.findings import Finder
    from evidence.library.library import Library
    from evidence.library.pages import Passage
    from evidence.model import Account, Decision, Segment
    from evidence.segments.gather import Scope

_SILENT = re.compile(r"Searched and not found.*(?P<items>(?:\s*\n\s*[-*+] .+)+)")
_ITEM = re.compile(r"^\s*[-*+] (?P<label>.+?)(?: \([^()]* could not be searched\))?\s*$", re.MULTILINE)
_BASED_ON = re.compile(r"Based on (?P<calls>[\d,]+) calls? with (?P<linked>[\d,]+)(?: of (?P<all>[\d,]+))? account")
_CLOSED = re.compile(r"(?P<won>[\d,]+) of (?P<closed>[\d,]+) closed account")
_ENDED = ("won", "lost")


class Standing(NamedTuple):
    """A block of a segment in a document of people's, as it stands there."""

    path: str
    segment: Segment
    block: Block
    page: Document

    def __str__(self) -> str:
        """Return where it stands and whose it is."""
        return f"{self.path}:{self.block.begin} ({self.segment.segment_id})"


def standing_blocks(library: Library, passages: Mapping[str, Sequence[Passage]]) -> Iterator[Standing]:
    """Yield the blocks of the segments, one that stands under an earlier id too."""
    for segment_id, several in passages.items():
        ids = (segment_id, *library.renames.earlier_ids(segment_id))
        for passage in several:
            page = passage.page
            if page and (block := next((b for name in ids if (b := page.block(name))), None)):
                yield Standing(passage.path, library.segments[segment_id], block, page)


def broken_silences(
    finder: Finder, blocks: Iterable[Standing], heard: Collection[tuple[str, str]]
) -> Iterator[tuple[Standing, list[str]]]:
    """Yield each block with the pain points that it says were searched and not found, and that were said by now.

    heard: the (segment, tracker) pairs of which something was found that nobody rejected.
    """
    for one in blocks:
        said = _SILENT.search(one.block.body)
        silent = {tuple(words(label)) for label in _ITEM.findall(said["items"])} if said else set()
        wrong = [
            tracker.label
            for name in one.segment.trackers
            if (tracker := finder.trackers.get(name)) and tuple(words(tracker.label)) in silent
            if (one.segment.segment_id, name) in heard or (tracker.counter and any(_sided(finder, name, one.segment)))
        ]
        if wrong:
            yield one, wrong


def _sided(finder: Finder, name: str, segment: Segment) -> Iterator[bool]:
    """Say of each hit of a tracker's counter queries whether its side said it."""
    tracker = finder.trackers[name]
    return (tracker.side in ("any", who.side) for _, who in finder.hits(tracker, segment, counter=True))


def stale_figures(finder: Finder, blocks: Iterable[Standing], redaction: Redaction) -> Iterator[tuple[Standing, str]]:
    """Yield each block with what its figures and facts were made from and is another now, in words."""
    for one in blocks:
        scope = finder.scope(one.segment)
        told = [*_scope(one, scope), *_outcomes(one, scope), *_facts(finder.library, one, redaction)]
        if told:
            yield one, "; ".join(told)


def _scope(one: Standing, scope: Scope) -> Iterator[str]:
    """Tell where a block is based on other calls or accounts than there are."""
    said = _BASED_ON.search(one.block.body)
    if said is None:
        return
    now = [f"{len(scope.calls):,}", f"{len(scope.linked):,}", said["all"] and f"{len(scope.accounts):,}"]
    if [said["calls"], said["linked"], said["all"]] != now:
        yield f"{_based(*said.groups())}, now {_based(*now)}"


def _based(calls: str, linked: str, of: str | None) -> str:
    return f"{calls} call{'s' * (calls != '1')} with {linked}{f' of {of}' if of else ''} accounts"


def _outcomes(one: Standing, scope: Scope) -> Iterator[str]:
    """Tell where other accounts are won or closed than a block says."""
    said = _CLOSED.search(one.block.body)
    count = Counter(outcome for _, outcome in scope.outcomes)
    won, closed = f"{count['won']:,}", f"{count['won'] + count['lost']:,}"
    if said and (said["won"], said["closed"]) != (won, closed):
        yield f"won {said['won']} of {said['closed']} closed accounts, now {won} of {closed}"


def _facts(library: Library, one: Standing, redaction: Redaction) -> Iterator[str]:
    """Tell which accounts' facts are others now; how their deals ended is told of each quote."""
    changed = dict.fromkeys(
        account.account_name
        for quotation in _quotes_in(one)
        if (account := _account(library, quotation, redaction))
        and _plain(quotation.attribution.facts) != _plain(account_facts(account, None, redaction))
    )
    if changed:
        yield f"facts of {plural(len(changed), 'account')}"


def _plain(facts: Iterable[str]) -> list[str]:
    return words(" ".join(fact for fact in facts if fact.strip() not in _ENDED))


def _quotes_in(one: Standing) -> Iterator[Quotation]:
    return (q for q in one.page.quotations if q.block == one.block.segment and q.kind == "blockquote")


def _account(library: Library, quotation: Quotation, redaction: Redaction) -> Account | None:
    """Return the account of a cited call, None where the words are a guest's or our own, or nobody's."""
    said, cited = quotation.attribution, quotation.attribution.citation
    account = library.account_of(cited.call_id) if cited else None
    shown = account and account_name(account, redaction)
    return account if shown and said.account and words(said.account) == words(shown) else None


def ended_deals(library: Library, blocks: Iterable[Standing], redaction: Redaction) -> Iterator[str]:
    """Yield the quotes of blocks whose deal ended, or was opened again, since the block was made."""
    for one in blocks:
        for quotation in _quotes_in(one):
            cited = quotation.attribution.citation
            if cited is None or _account(library, quotation, redaction) is None:
                continue
            said = next((fact for fact in quotation.attribution.facts if fact in _ENDED), "open")
            now = library.outcome(cited.call_id) or "open"
            if said != now:
                yield f"{one.path}:{quotation.line} ({now} since the block)"


def ended_since_review(finder: Finder, decisions: Iterable[Decision]) -> Iterator[str]:
    """Yield the accepted quotes whose account's last deal ended after they were accepted."""
    library = finder.library
    for one in decisions:
        account = library.account_of(one.call_id) if one.verdict == "accept" and one.exact else None
        if account and finder.closings.get(account.account_id, "") > one.at[:10]:
            outcome = library.outcomes.get(account.account_id, "open")
            yield f"{one.call_id}#u{one.utterance} ({one.segment}: {outcome} since the review)"


def old_quotes(library: Library, pages: Iterable[tuple[str, Document]]) -> Iterator[str]:
    """Yield the quotes of documents said longer ago than `max_age`, in days before the as-of date."""
    max_age, today = library.workspace.settings.max_age, library.day
    if max_age is None or today is None:
        return
    for path, page in pages:
        for quotation in page.quotations:
            cited = quotation.attribution.citation
            entry = library.catalog.call(cited.call_id) if cited else None
            if entry and entry.date and (date.fromisoformat(today) - date.fromisoformat(entry.date)).days > max_age:
                yield f"{path}:{quotation.line} ({entry.date})"
