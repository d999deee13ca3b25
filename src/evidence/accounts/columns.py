"""Which column of an export is which field.

Headers are compared without case, blanks and punctuation, so that `Account ID`,
`account_id` and `AccountId` are one. The names are those of Salesforce and HubSpot
exports; the first name of a field wins where a table has several. Those of accounts, deals and
contacts stand with their fields in `model/accounts.py`; those that one CRM alone uses, in `accounts/providers.py`;
those of other languages, in `accounts/foreign_headers.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from evidence.accounts.foreign_headers import FOREIGN
from evidence.model.accounts import ACCOUNT_IDS, COMPANY_IDS, RECORD_IDS, Account, Contact, Deal, crm_columns
from evidence.sheets import ColumnNames

if TYPE_CHECKING:
    from evidence.accounts.providers import Provider

Names = Mapping[str, tuple[str, ...]]

_EMAIL = ("email", "emailaddress", "workemail", "businessemail")
_COMPANY = (
    "accountname", "companyname", "company", "account", "organization", "organisation", "organizationname",
    "organisationname", "customer", "customername", "client", "clientname",
)  # fmt: skip
# What a deal says beside the fields of its record: whose it is by name, how it ended, in a column or by a date.
_OF_DEALS: Final[Names] = MappingProxyType({
    "account_name": _COMPANY,
    "deal_name": ("dealname", "opportunityname", "dealtitle", "opportunity", "deal", "title", "name"),
    "pipeline": ("pipeline", "pipelinename", "dealpipeline", "salespipeline"),
    "status": ("status", "dealstatus", "opportunitystatus", "outcome", "dealoutcome", "result", "wonlost"),
    "won_date": ("wondate", "datewon", "wontime", "wonon"),
    "lost_date": ("lostdate", "datelost", "losttime", "loston"),
})  # fmt: skip
# What tables have instead of a field of the record, and behind which one: the hash of an address is made of it.
_BESIDE: Final[Mapping[str, Names]] = MappingProxyType({
    "account_id": {"email": _EMAIL, "account_name": _COMPANY},
    "name": {
        "first_name": ("firstname", "givenname"),
        "last_name": ("lastname", "surname", "familyname"),
    },
})  # fmt: skip


def _headers(record: type) -> dict[str, tuple[str, ...]]:
    return {one.named: one.headers for one in crm_columns(record).values() if one.headers}


def _with_foreign(kind: str, names: Names) -> Names:
    """Add to each field what it is called in other languages, unless that is another field's name in English."""
    taken = {header for headers in names.values() for header in headers}
    foreign = FOREIGN.get(kind, {})
    return {
        name: (*headers, *(header for header in foreign.get(name, ()) if header not in taken))
        for name, headers in names.items()
    }


_ENGLISH: Final[Mapping[str, Names]] = MappingProxyType({
    "accounts": _headers(Account),
    "deals": {**_headers(Deal), **_OF_DEALS},
    "contacts": {
        each: headers
        for name, own in _headers(Contact).items()
        for each, headers in {name: own, **_BESIDE.get(name, {})}.items()
    },
    "leads": {
        "lead_id": ("leadid", "leadid18", "casesafeid", *RECORD_IDS),
        "account_id": ("convertedaccountid", "convertedaccount", *ACCOUNT_IDS[:-1], *COMPANY_IDS),
        "company": ("company", "companyname", "companyaccount", "account"),
        "email": _EMAIL,
        "email_hash": crm_columns(Contact)["email_sha256"].headers,
    },
    "enrichment": {
        "account_id": ACCOUNT_IDS,
        "account_name": ("accountname", "companyname", "company", "name", "organization", "organisation"),
    },
    "mappings": {
        "transcript_id": ("transcriptid", "callid"),
        "gong_call_id": ("gongcallid",),
        "opportunity_id": ("opportunityid", "salesforceopportunityid"),
        "account_id": ("accountid", "salesforceaccountid"),
        "mapped_by": ("mappedby",),
        "mapped_date": ("mappeddate",),
    },
    "aliases": {
        "alias": ("alias",),
        "account_id": ("accountid", "salesforceaccountid"),
        "mapped_by": ("mappedby",),
        "mapped_date": ("mappeddate",),
    },
})  # fmt: skip

FIELDS: Final[Mapping[str, Names]] = MappingProxyType({
    kind: _with_foreign(kind, names) for kind, names in _ENGLISH.items()
})  # fmt: skip
"""Kind of table -> field -> the headers that it is known by, best first."""

ENRICHED = tuple(name for name, one in crm_columns(Account).items() if one.enriched)
"""What enrichment may add to an account; what it calls `arr` is the company's own and stays out."""

REQUIRED: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = MappingProxyType({
    "accounts": (("account_id",), ("account_name",)),
    "deals": (("opportunity_id",), ("account_id",), ("stage",), ("amount",)),
    "contacts": (("contact_id",), ("account_id",)),
    "leads": (("lead_id",), ("email", "email_hash")),
    "enrichment": (("domain", "account_name"),),
    "mappings": (("transcript_id", "gong_call_id"), ("opportunity_id", "account_id")),
    "aliases": (("alias",), ("account_id",)),
})  # fmt: skip
"""The columns a table cannot do without; of several in one pair of brackets, one is enough."""


# What a table needs that has no ids: whose row it is, by name, and what makes it a table of this kind.
BY_NAME: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = MappingProxyType({
    "accounts": (("account_name",),),
    "deals": (("account_id", "account_name"), ("stage", "status", "is_won"), ("amount", "close_date")),
    "contacts": (("account_id", "account_name"), ("email", "email_hash", "name", "last_name")),
})  # fmt: skip

# What is worked out where no column says it.
_MADE_OF: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = MappingProxyType({
    "accounts": {"account_id": ("account_name",)},
    "deals": {
        "is_won": ("stage", "status"),
        "is_closed": ("stage", "status"),
        "stage": ("status",),
        "close_date": ("won_date", "lost_date"),
        "account_id": ("account_name",),
        "opportunity_id": ("account_id", "account_name"),
    },
    "contacts": {
        "contact_id": ("account_id", "account_name"),
        "account_id": ("account_name",),
        "email_hash": ("email",),
        "email_domain": ("email",),
        "name": ("first_name", "last_name"),
    },
})  # fmt: skip


def columns_of_sql(kind: str) -> set[str]:
    """Return what the columns of a kind of table are called in SQL."""
    record = {"accounts": Account, "deals": Deal, "contacts": Contact}[kind]
    return {one.named for one in crm_columns(record).values()}


def filled_by(kind: str, found: Collection[str]) -> set[str]:
    """Return the columns that the fields of a file fill, and those that are worked out of them."""
    made = _MADE_OF.get(kind, {})
    return {*found, *(name for name, sources in made.items() if any(source in found for source in sources))}


@cache
def columns_of(kind: str, provider: Provider | None = None, *, by_name: bool = False) -> ColumnNames:
    """Return the columns of a kind of table: the names of each field, and those it needs.

    provider: whose export it is; its own names come first. by_name: it may have no ids.
    """
    names = FIELDS[kind]
    if kind == "enrichment":
        names = {**names, **{name: FIELDS["accounts"][name] for name in ENRICHED}}
    if provider and (own := provider.names(kind)):
        names = {name: (*own.get(name, ()), *names.get(name, ())) for name in {**names, **own}}
    required = BY_NAME.get(kind, REQUIRED[kind]) if by_name else REQUIRED[kind]
    return ColumnNames(names, required, exported=kind not in {"mappings", "aliases"})
