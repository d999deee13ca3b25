"""What stands around the transcripts of the fifth half: fields, summaries, tasks, quotes, comments and last lines."""

import datetime as dt

from .layout_fifth_talk import Sheet, completed
from .layout_fifth_words import MONTH_NAMES, REMARKS, TASKS, TITLED, TOLD, WORDS


def day_of(sheet: Sheet) -> dt.date:
    """Return a day between 2024 and 2026."""
    return dt.date(2024, 2, 5) + dt.timedelta(days=sheet.chance.randrange(860))


def spelt(sheet: Sheet, day: dt.date) -> str:
    """Write a day so that there is one way to read it."""
    tongue = sheet.talk.language
    month = MONTH_NAMES[tongue].split()[day.month - 1]
    if sheet.chance.random() < 0.4:
        return day.isoformat()
    if tongue == "en":
        ends = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
        forms = [
            f"{day.day} {month} {day.year}",
            f"{month} {day.day}, {day.year}",
            f"{day:%a} {day.day} {month[:3]} {day.year}",
            f"{month} {day.day}{ends.get(day.day, 'th')}, {day.year}",
            f"{day.isoformat()} 14:30",
        ]
        return sheet.chance.choice([*forms, f"{day:%d/%m/%Y}"] if day.day > 12 else forms)
    if tongue == "de":
        return sheet.chance.choice((f"{day.day}. {month} {day.year}", f"{day:%d.%m.%Y}"))
    joint = " de " if tongue in ("es", "pt") else " "
    return joint.join((str(day.day), month, str(day.year)))


def named_people(sheet: Sheet) -> list[str]:
    """Return the names that notes use, invented ones where the speakers have labels."""
    return ["Perpetua", "Marlow"] if sheet.group.labels else [one.name for one in sheet.talk.people]


def heading(sheet: Sheet, kind: str, *, md: bool) -> None:
    """Write the title of a section."""
    title = sheet.chance.choice(TITLED[sheet.talk.language][kind])
    plain = (title, f"{title}:", title.upper(), f"{title}\n{'-' * len(title)}")
    marked = (f"## {title}", f"## {title}", f"# {title}", f"**{title}**", f"### {title}")
    sheet.note(*sheet.chance.choice(marked if md else plain).split("\n"), *([""] if md else []))


def told(sheet: Sheet) -> str:
    """Return a sentence of a summary."""
    return sheet.chance.choice(TOLD[sheet.talk.language]).format(who=sheet.chance.choice(named_people(sheet)))


def recap(sheet: Sheet, *, md: bool) -> None:
    """Write a summary, in points or as prose."""
    heading(sheet, "summary", md=md)
    said = list(dict.fromkeys(told(sheet) for _ in range(3)))
    sheet.note(*([f"{'*' if md else '-'} {one}" for one in said] if sheet.chance.random() < 0.6 else said), "")


def actions(sheet: Sheet, *, md: bool) -> None:
    """Write who does what."""
    heading(sheet, "tasks", md=md)
    own = TASKS[sheet.talk.language]
    forms = ("- [ ] {} ({})", "- [x] **{1}**: {0}", "1. {1}: {0}") if md else ("- {1}: {0}", "[ ] {0} - {1}", "-> {0}")
    form = sheet.chance.choice(forms)
    done = sheet.chance.sample(own, min(len(own), sheet.chance.randint(1, 3)))
    sheet.note(*(form.format(one, sheet.chance.choice(named_people(sheet))) for one in done), "")


def quoted(sheet: Sheet, *, md: bool) -> None:
    """Write out what a colleague liked, between quotation marks, under the heading of a summary."""
    heading(sheet, "summary", md=md)
    pool = WORDS.speech[sheet.talk.language]
    for one in sheet.chance.sample(pool, 2):
        text = completed(sheet.chance, sheet.talk.language, one)
        sheet.note(f'{"> " if md else "- "}"{text}"' + ("\n>" if md else ""))
    sheet.note("")
    sheet.body.features.add("quotes above")


def fields(sheet: Sheet, *, md: bool, day: dt.date | None) -> None:
    """Write lines of a label and a value; one of them is the date, if there is one."""
    chance, tongue = sheet.chance, sheet.talk.language
    found = [chance.choice(WORDS.labels)] if chance.random() < 0.5 else []
    if chance.random() < 0.5 and not sheet.group.labels:
        found.append((chance.choice(TITLED[tongue]["people"]), ", ".join(named_people(sheet))))
    if chance.random() < 0.3:
        found.append(("Link", f"https://rec.example/m/{chance.randint(1000, 9999)}"))
    chance.shuffle(found)
    if day:
        found.insert(chance.randint(0, len(found)), (chance.choice(TITLED[tongue]["date"]), spelt(sheet, day)))
    form = chance.choice(("- **{}**: {}", "**{}:** {}  ", "{}: {}", "| {} | {} |") if md else ("{}: {}", "{}:\t{}"))
    if form.startswith("|") and found:
        sheet.note("| Field | Value |", "|---|---|")
    sheet.note(*(form.format(*one) for one in found), *([""] if found else []))


def front_matter(sheet: Sheet, title: str, day: dt.date | None) -> None:
    """Write YAML above a page, as vaults and exporters have it."""
    lines = [f'title: "{title}"', *([f"date: {day.isoformat()}"] if day else [])]
    if not sheet.group.labels and sheet.chance.random() < 0.6:
        lines += ["attendees:", *(f"  - {name}" for name in named_people(sheet))]
    lines += ["tags: [interview, ops]"] if sheet.chance.random() < 0.5 else []
    sheet.note("---", *lines, "---", "")


def above(sheet: Sheet, *, md: bool = False, bare: float = 0.25, dated: float = 0.6, notes: float = 0.4) -> None:
    """Write what stands above. bare: how often that is nothing; dated, notes: how often there is a date, a summary."""
    chance = sheet.chance
    if chance.random() < bare:
        return
    day = day_of(sheet) if chance.random() < dated else None
    sheet.body.date = day.isoformat() if day else None
    title = chance.choice(WORDS.titles)
    if md and chance.random() < 0.3:
        front_matter(sheet, title, day)
        sheet.note(f"# {title}", "")
    else:
        sheet.note(f"# {title}" if md else title, "")
        fields(sheet, md=md, day=day)
    noted = chance.random() < notes
    for write in chance.choice(((recap,), (actions,), (recap, actions), (quoted, actions))) if noted else ():
        write(sheet, md=md)
    if noted or chance.random() < 0.3:
        sheet.note(*(["---", ""] if md and chance.random() < 0.3 else []))
        heading(sheet, "transcript", md=md)
        sheet.mark("")
    sheet.body.features |= {"notes above"} if noted else set()


def below(sheet: Sheet, *, md: bool = False, often: float = 0.35) -> None:
    """Write what stands below: tasks, a summary, fields or a last line."""
    if sheet.chance.random() >= often:
        return
    kind = sheet.chance.choice(("tasks", "summary", "fields", "footer"))
    sheet.mark("")
    sheet.note("---" if md else "-" * sheet.chance.choice((5, 20, 40)), "")
    if kind in ("tasks", "summary"):
        (actions if kind == "tasks" else recap)(sheet, md=md)
    elif kind == "fields":
        form = "**{}:** {}" if md else "{}: {}"
        sheet.note(*(form.format(*one) for one in sheet.chance.sample(WORDS.labels, 2)))
    else:
        sheet.note(sheet.chance.choice(WORDS.footers))
    sheet.body.features.add(f"below: {kind}")


def comment(sheet: Sheet, *, md: bool = False, often: float = 0.03) -> None:
    """Write, now and then, a comment of one's own between two turns, marked as such, and a blank line."""
    if sheet.chance.random() >= often:
        return
    text = sheet.chance.choice(REMARKS)
    plain = ("[Note to self: {}]", "[My comment: {}]", "(Note: {})", "[own note - {}]")
    marked = ("*[Note to self: {}]*", "<!-- {} -->", "> **Note:** {}", "> [!note] Mine\n> {}")
    sheet.note(*sheet.chance.choice(marked if md else plain).format(text).split("\n"), "")
    sheet.body.features.add("own comments between turns")


def happening(sheet: Sheet, *, often: float = 0.03) -> None:
    """Write, now and then, what happened between two turns, and a blank line."""
    if sheet.chance.random() >= often:
        return
    form = (
        "[Recording paused]",
        "[Recording resumed]",
        "(ten minute break)",
        "--- coffee break ---",
        "[both talk at once]",
    )
    sheet.note(sheet.chance.choice(form), "")
    sheet.body.features.add("what happened between turns")
