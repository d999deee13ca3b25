"""Results as pandas frames. The one home of pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd


class HasRecord(Protocol):
    """A result that knows how `--json` prints it."""

    def record(self) -> dict[str, Any]:
        """Return its fields."""


def to_frame(results: Iterable[HasRecord | dict[str, Any]]) -> pd.DataFrame:
    """Return one row a result, with the fields that `--json` prints as columns; citations as they are printed."""
    import pandas as pd  # 310 ms, and only who asks for a frame pays

    records = [dict(result) if isinstance(result, dict) else result.record() for result in results]
    for record in records:
        if isinstance(citation := record.get("citation"), dict):
            record["citation"] = print_citation(citation)
    return pd.DataFrame.from_records(records)


def print_citation(citation: Mapping[str, Any]) -> str:
    """Return a citation that stands in a record as text: `call_id#u17 @ 00:12:34`."""
    time = f" @ {citation['time']}" if citation["time"] else ""
    return f"{citation['call_id']}#u{citation['utterance']}{time}"
