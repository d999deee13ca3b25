"""People as the products list them: side and address stated by the provider, speakers matched with attendees."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.calls.formats._json import text_or_none
from evidence.calls.formats._parts import Note
from evidence.calls.people import from_label, hash_email
from evidence.english import word_rows, word_set
from evidence.model import Event, Participant
from evidence.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidence.model import Side

_HONORIFICS = word_set("honorifics")
SIDES: dict[str, Side] = {"internal": "internal", "external": "customer"}
"""Of the words providers use; `Unknown` is not external."""


def person(
    name: Any,
    email: Any = None,
    *,
    side: Side | None = None,
    role: str | None = None,
    nameless: str = "Unknown",
) -> Participant:
    """Make a participant of what a provider states; a name that is an address is kept as its hash alone.

    nameless: the label where there is no name.

    >>> person("Dana Reyes", "None", side="customer").side_source, person("dana@acme.example").label
    ('provider', 'Someone at acme.example')
    """
    label = text_or_none(name)
    address = hash_email(text_or_none(email) or "")
    if label and (own := hash_email(label)):
        label, address = None, address or own
    if label == "None":
        label = None
    known = from_label(label) if label else Participant(f"Someone at {address[1]}" if address else nameless)
    if side:
        known = replace(known, side=side, side_source="provider")
    return replace(
        known,
        role=role or known.role,
        email_sha256=address[0] if address else None,
        email_domain=address[1] if address else None,
    )


def seat(speakers: Mapping[str, Participant], attendees: Iterable[Participant]) -> list[tuple[str, Participant]]:
    """Return the speakers, completed by what the list of attendees says, and the silent attendees after them.

    One address is one person; else one name is, where both lists hold it once
    and the addresses do not differ. `Herr Kunz` is `Hr. Kunz` where nobody else is called Kunz. Whoever cannot be told
    stays apart.
    """
    seated = dict(speakers)
    attendees = [attendee for attendee in attendees if _says_anything(attendee)]
    spoken = Counter(_name(speaker) for speaker in speakers.values())
    invited = Counter(name for name, _ in {(_name(a), a.email_sha256) for a in attendees})
    orgs: dict[str, list[str | None]] = {}
    for attendee in attendees:
        orgs.setdefault(_name(attendee), []).append(attendee.org)
    for attendee in attendees:
        name = _name(attendee)
        alone = spoken[name] == invited[name] == 1 and not any(are_apart(attendee.org, org) for org in orgs[name])
        key = _key(seated, attendee) or (_key_of_name(seated, attendee) if alone else None)
        key = key or key_of_title(seated, attendee, attendees)
        if key is None:
            seated[f" {len(seated)}"] = attendee  # labels never begin with a blank
        else:
            seated[key] = merge_people(seated[key], attendee)
    return list(seated.items())


def match_first_names(
    speakers: Mapping[str, Participant], listed: Sequence[Participant]
) -> tuple[dict[str, Participant], list[Participant]]:
    """Complete the speakers by those listed people whose first name alone says that they are the same.

    `Jess` who speaks is the `Jess Moe` who is listed, and the other way round, where nobody else who speaks or is
    listed has that first name. Return the speakers, and the listed people that are still to be seated.
    """
    said = {label: _GivenName.of(one) for label, one in speakers.items()}
    names = [_GivenName.of(one) for one in listed]
    found, left = dict(speakers), []
    for one, name in zip(listed, names, strict=True):
        same = [label for label, other in said.items() if name.first and other.first == name.first]
        alone = len(same) == 1 and sum(other.first == name.first for other in names) == 1
        known, other = (speakers[same[0]], said[same[0]]) if alone else (None, name)
        if known and name.may_be(other) and _may_be_one(known, one):
            fuller = one.name if name.known > other.known else known.name
            found[same[0]] = replace(merge_people(known, one), name=fuller)
        else:
            left.append(one)
    return found, left


class _GivenName(NamedTuple):
    """The first word of a name, folded; the initial behind it; `known` is 0 without one, 1 with it alone, else 2."""

    first: str
    initial: str
    known: int

    @classmethod
    def of(cls, participant: Participant) -> _GivenName:
        parts = [fold(part.strip(".,")) for part in (participant.name or "").split()]
        while len(parts) > 1 and parts[0] in _HONORIFICS:
            del parts[0]
        first, *rest = [part for part in parts if part] or [""]
        known = 0 if not rest else 1 if all(len(part) == 1 for part in rest) else 2
        return cls(first, rest[-1][0] if rest else "", known)

    def may_be(self, other: _GivenName) -> bool:
        """Whether one is the other, less written out."""
        return self.known != other.known and (not self.initial or not other.initial or self.initial == other.initial)


def _may_be_one(known: Participant, more: Participant) -> bool:
    """Whether nothing that is stated of two people differs."""
    sides = {known.side, more.side} - {"unknown"}
    emails = {known.email_sha256, more.email_sha256} - {None}
    return len(sides) < 2 and len(emails) < 2 and not are_apart(known.org, more.org)


def are_apart(one: str | None, other: str | None) -> bool:
    """Whether two companies are given and neither is a part of the other's name."""
    if not one or not other:
        return False
    first, second = fold(one), fold(other)
    return first not in second and second not in first


def _says_anything(attendee: Participant) -> bool:
    return bool(attendee.name or attendee.email_sha256 or attendee.bot or attendee.role)


def _name(participant: Participant) -> str:
    return _plain(participant.name or "")


def _plain(name: str) -> str:
    """Return a name for comparisons: `Mr. Lee` is `Mr Lee`."""
    return name.casefold().replace(".", "")


def _key(seated: Mapping[str, Participant], attendee: Participant) -> str | None:
    address = attendee.email_sha256
    return next((key for key, known in seated.items() if address and known.email_sha256 == address), None)


def _key_of_name(seated: Mapping[str, Participant], attendee: Participant) -> str | None:
    name = _name(attendee)
    found = next((key for key, known in seated.items() if name and _name(known) == name), None)
    known = seated[found].email_sha256 if found else None
    return found if not known or not attendee.email_sha256 else None


def key_of_title(
    seated: Mapping[str, Participant], attendee: Participant, attendees: Sequence[Participant]
) -> str | None:
    """Return the key of the only one whose honorific, of whatever spelling, and name are those of an attendee."""
    titled = titled_name(attendee.name)
    same = [key for key, known in seated.items() if titled and titled_name(known.name) == titled]
    if titled is None or len(same) != 1 or not _may_be_one(seated[same[0]], attendee):
        return None
    two = {_name(attendee), _name(seated[same[0]])}
    others = {_name(one) for one in (*seated.values(), *attendees) if _surname(one) == _surname(attendee)} - two
    return None if others else same[0]


def titled_name(name: str | None) -> str | None:
    """Return a name with its honorifics in the first of their spellings, folded; None for one without any.

    >>> titled_name("Hr. Kunz"), titled_name("Professor Doktor Adler"), titled_name("Dana Reyes")
    ('herr kunz', 'prof dr adler', None)
    """
    parts = [fold(part.strip(".,")) for part in (name or "").split()]
    first = 0
    while first < len(parts) - 1 and parts[first] in _spellings():
        parts[first] = _spellings()[parts[first]]
        first += 1
    return " ".join(parts) if first else None


@cache
def _spellings() -> Mapping[str, str]:
    return {word: row[0] for row in word_rows("spellings of honorifics") for word in row}


def _surname(participant: Participant) -> str:
    return fold((participant.name or "").rpartition(" ")[2].strip(".,"))


def merge_people(known: Participant, more: Participant) -> Participant:
    stated = known if known.side_source == "provider" or more.side_source != "provider" else more
    return replace(
        known,
        name=known.name or more.name,
        org=known.org or more.org,
        side=stated.side,
        side_source=stated.side_source,
        role=known.role or more.role,
        email_sha256=known.email_sha256 or more.email_sha256,
        email_domain=known.email_domain or more.email_domain,
        bot=known.bot or more.bot,
    )


def shared_names(speakers: Mapping[str, Participant], attendees: Iterable[Participant]) -> Iterator[Note]:
    """Note the names that several addresses share, so that nobody knows who of them spoke."""
    invited = Counter(name for name, _ in {(_name(a), a.email_sha256) for a in attendees if a.email_sha256})
    for name in dict.fromkeys(s.name for s in speakers.values() if s.name and not s.email_sha256):
        if (count := invited[_plain(name)]) > 1:
            yield Note(f"{count} attendees are called {name!r}, so whose words these are is unknown")


_WORDS = ("title", "text", "description", "markdown_formatted", "overview", "action_items")


def ai_notes(*values: Any) -> tuple[Event, ...]:
    """Return summaries, action items and questions that a product wrote: kept, but never speech."""
    return tuple(Event("notes", text) for value in values for text in _texts(value, 4))


def _texts(value: Any, deep: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and deep:
        for item in value:
            yield from _texts(item, deep - 1)
    elif isinstance(value, dict) and deep:
        for key in _WORDS:
            yield from _texts(value.get(key), deep - 1)
