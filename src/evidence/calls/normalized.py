"""Render and parse the normalized call: Markdown that people read and citations link into.

    ---
    call_id: "northquay-2026-01-12"          front matter: strings quoted as in JSON,
    title: "Discovery"                       what is unknown is left out
    participants:
    - label: "Dana Reyes"
      side: "customer"
    ---

    # Discovery

    <a id="u1"></a>
    **Dana Reyes** `00:00:05.120 - ~00:00:09.870` <!-- turn 1, line 12 -->

    We were babysitting deploys.

    ## Not speech

    - chat `00:01:00.000` **Dana Reyes**: see the link <!-- line 40 -->

`~` marks a derived time and `?` an unknown one beside a known one; `<!-- turn 1, line 12, 31 at 00:00:09.000 -->`
says that the words at the 31st code point begin then, where an even pace would be off by a second; an
utterance nobody is known to have said stands under `_unknown speaker_`. Text
is escaped as little as Markdown allows, so that `grep` still finds words.
`parse(render(call)) == call`; `parse` takes CRLF, wrapped lines and YAML that
people wrote, and names the line of anything else.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import datetime
from functools import lru_cache, partial
from itertools import chain
from typing import TYPE_CHECKING, Any, NoReturn

from evidence.calls import packed, parts
from evidence.calls.digest import Sha256
from evidence.calls.normalized_body import NOBODY, NOT_SPEECH, UTTERANCE_BORDER, NormalizedBody, refuse_normalized
from evidence.calls.packed import Deflated, batches, pack
from evidence.encodings import encoding_of
from evidence.errors import NormalizedError, SettingsError
from evidence.escape import escape_line
from evidence.model import Call, Event, Participant, Utterance
from evidence.text import one_line, timestamp
from evidence.yaml_text import load_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

CALL_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")

_HEAD = (
    "call_id", "title", "source", "source_sha256", "format", "normalizer",
    "source_id", "started_at", "meeting_id", "duration_ms", "recording_url", "account_id", "opportunity_id",
    "account_hint",
)  # fmt: skip
_REQUIRED = _HEAD[:6]
_AFTER = len(_REQUIRED)  # the hashes stand behind the fields that every call has
_HASHES = ("text_sha256", "head_sha256", "rest_sha256")
_PERSON = tuple(field.name for field in fields(Participant))
_SIDES = ("customer", "internal", "unknown")
_quoted = json.JSONEncoder(ensure_ascii=False).encode  # made once: `dumps` would make one for every value


def text_sha256(call: Call) -> str:
    """Return the hash over who said what: labels and texts, in order."""
    return _sha256(map(_said, call.utterances))


def _sha256(lines: Iterable[str]) -> str:
    return Sha256().add(lines).hexdigest()


def stated_sha256(text: str, key: str = "text_sha256") -> str | None:
    """Return a hash that stands in a normalized call; it differs once people edited what it covers."""
    found = re.search(rf'^{key}: "([0-9a-f]{{64}})"\r?$', text, re.MULTILINE)
    return found[1] if found else None


def head_sha256(call: Call) -> str:
    """Return the hash over the front matter, so that what people wrote there is noticed and kept."""
    return _sha256(_head_lines(call))


def rest_sha256(call: Call) -> str:
    """Return the hash over turns, times and what was not speech: what the other two do not cover."""
    return _sha256(chain(map(_timed, call.utterances), map(_beside, call.events)))


def _said(u: Utterance) -> str:
    return f"{u.number}\t{u.speaker or ''}\t{u.text}"


def _timed(u: Utterance) -> str:
    stamps = f"\t{u.stamps}" if u.stamps else ""
    return f"{u.turn}\t{u.start_ms}\t{u.end_ms}\t{u.start_source}\t{u.end_source}{stamps}"


def _beside(e: Event) -> str:
    return f"{e.kind}\t{e.start_ms}\t{e.speaker or ''}\t{e.text}"


def is_edited(text: str, call: Call) -> bool:
    """Whether people changed who said what since `render` wrote this call."""
    return stated_sha256(text) != text_sha256(call)


def render(call: Call, *, head: str | None = None) -> str:
    """Return the call as Markdown, with LF line ends and one at the end.

    head: a `head_sha256` to keep instead of this call's own: the front matter
    stays marked as edited by people.
    """
    return render_bytes(call, head=head).decode()


def render_bytes(call: Call, *, head: str | None = None) -> bytes:
    """Return what `render` does as UTF-8."""
    return b"".join(render_pieces(call, head=head))


def render_pieces(call: Call, *, head: str | None = None) -> tuple[bytes] | Deflated:
    """Return what `render` does as UTF-8: one piece, or deflated ones where the utterances are very many.

    Each utterance is asked for once: what the front matter says of the words is known only after the last.
    """
    said, rest = Sha256(), Sha256()
    body = _body(call, said, rest)
    held = Deflated(body) if len(call.utterances) >= packed.MANY else [*body]
    front = _front(call, head, (said.hexdigest(), rest.hexdigest()))
    return held.behind(front) if isinstance(held, Deflated) else (b"".join((front, *held)),)


def _body(call: Call, said: Sha256, rest: Sha256) -> Iterator[bytes]:
    for block in batches(call.utterances):
        said.add(map(_said, block))
        rest.add(map(_timed, block))
        yield "".join(map(_utterance, block)).encode()
    if call.events:
        rest.add(map(_beside, call.events))
        yield f"\n{NOT_SPEECH}\n\n{''.join(map(_event, call.events))}".encode()


def _front(call: Call, head: str | None, hashes: tuple[str, str]) -> bytes:
    title, lines, (said, rest) = call.title, _head_lines(call), hashes
    head = head or _sha256(lines)
    stated = (f'text_sha256: "{said}"', f'head_sha256: "{head}"', f'rest_sha256: "{rest}"')
    front = ("---", *lines[:_AFTER], *stated, *lines[_AFTER:], "---", "", f"# {escape_line(title)}", "")
    return "\n".join(front).encode()


def _head_lines(call: Call) -> list[str]:
    lines = [f"{key}: {_scalar(value)}" for key in _HEAD if (value := getattr(call, key)) is not None]
    if call.participants:
        lines.append("participants:")
    for person in call.participants:
        given = [(key, getattr(person, key)) for key in _PERSON if getattr(person, key) not in (None, False)]
        lines += [f"{'  ' if i else '- '}{key}: {_scalar(value)}" for i, (key, value) in enumerate(given)]
    return lines


def _scalar(value: str | int) -> str:
    if isinstance(value, bool):
        return "true"
    if isinstance(value, int):
        return str(value)
    quoted = _quoted(value)
    if quoted.isprintable():
        return quoted
    # YAML readers refuse what is not printable; JSON's escapes serve both.
    return "".join(c if c.isprintable() or c > "\uffff" else f"\\u{ord(c):04x}" for c in quoted)


def _utterance(utterance: Utterance) -> str:
    line = f", line {utterance.line}" if utterance.line else ""
    if utterance.stamps:
        line += "".join(f", {at} at {timestamp(ms)}" for at, ms in utterance.stamps)
    return (
        f'\n<a id="u{utterance.number}"></a>\n{_who(utterance.speaker)}{_times(utterance)}'
        f" <!-- turn {utterance.turn}{line} -->\n\n{escape_line(utterance.text)}\n"
    )


@lru_cache(maxsize=4096)  # a call has few speakers
def _who(label: str | None) -> str:
    return NOBODY if label is None else f"**{escape_line(label)}**"


def _times(utterance: Utterance) -> str:
    start = _time(utterance.start_ms, utterance.start_source)
    if utterance.end_ms is None:
        return "" if utterance.start_ms is None else f" `{start}`"
    return f" `{start} - {_time(utterance.end_ms, utterance.end_source)}`"


def _time(ms: int | None, source: str | None) -> str:
    return "?" if ms is None else f"{'~' if source == 'derived' else ''}{timestamp(ms)}"


def _event(event: Event) -> str:
    time = "" if event.start_ms is None else f" `{timestamp(event.start_ms)}`"
    who = "" if event.speaker is None else f" **{escape_line(event.speaker)}**"
    line = f" <!-- line {event.line} -->" if event.line else ""
    return f"- {event.kind}{time}{who}: {escape_line(event.text)}{line}\n"


_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d))?", re.ASCII)
_SIMPLE = re.compile(r'(?P<key>\w+): (?P<value>"(?:[^"\\]|\\.)*"|-?\d+|true|false)')


def parse(text: str, path: str | None = None) -> Call:
    """Read a normalized call.

    path: how errors call the file.
    Raises NormalizedError with the line at fault.
    """
    return _parsed(text.removeprefix("\ufeff").replace("\r\n", "\n"), iter(()), path)


def parse_bytes(data: bytes, path: str | None = None) -> tuple[Call, str]:
    """Read a normalized call as its file holds it; return it, and a beginning of the text with the front matter.

    A large one is read in parts, since as a whole its text may take four times the memory of the bytes.
    Raises NormalizedError with the line at fault, or where it is not UTF-8.
    """
    try:
        if len(data) < parts.LARGE:
            text = data.decode()
            return parse(text, path), text
        texts = parts.decode_parts(data, "utf-8", "strict", at=len(encoding_of(data).mark))
        parted = parts.in_parts(_with_lf(texts), UTTERANCE_BORDER)
        _, text = next(parted)
        return _parsed(text, parted, path), text
    except UnicodeDecodeError as error:
        raise NormalizedError("not UTF-8", hint="Save it as UTF-8.", path=path) from error


def _with_lf(texts: Iterable[str]) -> Iterator[str]:
    """Yield texts with LF for CRLF; where a text ends between the two, they come with the next."""
    held = ""
    for text in texts:
        whole = f"{held}{text}"
        held = "\r" if whole.endswith("\r") else ""
        yield whole.removesuffix("\r").replace("\r\n", "\n")
    yield held


def _parsed(body: str, following: Iterator[tuple[int, str]], path: str | None) -> Call:
    if not body.startswith("---\n") or (end := body.find("\n---\n", 3)) < 0:
        refuse_normalized(path, 1, "it does not begin with front matter between two --- lines")
    reader = NormalizedBody(body, end + len("\n---\n"), path, following)
    head = _head(body[4 : end + 1], path)
    people = _participants(head.pop("participants", None) or (), body[4 : end + 1], path)
    utterances = pack(reader.utterances(frozenset(person.label for person in people)))
    return Call(**head, participants=people, utterances=utterances, events=reader.events())


def _head(front: str, path: str | None) -> dict[str, Any]:
    data = _simple_yaml(front) or _people_yaml(front, path)
    for key in data:
        if key not in (*_HEAD, *_HASHES, "participants"):
            refuse_normalized(path, _line_of(front, key), f"unknown key {key!r} in the front matter")
    for key in _REQUIRED:
        if not isinstance(data.get(key), str):
            refuse_normalized(path, 1, f"{key} is missing in the front matter")
    if not CALL_ID.fullmatch(data["call_id"]):
        refuse_normalized(path, _line_of(front, "call_id"), f"{data['call_id']!r} cannot be a call_id")
    duration = data.get("duration_ms")
    if duration is not None:
        if not re.fullmatch(r"\d{1,15}", str(duration)):
            refuse_normalized(path, _line_of(front, "duration_ms"), f"duration_ms: {duration!r} is not a whole number")
        data["duration_ms"] = int(duration)
    _texts(data, front, path)
    return {key: value for key, value in data.items() if key not in _HASHES}


def _texts(data: dict[str, Any], front: str, path: str | None) -> None:
    """Bring the texts of the front matter through the same door as what was said."""
    for key in _HEAD:
        if key != "duration_ms" and (value := data.get(key)) is not None:
            if not isinstance(value, str):
                refuse_normalized(path, _line_of(front, key), f"{key} must be a single text")
            # The name of a file may hold any blanks; only what no text can hold is replaced in it.
            data[key] = value.encode(errors="replace").decode() if key == "source" else one_line(value)
    started = data.get("started_at")
    if started is not None and not _is_moment(started):
        what = f"started_at: {started!r} is not a date such as 2026-01-12 or 2026-01-12T15:04:05Z"
        refuse_normalized(path, _line_of(front, "started_at"), what)


def _is_moment(text: str) -> bool:
    """Whether this is a real day, alone or with a time and its offset (RFC 3339)."""
    try:
        return bool(_MOMENT.fullmatch(text) and datetime.fromisoformat(text.upper()))
    except ValueError:
        return False


def _line_of(front: str, key: str) -> int:
    found = re.search(rf"^[- ]*['\"]?{re.escape(str(key))}['\"]?\s*:", front, re.MULTILINE)
    return front.count("\n", 0, found.start()) + 2 if found else 1


def _simple_yaml(front: str) -> dict[str, Any] | None:
    """Read front matter as `render` writes it, 20 times faster than a YAML parser; None for any other."""
    data: dict[str, Any] = {}
    target = data
    people: list[dict[str, Any]] = []
    for line in front.split("\n")[:-1]:
        if line == "participants:":
            data["participants"] = people
            continue
        if line.startswith("- "):
            target = {}
            people.append(target)
        elif line.startswith("  ") != (target is not data):
            return None
        found = _SIMPLE.fullmatch(line if target is data else line[2:])
        if not found or found["key"] in target:
            return None
        value = found["value"]
        try:
            target[found["key"]] = json.loads(value) if value[0] == '"' else value
        except ValueError:
            return None
    return data


def _people_yaml(front: str, path: str | None) -> dict[str, Any]:
    """Read front matter that people wrote: any YAML, scalars as text."""
    try:
        data, _ = load_yaml(front, path or "")
    except SettingsError as error:
        what = "is not valid YAML" if isinstance(error.__cause__, Exception) else f"cannot be read: {error.what}"
        refuse_normalized(path, (error.line or 0) + 1, f"the front matter {what}")
    if not isinstance(data, dict):
        refuse_normalized(path, 2, "the front matter must be `key: value` lines")
    people = data.get("participants")
    if people not in (None, "") and not (isinstance(people, list) and all(isinstance(p, dict) for p in people)):
        refuse_normalized(path, _line_of(front, "participants"), "participants must be a list of `label: ...` entries")
    for entry in (data, *(people or ())):
        entry.update({key: None for key, value in entry.items() if value == ""})
    return data


def _participants(entries: Iterable[dict[str, Any]], front: str, path: str | None) -> tuple[Participant, ...]:
    people: dict[str, Participant] = {}
    for number, entry in enumerate(entries):
        wrong = partial(_wrong, front, path, number)
        person = _person(entry, wrong)
        if person.label in people:
            wrong("label", f"two participants are called {person.label!r}")
        people[person.label] = person
    return tuple(people.values())


def _wrong(front: str, path: str | None, number: int, key: str, what: str) -> NoReturn:
    """Name the line of a key of a participant, else the one where that participant begins."""
    starts = [found.start() for found in re.finditer(r"^[ \t]*-(?=\s)", front, re.MULTILINE)][number : number + 2]
    if not starts:  # people wrote their list in another style
        refuse_normalized(path, _line_of(front, "participants"), what)
    entry = front[starts[0] : starts[1] if starts[1:] else len(front)]
    refuse_normalized(path, front.count("\n", 0, starts[0]) + max(2, _line_of(entry, key)), what)


def _person(entry: dict[str, Any], wrong: Callable[[str, str], NoReturn]) -> Participant:
    known = dict(entry)
    for key, value in known.items():
        if key not in _PERSON:
            wrong(key, f"unknown key {key!r} for a participant")
        if value is not None and not isinstance(value, str):
            wrong(key, f"{key} of a participant must be a single text")
        known[key] = None if value is None else one_line(value)
    if not known.get("label"):
        wrong("label", "a participant has no label")
    known["bot"] = str(known.get("bot") or "false").lower() in {"true", "yes"}
    known["side"] = str(known.get("side") or "unknown").lower()
    if known["side"] not in _SIDES:
        wrong("side", f"side: {known['side']!r} is not one of {', '.join(_SIDES)}")
    return Participant(**known)
