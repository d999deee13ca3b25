"""Which column of an export is which field.

Headers are compared without case, blanks and punctuation, so that `Account ID`,
`account_id` and `AccountId` are one. The names are those of Salesforce and HubSpot
exports; the first name of a field wins where a table has several.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from evidence.sheets import ColumnNames

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
})  # fmt: skip
"""The columns a table cannot do without; of several in one pair of brackets, one is enough."""


@cache
def columns_of(kind: str) -> ColumnNames:
    """Return the columns of a kind of table: the names of each field, and those it needs."""
    names = FIELDS[kind]
    if kind == "enrichment":
        names = {**names, **{name: FIELDS["accounts"][name] for name in (*FIRMOGRAPHICS, "segment")}}
    return ColumnNames(names, REQUIRED[kind], exported=kind not in {"mappings", "aliases"})
