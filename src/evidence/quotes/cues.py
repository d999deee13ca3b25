"""Reads the cue lexicon: the words by which people speak of what hurts, by family.

`cues.yaml` beside this module is the standard one and says how it is written; a
workspace may hold families of its own in `source/cues.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from evidence.text import nearest
from evidence.yaml_text import YamlFile

GAP = " ... "
_ALIKE = 0.75  # from here on a name is a slip: frustation, problems; friction (0.63) is a word of its own
_LISTS = {"cues": 1.0, "weak": 0.5, "amounts": 1.0, "idle": 0.0}
_TIERS = {1.0: "cues", 0.5: "weak", 0.0: "idle"}
_KEYS = ("says", "weight", *_LISTS)
_CUE = re.compile(r"=?\w[\w' -]*(?: \.\.\. [\w' -]*\w)?")


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase of a family. `parts` are two where words may stand in between.

    `exact`: as written only, no other forms. `share` of the family's weight it has; 0: idle.
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

    def as_written(self) -> dict[str, dict[str, Any]]:
        """Return what a file of it would say: `parse_cues` makes the lexicon of that again, as JSON."""
        return {family.name: _entry(family) for family in self.families}


def _entry(family: Family) -> dict[str, Any]:
    lists: dict[str, list[str]] = {}
    for cue in family.cues:
        lists.setdefault("amounts" if cue.beside_amount else _TIERS[cue.share], []).append(cue.text)
    return {"says": family.says, "weight": family.weight, **lists}


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
    base = {family.name: family for family in standard().families}
    own = {family.name: family for family in _read(text, path, tuple(base))}
    return Lexicon(tuple((base | own).values()))


def parse_cues(text: str, path: str) -> Lexicon:
    """Read the file, whatever its families are called. Raises SettingsError with the line of the fault."""
    return Lexicon(_read(text, path))


def _read(text: str, path: str, known: tuple[str, ...] = ()) -> tuple[Family, ...]:
    file = YamlFile(text, path)
    given = file.entries(file.data, (), "expected `family:` lines", "Start from a copy of the standard cues.yaml.")
    families = tuple(_family(file, name, value) for name, value in given.items())
    file.check()
    for name in given if known else ():
        _check_name(file, name, known)
    file.check()
    return families


def _check_name(file: YamlFile, name: str, known: tuple[str, ...]) -> None:
    """Report a family that is none of the standard ones, unless it says what it is and is not nearly called as they."""
    says = isinstance(file.data[name], dict) and file.data[name].get("says")
    close = nearest(name, known, _ALIKE if says else 0.5)
    if name not in known and (close or not says):
        own = f"Known: {', '.join(known)}. A family of your own needs `says`."
        file.wrong((name,), f"unknown family {name!r}", f"Did you mean {close!r}?" if close else own)


def _family(file: YamlFile, name: str, value: Any) -> Family:
    if not isinstance(value, dict):
        file.wrong((name,), f"family {name!r} has no cues", "Put `cues: [...]` below it.")
    entry = file.below(value if isinstance(value, dict) else None, (name,), _KEYS, f"family {name!r}")
    found: dict[str, Cue] = {}
    for key, share in _LISTS.items():
        if not isinstance(entry.given.get(key) or [], list):
            file.wrong(entry.place(key), f"{key} must be a list of phrases", "Write [one, two].")
            continue
        for at, item in entry.items(key):
            if not isinstance(item, str) or not _CUE.fullmatch(item):
                hint = "Write words, with at most one ` ... ` in between, and = before a word that has no other forms."
                file.wrong(at, f"{item!r} is not a phrase", hint)
                continue
            phrase = item.removeprefix("=").lower()
            cue = Cue(name, tuple(phrase.split(GAP)), item.startswith("="), share, key == "amounts")
            found.setdefault(cue.text, cue)
    weight = entry.number("weight")
    return Family(name, entry.text("says") or name, 1.0 if weight is None else weight, tuple(found.values()))
