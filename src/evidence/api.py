"""The Python twins of the commands. A workspace is a `Workspace`, a path, or None for the nearest one."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evidence.library import open_library
from evidence.search import Filters
from evidence.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.attach import Attached
    from evidence.checking import Checked
    from evidence.explaining import Term
    from evidence.ingest import Ingested
    from evidence.library import Library
    from evidence.pains import Pains
    from evidence.search import By, Found, Tally
    from evidence.stats import Stats
    from evidence.tracking import Survey

    Place = Workspace | Path | str | None


def open_workspace(place: Place = None) -> Workspace:
    """Return the workspace at a path, or the nearest one. Raises WorkspaceError where there is none."""
    if isinstance(place, Workspace):
        return place
    return Workspace.find(explicit=Path(place) if place is not None else None)


def ingest_calls(place: Place = None, *paths: Path, **options: Any) -> Ingested:  # noqa: ANN401  those of `ingest`
    """Read transcripts and bring the index up to date: `evidence ingest`. Options: format, jobs, force, as_of."""
    from evidence.ingest import ingest  # noqa: PLC0415
    from evidence.store.storage import Store  # noqa: PLC0415

    workspace = open_workspace(place)
    options.setdefault("as_of", workspace.as_of)
    with Store.open(workspace.cache, writable=True) as store:
        return ingest(workspace, store, paths, **options)


@contextmanager
def _opened(place: Place, as_of: str | None, *, current: bool = False) -> Iterator[Library]:
    """Open a library; what is wrong in its files becomes warnings."""
    with open_library(open_workspace(place), as_of=as_of, current=current) as library:
        yield library
        for said in dict.fromkeys(map(str, library.problems)):
            warnings.warn(said, stacklevel=4)


def find_quotes(
    place: Place = None,
    query: str = "",
    *,
    limit: int = 0,
    context: int = 0,
    as_of: str | None = None,
    **filters: str,
) -> Found:
    """Find words in the calls: `evidence search`. Filters: those of `search.Filters`, such as side="customer"."""
    from evidence.search import ask, search  # noqa: PLC0415

    with _opened(place, as_of) as library:
        return search(library, ask(query, Filters(**filters)), limit=limit, context=context)


def answer_question(
    place: Place = None,
    question: str = "",
    *,
    limit: int = 20,
    context: int = 0,
    as_of: str | None = None,
    **filters: str,
) -> Found:
    """Rank evidence for a question in plain words: `evidence search --natural`."""
    from evidence.questions import evidence_for  # noqa: PLC0415

    with _opened(place, as_of) as library:
        return evidence_for(library, question, Filters(**filters), limit=limit, context=context)


def count_quotes(place: Place = None, query: str = "", *, as_of: str | None = None, **filters: str) -> tuple[int, bool]:
    """Return how many utterances match and whether that is exact: `evidence search --count`."""
    from evidence.search import ask, count  # noqa: PLC0415

    with _opened(place, as_of) as library:
        return count(library, ask(query, Filters(**filters)))


def tally_quotes(
    place: Place = None, query: str = "", *, by: By = "account", as_of: str | None = None, **filters: str
) -> tuple[Tally, ...]:
    """Count accounts, calls and mentions: `evidence search --by`."""
    from evidence.search import ask, tally  # noqa: PLC0415

    with _opened(place, as_of) as library:
        return tally(library, ask(query, Filters(**filters)), by)


def explain_query(
    place: Place = None, query: str = "", *, as_of: str | None = None, **filters: str
) -> tuple[Term, ...]:
    """Return what each term brings: `evidence search --explain`."""
    from evidence.explaining import explain  # noqa: PLC0415
    from evidence.search import ask  # noqa: PLC0415

    with _opened(place, as_of) as library:
        return explain(library, ask(query, Filters(**filters)))


def survey_trackers(place: Place = None, *, as_of: str | None = None) -> tuple[Survey, ...]:
    """Return what every tracker finds: `evidence trackers`."""
    from evidence.tracking import survey  # noqa: PLC0415

    with _opened(place, as_of) as library:
        return survey(library)


def segment_stats(place: Place = None, *segments: str, as_of: str | None = None, **filters: str) -> tuple[Stats, ...]:
    """Return the figures of segments, of all accounts last: `evidence stats`."""
    from evidence.stats import stats  # noqa: PLC0415

    with _opened(place, as_of) as library:
        return stats(library, library.chosen(segments), Filters(**filters))


def account_links(place: Place = None, *, as_of: str | None = None) -> list[dict[str, Any]]:
    """Return which account each call belongs to, as `evidence link --json` prints it."""
    with _opened(place, as_of) as library:
        return [asdict(library.links[call_id]) for call_id in sorted(library.links)]


def gather_quotes(
    place: Place = None, *segments: str, tracker: str | None = None, as_of: str | None = None, **filters: str
) -> list[dict[str, Any]]:
    """Return the quotes that could be attached, as `evidence quotes --json` prints them."""
    from evidence.quoting import quotes  # noqa: PLC0415

    with _opened(place, as_of, current=True) as library:
        wanted = library.tracker(tracker).tracker_id if tracker else None
        return list(quotes(library, library.chosen(segments), tracker=wanted, filters=Filters(**filters)))


def find_pains(
    place: Place = None, *, min_score: float | None = None, limit: int = 0, as_of: str | None = None, **filters: str
) -> Pains:
    """Return what sounds like pain, best first: `evidence pains`. Filters: those of `search.Filters`."""
    from evidence.pains import pains  # noqa: PLC0415
    from evidence.quotes.mining import THRESHOLD  # noqa: PLC0415

    with _opened(place, as_of, current=True) as library:
        least = THRESHOLD if min_score is None else min_score
        return pains(library, Filters(**filters), min_score=least, limit=limit)


def attach_evidence(
    place: Place = None, *segments: str, write: bool = True, force: bool = False, as_of: str | None = None
) -> tuple[Attached, ...]:
    """Regenerate the evidence blocks: `evidence attach`."""
    from evidence.attach import attach  # noqa: PLC0415

    with _opened(place, as_of, current=True) as library:
        return attach(library, library.chosen(segments), write=write, force=force)


def verify_quotes(
    place: Place = None, *paths: Path, allow_missing: bool = False, as_of: str | None = None
) -> list[Checked]:
    """Check every attributed quote: `evidence verify`."""
    from evidence.verify import verify  # noqa: PLC0415

    with _opened(place, as_of, current=True) as library:
        return list(verify(library, paths, allow_missing=allow_missing))


def judge_quotes(
    place: Place = None,
    *segments: str,
    accept: Sequence[str] = (),
    reject: Sequence[str] = (),
    note: str | None = None,
    by: str | None = None,
    as_of: str | None = None,
    **filters: str,
) -> list[dict[str, Any]]:
    """Accept and reject quotes by their ids: `evidence review --accept ID`; without ids, return the queue.

    by: who decides; default is git's user.
    """
    from evidence.reviewing import Bench, decide_by_id, record  # noqa: PLC0415

    with _opened(place, as_of, current=True) as library:
        bench = Bench(library, by=by)
        state = bench.begin(library.chosen(segments), filters=Filters(**filters))
        if accept or reject:
            return decide_by_id(state, bench, accept=accept, reject=reject, note=note)
        return [record(item) for item in state.items]
