"""Documents -> verdicts: every attributed quote and every citation in people's Markdown against the calls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.errors import DocumentError
from evidence.library.pages import readable
from evidence.library.verifying_quote import Checked, Checker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from evidence.documents.quotations import Quotation
    from evidence.documents.structure import Document
    from evidence.library.library import Library

MOST_SHOWN = 20  # places of quotations that could not be read
_CONFLICT = re.compile(r"<{7}(?: |\s*$)")


def verify(
    library: Library, paths: Sequence[Path] = (), *, allow_missing: bool = False, raw: bool = False
) -> Iterator[Checked]:
    """Yield the verdict on every quote, by document and line.

    allow_missing: pass quotes whose call is not here, as the settings may ask, too. raw: what passes must
    stand in the raw file, where it is here; of a call that was edited by hand it must be. A document
    or a call that cannot be read joins the library's problems, and the others are checked; blocks that
    were edited by hand join its notes.
    """
    checker, unread = Checker(library), list[str]()
    allow_missing = allow_missing or bool(library.workspace.settings.verify.get("allow_missing"))
    for _, name, document in readable(library, paths):
        library.notes += [
            f"{name}:{block.begin}: the block of {block.segment} was edited by hand"
            for block in document.blocks
            if block.state == "edited"
        ]
        library.problems += _conflicts(name, document)
        unread += [f"{name}:{line}" for line in document.unread]
        found = []
        # Call by call, so that each is read once.
        for quotation in sorted(document.quotations, key=_cited):
            checked = checker.check(name, quotation)
            checked = checker.against_raw(checked) if raw and checked.verdict.ok else checked
            found.append(checker.allowed(checked, allow_missing=allow_missing))
        yield from sorted(found, key=lambda one: (one.line, one.quotation.end if one.quotation else 0, one.quote))
    library.notes += _unsaid(unread, checker.uncompared)


def _unsaid(unread: Sequence[str], uncompared: int) -> Iterator[str]:
    """Say what was not verified: the number alone would look as if everything had been."""
    if unread:
        shown = ", ".join(unread[:MOST_SHOWN]) + (", ..." if len(unread) > MOST_SHOWN else "")
        what = "quotation looks" if len(unread) == 1 else "quotations look"
        yield f"{len(unread):,} {what} attributed, but could not be read as quotes: {shown}"
    if uncompared:
        what = "quote" if uncompared == 1 else "quotes"
        yield f"{uncompared:,} {what} could not be compared with the raw file, which is missing"


def _conflicts(name: str, document: Document) -> Iterator[DocumentError]:
    """Yield git conflict markers: nobody can say which side a document means."""
    code = {number for fence in document.fences for number in range(fence.line, fence.end + 1)}
    hint = "Resolve the conflict first, then run evidence attach."
    for number, line in enumerate(document.lines, 1):
        if _CONFLICT.match(line) and number not in code:
            yield DocumentError("git conflict markers", hint=hint, path=name, line=number)


def _cited(quotation: Quotation) -> tuple[str, int, int]:
    cited = quotation.attribution.citation
    return (cited.call_id if cited else "", cited.utterance if cited else 0, quotation.line)
