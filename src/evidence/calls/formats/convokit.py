"""ConvoKit's `utterances.jsonl`: one utterance a line, many conversations in a file, each a call of its own.

Older corpora write `reply-to`, `root` and `user` for `reply_to`, `conversation_id`
and `speaker`. Names of speakers come from `speakers.json` beside the file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from evidence.calls.formats._json import has_keys, json_object, parse_json, text_or_none
from evidence.calls.formats._rows import TurnRow, drafts
from evidence.calls.formats.base import CallDraft, Claim, Note
from evidence.calls.source import Source
from evidence.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "convokit"
SUFFIXES = (".jsonl",)
BESIDE = ("speakers.json",)


def claim(source: Source) -> Claim | None:
    """Claim lines with a conversation, a speaker, a text and what it replies to."""
    new = has_keys(source, "$.conversation_id", "$.speaker", "$.text")
    old = has_keys(source, "$.root", "$.user", "$.text")
    replies = has_keys(source, "$.reply_to") or has_keys(source, "$.reply-to")
    return Claim(90, "JSON lines with conversation, speaker, text and reply") if replies and (new or old) else None


def read(source: Source) -> Iterator[CallDraft | Note]:
    """Read the conversations of a file; a broken line is noted and the rest goes on."""
    names, notes = _names(source)
    yield from notes
    rows: list[TurnRow] = []
    for number, line in source.lines():
        if not line.strip():
            continue
        try:
            item = json_object(json.loads(line, parse_constant=lambda _: None))
        except (ValueError, RecursionError):
            yield Note("not valid JSON; left out", number, fault=True, hint="Fix this line.")
            continue
        if isinstance(text := item.get("text"), str):
            rows.append(_row(item, text, names, number))
    yield from drafts(rows, None)


def _row(item: dict[str, Any], text: str, names: dict[str, str], line: int) -> TurnRow:
    speaker = item.get("speaker", item.get("user"))
    key = text_or_none(json_object(speaker).get("id", speaker))
    call = text_or_none(item.get("conversation_id")) or text_or_none(item.get("root"))
    return TurnRow(names.get(key or "") or key, text, item.get("timestamp"), call=call, id=key, line=line)


def _names(source: Source) -> tuple[dict[str, str], list[Note]]:
    data = source.beside(BESIDE[0])
    if data is None:
        return {}, []
    try:
        speakers = json_object(parse_json(Source(BESIDE[0], data)))
    except FormatError as error:
        return {}, [Note(f"{BESIDE[0]} cannot be read: {error.what}", fault=True)]
    names = {
        key: text_or_none(json_object(json_object(item).get("meta")).get("name")) for key, item in speakers.items()
    }
    return {key: name for key, name in names.items() if name}, []
