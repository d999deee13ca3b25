"""Markdown as it reads, whatever its typography: what a formatter changes is no difference, a word is one.

mdformat promises the same of itself: the HTML of a text is equal before and after. Here the parser's tokens
are written down without the signs that made them: of emphasis, lists and headings, escapes and entities, line breaks
within a paragraph, blank lines, the padding of tables, numbers of a list but its first, an inline link or one with its
address elsewhere. What no reader sees and a person may still have written stays: comments, definitions of
links, cells beyond the last column.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_DEEP = 16  # containers in each other; the parser drops what stands 20 deep
_BLANKS = re.compile(r"[ \t\n]+")
# Where lines of Chinese and Japanese are wrapped, no blank stood: between two of their signs none counts.
_UNSPACED = r"[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]"
_WRAPPED = re.compile(rf"(?<={_UNSPACED}) (?={_UNSPACED})")
_CELL_ENDS = re.compile(r"(?<!\\)\|")
_WORDS = frozenset({"text", "text_special"})
_BREAKS = frozenset({"softbreak", "hardbreak"})


@lru_cache(maxsize=64)
def canonical(markdown: str) -> str:
    r"""Return what a text says and how it is built, as lines of JSON; any line ends.

    >>> canonical("* so __very__ \\[slow\\]\n") == canonical("- so\n  **very** [slow]")
    True
    >>> canonical("so *very* slow") == canonical("so **very** slow")
    False
    """
    source = re.sub(r"\r\n?", "\n", markdown)
    environment: dict[str, Any] = {}
    tokens = _parser().parse(source, environment)
    if any(token.level >= _DEEP for token in tokens):
        return source  # some of it may not be in the tokens: every sign counts
    said = [*_blocks(tokens, source.split("\n")), *_definitions(environment)]
    return "\n".join(json.dumps(item, ensure_ascii=False) for item in said)


@cache
def _parser() -> MarkdownIt:
    """Return a parser that also knows what is struck out, as code hosts do: that is no typography."""
    from markdown_it import MarkdownIt  # 48 ms, and a search reads no documents

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _blocks(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[list[Any]]:
    columns = 0
    for token in tokens:
        match token.type:
            case "inline":
                yield ["inline", *_inline(token.children or [])]
            case "fence" | "code_block":
                yield ["code", token.info.strip(), _trimmed(token.content)]
            case "html_block":
                yield ["html", _trimmed(token.content)]
            case "th_open":
                columns += 1
                yield _opened(token)
            case "table_open":
                columns = 0
                yield ["table_open"]
            case "tr_open":
                yield ["tr_open", *_surplus(lines[token.map[0]] if token.map else "", columns)]
            case _:
                yield _opened(token)


def _trimmed(content: str) -> str:
    return re.sub(r"[ \t]+$", "", content, flags=re.MULTILINE).strip("\n")


def _opened(token: Token) -> list[Any]:
    """Write a token down by what it is: a heading of a level, a list that begins at a number, an aligned cell."""
    return [token.type, token.tag, *sorted(token.attrs.items())]


def _surplus(row: str, columns: int) -> list[str]:
    """Return the cells of a row beyond the last column: the parser drops them, no reader sees them."""
    cells = [" ".join(cell.split()) for cell in _CELL_ENDS.split(row.strip())]
    if cells and not cells[0]:
        del cells[0]
    if cells and not cells[-1]:
        del cells[-1]
    return cells[columns:] if columns else []


def _inline(children: Sequence[Token]) -> list[Any]:
    """Return runs of text, white space and line breaks folded, between what else stands in a line."""
    found: list[Any] = [""]
    for child in children:
        if child.type in _WORDS:
            found[-1] += child.content
        elif child.type in _BREAKS:  # two blanks, a backslash or nothing before the end of a line: no word changes
            found[-1] += "\n"
        else:
            found += [_piece(child), ""]
    said = [_WRAPPED.sub("", _BLANKS.sub(" ", item)) if isinstance(item, str) else item for item in found]
    said[0], said[-1] = said[0].lstrip(" "), said[-1].rstrip(" ")
    return [item for item in said if item]


def _piece(token: Token) -> list[Any]:
    if token.type == "image":  # its attribute `alt` is empty until it is rendered
        return ["image", *sorted(token.attrs.items()), *_inline(token.children or [])]
    return [token.type, *sorted(token.attrs.items()), token.content]


def _definitions(environment: dict[str, Any]) -> Iterator[list[Any]]:
    """Yield the definitions of links, used or not: a person may keep a remark in one."""
    named = environment.get("references", {}).items()
    twice = [(found["label"], found) for found in environment.get("duplicate_refs", ())]
    for label, found in sorted([*named, *twice], key=lambda one: (one[0], str(one[1]))):
        yield ["definition", label, found["href"], found["title"]]
