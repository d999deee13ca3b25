"""Transcripts of the fifth half that people type or tidy: studies, verbatims, coaching, wrapped and numbered lines."""

from .layout_fifth_page import above, below, comment, day_of, happening, spelt
from .layout_fifth_talk import Group, Sheet, filled_lines, sheet, spaced, time_of
from .layout_fifth_words import REMARKS, TASKS, WORDS
from .layout_shapes import OFFSET, UNCHECKED, initials, stated


def letters(page: Sheet) -> None:
    """Write a study's interview: I and B, and at the end of each paragraph the time to a tenth of a second."""
    above(page, bare=0.2, notes=0.1)
    for said in page.talk.said:
        page.words(said.who, " ".join(said.paragraphs), lead=f"{said.who.name}: ")
        page.body.lines[-1] += f" #{stated('tenth', said.end)[0]}#"
        page.mark("")
    page.close(UNCHECKED)


def numbered_lines(page: Sheet) -> None:
    """Write wrapped lines, each with its number, as transcripts that are cited by line have them."""
    number, width = 0, page.chance.choice((58, 66, 72))
    form = page.chance.choice(("{:>3}  ", "{:03}  ", "{:>3}\t"))
    for said in page.talk.said:
        lead = f"{said.who.name}: "
        lines = filled_lines(said, width, lead)
        page.words(said.who, *lines)
        del page.body.lines[-len(lines) :]
        for at, line in enumerate(lines):
            number += 1
            page.mark(f"{form.format(number)}{lead if at == 0 else ''}{line}")
    page.body.features.add("numbered lines")
    page.close()


def numbered_turns(page: Sheet) -> None:
    """Write turns that are counted."""
    above(page, notes=0.1)
    form = page.chance.choice(("{}. {}: ", "[{}] {}: ", "#{} {}: ", "{}) {}: "))
    for number, said in enumerate(page.talk.said, 1):
        page.words(said.who, " ".join(said.paragraphs), lead=form.format(number, said.who.name))
    page.body.features.add("numbered turns")
    page.close()


def in_brackets(page: Sheet) -> None:
    """Write each name in square or angle brackets and the words behind it."""
    above(page)
    form = page.chance.choice(("[{}] ", "<{}> ", "[{}]: "))
    for said in page.talk.said:
        page.words(said.who, " ".join(said.paragraphs), lead=form.format(said.who.name))
        page.mark("")
        comment(page)
        happening(page)
    below(page)
    page.close()


def pages(page: Sheet) -> None:
    """Write capital names and wrapped lines, with the foot and the head of a page wherever one is full."""
    title, width, used, number = page.chance.choice(WORDS.titles), page.chance.choice((64, 70, 76)), 3, 1
    page.note(title.upper(), "")
    head = page.chance.choice(("{title}", "{title} | verbatim", "VERBATIM TRANSCRIPT - {title}"))
    total = 2 + sum(len(" ".join(said.paragraphs)) for said in page.talk.said) // (width * 24)
    for said in page.talk.said:
        lead = f"{said.who.name.upper()}: "
        lines = filled_lines(said, width, lead)
        page.words(said.who, *lines, lead=lead)
        del page.body.lines[-len(lines) :]
        for at, line in enumerate(lines):
            if used >= 24:
                page.mark("")
                page.note(f"Page {number} of {total}", head.format(title=title))
                page.mark("")
                number, used = number + 1, 0
                page.body.features.add("page furniture")
            page.mark(f"{lead if at == 0 else ''}{line}")
            used += 1
        page.mark("")
    page.close(labels={one.name: {one.name, one.name.upper()} for one in page.talk.people})


def verbatim(page: Sheet) -> None:
    """Write the verbatim of a formal meeting: the chair by office, others by name and body, what happened."""
    day, chair = day_of(page), page.talk.people[0]
    page.body.date = day.isoformat()
    page.note("VERBATIM RECORD", f"Works council and operations, {spelt(page, day)}", "")
    page.note("The meeting was opened at 14:02.", "")
    seen = set()
    for said in page.talk.said:
        named = f"{said.who.name} ({said.who.bracket})"
        again = "Chair" if said.who is chair else said.who.name
        first = f"Chair ({said.who.name})" if said.who is chair else named
        page.words(said.who, *spaced(said), lead=f"{again if said.who.name in seen else first}: ")
        seen.add(said.who.name)
        page.mark("")
        if page.chance.random() < 0.06:
            page.note(page.chance.choice(("(Applause.)", "(The slides are shown.)", "(Short break.)")), "")
    page.note("The meeting was closed at 15:10.")
    labels = {one.name: {one.name, one.shown} for one in page.talk.people}
    page.close(labels=labels | {chair.name: {chair.name, "Chair", f"Chair ({chair.name})"}})


def odd_times(page: Sheet) -> None:
    """Write times with letters or primes, as people type them."""
    above(page)
    form = page.chance.choice(("letters", "primes", "minutes"))
    for said in page.talk.said:
        at = said.at // 1000 * 1000
        minutes, seconds = at // 60_000, at // 1000 % 60
        time = {
            "letters": stated("letters", said.at)[0],
            "primes": f"{minutes}'{seconds:02}\"",
            "minutes": f"{minutes}m{seconds:02}s",
        }[form]
        lead = f"[{time}] {said.who.name}: " if form != "primes" else f"{said.who.name} ({time}): "
        page.words(said.who, *spaced(said), at=at, lead=lead)
        page.mark("")
    page.body.features.add(f"odd times: {form}")
    page.close(OFFSET)


def coached(page: Sheet) -> None:
    """Write a call that a coach went through: a scorecard above, remarks of the coach between turns."""
    day = day_of(page)
    page.body.date = day.isoformat()
    page.note("# Call review", "", f"Call held on {spelt(page, day)}", "")
    page.note("| Skill | Score |", "|---|---|", "| Opening | 4 |", "| Questions | 3 |", "| Next step | 2 |", "")
    page.note("Remarks of the coach are in italics and begin with Coach.", "", "## Call", "")
    for said in page.talk.said:
        page.words(said.who, *spaced(said), lead=f"**{said.who.name}:** ")
        page.mark("")
        if page.chance.random() < 0.2:
            page.note(f"*Coach: {page.chance.choice(REMARKS)}*", "")
    page.body.features.add("own comments between turns")
    page.close()


def curly(page: Sheet) -> None:
    """Write typed first names, and own notes in curly brackets that a line above explains."""
    page.note(page.chance.choice(WORDS.titles), "My own notes are in {curly brackets}.", "")
    gap = page.chance.random() < 0.6
    for said in page.talk.said:
        page.words(said.who, " ".join(said.paragraphs), lead=f"{said.who.name}: ")
        page.mark(*[""] * gap)
        if page.chance.random() < 0.1:
            page.note("{" + page.chance.choice(REMARKS) + "}", *[""] * gap)
    page.body.features.add("own comments between turns")
    page.close()


def grouped(page: Sheet) -> None:
    """Write a focus group: a moderator and numbered participants, each with what is known of them."""
    above(page, bare=0.1, notes=0.1)
    known = {
        one.name: f"{one.name} ({page.chance.choice('FM')}, {page.chance.randint(24, 61)})" for one in page.talk.people
    }
    host = page.talk.people[0].name
    known[host] = host
    for said in page.talk.said:
        page.words(said.who, *spaced(said), lead=f"{known[said.who.name]}: ")
        page.mark("")
    page.close(labels={name: {name, label} for name, label in known.items()})


def indented(page: Sheet) -> None:
    """Write a script: capital names in the middle of their lines, the words below, indented."""
    for said in page.talk.said:
        page.mark(f"{' ' * 24}{said.who.name.upper()}")
        lines = filled_lines(said, 56, "")
        page.words(said.who, *lines, lead=" " * 8, other=" " * 8)
        page.mark("")
    page.close(labels={one.name: {one.name, one.name.upper()} for one in page.talk.people})


def offices(page: Sheet) -> None:
    """Write a name, its office and a colon."""
    above(page)
    joint = page.chance.choice((", ", " - ", " / "))
    for said in page.talk.said:
        page.words(said.who, *spaced(said), lead=f"{said.who.name}{joint}{said.who.bracket}: ")
        page.mark("")
    below(page)
    page.close(labels={one.name: {one.name, f"{one.name}{joint}{one.bracket}"} for one in page.talk.people})


def chevrons(page: Sheet) -> None:
    """Write broadcast captions: two chevrons and a capital first name where somebody begins, wrapped lines."""
    for said in page.talk.said:
        lead = f">> {said.who.name.upper()}: "
        page.words(said.who, *filled_lines(said, 44, lead), lead=lead)
    page.close(labels={one.name: {one.name, one.name.upper()} for one in page.talk.people})


def plain_names(page: Sheet) -> None:
    """Write a name and a colon in plain text, own comments in between now and then."""
    above(page, bare=0.3)
    gap = page.chance.random() < 0.75
    for said in page.talk.said:
        page.words(said.who, *(spaced(said) if gap else [" ".join(said.paragraphs)]), lead=f"{said.who.name}: ")
        page.mark(*[""] * gap)
        comment(page, often=0.05 * gap)
        happening(page, often=0.02 * gap)
    below(page)
    page.close()


def wrapped_names(page: Sheet) -> None:
    """Write a name and a colon, in lines that a mail program or an editor broke."""
    above(page, bare=0.3, notes=0.2)
    width = page.chance.choice((68, 72, 78))
    for said in page.talk.said:
        lead = f"{said.who.name}: "
        page.words(said.who, *filled_lines(said, width, lead), lead=lead)
        page.mark("")
        happening(page)
    page.body.features.add("wrapped lines")
    page.close()


def replied(page: Sheet) -> None:
    """Write a reply above the mail that brought the transcript, with the heads of both."""
    one = page.talk.people[0]
    page.note(f"From: {one.name}", "To: Research list", "Subject: RE: transcript", "")
    page.note("Hi all, see below for what was said. Please read the end first.", "", one.name.split()[0], "")
    page.note("-----Original Message-----", "From: Scribe Desk", "Sent: Tuesday 17:45", "Subject: transcript", "")
    for said in page.talk.said:
        page.words(said.who, " ".join(said.paragraphs), lead=f"{said.who.name}: ")
        page.mark("")
    page.note("-- ", "Scribe Desk", "scribe@tarnbeck.example")
    page.body.features.add("mail headers")
    page.close()


def keyed(page: Sheet) -> None:
    """Write initials before each turn, and below who they are."""
    above(page, notes=0.1)
    for said in page.talk.said:
        page.words(said.who, " ".join(said.paragraphs), lead=f"{initials(said.who.name)}: ")
        page.mark("")
    page.note("-----", *(f"{initials(one.name)} = {one.name}" for one in page.talk.people))
    page.close(labels={one.name: {one.name, initials(one.name)} for one in page.talk.people})


def parts_short(page: Sheet) -> None:
    """Write the parts of an interview in capitals and shortened, paragraphs below each other."""
    above(page, bare=0.15, notes=0.2)
    for said in page.talk.said:
        page.words(said.who, *spaced(said), lead=f"{said.who.name}: ")
        page.mark("")
    below(page)
    page.close()


def desk(page: Sheet) -> None:
    """Write a help-desk's call: fields of the ticket above and below, the parts in brackets with their times."""
    page.note(f"Ticket: #{page.chance.randint(10_000, 99_999)}", "Queue: devices", "Channel: phone", "")
    for said in page.talk.said:
        time, at = time_of("padded", said)
        page.words(said.who, " ".join(said.paragraphs), at=at, lead=f"{said.who.name} ({time}): ")
    page.mark("")
    page.note("Disposition: resolved", f"CSAT: {page.chance.randint(2, 5)}/5")
    page.note(*([f"Follow-up: {page.chance.choice(TASKS['en'])}"] if page.chance.random() < 0.5 else []))
    page.body.features.add("fields above and below")
    page.close(OFFSET)


GERMAN = Group(2, 2, labels=("I", "B"), tongue="de", loose=False, turns=(10, 26))
PANEL = ("Mod", "P1", "P2", "P3", "P4", "P5")
PLAIN = Group(loose=False, odd=0.0)
TYPED = (
    sheet("letters-and-tenths", letters, group=GERMAN),
    sheet("numbered-lines", numbered_lines, group=Group(2, 3, loose=False, odd=0.0, turns=(12, 26))),
    sheet("numbered-turns", numbered_turns, group=PLAIN),
    sheet("names-in-brackets", in_brackets),
    sheet("page-furniture", pages, group=Group(loose=False, odd=0.0, turns=(18, 34))),
    sheet(
        "formal-verbatim",
        verbatim,
        group=Group(3, 5, brackets=("IT", "Works council", "Site 2"), odd=0.0, paragraphs=2),
    ),
    sheet("odd-times", odd_times, group=Group(paragraphs=2)),
    sheet("coached-call", coached, ".md", Group(2, 3, paragraphs=2)),
    sheet("curly-notes", curly, group=Group(names="first")),
    sheet("focus-group", grouped, group=Group(4, 6, labels=PANEL, turns=(16, 34))),
    sheet("script-page", indented, group=Group(2, 3, loose=False, odd=0.0, pool="show")),
    sheet("name-and-office", offices, group=Group(brackets=WORDS.roles[:4], odd=0.0)),
    sheet("chevron-captions", chevrons, group=Group(2, 3, names="first", loose=False, pool="show")),
    sheet("plain-names", plain_names, group=Group(paragraphs=2)),
    sheet("plain-first-names", plain_names, group=Group(names="first", paragraphs=2)),
    sheet("wrapped-names", wrapped_names, group=PLAIN),
    sheet("reply-above", replied, group=PLAIN),
    sheet("initials-below", keyed, group=Group(2, 3, odd=0.0)),
    sheet("short-parts", parts_short, group=Group(2, 2, labels=("INT", "RESP"), paragraphs=2)),
    sheet("agent-customer", desk, group=Group(2, 2, labels=("Agent", "Customer"), pool="support", turns=(12, 28))),
)
