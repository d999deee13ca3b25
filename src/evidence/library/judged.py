"""`is:present` and its like in a query: how the mentions of its trackers, or of a pain's cue, are meant."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from evidence.errors import QuerySyntaxError
from evidence.query.context import echoes
from evidence.query.match import expand, matcher
from evidence.query.tree import And, Field, Not, Or, Phrase, Query, Word, judged_in, judges_mention, terms
from evidence.text import stem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from evidence.library.library import Library
    from evidence.library.reviewed import Reviewed
    from evidence.model import Assertion, PainKind, QuoteStatus, Span, Tracker, Utterance
    from evidence.query.tree import Node

TURNS = 2  # before an utterance, in which others may have brought its words up
LOOK_BACK = 20  # utterances, of which two turns may have been cut
_INTERJECTION = 3  # words of a turn, `Oh really?`, behind which somebody goes on


class _Mention(NamedTuple):
    """What finds the words of a pain in a text, what kind of pain it is, and its tracker."""

    spans: Callable[[Utterance], tuple[Span, ...] | None]
    kind: PainKind
    tracker: str | None


class Judge(NamedTuple):
    """Which mentions a query wants: each of `asked` says what they are, and whether they have to be.

    reviewed: what was decided of its trackers' quotes, None where nothing was; a rejected one is no mention.
    """

    mentions: tuple[_Mention, ...]
    asked: tuple[tuple[str, bool], ...]
    reviewed: Reviewed | None

    def __call__(self, call_id: str, call: Sequence[Utterance], number: int) -> bool:
        """Say whether the utterance of that number, among all of its call, holds what is wanted."""
        place = bisect_left(call, number, key=lambda one: one.number)
        kept = [(spans, one) for one in self.mentions if (spans := one.spans(call[place]))]
        marked = [(spans, one, self._status(call_id, number, spans, one)) for spans, one in kept]
        said = {way for found in marked if found[2] != "rejected" for way in _ways(call, place, *found)}
        return bool(said) and all((kind in said) is wanted for kind, wanted in self.asked)

    def assertion(self, call: Sequence[Utterance], number: int) -> Assertion:
        """Return how the first mention in an utterance is meant."""
        place = bisect_left(call, number, key=lambda one: one.number)
        found = ((spans, one.kind) for one in self.mentions if (spans := one.spans(call[place])))
        return next((_meant(call, place, spans, kind) for spans, kind in found), "present")

    def _status(self, call_id: str, number: int, spans: Sequence[Span], mention: _Mention) -> QuoteStatus:
        return self.reviewed.status(call_id, number, spans, mention.tracker) if self.reviewed else "new"


def _meant(call: Sequence[Utterance], place: int, spans: Sequence[Span], kind: PainKind) -> Assertion:
    from evidence.query.assertion import assertion_of  # 13 ms, and few queries judge

    one, later = call[place], goes_on(call, place)
    return assertion_of(one.text, spans, kind=kind, later=later, language=one.language).assertion


def _ways(
    call: Sequence[Utterance], place: int, spans: Sequence[Span], mention: _Mention, status: QuoteStatus
) -> Iterator[str]:
    """Yield how a mention is meant, as it is counted."""
    from evidence.segments.counting import taken_as

    yield taken_as(_meant(call, place, spans, mention.kind), accepted=status == "accepted")
    if is_prompted(call, place, spans):
        yield "prompted"


def split_judged(
    library: Library, query: Query, words: Callable[[str], Sequence[Utterance]]
) -> tuple[Query, Judge | None]:
    """Return a query without what judges its mentions, and the judge of them; None where there is nothing to judge.

    words: returns the utterances of a call. Mentions that were rejected are judged, too, where all that a query finds
    is found by trackers. Raises QuerySyntaxError where no pain is named, and where `is:present` stands below OR or NOT;
    SettingsError for a tracker that does not exist.
    """
    asked, root = tuple(_asked(query.root)), without_judged(query.root)
    if judged := next(judged_in(root), None):
        hint = f"Write it beside all of the words: (manual OR slow) is:{judged.kind}"
        raise QuerySyntaxError(f"is:{judged.kind} cannot judge a part of a query, below OR or NOT", hint=hint)
    named = tuple(dict.fromkeys(_trackers(root)))
    if not (asked or named):
        return query, None
    reviewed = reviewed_in(library, words, _segments(library, root)) if named else None
    if reviewed and not reviewed.covers(trackers_named(library, root)):
        reviewed = None
    if not asked and (reviewed is None or not _by_trackers(root)):
        return query, None
    mentions = tuple(_mentions(library, root, named))
    if not mentions:
        hint = "Name a tracker, tracker:NAME, or a word that tells of pain, such as manual."
        raise QuerySyntaxError(f"is:{asked[0][0]} judges a pain, and the query names none", hint=hint)
    return replace(query, root=root), Judge(mentions, asked, reviewed)


def trackers_named(library: Library, root: Node) -> tuple[str, ...]:
    """Return the ids of the trackers that a query names, those left out apart. Raises SettingsError."""
    return tuple(dict.fromkeys(library.tracker(field.value).tracker_id for field in _trackers(root)))


def _segments(library: Library, node: Node) -> tuple[str, ...]:
    """Return the ids of the segments to which a query keeps: what was rejected in another one holds there."""
    parts = node.children if isinstance(node, And) else (node,)
    inner = [one for part in parts if isinstance(part, And) for one in _segments(library, part)]
    fields = (part for part in parts if isinstance(part, Field) and part.name == "segment")
    return (*inner, *(library.segment_of(field).segment_id for field in fields))


def reviewed_in(
    library: Library, words: Callable[[str], Sequence[Utterance]], segments: Sequence[str] = ()
) -> Reviewed | None:
    """Return what reviewers decided, None where there are no decisions; `words` as for `split_judged`.

    segments: in which it was decided, none for any.
    """
    if not library.workspace.decisions.is_file():
        return None
    from evidence.library.reviewed import Reviewed  # 26 ms, and most workspaces have no decisions

    return Reviewed(library, words, segments)


def _by_trackers(node: Node) -> bool:
    """Say whether everything that a query finds is found by one of its trackers."""
    match node:
        case And(children):
            return any(map(_by_trackers, children))
        case Or(children):
            return bool(children) and all(map(_by_trackers, children))
        case Field("tracker"):
            return True
        case _:
            return False


def without_judged(node: Node) -> Node:
    """Return a query without what judges its mentions."""
    if isinstance(node, And):
        return And(tuple(without_judged(child) for child in node.children if not _judges(child)))
    return And(()) if _judges(node) else node


def _judges(node: Node) -> bool:
    return judges_mention(node.child if isinstance(node, Not) else node)


def _asked(node: Node) -> Iterator[tuple[str, bool]]:
    """Yield what is asked of the mentions, wherever all of it has to hold."""
    for child in node.children if isinstance(node, And) else (node,):
        inner = child.child if isinstance(child, Not) else child
        if judges_mention(inner):
            yield inner.kind, inner is child
        elif isinstance(child, And):
            yield from _asked(child)


def _trackers(node: Node) -> Iterator[Field]:
    """Yield the trackers that a query names, those left out apart."""
    if isinstance(node, Field) and node.name == "tracker":
        yield node
    for child in node.children if isinstance(node, And | Or) else ():
        yield from _trackers(child)


def _mentions(library: Library, root: Node, named: Sequence[Field]) -> Iterator[_Mention]:
    """Yield what finds the mentions of a query: its trackers, else its words that are cues of pain."""
    for field in named:
        tracker = library.tracker(field.value)
        yield _Mention(_spared(library, _finder(library, field), tracker), tracker.kind, tracker.tracker_id)
    cues = frozenset[str]() if named else _cue_stems(library)
    if telling := [node for node in terms(root) if _tells(node, cues)]:
        yield _Mention(_finder(library, Or(tuple(telling))), "have", None)


def _finder(library: Library, node: Node) -> Callable[[Utterance], tuple[Span, ...] | None]:
    test = matcher(_unsided(expand(Query("", node), library.meaning)), library.catalog.lemmas)
    return lambda one: test(one.text, _NO_FACTS, one.language)


def _spared(
    library: Library, finds: Callable[[Utterance], tuple[Span, ...] | None], tracker: Tracker
) -> Callable[[Utterance], tuple[Span, ...] | None]:
    """Return what finds the mentions of a tracker but for words that its counter queries find too."""
    if not tracker.counter:
        return finds
    from evidence.segments.trackers import node  # 4 ms, and few queries judge

    against = _finder(library, node(tracker, counter=True, sided=False))

    def spared(one: Utterance) -> tuple[Span, ...] | None:
        spans, counter = finds(one) or (), against(one) or ()
        return tuple(span for span in spans if not any(a < span[1] and span[0] < b for a, b in counter)) or None

    return spared


def _unsided(query: Query) -> Query:
    """Return what is said of a query, whoever says it: whose words count the query itself decides."""

    def walk(node: Node) -> Node:
        if isinstance(node, And | Or):
            kept = tuple(walk(child) for child in node.children if not isinstance(child, Field))
            return type(node)(kept)
        return node

    return replace(query, root=walk(query.root))


_NO_FACTS: Mapping[str, tuple[str, ...]] = {}


def _cue_stems(library: Library) -> frozenset[str]:
    """Return the stems of the words, or of phrases, that tell of pain."""
    from evidence.library.pipeline import cues_of  # 28 ms, and few queries judge

    families = (family for family in cues_of(library.workspace).families if family.weight > 0)
    return frozenset(_stemmed(cue.parts[0].split()) for f in families for cue in f.cues if len(cue.parts) == 1)


def _tells(node: Node, cues: frozenset[str]) -> bool:
    said = [part.token for part in (node.parts if isinstance(node, Phrase) else (node,)) if isinstance(part, Word)]
    return _stemmed(said) in cues or any(stem(word) in cues for word in said)


def _stemmed(said: Iterable[str]) -> str:
    return " ".join(map(stem, said))


# -- what was said around ---------------------------------------------------------------------------


def goes_on(call: Sequence[Utterance], place: int) -> str:
    """Return what the speaker of an utterance says next, "" where another turn of more than an interjection follows."""
    for one in call[place + 1 : place + 3]:
        if one.speaker == call[place].speaker:
            return one.text
        if len(one.text.split()) > _INTERJECTION:
            break
    return ""


def said_before(call: Sequence[Utterance], place: int) -> tuple[str, ...]:
    """Return what others said in the two turns before an utterance, the nearest first."""
    utterance, earlier = call[place], []
    for one in reversed(call[max(0, place - LOOK_BACK) : place]):
        if one.turn < utterance.turn - TURNS:
            break
        if one.speaker != utterance.speaker:
            earlier.append(one.text)
    return tuple(earlier)


def is_prompted(call: Sequence[Utterance], place: int, spans: Sequence[Span]) -> bool:
    """Whether others used all of the matched words in the two turns before."""
    earlier = said_before(call, place)
    return all(echoes(call[place].text[slice(*span)], earlier) for span in spans) and bool(spans)
