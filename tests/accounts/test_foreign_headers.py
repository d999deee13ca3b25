"""Exports whose headers are German, French or Spanish: read as those in English are."""

from __future__ import annotations

import pytest

from evidence.accounts.columns import FIELDS
from evidence.accounts.foreign_headers import COMPANIES, FOREIGN
from evidence.accounts.snapshots import kind_of
from evidence.accounts.tables import load_crm
from evidence.workspace import Workspace

GERMAN = {
    "Unternehmen 2026-02-28.csv": (
        "Datensatz-ID;Unternehmensname;Branche;Anzahl der Mitarbeiter;Jahresumsatz;Land/Region;Webseite\n"
        "901;Kranzmoor Logistik;Spedition;1.250;12.500.000,00 €;Deutschland;kranzmoor.example\n"
        "902;Ödweiler Käserei;Lebensmittel;45;3.400.000,50 €;Österreich;oedweiler.example\n"
    ),
    "Deals 2026-02-28.csv": (
        "Deal-ID;Firma;Deal-Phase;Betrag;Erstellungsdatum;Abschlussdatum;Verlustgrund\n"
        "1;Kranzmoor Logistik;Gewonnen;48.500,00;03.01.2026;14.02.2026;\n"
        "2;Ödweiler Käserei;Verloren;9.900,50;17.01.2026;20.02.2026;Preis\n"
        "3;Ödweiler Käserei;Angebot;12.000,00;25.01.2026;;\n"
    ),
    "Kontakte 2026-02-28.csv": (
        "Kontakt-ID;Unternehmen;Vorname;Nachname;E-Mail-Adresse;Position\n"
        "7;Kranzmoor Logistik;Imke;Thorsteg;imke@kranzmoor.example;Leiterin Lager\n"
    ),
}
FRENCH = {
    "comptes-2026-02-28.csv": (
        "ID du compte;Nom du compte;Secteur d'activité;Nombre d'employés;Chiffre d'affaires;Pays de facturation\n"
        "C1;Brasserie Valtour;Boissons;320;8 200 000;France\nC2;Atelier Quesnoy;Meubles;18;950 000;Belgique\n"
    ),
    "opportunites-2026-02-28.csv": (
        "ID de l'opportunité;ID du compte;Étape;Montant;Date de création;Date de clôture;Motif de perte\n"
        "O1;C1;Gagnée;31 000;2026-01-04;2026-02-11;\nO2;C2;Perdue;7 500;2026-01-09;2026-02-12;Budget\n"
        "O3;C1;Négociation;5 000;2026-02-01;;\n"
    ),
    "contacts-2026-02-28.csv": (
        "ID du contact;ID du compte;Prénom;Nom;Adresse e-mail;Fonction\n"
        "P1;C2;Maëlle;Ostrande;m@quesnoy.example;Gérante\n"
    ),
}
SPANISH = {
    "cuentas-2026-02-28.csv": (
        "ID de la cuenta,Nombre de la cuenta,Sector,Número de empleados,Ingresos anuales,País\n"
        "K1,Conservas Aldraga,Alimentos,210,4100000,España\nK2,Talleres Umbrete,Metal,33,1200000,México\n"
    ),
    "oportunidades-2026-02-28.csv": (
        "ID de la oportunidad,ID de la cuenta,Etapa,Importe,Fecha de creación,Fecha de cierre,Motivo de pérdida\n"
        "N1,K1,Ganada,22000,2026-01-10,2026-02-20,\nN2,K2,Perdida,8000,2026-01-11,2026-02-21,Plazo\n"
        "N3,K2,Propuesta,3000,2026-02-02,,\n"
    ),
    "contactos-2026-02-28.csv": (
        "ID del contacto,ID de la cuenta,Nombre,Apellidos,Correo electrónico,Cargo\n"
        "Q1,K1,Itziar,Bolarte,i@aldraga.example,Directora de compras\n"
    ),
}
EXPECTED = {
    "German": (GERMAN, "Kranzmoor Logistik", "Spedition", 1250, 12_500_000.0, "Deutschland", 48_500.0,
               "Preis", "Imke Thorsteg"),
    "French": (FRENCH, "Brasserie Valtour", "Boissons", 320, 8_200_000.0, "France", 31_000.0,
               "Budget", "Maëlle Ostrande"),
    "Spanish": (SPANISH, "Conservas Aldraga", "Alimentos", 210, 4_100_000.0, "España", 22_000.0,
                "Plazo", "Itziar Bolarte"),
}  # fmt: skip


def read(folder, files):
    (folder / "evidence.yaml").write_text("")
    (folder / "source/crm/exports").mkdir(parents=True)
    for name, text in files.items():
        (folder / "source/crm/exports" / name).write_text(text, encoding="utf-8")
    return load_crm(Workspace(folder))


def bare(text):
    """Return a text as a program without accents writes it."""
    return text.translate(str.maketrans("áäâàéèêëíîïñóöôúüûçÉÖÜ", "aaaaeeeeiiinooouuucEOU"))


@pytest.mark.parametrize("spelt", [str, bare, str.upper])
@pytest.mark.parametrize("language", EXPECTED)
def test_the_tables_of_a_crm_in_another_language_are_read_whole(tmp_path, language, spelt):
    files, name, industry, headcount, revenue, country, amount, reason, person = EXPECTED[language]
    headed = {}
    for file, text in files.items():
        header, _, rows = text.partition("\n")
        headed[file] = f"{spelt(header)}\n{rows}"
    crm = read(tmp_path, headed)
    assert not crm.problems
    account = next(one for one in crm.accounts if one.account_name == name)
    assert (account.industry, account.headcount, account.company_revenue) == (industry, headcount, revenue)
    assert (account.geography, account.arr, len(crm.accounts)) == (country, None, 2)
    won, lost, under_way = sorted(crm.deals, key=lambda deal: ("won", "lost", "open").index(deal.outcome))
    assert (won.amount, won.account_id, won.outcome, lost.outcome) == (amount, account.account_id, "won", "lost")
    assert (lost.loss_reason, under_way.outcome, under_way.close_date) == (reason, "open", None)
    assert all(deal.created_date for deal in crm.deals)
    (contact,) = crm.contacts
    assert contact.name == person
    assert contact.job_title
    assert contact.email_sha256
    assert crm.day == "2026-02-28"


@pytest.mark.parametrize("field", ["Umsatz", "Chiffre d'affaires", "Ingresos"])
def test_what_a_company_earns_is_never_what_it_pays_us(tmp_path, field):
    table = f'ID,Firma,"{field}"\nA1,Kranzmoor,5000\n'
    (account,) = read(tmp_path, {"crm_accounts_2026-01-31.csv": table}).accounts
    assert (account.arr, account.company_revenue) == (None, 5000.0)


def test_no_foreign_header_stands_for_two_fields_of_a_table_and_english_ones_come_first():
    for kind, of in FIELDS.items():
        headers = [header for names in of.values() for header in names]
        twice = {header for header in headers if headers.count(header) > 1}
        assert not twice & {one for names in FOREIGN.get(kind, {}).values() for one in names}
    firsts = [FIELDS["accounts"]["account_name"], FIELDS["deals"]["stage"], FIELDS["contacts"]["job_title"]]
    assert [names[0] for names in firsts] == ["accountname", "stage", "jobtitle"]


@pytest.mark.parametrize("company", sorted(COMPANIES))
def test_a_list_of_companies_under_any_of_their_headers_is_one_of_accounts(company):
    assert kind_of(f"{company},Branche\nKranzmoor,Spedition\n".encode()) == "accounts"


@pytest.mark.parametrize(
    "text", ["Datum;Betreff;Notiz\n1;2;3\n", "Nombre;Fecha\na;b\n", "Nom;Prénom\na;b\n", "Phase;Betrag\na;1\n"]
)
def test_a_table_of_something_else_stays_none(text):
    assert kind_of(text.encode()) is None
