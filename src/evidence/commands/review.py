"""Review: gathers what waits for a person, and keeps what the person decided."""

from __future__ import annotations

import getpass
import os
from dataclasses import asdict, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Literal

from evidence.commands.review_links import LinkReview
from evidence.errors import EvidenceError, SettingsError
from evidence.git import ask_git
from evidence.library.asking import Filters, citation_record
from evidence.library.blocks import preview_block
from evidence.library.decisions import read_histories
from evidence.library.findings import Finder
from evidence.library.library import asked_of
from evidence.model import Attribution, Citation, Decision, Finding, Quote
from evidence.review.decisions import append_decisions, stamp
from evidence.review.judging import quote_of
from evidence.review.queue import LinkItem, QuoteItem, arrange_queue, slice_of
from evidence.review.recall import nearest_words
from evidence.review.state import (
    DecisionDraft,
    LinkAnswer,
    ReviewedSegment,
    State,
    begin,
    heard,
    posted,
    previewed,
    unheard,
    wants,
)
from evidence.segments.gather import distinct, with_decisions
from evidence.text import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from evidence.library.library import Library, WorkspaceLike
    from evidence.model import Segment, Utterance
    from evidence.review.decisions import Key
    from evidence.review.queue import Item, Standing
    from evidence.workspace import Workspace


MERGE = "decisions.jsonl merge=union"  # two people's decisions are all kept

_STANDING: dict[str, Standing] = {"accept": "accept", "reject": "reject", "later": "later"}


class ReviewService:
    """What a review of one library reads and writes: of quotes, or of calls and speakers."""

    def __init__(self, library: Library, *, by: str | None = None) -> None:
        """Take the library as it was opened. by: who decides; default is git's user."""
        self.library = library
        self.by = by or reviewer(library.workspace)
        self.words: Callable[[str], tuple[Utterance, ...]] = lru_cache(32)(library.store.text.call)
        self.links = LinkReview(library, self.by)
        self.merges = False
        self.carried: dict[Key, Decision] = {}  # by the quotes of today, decisions about words that were read otherwise

    @cached_property
    def histories(self) -> dict[Key, tuple[Decision, ...]]:
        """What was decided of every quote before."""
        return read_histories(self.library.workspace, lambda: self.library.renames)

    def begin(self, segments: Iterable[Segment], *, filters: Filters, limit: int = 0) -> State:
        """Return a session over what the trackers of these segments find, resumed where it was left. limit: 0 for all.

        Raises SettingsError for a tracker that does not exist.
        """
        tracker = self.library.tracker(filters.tracker).tracker_id if filters.tracker else None
        filters = replace(filters, tracker=None)
        finder, reviewed = Finder(self.library), []
        items: list[QuoteItem] = []
        for segment in dict.fromkeys(segments):
            names = [name for name in segment.trackers if name in finder.trackers]
            labels = tuple((name, finder.trackers[name].label) for name in names)
            linked = len(finder.scope(segment).linked)
            reviewed.append(ReviewedSegment(segment.segment_id, segment.name, linked, labels))
            for name in names:
                if tracker in (None, name):
                    items += self._items(finder, segment, name, filters)
        return begin(arrange_queue(items)[: limit or None], tuple(reviewed))

    def _items(self, finder: Finder, segment: Segment, tracker: str, filters: Filters) -> Iterator[QuoteItem]:
        gathered = finder.findings(finder.trackers[tracker], segment, filters=filters)
        for findings, against in ((gathered.found, False), (gathered.counter, True)):
            judged = with_decisions(segment.segment_id, findings, finder.decisions)
            for finding in distinct(sorted(judged, key=lambda f: (f.status == "new", -f.score, f.quote.citation))):
                key = (segment.segment_id, tracker, finding.quote.quote_id)
                decision = finder.decisions.get(key)
                # What was cut anew or moved away is judged where it stands now.
                if decision is None or decision.exact:
                    yield self._item(key, finding, decision, against=against)
        if filters == Filters():
            for (segment_id, name, _), decision in sorted(finder.orphans.items()):
                if (segment_id, name) == (segment.segment_id, tracker):
                    yield self._orphan(decision)

    def _item(self, key: Key, finding: Finding, decision: Decision | None, *, against: bool) -> QuoteItem:
        history = self.histories.get((*key[:2], decision.quote_id if decision else key[2]), ())
        past = tuple((_STANDING.get(one.verdict, ""), one.note) for one in history[:-1]) if decision else ()
        verdict = _STANDING.get(decision.verdict, "") if decision else ""
        if decision and decision.quote_id != key[2]:
            self.carried[key] = decision
        note = decision.note if decision else None
        # What somebody moved here is no sample of what this tracker finds.
        brought = any(one.verdict == "move" for one in history)
        drawn = "best" if brought else slice_of(finding, against=against)
        return QuoteItem(key[0], finding, verdict, note, drawn, against, past)

    def _orphan(self, decision: Decision) -> QuoteItem:
        near = nearest_words(decision, self.words(decision.call_id))
        place = Citation(decision.call_id, decision.utterance)
        finding = Finding(near or Quote(decision.quote_id, place, ""), decision.tracker, Attribution())
        return QuoteItem(decision.segment, finding, "orphaned", decision.note, orphan=decision)

    def flush(self, state: State) -> State:
        """Write what a session put out, at once and for good, and read what it wants.

        An answer about a link that cannot be written is said, and its item stays open.
        """
        for draft in state.outbox:
            if isinstance(draft, LinkAnswer):
                state = self.links.answer(state, draft)
            else:
                self.save([draft])
        state = posted(state)
        call_id = wants(state)
        if call_id is not None:
            state = heard(state, call_id, self.words(call_id))
        if (call_id := unheard(state)) is not None:
            words = self.words(call_id)
            state = heard(state, call_id, words, self.links.mentions(call_id, words))
        if state.mode == "preview" and state.block is None:
            state = previewed(state, self._block(state.segment.segment))
        return state

    def _block(self, segment: str) -> str:
        try:
            return preview_block(self.library, self.library.segments[segment])
        except EvidenceError as error:
            return str(error)

    def save(self, drafts: Sequence[DecisionDraft]) -> None:
        """Add decisions to the file; they are on the disk when this returns. Raises WorkspaceError."""
        workspace = self.library.workspace
        if not self.merges:
            write_merge_rule(workspace)
            self.merges = True
        for draft in drafts:
            if carried := self._carried(draft):
                if draft.verdict == "undo":
                    draft = replace(draft, quote=quote_of(carried))  # noqa: PLW2901
                else:
                    self._append(replace(carried, **_words_of(draft.quote)))
            history = self.histories.get((draft.segment, draft.tracker, draft.quote.quote_id), ())
            self._append(make_decision(draft, by=self.by, at=stamp(history[-1].at if history else None)))

    def _append(self, decision: Decision) -> None:
        append_decisions(self.library.workspace, [decision])
        key = (decision.segment, decision.tracker, decision.quote_id)
        self.histories[key] = (*self.histories.get(key, ()), decision)

    def _carried(self, draft: DecisionDraft) -> Decision | None:
        """Return the decision that a draft speaks of where that stands under the id of words as they were read before.

        A note and a move go on with it, so it is written of the words of today first; an undo takes back the old one.
        """
        tracker = draft.replaces if draft.verdict == "move" and draft.replaces else draft.tracker
        key = (draft.segment, tracker, draft.quote.quote_id)
        goes_on = draft.verdict in ("undo", "note", "move")
        return self.carried.get(key) if goes_on and key not in self.histories else None

    def begin_links(self) -> State:
        """Return a session over calls without an account, best suggestion first, then speakers without a side."""
        return self.links.begin()


def make_decision(draft: DecisionDraft, *, by: str, at: str) -> Decision:
    """Return a draft with who and when."""
    quote = draft.quote
    place = quote.citation
    return Decision(
        at, by, draft.segment, draft.tracker, quote.quote_id, draft.verdict,
        place.call_id, place.utterance, place.start, place.end, quote.text, quote.prefix, quote.suffix,
        draft.note, draft.replaces, draft.slice,
    )  # fmt: skip


def _words_of(quote: Quote) -> dict[str, Any]:
    place = quote.citation
    return {
        "quote_id": quote.quote_id,
        "utterance": place.utterance,
        "start": place.start,
        "end": place.end,
        "exact": quote.text,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
    }


def decide_by_id(
    state: State,
    service: ReviewService,
    *,
    accept: Sequence[str] = (),
    reject: Sequence[str] = (),
    note: str | None = None,
) -> list[dict[str, Any]]:
    """Decide quotes by their ids, each wherever it stands in the session; return what came of them.

    What was decided so before is not written again. Raises SettingsError for an id that is not there,
    or that is both accepted and rejected, before anything is written.
    """
    verdicts: dict[str, Literal["accept", "reject"]] = dict.fromkeys(accept, "accept")
    if both := [quote_id for quote_id in reject if quote_id in verdicts]:
        raise SettingsError(f"{both[0]} is both accepted and rejected", hint="List it only once.")
    verdicts |= dict.fromkeys(reject, "reject")
    items = [item for item in state.items if isinstance(item, QuoteItem) and item.orphan is None]
    known = {item.quote.quote_id for item in items}
    for quote_id in verdicts:
        if quote_id not in known:
            close = nearest(quote_id, tuple(known))
            hint = f"Did you mean {close}?" if close else "To list quotes with their ids: evidence quotes --limit 0."
            raise SettingsError(f"no quote called {quote_id!r} here", hint=hint)
    records = []
    for item in items:
        if verdict := verdicts.get(item.quote.quote_id):
            kept = item.note if note is None else note
            changed = (item.verdict, item.note) != (verdict, kept)
            if changed:
                service.save([DecisionDraft(item.segment, item.tracker, item.quote, verdict, kept)])
            records.append(item_record(replace(item, verdict=verdict, note=kept)) | {"changed": changed})
    return records


def item_record(item: Item) -> dict[str, Any]:
    """Return an item of a review as `--json` prints it."""
    return _link_record(item) if isinstance(item, LinkItem) else _quote_record(item)


def _quote_record(item: QuoteItem) -> dict[str, Any]:
    statuses = {"accept": "accepted", "reject": "rejected", "orphaned": "orphaned"}
    who = item.finding.attribution
    return {
        "segment": item.segment,
        "tracker": item.tracker,
        "quote_id": item.orphan.quote_id if item.orphan else item.quote.quote_id,
        "status": statuses.get(item.verdict, "new"),
        "verdict": item.verdict or None,
        "slice": item.slice,
        "quote": item.orphan.exact if item.orphan else item.quote.text,
        "nearest": item.quote.text if item.orphan else None,
        "note": item.note,
        "score": item.finding.score,
        "reasons": list(item.finding.reasons),
        "assertion": item.finding.assertion,
        "prompted": item.finding.prompted,
        "against": item.against,
        "call_id": item.quote.citation.call_id,
        "utterance": item.quote.citation.utterance,
        "speaker": who.speaker,
        "side": who.side,
        "account_id": who.account.account_id if who.account else None,
        "outcome": who.outcome,
        "date": who.date,
        "citation": citation_record(item.quote.citation, item.quote.text),
    }


def _link_record(item: LinkItem) -> dict[str, Any]:
    link = item.link
    return {
        "call_id": item.call_id,
        "title": item.title,
        "date": item.date,
        "status": link.status if link else "unknown-side",
        "candidates": [asdict(one) for one in link.candidates] if link else [],
        "reason": link.reason if link else "",
        "label": item.label or None,
        "calls": item.alike,
    }


def reviewer(workspace: Workspace) -> str:
    """Return who decides: git's user, else the one who is logged in."""
    if name := os.environ.get("GIT_AUTHOR_NAME", "").strip():
        return name
    return (ask_git(workspace.root, "config", "user.name") or "").strip() or getpass.getuser()


def write_merge_rule(workspace: Workspace) -> None:
    """Tell git to keep both sides' decisions, where nobody told it anything about them.

    The file is a new one: what people wrote themselves is left alone.
    """
    places = (workspace.root / ".gitattributes", workspace.segments / ".gitattributes")
    standing = [workspace.read_text(path) for path in places if path.is_file()]
    if any("decisions.jsonl" in text for text in standing):
        return
    if not places[0].exists():
        workspace.write(places[0], f"segments/{MERGE}\n".encode())
    elif not places[1].exists():
        workspace.write(places[1], f"{MERGE}\n".encode())


def judge_quotes(
    place: WorkspaceLike = None,
    *segments: str,
    accept: Sequence[str] = (),
    reject: Sequence[str] = (),
    note: str | None = None,
    by: str | None = None,
    as_of: str | None = None,
    **filters: str,
) -> list[dict[str, Any]]:
    """Accept and reject quotes by their ids: `evidence review --accept ID`; without ids, return the queue.

    by: who decides; default is git's user.
    """
    with asked_of(place, as_of) as library:
        service = ReviewService(library, by=by)
        state = service.begin(library.chosen(segments), filters=Filters(**filters))
        if accept or reject:
            return decide_by_id(state, service, accept=accept, reject=reject, note=note)
        return [item_record(item) for item in state.items]
