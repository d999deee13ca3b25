r"""One file a transcript format: source -> calls. `base` tells how to add one, here or as a plug-in.

>>> from evidence.calls.source import Source
>>> reading = read(Source("acme.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Dana>Hello."))
>>> reading.format, reading.calls[0].call_id, reading.calls[0].utterances[0].text
('vtt', 'acme', 'Hello.')
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from evidence.calls.formats._dates import SETTLES
from evidence.calls.formats._finish import NORMALIZER, finish
from evidence.calls.formats._parts import ENOUGH, ENOUGH_TO_STOP, CallDraft, Claim, Format, Note
from evidence.errors import AmbiguousFormatError, EmptyTranscriptError, FormatError, SettingsError, UnknownFormatError
from evidence.registry import Registry
from evidence.settings import SETTINGS
from evidence.text import nearest, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from evidence.calls.source import Source
    from evidence.model import Call
    from evidence.settings import TurnPattern

__all__ = [
    "FORMATS",
    "NORMALIZER",
    "CallDraft",
    "Claim",
    "Detection",
    "Note",
    "Reading",
    "beside_names",
    "detect",
    "names",
    "read",
    "read_drafts",
    "reader_version",
    "refuse_taken",
]  # fmt: skip

FORMATS: Registry[Format] = Registry(
    __name__, __path__, group="evidence.formats", what="format", parts=("SUFFIXES", "claim", "read")
)


@dataclass(frozen=True, slots=True)
class Detection:
    """The format of a source and why it was taken for that, strongest reason first."""

    format: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a source holds: its calls, and what was left out, repaired or guessed."""

    calls: tuple[Call, ...]
    notes: tuple[Note, ...]
    format: str
    reasons: tuple[str, ...]


def names() -> tuple[str, ...]:
    """Return the names of all formats, those of plug-ins too, sorted."""
    return FORMATS.names


def _module(name: str) -> Format:
    return FORMATS.load(name)


def reader_version(patterns: tuple[TurnPattern, ...] = (), date_order: str | None = None) -> str:
    """Say what reads raw files: where it is not what read them last, `ingest` reads them again.

    Raises SettingsError where a stated format takes a name that is taken.
    """
    stated = (hashlib.sha256(repr(patterns).encode("utf-8", "replace")).hexdigest()[:16],) if patterns else ()
    refuse_taken(patterns)
    return " ".join((NORMALIZER, *FORMATS.origins, *stated, *filter(None, [date_order])))


def refuse_taken(patterns: Iterable[TurnPattern]) -> None:
    """Raise SettingsError where a stated format has the name of another."""
    for stated in patterns:
        if stated.name in names():
            raise SettingsError(
                f"formats: {stated.name!r} is a format already", hint="Choose another name.", path=SETTINGS
            )


def beside_names() -> frozenset[str]:
    """Return the names of files that formats read beside a transcript and that are none themselves.

    It asks every format, so a plug-in that cannot be used raises its PluginError here, before anything is read.
    """
    return frozenset(name for known in names() for name in getattr(_module(known), "BESIDE", ()))


def detect(source: Source) -> Detection:
    """Say which format a source has: its content decides, its suffix breaks ties.

    A format that a person states goes before all others.
    Raises EmptyTranscriptError, UnknownFormatError, or AmbiguousFormatError where two claim it with the same right.
    """
    if source.patterns and (found := _by_pattern(source)):
        return found
    certain, counted = _kinds(names())
    claims = _claims(source, certain)
    if not any(claim.score >= ENOUGH_TO_STOP for claim, _ in claims):
        claims += _claims(source, counted)
    claims.sort(key=lambda entry: (-entry[0].score, not _has_suffix(source, entry[1]), entry[1]))
    if not claims or claims[0][0].score < ENOUGH:
        raise _unknown(source, [name for _, name in claims])
    ranks = [(claim.score, _has_suffix(source, name)) for claim, name in claims]
    if ranks[1:] and ranks[0] == ranks[1]:
        two = " and ".join(f"{name} ({claim.reason})" for claim, name in claims[:2])
        raise AmbiguousFormatError(
            f"this file could be {two}",
            hint=f"Choose one for this file: --format {claims[0][1]} or --format {claims[1][1]}.",
            path=source.name,
        )
    return Detection(claims[0][1], tuple(f"{name}: {claim.reason}" for claim, name in claims))


@cache
def _kinds(known: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the formats that are known by signs of their own, and those that count what could be turns."""
    counted = {name for name in known if getattr(_module(name), "COUNTED", False)}
    return tuple(name for name in known if name not in counted), tuple(sorted(counted))


def _by_pattern(source: Source) -> Detection | None:
    from evidence.calls.formats._stated_patterns import stated_for  # few workspaces state one

    found = stated_for(source)
    return Detection(found[0].name, (f"{found[0].name}: {found[1]}",)) if found else None


def _claims(source: Source, asked: Iterable[str]) -> list[tuple[Claim, str]]:
    found = []
    for name in asked:
        if name in FORMATS.plugins:
            with FORMATS.blaming(name):
                claim = _module(name).claim(source)
        else:
            claim = _module(name).claim(source)
        if claim:
            found.append((claim, name))
    return found


def _has_suffix(source: Source, name: str) -> bool:
    return source.path.suffix.lower() in _module(name).SUFFIXES


_LIKELY = {
    ".csv": "table", ".docx": "docx", ".json": "generic_json", ".sbv": "sbv", ".srt": "srt", ".tab": "table",
    ".tsv": "table", ".vtt": "vtt",
}  # fmt: skip
"""The reader of a file that nobody claims, by its suffix."""


def _unknown(source: Source, weak: list[str]) -> FormatError:
    near = weak[0] if weak else _LIKELY.get(source.path.suffix.lower(), "speaker_text")
    for name in names():
        if _has_suffix(source, name) and (refuse := getattr(_module(name), "refuse", None)):
            try:
                with FORMATS.blaming(name):
                    refuse(source)
            except FormatError as error:
                error.at(source.name)
                return error
    text = source.text  # raises FormatError for a binary, which says more
    if not text.strip():
        return EmptyTranscriptError("the file is empty", hint="Export it again.", path=source.name)
    return UnknownFormatError(
        "I couldn't tell how this file is laid out",
        hint=f"Closest matches: {near}. Try --format {near}, or describe its lines under formats: in evidence.yaml.",
        path=source.name,
    )


def read(source: Source, *, format: str | None = None) -> Reading:
    """Read the calls of a source, in the given format or the detected one.

    Raises FormatError (or one of its kinds) with the source's name, and its line where known; PluginError where the
    fault is that of another distribution's format; SettingsError where a stated format takes a name that is taken.
    """
    refuse_taken(source.patterns)
    if format is None:
        detection = detect(source)
    elif format in (known := (*names(), *(stated.name for stated in source.patterns))):
        detection = Detection(format, (f"{format}: as told",))
    else:
        near = nearest(format, known)
        hint = f"Did you mean {near!r}?" if near else "List: docs/formats.md."
        raise UnknownFormatError(f"no format called {format!r}", hint=hint, path=source.name)
    try:
        with FORMATS.blaming(detection.format):
            calls, notes = _calls(source, detection.format, read_drafts(source, detection.format))
    except FormatError as error:
        raise error.at(source.name) from error.__cause__
    source.forget()
    if not calls:
        first = next((note for note in notes if note.fault and not note.text.endswith(_WORDLESS)), None)
        raise EmptyTranscriptError(
            f"no spoken lines found when read as {detection.format}",
            hint=f"{first.text[:1].upper()}{first.text[1:]}." if first else "Is it another format?",
            path=source.name,
            line=first.line if first else None,
        )
    notes = [replace(note, text=one_line(note.text)) for note in notes]  # names of keys and files may stand in them
    return Reading(calls, tuple(sorted(notes, key=lambda note: note.line or 0)), detection.format, detection.reasons)


def read_drafts(source: Source, name: str) -> Iterable[CallDraft | Note]:
    """Return what a format, or one that the settings state, reads of a source, before ids and labels are seen to."""
    stated = next((stated for stated in source.patterns if stated.name == name), None)
    if stated is None:
        return _module(name).read(source)
    from evidence.calls.formats._stated_patterns import read_stated  # few workspaces state one

    return read_stated(source, stated)


_WORDLESS = "has no spoken lines"  # of one call; a file of no others is told as a whole


def _calls(source: Source, name: str, found: Iterable[CallDraft | Note]) -> tuple[tuple[Call, ...], list[Note]]:
    """Finish each draft; one call id twice in a file is a fault, and the first call stays."""
    notes: list[Note] = []
    calls: dict[str, Call] = {}
    sha256 = hashlib.sha256(source.data).hexdigest()
    settled: str | None = None  # the day of the next call that `date_order` settles
    for draft in found:
        if isinstance(draft, Note):
            day = dict(draft.by_order).get(source.date_order or "")
            settled = day or settled
            notes += [] if day else [_with_advice(draft)]
            continue
        if settled and not draft.started_at:
            draft = replace(draft, started_at=settled)  # noqa: PLW2901
        settled = None
        call, more = finish(draft, source, name, sha256)
        notes += more
        if call.call_id in calls:
            notes.append(_fault(f"call {call.call_id!r} appears in this file twice; the first was kept", draft))
        elif not call.utterances:
            notes.append(_fault(f"call {call.call_id!r} {_WORDLESS}", draft))
        else:
            calls[call.call_id] = call
    if source.guess:
        notes.append(Note(f"the encoding was guessed: {source.guess}", hint="Save the file as UTF-8."))
    return tuple(calls.values()), notes


def _with_advice(note: Note) -> Note:
    """Return a note that says what settles a date of two readings."""
    return replace(note, text=f"{note.text} ({SETTLES})") if note.by_order else note


def _fault(text: str, draft: CallDraft) -> Note:
    return Note(text, draft.line, fault=True, hint="Check the export.")
