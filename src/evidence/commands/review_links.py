"""Review of links: the calls and speakers that wait, answers written at once, and the last ones taken back."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from evidence.accounts.crm_index import CallKeys
from evidence.accounts.linking import build_crm_index
from evidence.accounts.records import INTERNAL
from evidence.errors import EvidenceError, TableError
from evidence.library.assignments import ACCEPTED, accept_alias, accept_link, correct_person
from evidence.review.decisions import stamp
from evidence.review.links import answered
from evidence.review.lookup import known_account, mentions_in
from evidence.review.queue import LinkItem
from evidence.review.state import begin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from evidence.accounts.linking import CrmIndex
    from evidence.library.library import Library
    from evidence.model import AccountLink, Participant, Utterance
    from evidence.review.lookup import AccountName, Mention
    from evidence.review.state import LinkAnswer, State


class WrittenAnswer(NamedTuple):
    """An answer that was written: what is told when it is taken back, the file before (None: there was none), since."""

    undone: str
    path: Path
    before: bytes | None
    after: bytes | None


class LinkReview:
    """What a review of links reads and writes."""

    def __init__(self, library: Library, by: str) -> None:
        """Take the library as it was opened. by: who answers."""
        self.library, self.by = library, by
        self.written: list[WrittenAnswer] = []

    def begin(self) -> State:
        """Return a session over calls without an account, best suggestion first, then speakers without a side.

        Where the CRM has no accounts, there is nothing to choose for a call; nor is there for one that a person mapped
        to an account that the newest snapshot lacks: that is the export's to mend, or the mapping's.
        """
        calls = self._calls() if self.library.accounts else ()
        return begin((*calls, *self._speakers()), accounts=tuple(self._accounts()))

    def _calls(self) -> Iterator[LinkItem]:
        entries = {entry.call_id: entry for entry in self.library.catalog.calls()}
        waiting = [
            link
            for link in self.library.links.values()
            if link.status not in {"linked", "internal"} and not link.awaits_export and link.call_id in entries
        ]
        for link in sorted(waiting, key=_best_first):
            entry = entries[link.call_id]
            yield LinkItem(link.call_id, entry.title, entry.date, link)

    def _speakers(self) -> Iterator[LinkItem]:
        """Yield the speakers whose side nobody knows: those in most calls first, then as the calls have them."""
        entries = {entry.call_id: entry for entry in self.library.catalog.calls()}
        nobody = [
            (call_id, person.participant)
            for call_id, person in self.library.catalog.everybody()
            if person.participant.side == "unknown" and not person.participant.bot
        ]
        alike = Counter(person.label for _, person in nobody)
        first: dict[str, int] = {}  # where each label stands first: the people of a call are asked about together
        for place, (_, person) in enumerate(nobody):
            first.setdefault(person.label, place)
        for call_id, person in sorted(nobody, key=lambda one: (-alike[one[1].label], first[one[1].label])):
            entry, label = entries[call_id], person.label
            yield LinkItem(call_id, entry.title, entry.date, label=label, alike=alike[label], role=person.role or "")

    def _accounts(self) -> Iterator[AccountName]:
        for account in self.library.accounts.values():
            others = (*self.library.names_of(account)[2:], *(account.domain or "").split(";"))
            yield known_account(
                account.account_id,
                account.account_name,
                filter(None, others),
                (account.domain, account.industry, account.geography),
            )

    @cached_property
    def _crm_index(self) -> CrmIndex:
        aliases = tuple((str(alias), str(owner)) for alias, owner in self.library.catalog.get_list("aliases"))
        return build_crm_index(replace(self.library.crm(), aliases=aliases), self.library.workspace.settings)

    def mentions(self, call_id: str, words: tuple[Utterance, ...]) -> Mapping[str, Mention]:
        """Return account id -> the sentence of a call that names it."""
        return mentions_in(CallKeys(call_id, participants=self._people[call_id], utterances=words), self._crm_index)

    @cached_property
    def _people(self) -> defaultdict[str, tuple[Participant, ...]]:
        people: defaultdict[str, tuple[Participant, ...]] = defaultdict(tuple)
        for call_id, person in self.library.catalog.everybody():
            people[call_id] += (person.participant,)
        return people

    def answer(self, state: State, answer: LinkAnswer) -> State:
        """Write an answer and return the session after it; one that cannot be written is said, its item stays open."""
        try:
            if answer.kind == "undo":
                return answered(state, answer, self._take_back())
            path, before = self._file(answer), self._bytes(self._file(answer))
            said, undone = self._write(answer)
        except EvidenceError as error:
            return replace(state, said=str(error))
        after = self._bytes(path)
        kept = f"nothing was written before, so nothing changed. {said}"
        self.written.append(WrittenAnswer(undone if before != after else kept, path, before, after))
        return answered(state, answer, said)

    def _file(self, answer: LinkAnswer) -> Path:
        workspace = self.library.workspace
        files = {"link": workspace.mappings / ACCEPTED, "alias": workspace.aliases, "person": workspace.people}
        return files[answer.kind]

    def _bytes(self, path: Path) -> bytes | None:
        return self.library.workspace.read_bytes(path) if path.is_file() else None

    def _take_back(self) -> str:
        """Make the file of the last answer what it was before; return what was done, in words.

        Raises TableError where somebody changed it since: what they wrote is not lost.
        """
        workspace, last = self.library.workspace, self.written[-1]
        if self._bytes(last.path) != last.after:
            what, hint = "was changed since by somebody else, so nothing was taken back", "Delete the line there."
            raise TableError(what, hint=hint, path=workspace.name(last.path))
        if last.before is None and last.after is not None:
            workspace.delete(last.path)
        elif last.before is not None and last.before != last.after:
            workspace.write(last.path, last.before, read=last.after)
        self.written.pop()
        return f"Taken back: {last.undone}"

    def _write(self, answer: LinkAnswer) -> tuple[str, str]:
        """Add an answer to people's files; return in words what was done, and what is so once it is taken back."""
        if answer.kind == "person":
            return self._correct(answer)
        workspace, at, name = self.library.workspace, stamp(), self._name(answer.account_id)
        if answer.kind == "alias":
            new = accept_alias(workspace, answer.alias, answer.account_id, by=self.by, at=at)
            said = "is now another name of" if new else "is already another name of"
            undone = f"{answer.alias!r} is no longer another name of {name.removesuffix('.')}."
            return f"{answer.alias!r} {said} {name}; to use it, run evidence ingest.", undone
        assert answer.call_id is not None  # noqa: S101  the answer to a link is about a call
        call, name = answer.call_id, name.removesuffix(".")  # Ltd.
        new = accept_link(workspace, call, answer.account_id, self.by, at)
        if answer.account_id == INTERNAL:
            said = f"{call} is {'now' if new else 'already'} an internal call, with no account."
            return said, f"{call} is no longer settled as an internal call."
        said = f"Linked {call} to {name}." if new else f"{call} is already linked to {name}."
        return said, f"{call} is no longer linked to {name}."

    def _name(self, account_id: str) -> str:
        account = self.library.accounts.get(account_id)
        return account.account_name if account else account_id

    def _correct(self, answer: LinkAnswer) -> tuple[str, str]:
        role, label = answer.role or None, answer.label
        account_id = answer.account_id or None
        new = correct_person(
            self.library.workspace, label, answer.call_id, answer.side, role=role, account_id=account_id
        )
        where = "in every call" if answer.call_id is None else f"in {answer.call_id}"
        if role:
            return (
                f"{label} is {'now' if new else 'already'} {role!r} {where}.",
                f"{label} is no longer {role!r} {where}.",
            )
        side = "a customer" if answer.side == "customer" else "one of us"
        side += f" of {self._name(account_id).removesuffix('.')}" if account_id else ""
        said = f"{'Marked' if new else 'Already marked'} {label} as {side} {where}."
        return said, f"{label} is no longer marked as {side} {where}."


def _best_first(link: AccountLink) -> tuple[bool, float, str]:
    """Return what sorts calls: those with a candidate first, the best score first, then by id."""
    return not link.candidates, -max((one.score for one in link.candidates), default=0.0), link.call_id
