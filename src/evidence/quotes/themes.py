"""What many quotes are about: groups of those that share words, named by words that people used.

Term weights are tf-idf over stems and pairs of telling words; groups grow by average
linkage (UPGMA) of cosine similarity, written in numpy, which spaCy brings along: 1,000
quotes take a second, so another package would earn nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any

from evidence.english import word_set
from evidence.query.context import sentences
from evidence.quotes.keyness import COMMON, key_of, telling_terms
from evidence.text import stem, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from evidence.quotes.cues import Lexicon

ALIKE = 0.15  # mean cosine between groups that become one
FEWEST = 3  # quotes that make a theme
MOST_SHARE = 0.2  # of all quotes: a term that stands in more of them says nothing about any
NAMES = 3  # terms that stand for a theme
PHRASES = 2  # in a label


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of quotes: a label of words that people used, the places of its quotes, and how many groups said them."""

    label: str
    terms: tuple[str, ...]
    members: tuple[int, ...]
    groups: int


_TALK = word_set("talk")


def ignored_stems(lexicon: Lexicon, stop_words: Iterable[str]) -> frozenset[str]:
    """Return the stems of words that are no topic: those of all talk, and those that say that something hurts."""
    cues = [part for cue in lexicon.cues for part in cue.parts if " " not in part]
    return frozenset(stem(word) for text in (*cues, *stop_words, *_TALK) for word in words(text))


def group(texts: Sequence[str], groups: Sequence[str], ignored: Collection[str] = ()) -> tuple[Theme, ...]:
    """Return the themes of the texts, those of most groups (accounts) first.

    groups: whose each text is. ignored: stems that are no topic.
    """
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    bags: list[Counter[str]] = []
    for text in texts:
        bag: Counter[str] = Counter()
        for term in telling_terms(words(text)):
            key = key_of(term)
            if not set(key.split()) & set(ignored):
                bag[key] += 1
                written[key][term] += 1
        bags.append(bag)
    standing = Counter(key for bag in bags for key in bag)
    most = max(FEWEST, MOST_SHARE * len(texts))
    weights = {key: log(len(texts) / count) + 1 for key, count in standing.items() if 2 <= count <= most}
    themes = []
    for members in _clusters(bags, weights):
        if len(members) < FEWEST:
            continue
        phrases = _phrases([(texts[i], groups[i]) for i in members], weights, ignored)
        if terms := _names([bags[i] for i in members], weights, written, phrases):
            label = ", ".join(phrases or terms)
            themes.append(Theme(label, terms, members, len({groups[i] for i in members})))
    return tuple(sorted(themes, key=lambda theme: (-theme.groups, -len(theme.members), theme.label)))


def _clusters(bags: Sequence[Counter[str]], weights: dict[str, float]) -> list[tuple[int, ...]]:
    """Join the two most alike groups until none are alike enough."""
    import numpy as np  # with spaCy already loaded

    columns = {key: place for place, key in enumerate(sorted(weights))}
    matrix = np.zeros((len(bags), len(columns)), dtype=np.float32)
    for row, bag in enumerate(bags):
        for key in bag.keys() & columns.keys():
            matrix[row, columns[key]] = weights[key]
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix /= np.where(lengths == 0, 1, lengths)
    alike: Any = matrix @ matrix.T
    np.fill_diagonal(alike, -1)
    members = [[i] for i in range(len(bags))]
    while len(bags) > 1:
        first, second = sorted(divmod(int(alike.argmax()), len(bags)))
        if alike[first, second] < ALIKE:
            break
        a, b = len(members[first]), len(members[second])
        joined = (a * alike[first] + b * alike[second]) / (a + b)
        alike[first], alike[:, first] = joined, joined
        alike[first, first] = alike[second] = alike[:, second] = -1
        alike[alike[:, first] < -0.5, first] = -1
        members[first] += members[second]
        members[second] = []
    return [tuple(sorted(one)) for one in members if one]


def _phrases(
    said: Sequence[tuple[str, str]], weights: Mapping[str, float], ignored: Collection[str]
) -> tuple[str, ...]:
    """Return the two or three words side by side that tell most, of two accounts where there are such; () for none.

    said: the texts of a theme, and whose each is.
    """
    places: defaultdict[str, set[int]] = defaultdict(set)
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for number, (text, _) in enumerate(said):
        for phrase in _runs(text, ignored):
            places[key_of(phrase)].add(number)
            written[key_of(phrase)][phrase] += 1

    def worth(key: str) -> tuple[bool, float, str]:
        telling = sum(weights.get(word, 0) for word in key.split())
        return len({said[i][1] for i in places[key]}) > 1, telling * len(places[key]), key

    chosen: list[str] = []
    for key in sorted((key for key in places if len(places[key]) > 1), key=worth, reverse=True):
        used = {word for other in chosen for word in other.split()}
        if worth(key)[1] and not used & set(key.split()) and len(chosen) < PHRASES:
            chosen.append(key)
    return tuple(min(written[key], key=lambda form: (-written[key][form], form)) for key in chosen)


def phrase_of(texts: Iterable[str], stems: Collection[str], ignored: Collection[str] = ()) -> str | None:
    """Return two or three words side by side that most of the texts hold, as they were said; one is of the stems.

    None where no two texts have one: of one text it is chance. ignored: stems that neither end of it may have.
    """
    standing: Counter[str] = Counter()
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        runs = {key_of(run): run for run in _runs(text, ignored) if {*stems} & {*key_of(run).split()}}
        standing.update(runs.keys())
        for key, run in runs.items():
            written[key][run] += 1
    if max(standing.values(), default=0) < 2:
        return None
    best = min(standing, key=lambda key: (-standing[key], -len(key.split()), key))
    return min(written[best], key=lambda form: (-written[best][form], form))


def _runs(text: str, ignored: Collection[str]) -> Iterator[str]:
    """Yield the runs of two and three words within a sentence whose ends say something."""
    for start, end in sentences(text):
        said = words(text[start:end])
        usable = [w not in COMMON and len(w) > 2 and "'" not in w and stem(w) not in ignored for w in said]
        for length in (2, 3):
            ends = zip(usable, usable[length - 1 :], strict=False)
            yield from (" ".join(said[i : i + length]) for i, (a, b) in enumerate(ends) if a and b)


def _names(
    bags: Sequence[Counter[str]],
    weights: Mapping[str, float],
    written: Mapping[str, Counter[str]],
    phrases: tuple[str, ...],
) -> tuple[str, ...]:
    """Return the phrases, and further terms that most of a group's quotes share, as they were written most often."""
    standing = Counter(key for bag in bags for key in bag if key in weights)
    candidates = sorted(standing, key=lambda key: (-standing[key] * weights[key] * (1 + 0.3 * key.count(" ")), key))
    used = {part for phrase in phrases for part in key_of(phrase).split()}
    chosen: list[str] = []
    for key in candidates:
        if standing[key] > 1 and used.isdisjoint(key.split()) and len(phrases) + len(chosen) < NAMES:
            chosen.append(key)
            used |= {*key.split()}
    return (*phrases, *(min(written[key], key=lambda term: (-written[key][term], term)) for key in chosen))
