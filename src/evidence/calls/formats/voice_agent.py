"""Calls with a voice agent: `messages` by role, as Vapi, Retell, ElevenLabs and the frameworks write them.

Prompts and tools (`system`, `developer`, `tool`) are notes, never speech. Whoever is `user` is the customer only
where the file says that it was a call: by times, a length, a recording. A typed chat with a model looks the same.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import (
    epoch_ms,
    has_keys,
    json_object,
    moment_or_none,
    number,
    objects,
    parse_json,
    seconds_to_ms,
    text_or_none,
)
from evidence.calls.formats._links import page
from evidence.calls.formats._people import person
from evidence.calls.formats._rows import EPOCH
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.turns import Piece
from evidence.errors import FormatError
from evidence.model import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source
    from evidence.model import Participant, Side

NAME = "voice_agent"
SUFFIXES = (".json",)

_AGENTS = ("assistant", "agent", "bot", "ai", "model")
_CUSTOMERS = ("user", "customer", "caller", "human")
_MACHINES = ("assistant", "bot", "ai", "model")
_SIDES: dict[str, Side] = {**dict.fromkeys(_AGENTS, "internal"), **dict.fromkeys(_CUSTOMERS, "customer")}
_SAYS_SO = ("agent", "customer", "caller")
"""Roles that nobody has in a typed chat with a model."""
_SILENT = re.compile(r"system|developer|prompt|instructions?|context|function.*|tool.*|thought|thinking|reasoning")
_WORDS = ("message", "content", "text", "utterance", "transcript")
_STARTS = ("secondsFromStart", "time_in_call_secs", "start", "start_time", "timestamp", "time", "created_at")
_ENDS = ("end", "end_time", "endTime")
_ROLE = re.compile(rb'"role"\s*:\s*"(?i:%s)"' % "|".join(_SIDES).encode())
_CALL = (
    "call_id", "callId", "recording_url", "recordingUrl", "stereoRecordingUrl", "duration_ms", "durationSeconds",
    "call_duration_secs", "call_length", "phoneNumber", "from_number",
)  # fmt: skip
_IDS = ("call_id", "callId", "conversation_id", "session_id", "id")
_DATES = ("start_timestamp", "started_at", "startedAt", "start_time", "start_time_unix_secs", "created_at", "createdAt")
_LENGTHS = {
    "duration_ms": 1,
    "durationMs": 1,
    "durationSeconds": 1000,
    "duration_seconds": 1000,
    "call_duration_secs": 1000,
}
_CALL_OBJECTS = ("call", "metadata", "conversation")
_MOST_NESTED = 6


def claim(source: Source) -> Claim | None:
    """Claim objects with a role that a voice agent knows, and with words, but without any other speaker."""
    paths = source.key_paths
    places = [path.removesuffix(".role") for path in sorted(paths) if path.endswith("[].role")]
    if source.json_lines or not places or not _ROLE.search(source.data):  # lines of messages train models
        return None
    claims = []
    for place in places:
        words = next((key for key in _WORDS if f"{place}.{key}" in paths), None)
        if words and f"{place}.speaker" not in paths:
            spoken = [key for key in (*_STARTS, "words") if f"{place}.{key}" in paths]
            spoken += [key for key in _CALL if has_keys(source, key)]
            claims.append(
                Claim(82 if spoken else 60, f"JSON objects in {place} with role and {', '.join([words, *spoken[:2]])}")
            )
    return max(claims, default=None, key=lambda claim: claim.score)


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read each call of a file. Raises FormatError where nobody has a role."""
    found = list(_calls_in(parse_json(source), {}))
    if not found:
        raise FormatError("no list of messages says by role who spoke", hint="Check the export.")
    if len(found) > 1 and not any(_is_call(*call) for call in found):
        raise FormatError("these are chats with a model: nothing says that they were spoken", hint="Leave them out.")
    for messages, about in found:
        yield from _draft(messages, about)


def _is_call(messages: list[dict[str, Any]], about: dict[str, Any]) -> bool:
    return any(about.get(key) for key in _CALL) or any(_start(message) is not None for message in messages)


_Call = tuple[list[dict[str, Any]], dict[str, Any]]


def _calls_in(value: Any, above: dict[str, Any], depth: int = 0) -> Iterator[_Call]:
    """Yield the messages of each call, with all that stands about it: of several lists the one with times."""
    if depth > _MOST_NESTED:
        return
    if isinstance(value, list) and _are_messages(value):
        yield objects(value), above
    elif isinstance(value, list):
        for item in objects(value):
            yield from _calls_in(item, {}, depth + 1)
    elif isinstance(value, dict):
        about = _about(value, above)
        own = [(objects(item), about) for item in value.values() if isinstance(item, list) and _are_messages(item)]
        own += [call for item in value.values() if isinstance(item, dict) for call in _calls_in(item, about, depth + 1)]
        if own:
            yield max(own, key=lambda call: _worth(call[0]))
        for item in () if own else value.values():
            if isinstance(item, list):
                yield from _calls_in(item, {}, depth + 1)


def _about(holder: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Return what an object and those in it say of a call; the ids of an assistant or a phone are not the call's."""
    about = above | {key: item for key, item in holder.items() if not isinstance(item, list)}
    for name, inner in holder.items():
        for key, item in json_object(inner).items():
            if name in _CALL_OBJECTS or key in _CALL:
                about.setdefault(key, item)
    return about


def _are_messages(value: list[Any]) -> bool:
    return any(text_or_none(item.get("role")) and _text(item) for item in objects(value))


def _worth(messages: list[dict[str, Any]]) -> tuple[int, int]:
    said = [message for message in messages if _is_said(message)]
    return sum(_start(message) is not None for message in said), sum(len(_text(message)) for message in said)


def _draft(messages: list[dict[str, Any]], about: dict[str, Any]) -> Iterator[CallDraft | Note]:
    call = _is_call(messages, about)
    if not call and not {_role(message) for message in messages if _is_said(message)} <= set(_SAYS_SO):
        yield Note("nothing says that this was spoken, not typed: the side of `user` and `assistant` stays unknown")
    zero = _zero(messages, about)
    people: dict[str, Participant] = {}
    pieces, events = [], []
    for message in messages:
        start = _since(_start(message), zero)
        if not _is_said(message):
            events.append(Event("notes", _text(message), start_ms=start))
        elif text := _text(message):
            key = text_or_none(message.get("name")) or text_or_none(message.get("role")) or ""
            people.setdefault(key, _person(message, key, call=call))
            pieces.append(Piece(key, text, start, _end(message, start, zero)))
    length = next(((number(about[key]) or 0) * unit for key, unit in _LENGTHS.items() if about.get(key)), None)
    yield CallDraft(
        pieces,
        people=tuple(people.items()),
        events=tuple(events),
        source_id=_first(about, _IDS),
        title=_first(about, ("title",)),
        started_at=next((at for key in _DATES if (at := moment_or_none(about.get(key)))), None),
        duration_ms=round(length) if length else None,
        recording_url=page(about.get("recording_url"), about.get("recordingUrl")),
    )


def _first(about: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    return next((text for key in keys if (text := text_or_none(about.get(key)))), None)


def _role(message: dict[str, Any]) -> str:
    return (text_or_none(message.get("role")) or "").casefold()


def _is_said(message: dict[str, Any]) -> bool:
    kind = text_or_none(message.get("type")) or ""
    return bool(_role(message)) and not any(_SILENT.fullmatch(word.casefold()) for word in (_role(message), kind))


def _person(message: dict[str, Any], key: str, *, call: bool) -> Participant:
    role = _role(message)
    side = _SIDES.get(role) if call or role in _SAYS_SO else None
    known = person(key, side=side)
    name = None if key == message.get("role") else known.name
    return replace(known, label=key, name=name, bot=role in _MACHINES)


def _text(message: dict[str, Any]) -> str:
    """Return the words, which may stand in parts."""
    value = next((message[key] for key in _WORDS if message.get(key)), None)
    if isinstance(value, list):
        parts = (part if isinstance(part, str) else json_object(part) for part in value)
        texts = (part if isinstance(part, str) else part.get("text") or part.get("transcript") for part in parts)
        return " ".join(text for text in texts if isinstance(text, str))
    return text_or_none(value) or ""


def _start(message: dict[str, Any]) -> Any:
    stated = next((message[key] for key in _STARTS if message.get(key) is not None), None)
    return _word(message, 0, "start") if stated is None else stated


def _word(message: dict[str, Any], place: int, key: str) -> Any:
    words = objects(message.get("words"))
    return words[place].get(key) if words else None


def _end(message: dict[str, Any], start: int | None, zero: int | None) -> int | None:
    stated = next((message[key] for key in _ENDS if message.get(key) is not None), None)
    if stated is None:
        return seconds_to_ms(_word(message, -1, "end"))
    begin, end = epoch_ms(message.get("time")), epoch_ms(stated)
    if "secondsFromStart" in message:  # that is none of the dates beside it
        return None if start is None or begin is None or end is None else start + end - begin
    return _since(stated, zero)


def _zero(messages: list[dict[str, Any]], about: dict[str, Any]) -> int | None:
    """Return the moment from which dates count: that of the call, else of the first message."""
    first = [at for message in messages if _is_date(at := _start(message))]
    stated = next((at for key in _DATES if _is_date(at := about.get(key))), None)
    known, spoken = epoch_ms(stated), epoch_ms(first[0]) if first else None
    return known if known is not None and spoken is not None and known <= spoken else spoken


def _is_date(value: Any) -> bool:
    return (number(value) or 0) >= EPOCH or (number(value) is None and epoch_ms(value) is not None)


def _since(value: Any, zero: int | None) -> int | None:
    if not _is_date(value):
        return seconds_to_ms(value)
    moment = epoch_ms(value)
    return None if moment is None or zero is None else moment - zero
