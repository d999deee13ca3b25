"""Values as `--json` prints them: the fields of a dataclass in their order, as plain data."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any


class Recorded:
    """A dataclass that `--json` prints by its fields. One that is printed otherwise has a `record` of its own."""

    __slots__ = ()

    def record(self) -> dict[str, Any]:
        """Return the fields as `--json` prints them."""
        return record_of(self)


def record_of(value: Any) -> dict[str, Any]:  # noqa: ANN401  any dataclass
    """Return the fields of a dataclass by name; tuples become lists, other dataclasses what they print as."""
    return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}


def _plain(value: Any) -> Any:  # noqa: ANN401  what fields hold
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        return value.record() if isinstance(value, Recorded) else record_of(value)
    return value
