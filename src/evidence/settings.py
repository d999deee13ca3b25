"""`evidence.yaml`, and reading YAML that people write: scalars as text, every line known."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, fields
from typing import Any

from evidence.errors import SettingsError
from evidence.text import is_day

SETTINGS = "evidence.yaml"
Lines = dict[tuple[str | int, ...], int]
MAX_LEVELS = 20  # of YAML: people need four
FREE_MAIL = (
    "aol.com", "fastmail.com", "gmail.com", "gmx.de", "gmx.net", "googlemail.com", "hey.com",
    "hotmail.com", "icloud.com", "live.com", "mail.com", "mail.ru", "me.com", "msn.com",
    "outlook.com", "pm.me", "proton.me", "protonmail.com", "qq.com", "web.de", "yahoo.com",
    "yahoo.co.uk", "yandex.ru", "163.com",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """`evidence.yaml`, typed. `stages` is (won, lost); `as_of` and dates are `YYYY-MM-DD`.

    `max_age` is a number of days, `date_order` is `DMY`, `MDY` or None,
    `nlp` the name of a trained spaCy pipeline or None for the built-in rules.
    """

    own_domains: tuple[str, ...] = ()
    own_names: tuple[str, ...] = ()
    free_mail_domains: tuple[str, ...] = FREE_MAIL
    assume_others: str = "unknown"
    date_order: str | None = None
    stages: tuple[tuple[str, ...], tuple[str, ...]] = (
        ("Closed Won", "closedwon"),
        ("Closed Lost", "closedlost"),
    )
    as_of: str | None = None
    max_age: int | None = None
    redaction: str = "people"
    block: dict[str, Any] = field(default_factory=dict)
    verify: dict[str, Any] = field(default_factory=dict)
    nlp: str | None = None


def nearest(word: str, known: list[str] | tuple[str, ...]) -> str | None:
    """Return the known name that `word` was probably meant to be, or None."""
    found = difflib.get_close_matches(word.casefold(), [k.casefold() for k in known], 1, 0.5)
    return next((k for k in known if found and k.casefold() == found[0]), None)


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
            hint="Put texts with : # * or leading quotation marks into '...'.",
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


def _plain(node: Any, at: tuple[str | int, ...], lines: Lines, path: str) -> Any:  # noqa: ANN401
    lines.setdefault(at, node.start_mark.line + 1)
    if len(at) > MAX_LEVELS:
        raise SettingsError(f"nested deeper than {MAX_LEVELS} levels", path=path, line=lines[at])
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


_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off")


def parse_settings(text: str, path: str = SETTINGS) -> Settings:
    """Read `evidence.yaml`. Raises SettingsError with line and nearest right name."""
    data, lines = load_yaml(text, path)
    if data is None:
        return Settings()
    if not isinstance(data, dict):
        raise SettingsError("expected `name: value` lines", path=path, line=1)
    known = tuple(f.name for f in fields(Settings))
    values: dict[str, Any] = {}
    for key, value in data.items():
        line = lines[(key,)]
        if key not in known:
            close = nearest(key, known)
            hint = f"Did you mean {close!r}?" if close else f"Known settings: {', '.join(known)}."
            raise SettingsError(f"unknown setting {key!r}", hint=hint, path=path, line=line)
        if value is not None:
            try:
                values[key] = _setting(key, value)
            except ValueError as error:
                raise SettingsError(f"{key}: {error}", path=path, line=line) from error
    return Settings(**values)


_CHOICES = {
    "assume_others": ("unknown", "customer"),
    "date_order": ("DMY", "MDY"),
    "redaction": ("none", "people", "pseudonyms", "strict"),
}
_OPTIONS: dict[str, dict[str, Any]] = {
    "block": {
        "only": ("all", "accepted"),
        "layout": ("full", "compact"),
        "quotes": int,
        "per_account": int,
        "notes": bool,
    },
    "verify": {"paths": list, "allow_missing": bool},
}


def _setting(key: str, value: Any) -> Any:  # noqa: ANN401
    if key in {"own_domains", "free_mail_domains"}:
        return tuple(domain.lower().lstrip("@") for domain in _texts(value))
    if key == "own_names":
        return _texts(value)
    if key == "stages":
        if not isinstance(value, dict) or not set(value) <= {"won", "lost"}:
            raise ValueError("expected `won: [...]` and `lost: [...]`")
        default = Settings().stages
        return (
            _texts(value["won"]) if value.get("won") else default[0],
            _texts(value["lost"]) if value.get("lost") else default[1],
        )
    if key in _OPTIONS:
        return _options(_OPTIONS[key], value)
    if not isinstance(value, str):
        raise ValueError("expected one value")  # noqa: TRY004  the file is wrong, not the program
    if key in _CHOICES and value not in _CHOICES[key]:
        raise ValueError(f"{value!r} is not one of {', '.join(_CHOICES[key])}")
    if key == "as_of" and not is_day(value):
        raise ValueError(f"{value!r} is not a date such as 2026-03-31")
    if key == "max_age":
        return _whole(value.removesuffix(" days").removesuffix("d"))
    return value


def _options(known: dict[str, Any], value: Any) -> dict[str, Any]:  # noqa: ANN401
    if not isinstance(value, dict):
        raise ValueError("expected `name: value` lines below it")  # noqa: TRY004
    result: dict[str, Any] = {}
    for name, given in value.items():
        if name not in known:
            close = nearest(name, tuple(known))
            raise ValueError(f"unknown option {name!r}" + (f", did you mean {close!r}?" if close else ""))
        kind = known[name]
        if kind is list:
            result[name] = _texts(given)
        elif kind is int:
            result[name] = _whole(given)
        elif kind is bool:
            if str(given).lower() not in (*_TRUE, *_FALSE):
                raise ValueError(f"{name}: {given!r} is not yes or no")
            result[name] = str(given).lower() in _TRUE
        elif given not in kind:
            raise ValueError(f"{name}: {given!r} is not one of {', '.join(kind)}")
        else:
            result[name] = given
    return result


def _whole(value: Any) -> int:  # noqa: ANN401
    if not isinstance(value, str) or not value.strip().isdecimal():
        raise ValueError(f"{value!r} is not a whole number")
    return int(value)


def _texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(item, str) for item in items):
        raise ValueError("expected a list of texts, such as [a, b]")
    return tuple(items)
