"""What German, French and Spanish exports call a column, as it stands in their files: Salesforce, HubSpot, Pipedrive.

They come behind the English names of `model/accounts.py`. Each is also known without its accents and, in German, with
`ae`, `oe`, `ue`: what wrote the file may have had none. `Umsatz`, as `Annual Revenue`, is what a company earns.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from evidence.sheets import fold_header
from evidence.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

_ACCOUNT_ID = (
    "Account-ID", "Kunden-ID", "Kundennummer", "Firmen-ID", "Unternehmens-ID", "Organisations-ID",
    "ID du compte", "ID compte", "Numéro client", "ID client", "ID de l'entreprise",
    "ID de la cuenta", "Id. de cuenta", "ID de cuenta", "ID de cliente", "ID de la empresa", "ID de empresa",
)  # fmt: skip
_COMPANY = (
    "Accountname", "Account-Name", "Firma", "Firmenname", "Unternehmen", "Unternehmensname", "Name des Unternehmens",
    "Kunde", "Kundenname", "Organisationsname", "Zugeordnetes Unternehmen",
    "Nom du compte", "Compte", "Entreprise", "Nom de l'entreprise", "Société", "Nom de la société", "Client",
    "Nom du client", "Entreprise associée",
    "Nombre de la cuenta", "Nombre de cuenta", "Cuenta", "Empresa", "Nombre de la empresa", "Nombre de empresa",
    "Cliente", "Nombre del cliente", "Compañía", "Empresa asociada",
)  # fmt: skip
_RECORD_ID = ("Datensatz-ID", "ID de l'enregistrement", "ID d'enregistrement", "ID de registro", "ID del registro")
_OF_COMPANIES = {
    "domain": (
        "Domain-Name des Unternehmens", "Unternehmensdomain", "Domäne", "Webseite", "Internetseite", "Homepage",
        "Domaine", "Nom de domaine", "Nom de domaine de l'entreprise", "Site web", "Site internet",
        "Dominio", "Dominio de la empresa", "Nombre de dominio de la empresa", "Sitio web", "Página web",
    ),
    "industry": (
        "Branche", "Industrie", "Wirtschaftszweig",
        "Secteur", "Secteur d'activité", "Industrie",
        "Sector", "Industria", "Rubro", "Sector de actividad",
    ),
    "headcount": (
        "Mitarbeiter", "Mitarbeiterzahl", "Mitarbeiteranzahl", "Anzahl Mitarbeiter", "Anzahl der Mitarbeiter",
        "Zahl der Mitarbeiter", "Beschäftigte",
        "Employés", "Nombre d'employés", "Nb d'employés", "Effectif", "Effectifs", "Nombre de salariés", "Salariés",
        "Empleados", "Número de empleados", "N.º de empleados", "Cantidad de empleados", "Plantilla",
    ),
    "company_revenue": (
        "Umsatz", "Jahresumsatz", "Umsatz pro Jahr", "Jährlicher Umsatz", "Umsatz EUR",
        "Chiffre d'affaires", "Chiffre d'affaires annuel", "CA annuel", "Revenu annuel",
        "Ingresos", "Ingresos anuales", "Facturación", "Facturación anual",
    ),
    "geography": (
        "Land", "Land/Region", "Rechnungsland", "Rechnungsanschrift: Land", "Lieferland",
        "Pays", "Pays/Région", "Pays de facturation", "Région",
        "País", "País/Región", "País de facturación", "Región",
    ),
}  # fmt: skip
_MADE = (
    "Erstelldatum", "Erstellungsdatum", "Erstellt am", "Erstellt", "Angelegt am", "Anlagedatum",
    "Date de création", "Créé le", "Créée le",
    "Fecha de creación", "Creado el", "Creada el", "Creado",
)  # fmt: skip
_EMAIL = (
    "E-Mail", "E-Mail-Adresse", "Mailadresse", "Adresse e-mail", "Adresse mail", "Courriel", "Adresse électronique",
    "Correo", "Correo electrónico", "Dirección de correo electrónico",
)  # fmt: skip

_WRITTEN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "accounts": {
        "account_id": (*_ACCOUNT_ID, *_RECORD_ID),
        "account_name": (*_COMPANY, "Nom", "Nombre"),
        **_OF_COMPANIES,
        "arr": (
            "Jährlich wiederkehrender Umsatz", "Wiederkehrender Jahresumsatz", "Revenu annuel récurrent",
            "Revenus récurrents annuels", "Ingresos recurrentes anuales", "Ingresos anuales recurrentes",
        ),
        "segment": ("Kundensegment", "Segment client", "Segmento", "Segmento de cliente"),
    },
    "deals": {
        "opportunity_id": (
            "Opportunity-ID", "Verkaufschancen-ID", "Deal-ID", "ID de l'opportunité", "ID opportunité",
            "ID de la transaction", "ID de la oportunidad", "ID de oportunidad", "ID del negocio", *_RECORD_ID,
        ),
        "account_id": _ACCOUNT_ID,
        "account_name": _COMPANY,
        "deal_name": (
            "Opportunity-Name", "Name der Opportunity", "Verkaufschance", "Deal-Name", "Titel", "Bezeichnung",
            "Nom de l'opportunité", "Opportunité", "Nom de la transaction", "Titre", "Affaire",
            "Nombre de la oportunidad", "Oportunidad", "Nombre del negocio", "Negocio", "Título",
        ),
        "stage": (
            "Phase", "Deal-Phase", "Verkaufsphase", "Vertriebsphase", "Stufe",
            "Étape", "Phase de la transaction", "Étape de l'opportunité", "Étape de vente", "Étape du deal",
            "Etapa", "Fase", "Etapa del negocio", "Etapa de la oportunidad", "Etapa de venta",
        ),
        "amount": (
            "Betrag", "Auftragswert", "Wert", "Deal-Wert", "Volumen", "Betrag EUR", "Betrag in Unternehmenswährung",
            "Montant", "Valeur", "Montant de la transaction", "Montant EUR",
            "Importe", "Monto", "Cantidad", "Valor", "Valor del negocio", "Importe EUR",
        ),
        "is_won": ("Gewonnen", "Gagnée", "Gagné", "Ganada", "Ganado"),
        "is_closed": ("Geschlossen", "Abgeschlossen", "Fermée", "Fermé", "Clôturée", "Clôturé", "Cerrada", "Cerrado"),
        "created_date": _MADE,
        "close_date": (
            "Abschlussdatum", "Schlusstermin", "Schlussdatum", "Abschluss am", "Geschlossen am",
            "Date de clôture", "Date de fermeture", "Date de signature", "Clôturée le",
            "Fecha de cierre", "Cerrado el", "Cerrada el",
        ),
        "status": ("Deal-Status", "Ergebnis", "Statut", "Résultat", "Estado", "Resultado"),
        "won_date": ("Gewonnen am", "Gagnée le", "Gagné le", "Ganada el", "Ganado el"),
        "lost_date": ("Verloren am", "Perdue le", "Perdu le", "Perdida el", "Perdido el"),
        "loss_reason": (
            "Verlustgrund", "Grund für Verlust", "Grund des Verlusts", "Raison de la perte", "Motif de perte",
            "Raison de perte", "Motivo de pérdida", "Motivo de la pérdida", "Razón de pérdida",
        ),
    },
    "contacts": {
        "contact_id": (
            "Kontakt-ID", "Ansprechpartner-ID", "ID du contact", "ID contact", "ID del contacto", "ID de contacto",
            *_RECORD_ID,
        ),
        "account_id": _ACCOUNT_ID,
        "account_name": _COMPANY,
        "email": _EMAIL,
        "name": ("Vollständiger Name", "Kontaktname", "Ansprechpartner", "Nom complet", "Nombre completo", "Contacto"),
        "first_name": ("Vorname", "Prénom", "Nombre", "Nombre de pila"),
        "last_name": ("Nachname", "Familienname", "Nom", "Nom de famille", "Apellidos", "Apellido"),
        "job_title": (
            "Position", "Berufsbezeichnung", "Jobtitel", "Funktion", "Intitulé du poste", "Poste", "Fonction",
            "Cargo", "Puesto",
        ),
    },
    "leads": {
        "company": _COMPANY,
        "email": _EMAIL,
    },
    "enrichment": {"account_name": _COMPANY},
}  # fmt: skip

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def _spellings(header: str) -> tuple[str, ...]:
    """Return a header folded, and as it is written where there are no accents."""
    folded = fold_header(header)
    return tuple(dict.fromkeys((folded, fold(folded), folded.translate(_UMLAUTS))))


def _all_spellings(headers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for each in headers for one in _spellings(each)))


FOREIGN: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {kind: {name: _all_spellings(headers) for name, headers in of.items()} for kind, of in _WRITTEN.items()}
)
"""Kind of table -> field -> folded headers."""

COMPANIES: Final = frozenset(_all_spellings(_COMPANY))
"""What says that a table of names alone is one of companies."""
