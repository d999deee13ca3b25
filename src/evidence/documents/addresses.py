"""Moved words get their new address: in the link, or in the printed citation; nothing else changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote as percent

from evidence.documents.markdown import split_lines
from evidence.documents.markers import begin_marker, find_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.documents.quotations import Quotation
    from evidence.model import Citation


def readdress(text: str, moves: Iterable[tuple[Quotation, Citation]]) -> tuple[str, tuple[Quotation, ...]]:
    """Return the document with new addresses, and the quotations whose address does not stand alone in its line.

    A block that nobody edited by hand gets the checksum of its new body.
    """
    clean = {block.segment for block in find_blocks(text) if block.state == "clean"}
    lines = split_lines(text)
    left: list[Quotation] = []
    for quotation, new in moves:
        old = quotation.credit.citation
        first = quotation.credit.line if quotation.kind == "blockquote" else quotation.line
        changed = False
        # An inline quotation's link may stand on the line after its last word.
        for number in range(first, min(max(quotation.end, quotation.credit.line) + 1, len(lines)) + 1):
            line = _on_line(lines[number - 1], old, new, linked=quotation.credit.href is not None) if old else None
            if line is not None:
                lines[number - 1], changed = line, True
                break
        if not changed:
            left.append(quotation)
    return _resealed("".join(lines), clean), tuple(left)


def _on_line(line: str, old: Citation, new: Citation, *, linked: bool) -> str | None:
    """Return the line with the new address, None where the old one does not stand on it."""
    if linked:
        pattern = rf"{re.escape(percent(old.call_id))}\.md#u{old.utterance}(?!\d)"
        target = f"{percent(new.call_id)}.md#{new.anchor}"
    else:
        last = f"-u{old.last}" if old.last else ""
        time = rf" @ {re.escape(old.time)}" if old.time else ""
        pattern = rf"(?<![\w./-]){re.escape(old.call_id)}#u{old.utterance}{last}{time}(?!\w)"
        target = str(new)
    # Of two alike on one line nobody knows which of the quotations moved.
    return re.sub(pattern, lambda _: target, line) if len(re.findall(pattern, line)) == 1 else None


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
