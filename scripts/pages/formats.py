"""The table of docs/formats.md: every format, what it recovers from its samples, and how many there are."""

import contextlib
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module

from evidence.calls import formats
from evidence.calls.formats.base import CallDraft
from evidence.calls.source import Source
from evidence.errors import FormatError
from measuring.keeping import ROOT
from measuring.samples import SAMPLES, source_of

PAGE = ROOT / "docs/formats.md"
BEGIN, END = "<!-- table:begin, by scripts/docs -->\n", "<!-- table:end -->\n"
OF_CALLS = {
    "source_id": "id",
    "title": "title",
    "started_at": "date",
    "meeting_id": "meeting id",
    "duration_ms": "length",
    "recording_url": "recording",
    "account_id": "account",
    "opportunity_id": "opportunity",
}
OF_PEOPLE = {"org": "company", "email_sha256": "e-mail", "role": "role"}
OF_PIECES = {"speaker": "speaker", "turn": "turns", "start_ms": "start", "end_ms": "end"}
ORDER = [*OF_PIECES.values(), *OF_PEOPLE.values(), "side", *OF_CALLS.values(), "chat", "notes"]


def recovered(name: str, source: Source) -> Iterator[str]:
    """Yield what a format finds in a sample, by the words of the table."""
    for draft in import_module(f"evidence.calls.formats.{name}").read(source):
        if isinstance(draft, CallDraft):
            yield from (said for field, said in OF_CALLS.items() if getattr(draft, field) is not None)
            for piece in draft.pieces:
                yield from (said for field, said in OF_PIECES.items() if getattr(piece, field) is not None)
            yield from (event.kind for event in draft.events)
    for call in formats.read(source, format=name).calls:
        for person in call.participants:
            yield from (said for field, said in OF_PEOPLE.items() if getattr(person, field) is not None)
            yield from ["side"] if person.side_source else []


def unconfirmed(name: str, source: Source) -> bool:
    """Say whether the shape is known from documentation alone."""
    return any("not confirmed" in note.text for note in formats.read(source, format=name).notes)


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Yield name, what it is, what it recovers, and the number of samples."""
    every: defaultdict[str, list[Source]] = defaultdict(list)
    for path in sorted(SAMPLES.rglob("*")):
        with contextlib.suppress(FormatError):  # a table beside a transcript
            if path.is_file() and not path.name.endswith(".golden.json"):
                every[formats.detect(source_of(path)).format].append(source_of(path))
    for name in formats.names():
        what = (import_module(f"evidence.calls.formats.{name}").__doc__ or "").split("\n\n")[0]
        found: set[str] = set()
        mark = ""
        for source in every[name]:
            with contextlib.suppress(FormatError):  # a chat alone is no call
                found |= set(recovered(name, source))
                mark = " *" if unconfirmed(name, source) else mark
        fields = ", ".join(word for word in ORDER if word in found)
        yield f"`{name}`{mark}", " ".join(what.split()).rstrip("."), fields or "–", str(len(every[name]))


def made() -> str:
    """Return the page with the table between its marks."""
    lines = ["| format | what it is | recovers | samples |", "|---|---|---|---|"]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows()]
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return "\n".join((f"{before}{BEGIN}{lines[0]}", *lines[1:], f"{END}{rest.partition(END)[2]}"))
