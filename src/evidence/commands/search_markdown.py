"""What a query finds as attributed blockquotes to paste: what supports the pain, accepted quotes first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from evidence.documents.block import quote_block
from evidence.documents.placement import link_prefix
from evidence.errors import QuerySyntaxError
from evidence.library.asking import Asking
from evidence.library.findings import Finder
from evidence.library.judged import trackers_named
from evidence.library.reviewed import Reviewed
from evidence.model import Finding
from evidence.query.tree import And, Is, judged_in
from evidence.quotes.cut import cut, quote_at
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from evidence.library.library import Library
    from evidence.model import Hit
    from evidence.query.tree import Query


def markdown(library: Library, query: Query, *, limit: int = 20) -> Iterator[str]:
    """Yield what a query finds as attributed blockquotes, redacted as the settings say; `verify` passes them.

    Of a query that names a pain, by a tracker or a cue, what supports it: present, or whatever `is:` asks for. Accepted
    quotes come first, as the reviewer cut them; the others are marked as unreviewed. The library's notes say how much
    was left out. Links lead from a document in `segments/`. limit: 0 for all.
    """
    finder, redaction = Finder(library), library.redaction()
    asking = _supporting(library, query)
    prefix = link_prefix(f"{library.workspace.name(library.workspace.segments)}/document.md")
    names = trackers_named(library, query.root)
    reviewed = Reviewed(library, finder.words)
    hits = asking.hits() if finder.decisions else asking.first(limit)
    shown: set[str] = set()
    for finding in sorted(_findings(finder, asking, reviewed, names, hits), key=lambda one: one.status != "accepted"):
        if len(shown) == limit > 0:
            return
        if finding.quote.quote_id not in shown:
            shown.add(finding.quote.quote_id)
            yield quote_block(finding, link_prefix=prefix, redaction=redaction, cite=True)


def _supporting(library: Library, query: Query) -> Asking:
    """Return the question for what supports the pain of a query; for all of it where it names none, or says which."""
    plain = Asking(library, query)
    if next(judged_in(query.root), None):
        return plain
    try:
        present = Asking(library, replace(query, root=And((query.root, Is("present")))))
    except QuerySyntaxError:
        return plain
    left = plain.count()[0] - present.count()[0]
    if left > 0:
        what = "is over, denied, supposed, asked, somebody else's or not judged"
        library.notes.append(f"{plural(left, 'utterance')} left out: {what}. To see them, add NOT is:present.")
    return present


def _findings(
    finder: Finder, asking: Asking, reviewed: Reviewed, names: tuple[str, ...], hits: Iterable[Hit]
) -> Iterator[Finding]:
    for hit in hits:
        attribution = finder.attribution(asking, hit)
        if attribution is None:
            continue
        words, here = finder.words(hit.call_id), reviewed.accepted(hit, names)
        quote = quote_at(hit.call_id, hit.utterance, here, words) if here else cut(hit, words)
        # What it is worth matters nothing here, and spaCy takes a second to load.
        yield Finding(
            quote,
            "",
            attribution,
            hit.spans,
            assertion=asking.assertion(hit),
            status="accepted" if here else "new",
            prompted=finder.is_prompted(hit),
            edited=hit.call_id in finder.edited,
        )
