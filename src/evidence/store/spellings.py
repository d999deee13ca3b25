"""How the calls write a word: its forms, and compounds as one word or as two (`query.compounds`)."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from evidence.query.compounds import halves, joined
from evidence.query.match import MOST_JOINED, joined_ways
from evidence.query.tree import Wildcard, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from evidence.query.lemmas import Lemmas
    from evidence.query.tree import And, Part

    Forms = Callable[[str], tuple[str, ...]]
    """All tokens of the corpus with a key of `query.lemmas`."""


class Spellings:
    """Asks the vocabulary of one corpus; what nobody wrote adds nothing to a query and costs a look-up."""

    def __init__(self, forms: Forms, lemmas: Lemmas) -> None:
        """Take the vocabulary."""
        self._forms, self._lemmas = forms, lemmas

    def of(self, word: str, *languages: str) -> tuple[str, ...]:
        """Return all tokens that a word matches in utterances of the languages, of all where none is given."""
        asked = languages or ("", *self._lemmas.languages)
        keys = (key for language in asked for key in self._lemmas.keys_in(language, word))
        return tuple(dict.fromkeys(form for key in keys for form in self._forms(key)))

    def others(self, parts: tuple[Part, ...], limit: int) -> list[tuple[Part, ...]]:
        """Return up to `limit` phrases whose compounds are written as one word or as two; a wildcard is half of one."""
        return list(islice(self._ways(parts), 1, limit + 1)) if len(parts) <= MOST_JOINED else []

    def joined(self, node: And) -> list[And]:
        """Return the ways of an AND with two neighbours as one word that somebody wrote."""
        ways = (
            (way, [part.token for part in way.children if isinstance(part, Word) and part not in node.children])
            for way in joined_ways(node)
        )
        return [way for way, new in ways if all(self.of(token, "") for token in new)]

    def _ways(self, parts: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
        """Yield the parts as they are, then with one or more compounds written otherwise."""
        if not parts:
            yield ()
            return
        first, rest = parts[0], parts[1:]
        begun: list[tuple[tuple[Part, ...], tuple[Part, ...]]] = [((first,), rest)]
        if isinstance(first, Word):
            following = rest[0].token if rest and isinstance(rest[0], Word) else None
            pairs = [pair for pair in halves(first.token) if self._are_said(*pair)]
            wholes = [word for _, word in joined([first.token, following]) if self.of(word, "")]
            begun += [((Wildcard(one), Word(other)), rest) for one, other in pairs]
            begun += [((Word(word),), rest[1:]) for word in wholes]
        for head, tail in begun:
            yield from (head + way for way in self._ways(tail))

    def _are_said(self, one: str, other: str) -> bool:
        """Whether anybody said both halves of a compound, the first as it is written."""
        return one in self._forms(self._lemmas.key(one)) and bool(self.of(other, ""))
