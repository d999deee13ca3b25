"""vCon 0.0.1 to 0.4.0: a call as parties, dialog and analysis; the transcript is the body of an analysis.

What a body holds is its vendor's affair: lines with names, a list of passages
by party, or the answer of a recogniser, as JSON, as text of JSON, or as Python
once printed it. Text messages in `dialog` are chat, summaries are notes.
"""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING, Any

from evidence.calls.formats import assemblyai, deepgram, rev_ai, whisper
from evidence.calls.formats._json import (
    epoch_ms,
    has_keys,
    json_object,
    objects,
    parse_json,
    seconds_to_ms,
    text_or_none,
)
from evidence.calls.formats._people import ai_notes, person
from evidence.calls.formats._words import voice
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.formats.speaker_text import label_pieces
from evidence.calls.people import role_of
from evidence.calls.turns import Piece
from evidence.errors import EmptyTranscriptError
from evidence.model import Event, Participant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evidence.calls.source import Source

NAME = "vcon"
SUFFIXES = (".vcon", ".json")
_LONGEST_LITERAL = 2_000_000
"""Code points of Python that are worth reading: its parser takes a hundred times the memory."""

_TEXTS = ("text", "body", "transcript", "message", "content")


def claim(source: Source) -> Claim | None:
    """Claim what states its version of vCon."""
    parts = ("parties", "dialog", "analysis", "uuid")
    found = has_keys(source, "$.vcon") and any(has_keys(source, f"$.{part}") for part in parts)
    return Claim(100, "JSON with vcon and its parts") if found else None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the one call of a file. Raises EmptyTranscriptError where it holds no transcript."""
    vcon = json_object(parse_json(source))
    dialogs, analyses = objects(vcon.get("dialog")), objects(vcon.get("analysis"))
    people = _people(objects(vcon.get("parties")))
    keys = [key for key, _ in people]
    pieces: list[Piece] = []
    for analysis in _transcripts(analyses):
        if str(analysis.get("type")).endswith("redacted") or vcon.get("redacted"):
            yield Note("the transcript was redacted by its vendor")
        said = _pieces(_body(analysis), keys, *_clock(dialogs, analysis.get("dialog")))
        if not said:
            vendor = text_or_none(analysis.get("vendor")) or "an unknown vendor"
            yield Note(f"a transcript by {vendor} in an unknown format; left out", fault=True)
        pieces += said
    if not any(piece.text.strip() for piece in pieces):
        held = ", ".join(sorted({str(d.get("type")) for d in dialogs})) or "nothing"
        what = f"the vCon contains no readable transcript (dialog: {held[:80]}; analyses: {len(analyses)})"
        raise EmptyTranscriptError(what, hint="Have the recording transcribed.")
    first = dialogs[0] if dialogs else {}
    recordings = [dialog for dialog in dialogs if dialog.get("type") == "recording"]
    notes = [analysis.get("body") for analysis in analyses if analysis.get("type") == "summary"]
    yield CallDraft(
        pieces,
        people=people,
        events=(*_chat(dialogs, keys), *ai_notes(*notes)),
        source_id=text_or_none(vcon.get("uuid")),
        title=text_or_none(vcon.get("subject")),
        started_at=text_or_none(first.get("start")),
        duration_ms=seconds_to_ms(recordings[0].get("duration")) if len(recordings) == 1 else None,
        recording_url=text_or_none(recordings[0].get("url")) if recordings else None,
    )


def _people(parties: list[dict[str, Any]]) -> tuple[tuple[str, Participant], ...]:
    """Return the parties by their names, which the transcript calls them by, in the order of their numbers."""
    people: dict[str, Participant] = {}
    for number, party in enumerate(parties):
        role = text_or_none(party.get("role")) or text_or_none(json_object(party.get("meta")).get("role"))
        side, known = role_of(role or "") or ("unknown", role)
        address = (text_or_none(party.get("mailto")) or "").removeprefix("mailto:")
        stated = None if side == "unknown" else side
        who = person(party.get("name"), address, side=stated, role=known, nameless=f"Party {number}")
        people[who.label if who.label not in people else f"{who.label}\n{number}"] = who
    return tuple(people.items())


def _transcripts(analyses: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield one transcript for each dialog, the whole one before a redacted one."""
    found = [a for a in analyses if str(a.get("type")).startswith("transcript") or "transcript" in a]
    taken: set[str] = set()
    for analysis in sorted(found, key=lambda a: a.get("type") != "transcript"):
        dialog = str(analysis.get("dialog"))
        if dialog not in taken:
            taken.add(dialog)
            yield analysis


def _clock(dialogs: list[dict[str, Any]], index: object) -> tuple[int | None, int]:
    """Return when the first dialog began, as an epoch, and how much later the one of a transcript did."""
    index = next((i for i in index if isinstance(i, int)), 0) if isinstance(index, list) else index
    zero = _epoch(dialogs[0].get("start")) if dialogs else None
    own = _epoch(dialogs[index].get("start")) if isinstance(index, int) and 0 <= index < len(dialogs) else None
    return zero, own - zero if own is not None and zero is not None else 0


def _epoch(time: object) -> int | None:
    return epoch_ms(time) if isinstance(time, str) else None


def _body(analysis: dict[str, Any]) -> Any:
    """Return the body, read where it is text of JSON or of Python; None where it is neither."""
    body = analysis.get("body", analysis.get("transcript"))
    if not isinstance(body, str) or body.lstrip()[:1] not in ("{", "["):
        return body
    try:
        return json.loads(body, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        pass
    if body.lstrip()[:2] not in ("{'", "[{") or len(body) > _LONGEST_LITERAL:
        return body if body.lstrip()[0] == "[" else None  # `[00:01] Dana: ...` is text
    try:
        return ast.literal_eval(body.strip())
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None


def _pieces(body: Any, keys: list[str], zero: int | None, shift: int) -> list[Piece]:
    """Return what a body says, by the shape it has."""
    if isinstance(body, str):
        said = [piece._replace(line=None) for piece in label_pieces(body, keys, 0)]
    elif isinstance(body, list):
        said = [_passage(item, keys, zero, shift) for item in objects(body)]
        return [piece for piece in said if piece.text.strip()]
    else:
        said = _answer(json_object(body), keys, zero)
    return [_later(piece, shift) for piece in said if piece.text.strip()]


def _answer(body: dict[str, Any], keys: list[str], zero: int | None) -> list[Piece]:
    """Return what the answer of a recogniser says; its voices are not the parties."""
    if "results" in body:
        return deepgram.deepgram_pieces(body)
    if "monologues" in body:
        return list(rev_ai.draft_of(body, "elements", "end_ts").pieces)
    if "segments" in body:
        return whisper.whisper_pieces(body)
    if "utterances" in body or "words" in body:
        return assemblyai.assemblyai_pieces(body)
    inner = next((body[key] for key in _TEXTS if isinstance(body.get(key), str | list)), None)
    return _pieces(inner, keys, zero, 0) if inner else []


def _passage(item: dict[str, Any], keys: list[str], zero: int | None, shift: int) -> Piece:
    text = next((item[key] for key in _TEXTS if isinstance(item.get(key), str)), "")
    start_ms, length = _start(item, zero, shift), seconds_to_ms(item.get("duration"))
    end_ms = None if start_ms is None or length is None else start_ms + length
    return Piece(_speaker(item, keys), text, start_ms, end_ms)


def _speaker(item: dict[str, Any], keys: list[str]) -> str | None:
    """Return the party by its number, or a label as written; of several parties nobody is told."""
    party = item.get("parties", item.get("party"))
    if isinstance(party, list) and len(party) == 1:
        party = party[0]
    if isinstance(party, int) and not isinstance(party, bool) and 0 <= party < len(keys):
        return keys[party]
    return voice(item.get("speaker"))


def _start(item: dict[str, Any], zero: int | None, shift: int) -> int | None:
    start = item.get("start")
    if (epoch := _epoch(start)) is not None and seconds_to_ms(start) is None:
        return None if zero is None else epoch - zero
    offset = seconds_to_ms(start)
    return None if offset is None else offset + shift


def _later(piece: Piece, shift: int) -> Piece:
    if not shift:
        return piece
    start_ms, end_ms = (None if ms is None else ms + shift for ms in (piece.start_ms, piece.end_ms))
    return piece._replace(start_ms=start_ms, end_ms=end_ms)


def _chat(dialogs: list[dict[str, Any]], keys: list[str]) -> Iterator[Event]:
    """Yield the text messages: written, not said."""
    zero = _epoch(dialogs[0].get("start")) if dialogs else None
    for dialog in dialogs:
        body = dialog.get("body")
        if dialog.get("type") == "text" and isinstance(body, str) and dialog.get("encoding") in (None, "none"):
            parties = dialog.get("parties")
            sender = parties[:1] if isinstance(parties, list) else parties
            epoch = _epoch(dialog.get("start"))
            start_ms = epoch - zero if epoch is not None and zero is not None else None
            yield Event("chat", body, _speaker({"parties": sender}, keys), start_ms)
