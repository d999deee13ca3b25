"""What a quotation points at, and what follows where the calls do not have its words.

A quotation of ours (it cites a call, names an account, a person, a participant's number or a role) must have been
said. One that names somebody else is told and passes; one that stands where quotes stand and names nobody fails.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evidence.accounts.names import fold_name
from evidence.english import word_pattern, word_set
from evidence.model import Verdict, VerdictName
from evidence.quotes.differences import shared_words
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from evidence.documents.quotations import AttributionLine, Quotation

LEAST = 5
"""Words from which on a quotation that names nobody is looked up."""
_LABEL = re.compile(
    r"(?:P|U|R|I|Participant|Interviewee|Respondent|Informant|User|Customer|Client|Prospect|Speaker|Subject)"
    r"\s?[#\u2116-]?\s?\d{1,4}"
)
_HOST = re.compile(r"^\S+\.\S+$")
_HONORIFIC = re.compile(rf"(?:{word_pattern('honorifics')})\b\.?\s+", re.IGNORECASE)
_PSEUDONYM = re.compile(r"[^\W\d_]+_\d+")
_FACT = re.compile(r"\d\s*(?:employees|people|staff|seats)\b|\bARR\b|\b(?:closed[ -])?(?:won|lost)\b", re.IGNORECASE)
_SURE = {
    "bare": 0.75,
    "named": 0.75,
    "possible": 0.85,
}  # likeness in words from which on words are ours that name nobody
_SHARED = {"bare": 5, "named": 5, "possible": 6}  # and words in common
_FIRST_PERSON = word_set("first person")
_STOPS = frozenset(".!?\u2026")
_SURELY = frozenset({"person", "label"})
_LIFTED = {"account": ("placed", "bare"), "role": ("placed",)}
_NEAR = frozenset({VerdictName.ALTERED, VerdictName.HEDGE_DROPPED, VerdictName.STITCHED})
_UNSAID = _NEAR | {VerdictName.ABSENT}


@dataclass(frozen=True)
class Support:
    """What calls and CRM know of whom a document may name.

    accounts: ids by folded name. people: folded names of everybody, and each surname behind `*`; asked for only where
    an attribution needs it.
    """

    accounts: Mapping[str, str | None]
    people: Callable[[], Collection[str]]

    def resolved(self, quotation: Quotation) -> Quotation:
        """Return a quotation under the first of its credits that names somebody of ours; the same without one.

        A person or a participant's number is enough everywhere, an account where words stand in marks, a role only
        where quotes stand: user stories and scripts have `Customer: "..."`. Behind `Name:` without marks (`named`) the
        name alone is kept: a note on somebody may stand there.
        """
        if quotation.standing == "attributed":
            return quotation
        for credit in quotation.credits:
            what = "" if self._names_several(credit) else self.points_at(credit)
            if quotation.standing == "named":
                return replace(quotation, attribution=credit) if what in {"person", "label"} else quotation
            if what in _SURELY or quotation.standing in _LIFTED.get(what, ()):
                return replace(quotation, attribution=replace(credit, line=quotation.end), standing="attributed")
        return quotation

    def _is_elsewhere(self, quotation: Quotation, ours: str) -> bool:
        """Whether the named source is one.

        Words of somebody of ours are from there only where their attribution says so; a customer's address is none.
        """
        source = quotation.source
        if source.casefold() in self.accounts:
            return False
        return not ours or (source in quotation.attribution.text and not _HOST.search(source))

    def points_at(self, attribution: AttributionLine) -> str:
        """Say what of ours an attribution names: `call`, `account`, `person`, `label`, `role`; "" where nothing."""
        if attribution.citation:
            return "call"
        parts = [part for part in (attribution.person, attribution.title, attribution.account) if part]
        kinds = [kind for part in parts for kind in self._kinds(part)]
        first = next((kind for kind in ("person", "label", "account") if kind in kinds), "")
        if first or not parts:
            return first
        if any(map(_FACT.search, attribution.facts)):
            return "account"
        return "role" if _is_role(parts[0]) else ""

    def _names_several(self, attribution: AttributionLine) -> bool:
        """Whether an attribution is a list of accounts or of people: which of them said it is not told."""
        parts = [part for part in (attribution.person, attribution.title, attribution.account) if part]
        kinds = [kind for part in parts for kind in set(self._kinds(part))]
        return any(kinds.count(kind) > 1 for kind in ("account", "person", "label"))

    def _kinds(self, part: str) -> Iterator[str]:
        if _LABEL.fullmatch(part):
            yield "label"
        if part.casefold() in self.accounts or fold_name(part) in self.accounts or _PSEUDONYM.fullmatch(part):
            yield "account"
        if fold_name(part) in self.people() or (
            (title := _HONORIFIC.match(part)) and f"* {fold_name(part[title.end() :])}" in self.people()
        ):
            yield "person"

    def settled(self, quotation: Quotation, verdict: Verdict, said: Callable[[], str]) -> Verdict | None:
        """Return the verdict on words that were looked up; None where they are no quotation after all.

        said: gives the words of the calls that the verdict found near them.
        """
        if verdict.ok:
            return verdict
        attributed = quotation.standing == "attributed"
        ours = self.points_at(quotation.attribution) if attributed else ""
        if quotation.source and self._is_elsewhere(quotation, ours):
            detail = f"another source: {quotation.source}"
            return replace(verdict, name=VerdictName.NOT_JUDGED, ok=True, citation=None, detail=detail)
        if verdict.name not in _UNSAID:
            return verdict
        if ours:
            return verdict
        standing = "bare" if attributed else quotation.standing
        if verdict.name in _NEAR and (standing == "placed" or _are_sure(quotation.text, said(), standing)):
            return verdict
        # What is written behind a name without marks may be a note on somebody: a sentence is told, no more.
        if standing == "possible" or (standing == "named" and quotation.text[-1:] not in _STOPS):
            return None
        who = quotation.attribution.text if attributed else ""
        told = f"nobody said it in these calls, and {who} is not known here" if who else "nobody said it in these calls"
        return Verdict(VerdictName.UNSUPPORTED, ok=standing != "placed", detail=told)


def _are_sure(quoted: str, said: str, standing: str) -> bool:
    """Whether words are so near to others that they can hardly be anything else."""
    shared, longer = shared_words(quoted, said)
    return shared >= _SHARED[standing] and shared >= _SURE[standing] * longer


def _is_role(text: str) -> bool:
    said = words(text)
    known = word_set("jobs", "titles", "roles of a deal")
    return 0 < len(said) <= 8 and any(word in known for word in said)
