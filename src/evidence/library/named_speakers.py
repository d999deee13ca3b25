"""Whom a question names: a capitalised name or role that fits one speaker of the calls that are searched."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from evidence.query.match import fold_value
from evidence.query.ranking import only_asks
from evidence.query.tree import And, Field, Or
from evidence.text import tokenize, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.library.library import Library
    from evidence.query.tree import Node
    from evidence.store.prepare import IndexedParticipant

LONGEST = 5  # words of a name or a title
MOST_RUNS = 30  # of a question that shouts


class NamedSpeaker(NamedTuple):
    """The words of the question, whom they name, and the key of that speaker in every call."""

    said: str
    name: str
    key: str


def identity(person: IndexedParticipant) -> str:
    """Return what is the same for one speaker in all calls: the folded name, else the label."""
    return fold_value(person.participant.name or person.participant.label)


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
    """Return key and name of the one speaker whose name, or else role or title, holds all the words."""
    text = " ".join(said)
    either = Or((Field("speaker", text), Field("role", text)))
    store = library.store
    calls = store.text.tally(store.candidates(And((either, *fields)), library.resolve))
    if not calls:
        return None
    wanted = set(said)
    by_name: dict[str, str] = {}
    by_role: dict[str, str] = {}
    for person in _people(library, [*calls]):
        known = person.participant
        if wanted <= {*words(known.name or ""), *words(known.label)}:
            by_name.setdefault(identity(person), known.name or known.label)
        elif any(wanted <= set(words(title)) for title in person.titles):
            by_role.setdefault(identity(person), known.name or known.label)
    named = by_name or by_role
    return next(iter(named.items())) if len(named) == 1 else None


def _people(library: Library, calls: Sequence[str]) -> Iterator[IndexedParticipant]:
    """Yield those who speak in the calls."""
    if len(calls) > 100:  # one question to the catalog instead of many
        several = set(calls)
        yield from (one for call_id, one in library.catalog.everybody() if call_id in several and one.utterances)
        return
    for call_id in calls:
        yield from (one for one in library.catalog.people(call_id) if one.utterances)
