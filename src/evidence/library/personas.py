"""Segments of people: who fits them, in which calls and accounts they were heard, and whose title nobody knows."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from evidence.segments.personas import fitting, is_work, untitled_remark
from evidence.store.connection import sound
from evidence.store.prepare import speaker_key
from evidence.text import fold, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from evidence.model import Account, Contact
    from evidence.segments.personas import Fits
    from evidence.store.catalog import Catalog
    from evidence.store.prepare import IndexedParticipant

    SpeaksFor = Callable[[str, IndexedParticipant | None], Account | None]

SpeakerPlace = tuple[str, str]
"""(call_id, label)."""


class HeardSpeaker(NamedTuple):
    """Somebody who may belong to a segment of people: they spoke, and are neither of us nor a bot.

    `counted` is false for calls after the day as of which everything is seen, and for copies of another call.
    """

    call_id: str
    person: IndexedParticipant
    account_id: str | None
    counted: bool

    @property
    def place(self) -> SpeakerPlace:
        """By which label of which call they go."""
        return self.call_id, self.person.participant.label

    @property
    def titled(self) -> bool:
        """Whether anything says what they do."""
        return any(map(is_work, self.person.titles))

    @property
    def who(self) -> tuple[str, str]:
        """What is one person: a name at one account; a voice without a name is one of its call."""
        who = self.person.participant
        return (self.account_id or self.call_id, fold(who.name)) if who.name else self.place


@dataclass(frozen=True, slots=True)
class FittingPeople:
    """Who fits one segment of people. `accounts` and `calls` (with the accounts heard in them) are those of the day.

    Of the `customers` heard in the accounts that may belong, `untitled` have a call in which no title is known.
    `unlinked` people fit in calls that belong to no account: they count nowhere.
    """

    speakers: frozenset[SpeakerPlace]
    accounts: tuple[str, ...]
    calls: Mapping[str, frozenset[str]]
    untitled: int
    customers: int
    unlinked: int

    @property
    def keys(self) -> tuple[str, ...]:
        """What the index knows the speakers by, sorted."""
        return tuple(sorted(speaker_key(*place) for place in self.speakers))

    def remarks(self, name: str) -> Iterator[str]:
        """Yield what keeps the segment from being known whole, in words."""
        if said := untitled_remark(self.untitled, self.customers):
            yield f"{name}: {said} Add them: source/people.csv (label, role), or contacts with job_title."
        if self.unlinked:
            yield (
                f"{name}: {plural(self.unlinked, 'speaker')} with such a title not counted: "
                "their call belongs to no account (evidence link)."
            )


class Personas:
    """The segments of people of a library, as they were indexed; empty, and nothing is read, where there are none."""

    def __init__(
        self, catalog: Catalog, speaks_for: SpeaksFor, day: str | None, copies: Callable[[], Collection[str]]
    ) -> None:
        """Look at nobody yet.

        day: the last one whose calls are counted. copies: asked for the calls that another one counts for.
        """
        self.catalog = catalog
        self._look: Callable[[], tuple[HeardSpeaker, ...]] = lambda: (*_heard(catalog, speaks_for, day, copies()),)
        with sound():
            self.fits: dict[str, Fits] = {key: fitting(titles) for key, titles in sorted(catalog.get_list("people"))}
        self._speaks_for = speaks_for
        self._calls: dict[str, dict[str, tuple[str, ...]]] = {}

    @cached_property
    def found(self) -> dict[str, FittingPeople]:
        """Who fits each segment of people, in all calls: where there are many, to look at all takes a moment."""
        return {key: self._people(key) for key in self.fits}

    def people(self, segment_id: str) -> FittingPeople | None:
        """Return who fits a segment of people; None for one of accounts."""
        return self.found[segment_id] if segment_id in self.fits else None

    @cached_property
    def _able(self) -> dict[str, frozenset[str]]:
        """The accounts whose people may belong, by segment."""
        return {key: frozenset(self.catalog.members(key)) for key in self.fits}

    @cached_property
    def heard(self) -> tuple[HeardSpeaker, ...]:
        """Everybody who spoke, is none of us and no bot, whether they fit anything or not."""
        return self._look()

    def of(self, call_id: str, label: str | None) -> tuple[str, ...]:
        """Return the segments of people that a speaker fits, sorted; no other call is looked at."""
        if not self.fits or label is None:
            return ()
        if call_id not in self._calls:
            several = (_may_belong(call_id, person, self._speaks_for) for person in self.catalog.people(call_id))
            self._calls[call_id] = {one.place[1]: self._segments(one) for one in several if one}
        return self._calls[call_id].get(label, ())

    def _segments(self, one: HeardSpeaker) -> tuple[str, ...]:
        return tuple(key for key in self.fits if self._fits(one, key) and one.account_id in self._able[key])

    def _fits(self, one: HeardSpeaker, segment_id: str) -> bool:
        return any(map(self.fits[segment_id], one.person.titles))

    def at(self, account_id: str) -> tuple[str, ...]:
        """Return the segments of people whose base an account belongs to, sorted."""
        return tuple(key for key, people in sorted(self.found.items()) if account_id in people.accounts)

    def among(self, segment_id: str) -> list[HeardSpeaker]:
        """Return everybody who was heard up to the day in the accounts that may belong to a segment."""
        able = self._able[segment_id]
        return [one for one in self.heard if one.counted and one.account_id in able]

    def _people(self, segment_id: str) -> FittingPeople:
        able = self._able[segment_id]
        fit = [one for one in self.heard if self._fits(one, segment_id)]
        calls: defaultdict[str, set[str]] = defaultdict(set)
        for one in fit:
            if one.counted and one.account_id in able and one.account_id:
                calls[one.call_id].add(one.account_id)
        customers = [one for one in self.among(segment_id) if one.person.participant.side == "customer"]
        return FittingPeople(
            frozenset(one.place for one in fit if one.account_id in able),
            tuple(sorted({account for accounts in calls.values() for account in accounts})),
            {call: frozenset(accounts) for call, accounts in sorted(calls.items())},
            len({one.who for one in customers if not (one.titled or self._fits(one, segment_id))}),
            len({one.who for one in customers}),
            len({one.who for one in fit if one.counted and one.account_id is None}),
        )


def _heard(catalog: Catalog, speaks_for: SpeaksFor, day: str | None, copies: Collection[str]) -> Iterator[HeardSpeaker]:
    left_out = {e.call_id for e in catalog.calls() if e.call_id in copies or (day and e.date and e.date > day)}
    for call_id, person in catalog.everybody():
        if one := _may_belong(call_id, person, speaks_for, counted=call_id not in left_out):
            yield one


def _may_belong(
    call_id: str, person: IndexedParticipant, speaks_for: SpeaksFor, *, counted: bool = True
) -> HeardSpeaker | None:
    """Return somebody who spoke and is neither of us, nor a bot, nor a room; None for all others."""
    who = person.participant
    if not person.utterances or who.bot or who.side == "internal" or who.role == "room":
        return None
    account = speaks_for(call_id, person)
    return HeardSpeaker(call_id, person, account.account_id if account else None, counted)


MOST_TITLES = 8  # that are named of those who fit nothing


def reasons(personas: Personas, segment_id: str, contacts: Iterable[Contact]) -> dict[str, str]:
    """Say of every account that may belong to a segment of people who fits there, by title, or why nobody does.

    contacts: of the CRM, who may fit and have not been heard.
    """
    fits = personas.fits[segment_id]
    speakers: defaultdict[str, list[HeardSpeaker]] = defaultdict(list)
    for one in personas.among(segment_id):
        speakers[one.account_id or ""].append(one)
    waiting = Counter(c.account_id for c in contacts if any(map(fits, filter(None, (c.job_title, c.persona)))))
    return {
        account_id: _who_fits(speakers[account_id], fits) or _why_nobody(speakers[account_id], waiting[account_id])
        for account_id in personas.catalog.members(segment_id)
    }


def _who_fits(speakers: Sequence[HeardSpeaker], fits: Fits) -> str:
    calls: defaultdict[str, set[str]] = defaultdict(set)
    unknown: set[str] = set()
    for one in speakers:
        if title := next(filter(fits, one.person.titles), None):
            calls[title].add(one.call_id)
            unknown |= {title} if one.person.participant.side == "unknown" else set()
    ordered = sorted(calls.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return ", ".join(
        f"{title} ({plural(len(ids), 'call')}{', side unknown' if title in unknown else ''})" for title, ids in ordered
    )


def _why_nobody(speakers: Sequence[HeardSpeaker], waiting: int) -> str:
    titles = sorted({title for one in speakers for title in one.person.titles if is_work(title)})
    untitled = len({one.who for one in speakers if not one.titled})
    said = [f"heard: {', '.join(titles[:MOST_TITLES])}{', ...' if len(titles) > MOST_TITLES else ''}"] * bool(titles)
    said += [f"{plural(untitled, 'speaker')} without a title"] * bool(untitled)
    said += [f"{plural(waiting, 'contact')} with such a title not heard"] * bool(waiting)
    return "; ".join(said) or "nobody of theirs was heard"
