"""What is left of a call or a person who is forgotten: in documents, raw files, CRM, words of others, and git."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from evidence.calls.forgotten import digest, keys_of, names_to_hide
from evidence.documents.markers import find_blocks
from evidence.documents.redact import Redaction
from evidence.documents.structure import read_document
from evidence.errors import EvidenceError
from evidence.git import LOG, ask_git
from evidence.library.asking import Asking
from evidence.library.pages import documents
from evidence.model.records import Recorded
from evidence.query.tree import Phrase, Query, Word
from evidence.quotes.alignment import FoldedText
from evidence.settings import SETTINGS
from evidence.text import one_line, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidence.documents.quotations import Quotation
    from evidence.documents.redact import Level
    from evidence.library.library import Library
    from evidence.model import Call, Citation, Hit
    from evidence.workspace import Workspace

MOST_SHOWN = 10  # places in calls that are named one by one
MOST_CITED = 500  # numbers of utterances in one pattern for git
HISTORY = ("segments", "campaigns", "source")
"""Folders whose history in git may hold words and names."""

Place = Literal["call", "decision", "person", "block", "document", "raw", "git", "crm", "mention"]


@dataclass(frozen=True, slots=True)
class Trace(Recorded):
    """A place where somebody's words or name stand. `removed` is False for what remains, with what to do."""

    place: Place
    path: str
    what: str
    line: int | None = None
    removed: bool = True


@dataclass(frozen=True, slots=True)
class Gone:
    """What leaves one call: the call as it was read, what is left of it (None: nothing), the words that go."""

    before: Call
    after: Call | None
    text: str

    @property
    def words(self) -> FoldedText:
        """The words that go, ready to be looked up."""
        kept = {u.number for u in self.after.utterances} if self.after else set()
        return FoldedText("\n".join(u.text for u in self.before.utterances if u.number not in kept))

    @property
    def numbers(self) -> set[int]:
        """The numbers of the utterances that go."""
        kept = {u.number for u in self.after.utterances} if self.after else set()
        return {u.number for u in self.before.utterances} - kept


@dataclass(frozen=True, slots=True)
class ForgetPlan:
    """Everything that forgetting would touch. `rows` are the lines of the forgotten list, (call id, hash).

    contacts: what the CRM calls the person.
    again: some of the rows stand there already. A run that was killed may have left words in blocks whose call is gone.
    """

    who: str
    person: bool
    gone: tuple[Gone, ...]
    rows: tuple[tuple[str, str], ...]
    call: str | None = None
    again: bool = False
    contacts: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What the person is called: as asked for, and as the calls that lose the words say; never an address."""
        kept = {key for _, key in self.rows}
        labels = [
            person.name or person.label
            for gone in self.gone
            for person in gone.before.participants
            if digest(self.who) in keys_of(person) or digest(person.label) in kept
        ]
        asked = [] if "@" in self.who else [self.who]
        return tuple(dict.fromkeys((*asked, *labels))) if self.person else ()


def stands(sought: FoldedText, gone: Gone) -> bool:
    """Whether these words are among those that go."""
    return bool(sought.rough) and sought.rough_line in gone.words.rough_line.replace("\n", " ")


def _cites(library: Library, quotation: Quotation, planned: ForgetPlan) -> bool:
    """Whether a quotation holds words that go, or cites what is no more."""
    cited, quoted = quotation.attribution.citation, FoldedText(quotation.text)
    if planned.again and cited and _is_left(library, cited, planned):
        return True
    for gone in planned.gone:
        if cited and cited.call_id == gone.before.call_id and (gone.after is None or cited.utterance in gone.numbers):
            return True
        if len(quoted.rough) > 2 and stands(quoted, gone):
            return True
    return False


def _is_left(library: Library, cited: Citation, planned: ForgetPlan) -> bool:
    """Whether a run that was killed took the words that are cited, and left the quotation."""
    if not planned.person:
        return cited.call_id == planned.who
    here = library.catalog.has(cited.call_id)
    return here and not library.store.text.neighbours(cited.call_id, cited.utterance, 0)


def quotations_of(library: Library, planned: ForgetPlan) -> Iterator[tuple[str, Quotation]]:
    """Yield path and quotation wherever words that go are quoted; unreadable documents join the problems."""
    for path in documents(library):
        name = library.workspace.name(path)
        try:
            document = read_document(library.workspace.read_text(path), name)
        except EvidenceError as error:
            library.problems.append(error)
            continue
        yield from ((name, quotation) for quotation in document.quotations if _cites(library, quotation, planned))


def remains(
    library: Library, planned: ForgetPlan, removed: Iterable[Trace], *, going: frozenset[tuple[str, int]] = frozenset()
) -> Iterator[Trace]:
    """Yield where words or name still stand, and what to do: documents, raw files, git, CRM, other people's words.

    removed: what goes; git may keep a version of each of these files. going: the lines of it that still stand.
    """
    workspace = library.workspace
    for name, quotation in quotations_of(library, planned):
        if not quotation.block:
            what = "a quotation in your own text: delete it by hand"
            yield Trace("document", name, what, quotation.line, removed=False)
    raw = sorted({gone.before.source for gone in planned.gone} | _siblings(library, planned))
    for source in raw:
        path = workspace.raw / source
        if ".." not in path.parts and workspace.holds(path):
            yield Trace("raw", workspace.name(path), "the raw file: delete it by hand", removed=False)
    if planned.person:
        yield from _contacts(library, planned)
        yield from _titled(library, planned)
        yield from _written(library, planned, going)
        yield from _mentioned(library, planned)
    names = {trace.path for trace in removed} | {workspace.name(workspace.raw / source) for source in raw}
    for name, count in sorted((_held(workspace, planned) | dict(_commits(workspace, sorted(names)))).items()):
        what = f"{count} commit{'s' * (count != 1)}: rewrite the history, for example with git filter-repo"
        yield Trace("git", name, what, removed=False)


def _siblings(library: Library, planned: ForgetPlan) -> set[str]:
    """Return the raw files that say what a call that goes says: its copies, and the other files of its recording."""
    calls = {gone.before.call_id for gone in planned.gone}
    return {file.path for file in library.catalog.raw_files() if not calls.isdisjoint(file.call_ids)}


def _contacts(library: Library, planned: ForgetPlan) -> Iterator[Trace]:
    """Yield the lines of CRM exports that name the person; contacts that stand in other files are counted."""
    workspace, keys = library.workspace, {digest(name) for name in (planned.who, *planned.names)}
    contacts = [c for c in library.catalog.contacts() if not keys.isdisjoint((digest(c.name or ""), c.email_sha256))]
    names = {*planned.names, *(c.name for c in contacts if c.name)}
    mails = {planned.who.casefold()} if "@" in planned.who else set()
    marks = mails | {c.email_sha256 for c in contacts if c.email_sha256}
    wanted = [frozenset(words(name)) for name in names if len(words(name)) > 1]
    lines = 0
    for path in workspace.below(workspace.crm)[0]:
        if path.suffix != ".csv":
            continue
        for number, line in enumerate(workspace.read_bytes(path).decode("utf-8", "replace").splitlines(), 1):
            folded = line.casefold()
            if any(mark in folded for mark in marks) or (wanted and _holds(line, wanted)):
                lines += 1
                what = "a row from the CRM: delete it there, and here by hand"
                yield Trace("crm", workspace.name(path), what, number, removed=False)
    if contacts and not lines:
        what = f"{len(contacts)} contact{'s' * (len(contacts) != 1)}: delete them by hand"
        yield Trace("crm", workspace.name(workspace.crm), what, removed=False)


def _holds(line: str, wanted: Sequence[frozenset[str]]) -> bool:
    folded = line.casefold()
    likely = [name for name in wanted if all(word in folded for word in name)]
    return bool(likely) and any(name <= set(words(line)) for name in likely)


def _titled(library: Library, planned: ForgetPlan) -> Iterator[Trace]:
    """Yield the calls that others keep and whose title or id holds the name."""
    ended = {gone.before.call_id for gone in planned.gone if gone.after is None}
    names = [f" {' '.join(words(name))} " for name in planned.names if planned.call is None and words(name)]
    for entry in library.catalog.calls() if names else ():
        shown = [f" {' '.join(words(text))} " for text in (entry.title, entry.call_id)]
        if any(name in text for name in names for text in shown) and entry.call_id not in ended:
            what = "the name in the title or the id of the call: change it by hand"
            yield Trace("mention", entry.path, what, removed=False)


def _mentioned(library: Library, planned: ForgetPlan) -> Iterator[Trace]:
    """Yield how often others say the name, and a part of it alone: that may be somebody else."""
    own = {(gone.before.call_id, number) for gone in planned.gone for number in gone.numbers}
    calls = library.workspace.name(library.workspace.normalized)
    told: set[tuple[str, int]] = set()
    for name in planned.names if planned.call is None else ():
        said = words(name)
        if not said:
            continue
        hits = Asking(library, Query("", Phrase(tuple(map(Word, said)))), copies=True).hits()
        whole = {key for hit in hits if (key := (hit.call_id, hit.utterance.number)) not in own | told}
        told |= whole
        if whole:
            asked = f"evidence search '\"{' '.join(said)}\"'"
            what = f"the name in {len(whole)} utterance{'s' * (len(whole) != 1)} by others: {_places(whole)}; {asked}"
            yield Trace("mention", calls, what, removed=False)
    for part in dict.fromkeys(part for name in planned.names for part in name.split() if len(words(name)) > 1):
        if planned.call is None and (alone := _alone(library, part) - own - told):
            told |= alone
            count = f"{len(alone)} utterance{'s' * (len(alone) != 1)}"
            what = f"{part!r} alone in {count} by others, who may mean somebody else: {_places(alone)}"
            yield Trace("mention", calls, what, removed=False)


def _written(library: Library, planned: ForgetPlan, going: frozenset[tuple[str, int]]) -> Iterator[Trace]:
    """Yield the lines of people's own files that hold the name or the address: nobody else may write there."""
    if planned.call is not None:
        return
    names = names_to_hide((*planned.names, *planned.contacts))
    mails = {digest(planned.who)} if "@" in planned.who else set()
    mails |= {
        person.email_sha256
        for gone in planned.gone
        for person in gone.before.participants
        if person.email_sha256 and not keys_of(person).isdisjoint(map(digest, (planned.who, *planned.names)))
    }
    for name, text, what, level in _own_texts(library, going):
        whole, alone = _name_lines(text, Redaction(level, names), mails)
        yield from (Trace("mention", name, what, line, removed=False) for line in sorted(whole))
        if left := sorted(alone - whole):
            shown = ", ".join(map(str, left[:MOST_SHOWN])) + (", ..." if len(left) > MOST_SHOWN else "")
            said = f"a part of the name alone, which may mean somebody else, in {plural(len(left), 'line')}: {shown}"
            yield Trace("mention", name, said, left[0], removed=False)


def _own_texts(library: Library, going: frozenset[tuple[str, int]]) -> Iterator[tuple[str, str, str, Level]]:
    """Yield path, text, what to do, and how strictly a name is looked for; lines that are made anew are blank."""
    workspace = library.workspace
    for path in documents(library):
        name, text = workspace.name(path), workspace.read_text(path)
        lines = re.split(r"\r\n|\n|\r", text)
        try:
            blocks = find_blocks(text)
        except EvidenceError:
            blocks = ()  # said already: a document that cannot be read is a problem of its own
        for block in blocks:
            lines[block.begin - 1 : block.end] = [""] * (block.end - block.begin + 1)
        yield name, "\n".join(lines), "the name in your own text: change it by hand", "people"
    decided = "the name in a decision about somebody else's words: delete the line by hand, or take the name out"
    own = "the name in a file of yours: change it by hand"
    files = (workspace.decisions, workspace.trackers, workspace.cues, workspace.segments_file)
    for path in (*files, workspace.aliases, workspace.pseudonyms, workspace.root / SETTINGS):
        if not workspace.holds(path):
            continue
        name, data = workspace.name(path), workspace.read_bytes(path).decode(errors="replace")
        lines = ["" if (name, number) in going else line for number, line in enumerate(data.split("\n"), 1)]
        if path == workspace.decisions:
            yield name, "\n".join(map(_decoded, lines)), decided, "people"
        else:
            # Queries and lists are written in small letters.
            yield name, "\n".join(lines), own, "strict"


def _decoded(line: str) -> str:
    """Return what the texts of a decision say: JSON writes `ë` as an escape."""
    try:
        data = json.loads(line)
    except ValueError:
        return line
    texts = [one for one in data.values() if isinstance(one, str)] if isinstance(data, dict) else [line]
    return one_line(". ".join(texts))


def _name_lines(text: str, shown: Redaction, mails: set[str]) -> tuple[set[int], set[int]]:
    """Return the lines with a whole name or an address, and those with a part of a name."""
    names = [set(words(name)) for name in shown.names]
    whole, alone = set[int](), set[int]()
    for start, end, placeholder in shown.replacements(text):
        line, said = text.count("\n", 0, start) + 1, text[start:end]
        if placeholder == "[email]":
            whole |= {line} if digest(said) in mails else set()
        elif placeholder == "[name]":
            (whole if any(name <= set(words(said)) for name in names) else alone).add(line)
    return whole, alone


def _alone(library: Library, part: str) -> set[tuple[str, int]]:
    """Return the utterances with a part of a name, written as a name."""
    said, shown = words(part), Redaction("people", (part,))
    if len(said) != 1 or len(said[0]) < 3:
        return set()
    hits: Iterable[Hit] = Asking(library, Query("", Word(said[0])), copies=True).hits()
    return {(hit.call_id, hit.utterance.number) for hit in hits if any(shown.people_in(hit.utterance.text))}


def _places(found: set[tuple[str, int]]) -> str:
    shown = [f"{call_id}#u{number}" for call_id, number in sorted(found)]
    return ", ".join(shown[:MOST_SHOWN]) + (f" and {len(shown) - MOST_SHOWN:,} more" if len(shown) > MOST_SHOWN else "")


def _commits(workspace: Workspace, names: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield the files of which git keeps a version, with the number of commits; nothing where there is no git."""
    for name in names:
        if count := len(_git(workspace, *LOG, "--all", "--format=%h", "--", name).split()):
            yield name, count


def _held(workspace: Workspace, planned: ForgetPlan) -> dict[str, int]:
    """Return the files whose history held a name or an address of the words, with the number of such commits."""
    # Signs between words are any signs: what people are called must not become a regular expression.
    names = {"[^[:alnum:]]+".join(re.findall(r"[^\W_]+", name)) for name in planned.names if len(words(name)) > 1}
    calls = {re.escape(gone.before.call_id) for gone in planned.gone if gone.after is None} | (
        set() if planned.person else {re.escape(planned.who)}
    )
    cited = {
        f"{re.escape(gone.before.call_id)}(\\.md)?#u({'|'.join(map(str, sorted(gone.numbers)[:MOST_CITED]))})([^0-9]|$)"
        for gone in planned.gone
        if gone.after is not None and gone.numbers
    }
    decided = {f'"{re.escape(gone.before.call_id)}"' for gone in planned.gone}
    mails = {re.escape(planned.who)} if "@" in planned.who else set()
    sought = "|".join(sorted(filter(None, names | calls | cited | decided | mails)))
    if not sought:
        return {}
    options = ("--all", "--format=", "--name-only", "--relative", "-z", "-i", "--pickaxe-regex", f"-S{sought}")
    found = _git(workspace, *LOG, *options, "--", *HISTORY).replace("\n", "\0").split("\0")
    return dict(Counter(filter(None, found)))


def _git(workspace: Workspace, *arguments: str) -> str:
    """Return what git prints, nothing where there is no git or no repository."""
    return ask_git(workspace.root, *arguments) or ""
