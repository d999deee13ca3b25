"""What the third half of the documents is made of: its own names, sentences, titles and notes."""

from .layout_third_tongues import SHORT, SPEECH
from .layout_words import Words


def rows(text: str) -> tuple[str, ...]:
    """Return the lines of a text that hold something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


FIRST = rows("""
    Ilka\nMarisol\nBoden\nThandeka\nGraeme\nPilar\nZsofia\nDunstan\nAoife\nRutger\nNkechi\nWilhelmina\nJoaquin\nSorcha
    Benedikt\nLakshmi\nOdalys\nCormac\nYevgenia\nTobiah\nMehetabel\nRadoslav\nFintan\nGudrun\nHoratio\nImogen\nJovana
    Kwabena\nLeopoldine\nMagnhild\nNiamh\nOlubunmi\nPerpetua\nRhiannon\nSidonie\nTeodora\nUlises\nPrudence\nXimena
""")
LAST = rows("""
    Abernethy-Cole\nBrandvold\nCzerwinska\nDelacroix-Mayne\nEkwueme\nFarkasdi\nGreenhalgh\nHolmqvist\nIrarrazaval
    Jankauskas\nKettleborough\nLindqvist-Ortega\nMacAskerry\nNwachukwu\nO'Gormley\nPapadimos\nQuintrell\nRasmusgaard
    Szilagyvari\nTreharne\nUrquidez\nVanterpoole\nWojtkowiak\nYarborrow\nZubizarrain\nBramhope\nCorrigall\nDunwoodley
    Etxebarrieta\nFalkenrath\nGodolphyn\nHatherleigh\nIngebrandt\nKowalczuk-Reed\nLoxwood\nMerriwick
""")
NAMES = {
    "particle": rows(
        "Ana de la Quadra\nJoost van der Wielen\nMaria do Carmo Teles\nKlaus von Altdorf\nLuca degli Orti"
    ),
    "honorific": rows("Dr. Imre Halvany\nMrs. Petherick\nProf. Adaeze Umunna\nSir Giles Tolhurst\nMs. Ravenscar"),
    "initials": rows("HB\nTK\nMDR\nJQ\nWS\nPV"),
    "single": rows("Wren\nAnneliese\nBartek\nCosima\nDilnoza\nEzequiel\nFreyja\nGulnara"),
    "lower": rows("tomek\nmarijke\nbeaulah\nsoren k\nines from ops\nrafe"),
    "role": rows("Moderator\nNarrator\nInterviewee\nFacilitator\nTranslator\nNurse\nApplicant\nLandlord"),
    "numbered": rows("Speaker 1\nSpeaker 2\nSpeaker 3\nSpeaker 4\nSpeaker 5\nSpeaker 6"),
    "unicode": rows(
        "Søren Ækjær\nЛюдмила Савченко\nΕλένη Βασιλάκη\n김하늘\n王小梅\nÖzge Çınarlı\n"
        "תמר לוין\nJiří Hřebeček\nمريم الحداد"
    ),
    "japanese": rows("高橋\n松本 恵\n西村さん\n石川 大輔"),
    "address": rows("j.bramhope@oriel.example\ntessa.loxwood@fenwick.example\nops@tarn.example"),
    "capitals": rows("GRAEME TREHARNE\nNIAMH LOXWOOD\nULISES BRANDVOLD\nIMOGEN FALKENRATH"),
    "joined": rows("Prudence + Cormac\nIlka & Boden\nPilar/Joaquin"),
}
COMPANIES = rows("""
    Oriel Freight\nFenwick & Tarn\nPallas Dental Group\nKestrel Grain Cooperative\nLumen Row Housing\nBlackthorn Ferries
    Ostra Insurance NV\nCity of Dunmarrow\nHarrow Lane Clinics\nTideline Aquaculture
""")
ROLES = rows("""
    Head of Dispatch\nPractice Manager\nCFO\nLead Buyer\nFloor Supervisor\nVP Field Service\nWard Clerk\nIT Generalist
    Director of Claims\nScheduling Coordinator
""")
THINGS = rows("""
    the rota\nthe stock count\nour intake form\nthe claims queue\nthe ferry manifest\nthe handheld scanners
    the supplier portal\nthe old ledger\nour booking desk\nthe delivery slots\nthe compliance binder
    the night shift log
""")
WHENS = rows("""
    before Easter\nevery other Thursday\nafter the audit\nround about harvest\nwhen the lorries come in
    at half past six\nthe week the boiler went\nsince the merger
""")
EN = rows("""
    Honestly {thing} eats up most of my morning.
    We used to print everything and walk it over to the other building.
    Somebody retypes {thing} into a spreadsheet {when}, and then somebody else checks it.
    I wouldn't call it broken, it's more that nobody trusts it any more.
    The last vendor promised us the moon and then we never heard back.
    If the signal drops out in the yard we're back to pen and paper.
    My boss saw the invoice and nearly fell off his chair.
    We lost about {number} orders that way, maybe more, nobody was counting.
    So who signs off on something like that at your end?
    Could you walk me through what happens {when}?
    And how did the rest of the team take it?
    It took the two of us {number} evenings to untangle {thing}.
    I keep a notebook in the van because the app logs me out.
    There are days when I'd gladly throw {thing} in the river.
    No, that part works fine, I've no complaints there at all.
    Training a new starter on {thing} takes roughly {number} days.
    What would it take before you moved off it?
    Our auditors asked for the trail and we simply didn't have it.
    You'd think {thing} would talk to the till, but it doesn't.
    I'd rather pay a little more and not be woken at night.
    Half of the drivers still ring the office instead of using it.
    We ran a trial {when}, it fizzled out, and that was that.
    Right, and who noticed first?
    The funny part is that the manual way was faster.
    That's roughly {number} percent of everything we ship.
    I asked {other} about it and got a shrug.
    Everybody has their own copy of {thing}, which is the whole problem.
    Hang on, I will put it up on the big screen.
    Can you see that all right?
    Sorry, you froze there, could you say that again?
    It was fine until we opened the second site.
    Nobody wants to own {thing}, if I'm being blunt.
    We pay per seat, so the seasonal people share one login.
    I'd give it a six out of ten, and that's generous.
    Where does that number come from, do you know?
    They closed the ticket without fixing anything.
    What surprised me was how little anybody complained.
    The renewal comes up {when} and I'm in no hurry to sign.
    My predecessor set it up and left no instructions whatsoever.
    That would save us a temp, easily.
""")
COURT = rows("""
    Would you state your name and occupation for the record?
    I was on the late shift on the evening in question.
    Objection, calls for speculation.
    Sustained, the witness need not answer that.
    I have no independent recollection of that conversation.
    Did there come a time when you left the premises?
    Yes, at approximately ten to nine.
    I am handing you what has been marked as the second exhibit.
    That is my signature at the bottom, yes.
    Nothing further from this witness, Your Honor.
""")
EARNINGS = rows("""
    Revenue for the quarter grew {number} percent in constant currency.
    We continue to see softness in the northern region, offset by services.
    Gross margin expanded, largely on freight and mix.
    Could you give us some colour on pricing into next year?
    That's a great question, and I'd separate the two effects.
    We are reiterating our outlook for the full year.
    Congratulations on the quarter, and thanks for taking my question.
    Working capital was a use of cash, as we had signalled.
    We returned {number} million to shareholders.
    I'll hand it back for closing remarks.
""")
MEMORY = rows("""
    I was born above the chandler's shop, the third of six.
    My mother took in washing and my father was at sea more than he was home.
    We had no electric in that house until I was nearly grown.
    They'd sound the hooter and the whole street would empty.
    I left school at fourteen and went straight into the mill.
    Oh, it was hard, but you didn't know any different.
    There was a dance on Saturdays, and I never missed one.
    When the pit shut, the town just went quiet.
    I can still smell the varnish, isn't that strange?
    And did you ever go back?
""")
HELP = rows("""
    Hi, I was charged twice for the same month.
    Sorry to hear that, let me pull up your account.
    Could you confirm the postcode on the order for me?
    It still says pending on my side.
    I've refunded the second payment, it should land in {number} days.
    Is there anything else I can sort out for you today?
    The tracking page hasn't moved since the weekend.
    I've already restarted it twice, same error.
    Thanks, that did the trick.
    I'm going to pass you to a colleague in billing.
""")
TRAPS = rows("""
    Here's the thing: nobody reads the second page.
    I told them in plain words: never again.
    He goes: are you serious, and I go: yes.
    The sign on the door literally said: back at 10:30.
    We start at 7:45 and by 9:15 it's chaos.
    The rule is simple: whoever breaks it, buys it.
    And my answer was: show me the numbers first.
    There are three parts to it: intake, triage and the bit nobody admits to.
    The ratio was 3:1 against us.
    My note to self reads "Step 2: breathe", and I mean it.
    The ticket said "Status: closed" when it was anything but.
    It's on the site, https://fenwick.example/help, under returns.
    The score was 2 - 1, if you must know.
    [inaudible] and then it all came down.
    We, um, [crosstalk] we talked about the summary, the action items, all of that.
    Question one is always the same: what does it cost?
""")
STARTS = rows("""
    My first thought was: oh no.
    So basically: we gave up.
    One more thing: the keys.
    What I heard was this: they're leaving.
    Worst case: we lose a week.
    Long story short: it rained.
    To be fair: they did ring.
    Best part: it was free.
""")

WORDS = Words(
    first=FIRST,
    last=LAST,
    names=NAMES,
    companies=COMPANIES,
    roles=ROLES,
    things={"en": THINGS},
    whens={"en": WHENS},
    speech={"en": EN, "court": COURT, "earnings": EARNINGS, "memory": MEMORY, "help": HELP} | SPEECH,
    short={"en": rows("Mm-hm.\nOh, absolutely.\nGosh.\nGo on.\nIs that so?\nNo idea.\nFair enough.\nYep, yep.\nHa!")}
    | SHORT,
    traps=TRAPS,
    starts=STARTS,
    labels=(
        ("Venue", "Room 4B and online"),
        ("Recording", "https://video.example/r/83hd"),
        ("Study", "Yard operations, wave two"),
        ("Consent", "signed, on file"),
        ("Length", "about fifty minutes"),
        ("Transcriber", "in-house"),
    ),
    titles=rows("""
        Yard visit follow-up\nOnboarding check-in with the clinic\nWave two, session nine\nPricing chat, ferries account
        Why the rota tool stalled\nHandover with the night team\nListening session: returns\nIntro call with the buyers
    """),
    transcript=rows("Transcript\nFull transcript\nVerbatim\nWhat was said\nThe conversation"),
    above=rows("Gist\nHighlights\nTL;DR\nTakeaways\nAt a glance\nWhat matters"),
    below=rows("Follow-ups\nTo do\nAction items\nNext steps\nOpen questions\nMy impressions"),
    said_by_nobody=rows("""
        The group agreed that the pilot slips by a fortnight.
        {who} is wary of another migration and wants references.
        Costs were discussed, no figure was fixed.
        {who} raised the scanners again; the mood was sour.
        Decision deferred until the auditors have reported.
        Overall a friendly session with little that was new.
        {who} appears to be the one who decides.
    """),
    tasks=rows("""
        circulate the revised quote
        book a second yard visit
        chase the missing consent form
        check the export with the bookkeeper
        write up the boiler story
    """),
    chapters=rows("Warming up\nA day in the yard\nMoney\nThe tool that failed\nWrapping up\nWhat if"),
    footers=rows("""
        Produced by an automatic service; expect mistakes.
        End of document.
        Please do not forward without asking the research desk.
        Copyright the society, all rights reserved.
        This text was checked once against the sound.
    """),
    asides=rows(
        "phone rings\ndog barks in the corridor\nlaughter\nlong silence\nboth look at the plan\ntea is brought in"
    ),
    date_keys=("date", "recorded_at", "meeting_date"),
    date_labels=("Date", "Recorded", "Date of interview"),
)
