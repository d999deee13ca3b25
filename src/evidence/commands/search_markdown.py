"""What a query finds as attributed blockquotes to paste."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.documents.block import quote_block
from evidence.documents.placement import link_prefix
from evidence.library.asking import Asking
from evidence.library.findings import Finder
from evidence.model import Finding
from evidence.quotes.cut import cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.library.library import Library
    from evidence.query.tree import Query


def markdown(library: Library, query: Query, *, limit: int = 20) -> Iterator[str]:
    """Yield what a query finds as attributed blockquotes, redacted as the settings say; `verify` passes them.

    Links lead from a document in `segments/`. limit: 0 for all.
    """
    finder, redaction, asking = Finder(library), library.redaction(), Asking(library, query)
    prefix = link_prefix(f"{library.workspace.name(library.workspace.segments)}/document.md")
    for hit in asking.first(limit):
        attribution = finder.attribution(asking, hit)
        if attribution is not None:
            # What it is worth matters nothing here, and spaCy takes a second to load.
            finding = Finding(cut(hit, finder.words(hit.call_id)), "", attribution, hit.spans)
            yield quote_block(finding, link_prefix=prefix, redaction=redaction)
