"""Kinds of recorded speech with habits of their own: courts, parliaments, earnings, archives, support; third half."""

import random

from .layout_shapes import CLOCK, OFFSET, UNCHECKED, UNSTATED, full, padded, short, twelve
from .layout_talk import Talk
from .layout_third_page import Page, aside, dated, gist, head, opening, remark, simple, tail, task, third, wrapped
from .layout_third_talk import ANY, PLAIN, Cast


def renamed(page: Page, talk: Talk, names: list[str]) -> dict[str, str]:
    """Call the people otherwise, which is then their only label; return who is called how."""
    found = dict(zip((one.name for one in talk.people), names, strict=False))
    page.body.people = {label: {label} for label in found.values()}
    return found


def deposition(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write questions and answers with lines numbered by the page, as court reporters do."""
    page.note(
        "IN THE MATTER OF BLACKTHORN FERRIES", f"DEPOSITION, {dated(chance, page, '{0:%B} {0.day}, {0.year}')}", ""
    )
    page.note("EXAMINATION", "")
    called = renamed(page, talk, ["Q", "A"])
    numbers, line = chance.random() < 0.4, 0
    for said in talk.said:
        who = called[said.who.name]
        lines = wrapped(f"{who}.  {said.paragraphs[0]}", 60, "", "     ")
        for row in lines:
            line = line % 25 + 1
            if numbers and line == 1 and page.body.turns:
                page.note("", f"Page {len(page.body.turns)}", "")
            page.put(f"{line:>2}   {row}" if numbers else row)
        page.said(who, "\n".join((lines[0].strip().removeprefix(f"{who}.").strip(), *lines[1:])).strip())
        page.body.people[who].add(f"{who}.")
    page.note("", "(Whereupon the deposition was concluded at 4:12 p.m.)")


def court(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a hearing: the court, counsel and witness in capitals, procedure in brackets."""
    page.note("PROCEEDINGS", f"({dated(chance, page, '{0:%A}, {0:%B} {0.day}, {0.year}')})", "")
    lasts = [f"{('MR.', 'MS.')[at % 2]} {one.name.split()[-1].upper()}" for at, one in enumerate(talk.people)]
    called = renamed(page, talk, ["THE COURT", "THE WITNESS", *lasts[2:]])
    for number, said in enumerate(talk.said, 1):
        who = called[said.who.name]
        page.put(f"          {who}:  {said.paragraphs[0]}")
        page.said(who, said.paragraphs[0])
        if number % 8 == 0:
            page.maybe(chance.choice(("          (Pause.)", "          (Sidebar held.)", "          (Recess taken.)")))
    page.note("          (Adjourned at 3:48 p.m.)")


def parliament(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write an official report: members with their seats, times and interruptions in between."""
    page.note("Report of the Sitting", dated(chance, page, "{0:%A} {0.day} {0:%B} {0.year}"), "")
    page.note("[The Speaker in the Chair]", "")
    seats = chance.sample(("Dunmarrow East", "Harrow Vale", "Kestrel and Ostra", "Tarn", "Loxford North", "Oriel"), 6)
    called = {one.name: f"{one.name} ({seat})" for one, seat in zip(talk.people, seats, strict=False)}
    for one in talk.people:
        page.body.people[one.name].add(called[one.name])
    for number, said in enumerate(talk.said):
        page.put(f"{called[said.who.name]}: {said.paragraphs[0]}", *(f"\n{more}" for more in said.paragraphs[1:]), "")
        page.said(said.who.name, "\n".join(said.paragraphs))
        if number % 6 == 4:
            page.maybe(chance.choice(("[Interruption.]", "[Laughter.]", "[Hon. Members: Hear, hear.]")), "")


def earnings(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a results call: names with their posts on a line of their own, an operator, sections."""
    page.note(f"{chance.choice(talk.words.companies)} (OSTR) Q{chance.randint(1, 4)} Earnings Call Transcript")
    page.note(dated(chance, page, "{0:%b} {0.day}, {0.year}"), "", "Call participants:", "")
    posts = ("Chief Executive Officer", "Chief Financial Officer", "Analyst", "Analyst", "Analyst", "Analyst")
    mark = chance.choice((" -- ", " - ", ", "))
    called = {one.name: f"{one.name}{mark}{post}" for one, post in zip(talk.people, posts, strict=False)}
    page.note(*called.values(), "", "Prepared Remarks:", "")
    welcome = "Good day, and welcome to the call. All lines are on mute."
    page.put("Operator", "", welcome, "")
    page.said("Operator", welcome)
    page.body.people["Operator"] = {"Operator"}
    for one in talk.people:
        page.body.people[one.name].add(called[one.name])
    half = len(talk.said) // 2
    for number, said in enumerate(talk.said):
        if number == half:
            page.note("Questions & Answers:", "")
            page.maybe("[Operator instructions]", "")
            question = "Our first question is from the line of an analyst at Tarn."
            page.put("Operator", "", question, "")
            page.said("Operator", question)
        page.put(called[said.who.name], "", "\n\n".join(said.paragraphs), "")
        page.said(said.who.name, "\n".join(said.paragraphs))
    page.note(f"Duration: {chance.randint(30, 61)} minutes")


def show_notes(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a podcast's page: what it is about, chapters with times, links, then the transcript."""
    page.note(f"# Episode {chance.randint(3, 212)}: {chance.choice(talk.words.titles)}", "", remark(chance, talk), "")
    page.note("## Chapters", "")
    page.note(*(f"- ({short(at * 400_000)}) {one}" for at, one in enumerate(talk.words.chapters[:4])), "")
    page.note(
        "## Links",
        "",
        "- [Fenwick help](https://fenwick.example)",
        "- Follow the show: @yardtalk",
        "",
        "## Transcript",
        "",
    )
    timed = chance.random() < 0.5
    page.timed(OFFSET if timed else UNSTATED)
    for said in talk.said:
        stamp = f"[{padded(said.at)}] " if timed else ""
        page.put(f"{stamp}**{said.who.name}:** {said.paragraphs[0]}", "")
        page.said(said.who.name, said.paragraphs[0], said.at // 1000 * 1000 if timed else None)
        aside(chance, talk, page, 0.05)
    page.note("---", "", "*Edited by the team. Music under licence.*")


def oral_history(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write an archive's interview: tapes and sides, stamps every few minutes, surnames in capitals."""
    who = talk.people[1].name
    page.note(f"ORAL HISTORY INTERVIEW WITH {who.upper()}", "", f"Interviewed by {talk.people[0].name}")
    page.note(f"Date of interview: {dated(chance, page)}", "", "TAPE 1, SIDE A", "")
    called = renamed(page, talk, ["INTERVIEWER", who.split()[-1].upper()])
    page.body.people[called[who]].add(who)
    page.body.people["INTERVIEWER"].add(talk.people[0].name)
    page.timed(UNCHECKED)
    last = 0
    for number, said in enumerate(talk.said):
        if said.at // 120_000 != last:
            last = said.at // 120_000
            page.put(f"[{full(last * 120_000)}]", "")
        name = called[said.who.name]
        page.put(f"{name}: {said.paragraphs[0]}", *(f"\n{more}" for more in said.paragraphs[1:]), "")
        page.said(name, "\n".join(said.paragraphs))
        if number == len(talk.said) // 2:
            page.note("[END OF TAPE 1, SIDE A; BEGINNING OF TAPE 1, SIDE B]", "")
    page.note("[END OF INTERVIEW]")


def focus_group(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a group typed by hand: a moderator and letters with numbers, who they are in a list above."""
    people = len(talk.people)
    style = chance.choice((("Mod", "P"), ("M", "R"), ("MOD", "FG2-"), ("Moderator", "Participant ")))
    called = renamed(page, talk, [style[0], *(f"{style[1]}{number}" for number in range(1, people))])
    page.note(f"Focus group {chance.randint(1, 6)}, {dated(chance, page)}", "")
    page.note(
        *(f"{label}, {chance.randint(22, 71)}, {chance.choice(talk.words.roles)}" for label in [*called.values()][1:]),
        "",
    )
    for said in talk.said:
        who = called[said.who.name]
        page.put(f"{who}: {said.paragraphs[0]}")
        page.said(who, said.paragraphs[0])
        aside(chance, talk, page, 0.1)


def interpreted(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write an interview in two languages: an interpreter says in English what was said."""
    head(chance, talk, page, "txt")
    foreign = talk.words.speech[chance.choice(("pl", "tr", "ru", "pt", "el", "ko", "sv", "nl"))]
    page.body.people = {name: {name} for name in ("Interviewer", "Respondent", "Interpreter")}
    for said in talk.said:
        answer = " ".join(chance.sample(foreign, chance.choice((1, 2, 2, 3))))
        question, english = chance.choice(("And then?", "How do you mean?", "Who decides that?")), said.paragraphs[0]
        for who, words in (("Interviewer", question), ("Respondent", answer), ("Interpreter", english)):
            page.put(f"{who}: {words}")
            page.said(who, words)
        page.put("")
    tail(chance, talk, page, "txt")


def help_desk(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a support conversation that is kept as a call: times of the day, an agent and a customer."""
    start = chance.randint(8 * 60, 18 * 60) * 60_000
    page.timed(CLOCK)
    page.note(
        f"Ticket #{chance.randint(10_000, 99_999)}", f"Date: {dated(chance, page)}", "Channel: phone, typed live", ""
    )
    called = renamed(page, talk, chance.choice((["Agent", "Customer"], [talk.people[0].name, "Customer"])))
    twelve_hours = chance.random() < 0.4
    for said in talk.said:
        time = (start + said.at) // 60_000 * 60_000
        shown, who = twelve(time) if twelve_hours else full(time)[:5], called[said.who.name]
        page.put(f"{who} ({shown}): {said.paragraphs[0]}" if twelve_hours else f"[{shown}] {who}: {said.paragraphs[0]}")
        page.said(who, said.paragraphs[0], time)
    page.note("", f"Tags: billing, refund    CSAT: {chance.randint(1, 5)}/5")


def field_notes(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write what was seen, in sentences and bullets, and a transcript below a heading."""
    page.note("# Field notes", "", f"{chance.choice(talk.words.companies)}, {dated(chance, page)}", "")
    page.note("Arrived at 8:05, gate open, nobody at the desk. Two vans idling.", "")
    page.note("- smell of diesel, radio on", '- whiteboard: "ring Dave re pallets"', f"- {remark(chance, talk)}", "")
    page.note("My hunch: the tool is not the problem, the handover is.", "", "## Transcript", "")
    for said in talk.said:
        page.put(f"{said.who.name}: {said.paragraphs[0]}", "")
        page.said(said.who.name, said.paragraphs[0])
        aside(chance, talk, page, 0.12)


def observed(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write turns with comments of the one who typed them, in quotes, comments or italics of their own."""
    head(chance, talk, page, "md")
    forms = ("> *Note to self: {}*", "<!-- {} -->", "*[Comment: {}]*", "> [!note] {}")
    form = chance.choice(forms)
    for number, said in enumerate(talk.said):
        page.put(f"**{said.who.name}:** {said.paragraphs[0]}", "")
        page.said(said.who.name, said.paragraphs[0])
        if number % 5 == 3:
            page.note(form.format(remark(chance, talk)), "")
    gist(chance, talk, page, markdown=True)


def question_answer(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write Q and A as magazines do, the question in bold."""
    head(chance, talk, page, "md")
    called = renamed(page, talk, ["Q", "A"])
    for said in talk.said:
        who = called[said.who.name]
        page.put(f"**Q: {said.paragraphs[0]}**" if who == "Q" else f"A: {said.paragraphs[0]}", "")
        page.said(who, said.paragraphs[0])


def memo(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a message of one person: a name once, then paragraphs with times."""
    page.timed(OFFSET)
    page.note(chance.choice(("Voice memo", "Loom: walkthrough of the yard app")), dated(chance, page), "")
    found = []
    for said in talk.said:
        page.put(short(said.at), said.paragraphs[0], "")
        found.append(said.paragraphs[0])
    page.nobody()
    page.said(None, "\n".join(found), talk.said[0].at // 1000 * 1000)


def lecture(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a talk in long paragraphs and voices from the room, each of whom speaks once."""
    head(chance, talk, page, "txt")
    speaker = talk.people[0].name
    talk.features.discard("one speaker")
    page.body.people = {speaker: {speaker}}
    for number, said in enumerate(talk.said):
        words = " ".join(said.paragraphs)
        page.put(f"{speaker}: {words}", "")
        page.said(speaker, words)
        if number % 3 == 2 and number < 12:
            who = ("Audience member", "Woman in third row", "Student", "Man at the back")[number // 3]
            page.put(f"{who}: {chance.choice(('Could you repeat that?', 'Why not both?', 'Is that still so?'))}", "")
            page.said(who, page.body.lines[-2].partition(": ")[2])
            page.body.people[who] = {who}
    tail(chance, talk, page, "txt")


def paged(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write lines as they come out of a PDF: wrapped, with running heads and page numbers inside of turns."""
    title = chance.choice(talk.words.titles)
    page.note(title, dated(chance, page), "")
    row, last = 0, talk.said[-1]
    for said in talk.said:
        lines = wrapped(f"{said.who.name}: {said.paragraphs[0]}", 64)
        for line in lines:
            row += 1
            page.put(line)
            if row % 28 == 0 and said is not last:
                page.note("", f"Page {row // 28}", f"\f{title}", "")
        page.said(said.who.name, "\n".join((lines[0].removeprefix(f"{said.who.name}:").strip(), *lines[1:])).strip())


def tagged(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a repository's export: tags in brackets below what was highlighted, a list of them at the end."""
    page.timed(OFFSET)
    page.note(f"# {chance.choice(talk.words.titles)}", "", f"Recorded {dated(chance, page)}", "", "## Transcript", "")
    for said in talk.said:
        page.put(f"**{said.who.name}** {padded(said.at)}", "", said.paragraphs[0], "")
        page.said(said.who.name, said.paragraphs[0], said.at // 1000 * 1000)
        if chance.random() < 0.15:
            page.maybe(chance.choice(("`Pain point` `Rota`", "Tags: #workaround #trust", "🏷 Delight, Night shift")), "")
    page.note("## Highlights", "", f"> {remark(chance, talk)}", "", f"- {task(chance, talk, '{who} to {what}')}")


def unknown_some(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write turns of which some are of people whom the typist did not know."""
    head(chance, talk, page, "txt")
    label = chance.choice(("Unknown", "Unidentified Speaker", "???", "Unknown Speaker"))
    for number, said in enumerate(talk.said):
        hidden = number % 7 == 5
        page.put(f"{label if hidden else said.who.name}: {said.paragraphs[0]}", "")
        page.said(label if hidden else said.who.name, said.paragraphs[0])
        if hidden:
            page.body.people[label] = {label, ""}
    spoke = {turn.who for turn in page.body.turns}
    page.body.people = {who: labels for who, labels in page.body.people.items() if who in spoke}


def toggle(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a page of Notion: properties, a summary, and the transcript in a list that can be folded."""
    page.note(f"# {chance.choice(talk.words.titles)}", "", f"Date: {dated(chance, page, '{0:%B} {0.day}, {0.year}')}")
    page.note("Status: Done", f"Owner: {talk.people[0].name}", "", "### Summary", "", remark(chance, talk), "")
    page.note("- [ ] " + task(chance, talk, "{who} to {what}"), "")
    lead = chance.choice(("<details>\n<summary>Transcript</summary>\n", "- Transcript", "▶ Transcript"))
    page.note(lead)
    indent = "    " if lead.startswith("-") else ""
    for said in talk.said:
        page.put(f"{indent}{said.who.name}: {said.paragraphs[0]}", *([] if indent else [""]))
        page.said(said.who.name, said.paragraphs[0])
    if lead.startswith("<"):
        page.note("</details>")


def every_minutes(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a stamp alone every minute or so, inside of turns and between them, which is of that moment."""
    head(chance, talk, page, "txt")
    page.timed(UNCHECKED)
    form, last = chance.choice(("[{}]", "({})", "-- {} --", "{}")), 0
    for said in talk.said:
        if said.at // 60_000 != last:
            last = said.at // 60_000
            page.put(form.format(full(last * 60_000)), "")
        page.put(f"{said.who.name}: {said.paragraphs[0]}", "")
        page.said(said.who.name, said.paragraphs[0])


def pronouns(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write names with pronouns in brackets, as Zoom shows them."""
    page.timed(OFFSET)
    head(chance, talk, page, "txt")
    shown = {one.name: f"{one.name} ({chance.choice(('she/her', 'he/him', 'they/them'))})" for one in talk.people}
    for said in talk.said:
        page.put(f"{shown[said.who.name]} {full(said.at)}", said.paragraphs[0], "")
        page.said(said.who.name, said.paragraphs[0], said.at // 1000 * 1000)
        page.body.people[said.who.name].add(shown[said.who.name])


def below_minutes(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write minutes with names and decisions first, the wording of the meeting below a heading."""
    page.note("MINUTES", dated(chance, page), f"Present: {', '.join(one.name for one in talk.people)}", "")
    page.note("1. Apologies", "None received.", "2. Matters arising", f"{talk.people[0].name}: reported on the boiler.")
    page.note(task(chance, talk, "3. {who} to {what}."), "")
    opening(chance, talk, page, "txt")
    for said in talk.said:
        page.put(f"{said.who.name}: {said.paragraphs[0]}")
        page.said(said.who.name, said.paragraphs[0])


PAIR = Cast((2, 2), ("full",), languages=0)
COURTROOM = Cast((3, 5), ("full",), subject="court")
MARKED = Cast((2, 5), PLAIN)

KINDS = (
    third("deposition", Cast((2, 2), ("full",), subject="court"), deposition),
    third("court", COURTROOM, court),
    third("parliament", Cast((2, 6), ("full",), paragraphs=3, languages=0), parliament),
    third("earnings", Cast((3, 6), ("full",), paragraphs=3, subject="earnings"), earnings),
    third("show-notes", MARKED, show_notes, ".md"),
    third("oral-history", Cast((2, 2), ("full",), paragraphs=3, subject="memory"), oral_history),
    third("focus-group", Cast((3, 6), ("full",)), focus_group),
    third("interpreted", Cast((2, 2), ("full",), turns=(4, 9), languages=0), interpreted),
    third("help-desk", Cast((2, 2), ("full", "single"), subject="help"), help_desk),
    third("field-notes", MARKED, field_notes, ".md"),
    third("observed", MARKED, observed, ".md"),
    third("question-answer", Cast((2, 2), ("full",), languages=0.2), question_answer, ".md"),
    third("memo", Cast((1, 1), ("full",), turns=(5, 12)), memo),
    third("lecture", Cast((1, 1), ("full", "honorific"), paragraphs=2), lecture),
    third("paged-wrapped", Cast((2, 5), ("full", "particle", "numbered"), turns=(12, 26)), paged),
    third("tagged", Cast((2, 4), ANY), tagged, ".md"),
    third("unknown-some", Cast((2, 4), PLAIN, turns=(8, 22)), unknown_some),
    third("toggle", MARKED, toggle, ".md"),
    third("every-minutes", MARKED, every_minutes),
    third("pronouns", Cast((2, 5), ("full", "single", "unicode")), pronouns),
    third("below-minutes", Cast((2, 5), ("full", "honorific")), below_minutes),
    third("colon-or-dash", Cast((2, 4), ("capitals", "full")), simple(("{name}:", "{name} -"))),
)
