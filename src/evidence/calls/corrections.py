"""Keep what people wrote into a normalized call when its source is read again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from evidence.calls.normalized import head_sha256, is_edited, parse_bytes, render_pieces, rest_sha256, stated_sha256

if TYPE_CHECKING:
    from evidence.calls.packed import Deflated
    from evidence.model import Call, Participant

# What people correct in the front matter; the rest belongs to the source.
_CALL = ("title", "started_at", "meeting_id", "recording_url", "account_id", "opportunity_id", "account_hint")
_PERSON = ("name", "org", "side", "side_source", "role", "bot")


@dataclass(frozen=True, slots=True)
class Kept:
    """The Markdown to write, in pieces of UTF-8, and what of it people wrote, in words."""

    markdown: tuple[bytes] | Deflated
    notes: tuple[str, ...] = ()


def keep(standing: bytes, reading: Call, path: str | None = None) -> Kept:
    """Join a new reading of a source with the normalized call that stands.

    A call whose words, times or chat people edited stays as it is. Corrected front matter, and
    sides or roles that a person stated, go over into the new reading.
    Raises NormalizedError where the standing call is broken.
    """
    call, beginning = parse_bytes(standing, path)
    as_it_is = (standing,)
    if is_edited(beginning, call):
        differing = _differing(call, reading)
        texts = "1 text differs" if differing == 1 else f"{differing} texts differ"
        same = f"{texts} from the source" if differing else "the source has not changed"
        return Kept(as_it_is, (f"its words were edited by hand and were kept;  {same}",))
    rest = stated_sha256(beginning, "rest_sha256")
    if rest is not None and rest != rest_sha256(call):
        return Kept(as_it_is, ("its turns, times or non-speech parts were edited by hand and were kept",))
    head = stated_sha256(beginning, "head_sha256")
    if head is not None and head != head_sha256(call):
        corrected = _corrected(call, reading)
        return Kept(render_pieces(corrected, head=head), ("its front matter was edited by hand and was kept",))
    people = {person.label: person for person in call.participants if _stated_by_hand(person)}
    if not people:
        return Kept(render_pieces(reading))
    joined = tuple(_joined(people[p.label], p) if p.label in people else p for p in reading.participants)
    return Kept(render_pieces(replace(reading, participants=joined)), ("sides set by hand were kept",))


def _differing(call: Call, reading: Call) -> int:
    """Count the utterances that read otherwise than the source: one that was edited is one, though two texts differ."""
    more: Counter[tuple[str | None, str]] = Counter()  # how many more are ours; only what differs is held for long
    for pair in zip_longest(call.utterances, reading.utterances):
        for utterance, one in zip(pair, (1, -1), strict=True):
            if utterance:
                said = (utterance.speaker, utterance.text)
                more[said] += one
                if not more[said]:
                    del more[said]
    return max((+more).total(), (-more).total())


def _stated_by_hand(person: Participant) -> bool:
    return person.side_source not in {None, "provider", "label"}


def _joined(old: Participant, new: Participant) -> Participant:
    return replace(new, side=old.side, side_source=old.side_source, role=old.role)


def _corrected(call: Call, reading: Call) -> Call:
    people = {person.label: person for person in call.participants}
    participants = tuple(
        replace(p, **{name: getattr(people[p.label], name) for name in _PERSON}) if p.label in people else p
        for p in reading.participants
    )
    return replace(reading, participants=participants, **{name: getattr(call, name) for name in _CALL})
