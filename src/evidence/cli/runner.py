"""What is printed in CI is read for commands by the machine that runs it: words of other people must be none.

GitHub takes a line that begins with `::`, behind blanks too, for one, and `##[` anywhere; Azure `##vso[` and
TeamCity `##teamcity[`. There, and only there, a backslash parts the two signs: `:\\:error`, `#\\#vso[`.
"""

from __future__ import annotations

import re
import sys
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

# A carriage return ends a line for the readers of .NET.
_AMID = r"#(?=#(?:vso|teamcity)?\[)"
_COMMAND = re.compile(rf"(?:\A|(?<=[\r\n]))\s*:(?=:)|{_AMID}", re.IGNORECASE)
_LONGEST = 16  # signs of an unfinished line that may begin a command


@contextmanager
def without_commands() -> Iterator[None]:
    """Let nothing that is printed be a command, whoever prints it: results, errors, the parser of options, Python."""
    with ExitStack() as streams:
        streams.enter_context(redirect_stdout(_Inert(sys.stdout)))
        streams.enter_context(redirect_stderr(_Inert(sys.stderr)))
        yield


class _Inert:
    """A stream whose lines are no commands, however they are written in pieces."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._tail = stream, ""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever the stream has
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        joined, begun = self._tail + text, len(self._tail)
        places = [max(found.end(), begun) for found in _COMMAND.finditer(joined)]
        pieces = [joined[start:end] for start, end in zip([begun, *places], [*places, None], strict=True)]
        written = "\\".join(pieces)
        self._stream.write(written)
        line = re.split(r"[\r\n]", self._tail + written)[-1]
        self._tail = line if len(line) <= _LONGEST else f"{line.strip()[:1]}{line[-_LONGEST:]}"
        return len(text)

    def writelines(self, lines: Iterator[str]) -> None:
        for line in lines:
            self.write(line)

    def command(self, text: str) -> int:
        """Write a line that is meant for GitHub; the others find nothing in it."""
        return self._stream.write(re.sub(_AMID, r"\g<0>\\", text, flags=re.IGNORECASE))
