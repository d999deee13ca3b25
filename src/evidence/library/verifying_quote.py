"""Judge one quotation of a document: find the words, hold the attribution against the CRM, read the raw file again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from evidence.accounts.names import fold_name
from evidence.calls.normalized import parse
from evidence.errors import EvidenceError
from evidence.library.attributing import AttributionChecker
from evidence.library.lookup import Lookup
from evidence.library.raw_files import raw_call
from evidence.library.supporting import LEAST, Support
from evidence.model import Call, Citation, VerdictName
from evidence.quotes.alignment import CallSpeech, FoldedText, KnownSpeaker
from evidence.quotes.folding import rough
from evidence.quotes.quoted import search_terms
from evidence.quotes.rest_of_sentence import stands_whole
from evidence.quotes.verdicts import NOTHING_NEAR, ClaimedSpeaker, judge
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from evidence.documents.quotations import AttributionLine, Quotation
    from evidence.library.library import Library
    from evidence.model import Utterance, Verdict
    from evidence.store.prepare import IndexedParticipant
    from evidence.store.text_index import Stored

KEPT_SPEECHES = 64  # calls held ready to be searched; the quotes of a document cite the same ones
MOST_CALLS = 3  # calls looked through as a whole for words that do not stand where they are cited
MOST_TERMS = 12  # uncommon words of a quotation that an utterance is looked through for
LEAST_PART = 5  # words of a quotation that are told to stand in the cited utterance, though the rest does not
_ACCOUNTS_SAID = re.compile(r"(?<=\bsaid by )[^\s,]+(?=, not by )|(?<=, not by )[^\s,]+$")


@dataclass(frozen=True, slots=True)
class Checked:
    """One quotation of a document and what is true of it. `account_id` is who said it, as far as known.

    `wrong` is what the attribution says of account or person against the CRM: the words may be real.
    """

    path: str
    line: int
    quote: str
    verdict: Verdict
    speaker: str | None = None
    account_id: str | None = None
    wrong: bool = False
    quotation: Quotation | None = field(default=None, repr=False)

    def record(self) -> dict[str, Any]:
        """Return the verdict as `--json` prints it."""
        citation = self.verdict.citation
        return {
            "path": self.path,
            "line": self.line,
            "quote": self.quote,
            "standing": self.quotation.standing if self.quotation else "attributed",
            "verdict": self.verdict.name.value,
            "ok": self.verdict.ok,
            "edited": self.verdict.edited,
            "call_id": citation.call_id if citation else None,
            "utterance": citation.utterance if citation else None,
            "speaker": self.speaker,
            "account_id": self.account_id,
            "detail": self.verdict.detail,
        }


class Checker:
    """Judges quotations of one library; reads each cited call once."""

    def __init__(self, library: Library) -> None:
        """Prepare what all quotations need."""
        self.library = library
        self.redaction = library.redaction()
        self.uncompared = 0  # quotes that pass, and whose raw file is not here
        self.speech = lru_cache(KEPT_SPEECHES)(self._speech)
        self.raw = lru_cache(KEPT_SPEECHES)(self._raw)
        self.people = lru_cache(KEPT_SPEECHES)(library.catalog.people)
        self.entry = lru_cache(KEPT_SPEECHES)(library.catalog.call)
        self.utterances_with = Lookup(library, self.redaction).utterances_with
        # Of a call that people broke the index holds the last good state: that proves nothing.
        self.unread = {problem.path for problem in library.problems if problem.path}
        self.broken: set[str] = set()  # calls that are here and cannot be read: they are not missing
        self.attributions = AttributionChecker(self)
        self.support = Support(self.attributions.names.accounts, cache(self._called))

    def check(self, path: str, quotation: Quotation) -> Checked | None:
        """Return what is true of a quotation; None where it is none after all, such as a slogan that nobody said."""
        quotation = self.support.resolved(quotation)
        nobody = quotation.standing == "named" and not quotation.attribution.text
        if nobody or (quotation.standing != "attributed" and len(words(quotation.text)) < LEAST):
            return None
        checked = self._looked_up(path, quotation)
        verdict = self.support.settled(
            checked.quotation or quotation, checked.verdict, lambda: self._said(checked.verdict.citation)
        )
        return replace(checked, verdict=verdict) if verdict else None

    def _said(self, place: Citation | None) -> str:
        """Return the words that a citation spans, of one utterance or of several."""
        speech = self.speech(place.call_id) if place else None
        if place is None or speech is None:
            return ""
        last = place.last or place.utterance
        texts = [one.text for number in range(place.utterance, last + 1) if (one := speech.utterance(number))]
        if not texts:
            return ""
        texts[-1] = texts[-1][: place.end]
        texts[0] = texts[0][place.start :]
        return " ".join(texts)

    def _looked_up(self, path: str, quotation: Quotation) -> Checked:
        """Judge the words and the attribution of a quotation.

        Words that stand where they are cited are seen in the index, which was brought up to date with the
        files: most quotations need no file at all.
        """
        quotation = self.attributions.with_own_link(quotation)
        citation, claim = quotation.attribution.citation, self.attributions.claim(quotation.attribution)
        if citation and (piece := self.piece(citation.call_id, citation.utterance)):
            verdict = self._judge(quotation.text, citation, piece, claim=claim)()
            if verdict.name == "exact" and verdict.ok and stands_whole(piece, verdict):
                return self._checked(path, quotation, verdict)
        speech = self.speech(citation.call_id) if citation else None
        judged = self._judge(quotation.text, citation, speech, claim=claim)
        verdict = judged()
        if not verdict.ok or citation is None or verdict.name == VerdictName.CUT_SHORT:
            verdict = self._elsewhere(quotation, claim, judged) or verdict
        if verdict.detail == NOTHING_NEAR and citation:
            verdict = self._partly(quotation.text, citation, verdict)
        if verdict.name == VerdictName.MISATTRIBUTED:
            verdict = self._with_names(verdict, claim, quotation.attribution)
        return self._checked(path, quotation, verdict)

    def _partly(self, quoted: str, cited: Citation, verdict: Verdict) -> Verdict:
        """Say which part of words that nobody said stands in the cited utterance after all."""
        piece = self.piece(cited.call_id, cited.utterance)
        utterance = piece.utterance(cited.utterance) if piece else None
        if utterance is None:
            return verdict
        said, sought = FoldedText(utterance.text), FoldedText(quoted)
        match = SequenceMatcher(
            None, [word.key for word in sought.words], [word.key for word in said.words], autojunk=False
        ).find_longest_match()
        if match.size < LEAST_PART:
            return verdict
        part = said.text[said.words[match.b].start : said.words[match.b + match.size - 1].end]
        detail = f'only part of this was said there: "{self.redaction.apply(part)}"'
        start = utterance.text.find(part)
        place = Citation.of(cited.call_id, utterance, start, start + len(part))
        return replace(verdict, citation=place, detail=detail)

    def _with_names(self, verdict: Verdict, claim: ClaimedSpeaker, attribution: AttributionLine) -> Verdict:
        """Put names beside the ids of accounts: that of the document for who is claimed, else that of the CRM."""
        if self.redaction.hides_accounts:
            return verdict

        def named(found: re.Match[str]) -> str:
            account = self.library.accounts.get(found[0])
            claimed = attribution.account if found[0] == claim.account_id else None
            name = claimed if claimed and claimed != found[0] else account and account.account_name
            return f"{name} ({found[0]})" if name and name != found[0] else found[0]

        return replace(verdict, detail=_ACCOUNTS_SAID.sub(named, verdict.detail))

    def _elsewhere(self, quotation: Quotation, claim: ClaimedSpeaker, judged: Callable[..., Verdict]) -> Verdict | None:
        """Judge by what the index finds: first by the utterances alone, then by their calls as a whole."""
        cited = quotation.attribution.citation
        found = [
            hit for hit in self.utterances_with(quotation.text, claim) if not cited or hit.call_id != cited.call_id
        ]
        alike = _most_alike(quotation.text, found)
        for hit in alike:
            piece = self._speech_of(hit.call_id, (hit.utterance,))
            verdict = judged(piece) if piece else None
            if piece and verdict and verdict.ok and stands_whole(piece, verdict):
                return verdict
            # The sentence may go on in another utterance: this call as a whole tells, and no other is needed.
            whole = self.speech(hit.call_id) if verdict and verdict.ok else None
            if whole and (verdict := judged(whole)).ok:
                return verdict
        calls = list(dict.fromkeys(hit.call_id for hit in (*alike, *found)))[:MOST_CALLS]
        speeches = [speech for call_id in calls if (speech := self.speech(call_id))]
        return judged(*speeches) if speeches else None

    def _judge(
        self,
        quoted: str,
        citation: Citation | None,
        speech: CallSpeech | None,
        *,
        claim: ClaimedSpeaker | None = None,
    ) -> Callable[..., Verdict]:
        """Return what judges a quotation, given other calls where its words may stand."""
        masked = self.redaction.bare(quoted) != quoted

        def judged(*candidates: CallSpeech) -> Verdict:
            return judge(
                quoted,
                citation,
                speech,
                candidates=candidates,
                claim=claim or ClaimedSpeaker(),
                redact=self.redaction.apply,
                masked=masked,
            )

        return judged

    def _checked(self, path: str, quotation: Quotation, verdict: Verdict) -> Checked:
        place = verdict.citation
        if place is None:
            return Checked(path, quotation.line, quotation.text, verdict, quotation=quotation)
        piece = self.piece(place.call_id, place.utterance) or self.speech(place.call_id)
        utterance = piece.utterance(place.utterance) if piece else None
        speaker = utterance.speaker if utterance else None
        who = next((p for p in self.people(place.call_id) if p.participant.label == speaker), None)
        account = self.library.speaks_for(place.call_id, who)
        account_id = account.account_id if account else None
        entry = self.entry(place.call_id)
        verdict = right = replace(verdict, edited=bool(entry and entry.edited))
        if verdict.ok:
            verdict = self.attributions.against(verdict, quotation, account_id, who)
        wrong = verdict.ok != right.ok
        return Checked(path, quotation.line, quotation.text, verdict, speaker, account_id, wrong, quotation)

    def _called(self) -> frozenset[str]:
        """Return the names of everybody in calls and CRM, first names, surnames behind `*` and labels, folded."""
        people = [person.participant for _, person in self.library.catalog.everybody()]
        contacts = [contact.name for contact in self.library.catalog.contacts()]
        names = {fold_name(name) for name in (*(one.name for one in people), *contacts) if name}
        labels = {fold_name(one.label) for one in people}
        parts = [name.split() for name in names if " " in name]
        firsts, lasts = {one[0] for one in parts}, {f"* {one[-1]}" for one in parts}
        return frozenset(name for name in names | labels | firsts | lasts if len(name) > 1)

    def against_raw(self, checked: Checked) -> Checked:
        """Return what is true of passing words in the raw file; where that is gone, only an edited call fails."""
        verdict, place = checked.verdict, checked.verdict.citation
        speech = self.speech(place.call_id) if place else None
        if place is None or speech is None:
            return checked
        source = speech.call.source
        raw = self.raw(place.call_id, source)
        if raw is None:
            if not verdict.edited:
                self.uncompared += 1
                note = f"not compared: the raw file {source} is missing"
                detail = "; ".join(filter(None, (verdict.detail, note)))
                return replace(checked, verdict=replace(verdict, detail=detail))
            why = f"the call was edited by hand, and its raw file {source} is missing"
            return replace(checked, verdict=replace(verdict, name=VerdictName.NO_SOURCE, ok=False, detail=why))
        said = replace(self._judge(checked.quote, place, raw)(), edited=verdict.edited)
        if said.ok:
            return checked
        return replace(checked, verdict=replace(said, detail=f"different in the raw file {source}: {said.detail}"))

    def _raw(self, call_id: str, source: str) -> CallSpeech | None:
        try:
            call = raw_call(self.library.workspace, source, call_id)
        except EvidenceError as error:
            self.library.problems.append(error)
            return None
        return CallSpeech(call) if call else None

    def allowed(self, checked: Checked, *, allow_missing: bool) -> Checked:
        """Pass a quote whose call is missing where that is allowed; one that cannot be read is not missing."""
        verdict = checked.verdict
        if verdict.name != VerdictName.NO_SOURCE or checked.quotation is None:
            return checked
        cited = checked.quotation.attribution.citation
        if cited and cited.call_id in self.broken:
            return replace(checked, verdict=replace(verdict, detail="the cited call cannot be read"))
        return replace(checked, verdict=replace(verdict, ok=verdict.ok or allow_missing))

    def _speech(self, call_id: str) -> CallSpeech | None:
        """Read a call from its file, which is the source."""
        workspace = self.library.workspace
        path = workspace.call_path(call_id)
        if not path.is_file():
            return None
        try:
            call = parse(workspace.read_text(path), workspace.name(path))
        except EvidenceError as error:
            self.library.problems.append(error)
            self.broken.add(call_id)
            return None
        return CallSpeech(call, self._speakers(call_id))

    def piece(self, call_id: str, number: int) -> CallSpeech | None:
        """Return one utterance of a call from the index, None where that does not hold what the file says."""
        return self._speech_of(call_id, self.library.store.text.neighbours(call_id, number, 0))

    def _speech_of(self, call_id: str, utterances: tuple[Utterance, ...]) -> CallSpeech | None:
        entry = self.entry(call_id)
        if not utterances or entry is None or entry.path in self.unread:
            return None
        call = Call(call_id, entry.title, entry.source, entry.source_sha256, entry.format, "", (), utterances)
        return CallSpeech(call, self._speakers(call_id))

    def _speakers(self, call_id: str) -> dict[str, KnownSpeaker]:
        return {p.participant.label: self._speaker(call_id, p) for p in self.people(call_id)}

    def _speaker(self, call_id: str, person: IndexedParticipant) -> KnownSpeaker:
        account = None if person.participant.side == "internal" else self.library.speaks_for(call_id, person)
        return KnownSpeaker(person.participant.side, account.account_id if account else None)


def _most_alike(quoted: str, found: Sequence[Stored]) -> list[Stored]:
    """Return the utterances that hold half of the uncommon words or more: others cannot hold the quotation."""
    sought = set(search_terms(quoted, limit=MOST_TERMS))
    return [hit for hit in found if 2 * len(sought.intersection(rough(hit.utterance.text))) >= len(sought)]
