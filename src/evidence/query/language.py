"""In which language an utterance is, by its function words and its script.

The words are spaCy's stop words of seven languages, read as files; nothing of spaCy is imported. A word that stands in
the lists of several languages counts for each in part. An utterance of eight words or more in which one language is
clearly ahead is in that language; a shorter or undecided one is in the language of its speaker's longer turns in the
call, else in that of the call. Other scripts are told by their letters. What is left is `UNKNOWN`, where too little was
said to tell, or `OTHER`, where enough was said and it is none of the seven.

Languages are named by their codes (ISO 639-1), those of which only the script is known by `und-` and its code (ISO
15924).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from functools import cache
from importlib.util import find_spec
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from evidence.english import word_set
from evidence.query.stems import ELIDED, STEMMERS
from evidence.text import fold, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ENGLISH, UNKNOWN, OTHER = "en", "", "und"
LANGUAGES = (ENGLISH, *STEMMERS)
LONG = 8  # words, from which an utterance speaks for itself
ENOUGH = 20  # words, from which none of the seven languages can be told from too little
_LEAST = 0.2  # share of function words: below it nothing speaks for a language, and with enough words for none of them
_AHEAD = 1.25  # times the score of the next language
_SOME = 1.2  # more than one word that no other language has
_DECIDED = 1 / 3  # of a speaker's words in long utterances: below it those that are decided may be so by chance
_NAMES = {
    "en": "English",
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "nl": "Dutch",
    "pt": "Portuguese",
    "ja": "Japanese",
    "ko": "Korean",
    "el": "Greek",
    "he": "Hebrew",
    "th": "Thai",
    "und-Arab": "Arabic script",
    "und-Cyrl": "Cyrillic script",
    "und-Deva": "Devanagari script",
    "und-Hani": "Chinese characters",
    "und-Zyyy": "another script",
    OTHER: "another language",
    UNKNOWN: "an unknown language",
}
# The first letter of each stretch of Unicode, and what it is written in; "" is Latin, digits and marks.
_SCRIPTS = (
    (0x0370, "el"), (0x0400, "und-Cyrl"), (0x0530, "und-Zyyy"), (0x0590, "he"), (0x0600, "und-Arab"),
    (0x0700, "und-Zyyy"), (0x0750, "und-Arab"), (0x0780, "und-Zyyy"), (0x0900, "und-Deva"), (0x0980, "und-Zyyy"),
    (0x0E00, "th"), (0x0E80, "und-Zyyy"), (0x1100, "ko"), (0x1200, "und-Zyyy"), (0x1D00, ""),
    (0x1F00, "el"), (0x2000, ""), (0x2DE0, "und-Cyrl"), (0x2E00, ""), (0x2E80, "und-Hani"),
    (0x3040, "ja"), (0x3100, "und-Zyyy"), (0x3130, "ko"), (0x3190, "und-Hani"), (0x31F0, "ja"),
    (0x3200, "und-Hani"), (0xA000, "und-Zyyy"), (0xA640, "und-Cyrl"), (0xA6A0, "und-Zyyy"), (0xA720, ""),
    (0xA800, "und-Zyyy"), (0xAB30, ""), (0xAB70, "und-Zyyy"), (0xAC00, "ko"), (0xD800, ""),
    (0xF900, "und-Hani"), (0xFB00, ""), (0xFB1D, "he"), (0xFB50, "und-Arab"), (0xFE00, ""),
    (0xFE70, "und-Arab"), (0xFEFF, ""), (0xFF66, "ja"), (0xFFA0, "ko"), (0xFFE0, ""),
    (0x10000, "und-Zyyy"), (0x1B000, "ja"), (0x1B170, "und-Zyyy"), (0x1D400, ""), (0x1E000, "und-Zyyy"),
    (0x1F000, ""), (0x20000, "und-Hani"), (0x32000, ""),
)  # fmt: skip
_STARTS = [start for start, _ in _SCRIPTS]
_ENGLISH_ENDS = re.compile(r".+(?:'(?:s|re|ve|ll|m|d)|n't)")
_LISTED = re.compile(r'"""(.*?)"""', re.DOTALL)


class Said(NamedTuple):
    """What somebody said: the speaker's label, and the folded tokens, parted by blanks."""

    speaker: str | None
    line: str


def language_name(language: str) -> str:
    """Return what a language is called.

    >>> language_name("de"), language_name("und-Cyrl")
    ('German', 'Cyrillic script')
    """
    return _NAMES.get(language, _NAMES[OTHER])


def counted_languages(counts: Mapping[str, int], what: str) -> str:
    """Say how many of what there are in each language, most first.

    >>> counted_languages({"fr": 1, "de": 2}, "mention")
    '2 mentions in German, 1 in French'
    """
    ordered = sorted(counts.items(), key=lambda item: (-item[1], language_name(item[0])))
    numbers = [plural(ordered[0][1], what), *(f"{count:,}" for _, count in ordered[1:])] if ordered else []
    return ", ".join(f"{number} in {language_name(one)}" for number, (one, _) in zip(numbers, ordered, strict=True))


def is_judged(language: str) -> bool:
    """Whether the rules that judge mentions and weigh pains know a language: English, or too little to tell."""
    return language in (ENGLISH, UNKNOWN)


def language_of(text: str) -> str:
    """Return the language of a text that stands alone.

    >>> language_of("Das funktioniert einfach nicht mehr, und es kostet uns jede Woche zehn Stunden.")
    'de'
    """
    return languages_of([Said(None, " ".join(words(text)))])[0]


def languages_of(call: Iterable[Said]) -> list[str]:
    """Return the language of each utterance of a call."""
    listener = Listener()
    for speaker, line in call:
        listener.hear(speaker, line, line.split())
    return listener.languages()


class Listener:
    """Tells the languages of one call, utterance by utterance; of those that are decided no word is kept."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self._own: list[str] = []
        self._speakers: list[str | None] = []
        self._decided: defaultdict[str | None, Counter[str]] = defaultdict(Counter)  # words by speaker and language
        self._open: defaultdict[str | None, list[str]] = defaultdict(list)

    def hear(self, speaker: str | None, line: str, tokens: Sequence[str]) -> str:
        """Return the language of the next utterance by its own words, UNKNOWN where these do not tell.

        line: the folded tokens, parted by blanks.
        """
        language = _of_utterance(line, tokens)
        self._own.append(language)
        self._speakers.append(speaker)
        count = len(tokens)
        if language or count >= LONG:
            self._decided[speaker][language] += count
        if not language:
            self._open[speaker].append(line)
        return language

    def languages(self) -> list[str]:
        """Return the language of each utterance heard."""
        found = self._own if all(self._own) else self._completed()
        # Characters that Japanese shares with Chinese are Japanese where somebody speaks it.
        return ["ja" if one == "und-Hani" else one for one in found] if "ja" in found else found

    def _completed(self) -> list[str]:
        """Return the languages with those of undecided utterances: their speaker's, else the call's."""
        spoken = {who: _most(self._decided[who]) or _together(lines) for who, lines in self._open.items()}
        everything = sum(self._decided.values(), Counter[str]())
        whole = _most(everything) or ("" if all(spoken.values()) else _together(chain(*self._open.values())))
        return [own or spoken[who] or whole for own, who in zip(self._own, self._speakers, strict=True)]


def _most(decided: Mapping[str, int]) -> str:
    """Return the language of most words, UNKNOWN where those that are decided may be so by chance."""
    undecided, count = decided.get(UNKNOWN, 0), sum(decided.values())
    if count == undecided or count - undecided < _DECIDED * count:
        return UNKNOWN
    return min(decided, key=lambda one: (one == UNKNOWN, -decided[one], one))


def _together(lines: Iterable[str]) -> str:
    """Return the language of undecided utterances, taken together.

    It is OTHER where long ones are in none of the seven; what is short may be nothing but `yeah`, `okay` and `mhm`.
    """
    everything, long = _Scores(), _Scores()
    for line in lines:
        tokens = line.split()
        everything.add(tokens)
        if len(tokens) >= LONG:
            long.add(tokens)
    if found := everything.ahead:
        return found
    return OTHER if long.count >= ENOUGH and max(long.values(), default=0) < _LEAST * long.count else UNKNOWN


class _Scores(dict[str, float]):
    """What function words say for each language, and among how many words."""

    count = 0

    def add(self, tokens: Iterable[str]) -> None:
        """Add the words of an utterance."""
        for token in tokens:
            self.count += not token.isdigit()
            for language, weight in _marked(token):
                self[language] = self.get(language, 0) + weight

    @property
    def ahead(self) -> str:
        """The language whose function words are clearly ahead, UNKNOWN where none is."""
        best = min(self, key=lambda one: (-self[one], one), default=UNKNOWN)
        most, second = self.get(best, 0), max((self[one] for one in self if one != best), default=0)
        return best if most >= _SOME and most >= _LEAST * self.count and most >= _AHEAD * second else UNKNOWN


def _of_utterance(line: str, tokens: Sequence[str]) -> str:
    """Return the language of an utterance by its own words, UNKNOWN where it is too short or undecided.

    Where the words of English alone outweigh all that could be another language's, as in nearly all that is said in
    English, nothing is scored.
    """
    if not line.isascii() and 2 * sum(1 for token in tokens if script_of(token)) > len(tokens):
        return _script(tokens)
    count = len(tokens)
    if count < LONG:
        return UNKNOWN
    only, others = _kinds()
    own = sum(map(only.__contains__, tokens))
    other = line.count("'") + (0 if others.isdisjoint(tokens) else sum(map(others.__contains__, tokens)))
    # What is shared counts half at most, and as much for English as for the next.
    plain = own > _SOME and own >= _LEAST * count and own >= (_AHEAD - 1) / 2 * (count - own) + _AHEAD * other
    return ENGLISH if plain else _ahead(tokens)


def _script(tokens: Iterable[str]) -> str:
    """Return the language or script of most of the words that are not in Latin letters; kana make Han Japanese."""
    found = Counter(script for token in tokens if not token.isascii() and (script := script_of(token)))
    if found["ja"]:
        found["ja"] += found.pop("und-Hani", 0)
    return min(found, key=lambda script: (-found[script], script))


def script_of(token: str) -> str:
    """Return the language or script that a token is written in, "" for Latin, digits and marks.

    >>> script_of("manual"), script_of("ручной"), script_of("手動")
    ('', 'und-Cyrl', 'und-Hani')
    """
    place = bisect_right(_STARTS, ord(token[0]))
    return _SCRIPTS[place - 1][1] if place else ""


def _ahead(tokens: Iterable[str]) -> str:
    scores = _Scores()
    scores.add(tokens)
    return scores.ahead


def _marked(token: str) -> tuple[tuple[str, float], ...]:
    """Return the languages that a token speaks for, and how much."""
    return _marks().get(token) or (_contracted(token) if "'" in token else ())


@cache
def _lists() -> dict[str, frozenset[str]]:
    """Return the folded stop words of each language."""
    found = {}
    loader: Any = getattr(find_spec("spacy"), "loader", None)  # a dependency: it is there
    for language, path in zip(LANGUAGES, word_files(), strict=True):
        listed = " ".join(_LISTED.findall(loader.get_data(path).decode())).split()
        kept = frozenset(fold(word) for word in listed if word.isalpha())
        found[language] = kept if language == ENGLISH else kept - word_set("english too")
    return found


def word_files() -> list[str]:
    """Return the files that hold the function words; nothing of spaCy is imported."""
    spec = find_spec("spacy")
    folder = next(iter(spec.submodule_search_locations or ())) if spec else ""
    return [f"{folder}/lang/{language}/stop_words.py" for language in LANGUAGES]


@cache
def _marks() -> dict[str, tuple[tuple[str, float], ...]]:
    """Return for each function word its languages, and how much it says for each."""
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for language, listed in _lists().items():
        for word in listed:
            holders[word].append(language)
    return {word: tuple((language, 1 / len(found)) for language in found) for word, found in holders.items()}


@cache
def _contracted(token: str) -> tuple[tuple[str, float], ...]:
    """Return the languages of a token with an apostrophe: `it's`, `qu'il`, `dell'azienda`."""
    if _ENGLISH_ENDS.fullmatch(token):
        return ((ENGLISH, 1.0),)
    found = [language for language, elided in ELIDED.items() if elided.match(token)]
    return tuple((language, 1 / len(found)) for language in found)


@cache
def _kinds() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that English alone has, and those that it lacks."""
    marks = {word: {language for language, _ in found} for word, found in _marks().items()}
    return (
        frozenset(word for word, languages in marks.items() if languages == {ENGLISH}),
        frozenset(word for word, languages in marks.items() if ENGLISH not in languages),
    )


def foreign_function_words() -> frozenset[str]:
    """Return the folded function words of the other languages that are none in English: `die`, `les`, `que`."""
    return _kinds()[1]
