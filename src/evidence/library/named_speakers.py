"""Whom a question names: a capitalised name or role that fits one speaker of the calls that are searched."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidence.query.match import fold_value
from evidence.query.ranking import only_asks
from evidence.query.tree import And, Field, Not, Or
from evidence.text import tokenize, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.library.library import Library
    from evidence.query.tree import Node
    from evidence.store.prepare import IndexedParticipant

LONGEST = 5  # words of a name or a title
MOST_RUNS = 30  # of a question that shouts
# Calls whose people are looked at at once, and how often: of 7,000 calls all took 1.3 s.
CALLS, ROUNDS = 50, 4


class NamedSpeaker(NamedTuple):
    """The words of the question, whom they name, and the key of that speaker in every call."""

    said: str
    name: str
    key: str


def identity(call_id: str, person: IndexedParticipant) -> str:
    """Return what is the same for one speaker in all calls: the folded name; a mere label holds in its call alone."""
    known = person.participant
    return fold_value(known.name) if known.name else f"{call_id}\n{known.label}"


def named_speakers(library: Library, question: str, fields: Sequence[Node] = ()) -> tuple[NamedSpeaker, ...]:
    """Return the speakers whom a question names, in its order; a word that fits several names none of them.

    fields: what filters the calls. Only words with a capital letter are looked at.
    """
    found: dict[str, NamedSpeaker] = {}
    for run in _capitalised(question):
        covered: set[int] = set()
        for first, last in sorted(_parts(len(run)), key=lambda part: (part[0] - part[1], part[0])):
            said = [word for word, _ in run[first:last]]
            if covered.isdisjoint(range(first, last)) and (one := _only_speaker(library, said, fields)):
                covered.update(range(first, last))
                shown = question[run[first][1][0] : run[last - 1][1][1]]
                found.setdefault(one[0], NamedSpeaker(shown, one[1], one[0]))
    return tuple(found.values())


def _capitalised(question: str) -> list[list[tuple[str, tuple[int, int]]]]:
    """Return runs of words with a capital letter; the first word of a question has one whatever it is."""
    runs: list[list[tuple[str, tuple[int, int]]]] = []
    before = None
    for number, token in enumerate(tokenize(question)):
        end = token.end - 2 * token.folded.endswith("'s")
        word = token.folded.removesuffix("'s")
        if not question[token.start].isupper() or (number == 0 and only_asks(word)) or word == "i":
            before = None
            continue
        if before is not None and question[before : token.start].isspace():
            runs[-1].append((word, (token.start, end)))
        else:
            runs.append([(word, (token.start, end))])
        before = token.end if end == token.end else None
    return runs[:MOST_RUNS]


def _parts(length: int) -> Iterator[tuple[int, int]]:
    for first in range(min(length, MOST_RUNS)):
        for last in range(first + 1, min(length, first + LONGEST) + 1):
            yield first, last


def _only_speaker(library: Library, said: Sequence[str], fields: Sequence[Node]) -> tuple[str, str] | None:
    """Return key and name of the one speaker whose name, label, role or title holds all the words."""
    text, wanted = " ".join(said), set(said)
    either = Or((Field("speaker", text), Field("role", text)))
    found: dict[str, str] = {}
    known: list[Node] = []
    for _ in range(ROUNDS):
        # Who is known already is left out: a colleague who speaks in every call needs no look at every call.
        others = And((either, *fields, Not(Or(tuple(known))))) if known else And((either, *fields))
        calls = [*library.store.text.tally(library.store.candidates(others, library.resolve))]
        for call_id in calls[:CALLS]:
            for person in _fitting(library, call_id, wanted):
                name = person.participant.name or person.participant.label
                found.setdefault(identity(call_id, person), name)
                known.append(Field("speaker", name, exact=True))
        if len(found) > 1:
            return None
        if len(calls) <= CALLS:
            return next(iter(found.items()), None)
        known = list(dict.fromkeys(known))
    return None


def _fitting(library: Library, call_id: str, wanted: set[str]) -> Iterator[IndexedParticipant]:
    """Yield those who speak in a call and whose name, label, role or title holds all the words."""
    for person in library.catalog.people(call_id):
        known = (person.participant.name or "", person.participant.label, *person.titles)
        if person.utterances and any(wanted <= set(words(one)) for one in known):
            yield person
