"""Where a segment's block stands in a document, and splicing it in and out.

Only lines are moved: every byte outside of the block stays. A new block brings
its own heading inside of its markers, and at most one blank line with it, by a
rule that `remove` can turn back:

- at the end of the document one blank line stands before the block, and the
  document ends as it ended, with or without a line end;
- elsewhere one blank line stands after it if a blank line stands before it.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from evidence.documents.canonical import canonical
from evidence.documents.headings import Heading, find_heading, fold_heading
from evidence.documents.made_from import reads_alike
from evidence.documents.markdown import Line, outline, read_inline, split_lines
from evidence.documents.markers import END_MARKER, Block, begin_marker, find_blocks
from evidence.documents.shapes import name_key
from evidence.documents.structure import Document, Style
from evidence.english import word_set
from evidence.errors import DocumentError
from evidence.escape import escape
from evidence.text import words

_EVIDENCE = frozenset(
    words("evidence citations quotes belege nachweise evidencia evidencias preuves prove evidenze bewijs")
)
_WITH_EVIDENCE = frozenset(
    words(
        "and customer customers supporting our the transcript transcripts call calls sources data proof und y et e en"
    )
)
_CLOSING = frozenset(
    (
        "see also", "related", "related documents", "related links", "related documentation", "further reading",
        "references", "siehe auch", "voir aussi", "vease tambien", "ver tambien",
    )
)  # fmt: skip
_PAINS = word_set("pains of a segment")
_TRAITS = word_set("traits of a segment")
MOVED_OUT = "**Moved out of the evidence block:**"
_OPENING = re.compile(r"#{1,6} Evidence|\*\*Evidence(?:\*\*:|:\*\*)")


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a block goes. line: 1-based; the block stands there, or goes in before what stands there now.

    opening: the heading or bold label that the block brings with it. block: the one that is there already.
    """

    segment: str
    line: int
    opening: tuple[str, ...]
    style: Style
    block: Block | None = None


def is_evidence(title: str) -> bool:
    """Whether a heading or label announces evidence: `Evidence & Citations`, `Customer Evidence`, ...

    >>> is_evidence("Evidence & Citations"), is_evidence("Lack of evidence")
    (True, False)
    """
    said = set(words(title))
    return bool(said & _EVIDENCE) and said <= _EVIDENCE | _WITH_EVIDENCE


def find_place(
    document: Document, segment: str, *, name: str, heading: str | None = None, path: str | None = None
) -> Placement:
    """Return where the block of a segment goes: see section 5 of the contract.

    heading: where people describe the segment, None for the whole document. path: for messages.
    Raises DocumentError where the heading is not there, or is there more than once.
    """
    block = document.block(segment)
    if block:
        return _standing(document, block, name)
    section = find_heading(document.headings, heading, path) if heading else _title(document, name)
    if section is None:
        return _shelved(document, segment, name)
    return (
        _under_heading(document, segment, section)
        or _under_label(document, segment, section)
        or _new(document, segment, section)
    )


def _title(document: Document, name: str) -> Heading | None:
    """Return the title of a document that is about this one segment."""
    titles = [heading for heading in document.headings if heading.level == 1]
    return titles[0] if len(titles) == 1 and name_key(titles[0].text) == name_key(name) else None


def _under_heading(document: Document, segment: str, section: Heading) -> Placement | None:
    inside = [h for h in document.headings if section.line < h.line <= section.stop and is_evidence(h.text)]
    if section.level == 1:
        # Deeper ones belong to parts of the document.
        inside = [heading for heading in inside if heading.level == 2]
    if not inside:
        return None
    own = min(inside, key=lambda heading: heading.level)
    return Placement(segment, _end(document, own.end, own.stop), (), _style(document, own.level))


def _under_label(document: Document, segment: str, section: Heading) -> Placement | None:
    """Find people's own `**Evidence**:`; it goes on until the next label or heading."""
    labels = [line for line in document.prose if line.label and not line.depth and not line.quoted and not line.cell]
    inside = [line for line in labels if section.line < line.number <= section.stop and is_evidence(line.label or "")]
    if not inside:
        return None
    own = inside[0].number
    stops = [line.number for line in labels] + [heading.line for heading in document.headings]
    stop = min([section.stop, *(line - 1 for line in stops if line > own)])
    return Placement(segment, _end(document, own, stop), (), _style(document, section.level, bold=True))


def _new(document: Document, segment: str, section: Heading) -> Placement:
    parts = [heading for heading in document.headings if heading.path[:-1] == section.path and _in(section, heading)]
    labels = any(
        line.label and line.kind == "paragraph" and not line.depth and not line.quoted
        for line in document.prose
        if section.line < line.number <= section.stop
    )
    if section.level > 1 and ((labels and not parts) or section.level == 6):
        style = _style(document, section.level, bold=True)
        opening = "**Evidence:**" if style.colon_inside else "**Evidence**:"
        return Placement(segment, _end(document, section.end, section.stop), (opening,), style)
    after = _last_of(parts, _PAINS) or _last_of(parts, _TRAITS) if section.level > 1 else None
    closing = _closing(document) if section.level == 1 else None
    line = closing.line if closing else _end(document, section.end, (after or section).stop)
    opening = f"{'#' * (section.level + 1)} Evidence"
    return Placement(segment, line, (opening,), _style(document, section.level + 1))


def _in(section: Heading, heading: Heading) -> bool:
    return section.line < heading.line <= section.stop


def _last_of(parts: list[Heading], said: frozenset[str]) -> Heading | None:
    return next((part for part in reversed(parts) if said & set(words(part.text))), None)


def _shelved(document: Document, segment: str, name: str) -> Placement:
    """Put a segment without a section under `## Evidence`, below its name."""
    style = _style(document, 3)
    shelf = _shelf(document)
    if shelf:
        return Placement(segment, _end(document, shelf.end, shelf.stop), (f"### {escape(name)}",), style)
    closing = _closing(document)
    line = closing.line if closing else _end(document, 1, len(document.lines))
    return Placement(segment, line, _shelf_opening(document, segment, name), style)


def _shelf(document: Document) -> Heading | None:
    return next((h for h in document.headings if h.level == 2 and is_evidence(h.text)), None)


def _shelf_opening(document: Document, segment: str, name: str, standing: Block | None = None) -> tuple[str, ...]:
    """Let the first of the blocks bring `## Evidence` for all; one that brings it keeps it, whatever comes below."""
    own = standing is not None and _leading(standing)[:1] == ["## Evidence"]
    others = [
        b for b in document.blocks if b.segment != segment and not (own and standing and b.begin > standing.begin)
    ]
    carried = any(_leading(block)[:1] == ["## Evidence"] for block in others)
    named = f"### {escape(name)}"
    return (named,) if carried or _shelf(document) else ("## Evidence", named)


def _closing(document: Document) -> Heading | None:
    """Return a closing See Also: the last heading of the first two levels, with something above it."""
    top = [heading for heading in document.headings if heading.level <= 2]
    return top[-1] if top and top[-1].line > 1 and fold_heading(top[-1].text) in _CLOSING else None


def _leading(block: Block) -> list[str]:
    """Return the first two lines of a block that are headings or labels, as the tool writes them."""
    seen = outline(block.body)
    levels = {first: level for level, first, _, _, _ in seen.headings}
    return [_spelled(line, levels.get(line.number)) for line in seen.lines[:2]]


def _spelled(line: Line, level: int | None) -> str:
    if level:
        return f"{'#' * level} {escape(read_inline(line.written))}"
    own = not (line.quoted or line.depth or line.cell)
    if own and line.label and line.bold and not line.value and line.text.endswith(":"):
        return f"**{line.label}:**" if line.bold.endswith(":") else f"**{line.label}**:"
    return line.written


def _standing(document: Document, block: Block, name: str) -> Placement:
    """Keep a block where it is, with the opening that it brought; people may have moved it."""
    above = [heading for heading in document.headings if heading.line < block.begin]
    around = [heading for heading in above if heading.stop >= block.end and is_evidence(heading.text)] or above[-1:]
    level = around[0].level if around else 1
    leading = _leading(block)
    named = f"### {escape(name)}"
    if named in leading:
        opening = _shelf_opening(document, block.segment, name, block)
        return Placement(block.segment, block.begin, opening, _style(document, 3), block)
    opening = tuple(leading[:1]) if leading and _OPENING.fullmatch(leading[0]) else ()
    bold = bool(opening) and opening[0].startswith("*")
    if opening and not bold:
        level = opening[0].index(" ")
    bold = bold or (not opening and _labelled(document, block, above[-1] if above else None))
    return Placement(block.segment, block.begin, opening, _style(document, level, bold=bold), block)


def _labelled(document: Document, block: Block, above: Heading | None) -> bool:
    """Whether the block stands under people's own `**Evidence**:`."""
    return any(
        line.label and not line.depth and is_evidence(line.label)
        for line in document.prose
        if (above.line if above else 0) < line.number < block.begin
    )


def _style(document: Document, level: int, *, bold: bool = False) -> Style:
    labels = [line for line in document.prose if line.label and line.bold and line.kind == "paragraph"]
    lines = any(not line.depth and not line.quoted for line in labels)
    inside = sum(bool(line.bold and line.bold.endswith(":")) for line in labels)
    return Style(level, bold or lines or level >= 6, inside * 2 > len(labels), document.bullet)


def _blank(line: str) -> bool:
    return not line.strip(" \t\r\n")


def _end(document: Document, first: int, stop: int) -> int:
    """Return the line before which a section ends: rules that close it stay below."""
    line = last = stop + 1
    while True:
        last -= 1
        if last <= first:
            return line
        if last in document.rules:
            line = last
        elif not _blank(document.lines[last - 1]):
            return line


def place(document: Document, placement: Placement, body: str, *, force: bool = False) -> str:
    """Return the document's text with the block in its place; placing the same again changes nothing.

    A block that says what would be written stays as a formatter set it, unless `force` is set.
    body: from `documents.block.render`. Raises DocumentError for a block that was edited by hand or is in
    conflict, unless `force` is set, and where the block would be hidden by what stands open above it.
    """
    block = placement.block
    if block and not block.disposable and not force:
        what = "was edited by hand"
        if block.state != "edited":
            what = "has a merge conflict with edits made by hand, or git mixed the two sides"
        raise DocumentError(
            f"the evidence block of {placement.segment} {what}",
            hint="Run with --move-out to keep your edits below the block, or --force to discard them.",
            line=block.begin,
        )
    inner = "\n\n".join((*placement.opening, body.strip("\n")))
    if block and block.state == "clean" and not force and reads_alike(block.body, inner):
        return document.text
    written = f"{begin_marker(placement.segment, inner)}\n\n{inner}\n\n{END_MARKER}\n"
    new = split_lines(written.replace("\n", document.newline))
    text = "".join(_replaced(document, block, new) if block else _inserted(document, placement.line, new))
    _check(document, placement, text)
    return text


def move_out(document: Document, placement: Placement, body: str) -> str:
    """Return the text with the block written anew, and below it the lines by hand that stood in it.

    What of the old body is not in the new one counts as by hand, old generated lines too: the checksum
    tells that there was an edit, not which. Both sides of a merge conflict are kept.
    """
    block = placement.block
    if block is None or block.disposable:
        return place(document, placement, body)
    text = place(document, placement, body, force=True)
    written = find_blocks(text)
    new = next(one for one in written if one.segment == placement.segment)
    known = {key for part in _parts(new.body) for key in (canonical("".join(part)), *map(_line_key, part))}
    kept: list[str] = []
    for side in block.sides or (block,):
        for part in _parts(side.body):
            by_hand = canonical("".join(part)) not in known  # a formatter wraps a part that is known as a whole
            for line in part:
                if by_hand and (key := _line_key(line)) not in known:
                    kept.append(line.rstrip("\r\n"))
                    known |= {key} if block.sides else set()  # what both sides of a merge say is kept once
                elif kept and kept[-1]:
                    kept.append("")
    if not any(kept):
        return text
    end = document.newline
    moved = "".join(f"{line}{end}" for line in ("", MOVED_OUT, "", *kept))
    lines = split_lines(text)
    closed = "" if lines[new.end - 1].endswith(("\n", "\r")) else end
    text = "".join((*lines[: new.end], closed, moved, *lines[new.end :]))
    _check(document, placement, text)
    return text


def _parts(body: str) -> list[list[str]]:
    """Return the lines of a body, cut before each blank one."""
    parts: list[list[str]] = [[]]
    for line in split_lines(body):
        if _blank(line):
            parts.append([])
        parts[-1].append(line)
    return parts


_PADDING = re.compile(r"[ \t]*\|[ \t]*")


def _line_key(line: str) -> str:
    """Return what tells a line from others, whatever its typography; rows of a table by their cells."""
    row = line.strip()
    if row.startswith("|"):
        return re.sub(r"-{3,}", "---", _PADDING.sub("|", row))
    return canonical(row) if row.strip(">") else row[:0]


def _replaced(document: Document, block: Block, new: list[str]) -> list[str]:
    old = document.lines
    if old[block.end - 1] == old[block.end - 1].rstrip("\r\n"):
        new[-1] = new[-1].rstrip("\r\n")
    return [*old[: block.begin - 1], *new, *old[block.end :]]


def _inserted(document: Document, line: int, new: list[str]) -> list[str]:
    before, after = list(document.lines[: line - 1]), document.lines[line - 1 :]
    if after:
        gap = [document.newline] if before and _blank(before[-1]) else []
        return [*before, *new, *gap, *after]
    if not before or not before[-1].endswith(("\n", "\r")):
        new[-1] = new[-1].rstrip("\r\n")
    if before:
        ended = before[-1].endswith(("\n", "\r"))
        new = [*([] if ended else [document.newline]), document.newline, *new]
    return [*before, *new]


def _check(document: Document, placement: Placement, text: str) -> None:
    """See the block as a reader would, before anything is written."""
    try:
        seen = {block.segment: block for block in find_blocks(text)}
    except DocumentError as error:
        raise DocumentError(
            f"the evidence block of {placement.segment} cannot be placed here: {error.what}",
            hint="Close the code fence, comment or HTML above this line, or add a blank line after it.",
            line=placement.line,
        ) from error
    others = {block.segment for block in document.blocks} | {placement.segment}
    if set(seen) != others or seen[placement.segment].state != "clean":
        raise DocumentError(f"the evidence block of {placement.segment} could not be read back", line=placement.line)


def remove(text: str, segment: str) -> str:
    """Return the text without the block of a segment, as it was before the block came. Raises DocumentError."""
    block = next((block for block in find_blocks(text) if block.segment == segment), None)
    if not block:
        return text
    lines = split_lines(text)
    before, after = lines[: block.begin - 1], lines[block.end :]
    if after:
        came_with_it = before and _blank(before[-1]) and not after[0].strip("\r\n")
        return "".join((*before, *(after[1:] if came_with_it else after)))
    if before and not before[-1].strip("\r\n"):
        before.pop()
    if before and not lines[block.end - 1].endswith(("\n", "\r")):
        before[-1] = before[-1].removesuffix("\n").removesuffix("\r")
    return "".join(before)


def link_prefix(document_path: str, folder: str = "source/transcripts/normalized") -> str:
    """Return the way from a document to the normalized calls; both relative to the workspace, with `/`.

    >>> link_prefix("segments/a/b.md")
    '../../source/transcripts/normalized/'
    """
    return posixpath.relpath(folder, posixpath.dirname(document_path) or ".") + "/"
