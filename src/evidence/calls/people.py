"""Who is who: what a label says at the door, and side and role when a call is indexed.

At the door only what the source itself states is written down. What follows
from settings, `people.csv` and the CRM is resolved when indexing, by the first
that knows: by hand > `people.csv` > stated by the provider > e-mail domain >
`own_names` > a contact of the linked account > a label such as Rep > unknown.
What a person wrote, or a provider states, and does not hold, is told.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from evidence.english import word_set
from evidence.errors import EvidenceError, TableError
from evidence.model import Call, Contact, Participant, Side
from evidence.settings import FREE_MAIL
from evidence.sheets import ColumnNames, parse_sheet
from evidence.text import one_line, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ROLES: dict[str, tuple[Side, str | None]] = {
    "rep": ("internal", "rep"),
    "sales rep": ("internal", "rep"),
    "agent": ("internal", "agent"),
    "prospect": ("customer", "prospect"),
    "customer": ("customer", None),
    "caller": ("customer", "caller"),
    "champion": ("customer", "champion"),
    "economic buyer": ("customer", "economic buyer"),
    "technical buyer": ("customer", "technical buyer"),
    "end user": ("customer", "end user"),
    "unknown": ("unknown", None),
}
_BOT = re.compile(
    r"(?i)\b(note[- ]?taker|fireflies(\.ai)?|otter\.ai|otter ?pilot|read\.ai|read meeting notes|recall\.ai|avoma|"
    r"tl;dv|fathom\.video|meetgeek|sembly|meeting (assistant|recorder)|ai assistant|bot)\b|\brecorder$"
)
_ROOM = re.compile(r"(?i)\b(conference|meeting|board|huddle) ?room\b|\bzoom rooms?\b|\bconf\.? ?rm\b|^room \w+$")
_NAMELESS = re.compile(r"(?i)\[?(unknown )?(speaker|participant|spk|guest|user|channel)([ _-]?#?\w{1,3})?\]?|\?{1,3}")
_MARKS = word_set("remarks on a label")
_SUFFIXES = word_set("name suffixes")
_PARTICLES = word_set("name particles")
_JOBS, _TITLES, _JOINTS = word_set("jobs"), word_set("titles"), word_set("joints of titles")
_PARTS_OF_TITLES = _JOBS | _TITLES | _JOINTS | word_set("filling of titles", "fields of work")
_LEGAL = word_set("legal forms")


@lru_cache(maxsize=4096)  # the same people speak in many calls
def from_label(label: str) -> Participant:
    """Make a participant of a name as written, with what the label itself says.

    >>> from_label("Reyes, Dana (Acme)").name, from_label("Dana Reyes | Acme").org
    ('Dana Reyes', 'Acme')
    >>> from_label("Dana Reyes (Champion)").role, from_label("Rep").side
    ('champion', 'internal')
    >>> from_label("Dana Reyes (Head of Ops)").role, from_label("Dana Reyes (CFO, Acme)").org
    ('Head of Ops', 'Acme')
    """
    if _BOT.search(label):
        return Participant(label, name=label, bot=True)
    if _ROOM.search(label):
        return Participant(label, role="room")
    name, beside = _split(label)
    stated = role_of(name) or (role_of(beside) if beside else None)
    if stated:
        side, role = stated
        person = next((part for part in (name, beside) if part and not role_of(part)), None)
        return Participant(
            label,
            name=_person(person) if person else None,
            side=side,
            side_source=None if side == "unknown" else "label",
            role=role,
        )
    org, title = (None, None) if not beside or beside.casefold() in _MARKS else _org_and_title(beside)
    return Participant(label, name=None if is_nameless(name) else _person(name), org=org, role=title)


def role_of(label: str) -> tuple[Side, str | None] | None:
    """Return side and role of a label that names a role, numbered or not; else None."""
    return _ROLES.get(re.sub(r"[ _]*#?\d+$", "", label.strip()).replace("_", " ").casefold())


def is_title(text: str) -> bool:
    """Say whether a text is a title of somebody; of a job alone only where nothing of it can be a company's name.

    >>> [is_title(text) for text in ("CFO", "Leiterin IT", "Head of Ops", "Platform Engineer", "Founder Institute")]
    [True, True, True, True, False]
    """
    found = words(text.replace("-", " "))
    if not 0 < len(found) <= 8 or found[-1] in _LEGAL:
        return False
    if not _TITLES.isdisjoint(found):
        return True
    jobs = [at for at, word in enumerate(found) if word in _JOBS]
    behind = {found[at + 1] for at in jobs if at + 1 < len(found)}
    return bool(jobs) and (_PARTS_OF_TITLES.issuperset(found) or found[-1] in _JOBS or not behind.isdisjoint(_JOINTS))


def _org_and_title(beside: str) -> tuple[str | None, str | None]:
    """Part what stands beside a name into company and title, `CFO, Acme`; what can't be parted is a company."""
    parts = [part for part in re.split(r"\s*[,;]\s*|\s+(?:at|@)\s+", beside) if part]
    titles = [part for part in parts if is_title(part)]
    others = [part for part in parts if part not in titles]
    if is_title(beside) and len(parts) == 1:
        return None, beside
    return (others[0] if others else None, ", ".join(titles)) if titles and len(others) < 2 else (beside, None)


def is_nameless(label: str) -> bool:
    """Say whether a label only tells voices apart, such as `Speaker 1`."""
    return bool(_NAMELESS.fullmatch(label))


def _split(label: str) -> tuple[str, str | None]:
    """Split `Name (Org)` and `Name | Org`."""
    if found := re.fullmatch(r"([^()]*[^()\s])\s*\(([^()]+)\)", label):
        return found[1].strip(), found[2].strip()
    name, bar, beside = label.partition("|")
    return (name.strip(), beside.strip()) if bar and name.strip() and beside.strip() else (label, None)


def _person(name: str) -> str:
    """Turn `Last, First` round; a title or a company's form after the comma stays."""
    last, comma, first = (part.strip() for part in name.partition(","))
    plain = all(re.fullmatch(r"[^\W\d_]+(?:[.'’-][^\W\d_]*)*", word) for word in (last + " " + first).split())
    odd = not comma or not last or not first or "," in first or first.rstrip(".").casefold() in _SUFFIXES
    whole = " " in last and not last[0].islower() and last.split()[0].casefold() not in _PARTICLES  # `Tom Hara, CFO`
    odd = odd or whole or first.casefold() in _JOBS
    return name if odd or not plain or len(first.split()) > 2 or len(last.split()) > 3 else f"{first} {last}"


def hash_email(address: str) -> tuple[str, str] | None:
    """Return hex SHA-256 of the trimmed, lower-cased address, and its domain; None for what is no address."""
    plain = address.strip().lower()
    if not re.fullmatch(r"[^@\s]{1,64}@[\w-]+(\.[\w-]+)+", plain):
        return None
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest(), plain.partition("@")[2]


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of `people.csv`: what a person said of a label, in one call or in all (`call_id` None)."""

    label: str
    call_id: str | None = None
    name: str | None = None
    side: Side | None = None
    role: str | None = None
    account_id: str | None = None
    line: int = field(default=0, compare=False)

    def over(self, other: Correction | None) -> Correction:
        """Return what holds where this line, for one call, stands above that for every call.

        A name or a side may be another person's, as with `Speaker 1`; a line without them adds to who it is everywhere.
        """
        if other is None or self.name or self.side:
            return self
        role, account_id = self.role or other.role, self.account_id or other.account_id
        return replace(self, name=other.name, side=other.side, role=role, account_id=account_id)


@dataclass(frozen=True, slots=True)
class Rules:
    """What is known outside of a call. `contacts` and `account_domains` are those of the linked account."""

    own_domains: tuple[str, ...] = ()
    own_names: tuple[str, ...] = ()
    free_mail_domains: tuple[str, ...] = FREE_MAIL
    corrections: tuple[Correction, ...] = ()
    linked_account_id: str | None = None
    contacts: tuple[Contact, ...] = ()
    account_domains: tuple[str, ...] = ()
    assume_others: str = "unknown"


SideSource = Literal["hand", "provider", "people.csv", "domain", "own_names", "contact", "label", "assumed"]


@dataclass(frozen=True, slots=True)
class ResolvedParticipant:
    """A participant with everything that is known of them.

    `participant` carries a corrected name; `title` is the contact's job title, else what the call states beside `role`;
    `account_id` is None where nobody says that they belong to the account.
    `overruled` says in words what a person or a provider states of them and does not hold.
    """

    participant: Participant
    side: Side
    side_source: SideSource | None
    assumed: bool = False
    role: str | None = None
    title: str | None = None
    account_id: str | None = None
    overruled: str = ""


class _Known(NamedTuple):
    """What stands outside of the call about one participant."""

    correction: Correction | None
    contact: Contact | None


def resolve_people(call: Call, rules: Rules) -> tuple[ResolvedParticipant, ...]:
    """Say side, role, title and account of each participant, in the order of the call."""
    corrections = _corrections(call, rules.corrections)
    people = []
    for participant in call.participants:
        correction = corrections.get(participant.label)
        if correction and correction.name:
            participant = replace(participant, name=correction.name)  # noqa: PLW2901  the corrected one is meant from here on
        people.append(_person_of(participant, _Known(correction, _contact(participant, rules.contacts)), rules))
    own = any(person.side == "internal" for person in people)
    if rules.assume_others == "customer" and own and rules.linked_account_id:
        people = [_assume(person, rules.linked_account_id) for person in people]
    return tuple(people)


def _corrections(call: Call, corrections: Iterable[Correction]) -> dict[str, Correction]:
    """Return what holds in a call by label: a line for this call stands above one for all."""
    found = {one.label: one for one in corrections if one.call_id is None}
    for here in (one for one in corrections if one.call_id == call.call_id):
        found[here.label] = here.over(found.get(here.label))
    return found


def stated_accounts(call: Call, corrections: Iterable[Correction]) -> tuple[tuple[str, str], ...]:
    """Return (label, account id) for those of whom `people.csv` says in this call for which account they speak."""
    found = _corrections(call, corrections)
    return tuple((p.label, one.account_id) for p in call.participants if (one := found.get(p.label)) and one.account_id)


def with_corrected_sides(call: Call, corrections: Sequence[Correction]) -> Call:
    """Return the call with the sides of `people.csv` where nobody wrote one into it: whose it is depends on them."""
    corrected = _corrections(call, corrections)
    sides = {label: one.side for label, one in corrected.items() if one.side}
    people = tuple(
        replace(p, side=sides[p.label]) if p.label in sides and not _by_hand(p) else p for p in call.participants
    )
    return call if people == call.participants else replace(call, participants=people)


def _person_of(participant: Participant, known: _Known, rules: Rules) -> ResolvedParticipant:
    side, source = _side(participant, known, rules)
    contact = known.contact if side != "internal" else None
    correction = known.correction or Correction(participant.label)
    by_hand = participant.role if source == "hand" else None
    role = by_hand or correction.role or participant.role or (contact.persona if contact else None)
    linked = rules.linked_account_id if side == "customer" else None
    return ResolvedParticipant(
        participant,
        side,
        source,
        role=role,
        title=(contact.job_title if contact else None) or _title_beside(role, participant.role),
        account_id=correction.account_id or (contact.account_id if contact else linked),
        overruled=_overruled(participant, known.correction, (side, source), rules),
    )


def _title_beside(role: str | None, stated: str | None) -> str | None:
    """Return the title that the call states where a correction says only what somebody is to us, `champion`."""
    apart = role and stated and role != stated and role_of(role) and not role_of(stated) and stated != "room"
    return stated if apart else None


def _side(participant: Participant, known: _Known, rules: Rules) -> tuple[Side, SideSource | None]:
    """Ask in this order; the first that knows decides."""
    stated = participant.side_source
    if _by_hand(participant):
        return participant.side, "hand"
    if known.correction and known.correction.side:
        return known.correction.side, "people.csv"
    if stated == "provider" and participant.side != "unknown":
        return participant.side, "provider"
    if by_domain := _side_of_domain(participant.email_domain, rules):
        return by_domain, "domain"
    if _is_own_name(participant, rules):
        return "internal", "own_names"
    if known.contact:
        return "customer", "contact"
    return (participant.side, "label") if stated == "label" and participant.side != "unknown" else ("unknown", None)


def _by_hand(participant: Participant) -> bool:
    stated = participant.side_source
    return stated not in ("provider", "label") and bool(stated or participant.side != "unknown")


def _is_own_name(participant: Participant, rules: Rules) -> bool:
    own = {name.casefold() for name in rules.own_names}
    return bool(own & {participant.label.casefold(), (participant.name or "").casefold()})


def _overruled(
    participant: Participant, correction: Correction | None, held: tuple[Side, SideSource | None], rules: Rules
) -> str:
    """Say which side or role does not hold that a person or a provider wrote, "" where none contradicts."""
    side, source = held
    if source == "hand" and correction:
        pairs = ((side, correction.side), (participant.role, correction.role))
        return "; ".join(
            f"{one} by hand in the call, not {other} as people.csv says"
            for one, other in pairs
            if one and other and one != other
        )
    if source == "people.csv" and participant.side_source == "provider" and participant.side not in {"unknown", side}:
        return f"{side} by people.csv, not {participant.side} as the transcript says"
    if source == "provider" and side != "internal":
        ours = _side_of_domain(participant.email_domain, rules) == "internal"
        setting = "own_domains" if ours else "own_names" if _is_own_name(participant, rules) else ""
        return f"{side} by the transcript, not internal as {setting} says" if setting else ""
    return ""


def _side_of_domain(domain: str | None, rules: Rules) -> Side | None:
    """Own domains and their subdomains are ours; the linked account's own domain is the customer's."""
    if not domain or domain in rules.free_mail_domains:
        return None
    if is_within(domain, rules.own_domains):
        return "internal"
    return "customer" if rules.linked_account_id and is_within(domain, rules.account_domains) else None


def is_within(domain: str, domains: Iterable[str]) -> bool:
    """Whether a domain is one of these, or lies below one."""
    return any(domain == known or domain.endswith(f".{known}") for known in domains)


def _contact(participant: Participant, contacts: tuple[Contact, ...]) -> Contact | None:
    """Return the contact with this address, else the only one with this full name."""
    if participant.bot:
        return None
    if participant.email_sha256:
        same = [c for c in contacts if c.email_sha256 == participant.email_sha256]
        if same:
            return same[0] if len(same) == 1 else None
    name = one_line(participant.name or "").casefold()
    if " " not in name:
        return None
    same = [c for c in contacts if c.name and one_line(c.name).casefold() == name]
    return same[0] if len(same) == 1 else None


def _assume(person: ResolvedParticipant, account_id: str) -> ResolvedParticipant:
    if person.side != "unknown" or person.side_source or person.participant.bot or person.participant.role == "room":
        return person
    account = person.account_id or account_id
    return replace(person, side="customer", side_source="assumed", assumed=True, account_id=account)


PEOPLE = ColumnNames.of("label", "call_id", "name", "side", "role", "account_id", needed=("label",))


def parse_people_csv(table: bytes | str, path: str) -> tuple[tuple[Correction, ...], tuple[EvidenceError, ...]]:
    """Read `people.csv`; a faulty line is left out and reported with its number, the rest is used."""
    try:
        sheet = parse_sheet(table, PEOPLE, path)
    except TableError as error:
        return (), (error,)
    problems: list[EvidenceError] = [*sheet.problems]
    found: dict[tuple[str, str | None], Correction] = {}
    for line, cells in sheet.cells():
        _add(cells, found, problems, (path, line))
    return tuple(found.values()), tuple(sorted(problems, key=lambda problem: problem.line or 0))


def _add(
    row: dict[str, str],
    found: dict[tuple[str, str | None], Correction],
    problems: list[EvidenceError],
    where: tuple[str, int],
) -> None:
    path, line = where
    cells = {name: row.get(name) or None for name in PEOPLE.names}
    label, side = cells["label"], (cells["side"] or "").lower() or None
    if not label:
        problems.append(TableError("the line has no label", hint="Fill in the label.", path=path, line=line))
        return
    if side not in (None, "customer", "internal", "unknown"):
        hint = "Write customer, internal or unknown."
        problems.append(TableError(f"{cells['side']!r} is not a side", hint=hint, path=path, line=line))
        return
    where_to = (cells["role"], cells["account_id"], line)
    correction = Correction(label, cells["call_id"], cells["name"], cast("Side | None", side), *where_to)
    before = found.setdefault((label, cells["call_id"]), correction)
    if before != correction:
        text = f"{label!r} is corrected twice in different ways; the first line was used"
        problems.append(TableError(text, hint="Keep one of the lines.", path=path, line=line))
