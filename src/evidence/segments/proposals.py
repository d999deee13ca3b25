"""A first `segments.yaml` and `trackers.yaml` out of what people's documents say, for a person to edit.

Every line says which line of which document it comes from. What a document says is other people's text: names
become quoted YAML, conditions hold them as SQL texts, remarks are comments of one line; nothing else is copied.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evidence.model import Tracker
from evidence.segments.drafts import STOP, DraftedQueries, asks, draft, says_lack
from evidence.segments.entries import comment, quoted, single
from evidence.segments.labels import clean_label
from evidence.segments.trackers import counts
from evidence.text import one_line, plural, slug, stem, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidence.segments.firmographics import Trait

_NO_DRAFT = DraftedQueries()

Drafter = Callable[[str], DraftedQueries]
"""Makes queries for the label of a pain point."""


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """Words of a document and the line they stand in."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Portrait:
    """One segment as one document describes it.

    path: as `segments.yaml` names it; heading: of its own section, None where it has none. asked: the conditions
    that the document's SQL puts to accounts, with the line of that SQL; searches: what it says to search for;
    exclusions: whom it does not serve, with what of that is a condition. people: the titles that it states of
    people, where it describes people; roles: what it says of their role that is no title.
    """

    name: str
    path: str
    line: int
    heading: str | None = None
    aliases: tuple[DocumentWords, ...] = ()
    traits: tuple[Trait, ...] = ()
    asked: tuple[DocumentWords, ...] = ()
    pains: tuple[DocumentWords, ...] = ()
    searches: tuple[DocumentWords, ...] = ()
    quotes: tuple[DocumentWords, ...] = ()
    exclusions: tuple[tuple[DocumentWords, Trait | None], ...] = ()
    people: tuple[DocumentWords, ...] = ()
    roles: tuple[DocumentWords, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """The entry of a segment or a tracker: its id, where it comes from, and its YAML, comments included."""

    kind: str
    name: str
    label: str
    path: str
    line: int
    yaml: str

    def record(self) -> dict[str, object]:
        """Return the proposal as `--json` prints it."""
        key = "segment" if self.kind == "segment" else "tracker"
        return {
            "kind": self.kind, key: self.name, "name": self.label, "document": self.path, "line": self.line,
            "yaml": self.yaml,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Pain:
    tracker: str
    label: str
    path: str
    line: int
    drafted: DraftedQueries = _NO_DRAFT
    searched: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()

    def as_tracker(self) -> Tracker:
        """Return the tracker that its entry stands for."""
        return Tracker(self.tracker, self.label, self.asked, kind="lack" if says_lack(self.label) else "have")

    @property
    def asked(self) -> tuple[str, ...]:
        """Its queries, each once: what people search for, then what their words suggest."""
        return tuple(dict.fromkeys((*self.searched, *self.drafted.queries)))


def propose(portraits: Iterable[Portrait], known: Iterable[str] = (), drafter: Drafter = draft) -> tuple[Proposal, ...]:
    """Return the segments in the order of the documents, then the trackers that they name.

    Portraits of one name, by the stems of its words, become one segment. known: the trackers that exist already:
    those are named and not proposed again. drafter: makes the queries of a label.
    """
    groups: dict[frozenset[str], list[Portrait]] = {}
    for portrait in portraits:
        groups.setdefault(frozenset(map(stem, words(portrait.name))), []).append(portrait)
    trackers: dict[str, _Pain] = {}
    ids = _ids([group[0].name for group in groups.values()])
    taken = {slug(name) for name in ids} | {slug(group[0].name) for group in groups.values()}
    pains = [_pains(group, trackers, drafter) for group in groups.values()]
    old = frozenset(known)
    asked = old | {name for name, pain in trackers.items() if pain.asked}
    segments = [
        _segment(name, group, [(pain, pain in asked) for pain in own], taken)
        for name, group, own in zip(ids, groups.values(), pains, strict=True)
    ]
    return (*segments, *(_tracker(pain) for name, pain in trackers.items() if name not in old))


def render_proposals(proposals: Iterable[Proposal], kind: str, documents: Sequence[str]) -> str:
    """Return the text of `segments.yaml` (`kind` segment) or `trackers.yaml` (tracker)."""
    about = {
        "segment": "Which segments exist, where they are described, who belongs",
        "tracker": "Pain points and the words they are said in",
    }
    test = {
        "segment": "evidence segments --explain shows who is in, and why",
        "tracker": "evidence trackers shows what each finds",
    }
    read = ", ".join(map(one_line, documents))
    head = [f"{about[kind]}: a first draft for you to edit. {test[kind]}.", f"Read from {read}."]
    lines = [line for text in head for line in comment(text)]
    return "\n".join([*lines, *(f"\n{p.yaml}" for p in proposals if p.kind == kind)]) + "\n"


def _ids(names: Sequence[str]) -> list[str]:
    ids: list[str] = []
    for number, name in enumerate(names, 1):
        bare = slug(name, limit=60) or f"segment-{number}"
        ids.append(bare if bare not in ids else f"{bare}-{number}")
    return ids


# -- a segment ---------------------------------------------------------------------------------


def _segment(name: str, group: Sequence[Portrait], pains: Sequence[tuple[str, bool]], taken: set[str]) -> Proposal:
    first = group[0]
    lines = [*comment(f"{first.path}:{first.line}"), f"{name}:", f"  name: {quoted(first.name)}"]
    lines += _aliases(group, taken)
    lines.append("  documents:")
    for portrait in _first_of_each(group):
        heading = f", heading: {quoted(portrait.heading)}" if portrait.heading else ""
        lines.append(f"    - {{path: {quoted(portrait.path)}{heading}}}  # line {portrait.line}")
    lines += _people(group)
    lines += _where(group)
    lines += _unless(group)
    lines.append("  accounts: {include: [], exclude: []}")
    lines += (
        comment(f"without a query yet: {', '.join(idle)}", "  ") if (idle := [p for p, ok in pains if not ok]) else []
    )
    if asked := [pain for pain, able in pains if able]:
        lines += ["  trackers:", *(f"    - {pain}" for pain in asked)]
    else:
        lines += comment("no pain points are described yet; list trackers here: trackers: [...]", "  ")
    return Proposal("segment", name, first.name, first.path, first.line, "\n".join(lines))


def _first_of_each(group: Sequence[Portrait]) -> Iterator[Portrait]:
    """Yield one portrait a document: it may be met by a link, and by its own title."""
    seen: set[str] = set()
    for portrait in group:
        if portrait.path not in seen:
            seen.add(portrait.path)
            yield portrait


def _aliases(group: Sequence[Portrait], taken: set[str]) -> Iterator[str]:
    """Yield the other names, each once, none that another segment has too."""
    held = {slug(group[0].name)}
    listed = []
    for portrait in group:
        for alias in (DocumentWords(portrait.name, portrait.line), *portrait.aliases):
            key = slug(alias.text)
            if key and key not in held and key not in taken:
                held.add(key)
                taken.add(key)
                listed.append(f"    - {quoted(alias.text)}  # {one_line(portrait.path)}:{alias.line}")
    if listed:
        yield "  aliases:"
        yield from listed


def _people(group: Sequence[Portrait]) -> Iterator[str]:
    """Yield whose words count, by the titles that the documents state; each once."""
    titles: dict[str, tuple[str, int]] = {}
    for portrait in group:
        for said in portrait.people:
            titles.setdefault(said.text, (portrait.path, said.line))
        for said in portrait.roles:
            yield from comment(f"{portrait.path}:{said.line}, a role that is no title: {said.text}", "  ")
    if titles:
        yield "  people:"
        yield from (f"    - {quoted(title)}  # {one_line(path)}:{line}" for title, (path, line) in titles.items())


def _where(group: Sequence[Portrait]) -> Iterator[str]:
    """Yield who belongs: what the SQL asks where a document has some, else what its prose says."""
    asked = [(portrait, found) for portrait in group for found in portrait.asked]
    said = [(portrait, trait) for portrait in group for trait in portrait.traits]
    sql = {found.text for _, found in asked}
    spare = [(p, t) for p, t in said if t.condition not in sql]
    for portrait, found in asked:
        yield from comment(f"{portrait.path}:{found.line}, its SQL: {found.text}", "  ")
    used = said if not asked else [(p, t) for p, t in said if t.condition in sql]
    for portrait, trait in used:
        yield from comment(f"{portrait.path}:{trait.line}: {trait.text}{_remark(trait)}", "  ")
    conditions = list(dict.fromkeys([found.text for _, found in asked] or [t.condition for _, t in used]))
    if conditions:
        yield "  where: >-"
        yield from (f"    {'AND ' * bool(at)}{_bracketed(text)}" for at, text in enumerate(conditions))
    elif any(portrait.people for portrait in group):
        yield from comment("people of all accounts; to narrow it down, for example: where: headcount > 200", "  ")
    else:
        yield from comment(
            "the document doesn't say which companies these are; for example: where: headcount > 200", "  "
        )
    if asked:
        for portrait, trait in spare:
            yield from comment(f"{portrait.path}:{trait.line} also says: {trait.text}{_remark(trait)}", "  ")
            yield from comment(f"  AND {trait.condition}", "  ")


def _remark(trait: Trait) -> str:
    return f" ({trait.remark})" if trait.remark else ""


def _bracketed(condition: str) -> str:
    return f"({one_line(condition)})" if re.search(r"\bOR\b", condition, re.IGNORECASE) else one_line(condition)


def _unless(group: Sequence[Portrait]) -> Iterator[str]:
    """Yield whom the documents do not serve: a condition where one can be read, else only the words."""
    conditions = []
    for portrait in group:
        for found, trait in portrait.exclusions:
            read = "" if trait else " (write a condition, or exclude accounts by name)"
            yield from comment(f"{portrait.path}:{found.line}, not served: {found.text}{read}", "  ")
            conditions += [trait.condition] if trait else []
    if conditions:
        yield "  unless: >-"
        unique = list(dict.fromkeys(conditions))
        yield from (f"    {'OR ' * bool(at)}({one_line(text)})" for at, text in enumerate(unique))


# -- trackers ----------------------------------------------------------------------------------


def _pains(group: Sequence[Portrait], trackers: dict[str, _Pain], drafter: Drafter) -> list[str]:
    """Add what hurts a segment to the trackers; return their ids in the order of the documents."""
    used: list[str] = []
    for portrait in group:
        own: list[str] = []
        for pain in portrait.pains:
            own.append(_hurt(pain, portrait, own, trackers, drafter))
        for search in portrait.searches:
            own.append(_search(search, portrait, own, trackers))
        for quote in portrait.quotes:
            _hear(quote, portrait, own, trackers)
        used += own
    return list(dict.fromkeys(used))


def _hurt(
    pain: DocumentWords, portrait: Portrait, own: Sequence[str], trackers: dict[str, _Pain], drafter: Drafter
) -> str:
    """Give a pain a tracker; one that only says in fewer words what another of the segment says has that one's."""
    near = [name for name in own if _prefixed(_stems(pain.text), _stems(trackers[name].label))]
    name = near[0] if near else _pain_id(clean_label(pain.text), trackers)
    held = trackers.get(name)
    if held is None:
        label = clean_label(pain.text)
        trackers[name] = _Pain(name, label, portrait.path, pain.line, drafter(label))
    elif near:
        remark = f"{portrait.path}:{pain.line} puts it this way: {pain.text}"
        trackers[name] = replace(held, remarks=(*held.remarks, remark))
    return name


def _pain_id(text: str, trackers: Mapping[str, _Pain]) -> str:
    """Name a tracker after the first telling words; the same words are the same tracker."""
    telling = [word for word in words(text) if word not in STOP][:4] or words(text)[:4]
    bare = slug("-".join(telling), limit=48) or f"pain-{len(trackers) + 1}"
    held = trackers.get(bare)
    if held is None or _stems(held.label) == _stems(clean_label(text)):
        return bare
    return next(f"{bare}-{n}" for n in range(2, 1_000) if f"{bare}-{n}" not in trackers)


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if word not in STOP)


def _search(search: DocumentWords, portrait: Portrait, own: Sequence[str], trackers: dict[str, _Pain]) -> str:
    """Give what a document suggests searching for to the pain whose words it shares, else to a tracker of its own."""
    queries = _as_queries(search.text)
    stems = frozenset(stem(word) for word in words(search.text))
    near = [name for name in own if _prefixed(stems, _stems(trackers[name].label))]
    name = near[0] if near else _pain_id(search.text, trackers)
    held = trackers.get(name) or _Pain(name, clean_label(search.text.strip("\"'*=")), portrait.path, search.line)
    remark = f"{portrait.path}:{search.line} suggests searching for {search.text}"
    trackers[name] = replace(held, searched=(*held.searched, *queries), remarks=(*held.remarks, remark))
    return name


def _prefixed(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether every stem begins one of the others: `deploy` and `deployment`."""
    return bool(some) and all(any(o.startswith(s) for o in others) for s in some if s not in STOP)


def _as_queries(term: str) -> tuple[str, ...]:
    """Return a search term as it is written, where that is a query; words of a phrase also apart and longer."""
    bare = term.strip().strip("\u201c\u201d\"'`")
    tokens = words(bare)
    written = term.strip() if re.search(r'[*?=~]|NEAR/|^"', term.strip()) else f'"{bare}"' if len(tokens) > 1 else bare
    plain = len(tokens) > 1 and bare == bare.lower() and all(token.isalpha() for token in tokens)
    more = [f"{tokens[0]}* NEAR/6 {tokens[-1]}*"] if plain and len(tokens) == 2 else []
    return tuple(query for query in (written, *more) if tokens and asks(query))


def _hear(quote: DocumentWords, portrait: Portrait, own: Sequence[str], trackers: dict[str, _Pain]) -> None:
    """Make a quote of the document a test of the first tracker that finds it, else say that none does."""
    if not own:
        return
    counted = {name: counts(trackers[name].as_tracker(), quote.text) for name in own if trackers[name].asked}
    finders = [name for name, (found, _) in counted.items() if found]
    held = trackers[(finders or own)[0]]
    if finders:
        trackers[held.tracker] = replace(held, tests=(*held.tests, one_line(quote.text)))
        return
    found = [name for name, (_, why) in counted.items() if why]
    held = trackers[(found or own)[0]]
    why = (
        f"words that are found and count nowhere ({counted[found[0]][1]})"
        if found
        else "words that no query here finds yet"
    )
    remark = f"{portrait.path}:{quote.line} quotes {why}: {quote.text}"
    trackers[held.tracker] = replace(held, remarks=(*held.remarks, remark))


def _tracker(pain: _Pain) -> Proposal:
    lines = comment(f"{pain.path}:{pain.line}")
    lines += [line for remark in pain.remarks for line in comment(remark)]
    if pain.asked:
        lines += [
            f"{pain.tracker}:",
            f"  label: {quoted(pain.label)}",
            *["  kind: lack"] * says_lack(pain.label),
        ]
        lines += ["  queries:", *(f"    - {single(query)}" for query in pain.asked), *_doubts(pain.drafted)]
        lines.append("  side: customer")
        lines += ["  should_match:", *(f"    - {quoted(test)}" for test in dict.fromkeys(pain.tests))] * bool(
            pain.tests
        )
    else:
        lines += comment(f"{pain.tracker}: no word of {pain.label!r} says what's wrong; write its queries yourself")
    return Proposal("tracker", pain.tracker, pain.label, pain.path, pain.line, "\n".join(lines))


def _doubts(drafted: DraftedQueries) -> Iterator[str]:
    """Yield comments: what the document leaves open, who judged, and which queries would find praise as well."""
    if drafted.heard:
        yield from comment(
            f"a draft that nobody judged: its words are those of {plural(drafted.heard, 'customer utterance')} nearest "
            "to the label. evidence trackers --draft lets you accept and reject them",
            "    ",
        )
    elif drafted.queries and not drafted.stated:
        yield from comment("these are words of the label alone: what praises them would match, too", "    ")
    if drafted.wide:
        yield from comment(f"left out because too broad (would also match praise): {', '.join(drafted.wide)}", "    ")
