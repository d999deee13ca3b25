"""YAML that people write: scalars as text, the line of every key, and the nearest right name for a wrong one.

    file = YamlFile(text, "source/cues.yaml")
    for name, value in file.entries(file.data).items():
        family = file.below(name, value, ("says", "weight", "cues"))
        family.text("says"), family.number("weight"), family.texts("cues")

A reader states its keys, their kinds and defaults, nothing else. What cannot be understood is
told by `problems` and counts as not given; `check` is for who stops at the first fault.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from evidence.errors import SettingsError
from evidence.text import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.errors import EvidenceError

Place = tuple[str | int, ...]
Lines = dict[Place, int]
MAX_LEVELS = 20  # of YAML: people need four
_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off")
_LINES = "expected `name: value` lines"


def load_yaml(text: str, path: str) -> tuple[Any, Lines]:
    """Read YAML with scalars as text; return what it says, and the 1-based line of every key and list item.

    Lines are found by the path of the key in the document: `lines["one", "queries", 1]`.
    A key given twice is an error. Raises SettingsError with the line of the fault.
    """
    import yaml  # noqa: PLC0415  9 ms, and a search of an unchanged workspace needs no YAML

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        # An alias may stand for itself, or for more than memory holds; nobody needs one here.
        events = yaml.parse(text, Loader=loader)
        alias = next((_line_of(event) for event in events if isinstance(event, yaml.AliasEvent)), None)
        node = None if alias else yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise SettingsError(
            f"not valid YAML: {problem}",
            hint="Put '...' around texts with : # * or leading quotation marks.",
            path=path,
            line=mark.line + 1 if mark else None,
        ) from error
    if alias:
        raise SettingsError(
            "an alias (*name) cannot be used here", hint="Write the text itself.", path=path, line=alias
        )
    lines: Lines = {}
    return (None if node is None else _plain(node, (), lines, path)), lines


def _line_of(event: Any) -> int:  # noqa: ANN401  of the C or of the Python parser
    return int(event.start_mark.line) + 1


def _plain(node: Any, at: Place, lines: Lines, path: str) -> Any:  # noqa: ANN401
    lines.setdefault(at, node.start_mark.line + 1)
    if len(at) > MAX_LEVELS:
        raise SettingsError(f"nested more than {MAX_LEVELS} levels deep", path=path, line=lines[at])
    if node.id == "sequence":
        return [_plain(item, (*at, i), lines, path) for i, item in enumerate(node.value)]
    if node.id == "scalar":
        # `~`, `null` and an empty plain value are nothing; all else is text.
        return None if not node.style and node.value in {"", "~", "null"} else node.value
    result: dict[str, Any] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if key.id != "scalar":
            raise SettingsError("a key must be a plain word", path=path, line=line)
        if key.value in result:
            raise SettingsError(f"{key.value!r} is given twice", hint="Keep one of them.", path=path, line=line)
        lines[(*at, key.value)] = line
        result[key.value] = _plain(value, (*at, key.value), lines, path)
    return result


class YamlFile:
    """One reading of a file: what it says, the line of every place in it, and what is wrong so far."""

    def __init__(self, text: str, path: str) -> None:
        """Read the file. Raises SettingsError where it is no YAML."""
        self.path = path
        self.data, self.lines = load_yaml(text, path)
        self.problems: list[EvidenceError] = []

    def check(self) -> None:
        """Raise the problem that stands first in the file, where there is one."""
        for problem in self.by_line():
            raise problem

    def by_line(self) -> tuple[EvidenceError, ...]:
        """Return the problems in the order of lines; `problems` are as they were found, a cause before what follows."""
        return tuple(sorted(self.problems, key=lambda problem: problem.line or 0))

    def line(self, at: Place) -> int | None:
        """Return the line of a place, or of the nearest around it."""
        while at and at not in self.lines:
            at = at[:-1]
        return self.lines.get(at)

    def wrong(self, at: Place, what: str, hint: str = "") -> None:
        """Report what is wrong at a place."""
        self.problems.append(SettingsError(what, hint=hint, path=self.path, line=self.line(at)))

    def entries(
        self,
        value: Any,  # noqa: ANN401  whatever people wrote
        at: Place = (),
        what: str = _LINES,
        hint: str = "Write a name, a colon, and its content below.",
    ) -> dict[str, Any]:
        """Return the `name: value` lines that stand at a place, none where something else does."""
        if isinstance(value, dict):
            return value
        if value is not None:
            self.wrong(at, f"{at[-1]}: {what}" if at and what == _LINES else what, hint)
        return {}

    def unknown(self, at: Place, what: str, known: Sequence[str], listed: str = "Known") -> None:
        """Report a name that is none of the known ones, with the nearest of them."""
        close = nearest(str(at[-1]), tuple(known))
        self.wrong(at, what, f"Did you mean {close!r}?" if close else f"{listed}: {', '.join(known)}.")

    def below(self, value: Any, at: Place, known: Sequence[str], of: str = "") -> YamlEntry:  # noqa: ANN401
        """Return what stands below a key (`of` in messages); a name that is none of the known ones is left out."""
        given = self.entries(value, at)
        where = of or ".".join(map(str, at))
        for name in given:
            if name not in known:
                self.unknown((*at, name), f"unknown key {name!r}{where and f' in {where}'}", known)
        return YamlEntry(self, at, {name: value for name, value in given.items() if name in known})


class YamlEntry:
    """What stands below one key, by name. Each method reads one value as its kind; None and () are not given."""

    def __init__(self, file: YamlFile, at: Place, given: dict[str, Any], prefix: str = "") -> None:
        """Use `YamlFile.below` where the names are to be checked. prefix: what messages begin with."""
        self.file, self.at, self.given, self._prefix = file, at, given, prefix

    def place(self, *names: str | int) -> Place:
        """Return the place of what stands below."""
        return (*self.at, *names)

    def wrong(self, name: str, what: str, hint: str = "") -> None:
        """Report what is wrong with a value."""
        self.file.wrong(self.place(name), f"{self._prefix}{name}: {what}", hint)

    def text(self, name: str) -> str | None:
        """Read one text that says something."""
        value = self.given.get(name)
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        self.wrong(name, "expected a single text", "Write it after the colon, in '...' if it contains : or #.")
        return None

    def items(self, name: str) -> list[tuple[Place, Any]]:
        """Return the items of a list, each with its place; one value alone is a list of one."""
        value = self.given.get(name)
        if isinstance(value, list):
            return [(self.place(name, i), item) for i, item in enumerate(value)]
        return [] if value is None else [(self.place(name), value)]

    def texts(self, name: str) -> tuple[str, ...]:
        """Read a list of texts; those that are none are reported once and left out."""
        return tuple(text for _, text in self.placed_texts(name))

    def placed_texts(self, name: str) -> list[tuple[Place, str]]:
        """Read a list of texts, each with its place."""
        items = self.items(name)
        texts = [(at, item) for at, item in items if isinstance(item, str) and item.strip()]
        if len(texts) < len(items):
            at = next(at for at, item in items if not isinstance(item, str) or not item.strip())
            self.file.wrong(at, f"{self._prefix}{name}: expected a list of texts", "Write it as [a, b].")
        return texts

    def choice(self, name: str, among: Sequence[str]) -> str | None:
        """Read one of a few words; capitals do not count."""
        value = self.text(name)
        if value is None:
            return None
        found = next((word for word in among if word.casefold() == value.casefold()), None)
        if found is None:
            close = nearest(value, tuple(among))
            hint = f"Did you mean {close!r}?" if close else "Choose one of them."
            self.wrong(name, f"{value!r} is not one of {', '.join(among)}", hint)
        return found

    def truth(self, name: str) -> bool | None:
        """Read yes or no."""
        value = self.given.get(name)
        said = str(value).lower()
        if value is not None and said not in (*_TRUE, *_FALSE):
            self.wrong(name, f"{value!r} is not yes or no")
            return None
        return None if value is None else said in _TRUE

    def number(self, name: str) -> float | None:
        """Read a number."""
        value = self.given.get(name)
        try:
            number = None if value is None else float(value)
        except (TypeError, ValueError):
            number = math.nan
        if number is not None and not math.isfinite(number):
            self.file.wrong(self.place(name), f"{self._prefix}{name} must be a number", "Write 1.0.")
            return None
        return number

    def whole(self, name: str, unit: str = "") -> int | None:
        """Read a whole number, with or without its unit behind it."""
        value = self.given.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            self.wrong(name, "expected a single value")
            return None
        digits = value.removesuffix(unit).removesuffix(unit.strip()[:1]).strip()
        if digits.isdecimal() and len(digits) < 10:
            return int(digits)
        self.file.wrong(self.place(name), f"{self._prefix or f'{name}: '}{digits!r} is not a whole number")
        return None
