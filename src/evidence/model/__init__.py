"""The nouns of the field: frozen values that open no file and know no storage.

Offsets are code points and half-open, times are integer milliseconds or None,
numbers of utterances and turns start at 1. What is not known is None (or the
side `unknown`); nothing here is ever guessed.

Making thirty such classes takes 18 ms, which a search would wait for: each of the three
modules is read when one of its names is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evidence.model.accounts import *
    from evidence.model.calls import *
    from evidence.model.claims import *

_HOMES = {
    "calls": (
        "Side",
        "TimeSource",
        "Span",
        "SLOWEST_MS",
        "Participant",
        "Utterance",
        "Event",
        "Call",
        "Citation",
        "clock",
        "Hit",
        "Quote",
    ),
    "accounts": ("Outcome", "LinkStatus", "Account", "Deal", "Contact", "Candidate", "AccountLink"),
    "claims": (
        "QuoteStatus",
        "Assertion",
        "PainKind",
        "VerdictName",
        "Tracker",
        "DocumentRef",
        "Segment",
        "Attribution",
        "Finding",
        "TrackerEvidence",
        "SegmentEvidence",
        "Decision",
        "Verdict",
    ),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}
__all__ = list(_HOME)


def __getattr__(name: str) -> Any:  # noqa: ANN401  whatever the name stands for
    """Import a noun when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'evidence.model' has no attribute {name!r}")
    value = getattr(import_module(f"evidence.model.{_HOME[name]}"), name)
    globals()[name] = value
    return value
