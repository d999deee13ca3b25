"""Where everything lies: finds the root, names every path, writes safely."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from evidence import cache
from evidence.errors import ChangedOnDiskError, LinkError, UnreadableError, WorkspaceError, disk_advice
from evidence.files import (
    FileStamp,
    append_durably,
    first_link,
    is_link,
    leads_nowhere,
    listed,
    refuse_links,
    sha256_of,
    sweep,
    write_file,
)
from evidence.git import is_kept_as_file, is_tracked
from evidence.settings import SETTINGS, Settings, parse_settings
from evidence.text import is_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


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
                f"{explicit} has no {SETTINGS}", hint=f"To create a workspace there: evidence init {explicit}"
            )
        here = (start or Path.cwd()).resolve()
        for folder in (here, *here.parents):
            if (folder / SETTINGS).is_file():
                return cls(folder)
        raise WorkspaceError(
            f"no {SETTINGS} here or in any folder above",
            hint="Go to a workspace, add --workspace DIR, or create one: evidence init",
        )

    @cached_property
    def settings(self) -> Settings:
        """The settings; read once. Raises SettingsError."""
        return parse_settings(self.read_text(self.root / SETTINGS))

    @cached_property
    def as_of(self) -> str | None:
        """The day that the settings fix; a search that finds no such line reads no YAML."""
        return self.settings.as_of if "as_of" in self.read_text(self.root / SETTINGS) else None

    @property
    def raw(self) -> Path:
        """Exports as they came; never written."""
        return self.root / "source/transcripts/raw"

    @property
    def normalized(self) -> Path:
        """One Markdown file a call."""
        return self.root / "source/transcripts/normalized"

    @property
    def crm(self) -> Path:
        """Dated snapshots of accounts, deals and contacts."""
        return self.root / "source/crm/exports"

    @property
    def enrichment(self) -> Path:
        """Dated firmographics."""
        return self.root / "source/enrichment/outputs"

    @property
    def mappings(self) -> Path:
        """Hand-made links from calls to opportunities and accounts."""
        return self.root / "source/joins/mappings"

    @property
    def aliases(self) -> Path:
        """Other names of accounts."""
        return self.root / "source/joins/aliases.csv"

    @property
    def different(self) -> Path:
        """Pairs of calls that look like one and are two."""
        return self.root / "source/joins/different.csv"

    @property
    def people(self) -> Path:
        """Corrections of who is who."""
        return self.root / "source/people.csv"

    @property
    def pseudonyms(self) -> Path:
        """Which account is shown as what; whoever has it can tell, so it may be kept out of git."""
        return self.root / "source/pseudonyms.csv"

    @property
    def forgotten(self) -> Path:
        """Calls and people that must not come back."""
        return self.root / "source/forgotten.csv"

    @property
    def trackers(self) -> Path:
        """Pain points and their queries."""
        return self.root / "source/trackers.yaml"

    @property
    def cues(self) -> Path:
        """Words by which people speak of pain, in place of the standard ones."""
        return self.root / "source/cues.yaml"

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
    def lesson(self) -> Path:
        """What review decisions teach about the order of quotes; derived from them."""
        return self.cache / "lesson.json"

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

    # Reading

    def left_out(self, path: Path) -> LinkError | None:
        """Say why a file is not read: a link leads nowhere, or out of the workspace, and nobody allowed that here.

        `links: follow` allows it, but for links that git tracks: those come with the repository, whoever made it.
        """
        link = first_link(self.root, path) if path.is_relative_to(self.root) else None
        if link is None:
            return None
        name = self.name(link)
        if leads_nowhere(link):
            hint = "Bring back what it leads to, or delete it."
            return LinkError("left out: a link whose target is gone", hint=hint, path=name)
        if not self._leads_out(path):
            return None
        if path != self.root / SETTINGS and self.settings.links == "follow":
            if not is_tracked(self.root, link):
                return None
            if is_kept_as_file(self.root, link):
                what = "left out: a link that leads out of the workspace stands where git keeps a file of this name"
                hint = f"Bring the file back (git restore '{name}'), or copy here what the link leads to."
                return LinkError(what, hint=hint, path=name)
            return LinkError(
                "left out: a link that leads out of the workspace and is kept in git", hint="Copy it here.", path=name
            )
        hint = f"To read what it leads to: `links: follow` in {SETTINGS}."
        return LinkError("left out: a link that leads out of the workspace", hint=hint, path=name)

    def _leads_out(self, path: Path) -> bool:
        try:
            return not path.resolve().is_relative_to(self.root)
        except (OSError, RuntimeError):  # a link to itself leads nowhere, which Python 3.11 says in its own way
            return False

    def listed(self, folder: Path) -> list[Path]:
        """Return what is in a folder, sorted, nothing where there is none. Raises UnreadableError."""
        try:
            return listed(folder)
        except OSError as error:
            raise self._unreadable(folder, error) from error

    def holds(self, path: Path) -> bool:
        """Whether a file is there that may be read."""
        return path.is_file() and self.left_out(path) is None

    def read_bytes(self, path: Path) -> bytes:
        """Return what stands in the file. Raises WorkspaceError with its name, LinkError for one that is left out."""
        if out := self.left_out(path):
            raise out
        try:
            return path.read_bytes()
        except OSError as error:
            raise self._unreadable(path, error) from error

    def _unreadable(self, path: Path, error: OSError) -> UnreadableError:
        hint = disk_advice(error, otherwise="Check that it exists and that you may read it.")
        return UnreadableError(f"cannot be read ({error.strerror})", hint=hint, path=self.name(path))

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

    def beside(self, path: Path, name: str) -> Path | None:
        """Return the file `name` in the folder of `path`, or in the nearest above it inside `raw`."""
        for folder in path.parents:
            found = folder / name
            if self.holds(found):
                return found
            if folder == self.raw:
                return None
        return None

    def sha256(self, path: Path) -> str:
        """Return the hash of a file, which is not held as a whole. Raises WorkspaceError."""
        try:
            return sha256_of(path)
        except OSError as error:
            raise self._unreadable(path, error) from error

    # Writing

    def write(
        self, path: Path, data: bytes | Iterable[bytes], *, read: bytes | None = None, durable: bool = True
    ) -> None:
        """Write a file of the workspace atomically; a kill leaves the old file or the new one.

        data: the whole, or pieces of it that need not exist at once.
        durable: wait for the disk, so that a power failure leaves one of them too.
        read: what the caller saw when it decided what to write; where the file
        says something else by now, ChangedOnDiskError is raised and nothing written.
        Raises LinkError where a link stands on the way, and WorkspaceError for a
        path below `raw` or outside, or one that cannot be written.
        """
        plain = self._admitted(path)
        with self._told(path):
            write_file(plain, data, scratch=cache.scratch(self.cache), read=read, durable=durable)

    def append(self, path: Path, lines: bytes) -> None:
        """Add whole lines to a file; they are on the disk when this returns, or none of them is in it.

        Raises LinkError and WorkspaceError, as `write` does.
        """
        plain = self._admitted(path)
        with self._told(path):
            append_durably(plain, lines)
        self.remember_decisions()

    def remember_decisions(self) -> None:
        """Let the index know that there are decisions: they cannot be made anew, so that losing them is told."""
        if self.decisions.is_file():
            cache.remember(self.cache, cache.DECIDED)

    def export(self, path: Path, data: bytes) -> None:
        """Write a file where a person said: outside of the workspace links are theirs, and followed.

        Raises WorkspaceError.
        """
        target = path.resolve()
        inside = self._inside(Path(os.path.abspath(path)))  # noqa: PTH100  `..` goes, links stay
        if inside or target.is_relative_to(self.root):
            self.write(inside or target, data)
            return
        with self._told(path):
            write_file(target, data)

    def _inside(self, path: Path) -> Path | None:
        """Return a path by way of the root, None where it leads by none: the root may be reached through links."""
        for above in (path, *path.parents):
            with contextlib.suppress(OSError):
                if above.samefile(self.root):
                    return self.root / path.relative_to(above)
        return None

    def delete(self, path: Path) -> None:
        """Delete a file of the workspace, where it is there. Raises LinkError and WorkspaceError."""
        plain = self._admitted(path)
        with self._told(path, "deleted"):
            plain.unlink(missing_ok=True)

    def sweep(self) -> list[Path]:
        """Delete what killed runs left unfinished, wherever this program writes; return it. Raises WorkspaceError."""
        gone = []
        for folder in self.written_folders():
            with self._told(folder, "cleaned of temporary files"):
                gone += sweep(folder)
        return gone

    def written_folders(self) -> list[Path]:
        """Return the folders in which this program writes and that are there; none lies behind a link."""
        campaigns = self.root / "campaigns"
        several = [self.cache / cache.SCRATCH, self.cache, self.root, self.normalized, self.mappings]
        several += [self.people.parent, self.aliases.parent]
        deep = [folder for folder in (self.segments, campaigns) if first_link(self.root, folder) is None]
        several += [Path(place) for folder in deep for place, _, _ in os.walk(folder)]
        found = [folder for folder in dict.fromkeys(several) if folder.is_dir()]
        return [folder for folder in found if first_link(self.root, folder) is None]

    def _admitted(self, path: Path) -> Path:
        """Return the plain path of what may be written. Raises LinkError and WorkspaceError for all else."""
        plain = Path(os.path.normpath(path))
        if not plain.is_relative_to(self.root):
            raise WorkspaceError("lies outside the workspace, so it is not written", path=self.name(path))
        refuse_links(self.root, plain)
        if plain.is_relative_to(self.raw):
            raise WorkspaceError("raw exports are never written", path=self.name(path))
        return plain

    @contextlib.contextmanager
    def _told(self, path: Path, what: str = "written") -> Iterator[None]:
        """Say of what fails which file it was."""
        try:
            yield
        except ChangedOnDiskError as error:
            raise error.at(self.name(path)) from None
        except OSError as error:
            raise WorkspaceError(
                f"cannot be {what} ({error.strerror})",
                hint=disk_advice(error),
                path=self.name(path),
            ) from error

    # Looking

    def normalized_files(self) -> dict[str, FileStamp]:
        """Return call id -> what its file looks like, of every normalized call, sorted; one look at the folder."""
        if not self.normalized.is_dir() or self.left_out(self.normalized):
            return {}
        found: dict[str, FileStamp] = {}
        # Every search does this: of 7,000 files, looked up from the open folder, in 24 ms instead of 40.
        try:
            folder = os.open(self.normalized, os.O_RDONLY) if os.scandir in os.supports_fd else self.normalized
        except OSError as error:
            raise self._unreadable(self.normalized, error) from error
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    name = entry.name
                    if name.endswith(".md") and name[0] != "." and (stamp := self._stamp(entry)):
                        found[name[:-3]] = stamp
        finally:
            if isinstance(folder, int):
                os.close(folder)
        return dict(sorted(found.items()))

    def _stamp(self, entry: os.DirEntry[str]) -> FileStamp | None:
        with contextlib.suppress(OSError):  # a link may lead nowhere, and a file may be deleted while this looks
            if entry.is_file() and not (entry.is_symlink() and self.left_out(self.normalized / entry.name)):
                return FileStamp.of(entry.stat())
        return None

    def links_left_out(self) -> list[LinkError]:
        """Return the links on the way to tables and definitions that are not followed, each once."""
        folders = (self.crm, self.enrichment, self.mappings)
        places = [*folders, self.people, self.aliases, self.segments_file]
        places += [path for folder in folders for path in self.listed(folder) if is_link(path)]
        return list({str(out): out for path in places if (out := self.left_out(path))}.values())

    def calls_left_out(self) -> list[LinkError]:
        """Return the links in place of calls, or of their folder, that are not followed."""
        if out := self.left_out(self.normalized):
            return [out]
        if not self.normalized.is_dir():
            return []
        with os.scandir(self.normalized) as entries:
            names = sorted(entry.name for entry in entries if entry.is_symlink())
        return [out for name in names if (out := self.left_out(self.normalized / name))]

    def fingerprint(self, as_of: str | None) -> str:
        """Return a hash of what the tables, definitions and settings look like."""
        return hashlib.sha256(repr((as_of, self.outside_files())).encode()).hexdigest()

    def outside_files(self) -> list[tuple[str | int, ...]]:
        """Return names and stamps of the tables, definitions and settings."""
        folders = (self.crm, self.enrichment, self.mappings)
        files = [path for folder in folders for path in self.listed(folder)]
        files += [self.aliases, self.people, self.segments_file, self.root / SETTINGS]
        return [(self.name(path), *FileStamp.of(path.stat())) for path in sorted(files) if path.is_file()]

    def raw_files(self) -> Iterator[Path]:
        """Yield every file below `raw`, sorted by name; hidden ones and links that are left out are not there."""
        yield from self.below(self.raw)[0]

    def below(self, folder: Path) -> tuple[list[Path], list[LinkError]]:
        """Return the files below a folder that may be read, sorted, and the links that are left out.

        Hidden files and folders are passed over; a folder that is reached twice is read once.
        """
        files: list[Path] = []
        left: dict[str, LinkError] = {}
        waiting, seen = [folder], set()
        while waiting:
            place = waiting.pop()
            if out := self.left_out(place) if is_link(place) or place == folder else None:
                left[str(out)] = out
            elif place.is_file():
                files.append(place)
            elif place.is_dir() and (real := place.resolve()) not in seen:
                seen.add(real)
                waiting += [path for path in place.iterdir() if not path.name.startswith(".")]
        return sorted(files, key=lambda path: path.as_posix()), list(left.values())


def snapshot(folder: Path, stem: str, as_of: str | None = None) -> Path | None:
    """Return the newest `stem_YYYY-MM-DD.csv|.parquet` in `folder` not after `as_of`."""
    pattern = re.compile(rf"{re.escape(stem)}_(\d{{4}}-\d\d-\d\d)\.(csv|parquet)")
    try:
        dated = [(found[1], path) for path in listed(folder) if (found := pattern.fullmatch(path.name))]
    except OSError as error:
        hint = disk_advice(error, otherwise="Check that you may read it.")
        raise UnreadableError(f"cannot be read ({error.strerror})", hint=hint, path=folder.name) from error
    usable = [(day, path) for day, path in dated if is_day(day) and (as_of is None or day <= as_of)]
    return max(usable)[1] if usable else None
