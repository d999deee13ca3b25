"""The body of a normalized call: what `normalized.render` wrote below the front matter, and what people made of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn

from evidence.errors import NormalizedError
from evidence.escape import unescape_line
from evidence.model import Event, Utterance
from evidence.text import milliseconds, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = "_unknown speaker_"
NOT_SPEECH = "## Not speech"

_HEADER = re.compile(
    r'<a id="u(?P<number>[1-9]\d{0,8})"></a>\n'
    rf"(?:\*\*(?P<label>(?:[^\n*\\]|\\.)+)\*\*|{NOBODY})"
    r"(?: `(?P<start>[^`\n]*?)(?: - (?P<end>[^`\n]*))?`)?"
    r" <!-- turn (?P<turn>[1-9]\d{0,8})(?:, line (?P<line>[1-9]\d{0,8}))?"
    r"(?P<stamps>(?:, [1-9]\d{0,8} at -?\d[\d:.]*)*) -->\n"
    r"\n+(?P<text>(?!<a id=)[^\n]+(?:\n(?!<a id=)[^\n]+)*)\n(?:\n+|\Z)"
)
UTTERANCE_BORDER = re.compile(r'\n\n(?=<a id="u[1-9][0-9]{0,8}"></a>\n)')
_EVENT = re.compile(
    r"- (?P<kind>chat|notice|notes)(?: `(?P<start>[^`\n]*)`)?(?: \*\*(?P<label>(?:[^\n*\\]|\\.)+)\*\*)?"
    r": (?P<text>[^\n]+?)(?: <!-- line (?P<line>[1-9]\d{0,8}) -->)?(?:\n+|\Z)"
)
_BORDER = f"\n{NOT_SPEECH}".encode()
_TITLE = re.compile(r"\n*# [^\n]*\n+")


def refuse_normalized(path: str | None, line: int, what: str) -> NoReturn:
    """Raise NormalizedError: where, what, and what to do."""
    raise NormalizedError(what, hint="Fix it, or delete the file and run evidence ingest.", path=path, line=line)


def below_speech(data: bytes) -> str:
    """Return what stands below `## Not speech` in a normalized call, "" where nothing does; speech is not read."""
    found = next((at for at in _places(data, _BORDER) if data[:at].endswith((b"\n", b"\n\r"))), -1)
    return data[found:].decode(errors="replace").replace("\r\n", "\n").lstrip("\n") if found >= 0 else ""


def _places(data: bytes, sought: bytes) -> Iterator[int]:
    """Yield where bytes stand: a pattern that may begin with either line end took 0.6 ms a call, this takes 0.01."""
    at = data.find(sought)
    while at >= 0:
        yield at
        at = data.find(sought, at + 1)


def events_below(text: str) -> tuple[Event, ...]:
    """Read what `below_speech` returns. Raises NormalizedError."""
    return NormalizedBody(f"# Call\n\n{text}", 0, None, iter(())).events() if text else ()


class NormalizedBody:
    """Reads title, utterances and events one after the other and knows the line it is at.

    The text may come in parts, each but the first from an utterance on.
    """

    def __init__(self, text: str, at: int, path: str | None, following: Iterator[tuple[int, str]]) -> None:
        """Begin behind the front matter. Raises NormalizedError where no title follows."""
        self._text = text
        self._at = at
        self._path = path
        self._before, self._following = 0, following
        title = _TITLE.match(text, at)
        if not title:
            self._refuse("expected the title, a line that begins with `# `")
        self._at = title.end()

    def _refuse(self, what: str) -> NoReturn:
        at = self._at
        while at < len(self._text) and self._text[at] == "\n":
            at += 1
        refuse_normalized(self._path, self._before + self._text.count("\n", 0, at) + 1, what)

    def _goes_on(self) -> bool:
        """Whether there is more to read; go on to the next part where this one is at its end."""
        while self._at >= len(self._text) and (part := next(self._following, None)):
            self._at, (self._before, self._text) = 0, part
        return self._at < len(self._text)

    def utterances(self, labels: frozenset[str]) -> Iterator[Utterance]:
        """Yield what was said by somebody of these labels. Raises NormalizedError."""
        number = turn = 0
        while self._goes_on() and not self._text.startswith(NOT_SPEECH, self._at):
            found = _HEADER.match(self._text, self._at)
            if not found:
                self._refuse("expected an utterance: anchor, speaker line, blank line, text, blank line")
            utterance = self._utterance(found)
            if utterance.speaker is not None and utterance.speaker not in labels:
                self._refuse(f"the speaker {utterance.speaker!r} is not among the participants")
            if utterance.number <= number or utterance.turn < turn:
                self._refuse("numbers of utterances and turns must rise")
            number, turn = utterance.number, utterance.turn
            self._at = found.end()
            yield utterance

    def _utterance(self, found: re.Match[str]) -> Utterance:
        number, label, start, end, turn, line, stamps, text = found.groups()
        start_ms, start_source = self._time(start)
        end_ms, end_source = self._time(end)
        return Utterance(
            int(number), int(turn), None if label is None else unescape_line(one_line(label)),
            self._words(text),
            start_ms, end_ms, start_source, end_source, int(line) if line else None,
            self._stamps(stamps) if stamps else (),
        )  # fmt: skip

    def _words(self, markdown: str) -> str:
        text = unescape_line(one_line(markdown))
        if not text:
            self._refuse("expected words, but there are only blanks and invisible characters")
        return text

    def _time(self, time: str | None) -> tuple[int | None, Any]:
        if time is None or time == "?":
            return None, None
        ms = milliseconds(time.removeprefix("~"))
        if ms is None:
            self._refuse(f"{time!r} is not a time")
        return ms, "derived" if time[0] == "~" else "stated"

    def _stamps(self, written: str) -> tuple[tuple[int, int], ...]:
        stamps = (stamp.partition(" at ") for stamp in written.split(", ")[1:])
        return tuple(sorted((int(at), self._time(time)[0] or 0) for at, _, time in stamps))

    def events(self) -> tuple[Event, ...]:
        """Return what was not speech, below what was said. Raises NormalizedError."""
        if self._at >= len(self._text):
            return ()
        self._at += len(NOT_SPEECH)
        self._text += "".join(text for _, text in self._following)  # what stands there begins no part
        result: list[Event] = []
        while self._text[self._at :].strip():
            while self._text[self._at] == "\n":
                self._at += 1
            found = _EVENT.match(self._text, self._at)
            if not found:
                self._refuse("expected `- chat: ...`, `- notice: ...` or `- notes: ...`")
            kind, start, label, text, line = found.groups()
            result.append(
                Event(
                    kind,  # type: ignore[arg-type]  # the pattern allows these three
                    self._words(text),
                    None if label is None else unescape_line(one_line(label)),
                    self._time(start)[0],
                    int(line) if line else None,
                )
            )
            self._at = found.end()
        return tuple(result)
