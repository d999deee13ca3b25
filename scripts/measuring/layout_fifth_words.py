"""The words of the fifth half: people of operations, support, coaching and podcasts, in seven languages."""

from .layout_words import Words

LANGUAGES = (("en", 74), ("de", 6), ("fr", 5), ("es", 5), ("it", 3), ("nl", 4), ("pt", 3))


def rows(text: str) -> tuple[str, ...]:
    """Return the lines of a text."""
    return tuple(line.strip() for line in text.strip().split("\n"))


ASKED: dict[str, tuple[str, ...]] = {
    "en": rows("""
        What does the {thing} look like on a bad day?
        And who signs that off at the moment?
        Could you give me an example, maybe the most recent one?
        How long does it take from the first request until it's done?
        Okay, and if {other} went away tomorrow, what would you miss?
        Is that something you measure, or is it more of a feeling?
        Do you remember when you first noticed it?
        Who would have to agree before you could change the {thing}?
        Tell me about the handover, what goes missing there?
        On a scale, say one to ten, how annoying is that?
        Where do you write that down, if at all?
        What would have to be true for you to roll this out {when}?
        Would the depot in the north say the same thing?
        Did anybody push back on it?
        Let me play that back: you check the {thing}, and then somebody checks it again?
        What did I forget to ask?"""),
    "de": rows("""
        Wie läuft das mit {thing} im Alltag ab?
        Wer muss da am Ende unterschreiben?
        Haben Sie dafür ein Beispiel aus letzter Zeit?
        Was würden Sie als Erstes ändern?
        Und seit wann ist das so?"""),
    "fr": rows("""
        Concrètement, comment ça se passe pour {thing} ?
        Qui valide à la fin ?
        Vous auriez un exemple récent ?
        Qu'est-ce que vous changeriez en premier ?
        Et depuis quand est-ce comme ça ?"""),
    "es": rows("""
        En la práctica, ¿cómo funciona {thing}?
        ¿Y quién da el visto bueno al final?
        ¿Me puede dar un ejemplo reciente?
        ¿Desde cuándo lo hacen de esta manera?"""),
    "it": rows("""
        In pratica, come gestite {thing}?
        E alla fine chi approva?
        Mi può fare un esempio recente?
        Da quanto tempo funziona in questo modo?"""),
    "nl": rows("""
        Hoe gaat dat nu in de praktijk met {thing}?
        En wie tekent er uiteindelijk voor?
        Heeft u daar een recent voorbeeld van?
        Wat zou u als eerste veranderen?"""),
    "pt": rows("""
        Na prática, como funciona {thing} hoje em dia?
        E quem aprova no fim?
        Consegue dar-me um exemplo recente?
        Desde quando é que fazem assim?"""),
}

SUPPORT_ASKED = rows("""
    Thanks for calling, how can I help you today?
    Could you read me the number on the back of the device?
    And what colour is the light on the front right now?
    Have you tried it with the other cable?
    Did the message come up before or after the update?
    Would you like me to send somebody {when}?
    Can I put you on hold for a minute while I check the {thing}?
    Is there anything else I can do for you?""")
SUPPORT = rows("""
    It was working fine yesterday evening, and this morning it just blinks.
    I already did what the website says, twice, and I'm back where I started.
    The confirmation never arrived, I even looked in the junk folder.
    I was charged for {number} units and I only ordered half of that.
    Somebody promised to ring me back {when}, and nobody did.
    No, the other one, the grey box under the counter.
    Right, okay, it's restarting now, give it a second.
    The {thing} says pending, and it has said that for {number} days.
    I don't want a refund, I want it to work before we open.
    Okay, so I've pressed it, and now nothing happens at all.""")
SHOW_ASKED = rows("""
    Welcome back to the show, and thanks for making the time.
    So take us back, how did this whole thing start?
    What did your co-founder think of that?
    I have to ask about the winter when you nearly ran out of money.
    What do people get wrong about the {thing}?
    And what would you tell somebody who starts {when}?
    Where can people find you if they want to hear more?
    That's a great story, did you see it coming?""")
SHOW = rows("""
    We were {number} people in a room above a bakery, and the oven tripped the fuses.
    Nobody tells you that the second year is harder than the first one.
    I wrote the {thing} on a train, and half of that is still in production.
    The first customer paid us in vouchers, I'm not kidding.
    I used to think hiring was about skill, and now I think it's mostly about patience.
    We said no to the big contract, and for a week I couldn't sleep.
    You learn to love the boring parts, because the boring parts pay.
    My grandmother ran a market stall, so pricing was dinner conversation.
    The lesson, if there is one, is that you can't outsource curiosity.
    And then {when}, out of nowhere, the phone didn't stop ringing.""")

THINGS: dict[str, tuple[str, ...]] = {
    "en": rows("""
        shift roster\nreturns desk\ncold-chain log\nsupplier scorecard\ntender folder\ndock schedule\nsafety checklist
        spare-parts order\ncrew briefing\nroute sheet\nvendor file\nquality gate\nwarranty claim\nbooking screen"""),
    "de": rows("dem Schichtplan\nder Rückgabe\nder Lieferantenakte\nder Freigabe"),
    "fr": rows("le planning\nles retours\nla fiche fournisseur\nla facturation"),
    "es": rows("la planilla de turnos\nlas devoluciones\nla ficha del proveedor\nla garantía"),
    "it": rows("il piano dei turni\nla scheda fornitore\nla garanzia\nil magazzino"),
    "nl": rows("het rooster\nde retouren\nhet leveranciersdossier\nde garantie"),
    "pt": rows("a escala de turnos\na ficha do fornecedor\na garantia\no armazém"),
}
WHENS: dict[str, tuple[str, ...]] = {
    "en": rows("on a Thursday\nduring the summer peak\nafter the audit\nearly next spring\nthe week before Easter"),
    "de": rows("im Sommer\nnach dem Audit"),
    "fr": rows("en plein été\naprès l'audit"),
    "es": rows("en pleno verano\ndespués de la auditoría"),
    "it": rows("in piena estate\ndopo la verifica"),
    "nl": rows("in de zomer\nna de audit"),
    "pt": rows("em pleno verão\ndepois da auditoria"),
}
SPEECH: dict[str, tuple[str, ...]] = {
    "en": rows("""
        So the {thing} lives in a binder, an actual binder, next to the kettle.
        We tried {other} for a while and people just went back to shouting across the hall.
        It takes me about {number} minutes, and that's when the printer behaves.
        The drivers see one version and the office sees another, that's the whole problem.
        If I'm off sick, nobody touches the {thing} until I'm back.
        Honestly, it's fine, it's just slow, and slow is expensive {when}.
        What I'd love is one place where it says who promised what.
        We lost a client over that, not a big one, but still.
        The auditors asked for {number} records and we could find nine.
        I wouldn't say it's broken, I'd say it's held together by two people.
        Everybody signs the {thing}, and I doubt that anybody reads it.
        My team lead built a little macro, and then he left us {when}.
        You can tell when it's busy because the numbers get very round.
        They asked us to switch to {other}, and the training was a single slide.
        There's a form for it, but the form is longer than the job.
        Half of my day is chasing people for the {thing}, the other half is apologising.
        I'm the one who gets the phone call at night, so I care a lot.
        Uh, the, the second warehouse does it differently, don't ask me why.
        We count it on Friday, and by Monday it's wrong again.
        If somebody showed me that on one screen, I'd sign tomorrow.
        It's, how do I put this, more politics than process.
        The old system had its faults, but at least it was quick."""),
    "de": rows("""
        Im Grunde hängt alles an {thing}, und das steht in einem Ordner.
        Dafür brauche ich rund {number} Minuten, wenn nichts dazwischenkommt.
        Die Fahrer sehen eine andere Version als wir im Büro.
        Wenn ich krank bin, bleibt das liegen, so einfach ist das.
        Man müsste das mal auf einem einzigen Bildschirm sehen können.
        Letztes Jahr haben wir {when} deswegen einen Kunden verloren."""),
    "fr": rows("""
        En gros, pour {thing}, tout est dans un classeur à côté de la machine à café.
        Il me faut environ {number} minutes quand tout se passe bien.
        Les chauffeurs n'ont pas la même version que le bureau.
        Quand je suis absente, personne n'y touche.
        On a perdu un client {when} à cause de ça."""),
    "es": rows("""
        Básicamente, {thing} está en una carpeta al lado de la cafetera.
        Tardo unos {number} minutos si no hay sorpresas.
        Los conductores ven una versión y la oficina otra.
        Si yo no estoy, nadie lo toca.
        Perdimos un cliente {when} por culpa de eso."""),
    "it": rows("""
        In sostanza {thing} sta in un raccoglitore vicino alla macchina del caffè.
        Ci metto circa {number} minuti se non ci sono sorprese.
        Gli autisti vedono una versione e l'ufficio un'altra.
        Quando manco io, non lo tocca nessuno.
        Abbiamo perso un cliente {when} per questo motivo."""),
    "nl": rows("""
        Eigenlijk zit {thing} gewoon in een map naast het koffieapparaat.
        Het kost me ongeveer {number} minuten als alles meezit.
        De chauffeurs zien een andere versie dan wij op kantoor.
        Als ik ziek ben, blijft het liggen.
        We zijn daardoor {when} een klant kwijtgeraakt."""),
    "pt": rows("""
        No fundo, {thing} está numa pasta ao lado da máquina de café.
        Demoro uns {number} minutos quando não há surpresas.
        Os motoristas veem uma versão e o escritório vê outra.
        Quando eu falto, ninguém mexe naquilo.
        Perdemos um cliente {when} por causa disso."""),
}
SHORT: dict[str, tuple[str, ...]] = {
    "en": rows(
        "Uh-huh.\nSure thing.\nYeah.\nI see.\nMakes sense.\nCorrect.\nNo, never.\nRight, of course.\nHmm, maybe."
    ),
    "de": rows("Ja, klar.\nRichtig.\nNee, gar nicht.\nVerstehe."),
    "fr": rows("Voilà.\nOui, bien sûr.\nPas du tout.\nJe vois."),
    "es": rows("Claro.\nEso es.\nPara nada.\nEntiendo."),
    "it": rows("Certo.\nEsatto.\nNo, per niente.\nCapisco."),
    "nl": rows("Ja, precies.\nKlopt.\nNee, helemaal niet.\nSnap ik."),
    "pt": rows("Exatamente.\nClaro que sim.\nNada disso.\nPercebo."),
}
TRAPS = rows("""
    The rule on the wall says: last one out locks the cage.
    He looks at me and goes, "not my pallet, not my problem", and walks off.
    First truck is in at 5:50, second one at 7:15 if we're lucky.
    It used to be a 3:1 split between us and the agency.
    The email said: Subject: urgent, and the body was empty.
    You'll find it under https://help.tarnbeck.example/returns, third link.
    Two things matter here - who opened it, and when - and we record neither.
    There's a folder called Summary, and nobody knows what it sums up.
    We paid 1,250 euros (before tax) for something that does less.
    On the 3rd of March we ran out, and on the 4th we ran out again.
    My boss calls it phase 2: the waiting.
    That is ticket number 40-17, it's been open since forever.""")
STARTS = rows("""
    Short version: it depends.
    One caveat: that was before the merger.
    Three words: too much paper.
    To be fair: they warned us.""")
REMARKS = rows("""
    she hesitated here, worth a second look
    contradicts what the depot told us
    use this on the problem slide
    nice open question, more of these
    compare with session four
    he was pointing at the whiteboard""")
TASKS: dict[str, tuple[str, ...]] = {
    "en": rows("""
        send the sample report
        check the number of depots with finance
        set up a sandbox for the crew leads
        share the tender timeline
        write up the handover steps
        find a slot with the safety officer"""),
    "de": rows("Musterbericht schicken\nZahlen mit der Buchhaltung klären\nTestzugang einrichten"),
    "fr": rows("envoyer le rapport type\nvérifier les chiffres avec la compta"),
    "es": rows("mandar el informe de muestra\nrevisar las cifras con administración"),
    "it": rows("inviare il report di esempio\nverificare i numeri con la contabilità"),
    "nl": rows("voorbeeldrapport sturen\ncijfers nakijken met de boekhouding"),
    "pt": rows("enviar o relatório de exemplo\nconfirmar os números com a contabilidade"),
}
TOLD: dict[str, tuple[str, ...]] = {
    "en": rows("""
        {who} explained how paper and the system drift apart during the week.
        Main worry: nobody owns the handover.
        {who} would buy if drivers and office saw the same thing.
        Training was one slide long; adoption suffered.
        The budget sits with operations and is decided twice a year.
        Mood was friendly, a bit tired."""),
    "de": rows("{who} schildert den Ablauf und die Lücken bei der Übergabe.\nOffen: wer entscheidet."),
    "fr": rows("{who} décrit le circuit papier et ses limites.\nPoint ouvert : qui décide."),
    "es": rows("{who} describe el circuito en papel y sus límites.\nPendiente: quién decide."),
    "it": rows("{who} descrive il giro della carta e i suoi limiti.\nAperto: chi decide."),
    "nl": rows("{who} beschrijft hoe het nu op papier gaat.\nOpen punt: wie beslist."),
    "pt": rows("{who} descreve o circuito em papel e os seus limites.\nEm aberto: quem decide."),
}
TITLED: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "summary": rows("Meeting summary\nIn short\nHighlights\nRecap\nKey points"),
        "tasks": rows("Actions\nWho does what\nTo do\nAction points"),
        "transcript": rows("Transcript\nVerbatim transcript\nConversation\nTranscription"),
        "people": rows("People\nParticipants\nOn the call\nSpeakers"),
        "date": rows("Date\nRecorded on\nMeeting date\nHeld on"),
    },
    "de": {
        "summary": ("Kurzfassung",),
        "tasks": ("To-dos",),
        "transcript": ("Transkript", "Wortlaut"),
        "people": ("Teilnehmende",),
        "date": ("Datum", "Termin"),
    },
    "fr": {
        "summary": ("En bref",),
        "tasks": ("À faire",),
        "transcript": ("Transcription",),
        "people": ("Participants",),
        "date": ("Date",),
    },
    "es": {
        "summary": ("Resumen",),
        "tasks": ("Tareas",),
        "transcript": ("Transcripción",),
        "people": ("Asistentes",),
        "date": ("Fecha",),
    },
    "it": {
        "summary": ("Riepilogo",),
        "tasks": ("Da fare",),
        "transcript": ("Trascrizione",),
        "people": ("Partecipanti",),
        "date": ("Data",),
    },
    "nl": {
        "summary": ("Samenvatting",),
        "tasks": ("Actiepunten",),
        "transcript": ("Transcript",),
        "people": ("Deelnemers",),
        "date": ("Datum",),
    },
    "pt": {
        "summary": ("Em resumo",),
        "tasks": ("Tarefas",),
        "transcript": ("Transcrição",),
        "people": ("Participantes",),
        "date": ("Data",),
    },
}
MONTH_NAMES: dict[str, str] = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
TOOLS = rows("Trello\nZendesk\nMonday\nAsana\nSAP")

WORDS = Words(
    first=rows("""
        Ottoline\nBram\nCelestine\nDorrit\nEvander\nFleur\nGideon\nHesper\nIdris\nJessamy\nKonstanze\nLuc\nMaud
        Neville\nOndine\nPascal\nQuirin\nRomilly\nSilke\nTancred\nUrsel\nVeit\nWinnifred\nYolande\nZeno"""),
    last=rows("""
        Ambleforth\nBrackenbury\nCorvino\nDusterwald\nEskelund\nFairweather-Lowe\nGantry\nHolzapfeld\nInverarity
        Jolivette\nKestering\nLanchester-Poole\nMuldersohn\nNightingarth\nOverbeek-Tan\nPenhallowe\nQuastel
        Roquemaure\nStavenhagen\nTolvanen\nUmberleigh\nVasterling\nWhitmarshe\nYarrowfield"""),
    names={
        "particle": rows("Aernout van Lissebeek\nDelphine de Roquefeuille-Mar\nUrsel von der Tannhausen"),
        "honorific": rows("Dr. Hesper Quastel\nMr. Whitmarshe\nProf. Idris Tolvanen"),
        "unicode": rows("Željka Šarčević-Dol\nØyvind Åsgårdsen\nIşıl Güneşer"),
        "joined": rows("Anne-Sophie d'Aubrecourt\nLi-Hua Gantry\nMaria Luisa Corvino"),
    },
    companies=rows("Tarnbeck\nOrrin & Vale\nPelican Cold Storage\nStadtwerke Mühlau\nKoru Tyres\nBlue Ladder"),
    roles=rows("Depot manager\nTeam lead\nNight supervisor\nBuyer\nCoach"),
    things=THINGS,
    whens=WHENS,
    speech=SPEECH,
    short=SHORT,
    traps=TRAPS,
    starts=STARTS,
    labels=(
        ("Length", "41 minutes"),
        ("Depot", "North"),
        ("Account owner", "regional team"),
        ("Source", "phone bridge"),
        ("Renewal", "1 May 2027"),
    ),
    titles=rows("""
        Tarnbeck depot walk-through
        Interview: night shift and handover
        Orrin & Vale - scoping call
        Listening session, returns desk
        Koru Tyres / Blue Ladder weekly
        Cold storage study, session 11"""),
    transcript=rows("Verbatim transcript\nConversation"),
    above=rows("Recap\nIn short"),
    below=rows("Actions\nWho does what"),
    said_by_nobody=rows("{who} owns the roster and would like to stop."),
    tasks=TASKS["en"],
    chapters=rows("Getting started\nThe night shift\nPaper and screens\nWhat would help\nClosing"),
    footers=rows("""
        Confidential. Do not pass on outside the project team.
        Made with the trial version.
        Automatic captions may contain errors."""),
    asides=rows("A forklift passes, nobody speaks."),
    date_keys=rows("date"),
)
