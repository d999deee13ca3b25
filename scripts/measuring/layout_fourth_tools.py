"""Transcripts of the fourth half as notetakers and meeting tools export them, or as people copy them from a page."""

from .layout_fourth_page import day_written, ended, headed, minute, remarked, some_day, summarised, tasked, title_of
from .layout_fourth_talk import Cast, Page, apart, cues, lay
from .layout_fourth_words import WORDS
from .layout_shapes import CLOCK, OFFSET, UNCHECKED, full, initials, parts, stated


def fathom(page: Page) -> None:
    """Write a Fathom copy: a time, a dash, the name and its company; tasks stand among the turns."""
    day = some_day(page)
    page.body.date = day.isoformat()
    page.put(f"{page.chance.choice(WORDS.titles)} - {day_written(page, day)}")
    page.put(
        f"VIEW RECORDING - {page.chance.randint(12, 58)} mins (No highlights): https://fathom.example/share/Kq7", ""
    )
    page.put("---", "")
    for said in page.talk.said:
        time, at = stated("short", said.at)
        page.bare(f"{time} - {said.who.shown}")
        page.say(said, *said.paragraphs, at=at, first="  ", rest="  ")
        if page.chance.random() < 0.05:
            task = page.chance.choice(WORDS.tasks)
            page.put(
                f"  ACTION ITEM: {task.capitalize()} - WATCH: https://fathom.example/share/Kq7?timestamp={at // 1000}"
            )
        page.bare("")
    page.know(OFFSET)


def fireflies(page: Page) -> None:
    """Write a Fireflies copy: the name and the time in one line, the words in the next."""
    headed(page)
    dash = page.chance.choice((" - ", " ", "  "))
    for said in page.talk.said:
        time, at = stated("padded", said.at)
        page.bare(f"{said.who.name}{dash}{time}")
        page.say(said, *said.paragraphs, at=at)
        page.bare("")
    page.know(OFFSET)


def krisp(page: Page) -> None:
    """Write a Krisp export: a bold or plain name, a bar, the time."""
    headed(page, md=True, notes=0.7)
    mark = page.chance.choice(("**{} | {}**", "{} | {}"))
    for said in page.talk.said:
        time, at = stated("padded", said.at)
        page.bare(mark.format(said.who.name, time))
        page.say(said, *said.paragraphs, at=at)
        page.bare("")
    page.know(OFFSET)
    ended(page, md=True)


def zoom_captions(page: Page) -> None:
    """Write Zoom's WebVTT: numbered cues, and the name before the words of each."""
    page.bare("WEBVTT", "")
    for number, said in enumerate(cues(page), 1):
        (time, at), (end, _) = stated("thousandths", said.at), stated("thousandths", said.end)
        page.bare(str(number), f"{time} --> {end}")
        page.say(said, *said.paragraphs, at=at, first=f"{said.who.name}: ")
        page.bare("")
    page.know(OFFSET)


def zoom_lines(page: Page) -> None:
    """Write Zoom's text: a name in square brackets and the time of the day, the words below."""
    start = page.chance.randint(9 * 3600, 16 * 3600) * 1000
    if page.chance.random() < 0.5:
        headed(page, day=0.3)
    for said in page.talk.said:
        time, at = stated("full", said.at + start)
        page.bare(f"[{said.who.name}] {time}")
        page.say(said, *said.paragraphs, at=at)
        page.bare("")
    page.know(CLOCK)


def teams_export(page: Page) -> None:
    """Write what a Teams transcript is when it is copied from Word: the name, blanks, the time; who started it."""
    day = some_day(page)
    page.body.date = day.isoformat()
    start = page.chance.choice(("1:02 PM", "9:31 AM", "14:02"))
    title = page.chance.choice(WORDS.titles)
    page.put(f"{title}-Meeting Recording", f"{day_written(page, day).split(', 3:30')[0]}, {start}", "47m 12s", "")
    page.put(f"{page.talk.people[0].name} started transcription", "")
    for said in page.talk.said:
        time, at = stated("short", said.at)
        page.bare(f"{said.who.name}   {time}")
        page.say(said, *said.paragraphs, at=at)
        page.bare("")
    if page.chance.random() < 0.7:
        page.put(f"{page.talk.people[0].name} stopped transcription")
    page.know(OFFSET)


def teams_page(page: Page) -> None:
    """Write what is copied from Teams' pane: initials, the name, the time in words."""
    if page.chance.random() < 0.5:
        headed(page, notes=0.0)
    for said in page.talk.said:
        time, at = stated("words", said.at)
        page.bare(initials(said.who.name), said.who.name, time)
        page.say(said, *said.paragraphs, at=at)
        page.bare("")
    page.know(OFFSET)


def teams_captions(page: Page) -> None:
    """Write Teams' WebVTT: a voice tag around the words."""
    page.bare("WEBVTT", "")
    for said in cues(page):
        (time, at), (end, _) = stated("thousandths", said.at), stated("thousandths", said.end)
        page.bare(f"{time} --> {end}")
        page.say(said, *said.paragraphs, at=at, first=f"<v {said.who.name}>")
        page.body.lines[-1] += "</v>"
        page.bare("")
    page.know(OFFSET)


def otter(page: Page) -> None:
    """Write Otter's text: the name, two blanks, the time; its own line at the end."""
    if page.chance.random() < 0.4:
        headed(page, notes=0.2)
    for said in page.talk.said:
        time, at = stated("short", said.at)
        page.bare(f"{said.who.name}  {time}  ")
        page.say(said, *apart(said), at=at)
        page.bare("")
    page.put("Transcribed by https://otter.ai")
    page.know(OFFSET)


def meet(page: Page) -> None:
    """Write Google Meet's notes: a time as a heading every few minutes, bold names, its own line at the end."""
    day = some_day(page)
    page.body.date = day.isoformat()
    title = page.chance.choice(WORDS.titles)
    page.put(f"# {title}", "", day_written(page, day), "")
    page.put(f"Invited {', '.join(one.name for one in page.talk.people)}", "")
    if page.chance.random() < 0.7:
        summarised(page, md=True)
        tasked(page, md=True)
    page.put(f"# {page.chance.choice(('Transcript', '📖 Transcript'))}", "")
    passed = -1
    for said in page.talk.said:
        if said.at // 60_000 > passed:
            passed = said.at // 60_000
            page.bare(f"### {full(said.at // 1000 * 1000)}", "")
        page.say(said, *apart(said), first=f"**{said.who.name}:** ")
        page.bare("")
    page.put("### Transcription ended after 00:41:07", "")
    page.put("*This editable transcript was computer generated and might contain errors.*")
    page.know(UNCHECKED)


def gong(page: Page) -> None:
    """Write a Gong copy: people by company above; a time, a bar, a first name."""
    day = some_day(page)
    page.body.date = day.isoformat()
    page.put(f"{page.chance.choice(WORDS.titles)}", f"Recorded on {day_written(page, day)} via Zoom, 36m", "")
    page.put("Participants", "")
    host, *guests = page.talk.people
    firms = page.chance.sample(WORDS.companies, 2)
    page.put(firms[0], f"{host.name}, {page.chance.choice(('Account Executive', 'Product Manager'))}", "")
    page.put(firms[1], *(f"{one.name}, {page.chance.choice(('Buyer', 'Head of Operations'))}" for one in guests), "")
    page.put("Transcript", "")
    for said in page.talk.said:
        time, at = stated("short", said.at)
        page.bare(f"{time} | {said.who.name.split()[0]}")
        page.say(said, *said.paragraphs, at=at)
        page.bare("")
    page.know(OFFSET, **{one.name: {one.name.split()[0]} for one in page.talk.people})


def grain(page: Page) -> None:
    """Write Grain's Markdown: a time with a link, then a bold name."""
    headed(page, md=True)
    for said in page.talk.said:
        time, at = stated("padded", said.at)
        link = f"https://grain.example/share/recording/8f2?t={at}"
        page.say(said, *apart(said), at=at, first=f"[{time}]({link}) **{said.who.name}**: ")
        page.bare("")
        remarked(page, md=True)
    page.know(OFFSET)
    ended(page, md=True)


def tldv(page: Page) -> None:
    """Write a tl;dv copy: a time in brackets, the name, the words in one line."""
    headed(page)
    page.put("Watch the meeting: https://tldv.example/app/meetings/65f", "")
    gap = page.chance.random() < 0.5
    for said in page.talk.said:
        time, at = stated("padded", said.at)
        page.say(said, *said.paragraphs, at=at, first=f"[{time}] {said.who.name}: ")
        page.bare(*[""] * gap)
    page.know(OFFSET)


def read_ai(page: Page) -> None:
    """Write a Read report: a summary with chapters, then a time, a dash, the name, and the words below."""
    headed(page, notes=1.0)
    for said in page.talk.said:
        time, at = stated("full", said.at)
        page.bare(f"{time} - {said.who.name}")
        page.say(said, *said.paragraphs, at=at)
        page.bare("")
    page.know(OFFSET)
    ended(page)


def granola(page: Page) -> None:
    """Write Granola's notes with the transcript below: Me and Them."""
    headed(page, md=True, notes=0.0)
    if page.talk.people and page.body.lines[-2].casefold().strip("#* ") not in ("transcript", "full transcript"):
        for chapter in page.chance.sample(WORDS.chapters, 2):
            page.put(f"### {chapter}", "", f"- {minute(page)}", f"- {minute(page)}", "")
        page.put(
            "Chat with meeting transcript: https://notes.granola.example/p/5c1", "", "---", "", "## Transcript", ""
        )
    for said in page.talk.said:
        page.say(said, *said.paragraphs, first=f"{said.who.name}: ")
        page.bare("")
    page.know()


def notion(page: Page) -> None:
    """Write a page of Notion: properties below the title, headings, the transcript in bold names with times in code."""
    day = some_day(page)
    page.body.date = day.isoformat()
    page.put(f"# {page.chance.choice(WORDS.titles)}", "")
    page.put(f"Date: {day_written(page, day)}", f"Type: {page.chance.choice(('Customer call', 'Interview'))}")
    page.put(f"Attendees: {', '.join(one.name for one in page.talk.people)}", "Status: Done", "")
    if page.chance.random() < 0.6:
        summarised(page, md=True)
        tasked(page, md=True)
    page.put(f"## {title_of(page, 'transcript')}", "")
    for said in page.talk.said:
        time, at = stated("padded", said.at)
        page.say(said, *apart(said), at=at, first=f"**{said.who.name}** `{time}` ")
        page.bare("")
        remarked(page, md=True)
    page.know(OFFSET)


def rev(page: Page) -> None:
    """Write a Rev document: the name with the time in brackets and a colon, the words below."""
    if page.chance.random() < 0.4:
        headed(page, notes=0.0)
    for said in page.talk.said:
        time, at = stated("padded", said.at)
        page.bare(f"{said.who.name} ({time}):")
        page.say(said, *apart(said), at=at)
        page.bare("")
    page.know(OFFSET)


def youtube(page: Page) -> None:
    """Write a transcript copied from a video's page: times and words in turn, nobody named."""
    if page.chance.random() < 0.3:
        page.put("Transcript", "")
    for said in cues(page):
        time, at = stated("short", said.at)
        page.bare(time)
        page.say(said, *said.paragraphs, at=at, nobody=True)
    page.know(OFFSET)


def whisper_plain(page: Page) -> None:
    """Write Whisper's text: a sentence a line, no name and no time."""
    if page.chance.random() < 0.6:
        page.put(page.chance.choice(("Transcript", "Transcript (automatic)", "Transcript of interview_04.m4a")), "")
    for said in cues(page):
        page.say(said, *said.paragraphs, nobody=True)
    page.know()


def whisper_stamped(page: Page) -> None:
    """Write what Whisper prints: from and to in square brackets, the words behind."""
    for said in cues(page):
        hours, minutes, seconds, ms = parts(said.at)
        time = f"{minutes + 60 * hours:02}:{seconds:02}.{ms:03}"
        end = f"{said.end // 60_000:02}:{said.end // 1000 % 60:02}.{said.end % 1000:03}"
        page.say(said, *said.paragraphs, at=said.at, first=f"[{time} --> {end}]  ", nobody=True)
    page.know(OFFSET)


def whisper_subtitles(page: Page) -> None:
    """Write SubRip: numbers, times, words, nobody named or a name in brackets."""
    names = page.chance.random() < 0.5
    for number, said in enumerate(cues(page), 1):
        (time, at), (end, _) = stated("comma", said.at), stated("comma", said.end)
        page.bare(str(number), f"{time} --> {end}")
        first = f"{said.who.name}: " if names else ""
        page.say(said, *said.paragraphs, at=at, first=first, nobody=not names)
        page.bare("")
    page.know(OFFSET)


def diarized(page: Page) -> None:
    """Write a diarized recording: numbered speakers, with or without times in front."""
    timed = page.chance.random() < 0.5
    for said in page.talk.said:
        time, at = stated("full", said.at)
        first = f"[{time}] {said.who.name}: " if timed else f"{said.who.name}: "
        page.say(said, *said.paragraphs, at=at if timed else None, first=first)
        page.bare(*[""] * timed)
    page.know(OFFSET if timed else "unstated")


LINE = Cast(brackets=False)
NUMBERED = tuple(f"Speaker {number}" for number in range(1, 5))
DIARIZED = tuple(f"SPEAKER_{number:02}" for number in range(4))

TOOLS = (
    lay("fathom-copy", fathom, cast=Cast(names="company")),
    lay("fireflies-copy", fireflies),
    lay("krisp-export", krisp, ".md"),
    lay("zoom-cues", zoom_captions, ".vtt", LINE),
    lay("zoom-brackets", zoom_lines),
    lay("teams-from-word", teams_export),
    lay("teams-pane", teams_page),
    lay("teams-voices", teams_captions, ".vtt", LINE),
    lay("otter-text", otter, cast=Cast(paragraphs=2)),
    lay("otter-unknown", otter, cast=Cast(people=(3, 4), names="unknown", paragraphs=2)),
    lay("otter-numbered", otter, cast=Cast(labels=NUMBERED)),
    lay("meet-notes", meet, ".md"),
    lay("gong-copy", gong, cast=Cast(names="plain")),
    lay("grain-links", grain, ".md"),
    lay("tldv-lines", tldv),
    lay("read-report", read_ai),
    lay("granola-them", granola, ".md", Cast(people=(2, 2), labels=("Me", "Them"))),
    lay("notion-page", notion, ".md", Cast(paragraphs=2)),
    lay("rev-document", rev, cast=Cast(paragraphs=2)),
    lay("rev-numbered", rev, cast=Cast(labels=NUMBERED, paragraphs=2)),
    lay("video-page", youtube, cast=LINE),
    lay("whisper-lines", whisper_plain, cast=LINE),
    lay("whisper-stamps", whisper_stamped, cast=LINE),
    lay("whisper-subtitles", whisper_subtitles, ".srt", LINE),
    lay("diarized-lines", diarized, cast=Cast(labels=DIARIZED)),
)
