"""Stems of other languages than English, and what is elided before a word."""

import pytest

from evidence.query.lemmas import Lemmas, load_lemmas
from evidence.query.stems import STEMMERS, key_in, stem_in, unelided
from evidence.text import fold


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("de", "Rechnung Rechnungen"),
        ("de", "manuell manuelle manuellen manueller"),
        ("fr", "facture factures facturer facturé facturée facturation"),
        ("fr", "l'équipe équipe équipes d'équipes qu'équipe"),
        ("fr", "problème problèmes probleme"),
        ("es", "factura facturas facturación facturacion facturar"),
        ("pt", "implementação implementações implementacao implementar"),
        ("it", "azienda aziende dell'azienda un'azienda"),
        ("it", "manuale manuali"),
        ("nl", "handmatig handmatige"),
    ],
)
def test_forms_of_a_word_share_a_key(language, forms):
    keys = {key_in(language)(fold(form)) for form in forms.split()}
    assert len(keys) == 1
    assert keys.pop().startswith(f"{language}:")


@pytest.mark.parametrize(
    ("language", "token", "rest"),
    [
        ("fr", "aujourd'hui", "aujourd'hui"),
        ("fr", "quelqu'un", "quelqu'un"),
        ("fr", "jusqu'a", "a"),
        ("fr", "l'", "l'"),
        ("it", "c'era", "era"),
        ("it", "po'", "po'"),
        ("de", "l'outil", "l'outil"),
    ],
)
def test_only_what_is_elided_is_taken_off(language, token, rest):
    assert unelided(language, token) == rest


@pytest.mark.parametrize("language", STEMMERS)
def test_a_stem_holds_no_accent_and_no_blank(language):
    for word in ("cafe", "ete", "nino", "facturacion", "naive", "l'e", "e", "\u65e5", "x" * 300):
        assert (stem := stem_in(language, word))
        assert stem == fold(stem)
        assert " " not in stem
        assert ":" not in stem


def test_a_word_asks_for_its_keys_in_every_language_spoken_here():
    known = load_lemmas()
    assert known.keys("find") == ("find", "found/find")
    here = Lemmas(known.forms, known.own, ("de", "fr"))
    assert here.keys("find") == ("find", "found/find", "de:find", "fr:find")
    assert (here.keys_in("und", "find"), here.key_in("")("finds")) == (known.keys("find"), "find")
    assert (here.root_in("de")("rechnungen"), here.root_in("en")("went")) == ("de:rechnung", "go")
