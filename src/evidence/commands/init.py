"""A new workspace: commented example files, which people then make their own."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from evidence.errors import SettingsError
from evidence.library.starter import starter_files
from evidence.model.records import Recorded
from evidence.settings import FREE_MAIL, SETTINGS
from evidence.text import one_line
from evidence.workspace import Workspace

_LABEL = r"(?!-)[^\W_](?:[^\W_]|-){0,62}(?<!-)"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+(?!\d+$){_LABEL}")
_PLAIN = re.compile(r"[^\W\d_][\w .&/+'\u2019-]*")  # what YAML reads as it stands in a list


@dataclass(frozen=True, slots=True)
class Laid(Recorded):
    """A file of a new workspace, and whether it was written or stood there before."""

    path: str
    written: bool


@dataclass(frozen=True, slots=True)
class OurOwn:
    """Who we are: e-mail domains and names, as `evidence.yaml` takes them."""

    domains: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def read_domains(text: str) -> tuple[str, ...]:
    """Return the domains that a person typed, of addresses and web pages too, separated by commas or blanks.

    Raises SettingsError for what is none, and for one at which anybody may have an address.
    """
    found = []
    for given in text.replace(",", " ").replace(";", " ").split():
        host = re.sub(r"^[a-z]+://", "", given.lower()).split("/")[0].rpartition("@")[2]
        domain = host.removeprefix("www.").rstrip(".")
        if len(domain) > 253 or not _DOMAIN.fullmatch(domain):
            raise SettingsError(f"{given!r} is not a domain", hint="Write it like our-company.com.")
        if domain in FREE_MAIL:
            raise SettingsError(f"{domain} is a free e-mail domain, which customers have too", hint="Leave it out.")
        found.append(domain)
    return tuple(dict.fromkeys(found))


def read_own_names(text: str) -> tuple[str, ...]:
    """Return the names that a person typed, separated by commas."""
    names = (one_line(name) for name in re.split(r"[,;]", text))
    return tuple(dict.fromkeys(name for name in names if name))


def with_own(settings: str, own: OurOwn) -> str:
    """Return the example settings with who we are at the place of the example of it."""
    lines = settings.split("\n")
    for key, values in (("own_domains", own.domains), ("own_names", own.names)):
        if values:
            place = next(at for at, line in enumerate(lines) if line.startswith(f"# {key}: "))
            lines[place] = f"{key}: [{', '.join(map(_yaml, values))}]"
    return "\n".join(lines)


def _yaml(text: str) -> str:
    plain = _PLAIN.fullmatch(text) and not text.endswith(" ")
    return text if plain else json.dumps(text, ensure_ascii=False)


def has_settings(root: Path) -> bool:
    """Whether a folder is a workspace already: who we are stands in its own settings."""
    return (root / SETTINGS).exists()


def lay_out(root: Path, own: OurOwn | None = None) -> tuple[Laid, ...]:
    """Make a workspace in `root`, or complete one; a file that is there already is left as it is.

    own: who we are, for new settings. Raises WorkspaceError where something cannot be written.
    """
    workspace = Workspace(root.resolve())
    laid = []
    for name, data in sorted(starter_files()):
        path = workspace.root / name
        missing = not path.exists()
        if missing:
            mine = with_own(data.decode(), own).encode() if own and name == SETTINGS else data
            workspace.write(path, mine)
        laid.append(Laid(name, missing))
    # Nothing is ever written below it, not even what would make git keep it.
    workspace.raw.mkdir(parents=True, exist_ok=True)
    return tuple(laid)


def surrounding(root: Path) -> Path | None:
    """Return the workspace that `root` lies inside of, None where there is none."""
    return next((folder for folder in root.resolve().parents if (folder / SETTINGS).is_file()), None)


def make_workspace(
    root: Path | str, *, own_domains: tuple[str, ...] = (), own_names: tuple[str, ...] = ()
) -> Workspace:
    """Make a workspace in a folder, or complete one, and return it: `evidence init`.

    own_domains, own_names: who we are, for new settings. Raises SettingsError and WorkspaceError.
    """
    lay_out(Path(root), OurOwn(read_domains(" ".join(own_domains)), own_names))
    return Workspace(Path(root).resolve())
