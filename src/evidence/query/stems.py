"""Stems of words in the languages of `LANGUAGES` beside English, by Snowball, and what the index keeps of them.

A token's key is its stem behind its language, `de:rechnung`: no English key holds a colon. Stemmers expect the accents
that `fold` takes away, and of French they miss every third ending without; so endings that are certain get theirs back
first. Of the (form, lemma) pairs in the tables of spacy-lookups-data on which form and lemma have one stem: French 86 %
(76 % folded, 89 % as written), Spanish 77 (68, 86), Portuguese 79 (70, 79); German, Italian and Dutch lose under 4.

An elided article or pronoun is no part of the word: `l'outil` has the key of `outil`, `dell'azienda` of `azienda`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from evidence.text import fold, stem_by

if TYPE_CHECKING:
    from collections.abc import Callable

STEMMERS = {
    "de": "german",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
}
"""The languages beside English whose words have stems of their own, and what Snowball calls them."""
# What French and Italian leave of a word before a vowel; `aujourd'hui` and `quelqu'un` are words.
ELIDED = {
    "fr": re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=[a-z])"),
    "it": re.compile(
        r"(?:[cdlmnstv]|(?:da|de|ne|su|a|co)ll|gl|un|nessun|ciascun|quell|quest|bell|sant|mezz|anch|com|dov|cos|quand)'"
        r"(?=[a-z])"
    ),
}
_ACCENTS = {
    "fr": (
        (r"(?<=[a-z])ee(s?)$", r"ée\1"),
        (r"erent$", "èrent"),
        (r"ere(s?)$", r"ère\1"),
        (r"a(mes|tes)$", r"â\1"),
    ),
    "es": (
        (r"([csx])ion$", r"\1ión"),
        (r"i(a|as|an|amos|ais)$", r"í\1"),
        (r"a(is|bamos|ramos|semos)$", r"á\1"),
        (r"eis$", "éis"),
        (r"([aei])re$", r"\1ré"),
        (r"([aei])r(a[sn])$", r"\1rá\2"),
    ),
    "pt": (
        (r"cao$", "ção"),
        (r"coes$", "ções"),
        (r"oes$", "ões"),
        (r"ao$", "ão"),
        (r"enci(as?)$", r"ênci\1"),
        (r"anci(as?)$", r"ânci\1"),
        (r"avel$", "ável"),
        (r"ivel$", "ível"),
        (r"i(amos|eis)$", r"í\1"),
        (r"a(ramos|vamos|sseis|veis)$", r"á\1"),
    ),
}  # fmt: skip


def unelided(language: str, token: str) -> str:
    """Return a folded token without what is elided before it.

    >>> unelided("fr", "qu'il"), unelided("it", "dell'azienda"), unelided("fr", "aujourd'hui")
    ('il', 'azienda', "aujourd'hui")
    """
    found = ELIDED[language].match(token) if "'" in token and language in ELIDED else None
    return token[found.end() :] if found else token


@cache
def key_in(language: str) -> Callable[[str], str]:
    """Return what gives the key of a folded token in a language of `STEMMERS`; a token is looked up once.

    >>> key_in("de")("rechnungen"), key_in("fr")("l'equipe"), key_in("es")("facturacion")
    ('de:rechnung', 'fr:equip', 'es:factur')
    """
    return cache(lambda token: f"{language}:{stem_in(language, token)}")


def stem_in(language: str, token: str) -> str:
    """Return the stem of a folded token in a language of `STEMMERS`, without accents."""
    word = unelided(language, token)
    for ending, accented in _endings(language):
        restored = ending.sub(accented, word)
        if restored != word:
            word = restored
            break
    return fold(stem_by(STEMMERS[language], word))


@cache
def _endings(language: str) -> tuple[tuple[re.Pattern[str], Any], ...]:
    return tuple((re.compile(ending), accented) for ending, accented in _ACCENTS.get(language, ()))
