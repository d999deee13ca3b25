"""Moved words get their new address, in the link or in the printed citation; nothing else changes.

The date and the time that are printed with it are part of the address: beside a new one the old ones would be wrong.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote as percent

from evidence.documents.markdown import split_lines
from evidence.documents.markers import begin_marker, find_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from evidence.documents.quotations import AttributionLine, Quotation
    from evidence.model import Citation


def readdress(
    text: str, moves: Iterable[tuple[Quotation, Citation]], dates: Mapping[str, str | None] | None = None
) -> tuple[str, tuple[Quotation, ...]]:
    """Return the document with new addresses, and the quotations whose address does not stand alone behind their words.

    dates: of the calls to which words moved, as YYYY-MM-DD; without one a printed date stays.
    A block that nobody edited by hand gets the checksum of its new body.
    """
    clean = {block.segment for block in find_blocks(text) if block.state == "clean"}
    lines = split_lines(text)
    left: list[Quotation] = []
    for quotation, new in moves:
        for number, start in _after(quotation, lines):
            line = lines[number - 1]
            if (rest := _on_line(line[start:], quotation.attribution, new)) is not None:
                lines[number - 1] = line[:start] + _printed(
                    rest, quotation.attribution, new, (dates or {}).get(new.call_id)
                )
                break
        else:
            left.append(quotation)
    return _resealed("".join(lines), clean), tuple(left)


def _after(quotation: Quotation, lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the lines on which the address of a quotation may stand, each with the place where its words end."""
    if quotation.kind == "blockquote":
        yield from ((number, 0) for number in range(quotation.attribution.line, quotation.end + 1))
        return
    # What stands before the last words is the address of another quotation.
    last = quotation.text.split()[-1]
    yield quotation.end, max(0, lines[quotation.end - 1].find(last))
    # A link may stand on the line after them.
    yield from ((number, 0) for number in range(quotation.end + 1, min(quotation.end + 1, len(lines)) + 1))


def _on_line(line: str, attribution: AttributionLine, new: Citation) -> str | None:
    """Return the line with the new address, None where the old one does not stand on it, or twice."""
    old = attribution.citation
    if old is None:
        return None
    if attribution.href is not None:
        pattern = rf"(?<![\w.-]){re.escape(percent(old.call_id))}\.md#u{old.utterance}(?!\d)"
        target = f"{percent(new.call_id)}.md#{new.anchor}"
    elif old.words_hash:
        pattern = rf"(?<![\w./-]){re.escape(old.cite())}(?!\w)"
        target = replace(new, words_hash=old.words_hash).cite()
    else:
        last = f"-u{old.last}" if old.last else ""
        time = rf" @ {re.escape(old.time)}" if old.time else ""
        pattern = rf"(?<![\w./-]){re.escape(old.call_id)}#u{old.utterance}{last}{time}(?!\w|:\d)"
        target = str(new)
    if old.words_hash and attribution.href is not None:  # the title of the link says it again
        line = line.replace(old.cite(), replace(new, words_hash=old.words_hash).cite())
    # Of two alike on one line nobody knows which of the quotations moved.
    return re.sub(pattern, lambda _: target, line) if len(re.findall(pattern, line)) == 1 else None


def _printed(line: str, attribution: AttributionLine, new: Citation, date: str | None) -> str:
    """Return the line with the time and the date of the new place: those in the text of the link, else the only ones.

    Where the same time stands twice, nobody knows which of them is meant.
    """
    address = rf"{re.escape(percent(new.call_id))}\.md#{new.anchor}(?: \"[^\"]{{0,200}}\")?"
    link = re.search(rf"\[([^\[\]]{{0,300}})\]\([^()\s]{{0,1000}}{address}\)", line)
    for old, now in ((attribution.time, new.time), (attribution.date, date)):
        if not old or not now or attribution.href is None:
            continue
        place = link.span(1) if link and old in link[1] else (0, len(line)) if line.count(old) == 1 else None
        if place:
            line = line[: place[0]] + line[slice(*place)].replace(old, now, 1) + line[place[1] :]
    return line


def _resealed(text: str, clean: set[str]) -> str:
    for block in find_blocks(text):
        if block.segment in clean and block.state == "edited":
            lines = split_lines(text)
            marker = lines[block.begin - 1]
            end = marker[len(marker.rstrip("\r\n")) :]
            indent = marker[: len(marker) - len(marker.lstrip(" "))]
            lines[block.begin - 1] = f"{indent}{begin_marker(block.segment, block.body)}{end}"
            text = "".join(lines)
    return text
