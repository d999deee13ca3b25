"""Which column of an export is which field.

Headers are compared without case, blanks and punctuation, so that `Account ID`,
`account_id` and `AccountId` are one. The names are those of Salesforce and HubSpot
exports; the first name of a field wins where a table has several.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from evidence.errors import TableError
from evidence.settings import nearest

Names = Mapping[str, tuple[str, ...]]

_ACCOUNT = (
    "accountid18", "18digitaccountid", "accountid18digit", "accountcasesafeid", "accountid", "salesforceaccountid",
    "sfdcaccountid", "sfaccountid", "crmaccountid", "casesafeid",
)  # fmt: skip
_COMPANY = (
    "companyid", "associatedcompanyidsprimary", "primaryassociatedcompanyid", "associatedcompanyid",
    "associatedcompanyids", "hsprimaryassociatedcompany", "primarycompanyid",
)  # fmt: skip
_RECORD = ("id", "recordid", "hsobjectid")

# `annual revenue` is what a company earns, in Salesforce and HubSpot alike: never arr.
FIELDS: Final[Mapping[str, Names]] = MappingProxyType({
    "accounts": {
        "account_id": (*_ACCOUNT, *_RECORD, "recordidcompany", "companyid"),
        "account_name": ("accountname", "companyname", "name", "company", "account", "organization", "organisation"),
        "domain": (
            "domain", "companydomainname", "companydomain", "primarydomain", "websitedomain", "emaildomain", "website",
            "companywebsite", "websiteurl", "companyurl", "url",
        ),
        "industry": ("industry", "primaryindustry", "companyindustry", "industryname", "sector", "vertical"),
        "headcount": (
            "headcount", "employees", "numberofemployees", "employeecount", "noofemployees", "numemployees",
            "companysize", "companyheadcount", "companyemployees", "totalemployees",
            "estimatednumemployees",
        ),
        "arr": ("arr", "annualrecurringrevenue", "currentarr", "arrusd", "arreur", "customerarr", "totalarr"),
        "company_revenue": (
            "companyrevenue", "annualrevenue", "revenue", "companyannualrevenue", "estimatedrevenue",
            "estimatedannualrevenue", "annualrevenueconverted",
        ),
        "geography": (
            "geography", "country", "countryregion", "region", "billingcountry", "billingcountryregion",
            "billingcountrytextonly", "hqcountry", "companycountry", "shippingcountry", "territory",
        ),
        "funding_stage": ("fundingstage", "funding", "fundinground", "lastfundingtype", "latestfundingstage"),
        "tech_stack": ("techstack", "technologies", "webtechnologies", "technology", "tech"),
        "segment": ("segment", "accountsegment", "customersegment", "marketsegment"),
    },
    "deals": {
        "opportunity_id": (
            "opportunityid18", "18digitopportunityid", "opportunitycasesafeid", "opportunityid",
            "salesforceopportunityid", "sfdcopportunityid", "oppid", "dealid", "casesafeid", *_RECORD,
            "recordiddeal",
        ),
        "account_id": (*_ACCOUNT[:-1], *_COMPANY),
        "stage": ("stage", "stagename", "dealstage", "opportunitystage"),
        "amount": (
            "amount", "dealamount", "opportunityamount", "amountconverted", "amountincompanycurrency", "dealvalue",
            "value",
        ),
        "is_won": ("iswon", "won", "isclosedwon", "hsisclosedwon", "closedwon"),
        "is_closed": ("isclosed", "closed", "isdealclosed", "hsisclosed"),
        "created_date": ("createddate", "createdate", "datecreated", "createdat", "created"),
        "close_date": ("closedate", "closeddate", "closingdate", "dateclosed", "closedat"),
        "loss_reason": ("lossreason", "lostreason", "closedlostreason", "reasonlost", "reasonforloss", "lossreasons"),
    },
    "contacts": {
        "contact_id": (
            "contactid18", "18digitcontactid", "contactcasesafeid", "contactid", "salesforcecontactid", "personid",
            "casesafeid", *_RECORD, "recordidcontact",
        ),
        "account_id": (*_ACCOUNT[:-1], *_COMPANY),
        "email": ("email", "emailaddress", "workemail", "businessemail"),
        "email_hash": ("emailhash", "emailsha256", "hashedemail", "sha256"),
        "name": ("name", "fullname", "contactname", "contact"),
        "first_name": ("firstname", "givenname"),
        "last_name": ("lastname", "surname", "familyname"),
        "job_title": ("jobtitle", "title", "position"),
        "persona": ("persona", "buyingrole", "hsbuyingrole", "buyerpersona"),
    },
    "leads": {
        "lead_id": ("leadid", "leadid18", "casesafeid", *_RECORD),
        "account_id": ("convertedaccountid", "convertedaccount", *_ACCOUNT[:-1], *_COMPANY),
        "company": ("company", "companyname", "companyaccount", "account"),
        "email": ("email", "emailaddress", "workemail", "businessemail"),
        "email_hash": ("emailhash", "emailsha256", "hashedemail", "sha256"),
    },
    "enrichment": {
        "account_id": _ACCOUNT,
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
    "names": {"name": (
        "accountname", "companyname", "company", "account", "organization", "organisation", "name", "customer",
        "customername", "client", "clientname", "names", "companies", "accounts", "customers",
    )},
    "people": {
        name: (name.replace("_", ""),)
        for name in ("label", "call_id", "name", "side", "role", "account_id")
    },
})  # fmt: skip

FIRMOGRAPHICS = ("domain", "industry", "headcount", "company_revenue", "geography", "funding_stage", "tech_stack")
"""What enrichment may add to an account; what it calls `arr` is the company's own and stays out."""

REQUIRED: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = MappingProxyType({
    "accounts": (("account_id",), ("account_name",)),
    "deals": (("opportunity_id",), ("account_id",), ("stage",), ("amount",)),
    "contacts": (("contact_id",), ("account_id",)),
    "leads": (("lead_id",), ("email", "email_hash")),
    "enrichment": (("domain", "account_name"),),
    "mappings": (("transcript_id", "gong_call_id"), ("opportunity_id", "account_id")),
    "aliases": (("alias",), ("account_id",)),
    "names": (("name",),),
    "people": (("label",),),
})  # fmt: skip
"""The columns a table cannot do without; of several in one pair of brackets, one is enough."""

_NOT_IN_NAMES = re.compile(r"__c$|[\W_]+")


def fold_header(header: str) -> str:
    """Return the header without case, signs, the table before a colon, and the `__c` of fields that people made.

    >>> fold_header("Account: Account ID (18)"), fold_header("account_id"), fold_header("ARR__c")
    ('accountid18', 'accountid', 'arr')
    """
    return _NOT_IN_NAMES.sub("", header.rpartition(":")[2].strip().casefold())


def names_of(kind: str) -> Names:
    """Return the folded header names of each field of a kind of table, best first."""
    if kind != "enrichment":
        return FIELDS[kind]
    return {**FIELDS[kind], **{name: FIELDS["accounts"][name] for name in (*FIRMOGRAPHICS, "segment")}}


def recognise(kind: str, header: tuple[str, ...]) -> dict[str, int]:
    """Return field -> column for the fields that this header names."""
    places = {fold_header(name): at for at, name in reversed(list(enumerate(header)))}
    found: dict[str, int] = {}
    for field, names in names_of(kind).items():
        place = next((places[name] for name in names if name in places), None)
        if place is not None and place not in found.values():
            found[field] = place
    return found


def check(kind: str, header: tuple[str, ...], columns: dict[str, int], path: str, line: int) -> None:
    """Raise TableError where a required column is missing, with those found and the nearest right one."""
    for choice in REQUIRED[kind]:
        if any(field in columns for field in choice):
            continue
        spare = tuple(name for at, name in enumerate(header) if at not in columns.values() and name)
        close = nearest(choice[0], spare)
        found = ", ".join(name for name in header if name) or "none"
        raise TableError(
            f"no column {' or '.join(choice)} (columns found: {found[:300]})",
            hint=f"Is {close!r} meant? Rename it to {choice[0]}." if close else f"Add a column {choice[0]}.",
            path=path,
            line=line,
        )
