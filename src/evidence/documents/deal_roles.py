"""What somebody is to a purchase (champion, economic buyer, end user, ...), and which of these one person may be.

An economic buyer may be the decision maker, a sponsor either of them or the champion, an influencer anybody who does
not decide. All other pairs contradict each other: who uses it does not sign for it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from evidence.english import word_rows, word_set
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Collection

_ROLES = {name: row[0] for row in word_rows("roles of a purchase") for name in row}
_BESIDE = {
    "executive sponsor": ("champion", "economic buyer", "decision maker"),
    "economic buyer": ("decision maker",),
    "buyer": ("economic buyer", "technical evaluator", "decision maker"),
    "user": ("end user", "champion", "technical evaluator", "influencer", "blocker"),
    "influencer": ("champion", "technical evaluator", "end user", "blocker", "gatekeeper"),
    "gatekeeper": ("blocker", "technical evaluator"),
}  # whom one person may be as well
_PAIRS = frozenset(frozenset({one, other}) for one, others in _BESIDE.items() for other in others)
_FILLING = word_set("filling of roles")
_JOINT = re.compile(r"\s*(?:[,;/|+&]|\band\b)\s*", re.IGNORECASE)


@lru_cache(maxsize=4096)
def deal_role(text: str) -> str:
    """Return the role of a purchase that a text names, "" for anything else.

    >>> deal_role("our champion"), deal_role("Decision-maker"), deal_role("Budget holder"), deal_role("Buyer, Food")
    ('champion', 'decision maker', 'economic buyer', '')
    """
    if _JOINT.search(text):
        return ""
    said = words(text.replace("-", " "))
    kept = said if " ".join(said) in _ROLES else [word for word in said if word not in _FILLING]
    return _ROLES.get(" ".join(kept), "")


def parted_title(title: str) -> tuple[str, tuple[str, ...]]:
    """Part a title into what somebody does at work and the roles of a purchase beside it, as written.

    >>> parted_title("CFO, economic buyer"), parted_title("Head of IT and Security"), parted_title("champion")
    (('CFO', ('economic buyer',)), ('Head of IT and Security', ()), ('', ('champion',)))
    """
    parts = [part for part in _JOINT.split(title) if part]
    roles = tuple(part for part in parts if deal_role(part))
    return (", ".join(part for part in parts if part not in roles) if roles else title), roles


def may_have_role(stated: str, known: Collection[str]) -> bool:
    """Whether who is known for some roles may have another one; who has none of those here may have any.

    >>> may_have_role("decision maker", ["economic buyer"]), may_have_role("end user", ["economic buyer"])
    (True, False)
    """
    theirs = {role for text in known for part in parted_title(text)[1] if (role := deal_role(part))}
    one = deal_role(stated)
    return not one or not theirs or any(one == other or frozenset({one, other}) in _PAIRS for other in theirs)
