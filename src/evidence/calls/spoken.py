"""Whether words are spoken: people who talk say I, we and you, ask and answer, and notes seldom do."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from evidence.english import word_set
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

# Who speaks and is spoken to, in the languages of Europe that are met most; English ones are in `english.txt`.
_PERSONS = """
ich mich mir wir uns du dich dir ihr euch je j nous vous tu moi toi yo mi nosotros nos usted ustedes te me io noi voi ti
eu voce voces ik mij wij jij jullie jag vi ni mig dig oss jeg dere
mnie wam nas ty ciebie mna ja mne vas mina sina ben biz siz sen nekem neked
"""
# With which people answer, greet and go on, where no note begins so: `no rollback` and `right of way` do.
_ANSWERS = """
so and but because und aber weil et mais pero e ma
yes yeah yep okay ok hi hello hey thanks thank sure sorry oh ah mhm hm hmm wow ja nein genau danke hallo oui merci
bonjour gracias hola vale obrigado obrigada ola grazie ciao salut tack tak hej dank graag
"""
_QUESTIONS = frozenset({"how", "what", "when", "where", "which", "who", "whom", "whose", "why"})
_ASKING = frozenset(
    {"are", "can", "could", "did", "do", "does", "had", "has", "have", "is", "should", "was", "were", "will", "would"}
)


def speaks(text: str) -> bool:
    """Say whether somebody speaks of themselves or to somebody, as notes seldom do.

    >>> [speaks(text) for text in ("and honestly it kills us", "Dana will send the price", "What do you need?")]
    [True, False, True]
    """
    return not _persons_of_talk().isdisjoint(words(text))


@cache
def _persons_of_talk() -> frozenset[str]:
    return word_set("first person") | {"you", "your", "yours", "you're", "you've"}


def is_spoken(text: str) -> bool:
    """Say whether somebody speaks of themselves, to somebody, asks or answers, in a language of `_PERSONS`.

    In a script without capitals, whose words no list here knows, every sentence may be spoken.
    """
    said = words(text)
    if text.rstrip("\"'”’)*_ ")[-1:] in ("?", "？", "؟") or speaks(text) or not _persons().isdisjoint(said):
        return True
    if said[:1] and (said[0] in _answers() or _asks(said)):
        return True
    letters = [sign for sign in text if sign.isalpha()]
    return 2 * sum(sign > "\u036f" for sign in letters) > len(letters)


@cache
def _persons() -> frozenset[str]:
    return frozenset(_PERSONS.split())


def _asks(said: Sequence[str]) -> bool:
    """Say whether words begin as a question does, which a transcriber may have left without its sign."""
    return said[0] in _QUESTIONS and (len(said) == 1 or said[1] in _ASKING)


@cache
def _answers() -> frozenset[str]:
    return frozenset(_ANSWERS.split())
