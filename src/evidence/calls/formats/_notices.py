"""Lines that programs and transcribers put among speech: events of the recording, pages, remarks in brackets."""

from __future__ import annotations

import re
from functools import cache

from evidence.calls.formats._names import NameKind, is_over_notes, name_kind, plain_label
from evidence.calls.spoken import speaks
from evidence.english import word_set

_NOTICE = re.compile(
    r"VIEW RECORDING\b|ACTION ITEM:|(?:SCREEN SHARING|HIGHLIGHT|BOOKMARK|QUESTION|INSIGHT): .*WATCH: https?://"
    r"|[^\w#]{0,3}(?:The )?End\W{0,3}$|Search (?:in video|transcript)$"
    r"|(?:The )?(?:meeting|session|call|interview|hearing|sitting) (?:was )?(?:opened|closed|adjourned|suspended"
    r"|resumed|ended|concluded) at [0-9][0-9:.]{0,7}(?: ?[ap]\.?m)?\.?$|Follow along$|Sync with audio$|Audio player$"
    r"|whisper_\w+:|main: processing\b|system_info:|output_(?:txt|vtt|srt)\w*:|(?:Play|Pause|Skip|Share|Copy link)$"
    r"|\W{0,3}(?:Page|Seite|Página|Pagina|Sida|Strona) \d{1,4}(?: ?(?:of|/|von|de|di|av|z) ?\d{1,4})?\W{0,3}$"
    r"|\d{1,4} ?/ ?\d{1,4}$|(?:Chapter|Kapitel|Chapitre|Capítulo|Capitolo|Hoofdstuk|Rozdział) \d{1,3}: [^.?!]{1,60}$"
    r"|(?:\d{1,2}:\d\d){2,3}(?::\d\d)?$|[\d.]{1,4}[×x]$",
    re.IGNORECASE,
)
_MADE = re.compile(
    r".{2,30} \(auto-generated\)$|.{0,40}\bTranscribed (?:by|with) \S+"
    r"|.{0,20}\bThis (?:editable )?transcript was (?:computer|automatically|auto-)[ -]?generated\b",
    re.IGNORECASE,
)
_STARTED = re.compile(
    r"(.{1,80}) (?:(?:started|stopped) (?:the )?(?:transcription|recording)"
    r"|hat die (?:transkription|aufzeichnung|aufnahme) (?:gestartet|beendet|angehalten)"
    r"|a (?:démarré|arrêté|lancé) (?:la transcription|l['’]enregistrement)"
    r"|(?:ha )?(?:inici(?:ado|ó)|det(?:enido|uvo)) la (?:transcripción|grabación)"
    r"|(?:iniciou|interrompeu|parou) a (?:transcrição|gravação)"
    r"|ha (?:avviato|interrotto) la (?:trascrizione|registrazione)"
    r"|heeft de (?:transcriptie|opname) (?:gestart|gestopt)"
    r"|(?:startade|stoppade|avslutade) (?:transkriberingen|inspelningen)"
    r"|(?:rozpoczęł[ay]?|rozpoczął|zatrzymał[ay]?) (?:transkrypcję|nagrywanie))\.?$",
    re.IGNORECASE,
)


_LONGEST, _LONGEST_REMARK = 400, 4000
_FEW_WORDS = 3
"""Words that a mark of a writer has fewer than; `laughs at me all the time` is said."""


def is_notice(bare: str) -> bool:
    """Say whether a line, without blanks around it, is a notice and nothing that was said.

    >>> [is_notice(line) for line in ("[Recording paused]", "(Recess taken.)", "Dana Reyes started recording", "Ok")]
    [True, True, True, False]
    """
    return len(bare) < (_LONGEST_REMARK if bare[0] in "[(" else _LONGEST) and (
        bool(_NOTICE.match(bare))
        or _says_what_made(bare)
        or _says_who_recorded(bare)
        or is_of_recording(bare)
        or _is_apart(bare)
    )


_BRACKETS = re.compile(r"[*_]{0,3}(?:\\?\[+([^\[\]]+?)\\?\]+|\(+([^()]+)\)+|\{+([^{}]+)\}+|【([^【】]+)】)[*_]{0,3}")
_LANGUAGES = frozenset("CS DA DE EN ES FI FR HU IT JA KO NL NO PL PT RU SV TR UK ZH".split())  # noqa: SIM905  codes
"""Of ISO 639, as they stand before a translation: `[EN: We do it by hand.]`."""
_DIGIT = re.compile(r"[0-9]")
_NUMBERS = re.compile(r"[0-9]+[ap]?m?")


def is_of_recording(line: str) -> bool:
    """Say whether a line tells what the recording does and nothing else: when it begins, halts, ends.

    >>> [is_of_recording(line) for line in ("[End of audio 00:02:45]", "Recording paused", "Recording it helped a lot")]
    [True, True, False]
    """
    if len(line) > 100 or line[-1] in ".?!," or not (first := _first_word(line)) or first not in _of_recordings():
        return False
    told = [word for word in plain_label(line).split() if not _NUMBERS.fullmatch(word)]
    return _of_recordings().issuperset(told) and not _recorded().isdisjoint(told) and not _states().isdisjoint(told)


def ends_transcript(line: str) -> bool:
    """Say whether a notice tells that the transcript ends here: `--- End of transcript ---`."""
    return is_of_recording(line) and not _ends().isdisjoint(plain_label(line).split())


@cache
def _ends() -> frozenset[str]:
    return word_set("ends of recordings")


_WORD = re.compile(r"[^\W\d_]+")


def _last_word(bare: str) -> str:
    return bare[bare.rfind(" ") + 1 :].rstrip(".").rpartition("'")[2].rpartition("’")[2].casefold()


_LAST_WORDS = {
    "angehalten", "aufnahme", "beendet", "enregistrement", "gestart", "gestartet", "gestopt", "grabación", "gravação",
    "inspelningen", "nagrywanie", "opname", "recording", "registrazione", "transcription", "transcripción",
    "transcrição", "transkriberingen", "transkrypcję", "trascrizione",
}  # fmt: skip
"""With one of these ends what `_STARTED` finds."""


def _first_word(line: str) -> str:
    found = _WORD.search(line, 0, 24)
    return plain_label(found[0]) if found else ""


@cache
def _recorded() -> frozenset[str]:
    return word_set("what is recorded")


@cache
def _states() -> frozenset[str]:
    return word_set("what recordings do")


@cache
def _marks_of_writers() -> frozenset[str]:
    return word_set("marks among words")


@cache
def _of_recordings() -> frozenset[str]:
    return _recorded() | _states() | word_set("what else recordings say", "months", "weekdays")


def _is_apart(bare: str) -> bool:
    """Say whether a line stands in brackets as a whole, and a label over notes begins it: `[Editor's note: ...]`."""
    found = _BRACKETS.fullmatch(bare) if bare[0] in "[({*_\\【" else None
    if not found:
        return False
    inner = next(filter(None, found.groups()), "")
    label, colon, said = inner.partition(":")
    first = (plain_label(inner).split() or [""])[0]
    if colon and (is_over_notes(label) or is_over_notes(first) or label.strip() in _LANGUAGES):
        return True  # a translation was not said either
    if colon and name_kind(label) >= NameKind.ONE:
        few = len(said.split()) < _FEW_WORDS  # `[Dana Reyes: laughs]`, not `[Dana Reyes: How long?]`
        return few and _first_word(said) in _marks_of_writers()
    if speaks(inner):
        return False  # `(and honestly it is killing us)`
    # `(Recess taken.)` is what somebody saw; `[inaudible]` stands for words.
    timed = _DIGIT.search(inner[1:] if bare[0] == "[" else inner[:1])
    most = NameKind.ONE if bare[0] == "(" else NameKind.WORDS
    seen = " " in inner and not timed and first not in _marks_of_writers()
    return seen and bare[0] in "([" and name_kind(inner) <= most


def _says_what_made(bare: str) -> bool:
    """Say whether a line tells what transcribed the words, or that a machine did."""
    folded = bare[:120].casefold()
    return ("auto-generated" in folded or "transcri" in folded) and bool(_MADE.match(bare))


def _says_who_recorded(bare: str) -> bool:
    """Say whether a line is `Dana Reyes started transcription`; `we started transcription` is said."""
    found = _STARTED.match(bare) if len(bare) < 130 and _last_word(bare) in _LAST_WORDS else None
    return bool(found and name_kind(found[1].strip("*_ ")) >= NameKind.ONE)
