"""Transcripts of the fifth half as tools write them: copy buttons, Markdown exporters, recorders and captions."""

from .layout_fifth_page import above, below, comment, day_of, recap, spelt
from .layout_fifth_talk import Group, Sheet, sheet, snippets, spaced, time_of
from .layout_fifth_words import TITLED, WORDS
from .layout_shapes import CLOCK, OFFSET, UNSTATED, initials, stated


def linked(page: Sheet) -> None:
    """Write bold names, each with a time that is a link into the recording, and the words below."""
    above(page, md=True, bare=0.1)
    for said in page.talk.said:
        time, at = time_of("short", said)
        page.mark(f"**{said.who.shown}** [{time}](https://rec.example/share/a8Zk?t={at // 1000})  ")
        page.words(said.who, *said.paragraphs, at=at)
        page.mark("")
        comment(page, md=True)
    below(page, md=True)
    page.close(OFFSET)


def stacked(page: Sheet) -> None:
    """Write the name, the time and the words in three lines, as a document of a notetaker has them."""
    above(page)
    for said in page.talk.said:
        time, at = time_of("padded", said)
        page.mark(said.who.name, time)
        page.words(said.who, *said.paragraphs, at=at)
        page.mark("")
    below(page)
    page.close(OFFSET)


def one_line(page: Sheet) -> None:
    """Write a time, a name, a colon and the words in one line, as browser extensions copy captions."""
    if page.chance.random() < 0.6:
        page.note(f"{page.chance.choice(WORDS.titles)}", f"https://meet.example/{page.chance.randint(100, 999)}-ab", "")
    gap = page.chance.random() < 0.4
    for said in page.talk.said:
        time, at = time_of("padded", said)
        page.words(said.who, " ".join(said.paragraphs), at=at, lead=f"{time} {said.who.name}: ")
        page.mark(*[""] * gap)
    page.close(OFFSET)


def channels(page: Sheet) -> None:
    """Write what a recorder on a laptop heard in its two channels."""
    above(page, md=True, notes=0.8)
    for said in page.talk.said:
        page.words(said.who, *spaced(said), lead=f"**{said.who.name}:** ")
        page.mark("")
    page.close()


def cue_stamps(page: Sheet) -> None:
    """Write the output of a speech recognizer with named speakers: both ends of a cue in brackets."""
    for said in snippets(page, 14):
        (time, at), (end, _) = time_of("thousandths", said), stated("thousandths", said.end)
        page.words(said.who, *said.paragraphs, at=at, lead=f"[{time} --> {end}]  {said.who.name}: ")
    page.close(OFFSET)


def arrows(page: Sheet) -> None:
    """Write both ends of a turn with an arrow between, a bold name, the words."""
    above(page, md=True, dated=0.4)
    for said in page.talk.said:
        (time, at), (end, _) = time_of("full", said), stated("full", said.end)
        page.words(said.who, *spaced(said), at=at, lead=f"[{time} → {end}] **{said.who.name}:** ")
        page.mark("")
        comment(page, md=True)
    below(page, md=True)
    page.close(OFFSET)


def spans(page: Sheet) -> None:
    """Write a name and both ends of the turn in brackets, the words below."""
    above(page)
    for said in page.talk.said:
        (time, at), (end, _) = time_of("padded", said), stated("padded", said.end)
        page.mark(f"{said.who.name} ({time} - {end})")
        page.words(said.who, *said.paragraphs, at=at)
        page.mark("")
    page.close(OFFSET)


def quoted_ids(page: Sheet) -> None:
    """Write Webex' WebVTT: cues named by a number, the speaker between quotation marks and an id."""
    page.mark("WEBVTT", "")
    ids = {one.name: page.chance.randint(1_000_000, 9_999_999) for one in page.talk.people}
    for number, said in enumerate(snippets(page), 1):
        (time, at), (end, _) = time_of("thousandths", said), stated("thousandths", said.end)
        page.mark(f'{number} "{said.who.name}" ({ids[said.who.name]})', f"{time} --> {end}")
        page.words(said.who, *said.paragraphs, at=at)
        page.mark("")
    page.close(OFFSET)


def studio(page: Sheet) -> None:
    """Write a recording studio's text: the name and the time with fractions in brackets, the words below."""
    for said in page.talk.said:
        time, at = time_of("minutes", said)
        page.mark(f"{said.who.name} ({time})")
        page.words(said.who, *said.paragraphs, at=at)
        page.mark("")
    page.close(OFFSET)


def edited(page: Sheet) -> None:
    """Write an editor's Markdown: a bold name with its colon, the time in brackets, the words."""
    above(page, md=True, bare=0.4, notes=0.2)
    for said in page.talk.said:
        time, at = time_of("full", said)
        page.words(said.who, *spaced(said), at=at, lead=f"**{said.who.name}:** [{time}] ")
        page.mark("")
    page.close(OFFSET)


def recorder(page: Sheet) -> None:
    """Write a pocket recorder's export: the time and a numbered speaker, the words below."""
    above(page, bare=0.3, notes=0.6)
    for said in page.talk.said:
        time, at = time_of("full", said)
        page.mark(f"{time} {said.who.name}")
        page.words(said.who, *said.paragraphs, at=at)
        page.mark("")
    page.close(OFFSET)


def dashed_stamps(page: Sheet) -> None:
    """Write a transcription service's text: the time in brackets, a dash, the name; the words below."""
    for said in page.talk.said:
        time, at = time_of("thousandths", said)
        page.mark(f"[{time}] - {said.who.name}")
        page.words(said.who, *said.paragraphs, at=at)
        page.mark("")
    page.close(OFFSET)


def converted(page: Sheet) -> None:
    """Write what a converter makes of a meeting's document: pictures of people, bold names, broken lines."""
    day = day_of(page)
    page.body.date = day.isoformat()
    page.note(f"**{page.chance.choice(WORDS.titles)}-Meeting Transcript**", "", f"{spelt(page, day)}", "", "38m 5s", "")
    host = page.talk.people[0].name
    page.note(f"**{host}** started transcription", "")
    for number, said in enumerate(page.talk.said, 1):
        time, at = time_of("short", said)
        page.mark(f"![](media/image{number % 4 + 1}.png)**{said.who.name}**   {time}\\")
        page.words(said.who, *said.paragraphs, at=at)
        page.mark("")
    page.note(*([f"**{host}** stopped transcription"] if page.chance.random() < 0.6 else []))
    page.close(OFFSET)


def bracketed_numbers(page: Sheet) -> None:
    """Write a speech service's paragraphs: a numbered or lettered speaker, in square brackets or before a colon."""
    form = page.chance.choice(("[{}] ", "[{}]: ", "{}: "))
    for said in page.talk.said:
        page.words(said.who, " ".join(said.paragraphs), lead=form.format(said.who.name))
        page.mark("")
    page.close()


def bold_alone(page: Sheet) -> None:
    """Write a bold name alone in its line and the words in the next, below a notetaker's summary."""
    above(page, md=True, bare=0.0, notes=0.9)
    gap = page.chance.random() < 0.4
    for said in page.talk.said:
        page.mark(f"**{said.who.name}**", *[""] * gap)
        page.words(said.who, *spaced(said))
        page.mark("")
    below(page, md=True, often=0.2)
    page.close()


def callouts(page: Sheet) -> None:
    """Write each turn as a callout of a vault, the name and the time in its title."""
    above(page, md=True, bare=0.0)
    for said in page.talk.said:
        time, at = time_of("padded", said)
        page.mark(f"> [!quote] {said.who.name} ({time})")
        page.words(said.who, *said.paragraphs, at=at, lead="> ", other="> ")
        page.mark("")
    below(page, md=True)
    page.close(OFFSET)


def nameless(page: Sheet) -> None:
    """Write a page's own recorder: a summary, and below the title of the transcript paragraphs of nobody."""
    day = day_of(page)
    page.body.date = day.isoformat()
    page.note(f"# {page.chance.choice(WORDS.titles)} @{spelt(page, day)}", "")
    recap(page, md=True)
    page.note(f"## {page.chance.choice(TITLED[page.talk.language]['transcript'])}", "")
    for said in page.talk.said:
        page.words(None, " ".join(said.paragraphs))
        page.mark("")
    page.close(UNSTATED)


def subtitles(page: Sheet) -> None:
    """Write SubRip with a name in square brackets before the words of each cue."""
    for number, said in enumerate(snippets(page), 1):
        (time, at), (end, _) = time_of("comma", said), stated("comma", said.end)
        page.mark(str(number), f"{time} --> {end}")
        page.words(said.who, *said.paragraphs, at=at, lead=f"[{said.who.name}] ")
        page.mark("")
    page.close(OFFSET)


def two_ends(page: Sheet) -> None:
    """Write captions with both ends in one line and a comma between, of nobody, as a video site exports them."""
    for said in snippets(page):
        (time, at), (end, _) = time_of("thousandths", said), stated("thousandths", said.end)
        page.mark(f"{time[1:]},{end[1:]}")
        page.words(None, *said.paragraphs, at=at)
        page.mark("")
    page.close(OFFSET)


def clip(page: Sheet) -> None:
    """Write a video message's panel: a time alone in its line, the words of its one speaker below."""
    page.note(*([page.chance.choice(WORDS.titles), ""] if page.chance.random() < 0.4 else []))
    for said in snippets(page, 22):
        time, at = time_of("short", said)
        page.mark(time)
        page.words(None, *said.paragraphs, at=at)
        page.mark(*[""] * page.chance.choice((0, 0, 1)))
    page.close(OFFSET)


def coded(page: Sheet) -> None:
    """Write a time as code, a bold name and the words, as Markdown exporters of 2025 do."""
    above(page, md=True, bare=0.1)
    form = page.chance.choice(("`{0}` **{1}**: ", "**{1}** `{0}`: ", "- `{0}` **{1}:** "))
    for said in page.talk.said:
        time, at = time_of("padded", said)
        page.words(said.who, " ".join(said.paragraphs), at=at, lead=form.format(time, said.who.name))
        page.mark("")
        comment(page, md=True)
    below(page, md=True)
    page.close(OFFSET)


def signs(page: Sheet) -> None:
    """Write a sign before each name and a dot before the time, the words below."""
    above(page, md=True)
    sign = page.chance.choice(("🗣️", "👤", "🎙"))
    mark = page.chance.choice(("{} **{}** · {}", "{} {} · {}", "### {} {} · {}"))
    for said in page.talk.said:
        time, at = time_of("short", said)
        page.mark(mark.format(sign, said.who.name, time), *[""] * mark.startswith("#"))
        page.words(said.who, *said.paragraphs, at=at)
        page.mark("")
    page.close(OFFSET)


def chaptered(page: Sheet) -> None:
    """Write bold names, and now and then the heading of a chapter with both of its ends."""
    above(page, md=True, bare=0.1)
    topics, last = list(WORDS.chapters), -1
    for number, said in enumerate(page.talk.said):
        if topics and number >= last + 4:
            start, end = stated("padded", said.at)[0], stated("padded", said.at + 200_000)[0]
            page.note(f"### {topics.pop(0)} ({start} – {end})", "")
            last = number
        page.words(said.who, *spaced(said), lead=f"**{said.who.name}**: ")
        page.mark("")
    page.body.features.add("headings of chapters")
    page.close()


def folded_away(page: Sheet) -> None:
    """Write a page whose transcript is folded away between tags."""
    page.note(f"# {page.chance.choice(WORDS.titles)}", "")
    recap(page, md=True)
    page.note("<details>", "<summary>Full conversation</summary>", "")
    for said in page.talk.said:
        time, at = time_of("short", said)
        page.words(said.who, *spaced(said), at=at, lead=f"**{said.who.name}** ({time}): ")
        page.mark("")
    page.note("</details>")
    page.close(OFFSET)


def of_moments(page: Sheet) -> None:
    """Write the day and the time of the day in brackets before each name."""
    day, start = day_of(page).isoformat(), page.chance.randint(8 * 3600, 15 * 3600) * 1000
    page.body.date = day
    form = page.chance.choice(("[{} {}] {}: ", "{} {} {}: ", "{}T{}Z {}: "))
    for said in page.talk.said:
        time, at = time_of("full", said, start)
        lead = form.format(day, time, said.who.name)
        page.words(said.who, " ".join(said.paragraphs), at=at, lead=lead)
    page.close(CLOCK)


def panel(page: Sheet) -> None:
    """Write what is copied from a call's page: initials, name and company, the time, each in its line."""
    for said in page.talk.said:
        time, at = time_of("padded", said)
        page.mark(initials(said.who.name), f"{said.who.name}, {said.who.bracket}", time)
        page.words(said.who, *said.paragraphs, at=at)
        page.mark("")
    page.close(OFFSET, {one.name: {one.name, one.shown, f"{one.name}, {one.bracket}"} for one in page.talk.people})


CUES = Group(loose=False)
LONG = Group(paragraphs=2)
TOOLS = (
    sheet("linked-times", linked, ".md", Group(brackets=WORDS.companies)),
    sheet("stacked-heads", stacked),
    sheet("time-name-line", one_line),
    sheet("two-channels", channels, ".md", Group(2, 2, labels=("Microphone", "System Audio"), paragraphs=2)),
    sheet("cue-stamps-named", cue_stamps, group=CUES),
    sheet("arrow-stamps", arrows, ".md", LONG),
    sheet("span-heads", spans),
    sheet("cues-with-ids", quoted_ids, ".vtt", CUES),
    sheet("studio-fractions", studio),
    sheet("editor-markdown", edited, ".md", LONG),
    sheet("pocket-recorder", recorder, group=Group(labels=("Speaker 1", "Speaker 2", "Speaker 3"))),
    sheet("dashed-stamps", dashed_stamps),
    sheet("converted-document", converted, ".md"),
    sheet("numbered-speakers", bracketed_numbers, group=Group(labels=("Speaker 0", "Speaker 1", "Speaker 2"))),
    sheet("lettered-speakers", bracketed_numbers, group=Group(labels=("Speaker A", "Speaker B", "Speaker C"))),
    sheet("bold-alone", bold_alone, ".md", LONG),
    sheet("callouts", callouts, ".md"),
    sheet("summary-and-nobody", nameless, ".md", Group(loose=False)),
    sheet("subtitles-named", subtitles, ".srt", CUES),
    sheet("video-captions", two_ends, group=CUES),
    sheet("video-message", clip, group=Group(1, 1, loose=False, tongue="en")),
    sheet("coded-times", coded, ".md"),
    sheet("signs-before-names", signs, ".md"),
    sheet("chapter-headings", chaptered, ".md", LONG),
    sheet("folded-away", folded_away, ".md", LONG),
    sheet("day-and-time", of_moments, group=Group(pool="support", turns=(10, 26))),
    sheet("call-page", panel, group=Group(brackets=("Tarnbeck", "Koru Tyres", "Blue Ladder"))),
)
