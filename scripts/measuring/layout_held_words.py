"""The vocabulary of the half that is held back: other names, trades, sentences and notes than those of the dev half."""

from .layout_held_tongues import SHORT, SPEECH, THINGS, WHENS
from .layout_words import Words


def rows(text: str) -> tuple[str, ...]:
    """Return the lines of a text, without what divides them."""
    return tuple(line.strip() for line in text.strip().split("\n"))


def names(text: str) -> tuple[str, ...]:
    """Return the words of a text."""
    return tuple(text.split())


FIRST = names("""
Adaeze Bartosz Chiamaka Dinesh Elowen Farrukh Giulia Hamish Ingrid Joaquim Kavita Lorcan Mairead Nikolai Oluwaseun
Priyanka Rasheed Saoirse Tendai Umberto Vashti Wendell Xiomara Yusuf Zainab Beatriz Callum Desmond Eilidh Florian
Ruth Gordon Paula Martin Sheila Trevor Nadia Hugo Carmen Leon
""")
LAST = names("""
Abernethy Balogun Castellano Dhillon Eze Farquhar Gallacher Haddad Iyer Jablonski Kowalczyk Lindqvist Mbeki Nakagawa
Okonkwo Pereira Quigley Rasmussen Sithole Tremblay Uddin Villanueva Wójcik Ximenes Yilmaz Zambrano Achterberg Boateng
Chaudhry Drummond Baker Cooper Porter Day May Young Fields Banks
""")
SOMETIMES = rows("""
Right, so the {thing} is the bit nobody wants to own.
Uh, we moved the {thing} over to the new site {when}, and, you know, it mostly held.
Can I ask how many people touch the {thing} before it's signed off?
It's {number} of us on a good day, and two when somebody's kid is ill.
I'm not going to lie, {when} I just close my laptop and walk away.
The vendor said it'd be "plug and play" - it took {number} weeks.
We keep the {thing} in a spreadsheet that Gordon's predecessor made.
{other} will know that better than I do.
Thanks, {other}. I'd add that the {thing} isn't audited at all.
If the {thing} is late, the wards ring us, and then the wards' managers ring us.
There's a rule that nothing leaves the depot without the {thing}.
What does a bad week look like for you?
A bad week is {number} tickets about the same {thing}.
I mean... we could, but who'd maintain it?
My boss wants numbers; I can give her {number}% and a shrug.
So you print it, sign it, scan it and then shred it?
Pretty much, yeah.
It used to be Excel, then Access, then somebody's nephew built a thing.
We've looked at three tools and none of them could do the {thing} for more than one site.
The budget for that is gone until the new financial year.
Could we park that and talk about the {thing} first?
Sorry, you broke up there, could you say that again?
No no, go ahead, I was only going to mention the {thing}.
When I started, the {thing} lived in a drawer, literally in a drawer.
I'd rather have it slow and right than quick and wrong.
The parents only see the {thing} once it's final, thank goodness.
We'd save {number} hours a month, and I'd save my marriage.
That's where the {thing} falls over every single time.
Legal has to look at it, procurement has to look at it, and then it's Christmas.
I hear you, and I think we're closer than it looks.
The nurses hate the {thing}; the porters have simply stopped using it.
Which part of that would you hand over tomorrow if you could?
""")
TRAPS = rows("""
It runs from 7:15 to 19:40 {when}, no exceptions.
There were three of them: the {thing}, the {thing} and a very old printer.
She goes, "Look: either the {thing} works or I'm off."
Somebody wrote on the board: do not touch the {thing}.
Score was 4:2, or 5:2, I forget.
You'd type in https://portal.example/ward/7?from=08:30 and wait.
I told {other} at 12:05, and again at 12:50.
Action items from last time: the {thing}, mostly.
The summary at the top of the page (the grey box) is wrong, by the way.
It says "Speaker 1: unknown" on half of these things.
Use the hashtag #{number} or @ the on-call person.
On the form there's Name: then Date: and then nothing else.
The transcript of last year's inquiry is {number} pages long.
They're a B2B/B2C mix - 60/40, say - and growing.
00:00:00 is what the display shows when the {thing} has died.
It's a * in the list, not a dash | whatever that means.
My mail is front-desk@stmarys.example, with a hyphen.
We said <no more than {number}> in the tender.
""")
STARTS = rows("""
Bottom line: the {thing} goes before anything else does.
You know what they say: never change the {thing} on a Friday.
Two reasons, really: nobody asked for the {thing}, and nobody paid for it.
the short version: it's the {thing} again.
And my question is this: who'd notice if the {thing} vanished?
To give you an example: {number} of them came back {when}.
I'll be blunt: without the {thing} we don't sign.
""")

WORDS = Words(
    first=FIRST,
    last=LAST,
    names={
        "particle": rows("""
            Pieter-Jan van den Broucke
            Luisa dos Santos
            Ferdinand zu Lohenegg
            Aaltje de Wit
            Youssef ben Amar
            Gianni dell'Acqua
            Marta de los Ríos
            Rik van het Hoff"""),
        "honorific": rows("""
            Dr Adaeze Nwosu
            Rev. Colm Hanratty
            Cllr. Janet Ibbotson
            Professor Imre Halasz
            Mrs Pottinger
            Baroness Amrit Sandhu
            Lt. Col. Davies
            Herr Obermayr
            Ing. Petr Malina
            Walter Huang III"""),
        "address": rows("""
            k.balogun@stmarys.example
            tender-desk@lodeway.example
            ruth_ann@coop-fields.example
            nadia@haddad.example"""),
        "lower": rows("""
            interviewer
            respondent
            chair
            nurse
            technician
            clerk
            dispatcher"""),
        "role": rows("""
            Chair
            Respondent
            Interviewee
            Researcher
            Teacher
            Clerk
            Panelist
            Customer
            Observer
            Narrator"""),
        "unicode": rows("""
            Łucja Świątek
            Håkon Bjørnstad
            Çağla Öztürk
            Đorđe Šarić
            Nguyễn Thị Hạnh
            Ελένη Παππά
            Юлія Коваленко
            Sinéad Ní Bhriain
            Márton Gyüre"""),
        "initials": rows("""
            KB
            R. J. Farquhar
            AO
            JVN
            I1
            B2
            S. Iyer
            M"""),
        "numbered": rows("""
            Speaker 0
            Speaker 11
            spk_0
            spk_1
            S1
            Person 2
            Respondent 3
            Channel 1
            SPEAKER 2
            Speaker B"""),
        "capitals": rows("""
            RUTH ABERNETHY
            DINESH IYER
            M. OKONKWO
            SAOIRSE QUIGLEY
            LEON"""),
        "single": rows("""
            Wambui
            Aoife
            Thabo
            Marisol
            Jean-Marc
            Bo
            Ottoline"""),
        "joined": rows("""
            Siân Rhys-Jones
            Niamh O'Shaughnessy-Bell
            Ana Clara Souza Teixeira
            Mohammed Al Fayed Khan
            D'Arcy McKenna
            John Paul de Souza-Hart"""),
        "japanese": rows("""
            山本 翔太
            中村さくら
            小林
            渡辺課長"""),
        "chinese": rows("""
            李雷
            王小明
            说话人 1
            说话人 2
            陈静"""),
        "korean": rows("""
            참석자 1
            참석자 2
            참석자 3
            김민지"""),
    },
    companies=rows("""
        St Mary's Trust
        Lodeway Logistics
        Coop Fields eG
        Aldermoor Council
        Vanta & Pryce LLP
        Tidewell
        Ostra Bygg AB
        3Rivers
        Moulins d'Ardèche"""),
    roles=rows("""
        Customer
        Our side
        Procurement
        Head Nurse
        CTO
        he/him
        Moderator
        Guest
        Team Lead, North
        they/them
        External"""),
    things=THINGS,
    whens=WHENS,
    speech=SPEECH | {"en": SOMETIMES},
    short=SHORT,
    traps=TRAPS,
    starts=STARTS,
    labels=(
        ("Medium", "Video"),
        ("Where", "Depot 2, Hall B"),
        ("Interview No.", "14"),
        ("Consent", "given orally, see form 3"),
        ("Recorder", "Zoom H4n"),
        ("Project", "Ward rounds"),
        ("Client", "Aldermoor Council"),
        ("Stage", "Evaluation"),
        ("Total time", "1h 12m"),
        ("File", "audio_0042.m4a"),
        ("Transcribed by", "MK"),
        ("Audio", "https://files.example/a/0042.m4a"),
        ("Confidentiality", "internal only"),
        ("Deal size", "€48,000"),
        ("Version", "2 (checked)"),
        ("Series", "Field talks, season 3"),
        ("CRM", "https://crm.example/opp/00Q7"),
        ("Sentiment score", "0.42"),
        ("Exported", "2026-05-02"),
        ("Next call", "June 30, 2026"),
    ),
    titles=rows("""
        Ward visit, second round
        Lodeway / kick-off
        User interview P07
        Episode 12 - The printer in the hall
        Council tender Q&A
        1:1 with the depot lead
        Churn call
        Focus group B (parents)
        QBR Tidewell"""),
    transcript=rows("""
        Transcript
        Transcript (automatic)
        The transcript
        Interview Transcript
        Audio transcript
        Unedited transcript
        Full transcript of the call
        Transcript of the recording"""),
    above=rows("""
        TL;DR
        Recap
        Key points
        What we heard
        To-dos
        Pain points
        Takeaways
        Executive summary
        Topics discussed
        Meeting summary
        Decisions made
        Call notes"""),
    below=rows("""
        Recap
        Debrief
        To-dos
        Follow-ups
        Takeaways
        My notes
        Summary of the call
        Coaching feedback
        Risks and blockers
        Action points
        Deal notes
        Next meeting"""),
    said_by_nobody=rows("""
        {who} described the current workflow as fragile and largely undocumented.
        The group converged on a pilot limited to one location.
        {who} raised concerns regarding data residency and retention.
        Overall tone: cautious optimism, tempered by procurement fatigue.
        A decision is expected following the committee's September session.
        {who} offered to facilitate introductions with estates and facilities.
        Multiple attendees referenced a prior failed implementation.
        Cost sensitivity was evident whenever licences came up.
        {who} will own the evaluation criteria.
        Rapport improved noticeably towards the end."""),
    tasks=rows("""
        draft the evaluation criteria before the committee meets
        forward the retention policy to estates
        arrange site access for installers
        collect quotations from two further suppliers
        update the opportunity in the CRM
        circulate minutes"""),
    chapters=rows("""
        Warm-up
        How things are done today
        The failed rollout
        Money
        Anything else?
        Demo
        Closing remarks
        Part two"""),
    footers=rows("""
        [END OF TRANSCRIPT]
        Generated by Notewright. Accuracy is not guaranteed.
        Transcript ID: 8812-AF-03
        End of recording
        — End of audio —
        Confidential. Do not forward outside the project team.
        Proofread against the audio by MK.
        Want transcripts like this one? Try https://notewright.example for free."""),
    asides=rows("""
        impression: tired, kept glancing towards the corridor
        to self: champion is leaving in spring, find another sponsor
        coder's memo: compare with theme 'workarounds'
        scorecard: discovery 4/5, next-step clarity 2/5"""),
    date_keys=("date", "recorded", "call_date", "meeting_date", "interview_date", "recorded_on"),
    date_labels=("Date", "Recorded", "Recorded on", "Interview date", "Date of interview", "When", "Held on"),
)
