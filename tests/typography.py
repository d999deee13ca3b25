"""What formatters of Markdown change, one habit each, to be put upon real blocks in any order.

prettier 3 (`proseWrap` always, preserve and never), mdformat with tables, remark, and editors: none of these
changes what a reader reads.
"""

from __future__ import annotations

import re
from itertools import groupby, zip_longest

_MARKED = re.compile(r"[-+*#>=|`~:]|\d+[.)]$")  # a word that would mean something at the start of a line

_ROW = re.compile(r"(?<!\\)\|")


def _prose(text, change):
    """Change the lines that are neither comments nor rows of a table."""
    return "\n".join(
        line if line.startswith("<!--") or _ROW.search(line) else change(line) for line in text.split("\n")
    )


def _table(text, change):
    """Change tables, each a list of rows of cells."""
    parts = []
    for is_row, lines in groupby(text.split("\n"), lambda line: line.startswith("|")):
        rows = list(lines)
        if is_row:
            cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows]
            rows = change(cells)
        parts += rows
    return "\n".join(parts)


def _wrapped(line, width, end):
    """Wrap a paragraph, an item or a line of a quotation, never before what would begin something else."""
    line = line.rstrip()
    lead = re.match(r"(?:> ?)?(?:[-*+] +)?", line)[0]
    rest = re.sub(r"[-*+]( +)$", r" \1", lead)
    if line.lstrip("> ").startswith("#") or not line.removeprefix(lead).strip():
        return line
    lines, current = [], lead
    for word in line.removeprefix(lead).split(" "):
        if current.strip("> -*+") and len(current) + len(word) > width and not _MARKED.match(word):
            lines.append(current.rstrip() + end)
            current = rest
        current += word + " "
    return "\n".join([*lines, current.rstrip()])


def padded(text):
    def set_wide(cells):
        widths = [max(5, *map(len, column)) for column in zip_longest(*cells, fillvalue="")]
        return [f"|   {'   |   '.join(map(_widened, row, widths))}|" for row in cells]

    return _table(text, set_wide)


def _widened(cell, width):
    return "-" * width if set(cell) == {"-"} else cell.ljust(width)


def compact(text):
    return _table(
        text, lambda cells: ["|".join(["", *(c if set(c) != {"-"} else "-" for c in row), ""]) for row in cells]
    )


def open_tables(text):
    """Leave the outer pipes out, where the first and the last cell of every row say something."""

    def set_open(cells):
        outer = "" if all(row[0] and row[-1] for row in cells) else "|"
        rows = [[cell if set(cell) != {"-"} else "---" for cell in row] for row in cells]  # `- | -` is a list
        return [outer + " | ".join(row) + outer for row in rows]

    return _table(text, set_open)


def starred_lists(text):
    return _prose(text, lambda line: re.sub(r"^- ", "*   ", line))


def plus_lists(text):
    return _prose(text, lambda line: re.sub(r"^- ", " + ", line))


def loose_lists(text):
    return re.sub(r"^(- .*)\n(?=- )", r"\1\n\n", text, flags=re.MULTILINE)


def starred_emphasis(text):
    return _prose(text, lambda line: re.sub(r"(?:(?<=\s)|^)_(?=[^\s_])(.*?)(?<=[^\s_])_(?=\s|$)", r"*\1*", line))


def underscored_strong(text):
    return _prose(text, lambda line: re.sub(r"^\*\*(?=\S)(.*?)(?<=\S)\*\*(?=\W|$)", r"__\1__", line))


def unescaped(text):
    """Leave out what prettier 3 and mdformat think needless: brackets that are no link, a sign that means nothing."""
    text = re.sub(r"\\\[([^\[\]()\\]*)\\\](?![(\[:])", r"[\1]", text)
    return re.sub(r"\\([$:=])", r"\1", text)


def escaped(text):
    return _prose(
        text,
        lambda line: re.sub(r"(?<=\w)([.,!?%'](?=\s)|(?<=\d)-(?=\d))", r"\\\1", line) if "](" not in line else line,
    )


def entities(text):
    return text.replace("…", "&hellip;").replace("—", "&mdash;").replace('"', "&quot;").replace(" & ", " &amp; ")


def angled_tags(text):
    return text.replace("&lt;", r"\<").replace("&gt;", r"\>")


def angled_links(text):
    return re.sub(r"\]\(([^()<>\s]+)\)", r"](<\1>)", text)


def set_headings(text):
    """Underline headings of the first two levels, close the others."""
    text = re.sub(r"^# (.+)$", r"\1\n=====", text, flags=re.MULTILINE)
    text = re.sub(r"^## (.+)$", r"\1\n---", text, flags=re.MULTILINE)
    return re.sub(r"^(#{3,6}) (.+)$", r"\1   \2 \1", text, flags=re.MULTILINE)


def spread(text):
    return "\n\n" + re.sub(r"\n\n", "\n\n\n", text) + "\n\n"


def indented(text):
    return _prose(
        text, lambda line: f" {line}" if re.match(r"[\w>_*\"'(]", line) and not line.startswith("* ") else line
    )


def close_quotes(text):
    """Write `>` without the blank behind it, and blanks behind the empty one."""
    return re.sub(r"^>$", ">  ", re.sub(r"^> (?=\S)", ">", text, flags=re.MULTILINE), flags=re.MULTILINE)


def trailing(text):
    return re.sub(r"(?<=\S)$", " ", text, flags=re.MULTILINE)


def crlf(text):
    return text.replace("\n", "\r\n")


def narrow(text):
    return _prose(text, lambda line: _wrapped(line, 34, ""))


def wide(text):
    return _prose(text, lambda line: _wrapped(line, 80, ""))


def broken(text):
    return _prose(text, lambda line: _wrapped(line, 60, "  "))


def backslashed(text):
    return _prose(text, lambda line: _wrapped(line, 60, "\\"))


BEFORE_WRAPPING = (
    padded, compact, open_tables, starred_lists, plus_lists, loose_lists, starred_emphasis, underscored_strong,
    unescaped, escaped, entities, angled_tags, angled_links, spread, close_quotes, trailing,
)  # fmt: skip
LAST = (narrow, wide, broken, backslashed, indented, set_headings, crlf)
HABITS = (*BEFORE_WRAPPING, *LAST)
