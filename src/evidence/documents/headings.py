"""Headings and the sections below them: how a segment is found in a document."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence.documents.titles import bare_title, read_title
from evidence.errors import DocumentError
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MARKS = "\"“”„«»'「」『』"
_REMARK = re.compile(r"\s*\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at top level, ATX or setext.

    text: its words. written: its Markdown. line, end: 1-based, first and last line of the heading.
    stop: the last line of its section, the subsections included. path: the headings above, then itself.
    name: what stands in bold and quotation marks, or after `Segment Name:`, right below it.
    """

    level: int
    text: str
    written: str
    line: int
    end: int
    stop: int
    path: tuple[str, ...]
    name: str | None = None

    @property
    def folded(self) -> str:
        """The words alone: no marks, numbers, quotation marks, `Example Segment:`."""
        return fold_heading(self.text)


def fold_heading(text: str) -> str:
    """Fold a heading for comparison.

    >>> fold_heading("2. **Example Segment: “Mid-Market” Fintech**")
    'mid market fintech'
    """
    return " ".join(words(_bare(text)) or words(text))


def name_of(text: str) -> str:
    """Return a heading without number, `Segment 1:`, quotation marks and a closing remark in parentheses.

    >>> name_of('A. "The Sleepy Baker" (Growth)')
    'The Sleepy Baker'
    """
    bare = _REMARK.sub("", _bare(text))
    return _unquoted(bare or text)


def _bare(text: str) -> str:
    """Return a heading without what stands before its name: signs, a number, `Example Persona 1:`."""
    read = read_title(text)
    return text[read.start :] if read and read.form == "named" else bare_title(text)


def _unquoted(text: str) -> str:
    """Take away the quotation marks around a name; those inside of it stay."""
    bare = text.strip("* ")
    first = next((at for at, sign in enumerate(bare) if sign in _MARKS), 0)
    return bare.strip(f"{_MARKS}* ") if first in {0, len(bare) - 1} else bare


def nest(
    found: Sequence[tuple[int, int, int, str, str]],
    last: int,
    names: dict[int, str],
    folded: Sequence[tuple[int, int]] = (),
) -> tuple[Heading, ...]:
    """Give each (level, first, last line, text, written) its section and its path.

    last: the number of lines of the document. names: by the line of the heading. folded: first and last line of
    parts at the end of which the sections inside end, too.
    """
    headings: list[Heading] = []
    above: list[tuple[int, int, str]] = []
    for at, (level, first, end, text, written) in enumerate(found):
        until = min((stop for begin, stop in folded if begin <= first <= stop), default=last)
        above = [*(held for held in above if held[0] < level and first <= held[1]), (level, until, text)]
        stop = min(until, next((line - 1 for other, line, *_ in found[at + 1 :] if other <= level), last))
        path = tuple(title for _, _, title in above)
        headings.append(Heading(level, text, written, first, end, stop, path, names.get(first)))
    return tuple(headings)


def find_heading(headings: Sequence[Heading], wanted: str, path: str | None = None) -> Heading:
    """Return the heading that `wanted` names, written as in the document, folded, or as a path `A > B`.

    The first way that finds any decides: folded; without a remark in parentheses;
    by the name that stands below the heading. Where several fit, marks and numbers
    that `wanted` carries may decide. Raises DocumentError, with the nearest headings
    where none fits, with lines and paths where several do.
    """
    for fits in (_folded, _without_remark, _named):
        found = [heading for heading in headings if fits(heading, wanted)]
        if not found and " > " in wanted:
            found = _below(headings, wanted.split(" > "), fits)
        if len(found) > 1 and words(wanted) != fold_heading(wanted).split():
            found = [heading for heading in found if _as_written(heading, wanted)] or found
        if len(found) > 1:
            lines = ", ".join(f"{heading.line} ({' > '.join(heading.path)})" for heading in found)
            raise DocumentError(
                f"the heading {wanted!r} appears more than once: {lines}", hint="Use one of these paths.", path=path
            )
        if found:
            return found[0]
    raise DocumentError(f"no heading {wanted!r}", hint=_nearest(headings, wanted), path=path)


def _as_written(heading: Heading, wanted: str) -> bool:
    return heading.text.casefold() == wanted.strip("#* ").casefold()


def _folded(heading: Heading, wanted: str) -> bool:
    return heading.folded == fold_heading(wanted)


def _without_remark(heading: Heading, wanted: str) -> bool:
    return fold_heading(name_of(heading.text)) == fold_heading(name_of(wanted))


def _named(heading: Heading, wanted: str) -> bool:
    return heading.name is not None and fold_heading(name_of(heading.name)) == fold_heading(name_of(wanted))


def _below(headings: Iterable[Heading], steps: list[str], fits: object) -> list[Heading]:
    """Find the last step below the others, which may leave out levels but not change order."""
    found = []
    for heading in headings:
        above = iter(fold_heading(title) for title in heading.path[:-1])
        inside = all(fold_heading(step) in above for step in steps[:-1])
        if inside and callable(fits) and fits(heading, steps[-1]):
            found.append(heading)
    return found


def _nearest(headings: Sequence[Heading], wanted: str) -> str:
    known = {fold_heading(name_of(heading.name or heading.text)): heading for heading in headings}
    close = [known[near] for near in difflib.get_close_matches(fold_heading(wanted), known, 3, 0.4)]
    shown = ", ".join(f"{heading.name or heading.text!r} (line {heading.line})" for heading in close or headings[:3])
    return f"Closest matches: {shown}." if shown else "The document has no headings."
