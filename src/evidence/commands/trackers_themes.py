"""Trackers that could be: themes of pains that none covers yet, of words that are rarer in other talk than here."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from evidence.library.asking import Asking, Filters, citation_record
from evidence.library.mining import Miner
from evidence.query.grammar import parse_query
from evidence.query.tree import Field, Query
from evidence.quotes.keyness import is_rarer_in_talk, key_of
from evidence.quotes.mining import THRESHOLD
from evidence.quotes.themes import phrase_of
from evidence.text import slug, stem, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.library.library import Library
    from evidence.library.mining import Mined, PainRow
    from evidence.library.refresh import Progress
    from evidence.quotes.themes import Theme

QUOTED = 3  # quotes of a theme
_SAMPLE = 2_000  # utterances of customers whose mean length is that of all


@dataclass(frozen=True, slots=True)
class TrackerProposal:
    """A tracker that could be: a theme that none covers yet, in the form of `source/trackers.yaml`.

    label: words side by side that somebody said. quotes: three of it, of different accounts where there are such.
    """

    theme: Theme
    label: str
    tracker: str
    queries: tuple[str, ...]
    quotes: tuple[PainRow, ...]

    @property
    def example(self) -> PainRow:
        """The quote that says most."""
        return self.quotes[0]

    def record(self) -> dict[str, Any]:
        """Return the proposal as `--json` prints it."""
        return {
            "tracker": self.tracker,
            "label": self.label,
            "queries": list(self.queries),
            "accounts": self.theme.groups,
            "mentions": len(self.theme.members),
            "example": self.example.quote.text,
            "citation": citation_record(self.example.quote.citation, self.example.quote.text),
            "quotes": [
                {"quote": row.quote.text, "citation": citation_record(row.quote.citation, row.quote.text)}
                for row in self.quotes
            ],
        }


def propose_trackers(
    library: Library, *, limit: int = 12, progress: Progress | None = None
) -> tuple[TrackerProposal, ...]:
    """Return themes of pains that no tracker finds as new trackers, those of most accounts first.

    Only the words that ordinary conversation has more seldom than these customers make a theme (`quotes/everyday.txt`);
    one without such words, without words side by side that somebody said, or without three quotes is none.
    """
    miner = Miner(library, Filters())
    found, _ = miner.mine(THRESHOLD, library.jobs, progress)
    talk = _Talk(library)
    themes = miner.themes(found)
    held: dict[str, list[Mined]] = {}
    for one in found:
        if label := miner.theme_of.get((one.call_id, one.utterance)):
            held.setdefault(label, []).append(one)
    proposed = (_proposal(miner, talk, theme, held.get(theme.label, [])) for theme in themes)
    return tuple(islice(filter(None, proposed), limit))


def _proposal(miner: Miner, talk: _Talk, theme: Theme, members: list[Mined]) -> TrackerProposal | None:
    terms = [term for term in theme.terms if all(map(talk.is_topic, words(term)))]
    roots = {root for term in terms for root in key_of(term).split()}
    held = [one for one in members if roots & set(map(stem, words(_said(miner, one))))]
    rows = list(islice(_apart(miner, held), QUOTED))
    label = phrase_of([_said(miner, one) for one in held], roots)
    if not terms or not label or len(rows) < QUOTED:
        return None
    queries = tuple(f'"{term}"' if " " in term else term for term in terms)
    return TrackerProposal(theme, label, slug("-".join(words(label))), queries, tuple(rows))


def _said(miner: Miner, one: Mined) -> str:
    return miner.utterance(one).text[slice(*one.span)]


def _apart(miner: Miner, members: list[Mined]) -> Iterator[PainRow]:
    """Yield the best of each call, then the others."""
    calls: set[str] = set()
    later = []
    for one in members:
        if one.call_id in calls:
            later.append(one)
            continue
        calls.add(one.call_id)
        yield miner.row(one)
    yield from map(miner.row, later)


class _Talk:
    """What customers talk about, beside ordinary conversation."""

    def __init__(self, library: Library) -> None:
        asking = Asking(library, Query("", Field("side", "customer")))
        sample = [len(words(hit.utterance.text)) for hit in asking.first(_SAMPLE)]
        self.library, self.size = library, asking.count()[0]
        self.length = sum(sample) / len(sample) if sample else 1.0

    def is_topic(self, word: str) -> bool:
        """Whether other talk has a word more seldom than this."""
        holding = Asking(self.library, parse_query(f'"{word}" side:customer')).count()[0]
        return holding > 0 and is_rarer_in_talk(stem(word), holding, self.size, self.length)
