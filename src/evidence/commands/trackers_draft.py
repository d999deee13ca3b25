"""A tracker drafted from the label of a pain, out of what customers say and a person accepts: `trackers --draft`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from evidence.errors import SettingsError
from evidence.library.asking import citation_record
from evidence.library.drafting import SHOWN, LabelDraft
from evidence.library.library import asked_of
from evidence.segments.drafted import DraftedTracker, JudgedSentence, Verdict, draft_tracker
from evidence.segments.labels import clean_label
from evidence.segments.trackers import parse_trackers
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.library.drafting import NearUtterance
    from evidence.library.library import Library, WorkspaceLike

_LISTED = 10  # utterances that are shown where nobody is asked
_SAID: dict[bool | None, Verdict] = {True: "accepted", False: "rejected", None: ""}


@dataclass(frozen=True, slots=True)
class TrackerDraft:
    """What was shown for a label, what a person made of it, and the tracker; None where nothing was accepted."""

    label: str
    shown: tuple[NearUtterance, ...]
    verdicts: tuple[bool | None, ...] = ()
    drafted: DraftedTracker | None = None

    def record(self) -> dict[str, Any]:
        """Return the draft as `--json` prints it."""
        tracker = self.drafted.tracker if self.drafted else None
        verdicts = [*self.verdicts, *[None] * (len(self.shown) - len(self.verdicts))]
        return {
            "tracker": tracker.tracker_id if tracker else None,
            "label": self.label,
            "kind": tracker.kind if tracker else None,
            "queries": list(tracker.queries) if tracker else [],
            "should_match": list(tracker.should_match) if tracker else [],
            "should_not_match": list(tracker.should_not_match) if tracker else [],
            "yaml": self.drafted.yaml() if self.drafted else None,
            "shown": [
                {"verdict": _SAID[verdict] or None, "quote": one.quote.text, "score": round(one.worth, 3),
                 "citation": citation_record(one.quote.citation, one.quote.text)}
                for one, verdict in zip(self.shown, verdicts, strict=True)
            ],
        }  # fmt: skip


class DraftDesk:
    """A label, the utterances nearest to it, one after the other, and what becomes of them.

    shown: those that were asked about, in this order. What is accepted and rejected decides which one follows.
    """

    def __init__(self, library: Library, label: str, *, limit: int = SHOWN) -> None:
        """Read what customers say near a label. Raises SettingsError for a label that says nothing."""
        self.label = clean_label(label)
        if not words(self.label):
            raise SettingsError("the label has no words", hint='Write such as --draft "Reports arrive late".')
        self.library, self.limit = library, limit
        self.draft = LabelDraft(library, self.label)
        self.shown: list[NearUtterance] = []

    def following(self, verdicts: Sequence[bool | None]) -> NearUtterance | None:
        """Return the utterance to ask about after so many verdicts on those shown; None where there is no other."""
        del self.shown[len(verdicts) :]  # what was taken back is asked about again, and others follow it
        if len(verdicts) >= self.limit:
            return None
        one = self.draft.following(dict(zip((each.place for each in self.shown), verdicts, strict=True)))
        self.shown += [one] if one else []
        return one

    def take(self, number: int) -> tuple[bool, ...]:
        """Accept the first ones, whatever they say; the others are shown and nobody judges them."""
        self.shown = list(self.draft.nearest(max(number, _LISTED)))
        return (True,) * min(number, len(self.shown))

    def made(self, verdicts: Sequence[bool | None]) -> TrackerDraft:
        """Return the draft of what was accepted and rejected, in the order shown; the rest nobody judged."""
        judged = {one.place: verdict for one, verdict in zip(self.shown, verdicts, strict=False) if verdict is not None}
        drafted = None
        if any(judged.values()) and (queries := self.draft.queries(judged)):
            sentences = [
                JudgedSentence(one.quote.text, str(one.quote.citation), _SAID[judged.get(one.place)])
                for one in self.shown
            ]
            drafted = draft_tracker(self.label, queries, sentences, self.library.trackers)
        return TrackerDraft(self.label, tuple(self.shown), tuple(verdicts), drafted)


def append_tracker(library: Library, drafted: DraftedTracker) -> None:
    """Add a drafted tracker at the end of `source/trackers.yaml`; every byte before it stays as it is.

    Raises SettingsError where the file would not read as before with one tracker more, or has this label already.
    """
    workspace, path = library.workspace, library.workspace.trackers
    name = workspace.name(path)
    held = workspace.read_bytes(path) if path.exists() else b""
    try:
        text = held.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError("is not UTF-8, so nothing was added", hint="Save it as UTF-8.", path=name) from error
    same = [one for one in library.trackers.values() if one.label.casefold() == drafted.tracker.label.casefold()]
    if same:
        hint = f"Edit it, or see evidence trackers --suggest {same[0].tracker_id}."
        raise SettingsError(
            f"has a tracker of this label already: {same[0].tracker_id}", hint=hint, path=name, line=same[0].line
        )
    end = "\r\n" if "\r\n" in text else "\n"
    entry = "".join(f"{line}{end}" for line in drafted.yaml().splitlines())
    gap = end * ((not text.endswith("\n")) + 1) if text.strip() else ""
    added = f"{gap}{entry}"
    before, _ = parse_trackers(text, name)
    try:
        after, _ = parse_trackers(f"{text}{added}", name)
    except SettingsError:
        after = ()
    if after[:-1] != before or [one.tracker_id for one in after[-1:]] != [drafted.tracker.tracker_id]:
        hint = "Copy the entry into it by hand."
        raise SettingsError("cannot be added to at its end, so nothing was written", hint=hint, path=name)
    workspace.write(path, held + added.encode(), read=held)


def draft_from_label(
    place: WorkspaceLike = None, label: str = "", *, accept: int = 3, as_of: str | None = None
) -> TrackerDraft:
    """Draft a tracker from a label and the nearest utterances of customers: `evidence trackers --draft`.

    accept: how many of those shown are taken, best first; nobody judges the others. Nothing is written.
    """
    with asked_of(place, as_of, refresh="calls") as library:
        desk = DraftDesk(library, label)
        return desk.made(desk.take(accept))
