"""What in a workspace waits for somebody: stale, broken, unlinked, edited, unknown."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evidence.accounts.linking import REVIEW
from evidence.accounts.stages import closed_later
from evidence.errors import EvidenceError
from evidence.files import FileStamp, sha256_of
from evidence.library.assignments import overruled
from evidence.library.copies import copies_in
from evidence.library.decisions import orphaned
from evidence.library.findings import Finder, undecided_and_heard, unjudged_mentions
from evidence.library.languages import utterances_by_language
from evidence.library.learning import learn
from evidence.library.library import Library, asked_of
from evidence.library.orphans import GONE, OWNERLESS, ownerless, ownerless_places, stray_blocks, word_places
from evidence.library.outdated import outdated_facts
from evidence.library.pages import belonging, passages_of, readable
from evidence.library.raw_files import found_beside, transcripts
from evidence.library.refresh import build_context, index_call, says_the_same
from evidence.library.staleness import (
    broken_silences,
    ended_deals,
    ended_since_review,
    old_quotes,
    stale_figures,
    standing_blocks,
)
from evidence.library.unfitting import unfitting
from evidence.library.unknown_accounts import unknown_accounts
from evidence.query.language import counted_languages
from evidence.review.queue import precision
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from evidence.accounts.records import Crm
    from evidence.library.library import WorkspaceLike
    from evidence.library.pages import Passage
    from evidence.library.refresh import Context
    from evidence.model import Decision
    from evidence.store.catalog import RawFile

_NO_ACCOUNTS = "put an export of accounts into source/crm/exports"
PROBLEMS, READINGS = "problems", "tables"  # the topics that hold whole messages
_STOPS = "export again; evidence attach stops before it empties a block by one"


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing to look after: what it is in words, how to fix it, and which items are meant.

    noun: what is counted, in the singular; "" for a topic whose items are not counted.
    """

    topic: str
    noun: str
    rest: str
    do: str
    items: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """The topic in words, without a number."""
        return f"{self.noun[:1].upper()}{self.noun[1:]}s {self.rest}".strip() if self.noun else self.rest

    def __str__(self) -> str:
        """Return the topic in words, with the number of its items where they are counted."""
        return f"{plural(len(self.items), self.noun)} {self.rest}".strip() if self.noun else self.rest

    def record(self) -> dict[str, Any]:
        """Return the topic as `--json` prints it."""
        return {
            "topic": self.topic,
            "count": len(self.items),
            "items": list(self.items),
            "what": self.what,
            "do": self.do,
        }


@dataclass(frozen=True, slots=True)
class WorkspaceStatus:
    """The size of a workspace, and its topics; those with nothing to do hold no items."""

    calls: int
    accounts: int
    segments: int
    first_date: str | None
    last_date: str | None
    topics: tuple[Topic, ...]


def examine(library: Library) -> WorkspaceStatus:
    """Look at everything once; nothing is written but what can be made again."""
    context, crm, problems = build_context(library.workspace, library.as_of)
    standing = library.workspace.normalized_files()
    changed, removed = library.store.changes(standing)
    changed = [name for name in changed if not says_the_same(library.workspace, library.catalog, name, standing[name])]
    broken = [*_broken(context, changed)]
    belonging(library, crm)  # what is wrong in the definitions joins the problems
    passages = passages_of(library, library.segments.values())
    library.report(problems)
    finder = Finder(library)
    waiting, heard = undecided_and_heard(finder)
    topics = (
        *_stale(library, changed, removed),
        _topic_of_errors("broken", "broken normalized call", "", "fix the line, or delete the file and ingest", broken),
        *_raw(library),
        *_calls(library),
        _languages(library),
        _copies(library),
        _voices(library),
        _overruled(library),
        _unfitting(library, context, crm),
        *_blocks(passages),
        _strays(library),
        *_judged(library, finder, waiting),
        *_outdated(finder, passages, heard),
        _tables(library, crm),
        _topic_of_errors("losses", "gap", "in the newest snapshots, against those before", _STOPS, list(crm.losses)),
        _unknown(library),
        _true_once(library),
        _topic_of_errors(PROBLEMS, "problem", "in your files", "each says what to do", library.problems),
    )
    entries = list(library.catalog.calls())
    dates = sorted(entry.date for entry in entries if entry.date)
    first, last = (dates[0], dates[-1]) if dates else (None, None)
    return WorkspaceStatus(len(entries), len(library.accounts), len(library.segments), first, last, topics)


def _topic_of_errors(topic: str, noun: str, rest: str, do: str, errors: list[EvidenceError]) -> Topic:
    return Topic(topic, noun, rest, do, tuple(dict.fromkeys(map(str, errors))))


def _broken(context: Context, call_ids: list[str]) -> Iterator[EvidenceError]:
    """Yield what is wrong in calls that changed; those that did not change were read."""
    for call_id in call_ids:
        try:
            index_call(context, call_id)
        except EvidenceError as error:
            yield error


def _stale(library: Library, changed: list[str], removed: list[str]) -> Iterator[Topic]:
    do = "evidence ingest"
    yield Topic("changed", "call", "changed since the last ingest", do, tuple(changed))
    yield Topic("removed", "indexed call", "whose file is gone", do, tuple(removed))
    stale = library.catalog.get("crm") != library.workspace.fingerprint(library.as_of)
    yield Topic(
        "crm", "", "Accounts, people, segments or settings changed since the last ingest", do, ("crm",) if stale else ()
    )


def _differs(path: Path, known: RawFile, stamp: FileStamp) -> bool:
    return known.stamp != stamp and (known.size != stamp.size or sha256_of(path) != known.sha256)


def _raw(library: Library) -> Iterator[Topic]:
    """Tell of raw files that are new, that failed, and of calls whose raw file is gone.

    A workspace without any raw file is normal (they are often not in git): nothing is gone there.
    """
    workspace = library.workspace
    known = {file.path: file for file in library.catalog.raw_files()}
    present = {name: FileStamp.of(path.stat()) for name, path in transcripts(workspace)[0].items()}
    attached = {name for file in known.values() for name in found_beside(file.beside)}
    fresh = [
        name
        for name, stamp in present.items()
        if name not in known or _differs(workspace.raw / name, known[name], stamp)
    ]
    yield Topic("raw", "new or changed raw file", "", "evidence ingest", tuple(fresh))
    for status, what, do in (
        ("failed", "that could not be read completely", "evidence ingest shows where and why"),
        ("empty", "without speech", "delete, or export again"),
        ("duplicate", "with the same content as another", "delete, or leave as is"),
    ):
        such = (name for name, file in known.items() if file.status == status)
        yield Topic(
            status, "raw file", what, do, tuple(name for name in such if status != "empty" or name not in attached)
        )
    here = {call_id for name, file in known.items() if name in present for call_id in file.call_ids}
    gone = [e.call_id for e in library.catalog.calls() if present and e.source not in present and e.call_id not in here]
    # A copy of another file never had a call of its own.
    once = {name for name, file in known.items() if name in present and file.status != "duplicate"}
    lost = [name for name in once if not all(map(library.catalog.has, known[name].call_ids))]
    yield Topic(
        "deleted", "raw file", "whose call was deleted", "to restore: evidence ingest FILE", tuple(sorted(lost))
    )
    yield Topic("vanished", "call", "whose raw file is gone", "restore the file, or keep the call as is", tuple(gone))


def _calls(library: Library) -> Iterator[Topic]:
    edited = tuple(entry.call_id for entry in library.catalog.calls() if entry.edited)
    do = "quotes are marked as edited; restore the words to undo"
    yield Topic("edited", "call", "edited by hand", do, edited)
    undated = tuple(entry.call_id for entry in library.catalog.calls() if not entry.date)
    do = "add `started_at: 2026-01-12` to the call's front matter, then evidence ingest"
    yield Topic("undated", "call", "without a date", do, undated)
    links, do = library.links.values(), REVIEW if library.accounts else _NO_ACCOUNTS
    waiting = {link.call_id for link in links if link.awaits_export and library.accounts}
    for status, what in (
        ("ambiguous", "that may belong to several accounts"),
        ("suggested", "with a suggested account"),
        ("unlinked", "without an account"),
    ):
        calls = tuple(link.call_id for link in links if link.status == status and link.call_id not in waiting)
        yield Topic(status, "call", what, do, calls)
    what, do = "of an account that is not in the newest snapshot", "export all accounts again, or fix the lines"
    yield Topic("mapped-away", "call", what, do, tuple(sorted(waiting)))


def _languages(library: Library) -> Topic:
    """Tell of calls in languages in which mentions are not judged and pains not looked for."""
    rest = "with speech in a language whose pains are not looked for and whose mentions are not judged"
    do = "write queries in the language; evidence review judges what they find"
    items = tuple(
        f"{entry.call_id} ({counted_languages(unjudged, 'utterance')})"
        for entry in library.catalog.calls()
        if (unjudged := utterances_by_language([entry]))
    )
    if items and (mentions := unjudged_mentions(library)):
        rest += f": {counted_languages(mentions, 'mention')}"
    return Topic("languages", "call", rest, do, items)


def _copies(library: Library) -> Topic:
    """Tell of calls that may be one, until somebody decides; those that surely are count once meanwhile."""
    pairs, problems = copies_in(library.store, library.workspace)
    library.report(problems)
    place = library.workspace.name(library.workspace.different)
    do = f"delete one, or, if they are two, add both ids to {place}: call_id,other_call_id"
    items = tuple(f"{pair.one} and {pair.other} ({pair.why})" for pair in pairs)
    return Topic("duplicates", "pair", "of calls that may be one call; one that surely is counts once", do, items)


def _voices(library: Library) -> Topic:
    """Tell of speakers whose side is unknown, those in most calls first."""
    labels = Counter(
        person.participant.label
        for _, person in library.catalog.everybody()
        if person.participant.side == "unknown" and not person.participant.bot
    )
    ordered = tuple(label for label, _ in sorted(labels.items(), key=lambda item: (-item[1], item[0])))
    return Topic(
        "unknown-side",
        "speaker",
        "not yet marked as customer or colleague",
        REVIEW,
        ordered,
    )


def _overruled(library: Library) -> Topic:
    """Tell of sides and roles that two places state differently."""
    do = "fix the line or the call that is wrong, or leave as is"
    return Topic(
        "overruled", "speaker", "whose side or role is stated twice, differently", do, overruled(library.catalog)
    )


def _unfitting(library: Library, context: Context, crm: Crm) -> Topic:
    """Tell of links by hand and lines of `people.csv` that fit nothing: a typing error, or a call that is gone."""
    lines = unfitting(library.workspace, library.catalog, crm, context.corrections)
    do = "fix the line, or delete it"
    return _topic_of_errors("unfitting", "line", "in mappings or people.csv that fits no call or nobody", do, [*lines])


def _blocks(passages: Mapping[str, Sequence[Passage]]) -> Iterator[Topic]:
    """Tell of blocks by their state alone; `attach --check` tells whether they are up to date."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for segment_id, several in passages.items():
        for passage in several:
            if passage.layout != "none" and passage.line:
                place = f"{passage.path}:{passage.block_line or passage.line} ({segment_id})"
                places[passage.block_state].append(place)
    for state, topic, noun, rest, do in (
        ("absent", "unattached", "section", "without an evidence block", "evidence attach"),
        ("edited", "edited-blocks", "evidence block", "edited by hand", "evidence attach --diff"),
        ("conflict", "conflicts", "evidence block", "in a merge conflict", "evidence attach"),
    ):
        yield Topic(topic, noun, rest, do, tuple(places[state]))


def _tables(library: Library, crm: Crm) -> Topic:
    """Tell how the tables of the CRM were read: whose they are, what was made or left out, what counts as open."""
    said = [*crm.readings, *crm.remarks, *closed_later(crm.deals, library.day)]
    return _topic_of_errors(READINGS, "decision", "about the CRM's files", "each says how to change it", said)


def _unknown(library: Library) -> Topic:
    """Tell of accounts that documents name and the CRM lacks: one of the two is ahead, or a name is misspelt."""
    do = "correct the name, or put an export with the account into source/crm/exports; or leave as is"
    found = unknown_accounts(library)
    return _topic_of_errors("unknown-accounts", "account", "in documents that the CRM lacks", do, [*found])


def _true_once(library: Library) -> Topic:
    """Tell of numbers and industries in attributions that only an earlier snapshot has: they were true once."""
    rest = "with a fact that only an earlier CRM snapshot has"
    return Topic(
        "outdated", "attribution", rest, "correct it, or leave it as of its day", tuple(outdated_facts(library))
    )


def _strays(library: Library) -> Topic:
    """Tell of blocks that `attach` never brings up to date: their segment, or its line for this document, is gone."""
    do = "add the document, or `was:` with this id, to segments.yaml; or delete the block"
    return Topic("stray-blocks", "evidence block", "that no segment asks for", do, (*map(str, stray_blocks(library)),))


def _outdated(
    finder: Finder, passages: Mapping[str, Sequence[Passage]], heard: frozenset[tuple[str, str]]
) -> Iterator[Topic]:
    """Tell what in documents was true when it was written and is not now."""
    library, again = finder.library, "evidence attach"
    blocks, redaction = [*standing_blocks(library, passages)], library.redaction()
    broken = tuple(f"{one}: {', '.join(said)}" for one, said in broken_silences(finder, blocks, heard))
    rest = "with 'searched and not found' of something that was said"
    yield Topic("broken-silences", "evidence block", rest, again, broken)
    stale = tuple(f"{one}: {told}" for one, told in stale_figures(finder, blocks, redaction))
    yield Topic("stale-blocks", "evidence block", "with figures of an earlier day", again, stale)
    ended = tuple(ended_deals(library, blocks, redaction))
    yield Topic("changed-deals", "quote", "in blocks whose deal has another outcome now", again, ended)
    do = "evidence review, to accept or reject them again"
    since = tuple(sorted({*ended_since_review(finder, finder.decisions.values())}))
    yield Topic("deals-since-review", "accepted quote", "whose deal ended after the review", do, since)
    pages = [(name, page) for _, name, page in readable(library, ())] if library.workspace.settings.max_age else []
    do = "look for newer ones: evidence quotes"
    yield Topic("old-quotes", "quote", "in documents older than max_age", do, tuple(old_quotes(library, pages)))


def _judged(library: Library, finder: Finder, undecided: Mapping[str, int]) -> Iterator[Topic]:
    """Tell what nobody judged, which words were judged and are gone, and how good the trackers are."""
    decisions = finder.decisions.values()
    waiting = tuple(f"{segment} ({count:,})" for segment, count in undecided.items())
    yield Topic("undecided", "segment", "with quotes to review", "evidence review", waiting)
    lost = ownerless(library, decisions)
    yield Topic(
        "ownerless", "set", "of decisions whose tracker or segment is gone", OWNERLESS, (*ownerless_places(lost),)
    )
    gone = orphaned(library.store, (one for one in decisions if one not in lost))
    yield Topic("orphaned", "decision", "about words that have changed or are gone", GONE, (*word_places(gone),))
    shares = tuple(map(str, precision(decisions)))
    what = "Tracker accuracy, from randomly sampled quotes"
    yield Topic("precision", "", what, "review more to narrow the range", shares)
    yield _order(library, decisions)


def _order(library: Library, decisions: Iterable[Decision]) -> Topic:
    """Tell whether the order of quotes is learned from review, and how well it sorts on calls it has not seen."""
    lesson = None
    try:
        lesson = learn(library, decisions, lambda: library.pipeline)
    except EvidenceError as error:
        library.report([error])
    what = "Order of quotes, learned from your reviews"
    return Topic("order", "", what, "docs/review.md", (str(lesson.trial),) if lesson else ())


def examine_workspace(place: WorkspaceLike = None, *, as_of: str | None = None) -> WorkspaceStatus:
    """Return what waits for somebody: `evidence status`. The index is taken as it stands."""
    with asked_of(place, as_of, refresh=False) as library:
        return examine(library)
