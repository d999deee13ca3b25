"""Who was there, as a text lists it: names with company, role or address, one by one, in a line, as maps of YAML.

    Dana Reyes (Northquay)        Dana Reyes (VP Operations, Northquay)     what stands in brackets
    Dana Reyes <dana@a.example>   dana@a.example    [Dana](mailto:d@a.example)
    Dana Reyes - VP Operations    Dana Reyes, VP Operations, Northquay      the second only in a list of several items
    Dana, Lee and Ola             Dana; Lee         one line of names
    name: Dana Reyes, email: d@a.example, company: Northquay, title: VP     a map

An address is kept as its hash and its domain. A company is believed where brackets or a key say so, a role where a
word of a title stands in it; what can be read in two ways is counted and left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from evidence.calls.formats._labels import PERSON, fact_of
from evidence.calls.formats._names import is_plausible
from evidence.calls.formats._people import are_apart, key_of_title, merge_people, person
from evidence.calls.people import from_label, is_nameless, is_title, role_of
from evidence.english import word_set
from evidence.sheets import fold_header
from evidence.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidence.model import Participant, Side

_ADDRESS = re.compile(r"(?:[Mm]ailto:)?([^\s<>\[\](),;:|\"']{1,64}@[\w-]+(?:\.[\w-]+)+)")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:mailto:)?([^()\s]*)\)")
_NOTE_LINK = re.compile(r"\[\[(?:([^\[\]|]*)\|)?([^\[\]|]*)\]\]")
_SHOWN = re.compile(r"[|/#]")
_PREFIX = re.compile(r"[\s>]*(?:(?:[-*+•◦▪–]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?)?")
_BETWEEN = re.compile(r"[,;，、；]")
_BRACKETS = re.compile(r"\s*[(（\[]([^()（）\[\]]{1,120})[)）\]]\s*")
_DASH = re.compile(r"\s+[-–—|@]\s+")
_AT = re.compile(r"\s+(?:at|@)\s+|\s*@\s*")
_MENTION = re.compile(r"\s+(?=@\w)")
_BARS = re.compile(r"\s+[|·•/]\s+")
_CLOSING = re.compile(r"[>)\]）]")
_CLOSED = re.compile(r"(?<=[>)\]）])\s+")
_TWO_NAMES = re.compile(r"(\S+ \S[^()<]*?)\s+(?:y|e)\s+(\S+ \S.*)")
_AND = re.compile(r",?\s+(?:and|und|et|&)\s+(?![^(（<]{0,200}[)）>])")
_NOT_NAMES, _SUFFIXES, _REMARKS = word_set("nobody"), word_set("name suffixes"), word_set("remarks on a label")
_JOBS, _FIELDS, _LEGAL = word_set("jobs"), word_set("fields of work"), word_set("legal forms")
# Of Arabic, Dutch, French, German, Italian, Portuguese, Slavic and Spanish names; the `and` of a list is none.
_PARTICLES = frozenset((
    "al", "bin", "da", "de", "del", "dela", "della", "den", "der", "di", "do", "dos", "du", "e", "el", "ibn", "la",
    "le", "ten", "ter", "van", "von", "y", "zu",
))  # fmt: skip
_SIDES: dict[str, Side] = {"internal": "internal", "external": "customer", "customer": "customer", "client": "customer"}


@dataclass(slots=True)
class Attendees:
    """The people that are listed, each once, and how many entries could not be read.

    `heard` are the labels of who speaks, folded: their names are names however they are written.
    """

    heard: frozenset[str] = frozenset()
    found: list[Participant] = field(default_factory=list)
    unread: int = 0

    def add(self, value: Any) -> None:
        """Add whoever a value names: a text, a list of texts or maps, or a map."""
        if isinstance(value, dict):
            self._add_map(value)
        elif isinstance(value, list):
            self._add_list(value)
        elif isinstance(value, str):
            self._add_line(value)

    def keyed(self) -> tuple[tuple[str, Participant], ...]:
        """Return everybody by name, those without one under keys that begin with a blank, as `seat` has them."""
        keyed: dict[str, Participant] = {}
        for one in _once(self.found):
            key = one.label if one.name and one.label not in keyed else f" {len(keyed)}"
            keyed[key] = one
        return tuple(keyed.items())

    def _add_map(self, value: dict[str, Any]) -> None:
        said = {PERSON[key]: text for label, text in value.items() if (key := fold_header(label)) in PERSON}
        if not isinstance(said.get("name", said.get("email")), str):
            for label, group in value.items():
                if isinstance(group, str):
                    self._add_labelled(label, _plain(group))
                elif group is not None:
                    self.add(group)
            return
        name, email, org, role = (_text(said.get(key)) for key in ("name", "email", "org", "role"))
        one = self._whose(name) if name else None
        if name and not one and not _ADDRESS.fullmatch(name):
            self._miss()
            return
        one = _addressed(one, email or (name if name and not one else None))
        self._know(one and replace(one, org=org or one.org, role=role or one.role))

    def _add_list(self, items: Sequence[Any]) -> None:
        """Add the items of a list; the label of deeper items groups them and is nobody."""
        texts = [item for item in items if isinstance(item, str)]
        indents = [len(text) - len(text.lstrip(" \t>")) for text in texts]
        for at, text in enumerate(texts):
            if at + 1 < len(texts) and indents[at + 1] > indents[at]:
                continue
            self._add_item(text, alone=len(texts) == 1)
        for item in items:
            if isinstance(item, list):  # YAML takes the brackets of `[[people/Dana|Dana]]` for lists in lists
                self.add([f"[[{one}]]" if isinstance(one, str) and _SHOWN.search(one) else one for one in item])
            elif not isinstance(item, str) and item is not None:
                self.add(item)

    def _add_item(self, text: str, *, alone: bool) -> None:
        line = _plain(_PREFIX.sub("", text, count=1))
        label, colon, value = line.partition(":")
        if colon and not value.startswith("//") and "@" not in label:
            self._add_labelled(label.strip(), value.strip())
        elif alone or ";" in line:
            self._add_line(line)
        else:
            self._add_entry(line)

    def _add_labelled(self, label: str, value: str) -> None:
        """Add `Host: Dana`, `Internal: Dana, Lee`, `Dana: VP Operations`, `Northquay: Dana Reyes, Lee Park`."""
        if fact_of(label) == "people" or label.casefold() in _SIDES:
            self._add_line(value)
        elif (is_nameless(label) or len(label) < 3) and (one := _named(value)):
            self._know(replace(one, label=label))
        elif (one := self._whose(label)) and (_is_role(value) or _ADDRESS.fullmatch(value)):
            self._know(_addressed(one, value) if "@" in value else _described(one, value))
        else:
            self._miss()

    def _add_line(self, text: str) -> None:
        """Add the names of one line; once a role stands among its commas, what follows may be a company as well."""
        parts = [part for part in map(str.strip, _entries(_plain(text))) if part]
        parts = [part for part in parts if part.casefold().strip(".") not in _SUFFIXES]
        # A title in brackets goes with the name before it; one alone between commas may go with a company behind it.
        bare = [_BRACKETS.sub(" ", part).strip() for part in parts]
        if len(parts) == 2 and _is_role(bare[1]) and not _is_role(bare[0]):
            parts = bare = [" - ".join(parts)]
        roles = [";" not in text and at > 0 and _is_role(part) for at, part in enumerate(bare)]
        for at, part in enumerate(parts):
            if any(roles[: at + 1]):
                self._miss()
            elif len(addresses := _ADDRESS.findall(part)) > 1 and not _ADDRESS.sub("", part).strip(" <>"):
                for address in addresses:
                    self._know(person(None, address))
            else:
                self._add_entry(part)

    def _add_entry(self, text: str) -> None:
        """Add one entry of a list, unless it names nobody for certain."""
        line = text.strip(" .-–")
        if found := _ADDRESS.search(line):
            line = re.sub(r"[<(\[]\s*[>)\]]", "", line[: found.start()] + line[found.end() :]).strip(" ,:-<>")
        beside = [inner.strip() for inner in _BRACKETS.findall(line)]
        name, *behind = _DASH.split(_BRACKETS.sub(" ", line).strip(), maxsplit=1)
        name, *more = [part.strip() for part in _parts(name)]
        one = self._whose(name) if name else None
        if name and not one:
            self._miss()
            return
        for words in [*beside, *behind, ", ".join(more)]:
            if one and words and not _says_nothing(words):
                before, one = one, _described(one, words, company=words in beside)
                self.unread += one == before
        self._know(_addressed(one, found[1] if found else None))

    def _whose(self, name: str) -> Participant | None:
        """Return who bears a name; who speaks under one bears it, whatever it looks like."""
        return _named(name) or (from_label(name) if name.casefold() in self.heard else None)

    def _miss(self) -> None:
        self.unread += 1

    def _know(self, one: Participant | None) -> None:
        """Add somebody, or complete who is known by the same address or name."""
        if not one:
            self._miss()
            return
        for at, known in enumerate(self.found):
            same = known.email_sha256 == one.email_sha256 if known.email_sha256 and one.email_sha256 else None
            called = one.name and known.label.casefold() == one.label.casefold()
            if same or (same is None and called and not are_apart(known.org, one.org)):
                self.found[at] = merge_people(known, one)
                return
        self.found.append(one)


def _once(people: Sequence[Participant]) -> Iterable[Participant]:
    """Return everybody; whom two lists name with two spellings of an honorific, and nobody else so, once."""
    kept: dict[str, Participant] = {}
    for at, one in enumerate(people):
        key = key_of_title(kept, one, people)
        kept[key or str(at)] = merge_people(kept[key], one) if key else one
    return kept.values()


def _entries(line: str) -> list[str]:
    """Part a line of people: at semicolons, commas, `and`, mentions, bars, or behind what stands in brackets."""
    if ";" in line or "；" in line:
        return re.split(r"[;；]", line)
    if line.startswith("@"):
        line = _MENTION.sub(", ", line)
    line = _TWO_NAMES.sub(r"\1, \2", _AND.sub(", ", line))
    parts = list(_parts(line))
    if len(parts) > 1:
        return parts
    bars, closed = _BARS.split(line), _CLOSED.split(line)
    if len(bars) > 2 or (len(bars) == 2 and _CLOSING.search(line)):
        return bars
    return closed if all(part[:1].isalpha() for part in closed) else parts


def _text(value: Any) -> str | None:
    return one_line(value) or None if isinstance(value, str) else None


def _plain(text: str) -> str:
    """Take links and type off: `[Dana](mailto:d@a.example)` is `Dana <d@a.example>`, `[[Dana]]` is Dana."""
    linked = _LINK.sub(lambda m: f"{m[1]} <{m[2]}>" if "@" in m[2] else m[1], _NOTE_LINK.sub(_fuller, text))
    return one_line(linked.replace("*", "").replace("`", "").replace('"', "")).strip("_ '")


def _fuller(found: re.Match[str]) -> str:
    """Return the name of a note or what a link to it shows, whichever has more words."""
    note, shown = (part.partition("#")[0].removesuffix(".md").rpartition("/")[2] for part in (found[1] or "", found[2]))
    return note if len(note.split()) > len(shown.split()) else shown


def _parts(line: str) -> Iterator[str]:
    """Yield what commas part, outside of brackets."""
    start = deep = 0
    for at, sign in enumerate(line):
        deep += (sign in "(（<") - (sign in ")）>")
        if deep <= 0 and _BETWEEN.match(sign):
            yield line[start:at]
            start = at + 1
    yield line[start:]


def _addressed(one: Participant | None, address: str | None) -> Participant | None:
    if not address:
        return one
    known = person(None, address)
    if not one:
        return known if known.email_sha256 else None
    return replace(one, email_sha256=known.email_sha256, email_domain=known.email_domain)


def _named(name: str) -> Participant | None:
    """Return who bears a name, None for what is no name: a sentence, a count, `TBD`, an address."""
    words = name.lstrip("@").split()
    if not is_plausible(name) or "@" in name.lstrip("@") or any(c.isdigit() for c in words[0] if words):
        return None
    if name.casefold().replace("/", "") in _NOT_NAMES or words[-1].casefold() in _NOT_NAMES:
        return None
    if len(words) > 1 and any(word[0].islower() and word not in _PARTICLES for word in words):
        return None
    return from_label(name.lstrip("@"))


def _sided(one: Participant, words: str) -> Participant | None:
    """Return somebody with the side or the role that a word of `people` or of the providers states."""
    if side := _SIDES.get(words.casefold()):
        return replace(one, side=side, side_source="label")
    if stated := role_of(words):
        return replace(one, side=stated[0], side_source=None if stated[0] == "unknown" else "label", role=stated[1])
    return None


def _says_nothing(words: str) -> bool:
    return words.casefold() in _REMARKS or bool(_ADDRESS.search(words))


def _described(one: Participant, words: str, *, company: bool = False) -> Participant:
    """Add what stands beside a name: a role, a company, `Role, Company`, `Role at Company`.

    company: what is no role is a company, as in brackets.
    """
    if _is_role(words) and len(parts := _AT.split(words, maxsplit=1)) == 2 and not _is_role(parts[1]):
        return replace(one, role=parts[0].strip(), org=parts[1].strip())
    parts = []
    for part in filter(None, map(str.strip, _parts(words))):
        if sided := _sided(one, part):
            one = sided
        elif not _says_nothing(part):
            parts.append(part)
    roles = [part for part in parts if _is_role(part)]
    others = [part for part in parts if part not in roles]
    company = company or bool(roles)
    return replace(
        one,
        role=", ".join(roles) or one.role,
        org=others[0] if company and len(others) == 1 and is_plausible(others[0]) else one.org,
    )


def _is_role(words: str) -> bool:
    """Whether a word of a title stands here; the name of a company is none that ends in a legal form."""
    found = [word.strip(".,()/&") for word in words.casefold().replace("/", " ").split()]
    if not found or len(found) > 10 or found[-1] in _LEGAL:
        return False
    return not _JOBS.isdisjoint(found) or is_title(words) or _FIELDS.issuperset(found)
