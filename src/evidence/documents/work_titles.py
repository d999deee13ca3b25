"""Which parts of an attribution are titles: written shortly, with dots, or what somebody is to a purchase."""

from __future__ import annotations

import re
from functools import lru_cache

from evidence.calls.people import is_title, role_of
from evidence.documents.deal_roles import deal_role
from evidence.english import word_set
from evidence.text import words

_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_TITLES = word_set("titles")
_SHORT_TITLES = word_set("short words of titles")
_JOBS = word_set("jobs in titles")
_FIRST_NAMES = word_set("first names")
WORK = word_set("jobs", "titles", "fields of work", "functions of titles", "no titles")
"""Words that titles consist of."""
BARE_RANKS = frozenset({"vp", "svp", "evp", "avp", "vice president", "director", "head", "manager", "lead"})
"""Ranks that go on with what they are over, `VP, Operations`."""


@lru_cache(maxsize=4096)
def names_work(part: str) -> bool:
    """Whether a part is a title, or says what somebody is to us (`Champion`, `Customer`, `decision maker`)."""
    if is_title(part) or role_of(part) is not None or deal_role(part) or _is_short_title(part):
        return True
    if "," in part and part.partition(",")[0].lower() in BARE_RANKS:
        return True
    return part[:1].isupper() and set(words(part)) <= WORK


def _is_short_title(part: str) -> bool:
    """Whether a part is a title with a short word in it, first or last: `Dir. Store Ops`."""
    said = words(part.replace("-", " "))
    if not 1 < len(said) <= 8 or said[0] in _FIRST_NAMES or said[1] in _FIRST_NAMES:
        return False
    return not _SHORT_TITLES.isdisjoint((said[0], said[-1]))


def may_be_job(part: str) -> bool:
    """Whether a part may be a job as well as a name: `Accounts Clerk`, `Field Scheduler`."""
    said = words(part)
    return 1 < len(said) <= 5 and said[-1] in _JOBS and said[0] not in _FIRST_NAMES


def undotted(text: str) -> str:
    """Return a text with `VP` for `V.P.`; initials of a name stay as they are.

    >>> undotted("V.P. of Ops"), undotted("J.P. Field")
    ('VP of Ops', 'J.P. Field')
    """
    return _DOTTED.sub(_undotted, text)


def _undotted(found: re.Match[str]) -> str:
    """Return `VP` for `V.P.`; initials of a name stay as they are."""
    said = found[0].replace(".", "")
    return said if said.lower() in _TITLES else found[0]
