"""Sentences of the third half of the documents in other languages than English."""

SPEECH: dict[str, tuple[str, ...]] = {}
SHORT: dict[str, tuple[str, ...]] = {}


def tongue(language: str, short: str, speech: str) -> None:
    """Add the sentences of a language; short: those that stand alone, on one line, divided by a stroke."""
    SHORT[language] = tuple(short.split("|"))
    SPEECH[language] = tuple(line.strip() for line in speech.splitlines() if line.strip())


tongue(
    "de",
    "Ach so.|Ja, klar.|Stimmt.|Nee.",
    """
    Den Dienstplan schreibe ich immer noch von Hand, jeden Sonntagabend.
    Wenn der Scanner streikt, steht die ganze Rampe.
    Und wer merkt das bei Ihnen zuerst?
    Mein Chef sagte nur: das machen wir nie wieder.
    Um Viertel nach sieben kommen die ersten Lieferwagen.
    Das hat uns bestimmt zwanzig Stunden gekostet, eher mehr.
    Eigentlich läuft es, nur traut ihm keiner.
    Ich hätte gern eine einzige Liste statt fünf.
    """,
)
tongue(
    "fr",
    "Voilà.|Ah bon ?|Tout à fait.|Bof.",
    """
    On ressaisit tout le soir, et le matin on recommence.
    Le planning, personne ne sait qui le tient à jour.
    Et comment vous faites quand le réseau tombe ?
    Elle m'a répondu : débrouillez-vous.
    À huit heures et demie il y a déjà la queue au guichet.
    Ça nous a coûté deux clients, peut-être trois.
    Franchement, le cahier marchait mieux.
    Je préférerais payer un peu plus et dormir tranquille.
    """,
)
tongue(
    "es",
    "Claro.|Ya.|¿De verdad?|Pues no.",
    """
    Apuntamos las entregas en una libreta y luego alguien las pasa.
    El cuadrante lo hace mi hermana los domingos.
    ¿Y quién firma eso en su empresa?
    Le dije bien claro: así no seguimos.
    A las siete y cuarto ya hay tres camiones esperando.
    Perdimos unos veinte pedidos, que sepamos.
    No es que esté roto, es que nadie se fía.
    Con una sola lista me daría por contenta.
    """,
)
tongue(
    "it",
    "Certo.|Ma dai.|Esatto.|Boh.",
    """
    Il foglio dei turni lo compilo io la domenica sera.
    Se cade la linea torniamo a carta e penna.
    E chi se ne accorge per primo?
    Mi ha detto: arrangiatevi.
    Alle sette e mezza arrivano i primi furgoni.
    Abbiamo perso due clienti per questo motivo.
    Non è rotto, è che nessuno si fida.
    Pagherei volentieri qualcosa in più per stare tranquilla.
    """,
)
tongue(
    "pt",
    "Pois.|Sim, claro.|A sério?|Nem por isso.",
    """
    Escrevemos as entregas num caderno e alguém passa depois.
    Quando a rede falha, pára tudo no armazém.
    E quem é que assina isso do vosso lado?
    Respondi logo: assim não dá.
    Às sete e um quarto já está tudo à espera.
    Perdemos umas vinte encomendas, talvez mais.
    O sistema até funciona, só que ninguém confia nele.
    Preferia ter uma lista só.
    """,
)
tongue(
    "nl",
    "Precies.|Ja hoor.|Echt waar?|Nou nee.",
    """
    Het rooster maak ik nog steeds op papier, op zondagavond.
    Als de scanner uitvalt staat het hele magazijn stil.
    En wie merkt dat bij jullie als eerste?
    Ik zei meteen: zo gaan we niet verder.
    Om kwart over zeven staan de eerste wagens voor de deur.
    Dat heeft ons twee klanten gekost, misschien drie.
    Het werkt wel, maar niemand vertrouwt het.
    Eén lijst in plaats van vijf, dat zou al schelen.
    """,
)
tongue(
    "pl",
    "No tak.|Jasne.|Naprawdę?|Raczej nie.",
    """
    Grafik układam ręcznie w każdą niedzielę wieczorem.
    Jak padnie sieć, cały magazyn stoi.
    A kto u państwa to podpisuje?
    Powiedziałem krótko: tak dalej nie będzie.
    O siódmej piętnaście stoją już trzy ciężarówki.
    Straciliśmy ze dwadzieścia zamówień, może więcej.
    To działa, tylko nikt temu nie ufa.
    Wolałabym jedną listę zamiast pięciu.
    """,
)
tongue(
    "sv",
    "Just det.|Ja, visst.|Verkligen?|Nja.",
    """
    Schemat skriver jag för hand varje söndag kväll.
    När nätet går ner står hela lagret stilla.
    Och vem märker det först hos er?
    Jag sa bara: aldrig mer.
    Kvart över sju står de första bilarna och väntar.
    Vi tappade ett tjugotal beställningar på det viset.
    Det fungerar, men ingen litar på det.
    En enda lista i stället för fem vore en lättnad.
    """,
)
tongue(
    "ru",
    "Ну да.|Конечно.|Правда?|Вряд ли.",
    """
    График я до сих пор пишу от руки по воскресеньям.
    Когда падает сеть, весь склад стоит.
    А кто у вас это замечает первым?
    Я сразу сказал: так дальше не пойдёт.
    В четверть восьмого уже ждут три машины.
    Мы потеряли заказов двадцать, если не больше.
    Оно работает, просто никто ему не верит.
    Мне бы один список вместо пяти.
    """,
)
tongue(
    "tr",
    "Evet, tabii.|Öyle mi?|Aynen.|Pek sayılmaz.",
    """
    Vardiya çizelgesini hâlâ elle yazıyorum, her pazar akşamı.
    Bağlantı kopunca bütün depo duruyor.
    Peki bunu sizde ilk kim fark ediyor?
    Açıkça söyledim: böyle devam edemeyiz.
    Yediyi çeyrek geçe kamyonlar kapıda oluyor.
    Yirmi kadar siparişi bu yüzden kaybettik.
    Çalışıyor aslında, ama kimse güvenmiyor.
    """,
)
tongue(
    "el",
    "Ναι, βέβαια.|Αλήθεια;|Ακριβώς.|Όχι και τόσο.",
    """
    Το πρόγραμμα το γράφω ακόμα με το χέρι κάθε Κυριακή.
    Όταν πέφτει το δίκτυο, σταματά όλη η αποθήκη.
    Και ποιος το καταλαβαίνει πρώτος;
    Του το είπα καθαρά: έτσι δεν πάει άλλο.
    Χάσαμε καμιά εικοσαριά παραγγελίες.
    Δουλεύει, απλώς δεν το εμπιστεύεται κανείς.
    """,
)
tongue(
    "ja",
    "なるほど。|そうですね。|いえ、特には。",
    """
    シフト表は今でも手書きで作っています。
    回線が切れると倉庫全体が止まってしまうんです。
    最初に気づくのはどなたですか。
    上司には「もう無理です」とはっきり伝えました。
    朝の七時にはトラックが三台並んでいます。
    動いてはいるのですが、誰も信用していません。
    """,
)
tongue(
    "zh",
    "对。|是这样。|没有。",
    """
    排班表现在还是我每个星期天手写的。
    网络一断，整个仓库就停了。
    那一般是谁先发现的呢？
    我当时就说：这样下去不行。
    早上七点门口已经停了三辆车。
    其实能用，就是没有人相信它。
    """,
)
tongue(
    "ko",
    "네, 그렇죠.|아, 정말요?|글쎄요.",
    """
    근무표는 아직도 일요일마다 손으로 씁니다.
    통신이 끊기면 창고 전체가 멈춰요.
    그걸 제일 먼저 아는 사람은 누구인가요?
    그래서 제가 분명히 말했어요, 이대로는 안 된다고.
    아침 일곱 시면 벌써 트럭이 서 있어요.
    돌아가기는 하는데 아무도 믿지 않아요.
    """,
)
