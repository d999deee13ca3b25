"""Data for other tools: quotes, mentions, calls and accounts as flat records, and the accounts of a campaign."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from evidence.accounts.measures import outcomes
from evidence.accounts.more import MoreColumns
from evidence.errors import SettingsError, WorkspaceError
from evidence.exports.frames import print_citation
from evidence.library.asking import Asking, Filters, segments_at
from evidence.library.figures import mentions_counted, stats
from evidence.library.findings import Finder, quotes
from evidence.library.library import asked_of
from evidence.library.more import more_of
from evidence.model.accounts import Account, crm_columns
from evidence.query.tree import And, Query
from evidence.segments.counting import asserted
from evidence.segments.gather import account_of, ranked, with_decisions
from evidence.text import nearest, slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from evidence.library.library import Library, WorkspaceLike
    from evidence.model import Contact, Finding, Segment
    from evidence.workspace import Workspace

What = Literal["quotes", "mentions", "calls", "accounts"]
Record = dict[str, Any]

_OF_ACCOUNTS = tuple(name for name, one in crm_columns(Account).items() if one.exported)
COLUMNS: dict[str, tuple[str, ...]] = {
    "quotes": (
        "segment", "tracker", "quote_id", "quote", "status", "assertion", "prompted", "score", "reasons", "account_id",
        "account_name", "outcome", "date", "speaker", "side", "role", "call_id", "utterance", "turn", "start_ms",
        "end_ms", "text", "language", "spans", "segments", "citation", "link",
    ),
    "mentions": (
        "account_id", "tracker", "segment", "month", "side", "assertion", "prompted", "call_id", "utterance",
        "quote_id",
    ),
    "calls": (
        "call_id", "title", "date", "started_at", "duration_ms", "account_id", "account_name", "opportunity_id",
        "link_status", "link_method", "outcome", "segments", "utterances", "words", "participants", "customers",
        "unknown_side", "format", "source", "edited", "path",
    ),
    "accounts": (
        *_OF_ACCOUNTS, "segments", "outcome", "deals", "won", "lost", "open", "amount_won", "last_close_date",
        "loss_reason", "calls", "last_call", "pains", "quote", "quote_by", "quote_tracker",
        "quote_date", "citation", "link", "contacts", "contact_email_hashes",
    ),
}  # fmt: skip
"""The columns of each export, in order."""

_CAMPAIGN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_FILE = "pulled_customers.csv"


def records(
    library: Library, what: What, filters: Filters, *, limit: int = 0, with_emails: bool = False
) -> tuple[tuple[str, ...], list[Record]]:
    """Return columns and records of an export, in a fixed order; `limit` 0 for all.

    with_emails: `accounts` also has the addresses of contacts, which are read from the CRM's own file.
    Raises SettingsError for anything that cannot be exported.
    """
    if what not in COLUMNS:
        close = nearest(what, tuple(COLUMNS))
        raise SettingsError(
            f"{what!r} cannot be exported", hint=f"Did you mean {close}?" if close else f"Known: {', '.join(COLUMNS)}."
        )
    columns = COLUMNS[what]
    if what == "accounts":
        columns = (*columns, *("contact_emails",) * with_emails, *_beyond(library))
    makers: dict[str, Callable[[], Iterable[Record]]] = {
        "quotes": lambda: _quotes(library, filters),
        "mentions": lambda: _mentions(library, filters),
        "calls": lambda: _calls(library, filters),
        "accounts": lambda: _accounts(library, filters, with_emails=with_emails),
    }
    found = list(makers[what]())
    return columns, found[: limit or None]


def _beyond(library: Library) -> tuple[str, ...]:
    """Return the columns of the CRM's accounts beyond their fields, told apart from those that an export has itself."""
    taken = {*COLUMNS["accounts"], "contact_emails"}
    types = more_of(library.catalog).get("accounts", MoreColumns()).types
    return tuple(f"crm_{name}" if name in taken else name for name in types)


def campaign_path(workspace: Workspace, name: str) -> Path:
    """Return where the accounts of a campaign go: `campaigns/NAME/pulled_customers.csv`.

    Raises WorkspaceError for a name that is no plain folder name, and where a link leads out of `campaigns/`.
    """
    if not _CAMPAIGN.fullmatch(name) or name.endswith("."):
        close = slug(name)
        hint = f"Call it {close!r}." if close else "Use letters, digits, - and _."
        raise WorkspaceError(f"{name!r} cannot be used as a campaign name", hint=hint)
    base = workspace.root / "campaigns"
    path = base / name / _FILE
    # The folders need not be there; whatever is must lie where its name says.
    if path.resolve() != workspace.root.resolve() / "campaigns" / name / _FILE:
        hint = "Put the folder itself there, or choose another name."
        raise WorkspaceError("is a link that leads out of campaigns/", hint=hint, path=workspace.name(path))
    return path


def export_path(workspace: Workspace, path: Path, suffix: str) -> Path:
    """Return the file that an output goes to, as it was named; links outside of the workspace are a person's own.

    A new one, or an earlier output. Raises WorkspaceError for any other file that is there, and for every place in
    `source/` and `segments/`, where it would be read as people's own, in `.evidence/` and in `.git/`.
    suffix: of the files that this output makes.
    """
    try:
        target, root = path.resolve(), workspace.root.resolve()
        standing, regular = target.exists(), target.is_file()
    except (OSError, RuntimeError) as error:  # a link that leads to itself
        hint = "Choose another name."
        raise WorkspaceError("is a link that leads nowhere", hint=hint, path=workspace.name(path)) from error
    name = workspace.name(target)
    # Of a disk that takes .GIT for .git; the folder of git may lie above the workspace too.
    parts = [part.casefold() for part in (target.relative_to(root) if target.is_relative_to(root) else target).parts]
    if ".git" in parts or parts[:1] == [workspace.cache.name]:
        raise WorkspaceError("belongs to git or to the index", hint="Write it to a folder of its own.", path=name)
    if standing and not regular:
        raise WorkspaceError("is not a plain file", hint="Choose another name.", path=name)
    hint = f"Choose another name, such as exports/{target.stem}{suffix}."
    if standing and not _is_export(target):
        raise WorkspaceError("is not an earlier export; it was not overwritten", hint=hint, path=name)
    if target.is_relative_to(root) and parts[0] in {"source", "segments"}:
        raise WorkspaceError("would be read as a file of your own", hint=hint, path=name)
    return path.absolute()


def _is_export(target: Path) -> bool:
    """Whether a file is what an export made: most names of its header or first object are columns of one.

    Parquet, and what a plug-in makes, is known by its first bytes: text it is not.
    """
    with target.open("rb") as file:
        beginning = file.read(8_000)
    if not beginning or b"\0" in beginning:
        return True
    known = {column for columns in COLUMNS.values() for column in columns} | {"contact_emails"}
    line = beginning.decode("utf-8", "replace").partition("\n")[0]
    names = re.findall(r'"(\w+)": ' if line.startswith("{") else r"[A-Za-z_]\w*", line)
    return 2 * sum(name in known for name in names[:20]) > len(names[:20]) >= 3


# -- quotes ------------------------------------------------------------------------------------


def _quotes(library: Library, filters: Filters) -> Iterator[Record]:
    """Yield what `evidence quotes` lists, in its order: by segment, tracker, then the best first."""
    chosen = [library.segment(filters.segment)] if filters.segment else library.chosen(())
    name = library.tracker(filters.tracker).tracker_id if filters.tracker else None
    for record in quotes(library, chosen, tracker=name, filters=replace(filters, tracker=None, segment=None)):
        account = library.accounts.get(record["account_id"] or "")
        yield {
            **record,
            "account_name": account.account_name if account else None,
            "outcome": library.outcome(record["call_id"]),
            "citation": print_citation(record["citation"]),
            "link": record["citation"]["link"],
        }


# -- mentions ----------------------------------------------------------------------------------


def _mentions(library: Library, filters: Filters) -> Iterator[Record]:
    """Yield what `stats` counts: those whose assertion is `present` are its mentions."""
    chosen = [library.segment(filters.segment)] if filters.segment else []
    for segment, finding in mentions_counted(library, chosen, replace(filters, segment=None)):
        who, citation = finding.attribution, finding.quote.citation
        yield {
            "account_id": account_of(finding),
            "tracker": finding.tracker,
            "segment": segment.segment_id if segment else None,
            "month": who.date[:7] if who.date else None,
            "side": who.side,
            "assertion": asserted(finding),
            "prompted": finding.prompted,
            "call_id": citation.call_id,
            "utterance": citation.utterance,
            "quote_id": finding.quote.quote_id,
        }


# -- calls -------------------------------------------------------------------------------------


def _calls(library: Library, filters: Filters) -> Iterator[Record]:
    """Yield the calls in which something was said that passes the filters, by date and id."""
    left = Asking(library, Query("", And(filters.nodes())), copies=True).by_call() if filters != Filters() else None
    entries = [e for e in library.catalog.calls() if left is None or e.call_id in left]
    for entry in sorted(entries, key=lambda e: (e.date or "", e.call_id)):
        link, account = library.link_of(entry.call_id), library.account_of(entry.call_id)
        people = [person.participant for person in library.catalog.people(entry.call_id) if not person.participant.bot]
        labels = (None, *(person.label for person in people))
        yield {
            **{name: getattr(entry, name) for name in ("call_id", "title", "date", "started_at", "duration_ms")},
            "account_id": account.account_id if account else None,
            "account_name": account.account_name if account else None,
            "opportunity_id": link.opportunity_id if link and account else None,
            "link_status": link.status if link else "unlinked",
            "link_method": link.method if link else None,
            "outcome": library.outcome(entry.call_id),
            "segments": sorted({name for label in labels for name in segments_at(library, entry.call_id, label)}),
            "participants": len(people),
            "customers": sum(person.side == "customer" for person in people),
            "unknown_side": sum(person.side == "unknown" for person in people),
            **{name: getattr(entry, name) for name in ("utterances", "words", "format", "source", "edited")},
            "path": library.workspace.name(library.workspace.call_path(entry.call_id)),
        }


# -- accounts ----------------------------------------------------------------------------------


def _accounts(library: Library, filters: Filters, *, with_emails: bool) -> Iterator[Record]:
    """Yield the accounts of a segment, or all, by id: facts, deals, calls, pains, and the best accepted quote."""
    segment = library.segment(filters.segment) if filters.segment else None
    rest = replace(filters, segment=None)
    chosen = [segment] if segment else library.chosen(())
    *_, everything = figures = stats(library, [segment] if segment else [], rest)
    members = set(library.members(segment.segment_id)) if segment else set(everything.accounts)
    # Filters of calls leave only accounts that pass in one.
    kept = set(everything.called if replace(rest, account=None) != Filters() else everything.accounts)
    if rest.tracker:
        kept &= {account_id for pain in everything.pains for account_id in pain.accounts}
    pains: defaultdict[str, list[str]] = defaultdict(list)
    # A segment's pains are those of its own trackers, as reviewers left them.
    for pain in figures[0].pains:
        for account_id in pain.accounts:
            pains[account_id].append(pain.tracker.tracker_id)
    accounts = _Accounts(library, chosen, rest)
    emails = _emails(library) if with_emails else {}
    for account_id in sorted(members & kept & set(everything.accounts)):
        addresses = {"contact_emails": list(emails.get(account_id, ()))} if with_emails else {}
        record = accounts.record(library.accounts[account_id])
        yield {**record, "pains": sorted(pains[account_id]), **addresses, **accounts.beyond(account_id)}


class _Accounts:
    """What is known of accounts, gathered once for all of them."""

    def __init__(self, library: Library, segments: Sequence[Segment], filters: Filters) -> None:
        self.library, self.filters = library, filters
        self.redaction = library.redaction()
        self.best = _best(library, segments, filters)
        self.outcomes = outcomes(library.deals, library.day)
        self.more = more_of(library.catalog).get("accounts", MoreColumns())
        self.names = _beyond(library)
        self.contacts: defaultdict[str, list[Contact]] = defaultdict(list)
        for contact in library.catalog.contacts():
            self.contacts[contact.account_id].append(contact)
        self.days: defaultdict[str, list[str]] = defaultdict(list)
        for entry in library.catalog.calls():
            account = library.account_of(entry.call_id)
            if account and not (entry.date and library.day and entry.date > library.day):
                self.days[account.account_id].append(entry.date or "")

    def record(self, account: Account) -> Record:
        contacts = self.contacts[account.account_id]
        days = self.days[account.account_id]
        return {
            **{name: getattr(account, name) for name in _OF_ACCOUNTS},
            "segments": sorted(
                (*self.library.segments_of.get(account.account_id, ()), *self.library.personas.at(account.account_id))
            ),
            "outcome": self.outcomes.get(account.account_id),
            **self.deals(account.account_id),
            "calls": len(days),
            "last_call": max(days, default="") or None,
            **self.quote(self.best.get(account.account_id)),
            "contacts": len(contacts),
            "contact_email_hashes": sorted({c.email_sha256 for c in contacts if c.email_sha256}),
        }

    def beyond(self, account_id: str) -> Record:
        """Return the cells of the CRM's other columns."""
        return dict(zip(self.names, self.more.of(account_id), strict=True))

    def deals(self, account_id: str) -> Record:
        from evidence.accounts.measures import deal_outcome, summarise

        held = self.library.deals_of(account_id)
        summary = summarise(held, self.library.day)
        won = [
            deal.amount for deal in held if deal_outcome(deal, self.library.day) == "won" and deal.amount is not None
        ]
        closed = [d.close_date for d in held if d.close_date and deal_outcome(d, self.library.day) != "open"]
        return {
            "deals": summary.deals,
            "won": summary.won,
            "lost": summary.lost,
            "open": summary.open,
            "amount_won": sum(won) if won else None,
            "last_close_date": max(closed, default=None),
            "loss_reason": summary.loss_reasons[0][0] if summary.loss_reasons else None,
        }

    def quote(self, finding: Finding | None) -> Record:
        """Return the accepted quote as it may be shown: redacted as the settings say, by role instead of name."""
        if finding is None:
            return dict.fromkeys(("quote", "quote_by", "quote_tracker", "quote_date", "citation", "link"))
        who, citation = finding.attribution, finding.quote.citation
        return {
            "quote": self.redaction.cut(finding.quote),
            "quote_by": who.title or who.role or None,
            "quote_tracker": finding.tracker,
            "quote_date": who.date,
            "citation": str(citation),
            "link": f"source/transcripts/normalized/{citation.call_id}.md#{citation.anchor}",
        }


def _best(library: Library, segments: Iterable[Segment], filters: Filters) -> dict[str, Finding]:
    """Return the best accepted quote of every account: what reviewers said yes to, by score."""
    finder = Finder(library)
    accepted = {(key[0], key[1]) for key, one in finder.decisions.items() if one.verdict == "accept"}
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for segment in segments:
        for name in segment.trackers:
            if name in finder.trackers and (segment.segment_id, name) in accepted:
                findings = finder.findings(finder.trackers[name], segment, filters=replace(filters, tracker=None))
                for finding in with_decisions(segment.segment_id, findings.found, finder.decisions):
                    account = account_of(finding)
                    if account and finding.status == "accepted":
                        found[account].append(finding)
    return {account: ranked(several)[0] for account, several in found.items()}


def _emails(library: Library) -> dict[str, tuple[str, ...]]:
    """Return the addresses of contacts by account, as the CRM's newest file spells them; nothing else keeps them."""
    from evidence.accounts.exported import addresses  # only who asks for them reads them

    found: defaultdict[str, set[str]] = defaultdict(set)
    accounts = {contact.contact_id: contact.account_id for contact in library.catalog.contacts()}
    for contact_id, address in addresses(library.workspace, library.as_of):
        if contact_id in accounts:
            found[accounts[contact_id]].add(address)
    return {account_id: tuple(sorted(several)) for account_id, several in found.items()}


def export_records(
    place: WorkspaceLike = None, what: What = "quotes", *, limit: int = 0, as_of: str | None = None, **filters: str
) -> list[Record]:
    """Return quotes, mentions, calls or accounts as flat records: `evidence export`."""
    with asked_of(place, as_of) as library:
        return records(library, what, Filters(**filters), limit=limit)[1]
