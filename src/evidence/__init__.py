"""Turns recorded customer calls into verbatim, cited, countable evidence.

    import evidence

    with evidence.open("calls") as library:
        found = evidence.find_quotes(library, '"manual deploy*"', side="customer")
        frame = evidence.to_frame(found.rows)

Every command has a twin here: a function whose first argument is an opened library, a workspace, its path, or
None for the nearest one. A library belongs to the thread that opened it; threads each open their own. No process
is started unless `jobs` asks, but one that runs the SQL of people's documents and one that tries patterns of
`formats:`. What is named in `__all__` is public and
stays; anything else may move. Names are resolved when first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evidence.commands.ask import answer_question
    from evidence.commands.attach import attach_evidence
    from evidence.commands.check import check_workspace
    from evidence.commands.export import export_records
    from evidence.commands.forget import forget_words
    from evidence.commands.ingest import ingest_calls
    from evidence.commands.init import make_workspace
    from evidence.commands.link import account_links
    from evidence.commands.link_bulk import accept_suggested
    from evidence.commands.pains import find_pains
    from evidence.commands.quotes import gather_quotes
    from evidence.commands.review import judge_quotes
    from evidence.commands.search import count_quotes, find_quotes, tally_quotes
    from evidence.commands.search_explain import explain_query
    from evidence.commands.segments import describe_segments
    from evidence.commands.stats import accounts_behind, segment_stats
    from evidence.commands.status import examine_workspace
    from evidence.commands.trackers import survey_trackers
    from evidence.commands.trackers_draft import draft_from_label
    from evidence.commands.verify import verify_quotes
    from evidence.errors import EvidenceError
    from evidence.exports.frames import to_frame
    from evidence.library.library import Library, open_library, open_workspace
    from evidence.library.library import opened as open  # noqa: A004  `evidence.open`, as `gzip.open`
    from evidence.workspace import Workspace

    __version__: str

DISTRIBUTION = "segment-evidence"

_HOMES = {
    "EvidenceError": "errors",
    "Library": "library.library",
    "Workspace": "workspace",
    "accept_suggested": "commands.link_bulk",
    "account_links": "commands.link",
    "accounts_behind": "commands.stats",
    "answer_question": "commands.ask",
    "attach_evidence": "commands.attach",
    "check_workspace": "commands.check",
    "count_quotes": "commands.search",
    "describe_segments": "commands.segments",
    "examine_workspace": "commands.status",
    "explain_query": "commands.search_explain",
    "export_records": "commands.export",
    "find_pains": "commands.pains",
    "find_quotes": "commands.search",
    "forget_words": "commands.forget",
    "gather_quotes": "commands.quotes",
    "ingest_calls": "commands.ingest",
    "judge_quotes": "commands.review",
    "make_workspace": "commands.init",
    "open": "library.library",
    "open_library": "library.library",
    "open_workspace": "library.library",
    "segment_stats": "commands.stats",
    "survey_trackers": "commands.trackers",
    "draft_from_label": "commands.trackers_draft",
    "tally_quotes": "commands.search",
    "to_frame": "exports.frames",
    "verify_quotes": "commands.verify",
}
__all__ = [
    "EvidenceError",
    "Library",
    "Workspace",
    "__version__",
    "accept_suggested",
    "account_links",
    "accounts_behind",
    "answer_question",
    "attach_evidence",
    "check_workspace",
    "count_quotes",
    "describe_segments",
    "draft_from_label",
    "examine_workspace",
    "explain_query",
    "export_records",
    "find_pains",
    "find_quotes",
    "forget_words",
    "gather_quotes",
    "ingest_calls",
    "judge_quotes",
    "make_workspace",
    "open",
    "open_library",
    "open_workspace",
    "segment_stats",
    "survey_trackers",
    "tally_quotes",
    "to_frame",
    "verify_quotes",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401  whatever the name stands for
    """Import a public name when it is first used."""
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415  24 ms, which no command needs

        return version(DISTRIBUTION)
    if name not in _HOMES:
        raise AttributeError(f"module 'evidence' has no attribute {name!r}")
    home = import_module(f"evidence.{_HOMES[name]}")
    return getattr(home, "opened" if name == "open" else name)


def __dir__() -> list[str]:
    """Return the public names too, so that `help()` and editors list what nobody used yet."""
    return sorted({*globals(), *__all__})
