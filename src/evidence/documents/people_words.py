"""Which words say that a part of a document is about people: headings without a kind, and fields of a portrait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.documents.titles import list_of
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Collection


def announces_people(title: str) -> bool:
    """Whether a heading says that people follow, without the name of a kind.

    >>> announces_people("Who we sell to"), announces_people("Our roadmap")
    (True, False)
    """
    return any((word,) in list_of("announcing people") for word in words(title))


def is_full(fields: Collection[str]) -> bool:
    """Whether fields say who somebody is, and what they want or what hurts.

    >>> is_full({"role", "pain"}), is_full({"goals", "pain"})
    (True, False)
    """
    held = {tuple(words(field)) for field in fields}
    wants = "pain" in fields or not held.isdisjoint(list_of("fields of wants"))
    return wants and not held.isdisjoint(list_of("fields of somebody"))
