"""Where everything lies: finds the root, names every path, loads settings, writes safely."""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import os
import re
import tempfile
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evidence.errors import ChangedOnDiskError, SettingsError, WorkspaceError

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = "evidence.yaml"
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


def load_yaml(text: str, path: str) -> Any:  # noqa: ANN401  whatever people wrote
    """Read YAML with scalars as text; a mapping key given twice is an error.

    Raises SettingsError with the line of the fault. `lines(node)` is not kept:
    callers that report lines use `yaml_lines`.
    """
    return _load(text, path)[0]


def yaml_lines(text: str, path: str) -> dict[tuple[str | int, ...], int]:
    """Return the 1-based line of every key and list item, by its path in the document."""
    return _load(text, path)[1]


def _load(text: str, path: str) -> tuple[Any, dict[tuple[str | int, ...], int]]:
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
    lines: dict[tuple[str | int, ...], int] = {}
    return (None if node is None else _plain(node, (), lines, path)), lines


def _line_of(event: Any) -> int:  # noqa: ANN401  of the C or of the Python parser
    return int(event.start_mark.line) + 1


def _plain(node: Any, at: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int], path: str) -> Any:  # noqa: ANN401
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
    data, lines = _load(text, path)
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
    if key == "as_of" and not _is_day(value):
        raise ValueError(f"{value!r} is not a date such as 2026-03-31")
    if key == "max_age":
        return _whole(value.removesuffix(" days").removesuffix("d"))
    return value


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


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


@dataclass(frozen=True)
class Workspace:
    """A folder with `evidence.yaml`, and the name of every place in it."""

    root: Path

    @classmethod
    def find(cls, start: Path | None = None, *, explicit: Path | None = None) -> Workspace:
        """Return the nearest workspace at or above `start`, or exactly `explicit`.

        Raises WorkspaceError where there is none.
        """
        if explicit is not None:
            if (explicit / SETTINGS).is_file():
                return cls(explicit.resolve())
            raise WorkspaceError(
                f"{explicit} holds no {SETTINGS}", hint=f"Make a workspace there: evidence init {explicit}"
            )
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / SETTINGS).is_file():
                return cls(folder)
        raise WorkspaceError(
            f"no {SETTINGS} here or in any folder above",
            hint="Go to a workspace, name one with --workspace DIR, or make one: evidence init",
        )

    @cached_property
    def settings(self) -> Settings:
        """The settings; read once. Raises SettingsError."""
        return parse_settings(self.read_text(self.root / SETTINGS))

    @property
    def raw(self) -> Path:
        """Exports as they came; never written."""
        return self.root / "source" / "transcripts" / "raw"

    @property
    def normalized(self) -> Path:
        """One Markdown file a call."""
        return self.root / "source" / "transcripts" / "normalized"

    @property
    def crm(self) -> Path:
        """Dated snapshots of accounts, deals and contacts."""
        return self.root / "source" / "crm" / "exports"

    @property
    def enrichment(self) -> Path:
        """Dated firmographics."""
        return self.root / "source" / "enrichment" / "outputs"

    @property
    def mappings(self) -> Path:
        """Hand-made links from calls to opportunities and accounts."""
        return self.root / "source" / "joins" / "mappings"

    @property
    def aliases(self) -> Path:
        """Other names of accounts."""
        return self.root / "source" / "joins" / "aliases.csv"

    @property
    def people(self) -> Path:
        """Corrections of who is who."""
        return self.root / "source" / "people.csv"

    @property
    def trackers(self) -> Path:
        """Pain points and their queries."""
        return self.root / "source" / "trackers.yaml"

    @property
    def segments(self) -> Path:
        """People's documents."""
        return self.root / "segments"

    @property
    def segments_file(self) -> Path:
        """Which segments exist."""
        return self.segments / "segments.yaml"

    @property
    def decisions(self) -> Path:
        """Review decisions."""
        return self.segments / "decisions.jsonl"

    @property
    def cache(self) -> Path:
        """Index and catalog; may be deleted at any time."""
        return self.root / ".evidence"

    def call_path(self, call_id: str) -> Path:
        """Return the path of a normalized call."""
        return self.normalized / f"{call_id}.md"

    def name(self, path: Path) -> str:
        """Return the path as messages print it: relative to the root, with `/`."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()

    def read_bytes(self, path: Path) -> bytes:
        """Return what stands in the file. Raises WorkspaceError with its name."""
        try:
            return path.read_bytes()
        except OSError as error:
            raise WorkspaceError(
                f"cannot be read ({error.strerror})", hint="Check that it exists and may be read.", path=self.name(path)
            ) from error

    def read_text(self, path: Path) -> str:
        """Return the file as text, line ends and BOM as they are. Raises WorkspaceError."""
        data = self.read_bytes(path)
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            raise WorkspaceError(
                f"not UTF-8 at byte {error.start}",
                hint="Save it as UTF-8.",
                path=self.name(path),
                line=data.count(b"\n", 0, error.start) + 1,
            ) from error

    def beside(self, path: Path, name: str) -> bytes | None:
        """Return what stands in the file `name` in the folder of `path`, or in the nearest above it inside `raw`."""
        for folder in path.parents:
            found = folder / name
            if found.is_file() and found.resolve().is_relative_to(self.raw.resolve()):
                return self.read_bytes(found)
            if folder == self.raw:
                return None
        return None

    def write(self, path: Path, data: bytes, *, read: bytes | None = None, durable: bool = True) -> None:
        """Write atomically; a kill leaves the old file or the new one.

        durable: wait for the disk, so that a power failure leaves one of them too.
        read: what the caller saw when it decided what to write; where the file
        says something else by now, ChangedOnDiskError is raised and nothing written.
        Raises WorkspaceError for a path below `raw`, or one that cannot be written.
        """
        target = path.resolve()
        if target.is_relative_to(self.raw.resolve()):
            raise WorkspaceError("raw exports are never written", path=self.name(path))
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _write_guarded(target, data, read, self.name(path), durable=durable)
        except OSError as error:
            raise WorkspaceError(
                f"cannot be written ({error.strerror})",
                hint="Check the permissions and the disk.",
                path=self.name(path),
            ) from error

    def normalized_files(self) -> dict[str, tuple[int, int]]:
        """Return call id -> size and mtime_ns of every normalized call, sorted; one look at the folder."""
        if not self.normalized.is_dir():
            return {}
        with os.scandir(self.normalized) as entries:
            stats = {entry.name[:-3]: entry.stat() for entry in entries if entry.name.endswith(".md")}
        return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in sorted(stats.items()) if name[0] != "."}

    def fingerprint(self, as_of: str | None) -> str:
        """Return what the tables, definitions and settings look like: names, sizes and times of their files."""
        folders = (self.crm, self.enrichment, self.mappings)
        files = [path for folder in folders for path in folder.glob("*")]
        files += [self.aliases, self.people, self.segments_file, self.root / SETTINGS]
        stats = [(self.name(path), path.stat()) for path in sorted(files) if path.is_file()]
        seen = [(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats]
        return hashlib.sha256(repr((as_of, seen)).encode()).hexdigest()

    def raw_files(self) -> Iterator[Path]:
        """Yield every file below `raw`, sorted by name; hidden ones and links that leave it are left out."""
        if not self.raw.is_dir():
            return
        inside = self.raw.resolve()
        for path in sorted(self.raw.rglob("*"), key=lambda p: p.as_posix()):
            hidden = any(part.startswith(".") for part in path.relative_to(self.raw).parts)
            if not hidden and path.is_file() and path.resolve().is_relative_to(inside):
                yield path


def _write_guarded(target: Path, data: bytes, read: bytes | None, name: str, *, durable: bool) -> None:
    mode = target.stat().st_mode & 0o777 if target.exists() else None
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        if mode is None:
            umask = os.umask(0)
            os.umask(umask)
            mode = 0o666 & ~umask
        Path(temporary).chmod(mode)
        if read is not None and (target.read_bytes() if target.exists() else b"") != read:
            raise ChangedOnDiskError(
                "changed while this was running; nothing was written", hint="Run the command again.", path=name
            )
        Path(temporary).replace(target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(temporary).unlink()
        raise


def snapshot(folder: Path, stem: str, as_of: str | None = None) -> Path | None:
    """Return the newest `stem_YYYY-MM-DD.csv|.parquet` in `folder` not after `as_of`."""
    pattern = re.compile(rf"{re.escape(stem)}_(\d{{4}}-\d\d-\d\d)\.(csv|parquet)")
    dated = [(found[1], path) for path in sorted(folder.glob(f"{stem}_*")) if (found := pattern.fullmatch(path.name))]
    usable = [entry for entry in dated if as_of is None or entry[0] <= as_of]
    return max(usable)[1] if usable else None
