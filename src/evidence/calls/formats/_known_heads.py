"""Which head a line is in a file whose layout is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from evidence.calls.formats._evidence import (
    APART,
    LONE,
    NAME_TIME,
    TIME_NAME,
    TIME_TOP,
    is_avatar,
    is_lone_name,
    is_stamp,
)
from evidence.calls.formats._heads import TurnHead, name_and_words
from evidence.calls.formats._names import NameKind, bare_name, name_kind, opens_sentence
from evidence.calls.formats._stamps import stamp_at
from evidence.text import words

if TYPE_CHECKING:
    from evidence.calls.formats._layout import Layout
    from evidence.calls.formats._outside import TextLine
_MOST_TITLE = 4
"""Words that a title is shorter than."""
_JOINED = re.compile(r"[ \t]*([^:\s][^:\n]{0,60}?)[ ]?:(?!//)(\S.*)")


class KnownHeads:
    """The heads that a layout believes, and names that it knows."""

    def __init__(self, layout: Layout) -> None:
        """Take the names of a layout."""
        self._layout = layout
        # Who is written in two ways, `Dana` and `DANA`, is one; the usual way stands.
        self._called = {name.casefold(): name for name in sorted(layout.names, key=lambda one: (one.istitle(), one))}
        self._parts = frozenset(word for name in layout.names for word in words(name))

    def head(self, line: TextLine, after: TextLine | None, *, waiting: bool, first: bool) -> TurnHead | None:
        """Return the head that a line is in this file, its name and words in their places; None for any other line.

        after: the next line that is not empty. waiting: a time stands above. first: nothing stands above.
        """
        layout, head = self._layout, line.head
        if line.kind == "row" and "row" in layout.shapes:
            return head
        glued = head is None or head.shape.endswith(".j")
        if glued and line.kind == "text" and (joined := self._joined(line.text)):
            return joined
        if head is None or head.name is None:
            return self._loose_head(line, after, waiting=waiting, first=first)
        bare = self._called.get(bare_name(head.name).casefold(), head.name)  # `Dana (laughs)` is Dana
        called = self._called.get(head.name.casefold(), bare)
        head = head if called == head.name else head._replace(name=called)
        if layout.believes(head.shape, head.name):
            return head
        if ".d" in layout.shapes and (cells := name_and_words(line.text.strip())) and cells[0] in layout.names:
            return head._replace(name=cells[0], words=cells[1], shape=".d")  # `Dana Reyes - Well: no`
        if head.shape.endswith("~>1"):  # nothing shows that the time behind the colon is none of the words
            said = line.text.partition(":")[2].strip()
            head = head._replace(shape=head.shape[:-3] + ".1", start_ms=None, end_ms=None, words=said, strong=False)
        known = head.name in layout.names and head.shape[:1] not in "->" and name_kind(head.name) >= NameKind.ONE
        if known and (head.start_ms is not None or head.shape.endswith(".1")):
            return head
        return self._loose_head(line, after, waiting=waiting, first=first) if not head.words else None

    def called(self, name: str) -> str | None:
        """Return the usual way to write a known name, None for any other."""
        return self._called.get(name.casefold())

    def _joined(self, text: str) -> TurnHead | None:
        """Return the head of a line whose known name and words no blank parts, `Dana:A day`, `Dana :A day`."""
        found = _JOINED.match(text)
        name = self._called.get(found[1].casefold()) if found else None
        if not found or not name:
            return None
        lead = stamp_at(found[2])
        head = _NAMED._replace(name=name, words=found[2], shape=".1")
        return head._replace(start_ms=lead.start_ms, words=found[2][lead.stop :].strip()) if lead else head

    def _loose_head(self, line: TextLine, after: TextLine | None, *, waiting: bool, first: bool) -> TurnHead | None:
        layout, head = self._layout, line.head
        if head and TIME_TOP in layout.shapes and head.words in layout.names:
            return head._replace(name=head.words, words="")
        if line.kind != "text":
            return None
        name = line.text.strip().strip("*_ ")
        if first and not waiting and name not in layout.again:
            return None  # the title of the file
        if name not in layout.names or not is_lone_name(line):
            return None
        return _NAMED._replace(name=name) if self._stands_alone(line, after, waiting=waiting) else None

    def _stands_alone(self, line: TextLine, after: TextLine | None, *, waiting: bool) -> bool:
        """Say whether a line that is a known name and nothing else begins a turn."""
        shapes = self._layout.shapes
        if after is None:
            return APART in shapes and line.blank_before
        if not after.blank_before and after.text.strip() in self._layout.names:
            return False  # a list of people
        if (NAME_TIME in shapes and is_stamp(after)) or (TIME_NAME in shapes and waiting):
            return True
        return LONE in shapes and line.blank_before and (APART in shapes or not after.blank_before)

    def looks_named(self, head: TurnHead) -> bool:
        """Say whether a head that is not believed looks like a name all the same: somebody unknown speaks."""
        if head.words.startswith(("http://", "https://")):
            return False
        if head.shape.endswith((".d", ".j", ".w")):
            return head.name in self._layout.names and head.words[:1].isupper()
        if self._is_title(head):
            return True
        kind = name_kind(head.name or "")
        loose = head.strong or any(shape.endswith(".1") for shape in self._layout.shapes)
        whole = kind == NameKind.LISTED and " " in (head.name or "") and (head.name or "").istitle()  # Robin Price
        part = self._parts.issuperset(words(head.name or "")) and not head.shape.startswith(("-", ">"))
        return (
            kind == NameKind.NAME
            or part
            or whole
            or (kind == NameKind.ONE and loose and not head.shape.startswith(("-", ">")))
        )

    def _is_title(self, head: TurnHead) -> bool:
        """Say whether a label in bold is what a reader wrote over words, `**Pain point:** ...`, as names are."""
        mark, label = head.shape.lstrip("->")[:2], head.name or ""
        bold = mark in ("**", "__") and head.shape.endswith("1")
        return (
            bold
            and any(shape.lstrip("->").startswith(mark) for shape in self._layout.shapes)
            and name_kind(label) > NameKind.NONE
            and label[0].isupper()
            and len(label.split()) < _MOST_TITLE
            and not opens_sentence(label)
        )

    def is_avatar(self, line: TextLine, after: TextLine | None) -> bool:
        """Say whether a line is the initial of the name below it."""
        if after is None or after.blank_before or len(line.text.strip()) > 3:
            return False
        head = self.head(after, None, waiting=False, first=False)
        name = head.name if head and head.name else after.text.strip()
        return name in self._layout.names and is_avatar(line.text, name)


_NAMED = TurnHead(None, None, None, "", LONE, strong=False)
