"""Turns recorded customer calls into verbatim, cited, countable evidence.

    import evidence

    found = evidence.find_quotes("calls", '"manual deploy*"', side="customer")
    frame = evidence.to_frame(found.rows)

The commands that ask or write have twins here (`api.py`). Names are resolved when first used, so
that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {
    "EvidenceError": "errors",
    "Workspace": "workspace",
    "account_links": "api",
    "answer_question": "api",
    "attach_evidence": "api",
    "count_quotes": "api",
    "explain_query": "api",
    "find_pains": "api",
    "find_quotes": "api",
    "gather_quotes": "api",
    "ingest_calls": "api",
    "judge_quotes": "api",
    "open_library": "library",
    "open_workspace": "api",
    "segment_stats": "api",
    "survey_trackers": "api",
    "tally_quotes": "api",
    "to_frame": "exports.frames",
    "verify_quotes": "api",
}
__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:  # noqa: ANN401  whatever the name stands for
    """Import a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'evidence' has no attribute {name!r}")
    return getattr(import_module(f"evidence.{_HOMES[name]}"), name)
