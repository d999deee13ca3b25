"""Whether two job titles may be one person's: they differ where their rank or their function contradict.

Rank: chief (CEO, CTO, ...), vice president, director, manager, assistant, or none of these (an engineer, an analyst). A
head may be a director or a lead, a lead anybody below a vice president. Of two stated seniorities (senior, junior,
staff, principal, associate) only one is right; one that is left out is no contradiction.
Function: what the work is about. Engineers, developers and programmers are one; where both titles say more (security,
data, platform), one word of it must be the same, a general one apart.
What says neither rank nor function (a founder, an owner, words in an unknown language) contradicts nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from evidence.calls.people import is_title
from evidence.english import word_rows, word_set
from evidence.text import words

_SHORT = {
    "vp": "vice president", "svp": "senior vice president", "evp": "executive vice president",
    "avp": "associate vice president", "sr": "senior", "snr": "senior", "jr": "junior", "mgr": "manager",
    "dir": "director", "asst": "assistant", "coord": "coordinator", "supv": "supervisor", "engr": "engineer",
    "assoc": "associate", "ceo": "chief executive officer", "cto": "chief technology officer",
    "cfo": "chief financial officer", "coo": "chief operations officer", "cio": "chief information officer",
    "ciso": "chief security officer", "cmo": "chief marketing officer", "chro": "chief people officer",
    "clo": "chief legal officer",
    # What the middle letter stands for differs: a chief, of whatever.
    "cso": "chief officer", "cro": "chief officer", "cpo": "chief officer", "cdo": "chief officer",
    "cco": "chief officer", "cao": "chief officer", "cgo": "chief officer",
    "pm": "product manager", "em": "engineering manager", "tpm": "technical program manager",
    "swe": "software engineer", "sde": "software engineer", "sre": "reliability engineer",
    "csm": "customer manager", "ae": "sales executive", "sdr": "sales representative", "bdr": "sales representative",
    "md": "managing director", "hr": "people",
    "leiter": "head", "leiterin": "head", "leitung": "head", "jefe": "head", "jefa": "head", "hoofd": "head",
    "responsable": "head", "responsabile": "head", "directeur": "director", "directrice": "director",
    "direktor": "director", "direktorin": "director", "directora": "director", "diretor": "director",
    "diretora": "director", "direttore": "director", "direttrice": "director", "ingenieur": "engineer",
    "ingenieurin": "engineer", "ingeniero": "engineer", "ingeniera": "engineer", "ingegnere": "engineer",
    "engenheiro": "engineer", "engenheira": "engineer", "entwickler": "engineer", "entwicklerin": "engineer",
    "geschaftsfuhrer": "chief executive officer", "geschaftsfuhrerin": "chief executive officer",
    "gerente": "manager", "vorstand": "chief", "pdg": "chief executive officer", "dsi": "chief information officer",
}  # fmt: skip
_FAMILIES = {word: row[0] for row in word_rows("functions of titles") for word in row}
_GENERAL = frozenset({"engineer", "software", "technology"})
_SENIORITIES = frozenset({"senior", "junior", "staff", "principal", "associate", "intern", "trainee", "distinguished"})
_RANKS = ("assistant", "chief", "vice", "director", "head", "manager", "lead")
_FREE = frozenset({"founder", "cofounder", "owner", "partner", "president", "chair", "chairman", "chairwoman"})
# Ranks that people use of one job; "" is that of who has none of these words.
_NEAR = frozenset(map(frozenset, (("head", "director"), ("head", "lead"), ("lead", ""), ("lead", "manager"))))
_NOT_WORK = word_set("no titles")
_JOBS = word_set("jobs", "titles", "jobs in titles") - _NOT_WORK
_LEADS = frozenset({"supervisor", "foreman", "superintendent"})
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")  # `V.P.`
_JOINT = re.compile(r"\s*(?:[,;/|+&]|\band\b)\s*", re.IGNORECASE)


class _Job(NamedTuple):
    rank: str
    seniorities: frozenset[str]
    functions: frozenset[str]
    free: bool
    job: bool = False  # a clerk and a coordinator have no rank of these: they are no chiefs

    @property
    def says(self) -> bool:
        return bool(self.rank or self.functions or self.seniorities or (self.job and not self.free))


def may_be_one(stated: str, known: str) -> bool:
    """Whether two titles may be those of one person: any part of the one fits any part of the other.

    >>> may_be_one("Sr. Software Developer", "Senior Engineer"), may_be_one("VP Engineering", "Senior Engineer")
    (True, False)
    >>> may_be_one("Head of Platform", "CFO"), may_be_one("CTO", "CTO and co-founder"), may_be_one("Somebody", "CFO")
    (False, True, True)
    """
    if words(stated) == words(known):
        return True
    return any(_fit(one, other) for one in _jobs(stated) for other in _jobs(known))


@lru_cache(maxsize=4096)
def is_work_title(title: str) -> bool:
    """Whether a title says what somebody does at work; what somebody is to us (`champion`, `prospect`) does not.

    >>> [is_work_title(title) for title in ("Senior Engineer", "Accounts Clerk", "Economic buyer", "Somebody")]
    [True, True, False, False]
    """
    said = set(words(title.replace("-", " ")))
    return bool(said - _NOT_WORK) and any(job.says or job.free for job in _jobs(title)) and not said <= _NOT_WORK


@lru_cache(maxsize=4096)
def _jobs(title: str) -> tuple[_Job, ...]:
    """Read a title as a whole, and each part of `CTO and co-founder` where every part is one."""
    halves = [half for half in _JOINT.split(title.replace("co-founder", "cofounder")) if half]
    parts = halves if len(halves) > 1 and all(map(is_title, halves)) else []
    return tuple(_job(part) for part in (parts or [title]))


def _job(title: str) -> _Job:
    title = _DOTTED.sub(lambda found: found[0].replace(".", ""), title)
    said = [part for word in words(title.replace("-", " ")) for part in _SHORT.get(word, word).split()]
    if "chief of staff" in " ".join(said):
        return _Job("chief of staff", frozenset(), frozenset(), free=False)
    rank = next((rank for rank in _RANKS if rank in said), "")
    if rank == "director" and "managing" in said:
        return _Job("chief", frozenset(), frozenset({"executive"}), free=False)
    if rank == "lead" and said[0] != "lead" and "team" not in said and said[-1] != "lead":
        rank = ""
    if not rank and not _LEADS.isdisjoint(said):
        rank = "lead"
    functions = frozenset(_FAMILIES[word] for word in said if word in _FAMILIES)
    if rank == "chief" and "executive" in said:
        functions = frozenset({"executive"})
    free, job = not _FREE.isdisjoint(said), not _JOBS.isdisjoint(said)
    return _Job(rank, _SENIORITIES.intersection(said), functions, free, job)


def _fit(one: _Job, other: _Job) -> bool:
    if not (one.says and other.says):
        return True
    ranks = frozenset({one.rank, other.rank})
    # A bare rank in a title without one: `Engineering` says no rank at all.
    silent = any(job.free and not job.rank for job in (one, other))
    if len(ranks) == 2 and ranks not in _NEAR and not silent:
        return False
    if one.seniorities and other.seniorities and one.seniorities.isdisjoint(other.seniorities):
        return False
    return _fit_functions(one.functions, other.functions)


def _fit_functions(one: frozenset[str], other: frozenset[str]) -> bool:
    if not one or not other:
        return True
    special = one - _GENERAL, other - _GENERAL
    if all(special):
        return not special[0].isdisjoint(special[1])
    return not one.isdisjoint(other)
