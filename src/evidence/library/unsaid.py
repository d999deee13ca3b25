"""What stands in calls and was not said: the calls whose notes, notices or chat hold what a query asks for.

No index holds these words, so the files are read, and only after a search of what was said has found nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from evidence.calls.normalized_body import below_speech, events_below
from evidence.errors import EvidenceError
from evidence.library.asking import Asking
from evidence.model import Utterance
from evidence.query.compounds import halves, joined
from evidence.query.match import expand, part_test
from evidence.query.tree import And, Fuzzy, Near, Or, Phrase, Wildcard, Word, terms
from evidence.text import plural, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    from evidence.library.library import Library
    from evidence.query.lemmas import Lemmas
    from evidence.query.tree import Node, Query

MOST_NAMED = 3  # calls


@dataclass(frozen=True, slots=True)
class Unsaid:
    """The calls in whose notes or chat a query matches, by id; `chat` where it matches in nothing but the chat."""

    calls: tuple[str, ...] = ()
    chat: bool = False

    def __str__(self) -> str:
        """Say it in one sentence; "" where no call is among them."""
        if not self.calls:
            return ""
        which = ", ".join(self.calls[:MOST_NAMED]) + (", ..." if len(self.calls) > MOST_NAMED else "")
        where = "chat of {}, which is not speech" if self.chat else "notes of {}, which are not speech"
        return f"Nobody says it, but it stands in the {where.format(plural(len(self.calls), 'call'))} ({which})."


def unsaid(library: Library, query: Query) -> Unsaid:
    """Return where a query that finds no speech matches what is none; its filters must let calls and speakers pass.

    What cannot be read was reported when the index was refreshed.
    """
    if not any(terms(query.root)):
        return Unsaid()
    asking, kinds, found = Asking(library, query), set[str](), list[str]()
    may_match = _rough(expand(query, library.meaning).root, library.catalog.lemmas)
    for entry in library.catalog.calls():
        text = _unsaid_text(library, entry.call_id)
        if text and may_match(set(words(text))) and (matching := _matching(asking, entry.call_id, text)):
            found.append(entry.call_id)
            kinds |= matching
    return Unsaid(tuple(sorted(found)), kinds == {"chat"})


def _unsaid_text(library: Library, call_id: str) -> str:
    try:
        return below_speech(library.workspace.read_bytes(library.workspace.call_path(call_id)))
    except EvidenceError:
        return ""


def _matching(asking: Asking, call_id: str, text: str) -> set[str]:
    """Return the kinds of events that hold words asked for."""
    try:
        events = events_below(text)
    except EvidenceError:
        return set()
    entry = asking.entry(call_id)
    language = entry.language if entry else ""
    return {
        event.kind
        for event in events
        if asking.spans(call_id, Utterance(1, 1, event.speaker, event.text, language=language))
    }


def _rough(node: Node, lemmas: Lemmas) -> Callable[[AbstractSet[str]], bool]:
    """Return what says whether a text of these words may match: it spares nine calls in ten the reading of events."""
    match node:
        case Word() | Wildcard() | Fuzzy():
            fits = [cache(part_test(node, lemmas, language)) for language in ("", *lemmas.languages)]
            begun = {first for first, _ in halves(node.token)} if isinstance(node, Word) else set[str]()
            return lambda tokens: not begun.isdisjoint(tokens) or any(any(map(test, tokens)) for test in fits)
        case Phrase(parts) | And(parts) if _wholes(parts):
            ways = [_every(parts, lemmas), *(_rough(whole, lemmas) for whole in _wholes(parts))]
            return lambda tokens: any(way(tokens) for way in ways)
        case Phrase(parts):
            return _every(parts, lemmas)
        case Near(left, right):
            return _every((left, right), lemmas)
        case And(children):
            return _every(children, lemmas)
        case Or(children):
            tests = [_rough(child, lemmas) for child in children]
            return lambda tokens: any(test(tokens) for test in tests)
        case _:
            return lambda _: True


def _wholes(nodes: Sequence[Node]) -> list[Word]:
    """Return the words that neighbours are as one, where they are halves of a compound."""
    return [Word(word) for _, word in joined([node.token if isinstance(node, Word) else None for node in nodes])]


def _every(nodes: Sequence[Node], lemmas: Lemmas) -> Callable[[AbstractSet[str]], bool]:
    tests = [_rough(node, lemmas) for node in nodes]
    return lambda tokens: all(test(tokens) for test in tests)
