"""A block that would lose most of its quotes: how many of how many, and which input is the likeliest reason.

A typing error in `where`, a column of the CRM under another name, a folder of calls that is gone: each makes a sound
block that holds next to nothing. What reviewers rejected or moved is no loss; a block that never had quotes may be
empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.library.more import standing_losses
from evidence.segments.definitions import EVERYBODY
from evidence.text import plural, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from evidence.documents.quotations import Quotation
    from evidence.documents.redact import Redaction
    from evidence.library.library import Library
    from evidence.model import Decision, Finding, SegmentEvidence

_NAMED = 3  # calls or accounts that a reason names
_Words = tuple[str, ...]


def shrinks(
    library: Library,
    evidence: SegmentEvidence,
    standing: Iterable[Quotation],
    shown: Sequence[Finding],
    decisions: Iterable[Decision],
    redaction: Redaction,
) -> str:
    """Say how many of a block's quotes would go and why, "" where at least half of those that nobody took out stay.

    standing: the quotations of the block as it is. shown: the quotes of the new one. decisions: those in force.
    A quote that another of the segment takes the place of is none that goes; one whose call the segment no longer
    holds is.
    """
    held = [quotation for quotation in standing if quotation.kind == "blockquote"]
    settled = _settled(evidence, decisions, redaction)
    kept = {tuple(words(redaction.cut(finding.quote))) for finding in shown}
    missing = [q for q in held if tuple(words(q.text)) not in kept | settled]
    expected = sum(tuple(words(q.text)) not in settled - kept for q in held)
    left = _left(library, evidence, missing)
    if not (expected and missing) or (shown and expected <= 2 * len(shown) and 2 * len(left) <= expected):
        return ""
    going = len(left) if shown and expected <= 2 * len(shown) else expected - min(expected, len(shown))
    why = _why(library, evidence, missing, left)
    return f"{going:,} of its {plural(len(held), 'quote')} would go, because {why}"


def _settled(evidence: SegmentEvidence, decisions: Iterable[Decision], redaction: Redaction) -> set[_Words]:
    """Return the words that reviewers rejected in the segment or moved elsewhere, as said and as they may be shown."""
    segment = evidence.segment.segment_id
    taken = [
        one.exact
        for one in decisions
        if one.segment == segment and one.exact and (one.verdict in {"reject", "move"} or one.replaces)
    ]
    return {tuple(words(text)) for exact in taken for text in (exact, redaction.apply(exact))}


def _left(library: Library, evidence: SegmentEvidence, missing: Iterable[Quotation]) -> list[str]:
    """Return the calls, one for each quote, that are cited and no longer searched for the segment."""
    searched = {*evidence.calls}
    cited = [q.attribution.citation.call_id for q in missing if q.attribution.citation]
    return [call for call in cited if library.copies.get(call, call) not in searched]


def _why(library: Library, evidence: SegmentEvidence, missing: Sequence[Quotation], left: Sequence[str]) -> str:
    """Return the likeliest reason: files that are known to lack something, then calls, members, trackers, settings."""
    wrong = library.unjudged.get(evidence.segment.segment_id) or next(iter(standing_losses(library.catalog)), None)
    if wrong:
        return str(wrong)
    reasons = (*_calls(library, evidence, missing, left), *_trackers(library, evidence), *_rest(library, evidence))
    return next(iter(reasons))


def _calls(
    library: Library, evidence: SegmentEvidence, missing: Sequence[Quotation], left: Sequence[str]
) -> Iterator[str]:
    """Yield what became of the cited calls and of the segment's accounts."""
    segment = evidence.segment
    gone = sorted({call for call in left if not library.catalog.has(call)})
    cited = {q.attribution.citation.call_id for q in missing if q.attribution.citation}
    if 2 * len(gone) > len(cited):
        yield f"{len(gone):,} of {plural(len(cited), 'cited call')} {_are(gone)} missing ({_some(gone)})."
    if not library.accounts:
        yield "the CRM's files hold no account (source/crm/exports)."
    if not evidence.accounts:
        yield f"no account fits {_asked(evidence)} (evidence segments --explain shows why)."
    if not evidence.calls:
        yield f"no call is linked to any of its {plural(len(evidence.accounts), 'account')} (evidence link)."
    others = sorted({_owner(library, call) for call in left} - {""})
    if 2 * len(left) > len(missing) and others:
        asked = "" if segment.where in {None, EVERYBODY} else f": they do not fit {_asked(evidence)}"
        yield f"{_some(others)} {_are(others)} no longer in the segment{asked}."
    if 2 * len(left) > len(missing):
        some = sorted({*left})
        yield f"{plural(len(some), 'cited call')} {_are(some)} no longer linked to its accounts ({_some(some)})."


def _trackers(library: Library, evidence: SegmentEvidence) -> Iterator[str]:
    """Yield which trackers are gone."""
    segment = evidence.segment
    unknown = [name for name in segment.trackers if name not in library.trackers]
    if unknown:
        yield f"source/trackers.yaml has no {_some(unknown)}; if it was renamed, add `was:` with the old name there."
    if not segment.trackers:
        yield "the segment names no trackers."


def _rest(library: Library, evidence: SegmentEvidence) -> Iterator[str]:
    """Yield what else may take quotes out: problems that were told, what the settings show, queries that find less."""
    if library.problems:
        yield str(library.problems[0])
    if library.choice.only_accepted:
        yield "evidence.yaml shows accepted quotes alone (block: {only: accepted})."
    if sum(len((*one.chosen, *one.against)) for one in evidence.trackers):
        yield "its layout or number of quotes is another, or its trackers find less (evidence attach --diff shows it)."
    yield "its trackers find nothing more (evidence trackers --test; are the speakers' sides known?)."


def _asked(evidence: SegmentEvidence) -> str:
    segment = evidence.segment
    if segment.people:
        return f"`people: [{', '.join(segment.people)}]`"
    return f"`where: {segment.where}`" if segment.where else "`accounts: {include}`"


def _owner(library: Library, call: str) -> str:
    account = library.account_of(call)
    return account.account_id if account else ""


def _are(several: Collection[object]) -> str:
    return "is" if len(several) == 1 else "are"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
