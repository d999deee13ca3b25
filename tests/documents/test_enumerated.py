"""Phrases side by side are several pains; a sentence with commas is one."""

from __future__ import annotations

import pytest

from evidence.documents.enumerated import enumerated
from evidence.documents.structure import read_document

LISTS = {
    "x, y, z": ["x", "y", "z"],
    "empty shelves, wrong labels and unpaid overtime": ["empty shelves", "wrong labels", "unpaid overtime"],
    "Empty shelves, wrong labels, and unpaid overtime.": ["Empty shelves", "wrong labels", "unpaid overtime"],
    "shrinkage; drivers cancel at noon; pallets without a label": [
        "shrinkage",
        "drivers cancel at noon",
        "pallets without a label",
    ],
    "double booking / no-shows / unclear prices": ["double booking", "no-shows", "unclear prices"],
    "counting stock by hand, chasing carriers, losing pallets": [
        "counting stock by hand",
        "chasing carriers",
        "losing pallets",
    ],
    "slow, error-prone counting, carrier fees, IT tickets": [
        "slow, error-prone counting",
        "carrier fees",
        "IT tickets",
    ],
    "Lack of dock space, poor handover": ["Lack of dock space", "poor handover"],
    "turnover, sick leave, overtime (nights, weekends)": ["turnover", "sick leave", "overtime (nights, weekends)"],
}
ONE = (
    "Pallets come back empty, so the truck waits",
    "When the gate jams, everybody waits outside",
    "The forklift, rented in June, stands idle",
    "Slow, manual, tedious counting",
    "Lack of staff, space and light",
    "Counting pallets, boxes and crates",
    "Carriers charge for pallets, boxes and crates",
    "Labels fade, which nobody notices until Monday",
    "Loses pallets at the gate, every week",
    "Too many sheets, e.g. stock, rota, fees",
    'They say "late, dear, wrong" and hang up',
    "Stock is wrong, labels are missing, and trucks leave",
    "1,200 pallets a day",
    "Die Ware fehlt, wenn der Wagen kommt",
    "Pallets, boxes and crates vanish",
    "She counts pallets; then she calls the carrier",
)


@pytest.mark.parametrize("text", LISTS)
def test_phrases_side_by_side_are_several(text):
    assert list(enumerated(text, "Pain points")) == LISTS[text]
    assert list(enumerated(text, "Primary pain point")) == [text]


@pytest.mark.parametrize("text", ONE)
def test_a_sentence_is_one(text):
    assert enumerated(text, "Pain points") == (text,)


def test_labels_and_cells_of_pains_are_parted_and_bullets_are_not():
    text = (
        "**Pain points**: dust, glare, fines\n\n- **Frustrations:** noise; heat\n\n"
        "| Persona | Goals | Pains |\n|---|---|---|\n| Ida | rest, light, air | cold; draught |\n\n"
        "### Challenges\n\n- dark, damp and mould\n"
    )
    found = [(pain.text, pain.line) for pain in read_document(text).pains]
    assert found == [
        *((word, 1) for word in ("dust", "glare", "fines")),
        *((word, 3) for word in ("noise", "heat")),
        *((word, 7) for word in ("cold", "draught")),
        ("dark, damp and mould", 11),
    ]
