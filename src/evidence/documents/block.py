"""What a block says: SegmentEvidence -> Markdown, in the order of the contract.

Pain points in a table, the chosen quotes, what speaks against, what was searched
and not found, the calls cited, the win rate, sample accounts, and on the last
line what was searched. Parts that have nothing to say are not printed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from evidence.accounts.measures import FEW, TOO_FEW, wilson
from evidence.documents.attribution_lines import account_facts, account_name, attribution_line, words_link
from evidence.documents.made_from import without_made_from
from evidence.documents.redact import Redaction
from evidence.documents.tables import render_table
from evidence.escape import escape
from evidence.query.language import counted_languages
from evidence.segments.personas import untitled_remark
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.documents.structure import Style
    from evidence.model import Account, Finding, SegmentEvidence, TrackerEvidence

_SAMPLES = 4


@dataclass(frozen=True, slots=True)
class _Page:
    """Everything the parts of one block share."""

    evidence: SegmentEvidence
    style: Style
    link_prefix: str
    redaction: Redaction
    compact: bool
    notes: bool
    max_age: int | None
    trackers: tuple[TrackerEvidence, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return shown_quotes(self.evidence, "compact" if self.compact else "full")

    def label(self, title: str, remark: str = "") -> str:
        """Return the title of a part as the document writes titles; `title` is ready for Markdown."""
        remark = f" ({remark})" if remark else ""
        if not self.style.bold_labels:
            return f"{'#' * min(6, self.style.level + 1)} {title}{remark}"
        return f"**{title}{remark}:**" if self.style.colon_inside else f"**{title}**{remark}:"

    def part(self, title: str, text: str) -> str:
        """Return a short text with its title, on one line where titles are bold labels."""
        return f"{self.label(title)} {text}" if self.style.bold_labels else f"{self.label(title)}\n\n{text}"

    def bullets(self, title: str, items: Sequence[str], remark: str = "") -> str:
        return "\n".join((self.label(title, remark), "", *(f"{self.style.bullet}{item}" for item in items)))


def render_block(
    evidence: SegmentEvidence,
    *,
    style: Style,
    link_prefix: str,
    redaction: Redaction | None = None,
    layout: Literal["full", "compact"] = "full",
    notes: bool = False,
    max_age: int | None = None,
) -> str:
    """Return the body of a block, LF line ends, without its markers and opening.

    link_prefix: the way from the document's folder to the normalized calls, with `/` at the end.
    layout: `compact` shows one quote a pain point, and neither calls nor sample accounts.
    notes: print reviewers' notes below their quotes. max_age: days before the as-of date.
    """
    trackers = sorted(
        evidence.trackers, key=lambda t: (-len(t.accounts), -t.mentions, t.tracker.label, t.tracker.tracker_id)
    )
    page = _Page(
        evidence, style, link_prefix, redaction or Redaction(), layout == "compact", notes, max_age, tuple(trackers)
    )
    found = [_table(page), _uncounted(page), *_chosen(page), *_against(page), _not_found(page)]
    about = [_win_rate(page)] if page.compact else [_calls(page), _win_rate(page), _samples(page)]
    return "\n\n".join(part for part in (*found, *about, _scope(page)) if part) + "\n"


def shown_quotes(evidence: SegmentEvidence, layout: Literal["full", "compact"] = "full") -> tuple[Finding, ...]:
    """Return the quotes that a block of this layout shows, counter-evidence included."""
    most = 1 if layout == "compact" else None
    return tuple(f for t in evidence.trackers for f in (*t.chosen[:most], *t.against[:most]))


def _table(page: _Page) -> str:
    found = [tracker for tracker in page.trackers if tracker.mentions or tracker.resolved]
    prompted = any(tracker.volunteered < tracker.mentions for tracker in found)
    of = len(page.evidence.linked)
    accounts = "Accounts (95 % interval)" if of >= FEW else "Accounts"
    columns = (
        ("Pain point", [escape(t.tracker.label) for t in found]),
        (accounts, [_share(len(t.accounts), of) for t in found]),
        ("Resolved", [f"{len(t.resolved):,}" if any(t.resolved for t in found) else "" for t in found]),
        ("Mentions", [f"{t.mentions:,}" for t in found]),
        ("Volunteered", [f"{t.volunteered:,}" if prompted else "" for t in found]),
        ("Won accounts", [str(t.won) if t.won or t.lost else "" for t in found]),
        ("Lost accounts", [str(t.lost) if t.won or t.lost else "" for t in found]),
        ("Last heard", [t.last_heard or "" for t in found]),
    )
    said = [(title, cells) for title, cells in columns if any(cells)]
    rows = [[title for title, _ in said], *zip(*(cells for _, cells in said), strict=True)]
    return render_table(rows) if found else ""


def _uncounted(page: _Page) -> str:
    """Say what was said of the pains and counts nowhere."""
    told = []
    for tracker in page.trackers:
        kinds = ((tracker.supposed, "supposed"), (tracker.asked, "asked"), (tracker.others, "of somebody else"))
        if said := ", ".join(f"{count:,} {what}" for count, what in kinds if count):
            told.append(f"{escape(tracker.tracker.label)} ({said})")
    unjudged = [
        f"{escape(t.tracker.label)} ({counted_languages(dict(t.unjudged), 'mention')})"
        for t in page.trackers
        if t.unjudged
    ]
    heard = [tracker for tracker in page.trackers if not _is_silent(tracker) and tracker.unsearched]
    unsearched = [f"{escape(t.tracker.label)} ({counted_languages(dict(t.unsearched), 'call')})" for t in heard]
    kinds_of = (("Not counted", told), ("Not judged", unjudged), ("Not searched", unsearched))
    return "\n\n".join(f"{title}: {'; '.join(items)}." for title, items in kinds_of if items)


def _share(n: int, of: int) -> str:
    return f"{n} of {of}{f' ({_interval(n, of)})' * (of >= FEW)}" if of else ""


def _interval(n: int, of: int) -> str:
    """Print Wilson's 95 % interval in whole per cent; `of` is not 0."""
    low, high = wilson(n, of) or (0, 1)
    return f"{100 * low:.0f}\N{EN DASH}{100 * high:.0f} %"


def _shown(page: _Page, findings: Sequence[Finding]) -> Sequence[Finding]:
    return findings[:1] if page.compact else findings


def _chosen(page: _Page) -> Iterator[str]:
    for tracker in page.trackers:
        chosen = _shown(page, tracker.chosen)
        if chosen:
            remark = f"{len(chosen)} of {plural(max(tracker.available, len(tracker.chosen)), 'quote')} shown"
            yield page.label(escape(tracker.tracker.label), remark)
            yield _dominance(page, chosen)
            yield from _quotes(page, chosen)


def _dominance(page: _Page, chosen: Sequence[Finding]) -> str:
    """Warn where one account said more than half of three or more quotes."""
    accounts = [finding.attribution.account for finding in chosen if finding.attribution.account]
    most, count = Counter(accounts).most_common(1)[0] if accounts else (None, 0)
    if most is None or len(chosen) < 3 or 2 * count <= len(chosen):
        return ""
    name = account_name(most, page.redaction) or "one customer"
    return f"Mostly from one account: {count} of {len(chosen)} quotes are from {name}."


def _quotes(page: _Page, findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        yield quote_block(
            finding,
            link_prefix=page.link_prefix,
            redaction=page.redaction,
            as_of=page.evidence.as_of,
            max_age=page.max_age,
        )
        if page.notes and finding.note:
            yield f"Note: {escape(page.redaction.apply(finding.note))}"


def quote_block(
    finding: Finding,
    *,
    link_prefix: str,
    redaction: Redaction,
    as_of: str | None = None,
    max_age: int | None = None,
    cite: bool = False,
) -> str:
    """Return one quote with its attribution as a blockquote; options as in `attribution_line`."""
    said = attribution_line(
        finding, link_prefix=link_prefix, redaction=redaction, as_of=as_of, max_age=max_age, cite=cite
    )
    words = escape(f'"{redaction.cut(finding.quote)}"')
    return f"> {words}\n>\n> {said}"


def _against(page: _Page) -> Iterator[str]:
    speaking = [tracker for tracker in page.trackers if tracker.against]
    if speaking:
        yield page.label("Against")
    for tracker in speaking:
        yield f"Evidence against '{escape(tracker.tracker.label)}':"
        yield from _quotes(page, _shown(page, tracker.against))


def _not_found(page: _Page) -> str:
    if page.evidence.segment.people and not page.evidence.linked:
        return ""  # nobody was heard of whom a silence could be told
    silent = [tracker for tracker in page.trackers if _is_silent(tracker)]
    calls = len(page.evidence.calls)
    if not (silent and calls and page.evidence.linked):
        return page.part("Not searched", "no call to search: no account of this segment has one.") if silent else ""
    items = [(_unsearched(tracker), sum(count for _, count in tracker.unsearched)) for tracker in silent]
    found = [item for item, left in items if left < calls]
    missed = [item for item, left in items if left == calls]
    parts = [page.bullets("Searched and not found", found, plural(calls, "call"))] * bool(found)
    return "\n\n".join(parts + [page.bullets("Not searched", missed)] * bool(missed))


def _unsearched(tracker: TrackerEvidence) -> str:
    """Return a silent pain with the calls in which its queries cannot be said to have searched, by language."""
    label, calls = escape(tracker.tracker.label), dict(tracker.unsearched)
    return f"{label} ({counted_languages(calls, 'call')} could not be searched)" if calls else label


def _is_silent(tracker: TrackerEvidence) -> bool:
    """Say whether nothing at all was said of a pain."""
    said = tracker.mentions or tracker.resolved or tracker.supposed or tracker.asked or tracker.others
    return not (said or tracker.unjudged or tracker.against or tracker.countered or tracker.unknown_side)


def _calls(page: _Page) -> str:
    first: dict[str, Finding] = {}
    for finding in page.findings:
        first.setdefault(finding.quote.citation.call_id, finding)
    cited = sorted(first.values(), key=lambda f: (f.attribution.date or "", f.quote.citation.call_id))
    items = [item for finding in cited if (item := _call(page, finding))]
    return page.bullets("Calls cited", items) if items else ""


def _call(page: _Page, finding: Finding) -> str:
    """Name a call by its date and account, "" where neither may be shown."""
    account, citation = finding.attribution.account, finding.quote.citation
    name = account_name(account, page.redaction) if account else None
    shown = ", ".join(part for part in (finding.attribution.date, name) if part)
    linked = words_link(
        citation, shown or escape(citation.call_id), page.link_prefix, account, page.redaction, whole=True
    )
    return linked if shown or linked.startswith("[") else ""


def _win_rate(page: _Page) -> str:
    count = Counter(outcome for _, outcome in page.evidence.outcomes)
    won, closed = count["won"], count["won"] + count["lost"]
    if not closed:
        return ""
    shown = f"{won} of {plural(closed, 'closed account')}"
    if closed < FEW:
        return page.part("Win rate", shown if _is_few(page.evidence) else f"{shown} ({TOO_FEW})")
    return page.part("Win rate", f"{100 * won / closed:.0f} % ({shown}, 95 % interval {_interval(won, closed)})")


def _samples(page: _Page) -> str:
    """Show accounts that were quoted before those only linked, and a lost one where there is one."""
    outcomes = dict(page.evidence.outcomes)
    quoted = {f.attribution.account.account_id for f in page.findings if f.attribution.account}
    rank = {"won": 0, "open": 1, "lost": 2}

    def order(account: Account) -> tuple[bool, bool, int, str]:
        known = account.account_id
        return known not in quoted, known not in page.evidence.linked, rank.get(outcomes.get(known, ""), 1), known

    candidates = sorted((a for a in page.evidence.accounts if account_name(a, page.redaction)), key=order)
    lost = [account for account in candidates if outcomes.get(account.account_id) == "lost"]
    picked = candidates[:_SAMPLES]
    if lost and not set(lost) & set(picked):
        picked = [*picked[:-1], lost[0]]
    picked.sort(key=lambda a: (rank.get(outcomes.get(a.account_id, ""), 1), a.account_id))
    return page.bullets("Sample accounts", [_sample(page, account) for account in picked]) if picked else ""


def _sample(page: _Page, account: Account) -> str:
    outcome = dict(page.evidence.outcomes).get(account.account_id)
    known = ", ".join(account_facts(account, None, page.redaction))
    about = f": {known}" if known else ""
    ended = f" ({outcome})" if outcome in {"won", "lost"} else ""
    return f"{account_name(account, page.redaction)}{about}{ended}"


def _scope(page: _Page) -> str:
    """Say on one line what was searched, and what was left out."""
    seen = page.evidence
    calls = f"{plural(len(seen.calls), 'call')} with {len(seen.linked):,} of {plural(len(seen.accounts), 'account')}"
    if seen.segment.people:  # its accounts are those in which such a person was heard
        calls = f"{plural(len(seen.calls), 'call')} with {plural(len(seen.linked), 'account')} in which they were heard"
    dated = []
    if seen.first_date and seen.last_date:
        dated.append(seen.first_date if seen.first_date == seen.last_date else f"{seen.first_date} to {seen.last_date}")
    if seen.undated:
        dated.append(f"{seen.undated:,} undated")
    when = f" ({'; '.join(dated)})" if dated else ""
    said = [f"Based on {calls}{when}."]
    if _is_few(seen):
        said.append(f"{TOO_FEW.capitalize()}.")
    if seen.untitled:
        said.append(untitled_remark(seen.untitled, seen.customers))
    if seen.as_of:
        said.append(f"CRM data as of {seen.as_of}.")
    return f"_{' '.join(said)}{_unsure(seen)}_"


def _is_few(seen: SegmentEvidence) -> bool:
    """Say whether the last line tells that there are few accounts: then nothing else has to."""
    return len(seen.linked) < FEW and any(tracker.mentions for tracker in seen.trackers)


_BASED_ON = re.compile(r"^[_*]Based\s+on\s+[\d,]+\s+calls?\s+with\s+([\d,]+)\s", re.MULTILINE)


def accounts_said(body: str) -> int:
    """Return on how many accounts a block says that it is based, 0 where it says nothing.

    >>> accounts_said("_Based on 20 calls with 7 of 9 accounts (2026-01-12 to 2026-03-31)._")
    7
    """
    found = _BASED_ON.search(body)
    return int(found[1].replace(",", "")) if found else 0


_DAY = re.compile(r"(CRM data |, )as of (\d{4}-\d\d-\d\d)(?=\.[^\n]*[_*]\s*\Z)")


def day_said(body: str) -> str | None:
    """Return the day that the last line of a block, or of a comparison of segments, says it is as of.

    >>> day_said("_Based on 1 call with 1 of 1 account. CRM data as of 2026-03-31._")
    '2026-03-31'
    """
    said = without_made_from(body).strip()
    last = re.split(r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)", said)[-1]
    found = _DAY.search(" ".join(last.split()))  # a formatter may wrap it
    return found[2] if found else None


def as_of_day(body: str, day: str) -> str:
    """Return the body of a block, as the tool writes it, that says another day on its last line."""
    said = without_made_from(body)
    return _DAY.sub(rf"\g<1>as of {day}", said) + body[len(said) :]


def _unsure(seen: SegmentEvidence) -> str:
    """Say how many quotes are by speakers whose side is unknown, and how to fix that."""
    counts = ((seen.unknown_left_out, "left out"), (seen.unknown_counted, "counted"))
    said = " and ".join(f"{plural(n, 'quote')} {what}" for n, what in counts if n)
    return f" Speakers not yet marked as customer or colleague: {said} (evidence review --links)." if said else ""
