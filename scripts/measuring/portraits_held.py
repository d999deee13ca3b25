"""The half of the documents that the reader was not built with: other words, other shapes, two more languages."""

import random
from collections.abc import Iterator
from dataclasses import replace

from measuring.portraits import DE, EN, ES, FR, JA, KO, PT, ZH, Draw, Made, Words, bullets

_EN = replace(
    EN, kind=("Archetype", "Buyer Persona", "Customer Profile", "Audience"),
    kinds=("Archetypes", "Buyer Personas", "Target Users", "Ideal Customer Profiles", "Audience Segments"),
    role=("Occupation", "Position"), goals=("Objectives", "What they want"), needs=("Background", "Motivation"),
    pain=("Struggles", "Problems they face", "Obstacles", "What keeps them up at night"),
    names=("Ward Sister", "Quarry Foreman", "First-time Landlord", "Freight Forwarder", "Studio of Two"),
    pains=("Handover takes an hour", "The quote is out of date when it is sent", "Keys go missing",
           "Everything is in one person's head", "Nothing works without a signal"), primary="Secondary",
)  # fmt: skip
_DE = replace(
    DE, kind=("Käuferpersona", "Kundenprofil", "Archetyp"), kinds=("Wunschkunden", "Kundenprofile", "Nutzergruppen"),
    role=("Position", "Tätigkeit"), goals=("Ziel", "Wünsche"), needs=("Hintergrund",),
    pain=("Frust", "Hindernisse", "Schwierigkeiten"),
    names=("Die Stationsleitung", "Vermieterin im Nebenberuf", "Spediteure"),
)  # fmt: skip
_FR = replace(
    FR, kind=("Client idéal", "Archétype", "Groupe cible"), kinds=("Clients idéaux", "Archétypes", "Publics cibles"),
    role=("Métier", "Fonction"), goals=("Objectif", "Attentes"), needs=("Contexte",),
    pain=("Irritants", "Difficultés", "Freins"), names=("La cadre de santé", "Bailleurs débutants", "Le transitaire"),
)  # fmt: skip
_ES = replace(
    ES, kind=("Arquetipo", "Cliente ideal", "Público objetivo"), kinds=("Arquetipos", "Clientes ideales", "Audiencias"),
    role=("Puesto", "Ocupación"), goals=("Objetivo",), needs=("Contexto",),
    pain=("Dolores", "Problemas", "Obstáculos"), names=("La supervisora de planta", "Transitarios", "Caseros noveles"),
)  # fmt: skip
_PT = replace(
    PT, kind=("Arquétipo", "Cliente ideal", "Perfil de cliente"),
    kinds=("Arquétipos", "Clientes ideais", "Perfis de cliente"),
    role=("Profissão",), goals=("Objetivo",), needs=("Contexto", "Motivações"),
    pain=("Pontos de dor", "Problemas", "Dificuldades"),
    names=("A enfermeira-chefe", "Despachantes", "O senhorio novato"),
)  # fmt: skip
_JA = replace(
    JA, kind=("顧客像", "ターゲット層", "アーキタイプ"), kinds=("想定顧客", "顧客像", "ユーザーペルソナ"),
    role=("職種", "役職"), goals=("目的",), needs=("背景",), pain=("困りごと", "不満", "ペイン"),
    names=("病棟の師長", "初めての大家", "通関業者"),
)  # fmt: skip
_ZH = replace(
    ZH, kind=("人物画像", "目标受众", "客户画像"), kinds=("目标人群", "人物画像", "理想客户"),
    role=("职业", "岗位"), goals=("主要目标",), needs=("背景",), pain=("难题", "烦恼", "主要问题"),
    names=("病房护士长", "新手房东", "货运代理"),
)  # fmt: skip
_KO = replace(
    KO, kind=("고객 유형", "아키타입", "타깃 고객"), kinds=("고객 유형", "사용자 페르소나", "타깃"),
    role=("직책", "직무"), goals=("주요 목표",), needs=("배경",), pain=("문제점", "어려움", "애로사항"),
    names=("병동 수간호사", "초보 임대인", "화물 운송인"),
)  # fmt: skip
_IT = Words(
    "it", ("Persona", "Segmento", "Cliente ideale"), ("Segmenti", "Personas", "Clienti ideali"),
    ("Ruolo",), ("Obiettivi",), ("Bisogni",), ("Punti dolenti", "Sfide", "Frustrazioni"),
    ("La caposala", "Piccoli locatori", "Lo spedizioniere"),
    ("Gli ordini arrivano tardi", "I turni si scrivono tre volte", "Nessuno vede chi manca",
     "Le fatture restano nel cassetto"),
    ("guida il turno del mattino", "finire prima dell'alba"), "",
)  # fmt: skip
_NL = Words(
    "nl", ("Persona", "Doelgroep", "Klantprofiel"), ("Doelgroepen", "Persona's", "Klantprofielen"),
    ("Rol", "Functie"), ("Doelen",), ("Behoeften",), ("Pijnpunten", "Frustraties", "Uitdagingen"),
    ("De afdelingszuster", "Beginnende verhuurders", "De expediteur"),
    ("Bestellingen komen te laat", "Roosters worden drie keer geschreven", "Niemand ziet wie ontbreekt"),
    ("leidt de ochtendploeg", "klaar voor de dag begint"), "",
)  # fmt: skip
HELD = (_EN, _DE, _FR, _ES, _PT, _JA, _ZH, _KO, _IT, _NL)


def attributes_in_a_table(draw: Draw) -> Iterator[str]:
    """Put the name into quotation marks, and everything else into a table of two columns."""
    for number, (name, pains) in enumerate(draw.truth.items(), 1):
        yield f'### {draw.kind} #{number} — "{name}"\n\n| | |\n|---|---|\n| **{draw.role}** | {draw.value()} |\n'
        yield f"| **{draw.goals}** | {draw.value()} |\n"
        yield f"| **{draw.pain}** | {'<br>'.join(f'• {p}' for p in pains)} |\n\n"


def name_as_a_label(draw: Draw) -> Iterator[str]:
    """Let the heading say only the kind; the name is a label below it."""
    label = {
        "ja": "名前",
        "zh": "姓名",
        "ko": "이름",
        "fr": "Nom",
        "es": "Nombre",
        "pt": "Nome",
        "it": "Nome",
        "nl": "Naam",
    }
    yield f"# {draw.kinds}\n\n"
    for number, (name, pains) in enumerate(draw.truth.items(), 1):
        yield f"## {draw.kind} {number}\n\n- **{label.get(draw.words.language, 'Name')}:** {name}\n"
        yield f"- **{draw.role}:** {draw.value()}\n- **{draw.pain}:**\n{bullets(pains, '    - ')}\n"


def below_the_one_audience(draw: Draw) -> Iterator[str]:
    """Announce in the title, in the singular or with a firm; group by industry in between."""
    yield f"# Acme: {draw.kinds}\n\n"
    for number, (name, pains) in enumerate(draw.truth.items(), 1):
        yield f"## {'ABC'[number % 3]}-{number}\n\n### {name}\n\n{draw.role}: {draw.value()}\n\n"
        yield f"{draw.goals}: {draw.value()}\n\n#### {draw.pain}\n\n{bullets(pains, '1. ')}\n"


def kind_in_bold(draw: Draw) -> Iterator[str]:
    """Use no headings at all."""
    for number, (name, pains) in enumerate(draw.truth.items(), 1):
        yield f"**{draw.kind} {number}: {name}**\n\n{draw.value()}.\n\n*{draw.pain}:*\n\n{bullets(pains)}\n"


def letters_and_nested(draw: Draw) -> Iterator[str]:
    """Count by letters below a heading of the second level; pains nest below a bullet without a colon."""
    yield f"# Acme\n\n## {draw.kinds}\n\n"
    for letter, (name, pains) in zip("ABC", draw.truth.items(), strict=False):
        yield f"### {letter}. {name}\n\n- {draw.role}\n  - {draw.value()}\n- {draw.goals}\n  - {draw.value()}\n"
        yield f"- {draw.pain}\n{bullets(pains, '  - ')}\n"


def users_in_rows(draw: Draw) -> Iterator[str]:
    """Head the first column with a kind, number the rows before it, and say nothing in the title."""
    yield f"# Acme 2026\n\n## {draw.value()}\n\n"
    yield f"| # | {draw.kind} | {draw.goals} | {draw.needs} | {draw.pain} |\n|--|--|--|--|--|\n"
    for number, (name, pains) in enumerate(draw.truth.items(), 1):
        yield f"| {number} | {name} | {draw.value()} | {draw.value()} | {'<br>'.join(pains)} |\n"


def fields_in_rows_of_html(draw: Draw) -> Iterator[str]:
    """Write a table in HTML with a column for each."""
    yield f"## {draw.kinds}\n\n<table>\n"
    yield f"  <thead><tr><th></th>{''.join(f'<th>{n}</th>' for n in draw.truth)}</tr></thead>\n  <tbody>\n"
    yield f"  <tr><th>{draw.role}</th>{''.join(f'<td>{draw.value()}</td>' for _ in draw.truth)}</tr>\n"
    yield " "
    yield f" <tr><th>{draw.pain}</th>{''.join('<td>' + '<br/>'.join(p) + '</td>' for p in draw.truth.values())}</tr>\n"
    yield "  </tbody>\n</table>\n"


def profile_of_one(draw: Draw) -> Iterator[str]:
    """Name kind and name in the title of a page, with a bio, a quotation and fields as headings."""
    name, pains = next(iter(draw.truth.items()))
    draw.truth = {name: pains}
    yield f"---\nstatus: draft\n---\n# {draw.kind}: {name}\n\n> {draw.value()}\n\n"
    yield f"## {draw.needs}\n\n{draw.value()}.\n\n"
    yield f"## {draw.goals}\n\n1. {draw.value()}\n\n## 💢 {draw.pain}\n\n"
    yield f"{bullets(pains, '1. ')}\n## Links\n\n- [x](https://x.example)\n"


def keycaps(draw: Draw) -> Iterator[str]:
    """Count with keycap signs; labels have signs before them."""
    yield f"{draw.kinds}\n===\n\n"
    for number, (name, pains) in enumerate(draw.truth.items(), 1):
        yield f"## {number}\ufe0f\u20e3 {name}\n\n👤 **{draw.role}:** {draw.value()}\n\n"
        yield f"🎯 **{draw.goals}:** {draw.value()}\n\n"
        yield f"💢 **{draw.pain}:**\n\n{bullets(pains)}\n"


def kind_without_sign(draw: Draw) -> Iterator[str]:
    """Put the kind before the name, nothing between."""
    yield "# Acme\n\n"
    for name, pains in draw.truth.items():
        yield f"## {draw.kind} {name}\n\n**{draw.role}:** {draw.value()}  \n**{draw.goals}:** {draw.value()}  \n"
        yield "  \n".join(f"**{draw.pain}:** {pain}" for pain in pains) + "\n\n"


def with_a_contents(draw: Draw) -> Iterator[str]:
    """Begin with a table of contents, go on with asides, and end with whom nobody serves."""
    yield f"# {draw.kinds}\n\n"
    yield "".join(f"- [{name}](#{name.lower().replace(' ', '-')})\n" for name in draw.truth)
    for name, pains in draw.truth.items():
        yield f"\n---\n\n## {name}\n\n### {draw.needs}\n\n{draw.value()}.\n\n### {draw.goals}\n\n"
        yield f"- {draw.value()}\n\n"
        yield f"### {draw.pain}\n\n" + bullets([f"**{pain}**" for pain in pains], "* ")
    yield f"\n---\n\n## Anti-personas\n\n### Acme\n\n- {draw.role}: -\n- {draw.pain}: {draw.value()}\n"


def kind_in_a_list(draw: Draw) -> Iterator[str]:
    """Make each a bullet in bold with its kind."""
    yield f"# Acme\n\n{draw.value()}\n\n"
    for name, pains in draw.truth.items():
        yield f"- **{draw.kind}: {name}**\n  - {draw.role}: {draw.value()}\n"
        yield "".join(f"  - {draw.pain}: {pain}\n" for pain in pains)


def age_in_parentheses(draw: Draw) -> Iterator[str]:
    """Write names as `1) Name (31)` below a heading of the third level."""
    yield f"# Acme\n\n## 2026\n\n### {draw.kinds}\n\n"
    for number, (name, pains) in enumerate(draw.truth.items(), 1):
        yield f"#### {number}) {name} ({30 + number})\n\n**{draw.goals}**\n\n- {draw.value()}\n\n"
        yield f"**{draw.pain}**\n\n{bullets(pains)}\n"


def empty_template(draw: Draw) -> Iterator[str]:
    """Leave a template as it came."""
    draw.truth = {}
    for number in (1, 2):
        yield f"## {draw.kind} {number}: {{{{name}}}}\n\n"
        yield f"- **{draw.role}:** [{draw.role}]\n- **{draw.pain}:**\n  - [...]\n  - TBD\n"
        yield "<!-- FIXME: fill this in -->\n\n"


def first_one_then_others(draw: Draw) -> Iterator[str]:
    """Say which is first in words, the kind in front, the name behind a bar, fields in two lists."""
    for number, (name, pains) in enumerate(draw.truth.items()):
        lead = f"{draw.words.primary} " if number and draw.words.primary else ""
        yield f"## {lead}{draw.kind} | {name}\n\n### {draw.role} & {draw.goals}\n\n"
        yield f"- {draw.value()}\n\n### {draw.pain} ({len(pains)})\n\n"
        yield bullets([f"{pain}." for pain in pains], "- [ ] ") + "\n"


HELD_SHAPES = (
    attributes_in_a_table, name_as_a_label, below_the_one_audience, kind_in_bold, letters_and_nested, users_in_rows,
    fields_in_rows_of_html, profile_of_one, keycaps, kind_without_sign, with_a_contents, kind_in_a_list,
    age_in_parentheses, empty_template, first_one_then_others,
)  # fmt: skip
_WITHOUT = """\
# Retro

## What went well

- the move

## Problems

- builds are slow

## Actions

- **Goal:** halve them
=====
# Competitors

| Company | Target | Revenue |
|---|---|---|
| North | hotels | 3 |
| South | ports | 5 |
=====
# Persona research plan

## Method

- ten interviews

## Audience

- **Role:** the board
- **Needs:** numbers
=====
# Support handbook

## User roles

### Admin

- may delete

### Reader

- may read

## Known problems

- printing
=====
# Objectifs 2026

## Équipe

- **Rôle :** produit
- **Besoins :** deux personnes

## Risques

- le calendrier
=====
# 市场分析

## 规模

- 十亿

## 竞争对手

| 公司 | 目标 |
|---|---|
| 甲 | 增长 |
=====
# Customer Segmentation

Why we segment, and how.

## Segment criteria

- **Industry:** ports
- **Headcount:** any

## Next steps

- ask sales
=====
# Hiring

## Head of Sales

- **Role:** leads twelve
- **Goals:** double it
- **Challenges:** three regions
"""


def linked_from_a_table_of_contents(draw: Draw) -> tuple[str, dict[str, str]]:
    """Return links in bold below a heading, and pages with a heading of the kind that link to each other."""
    index, pages = f"# Acme\n\n## {draw.kinds}\n\n", {}
    count = len(draw.truth)
    for number, (name, pains) in enumerate(draw.truth.items(), 1):
        index += f"{number}. **[{name}](p{number}.md)**: {draw.value()}\n"
        pages[f"p{number}.md"] = (
            f"# {draw.kind}: {name}\n\n- {draw.role}: {draw.value()}\n- {draw.pain}:\n{bullets(pains, '  - ')}\n"
            f"[next](p{number % count + 1}.md)\n"
        )
    return index, pages


def held_half(seed: int = 53) -> Iterator[Made]:
    """Yield the documents that the reader was measured with once."""
    chance = random.Random(seed)
    for shape in HELD_SHAPES:
        for words in HELD:
            draw = Draw(chance, words)
            text = "".join(shape(draw))
            yield Made(shape.__name__, words.language, text, draw.truth)
    for words in HELD:
        draw = Draw(chance, words)
        text, pages = linked_from_a_table_of_contents(draw)
        yield Made("linked_from_a_table_of_contents", words.language, text, draw.truth, pages)
    for text in _WITHOUT.split("=====\n"):
        yield Made("no_segments", "en", text, {})
