"""Reads the cue lexicon: the words by which people speak of what hurts, by family.

`cues.yaml` beside this module is the standard one and says how it is written; a
workspace may hold families of its own in `source/cues.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from evidence.errors import SettingsError
from evidence.settings import load_yaml, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from evidence.settings import Lines

GAP = " ... "
_LISTS = {"cues": 1.0, "weak": 0.5, "amounts": 1.0}
_KEYS = ("says", "weight", *_LISTS)
_CUE = re.compile(r"=?\w[\w' -]*(?: \.\.\. [\w' -]*\w)?")


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase of a family. `parts` are two where words may stand in between.

    `exact`: as written only, no other forms. `share` of the family's weight it has.
    `beside_amount`: it counts only in a sentence with a quantity.
    """

    family: str
    parts: tuple[str, ...]
    exact: bool = False
    share: float = 1.0
    beside_amount: bool = False

    @property
    def text(self) -> str:
        """The cue as it is written in the file."""
        return "=" * self.exact + GAP.join(self.parts)


@dataclass(frozen=True, slots=True)
class Family:
    """Cues that say the same kind of thing; `says` is what a reason prints."""

    name: str
    says: str
    weight: float
    cues: tuple[Cue, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All families, in the order of the file."""

    families: tuple[Family, ...]

    def family(self, name: str) -> Family:
        """Return the family of that name. Raises StopIteration where there is none."""
        return next(family for family in self.families if family.name == name)

    @property
    def cues(self) -> tuple[Cue, ...]:
        """Every cue of every family."""
        return tuple(cue for family in self.families for cue in family.cues)


@cache
def standard() -> Lexicon:
    """Return the lexicon that comes with the program."""
    text = resources.files("evidence.quotes").joinpath("cues.yaml").read_text(encoding="utf-8")
    return parse_cues(text, "cues.yaml")


def lexicon_of(text: str | None, path: str) -> Lexicon:
    """Return the standard lexicon with the families of a workspace's own file in place of those of that name.

    Raises SettingsError with the line of the fault.
    """
    if text is None:
        return standard()
    own = {family.name: family for family in parse_cues(text, path).families}
    base = {family.name: family for family in standard().families}
    return Lexicon(tuple((base | own).values()))


def parse_cues(text: str, path: str) -> Lexicon:
    """Read the file. Raises SettingsError with the line of the fault."""
    data, lines = load_yaml(text, path)
    if data is not None and not isinstance(data, dict):
        raise _fault("expected `family:` lines", "Copy the standard cues.yaml.", path, 1)
    return Lexicon(tuple(_family(name, entry, lines, path) for name, entry in (data or {}).items()))


def _family(name: str, entry: Any, lines: Lines, path: str) -> Family:  # noqa: ANN401  whatever people wrote
    if not isinstance(entry, dict):
        raise _fault(f"family {name!r} holds no cues", "Put `cues: [...]` below it.", path, lines[(name,)])
    for key in entry:
        if key not in _KEYS:
            close = nearest(key, _KEYS)
            hint = f"Did you mean {close!r}?" if close else f"Known keys: {', '.join(_KEYS)}."
            raise _fault(f"unknown key {key!r} in family {name!r}", hint, path, lines[(name, key)])
    found: dict[str, Cue] = {}
    for key, share in _LISTS.items():
        items = entry.get(key) or []
        if not isinstance(items, list):
            raise _fault(f"{key} must be a list of phrases", "Write [one, two].", path, lines[(name, key)])
        for number, item in enumerate(items):
            cue = _cue(name, item, share, path, lines[(name, key, number)], beside_amount=key == "amounts")
            found.setdefault(cue.text, cue)
    return Family(name, str(entry.get("says") or name), _weight(name, entry, lines, path), tuple(found.values()))


def _cue(family: str, item: object, share: float, path: str, line: int, *, beside_amount: bool) -> Cue:
    if not isinstance(item, str) or not _CUE.fullmatch(item):
        hint = "Write words, with one ` ... ` in between at most, and = in front of what has no other form."
        raise _fault(f"{item!r} is no phrase", hint, path, line)
    phrase = item.removeprefix("=").lower()
    return Cue(family, tuple(phrase.split(GAP)), item.startswith("="), share, beside_amount)


def _weight(name: str, entry: Mapping[str, Any], lines: Lines, path: str) -> float:
    try:
        return float(entry.get("weight", 1))
    except (TypeError, ValueError) as error:
        raise _fault("weight must be a number", "Write 1.0.", path, lines[(name, "weight")]) from error


def _fault(what: str, hint: str, path: str, line: int) -> SettingsError:
    return SettingsError(what, hint=hint, path=path, line=line)
