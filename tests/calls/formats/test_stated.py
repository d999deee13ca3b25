"""What front matter and labelled lines state of a call, and what they only seem to state."""

from datetime import date

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from evidence.calls import formats
from evidence.calls.formats._dates import read_clock, read_dates
from evidence.calls.formats._people import match_first_names, person
from evidence.calls.formats._stated import split_front, stated_facts, stated_people
from evidence.calls.formats._titles import title_day
from evidence.calls.people import hash_email
from evidence.calls.source import Source, lines
from evidence.model import Participant


def facts(text):
    """The facts of a text without speech, its front matter split off."""
    front, first = split_front(text)
    return stated_facts(front, list(enumerate(text.split("\n"), 1))[first:])


def people(text):
    return {key: (one.org, one.role) for key, one in facts(text).people}


def notes(text):
    return [note.text for note in facts(text).notes()]


SAID = (
    "Dana Reyes: We pack the crates at night.\nMara Quill: How long does that take?\n"
    "Dana Reyes: Ten hours a week.\nMara Quill: And who does it?\n"
)


def call_of(head, body=SAID, name="weekly.md"):
    """The call of a text, and what is told of it."""
    found = formats.read(Source(name, f"{head}{body}".encode()))
    return found.calls[0], [note.text for note in found.notes]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-23", "2026-01-23"),
        ("2026/01/23", "2026-01-23"),
        ("20260123", "2026-01-23"),
        ("2026年1月23日", "2026-01-23"),
        ("23.01.2026", "2026-01-23"),
        ("01/23/2026", "2026-01-23"),
        ("3/3/2026", "2026-03-03"),
        ("18/07/25", "2025-07-18"),
        ("July 18, 2025", "2025-07-18"),
        ("July 18,2025", "2025-07-18"),
        ("Jan. 5, 2026 10am PT", "2026-01-05"),
        ("18 July 2025", "2025-07-18"),
        ("8th of March, 2026", "2026-03-08"),
        ("9th Feb, 2026 - 9:30 AM", "2026-02-09"),
        ("9-Feb-26", "2026-02-09"),
        ("Fri, 23 Jan 2026", "2026-01-23"),
        ("Friday, January 23rd, 2026", "2026-01-23"),
        ("January 23, 2026 (Friday)", "2026-01-23"),
        ("15 June 2026, 03:35am", "2026-06-15"),
        ("Freitag, den 18. Juli 2025", "2025-07-18"),
        ("3. März 2026, 10 Uhr", "2026-03-03"),
        ("le 3 mars 2026", "2026-03-03"),
        ("mar 3 mars 2026", "2026-03-03"),
        ("1er août 2025", "2025-08-01"),
        ("el martes 3 de marzo de 2026", "2026-03-03"),
        ("2026-01-23 10:00", "2026-01-23"),
        ("2026-01-23, 9:21 AM America/New_York", "2026-01-23"),
        ("July 18, 2025 at 3:00 PM - 4:00 PM EST", "2025-07-18"),
        ("2026-01-23T10:00:00Z", "2026-01-23T10:00:00+00:00"),
        ("20260123T101500Z", "2026-01-23T10:15:00+00:00"),
        ("2026-01-23 10:00:00 +0100", "2026-01-23T10:00:00+01:00"),
        ("18 July 2025 – 10:00 GMT+2", "2025-07-18T10:00:00+02:00"),
        ("July 18, 2025 3:05 PM UTC", "2025-07-18T15:05:00+00:00"),
        ("**2026-01-23**", "2026-01-23"),
    ],
)
def test_a_date_is_read_as_people_write_it(text, day):
    assert read_dates(text) == (day,)


@pytest.mark.parametrize(
    "text",
    [
        "", "tomorrow", "10", "July 18", "July 2025", "2026-01", "2026-13-01", "2026-02-30", "2025-07-18 to 2025-07-19",
        "2026-01-23 we go live", "the launch is on 2026-01-23", "We met on July 18, 2025.", "0001-01-01",
        "version 1.2.3",
        "the 18th of July 2025 was a Friday", "x" * 200 + " 2026-01-23", "2026-01-23x", "1.2.3.2026", "Fuly 18, 2025",
        "18 July 2025 10:00 and then", "2026-01-2310:00",
    ],
)  # fmt: skip
def test_what_is_no_whole_date_is_none(text):
    assert read_dates(text) == ()


def test_a_date_with_several_readings_has_all_of_them():
    assert read_dates("03/04/2026") == ("2026-03-04", "2026-04-03")
    assert read_dates("3.4.2026") == ("2026-03-04", "2026-04-03")
    assert read_dates("3.4.2026", day_first=True) == ("2026-04-03",)
    assert read_dates("26-01-23") == ("2023-01-26", "2026-01-23")
    assert read_dates("03/04/2026 10:00 UTC") == ("2026-03-04T10:00:00+00:00", "2026-04-03T10:00:00+00:00")


def test_a_time_of_day_needs_its_offset_and_its_half_of_the_day():
    assert read_clock("9:21 AM - 9:59 AM UTC-5") == "T09:21:00-05:00"
    assert read_clock("12:05 am UTC") == "T00:05:00+00:00"
    assert [read_clock(text) for text in ("9:21 AM EST", "10:00", "11:00 - 1:00 PM UTC", "13:00 PM UTC", "25:00Z")] == (
        [None] * 5
    )


@pytest.mark.parametrize(
    "line",
    [
        "Date: July 18, 2025", "**Date:** July 18, 2025", "**Date**: July 18, 2025", "- **Date**: July 18, 2025",
        "* Date: July 18, 2025", "> **Date:** July 18, 2025", "DATE: July 18, 2025", "DATE:2025-07-18",
        "_Date: July 18, 2025_", "__Date:__ July 18, 2025", "📅 **Meeting Date:** July 18, 2025", "Date | 2025-07-18",
        "| Date | 2025-07-18 |", "| **Date** | July 18, 2025 |", "Date - July 18, 2025", "Date\tJuly 18, 2025",
        "Datum: 18.07.2025", "Fecha: 18 de julio de 2025", "Date : 18 juillet 2025", "日期：2025年7月18日",
        "Recorded on: 18 July 2025", "call_date: 2025-07-18", "Date and time: July 18, 2025 at 10:00 AM",
        "**Platform:** Huddle | **Date:** July 18, 2025", "**Platform:** Huddle **Date:** July 18, 2025",
        "<!-- date: 2025-07-18 -->", "July 18, 2025", "*July 18, 2025*", "## Date\n\n2025-07-18",
        "**Date**\nJuly 18, 2025", "# Acme\n## Date: July 18, 2025",
        "| Call Title | Call Date |\n|---|---|\n| Acme weekly | 2025-07-18 |",
        "<metadata>\ndate: 2025-07-18\n</metadata>",
        "```yaml\ndate: 2025-07-18\n```",
    ],
)  # fmt: skip
def test_a_labelled_date_is_the_calls_date(line):
    assert facts(line).started_at == "2025-07-18"


@pytest.mark.parametrize(
    "line",
    [
        "The date: we said July 18, 2025 or so", "We started on July 18, 2025.", "Created: 2025-07-18",
        "_Exported: 2025-07-18_", "Generated: July 18, 2025", "last_updated: 2025-07-18", "Deadline: 2025-07-18",
        "## Next meeting\nDate: 2025-07-18", "## Next steps\n- **Date:** July 18, 2025", "Date:",
        "- Dana: the renewal is on July 18, 2025", "https://a.example/date: 2025-07-18",
    ],
)  # fmt: skip
def test_a_date_of_something_else_dates_no_call(line):
    assert facts(line).started_at is None


def test_a_date_with_two_readings_is_told_and_not_guessed():
    found = facts("# Weekly\nDate: 03/04/2026")
    assert found.started_at is None
    assert notes("Date: 03/04/2026") == ["the date '03/04/2026' may be 2026-03-04 or 2026-04-03, so it was not used"]
    assert facts("Date: 03/04/2026\nRecorded at: 2026-04-03T10:00:00Z").started_at == "2026-04-03T10:00:00+00:00"
    assert facts("Date: 03/04/2026\nPublished: April 3, 2026").started_at == "2026-04-03"
    assert facts("Datum: 03.04.2026").started_at == "2026-04-03"


@pytest.mark.parametrize("written", [
    "18 Jun '26", "18. Juni ’26", "Jun 18, '26", "June 18th '26", "Thu, 18 Jun '26, 15:00", "18 de junio de ‘26",
])  # fmt: skip
def test_a_year_may_be_cut_to_two_digits_behind_an_apostrophe(written):
    assert facts(f"Date: {written}").started_at == "2026-06-18"


@pytest.mark.parametrize("written", [
    "June 18-19, 2026", "18 – 19 June 2026", "18.-19.06.2026", "18. bis 19. Juni 2026", "June 30 to July 1, 2026",
    "30 June - 1 July '26", "2026-06-18 to 2026-06-19", "2026-06-18/19", "06/18-06/19/2026", "18 et 19 juin 2026",
    "del 18 al 19 de junio de 2026",
])  # fmt: skip
def test_a_range_of_days_is_told_and_dates_nothing(written):
    found = facts(f"# Offsite\nDate: {written}")
    assert found.started_at is None
    assert notes(f"Date: {written}") == [f"the date {written!r} is a range of days, so it was not used"]


@pytest.mark.parametrize("written", ["2026-06-18, 10-11 am", "18 June 2026, 10:00 - 11:30", "18.06.2026 10 bis 11 Uhr"])
def test_a_range_of_hours_is_none_of_days(written):
    assert facts(f"Date: {written}").started_at == "2026-06-18"


def dated(head, date_order, name="a.md"):
    source = Source(name, f"{head}\n\n{TALK}".encode(), date_order=date_order)
    reading = formats.read(source)
    return reading.calls[0].started_at, [note.text for note in reading.notes]


SETTLES = "so it was not used (date_order: DMY or MDY in evidence.yaml settles it)"
TALK = "Ann: How was it?\n\nBo: Bad for us.\n\nAnn: When?\n\nBo: In May.\n"
GEMINI = (
    "📝 Notes\n\nJun 18, 2026\n\n## Weststadt sync\n\n### Summary\nDue Jun 30, 2026\n\n"
    "📖 Transcript\n\nJun 18, 2026\n\n## Weststadt sync - Transcript"
)
MEET = "📖 Transcript\n\n{date}\n\n## Sync - Transcript\n\n00:00:00"


@pytest.mark.parametrize("head", [
    "Date: {date}", "# Acme {date}", "---\ndate: {date}\n---\n", "{date} Acme call", MEET,
    "Time: 10:00 UTC\nDate: {date}",
])  # fmt: skip
def test_the_setting_date_order_settles_a_date_with_two_readings(head):
    day, month = (dated(head.format(date="03/04/2026"), order) for order in ("DMY", "MDY"))
    clock = "T10:00:00+00:00" if "10:00" in head else ""
    assert day == (f"2026-04-03{clock}", [])
    assert month == (f"2026-03-04{clock}", [])
    none, told = dated(head.format(date="03/04/2026"), None)
    assert none is None
    assert len(told) == 1
    assert "date_order" in told[0]


@pytest.mark.parametrize("order", [None, "DMY", "MDY"])
def test_the_setting_changes_no_date_that_has_one_reading(order):
    assert dated("Date: 06/18/2026", order) == ("2026-06-18", [])
    assert dated("Datum: 03.04.2026", order) == ("2026-04-03", [])
    assert dated("Date: 03/04/2026\nRecorded at: 2026-04-03", order)[0] == "2026-04-03"


def test_the_setting_settles_the_dates_of_tables_that_no_other_row_shows():
    rows = "speaker,text,call_date\nAnn,How was it?,03/04/2026\nBo,Bad for us.,03/04/2026\n"
    read_ = [
        formats.read(Source("t.csv", rows.encode(), date_order=order)).calls[0].started_at
        for order in (None, "DMY", "MDY")
    ]
    assert read_ == [None, "2026-04-03", "2026-03-04"]


@pytest.mark.parametrize(("head", "started", "title"), [
    ("Meeting started 2026/06/18 15:03 CEST - Notes by Gemini\n\n📖 Transcript", "2026-06-18", "a"),
    ("Meeting started 2026/06/18 15:03 GMT+05:30", "2026-06-18T15:03:00+05:30", "a"),
    ("# Weststadt - sync - 2026/06/18 15:03 CEST - Notes by Gemini\n\n## 📝 Notes\n\nThey met.\n\n## 📖 Transcript",
     "2026-06-18", "Weststadt - sync"),
    ("Weststadt sync – 2026/06/18 15:03 GMT-3 – Transcript\nAttendees\nAnn, Bo\nTranscript",
     "2026-06-18T15:03:00-03:00", "Weststadt sync"),
    (GEMINI, "2026-06-18", "Weststadt sync"),
    ("📖 Transcript\n\n18. Juni 2026\n\n## Weststadt sync – Transkript", "2026-06-18", "Weststadt sync"),
])  # fmt: skip
def test_the_lines_of_google_meet_state_its_day_and_title(head, started, title):
    text = f"{head}\n\n00:00:00\n\n{TALK}\nMeeting ended after 00:31:12\n"
    call = formats.read(Source("a.md", text.encode())).calls[0]
    assert (call.format, call.started_at, call.title) == ("meet_text", started, title)


def test_two_days_that_google_meet_states_differently_date_nothing():
    head = "Meeting started 2026/06/18 15:03 CEST - Notes by Gemini\n\n📖 Transcript\n\nJun 19, 2026\n\n00:00:00"
    assert dated(head, None) == (None, ["the dates differ, so none was used: 2026-06-18, 2026-06-19"])


def test_the_calls_own_date_wins_over_that_of_publishing():
    text = "---\npublish_date: 2026-02-10\nrecorded_on: 2026-02-03\n---\n"
    assert facts(text).started_at == "2026-02-03"
    assert notes(text) == ["dated 2026-02-03 by 'recorded_on'; 'publish_date' says 2026-02-10"]
    assert facts("---\npublish_date: 2026-02-10\n---\n").started_at == "2026-02-10"
    below = "---\npublish_date: 2026-02-10\n---\n# Weekly\n**Date:** 2026-02-03"
    assert facts(below).started_at == "2026-02-03"


def test_dates_of_one_rank_that_differ_are_told():
    assert facts("Date: 2026-02-03\nMeeting date: 2026-02-04").started_at is None
    assert notes("Date: 2026-02-03\nMeeting date: 2026-02-04") == [
        "the dates differ, so none was used: 2026-02-04 (Meeting date), 2026-02-03 (Date)"
    ]
    assert facts("Date: 2026-02-03\nMeeting date: 3 Feb 2026, 10:00 UTC").started_at == "2026-02-03T10:00:00+00:00"


def test_the_head_wins_over_what_stands_among_notes():
    text = "# Weekly\n**Date:** 2026-02-03\n\n## Summary\n\n- Date: 2026-06-01"
    assert facts(text).started_at == "2026-02-03"
    assert facts("# Weekly\n\n## Meeting Notes\n\nDate: 2026-02-03").started_at == "2026-02-03"


def test_a_date_that_cannot_be_read_is_told():
    assert notes("Date: the 35th of May 2026") == ["the date 'the 35th of May 2026' could not be read"]
    assert notes("Date: TBD\nTitle: Weekly") == ["not used: Date"]
    assert "dana@a.example" not in str(facts("Date: 3 dana@a.example"))


def test_a_time_with_an_offset_stands_beside_its_date():
    assert facts("Date: 2026-01-23\nTime: 9:21 AM - 9:59 AM UTC-5").started_at == "2026-01-23T09:21:00-05:00"
    found = facts("Date: 2026-01-23\nTime: 9:21 AM - 9:59 AM EST")
    assert (found.started_at, found.unused) == ("2026-01-23", ("Time",))


def test_a_title_may_be_folded_labelled_or_a_heading():
    assert (
        facts('---\ntitle: "Why we stopped\n  deploying | Halden"\n---\n').title == "Why we stopped deploying | Halden"
    )
    assert facts("---\ntitle: >\n  Why we\n  stopped\n---\n# Other").title == "Why we stopped"
    assert facts("# Other\nTitle: Weekly").title == "Weekly"
    assert facts("# Acme weekly\n\n# Transcript").title == "Acme weekly"
    assert facts("# Transcript").title is None
    assert facts("## Summary\nTitle: Slides of Friday").title is None
    assert facts("```\n# a remark\n```\nDate: 2026-01-01").title is None


def test_a_link_to_the_recording_goes_before_that_of_the_page():
    assert facts("url: https://a.example/1\n**Recording:** [watch](https://v.example/2)").recording_url == (
        "https://v.example/2"
    )
    assert facts("Link: <https://a.example/1>").recording_url == "https://a.example/1"
    found = facts("Date: 2026-01-01\nRecording: yes\nAgenda: https://a.example/1")
    assert (found.recording_url, found.unused) == (None, ("Recording", "Agenda"))


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Participants: Mara Quill (Slipway), Tobin Ash (Halden Foundry)",
         {"Mara Quill": ("Slipway", None), "Tobin Ash": ("Halden Foundry", None)}),
        ("**Attendees:** Dana, Lee and Ola", {"Dana": (None, None), "Lee": (None, None), "Ola": (None, None)}),
        ("Attendees: Tobin Ash - VP Operations", {"Tobin Ash": (None, "VP Operations")}),
        ("Attendees: Tobin Ash (VP Operations, Halden Foundry)", {"Tobin Ash": ("Halden Foundry", "VP Operations")}),
        ("Guest: Tobin Ash (CTO at Halden Foundry)", {"Tobin Ash": ("Halden Foundry", "CTO")}),
        ("Guest: Tobin Ash (CTO)", {"Tobin Ash": (None, "CTO")}),
        ("Guest: Ana de la Cruz, PhD", {"Ana de la Cruz": (None, None)}),
        ("Host: Dana Reyes (host)", {"Dana Reyes": (None, None)}),
        ("Guests: Smith, Dana; Park, Lee", {"Smith": (None, None), "Park": (None, None)}),
        ("参加者：山田 太郎（ハルデン）、Ольга Ким", {"山田 太郎": ("ハルデン", None), "Ольга Ким": (None, None)}),
        ("Teilnehmer: Jörg Özdemir (Halden GmbH), Ana Núñez",
         {"Jörg Özdemir": ("Halden GmbH", None), "Ana Núñez": (None, None)}),
        ("## Participants\n\n- Dana Reyes (Northquay)\n- Lee Park, VP of Sales, Acme\n\nSome prose.",
         {"Dana Reyes": ("Northquay", None), "Lee Park": ("Acme", "VP of Sales")}),
        ("**Attendees:**\n- **Dana Reyes:** CEO\n- Host: Lee Park",
         {"Dana Reyes": (None, "CEO"), "Lee Park": (None, None)}),
        ("## Participants\n- Northquay\n  - Dana Reyes\n  - Lee Park",
         {"Dana Reyes": (None, None), "Lee Park": (None, None)}),
        ("## Attendees\n\n| Name | Company | Role |\n|---|---|---|\n| Dana Reyes | Northquay | CEO |",
         {"Dana Reyes": ("Northquay", "CEO")}),
        ("---\nspeakers: ['Adam Jonas', \"Ola Hart\"]\n---\n", {"Adam Jonas": (None, None), "Ola Hart": (None, None)}),
        ("---\nguests:\n- name: Dana Reyes\n  company: Northquay\n  title: CEO\n---\n",
         {"Dana Reyes": ("Northquay", "CEO")}),
        ("---\nattendees:\n  internal: [Lee Park]\n  external:\n  - Dana Reyes (Northquay)\n---\n",
         {"Lee Park": (None, None), "Dana Reyes": ("Northquay", None)}),
        ("---\nattendees:\n- '[[Dana Reyes]]'\n- '[[people/lee|Lee Park]]'\n---\n",
         {"Dana Reyes": (None, None), "Lee Park": (None, None)}),
    ],
)  # fmt: skip
def test_people_are_read_with_company_and_role(line, found):
    assert {name: (org, role) for name, (org, role) in people(line).items()} == found


@pytest.mark.parametrize(
    "line",
    [
        "Attendees: Dana Reyes <dana@northquay.example>", "Attendees: Dana Reyes (dana@northquay.example)",
        "Attendees: [Dana Reyes](mailto:dana@northquay.example)", "Attendees: Dana Reyes dana@northquay.example",
        "## Attendees\n- Dana Reyes: dana@northquay.example",
        "---\nattendees:\n- name: Dana Reyes\n  email: Dana@Northquay.example\n---\n",
        "---\nguest: Dana Reyes\nattendees: [Dana Reyes <dana@northquay.example>]\n---\n",
        "## Attendees\n\n| Name | Email |\n|---|---|\n| Dana Reyes | dana@northquay.example |",
    ],
)  # fmt: skip
def test_an_address_is_kept_as_hash_and_domain(line):
    ((name, one),) = facts(line).people
    assert (name, one.label, one.email_sha256, one.email_domain) == (
        "Dana Reyes", "Dana Reyes", *hash_email("dana@northquay.example"),
    )  # fmt: skip
    assert "dana@" not in str(facts(line)).casefold()


def test_an_address_without_a_name_is_somebody_at_a_company():
    found = facts("**Attendees:** mara@slipway.example, petra@brightwater.example").people
    assert [(key, one.label) for key, one in found] == [
        (" 0", "Someone at slipway.example"), (" 1", "Someone at brightwater.example"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "Attendees: 5 people", "Attendees: TBD", "Host: welcome everybody to the show", "Participants: everyone",
        "Guests: what do they want?", "## Participants\n- Halden Foundry: Dana Reyes",
    ],
)  # fmt: skip
def test_what_names_nobody_for_certain_invents_nobody(line):
    assert facts(line).people == ()
    assert notes(line)[0] == "1 entry in the list of people could not be read in full"


def test_a_company_that_may_be_a_place_is_told_as_unread():
    assert people("Attendees: Dana Reyes (Northquay, Berlin)") == {"Dana Reyes": (None, None)}
    assert notes("Attendees: Dana Reyes (Northquay, Berlin)")


def test_a_role_that_is_a_side_is_stated():
    ((_, one),) = facts("Attendees: Dana Reyes (Champion)").people
    assert (one.side, one.side_source, one.role) == ("customer", "label", "champion")


def test_a_client_is_a_hint():
    assert facts("Client: Halden Foundry").account_hint == "Halden Foundry"
    assert facts("---\ncompany: Slipway\naccount: '[[Halden Foundry]]'\n---\n").account_hint == "Halden Foundry"
    assert facts("Customer: They like it. We go on.").account_hint is None
    assert facts("## Summary\n- Customer: Halden Foundry").account_hint is None
    assert facts("Account: dana@halden.example").account_hint is None


@pytest.mark.parametrize(
    ("line", "ms"),
    [
        ("Duration: 45 min", 2_700_000), ("Duration: 1h 5m", 3_900_000), ("Duration: 27m 42s", 1_662_000),
        ("Length: 01:02:03", 3_723_000), ("Duration: 45:10", 2_710_000), ("duration_seconds: 90", 90_000),
        ("duration_ms: 90", 90), ("duration_minutes: 1.5", 90_000), ("Duration: 45 minutes", 2_700_000),
        ("Duration: ~1h", None), ("Duration: 3600", None), ("Duration: 1:30", None), ("Duration: 25 hours", None),
        ("Duration: long", None),
    ],
)  # fmt: skip
def test_a_duration_is_read_where_its_unit_is_sure(line, ms):
    assert facts(line).duration_ms == ms
    assert ms or notes(line)


def test_labels_that_are_not_used_are_one_line():
    text = "# Weekly\n**Date:** 2026-01-01\n**Platform:** Huddle\n**Agenda:** pricing\n\n## Summary\n**Risk:** none"
    assert notes(text) == ["not used: Platform, Agenda"]
    many = "\n".join(f"Note {chr(97 + at)}: x" for at in range(9))
    assert notes(f"Date: 2026-01-01\n{many}") == ["not used: Note a, Note b, Note c, Note d, Note e, Note f and 3 more"]
    assert facts("Dana: hello\nLee: hi").unused == ()


def test_front_matter_that_is_no_yaml_is_read_line_by_line():
    found = facts("---\ntitle: Weekly: the second\ndate: 2026-01-01\n---\n")
    assert (found.title, found.started_at) == ("Weekly: the second", "2026-01-01")
    assert [note.line for note in found.doubts] == [2]
    assert "only its plain lines were read" in found.doubts[0].text


def test_an_alias_and_a_flood_of_front_matter_are_bounded():
    assert facts("---\na: &a [x]\nb: [*a, *a]\ndate: 2026-01-01\n---\n").started_at == "2026-01-01"
    flood = "".join(f"k{at}: v\n" for at in range(20_000))
    found = facts(f"---\ndate: 2026-01-01\n{flood}---\n")
    assert found.started_at == "2026-01-01"
    assert "too long" in found.doubts[0].text


def test_front_matter_is_told_from_speech_between_rules():
    assert split_front("---\ntitle: a\n---\nDana: Hi.") == ("title: a\n", 3)
    assert split_front("\N{BYTE ORDER MARK}---\r\nTitle: a\r\n---\r\nDana: Hi.") == ("Title: a\r\n", 3)
    assert split_front("---\n# a remark\nspeakers:\n- Dana\n...\n") == ("# a remark\nspeakers:\n- Dana\n", 5)
    assert split_front("---\n---\nDana: Hi.") == ("", 2)
    for text in ("---\nDana: Hi.\nLee: Hi.\n---\n", "---\nprose\n---\n", "---\ntitle: a\n", "title: a\n---\n", ""):
        assert split_front(text) == (None, 0)


WORDS = st.sampled_from(
    ["Date", "date", ":", "**", "- ", "\n", "| ", "|---|", "2026-01-23", "03/04/2026", "July", "18", ", ", "Attendees",
     "Dana Reyes", "(", ")", "<", ">", "a@b.example", "# ", "## Participants", "---", "\t", "Title", "title: >", "```",
     "[", "]", "{", "}", "&a", "*a", "Duration", "1:30", "\x00", "\ud800", "é", "：", "Created", "participants:", "  "]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(WORDS, max_size=40).map("".join)), st.one_of(st.none(), st.text()))
def test_nothing_makes_it_raise_and_no_address_is_kept(text, front):
    found = stated_facts(front, enumerate(text.split("\n"), 1))
    again = stated_facts(text, enumerate((front or "").split("\n"), 1))
    assert "a@b.example" not in f"{found.people}{found.account_hint}{found.doubts}{found.unused}{again.people}"
    split_front(text)
    read_dates(text)
    read_clock(text)


# What follows was written once the code stood: documents as tools and people write them.


def test_a_head_of_a_meeting_recorder():
    found = facts(
        "# Halden <> Slipway | Pricing\n\n**Recorded:** Tue, Mar 3, 2026 · 10:00 AM\n"
        "**Invitees:** Tobin Ash (tobin@halden.example), Mara Quill (mara@slipway.example)\n"
        "**Video:** https://video.example/share/abc\n**Length:** 42 mins\n"
    )
    assert (found.title, found.started_at) == ("Halden <> Slipway | Pricing", "2026-03-03")
    assert (found.recording_url, found.duration_ms) == ("https://video.example/share/abc", 2_520_000)
    assert [(key, one.email_domain) for key, one in found.people] == [
        ("Tobin Ash", "halden.example"), ("Mara Quill", "slipway.example"),
    ]  # fmt: skip
    assert not found.doubts + found.unused


def test_a_head_with_sides_and_nested_people():
    found = facts(
        "# Call: Halden pricing\n\n- **Call ID:** 123456\n- **Date:** 2026-03-03T15:00:00Z\n- **Duration:** 42m 10s\n"
        "- **Account:** Halden Foundry\n- **Participants:**\n  - Mara Quill (Internal, mara@slipway.example)\n"
        "  - Tobin Ash (External, Halden Foundry, tobin@halden.example)\n"
    )
    assert (found.started_at, found.account_hint, found.unused) == (
        "2026-03-03T15:00:00+00:00", "Halden Foundry", ("Call ID",),
    )  # fmt: skip
    assert [(key, one.side, one.side_source, one.org) for key, one in found.people] == [
        ("Mara Quill", "internal", "label", None), ("Tobin Ash", "customer", "label", "Halden Foundry"),
    ]  # fmt: skip


def test_front_matter_of_a_podcast_and_of_notes_that_link():
    found = facts(
        "---\nlayout: post\ntitle: >-\n  Ep 12: Deploying\n  by night\npubDate: 'Tue, 03 Mar 2026 05:00:00 +0000'\n"
        "guests:\n  - name: Tobin Ash\n    role: CTO\n    company: Halden Foundry\nhosts: Mara Quill\n---\n"
    )
    assert (found.title, found.started_at) == ("Ep 12: Deploying by night", "2026-03-03T05:00:00+00:00")
    assert [(key, one.role, one.org) for key, one in found.people] == [
        ("Tobin Ash", "CTO", "Halden Foundry"), ("Mara Quill", None, None),
    ]  # fmt: skip
    linked = "---\ndate: 2026-03-03\npeople: ['[[Tobin Ash]]', '[[Mara Quill|Mara]]']\ncompany: '[[Halden]]'\n---\n"
    assert list(people(linked)) == ["Tobin Ash", "Mara Quill"]
    assert facts(linked).account_hint == "Halden"


def test_heads_in_other_languages():
    german = facts(
        "# Gespräch\n\n**Datum:** Dienstag, 03.04.2026, 10:00 Uhr\n**Teilnehmer:** Jörg Ash (Halden GmbH), Mara Quill\n"
        "**Dauer:** 45 Min.\n**Thema:** Preise"
    )
    assert (german.title, german.started_at, german.duration_ms) == ("Gespräch", "2026-04-03", 2_700_000)
    assert german.unused == ("Thema",)
    french = facts("Date : mardi 3 mars 2026\nPrésents : Élodie Ash (Halden), Mara Quill\nObjet : prix")
    assert (french.title, french.started_at, len(french.people)) == ("prix", "2026-03-03", 2)
    spanish = facts("Fecha: martes, 3 de marzo de 2026\nAsistentes: José Ash y Mara Quill\nCliente: Halden")
    assert (spanish.started_at, spanish.account_hint) == ("2026-03-03", "Halden")
    assert [key for key, _ in spanish.people] == ["José Ash", "Mara Quill"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Attendees: @Mara Quill @Tobin Ash", ["Mara Quill", "Tobin Ash"]),
        ("Weekly sync\n\nParticipants\nMara Quill, Tobin Ash", ["Mara Quill", "Tobin Ash"]),
        ("Interviewee: Tobin Ash, Head of Operations", ["Tobin Ash"]),
        ("**Attendees**: Mara Quill (Slipway) | Tobin Ash (Halden)", ["Mara Quill", "Tobin Ash"]),
        ("Attendees: Mara Quill <m@a.example> Tobin Ash <t@b.example>", ["Mara Quill", "Tobin Ash"]),
        ("Speakers:\n1. Mara Quill\n2. Tobin Ash\n\nDate: 3 Mar 2026", ["Mara Quill", "Tobin Ash"]),
        ("**Participants**\n\n*Halden Foundry*\n- Tobin Ash\n\n*Slipway*\n- Mara Quill\n\n**Summary**\n- Pilot",
         ["Tobin Ash", "Mara Quill"]),
        ("**Attendees:**\n- Mara Quill\n\n**Action items**\n- Finish the draft", ["Mara Quill"]),
        ("**Attendees:**\n**Platform:** Zoom", []),
        ("Attendees:\n- Mara Quill\nPlatform: Zoom\nDate: 2026-01-01", ["Mara Quill"]),
        ("## Participants\n- Lee Park\n\n## Summary\n- Dana Reyes\n- Ola Hart", ["Lee Park"]),
        ("- **Lee Park (Acme):** Send the price\n- **Dana Reyes:** CEO", []),
        ("---\nspeakers:\n  A: Mara Quill\n  B: Tobin Ash\n---\n", ["A", "B"]),
        ("| Field | Value |\n|---|---|\n| Meeting | Weekly |\n| Participants | Tobin Ash; Mara Quill |",
         ["Tobin Ash", "Mara Quill"]),
    ],
)  # fmt: skip
def test_lists_of_people_begin_and_end_where_they_do(text, names):
    assert list(people(text)) == names


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Date: 03-04-2026\nCall date: 2026/04/03", "2026-04-03"),
        ("Date: 3/14/2026", "2026-03-14"),
        ("Date: 12/31/25 2:00 PM", "2025-12-31"),
        ("Date: 3-4 March 2026", None),
        ("From: a@b.example\nDate: Tue, 3 Mar 2026 10:00:00 +0000", "2026-03-03T10:00:00+00:00"),
        ("## Action items\n- Mara: send price by March 9, 2026\n\n*Generated by Notes on March 4, 2026*", None),
        ("# Weekly\n## 2026-03-03\n## Attendees: Mara, Tobin", "2026-03-03"),
        ("# Log\n## 2026-03-03\n## 2026-03-10", None),
        ("**Acme Weekly**\n**March 3, 2026**", "2026-03-03"),
        ("Topic: Halden weekly\nStart Time: Mar 3, 2026 10:00 AM", "2026-03-03"),
        ("| Field | Value |\n|---|---|\n| Date | 2026-03-03 |", "2026-03-03"),
        ("# Weekly\n\nWe met.\n\n---\n\nLast updated: 2026-03-04\nDate: 2026-03-03", "2026-03-03"),
        ("Published on: 2026-03-05", "2026-03-05"),
        ("---\ncreated: 2026-03-03\n---\n", None),
        ("---\nDate: 2026-03-03\nNotes: [unclosed\n---\n", "2026-03-03"),
    ],
)
def test_documents_are_dated_by_what_they_say_of_the_call(text, day):
    assert facts(text).started_at == day


def test_a_value_of_another_kind_stays_unused():
    found = facts("---\nurl: {a: b}\ndate: [2026-01-01]\ntitle: [a, b]\nduration: {}\nhost: 3\nmedia: [x]\n---\n")
    assert (found.started_at, found.title, found.people, found.recording_url) == ("2026-01-01", None, (), None)
    assert found.unused == ("url", "title", "duration", "media")


# -- days in titles and first lines -----------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        "# Acme pricing, Jun 18, 2026\n\n", "Acme pricing - 18 June 2026\n\n", "2026-06-18 Acme call\n\n",
        "June 18, 2026\n", "Thu, 18 Jun 2026 at 10:00\n\n", "# Weekly\nDonnerstag, 18. Juni 2026, 10:00 Uhr\n\n",
        "# Gespräch mit Acme vom 18. Juni 2026\n\n", "Entretien avec Acme du jeudi 18 juin 2026\n\n",
        "# Llamada con Acme, 18 de junio de 2026\n", "Reunião Acme (18 de junho de 2026)\n===\n\n",
        "# Transcript\n\n## Acme pricing, Jun 18, 2026\n\n", "Acme Corp\nPricing call - 18 June 2026\n\n",
        "Acme call: June 18, 2026\n\n", "Meeting - June 18, 2026\n\n", "**Acme pricing, 18 juin 2026**\n\n",
        "---\ntitle: Acme weekly - 18 June 2026\n---\n", "# Acme | 2026-06-18 | pricing\n\n", "# 20260618 Acme\n\n",
        "# Acme pricing, 6/18/26\n\n", "# Acme (18.06.2026) 2026-06-18\n\n", "# Phase 2 - June 18, 2026\n\n",
        "Acme discovery\nRecorded on 18 June 2026 by Dana\n\n", "# Acme\n\n18 June 2026 · 45 min · 3 people\n\n",
        "# Acme\n\nPilot call from June 18, 2026\n\n", "18 June 2026 // Acme // discovery\n\n",
        "# [2026-06-18] Acme\n\n",
        "# Follow-up call, Acme, June 18, 2026\n\n", "# 2026.06.18 Acme\n\n", "2026_06_18 Acme\n\n",
        "# Acme 2026-06-18\n\n_Exported June 20, 2026_\n\n", "Call with Acme on June 18, 2026\n\n",
    ],
)  # fmt: skip
def test_a_title_or_a_first_line_dates_its_call(head):
    call, told = call_of(head)
    assert (call.started_at, len(call.utterances), told) == ("2026-06-18", 4, [])


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("Acme pricing, due June 30, 2026\n\n",
         "a first line names 2026-06-30, which may be another day than the call's; it was not used"),
        ("# Acme 03/04/2026\n\n", f"the date in the title may be 2026-03-04 or 2026-04-03, {SETTLES}"),
        ("# Offsite June 18-19, 2026\n\n", "the title names June 18-19, 2026, a range of days, so it was not used"),
        ("# Acme 2026-06-18 and 2026-06-25\n", "the title has the dates 2026-06-18 and 2026-06-25, so none was used"),
        ("# Acme 2026-06-18\nPilot call, June 19, 2026\n\n",
         "the dates differ, so none was used: 2026-06-18 (the title), 2026-06-19 (the title)"),
        *((f"# {title}\n\n", "the title names 2026-06-30, which may be another day than the call's; it was not used")
          for title in ("Acme, ready by June 30, 2026", "Launch until 30 June 2026", "Plan the June 30, 2026 launch",
                        "Offsite 28 - 30 June 2026", "Offsite June 28 - June 30, 2026", "Preise ab 30.06.2026",
                        "Acme, week of June 30, 2026", "Acme, next call June 30, 2026")),
    ],
)  # fmt: skip
def test_a_day_in_a_title_that_may_be_another_is_told_and_dates_nothing(head, told):
    call, notes_ = call_of(head)
    assert (call.started_at, notes_) == (None, [told])


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("We launch on June 30, 2026, so be quick\n\n", SAID), ("# Weekly\n- renewal on June 30, 2026\n\n", SAID),
        ("# Weekly\n\n## Next call, June 30, 2026\n\n", SAID), ("# Weekly\nReady on June 30, 2026\n\n", SAID),
        ("Created June 30, 2026\n\n", SAID), ("Acme, version 2 of 2026-06-30\n\n", SAID),
        ("", SAID + "\n# Notes\n\nPilot, June 30, 2026\n"), ("", SAID.replace("Ten", "June 30, 2026. Ten")),
        ("", SAID.replace("How long", "2026-06-30 Acme call")), ("# Release 10.12.2024.3\n\n", SAID),
        ("https://a.example/date: 2025-07-18\n\n", SAID),
        *((f"# Weekly\n\n{line}\n\n", SAID) for line in (
            "Founded May 2, 2019", "Series B, May 2, 2019", "Contract renewal - May 2, 2027",
            "Previous meeting, May 2, 2026", "## Background, May 2, 2019", "May 2, 2019 founded in Berlin")),
    ],
)  # fmt: skip
def test_a_day_that_is_said_noted_or_that_of_a_file_is_not_the_calls(head, body):
    call, told = call_of(head, body)
    assert (call.started_at, told) == (None, [])


def test_the_date_of_the_name_stands_where_nothing_else_does_and_is_told_where_it_differs():
    assert call_of("# Acme pricing\n\n", name="acme-2026-06-19.md")[0].started_at == "2026-06-19"
    assert call_of("# Acme, June 19, 2026\n\n", name="acme-2026-06-19.md")[1] == []
    call, told = call_of("# Acme, June 18, 2026\n\n", name="acme-2026-06-19.md")
    assert call.started_at == "2026-06-18"
    assert told == ["dated 2026-06-18 by what the file states; its name says 2026-06-19"]
    call, told = call_of("Date: 2026-06-18T23:30:00-05:00\n\n", name="acme-2026-06-19.md")
    assert (call.started_at, told) == ("2026-06-18T23:30:00-05:00", [])


def test_front_matter_stands_above_a_line_and_both_are_told():
    text = "---\ndate: 2026-02-03\n---\n**Date:** 2026-02-04"
    assert facts(text).started_at == "2026-02-03"
    assert notes(text) == ["dated 2026-02-03 by 'date' in the front matter; 'Date' says 2026-02-04"]
    assert facts("---\ndate: 03/04/2026\n---\n**Date:** April 3, 2026").started_at == "2026-04-03"
    assert facts("---\ndate: 2026-02-03\n---\n# Acme, 2026-02-03").doubts == ()
    text = "---\ndate: 2026-02-03\nmeeting_date: 2026-02-05\n---\n**Date:** 2026-02-04"
    assert facts(text).started_at is None
    assert notes(text) == ["the dates differ, so none was used: 2026-02-05 (meeting_date), 2026-02-03 (date)"]


def test_the_client_of_a_file_goes_onto_its_call():
    assert call_of("Date: 2026-01-01\nClient: Northquay\n\n")[0].account_hint == "Northquay"
    assert call_of("---\ncompany: '[[Northquay]]'\n---\n")[0].account_hint == "Northquay"
    assert call_of("# Weekly\n\n")[0].account_hint is None
    table = facts("| Client | Date |\n|---|---|\n| Halden | 2026-01-05 |")
    assert (table.account_hint, table.started_at, table.doubts) == ("Halden", "2026-01-05", ())


def test_clients_and_lengths_that_differ_are_told():
    text = "---\nclient: Northquay\nduration: 45 min\n---\n**Client:** Halden\n**Duration:** 30 min"
    assert (facts(text).account_hint, facts(text).duration_ms) == ("Northquay", 2_700_000)
    assert notes(text) == [
        "the client is 'Northquay' by the front matter; 'Client' says 'Halden'",
        "the duration is '45 min' by the front matter; 'Duration' says '30 min'",
    ]
    text = "Client: Northquay\nCustomer: Halden\nDuration: 45 min\nLength: 30 min"
    assert (facts(text).account_hint, facts(text).duration_ms) == (None, None)
    assert notes(text) == [
        "the clients differ, so none was used: 'Northquay' (Client), 'Halden' (Customer)",
        "the durations differ, so none was used: '45 min' (Duration), '30 min' (Length)",
    ]
    same = "---\nclient: NORTHQUAY\nduration: 42 min\n---\n**Client:** Northquay\n**Duration:** 42:37"
    assert (facts(same).account_hint, notes(same)) == ("NORTHQUAY", [])


def seated(head, body=SAID):
    """Label, name, company and role of everybody of a call."""
    call, told = call_of(head, body)
    assert not told
    return [(p.label, p.name, p.org, p.role) for p in call.participants]


JESS = SAID.replace("Dana Reyes", "Jess")


@pytest.mark.parametrize(
    ("head", "body", "people_"),
    [
        ("Attendees: dana reyes, MARA QUILL, Lee Park\n\n", SAID,
         [("Dana Reyes", "Dana Reyes", None, None), ("Mara Quill", "Mara Quill", None, None),
          ("Lee Park", "Lee Park", None, None)]),
        ("Attendees: Jess Moe (Acme), Mara Quill\n\n", JESS,
         [("Jess", "Jess Moe", "Acme", None), ("Mara Quill", "Mara Quill", None, None)]),
        ("Attendees: Dr. Jess Moe (CFO), Mara\n\n", JESS.replace("Jess:", "JESS:"),
         [("JESS", "Dr. Jess Moe", None, "CFO"), ("Mara Quill", "Mara Quill", None, None)]),
        ("Attendees: Jess Moe, Jess Ito\n\n", JESS,
         [("Jess", "Jess", None, None), ("Mara Quill", "Mara Quill", None, None), ("Jess Moe", "Jess Moe", None, None),
          ("Jess Ito", "Jess Ito", None, None)]),
        ("Attendees: Mara (Acme), Dana\n\n", SAID.replace("Dana Reyes", "Mara Ito"),
         [("Mara Ito", "Mara Ito", None, None), ("Mara Quill", "Mara Quill", None, None),
          ("Mara", "Mara", "Acme", None), ("Dana", "Dana", None, None)]),
        ("Attendees: Jess M., Mara Q.\n\n", JESS,
         [("Jess", "Jess M", None, None), ("Mara Quill", "Mara Quill", None, None)]),
        ("Attendees: Jess (Halden), Jess (Slipway), Mara R.\n\n", JESS,
         [("Jess", "Jess", None, None), ("Mara Quill", "Mara Quill", None, None), ("Jess [2]", "Jess", "Halden", None),
          ("Jess [3]", "Jess", "Slipway", None), ("Mara R", "Mara R", None, None)]),
        ("Attendees: Dana Moe\n\n", SAID,
         [("Dana Reyes", "Dana Reyes", None, None), ("Mara Quill", "Mara Quill", None, None),
          ("Dana Moe", "Dana Moe", None, None)]),
    ],
)  # fmt: skip
def test_who_is_listed_and_speaks_is_one_person_where_only_one_can_be_meant(head, body, people_):
    assert seated(head, body) == people_


def test_a_first_name_of_another_company_or_side_is_another_person():
    known = {"Jess": Participant("Jess", name="Jess", org="Acme")}
    for other in (person("Jess Moe"), Participant("Jess Moe", name="Jess Moe", org="Halden")):
        found, left = match_first_names(known, [other])
        assert ([one.name for one in found.values()], left) == (
            (["Jess Moe"], []) if not other.org else (["Jess"], [other])
        )


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Attendees: [[Marta Ruiz]], [[people/Lee Park|Lee]]", ["Marta Ruiz", "Lee Park"]),
        ("Attendees:\n- [[Marta Ruiz]]\n- [[people/Lee Park.md|Lee]]", ["Marta Ruiz", "Lee Park"]),
        ("---\nattendees: [[people/Lee|Lee]]\n---\n", ["Lee"]),
        ("---\nattendees:\n- [[Marta Ruiz]]\n- [[people/Lee|Lee Park]]\n---\n", ["Marta Ruiz", "Lee Park"]),
        ("---\nattendees:\n- '[[people/Marta Ruiz#Work]]'\n---\n", ["Marta Ruiz"]),
        ("---\nattendees: [[[Marta Ruiz]], [[people/Lee|Lee]]]\n---\n", ["Marta Ruiz", "Lee"]),
    ],
)
def test_links_to_notes_of_people_are_their_names(text, names):
    assert list(people(text)) == names
    assert not facts(text).doubts


def test_titles_in_brackets_are_titles_in_a_line_of_many_people():
    line = "Attendees: Jo Ash (Leiterin IT), Dana Reyes (CFO), Mara Quill (Head of Ops), Al Ito (Acme), Bo Lund (Cisco)"
    assert people(line) == {
        "Jo Ash": (None, "Leiterin IT"), "Dana Reyes": (None, "CFO"), "Mara Quill": (None, "Head of Ops"),
        "Al Ito": ("Acme", None), "Bo Lund": ("Cisco", None),
    }  # fmt: skip
    assert notes(line) == []
    assert people("Teilnehmer: Jo Ash (Leiterin IT, Halden GmbH), Al Ito (Geschäftsführer)") == {
        "Jo Ash": ("Halden GmbH", "Leiterin IT"), "Al Ito": (None, "Geschäftsführer"),
    }  # fmt: skip


FIRST, LAST = ["Jess", "Marta", "Tobin", "Ola", "Étienne"], ["Moe", "Ruiz", "Ash", "Hart", "Lund"]


@seed(14)
@given(st.data())
def test_nobody_is_lost_or_made_up_when_lists_of_people_are_seated(data):
    pairs = st.tuples(st.sampled_from(FIRST), st.sampled_from(LAST)).map(" ".join)
    listed = data.draw(st.lists(pairs, max_size=5, unique=True))
    spoken = data.draw(st.lists(st.one_of(pairs, st.sampled_from(FIRST)), min_size=1, max_size=4, unique=True))
    speakers = {label: person(label) for label in spoken}
    found, left = match_first_names(speakers, [person(name) for name in listed])
    assert list(found) == spoken
    taken = [one.name for label, one in found.items() if one.name != label]
    assert sorted([*taken, *(one.name for one in left)]) == sorted(listed)
    for label, one in found.items():
        first = label.split()[0]
        same = [name for name in listed if name.split()[0] == first]
        alone = " " not in label and len(same) == 1 and [name.split()[0] for name in spoken].count(first) == 1
        assert one.name == (same[0] if alone else label)


_MONTHS_OF = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
_NAMES_OF = {language: names.split() for language, names in _MONTHS_OF.items()}
_SUBJECTS = [
    "Acme pricing",
    "Halden Foundry <> Slipway",
    "Weekly sync",
    "Q3 review",
    "Interview Tobin Ash",
    "Étude Nord",
]
_AROUND = ["{s}, {d}", "{s} - {d}", "{s} – {d}", "{d} {s}", "{d} - {s}", "{s} ({d})", "{s} | {d}", "{s} | {d} | Zoom",
           "{d}"]  # fmt: skip


@st.composite
def written_days(draw):
    """A day of the calendar, a way to write it, and the days that this may mean."""
    day = draw(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
    language = draw(st.sampled_from(sorted(_NAMES_OF)))
    month, number, iso = _NAMES_OF[language][day.month - 1], f"{day.day}", day.isoformat()
    swapped = {iso, f"{day.year}-{day.day:02}-{day.month:02}"} if day.day <= 12 else {iso}
    written, means = draw(
        st.sampled_from(
            [
                (iso, {iso}), (iso.replace("-", "/"), {iso}), (iso.replace("-", ""), {iso}),
                (f"{day.month}/{number}/{day.year}", swapped), (f"{day:%d.%m.%Y}", swapped),
                {
                    "en": (f"{month} {number}, {day.year}", {iso}), "de": (f"{number}. {month} {day.year}", {iso}),
                    "fr": (f"{number} {month} {day.year}", {iso}),
                    "es": (f"{number} de {month} de {day.year}", {iso}),
                    "pt": (f"{number} de {month} de {day.year}", {iso}),
                }[language],
            ]
        )
    )  # fmt: skip
    return written, means


@seed(14)
@given(written_days(), st.sampled_from(_AROUND), st.sampled_from(_SUBJECTS), st.sampled_from(["# ", "## ", "", "**"]))
def test_a_first_line_says_the_day_that_it_was_given_or_tells_its_readings(written, around, subject, sign):
    text, means = written
    line = f"{sign}{around.format(s=subject, d=text)}{sign if sign == '**' else ''}"
    call, told = call_of(f"{line}\n\n")
    assert call.started_at == (next(iter(means)) if len(means) == 1 else None)
    assert len(call.utterances) == 4
    assert all(day in told[0] for day in means) if len(means) > 1 else not told


@seed(14)
@given(written_days(), written_days(), st.sampled_from(_AROUND), st.sampled_from(_SUBJECTS))
def test_two_days_that_differ_date_nothing_and_both_are_told(one, other, around, subject):
    call, told = call_of(f"# {around.format(s=subject, d=one[0])} / {other[0]}\n\n")
    if one[1] & other[1]:
        return
    assert call.started_at is None
    assert all(any(day in told[0] for day in means) for means in (one[1], other[1]))


@seed(14)
@given(
    written_days(),
    st.sampled_from(
        [
            "We go live {d} at the latest",
            "the crates left {d}",
            "They said {d}, no later",
            "ready by {d}",
            "it is due {d}",
        ]
    ),
)
def test_no_day_inside_a_sentence_dates_its_call(written, sentence):
    said = sentence.format(d=written[0])
    call, _ = call_of("", SAID.replace("Ten hours", said))
    assert call.started_at is None
    assert call_of(f"{said}.\n\n")[0].started_at is None
    assert not title_day(f"{said}.", "first")


def there(attendees, first, second="Dana"):
    talk = "".join(f"{who}: {words}\n\n" for who, words in ((first, "How was it?"), (second, "Bad for us.")) * 2)
    call = formats.read(Source("a.md", f"Attendees: {attendees}\n\n{talk}".encode())).calls[0]
    return [(person.label, person.org) for person in call.participants]


@pytest.mark.parametrize(("listed", "speaking"), [
    ("Herr Kunz", "Hr. Kunz"), ("Hr. Kunz", "Herr Kunz"), ("Dr. Adler", "Doctor Adler"), ("Frau Voss", "Fr. Voss"),
    ("Professor Doktor Adler", "Prof. Dr. Adler"), ("Mister Lee", "Mr. Lee"), ("Mr. Lee", "Mr Lee"),
    ("Madame Roux", "Mme Roux"), ("Señor Paz", "Sr. Paz"), ("Doctor Anna Adler", "Dr. Anna Adler"),
])  # fmt: skip
def test_an_honorific_in_two_spellings_is_one_person_who_is_listed_and_speaks(listed, speaking):
    assert there(f"{listed} (Weststadt)", speaking) == [(speaking, "Weststadt"), ("Dana", None)]


@pytest.mark.parametrize(("listed", "speaking"), [
    ("Herr Kunz, Peter Kunz", "Hr. Kunz"), ("Dr. Kunz", "Mr. Kunz"), ("Herr Kunz", "Frau Kunz"),
    ("Herr Kunz", "Hr. Kuntz"), ("Herr Kunz, Frau Kunz", "Hr. Kunz"), ("Dr. Adler", "Prof. Adler"),
])  # fmt: skip
def test_an_honorific_of_another_kind_or_a_name_that_somebody_else_carries_joins_nobody(listed, speaking):
    labels = [label for label, _ in there(listed, speaking)]
    assert labels == [speaking, "Dana", *listed.split(", ")]


def test_two_people_who_speak_under_one_honorific_each_stay_two():
    assert [label for label, _ in there("Herr Kunz", "Hr. Kunz", "Peter Kunz")] == [
        "Hr. Kunz",
        "Peter Kunz",
        "Herr Kunz",
    ]


def test_two_lists_that_spell_an_honorific_differently_name_one_person():
    text = "---\nparticipants: [Dr. Adler, Bo Trent]\n---\n\nAttendees: Doctor Adler (Northquay), Bo Trent\n"
    people = stated_people(*_front(text))
    assert [(key, person.org) for key, person in people] == [("Dr. Adler", "Northquay"), ("Bo Trent", None)]


def _front(text):
    front, first = split_front(text)
    return front, list(lines(text))[first:]


@pytest.mark.parametrize("stem", [
    "Weststadt sync - Jun 18, 2026", "Acme_call_18_Jun_2026", "acme 18.06.2026", "Gespräch vom 18. Juni 2026",
    "Acme call (Jun 18, 2026 at 3_00 PM)", "acme 18 Jun '26", "18-06-2026 acme", "Acme 2026-06-18",
])  # fmt: skip
def test_a_day_that_people_give_in_the_name_of_a_file_dates_its_call(stem):
    assert dated("# Acme", None, f"{stem}.txt") == ("2026-06-18", [])
    assert dated("Date: 2026-06-17", None, f"{stem}.txt") == (
        "2026-06-17", ["dated 2026-06-17 by what the file states; its name says 2026-06-18"],
    )  # fmt: skip


@pytest.mark.parametrize(("stem", "told"), [
    ("acme 03-04-2026", f"the date in the file's name may be 2026-03-04 or 2026-04-03, {SETTLES}"),
    ("Offsite June 18-19, 2026", "the file's name names June 18-19, 2026, a range of days, so it was not used"),
    ("acme due June 30, 2026",
     "the file's name names 2026-06-30, which may be another day than the call's; it was not used"),
])  # fmt: skip
def test_a_day_in_the_name_of_a_file_that_is_not_sure_is_told(stem, told):
    assert dated("# Acme", None, f"{stem}.txt") == (None, [told])
    assert dated("Date: 2026-06-17", None, f"{stem}.txt") == ("2026-06-17", [])


@pytest.mark.parametrize("stem", ["release v1.2.24 call", "meeting 1-2-3", "weekly 12", "room 2026", "plan 10.11"])
def test_versions_and_numbers_in_the_name_of_a_file_are_no_days(stem):
    assert dated("# Acme", None, f"{stem}.txt") == (None, [])


def test_the_setting_date_order_settles_the_day_in_the_name_of_a_file():
    assert dated("# Acme", "DMY", "acme 03-04-2026.txt") == ("2026-04-03", [])


@pytest.mark.parametrize(
    "first", ["Polder kickoff 2025-12-02", "Onboarding with the mill 2025-12-02", "qbr mill 2025-12-02"]
)
def test_a_first_line_that_names_a_kind_of_call_states_its_day(first):
    text = f"{first}\n\nAda Quill: How so?\nBo Lund: By hand.\nAda Quill: Oh no.\nBo Lund: Every day.\n"
    (call,) = formats.read(Source("call.txt", text.encode())).calls
    assert call.started_at == "2025-12-02"
