"""The part of a document that the tool owns: a block between two marker comments.

    <!-- evidence:begin segment=ID sha256=HEX -->
    ...
    <!-- evidence:end -->

A marker counts where Markdown sees it at top level. Marker text anywhere else is
refused: to overlook it would mean a second block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, NamedTuple

from evidence.documents.canonical import canonical
from evidence.documents.markdown import Outline, outline, split_lines
from evidence.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Sequence

State = Literal["clean", "edited", "conflict", "absent"]

_BEGIN = re.compile(r" {0,3}<!-- evidence:begin segment=(?P<id>[^\s<>]+) sha256=(?P<sha>[0-9a-f]{64}) -->\s*")
_END = re.compile(r" {0,3}<!-- evidence:end -->\s*")
_MARKER = re.compile(r"<!--\s*evidence:(?!ignore\s*-->)(?=\w)|\bevidence:(?:begin|end)\b[^\r\n]*-->", re.IGNORECASE)
_DASHES = re.compile(r"[|:\- \t]*-[|:\- \t]*")


@dataclass(frozen=True, slots=True)
class Block:
    """A block of one segment. begin, end: the 1-based lines of its markers.

    body: what stands between them, line ends as in the document.
    sides: of a block with git's conflict marks, each side's own block; its lines are then those of the
    conflict as a whole.
    """

    segment: str
    begin: int
    end: int
    sha256: str
    body: str
    sides: tuple[Block, ...] = ()

    @property
    def state(self) -> State:
        """`edited` where the body is no longer what the checksum was made of."""
        if self.sides:
            return "conflict"
        return "clean" if self.sha256 in {_lines_sha256(self.body), body_sha256(self.body)} else "edited"

    @property
    def disposable(self) -> bool:
        """Whether nobody's words are lost when the body is made anew."""
        return all(side.state == "clean" for side in self.sides or (self,))


def body_sha256(body: str) -> str:
    """Return the checksum of a body as it reads: what a formatter changes is no hand edit.

    Emphasis and list signs, escapes, blank lines, line breaks, padding of tables: see `canonical`.
    """
    return sha256(canonical(body).encode()).hexdigest()


def _lines_sha256(body: str) -> str:
    """Return the checksum that versions before 0.2 wrote: lines with trailing blanks and padding of tables folded."""
    lines = [_fold_row(line.rstrip()) for line in re.split(r"\r\n?|\n", body)]
    return sha256("\n".join(lines).strip("\n").encode()).hexdigest()


def _fold_row(line: str) -> str:
    if not line.lstrip().startswith("|"):
        return line
    row = re.sub(r"[ \t]*\|[ \t]*", "|", line.strip())
    return re.sub(r"-+", "-", row) if _DASHES.fullmatch(row) else row


def begin_marker(segment: str, body: str) -> str:
    """Return the line that opens the block of a segment."""
    return f"<!-- evidence:begin segment={segment} sha256={body_sha256(body)} -->"


END_MARKER = "<!-- evidence:end -->"


def under_id(text: str, old: str, new: str) -> str:
    """Return a document whose block of one segment is the block of another; nothing else changes."""
    lines = split_lines(text)
    for at, line in enumerate(lines):
        if (begin := _BEGIN.fullmatch(line)) and begin["id"] == old:
            lines[at] = f"{line[: begin.start('id')]}{new}{line[begin.end('id') :]}"
    return "".join(lines)


def find_blocks(text: str, seen: Outline | None = None) -> tuple[Block, ...]:
    """Return the blocks of a document in order.

    seen: the outline, where the caller has it already. Raises DocumentError, with the lines,
    for markers that are damaged, nested, given twice, or not seen at top level.
    """
    conflicts = _conflicts(split_lines(text))
    return _merged(text, conflicts) if conflicts else _plain_blocks(text, seen)


def _plain_blocks(text: str, seen: Outline | None = None) -> tuple[Block, ...]:
    lines = split_lines(text)
    suspects = [n for n, line in enumerate(lines, 1) if _MARKER.search(line)]
    if not suspects:
        return ()
    visible = {first for first, last, _ in (seen or outline(text)).html if first == last}
    blocks: list[Block] = []
    opened: tuple[int, re.Match[str]] | None = None
    for number in suspects:
        begin, end = _BEGIN.fullmatch(lines[number - 1]), _END.fullmatch(lines[number - 1])
        if not (begin or end):
            raise _refuse("a damaged evidence marker", number)
        if number not in visible:
            raise _refuse("an evidence marker inside other text (a code fence, a list, a comment)", number)
        if begin and opened:
            raise _refuse(f"an evidence block begins inside the block on line {opened[0]}", number)
        if begin:
            opened = number, begin
        elif not opened:
            raise _refuse("an evidence block ends without a beginning", number)
        else:
            blocks.append(_block(lines, opened, number))
            opened = None
    if opened:
        raise _refuse("an evidence block begins but never ends", opened[0])
    return _unique(blocks)


def _block(lines: list[str], opened: tuple[int, re.Match[str]], end: int) -> Block:
    begin, marker = opened
    return Block(marker["id"], begin, end, marker["sha"], "".join(lines[begin : end - 1]))


def _unique(blocks: Sequence[Block]) -> tuple[Block, ...]:
    first: dict[str, int] = {}
    for block in blocks:
        begins = first.setdefault(block.segment, block.begin)
        if begins != block.begin:
            raise _refuse(f"a second evidence block of {block.segment}; the first begins on line {begins}", block.begin)
    return tuple(blocks)


def _refuse(what: str, line: int) -> DocumentError:
    return DocumentError(what, hint="Repair or delete the marker lines; evidence attach writes them again.", line=line)


class _Conflict(NamedTuple):
    """One conflict of git: the 1-based lines of its marks; base is None without diff3."""

    ours: int
    base: int | None
    theirs: int
    end: int


def _conflicts(lines: Sequence[str]) -> tuple[_Conflict, ...]:
    """Find whole conflicts; a lone row of signs is only text."""
    found: list[_Conflict] = []
    ours = base = theirs = None
    for number, line in enumerate(lines, 1):
        mark = line.rstrip("\r\n")
        if re.match(r"<{7}( |$)", mark):
            ours, base, theirs = number, None, None
        elif ours and not theirs and re.match(r"\|{7}( |$)", mark):
            base = number
        elif ours and not theirs and mark == "=" * 7:
            theirs = number
        elif ours and theirs and re.match(r">{7}( |$)", mark):
            found.append(_Conflict(ours, base, theirs, number))
            ours = base = theirs = None
    return tuple(found)


def _side(count: int, conflicts: Sequence[_Conflict], *, theirs: bool) -> list[int]:
    """Return the lines of the conflicted text that one side keeps."""
    dropped: set[int] = set()
    for conflict in conflicts:
        kept = (
            range(conflict.theirs + 1, conflict.end)
            if theirs
            else range(conflict.ours + 1, conflict.base or conflict.theirs)
        )
        dropped |= set(range(conflict.ours, conflict.end + 1)) - set(kept)
    return [number for number in range(1, count + 1) if number not in dropped]


def _merged(text: str, conflicts: Sequence[_Conflict]) -> tuple[Block, ...]:
    """Read both sides of a conflicted text, and put each segment's two blocks together.

    A conflict that reaches beyond the blocks is people's to resolve, and refused.
    """
    lines = split_lines(text)
    sides: list[dict[str, Block]] = []
    for theirs in (False, True):
        kept = _side(len(lines), conflicts, theirs=theirs)
        blocks = _plain_blocks("".join(lines[n - 1] for n in kept))
        sides.append(
            {b.segment: Block(b.segment, kept[b.begin - 1], kept[b.end - 1], b.sha256, b.body) for b in blocks}
        )
    ours, theirs_ = sides
    merged = [_both(ours[segment], theirs_[segment], conflicts) for segment in ours if segment in theirs_]
    for conflict in conflicts:
        if not any(block.begin <= conflict.ours and conflict.end <= block.end for block in merged):
            raise DocumentError(
                "git conflict markers outside a block", hint="Resolve the conflict first.", line=conflict.ours
            )
    return _unique(sorted(merged, key=lambda block: block.begin))


def _both(ours: Block, theirs: Block, conflicts: Sequence[_Conflict]) -> Block:
    """Join the two sides of a block; a conflict around a marker belongs to it if it holds nothing else."""
    begin, end = min(ours.begin, theirs.begin), max(ours.end, theirs.end)
    if (ours.begin, ours.end, ours.sha256, ours.body) == (theirs.begin, theirs.end, theirs.sha256, theirs.body):
        return ours
    for conflict in conflicts:
        if _opens_with(conflict, ours, theirs):
            begin = min(begin, conflict.ours)
        if _closes_with(conflict, ours, theirs):
            end = max(end, conflict.end)
    return Block(ours.segment, begin, end, ours.sha256, ours.body, (ours, theirs))


def _opens_with(conflict: _Conflict, ours: Block, theirs: Block) -> bool:
    return ours.begin == conflict.ours + 1 and theirs.begin == conflict.theirs + 1


def _closes_with(conflict: _Conflict, ours: Block, theirs: Block) -> bool:
    return ours.end == (conflict.base or conflict.theirs) - 1 and theirs.end == conflict.end - 1
