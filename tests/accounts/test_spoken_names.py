"""Companies as they are named in speech: behind an article, with an 's, in short."""

from __future__ import annotations

import pytest

from evidence.accounts.crm_index import CallKeys, build_crm_index
from evidence.accounts.linking import link_call
from evidence.accounts.records import Crm
from evidence.model import Account, Utterance
from evidence.settings import Settings

NAMES = (
    "Marlow",
    "Harbour Freight Lines",
    "Sedge Group Holdings",
    "Target",
    "Osier Group",
    "Osier Foods",
    "Penn's Bakery",
)
CRM_INDEX = build_crm_index(Crm(accounts=tuple(Account(name, name) for name in NAMES)), Settings())


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("Welcome to Marlow for our review.", "Marlow"),
        ("Welcome to the Marlow review.", "Marlow"),
        ("A look at Marlow's winter.", "Marlow"),
        ("A look at Marlow\u2019s winter.", "Marlow"),
        ("All of the Harbour Freight Lines' ships.", "Harbour Freight Lines"),
        ("So Sedge, are you ready?", "Sedge Group Holdings"),
        ("That is how the Sedge team works.", "Sedge Group Holdings"),
        ("We buy at Penn's Bakery every day.", "Penn's Bakery"),
        ("We hit the target's edge, and marlow is a wine.", None),
        ("Sedge grows at the river.", None),
        ("The sedge's flowers are brown.", None),
        ("So Osier, are you ready?", None),
        ("Target is what we aim at. The Target.", "Target"),
        ("Then the Freight Lines came.", None),
    ],
)
def test_a_name_in_speech_is_suggested_and_never_links(said, named):
    link = link_call(CallKeys("call", utterances=(Utterance(1, 1, None, said),)), CRM_INDEX)
    assert link.status in {"suggested", "unlinked"}
    assert [one.account_id for one in link.candidates if one.method == "speech"] == ([named] if named else [])
