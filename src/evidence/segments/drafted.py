"""A tracker drafted from a label and from sentences of customers that a person accepted or rejected, as YAML."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from evidence.model import Tracker
from evidence.query.match import match
from evidence.segments.drafts import STOP, says_lack
from evidence.segments.entries import comment, quoted, single
from evidence.segments.trackers import counts, query
from evidence.text import plural, slug, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from evidence.model import PainKind

Verdict = Literal["accepted", "rejected", ""]


@dataclass(frozen=True, slots=True)
class JudgedSentence:
    """What a customer said, where, and what a person made of it; empty where nobody judged."""

    text: str
    citation: str
    verdict: Verdict = ""


@dataclass(frozen=True, slots=True)
class DraftedTracker:
    """A tracker, the sentences it was made of, and what a person should know of it, one line each."""

    tracker: Tracker
    sentences: tuple[JudgedSentence, ...]
    remarks: tuple[str, ...] = ()

    def yaml(self) -> str:
        """Return the entry for `source/trackers.yaml`; every line ends."""
        tracker = self.tracker
        lines = [*(line for remark in self.remarks for line in comment(remark)), f"{tracker.tracker_id}:"]
        lines += [f"  label: {quoted(tracker.label)}", *["  kind: lack"] * (tracker.kind == "lack")]
        lines += ["  queries:", *(f"    - {single(text)}" for text in tracker.queries), "  side: customer"]
        for name, texts in (("should_match", tracker.should_match), ("should_not_match", tracker.should_not_match)):
            lines += [f"  {name}:", *(f"    - {quoted(text)}" for text in texts)] if texts else []
        return "\n".join(lines) + "\n"


def tracker_kind(label: str, queries: Sequence[str], accepted: Sequence[str]) -> PainKind:
    """Return `lack` where a label says that something is missing, unless more of what was accepted counts otherwise."""
    if not says_lack(label):
        return "have"
    found = {kind: _counted(Tracker("", label, tuple(queries), kind=kind), accepted) for kind in ("lack", "have")}
    return "have" if found["have"] > found["lack"] else "lack"


def _counted(tracker: Tracker, sentences: Sequence[str]) -> int:
    return sum(counts(tracker, sentence)[0] for sentence in sentences)


def draft_tracker(
    label: str, queries: Sequence[str], sentences: Sequence[JudgedSentence], taken: Collection[str] = ()
) -> DraftedTracker:
    """Return the tracker of a label: an accepted sentence is a test where it counts, else a remark says why not.

    A rejected or denied sentence is one that should not match, where it is found and does not count. taken: ids that
    other trackers have. queries: at least one.
    """
    accepted = [one.text for one in sentences if one.verdict == "accepted"]
    kind = tracker_kind(label, queries, accepted)
    tracker = Tracker(tracker_id(label, taken), label, tuple(queries), kind=kind)
    right: dict[str, None] = {}
    wrong: dict[str, None] = {}
    remarks = [_made_of(sentences)]
    for one in sentences:
        counted, reason = counts(tracker, one.text)
        if one.verdict == "accepted" and counted:
            right[one.text] = None
        elif one.verdict == "accepted":
            why = f"it is found and counts nowhere ({reason})" if reason else "no query finds it in these words alone"
            remarks.append(f"accepted, but {why}: {one.text}")
        elif one.verdict == "rejected" and counted:
            remarks.append(f"rejected, and found all the same: {one.text}")
        if _is_denied(tracker, one, reason):
            wrong[one.text] = None
    return DraftedTracker(
        replace(tracker, should_match=tuple(right), should_not_match=tuple(wrong)), tuple(sentences), tuple(remarks)
    )


def _is_denied(tracker: Tracker, one: JudgedSentence, reason: str) -> bool:
    """Whether a sentence that a person rejected is found, and is no mention that counts."""
    return bool(reason) and one.verdict == "rejected" and match(query(tracker, sided=False), one.text) is not None


def _made_of(sentences: Sequence[JudgedSentence]) -> str:
    accepted, rejected = (sum(one.verdict == said for one in sentences) for said in ("accepted", "rejected"))
    if not accepted:
        return "A draft that nobody judged."
    besides = f" and {rejected:,} rejected" if rejected else ""
    return f"Drafted from {plural(accepted, 'accepted sentence')}{besides}."


def tracker_id(label: str, taken: Collection[str] = ()) -> str:
    """Return an id of the first telling words of a label that no other tracker has."""
    telling = [word for word in words(label) if word not in STOP][:4] or words(label)[:4]
    bare = slug("-".join(telling), limit=48) or "pain"
    return next(name for name in _numbered(bare) if name not in taken)


def _numbered(bare: str) -> Iterator[str]:
    yield bare
    number = 2
    while True:
        yield f"{bare}-{number}"
        number += 1
