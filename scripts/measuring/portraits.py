"""Documents about personas, ICPs and segments of our own making, in shapes and languages, and what is true of each.

A document is made by a shape out of names, pains and words of one language, drawn by a seed. The words of the
two halves differ: with those of the first the reader was built, with those of the second it was measured once.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Words:
    """What one language says. kind, kinds: of a segment, one and several; labels of fields and of pains."""

    language: str
    kind: Sequence[str]
    kinds: Sequence[str]
    role: Sequence[str]
    goals: Sequence[str]
    needs: Sequence[str]
    pain: Sequence[str]
    names: Sequence[str]
    pains: Sequence[str]
    values: Sequence[str]
    primary: str = ""
    colon: str = ":"
    before: bool = True


@dataclass(frozen=True)
class Made:
    """A document, the files beside it, and its truth: the pains of each segment."""

    shape: str
    language: str
    text: str
    truth: Mapping[str, tuple[str, ...]]
    beside: Mapping[str, str] = field(default_factory=dict)


Shape = Callable[[random.Random, Words], tuple[str, dict[str, tuple[str, ...]]]]

EN = Words(
    "en", ("Persona", "ICP", "Target user"), ("Personas", "User Personas", "Customer Segments", "Target Audiences"),
    ("Role", "Job title"), ("Goals", "Key goals"), ("Needs", "Motivations"),
    ("Pain points", "Frustrations", "Challenges"),
    ("The Night Baker", "Harbour Pilot", "Regional Dispatcher", "Solo Bookkeeper", "Clinic Manager", "Lock Keeper"),
    ("Orders arrive after the ovens are full", "Rotas are written three times", "Nobody sees who is late",
     "Invoices wait in a drawer", "The scanner loses its charge by noon", "Forms are typed twice",
     "Prices change without notice", "Two systems never agree"),
    ("runs the early shift", "finish before dawn", "one list for everybody", "a calm week"), "Primary",
)  # fmt: skip
DE = Words(
    "de", ("Persona", "Zielgruppe", "Kundensegment"), ("Personas", "Zielgruppen", "Kundensegmente"),
    ("Rolle", "Beruf"), ("Ziele",), ("Bedürfnisse", "Motivation"), ("Schmerzpunkte", "Herausforderungen", "Probleme"),
    ("Die Nachtbäckerin", "Der Hafenlotse", "Handwerksbetriebe", "Steuerkanzlei", "Praxisleitung"),
    ("Bestellungen kommen zu spät", "Dienstpläne entstehen dreimal", "Niemand sieht, wer fehlt",
     "Rechnungen liegen in der Schublade", "Der Scanner ist mittags leer", "Formulare werden doppelt getippt"),
    ("führt die Frühschicht", "vor Tagesanbruch fertig sein", "eine Liste für alle"), "Primäre",
)  # fmt: skip
FR = Words(
    "fr", ("Persona", "Segment", "Profil client"), ("Personas", "Segments", "Profils clients"),
    ("Rôle", "Poste"), ("Objectifs",), ("Besoins", "Motivations"), ("Points de douleur", "Frustrations", "Défis"),
    ("La boulangère de nuit", "Le pilote du port", "Cabinets comptables", "Le répartiteur régional"),
    ("Les commandes arrivent trop tard", "Les plannings sont écrits trois fois", "Personne ne voit qui manque",
     "Les factures attendent dans un tiroir", "Les formulaires sont saisis deux fois"),
    ("dirige l'équipe du matin", "finir avant l'aube", "une liste pour tous"), "",
    colon=" :",
)  # fmt: skip
ES = Words(
    "es", ("Persona", "Segmento", "Perfil de cliente"), ("Personas", "Segmentos", "Perfiles de cliente"),
    ("Rol", "Cargo"), ("Objetivos", "Metas"), ("Necesidades", "Motivaciones"),
    ("Puntos de dolor", "Frustraciones", "Retos"),
    ("La panadera nocturna", "El práctico del puerto", "Gestorías", "La jefa de clínica"),
    ("Los pedidos llegan tarde", "Los turnos se escriben tres veces", "Nadie ve quién falta",
     "Las facturas esperan en un cajón", "Los formularios se teclean dos veces"),
    ("dirige el turno de mañana", "acabar antes del alba", "una lista para todos"), "",
)  # fmt: skip
PT = Words(
    "pt", ("Persona", "Segmento", "Público-alvo"), ("Personas", "Segmentos", "Públicos-alvo"),
    ("Cargo", "Função"), ("Objetivos", "Metas"), ("Necessidades",), ("Dores", "Desafios", "Frustrações"),
    ("A padeira da noite", "O prático do porto", "Escritórios contábeis", "A gestora da clínica"),
    ("Os pedidos chegam tarde", "As escalas são escritas três vezes", "Ninguém vê quem falta",
     "As faturas esperam na gaveta", "Os formulários são digitados duas vezes"),
    ("dirige o turno da manhã", "acabar antes do amanhecer", "uma lista para todos"), "",
)  # fmt: skip
JA = Words(
    "ja", ("ペルソナ", "セグメント", "ターゲットユーザー"), ("ペルソナ", "顧客セグメント", "ターゲットユーザー"),
    ("役割", "職業"), ("目標", "ゴール"), ("ニーズ",), ("課題", "悩み", "ペインポイント"),
    ("夜勤のパン職人", "港の水先人", "町の税理士", "診療所の事務長"),
    ("注文が遅れて届く", "勤務表を三回書いている", "欠勤が誰にも見えない",
     "請求書が引き出しに残る", "同じ帳票を二度入力する"),
    ("朝番をまとめる", "夜明け前に終える", "全員で一つの一覧"), "メイン", colon="：",
)  # fmt: skip
ZH = Words(
    "zh", ("用户画像", "客户细分", "目标用户"), ("用户画像", "客户细分", "目标客户"),
    ("角色", "职位"), ("目标",), ("需求",), ("痛点", "挑战", "困扰"),
    ("夜班面包师", "港口引航员", "小镇会计", "诊所主任"),
    ("订单总是来得太晚", "排班表要写三遍", "没有人知道谁缺勤", "发票一直放在抽屉里", "同一张表格要录入两次"),
    ("负责早班", "天亮前完成", "大家用一张清单"), "主要", colon="：",
)  # fmt: skip
KO = Words(
    "ko", ("페르소나", "고객 세그먼트", "타겟 고객"), ("페르소나", "고객 세그먼트", "타겟 고객"),
    ("역할", "직업"), ("목표",), ("니즈",), ("페인 포인트", "고충", "불편 사항"),
    ("야간 제빵사", "항만 도선사", "동네 세무사", "의원 사무장"),
    ("주문이 늦게 들어온다", "근무표를 세 번 쓴다", "누가 빠졌는지 아무도 모른다",
     "청구서가 서랍에 남는다", "같은 양식을 두 번 입력한다"),
    ("아침 근무를 맡는다", "새벽 전에 끝낸다", "모두가 보는 목록"), "주요",
)  # fmt: skip
FIRST = (EN, DE, FR, ES, PT, JA, ZH, KO)


class Draw:
    """Names and pains of one document, each drawn once."""

    def __init__(self, chance: random.Random, words: Words, most: int = 3) -> None:
        """Draw two names or more, and for each one pain or more."""
        self.chance, self.words = chance, words
        names = chance.sample(list(words.names), chance.randint(2, min(most, len(words.names))))
        self.truth = {name: tuple(chance.sample(list(words.pains), chance.randint(1, 3))) for name in names}
        self.role, self.goals, self.needs, self.pain, self.kind, self.kinds = (
            chance.choice(list(said))
            for said in (words.role, words.goals, words.needs, words.pain, words.kind, words.kinds)
        )

    def value(self) -> str:
        """Return what stands behind a label that is no pain."""
        return self.chance.choice(list(self.words.values))


def bullets(texts: Sequence[str], mark: str = "- ") -> str:
    """Return a list."""
    return "".join(f"{mark}{text}\n" for text in texts)


def kind_and_number(draw: Draw) -> Iterator[str]:
    """`## 1. Persona 1: Name`, labels in bold, pains in a list."""
    colon, sign = draw.words.colon, draw.chance.choice([":", " -", " –"])
    yield f"# {draw.kinds}\n\n"
    for number, (name, pains) in enumerate(draw.truth.items(), 1):
        yield f"## 2.{number} {draw.kind} {number}{sign} {name}\n\n"
        yield f"- **{draw.role}{colon}** {draw.value()}\n- **{draw.goals}{colon}** {draw.value()}\n"
        yield f"\n**{draw.pain}**{colon}\n{bullets(pains, '* ')}\n"


def title_announces(draw: Draw) -> Iterator[str]:
    """Let the title announce them; the headings hold names alone."""
    colon = draw.words.colon
    yield f"# {draw.kinds}\n\n{draw.value()}.\n\n"
    for name, pains in draw.truth.items():
        yield f"## {name}\n\n**{draw.role}**{colon} {draw.value()}\n**{draw.goals}**{colon} {draw.value()}\n\n"
        yield f"**{draw.pain}{colon}**\n\n{bullets(pains)}\n"


def primary_then_name(draw: Draw) -> Iterator[str]:
    """`## Primary Persona`, the name one level deeper, fields as headings."""
    yield f"# {draw.kinds}\n\n"
    for number, (name, pains) in enumerate(draw.truth.items(), 1):
        lead = f"{draw.words.primary} {draw.kind}" if draw.words.primary else f"{draw.kind} {number}"
        yield f"## {lead}\n\n### {name}\n\n#### {draw.role}\n\n{draw.value()}\n\n"
        yield f"#### {draw.goals}\n\n- {draw.value()}\n\n#### {draw.pain}\n\n{bullets(pains)}\n"


def plain_labels(draw: Draw) -> Iterator[str]:
    """Nothing in bold, a full-width colon, typed bullets or one line for each pain."""
    yield f"# {draw.kinds} 2026\n\n"
    for number, (name, pains) in enumerate(draw.truth.items(), 1):
        yield f"### {draw.kind} {number}：{name}\n\n{draw.role}: {draw.value()}\n{draw.goals}: {draw.value()}\n"
        if number % 2:
            yield f"\n{draw.pain}:\n{bullets(pains, '• ')}\n"
        else:
            yield "".join(f"{draw.pain}: {pain}\n" for pain in pains) + "\n"


def setext_with_emoji(draw: Draw) -> Iterator[str]:
    """Setext headings with signs before them."""
    yield f"📋 {draw.kinds}\n==========\n\n"
    for letter, (name, pains) in zip("ABCDEF", draw.truth.items(), strict=False):
        yield f"🎯 {draw.kind} {letter} – {name}\n----------\n\n### 👤 {draw.role}\n\n{draw.value()}\n\n"
        yield f"### 😤 {draw.pain}\n\n{bullets(pains, '+ ')}\n### ✅ {draw.goals}\n\n- {draw.value()}\n\n"


def kind_behind(draw: Draw) -> Iterator[str]:
    """Put the kind behind the name, or into parentheses."""
    colon = draw.words.colon
    for number, (name, pains) in enumerate(draw.truth.items()):
        title = f"{name} ({draw.kind})" if number % 2 or draw.words.language != "en" else f"{name} {draw.kind}"
        yield f"## {title}\n\n- {draw.role}{colon} {draw.value()}\n- {draw.needs}{colon} {draw.value()}\n"
        yield f"- {draw.pain}{colon}\n{bullets(pains, '  - ')}\n"


def rows_of_a_table(draw: Draw) -> Iterator[str]:
    """Give each a row, its pains a column, parted by breaks."""
    yield f"# {draw.kinds}\n\n| {draw.kind} | {draw.role} | {draw.pain} |\n|---|---|---|\n"
    yield "".join(f"| **{name}** | {draw.value()} | {'<br>'.join(pains)} |\n" for name, pains in draw.truth.items())


def table_in_html(draw: Draw) -> Iterator[str]:
    """Write the same as HTML, with a list in each cell."""
    yield f"# {draw.kinds}\n\n<table>\n<tr><th>{draw.kind}</th><th>{draw.goals}</th><th>{draw.pain}</th></tr>\n"
    for name, pains in draw.truth.items():
        yield f"<tr>\n  <td>{name}</td>\n  <td>{draw.value()}</td>\n  <td><ul>"
        yield "".join(f"<li>{pain}</li>" for pain in pains) + "</ul></td>\n</tr>\n"
    yield "</table>\n"


def numbers_in_bold(draw: Draw) -> Iterator[str]:
    """`**1. Name**` as a paragraph below a heading for all."""
    yield f"# Acme\n\n## {draw.kinds}\n\n"
    for number, (name, pains) in enumerate(draw.truth.items(), 1):
        yield f"**{number}. {name}**\n\n- {draw.role}{draw.words.colon} {draw.value()}\n"
        yield f"- **{draw.pain}{draw.words.colon}** {pains[0]}\n" + "".join(
            f"- **{draw.pain}{draw.words.colon}** {pain}\n" for pain in pains[1:]
        )
        yield "\n"


def nested_list(draw: Draw) -> Iterator[str]:
    """Make a numbered list of names in bold, everything else deeper."""
    yield f"## {draw.kinds}\n\n"
    for number, (name, pains) in enumerate(draw.truth.items(), 1):
        yield f"{number}. **{name}** — {draw.value()}\n   - {draw.goals}{draw.words.colon} {draw.value()}\n"
        yield f"   - {draw.pain}{draw.words.colon}\n{bullets(pains, '     - ')}"


def page_of_one(draw: Draw) -> Iterator[str]:
    """Write a document about one alone: its title is the name."""
    name, pains = next(iter(draw.truth.items()))
    draw.truth = {name: pains}
    yield f"# {name}\n\n## {draw.role}\n\n{draw.value()}\n\n## {draw.goals}\n\n- {draw.value()}\n\n"
    yield f"## {draw.needs}\n\n- {draw.value()}\n\n## {draw.pain}\n\n{bullets(pains)}"


def template_in_part(draw: Draw) -> Iterator[str]:
    """Fill in some of a template."""
    colon = draw.words.colon
    for number, (name, pains) in enumerate(draw.truth.items(), 1):
        yield f"## {draw.kind} {number}{colon} {name}\n\n- **{draw.role}**{colon} {{{{role}}}}\n"
        yield f"- **{draw.goals}**{colon} TBD\n\n### {draw.pain}\n\n{bullets([*pains, '{{pain}}', '[Pain 2]'])}\n"
        yield "<!-- TODO: ask three more -->\n\n"
    yield f"## {draw.kind} {len(draw.truth) + 1}{colon} [Name]\n\n### {draw.pain}\n\n- [Pain 1]\n- TODO\n"


def columns_of_a_table(draw: Draw) -> Iterator[str]:
    """Give each a column, each field a row."""
    yield f"# {draw.kinds}\n\n|  | {' | '.join(draw.truth)} |\n|---|{'---|' * len(draw.truth)}\n"
    for label in (draw.role, draw.goals):
        yield f"| {label} | {' | '.join(draw.value() for _ in draw.truth)} |\n"
    yield f"| {draw.pain} | {' | '.join('<br>'.join(pains) for pains in draw.truth.values())} |\n"


def parts_below_a_name(draw: Draw) -> Iterator[str]:
    """Let the title name one; parts below it carry fields and are none."""
    name, pains = next(iter(draw.truth.items()))
    draw.truth = {name: pains}
    colon = draw.words.colon
    yield f"# {draw.kind}{colon} {name}\n\n## {draw.goals}\n\n- {draw.value()}\n\n## {name} 2026\n\n"
    yield f"- **{draw.role}**{colon} {draw.value()}\n- **{draw.needs}**{colon} {draw.value()}\n\n"
    yield f"## {draw.pain}\n\n{bullets(pains)}"


_WITHOUT = """\
# Roadmap

## Goals

- ship in May

## Phase one

- **Owner:** platform
- **Goal:** fewer pages

## Risks and challenges

- the move takes long
=====
# Pricing

| Plan | Users | Price |
|---|---|---|
| Small | 5 | 10 |
| Large | 50 | 90 |
=====
# Interview guide

## Questions

1. What is your role?
2. Which challenges do you meet?

## How to use personas

- ask
=====
# Weekly notes

## Marketing

- **Problem:** the site is slow

## Audience research

Ten calls so far.

- [Calls](calls.md)
=====
# Wettbewerb

## Anbieter A

- **Preis**: hoch
- **Zielgruppe**: Handwerk

## Anbieter B

- **Preis**: klein
=====
# Segment Comparison

| Metric | 2025 | 2026 |
|---|---|---|
| Revenue | 1 | 2 |
| Headcount | 3 | 4 |
=====
# Anti-Personas

## The hobbyist

- **Role:** none
- **Goals:** free things
- **Pain points:** paying
=====
# 会議メモ

## 目標

- 出荷

## 次回

- 予算を決める
"""
OTHERS = tuple(_WITHOUT.split("=====\n"))

FIRST_SHAPES = (
    kind_and_number, title_announces, primary_then_name, plain_labels, setext_with_emoji, kind_behind, rows_of_a_table,
    table_in_html, numbers_in_bold, nested_list, page_of_one, template_in_part, columns_of_a_table, parts_below_a_name,
)  # fmt: skip


def linked_pages(draw: Draw) -> tuple[str, dict[str, str]]:
    """Return a list of links, and the pages behind them, one of which links back."""
    index = f"# {draw.kinds}\n\n"
    pages = {}
    for number, (name, pains) in enumerate(draw.truth.items(), 1):
        index += f"- [{name}](./pages/p{number}.md) - {draw.value()}\n"
        pages[f"pages/p{number}.md"] = (
            f"# {name}\n\n[..](../index.md)\n\n**{draw.goals}**{draw.words.colon} {draw.value()}\n\n"
            f"## {draw.pain}\n\n{bullets(pains)}"
        )
    return index, pages


def first_half(seed: int = 15) -> Iterator[Made]:
    """Yield the documents that the reader was built with."""
    chance = random.Random(seed)
    for shape in FIRST_SHAPES:
        for words in FIRST:
            draw = Draw(chance, words)
            text = "".join(shape(draw))
            yield Made(shape.__name__, words.language, text, draw.truth)
    for words in FIRST:
        draw = Draw(chance, words)
        text, pages = linked_pages(draw)
        yield Made("linked_pages", words.language, text, draw.truth, pages)
    for text in OTHERS:
        yield Made("no_segments", "en", text, {})
