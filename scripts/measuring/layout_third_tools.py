"""Copies and exports of meeting tools, as those write them, with what people leave around: third half."""

import random

from .layout_shapes import CLOCK, FORMS, OFFSET, UNCHECKED, UNSTATED, full, padded, parts, short, twelve
from .layout_special import tokens
from .layout_talk import Talk
from .layout_third_page import Page, Writer, aside, dated, day_of, gist, head, remark, simple, tail, task, third
from .layout_third_talk import ANY, PLAIN, Cast


def whole(ms: int) -> int:
    """Return a time without what is below a second."""
    return ms // 1000 * 1000


def title_of(chance: random.Random, talk: Talk) -> str:
    """Return what a meeting is called."""
    return chance.choice(talk.words.titles)


def fathom(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write the copied transcript: times, names, companies, tasks between paragraphs; the year is not stated."""
    day = day_of(chance)
    link = f"https://fathom.video/calls/{chance.randint(10**7, 10**8)}"
    page.timed(OFFSET)
    page.note(f"{title_of(chance, talk)} - {day:%B %d}")
    page.note(f"VIEW RECORDING - {chance.randint(12, 70)} mins (No highlights): {link}", "", "---", "")
    at_sign, indent = chance.choice((("", "  "), ("", "  "), ("@", "")))
    for said in talk.said:
        page.put(f"{at_sign}{short(said.at)} - {said.who.shown}", f"{indent}{said.paragraphs[0]}", "")
        page.said(said.who.name, said.paragraphs[0], whole(said.at))
        if chance.random() < 0.06:
            what = chance.choice(talk.words.tasks).capitalize()
            page.note(f"{indent}ACTION ITEM: {what} - WATCH: {link}?timestamp={said.end // 1000}.{said.end % 1000}", "")
        elif chance.random() < 0.03:
            page.note(f"{indent}SCREEN SHARING: {said.who.name} started screen sharing - WATCH: {link}", "")


def fireflies(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write the Markdown with a summary above and bold names."""
    page.timed(OFFSET)
    page.note(f"# {title_of(chance, talk)}", "", f"**Date:** {dated(chance, page)}")
    page.note(f"**Duration:** {chance.randint(14, 61)} mins")
    page.note(f"**Participants:** {', '.join(one.name for one in talk.people)}", "", "## Summary", "")
    page.note(*(f"- {remark(chance, talk)}" for _ in range(2)), "", "## Action Items", "")
    for one in talk.people[:2]:
        page.note(
            f"**{one.name}**", f"- {chance.choice(talk.words.tasks).capitalize()} (04:1{chance.randint(0, 9)})", ""
        )
    page.note("## Transcript", "")
    form = chance.choice(
        ("**{name}** ({time}): {words}", "**{name}** *[{time}]*: {words}", "[{time}] **{name}**: {words}")
    )
    for said in talk.said:
        page.put(form.format(name=said.who.name, time=padded(said.at), words=said.paragraphs[0]), "")
        page.said(said.who.name, said.paragraphs[0], whole(said.at))


def zoom_captions(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write saved captions: a name in brackets and the time of day above each piece, several of them in a turn."""
    start = chance.randint(8 * 3600, 17 * 3600) * 1000
    page.timed(CLOCK)
    for said in talk.said:
        pieces = [one for one in said.paragraphs[0].split(". ") if one.strip()]
        last, time = len(pieces) - 1, said.at
        for number, piece in enumerate(pieces):
            words = piece if number == last else f"{piece}."
            page.put(f"[{said.who.name}] {full(start + time)}", words, "")
            page.said(said.who.name, words, whole(start + time) if number == 0 else None)
            time += min(4_000, (said.end - said.at) // (last + 1))


def slack(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write what is copied of a huddle: the notes of Slack's assistant, then the transcript."""
    page.timed(OFFSET)
    page.note(f"Huddle notes: {dated(chance, page, '{0:%B} {0.day}, {0.year}')} in #yard-ops", "")
    page.note(f"Attendees: {', '.join('@' + one.name for one in talk.people)}", "", "Summary")
    page.note(*(f"• {remark(chance, talk)}" for _ in range(2)), "", "Transcript", "")
    form = chance.choice(("[{time}] {name}: {words}", "{name} [{time}]: {words}", "@{name} [{time}]: {words}"))
    for said in talk.said:
        page.put(form.format(name=said.who.name, time=short(said.at), words=said.paragraphs[0]))
        page.said(said.who.name, said.paragraphs[0], whole(said.at))
    for one in talk.people:
        page.body.people[one.name].add(f"@{one.name}")


def rev(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a name with a time, and a time above each further paragraph of the same speaker."""
    page.timed(OFFSET)
    if chance.random() < 0.5:
        page.note(title_of(chance, talk), "")
    form = chance.choice(("{name} ({time}):", "{name}: ({time})"))
    for said in talk.said:
        page.put(form.format(name=said.who.name, time=padded(said.at)))
        stamps, before, step = [], 0, (said.end - said.at) // len(said.paragraphs)
        for number, words in enumerate(said.paragraphs):
            time = said.at + number * step
            if number:
                page.put("", f"({padded(time)})")
                stamps.append((before, whole(time)))
            page.put(words)
            before += len(tokens(words))
        page.put("")
        page.said(said.who.name, "\n".join(said.paragraphs), whole(said.at), tuple(stamps))
    if chance.random() < 0.3:
        page.note(f"Transcript by Rev.com Page 1 of {chance.randint(2, 9)}")


def otter(*, times: bool) -> Writer:
    """Return what writes an Otter export, with its head or bare."""

    def write(chance: random.Random, talk: Talk, page: Page) -> None:
        if times:
            page.timed(OFFSET)
        if chance.random() < 0.6 or not times:
            page.note(title_of(chance, talk), "")
            day = dated(chance, page, "{0:%a}, {0:%b} {0:%d}, {0.year}")
            page.note(f"{day} {chance.randint(8, 11)}:{chance.randint(10, 59)}AM • {chance.randint(20, 59)}:12", "")
            page.note("SUMMARY KEYWORDS", "rota, scanners, invoice, yard, boiler", "")
            page.note("SPEAKERS", ", ".join(one.name for one in talk.people), "")
        for said in talk.said:
            page.put(f"{said.who.name}  {short(said.at)}  " if times else said.who.name, f"{said.paragraphs[0]}  ", "")
            page.said(said.who.name, said.paragraphs[0], whole(said.at) if times else None)
        if chance.random() < 0.5:
            page.note("Transcribed by https://otter.ai")

    return write


def teams_document(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write the text of the document: head, notices of recording, three blanks before the time."""
    page.timed(OFFSET)
    day = day_of(chance)
    page.body.date = day.isoformat()
    name = title_of(chance, talk)
    page.note(f"{name}-{day:%Y%m%d}_140312-Meeting Recording")
    page.note(f"{day:%B} {day.day}, {day.year}, 2:03PM", f"{chance.randint(11, 58)}m {chance.randint(1, 59)}s", "")
    starter = talk.people[0].name
    page.note(f"{starter} started transcription", "")
    for said in talk.said:
        page.put(f"{said.who.shown}   {short(said.at)}", said.paragraphs[0], "")
        page.said(said.who.name, said.paragraphs[0], whole(said.at))
    if chance.random() < 0.7:
        page.note(f"{starter} stopped transcription")


def teams_pane(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write what comes along when the pane beside a recording is copied: times in words for screen readers."""
    page.timed(OFFSET)
    if chance.random() < 0.4:
        page.note(title_of(chance, talk), "Transcript", "")
    for said in talk.said:
        hours, minutes, seconds, _ = parts(said.at)
        spoken = [f"{hours} hour{'s' * (hours != 1)}"] * bool(hours)
        spoken += [f"{minutes} minute{'s' * (minutes != 1)}", f"{seconds} second{'s' * (seconds != 1)}"]
        page.put(said.who.name, f"{' '.join(spoken)}{short(said.at)}", f"{said.who.name} {' '.join(spoken)}")
        page.put(said.paragraphs[0])
        page.said(said.who.name, said.paragraphs[0], whole(said.at))


def teams_cues(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write the text of the older document: from, to, name, words."""

    def form(ms: int) -> str:
        hours, minutes, seconds, rest = parts(ms // 100 * 100)
        return f"{hours}:{minutes}:{seconds}.{rest}"

    page.timed(OFFSET)
    gap = chance.choice(([""], []))
    for said in talk.said:
        page.put(f"{form(said.at)} --> {form(said.end)}", said.who.name, said.paragraphs[0], *gap)
        page.said(said.who.name, said.paragraphs[0], said.at // 100 * 100)


def cues(chance: random.Random, talk: Talk) -> list[tuple[int, int, str]]:
    """Return all that is said in pieces as captions have it, with their times, whoever speaks."""
    found = []
    for said in talk.said:
        words = said.paragraphs[0].split(" ")
        size = chance.randint(6, 11)
        pieces = [" ".join(words[at : at + size]) for at in range(0, len(words), size)]
        step = (said.end - said.at) // len(pieces)
        found += [(said.at + at * step, said.at + (at + 1) * step, one) for at, one in enumerate(pieces)]
    return found


SPOKEN = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "pl": "Polish",
    "sv": "Swedish",
    "ru": "Russian",
    "tr": "Turkish",
    "el": "Greek",
    "ja": "Japanese",
    "zh": "Chinese",
    "ko": "Korean",
}


def unnamed(talk: Talk, page: Page, found: list[tuple[int, int, str]], exact: int) -> None:
    """Say that the pieces are one stretch of speech, of which only the beginning has a time of its own."""
    page.nobody()
    talk.features -= {feature for feature in talk.features if "speak" in feature or feature.startswith("names")}
    page.said(None, "\n".join(words for _, _, words in found), found[0][0] // exact * exact)


def youtube(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write the copied pane: a time, words below, chapters in between."""
    page.timed(OFFSET)
    if chance.random() < 0.4:
        page.note(chance.choice(("Transcript", "Search transcript", "Search in video")))
    found = cues(chance, talk)
    chapters = chance.random() < 0.4
    for number, (at, _, words) in enumerate(found):
        if chapters and number and number % 9 == 0:
            page.note(f"Chapter {number // 9 + 1}: {talk.words.chapters[number // 9 % 6]}")
        page.put(short(at), words)
    unnamed(talk, page, found, 1000)
    if chance.random() < 0.3:
        page.note("English (auto-generated)")


def tactiq_video(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write the copy of a video's captions with three lines of head."""
    page.timed(OFFSET)
    page.note("# tactiq.io free youtube transcript", f"# {title_of(chance, talk)}")
    page.note(f"# https://www.youtube.com/watch/k{chance.randint(10**6, 10**7)}Q", "")
    found = cues(chance, talk)
    page.put(*(f"{FORMS['thousandths'][0](at)} {words}" for at, _, words in found))
    unnamed(talk, page, found, 1)


def whisper_cpp(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write the terminal of whisper.cpp, in half of the documents with what it tells about itself."""
    page.timed(OFFSET)
    if chance.random() < 0.5:
        page.note("whisper_init_from_file_with_params_no_state: loading model from 'models/ggml-small.bin'")
        page.note(
            "main: processing 'yard.wav' (4812800 samples, 300.8 sec), 4 threads, 1 processors, lang = auto ...", ""
        )
    found = cues(chance, talk)
    form = FORMS["thousandths"][0]
    page.put(*(f"[{form(at)} --> {form(end)}]   {words}" for at, end, words in found))
    unnamed(talk, page, found, 1)
    if chance.random() < 0.4:
        page.note(
            "",
            "whisper_print_timings:     load time =   312.45 ms",
            "whisper_print_timings:    total time = 41876.02 ms",
        )


def whisper_console(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write the terminal of Whisper: minutes, hours where there are some; the language it found."""
    page.timed(OFFSET)
    if chance.random() < 0.6:
        page.note("Detecting language using up to the first 30 seconds. Use `--language` to specify the language")
        page.note(f"Detected language: {SPOKEN[talk.language]}")
    found = cues(chance, talk)

    def form(ms: int) -> str:
        hours, minutes, seconds, rest = parts(ms)
        return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}" if hours else f"{minutes:02}:{seconds:02}.{rest:03}"

    page.put(*(f"[{form(at)} --> {form(end)}]  {words}" for at, end, words in found))
    unnamed(talk, page, found, 1)


def talk_python(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a podcast's transcript: a time before every line, nobody named."""
    page.timed(OFFSET)
    found = cues(chance, talk)
    for at, _, words in found:
        page.put(f"{full(at)} {words}", "")
    unnamed(talk, page, found, 1000)


def gong(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a synchronized call: front matter, head, and a name with its time above every sentence."""
    page.timed(OFFSET)
    day, minutes = dated(chance, page, "{0:%Y-%m-%d}"), chance.randint(18, 58)
    name, number = title_of(chance, talk), chance.randint(10**17, 10**18)
    page.note("---", f"gong_id: {number}", f"date: {day}T14:03:00+00:00", f"duration_seconds: {60 * minutes}")
    page.note(f'title: "{name}"', "client: oriel", f"gong_url: https://app.gong.io/call?id={number}", "scope: External")
    page.note("system: Zoom", "---", "", f"# {name}", "", f"**Date:** {day} 14:03", f"**Duration:** {minutes} min", "")
    ours = talk.people[: max(1, len(talk.people) // 2)]
    page.note("**Participants:**")
    for one in talk.people:
        role = f" - {chance.choice(talk.words.roles)}" if chance.random() < 0.5 else ""
        page.note(f"- {one.name} ({'Internal' if one in ours else 'External'}){role}")
        page.body.people[one.name].add(f"{one.name} (Client)")
    page.note("", "**System:** Zoom | **Type:** External | **Media:** Video", "")
    page.note(f"[View in Gong](https://app.gong.io/call?id={number})", "", "---", "", "## Transcript", "")
    for said in talk.said:
        pieces = said.paragraphs[0].split(". ")
        step = (said.end - said.at) // len(pieces)
        shown = said.who.name if said.who in ours else f"{said.who.name} (Client)"
        for at, piece in enumerate(pieces):
            words = piece if at == len(pieces) - 1 else f"{piece}."
            page.put(f"**[{padded(said.at + at * step)}] {shown}:**", words, "")
            page.said(said.who.name, words, whole(said.at) if at == 0 else None)


def call_case(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a case file of a call: facts in a list, a verdict, then turns under small headings or bold."""
    page.timed(OFFSET)
    page.note(f"# Call: {title_of(chance, talk)}", "", f"- **Case ID:** CC-{chance.randint(1000, 9999)}")
    page.note(f"- **Date:** {dated(chance, page)}", f"- **Duration:** {chance.randint(9, 58)}:14")
    page.note(
        f"- **Speakers:** {', '.join(one.name for one in talk.people)}", "", "## Summary", "", remark(chance, talk)
    )
    page.note("", "## Outcome", "", "- **Sentiment:** mixed", "- **Next step:** call back", "", "## Transcript", "")
    form = chance.choice(
        ("**{name}** `{time}`\n\n{words}", "**{name}** ({time})\n{words}", "### {name} [{time}]\n\n{words}")
    )
    for said in talk.said:
        page.put(form.format(name=said.who.name, time=padded(said.at), words=said.paragraphs[0]), "")
        page.said(said.who.name, said.paragraphs[0], whole(said.at))
    if chance.random() < 0.4:
        page.note("## Coaching notes", "", f"- {remark(chance, talk)}")


def f4(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write f4's habit: a letter for each, the time of the end behind every paragraph."""
    head(chance, talk, page, "txt")
    letters = ("I", "B", "B2", "B3", "B4", "B5") if chance.random() < 0.6 else [one.name for one in talk.people]
    who = dict(zip((one.name for one in talk.people), letters, strict=False))
    if "I" in letters:
        page.body.people = {label: {label} for label in who.values()}
    page.timed(UNCHECKED)
    for said in talk.said:
        page.put(f"{who[said.who.name]}: {said.paragraphs[0]} #{FORMS['tenth'][0](said.end)}#", "")
        page.said(who[said.who.name], said.paragraphs[0])
        aside(chance, talk, page, 0.04)


def maxqda(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write what is prepared for MAXQDA: letters, stamps to the tenth before the paragraph or none."""
    letters = chance.choice((("I", "B1", "B2", "B3", "B4", "B5"), ("INT", "P01", "P02", "P03", "P04", "P05")))
    who = dict(zip((one.name for one in talk.people), letters, strict=False))
    page.body.people = {label: {label} for label in who.values()}
    timed = chance.random() < 0.5
    page.timed(OFFSET if timed else UNSTATED)
    page.note(f"Interview {chance.randint(2, 30)}, {dated(chance, page)}", "")
    for said in talk.said:
        hours, minutes, seconds, rest = parts(said.at)
        stamp = f"[{hours}:{minutes:02}:{seconds:02}.{rest // 100}] " if timed else ""
        page.put(f"{stamp}{who[said.who.name]}: {said.paragraphs[0]}", "")
        page.said(who[said.who.name], said.paragraphs[0], said.at // 100 * 100 if timed else None)


def read_ai(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a report with the time of day above each turn."""
    start = chance.randint(9 * 60, 15 * 60) * 60_000
    page.timed(CLOCK)
    page.note(title_of(chance, talk), dated(chance, page, "{0:%a}, {0:%b} {0.day}, {0.year}"), "")
    gist(chance, talk, page, markdown=False)
    page.note("Transcript", "")
    for said in talk.said:
        time = (start + said.at) // 60_000 * 60_000
        page.put(f"{said.who.name}", twelve(time), said.paragraphs[0], "")
        page.said(said.who.name, said.paragraphs[0], time)


def tldv(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write turns whose times are links to the recording."""
    page.timed(OFFSET)
    head(chance, talk, page, "md")
    link = f"https://tldv.io/app/meetings/{chance.randint(10**7, 10**8)}"
    form = chance.choice(
        (
            "[{time}]({link}?t={s}) **{name}:** {words}",
            "**{name}** [{time}]({link}?t={s})\n{words}",
            "**[{time}]({link}?t={s})** {name}: {words}",
        )
    )
    for said in talk.said:
        time, s = padded(said.at), said.at // 1000
        page.put(form.format(name=said.who.name, time=time, s=s, link=link, words=said.paragraphs[0]), "")
        page.said(said.who.name, said.paragraphs[0], whole(said.at))
    if chance.random() < 0.3:
        page.note("## Tasks", "", f"- [ ] {task(chance, talk, '{who}: {what}')}")
    else:
        tail(chance, talk, page, "md")


NAMED = ("full", "particle", "honorific", "single", "unicode", "numbered", "japanese")
COMPANY = Cast((2, 5), PLAIN, bracket="company")
TIMED = Cast((1, 6), ANY)
VIDEO = Cast((1, 3), ("full",), turns=(10, 24))

TOOLS = (
    third("fathom-copy", COMPANY, fathom),
    third("fireflies-md", Cast((2, 5), ANY), fireflies, ".md"),
    third("krisp-copy", TIMED, simple(("{name} | {time}",), form="padded", below="\n")),
    third("happy-scribe", TIMED, simple(("[{time}] - {name}",), form="full", below="\n")),
    third("happy-scribe-ms", TIMED, simple(("[{time}] - {name}",), form="thousandths", below="\n")),
    third("zoom-captions", Cast((2, 6), ANY), zoom_captions),
    third("slack-huddle", Cast((2, 5), NAMED), slack),
    third("rev", Cast((2, 5), ANY, paragraphs=3), rev),
    third("otter-times", TIMED, otter(times=True)),
    third("otter-bare", Cast((2, 5), NAMED), otter(times=False)),
    third("teams-document", Cast((2, 6), NAMED), teams_document),
    third("teams-pane", Cast((2, 5), NAMED), teams_pane),
    third("teams-cues", Cast((2, 6), NAMED), teams_cues),
    third("youtube-pane", VIDEO, youtube),
    third("tactiq-video", VIDEO, tactiq_video),
    third("tactiq-meet", Cast((2, 6), NAMED), simple(("{time} {name}:",), form="padded", gap=False)),
    third("whisper-cpp", VIDEO, whisper_cpp),
    third("whisper-console", VIDEO, whisper_console),
    third("gong-github", Cast((2, 5), NAMED), gong, ".md"),
    third("call-case", Cast((2, 4), ANY), call_case, ".md"),
    third("talk-python", VIDEO, talk_python),
    third("f4", Cast((2, 5), ANY), f4),
    third("maxqda", Cast((2, 6), NAMED), maxqda),
    third("read-ai", Cast((2, 6), NAMED), read_ai),
    third("tldv-links", TIMED, tldv, ".md"),
)
