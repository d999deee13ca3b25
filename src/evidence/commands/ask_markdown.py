"""Answers to a question as attributed blockquotes to paste."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from evidence.documents.block import quote_block
from evidence.documents.placement import link_prefix
from evidence.library.asking import Asking
from evidence.library.findings import Finder
from evidence.model import Finding
from evidence.query.tree import And, Query
from evidence.quotes.cut import quote_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.library.answering import Answers
    from evidence.library.library import Library


def answer_blocks(library: Library, found: Answers) -> Iterator[str]:
    """Yield answers as attributed blockquotes, redacted as the settings say; `verify` passes them.

    Links lead from a document in `segments/`. What a bot says is left out.
    """
    finder, redaction, asking = Finder(library), library.redaction(), Asking(library, Query("", And(())), copies=True)
    prefix = link_prefix(f"{library.workspace.name(library.workspace.segments)}/document.md")
    for row in found.rows:
        hit = row.hit
        attribution = finder.attribution(asking, hit)
        if attribution is not None:
            quote = quote_at(hit.call_id, hit.utterance, row.quoted, finder.words(hit.call_id))
            # The ellipses of a sentence that is cut stand in the quote: they leave words out and add none.
            finding = Finding(replace(quote, text=row.words), "", attribution, hit.spans)
            yield quote_block(finding, link_prefix=prefix, redaction=redaction, cite=True)
