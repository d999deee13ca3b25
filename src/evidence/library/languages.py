"""Which languages the calls are in, and in which of them a tracker can be said to have searched.

The rules that judge mentions and weigh pains know English (`query.language.is_judged`). What they do not know is
counted apart and named, and a silence in a language that a tracker does not speak is none.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from evidence.query.grammar import parse_query
from evidence.query.language import counted_languages, is_judged, language_of
from evidence.query.match import part_test
from evidence.query.stems import STEMMERS
from evidence.query.tree import And, Exact, Fuzzy, Near, Or, Phrase, Wildcard, Word
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from evidence.library.library import Library
    from evidence.model import Tracker
    from evidence.query.tree import Node
    from evidence.store.prepare import CallEntry

_FORMS = 2_000  # of a wildcard that are looked at


def calls_by_language(entries: Iterable[CallEntry]) -> dict[str, int]:
    """Return how many calls are for the most part in each language that the rules do not know."""
    return dict(Counter(entry.language for entry in entries if not is_judged(entry.language)))


def utterances_by_language(entries: Iterable[CallEntry]) -> dict[str, int]:
    """Return how many utterances are in each language that the rules do not know."""
    found: Counter[str] = Counter()
    for entry in entries:
        if entry.spoken.find(" ") > 0 or not is_judged(entry.language):  # nearly all calls are in English alone
            found.update({name: count for name, count in entry.languages.items() if not is_judged(name)})
    return dict(found)


def unjudged_note(said: Iterable[str]) -> list[str]:
    """Say which mentions, with their pain, nobody judged; nothing for none."""
    told = "; ".join(said)
    return [f"Not judged: {told}. The rules know English alone (docs/assertion.md)."] if told else []


def unsearched_notes(entries: Iterable[CallEntry], searched: Iterable[tuple[Tracker, Collection[str]]]) -> list[str]:
    """Say of how many calls, by language, the silence of trackers is none; one line for those of the same calls.

    searched: trackers with the languages beside English in which they searched.
    """
    calls = calls_by_language(entries)
    missed: dict[tuple[tuple[str, int], ...], list[str]] = {}
    for tracker, known in searched:
        left = tuple((one, count) for one, count in sorted(calls.items()) if one not in known)
        if left:
            missed.setdefault(left, []).append(tracker.tracker_id)
    return [
        f"Not searched: {counted_languages(dict(left), 'call')}, by {', '.join(ids)}." for left, ids in missed.items()
    ]


def searched_languages(library: Library, tracker: Tracker, languages: Iterable[str]) -> frozenset[str]:
    """Return those of the languages in which a tracker can be said to have searched.

    Its label, a query or a sentence of its own is in the language; or all words of one of its queries were said in it.
    """
    languages = frozenset(languages)
    if not languages:  # nearly always
        return languages
    written = {language_of(text) for text in (tracker.label, *tracker.queries, *tracker.should_match)}
    queries = [parse_query(query).root for query in tracker.queries]
    return frozenset(
        one for one in languages if one in written or any(_may_match(library, query, one) for query in queries)
    )


def _may_match(library: Library, node: Node, language: str) -> bool:
    """Whether the words of a query were said in a language; of one without stems of its own nobody can tell."""
    if language not in STEMMERS:
        return False
    match node:
        case Word() | Wildcard() | Fuzzy():
            return _is_said(library, node, language)
        case Phrase(parts) | And(parts):
            return all(_may_match(library, part, language) for part in parts)
        case Or(parts):
            return any(_may_match(library, part, language) for part in parts)
        case Near(left, right):
            return _may_match(library, left, language) and _may_match(library, right, language)
        case Exact(text):
            return all(_is_said(library, Word(token), language) for token in words(text))
        case _:
            return True


def _is_said(library: Library, part: Word | Wildcard | Fuzzy, language: str) -> bool:
    catalog = library.catalog
    if isinstance(part, Word):
        return any(catalog.forms(key) for key in catalog.lemmas.keys_in(language, part.token))
    key, fits = catalog.lemmas.key_in(language), part_test(part)
    forms = catalog.forms_like(part.pattern, _FORMS) if isinstance(part, Wildcard) else catalog.all_forms()
    return any(fits(form) and form in catalog.forms(key(form)) for form in forms)
