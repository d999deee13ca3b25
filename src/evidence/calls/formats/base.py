"""What a transcript format is, how to add one, and everything that a format may use.

A format of this program is one file in this folder and edits no other. A format of your own is a module of
any distribution, named by an entry point of the group `evidence.formats` (docs/formats.md has a whole one);
it imports from here alone, and what stands in `__all__` stays. Either way it has four parts:

    NAME = "acme"                        the file's (the entry point's) name; what `--format` takes
    SUFFIXES = (".acme",)                breaks ties between equal claims

    def claim(source: Source) -> Claim | None:
        What speaks for this being our format, from `source.head` (the first
        64 KB as text, "" for a binary), the first bytes of `source.data`, or
        `has_keys(source, "$.calls[].parties")`, which knows the keys of the
        whole file where it is JSON. Never from the name. Say why in words: `evidence ingest --explain`
        prints it. Scores: 100 a signature of its own, 80 a structure nobody
        else has, 60 and less for shapes counted over lines; below 30 it is
        only named among the nearest formats.

    def read(source: Source) -> Iterator[CallDraft | Note]:
        Yield a CallDraft for each call, and a Note for whatever was left out,
        repaired or guessed. Raise FormatError where nothing can be read.
        `source.lines()` and `source.parts(border)` read a file of hundreds of
        megabytes little by little; `source.text` is the whole at once.

Optional: `COUNTED = True` where the claim counts lines: it is asked only where
no other format claims 80 or more. `BESIDE = ("people.csv",)`, the names of files that `read` asks for
with `source.beside` and that are no transcripts themselves. `refuse(source)`, which raises what is wrong with a file
of our suffix that nobody claims.

A draft holds the words as Pieces (`calls.turns`): cues for captions, lines or
sentences with a `turn` number where the format states turns. Pieces name their
speaker by a label as written, or by any key of `CallDraft.people` where the source
knows more of a person than a label. Times are integer milliseconds from the
start of the recording; what the source does not say stays None. Chat, notices
and AI notes are Events, never pieces. White space, control characters, ids,
labels, turns, missing titles and dates are then seen to in one place.

For a format of this program, put an invented sample into tests/calls/formats/samples/, run the test of the
samples with UPDATE_GOLDEN=1, and read the golden result it wrote beside it.
"""

from __future__ import annotations

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
from evidence.calls.formats._names import names_of_cues, note_unnamed, split_speaker
from evidence.calls.formats._parts import ENOUGH, CallDraft, Claim, Format, Note
from evidence.calls.formats._people import ai_notes, person, seat
from evidence.calls.formats._words import RecognisedWord, by_time, passage, voice, word_sentences
from evidence.calls.packed import repeatable
from evidence.calls.people import from_label
from evidence.calls.source import LineOf, Source, lines
from evidence.calls.turns import Piece
from evidence.errors import EmptyTranscriptError, FormatError
from evidence.model import Event, Participant
from evidence.text import milliseconds, one_line

__all__ = [  # noqa: RUF022  by what they are for
    # what a format takes and gives
    "Source", "Claim", "CallDraft", "Note", "Format", "Piece", "Participant", "Event", "FormatError",
    "EmptyTranscriptError", "ENOUGH",
    # text: numbered lines, the line of a place, `00:01:02.5` in milliseconds, white space as one blank
    "lines", "LineOf", "milliseconds", "one_line",
    # JSON: where its keys stand, the whole of it, and careful values
    "has_keys", "parse_json", "json_object", "objects", "text_or_none", "number", "seconds_to_ms", "epoch_ms",
    "moment_or_none",
    # people: of a label, of what a provider states, speakers matched with attendees; what an assistant wrote
    "from_label", "person", "seat", "ai_notes",
    # words with times, made into sentences
    "RecognisedWord", "word_sentences", "passage", "by_time", "voice",
    # names before the words of captions; a generator that can be gone through twice
    "names_of_cues", "split_speaker", "note_unnamed", "repeatable",
]  # fmt: skip
