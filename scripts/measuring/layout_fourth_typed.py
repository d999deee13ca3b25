"""Transcripts of the fourth half as people type them, paste them from elsewhere, or enrich them."""

import textwrap

from .layout_fourth_page import day_written, ended, headed, minute, remarked, some_day, summarised
from .layout_fourth_talk import Cast, Page, apart, lay
from .layout_fourth_words import WORDS
from .layout_shapes import CLOCK, OFFSET, UNCHECKED, UNSTATED, initials, stated


def colons(page: Page) -> None:
    """Write `Name: words`, a blank line between turns or none, further paragraphs without a name."""
    headed(page)
    for said in page.talk.said:
        page.say(said, *apart(said), first=f"{said.who.shown}: ")
        page.bare("")
        remarked(page)
    page.know()
    ended(page)


def sloppy(page: Page) -> None:
    """Write `name: words` in lower case and without blank lines, as somebody types along."""
    if page.chance.random() < 0.5:
        page.put(f"notes {page.chance.choice(WORDS.titles).lower()}", "")
    for said in page.talk.said:
        words = said.paragraphs[0].lower()
        page.say(said, words.removesuffix("."), first=f"{said.who.name.lower()}: ")
    page.know()


def asked(page: Page) -> None:
    """Write Q and A, and above, now and then, who they are."""
    host, guest = page.talk.people
    day = some_day(page)
    page.put(page.chance.choice(WORDS.titles), "")
    if page.chance.random() < 0.4:
        page.put(f"{host.name} (Q) talked to {guest.name} (A)", "")
    if page.chance.random() < 0.6:
        page.body.date = day.isoformat()
        page.put(f"Date: {day_written(page, day)}", "")
    colon = page.chance.choice((":", ":", "."))
    bold = page.chance.random() < 0.3
    for said in page.talk.said:
        label = f"{'Q' if said.who is host else 'A'}{colon}"
        page.say(said, *apart(said), first=f"**{label}** " if bold else f"{label} ")
        page.bare("")
    page.know(**{host.name: {"Q", "Q.", "Q:"}, guest.name: {"A", "A.", "A:"}})
    ended(page, md=bold, often=0.2)


def initialled(page: Page) -> None:
    """Write initials, with a key above that says whose they are."""
    marks = {one.name: initials(one.name) for one in page.talk.people}
    page.put(page.chance.choice(WORDS.titles), "")
    page.put(*(f"{mark} = {name}" for name, mark in marks.items()), "")
    gap = page.chance.random() < 0.6
    for said in page.talk.said:
        page.say(said, *said.paragraphs, first=f"{marks[said.who.name]}: ")
        page.bare(*[""] * gap)
    page.know(**{name: {mark} for name, mark in marks.items()})


def bolds(page: Page) -> None:
    """Write bold names with a colon inside or outside of the bold."""
    headed(page, md=True)
    mark = page.chance.choice(("**{}:** ", "**{}**: ", "__{}:__ "))
    for said in page.talk.said:
        page.say(said, *apart(said), first=mark.format(said.who.name))
        page.bare("")
        remarked(page, md=True)
    page.know()
    ended(page, md=True)


def every_few(page: Page) -> None:
    """Write `Name: words` with a time alone in a line now and then."""
    headed(page)
    mark = page.chance.choice(("[{}]", "({})", "{}"))
    passed = 0
    for said in page.talk.said:
        if said.at // 45_000 > passed:
            passed = said.at // 45_000
            page.bare(mark.format(stated("full", said.at)[0]), "")
        page.say(said, *said.paragraphs, first=f"{said.who.name}: ")
        page.bare("")
    page.know(UNCHECKED)


def stamps_inside(page: Page) -> None:
    """Write `Name: words` with a time in brackets between sentences, wherever a minute is over."""
    headed(page)
    passed = 0
    for said in page.talk.said:
        words = said.paragraphs[0]
        if said.at // 60_000 > passed and ". " in words:
            passed = said.at // 60_000
            words = words.replace(". ", f". [{stated('full', said.at + 3_000)[0]}] ", 1)
        page.say(said, words, first=f"{said.who.name}: ")
        page.bare("")
    page.know(UNCHECKED)


def researched(page: Page) -> None:
    """Write a study's interview: Moderator and P with a number, an introduction, a note on consent."""
    headed(page, notes=0.2)
    page.put("[Consent given, recording on]", "")
    for said in page.talk.said:
        page.say(said, *apart(said), first=f"{said.who.name}: ")
        page.bare("")
    page.put("[End of recording]")
    page.know()


def headings(page: Page) -> None:
    """Write each name as a heading, with a time or without."""
    headed(page, md=True)
    timed = page.chance.random() < 0.5
    for said in page.talk.said:
        time, at = stated("padded", said.at)
        page.bare(f"### {said.who.name} ({time})" if timed else f"### {said.who.name}", "")
        page.say(said, *apart(said), at=at if timed else None)
        page.bare("")
    page.know(OFFSET if timed else UNSTATED)
    ended(page, md=True)


def own_lines(page: Page) -> None:
    """Write the name alone in a line, with a colon or without, and the words below."""
    headed(page)
    colon = page.chance.choice((":", "", ""))
    for said in page.talk.said:
        page.bare(f"{said.who.name}{colon}")
        page.say(said, *said.paragraphs)
        page.bare("")
    page.know()


def dashes(page: Page) -> None:
    """Write a dash behind the name."""
    headed(page, notes=0.2)
    dash = page.chance.choice((" - ", " – ", " — "))
    for said in page.talk.said:
        page.say(said, *said.paragraphs, first=f"{said.who.name}{dash}")
        page.bare("")
    page.know()


def bold_questions(page: Page) -> None:
    """Write an interview as an article has it: questions in bold, answers plain, both people named above."""
    host, guest = page.talk.people
    page.put(f"# {page.chance.choice(WORDS.titles)}", "")
    page.put(f"Interviewer: {host.name}", "", f"Interviewee: {guest.name}", "")
    for said in page.talk.said:
        words = said.paragraphs[0]
        mark = "**" if said.who is host else ""
        page.say(said, words, first=mark)
        page.body.lines[-1] += mark
        page.bare("")
    page.know(**{host.name: {"", "Interviewer"}, guest.name: {"", "Interviewee"}})


def printed(page: Page) -> None:
    """Write what is pasted from Word: lines that are wrapped, the running head and the number of each page."""
    headed(page, notes=0.2)
    title = page.body.notes[0]
    total = len(page.talk.said) // 6 + 1
    for number, said in enumerate(page.talk.said):
        label = f"{said.who.name}: "
        lines = textwrap.wrap(label + said.paragraphs[0], 78, break_long_words=False, break_on_hyphens=False)
        page.say(said, lines[0].removeprefix(label), *lines[1:], first=label)
        foot = [f"Page {number // 6 + 1} of {total}", "", f"{title} - confidential"]
        if number % 6 == 5 and len(lines) > 3:  # the page ends in the middle of a turn
            page.body.lines[-2:-2] = ["", *foot, ""]
            page.body.notes += foot
        elif number % 6 == 5:
            page.put("", *foot)
        page.bare("")
    page.know()


def hanging(page: Page) -> None:
    """Write wrapped lines with further ones indented below the words."""
    headed(page, notes=0.2)
    for said in page.talk.said:
        label = f"{said.who.name}: "
        lines = textwrap.wrap(label + said.paragraphs[0], 72, break_long_words=False, break_on_hyphens=False)
        page.say(said, lines[0].removeprefix(label), *lines[1:], first=label, rest=" " * min(len(label), 8))
        page.bare("")
    page.know()


def quoted(page: Page) -> None:
    """Write a block of quotation, as somebody pastes a call below an own comment."""
    page.put(f"# {page.chance.choice(WORDS.titles)}", "", minute(page), "")
    for said in page.talk.said:
        page.say(said, *said.paragraphs, first=f"> **{said.who.name}:** ")
        page.bare(">")
    page.body.lines.pop()
    page.know()


def bulleted(page: Page) -> None:
    """Write each turn as a bullet."""
    headed(page, md=True, notes=0.0)
    if page.body.lines[-2].casefold().strip("#* :") != "transcript":
        page.put("## Transcript", "")
    mark = page.chance.choice(("- {}: ", "* {}: ", "- **{}:** "))
    for said in page.talk.said:
        page.say(said, *said.paragraphs, first=mark.format(said.who.name))
    page.know()


def tabled(page: Page) -> None:
    """Write a table of times, speakers and words."""
    headed(page, md=True, notes=0.2)
    page.put(page.chance.choice(("| Time | Speaker | Text |", "| Timestamp | Speaker | Transcript |")))
    page.bare("| --- | --- | --- |")
    for said in page.talk.said:
        time, at = stated("padded", said.at)
        page.say(said, *said.paragraphs, at=at, first=f"| {time} | {said.who.name} | ")
        page.body.lines[-1] += " |"
    page.know(OFFSET)


def forwarded(page: Page) -> None:
    """Write a mail that brings a transcript: its head, a greeting, the turns, a signature."""
    sender, day = (
        page.chance.choice([name for name in WORDS.first if name not in str(page.talk.people)]),
        some_day(page),
    )
    page.put(f"From: {sender} <{sender.lower()}@brightloop.example>", "To: research@brightloop.example")
    page.put(f"Subject: Fwd: {page.chance.choice(WORDS.titles)}", "")
    page.put("Hi all, transcript of the call below, the last part is the interesting one.", "")
    if page.chance.random() < 0.6:
        page.body.date = day.isoformat()
        page.put(f"Date of call: {day_written(page, day)}", "")
    page.put("--- Transcript ---", "")
    for said in page.talk.said:
        time, at = stated("padded", said.at)
        page.bare(f"{said.who.name} ({time})")
        page.say(said, *said.paragraphs, at=at)
        page.bare("")
    page.put("--- End of transcript ---", "", "Best,", sender)
    page.know(OFFSET)


def tabbed(page: Page) -> None:
    """Write rows copied from a sheet: time, name, words."""
    if page.chance.random() < 0.5:
        page.put("Time\tSpeaker\tText")
    for said in page.talk.said:
        time, at = stated("full", said.at)
        page.say(said, *said.paragraphs, at=at, first=f"{time}\t{said.who.name}\t")
    page.know(OFFSET)


def memo(page: Page) -> None:
    """Write a memo that one person dictated: who and when above, paragraphs below."""
    one, day = page.talk.people[0], some_day(page)
    page.body.date = day.isoformat()
    page.put("Voice memo transcript", f"Date: {day_written(page, day)}", f"Speaker: {one.name}", "")
    for said in page.talk.said:
        page.say(said, *apart(said))
        page.bare("")
    page.know(**{one.name: {""}})


def monologue(page: Page) -> None:
    """Write one person with a name and a time at each paragraph."""
    headed(page, notes=0.2)
    for said in page.talk.said:
        time, at = stated("padded", said.at)
        page.say(said, *said.paragraphs, at=at, first=f"{said.who.name} [{time}]: ")
        page.bare("")
    page.know(OFFSET)


def of_day(page: Page) -> None:
    """Write a name with the time of the day in brackets, and the words below."""
    headed(page, md=True, notes=0.2)
    start = page.chance.randint(9, 15) * 3_600_000 + page.chance.randint(0, 59) * 60_000
    for said in page.talk.said:
        time, at = stated("full", said.at + start)
        page.bare(f"**{said.who.name}** [{time}]")
        page.say(said, *apart(said), at=at)
        page.bare("")
    page.know(CLOCK)


def highlighted(page: Page, lines: list[str]) -> list[str]:
    """Return the lines of a turn, the last sentence of one of them marked by a reader now and then."""
    if page.chance.random() < 0.85 or lines[-1].count(". ") != 1:
        return lines
    page.body.features.add("bold words in speech")
    first, _, last = lines[-1].partition(". ")
    mark = page.chance.choice(("**", "**", "=="))
    return [*lines[:-1], f"{first}. {mark}{last}{mark}"]


def enriched(page: Page) -> None:
    """Write notes with a summary and quotes of the call, then all of it with bold names and times."""
    page.put(f"# {page.chance.choice(WORDS.titles)}", "")
    day = some_day(page)
    page.body.date = day.isoformat()
    page.put(f"**Date:** {day_written(page, day)}", "")
    summarised(page, md=True)
    page.put("## Key quotes", "")
    for said in page.chance.sample(page.talk.said, 2):
        cut = " ".join(said.paragraphs[0].split()[:6])
        page.put(f'> "{cut}..." - {said.who.name}', "")
    page.put("## Transcript", "")
    for said in page.talk.said:
        time, at = stated("padded", said.at)
        page.say(said, *highlighted(page, apart(said)), at=at, first=f"**{said.who.name}** ({time}): ")
        page.bare("")
        remarked(page, md=True)
    page.know(OFFSET)
    ended(page, md=True)


TONGUES = {
    "de": ("Interviewerin", "Befragter"),
    "fr": ("Enquêtrice", "Interviewé"),
    "es": ("Entrevistadora", "Entrevistado"),
    "pt": ("Entrevistadora", "Entrevistado"),
    "en": ("Interviewer", "Respondent"),
}


def tongues(page: Page) -> None:
    """Write the parts that people have in their language instead of names."""
    host, guest = page.talk.people
    labels = dict(zip((host.name, guest.name), TONGUES[page.talk.language], strict=True))
    headed(page, notes=0.3)
    for said in page.talk.said:
        page.say(said, *apart(said), first=f"{labels[said.who.name]}: ")
        page.bare("")
    page.know(**{name: {label} for name, label in labels.items()})


TWO = (2, 2)
TYPED = (
    lay("typed-colons", colons, cast=Cast(paragraphs=2)),
    lay("typed-companies", colons, cast=Cast(names="company")),
    lay("typed-first-names", colons, cast=Cast(names="first", paragraphs=2)),
    lay("typed-first-names-md", bolds, ".md", Cast(names="first", paragraphs=2)),
    lay("typed-sloppy", sloppy, cast=Cast(names="first", once=False)),
    lay("asked-answered", asked, cast=Cast(people=TWO, paragraphs=2)),
    lay("initials-key", initialled, cast=Cast(people=(2, 3), names="plain")),
    lay("bold-colons", bolds, ".md", Cast(paragraphs=2)),
    lay("time-now-and-then", every_few, cast=Cast(turns=(14, 30))),
    lay("stamps-inside", stamps_inside),
    lay("study-session", researched, cast=Cast(people=TWO, labels=("Moderator", "P7"), paragraphs=2)),
    lay("name-headings", headings, ".md", Cast(paragraphs=2)),
    lay("name-lines", own_lines),
    lay("name-dash", dashes),
    lay("bold-asked", bold_questions, ".md", Cast(people=TWO, languages=False, brackets=False)),
    lay("pasted-pages", printed, cast=Cast(turns=(14, 30), brackets=False)),
    lay("hanging-lines", hanging, cast=Cast(brackets=False)),
    lay("quoted-block", quoted, ".md"),
    lay("bullets", bulleted, ".md"),
    lay("speaker-table", tabled, ".md"),
    lay("mail-forward", forwarded),
    lay("sheet-rows", tabbed, cast=Cast(brackets=False)),
    lay("voice-memo", memo, cast=Cast(people=(1, 1), brackets=False)),
    lay("one-speaker", monologue, cast=Cast(people=(1, 1))),
    lay("time-of-day-md", of_day, ".md", Cast(paragraphs=2)),
    lay("notes-and-all", enriched, ".md"),
    lay("parts-by-language", tongues, cast=Cast(people=TWO, paragraphs=2)),
)
