"""Every passage of speech weighed for pain; the best cut, cited and grouped by theme.

A passage is what one speaker says in a stretch: short utterances are weighed together, up to a quote's length and
to a question of others.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.library.asking import Asking, Filters, askable
from evidence.library.judged import said_before
from evidence.library.languages import utterances_by_language
from evidence.library.pipeline import pipeline_of
from evidence.library.workers import in_order
from evidence.model import Hit
from evidence.query.language import is_judged
from evidence.query.tree import And, Query, Wildcard
from evidence.quotes.alignment import by_stretch
from evidence.quotes.cut import MAX_WORDS, cut_around
from evidence.quotes.mining import THRESHOLD, Pain, PainText, weigh, weigh_from
from evidence.quotes.selection import Mentions, QuoteCandidate, take_turns
from evidence.quotes.themes import Theme, group, ignored_stems
from evidence.segments.trackers import query as tracker_query
from evidence.store.prepare import rank_of
from evidence.store.storage import Store
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.library.asking import SearchRow
    from evidence.library.library import Library
    from evidence.library.refresh import Progress
    from evidence.model import Participant, Quote, Span, Utterance
    from evidence.quotes.nlp import Pipeline
    from evidence.workspace import Workspace

MANY = 8  # words that nobody says twice by chance
STATUSES = {"accept": "accepted", "reject": "rejected"}
PER_ACCOUNT = 3  # quotes of one account in a list that is cut short
POOL = 1_000  # best pains that themes are made of
WORTH = 500_000  # words that are sooner weighed here than in one more process


@dataclass(frozen=True)
class Mining:
    """What a process needs to weigh calls: where they lie, and the least score that is kept."""

    workspace: Workspace
    least: float


class Mined(NamedTuple):
    """A passage that is worth enough, under its best utterance; `span` are the sentences that say most.

    `print` is the same for the same words.
    """

    score: float
    call_id: str
    utterance: int
    span: Span
    role: str | None
    print: bytes


@dataclass(frozen=True, slots=True)
class PainRow:
    """A pain as it is shown: the quote, where it stands and who said it, why, and what goes with it."""

    row: SearchRow
    quote: Quote
    pain: Pain
    trackers: tuple[str, ...]
    status: str
    nlp: str
    theme: str | None = None

    def record(self) -> dict[str, Any]:
        """Return the pain as `--json` prints it; `tracker` is the first that finds these words, too."""
        pain, record = self.pain, self.row.record()
        return {
            **record,
            "score": pain.score,
            "quote_id": self.quote.quote_id,
            "quote": self.quote.text,
            "segment": next(iter(self.row.segments), None),
            "tracker": next(iter(self.trackers), None),
            "reasons": list(pain.reasons),
            "assertion": pain.assertion,
            "prompted": "prompted" in pain.contexts,
            "status": self.status,
            "is_pain": pain.score >= THRESHOLD,
            "contexts": list(pain.contexts),
            "families": list(dict.fromkeys(sign.family for sign in pain.signs)),
            "quantities": [quantity.record() for quantity in pain.quantities],
            "theme": self.theme,
            "nlp": self.nlp,
        }


class Miner:
    """Mines one library; holds what finding, showing and grouping share."""

    def __init__(self, library: Library, filters: Filters) -> None:
        """Plan what the filters leave. Raises SettingsError and QuerySyntaxError for filters that name nothing."""
        self.library = library
        nodes = filters.nodes()
        self.asking = Asking(library, Query("", And(nodes) if nodes else Wildcard("*")))
        self.filtered = bool(nodes)
        self.pipeline = library.pipeline
        self.trackers = {
            tracker.tracker_id: Asking(library, tracker_query(tracker, sided=False))
            for tracker in askable(library, library.trackers.values())
        }
        self._grouped: dict[str, dict[int, tuple[int, ...]]] = {}
        self.theme_of: dict[tuple[str, int], str] = {}
        self.verdicts = {key[2]: decision.verdict for key, decision in library.decisions().items()}

    def calls(self) -> list[str]:
        """Return the calls that may hold what the filters leave, up to the as-of day."""
        candidates = self.asking.by_call() if self.filtered else None
        day, copies = self.library.day or "9999", self.library.copies
        return [
            entry.call_id
            for entry in self.library.catalog.calls()
            if (candidates is None or entry.call_id in candidates)
            and (entry.date or "") <= day
            and entry.call_id not in copies
        ]

    def unweighed(self) -> dict[str, int]:
        """Return how many utterances of these calls are not weighed, by language: the cues know English."""
        left = set(self.calls())
        return utterances_by_language(entry for entry in self.library.catalog.calls() if entry.call_id in left)

    def mine(self, least: float, jobs: int | None, progress: Progress | None) -> tuple[list[Mined], int]:
        """Return what is worth at least `least`, best first, and how many say the same words as a better one."""
        mining, calls = Mining(self.library.workspace, least), self.calls()
        found: list[Mined] = []
        for number, mined in enumerate(self._mined(mining, calls, jobs), 1):
            found += self._left(mined) if self.filtered else mined
            if progress:
                progress("weighing", number, len(calls))
        dates = {entry.call_id: entry.date or "" for entry in self.library.catalog.calls()}
        found.sort(key=lambda one: (one.call_id, one.utterance))
        found.sort(key=lambda one: (one.score, dates[one.call_id]), reverse=True)
        seen: set[bytes] = set()
        distinct = [one for one in found if one.print not in seen and not seen.add(one.print)]  # type: ignore[func-returns-value]
        return distinct, len(found) - len(distinct)

    def _mined(self, mining: Mining, calls: Sequence[str], jobs: int | None) -> Iterator[list[Mined]]:
        """Yield what each call holds: from other processes where what they do is worth loading spaCy there."""
        count = sum(entry.words for entry in self.library.catalog.calls())
        jobs = min(os.cpu_count() or 1 if jobs is None else jobs, 1 + count // WORTH)
        if jobs > 1:
            yield from in_order(mine_batch, mining, calls, jobs)
        else:
            yield from (_mine(self.library.store, self.pipeline, call_id, mining.least) for call_id in calls)

    def _left(self, mined: Sequence[Mined]) -> Iterator[Mined]:
        """Yield what the filters leave of a call."""
        for one in mined:
            if self.asking.spans(one.call_id, self.utterance(one)) is not None:
                yield one

    def utterance(self, one: Mined) -> Utterance:
        """Return the utterance that was weighed."""
        return next(u for u in self.asking.words(one.call_id) if u.number == one.utterance)

    def rows(self, found: Sequence[Mined], limit: int) -> Iterator[PainRow]:
        """Yield what is shown: all by score, or the best of many accounts, no two of nearly the same words."""
        if not limit:
            yield from map(self.row, found)
            return
        candidates = (
            QuoteCandidate(self._group(one), (one.role, self.library.outcome(one.call_id), self._month(one)), number)
            for number, one in enumerate(found)
        )
        mentions = Mentions()
        rows = (self.row(found[number]) for number in take_turns(candidates, cap=PER_ACCOUNT))
        chosen = islice((row for row in rows if mentions.is_new(row.quote.text)), limit)
        yield from sorted(chosen, key=lambda row: -row.pain.score)

    def _group(self, one: Mined) -> str:
        account = self.library.account_of(one.call_id)
        return account.account_id if account else f"call {one.call_id}"

    def _month(self, one: Mined) -> str | None:
        entry = self.asking.entry(one.call_id)
        return entry.date[:7] if entry and entry.date else None

    def row(self, one: Mined) -> PainRow:
        """Weigh a passage once more, now for its reasons, and cut the quote around its best sentence."""
        call = self.asking.words(one.call_id)
        utterance = next(u for u in call if u.number == one.utterance)
        person = self.asking.person(one.call_id, utterance.speaker)
        said = _said(call, self._passage(one, call), person.participant if person else None)
        pain = weigh([said], self.pipeline)[0]
        quote = cut_around(one.call_id, utterance, one.span, call)
        verdict = self.verdicts.get(quote.quote_id, "")
        spans = tuple(sorted(_within(said, pain)))
        row = self.asking.row(Hit(one.call_id, utterance, spans, pain.score))
        return PainRow(
            row,
            quote,
            pain,
            self.covering(one),
            STATUSES.get(verdict, "new"),
            self.pipeline.name,
            self.theme_of.get((one.call_id, one.utterance)),
        )

    def _passage(self, one: Mined, call: Sequence[Utterance]) -> tuple[int, ...]:
        """Return the places of the utterances that were weighed together."""
        if one.call_id not in self._grouped:
            grouped = ((call[place].number, group) for group in weighed_together(call) for place in group)
            self._grouped[one.call_id] = dict(grouped)
        return self._grouped[one.call_id][one.utterance]

    def covering(self, one: Mined) -> tuple[str, ...]:
        """Return the trackers that find the utterance."""
        entry = self.asking.entry(one.call_id)
        rank = rank_of(one.call_id, entry.date if entry else None) + one.utterance
        return tuple(
            name
            for name, asking in self.trackers.items()
            if rank in self._ranks[name]
            and (asking.plan.exact or asking.spans(one.call_id, self.utterance(one)) is not None)
        )

    @cached_property
    def _ranks(self) -> dict[str, frozenset[int]]:
        """Where each tracker may find something: one look into the index instead of one at every utterance."""
        text = self.library.store.text
        return {
            name: frozenset(rank for rank, _ in text.places(asking.plan, max(1, text.count(asking.plan))))
            for name, asking in self.trackers.items()
        }

    def themes(self, found: Sequence[Mined]) -> tuple[Theme, ...]:
        """Group the best pains that no tracker finds."""
        candidates = [one for one in found[:POOL] if one.score >= THRESHOLD and not self.covering(one)]
        texts = self._best(candidates)
        themes = group(
            texts,
            [self._group(one) for one in candidates],
            ignored_stems(self.pipeline.lexicon, self.pipeline.stop_words),
        )
        self.theme_of = {
            (candidates[i].call_id, candidates[i].utterance): theme.label for theme in themes for i in theme.members
        }
        return themes

    def _best(self, found: Sequence[Mined]) -> list[str]:
        """Return the best sentences, every call read once: of a thousand pains in 70 calls, that took 4 s."""
        texts: dict[tuple[str, int], str] = {}
        for call_id in dict.fromkeys(one.call_id for one in found):
            texts |= {(call_id, utterance.number): utterance.text for utterance in self.asking.words(call_id)}
        return [texts[one.call_id, one.utterance][slice(*one.span)] for one in found]


def mine_batch(mining: Mining, call_ids: Sequence[str]) -> list[list[Mined]]:
    """Weigh calls: plain data in and out, for any process."""
    pipeline = pipeline_of(mining.workspace)
    with Store.open(mining.workspace.cache) as store:
        return [_mine(store, pipeline, call_id, mining.least) for call_id in call_ids]


def _mine(store: Store, pipeline: Pipeline, call_id: str, least: float) -> list[Mined]:
    people: dict[str, Participant] = {p.participant.label: p.participant for p in store.catalog.people(call_id)}
    call = store.text.call(call_id)
    groups = weighed_together(call)
    who = [people.get(call[group[0]].speaker or "") for group in groups]
    said = [_said(call, group, person) for group, person in zip(groups, who, strict=True)]
    found = []
    for place, pain in weigh_from(least, said, pipeline):
        person, start = who[place], pain.best[0] if pain.best else 0
        if person and person.bot:
            continue
        at = said[place].place(start)
        utterance, shift = call[groups[place][at]], said[place].starts[at]
        span = (pain.best[0] - shift, pain.best[1] - shift) if pain.best else (0, len(utterance.text))
        if not is_judged(utterance.language):
            continue
        key = _print(call_id, utterance.text[slice(*span)])
        found.append(Mined(pain.score, call_id, utterance.number, span, person.role if person else None, key))
    return found


def weighed_together(call: Sequence[Utterance]) -> list[tuple[int, ...]]:
    """Return the places of the utterances of each passage, in order of the first: of one stretch, up to 60 words."""
    place_of = {utterance.number: place for place, utterance in enumerate(call)}
    groups: list[list[int]] = []
    for stretch in by_stretch(call):
        count = MAX_WORDS
        for utterance in stretch:
            place, length = place_of[utterance.number], utterance.text.count(" ") + 1
            if count + length > MAX_WORDS or any("?" in one.text for one in call[groups[-1][-1] + 1 : place]):
                groups.append([])
                count = 0
            groups[-1].append(place)
            count += length
    return sorted(map(tuple, groups))


def _within(said: PainText, pain: Pain) -> Iterator[Span]:
    """Yield where the cues of the best utterance stand in it."""
    at = said.place(pain.best[0] if pain.best else 0)
    for sign in pain.signs:
        if said.place(sign.span[0]) == at:
            yield sign.span[0] - said.starts[at], sign.span[1] - said.starts[at]


def _said(call: Sequence[Utterance], group: Sequence[int], person: Participant | None) -> PainText:
    """Return utterances of one speaker with what others said in the two turns before them."""
    texts = [call[place].text for place in group]
    return PainText.of(texts, said_before(call, group[0]), person.side if person else "unknown")


def _print(call_id: str, text: str) -> bytes:
    """Return what is the same for the same words: of any call where they are many, of one where they are few."""
    said = words(text)
    key = " ".join(said if len(said) >= MANY else [call_id, *said])
    return hashlib.blake2b(key.encode(), digest_size=8).digest()
