"""Labels above and below the speech of a text: `**Date:** July 18, 2025`, and which fact a label names.

    Date: v     **Date:** v     - **Date**: v     > Date - v     DATE: v     _Date: v_
    Date: v | Duration: v       Date | v          | Date | v |   rows of a table, its first row may name the facts
    ## Participants             a heading, or a label without a value, over the lines that are its value
    - Dana Reyes

What stands at the head of a text, or under a heading of details, is the call's own (`near`). What stands among notes
under another heading may be somebody else's date: it counts where the head says nothing. Under "Next meeting" and its
like nothing is said of this call.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from evidence.calls.formats._dates import read_dates
from evidence.english import word_set
from evidence.sheets import fold_header
from evidence.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LABELS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "held": (
        "calldate", "meetingdate", "recordedat", "recordedon", "recorded", "recordingdate", "daterecorded", "datetime",
        "dateandtime", "datetimeutc", "datetimeofcall", "startedat", "starttime", "startdate", "started", "start",
        "callstart", "calltime", "meetingtime", "dateofcall", "dateofthecall", "dateofmeeting", "dateofinterview",
        "interviewdate", "sessiondate", "eventdate", "conversationdate", "callstarted", "heldon", "when",
    ),
    "date": (
        "date", "thedate", "datum", "fecha", "日期", "日付", "日時", "дата",
    ),
    "published": (
        "publishdate", "published", "publishedat", "publishedon", "publicationdate", "datepublished", "pubdate",
        "uploaddate", "uploaded", "uploadedat", "airdate", "releasedate", "posted", "postedon", "dateposted",
    ),
    "made": (
        "generated", "generatedat", "generatedon", "created", "createdat", "createdon", "creationdate", "datecreated",
        "exported", "exportedat", "exportedon", "exportdate", "updated", "updatedat", "lastupdated", "modified",
        "lastmodified", "lastmod", "processed", "processedat", "processedon", "transcribed", "transcribedat",
        "transcribedon", "transcriptiondate", "imported", "importedat", "syncedat", "downloaded", "fetchedat",
    ),
    "clock": ("time", "timeofday", "uhrzeit", "hora", "heure", "starttimeutc"),
    "title": ("title", "calltitle", "meetingtitle", "meetingname", "callname", "titel", "titre", "titulo", "título",
              "标题", "タイトル"),
    "subject": ("subject", "topic", "meeting", "call", "betreff", "thema", "objet", "asunto"),
    "recording": (
        "recording", "recordingurl", "recordinglink", "linktorecording", "callrecording", "meetingrecording",
        "recordedvideo", "video", "videourl", "videolink", "media", "mediaurl", "audio", "audiourl", "audiolink",
        "youtube", "youtubeurl", "watch", "listen", "fathomlink", "loom", "gonglink", "gongurl", "callurl", "calllink",
        "shareurl", "sharelink", "aufzeichnung", "enregistrement", "grabación", "grabacion",
    ),
    "link": ("url", "link", "source", "sourceurl", "sourcelink", "permalink", "transcripturl", "originalurl"),
    "people": (
        "participants", "participant", "attendees", "attendee", "guests", "guest", "speakers", "speaker", "people",
        "present", "attended", "attending", "inattendance", "invitees", "invited", "interviewee", "interviewees",
        "interviewer", "interviewers", "with", "callwith", "meetingwith", "interviewwith", "clientattendees",
        "clientparticipants", "customerattendees", "customerparticipants", "host", "hosts", "cohost",
        "cohosts", "moderator", "moderators", "panelists",
        "panellists", "panel", "externalparticipants", "internalparticipants", "externalattendees",
        "internalattendees", "meetingparticipants", "callparticipants", "keyparticipants", "names", "teilnehmer",
        "teilnehmende", "teilnehmerinnen", "anwesend", "anwesende", "invités", "présents", "asistentes",
        "participantes", "partecipanti", "deelnemers", "参加者", "出席者", "参会人", "参会者", "участники",
    ),
    "account": (
        "account", "accountname", "client", "clientname", "customer", "customername", "prospect", "prospectname",
        "kunde", "cliente", "客户", "клиент",
    ),
    "company": ("company", "companyname", "organization", "organisation", "firma", "entreprise", "empresa"),
    "domain": (
        "domain", "emaildomain", "companydomain", "accountdomain", "clientdomain", "customerdomain",
        "companywebsite", "accountwebsite", "clientwebsite", "customerwebsite",
    ),
    "duration": (
        "duration", "length", "callduration", "calllength", "meetingduration", "recordingduration",
        "dauer", "durée", "duree", "duración", "duracion",
    ),
    "seconds": ("durationseconds", "durationsec", "durationsecs", "durations", "durationinseconds"),
    "minutes": ("durationminutes", "durationmin", "durationmins", "durationinminutes"),
    "ms": ("durationms", "durationmilliseconds"),
})  # fmt: skip
"""Fact -> the labels it is known by, folded as headers of tables are (`sheets.fold_header`)."""

DAY_FIRST: Final = frozenset(("datum", "fecha", "дата"))
"""Labels of languages in which no date begins with the month."""

_DETAILS, _ELSEWHERE = word_set("headings of details"), word_set("headings of other days")
_NOTES = word_set("headings of notes")
_CALLED = word_set("names of conversations")
_MANY = frozenset(("people",))
_LONGEST = 2000  # characters of a line: a list of a hundred guests
_WIDE = re.compile(r"\s{40,}")  # no label is told by so many blanks, and patterns would go over them again and again
_HEADING = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]+(.*?)[ \t#]*$")
_EMPHASISED = re.compile(r"\s*(\*{1,3}|_{1,3})([^*_:：|]{2,60}):?\1:?\s*$")
_BOLD_LINE = re.compile(r"\s*(\*\*|__)([^*_:：|]{2,60})\1\s*$")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_TAG = re.compile(r"\s*</?(?:metadata|meta|details|summary|header)>\s*$", re.IGNORECASE)
_ITEM = re.compile(r"([\s>]*)(?:[-*+•◦▪–]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?")
_KEY = r"(?P<key>[^\W\d_](?:[^:：|=\n\t<>\[\]]{0,38}[^\s:：|=\t<>\[\]])?)"
_COLON = re.compile(rf"(?:[^\w\[(<|:]|_)*{_KEY}[\s_]*(?P<colon>:(?!//)|：)(?P<space>[\s_]|$)?\s*(?P<value>.*)$")
_LOOSE = re.compile(rf"(?:[^\w\[(<|:]|_)*{_KEY}(?:\s+[-–—]\s+|\s*\t\s*|\s+\|\s+)(?P<value>.*)$")
_BOLD_LABEL = re.compile(r"(?<=[^\s>*+•-])\s+(?=\*\*[^*:\n]{2,40}(?::\*\*|\*\*:))")
_SIGN = re.compile(r"[:：|\t]|\s[-–—]\s")  # no pair is without one, and most lines of prose are
_BAR = re.compile(r"\s+[|·•]\s+")
_RULER = re.compile(r"[\s|:-]*-[\s|:-]*$")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label with its value: text, or what YAML has there; `fact` is None for one that names no fact of a call.

    What is `alone` has no label, or stands in a heading, which is then the label, too. `front` is front matter.
    """

    label: str
    fact: str | None
    value: Any
    line: int | None = None
    near: bool = True
    front: bool = False


@lru_cache(maxsize=4096)  # where turns begin with names, few of them stand before many colons
def fact_of(label: str) -> str | None:
    """Return the fact that a label names.

    >>> fact_of("Meeting Date"), fact_of("Agenda")
    ('held', None)
    """
    return _facts().get(fold_header(label))


@cache
def _facts() -> dict[str, str]:
    return {name: fact for fact, names in LABELS.items() for name in names}


def read_labels(lines: Iterable[tuple[int, str]]) -> list[Labelled]:
    """Return what numbered lines outside of speech state; among what is no fact only what stands beside one."""
    reader = _LabelLines()
    for number, line in lines:
        if len(line) <= _LONGEST:
            reader.take(number, _WIDE.sub(" " * 40, line).replace("\0", ""))
    reader.close()
    return [statement for block in reader.blocks if any(one.fact for one in block) for statement in block]


@dataclass(slots=True)
class _Open:
    """A label that waits for the lines of its value."""

    label: str
    fact: str
    line: int
    near: bool
    items: list[str] = field(default_factory=list)
    blank: bool = False
    grouped: bool = False


class _LabelLines:
    """Goes through lines and gathers statements, a block for each stretch under one heading."""

    def __init__(self) -> None:
        self.blocks: list[list[Labelled]] = [[]]
        self._near = True
        self._said = True  # whether anything here may be about this call
        self._open: _Open | None = None
        self._fenced = False
        self._titled = False
        self._header: list[str] = []
        self._row: list[str] = []

    def take(self, number: int, line: str) -> None:
        """Take the next line."""
        if not (bare := line.strip()):
            self._blank()
        elif (bare[0] in "`~#*_<-" or "-->" in bare) and self._marked(number, line):
            return
        elif self._said:
            self._line(number, line.replace("<!--", "").replace("-->", ""))

    def _marked(self, number: int, line: str) -> bool:
        """Take a line that is a fence, a tag, a heading, a group of people, or empty but for a remark; else no."""
        if _FENCE.match(line):
            self._fenced = not self._fenced
            return True
        line = line.replace("<!--", "").replace("-->", "")
        if _TAG.match(line) or self._is_group(line):
            return True
        if not self._fenced and (heading := _heading(line)):
            self._begin(number, *heading)
            return True
        if not line.strip():
            self._blank()
            return True
        return False

    def close(self) -> None:
        """End the label that waits for lines, if any."""
        opened, self._open = self._open, None
        if opened and opened.items:
            value: Any = opened.items if opened.fact in _MANY else opened.items[0]
            self._add(Labelled(opened.label, opened.fact, value, opened.line, opened.near))

    def _add(self, statement: Labelled) -> None:
        self.blocks[-1].append(statement)

    def _is_group(self, line: str) -> bool:
        """Whether a line in bold or italics groups the people of a list; the first stands right below its label."""
        opened, found = self._open, _EMPHASISED.match(line)
        if not found or not opened or opened.fact not in _MANY or (opened.items and not opened.grouped):
            return False
        words = set(re.findall(r"[^\W\d_]+", found[2].casefold()))
        if fact_of(found[2]) or words & (_ELSEWHERE | _NOTES) or words <= _DETAILS:
            return False
        opened.grouped, opened.blank = True, False
        opened.items.append(f"{found[2]}:")
        return True

    def _begin(self, number: int, level: int, text: str) -> None:
        """Begin what stands under a heading; the first of the first level is the title."""
        found = _COLON.match(text)
        fact = fact_of(found["key"] if found else text)
        self.close()
        self._header, self._row = [], []
        if fact and found and found["value"]:
            self._add(Labelled(found["key"], fact, _bare(found["value"]), number, self._near))
            return
        if read_dates(text):
            self._add(Labelled("", "alone", text, number))
            return
        words = set(re.findall(r"[^\W\d_]+", text.casefold()))
        if not self._titled and (level == 1 or not (self.blocks[0] or fact or words & (_ELSEWHERE | _NOTES))):
            self._titled = True
            self._add(Labelled(text, "heading" if level == 1 else "alone", text, number))
            return
        self._titled = True
        if self._near and not words & (_ELSEWHERE | _NOTES):
            self._add(Labelled(text, "alone", text, number))
        self.blocks.append([])
        self._said = not words & _ELSEWHERE
        self._near = bool(fact) or words <= _DETAILS
        if fact and fact not in {"title", "subject"}:
            self._open = _Open(text, fact, number, self._near)

    def _blank(self) -> None:
        self._header, self._row = [], []
        if self._open:
            self._open.blank = bool(self._open.items)

    def _line(self, number: int, line: str) -> None:
        if line.lstrip("> \t").startswith("|"):
            self.close()
            self._cells(number, line)
        elif found := _pairs(line) if _SIGN.search(line) else []:
            if self._lists(line) and not fact_of(found[0][0]):
                self._item(line)
                return
            self.close()
            for label, value in found:
                self._pair(number, label, value)
        elif self._open and not (self._open.blank and not _ITEM.match(line)):
            self._item(line)
        elif len(line) < 40 and fact_of(_bare(line)) in _MANY and not _ITEM.match(line):
            self._pair(number, _bare(line), "")
        else:
            self.close()
            if self._near and len(line) < 100 and any(map(str.isdigit, line)):
                self._add(Labelled("", "alone", _bare(line), number))

    def _lists(self, line: str) -> bool:
        """Whether a label and its value may be an entry of the list of people that is open."""
        opened = self._open
        if not opened or opened.fact not in _MANY:
            return False
        bulleted = bool(opened.items and _ITEM.match(opened.items[0]))
        return bool(_ITEM.match(line)) or not (bulleted or opened.blank or line.lstrip().startswith(("*", "_")))

    def _item(self, line: str) -> None:
        if self._open:
            self._open.items.append(line)

    def _pair(self, number: int, label: str, value: str) -> None:
        fact = fact_of(label)
        if value:
            dated = not fact and self._near and _is_call(label) and bool(read_dates(_bare(value)))
            self._add(Labelled(label, "alone" if dated else fact, _bare(value), number, self._near))
        elif fact:
            self.close()
            self._open = _Open(label, fact, number, self._near)

    def _cells(self, number: int, line: str) -> None:
        """Take a row of a table: two cells, or one of a table whose first row names facts."""
        cells = [_bare(cell) for cell in line.strip("> \t|").split("|")]
        if _RULER.match(line):
            known = [cell for cell in self._row if fact_of(cell) or fold_header(cell) in PERSON]
            self._header = self._row if len(known) > 1 else []
            above = self.blocks[-1][-1] if self.blocks[-1] else None
            if above and above.line == number - 1 and (self._header or not above.fact):
                self.blocks[-1].pop()  # the row above a ruler names the columns
        elif self._header:
            self._named(number, dict(zip(self._header, cells, strict=False)))
        elif len(cells) == 2 and cells[0] and cells[1]:
            self._pair(number, cells[0].rstrip(":： "), cells[1])
        self._row = cells

    def _named(self, number: int, row: dict[str, str]) -> None:
        named = {PERSON[key]: value for label, value in row.items() if (key := fold_header(label)) in PERSON and value}
        if "name" in named or "email" in named:
            self._add(Labelled("table", "people", [named], number, self._near))
            return
        for label, value in row.items():
            self._pair(number, label, value) if value else None


PERSON: Final[Mapping[str, str]] = MappingProxyType({
    **dict.fromkeys(("name", "fullname", "displayname", "participant", "attendee", "guest", "speaker"), "name"),
    **dict.fromkeys(("email", "emailaddress", "mail", "address"), "email"),
    **dict.fromkeys(("company", "org", "organization", "organisation", "account", "employer", "affiliation"), "org"),
    **dict.fromkeys(("title", "role", "position", "jobtitle", "job"), "role"),
})  # fmt: skip
"""What maps and tables say of a person, by folded label."""


def _heading(line: str) -> tuple[int, str] | None:
    """Return level and text of a heading; a line that is bold from end to end is one of the lowest."""
    if found := _HEADING.match(line):
        text = _bare(found[2])
        return (len(found[1]), text) if text else None
    found = _BOLD_LINE.match(line)
    return (7, found[2].strip()) if found else None


@lru_cache(maxsize=512)  # the lines at the head of a text are asked for twice: who is there, and what is stated
def _pairs(line: str) -> Sequence[tuple[str, str]]:
    """Return the labels of a line with their values: one, or several that are told apart by bold type or bars."""
    for signs, split in (("*", _BOLD_LABEL), ("|·•", _BAR)):
        if not any(sign in line for sign in signs):
            continue
        if len(parts := split.split(line)) > 1:
            found = [pair for part in parts if (pair := _pair(part))]
            if len(found) == len(parts):
                return found
    pair = _pair(line)
    return [pair] if pair else []


def _pair(text: str) -> tuple[str, str] | None:
    """Return label and value; without a blank behind a colon, or without colon, only what names a fact is a label."""
    plain = text.replace("*", "").replace("`", "").rstrip()
    found = _COLON.match(plain)
    if found and ((found["space"] is not None and _is_label(found["key"])) or fact_of(found["key"])):
        return found["key"].strip(), found["value"].strip(" \t_")
    found = _LOOSE.match(plain)
    return (found["key"].strip(), found["value"].strip(" \t_")) if found and fact_of(found["key"]) else None


def _is_call(label: str) -> bool:
    """Whether a label names a conversation, `Acme call`, and not one of another day."""
    words = set(re.findall(r"[^\W\d_]+", fold(label)))
    return bool(words & _CALLED) and not words & _ELSEWHERE


def _is_label(key: str) -> bool:
    return len(key.split()) <= 5 and "@" not in key and not re.search(r"[.!?;,\"“”]", key)


def _bare(text: str) -> str:
    plain = text.replace("**", "").strip(" \t*_`")
    return plain[1:-1] if len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "\"'" else plain
