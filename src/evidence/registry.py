"""What is one file each: the modules of a package, and the plug-ins that other distributions bring by entry points.

Nothing is looked up before somebody asks for a name, and nothing is imported before it is used: whoever only
searches pays for no plug-in, and meets no fault of one.
"""

from __future__ import annotations

import pkgutil
from collections import defaultdict
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar, cast

from evidence.errors import EvidenceError, PluginError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.metadata import EntryPoint
    from types import TracebackType

T = TypeVar("T")


class Plugin(NamedTuple):
    """An entry point, and the distribution that it comes from."""

    entry: EntryPoint
    distribution: str
    version: str

    def __str__(self) -> str:
        """`acme-transcripts 1.0`."""
        return f"{self.distribution} {self.version}"


class Registry(Generic[T]):
    """The modules of a package whose names begin with `prefix`, but for `base`, and the plug-ins of a group.

    what: what they are called in messages. parts: what each of them has to hold.
    """

    def __init__(
        self, package: str, path: Iterable[str], *, group: str, what: str, parts: tuple[str, ...], prefix: str = ""
    ) -> None:
        """Look nothing up yet."""
        self.package, self.path, self.group, self.prefix = package, path, group, prefix
        self.what, self.parts = what, parts
        self._loaded: dict[str, T] = {}

    @cached_property
    def own(self) -> tuple[str, ...]:
        """The names of those that come with the program, sorted."""
        found = (module.name for module in pkgutil.iter_modules(self.path))
        kept = (name for name in found if name.startswith(self.prefix) and name != "base" and name[0] != "_")
        return tuple(sorted(name.removeprefix(self.prefix) for name in kept))

    @cached_property
    def plugins(self) -> dict[str, tuple[Plugin, ...]]:
        """Those of other distributions, by name."""
        from importlib.metadata import entry_points  # noqa: PLC0415  20 ms; it reads what every distribution offers

        found: defaultdict[str, list[Plugin]] = defaultdict(list)
        for entry in entry_points(group=self.group):
            of = (entry.dist.name, entry.dist.version) if entry.dist else ("a distribution", "without a name")
            found[entry.name].append(Plugin(entry, *of))
        return {name: tuple(sorted(several, key=str)) for name, several in sorted(found.items())}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every name, sorted."""
        return tuple(sorted({*self.own, *self.plugins}))

    @property
    def origins(self) -> tuple[str, ...]:
        """The distributions that bring plug-ins, with their versions, sorted."""
        return tuple(sorted({str(plugin) for several in self.plugins.values() for plugin in several}))

    def load(self, name: str) -> T:
        """Return what bears a name.

        Raises KeyError where nothing does, and PluginError where a plug-in cannot be used, or takes a name that is
        taken.
        """
        if name not in self._loaded:
            self._loaded[name] = self._plugged(name) if name in self.plugins else self._own(name)
        return self._loaded[name]

    def blaming(self, name: str, what: str = "failed") -> Blaming:
        """Return a context in which whatever a plug-in raises becomes a PluginError that names its distribution."""
        return Blaming(self._fault(name, what) if name in self.plugins else None)

    def _own(self, name: str) -> T:
        if name not in self.own:
            raise KeyError(name)
        return cast("T", import_module(f"{self.package}.{self.prefix}{name}"))

    def _plugged(self, name: str) -> T:
        takers = [*(["evidence itself"] if name in self.own else []), *map(str, self.plugins[name])]
        if takers[1:]:
            raise self._fault(name, f"is also used by {' and '.join(takers[:-1])}")
        with self.blaming(name, "cannot be loaded"):
            loaded = self.plugins[name][-1].entry.load()
        if lacking := [part for part in ("NAME", *self.parts) if not hasattr(loaded, part)]:
            raise self._fault(name, f"has no {' and no '.join(lacking)}")
        if name != loaded.NAME:
            raise self._fault(name, f"calls itself {loaded.NAME!r}")
        return cast("T", loaded)

    def _fault(self, name: str, what: str) -> PluginError:
        plugin = self.plugins[name][-1]
        hint = f"Update {plugin.distribution}, or uninstall it."
        return PluginError(f"the {self.what} {name!r} of {plugin} {what}", hint=hint)


class Blaming:
    """Code of other people may raise anything: nothing is swallowed, and whose it is is said."""

    def __init__(self, fault: PluginError | None) -> None:
        """Pass everything on as it is where `fault` is None: the code is our own."""
        self.fault = fault

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Turn what is no error of ours into the fault; only the user's wish to stop is none."""
        # A plug-in that calls sys.exit would end the run without a word, and with an exit code of its own.
        if self.fault and isinstance(error, Exception | SystemExit) and not isinstance(error, EvidenceError):
            self.fault.what += f" ({type(error).__name__}: {error})"
            raise self.fault from error
