"""Names of companies: the form under which two spellings of one name are equal."""

from __future__ import annotations

from functools import lru_cache

from evidence.text import words

_LEGAL = frozenset(
    ("ab", "ag", "as", "asa", "bv", "bvba", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated",
     "kg", "kk", "limited", "llc", "llp", "lp", "ltd", "nv", "oy", "oyj", "plc", "pte", "pty", "pvt", "sa", "sarl",
     "sas", "se", "spa", "srl", "ug")
)  # fmt: skip


@lru_cache(maxsize=1 << 17)
def fold_name(name: str) -> str:
    """Return the name without case, accents, punctuation, a leading `The` and legal forms at the end.

    Words that tell companies apart (Group, Holdings, Dental) stay.

    >>> fold_name("The Smith & Sons Co., Ltd."), fold_name("smith and sons")
    ('smith and sons', 'smith and sons')
    """
    parts = _join_letters([word.replace("'", "") for word in words(name.replace("&", " and "))])
    kept = parts[1:] if parts[:1] == ["the"] and len(parts) > 1 else parts
    while len(kept) > 1 and (kept[-1] in _LEGAL or kept[-1] == "and"):
        kept = kept[:-1]
    return " ".join(kept)


def _join_letters(parts: list[str]) -> list[str]:
    """`s a` of S.A. is one word, as in SA; so are the initials of a name."""
    joined: list[str] = []
    run = False
    for part in parts:
        letter = len(part) == 1 and part.isalpha()
        if letter and run:
            joined[-1] += part
        else:
            joined.append(part)
        run = letter
    return joined
