r"""Other people's words where signs mean something: in Markdown, in HTML, in the cell of a spreadsheet.

Transcript text is hostile: it may hold markers, headings, tables, HTML, links,
formulas or signs that turn the reading direction. As little is escaped as makes
Markdown (CommonMark; GitHub's tables, strikethrough, links and formulas) do
nothing, so that `grep` still finds words.

>>> print(escape("<!-- evidence:end --> *R&D* at snake_case, $50K"))
&lt;!-- evidence:end --&gt; \*R&D\* at snake_case, $50K
"""

from __future__ import annotations

import re

from evidence.text import one_line

# What both policies share. `_` between letters means nothing to Markdown, nor does `&` before what is no entity.
_EMPHASIS = r"(?<![^\W_])_|_(?![^\W_])"
_ENTITY = r"&(?=\#?\w+;)"
_NUMBERED = r"\d{1,9}(?=[.)](?:\s|$))"
_PUNCTUATION = r"[!-/:-@\[-`{-~]"

# A line of a file that holds nothing else. Inline: emphasis, code, escapes, tags and comments, entities, links,
# strike-through. At its start: headings, quotes, lists, rules, setext lines, fences, tables, definitions.
_ALONE = re.compile(
    rf"[*`]|\\(?={_PUNCTUATION}|$)|{_EMPHASIS}|<(?=[A-Za-z/!?])|{_ENTITY}|\[(?=[\^\]])|(?<=\])[(\[]|~(?=~)|(?<=~)~"
)
_ALONE_START = re.compile(rf"{_NUMBERED}|(?=[#>|=\[~:]|[-+](?:[\s+-]|$))")
_SIGNS = r"*`\_<&[]~"
# Among other Markdown. `$` before a number means nothing. Embeddings, overrides and isolates reach beyond the
# words; the plain marks (LRM, RLM) do not and stay.
_AMONG = re.compile(
    rf"(?P<sign>[\\`*\[\]|~]|{_EMPHASIS}|\$(?!\d))"
    rf"|(?P<angle>[<>]|{_ENTITY})"
    r"|(?P<bidi>[\u202a-\u202e\u2066-\u2069])"
    r"|(?P<before>\b(?:https?|ftp|mailto|xmpp)(?=:)|\bwww(?=\.)|⟨U(?=\+[0-9A-F]{4}⟩))",
    re.IGNORECASE,
)
_AMONG_START = re.compile(rf"{_NUMBERED}|(?=[#+\-=:])")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_ESCAPED = re.compile(rf"\\({_PUNCTUATION})")


def escape(text: str) -> str:
    """Return one line of Markdown that reads `text`, white space folded to single spaces.

    It may stand at the start of a line, in a table cell, in emphasis, as a link's text. Signs that override the
    reading direction are shown as `⟨U+202E⟩`. `documents.markdown.read_inline` is the inverse.
    """
    return _begin(_AMONG_START, _AMONG.sub(_inactive, one_line(text)))


def escape_line(text: str) -> str:
    r"""Return one line of text as Markdown that shows exactly these characters where it is a line of its own.

    It is escaped as little as Markdown allows, and `unescape_line` gives it back.

    >>> escape_line("1. a * b_c <b> 5 < 6")
    '1\\. a \\* b_c \\<b> 5 < 6'
    """
    # Nearly all speech holds none of these signs; looking first makes rendering five times faster.
    return _begin(_ALONE_START, _ALONE.sub(r"\\\g<0>", text) if any(map(text.__contains__, _SIGNS)) else text)


def unescape_line(markdown: str) -> str:
    """Return Markdown without the backslashes before signs: what `escape_line` was given."""
    return _ESCAPED.sub(r"\1", markdown) if "\\" in markdown else markdown


# A code span, in which a backslash is one, or what stands between blanks.
_CODE_OR_WORD = re.compile(r"(?<![\\`])(`+)(?!`)(?:.+?)(?<!`)\1(?!`)|\S+?(?=\s|$|(?<!\\)`)|\S")
_PAIR = re.compile(r"\\(.)")
_NEEDED = re.compile(r"\\([\\`*_{}\[\]()#+\-!<>|~&$=^'\"@])|(?<=\d)\\([.])")
"""Signs before which writers of Markdown and exports put a backslash; a full stop only behind a number."""
_PATH = re.compile(r"(?<![^\W\d_])[^\W\d_]:\\(?!\\)|^[^\w\\]*\\\\(?=[^\W_])")


def unescape_written(markdown: str) -> str:
    r"""Return a line that people or exports wrote, without the backslashes that Markdown asks for.

    A backslash that was said stays: in code, in a path (`C:\*.txt`, `\\server\share`), before a sign that means nothing
    to Markdown, and in every word in which one stands before a letter, for who escapes doubles that.

    >>> print(unescape_written(r"1\. \*now\* a\_b \[0:55\] in C:\*.txt on \\server\_new"))
    1. *now* a_b [0:55] in C:\*.txt on \\server\_new
    """
    return _CODE_OR_WORD.sub(_as_meant, markdown) if "\\" in markdown else markdown


def _as_meant(found: re.Match[str]) -> str:
    word = found[0]
    if found[1] or _PATH.search(word) or any(sign.isalnum() for sign in _PAIR.findall(word)):
        return word
    return _NEEDED.sub(r"\1\2", word)


def unescape_html(text: str) -> str:
    """Return text with its entities read; one whose number Python refuses to read leaves all of it as it is."""
    if "&" not in text:
        return text
    import html  # noqa: PLC0415  5 ms, and few texts hold an entity

    try:
        return html.unescape(text)
    except ValueError:  # a number of thousands of digits
        return text


_COMMAND = re.compile(r"#(?=#(?:vso|teamcity)?\[)", re.IGNORECASE)

# Excel, LibreOffice and Google Sheets run what begins so, the full-width signs too, behind blanks and signs that they
# drop or do not show.
_SIGN = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"
_SKIPPED = r"\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff"
_BEGINS = re.compile(rf"[\t\r\n]|[{_SKIPPED}]*{_SIGN}")
# Quotation marks do not hold a cell together where a spreadsheet takes another sign for the separator: it reads
# `"a","b;=1"` as `a,"b` and `=1"`. The look behind keeps a long run of blanks from being tried from each of them.
_AMID = re.compile(rf"(?<![;|\"{_SKIPPED}])[;|\"{_SKIPPED}]+(?={_SIGN})")
_SEPARATES = re.compile(r"[;|\t\r\n]")
_DEFUSED = re.compile(rf"^'(?=[{_SKIPPED}]*{_SIGN})")
_DEFUSED_AMID = re.compile(rf"([;|][\"{_SKIPPED}]*)'(?={_SIGN})")


def defuse(cell: str) -> str:
    """Return a cell that a spreadsheet shows and does not run: an apostrophe before what would begin a formula.

    That is its beginning, and what follows another separator than a comma in it.

    >>> defuse("=1+1"), defuse("- a dash"), defuse("plain"), defuse("a;=1+1")
    ("'=1+1", "'- a dash", 'plain', "a;'=1+1")
    """
    amid = _AMID.sub(lambda run: f"{run[0]}'" if _SEPARATES.search(run[0]) else run[0], cell)
    return f"'{amid}" if _BEGINS.match(cell) else amid


def plain_cell(cell: str) -> str:
    """Return a cell as one line without the apostrophes that `defuse` put before a label such as `+1 555 0100`."""
    line = one_line(cell)
    if "'" not in line:
        return line
    return _DEFUSED_AMID.sub(r"\1", _DEFUSED.sub("", line))


def no_command(json: str) -> str:
    r"""Return a line of JSON that means the same and that no machine that runs it in CI takes for a command.

    >>> no_command('{"text": "##vso[task.setvariable]"}')
    '{"text": "\\u0023#vso[task.setvariable]"}'
    """
    return _COMMAND.sub(r"\\u0023", json) if "##" in json else json


def _begin(start: re.Pattern[str], line: str) -> str:
    """Put a backslash before what would make a block of the line."""
    found = start.match(line)
    return f"{line[: found.end()]}\\{line[found.end() :]}" if found else line


def _inactive(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "sign":
            return f"\\{found[0]}"
        case "angle":
            return _ENTITIES[found[0]]
        case "bidi":
            return f"⟨U+{ord(found[0]):04X}⟩"
        case _:
            return f"{found[0]}\\"
