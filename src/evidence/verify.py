"""Check every attributed quote and every citation in people's Markdown against the calls."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from evidence.calls.normalized import is_edited, parse
from evidence.documents.structure import read
from evidence.errors import EvidenceError, WorkspaceError
from evidence.query.tree import And, Field, Or, Query, Word
from evidence.quotes.floors import Script, Voice
from evidence.quotes.verdicts import Claim, judge, search_terms
from evidence.quoting import redaction_of, speaks_for
from evidence.search import Asking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from evidence.documents.quotations import Credit, Quotation
    from evidence.library import Library
    from evidence.model import Verdict
    from evidence.query.tree import Node
    from evidence.store.prepare import Person

KEPT_SCRIPTS = 64  # calls held ready to be searched; the quotes of a document cite the same ones
MOST_CALLS = 5  # calls looked through for words that cite none
SKIPPED = frozenset({"node_modules", "site-packages", "normalized", "raw", "__pycache__", "venv", "build", "dist"})


@dataclass(frozen=True, slots=True)
class Checked:
    """One quotation of a document and what is true of it. `account_id` is who said it, as far as known."""

    path: str
    line: int
    quote: str
    verdict: Verdict
    speaker: str | None = None
    account_id: str | None = None

    def record(self) -> dict[str, Any]:
        """Return the verdict as `--json` prints it."""
        citation = self.verdict.citation
        return {
            "path": self.path,
            "line": self.line,
            "quote": self.quote,
            "verdict": self.verdict.name,
            "ok": self.verdict.ok,
            "edited": self.verdict.edited,
            "call_id": citation.call_id if citation else None,
            "utterance": citation.utterance if citation else None,
            "speaker": self.speaker,
            "account_id": self.account_id,
            "detail": self.verdict.detail,
        }


def documents(library: Library, paths: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return the Markdown files to verify: those given (folders are searched), else all where people write.

    Raises WorkspaceError for a path that does not exist.
    """
    workspace = library.workspace
    if paths:
        for path in paths:
            if not path.exists():
                raise WorkspaceError(f"{path} does not exist", hint="Name Markdown files or folders.")
        wanted = [path.resolve() for path in paths]
    else:
        named = [workspace.root / entry for entry in workspace.settings.verify.get("paths", ())]
        own = [workspace.segments / r.path for s in library.segments.values() for r in s.documents]
        wanted = [*own, workspace.segments, workspace.root / "campaigns", *named]
    found = {file for path in wanted for file in _markdown(path)}
    return tuple(sorted(found))


def _markdown(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.is_dir():
        for file in path.rglob("*.md"):
            inside = file.relative_to(path).parts[:-1]
            if not any(part in SKIPPED or part.startswith(".") for part in inside) and file.is_file():
                yield file


def verify(library: Library, paths: Sequence[Path] = (), *, allow_missing: bool = False) -> Iterator[Checked]:
    """Yield the verdict on every quote, by document and line.

    allow_missing: pass quotes whose call is not here, as the settings may ask, too. A document
    or a call that cannot be read joins the library's problems, and the others are checked.
    """
    checker = Checker(library)
    allow_missing = allow_missing or bool(library.workspace.settings.verify.get("allow_missing"))
    for path in documents(library, paths):
        name = library.workspace.name(path)
        try:
            document = read(library.workspace.read_text(path), name)
        except EvidenceError as error:
            library.problems.append(error)
            continue
        for quotation in document.quotations:
            checked = checker.check(name, quotation)
            cited = quotation.credit.citation
            if checked.verdict.name == "no-source" and cited and cited.call_id in checker.broken:
                checked = replace(checked, verdict=replace(checked.verdict, detail="the cited call cannot be read"))
            elif checked.verdict.name == "no-source" and allow_missing:
                checked = replace(checked, verdict=replace(checked.verdict, ok=True))
            yield checked


class Checker:
    """Judges quotations of one library; reads each cited call once."""

    def __init__(self, library: Library) -> None:
        """Prepare what all quotations need."""
        self.library = library
        self.redaction = redaction_of(library)
        self.accounts = {
            known.casefold(): account.account_id
            for account in library.accounts.values()
            for known in library.names_of(account)
        }
        self.script = lru_cache(KEPT_SCRIPTS)(self._script)
        self.broken: set[str] = set()  # calls that are here and cannot be read: they are not missing

    def check(self, path: str, quotation: Quotation) -> Checked:
        """Return what is true of a quotation."""
        citation = quotation.credit.citation
        claim = self.claim(quotation.credit)
        script, edited = self.script(citation.call_id) if citation else (None, False)
        candidates: list[Script] = []
        redact = self.redaction.apply
        verdict = judge(quotation.text, citation, script, claim=claim, redact=redact, edited=edited)
        if not verdict.ok or citation is None:
            cited = citation.call_id if citation else None
            candidates = [
                s for call in self.calls_with(quotation.text, claim) if call != cited and (s := self.script(call)[0])
            ]
            if candidates:
                verdict = judge(
                    quotation.text, citation, script, candidates=candidates, claim=claim, redact=redact, edited=edited
                )
        return self._checked(path, quotation, verdict)

    def _checked(self, path: str, quotation: Quotation, verdict: Verdict) -> Checked:
        place = verdict.citation
        if place is None:
            return Checked(path, quotation.line, quotation.text, verdict)
        script, edited = self.script(place.call_id)
        utterance = script.utterance(place.utterance) if script else None
        speaker = utterance.speaker if utterance else None
        who = next((p for p in self.library.catalog.people(place.call_id) if p.participant.label == speaker), None)
        account = speaks_for(self.library, place.call_id, who)
        verdict = replace(verdict, edited=edited)
        account_id = account.account_id if account else None
        return Checked(path, quotation.line, quotation.text, verdict, speaker, account_id)

    def claim(self, credit: Credit) -> Claim:
        """Return whose words they are said to be; a name that the CRM does not know claims nothing.

        `on a call with` is how blocks credit our own people: it makes them nobody's customer.
        """
        if " on a call with " in f" {credit.text}":
            return Claim()
        return Claim(account_id=self.accounts.get((credit.account or "").casefold()))

    def _script(self, call_id: str) -> tuple[Script | None, bool]:
        """Read a call from its file, which is the source; return whether people edited it."""
        workspace = self.library.workspace
        path = workspace.call_path(call_id)
        if not path.is_file():
            return None, False
        try:
            text = workspace.read_text(path)
            call = parse(text, workspace.name(path))
        except EvidenceError as error:
            self.library.problems.append(error)
            self.broken.add(call_id)
            return None, False
        voices = {p.participant.label: self._voice(call_id, p) for p in self.library.catalog.people(call_id)}
        return Script(call, voices), is_edited(text, call)

    def _voice(self, call_id: str, person: Person) -> Voice:
        account = None if person.participant.side == "internal" else speaks_for(self.library, call_id, person)
        return Voice(person.participant.side, account.account_id if account else None)

    def calls_with(self, quoted: str, claim: Claim) -> list[str]:
        """Return calls in which the quote's words may stand, those of the claimed account first."""
        terms = search_terms(quoted)
        found: dict[str, None] = {}
        for scope in ([Field("account", claim.account_id, exact=True)] if claim.account_id else [], []):
            for words in (terms[:4], terms[:2]):
                if words:
                    node: Node = And((*map(Word, words), *scope))
                    for call_id in self._calls(node):
                        found.setdefault(call_id)
                if len(found) >= MOST_CALLS:
                    return list(found)[:MOST_CALLS]
        if not found and len(terms) > 1:
            found = dict.fromkeys(self._calls(Or(tuple(map(Word, terms[:3])))))
        return list(found)[:MOST_CALLS]

    def _calls(self, node: Node) -> Iterable[str]:
        asking = Asking(self.library, Query("", node))
        return dict.fromkeys(hit.call_id for hit in asking.first(4 * MOST_CALLS))
