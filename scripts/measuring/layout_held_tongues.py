"""What is said in other languages, and how a head and notes in them look."""

from dataclasses import dataclass

THINGS: dict[str, tuple[str, ...]] = {
    "en": (
        *("bed roster", "shift plan", "delivery note", "parents' letter", "tender", "stock count", "consent form"),
        *(
            "till",
            "van schedule",
            "waiting list",
            "lab result",
            "grant report",
            "timesheet",
            "key register",
            "menu plan",
        ),
    ),
    "de": ("Dienstplanung", "Bestellung", "Übergabe", "Lagerliste", "Abrechnung"),
    "fr": ("commande", "réunion", "liste d'attente", "tournée", "paie"),
    "es": ("nómina", "lista de espera", "entrega", "agenda", "ruta"),
    "ja": ("勤務表", "在庫表", "見積書"),
    "nl": ("planning", "bestelling", "wachtlijst", "overdracht"),
    "it": ("consegna", "fattura", "lista d'attesa", "turnazione"),
    "pt": ("escala", "entrega", "lista de espera", "fatura"),
    "pl": ("lista", "dostawa", "faktura", "inwentaryzacja"),
    "sv": ("lagerlistan", "fakturan", "leveransen", "rapporten"),
    "zh": ("排班表", "发票", "库存"),
    "ko": ("근무표", "송장", "재고"),
}
WHENS: dict[str, tuple[str, ...]] = {
    "en": ("on Sundays", "before Easter", "every other week", "since the merger", "around five", "most mornings"),
    "de": ("montags", "seit Ostern", "kurz vor Feierabend"),
    "fr": ("le lundi", "depuis Pâques", "tous les soirs"),
    "es": ("los lunes", "desde Semana Santa", "cada tarde"),
    "ja": ("毎朝", "先月から"),
    "nl": ("op maandag", "sinds Pasen", "elke avond"),
    "it": ("il lunedì", "da Pasqua", "ogni sera"),
    "pt": ("às segundas", "desde a Páscoa", "todas as noites"),
    "pl": ("w poniedziałki", "od Wielkanocy", "co wieczór"),
    "sv": ("på måndagar", "sedan påsk", "varje kväll"),
    "zh": ("每天早上", "上个月开始"),
    "ko": ("매일 아침", "지난달부터"),
}
SPEECH: dict[str, tuple[str, ...]] = {
    "de": (
        "Also, die {thing} läuft bei uns {when} komplett über Papier.",
        "Wer kümmert sich denn um die {thing}?",
        "Na ja, wir sind {number} Leute, und keiner will es machen.",
        "Das Problem ist: Die {thing} stimmt eigentlich nie.",
        "Da müsste man mal in Ruhe drüber reden, um 14:30 Uhr vielleicht.",
        "Genau das hat {other} auch gesagt.",
    ),
    "fr": (
        "Alors, la {thing}, chez nous, c'est {when} et sur papier.",
        "Qui s'occupe de la {thing} ?",
        "On est {number}, et personne ne veut s'y coller.",
        "Le souci, c'est que la {thing} n'est jamais juste.",
        "Je vous propose d'en reparler à 14h30.",
        "Comme disait {other}, il faut être réaliste.",
    ),
    "es": (
        "Bueno, la {thing} la llevamos {when} y en papel.",
        "¿Quién se encarga de la {thing}?",
        "Somos {number} y nadie quiere hacerlo.",
        "El problema es este: la {thing} nunca cuadra.",
        "Podemos verlo a las 10:15, si os viene bien.",
    ),
    "ja": (
        "{thing}は{when}紙でやっています。",
        "{thing}の担当はどなたですか。",
        "{number}人いますが、誰もやりたがりません。",
        "一番の問題は{thing}が合わないことです。",
    ),
    "nl": (
        "Nou, de {thing} doen we {when} nog gewoon op papier.",
        "Wie is er verantwoordelijk voor de {thing}?",
        "We zijn met z'n {number}en en niemand wil het doen.",
        "Het punt is: de {thing} klopt nooit.",
        "Zullen we het daar om 10:15 nog even over hebben?",
    ),
    "it": (
        "Allora, la {thing} la facciamo {when}, su carta.",
        "Chi si occupa della {thing}?",
        "Siamo in {number} e nessuno la vuole fare.",
        "Il problema è questo: la {thing} non torna mai.",
        "Ne parliamo dopo pranzo, se per voi va bene.",
    ),
    "pt": (
        "Então, a {thing} a gente faz {when}, no papel.",
        "Quem cuida da {thing}?",
        "Somos {number} e ninguém quer fazer.",
        "O problema é o seguinte: a {thing} nunca bate.",
        "Podemos falar disso às 10:15.",
    ),
    "pl": (
        "No więc {thing} jest u nas {when} na papierze.",
        "Kto się tym zajmuje?",
        "Jest nas {number} i nikt nie chce tego robić.",
        "Problem jest taki: {thing} nigdy się nie zgadza.",
    ),
    "sv": (
        "Ja, {thing} gör vi {when} på papper.",
        "Vem har hand om {thing}?",
        "Vi är {number} stycken och ingen vill göra det.",
        "Problemet är det här: {thing} stämmer aldrig.",
    ),
    "zh": (
        "{thing}我们{when}都是手工做的。",
        "谁负责{thing}？",
        "我们有{number}个人，但是没有人愿意做。",
        "最大的问题是{thing}对不上。",
    ),
    "ko": (
        "{thing}는 {when} 손으로 하고 있어요.",
        "{thing}는 누가 담당하세요?",
        "{number}명인데 아무도 안 하려고 해요.",
        "제일 큰 문제는 숫자가 안 맞는다는 거예요.",
    ),
}
SHORT: dict[str, tuple[str, ...]] = {
    "en": (
        "Yeah.",
        "Mm.",
        "Fair enough.",
        "Oh, absolutely.",
        "Not really, no.",
        "Ha, true!",
        "Okay...",
        "Go on?",
        "Hm?",
    ),
    "de": ("Hm.", "Eben.", "Stimmt schon.", "Wieso?"),
    "fr": ("Voilà.", "Tout à fait.", "Ah bon ?", "Euh, non."),
    "es": ("Vale.", "Exacto.", "¿Cómo?", "Pues no."),
    "ja": ("ええ。", "なるほど。", "そうなんですか。"),
    "nl": ("Precies.", "Ja, klopt.", "Hoezo?"),
    "it": ("Esatto.", "Certo.", "Ma dai!"),
    "pt": ("Pois é.", "Exato.", "Como assim?"),
    "pl": ("No tak.", "Dokładnie.", "Naprawdę?"),
    "sv": ("Precis.", "Jaha.", "Nej, inte än."),
    "zh": ("对。", "好的。", "是吗？"),
    "ko": ("네.", "맞아요.", "그래요?"),
}


@dataclass(frozen=True, slots=True)
class Local:
    """The labels of a head in a language, its months, and what notes in it say; {who} is one of the speakers."""

    date: str
    people: str
    transcript: str
    months: tuple[str, ...]
    day: str
    titles: tuple[str, ...]
    notes: tuple[str, ...]


def months(names: str) -> tuple[str, ...]:
    """Return the names of the months."""
    return tuple(names.split())


LOCAL: dict[str, Local] = {
    "de": Local(
        "Datum",
        "Teilnehmer",
        "Transkript",
        months("Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
        "{day}. {month} {year}",
        ("Zusammenfassung", "Aufgaben", "Offene Punkte"),
        ("Die Stimmung war insgesamt positiv.", "{who} verschickt das Protokoll.", "Vertagt wurde das Thema Budget."),
    ),
    "fr": Local(
        "Date",
        "Participants",
        "Transcription",
        months("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
        "{day} {month} {year}",
        ("Résumé", "Actions à mener", "Points clés"),
        ("Ambiance constructive dans l'ensemble.", "{who} enverra le compte rendu.", "Budget à valider en comité."),
    ),
    "es": Local(
        "Fecha",
        "Asistentes",
        "Transcripción",
        months("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
        "{day} de {month} de {year}",
        ("Resumen", "Tareas", "Puntos clave"),
        ("Tono general positivo.", "{who} enviará el acta.", "Pendiente de aprobación presupuestaria."),
    ),
    "nl": Local(
        "Datum",
        "Aanwezig",
        "Transcript",
        months("januari februari maart april mei juni juli augustus september oktober november december"),
        "{day} {month} {year}",
        ("Samenvatting", "Actiepunten"),
        ("De sfeer was overwegend positief.", "{who} stuurt het verslag rond."),
    ),
    "it": Local(
        "Data",
        "Partecipanti",
        "Trascrizione",
        months("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"),
        "{day} {month} {year}",
        ("Riepilogo", "Prossimi passi"),
        ("Tono complessivamente positivo.", "{who} invierà il verbale."),
    ),
    "pt": Local(
        "Data",
        "Participantes",
        "Transcrição",
        months("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"),
        "{day} de {month} de {year}",
        ("Resumo", "Próximos passos"),
        ("Tom geral positivo.", "{who} enviará a ata."),
    ),
}
