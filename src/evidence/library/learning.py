"""The order of quotes, learned from what reviewers decided in this workspace, once there is enough of it."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from evidence.errors import WorkspaceError
from evidence.library.pipeline import cues_of
from evidence.query.assertion import assertion_of
from evidence.query.language import language_of
from evidence.query.match import matcher
from evidence.quotes.appraisal import Matched, appraise
from evidence.quotes.ranker import Example, Ranker, Trial, study
from evidence.segments.trackers import query as tracker_query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from evidence.library.library import Library
    from evidence.model import Decision, Finding, Tracker
    from evidence.quotes.nlp import Pipeline

LEAST = 100  # accepted ones, and as many rejected ones
VERSION = 3  # raise it when the rules of `mining` or `ranker` change what is learned


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the decisions of a workspace teach: how well it sorts, and the order, None where the rules sort as well."""

    trial: Trial
    order: Ranker | None = None

    def sort(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings with how far up they belong, and with the reason for it."""
        return [self._placed(finding) for finding in findings]

    def _placed(self, finding: Finding) -> Finding:
        if self.order is None:
            return finding
        place, why = self.order.place(finding.quote.text, finding.score, finding.reasons)
        return replace(finding, learned=place, reasons=(*finding.reasons, why) if why else finding.reasons)


def learn(library: Library, decisions: Iterable[Decision], pipeline: Callable[[], Pipeline]) -> Lesson | None:
    """Return what the decisions in force teach; None below a hundred accepted and a hundred rejected quotes.

    Raises SettingsError where the cues or the pipeline of the settings are at fault.

    decisions: as the file holds them. What they teach is kept in `.evidence/` with the hash of all that
    it was made of, and made anew where that changed; it says the same whether it was kept or not.
    """
    judged = [one for one in decisions if one.verdict in {"accept", "reject"} and one.exact]
    count = Counter(one.verdict for one in judged)
    if min(count["accept"], count["reject"]) < LEAST:
        return None
    judged.sort(key=lambda one: (one.segment, one.tracker, one.quote_id))
    digest = _digest(library, judged)
    path = library.workspace.lesson
    if path.is_file() and (kept := _read(library.workspace.read_bytes(path), digest)):
        return kept
    lesson = Lesson(*study(list(_examples(judged, library.trackers, pipeline()))))
    # Where nothing can be written it is made anew each time.
    with contextlib.suppress(WorkspaceError):
        library.workspace.write(path, _render(lesson, digest), durable=False)
    return lesson


def _digest(library: Library, judged: Iterable[Decision]) -> str:
    """Return a hash of all that a lesson is made of: verdicts and words, trackers, cues, the pipeline."""
    workspace = library.workspace
    lexicon = cues_of(workspace)
    made: list[Any] = [VERSION, workspace.settings.nlp, repr(lexicon), repr(sorted(library.trackers.items()))]
    made += [(d.segment, d.tracker, d.quote_id, d.verdict, d.call_id, d.exact, d.prefix, d.suffix) for d in judged]
    return hashlib.sha256(json.dumps(made).encode()).hexdigest()


def _examples(judged: list[Decision], trackers: Mapping[str, Tracker], pipeline: Pipeline) -> Iterable[Example]:
    """Yield each decision with what the rules say of its words, which is what they said of the quote.

    Everything comes from the decision: its words may be gone from the calls, and what was said of them holds.
    """
    tests = {name: matcher(tracker_query(tracker, sided=False)) for name, tracker in trackers.items()}
    matched = []
    for one in judged:
        start = len(one.prefix)
        language = language_of(one.prefix + one.exact + one.suffix)
        spans = (tests[one.tracker](one.exact, {}, language) if one.tracker in tests else None) or ()
        shifted = tuple((start + a, start + b) for a, b in spans)
        text, tracker = one.prefix + one.exact + one.suffix, trackers.get(one.tracker)
        kind, label = (tracker.kind, tracker.label) if tracker else ("have", "")
        meant = assertion_of(text, shifted, kind=kind if spans else "have", language=language).assertion
        matched.append(Matched(text, shifted, (start, start + len(one.exact)), meant, label))
    for one, worth in zip(judged, appraise(matched, pipeline), strict=True):
        yield Example(one.tracker, one.call_id, one.exact, worth.score, worth.reasons, one.verdict == "accept")


def _render(lesson: Lesson, digest: str) -> bytes:
    known: dict[str, Any] = {"data": digest, "trial": asdict(lesson.trial)}
    if lesson.order:
        known["order"] = {
            "weights": sorted(lesson.order.weights.items()), "point": lesson.order.point, "usual": lesson.order.usual,
        }  # fmt: skip
    return json.dumps(known).encode()


def _read(data: bytes, digest: str) -> Lesson | None:
    """Return a kept lesson; None for one that is broken or was made of other things."""
    try:
        known = json.loads(data)
        if known["data"] != digest:
            return None
        order = known.get("order")
        trial = Trial(**known["trial"])
        return Lesson(trial, Ranker(dict(order["weights"]), order["point"], order["usual"]) if order else None)
    except (ValueError, TypeError, KeyError):
        return None
