"""Facts in attributions that were true once: an earlier snapshot of the CRM has them, the newest one does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.library.pages import readable
from evidence.library.verifying_quote import Checker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.library.library import Library


def outdated_facts(library: Library) -> Iterator[str]:
    """Yield `segments/page.md:12 (120 people)` for each attribution of people's documents that is out of date.

    The words are not looked up. What is wrong in the documents joins the library's problems.
    """
    attributions = Checker(library).attributions
    for _, name, document in readable(library, ()):
        for quotation in document.quotations:
            if facts := attributions.outdated(quotation.attribution):
                yield f"{name}:{quotation.attribution.line} ({', '.join(facts)})"
