"""Titles, labels and columns say what they announce, in nine languages."""

from __future__ import annotations

import pytest

from evidence.documents.titles import field_of, is_field, is_pain_alone, labelled, read_title, speaks_of_all

NAMED = {
    "2.3 Primary Persona #1: Ida": "Ida",
    "🎯 ICP 2 – Ports": "Ports",
    "1\ufe0f\u20e3 Buyer Persona: Ida": "Ida",
    "Archetype A | Ida": "Ida",
    "Secondary Target User (new): Ida": "Ida",
    "Zielgruppe 1: Handwerk": "Handwerk",
    "Profil client : Ida": "Ida",
    "Perfil de cliente ideal: Pymes": "Pymes",
    "Público-alvo: A enfermeira": "A enfermeira",
    "ペルソナ1：田中": "田中",
    "用户画像 2：小李": "小李",
    "페르소나 1: 김": "김",
    "Doelgroep 3: Verhuurders": "Verhuurders",
}


@pytest.mark.parametrize("title", NAMED)
def test_a_kind_a_number_and_a_sign_stand_before_a_name(title):
    read = read_title(title)
    assert read is not None
    assert (read.form, read.name) == ("named", NAMED[title])
    assert title[read.start :] == NAMED[title]


@pytest.mark.parametrize(
    ("title", "form", "name"),
    [
        ("B2B Segment", "behind", "B2B"),
        ("Ida (Persona 2)", "behind", "Ida"),
        ("Ida - Buyer Persona", "behind", "Ida"),
        ("開発者ペルソナ", "behind", "開発者"),
        ("Segmento B2B", "leading", "B2B"),
        ("Primary Persona", "one", ""),
        ("Persona 1 (Ida)", "one", "Ida"),
        ("Customer Segments", "many", ""),
        ("User Personas of Acme", "many", ""),
        ("Personas: Acme", "many", ""),
        ("ターゲットユーザー", "many", ""),
    ],
)
def test_the_other_forms(title, form, name):
    read = read_title(title)
    assert read is not None
    assert (read.form, read.name) == (form, name)


@pytest.mark.parametrize(
    "title",
    ["Anti-Persona: Hobbyists", "Segmentation", "Personal data", "Segment-Specific KPIs", "Negative personas", ""],
)
def test_what_is_no_kind(title):
    assert read_title(title) is None


def test_what_speaks_of_all_is_no_segment():
    asides = ("Persona Comparison", "How to use this", "Segment Definition Framework", "Overview", "Übersicht", "概要")
    assert all(map(speaks_of_all, asides))
    assert not any(map(speaks_of_all, ("The Research Lead", "Process owners in ports", "Ida")))


def test_fields_are_told_from_names():
    assert [field_of(said) for said in ("Job title", "年齢", "Taille de l'entreprise", "Plan", "Pain points")] == [
        "job title",
        "年 齢",
        "taille de l'entreprise",
        None,
        "pain",
    ]
    assert is_field("Goals & Needs")
    assert not any(map(is_field, ("Goal-driven founders", "Example customers", "Ida")))


def test_pains_are_told_from_solutions():
    assert all(map(is_pain_alone, ("Pain points", "Hauptprobleme", "困りごと", "고충", "Main challenges")))
    assert not any(map(is_pain_alone, ("Problem solving", "課題解決", "We have problems with the move", "Goals")))
    assert labelled("痛点：慢") == ("痛点", "慢")
    assert labelled("Remember: it is slow") == (None, "Remember: it is slow")
