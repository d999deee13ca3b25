"""Transcripts of the fifth half that lost or gained something when they were pasted: fences, outlines, rows, tags."""

from .layout_fifth_page import above, below, comment, recap
from .layout_fifth_talk import Group, Sheet, sheet, spaced, time_of
from .layout_fifth_words import WORDS
from .layout_shapes import CLOCK, OFFSET


def fenced(page: Sheet) -> None:
    """Write a note with a summary, and the transcript between the fences of a block of code."""
    page.note(f"# {page.chance.choice(WORDS.titles)}", "")
    recap(page, md=True)
    timed = page.chance.random() < 0.5
    page.note("Raw transcript:", "")
    page.mark("```" + page.chance.choice(("", "text")))
    for said in page.talk.said:
        time, at = time_of("full", said)
        lead = f"{time} {said.who.name}: " if timed else f"{said.who.name}: "
        page.words(said.who, " ".join(said.paragraphs), at=at if timed else None, lead=lead)
    page.mark("```")
    page.body.features.add("a block of code")
    page.close(OFFSET if timed else "unstated")


def outlined(page: Sheet) -> None:
    """Write an outliner's page: a bullet for each speaker with the time, a deeper one for each paragraph."""
    page.note(*([f"- {page.chance.choice(WORDS.titles)}"] if page.chance.random() < 0.4 else []))
    step = page.chance.choice(("  ", "    ", "\t"))
    for said in page.talk.said:
        time, at = time_of("padded", said)
        page.mark(f"- **{said.who.name}** {time}")
        page.words(said.who, *said.paragraphs, at=at, lead=f"{step}- ", other=f"{step}- ")
    page.close(OFFSET)


def rows_of_three(page: Sheet) -> None:
    """Write rows with semicolons below a row of titles, as they are copied from a sheet."""
    page.note("time;speaker;text")
    for said in page.talk.said:
        time, at = time_of("full", said)
        page.words(said.who, " ".join(said.paragraphs), at=at, lead=f"{time};{said.who.name};")
    page.close(OFFSET)


def stacked_clock(page: Sheet) -> None:
    """Write a name and the time of the day in one line, the words in the next, as a channel shows a huddle."""
    above(page, bare=0.4, notes=0.3)
    start = page.chance.randint(8 * 3600, 10 * 3600) * 1000
    joint = page.chance.choice(("  ", " - ", " | "))
    for said in page.talk.said:
        time, at = time_of("twelve", said, start)
        page.mark(f"{said.who.name}{joint}{time}")
        page.words(said.who, *said.paragraphs, at=at)
        page.mark("")
    page.close(CLOCK)


def telephone(page: Sheet) -> None:
    """Write a telephone system's lines: one side has a name, the other a number."""
    page.note("Direction: inbound", f"Recording: https://rec.example/pbx/{page.chance.randint(100, 999)}", "")
    for said in page.talk.said:
        time, at = time_of("padded", said)
        page.words(said.who, " ".join(said.paragraphs), at=at, lead=f"[{time}] {said.who.name}: ")
        page.mark(*[""] * (page.chance.random() < 0.02))
    page.note("", "Call ended by: caller")
    page.body.features.add("fields above and below")
    page.close(OFFSET)


def pronouns(page: Sheet) -> None:
    """Write names with what people add to them on a call, a colon and the words."""
    above(page, bare=0.4)
    for said in page.talk.said:
        page.words(said.who, *spaced(said), lead=f"{said.who.shown}: ")
        page.mark("")
        comment(page)
    below(page)
    page.close()


def moods(page: Sheet) -> None:
    """Write a name and a colon, and between them, now and then, how somebody sounds."""
    above(page, bare=0.3)
    sounds = ("laughing", "quietly", "on the phone")
    for said in page.talk.said:
        sound = f" ({page.chance.choice(sounds)})" if page.chance.random() < 0.12 else ""
        page.words(said.who, *spaced(said), lead=f"{said.who.name}{sound}: ")
        page.mark("")
    page.body.features.add("how somebody sounds")
    page.close(labels={one.name: {one.name, *(f"{one.name} ({how})" for how in sounds)} for one in page.talk.people})


def flattened(page: Sheet) -> None:
    """Write one line that holds the whole call, since a page lost its breaks when it was copied."""
    above(page, bare=0.6, notes=0.0)
    line: list[str] = []
    for said in page.talk.said:
        time, at = time_of("padded", said)
        lead = f"[{time}] {said.who.name}: "
        page.words(said.who, " ".join(said.paragraphs), at=at, lead=lead)
        line.append(page.body.lines.pop())
    page.mark(" ".join(line))
    page.body.features.add("no line breaks")
    page.close(OFFSET)


def tabbed_heads(page: Sheet) -> None:
    """Write a name, a tab and the time, the words below."""
    above(page, bare=0.4)
    for said in page.talk.said:
        time, at = time_of("full", said)
        page.mark(f"{said.who.name}\t{time}")
        page.words(said.who, *spaced(said), at=at)
        page.mark("")
    below(page)
    page.close(OFFSET)


def italic_names(page: Sheet) -> None:
    """Write names in italics or between underscores."""
    above(page, md=True, notes=0.5)
    form = page.chance.choice(("*{}:* ", "_{}_: ", "*{}*: ", "***{}:*** "))
    for said in page.talk.said:
        page.words(said.who, *spaced(said), lead=form.format(said.who.name))
        page.mark("")
    below(page, md=True)
    page.close()


def tagged_turns(page: Sheet) -> None:
    """Write bold names with a time, a researcher's tags below some turns, and sentences that are highlighted."""
    page.note(f"# {page.chance.choice(WORDS.titles)}", "", "Tags and highlights are mine.", "")
    for said in page.talk.said:
        time, at = time_of("padded", said)
        first, stop, rest = said.paragraphs[0].partition(". ")
        marked = [f"=={first}.== {rest}"] if stop and page.chance.random() < 0.15 else [said.paragraphs[0]]
        page.words(said.who, *marked, at=at, lead=f"**{said.who.name}** ({time}) ")
        if page.chance.random() < 0.2:
            page.note(page.chance.choice(("#paperwork", "#handover-gap #nightwork", "#pricing/objection")))
        page.mark("")
    page.body.features |= {"highlights", "tags between turns"}
    page.close(OFFSET)


def ruled(page: Sheet) -> None:
    """Write turns with a rule between each two, the name as a heading of the third or fourth rank."""
    above(page, md=True, notes=0.5)
    rank = page.chance.choice(("###", "####", "#####"))
    for number, said in enumerate(page.talk.said):
        page.mark(*(["---", ""] if number else []), f"{rank} {said.who.name}", "")
        page.words(said.who, *spaced(said))
        page.mark("")
    page.close()


LINE = Group(loose=False, odd=0.0)
PASTED = (
    sheet("fenced-block", fenced, ".md"),
    sheet("outliner-page", outlined, ".md", Group(paragraphs=2)),
    sheet("semicolon-rows", rows_of_three, group=LINE),
    sheet("clock-and-name", stacked_clock),
    sheet("telephone-numbers", telephone, group=Group(2, 2, labels=("Front desk", "+44 1632 960117"), pool="support")),
    sheet(
        "guests-and-pronouns",
        pronouns,
        group=Group(brackets=("she/her", "they/them", "Guest", "External"), paragraphs=2),
    ),
    sheet("moods-in-heads", moods, group=Group(2, 3, paragraphs=2, odd=0.0)),
    sheet("flattened-line", flattened, group=Group(2, 3, loose=False, odd=0.0)),
    sheet("tab-heads", tabbed_heads, group=Group(paragraphs=2)),
    sheet("italic-names", italic_names, ".md", Group(paragraphs=2)),
    sheet("tagged-turns", tagged_turns, ".md", LINE),
    sheet("ruled-headings", ruled, ".md", Group(paragraphs=2)),
)
