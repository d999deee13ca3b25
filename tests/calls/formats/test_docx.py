"""Word documents, built here from paragraphs and rows."""

import io
import zipfile
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.calls import formats
from evidence.calls.formats import _docx
from evidence.calls.formats._docx import DocxRow, Paragraph, docx_blocks
from evidence.calls.source import Source
from evidence.errors import EmptyTranscriptError, FormatError, UnknownFormatError
from evidence.library.raw_files import read_or_pass

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(text):
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f'<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r>{lines}</w:r></w:p>'


def table(rows):
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def word(*parts, head=""):
    """Pack paragraphs (strings) and tables (lists of rows) into the bytes of a Word document."""
    body = "".join(paragraph(part) if isinstance(part, str) else table(part) for part in parts)
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return pack(xml.encode())


def pack(xml):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("word/document.xml"), xml, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def read(data, name="call.docx"):
    return formats.read(Source(name, data))


def spoken(reading):
    return [(u.speaker, u.text, u.start_ms) for call in reading.calls for u in call.utterances]


TEAMS = (
    "Mill review-20260312_140501-Meeting Recording",
    "March 12, 2026, 2:05PM",
    "4m 3s",
    "Dana Reyes started transcription",
    "Dana Reyes   0:04\nThe stones are worn.\nDana Reyes stopped transcription by mistake.",
    "Haddad, Noor (Mill Works)   0:31\nSince when?",
    "Dana Reyes stopped transcription",
)


def test_teams_packs_a_turn_into_a_paragraph():
    reading = read(word(*TEAMS))
    call = reading.calls[0]
    assert reading.format == "docx"
    assert spoken(reading) == [
        ("Dana Reyes", "The stones are worn. Dana Reyes stopped transcription by mistake.", 4000),
        ("Haddad, Noor (Mill Works)", "Since when?", 31_000),
    ]
    assert (call.title, call.started_at, call.duration_ms) == ("Mill review", "2026-03-12", 243_000)
    assert [event.text for event in call.events] == [*TEAMS[:4], TEAMS[-1]]
    assert {u.line for u in call.utterances} == {None}


def test_a_day_in_words_is_a_date_and_a_month_that_nobody_knows_nothing():
    turns = ("Dana Reyes   0:04\nYes.", "Noor Haddad   0:05\nNo.")
    assert read(word("Mill", "March 12, 2026, 2:05PM", *turns)).calls[0].started_at == "2026-03-12"
    assert read(word("Mill", "12. März 2026, 14:05", *turns)).calls[0].started_at == "2026-03-12"
    assert read(word("Mill", "Smarch 12, 2026", *turns)).calls[0].started_at is None


def test_the_older_layout_of_teams_has_cues_with_the_name_on_their_first_line():
    cues = ("0:0:5.100 --> 0:0:8.250\nDana Reyes\nThe stones are worn.", "0:0:9.0 --> 0:0:10.500\nNoor Haddad\nYes.")
    assert spoken(read(word(*cues))) == [
        ("Dana Reyes", "The stones are worn.", 5100),
        ("Noor Haddad", "Yes.", 9000),
    ]


GEMINI = (
    "📝 Notes",
    "Invited noor@quarry.example Noor Haddad dana@crane.example Dana Reyes",
    "Summary",
    "Noor Haddad: said that paper forms are slow.",
    "📖 Transcript",
    "Crane renewal (2026-03-03 14:58 GMT+1) - Transcript",
    "00:00:00\nNoor Haddad: The form is late again.\nDana Reyes: How late?",
    "Transcription ended after 00:03:12",
)


def test_what_an_assistant_wrote_before_the_transcript_is_never_speech():
    call = read(word(*GEMINI)).calls[0]
    assert [(u.speaker, u.text) for u in call.utterances] == [
        ("Noor Haddad", "The form is late again."),
        ("Dana Reyes", "How late?"),
    ]
    assert {event.kind for event in call.events if "slow" in event.text} == {"notes"}
    assert call.started_at == "2026-03-03T14:58:00+01:00"
    assert {p.email_domain for p in call.participants} == {"quarry.example", "crane.example"}
    assert not any("@" in event.text for event in call.events)


def test_notes_without_a_transcript_hold_no_speech():
    with pytest.raises(EmptyTranscriptError):
        read(word(*GEMINI[:4]))


def test_a_table_of_turns_is_read_and_what_stands_around_it_are_notes():
    rows = [
        ("Start", "Dur.", "Speaker", "", "Transcription"),
        ("0:00:01.62", "4.2s", "spk_1", "", "[Topic 1] Night shift, hello.\nGuardrail insult (Low)"),
        ("0:00:07.00", "1s", "spk_0", "", "The kiln is out."),
    ]
    call = read(word("Call Summary", [("Agent Sentiment",), ("Helpful",)], rows)).calls[0]
    assert [(u.speaker, u.text, u.start_ms, u.end_ms) for u in call.utterances] == [
        ("spk_1", "Night shift, hello.", 1620, 5820),
        ("spk_0", "The kiln is out.", 7000, 8000),
    ]
    assert {event.kind for event in call.events} == {"notes"}
    assert {"Helpful", "[Topic 1]", "Guardrail insult (Low)"} <= {event.text for event in call.events}


def test_names_before_words_are_read_as_in_text():
    data = word("Dana Reyes: The stones are worn.", "Noor Haddad: Since when?", "Dana Reyes: May.", "Noor Haddad: Ah.")
    assert [speaker for speaker, *_ in spoken(read(data))] == ["Dana Reyes", "Noor Haddad"] * 2


def test_prose_is_refused():
    with pytest.raises(UnknownFormatError, match="not laid out as a transcript"):
        read(word("A letter.", "It goes on and on."))


def test_blocks_come_in_order_and_text_that_word_keeps_twice_comes_once():
    xml = (
        f'<w:document xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>'
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/></w:r><w:r><w:delText>gone</w:delText></w:r>"
        "<mc:AlternateContent><mc:Choice><w:r><w:t>c</w:t></w:r></mc:Choice>"
        "<mc:Fallback><w:r><w:t>c</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>d</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>e</w:t></w:r></w:p>"
        "</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl></w:body></w:document>"
    )
    assert list(docx_blocks(pack(xml.encode()))) == [Paragraph("a\tb-c"), DocxRow(1, ("d\ne",))]


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (word("Dana Reyes: &b;", head=BOMB), "document type definition"),
        (pack(b"<w:document>"), "broken"),
        (pack(b"<w:document"), "broken"),
        (word("a" * 50).replace(b"word/document.xml", b"word/documenT.xml"), "word/document.xml is missing"),
    ],
)
def test_a_document_that_word_did_not_write_is_refused(data, said):
    with pytest.raises(FormatError, match=said):
        read(data)


def test_a_document_that_unpacks_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(_docx, "LARGEST", 1 << 17)
    with pytest.raises(FormatError, match="too large"):
        read(word("Dana Reyes: " + "a" * (1 << 18)))


@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 30))
def test_a_damaged_document_raises_nothing_but_our_own_errors(rest, at, gone):
    whole = word(*TEAMS)
    data = whole[: at % len(whole)] + rest + whole[at % len(whole) + gone :]
    try:
        refusal = read(data) and None
    except FormatError as error:
        refusal = error
    assert refusal is None or refusal.path == "call.docx"


def test_columns_of_a_table_of_turns_that_are_not_taken_are_named():
    rows = [["Speaker", "Mood", "Text", "Empty"], ["Ann", "calm", "How was it?", ""], ["Bo", "", "Bad for us.", ""]]
    assert "columns not used: 'Mood'" in [note.text for note in read(word(rows)).notes]


def test_minutes_in_word_are_no_call_and_a_talk_in_a_layout_of_its_own_is_told():
    minutes = word("Minutes", "Present: Ann, Bo", "Ann reports on the budget.", "Decision: postponed.")
    assert read_or_pass(Source("minutes.docx", minutes)).kind == "notes file"
    talk = word("{Ann} Did it work?", "{Bo} It broke on us.", "{Ann} Did you see why?", "{Bo} I did not.")
    with pytest.raises(UnknownFormatError, match=r"^talk\.docx: a talk in a layout I don't know \('Ann' and 'Bo'"):
        read_or_pass(Source("talk.docx", talk))
