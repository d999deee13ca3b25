"""Segments looked at closely: why each account is in or out, where definitions drift, which places contradict."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from evidence.accounts.conditions import asked_of_accounts, split_conditions
from evidence.accounts.sql import account_verdicts
from evidence.documents.markdown import lines_between
from evidence.errors import SqlError
from evidence.library.pages import traits_of, values_of
from evidence.library.personas import reasons
from evidence.segments.contradictions import (
    Names,
    Remark,
    Statement,
    claim_of_cell,
    claims_in,
    claims_of,
    contradictions,
    rewordings,
)
from evidence.segments.drift import SegmentReading, compare, judged

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from evidence.accounts.records import Crm
    from evidence.commands.segments import Described
    from evidence.documents.structure import Document
    from evidence.library.library import Library
    from evidence.library.pages import Passage
    from evidence.model import Segment
    from evidence.segments.contradictions import Contradiction, Rewording
    from evidence.segments.drift import Drift

Verdicts = dict[str, bool | None]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One condition of a segment, and what it says of every account; `unless` rules those out of whom it is true."""

    condition: str
    unless: bool
    verdicts: Verdicts


@dataclass(frozen=True, slots=True)
class CloseLook:
    """What a close look found, by segment, and across all documents. `people`: who fits, by segment and account."""

    judgements: dict[str, tuple[Judgement, ...]]
    drifts: dict[str, tuple[Drift, ...]]
    contradictions: tuple[Contradiction, ...]
    rewordings: tuple[Rewording, ...]
    people: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def who(self, segment: str, account_id: str) -> str:
        """Return who of an account fits a segment of people, by title, or why nobody does; "" of any other segment."""
        return self.people.get(segment, {}).get(account_id, "")

    def reasons(self, segment: str, account_id: str) -> list[dict[str, Any]]:
        """Return what each condition says of an account: true, false, or None where it lacks the data."""
        return [
            {"condition": one.condition, "unless": one.unless, "verdict": one.verdicts.get(account_id)}
            for one in self.judgements.get(segment, ())
        ]


def look_closely(library: Library, described: Described, crm: Crm) -> CloseLook:
    """Take the segments apart. crm: as `describe` read it. What cannot be judged is left out: it was reported."""
    known, names = values_of(crm.accounts), names_of(library)
    defined = [(d.segment, d.passages) for d in described.descriptions if d.segment]
    parts = {segment.segment_id: tuple(_parts(segment)) for segment, _ in defined}
    told = {s.segment_id: [t for passage in passages for t in _told(passage, known)] for s, passages in defined}
    asked = {part for several in parts.values() for part, _ in several}
    asked |= {s.where for s, _ in defined if s.where} | {_joined(t) for several in told.values() for t in several}
    # All at once: to put fifty thousand accounts into the engine takes a second each time.
    verdicts, _ = account_verdicts(crm, {sql: sql for sql in sorted(asked)})
    drifts = {}
    for segment, passages in defined:
        place = library.workspace.name(library.workspace.segments_file)
        where = verdicts.get(segment.where or "")
        readings = [
            replace(judged(t.source, t.path, t.line, t.conditions, verdicts[_joined(t)]), ignored=t.ignored)
            for t in told[segment.segment_id]
            if _joined(t) in verdicts
        ]
        readings += [reading for passage in passages for reading in _named(passage, names)]
        if segment.where and where is not None:
            own = judged("where", place, segment.line, [segment.where], where)
            settled = (*segment.include, *segment.exclude)
            drifts[segment.segment_id] = compare(segment.segment_id, own, readings, settled=settled)
    judgements = {
        key: tuple(Judgement(part, unless, verdicts[part]) for part, unless in several if part in verdicts)
        for key, several in parts.items()
    }
    found = library.personas
    people = {
        s.segment_id: reasons(found, s.segment_id, crm.contacts) for s, _ in defined if s.segment_id in found.fits
    }
    return CloseLook(judgements, drifts, *contradicting(library, described), people)


def _parts(segment: Segment) -> Iterator[tuple[str, bool]]:
    """Yield the conditions of a segment, and whether they rule out."""
    if segment.where:
        try:
            yield from ((part, False) for part in split_conditions(segment.where))
        except SqlError:
            return
    if segment.unless:
        yield segment.unless.strip(), True


def _told(passage: Passage, known: Mapping[str, frozenset[str]]) -> Iterator[SegmentReading]:
    """Yield the conditions that a document's prose and its SQL put to accounts, not judged yet."""
    if passage.page is None or passage.line is None:
        return
    traits = traits_of(passage.page, passage.heading, known)
    if traits:
        yield SegmentReading("prose", passage.path, traits[0].line, tuple(trait.condition for trait in traits))
    for fence in passage.queries:
        try:
            stated = asked_of_accounts(fence.content)
        except SqlError:
            continue  # `stats` runs it and says what is wrong
        if stated and stated.conditions:
            yield SegmentReading("sql", passage.path, fence.line, stated.conditions, ignored=stated.others)


def _joined(reading: SegmentReading) -> str:
    return " AND ".join(f"({condition})" for condition in reading.conditions)


def _named(passage: Passage, names: Names) -> Iterator[SegmentReading]:
    """Yield the accounts that a document lists as examples."""
    if passage.line is not None and (examples := dict(_examples(passage, names))):
        yield SegmentReading("named", passage.path, min(examples.values()), (), frozenset(examples))


def _examples(passage: Passage, names: Names) -> Iterator[tuple[str, int]]:
    """Yield the accounts that list items of the section begin with: `- Account_900: 350 employees (won)`."""
    page = passage.page
    if page is None:
        return
    last = passage.heading.stop if passage.heading else len(page.lines)
    for line in lines_between(page.prose, passage.line or 1, last):
        head, colon, _ = line.text.partition(":")
        named = names.named(head) if colon and line.depth and not line.quoted and len(head) <= 60 else ()
        if len(named) == 1:
            yield named[0], line.number


# -- contradictions ----------------------------------------------------------------------------


def names_of(library: Library) -> Names:
    """Return what finds accounts in a text: their ids, names and aliases."""
    return Names({key: library.names_of(account) for key, account in library.accounts.items()})


def contradicting(library: Library, described: Described) -> tuple[tuple[Contradiction, ...], tuple[Rewording, ...]]:
    """Return accounts of which documents and CRM say what cannot all be true, and remarks in two wordings."""
    pages = {p.path: p.page for d in described.descriptions for p in d.passages if p.page}
    names = names_of(library)
    claims = [claim for path, page in sorted(pages.items()) for claim in _claims(page, path, names)]
    claims += _of_crm(library, {claim.account_id for claim in claims})
    remarks = [remark for path, page in sorted(pages.items()) for remark in _remarks(page, path, names)]
    return contradictions(claims), rewordings(remarks)


def _of_crm(library: Library, wanted: set[str]) -> Iterator[Statement]:
    path = library.workspace.name(library.workspace.crm)
    for account_id in sorted(wanted):
        yield from claims_of(library.accounts[account_id], library.outcomes.get(account_id), path)


def _claims(page: Document, path: str, names: Names) -> Iterator[Statement]:
    titles = {heading.line: heading.text for heading in page.headings}
    above = ""
    for line in page.prose:
        if line.cell:
            about = names.named(line.cell[0]) if line.kind == "td" and line.column else ()
            if len(about) == 1:
                yield from claim_of_cell(path, line.number, line.text, about[0], line.cell[1])
            continue
        if line.kind == "heading":
            above = titles.get(line.number, "")
        elif (line.label and not line.value) or line.text.endswith(":"):
            above = line.text
        elif len(named := names.named(line.text)) == 1:
            yield from claims_in(path, line.number, line.text, named[0], above=above)


def _remarks(page: Document, path: str, names: Names) -> Iterator[Remark]:
    for quotation in page.quotations:
        named = names.named(quotation.attribution.text)
        account = named[0] if len(named) == 1 else None
        yield Remark(quotation.text, path, quotation.line, account, quotation.block is not None)
