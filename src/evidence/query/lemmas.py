"""Word forms that no stemmer knows: `went` is `go`, `mice` is `mouse`, `bought` is `buy`.

The tables are those of spacy-lookups-data, read as files: irregular nouns and verbs with their
lemmas (WordNet's exceptions), lemmas of any form, and the nouns and verbs that exist. Of a form
whose lemma has another stem they say one of two things:

- no noun or verb has the form's stem (`went`, `mice`, `cheaper`): it is its lemma and nothing else.
  Asking for `go`, `went` or `going` is the same;
- the stem belongs to another word too (`found`, `saw`, `lives`): the form is both. `find` finds
  `found`, and `life` finds `lives`. But who asks for a word that exists (`found`, `saw`, `left`)
  gets that word, not `find`, `see` and `leave`; who asks for `lives` gets `life` and `live`.

Every token has a key, under which the index keeps it: its root, or its roots joined by `/`; in an
utterance of another language its stem behind that language (`query.stems`). A word matches the
tokens of its `keys`, those of every language that is spoken here. Left out are lemmas that are no
inflection (`better` as `well`, `more` as `much`, `number` as `numb`), and those in `_RARE`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from evidence.query.stems import STEMMERS, key_in
from evidence.text import fold, stem, stems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

# Forms that mean another word in all but a few texts: `taxes` is tax, not taxis.
_RARE = frozenset({"imago", "jo", "lur", "sol", "syrinx", "taxis"})
# WordNet knows them as nouns: a hundred square metres, americium.
_NO_NOUNS = frozenset({"am", "are", "ares"})
# The tables take it for two deer.
_ADDED = ("does", "do")
_TABLES = ("exc", "index", "lookup", "rules")


@dataclass(frozen=True)
class Lemmas:
    """The word forms that stems miss: form -> its roots. Those that are `own` ask for their first root alone.

    `languages` are those spoken here, beside English, whose words have stems of their own.
    """

    forms: Mapping[str, tuple[str, ...]]
    own: frozenset[str]
    languages: tuple[str, ...] = ()

    @cached_property
    def key(self) -> Callable[[str], str]:
        """What the index keeps of a folded token; a token is looked up once.

        >>> [load().key(token) for token in ("deploys", "went", "found")]
        ['deploy', 'go', 'found/find']
        """
        return cache(lambda token: "/".join(self._roots(token)))

    @cached_property
    def root(self) -> Callable[[str], str]:
        """The first root of a token: its stem, or that of its lemma."""
        return cache(lambda token: self._roots(token)[0])

    def _roots(self, token: str) -> tuple[str, ...]:
        return self.forms.get(token) or (stem(token),)

    def key_in(self, language: str) -> Callable[[str], str]:
        """Return what gives the key of a token in an utterance of a language."""
        return key_in(language) if language in STEMMERS else self.key

    def root_in(self, language: str) -> Callable[[str], str]:
        """Return what gives the root of a token in an utterance of a language; the roots of two languages differ."""
        return key_in(language) if language in STEMMERS else self.root

    def keys(self, word: str) -> tuple[str, ...]:
        """Return the keys of all tokens that a folded word asks for, in all languages that are spoken here."""
        return tuple(key for language in ("", *self.languages) for key in self.keys_in(language, word))

    def keys_in(self, language: str, word: str) -> tuple[str, ...]:
        """Return the keys of all tokens that a folded word asks for in utterances of a language.

        >>> [load_lemmas().keys_in(language, "find") for language in ("en", "de")]
        [('find', 'found/find'), ('de:find',)]
        """
        if language in STEMMERS:
            return (key_in(language)(word),)
        asked = self._roots(word)[:1] if word in self.own else self._roots(word)
        return tuple(dict.fromkeys([*asked, *(key for root in asked for key in self._shared.get(root, ()))]))

    @cached_property
    def _shared(self) -> dict[str, list[str]]:
        """The keys of several roots, by each of them."""
        shared: defaultdict[str, list[str]] = defaultdict(list)
        for roots in sorted(set(self.forms.values())):
            for root in roots if len(roots) > 1 else ():
                shared[root].append("/".join(roots))
        return dict(shared)


def dump(lemmas: Lemmas) -> str:
    """Write the lemmas as `parse` reads them: a search loads 2 ms of JSON instead of 150 ms of tables."""
    return json.dumps([lemmas.forms, sorted(lemmas.own)], ensure_ascii=False, separators=(",", ":"))


def parse_lemmas(text: str, languages: Iterable[str] = ()) -> Lemmas:
    """Read what `dump` wrote."""
    forms, own = json.loads(text)
    return Lemmas({form: tuple(roots) for form, roots in forms.items()}, frozenset(own), tuple(languages))


def paths() -> list[str]:
    """Return the files that `load` reads; nothing of spaCy is imported."""
    spec = find_spec("spacy_lookups_data")
    folder = next(iter(spec.submodule_search_locations or ())) if spec else ""
    return [f"{folder}/data/en_lemma_{name}.json.gz" for name in _TABLES]


@cache
def load_lemmas() -> Lemmas:
    """Read the tables of the package."""
    exceptions, index, lookup, rules = (_read(path) for path in paths())
    words = {fold(word) for kind in ("noun", "verb") for word in index[kind]} - _NO_NOUNS
    known = {*stems([*words])}
    lemmas: defaultdict[str, set[str]] = defaultdict(set)
    for form, lemma in (_ADDED, *_irregular(exceptions), *_regular(lookup, rules, index, exceptions["adj"], words)):
        if stem(form) != stem(lemma) and form.isalpha() and lemma.isalpha() and lemma not in _RARE:
            lemmas[form].add(stem(lemma))
    forms = {
        form: (*([stem(form)] if stem(form) in known else []), *sorted(roots)) for form, roots in sorted(lemmas.items())
    }
    return Lemmas(forms, frozenset(words & forms.keys()))


@cache
def ordinary_words() -> frozenset[str]:
    """Return the folded words of the language, as far as the tables have them: also places, first names and people.

    >>> [word in ordinary_words() for word in ("targets", "boston", "globarex")]
    [True, True, False]
    """
    _, index, lookup, _ = (_read(path) for path in paths())
    return frozenset(fold(word) for words in (*index.values(), lookup) for word in words)


def _read(path: str) -> dict[str, Any]:
    import gzip  # a search reads what `dump` wrote

    with gzip.open(path, "rb") as file:
        table: dict[str, Any] = json.load(file)
    return table


def _irregular(exceptions: Mapping[str, Mapping[str, list[str]]]) -> Iterator[tuple[str, str]]:
    for kind in ("noun", "verb"):
        for form, lemmas in exceptions[kind].items():
            yield from ((fold(form), fold(lemma)) for lemma in lemmas)


def _regular(
    lookup: Mapping[str, str],
    rules: Mapping[str, list[list[str]]],
    index: Mapping[str, list[str]],
    compared: Mapping[str, list[str]],
    words: set[str],
) -> Iterator[tuple[str, str]]:
    """Yield forms with regular endings (`easier`, `buses`) that are no word of their own (`broker`, `number`)."""
    kinds = [(frozenset(index[kind]), rules[kind]) for kind in ("noun", "verb", "adj")]
    for (form, lemma), one, other in zip(lookup.items(), stems([*lookup]), stems([*lookup.values()]), strict=True):
        if one == other or form in words or not form.islower():
            continue
        endings = (rule for known, all_rules in kinds if lemma in known for rule in all_rules)
        if lemma in compared.get(form, ()) or any(_ends(form, lemma, *rule) for rule in endings):
            yield form, lemma


def _ends(form: str, lemma: str, old: str, new: str) -> bool:
    return form.endswith(old) and form[: len(form) - len(old)] + new == lemma
