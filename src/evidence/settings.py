"""`evidence.yaml`, typed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from evidence.text import is_day, nearest
from evidence.yaml_text import YamlEntry, YamlFile

SETTINGS = "evidence.yaml"
FREE_MAIL = (
    "aol.com", "fastmail.com", "gmail.com", "gmx.de", "gmx.net", "googlemail.com", "hey.com",
    "hotmail.com", "icloud.com", "live.com", "mail.com", "mail.ru", "me.com", "msn.com",
    "outlook.com", "pm.me", "proton.me", "protonmail.com", "qq.com", "web.de", "yahoo.com",
    "yahoo.co.uk", "yandex.ru", "163.com",
)  # fmt: skip


class TurnPattern(NamedTuple):
    """How turns begin in files that a person describes, one entry of `formats:`.

    `pattern` is a regular expression with named groups; `files` says which files are meant (`desk/*.txt`), None for
    every text in which it matches.
    """

    name: str
    pattern: str
    files: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """`evidence.yaml`, typed. `stages` is (won, lost); `as_of` and dates are `YYYY-MM-DD`.

    `max_age` is a number of days, `date_order` is `DMY`, `MDY` or None,
    `nlp` the name of a trained spaCy pipeline or None for the built-in rules;
    `links` says whether links that lead out of the workspace are read (`follow`).
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
    links: str | None = None
    formats: tuple[TurnPattern, ...] = ()


def parse_settings(text: str, path: str = SETTINGS) -> Settings:
    """Read `evidence.yaml`. Raises SettingsError with line and nearest right name."""
    file = YamlFile(text, path)
    known = tuple(f.name for f in fields(Settings))
    given = file.entries(file.data, hint="")
    for name in (name for name in given if name not in known):
        file.unknown((name,), f"unknown setting {name!r}", known, "Known settings")
    entry = YamlEntry(file, (), given)
    values = {name: value for name in known if (value := _setting(entry, name)) is not None}
    file.check()
    return Settings(**values)


_CHOICES = {
    "assume_others": ("unknown", "customer"),
    "date_order": ("DMY", "MDY"),
    "links": ("follow",),
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
    "verify": {"paths": list, "allow_missing": bool, "ignore": list},
}


def _setting(entry: YamlEntry, name: str) -> Any:  # noqa: ANN401
    if name in {"own_domains", "free_mail_domains", "own_names"}:
        texts = entry.texts(name)
        if name != "own_names":
            texts = tuple(domain.lower().lstrip("@") for domain in texts)
        return texts if entry.given.get(name) is not None else None
    if name in _CHOICES:
        return entry.choice(name, _CHOICES[name])
    if name in _OPTIONS:
        return _options(entry, name)
    if name == "stages":
        return _stages(entry)
    if name == "formats":
        return _formats(entry)
    if name == "max_age":
        return entry.whole(name, " days")
    value = entry.text(name)
    if name == "as_of" and value and not is_day(value):
        entry.wrong(name, f"{value!r} is not a date such as 2026-03-31")
    return value


def _stages(entry: YamlEntry) -> tuple[tuple[str, ...], ...] | None:
    value = entry.given.get("stages")
    if value is None:
        return None
    if not isinstance(value, dict) or not set(value) <= {"won", "lost"}:
        entry.wrong("stages", "expected `won: [...]` and `lost: [...]`")
        return None
    stages = YamlEntry(entry.file, entry.place("stages"), value, "stages: ")
    return tuple(
        stages.texts(name) or default for name, default in zip(("won", "lost"), Settings().stages, strict=True)
    )


def _options(entry: YamlEntry, name: str) -> dict[str, Any]:
    given = entry.file.entries(entry.given.get(name), (name,), f"{name}: expected `name: value` lines below it", "")
    options = YamlEntry(entry.file, (name,), given, f"{name}: ")
    found: dict[str, Any] = {}
    for option in given:
        kind = _OPTIONS[name].get(option)
        if kind is None:
            close = nearest(option, tuple(_OPTIONS[name]))
            said = f", did you mean {close!r}?" if close else ""
            entry.file.wrong((name, option), f"{name}: unknown option {option!r}{said}")
        elif given[option] is not None:
            found[option] = (
                options.texts(option) if kind is list
                else options.whole(option) if kind is int
                else options.truth(option) if kind is bool
                else options.choice(option, kind)
            )  # fmt: skip
    return found


PATTERN_GROUPS = ("name", "time", "end", "org", "side", "words")
_LONGEST_PATTERN = 500
_FORMAT_NAME = re.compile(r"[A-Za-z0-9][\w-]{0,39}")
_SURE_TO_HANG = re.compile(
    r"\((?:\?:|\?P<\w+>)?(?:\\.|\[\^?\]?[^\]]*\]|[^\\\[\]()|])[+*]\??(?:(?:\\.|[^\\\[\]()|])[?*])*\)(?:[+*]|\{\d+,\d*\})"
)
"""A repeated group of one repeated sign, `(\\w+ ?)+`: on 30 letters that do not fit, `re` tries 2^30 ways."""

_MAY_STALL = re.compile(r"\(\?[=!<(]|\(\?P=|\\[bBAZ1-9]|\$|(?<!\[)\^|\)\{")
"""Conditions, references and counted groups: with them alone can a pattern take long on an empty line."""
MATCHES_EMPTY = ("matches an empty line, so every line would begin a turn", "Say what has to stand there.")
"""What is wrong with a pattern, and what to do. Where it `_MAY_STALL`, it is tried in a process of its own."""


def _formats(entry: YamlEntry) -> tuple[TurnPattern, ...]:
    file = entry.file
    what = "formats: expected `name: 'pattern'` lines below it"
    given = file.entries(entry.given.get("formats"), ("formats",), what, "See docs/formats.md.")
    found = (_turn_pattern(file, name, value) for name, value in given.items())
    return tuple(pattern for pattern in found if pattern)


def _turn_pattern(file: YamlFile, name: str, value: Any) -> TurnPattern | None:  # noqa: ANN401
    at = ("formats", name)
    if not _FORMAT_NAME.fullmatch(name):
        file.wrong(at, f"formats: {name!r} is no name for a format", "Letters, digits, - and _, up to 40.")
        return None
    below = file.below(value if isinstance(value, dict) else {"pattern": value}, at, ("pattern", "files"))
    pattern = below.given.get("pattern")
    if isinstance(value, dict) and len(below.given) < len(value):
        return None  # told, and what is misspelt may be the pattern
    if not isinstance(pattern, str) or not pattern.strip():
        file.wrong((*at, "pattern"), f"formats: {name}: expected a pattern", "Write it in '...': '(?P<name>[^:]+): '.")
        return None
    if fault := _fault_of_pattern(pattern):
        file.wrong((*at, "pattern"), f"formats: {name}: {fault[0]}", fault[1])
        return None
    return TurnPattern(name, pattern, below.text("files"))


def _fault_of_pattern(pattern: str) -> tuple[str, str] | None:
    """Return what is wrong with a pattern and what to do about it, None for a good one."""
    if len(pattern) > _LONGEST_PATTERN:
        return f"the pattern has more than {_LONGEST_PATTERN} characters", "Describe the beginning of a turn alone."
    if _SURE_TO_HANG.search(pattern):
        return "the pattern repeats a repetition, which may never end", r"Instead of (\w+ ?)+ write \w+(?: \w+)*."
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"the pattern is no regular expression: {error}", "Python's `re` says what may be written."
    if unknown := [group for group in compiled.groupindex if group not in PATTERN_GROUPS]:
        close = nearest(unknown[0], PATTERN_GROUPS)
        hint = f"Did you mean {close!r}?" if close else f"Groups: {', '.join(PATTERN_GROUPS)}."
        return f"unknown group {unknown[0]!r}", hint
    if not {"name", "time"} & set(compiled.groupindex):
        return "the pattern has no group for a name or a time", "Write (?P<name>...) or (?P<time>...) around it."
    if not _MAY_STALL.search(pattern) and compiled.match(""):
        return f"the pattern {MATCHES_EMPTY[0]}", MATCHES_EMPTY[1]
    return None
